/* SPDX-License-Identifier: EUPL-1.2 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "journal/journal.h"
#include "kernel/test_room.h"
#include "kernel/test_world.h"

#define NOON "2021-07-14T12:00:00Z"

static int set_up(void **state)
{
    *state = world_open(box_rooms, NULL);
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

static void make(struct world *w, const char *box, int size)
{
    char fields[80];

    snprintf(fields, sizeof(fields), "{'label':'doos %s','size':%d}", box, size);
    assert_int_equal(OK, world_act(w, "-", NOON, "make_box", box, fields));
}

static void test_an_act_is_done_seen_and_rebuilt(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    make(w, "B1", 10);
    assert_int_equal(OK, world_act(w, "-", NOON, "fill_box", "B1", "{'amount':7}"));
    doc = world_see(w, "-", "box", "{'id':'@B1'}");
    assert_int_equal(7, world_int(doc, "held"));
    assert_int_equal(2, world_int(doc, "timeline.length"));
    assert_int_equal(7, world_int(doc, "timeline.1.settled.held"));
    assert_int_equal(1, world_int(doc, "acts.length"));
    world_assert_rebuild_equal(w);
}

static void test_a_refusal_leaves_no_trace(void **state)
{
    struct world *w = *state;

    make(w, "B1", 10);
    assert_int_equal(REFUSED, world_act(w, "-", NOON, "fill_box", "B1", "{'amount':11}"));
    assert_string_equal("BOX_FULL", world_verdict_code(w, 0));
    assert_int_equal(REFUSED,
                     world_act(w, "-", NOON, "fill_box", "B1", "{'amount':2000,'colour':1}"));
    assert_true(world_has_verdict(w, "FIELD_RANGE"));
    assert_true(world_has_verdict(w, "FIELD_UNKNOWN"));
    assert_int_equal(1, world_int(world_see(w, "-", "box", "{'id':'@B1'}"), "timeline.length"));
    world_assert_rebuild_equal(w);
}

static void test_a_fact_cannot_lie_in_the_future_or_before_its_thing(void **state)
{
    struct world *w = *state;

    make(w, "B1", 10);
    assert_int_equal(REFUSED, world_act(w, "-", "2021-07-14T13:00:00Z", "fill_box", "B1",
                                        "{'amount':1,'happened_at':'2021-07-14T13:00:01Z'}"));
    assert_true(world_has_verdict(w, "FACT_COMPLETE"));
    assert_int_equal(REFUSED, world_act(w, "-", "2021-07-14T13:00:00Z", "fill_box", "B1",
                                        "{'amount':1,'happened_at':'2021-07-14T11:59:59Z'}"));
    assert_true(world_has_verdict(w, "THING_NOT_YET"));
    assert_int_equal(OK, world_act(w, "-", "2021-07-14T13:00:00Z", "fill_box", "B1",
                                   "{'amount':1,'happened_at':'2021-07-14T12:30:00Z'}"));
    const json_t *doc = world_see(w, "-", "box", "{'id':'@B1'}");
    assert_string_equal("2021-07-14T12:30:00Z", world_text(doc, "timeline.1.happened_at"));
    assert_string_equal("2021-07-14T13:00:00Z", world_text(doc, "timeline.1.recorded_at"));
}

static void test_a_clock_that_is_set_back_stands_at_the_last_entry(void **state)
{
    struct world *w = *state;
    struct instant noon, early, late;

    assert_true(instant_read(T(NOON), &noon));
    early = (struct instant){ noon.us - SPAN_DAY };
    late = (struct instant){ noon.us + SPAN_DAY };
    assert_int_equal(OK, space_set_clock(world_space(w), early));
    assert_int_equal(early.us, space_now(world_space(w)).us); /* nothing was recorded yet */
    make(w, "B1", 10);
    assert_int_equal(OK, space_set_clock(world_space(w), early));
    assert_int_equal(noon.us, space_now(world_space(w)).us);
    assert_int_equal(OK, space_set_clock(world_space(w), late));
    assert_int_equal(late.us, space_now(world_space(w)).us);
    assert_int_equal(OK, space_set_clock(world_space(w), noon));
    assert_int_equal(noon.us, space_now(world_space(w)).us);
}

