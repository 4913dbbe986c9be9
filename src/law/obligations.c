/* SPDX-License-Identifier: EUPL-1.2 */
/* What is owed, who was told, and the parameters that terms rest on. */
#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "law/inner.h"
#include "law/statements.h"

/* ---- routes in force ---- */

const struct route *route_in_force(struct tx *tx, struct text id, struct instant when)
{
    int64_t version = tx_int(tx, SQL_LAW_ROUTE_IN_FORCE, 0, VAL(id), VAL(when));

    return version > 0 ? route_version(id, version) : NULL;
}

void routes_adopted(struct tx *tx,
                    void (*each)(void *ctx, struct text id, int64_t version, struct text sha256),
                    void *ctx)
{
    struct rows *r = tx_query0(tx, SQL_LAW_ROUTES_ADOPTED);

    while (rows_next(r))
        each(ctx, rows_text(r, 0), rows_int(r, 1), rows_text(r, 2));
}

/* ---- obligations ---- */

enum result obligation_open(struct tx *tx, const struct entry *entry, const struct obligation *o)
{
    assert(!id_is_none(o->thing) && o->kind.len > 0);
    return tx_exec(tx, SQL_OBLIGATION_OPEN, VAL(o->thing), VAL(o->kind), VAL(entry->seq),
                   VAL(o->owner), VAL(o->due_at), VAL(o->is_statutory), VAL(o->cite),
                   VAL(entry->happened_at), VAL(o->to));
}

enum result obligation_close(struct tx *tx, const struct entry *entry, struct id thing,
                             struct text kind)
{
    return tx_exec(tx, SQL_OBLIGATION_CLOSE, VAL(thing), VAL(kind), VAL(entry->seq),
                   VAL(entry->happened_at));
}

bool obligation_is_open(struct tx *tx, struct id thing, struct text kind)
{
    return tx_has(tx, SQL_OBLIGATION_IS_OPEN, VAL(thing), VAL(kind));
}

/* A kind that a route declares with "flag": false is shown on desks only; every other is a flag of
 * its thing: CONFIRM_WRITTEN, and those that other rooms open, such as WVR39:VR24. */
static bool is_flag(struct text kind)
{
    const struct route_shelf *s = route_shelf_shared();

    for (size_t i = 0; i < s->route_count; i++) {
        const struct obligation_rule *o = route_obligation(&s->routes[i], kind);
        if (o)
            return o->is_flag;
    }
    return true;
}

static bool is_overdue(struct instant due, struct instant now)
{
    return !instant_is_none(due) && due.us < now.us;
}

void json_flags(struct json *out, struct tx *tx, struct id thing, struct instant now)
{
    struct rows *r = tx_query(tx, SQL_OBLIGATIONS_OF_THING, VAL(thing));
    bool overdue = false;

    json_name(out, "flags");
    json_list(out);
    while (rows_next(r)) {
        if (!is_flag(rows_peek(r, 0)))
            continue;
        overdue = overdue || is_overdue(rows_instant(r, 2), now);
        json_text(out, rows_peek(r, 0));
    }
    if (overdue)
        json_text(out, T("OVERDUE"));
    json_list_end(out);
}

void json_flag_words(struct json *out, struct tx *tx, struct id thing, struct instant now)
{
    struct rows *r = tx_query(tx, SQL_OBLIGATIONS_OF_THING, VAL(thing));
    bool overdue = false;

    json_name(out, "flag_words");
    json_list(out);
    while (rows_next(r)) {
        if (!is_flag(rows_peek(r, 0)))
            continue;
        overdue = overdue || is_overdue(rows_instant(r, 2), now);
        json_open(out);
        json_put_obligation_kind(out, "flag", rows_peek(r, 0));
        json_close(out);
    }
    if (overdue) {
        json_open(out);
        json_put_obligation_kind(out, "flag", T("OVERDUE"));
        json_close(out);
    }
    json_list_end(out);
}

bool obligation_is_overdue(const struct obligation_row *row, struct instant now)
{
    return is_overdue(row->due_at, now);
}

/* From when on a term is near: the last hour, or the last quarter of it, whichever is longer. */
static struct instant soon_from(const struct obligation_row *row)
{
    int64_t part;

    if (instant_is_none(row->due_at))
        return INSTANT_NONE;
    part = (row->due_at.us - row->opened_at.us) / 4;
    return (struct instant){ row->due_at.us - (part > SPAN_HOUR ? part : SPAN_HOUR) };
}

