/* SPDX-License-Identifier: EUPL-1.2 */
/* Evaluations from the release on, and lessons from observation to proof. */
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
#include "learning/learning.h"
#include "request/request.h"
#include "settlement/settlement.h"

static const struct room *const rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &settlement_room, &learning_room, NULL,
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
    field_home(*state, "D1", "2021-07-17T10:00:00Z", "2021-07-17T15:00:00Z");
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

static const char *const later = "2021-08-20T08:00:00Z";
#define COST    "{'regime':'COST_FNIK','additional_eur':1000}"
#define REACHED "{'effect_reached':true,'time_to_effect_met':false,'findings':'te laat begonnen'}"

static void stands(struct world *w, const char *handle, const char *state)
{
    assert_string_equal(state, world_state(w, handle));
}

static void test_a_request_goes_from_home_to_settled_evaluated_and_closed(void **state)
{
    struct world *w = *state;

    flood_refused(w, "STATE_ORDER", "evaluator", later, "close", "R1", "{}");
    flood_must(w, "finance", later, "settle_cost", "R1", COST);
    stands(w, "R1", "SETTLED");
    flood_must(w, "evaluator", later, "evaluate", "R1", REACHED);
    stands(w, "R1", "EVALUATED");
    flood_must(w, "evaluator", "2021-09-30T08:00:00Z", "close", "R1", "{}");
    stands(w, "R1", "CLOSED");
    world_assert_rebuild_equal(w);
}

static void test_an_evaluation_before_the_money_stands_on_its_own_until_then(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "evaluator", "2021-08-01T08:00:00Z", "evaluate", "R1", REACHED);
    stands(w, "R1", "RETURNED_HOME");
    doc = world_see(w, "chair", "evaluation", "{'id':'@R1'}");
    assert_int_equal(1, world_int(doc, "evaluations.length"));
    assert_true(json_is_true(json_object_get(doc, "is_before_money")));
    flood_must(w, "finance", later, "settle_cost", "R1", COST);
    stands(w, "R1", "EVALUATED");
    world_assert_rebuild_equal(w);
}

static void test_only_the_evaluator_evaluates_and_says_something(void **state)
{
    struct world *w = *state;

    flood_refused(w, "ROLE_FORBIDDEN", "toc", later, "evaluate", "R1", REACHED);
    flood_refused(w, "EVALUATION_EMPTY", "evaluator", later, "evaluate", "R1", "{}");
    assert_null(world_see(w, "chair23", "evaluation", "{'id':'@R1'}"));
}

static void test_nothing_is_evaluated_before_the_release(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "GRANTED");
    flood_refused(w, "STATE_ORDER", "evaluator", "2021-07-14T17:00:00Z", "evaluate", "R1", REACHED);
}

#define LESSON                                                                                     \
    "{'request':'@R1','phase':'PREPARATIE','observation':'geen plan voor Geul en Gulp',"           \
    "'recommendation':'maak een plan voor de zijrivieren','owner':'@rot'}"

static void test_a_lesson_goes_from_observed_to_decided_verified_and_closed(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "evaluator", later, "record_lesson", "L1", LESSON);
    stands(w, "L1", "RECOMMENDED");
    flood_refused(w, "LESSON_VERIFY", "evaluator", later, "close", "L1", "{}");
    flood_refused(w, "LESSON_OWNER", "chair", later, "decide_lesson", "L1", "{'decision':'grant'}");
    flood_must(w, "rot", later, "decide_lesson", "L1", "{'decision':'grant'}");
    stands(w, "L1", "ADOPTED");
    flood_refused(w, "STATE_ORDER", "rot", later, "decide_lesson", "L1",
                  "{'decision':'refuse','reason':'toch niet'}");
    flood_refused(w, "MAY_NOT", "rot", later, "verify_lesson", "L1", "{'in':'oefening'}");
    flood_must(w, "evaluator", "2022-09-25T08:00:00Z", "verify_lesson", "L1",
               "{'in':'oefening september'}");
    assert_false(world_has_verdict(w, "LESSON_UNDECIDED"));
    flood_must(w, "evaluator", "2022-09-25T08:05:00Z", "close", "L1", "{}");
    stands(w, "L1", "CLOSED");
    flood_refused(w, "STATE_ORDER", "evaluator", "2022-09-25T08:06:00Z", "close", "L1", "{}");
    doc = world_see(w, "rot", "lesson", "{'id':'@L1'}");
    assert_string_equal("oefening september", world_text(doc, "verified_in"));
    world_assert_rebuild_equal(w);
}

static void test_a_lesson_may_be_verified_undecided_but_not_when_rejected(void **state)
{
    struct world *w = *state;

    flood_must(w, "evaluator", later, "record_lesson", "L1", LESSON);
    flood_must(w, "evaluator", later, "record_lesson", "L2", LESSON);
    flood_refused(w, "LESSON_REASON", "rot", later, "decide_lesson", "L2", "{'decision':'refuse'}");
    flood_must(w, "rot", later, "decide_lesson", "L2",
               "{'decision':'refuse','reason':'bestaat al'}");
    stands(w, "L2", "REJECTED");
    flood_refused(w, "STATE_ORDER", "evaluator", later, "verify_lesson", "L2", "{'in':'oefening'}");
    flood_refused(w, "LESSON_VERIFY", "evaluator", later, "close", "L2", "{}");
    flood_must(w, "evaluator", later, "verify_lesson", "L1", "{'in':'oefening'}");
    assert_true(world_has_verdict(w, "LESSON_UNDECIDED"));
    stands(w, "L1", "VERIFIED");
    world_assert_rebuild_equal(w);
}

