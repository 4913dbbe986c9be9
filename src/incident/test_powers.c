/* SPDX-License-Identifier: EUPL-1.2 */
/* Who holds the powers, what is told the councils, what goes together, what a closed incident
 * refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "incident/inner.h"
#include "incident/test_limburg.h"

/* The row of a municipality under "powers". */
static const json_t *power_of(const json_t *doc, const char *code)
{
    const json_t *row;
    size_t i;

    json_array_foreach (json_object_get(doc, "powers"), i, row)
        if (strcmp(world_text(row, "code"), code) == 0)
            return row;
    fail_msg("%s is not under powers", code);
    return NULL;
}

static bool is_set(const json_t *row, const char *member)
{
    return json_is_true(json_object_get(row, member));
}

static void test_the_page_says_who_holds_the_powers_in_each_municipality_now(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    limburg_reported(w);
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_int_equal(2, world_int(doc, "powers.length"));
    assert_false(is_set(power_of(doc, "GM0994"), "is_chair"));
    assert_string_equal("GEMEENTE.burgemeester",
                        world_text(power_of(doc, "GM0994"), "office.code"));
    assert_int_equal(OK, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                   DECLARE("'@VALK'")));
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_true(is_set(power_of(doc, "GM0994"), "is_chair"));
    assert_string_equal("VR.voorzitter", world_text(power_of(doc, "GM0994"), "office.code"));
    assert_string_equal("2021-07-15T08:45:00Z", world_text(power_of(doc, "GM0994"), "since_at"));
    assert_false(is_set(power_of(doc, "GM0938"), "is_chair"));
    assert_false(is_set(power_of(doc, "GM0994"), "is_report_owed"));
    assert_int_equal(
        OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I", "{'region':'@VR24'}"));
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_false(is_set(power_of(doc, "GM0994"), "is_chair"));
    assert_true(is_set(power_of(doc, "GM0994"), "is_report_owed"));
    assert_false(is_set(power_of(doc, "GM0938"), "is_report_owed"));
    assert_int_equal(OK, world_act(w, "chair", "2022-02-01T08:00:00Z", "report_to_councils", "I",
                                   "{'municipalities':['@VALK'],"
                                   "'in_agreement_with_mayors':true}"));
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_false(is_set(power_of(doc, "GM0994"), "is_report_owed"));
    assert_string_equal("2022-02-01T08:00:00Z", world_text(power_of(doc, "GM0994"), "reported_at"));
}

static void test_a_chair_who_consulted_needs_no_urgency(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    limburg_reported(w);
    assert_int_equal(REFUSED, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                        "{'region':'@VR24','municipalities':['@VALK'],"
                                        "'consulted':[],'urgency':null}"));
    assert_true(world_has_verdict(w, "WVR39_CONSULT"));
    assert_int_equal(OK, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                   "{'region':'@VR24','municipalities':['@VALK'],"
                                   "'consulted':['@valk','@meer']}"));
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_int_equal(2, world_int(doc, "art39.0.consulted.length"));
}

static void test_powers_that_another_incident_moved_are_moved_here_too(void **state)
{
    struct world *w = *state;

    limburg_declared(w);
    assert_int_equal(OK, world_act(w, "mk", "2021-07-15T09:00:00Z", "report_incident", "J",
                                   "{'kind':'flood','regions':['@VR24'],'places':['@VALK'],"
                                   "'what':'stroomuitval'}"));
    assert_true(
        is_set(power_of(world_see(w, "locc", "incident", "{'id':'@J'}"), "GM0994"), "is_chair"));
}

