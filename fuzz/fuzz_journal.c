/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal: each line is the body of an entry, read in both ways that verify knows; they never
 * disagree, and what is taken is written as the same bytes. */
#include "fuzz.h"
#include "journal/inner.h"

/* The general way. */
static bool parse(struct text body, struct arena *a)
{
    struct buf again = buf_make(ENTRY_BYTES_MAX);
    struct journal_entry e;
    json_t *root = NULL;
    enum result r = journal_parse(body, a, &root, &e);

    must((r == OK) == (root != NULL));
    if (r == OK) {
        must(body.len <= ENTRY_BYTES_MAX && entry_is_valid(&e));
        must(journal_body(&e, &again) == OK && text_same(buf_text(&again), body));
    } else {
        must(r == REFUSED);
    }
    json_decref(root);
    buf_free(&again);
    return r == OK;
}

/* The quick way, made sure of as verify does: by writing the entry again. */
static bool scan(struct text body, bool *has_given_up)
{
    struct buf again = buf_make(ENTRY_BYTES_MAX);
    struct journal_entry e;
    json_t *root = NULL;
    bool is_same = false;

    *has_given_up = !journal_scan(body, &root, &e);
    must(*has_given_up == (root == NULL));
    if (!*has_given_up)
        is_same = journal_body(&e, &again) == OK && text_same(buf_text(&again), body);
    json_decref(root);
    buf_free(&again);
    return is_same;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text rest = text_at((const char *)bytes, n), body;
    struct merkle tree = { .leaves = 0 };
    uint64_t taken = 0;
    bool is_parsed, is_scanned, has_given_up;

    while (a && text_cut(&rest, '\n', &body)) {
        is_parsed = parse(body, a);
        is_scanned = body.len <= ENTRY_BYTES_MAX && scan(body, &has_given_up);
        must(!is_scanned || is_parsed);
        must(!is_parsed || is_scanned || has_given_up);
        if (is_parsed) {
            struct hash leaf = leaf_hash(body);

            merkle_add(&tree, &leaf);
            taken++;
        }
    }
    must(tree.leaves == taken);
    arena_close(a);
    return 0;
}
