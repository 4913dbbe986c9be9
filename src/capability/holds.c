/* SPDX-License-Identifier: EUPL-1.2 */
/* Who occupies how much of a pool: read for the ledger's questions, changed by apply. */
#include <assert.h>

#include "capability/inner.h"
#include "capability/statements.h"

/* ---- reading ---- */

enum { HOLDS_AT_FIRST = 32 };

struct held_list {
    struct capability_hold *rows;
    size_t n, room;
};

/* False without memory; the unit then fails as a whole (arena_is_exhausted). */
static bool held_push(struct held_list *list, struct arena *a, const struct capability_hold *h)
{
    if (list->n == list->room) {
        size_t room = list->room ? 2 * list->room : HOLDS_AT_FIRST;
        struct capability_hold *rows = arena_array(a, struct capability_hold, room);

        if (!rows)
            return false;
        for (size_t i = 0; i < list->n; i++)
            rows[i] = list->rows[i];
        list->rows = rows;
        list->room = room;
    }
    list->rows[list->n++] = *h;
    return true;
}

static struct held_list read_held(struct tx *tx, struct rows *r)
{
    struct held_list list = { .n = 0 };

    while (rows_next(r)) {
        struct capability_hold h = {
            .capability = rows_id(r, 0),
            .what = rows_id(r, 1),
            .position = rows_int(r, 2),
            .ends_by_itself = rows_int(r, 3) > 0,
            .quantity = rows_int(r, 4),
            .from = rows_instant(r, 5),
            .until = rows_instant(r, 6),
        };

        if (!held_push(&list, tx_arena(tx), &h)) {
            rows_close(r);
            break;
        }
    }
    return list;
}

struct list capability_holds_of_pool(struct tx *tx, struct id capability, struct instant now)
{
    struct held_list held =
        read_held(tx, tx_query(tx, SQL_HOLDS_OF_POOL, VAL(capability), VAL(now)));

    return (struct list){ held.rows, (int64_t)held.n };
}

struct list capability_holds_of_thing(struct tx *tx, struct id what, struct instant now)
{
    struct held_list held = read_held(tx, tx_query(tx, SQL_HOLDS_OF_THING, VAL(what), VAL(now)));

    return (struct list){ held.rows, (int64_t)held.n };
}

static struct held_list holds_for(struct tx *tx, struct id capability, struct id what,
                                  struct instant now)
{
    return read_held(tx, tx_query(tx, SQL_HOLDS_FOR, VAL(capability), VAL(what), VAL(now)));
}

int64_t capability_held_for(struct tx *tx, struct id capability, struct id what, struct instant now)
{
    struct held_list held = holds_for(tx, capability, what, now);
    int64_t sum = 0;

    for (size_t i = 0; i < held.n; i++)
        sum += held.rows[i].quantity;
    return sum;
}

int64_t capability_occupied_by(struct tx *tx, struct id capability, struct id deployment)
{
    return capability_held_for(tx, capability, deployment, (struct instant){ INSTANT_MIN });
}

/* ---- what counts in a window ---- */

/* Invariant 2: of what a thing has, what lasts longest is given first; the rows come in that order.
 */
static void leave_out_given(struct held_list *held, const struct capability_ask *ask)
{
    for (size_t g = 0; g < ask->give_count; g++) {
        const struct capability_give *give = &ask->gives[g];
        struct id pool = id_is_none(give->capability) ? ask->capability : give->capability;
        int64_t left = give->quantity;

        for (size_t i = 0; i < held->n && left > 0; i++) {
            struct capability_hold *h = &held->rows[i];
            int64_t part = h->quantity < left ? h->quantity : left;

            if (!id_same(h->what, give->what) || !id_same(h->capability, pool))
                continue;
            h->quantity -= part;
            left -= part;
        }
    }
}

