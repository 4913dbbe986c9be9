/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents from report to close: area, GRIP, art. 39 and 40, pictures; each guard passes and
 * refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "incident/inner.h"
#include "incident/test_limburg.h"

static struct tx *reading(struct world *w, struct arena *a)
{
    return tx_read(space_store(world_space(w)), a);
}

static bool covers(struct world *w, const char *code, const char *when)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = reading(w, a);
    struct instant at;
    bool is_on;

    assert_true(instant_read(text_of(when), &at));
    is_on = incident_art39_covers(tx, text_of(code), at);
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return is_on;
}

static bool has_flag(struct world *w, const char *flag)
{
    const json_t *flags = json_object_get(world_see(w, "locc", "incident", "{'id':'@I'}"), "flags");
    const json_t *f;
    size_t i;

    json_array_foreach ((json_t *)(uintptr_t)flags, i, f)
        if (strcmp(json_string_value(f), flag) == 0)
            return true;
    return false;
}

/* Notices of the incident to this office. */
static int notices_to(struct world *w, const char *office)
{
    const json_t *doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    char id[ID_TEXT_MAX], *all = json_dumps(json_object_get(doc, "notices"), 0);
    int n = 0;

    id_write(world_id(w, office), id);
    strncat(id, "\"", sizeof(id) - strlen(id) - 1);
    for (const char *at = all; (at = strstr(at, id)); at++)
        n++;
    free(all);
    return n;
}

static void test_an_incident_is_reported_by_whose_region_it_is(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, world_act(w, "chair23", T1, "report_incident", "I", REPORT));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED, world_act(w, "cdk", T1, "report_incident", "I", REPORT));
    assert_true(world_has_verdict(w, "MAY_NOT"));
    assert_int_equal(OK, world_act(w, "valk", T1, "report_incident", "I0", REPORT));
    assert_int_equal(OK, world_act(w, "locc", T1, "report_incident", "I1", REPORT));
    assert_int_equal(OK, world_act(w, "mk", T1, "report_incident", "I",
                                   "{'kind':'flood','regions':['@VR23','@VR24'],'what':'Maas'}"));
    assert_string_equal("OPEN", world_state(w, "I"));
    world_assert_rebuild_equal(w);
}

static void test_grip_is_set_per_region_and_by_that_region(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    limburg_reported(w);
    assert_int_equal(REFUSED, world_act(w, "rot", "2021-07-14T06:00:00Z", "set_level", "I",
                                        "{'region':'@VR23','grip':'GRIP2'}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED, world_act(w, "rot", "2021-07-14T06:00:00Z", "set_level", "I",
                                        "{'region':'@VR24','grip':'GRIP_RIJK'}"));
    assert_true(world_has_verdict(w, "FIELD_CHOICE"));
    assert_int_equal(OK, world_act(w, "rot", "2021-07-14T06:00:00Z", "set_level", "I",
                                   "{'region':'@VR24','grip':'GRIP4'}"));
    assert_int_equal(OK, world_act(w, "rot", "2021-07-14T06:30:00Z", "set_level", "I",
                                   "{'region':'@VR24','grip':'GRIP2',"
                                   "'happened_at':'2021-07-14T05:00:00Z'}"));
    assert_int_equal(OK, world_act(w, "chair23", "2021-07-14T07:00:00Z", "set_level", "I",
                                   "{'region':'@VR23','grip':'GRIP1'}"));
    doc = world_see(w, "locc", "incident", "{'id':'@I'}");
    assert_int_equal(2, world_int(doc, "regions.length"));
    assert_int_equal(1, world_int(doc, "regions.0.level"));
    assert_int_equal(4, world_int(doc, "regions.1.level"));    /* the late entry hides nothing */
    assert_false(covers(w, "GM0994", "2021-07-14T08:00:00Z")); /* GRIP moves no powers */
    world_assert_rebuild_equal(w);
}

