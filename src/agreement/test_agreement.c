/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "access/test_offices.h"
#include "agreement/agreement.h"
#include "law/law.h"

#define T0 "2021-07-01T08:00:00Z"
#define T1 "2021-07-14T08:00:00Z"

static const struct room *const rooms[] = { &kernel_room,    &access_room,    &law_room,
                                            &directory_room, &agreement_room, NULL };

static int set_up(void **state)
{
    static const char *const regions[] = { "VR19", "VR23", "VR24" };
    struct world *w = world_open(rooms, &access_gate);
    char fields[128];

    world_first(w, T0);
    for (size_t i = 0; i < 3; i++) {
        snprintf(fields, sizeof(fields), "{'code':'%s','name':'R-%s'%s}", regions[i], regions[i],
                 i == 2 ? ",'neighbours':['VR23']" : "");
        assert_int_equal(OK, world_act(w, "beheer", T0, "register_region", regions[i], fields));
    }
    assert_int_equal(
        OK, world_act(w, "beheer", T0, "register_organisation", "RMC", "{'org':'RMC_ZUID'}"));
    world_office(w, T0, "chair24", "VR.voorzitter", "VR24", "['VR24']", "['ROLE_REQUESTER']");
    world_office(w, T0, "chair23", "VR.voorzitter", "VR23", "['VR23']", "['ROLE_REQUESTER']");
    world_office(w, T0, "chair19", "VR.voorzitter", "VR19", "['VR19']", "['ROLE_REQUESTER']");
    world_office(w, T0, "rot24", "ROT.operationeel_leider", "VR24", "['VR24']",
                 "['ROLE_PREPARER']");
    world_office(w, T0, "rmc", "RMC_ZUID.commandant", "", "[]", "['ROLE_HOLDER']");
    world_office(w, T0, "locc", "LOCC.desk", "", "[]", "['ROLE_LOCC']");
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

static bool clause(struct world *w, const char *region, const char *neighbour, const char *when)
{
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    struct instant at;
    bool has;

    assert_true(instant_read(text_of(when), &at));
    has = plan_has_clause(tx, text_of(region), text_of(neighbour), at);
    assert_int_equal(OK, tx_end(tx));
    return has;
}

static enum result plan(struct world *w, const char *who, const char *when, const char *handle,
                        const char *region, const char *neighbours)
{
    char fields[256];

    snprintf(fields, sizeof(fields),
             "{'kind':'regional_crisis_plan','region':'%s','neighbour_clause_with':%s,"
             "'valid_until':'2023-12-31'}",
             region, neighbours);
    return world_act(w, who, when, "register_plan", handle, fields);
}

static void test_a_clause_holds_from_its_plan_until_the_last_day(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, plan(w, "chair24", T0, "CP24", "VR24", "['VR23']"));
    assert_true(clause(w, "VR24", "VR23", T0));
    assert_false(clause(w, "VR23", "VR24", T0)); /* the other region's plan is its own */
    assert_false(clause(w, "VR24", "VR19", T0));
    assert_false(clause(w, "VR24", "VR23", "2021-07-01T07:59:59Z"));
    assert_true(clause(w, "VR24", "VR23", "2023-12-31T22:59:59Z"));
    assert_false(clause(w, "VR24", "VR23", "2023-12-31T23:00:00Z"));
}

static void test_a_newer_plan_takes_the_place_of_the_older(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, plan(w, "chair24", T0, "P1", "VR24", "['VR23']"));
    assert_int_equal(OK, plan(w, "chair24", T1, "P2", "VR24", "[]"));
    assert_true(clause(w, "VR24", "VR23", "2021-07-10T08:00:00Z"));
    assert_false(clause(w, "VR24", "VR23", T1));
    assert_int_equal(OK, world_act(w, "chair24", T1, "end_plan", "P2", "{}"));
    assert_true(clause(w, "VR24", "VR23", T1));
    assert_int_equal(REFUSED, world_act(w, "chair24", T1, "end_plan", "P2", "{}"));
    assert_true(world_has_verdict(w, "THING_ENDED"));
    assert_int_equal(REFUSED, world_act(w, "chair23", T1, "end_plan", "P1", "{}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
}

static void test_a_region_registers_only_its_own_plan(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, plan(w, "chair23", T0, "X1", "VR24", "[]"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED, plan(w, "rot24", T0, "X2", "VR24", "[]"));
    assert_true(world_has_verdict(w, "MAY_NOT"));
    assert_int_equal(REFUSED, plan(w, "chair24", T0, "X3", "VR24", "['VR77']"));
    assert_true(world_has_verdict(w, "CODE_UNKNOWN"));
    assert_int_equal(REFUSED, plan(w, "chair24", "2024-01-01T08:00:00Z", "X4", "VR24", "[]"));
    assert_true(world_has_verdict(w, "PERIOD_PAST"));
}

static void test_a_clause_with_a_region_without_a_border_is_a_warning(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, plan(w, "beheer", T0, "P1", "VR24", "['VR19']"));
    assert_true(world_has_verdict(w, "PLAN_NOT_ADJACENT"));
}

