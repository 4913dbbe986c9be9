/* SPDX-License-Identifier: EUPL-1.2 */
/* How long and until when: extend and its answer, a changed task, recall, release. */
#include <assert.h>

#include "base/tr.h"
#include "deployment/inner.h"
#include "deployment/statements.h"

/* ---- extension ---- */

void tell_extend(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict)
{
    const struct extend *f = fields;

    (void)entry;
    (void)tx;
    (void)verdict;
    fact_set_bool(&h->facts, "reason_given", !text_is_empty(f->reason));
}

void tell_answer_extension(const struct entry *entry, const void *fields, struct tx *tx,
                           struct dep_hand *h, const struct verdict *verdict)
{
    const struct decide_extension *f = fields;

    (void)entry;
    (void)tx;
    (void)verdict;
    fact_set(&h->facts, "decision", f->decision.code);
    fact_set_bool(&h->facts, "reason_given", !text_is_empty(f->reason));
}

/* The deployment of an act on a request is one of that request. */
static bool is_of_request(const struct entry *entry, const struct deployment *d,
                          struct verdict *verdict)
{
    if (id_same(d->request, entry->object))
        return true;
    verdict_refuse(verdict, "DEPLOYMENT_OTHER_REQUEST", "deployment",
                   N_("This deployment serves another request."),
                   N_("Choose a deployment of this request."));
    return false;
}

void guard_extension(const struct entry *entry, const void *fields, struct tx *tx,
                     struct verdict *verdict)
{
    const struct extend *f = fields;
    struct deployment d;

    if (id_is_none(f->deployment) || deployment_get(tx, f->deployment, &d) != OK ||
        !is_of_request(entry, &d, verdict))
        return;
    if (!text_is(d.state, "DEPLOYED"))
        rule_refuse(verdict, "STATE_ORDER", "deployment", BY_RULE);
    if (instant_is_none(f->until))
        return;
    if ((!instant_is_none(d.until) && f->until.us <= d.until.us) ||
        f->until.us <= entry->recorded_at.us)
        verdict_refuse(verdict, "EXTENSION_NOT_LONGER", "until",
                       N_("This is no later than the end that stands now."),
                       N_("Give a later end, or release the unit when its work is done."));
}

/* What a longer stay takes from others is said, never in silence; it stops no answer. */
static void warn_of_capacity(const struct entry *entry, const struct deployment *d,
                             struct instant until, struct tx *tx, struct verdict *verdict)
{
    struct rows *r = tx_query(tx, SQL_DEP_MEANS_OF, VAL(d->id));

    while (rows_next(r)) {
        struct id pool = rows_id(r, 0);
        int64_t quantity = rows_int(r, 1);

        if (id_is_none(pool) || quantity == 0 ||
            capability_fits(tx, pool, quantity, entry->recorded_at, until, entry->recorded_at,
                            d->id))
            continue;
        verdict_warn(verdict, "CAPACITY_PROMISED", "until",
                     N_("Until then some of these units are promised to others."),
                     N_("Tell the holder of the units, or give an earlier end."));
    }
}

void guard_extension_answer(const struct entry *entry, const void *fields, struct tx *tx,
                            struct verdict *verdict)
{
    const struct decide_extension *f = fields;
    bool refuses = text_is(f->decision.code, "refuse");
    struct deployment d;

    if (!refuses && !text_is_empty(f->decision.code) && instant_is_none(f->until))
        rule_refuse(verdict, "FIELD_MISSING", "until", BY_RULE);
    if (id_is_none(f->deployment) || deployment_get(tx, f->deployment, &d) != OK ||
        !is_of_request(entry, &d, verdict))
        return;
    if (!tx_has(tx, SQL_DEP_EXTENSION_OPEN, VAL(d.id)))
        verdict_refuse(verdict, "EXTENSION_NOT_ASKED", "deployment",
                       N_("No extension of this deployment waits for an answer."),
                       N_("Choose the deployment for which it was asked."));
    if (refuses || instant_is_none(f->until))
        return;
    if (!text_is(d.state, "DEPLOYED")) /* released meanwhile: only a refusal closes the question */
        rule_refuse(verdict, "STATE_ORDER", "deployment", BY_RULE);
    if (f->until.us <= entry->recorded_at.us)
        verdict_refuse(verdict, "EXTENSION_NOT_LONGER", "until",
                       N_("This is no later than the end that stands now."),
                       N_("Give a later end, or refuse with a reason."));
    else
        warn_of_capacity(entry, &d, f->until, tx, verdict);
}

enum result apply_extend(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct extend *f = fields;

    tx_exec(tx, SQL_DEP_EXTENSION_PUT, VAL(entry->seq), VAL(f->deployment), VAL(entry->by.office),
            VAL(entry->happened_at), VAL(f->until), VAL(f->reason));
    return apply_dep_common(entry, settled, f->deployment, tx);
}

