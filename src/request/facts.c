/* SPDX-License-Identifier: EUPL-1.2 */
/* All facts that a route asks of this room: of the request, of the actor, of the place. */
#include <assert.h>
#include <string.h>

#include "agreement/agreement.h"
#include "directory/directory.h"
#include "request/inner.h"
#include "request/neighbours.h"
#include "request/statements.h"

/* ---- a request at hand ---- */

void at_hand_find(struct at_hand *h, struct tx *tx, struct id request)
{
    struct rows *r = tx_query(tx, SQL_REQUEST_ROW, VAL(request));

    *h = (struct at_hand){ .id = request,
                           .number = T(""),
                           .stage = T(""),
                           .region = T(""),
                           .municipality = T(""),
                           .supplier = T(""),
                           .period_until = INSTANT_NONE };
    form_clear(&h->form);
    while (rows_next(r)) {
        h->is_there = true;
        h->number = rows_text(r, 0);
        h->route = route_version(rows_text(r, 1), rows_int(r, 2));
        h->stage = rows_text(r, 3);
        h->region = rows_text(r, 4);
        h->municipality = rows_text(r, 5);
        h->drafter = rows_id(r, 6);
        h->requester = rows_id(r, 7);
        h->form_version = rows_int(r, 8);
        h->signed_version = rows_is_null(r, 9) ? 0 : rows_int(r, 9);
        h->has_contact = rows_bool(r, 10);
        h->period_until = rows_instant(r, 11);
    }
}

/* The region that an office works for, when nobody said where: its own, if it has one. */
static struct text own_region(const struct entry *entry, struct tx *tx)
{
    struct office o;

    if (office_get(tx, entry->by.office, entry->recorded_at, &o) ||
        !text_starts(o.instance, T("VR")))
        return T("");
    return o.instance;
}

/* Codes of the place, by the form: the municipality, else the drafter's own region.
 */
static void place_take(struct at_hand *h, const struct entry *entry, struct tx *tx)
{
    h->municipality = area_of_place(tx, h->form.municipality);
    h->region = region_of_place(tx, h->form.municipality);
    if (h->region.len == 0)
        h->region = own_region(entry, tx);
}

/* The basis in force now: for a new request, or a draft that changes its basis. Without one (the
 * acts that an office may do are listed before anybody chose) the first in the law's own order. */
static const struct route *route_now(const struct entry *entry, struct text basis, struct tx *tx)
{
    const struct route_shelf *shelf = route_shelf_shared();

    if (basis.len > 0)
        return route_in_force(tx, basis, entry->happened_at);
    for (size_t i = 0; i < route_shelf_count(shelf); i++) {
        const struct route *r =
            route_in_force(tx, route_id(route_shelf_at(shelf, i)), entry->happened_at);
        if (r)
            return r;
    }
    return NULL;
}

void at_hand_take(struct at_hand *h, const struct entry *entry, const struct request_act *act,
                  const void *fields, struct tx *tx)
{
    struct text contact, basis;

    at_hand_find(h, tx, act && entry->action->creates ? ID_NONE : entry->object);
    if (h->is_there)
        form_load(tx, h->id, &h->form);
    h->supplier = region_of_place(tx, h->form.to_region);
    if (!act || !act->has_form)
        return;
    contact = h->form.contact;
    basis = h->form.legal_basis;
    if (act->replaces)
        form_clear(&h->form);
    h->is_changed = form_take(&h->form, &entry->action->fields, fields) || act->replaces;
    h->supplier = region_of_place(tx, h->form.to_region);
    if (h->form.contact.len == 0)
        h->form.contact = contact; /* sealed: who may not read it must not empty it */
    h->has_contact = h->has_contact || h->form.contact.len > 0;
    if (h->form.legal_basis.len == 0)
        h->form.legal_basis = basis;
    if (!h->is_there || !text_same(h->form.legal_basis, basis))
        h->route = route_now(entry, h->form.legal_basis, tx);
    if (!h->is_there || h->is_changed)
        place_take(h, entry, tx);
}

/* ---- facts ---- */

/* An office may have several roles; the judge wants the one that matters most here. */
static const char *const roles[] = {
    "ROLE_AUDITOR",    "ROLE_REQUESTER",     "ROLE_PREPARER",     "ROLE_LOCC",      "ROLE_DOPS",
    "ROLE_DJZ",        "ROLE_MINISTER_JENV", "ROLE_MINISTER_DEF", "ROLE_TOC",       "ROLE_HOLDER",
    "ROLE_FIELD_AUTH", "ROLE_CDK",           "ROLE_FINANCE",      "ROLE_EVALUATOR",
};

static bool covers(struct tx *tx, struct id office, struct text area)
{
    return area.len > 0 && office_covers(tx, office, area);
}

static void facts_of_actor(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                           struct facts *f)
{
    struct office o;
    bool contains, is_placed = h->region.len > 0 || h->municipality.len > 0;

    fact_set_bool(f, "place_known", is_placed);
    if (id_is_none(entry->by.office) ||
        office_get(tx, entry->by.office, entry->recorded_at, &o) != OK)
        return;
    fact_set(f, "actor_office", o.code);
    if (h->supplier.len > 0)
        fact_set_bool(f, "area_contains_supplier", covers(tx, o.id, h->supplier));
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
        if (office_has_role(tx, o.id, text_of(roles[i]))) {
            fact_set(f, "actor_role", text_of(roles[i]));
            break;
        }
    if (!is_placed)
        return;
    contains = covers(tx, o.id, h->municipality) || covers(tx, o.id, h->region);
    fact_set_bool(f, "area_contains_place", contains);
    fact_set_bool(f, "area_touches_place",
                  contains || office_touches_incident(tx, o.id, h->region));
}

