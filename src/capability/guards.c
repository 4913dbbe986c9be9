/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules of this room: who speaks for a pool, what a report and a reservation need, what stays.
 */
#include "base/tr.h"
#include "capability/acts.h"
#include "capability/inner.h"
#include "capability/statements.h"

/* Ready guard "CAPABILITY_HOLDER": who holds a pool speaks for it, nobody else. */
void capability_guard_holder(const struct entry *e, const void *fields, struct tx *tx,
                             struct verdict *v)
{
    struct id holder = { tx_int(tx, SQL_CAPABILITY_HOLDER, 0, VAL(e->object)) };

    (void)fields;
    if (!id_same(holder, e->by.office))
        verdict_forbid(v, "CAPABILITY_NOT_HOLDER", "",
                       N_("Only the office that holds this capability may do this."),
                       N_("Ask the holder; the page of the capability names that office."));
}

void capability_guard_in_use(const struct entry *e, const void *fields, struct tx *tx,
                             struct verdict *v)
{
    struct capability c;

    (void)fields;
    if (capability_get(tx, e->object, &c) == OK && !instant_is_none(c.ended_at))
        verdict_refuse(v, "CAPABILITY_ENDED", "",
                       N_("This capability is no longer in the register."),
                       N_("Register a new one if it exists again."));
}

/* A reaction time is a tuple of hours, start and stop; hours alone say nothing. */
static void guard_reaction(struct quantity hours, struct text start, struct text stop,
                           struct verdict *v)
{
    bool has_clock = !text_is_empty(start) && !text_is_empty(stop);

    if ((hours.milli != INT_NONE) != has_clock || text_is_empty(start) != text_is_empty(stop))
        verdict_refuse(
            v, "REACTION_TUPLE", "reaction_hours",
            N_("A reaction time needs its hours, when the clock starts and when it stops."),
            N_("Fill in all three, or leave all three empty when it is not published."));
}

void capability_guard_register_reaction(const struct entry *e, const void *fields, struct tx *tx,
                                        struct verdict *v)
{
    const struct register_capability *f = fields;

    (void)e;
    (void)tx;
    guard_reaction(f->reaction_hours, f->clock_start.code, f->clock_stop.code, v);
}

void capability_guard_change_reaction(const struct entry *e, const void *fields, struct tx *tx,
                                      struct verdict *v)
{
    const struct change_capability *f = fields;

    (void)e;
    (void)tx;
    guard_reaction(f->reaction_hours, f->clock_start.code, f->clock_stop.code, v);
}

/* All that is committed from now on, however far away. */
static int64_t committed(const struct entry *e, struct tx *tx)
{
    struct capability_ask ask = { .capability = e->object,
                                  .from = e->recorded_at,
                                  .until = { INSTANT_MAX },
                                  .now = e->recorded_at };

    return capability_used_at_most(tx, &ask);
}

void capability_guard_change_quantity(const struct entry *e, const void *fields, struct tx *tx,
                                      struct verdict *v)
{
    const struct change_capability *f = fields;

    if (f->quantity != INT_NONE && f->quantity < committed(e, tx))
        verdict_refuse(v, "CAPABILITY_COMMITTED", "quantity",
                       N_("More of it is reserved or deployed than you would leave."),
                       N_("Have something freed first, or report a lower readiness."));
}

/* A pool that is in use keeps its ceilings: what is deployed was judged under them. */
void capability_guard_change_ceiling(const struct entry *e, const void *fields, struct tx *tx,
                                     struct verdict *v)
{
    const struct change_capability *f = fields;

    if (!id_is_none(f->ceiling) &&
        tx_has(tx, SQL_HOLD_ANY_OPEN, VAL(e->object), VAL(e->recorded_at)))
        verdict_refuse(v, "CAPABILITY_IN_USE", "ceiling",
                       N_("Units of this capability are deployed; until they are home it stays "
                          "under its ceiling."),
                       N_("Wait until everything is home."));
}

void capability_guard_nothing_out(const struct entry *e, const void *fields, struct tx *tx,
                                  struct verdict *v)
{
    (void)fields;
    if (tx_has(tx, SQL_HOLD_ANY_OPEN, VAL(e->object), VAL(e->recorded_at)))
        verdict_refuse(v, "CAPABILITY_IN_USE", "",
                       N_("Units of this capability are still deployed."),
                       N_("Wait until everything is home, then take it out of the register."));
}

/* A report that is stale when it is given would hide a gap. */
void capability_guard_valid_ahead(const struct entry *e, const void *fields, struct tx *tx,
                                  struct verdict *v)
{
    const struct report_readiness *f = fields;