static void test_the_report_names_its_councils_and_the_mayors_who_objected(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    limburg_declared(w);
    assert_int_equal(OK, world_act(w, "meer", "2021-07-15T10:00:00Z", "record_objection", "I",
                                   "{'text':'eigen evacuatiebevel blijft'}"));
    assert_int_equal(
        OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I", "{'region':'@VR24'}"));
    assert_int_equal(OK, world_act(w, "chair", "2022-02-01T08:00:00Z", "report_to_councils", "I",
                                   "{'municipalities':['@VALK','@SITT'],"
                                   "'in_agreement_with_mayors':true}"));
    assert_true(world_has_verdict(w, "WVR40_OBJECTION"));
    assert_true(world_has_verdict(w, "WVR40_NOT_OWED"));
    assert_int_equal(OK, world_act(w, "chair", "2022-02-01T09:00:00Z", "report_to_councils", "I",
                                   "{'municipalities':['@MEER'],'in_agreement_with_mayors':true,"
                                   "'objections':['@meer']}"));
    assert_false(world_has_verdict(w, "WVR40_OBJECTION"));
    assert_false(world_has_verdict(w, "WVR40_NOT_OWED"));
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_int_equal(2, world_int(doc, "council_reports.length"));
    assert_int_equal(2, world_int(doc, "council_reports.0.municipalities.length"));
    assert_int_equal(0, world_int(doc, "council_reports.0.named_objections.length"));
    assert_string_equal("GM0938",
                        world_text(doc, "council_reports.1.named_objections.0.office.instance"));
    world_assert_rebuild_equal(w);
}

static void test_incidents_that_go_together_name_each_other(void **state)
{
    struct world *w = *state;
    char first[ID_TEXT_MAX], second[ID_TEXT_MAX];
    const json_t *doc;

    limburg_reported(w);
    assert_int_equal(OK, world_act(w, "locc", "2021-07-15T09:00:00Z", "report_incident", "J",
                                   "{'kind':'flood','regions':['@VR23'],'what':'Maas',"
                                   "'related':'@I'}"));
    id_write(world_id(w, "I"), first);
    id_write(world_id(w, "J"), second);
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_int_equal(1, world_int(doc, "related_incidents.length"));
    assert_string_equal(second, world_text(doc, "related_incidents.0.id"));
    doc = world_see(w, "locc", "incident", "{'id':'@J'}");
    assert_int_equal(1, world_int(doc, "related_incidents.length"));
    assert_string_equal(first, world_text(doc, "related_incidents.0.id"));
}

static void test_when_it_is_closed_only_the_picture_goes_on(void **state)
{
    static const struct {
        const char *who, *action, *fields;
    } late[] = {
        { "rot", "set_level", "{'region':'@VR24','grip':'GRIP1'}" },
        { "chair", "declare_wvr39", DECLARE("'@VALK'") },
        { "chair", "end_wvr39", "{'region':'@VR24'}" },
        { "valk", "record_objection", "{'text':'te laat'}" },
        { "chair", "report_to_councils",
          "{'municipalities':['@VALK'],'in_agreement_with_mayors':true}" },
        { "rot", "report_situation", "{'text':'voorbij'}" },
        { "mk", "close", "{}" },
    };
    struct world *w = *state;

    limburg_reported(w);
    assert_int_equal(OK, world_act(w, "mk", "2021-07-20T08:00:00Z", "close", "I", "{}"));
    for (size_t i = 0; i < sizeof(late) / sizeof(late[0]); i++) {
        assert_int_equal(REFUSED, world_act(w, late[i].who, "2021-07-20T09:00:00Z", late[i].action,
                                            "I", late[i].fields));
        assert_true(world_has_verdict(w, "STATE_ORDER"));
    }
}

static void test_reports_and_closing_are_of_the_own_region(void **state)
{
    struct world *w = *state;

    limburg_declared(w);
    assert_int_equal(
        OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I", "{'region':'@VR24'}"));
    assert_int_equal(REFUSED,
                     world_act(w, "chair23", "2021-07-18T11:00:00Z", "report_to_councils", "I",
                               "{'municipalities':['@VALK'],"
                               "'in_agreement_with_mayors':true}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED,
                     world_act(w, "chair", "2021-07-18T11:00:00Z", "report_to_councils", "I",
                               "{'municipalities':['@VALK','@VENLO'],"
                               "'in_agreement_with_mayors':true}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED, world_act(w, "venlo", "2021-07-18T11:00:00Z", "close", "I", "{}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED, world_act(w, "valk", "2021-07-18T11:00:00Z", "end_wvr39", "I",
                                        "{'region':'@VR24'}"));
    assert_true(world_has_verdict(w, "MAY_NOT"));
}

/* What the form of an act begins with for this office. */
static json_t *begins(struct world *w, const char *who, const char *act)
{
    struct viewer viewer = { T("p"), world_id(w, who), ID_NONE, T("web") };
    struct look look = { .viewer = &viewer, .lang = "nl", .arena = world_arena(w) };
    json_t *input = json_object();

    assert_true(instant_read(T("2021-07-18T12:00:00Z"), &look.now));
    look.tx = tx_read(space_store(world_space(w)), world_arena(w));
    for (size_t i = 0; i < INCIDENT_ACTIONS; i++)
        if (strcmp(incident_actions[i].name, act) == 0)
            incident_actions[i].preset(&look, world_id(w, "I"), input);
    assert_int_equal(OK, tx_end(look.tx));
    return input;
}

static void test_forms_begin_with_the_own_region_and_the_councils_that_wait(void **state)
{
    static const char *const acts[] = { "set_level", "declare_wvr39", "end_wvr39",
                                        "report_situation" };
    struct world *w = *state;
    struct id region;
    json_t *input;

    limburg_reported(w);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        input = begins(w, "chair", acts[i]);
        assert_true(id_read(json_string_text(json_object_get(input, "region")), &region));
        assert_true(id_same(world_id(w, "VR24"), region));
        json_decref(input);
    }
    input = begins(w, "locc", "set_level"); /* no region of its own */
    assert_int_equal(0, json_object_size(input));
    json_decref(input);
    assert_int_equal(OK, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                   DECLARE("'@VALK'")));
    input = begins(w, "chair", "report_to_councils");
    assert_int_equal(0, json_array_size(json_object_get(input, "municipalities")));
    json_decref(input);
    assert_int_equal(
        OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I", "{'region':'@VR24'}"));
    input = begins(w, "chair", "report_to_councils");
    assert_int_equal(1, json_array_size(json_object_get(input, "municipalities")));
    assert_string_equal(
        "Valkenburg aan de Geul",
        json_string_value(json_array_get(json_object_get(input, "municipalities"), 0)));
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, limburg_set_up, limburg_tear_down)
        TEST(test_the_page_says_who_holds_the_powers_in_each_municipality_now),
        TEST(test_a_chair_who_consulted_needs_no_urgency),
        TEST(test_powers_that_another_incident_moved_are_moved_here_too),
        TEST(test_the_report_names_its_councils_and_the_mayors_who_objected),
        TEST(test_forms_begin_with_the_own_region_and_the_councils_that_wait),
        TEST(test_incidents_that_go_together_name_each_other),
        TEST(test_when_it_is_closed_only_the_picture_goes_on),
        TEST(test_reports_and_closing_are_of_the_own_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
