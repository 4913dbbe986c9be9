/* SPDX-License-Identifier: EUPL-1.2 */
/* What is held for whom until when, what orders use of it, and what passes to others. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "division/inner.h"
#include "division/test_divide.h"

/* ---- what is held ---- */

static void test_what_is_accepted_is_held_for_the_period_of_the_request(void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE, PROPOSAL(BOTH, LINE("R1", "trucks", "20")),
                ACCEPT(LINE("R1", "trucks", "20") "," LINE("R2", "trucks", "8")));
    assert_int_equal(30, divide_free(w, "trucks", NINE, "2021-07-14T10:00:00Z", NINE));
    assert_int_equal(2, divide_free(w, "trucks", NINE, "2021-07-14T10:00:01Z", NINE));
    assert_int_equal(30, divide_free(w, "trucks", END, "2021-07-20T00:00:00Z", NINE));
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               PROPOSAL("'@R2'", LINE("R2", "trucks", "2")));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A2",
                  ACCEPT(LINE("R2", "trucks", "3")));
    flood_must(w, "toc", NINE, "accept_allocation", "A2", ACCEPT(LINE("R2", "trucks", "2")));
    assert_int_equal(10, divide_held(w, "trucks", "R2", NINE)); /* on top of what it had */
    world_assert_rebuild_equal(w);
}

static void test_a_refusal_says_what_stands_in_the_way_to_who_may_know(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "8", ""));
    flood_must(w, "clas", NINE, "reserve_capacity", "trucks",
               "{'quantity':3,'from':'2021-07-14','until':'2021-07-16','for':'oefening'}");
    flood_must(w, "locc", NINE, "propose_allocation", "A1", NOTHING(BOTH, "R1"));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R2", "trucks", "9") "," LINE("R1", "trucks", "12")));
    divide_assert_field(w, "CAPACITY_ONCE", "lines/1/quantity");
    divide_assert_hole(w, "CAPACITY_ONCE", "asked", "12");
    divide_assert_hole(w, "CAPACITY_ONCE", "free", "10");
    divide_assert_hole(w, "CAPACITY_ONCE", "held", "2021-0001-A: 8, 2021-0002: 9");
    divide_assert_hole(w, "CAPACITY_ONCE", "other", "3");
    assert_true(
        text_is(world_verdict(w, "CAPACITY_ONCE")->cite, "scarcity: a unit is committed once"));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "task", "D2", ORDER("R2", "trucks", "25", ""));
    divide_assert_hole(w, "CAPACITY_ONCE", "asked", "25");
    divide_assert_hole(w, "CAPACITY_ONCE", "free", "19");
    flood_refused(w, "CAPACITY_ONCE", "chair", NINE, "task", "D2", ORDER("R2", "trucks", "25", ""));
    assert_int_equal(0, world_verdict(w, "CAPACITY_ONCE")->hole_count);
}

static void test_units_may_be_held_until_the_end_of_a_day(void **state)
{
    struct world *w = *state;

    divide_give(
        w, "A1", NINE, PROPOSAL("'@R1'", LINE_UNTIL("R1", "trucks", "20", "2021-07-14")),
        ACCEPT(LINE_UNTIL("R1", "trucks", "20", "2021-07-14") "," LINE("R1", "trucks", "4")));
    assert_int_equal(6, divide_free(w, "trucks", TEN, "2021-07-14T22:00:00Z", TEN));
    assert_int_equal(26, divide_free(w, "trucks", "2021-07-14T22:00:00Z", END, TEN));
    assert_int_equal(24, divide_held(w, "trucks", "R1", "2021-07-14T21:59:59Z"));
    assert_int_equal(4, divide_held(w, "trucks", "R1", "2021-07-14T22:00:00Z"));
    assert_int_equal(26, divide_free_at(w, "trucks", "2021-07-14T22:00:00Z")); /* ended, not late */
    flood_must(w, "locc", TEN, "propose_allocation", "A2",
               PROPOSAL("'@R2'", LINE_UNTIL("R2", "trucks", "1", "2021-07-14")));
    flood_refused(w, "ALLOCATION_UNTIL_PAST", "toc", TEN, "accept_allocation", "A2",
                  ACCEPT(LINE_UNTIL("R2", "trucks", "1", "2021-07-13")));
    divide_assert_field(w, "ALLOCATION_UNTIL_PAST", "lines/0/until");
    world_assert_rebuild_equal(w);
}

