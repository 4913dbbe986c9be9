/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "access/test_offices.h"
#include "directory/directory.h"

#define T0 "2021-07-13T08:00:00Z"
#define T1 "2021-07-14T08:00:00Z"

static const struct room *const rooms[] = { &kernel_room, &access_room, &directory_room, NULL };

static enum result enter(struct world *w, const char *action, const char *handle,
                         const char *fields)
{
    return world_act(w, "beheer", T0, action, handle, fields);
}

/* A small country: two regions with a border, one without. */
static int set_up(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    world_first(w, T0);
    assert_int_equal(OK, enter(w, "register_police_unit", "PU10",
                               "{'code':'PU10','name':'Limburg','kind':'regional'}"));
    assert_int_equal(OK, enter(w, "register_army_region", "RMC_ZUID",
                               "{'code':'RMC_ZUID','name':'RMC Zuid','seat':'Oirschot'}"));
    assert_int_equal(OK, enter(w, "register_region", "VR24",
                               "{'code':'VR24','name':'Limburg-Zuid','lat':'50.8514','lon':'5.691',"
                               "'police_unit':'PU10','army_region':'RMC_ZUID',"
                               "'army_region_from':'2024-06-21','neighbours':['VR23']}"));
    assert_int_equal(OK, enter(w, "register_region", "VR23",
                               "{'code':'VR23','name':'Limburg-Noord','police_unit':'PU10'}"));
    assert_int_equal(OK, enter(w, "register_region", "VR19", "{'code':'VR19','name':'Zeeland'}"));
    assert_int_equal(OK, enter(w, "register_place", "VALK",
                               "{'name':'Valkenburg aan de Geul','kind':'gemeente','region':'VR24',"
                               "'cbs_code':'GM0994','lat':'50.865','lon':'5.831'}"));
    assert_int_equal(OK,
                     enter(w, "register_place", "WL",
                           "{'name':'Waterschap Limburg','kind':'waterschap','region':'VR24'}"));
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

static struct instant moment(const char *words)
{
    struct instant t;

    assert_true(instant_read(text_of(words), &t));
    return t;
}

static const char *region_of(struct world *w, const char *words, const char *when)
{
    struct arena *a = world_arena(w);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct text code = directory_region_of(tx, text_of(words), moment(when));

    assert_int_equal(OK, tx_end(tx));
    return text_cstr(a, code);
}

static bool adjacent(struct world *w, const char *one, const char *two, const char *when)
{
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    bool is = directory_is_adjacent(tx, text_of(one), text_of(two), moment(when));

    assert_int_equal(OK, tx_end(tx));
    return is;
}

static void test_a_region_is_found_by_every_word_for_it(void **state)
{
    struct world *w = *state;
    char id[ID_TEXT_MAX];

    assert_string_equal("VR24", region_of(w, "VR24", T0));
    assert_string_equal("VR24", region_of(w, "GM0994", T0));
    id_write(world_id(w, "VALK"), id);
    assert_string_equal("VR24", region_of(w, id, T0));
    id_write(world_id(w, "WL"), id);
    assert_string_equal("VR24", region_of(w, id, T0));
    id_write(world_id(w, "VR23"), id);
    assert_string_equal("VR23", region_of(w, id, T0));
    assert_string_equal("", region_of(w, "GM9999", T0));
    assert_string_equal("", region_of(w, "geo:50.865300,5.831200", T0));
    assert_string_equal("", region_of(w, "", T0));
    id_write(world_id(w, "PU10"), id);
    assert_string_equal("", region_of(w, id, T0));
}

static void test_a_border_holds_both_ways_and_until_a_region_ends(void **state)
{
    struct world *w = *state;

    assert_true(adjacent(w, "VR24", "VR23", T0));
    assert_true(adjacent(w, "VR23", "VR24", T0));
    assert_false(adjacent(w, "VR24", "VR19", T0));
    assert_false(adjacent(w, "VR24", "VR24", T0));
    assert_int_equal(OK, world_act(w, "beheer", T1, "end_region", "VR23", "{}"));
    assert_true(adjacent(w, "VR24", "VR23", T0));
    assert_false(adjacent(w, "VR24", "VR23", T1));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "rename_region", "VR23", "{'name':'x'}"));
    assert_true(world_has_verdict(w, "THING_ENDED"));
    assert_int_equal(
        OK, world_act(w, "beheer", T1, "set_neighbours", "VR24", "{'neighbours':['VR19']}"));
    assert_true(adjacent(w, "VR19", "VR24", T1));
    assert_int_equal(
        REFUSED, world_act(w, "beheer", T1, "set_neighbours", "VR24", "{'neighbours':['VR24']}"));
    assert_true(world_has_verdict(w, "NEIGHBOUR_ITSELF"));
    assert_int_equal(
        REFUSED, world_act(w, "beheer", T1, "set_neighbours", "VR24", "{'neighbours':['VR77']}"));
    assert_true(world_has_verdict(w, "CODE_UNKNOWN"));
}

