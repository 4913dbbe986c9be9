/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "journal/journal.h"
#include "kernel/test_room.h"
#include "kernel/test_world.h"

static int set_up(void **state)
{
    struct world *w = world_open(box_rooms, NULL);

    *state = w;
    for (int i = 0; i < 6; i++) {
        char box[16], fields[96];
        snprintf(box, sizeof(box), "B%d", i);
        snprintf(fields, sizeof(fields), "{'label':'doos %d','size':100,'secret':'geheim %d'}", i,
                 i);
        assert_int_equal(OK, world_act(w, "-", "2021-07-14T12:00:00Z", "make_box", box, fields));
        for (int k = 0; k < 4; k++)
            assert_int_equal(
                OK, world_act(w, "-", "2021-07-14T12:00:00Z", "fill_box", box, "{'amount':3}"));
    }
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

static bool is_sound(struct world *w, struct arena *a, struct rebuild_report *report)
{
    struct journal_report verified;
    enum result rebuilt = space_rebuild_check(world_space(w), a, report);
    struct tx *tx;

    tx = tx_read(space_store(world_space(w)), a);
    assert_int_equal(OK, journal_verify(tx, &verified));
    assert_int_equal(OK, tx_end(tx));
    return rebuilt == OK && report->is_equal && verified.bad_position == 0;
}

static void run_sql(sqlite3 *db, const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    int64_t n;

    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db, sql, -1, &st, NULL));
    assert_int_equal(SQLITE_ROW, sqlite3_step(st));
    n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static void test_a_changed_cell_is_found_and_the_table_named(void **state)
{
    struct world *w = *state;
    struct arena *a = world_arena(w);
    struct rebuild_report report;
    sqlite3 *db;

    assert_true(is_sound(w, a, &report));
    assert_int_equal(SQLITE_OK, sqlite3_open(store_path(space_store(world_space(w))), &db));
    run_sql(db, "UPDATE box SET held = 11 WHERE label = 'doos 3'");
    assert_false(is_sound(w, a, &report));
    assert_string_equal("box", report.table);
    assert_true(text_find(report.difference, T("held")) != SIZE_MAX);
    run_sql(db, "UPDATE box SET held = 12 WHERE label = 'doos 3'");
    assert_true(is_sound(w, a, &report));
    sqlite3_close(db);
}

/* Tables whose cells the check must guard: what a rebuild makes, and the journal's truth. */
static const struct {
    const char *table, *key, *columns[12];
} guarded[] = {
    { "box", "rowid", { "label", "size", "held", "secret" } },
    { "thing",
      "rowid",
      { "type", "label", "state", "version", "started_at", "changed_at", "first_position",
        "last_position" } },
    { "trace", "rowid", { "position" } },
    { "journal_entry",
      "rowid",
      { "body", "hash", "action", "object_type", "recorded_at", "happened_at" } },
    { "journal_sealed", "position", { "grp", "salt", "payload" } },
};

/* One byte of one cell, by SQL: text and blob bytes are flipped, numbers get one bit. */
static bool change_cell(sqlite3 *db, const char *table, const char *key, const char *column,
                        int64_t row, unsigned bit)
{
    char sql[640];

    snprintf(sql, sizeof(sql),
             "SELECT CASE typeof(%s) WHEN 'integer' THEN 1 WHEN 'text' THEN 2 WHEN 'blob' THEN 3 "
             "ELSE 0 END FROM %s ORDER BY %s LIMIT 1 OFFSET %lld",
             column, table, key, (long long)row);
    int64_t kind = number(db, sql);
    if (kind == 0)
        return false;
    if (kind == 1)
        snprintf(sql, sizeof(sql),
                 "UPDATE %s SET %s = (%s | %u) - (%s & %u) WHERE %s = "
                 "(SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %lld)",
                 table, column, column, 1U << (bit % 8), column, 1U << (bit % 8), key, key, table,
                 key, (long long)row);
    else
        snprintf(sql, sizeof(sql),
                 "UPDATE %s SET %s = flip(%s, %u) WHERE %s = "
                 "(SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %lld)",
                 table, column, column, bit, key, key, table, key, (long long)row);
    /* A change that the table's own constraints refuse cannot be stored at all. */
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(db) == 1;
}

