/* SPDX-License-Identifier: EUPL-1.2 */
/* What is owed: by my office and by others, by law and by policy, and the act that meets it. */
#include "deployment/deployment.h"
#include "desk/inner.h"
#include "directory/directory.h"
#include "incident/incident.h"
#include "request/request.h"

enum {
    OWED_SCAN = 5000, /* obligations of others looked at for one page */
    OWED_PAGE = 50,
    OWED_AHEAD = 150, /* counted after a page; the filter has the rest */
    REGIONS_SHOWN = 60,
};

/* ---- which ---- */

struct gathered {
    const struct look *look;
    const struct owed_filter *filter;
    struct obligation_row *rows;
    int64_t n, limit, looked;
    bool is_cut;
};

/* Is the thing about something in the region? */
static bool lies_in(struct tx *tx, const struct thing *t, struct text region)
{
    struct deployment d;

    if (text_is(t->type, "request"))
        return text_same(request_region(tx, t->id), region);
    if (text_is(t->type, "deployment"))
        return deployment_get(tx, t->id, &d) == OK &&
               text_same(request_region(tx, d.request), region);
    return text_is(t->type, "incident") && incident_is_in(tx, t->id, region);
}

static bool is_wanted(const struct look *look, const struct owed_filter *f,
                      const struct obligation_row *row)
{
    bool is_mine = !id_is_none(row->owner) && id_same(row->owner, look->viewer->office);
    struct thing t;

    if ((f->is_mine && !is_mine) || (f->is_others && is_mine) ||
        (f->is_statutory && !row->is_statutory) || (f->is_policy && row->is_statutory) ||
        (f->is_late && !obligation_is_overdue(row, look->now)))
        return false;
    if (thing_get(look->tx, row->thing, &t) ||
        (!is_mine && !look_sees_thing(look, text_cstr(look->arena, t.type), row->thing)))
        return false;
    return text_is_empty(f->region) || lies_in(look->tx, &t, f->region) ||
           (!id_is_none(row->owner) && office_has_area(look->tx, row->owner, f->region));
}

static bool gather(void *ctx, const struct obligation_row *row)
{
    struct gathered *g = ctx;

    if (!g->filter->is_mine && g->looked++ == OWED_SCAN) {
        g->is_cut = true;
        return false;
    }
    if (!is_wanted(g->look, g->filter, row))
        return true;
    if (g->n == g->limit) {
        g->is_cut = true;
        return false;
    }
    g->rows[g->n++] = *row;
    return true;
}

/* ---- the act that meets it ---- */

json_t *desk_acts(const struct look *look, struct id thing)
{
    struct buf buf = buf_make(ACTS_BYTES_MAX);
    struct json out = json_make(&buf);
    json_t *doc = NULL, *acts = NULL;
    struct json_fault fault;

    json_open(&out);
    json_acts(&out, look, thing, false);
    json_close(&out);
    if (json_end(&out) == OK && json_read(buf_text(&buf), &doc, &fault) == OK)
        acts = json_incref(json_object_get(doc, "acts"));
    json_decref(doc);
    buf_free(&buf);
    return acts ? acts : json_array();
}

/* What the routes say closes it; the duties of art. 39 and 40 belong to the incident itself. */
static bool meets(struct text kind, struct text act)
{
    return obligation_is_met_by(kind, act) ||
           (text_is(kind, "COUNCIL_REPORT_OWED") && text_is(act, "report_to_councils")) ||
           (text_starts(kind, T("WVR39:")) && text_is(act, "end_wvr39"));
}

static void put_act(struct json *out, const struct look *look, const struct obligation_row *row)
{
    json_t *acts = desk_acts(look, row->thing), *act, *found = NULL;
    size_t i;

    json_array_foreach (acts, i, act)
        if (!found && meets(row->kind, json_string_text(json_object_get(act, "name"))))
            found = act;
    json_name(out, "act");
    if (found)
        json_value(out, found);
    else
        json_none(out);
    json_decref(acts);
}

/* ---- the list ---- */

/* The page of the thing, "/aanvragen/1-143". */
static struct text url_of(const struct look *look, struct id id)
{
    struct thing t;
    const struct thing_type *type =
        thing_get(look->tx, id, &t) == OK ? catalogue_thing(look->catalogue, t.type) : NULL;

    if (!type || !type->address)
        return T("#");
    return text_printf(look->arena, "/%s/%.*s", type->address, TEXT_FMT(id_text(look->arena, id)));
}

