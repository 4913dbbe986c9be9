/* SPDX-License-Identifier: EUPL-1.2 */
/* Orders under every route: who gives them, with which use of force, who acts for the unit, under
 * whose authority it works; and a task that changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "deployment/inner.h"
#include "deployment/test_field.h"

static const char *const early = "2021-07-01T08:00:00Z";

static void more_offices(struct world *w)
{
    static const struct {
        const char *handle, *code, *instance, *area, *roles;
    } rows[] = {
        { "rot23", "ROT.operationeel_leider", "VR23", "['VR23']", "['ROLE_PREPARER']" },
        { "ovd23", "VR.officier_van_dienst", "VR23", "['VR23']", "['ROLE_HOLDER']" },
        { "ovd24", "VR.officier_van_dienst", "VR24", "['VR24']", "['ROLE_HOLDER']" },
        { "ovd06", "VR.officier_van_dienst", "VR06", "['VR06']", "['ROLE_HOLDER']" },
        { "stock23", "VR.voorraadbeheer", "VR23", "['VR23']", "['ROLE_HOLDER']" },
        { "stock24", "VR.voorraadbeheer", "VR24", "['VR24']", "['ROLE_HOLDER']" },
        { "reeve", "WATERSCHAP.dijkgraaf", "WS_LIMB", "['WS_LIMB']",
          "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "kmar", "KMAR.operatiecentrum", "", "[]", "['ROLE_HOLDER']" },
        { "platoon", "KMAR.commandant_peloton", "", "[]", "['ROLE_HOLDER']" },
        { "boats", "NRV.coordinator", "", "[]", "['ROLE_HOLDER']" },
        { "crew", "NRV.bootploeg", "", "[]", "['ROLE_HOLDER']" },
        { "cross", "RED_CROSS.desk", "", "[]", "['ROLE_HOLDER']" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        world_office(w, early, rows[i].handle, rows[i].code, rows[i].instance, rows[i].area,
                     rows[i].roles);
}

static void pools(struct world *w)
{
    static const struct {
        const char *holder, *handle, *fields;
    } rows[] = {
        { "kmar", "platoons", "{'capability_type':'KMAR_PLT','quantity':3,'unit':'pelotons'}" },
        { "boats", "groups", "{'capability_type':'NRV_GROUP','quantity':22,'unit':'groepen'}" },
        { "stock23", "pumps23", "{'capability_type':'WTS','quantity':4,'unit':'pompen'}" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        flood_must(w, rows[i].holder, early, "register_capability", rows[i].handle, rows[i].fields);
}

static int set_up(void **state)
{
    static const char *const routes[] = { "WVR51_NEIGHBOUR", "WVR51_CIVIL", "PW57_OO", "MSOB" };
    struct world *w = world_open(field_rooms, &access_gate);

    field_begin(w);
    more_offices(w);
    pools(w);
    flood_must(w, "beheer", early, "set_neighbours", "VR24", "{'neighbours':['VR23']}");
    flood_must(w, "chair", early, "register_plan", "CP24",
               "{'kind':'regional_crisis_plan','region':'VR24','neighbour_clause_with':['VR23'],"
               "'valid_until':'2023-12-31'}");
    flood_must(w, "chair23", early, "register_plan", "CP23",
               "{'kind':'regional_crisis_plan','region':'VR23','neighbour_clause_with':['VR24'],"
               "'valid_until':'2023-12-31'}");
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        flood_must(w, "beheer", early, "adopt_route", routes[i],
                   text_cstr(world_arena(w),
                             text_printf(world_arena(w), "{'route':'%s','version':1}", routes[i])));
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

/* The whole form on another basis: later members win. */
static const char *form_on(struct world *w, const char *basis, const char *purpose,
                           const char *more)
{
    struct arena *a = world_arena(w);
    const char *all =
        text_cstr(a, text_printf(a, ",'legal_basis':'%s','purpose':'%s'%s", basis, purpose, more));
    struct text form = text_of(flood_form(w, all));
    char *json = arena_array(a, char, form.len + 1), *dumped;
    json_t *doc;

    for (size_t i = 0; i < form.len; i++)
        json[i] = form.at[i] == '\'' ? '"' : form.at[i];
    doc = json_loadb(json, form.len, 0, NULL);
    assert_non_null(doc);
    dumped = json_dumps(doc, JSON_COMPACT);
    json_decref(doc);
    form = text_copy(a, text_of(dumped));
    free(dumped);
    return text_cstr(a, form);
}

