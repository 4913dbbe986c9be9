/* SPDX-License-Identifier: EUPL-1.2 */
/* store/test_things.h - a store with a room that has a table of every type, for the tests here. */
#ifndef STORE_TEST_THINGS_H
#define STORE_TEST_THINGS_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "store/store.h"

#define SQL(name_, text_)                                                                          \
    __attribute__((unused)) static const struct statement name_ = { .name = #name_, .sql = (text_) }

SQL(thing_put, "INSERT INTO thing (id, name, note, seen_at, born_on, is_open, picture, extra_json, "
               "amount) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
SQL(thing_all, "SELECT id, name, note, seen_at, born_on, is_open, picture, extra_json, amount "
               "FROM thing ORDER BY id");
SQL(thing_shown, "SELECT id, name, note, seen_at, born_on, is_open, extra_json, amount "
                 "FROM thing ORDER BY id");
SQL(thing_rename, "UPDATE thing SET name = $2 WHERE id = $1");
SQL(thing_name, "SELECT name FROM thing WHERE id = $1");
SQL(thing_count, "SELECT count(*) FROM thing");
SQL(thing_beside, "SELECT id FROM thing WHERE id <> $1 ORDER BY id");
SQL(thing_amount_max, "SELECT max(amount) FROM thing");
SQL(part_put, "INSERT INTO part (thing_id, n, label) VALUES ($1, $2, $3)");
SQL(draft_put, "INSERT INTO draft (id, body) VALUES ($1, $2)");
SQL(entry_put, "INSERT INTO entry (position) VALUES ($1)");
SQL(entry_count, "SELECT count(*) FROM entry");
SQL(twice_used, "SELECT $2 || $1 || $2");
SQL(with_a_gap, "SELECT $1 || $3");

static const struct room_sql things = {
    .room = "things",
    .schema = "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT,\n"
              "  seen_at INTEGER, born_on INTEGER, is_open INTEGER CHECK (is_open IN (0, 1)),\n"
              "  picture BLOB, extra_json TEXT, amount INTEGER) STRICT;\n"
              "CREATE TABLE part (thing_id INTEGER NOT NULL REFERENCES thing, n INTEGER NOT NULL,\n"
              "  label TEXT NOT NULL, PRIMARY KEY (n, thing_id)) STRICT, WITHOUT ROWID;\n"
              "CREATE INDEX part_of_thing ON part (thing_id);",
    .local = "CREATE TABLE draft (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;",
};
static const struct room_sql truth = {
    .room = "journal",
    .schema = "CREATE TABLE entry (position INTEGER PRIMARY KEY) STRICT;",
    .local = "",
};
static const struct room_sql *const rooms[] = { &truth, &things, NULL };
struct world {
    char folder[64], path[96], other[96];
    struct store *store;
    struct arena *arena;
};

static inline struct store *open_store(const char *path, const struct room_sql *const *of)
{
    struct store *s = NULL;

    assert_int_equal(OK, store_open(
                             &(struct store_options){
                                 .path = path, .rooms = of, .readers = 2, .is_scratch = true },
                             &s));
    return s;
}

static inline int world_open(void **state)
{
    struct world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    snprintf(w->folder, sizeof w->folder, "/tmp/test_store.XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/a.db", w->folder);
    snprintf(w->other, sizeof w->other, "%s/b.db", w->folder);
    w->arena = arena_open(ARENA_LIMIT_DEFAULT);
    w->store = open_store(w->path, rooms);
    *state = w;
    return 0;
}

static inline int world_close(void **state)
{
    static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
    struct world *w = *state;

    store_close(w->store);
    arena_close(w->arena);
    for (size_t i = 0; i < 8; i++) {
        char path[128];

        snprintf(path, sizeof path, "%s%s", i < 4 ? w->path : w->other, ends[i % 4]);
        unlink(path);
    }
    assert_int_equal(0, rmdir(w->folder));
    free(w);
    return 0;
}

static inline enum result put(struct tx *tx, int64_t id, const char *name)
{
    return tx_exec(tx, &thing_put, VAL(id), VAL(name), VAL((const char *)NULL), VAL(INSTANT_NONE),
                   VAL(DAY_NONE), VAL((struct yesno){ UNKNOWN }), value_cstr(NULL),
                   value_cstr(NULL), VAL(INT_NONE));
}

static inline void put_two(struct world *w)
{
    struct tx *tx = tx_write(w->store, w->arena);

    (void)put(tx, 1, "pump");
    (void)put(tx, 2, "boat");
    (void)tx_exec(tx, &part_put, VAL(1), VAL(7), VAL("hose"));
    assert_int_equal(OK, tx_end(tx));
}

static inline int64_t count(struct world *w)
{
    struct tx *tx = tx_read(w->store, w->arena);
    int64_t n = tx_int_values(tx, &thing_count, -1, NULL, 0);

    assert_int_equal(OK, tx_end(tx));
    return n;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

#endif
