/* SPDX-License-Identifier: EUPL-1.2 */
/* Every statement of every room prepares and is explained on both engines; none reads a whole table
 * unless its "-- scan:" says why. SCHAKEL_POSTGRES holds the connection string of a private
 * PostgreSQL (scripts/postgres run ... gives one). */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libpq-fe.h>

#include "across.h"

enum { NAME_BYTES = 96, SQL_BYTES = 32 * 1024, PARAMETERS_MAX = 128 };

/* ---- the plan of SQLite ---- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static const char *after_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* True when the word at `at` names a subquery of the statement: ") name", ") AS name". */
static bool names_subquery(const char *sql, const char *at)
{
    while (at > sql && isspace((unsigned char)at[-1]))
        at--;
    if (at - sql > 3 && strncasecmp(at - 2, "AS", 2) == 0 && !is_word(at[-3]))
        at -= 2;
    while (at > sql && isspace((unsigned char)at[-1]))
        at--;
    return at > sql && at[-1] == ')';
}

/* True when `name` is no table but made by the statement: a subquery's name, or a common table
 * expression "name AS (", "name(a, b) AS (". */
static bool is_expression(const char *sql, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = sql; (at = strcasestr(at, name)) != NULL; at += len) {
        const char *next = after_blanks(at + len);

        if ((at > sql && is_word(at[-1])) || is_word(at[len]))
            continue;
        if (names_subquery(sql, at))
            return true;
        if (*next == '(') {
            next += strcspn(next, ")");
            next = after_blanks(next + (*next == ')'));
        }
        if (strncasecmp(next, "AS", 2) != 0 || is_word(next[2]))
            continue;
        next = after_blanks(next + 2);
        if (strncasecmp(next, "NOT ", 4) == 0)
            next = after_blanks(next + 4);
        if (strncasecmp(next, "MATERIALIZED", 12) == 0)
            next = after_blanks(next + 12);
        if (*next == '(')
            return true;
    }
    return false;
}

/* True when this line of the plan reads a table from end to end: a scan of the table or of an index
 * of it, or an index made for this one query out of the whole table. */
static bool is_full_scan(const char *detail, const char *sql)
{
    char name[NAME_BYTES];
    size_t len;

    if (strstr(detail, "AUTOMATIC") != NULL)
        return true;
    if (strncmp(detail, "SCAN ", 5) != 0 || strstr(detail, "VIRTUAL TABLE") != NULL)
        return false;
    detail += 5;
    if (*detail == '(' || strncmp(detail, "CONSTANT ROW", 12) == 0) /* a subquery, VALUES (..) */
        return false;
    len = strcspn(detail, " ");
    assert_true(len < sizeof(name));
    memcpy(name, detail, len);
    name[len] = '\0';
    return strstr(name, "subquery") == NULL && !is_expression(sql, name);
}

/* The first line of the plan that is a full scan, copied into `out`; "" when there is none. */
static void first_scan(sqlite3 *db, const char *sql, char out[NAME_BYTES])
{
    sqlite3_stmt *plan = NULL;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);

    out[0] = '\0';
    assert_non_null(explain);
    if (sqlite3_prepare_v2(db, explain, -1, &plan, NULL) != SQLITE_OK)
        fail_msg("no plan: %s", sqlite3_errmsg(db));
    while (out[0] == '\0' && sqlite3_step(plan) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(plan, 3);

        if (is_full_scan(detail, sql))
            snprintf(out, NAME_BYTES, "%s", detail);
    }
    sqlite3_finalize(plan);
    sqlite3_free(explain);
}

static bool prepares(sqlite3 *db, const char *sql, char why[SQL_BYTES])
{
    sqlite3_stmt *st = NULL;
    const char *rest = "";
    bool is_fine = sqlite3_prepare_v3(db, sql, -1, 0, &st, &rest) == SQLITE_OK && st != NULL;

    snprintf(why, SQL_BYTES, "%s", is_fine ? "more than one statement" : sqlite3_errmsg(db));
    sqlite3_finalize(st);
    return is_fine && *after_blanks(rest) == '\0';
}

static void test_every_statement_prepares_on_sqlite(void **state)
{
    const struct room_sql *rooms[ACROSS_ROOMS_MAX];
    sqlite3 *db = across_database();
    struct findings f = { 0 };
    char why[SQL_BYTES];

    (void)state;
    across_sql(rooms);
    for (size_t i = 0; rooms[i] != NULL; i++)
        for (size_t n = 0; n < rooms[i]->count; n++)
            if (!prepares(db, rooms[i]->statements[n]->sql, why))
                found(&f, "%s %s: %s", rooms[i]->room, rooms[i]->statements[n]->name, why);
    sqlite3_close(db);
    found_none(&f);
}

