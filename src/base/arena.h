/* SPDX-License-Identifier: EUPL-1.2 */
/* base/arena.h - memory that belongs to one request, job or replay step and is freed at once.
 *
 * Terms      reserve: room kept back so that a small thing can always be handed out.
 * Invariants 1. arena_new never returns NULL: when the limit is reached or memory is out, it hands
 *            out of the reserve (then beside the limit) and marks the arena; the kernel stops such
 *            work with LIMIT.
 *            2. All memory is zeroed and aligned to 16 bytes.
 * Used by    everything. One thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stdbool.h>
#include <stddef.h>

#include "base/result.h"

enum {
    ARENA_LIMIT_DEFAULT = 64 * 1024 * 1024, /* 64 MiB: a request needs well under 1 MiB */
    ARENA_RESERVE = 256 * 1024,             /* the fixed-size things of one request fit in this */
};

struct arena;

/* A new arena that hands out at most limit_bytes; NULL only when the machine has no memory.
 * Owner: the caller, who ends it with arena_close. */
struct arena *arena_open(size_t limit_bytes) MUST_USE;
/* Frees everything of the arena. NULL is fine. */
void arena_close(struct arena *a);
/* Forgets everything handed out, keeps the first block: for loops (replay, a worker's next job). */
void arena_reset(struct arena *a);
/* True once something had to come from the reserve or could not be given. */
bool arena_is_exhausted(const struct arena *a);
/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);

/* For the macros below. bytes_sure aborts (an assertion) when even the reserve is used up. */
void *arena_bytes_sure(struct arena *a, size_t size) __attribute__((returns_nonnull));
void *arena_bytes(struct arena *a, size_t count, size_t size) MUST_USE;

/* One thing of fixed size, zeroed, never NULL. */
#define arena_new(a, type) ((type *)arena_bytes_sure((a), sizeof(type)))
/* `n` things, where input decides n: may be NULL. n == 0 gives a valid pointer. */
#define arena_array(a, type, n) ((type *)arena_bytes((a), (n), sizeof(type)))

#endif
