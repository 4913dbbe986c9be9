/* SPDX-License-Identifier: EUPL-1.2 */
/* Movement of population: who orders and ends it, under which power; each guard passes and
 * refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "access/test_offices.h"
#include "population/inner.h"

#define T0 "2021-07-01T06:00:00Z"
#define T1 "2021-07-15T06:00:00Z"
#define T2 "2021-07-15T08:00:00Z"
#define T3 "2021-07-15T10:00:00Z"

static const struct room *const rooms[] = {
    &kernel_room, &access_room, &law_room, &directory_room, &incident_room, &population_room, NULL
};

static void must(struct world *w, const char *who, const char *when, const char *action,
                 const char *object, const char *fields)
{
    if (world_act(w, who, when, action, object, fields) != OK)
        fail_msg("%s of %s is refused: %s", action, who, world_verdict_code(w, 0));
}

/* Refused with this rule and no other. */
static void refused(struct world *w, const char *who, const char *when, const char *action,
                    const char *fields, const char *code)
{
    assert_int_equal(REFUSED, world_act(w, who, when, action, "I", fields));
    assert_string_equal(code, world_verdict_code(w, 0));
    assert_string_equal("", world_verdict_code(w, 1));
}

static void region(struct world *w, const char *code, const char *name)
{
    char fields[200];

    snprintf(fields, sizeof(fields), "{'code':'%s','name':'%s'}", code, name);
    must(w, "beheer", T0, "register_region", code, fields);
}

static void place(struct world *w, const char *handle, const char *name, const char *in,
                  const char *code)
{
    char fields[200];

    snprintf(fields, sizeof(fields),
             "{'name':'%s','kind':'gemeente','region':'%s','cbs_code':'%s'}", name, in, code);
    must(w, "beheer", T0, "register_place", handle, fields);
}

#define AUTHORITY "['ROLE_REQUESTER','ROLE_FIELD_AUTH']"

static int set_up(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    world_first(w, T0);
    region(w, "VR23", "Limburg-Noord");
    region(w, "VR24", "Limburg-Zuid");
    place(w, "VALK", "Valkenburg aan de Geul", "VR24", "GM0994");
    place(w, "MEER", "Meerssen", "VR24", "GM0938");
    place(w, "VENLO", "Venlo", "VR23", "GM0983");
    world_office(w, T0, "chair24", "VR.voorzitter", "VR24", "['VR24']", AUTHORITY);
    world_office(w, T0, "chair23", "VR.voorzitter", "VR23", "['VR23']", AUTHORITY);
    world_office(w, T0, "valk", "GEMEENTE.burgemeester", "GM0994", "['GM0994']", AUTHORITY);
    world_office(w, T0, "meer", "GEMEENTE.burgemeester", "GM0938", "['GM0938']", AUTHORITY);
    world_office(w, T0, "venlo", "GEMEENTE.burgemeester", "GM0983", "['GM0983']", AUTHORITY);
    world_office(w, T0, "cdk", "CDK.commissaris", "Limburg", "['VR23','VR24']", "['ROLE_CDK']");
    world_office(w, T0, "toc", "TOC.desk", "", "[]", "['ROLE_TOC']");
    world_office(w, T0, "unit", "CLAS.commandant_eenheid", "", "[]", "['ROLE_HOLDER']");
    world_office(w, T0, "locc", "LOCC.desk", "", "[]", "['ROLE_LOCC']");
    world_office(w, T0, "rot", "ROT.operationeel_leider", "VR24", "['VR24']", "['ROLE_PREPARER']");
    must(w, "locc", T1, "report_incident", "I",
         "{'kind':'flood','regions':['@VR23','@VR24'],'what':'hoog water'}");
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

static void declared(struct world *w)
{
    must(w, "chair24", T1, "declare_wvr39", "I",
         "{'region':'@VR24','municipalities':['@VALK'],'urgency':'de golf passeert te snel'}");
}

#define ORDER(place) "{'places':['@" place "'],'people':400,'from_time':'2021-07-15T12:00:00Z'}"
#define BACK(place)  "{'places':['@" place "']}"

static const json_t *orders(struct world *w)
{
    return world_see(w, "locc", "incident_evacuations", "{'id':'@I'}");
}

/* Notices of the incident to this office. */
static int notices_to(struct world *w, const char *office)
{
    const json_t *doc = world_see(w, "locc", "incident", "{'id':'@I'}"), *row;
    char id[ID_TEXT_MAX];
    int n = 0;
    size_t i;

    id_write(world_id(w, office), id);
    json_array_foreach (json_object_get(doc, "notices"), i, row)
        n += strcmp(world_text(row, "to.id"), id) == 0;
    return n;
}

/* ---- who orders ---- */

static void test_the_mayor_orders_for_his_own_municipality_and_the_chair_is_told(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    must(w, "venlo", T2, "order_evacuation", "I",
         "{'places':['@VENLO'],'people':10700,'homes':4746,'from_time':'2021-07-15T16:00:00Z',"
         "'by_authority':'noodverordening','reason':'de dijk houdt niet'}");
    assert_int_equal(1, notices_to(w, "chair23"));
    assert_int_equal(0, notices_to(w, "chair24"));
    doc = orders(w);
    assert_int_equal(1, world_int(doc, "evacuations.length"));
    assert_int_equal(10700, world_int(doc, "evacuations.0.people"));
    assert_int_equal(4746, world_int(doc, "evacuations.0.homes"));
    assert_string_equal("2021-07-15T16:00:00Z", world_text(doc, "evacuations.0.from_at"));
    assert_string_equal("MAYOR", world_text(doc, "evacuations.0.power.code"));
    assert_string_equal("Venlo", world_text(doc, "evacuations.0.places.0.place.name"));
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "evacuations"), 0), "is_running")));
}

