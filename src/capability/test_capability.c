/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts and looks of the room: each guard passes and refuses; who sees what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "access/test_offices.h"
#include "capability/inner.h"
#include "capability/test_drill.h"

#define T0 "2021-07-01T06:00:00Z"

static int set_up(void **state)
{
    struct world *w = world_open(drill_rooms, &access_gate);

    world_first(w, T0);
    world_office(w, T0, "clas", "CLAS.actiecentrum", "", "[]", "['ROLE_HOLDER']");
    world_office(w, T0, "rws", "RWS.verkeerscentrale", "", "[]", "['ROLE_HOLDER']");
    world_office(w, T0, "toc", "TOC.desk", "", "[]", "['ROLE_TOC']");
    world_office(w, T0, "locc", "LOCC.desk", "", "[]", "['ROLE_LOCC']");
    world_office(w, T0, "vr24", "VR.voorzitter", "VR24", "['VR24']", "['ROLE_REQUESTER']");
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

#define REGISTER                                                                                   \
    "{'capability_type':'EVAC_TRANSPORT','quantity':30,'unit':'vrachtautos','home':'Oirschot',"    \
    "'guarantee':'guaranteed_icms','reaction_hours':'24','clock_start':'request',"                 \
    "'clock_stop':'on_scene'}"
#define READY(n)                                                                                   \
    "{'quantity_ready':" n ",'personnel':'ready','materiel':'ready','training':'ready',"           \
    "'commander_view':'deployable'}"

static void registered(struct world *w)
{
    assert_int_equal(
        OK, world_act(w, "clas", "2021-07-01T08:00:00Z", "register_capability", "K", REGISTER));
}

static int64_t seen_free(struct world *w)
{
    return world_int(world_see(w, "toc", "capability", "{'id':'@K'}"), "exact.free_now");
}

static void test_only_a_holder_registers_and_only_this_holder_reports(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, world_act(w, "vr24", "2021-07-01T08:00:00Z", "register_capability",
                                        "K", REGISTER));
    assert_true(world_has_verdict(w, "MAY_NOT"));
    registered(w);
    assert_int_equal(
        REFUSED, world_act(w, "rws", "2021-07-01T09:00:00Z", "report_readiness", "K", READY("20")));
    assert_true(world_has_verdict(w, "CAPABILITY_NOT_HOLDER"));
    assert_int_equal(
        OK, world_act(w, "clas", "2021-07-01T09:00:00Z", "report_readiness", "K", READY("20")));
    assert_int_equal(20, seen_free(w));
    world_assert_rebuild_equal(w);
}

static void test_a_kind_outside_the_catalogue_is_refused(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED,
                     world_act(w, "clas", "2021-07-01T08:00:00Z", "register_capability", "K",
                               "{'capability_type':'BOATS','quantity':1,'unit':'x'}"));
    assert_true(world_has_verdict(w, "FIELD_CHOICE"));
}

static void test_a_reaction_time_without_its_clock_is_refused(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED,
                     world_act(w, "clas", "2021-07-01T08:00:00Z", "register_capability", "K",
                               "{'capability_type':'AMPHIB','quantity':1,'unit':'x',"
                               "'reaction_hours':'2.5'}"));
    assert_true(world_has_verdict(w, "REACTION_TUPLE"));
    registered(w);
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-01T08:00:00Z", "change_capability", "K",
                                        "{'clock_start':'alarm'}"));
    assert_true(world_has_verdict(w, "REACTION_TUPLE"));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-01T08:00:00Z", "change_capability", "K",
                                   "{'reaction_hours':'2.5','clock_start':'alarm',"
                                   "'clock_stop':'on_scene','practice_hours':'1'}"));
    assert_int_equal(
        2500, world_int(world_see(w, "vr24", "capability", "{'id':'@K'}"), "reaction.hours_milli"));
}

static void test_a_late_report_does_not_hide_a_newer_one(void **state)
{
    struct world *w = *state;

    registered(w);
    assert_int_equal(30, seen_free(w));
    assert_int_equal(
        OK, world_act(w, "clas", "2021-07-12T02:30:00Z", "report_readiness", "K", READY("12")));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-12T02:40:00Z", "report_readiness", "K",
                                   "{'quantity_ready':28,'personnel':'ready','materiel':'ready',"
                                   "'training':'ready','commander_view':'deployable',"
                                   "'happened_at':'2021-07-12T02:10:00Z'}"));
    assert_int_equal(12, seen_free(w));
    assert_int_equal(
        OK, world_act(w, "clas", "2021-07-12T02:50:00Z", "report_readiness", "K", READY("15")));
    assert_int_equal(15, seen_free(w));
    world_assert_rebuild_equal(w);
}

