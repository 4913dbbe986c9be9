/* SPDX-License-Identifier: EUPL-1.2 */
/* What a pool consists of at the busiest moment of a window: parts that add up to what is ready. */
#include "base/tr.h"
#include "division/scarcity.h"
#include "request/brief.h"

enum part_kind { PART_DEPLOYED, PART_HELD, PART_RESERVED, PART_PROPOSED };

struct part {
    enum part_kind kind;
    struct capability_piece piece;
    struct id request, proposal;
    bool is_seen;
};

static size_t parts_at(const struct look *look, const struct sheet *s,
                       const struct capability_ask *ask, struct id proposal, struct instant at,
                       struct part *out)
{
    struct capability_piece *pieces = arena_array(look->arena, struct capability_piece, PIECES_MAX);
    size_t n = 0,
           count =
               pieces ? capability_pieces(look->tx, s->c.id, at, look->now, pieces, PIECES_MAX) : 0;

    for (size_t i = 0; i < count; i++) {
        struct part p = { .piece = pieces[i],
                          .request = sheet_request_of(look->tx, pieces[i].what) };

        p.kind = id_is_none(p.piece.what)           ? PART_RESERVED
                 : id_same(p.piece.what, p.request) ? PART_HELD
                                                    : PART_DEPLOYED;
        p.is_seen = id_is_none(p.piece.what)
                        ? s->shows
                        : !id_is_none(p.request) && look_sees_thing(look, "request", p.request);
        if (s->shows || p.is_seen)
            out[n++] = p;
    }
    for (size_t i = 0; i < ask->add_count && n < PARTS_MAX; i++) {
        const struct capability_add *a = &ask->adds[i];

        if (a->from.us > at.us || a->until.us <= at.us)
            continue;
        out[n++] = (struct part){ .kind = PART_PROPOSED,
                                  .piece = { .what = a->what,
                                             .quantity = a->quantity,
                                             .from = a->from,
                                             .until = a->until },
                                  .request = a->what,
                                  .proposal = proposal,
                                  .is_seen = look_sees_thing(look, "request", a->what) };
    }
    return n;
}

static const struct {
    const char *code, *words;
} kinds[] = {
    [PART_DEPLOYED] = { "deployed", N_("deployed") },
    [PART_HELD] = { "held", N_("held") },
    [PART_RESERVED] = { "reserved", N_("kept by the holder") },
    [PART_PROPOSED] = { "proposed", N_("proposed") },
};

/* "2021-0006", "2021-0006-A": what a number of the sum stands for, as short as it can. */
static struct text part_name(const struct look *look, const struct part *p)
{
    struct thing t;

    if (p->kind == PART_RESERVED || !p->is_seen || thing_get(look->tx, p->piece.what, &t) != OK)
        return T("");
    return t.number;
}

/* Where the number comes from: the entry that holds it, the proposal that would give it. */
static struct text part_address(const struct look *look, const struct sheet *s,
                                const struct part *p)
{
    struct text address =
        p->kind == PART_PROPOSED || !p->is_seen ? T("") : entry_address(look, p->piece.position);

    if (p->kind == PART_PROPOSED && s->proposal_count > 0)
        return text_printf(look->arena, "/verdelingen/%.*s",
                           TEXT_FMT(id_text(look->arena, p->proposal)));
    return text_is_empty(address)
               ? text_printf(look->arena, "#pool-%.*s", TEXT_FMT(id_text(look->arena, s->c.id)))
               : address;
}

static void put_part(struct json *out, const struct look *look, const struct sheet *s,
                     const struct part *p)
{
    json_open(out);
    json_put_text(out, "part_url", part_address(look, s, p));
    json_put_int(out, "amount", p->piece.quantity);
    json_put_words(out, "kind", kinds[p->kind].code, kinds[p->kind].words);
    json_put_bool(out, "is_reserved", p->kind == PART_RESERVED);
    json_put_bool(out, "is_proposed", p->kind == PART_PROPOSED);
    json_put_bool(out, "is_hidden", !p->is_seen);
    json_put_text(out, "name", part_name(look, p));
    json_put_text(out, "purpose", p->is_seen ? p->piece.purpose : T(""));
    json_name(out, "request");
    if (p->is_seen && !id_is_none(p->request)) {
        json_open(out);
        json_request_brief(out, look, p->request);
        json_close(out);
    } else {
        json_none(out);
    }
    json_put_text(out, "deployment_url",
                  p->is_seen && p->kind == PART_DEPLOYED
                      ? text_printf(look->arena, "/inzetten/%.*s",
                                    TEXT_FMT(id_text(look->arena, p->piece.what)))
                      : T(""));
    json_put_instant(out, "from_at", p->piece.from);
    json_put_instant(out, "until_at",
                     p->piece.until.us >= INSTANT_MAX ? INSTANT_NONE : p->piece.until);
    json_put_bool(out, "is_late", p->piece.is_late);
    json_put_source(out, "source", look, p->is_seen ? p->piece.position : 0);
    json_close(out);
}

