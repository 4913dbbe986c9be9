/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages of a new request per route, and who decides on the page of one: what is offered, what
 * is asked, what comes along, who said what. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "capability/capability.h"
#include "directory/directory.h"
#include "incident/incident.h"
#include "request/inner.h"
#include "request/test_flood.h"

static const struct room *const rooms[] = {
    &kernel_room,   &access_room,  &law_room, &directory_room, &agreement_room, &capability_room,
    &incident_room, &request_room, NULL,
};

static const char *const early = "2021-07-01T08:00:00Z";

static const char *printed(struct world *w, struct text t)
{
    return text_cstr(world_arena(w), t);
}

static int set_up(void **state)
{
    static const char *const routes[] = { "WVR51_NEIGHBOUR", "WVR51_CIVIL", "PW57_OO", "MSOB" };
    struct world *w = world_open(rooms, &access_gate);

    flood_begin(w);
    world_office(w, early, "reeve", "WATERSCHAP.dijkgraaf", "WS_LIMB", "['WS_LIMB']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    flood_must(w, "beheer", early, "register_region", "VR21",
               "{'code':'VR21','name':'Brabant-Noord'}");
    flood_must(w, "beheer", early, "register_region", "VR22",
               "{'code':'VR22','name':'Brabant-Zuidoost'}");
    flood_must(w, "beheer", early, "set_neighbours", "VR24", "{'neighbours':['VR23','VR22']}");
    flood_must(w, "beheer", early, "register_place", "meer",
               "{'name':'Meerssen','kind':'gemeente','region':'VR24','cbs_code':'GM0938'}");
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        flood_must(
            w, "beheer", early, "adopt_route", routes[i],
            printed(w, text_printf(world_arena(w), "{'route':'%s','version':1}", routes[i])));
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

static const json_t *item(const json_t *doc, const char *list, size_t i)
{
    return json_array_get(json_object_get(doc, list), i);
}

static bool is(const json_t *doc, const char *name)
{
    return json_is_true(json_object_get(doc, name));
}

static const char *word(const json_t *doc, const char *name)
{
    const char *at = json_string_value(json_object_get(doc, name));

    return at ? at : "";
}

/* A row of a list by a member's value; NULL when there is none. */
static const json_t *row_of(const json_t *list, const char *member, const char *value)
{
    size_t i;
    const json_t *row;

    json_array_foreach ((json_t *)(uintptr_t)list, i, row)
        if (strcmp(word(row, member), value) == 0)
            return row;
    return NULL;
}

/* A field as it stands in the form; `kept`: among what is filled in but not asked. */
static const json_t *field_in(const json_t *doc, const char *name, bool kept)
{
    const json_t *section, *found = NULL;
    size_t i;

    json_array_foreach (json_object_get(doc, "sections"), i, section) {
        const json_t *from = kept ? json_object_get(section, "kept") : section;

        if (!found)
            found = row_of(json_object_get(from, "fields"), "name", name);
    }
    return found;
}

static const json_t *form_page(struct world *w, const char *who, const char *basis)
{
    const json_t *doc =
        world_see(w, who, "draft_form",
                  printed(w, text_printf(world_arena(w), "{'legal_basis':'%s'}", basis)));

    assert_non_null(doc);
    return doc;
}

/* ---- choosing the route ---- */

static void test_routes_are_offered_in_legal_order_with_who_asks_and_decides(void **state)
{
    static const char *const order[] = { "WVR51_NEIGHBOUR", "WVR51_CIVIL", "WVR51_MIL", "PW57_OO",
                                         "MSOB" };
    struct world *w = *state;
    const json_t *doc = world_see(w, "chair", "new_request", "{}");

    assert_true(is(doc, "is_choosing"));
    assert_int_equal(5, world_int(doc, "choices.length"));
    for (size_t i = 0; i < 5; i++) {
        const json_t *choice = item(doc, "choices", i);

        assert_string_equal(order[i], word(choice, "value"));
        assert_true(strlen(world_text(choice, "text.nl")) > 40);
        assert_true(strlen(world_text(choice, "asks.title")) > 3);
        assert_true(strlen(world_text(choice, "decides.title")) > 3);
        assert_true(strlen(world_text(choice, "pattern.nl")) > 10);
    }
    assert_true(is(item(doc, "choices", 2), "may_ask"));
    assert_false(is(item(doc, "choices", 4), "is_usable"));
    doc = world_see(w, "mayor", "new_request", "{}");
    assert_false(is(item(doc, "choices", 2), "is_usable"));
    assert_true(is(item(doc, "choices", 3), "may_ask"));
    assert_true(is(item(doc, "choices", 4), "may_ask"));
}

static void test_article_39_moves_who_may_ask_for_the_marechaussee(void **state)
{
    struct world *w = *state;
    const json_t *doc = world_see(w, "mayor", "new_request", "{'legal_basis':'PW57_OO'}");

    assert_true(is(doc, "may_call"));
    assert_string_equal("GEMEENTE.burgemeester", world_text(doc, "basis.asks.codes"));
    assert_false(is(item(world_see(w, "chair", "new_request", "{}"), "choices", 3), "is_usable"));
    assert_true(is(item(world_see(w, "mayor", "new_request", "{}"), "choices", 3), "may_ask"));
    flood_must(w, "mayor", "2021-07-14T01:00:00Z", "report_incident", "I1",
               "{'kind':'flood','regions':['@VR24'],'places':['@valk'],'what':'hoog water'}");
    flood_must(w, "chair", "2021-07-14T02:00:00Z", "declare_wvr39", "I1",
               "{'region':'@VR24','municipalities':['@valk'],'urgency':'geen tijd'}");
    assert_true(is(item(world_see(w, "chair", "new_request", "{}"), "choices", 3), "may_ask"));
    assert_false(is(item(world_see(w, "mayor", "new_request", "{}"), "choices", 3), "is_usable"));
    /* The form of a mayor who chose the basis all the same says who asks, and offers no call. */
    doc = world_see(w, "mayor", "new_request", "{'legal_basis':'PW57_OO'}");
    assert_false(is(doc, "may_call"));
    assert_string_equal("VR.voorzitter", world_text(doc, "basis.asks.codes"));
}

static void test_a_choice_is_no_choice_when_one_route_is_open_or_named(void **state)
{
    struct world *w = *state;
    const json_t *doc = world_see(w, "reeve", "new_request", "{}");

    assert_false(is(doc, "is_choosing"));
    assert_string_equal("MSOB", world_text(doc, "basis.route.code"));
    doc = world_see(w, "chair", "new_request", "{'legal_basis':'WVR51_CIVIL'}");
    assert_false(is(doc, "is_choosing"));
    assert_string_equal("WVR51_CIVIL", world_text(doc, "basis.route.code"));
    doc = world_see(w, "chair", "draft_form", "{}"); /* Defence is asked first of all */
    assert_string_equal("WVR51_MIL", world_text(doc, "basis.route.code"));
}

/* ---- what a route asks ---- */

static void test_a_form_shows_only_what_its_route_asks(void **state)
{
    static const struct {
        const char *basis, *field;
        bool is_shown;
    } rows[] = {
        { "WVR51_MIL", "subsidiarity", false }, { "WVR51_MIL", "armament", false },
        { "WVR51_MIL", "to_region", false },    { "WVR51_MIL", "municipalities", false },
        { "WVR51_MIL", "alternatives", true },  { "WVR51_NEIGHBOUR", "alternatives", false },
        { "WVR51_NEIGHBOUR", "urgency", true }, { "PW57_OO", "armament", true },
        { "PW57_OO", "municipalities", true },  { "PW57_OO", "subsidiarity", false },
        { "MSOB", "subsidiarity", true },       { "MSOB", "armament", false },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].is_shown !=
            (field_in(form_page(w, "chair", rows[i].basis), rows[i].field, false) != NULL))
            fail_msg("%s of %s", rows[i].field, rows[i].basis);
}