/* The ledger counts the units of every deployment for the period of their request, as extended, or
 * until they are home: what another deployment still has is not promised away before that. */
static void extend_others(struct tx *tx, const struct entry *entry, struct id request,
                          struct id deployment, struct instant until)
{
    struct rows *r = tx_query(tx, SQL_DEP_OTHERS_NOT_HOME, VAL(request), VAL(deployment));

    while (rows_next(r))
        capability_extend(tx, entry, rows_id(r, 0), until);
}

enum result apply_decide_extension(const struct entry *entry, const void *fields,
                                   const void *settled, struct tx *tx)
{
    const struct decide_extension *f = fields;
    const struct settled_deployment *s = settled;
    int64_t asked = tx_int(tx, SQL_DEP_EXTENSION_OPEN, 0, VAL(f->deployment));
    bool refuses = text_is(f->decision.code, "refuse");
    struct instant until = refuses ? INSTANT_NONE : f->until;

    assert(asked > 0); /* pair: guard_extension_answer */
    tx_exec(tx, SQL_DEP_EXTENSION_DECIDE, VAL(asked), VAL(f->decision), VAL(entry->happened_at),
            VAL(until), VAL(f->more), VAL(f->reason));
    if (!refuses) {
        tx_exec(tx, SQL_DEP_UNTIL, VAL(f->deployment), VAL(f->until));
        capability_extend(tx, entry, f->deployment, f->until);
    }
    if (!instant_is_none(s->request_until)) {
        request_extend_until(tx, entry->object, s->request_until);
        capability_extend(tx, entry, entry->object, s->request_until); /* what is held for it */
        extend_others(tx, entry, entry->object, f->deployment, s->request_until);
    }
    return apply_dep_common(entry, s, f->deployment, tx);
}

/* ---- a changed task ---- */

/* One request = one basis: the new task is judged by its own purpose and force, not by the old
 * ones. */
void tell_rebase(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict)
{
    const struct rebase *f = fields;

    (void)entry;
    (void)tx;
    (void)verdict;
    fact_set(&h->facts, "purpose", f->purpose.code);
    fact_set_yesno(&h->facts, "force_needed", f->force_needed);
    fact_set_bool(&h->facts, "new_request_linked", !id_is_none(f->new_request));
}

void guard_new_request(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict)
{
    const struct rebase *f = fields;
    struct deployment d;

    if (!id_is_none(f->new_request) && deployment_get(tx, entry->object, &d) == OK &&
        id_same(f->new_request, d.request))
        verdict_refuse(verdict, "REBASE_SAME_REQUEST", "new_request",
                       N_("This is the request under which the deployment works already."),
                       N_("Name the new request on its own basis, or leave this empty."));
}

enum result apply_rebase(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct rebase *f = fields;
    const struct rebase_line *lines = f->lines.items;

    tx_exec(tx, SQL_DEP_REBASED, VAL(entry->object), VAL(f->new_task), VAL(f->new_request));
    tx_exec(tx, SQL_DEP_REBASE_LINES_DROP, VAL(entry->object));
    for (int64_t i = 0; i < f->lines.n; i++)
        tx_exec(tx, SQL_DEP_REBASE_LINE_PUT, VAL(entry->object), VAL(i + 1),
                VAL(lines[i].effect_kind), VAL(lines[i].amount), VAL(lines[i].unit));
    if (!id_is_none(f->new_request)) {
        audience_copy(tx, f->new_request, entry->object);
        thing_touch(tx, entry, f->new_request);
    }
    return apply_dep_common(entry, settled, entry->object, tx);
}

/* ---- the end ---- */

void tell_recall(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict)
{
    const struct recall *f = fields;

    (void)entry;
    (void)tx;
    (void)verdict;
    fact_set_bool(&h->facts, "reason_given", !text_is_empty(f->reason));
    fact_set_bool(&h->facts, "reason_code_given", !text_is_empty(f->reason_code.code));
    fact_set(&h->facts, "reason_code", f->reason_code.code);
    if (text_is_empty(f->reason_code.code))
        fact_set(&h->facts, "reason_code", T("none")); /* no code is not the code "money" */
}

enum result apply_recall(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct recall *f = fields;

    tx_exec(tx, SQL_DEP_ENDED, VAL(entry->object), VAL(entry->happened_at), VAL(f->reason),
            VAL(f->reason_code));
    return apply_dep_common(entry, settled, entry->object, tx);
}

enum result apply_release(const struct entry *entry, const void *fields, const void *settled,
                          struct tx *tx)
{
    const struct release *f = fields;

    tx_exec(tx, SQL_DEP_ENDED, VAL(entry->object), VAL(entry->happened_at), VAL(f->reason),
            VAL((struct choice){ T("") }));
    return apply_dep_common(entry, settled, entry->object, tx);
}
