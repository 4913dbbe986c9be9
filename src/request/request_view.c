/* SPDX-License-Identifier: EUPL-1.2 */
/* The document of one request: its form, its file, who is next, what may be done. */
#include <string.h>

#include "base/tr.h"
#include "capability/pieces.h"
#include "directory/directory.h"
#include "request/account.h"
#include "request/inner.h"
#include "request/route_choice.h"
#include "request/stage_bar.h"
#include "request/statements.h"
#include "request/views.h"

/* ---- the form as people read it ---- */

/* One field: name, label, and its value under the key of its kind; is_empty when nobody filled it.
 */
static void put_form_field(const struct look *look, const struct request_form *form,
                           const struct field *words, struct json *out)
{
    const struct field *f = fields_find(&form_fields, text_of(words->name));
    const void *at = (const char *)form + f->offset;
    bool is_given = field_given(f, form);
    const char *list = f->kind == FIELD_CHOICE ? words->choices : form_list_of(f, form);

    json_open(out);
    json_put_cstr(out, "name", f->name);
    json_put_cstr(out, "label", tr(look->lang, words->label));
    json_put_bool(out, "is_empty", !is_given);
    json_put_text(out, "text",
                  f->kind == FIELD_TEXT && is_given && !list ? *(const struct text *)at : T(""));
    json_put_choice(out, "choice", list ? list : "purpose",
                    list && is_given ? *(const struct text *)at : T(""));
    json_put_instant(out, "moment_at",
                     f->kind == FIELD_INSTANT ? *(const struct instant *)at : INSTANT_NONE);
    json_put_bool(out, "is_yes", f->kind == FIELD_YESNO && ((const struct yesno *)at)->is == YES);
    json_put_bool(out, "is_no", f->kind == FIELD_YESNO && ((const struct yesno *)at)->is == NO);
    json_put_text(out, "place",
                  f->kind == FIELD_PLACE && is_given
                      ? directory_name_of(look->tx, ((const struct place *)at)->words)
                      : T(""));
    json_put_thing(out, "thing", look->tx, f->kind == FIELD_REF ? *(const struct id *)at : ID_NONE);
    json_close(out);
}

/* Lists, links and what stands elsewhere on the page are no rows of the form. */
static bool is_row(const struct field *words)
{
    static const char *const elsewhere[] = { "effect",   "lines",   "alternatives", "plan_clauses",
                                             "incident", "follows", "legal_basis",  "contact",
                                             "office",   "mandate" };

    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
        if (strcmp(words->name, elsewhere[i]) == 0)
            return false;
    return fields_find(&form_fields, text_of(words->name)) != NULL;
}

/* "asked": every field of the form with its label, as drafted; the words are those of
 * draft_request. */
static void put_asked(const struct look *look, const struct at_hand *h, struct json *out)
{
    const struct fieldset *words = &request_actions[0].fields;
    json_t *form = fields_write(&form_fields, &h->form, NULL);

    json_name(out, "asked");
    json_list(out);
    for (int64_t i = 0; i < words->n; i++)
        if (is_row(&words->fields[i]))
            put_form_field(look, &h->form, &words->fields[i], out);
    json_list_end(out);
    json_put_text(out, "effect", h->form.effect);
    json_put_bool(out, "has_contact", h->has_contact);
    json_put_text(out, "contact", h->form.contact);
    json_name(out, "form"); /* in the shape of an input: what the edit form begins with */
    json_value(out, form);
    json_decref(form);
}

/* ---- the file: what was advised, signed, checked, decided ---- */

static void put_pictures(const struct look *look, struct id advice, struct json *out)
{
    struct rows *r = tx_query(look->tx, SQL_REQUEST_ADVICE_PICTURES_OF, VAL(advice));
    struct id ids[PICTURES_MAX];
    size_t n = 0;

    while (rows_next(r))
        if (n < PICTURES_MAX)
            ids[n++] = rows_id(r, 0);
    json_name(out, "pictures");
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        struct thing t;
        if (thing_get(look->tx, ids[i], &t) != OK)
            continue;
        json_open(out);
        json_put_id(out, "id", t.id);
        json_put_text(out, "number", t.number);
        json_put_text(out, "label", t.label);
        json_close(out);
    }
    json_list_end(out);
}

