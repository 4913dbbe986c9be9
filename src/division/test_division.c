/* SPDX-License-Identifier: EUPL-1.2 */
/* A proposal, what people make of it, and what is held for whom until when. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "deployment/test_field.h"
#include "directory/directory.h"
#include "division/inner.h"
#include "incident/incident.h"
#include "request/request.h"

static const struct room *const division_rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &division_room,   NULL,
};

/* The form of test_flood.h with another period. */
static const char *form_for(struct world *w, const char *from, const char *until)
{
    struct text t = text_of(flood_form(w, ""));
    const char *cut = strstr(t.at, "'needed_from'"), *rest = strstr(t.at, "'own_insufficient'");

    assert_true(cut && rest);
    return text_printf(world_arena(w), "%.*s'needed_from':'%s','needed_until':'%s',%s%c",
                       (int)(cut - t.at), t.at, from, until, rest, 0)
        .at;
}

/* Asked orally at one moment for this period. */
static void ask_for(struct world *w, const char *handle, const char *when, const char *from,
                    const char *until)
{
    flood_must(w, "rmoa", when, "draft_request", handle, form_for(w, from, until));
    flood_must(w, "chair", when, "request_orally", handle,
               "{'receiver':'@locc','channel':'phone','urgency':'water','urgent':true}");
}

/* Asked for the period of test_flood.h, and on to the decision. */
static void ask(struct world *w, const char *handle, const char *when, bool is_granted)
{
    ask_for(w, handle, when, "2021-07-14T12:00:00+02:00", "2021-07-15T18:00:00+02:00");
    flood_must(w, "dops", when, "will_can_may", handle,
               "{'will':'yes','can':'wagens van CLAS','may':'toets gevraagd'}");
    flood_must(w, "djz", when, "legal_test", handle,
               "{'result':'lawful','basis':'WVR51_MIL','force_regime':'FORCE_NONE_MIL'}");
    if (is_granted)
        flood_must(w, "def", when, "decide", handle,
                   "{'decision':'grant','reason':'ramp','given':'wat past'}");
}

/* R1 and R2 are granted at 08:00 UTC for 14 July 12:00 to 15 July 18:00 local time; pools: hands
 * 300, trucks 30, and 6 boats of the water authority; a picture P1. */
static int open_world(void **state)
{
    struct world *w = world_open(division_rooms, &access_gate);

    field_begin(w);
    world_office(w, "2021-07-01T08:00:00Z", "water", "WATERSCHAP.dijkgraaf", "WRL", "[]",
                 "['ROLE_HOLDER']");
    flood_must(w, "water", "2021-07-01T08:00:00Z", "register_capability", "boats",
               "{'capability_type':'WTS','quantity':6,'unit':'boten'}");
    flood_must(w, "rot", "2021-07-13T22:00:00Z", "update_picture", "P1",
               "{'region':'@VR24','total_version':1,'own_version':1,'text':'Geul stijgt'}");
    flood_request(w, "R1", "GRANTED");
    ask(w, "R2", "2021-07-14T08:00:00Z", true);
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

#define NINE  "2021-07-14T09:00:00Z"
#define TEN   "2021-07-14T10:30:00Z" /* the period has begun */
#define LATER "2021-07-14T11:00:00Z"
#define END   "2021-07-15T16:00:00Z" /* of the period */

#define LINE(r, pool, n) "{'request':'@" r "','capability':'@" pool "','quantity':" n "}"
#define LINE_UNTIL(r, pool, n, day)                                                                \
    "{'request':'@" r "','capability':'@" pool "','quantity':" n ",'until':'" day "'}"
#define PROPOSAL(requests, lines)                                                                  \
    "{'for_requests':[" requests "],'picture_versions':['@P1'],'proposal':[" lines "]}"
#define BOTH          "'@R1','@R2'"
#define ACCEPT(lines) "{'reason':'past bij de nood','deviates':false,'lines':[" lines "]}"
#define TAKEN(r, pool, n)                                                                          \
    ",'taken_from':[{'request':'@" r "','capability':'@" pool "','quantity':" n "}]"
#define ORDER(r, pool, n, more)                                                                    \
    "{'request':'@" r "','unit':'ploeg','capability':'@" pool "','quantity':" n                    \
    ",'field_authority':'@mayor','safety_message':'stroming','force_regime':'FORCE_NONE_MIL'" more \
    "}"

static int64_t free_between(struct world *w, const char *of, const char *from, const char *until,
                            const char *now)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct instant f, u, n;
    int64_t free;

    assert_true(instant_read(text_of(from), &f));
    assert_true(instant_read(text_of(until), &u));
    assert_true(instant_read(text_of(now), &n));
    free = capability_free(tx, world_id(w, of), f, u, n);
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return free;
}

