/* SPDX-License-Identifier: EUPL-1.2 */
/* Checking everything that is stored, from the first entry to the last, in one pass. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "journal/inner.h"
#include "journal/statements.h"

/* Where the check stands. */
struct check {
    struct tx *tx;
    struct hasher *hasher;
    struct rows *sealed; /* all sealed rows, in the order of their entries */
    bool has_sealed;     /* `sealed` stands on a row that no entry has claimed yet */
    int64_t position;    /* of the last good entry */
    struct hash hash;
    struct instant recorded_at;
    struct merkle tree;
};

/* ---- one entry ---- */

static bool is_text(const struct rows *r, int column, struct text t)
{
    return rows_is_null(r, column) ? t.len == 0 : t.len > 0 && text_same(rows_peek(r, column), t);
}

static bool is_id(const struct rows *r, int column, struct id id)
{
    return rows_is_null(r, column) ? id_is_none(id) : rows_int(r, column) == id.v;
}

/* Invariant 4. */
static bool columns_agree(const struct rows *r, const struct journal_entry *e)
{
    return rows_int(r, 0) == e->position && rows_int(r, 1) == e->id.v && is_text(r, 2, e->action) &&
           is_text(r, 3, e->object_type) && is_id(r, 4, e->object) && is_id(r, 5, e->office) &&
           rows_int(r, 6) == e->recorded_at.us && rows_int(r, 7) == e->happened_at.us;
}

/* The payload is a canonical object and the commitment in the entry is to it. */
static bool payload_agrees(struct check *c, const struct hash *commitment)
{
    struct text salt = rows_peek(c->sealed, 2), payload = rows_peek(c->sealed, 3);
    struct buf *again = tx_scratch(c->tx, 1);
    struct json_fault fault;
    struct hash made;
    json_t *v = NULL;
    bool is_canonical;

    if (salt.len != SALT_BYTES || payload.len > ENTRY_BYTES_MAX ||
        json_read(payload, &v, &fault) != OK)
        return false;
    is_canonical =
        json_is_object(v) && json_canonical(again, v) == OK && text_same(buf_text(again), payload);
    json_decref(v);
    made = sealed_commitment(c->hasher, salt, payload);
    return is_canonical && hash_same(&made, commitment);
}

/* Every group of the entry has its row, and the row its payload or a ground for having none. */
static bool sealed_agrees(struct check *c, const struct journal_entry *e)
{
    for (size_t i = 0; i < e->sealed_count; i++) {
        struct rows *r = c->sealed;

        if (!c->has_sealed || rows_int(r, 0) != e->position ||
            !text_same(rows_peek(r, 1), e->sealed[i].group))
            return false;
        if (rows_is_null(r, 3)) {
            if (!rows_is_null(r, 2) || rows_is_null(r, 4))
                return false;
        } else if (!rows_is_null(r, 4) || !payload_agrees(c, &e->sealed[i].commitment)) {
            return false;
        }
        c->has_sealed = rows_next(r);
    }
    /* A row that no group of this entry claims is one that nobody wrote. */
    return !c->has_sealed || rows_int(c->sealed, 0) > e->position;
}

/* What is wrong with a readable entry, NULL if nothing. */
static const char *entry_fault(struct check *c, const struct rows *r, const struct journal_entry *e)
{
    if (e->position != c->position + 1)
        return "position";
    if (!hash_same(&e->prev, &c->hash))
        return "prev";
    if (!columns_agree(r, e))
        return "column";
    if (c->position > 0 && e->recorded_at.us < c->recorded_at.us)
        return "recorded_at";
    if (!sealed_agrees(c, e))
        return "sealed";
    return NULL;
}

/* Reads a body of which nothing is known yet. The scan is quick and believes much; writing the
 * entry again and comparing makes up for it. */
static bool read_body(struct check *c, struct text body, json_t **root, struct journal_entry *e)
{
    struct buf *again = tx_scratch(c->tx, 0);

    if (journal_scan(body, root, e)) {
        if (journal_body(e, again) == OK && text_same(buf_text(again), body))
            return true;
        json_decref(*root);
    }
    return journal_parse_into(body, again, root, e) == OK;
}

/* What is wrong with the row on which r stands, NULL if nothing; then the check moves on. */
static const char *row_fault(struct check *c, const struct rows *r)
{
    struct hash made = leaf_hash_by(c->hasher, rows_peek(r, 8));
    struct journal_entry e;
    const char *what;
    json_t *root;

    if (rows_int(r, 0) != c->position + 1)
        return "position";
    if (!text_same(rows_peek(r, 9), text_at((const char *)made.at, HASH_BYTES)))
        return "hash";
    if (rows_peek(r, 8).len > ENTRY_BYTES_MAX || !read_body(c, rows_peek(r, 8), &root, &e))
        return "body";
    what = entry_fault(c, r, &e);
    if (what == NULL) {
        c->position = e.position;
        c->hash = made;
        c->recorded_at = e.recorded_at;
        merkle_add(&c->tree, &made);
    }
    json_decref(root);
    return what;
}

/* ---- all ---- */

/* Checks the entries behind c->position; c is filled for what came before. */
static enum result verify_from(struct check *c, struct journal_report *report)
{
    int64_t begin = c->position, from = begin > 0 ? begin + 1 : INT64_MIN + 1;
    struct tx *tx = c->tx;
    struct rows *r;

    c->hasher = hasher_open();
    if (c->hasher == NULL)
        return tx_fail(tx, LOG_FAULT("no_memory", "hasher=%d", 1));
    c->sealed = tx_query(tx, SQL_JOURNAL_SEALED_ROWS, VAL(from), VAL(INT64_MAX));
    c->has_sealed = rows_next(c->sealed);
    r = tx_query(tx, SQL_JOURNAL_ROWS, VAL(from), VAL(INT64_MAX));
    while (report->what == NULL && rows_next(r))
        report->what = row_fault(c, r);
    if (report->what == NULL && c->has_sealed)
        report->what = "sealed"; /* of an entry that is not there */
    if (report->what != NULL)
        report->bad_position = c->position + 1;
    rows_close(r);
    rows_close(c->sealed);
    hasher_close(c->hasher);
    report->entries = c->position - begin;
    report->head = c->hash;
    return tx_result(tx);
}

enum result journal_verify(struct tx *tx, struct journal_report *report)
{
    struct check c = { .tx = tx };
    enum result r;

    *report = (struct journal_report){ 0 };
    r = verify_from(&c, report);
    report->root = merkle_root(&c.tree);
    return r;
}

enum result journal_verify_last(struct tx *tx, int64_t n, struct journal_report *report)
{
    struct check c = { .tx = tx, .recorded_at = { INSTANT_MIN } };
    int64_t last = 0;

    assert(n >= 1);
    *report = (struct journal_report){ 0 };
    if (journal_before(tx, INT64_MAX, &last, 1) == 1 && last > n) {
        struct rows *before = tx_query(tx, SQL_JOURNAL_ONE, VAL(last - n));

        if (rows_next(before)) {
            struct text hash = rows_peek(before, 2);

            c.position = last - n;
            if (hash.len == HASH_BYTES)
                memcpy(c.hash.at, hash.at, HASH_BYTES);
            rows_close(before);
        }
    }
    return verify_from(&c, report);
}
