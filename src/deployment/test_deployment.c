/* SPDX-License-Identifier: EUPL-1.2 */
/* A deployment along its whole way, from the order to home; every refusal on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "deployment/inner.h"
#include "deployment/test_field.h"

static int open_world(void **state)
{
    struct world *w = world_open(field_rooms, &access_gate);

    field_begin(w);
    *state = w;
    return 0;
}

static int granted_world(void **state)
{
    open_world(state);
    flood_request(*state, "R1", "GRANTED");
    return 0;
}

static int deployed_world(void **state)
{
    granted_world(state);
    field_task(*state, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    field_deploy(*state, "D1", "2021-07-14T12:30:00Z", "2021-07-14T16:10:00Z");
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

#define ORDER                                                                                      \
    "{'request':'@R1','unit':'compagnie','capability':'@hands','quantity':68,"                     \
    "'field_authority':'@mayor','safety_message':'stroming','force_regime':'FORCE_NONE_MIL'}"

static void stands(struct world *w, const char *handle, const char *state)
{
    assert_string_equal(state, world_state(w, handle));
}

/* ---- the whole way ---- */

static void test_a_request_follows_its_deployments_from_the_order_to_home(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    stands(w, "D1", "TASKED");
    stands(w, "R1", "TASKED");
    flood_must(w, "toc", "2021-07-14T08:30:00Z", "task", "D2",
               "{'request':'@R1','unit':'transportpeloton','capability':'@trucks','quantity':8,"
               "'field_authority':'@mayor','safety_message':'stroming',"
               "'force_regime':'FORCE_NONE_MIL'}");
    flood_must(w, "unit", "2021-07-14T08:45:00Z", "acknowledge", "D1", "{}");
    flood_must(w, "unit", "2021-07-14T12:30:00Z", "depart", "D1", "{}");
    stands(w, "R1", "EN_ROUTE");
    flood_must(w, "unit", "2021-07-14T12:35:00Z", "depart", "D2", "{}");
    flood_must(w, "unit", "2021-07-14T16:10:00Z", "arrive", "D1",
               "{'handed_over_to':'@mayor','field_authority_reachable':true}");
    stands(w, "D1", "DEPLOYED");
    stands(w, "D2", "EN_ROUTE");
    stands(w, "R1", "DEPLOYED");
    flood_must(w, "unit", "2021-07-14T16:40:00Z", "arrive", "D2",
               "{'handed_over_to':'@mayor','field_authority_reachable':true}");
    flood_must(w, "unit", "2021-07-15T05:00:00Z", "sitrep", "D2",
               "{'happened_at':'2021-07-15T06:30:00+02:00','task':'mensen weggebracht',"
               "'people':100,'injured':0,'hours':12}");
    flood_must(w, "chair", "2021-07-15T09:00:00Z", "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00','reason':'tweede golf'}");
    stands(w, "R1", "EXTENSION");
    flood_must(w, "def", "2021-07-15T09:30:00Z", "decide_extension", "R1",
               "{'deployment':'@D1','decision':'grant','until':'2021-07-19T20:00:00+02:00'}");
    stands(w, "R1", "DEPLOYED");
    flood_must(w, "toc", "2021-07-15T12:00:00Z", "substitute", "D1",
               "{'out':68,'into':'verse compagnie van 80','capability':'@hands','quantity':80,"
               "'reason':'aflossing'}");
    field_home(w, "D2", "2021-07-17T10:00:00Z", "2021-07-17T15:00:00Z");
    stands(w, "D2", "RETURNED_HOME");
    stands(w, "R1", "DEPLOYED");
    flood_must(w, "mayor", "2021-07-19T17:30:00Z", "release", "D1", "{'reason':'effect bereikt'}");
    stands(w, "R1", "RELEASED");
    flood_must(w, "unit", "2021-07-19T21:30:00Z", "return_home", "D1", "{}");
    stands(w, "D1", "RETURNED_HOME");
    stands(w, "R1", "RETURNED_HOME");
    world_assert_rebuild_equal(w);
}

/* ---- the order ---- */

static void test_nobody_orders_before_the_decision(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "ASSESSING");
    flood_refused(w, "DECISION_FIRST", "toc", "2021-07-14T07:05:00Z", "task", "D0", ORDER);
    stands(w, "R1", "ASSESSING");
}