static int64_t free_at(struct world *w, const char *of, const char *when)
{
    return free_between(w, of, when, when, when);
}

static int64_t held_for(struct world *w, const char *of, const char *what, const char *now)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct instant n;
    int64_t held;

    assert_true(instant_read(text_of(now), &n));
    held = capability_held_for(tx, world_id(w, of), world_id(w, what), n);
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return held;
}

/* Proposed and accepted as it is, by LOCC and TOC. */
static void give(struct world *w, const char *handle, const char *when, const char *proposal,
                 const char *accept)
{
    flood_must(w, "locc", when, "propose_allocation", handle, proposal);
    flood_must(w, "toc", when, "accept_allocation", handle, accept);
}

/* The field at which the last act was refused with this code. */
static void assert_field(struct world *w, const char *code, const char *field)
{
    const struct verdict_item *item = world_verdict(w, code);

    assert_non_null(item);
    assert_true(text_is(item->field, field));
}

static void assert_hole(struct world *w, const char *code, const char *name, const char *value)
{
    const struct verdict_item *item = world_verdict(w, code);

    assert_non_null(item);
    for (size_t i = 0; i < item->hole_count; i++)
        if (strcmp(item->holes[i].name, name) == 0) {
            assert_string_equal(value, text_cstr(world_arena(w), item->holes[i].value));
            return;
        }
    fail_msg("no {%s} in %s", name, item->why);
}

/* ---- the proposal ---- */

static void test_a_proposal_holds_nothing_but_must_fit(void **state)
{
    struct world *w = *state;

    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL(BOTH, LINE("R1", "trucks", "20") "," LINE("R2", "trucks", "10")));
    assert_string_equal("PROPOSED", world_state(w, "A1"));
    assert_int_equal(30, free_between(w, "trucks", TEN, END, NINE));
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "30")));
    flood_refused(w, "CAPACITY_ONCE", "locc", NINE, "propose_allocation", "A3",
                  PROPOSAL("'@R1'", LINE("R1", "trucks", "31")));
    assert_field(w, "CAPACITY_ONCE", "proposal/0/quantity");
    world_assert_rebuild_equal(w);
}

static void test_lines_of_one_pool_count_together(void **state)
{
    struct world *w = *state;

    flood_refused(w, "CAPACITY_ONCE", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL(BOTH, LINE("R1", "trucks", "20") "," LINE("R2", "trucks", "11")));
    assert_field(w, "CAPACITY_ONCE", "proposal/1/quantity");
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

static void test_a_line_is_for_a_request_that_the_proposal_names_once(void **state)
{
    struct world *w = *state;

    flood_refused(w, "ALLOCATION_OTHER_REQUEST", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R1'", LINE("R1", "trucks", "1") "," LINE("R2", "trucks", "1")));
    assert_field(w, "ALLOCATION_OTHER_REQUEST", "proposal/1/request");
    flood_refused(w, "ALLOCATION_REQUEST_TWICE", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R1','@R1'", LINE("R1", "trucks", "1")));
    assert_field(w, "ALLOCATION_REQUEST_TWICE", "for_requests/1");
}

static void test_a_draft_and_a_request_that_is_over_get_nothing(void **state)
{
    struct world *w = *state;

    flood_must(w, "rmoa", NINE, "draft_request", "R3", flood_form(w, ""));
    flood_refused(w, "STATE_ORDER", "locc", NINE, "propose_allocation", "A1",
                  PROPOSAL("'@R3'", LINE("R3", "trucks", "1")));
    assert_field(w, "STATE_ORDER", "proposal/0/request");
    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL("'@R1'", LINE("R1", "trucks", "1")));
    flood_must(w, "chair", TEN, "withdraw", "R1", "{'reason':'water zakt'}");
    flood_refused(w, "STATE_ORDER", "toc", TEN, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "trucks", "1")));
    assert_field(w, "STATE_ORDER", "lines/0/request");
    assert_string_equal("PROPOSED", world_state(w, "A1"));
}

