/* SPDX-License-Identifier: EUPL-1.2 */
/* The order and what the unit does under it: task, acknowledge, depart, arrive, report, return
 * home. */
#include <assert.h>

#include "base/tr.h"
#include "deployment/inner.h"
#include "deployment/statements.h"

/* An exercise stays among itself: an act that names one is refused in any other space. */
void guard_space_named(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict)
{
    const struct task *f = fields;

    (void)entry;
    if (!text_is_empty(f->space) && id_is_none(thing_find(tx, "space", f->space)))
        rule_refuse(verdict, "EXERCISE_ISOLATED", "space", BY_RULE);
}

/* Letters end at ZZ: more orders than that under one request are a mistake. */
void guard_serial(const struct entry *entry, const void *fields, struct tx *tx,
                  struct verdict *verdict)
{
    const struct task *f = fields;

    (void)entry;
    if (!id_is_none(f->request) &&
        tx_int(tx, SQL_DEP_NEXT_SERIAL, 1, VAL(f->request)) > SERIALS_MAX)
        verdict_refuse(verdict, "ORDERS_MAX", "request",
                       N_("This request has as many orders as it can have."),
                       N_("Replace units in an order that stands, or ask anew."))
            ->kind = BY_LIMIT;
}

/* Entries of before did not say it: from the act. */
static struct instant occupied_from(const struct entry *entry, const struct settled_deployment *s)
{
    return instant_is_none(s->from) ? entry->happened_at : s->from;
}

/* The holder of the pool, and whichever of its commanders goes. */
static void concern_holder(struct tx *tx, struct id deployment, struct id request,
                           const struct settled_deployment *s)
{
    dep_concern(tx, deployment, request, s->holder);
    if (s->holder_org.len > 0) {
        audience_add_org(tx, deployment, s->holder_org);
        audience_add_org(tx, request, s->holder_org);
    }
}

enum result apply_task(const struct entry *entry, const void *fields, const void *settled,
                       struct tx *tx)
{
    const struct task *f = fields;
    const struct settled_deployment *s = settled;
    struct id id = entry->object;

    assert(s->serial >= 1);
    tx_exec(tx, SQL_DEP_PUT, VAL(id), VAL(f->request), VAL(s->serial), VAL(s->number),
            VAL("TASKED"), VAL(f->unit), VAL(f->unit_office), VAL(entry->by.office),
            VAL(f->field_authority), VAL(f->report_to), VAL(f->safety_message),
            VAL(f->force_regime), VAL(f->space), VAL(s->until), VAL(entry->happened_at));
    tx_exec(tx, SQL_DEP_MEANS_PUT, VAL(id), VAL(1), VAL(f->capability), VAL(f->quantity));
    deployment_pass(tx, entry, &s->gives, f->capability);
    if (!id_is_none(f->capability))
        capability_occupy(tx, entry, f->capability, id, f->quantity, occupied_from(entry, s),
                          s->until);
    thing_label(tx, id, s->number, f->unit);
    thing_state(tx, id, T("TASKED"));
    audience_copy(tx, f->request, id);
    dep_concern(tx, id, f->request, entry->by.office);
    dep_concern(tx, id, f->request, f->field_authority);
    dep_concern(tx, id, f->request, f->unit_office);
    concern_holder(tx, id, f->request, s);
    dep_concern_places(tx, id, f->request);
    if (!id_is_none(s->payer)) { /* who settles the cost follows what is spent; it blocks nothing */
        audience_add_office(tx, id, s->payer, false);
        audience_add_office(tx, f->request, s->payer, false);
    }
    return followup_apply(entry, tx, f->request, &s->follow);
}

/* The first office that acts for the unit is the unit's office from then on. */
static void unit_acts(const struct entry *entry, struct tx *tx)
{
    struct deployment d;

    if (deployment_get(tx, entry->object, &d) != OK)
        return;
    tx_exec(tx, SQL_DEP_UNIT, VAL(d.id), VAL(entry->by.office));
    dep_concern(tx, d.id, d.request, entry->by.office);
}

enum result apply_acknowledge(const struct entry *entry, const void *fields, const void *settled,
                              struct tx *tx)
{
    (void)fields;
    tx_exec(tx, SQL_DEP_ACKNOWLEDGED, VAL(entry->object), VAL(entry->happened_at));
    unit_acts(entry, tx);
    return apply_dep_common(entry, settled, entry->object, tx);
}