static void test_a_reference_must_be_there_and_of_its_type(void **state)
{
    struct world *w = *state;

    make(w, "B1", 10);
    make(w, "B2", 10);
    assert_int_equal(OK, world_act(w, "-", NOON, "fill_box", "B1", "{'amount':1,'like':'@B2'}"));
    assert_int_equal(REFUSED,
                     world_act(w, "-", NOON, "fill_box", "B1", "{'amount':1,'like':'1-999'}"));
    assert_true(world_has_verdict(w, "REF_NOT_FOUND"));
}

static enum result commit(struct world *w, struct step *steps, size_t n, const char *key,
                          const char *body, struct receipt *r)
{
    struct unit unit = { .by = { T("p"), ID_NONE, ID_NONE, T("api") },
                         .steps = steps,
                         .n = n,
                         .key = text_of(key),
                         .body = text_of(body),
                         .trace = T("") };

    return space_commit(world_space(w), &unit, world_arena(w), r);
}

static void test_a_unit_is_all_or_nothing(void **state)
{
    struct world *w = *state;
    const struct action *make_box =
        catalogue_action(space_catalogue(world_space(w)), T("make_box"), T(""));
    const struct action *fill_box =
        catalogue_action(space_catalogue(world_space(w)), T("fill_box"), T(""));
    json_t *box = json_loads("{\"label\":\"x\",\"size\":5}", 0, NULL);
    json_t *some = json_loads("{\"amount\":3}", 0, NULL);
    struct step steps[] = {
        { .action = make_box, .input = box, .if_version = INT_NONE },
        { .action = fill_box, .object_step = 1, .input = some, .if_version = INT_NONE },
        { .action = fill_box, .object_step = 1, .input = some, .if_version = INT_NONE },
    };
    struct receipt r;

    assert_int_equal(REFUSED, commit(w, steps, 3, "", "", &r));
    assert_int_equal(2, r.verdict->items[0].step);
    assert_int_equal(OK, commit(w, steps, 2, "", "", &r));
    assert_int_equal(2, r.steps[1].version);
    assert_int_equal(2, r.position);
    json_decref(box);
    json_decref(some);
    world_assert_rebuild_equal(w);
}

static void test_a_key_answers_once_and_never_for_another_body(void **state)
{
    struct world *w = *state;
    const struct action *make_box =
        catalogue_action(space_catalogue(world_space(w)), T("make_box"), T(""));
    json_t *box = json_loads("{\"label\":\"x\",\"size\":5}", 0, NULL);
    struct step step = { .action = make_box, .input = box, .if_version = INT_NONE };
    struct receipt first, second;

    assert_int_equal(OK, commit(w, &step, 1, "k-1", "body", &first));
    assert_int_equal(OK, commit(w, &step, 1, "k-1", "body", &second));
    assert_true(second.is_repeat);
    assert_true(id_same(first.steps[0].object, second.steps[0].object));
    assert_int_equal(first.position, second.position);
    assert_int_equal(REFUSED, commit(w, &step, 1, "k-1", "other", &second));
    assert_string_equal("KEY_OTHER_BODY", second.verdict->items[0].code);
    json_decref(box);
    world_assert_rebuild_equal(w);
}

static void test_a_stale_version_is_a_conflict(void **state)
{
    struct world *w = *state;
    const struct action *fill_box =
        catalogue_action(space_catalogue(world_space(w)), T("fill_box"), T(""));
    json_t *some = json_loads("{\"amount\":1}", 0, NULL);
    struct receipt r;

    make(w, "B1", 10);
    struct step step = {
        .action = fill_box, .object = world_id(w, "B1"), .input = some, .if_version = 1
    };
    assert_int_equal(OK, commit(w, &step, 1, "", "", &r));
    assert_int_equal(CONFLICT, commit(w, &step, 1, "", "", &r));
    assert_string_equal("VERSION_STALE", r.verdict->items[0].code);
    json_decref(some);
}