static void test_numbers_follow_each_other_within_the_year(void **state)
{
    struct world *w = *state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct thing t = { .number = T("") };
    struct tx *tx;

    flood_must(w, "locc", NINE, "propose_allocation", "A1", PROPOSAL("'@R1'", ""));
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
    assert_field(w, "PEOPLE_DECIDE", "reason");
    flood_refused(w, "PEOPLE_DECIDE", "toc", NINE, "accept_allocation", "A1",
                  "{'lines':[" LINE("R1", "trucks", "8") "]}");
    assert_string_equal("PROPOSED", world_state(w, "A1"));
    assert_int_equal(30, free_at(w, "trucks", LATER));
}

static void test_a_proposal_is_decided_once(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "8")),
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
    assert_int_equal(22, free_at(w, "trucks", LATER));
    world_assert_rebuild_equal(w);
}

static void test_the_national_desk_decides_over_civil_pools_only(void **state)
{
    struct world *w = *state;

    flood_must(w, "locc", NINE, "propose_allocation", "A1",
               PROPOSAL("'@R1'", LINE("R1", "boats", "2")));
    flood_refused(w, "ALLOCATION_OF_DEFENCE", "locc", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "boats", "2") "," LINE("R1", "trucks", "1")));
    assert_field(w, "ALLOCATION_OF_DEFENCE", "lines/1/capability");
    flood_must(w, "locc", NINE, "accept_allocation", "A1", ACCEPT(LINE("R1", "boats", "2")));
    assert_int_equal(4, free_at(w, "boats", LATER));
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

    give(w, "A1", NINE, proposal,
         "{'reason':'anders','deviates':true,'lines':[" LINE("R2", "trucks", "2") "," LINE(
             "R1", "trucks", "5") "," LINE("R1", "trucks", "3") "]}");
    assert_int_equal(10,
                     deviation(w, "A1")); /* said yes; in parts and in another order, the same */
    give(w, "A2", NINE, proposal, ACCEPT(LINE("R1", "trucks", "8")));
    assert_int_equal(1, deviation(w, "A2"));
    give(w, "A3", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "2")),
         "{'reason':'korter','lines':[" LINE_UNTIL("R1", "trucks", "2", "2021-07-14") "]}");
    assert_int_equal(91, deviation(w, "A3"));
    give(w, "A4", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "2")),
         "{'reason':'van R2','lines':[" LINE("R1", "trucks", "2") "]" TAKEN("R2", "trucks",
                                                                            "1") "}");
    assert_int_equal(91, deviation(w, "A4"));
    world_assert_rebuild_equal(w);
}

/* ---- what is held ---- */

static void test_what_is_accepted_is_held_for_the_period_of_the_request(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL(BOTH, LINE("R1", "trucks", "20")),
         ACCEPT(LINE("R1", "trucks", "20") "," LINE("R2", "trucks", "8")));
    assert_int_equal(30, free_between(w, "trucks", NINE, "2021-07-14T10:00:00Z", NINE));
    assert_int_equal(2, free_between(w, "trucks", NINE, "2021-07-14T10:00:01Z", NINE));
    assert_int_equal(30, free_between(w, "trucks", END, "2021-07-20T00:00:00Z", NINE));
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               PROPOSAL("'@R2'", LINE("R2", "trucks", "2")));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A2",
                  ACCEPT(LINE("R2", "trucks", "3")));
    flood_must(w, "toc", NINE, "accept_allocation", "A2", ACCEPT(LINE("R2", "trucks", "2")));
    assert_int_equal(10, held_for(w, "trucks", "R2", NINE)); /* on top of what it had */
    world_assert_rebuild_equal(w);
}