static void test_a_place_outside_the_area_is_refused_at_that_place(void **state)
{
    struct world *w = *state;

    refused(w, "venlo", T2, "order_evacuation", ORDER("VALK"), "OUT_OF_AREA");
    refused(w, "venlo", T2, "order_evacuation",
            "{'places':['@VENLO','@MEER'],'people':400,'from_time':'2021-07-15T12:00:00Z'}",
            "OUT_OF_AREA");
    refused(w, "venlo", T2, "order_evacuation",
            "{'places':['geo:51.3700,6.1720'],'people':4,'from_time':'2021-07-15T12:00:00Z'}",
            "OUT_OF_AREA");
    declared(w);
    refused(w, "chair24", T2, "order_evacuation", ORDER("VENLO"), "OUT_OF_AREA");
    assert_int_equal(0, world_int(orders(w), "evacuations.length"));
}

static void test_a_chair_without_article_39_is_refused(void **state)
{
    struct world *w = *state;

    refused(w, "chair23", T2, "order_evacuation", ORDER("VENLO"), "WVR39_SCOPE");
    declared(w); /* in the other region */
    refused(w, "chair23", T2, "order_evacuation", ORDER("VENLO"), "WVR39_SCOPE");
}

static void test_a_chair_orders_only_where_article_39_is_on(void **state)
{
    struct world *w = *state;

    declared(w);
    refused(w, "chair24", T2, "order_evacuation", ORDER("MEER"), "WVR39_SCOPE");
    refused(w, "chair24", T2, "order_evacuation", ORDER("VR24"), "WVR39_SCOPE");
    must(w, "chair24", T2, "order_evacuation", "I", ORDER("VALK"));
    assert_string_equal("WVR39", world_text(orders(w), "evacuations.0.power.code"));
    assert_int_equal(2, notices_to(w, "valk")); /* of art. 39, and of the order */
}

static void test_a_mayor_under_article_39_is_refused_and_his_neighbour_is_not(void **state)
{
    struct world *w = *state;

    declared(w);
    refused(w, "valk", T2, "order_evacuation", ORDER("VALK"), "WVR39_SCOPE");
    must(w, "meer", T2, "order_evacuation", "I", ORDER("MEER"));
}

static void test_after_article_39_the_mayor_orders_again_and_the_chair_does_not(void **state)
{
    struct world *w = *state;

    declared(w);
    must(w, "chair24", T2, "end_wvr39", "I", "{'region':'@VR24'}");
    refused(w, "chair24", T3, "order_evacuation", ORDER("VALK"), "WVR39_SCOPE");
    must(w, "valk", T3, "order_evacuation", "I", ORDER("VALK"));
}

