/* SPDX-License-Identifier: EUPL-1.2 */
/* What tables there must be: found by applying the rooms' schemas to an empty database in memory,
 * so that SQLite itself reads the SQL and no list of tables is kept by hand. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store/inner.h"

enum { APPLICATION_ID = 0x53636B6C }; /* "Sckl": which program a file belongs to */

static enum result run(sqlite3 *db, const char *sql, const char *room)
{
    char *why = NULL;
    enum result r = OK;

    if (sql != NULL && sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        r = LOG_FAULT("schema_failed", "room=%s what=\"%s\"", room, why == NULL ? "" : why);
    sqlite3_free(why);
    return r;
}

static enum result run_rooms(sqlite3 *db, const struct room_sql *const *rooms)
{
    enum result r = OK;

    for (size_t i = 0; rooms[i] != NULL && r == OK; i++) {
        r = run(db, rooms[i]->schema, rooms[i]->room);
        if (r == OK)
            r = run(db, rooms[i]->local, rooms[i]->room);
    }
    return r;
}

/* One number from a pragma or a count; -1 when it cannot be read. */
static int64_t ask(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st = NULL;
    int64_t n = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
        n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* The next character that means something: comments and runs of space count as one space. */
static char next_sign(const char **at)
{
    const char *p = *at;
    bool is_space = false;

    while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r' || (p[0] == '-' && p[1] == '-')) {
        is_space = true;
        if (*p == '-')
            p += strcspn(p, "\n");
        else
            p++;
    }
    *at = is_space || *p == '\0' ? p : p + 1;
    return is_space ? ' ' : *p;
}

/* True when both say the same: a better comment is no other table. */
static bool same_sql(const char *a, const char *b)
{
    char x, y;

    do {
        x = next_sign(&a);
        y = next_sign(&b);
    } while (x == y && x != '\0');
    return x == y;
}

/* Makes one table, index, trigger or view of the program in `db` unless it stands there. REFUSED
 * when it stands there in another form: a changed schema means a rebuild, not a patch. */
static enum result make_if_missing(sqlite3 *db, const char *name, const char *sql)
{
    sqlite3_stmt *st = NULL;
    const char *has = NULL;
    enum result r = OK;

    if (sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE name = ?1", -1, &st, NULL) !=
        SQLITE_OK)
        return LOG_FAULT("schema_read_failed", "code=%d", sqlite3_errcode(db));
    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    if (sqlite3_step(st) == SQLITE_ROW)
        has = (const char *)sqlite3_column_text(st, 0);
    if (has == NULL)
        r = run(db, sql, name);
    else if (!same_sql(has, sql)) {
        log_line(LOG_INFO, LOG_HERE, "schema_differs", "object=%s mend=rebuild", name);
        r = REFUSED;
    }
    sqlite3_finalize(st);
    return r;
}

/* Every object of a database that a schema makes. */
static const char all[] = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
                          "AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY rowid";

/* Compares with a database in memory that has everything. */
static enum result make_missing(struct store *s)
{
    sqlite3 *wanted = NULL;
    sqlite3_stmt *st = NULL;
    enum result r = FAULT;

    if (sqlite3_open(":memory:", &wanted) == SQLITE_OK)
        r = run_rooms(wanted, s->rooms);
    if (r == OK && sqlite3_prepare_v2(wanted, all, -1, &st, NULL) != SQLITE_OK)
        r = LOG_FAULT("schema_read_failed", "code=%d", sqlite3_errcode(wanted));
    while (r == OK && sqlite3_step(st) == SQLITE_ROW)
        r = make_if_missing(s->writer.sqlite, (const char *)sqlite3_column_text(st, 0),
                            (const char *)sqlite3_column_text(st, 1));
    sqlite3_finalize(st);
    sqlite3_close(wanted);
    return r;
}

enum result schema_apply(struct store *s)
{
    sqlite3 *db = s->writer.sqlite;
    int64_t objects = ask(db, "SELECT count(*) FROM sqlite_schema");
    int64_t owner = ask(db, "PRAGMA application_id");
    enum result r;

