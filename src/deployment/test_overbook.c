/* SPDX-License-Identifier: EUPL-1.2 */
/* Many officers order, replace and bring home at once: no pool is ever promised twice. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "deployment/inner.h"
#include "deployment/statements.h"
#include "deployment/test_field.h"

enum {
    CLIENTS = 8,
    ACTS_EACH = 1250, /* 10,000 together */
    ORDER_OF = 20,    /* one act in so many is an order: letters end at ZZ */
    READY = 300,      /* of pool "hands" */
    MINE_MAX = 12,    /* orders that one client keeps open */
    LOOK_EVERY = 20,  /* acts after which a client counts what all have */
};

struct client {
    struct world *world;
    struct id request, pool, toc, unit, mayor, mine[MINE_MAX];
    int64_t has[MINE_MAX];
    size_t open;
    uint64_t random;
    int64_t accepted, refused, broken, highest;
};

/* xorshift64: the same acts for the same seed; what wins is up to the threads. */
static uint64_t draw(struct client *c, uint64_t below)
{
    c->random ^= c->random << 13;
    c->random ^= c->random >> 7;
    c->random ^= c->random << 17;
    return c->random % below;
}

static struct viewer viewer(struct id office, const char *actor)
{
    return (struct viewer){ text_of(actor), office, ID_NONE, T("api") };
}

/* One act through the commit path; the id of what it is about, or none when it was refused. */
static struct id commit(struct client *c, struct arena *a, struct viewer by, const char *action,
                        struct id object, json_t *input)
{
    struct step step = {
        .action = catalogue_action(space_catalogue(world_space(c->world)), text_of(action),
                                   T("deployment")),
        .object = object,
        .input = input,
        .if_version = INT_NONE,
    };
    struct unit unit = {
        .by = by, .steps = &step, .n = 1, .key = T(""), .body = T(""), .trace = T("")
    };
    struct receipt *r = arena_new(a, struct receipt);
    enum result result = space_commit(world_space(c->world), &unit, a, r);

    json_decref(input);
    if (result == OK) {
        c->accepted++;
        return r->steps[0].object;
    }
    c->refused++;
    if (result != REFUSED)
        c->broken++;
    return ID_NONE;
}

static json_t *id_json(struct id id)
{
    char words[ID_TEXT_MAX];

    id_write(id, words);
    return json_string(words);
}

static void order(struct client *c, struct arena *a)
{
    int64_t quantity = (int64_t)draw(c, 90) + 1;
    json_t *f = json_object();
    struct id made;

    json_object_set_new(f, "request", id_json(c->request));
    json_object_set_new(f, "unit", json_string("ploeg"));
    json_object_set_new(f, "capability", id_json(c->pool));
    json_object_set_new(f, "quantity", json_integer(quantity));
    json_object_set_new(f, "field_authority", id_json(c->mayor));
    json_object_set_new(f, "safety_message", json_string("stroming"));
    json_object_set_new(f, "force_regime", json_string("FORCE_NONE_MIL"));
    made = commit(c, a, viewer(c->toc, "p-toc"), "task", ID_NONE, f);
    if (id_is_none(made))
        return;
    c->mine[c->open] = made;
    c->has[c->open++] = quantity;
}

static void replace(struct client *c, struct arena *a)
{
    size_t i = draw(c, c->open);
    int64_t quantity = (int64_t)draw(c, 120) + 1;
    json_t *f = json_object();

    json_object_set_new(f, "out", json_integer(c->has[i]));
    json_object_set_new(f, "into", json_string("een andere ploeg"));
    json_object_set_new(f, "capability", id_json(c->pool));
    json_object_set_new(f, "quantity", json_integer(quantity));
    json_object_set_new(f, "reason", json_string("aflossing"));
    if (!id_is_none(commit(c, a, viewer(c->toc, "p-toc"), "substitute", c->mine[i], f)))
        c->has[i] = quantity;
}

