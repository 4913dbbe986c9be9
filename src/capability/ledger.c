/* SPDX-License-Identifier: EUPL-1.2 */
/* The ledger: what is free of a pool in a window, and who occupies how much of it. */
#include <assert.h>

#include "base/tr.h"
#include "capability/inner.h"
#include "capability/statements.h"

enum result capability_get(struct tx *tx, struct id id, struct capability *out)
{
    struct rows *r = tx_query(tx, SQL_CAPABILITY_GET, VAL(id));

    if (!rows_next(r))
        return tx_result(tx) ? tx_result(tx) : NOT_FOUND;
    *out = (struct capability){
        .id = rows_id(r, 0),
        .type = rows_text(r, 1),
        .name = rows_text(r, 2),
        .quantity = rows_int(r, 3),
        .unit = rows_text(r, 4),
        .is_military = rows_bool(r, 5),
        .holder_office = rows_id(r, 6),
        .ceiling = rows_id(r, 7),
        .reaction_hours = { rows_int(r, 8) },
        .ended_at = rows_instant(r, 9),
    };
    rows_close(r);
    return OK;
}

/* ---- questions ---- */

/* The window as it is asked: without an end it is open, so that what is taken for as long as the
 * need lasts meets every later commitment; one that ends before it begins is one minute. */
static struct instant end_of(const struct capability_ask *ask)
{
    struct instant end = ask->until;

    if (instant_is_none(end))
        return (struct instant){ INSTANT_MAX };
    if (end.us > ask->from.us)
        return end;
    if (!instant_add(ask->from, (struct span){ SPAN_MINUTE }, &end))
        end = (struct instant){ INSTANT_MAX };
    return end;
}

/* A hold's step without what it gives away in the same act. */
static int64_t without_gives(const struct capability_ask *ask, int64_t delta, int64_t what)
{
    int64_t given = 0, size = delta < 0 ? -delta : delta;

    for (size_t i = 0; i < ask->give_count && what != 0; i++)
        if (ask->gives[i].what.v == what) {
            if (ask->gives[i].quantity >= size - given)
                return 0;
            given += ask->gives[i].quantity;
        }
    return delta < 0 ? -(size - given) : size - given;
}

int64_t capability_ready(struct tx *tx, struct id capability)
{
    return tx_int(tx, SQL_CAPABILITY_READY, 0, VAL(capability));
}

int64_t capability_used_at_most(struct tx *tx, const struct capability_ask *ask)
{
    struct rows *r = tx_query(tx, SQL_STEPS_OF_POOL, VAL(ask->capability), VAL(ask->from),
                              VAL(end_of(ask)), VAL(ask->now));
    int64_t used = 0, most = 0;

    while (rows_next(r)) {
        used += without_gives(ask, rows_int(r, 1), rows_int(r, 2));
        most = used > most ? used : most;
    }
    return most;
}

void capability_stretches(struct tx *tx, const struct capability_ask *ask,
                          void (*each)(void *ctx, struct instant from, struct instant until,
                                       int64_t used),
                          void *ctx)
{
    struct instant end = end_of(ask), at = ask->from;
    struct rows *r = tx_query(tx, SQL_STEPS_OF_POOL, VAL(ask->capability), VAL(ask->from), VAL(end),
                              VAL(ask->now));
    int64_t used = 0;

    while (rows_next(r)) {
        struct instant step = rows_instant(r, 0);

        if (step.us > at.us) {
            each(ctx, at, step, used);
            at = step;
        }
        used += without_gives(ask, rows_int(r, 1), rows_int(r, 2));
    }
    each(ctx, at, end, used);
}

int64_t capability_free_of(struct tx *tx, const struct capability_ask *ask)
{
    int64_t free;

    if (tx_has(tx, SQL_CAPABILITY_HAS_ENDED, VAL(ask->capability), VAL(end_of(ask))))
        return 0;
    free = capability_ready(tx, ask->capability) - capability_used_at_most(tx, ask);
    return free > 0 ? free : 0;
}

int64_t capability_free(struct tx *tx, struct id capability, struct instant from,
                        struct instant until, struct instant now)
{
    struct capability_ask ask = {
        .capability = capability, .from = from, .until = until, .now = now
    };

    return capability_free_of(tx, &ask);
}

static int64_t room_under(struct tx *tx, const struct capability_ask *ask, struct id ceiling,
                          int64_t amount)
{
    struct rows *r = tx_query(tx, SQL_STEPS_UNDER_CEILING, VAL(ceiling), VAL(ask->from),
                              VAL(end_of(ask)), VAL(ask->now));
    int64_t used = 0, most = 0;

    while (rows_next(r)) {
        bool is_same_pool = rows_int(r, 3) == ask->capability.v;
        int64_t delta = rows_int(r, 1);

        /* Units that pass from one to another within the pool stay under the ceiling once. */
        used += is_same_pool ? without_gives(ask, delta, rows_int(r, 2)) : delta;
        most = used > most ? used : most;
    }
    return amount > most ? amount - most : 0;
}