static void test_a_refusal_says_what_stands_in_the_way_to_who_may_know(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "8", ""));
    flood_must(w, "clas", NINE, "reserve_capacity", "trucks",
               "{'quantity':3,'from':'2021-07-14','until':'2021-07-16','for':'oefening'}");
    flood_must(w, "locc", NINE, "propose_allocation", "A1", PROPOSAL(BOTH, ""));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R2", "trucks", "9") "," LINE("R1", "trucks", "12")));
    assert_field(w, "CAPACITY_ONCE", "lines/1/quantity");
    assert_hole(w, "CAPACITY_ONCE", "asked", "12");
    assert_hole(w, "CAPACITY_ONCE", "free", "10");
    assert_hole(w, "CAPACITY_ONCE", "held", "2021-0001-A 8, 2021-0002 9");
    assert_hole(w, "CAPACITY_ONCE", "other", "3");
    assert_true(
        text_is(world_verdict(w, "CAPACITY_ONCE")->cite, "scarcity: a unit is committed once"));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "task", "D2", ORDER("R2", "trucks", "25", ""));
    assert_hole(w, "CAPACITY_ONCE", "asked", "25");
    assert_hole(w, "CAPACITY_ONCE", "free", "19");
    flood_refused(w, "CAPACITY_ONCE", "chair", NINE, "task", "D2", ORDER("R2", "trucks", "25", ""));
    assert_int_equal(0, world_verdict(w, "CAPACITY_ONCE")->hole_count);
}

static void test_units_may_be_held_until_the_end_of_a_day(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE_UNTIL("R1", "trucks", "20", "2021-07-14")),
         ACCEPT(LINE_UNTIL("R1", "trucks", "20", "2021-07-14") "," LINE("R1", "trucks", "4")));
    assert_int_equal(6, free_between(w, "trucks", TEN, "2021-07-14T22:00:00Z", TEN));
    assert_int_equal(26, free_between(w, "trucks", "2021-07-14T22:00:00Z", END, TEN));
    assert_int_equal(24, held_for(w, "trucks", "R1", "2021-07-14T21:59:59Z"));
    assert_int_equal(4, held_for(w, "trucks", "R1", "2021-07-14T22:00:00Z"));
    assert_int_equal(26, free_at(w, "trucks", "2021-07-14T22:00:00Z")); /* ended, not late */
    flood_must(w, "locc", TEN, "propose_allocation", "A2",
               PROPOSAL("'@R2'", LINE_UNTIL("R2", "trucks", "1", "2021-07-14")));
    flood_refused(w, "ALLOCATION_UNTIL_PAST", "toc", TEN, "accept_allocation", "A2",
                  ACCEPT(LINE_UNTIL("R2", "trucks", "1", "2021-07-13")));
    assert_field(w, "ALLOCATION_UNTIL_PAST", "lines/0/until");
    world_assert_rebuild_equal(w);
}

static void test_a_day_ends_at_midnight_in_the_netherlands_also_when_the_clock_changes(void **state)
{
    struct world *w = *state;
    const char *now = "2021-10-30T10:00:00Z";

    ask_for(w, "R3", now, "2021-10-30T12:00:00+02:00", "2021-11-05T12:00:00+01:00");
    give(w, "A1", now, PROPOSAL("'@R3'", ""),
         ACCEPT(LINE_UNTIL("R3", "trucks", "10", "2021-10-30") "," LINE_UNTIL("R3", "trucks", "5",
                                                                              "2021-10-31")));
    assert_int_equal(15, free_between(w, "trucks", now, "2021-10-30T22:00:00Z", now));
    assert_int_equal(25, free_between(w, "trucks", "2021-10-30T22:00:00Z", "2021-10-31T23:00:00Z",
                                      now)); /* summer time */
    assert_int_equal(30, free_between(w, "trucks", "2021-10-31T23:00:00Z", "2021-11-05T00:00:00Z",
                                      now)); /* winter time */
}