static void test_only_the_operations_centre_orders_the_unit(void **state)
{
    struct world *w = *state;

    flood_refused(w, "AUTHORITY_WRONG", "chair", "2021-07-14T08:10:00Z", "task", "D0", ORDER);
    flood_must(w, "toc", "2021-07-14T08:11:00Z", "task", "D0", ORDER);
}

static void test_an_order_names_authority_force_and_danger(void **state)
{
    struct world *w = *state;
    const char *at = "2021-07-14T08:10:00Z";

    flood_refused(w, "FIELD_AUTHORITY_NAMED", "toc", at, "task", "D0",
                  "{'request':'@R1','unit':'compagnie','quantity':68,'safety_message':'stroming',"
                  "'force_regime':'FORCE_NONE_MIL'}");
    flood_refused(w, "FIELD_MISSING", "toc", at, "task", "D0",
                  "{'request':'@R1','unit':'compagnie','quantity':68,'field_authority':'@mayor',"
                  "'force_regime':'FORCE_NONE_MIL'}");
    flood_refused(w, "FORCE_BY_BASIS", "toc", at, "task", "D0",
                  "{'request':'@R1','unit':'compagnie','quantity':68,'field_authority':'@mayor',"
                  "'safety_message':'stroming','force_regime':'FORCE_AMBTSINSTRUCTIE'}");
    flood_refused(w, "EXERCISE_ISOLATED", "toc", at, "task", "D0",
                  "{'request':'@R1','unit':'compagnie','quantity':68,'field_authority':'@mayor',"
                  "'safety_message':'stroming','force_regime':'FORCE_NONE_MIL','space':'EX1'}");
    stands(w, "R1", "GRANTED");
}

static void test_means_outside_the_register_are_ordered_without_a_pool(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", "2021-07-14T08:10:00Z", "task", "D0",
               "{'request':'@R1','unit':'vrijwilligers','quantity':9000,'field_authority':'@mayor',"
               "'safety_message':'stroming','force_regime':'FORCE_NONE_MIL'}");
    world_assert_rebuild_equal(w);
}

static void test_the_named_authority_and_nobody_else_is_told_of_the_order(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "toc", "2021-07-14T08:10:00Z", "task", "D1",
               "{'request':'@R1','unit':'compagnie','capability':'@hands','quantity':10,"
               "'field_authority':'@mayor2','safety_message':'stroming',"
               "'force_regime':'FORCE_NONE_MIL'}");
    doc = world_see(w, "mayor2", "deployment", "{'id':'@D1'}");
    assert_non_null(doc);
    assert_string_equal("GM0938", world_text(doc, "authority.instance"));
    doc = world_see(w, "mayor2", "request", "{'id':'@R1'}");
    assert_non_null(doc);
    bool told = false;
    for (int64_t i = 0; i < world_int(doc, "notices.length"); i++) {
        char path[64];
        snprintf(path, sizeof(path), "notices.%d.to.label", (int)i);
        told = told || (world_has(doc, path) && strstr(world_text(doc, path), "mayor2"));
    }
    assert_true(told);
}

/* ---- capacity ---- */

static void test_a_unit_is_counted_once_until_it_is_home(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 200, "2021-07-14T08:20:00Z");
    flood_refused(w, "CAPACITY_ONCE", "toc", "2021-07-14T08:25:00Z", "task", "D2",
                  "{'request':'@R1','unit':'bataljon','capability':'@hands','quantity':101,"
                  "'field_authority':'@mayor','safety_message':'stroming',"
                  "'force_regime':'FORCE_NONE_MIL'}");
    field_task(w, "D2", "R1", 100, "2021-07-14T08:26:00Z");
    field_deploy(w, "D1", "2021-07-14T09:00:00Z", "2021-07-14T10:00:00Z");
    flood_must(w, "mayor", "2021-07-14T11:00:00Z", "release", "D1", "{'reason':'klaar'}");
    flood_refused(w, "CAPACITY_ONCE", "toc", "2021-07-14T11:05:00Z", "task", "D3",
                  "{'request':'@R1','unit':'ploeg','capability':'@hands','quantity':1,"
                  "'field_authority':'@mayor','safety_message':'stroming',"
                  "'force_regime':'FORCE_NONE_MIL'}");
    flood_must(w, "unit", "2021-07-14T12:00:00Z", "return_home", "D1", "{}");
    field_task(w, "D3", "R1", 200, "2021-07-14T12:05:00Z");
    world_assert_rebuild_equal(w);
}