int64_t capability_room_under_ceilings(struct tx *tx, const struct capability_ask *ask)
{
    struct rows *r = tx_query(tx, SQL_CEILINGS_OVER, VAL(ask->capability));
    int64_t least = INT64_MAX;

    while (rows_next(r)) {
        int64_t room = room_under(tx, ask, rows_id(r, 0), rows_int(r, 1));

        least = room < least ? room : least;
    }
    return least;
}

bool capability_fits(struct tx *tx, struct id capability, int64_t quantity, struct instant from,
                     struct instant until, struct instant now, struct id except)
{
    struct capability_give own = { except, CAPABILITY_ALL };
    struct capability_ask ask = { .capability = capability,
                                  .quantity = quantity,
                                  .from = from,
                                  .until = until,
                                  .now = now,
                                  .gives = &own,
                                  .give_count = id_is_none(except) ? 0 : 1 };

    return quantity <= capability_free_of(tx, &ask) &&
           quantity <= capability_room_under_ceilings(tx, &ask);
}

void capability_guard_fits(struct tx *tx, const struct capability_ask *ask, const char *field,
                           struct verdict *verdict)
{
    if (ask->quantity == INT_NONE || id_is_none(ask->capability))
        return; /* a missing field is told elsewhere */
    if (ask->quantity > capability_free_of(tx, ask))
        rule_refuse(verdict, "CAPACITY_ONCE", field, BY_RULE);
    if (ask->quantity > capability_room_under_ceilings(tx, ask))
        verdict_refuse(
            verdict, "CEILING_EXCEEDED", field,
            N_("With this, more is in use than an agreed ceiling over this pool allows."),
            N_("Take less, or have something under the same ceiling freed first."));
}

int64_t capability_occupied_by(struct tx *tx, struct id capability, struct id deployment)
{
    return tx_int(tx, SQL_HOLD_OPEN, 0, VAL(capability), VAL(deployment));
}

/* ---- for apply ---- */

/* A hold needs an end after its beginning: none, or one that has passed, is a minute; it then
 * counts until it is freed (invariant 3). */
static enum result put_hold(struct tx *tx, const struct entry *entry, struct id capability,
                            struct id what, int64_t quantity, struct instant from,
                            struct instant until)
{
    struct instant end = until;

    assert(quantity > 0); /* pair: the CHECK of the table */
    if (instant_is_none(end))
        end = (struct instant){ INSTANT_MAX };
    if (end.us <= from.us)
        end = (struct instant){ from.us + SPAN_MINUTE };
    return tx_exec(tx, SQL_HOLD_PUT, VAL(capability), VAL(what), VAL(entry->seq), VAL(quantity),
                   VAL(from), VAL(end));
}

struct open_hold {
    int64_t quantity, position;
    struct instant from, until;
};

static bool read_open(struct tx *tx, struct id capability, struct id what, struct open_hold *out)
{
    struct rows *r = tx_query(tx, SQL_HOLD_OPEN, VAL(capability), VAL(what));

    if (!rows_next(r))
        return false;
    *out = (struct open_hold){ rows_int(r, 0), rows_int(r, 3), rows_instant(r, 1),
                               rows_instant(r, 2) };
    rows_close(r);
    return true;
}

enum result capability_occupy(struct tx *tx, const struct entry *entry, struct id capability,
                              struct id deployment, int64_t quantity, struct instant from,
                              struct instant until)
{
    struct open_hold open;

    thing_touch(tx, entry, capability);
    if (read_open(tx, capability, deployment, &open))
        return capability_occupy_change(tx, entry, capability, deployment, open.quantity + quantity,
                                        from);
    return put_hold(tx, entry, capability, deployment, quantity, from, until);
}

enum result capability_occupy_change(struct tx *tx, const struct entry *entry, struct id capability,
                                     struct id deployment, int64_t quantity, struct instant at)
{
    struct open_hold open;

    thing_touch(tx, entry, capability);
    if (!read_open(tx, capability, deployment, &open) || open.quantity == quantity)
        return tx_result(tx);
    assert(open.position != entry->seq); /* one change of a hold per entry: its key */
    tx_exec(tx, SQL_HOLD_FREE, VAL(capability), VAL(deployment), VAL(at));
    if (quantity == 0)
        return tx_result(tx);
    return put_hold(tx, entry, capability, deployment, quantity,
                    at.us < open.from.us ? open.from : at, open.until);
}

static enum result touch_pools_of(struct tx *tx, const struct entry *entry, struct id what)
{
    struct rows *r = tx_query(tx, SQL_POOLS_OF, VAL(what));

    while (rows_next(r))
        thing_touch(tx, entry, rows_id(r, 0));
    return tx_result(tx);
}

enum result capability_extend(struct tx *tx, const struct entry *entry, struct id deployment,
                              struct instant until)
{
    touch_pools_of(tx, entry, deployment);
    return tx_exec(tx, SQL_HOLDS_EXTEND, VAL(deployment), VAL(until));
}

enum result capability_free_at_home(struct tx *tx, const struct entry *entry, struct id deployment,
                                    struct instant at)
{
    touch_pools_of(tx, entry, deployment);
    return tx_exec(tx, SQL_HOLDS_FREE, VAL(deployment), VAL(at));
}

enum result capability_hold_end(struct tx *tx, const struct entry *entry, struct id request,
                                struct instant at)
{
    return capability_free_at_home(tx, entry, request, at);
}