static void test_one_may_have_the_units_after_the_day_on_which_another_gives_them_back(void **state)
{
    struct world *w = *state;

    ask_for(w, "R3", NINE, "2021-07-15T00:00:00+02:00", "2021-07-17T00:00:00+02:00");
    flood_refused(
        w, "CAPACITY_ONCE", "locc", NINE, "propose_allocation", "A1",
        PROPOSAL("'@R1','@R3'", LINE("R1", "trucks", "30") "," LINE("R3", "trucks", "1")));
    give(w, "A1", NINE,
         PROPOSAL("'@R1','@R3'",
                  LINE_UNTIL("R1", "trucks", "30", "2021-07-14") "," LINE("R3", "trucks", "30")),
         ACCEPT(LINE_UNTIL("R1", "trucks", "30", "2021-07-14") "," LINE("R3", "trucks", "30")));
    assert_int_equal(0, free_between(w, "trucks", TEN, "2021-07-16T00:00:00Z", TEN));
    world_assert_rebuild_equal(w);
}

static void deploy(struct world *w, const char *handle, const char *depart, const char *arrive)
{
    flood_must(w, "unit", depart, "depart", handle, "{}");
    flood_must(w, "unit", arrive, "arrive", handle,
               "{'handed_over_to':'@mayor','field_authority_reachable':true}");
}

static void test_a_hold_moves_with_the_period_but_not_one_until_a_day(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", ""),
         ACCEPT(LINE("R1", "trucks", "8") "," LINE_UNTIL("R1", "trucks", "4", "2021-07-15")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "hands", "10", ""));
    deploy(w, "D1", TEN, LATER);
    flood_must(w, "chair", LATER, "extend", "R1",
               "{'deployment':'@D1','until':'2021-07-18T18:00:00+02:00','reason':'golf'}");
    flood_must(w, "def", LATER, "decide_extension", "R1",
               "{'deployment':'@D1','decision':'grant','until':'2021-07-18T18:00:00+02:00'}");
    assert_int_equal(18, free_between(w, "trucks", LATER, "2021-07-15T22:00:00Z", LATER));
    assert_int_equal(
        22, free_between(w, "trucks", "2021-07-15T22:00:00Z", "2021-07-18T16:00:00Z", LATER));
    assert_int_equal(
        30, free_between(w, "trucks", "2021-07-18T16:00:00Z", "2021-07-19T00:00:00Z", LATER));
    assert_int_equal(
        290, free_between(w, "hands", "2021-07-18T10:00:00Z", "2021-07-18T15:00:00Z", LATER));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_waits_for_the_decision_and_ends_with_a_refusal(void **state)
{
    struct world *w = *state;

    ask(w, "R3", NINE, false);
    give(w, "A1", NINE, PROPOSAL("'@R3'", LINE("R3", "trucks", "12")),
         ACCEPT(LINE("R3", "trucks", "12")));
    assert_int_equal(18, free_at(w, "trucks", LATER));
    flood_must(w, "def", LATER, "decide", "R3",
               "{'decision':'refuse','reason':'nodig voor de eigen taak',"
               "'reason_code':'first_main_task'}");
    assert_string_equal("REFUSED", world_state(w, "R3"));
    assert_int_equal(30, free_at(w, "trucks", LATER));
    assert_int_equal(0, held_for(w, "trucks", "R3", LATER));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_ends_when_the_request_is_withdrawn(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
         ACCEPT(LINE("R1", "trucks", "12")));
    flood_must(w, "chair", LATER, "withdraw", "R1", "{'reason':'water zakt'}");
    assert_int_equal(30, free_at(w, "trucks", LATER));
    world_assert_rebuild_equal(w);
}

static void test_the_last_release_ends_the_hold_and_no_earlier_one(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
         ACCEPT(LINE("R1", "trucks", "12")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "5", ""));
    flood_must(w, "toc", NINE, "task", "D2", ORDER("R1", "trucks", "4", ""));
    assert_int_equal(3, held_for(w, "trucks", "R1", NINE));
    assert_int_equal(18, free_at(w, "trucks", TEN));
    deploy(w, "D1", TEN, TEN);
    deploy(w, "D2", TEN, TEN);
    flood_must(w, "mayor", LATER, "release", "D1", "{'reason':'klaar'}");
    assert_int_equal(3, held_for(w, "trucks", "R1", LATER));
    assert_int_equal(18, free_at(w, "trucks", LATER)); /* not home yet */
    flood_must(w, "mayor", LATER, "release", "D2", "{'reason':'klaar'}");
    assert_int_equal(0, held_for(w, "trucks", "R1", LATER));
    assert_int_equal(21, free_at(w, "trucks", LATER));
    flood_must(w, "unit", LATER, "return_home", "D1", "{}");
    assert_int_equal(26, free_at(w, "trucks", LATER));
    world_assert_rebuild_equal(w);
}

