/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk, Defence's tests, the offer and the decision: what their fields tell and store. */
#include <string.h>

#include "base/tr.h"
#include "request/account.h"
#include "request/inner.h"
#include "request/statements.h"

/* ---- facts that the fields tell ---- */

void tell_check(const struct entry *entry, const void *fields, const struct at_hand *h,
                struct tx *tx, struct facts *f)
{
    const struct desk_check *c = fields;

    (void)entry;
    (void)h;
    (void)tx;
    fact_set_bool(f, "desk_ok",
                  c->form_complete.is == YES && c->competence_ok.is == YES &&
                      c->basis_ok.is == YES);
    fact_field(f, "consent_on_behalf_of", c->consent_on_behalf_of.len > 0);
}

static void tell_reason(struct facts *f, struct text reason)
{
    fact_set_bool(f, "reason_given", text_trim(reason).len > 0);
}

void tell_return(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f)
{
    (void)entry;
    (void)h;
    (void)tx;
    tell_reason(f, ((const struct return_request *)fields)->reason);
}

void tell_withdraw(const struct entry *entry, const void *fields, const struct at_hand *h,
                   struct tx *tx, struct facts *f)
{
    (void)entry;
    (void)h;
    (void)tx;
    tell_reason(f, ((const struct withdraw *)fields)->reason);
}

void tell_answer(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f)
{
    (void)entry;
    (void)h;
    (void)tx;
    fact_set_yesno(f, "accept", ((const struct answer_offer *)fields)->accept);
}

void tell_decide(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f)
{
    const struct decide *d = fields;

    (void)entry;
    (void)h;
    (void)tx;
    fact_set(f, "decision", d->decision.code);
    tell_reason(f, d->reason);
    fact_set(f, "reason_code", d->reason_code.code);
    fact_set_bool(f, "reason_code_given", d->reason_code.code.len > 0);
    fact_set_bool(f, "reason_compelling", reason_is_compelling(d->reason_code.code));
}

void tell_concur(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f)
{
    const struct concur *c = fields;

    (void)entry;
    (void)h;
    (void)tx;
    fact_set(f, "concur", c->concur.code);
    tell_reason(f, c->reason);
}

void guard_granted_lines(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict)
{
    bool is_concur = strcmp(entry->action->name, "concur") == 0;
    const struct decide *d = fields;
    const struct concur *c = fields;
    const struct list *given = is_concur ? &c->lines : &d->lines;
    const struct granted_line *lines = given->items;
    bool is_refused =
        is_concur ? text_is(c->concur.code, "no") : text_is(d->decision.code, "refuse");

    if (given->n > 0 && is_refused)
        verdict_refuse(verdict, "LINES_OF_REFUSAL", "lines", N_("A refusal grants no lines."),
                       N_("Leave the amounts empty, or grant in part."));
    for (int64_t i = 0; i < given->n; i++) {
        int64_t asked =
            tx_int(tx, SQL_REQUEST_LINE_AMOUNT, -1, VAL(entry->object), VAL(lines[i].line));
        bool is_doubled = false;

        for (int64_t k = 0; k < i; k++)
            is_doubled = is_doubled || lines[k].line == lines[i].line;
        if (asked < 0 || is_doubled)
            verdict_refuse(verdict, "LINE_UNKNOWN",
                           text_cstr(verdict->arena,
                                     text_printf(verdict->arena, "lines/%lld/line", (long long)i)),
                           N_("The request has no such line, or it is named twice."),
                           N_("Name each line of the request once."));
        else if (lines[i].amount > asked)
            verdict_refuse(
                verdict, "LINE_ABOVE_ASKED",
                text_cstr(verdict->arena,
                          text_printf(verdict->arena, "lines/%lld/amount", (long long)i)),
                N_("More is granted than was asked."), N_("Grant at most what the line asks."));
    }
}

/* ---- storing ---- */

enum result apply_check(const struct entry *entry, const void *fields, const void *settled,
                        struct tx *tx)
{
    const struct desk_check *f = fields;

    apply_common(entry, fields, settled, tx);
    return tx_exec(tx, SQL_REQUEST_CHECK_PUT, VAL(entry->id), VAL(entry->object),
                   VAL(entry->by.office), VAL(f->form_complete), VAL(f->competence_ok),
                   VAL(f->basis_ok), value_text_or_null(f->consent_on_behalf_of),
                   VAL(entry->happened_at));
}

enum result apply_return(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct return_request *f = fields;
    const struct code_of *names = f->fields.items;

    apply_common(entry, fields, settled, tx);
    tx_exec(tx, SQL_REQUEST_RETURN_PUT, VAL(entry->id), VAL(entry->object), VAL(f->reason),
            VAL(entry->happened_at));
    for (int64_t i = 0; i < f->fields.n; i++)
        tx_exec(tx, SQL_REQUEST_RETURN_FIELD_PUT, VAL(entry->id), VAL(names[i].code));
    return tx_result(tx);
}

