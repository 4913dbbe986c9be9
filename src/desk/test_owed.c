/* SPDX-License-Identifier: EUPL-1.2 */
/* Who owes what, as each office sees it: law and policy apart, late, by region, with the act that
 * meets it; and moments to come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "capability/capability.h"
#include "deployment/deployment.h"
#include "desk/desk.h"
#include "directory/directory.h"
#include "incident/incident.h"
#include "population/population.h"
#include "request/request.h"
#include "request/test_flood.h"

static const struct room *const rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &population_room, &desk_room,     NULL,
};

static int set_up(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    flood_begin(w);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

static const json_t *row_of(const json_t *doc, const char *list, const char *kind)
{
    const json_t *row;
    size_t i;

    json_array_foreach (json_object_get(doc, list), i, row)
        if (strcmp(world_text(row, "kind.code"), kind) == 0)
            return row;
    return NULL;
}

static bool is(const json_t *row, const char *member)
{
    return json_is_true(json_object_get(row, member));
}

static void go_to(struct world *w, const char *when)
{
    struct instant at;

    assert_true(instant_read(text_of(when), &at));
    assert_int_equal(OK, space_set_clock(world_space(w), at));
}

/* The chair declares art. 39 for Valkenburg in an incident of his region. */
static void declared(struct world *w)
{
    flood_must(w, "rot", "2021-07-14T01:00:00Z", "report_incident", "I",
               "{'kind':'flood','regions':['@VR24'],'places':['@valk'],'what':'Geul stijgt'}");
    flood_must(w, "chair", "2021-07-14T01:30:00Z", "declare_wvr39", "I",
               "{'region':'@VR24','municipalities':['@valk'],'urgency':'de golf is snel'}");
}

static void test_the_owner_sees_his_duty_with_the_act_that_meets_it(void **state)
{
    struct world *w = *state;
    const json_t *doc, *row;

    flood_request(w, "R", "ORAL");
    doc = world_see(w, "chair", "desk", "{}");
    row = row_of(doc, "obligations", "CONFIRM_WRITTEN");
    assert_non_null(row);
    assert_true(is(row, "is_mine"));
    assert_false(is(row, "is_statutory"));
    assert_true(is(row, "has_term"));
    assert_true(is(doc, "has_policy"));
    assert_string_equal("VR.voorzitter", world_text(row, "owner.code"));
    assert_true(obligation_is_met_by(T("CONFIRM_WRITTEN"), text_of(world_text(row, "act.name"))));
    assert_null(row_of(doc, "others_obligations", "CONFIRM_WRITTEN"));
}

static void test_others_see_it_as_owed_by_that_office_and_strangers_do_not_see_it(void **state)
{
    struct world *w = *state;
    const json_t *doc, *row;

    flood_request(w, "R", "ORAL");
    doc = world_see(w, "locc", "desk", "{}");
    assert_null(row_of(doc, "obligations", "CONFIRM_WRITTEN"));
    row = row_of(doc, "others_obligations", "CONFIRM_WRITTEN");
    assert_non_null(row);
    assert_string_equal("VR24", world_text(row, "owner.instance"));
    assert_true(json_is_null(json_object_get(row, "act")));
    doc = world_see(w, "chair23", "obligations", "{}");
    assert_null(row_of(doc, "obligations", "CONFIRM_WRITTEN"));
}

static void test_law_and_policy_are_told_apart(void **state)
{
    struct world *w = *state;
    const json_t *doc, *row;

    declared(w);
    flood_request(w, "R", "GRANTED");
    flood_must(w, "chair", "2021-07-15T07:00:00Z", "end_wvr39", "I", "{'region':'@VR24'}");
    doc = world_see(w, "locc", "obligations", "{'statutory':true}");
    row = row_of(doc, "obligations", "COUNCIL_REPORT_OWED");
    assert_non_null(row);
    assert_true(is(row, "is_statutory"));
    assert_false(is(row, "has_term")); /* the law names none */
    assert_false(is(doc, "has_policy"));
    doc = world_see(w, "locc", "obligations", "{'statutory':false}");
    assert_null(row_of(doc, "obligations", "COUNCIL_REPORT_OWED"));
    assert_false(is(doc, "has_statutory"));
    doc = world_see(w, "chair", "desk", "{}");
    row = row_of(doc, "obligations", "COUNCIL_REPORT_OWED");
    assert_string_equal("report_to_councils", world_text(row, "act.name"));
}

static void test_a_filter_narrows_to_mine_and_to_late_ones(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    declared(w);
    flood_request(w, "R", "ORAL");
    doc = world_see(w, "chair", "obligations", "{'mine':true}");
    assert_non_null(row_of(doc, "obligations", "CONFIRM_WRITTEN"));
    assert_non_null(row_of(doc, "obligations", "WVR39:VR24"));
    assert_int_equal(0, world_int(world_see(w, "chair", "obligations", "{'mine':false}"), "count"));
    doc = world_see(w, "locc", "obligations", "{'late':true}");
    assert_int_equal(0, world_int(doc, "count"));
    go_to(w, "2021-07-17T00:00:00Z");
    doc = world_see(w, "locc", "obligations", "{'late':true}");
    assert_int_equal(1, world_int(doc, "count"));
    assert_int_equal(1, world_int(doc, "late_count"));
    assert_true(is(row_of(doc, "obligations", "CONFIRM_WRITTEN"), "is_overdue"));
    doc = world_see(w, "locc", "obligations", "{}");
    assert_true(world_int(doc, "count") > 1); /* what has no term is never late */
    assert_int_equal(1, world_int(doc, "late_count"));
}