static void test_the_last_recall_ends_the_hold(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
         ACCEPT(LINE("R1", "trucks", "12")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "5", ""));
    flood_must(w, "toc", TEN, "recall", "D1",
               "{'reason':'elders nodig','reason_code':'own_danger'}");
    assert_int_equal(25, free_at(w, "trucks", TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_hold_that_nobody_ends_counts_beyond_the_period(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "12")),
         ACCEPT(LINE("R1", "trucks", "12")));
    assert_int_equal(30, free_between(w, "trucks", END, "2021-07-16T00:00:00Z", LATER));
    assert_int_equal(18, free_at(w, "trucks", "2021-07-15T17:00:00Z"));
}

/* ---- orders ---- */

static void test_an_order_uses_the_hold_of_its_own_request_and_then_what_is_free(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL(BOTH, LINE("R1", "trucks", "12") "," LINE("R2", "trucks", "10")),
         ACCEPT(LINE("R1", "trucks", "12") "," LINE("R2", "trucks", "10")));
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "task", "D1", ORDER("R1", "trucks", "21", ""));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "7", ""));
    assert_int_equal(5, held_for(w, "trucks", "R1", NINE));
    assert_int_equal(8, free_at(w, "trucks", TEN));
    flood_must(w, "toc", TEN, "task", "D2", ORDER("R1", "trucks", "13", ""));
    assert_int_equal(0, held_for(w, "trucks", "R1", TEN));
    assert_int_equal(10, held_for(w, "trucks", "R2", TEN));
    assert_int_equal(0, free_at(w, "trucks", TEN));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "task", "D3", ORDER("R1", "trucks", "1", ""));
    flood_must(w, "toc", TEN, "substitute", "D1",
               "{'out':7,'into':'twee minder','capability':'@trucks','quantity':5,"
               "'reason':'defect'}");
    assert_int_equal(2, free_at(w, "trucks", TEN));
    world_assert_rebuild_equal(w);
}

static void test_an_order_uses_first_what_is_held_longest(void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL(BOTH, ""),
         ACCEPT(LINE_UNTIL("R1", "trucks", "5", "2021-07-14") "," LINE("R1", "trucks", "5")));
    flood_must(w, "toc", TEN, "task", "D1", ORDER("R1", "trucks", "6", ""));
    assert_int_equal(4, held_for(w, "trucks", "R1", TEN));
    assert_int_equal(0, held_for(w, "trucks", "R1", "2021-07-15T00:00:00Z"));
    assert_int_equal(24, free_between(w, "trucks", "2021-07-15T00:00:00Z", END, TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_replacement_uses_the_hold_of_the_request_too(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "5", ""));
    give(w, "A1", NINE, PROPOSAL(BOTH, LINE("R1", "trucks", "4")),
         ACCEPT(LINE("R1", "trucks", "4") "," LINE("R2", "trucks", "21")));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "substitute", "D1",
                  "{'out':5,'into':'meer','capability':'@trucks','quantity':10,'reason':'nodig'}");
    flood_must(w, "toc", TEN, "substitute", "D1",
               "{'out':5,'into':'meer','capability':'@trucks','quantity':9,'reason':'nodig'}");
    assert_int_equal(0, held_for(w, "trucks", "R1", TEN));
    assert_int_equal(9, held_for(w, "trucks", "D1", TEN));
    assert_int_equal(0, free_at(w, "trucks", TEN));
    world_assert_rebuild_equal(w);
}

static void test_an_order_before_the_period_leaves_the_units_to_who_has_them_until_then(
    void **state)
{
    struct world *w = *state;

    ask_for(w, "R3", NINE, "2021-07-14T08:00:00+02:00", "2021-07-14T12:00:00+02:00");
    give(w, "A1", NINE, PROPOSAL("'@R3'", LINE("R3", "trucks", "25")),
         ACCEPT(LINE("R3", "trucks", "25")));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "30", ""));
    assert_int_equal(5, free_between(w, "trucks", NINE, "2021-07-14T10:00:00Z", NINE));
    assert_int_equal(0, free_between(w, "trucks", "2021-07-14T10:00:00Z", END, NINE));
    world_assert_rebuild_equal(w);
}

