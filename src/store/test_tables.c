/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/test_things.h"

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
                        "\"name\":\"b\"}",
                        out.at);
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
        "UPDATE thing SET id = 12 WHERE id = 2",
        "UPDATE thing SET name = 'boot' WHERE id = 2",
        "UPDATE thing SET note = '' WHERE id = 2",
        "UPDATE thing SET seen_at = 0 WHERE id = 2",
        "UPDATE thing SET born_on = 0 WHERE id = 2",
        "UPDATE thing SET is_open = 0 WHERE id = 2",
        "UPDATE thing SET picture = x'' WHERE id = 2",
        "UPDATE thing SET extra_json = '' WHERE id = 2",
        "UPDATE thing SET amount = 0 WHERE id = 2",
        "DELETE FROM thing WHERE id = 2",
        "INSERT INTO thing (id, name) VALUES (3, '')",
        "UPDATE part SET label = 'Hose'",
        "UPDATE part SET n = 8",
        "UPDATE part SET thing_id = 2",
        "UPDATE thing SET name = note, note = name || 'x' WHERE note IS NOT NULL",
    };
    struct world *w = *state;
    struct digests before, after, seen[32];
    struct tx *tx;

    assert_in_range(sizeof changes / sizeof changes[0], 1, 32);
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
        /* A cell that moves to another column is another table too. */
        seen[i] = after;
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(seen[j].of, after.of, 2 * sizeof after.of[0]);
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
    assert_string_equal(words,
                        text_cstr(w->arena, store_first_difference(left, right, table, w->arena)));
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
    static const struct statement drafts = { .name = "drafts",
                                             .sql = "SELECT count(*) FROM draft" };
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
        text_cstr(w->arena,
                  store_schema_for_postgres(
                      w->arena, "CREATE TABLE a (id INTEGER PRIMARY KEY, -- an INTEGER, STRICT\n"
                                "  b BLOB, \"STRICT\" TEXT DEFAULT 'BLOB it''s INTEGER', strictly "
                                "integer /* BLOB */) STRICT;\n"
                                "CREATE TABLE b (id INTEGER) STRICT, WITHOUT ROWID;\n"
                                "CREATE TABLE c (id INTEGER) WITHOUT ROWID, STRICT;\nCREATE TABLE "
                                "d (id INTEGER) ;\n"
                                "CREATE INDEX e ON a (b);")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
