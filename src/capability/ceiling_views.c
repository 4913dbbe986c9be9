/* SPDX-License-Identifier: EUPL-1.2 */
/* Ceilings shown as what they are: bounds inside one another. No sum exists anywhere (rule 13). */
#include <assert.h>

#include "base/tr.h"
#include "capability/inner.h"
#include "capability/statements.h"

enum { CEILINGS_MAX = 200, BAR_WIDTH = 960 };

struct ceiling_row {
    struct id id, parent;
    struct text name, source;
    int64_t amount;
};

static struct ceiling_row read_row(const struct rows *r)
{
    return (struct ceiling_row){ .id = rows_id(r, 0),
                                 .parent = rows_id(r, 3),
                                 .name = rows_text(r, 1),
                                 .source = rows_text(r, 4),
                                 .amount = rows_int(r, 2) };
}

static void put_members(struct json *out, const struct look *look, const struct ceiling_row *c)
{
    json_put_id(out, "id", c->id);
    json_put_text(
        out, "self_url",
        text_printf(look->arena, "/plafonds/%.*s", TEXT_FMT(id_text(look->arena, c->id))));
    json_put_text(out, "name", c->name);
    json_put_int(out, "amount", c->amount);
    json_put_text(out, "source", c->source);
}

/* What is in use tells what is left: for those who see exact amounts. */
static bool shows_use(const struct look *look)
{
    return look_has_role(look, "ROLE_DOPS") || look_has_role(look, "ROLE_TOC") ||
           look_has_role(look, "ROLE_MINISTER_DEF") || look_has_role(look, "ROLE_AUDITOR");
}

static int64_t used_now(const struct look *look, struct id ceiling)
{
    struct capability_ask ask = { .from = look->now,
                                  .until = { look->now.us + 1 },
                                  .now = look->now };

    return capability_used_under(look->tx, &ask, ceiling);
}

static void put_use(struct json *out, const struct look *look, const struct ceiling_row *c)
{
    int64_t used;

    json_put_bool(out, "is_use_shown", shows_use(look));
    if (!shows_use(look)) {
        json_put_cstr(out, "used", NULL);
        json_put_cstr(out, "left", NULL);
        return;
    }
    used = used_now(look, c->id);
    json_put_int(out, "used", used);
    json_put_int(out, "left", c->amount > used ? c->amount - used : 0);
}

/* One row of the tree; bars are drawn on the scale of the highest ceiling around it. */
static void put_nested(struct json *out, const struct look *look, const struct ceiling_row *c,
                       int depth, int64_t whole)
{
    json_open(out);
    put_members(out, look, c);
    json_put_int(out, "depth", depth);
    json_put_bool(out, "is_inside", depth > 0);
    json_put_int(out, "bar_width", whole > 0 ? c->amount * BAR_WIDTH / whole : 0);
    put_use(out, look, c);
    json_rows(out, "pools", look->tx, SQL_CEILING_POOLS, VAL(c->id));
    json_close(out);
}

/* Depth first without recursion: a stack of what is still to be shown. */
static void put_tree(struct json *out, const struct look *look)
{
    struct ceiling_row *stack = arena_array(look->arena, struct ceiling_row, CEILINGS_MAX);
    int *depth = arena_array(look->arena, int, CEILINGS_MAX);
    int64_t *whole = arena_array(look->arena, int64_t, CEILINGS_MAX);
    struct rows *r = tx_query0(look->tx, SQL_CEILINGS_TOP);
    int n = 0;

    while (rows_next(r) && stack && depth && whole && n < CEILINGS_MAX) {
        stack[n] = read_row(r);
        whole[n] = stack[n].amount;
        depth[n++] = 0;
    }
    for (int left = 0, right = n - 1; left < right; left++, right--) { /* the first on top */
        struct ceiling_row row = stack[left];
        stack[left] = stack[right];
        stack[right] = row;
        int64_t amount = whole[left];
        whole[left] = whole[right];
        whole[right] = amount;
    }
    while (n > 0) {
        struct ceiling_row at = stack[--n];
        int at_depth = depth[n];
        int64_t at_whole = whole[n];

        put_nested(out, look, &at, at_depth, at_whole);
        r = tx_query(look->tx, SQL_CEILINGS_INSIDE, VAL(at.id));
        while (rows_next(r) && n < CEILINGS_MAX) {
            stack[n] = read_row(r);
            depth[n] = at_depth + 1;
            whole[n++] = at_whole;
        }
    }
}

