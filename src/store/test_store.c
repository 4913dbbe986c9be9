/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store.h"

/* ---- a room with a table of every type ---- */
#define SQL(name_, text_) static const struct statement name_ = { .name = #name_, .sql = (text_) }

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
static const struct room_sql later = { .room = "later", .schema = "CREATE TABLE late (id INTEGER "
                                                                  "PRIMARY KEY) STRICT;" };
static const struct room_sql *const more_rooms[] = { &truth, &things, &later, NULL };

struct world {
    char folder[64], path[96], other[96];
    struct store *store;
    struct arena *arena;
};

static struct store *open_store(const char *path, const struct room_sql *const *of)
{
    struct store *s = NULL;

    assert_int_equal(OK, store_open(&(struct store_options){ .path = path, .rooms = of,
                                                             .readers = 2, .is_scratch = true }, &s));
    return s;
}

static int world_open(void **state)
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

static int world_close(void **state)
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

static enum result put(struct tx *tx, int64_t id, const char *name)
{
    return tx_exec(tx, &thing_put, VAL(id), VAL(name), VAL((const char *)NULL), VAL(INSTANT_NONE),
                   VAL(DAY_NONE), VAL((struct yesno){ UNKNOWN }), value_cstr(NULL), value_cstr(NULL),
                   VAL(INT_NONE));
}

static void put_two(struct world *w)
{
    struct tx *tx = tx_write(w->store, w->arena);

    (void)put(tx, 1, "pump");
    (void)put(tx, 2, "boat");
    (void)tx_exec(tx, &part_put, VAL(1), VAL(7), VAL("hose"));
    assert_int_equal(OK, tx_end(tx));
}

static int64_t count(struct world *w)
{
    struct tx *tx = tx_read(w->store, w->arena);
    int64_t n = tx_int_values(tx, &thing_count, -1, NULL, 0);

    assert_int_equal(OK, tx_end(tx));
    return n;
}

/* ---- values ---- */

static void test_every_type_comes_back_as_it_went_in(void **state)
{
    struct world *w = *state;
    struct id id = id_make(3, 77);
    struct tx *tx = tx_write(w->store, w->arena);
    struct rows *r;

    assert_int_equal(OK, tx_exec(tx, &thing_put, VAL(id), VAL(T("na\xC3\xAFve")), VAL(T("")),
                                 VAL((struct instant){ -1 }), VAL((struct day){ -3 }),
                                 VAL((struct yesno){ NO }), value_blob(text_at("\0\xFF\n", 3)),
                                 VAL("{}"), VAL(INT64_MAX)));
    assert_int_equal(1, tx_changed(tx));
    r = tx_query0(tx, &thing_all);
    assert_true(rows_next(r));
    assert_int_equal(9, rows_count(r));
    assert_string_equal("name", rows_name(r, 1));
    assert_true(id_same(id, rows_id(r, 0)));
    assert_true(text_same(T("na\xC3\xAFve"), rows_text(r, 1)));
    assert_false(rows_is_null(r, 2)); /* the empty text is not NULL */
    assert_int_equal(0, rows_text(r, 2).len);
    assert_int_equal(-1, rows_instant(r, 3).us);
    assert_int_equal(-3, rows_int(r, 4));
    assert_int_equal(NO, rows_yesno(r, 5).is);
    assert_false(rows_bool(r, 5));
    assert_true(text_same(text_at("\0\xFF\n", 3), rows_peek(r, 6)));
    assert_int_equal(INT64_MAX, rows_int(r, 8));
    assert_false(rows_next(r));
    assert_false(rows_next(r)); /* asking again is harmless */
    assert_int_equal(OK, tx_end(tx));
}