static void test_units_pass_from_one_deployment_to_another_in_one_act(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    field_task(w, "D1", "R1", 300, "2021-07-14T08:20:00Z");
    flood_refused(w, "CAPACITY_ONCE", "toc", "2021-07-14T08:30:00Z", "task", "D8",
                  "{'request':'@R1','unit':'sectie','capability':'@hands','quantity':301,"
                  "'field_authority':'@mayor','safety_message':'stroming',"
                  "'force_regime':'FORCE_NONE_MIL','taken_from':[{'request':'@R1',"
                  "'capability':'@hands','quantity':301}]}");
    flood_must(w, "toc", "2021-07-14T08:30:00Z", "task", "D8",
               "{'request':'@R1','unit':'sectie','capability':'@hands','quantity':60,"
               "'field_authority':'@mayor','safety_message':'stroming',"
               "'force_regime':'FORCE_NONE_MIL','taken_from':[{'request':'@R1',"
               "'capability':'@hands','quantity':60}]}");
    doc = world_see(w, "toc", "deployment", "{'id':'@D1'}");
    assert_int_equal(240, world_int(doc, "means.0.quantity"));
    doc = world_see(w, "toc", "deployment", "{'id':'@D8'}");
    assert_int_equal(60, world_int(doc, "means.0.quantity"));
    world_assert_rebuild_equal(w);
}

static void test_a_substitution_starts_from_what_the_deployment_has(void **state)
{
    struct world *w = *state;

    flood_refused(w, "OUT_DIFFERS", "toc", "2021-07-14T17:00:00Z", "substitute", "D1",
                  "{'out':60,'into':'80 anderen','capability':'@hands','quantity':80,"
                  "'reason':'aflossing'}");
    flood_refused(w, "CAPACITY_ONCE", "toc", "2021-07-14T17:00:00Z", "substitute", "D1",
                  "{'out':68,'into':'bataljon','capability':'@hands','quantity':301,"
                  "'reason':'aflossing'}");
    flood_refused(w, "AUTHORITY_WRONG", "unit", "2021-07-14T17:00:00Z", "substitute", "D1",
                  "{'out':68,'into':'anderen','capability':'@hands','quantity':60,"
                  "'reason':'aflossing'}");
    flood_must(w, "toc", "2021-07-14T17:00:00Z", "substitute", "D1",
               "{'out':68,'into':'alle 300','capability':'@hands','quantity':300,"
               "'reason':'meer oevers'}");
    flood_must(w, "toc", "2021-07-14T17:10:00Z", "substitute", "D1",
               "{'out':0,'into':'ook 5 vrachtautos','capability':'@trucks','quantity':5,"
               "'reason':'zand halen'}");
    world_assert_rebuild_equal(w);
}

/* ---- movement ---- */

static void test_nobody_starts_without_a_reachable_authority(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    flood_refused(w, "STATE_ORDER", "unit", "2021-07-14T08:30:00Z", "arrive", "D1",
                  "{'handed_over_to':'@mayor','field_authority_reachable':true}");
    flood_must(w, "unit", "2021-07-14T12:30:00Z", "depart", "D1", "{}");
    flood_refused(w, "FIELD_AUTHORITY_NAMED", "unit", "2021-07-14T16:00:00Z", "arrive", "D1",
                  "{'handed_over_to':'@mayor','field_authority_reachable':false}");
    stands(w, "D1", "EN_ROUTE");
    flood_must(w, "unit", "2021-07-14T16:10:00Z", "arrive", "D1",
               "{'handed_over_to':'@mayor','field_authority_reachable':true}");
}

static void test_steps_in_the_field_follow_each_other_in_time(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    flood_must(w, "unit", "2021-07-14T12:30:00Z", "depart", "D1",
               "{'happened_at':'2021-07-14T14:00:00+02:00'}");
    flood_refused(w, "STEP_BEFORE_LAST", "unit", "2021-07-14T13:00:00Z", "arrive", "D1",
                  "{'handed_over_to':'@mayor','field_authority_reachable':true,"
                  "'happened_at':'2021-07-14T13:00:00+02:00'}");
    flood_must(w, "unit", "2021-07-14T13:00:00Z", "arrive", "D1",
               "{'handed_over_to':'@mayor','field_authority_reachable':true,"
               "'happened_at':'2021-07-14T14:40:00+02:00'}");
}

