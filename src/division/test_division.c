/* SPDX-License-Identifier: EUPL-1.2 */
/* A proposal, and what people make of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "division/inner.h"
#include "division/test_divide.h"

/* ---- the proposal ---- */

static void test_a_proposal_holds_nothing_but_must_fit(void **state)
{
    struct world *w = *state;

    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL(BOTH, LINE("R1", "trucks", "20") "," LINE("R2", "trucks", "10")));
    assert_string_equal("PROPOSED", world_state(w, "A1"));
    assert_int_equal(30, divide_free(w, "trucks", TEN, END, NINE));
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "30")));
    flood_refused(w, "CAPACITY_ONCE", "locc", NINE, "propose_allocation", "A3",
                  PROPOSAL("'@R1'", LINE("R1", "trucks", "31")));
    divide_assert_field(w, "CAPACITY_ONCE", "proposal/0/quantity");
    world_assert_rebuild_equal(w);
}

static void test_lines_of_one_pool_count_together(void **state)
{
    struct world *w = *state;

    flood_refused(w, "CAPACITY_ONCE", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL(BOTH, LINE("R1", "trucks", "20") "," LINE("R2", "trucks", "11")));
    divide_assert_field(w, "CAPACITY_ONCE", "proposal/1/quantity");
    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL(BOTH, LINE("R1", "trucks", "20") "," LINE("R1", "trucks", "5") "," LINE(
                                  "R2", "trucks", "5")));
}

static void test_a_proposal_rests_on_pictures(void **state)
{
    struct world *w = *state;

    flood_refused(w, "PICTURE_VERSION", "locc", NINE, "propose_allocation", "A1",
                  "{'for_requests':['@R1'],'picture_versions':[],'proposal':[]}");
    flood_refused(w, "PICTURE_VERSION", "locc", NINE, "propose_allocation", "A1",
                  "{'for_requests':['@R1'],'proposal':[]}");
}

static void test_a_proposal_gives_something_or_says_who_goes_without(void **state)
{
    struct world *w = *state;

    flood_refused(w, "ALLOCATION_EMPTY", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R1'", ""));
    divide_assert_field(w, "ALLOCATION_EMPTY", "proposal");
    flood_must(w, "locc", NINE, "propose_allocation", "A1", NOTHING("'@R1'", "R1"));
}

static void test_a_line_is_for_a_request_that_the_proposal_names_once(void **state)
{
    struct world *w = *state;

    flood_refused(w, "ALLOCATION_OTHER_REQUEST", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R1'", LINE("R1", "trucks", "1") "," LINE("R2", "trucks", "1")));
    divide_assert_field(w, "ALLOCATION_OTHER_REQUEST", "proposal/1/request");
    flood_refused(w, "ALLOCATION_REQUEST_TWICE", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R1','@R1'", LINE("R1", "trucks", "1")));
    divide_assert_field(w, "ALLOCATION_REQUEST_TWICE", "for_requests/1");
}

static void test_a_draft_and_a_request_that_is_over_get_nothing(void **state)
{
    struct world *w = *state;

    flood_must(w, "rmoa", NINE, "draft_request", "R3", flood_form(w, ""));
    flood_refused(w, "STATE_ORDER", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R3'", LINE("R3", "trucks", "1")));
    divide_assert_field(w, "STATE_ORDER", "proposal/0/request");
    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "1")));
    flood_must(w, "chair", TEN, "withdraw", "R1", "{'reason':'water zakt'}");
    flood_refused(w, "STATE_ORDER", "toc", TEN, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "trucks", "1")));
    divide_assert_field(w, "STATE_ORDER", "lines/0/request");
    assert_string_equal("PROPOSED", world_state(w, "A1"));
}

static void test_numbers_follow_each_other_within_the_year(void **state)
{
    struct world *w = *state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct thing t = { .number = T("") };
    struct tx *tx;

    flood_must(w, "locc", NINE, "propose_allocation", "A1", NOTHING("'@R1'", "R1"));
    flood_must(w, "dops", NINE, "propose_allocation", "A2",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "1")));
    tx = tx_read(space_store(world_space(w)), a);
    assert_int_equal(OK, thing_get(tx, world_id(w, "A2"), &t));
    assert_true(text_is(t.number, "V2021-0002"));
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
}