static void test_emergency_law_gives_no_power_without_an_activated_article(void **state)
{
    struct world *w = *state;
    const char *with = "{'places':['@VENLO'],'people':400,'from_time':'2021-07-15T12:00:00Z',"
                       "'article':'WVB_2B'}";

    refused(w, "cdk", T2, "order_evacuation", with, "EMERGENCY_ARTICLE_ACTIVE");
    refused(w, "cdk", T2, "order_evacuation", ORDER("VENLO"), "EMERGENCY_ARTICLE_ACTIVE");
    refused(w, "venlo", T2, "order_evacuation", with, "EMERGENCY_ARTICLE_ACTIVE");
    must(w, "venlo", T2, "order_evacuation", "I", ORDER("VENLO"));
    refused(w, "cdk", T3, "return_population", BACK("VENLO"), "EMERGENCY_ARTICLE_ACTIVE");
}

static void test_the_armed_forces_order_nobody_away(void **state)
{
    struct world *w = *state;

    refused(w, "toc", T2, "order_evacuation", ORDER("VENLO"), "HNS_CIVIL_AUTHORITY");
    refused(w, "unit", T2, "order_evacuation", ORDER("VENLO"), "HNS_CIVIL_AUTHORITY");
    must(w, "venlo", T2, "order_evacuation", "I", ORDER("VENLO"));
    refused(w, "toc", T3, "return_population", BACK("VENLO"), "HNS_CIVIL_AUTHORITY");
}

static void test_any_other_office_is_not_the_authority(void **state)
{
    struct world *w = *state;

    refused(w, "locc", T2, "order_evacuation", ORDER("VENLO"), "AUTHORITY_WRONG");
    refused(w, "rot", T2, "order_evacuation", ORDER("VALK"), "AUTHORITY_WRONG");
    must(w, "venlo", T2, "order_evacuation", "I", ORDER("VENLO"));
    refused(w, "rot", T3, "return_population", BACK("VENLO"), "AUTHORITY_WRONG");
}

static void test_in_a_closed_incident_nobody_orders_but_people_may_return(void **state)
{
    struct world *w = *state;

    must(w, "venlo", T1, "order_evacuation", "I", ORDER("VENLO"));
    must(w, "rot", T2, "close", "I", "{}");
    refused(w, "meer", T2, "order_evacuation", ORDER("MEER"), "STATE_ORDER");
    must(w, "venlo", T3, "return_population", "I", BACK("VENLO"));
}

/* ---- return ---- */

static void test_only_what_was_ordered_is_ended(void **state)
{
    struct world *w = *state;

    refused(w, "venlo", T2, "return_population", BACK("VENLO"), "STATE_ORDER");
    must(w, "meer", T2, "order_evacuation", "I", ORDER("MEER"));
    refused(w, "venlo", T2, "return_population", BACK("VENLO"), "STATE_ORDER");
    refused(w, "meer", T3, "return_population",
            "{'places':['@MEER'],'happened_at':'2021-07-15T07:59:59Z'}", "STATE_ORDER");
    must(w, "meer", T3, "return_population", "I", BACK("MEER"));
    refused(w, "meer", T3, "return_population", BACK("MEER"), "STATE_ORDER");
}

static void test_who_is_competent_now_ends_what_another_ordered(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    must(w, "valk", T1, "order_evacuation", "I", ORDER("VALK"));
    declared(w);
    refused(w, "valk", T2, "return_population", BACK("VALK"), "WVR39_SCOPE");
    must(w, "chair24", T2, "return_population", "I",
         "{'places':['@VALK'],'happened_at':'2021-07-15T07:30:00Z'}");
    doc = orders(w);
    assert_string_equal("2021-07-15T07:30:00Z", world_text(doc, "evacuations.0.places.0.ended_at"));
    assert_string_equal("VR.voorzitter", world_text(doc, "evacuations.0.places.0.ended_by.code"));
    assert_string_equal("MAYOR", world_text(doc, "evacuations.0.power.code"));
}