    if (objects < 0)
        return LOG_FAULT("schema_read_failed", "code=%d", sqlite3_errcode(db));
    if (objects > 0 && owner != APPLICATION_ID)
        return LOG_FAULT("file_is_not_ours", "application_id=%lld", (long long)owner);
    r = run(db, "BEGIN IMMEDIATE", "store");
    if (r == OK && objects == 0)
        r = run_rooms(db, s->rooms);
    else if (r == OK)
        r = make_missing(s);
    if (r == OK && objects == 0) {
        static_assert(APPLICATION_ID == 1399024492, "the pragma below takes no parameter");
        r = run(db, "PRAGMA application_id=1399024492", "store");
    }
    if (r == OK)
        r = run(db, "COMMIT", "store");
    if (r != OK && sqlite3_get_autocommit(db) == 0)
        (void)run(db, "ROLLBACK", "store");
    return r;
}

/* Notes an object that differs or is missing, the first of each. */
static void look_at_object(sqlite3 *db, const char *name, const char *sql, struct store_report *r)
{
    sqlite3_stmt *st = NULL;
    const char *has = NULL;

    if (sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE name = ?1", -1, &st, NULL) !=
        SQLITE_OK)
        return;
    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    if (sqlite3_step(st) == SQLITE_ROW)
        has = (const char *)sqlite3_column_text(st, 0);
    if (has == NULL && r->missing[0] == '\0')
        snprintf(r->missing, sizeof(r->missing), "%s", name);
    else if (has != NULL && !same_sql(has, sql) && r->differs[0] == '\0')
        snprintf(r->differs, sizeof(r->differs), "%s", name);
    sqlite3_finalize(st);
}

enum result schema_look(sqlite3 *db, const struct room_sql *const *rooms, struct store_report *r)
{
    sqlite3 *wanted = NULL;
    sqlite3_stmt *st = NULL;
    enum result done = FAULT;

    r->is_ours = ask(db, "PRAGMA application_id") == APPLICATION_ID;
    if (sqlite3_open(":memory:", &wanted) == SQLITE_OK)
        done = run_rooms(wanted, rooms);
    if (done == OK && sqlite3_prepare_v2(wanted, all, -1, &st, NULL) != SQLITE_OK)
        done = LOG_FAULT("schema_read_failed", "code=%d", sqlite3_errcode(wanted));
    while (done == OK && sqlite3_step(st) == SQLITE_ROW)
        look_at_object(db, (const char *)sqlite3_column_text(st, 0),
                       (const char *)sqlite3_column_text(st, 1), r);
    sqlite3_finalize(st);
    sqlite3_close(wanted);
    return done;
}

/* ---- rebuilt tables ---- */

/* Adds the ordinary tables that `db` has and the list has not. Views and shadow tables hold nothing
 * of their own. */
static enum result add_tables(sqlite3 *db, struct arena *a, struct table_list *list, size_t max,
                              bool is_wanted, struct table_list *seen)
{
    static const char tables[] = "SELECT s.name FROM sqlite_schema s JOIN pragma_table_list t "
                                 "ON t.name = s.name AND t.schema = 'main' WHERE t.type = 'table' "
                                 "AND s.name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY s.rowid";
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(db, tables, -1, &st, NULL) != SQLITE_OK)
        return LOG_FAULT("schema_read_failed", "code=%d what=\"%s\"", sqlite3_errcode(db),
                         sqlite3_errmsg(db));
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(st, 0);
        size_t i = 0;

        while (i < seen->n && strcmp(seen->names[i], name) != 0)
            i++;
        if (i < seen->n || seen->n == max)
            continue;
        seen->names[seen->n] = (char *)(uintptr_t)text_cstr(a, text_of(name));
        if (is_wanted)
            list->names[list->n++] = seen->names[seen->n];
        seen->n++;
    }
    sqlite3_finalize(st);
    return OK;
}

enum { TABLES_MAX = 1024 }; /* about 20 rooms of 10 tables each */

enum result schema_tables(const struct room_sql *const *rooms, struct arena *a,
                          struct table_list *out)
{
    struct table_list seen = { .names = arena_array(a, char *, TABLES_MAX) };
    sqlite3 *db = NULL;
    enum result r = OK;

    *out = (struct table_list){ .names = arena_array(a, char *, TABLES_MAX) };
    if (seen.names == NULL || out->names == NULL)
        return LIMIT;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        r = LOG_FAULT("open_failed", "code=%d", SQLITE_NOMEM);
    for (size_t i = 0; r == OK && rooms[i] != NULL; i++) {
        /* The journal is what a rebuild reads: it is not rebuilt itself. */
        bool is_rebuilt = strcmp(rooms[i]->room, "journal") != 0;

        r = run(db, rooms[i]->schema, rooms[i]->room);
        if (r == OK)
            r = add_tables(db, a, out, TABLES_MAX, is_rebuilt, &seen);
        if (r == OK)
            r = run(db, rooms[i]->local, rooms[i]->room);
        if (r == OK)
            r = add_tables(db, a, out, TABLES_MAX, false, &seen);
    }
    if (r == OK && seen.n == TABLES_MAX)
        r = LOG_FAULT("too_many_tables", "max=%d", TABLES_MAX);
    sqlite3_close(db);
    return r;
}
