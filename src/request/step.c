/* SPDX-License-Identifier: EUPL-1.2 */
/* What every act of this room has in common: judged by its route, settled, stored. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "capability/capability.h"
#include "request/inner.h"
#include "request/neighbours.h"
#include "request/statements.h"

/* ---- the acts and what the law calls them ---- */
const struct request_act request_acts[] = {
    { .name = "draft_request", .law = "draft_request", .has_form = true, .replaces = true },
    { .name = "edit_request", .law = "draft_request", .has_form = true, .replaces = true },
    { .name = "open_oral_request", .law = "request_orally", .tell = tell_call, .has_form = true },
    { .name = "request_orally", .law = "request_orally", .tell = tell_call, .has_form = true },
    { .name = "submit_at_once",
      .law = "submit_request",
      .tell = tell_submit_new,
      .has_form = true,
      .signs = true },
    { .name = "submit_request", .law = "submit_request", .tell = tell_submit, .has_form = true },
    { .name = "advise", .law = "advise", .tell = tell_advise },
    { .name = "notify", .law = "notify", .tell = tell_notify },
    { .name = "sign_request", .law = "sign_request", .tell = tell_sign, .signs = true },
    { .name = "confirm_oral_in_writing", .law = "confirm_oral_in_writing", .tell = tell_confirm },
    { .name = "desk_check", .law = "desk_check", .tell = tell_check },
    { .name = "return_request", .law = "return_request", .tell = tell_return },
    { .name = "civil_search", .law = "civil_search" },
    { .name = "pass_to_defence", .law = "pass_to_defence" },
    { .name = "will_can_may", .law = "will_can_may" },
    { .name = "legal_test", .law = "legal_test" },
    { .name = "offer_alternative", .law = "offer_alternative" },
    { .name = "answer_offer", .law = "answer_offer", .tell = tell_answer },
    { .name = "decide", .law = "decide", .tell = tell_decide },
    { .name = "concur", .law = "concur", .tell = tell_concur },
    { .name = "withdraw", .law = "withdraw", .tell = tell_withdraw },
    { .name = "close", .law = "close" },
};

const struct request_act *request_act_of(const struct action *action)
{
    for (size_t i = 0; i < sizeof(request_acts) / sizeof(request_acts[0]); i++)
        if (strcmp(request_acts[i].name, action->name) == 0)
            return &request_acts[i];
    return NULL; /* an act of another room on a request */
}

/* ---- judging ---- */

/* Said already: the same rule on the same field, or the same rule about the whole act. */
static bool is_said(const struct verdict *v, const struct verdict_item *item)
{
    for (size_t i = 0; i < v->count; i++)
        if (v->items[i].step == v->step && strcmp(v->items[i].code, item->code) == 0 &&
            (item->field.len == 0 || text_same(v->items[i].field, item->field)))
            return true;
    return false;
}

static void say_new(struct verdict *to, const struct verdict *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct verdict_item *item = &from->items[i];
        const char *field = text_cstr(to->arena, item->field);
        struct verdict_item *said;

        if (is_said(to, item))
            continue;
        said = item->weight == VERDICT_WARN
                   ? verdict_warn(to, item->code, field, item->why, item->mend)
                   : verdict_refuse(to, item->code, field, item->why, item->mend);
        said->kind = item->kind;
        said->cite = item->cite;
        said->cite_version = item->cite_version;
        said->hole_count = item->hole_count;
        memcpy(said->holes, item->holes, sizeof(said->holes));
    }
}

/* An open obligation flags an accepted act: the act goes through, the duty stays in sight. */
static void warn_of_open(const struct at_hand *h, const struct judged *judged, struct tx *tx,
                         struct verdict *verdict)
{
    for (size_t i = 0; i < judged->flagged_count; i++) {
        struct verdict_item *item;

        if (!h->is_there || !obligation_is_open(tx, h->id, judged->flagged_by[i]))
            continue;
        item = verdict_warn(verdict, text_cstr(verdict->arena, judged->flagged_by[i]), "",
                            N_("The act goes through; this duty of the request stays open."),
                            N_("See who owes it and by when in the list of duties."));
        verdict_cite(item, route_article(h->route), T(""));
    }
}

