/* SPDX-License-Identifier: EUPL-1.2 */
/* Adding a text field to an action is one line of its declaration plus its words: the form, the
 * reading with its bounds, the journal, the timeline and a rebuild carry it, and no other line
 * knows of it. */
#include <stdlib.h>
#include <string.h>

#include "across.h"
#include "base/tr.h"
#include "kernel/test_room.h"
#include "kernel/test_world.h"

/* The member that the new line points at, behind the members that were there. */
struct make_box_noted {
    struct make_box was;
    struct text note;
};

/* The one line. Its words: a sentence that po/ has in both languages. */
#define THE_LINE FIELD(make_box_noted, note, .label = "Search", .max = 20, .optional = true)

enum { BUF_BYTES = 1024 * 1024 };

/* A copy of a fieldset with the line added; its member stands at `offset`. Owner: caller, free
 * .fields. */
static struct fieldset with_line(const struct fieldset *set, size_t offset)
{
    struct field line = THE_LINE, *fields = calloc((size_t)set->n + 1, sizeof(*fields));

    assert_non_null(fields);
    line.offset = offset;
    if (set->n > 0)
        memcpy(fields, set->fields, (size_t)set->n * sizeof(*fields));
    fields[set->n] = line;
    return (struct fieldset){ fields, set->n + 1, offset + sizeof(struct text) };
}

/* The room of boxes with the line in make_box. */
struct noted_room {
    struct action actions[2];
    struct room room;
    const struct room *rooms[3];
};

static void noted_make(struct noted_room *n)
{
    memcpy(n->actions, box_room.actions, sizeof(n->actions));
    n->actions[0].fields =
        with_line(&box_room.actions[0].fields, offsetof(struct make_box_noted, note));
    n->room = box_room;
    n->room.actions = n->actions;
    n->rooms[0] = &kernel_room;
    n->rooms[1] = &n->room;
    n->rooms[2] = NULL;
}

static const char *const words = "aan de noordzijde";

static enum result make(struct world *w, const char *box, const char *fields)
{
    return world_act(w, "-", "2021-07-14T12:00:00Z", "make_box", box, fields);
}

static void test_an_act_carries_the_new_field_to_journal_timeline_and_rebuild(void **state)
{
    struct noted_room noted;
    struct world *w;

    (void)state;
    noted_make(&noted);
    w = world_open(noted.rooms, NULL);
    assert_int_equal(OK, make(w, "B1", "{'label':'doos','size':3,'note':'aan de noordzijde'}"));
    assert_int_equal(OK, make(w, "B2", "{'label':'doos','size':3}"));
    assert_int_equal(REFUSED, make(w, "B3",
                                   "{'label':'doos','size':3,"
                                   "'note':'meer dan twintig tekens lang'}"));
    assert_true(world_has_verdict(w, "FIELD_LENGTH"));
    const json_t *doc =
        world_see(w, "-", "box", "{'id':'@B1'}"); /* its entry, out of the journal */
    assert_string_equal(words, world_text(doc, "timeline.0.asked.note"));
    doc = world_see(w, "-", "box", "{'id':'@B2'}");
    assert_false(world_has(doc, "timeline.0.asked.note"));
    world_assert_rebuild_equal(w);
    world_close(w);
    free((void *)(uintptr_t)noted.actions[0].fields.fields);
}

static void test_without_the_line_the_field_is_unknown(void **state)
{
    struct world *w = world_open(box_rooms, NULL);

    (void)state;
    assert_int_equal(REFUSED, make(w, "B1", "{'label':'doos','size':3,'note':'x'}"));
    assert_true(world_has_verdict(w, "FIELD_UNKNOWN"));
    world_close(w);
}

/* ---- the same for every action of the program ---- */

/* The row of the field in the form, or NULL. */
static const json_t *form_row(const json_t *form)
{
    const json_t *row;
    size_t i;

    json_array_foreach (json_object_get(form, "fields"), i, row)
        if (strcmp(json_string_value(json_object_get(row, "name")), "note") == 0)
            return row;
    return NULL;
}

static bool form_has_line(const struct fieldset *set, const json_t *input, struct arena *a)
{
    struct buf buf = buf_make(BUF_BYTES * 8);
    struct json out = json_make(&buf);
    struct verdict *v = arena_new(a, struct verdict);
    struct zone *zone = zone_open("Europe/Amsterdam");
    struct viewer nobody = { T(""), ID_NONE, ID_NONE, T("web") };
    struct look look = {
        .catalogue = &schakel_catalogue, .viewer = &nobody, .lang = "nl", .zone = zone, .arena = a
    };
    json_t *form = NULL;
    const json_t *row;
    bool is_there;

    verdict_init(v, a);
    json_open(&out);
    fields_form_json(set, input, v, &look, &out);
    json_close(&out);
    assert_int_equal(OK, json_end(&out));
    form = json_loadb(buf.at, buf.len, 0, NULL);
    row = form_row(form);
    is_there = row != NULL &&
               strcmp(json_string_value(json_object_get(row, "label")), tr("nl", "Search")) == 0 &&
               strcmp(json_string_value(json_object_get(row, "value")), words) == 0;
    json_decref(form);
    zone_close(zone);
    buf_free(&buf);
    return is_there;
}

static void check_action(struct findings *f, const struct action *action)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    size_t offset = (action->fields.size + 15) & ~(size_t)15;
    struct fieldset set = with_line(&action->fields, offset);
    struct verdict *v = arena_new(a, struct verdict);
    json_t *input = json_pack("{s:s}", "note", words), *written;
    void *read = arena_array(a, char, set.size);

    verdict_init(v, a);
    fields_read(&set, input, read, true, a, v);
    written = fields_write(&set, read, NULL);
    if (!verdict_is_clear(v))
        found(f, "%s of %s: the new field is not read", action->name, action->object);
    if (!json_equal(written, input))
        found(f, "%s of %s: the journal does not carry it", action->name, action->object);
    if (!form_has_line(&set, input, a))
        found(f, "%s of %s: the form does not carry it", action->name, action->object);
    json_decref(written);
    json_decref(input);
    free((void *)(uintptr_t)set.fields);
    arena_close(a);
}

static void test_every_action_takes_one_more_line(void **state)
{
    struct findings f = { 0 };

    (void)state;
    assert_string_not_equal("Search", tr("nl", "Search")); /* its words are found */
    for (const struct room *const *r = schakel_catalogue.rooms; *r != NULL; r++)
        for (size_t i = 0; i < (*r)->action_count; i++)
            if (fields_find(&(*r)->actions[i].fields, T("note")) == NULL)
                check_action(&f, &(*r)->actions[i]);
    found_none(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_act_carries_the_new_field_to_journal_timeline_and_rebuild),
        cmocka_unit_test(test_without_the_line_the_field_is_unknown),
        cmocka_unit_test(test_every_action_takes_one_more_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
