/* SPDX-License-Identifier: EUPL-1.2 */
/* Evaluating a request: judged by its route, on record at once, moving the request once it is
 * settled. */
#include "base/tr.h"
#include "learning/inner.h"
#include "learning/statements.h"

void guard_evaluate_ready(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict)
{
    struct judged judged;

    (void)fields;
    request_judge(entry, "evaluate", entry->object, NULL, tx, true, &judged, verdict);
}

void guard_evaluate(const struct entry *entry, const void *fields, struct tx *tx,
                    struct verdict *verdict)
{
    struct judged judged;

    (void)fields;
    request_judge(entry, "evaluate", entry->object, NULL, tx, false, &judged, verdict);
}

void guard_evaluation_says(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict)
{
    const struct evaluate *f = fields;

    (void)entry;
    (void)tx;
    if (f->effect_reached.is == UNKNOWN && f->time_to_effect_met.is == UNKNOWN &&
        text_is_empty(f->findings))
        verdict_refuse(verdict, "EVALUATION_EMPTY", "effect_reached",
                       N_("This evaluation says nothing yet."),
                       N_("Say whether the effect was reached, or write what was found."));
}

enum result settle_evaluate(const struct entry *entry, const void *fields, struct tx *tx,
                            void *settled)
{
    struct settled_evaluation *s = settled;
    struct verdict *unused = arena_new(tx_arena(tx), struct verdict);
    struct facts *all = arena_new(tx_arena(tx), struct facts);
    struct judged judged;

    (void)fields;
    verdict_init(unused, tx_arena(tx));
    request_judge(entry, "evaluate", entry->object, NULL, tx, false, &judged, unused);
    request_facts(entry, tx, entry->object, all);
    return followup_settle(entry, tx, entry->object, &judged, all, NULL, &s->follow);
}

enum result apply_evaluate(const struct entry *entry, const void *fields, const void *settled,
                           struct tx *tx)
{
    const struct evaluate *f = fields;
    const struct settled_evaluation *s = settled;

    tx_exec(tx, SQL_EVALUATION_PUT, VAL(entry->seq), VAL(entry->object), VAL(entry->by.office),
            VAL(entry->happened_at), VAL(f->effect_reached), VAL(f->time_to_effect_met),
            VAL(f->findings), VAL(f->went_well), VAL(f->to_improve));
    return followup_apply(entry, tx, entry->object, &s->follow);
}