static void test_a_report_says_something_that_has_happened(void **state)
{
    struct world *w = *state;

    flood_refused(w, "REPORT_EMPTY", "unit", "2021-07-14T17:00:00Z", "sitrep", "D1", "{}");
    flood_refused(w, "FACT_COMPLETE", "unit", "2021-07-14T17:00:00Z", "sitrep", "D1",
                  "{'text':'later','happened_at':'2021-07-14T20:00:00+02:00'}");
    flood_refused(w, "ROLE_FORBIDDEN", "rmoa", "2021-07-14T17:00:00Z", "sitrep", "D1",
                  "{'text':'van ver gezien'}");
    flood_must(w, "mayor", "2021-07-14T17:00:00Z", "sitrep", "D1",
               "{'text':'pompen draaien','figures':[{'name':'m3_per_hour','amount':7000}]}");
    const json_t *doc = world_see(w, "unit", "field_task", "{'id':'@D1'}");
    assert_int_equal(7000, world_int(doc, "reports.0.figures.0.amount"));
    world_assert_rebuild_equal(w);
}

/* ---- extension ---- */

static void test_an_extension_is_longer_reasoned_and_answered_once(void **state)
{
    struct world *w = *state;
    const char *at = "2021-07-15T09:00:00Z";

    flood_refused(w, "REASON_REQUIRED", "chair", at, "extend", "R1",
                  "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00'}");
    flood_refused(w, "EXTENSION_NOT_LONGER", "chair", at, "extend", "R1",
                  "{'deployment':'@D1','until':'2021-07-15T17:00:00+02:00','reason':'golf'}");
    flood_refused(w, "AUTHORITY_WRONG", "toc", at, "extend", "R1",
                  "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00','reason':'golf'}");
    flood_must(w, "mayor", at, "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00','reason':'golf'}");
    flood_refused(w, "REASON_REQUIRED", "def", at, "decide_extension", "R1",
                  "{'deployment':'@D1','decision':'partly_grant',"
                  "'until':'2021-07-17T20:00:00+02:00'}");
    flood_refused(w, "FIELD_MISSING", "def", at, "decide_extension", "R1",
                  "{'deployment':'@D1','decision':'grant'}");
    flood_refused(w, "ROLE_FORBIDDEN", "locc", at, "decide_extension", "R1",
                  "{'deployment':'@D1','decision':'grant','until':'2021-07-19T20:00:00+02:00'}");
    flood_must(w, "def", at, "decide_extension", "R1",
               "{'deployment':'@D1','decision':'refuse','reason':'elders nodig'}");
    stands(w, "R1", "DEPLOYED");
    flood_refused(w, "STATE_ORDER", "def", at, "decide_extension", "R1",
                  "{'deployment':'@D1','decision':'grant','until':'2021-07-19T20:00:00+02:00'}");
    world_assert_rebuild_equal(w);
}

static void test_an_extension_names_a_deployment_of_its_request(void **state)
{
    struct world *w = *state;

    flood_must(w, "rmoa", "2021-07-14T18:00:00Z", "draft_request", "R2", flood_form(w, ""));
    field_task(w, "D2", "R1", 10, "2021-07-14T18:10:00Z");
    flood_refused(w, "STATE_ORDER", "chair", "2021-07-14T18:20:00Z", "extend", "R1",
                  "{'deployment':'@D2','until':'2021-07-19T20:00:00+02:00','reason':'golf'}");
    flood_refused(w, "DEPLOYMENT_OTHER_REQUEST", "chair", "2021-07-14T18:20:00Z", "extend", "R2",
                  "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00','reason':'golf'}");
    flood_must(w, "chair", "2021-07-14T18:30:00Z", "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00','reason':'golf'}");
    flood_refused(w, "EXTENSION_NOT_ASKED", "def", "2021-07-14T18:40:00Z", "decide_extension", "R1",
                  "{'deployment':'@D2','decision':'refuse','reason':'nee'}");
}