void json_put_obligation(struct json *out, const struct look *look,
                         const struct obligation_row *row)
{
    struct instant soon = soon_from(row);
    bool is_late = is_overdue(row->due_at, look->now);

    json_put_obligation_kind(out, "kind", row->kind);
    json_put_instant(out, "due_at", row->due_at);
    json_put_bool(out, "has_term", !instant_is_none(row->due_at));
    json_put_bool(out, "is_overdue", is_late);
    json_put_bool(out, "is_soon", !is_late && !instant_is_none(soon) && soon.us <= look->now.us);
    json_put_instant(out, "soon_at", soon);
    json_put_bool(out, "is_statutory", row->is_statutory);
    json_put_text(out, "cite", row->cite);
    json_put_ground(out, "ground", row->cite, look->arena);
    json_put_instant(out, "opened_at", row->opened_at);
}

/* Columns kind, _, due_at, is_statutory, cite, opened_at; the second one is the caller's. */
static struct obligation_row read_row(const struct rows *r)
{
    return (struct obligation_row){ .kind = rows_text(r, 0),
                                    .due_at = rows_instant(r, 2),
                                    .is_statutory = rows_bool(r, 3),
                                    .cite = rows_text(r, 4),
                                    .opened_at = rows_instant(r, 5) };
}

static bool each_of(struct rows *r, bool (*each)(void *ctx, const struct obligation_row *row),
                    void *ctx)
{
    while (rows_next(r)) {
        struct obligation_row row = read_row(r);

        row.thing = rows_id(r, 1);
        row.owner = rows_id(r, 6);
        row.to = rows_id(r, 7);
        if (each(ctx, &row))
            continue;
        rows_close(r);
        return false;
    }
    return true;
}

void obligations_each(struct tx *tx, bool (*each)(void *ctx, const struct obligation_row *row),
                      void *ctx)
{
    if (each_of(tx_query0(tx, SQL_OBLIGATIONS_WITH_TERM), each, ctx))
        (void)each_of(tx_query0(tx, SQL_OBLIGATIONS_OPEN_ENDED), each, ctx);
}

void obligations_each_of(struct tx *tx, struct id office,
                         bool (*each)(void *ctx, const struct obligation_row *row), void *ctx)
{
    struct rows *r = tx_query(tx, SQL_OBLIGATIONS_OF_OFFICE, VAL(office), VAL(INT64_MAX));

    if (each_of(r, each, ctx))
        (void)each_of(
            tx_query(tx, SQL_OBLIGATIONS_OF_OFFICE_OPEN_ENDED, VAL(office), VAL(INT64_MAX)), each,
            ctx);
}

static bool row_closes(const struct row *row, struct text kind)
{
    for (size_t i = 0; i < row->closes.n; i++)
        if (text_same(row->closes.at[i].name, kind))
            return true;
    return false;
}

bool obligation_is_met_by(struct text kind, struct text act)
{
    const struct route_shelf *s = route_shelf_shared();

    for (size_t i = 0; !text_is(act, "withdraw") && i < s->route_count; i++)
        for (size_t n = 0; n < s->routes[i].row_count; n++)
            if (text_is(act, s->routes[i].rows[n].act) && row_closes(&s->routes[i].rows[n], kind))
                return true;
    return false;
}

void json_obligations(struct json *out, const struct look *look, struct id thing)
{
    struct rows *r = tx_query(look->tx, SQL_OBLIGATIONS_OF_THING, VAL(thing));

    json_name(out, "obligations");
    json_list(out);
    while (rows_next(r)) {
        struct obligation_row row = read_row(r);

        json_open(out);
        json_put_thing(out, "owner", look->tx, rows_id(r, 1));
        json_put_thing(out, "to", look->tx, rows_id(r, 6));
        json_put_obligation(out, look, &row);
        json_close(out);
    }
    json_list_end(out);
}

/* The page of the thing, "/aanvragen/1-143": the address of its type's view. */
static struct text thing_url(const struct look *look, const struct thing *t)
{
    const struct thing_type *type = catalogue_thing(look->catalogue, t->type);

    if (!type || !type->address)
        return T("#");
    return text_printf(look->arena, "/%s/%.*s", type->address,
                       TEXT_FMT(id_text(look->arena, t->id)));
}