/* flip(value, seed): the value with one byte changed; a text stays text. */
static void flip(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    int n = sqlite3_value_bytes(argv[0]);
    bool is_text = sqlite3_value_type(argv[0]) == SQLITE_TEXT;
    unsigned seed = (unsigned)sqlite3_value_int(argv[1]);
    unsigned char *copy = malloc((size_t)n + 1);

    (void)argc;
    assert_non_null(copy);
    memcpy(copy, is_text ? (const void *)sqlite3_value_text(argv[0]) : sqlite3_value_blob(argv[0]),
           (size_t)n);
    if (n > 0)
        copy[seed % (unsigned)n] ^= (unsigned char)(1U << (seed % 5)); /* stays ASCII */
    else
        copy[n++] = 'x';
    if (is_text)
        sqlite3_result_text(ctx, (char *)copy, n, SQLITE_TRANSIENT);
    else
        sqlite3_result_blob(ctx, copy, n, SQLITE_TRANSIENT);
    free(copy);
}

static void test_every_sampled_byte_change_is_found(void **state)
{
    enum { SAMPLES = 2000 };
    struct world *w = *state;
    unsigned seed = 20210714, missed = 0, tried = 0;
    sqlite3 *db;

    print_message("seed %u\n", seed);
    assert_int_equal(SQLITE_OK, sqlite3_open(store_path(space_store(world_space(w))), &db));
    run_sql(db, "PRAGMA ignore_check_constraints = ON");
    sqlite3_create_function(db, "flip", 2, SQLITE_UTF8, NULL, flip, NULL, NULL);
    while (tried < SAMPLES) {
        struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
        struct rebuild_report report;
        size_t t, c = 0, columns = 0;
        char sql[128];

        seed = seed * 1103515245U + 12345U;
        t = (seed >> 16) % (sizeof(guarded) / sizeof(guarded[0]));
        while (guarded[t].columns[columns])
            columns++;
        seed = seed * 1103515245U + 12345U;
        c = (seed >> 16) % columns;
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", guarded[t].table);
        int64_t row = (int64_t)((seed >> 8) % (unsigned)number(db, sql));
        snprintf(sql, sizeof(sql), "CREATE TEMP TABLE kept AS SELECT %s AS r, * FROM %s",
                 guarded[t].key, guarded[t].table);
        run_sql(db, sql);
        if (change_cell(db, guarded[t].table, guarded[t].key, guarded[t].columns[c], row,
                        seed >> 12)) {
            tried++;
            if (is_sound(w, a, &report)) {
                missed++;
                print_message("missed: %s.%s row %lld\n", guarded[t].table, guarded[t].columns[c],
                              (long long)row);
            }
        }
        snprintf(sql, sizeof(sql), "UPDATE %s SET %s = (SELECT %s FROM kept WHERE r = %s.%s)",
                 guarded[t].table, guarded[t].columns[c], guarded[t].columns[c], guarded[t].table,
                 guarded[t].key);
        run_sql(db, sql);
        run_sql(db, "DROP TABLE kept");
        arena_close(a);
    }
    sqlite3_close(db);
    assert_int_equal(0, missed);
    struct rebuild_report report;
    assert_true(is_sound(w, world_arena(w), &report));
}