static void test_an_army_region_is_unknown_before_its_first_day(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    struct directory_region r;

    assert_int_equal(OK, directory_region(tx, T("VR24"), moment(T0), &r));
    assert_true(text_is_empty(r.army_region));
    assert_int_equal(OK, directory_region(tx, T("VR24"), moment("2024-06-20T21:59:59Z"), &r));
    assert_true(text_is_empty(r.army_region));
    assert_int_equal(OK, directory_region(tx, T("VR24"), moment("2024-06-20T22:00:00Z"), &r));
    assert_true(text_is(r.army_region, "RMC_ZUID"));
    assert_true(text_is(r.police_unit, "PU10"));
    assert_int_equal(OK, tx_end(tx));
}

static void test_a_code_stands_once_and_what_it_names_is_known(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, enter(w, "register_region", "X1", "{'code':'VR24','name':'Dubbel'}"));
    assert_true(world_has_verdict(w, "CODE_DOUBLED"));
    assert_int_equal(REFUSED, enter(w, "register_place", "X2",
                                    "{'name':'Valkenburg','kind':'gemeente','region':'VR24',"
                                    "'cbs_code':'GM0994'}"));
    assert_true(world_has_verdict(w, "CODE_DOUBLED"));
    assert_int_equal(REFUSED, enter(w, "register_place", "X3",
                                    "{'name':'Nergens','kind':'gemeente','region':'VR99'}"));
    assert_true(world_has_verdict(w, "CODE_UNKNOWN"));
    assert_int_equal(REFUSED, enter(w, "register_region", "X4",
                                    "{'code':'VR26','name':'Nieuw','police_unit':'PU99'}"));
    assert_true(world_has_verdict(w, "CODE_UNKNOWN"));
    assert_int_equal(REFUSED,
                     enter(w, "register_organisation", "X5",
                           "{'org':'LOCC','valid_from':'2021-02-01','valid_until':'2021-01-31'}"));
    assert_true(world_has_verdict(w, "PERIOD_REVERSED"));
    assert_int_equal(OK, enter(w, "register_organisation", "O1", "{'org':'LOCC'}"));
    assert_int_equal(REFUSED, enter(w, "register_organisation", "X6", "{'org':'LOCC'}"));
    assert_true(world_has_verdict(w, "CODE_DOUBLED"));
}

