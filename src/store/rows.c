/* SPDX-License-Identifier: EUPL-1.2 */
/* Values into statements, rows out of them. */
#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "store/inner.h"

/* ---- values ---- */

/* `keeps`: SQLITE_STATIC when the bytes outlive the run, else SQLITE_TRANSIENT (SQLite copies). */
static int bind_one(sqlite3_stmt *st, int place, const struct value *v,
                    sqlite3_destructor_type keeps)
{
    switch (v->kind) {
    case VALUE_INT:
        return sqlite3_bind_int64(st, place, v->i);
    case VALUE_TEXT:
        return sqlite3_bind_text64(st, place, v->t.at, v->t.len, keeps, SQLITE_UTF8);
    case VALUE_BLOB:
        return sqlite3_bind_blob64(st, place, v->t.at, v->t.len, keeps);
    case VALUE_NULL:
    default:
        return sqlite3_bind_null(st, place);
    }
}

static enum result bind_all(struct tx *tx, struct prepared *p, const struct value *v, size_t n,
                            sqlite3_destructor_type keeps)
{
    if ((size_t)p->values != n) {
        log_line(LOG_ERROR, LOG_HERE, "statement_values", "name=%s wanted=%d given=%zu",
                 p->statement->name, p->values, n);
        return tx_fail(tx, FAULT);
    }
    for (size_t i = 0; i < n; i++) {
        if (bind_one(p->sqlite, p->place[i], &v[i], keeps) != SQLITE_OK)
            return tx_sqlite_fault(tx, LOG_HERE, p->statement->name);
    }
    return OK;
}

/* ---- effects ---- */

static void put_int64(unsigned char *at, int64_t v)
{
    uint64_t u = (uint64_t)v;

    for (int i = 0; i < 8; i++)
        at[i] = (unsigned char)(u >> (8 * i));
}

/* (name, NUL, {kind, number or length, bytes}.., rows changed): every part is framed, so that no
 * two different changes give the same bytes. */
static void add_effect(struct hasher *h, const struct statement *st, const struct value *v,
                       size_t n, int64_t changed)
{
    unsigned char head[9];

    hasher_add(h, st->name, strlen(st->name) + 1);
    for (size_t i = 0; i < n; i++) {
        bool is_bytes = v[i].kind == VALUE_TEXT || v[i].kind == VALUE_BLOB;

        head[0] = (unsigned char)v[i].kind;
        put_int64(head + 1, is_bytes ? (int64_t)v[i].t.len : v[i].i);
        hasher_add(h, head, sizeof head);
        if (is_bytes)
            hasher_add(h, v[i].t.at, v[i].t.len);
    }
    put_int64(head, changed);
    hasher_add(h, head, 8);
}

/* ---- changes ---- */

enum result tx_exec_values(struct tx *tx, const struct statement *st, const struct value *v,
                           size_t n)
{
    struct prepared *p;
    int code;

    assert(tx->is_active);
    if (tx->result != OK)
        return tx->result;
    p = connection_prepare(tx->connection, st);
    if (p == NULL)
        return tx_fail(tx, FAULT);
    if (bind_all(tx, p, v, n, SQLITE_STATIC) != OK)
        return tx->result;
    do
        code = sqlite3_step(p->sqlite);
    while (code == SQLITE_ROW);
    if (code != SQLITE_DONE)
        (void)tx_sqlite_fault(tx, LOG_HERE, st->name);
    sqlite3_reset(p->sqlite);
    if (tx->result != OK)
        return tx->result;
    tx->changed = sqlite3_stmt_readonly(p->sqlite) ? 0 : sqlite3_changes64(tx->connection->sqlite);
    if (tx->effect != NULL)
        add_effect(tx->effect, st, v, n, tx->changed);
    return OK;
}

/* ---- rows ---- */

struct rows *tx_query_values(struct tx *tx, const struct statement *st, const struct value *v,
                             size_t n)
{
    struct prepared *p;

    assert(tx->is_active);
    if (tx->result != OK)
        return &tx->none;
    p = connection_prepare(tx->connection, st);
    if (p == NULL) {
        (void)tx_fail(tx, FAULT);
        return &tx->none;
    }
    /* The values live until this call returns, the rows are read after it. */
    if (bind_all(tx, p, v, n, SQLITE_TRANSIENT) != OK)
        return &tx->none;
    p->is_open = true;
    p->rows.tx = tx;
    p->rows.next_open = tx->open;
    tx->open = &p->rows;
    return &p->rows;
}