void at_hand_judge(const struct at_hand *h, const char *law_act, const struct facts *facts,
                   bool only_ready, struct tx *tx, struct judged *out, struct verdict *verdict)
{
    struct verdict *fresh = arena_new(tx_arena(tx), struct verdict);

    *out = (struct judged){ .next = T(""), .next_deployment = T("") };
    if (!h->route) {
        verdict_refuse(verdict, "LEGAL_BASIS_UNKNOWN", "legal_basis",
                       N_("No route for this legal basis is in force here."),
                       N_("Choose a legal basis from the list."));
        return;
    }
    verdict_init(fresh, tx_arena(tx));
    judge(h->route, h->stage, law_act, facts, only_ready, out, fresh);
    say_new(verdict, fresh);
    if (!only_ready && verdict_is_clear(fresh))
        warn_of_open(h, out, tx, verdict);
}

/* The request as the act leaves it, with all facts; then the judge. */
static void judge_act(const struct entry *entry, const void *fields, struct tx *tx, bool only_ready,
                      struct at_hand *h, struct facts *facts, struct judged *out,
                      struct verdict *verdict)
{
    const struct request_act *act = request_act_of(entry->action);

    assert(act);
    at_hand_take(h, entry, act, fields, tx);
    at_hand_facts(h, entry, tx, act->law, facts);
    if (act->tell)
        act->tell(entry, fields, h, tx, facts);
    at_hand_judge(h, act->law, facts, only_ready, tx, out, verdict);
}

/* Asked on which basis this office may begin a request at all: some route in force lets it. */
static bool some_route_lets(const struct entry *entry, const void *fields, struct tx *tx)
{
    const struct request_act *act = request_act_of(entry->action);
    const struct route_shelf *shelf = route_shelf_shared();
    bool is_let = false;

    for (size_t i = 0; i < route_shelf_count(shelf) && !is_let; i++) {
        struct verdict *v = arena_new(tx_arena(tx), struct verdict);
        struct facts *facts = arena_new(tx_arena(tx), struct facts);
        struct judged judged;
        struct at_hand h;

        if (!v || !facts)
            return false;
        verdict_init(v, tx_arena(tx));
        at_hand_take(&h, entry, act, fields, tx);
        if (h.form.legal_basis.len > 0)
            return false; /* chosen: that one is judged */
        h.route = route_in_force(tx, route_id(route_shelf_at(shelf, i)), entry->happened_at);
        if (!h.route)
            continue;
        at_hand_facts(&h, entry, tx, act->law, facts);
        at_hand_judge(&h, act->law, facts, true, tx, &judged, v);
        is_let = v->refusals == 0;
    }
    return is_let;
}

void guard_route_ready(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict)
{
    struct at_hand h;
    struct facts facts = { 0 };
    struct judged judged;

    if (entry->is_dry && entry->action->creates && some_route_lets(entry, fields, tx))
        return;
    judge_act(entry, fields, tx, true, &h, &facts, &judged, verdict);
    /* The route leaves the act open for months, because the form may come late; once it is there,
     * nothing is left to confirm. */
    if (strcmp(entry->action->name, "confirm_oral_in_writing") == 0 &&
        !obligation_is_open(tx, entry->object, T("CONFIRM_WRITTEN")))
        verdict_refuse(verdict, "NOTHING_TO_CONFIRM", "",
                       N_("No oral request waits here for its signed form."),
                       N_("Nothing is owed. Look at the timeline for when it came."));
}

void guard_route(const struct entry *entry, const void *fields, struct tx *tx,
                 struct verdict *verdict)
{
    struct at_hand h;
    struct facts facts = { 0 };
    struct judged judged;

    judge_act(entry, fields, tx, false, &h, &facts, &judged, verdict);
}

