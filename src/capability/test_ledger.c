/* SPDX-License-Identifier: EUPL-1.2 */
/* The ledger: a unit is counted once, at every moment, also when eight act at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "access/test_offices.h"
#include "capability/inner.h"
#include "capability/statements.h"
#include "capability/test_drill.h"

#define DAY_ONE "2021-07-14T"

static int set_up(void **state)
{
    struct world *w = world_open(drill_rooms, &access_gate);

    world_first(w, "2021-07-01T06:00:00Z");
    world_office(w, "2021-07-01T06:00:00Z", "clas", "CLAS.actiecentrum", "", "[]",
                 "['ROLE_HOLDER']");
    world_office(w, "2021-07-01T06:00:00Z", "toc", "TOC.desk", "", "[]", "['ROLE_TOC']");
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

static void pool(struct world *w, const char *handle, int quantity, const char *ceiling)
{
    char fields[256];

    snprintf(fields, sizeof(fields),
             "{'capability_type':'SANDBAG_LABOUR','quantity':%d,'unit':'personen'%s%s%s}", quantity,
             ceiling ? ",'ceiling':'@" : "", ceiling ? ceiling : "", ceiling ? "'" : "");
    assert_int_equal(
        OK, world_act(w, "clas", "2021-07-01T08:00:00Z", "register_capability", handle, fields));
}

static enum result start(struct world *w, const char *when, const char *handle, const char *of,
                         int quantity, const char *more)
{
    char fields[300];

    snprintf(fields, sizeof(fields), "{'pool':'@%s','quantity':%d%s}", of, quantity, more);
    return world_act(w, "toc", when, "start_drill", handle, fields);
}

static int64_t free_at(struct world *w, const char *of, const char *from, const char *until,
                       const char *now)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct instant f, u, n;
    int64_t free;

    assert_true(instant_read(text_of(from), &f));
    assert_true(instant_read(text_of(until), &u));
    assert_true(instant_read(text_of(now), &n));
    free = capability_free(tx, world_id(w, of), f, u, n);
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return free;
}

#define UNTIL(t) ",'until':'" t "'"
#define FROM(t)  ",'from':'" t "'"

static void test_what_is_taken_is_no_longer_free_and_more_is_refused(void **state)
{
    struct world *w = *state;

    pool(w, "K", 100, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "08:00:00Z", "D1", "K", 60, UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(
        40, free_at(w, "K", DAY_ONE "09:00:00Z", DAY_ONE "10:00:00Z", DAY_ONE "08:00:00Z"));
    assert_int_equal(REFUSED,
                     start(w, DAY_ONE "08:01:00Z", "D2", "K", 41, UNTIL(DAY_ONE "12:00:00Z")));
    assert_true(world_has_verdict(w, "CAPACITY_ONCE"));
    assert_int_equal(OK, start(w, DAY_ONE "08:02:00Z", "D2", "K", 40, UNTIL(DAY_ONE "12:00:00Z")));
    assert_int_equal(
        0, free_at(w, "K", DAY_ONE "09:00:00Z", DAY_ONE "10:00:00Z", DAY_ONE "08:03:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_the_least_over_the_window_counts_not_its_begin(void **state)
{
    struct world *w = *state;

    pool(w, "K", 10, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 7,
                               FROM(DAY_ONE "12:00:00Z") UNTIL(DAY_ONE "13:00:00Z")));
    assert_int_equal(
        10, free_at(w, "K", DAY_ONE "08:00:00Z", DAY_ONE "12:00:00Z", DAY_ONE "06:00:00Z"));
    assert_int_equal(
        3, free_at(w, "K", DAY_ONE "08:00:00Z", DAY_ONE "12:00:01Z", DAY_ONE "06:00:00Z"));
    assert_int_equal(
        10, free_at(w, "K", DAY_ONE "13:00:00Z", DAY_ONE "18:00:00Z", DAY_ONE "06:00:00Z"));
}

static void test_what_is_taken_without_an_end_meets_every_later_commitment(void **state)
{
    struct world *w = *state;

    pool(w, "K", 10, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 6,
                               FROM("2021-07-20T06:00:00Z") UNTIL("2021-07-21T06:00:00Z")));
    assert_int_equal(REFUSED, start(w, DAY_ONE "07:00:00Z", "D2", "K", 5, ""));
    assert_true(world_has_verdict(w, "CAPACITY_ONCE"));
    assert_int_equal(OK, start(w, DAY_ONE "07:00:00Z", "D2", "K", 4, ""));
    assert_int_equal(
        0, free_at(w, "K", "2021-07-20T07:00:00Z", "2021-07-20T08:00:00Z", DAY_ONE "07:00:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_one_that_ends_when_another_begins_does_not_count_twice(void **state)
{
    struct world *w = *state;

    pool(w, "K", 10, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 10, UNTIL(DAY_ONE "12:00:00Z")));
    assert_int_equal(OK, start(w, DAY_ONE "06:01:00Z", "D2", "K", 10,
                               FROM(DAY_ONE "12:00:00Z") UNTIL(DAY_ONE "18:00:00Z")));
    assert_int_equal(REFUSED, start(w, DAY_ONE "06:02:00Z", "D3", "K", 1,
                                    FROM(DAY_ONE "11:59:59Z") UNTIL(DAY_ONE "12:00:00Z")));
}

static void test_a_window_over_two_that_follow_one_another_counts_the_larger(void **state)
{
    struct world *w = *state;

    pool(w, "K", 10, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 6,
                               FROM(DAY_ONE "10:00:00Z") UNTIL(DAY_ONE "12:00:00Z")));
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D2", "K", 7,
                               FROM(DAY_ONE "12:00:00Z") UNTIL(DAY_ONE "14:00:00Z")));
    assert_int_equal(
        3, free_at(w, "K", DAY_ONE "11:00:00Z", DAY_ONE "13:00:00Z", DAY_ONE "06:00:00Z"));
    assert_int_equal(
        4, free_at(w, "K", DAY_ONE "11:00:00Z", DAY_ONE "12:00:00Z", DAY_ONE "06:00:00Z"));
}

static void test_units_that_pass_under_a_full_ceiling_stay_under_it_once(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C1",
                                   "{'name':'totaal','amount':8}"));
    pool(w, "K", 10, "C1");
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 8, UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(REFUSED, start(w, DAY_ONE "07:00:00Z", "D2", "K", 5,
                                    ",'taken_from':'@D1','taken':4" UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(OK, start(w, DAY_ONE "07:00:00Z", "D2", "K", 4,
                               ",'taken_from':'@D1','taken':4" UNTIL(DAY_ONE "20:00:00Z")));
    world_assert_rebuild_equal(w);
}

static void test_a_deployment_that_is_not_home_counts_beyond_its_end(void **state)
{
    struct world *w = *state;

    pool(w, "K", 10, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 6, UNTIL(DAY_ONE "12:00:00Z")));
    assert_int_equal(
        10, free_at(w, "K", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "11:00:00Z"));
    assert_int_equal(
        4, free_at(w, "K", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "12:00:00Z"));
    assert_int_equal(OK, world_act(w, "toc", DAY_ONE "12:30:00Z", "come_home", "D1", "{}"));
    assert_int_equal(
        10, free_at(w, "K", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "12:30:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_an_extension_keeps_the_units_and_a_substitution_asks_only_what_is_more(
    void **state)
{
    struct world *w = *state;

    pool(w, "K", 10, NULL);
    pool(w, "L", 5, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 8, UNTIL(DAY_ONE "12:00:00Z")));
    assert_int_equal(OK, world_act(w, "toc", DAY_ONE "07:00:00Z", "extend_drill", "D1",
                                   "{'until':'2021-07-15T12:00:00Z'}"));
    assert_int_equal(
        2, free_at(w, "K", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "07:00:00Z"));
    assert_int_equal(OK, world_act(w, "toc", DAY_ONE "08:00:00Z", "swap_units", "D1",
                                   "{'pool':'@K','quantity':10}"));
    assert_int_equal(REFUSED, world_act(w, "toc", DAY_ONE "08:10:00Z", "swap_units", "D1",
                                        "{'pool':'@K','quantity':11}"));
    assert_int_equal(OK, world_act(w, "toc", DAY_ONE "08:20:00Z", "swap_units", "D1",
                                   "{'pool':'@K','quantity':4}"));
    assert_int_equal(OK, world_act(w, "toc", DAY_ONE "08:30:00Z", "swap_units", "D1",
                                   "{'pool':'@L','quantity':5}"));
    assert_int_equal(
        6, free_at(w, "K", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "08:30:00Z"));
    assert_int_equal(
        0, free_at(w, "L", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "08:30:00Z"));
    assert_int_equal(OK, world_act(w, "toc", DAY_ONE "09:00:00Z", "come_home", "D1",
                                   "{'happened_at':'2021-07-14T08:45:00Z'}"));
    assert_int_equal(
        10, free_at(w, "K", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "09:00:00Z"));
    assert_int_equal(
        5, free_at(w, "L", DAY_ONE "13:00:00Z", DAY_ONE "14:00:00Z", DAY_ONE "09:00:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_units_pass_from_one_to_another_in_one_act(void **state)
{
    struct world *w = *state;

    pool(w, "K", 10, NULL);
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 8, UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(REFUSED, start(w, DAY_ONE "07:00:00Z", "D2", "K", 6,
                                    ",'taken_from':'@D1','taken':3" UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(OK, start(w, DAY_ONE "07:00:00Z", "D2", "K", 6,
                               ",'taken_from':'@D1','taken':4" UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(
        0, free_at(w, "K", DAY_ONE "08:00:00Z", DAY_ONE "09:00:00Z", DAY_ONE "07:00:00Z"));
    assert_int_equal(OK, world_act(w, "toc", DAY_ONE "08:00:00Z", "come_home", "D1", "{}"));
    assert_int_equal(
        4, free_at(w, "K", DAY_ONE "08:00:00Z", DAY_ONE "09:00:00Z", DAY_ONE "08:00:00Z"));
    world_assert_rebuild_equal(w);
}

static void test_a_ceiling_holds_over_all_pools_at_every_level(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C1",
                                   "{'name':'totaal','amount':46}"));
    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C2",
                                   "{'name':'rampen','amount':30,'parent':'@C1'}"));
    pool(w, "K", 40, "C2");
    pool(w, "L", 40, "C2");
    pool(w, "M", 40, "C1");
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D1", "K", 20, UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(REFUSED,
                     start(w, DAY_ONE "06:00:00Z", "D2", "L", 11, UNTIL(DAY_ONE "20:00:00Z")));
    assert_true(world_has_verdict(w, "CEILING_EXCEEDED"));
    assert_false(world_has_verdict(w, "CAPACITY_ONCE"));
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D2", "L", 10, UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(REFUSED,
                     start(w, DAY_ONE "06:00:00Z", "D3", "M", 17, UNTIL(DAY_ONE "20:00:00Z")));
    assert_true(world_has_verdict(w, "CEILING_EXCEEDED"));
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D3", "M", 16, UNTIL(DAY_ONE "20:00:00Z")));
    assert_int_equal(OK, start(w, DAY_ONE "06:00:00Z", "D4", "M", 24,
                               FROM(DAY_ONE "20:00:00Z") UNTIL(DAY_ONE "21:00:00Z")));
    assert_int_equal(REFUSED, start(w, DAY_ONE "06:00:00Z", "D5", "K", 1,
                                    FROM(DAY_ONE "19:00:00Z") UNTIL(DAY_ONE "21:00:00Z")));
    world_assert_rebuild_equal(w);
}

/* ---- eight at once ---- */

