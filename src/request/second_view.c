/* SPDX-License-Identifier: EUPL-1.2 */
/* Who decides about a request, who has, and who still must; and what later rooms' pages ask of a
 * request beside its stage. */
#include <string.h>

#include "base/tr.h"
#include "directory/directory.h"
#include "request/inner.h"
#include "request/neighbours.h"
#include "request/stage_bar.h"
#include "request/statements.h"
#include "request/views.h"

struct id request_incident(struct tx *tx, struct id request)
{
    struct request_form *form = arena_new(tx_arena(tx), struct request_form);

    if (!form)
        return ID_NONE; /* the arena is marked */
    form_load(tx, request, form);
    return form->incident;
}

bool has_code(struct text codes, struct text code)
{
    struct text one;

    while (text_cut(&codes, ',', &one))
        if (text_same(one, code) ||
            (text_starts(one, T("*.")) && code.len > one.len - 1 &&
             text_same(text_slice(code, code.len - (one.len - 1), one.len - 1),
                       text_slice(one, 1, one.len - 1))))
            return true;
    return false;
}

/* ---- the patterns of deciding ---- */

struct pattern {
    const char *code, *words;
};
static const struct pattern patterns[] = {
    { "agree", N_("Both ministers must say yes. One no is a refusal.") },
    { "duty", N_("Whoever is asked supplies, unless compelling reasons oppose it.") },
    { "supplier", N_("The region that is asked decides itself.") },
    { "defence", N_("Defence decides alone; others advise.") },
    { "one", N_("One office decides; no second one is asked.") },
};

static const struct pattern *pattern_of(const struct route *route, struct arena *a)
{
    const struct facts none = { 0 };
    const char *code = route_second(route);

    if (strcmp(code, "agree") != 0 && strcmp(code, "duty") != 0) {
        code = "one";
        if (text_is(route_slot(route, "decider", &none, a), "MIN_DEF.minister"))
            code = "defence";
        if (route_slot_is_of_supplier(route, "decider"))
            code = "supplier";
    }
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
        if (strcmp(code, patterns[i].code) == 0)
            return &patterns[i];
    return &patterns[sizeof(patterns) / sizeof(patterns[0]) - 1];
}

void put_pattern(struct json *out, const struct route *route, struct arena *a)
{
    const struct pattern *p = pattern_of(route, a);

    json_put_words(out, "pattern", p->code, p->words);
    json_put_bool(out, "is_agree", strcmp(p->code, "agree") == 0);
    json_put_bool(out, "is_duty", strcmp(p->code, "duty") == 0);
}

/* ---- whose turn it is, by the route ---- */

/* False when the route knows no such act at this stage, whoever would act. */
static bool is_open_at(const struct at_hand *h, const char *act, struct arena *a)
{
    struct verdict *v = arena_new(a, struct verdict);
    struct facts facts = { 0 };
    struct judged judged;

    if (!v)
        return false;
    verdict_init(v, a);
    judge(h->route, h->stage, act, &facts, true, &judged, v);
    return !verdict_find(v, "STATE_ORDER");
}

const struct turn *turn_on(const struct at_hand *h, struct arena *a)
{
    static const struct turn decides = { "CIVIL_SEARCH", 4, "decider", "decide",
                                         N_("Decide on the request.") };
    static const struct turn looks = { "CHECKED", 4, "desk", "civil_search",
                                       N_("Look for what can be given.") };
    bool has_defence = true;

    if (text_is(h->stage, "CHECKED") || text_is(h->stage, "CIVIL_SEARCH"))
        has_defence = is_open_at(h, "pass_to_defence", a);
    if (has_defence)
        return turn_of(h->stage, h->signed_version == h->form_version);
    return text_is(h->stage, "CHECKED") ? &looks : &decides;
}

/* ---- who said what ---- */

/* What one office said about the request; `has_said` false while it did not. */
struct said {
    bool has_said;
    struct id office, mandate;
    struct instant at;
    const char *list; /* of the answer */
    struct text answer, reason, on_behalf_of;
};

static struct said consent_of(const struct look *look, struct id request)
{
    struct rows *r = tx_query(look->tx, SQL_REQUEST_CHECKS_OF, VAL(request));
    struct said s = { .has_said = false };

    while (rows_next(r))
        if (!rows_is_null(r, 5) && rows_peek(r, 5).len > 0)
            s = (struct said){ .has_said = true,
                               .office = rows_id(r, 1),
                               .mandate = ID_NONE,
                               .at = rows_instant(r, 6),
                               .answer = T("yes"),
                               .list = "concur",
                               .reason = T(""),
                               .on_behalf_of = rows_text(r, 5) };
    return s;
}

/* The last decision by an office that may refuse beforehand (`of_first`), or by any other: who
 * decides may do so by a mandate. */