static void test_what_the_route_decides_is_set_beforehand(void **state)
{
    struct world *w = *state;
    const json_t *doc = form_page(w, "mayor", "PW57_OO");

    assert_true(is(row_of(json_object_get(field_in(doc, "purpose", false), "options"), "value",
                          "public_order"),
                   "is_selected"));
    assert_true(is(
        row_of(json_object_get(field_in(doc, "costs", false), "options"), "value", "COST_PW_MIL"),
        "is_selected"));
    assert_true(is(doc, "is_one_form"));
    assert_true(is(doc, "is_agree") || is(json_object_get(doc, "basis"), "is_agree"));
    assert_false(is(form_page(w, "chair", "WVR51_MIL"), "is_one_form"));
    assert_true(is(form_page(w, "reeve", "MSOB"), "is_cost_first"));
}

static void test_who_may_ask_on_some_basis_is_offered_to_begin(void **state)
{
    static const char *const may[] = { "chair", "mayor", "reeve", "rmoa" };
    struct world *w = *state;

    flood_must(w, "mayor", "2021-07-14T01:00:00Z", "report_incident", "I1",
               "{'kind':'flood','regions':['@VR24'],'places':['@valk'],'what':'hoog water'}");
    for (size_t i = 0; i < sizeof(may) / sizeof(may[0]); i++)
        assert_non_null(
            row_of(json_object_get(world_see(w, may[i], "incident", "{'id':'@I1'}"), "acts"),
                   "name", "draft_request"));
    assert_null(row_of(json_object_get(world_see(w, "djz", "incident", "{'id':'@I1'}"), "acts"),
                       "name", "draft_request"));
}