void guard_tested_basis(const struct entry *entry, const void *fields, struct tx *tx,
                        struct verdict *verdict)
{
    const struct legal_test *f = fields;
    struct at_hand h;

    at_hand_find(&h, tx, entry->object);
    if (f->basis.len == 0 || (h.route && text_same(f->basis, route_id(h.route))) ||
        route_in_force(tx, f->basis, entry->happened_at))
        return;
    verdict_refuse(verdict, "LEGAL_BASIS_UNKNOWN", "basis",
                   N_("No route for this legal basis is in force here."),
                   N_("Give the code of the basis that was tested, such as WVR51_MIL."));
}

void guard_form(const struct entry *entry, const void *fields, struct tx *tx,
                struct verdict *verdict)
{
    struct at_hand h;
    struct verdict_item *item;

    at_hand_take(&h, entry, request_act_of(entry->action), fields, tx);
    if (!instant_is_none(h.form.needed_from) && !instant_is_none(h.form.needed_until) &&
        h.form.needed_until.us <= h.form.needed_from.us)
        verdict_refuse(verdict, "PERIOD_REVERSED", "needed_until",
                       N_("The end of the need lies before its beginning."),
                       N_("Give a later end, or an earlier beginning."));
    if (!effect_says_means(h.form.effect))
        return;
    item = verdict_warn(verdict, "EFFECT_SAYS_MEANS", "effect",
                        N_("You name a means ({words}). What has to be reached?"),
                        N_("Say what must hold, be moved or be cared for, and how much of it."));
    verdict_hole(item, verdict->arena, "words", h.form.effect);
}

/* ---- settling ---- */

static enum result settle_number(const struct entry *entry, struct tx *tx,
                                 struct settled_request *s)
{
    int64_t node = id_node(entry->id);

    s->year = zone_civil(entry->zone, entry->happened_at).year;
    s->serial = tx_int(tx, SQL_REQUEST_NEXT_SERIAL, 1, VAL(node), VAL(s->year));
    s->number = node == 1 ? text_printf(tx_arena(tx), "%04lld-%04lld", (long long)s->year,
                                        (long long)s->serial)
                          : text_printf(tx_arena(tx), "%04lld-%lld-%04lld", (long long)s->year,
                                        (long long)node, (long long)s->serial);
    return tx_result(tx);
}

/* The effect is the request's name; cut between words, because it stands in lists. */
static struct text label_of(struct arena *a, const struct at_hand *h)
{
    struct text t = text_trim(h->form.effect), line = T("");

    if (t.len == 0)
        t = text_trim(h->form.situation);
    text_cut(&t, '\n', &line);
    line = text_trim(line);
    if (line.len <= LABEL_MAX)
        return line;
    line.len = LABEL_MAX;
    while (line.len > 0 && line.at[line.len - 1] != ' ')
        line.len--;
    return text_printf(a, "%.*s…", TEXT_FMT(text_trim(line)));
}

static void settle_form(const struct at_hand *h, struct tx *tx, struct settled_request *s)
{
    s->region = h->region;
    s->municipality = h->municipality;
    s->label = label_of(tx_arena(tx), h);
    s->has_contact.is = h->has_contact ? YES : NO;
}

/* The actor is one of those whom the law lets ask here, by its own power. */
static bool may_ask_itself(const struct at_hand *h, const struct facts *facts, struct tx *tx)
{
    struct text codes = route_slot(h->route, "requester", facts, tx_arena(tx)), code;
    struct verdict *unused = arena_new(tx_arena(tx), struct verdict);
    struct judged judged;
    bool is_one = false;

    while (!is_one && text_cut(&codes, ',', &code))
        is_one = text_same(code, fact_get(facts, "actor_office"));
    if (!is_one)
        return false;
    verdict_init(unused, tx_arena(tx));
    judge(h->route, T("DRAFT"), "sign_request", facts, true, &judged, unused);
    return unused->refusals == 0;
}