enum result apply_search(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct civil_search *f = fields;

    const struct ref_of *pools = f->pools.items;

    apply_common(entry, fields, settled, tx);
    tx_exec(tx, SQL_REQUEST_SEARCH_PUT, VAL(entry->id), VAL(entry->object), VAL("civil"),
            VAL(f->found), VAL(f->answer), VAL(f->channel), VAL(entry->happened_at));
    for (int64_t i = 0; i < f->pools.n; i++)
        tx_exec(tx, SQL_REQUEST_POOL_PUT, VAL(entry->id), VAL(entry->object), VAL(pools[i].id));
    return tx_result(tx);
}

enum result apply_pass(const struct entry *entry, const void *fields, const void *settled,
                       struct tx *tx)
{
    const struct pass_to_defence *f = fields;

    apply_common(entry, fields, settled, tx);
    return tx_exec(tx, SQL_REQUEST_SEARCH_PUT, VAL(entry->id), VAL(entry->object), VAL("passed"),
                   VAL(f->ladder), VAL(""), VAL(""), VAL(entry->happened_at));
}

enum result apply_assess(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct will_can_may *f = fields;

    apply_common(entry, fields, settled, tx);
    return tx_exec(tx, SQL_REQUEST_ASSESSMENT_PUT, VAL(entry->id), VAL(entry->object),
                   VAL(entry->by.office), VAL(f->will), VAL(f->can), VAL(f->may),
                   VAL(entry->happened_at));
}

enum result apply_legal_test(const struct entry *entry, const void *fields, const void *settled,
                             struct tx *tx)
{
    const struct legal_test *f = fields;

    apply_common(entry, fields, settled, tx);
    return tx_exec(tx, SQL_REQUEST_LEGAL_TEST_PUT, VAL(entry->id), VAL(entry->object),
                   VAL(entry->by.office), VAL(f->result), VAL(f->basis), VAL(f->force_regime),
                   VAL(entry->happened_at));
}

enum result apply_offer(const struct entry *entry, const void *fields, const void *settled,
                        struct tx *tx)
{
    const struct offer_alternative *f = fields;

    apply_common(entry, fields, settled, tx);
    return tx_exec(tx, SQL_REQUEST_OFFER_PUT, VAL(entry->id), VAL(entry->object), VAL(f->means),
                   VAL(f->same_effect), VAL(entry->happened_at));
}

/* Declining ends the request: what was asked is withdrawn with it. */
enum result apply_answer(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct answer_offer *f = fields;

    apply_common(entry, fields, settled, tx);
    tx_exec(tx, SQL_REQUEST_OFFER_ANSWER, VAL(entry->object), VAL(f->accept), VAL(f->reason),
            VAL(entry->happened_at));
    return f->accept.is == YES ? account_substitute(tx, entry->object)
                               : account_withdraw(tx, entry->object);
}

/* An agreement in principle answers nothing yet: the second minister does. */
static void account_lines(const struct entry *entry, const struct decide *f, struct tx *tx)
{
    enum account_answer answer = text_is(f->decision.code, "refuse")         ? ANSWER_REFUSED
                                 : text_is(f->decision.code, "partly_grant") ? ANSWER_PARTLY
                                                                             : ANSWER_MET;

    if (!text_is(f->decision.code, "agree_in_principle"))
        account_decide(tx, entry->object, answer, f->lines.items, f->lines.n);
}

enum result apply_decide(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct settled_request *s = settled;
    const struct decide *f = fields;

    apply_common(entry, fields, s, tx);
    tx_exec(tx, SQL_REQUEST_DECISION_PUT, VAL(entry->id), VAL(entry->object), VAL(entry->by.office),
            VAL(entry->by.mandate), VAL(f->decision), VAL(f->reason), VAL(f->reason_code),
            VAL(f->given), value_text_or_null(f->on_behalf_of), VAL(entry->happened_at));
    account_lines(entry, f, tx);
    return tx_result(tx);
}

enum result apply_concur(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct concur *f = fields;
    enum account_answer answer = text_is(f->concur.code, "yes")      ? ANSWER_MET
                                 : text_is(f->concur.code, "partly") ? ANSWER_PARTLY
                                                                     : ANSWER_REFUSED;

    apply_common(entry, fields, settled, tx);
    tx_exec(tx, SQL_REQUEST_CONCURRENCE_PUT, VAL(entry->id), VAL(entry->object),
            VAL(entry->by.office), VAL(entry->by.mandate), VAL(f->concur), VAL(f->reason),
            VAL(entry->happened_at));
    return account_decide(tx, entry->object, answer, f->lines.items, f->lines.n);
}

enum result apply_withdraw(const struct entry *entry, const void *fields, const void *settled,
                           struct tx *tx)
{
    const struct withdraw *f = fields;

    apply_common(entry, fields, settled, tx);
    tx_exec(tx, SQL_REQUEST_WITHDRAWAL_PUT, VAL(entry->object), VAL(entry->by.office),
            VAL(f->reason), VAL(entry->happened_at));
    return account_withdraw(tx, entry->object);
}