enum { THREADS = 8, ACTS_EACH = 1250, POOLS = 3, POOL_SIZE = 12, OWN_MAX = 6, CEILING_SIZE = 25 };

struct drill_hand {
    pthread_t thread;
    struct world *world;
    struct id pools[POOLS], toc;
    uint64_t seed;
    int64_t done, refused, faults;
    struct {
        struct id id, pool;
    } own[OWN_MAX];
    size_t own_count;
};

static uint64_t dice(struct drill_hand *h, uint64_t sides)
{
    h->seed = h->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (h->seed >> 33) % sides;
}

static json_t *id_json(struct id id)
{
    char words[ID_TEXT_MAX];

    id_write(id, words);
    return json_string(words);
}

static enum result commit(struct drill_hand *h, const char *action, struct id object, json_t *input,
                          struct arena *a, struct id *made)
{
    struct catalogue c = { drill_rooms };
    struct step step = { .action = catalogue_action(&c, text_of(action), T("")),
                         .object = object,
                         .input = input,
                         .if_version = INT_NONE };
    struct unit unit = { .by = { T("p-toc"), h->toc, ID_NONE, T("api") },
                         .steps = &step,
                         .n = 1,
                         .key = T(""),
                         .body = T(""),
                         .trace = T("") };
    struct receipt r;
    enum result result;