    (void)tx;
    if (!instant_is_none(f->valid_until) && f->valid_until.us <= e->happened_at.us)
        verdict_refuse(v, "READINESS_STALE", "valid_until",
                       N_("A report must hold for some time after the moment it is about."),
                       N_("Give a later end."));
}

/* What is true is never refused; the holder is told what it means. */
void capability_guard_report_amount(const struct entry *e, const void *fields, struct tx *tx,
                                    struct verdict *v)
{
    const struct report_readiness *f = fields;

    if (f->quantity_ready == INT_NONE)
        return;
    if (f->quantity_ready > tx_int(tx, SQL_CAPABILITY_QUANTITY, 0, VAL(e->object)))
        verdict_warn(v, "READINESS_ABOVE_REGISTERED", "quantity_ready",
                     N_("You report more ready than is registered."),
                     N_("Change the registered amount if it has grown."));
    if (f->quantity_ready < committed(e, tx))
        verdict_warn(v, "READINESS_BELOW_COMMITTED", "quantity_ready",
                     N_("Less is ready than is reserved or deployed."),
                     N_("Tell the desk that divides the capacity."));
}

void capability_guard_commander_reason(const struct entry *e, const void *fields, struct tx *tx,
                                       struct verdict *v)
{
    const struct report_readiness *f = fields;

    (void)e;
    (void)tx;
    if (!text_is_empty(f->commander_view.code) && !text_is(f->commander_view.code, "deployable") &&
        text_is_empty(f->reason))
        verdict_refuse(v, "REASON_MISSING", "reason",
                       N_("The commander's view limits the deployment; the reason is missing."),
                       N_("Write in one sentence what the limit is and why."));
}

void capability_guard_reserve(const struct entry *e, const void *fields, struct tx *tx,
                              struct verdict *v)
{
    const struct reserve_capacity *f = fields;
    struct capability_ask ask = { .capability = e->object,
                                  .quantity = f->quantity,
                                  .now = e->recorded_at };

    if (f->from.n == INT32_MIN || f->until.n == INT32_MIN)
        return;
    if (f->until.n < f->from.n) {
        verdict_refuse(v, "RESERVATION_ORDER", "until", N_("The last day lies before the first."),
                       N_("Give a later last day."));
        return;
    }
    ask.from = day_begins(e->zone, f->from);
    if (ask.from.us < e->recorded_at.us)
        ask.from = e->recorded_at; /* what has been is not asked again */
    ask.until = day_begins(e->zone, day_next(f->until));
    if (ask.until.us <= e->recorded_at.us)
        verdict_warn(v, "RESERVATION_PAST", "until", N_("The last day has already passed."),
                     N_("Give a later last day if the units are still needed."));
    if (ask.until.us > ask.from.us && ask.quantity != INT_NONE &&
        ask.quantity > capability_free_of(tx, &ask))
        capability_explain(tx, e, &ask, rule_refuse(v, "CAPACITY_ONCE", "quantity", BY_RULE),
                           v->arena);
}

void capability_guard_reservation_open(const struct entry *e, const void *fields, struct tx *tx,
                                       struct verdict *v)
{
    const struct end_reservation *f = fields;

    if (f->reservation != INT_NONE &&
        !tx_has(tx, SQL_RESERVATION_OPEN, VAL(e->object), VAL(f->reservation), VAL(e->happened_at)))
        verdict_refuse(v, "RESERVATION_NOT_OPEN", "reservation",
                       N_("There is no such reservation, or it is already over."),
                       N_("Choose one of the reservations on the page of the capability."));
}

/* What lies inside another cannot be larger. */
void capability_guard_inside_parent(const struct entry *e, const void *fields, struct tx *tx,
                                    struct verdict *v)
{
    const struct register_ceiling *f = fields;

    (void)e;
    if (f->amount != INT_NONE && !id_is_none(f->parent) &&
        f->amount > tx_int(tx, SQL_CEILING_AMOUNT, INT64_MAX, VAL(f->parent)))
        verdict_refuse(v, "CEILING_ABOVE_PARENT", "amount",
                       N_("This ceiling would be higher than the one it lies inside."),
                       N_("Give at most the amount of the ceiling around it."));
}

void capability_guard_depth(const struct entry *e, const void *fields, struct tx *tx,
                            struct verdict *v)
{
    const struct register_ceiling *f = fields;
    struct id at = f->parent;
    int depth = 0;

    (void)e;
    while (at.v > 0 && depth <= CEILING_DEPTH_MAX) {
        at.v = tx_int(tx, SQL_CEILING_PARENT, 0, VAL(at));
        depth++;
    }
    if (depth >= CEILING_DEPTH_MAX)
        verdict_refuse(v, "CEILING_DEPTH", "parent",
                       N_("Ceilings lie inside one another at most eight deep."),
                       N_("Put it under a higher ceiling."));
}
