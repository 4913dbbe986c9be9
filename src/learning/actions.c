/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of this room: evaluate a request; a lesson from observation to proof. */
#include "base/tr.h"
#include "learning/inner.h"
#include "learning/statements.h"

/* ---- guards of a lesson ---- */

static bool stands(struct tx *tx, const struct entry *entry, const char *state)
{
    return text_is(thing_state_of(tx, entry->object), state);
}

static void guard_decidable(const struct entry *entry, const void *fields, struct tx *tx,
                            struct verdict *verdict)
{
    struct id owner = { tx_int(tx, SQL_LESSON_OWNER, 0, VAL(entry->object)) };

    (void)fields;
    if (!stands(tx, entry, "RECOMMENDED"))
        rule_refuse(verdict, "STATE_ORDER", "", BY_RULE);
    if (!id_same(owner, entry->by.office))
        verdict_forbid(verdict, "LESSON_OWNER", "",
                       N_("Only the owner of a lesson decides about it."),
                       N_("Ask the owner, who is named on the lesson."));
}

static void guard_decision(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict)
{
    const struct decide_lesson *f = fields;

    (void)entry;
    (void)tx;
    if (text_is(f->decision.code, "refuse") && text_is_empty(f->reason))
        verdict_refuse(verdict, "LESSON_REASON", "reason",
                       N_("Who does not adopt a lesson says why."),
                       N_("Write the reason, so that the observer can answer it."));
}

static void guard_verifiable(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    (void)fields;
    if (stands(tx, entry, "RECOMMENDED"))
        verdict_warn(verdict, "LESSON_UNDECIDED", "",
                     N_("The owner has not yet decided about this lesson."),
                     N_("Ask the owner to adopt it."));
    else if (!stands(tx, entry, "ADOPTED"))
        rule_refuse(verdict, "STATE_ORDER", "", BY_RULE);
}

/* A lesson closes only when it was seen to work (LESSON_VERIFY). */
static void guard_closable(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict)
{
    (void)fields;
    if (stands(tx, entry, "CLOSED"))
        rule_refuse(verdict, "STATE_ORDER", "", BY_RULE);
    else if (!stands(tx, entry, "VERIFIED"))
        rule_refuse(verdict, "LESSON_VERIFY", "", BY_RULE);
}

/* ---- settle and apply ---- */

/* The recommendation is the lesson's name; cut between words, because it stands in lists. */
static enum result settle_lesson(const struct entry *entry, const void *fields, struct tx *tx,
                                 void *settled)
{
    const struct record_lesson *f = fields;
    struct settled_lesson *s = settled;
    struct text rest = text_trim(f->recommendation), line = T("");

    (void)entry;
    s->incident = f->incident;
    if (id_is_none(s->incident) && !id_is_none(f->request))
        s->incident = request_incident(tx, f->request);
    text_cut(&rest, '\n', &line);
    s->label = text_trim(line);
    if (s->label.len <= LESSON_LABEL_MAX)
        return OK;
    line = text_slice(s->label, 0, LESSON_LABEL_MAX);
    while (line.len > 0 && line.at[line.len - 1] != ' ')
        line.len--;
    s->label = text_printf(tx_arena(tx), "%.*s…", TEXT_FMT(text_trim(line)));
    return OK;
}

static enum result apply_record(const struct entry *entry, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct record_lesson *f = fields;
    const struct settled_lesson *s = settled;

    tx_exec(tx, SQL_LESSON_PUT, VAL(entry->object), VAL(f->request), VAL(s->incident),
            VAL(f->phase), VAL(f->observation), VAL(f->recommendation), VAL(entry->by.office),
            VAL(f->owner), VAL(entry->happened_at));
    thing_label(tx, entry->object, T(""), s->label);
    if (!id_is_none(f->request))
        thing_touch(tx, entry, f->request);
    return thing_state(tx, entry->object, T("RECOMMENDED"));
}

static enum result apply_decide(const struct entry *entry, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct decide_lesson *f = fields;
    struct text state = text_is(f->decision.code, "grant") ? T("ADOPTED") : T("REJECTED");

    (void)settled;
    tx_exec(tx, SQL_LESSON_DECIDE, VAL(entry->object), VAL(state), VAL(entry->happened_at),
            VAL(f->reason));
    return thing_state(tx, entry->object, state);
}

static enum result apply_verify(const struct entry *entry, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct verify_lesson *f = fields;

    (void)settled;
    tx_exec(tx, SQL_LESSON_VERIFIED, VAL(entry->object), VAL(entry->happened_at), VAL(f->in),
            VAL(f->request));
    if (!id_is_none(f->request))
        thing_touch(tx, entry, f->request);
    return thing_state(tx, entry->object, T("VERIFIED"));
}