enum result apply_depart(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    (void)fields;
    tx_exec(tx, SQL_DEP_DEPARTED, VAL(entry->object), VAL(entry->happened_at));
    unit_acts(entry, tx);
    return apply_dep_common(entry, settled, entry->object, tx);
}

void tell_arrive(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict)
{
    const struct arrive *f = fields;

    (void)entry;
    (void)tx;
    (void)verdict;
    h->authority = f->handed_over_to;
}

enum result apply_arrive(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct arrive *f = fields;
    struct deployment d;

    tx_exec(tx, SQL_DEP_ARRIVED, VAL(entry->object), VAL(entry->happened_at),
            VAL(f->handed_over_to));
    unit_acts(entry, tx);
    if (deployment_get(tx, entry->object, &d) == OK)
        dep_concern(tx, d.id, d.request, f->handed_over_to);
    return apply_dep_common(entry, settled, entry->object, tx);
}

/* A report tells something: words, a task or a figure. */
void guard_report_says(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict)
{
    const struct sitrep *f = fields;
    const int64_t figures[] = { f->people, f->injured, f->hours, f->patients,
                                f->beds,   f->booster, f->test,  f->standby };
    bool says = !text_is_empty(f->text) || !text_is_empty(f->task) || f->figures.n > 0 ||
                f->problem.is == YES;

    (void)entry;
    (void)tx;
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
        says = says || figures[i] != INT_NONE;
    if (!says)
        verdict_refuse(verdict, "REPORT_EMPTY", "text", N_("This report says nothing yet."),
                       N_("Write what you see or do, or give a figure."));
}

enum result apply_sitrep(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct sitrep *f = fields;
    const struct figure *rows = f->figures.items;

    tx_exec(tx, SQL_DEP_REPORT_PUT, VAL(entry->seq), VAL(entry->object), VAL(entry->by.office),
            VAL(entry->happened_at), VAL(entry->recorded_at), VAL(f->text), VAL(f->task),
            VAL(f->people), VAL(f->injured), VAL(f->hours), VAL(f->patients), VAL(f->beds),
            VAL(f->booster), VAL(f->test), VAL(f->standby), VAL(f->problem.is == YES));
    for (int64_t i = 0; i < f->figures.n; i++)
        tx_exec(tx, SQL_DEP_FIGURE_PUT, VAL(entry->seq), VAL(i + 1), VAL(rows[i].name),
                VAL(rows[i].amount));
    return apply_dep_common(entry, settled, entry->object, tx);
}

enum result apply_return_home(const struct entry *entry, const void *fields, const void *settled,
                              struct tx *tx)
{
    (void)fields;
    tx_exec(tx, SQL_DEP_HOME, VAL(entry->object), VAL(entry->happened_at));
    capability_free_at_home(tx, entry, entry->object, entry->happened_at);
    return apply_dep_common(entry, settled, entry->object, tx);
}

enum result apply_substitute(const struct entry *entry, const void *fields, const void *settled,
                             struct tx *tx)
{
    const struct substitute *f = fields;
    const struct settled_deployment *s = settled;
    struct id id = entry->object;
    struct deployment d;
    int64_t line = tx_int(tx, SQL_DEP_MEANS_LINE, 0, VAL(id), VAL(f->capability));

    deployment_pass(tx, entry, &s->gives, f->capability);
    if (line == 0)
        tx_exec(tx, SQL_DEP_MEANS_PUT, VAL(id), VAL(tx_int(tx, SQL_DEP_MEANS_NEXT, 1, VAL(id))),
                VAL(f->capability), VAL(f->quantity));
    else
        tx_exec(tx, SQL_DEP_MEANS_SET, VAL(id), VAL(line), VAL(f->quantity));
    if (!id_is_none(f->capability)) {
        if (capability_occupied_by(tx, f->capability, id) > 0)
            capability_occupy_change(tx, entry, f->capability, id, f->quantity,
                                     occupied_from(entry, s));
        else if (f->quantity > 0)
            capability_occupy(tx, entry, f->capability, id, f->quantity, occupied_from(entry, s),
                              s->until);
    }
    if (deployment_get(tx, id, &d) == OK)
        concern_holder(tx, id, d.request, s);
    tx_exec(tx, SQL_DEP_SUBSTITUTION_PUT, VAL(entry->seq), VAL(id), VAL(f->capability),
            VAL(entry->happened_at), VAL(f->out), VAL(f->quantity), VAL(f->into), VAL(f->reason));
    return apply_dep_common(entry, s, id, tx);
}
