/* SPDX-License-Identifier: EUPL-1.2 */
/* Capacity of a deployment: what fits, what passes from holds and other deployments, what it has of
 * each pool. Rule "a unit is counted once" of the cases; the ledger itself is capability/. */
#include <assert.h>

#include "base/tr.h"
#include "capability/pieces.h"
#include "deployment/inner.h"
#include "deployment/statements.h"

int64_t dep_means(struct tx *tx, struct id deployment, struct id capability)
{
    int64_t line = tx_int(tx, SQL_DEP_MEANS_LINE, 0, VAL(deployment), VAL(capability));

    return tx_int(tx, SQL_DEP_MEANS_QUANTITY, 0, VAL(deployment), VAL(line));
}

/* ---- where units come from ---- */

static int64_t given_by(const struct list *gives, struct id request, struct id deployment,
                        struct id capability)
{
    const struct given *rows = gives->items;
    int64_t sum = 0;

    for (int64_t i = 0; i < gives->n; i++)
        if (id_same(rows[i].request, request) && id_same(rows[i].deployment, deployment) &&
            id_same(rows[i].capability, capability))
            sum += rows[i].quantity;
    return sum;
}

/* Adds a row of at most `want` of what one has, less what it gives already; what was added. */
static int64_t add_giver(struct tx *tx, struct list *gives, struct given row, int64_t has,
                         int64_t want)
{
    struct given *rows = gives->items;

    if (!rows)
        gives->items = rows = arena_array(tx_arena(tx), struct given, GIVES_MAX);
    has -= given_by(gives, row.request, row.deployment, row.capability);
    row.quantity = has < want ? has : want;
    if (!rows || row.quantity <= 0 || gives->n >= GIVES_MAX)
        return 0;
    rows[gives->n++] = row;
    return row.quantity;
}

void deployment_takes_hold(struct tx *tx, struct id request, struct id capability, int64_t quantity,
                           struct instant now, struct list *gives)
{
    struct given row = { .request = request, .capability = capability };

    add_giver(tx, gives, row, capability_held_for(tx, capability, request, now), quantity);
}

static int64_t givers_of_row(struct tx *tx, const struct taken *t, struct id except,
                             struct instant now, struct list *gives)
{
    struct given row = { .request = t->request, .capability = t->capability };
    int64_t left = t->quantity;
    struct rows *r;

    left -=
        add_giver(tx, gives, row, capability_held_for(tx, t->capability, t->request, now), left);
    r = tx_query(tx, SQL_DEP_MEANS_HELD, VAL(t->request), VAL(t->capability));
    while (rows_next(r)) {
        row = (struct given){ .deployment = rows_id(r, 0), .capability = t->capability };
        if (!id_same(row.deployment, except) && left > 0)
            left -= add_giver(tx, gives, row, rows_int(r, 1), left);
    }
    return left;
}

int64_t deployment_givers(struct tx *tx, const struct list *taken, struct id except,
                          struct instant now, struct list *gives)
{
    const struct taken *rows = taken->items;
    int64_t short_row = 0;

    for (int64_t i = 0; i < taken->n; i++) {
        if (id_is_none(rows[i].request) || id_is_none(rows[i].capability) ||
            rows[i].quantity == INT_NONE)
            continue; /* the row's own fields say what is missing */
        if (givers_of_row(tx, &rows[i], except, now, gives) > 0 && short_row == 0)
            short_row = i + 1;
    }
    return short_row;
}

void deployment_ask_with(struct tx *tx, struct capability_ask *ask, const struct list *gives)
{
    const struct given *rows = gives->items;
    struct capability_give *give =
        arena_array(tx_arena(tx), struct capability_give, (size_t)gives->n + 1);

    ask->gives = give;
    ask->give_count = give ? (size_t)gives->n : 0;
    for (size_t i = 0; i < ask->give_count; i++)
        give[i] = (struct capability_give){
            .what = id_is_none(rows[i].deployment) ? rows[i].request : rows[i].deployment,
            .capability = rows[i].capability,
            .quantity = rows[i].quantity,
        };
}

void deployment_refuse_taken(struct tx *tx, const struct entry *entry, const struct taken *row,
                             const char *field, struct verdict *verdict)
{
    struct look reader = {
        .tx = tx, .viewer = &entry->by, .now = entry->recorded_at, .arena = verdict->arena
    };
    struct verdict_item *item = rule_refuse(verdict, "CAPACITY_ONCE", field, BY_RULE);
    struct list taken = { .n = 1 }, gives = { .n = 0 };
    struct taken all = *row;
    struct capability c;
    int64_t has = 0;

    item->why = N_("The request named has fewer units of this pool than are to pass.");
    item->mend = N_("Name what it has, or take the rest from what is free.");
    if (capability_get(tx, row->capability, &c) != OK || !capability_shows_amounts(&reader, &c))
        return;
    all.quantity = QUANTITY_MAX;
    taken.items = &all;
    deployment_givers(tx, &taken, entry->object, entry->recorded_at, &gives);
    for (int64_t i = 0; i < gives.n; i++)
        has += ((const struct given *)gives.items)[i].quantity;
    item->why = N_("{asked} are to pass, the request named has {has} of this pool.");
    verdict_hole(item, verdict->arena, "asked",
                 text_printf(verdict->arena, "%lld", (long long)row->quantity));
    verdict_hole(item, verdict->arena, "has", text_printf(verdict->arena, "%lld", (long long)has));
}