    if (step.action->creates)
        step.object = ID_NONE;
    result = space_commit(world_space(h->world), &unit, a, &r);
    if (made && result == OK)
        *made = r.steps[0].object;
    json_decref(input);
    h->done += result == OK;
    h->refused += result == REFUSED;
    h->faults += result != OK && result != REFUSED;
    return result;
}

static void one_start(struct drill_hand *h, struct arena *a)
{
    struct id pool = h->pools[dice(h, POOLS)], made = ID_NONE;
    char until[40];
    json_t *input = json_object();

    snprintf(until, sizeof(until), "2021-07-%02dT%02d:00:00Z", 15 + (int)dice(h, 10),
             (int)dice(h, 24));
    json_object_set_new(input, "pool", id_json(pool));
    json_object_set_new(input, "quantity", json_integer(1 + (json_int_t)dice(h, 5)));
    json_object_set_new(input, "until", json_string(until));
    if (dice(h, 3) == 0)
        json_object_set_new(input, "from", json_string("2021-07-14T18:00:00Z"));
    if (commit(h, "start_drill", ID_NONE, input, a, &made) == OK) {
        h->own[h->own_count].id = made;
        h->own[h->own_count++].pool = pool;
    }
}

static void one_change(struct drill_hand *h, struct arena *a)
{
    size_t which = (size_t)dice(h, h->own_count);
    json_t *input = json_object();

    if (dice(h, 2) == 0) {
        json_object_set_new(input, "pool", id_json(h->own[which].pool));
        json_object_set_new(input, "quantity", json_integer((json_int_t)dice(h, 7)));
        commit(h, "swap_units", h->own[which].id, input, a, NULL);
        return;
    }
    if (commit(h, "come_home", h->own[which].id, input, a, NULL) == OK)
        h->own[which] = h->own[--h->own_count];
}

