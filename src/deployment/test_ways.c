/* SPDX-License-Identifier: EUPL-1.2 */
/* Lawful ways beside the usual one: withdrawn after the order, a changed task beside another unit,
 * an extension of one of two, units up to the last one free. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "deployment/inner.h"
#include "deployment/test_field.h"

static int granted_world(void **state)
{
    struct world *w = world_open(field_rooms, &access_gate);

    field_begin(w);
    flood_request(w, "R1", "GRANTED");
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

static void stands(struct world *w, const char *handle, const char *state)
{
    assert_string_equal(state, world_state(w, handle));
}

/* What is free of the hands at a moment, as seen at `now`. */
static int64_t free_at(struct world *w, const char *when, const char *now)
{
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    struct instant at, seen;
    int64_t free;

    assert_true(instant_read(text_of(when), &at));
    assert_true(instant_read(text_of(now), &seen));
    free = capability_free(tx, world_id(w, "hands"), at, at, seen);
    assert_int_equal(OK, tx_end(tx));
    return free;
}

static void refused_task(struct world *w, int quantity, const char *when)
{
    struct text fields =
        text_printf(world_arena(w),
                    "{'request':'@R1','unit':'bataljon','capability':'@hands','quantity':%d,"
                    "'field_authority':'@mayor','safety_message':'stroming',"
                    "'force_regime':'FORCE_NONE_MIL'}%c",
                    quantity, 0);

    flood_refused(w, "CAPACITY_ONCE", "toc", when, "task", "D9", fields.at);
}

#define RECALL "{'reason':'niet meer nodig','reason_code':'allocation_decided'}"

static void test_units_of_a_withdrawn_request_come_home_and_are_free_again(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 300, "2021-07-14T08:20:00Z");
    assert_int_equal(0, free_at(w, "2021-07-14T12:00:00Z", "2021-07-14T08:20:00Z"));
    flood_must(w, "chair", "2021-07-14T08:30:00Z", "withdraw", "R1", "{'reason':'water zakt'}");
    stands(w, "R1", "WITHDRAWN");
    stands(w, "D1", "TASKED");
    flood_refused(w, "STATE_ORDER", "unit", "2021-07-14T08:40:00Z", "depart", "D1", "{}");
    flood_must(w, "toc", "2021-07-14T08:45:00Z", "recall", "D1", RECALL);
    flood_must(w, "unit", "2021-07-14T09:00:00Z", "return_home", "D1", "{}");
    stands(w, "D1", "RETURNED_HOME");
    stands(w, "R1", "WITHDRAWN");
    assert_int_equal(300, free_at(w, "2021-07-14T12:00:00Z", "2021-07-14T09:00:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_nothing_was_done_so_a_withdrawn_request_owes_no_evaluation(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    field_task(w, "D1", "R1", 10, "2021-07-14T08:20:00Z");
    flood_must(w, "chair", "2021-07-14T08:30:00Z", "withdraw", "R1", "{'reason':'water zakt'}");
    flood_must(w, "toc", "2021-07-14T08:45:00Z", "recall", "D1", RECALL);
    doc = world_see(w, "locc", "request", "{'id':'@R1'}");
    assert_int_equal(0, world_int(doc, "obligations.length"));
}

static void test_units_come_home_also_when_the_file_closed_before(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 10, "2021-07-14T08:20:00Z");
    flood_must(w, "chair", "2021-07-14T08:30:00Z", "withdraw", "R1", "{'reason':'water zakt'}");
    flood_must(w, "locc", "2021-07-14T08:35:00Z", "close", "R1", "{}");
    flood_must(w, "toc", "2021-07-14T08:45:00Z", "recall", "D1", RECALL);
    flood_must(w, "unit", "2021-07-14T09:00:00Z", "return_home", "D1", "{}");
    stands(w, "D1", "RETURNED_HOME");
    stands(w, "R1", "CLOSED");
    world_assert_rebuild_equal(w);
}

static void test_a_changed_task_of_one_unit_does_not_strand_another_on_its_way(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 10, "2021-07-14T08:20:00Z");
    field_task(w, "D2", "R1", 10, "2021-07-14T08:25:00Z");
    field_deploy(w, "D1", "2021-07-14T12:00:00Z", "2021-07-14T14:00:00Z");
    flood_must(w, "unit", "2021-07-14T15:00:00Z", "depart", "D2", "{}");
    flood_must(w, "rmoa", "2021-07-14T15:10:00Z", "draft_request", "R2", flood_form(w, ""));
    flood_must(w, "mayor", "2021-07-14T15:30:00Z", "rebase", "D1",
               "{'new_task':'puin ruimen','purpose':'disaster','force_needed':false,"
               "'new_request':'@R2','lines':[{'effect_kind':'bank_held','amount':1,'unit':'km'}]}");
    stands(w, "R1", "REBASED");
    flood_must(w, "unit", "2021-07-14T16:00:00Z", "arrive", "D2",
               "{'handed_over_to':'@mayor','field_authority_reachable':true}");
    stands(w, "D2", "DEPLOYED");
    stands(w, "R1", "REBASED");
    flood_must(w, "mayor", "2021-07-15T08:00:00Z", "release", "D1", "{'reason':'klaar'}");
    stands(w, "R1", "REBASED");
    flood_must(w, "mayor", "2021-07-15T09:00:00Z", "release", "D2", "{'reason':'klaar'}");
    stands(w, "R1", "RELEASED");
    world_assert_rebuild_equal(w);
}