/* ---- what an act asks ---- */

static struct capability_ask ask_of(struct tx *tx, const struct entry *entry, struct id request,
                                    struct id capability, int64_t quantity, struct instant until)
{
    struct period p = request_period(tx, request);
    struct instant from = entry->recorded_at;

    if (!instant_is_none(p.from) && p.from.us > from.us)
        from = p.from;
    return (struct capability_ask){
        .capability = capability,
        .quantity = quantity,
        .from = from,
        .until = until,
        .now = entry->recorded_at,
    };
}

/* What is named in taken_from, then the hold of the act's own request: the rest comes from free. */
static void gather(struct tx *tx, const struct entry *entry, const struct list *taken,
                   struct id except, struct id request, struct capability_ask *ask,
                   struct list *gives)
{
    *gives = (struct list){ NULL, 0 };
    deployment_givers(tx, taken, except, entry->recorded_at, gives);
    deployment_takes_hold(tx, request, ask->capability, ask->quantity, entry->recorded_at, gives);
    deployment_ask_with(tx, ask, gives);
}

bool dep_asks_task(struct tx *tx, const struct entry *entry, const struct task *f,
                   struct capability_ask *ask, struct list *gives)
{
    *gives = (struct list){ NULL, 0 };
    *ask = (struct capability_ask){ .capability = ID_NONE };
    if (id_is_none(f->request) || id_is_none(f->capability) || f->quantity == INT_NONE)
        return false; /* outside the register, or the fields say what is missing */
    *ask = ask_of(tx, entry, f->request, f->capability, f->quantity,
                  request_period(tx, f->request).until);
    gather(tx, entry, &f->taken_from, ID_NONE, f->request, ask, gives);
    return true;
}

/* An order may come before the period while others still have the units: they are occupied from the
 * act when they are free then, and from the begin of the period when they are not. */
struct instant dep_occupies_from(struct tx *tx, const struct entry *entry,
                                 const struct capability_ask *ask)
{
    struct capability_ask at_once = *ask;

    at_once.from = entry->recorded_at;
    if (ask->from.us > entry->recorded_at.us &&
        (ask->quantity > capability_free_of(tx, &at_once) ||
         ask->quantity > capability_room_under_ceilings(tx, &at_once)))
        return ask->from;
    return entry->happened_at;
}

/* ---- judging ---- */

/* Free, but above a ceiling: the route has no word for it, the ledger has. */
static void guard_ceiling(struct tx *tx, const struct entry *entry,
                          const struct capability_ask *ask, struct verdict *verdict)
{
    if (capability_free_of(tx, ask) >= ask->quantity)
        capability_guard_fits(tx, entry, ask, "quantity", verdict);
}

/* Every row is there, and of the pool of the act: other units cannot pass as this one's. */
static void guard_taken(struct tx *tx, const struct entry *entry, const struct list *taken,
                        struct id capability, struct verdict *verdict)
{
    const struct taken *rows = taken->items;
    struct id except = entry->action->creates ? ID_NONE : entry->object;
    struct list gives = { NULL, 0 };
    int64_t row = deployment_givers(tx, taken, except, entry->recorded_at, &gives);

    if (row > 0)
        deployment_refuse_taken(tx, entry, &rows[row - 1], "taken_from", verdict);
    for (int64_t i = 0; i < taken->n; i++)
        if (!id_is_none(rows[i].capability) && !id_same(rows[i].capability, capability)) {
            rule_refuse(verdict, "CAPACITY_ONCE", "taken_from", BY_RULE)->why =
                N_("Units of another pool cannot pass as units of this one.");
            return;
        }
}

void guard_task_capacity(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict)
{
    const struct task *f = fields;
    struct capability_ask ask;
    struct list gives;

    if (!dep_asks_task(tx, entry, f, &ask, &gives))
        return;
    guard_taken(tx, entry, &f->taken_from, f->capability, verdict);
    guard_ceiling(tx, entry, &ask, verdict);
}

void tell_task(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
               const struct verdict *verdict)
{
    const struct task *f = fields;
    const struct route *route = request_route(tx, f->request);
    struct list gives;

    (void)verdict;
    h->authority = f->field_authority;
    fact_field(&h->facts, "safety_message", !text_is_empty(f->safety_message));
    if (route)
        fact_set_bool(&h->facts, "force_regime_fits",
                      text_is(f->force_regime.code, route_force(route)));
    fact_set_bool(&h->facts, "capacity_free",
                  !dep_asks_task(tx, entry, f, &h->ask, &gives) ||
                      capability_free_of(tx, &h->ask) >= h->ask.quantity);
}

