/* SPDX-License-Identifier: EUPL-1.2 */
/* Ten thousand random acts over four pools under two ceilings: requests are asked, divided over,
 * decided, tasked, replaced, extended, released, recalled and brought home in any order. After
 * every act the ledger is compared with a reckoning that knows nothing of it (test_model.h).
 * SCHAKEL_TEST_SEED plays another order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "directory/directory.h"
#include "division/inner.h"
#include "division/test_play.h"
#include "incident/incident.h"
#include "request/request.h"

enum { ACTS = 10000, LOOK_EVERY = 50 };

static const struct room *const all_rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &division_room,   NULL,
};

static void read_stage(struct play *p, struct tx *tx, int r)
{
    struct m_request *q = &p->m.request[r];
    static const char *const over[] = { "REFUSED", "WITHDRAWN", "RELEASED", "RECALLED",
                                        "RETURNED_HOME" };
    bool is_over = false, is_out = false;

    strncpy(p->known[r].stage, text_cstr(p->a, thing_state_of(tx, q->id)),
            sizeof(p->known[r].stage) - 1);
    for (size_t i = 0; i < sizeof(over) / sizeof(over[0]); i++)
        is_over = is_over || strcmp(p->known[r].stage, over[i]) == 0;
    for (int d = 0; d < q->deployments; d++) {
        strncpy(p->unit_state[r][d], text_cstr(p->a, thing_state_of(tx, q->deployment[d].id)),
                sizeof(p->unit_state[r][d]) - 1);
        is_out = is_out || !q->deployment[d].is_home;
    }
    if (is_over)
        model_end_holds(q);
    q->is_live = !is_over || is_out;
}

static void compare(struct play *p, struct tx *tx, int pool, int64_t from, int64_t until)
{
    struct capability_ask ask = {
        .capability = p->pool[pool], .from = { from }, .until = { until }, .now = { p->now }
    };

    assert_int_equal(model_free(&p->m, pool, from, until, p->now), capability_free_of(tx, &ask));
    assert_int_equal(model_room(&p->m, pool, from, until, p->now),
                     capability_room_under_ceilings(tx, &ask));
}

static const struct statement lines_that_do_not_add_up = {
    .name = "TEST_LINES",
    .sql = "SELECT count(*) FROM request_line WHERE open_amount < 0 OR met_amount < 0"
           " OR partly_amount < 0 OR substituted_amount < 0 OR withdrawn_amount < 0"
           " OR refused_amount < 0 OR amount <> open_amount + met_amount + partly_amount"
           " + substituted_amount + withdrawn_amount + refused_amount",
    .scan = "a test",
};
static const struct statement lines_in_one_part = {
    .name = "TEST_LINES_PART",
    .sql = "SELECT count(*) FROM request_line WHERE request_id = $1 AND amount <> CASE $2"
           " WHEN 'open' THEN open_amount WHEN 'met' THEN met_amount"
           " WHEN 'refused' THEN refused_amount WHEN 'withdrawn' THEN withdrawn_amount"
           " ELSE amount END",
    .scan = "a test",
};

/* Where the whole of each line must be, by how the request stands. */
static const char *part_of(const struct known *k)
{
    if (strcmp(k->stage, "ASSESSING") == 0)
        return "open";
    if (strcmp(k->stage, "REFUSED") == 0)
        return "refused";
    if (strcmp(k->stage, "WITHDRAWN") == 0)
        return k->is_partly ? "" : "withdrawn"; /* what was refused stays refused */
    return k->is_partly ? "" : "met";
}

static void assert_lines_are_accounted_for(struct play *p, struct tx *tx)
{
    assert_int_equal(0, tx_int_values(tx, &lines_that_do_not_add_up, -1, NULL, 0));
    for (int r = 0; r < LIVE; r++)
        if (p->m.request[r].is_live)
            assert_int_equal(0, tx_int(tx, &lines_in_one_part, -1, VAL(p->m.request[r].id),
                                       VAL(part_of(&p->known[r]))));
}

static void look(struct play *p)
{
    struct tx *tx = tx_read(space_store(world_space(p->w)), p->a);

    model_pass(&p->m, p->now);
    for (int r = 0; r < LIVE; r++)
        if (p->m.request[r].is_live)
            read_stage(p, tx, r);
    if (!model_is_sound(&p->m, p->now))
        fail_msg("act %lld: more is promised than there is", (long long)p->acts);
    for (int i = 0; i < POOLS; i++)
        compare(p, tx, i, p->now, INSTANT_MAX);
    if (p->acts >= p->looks * LOOK_EVERY) {
        p->looks++;
        assert_lines_are_accounted_for(p, tx);
        for (int i = 0; i < 3 * POOLS; i++) {
            int64_t from = p->now + play_draw(p, 48) * SPAN_HOUR;

            compare(p, tx, i % POOLS, from, from + (1 + play_draw(p, 40)) * SPAN_HOUR);
        }
    }
    assert_int_equal(OK, tx_end(tx));
}

/* ---- one act after the other ---- */

/* Nothing outstays its period here: what is late is promised twice by nobody's act. */
static bool tidy(struct play *p)
{
    for (int r = 0; r < LIVE; r++) {
        struct m_request *q = &p->m.request[r];

        if (!q->is_live || q->until - p->now > 2 * SPAN_HOUR)
            continue;
        for (int d = 0; d < q->deployments; d++) {
            int which = r * PLAY_DEPLOYMENT + d;
            const char *state = p->unit_state[r][d];

            if (q->deployment[d].is_home)
                continue;
            if (strcmp(state, "EN_ROUTE") == 0)
                play_arrive(p, which);
            else if (strcmp(state, "DEPLOYED") == 0)
                play_release(p, which);
            else if (strcmp(state, "TASKED") == 0)
                play_recall(p, which);
            else
                play_home(p, which);
            return true;
        }
        play_withdraw(p, r);
        return true;
    }
    return false;
}