#define DAY         "2021-07-14T"
#define CHECKED     "{'form_complete':true,'competence_ok':true,'basis_ok':true}"
#define ABLE        "{'will':'yes','can':'wat past','may':'toets gevraagd'}"
#define GRANTED     "{'decision':'grant','reason':'aan de voorwaarden is voldaan'}"
#define ARRIVED(to) "{'handed_over_to':'@" to "','field_authority_reachable':true}"

static const char *order(struct world *w, const char *request, const char *pool,
                         const char *authority, const char *force)
{
    return text_cstr(
        world_arena(w),
        text_printf(world_arena(w),
                    "{'request':'@%s','unit':'ploeg','capability':'@%s','quantity':2,"
                    "'field_authority':'@%s','safety_message':'stroming','force_regime':'%s'}",
                    request, pool, authority, force));
}

/* The office under whose authority the deployment works at a moment. */
static void assert_authority(struct world *w, const char *handle, const char *office,
                             const char *when)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct deployment d;
    struct instant at;

    assert_true(instant_read(text_of(when), &at));
    assert_int_equal(OK, deployment_get(tx, world_id(w, handle), &d));
    assert_true(id_same(world_id(w, office), deployment_authority_at(tx, &d, at)));
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
}

static void test_the_marechaussee_orders_its_own_platoon_with_its_own_use_of_force(void **state)
{
    struct world *w = *state;

    flood_must(w, "mayor", DAY "04:52:00Z", "submit_at_once", "R4",
               form_on(w, "PW57_OO", "public_order", ",'force_needed':true"));
    flood_must(w, "locc", DAY "05:10:00Z", "desk_check", "R4", CHECKED);
    flood_must(w, "locc", DAY "05:11:00Z", "pass_to_defence", "R4", "{'ladder':'ja'}");
    flood_must(w, "dops", DAY "05:20:00Z", "will_can_may", "R4", ABLE);
    flood_must(w, "jenv", DAY "05:40:00Z", "decide", "R4",
               "{'decision':'agree_in_principle','reason':'de politie heeft hulp nodig'}");
    flood_must(w, "def", DAY "05:50:00Z", "concur", "R4", "{'concur':'yes','reason':'kan'}");
    flood_refused(w, "AUTHORITY_WRONG", "toc", DAY "06:00:00Z", "task", "D4",
                  order(w, "R4", "platoons", "mayor", "FORCE_AMBTSINSTRUCTIE"));
    flood_refused(w, "FORCE_BY_BASIS", "kmar", DAY "06:00:00Z", "task", "D4",
                  order(w, "R4", "platoons", "mayor", "FORCE_NONE_MIL"));
    flood_must(w, "kmar", DAY "06:00:00Z", "task", "D4",
               order(w, "R4", "platoons", "mayor", "FORCE_AMBTSINSTRUCTIE"));
    flood_must(w, "platoon", DAY "06:30:00Z", "depart", "D4", "{}");
    flood_must(w, "platoon", DAY "07:00:00Z", "arrive", "D4", ARRIVED("mayor"));
    assert_string_equal("DEPLOYED", world_state(w, "R4"));
    assert_authority(w, "D4", "mayor", DAY "08:00:00Z");
    flood_refused(w, "AUTHORITY_WRONG", "chair", DAY "08:00:00Z", "release", "D4",
                  "{'reason':'klaar'}");
    flood_must(w, "chair", DAY "08:30:00Z", "declare_wvr39", "I1",
               "{'region':'@VR24','municipalities':['@valk'],'urgency':'geen tijd'}");
    assert_authority(w, "D4", "chair", DAY "08:31:00Z");
    flood_must(w, "chair", DAY "09:00:00Z", "release", "D4", "{'reason':'klaar'}");
    flood_must(w, "platoon", DAY "10:00:00Z", "return_home", "D4", "{}");
    assert_string_equal("RETURNED_HOME", world_state(w, "R4"));
}