static void test_an_ended_municipality_frees_its_code(void **state)
{
    struct world *w = *state;
    struct directory_place p;

    assert_int_equal(OK, world_act(w, "beheer", T1, "end_place", "VALK", "{}"));
    assert_string_equal("VR24", region_of(w, "GM0994", T0));
    assert_string_equal("", region_of(w, "GM0994", T1));
    assert_int_equal(OK, world_act(w, "beheer", T1, "register_place", "NEW",
                                   "{'name':'Heuvelland','kind':'gemeente','region':'VR24',"
                                   "'cbs_code':'GM0994'}"));
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    assert_int_equal(OK, directory_municipality(tx, T("GM0994"), moment(T1), &p));
    assert_true(id_same(world_id(w, "NEW"), p.id));
    assert_int_equal(INT_NONE, p.lat_micro);
    assert_int_equal(OK, directory_place(tx, world_id(w, "VALK"), &p));
    assert_int_equal(50865000, p.lat_micro);
    assert_int_equal(NOT_FOUND, directory_place(tx, world_id(w, "VR24"), &p));
    assert_int_equal(OK, tx_end(tx));
}

static void test_degrees_are_read_to_the_millionth_and_no_further(void **state)
{
    static const struct {
        const char *words;
        int64_t micro; /* INT_NONE: refused */
    } cases[] = {
        { "50.865", 50865000 },    { "0", 0 },           { "-0.5", -500000 },
        { "90", 90000000 },        { "-90", -90000000 }, { "90.000001", INT_NONE },
        { "5.1234567", INT_NONE }, { "5.", INT_NONE },   { ".5", INT_NONE },
        { "5,8", INT_NONE },       { "x", INT_NONE },    { "", INT_NONE },
        { "-", INT_NONE },         { "5.8x", INT_NONE }, { "--5", INT_NONE },
        { "05.1", INT_NONE },      { "-0", 0 },          { "-5.25", -5250000 },
    };
    int64_t micro;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        micro = INT_NONE;
        assert_int_equal(cases[i].micro != INT_NONE,
                         degrees_read(text_of(cases[i].words), INT64_C(90000000), &micro));
        assert_int_equal(cases[i].micro, micro);
    }
}

static void test_half_a_position_is_refused(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, enter(w, "register_place", "X1",
                                    "{'name':'Punt','kind':'point','region':'VR24','lat':'50.8'}"));
    assert_true(world_has_verdict(w, "POSITION_HALF"));
    assert_int_equal(REFUSED,
                     enter(w, "register_place", "X2",
                           "{'name':'Punt','kind':'point','region':'VR24','lat':'91','lon':'5'}"));
    assert_true(world_has_verdict(w, "POSITION"));
}

static void test_places_and_regions_are_shown(void **state)
{
    struct world *w = *state;
    const json_t *doc = world_see(w, "beheer", "region", "{'id':'@VR24'}");

    assert_string_equal("Limburg-Zuid", world_text(doc, "name"));
    assert_string_equal("50.851400", world_text(doc, "lat"));
    assert_string_equal("VR23", world_text(doc, "neighbours.0.code"));
    assert_string_equal("GM0994", world_text(doc, "municipalities.0.cbs_code"));
    assert_false(world_has(doc, "army_region"));
    doc = world_see(w, "beheer", "region", "{'id':'@VR23'}");
    assert_string_equal("VR24", world_text(doc, "neighbours.0.code"));
    doc = world_see(w, "beheer", "place", "{'id':'@VALK'}");
    assert_string_equal("gemeente", world_text(doc, "kind.code"));
    assert_string_equal("Limburg-Zuid", world_text(doc, "region_name"));
    doc = world_see(w, "beheer", "places", "{}");
    assert_string_equal("waterschap", world_text(doc, "places.0.kind"));
    assert_null(world_see(w, "beheer", "place", "{'id':'@VR24'}"));
    assert_null(world_see(w, "-", "regions", "{}"));
    assert_int_equal(OK,
                     world_act(w, "beheer", T1, "rename_place", "VALK", "{'name':'Valkenburg'}"));
    doc = world_see(w, "beheer", "municipalities", "{'q':'valken'}");
    assert_string_equal("Valkenburg", world_text(doc, "municipalities.0.name"));
    assert_true(strncmp(world_text(doc, "municipalities.0.self_url"), "/plaatsen/", 10) == 0);
}

