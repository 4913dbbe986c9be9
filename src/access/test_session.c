/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "access/inner.h"
#include "access/test_offices.h"

#define T0 "2021-07-13T08:00:00Z"

static const struct room *const rooms[] = { &kernel_room, &access_room, NULL };

static int set_up(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    world_first(w, T0);
    world_office(w, T0, "vr24", "VR.voorzitter", "VR24", "['VR24']", "['ROLE_REQUESTER']");
    world_office(w, T0, "auditor", "INSPECTIE.toezichthouder", "", "[]", "['ROLE_AUDITOR']");
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

static void test_demo_sign_in_gives_a_session_that_is_found_again(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct verdict *v = arena_new(a, struct verdict);
    struct session made, found;

    verdict_init(v, a);
    assert_int_equal(OK, session_open_demo(world_space(w), world_id(w, "vr24"), true, a, &made, v));
    assert_int_equal(43, made.token.len);
    assert_int_equal(43, made.csrf.len);
    assert_false(text_same(made.token, made.csrf));
    assert_int_equal(OK, session_find(world_space(w), made.token, a, &found));
    assert_true(id_same(world_id(w, "vr24"), found.viewer.office));
    assert_true(text_is(found.viewer.actor, "p-vr24"));
    assert_true(text_same(made.csrf, found.csrf));
    assert_true(text_is(found.lang, "nl"));
    assert_int_equal(OK, session_set(world_space(w), made.token, T("en"), T("night")));
    assert_int_equal(OK, session_set(world_space(w), made.token, T(""), T("")));
    assert_int_equal(REFUSED, session_set(world_space(w), made.token, T("fr"), T("")));
    assert_int_equal(OK, session_find(world_space(w), made.token, a, &found));
    assert_true(text_is(found.lang, "en"));
    assert_true(text_is(found.mode, "night"));
    assert_true(session_lives(world_space(w), made.token));
    assert_false(session_lives(world_space(w), made.csrf));
    assert_int_equal(OK, session_end(world_space(w), made.token));
    assert_false(session_lives(world_space(w), made.token));
    assert_int_equal(NOT_FOUND, session_find(world_space(w), made.token, a, &found));
}

static void test_demo_sign_in_refuses_off_loopback_and_empty_offices(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct verdict *v = arena_new(a, struct verdict);
    struct session out;

    verdict_init(v, a);
    assert_int_equal(REFUSED,
                     session_open_demo(world_space(w), world_id(w, "vr24"), false, a, &out, v));
    assert_non_null(verdict_find(v, "DEMO_ONLY"));
    verdict_init(v, a);
    assert_int_equal(REFUSED,
                     session_open_demo(world_space(w), world_id(w, "klok"), true, a, &out, v));
    assert_non_null(verdict_find(v, "OFFICE_EMPTY"));
    assert_int_equal(OK, world_act(w, "beheer", T0, "end_holder", "vr24", "{'holder':'p-vr24'}"));
    verdict_init(v, a);
    assert_int_equal(REFUSED,
                     session_open_demo(world_space(w), world_id(w, "vr24"), true, a, &out, v));
    assert_non_null(verdict_find(v, "OFFICE_EMPTY"));
}

static void test_a_program_may_be_the_clock_in_a_demo_on_this_machine_only(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct verdict *v = arena_new(a, struct verdict);
    struct session out;

    verdict_init(v, a);
    assert_int_equal(OK,
                     session_open_program(world_space(w), world_id(w, "klok"), true, a, &out, v));
    assert_true(id_same(world_id(w, "klok"), out.viewer.office));
    assert_int_equal(REFUSED,
                     session_open_program(world_space(w), world_id(w, "klok"), false, a, &out, v));
    assert_non_null(verdict_find(v, "DEMO_ONLY"));
}

static void test_a_session_ends_after_eight_hours_without_use(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct session made, found;
    struct instant start, at;

    assert_true(instant_read(T(T0), &start));
    assert_int_equal(
        OK, session_open_at(world_space(w), world_id(w, "vr24"), T("p-vr24"), start, a, &made));
    at.us = start.us + 8 * SPAN_HOUR - 1;
    assert_int_equal(OK, session_find_at(world_space(w), made.token, at, a, &found));
    at.us += 8 * SPAN_HOUR - 1; /* the use before counts */
    assert_int_equal(OK, session_find_at(world_space(w), made.token, at, a, &found));
    at.us += 8 * SPAN_HOUR;
    assert_int_equal(NOT_FOUND, session_find_at(world_space(w), made.token, at, a, &found));
}

static void test_only_the_hash_of_a_token_is_stored(void **state)
{
    static const struct statement stored = { .name = "stored",
                                             .sql = "SELECT token_sha256 FROM session" };
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct instant start;
    struct session made;
    struct hash h;

    assert_true(instant_read(T(T0), &start));
    assert_int_equal(
        OK, session_open_at(world_space(w), world_id(w, "vr24"), T("p-vr24"), start, a, &made));
    h = hash_of(made.token);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct rows *r = tx_query0(tx, &stored);
    assert_true(rows_next(r));
    assert_true(text_same(text_at((const char *)h.at, HASH_BYTES), rows_peek(r, 0)));
    assert_false(rows_next(r));
    assert_int_equal(OK, tx_end(tx));
}

static void test_a_refused_attempt_is_kept_for_the_auditor(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct verdict *v = arena_new(a, struct verdict);
    struct viewer by = { .actor = T("p-vr24"), .office = world_id(w, "vr24"), .channel = T("web") };
    const json_t *doc;

    verdict_init(v, a);
    verdict_warn(v, "ONLY_A_WARNING", "", "", "");
    verdict_refuse(v, "MAY_NOT", "", "", "");
    verdict_refuse(v, "STATE_ORDER", "", "", "");
    access_note_refusal(world_space(w), &by, T("decide"), world_id(w, "space"), v);
    doc = world_see(w, "auditor", "refusals", "{}");
    assert_int_equal(1, world_int(doc, "refusals.length"));
    assert_string_equal("MAY_NOT,STATE_ORDER", world_text(doc, "refusals.0.codes"));
    assert_string_equal("decide", world_text(doc, "refusals.0.action"));
    assert_null(world_see(w, "vr24", "refusals", "{}"));
}

static void test_demo_offices_come_in_groups_without_the_clock(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct buf text = buf_make(65536);
    struct json out = json_make(&text);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct json_fault fault;
    json_t *doc;

    json_open(&out);
    json_demo_offices(&out, tx, space_now(world_space(w)));
    json_close(&out);
    assert_int_equal(OK, json_end(&out));
    assert_int_equal(OK, tx_end(tx));
    assert_int_equal(OK, json_read(buf_text(&text), &doc, &fault));
    assert_int_equal(2, world_int(doc, "groups.length"));
    assert_string_equal("VR.voorzitter", world_text(doc, "groups.0.offices.0.code"));
    assert_int_equal(2, world_int(doc, "groups.1.offices.length"));
    json_decref(doc);
    buf_free(&text);
}

static void test_the_administrator_makes_the_first_acts_once(void **state)
{
    struct world *w = world_open(rooms, &access_gate);
    struct arena *a = world_arena(w);
    struct viewer first, again, clock;

    (void)state;
    assert_int_equal(NOT_FOUND, access_clock(world_space(w), a, &clock));
    assert_int_equal(OK, access_administrator(world_space(w), a, &first));
    assert_int_equal(OK, access_administrator(world_space(w), a, &again));
    assert_true(id_same(first.office, again.office));
    assert_true(text_is(first.actor, "beheer"));
    assert_int_equal(OK, access_clock(world_space(w), a, &clock));
    assert_true(text_is(clock.channel, "clock"));
    world_assert_rebuild_equal(w);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_demo_sign_in_gives_a_session_that_is_found_again),
        TEST(test_a_program_may_be_the_clock_in_a_demo_on_this_machine_only),
        TEST(test_demo_sign_in_refuses_off_loopback_and_empty_offices),
        TEST(test_a_session_ends_after_eight_hours_without_use),
        TEST(test_only_the_hash_of_a_token_is_stored),
        TEST(test_a_refused_attempt_is_kept_for_the_auditor),
        TEST(test_demo_offices_come_in_groups_without_the_clock),
        cmocka_unit_test(test_the_administrator_makes_the_first_acts_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