static void test_a_report_needs_an_end_ahead_and_a_reason_for_a_limit(void **state)
{
    struct world *w = *state;

    registered(w);
    assert_int_equal(REFUSED,
                     world_act(w, "clas", "2021-07-12T08:00:00Z", "report_readiness", "K",
                               "{'quantity_ready':5,'personnel':'short','materiel':'ready',"
                               "'training':'ready','commander_view':'deployable_with_limits',"
                               "'valid_until':'2021-07-12T08:00:00Z'}"));
    assert_true(world_has_verdict(w, "READINESS_STALE"));
    assert_true(world_has_verdict(w, "REASON_MISSING"));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-12T08:00:00Z", "report_readiness", "K",
                                   "{'quantity_ready':31,'personnel':'short','materiel':'ready',"
                                   "'training':'ready','commander_view':'deployable_with_limits',"
                                   "'reason':'geen chauffeurs in de nacht',"
                                   "'valid_until':'2021-07-12T08:00:01Z'}"));
    assert_true(world_has_verdict(w, "READINESS_ABOVE_REGISTERED"));
}

static void test_a_reservation_counts_from_its_first_to_its_last_day(void **state)
{
    struct world *w = *state;

    registered(w);
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-01T09:00:00Z", "reserve_capacity", "K",
                                        "{'quantity':31,'for':'oefening','from':'2021-07-05',"
                                        "'until':'2021-07-06'}"));
    assert_true(world_has_verdict(w, "CAPACITY_ONCE"));
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-01T09:00:00Z", "reserve_capacity", "K",
                                        "{'quantity':1,'for':'oefening','from':'2021-07-06',"
                                        "'until':'2021-07-05'}"));
    assert_true(world_has_verdict(w, "RESERVATION_ORDER"));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-01T09:00:00Z", "reserve_capacity", "K",
                                   "{'quantity':1,'for':'oefening','from':'2021-06-29',"
                                   "'until':'2021-06-30'}"));
    assert_true(world_has_verdict(w, "RESERVATION_PAST")); /* most likely a slip of the pen */
    assert_int_equal(OK, world_act(w, "clas", "2021-07-01T09:00:00Z", "reserve_capacity", "K",
                                   "{'quantity':6,'for':'oefening','from':'2021-07-05',"
                                   "'until':'2021-07-06'}"));
    /* In summer a day in Amsterdam begins at 22:00 UTC. */
    assert_int_equal(REFUSED, world_act(w, "toc", "2021-07-02T09:00:00Z", "start_drill", "D",
                                        "{'pool':'@K','quantity':25,'from':'2021-07-06T21:00:00Z',"
                                        "'until':'2021-07-06T23:00:00Z'}"));
    assert_int_equal(OK, world_act(w, "toc", "2021-07-02T09:00:00Z", "start_drill", "D",
                                   "{'pool':'@K','quantity':30,'from':'2021-07-06T22:00:00Z',"
                                   "'until':'2021-07-06T23:00:00Z'}"));
    assert_int_equal(OK, world_act(w, "toc", "2021-07-02T09:00:00Z", "start_drill", "D2",
                                   "{'pool':'@K','quantity':30,'from':'2021-07-03T22:00:00Z',"
                                   "'until':'2021-07-04T22:00:00Z'}"));
    world_assert_rebuild_equal(w);
}

static void test_a_reservation_does_not_take_what_is_deployed_on_its_last_day(void **state)
{
    struct world *w = *state;

    registered(w);
    assert_int_equal(OK, world_act(w, "toc", "2021-07-02T09:00:00Z", "start_drill", "D",
                                   "{'pool':'@K','quantity':25,'from':'2021-07-06T10:00:00Z',"
                                   "'until':'2021-07-06T23:00:00Z'}"));
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-02T10:00:00Z", "reserve_capacity", "K",
                                        "{'quantity':6,'for':'oefening','from':'2021-07-05',"
                                        "'until':'2021-07-06'}"));
    assert_true(world_has_verdict(w, "CAPACITY_ONCE"));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-02T10:00:00Z", "reserve_capacity", "K",
                                   "{'quantity':6,'for':'oefening','from':'2021-07-05',"
                                   "'until':'2021-07-05'}"));
}