static void test_a_place_field_is_shown_in_words(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct buf text = buf_make(65536);
    struct json out = json_make(&text);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct json_fault fault;
    json_t *doc;

    json_open(&out);
    json_put_place(&out, "place", tx, id_text(a, world_id(w, "VALK")));
    json_put_place(&out, "region", tx, id_text(a, world_id(w, "VR24")));
    json_put_place(&out, "point", tx, T("geo:50.865300,5.831200"));
    json_put_place(&out, "none", tx, T(""));
    json_close(&out);
    assert_int_equal(OK, tx_end(tx));
    assert_int_equal(OK, json_end(&out));
    assert_int_equal(OK, json_read(buf_text(&text), &doc, &fault));
    assert_string_equal("Valkenburg aan de Geul", world_text(doc, "place.name"));
    assert_string_equal("50.865000", world_text(doc, "place.lat"));
    assert_string_equal("Limburg-Zuid", world_text(doc, "region.name"));
    assert_string_equal("5.691000", world_text(doc, "region.lon"));
    assert_string_equal("5.831200", world_text(doc, "point.lon"));
    assert_false(world_has(doc, "none"));
    json_decref(doc);
    buf_free(&text);
}

struct marking {
    struct world *w;
    struct text place;
};

static enum result mark(void *ctx, struct tx *tx)
{
    const struct marking *m = ctx;

    return directory_audience_add(tx, world_id(m->w, "space"), m->place, moment(T0));
}

static enum result unmark(void *ctx, struct tx *tx)
{
    static const struct statement clear = { .name = "clear", .sql = "DELETE FROM audience" };

    (void)ctx;
    return tx_exec0(tx, &clear);
}

static bool sees_space(struct world *w, const char *who)
{
    struct arena *a = world_arena(w);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct viewer viewer = { .actor = text_printf(a, "p-%s", who),
                             .office = world_id(w, who),
                             .channel = T("web") };
    bool sees = access_gate.sees(tx, &viewer, "parties", world_id(w, "space"), moment(T0));

    assert_int_equal(OK, tx_end(tx));
    return sees;
}

static void test_an_office_covers_a_place_by_its_code_or_its_region(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct marking m = { w, id_text(a, world_id(w, "VALK")) };

    world_office(w, T0, "chair24", "VR.voorzitter", "VR24", "['VR24']", "[]");
    world_office(w, T0, "chair23", "VR.voorzitter", "VR23", "['VR23']", "[]");
    world_office(w, T0, "mayor", "GEMEENTE.burgemeester", "GM0994", "['GM0994']", "[]");
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    assert_true(directory_office_covers(tx, world_id(w, "chair24"), m.place, moment(T0)));
    assert_true(directory_office_covers(tx, world_id(w, "chair24"), T("GM0994"), moment(T0)));
    assert_true(directory_office_covers(tx, world_id(w, "mayor"), m.place, moment(T0)));
    assert_false(directory_office_covers(tx, world_id(w, "mayor"), T("VR24"), moment(T0)));
    assert_false(directory_office_covers(tx, world_id(w, "chair23"), m.place, moment(T0)));
    assert_false(
        directory_office_covers(tx, world_id(w, "chair24"), T("geo:50.8,5.8"), moment(T0)));
    assert_int_equal(OK, tx_end(tx));
    assert_int_equal(OK, space_local(world_space(w), mark, &m));
    assert_true(sees_space(w, "mayor"));
    assert_true(sees_space(w, "chair24"));
    assert_false(sees_space(w, "chair23"));
    assert_int_equal(OK, space_local(world_space(w), unmark, NULL));
}