static void test_subsidiarity_is_chosen_of_three_that_are_explained(void **state)
{
    struct world *w = *state;
    const json_t *field = field_in(form_page(w, "reeve", "MSOB"), "subsidiarity", false);

    assert_true(is(field, "is_choice"));
    assert_int_equal(3, world_int(field, "options.length"));
    assert_non_null(row_of(json_object_get(field, "options"), "value", "not_in_time"));
}

static void test_what_is_filled_but_not_asked_is_folded_and_kept(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1",
               flood_form(w, ",'subsidiarity':'eigen woorden'"));
    doc = world_see(w, "rmoa", "edit_form", "{'id':'@R1'}");
    assert_null(field_in(doc, "subsidiarity", false));
    assert_string_equal("eigen woorden", word(field_in(doc, "subsidiarity", true), "value"));
    assert_non_null(field_in(doc, "armament", true));
    assert_null(field_in(doc, "municipalities", true));
}

/* ---- neighbours ---- */

static void clause(struct world *w, const char *who, const char *plan, const char *region,
                   const char *neighbour)
{
    flood_must(w, who, early, "register_plan", plan,
               printed(w, text_printf(world_arena(w),
                                      "{'kind':'regional_crisis_plan','region':'%s',"
                                      "'neighbour_clause_with':['%s'],"
                                      "'valid_until':'2023-12-31'}",
                                      region, neighbour)));
}

static void test_only_bordering_regions_are_offered_and_what_their_plans_lack_is_said(void **state)
{
    struct world *w = *state;
    const json_t *doc = form_page(w, "chair", "WVR51_NEIGHBOUR"), *list;

    assert_true(is(doc, "has_neighbours"));
    assert_false(is(doc, "has_both"));
    assert_int_equal(2, world_int(doc, "neighbours.length"));
    assert_null(row_of(json_object_get(doc, "neighbours"), "code", "VR21"));
    assert_true(is(item(doc, "neighbours", 0), "lacks_both"));
    assert_int_equal(0, world_int(doc, "plans.length"));
    assert_null(field_in(doc, "to_region", false)); /* it is chosen from the list instead */
    clause(w, "chair", "CP24", "VR24", "VR23");
    doc = form_page(w, "chair", "WVR51_NEIGHBOUR");
    list = json_object_get(doc, "neighbours");
    assert_true(is(row_of(list, "code", "VR23"), "lacks_theirs"));
    assert_false(is(row_of(list, "code", "VR23"), "is_selected"));
    clause(w, "chair23", "CP23", "VR23", "VR24");
    doc = form_page(w, "chair", "WVR51_NEIGHBOUR");
    list = json_object_get(doc, "neighbours");
    assert_true(is(doc, "has_both"));
    assert_true(is(row_of(list, "code", "VR23"), "is_both"));
    assert_true(is(row_of(list, "code", "VR23"), "is_selected")); /* the only one that can be */
    assert_int_equal(2, world_int(doc, "plans.length"));
    assert_true(is(item(doc, "plans", 0), "is_checked"));
    assert_true(is(item(doc, "plans", 1), "is_checked"));
}

