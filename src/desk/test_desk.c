/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "desk/desk.h"
#include "kernel/test_world.h"

#define NOON "2021-07-14T12:00:00Z"

/* A room of letters: an author writes, a reader answers; the desk knows only what acts are open. */
static const struct statement open_count = {
    .name = "LETTER_COUNT",
    .sql = "SELECT count(*) FROM thing WHERE type = 'lesson'",
};
static const struct statement *const all[] = { &open_count, NULL };
static const struct room_sql letter_sql = { "letter", "", "", all, 1 };

struct letter {
    struct text words;
};

static enum result apply_write(const struct entry *e, const void *fields, const void *settled,
                               struct tx *tx)
{
    (void)settled;
    thing_label(tx, e->object, T(""), ((const struct letter *)fields)->words);
    return thing_state(tx, e->object, T("OPEN"));
}

static enum result apply_answer(const struct entry *e, const void *fields, const void *settled,
                                struct tx *tx)
{
    (void)fields;
    (void)settled;
    return thing_state(tx, e->object, T("CLOSED"));
}

static enum result apply_propose(const struct entry *e, const void *fields, const void *settled,
                                 struct tx *tx)
{
    (void)settled;
    thing_label(tx, e->object, T("V1"), ((const struct letter *)fields)->words);
    return thing_state(tx, e->object, T("PROPOSED"));
}

static enum result apply_accept(const struct entry *e, const void *fields, const void *settled,
                                struct tx *tx)
{
    (void)fields;
    (void)settled;
    return thing_state(tx, e->object, T("ACCEPTED"));
}

static enum result apply_nothing(const struct entry *e, const void *fields, const void *settled,
                                 struct tx *tx)
{
    (void)e;
    (void)fields;
    (void)settled;
    return tx_result(tx);
}

static void guard_reader(const struct entry *e, const void *fields, struct tx *tx,
                         struct verdict *v)
{
    (void)fields;
    (void)tx;
    if (!text_is(e->by.actor, "p-reader"))
        verdict_forbid(v, "NOT_THE_READER", "", "Only the reader answers.", "Wait for the answer.");
}

static const struct action actions[] = {
    {
        .name = "write_letter",
        .version = 1,
        .object = "lesson",
        .address = "brief",
        .title = "Write a letter",
        .may = "anybody",
        .creates = true,
        FIELDS(letter, FIELD(letter, words, .label = "Words")),
        .apply = apply_write,
    },
    {
        .name = "answer_letter",
        .version = 1,
        .object = "lesson",
        .posted_to = "answers",
        .address = "antwoord",
        .title = "Answer",
        .may = "anybody",
        FIELDS(letter, FIELD(letter, words, .label = "Words", .optional = true)),
        .ready = { guard_reader },
        .apply = apply_answer,
    },
    {
        .name = "copy_letter",
        .version = 1,
        .object = "lesson",
        .posted_to = "copies",
        .address = "afschrift",
        .title = "Copy",
        .may = "anybody",
        .is_aside = true,
        FIELDS(letter, FIELD(letter, words, .label = "Words", .optional = true)),
        .apply = apply_nothing,
    },
    {
        .name = "propose_slip",
        .version = 1,
        .object = "allocation",
        .address = "voorstel",
        .title = "Propose",
        .may = "anybody",
        .creates = true,
        FIELDS(letter, FIELD(letter, words, .label = "Words")),
        .apply = apply_propose,
    },
    {
        .name = "accept_slip",
        .version = 1,
        .object = "allocation",
        .posted_to = "acceptance",
        .address = "aanvaarding",
        .title = "Accept",
        .may = "anybody",
        FIELDS(letter, FIELD(letter, words, .label = "Words", .optional = true)),
        .ready = { guard_reader },
        .apply = apply_accept,
    },
};
static const struct thing_type things[] = {
    { "lesson", "letters", "brieven", "Letter", "desk", "offices" },
    { "allocation", "slips", "briefjes", "Slip", "desk", "offices" },
};
static const struct room letter_room = {
    .name = "letter",
    .sql = &letter_sql,
    ROOM_ACTIONS(actions),
    ROOM_THINGS(things),
};
static const struct room *const rooms[] = { &kernel_room, &access_room, &law_room,
                                            &letter_room, &desk_room,   NULL };

