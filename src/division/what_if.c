/* SPDX-License-Identifier: EUPL-1.2 */
/* What if: the guards of accept_allocation, asked about one more line, and nothing written. */
#include "base/tr.h"
#include "division/inner.h"
#include "division/scarcity.h"
#include "division/statements.h"
#include "request/brief.h"

/* The lines that would be accepted: those of the proposal but the one asked about, then that one,
 * so that the others are counted before it. */
static struct list lines_of(const struct look *look, const struct sheet *s,
                            const struct scarcity_query *q)
{
    struct alloc_line *lines =
        arena_array(look->arena, struct alloc_line, ALLOCATION_LINES_MAX + 1);
    struct rows *r = tx_query(look->tx, SQL_ALLOCATION_LINES, VAL(q->proposal), VAL("proposed"));
    int64_t n = 0;

    while (rows_next(r)) {
        struct alloc_line l = { .request = rows_id(r, 0),
                                .capability = rows_id(r, 1),
                                .quantity = rows_int(r, 2),
                                .until = DAY_NONE };

        if (!rows_is_null(r, 3))
            l.until = (struct day){ (int32_t)rows_int(r, 3) };
        if (lines && n < ALLOCATION_LINES_MAX &&
            !(id_same(l.request, q->request) && id_same(l.capability, s->c.id)))
            lines[n++] = l;
    }
    if (lines)
        lines[n++] = (struct alloc_line){
            .request = q->request, .capability = s->c.id, .quantity = q->amount, .until = DAY_NONE
        };
    return (struct list){ lines, lines ? n : 0 };
}

static void put_items(struct json *out, const struct look *look, const struct verdict *v)
{
    json_name(out, "verdict");
    json_list(out);
    for (size_t i = 0; i < v->count; i++) {
        const struct verdict_item *item = &v->items[i];

        json_open(out);
        json_put_cstr(out, "code", item->code);
        json_put_text(out, "field", item->field);
        json_put_text(out, "why",
                      tr_fill(look->arena, look->lang, item->why, item->holes, item->hole_count));
        json_put_text(out, "mend",
                      tr_fill(look->arena, look->lang, item->mend, item->holes, item->hole_count));
        json_put_cstr(out, "cite", tr(look->lang, text_cstr(look->arena, item->cite)));
        json_close(out);
    }
    json_list_end(out);
}

/* The same question in numbers: what is free in the window of the line, and who has the rest. */
static void put_numbers(struct json *out, const struct look *look, const struct sheet *s,
                        const struct scarcity_query *q, const struct line_window *w)
{
    struct capability_add *adds = arena_array(look->arena, struct capability_add, ADDS_MAX);
    struct capability_ask ask = { .capability = s->c.id,
                                  .quantity = q->amount,
                                  .from = w->from,
                                  .until = w->until,
                                  .now = look->now,
                                  .adds = adds };

    if (adds && !id_is_none(q->proposal))
        ask.add_count = sheet_adds(s, look, q->proposal, q->request, adds);
    sheet_put_parts(out, look, s, &ask, q->proposal);
}

void sheet_put_what_if(struct json *out, const struct look *look, const struct sheet *s,
                       const struct scarcity_query *q)
{
    struct accept_allocation f = { .reason = T("") };
    struct entry entry = { .by = *look->viewer,
                           .action = catalogue_action(look->catalogue, T("accept_allocation"),
                                                      T("allocation")),
                           .object = q->proposal,
                           .recorded_at = look->now,
                           .happened_at = look->now,
                           .zone = look->zone,
                           .is_dry = true };
    struct verdict *v = arena_new(look->arena, struct verdict);
    const struct alloc_line *lines;
    struct line_window w;
    struct thing t;

    json_name(out, "what_if");
    if (id_is_none(q->request) || q->amount == INT_NONE || !v || !entry.action) {
        json_none(out);
        return;
    }
    f.lines = lines_of(look, s, q);
    lines = f.lines.items;
    if (f.lines.n == 0) {
        json_none(out);
        return;
    }
    verdict_init(v, look->arena);
    division_guard_lines(&entry, &f, look->tx, v);
    division_guard_fits(&entry, &f, look->tx, v);
    w = division_window(look->tx, &entry, &lines[f.lines.n - 1]);
    json_open(out);
    division_put_request(out, "request", look, q->request);
    json_put_int(out, "asked", q->amount);
    json_put_bool(out, "is_granted", verdict_is_clear(v));
    json_put_text(out, "unit", s->c.unit);
    json_put_instant(out, "from_at", w.from);
    json_put_instant(out, "until_at", w.until);
    json_put_text(out, "proposal_number",
                  !id_is_none(q->proposal) && thing_get(look->tx, q->proposal, &t) == OK ? t.number
                                                                                         : T(""));
    put_items(out, look, v);
    put_numbers(out, look, s, q, &w);
    json_close(out);
}