static void test_an_ended_reservation_gives_its_units_back(void **state)
{
    struct world *w = *state;

    registered(w);
    assert_int_equal(OK, world_act(w, "clas", "2021-07-01T09:00:00Z", "reserve_capacity", "K",
                                   "{'quantity':6,'for':'oefening','from':'2021-07-01',"
                                   "'until':'2021-07-30'}"));
    assert_int_equal(24, seen_free(w));
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-10T09:00:00Z", "end_reservation", "K",
                                        "{'reservation':2}"));
    assert_true(world_has_verdict(w, "RESERVATION_NOT_OPEN"));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-10T09:00:00Z", "end_reservation", "K",
                                   "{'reservation':1}"));
    assert_int_equal(30, seen_free(w));
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-10T10:00:00Z", "end_reservation", "K",
                                        "{'reservation':1}"));
    world_assert_rebuild_equal(w);
}

static void test_what_is_deployed_keeps_its_amount_its_ceiling_and_its_place(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C",
                                   "{'name':'totaal','amount':4600}"));
    registered(w);
    assert_int_equal(OK, world_act(w, "toc", "2021-07-02T09:00:00Z", "start_drill", "D",
                                   "{'pool':'@K','quantity':20,'until':'2021-07-09T09:00:00Z'}"));
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-02T10:00:00Z", "change_capability", "K",
                                        "{'quantity':19}"));
    assert_true(world_has_verdict(w, "CAPABILITY_COMMITTED"));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-02T10:00:00Z", "change_capability", "K",
                                   "{'quantity':20,'name':'Vrachtautos 13 brigade'}"));
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-02T10:00:00Z", "change_capability", "K",
                                        "{'ceiling':'@C'}"));
    assert_true(world_has_verdict(w, "CAPABILITY_IN_USE"));
    assert_int_equal(REFUSED, world_act(w, "clas", "2021-07-02T10:00:00Z", "end_capability", "K",
                                        "{'reason':'verkocht'}"));
    assert_true(world_has_verdict(w, "CAPABILITY_IN_USE"));
    assert_int_equal(
        OK, world_act(w, "clas", "2021-07-02T10:30:00Z", "report_readiness", "K", READY("5")));
    assert_true(world_has_verdict(w, "READINESS_BELOW_COMMITTED"));
    assert_int_equal(0, seen_free(w));
    assert_int_equal(OK, world_act(w, "toc", "2021-07-03T09:00:00Z", "come_home", "D", "{}"));
    assert_int_equal(OK, world_act(w, "clas", "2021-07-03T10:00:00Z", "end_capability", "K",
                                   "{'reason':'verkocht'}"));
    assert_int_equal(
        REFUSED, world_act(w, "clas", "2021-07-03T11:00:00Z", "report_readiness", "K", READY("5")));
    assert_true(world_has_verdict(w, "CAPABILITY_ENDED"));
    assert_int_equal(REFUSED, world_act(w, "toc", "2021-07-03T11:00:00Z", "start_drill", "D3",
                                        "{'pool':'@K','quantity':1}"));
    world_assert_rebuild_equal(w);
}

static void test_ceilings_lie_inside_one_another_and_are_never_added(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C1",
                                   "{'name':'totaal','amount':4600}"));
    assert_int_equal(REFUSED, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C2",
                                        "{'name':'rampen','amount':4601,'parent':'@C1'}"));
    assert_true(world_has_verdict(w, "CEILING_ABOVE_PARENT"));
    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C2",
                                   "{'name':'rampen','amount':3000,'parent':'@C1'}"));
    doc = world_see(w, "locc", "ceilings", "{}");
    assert_int_equal(2, world_int(doc, "ceilings.length"));
    assert_string_equal("totaal", world_text(doc, "ceilings.0.name"));
    assert_int_equal(1, world_int(doc, "ceilings.1.depth"));
    assert_int_equal(960 * 3000 / 4600, world_int(doc, "ceilings.1.bar_width"));
    doc = world_see(w, "locc", "ceiling_sum", "{'of':['MANPOWER_TOTAL_ICMS','MANPOWER_DISASTER']}");
    assert_int_equal(4600, world_int(doc, "at_most"));
    assert_int_equal(1, world_int(doc, "of.1.is_inside_another"));
    world_assert_rebuild_equal(w);
}

