/* SPDX-License-Identifier: EUPL-1.2 */
/* What is settled, by whom and when; what is never settled. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "capability/capability.h"
#include "deployment/deployment.h"
#include "deployment/test_field.h"
#include "directory/directory.h"
#include "incident/incident.h"
#include "request/request.h"
#include "settlement/settlement.h"

static const struct room *const rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &settlement_room, NULL,
};

static int open_world(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    field_begin(w);
    *state = w;
    return 0;
}

static int home_world(void **state)
{
    open_world(state);
    flood_request(*state, "R1", "GRANTED");
    field_task(*state, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    field_deploy(*state, "D1", "2021-07-14T12:30:00Z", "2021-07-14T16:10:00Z");
    flood_must(*state, "unit", "2021-07-14T20:00:00Z", "sitrep", "D1", "{'hours':12}");
    field_home(*state, "D1", "2021-07-17T10:00:00Z", "2021-07-17T15:00:00Z");
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

static const char *const later = "2021-08-20T08:00:00Z";

static void test_additional_cost_is_settled_once_by_finance(void **state)
{
    struct world *w = *state;
    const char *lines = "{'regime':'COST_FNIK','additional_eur':18500,'waived':false,"
                        "'lines':[{'cost_kind':'hours','amount':6000},"
                        "{'cost_kind':'km','amount':4500},{'cost_kind':'fuel','amount':5000},"
                        "{'cost_kind':'consumables','amount':'3000.00'}]}";
    const json_t *doc;

    flood_refused(w, "ROLE_FORBIDDEN", "toc", later, "settle_cost", "R1", lines);
    flood_must(w, "finance", later, "settle_cost", "R1", lines);
    assert_string_equal("SETTLED", world_state(w, "R1"));
    doc = world_see(w, "finance", "settlement", "{'id':'@R1'}");
    assert_int_equal(1850000, world_int(doc, "settlement.additional_cents"));
    assert_int_equal(4, world_int(doc, "lines.length"));
    assert_int_equal(12, world_int(doc, "hours"));
    doc = world_see(w, "finance", "settlements", "{}");
    assert_int_equal(1, world_int(doc, "settlements.length"));
    doc = world_see(w, "chair23", "settlements", "{}");
    assert_int_equal(0, world_int(doc, "settlements.length"));
    flood_refused(w, "STATE_ORDER", "finance", later, "settle_cost", "R1", lines);
    world_assert_rebuild_equal(w);
}

static void test_what_is_paid_anyway_is_not_settled(void **state)
{
    struct world *w = *state;

    flood_refused(w, "COST_ADDITIONAL_ONLY", "finance", later, "settle_cost", "R1",
                  "{'regime':'COST_FNIK','additional_eur':45000,"
                  "'lines':[{'cost_kind':'salaries','amount':40000},"
                  "{'cost_kind':'fuel','amount':5000}]}");
    assert_string_equal("RETURNED_HOME", world_state(w, "R1"));
    assert_true(json_is_null(
        json_object_get(world_see(w, "finance", "settlement", "{'id':'@R1'}"), "settlement")));
}

static void test_lines_with_amounts_add_up_and_lines_without_are_within_the_total(void **state)
{
    struct world *w = *state;

    flood_refused(w, "COST_SUM", "finance", later, "settle_cost", "R1",
                  "{'regime':'COST_FNIK','additional_eur':10000,"
                  "'lines':[{'cost_kind':'hours','amount':6000},"
                  "{'cost_kind':'fuel','amount':'3999.99'}]}");
    flood_must(w, "finance", later, "settle_cost", "R1",
               "{'regime':'COST_WVR55','additional_eur':0,'waived':true,"
               "'lines':[{'cost_kind':'hours'},{'cost_kind':'km'}]}");
    assert_true(world_has_verdict(w, "COST_REGIME_OTHER"));
    world_assert_rebuild_equal(w);
}

static void test_nothing_is_settled_before_the_units_are_home(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "GRANTED");
    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    flood_refused(w, "STATE_ORDER", "finance", "2021-07-14T17:00:00Z", "settle_cost", "R1",
                  "{'regime':'COST_FNIK','additional_eur':1000,'lines':[]}");
}

/* Each line that is paid anyway is named, and none of the others. */
static void test_every_line_that_is_paid_anyway_is_named(void **state)
{
    struct world *w = *state;

    assert_int_not_equal(OK, world_act(w, "finance", later, "settle_cost", "R1",
                                       "{'regime':'COST_FNIK','additional_eur':9000,"
                                       "'lines':[{'cost_kind':'salaries','amount':4000},"
                                       "{'cost_kind':'fuel','amount':2000},"
                                       "{'cost_kind':'depreciation','amount':3000}]}"));
    for (int i = 0; i < 2; i++)
        assert_string_equal("COST_ADDITIONAL_ONLY", world_verdict_code(w, i));
    assert_string_equal("", world_verdict_code(w, 2));
}