/* Who asks: the office whose act binds the requester. A draft has its drafter when he may ask
 * himself; else only the office of its region. */
static void settle_requester(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                             const struct request_act *act, const struct facts *facts,
                             struct settled_request *s)
{
    bool asks = strcmp(act->law, "request_orally") == 0 ||
                strcmp(act->law, "submit_request") == 0 || act->signs;

    if (asks || (id_is_none(h->requester) && may_ask_itself(h, facts, tx)))
        s->requester = entry->by.office;
    else if (id_is_none(h->requester))
        s->requester = at_hand_office(h, tx, "requester", facts, entry->recorded_at);
}

/* A signature on the text as this act leaves it: by the act itself, or because the competent office
 * submits a text that it changed. */
static void settle_signature(const struct at_hand *h, const struct entry *entry,
                             const struct request_act *act, const void *fields,
                             const struct facts *facts, struct tx *tx, struct settled_request *s)
{
    bool is_submit = strcmp(act->law, "submit_request") == 0;
    bool signs = act->signs || (is_submit && h->signed_version != h->form_version) ||
                 (is_submit && h->is_changed);
    struct text slot = route_slot(h->route, "requester", facts, tx_arena(tx)), code;
    struct id mandate = ID_NONE;

    if (!signs)
        return;
    s->signs_as = fact_get(facts, "actor_office");
    if (is_submit)
        mandate = ((const struct submit_request *)fields)->mandate;
    else if (strcmp(act->law, "sign_request") == 0)
        mandate = ((const struct sign_request *)fields)->mandate;
    s->mandate = id_is_none(mandate) ? entry->by.mandate : mandate;
    if (fact_is(facts, "mandate", "in_force") && text_cut(&slot, ',', &code) &&
        !text_same(code, s->signs_as))
        s->signs_as = code;
}

enum result settle_request(const struct entry *entry, const void *fields, struct tx *tx,
                           void *settled)
{
    const struct request_act *act = request_act_of(entry->action);
    struct settled_request *s = settled;
    struct verdict *unused = arena_new(tx_arena(tx), struct verdict);
    struct at_hand h;
    struct facts facts = { 0 };
    struct judged judged;

    verdict_init(unused, tx_arena(tx));
    judge_act(entry, fields, tx, false, &h, &facts, &judged, unused);
    if (!h.route)
        return FAULT; /* the guards have refused */
    entry_uses_law(entry, route_id(h.route), route_number(h.route), route_sha256(h.route));
    if (entry->action->creates && settle_number(entry, tx, s))
        return tx_result(tx);
    if (act->has_form) {
        settle_form(&h, tx, s);
        s->route = route_id(h.route);
        s->route_version = route_number(h.route);
    }
    h.id = entry->object;
    settle_requester(&h, entry, tx, act, &facts, s);
    settle_signature(&h, entry, act, fields, &facts, tx, s);
    s->record_cite = judged.record_count > 0 ? judged.records[0].cite : T("");
    return at_hand_followup(&h, entry, tx, &judged, &facts, NULL, &s->follow);
}

/* ---- storing ---- */

static void apply_new(const struct entry *entry, const struct settled_request *s, struct tx *tx)
{
    tx_exec(tx, SQL_REQUEST_PUT, VAL(entry->object), VAL(s->number), VAL(id_node(entry->id)),
            VAL(s->year), VAL(s->serial), VAL(s->route), VAL(s->route_version), VAL("DRAFT"),
            VAL(entry->by.office), VAL(entry->happened_at));
    thing_state(tx, entry->object, T("DRAFT"));
    audience_add_office(tx, entry->object, entry->by.office, false);
}

struct concerned {
    struct tx *tx;
    struct id request;
};

static void concern_code(void *ctx, struct text code)
{
    struct concerned *c = ctx;

    audience_add_code(c->tx, c->request, code);
}