/* How many of each, in n[0] those of policy, in n[1] those of law. */
static void put_owed(struct json *out, const struct look *look, const struct statement *st,
                     int64_t limit, int64_t n[2])
{
    struct rows *r = tx_query(look->tx, st, VAL(look->viewer->office), VAL(limit));

    while (rows_next(r)) {
        struct obligation_row row = read_row(r);
        struct thing t;
        struct id id = rows_id(r, 1);

        json_open(out);
        json_put_thing(out, "thing", look->tx, id);
        json_put_text(out, "thing_url",
                      thing_get(look->tx, id, &t) == OK ? thing_url(look, &t) : T("#"));
        json_put_obligation(out, look, &row);
        json_close(out);
        n[row.is_statutory]++;
    }
}

void json_obligations_owed(struct json *out, const struct look *look, int64_t limit)
{
    int64_t n[2] = { 0, 0 };

    json_name(out, "obligations");
    json_list(out);
    if (!id_is_none(look->viewer->office)) {
        put_owed(out, look, SQL_OBLIGATIONS_OF_OFFICE, limit, n);
        put_owed(out, look, SQL_OBLIGATIONS_OF_OFFICE_OPEN_ENDED, limit, n);
    }
    json_list_end(out);
    json_put_bool(out, "has_obligations", n[0] + n[1] > 0);
    json_put_bool(out, "has_statutory", n[1] > 0);
    json_put_bool(out, "has_policy", n[0] > 0);
    json_put_int(out, "count", n[0] + n[1]);
}

/* ---- notices ---- */

enum result notice_put(struct tx *tx, const struct entry *entry, struct id thing, struct id office,
                       const char *kind, struct text cite)
{
    struct office o = { .code = T("") };

    assert(strcmp(kind, "SENT") == 0 || strcmp(kind, "RECORDED") == 0);
    if (id_is_none(office))
        return tx_result(tx); /* no such office is registered: nobody to tell */
    if (office_get(tx, office, entry->happened_at, &o) != OK)
        o.code = T("");
    return tx_exec(tx, SQL_NOTICE_PUT, VAL(thing), VAL(entry->seq), VAL(office), VAL(kind),
                   VAL(o.code), VAL(cite), VAL(entry->happened_at));
}

bool notice_is_given(struct tx *tx, struct id thing, struct text office_code)
{
    return tx_has(tx, SQL_NOTICE_IS_GIVEN, VAL(thing), VAL(office_code));
}

void json_notices(struct json *out, const struct look *look, struct id thing)
{
    struct rows *r = tx_query(look->tx, SQL_NOTICES_OF_THING, VAL(thing));

    json_name(out, "notices");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_thing(out, "to", look->tx, rows_id(r, 0));
        json_put_text(out, "kind", rows_peek(r, 1));
        json_put_bool(out, "is_recorded", text_is(rows_peek(r, 1), "RECORDED"));
        json_put_instant(out, "told_at", rows_instant(r, 2));
        json_put_text(out, "cite", rows_peek(r, 3));
        json_put_ground(out, "ground", rows_peek(r, 3), look->arena);
        json_close(out);
    }
    json_list_end(out);
}

/* ---- policy ---- */

bool policy_default(struct text name, int64_t *value)
{
    const struct route_shelf *s = route_shelf_shared();

    for (size_t i = 0; i < s->policy_count; i++) {
        if (text_is(name, s->policies[i].name)) {
            *value = s->policies[i].value;
            return true;
        }
    }
    return false;
}

int64_t policy_int(struct tx *tx, const char *name)
{
    int64_t value = 0;

    if (!policy_default(text_of(name), &value)) {
        log_line(LOG_ERROR, LOG_HERE, "policy_unknown", "name=%s", name);
        return 0;
    }
    return tx_int(tx, SQL_POLICY_VALUE, value, VAL(name));
}

struct instant policy_due(struct tx *tx, struct text policy, struct instant from)
{
    if (policy.len == 0 || instant_is_none(from))
        return INSTANT_NONE;
    int64_t unit = text_ends(policy, T("_days")) ? SPAN_DAY : SPAN_HOUR;
    int64_t n = policy_int(tx, text_cstr(tx_arena(tx), policy));
    struct instant due;

    assert(n >= 0 && n <= POLICY_VALUE_MAX); /* range of the field, CHECK in the table */
    return instant_add(from, (struct span){ n * unit }, &due) ? due : INSTANT_NONE;
}