static void test_exactly_what_is_free_goes_and_one_more_does_not(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 200, "2021-07-14T08:20:00Z");
    refused_task(w, 101, "2021-07-14T08:25:00Z");
    field_task(w, "D2", "R1", 100, "2021-07-14T08:30:00Z");
    refused_task(w, 1, "2021-07-14T08:35:00Z");
    world_assert_rebuild_equal(w);
}

static void test_a_longer_period_of_the_request_counts_for_all_its_units(void **state)
{
    struct world *w = *state;

    field_task(w, "D1", "R1", 200, "2021-07-14T08:20:00Z");
    field_task(w, "D2", "R1", 90, "2021-07-14T08:30:00Z");
    field_deploy(w, "D1", "2021-07-14T12:00:00Z", "2021-07-14T14:00:00Z");
    flood_must(w, "chair", "2021-07-15T09:00:00Z", "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-25T20:00:00+02:00','reason':'golf'}");
    flood_must(w, "def", "2021-07-15T09:30:00Z", "decide_extension", "R1",
               "{'deployment':'@D1','decision':'partly_grant','reason':'aflossing nodig',"
               "'until':'2021-07-24T20:00:00+02:00'}");
    assert_int_equal(10, free_at(w, "2021-07-24T12:00:00Z", "2021-07-15T10:00:00Z"));
    assert_int_equal(300, free_at(w, "2021-07-24T19:00:00Z", "2021-07-15T10:00:00Z"));
    flood_must(w, "toc", "2021-07-15T11:00:00Z", "recall", "D2", RECALL);
    flood_must(w, "unit", "2021-07-15T12:00:00Z", "return_home", "D2", "{}");
    assert_int_equal(100, free_at(w, "2021-07-24T12:00:00Z", "2021-07-15T12:00:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_the_law_names_the_act_on_a_request_not_its_namesake(void **state)
{
    struct world *w = *state;
    const json_t *doc = world_see(w, "locc", "route", "{'id':'WVR51_MIL'}"), *row;
    size_t i, seen = 0;

    json_array_foreach (json_object_get(doc, "acts"), i, row)
        if (strcmp(world_text(row, "act.code"), "close") == 0) {
            assert_string_equal("Close the file", world_text(row, "act.en"));
            seen++;
        }
    assert_int_equal(1, seen);
}

#define IN(world, test) cmocka_unit_test_setup_teardown(test, world, close_world)

static void test_the_form_of_arrival_begins_with_the_authority_of_the_order(void **state)
{
    struct world *w = *state;
    struct viewer viewer = { T("p"), world_id(w, "unit"), ID_NONE, T("web") };
    struct look look = { .viewer = &viewer, .lang = "nl", .arena = world_arena(w) };
    json_t *input = json_object();
    struct id to = ID_NONE;

    field_task(w, "D1", "R1", 10, "2021-07-14T08:25:00Z");
    flood_must(w, "unit", "2021-07-14T12:00:00Z", "depart", "D1", "{}");
    assert_true(instant_read(T("2021-07-14T13:00:00Z"), &look.now));
    look.tx = tx_read(space_store(world_space(w)), world_arena(w));
    for (size_t i = 0; i < DEPLOYMENT_ACTIONS; i++)
        if (strcmp(deployment_actions[i].name, "arrive") == 0)
            deployment_actions[i].preset(&look, world_id(w, "D1"), input);
    assert_int_equal(OK, tx_end(look.tx));
    assert_true(id_read(json_string_text(json_object_get(input, "handed_over_to")), &to));
    assert_true(id_same(world_id(w, "mayor"), to));
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(granted_world, test_the_form_of_arrival_begins_with_the_authority_of_the_order),
        IN(granted_world, test_units_of_a_withdrawn_request_come_home_and_are_free_again),
        IN(granted_world, test_nothing_was_done_so_a_withdrawn_request_owes_no_evaluation),
        IN(granted_world, test_units_come_home_also_when_the_file_closed_before),
        IN(granted_world, test_a_changed_task_of_one_unit_does_not_strand_another_on_its_way),
        IN(granted_world, test_exactly_what_is_free_goes_and_one_more_does_not),
        IN(granted_world, test_a_longer_period_of_the_request_counts_for_all_its_units),
        IN(granted_world, test_the_law_names_the_act_on_a_request_not_its_namesake),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