static struct said decision_of(const struct look *look, struct id request, struct text first,
                               bool of_first)
{
    struct rows *r = tx_query(look->tx, SQL_REQUEST_DECISIONS_OF, VAL(request));
    struct said s = { .has_said = false };
    struct office o;

    while (rows_next(r)) {
        bool is_first = office_get(look->tx, rows_id(r, 1), rows_instant(r, 8), &o) == OK &&
                        has_code(first, o.code);

        if (is_first != of_first)
            continue;
        s = (struct said){ .has_said = true,
                           .office = rows_id(r, 1),
                           .mandate = rows_id(r, 2),
                           .at = rows_instant(r, 8),
                           .list = "decision",
                           .answer = rows_text(r, 3),
                           .reason = rows_text(r, 4),
                           .on_behalf_of = rows_text(r, 7) };
    }
    return s;
}

static struct said concurrence_of(const struct look *look, struct id request)
{
    struct rows *r = tx_query(look->tx, SQL_REQUEST_CONCURRENCES_OF, VAL(request));
    struct said s = { .has_said = false };

    while (rows_next(r))
        s = (struct said){ .has_said = true,
                           .office = rows_id(r, 1),
                           .mandate = rows_id(r, 2),
                           .at = rows_instant(r, 5),
                           .list = "concur",
                           .answer = rows_text(r, 3),
                           .reason = rows_text(r, 4),
                           .on_behalf_of = T("") };
    return s;
}

/* ---- "deciding" ---- */

static void put_mandate(struct json *out, const struct look *look, struct id mandate)
{
    json_put_bool(out, "has_mandate", !id_is_none(mandate));
    json_put_text(
        out, "mandate_url",
        text_printf(look->arena, "/mandaten/%.*s", TEXT_FMT(id_text(look->arena, mandate))));
}

/* One place at the table: who is asked, what he said, or that it is his turn. */
static void put_place(const struct look *look, const struct at_hand *h, const struct facts *facts,
                      const char *slot, const char *role, const struct said *s, struct json *out)
{
    const struct turn *turn = turn_on(h, look->arena);
    bool is_turn = !s->has_said && turn && turn->slot && strcmp(turn->slot, slot) == 0 &&
                   (strcmp(turn->act, "decide") == 0 || strcmp(turn->act, "concur") == 0 ||
                    strcmp(turn->act, "desk_check") == 0);
    bool is_yes = text_is(s->answer, "grant") || text_is(s->answer, "yes") ||
                  text_is(s->answer, "agree_in_principle");
    bool is_no = text_is(s->answer, "refuse") || text_is(s->answer, "no");

    json_open(out);
    json_put_words(out, "role", slot, role);
    put_slot(look, h, facts, "who", slot, out);
    json_put_bool(out, "has_said", s->has_said);
    json_put_bool(out, "is_turn", is_turn);
    json_put_bool(out, "is_waiting", !s->has_said && !is_turn);
    json_put_bool(out, "is_yes", s->has_said && is_yes);
    json_put_bool(out, "is_no", s->has_said && is_no);
    json_put_bool(out, "is_partly", s->has_said && !is_yes && !is_no);
    json_put_choice(out, "answer", s->list ? s->list : "decision", s->has_said ? s->answer : T(""));
    json_put_office(out, "by", look->tx, s->has_said ? s->office : ID_NONE);
    json_put_instant(out, "said_at", s->has_said ? s->at : INSTANT_NONE);
    json_put_text(out, "reason", s->has_said ? s->reason : T(""));
    json_put_bool(out, "has_reason", s->has_said && s->reason.len > 0);
    put_mandate(out, look, s->has_said ? s->mandate : ID_NONE);
    json_close(out);
}

/* "series": the municipalities that the form names, [{"name", "is_own", "is_covered",
 * "repeat_url"}], each with the way to a form of its own; "has_series". */
static void put_series(const struct look *look, const struct at_hand *h, struct json *out)
{
    const struct place_ref *places = h->form.municipalities.items;
    bool has_other = false;

    json_name(out, "series");
    json_list(out);
    for (int64_t i = 0; i < h->form.municipalities.n; i++) {
        struct text code = area_of_place(look->tx, places[i].place);
        bool is_own = text_same(code, h->municipality);

        has_other = has_other || !is_own;
        json_open(out);
        json_put_text(out, "name", directory_name_of(look->tx, places[i].place.words));
        json_put_bool(out, "is_own", is_own);
        json_put_bool(out, "is_covered",
                      strcmp(art39_here(look->tx, T(""), code, look->now), "on") == 0);
        json_put_text(
            out, "repeat_url",
            text_printf(look->arena,
                        "/aanvragen/nieuw/aanvraag?legal_basis=%.*s&follows=%.*s&municipality=%.*s",
                        TEXT_FMT(route_id(h->route)), TEXT_FMT(id_text(look->arena, h->id)),
                        TEXT_FMT(places[i].place.words)));
        json_close(out);
    }
    json_list_end(out);
    json_put_bool(out, "has_series", has_other);
}