/* Invariant 3: late is what has not ended and is still open. */
static void use_push(struct uses *uses, const struct capability_hold *h,
                     const struct capability_ask *ask, struct instant end)
{
    bool is_late = !h->ends_by_itself && h->until.us <= ask->now.us;
    struct use u = { h->what, h->quantity, h->from, is_late ? end : h->until };

    if (u.from.us < ask->from.us)
        u.from = ask->from;
    if (u.until.us > end.us)
        u.until = end;
    if (u.quantity > 0 && u.from.us < u.until.us)
        uses->rows[uses->n++] = u;
}

static void push_reservations(struct held_list *held, struct tx *tx,
                              const struct capability_ask *ask, struct instant end)
{
    struct rows *r =
        tx_query(tx, SQL_RESERVATIONS_IN, VAL(ask->capability), VAL(ask->from), VAL(end));

    while (rows_next(r)) {
        struct capability_hold h = { .capability = ask->capability,
                                     .quantity = rows_int(r, 0),
                                     .from = rows_instant(r, 1),
                                     .until = rows_instant(r, 2),
                                     .ends_by_itself = true };

        if (!held_push(held, tx_arena(tx), &h)) {
            rows_close(r);
            return;
        }
    }
}

static bool counts_here(struct tx *tx, const struct capability_add *add,
                        const struct capability_ask *ask, struct id ceiling)
{
    if (id_is_none(ceiling))
        return id_same(add->capability, ask->capability);
    return tx_has(tx, SQL_UNDER_HAS, VAL(ceiling), VAL(add->capability));
}

static void push_additions(struct held_list *held, struct tx *tx, const struct capability_ask *ask,
                           struct id ceiling)
{
    for (size_t i = 0; i < ask->add_count; i++) {
        const struct capability_add *add = &ask->adds[i];
        struct capability_ask own = { .from = add->from, .until = add->until };
        struct capability_hold h = { .capability = add->capability,
                                     .what = add->what,
                                     .quantity = add->quantity,
                                     .from = add->from,
                                     .until = capability_window_end(&own),
                                     .ends_by_itself = true };

        if (counts_here(tx, add, ask, ceiling) && !held_push(held, tx_arena(tx), &h))
            return;
    }
}

struct uses capability_uses(struct tx *tx, const struct capability_ask *ask, struct id ceiling)
{
    struct instant end = capability_window_end(ask);
    struct uses uses = { .n = 0 };
    struct held_list held =
        read_held(tx, id_is_none(ceiling)
                          ? tx_query(tx, SQL_HOLDS_OF_POOL, VAL(ask->capability), VAL(ask->now))
                          : tx_query(tx, SQL_HOLDS_UNDER_CEILING, VAL(ceiling), VAL(ask->now)));

    leave_out_given(&held, ask);
    if (id_is_none(ceiling))
        push_reservations(&held, tx, ask, end);
    push_additions(&held, tx, ask, ceiling);
    uses.rows = arena_array(tx_arena(tx), struct use, held.n + 1);
    for (size_t i = 0; uses.rows && i < held.n; i++)
        use_push(&uses, &held.rows[i], ask, end);
    return uses;
}

/* ---- for apply ---- */

/* A hold needs an end after its beginning: none, or one that has passed, is a minute; it then
 * counts until it is freed (invariant 3). */
static enum result put_hold(struct tx *tx, const struct entry *entry,
                            const struct capability_hold *h)
{
    struct instant end = h->until;

    assert(h->quantity > 0); /* pair: the CHECK of the table */
    if (instant_is_none(end))
        end = (struct instant){ INSTANT_MAX };
    if (end.us <= h->from.us)
        end = (struct instant){ h->from.us + SPAN_MINUTE };
    return tx_exec(tx, SQL_HOLD_PUT, VAL(h->capability), VAL(h->what), VAL(entry->seq),
                   VAL(h->ends_by_itself ? end.us : INT64_C(0)), VAL(h->quantity), VAL(h->from),
                   VAL(end));
}

