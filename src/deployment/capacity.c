/* SPDX-License-Identifier: EUPL-1.2 */
/* Capacity of a deployment: what fits, what passes from other deployments, what it has of each
 * pool. Rule "a unit is counted once" of the cases; the ledger itself is capability/. */
#include <assert.h>

#include "base/tr.h"
#include "deployment/inner.h"
#include "deployment/statements.h"

int64_t dep_means(struct tx *tx, struct id deployment, struct id capability)
{
    int64_t line = tx_int(tx, SQL_DEP_MEANS_LINE, 0, VAL(deployment), VAL(capability));

    return tx_int(tx, SQL_DEP_MEANS_QUANTITY, 0, VAL(deployment), VAL(line));
}

/* Takes up to `left` from the deployments of one request, in the order in which they were ordered.
 */
static int64_t gives_of_request(struct tx *tx, struct id request, struct id capability,
                                struct id except, int64_t left, struct given *out, int64_t *n)
{
    struct rows *r = tx_query(tx, SQL_DEP_MEANS_HELD, VAL(request), VAL(capability));

    while (rows_next(r)) {
        struct id from = rows_id(r, 0);
        int64_t has = rows_int(r, 1), part;

        for (int64_t i = 0; i < *n; i++) /* the same request may be named twice */
            if (id_same(out[i].deployment, from))
                has -= out[i].quantity;
        part = has < left ? has : left;
        if (id_same(from, except) || part <= 0 || *n >= GIVES_MAX)
            continue;
        out[(*n)++] = (struct given){ from, part };
        left -= part;
    }
    return left;
}

bool dep_gives(struct tx *tx, const struct list *taken_from, struct id capability, struct id except,
               struct list *gives)
{
    const struct taken *rows = taken_from->items;
    struct given *out = arena_array(tx_arena(tx), struct given, GIVES_MAX);
    int64_t n = 0, left = 0;

    *gives = (struct list){ out, 0 };
    for (int64_t i = 0; out && i < taken_from->n; i++) {
        if (id_is_none(rows[i].request) || rows[i].quantity == INT_NONE)
            continue;
        if (id_same(rows[i].capability, capability))
            left += gives_of_request(tx, rows[i].request, capability, except, rows[i].quantity, out,
                                     &n);
        else
            left += rows[i].quantity; /* units of another pool cannot pass as this one's */
    }
    gives->n = n;
    return left == 0;
}

