/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows as JSON: what a column means is in its name. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/inner.h"

static enum column_kind kind_of(struct text name)
{
    if (text_is(name, "id") || text_ends(name, T("_id")))
        return COLUMN_ID;
    if (text_ends(name, T("_at")))
        return COLUMN_AT;
    if (text_ends(name, T("_on")))
        return COLUMN_ON;
    if (text_ends(name, T("_json")))
        return COLUMN_JSON;
    if (text_starts(name, T("is_")) || text_starts(name, T("has_")) || text_starts(name, T("may_")))
        return COLUMN_YES;
    return COLUMN_PLAIN;
}

/* Finds out once per prepared statement how its columns are written. */
static bool know_columns(struct prepared *p)
{
    int n = sqlite3_column_count(p->sqlite);

    if (p->columns != NULL)
        return true;
    p->columns = calloc((size_t)n + 1, sizeof *p->columns);
    if (p->columns == NULL)
        return false;
    for (int i = 0; i < n; i++) {
        struct text name = text_of(sqlite3_column_name(p->sqlite, i));
        struct column *c = &p->columns[i];

        c->kind = kind_of(name);
        c->name = strndup(name.at, c->kind == COLUMN_JSON ? name.len - 5 : name.len);
        if (c->name == NULL)
            return false; /* column_count counts what there is to free */
        p->column_count = i + 1;
    }
    return true;
}

/* A day as "2021-07-14". */
static void put_day(struct json *out, int64_t days)
{
    char at[INSTANT_TEXT_MAX];

    instant_write((struct instant){ days * SPAN_DAY }, at);
    json_text(out, text_slice(text_of(at), 0, 10));
}

static void put_int(struct json *out, enum column_kind kind, int64_t v)
{
    switch (kind) {
    case COLUMN_ID:
        json_id(out, (struct id){ v });
        break;
    case COLUMN_AT:
        json_instant(out, (struct instant){ v });
        break;
    case COLUMN_ON:
        put_day(out, v);
        break;
    case COLUMN_YES:
        json_bool(out, v != 0);
        break;
    case COLUMN_PLAIN:
    case COLUMN_JSON:
    default:
        json_int(out, v);
        break;
    }
}

static void put_cell(struct json *out, const struct rows *r, int i, enum column_kind kind)
{
    switch (sqlite3_column_type(r->prepared->sqlite, i)) {
    case SQLITE_INTEGER:
        put_int(out, kind, rows_int(r, i));
        break;
    case SQLITE_TEXT:
        if (kind == COLUMN_JSON)
            json_raw(out, rows_peek(r, i));
        else
            json_text(out, rows_peek(r, i));
        break;
    case SQLITE_BLOB:
    case SQLITE_FLOAT:
        /* Bytes and fractions have no place in a document: the statement is wrong. */
        log_line(LOG_ERROR, LOG_HERE, "column_is_not_for_json", "name=%s column=%s",
                 r->prepared->statement->name, rows_name(r, i));
        (void)tx_fail(r->tx, FAULT);
        json_none(out);
        break;
    case SQLITE_NULL:
    default:
        json_none(out);
        break;
    }
}

void json_row_members(struct json *out, const struct rows *r)
{
    assert(r->tx != NULL);
    if (!know_columns(r->prepared)) {
        log_line(LOG_ERROR, LOG_HERE, "no_memory", "name=%s", r->prepared->statement->name);
        (void)tx_fail(r->tx, FAULT);
        return;
    }
    for (int i = 0; i < r->prepared->column_count; i++) {
        json_name(out, r->prepared->columns[i].name);
        put_cell(out, r, i, r->prepared->columns[i].kind);
    }
}

int64_t json_rows_values(struct json *out, const char *name, struct tx *tx,
                         const struct statement *st, const struct value *v, size_t n)
{
    struct rows *r = tx_query_values(tx, st, v, n);
    int64_t count = 0;

    json_name(out, name);
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_row_members(out, r);
        json_close(out);
        count++;
    }
    json_list_end(out);
    return count;
}

bool json_row_values(struct json *out, struct tx *tx, const struct statement *st,
                     const struct value *v, size_t n)
{
    struct rows *r = tx_query_values(tx, st, v, n);

    if (!rows_next(r))
        return false;
    json_row_members(out, r);
    rows_close(r);
    return true;
}