static void test_a_day_ends_at_midnight_in_the_netherlands_also_when_the_clock_changes(void **state)
{
    struct world *w = *state;
    const char *now = "2021-10-30T10:00:00Z";

    divide_ask_for(w, "R3", now, "2021-10-30T12:00:00+02:00", "2021-11-05T12:00:00+01:00");
    divide_give(w, "A1", now, NOTHING("'@R3'", "R3"),
                ACCEPT(LINE_UNTIL("R3", "trucks", "10",
                                  "2021-10-30") "," LINE_UNTIL("R3", "trucks", "5", "2021-10-31")));
    assert_int_equal(15, divide_free(w, "trucks", now, "2021-10-30T22:00:00Z", now));
    assert_int_equal(25, divide_free(w, "trucks", "2021-10-30T22:00:00Z", "2021-10-31T23:00:00Z",
                                     now)); /* summer time */
    assert_int_equal(30, divide_free(w, "trucks", "2021-10-31T23:00:00Z", "2021-11-05T00:00:00Z",
                                     now)); /* winter time */
}

static void test_one_may_have_the_units_after_the_day_on_which_another_gives_them_back(void **state)
{
    struct world *w = *state;

    divide_ask_for(w, "R3", NINE, "2021-07-15T00:00:00+02:00", "2021-07-17T00:00:00+02:00");
    flood_refused(
        w, "CAPACITY_ONCE", "locc", NINE, "propose_allocation", "A1",
        PROPOSAL("'@R1','@R3'", LINE("R1", "trucks", "30") "," LINE("R3", "trucks", "1")));
    divide_give(
        w, "A1", NINE,
        PROPOSAL("'@R1','@R3'",
                 LINE_UNTIL("R1", "trucks", "30", "2021-07-14") "," LINE("R3", "trucks", "30")),
        ACCEPT(LINE_UNTIL("R1", "trucks", "30", "2021-07-14") "," LINE("R3", "trucks", "30")));
    assert_int_equal(0, divide_free(w, "trucks", TEN, "2021-07-16T00:00:00Z", TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_moves_with_the_period_but_not_one_until_a_day(void **state)
{
    struct world *w = *state;

    divide_give(
        w, "A1", NINE, NOTHING("'@R1'", "R1"),
        ACCEPT(LINE("R1", "trucks", "8") "," LINE_UNTIL("R1", "trucks", "4", "2021-07-15")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "hands", "10", ""));
    divide_deploy(w, "D1", TEN, LATER);
    flood_must(w, "chair", LATER, "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-18T18:00:00+02:00','reason':'golf'}");
    flood_must(w, "def", LATER, "decide_extension", "R1",
               "{'deployment':'@D1','decision':'grant','until':'2021-07-18T18:00:00+02:00'}");
    assert_int_equal(18, divide_free(w, "trucks", LATER, "2021-07-15T22:00:00Z", LATER));
    assert_int_equal(
        22, divide_free(w, "trucks", "2021-07-15T22:00:00Z", "2021-07-18T16:00:00Z", LATER));
    assert_int_equal(
        30, divide_free(w, "trucks", "2021-07-18T16:00:00Z", "2021-07-19T00:00:00Z", LATER));
    assert_int_equal(
        290, divide_free(w, "hands", "2021-07-18T10:00:00Z", "2021-07-18T15:00:00Z", LATER));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_follows_the_period_that_the_written_request_asks(void **state)
{
    struct world *w = *state;

    divide_ask_for(w, "R3", "2021-07-14T08:30:00Z", "2021-07-14T12:00:00+02:00",
                   "2021-07-15T18:00:00+02:00");
    divide_give(
        w, "A1", NINE, NOTHING("'@R3'", "R3"),
        ACCEPT(LINE("R3", "trucks", "8") "," LINE_UNTIL("R3", "trucks", "4", "2021-07-15")));
    flood_must(w, "chair", TEN, "notify", "R3",
               "{'to':'@cdk','about':'R3','channel':'phone',"
               "'happened_at':'2021-07-14T11:30:00+02:00'}");
    flood_must(w, "chair", TEN, "submit_request", "R3",
               "{'office':'VR.voorzitter','needed_from':'2021-07-16T08:00:00+02:00',"
               "'needed_until':'2021-07-18T18:00:00+02:00'}");
    /* The 4 that end by themselves stay; the 8 are not wanted before the sixteenth. */
    assert_int_equal(26, divide_free(w, "trucks", TEN, "2021-07-15T22:00:00Z", TEN));
    assert_int_equal(22,
                     divide_free(w, "trucks", "2021-07-16T06:00:00Z", "2021-07-18T16:00:00Z", TEN));
    assert_int_equal(30,
                     divide_free(w, "trucks", "2021-07-18T16:00:00Z", "2021-07-19T00:00:00Z", TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_waits_for_the_decision_and_ends_with_a_refusal(void **state)
{
    struct world *w = *state;

    divide_ask(w, "R3", NINE, false);
    divide_give(w, "A1", NINE, PROPOSAL("'@R3'", LINE("R3", "trucks", "12")),
                ACCEPT(LINE("R3", "trucks", "12")));
    assert_int_equal(18, divide_free_at(w, "trucks", LATER));
    flood_must(w, "def", LATER, "decide", "R3",
               "{'decision':'refuse','reason':'nodig voor de eigen taak',"
               "'reason_code':'first_main_task'}");
    assert_string_equal("REFUSED", world_state(w, "R3"));
    assert_int_equal(30, divide_free_at(w, "trucks", LATER));
    assert_int_equal(0, divide_held(w, "trucks", "R3", LATER));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_ends_when_the_request_is_withdrawn(void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
                ACCEPT(LINE("R1", "trucks", "12")));
    flood_must(w, "chair", LATER, "withdraw", "R1", "{'reason':'water zakt'}");
    assert_int_equal(30, divide_free_at(w, "trucks", LATER));
    world_assert_rebuild_equal(w);
}

static void test_the_last_release_ends_the_hold_and_no_earlier_one(void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
                ACCEPT(LINE("R1", "trucks", "12")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "5", ""));
    flood_must(w, "toc", NINE, "task", "D2", ORDER("R1", "trucks", "4", ""));
    assert_int_equal(3, divide_held(w, "trucks", "R1", NINE));
    assert_int_equal(18, divide_free_at(w, "trucks", TEN));
    divide_deploy(w, "D1", TEN, TEN);
    divide_deploy(w, "D2", TEN, TEN);
    flood_must(w, "mayor", LATER, "release", "D1", "{'reason':'klaar'}");
    assert_int_equal(3, divide_held(w, "trucks", "R1", LATER));
    assert_int_equal(18, divide_free_at(w, "trucks", LATER)); /* not home yet */
    flood_must(w, "mayor", LATER, "release", "D2", "{'reason':'klaar'}");
    assert_int_equal(0, divide_held(w, "trucks", "R1", LATER));
    assert_int_equal(21, divide_free_at(w, "trucks", LATER));
    flood_must(w, "unit", LATER, "return_home", "D1", "{}");
    assert_int_equal(26, divide_free_at(w, "trucks", LATER));
    world_assert_rebuild_equal(w);
}

static void test_the_last_recall_ends_the_hold(void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
                ACCEPT(LINE("R1", "trucks", "12")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "5", ""));
    flood_must(w, "toc", TEN, "recall", "D1",
               "{'reason':'elders nodig','reason_code':'own_danger'}");
    assert_int_equal(25, divide_free_at(w, "trucks", TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_that_nobody_ends_counts_beyond_the_period(void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
                ACCEPT(LINE("R1", "trucks", "12")));
    assert_int_equal(30, divide_free(w, "trucks", END, "2021-07-16T00:00:00Z", LATER));
    assert_int_equal(18, divide_free_at(w, "trucks", "2021-07-15T17:00:00Z"));
}

/* ---- orders ---- */

static void test_an_order_uses_the_hold_of_its_own_request_and_then_what_is_free(void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE,
                PROPOSAL(BOTH, LINE("R1", "trucks", "12") "," LINE("R2", "trucks", "10")),
                ACCEPT(LINE("R1", "trucks", "12") "," LINE("R2", "trucks", "10")));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "task", "D1", ORDER("R1", "trucks", "21", ""));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "7", ""));
    assert_int_equal(5, divide_held(w, "trucks", "R1", NINE));
    assert_int_equal(8, divide_free_at(w, "trucks", TEN));
    flood_must(w, "toc", TEN, "task", "D2", ORDER("R1", "trucks", "13", ""));
    assert_int_equal(0, divide_held(w, "trucks", "R1", TEN));
    assert_int_equal(10, divide_held(w, "trucks", "R2", TEN));
    assert_int_equal(0, divide_free_at(w, "trucks", TEN));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "task", "D3", ORDER("R1", "trucks", "1", ""));
    flood_must(w, "toc", TEN, "substitute", "D1",
               "{'out':7,'into':'twee minder','capability':'@trucks','quantity':5,"
               "'reason':'defect'}");
    assert_int_equal(2, divide_free_at(w, "trucks", TEN));
    world_assert_rebuild_equal(w);
}

static void test_an_order_uses_first_what_is_held_longest(void **state)
{
    struct world *w = *state;

    divide_give(
        w, "A1", NINE, NOTHING(BOTH, "R1"),
        ACCEPT(LINE_UNTIL("R1", "trucks", "5", "2021-07-14") "," LINE("R1", "trucks", "5")));
    flood_must(w, "toc", TEN, "task", "D1", ORDER("R1", "trucks", "6", ""));
    assert_int_equal(4, divide_held(w, "trucks", "R1", TEN));
    assert_int_equal(0, divide_held(w, "trucks", "R1", "2021-07-15T00:00:00Z"));
    assert_int_equal(24, divide_free(w, "trucks", "2021-07-15T00:00:00Z", END, TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_replacement_uses_the_hold_of_the_request_too(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "5", ""));
    divide_give(w, "A1", NINE, PROPOSAL(BOTH, LINE("R1", "trucks", "4")),
                ACCEPT(LINE("R1", "trucks", "4") "," LINE("R2", "trucks", "21")));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "substitute", "D1",
                  "{'out':5,'into':'meer','capability':'@trucks','quantity':10,'reason':'nodig'}");
    flood_must(w, "toc", TEN, "substitute", "D1",
               "{'out':5,'into':'meer','capability':'@trucks','quantity':9,'reason':'nodig'}");
    assert_int_equal(0, divide_held(w, "trucks", "R1", TEN));
    assert_int_equal(9, divide_held(w, "trucks", "D1", TEN));
    assert_int_equal(0, divide_free_at(w, "trucks", TEN));
    world_assert_rebuild_equal(w);
}

static void test_an_order_before_the_period_leaves_the_units_to_who_has_them_until_then(
    void **state)
{
    struct world *w = *state;

    divide_ask_for(w, "R3", NINE, "2021-07-14T08:00:00+02:00", "2021-07-14T12:00:00+02:00");
    divide_give(w, "A1", NINE, PROPOSAL("'@R3'", LINE("R3", "trucks", "25")),
                ACCEPT(LINE("R3", "trucks", "25")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "30", ""));
    assert_int_equal(5, divide_free(w, "trucks", NINE, "2021-07-14T10:00:00Z", NINE));
    assert_int_equal(0, divide_free(w, "trucks", "2021-07-14T10:00:00Z", END, NINE));
    world_assert_rebuild_equal(w);
}

/* ---- units that pass ---- */

static void test_what_another_has_passes_from_its_hold_first_then_from_its_deployments(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "10", ""));
    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "6")),
                ACCEPT(LINE("R1", "trucks", "6")));
    flood_must(w, "toc", TEN, "task", "D2", ORDER("R2", "trucks", "14", ""));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "task", "D3",
                  ORDER("R2", "trucks", "9", TAKEN("R1", "trucks", "8")));
    flood_must(w, "toc", TEN, "task", "D3", ORDER("R2", "trucks", "8", TAKEN("R1", "trucks", "8")));
    assert_int_equal(0, divide_held(w, "trucks", "R1", TEN));
    assert_int_equal(8, divide_held(w, "trucks", "D1", TEN)); /* keeps the rest */
    assert_int_equal(8, divide_held(w, "trucks", "D3", TEN));
    assert_int_equal(0, divide_free_at(w, "trucks", TEN));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "task", "D4",
                  ORDER("R2", "trucks", "8", TAKEN("R1", "trucks", "9")));
    divide_assert_field(w, "CAPACITY_ONCE", "taken_from");
    divide_assert_hole(w, "CAPACITY_ONCE", "has", "8");
    world_assert_rebuild_equal(w);
}

