/* SPDX-License-Identifier: EUPL-1.2 */
/* base/id.h - the identity of a thing or an entry: node and counter in one 64-bit number.
 *
 * Terms      node: the installation that made it, 1..32767. counter: 1..2^48-1, per node.
 * Invariants 1. v = node << 48 | counter; 0 is "none". 2. Written "<node>-<counter>", "1-143",
 *            always a string in JSON (64-bit numbers are not safe there).
 * Used by    everything. Any thread. */
#ifndef BASE_ID_H
#define BASE_ID_H
#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"
#include "base/text.h"

enum { ID_TEXT_MAX = 24 }; /* "32767-281474976710655" and the terminator */

struct id {
    int64_t v;
};

#define ID_NONE ((struct id){ 0 })

struct id id_make(int64_t node, int64_t counter);
int64_t id_node(struct id id);
int64_t id_counter(struct id id);
bool id_is_none(struct id id);
bool id_same(struct id a, struct id b);
/* "1-143" in the arena; the empty text for none. */
struct text id_text(struct arena *a, struct id id);
/* The same into a caller's buffer of ID_TEXT_MAX bytes, terminated. */
void id_write(struct id id, char out[ID_TEXT_MAX]);
/* Reads "1-143": digits without leading zeros, in range. False else, *out untouched. */
bool id_read(struct text t, struct id *out) MUST_USE;

#endif
