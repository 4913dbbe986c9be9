/* SPDX-License-Identifier: EUPL-1.2 */
/* The canonical dump of rebuilt tables, hashed and compared.
 *
 * Dump of a table: "schakel-table/1", NUL, its name, NUL; for each column its name, NUL, declared
 * type, NUL; a NUL; then for each row, in the order of the primary key (all columns when there is
 * none), for each cell one byte (0 NULL, 1 number, 2 text, 3 blob, 4 fraction) and then 8 bytes
 * little-endian: the number, or the length that the bytes follow. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/inner.h"

enum { DUMP_CHUNK = 16 * 1024, SELECT_BYTES_MAX = 64 * 1024 };

static enum result fault(sqlite3 *db, const char *where)
{
    log_line(LOG_ERROR, where, "dump_failed", "code=%d what=\"%s\"", sqlite3_extended_errcode(db),
             sqlite3_errmsg(db));
    return FAULT;
}

/* "name" with quotes, for the names of tables and columns that our own schema gives. */
static void add_name(struct buf *out, const char *name)
{
    buf_add_byte(out, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"')
            buf_add_byte(out, '"');
        buf_add_byte(out, *name);
    }
    buf_add_byte(out, '"');
}

struct column_list {
    struct buf select; /* "a", "b" */
    struct buf key[STATEMENT_VALUES_MAX];
    int keys;
    struct buf head; /* the dump's start: names and types */
};

/* Reads the table's columns and its key from PRAGMA table_info. */
static enum result read_columns(sqlite3 *db, const char *table, struct column_list *list)
{
    sqlite3_stmt *st = NULL;
    int n = 0;

    if (sqlite3_prepare_v2(db, "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid", -1,
                           &st, NULL) != SQLITE_OK)
        return fault(db, LOG_HERE);
    sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
    for (; sqlite3_step(st) == SQLITE_ROW; n++) {
        const char *name = (const char *)sqlite3_column_text(st, 0);
        int place = sqlite3_column_int(st, 2);

        if (n > 0)
            buf_add_byte(&list->select, ',');
        add_name(&list->select, name);
        buf_add(&list->head, text_at(name, strlen(name) + 1));
        buf_add_cstr(&list->head, (const char *)sqlite3_column_text(st, 1));
        buf_add_byte(&list->head, '\0');
        if (place < 1 || place > STATEMENT_VALUES_MAX)
            continue;
        add_name(&list->key[place - 1], name);
        if (place > list->keys)
            list->keys = place;
    }
    buf_add_byte(&list->head, '\0');
    return sqlite3_finalize(st) == SQLITE_OK && n > 0 ? OK : fault(db, LOG_HERE);
}

static enum result prepare_from_columns(sqlite3 *db, const char *table, struct column_list *list,
                                        sqlite3_stmt **st)
{
    struct buf sql = buf_make(SELECT_BYTES_MAX);
    enum result r = read_columns(db, table, list);

    if (r == OK) {
        buf_add_cstr(&sql, "SELECT ");
        buf_add(&sql, buf_text(&list->select));
        buf_add_cstr(&sql, " FROM ");
        add_name(&sql, table);
        buf_add_cstr(&sql, " ORDER BY ");
        for (int i = 0; i < list->keys; i++) {
            if (i > 0)
                buf_add_byte(&sql, ',');
            buf_add(&sql, buf_text(&list->key[i]));
        }
        if (list->keys == 0)
            buf_add(&sql, buf_text(&list->select));
        if (buf_end(&sql) != OK || buf_end(&list->head) != OK ||
            sqlite3_prepare_v2(db, sql.at, (int)sql.len, st, NULL) != SQLITE_OK)
            r = fault(db, LOG_HERE);
    }
    buf_free(&sql);
    return r;
}

/* A statement over all rows of the table in the order of its key. `head`, when not NULL, gets names
 * and types. Owner of *st: the caller. */
static enum result prepare_dump(sqlite3 *db, const char *table, struct buf *head, sqlite3_stmt **st)
{
    struct column_list *list = calloc(1, sizeof *list);
    enum result r;

    *st = NULL;
    if (list == NULL)
        return LOG_FAULT("no_memory", "size=%zu", sizeof *list);
    list->select = buf_make(SELECT_BYTES_MAX);
    list->head = buf_make(SELECT_BYTES_MAX);
    for (int i = 0; i < STATEMENT_VALUES_MAX; i++)
        list->key[i] = buf_make(SELECT_BYTES_MAX);
    r = prepare_from_columns(db, table, list, st);
    if (r == OK && head != NULL)
        buf_add(head, buf_text(&list->head));
    for (int i = 0; i < STATEMENT_VALUES_MAX; i++)
        buf_free(&list->key[i]);
    buf_free(&list->head);
    buf_free(&list->select);
    free(list);
    return r;
}