static void test_article_39_is_declared_by_the_chair_of_that_region_only(void **state)
{
    struct world *w = *state;

    limburg_reported(w);
    assert_int_equal(REFUSED, world_act(w, "valk", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                        DECLARE("'@VALK'")));
    assert_true(world_has_verdict(w, "MAY_NOT"));
    assert_int_equal(REFUSED, world_act(w, "chair23", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                        DECLARE("'@VALK'")));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                        DECLARE("'@VALK','@VENLO'")));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(REFUSED, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                        "{'region':'@VR24','municipalities':['@VALK']}"));
    assert_true(world_has_verdict(w, "WVR39_CONSULT"));
    assert_int_equal(OK, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                   "{'region':'@VR24','municipalities':['@VALK'],"
                                   "'consulted':['@valk']}"));
    assert_int_equal(REFUSED, world_act(w, "chair", "2021-07-15T09:00:00Z", "declare_wvr39", "I",
                                        DECLARE("'@VALK'")));
    assert_true(world_has_verdict(w, "WVR39_ALREADY"));
    assert_int_equal(OK, world_act(w, "chair", "2021-07-15T09:10:00Z", "declare_wvr39", "I",
                                   DECLARE("'@VALK','@MEER'")));
    assert_true(has_flag(w, "WVR39:VR24"));
    world_assert_rebuild_equal(w);
}