enum { SIGNERS_MAX = 50 };

struct signers {
    const struct look *look;
    struct json *out;
    struct text instance; /* of the giver: its mandates are for offices of the same one */
    struct id listed[SIGNERS_MAX];
    size_t n;
};

static void put_signer(void *ctx, const struct mandate *m)
{
    struct signers *s = ctx;
    const struct look *look = s->look;
    struct id receiver = office_find(look->tx, m->to_code, s->instance, look->now);
    struct office o;

    for (size_t i = 0; i < s->n; i++)
        if (id_same(s->listed[i], m->id))
            return; /* it holds for the region and for the municipality */
    if (s->n == SIGNERS_MAX || office_get(look->tx, receiver, look->now, &o) != OK)
        return; /* nobody holds it now */
    s->listed[s->n++] = m->id;
    json_open(s->out);
    json_put_text(s->out, "title", o.title);
    json_put_text(s->out, "until_on", day_text(look->arena, m->until));
    json_put_text(
        s->out, "mandate_url",
        text_printf(look->arena, "/mandaten/%.*s", TEXT_FMT(id_text(look->arena, m->id))));
    json_close(s->out);
}

/* The office that the law lets ask here: also after another signed under its mandate. */
struct at_hand as_the_law_asks(const struct at_hand *h, struct tx *tx, const struct facts *facts,
                               struct instant when)
{
    struct text codes = route_slot(h->route, "requester", facts, tx_arena(tx)), code;
    struct at_hand by_law = *h;
    struct office o;

    if (office_get(tx, h->requester, when, &o) != OK)
        return by_law;
    while (text_cut(&codes, ',', &code))
        if (text_same(code, o.code))
            return by_law;
    by_law.requester = ID_NONE;
    by_law.requester = at_hand_office(&by_law, tx, "requester", facts, when);
    if (id_is_none(by_law.requester))
        by_law.requester = h->requester;
    return by_law;
}

/* "has_signers": a signature is what is wanted now; "signers" [{"title", "until_on",
 * "mandate_url"}]: who may give it under a mandate of the office that asks. */
static void put_signers(const struct look *look, const struct at_hand *h, const struct facts *facts,
                        struct json *out)
{
    struct signers *s = arena_new(look->arena, struct signers);
    struct at_hand by_law = as_the_law_asks(h, look->tx, facts, look->now);
    struct id giver = at_hand_office(&by_law, look->tx, "requester", facts, look->now);
    struct text basis = route_id(h->route);
    struct office o;
    bool is_wanted =
        text_is(h->stage, "DRAFT") || text_is(h->stage, "ORAL") || text_is(h->stage, "RETURNED");

    json_put_bool(out, "has_signers", is_wanted);
    json_name(out, "signers");
    json_list(out);
    if (s && is_wanted && office_get(look->tx, giver, look->now, &o) == OK) {
        *s = (struct signers){ .look = look, .out = out, .instance = o.instance };
        mandates_from(look->tx, giver, basis, h->region, look->now, put_signer, s);
        if (h->municipality.len > 0)
            mandates_from(look->tx, giver, basis, h->municipality, look->now, put_signer, s);
    }
    json_list_end(out);
}

void put_deciding(const struct look *look, const struct at_hand *h, const struct facts *facts,
                  struct json *out)
{
    struct text first = route_has_slot(h->route, "first_decider")
                            ? route_slot(h->route, "first_decider", facts, look->arena)
                            : T("");
    bool is_duty = strcmp(route_second(h->route), "duty") == 0;
    struct said s;

    json_name(out, "deciding");
    json_open(out);
    put_pattern(out, h->route, look->arena);
    json_name(out, "places");
    json_list(out);
    if (is_duty) {
        s = decision_of(look, h->id, first, true);
        if (!s.has_said)
            s = consent_of(look, h->id);
        put_place(look, h, facts, s.has_said && first.len > 0 ? "first_decider" : "desk",
                  N_("Consents on behalf of the Minister"), &s, out);
    }
    s = decision_of(look, h->id, first, false);
    put_place(look, h, facts, "decider", N_("Decides"), &s, out);
    if (route_has_slot(h->route, "concurrer")) {
        s = concurrence_of(look, h->id);
        put_place(look, h, facts, "concurrer", N_("Must agree"), &s, out);
    }
    json_list_end(out);
    json_close(out);
    put_series(look, h, out);
    put_signers(look, h, facts, out);
}