static void test_the_auditor_records_no_lesson(void **state)
{
    flood_refused(*state, "AUDITOR_READS", "auditor", later, "record_lesson", "LX",
                  "{'observation':'x','recommendation':'y','owner':'@rot'}");
}

static void test_lessons_are_listed_by_state_owner_and_request(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "evaluator", later, "record_lesson", "L1", LESSON);
    flood_must(w, "chair", later, "record_lesson", "L2",
               "{'observation':'veel berichten','recommendation':'geef spoed aan',"
               "'owner':'@locc'}");
    flood_must(w, "locc", later, "decide_lesson", "L2", "{'decision':'grant'}");
    doc = world_see(w, "toc", "lessons", "{}");
    assert_int_equal(2, world_int(doc, "lessons.length"));
    assert_string_equal("ADOPTED", world_text(doc, "lessons.0.state.code"));
    doc = world_see(w, "locc", "lessons", "{'mine':true}");
    assert_int_equal(1, world_int(doc, "lessons.length"));
    doc = world_see(w, "locc", "lessons", "{'state':'RECOMMENDED'}");
    assert_int_equal(1, world_int(doc, "lessons.length"));
    doc = world_see(w, "locc", "lessons", "{'request':'@R1'}");
    assert_int_equal(1, world_int(doc, "lessons.length"));
    doc = world_see(w, "chair23", "lessons", "{}");
    assert_int_equal(2, world_int(doc, "lessons.length"));
    assert_false(world_has(doc, "lessons.1.request.id")); /* not its request to see */
}

/* A lesson takes the incident of its request; one about the incident alone stands beside it. */
static void test_lessons_of_an_incident_stand_together_over_its_requests(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R2",
               flood_form(w, ",'incident':'@I1'"));
    flood_must(w, "rmoa", "2021-07-14T02:16:00Z", "draft_request", "R3",
               flood_form(w, ",'incident':'@I1'"));
    flood_must(w, "chair", later, "record_lesson", "L2",
               "{'request':'@R2','observation':'a','recommendation':'b','owner':'@locc'}");
    flood_must(w, "chair", later, "record_lesson", "L3",
               "{'request':'@R3','observation':'a','recommendation':'c','owner':'@rot'}");
    flood_must(w, "chair", later, "record_lesson", "L4",
               "{'incident':'@I1','observation':'a','recommendation':'d','owner':'@rot'}");
    flood_must(w, "chair", later, "record_lesson", "L5",
               "{'observation':'a','recommendation':'e','owner':'@rot'}");
    flood_must(w, "rot", later, "decide_lesson", "L4", "{'decision':'grant'}");
    doc = world_see(w, "chair", "lessons", "{'incident':'@I1'}");
    assert_int_equal(3, world_int(doc, "lessons.length"));
    assert_int_equal(3, world_int(doc, "open_count"));
    assert_int_equal(2, world_int(doc, "counts.0.count"));
    assert_int_equal(1, world_int(doc, "counts.1.count"));
    assert_true(world_has(doc, "of_incident.id"));
    doc = world_see(w, "chair", "lessons", "{'incident':'@I1','state':'ADOPTED'}");
    assert_int_equal(1, world_int(doc, "lessons.length"));
    doc = world_see(w, "chair", "lesson", "{'id':'@L2'}");
    assert_true(world_has(doc, "incident.id"));
    assert_true(json_is_true(json_object_get(doc, "waits_for_owner")));
    doc = world_see(w, "chair", "lesson", "{'id':'@L4'}");
    assert_true(json_is_true(json_object_get(doc, "waits_for_proof")));
    doc = world_see(w, "rot", "evaluation", "{'id':'@R2'}");
    assert_true(json_is_string(json_object_get(doc, "incident_lessons_url")));
    world_assert_rebuild_equal(w);
}

/* Who may not see the request learns nothing from a list of its lessons. */
static void test_a_list_by_a_hidden_request_is_empty(void **state)
{
    struct world *w = *state;

    flood_must(w, "evaluator", later, "record_lesson", "L1", LESSON);
    assert_int_equal(
        1, world_int(world_see(w, "chair", "lessons", "{'request':'@R1'}"), "lessons.length"));
    assert_int_equal(
        0, world_int(world_see(w, "chair23", "lessons", "{'request':'@R1'}"), "lessons.length"));
}

#define IN(world, test) cmocka_unit_test_setup_teardown(test, world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(home_world, test_a_request_goes_from_home_to_settled_evaluated_and_closed),
        IN(home_world, test_an_evaluation_before_the_money_stands_on_its_own_until_then),
        IN(home_world, test_only_the_evaluator_evaluates_and_says_something),
        IN(open_world, test_nothing_is_evaluated_before_the_release),
        IN(home_world, test_a_lesson_goes_from_observed_to_decided_verified_and_closed),
        IN(home_world, test_a_lesson_may_be_verified_undecided_but_not_when_rejected),
        IN(open_world, test_the_auditor_records_no_lesson),
        IN(open_world, test_lessons_of_an_incident_stand_together_over_its_requests),
        IN(home_world, test_a_list_by_a_hidden_request_is_empty),
        IN(home_world, test_lessons_are_listed_by_state_owner_and_request),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