static void test_a_ninth_level_of_ceilings_is_refused(void **state)
{
    struct world *w = *state;
    char handle[16], fields[128];

    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C0",
                                   "{'name':'0','amount':100}"));
    for (int i = 1; i < CEILING_DEPTH_MAX; i++) {
        snprintf(handle, sizeof(handle), "C%d", i);
        snprintf(fields, sizeof(fields), "{'name':'%d','amount':100,'parent':'@C%d'}", i, i - 1);
        assert_int_equal(
            OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", handle, fields));
    }
    assert_int_equal(REFUSED, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C9",
                                        "{'name':'9','amount':100,'parent':'@C7'}"));
    assert_true(world_has_verdict(w, "CEILING_DEPTH"));
}

static bool mentions(const json_t *doc, const char *word)
{
    char *all = json_dumps(doc, 0);
    bool is_there = strstr(all, word);

    free(all);
    return is_there;
}

static void test_who_does_not_hold_it_sees_kind_amount_and_reaction_time_only(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    registered(w);
    assert_int_equal(
        OK, world_act(w, "clas", "2021-07-12T08:00:00Z", "report_readiness", "K", READY("17")));
    doc = world_see(w, "vr24", "capability", "{'id':'@K'}");
    assert_non_null(doc);
    assert_int_equal(30, world_int(doc, "quantity"));
    assert_int_equal(24000, world_int(doc, "reaction.hours_milli"));
    assert_string_equal("READINESS_SECRET", world_text(doc, "withheld.code"));
    assert_false(world_has(doc, "exact"));
    assert_false(mentions(doc, "quantity_ready"));
    assert_false(mentions(doc, "commander_view"));
    assert_false(mentions(doc, "17"));
    doc = world_see(w, "locc", "capability", "{'id':'@K'}");
    assert_false(world_has(doc, "exact")); /* Defence's: not for the national desk either */
    doc = world_see(w, "clas", "capability", "{'id':'@K'}");
    assert_int_equal(17, world_int(doc, "exact.readiness.quantity_ready"));
    assert_int_equal(17,
                     world_int(world_see(w, "toc", "capability", "{'id':'@K'}"), "exact.ready"));
    assert_null(world_see(w, "vr24", "readiness_detail", "{'id':'@K'}"));
    assert_int_equal(NOT_FOUND, world_result(w));
    assert_null(world_see(w, "vr24", "commitments", "{'id':'@K'}"));
    assert_int_equal(
        1, world_int(world_see(w, "clas", "readiness_detail", "{'id':'@K'}"), "reports.length"));
}

static void test_the_national_desk_sees_what_is_free_of_civil_pools(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "rws", "2021-07-01T08:00:00Z", "register_capability", "P",
                                   "{'capability_type':'RWS_PUMPS','quantity':4,'unit':'pompen'}"));
    assert_int_equal(
        4, world_int(world_see(w, "locc", "capability", "{'id':'@P'}"), "exact.free_now"));
    assert_false(world_has(world_see(w, "vr24", "capability", "{'id':'@P'}"), "exact"));
}

static void test_the_list_filters_by_kind_and_hides_amounts_row_by_row(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    registered(w);
    assert_int_equal(OK, world_act(w, "rws", "2021-07-01T08:00:00Z", "register_capability", "P",
                                   "{'capability_type':'RWS_PUMPS','quantity':4,'unit':'pompen'}"));
    doc = world_see(w, "rws", "capabilities", "{}");
    assert_int_equal(2, world_int(doc, "capabilities.length"));
    assert_int_equal(0, world_int(doc, "capabilities.0.is_shown"));
    assert_int_equal(4, world_int(doc, "capabilities.1.exact.free_now"));
    doc = world_see(w, "rws", "capabilities", "{'type':'RWS_PUMPS'}");
    assert_int_equal(1, world_int(doc, "capabilities.length"));
    doc = world_see(w, "rws", "capabilities", "{'q':'noodpomp'}");
    assert_int_equal(1, world_int(doc, "capabilities.length"));
    doc = world_see(w, "rws", "capabilities", "{'owner':'@clas'}");
    assert_int_equal(1, world_int(doc, "capabilities.length"));
    doc = world_see(w, "rws", "capabilities", "{'military':false}");
    assert_int_equal(1, world_int(doc, "capabilities.length"));
    assert_string_equal("RWS_PUMPS", world_text(doc, "capabilities.0.type.code"));
    doc = world_see(w, "rws", "capabilities", "{'military':true}");
    assert_string_equal("EVAC_TRANSPORT", world_text(doc, "capabilities.0.type.code"));
    doc = world_see(w, "rws", "capabilities", "{'within_hours':24}");
    assert_int_equal(1, world_int(doc, "capabilities.length"));
    doc = world_see(w, "rws", "capabilities", "{'within_hours':23}");
    assert_int_equal(1, world_int(doc, "is_empty"));
    assert_false(world_has(doc, "next_url"));
    doc = world_see(w, "vr24", "catalogue", "{}");
    assert_int_equal((int64_t)capability_types_len, world_int(doc, "types.length"));
}