static void test_support_works_under_the_office_named_and_needs_no_mayor(void **state)
{
    struct world *w = *state;

    flood_must(w, "reeve", DAY "04:00:00Z", "submit_at_once", "R5",
               form_on(w, "MSOB", "public_interest", ",'subsidiarity':'not_in_time'"));
    flood_must(w, "locc", DAY "05:00:00Z", "desk_check", "R5", CHECKED);
    flood_must(w, "locc", DAY "05:10:00Z", "pass_to_defence", "R5", "{'ladder':'markt vol'}");
    flood_must(w, "dops", DAY "05:20:00Z", "will_can_may", "R5", ABLE);
    flood_must(w, "def", DAY "06:00:00Z", "decide", "R5", GRANTED);
    flood_refused(w, "AUTHORITY_WRONG", "def", DAY "06:10:00Z", "task", "D5",
                  order(w, "R5", "hands", "reeve", "FORCE_NONE_MIL"));
    flood_must(w, "toc", DAY "06:10:00Z", "task", "D5",
               order(w, "R5", "hands", "reeve", "FORCE_NONE_MIL"));
    flood_must(w, "unit", DAY "07:00:00Z", "depart", "D5", "{}");
    flood_must(w, "unit", DAY "08:00:00Z", "arrive", "D5", ARRIVED("reeve"));
    assert_authority(w, "D5", "reeve", DAY "09:00:00Z");
    flood_refused(w, "AUTHORITY_WRONG", "mayor", DAY "09:00:00Z", "release", "D5",
                  "{'reason':'klaar'}");
    flood_must(w, "reeve", DAY "09:30:00Z", "release", "D5", "{'reason':'klaar'}");
    assert_string_equal("RELEASED", world_state(w, "R5"));
}

static void test_the_neighbour_sends_its_own_means_and_nobody_else_acts_for_them(void **state)
{
    struct world *w = *state;

    flood_must(w, "chair", DAY "04:00:00Z", "submit_at_once", "R6",
               form_on(w, "WVR51_NEIGHBOUR", "disaster",
                       ",'to_region':'@VR23','plan_clauses':['@CP24','@CP23']"));
    flood_must(w, "rot23", DAY "04:15:00Z", "desk_check", "R6", CHECKED);
    flood_must(w, "rot23", DAY "04:20:00Z", "civil_search", "R6", "{'answer':'vier pompen vrij'}");
    flood_must(w, "chair23", DAY "04:30:00Z", "decide", "R6", GRANTED);
    flood_refused(w, "AUTHORITY_WRONG", "toc", DAY "05:00:00Z", "task", "D6",
                  order(w, "R6", "pumps23", "mayor", "FORCE_NONE_MIL"));
    flood_refused(w, "OUT_OF_AREA", "rot", DAY "05:00:00Z", "task", "D6",
                  order(w, "R6", "pumps23", "mayor", "FORCE_NONE_MIL"));
    flood_must(w, "rot23", DAY "05:00:00Z", "task", "D6",
               order(w, "R6", "pumps23", "mayor", "FORCE_NONE_MIL"));
    assert_int_not_equal(OK, world_act(w, "stock24", DAY "05:20:00Z", "depart", "D6", "{}"));
    assert_int_not_equal(OK, world_act(w, "ovd24", DAY "05:20:00Z", "depart", "D6", "{}"));
    flood_must(w, "stock23", DAY "05:30:00Z", "depart", "D6", "{}"); /* of the holder's house */
    flood_must(w, "ovd23", DAY "06:30:00Z", "arrive", "D6", ARRIVED("mayor"));
    assert_string_equal("DEPLOYED", world_state(w, "R6"));
    assert_authority(w, "D6", "mayor", DAY "07:00:00Z");
    assert_non_null(world_see(w, "ovd23", "deployment", "{'id':'@D6'}"));
    assert_null(world_see(w, "ovd06", "deployment", "{'id':'@D6'}")); /* of another region */
}

static void test_who_supplies_the_replacement_acts_for_it_too(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "GRANTED");
    flood_must(w, "boats", early, "register_capability", "divers",
               "{'capability_type':'NRV_GROUP','quantity':5,'unit':'groepen'}");
    field_task(w, "D1", "R1", 4, DAY "08:20:00Z");
    assert_null(world_see(w, "crew", "deployment", "{'id':'@D1'}"));
    flood_must(w, "toc", DAY "09:00:00Z", "substitute", "D1",
               "{'out':0,'into':'met boten erbij','capability':'@divers','quantity':3,"
               "'reason':'water te diep'}");
    assert_non_null(world_see(w, "crew", "deployment", "{'id':'@D1'}"));
    flood_must(w, "crew", DAY "09:30:00Z", "depart", "D1", "{}");
}