static void test_none_of_every_kind_is_null(void **state)
{
    static const struct id none = { 0 };
    const struct value values[] = {
        VAL(INT_NONE), VAL((const char *)NULL), VAL(none), VAL(INSTANT_NONE), VAL(DAY_NONE),
        VAL(MONEY_NONE), VAL(QUANTITY_NONE), VAL((struct yesno){ UNKNOWN }),
        VAL((struct choice){ T("") }), VAL((struct place){ T("") }), VAL((struct file_ref){ T("") }),
        value_text_or_null(T("")),
    };
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);
    struct rows *r;

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        assert_int_equal(VALUE_NULL, values[i].kind);
    assert_int_equal(VALUE_TEXT, VAL(T("")).kind);
    assert_int_equal(1, VAL(true).i);
    assert_int_equal(1250, VAL((struct money){ 1250 }).i);
    assert_int_equal(3100, VAL((struct quantity){ 3100 }).i);
    assert_int_equal(1, VAL((struct yesno){ YES }).i);
    assert_int_equal(OK, put(tx, 5, "x"));
    r = tx_query0(tx, &thing_all);
    assert_true(rows_next(r));
    for (int i = 2; i < 9; i++)
        assert_true(rows_is_null(r, i));
    assert_int_equal(INT_NONE, rows_int(r, 8));
    assert_true(instant_is_none(rows_instant(r, 3)));
    assert_int_equal(UNKNOWN, rows_yesno(r, 5).is);
    assert_int_equal(0, rows_text(r, 2).len);
    assert_int_equal(0, rows_peek(r, 6).len);
    rows_close(r);
    assert_int_equal(-9, tx_int_values(tx, &thing_amount_max, -9, NULL, 0));
    assert_int_equal(OK, tx_end(tx));
}

static void test_parameters_are_bound_by_their_number(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_read(w->store, w->arena);

    assert_true(text_is(tx_text(tx, &twice_used, VAL("a"), VAL("b")), "bab"));
    assert_int_equal(OK, tx_end(tx));
}

static void test_a_wrong_number_of_values_is_a_fault(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_read(w->store, w->arena);

    assert_int_equal(0, tx_text(tx, &twice_used, VAL("a")).len);
    assert_int_equal(FAULT, tx_end(tx));
    tx = tx_read(w->store, w->arena);
    assert_false(tx_has(tx, &with_a_gap, VAL("a"), VAL("b"), VAL("c")));
    assert_int_equal(FAULT, tx_end(tx));
}

/* ---- transactions ---- */

static void test_the_first_error_stands_and_nothing_is_kept(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);

    assert_int_equal(OK, put(tx, 1, "pump"));
    assert_int_equal(FAULT, put(tx, 1, "again"));
    assert_int_equal(FAULT, put(tx, 2, "boat"));
    assert_false(tx_has(tx, &thing_name, VAL(1)));
    assert_int_equal(FAULT, tx_fail(tx, REFUSED));
    assert_int_equal(FAULT, tx_result(tx));
    assert_int_equal(FAULT, tx_end(tx));
    assert_int_equal(0, count(w));
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, put(tx, 3, "next"));
    assert_int_equal(REFUSED, tx_fail(tx, REFUSED));
    assert_int_equal(REFUSED, tx_end(tx));
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, put(tx, 4, "dropped"));
    tx_abandon(tx);
    assert_int_equal(0, count(w));
}

static void test_a_foreign_key_and_a_type_are_enforced(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);

    assert_int_equal(FAULT, tx_exec(tx, &part_put, VAL(9), VAL(1), VAL("of nothing")));
    assert_int_equal(FAULT, tx_end(tx));
    tx = tx_write(w->store, w->arena);
    assert_int_equal(FAULT, tx_exec(tx, &draft_put, VAL(1), value_blob(T("bytes"))));
    assert_int_equal(FAULT, tx_end(tx));
}

static void test_a_part_is_undone_alone(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);

    assert_int_equal(OK, put(tx, 1, "pump"));
    tx_part(tx);
    assert_int_equal(OK, put(tx, 2, "boat"));
    assert_int_equal(FAULT, put(tx, 2, "boat"));
    tx_part_undo(tx);
    assert_int_equal(OK, tx_result(tx));
    tx_part(tx);
    assert_int_equal(OK, put(tx, 3, "bus"));
    tx_part_keep(tx);
    assert_int_equal(OK, tx_end(tx));
    assert_int_equal(2, count(w));
}

static void test_undoing_a_part_keeps_an_error_from_before_it(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);

    assert_int_equal(OK, put(tx, 1, "pump"));
    (void)tx_fail(tx, LIMIT);
    tx_part(tx);
    assert_int_equal(LIMIT, put(tx, 2, "boat"));
    tx_part_undo(tx);
    assert_int_equal(LIMIT, tx_end(tx));
    assert_int_equal(0, count(w));
}