static void in_the_field(struct play *p)
{
    static const struct {
        const char *state;
        void (*act)(struct play *p, int which);
    } ways[] = {
        { "TASKED", play_substitute }, { "TASKED", play_recall },
        { "EN_ROUTE", play_arrive },   { "EN_ROUTE", play_substitute },
        { "DEPLOYED", play_extend },   { "DEPLOYED", play_substitute },
        { "DEPLOYED", play_release },  { "DEPLOYED", play_recall },
        { "RELEASED", play_home },     { "RECALLED", play_home },
        { "EN_ROUTE", play_arrive },   { "DEPLOYED", play_substitute },
        { "TASKED", play_substitute }, { "RELEASED", play_home },
    };
    size_t way = (size_t)play_draw(p, (int64_t)(sizeof(ways) / sizeof(ways[0])) + 3);
    int which;

    if (way >= sizeof(ways) / sizeof(ways[0])) {
        which = play_any_deployment(p, "TASKED");
        if (which >= 0)
            play_depart(p, which);
        return;
    }
    which = play_any_deployment(p, ways[way].state);
    if (which >= 0)
        ways[way].act(p, which);
}

static void one_act(struct play *p)
{
    int64_t what = play_draw(p, 100);
    int r = what < 30 ? play_any_request(p, what < 24 ? ASKED : " ASSESSING GRANTED TASKED ") : -1;

    if (tidy(p))
        return;
    if (what < 12)
        play_ask(p);
    else if (what < 24 && r >= 0)
        play_decide(p, r, play_draw(p, 6));
    else if (what < 25 && r >= 0)
        play_withdraw(p, r);
    else if (what < 36)
        play_propose(p);
    else if (what < 48 && p->proposals > 0)
        play_accept(p);
    else if (what < 51 && p->proposals > 0)
        play_reject(p);
    else if (what < 66)
        play_task(p);
    else
        in_the_field(p);
}

/* ---- the world ---- */

static void begin(struct play *p)
{
    static const char *const when = "2021-07-13T18:00:00Z";
    static const struct {
        const char *handle, *fields;
        int64_t ready;
    } pools[POOLS] = {
        { "hands", "{'ceiling':'@under'}", 220 },
        { "lorries",
          "{'capability_type':'TRANSPORT_LOG','quantity':37,'unit':'vrachtautos',"
          "'ceiling':'@under'}",
          37 },
        { "ambulances",
          "{'capability_type':'AMBULANCE_PLT','quantity':4,'unit':'ambulances',"
          "'ceiling':'@total'}",
          4 },
        { "platoons", "{'capability_type':'KMAR_PLT','quantity':3,'unit':'pelotons'}", 3 },
    };
    struct instant at;

    field_begin(p->w);
    flood_must(p->w, "toc", when, "register_ceiling", "total", "{'name':'totaal','amount':243}");
    flood_must(p->w, "toc", when, "register_ceiling", "under",
               "{'name':'rampen','amount':241,'parent':'@total'}");
    flood_must(p->w, "clas", when, "report_readiness", "hands",
               "{'quantity_ready':220,'personnel':'green','materiel':'green','training':'green',"
               "'commander_view':'deployable'}");
    for (int i = 0; i < POOLS; i++) {
        flood_must(p->w, "clas", when, i == 0 ? "change_capability" : "register_capability",
                   pools[i].handle, pools[i].fields);
        p->pool[i] = world_id(p->w, pools[i].handle);
        p->m.ready[i] = pools[i].ready;
        p->m.is_under[0][i] = i < 3;
        p->m.is_under[1][i] = i < 2;
    }
    p->m.ceiling[0] = 243;
    p->m.ceiling[1] = 241;
    flood_must(p->w, "rot", "2021-07-13T19:00:00Z", "update_picture", "P1",
               "{'region':'@VR24','total_version':1,'own_version':1,'text':'Geul stijgt'}");
    p->picture = world_id(p->w, "P1");
    assert_true(instant_read(T("2021-07-13T20:30:00Z"), &at));
    p->now = at.us;
}

static uint64_t seed(void)
{
    const char *given = getenv("SCHAKEL_TEST_SEED");
    uint64_t n = given ? strtoull(given, NULL, 10) : 0;

    return n ? n : UINT64_C(20210714);
}

static void test_ten_thousand_acts_in_any_order_keep_every_unit_counted_once(void **state)
{
    struct play *p = calloc(1, sizeof(*p));

    (void)state;
    assert_non_null(p);
    p->w = world_open(all_rooms, &access_gate);
    p->a = arena_open(ARENA_LIMIT_DEFAULT);
    p->random = seed();
    print_message("seed %llu\n", (unsigned long long)p->random);
    begin(p);
    while (p->acts < ACTS) {
        arena_reset(p->a);
        p->now += (10 + play_draw(p, 50)) * SPAN_SECOND;
        one_act(p);
        look(p);
    }
    print_message("%lld acts done, %lld fitted, %lld did not, %lld refused otherwise\n",
                  (long long)p->done, (long long)p->fits, (long long)p->not, (long long)p->other);
    assert_true(p->fits > ACTS / 10);
    assert_true(p->not > ACTS / 50);
    world_assert_rebuild_equal(p->w);
    arena_close(p->a);
    world_close(p->w);
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ten_thousand_acts_in_any_order_keep_every_unit_counted_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
