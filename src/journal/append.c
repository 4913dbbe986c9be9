/* SPDX-License-Identifier: EUPL-1.2 */
/* Writing: entries at the head, sealed groups beside them, their erasure, and the copy for a fork.
 */
#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "journal/inner.h"
#include "journal/statements.h"

/* Groups stand in the entry in order; there are a handful at most. */
static void sort_groups(struct journal_entry *e)
{
    for (size_t i = 1; i < e->sealed_count; i++) {
        struct journal_sealed s = e->sealed[i];
        size_t at = i;

        for (; at > 0 && text_order(e->sealed[at - 1].group, s.group) > 0; at--)
            e->sealed[at] = e->sealed[at - 1];
        e->sealed[at] = s;
    }
}

/* True when no value lies deeper than the reader takes: what cannot be read is never written. */
static bool is_shallow(struct text body)
{
    bool in_string = false;
    int depth = 0;

    for (size_t i = 0; i < body.len; i++) {
        char c = body.at[i];

        if (c == '"')
            in_string = !in_string;
        else if (in_string && c == '\\')
            i++;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
        if (depth > JSON_DEPTH_MAX)
            return false;
    }
    return true;
}

/* The payloads one after the other in `out`; ends[i] is where the i-th ends. */
static enum result write_payloads(const struct journal_entry *e, struct buf *out, size_t *ends)
{
    for (size_t i = 0; i < e->sealed_count; i++) {
        size_t start = out->len;
        enum result r;

        assert(json_is_object(e->sealed[i].payload));
        r = json_canonical(out, e->sealed[i].payload);
        if (r != OK)
            return r;
        if (out->len - start > ENTRY_BYTES_MAX)
            return LIMIT;
        ends[i] = out->len;
    }
    return OK;
}

static struct text payload_of(const struct buf *payloads, const size_t *ends, size_t i)
{
    size_t start = i == 0 ? 0 : ends[i - 1];

    return text_slice(buf_text(payloads), start, ends[i] - start);
}

static void put_entry(struct tx *tx, const struct journal_entry *e, struct text body)
{
    (void)tx_exec(tx, SQL_JOURNAL_PUT, VAL(e->position), VAL(e->id), VAL(e->action),
                  value_text_or_null(e->object_type), VAL(e->object), VAL(e->office),
                  VAL(e->recorded_at), VAL(e->happened_at), VAL(body), value_hash(&e->hash));
}

/* Invariant 2: what stands there now is hashed again, before anybody is told "done". */
static enum result read_back(struct tx *tx, const struct journal_entry *e)
{
    struct rows *r = tx_query(tx, SQL_JOURNAL_READ_BACK, VAL(e->position));
    bool is_same = false;
    size_t sealed = 0;

    if (rows_next(r)) {
        struct hash again = leaf_hash_by(tx_hasher(tx), rows_peek(r, 0));
        struct text stored = rows_peek(r, 1);

        is_same = hash_same(&again, &e->hash) &&
                  text_same(stored, text_at((const char *)e->hash.at, HASH_BYTES));
        rows_close(r);
    }
    if (is_same && e->sealed_count > 0) {
        r = tx_query(tx, SQL_JOURNAL_SEALED_OF, VAL(e->position));
        for (; rows_next(r) && is_same; sealed++) {
            struct hash again = sealed_commitment(tx_hasher(tx), rows_peek(r, 1), rows_peek(r, 2));

            is_same = sealed < e->sealed_count && hash_same(&again, &e->sealed[sealed].commitment);
        }
        rows_close(r);
    }
    if (tx_result(tx) == OK && (!is_same || sealed != e->sealed_count))
        return tx_fail(
            tx, LOG_FAULT("entry_reads_back_differently", "position=%lld", (long long)e->position));
    return tx_result(tx);
}

enum result journal_append(struct tx *tx, struct journal_head *head, struct journal_entry *e)
{
    struct buf *body = tx_scratch(tx, 0), *payloads = tx_scratch(tx, 1);
    unsigned char salts[SEALED_GROUPS_MAX * SALT_BYTES];
    size_t ends[SEALED_GROUPS_MAX];
    enum result r = tx_result(tx);