/* ---- units that pass ---- */

static void test_what_another_has_passes_from_its_hold_first_then_from_its_deployments(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "10", ""));
    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "6")),
         ACCEPT(LINE("R1", "trucks", "6")));
    flood_must(w, "toc", TEN, "task", "D2", ORDER("R2", "trucks", "14", ""));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "task", "D3",
                  ORDER("R2", "trucks", "9", TAKEN("R1", "trucks", "8")));
    flood_must(w, "toc", TEN, "task", "D3", ORDER("R2", "trucks", "8", TAKEN("R1", "trucks", "8")));
    assert_int_equal(0, held_for(w, "trucks", "R1", TEN));
    assert_int_equal(8, held_for(w, "trucks", "D1", TEN)); /* keeps the rest */
    assert_int_equal(8, held_for(w, "trucks", "D3", TEN));
    assert_int_equal(0, free_at(w, "trucks", TEN));
    flood_refused(w, "CAPACITY_ONCE", "toc", TEN, "task", "D4",
                  ORDER("R2", "trucks", "8", TAKEN("R1", "trucks", "9")));
    assert_field(w, "CAPACITY_ONCE", "taken_from");
    assert_hole(w, "CAPACITY_ONCE", "has", "8");
    world_assert_rebuild_equal(w);
}

static void test_a_second_deployment_takes_part_of_the_first_under_the_same_request(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "hands", "68", ""));
    flood_must(w, "toc", NINE, "task", "D9", ORDER("R2", "hands", "232", ""));
    deploy(w, "D1", TEN, TEN);
    flood_must(w, "toc", LATER, "task", "D2",
               ORDER("R1", "hands", "60", TAKEN("R1", "hands", "60")));
    assert_string_equal("DEPLOYED", world_state(w, "R1"));
    assert_int_equal(8, held_for(w, "hands", "D1", LATER));
    assert_int_equal(60, held_for(w, "hands", "D2", LATER));
    assert_int_equal(0, free_at(w, "hands", LATER));
    flood_must(w, "mayor", LATER, "release", "D1", "{'reason':'klaar'}");
    flood_must(w, "unit", LATER, "return_home", "D1", "{}");
    assert_int_equal(8, free_at(w, "hands", LATER));
    world_assert_rebuild_equal(w);
}

static void test_a_division_may_take_from_what_others_have_and_a_proposal_only_counts_it(
    void **state)
{
    struct world *w = *state;

    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "28")),
         ACCEPT(LINE("R1", "trucks", "28")));
    flood_must(w, "locc", NINE, "propose_allocation", "A2",
               "{'for_requests':['@R2'],'picture_versions':['@P1'],"
               "'proposal':[" LINE("R2", "trucks", "10") "]" TAKEN("R1", "trucks", "8") "}");
    assert_int_equal(28, held_for(w, "trucks", "R1", NINE));
    flood_refused(
        w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A2",
        "{'reason':'meer','lines':[" LINE("R2", "trucks", "11") "]" TAKEN("R1", "trucks", "8") "}");
    flood_refused(w, "CAPACITY_ONCE", "toc", NINE, "accept_allocation", "A2",
                  "{'reason':'meer','lines':[" LINE("R2", "trucks", "30") "]" TAKEN("R1", "trucks",
                                                                                    "29") "}");
    assert_field(w, "CAPACITY_ONCE", "taken_from/0/quantity");
    flood_must(w, "toc", NINE, "accept_allocation", "A2",
               "{'reason':'van R1','lines':[" LINE("R2", "trucks", "10") "]" TAKEN("R1", "trucks",
                                                                                   "8") "}");
    assert_int_equal(20, held_for(w, "trucks", "R1", NINE));
    assert_int_equal(10, held_for(w, "trucks", "R2", NINE));
    world_assert_rebuild_equal(w);
}