static void test_a_reader_sees_one_snapshot(void **state)
{
    struct world *w = *state;
    struct tx *before = tx_read(w->store, w->arena), *write, *after;

    write = tx_write(w->store, w->arena);
    assert_int_equal(OK, put(write, 1, "pump"));
    assert_int_equal(0, tx_int_values(before, &thing_count, -1, NULL, 0)); /* not yet committed */
    assert_int_equal(1, tx_int_values(write, &thing_count, -1, NULL, 0));
    assert_int_equal(OK, tx_end(write));
    assert_int_equal(0, tx_int_values(before, &thing_count, -1, NULL, 0)); /* later than it */
    after = tx_read(w->store, w->arena);
    assert_int_equal(1, tx_int_values(after, &thing_count, -1, NULL, 0));
    assert_int_equal(OK, tx_end(after));
    assert_int_equal(OK, tx_end(before));
    assert_int_equal(1, count(w));
}

static void test_a_reader_cannot_write(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_read(w->store, w->arena);

    assert_int_equal(FAULT, put(tx, 1, "pump"));
    assert_int_equal(FAULT, tx_end(tx));
    assert_int_equal(0, count(w));
}

static void test_a_statement_may_be_asked_while_its_rows_are_open(void **state)
{
    struct world *w = *state;
    struct tx *tx;
    struct rows *outer;
    int pairs = 0;

    put_two(w);
    tx = tx_read(w->store, w->arena);
    for (int round = 0; round < 2; round++) {
        outer = tx_query(tx, &thing_beside, VAL(0));
        while (rows_next(outer)) {
            struct rows *inner = tx_query(tx, &thing_beside, VAL(rows_id(outer, 0)));

            while (rows_next(inner)) {
                assert_int_not_equal(rows_int(outer, 0), rows_int(inner, 0));
                pairs++;
            }
        }
    }
    assert_int_equal(4, pairs);
    (void)tx_query(tx, &thing_beside, VAL(0)); /* left open: the end closes it */
    assert_int_equal(OK, tx_end(tx));
    tx = tx_read(w->store, w->arena);
    assert_int_equal(2, tx_int_values(tx, &thing_count, -1, NULL, 0));
    assert_int_equal(OK, tx_end(tx));
}

static void test_values_of_a_query_need_not_outlive_the_call(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_read(w->store, w->arena);
    char a[] = "first", b[] = "second";
    struct rows *r = tx_query(tx, &twice_used, VAL(text_of(a)), VAL(text_of(b)));

    memset(a, 'x', 5);
    memset(b, 'y', 6);
    assert_true(rows_next(r));
    assert_true(text_is(rows_text(r, 0), "secondfirstsecond"));
    assert_int_equal(OK, tx_end(tx));
}

/* ---- effects ---- */

static struct hash effect_of(struct world *w, const char *name, int64_t id, bool is_text)
{
    struct hasher *h = hasher_open();
    struct tx *tx = tx_write(w->store, w->arena);
    struct hash result;

    hasher_start(h);
    tx_set_effect(tx, h);
    if (is_text)
        assert_int_equal(OK, tx_exec(tx, &thing_rename, VAL(id), VAL(name)));
    else
        assert_int_equal(OK, tx_exec(tx, &draft_put, VAL(id), VAL(name)));
    tx_set_effect(tx, NULL);
    assert_int_equal(OK, put(tx, 900, "not counted"));
    result = hasher_end(h);
    hasher_close(h);
    tx_abandon(tx);
    return result;
}

static void test_an_effect_tells_statement_values_and_rows_changed(void **state)
{
    struct world *w = *state;
    struct hash base, same, value, statement, changed;
    struct tx *tx;

    put_two(w);
    base = effect_of(w, "sloop", 2, true);
    same = effect_of(w, "sloop", 2, true);
    value = effect_of(w, "sloops", 2, true);
    statement = effect_of(w, "sloop", 2, false);
    assert_true(hash_same(&base, &same));
    assert_false(hash_same(&base, &value));
    assert_false(hash_same(&base, &statement));
    changed = effect_of(w, "sloop", 3, true); /* there is no such row yet: 0 changed */
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, put(tx, 3, "raft"));
    assert_int_equal(OK, tx_end(tx));
    same = effect_of(w, "sloop", 3, true);
    assert_false(hash_same(&changed, &same));
}