static void test_zero_and_waived_are_said_apart(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "finance", later, "settle_cost", "R1",
               "{'regime':'COST_FNIK','additional_eur':0,'waived':false}");
    doc = json_object_get(world_see(w, "finance", "settlement", "{'id':'@R1'}"), "settlement");
    assert_true(json_is_true(json_object_get(doc, "is_zero")));
    assert_false(json_is_true(json_object_get(doc, "is_waived")));
    flood_must(w, "finance", "2021-08-21T08:00:00Z", "correct_cost", "R1",
               "{'regime':'COST_FNIK','additional_eur':1200,'waived':true,'reason':'factuur kwam "
               "later'}");
    doc = json_object_get(world_see(w, "finance", "settlement", "{'id':'@R1'}"), "settlement");
    assert_false(json_is_true(json_object_get(doc, "is_zero")));
    assert_true(json_is_true(json_object_get(doc, "is_waived")));
    world_assert_rebuild_equal(w);
}

static void test_a_correction_counts_and_leaves_the_earlier_one_to_be_read(void **state)
{
    struct world *w = *state;
    const char *mended = "{'regime':'COST_FNIK','additional_eur':800,'reason':'dubbel geteld'}";
    const json_t *doc;

    flood_refused(w, "NOTHING_TO_CORRECT", "finance", later, "correct_cost", "R1", mended);
    flood_must(w, "finance", later, "settle_cost", "R1",
               "{'regime':'COST_FNIK','additional_eur':1000,"
               "'lines':[{'cost_kind':'fuel','amount':1000}]}");
    flood_refused(w, "ROLE_FORBIDDEN", "toc", later, "correct_cost", "R1", mended);
    flood_refused(w, "FIELD_MISSING", "finance", later, "correct_cost", "R1",
                  "{'regime':'COST_FNIK','additional_eur':800}");
    flood_refused(w, "COST_ADDITIONAL_ONLY", "finance", later, "correct_cost", "R1",
                  "{'regime':'COST_FNIK','additional_eur':800,'reason':'x',"
                  "'lines':[{'cost_kind':'salaries','amount':800}]}");
    flood_must(w, "finance", "2021-09-01T08:00:00Z", "correct_cost", "R1", mended);
    assert_string_equal("SETTLED", world_state(w, "R1"));
    doc =
        world_see(w, "finance", "settlement", "{'id':'@R1'}"); /* may again, and is not asked to */
    assert_string_equal("correct_cost", world_text(doc, "acts.0.name"));
    assert_true(
        json_is_true(json_object_get(json_array_get(json_object_get(doc, "acts"), 0), "is_aside")));
    doc = world_see(w, "chair", "settlement", "{'id':'@R1'}");
    assert_int_equal(80000, world_int(doc, "settlement.additional_cents"));
    assert_int_equal(0, world_int(doc, "lines.length"));
    assert_int_equal(1, world_int(doc, "earlier.length"));
    assert_int_equal(100000, world_int(doc, "earlier.0.additional_cents"));
    doc = world_see(w, "finance", "settlements", "{}");
    assert_int_equal(1, world_int(doc, "settlements.length"));
    assert_int_equal(80000, world_int(doc, "settlements.0.additional_cents"));
    world_assert_rebuild_equal(w);
}

/* Nothing about money stands in the way of help; it is no reason to take it back either. */
static void test_money_holds_up_no_deployment(void **state)
{
    struct world *w = *state;

    flood_request(w, "R2", "GRANTED"); /* no agreement about cost, and nothing settled */
    field_task(w, "D2", "R2", 20, "2021-07-14T08:20:00Z");
    assert_string_equal("TASKED", world_state(w, "R2"));
    flood_refused(w, "COST_NEVER_BLOCKS", "toc", "2021-07-14T09:00:00Z", "recall", "D2",
                  "{'reason':'te duur','reason_code':'money'}");
    assert_string_equal("TASKED", world_state(w, "R2"));
}