static void put_return_fields(const struct look *look, struct id returned, struct json *out)
{
    struct rows *r = tx_query(look->tx, SQL_REQUEST_RETURN_FIELDS_OF, VAL(returned));

    json_name(out, "fields");
    json_list(out);
    while (rows_next(r)) {
        const struct field *f = fields_find(&request_actions[0].fields, rows_peek(r, 0));
        json_open(out);
        json_put_text(out, "name", rows_peek(r, 0));
        json_put_text(out, "label", f ? text_of(tr(look->lang, f->label)) : rows_peek(r, 0));
        json_close(out);
    }
    json_list_end(out);
}

/* Words of a coded column beside the code itself: column -> list. */
static const struct {
    const char *column, *as, *list;
} coded[] = {
    { "channel", "channel_words", "channel" },
    { "will", "will_words", "will" },
    { "outcome", "outcome_words", "legal_result" },
    { "force_regime", "force_words", "force_regime" },
    { "decision", "decision_words", "decision" },
    { "reason_code", "reason_words", "reason_code" },
    { "rung", "rung_words", "rung" },
};

static void put_coded(const struct rows *r, struct json *out)
{
    for (int c = 0; c < rows_count(r); c++)
        for (size_t i = 0; i < sizeof(coded) / sizeof(coded[0]); i++)
            if (strcmp(rows_name(r, c), coded[i].column) == 0)
                json_put_choice(out, coded[i].as, coded[i].list, rows_text(r, c));
}

static void put_offices(const struct look *look, const struct rows *r, struct json *out)
{
    for (int c = 0; c < rows_count(r); c++) {
        if (strcmp(rows_name(r, c), "office_id") == 0)
            json_put_office(out, "office", look->tx, rows_id(r, c));
        if (strcmp(rows_name(r, c), "receiver_id") == 0)
            json_put_office(out, "receiver", look->tx, rows_id(r, c));
    }
}

/* What a row says by a code that no list holds: another office, a route, a pass. */
static void put_named(const struct look *look, const struct rows *r, struct json *out)
{
    struct office actor = { .code = T("") };

    for (int c = 0; c < rows_count(r); c++) {
        const char *name = rows_name(r, c);

        if (strcmp(name, "office_id") == 0 &&
            office_get(look->tx, rows_id(r, c), look->now, &actor) != OK)
            actor.code = T("");
        if (strcmp(name, "signs_as") == 0) {
            struct text code = rows_text(r, c);

            json_put_bool(out, "is_for_another", !text_same(code, actor.code));
            json_put_text(out, "signs_as_name", office_code_names(look, code));
        }
        if (strcmp(name, "kind") == 0)
            json_put_bool(out, "is_pass", text_is(rows_peek(r, c), "passed"));
        if (strcmp(name, "basis") == 0) {
            const struct route *route = route_in_force(look->tx, rows_text(r, c), look->now);

            json_put_bool(out, "has_route", route);
            if (route)
                json_put_route(out, "basis_route", route);
        }
    }
}

/* A list of the file: the rows' columns, offices and codes in words; `more` adds a row's own list.
 */
static void put_file(const struct look *look, const char *name, const struct statement *st,
                     struct id request, void (*more)(const struct look *, struct id, struct json *),
                     struct json *out)
{
    struct rows *r = tx_query(look->tx, st, VAL(request));

    json_name(out, name);
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_row_members(out, r);
        put_offices(look, r, out);
        put_coded(r, out);
        put_named(look, r, out);
        if (more)
            more(look, rows_id(r, 0), out);
        json_close(out);
    }
    json_list_end(out);
}

static void put_whole_file(const struct look *look, struct id id, struct json *out)
{
    put_file(look, "calls", SQL_REQUEST_CALLS_OF, id, NULL, out);
    put_file(look, "advice", SQL_REQUEST_ADVICE_OF, id, put_pictures, out);
    put_file(look, "signatures", SQL_REQUEST_SIGNATURES_OF, id, NULL, out);
    put_file(look, "checks", SQL_REQUEST_CHECKS_OF, id, NULL, out);
    put_file(look, "returns", SQL_REQUEST_RETURNS_OF, id, put_return_fields, out);
    put_file(look, "searches", SQL_REQUEST_SEARCHES_OF, id, NULL, out);
    put_file(look, "assessments", SQL_REQUEST_ASSESSMENTS_OF, id, NULL, out);
    put_file(look, "legal_tests", SQL_REQUEST_LEGAL_TESTS_OF, id, NULL, out);
    put_file(look, "offers", SQL_REQUEST_OFFERS_OF, id, NULL, out);
    put_file(look, "decisions", SQL_REQUEST_DECISIONS_OF, id, NULL, out);
    put_file(look, "confirmations", SQL_REQUEST_CONFIRMATIONS_OF, id, NULL, out);
    put_file(look, "withdrawals", SQL_REQUEST_WITHDRAWAL_OF, id, NULL, out);
    put_file(look, "alternatives", SQL_REQUEST_RUNGS_OF, id, NULL, out);
}