static void test_each_place_of_an_order_is_returned_to_for_itself(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    must(w, "chair24", T1, "declare_wvr39", "I",
         "{'region':'@VR24','municipalities':['@VALK','@MEER'],'urgency':'snel'}");
    must(w, "chair24", T2, "order_evacuation", "I",
         "{'places':['@VALK','@MEER','@VALK'],'people':700,'from_time':'2021-07-15T09:00:00Z'}");
    must(w, "chair24", T2, "order_evacuation", "I", ORDER("VALK")); /* more streets */
    assert_string_equal("EVACUATION_RUNS", world_verdict_code(w, 0));
    must(w, "chair24", T3, "return_population", "I", BACK("VALK"));
    doc = world_see(w, "locc", "evacuations", "{}");
    assert_int_equal(1, world_int(doc, "evacuations.length")); /* the second order has ended */
    assert_int_equal(2, world_int(doc, "evacuations.0.places.length"));
    assert_true(json_is_null(json_object_get(json_array_get(json_object_get(doc, "evacuations"), 0),
                                             "homes"))); /* not told: not 0 */
    doc = world_see(w, "locc", "evacuations", "{'ended':true}");
    assert_int_equal(2, world_int(doc, "evacuations.length"));
    doc = world_see(w, "locc", "evacuations", "{'ended':true,'region':'@VR23'}");
    assert_int_equal(0, world_int(doc, "evacuations.length"));
    must(w, "chair24", T3, "return_population", "I", BACK("MEER"));
    assert_int_equal(0, world_int(world_see(w, "locc", "evacuations", "{}"), "evacuations.length"));
}

/* ---- acts and fields ---- */

static bool offers(struct world *w, const char *who, const char *name)
{
    const json_t *doc = world_see(w, who, "incident", "{'id':'@I'}"), *act;
    size_t i;

    json_array_foreach (json_object_get(doc, "acts"), i, act)
        if (strcmp(world_text(act, "name"), name) == 0)
            return true;
    return false;
}

static void test_the_incident_offers_the_acts_to_who_may_do_them_now(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_true(offers(w, "venlo", "order_evacuation"));
    assert_false(offers(w, "venlo", "return_population"));
    assert_false(offers(w, "chair23", "order_evacuation"));
    assert_false(offers(w, "toc", "order_evacuation"));
    must(w, "venlo", T2, "order_evacuation", "I", ORDER("VENLO"));
    assert_true(offers(w, "venlo", "return_population"));
    doc = world_see(w, "toc", "incident_evacuations", "{'id':'@I'}");
    assert_int_equal(2, world_int(doc, "acts.length")); /* with the reason why not */
    assert_string_equal("HNS_CIVIL_AUTHORITY", world_text(doc, "acts.0.code"));
}

static void test_numbers_are_bounded(void **state)
{
    struct world *w = *state;

    refused(w, "venlo", T2, "order_evacuation",
            "{'places':['@VENLO'],'people':0,'from_time':'2021-07-15T12:00:00Z'}", "FIELD_RANGE");
    refused(w, "venlo", T2, "order_evacuation",
            "{'places':['@VENLO'],'people':4,'homes':20000001,'from_time':'2021-07-15T12:00:00Z'}",
            "FIELD_RANGE");
    refused(w, "venlo", T2, "order_evacuation",
            "{'places':['@VENLO'],'from_time':'2021-07-15T12:00:00Z'}", "FIELD_MISSING");
    must(w, "venlo", T2, "order_evacuation", "I",
         "{'places':['@VENLO'],'people':20000000,'homes':0,'from_time':'2021-07-15T12:00:00Z'}");
}

#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(test_the_mayor_orders_for_his_own_municipality_and_the_chair_is_told),
        IN_A_WORLD(test_a_place_outside_the_area_is_refused_at_that_place),
        IN_A_WORLD(test_a_chair_without_article_39_is_refused),
        IN_A_WORLD(test_a_chair_orders_only_where_article_39_is_on),
        IN_A_WORLD(test_a_mayor_under_article_39_is_refused_and_his_neighbour_is_not),
        IN_A_WORLD(test_after_article_39_the_mayor_orders_again_and_the_chair_does_not),
        IN_A_WORLD(test_emergency_law_gives_no_power_without_an_activated_article),
        IN_A_WORLD(test_the_armed_forces_order_nobody_away),
        IN_A_WORLD(test_any_other_office_is_not_the_authority),
        IN_A_WORLD(test_in_a_closed_incident_nobody_orders_but_people_may_return),
        IN_A_WORLD(test_only_what_was_ordered_is_ended),
        IN_A_WORLD(test_who_is_competent_now_ends_what_another_ordered),
        IN_A_WORLD(test_each_place_of_an_order_is_returned_to_for_itself),
        IN_A_WORLD(test_the_incident_offers_the_acts_to_who_may_do_them_now),
        IN_A_WORLD(test_numbers_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