/* The desks, deciders and signatories of the route find the request, wherever they sit. */
static void concern_route(const struct entry *entry, const struct settled_request *s, struct tx *tx)
{
    struct concerned c = { tx, entry->object };
    const struct route *route = route_version(s->route, s->route_version);

    if (route)
        route_audience_codes(route, concern_code, &c);
}

/* The form as the act leaves it, its place, its name, and whom it concerns there. */
static void apply_form(const struct entry *entry, const struct request_act *act, const void *fields,
                       const struct settled_request *s, struct tx *tx)
{
    struct text contact, basis;
    struct request_form form;
    struct period was;
    bool is_changed;

    form_load(tx, entry->object, &form);
    was = (struct period){ form.needed_from, form.needed_until };
    contact = form.contact;
    basis = form.legal_basis;
    if (act->replaces)
        form_clear(&form);
    is_changed = form_take(&form, &entry->action->fields, fields) || act->replaces;
    if (!is_changed)
        return;
    if (form.contact.len == 0)
        form.contact = contact;
    if (form.legal_basis.len == 0)
        form.legal_basis = basis;
    form_store(tx, entry->object, &form);
    if (!entry->action->creates)
        tx_exec(tx, SQL_REQUEST_TEXT_CHANGED, VAL(entry->object));
    if (!entry->action->creates &&
        (was.from.us != form.needed_from.us || was.until.us != form.needed_until.us))
        capability_hold_move(tx, entry, entry->object, form.needed_from, form.needed_until);
    tx_exec(tx, SQL_REQUEST_PLACED, VAL(entry->object), VAL(s->region), VAL(s->municipality),
            VAL(s->has_contact));
    tx_exec(tx, SQL_REQUEST_ROUTED, VAL(entry->object), VAL(s->route), VAL(s->route_version));
    if (s->region.len > 0)
        audience_add_area(tx, entry->object, s->region);
    if (s->municipality.len > 0)
        audience_add_area(tx, entry->object, s->municipality);
    if (!id_is_none(form.incident))
        audience_copy(tx, form.incident, entry->object);
    concern_route(entry, s, tx);
}

static void apply_name(const struct entry *entry, const struct settled_request *s, struct tx *tx)
{
    struct thing t;

    if (thing_get(tx, entry->object, &t))
        return;
    thing_label(tx, entry->object, s->number.len > 0 ? s->number : t.number, s->label);
}

/* The region that is asked sees the request once it is asked (Wvr art. 51 lid 5). */
static void concern_supplier(const struct entry *entry, struct tx *tx)
{
    struct request_form form;
    struct text region;

    form_load(tx, entry->object, &form);
    region = region_of_place(tx, form.to_region);
    if (region.len > 0)
        audience_add_area(tx, entry->object, region);
}

enum result apply_common(const struct entry *entry, const void *fields,
                         const struct settled_request *s, struct tx *tx)
{
    const struct request_act *act = request_act_of(entry->action);

    assert(act);
    if (entry->action->creates)
        apply_new(entry, s, tx);
    if (act->has_form) {
        apply_form(entry, act, fields, s, tx);
        apply_name(entry, s, tx);
    }
    if (!id_is_none(s->requester)) {
        tx_exec(tx, SQL_REQUEST_REQUESTER, VAL(entry->object), VAL(s->requester));
        audience_add_office(tx, entry->object, s->requester, false);
    }
    if (s->signs_as.len > 0) {
        tx_exec(tx, SQL_REQUEST_SIGNATURE_PUT, VAL(entry->id), VAL(entry->object),
                VAL(entry->by.office), VAL(s->signs_as), VAL(s->mandate), VAL(entry->happened_at));
        tx_exec(tx, SQL_REQUEST_SIGNED, VAL(entry->object));
    }
    if (text_is(s->follow.next, "SUBMITTED") || text_is(s->follow.next, "ORAL"))
        concern_supplier(entry, tx);
    return followup_apply(entry, tx, entry->object, &s->follow);
}

enum result apply_move(const struct entry *entry, const void *fields, const void *settled,
                       struct tx *tx)
{
    return apply_common(entry, fields, settled, tx);
}