/* "bar": pieces of a drawing BAR_UNITS wide, in the order of the parts, then what is free. */
static void put_bar_piece(struct json *out, const char *kind, int64_t begin, int64_t end,
                          int64_t whole, int64_t amount)
{
    int64_t at = begin * BAR_UNITS / whole;

    if (end <= begin)
        return;
    json_open(out);
    json_put_cstr(out, "class", kind);
    json_put_int(out, "bar_begin", at);
    json_put_int(out, "bar_width", end * BAR_UNITS / whole - at);
    json_put_int(out, "amount", amount);
    json_close(out);
}

static void put_bar(struct json *out, const struct part *parts, size_t n, int64_t ready,
                    int64_t used)
{
    int64_t whole = used > ready ? used : ready, at = 0;

    json_name(out, "bar");
    json_list(out);
    for (size_t i = 0; i < n && whole > 0; i++) {
        put_bar_piece(out, kinds[parts[i].kind].code, at, at + parts[i].piece.quantity, whole,
                      parts[i].piece.quantity);
        at += parts[i].piece.quantity;
    }
    if (whole > 0)
        put_bar_piece(out, "free", at, ready, whole, ready - at);
    json_list_end(out);
}

/* "sum": the numbers that make up what is ready, each a link to the row it comes from. */
static void put_sum(struct json *out, const struct look *look, const struct sheet *s,
                    const struct part *parts, size_t n, int64_t free)
{
    json_name(out, "sum");
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        json_open(out);
        json_put_bool(out, "is_first", i == 0);
        json_put_int(out, "amount", parts[i].piece.quantity);
        json_put_words(out, "kind", kinds[parts[i].kind].code, kinds[parts[i].kind].words);
        json_put_text(out, "name", part_name(look, &parts[i]));
        json_put_bool(out, "is_free", false);
        json_put_text(out, "part_url", part_address(look, s, &parts[i]));
        json_close(out);
    }
    json_open(out);
    json_put_bool(out, "is_first", n == 0);
    json_put_int(out, "amount", free);
    json_put_words(out, "kind", "free", N_("free"));
    json_put_text(out, "name", T(""));
    json_put_bool(out, "is_free", true);
    json_put_text(
        out, "part_url",
        text_printf(look->arena, "/capaciteit/%.*s", TEXT_FMT(id_text(look->arena, s->c.id))));
    json_close(out);
    json_list_end(out);
}

static void put_totals(struct json *out, const struct part *parts, size_t n)
{
    int64_t totals[sizeof(kinds) / sizeof(kinds[0])] = { 0 };

    for (size_t i = 0; i < n; i++)
        totals[parts[i].kind] += parts[i].piece.quantity;
    json_put_int(out, "held", totals[PART_HELD]);
    json_put_int(out, "deployed", totals[PART_DEPLOYED]);
    json_put_int(out, "reserved", totals[PART_RESERVED]);
    json_put_int(out, "proposed", totals[PART_PROPOSED]);
}

/* The report that says how many are ready; the pool itself when nobody reported. */
static struct text ready_address(const struct look *look, const struct sheet *s)
{
    struct capability_stand stand;
    struct text address;

    capability_stand(look->tx, s->c.id, &stand);
    address = entry_address(look, stand.position);
    return text_is_empty(address) ? text_printf(look->arena, "/capaciteit/%.*s",
                                                TEXT_FMT(id_text(look->arena, s->c.id)))
                                  : address;
}

/* More pieces than fit a page stand together in the last one, so that the sum stays whole. */
static size_t with_rest(const struct sheet *s, struct instant at, int64_t used, struct part *parts,
                        size_t n)
{
    int64_t rest = used;

    for (size_t i = 0; i < n; i++)
        rest -= parts[i].piece.quantity;
    if (!s->shows || rest <= 0)
        return n;
    parts[n++] = (struct part){ .kind = PART_HELD, .piece = { .quantity = rest, .from = at } };
    return n;
}

void sheet_put_parts(struct json *out, const struct look *look, const struct sheet *s,
                     const struct capability_ask *ask, struct id proposal)
{
    struct part *parts = arena_array(look->arena, struct part, PARTS_MAX + 1);
    int64_t used = 0, summed = 0;
    struct instant at = capability_busiest(look->tx, ask, &used);
    size_t n =
        parts ? with_rest(s, at, used, parts, parts_at(look, s, ask, proposal, at, parts)) : 0;
    int64_t free = capability_free_of(look->tx, ask);

    json_name(out, "parts");
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        summed += parts[i].piece.quantity;
        put_part(out, look, s, &parts[i]);
    }
    json_list_end(out);
    put_totals(out, parts, n);
    json_put_instant(out, "busiest_at", at);
    json_put_bool(out, "is_busiest_now", at.us <= look->now.us);
    if (!s->shows) {
        json_put_cstr(out, "amounts", NULL);
        return;
    }
    json_name(out, "amounts");
    json_open(out);
    json_put_int(out, "ready", s->ready);
    json_put_text(out, "ready_url", ready_address(look, s));
    json_put_int(out, "used", summed);
    json_put_int(out, "free", free);
    json_put_int(out, "over", summed > s->ready ? summed - s->ready : 0);
    json_put_bool(out, "is_over", summed > s->ready);
    json_put_bool(out, "is_empty", free == 0);
    put_sum(out, look, s, parts, n, free);
    put_bar(out, parts, n, s->ready, summed);
    json_close(out);
}