static void test_no_statement_reads_a_whole_table_without_a_reason(void **state)
{
    const struct room_sql *rooms[ACROSS_ROOMS_MAX];
    sqlite3 *db = across_database();
    struct findings f = { 0 };
    char scan[NAME_BYTES], why[SQL_BYTES];

    (void)state;
    across_sql(rooms);
    for (size_t i = 0; rooms[i] != NULL; i++)
        for (size_t n = 0; n < rooms[i]->count; n++) {
            const struct statement *st = rooms[i]->statements[n];

            if (!prepares(db, st->sql, why)) /* the test above says so */
                continue;
            first_scan(db, st->sql, scan);
            if (scan[0] != '\0' && st->scan == NULL)
                found(&f, "%s %s: %s", rooms[i]->room, st->name, scan);
        }
    sqlite3_close(db);
    found_none(&f);
}

static void test_the_plan_test_sees_scans_and_only_them(void **state)
{
    static const struct {
        const char *sql;
        bool is_scan;
    } cases[] = {
        { "SELECT b FROM t", true },
        { "SELECT x.b FROM t x WHERE x.b = 1", true },
        { "SELECT b FROM t WHERE a = $1", false },
        { "SELECT i FROM t ORDER BY i", true },
        { "SELECT i FROM t WHERE i > $1 ORDER BY i LIMIT 3", false },
        { "SELECT b FROM t WHERE lower(i) = $1", true },
        { "UPDATE t SET b = 1 WHERE b = 2", true },
        { "DELETE FROM t WHERE a = 1", false },
        { "SELECT u.b FROM t JOIN t u ON u.b = t.b WHERE t.a = $1", true },
        { "WITH t2 AS (SELECT a FROM t WHERE a > $1) SELECT count(*) FROM t2", false },
        { "WITH RECURSIVE up(n) AS (SELECT $1 UNION SELECT t.b FROM t JOIN up ON t.a = up.n) "
          "SELECT n FROM up",
          false },
        { "WITH RECURSIVE up(n) AS (SELECT $1 UNION SELECT t.a FROM t JOIN up ON t.b = up.n) "
          "SELECT n FROM up",
          true },
        { "INSERT INTO t VALUES ($1, $2, $3)", false },
        { "SELECT at FROM (SELECT a AS at FROM t WHERE a > $1 UNION ALL SELECT b FROM t WHERE a = "
          "$2) "
          "AS step ORDER BY at",
          false },
        { "SELECT at FROM (SELECT a AS at FROM t UNION ALL SELECT b FROM t WHERE a = $2) step",
          true },
        { "SELECT a FROM t x WHERE (a = $1) AND EXISTS (SELECT 1 FROM t y WHERE y.b = x.b)", true },
    };
    sqlite3 *db = NULL;
    char scan[NAME_BYTES];

    (void)state;
    assert_int_equal(SQLITE_OK, sqlite3_open(":memory:", &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db,
                                             "CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, "
                                             "i TEXT) STRICT; CREATE INDEX t_i ON t (i);",
                                             NULL, NULL, NULL));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        first_scan(db, cases[i].sql, scan);
        if ((scan[0] != '\0') != cases[i].is_scan)
            fail_msg("%s: %s", cases[i].sql, scan[0] == '\0' ? "no scan seen" : scan);
    }
    sqlite3_close(db);
}

/* ---- PostgreSQL ---- */

static const char *one_line(const char *message, char out[SQL_BYTES])
{
    size_t n = 0;

    for (; *message != '\0' && n < SQL_BYTES - 1; message++)
        if (*message != '\n' || (n > 0 && out[n - 1] != ' '))
            out[n++] = *message == '\n' ? ' ' : *message;
    out[n] = '\0';
    return out;
}

static bool pg_runs(PGconn *pg, const char *sql, char why[SQL_BYTES])
{
    PGresult *r = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(r);

    one_line(PQresultErrorMessage(r), why);
    PQclear(r);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_EMPTY_QUERY; /* a room without tables of that kind */
}