static void test_the_statement_says_what_the_regime_means_and_who_pays(void **state)
{
    static const char *const regimes[] = { "COST_FNIK", "COST_WVR55", "COST_PW_MIL", "COST_MSOB" };
    struct world *w = *state;
    const json_t *doc = world_see(w, "chair", "settlement", "{'id':'@R1'}");

    assert_string_equal("COST_FNIK", world_text(doc, "rules.regime.code"));
    assert_string_equal("MIN_DEF.verrekening finance", world_text(doc, "settlers.0.title"));
    flood_must(w, "finance", later, "settle_cost", "R1",
               "{'regime':'COST_FNIK','additional_eur':10}");
    for (size_t i = 0; i < sizeof(regimes) / sizeof(regimes[0]); i++) {
        const char *fields =
            text_cstr(world_arena(w), text_printf(world_arena(w),
                                                  "{'regime':'%s','additional_eur':%d,"
                                                  "'reason':'anders'}",
                                                  regimes[i], (int)i));

        flood_must(w, "finance", later, "correct_cost", "R1", fields);
        assert_int_equal(i != 0, world_has_verdict(w, "COST_REGIME_OTHER"));
        assert_int_equal(i == 3, world_has_verdict(w, "COST_AGREEMENT_NONE"));
        doc = world_see(w, "chair", "settlement", "{'id':'@R1'}");
        assert_string_equal(regimes[i], world_text(doc, "rules.regime.code"));
        assert_true(strlen(world_text(doc, "rules.meaning")) > 20);
        assert_true(strlen(world_text(doc, "rules.payer")) > 10);
        assert_true(strlen(world_text(doc, "rules.source")) > 5);
        assert_int_equal(
            i == 1, world_has(doc, "rules.claim") &&
                        json_is_string(json_object_get(json_object_get(doc, "rules"), "claim")));
    }
    world_assert_rebuild_equal(w);
}

static void test_an_agreement_from_before_the_need_takes_the_warning_away(void **state)
{
    struct world *w = *state;

    flood_must(w, "beheer", "2021-07-02T08:00:00Z", "register_agreement", "A1",
               "{'between':['VR','MIN_DEF'],'what':'kosten van steun','quantity':1,"
               "'reaction_hours':1,'valid_until':'2022-01-01'}");
    flood_request(w, "R1", "GRANTED");
    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    field_deploy(w, "D1", "2021-07-14T12:30:00Z", "2021-07-14T16:10:00Z");
    field_home(w, "D1", "2021-07-17T10:00:00Z", "2021-07-17T15:00:00Z");
    flood_must(w, "finance", later, "settle_cost", "R1",
               "{'regime':'COST_MSOB','additional_eur':10,'reason':'zo afgesproken'}");
    assert_false(world_has_verdict(w, "COST_AGREEMENT_NONE"));
    assert_true(world_has_verdict(w, "COST_REGIME_OTHER"));
    assert_true(json_is_true(
        json_object_get(world_see(w, "chair", "settlement", "{'id':'@R1'}"), "is_agreed")));
}

/* Support in the public interest, from the form to home, at a water authority's request. */
static void support_home(struct world *w)
{
    static const struct {
        const char *who, *when, *act, *object, *fields;
    } way[] = {
        { "locc", "2021-07-14T05:00:00Z", "desk_check", "R1",
          "{'form_complete':true,'competence_ok':true,'basis_ok':true}" },
        { "locc", "2021-07-14T05:10:00Z", "pass_to_defence", "R1", "{'ladder':'markt vol'}" },
        { "dops", "2021-07-14T05:20:00Z", "will_can_may", "R1",
          "{'will':'yes','can':'40','may':'toets gevraagd'}" },
        { "def", "2021-07-14T06:00:00Z", "decide", "R1",
          "{'decision':'grant','reason':'openbaar belang'}" },
        { "toc", "2021-07-14T06:10:00Z", "task", "D1",
          "{'request':'@R1','unit':'genie','capability':'@hands','quantity':20,"
          "'field_authority':'@reeve','safety_message':'stroming',"
          "'force_regime':'FORCE_NONE_MIL'}" },
        { "unit", "2021-07-14T07:00:00Z", "depart", "D1", "{}" },
        { "unit", "2021-07-14T08:00:00Z", "arrive", "D1",
          "{'handed_over_to':'@reeve','field_authority_reachable':true}" },
        { "reeve", "2021-07-14T09:00:00Z", "release", "D1", "{'reason':'klaar'}" },
        { "unit", "2021-07-14T10:00:00Z", "return_home", "D1", "{}" },
    };

    world_office(w, "2021-07-01T08:00:00Z", "reeve", "WATERSCHAP.dijkgraaf", "WS_LIMB",
                 "['WS_LIMB']", "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    flood_must(w, "beheer", "2021-07-01T08:00:00Z", "adopt_route", "MSOB",
               "{'route':'MSOB','version':1}");
    flood_must(w, "reeve", "2021-07-14T04:00:00Z", "submit_at_once", "R1",
               "{'legal_basis':'MSOB','purpose':'public_interest','task_domain':'openbaar belang',"
               "'situation':'watergangen dicht','effect':'12 km watergang open',"
               "'location':'Vlodrop','needed_from':'2021-07-14T08:00:00+02:00',"
               "'needed_until':'2021-07-16T08:00:00+02:00','own_insufficient':'eigen ploegen op',"
               "'subsidiarity':'not_in_time','field_lead':'dijkgraaf','safety':'stroming',"
               "'costs':'COST_MSOB','contact':'piket','urgent':false,'planned':false,"
               "'found_explosive':false,'force_needed':false,"
               "'alternatives':[{'rung':'market','asked':'aannemers',"
               "'at':'2021-07-14T05:00:00+02:00','answer':'niemand vrij'}],"
               "'lines':[{'effect_kind':'watercourse_cleared','amount':12,'unit':'km'}]}");
    for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++)
        flood_must(w, way[i].who, way[i].when, way[i].act, way[i].object, way[i].fields);
}