static void test_it_covers_the_named_municipalities_from_begin_to_end(void **state)
{
    struct world *w = *state;

    limburg_reported(w);
    assert_int_equal(OK, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                   DECLARE("'@VALK'")));
    assert_false(covers(w, "GM0994", "2021-07-15T08:44:59Z"));
    assert_true(covers(w, "GM0994", "2021-07-15T08:45:00Z"));
    assert_false(covers(w, "GM0938", "2021-07-15T09:00:00Z"));
    assert_true(covers(w, "VR24", "2021-07-15T09:00:00Z"));
    assert_false(covers(w, "VR23", "2021-07-15T09:00:00Z"));
    assert_int_equal(OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I",
                                   "{'region':'@VR24','happened_at':'2021-07-18T09:00:00Z'}"));
    assert_true(covers(w, "GM0994", "2021-07-18T08:59:59Z"));
    assert_false(covers(w, "GM0994", "2021-07-18T09:00:00Z"));
    assert_false(covers(w, "VR24", "2021-07-18T09:30:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_the_commissioner_and_the_mayors_are_told_of_begin_and_end(void **state)
{
    struct world *w = *state;

    limburg_declared(w);
    assert_int_equal(1, notices_to(w, "cdk"));
    assert_int_equal(1, notices_to(w, "valk"));
    assert_int_equal(1, notices_to(w, "meer"));
    assert_int_equal(0, notices_to(w, "venlo"));
    assert_int_equal(
        OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I", "{'region':'@VR24'}"));
    assert_int_equal(2, notices_to(w, "cdk"));
    assert_int_equal(2, notices_to(w, "meer"));
    assert_false(has_flag(w, "WVR39:VR24"));
    assert_true(has_flag(w, "COUNCIL_REPORT_OWED"));
}

static void test_what_is_not_on_cannot_be_ended(void **state)
{
    struct world *w = *state;

    limburg_reported(w);
    assert_int_equal(REFUSED, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I",
                                        "{'region':'@VR24'}"));
    assert_true(world_has_verdict(w, "WVR39_SCOPE"));
    assert_int_equal(OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "declare_wvr39", "I",
                                   DECLARE("'@VALK'")));
    assert_int_equal(REFUSED, world_act(w, "chair23", "2021-07-18T11:00:00Z", "end_wvr39", "I",
                                        "{'region':'@VR23'}"));
    assert_true(world_has_verdict(w, "WVR39_SCOPE"));
    assert_int_equal(REFUSED, world_act(w, "chair23", "2021-07-18T11:00:00Z", "end_wvr39", "I",
                                        "{'region':'@VR24'}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
}

static void test_a_mayor_inside_may_have_an_objection_recorded(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    limburg_declared(w);
    assert_int_equal(REFUSED, world_act(w, "venlo", "2021-07-15T10:00:00Z", "record_objection", "I",
                                        "{'text':'te ver'}"));
    assert_true(world_has_verdict(w, "WVR39_SCOPE"));
    assert_int_equal(OK, world_act(w, "meer", "2021-07-15T10:00:00Z", "record_objection", "I",
                                   "{'text':'eigen evacuatiebevel blijft'}"));
    doc = world_see(w, "cdk", "incident", "{'id':'@I'}");
    assert_int_equal(1, world_int(doc, "objections.length"));
    assert_string_equal("eigen evacuatiebevel blijft", world_text(doc, "objections.0.words"));
    world_assert_rebuild_equal(w);
}

static void test_an_incident_closes_after_the_end_and_every_council_has_its_report(void **state)
{
    struct world *w = *state;

    limburg_declared(w);
    assert_int_equal(REFUSED, world_act(w, "chair", "2021-07-16T10:00:00Z", "close", "I", "{}"));
    assert_true(world_has_verdict(w, "WVR39_ON"));
    assert_int_equal(REFUSED,
                     world_act(w, "chair", "2021-07-16T10:00:00Z", "report_to_councils", "I",
                               "{'municipalities':['@VALK'],"
                               "'in_agreement_with_mayors':true}"));
    assert_true(world_has_verdict(w, "COUNCIL_REPORT_NOT_OWED"));
    assert_int_equal(
        OK, world_act(w, "chair", "2021-07-18T10:00:00Z", "end_wvr39", "I", "{'region':'@VR24'}"));
    assert_int_equal(REFUSED, world_act(w, "chair", "2021-07-19T10:00:00Z", "close", "I", "{}"));
    assert_true(world_has_verdict(w, "WVR40_REPORT"));
    assert_int_equal(OK,
                     world_act(w, "chair", "2022-02-01T08:00:00Z", "report_to_councils", "I",
                               "{'municipalities':['@VALK'],'in_agreement_with_mayors':false}"));
    assert_true(world_has_verdict(w, "WVR40_AGREEMENT"));
    assert_true(has_flag(w, "COUNCIL_REPORT_OWED"));
    assert_int_equal(OK, world_act(w, "chair", "2022-02-01T08:30:00Z", "report_to_councils", "I",
                                   "{'municipalities':['@MEER'],'in_agreement_with_mayors':true,"
                                   "'objections':['@meer']}"));
    assert_false(has_flag(w, "COUNCIL_REPORT_OWED"));
    assert_int_equal(REFUSED, world_act(w, "chair23", "2022-02-01T09:00:00Z", "close", "I", "{}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(OK, world_act(w, "valk", "2022-02-01T09:00:00Z", "close", "I", "{}"));
    assert_string_equal("CLOSED", world_state(w, "I"));
    assert_int_equal(REFUSED, world_act(w, "mk", "2022-02-01T10:00:00Z", "set_level", "I",
                                        "{'region':'@VR24','grip':'GRIP1'}"));
    assert_true(world_has_verdict(w, "STATE_ORDER"));
    world_assert_rebuild_equal(w);
}

#define PICTURE(total, own)                                                                        \
    "{'incident':'@I','region':'@VR24','total_version':" total ",'own_version':" own               \
    ",'text':'de Geul stijgt'}"

static void test_versions_of_a_regions_pictures_only_go_up(void **state)
{
    struct world *w = *state;

    limburg_reported(w);
    assert_int_equal(
        OK, world_act(w, "rot", "2021-07-14T01:50:00Z", "update_picture", "P1", PICTURE("1", "1")));
    assert_string_equal("CURRENT", world_state(w, "P1"));
    assert_int_equal(REFUSED, world_act(w, "rot", "2021-07-14T02:00:00Z", "update_picture", "P2",
                                        PICTURE("1", "1")));
    assert_true(world_has_verdict(w, "PICTURE_NOT_NEWER"));
    assert_int_equal(
        OK, world_act(w, "rot", "2021-07-14T02:00:00Z", "update_picture", "P2", PICTURE("4", "2")));
    assert_int_equal(REFUSED, world_act(w, "rot", "2021-07-14T02:10:00Z", "update_picture", "P3",
                                        PICTURE("3", "3")));
    assert_int_equal(REFUSED, world_act(w, "rot", "2021-07-14T02:10:00Z", "update_picture", "P3",
                                        PICTURE("5", "1")));
    assert_int_equal(REFUSED,
                     world_act(w, "rot", "2021-07-14T02:10:00Z", "update_picture", "P3",
                               "{'region':'@VR23','total_version':1,'own_version':1,'text':'x'}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(OK,
                     world_act(w, "chair23", "2021-07-14T02:10:00Z", "update_picture", "P3",
                               "{'region':'@VR23','total_version':1,'own_version':1,'text':'x'}"));
    world_assert_rebuild_equal(w);
}

static void test_the_picture_of_a_moment_is_the_newest_made_until_then(void **state)
{
    struct world *w = *state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct incident_picture p;
    struct instant at;
    struct tx *tx;

    limburg_reported(w);
    assert_int_equal(
        OK, world_act(w, "rot", "2021-07-14T01:50:00Z", "update_picture", "P1", PICTURE("1", "1")));
    assert_int_equal(
        OK, world_act(w, "rot", "2021-07-14T02:00:00Z", "update_picture", "P2", PICTURE("4", "2")));
    tx = reading(w, a);
    assert_true(instant_read(T("2021-07-14T01:59:59Z"), &at));
    assert_true(incident_picture_versions(tx, T("VR24"), at, &p));
    assert_int_equal(1, p.total_version);
    assert_true(instant_read(T("2021-07-14T02:00:00Z"), &at));
    assert_true(incident_picture_versions(tx, T("VR24"), at, &p));
    assert_int_equal(4, p.total_version);
    assert_int_equal(2, p.own_version);
    assert_true(id_same(world_id(w, "P2"), p.id));
    assert_true(instant_read(T("2021-07-14T01:00:00Z"), &at));
    assert_false(incident_picture_versions(tx, T("VR24"), at, &p));
    assert_true(incident_picture_get(tx, world_id(w, "P1"), &p));
    assert_false(incident_picture_get(tx, world_id(w, "I"), &p));
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    assert_int_equal(
        0, world_int(world_see(w, "valk", "picture_version", "{'id':'@P1'}"), "is_latest"));
    assert_int_equal(
        1, world_int(world_see(w, "valk", "picture_version", "{'id':'@P2'}"), "is_latest"));
}

struct seen_places {
    char words[200];
};

static void note_place(void *ctx, struct text place_words)
{
    struct seen_places *s = ctx;
    size_t len = strlen(s->words);

    snprintf(s->words + len, sizeof(s->words) - len, "%.*s ", TEXT_FMT(place_words));
}

static void test_places_of_open_incidents_are_told_by_region(void **state)
{
    struct world *w = *state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct seen_places of24 = { "" }, of23 = { "" }, after = { "" };
    struct tx *tx;

    assert_int_equal(OK, world_act(w, "mk", T1, "report_incident", "I",
                                   "{'kind':'flood','regions':['@VR24'],'what':'Geul',"
                                   "'places':['@VALK','geo:50.865300,5.831200']}"));
    tx = reading(w, a);
    incident_open_places(tx, T("VR24"), note_place, &of24);
    incident_open_places(tx, T("VR23"), note_place, &of23);
    assert_int_equal(OK, tx_end(tx));
    assert_string_equal("GM0994 geo:50.865300,5.831200 ", of24.words);
    assert_string_equal("", of23.words);
    assert_int_equal(OK, world_act(w, "chair", "2021-07-16T10:00:00Z", "close", "I", "{}"));
    tx = reading(w, a);
    incident_open_places(tx, T("VR24"), note_place, &after);
    assert_int_equal(OK, tx_end(tx));
    assert_string_equal("", after.words);
    arena_close(a);
}

static void test_the_picture_of_the_country_has_a_tile_for_each_region(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    doc = world_see(w, "locc", "picture", "{}");
    assert_int_equal(25, world_int(doc, "tiles.length"));
    assert_int_equal(1, world_int(doc, "is_calm"));
    limburg_reported(w);
    assert_int_equal(OK, world_act(w, "chair", "2021-07-14T06:00:00Z", "set_level", "I",
                                   "{'region':'@VR24','grip':'GRIP4'}"));
    doc = world_see(w, "locc", "picture", "{}");
    assert_int_equal(1, world_int(doc, "raised"));
    assert_string_equal("VR24", world_text(doc, "tiles.23.region"));
    assert_string_equal("Limburg-Zuid", world_text(doc, "tiles.23.region_name"));
    assert_int_equal(4, world_int(doc, "tiles.23.level"));
    assert_int_equal(300, world_int(doc, "tiles.23.x"));
    assert_int_equal(700, world_int(doc, "tiles.23.y"));
    assert_int_equal(0, world_int(doc, "tiles.22.level"));
    assert_int_equal(1, world_int(doc, "incidents.length"));
}

static void test_no_two_tiles_lie_on_one_place(void **state)
{
    (void)state;
    assert_int_equal(25, incident_tile_count());
    for (size_t i = 0; i < incident_tile_count(); i++)
        for (size_t k = i + 1; k < incident_tile_count(); k++) {
            const struct region_tile *a = incident_tile_at(i), *b = incident_tile_at(k);

            assert_string_not_equal(a->region, b->region);
            assert_string_not_equal(a->short_name, b->short_name);
            assert_false(a->column == b->column && a->row == b->row);
        }
    assert_null(incident_tile_at(25));
}

static void test_the_list_shows_open_incidents_first_and_closed_ones_when_asked(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    limburg_reported(w);
    assert_int_equal(OK, world_act(w, "mk", T1, "report_incident", "I2",
                                   "{'kind':'dike breach','regions':['@VR24'],"
                                   "'what':'Julianakanaal','related':'@I'}"));
    assert_int_equal(OK, world_act(w, "chair", "2021-07-16T10:00:00Z", "close", "I", "{}"));
    doc = world_see(w, "cdk", "incidents", "{}");
    assert_int_equal(1, world_int(doc, "incidents.length"));
    assert_string_equal("Julianakanaal", world_text(doc, "incidents.0.what"));
    doc = world_see(w, "cdk", "incidents", "{'closed':true}");
    assert_int_equal(2, world_int(doc, "incidents.length"));
    assert_int_equal(0, world_int(doc, "incidents.1.is_open"));
    doc = world_see(w, "cdk", "incidents", "{'q':'nergens'}");
    assert_int_equal(1, world_int(doc, "is_empty"));
}

static void test_a_situation_report_stands_on_the_incident(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    limburg_reported(w);
    assert_int_equal(REFUSED, world_act(w, "rot", "2021-07-14T06:00:00Z", "report_situation", "I",
                                        "{'region':'@VR23','text':'x'}"));
    assert_true(world_has_verdict(w, "OUT_OF_AREA"));
    assert_int_equal(OK, world_act(w, "rot", "2021-07-14T06:00:00Z", "report_situation", "I",
                                   "{'region':'@VR24','text':'centrum onder water'}"));
    assert_int_equal(OK, world_act(w, "locc", "2021-07-14T06:10:00Z", "report_situation", "I",
                                   "{'text':'landelijk beeld rustig'}"));
    doc = world_see(w, "valk", "incident", "{'id':'@I'}");
    assert_int_equal(2, world_int(doc, "situation_reports.length"));
    assert_string_equal("landelijk beeld rustig", world_text(doc, "situation_reports.0.words"));
    assert_string_equal("Limburg-Zuid", world_text(doc, "situation_reports.1.region_name"));
    world_assert_rebuild_equal(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, limburg_set_up, limburg_tear_down)
        TEST(test_an_incident_is_reported_by_whose_region_it_is),
        TEST(test_grip_is_set_per_region_and_by_that_region),
        TEST(test_article_39_is_declared_by_the_chair_of_that_region_only),
        TEST(test_it_covers_the_named_municipalities_from_begin_to_end),
        TEST(test_the_commissioner_and_the_mayors_are_told_of_begin_and_end),
        TEST(test_what_is_not_on_cannot_be_ended),
        TEST(test_a_mayor_inside_may_have_an_objection_recorded),
        TEST(test_an_incident_closes_after_the_end_and_every_council_has_its_report),
        TEST(test_versions_of_a_regions_pictures_only_go_up),
        TEST(test_the_picture_of_a_moment_is_the_newest_made_until_then),
        TEST(test_places_of_open_incidents_are_told_by_region),
        TEST(test_the_picture_of_the_country_has_a_tile_for_each_region),
        cmocka_unit_test(test_no_two_tiles_lie_on_one_place),
        TEST(test_the_list_shows_open_incidents_first_and_closed_ones_when_asked),
        TEST(test_a_situation_report_stands_on_the_incident),
    };

    return cmocka_run_group_tests_name("incident", tests, NULL, NULL);
}