/* ---- opening ---- */

static void test_two_writers_of_one_file_conflict(void **state)
{
    struct world *w = *state;
    struct store_options options = { .path = w->path, .rooms = rooms, .readers = 1 };
    struct store *second = NULL;
    int status = 0;
    pid_t child;

    assert_int_equal(CONFLICT, store_open(&options, &second));
    assert_null(second);
    child = fork();
    if (child == 0)
        _exit(store_open(&options, &second) == CONFLICT ? 42 : 1);
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_true(WIFEXITED(status));
    assert_int_equal(42, WEXITSTATUS(status));
    put_two(w); /* the first is none the worse for it */
    assert_int_equal(2, count(w));
}

static void test_a_later_room_gets_its_tables_and_the_rest_stays(void **state)
{
    struct world *w = *state;
    static const struct statement late = { .name = "late", .sql = "SELECT count(*) FROM late" };
    struct tx *tx;

    put_two(w);
    store_close(w->store);
    w->store = open_store(w->path, more_rooms);
    assert_int_equal(2, count(w));
    tx = tx_read(w->store, w->arena);
    assert_int_equal(0, tx_int_values(tx, &late, -1, NULL, 0));
    assert_int_equal(OK, tx_end(tx));
}

static void test_what_was_committed_survives_a_process_that_dies(void **state)
{
    struct world *w = *state;
    int status = 0;
    pid_t child;

    store_close(w->store);
    w->store = NULL;
    child = fork();
    if (child == 0) {
        struct tx *tx;

        w->store = open_store(w->path, rooms);
        put_two(w);
        tx = tx_write(w->store, w->arena);
        (void)put(tx, 3, "lost");
        _exit(7); /* in the middle of a transaction */
    }
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_int_equal(7, WEXITSTATUS(status));
    w->store = open_store(w->path, rooms);
    assert_int_equal(2, count(w));
}

/* Fills the pages of `path` from the second on with 0x55. */
static void damage(const char *path)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    char page[4096];
    off_t end = lseek(fd, 0, SEEK_END);

    memset(page, 0x55, sizeof page);
    assert_true(fd >= 0);
    assert_true(end > 8192);
    for (off_t at = 4096; at < end; at += 4096)
        assert_int_equal(4096, pwrite(fd, page, sizeof page, at));
    close(fd);
}

static void test_a_damaged_file_is_found_after_an_unclean_end(void **state)
{
    struct world *w = *state;
    struct store_options options = { .path = w->path, .rooms = rooms, .readers = 1 };
    char lock[128];
    int fd;

    put_two(w);
    store_close(w->store);
    w->store = NULL;
    snprintf(lock, sizeof lock, "%s.lock", w->path);
    damage(w->path);
    /* Without the mark nobody looks: this shows that it is the check that finds it below. */
    assert_int_equal(OK, store_open(&options, &w->store));
    store_close(w->store);
    fd = open(lock, O_WRONLY | O_CLOEXEC);
    assert_int_equal(5, write(fd, "open\n", 5));
    close(fd);
    assert_int_equal(FAULT, store_open(&options, &w->store));
    assert_null(w->store);
}

static void test_a_foreign_file_is_refused(void **state)
{
    struct world *w = *state;
    struct store_options options = { .path = w->other, .rooms = rooms, .readers = 1 };
    struct store *s = NULL;
    sqlite3 *db = NULL;

    assert_int_equal(SQLITE_OK, sqlite3_open(w->other, &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "CREATE TABLE a (b)", NULL, NULL, NULL));
    sqlite3_close(db);
    assert_int_equal(FAULT, store_open(&options, &s));
}

static void test_a_backup_is_a_store_with_the_same_rows(void **state)
{
    struct world *w = *state;
    struct store *copy;
    struct tx *tx;

    put_two(w);
    assert_int_equal(OK, store_backup(w->store, w->other));
    assert_int_equal(CONFLICT, store_backup(w->store, w->other)); /* never over another file */
    copy = open_store(w->other, rooms);
    tx = tx_read(copy, w->arena);
    assert_true(text_is(tx_text(tx, &thing_name, VAL(2)), "boat"));
    assert_int_equal(OK, tx_end(tx));
    store_close(copy);
}

/* ---- several threads ---- */

