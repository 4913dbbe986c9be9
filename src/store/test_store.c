/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/test_things.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/wait.h>

static const struct room_sql later = { .room = "later",
                                       .schema = "CREATE TABLE late (id INTEGER "
                                                 "PRIMARY KEY) STRICT;" };
static const struct room_sql *const more_rooms[] = { &truth, &things, &later, NULL };

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
        VAL(INT_NONE),
        VAL((const char *)NULL),
        VAL(none),
        VAL(INSTANT_NONE),
        VAL(DAY_NONE),
        VAL(MONEY_NONE),
        VAL(QUANTITY_NONE),
        VAL((struct yesno){ UNKNOWN }),
        VAL((struct choice){ T("") }),
        VAL((struct place){ T("") }),
        VAL((struct file_ref){ T("") }),
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

static void test_a_snapshot_is_of_the_moment_it_was_asked_for(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_read(w->store, w->arena); /* looks at nothing yet */

    put_two(w);
    assert_int_equal(0, tx_int_values(tx, &thing_count, -1, NULL, 0));
    assert_int_equal(OK, tx_end(tx));
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

/* The tables of an earlier program are not patched: who opens them is told, and nothing changed. A
 * better comment is no other table. */
static void test_tables_of_another_version_are_refused_and_left_alone(void **state)
{
    static const struct room_sql said_better = {
        .room = "later",
        .schema = "CREATE TABLE late (id INTEGER -- what it is\n   PRIMARY KEY) STRICT;"
    };
    static const struct room_sql changed = {
        .room = "later", .schema = "CREATE TABLE late (id INTEGER PRIMARY KEY, n INTEGER) STRICT;"
    };
    static const struct room_sql *const better[] = { &truth, &things, &said_better, NULL };
    static const struct room_sql *const other[] = { &truth, &things, &changed, NULL };
    struct world *w = *state;
    struct store_options o = { .path = w->path, .rooms = other, .readers = 1 };
    struct store *s = NULL;

    put_two(w);
    store_close(w->store);
    w->store = open_store(w->path, more_rooms);
    store_close(w->store);
    assert_int_equal(REFUSED, store_open(&o, &s));
    assert_null(s);
    w->store = open_store(w->path, better);
    assert_int_equal(2, count(w));
}

/* Looking from outside tells what opening would meet, and makes nothing. */
static void test_a_look_tells_of_users_and_tables_and_changes_nothing(void **state)
{
    static const struct room_sql changed = {
        .room = "later", .schema = "CREATE TABLE late (id INTEGER PRIMARY KEY, n INTEGER) STRICT;"
    };
    static const struct room_sql *const other[] = { &truth, &things, &changed, NULL };
    struct world *w = *state;
    struct store_report r;

    put_two(w);
    for (int i = 0; i < 2; i++) { /* the second finds no more than the first */
        assert_int_equal(OK, store_look(w->path, more_rooms, &r));
        assert_true(r.is_served && !r.was_unclean && r.is_sound && r.is_ours);
        assert_string_equal("late", r.missing);
        assert_string_equal("", r.differs);
    }
    store_close(w->store);
    w->store = open_store(w->path, more_rooms);
    store_close(w->store);
    assert_int_equal(OK, store_look(w->path, other, &r));
    assert_false(r.is_served || r.was_unclean);
    assert_string_equal("late", r.differs);
    assert_string_equal("", r.missing);
    assert_int_equal(NOT_FOUND, store_look("/nowhere/at/all.db", other, &r));
    assert_null(store_engine_lacks());
    w->store = open_store(w->path, more_rooms);
    assert_int_equal(2, count(w));
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
        TEST(test_a_snapshot_is_of_the_moment_it_was_asked_for),
        TEST(test_a_reader_cannot_write),
        TEST(test_a_statement_may_be_asked_while_its_rows_are_open),
        TEST(test_values_of_a_query_need_not_outlive_the_call),
        TEST(test_an_effect_tells_statement_values_and_rows_changed),
        TEST(test_two_writers_of_one_file_conflict),
        TEST(test_a_later_room_gets_its_tables_and_the_rest_stays),
        TEST(test_tables_of_another_version_are_refused_and_left_alone),
        TEST(test_a_look_tells_of_users_and_tables_and_changes_nothing),
        TEST(test_what_was_committed_survives_a_process_that_dies),
        TEST(test_a_damaged_file_is_found_after_an_unclean_end),
        TEST(test_a_foreign_file_is_refused),
        TEST(test_a_backup_is_a_store_with_the_same_rows),
        TEST(test_many_readers_share_few_connections_while_one_writes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