static void put_row(struct json *out, const struct look *look, const struct obligation_row *row)
{
    bool is_mine = !id_is_none(row->owner) && id_same(row->owner, look->viewer->office);

    json_open(out);
    json_put_thing(out, "thing", look->tx, row->thing);
    json_put_text(out, "thing_url", url_of(look, row->thing));
    json_put_office(out, "owner", look->tx, row->owner);
    json_put_office(out, "to", look->tx, row->to);
    json_put_bool(out, "is_mine", is_mine);
    json_put_obligation(out, look, row);
    put_act(out, look, row);
    json_close(out);
}

struct owed_count desk_put_owed(struct json *out, const char *name, const struct look *look,
                                const struct owed_filter *filter, int64_t limit, int64_t ahead)
{
    int64_t end = filter->skip + limit;
    struct gathered g = { .look = look,
                          .filter = filter,
                          .rows = arena_array(look->arena, struct obligation_row,
                                              (size_t)(end + ahead)),
                          .limit = end + ahead };
    struct owed_count count = { 0 };

    if (g.rows && !id_is_none(look->viewer->office)) {
        if (filter->is_mine) /* by its index: what others owe hides nothing of it */
            obligations_each_of(look->tx, look->viewer->office, gather, &g);
        else
            obligations_each(look->tx, gather, &g);
    }
    json_name(out, name);
    json_list(out);
    for (int64_t i = 0; i < g.n; i++) {
        count.late += obligation_is_overdue(&g.rows[i], look->now);
        if (i < filter->skip || i >= end)
            continue;
        put_row(out, look, &g.rows[i]);
        count.statutory += g.rows[i].is_statutory;
        count.policy += !g.rows[i].is_statutory;
    }
    json_list_end(out);
    count.found = g.n;
    count.beyond = g.n > end ? g.n - end : 0;
    count.is_cut = g.is_cut;
    return count;
}

/* ---- the look ---- */

/* "next", "next_count": where the page after this one begins; its link keeps the filter. */
static void put_next(struct json *out, const struct look *look, int64_t shown_until, int64_t beyond)
{
    bool has_next = beyond > 0 && shown_until <= SKIP_MAX;

    json_put_int(out, "next_count", beyond < OWED_PAGE ? beyond : OWED_PAGE);
    json_name(out, "next");
    if (has_next)
        json_text(out, text_printf(look->arena, "%lld", (long long)shown_until));
    else
        json_none(out);
}

/* {"obligations": [row of desk_put_owed], "has_statutory", "has_policy", "is_empty", "count",
 * "late_count", "is_cut", "is_mine_only", "is_others_only", "is_statutory_only", "is_policy_only",
 * "is_late_only", "regions" (options), "next", "next_count", "desk_url"}: what is owed by anybody,
 * as far as the viewer may see what it is about. */
enum result desk_view_obligations(const struct look *look, const void *query, struct json *out)
{
    const struct obligations_query *q = query;
    struct owed_filter f = { .is_mine = q->mine.is == YES,
                             .is_others = q->mine.is == NO,
                             .is_statutory = q->statutory.is == YES,
                             .is_policy = q->statutory.is == NO,
                             .is_late = q->late.is == YES,
                             .skip = q->after == INT_NONE ? 0 : q->after };
    struct owed_count n;

    if (!id_is_none(q->region))
        f.region = directory_region_of(look->tx, id_text(look->arena, q->region), look->now);
    n = desk_put_owed(out, "obligations", look, &f, OWED_PAGE, OWED_AHEAD);
    json_put_bool(out, "has_statutory", n.statutory > 0);
    json_put_bool(out, "has_policy", n.policy > 0);
    json_put_bool(out, "is_empty", n.statutory + n.policy == 0);
    json_put_int(out, "count", n.found);
    json_put_int(out, "late_count", n.late);
    json_put_bool(out, "is_cut", n.is_cut);
    put_next(out, look, f.skip + OWED_PAGE, n.beyond);
    json_put_bool(out, "is_mine_only", f.is_mine);
    json_put_bool(out, "is_others_only", f.is_others);
    json_put_bool(out, "is_statutory_only", f.is_statutory);
    json_put_bool(out, "is_policy_only", f.is_policy);
    json_put_bool(out, "is_late_only", f.is_late);
    json_name(out, "regions");
    json_list(out);
    things_put_options(out, look, "region", id_text(look->arena, q->region), REGIONS_SHOWN);
    json_list_end(out);
    json_put_cstr(out, "desk_url", "/werk");
    return OK;
}