static void test_a_mandate_for_a_region_holds_for_its_municipalities(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);

    world_office(w, T0, "chair24", "VR.voorzitter", "VR24", "['VR24']", "[]");
    world_office(w, T0, "rot24", "ROT.operationeel_leider", "VR24", "['VR24']", "[]");
    assert_int_equal(
        OK, world_act(w, "chair24", T0, "give_mandate", "M1",
                      "{'from_office':'@chair24','to_office':'ROT.operationeel_leider',"
                      "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-12-31'}"));
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    assert_true(id_same(world_id(w, "M1"),
                        directory_mandate_for(tx, world_id(w, "rot24"), T("VR.voorzitter"),
                                              T("WVR51_MIL"), T("GM0994"), moment(T1))));
    assert_true(id_is_none(directory_mandate_for(tx, world_id(w, "rot24"), T("VR.voorzitter"),
                                                 T("WVR51_MIL"), T("VR23"), moment(T1))));
    assert_int_equal(OK, tx_end(tx));
}

/* An office "lezer" in a space whose administrator was made by access_administrator. */
static void make_reader(struct world *w)
{
    const struct catalogue *c = space_catalogue(world_space(w));
    json_t *office = json_pack("{s:s, s:s}", "office", "LOCC.desk", "org", "LOCC");
    json_t *holder = json_pack("{s:s}", "holder", "p-lezer");
    struct step steps[] = {
        { .action = catalogue_action(c, T("register_office"), T("office")),
          .input = office,
          .if_version = INT_NONE },
        { .action = catalogue_action(c, T("appoint_holder"), T("office")),
          .object_step = 1,
          .input = holder,
          .if_version = INT_NONE },
    };
    struct unit unit = { .steps = steps, .n = 2, .key = T(""), .body = T(""), .trace = T("") };
    struct receipt *receipt = arena_new(world_arena(w), struct receipt);

    assert_int_equal(OK, access_administrator(world_space(w), world_arena(w), &unit.by));
    assert_int_equal(OK, space_commit(world_space(w), &unit, world_arena(w), receipt));
    world_name(w, "lezer", receipt->steps[0].object);
    json_decref(office);
    json_decref(holder);
}

/* The program's own files, entered twice: the second time nothing happens. */
static void test_the_reference_files_enter_once_and_are_whole(void **state)
{
    struct world *w = world_open(rooms, &access_gate);
    struct directory_loaded first, again;
    const json_t *doc;
    int64_t seen = 0;
    char query[64] = "{}";

    (void)state;
    assert_int_equal(OK, directory_load_reference(world_space(w), &first));
    assert_int_equal(5, first.sets);
    assert_true(first.rows > 400);
    assert_int_equal(OK, directory_load_reference(world_space(w), &again));
    assert_int_equal(0, again.sets + again.rows + again.newer);
    make_reader(w);
    doc = world_see(w, "lezer", "regions", "{}");
    assert_int_equal(25, world_int(doc, "regions.length"));
    for (;;) {
        doc = world_see(w, "lezer", "municipalities", query);
        seen += world_int(doc, "municipalities.length");
        if (!world_has(doc, "next"))
            break;
        snprintf(query, sizeof(query), "{'after':'%s'}", world_text(doc, "next"));
    }
    assert_int_equal(342, seen);
    assert_string_equal("GeoNames, CC BY 4.0", world_text(doc, "credit"));
    assert_true(adjacent(w, "VR24", "VR23", "2026-01-01T00:00:00Z"));
    assert_string_equal("VR24", region_of(w, "GM0994", "2026-01-01T00:00:00Z"));
    world_assert_rebuild_equal(w);
    world_close(w);
}