static void test_an_office_without_a_region_gets_the_plain_fields(void **state)
{
    const json_t *doc = form_page(*state, "locc", "WVR51_NEIGHBOUR");

    assert_false(is(doc, "has_neighbours"));
    assert_non_null(field_in(doc, "to_region", false));
    assert_non_null(field_in(doc, "plan_clauses", false));
}

/* ---- from another request ---- */

static void test_another_basis_takes_the_text_along_and_leaves_what_goes_with_the_old(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "GRANTED");
    doc = world_see(w, "chair", "new_request", "{'follows':'@R1'}");
    assert_true(is(doc, "is_choosing"));
    assert_non_null(strstr(word(item(doc, "choices", 3), "choose_url"), "follows="));
    doc = world_see(w, "mayor", "draft_form", "{'follows':'@R1','legal_basis':'PW57_OO'}");
    assert_non_null(strstr(word(field_in(doc, "effect", false), "value"), "10 km oever"));
    assert_non_null(strstr(word(field_in(doc, "municipality", false), "shown"), "Valkenburg"));
    assert_true(is(row_of(json_object_get(field_in(doc, "purpose", false), "options"), "value",
                          "public_order"),
                   "is_selected"));
    assert_non_null(strstr(word(field_in(doc, "follows", false), "shown"), "10 km oever"));
}

static void test_repeating_for_another_municipality_empties_the_place_only(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "DRAFT");
    doc = world_see(w, "chair", "draft_form",
                    "{'follows':'@R1','legal_basis':'WVR51_MIL','municipality':'@meer'}");
    assert_non_null(strstr(word(field_in(doc, "municipality", false), "shown"), "Meerssen"));
    assert_string_equal("", word(field_in(doc, "location", false), "value"));
    assert_non_null(strstr(word(field_in(doc, "effect", false), "value"), "10 km oever"));
    doc = world_see(w, "chair", "draft_form", "{'follows':'@R1','legal_basis':'WVR51_MIL'}");
    assert_string_equal("", word(field_in(doc, "municipality", false), "shown"));
}

static void test_nothing_comes_along_from_a_request_that_is_not_seen(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "DRAFT");
    doc = world_see(w, "chair23", "draft_form", "{'follows':'@R1','legal_basis':'WVR51_MIL'}");
    if (doc)
        assert_string_equal("", word(field_in(doc, "effect", false), "value"));
}

static void test_a_form_that_names_more_municipalities_leads_to_one_for_each(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "mayor", "2021-07-14T02:15:00Z", "draft_request", "R1",
               "{'legal_basis':'PW57_OO','purpose':'public_order','effect':'wegen dicht',"
               "'municipality':'@valk','municipalities':['@valk','@meer']}");
    doc = world_see(w, "mayor", "request", "{'id':'@R1'}");
    assert_true(is(doc, "has_series"));
    assert_true(is(item(doc, "series", 0), "is_own"));
    assert_string_equal("Meerssen", word(item(doc, "series", 1), "name"));
    assert_false(is(item(doc, "series", 1), "is_covered"));
    assert_non_null(strstr(word(item(doc, "series", 1), "repeat_url"), "municipality="));
}

/* ---- who decides ---- */

static const json_t *places_of(struct world *w, const char *request, const char *who,
                               const char *pattern, size_t n)
{
    const json_t *doc = world_see(w, who, "request",
                                  printed(w, text_printf(world_arena(w), "{'id':'@%s'}", request)));
    const json_t *deciding = json_object_get(doc, "deciding");

    assert_string_equal(pattern, world_text(deciding, "pattern.code"));
    assert_int_equal(n, world_int(deciding, "places.length"));
    return json_object_get(deciding, "places");
}