struct capability_ask dep_ask(struct tx *tx, const struct entry *entry, struct id request,
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

static bool ask_with_gives(struct tx *tx, struct capability_ask *ask, const struct list *gives)
{
    const struct given *rows = gives->items;
    struct capability_give *give = arena_array(tx_arena(tx), struct capability_give, GIVES_MAX);

    if (!give)
        return false;
    for (int64_t i = 0; i < gives->n; i++)
        give[i] = (struct capability_give){ rows[i].deployment, rows[i].quantity };
    ask->gives = give;
    ask->give_count = (size_t)gives->n;
    return true;
}

bool dep_fits(struct tx *tx, const struct capability_ask *ask, const struct list *gives)
{
    struct capability_ask with = *ask;

    return ask_with_gives(tx, &with, gives) && capability_free_of(tx, &with) >= ask->quantity;
}

/* Free, but above a ceiling: the route has no word for it, the ledger has. */
static void guard_ceiling(struct tx *tx, const struct capability_ask *ask, const struct list *gives,
                          struct verdict *verdict)
{
    struct capability_ask with = *ask;

    if (ask_with_gives(tx, &with, gives) && capability_free_of(tx, &with) >= ask->quantity)
        capability_guard_fits(tx, &with, "quantity", verdict);
}

static void refuse_taken(struct verdict *verdict)
{
    verdict_refuse(verdict, "CAPACITY_ONCE", "taken_from",
                   N_("The request named has fewer units of this pool than are to pass."),
                   N_("Name what it has, or take the rest from what is free."));
}

void guard_task_capacity(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict)
{
    const struct task *f = fields;
    struct capability_ask ask;
    struct list gives;

    if (id_is_none(f->request) || id_is_none(f->capability) || f->quantity == INT_NONE)
        return; /* outside the register, or the fields say what is missing */
    if (!dep_gives(tx, &f->taken_from, f->capability, ID_NONE, &gives))
        refuse_taken(verdict);
    ask = dep_ask(tx, entry, f->request, f->capability, f->quantity,
                  request_period(tx, f->request).until);
    guard_ceiling(tx, &ask, &gives, verdict);
}

void tell_task(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
               const struct verdict *verdict)
{
    const struct task *f = fields;
    const struct route *route = request_route(tx, f->request);
    struct capability_ask ask;
    struct list gives;
    bool is_free = true;

    (void)verdict;
    h->authority = f->field_authority;
    fact_field(&h->facts, "safety_message", !text_is_empty(f->safety_message));
    if (route)
        fact_set_bool(&h->facts, "force_regime_fits",
                      text_is(f->force_regime.code, route_force(route)));
    if (!id_is_none(f->capability) && f->quantity != INT_NONE) {
        dep_gives(tx, &f->taken_from, f->capability, ID_NONE, &gives);
        ask = dep_ask(tx, entry, f->request, f->capability, f->quantity,
                      request_period(tx, f->request).until);
        is_free = dep_fits(tx, &ask, &gives);
    }
    fact_set_bool(&h->facts, "capacity_free", is_free);
}

/* What comes on top of what the deployment has of the pool. */
static int64_t more_of(const struct substitute *f)
{
    if (f->quantity == INT_NONE || f->out == INT_NONE)
        return 0;
    return f->quantity > f->out ? f->quantity - f->out : 0;
}

void tell_substitute(const struct entry *entry, const void *fields, struct tx *tx,
                     struct dep_hand *h, const struct verdict *verdict)
{
    const struct substitute *f = fields;
    struct capability_ask ask;
    struct list gives;
    bool is_free = true;

    (void)verdict;
    fact_set_bool(&h->facts, "reason_given", !text_is_empty(f->reason));
    if (h->is_there && !id_is_none(f->capability) && more_of(f) > 0) {
        dep_gives(tx, &f->taken_from, f->capability, h->d.id, &gives);
        ask = dep_ask(tx, entry, h->request, f->capability, more_of(f), h->d.until);
        is_free = dep_fits(tx, &ask, &gives);
    }
    fact_set_bool(&h->facts, "capacity_free", is_free);
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
    if (id_is_none(f->capability) || more_of(f) == 0)
        return;
    if (!dep_gives(tx, &f->taken_from, f->capability, d.id, &gives))
        refuse_taken(verdict);
    ask = dep_ask(tx, entry, d.request, f->capability, more_of(f), d.until);
    guard_ceiling(tx, &ask, &gives, verdict);
}

/* ---- storing ---- */

/* The request of the acting deployment is touched by the follow-up; others once each. */
static void touch_giver(struct tx *tx, const struct entry *entry, const struct list *gives,
                        int64_t at, struct id own_request)
{
    const struct given *rows = gives->items;
    struct deployment d, before;

    if (deployment_get(tx, rows[at].deployment, &d) != OK)
        return;
    thing_touch(tx, entry, d.id);
    if (id_same(d.request, own_request))
        return;
    for (int64_t i = 0; i < at; i++)
        if (deployment_get(tx, rows[i].deployment, &before) == OK &&
            id_same(before.request, d.request))
            return;
    thing_touch(tx, entry, d.request);
}

enum result dep_take(struct tx *tx, const struct entry *entry, struct id capability,
                     const struct list *gives)
{
    const struct given *rows = gives->items;
    struct deployment own;

    if (gives->n == 0)
        return OK;
    if (deployment_get(tx, entry->object, &own) != OK)
        return tx_fail(tx, FAULT);
    for (int64_t i = 0; i < gives->n; i++) {
        struct id from = rows[i].deployment;
        int64_t line = tx_int(tx, SQL_DEP_MEANS_LINE, 0, VAL(from), VAL(capability));
        int64_t left =
            tx_int(tx, SQL_DEP_MEANS_QUANTITY, 0, VAL(from), VAL(line)) - rows[i].quantity;

        assert(left >= 0); /* settled under the same ledger */
        tx_exec(tx, SQL_DEP_MEANS_SET, VAL(from), VAL(line), VAL(left));
        capability_occupy_change(tx, entry, capability, from, left, entry->happened_at);
        touch_giver(tx, entry, gives, i, own.request);
    }
    return tx_result(tx);
}