static void test_units_stay_occupied_as_long_as_the_extension_says(void **state)
{
    struct world *w = *state;

    flood_must(w, "chair", "2021-07-15T09:00:00Z", "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00','reason':'golf'}");
    flood_must(w, "def", "2021-07-15T09:30:00Z", "decide_extension", "R1",
               "{'deployment':'@D1','decision':'grant','until':'2021-07-19T20:00:00+02:00'}");
    flood_refused(w, "CAPACITY_ONCE", "toc", "2021-07-17T09:00:00Z", "task", "D9",
                  "{'request':'@R1','unit':'bataljon','capability':'@hands','quantity':240,"
                  "'field_authority':'@mayor','safety_message':'stroming',"
                  "'force_regime':'FORCE_NONE_MIL'}");
    const json_t *doc = world_see(w, "toc", "deployment", "{'id':'@D1'}");
    assert_string_equal("2021-07-19T18:00:00Z", world_text(doc, "until_at"));
    assert_string_equal("grant", world_text(doc, "extensions.0.decision.code"));
}

/* ---- the end ---- */

static void test_the_authority_releases_and_never_the_commander(void **state)
{
    struct world *w = *state;

    flood_refused(w, "AUTHORITY_WRONG", "unit", "2021-07-17T07:00:00Z", "release", "D1",
                  "{'reason':'water zakt'}");
    flood_refused(w, "AUTHORITY_WRONG", "chair", "2021-07-17T07:00:00Z", "release", "D1",
                  "{'reason':'water zakt'}");
    flood_must(w, "mayor", "2021-07-17T08:00:00Z", "release", "D1", "{'reason':'water zakt'}");
    flood_refused(w, "STATE_ORDER", "mayor", "2021-07-17T09:00:00Z", "release", "D1",
                  "{'reason':'nog eens'}");
    world_assert_rebuild_equal(w);
}