static void test_a_duty_waits_for_the_desk_first(void **state)
{
    struct world *w = *state;
    const json_t *list;

    flood_request(w, "R1", "SUBMITTED");
    list = places_of(w, "R1", "chair", "duty", 2);
    assert_true(is(json_array_get(list, 0), "is_turn"));
    assert_true(is(json_array_get(list, 1), "is_waiting"));
}

static void test_a_duty_shows_the_consent_and_the_decision(void **state)
{
    struct world *w = *state;
    const json_t *list;

    flood_request(w, "R1", "GRANTED");
    list = places_of(w, "R1", "chair", "duty", 2);
    assert_true(is(json_array_get(list, 0), "is_yes"));
    assert_true(is(json_array_get(list, 1), "is_yes"));
    assert_true(is(json_array_get(list, 1), "has_reason"));
}

/* A police request up to the test, by the offices of the flood. */
static void police_request(struct world *w)
{
    static const struct {
        const char *who, *act, *fields;
    } way[] = {
        { "mayor", "sign_request", "{'office':'GEMEENTE.burgemeester'}" },
        { "mayor", "submit_request", "{}" },
        { "locc", "desk_check", "{'form_complete':true,'competence_ok':true,'basis_ok':true}" },
        { "locc", "civil_search", "{'found':'geen eenheden over','channel':'phone'}" },
        { "locc", "pass_to_defence", "{'ladder':'doorlopen'}" },
        { "dops", "will_can_may", "{'will':'yes','can':'30','may':'toets gevraagd'}" },
        { "djz", "legal_test",
          "{'result':'lawful','basis':'PW57_OO','force_regime':'FORCE_AMBTSINSTRUCTIE'}" },
    };

    flood_must(w, "mayor", "2021-07-14T02:15:00Z", "draft_request", "R1",
               "{'legal_basis':'PW57_OO','purpose':'public_order','task_domain':'openbare orde',"
               "'situation':'plunderaars in lege straten','effect':'12 straten afgesloten',"
               "'location':'Valkenburg, centrum','municipality':'@valk',"
               "'needed_from':'2021-07-15T08:00:00+02:00',"
               "'needed_until':'2021-07-16T08:00:00+02:00','own_insufficient':'alle ploegen weg',"
               "'alternatives':[{'rung':'other police units (56)','asked':'PU09',"
               "'at':'2021-07-14T02:10:00Z','answer':'niemand vrij'}],"
               "'field_lead':'burgemeester','armament':'standaard','safety':'stroming',"
               "'costs':'COST_PW_MIL','contact':'piket','urgent':false,'planned':false,"
               "'found_explosive':false,'force_needed':true,"
               "'lines':[{'effect_kind':'area_closed','amount':12,'unit':'sites'}]}");
    for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++)
        flood_must(w, way[i].who, "2021-07-14T03:00:00Z", way[i].act, "R1", way[i].fields);
}

static void test_two_ministers_have_a_place_each_and_say_it_one_after_the_other(void **state)
{
    struct world *w = *state;
    const json_t *list;

    police_request(w);
    list = places_of(w, "R1", "mayor", "agree", 2);
    assert_true(is(json_array_get(list, 0), "is_turn"));
    assert_true(is(json_array_get(list, 1), "is_waiting"));
    flood_must(w, "jenv", "2021-07-14T04:00:00Z", "decide", "R1",
               "{'decision':'agree_in_principle','reason':'nodig'}");
    list = places_of(w, "R1", "mayor", "agree", 2);
    assert_true(is(json_array_get(list, 0), "is_yes"));
    assert_true(is(json_array_get(list, 1), "is_turn"));
    flood_must(w, "def", "2021-07-14T05:00:00Z", "concur", "R1",
               "{'concur':'no','reason':'peloton elders'}");
    list = places_of(w, "R1", "mayor", "agree", 2);
    assert_true(is(json_array_get(list, 1), "is_no"));
    assert_string_equal("peloton elders", word(json_array_get(list, 1), "reason"));
    assert_string_equal("REFUSED", world_state(w, "R1"));
}