/* ---- who is in charge of what ---- */

static void put_basis(const struct look *look, const struct at_hand *h, const struct facts *facts,
                      struct json *out)
{
    struct at_hand by_law = as_the_law_asks(h, look->tx, facts, look->now);

    json_name(out, "basis");
    json_open(out);
    json_put_route(out, "route", h->route);
    json_put_text(out, "article", route_article(h->route));
    json_put_int(out, "version", route_number(h->route));
    put_slot(look, &by_law, facts, "asks", "requester", out);
    put_slot(look, h, facts, "told", "informed", out);
    put_who(look, h->route, "also_told", "minister", out);
    put_slot(look, h, facts, "checks", "desk", out);
    put_slot(look, h, facts, "first_decides", "first_decider", out);
    put_slot(look, h, facts, "decides", "decider", out);
    put_slot(look, h, facts, "tasks", "tasker", out);
    put_slot(look, h, facts, "authority", "authority", out);
    put_pattern(out, h->route, look->arena);
    json_put_choice(out, "force", "force_regime", text_of(route_force(h->route)));
    json_put_bool(out, "has_no_force", route_gives_no_force(h->route));
    json_put_choice(out, "costs", "cost_regime", text_of(route_cost(h->route)));
    json_close(out);
}

static bool holds_code(struct text codes, struct text code)
{
    struct text one;

    while (text_cut(&codes, ',', &one))
        if (text_same(one, code))
            return true;
    return false;
}

/* "next": whose turn it is. The viewer's own when his office fills the slot for this place. */
static void put_next(const struct look *look, const struct at_hand *h, const struct facts *facts,
                     struct json *out)
{
    const struct turn *turn = turn_on(h, look->arena);
    const struct action *action, *makes;
    struct text codes;
    struct id office;

    json_name(out, "next");
    if (!turn || !turn->slot) {
        json_none(out);
        return;
    }
    codes = route_slot(h->route, turn->slot, facts, look->arena);
    office = at_hand_office(h, look->tx, turn->slot, facts, look->now);
    action = catalogue_action(look->catalogue, text_of(turn->act), T("request"));
    makes = catalogue_action(look->catalogue, text_of(turn->act), T("deployment"));
    makes = makes && makes->creates ? makes : NULL; /* "task": a new deployment of this request */
    json_open(out);
    json_put_words(out, "what", turn->act, turn->words);
    put_slot(look, h, facts, "who", turn->slot, out);
    json_put_bool(out, "is_yours",
                  id_same(office, look->viewer->office) ||
                      (holds_code(codes, fact_get(facts, "actor_office")) && id_is_none(office)));
    json_put_text(out, "act_url",
                  action && !action->creates
                      ? text_printf(look->arena, "/aanvragen/%.*s/%s",
                                    TEXT_FMT(id_text(look->arena, h->id)), action->address)
                  : makes ? text_printf(look->arena, "/inzetten/nieuw/%s?request=%.*s",
                                        makes->address, TEXT_FMT(id_text(look->arena, h->id)))
                          : T("#handelingen"));
    json_put_cstr(out, "act_title",
                  tr(look->lang, action  ? action->title
                                 : makes ? makes->title
                                         : N_("See what you may do")));
    json_close(out);
}

/* ---- the whole ---- */

/* A thing that the reader may not open is not named to him either. */
static struct id if_seen(const struct look *look, struct id thing)
{
    return !id_is_none(thing) && look_sees(look, "parties", thing) ? thing : ID_NONE;
}