static void test_a_dry_run_gives_the_same_verdicts_and_writes_nothing(void **state)
{
    struct world *w = *state;
    const struct action *fill_box =
        catalogue_action(space_catalogue(world_space(w)), T("fill_box"), T(""));
    json_t *much = json_loads("{\"amount\":11}", 0, NULL);
    struct verdict *v = arena_new(world_arena(w), struct verdict);

    make(w, "B1", 10);
    struct step step = {
        .action = fill_box, .object = world_id(w, "B1"), .input = much, .if_version = INT_NONE
    };
    struct unit unit = { .by = { T("p"), ID_NONE, ID_NONE, T("web") },
                         .steps = &step,
                         .n = 1,
                         .key = T(""),
                         .body = T(""),
                         .trace = T("") };
    verdict_init(v, world_arena(w));
    assert_int_equal(REFUSED, space_dry_run(world_space(w), &unit, true, world_arena(w), v));
    assert_string_equal("BOX_FULL", v->items[0].code);
    step.input = NULL;
    verdict_init(v, world_arena(w));
    assert_int_equal(OK, space_dry_run(world_space(w), &unit, true, world_arena(w), v));
    verdict_init(v, world_arena(w));
    assert_int_equal(REFUSED, space_dry_run(world_space(w), &unit, false, world_arena(w), v));
    json_decref(much);
    assert_int_equal(1, world_int(world_see(w, "-", "box", "{'id':'@B1'}"), "timeline.length"));
}

enum { CLIENTS = 8, EACH = 150, ROOM = 500 };

struct client {
    struct world *w;
    const struct action *action;
    struct id box;
    int done;
};

static void *fill_many(void *arg)
{
    struct client *c = arg;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    json_t *one = json_loads("{\"amount\":1}", 0, NULL);

    for (int i = 0; i < EACH; i++) {
        struct step step = {
            .action = c->action, .object = c->box, .input = one, .if_version = INT_NONE
        };
        struct unit unit = { .by = { T("p"), ID_NONE, ID_NONE, T("api") },
                             .steps = &step,
                             .n = 1,
                             .key = T(""),
                             .body = T(""),
                             .trace = T("") };
        struct receipt r;

        arena_reset(a);
        if (space_commit(c->w ? world_space(c->w) : NULL, &unit, a, &r) == OK)
            c->done++;
    }
    json_decref(one);
    arena_close(a);
    return NULL;
}

static void test_many_at_once_never_overfill(void **state)
{
    struct world *w = *state;
    struct client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    int done = 0;

    make(w, "B1", ROOM);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){
            w, catalogue_action(space_catalogue(world_space(w)), T("fill_box"), T("")),
            world_id(w, "B1"), 0
        };
        assert_int_equal(0, pthread_create(&threads[i], NULL, fill_many, &clients[i]));
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        done += clients[i].done;
    }
    assert_int_equal(ROOM, done);
    assert_int_equal(ROOM, world_int(world_see(w, "-", "box", "{'id':'@B1'}"), "held"));
    world_assert_rebuild_equal(w);
}

static void test_judging_acts_keeps_no_memory(void **state)
{
    struct world *w = *state;
    struct arena *a = arena_open(1024 * 1024);
    struct buf buf = buf_make(8 * 1024 * 1024);
    struct json out = json_make(&buf);
    struct viewer nobody = { T(""), ID_NONE, ID_NONE, T("web") };
    const struct catalogue boxes = { box_rooms };

    make(w, "B1", 10);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct look look = { .catalogue = &boxes,
                         .tx = tx,
                         .viewer = &nobody,
                         .lang = "nl",
                         .zone = space_zone(world_space(w)),
                         .arena = a };

    /* A desk asks this of hundreds of things, each with dozens of acts. */
    json_open(&out);
    for (int i = 0; i < 2000; i++) {
        json_name(&out, "thing");
        json_open(&out);
        json_acts(&out, &look, world_id(w, "B1"), true);
        json_close(&out);
        json_name(&out, "new");
        json_open(&out);
        json_acts_new(&out, &look);
        json_close(&out);
    }
    json_close(&out);
    assert_int_equal(OK, json_end(&out));
    assert_int_equal(OK, tx_end(tx));
    assert_false(arena_is_exhausted(a));
    buf_free(&buf);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_act_is_done_seen_and_rebuilt, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_refusal_leaves_no_trace, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_fact_cannot_lie_in_the_future_or_before_its_thing,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_clock_that_is_set_back_stands_at_the_last_entry,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_reference_must_be_there_and_of_its_type, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_unit_is_all_or_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_key_answers_once_and_never_for_another_body, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_stale_version_is_a_conflict, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_dry_run_gives_the_same_verdicts_and_writes_nothing,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_at_once_never_overfill, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_judging_acts_keeps_no_memory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