static void test_under_article_39_the_chair_releases_and_after_it_the_mayor(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    field_task(w, "D2", "R1", 10, "2021-07-14T18:10:00Z");
    field_deploy(w, "D2", "2021-07-14T19:00:00Z", "2021-07-14T20:00:00Z");
    flood_must(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I1",
               "{'region':'@VR24','municipalities':['@valk'],'urgency':'de golf komt'}");
    flood_refused(w, "WVR39_SCOPE", "mayor", "2021-07-17T08:00:00Z", "release", "D2",
                  "{'reason':'klaar'}");
    doc = world_see(w, "unit", "field_task", "{'id':'@D1'}");
    assert_string_equal("VR.voorzitter", world_text(doc, "authority.code"));
    assert_string_equal("GEMEENTE.burgemeester", world_text(doc, "named_authority.code"));
    flood_must(w, "chair", "2021-07-17T10:00:00Z", "release", "D2", "{'reason':'klaar'}");
    flood_must(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I1", "{'region':'@VR24'}");
    doc = world_see(w, "unit", "field_task", "{'id':'@D1'}");
    assert_string_equal("GEMEENTE.burgemeester", world_text(doc, "authority.code"));
    assert_false(world_has(doc, "named_authority.code"));
    flood_refused(w, "AUTHORITY_WRONG", "chair", "2021-07-19T17:00:00Z", "release", "D1",
                  "{'reason':'klaar'}");
    flood_must(w, "mayor", "2021-07-19T17:30:00Z", "release", "D1", "{'reason':'klaar'}");
    stands(w, "R1", "RELEASED");
    world_assert_rebuild_equal(w);
}

static void test_money_recalls_nobody_and_a_recall_says_why(void **state)
{
    struct world *w = *state;
    const char *at = "2021-07-16T09:00:00Z";

    flood_refused(w, "COST_NEVER_BLOCKS", "toc", at, "recall", "D1",
                  "{'reason':'geen budget','reason_code':'money'}");
    flood_refused(w, "REASON_REQUIRED", "toc", at, "recall", "D1", "{'reason':''}");
    flood_refused(w, "ROLE_FORBIDDEN", "mayor", at, "recall", "D1",
                  "{'reason':'genoeg','reason_code':'no_priority'}");
    flood_must(w, "toc", at, "recall", "D1",
               "{'reason':'eerste hoofdtaak','reason_code':'first_main_task'}");
    stands(w, "D1", "RECALLED");
    stands(w, "R1", "RECALLED");
    flood_must(w, "unit", "2021-07-16T15:00:00Z", "return_home", "D1", "{}");
    stands(w, "R1", "RETURNED_HOME");
    world_assert_rebuild_equal(w);
}

static void test_a_new_task_is_judged_by_its_own_purpose_and_force(void **state)
{
    struct world *w = *state;
    const char *at = "2021-07-15T18:30:00Z";

    flood_refused(w, "FORCE_BY_BASIS", "mayor", at, "rebase", "D1",
                  "{'new_task':'plunderaars weren','purpose':'public_order','force_needed':true,"
                  "'lines':[{'effect_kind':'order_kept','amount':1,'unit':'sites'}]}");
    flood_refused(w, "TASK_CHANGED", "mayor", at, "rebase", "D1",
                  "{'new_task':'verkeer regelen','purpose':'public_order','force_needed':false,"
                  "'lines':[{'effect_kind':'order_kept','amount':1,'unit':'sites'}]}");
    flood_refused(w, "REBASE_SAME_REQUEST", "mayor", at, "rebase", "D1",
                  "{'new_task':'kade','purpose':'disaster','force_needed':false,"
                  "'new_request':'@R1',"
                  "'lines':[{'effect_kind':'bank_held','amount':1,'unit':'km'}]}");
    flood_must(w, "mayor", at, "rebase", "D1",
               "{'new_task':'andere kade','purpose':'disaster','force_needed':false,"
               "'lines':[{'effect_kind':'bank_held','amount':1,'unit':'km'}]}");
    stands(w, "R1", "REBASED");
    stands(w, "D1", "DEPLOYED");
    flood_must(w, "mayor", "2021-07-16T18:30:00Z", "release", "D1", "{'reason':'klaar'}");
    stands(w, "R1", "RELEASED");
    world_assert_rebuild_equal(w);
}

static void test_a_changed_task_goes_on_under_its_own_new_request(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "rmoa", "2021-07-15T18:00:00Z", "draft_request", "R2", flood_form(w, ""));
    flood_must(w, "mayor", "2021-07-15T18:30:00Z", "rebase", "D1",
               "{'new_task':'verkeer regelen','purpose':'public_order','force_needed':false,"
               "'new_request':'@R2',"
               "'lines':[{'effect_kind':'order_kept','amount':1,'unit':'sites'}]}");
    stands(w, "R1", "REBASED");
    doc = world_see(w, "mayor", "deployment", "{'id':'@D1'}");
    assert_string_equal("verkeer regelen", world_text(doc, "new_task"));
    assert_true(world_has(doc, "new_request.id"));
    assert_int_equal(1, world_int(doc, "new_lines.length"));
    world_assert_rebuild_equal(w);
}

/* ---- duties ---- */

/* When the duty of this kind on the request ends, "" when nobody owes it. */
static const char *due(struct world *w, const char *kind)
{
    const json_t *doc = world_see(w, "locc", "request", "{'id':'@R1'}");
    size_t i;
    json_t *row;

    json_array_foreach (json_object_get(doc, "obligations"), i, row) {
        const json_t *code = json_object_get(json_object_get(row, "kind"), "code");

        if (code && strcmp(json_string_value(code), kind) == 0)
            return json_string_value(json_object_get(row, "due_at"));
    }
    return "";
}

static void test_the_duty_to_end_or_extend_stays_until_the_last_is_released(void **state)
{
    struct world *w = *state;

    assert_string_equal("2021-07-15T16:00:00Z", due(w, "END_OR_EXTEND"));
    field_task(w, "D2", "R1", 10, "2021-07-14T18:10:00Z");
    field_deploy(w, "D2", "2021-07-14T19:00:00Z", "2021-07-14T20:00:00Z");
    flood_must(w, "chair", "2021-07-15T09:00:00Z", "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-19T20:00:00+02:00','reason':'golf'}");
    assert_string_equal("2021-07-15T16:00:00Z", due(w, "ANSWER_EXTENSION"));
    assert_string_not_equal("", due(w, "END_OR_EXTEND"));
    flood_must(w, "def", "2021-07-15T09:30:00Z", "decide_extension", "R1",
               "{'deployment':'@D1','decision':'grant','until':'2021-07-19T20:00:00+02:00'}");
    assert_string_equal("", due(w, "ANSWER_EXTENSION"));
    assert_string_equal("2021-07-19T18:00:00Z", due(w, "END_OR_EXTEND"));
    flood_must(w, "mayor", "2021-07-17T10:00:00Z", "release", "D2", "{'reason':'klaar'}");
    assert_string_not_equal("", due(w, "END_OR_EXTEND"));
    flood_must(w, "mayor", "2021-07-18T10:00:00Z", "release", "D1", "{'reason':'klaar'}");
    assert_string_equal("", due(w, "END_OR_EXTEND"));
    assert_string_equal("2021-10-16T10:00:00Z", due(w, "EVALUATE"));
}

