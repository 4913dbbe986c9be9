/* SPDX-License-Identifier: EUPL-1.2 */
/* The tree of RFC 9162 section 2.1.1, one leaf after the other. node[i] is the hash of a full tree
 * of 2^i leaves and counts where bit i of `leaves` is set: the tree is the binary number of its
 * leaves. */
#include <assert.h>
#include <string.h>

#include "journal/inner.h"

static struct hash node_hash(const struct hash *left, const struct hash *right)
{
    char message[1 + 2 * HASH_BYTES];

    message[0] = 1; /* a node never hashes like a leaf */
    memcpy(message + 1, left->at, HASH_BYTES);
    memcpy(message + 1 + HASH_BYTES, right->at, HASH_BYTES);
    return hash_of(text_at(message, sizeof message));
}

void merkle_add(struct merkle *m, const struct hash *leaf)
{
    struct hash h = *leaf;
    size_t i = 0;

    assert(m->leaves < UINT64_MAX);
    for (; (m->leaves >> i & 1) == 1; i++)
        h = node_hash(&m->node[i], &h);
    m->node[i] = h;
    m->leaves++;
}

struct hash merkle_root(const struct merkle *m)
{
    struct hash root = { { 0 } };
    bool has_some = false;

    if (m->leaves == 0)
        return hash_of(T(""));
    for (size_t i = 0; i < 64; i++) {
        if ((m->leaves >> i & 1) == 0)
            continue;
        root = has_some ? node_hash(&m->node[i], &root) : m->node[i];
        has_some = true;
    }
    return root;
}

struct hash leaf_hash_by(struct hasher *h, struct text body)
{
    hasher_start(h);
    hasher_add(h, "", 1);
    hasher_add(h, body.at, body.len);
    return hasher_end(h);
}

struct hash leaf_hash(struct text body)
{
    struct hasher *h = hasher_open();
    struct hash result;

    assert(h != NULL);
    result = leaf_hash_by(h, body);
    hasher_close(h);
    return result;
}