enum result capability_occupy(struct tx *tx, const struct entry *entry, struct id capability,
                              struct id deployment, int64_t quantity, struct instant from,
                              struct instant until)
{
    return capability_hold_add(tx, entry, capability, deployment, quantity, from, until, false);
}

enum result capability_hold_add(struct tx *tx, const struct entry *entry, struct id capability,
                                struct id request, int64_t quantity, struct instant from,
                                struct instant until, bool ends_by_itself)
{
    struct capability_hold h = { .capability = capability,
                                 .what = request,
                                 .quantity = quantity,
                                 .from = from,
                                 .until = until,
                                 .ends_by_itself = ends_by_itself };

    thing_touch(tx, entry, capability);
    return put_hold(tx, entry, &h);
}

/* One hold gives `part` at `at`. What this very entry began is changed in its place, so that every
 * hold has one row per entry: its key. */
static void give_part(struct tx *tx, const struct entry *entry, const struct capability_hold *h,
                      int64_t part, struct instant at)
{
    struct capability_hold rest = *h;
    int64_t ends = h->ends_by_itself ? h->until.us : 0;

    rest.quantity -= part;
    if (h->position != entry->seq) {
        tx_exec(tx, SQL_HOLD_FREE, VAL(h->capability), VAL(h->what), VAL(h->position), VAL(ends),
                VAL(at));
        rest.from = at.us < h->from.us ? h->from : at;
        if (rest.quantity > 0)
            put_hold(tx, entry, &rest);
    } else if (rest.quantity > 0) {
        tx_exec(tx, SQL_HOLD_SET, VAL(h->capability), VAL(h->what), VAL(h->position), VAL(ends),
                VAL(rest.quantity));
    } else {
        tx_exec(tx, SQL_HOLD_DROP, VAL(h->capability), VAL(h->what), VAL(h->position), VAL(ends));
    }
}

enum result capability_take(struct tx *tx, const struct entry *entry, struct id capability,
                            struct id what, int64_t quantity, struct instant at)
{
    struct held_list held = holds_for(tx, capability, what, entry->recorded_at);

    thing_touch(tx, entry, capability);
    for (size_t i = 0; i < held.n && quantity > 0; i++) {
        int64_t part = held.rows[i].quantity < quantity ? held.rows[i].quantity : quantity;

        give_part(tx, entry, &held.rows[i], part, at);
        quantity -= part;
    }
    assert(quantity == 0 || tx_result(tx)); /* settled under the same ledger */
    return tx_result(tx);
}

enum result capability_occupy_change(struct tx *tx, const struct entry *entry, struct id capability,
                                     struct id deployment, int64_t quantity, struct instant at)
{
    struct held_list held = holds_for(tx, capability, deployment, (struct instant){ INSTANT_MIN });
    struct capability_hold more = { .quantity = quantity };

    thing_touch(tx, entry, capability);
    for (size_t i = 0; i < held.n; i++)
        more.quantity -= held.rows[i].quantity;
    if (held.n == 0 || more.quantity == 0)
        return tx_result(tx);
    if (more.quantity < 0)
        return capability_take(tx, entry, capability, deployment, -more.quantity, at);
    more.capability = capability;
    more.what = deployment;
    more.from = at;
    more.until = held.rows[0].until;
    return put_hold(tx, entry, &more);
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

enum result capability_hold_move(struct tx *tx, const struct entry *entry, struct id request,
                                 struct instant from, struct instant until)
{
    struct instant end = until;

    if (instant_is_none(from))
        return tx_result(tx);
    if (instant_is_none(end))
        end = (struct instant){ INSTANT_MAX };
    if (end.us <= from.us)
        end = (struct instant){ from.us + SPAN_MINUTE };
    touch_pools_of(tx, entry, request);
    return tx_exec(tx, SQL_HOLDS_MOVE, VAL(request), VAL(from), VAL(end));
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