/* A connection with an empty schema of its own; the caller ends it with pg_close. */
static PGconn *pg_open(void)
{
    static const char fresh[] =
        "SET client_min_messages = warning;"
        "DROP SCHEMA IF EXISTS across CASCADE; CREATE SCHEMA across;"
        "SET search_path = across; SET plan_cache_mode = force_generic_plan";
    const char *conninfo = getenv("SCHAKEL_POSTGRES");
    char why[SQL_BYTES];
    PGconn *pg;

    if (conninfo == NULL)
        fail_msg("SCHAKEL_POSTGRES is not set: scripts/postgres run COMMAND gives a private one");
    pg = PQconnectdb(conninfo);
    if (PQstatus(pg) != CONNECTION_OK)
        fail_msg("PostgreSQL does not answer: %s", PQerrorMessage(pg));
    if (PQserverVersion(pg) < 150000)
        fail_msg("PostgreSQL 15 is asked, this is %d", PQserverVersion(pg));
    if (!pg_runs(pg, fresh, why))
        fail_msg("no schema of our own: %s", why);
    return pg;
}

static void pg_close(PGconn *pg)
{
    char why[SQL_BYTES];

    assert_true(pg_runs(pg, "DROP SCHEMA across CASCADE", why));
    PQfinish(pg);
}

/* Makes a room's tables; each schema file must load as a whole. */
static void pg_load(PGconn *pg, struct findings *f, const char *room, const char *schema)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    char why[SQL_BYTES];

    if (schema != NULL && schema[0] != '\0') {
        struct text translated = store_schema_for_postgres(a, schema);

        assert_true(translated.len > 0);
        if (!pg_runs(pg, text_cstr(a, translated), why))
            found(f, "%s: the tables cannot be made: %s", room, why);
    }
    arena_close(a);
}

static PGconn *pg_with_tables(struct findings *f)
{
    const struct room_sql *rooms[ACROSS_ROOMS_MAX];
    PGconn *pg = pg_open();

    across_sql(rooms);
    for (size_t i = 0; rooms[i] != NULL; i++) {
        pg_load(pg, f, rooms[i]->room, rooms[i]->schema);
        pg_load(pg, f, rooms[i]->room, rooms[i]->local);
    }
    return pg;
}

static void test_the_tables_of_all_rooms_load_on_postgresql(void **state)
{
    struct findings f = { 0 };
    PGconn *pg = pg_with_tables(&f);

    (void)state;
    pg_close(pg);
    found_none(&f);
}

/* PREPARE without types, so that PostgreSQL finds them itself, then EXPLAIN with NULLs. */
static bool pg_explains(PGconn *pg, const char *sql, char why[SQL_BYTES])
{
    char explain[32 + PARAMETERS_MAX * 6];
    PGresult *r = PQprepare(pg, "one", sql, 0, NULL);
    bool is_fine = PQresultStatus(r) == PGRES_COMMAND_OK;
    int parameters = 0;
    size_t len;

    one_line(PQresultErrorMessage(r), why);
    PQclear(r);
    if (!is_fine)
        return false;
    r = PQdescribePrepared(pg, "one");
    parameters = PQnparams(r);
    PQclear(r);
    assert_true(parameters <= PARAMETERS_MAX);
    len = (size_t)snprintf(explain, sizeof(explain), "EXPLAIN EXECUTE one%s",
                           parameters > 0 ? "(" : "");
    for (int i = 0; i < parameters; i++)
        len += (size_t)snprintf(explain + len, sizeof(explain) - len, "NULL%s",
                                i + 1 < parameters ? "," : ")");
    is_fine = pg_runs(pg, explain, why);
    r = PQexec(pg, "DEALLOCATE one");
    PQclear(r);
    return is_fine;
}

static void test_every_statement_is_explained_on_postgresql(void **state)
{
    const struct room_sql *rooms[ACROSS_ROOMS_MAX];
    struct findings f = { 0 };
    PGconn *pg = pg_with_tables(&f);
    char why[SQL_BYTES];

    (void)state;
    across_sql(rooms);
    for (size_t i = 0; rooms[i] != NULL; i++)
        for (size_t n = 0; n < rooms[i]->count; n++) {
            const struct statement *st = rooms[i]->statements[n];

            if (!pg_explains(pg, st->postgres != NULL ? st->postgres : st->sql, why))
                found(&f, "%s %s: %s", rooms[i]->room, st->name, why);
        }
    pg_close(pg);
    found_none(&f);
}

static bool has_parameter(const char *sql, int number)
{
    char name[8];
    size_t len = (size_t)snprintf(name, sizeof(name), "$%d", number);

    for (const char *at = sql; (at = strstr(at, name)) != NULL; at += len)
        if (!isdigit((unsigned char)at[len]))
            return true;
    return false;
}