static enum result apply_close(const struct entry *entry, const void *fields, const void *settled,
                               struct tx *tx)
{
    (void)fields;
    (void)settled;
    tx_exec(tx, SQL_LESSON_CLOSE, VAL(entry->object), VAL(entry->happened_at));
    return thing_state(tx, entry->object, T("CLOSED"));
}

/* ---- the table ---- */

const struct action learning_actions[LEARNING_ACTIONS] = {
    {
        .name = "evaluate",
        .version = 1,
        .object = "request",
        .posted_to = "evaluations",
        .address = "evaluatie",
        .title = N_("Evaluate"),
        .done = N_("The evaluation is on record."),
        .may = "route",
        FIELDS(evaluate,
               FIELD(evaluate, effect_reached, .label = N_("Effect reached"), .optional = true),
               FIELD(evaluate, time_to_effect_met, .label = N_("In time for the effect"),
                     .optional = true),
               FIELD(evaluate, findings, .label = N_("What was found"), .lines = true,
                     .max = EVALUATION_TEXT_MAX, .optional = true),
               FIELD(evaluate, went_well, .label = N_("What went well"), .lines = true,
                     .max = EVALUATION_TEXT_MAX, .optional = true),
               FIELD(evaluate, to_improve, .label = N_("What can be better"), .lines = true,
                     .max = EVALUATION_TEXT_MAX, .optional = true)),
        SETTLES(settled_evaluation, FOLLOWUP_FIELDS(settled_evaluation, follow)),
        .ready = { guard_evaluate_ready },
        .guards = { guard_evaluate, guard_evaluation_says },
        .settle = settle_evaluate,
        .apply = apply_evaluate,
    },
    {
        .name = "record_lesson",
        .is_aside = true,
        .version = 1,
        .object = "lesson",
        .address = "les",
        .title = N_("Record a lesson"),
        .done = N_("The lesson is on record."),
        .may = "anybody",
        .creates = true,
        FIELDS(record_lesson,
               FIELD(record_lesson, request, .label = N_("Request"), .table = "request",
                     .optional = true),
               FIELD(record_lesson, incident, .label = N_("Incident"),
                     .hint = N_("Leave empty to take that of the request."), .table = "incident",
                     .optional = true),
               FIELD(record_lesson, phase, .label = N_("Phase of the safety chain"),
                     .choices = "phase", .optional = true),
               FIELD(record_lesson, observation, .label = N_("What was seen"), .lines = true,
                     .min = 1, .max = LESSON_TEXT_MAX),
               FIELD(record_lesson, recommendation, .label = N_("What should change"),
                     .lines = true, .min = 1, .max = LESSON_TEXT_MAX),
               FIELD(record_lesson, owner, .label = N_("Owner"),
                     .hint = N_("The office that has to do it."), .table = "office")),
        SETTLES(
            settled_lesson, FIELD(settled_lesson, label, .label = "", .optional = true),
            FIELD(settled_lesson, incident, .label = "", .table = "incident", .optional = true)),
        .settle = settle_lesson,
        .apply = apply_record,
    },
    {
        .name = "decide_lesson",
        .version = 1,
        .object = "lesson",
        .posted_to = "decisions",
        .address = "besluit",
        .title = N_("Decide about the lesson"),
        .done = N_("The decision about the lesson is on record."),
        .may = "rule:LESSON_OWNER",
        FIELDS(
            decide_lesson,
            FIELD(decide_lesson, decision, .label = N_("Decision"), .choices = "lesson_decision"),
            FIELD(decide_lesson, reason, .label = N_("Reason"), .lines = true,
                  .max = LESSON_TEXT_MAX, .optional = true)),
        .ready = { guard_decidable },
        .guards = { guard_decision },
        .apply = apply_decide,
    },
    {
        .name = "verify_lesson",
        .version = 1,
        .object = "lesson",
        .posted_to = "verifications",
        .address = "toetsing",
        .title = N_("Record that it works"),
        .done = N_("The lesson is verified."),
        .may = "role:ROLE_EVALUATOR",
        FIELDS(verify_lesson,
               FIELD(verify_lesson, in, .label = N_("Seen to work in"),
                     .hint = N_("The exercise or deployment in which it worked."), .min = 1,
                     .max = 500),
               FIELD(verify_lesson, request, .label = N_("Request"), .table = "request",
                     .optional = true)),
        .ready = { guard_verifiable },
        .apply = apply_verify,
    },
    {
        .name = "close",
        .version = 1,
        .object = "lesson",
        .posted_to = "closings",
        .address = "afsluiting",
        .title = N_("Close the lesson"),
        .done = N_("The lesson is closed."),
        .may = "role:ROLE_EVALUATOR",
        .ready = { guard_closable },
        .apply = apply_close,
    },
};