static void *read_often(void *ctx)
{
    struct world *w = ctx;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    intptr_t odd = 0;

    for (int i = 0; i < 200; i++) {
        struct tx *tx = tx_read(w->store, a);

        odd += tx_int_values(tx, &thing_count, 1, NULL, 0) % 2; /* rows are written in pairs */
        odd += tx_end(tx) != OK;
        arena_reset(a);
    }
    arena_close(a);
    return (void *)odd;
}

static void test_many_readers_share_few_connections_while_one_writes(void **state)
{
    struct world *w = *state;
    pthread_t threads[5];
    void *odd;

    for (size_t i = 0; i < 5; i++)
        assert_int_equal(0, pthread_create(&threads[i], NULL, read_often, w));
    for (int64_t i = 1; i < 100; i += 2) {
        struct tx *tx = tx_write(w->store, w->arena);

        (void)put(tx, i, "a");
        (void)put(tx, i + 1, "b");
        assert_int_equal(OK, tx_end(tx));
    }
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(0, pthread_join(threads[i], &odd));
        assert_null(odd);
    }
    assert_int_equal(100, count(w));
}

/* ---- JSON ---- */

static void test_columns_become_members_by_their_names(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);
    struct buf out = buf_make(SIZE_MAX);
    struct json j = json_make(&out);

    assert_int_equal(OK, tx_exec(tx, &thing_put, VAL(id_make(1, 143)), VAL("say \"hi\""), VAL("n"),
                                 VAL((struct instant){ INT64_C(1626264600000000) }),
                                 VAL((struct day){ 18822 }), VAL((struct yesno){ YES }),
                                 value_blob(T("")), VAL("[1,{}]"), VAL(5)));
    assert_int_equal(OK, put(tx, id_make(2, 1).v, "b"));
    json_open(&j);
    assert_int_equal(2, json_rows0(&j, "things", tx, &thing_shown));
    assert_false(json_row(&j, tx, &thing_name, VAL(12345)));
    assert_true(json_row(&j, tx, &thing_name, VAL(id_make(2, 1))));
    json_close(&j);
    assert_int_equal(OK, json_end(&j));
    buf_add_byte(&out, '\0');
    assert_string_equal("{\"things\":[{\"id\":\"1-143\",\"name\":\"say \\\"hi\\\"\",\"note\":\"n\","
                        "\"seen_at\":\"2021-07-14T12:10:00Z\",\"born_on\":\"2021-07-14\","
                        "\"is_open\":true,\"extra\":[1,{}],\"amount\":5},"
                        "{\"id\":\"2-1\",\"name\":\"b\",\"note\":null,\"seen_at\":null,"
                        "\"born_on\":null,\"is_open\":null,\"extra\":null,\"amount\":null}],"
                        "\"name\":\"b\"}", out.at);
    buf_free(&out);
    assert_int_equal(OK, tx_end(tx));
}

static void test_bytes_in_a_document_are_a_fault(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);
    struct buf out = buf_make(SIZE_MAX);
    struct json j = json_make(&out);

    assert_int_equal(OK, tx_exec(tx, &thing_put, VAL(1), VAL("a"), VAL("n"), VAL(1), VAL(1), VAL(0),
                                 value_blob(T("x")), VAL("{}"), VAL(1)));
    json_open(&j);
    (void)json_rows0(&j, "things", tx, &thing_all);
    json_close(&j);
    assert_int_equal(OK, json_end(&j));
    buf_free(&out);
    assert_int_equal(FAULT, tx_end(tx));
}

/* ---- digests ---- */

struct digests {
    char names[256];
    struct hash of[4];
    int64_t rows[4];
    size_t n;
};

static void keep_digest(void *ctx, const char *table, const struct hash *digest, int64_t rows)
{
    struct digests *d = ctx;
    size_t len = strlen(d->names);

    assert_in_range(d->n, 0, 3);
    snprintf(d->names + len, sizeof d->names - len, "%s ", table);
    d->of[d->n] = *digest;
    d->rows[d->n++] = rows;
}

static struct digests digest(struct tx *tx)
{
    struct digests d = { .n = 0 };

    assert_int_equal(OK, store_digest(tx, rooms, keep_digest, &d));
    assert_string_equal("part thing ", d.names); /* neither the journal nor the kept table */
    return d;
}

