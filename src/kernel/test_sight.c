/* SPDX-License-Identifier: EUPL-1.2 */
/* What a viewer may not see does not show itself by another way: a reference, a list of choices, a
 * search, a timeline, a guard's words. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/test_room.h"
#include "kernel/test_world.h"

#define NOON "2021-07-14T12:00:00Z"

static void may(const struct entry *entry, const void *fields, struct tx *tx, struct verdict *v)
{
    (void)entry;
    (void)fields;
    (void)tx;
    (void)v;
}

/* A stranger sees no box whose label begins with "stil". */
static bool sees(struct tx *tx, const struct viewer *viewer, const char *audience, struct id thing,
                 struct instant now)
{
    (void)audience;
    (void)now;
    return !text_is(viewer->actor, "p-stranger") || id_is_none(thing) ||
           !text_starts(thing_label_of(tx, thing), T("stil"));
}

static const struct gate gate = { may, sees };

static int set_up(void **state)
{
    *state = world_open(box_rooms, &gate);
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

static void make(struct world *w, const char *box, const char *label)
{
    char fields[80];

    snprintf(fields, sizeof(fields), "{'label':'%s','size':5}", label);
    assert_int_equal(OK, world_act(w, "owner", NOON, "make_box", box, fields));
}

static void test_guards_say_nothing_about_a_thing_that_is_hidden(void **state)
{
    struct world *w = *state;

    make(w, "B1", "open");
    make(w, "B2", "stil");
    assert_int_equal(OK, world_act(w, "owner", NOON, "fill_box", "B2", "{'amount':5}"));
    assert_int_equal(REFUSED,
                     world_act(w, "owner", NOON, "fill_box", "B1", "{'amount':1,'like':'@B2'}"));
    assert_true(world_has_verdict(w, "BOX_LIKE_FULL"));
    assert_int_equal(REFUSED,
                     world_act(w, "stranger", NOON, "fill_box", "B1", "{'amount':1,'like':'@B2'}"));
    assert_string_equal("REF_NOT_FOUND", world_verdict_code(w, 0));
    assert_string_equal("", world_verdict_code(w, 1));
    assert_int_equal(NOT_FOUND, world_act(w, "stranger", NOON, "fill_box", "B2", "{'amount':1}"));
    assert_string_equal("", world_verdict_code(w, 1));
}

static void test_a_timeline_leaves_out_acts_about_what_is_hidden(void **state)
{
    struct world *w = *state;

    make(w, "B1", "open");
    make(w, "B2", "stil");
    assert_int_equal(OK,
                     world_act(w, "owner", NOON, "fill_box", "B2", "{'amount':3,'like':'@B1'}"));
    assert_int_equal(2, world_int(world_see(w, "owner", "box", "{'id':'@B1'}"), "timeline.length"));
    assert_int_equal(1,
                     world_int(world_see(w, "stranger", "box", "{'id':'@B1'}"), "timeline.length"));
}

static void test_a_search_finds_the_open_ones_behind_many_hidden_ones(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    make(w, "B1", "open");
    for (int i = 0; i < 40; i++)
        make(w, "B2", "stil");
    doc = world_see(w, "stranger", "search", "{'type':'box'}");
    assert_int_equal(1, world_int(doc, "items.length"));
    assert_string_equal("open", world_text(doc, "items.0.label"));
    doc = world_see(w, "owner", "search", "{'type':'box','q':'stil'}");
    assert_int_equal(20, world_int(doc, "items.length"));
}

/* The form of fill_box as the viewer gets it, with `like` filled in. */
static json_t *form_of(struct world *w, const char *who, struct text like)
{
    const struct field *f;
    struct look look = { .catalogue = space_catalogue(world_space(w)),
                         .gate = &gate,
                         .tx = tx_read(space_store(world_space(w)), world_arena(w)),
                         .viewer = &(struct viewer){ .actor = text_of(who) },
                         .lang = "nl",
                         .zone = space_zone(world_space(w)),
                         .arena = world_arena(w) };
    const struct action *fill = catalogue_action(look.catalogue, T("fill_box"), T("box"));
    struct verdict v;
    struct form_pair pair = { T("like"), like };
    struct buf buf = buf_make(1024 * 1024);
    struct json out = json_make(&buf);
    struct json_fault fault;
    json_t *input, *doc, *field;

    verdict_init(&v, world_arena(w));
    f = fields_find(&fill->fields, T("like"));
    input = fields_from_form(&fill->fields, &pair, 1, look.zone, look.now, &look, look.arena, &v);
    json_open(&out);
    fields_form_json(&fill->fields, input, &v, &look, &out);
    json_close(&out);
    assert_int_equal(OK, json_end(&out));
    assert_int_equal(OK, json_read(buf_text(&buf), &doc, &fault));
    field = json_incref(
        json_array_get(json_object_get(doc, "fields"), (size_t)(f - fill->fields.fields)));
    assert_int_equal(OK, tx_end(look.tx));
    json_decref(doc);
    json_decref(input);
    buf_free(&buf);
    return field;
}

static void assert_shown(struct world *w, const char *who, struct text like, const char *shown,
                         size_t options)
{
    json_t *field = form_of(w, who, like);

    assert_string_equal(shown, json_string_value(json_object_get(field, "shown")));
    assert_int_equal(options, json_array_size(json_object_get(field, "options")));
    json_decref(field);
}

static void test_a_form_offers_and_names_only_what_its_viewer_sees(void **state)
{
    struct world *w = *state;
    struct text id;

    make(w, "B1", "open");
    make(w, "B2", "stil water");
    id = id_text(world_arena(w), world_id(w, "B2"));
    assert_shown(w, "p-owner", id, "stil water", 2);
    assert_shown(w, "p-owner", T("stil water"), "stil water", 2);
    assert_shown(w, "p-stranger", id, text_cstr(world_arena(w), id), 1);
    assert_shown(w, "p-stranger", T("stil water"), "stil water", 1);
    json_t *typed = form_of(w, "p-stranger", T("stil water"));
    assert_string_equal("stil water", json_string_value(json_object_get(typed, "value")));
    json_decref(typed);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_guards_say_nothing_about_a_thing_that_is_hidden),
        TEST(test_a_timeline_leaves_out_acts_about_what_is_hidden),
        TEST(test_a_search_finds_the_open_ones_behind_many_hidden_ones),
        TEST(test_a_form_offers_and_names_only_what_its_viewer_sees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