static void test_a_fork_has_the_past_and_no_secrets(void **state)
{
    struct world *w = *state;
    struct instant until;
    char path[] = "/tmp/schakel-fork-XXXXXX";
    struct space *fork;
    struct rebuild_report report;

    assert_int_equal(OK,
                     world_act(w, "-", "2021-07-15T12:00:00Z", "fill_box", "B1", "{'amount':5}"));
    close(mkstemp(path));
    unlink(path);
    assert_true(instant_read(T("2021-07-14T23:00:00Z"), &until));
    assert_int_equal(OK, space_fork(world_space(w), until, path));
    struct space_options o = { .path = path,
                               .name = "oefening",
                               .node = 2,
                               .readers = 2,
                               .catalogue = space_catalogue(world_space(w)),
                               .kind = SPACE_EXERCISE };
    assert_int_equal(OK, space_open(&o, &fork));
    assert_int_equal(OK, space_rebuild_check(fork, world_arena(w), &report));
    assert_true(report.is_equal);
    assert_int_equal(30, report.entries);
    struct buf buf = buf_make(1024 * 1024);
    struct json out = json_make(&buf);
    struct verdict *v = arena_new(world_arena(w), struct verdict);
    struct viewer viewer = { T("p"), ID_NONE, ID_NONE, T("web") };
    char id[ID_TEXT_MAX];
    int64_t version;
    verdict_init(v, world_arena(w));
    id_write(world_id(w, "B1"), id);
    json_t *query = json_pack("{s:s}", "id", id);
    assert_int_equal(OK, space_see(fork, catalogue_view(o.catalogue, T("box")), query, &viewer,
                                   "nl", world_arena(w), &out, &version, v));
    json_decref(query);
    assert_true(text_find(buf_text(&buf), T("\"held\":12")) != SIZE_MAX);
    assert_true(text_find(buf_text(&buf), T("geheim")) == SIZE_MAX);
    buf_free(&buf);
    space_close(fork);
    unlink(path);
}

static void test_a_second_process_may_look_but_not_act(void **state)
{
    struct world *w = *state;
    struct rebuild_report report;
    struct space *beside;
    struct space_options o = { .path = store_path(space_store(world_space(w))),
                               .name = "proef",
                               .node = 1,
                               .readers = 2,
                               .is_looking = true,
                               .kind = SPACE_DEMO,
                               .catalogue = space_catalogue(world_space(w)) };
    struct receipt r;

    assert_int_equal(OK, space_open(&o, &beside));
    assert_int_equal(OK, space_rebuild_check(beside, world_arena(w), &report));
    assert_true(report.is_equal);
    struct step step = { .action = catalogue_action(o.catalogue, T("make_box"), T("")),
                         .if_version = INT_NONE };
    struct unit unit = { .by = { T("p"), ID_NONE, ID_NONE, T("cli") },
                         .steps = &step,
                         .n = 1,
                         .key = T(""),
                         .body = T(""),
                         .trace = T("") };
    assert_int_equal(FAULT, space_commit(beside, &unit, world_arena(w), &r));
    space_close(beside);
}

static void test_a_rebuilt_file_says_the_same(void **state)
{
    struct world *w = *state;
    char path[] = "/tmp/schakel-again-XXXXXX";
    struct rebuild_report report;
    struct space *again;

    close(mkstemp(path));
    unlink(path);
    assert_int_equal(OK, space_rebuild_into(world_space(w), path));
    assert_int_equal(CONFLICT, space_rebuild_into(world_space(w), path));
    struct space_options o = { .path = path,
                               .name = "proef",
                               .node = 1,
                               .readers = 2,
                               .catalogue = space_catalogue(world_space(w)),
                               .kind = SPACE_DEMO };
    assert_int_equal(OK, space_open(&o, &again));
    assert_int_equal(OK, space_rebuild_check(again, world_arena(w), &report));
    assert_true(report.is_equal);
    assert_int_equal(30, report.entries);
    space_close(again);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_changed_cell_is_found_and_the_table_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_every_sampled_byte_change_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_fork_has_the_past_and_no_secrets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_second_process_may_look_but_not_act, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_rebuilt_file_says_the_same, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