#define AGREED(extra)                                                                              \
    "{'between':['RMC_ZUID','VR19'],'what':'genie met boten','quantity':40,'reaction_hours':12,"   \
    "'clock_start':'request','clock_stop':'on_scene','valid_until':'2022-12-31'" extra "}"

static void test_parties_register_see_and_end_their_agreement(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(OK, world_act(w, "rmc", T0, "register_agreement", "AG1",
                                   AGREED(",'conditions':'tenzij in het buitenland',"
                                          "'review_at':'2022-06-01'")));
    doc = world_see(w, "chair19", "agreement", "{'id':'@AG1'}");
    assert_string_equal("genie met boten", world_text(doc, "what"));
    assert_int_equal(40000, world_int(doc, "amount_milli"));
    assert_string_equal("2022-06-01", world_text(doc, "review_on"));
    assert_string_equal("R-VR19", world_text(doc, "parties.1.name"));
    assert_true(world_int(doc, "is_in_force"));
    assert_non_null(world_see(w, "locc", "agreement", "{'id':'@AG1'}"));
    assert_null(world_see(w, "chair24", "agreement", "{'id':'@AG1'}"));
    doc = world_see(w, "chair24", "agreements", "{}");
    assert_int_equal(0, world_int(doc, "agreements.length"));
    doc = world_see(w, "chair19", "agreements", "{}");
    assert_int_equal(1, world_int(doc, "agreements.length"));
    assert_int_equal(REFUSED, world_act(w, "locc", T1, "end_agreement", "AG1", "{}"));
    assert_true(world_has_verdict(w, "AGREEMENT_PARTY"));
    assert_int_equal(OK, world_act(w, "chair19", T1, "end_agreement", "AG1", "{'reason':'klaar'}"));
    doc = world_see(w, "rmc", "agreement", "{'id':'@AG1'}");
    assert_false(world_int(doc, "is_in_force"));
    assert_string_equal("klaar", world_text(doc, "end_reason"));
}

static void test_an_agreement_has_two_parties_and_one_of_them_registers_it(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, world_act(w, "chair24", T0, "register_agreement", "X1", AGREED("")));
    assert_true(world_has_verdict(w, "AGREEMENT_PARTY"));
    assert_int_equal(REFUSED,
                     world_act(w, "rmc", T0, "register_agreement", "X2",
                               "{'between':['RMC_ZUID','RMC_ZUID'],'what':'boten',"
                               "'quantity':1,'reaction_hours':1,'valid_until':'2022-12-31'}"));
    assert_true(world_has_verdict(w, "AGREEMENT_TWO"));
    assert_int_equal(REFUSED,
                     world_act(w, "rmc", T0, "register_agreement", "X3",
                               "{'between':['RMC_ZUID','VR19'],'what':'boten',"
                               "'quantity':0,'reaction_hours':1,'valid_until':'2021-06-30'}"));
    assert_true(world_has_verdict(w, "AMOUNT"));
    assert_true(world_has_verdict(w, "PERIOD_PAST"));
    assert_int_equal(REFUSED, world_act(w, "rmc", T0, "register_agreement", "X4",
                                        AGREED(",'review_at':'2023-01-01'")));
    assert_true(world_has_verdict(w, "REVIEW_LATE"));
}

static void test_an_agreement_between_two_is_found_while_in_force(void **state)
{
    struct world *w = *state;
    struct instant at;

    assert_int_equal(OK, world_act(w, "rmc", T0, "register_agreement", "AG1", AGREED("")));
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    assert_true(instant_read(T("2022-12-31T22:59:59Z"), &at));
    assert_true(agreement_is_between(tx, T("VR19"), T("RMC_ZUID"), at));
    assert_false(agreement_is_between(tx, T("VR19"), T("VR24"), at));
    at.us += SPAN_SECOND;
    assert_false(agreement_is_between(tx, T("VR19"), T("RMC_ZUID"), at));
    assert_int_equal(OK, tx_end(tx));
}

static void test_plans_are_listed_newest_first(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(OK, plan(w, "chair24", T0, "P1", "VR24", "['VR23']"));
    assert_int_equal(OK, plan(w, "chair23", T0, "P2", "VR23", "['VR24']"));
    doc = world_see(w, "locc", "plans", "{}");
    assert_int_equal(2, world_int(doc, "plans.length"));
    assert_string_equal("VR23", world_text(doc, "plans.0.region"));
    assert_string_equal("2023-12-31", world_text(doc, "plans.0.valid_until_on"));
    assert_true(world_int(doc, "plans.0.is_in_force"));
    doc = world_see(w, "locc", "plan", "{'id':'@P1'}");
    assert_string_equal("VR23", world_text(doc, "neighbours.0.code"));
    assert_string_equal("regional_crisis_plan", world_text(doc, "kind.code"));
}