static void add_number(struct buf *out, int64_t v)
{
    char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(unsigned char)((uint64_t)v >> (8 * i));
    buf_add(out, text_at(bytes, sizeof bytes));
}

static void add_cell(struct buf *out, sqlite3_stmt *st, int i)
{
    double fraction;
    int64_t bits;

    switch (sqlite3_column_type(st, i)) {
    case SQLITE_INTEGER:
        buf_add_byte(out, 1);
        add_number(out, sqlite3_column_int64(st, i));
        break;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
        buf_add_byte(out, sqlite3_column_type(st, i) == SQLITE_TEXT ? 2 : 3);
        add_number(out, sqlite3_column_bytes(st, i));
        if (sqlite3_column_bytes(st, i) > 0)
            buf_add(out, text_at(sqlite3_column_blob(st, i), (size_t)sqlite3_column_bytes(st, i)));
        break;
    case SQLITE_FLOAT: /* strict tables of ours have none; a foreign hand may put one */
        fraction = sqlite3_column_double(st, i);
        static_assert(sizeof fraction == sizeof bits, "the bits of a double");
        memcpy(&bits, &fraction, sizeof bits);
        buf_add_byte(out, 4);
        add_number(out, bits);
        break;
    default:
        buf_add_byte(out, 0);
        break;
    }
}

static enum result digest_table(sqlite3 *db, const char *table, struct hasher *h, struct buf *chunk,
                                struct hash *digest, int64_t *rows)
{
    sqlite3_stmt *st;
    int code;
    enum result r;

    *rows = 0;
    buf_clear(chunk);
    buf_add(chunk, text_at("schakel-table/1", sizeof "schakel-table/1"));
    buf_add(chunk, text_at(table, strlen(table) + 1));
    r = prepare_dump(db, table, chunk, &st);
    if (r != OK)
        return r;
    hasher_start(h);
    while ((code = sqlite3_step(st)) == SQLITE_ROW) {
        int n = sqlite3_column_count(st);

        for (int i = 0; i < n; i++)
            add_cell(chunk, st, i);
        if (chunk->len > DUMP_CHUNK) {
            hasher_add(h, chunk->at, chunk->len);
            chunk->len = 0;
        }
        (*rows)++;
    }
    hasher_add(h, chunk->at, chunk->len);
    *digest = hasher_end(h);
    sqlite3_finalize(st);
    if (code != SQLITE_DONE)
        return fault(db, LOG_HERE);
    return buf_end(chunk); /* a digest of less than the table is none */
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

enum result store_digest(struct tx *tx, const struct room_sql *const *rooms,
                         void (*seen)(void *ctx, const char *table, const struct hash *digest,
                                      int64_t rows),
                         void *ctx)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct hasher *h = hasher_open();
    struct buf chunk = buf_make(SIZE_MAX);
    struct table_list tables;
    enum result r = tx->result;

    if (r == OK && (a == NULL || h == NULL))
        r = LOG_FAULT("no_memory", "size=%d", DUMP_CHUNK);
    if (r == OK)
        r = schema_tables(rooms, a, &tables);
    if (r == OK) {
        qsort(tables.names, tables.n, sizeof tables.names[0], by_name);
        for (size_t i = 0; i < tables.n && r == OK; i++) {
            struct hash digest;
            int64_t rows;

            r = digest_table(tx->connection->sqlite, tables.names[i], h, &chunk, &digest, &rows);
            if (r == OK)
                seen(ctx, tables.names[i], &digest, rows);
        }
    }
    buf_free(&chunk);
    hasher_close(h);
    arena_close(a);
    return r;
}

/* ---- the first difference ---- */

static void add_shown(struct buf *out, sqlite3_stmt *st, int i)
{
    switch (sqlite3_column_type(st, i)) {
    case SQLITE_NULL:
        buf_add_cstr(out, "NULL");
        break;
    case SQLITE_BLOB:
        buf_add_hex(out, sqlite3_column_blob(st, i), (size_t)sqlite3_column_bytes(st, i));
        break;
    case SQLITE_TEXT:
        buf_add_byte(out, '"');
        buf_add_cstr(out, (const char *)sqlite3_column_text(st, i));
        buf_add_byte(out, '"');
        break;
    default:
        buf_add_cstr(out, (const char *)sqlite3_column_text(st, i));
        break;
    }
}