static void test_a_second_deployment_takes_part_of_the_first_under_the_same_request(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "hands", "68", ""));
    flood_must(w, "toc", NINE, "task", "D9", ORDER("R2", "hands", "232", ""));
    divide_deploy(w, "D1", TEN, TEN);
    flood_must(w, "toc", LATER, "task", "D2",
               ORDER("R1", "hands", "60", TAKEN("R1", "hands", "60")));
    assert_string_equal("DEPLOYED", world_state(w, "R1"));
    assert_int_equal(8, divide_held(w, "hands", "D1", LATER));
    assert_int_equal(60, divide_held(w, "hands", "D2", LATER));
    assert_int_equal(0, divide_free_at(w, "hands", LATER));
    flood_must(w, "mayor", LATER, "release", "D1", "{'reason':'klaar'}");
    flood_must(w, "unit", LATER, "return_home", "D1", "{}");
    assert_int_equal(8, divide_free_at(w, "hands", LATER));
    world_assert_rebuild_equal(w);
}

static void test_a_division_may_take_from_what_others_have_and_a_proposal_only_counts_it(
    void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "28")),
                ACCEPT(LINE("R1", "trucks", "28")));
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               "{'for_requests':['@R2'],'picture_versions':['@P1'],"
               "'proposal':[" LINE("R2", "trucks", "10") "]" TAKEN("R1", "trucks", "8") "}");
    assert_int_equal(28, divide_held(w, "trucks", "R1", NINE));
    flood_refused(
        w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A2",
        "{'reason':'meer','lines':[" LINE("R2", "trucks", "11") "]" TAKEN("R1", "trucks", "8") "}");
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A2",
                  "{'reason':'meer','lines':[" LINE("R2", "trucks", "30") "]" TAKEN("R1", "trucks",
                                                                                    "29") "}");
    divide_assert_field(w, "CAPACITY_ONCE", "taken_from/0/quantity");
    flood_must(w, "toc", NINE, "accept_allocation", "A2",
               "{'reason':'van R1','lines':[" LINE("R2", "trucks", "10") "]" TAKEN("R1", "trucks",
                                                                                   "8") "}");
    assert_int_equal(20, divide_held(w, "trucks", "R1", NINE));
    assert_int_equal(10, divide_held(w, "trucks", "R2", NINE));
    world_assert_rebuild_equal(w);
}