static void put_links(const struct look *look, const struct at_hand *h, struct json *out)
{
    struct rows *r = tx_query(look->tx, SQL_REQUEST_FOLLOWED_BY, VAL(h->id));
    struct text id = id_text(look->arena, h->id);

    json_put_thing(out, "incident", look->tx, if_seen(look, h->form.incident));
    json_put_text(out, "incident_url",
                  text_printf(look->arena, "/incidenten/%.*s",
                              TEXT_FMT(id_text(look->arena, h->form.incident))));
    json_put_thing(out, "follows", look->tx, if_seen(look, h->form.follows));
    json_put_text(out, "follows_url",
                  text_printf(look->arena, "/aanvragen/%.*s",
                              TEXT_FMT(id_text(look->arena, h->form.follows))));
    json_name(out, "followed_by");
    json_list(out);
    while (rows_next(r)) {
        struct id other = rows_id(r, 0);
        struct thing t;
        if (!look_sees(look, "parties", other) || thing_get(look->tx, other, &t) != OK)
            continue;
        json_open(out);
        json_put_text(out, "number", t.number);
        json_put_text(out, "label", t.label);
        json_put_text(
            out, "self_url",
            text_printf(look->arena, "/aanvragen/%.*s", TEXT_FMT(id_text(look->arena, other))));
        json_close(out);
    }
    json_list_end(out);
    json_put_text(out, "self_url", text_printf(look->arena, "/aanvragen/%.*s", TEXT_FMT(id)));
    json_put_text(out, "file_url",
                  text_printf(look->arena, "/aanvragen/%.*s/dossier", TEXT_FMT(id)));
    json_put_text(out, "deployments_url",
                  text_printf(look->arena, "/inzetten?request=%.*s", TEXT_FMT(id)));
    json_put_text(out, "costs_url",
                  text_printf(look->arena, "/aanvragen/%.*s/kosten", TEXT_FMT(id)));
    json_put_text(out, "learning_url",
                  text_printf(look->arena, "/aanvragen/%.*s/leren", TEXT_FMT(id)));
    json_put_text(out, "list_url", T("/aanvragen"));
    json_put_text(out, "law_url",
                  text_printf(look->arena, "/wetten/%.*s", TEXT_FMT(route_id(h->route))));
    json_put_text(out, "follow_url",
                  text_printf(look->arena, "/aanvragen/nieuw?follows=%.*s", TEXT_FMT(id)));
}

static void put_head(const struct look *look, const struct at_hand *h, struct json *out)
{
    struct thing t;

    json_put_id(out, "id", h->id);
    json_put_text(out, "number", h->number);
    json_put_text(out, "label", thing_get(look->tx, h->id, &t) == OK ? t.label : T(""));
    json_put_int(out, "version", t.version);
    json_put_text(out, "state", h->stage);
    json_put_stage(out, "stage", h->route, h->stage);
    json_put_text(out, "stage_class", stage_class(h->stage));
    json_put_text(out, "region", h->region);
    json_put_text(out, "region_name", directory_name_of(look->tx, h->region));
    json_put_place(out, "place", look->tx, h->form.municipality.words);
    json_put_choice(out, "classification", "classification", h->form.classification.code);
    json_row(out, look->tx, SQL_REQUEST_MOMENTS, VAL(h->id));
    json_put_instant(out, "needed_from_at", h->form.needed_from);
    json_put_instant(out, "needed_until_at", h->form.needed_until);
    json_put_bool(out, "is_urgent", h->form.urgent.is == YES);
    json_put_bool(out, "is_signed", h->signed_version == h->form_version);
    json_put_office(out, "drafter", look->tx, h->drafter);
    json_put_office(out, "requester", look->tx, h->requester);
    json_stage_bar(out, look->tx, h->id);
}

enum result view_request(const struct look *look, const void *query, struct json *out)
{
    const struct request_query *q = query;
    struct entry looking = {
        .object = q->id, .by = *look->viewer, .recorded_at = look->now, .happened_at = look->now
    };
    struct facts facts = { 0 };
    struct at_hand h;

    at_hand_take(&h, &looking, NULL, NULL, look->tx);
    if (!h.is_there || !h.route)
        return NOT_FOUND;
    at_hand_facts(&h, &looking, look->tx, "", &facts);
    fact_set(&facts, "stage", h.stage);
    put_head(look, &h, out);
    put_asked(look, &h, out);
    json_request_lines(out, look->tx, h.id);
    json_held_for(out, look, h.id);
    put_whole_file(look, h.id, out);
    put_basis(look, &h, &facts, out);
    put_deciding(look, &h, &facts, out);
    put_next(look, &h, &facts, out);
    put_links(look, &h, out);
    json_obligations(out, look, h.id);
    json_notices(out, look, h.id);
    put_flags(look, h.id, out);
    json_acts(out, look, h.id, false);
    json_timeline(out, look, h.id, TIMELINE_MAX);
    return OK;
}