/* What comes on top of what the deployment has of the pool. */
static int64_t more_of(const struct substitute *f)
{
    if (f->quantity == INT_NONE || f->out == INT_NONE)
        return 0;
    return f->quantity > f->out ? f->quantity - f->out : 0;
}

/* What the deployment occupies counts until then in the ledger: the period of its request, as
 * extended, or the end that its own extension gave. */
struct instant dep_occupied_until(struct tx *tx, const struct deployment *d, struct instant now)
{
    struct list holds = capability_holds_of_thing(tx, d->id, now);
    const struct capability_hold *h = holds.items;
    struct instant last = INSTANT_NONE;

    for (int64_t i = 0; i < holds.n; i++)
        if (instant_is_none(last) || h[i].until.us > last.us)
            last = h[i].until;
    return instant_is_none(last) ? request_period(tx, d->request).until : last;
}

bool dep_asks_substitute(struct tx *tx, const struct entry *entry, const struct substitute *f,
                         const struct deployment *d, struct capability_ask *ask, struct list *gives)
{
    *gives = (struct list){ NULL, 0 };
    *ask = (struct capability_ask){ .capability = ID_NONE };
    if (id_is_none(f->capability) || more_of(f) == 0)
        return false;
    *ask = ask_of(tx, entry, d->request, f->capability, more_of(f),
                  dep_occupied_until(tx, d, entry->recorded_at));
    gather(tx, entry, &f->taken_from, d->id, d->request, ask, gives);
    return true;
}

void tell_substitute(const struct entry *entry, const void *fields, struct tx *tx,
                     struct dep_hand *h, const struct verdict *verdict)
{
    const struct substitute *f = fields;
    struct list gives;

    (void)verdict;
    fact_set_bool(&h->facts, "reason_given", !text_is_empty(f->reason));
    fact_set_bool(&h->facts, "capacity_free",
                  !h->is_there || !dep_asks_substitute(tx, entry, f, &h->d, &h->ask, &gives) ||
                      capability_free_of(tx, &h->ask) >= h->ask.quantity);
}

void guard_substitute(const struct entry *entry, const void *fields, struct tx *tx,
                      struct verdict *verdict)
{
    const struct substitute *f = fields;
    struct capability_ask ask;
    struct deployment d;
    struct list gives;
    int64_t has;

    if (deployment_get(tx, entry->object, &d) != OK)
        return;
    has = dep_means(tx, d.id, f->capability);
    if (f->out != INT_NONE && f->out != has) {
        struct verdict_item *item = verdict_refuse(verdict, "OUT_DIFFERS", "out",
                                                   N_("The deployment has {has} of this pool now."),
                                                   N_("Give that number as what goes out."));
        verdict_hole(item, verdict->arena, "has",
                     text_printf(verdict->arena, "%lld", (long long)has));
    }
    if (!dep_asks_substitute(tx, entry, f, &d, &ask, &gives))
        return;
    guard_taken(tx, entry, &f->taken_from, f->capability, verdict);
    guard_ceiling(tx, entry, &ask, verdict);
}

/* ---- storing ---- */

static void take_from_deployment(struct tx *tx, const struct entry *entry, struct id deployment,
                                 struct id capability, int64_t quantity)
{
    int64_t line = tx_int(tx, SQL_DEP_MEANS_LINE, 0, VAL(deployment), VAL(capability));
    int64_t left = tx_int(tx, SQL_DEP_MEANS_QUANTITY, 0, VAL(deployment), VAL(line)) - quantity;
    struct deployment d;

    assert(left >= 0 || tx_result(tx)); /* settled under the same ledger */
    tx_exec(tx, SQL_DEP_MEANS_SET, VAL(deployment), VAL(line), VAL(left));
    capability_take(tx, entry, capability, deployment, quantity, entry->happened_at);
    thing_touch(tx, entry, deployment);
    if (deployment_get(tx, deployment, &d) == OK)
        thing_touch(tx, entry, d.request);
}

enum result deployment_pass(struct tx *tx, const struct entry *entry, const struct list *gives,
                            struct id capability)
{
    const struct given *rows = gives->items;

    for (int64_t i = 0; i < gives->n; i++) {
        struct id pool = id_is_none(rows[i].capability) ? capability : rows[i].capability;

        if (!id_is_none(rows[i].deployment)) {
            take_from_deployment(tx, entry, rows[i].deployment, pool, rows[i].quantity);
            continue;
        }
        capability_take(tx, entry, pool, rows[i].request, rows[i].quantity, entry->happened_at);
        thing_touch(tx, entry, rows[i].request);
    }
    return tx_result(tx);
}
