/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading: one entry, all of them in order, and the lines for an outside reader. */
#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "journal/inner.h"
#include "journal/statements.h"

static enum result unreadable(int64_t position, const char *what)
{
    return LOG_FAULT("entry_unreadable", "position=%lld what=%s", (long long)position, what);
}

/* Loads the payloads of e's groups into root's further member "payloads", so that they live and end
 * with it. A group without a payload is withheld or erased and stays NULL. */
static enum result load_sealed(struct tx *tx, json_t *root, struct journal_entry *e)
{
    json_t *payloads = json_object();
    struct rows *r;
    struct json_fault fault;

    if (payloads == NULL || json_object_set_new(root, "payloads", payloads) != 0)
        return unreadable(e->position, "memory");
    r = tx_query(tx, SQL_JOURNAL_SEALED_OF, VAL(e->position));
    while (rows_next(r)) {
        struct text group = rows_peek(r, 0);
        json_t *payload = NULL;
        size_t i = 0;

        while (i < e->sealed_count && !text_same(e->sealed[i].group, group))
            i++;
        if (i == e->sealed_count ||
            (!rows_is_null(r, 2) && json_read(rows_peek(r, 2), &payload, &fault) != OK)) {
            rows_close(r);
            return unreadable(e->position, "sealed");
        }
        if (payload == NULL)
            continue;
        e->sealed[i].payload = payload;
        if (json_object_setn_new(payloads, group.at, group.len, payload) != 0) {
            rows_close(r);
            return unreadable(e->position, "memory");
        }
    }
    return tx_result(tx);
}

/* Checks the hash of the row on which r stands (position, body, hash). */
static bool hash_agrees(struct tx *tx, const struct rows *r, struct hash *made)
{
    *made = leaf_hash_by(tx_hasher(tx), rows_peek(r, 1));
    return text_same(rows_peek(r, 2), text_at((const char *)made->at, HASH_BYTES));
}

/* Completes e, which was read from the row at `position`; frees *root when that fails. */
static enum result complete(struct tx *tx, int64_t position, const struct hash *hash, json_t **root,
                            struct journal_entry *e)
{
    enum result r = OK;

    e->hash = *hash;
    if (e->position != position)
        r = unreadable(position, "position");
    else if (e->sealed_count > 0)
        r = load_sealed(tx, *root, e);
    if (r != OK) {
        json_decref(*root);
        *root = NULL;
    }
    return r;
}

enum result journal_get(struct tx *tx, int64_t position, json_t **root, struct journal_entry *e)
{
    struct rows *r = tx_query(tx, SQL_JOURNAL_ONE, VAL(position));
    struct hash hash;
    bool is_read;

    *root = NULL;
    if (!rows_next(r))
        return tx_result(tx) != OK ? tx_result(tx) : NOT_FOUND;
    is_read = hash_agrees(tx, r, &hash) &&
              journal_parse_into(rows_peek(r, 1), tx_scratch(tx, 0), root, e) == OK;
    rows_close(r);
    return is_read ? complete(tx, position, &hash, root, e) : unreadable(position, "body");
}

size_t journal_before(struct tx *tx, int64_t before, int64_t *positions, size_t n)
{
    struct rows *r = tx_query(tx, SQL_JOURNAL_BEFORE, VAL(before), VAL((int64_t)n));
    size_t found = 0;

    assert(n > 0);
    while (rows_next(r)) {
        assert(found < n);
        positions[found++] = rows_int(r, 0);
    }
    return found;
}

/* Reads the entry at `position` for a replay; its texts point into `body`. NOT_FOUND behind the
 * last. */
static enum result read_next(struct tx *tx, int64_t position, struct buf *body, json_t **root,
                             struct journal_entry *e)
{
    struct rows *r = tx_query(tx, SQL_JOURNAL_NEXT, VAL(position));
    bool is_there, is_read;
    struct hash hash;