static void test_a_mandate_is_read_by_names_and_not_by_codes(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(
        OK, world_act(w, "beheer", T0, "adopt_route", "LAW", "{'route':'WVR51_MIL','version':1}"));
    world_office(w, T0, "deputy24", "VR.plaatsvervangend_voorzitter", "VR24", "['VR24']",
                 "['ROLE_PREPARER']");
    world_office(w, T0, "deputy23", "VR.plaatsvervangend_voorzitter", "VR23", "['VR23']",
                 "['ROLE_PREPARER']");
    assert_int_equal(OK, world_act(w, "chair24", T0, "give_mandate", "M1",
                                   "{'from_office':'@chair24',"
                                   "'to_office':'VR.plaatsvervangend_voorzitter',"
                                   "'bases':['WVR51_MIL','ELDERS'],'area':['VR24'],"
                                   "'valid_until':'2021-07-31'}"));
    doc = world_see(w, "rot24", "mandate", "{'id':'@M1'}");
    assert_true(json_is_true(json_object_get(doc, "is_in_force")));
    assert_int_equal(1, world_int(doc, "receivers.length")); /* not the deputy of VR23 */
    assert_int_equal(2, world_int(doc, "bases.length"));
    assert_string_equal("Militaire bijstand Wet veiligheidsregio's",
                        world_text(doc, "bases.1.route.nl"));
    assert_false(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "bases"), 0), "has_route")));
    assert_string_equal("R-VR24", world_text(doc, "areas.0.name"));
    assert_int_equal(OK, world_act(w, "chair24", T1, "revoke_mandate", "M1", "{}"));
    doc = world_see(w, "rot24", "mandate", "{'id':'@M1'}");
    assert_false(json_is_true(json_object_get(doc, "is_in_force")));
    assert_true(json_is_true(json_object_get(doc, "is_revoked")));
}

static void test_the_form_of_a_mandate_offers_what_the_office_can_give(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(
        OK, world_act(w, "beheer", T0, "adopt_route", "LAW", "{'route':'WVR51_MIL','version':1}"));
    assert_int_equal(
        OK, world_act(w, "beheer", T0, "adopt_route", "LAW2", "{'route':'MSOB','version':1}"));
    doc = world_see(w, "chair24", "mandate_form", "{}");
    assert_int_equal(1, world_int(doc, "bases.length")); /* the chair asks nothing on MSOB */
    assert_string_equal("WVR51_MIL", world_text(doc, "bases.0.value"));
    assert_int_equal(1, world_int(doc, "peers.length"));
    assert_string_equal("ROT.operationeel_leider", world_text(doc, "peers.0.value"));
    assert_string_equal("R-VR24", world_text(doc, "own_area.name"));
    doc = world_see(w, "locc", "mandate_form", "{}");
    assert_int_equal(0, world_int(doc, "bases.length"));
}

static void test_the_form_and_the_page_of_a_plan_look_both_ways(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(OK, plan(w, "chair23", T0, "CP23", "VR23", "['VR24']"));
    doc = world_see(w, "chair24", "plan_form", "{}");
    assert_string_equal("VR24", world_text(doc, "region"));
    assert_int_equal(1, world_int(doc, "neighbours.length"));
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "neighbours"), 0), "has_theirs")));
    doc = world_see(w, "chair24", "plan", "{'id':'@CP23'}");
    assert_false(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "answers"), 0), "is_mutual")));
    assert_int_equal(OK, plan(w, "chair24", T0, "CP24", "VR24", "['VR23']"));
    doc = world_see(w, "chair24", "plan", "{'id':'@CP23'}");
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "answers"), 0), "is_mutual")));
    doc = world_see(w, "locc", "plan_form", "{}");
    assert_false(json_is_true(json_object_get(doc, "has_region")));
}

static void test_a_party_that_nobody_knows_is_warned_of_and_taken(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "chair24", T0, "register_agreement", "A1",
                                   "{'between':['VR24','ONBEKEND'],'what':'pompen',"
                                   "'quantity':2,'reaction_hours':4,"
                                   "'valid_until':'2022-01-01'}"));
    assert_true(world_has_verdict(w, "PARTY_UNKNOWN"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_clause_holds_from_its_plan_until_the_last_day),
        TEST(test_a_newer_plan_takes_the_place_of_the_older),
        TEST(test_a_region_registers_only_its_own_plan),
        TEST(test_a_clause_with_a_region_without_a_border_is_a_warning),
        TEST(test_parties_register_see_and_end_their_agreement),
        TEST(test_an_agreement_has_two_parties_and_one_of_them_registers_it),
        TEST(test_an_agreement_between_two_is_found_while_in_force),
        TEST(test_plans_are_listed_newest_first),
        TEST(test_a_mandate_is_read_by_names_and_not_by_codes),
        TEST(test_the_form_of_a_mandate_offers_what_the_office_can_give),
        TEST(test_the_form_and_the_page_of_a_plan_look_both_ways),
        TEST(test_a_party_that_nobody_knows_is_warned_of_and_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