static void test_what_passes_within_one_request_is_counted_once_in_one_act(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "10", ""));
    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "20")),
                ACCEPT(LINE("R1", "trucks", "20")));
    flood_must(w, "locc", NINE, "propose_allocation", "A2", NOTHING("'@R1'", "R1"));
    flood_must(w, "toc", NINE, "accept_allocation", "A2",
               "{'reason':'herschikt','lines':[" LINE("R1", "trucks", "12") "," LINE_UNTIL(
                   "R1", "trucks", "13", "2021-07-14") "]" TAKEN("R1", "trucks", "25") "}");
    assert_int_equal(25, divide_held(w, "trucks", "R1", NINE));
    assert_int_equal(5, divide_held(w, "trucks", "D1", NINE));
    assert_int_equal(0, divide_free_at(w, "trucks", TEN));
    assert_int_equal(13, divide_free(w, "trucks", "2021-07-14T22:00:00Z", END, TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_ceiling_holds_over_a_division_of_several_pools(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "register_ceiling", "C1", "{'name':'totaal','amount':40}");
    flood_must(w, "clas", NINE, "change_capability", "hands", "{'ceiling':'@C1'}");
    flood_must(w, "clas", NINE, "change_capability", "trucks", "{'ceiling':'@C1'}");
    flood_must(w, "locc", NINE, "propose_allocation", "A1", NOTHING(BOTH, "R1"));
    flood_refused(w, "CEILING_EXCEEDED", "toc", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "hands", "20") "," LINE("R2", "trucks", "21")));
    divide_assert_field(w, "CEILING_EXCEEDED", "lines/1/quantity");
    assert_false(world_has_verdict(w, "CAPACITY_ONCE"));
    flood_must(w, "toc", NINE, "accept_allocation", "A1",
               ACCEPT(LINE("R1", "hands", "20") "," LINE("R2", "trucks", "20")));
    flood_refused(w, "CEILING_EXCEEDED", "toc", NINE, "task", "D1", ORDER("R1", "hands", "21", ""));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "hands", "20", ""));
    world_assert_rebuild_equal(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_WORLD(name) cmocka_unit_test_setup_teardown(name, divide_open, divide_close)
        IN_WORLD(test_what_is_accepted_is_held_for_the_period_of_the_request),
        IN_WORLD(test_a_refusal_says_what_stands_in_the_way_to_who_may_know),
        IN_WORLD(test_units_may_be_held_until_the_end_of_a_day),
        IN_WORLD(test_a_day_ends_at_midnight_in_the_netherlands_also_when_the_clock_changes),
        IN_WORLD(test_one_may_have_the_units_after_the_day_on_which_another_gives_them_back),
        IN_WORLD(test_a_hold_moves_with_the_period_but_not_one_until_a_day),
        IN_WORLD(test_a_hold_follows_the_period_that_the_written_request_asks),
        IN_WORLD(test_a_hold_waits_for_the_decision_and_ends_with_a_refusal),
        IN_WORLD(test_a_hold_ends_when_the_request_is_withdrawn),
        IN_WORLD(test_the_last_release_ends_the_hold_and_no_earlier_one),
        IN_WORLD(test_the_last_recall_ends_the_hold),
        IN_WORLD(test_a_hold_that_nobody_ends_counts_beyond_the_period),
        IN_WORLD(test_an_order_uses_the_hold_of_its_own_request_and_then_what_is_free),
        IN_WORLD(test_an_order_uses_first_what_is_held_longest),
        IN_WORLD(test_a_replacement_uses_the_hold_of_the_request_too),
        IN_WORLD(test_an_order_before_the_period_leaves_the_units_to_who_has_them_until_then),
        IN_WORLD(test_what_another_has_passes_from_its_hold_first_then_from_its_deployments),
        IN_WORLD(test_a_second_deployment_takes_part_of_the_first_under_the_same_request),
        IN_WORLD(test_a_division_may_take_from_what_others_have_and_a_proposal_only_counts_it),
        IN_WORLD(test_what_passes_within_one_request_is_counted_once_in_one_act),
        IN_WORLD(test_a_ceiling_holds_over_a_division_of_several_pools),
    };

    return cmocka_run_group_tests_name("division/holds", tests, NULL, NULL);
}
