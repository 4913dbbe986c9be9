/* SPDX-License-Identifier: EUPL-1.2 */
#include "journal/test_entries.h"

#include <sqlite3.h>
#include <time.h>

/* ---- the tree ---- */

/* The leaves and roots that Certificate Transparency is tested with (RFC 9162 keeps the tree of RFC
 * 6962), computed again from the recursive definition of section 2.1.1 for this test. */
static const struct {
    const char *leaf, *root; /* root: of the tree before this leaf; the last row has only that */
    size_t len;
} vectors[] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0 },
    { "\x00", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", 1 },
    { "\x10", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", 1 },
    { "\x20\x21", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", 2 },
    { "\x30\x31", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", 2 },
    { "@ABC", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", 4 },
    { "PQRSTUVW", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef", 8 },
    { "`abcdefghijklmno", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", 16 },
    { NULL, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", 0 },
};

static void assert_root(const struct merkle *m, const char *hex)
{
    struct hash root = merkle_root(m);
    char shown[HASH_HEX_MAX];

    hash_hex(&root, shown);
    assert_string_equal(hex, shown);
}

static void test_the_root_of_0_to_8_leaves_is_that_of_rfc_9162(void **state)
{
    struct merkle m = { .leaves = 0 };

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_int_equal(i, m.leaves);
        assert_root(&m, vectors[i].root);
        if (vectors[i].leaf != NULL) {
            struct hash leaf = leaf_hash(text_at(vectors[i].leaf, vectors[i].len));

            merkle_add(&m, &leaf);
        }
    }
}

static void test_the_root_of_33_leaves(void **state)
{
    struct merkle m = { .leaves = 0 };

    (void)state;
    for (int i = 0; i < 33; i++) {
        char byte = (char)i;
        struct hash leaf = leaf_hash(text_at(&byte, 1));

        merkle_add(&m, &leaf);
    }
    assert_root(&m, "1ef78c0bde9f58143b0600eb015b6b7c76e89b6af0ca70d80be3c56e3289de97");
}

/* ---- a whole journal ---- */

static void test_an_untouched_journal_is_whole(void **state)
{
    struct world *w = *state;
    struct journal_report report = verify(w->store, w->arena);
    struct merkle m = { .leaves = 0 };

    assert_int_equal(0, report.entries);
    assert_int_equal(0, report.bad_position);
    assert_root(&m, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    append_many(w, 50);
    report = verify(w->store, w->arena);
    assert_int_equal(50, report.entries);
    assert_int_equal(0, report.bad_position);
    assert_null(report.what);
}

/* ---- a foreign hand: a connection of its own, past all our code and all constraints ---- */

static sqlite3 *raw_open(struct world *w)
{
    sqlite3 *db = NULL;

    assert_int_equal(SQLITE_OK, sqlite3_open(w->path, &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db,
                                             "PRAGMA ignore_check_constraints=ON; "
                                             "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF",
                                             NULL, NULL, NULL));
    return db;
}

static void raw(sqlite3 *db, const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_true(sqlite3_changes(db) > 0);
}

static void assert_found(struct world *w, int64_t position, const char *what)
{
    struct journal_report report = verify(w->store, w->arena);

    assert_int_equal(position, report.bad_position);
    assert_string_equal(what, report.what);
    assert_int_equal(position - 1, report.entries);
}

static void test_each_kind_of_damage_has_its_name_and_place(void **state)
{
    static const struct {
        const char *sql, *back, *what;
        int64_t position;
    } kinds[] = {
        { "UPDATE journal_entry SET body = body || ' ' WHERE position = 7",
          "UPDATE journal_entry SET body = rtrim(body) WHERE position = 7", "hash", 7 },
        { "UPDATE journal_entry SET action = 'decide' WHERE position = 7",
          "UPDATE journal_entry SET action = 'request_assistance' WHERE position = 7", "column",
          7 },
        { "UPDATE journal_entry SET object_type = NULL WHERE position = 7",
          "UPDATE journal_entry SET object_type = 'request' WHERE position = 7", "column", 7 },
        { "UPDATE journal_entry SET position = 99 WHERE position = 7",
          "UPDATE journal_entry SET position = 7 WHERE position = 99", "position", 7 },
        { "UPDATE journal_entry SET position = -1 WHERE position = 7",
          "UPDATE journal_entry SET position = 7 WHERE position = -1", "position", 1 },
        { "UPDATE journal_sealed SET grp = 'kontact' WHERE position = 6 AND grp = 'contact'",
          "UPDATE journal_sealed SET grp = 'contact' WHERE grp = 'kontact'", "sealed", 6 },
        { "UPDATE journal_sealed SET payload = NULL WHERE position = 6 AND grp = 'medical'",
          "UPDATE journal_sealed SET payload = '{\"beds\":[1,2,3],\"note\":\"caf\xC3\xA9\"}' "
          "WHERE position = 6 AND grp = 'medical'",
          "sealed", 6 },
        { "INSERT INTO journal_sealed VALUES (7, 'contact', NULL, NULL, 'a ground')",
          "DELETE FROM journal_sealed WHERE position = 7", "sealed", 7 },
        { "INSERT INTO journal_sealed VALUES (0, 'contact', NULL, NULL, 'a ground')",
          "DELETE FROM journal_sealed WHERE position = 0", "sealed", 1 },
        { "INSERT INTO journal_sealed VALUES (21, 'contact', NULL, NULL, 'a ground')",
          "DELETE FROM journal_sealed WHERE position = 21", "sealed", 21 },
        { "UPDATE journal_sealed SET position = 7 WHERE position = 9",
          "UPDATE journal_sealed SET position = 9 WHERE position = 7", "sealed", 7 },
    };
    struct world *w = *state;
    sqlite3 *db = raw_open(w);

    append_many(w, 20);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        raw(db, kinds[i].sql);
        assert_found(w, kinds[i].position, kinds[i].what);
        raw(db, kinds[i].back);
        assert_int_equal(0, verify(w->store, w->arena).bad_position);
    }
    raw(db, "DELETE FROM journal_sealed WHERE position = 6 AND grp = 'contact'");
    assert_found(w, 6, "sealed");
    sqlite3_close(db);
}

/* Writes a body and its true hash over entry `position`, as somebody would who knows the format. */
static void forge(sqlite3 *db, int64_t position, struct text body)
{
    struct hash hash = leaf_hash(body);
    sqlite3_stmt *st = NULL;

    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db,
                                                   "UPDATE journal_entry SET body = ?1, "
                                                   "hash = ?2 WHERE position = ?3",
                                                   -1, &st, NULL));
    sqlite3_bind_text64(st, 1, body.at, body.len, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_blob(st, 2, hash.at, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(st, 3, position);
    assert_int_equal(SQLITE_DONE, sqlite3_step(st));
    assert_int_equal(1, sqlite3_changes(db));
    sqlite3_finalize(st);
}

static struct text body_at(struct world *w, int64_t position)
{
    static const struct statement one = { .name = "one",
                                          .sql = "SELECT body FROM journal_entry "
                                                 "WHERE position = $1" };
    struct tx *tx = tx_read(w->store, w->arena);
    struct text body = tx_text(tx, &one, VAL(position));

    assert_int_equal(OK, tx_end(tx));
    return body;
}

/* Replaces the first `from` in the body of entry 7 and mends the hash of that entry. */
static void forge_seven(struct world *w, sqlite3 *db, const char *from, const char *to)
{
    struct text body = body_at(w, 7);
    size_t at = text_find(body, text_of(from));

    assert_true(at < body.len);
    forge(db, 7,
          text_printf(w->arena, "%.*s%s%.*s", (int)at, body.at, to,
                      TEXT_FMT(text_slice(body, at + strlen(from), SIZE_MAX))));
}

static void test_a_forger_who_knows_the_hash_is_found_by_the_next_entry(void **state)
{
    static const struct {
        const char *from, *to, *what;
        int64_t position;
    } forgeries[] = {
        { "\"amount\":12", "\"amount\":13", "prev", 8 },
        { "\"amount\":12", "\"amount\": 12", "body", 7 },
        { "\"position\":7", "\"position\":8", "position", 7 },
        { "T12:16:00Z", "T12:15:00Z", "column", 7 },
        { "\"prev\":\"", "\"prev\":\"0", "body", 7 },
        { "\"sealed\":{}",
          "\"sealed\":{\"a\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca49599"
          "1b7852b855\"}",
          "sealed", 7 },
    };
    struct world *w = *state;
    sqlite3 *db = raw_open(w);
    struct text body;

    append_many(w, 20);
    body = body_at(w, 7);
    for (size_t i = 0; i < sizeof forgeries / sizeof forgeries[0]; i++) {
        forge_seven(w, db, forgeries[i].from, forgeries[i].to);
        assert_found(w, forgeries[i].position, forgeries[i].what);
        forge(db, 7, body);
        assert_int_equal(0, verify(w->store, w->arena).bad_position);
    }
    /* Time that runs back, in body and column alike. */
    forge_seven(w, db, "recorded_at\":\"2021-07-14T12:16", "recorded_at\":\"2021-07-14T12:14");
    raw(db, "UPDATE journal_entry SET recorded_at = recorded_at - 120000000 WHERE position = 7");
    assert_found(w, 7, "recorded_at");
    sqlite3_close(db);
}

/* The payload and its commitment fit, but nobody's writer gives such a payload. */
static void test_a_payload_that_is_not_canonical_is_found(void **state)
{
    struct world *w = *state;
    sqlite3 *db = raw_open(w);
    char message[17 + SALT_BYTES + 16] = "schakel-sealed/1", hex[HASH_HEX_MAX];
    struct text body, end;
    struct hash made;

    append_many(w, 3);
    raw(db, "UPDATE journal_sealed SET payload = '{\"a\":1}', salt = zeroblob(32)");
    memcpy(message + 17 + SALT_BYTES, "{\"a\":1}", 7);
    for (int spoilt = 0; spoilt < 2; spoilt++) {
        size_t n = 17 + SALT_BYTES + 7;

        if (spoilt) {
            raw(db, "UPDATE journal_sealed SET payload = payload || ' '");
            message[n++] = ' ';
        }
        made = hash_of(text_at(message, n));
        hash_hex(&made, hex);
        body = body_at(w, 3);
        end = text_slice(body, text_find(body, T("\"medical\":\"")) + 11 + 64, SIZE_MAX);
        forge(db, 3,
              text_printf(w->arena, "%.*s%s%.*s", (int)(end.at - body.at) - 64, body.at, hex,
                          TEXT_FMT(end)));
        if (spoilt)
            assert_found(w, 3, "sealed");
        else
            assert_int_equal(0, verify(w->store, w->arena).bad_position);
    }
    sqlite3_close(db);
}

/* ---- single bytes ---- */

/* The cells that are read again by verify. erased_ground is a note for people: the act that erased
 * is an entry of its own. */
static const struct {
    const char *table, *column;
} cells[] = {
    { "journal_entry", "position" },    { "journal_entry", "id" },
    { "journal_entry", "action" },      { "journal_entry", "object_type" },
    { "journal_entry", "object_id" },   { "journal_entry", "office_id" },
    { "journal_entry", "recorded_at" }, { "journal_entry", "happened_at" },
    { "journal_entry", "body" },        { "journal_entry", "hash" },
    { "journal_sealed", "position" },   { "journal_sealed", "grp" },
    { "journal_sealed", "salt" },       { "journal_sealed", "payload" },
};

static uint64_t next_random(uint64_t *seed)
{
    *seed += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    uint64_t z = (*seed ^ (*seed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* The bytes of a cell; of a number its eight. */
struct cell {
    int type;
    size_t len;
    unsigned char bytes[4096];
};

/* One cell of one row. grp stays empty in journal_entry. */
struct target {
    size_t kind; /* index into cells */
    int64_t position;
    struct cell grp, cell;
};

static bool is_sealed(const struct target *p)
{
    return strcmp(cells[p->kind].table, "journal_sealed") == 0;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    return st;
}

static void take_cell(sqlite3_stmt *st, int column, struct cell *c)
{
    int64_t v = sqlite3_column_int64(st, column);

    c->type = sqlite3_column_type(st, column);
    c->len = c->type == SQLITE_INTEGER ? sizeof v : (size_t)sqlite3_column_bytes(st, column);
    assert_in_range(c->len, 1, sizeof c->bytes);
    if (c->type == SQLITE_INTEGER)
        memcpy(c->bytes, &v, sizeof v);
    else
        memcpy(c->bytes, sqlite3_column_blob(st, column), c->len);
}

static void bind_cell(sqlite3_stmt *st, int place, const struct cell *c)
{
    int64_t v;

    memcpy(&v, c->bytes, sizeof v);
    if (c->type == SQLITE_INTEGER)
        sqlite3_bind_int64(st, place, v);
    else if (c->type == SQLITE_TEXT)
        sqlite3_bind_text(st, place, (const char *)c->bytes, (int)c->len, SQLITE_TRANSIENT);
    else
        sqlite3_bind_blob(st, place, c->bytes, (int)c->len, SQLITE_TRANSIENT);
}

/* A random row that has something in a random column. */
static void pick(sqlite3 *db, uint64_t *seed, struct target *p)
{
    sqlite3_stmt *st;
    char sql[256];
    int64_t rows = 0;

    *p = (struct target){ .kind = next_random(seed) % (sizeof cells / sizeof cells[0]) };
    snprintf(sql, sizeof sql, "SELECT %s, position, %s FROM %s WHERE %s IS NOT NULL",
             cells[p->kind].column, is_sealed(p) ? "grp" : "'-'", cells[p->kind].table,
             cells[p->kind].column);
    st = prepare(db, sql);
    while (sqlite3_step(st) == SQLITE_ROW)
        rows++;
    assert_true(rows > 0);
    sqlite3_reset(st);
    for (int64_t skip = (int64_t)(next_random(seed) % (uint64_t)rows); skip >= 0; skip--)
        assert_int_equal(SQLITE_ROW, sqlite3_step(st));
    take_cell(st, 0, &p->cell);
    p->position = sqlite3_column_int64(st, 1);
    take_cell(st, 2, &p->grp);
    sqlite3_finalize(st);
}

/* Writes `to` into the place and follows the row when that is its key. False when a row with that
 * key is there already. */
static bool put(sqlite3 *db, struct target *p, const struct cell *to)
{
    sqlite3_stmt *st;
    char sql[256];
    int code;

    snprintf(sql, sizeof sql, "UPDATE %s SET %s = ?1 WHERE position = ?2 AND %s = ?3",
             cells[p->kind].table, cells[p->kind].column, is_sealed(p) ? "grp" : "'-'");
    st = prepare(db, sql);
    bind_cell(st, 1, to);
    sqlite3_bind_int64(st, 2, p->position);
    bind_cell(st, 3, &p->grp);
    code = sqlite3_step(st);
    sqlite3_finalize(st);
    if (code != SQLITE_DONE)
        return false;
    assert_int_equal(1, sqlite3_changes(db));
    if (strcmp(cells[p->kind].column, "position") == 0)
        memcpy(&p->position, to->bytes, sizeof p->position);
    if (strcmp(cells[p->kind].column, "grp") == 0)
        p->grp = *to;
    return true;
}

static void test_every_single_changed_byte_is_found(void **state)
{
    struct world *w = *state;
    sqlite3 *db = raw_open(w);
    const char *given = getenv("SCHAKEL_SEED"); /* to run a printed seed again */
    uint64_t start = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL), seed = start;
    int found = 0, of_kind[sizeof cells / sizeof cells[0]] = { 0 };

    print_message("seed %llu\n", (unsigned long long)start);
    append_many(w, 18);
    {
        struct tx *tx = tx_write(w->store, w->arena);

        assert_int_equal(OK, journal_erase_sealed(tx, 12, T("contact"), T("AVG art. 17")));
        assert_int_equal(OK, tx_end(tx));
    }
    while (found < 2000) {
        struct journal_report report;
        struct target p;
        struct cell to;
        int64_t position;
        size_t at;

        pick(db, &seed, &p);
        position = p.position;
        to = p.cell;
        at = next_random(&seed) % to.len;
        to.bytes[at] ^= (unsigned char)(1 + next_random(&seed) % 255);
        if (!put(db, &p, &to))
            continue;
        report = verify(w->store, w->arena);
        if (report.bad_position == 0 || report.what == NULL)
            fail_msg("not found: %s.%s at %lld, byte %zu", cells[p.kind].table,
                     cells[p.kind].column, (long long)position, at);
        if (!is_sealed(&p) && strcmp(cells[p.kind].column, "position") != 0)
            assert_int_equal(position, report.bad_position);
        assert_true(put(db, &p, &p.cell));
        of_kind[p.kind]++;
        found++;
        if (found % 100 == 0)
            arena_reset(w->arena);
    }
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        assert_true(of_kind[i] > 50);
    assert_int_equal(0, verify(w->store, w->arena).bad_position); /* all was put back */
    sqlite3_close(db);
}

static struct journal_report verify_last(struct world *w, int64_t n)
{
    struct tx *tx = tx_read(w->store, w->arena);
    struct journal_report report;

    assert_int_equal(OK, journal_verify_last(tx, n, &report));
    assert_int_equal(OK, tx_end(tx));
    return report;
}

static void test_the_last_entries_are_checked_by_themselves(void **state)
{
    struct world *w = *state;
    sqlite3 *db = raw_open(w);
    struct journal_report report = verify_last(w, 10), whole;

    assert_int_equal(0, report.entries);
    assert_int_equal(0, report.bad_position);
    append_many(w, 20);
    whole = verify(w->store, w->arena);
    for (int64_t n = 1; n <= 25; n++) {
        report = verify_last(w, n);
        assert_int_equal(n < 20 ? n : 20, report.entries);
        assert_int_equal(0, report.bad_position);
        assert_true(hash_same(&whole.head, &report.head));
    }
    raw(db, "UPDATE journal_entry SET recorded_at = recorded_at + 1 WHERE position = 12");
    assert_int_equal(0, verify_last(w, 8).bad_position);
    report = verify_last(w, 9);
    assert_int_equal(12, report.bad_position);
    assert_string_equal("column", report.what);
    assert_int_equal(0, report.entries);
    sqlite3_close(db);
}

static void test_the_hash_before_the_last_entries_must_be_the_one_they_name(void **state)
{
    struct world *w = *state;
    sqlite3 *db = raw_open(w);
    struct journal_report report;

    append_many(w, 20);
    raw(db, "UPDATE journal_entry SET hash = zeroblob(32) WHERE position = 15");
    report = verify_last(w, 5);
    assert_int_equal(16, report.bad_position);
    assert_string_equal("prev", report.what);
    assert_int_equal(0, verify_last(w, 4).bad_position);
    sqlite3_close(db);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_root_of_0_to_8_leaves_is_that_of_rfc_9162),
        cmocka_unit_test(test_the_root_of_33_leaves),
        TEST(test_an_untouched_journal_is_whole),
        TEST(test_each_kind_of_damage_has_its_name_and_place),
        TEST(test_a_forger_who_knows_the_hash_is_found_by_the_next_entry),
        TEST(test_a_payload_that_is_not_canonical_is_found),
        TEST(test_every_single_changed_byte_is_found),
        TEST(test_the_last_entries_are_checked_by_themselves),
        TEST(test_the_hash_before_the_last_entries_must_be_the_one_they_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