static void test_others_than_the_desks_propose_and_decide_nothing(void **state)
{
    struct world *w = *state;

    flood_refused(w, "MAY_NOT", "chair", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R1'", LINE("R1", "trucks", "1")));
    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "1")));
    flood_refused(w, "MAY_NOT", "clas", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "trucks", "1")));
    flood_refused(w, "MAY_NOT", "djz", NINE, "reject_allocation", "A1", "{'reason':'nee'}");
}

/* ---- people decide ---- */

static void test_people_decide_with_a_reason_and_the_clock_never(void **state)
{
    struct world *w = *state;

    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "8")));
    flood_refused(w, "PEOPLE_DECIDE", "klok", NINE, "accept_allocation", "A1", "{'reason':'auto'}");
    flood_refused(w, "PEOPLE_DECIDE", "klok", NINE, "reject_allocation", "A1", "{'reason':'auto'}");
    flood_refused(w, "PEOPLE_DECIDE", "toc", NINE, "accept_allocation", "A1",
                  "{'reason':'','lines':[" LINE("R1", "trucks", "8") "]}");
    divide_assert_field(w, "PEOPLE_DECIDE", "reason");
    flood_refused(w, "PEOPLE_DECIDE", "toc", NINE, "accept_allocation", "A1",
                  "{'lines':[" LINE("R1", "trucks", "8") "]}");
    assert_string_equal("PROPOSED", world_state(w, "A1"));
    assert_int_equal(30, divide_free_at(w, "trucks", LATER));
}

static void test_a_proposal_is_decided_once(void **state)
{
    struct world *w = *state;

    divide_give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "8")),
                ACCEPT(LINE("R1", "trucks", "8")));
    assert_string_equal("ACCEPTED", world_state(w, "A1"));
    flood_refused(w, "STATE_ORDER", "toc", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "trucks", "8")));
    flood_refused(w, "STATE_ORDER", "toc", NINE, "reject_allocation", "A1", "{'reason':'nee'}");
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "8")));
    flood_must(w, "dops", NINE, "reject_allocation", "A2", "{'reason':'te weinig wagens over'}");
    assert_string_equal("REJECTED", world_state(w, "A2"));
    flood_refused(w, "STATE_ORDER", "toc", NINE, "accept_allocation", "A2",
                  ACCEPT(LINE("R1", "trucks", "8")));
    assert_int_equal(22, divide_free_at(w, "trucks", LATER));
    world_assert_rebuild_equal(w);
}

static void test_the_national_desk_decides_over_civil_pools_only(void **state)
{
    struct world *w = *state;

    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL("'@R1'", LINE("R1", "boats", "2")));
    flood_refused(w, "ALLOCATION_OF_DEFENCE", "locc", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "boats", "2") "," LINE("R1", "trucks", "1")));
    divide_assert_field(w, "ALLOCATION_OF_DEFENCE", "lines/1/capability");
    flood_must(w, "locc", NINE, "accept_allocation", "A1", ACCEPT(LINE("R1", "boats", "2")));
    assert_int_equal(4, divide_free_at(w, "boats", LATER));
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "2")));
    flood_refused(w, "ALLOCATION_OF_DEFENCE", "locc", NINE, "accept_allocation", "A2",
                  ACCEPT(LINE("R1", "trucks", "2")));
    flood_refused(w, "ALLOCATION_OF_DEFENCE", "locc", NINE, "reject_allocation", "A2",
                  "{'reason':'nee'}");
    flood_must(w, "toc", NINE, "accept_allocation", "A2", ACCEPT(LINE("R1", "trucks", "2")));
}

static const struct statement how_it_deviates = {
    .name = "TEST_DEVIATES",
    .sql = "SELECT coalesce(said_deviates, 9) * 10 + is_deviating FROM allocation WHERE id = $1",
};

static int64_t deviation(struct world *w, const char *handle)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    int64_t n = tx_int(tx, &how_it_deviates, -1, VAL(world_id(w, handle)));

    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return n;
}