/* Recalled by who ordered it, then home: two acts. */
static void bring_home(struct client *c, struct arena *a)
{
    size_t i = draw(c, c->open);
    json_t *f = json_object();

    json_object_set_new(f, "reason", json_string("elders nodig"));
    json_object_set_new(f, "reason_code", json_string("own_danger"));
    if (id_is_none(commit(c, a, viewer(c->toc, "p-toc"), "recall", c->mine[i], f)))
        return;
    if (id_is_none(
            commit(c, a, viewer(c->unit, "p-unit"), "return_home", c->mine[i], json_object())))
        c->broken++;
    c->mine[i] = c->mine[--c->open];
    c->has[i] = c->has[c->open];
}

/* What all orders that are not home have of the pool, as this room and as the ledger count it. */
static const struct statement promised = {
    .name = "TEST_PROMISED",
    .sql = "SELECT coalesce(sum(m.quantity), 0) FROM deployment d"
           " JOIN deployment_means m ON m.deployment_id = d.id"
           " WHERE m.capability_id = $1 AND d.state <> 'RETURNED_HOME'",
    .scan = "a test",
};

static int64_t count_promised(struct world *w, struct id pool, struct arena *a)
{
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    int64_t n = tx_int(tx, &promised, 0, VAL(pool));

    if (tx_end(tx) != OK)
        return -1;
    return n;
}

static void *work(void *ctx)
{
    struct client *c = ctx;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);

    while (c->accepted + c->refused < ACTS_EACH) {
        uint64_t choice = draw(c, ORDER_OF);

        arena_reset(a);
        if (c->open == 0 || (choice == 0 && c->open < MINE_MAX))
            order(c, a);
        else if (choice == 1 && c->open > 1)
            bring_home(c, a);
        else
            replace(c, a);
        if ((c->accepted + c->refused) % LOOK_EVERY == 0) {
            int64_t n = count_promised(c->world, c->pool, a);

            c->highest = n > c->highest ? n : c->highest;
        }
    }
    arena_close(a);
    return NULL;
}

static void begin(struct world *w, struct client *clients)
{
    field_begin(w);
    flood_request(w, "R1", "GRANTED");
    flood_must(w, "toc", "2021-07-14T08:20:00Z", "task", "D0", /* keeps the request open */
               "{'request':'@R1','unit':'staf','quantity':1,'field_authority':'@mayor',"
               "'safety_message':'stroming','force_regime':'FORCE_NONE_MIL'}");
    for (size_t i = 0; i < CLIENTS; i++)
        clients[i] = (struct client){
            .world = w,
            .request = world_id(w, "R1"),
            .pool = world_id(w, "hands"),
            .toc = world_id(w, "toc"),
            .unit = world_id(w, "unit"),
            .mayor = world_id(w, "mayor"),
            .random = 0x9E3779B97F4A7C15U * (i + 1),
        };
}

static void test_ten_thousand_interleaved_acts_of_eight_clients_never_overbook(void **state)
{
    struct world *w = world_open(field_rooms, &access_gate);
    struct client clients[CLIENTS];
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    pthread_t threads[CLIENTS];
    int64_t accepted = 0, broken = 0, highest = 0;

    (void)state;
    begin(w, clients);
    for (size_t i = 0; i < CLIENTS; i++)
        assert_int_equal(0, pthread_create(&threads[i], NULL, work, &clients[i]));
    for (size_t i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        accepted += clients[i].accepted;
        broken += clients[i].broken;
        highest = clients[i].highest > highest ? clients[i].highest : highest;
    }
    assert_in_range(highest, READY / 2, READY);
    assert_in_range(count_promised(w, clients[0].pool, a), 0, READY);
    print_message("%lld of %d acts accepted, at most %lld of %d promised\n", (long long)accepted,
                  CLIENTS * ACTS_EACH, (long long)highest, READY);
    assert_int_equal(0, broken);
    assert_true(accepted > CLIENTS * ACTS_EACH / 4);
    world_assert_rebuild_equal(w);
    arena_close(a);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ten_thousand_interleaved_acts_of_eight_clients_never_overbook),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
