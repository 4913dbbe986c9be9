/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts on a pool: register, change, end, report readiness, reserve, end a reservation; and on
 * ceilings, agreed upper bounds that lie inside one another and are never added. */
#include <assert.h>

#include "base/tr.h"
#include "capability/acts.h"
#include "capability/inner.h"
#include "capability/statements.h"

/* The organisations whose pools are Defence's. */
static const char *const defence[] = {
    "MIN_DEF", "CDS",  "DOPS", "TOC",  "AC_KL", "RMC",  "RMC_NOORD", "RMC_WESTMIDDEN", "RMC_ZUID",
    "RMBA",    "CLAS", "CZSK", "CLSK", "DOSCO", "KMAR", "EODD",      "CBRN_RE"
};

/* ---- settle ---- */

static bool is_of_defence(struct tx *tx, struct id office, struct instant when)
{
    struct office o;

    if (office_get(tx, office, when, &o) != OK)
        return true; /* unknown: its readiness is kept secret */
    for (size_t i = 0; i < sizeof(defence) / sizeof(defence[0]); i++)
        if (text_is(o.org, defence[i]))
            return true;
    return false;
}

static enum result settle_register(const struct entry *e, const void *fields, struct tx *tx,
                                   void *settled)
{
    const struct register_capability *f = fields;
    const struct capability_type *type = capability_type_find(f->capability_type.code);
    struct settled_register *s = settled;

    assert(type); /* pair: the list capability_type is made from the same file */
    s->name = text_is_empty(f->name) ? text_of(type->nl) : f->name;
    s->is_military = f->is_military;
    if (s->is_military.is == UNKNOWN)
        s->is_military.is = is_of_defence(tx, e->by.office, e->recorded_at) ? YES : NO;
    return OK;
}

static enum result settle_reserve(const struct entry *e, const void *fields, struct tx *tx,
                                  void *settled)
{
    const struct reserve_capacity *f = fields;
    struct settled_reserve *s = settled;

    s->number = tx_int(tx, SQL_RESERVATION_NEXT, 1, VAL(e->object));
    s->from_at = day_begins(e->zone, f->from);
    s->until_at = day_begins(e->zone, day_next(f->until));
    return OK;
}

/* ---- apply ---- */

/* The pool counts under its ceiling and under all those around it. */
static enum result put_under(struct tx *tx, struct id capability, struct id ceiling)
{
    tx_exec(tx, SQL_UNDER_DROP, VAL(capability));
    for (int depth = 0; depth < CEILING_DEPTH_MAX && !id_is_none(ceiling); depth++) {
        tx_exec(tx, SQL_UNDER_PUT, VAL(ceiling), VAL(capability));
        ceiling = (struct id){ tx_int(tx, SQL_CEILING_PARENT, 0, VAL(ceiling)) };
        if (ceiling.v == INT_NONE)
            ceiling = ID_NONE;
    }
    return tx_result(tx);
}

static enum result apply_register(const struct entry *e, const void *fields, const void *settled,
                                  struct tx *tx)
{
    const struct register_capability *f = fields;
    const struct settled_register *s = settled;

    thing_label(tx, e->object, T(""), s->name);
    audience_add_office(tx, e->object, e->by.office, true);
    tx_exec(tx, SQL_CAPABILITY_PUT, VAL(e->object), VAL(f->capability_type), VAL(s->name),
            VAL(f->quantity), VAL(f->unit), VAL(f->home), VAL(f->region), VAL(f->guarantee),
            VAL(f->reaction_hours), VAL(f->practice_hours), VAL(f->clock_start), VAL(f->clock_stop),
            VAL(s->is_military.is == YES), VAL(e->by.office.v), VAL(f->ceiling));
    return put_under(tx, e->object, f->ceiling);
}

static enum result apply_change(const struct entry *e, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct change_capability *f = fields;

    (void)settled;
    tx_exec(tx, SQL_CAPABILITY_CHANGE, VAL(e->object), value_text_or_null(f->name),
            VAL(f->quantity), value_text_or_null(f->home), VAL(f->guarantee),
            VAL(f->reaction_hours), VAL(f->practice_hours), VAL(f->clock_start), VAL(f->clock_stop),
            VAL(f->ceiling), VAL(f->region));
    if (!text_is_empty(f->name))
        thing_label(tx, e->object, T(""), f->name);
    return id_is_none(f->ceiling) ? tx_result(tx) : put_under(tx, e->object, f->ceiling);
}

static enum result apply_end(const struct entry *e, const void *fields, const void *settled,
                             struct tx *tx)
{
    (void)fields;
    (void)settled;
    return tx_exec(tx, SQL_CAPABILITY_END, VAL(e->object), VAL(e->happened_at));
}

static enum result apply_report(const struct entry *e, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct report_readiness *f = fields;

    (void)settled;
    assert(f->quantity_ready >= 0); /* pair: range of the field at the door, CHECK in the table */
    return tx_exec(tx, SQL_READINESS_PUT, VAL(e->object), VAL(e->seq), VAL(e->happened_at),
                   VAL(f->quantity_ready), VAL(f->personnel), VAL(f->materiel), VAL(f->training),
                   VAL(f->commander_view.code), VAL(f->reason), VAL(f->for_task),
                   VAL(f->valid_until));
}