static void test_the_list_pages_by_key_and_keeps_its_filter(void **state)
{
    struct world *w = *state;
    const json_t *doc;
    char handle[16];

    for (int i = 0; i < CAPABILITY_PAGE + 1; i++) {
        snprintf(handle, sizeof(handle), "K%d", i);
        assert_int_equal(OK, world_act(w, "clas", "2021-07-01T08:00:00Z", "register_capability",
                                       handle, REGISTER));
    }
    doc = world_see(w, "toc", "capabilities", "{'q':'evacuat'}");
    assert_int_equal(CAPABILITY_PAGE, world_int(doc, "capabilities.length"));
    assert_non_null(strstr(world_text(doc, "next_url"), "?q=evacuat&type=&owner="));
    world_name(w, "last", world_id(w, "K49"));
    doc = world_see(w, "toc", "capabilities", "{'after':'@last'}");
    assert_int_equal(1, world_int(doc, "capabilities.length"));
    assert_false(world_has(doc, "next"));
}

static void test_the_staircase_shows_each_step_of_the_next_two_days(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    registered(w);
    assert_int_equal(OK, world_act(w, "toc", "2021-07-14T06:00:00Z", "start_drill", "D",
                                   "{'pool':'@K','quantity':8,'from':'2021-07-14T12:00:00Z',"
                                   "'until':'2021-07-15T06:00:00Z'}"));
    doc = world_see(w, "clas", "capability", "{'id':'@K'}");
    assert_int_equal(3, world_int(doc, "exact.staircase.length"));
    assert_int_equal(30, world_int(doc, "exact.staircase.0.free"));
    assert_int_equal(120, world_int(doc, "exact.staircase.0.bar_width"));
    assert_int_equal(22, world_int(doc, "exact.staircase.1.free"));
    assert_int_equal(120, world_int(doc, "exact.staircase.1.bar_begin"));
    assert_int_equal(360, world_int(doc, "exact.staircase.1.bar_width"));
    assert_int_equal(80 * 8 / 30, world_int(doc, "exact.staircase.1.used_height"));
    assert_int_equal(0, world_int(doc, "exact.staircase.0.used_height"));
    assert_int_equal(30, world_int(doc, "exact.staircase.2.free"));
    assert_int_equal(1, world_int(doc, "exact.holds.length"));
    assert_int_equal(8, world_int(doc, "exact.holds.0.quantity"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_only_a_holder_registers_and_only_this_holder_reports),
        TEST(test_a_kind_outside_the_catalogue_is_refused),
        TEST(test_a_reaction_time_without_its_clock_is_refused),
        TEST(test_a_late_report_does_not_hide_a_newer_one),
        TEST(test_a_report_needs_an_end_ahead_and_a_reason_for_a_limit),
        TEST(test_a_reservation_counts_from_its_first_to_its_last_day),
        TEST(test_a_reservation_does_not_take_what_is_deployed_on_its_last_day),
        TEST(test_an_ended_reservation_gives_its_units_back),
        TEST(test_what_is_deployed_keeps_its_amount_its_ceiling_and_its_place),
        TEST(test_ceilings_lie_inside_one_another_and_are_never_added),
        TEST(test_a_ninth_level_of_ceilings_is_refused),
        TEST(test_who_does_not_hold_it_sees_kind_amount_and_reaction_time_only),
        TEST(test_the_national_desk_sees_what_is_free_of_civil_pools),
        TEST(test_the_list_filters_by_kind_and_hides_amounts_row_by_row),
        TEST(test_the_list_pages_by_key_and_keeps_its_filter),
        TEST(test_the_staircase_shows_each_step_of_the_next_two_days),
    };

    return cmocka_run_group_tests_name("capability", tests, NULL, NULL);
}