static void test_defence_alone_and_the_asked_region_alone_have_one_place(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "reeve", "2021-07-14T02:15:00Z", "draft_request", "R1",
               "{'legal_basis':'MSOB','purpose':'public_interest','effect':'schoon'}");
    places_of(w, "R1", "reeve", "defence", 1);
    /* Several may ask on this route: the one who drafts is next himself, not the first listed. */
    doc = world_see(w, "reeve", "request", "{'id':'@R1'}");
    assert_true(is(json_object_get(doc, "next"), "is_yours"));
    assert_string_equal("WATERSCHAP.dijkgraaf reeve", world_text(doc, "basis.asks.title"));
    clause(w, "chair", "CP24", "VR24", "VR23");
    clause(w, "chair23", "CP23", "VR23", "VR24");
    flood_must(
        w, "chair", "2021-07-14T02:15:00Z", "draft_request", "R2",
        "{'legal_basis':'WVR51_NEIGHBOUR','purpose':'disaster','effect':'200 mensen van de daken',"
        "'to_region':'@VR23','plan_clauses':['@CP24','@CP23'],'municipality':'@valk'}");
    places_of(w, "R2", "chair", "supplier", 1);
}

static void test_who_may_sign_under_a_mandate_is_shown_while_a_signature_is_wanted(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1", flood_form(w, ""));
    doc = world_see(w, "rmoa", "request", "{'id':'@R1'}");
    assert_true(is(doc, "has_signers"));
    assert_int_equal(0, world_int(doc, "signers.length"));
    flood_must(w, "chair", "2021-07-14T02:20:00Z", "give_mandate", "M1",
               "{'from_office':'@chair','to_office':'VR.plaatsvervangend_voorzitter',"
               "'bases':['WVR51_MIL','WVR51_CIVIL'],'area':['VR24'],'valid_until':'2021-07-14'}");
    flood_must(w, "chair", "2021-07-14T02:21:00Z", "give_mandate", "M2",
               "{'from_office':'@chair','to_office':'VR.plaatsvervangend_voorzitter',"
               "'bases':['MSOB'],'valid_until':'2021-07-14'}");
    doc = world_see(w, "rmoa", "request", "{'id':'@R1'}");
    assert_int_equal(1, world_int(doc, "signers.length")); /* M2 is for another basis */
    assert_string_equal("2021-07-14", word(item(doc, "signers", 0), "until_on"));
    flood_must(w, "chair", "2021-07-14T02:30:00Z", "revoke_mandate", "M1", "{}");
    doc = world_see(w, "rmoa", "request", "{'id':'@R1'}");
    assert_int_equal(0, world_int(doc, "signers.length"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_routes_are_offered_in_legal_order_with_who_asks_and_decides),
        RUN(test_article_39_moves_who_may_ask_for_the_marechaussee),
        RUN(test_a_choice_is_no_choice_when_one_route_is_open_or_named),
        RUN(test_a_form_shows_only_what_its_route_asks),
        RUN(test_what_the_route_decides_is_set_beforehand),
        RUN(test_who_may_ask_on_some_basis_is_offered_to_begin),
        RUN(test_subsidiarity_is_chosen_of_three_that_are_explained),
        RUN(test_what_is_filled_but_not_asked_is_folded_and_kept),
        RUN(test_only_bordering_regions_are_offered_and_what_their_plans_lack_is_said),
        RUN(test_an_office_without_a_region_gets_the_plain_fields),
        RUN(test_another_basis_takes_the_text_along_and_leaves_what_goes_with_the_old),
        RUN(test_repeating_for_another_municipality_empties_the_place_only),
        RUN(test_nothing_comes_along_from_a_request_that_is_not_seen),
        RUN(test_a_form_that_names_more_municipalities_leads_to_one_for_each),
        RUN(test_who_may_sign_under_a_mandate_is_shown_while_a_signature_is_wanted),
        RUN(test_a_duty_waits_for_the_desk_first),
        RUN(test_a_duty_shows_the_consent_and_the_decision),
        RUN(test_two_ministers_have_a_place_each_and_say_it_one_after_the_other),
        RUN(test_defence_alone_and_the_asked_region_alone_have_one_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