static void test_the_national_desk_orders_what_a_civil_supplier_sends(void **state)
{
    struct world *w = *state;

    flood_must(w, "rot", DAY "04:00:00Z", "draft_request", "R7",
               form_on(w, "WVR51_CIVIL", "disaster", ",'costs':'COST_WVR55'"));
    flood_must(w, "chair", DAY "04:02:00Z", "notify", "R7", "{'to':'@cdk','channel':'phone'}");
    flood_must(w, "chair", DAY "04:05:00Z", "sign_request", "R7", "{'office':'VR.voorzitter'}");
    flood_must(w, "chair", DAY "04:06:00Z", "submit_request", "R7", "{}");
    flood_must(w, "locc", DAY "04:30:00Z", "desk_check", "R7",
               "{'form_complete':true,'competence_ok':true,'basis_ok':true,"
               "'consent_on_behalf_of':'MIN_JENV'}");
    flood_must(w, "locc", DAY "04:40:00Z", "civil_search", "R7",
               "{'found':'acht groepen','pools':['@groups']}");
    flood_must(w, "locc", DAY "04:50:00Z", "decide", "R7",
               "{'decision':'grant','reason':'nood in een ramp','on_behalf_of':'MIN_JENV'}");
    flood_refused(w, "AUTHORITY_WRONG", "toc", DAY "05:00:00Z", "task", "D7",
                  order(w, "R7", "groups", "mayor", "FORCE_NONE_MIL"));
    flood_must(w, "locc", DAY "05:00:00Z", "task", "D7",
               order(w, "R7", "groups", "mayor", "FORCE_NONE_MIL"));
    flood_must(w, "crew", DAY "05:30:00Z", "depart", "D7", "{}"); /* a boat of the holder's house */
    flood_must(w, "boats", DAY "06:30:00Z", "arrive", "D7", ARRIVED("mayor"));
    assert_authority(w, "D7", "mayor", DAY "07:00:00Z");
}

/* ---- a task that changes ---- */

static bool has_act(struct world *w, const char *who, const char *request, const char *act)
{
    const json_t *doc =
        world_see(w, who, "request",
                  text_cstr(world_arena(w), text_printf(world_arena(w), "{'id':'@%s'}", request)));
    const json_t *row;
    size_t i;

    assert_non_null(doc);
    json_array_foreach (json_object_get(doc, "timeline"), i, row)
        if (strcmp(world_text(row, "action"), act) == 0)
            return true;
    return false;
}

static void test_a_changed_task_stands_in_the_timeline_of_both_requests(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "GRANTED");
    field_task(w, "D1", "R1", 68, DAY "08:20:00Z");
    field_deploy(w, "D1", DAY "12:30:00Z", DAY "16:10:00Z");
    flood_must(w, "mayor", DAY "17:00:00Z", "draft_request", "R2",
               form_on(w, "PW57_OO", "public_order", ""));
    flood_refused(w, "REF_NOT_FOUND", "mayor", DAY "17:30:00Z", "rebase", "D1",
                  "{'new_task':'verkeer regelen','purpose':'public_order','force_needed':false,"
                  "'new_request':'1-9999',"
                  "'lines':[{'effect_kind':'order_kept','amount':1,'unit':'sites'}]}");
    flood_refused(w, "FORCE_BY_BASIS", "mayor", DAY "17:30:00Z", "rebase", "D1",
                  "{'new_task':'plunderaars weren','purpose':'public_order','force_needed':true,"
                  "'new_request':'@R2',"
                  "'lines':[{'effect_kind':'order_kept','amount':1,'unit':'sites'}]}");
    flood_refused(w, "TASK_CHANGED", "mayor", DAY "17:30:00Z", "rebase", "D1",
                  "{'new_task':'verkeer regelen','purpose':'public_order','force_needed':false,"
                  "'lines':[{'effect_kind':'order_kept','amount':1,'unit':'sites'}]}");
    flood_must(w, "mayor", DAY "17:30:00Z", "rebase", "D1",
               "{'new_task':'verkeer regelen','purpose':'public_order','force_needed':false,"
               "'new_request':'@R2',"
               "'lines':[{'effect_kind':'order_kept','amount':1,'unit':'sites'}]}");
    assert_string_equal("REBASED", world_state(w, "R1"));
    assert_true(has_act(w, "mayor", "R1", "rebase"));
    assert_true(has_act(w, "mayor", "R2", "rebase"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_the_marechaussee_orders_its_own_platoon_with_its_own_use_of_force),
        RUN(test_support_works_under_the_office_named_and_needs_no_mayor),
        RUN(test_the_neighbour_sends_its_own_means_and_nobody_else_acts_for_them),
        RUN(test_who_supplies_the_replacement_acts_for_it_too),
        RUN(test_the_national_desk_orders_what_a_civil_supplier_sends),
        RUN(test_a_changed_task_stands_in_the_timeline_of_both_requests),
    };

    return cmocka_run_group_tests_name("deployment/routes", tests, NULL, NULL);
}