static void *run_hand(void *ctx)
{
    struct drill_hand *h = ctx;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);

    for (int i = 0; i < ACTS_EACH; i++) {
        arena_reset(a);
        if (h->own_count == 0 || (h->own_count < OWN_MAX && dice(h, 2) == 0))
            one_start(h, a);
        else
            one_change(h, a);
    }
    arena_close(a);
    return NULL;
}

static const struct statement all_holds = {
    .name = "TEST_ALL_HOLDS",
    .sql = "SELECT quantity, from_at, until_at, capability_id FROM capability_hold"
           " WHERE freed_at IS NULL",
};

/* By force: at the begin of each open hold, all open holds of the pool, and of all pools together.
 */
static void assert_nowhere_overbooked(struct world *w, const struct id *pools)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct rows *r = tx_query0(tx, &all_holds);
    struct {
        int64_t quantity, from, until, pool;
    } holds[THREADS * OWN_MAX];
    size_t n = 0;

    while (rows_next(r)) {
        assert_true(n < THREADS * OWN_MAX);
        holds[n].quantity = rows_int(r, 0);
        holds[n].from = rows_int(r, 1);
        holds[n].until = rows_int(r, 2);
        holds[n++].pool = rows_int(r, 3);
    }
    for (size_t i = 0; i < n; i++) {
        int64_t of_pool = 0, of_all = 0;

        for (size_t k = 0; k < n; k++)
            if (holds[k].from <= holds[i].from && holds[i].from < holds[k].until) {
                of_pool += holds[k].pool == holds[i].pool ? holds[k].quantity : 0;
                of_all += holds[k].quantity;
            }
        assert_true(of_pool <= POOL_SIZE);
        assert_true(of_all <= CEILING_SIZE);
    }
    assert_true(pools[0].v > 0);
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
}