static enum result apply_reserve(const struct entry *e, const void *fields, const void *settled,
                                 struct tx *tx)
{
    const struct reserve_capacity *f = fields;
    const struct settled_reserve *s = settled;

    return tx_exec(tx, SQL_RESERVATION_PUT, VAL(e->object), VAL(s->number), VAL(f->quantity),
                   VAL(f->purpose), VAL(f->from), VAL(f->until), VAL(s->from_at), VAL(s->until_at),
                   VAL(e->seq));
}

static enum result apply_end_reservation(const struct entry *e, const void *fields,
                                         const void *settled, struct tx *tx)
{
    const struct end_reservation *f = fields;

    (void)settled;
    return tx_exec(tx, SQL_RESERVATION_END, VAL(e->object), VAL(f->reservation),
                   VAL(e->happened_at));
}

static enum result apply_ceiling(const struct entry *e, const void *fields, const void *settled,
                                 struct tx *tx)
{
    const struct register_ceiling *f = fields;

    (void)settled;
    thing_label(tx, e->object, T(""), f->name);
    return tx_exec(tx, SQL_CEILING_PUT, VAL(e->object), VAL(f->name), VAL(f->amount),
                   VAL(f->parent), VAL(f->source));
}

/* ---- the table ---- */

#define HAPPENED(type)                                                                             \
    FIELD(type, happened_at, .label = N_("Happened at"),                                           \
          .hint = N_("Only when it was earlier than now."), .optional = true)
#define REACTION(type)                                                                             \
    FIELD(type, guarantee, .label = N_("Guarantee"), .choices = "guarantee", .optional = true),    \
        FIELD(type, reaction_hours, .label = N_("Agreed reaction time"), .unit = N_("hours"),      \
              .max = 8760, .optional = true),                                                      \
        FIELD(type, clock_start, .label = N_("The clock starts at"), .choices = "clock_start",     \
              .optional = true),                                                                   \
        FIELD(type, clock_stop, .label = N_("The clock stops at"), .choices = "clock_stop",        \
              .optional = true),                                                                   \
        FIELD(type, practice_hours, .label = N_("Usual in practice"), .unit = N_("hours"),         \
              .max = 8760, .optional = true)