static void test_support_is_settled_by_its_own_regime_with_a_word_about_the_agreement(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    support_home(w); /* no agreement held it up */
    flood_refused(w, "COST_ADDITIONAL_ONLY", "finance", later, "settle_cost", "R1",
                  "{'regime':'COST_MSOB','additional_eur':400,"
                  "'lines':[{'cost_kind':'exercise','amount':400}]}");
    flood_must(w, "finance", later, "settle_cost", "R1",
               "{'regime':'COST_MSOB','additional_eur':7800,'lines':[{'cost_kind':'hours'},"
               "{'cost_kind':'km'}],'waived':false}");
    assert_true(world_has_verdict(w, "COST_AGREEMENT_NONE"));
    assert_false(world_has_verdict(w, "COST_REGIME_OTHER"));
    doc = world_see(w, "reeve", "settlement", "{'id':'@R1'}");
    assert_string_equal("WATERSCHAP.dijkgraaf reeve", world_text(doc, "asker.title"));
    assert_true(json_is_true(json_object_get(json_object_get(doc, "rules"), "agrees_first")));
    assert_false(json_is_true(json_object_get(doc, "is_agreed")));
    assert_string_equal("SETTLED", world_state(w, "R1"));
    world_assert_rebuild_equal(w);
}

/* Asked by phone, granted and served, but never confirmed in writing. */
static void test_an_oral_request_is_settled_only_once_confirmed_in_writing(void **state)
{
    struct world *w = *state;
    const char *cost = "{'regime':'COST_FNIK','additional_eur':1000}";
    const json_t *doc;

    flood_request(w, "R1", "ORAL");
    flood_must(w, "dops", "2021-07-14T03:00:00Z", "will_can_may", "R1",
               "{'will':'yes','can':'68','may':'ja'}");
    flood_must(w, "djz", "2021-07-14T03:10:00Z", "legal_test", "R1",
               "{'result':'lawful','basis':'WVR51_MIL','force_regime':'FORCE_NONE_MIL'}");
    flood_must(w, "def", "2021-07-14T03:20:00Z", "decide", "R1",
               "{'decision':'grant','reason':'ramp'}");
    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    field_deploy(w, "D1", "2021-07-14T12:30:00Z", "2021-07-14T16:10:00Z");
    field_home(w, "D1", "2021-07-17T10:00:00Z", "2021-07-17T15:00:00Z");
    flood_refused(w, "ORAL_THEN_WRITTEN", "finance", later, "settle_cost", "R1", cost);
    flood_must(w, "chair", later, "confirm_oral_in_writing", "R1",
               "{'signed_form':true,'office':'VR.voorzitter'}");
    flood_must(w, "finance", later, "settle_cost", "R1", cost);
    doc = world_see(w, "finance", "settlement", "{'id':'@R1'}");
    assert_true(json_is_null(json_object_get(doc, "hours"))); /* nobody reported any: not 0 */
    world_assert_rebuild_equal(w);
}

#define IN(world, test) cmocka_unit_test_setup_teardown(test, world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(home_world, test_additional_cost_is_settled_once_by_finance),
        IN(home_world, test_what_is_paid_anyway_is_not_settled),
        IN(home_world, test_lines_with_amounts_add_up_and_lines_without_are_within_the_total),
        IN(home_world, test_every_line_that_is_paid_anyway_is_named),
        IN(home_world, test_zero_and_waived_are_said_apart),
        IN(home_world, test_a_correction_counts_and_leaves_the_earlier_one_to_be_read),
        IN(open_world, test_money_holds_up_no_deployment),
        IN(home_world, test_the_statement_says_what_the_regime_means_and_who_pays),
        IN(open_world, test_an_agreement_from_before_the_need_takes_the_warning_away),
        IN(open_world, test_support_is_settled_by_its_own_regime_with_a_word_about_the_agreement),
        IN(open_world, test_nothing_is_settled_before_the_units_are_home),
        IN(open_world, test_an_oral_request_is_settled_only_once_confirmed_in_writing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
