/* SPDX-License-Identifier: EUPL-1.2 */
/* journal/journal.h - what happened, in order, for ever: entries, hash chain, sealed fields,
 * leaves.
 *
 * Terms      entry: one act, as canonical JSON (RFC 8785), at most 64 KiB; format
 *            "schakel-entry/1", described in docs/journal-format.md. position: 1, 2, 3.. in its
 *            space. leaf hash: SHA-256(0x00 || canonical JSON) (RFC 9162 section 2.1); it is the
 *            entry's hash and stands beside it; `prev` inside the entry is the leaf hash of the
 *            entry before, 64 zeros for the first. sealed group: fields kept apart; the entry
 *            carries only SHA-256("schakel-sealed/1" || 0x00 || salt (32 bytes) || canonical JSON
 *            of the group).
 * Invariants 1. Entries are never changed or removed; positions have no gaps. 2. What was written
 *            is read back and hashed again before anybody is told "done". 3. recorded_at never goes
 *            back. 4. Every column beside the body is checked against the body by verify.
 * Uses       store/. Used by kernel/. Appends: writer only. Reads: any thread, own tx. */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H
#include "store/store.h"

enum {
    ENTRY_BYTES_MAX = 64 * 1024, /* the largest real request in the cases is 9 KiB */
    SEALED_GROUPS_MAX = 8,
    SALT_BYTES = 32,
};

/* The members of an entry, ready to be written or just read. Texts live in the arena. */
struct journal_entry {
    struct id id;      /* node and counter; a thing that the entry makes has the same id */
    struct text space; /* "live", "oefening-waterwolf" */
    int64_t position;
    struct instant recorded_at, happened_at;
    struct text actor; /* pseudonym of the person */
    struct id office, mandate;
    struct text channel;     /* web, api, cli, import, phone, clock */
    struct text action;      /* "decide" */
    int64_t version;         /* of the action's fields */
    struct text object_type; /* "request" */
    struct id object;
    const json_t *asked;     /* object: the fields as asked (without sealed ones) */
    const json_t *settled;   /* object: what was computed and matters */
    struct id corrects;      /* an earlier entry, or none */
    const json_t *law;       /* list of {"route","version","sha256"} used; may be NULL: [] */
    const json_t *data;      /* list of {"set","sha256"} of reference data used; may be NULL: [] */
    struct text key;         /* idempotency key, may be empty */
    struct text body_sha256; /* of the request body, with the key */
    struct text trace;       /* traceparent (W3C Trace Context), may be empty */
    int64_t unit_index, unit_size; /* which of a unit of actions, 0 of 1 for a single one */
    size_t sealed_count;
    struct journal_sealed {
        struct text group;      /* "contact" */
        const json_t *payload;  /* object; NULL when withheld or erased */
        struct hash commitment; /* made by journal_append; read back from the entry */
    } sealed[SEALED_GROUPS_MAX];
    struct hash prev, hash; /* made by journal_append */
};

/* The schema of the journal's own tables (neither rebuilt nor kept: the truth itself). */
extern const struct room_sql journal_sql;

/* Last position, its hash and recorded_at; zeros for an empty journal. */
struct journal_head {
    int64_t position;
    struct hash hash;
    struct instant recorded_at;
    int64_t counter; /* highest counter of this node's ids */
};
enum result journal_read_head(struct tx *tx, int64_t node, struct journal_head *head) MUST_USE;

/* Writes e behind *head: fills e->prev, hash, commitments (random salts), stores body and sealed
 * payloads, reads the row back and hashes it again (FAULT if it differs), moves *head on.
 * e->position and e->id must follow head (asserted). LIMIT when larger than ENTRY_BYTES_MAX. */
enum result journal_append(struct tx *tx, struct journal_head *head,
                           struct journal_entry *e) MUST_USE;

/* The canonical body of e (with prev). Pure; used by append, by verify and by tests. */
enum result journal_body(const struct journal_entry *e, struct buf *out) MUST_USE;
/* Reads a body back. REFUSED for anything that is not exactly the canonical form of a valid entry.
 * Owner of *root: the caller (json_decref); e's values point into it and the arena. */
enum result journal_parse(struct text body, struct arena *a, json_t **root,
                          struct journal_entry *e) MUST_USE;

/* Calls `each` for the entries from position `from` on, in order, with sealed payloads loaded;
 * stops at the first result that is not OK and returns it. Memory of each entry is gone after its
 * call. */
enum result journal_each(struct tx *tx, int64_t from,
                         enum result (*each)(void *ctx, const struct journal_entry *e),
                         void *ctx) MUST_USE;
/* Positions before `before`, the newest first, at most n; returns how many. */
size_t journal_before(struct tx *tx, int64_t before, int64_t *positions, size_t n);
/* One entry, whose stored hash is that of its body (else FAULT); NOT_FOUND. Values live in the tx's
 * arena; the caller decrefs *root, which is the entry with one more member, "payloads", which holds
 * those that are there by group. */
enum result journal_get(struct tx *tx, int64_t position, json_t **root,
                        struct journal_entry *e) MUST_USE;

/* What a check found. */
struct journal_report {
    int64_t entries;      /* checked */
    int64_t bad_position; /* the first that fails, 0 if none */
    const char *what; /* "hash", "prev", "position", "body", "column", "sealed", "recorded_at" */
    struct hash head; /* leaf hash of the last */
    struct hash root; /* Merkle tree hash over all leaves (RFC 9162 section 2.1.1) */
};
/* Checks everything that is stored: bodies, chain, columns, commitments, order. OK with a report in
 * which bad_position tells; a FAULT only when it could not be read. Linear, constant memory. */
enum result journal_verify(struct tx *tx, struct journal_report *report) MUST_USE;

/* The same for the last n entries (n >= 1) only: what came before is taken as it stands, and
 * report->root stays zeros. */
enum result journal_verify_last(struct tx *tx, int64_t n, struct journal_report *report) MUST_USE;

/* Withholds or erases one sealed payload by law; the commitment and the chain stay. */
enum result journal_erase_sealed(struct tx *tx, int64_t position, struct text group,
                                 struct text ground) MUST_USE;

/* Merkle tree hash of leaves given one by one: O(log n) memory (RFC 9162). */
struct merkle {
    struct hash node[64];
    uint64_t leaves;
};
void merkle_add(struct merkle *m, const struct hash *leaf);
struct hash merkle_root(const struct merkle *m);
/* SHA-256(0x00 || body). */
struct hash leaf_hash(struct text body);

/* One canonical JSON document an entry with everything an outside reader needs ({"entry","hash",
 * "position","sealed":[{"ground","group","payload","salt"}]}): the lines of `schakel export`. */
enum result journal_export(struct tx *tx, int64_t from, int64_t until,
                           enum result (*line)(void *ctx, struct text json), void *ctx) MUST_USE;
/* Copies entries 1..until (INT64_MAX: all) from another store's journal as they are; sealed
 * payloads go along for a rebuild, not for a fork. The target's journal must be empty. */
enum result journal_copy(struct tx *to, struct tx *from, int64_t until, bool with_sealed) MUST_USE;

#endif