static void test_a_problem_marks_the_deployment_until_a_later_report(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "unit", "2021-07-14T17:00:00Z", "sitrep", "D1",
               "{'text':'wagen vast','problem':true}");
    doc = world_see(w, "locc", "deployments", "{}");
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "deployments"), 0), "has_problem")));
    flood_must(w, "unit", "2021-07-14T18:00:00Z", "sitrep", "D1", "{'text':'wagen los'}");
    doc = world_see(w, "locc", "deployments", "{}");
    assert_true(json_is_false(
        json_object_get(json_array_get(json_object_get(doc, "deployments"), 0), "has_problem")));
}

/* ---- looks ---- */

static void test_the_list_shows_what_the_office_may_see_and_filters(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    field_task(w, "D2", "R1", 10, "2021-07-14T18:10:00Z");
    doc = world_see(w, "locc", "deployments", "{}");
    assert_int_equal(2, world_int(doc, "deployments.length"));
    assert_true(strstr(world_text(doc, "deployments.0.number"), "-B") != NULL);
    doc = world_see(w, "locc", "deployments", "{'state':'DEPLOYED'}");
    assert_int_equal(1, world_int(doc, "deployments.length"));
    doc = world_see(w, "locc", "deployments", "{'request':'@R1','state':'TASKED'}");
    assert_int_equal(1, world_int(doc, "deployments.length"));
    doc = world_see(w, "locc", "deployments", "{'mine':true}");
    assert_int_equal(0, world_int(doc, "deployments.length"));
    doc = world_see(w, "mayor", "deployments", "{'mine':true}");
    assert_int_equal(2, world_int(doc, "deployments.length"));
    doc = world_see(w, "chair23", "deployments", "{}");
    assert_int_equal(0, world_int(doc, "deployments.length"));
    assert_null(world_see(w, "chair23", "deployment", "{'id':'@D1'}"));
    assert_int_equal(NOT_FOUND, world_result(w));
}

static void test_the_phone_shows_the_next_report_to_who_may_give_it(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    doc = world_see(w, "unit", "field_task", "{'id':'@D1'}");
    assert_string_equal("acknowledge", world_text(doc, "next.name"));
    flood_must(w, "unit", "2021-07-14T08:45:00Z", "acknowledge", "D1", "{}");
    doc = world_see(w, "unit", "field_task", "{'id':'@D1'}");
    assert_string_equal("depart", world_text(doc, "next.name"));
    doc = world_see(w, "unit", "field_tasks", "{}");
    assert_int_equal(1, world_int(doc, "deployments.length"));
    doc = world_see(w, "mayor", "field_task", "{'id':'@D1'}");
    assert_true(json_is_null(json_object_get(doc, "next")));
    field_deploy(w, "D1", "2021-07-14T12:30:00Z", "2021-07-14T16:10:00Z");
    doc = world_see(w, "unit", "field_task", "{'id':'@D1'}");
    assert_string_equal("sitrep", world_text(doc, "next.name"));
    field_home(w, "D1", "2021-07-15T12:30:00Z", "2021-07-15T16:10:00Z");
    doc = world_see(w, "unit", "field_tasks", "{}");
    assert_int_equal(0, world_int(doc, "deployments.length"));
}