/* The acts that change who belongs to whom, and end it: each passes once and is refused once. */
static void test_units_and_army_regions_are_assigned_by_known_codes_and_end(void **state)
{
    struct world *w = *state;
    struct tx *tx;
    struct directory_region r;

    assert_int_equal(
        OK, world_act(w, "beheer", T1, "assign_police_unit", "VR19", "{'police_unit':'PU10'}"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "assign_police_unit", "VR19",
                                        "{'police_unit':'PU77'}"));
    assert_true(world_has_verdict(w, "CODE_UNKNOWN"));
    assert_int_equal(
        OK, world_act(w, "beheer", T1, "assign_army_region", "VR19", "{'army_region':'RMC_ZUID'}"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "assign_army_region", "VR19",
                                        "{'army_region':'RMC_OOST'}"));
    assert_true(world_has_verdict(w, "CODE_UNKNOWN"));
    tx = tx_read(space_store(world_space(w)), world_arena(w));
    assert_int_equal(OK, directory_region(tx, T("VR19"), moment(T1), &r));
    assert_int_equal(OK, tx_end(tx));
    assert_true(text_is(r.police_unit, "PU10"));
    assert_true(text_is(r.army_region, "RMC_ZUID"));
    assert_int_equal(OK, world_act(w, "beheer", T1, "end_police_unit", "PU10", "{}"));
    assert_int_equal(OK, world_act(w, "beheer", T1, "end_army_region", "RMC_ZUID", "{}"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "end_police_unit", "PU10", "{}"));
    assert_true(world_has_verdict(w, "THING_ENDED"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "end_army_region", "RMC_ZUID", "{}"));
    assert_true(world_has_verdict(w, "THING_ENDED"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "assign_police_unit", "VR24",
                                        "{'police_unit':'PU10'}"));
    assert_true(world_has_verdict(w, "CODE_UNKNOWN")); /* what has ended is assigned to nobody */
}

static void test_an_organisation_is_renamed_until_it_ends(void **state)
{
    struct world *w = *state;

    assert_int_equal(
        OK, enter(w, "register_organisation", "NRV", "{'org':'NRV','name':'Reddingsvloot'}"));
    assert_int_equal(OK, world_act(w, "beheer", T1, "rename_organisation", "NRV",
                                   "{'name':'Nationale Reddingsvloot'}"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "end_organisation", "NRV",
                                        "{'until':'2021-07-01T00:00:00Z'}"));
    assert_true(world_has_verdict(w, "END_PAST"));
    assert_int_equal(OK, world_act(w, "beheer", T1, "end_organisation", "NRV", "{}"));
    assert_int_equal(REFUSED,
                     world_act(w, "beheer", T1, "rename_organisation", "NRV", "{'name':'x'}"));
    assert_true(world_has_verdict(w, "THING_ENDED"));
}

static void test_a_set_of_reference_data_is_noted_with_its_digest(void **state)
{
    struct world *w = *state;
    const char *set = "{'name':'regions','version':1,'rows':25,'sha256':"
                      "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}";

    assert_int_equal(OK, world_act(w, "beheer", T1, "adopt_reference", "SET", set));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "adopt_reference", "SET2",
                                        "{'name':'regions','version':1,'rows':25,'sha256':'0'}"));
    assert_true(world_has_verdict(w, "FIELD_LENGTH"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_region_is_found_by_every_word_for_it),
        TEST(test_a_border_holds_both_ways_and_until_a_region_ends),
        TEST(test_an_army_region_is_unknown_before_its_first_day),
        TEST(test_a_code_stands_once_and_what_it_names_is_known),
        TEST(test_an_ended_municipality_frees_its_code),
        cmocka_unit_test(test_degrees_are_read_to_the_millionth_and_no_further),
        TEST(test_half_a_position_is_refused),
        TEST(test_places_and_regions_are_shown),
        TEST(test_a_place_field_is_shown_in_words),
        TEST(test_an_office_covers_a_place_by_its_code_or_its_region),
        TEST(test_a_mandate_for_a_region_holds_for_its_municipalities),
        cmocka_unit_test(test_the_reference_files_enter_once_and_are_whole),
        TEST(test_units_and_army_regions_are_assigned_by_known_codes_and_end),
        TEST(test_an_organisation_is_renamed_until_it_ends),
        TEST(test_a_set_of_reference_data_is_noted_with_its_digest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