const struct action capability_actions[CAPABILITY_ACTIONS] = {
    {
        .name = "register_capability",
        .version = 1,
        .object = "capability",
        .address = "registreren",
        .title = N_("Register a capability"),
        .done = N_("Registered."),
        .may = "role:ROLE_HOLDER",
        .creates = true,
        FIELDS(register_capability,
               FIELD(register_capability, capability_type, .label = N_("Kind of capability"),
                     .hint = N_("From the catalogue of capabilities."),
                     .choices = "capability_type"),
               FIELD(register_capability, name, .label = N_("Name"), .max = 120,
                     .hint = N_("Empty: the name of the kind."), .optional = true),
               FIELD(register_capability, quantity, .label = N_("Registered amount"), .min = 1,
                     .max = AMOUNT_MOST),
               FIELD(register_capability, unit, .label = N_("Unit"), .max = 60),
               FIELD(register_capability, home, .label = N_("Stands at"), .max = 120,
                     .optional = true),
               FIELD(register_capability, region, .label = N_("Safety region"), .table = "region",
                     .optional = true),
               REACTION(register_capability),
               FIELD(register_capability, ceiling, .label = N_("Under the ceiling"),
                     .table = "ceiling", .optional = true),
               FIELD(register_capability, is_military, .label = N_("Belongs to Defence"),
                     .hint = N_("Empty: follows from your organisation."), .optional = true),
               HAPPENED(register_capability)),
        SETTLES(settled_register, FIELD(settled_register, name, .label = N_("Name"), .max = 120),
                FIELD(settled_register, is_military, .label = N_("Belongs to Defence"))),
        .guards = { capability_guard_register_reaction },
        .settle = settle_register,
        .apply = apply_register,
    },
    {
        .name = "report_readiness",
        .version = 1,
        .object = "capability",
        .posted_to = "readiness-reports",
        .address = "gereedheid",
        .title = N_("Report readiness"),
        .done = N_("Reported."),
        .may = "rule:CAPABILITY_HOLDER",
        FIELDS(report_readiness,
               FIELD(report_readiness, quantity_ready, .label = N_("Ready"),
                     .hint = N_("Units that can be deployed now, reserved ones included."),
                     .max = AMOUNT_MOST),
               FIELD(report_readiness, personnel, .label = N_("Personnel"), .max = 200),
               FIELD(report_readiness, materiel, .label = N_("Materiel"), .max = 200),
               FIELD(report_readiness, training, .label = N_("Training"), .max = 200),
               FIELD(report_readiness, commander_view, .label = N_("Commander's view"),
                     .choices = "commander_view"),
               FIELD(report_readiness, reason, .label = N_("Reason of the commander"), .max = 500,
                     .lines = true, .optional = true),
               FIELD(report_readiness, for_task, .label = N_("For which task"), .max = 200,
                     .optional = true),
               FIELD(report_readiness, valid_until, .label = N_("Valid until"), .optional = true),
               HAPPENED(report_readiness)),
        .ready = { capability_guard_holder, capability_guard_in_use },
        .guards = { capability_guard_valid_ahead, capability_guard_commander_reason,
                    capability_guard_report_amount },
        .apply = apply_report,
    },
    {
        .name = "reserve_capacity",
        .version = 1,
        .object = "capability",
        .posted_to = "reservations",
        .address = "reserveren",
        .title = N_("Reserve for another task"),
        .done = N_("Reserved."),
        .may = "rule:CAPABILITY_HOLDER",
        FIELDS(
            reserve_capacity,
            FIELD(reserve_capacity, quantity, .label = N_("Amount"), .min = 1, .max = AMOUNT_MOST),
            FIELD_AS(reserve_capacity, purpose, "for", .label = N_("For which task"),
                     .hint = N_("An exercise, a mission, the first main task."), .max = 200),
            FIELD(reserve_capacity, from, .label = N_("First day")),
            FIELD(reserve_capacity, until, .label = N_("Last day")), HAPPENED(reserve_capacity)),
        SETTLES(settled_reserve,
                FIELD(settled_reserve, number, .label = N_("Number of the reservation")),
                FIELD(settled_reserve, from_at, .label = N_("From")),
                FIELD(settled_reserve, until_at, .label = N_("Until"))),
        .ready = { capability_guard_holder, capability_guard_in_use },
        .guards = { capability_guard_reserve },
        .settle = settle_reserve,
        .apply = apply_reserve,
    },
    {
        .name = "end_reservation",
        .version = 1,
        .object = "capability",
        .posted_to = "reservation-endings",
        .address = "reservering-beeindigen",
        .title = N_("End a reservation"),
        .done = N_("The reservation has ended."),
        .may = "rule:CAPABILITY_HOLDER",
        FIELDS(end_reservation,
               FIELD(end_reservation, reservation, .label = N_("Number of the reservation"),
                     .min = 1, .max = AMOUNT_MOST),
               HAPPENED(end_reservation)),
        .ready = { capability_guard_holder },
        .guards = { capability_guard_reservation_open },
        .apply = apply_end_reservation,
    },
    {
        .name = "change_capability",
        .version = 1,
        .object = "capability",
        .posted_to = "changes",
        .address = "wijzigen",
        .title = N_("Change the registration"),
        .done = N_("Changed."),
        .may = "rule:CAPABILITY_HOLDER",
        FIELDS(
            change_capability,
            FIELD(change_capability, name, .label = N_("Name"), .max = 120, .optional = true),
            FIELD(change_capability, quantity, .label = N_("Registered amount"), .min = 1,
                  .max = AMOUNT_MOST, .optional = true),
            FIELD(change_capability, home, .label = N_("Stands at"), .max = 120, .optional = true),
            FIELD(change_capability, region, .label = N_("Safety region"), .table = "region",
                  .optional = true),
            REACTION(change_capability),
            FIELD(change_capability, ceiling, .label = N_("Under the ceiling"), .table = "ceiling",
                  .optional = true),
            HAPPENED(change_capability)),
        .ready = { capability_guard_holder, capability_guard_in_use },
        .guards = { capability_guard_change_reaction, capability_guard_change_quantity,
                    capability_guard_change_ceiling },
        .apply = apply_change,
    },
    {
        .name = "end_capability",
        .version = 1,
        .object = "capability",
        .posted_to = "endings",
        .address = "uit-register",
        .title = N_("Take out of the register"),
        .done = N_("Taken out of the register."),
        .may = "rule:CAPABILITY_HOLDER",
        .is_binding = true,
        FIELDS(end_capability, FIELD(end_capability, reason, .label = N_("Reason"), .max = 500),
               HAPPENED(end_capability)),
        .ready = { capability_guard_holder, capability_guard_in_use, capability_guard_nothing_out },
        .apply = apply_end,
    },
    {
        .name = "register_ceiling",
        .version = 1,
        .object = "ceiling",
        .address = "registreren",
        .title = N_("Register a ceiling"),
        .done = N_("Registered."),
        .may = "role:ROLE_DOPS|role:ROLE_TOC|role:ROLE_LOCC|admin",
        .creates = true,
        FIELDS(
            register_ceiling, FIELD(register_ceiling, name, .label = N_("Name"), .max = 120),
            FIELD(register_ceiling, amount, .label = N_("At most"), .min = 1, .max = AMOUNT_MOST),
            FIELD(register_ceiling, parent, .label = N_("Lies inside"), .table = "ceiling",
                  .optional = true),
            FIELD(register_ceiling, source, .label = N_("Where it was agreed"), .max = 200,
                  .optional = true),
            HAPPENED(register_ceiling)),
        .guards = { capability_guard_inside_parent, capability_guard_depth },
        .apply = apply_ceiling,
    },
};