static void test_the_digest_changes_with_every_cell(void **state)
{
    static const char *const changes[] = {
        "UPDATE thing SET id = 12 WHERE id = 2",       "UPDATE thing SET name = 'boot' WHERE id = 2",
        "UPDATE thing SET note = '' WHERE id = 2",     "UPDATE thing SET seen_at = 0 WHERE id = 2",
        "UPDATE thing SET born_on = 0 WHERE id = 2",   "UPDATE thing SET is_open = 0 WHERE id = 2",
        "UPDATE thing SET picture = x'' WHERE id = 2", "UPDATE thing SET extra_json = '' WHERE id = 2",
        "UPDATE thing SET amount = 0 WHERE id = 2",    "DELETE FROM thing WHERE id = 2",
        "INSERT INTO thing (id, name) VALUES (3, '')", "UPDATE part SET label = 'Hose'",
        "UPDATE part SET n = 8",                       "UPDATE part SET thing_id = 2",
        "UPDATE thing SET name = note, note = name || 'x' WHERE note IS NOT NULL",
    };
    struct world *w = *state;
    struct digests before, after;
    struct tx *tx;

    put_two(w);
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, tx_exec(tx, &thing_put, VAL(9), VAL("a"), VAL("b"), VAL(1), VAL(1), VAL(0),
                                 value_blob(T("x")), VAL("{}"), VAL(1)));
    assert_int_equal(OK, tx_end(tx));
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct statement *change = arena_new(w->arena, struct statement); /* the cache's key */
        bool is_part = strstr(changes[i], "part") != NULL;

        tx = tx_write(w->store, w->arena);
        before = digest(tx);
        *change = (struct statement){ .name = "change", .sql = changes[i] };
        assert_int_equal(OK, tx_exec0(tx, change));
        assert_true(tx_changed(tx) > 0);
        after = digest(tx);
        assert_int_equal(!is_part, hash_same(&before.of[0], &after.of[0]));
        assert_int_equal(is_part, hash_same(&before.of[1], &after.of[1]));
        tx_abandon(tx);
    }
}

static void test_the_digest_does_not_see_kept_tables_or_the_order_of_writing(void **state)
{
    struct world *w = *state;
    struct store *other = open_store(w->other, rooms);
    struct tx *left, *right;
    struct digests x, y;

    put_two(w);
    right = tx_write(other, w->arena);
    assert_int_equal(OK, put(right, 2, "boat"));
    assert_int_equal(OK, put(right, 1, "pump"));
    assert_int_equal(OK, tx_exec(right, &part_put, VAL(1), VAL(7), VAL("hose")));
    assert_int_equal(OK, tx_exec(right, &draft_put, VAL(1), VAL("typing")));
    assert_int_equal(OK, tx_exec(right, &entry_put, VAL(1)));
    left = tx_read(w->store, w->arena);
    x = digest(left);
    y = digest(right);
    assert_int_equal(2, x.rows[1]);
    assert_memory_equal(x.of, y.of, 2 * sizeof x.of[0]);
    assert_int_equal(0, store_first_difference(left, right, "thing", w->arena).len);
    assert_int_equal(OK, tx_end(left));
    assert_int_equal(OK, tx_end(right));
    store_close(other);
}

static void assert_difference(struct world *w, struct tx *left, struct tx *right, const char *table,
                              const char *words)
{
    assert_string_equal(words, text_cstr(w->arena, store_first_difference(left, right, table,
                                                                         w->arena)));
}

static void test_the_first_difference_is_told_in_words(void **state)
{
    struct world *w = *state;
    struct store *other = open_store(w->other, rooms);
    struct tx *left, *right;

    put_two(w);
    right = tx_write(other, w->arena);
    assert_int_equal(OK, put(right, 1, "pump"));
    left = tx_read(w->store, w->arena);
    assert_difference(w, left, right, "thing", "id = 2 / (no row)");
    assert_difference(w, right, left, "thing", "id = (no row) / 2");
    assert_int_equal(OK, put(right, 2, "bus"));
    assert_difference(w, left, right, "thing", "id 2: name = \"boat\" / \"bus\"");
    assert_int_equal(OK, tx_exec(right, &part_put, VAL(1), VAL(8), VAL("hose")));
    assert_difference(w, left, right, "part", "thing_id 1: n = 7 / 8");
    assert_int_equal(OK, tx_end(left));
    assert_int_equal(OK, tx_end(right));
    store_close(other);
}