/* The slot whose power a mandate could lend for this act (law/README.md: "this very slot"). */
static const char *slot_of_act(const struct at_hand *h, const char *law_act)
{
    bool is_before = text_is(h->stage, "CHECKED") || text_is(h->stage, "CIVIL_SEARCH");

    if (strcmp(law_act, "concur") == 0)
        return "concurrer";
    if (strcmp(law_act, "decide") != 0 && strcmp(law_act, "decide_extension") != 0)
        return "requester";
    return is_before && route_has_slot(h->route, "first_decider") ? "first_decider" : "decider";
}

static void facts_of_mandate(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                             const char *law_act, struct facts *f)
{
    const char *slot = slot_of_act(h, law_act);
    bool is_supplier = route_slot_is_of_supplier(h->route, slot);
    struct text codes, code, basis = route_id(h->route);
    struct text area = is_supplier ? h->supplier : h->municipality;
    struct id found = ID_NONE;

    codes = route_slot(h->route, slot, f, tx_arena(tx));
    while (id_is_none(found) && !id_is_none(entry->by.office) && text_cut(&codes, ',', &code)) {
        if (text_same(code, fact_get(f, "actor_office")))
            continue; /* its own power needs no mandate */
        found = mandate_for(tx, entry->by.office, code, basis, area, entry->recorded_at);
        if (id_is_none(found) && !is_supplier)
            found = mandate_for(tx, entry->by.office, code, basis, h->region, entry->recorded_at);
    }
    fact_set_bool(f, "mandate_named", !id_is_none(entry->by.mandate));
    if (!id_is_none(found))
        fact_set(f, "mandate", T("in_force"));
    else
        fact_set(f, "mandate", id_is_none(entry->by.mandate) ? T("none") : T("not_in_force"));
}

/* Every municipality that the form names: its own, and those beside it. */
static bool is_one_municipality(const struct at_hand *h, struct tx *tx, struct instant when)
{
    const struct place_ref *places = h->form.municipalities.items;
    bool is_one = true, is_covered = true;

    for (int64_t i = 0; i < h->form.municipalities.n; i++) {
        struct text code = area_of_place(tx, places[i].place);

        is_one = is_one && text_same(code, h->municipality);
        is_covered = is_covered && strcmp(art39_here(tx, T(""), code, when), "on") == 0;
    }
    return is_one ||
           (is_covered && strcmp(art39_here(tx, T(""), h->municipality, when), "on") == 0);
}

/* What single routes ask of the form: neighbours and their plans (Wvr 51 lid 5), one form per
 * municipality (Politiewet 2012, art. 11), why nobody else can (MSOB). */
static void facts_of_route(const struct at_hand *h, struct tx *tx, struct instant when,
                           struct facts *f)
{
    const struct ref_of *plans = h->form.plan_clauses.items;
    bool has_own = false, has_theirs = false;

    for (int64_t i = 0; i < h->form.plan_clauses.n; i++) {
        has_own = has_own || plan_is_with(tx, plans[i].id, h->region, h->supplier, when);
        has_theirs = has_theirs || plan_is_with(tx, plans[i].id, h->supplier, h->region, when);
    }
    fact_set_bool(f, "plans_agree", has_own && has_theirs);
    if (h->supplier.len > 0 && h->region.len > 0)
        fact_set_bool(f, "is_adjacent", directory_is_adjacent(tx, h->region, h->supplier, when));
    fact_set_bool(f, "one_municipality", is_one_municipality(h, tx, when));
    fact_set_bool(f, "subsidiarity_named",
                  text_is(h->form.subsidiarity, "cannot") ||
                      text_is(h->form.subsidiarity, "not_in_time") ||
                      text_is(h->form.subsidiarity, "not_adequately"));
}

static void facts_of_form(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                          struct facts *f)
{
    const struct request_form *form = &h->form;

    for (int64_t i = 0; i < form_fields.n; i++)
        fact_field(f, form_fields.fields[i].name, field_given(&form_fields.fields[i], form));
    if (h->has_contact)
        fact_field(f, "contact", true);
    fact_set(f, "purpose", form->purpose.code);
    fact_set_yesno(f, "found_explosive", form->found_explosive);
    fact_set_yesno(f, "force_needed", form->force_needed);
    fact_set_yesno(f, "urgent", form->urgent);
    fact_set_yesno(f, "planned", form->planned);
    fact_set_bool(f, "effect_named", form_names_effect(form));
    fact_set(f, "art39", text_of(art39_here(tx, h->region, h->municipality, entry->recorded_at)));
}

void at_hand_facts(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                   const char *law_act, struct facts *f)
{
    facts_of_actor(h, entry, tx, f);
    facts_of_form(h, entry, tx, f);
    facts_of_route(h, tx, entry->recorded_at, f);
    fact_set_bool(f, "signed",
                  h->is_there && !h->is_changed && h->signed_version == h->form_version);
    fact_set_bool(f, "cdk_told", h->is_there && notice_is_given(tx, h->id, T("CDK.commissaris")));
    fact_set_bool(f, "jenv_told",
                  h->is_there && notice_is_given(tx, h->id, T("MIN_JENV.minister")));
    fact_set_bool(f, "legal_test_done",
                  h->is_there && tx_has(tx, SQL_REQUEST_LEGAL_TEST_IS_DONE, VAL(h->id)));
    fact_set_bool(f, "oral_open",
                  h->is_there && obligation_is_open(tx, h->id, T("CONFIRM_WRITTEN")));
    fact_set_bool(f, "authority_named", false); /* deployment/ says when one is */
    fact_set_bool(f, "actor_is_named", false);
    if (h->route)
        facts_of_mandate(h, entry, tx, law_act, f);
}
