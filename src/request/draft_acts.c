/* SPDX-License-Identifier: EUPL-1.2 */
/* Drafting, calling, signing, submitting, telling, advising: what their fields tell and store. */
#include <string.h>

#include "base/tr.h"
#include "request/inner.h"
#include "request/neighbours.h"
#include "request/statements.h"

/* ---- facts that the fields tell ---- */

/* Receiver and channel are fields that must be there; what is left to judge is the time. */
void tell_call(const struct entry *entry, const void *fields, const struct at_hand *h,
               struct tx *tx, struct facts *f)
{
    (void)fields;
    (void)h;
    (void)tx;
    fact_set_bool(f, "times_ordered", entry->happened_at.us <= entry->recorded_at.us);
}

/* The competent office that submits a text it changed, signs that text by submitting it, if a text
 * was signed before; the office named says so for a first signature. */
void tell_submit(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f)
{
    const struct submit_request *s = fields;

    (void)entry;
    (void)tx;
    if (s->office.len > 0 || (h->is_changed && h->signed_version > 0))
        fact_set_bool(f, "signed", true);
    if (!id_is_none(s->mandate))
        fact_set_bool(f, "mandate_named", true);
}

/* Draft, signature and submission at once: the submitter signs. */
void tell_submit_new(const struct entry *entry, const void *fields, const struct at_hand *h,
                     struct tx *tx, struct facts *f)
{
    tell_submit(entry, fields, h, tx, f);
    fact_set_bool(f, "signed", true);
}

void tell_advise(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f)
{
    (void)entry;
    (void)h;
    (void)tx;
    fact_set_bool(f, "pictures_named", ((const struct advise *)fields)->picture_versions.n > 0);
}

/* A notice to the King's Commissioner counts when it is to the one of this very place. */
void tell_notify(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f)
{
    const struct notify *n = fields;
    struct office to;
    bool is_there, is_cdk;

    fact_set_bool(f, "times_ordered", entry->happened_at.us <= entry->recorded_at.us);
    is_there = !id_is_none(n->to) && office_get(tx, n->to, entry->recorded_at, &to) == OK;
    fact_set_bool(f, "notice_to_jenv", is_there && text_is(to.code, "MIN_JENV.minister"));
    is_cdk = is_there && text_is(to.code, "CDK.commissaris") &&
             (h->region.len == 0 || office_covers(tx, n->to, h->region) ||
              (h->municipality.len > 0 && office_covers(tx, n->to, h->municipality)));
    fact_set_bool(f, "notice_to_cdk", is_cdk);
}

void tell_sign(const struct entry *entry, const void *fields, const struct at_hand *h,
               struct tx *tx, struct facts *f)
{
    (void)entry;
    (void)h;
    (void)tx;
    if (!id_is_none(((const struct sign_request *)fields)->mandate))
        fact_set_bool(f, "mandate_named", true);
}

void tell_confirm(const struct entry *entry, const void *fields, const struct at_hand *h,
                  struct tx *tx, struct facts *f)
{
    (void)entry;
    (void)h;
    (void)tx;
    if (!id_is_none(((const struct confirm_oral *)fields)->mandate))
        fact_set_bool(f, "mandate_named", true);
}

/* ---- signatures ---- */

static struct text office_signed_for(const struct action *action, const void *fields)
{
    if (strcmp(action->name, "sign_request") == 0)
        return ((const struct sign_request *)fields)->office;
    if (strcmp(action->name, "confirm_oral_in_writing") == 0)
        return ((const struct confirm_oral *)fields)->office;
    return ((const struct submit_request *)fields)->office;
}

/* The named office is one that fills the requester's slot, and a mandate of it is in force. */
static bool may_sign_for(const struct entry *entry, const void *fields, struct tx *tx,
                         struct text named)
{
    struct facts facts = { 0 };
    struct at_hand h;
    struct text codes, code;

    at_hand_take(&h, entry, request_act_of(entry->action), fields, tx);
    if (!h.route)
        return true; /* no route, no slot: the route's guard says so */
    at_hand_facts(&h, entry, tx, "sign_request", &facts);
    if (!fact_is(&facts, "mandate", "in_force"))
        return false;
    codes = route_slot(h.route, "requester", &facts, tx_arena(tx));
    while (text_cut(&codes, ',', &code))
        if (text_same(code, named))
            return true;
    return false;
}

void guard_signs_as(const struct entry *entry, const void *fields, struct tx *tx,
                    struct verdict *verdict)
{
    struct text named = office_signed_for(entry->action, fields);
    struct office own;
    struct verdict_item *item;

    if (named.len == 0 || office_get(tx, entry->by.office, entry->recorded_at, &own) != OK ||
        text_same(named, own.code) || may_sign_for(entry, fields, tx, named))
        return;
    item = verdict_forbid(
        verdict, "SIGNS_AS_OTHER", "office",
        N_("You sign as {office}, but you act for another office without its mandate."),
        N_("Sign as your own office, or ask for a mandate that covers this."));
    verdict_hole(item, verdict->arena, "office", named);
}

/* ---- storing ---- */

enum result apply_open_oral(const struct entry *entry, const void *fields, const void *settled,
                            struct tx *tx)
{
    const struct open_oral_request *f = fields;

    apply_common(entry, fields, settled, tx);
    tx_exec(tx, SQL_REQUEST_CALL_PUT, VAL(entry->id), VAL(entry->object), VAL(entry->by.office),
            VAL(f->receiver), VAL(f->channel), VAL(entry->happened_at));
    return audience_add_office(tx, entry->object, f->receiver, false);
}

enum result apply_notify(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct settled_request *s = settled;
    const struct notify *f = fields;

    apply_common(entry, fields, s, tx);
    notice_put(tx, entry, entry->object, f->to, "RECORDED", s->record_cite);
    return audience_add_office(tx, entry->object, f->to, false);
}

enum result apply_advise(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct advise *f = fields;
    const struct ref_of *pictures = f->picture_versions.items;

    apply_common(entry, fields, settled, tx);
    tx_exec(tx, SQL_REQUEST_ADVICE_PUT, VAL(entry->id), VAL(entry->object), VAL(entry->by.office),
            VAL(f->advice), VAL(entry->happened_at));
    for (int64_t i = 0; i < f->picture_versions.n; i++)
        tx_exec(tx, SQL_REQUEST_ADVICE_PICTURE_PUT, VAL(entry->id), VAL(pictures[i].id));
    return tx_result(tx);
}

enum result apply_confirm(const struct entry *entry, const void *fields, const void *settled,
                          struct tx *tx)
{
    const struct confirm_oral *f = fields;

    apply_common(entry, fields, settled, tx);
    return tx_exec(tx, SQL_REQUEST_CONFIRMATION_PUT, VAL(entry->id), VAL(entry->object),
                   VAL(entry->by.office), VAL(f->office), VAL(entry->happened_at));
}