static void test_what_passes_within_one_request_is_counted_once_in_one_act(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "trucks", "10", ""));
    give(w, "A1", NINE, PROPOSAL("'@R1'", LINE("R1", "trucks", "20")),
         ACCEPT(LINE("R1", "trucks", "20")));
    flood_must(w, "locc", NINE, "propose_allocation", "A2", PROPOSAL("'@R1'", ""));
    flood_must(w, "toc", NINE, "accept_allocation", "A2",
               "{'reason':'herschikt','lines':[" LINE("R1", "trucks", "12") "," LINE_UNTIL(
                   "R1", "trucks", "13", "2021-07-14") "]" TAKEN("R1", "trucks", "25") "}");
    assert_int_equal(25, held_for(w, "trucks", "R1", NINE));
    assert_int_equal(5, held_for(w, "trucks", "D1", NINE));
    assert_int_equal(0, free_at(w, "trucks", TEN));
    assert_int_equal(13, free_between(w, "trucks", "2021-07-14T22:00:00Z", END, TEN));
    world_assert_rebuild_equal(w);
}

static void test_a_ceiling_holds_over_a_division_of_several_pools(void **state)
{
    struct world *w = *state;

    flood_must(w, "toc", NINE, "register_ceiling", "C1", "{'name':'totaal','amount':40}");
    flood_must(w, "clas", NINE, "change_capability", "hands", "{'ceiling':'@C1'}");
    flood_must(w, "clas", NINE, "change_capability", "trucks", "{'ceiling':'@C1'}");
    flood_must(w, "locc", NINE, "propose_allocation", "A1", PROPOSAL(BOTH, ""));
    flood_refused(w, "CEILING_EXCEEDED", "toc", NINE, "accept_allocation", "A1",
                  ACCEPT(LINE("R1", "hands", "20") "," LINE("R2", "trucks", "21")));
    assert_field(w, "CEILING_EXCEEDED", "lines/1/quantity");
    assert_false(world_has_verdict(w, "CAPACITY_ONCE"));
    flood_must(w, "toc", NINE, "accept_allocation", "A1",
               ACCEPT(LINE("R1", "hands", "20") "," LINE("R2", "trucks", "20")));
    flood_refused(w, "CEILING_EXCEEDED", "toc", NINE, "task", "D1", ORDER("R1", "hands", "21", ""));
    flood_must(w, "toc", NINE, "task", "D1", ORDER("R1", "hands", "20", ""));
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
#define IN_WORLD(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
        IN_WORLD(test_a_proposal_holds_nothing_but_must_fit),
        IN_WORLD(test_lines_of_one_pool_count_together),
        IN_WORLD(test_a_proposal_rests_on_pictures),
        IN_WORLD(test_a_line_is_for_a_request_that_the_proposal_names_once),
        IN_WORLD(test_a_draft_and_a_request_that_is_over_get_nothing),
        IN_WORLD(test_numbers_follow_each_other_within_the_year),
        IN_WORLD(test_others_than_the_desks_propose_and_decide_nothing),
        IN_WORLD(test_people_decide_with_a_reason_and_the_clock_never),
        IN_WORLD(test_a_proposal_is_decided_once),
        IN_WORLD(test_the_national_desk_decides_over_civil_pools_only),
        IN_WORLD(test_what_was_said_of_deviating_and_what_is_so_are_both_kept),
        IN_WORLD(test_what_is_accepted_is_held_for_the_period_of_the_request),
        IN_WORLD(test_a_refusal_says_what_stands_in_the_way_to_who_may_know),
        IN_WORLD(test_units_may_be_held_until_the_end_of_a_day),
        IN_WORLD(test_a_day_ends_at_midnight_in_the_netherlands_also_when_the_clock_changes),
        IN_WORLD(test_one_may_have_the_units_after_the_day_on_which_another_gives_them_back),
        IN_WORLD(test_a_hold_moves_with_the_period_but_not_one_until_a_day),
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
        IN_WORLD(test_the_holder_and_the_desks_see_it_and_the_requester_does_not),
        IN_WORLD(test_requests_and_pools_have_it_in_their_timeline_once_for_each_act),
    };

    return cmocka_run_group_tests_name("division", tests, NULL, NULL);
}