static void test_emptying_leaves_the_journal_and_kept_tables(void **state)
{
    static const struct statement drafts = { .name = "drafts", .sql = "SELECT count(*) FROM draft" };
    static const struct statement parts = { .name = "parts", .sql = "SELECT count(*) FROM part" };
    struct world *w = *state;
    struct tx *tx;

    put_two(w);
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, tx_exec(tx, &draft_put, VAL(1), VAL("typing")));
    assert_int_equal(OK, tx_exec(tx, &entry_put, VAL(1)));
    assert_int_equal(OK, store_clear_rebuilt(tx, rooms));
    assert_int_equal(0, tx_int_values(tx, &thing_count, -1, NULL, 0));
    assert_int_equal(0, tx_int_values(tx, &parts, -1, NULL, 0));
    assert_int_equal(1, tx_int_values(tx, &drafts, -1, NULL, 0));
    assert_int_equal(1, tx_int_values(tx, &entry_count, -1, NULL, 0));
    assert_int_equal(OK, tx_end(tx));
}

/* ---- PostgreSQL ---- */

static void test_the_schema_is_translated_for_postgresql(void **state)
{
    struct world *w = *state;

    assert_string_equal(
        "CREATE TABLE a (id BIGINT PRIMARY KEY, -- an INTEGER, STRICT\n"
        "  b BYTEA, \"STRICT\" TEXT DEFAULT 'BLOB it''s INTEGER', strictly BIGINT /* BLOB */);\n"
        "CREATE TABLE b (id BIGINT);\nCREATE TABLE c (id BIGINT);\nCREATE TABLE d (id BIGINT) ;\n"
        "CREATE INDEX e ON a (b);",
        text_cstr(w->arena, store_schema_for_postgres(w->arena,
            "CREATE TABLE a (id INTEGER PRIMARY KEY, -- an INTEGER, STRICT\n"
            "  b BLOB, \"STRICT\" TEXT DEFAULT 'BLOB it''s INTEGER', strictly integer /* BLOB */) STRICT;\n"
            "CREATE TABLE b (id INTEGER) STRICT, WITHOUT ROWID;\n"
            "CREATE TABLE c (id INTEGER) WITHOUT ROWID, STRICT;\nCREATE TABLE d (id INTEGER) ;\n"
            "CREATE INDEX e ON a (b);")));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_type_comes_back_as_it_went_in),
        TEST(test_none_of_every_kind_is_null),
        TEST(test_parameters_are_bound_by_their_number),
        TEST(test_a_wrong_number_of_values_is_a_fault),
        TEST(test_the_first_error_stands_and_nothing_is_kept),
        TEST(test_a_foreign_key_and_a_type_are_enforced),
        TEST(test_a_part_is_undone_alone),
        TEST(test_undoing_a_part_keeps_an_error_from_before_it),
        TEST(test_a_reader_sees_one_snapshot),
        TEST(test_a_reader_cannot_write),
        TEST(test_a_statement_may_be_asked_while_its_rows_are_open),
        TEST(test_values_of_a_query_need_not_outlive_the_call),
        TEST(test_an_effect_tells_statement_values_and_rows_changed),
        TEST(test_two_writers_of_one_file_conflict),
        TEST(test_a_later_room_gets_its_tables_and_the_rest_stays),
        TEST(test_what_was_committed_survives_a_process_that_dies),
        TEST(test_a_damaged_file_is_found_after_an_unclean_end),
        TEST(test_a_foreign_file_is_refused),
        TEST(test_a_backup_is_a_store_with_the_same_rows),
        TEST(test_many_readers_share_few_connections_while_one_writes),
        TEST(test_columns_become_members_by_their_names),
        TEST(test_bytes_in_a_document_are_a_fault),
        TEST(test_the_digest_changes_with_every_cell),
        TEST(test_the_digest_does_not_see_kept_tables_or_the_order_of_writing),
        TEST(test_the_first_difference_is_told_in_words),
        TEST(test_emptying_leaves_the_journal_and_kept_tables),
        TEST(test_the_schema_is_translated_for_postgresql),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