static void test_a_long_list_is_read_page_by_page_and_nothing_is_left_out(void **state)
{
    enum { ALL = 53, PAGE = 50 };
    struct world *w = *state;
    const json_t *doc;

    for (int i = 0; i < ALL; i++) {
        char handle[8];

        snprintf(handle, sizeof(handle), "R%d", i);
        flood_request(w, handle, "DRAFT");
    }
    for (int i = 0; i < ALL; i++) {
        char handle[8];

        snprintf(handle, sizeof(handle), "R%d", i);
        flood_must(w, "chair", "2021-07-14T02:40:00Z", "request_orally", handle,
                   "{'receiver':'@locc','channel':'phone','happened_at':'2021-07-14T02:35:00Z',"
                   "'urgency':'water staat binnen uren in de huizen','urgent':true}");
    }
    doc = world_see(w, "chair", "obligations", "{'mine':true,'statutory':false}");
    assert_int_equal(PAGE, world_int(doc, "obligations.length"));
    assert_int_equal(ALL, world_int(doc, "count"));
    assert_int_equal(ALL - PAGE, world_int(doc, "next_count"));
    assert_string_equal("50", world_text(doc, "next"));
    doc = world_see(w, "chair", "obligations", "{'mine':true,'statutory':false,'after':50}");
    assert_int_equal(ALL - PAGE, world_int(doc, "obligations.length"));
    assert_int_equal(ALL, world_int(doc, "count"));
    assert_true(json_is_null(json_object_get(doc, "next")));
    assert_false(is(doc, "is_cut"));
    doc = world_see(w, "locc", "obligations", "{'statutory':false,'after':50}");
    assert_int_equal(ALL - PAGE, world_int(doc, "obligations.length"));
    doc = world_see(w, "locc", "obligations", "{'mine':true}");
    assert_int_equal(0, world_int(doc, "count")); /* what others owe is not of this list */
}

static void test_a_region_shows_what_is_owed_there(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    declared(w);
    flood_request(w, "R", "ORAL");
    doc = world_see(w, "locc", "obligations", "{'region':'@VR24'}");
    assert_non_null(row_of(doc, "obligations", "CONFIRM_WRITTEN"));
    assert_non_null(row_of(doc, "obligations", "WVR39:VR24"));
    doc = world_see(w, "locc", "obligations", "{'region':'@VR23'}");
    assert_int_equal(0, world_int(doc, "count"));
}

static void test_an_order_to_leave_is_a_moment_to_come_in_its_area(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    declared(w);
    flood_must(w, "chair", "2021-07-14T08:00:00Z", "order_evacuation", "I",
               "{'places':['@valk'],'people':400,'from_time':'2021-07-14T10:00:00Z'}");
    doc = world_see(w, "rmoa", "desk", "{}");
    assert_int_equal(1, world_int(doc, "evacuations_ahead.length"));
    assert_int_equal(400, world_int(doc, "evacuations_ahead.0.people"));
    assert_true(is(world_see(w, "locc", "desk", "{}"), "has_evacuations_ahead"));
    assert_false(is(world_see(w, "chair23", "desk", "{}"), "has_evacuations_ahead"));
    go_to(w, "2021-07-14T10:00:00Z");
    assert_false(is(world_see(w, "rmoa", "desk", "{}"), "has_evacuations_ahead"));
}

static void test_an_order_that_ended_is_no_moment_to_come(void **state)
{
    struct world *w = *state;

    declared(w);
    flood_must(w, "chair", "2021-07-14T08:00:00Z", "order_evacuation", "I",
               "{'places':['@valk'],'people':400,'from_time':'2021-07-14T10:00:00Z'}");
    flood_must(w, "chair", "2021-07-14T09:00:00Z", "return_population", "I",
               "{'places':['@valk']}");
    assert_false(is(world_see(w, "rmoa", "desk", "{}"), "has_evacuations_ahead"));
}

#define IN_A_FLOOD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FLOOD(test_the_owner_sees_his_duty_with_the_act_that_meets_it),
        IN_A_FLOOD(test_others_see_it_as_owed_by_that_office_and_strangers_do_not_see_it),
        IN_A_FLOOD(test_law_and_policy_are_told_apart),
        IN_A_FLOOD(test_a_filter_narrows_to_mine_and_to_late_ones),
        IN_A_FLOOD(test_a_long_list_is_read_page_by_page_and_nothing_is_left_out),
        IN_A_FLOOD(test_a_region_shows_what_is_owed_there),
        IN_A_FLOOD(test_an_order_to_leave_is_a_moment_to_come_in_its_area),
        IN_A_FLOOD(test_an_order_that_ended_is_no_moment_to_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