static int set_up(void **state)
{
    *state = world_open(rooms, NULL);
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

static void test_a_step_forward_is_mine_only_for_who_may_take_it(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(OK, world_act(w, "writer", NOON, "write_letter", "L", "{'words':'Beste'}"));
    doc = world_see(w, "reader", "desk", "{}");
    assert_int_equal(1, world_int(doc, "mine_count"));
    assert_string_equal("Beste", world_text(doc, "mine.0.label"));
    assert_string_equal("answer_letter", world_text(doc, "mine.0.acts.0.name"));
    assert_int_equal(1, world_int(doc, "mine.0.acts.length")); /* the copy is aside */
    assert_int_equal(0, world_int(doc, "others.length"));
    doc = world_see(w, "writer", "desk", "{}");
    assert_int_equal(0, world_int(doc, "mine_count"));
    assert_int_equal(1, world_int(doc, "others.length"));
}

static void test_what_is_closed_is_on_no_desk(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(OK, world_act(w, "writer", NOON, "write_letter", "L", "{'words':'Beste'}"));
    assert_int_equal(OK, world_act(w, "reader", NOON, "answer_letter", "L", "{}"));
    doc = world_see(w, "reader", "desk", "{}");
    assert_int_equal(0, world_int(doc, "total_count"));
    world_assert_rebuild_equal(w);
}

static void test_a_proposed_division_waits_for_who_decides_and_leaves_when_decided(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    assert_int_equal(OK, world_act(w, "writer", NOON, "propose_slip", "V", "{'words':'Twaalf'}"));
    doc = world_see(w, "reader", "desk", "{}");
    assert_int_equal(1, world_int(doc, "mine_count"));
    assert_string_equal("accept_slip", world_text(doc, "mine.0.acts.0.name"));
    doc = world_see(w, "writer", "desk", "{}");
    assert_int_equal(0, world_int(doc, "mine_count"));
    assert_int_equal(1, world_int(doc, "others.length"));
    assert_int_equal(OK, world_act(w, "reader", NOON, "accept_slip", "V", "{}"));
    assert_int_equal(0, world_int(world_see(w, "reader", "desk", "{}"), "total_count"));
    assert_int_equal(0, world_int(world_see(w, "writer", "desk", "{}"), "total_count"));
}

/* What an office may not see does not crowd out what it may: here every thing is
 * hidden but the oldest. */
static bool sees_the_oldest(struct tx *tx, const struct viewer *viewer, const char *audience,
                            struct id thing, struct instant now)
{
    (void)tx;
    (void)viewer;
    (void)audience;
    (void)now;
    return id_is_none(thing) || id_counter(thing) == 1;
}

static void may_all(const struct entry *entry, const void *fields, struct tx *tx, struct verdict *v)
{
    (void)entry;
    (void)fields;
    (void)tx;
    (void)v;
}

static void test_what_is_hidden_does_not_crowd_out_what_is_seen(void **state)
{
    static const struct gate gate = { may_all, sees_the_oldest };
    struct world *w = world_open(rooms, &gate);
    char handle[16];

    (void)state;
    for (int i = 0; i < 250; i++) {
        snprintf(handle, sizeof(handle), "L%d", i);
        assert_int_equal(OK,
                         world_act(w, "writer", NOON, "write_letter", handle, "{'words':'Beste'}"));
    }
    assert_int_equal(1, world_int(world_see(w, "reader", "desk", "{}"), "total_count"));
    assert_int_equal(0, world_int(world_see(w, "reader", "desk", "{}"), "is_cut"));
    world_close(w);
}

static void test_the_desk_offers_what_can_be_begun(void **state)
{
    const json_t *doc = world_see(*state, "writer", "desk", "{}");
    size_t found = 0, i;
    json_t *act;

    json_array_foreach (json_object_get(doc, "new_acts"), i, act)
        if (strcmp(json_string_value(json_object_get(act, "name")), "write_letter") == 0) {
            assert_string_equal("/brieven/nieuw/brief",
                                json_string_value(json_object_get(act, "url")));
            found++;
        }
    assert_int_equal(1, found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_step_forward_is_mine_only_for_who_may_take_it,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_closed_is_on_no_desk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_proposed_division_waits_for_who_decides_and_leaves_when_decided, set_up,
            tear_down),
        cmocka_unit_test(test_what_is_hidden_does_not_crowd_out_what_is_seen),
        cmocka_unit_test_setup_teardown(test_the_desk_offers_what_can_be_begun, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