static void test_ten_thousand_acts_of_eight_at_once_never_overbook(void **state)
{
    struct world *w = *state;
    struct drill_hand hands[THREADS] = { 0 };
    int64_t done = 0, refused = 0;
    char handle[16];

    assert_int_equal(OK, world_act(w, "toc", "2021-07-01T07:00:00Z", "register_ceiling", "C1",
                                   "{'name':'totaal','amount':25}"));
    for (int p = 0; p < POOLS; p++) {
        snprintf(handle, sizeof(handle), "K%d", p);
        pool(w, handle, POOL_SIZE, "C1");
    }
    struct instant at;
    assert_true(instant_read(T("2021-07-14T06:00:00Z"), &at));
    assert_int_equal(OK, space_set_clock(world_space(w), at));
    for (size_t i = 0; i < THREADS; i++) {
        hands[i] =
            (struct drill_hand){ .world = w, .toc = world_id(w, "toc"), .seed = 20210714 + i };
        for (int p = 0; p < POOLS; p++) {
            snprintf(handle, sizeof(handle), "K%d", p);
            hands[i].pools[p] = world_id(w, handle);
        }
    }
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(0, pthread_create(&hands[i].thread, NULL, run_hand, &hands[i]));
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(hands[i].thread, NULL);
        assert_int_equal(0, hands[i].faults);
        done += hands[i].done;
        refused += hands[i].refused;
    }
    print_message("seeds 20210714..%d: %lld acts done, %lld refused\n", 20210714 + THREADS - 1,
                  (long long)done, (long long)refused);
    assert_int_equal(THREADS * ACTS_EACH, done + refused);
    assert_true(refused > 500); /* the pools are small enough to be fought over */
    assert_nowhere_overbooked(w, hands[0].pools);
    world_assert_rebuild_equal(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_what_is_taken_is_no_longer_free_and_more_is_refused),
        TEST(test_the_least_over_the_window_counts_not_its_begin),
        TEST(test_what_is_taken_without_an_end_meets_every_later_commitment),
        TEST(test_one_that_ends_when_another_begins_does_not_count_twice),
        TEST(test_a_window_over_two_that_follow_one_another_counts_the_larger),
        TEST(test_units_that_pass_under_a_full_ceiling_stay_under_it_once),
        TEST(test_a_deployment_that_is_not_home_counts_beyond_its_end),
        TEST(test_an_extension_keeps_the_units_and_a_substitution_asks_only_what_is_more),
        TEST(test_units_pass_from_one_to_another_in_one_act),
        TEST(test_a_ceiling_holds_over_all_pools_at_every_level),
        TEST(test_ten_thousand_acts_of_eight_at_once_never_overbook),
    };

    return cmocka_run_group_tests_name("capability/ledger", tests, NULL, NULL);
}