void rows_close(struct rows *r)
{
    struct rows **link;

    if (r->tx == NULL)
        return;
    link = &r->tx->open;
    while (*link != r) {
        assert(*link != NULL);
        link = &(*link)->next_open;
    }
    *link = r->next_open;
    sqlite3_reset(r->prepared->sqlite);
    r->prepared->is_open = false;
    r->tx = NULL;
}

void tx_close_rows(struct tx *tx)
{
    while (tx->open != NULL)
        rows_close(tx->open);
}

bool rows_next(struct rows *r)
{
    int code;

    if (r->tx == NULL)
        return false;
    if (r->tx->result == OK) {
        code = sqlite3_step(r->prepared->sqlite);
        if (code == SQLITE_ROW)
            return true;
        if (code != SQLITE_DONE)
            (void)tx_sqlite_fault(r->tx, LOG_HERE, r->prepared->statement->name);
    }
    rows_close(r);
    return false;
}

int rows_count(const struct rows *r)
{
    return r->prepared == NULL ? 0 : sqlite3_column_count(r->prepared->sqlite);
}

const char *rows_name(const struct rows *r, int column)
{
    assert(r->prepared != NULL);
    return sqlite3_column_name(r->prepared->sqlite, column);
}

/* The statement, standing on a row that has this column. */
static sqlite3_stmt *at_row(const struct rows *r, int column)
{
    assert(r->tx != NULL);
    assert(column >= 0);
    assert(column < sqlite3_column_count(r->prepared->sqlite));
    return r->prepared->sqlite;
}

bool rows_is_null(const struct rows *r, int column)
{
    return sqlite3_column_type(at_row(r, column), column) == SQLITE_NULL;
}

int64_t rows_int(const struct rows *r, int column)
{
    return rows_is_null(r, column) ? INT_NONE : sqlite3_column_int64(at_row(r, column), column);
}

struct text rows_peek(const struct rows *r, int column)
{
    sqlite3_stmt *st = at_row(r, column);
    const void *at = sqlite3_column_type(st, column) == SQLITE_BLOB
                         ? sqlite3_column_blob(st, column)
                         : (const void *)sqlite3_column_text(st, column);

    /* NULL, a blob of no bytes, or no memory. */
    if (at == NULL)
        return T("");
    return text_at(at, (size_t)sqlite3_column_bytes(st, column));
}

struct text rows_text(const struct rows *r, int column)
{
    struct text t = rows_peek(r, column);

    return t.len == 0 ? T("") : text_copy(r->tx->arena, t);
}

struct id rows_id(const struct rows *r, int column)
{
    return rows_is_null(r, column) ? ID_NONE : (struct id){ rows_int(r, column) };
}

struct instant rows_instant(const struct rows *r, int column)
{
    return (struct instant){ rows_int(r, column) }; /* INT_NONE is INSTANT_NONE */
}

bool rows_bool(const struct rows *r, int column)
{
    return sqlite3_column_int64(at_row(r, column), column) != 0; /* NULL reads as 0 */
}

struct yesno rows_yesno(const struct rows *r, int column)
{
    if (rows_is_null(r, column))
        return (struct yesno){ UNKNOWN };
    return (struct yesno){ rows_bool(r, column) ? YES : NO };
}

/* ---- one value ---- */

int64_t tx_int_values(struct tx *tx, const struct statement *st, int64_t otherwise,
                      const struct value *v, size_t n)
{
    struct rows *r = tx_query_values(tx, st, v, n);
    int64_t result = otherwise;

    if (rows_next(r)) {
        if (!rows_is_null(r, 0))
            result = rows_int(r, 0);
        rows_close(r);
    }
    return result;
}

struct text tx_text_values(struct tx *tx, const struct statement *st, const struct value *v,
                           size_t n)
{
    struct rows *r = tx_query_values(tx, st, v, n);
    struct text result = T("");

    if (rows_next(r)) {
        result = rows_text(r, 0);
        rows_close(r);
    }
    return result;
}

bool tx_has_values(struct tx *tx, const struct statement *st, const struct value *v, size_t n)
{
    struct rows *r = tx_query_values(tx, st, v, n);

    if (!rows_next(r))
        return false;
    rows_close(r);
    return true;
}