/* Both texts of a statement take the same parameters: the caller binds them once. */
static void test_a_variant_takes_the_parameters_of_its_statement(void **state)
{
    const struct room_sql *rooms[ACROSS_ROOMS_MAX];
    struct findings f = { 0 };

    (void)state;
    across_sql(rooms);
    for (size_t i = 0; rooms[i] != NULL; i++)
        for (size_t n = 0; n < rooms[i]->count; n++) {
            const struct statement *st = rooms[i]->statements[n];

            for (int p = 1; st->postgres != NULL && p <= PARAMETERS_MAX; p++)
                if (has_parameter(st->sql, p) != has_parameter(st->postgres, p))
                    found(&f, "%s %s: only one of both texts has $%d", rooms[i]->room, st->name, p);
        }
    found_none(&f);
}

static bool is_plain_name(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789")] == '\0';
}

/* The first column that both engines call differently, "" when there is none. What SQLite calls by
 * its expression, "count(*)", has no name: nobody asks for it by one. */
static void other_name(sqlite3 *db, PGconn *pg, const struct statement *st, char out[NAME_BYTES])
{
    PGresult *r = PQprepare(pg, "one", st->postgres != NULL ? st->postgres : st->sql, 0, NULL);
    sqlite3_stmt *lite = NULL;
    int n;

    out[0] = '\0';
    PQclear(r);
    r = PQdescribePrepared(pg, "one");
    n = PQnfields(r);
    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db, st->sql, -1, &lite, NULL));
    if (PQresultStatus(r) == PGRES_COMMAND_OK && n != sqlite3_column_count(lite))
        snprintf(out, NAME_BYTES, "%d columns, %d on PostgreSQL", sqlite3_column_count(lite), n);
    for (int i = 0; i < n && out[0] == '\0'; i++) {
        const char *name = sqlite3_column_name(lite, i);

        if (is_plain_name(name) && strcmp(name, PQfname(r, i)) != 0)
            snprintf(out, NAME_BYTES, "%s is %s on PostgreSQL", name, PQfname(r, i));
    }
    sqlite3_finalize(lite);
    PQclear(r);
    PQclear(PQexec(pg, "DEALLOCATE one"));
}

static void test_columns_have_the_same_names_on_both_engines(void **state)
{
    const struct room_sql *rooms[ACROSS_ROOMS_MAX];
    struct findings f = { 0 };
    sqlite3 *db = across_database();
    PGconn *pg = pg_with_tables(&f);
    char name[NAME_BYTES];

    (void)state;
    across_sql(rooms);
    for (size_t i = 0; rooms[i] != NULL; i++)
        for (size_t n = 0; n < rooms[i]->count; n++) {
            other_name(db, pg, rooms[i]->statements[n], name);
            if (name[0] != '\0')
                found(&f, "%s %s: %s", rooms[i]->room, rooms[i]->statements[n]->name, name);
        }
    sqlite3_close(db);
    pg_close(pg);
    found_none(&f);
}

static void test_the_postgresql_test_sees_what_does_not_carry_over(void **state)
{
    PGconn *pg = pg_open();
    char why[SQL_BYTES];

    (void)state;
    assert_true(pg_runs(pg, "CREATE TABLE t (a BIGINT PRIMARY KEY, b TEXT NOT NULL)", why));
    assert_true(pg_explains(pg, "SELECT b FROM t WHERE a = $1", why));
    assert_true(pg_explains(pg, "INSERT INTO t VALUES ($1, $2) ON CONFLICT (a) DO NOTHING", why));
    assert_false(pg_explains(pg, "INSERT OR IGNORE INTO t VALUES ($1, $2)", why));
    assert_false(pg_explains(pg, "SELECT ifnull(b, '') FROM t WHERE a = $1", why));
    assert_false(pg_explains(pg, "SELECT a FROM t WHERE a = $2", why));
    assert_false(pg_explains(pg, "SELECT a FROM t WHERE b = a", why));
    assert_false(pg_explains(pg, "SELECT a FROM nowhere", why));
    pg_close(pg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_statement_prepares_on_sqlite),
        cmocka_unit_test(test_no_statement_reads_a_whole_table_without_a_reason),
        cmocka_unit_test(test_the_plan_test_sees_scans_and_only_them),
        cmocka_unit_test(test_the_tables_of_all_rooms_load_on_postgresql),
        cmocka_unit_test(test_every_statement_is_explained_on_postgresql),
        cmocka_unit_test(test_columns_have_the_same_names_on_both_engines),
        cmocka_unit_test(test_a_variant_takes_the_parameters_of_its_statement),
        cmocka_unit_test(test_the_postgresql_test_sees_what_does_not_carry_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