/* {"ceilings": [{id, name, amount, source, depth, is_inside, bar_width, used, left, pools}],
 * "published":
 * [{code, nl, en, amount, inside}]}: in the order of the tree; what is inside follows what it is
 * in. */
enum result capability_view_ceilings(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    json_name(out, "ceilings");
    json_list(out);
    put_tree(out, look);
    json_list_end(out);
    json_put_bool(out, "is_empty", !tx_has_values(look->tx, SQL_CEILINGS_TOP, NULL, 0));
    json_creates(out, look, "ceiling");
    json_name(out, "published");
    json_list(out);
    for (size_t i = 0; i < capability_types_len; i++) {
        const struct capability_type *t = &capability_types[i];
        const struct capability_type *outer =
            t->inside ? capability_type_find(text_of(t->inside)) : NULL;

        if (!t->is_upper_bound && !outer)
            continue;
        json_open(out);
        json_put_cstr(out, "code", t->id);
        json_put_cstr(out, "nl", t->nl);
        json_put_cstr(out, "en", t->en);
        if (t->typical == INT_NONE)
            json_put_cstr(out, "amount", NULL);
        else
            json_put_int(out, "amount", t->typical);
        json_put_cstr(out, "source", t->source);
        json_name(out, "inside");
        if (outer) {
            json_open(out);
            json_put_cstr(out, "code", outer->id);
            json_put_cstr(out, "nl", outer->nl);
            json_put_cstr(out, "en", outer->en);
            json_close(out);
        } else {
            json_none(out);
        }
        json_close(out);
    }
    json_list_end(out);
    return OK;
}

/* {"id", "name", "amount", "source", "parent", "used", "left", "inside": [{id, name, amount}],
 * "pools", "acts", "timeline"} */
enum result capability_view_ceiling(const struct look *look, const void *query, struct json *out)
{
    const struct capability_query *q = query;
    struct rows *r = tx_query(look->tx, SQL_CEILING_GET, VAL(q->id));
    struct ceiling_row c;

    if (!rows_next(r))
        return NOT_FOUND;
    c = read_row(r);
    rows_close(r);
    put_members(out, look, &c);
    json_put_thing(out, "parent", look->tx, c.parent);
    json_put_text(
        out, "parent_url",
        text_printf(look->arena, "/plafonds/%.*s", TEXT_FMT(id_text(look->arena, c.parent))));
    json_put_cstr(out, "list_url", "/plafonds");
    put_use(out, look, &c);
    json_rows(out, "inside", look->tx, SQL_CEILINGS_INSIDE, VAL(q->id));
    json_rows(out, "pools", look->tx, SQL_CEILING_POOLS, VAL(q->id));
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, 50);
    return OK;
}

/* True when some other kind of the list lies around this one. */
static bool lies_inside_another(const struct sum_query *q, const struct capability_type *t)
{
    const struct sum_item *items = q->of.items;

    for (int depth = 0; depth < CEILING_DEPTH_MAX && t && t->inside; depth++) {
        for (int64_t i = 0; i < q->of.n; i++)
            if (text_is(items[i].code, t->inside))
                return true;
        t = capability_type_find(text_of(t->inside));
    }
    return false;
}

/* {"of": [{code, nl, en, amount, is_inside_another}], "at_most", "rule"}: the answer to "how many
 * together". Never a sum: the highest ceiling is all that may be said (CEILING_NOT_ADDED). */
enum result capability_view_ceiling_sum(const struct look *look, const void *query,
                                        struct json *out)
{
    const struct sum_query *q = query;
    const struct sum_item *items = q->of.items;
    int64_t highest = 0;

    (void)look;
    json_name(out, "of");
    json_list(out);
    for (int64_t i = 0; i < q->of.n; i++) {
        const struct capability_type *t = capability_type_find(items[i].code);

        if (!t)
            continue;
        json_open(out);
        json_put_cstr(out, "code", t->id);
        json_put_cstr(out, "nl", t->nl);
        json_put_cstr(out, "en", t->en);
        json_put_bool(out, "is_inside_another", lies_inside_another(q, t));
        if (t->typical == INT_NONE)
            json_put_cstr(out, "amount", NULL);
        else
            json_put_int(out, "amount", t->typical);
        highest = t->typical > highest ? t->typical : highest;
        json_close(out);
    }
    json_list_end(out);
    json_put_int(out, "at_most", highest);
    json_put_words(out, "rule", "CEILING_NOT_ADDED",
                   N_("Ceilings lie inside one another and are drawn from the same people; they "
                      "are never added."));
    return OK;
}