static void test_what_was_said_of_deviating_and_what_is_so_are_both_kept(void **state)
{
    struct world *w = *state;
    const char *proposal = PROPOSAL(BOTH, LINE("R1", "trucks", "8") "," LINE("R2", "trucks", "2"));

    divide_give(w, "A1", NINE, proposal,
                "{'reason':'anders','deviates':true,'lines':[" LINE("R2", "trucks", "2") "," LINE(
                    "R1", "trucks", "5") "," LINE("R1", "trucks", "3") "]}");
    assert_int_equal(10,
                     deviation(w, "A1")); /* said yes; in parts and in another order, the same */
    divide_give(w, "A2", NINE, proposal, ACCEPT(LINE("R1", "trucks", "8")));
    assert_int_equal(1, deviation(w, "A2"));
    divide_give(w, "A3", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "2")),
                "{'reason':'korter','lines':[" LINE_UNTIL("R1", "trucks", "2", "2021-07-14") "]}");
    assert_int_equal(91, deviation(w, "A3"));
    divide_give(w, "A4", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "2")),
                "{'reason':'van R2','lines':[" LINE("R1", "trucks", "2") "]" TAKEN("R2", "trucks",
                                                                                   "1") "}");
    assert_int_equal(91, deviation(w, "A4"));
    world_assert_rebuild_equal(w);
}

/* ---- who sees it ---- */

static void test_the_holder_and_the_desks_see_it_and_the_requester_does_not(void **state)
{
    struct world *w = *state;

    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL("'@R1'", LINE("R1", "boats", "2")));
    assert_non_null(world_see(w, "water", "allocation", "{'id':'@A1'}"));
    assert_non_null(world_see(w, "locc", "allocation", "{'id':'@A1'}"));
    assert_non_null(world_see(w, "toc", "allocation", "{'id':'@A1'}"));
    assert_non_null(world_see(w, "auditor", "allocation", "{'id':'@A1'}"));
    assert_null(world_see(w, "chair", "allocation", "{'id':'@A1'}"));
    assert_null(world_see(w, "unit", "allocation", "{'id':'@A1'}"));
    flood_refused(w, "AUDITOR_READS", "auditor", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "boats", "2")));
}

static int64_t version(struct world *w, const char *handle)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct thing t = { .version = 0 };

    assert_int_equal(OK, thing_get(tx, world_id(w, handle), &t));
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return t.version;
}

static void test_requests_and_pools_have_it_in_their_timeline_once_for_each_act(void **state)
{
    struct world *w = *state;
    int64_t r1 = version(w, "R1"), r2 = version(w, "R2"), trucks = version(w, "trucks");

    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL(BOTH, LINE("R1", "trucks", "8") "," LINE("R1", "trucks", "2")));
    assert_int_equal(r1 + 1, version(w, "R1"));
    assert_int_equal(r2 + 1, version(w, "R2"));
    assert_int_equal(trucks + 1, version(w, "trucks"));
    flood_must(w, "toc", NINE, "accept_allocation", "A1", ACCEPT(LINE("R1", "trucks", "8")));
    assert_int_equal(r1 + 2, version(w, "R1"));
    assert_int_equal(r2 + 2, version(w, "R2"));
    assert_int_equal(trucks + 2, version(w, "trucks"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_WORLD(name) cmocka_unit_test_setup_teardown(name, divide_open, divide_close)
        IN_WORLD(test_a_proposal_holds_nothing_but_must_fit),
        IN_WORLD(test_lines_of_one_pool_count_together),
        IN_WORLD(test_a_proposal_rests_on_pictures),
        IN_WORLD(test_a_proposal_gives_something_or_says_who_goes_without),
        IN_WORLD(test_a_line_is_for_a_request_that_the_proposal_names_once),
        IN_WORLD(test_a_draft_and_a_request_that_is_over_get_nothing),
        IN_WORLD(test_numbers_follow_each_other_within_the_year),
        IN_WORLD(test_others_than_the_desks_propose_and_decide_nothing),
        IN_WORLD(test_people_decide_with_a_reason_and_the_clock_never),
        IN_WORLD(test_a_proposal_is_decided_once),
        IN_WORLD(test_the_national_desk_decides_over_civil_pools_only),
        IN_WORLD(test_what_was_said_of_deviating_and_what_is_so_are_both_kept),
        IN_WORLD(test_the_holder_and_the_desks_see_it_and_the_requester_does_not),
        IN_WORLD(test_requests_and_pools_have_it_in_their_timeline_once_for_each_act),
    };

    return cmocka_run_group_tests_name("division/division", tests, NULL, NULL);
}
