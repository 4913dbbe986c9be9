/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests on the routes beside military assistance: a neighbour, civil suppliers, the
 * Marechaussee, support in the public interest; who may do what on each, and every refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
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

static void more_offices(struct world *w)
{
    static const struct {
        const char *handle, *code, *instance, *area, *roles;
    } rows[] = {
        { "rot23", "ROT.operationeel_leider", "VR23", "['VR23']", "['ROLE_PREPARER']" },
        { "chair21", "VR.voorzitter", "VR21", "['VR21']", "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "rmoa23", "RMOA.adviseur", "VR23", "['VR23']", "['ROLE_PREPARER']" },
        { "mayor_meer", "GEMEENTE.burgemeester", "GM0938", "['GM0938']",
          "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "police", "PU.politiechef", "PU10", "['VR23','VR24']", "['ROLE_PREPARER']" },
        { "om", "OM.hoofdofficier_van_justitie", "OM_LIMBURG", "['VR23','VR24']",
          "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "reeve", "WATERSCHAP.dijkgraaf", "WS_LIMB", "['WS_LIMB']",
          "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "vws", "VWS.minister", "", "[]", "['ROLE_REQUESTER']" },
        { "dcc", "DCC.desk", "", "[]", "['ROLE_PREPARER']" },
        { "ghor", "GHOR.directeur_publieke_gezondheid", "VR24", "['VR24']", "['ROLE_FIELD_AUTH']" },
        { "kmar", "KMAR.operatiecentrum", "", "[]", "['ROLE_HOLDER']" },
        { "boats", "NRV.coordinator", "", "[]", "['ROLE_HOLDER']" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        world_office(w, early, rows[i].handle, rows[i].code, rows[i].instance, rows[i].area,
                     rows[i].roles);
}

static int set_up(void **state)
{
    static const char *const routes[] = { "WVR51_NEIGHBOUR", "WVR51_CIVIL", "PW57_OO", "MSOB" };
    struct world *w = world_open(rooms, &access_gate);

    flood_begin(w);
    more_offices(w);
    flood_must(w, "beheer", early, "register_region", "VR21",
               "{'code':'VR21','name':'Brabant-Noord'}");
    flood_must(w, "beheer", early, "set_neighbours", "VR24", "{'neighbours':['VR23']}");
    flood_must(w, "beheer", early, "register_place", "meer",
               "{'name':'Meerssen','kind':'gemeente','region':'VR24','cbs_code':'GM0938'}");
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        flood_must(w, "beheer", early, "adopt_route", routes[i],
                   text_cstr(world_arena(w),
                             text_printf(world_arena(w), "{'route':'%s','version':1}", routes[i])));
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

static const json_t *see(struct world *w, const char *who, const char *handle)
{
    const json_t *doc =
        world_see(w, who, "request", text_printf(world_arena(w), "{'id':'@%s'}%c", handle, 0).at);

    assert_non_null(doc);
    return doc;
}

/* The whole form on another basis: later members win. */
static const char *form_on(struct world *w, const char *basis, const char *purpose,
                           const char *more)
{
    struct arena *a = world_arena(w);
    const char *all =
        text_cstr(a, text_printf(a, ",'legal_basis':'%s','purpose':'%s'%s", basis, purpose, more));
    json_error_t error;
    struct text form = text_of(flood_form(w, all));
    char *json = arena_array(a, char, form.len + 1);
    json_t *doc;
    char *dumped;

    for (size_t i = 0; i < form.len; i++) /* jansson lets the later of two members win */
        json[i] = form.at[i] == '\'' ? '"' : form.at[i];
    doc = json_loadb(json, form.len, 0, &error);
    assert_non_null(doc);
    dumped = json_dumps(doc, JSON_COMPACT);
    json_decref(doc);
    form = text_copy(a, text_of(dumped));
    free(dumped);
    return text_cstr(a, form);
}

static void told_cdk(struct world *w, const char *request, const char *when)
{
    flood_must(w, "chair", when, "notify", request, "{'to':'@cdk','channel':'phone'}");
}

/* ---- neighbours: Wvr art. 51 lid 5 ---- */

static void both_plans(struct world *w)
{
    flood_must(w, "chair", early, "register_plan", "CP24",
               "{'kind':'regional_crisis_plan','region':'VR24','neighbour_clause_with':['VR23'],"
               "'valid_until':'2023-12-31'}");
    flood_must(w, "chair23", early, "register_plan", "CP23",
               "{'kind':'regional_crisis_plan','region':'VR23','neighbour_clause_with':['VR24'],"
               "'valid_until':'2023-12-31'}");
}

static const char *neighbour_form(struct world *w, const char *more)
{
    return form_on(w, "WVR51_NEIGHBOUR", "disaster", more);
}

static void test_a_neighbour_is_asked_looks_and_answers(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    both_plans(w);
    flood_must(w, "rot", "2021-07-14T17:00:00Z", "draft_request", "R2",
               neighbour_form(w, ",'plan_clauses':['@CP24','@CP23']"));
    assert_null(world_see(w, "chair23", "request", "{'id':'@R2'}")); /* not asked yet */
    flood_must(w, "chair", "2021-07-14T17:05:00Z", "sign_request", "R2",
               "{'office':'VR.voorzitter'}");
    flood_must(w, "chair", "2021-07-14T17:06:00Z", "submit_request", "R2", "{'to_region':'@VR23'}");
    doc = see(w, "chair23", "R2");
    assert_string_equal("SUBMITTED", world_text(doc, "state"));
    assert_int_equal(2, world_int(doc, "obligations.length")); /* the two notices of lid 5 */
    assert_false(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "obligations"), 0), "has_term")));
    flood_must(w, "chair", "2021-07-14T17:08:00Z", "notify", "R2",
               "{'to':'@jenv','channel':'phone'}");
    told_cdk(w, "R2", "2021-07-14T17:09:00Z");
    assert_int_equal(0, world_int(see(w, "chair", "R2"), "obligations.length"));
    flood_refused(w, "ROLE_FORBIDDEN", "locc", "2021-07-14T17:14:00Z", "desk_check", "R2",
                  "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_refused(w, "OUT_OF_AREA", "rot", "2021-07-14T17:14:30Z", "desk_check", "R2",
                  "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_must(w, "rot23", "2021-07-14T17:15:00Z", "desk_check", "R2",
               "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_must(w, "rot23", "2021-07-14T17:20:00Z", "civil_search", "R2",
               "{'answer':'eigen boten nodig: hoogwater op de Maas'}");
    flood_refused(w, "OUT_OF_AREA", "chair", "2021-07-14T17:29:00Z", "decide", "R2",
                  "{'decision':'grant','reason':'wij'}");
    flood_refused(w, "REASON_REQUIRED", "chair23", "2021-07-14T17:29:30Z", "decide", "R2",
                  "{'decision':'refuse','reason':''}");
    flood_must(w, "chair23", "2021-07-14T17:30:00Z", "decide", "R2",
               "{'decision':'refuse','reason':'eigen gevaar','reason_code':'own_danger'}");
    assert_string_equal("REFUSED", world_state(w, "R2"));
}

static void test_only_a_region_with_a_common_border_is_asked_directly(void **state)
{
    struct world *w = *state;

    both_plans(w);
    flood_refused(w, "WVR51_5_ADJACENT", "chair", "2021-07-14T17:02:00Z", "submit_at_once", "X1",
                  neighbour_form(w, ",'to_region':'@VR21','plan_clauses':['@CP24','@CP23']"));
}

static void test_direct_help_needs_both_plans_and_urgency(void **state)
{
    struct world *w = *state;

    both_plans(w);
    flood_refused(w, "WVR51_5_PRECONDITIONS", "chair", "2021-07-14T17:02:00Z", "submit_at_once",
                  "X1", neighbour_form(w, ",'to_region':'@VR23','plan_clauses':['@CP24']"));
    flood_refused(w, "WVR51_5_PRECONDITIONS", "chair", "2021-07-14T17:03:00Z", "submit_at_once",
                  "X2",
                  neighbour_form(w, ",'to_region':'@VR23','plan_clauses':['@CP24','@CP23'],"
                                    "'urgent':false"));
    flood_must(w, "chair23", "2021-07-14T17:03:30Z", "end_plan", "CP23", "{}");
    flood_refused(w, "WVR51_5_PRECONDITIONS", "chair", "2021-07-14T17:04:00Z", "submit_at_once",
                  "X3", neighbour_form(w, ",'to_region':'@VR23','plan_clauses':['@CP24','@CP23']"));
    flood_refused(w, "FIELD_MISSING", "chair", "2021-07-14T17:05:00Z", "submit_at_once", "X4",
                  neighbour_form(w, ",'to_region':'@VR23'"));
    flood_refused(w, "WVR51_REQUESTER", "mayor", "2021-07-14T17:06:00Z", "submit_at_once", "X5",
                  neighbour_form(w, ",'to_region':'@VR23','plan_clauses':['@CP24','@CP23']"));
}

/* ---- civil suppliers: Wvr art. 51 lid 1-3 ---- */

static void test_the_desk_consents_for_the_minister_and_the_supplier_found_is_told(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "boats", early, "register_capability", "boats_pool",
               "{'capability_type':'NRV_GROUP','quantity':22,'unit':'groups of 4 boats',"
               "'home':'22 plaatsen','guarantee':'structural_24x7'}");
    flood_must(w, "rot", "2021-07-14T17:35:00Z", "draft_request", "R3",
               form_on(w, "WVR51_CIVIL", "disaster", ",'costs':'COST_WVR55'"));
    flood_must(w, "chair", "2021-07-14T17:38:00Z", "sign_request", "R3",
               "{'office':'VR.voorzitter'}");
    flood_refused(w, "WVR51_CDK_NOTICE", "chair", "2021-07-14T17:39:00Z", "submit_request", "R3",
                  "{}");
    told_cdk(w, "R3", "2021-07-14T17:40:00Z");
    flood_must(w, "chair", "2021-07-14T17:41:00Z", "submit_request", "R3", "{}");
    flood_refused(w, "FIELD_MISSING", "locc", "2021-07-14T17:49:00Z", "desk_check", "R3",
                  "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_must(w, "locc", "2021-07-14T17:50:00Z", "desk_check", "R3",
               "{'form_complete':true,'competence_ok':true,'basis_ok':true,"
               "'consent_on_behalf_of':'MIN_JENV'}");
    flood_refused(w, "STATE_ORDER", "locc", "2021-07-14T17:52:00Z", "decide", "R3",
                  "{'decision':'grant','reason':'nood'}"); /* nobody looked for suppliers yet */
    flood_refused(w, "STATE_ORDER", "locc", "2021-07-14T17:53:00Z", "pass_to_defence", "R3",
                  "{'ladder':'x'}"); /* this route does not go to Defence */
    flood_must(w, "locc", "2021-07-14T17:55:00Z", "civil_search", "R3",
               "{'found':'acht groepen','pools':['@boats_pool']}");
    assert_null(world_see(w, "boats", "request", "{'id':'@R3'}"));
    flood_refused(w, "WVR51_REFUSAL_COMPELLING", "jenv", "2021-07-14T17:58:00Z", "decide", "R3",
                  "{'decision':'refuse','reason':'geen geld','reason_code':'money'}");
    flood_refused(w, "ROLE_FORBIDDEN", "def", "2021-07-14T17:59:00Z", "decide", "R3",
                  "{'decision':'grant','reason':'nood'}");
    flood_must(w, "locc", "2021-07-14T18:00:00Z", "decide", "R3",
               "{'decision':'grant','reason':'nood in een ramp','on_behalf_of':'MIN_JENV'}");
    doc = see(w, "boats", "R3");
    assert_string_equal("GRANTED", world_text(doc, "state"));
}

/* ---- the Marechaussee: Politiewet 2012, art. 57 ---- */

static const char *police_form(struct world *w, const char *more)
{
    return form_on(w, "PW57_OO", "public_order", more);
}

static void test_both_ministers_must_say_yes(void **state)
{
    struct world *w = *state;

    flood_must(w, "police", "2021-07-15T04:50:00Z", "draft_request", "R4",
               police_form(w, ",'force_needed':true"));
    flood_refused(w, "PW_OO_REQUESTER", "om", "2021-07-15T04:50:30Z", "sign_request", "R4",
                  "{'office':'OM.hoofdofficier_van_justitie'}");
    flood_must(w, "mayor", "2021-07-15T04:51:00Z", "sign_request", "R4",
               "{'office':'GEMEENTE.burgemeester'}");
    flood_must(w, "mayor", "2021-07-15T04:52:00Z", "submit_request", "R4", "{}");
    flood_must(w, "locc", "2021-07-15T05:10:00Z", "desk_check", "R4",
               "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_must(w, "locc", "2021-07-15T05:11:00Z", "pass_to_defence", "R4", "{'ladder':'ja'}");
    flood_must(w, "dops", "2021-07-15T05:20:00Z", "will_can_may", "R4",
               "{'will':'yes','can':'1 peloton','may':'toets gevraagd'}");
    flood_refused(w, "PW_TWO_MINISTERS", "jenv", "2021-07-15T05:39:00Z", "decide", "R4",
                  "{'decision':'grant','reason':'nodig'}");
    flood_refused(w, "PW_TWO_MINISTERS", "def", "2021-07-15T05:39:30Z", "decide", "R4",
                  "{'decision':'grant','reason':'nodig'}");
    flood_must(w, "jenv", "2021-07-15T05:40:00Z", "decide", "R4",
               "{'decision':'agree_in_principle','reason':'de politie heeft hulp nodig'}");
    assert_string_equal("AWAIT_CONCUR", world_state(w, "R4"));
    assert_string_equal("asked", world_text(see(w, "mayor", "R4"), "lines.0.account.code"));
    flood_refused(w, "PW_TWO_MINISTERS", "jenv", "2021-07-15T05:45:00Z", "concur", "R4",
                  "{'concur':'yes','reason':'ook voor Defensie'}");
    flood_refused(w, "REASON_REQUIRED", "def", "2021-07-15T05:46:00Z", "concur", "R4",
                  "{'concur':'no','reason':''}");
    flood_refused(w, "ROLE_FORBIDDEN", "toc", "2021-07-15T05:47:00Z", "concur", "R4",
                  "{'concur':'yes','reason':'x'}");
    flood_must(w, "def", "2021-07-15T05:50:00Z", "concur", "R4",
               "{'concur':'partly','reason':'een van twee','lines':[{'line':1,'amount':4}]}");
    assert_string_equal("PARTLY_GRANTED", world_state(w, "R4"));
    assert_string_equal("partly", world_text(see(w, "mayor", "R4"), "lines.0.account.code"));
    assert_non_null(world_see(w, "kmar", "request", "{'id':'@R4'}")); /* who is to task finds it */
}

static void test_one_no_is_a_refusal(void **state)
{
    struct world *w = *state;

    flood_must(w, "mayor", "2021-07-15T04:52:00Z", "submit_at_once", "R4",
               police_form(w, ",'force_needed':true"));
    flood_must(w, "locc", "2021-07-15T05:10:00Z", "desk_check", "R4",
               "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_must(w, "locc", "2021-07-15T05:11:00Z", "pass_to_defence", "R4", "{'ladder':'ja'}");
    flood_must(w, "dops", "2021-07-15T05:20:00Z", "will_can_may", "R4",
               "{'will':'yes','can':'1 peloton','may':'toets gevraagd'}");
    flood_must(w, "jenv", "2021-07-15T05:40:00Z", "decide", "R4",
               "{'decision':'agree_in_principle','reason':'nodig'}");
    flood_must(w, "def", "2021-07-15T05:50:00Z", "concur", "R4",
               "{'concur':'no','reason':'alle pelotons zijn ingezet'}");
    assert_string_equal("REFUSED", world_state(w, "R4"));
    assert_string_equal("refused", world_text(see(w, "mayor", "R4"), "lines.0.account.code"));
}

static void test_each_mayor_asks_for_his_own_municipality(void **state)
{
    struct world *w = *state;

    flood_refused(w, "PW_OO_REQUESTER", "police", "2021-07-15T04:30:00Z", "submit_at_once", "X1",
                  police_form(w, ""));
    flood_refused(w, "PW_ONE_FORM", "mayor", "2021-07-15T04:40:00Z", "submit_at_once", "X2",
                  police_form(w, ",'municipalities':['@valk','@meer']"));
    flood_refused(w, "OUT_OF_AREA", "mayor_meer", "2021-07-15T04:41:00Z", "submit_at_once", "X3",
                  police_form(w, ""));
    flood_refused(w, "WVR39_SCOPE", "chair", "2021-07-15T04:42:00Z", "submit_at_once", "X4",
                  police_form(w, ""));
    flood_refused(w, "KMAR_OWN_TASK", "kmar", "2021-07-15T04:43:00Z", "draft_request", "X5",
                  form_on(w, "PW57_OO", "own_task", ""));
    flood_must(w, "mayor", "2021-07-15T04:44:00Z", "submit_at_once", "R4",
               police_form(w, ",'municipalities':['@valk']"));
}

static void test_while_article_39_is_on_the_chair_asks_for_all_it_covers(void **state)
{
    struct world *w = *state;

    flood_must(w, "rot", "2021-07-13T19:30:00Z", "report_incident", "I1",
               "{'kind':'flood','regions':['@VR24'],'places':['@valk'],'what':'de Geul stijgt'}");
    flood_must(w, "chair", "2021-07-15T10:00:00Z", "declare_wvr39", "I1",
               "{'region':'@VR24','municipalities':['@valk'],'urgency':'geen tijd voor overleg'}");
    flood_refused(w, "WVR39_SCOPE", "mayor", "2021-07-15T10:40:00Z", "submit_at_once", "X1",
                  police_form(w, ""));
    flood_refused(w, "PW_ONE_FORM", "chair", "2021-07-15T10:41:00Z", "submit_at_once", "X2",
                  police_form(w, ",'municipalities':['@valk','@meer']"));
    flood_must(w, "chair", "2021-07-15T11:00:00Z", "declare_wvr39", "I1",
               "{'region':'@VR24','municipalities':['@meer'],'urgency':'geen tijd voor overleg'}");
    flood_must(w, "chair", "2021-07-15T11:01:00Z", "submit_at_once", "R5",
               police_form(w, ",'municipalities':['@valk','@meer']"));
}

/* ---- support in the public interest ---- */

static const char *support_form(struct world *w, const char *more)
{
    return form_on(w, "MSOB", "public_interest", more);
}

static void test_the_minister_of_defence_decides_on_support(void **state)
{
    struct world *w = *state;

    flood_must(w, "rmoa23", "2021-07-19T08:00:00Z", "draft_request", "R10",
               support_form(w, ",'subsidiarity':'not_in_time','urgent':false"));
    flood_refused(w, "NOT_URGENT_NO_ORAL", "reeve", "2021-07-19T08:05:00Z", "request_orally", "R10",
                  "{'receiver':'@locc','channel':'phone','urgency':'','urgent':false}");
    flood_refused(w, "MANDATE_REQUIRED", "rmoa23", "2021-07-19T08:29:00Z", "sign_request", "R10",
                  "{'office':'RMOA.adviseur'}");
    flood_must(w, "reeve", "2021-07-19T08:30:00Z", "sign_request", "R10",
               "{'office':'WATERSCHAP.dijkgraaf'}");
    flood_must(w, "reeve", "2021-07-19T08:31:00Z", "submit_request", "R10", "{}");
    flood_must(w, "locc", "2021-07-19T11:00:00Z", "desk_check", "R10",
               "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_must(w, "locc", "2021-07-19T11:10:00Z", "pass_to_defence", "R10",
               "{'ladder':'markt vol'}");
    flood_must(w, "dops", "2021-07-19T14:00:00Z", "will_can_may", "R10",
               "{'will':'yes','can':'60 mensen','may':'toets gevraagd'}");
    flood_refused(w, "MSOB_DEF_DECIDES", "jenv", "2021-07-19T14:40:00Z", "decide", "R10",
                  "{'decision':'grant','reason':'help het waterschap'}");
    flood_refused(w, "MSOB_DEF_DECIDES", "locc", "2021-07-19T14:41:00Z", "decide", "R10",
                  "{'decision':'grant','reason':'help het waterschap'}");
    flood_must(w, "def", "2021-07-20T08:00:00Z", "decide", "R10",
               "{'decision':'grant','reason':'aan de voorwaarden is voldaan'}");
    assert_string_equal("GRANTED", world_state(w, "R10"));
}

static void test_any_minister_asks_for_support_and_a_public_health_director_does_not(void **state)
{
    struct world *w = *state;

    flood_refused(w, "MSOB_REQUESTER", "ghor", "2021-07-19T08:00:00Z", "submit_at_once", "X1",
                  support_form(w, ",'subsidiarity':'cannot'"));
    flood_refused(w, "MSOB_SUBSIDIARITY", "vws", "2021-07-19T08:01:00Z", "submit_at_once", "X2",
                  support_form(w, ",'subsidiarity':'te duur'"));
    flood_refused(w, "MSOB_NOT_WVR_PW", "vws", "2021-07-19T08:02:00Z", "submit_at_once", "X3",
                  form_on(w, "MSOB", "public_order", ",'subsidiarity':'cannot'"));
    flood_refused(w, "FORCE_BY_BASIS", "vws", "2021-07-19T08:03:00Z", "submit_at_once", "X4",
                  support_form(w, ",'subsidiarity':'cannot','force_needed':true"));
    flood_refused(w, "WVR51_REQUESTER", "reeve", "2021-07-19T08:04:00Z", "submit_at_once", "X5",
                  flood_form(w, ""));
    flood_must(w, "vws", "2021-07-19T08:05:00Z", "submit_at_once", "R1",
               support_form(w, ",'subsidiarity':'cannot'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_a_neighbour_is_asked_looks_and_answers),
        RUN(test_only_a_region_with_a_common_border_is_asked_directly),
        RUN(test_direct_help_needs_both_plans_and_urgency),
        RUN(test_the_desk_consents_for_the_minister_and_the_supplier_found_is_told),
        RUN(test_both_ministers_must_say_yes),
        RUN(test_one_no_is_a_refusal),
        RUN(test_each_mayor_asks_for_his_own_municipality),
        RUN(test_while_article_39_is_on_the_chair_asks_for_all_it_covers),
        RUN(test_the_minister_of_defence_decides_on_support),
        RUN(test_any_minister_asks_for_support_and_a_public_health_director_does_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