    assert(e->position == head->position + 1);
    assert(id_counter(e->id) > head->counter);
    assert(e->recorded_at.us >= head->recorded_at.us || head->position == 0);
    assert(e->sealed_count <= SEALED_GROUPS_MAX);
    if (r != OK)
        return r;
    sort_groups(e);
    r = write_payloads(e, payloads, ends);
    if (r != OK)
        return tx_fail(tx, r);
    if (e->sealed_count > 0)
        random_bytes(salts, e->sealed_count * SALT_BYTES);
    for (size_t i = 0; i < e->sealed_count; i++)
        e->sealed[i].commitment =
            sealed_commitment(tx_hasher(tx), text_at((char *)&salts[i * SALT_BYTES], SALT_BYTES),
                              payload_of(payloads, ends, i));
    e->prev = head->hash;
    r = journal_body(e, body);
    if (r == OK && (body->len > ENTRY_BYTES_MAX || !is_shallow(buf_text(body))))
        r = LIMIT;
    if (r != OK)
        return tx_fail(tx, r);
    e->hash = leaf_hash_by(tx_hasher(tx), buf_text(body));
    put_entry(tx, e, buf_text(body));
    for (size_t i = 0; i < e->sealed_count; i++)
        (void)tx_exec(tx, SQL_JOURNAL_SEALED_PUT, VAL(e->position), VAL(e->sealed[i].group),
                      value_blob(text_at((char *)&salts[i * SALT_BYTES], SALT_BYTES)),
                      VAL(payload_of(payloads, ends, i)), value_cstr(NULL));
    if (read_back(tx, e) != OK)
        return tx_result(tx);
    head->position = e->position;
    head->hash = e->hash;
    head->recorded_at = e->recorded_at;
    head->counter = id_counter(e->id);
    return OK;
}

enum result journal_read_head(struct tx *tx, int64_t node, struct journal_head *head)
{
    struct rows *r = tx_query0(tx, SQL_JOURNAL_LAST);
    struct id last;

    *head = (struct journal_head){ 0 };
    if (rows_next(r)) {
        head->position = rows_int(r, 0);
        if (rows_peek(r, 1).len == HASH_BYTES)
            memcpy(head->hash.at, rows_peek(r, 1).at, HASH_BYTES);
        head->recorded_at = rows_instant(r, 2);
        rows_close(r);
    }
    last.v = tx_int(tx, SQL_JOURNAL_LAST_ID, 0, VAL(node << 48),
                    VAL(node << 48 | ((INT64_C(1) << 48) - 1)));
    head->counter = id_is_none(last) ? 0 : id_counter(last);
    return tx_result(tx);
}

enum result journal_erase_sealed(struct tx *tx, int64_t position, struct text group,
                                 struct text ground)
{
    assert(ground.len > 0);
    if (tx_exec(tx, SQL_JOURNAL_SEALED_ERASE, VAL(position), VAL(group), VAL(ground)) != OK)
        return tx_result(tx);
    return tx_changed(tx) == 1 ? OK : NOT_FOUND;
}

/* ---- a fork ---- */

static void copy_entry(struct tx *to, const struct rows *r)
{
    struct value v[10];

    for (int i = 0; i < 10; i++) {
        if (rows_is_null(r, i))
            v[i] = value_cstr(NULL);
        else if (i == 2 || i == 3 || i == 8)
            v[i] = value_text(rows_peek(r, i));
        else if (i == 9)
            v[i] = value_blob(rows_peek(r, i));
        else
            v[i] = value_int(rows_int(r, i));
    }
    (void)tx_exec_values(to, SQL_JOURNAL_PUT, v, 10);
}

/* The sealed row on which r stands. Without its payload, unless that is erased already: withheld.
 */
static void copy_sealed(struct tx *to, const struct rows *r, bool with_payload)
{
    struct value salt = value_cstr(NULL), payload = salt, ground = salt;

    if (rows_is_null(r, 3))
        ground = value_text(rows_peek(r, 4));
    else if (!with_payload)
        ground = value_cstr("withheld from a fork");
    if (!rows_is_null(r, 3) && with_payload) {
        salt = value_blob(rows_peek(r, 2));
        payload = value_text(rows_peek(r, 3));
    }
    (void)tx_exec(to, SQL_JOURNAL_SEALED_PUT, VAL(rows_int(r, 0)), VAL(rows_peek(r, 1)), salt,
                  payload, ground);
}

enum result journal_copy(struct tx *to, struct tx *from, int64_t until, bool with_sealed)
{
    struct rows *r = tx_query(from, SQL_JOURNAL_ROWS, VAL(1), VAL(until));

    assert(!tx_has_values(to, SQL_JOURNAL_LAST, NULL, 0));
    while (tx_result(to) == OK && rows_next(r))
        copy_entry(to, r);
    rows_close(r);
    r = tx_query(from, SQL_JOURNAL_SEALED_ROWS, VAL(1), VAL(until));
    while (tx_result(to) == OK && rows_next(r))
        copy_sealed(to, r, with_sealed);
    rows_close(r);
    return tx_result(to) != OK ? tx_result(to) : tx_result(from);
}
