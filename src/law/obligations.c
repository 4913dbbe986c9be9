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

/* ---- obligations ---- */

enum result obligation_open(struct tx *tx, const struct entry *entry, const struct obligation *o)
{
    assert(!id_is_none(o->thing) && o->kind.len > 0);
    return tx_exec(tx, SQL_OBLIGATION_OPEN, VAL(o->thing), VAL(o->kind), VAL(entry->seq),
                   VAL(o->owner), VAL(o->due_at), VAL(o->is_statutory), VAL(o->cite),
                   VAL(entry->happened_at));
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

/* The members that every list of obligations has: columns kind, _, due_at, is_statutory, cite,
 * opened_at. */
static void put_obligation(struct json *out, const struct look *look, const struct rows *r)
{
    struct instant now = look->now;

    json_put_obligation_kind(out, "kind", rows_peek(r, 0));
    json_put_instant(out, "due_at", rows_instant(r, 2));
    json_put_bool(out, "has_term", !instant_is_none(rows_instant(r, 2)));
    json_put_bool(out, "is_overdue", is_overdue(rows_instant(r, 2), now));
    json_put_bool(out, "is_statutory", rows_bool(r, 3));
    json_put_text(out, "cite", rows_peek(r, 4));
    json_put_ground(out, "ground", rows_peek(r, 4), look->arena);
    json_put_instant(out, "opened_at", rows_instant(r, 5));
}

void json_obligations(struct json *out, const struct look *look, struct id thing)
{
    struct rows *r = tx_query(look->tx, SQL_OBLIGATIONS_OF_THING, VAL(thing));

    json_name(out, "obligations");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_thing(out, "owner", look->tx, rows_id(r, 1));
        put_obligation(out, look, r);
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

static int64_t put_owed(struct json *out, const struct look *look, const struct statement *st,
                        int64_t limit)
{
    struct rows *r = tx_query(look->tx, st, VAL(look->viewer->office), VAL(limit));
    int64_t n = 0;

    while (rows_next(r)) {
        struct thing t;
        struct id id = rows_id(r, 1);
        json_open(out);
        json_put_thing(out, "thing", look->tx, id);
        json_put_text(out, "thing_url",
                      thing_get(look->tx, id, &t) == OK ? thing_url(look, &t) : T("#"));
        put_obligation(out, look, r);
        json_close(out);
        n++;
    }
    return n;
}

void json_obligations_owed(struct json *out, const struct look *look, int64_t limit)
{
    int64_t n = 0;

    json_name(out, "obligations");
    json_list(out);
    if (!id_is_none(look->viewer->office)) {
        n = put_owed(out, look, SQL_OBLIGATIONS_OF_OFFICE, limit);
        n += put_owed(out, look, SQL_OBLIGATIONS_OF_OFFICE_OPEN_ENDED, limit);
    }
    json_list_end(out);
    json_put_bool(out, "has_obligations", n > 0);
    json_put_int(out, "count", n);
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