    if (!rows_next(r))
        return tx_result(tx) != OK ? tx_result(tx) : NOT_FOUND;
    is_there = rows_int(r, 0) == position;
    is_read = hash_agrees(tx, r, &hash);
    buf_clear(body);
    buf_add(body, rows_peek(r, 1));
    rows_close(r);
    if (!is_there)
        return unreadable(position, "missing");
    if (!is_read || buf_end(body) != OK)
        return unreadable(position, "body");
    if (!journal_scan(buf_text(body), root, e) &&
        journal_parse_into(buf_text(body), tx_scratch(tx, 0), root, e) != OK)
        return unreadable(position, "body");
    return complete(tx, position, &hash, root, e);
}

enum result journal_each(struct tx *tx, int64_t from,
                         enum result (*each)(void *ctx, const struct journal_entry *e), void *ctx)
{
    struct buf body = buf_make(ENTRY_BYTES_MAX);
    enum result r = OK;

    /* One query an entry: `each` may write with the same tx, undo a part and so close all rows. */
    for (int64_t position = from; r == OK; position++) {
        struct journal_entry e;
        json_t *root = NULL;

        r = read_next(tx, position, &body, &root, &e);
        if (r == OK)
            r = each(ctx, &e);
        else if (r == NOT_FOUND)
            break;
        json_decref(root);
    }
    buf_free(&body);
    return r == NOT_FOUND ? OK : r;
}

/* ---- export ---- */

static void add_hex_or_null(struct buf *out, struct text bytes)
{
    if (bytes.len == 0) {
        buf_add(out, T("null"));
        return;
    }
    buf_add_byte(out, '"');
    buf_add_hex(out, bytes.at, bytes.len);
    buf_add_byte(out, '"');
}

/* The groups of one entry, as a list. `r` stands on the first row of `position` or a later one, or
 * is at its end (*has false). */
static void add_sealed(struct buf *out, struct rows *r, bool *has, int64_t position)
{
    bool is_first = true;

    buf_add_byte(out, '[');
    while (*has && rows_int(r, 0) == position) {
        buf_add(out, is_first ? T("{\"ground\":") : T(",{\"ground\":"));
        if (rows_is_null(r, 4))
            buf_add(out, T("null"));
        else
            json_quote(out, rows_peek(r, 4));
        buf_add(out, T(",\"group\":"));
        json_quote(out, rows_peek(r, 1));
        buf_add(out, T(",\"payload\":"));
        buf_add(out, rows_is_null(r, 3) ? T("null") : rows_peek(r, 3));
        buf_add(out, T(",\"salt\":"));
        add_hex_or_null(out, rows_peek(r, 2));
        buf_add_byte(out, '}');
        is_first = false;
        *has = rows_next(r);
    }
    buf_add_byte(out, ']');
}

enum result journal_export(struct tx *tx, int64_t from, int64_t until,
                           enum result (*line)(void *ctx, struct text json), void *ctx)
{
    struct rows *r = tx_query(tx, SQL_JOURNAL_ROWS, VAL(from), VAL(until));
    struct rows *sealed = tx_query(tx, SQL_JOURNAL_SEALED_ROWS, VAL(from), VAL(until));
    bool has_sealed = rows_next(sealed);
    struct buf out = buf_make(TX_SCRATCH_BYTES_MAX);
    enum result result = OK;

    while (result == OK && rows_next(r)) {
        buf_clear(&out);
        buf_add(&out, T("{\"entry\":"));
        buf_add(&out, rows_peek(r, 8));
        buf_add(&out, T(",\"hash\":"));
        add_hex_or_null(&out, rows_peek(r, 9));
        buf_add(&out, T(",\"position\":"));
        buf_add_int(&out, rows_int(r, 0));
        buf_add(&out, T(",\"sealed\":"));
        add_sealed(&out, sealed, &has_sealed, rows_int(r, 0));
        buf_add_byte(&out, '}');
        result = buf_end(&out);
        if (result == OK)
            result = line(ctx, buf_text(&out));
    }
    rows_close(r);
    rows_close(sealed);
    buf_free(&out);
    return result != OK ? result : tx_result(tx);
}