static void test_mayors_of_the_incident_see_the_units_and_other_mayors_do_not(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 68, "2021-07-14T08:20:00Z");
    assert_null(world_see(w, "mayor2", "deployment", "{'id':'@D1'}"));
    flood_must(w, "beheer", "2021-07-14T08:22:00Z", "register_place", "meer",
               "{'name':'Meerssen','kind':'gemeente','region':'VR24','cbs_code':'GM0938'}");
    flood_must(w, "rot", "2021-07-14T08:25:00Z", "report_incident", "I2",
               "{'kind':'flood','what':'dijkdoorbraak','regions':['@VR24'],'places':['@meer']}");
    field_task(w, "D2", "R1", 10, "2021-07-14T08:30:00Z");
    assert_non_null(world_see(w, "mayor2", "deployment", "{'id':'@D2'}"));
    assert_null(world_see(w, "mayor2", "deployment", "{'id':'@D1'}"));
}

/* ---- limits ---- */

static void test_orders_are_lettered_from_a_to_zz(void **state)
{
    struct arena *a = world_arena(*state);

    assert_true(text_is(dep_letters(a, 1), "A"));
    assert_true(text_is(dep_letters(a, 26), "Z"));
    assert_true(text_is(dep_letters(a, 27), "AA"));
    assert_true(text_is(dep_letters(a, 52), "AZ"));
    assert_true(text_is(dep_letters(a, 53), "BA"));
    assert_true(text_is(dep_letters(a, SERIALS_MAX), "ZZ"));
}

static void test_a_request_has_at_most_as_many_orders_as_letters(void **state)
{
    struct world *w = *state;
    const char *volunteers = "{'request':'@R1','unit':'ploeg','quantity':1,"
                             "'field_authority':'@mayor','safety_message':'stroming',"
                             "'force_regime':'FORCE_NONE_MIL'}";

    for (int i = 0; i < SERIALS_MAX; i++)
        flood_must(w, "toc", "2021-07-14T08:20:00Z", "task", "D1", volunteers);
    flood_refused(w, "ORDERS_MAX", "toc", "2021-07-14T08:20:00Z", "task", "D0", volunteers);
}

#define IN(world, test) cmocka_unit_test_setup_teardown(test, world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(granted_world, test_a_request_follows_its_deployments_from_the_order_to_home),
        IN(open_world, test_nobody_orders_before_the_decision),
        IN(granted_world, test_only_the_operations_centre_orders_the_unit),
        IN(granted_world, test_an_order_names_authority_force_and_danger),
        IN(granted_world, test_means_outside_the_register_are_ordered_without_a_pool),
        IN(granted_world, test_the_named_authority_and_nobody_else_is_told_of_the_order),
        IN(granted_world, test_a_unit_is_counted_once_until_it_is_home),
        IN(granted_world, test_units_pass_from_one_deployment_to_another_in_one_act),
        IN(deployed_world, test_a_substitution_starts_from_what_the_deployment_has),
        IN(granted_world, test_nobody_starts_without_a_reachable_authority),
        IN(granted_world, test_steps_in_the_field_follow_each_other_in_time),
        IN(deployed_world, test_a_report_says_something_that_has_happened),
        IN(deployed_world, test_an_extension_is_longer_reasoned_and_answered_once),
        IN(deployed_world, test_an_extension_names_a_deployment_of_its_request),
        IN(deployed_world, test_units_stay_occupied_as_long_as_the_extension_says),
        IN(deployed_world, test_the_authority_releases_and_never_the_commander),
        IN(deployed_world, test_under_article_39_the_chair_releases_and_after_it_the_mayor),
        IN(deployed_world, test_money_recalls_nobody_and_a_recall_says_why),
        IN(deployed_world, test_a_new_task_is_judged_by_its_own_purpose_and_force),
        IN(deployed_world, test_a_changed_task_goes_on_under_its_own_new_request),
        IN(deployed_world, test_the_duty_to_end_or_extend_stays_until_the_last_is_released),
        IN(deployed_world, test_a_problem_marks_the_deployment_until_a_later_report),
        IN(deployed_world, test_the_list_shows_what_the_office_may_see_and_filters),
        IN(granted_world, test_the_phone_shows_the_next_report_to_who_may_give_it),
        IN(granted_world, test_mayors_of_the_incident_see_the_units_and_other_mayors_do_not),
        IN(granted_world, test_orders_are_lettered_from_a_to_zz),
        IN(granted_world, test_a_request_has_at_most_as_many_orders_as_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