static bool same_cell(sqlite3_stmt *x, sqlite3_stmt *y, int i, struct buf *left, struct buf *right)
{
    buf_clear(left);
    buf_clear(right);
    add_cell(left, x, i);
    add_cell(right, y, i);
    return text_same(buf_text(left), buf_text(right));
}

/* Says where the rows on which x and y stand differ; `has` tells which of them stands on one. */
static bool show_difference(sqlite3_stmt *x, sqlite3_stmt *y, bool has_left, bool has_right,
                            struct buf *out)
{
    struct buf left = buf_make(SIZE_MAX), right = buf_make(SIZE_MAX);
    sqlite3_stmt *row = has_left ? x : y;
    int n = sqlite3_column_count(row), i = 0;

    if (has_left && has_right)
        while (i < n && same_cell(x, y, i, &left, &right))
            i++;
    buf_free(&left);
    buf_free(&right);
    if (i == n)
        return false;
    if (i > 0) { /* the first column says which row: it is the key in our tables */
        buf_add_cstr(out, sqlite3_column_name(row, 0));
        buf_add_byte(out, ' ');
        add_shown(out, row, 0);
        buf_add_cstr(out, ": ");
    }
    buf_add_cstr(out, sqlite3_column_name(row, i));
    buf_add_cstr(out, " = ");
    if (has_left)
        add_shown(out, x, i);
    else
        buf_add_cstr(out, "(no row)");
    buf_add_cstr(out, " / ");
    if (has_right)
        add_shown(out, y, i);
    else
        buf_add_cstr(out, "(no row)");
    return true;
}

static void find_difference(sqlite3_stmt *x, sqlite3_stmt *y, struct buf *out)
{
    if (sqlite3_column_count(x) != sqlite3_column_count(y)) {
        buf_printf(out, "columns = %d / %d", sqlite3_column_count(x), sqlite3_column_count(y));
        return;
    }
    for (;;) {
        bool has_left = sqlite3_step(x) == SQLITE_ROW, has_right = sqlite3_step(y) == SQLITE_ROW;

        if (!has_left && !has_right)
            return;
        if (show_difference(x, y, has_left, has_right, out))
            return;
    }
}

struct text store_first_difference(struct tx *left, struct tx *right, const char *table,
                                   struct arena *a)
{
    struct buf out = buf_make(SELECT_BYTES_MAX);
    sqlite3_stmt *x = NULL, *y = NULL;
    struct text words;

    if (prepare_dump(left->connection->sqlite, table, NULL, &x) == OK &&
        prepare_dump(right->connection->sqlite, table, NULL, &y) == OK) {
        find_difference(x, y, &out);
        words = text_copy(a, buf_text(&out));
    } else {
        words = T("table = missing or unreadable");
    }
    sqlite3_finalize(x);
    sqlite3_finalize(y);
    buf_free(&out);
    return words;
}

/* ---- emptying ---- */

enum result store_clear_rebuilt(struct tx *tx, const struct room_sql *const *rooms)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    sqlite3 *db = tx->connection->sqlite;
    struct buf sql = buf_make(SELECT_BYTES_MAX);
    struct table_list tables = { 0 };
    enum result r = tx->result;

    assert(tx->is_write);
    if (r == OK && a == NULL)
        r = LOG_FAULT("no_memory", "size=%d", ARENA_LIMIT_DEFAULT);
    if (r == OK)
        r = schema_tables(rooms, a, &tables);
    /* Children before parents; rings of references wait for the commit. */
    if (r == OK && sqlite3_exec(db, "PRAGMA defer_foreign_keys=ON", NULL, NULL, NULL) != SQLITE_OK)
        r = fault(db, LOG_HERE);
    /* Twice: a trigger of the first round may have written into a table that was empty already. */
    for (size_t i = 0; i < 2 * tables.n && r == OK; i++) {
        buf_clear(&sql);
        buf_add_cstr(&sql, "DELETE FROM ");
        add_name(&sql, tables.names[tables.n - 1 - i % tables.n]);
        buf_add_byte(&sql, '\0');
        if (buf_end(&sql) != OK || sqlite3_exec(db, sql.at, NULL, NULL, NULL) != SQLITE_OK)
            r = fault(db, LOG_HERE);
    }
    buf_free(&sql);
    arena_close(a);
    return r == OK ? OK : tx_fail(tx, r);
}
