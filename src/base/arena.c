/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer all memory that is not handed out is poisoned and things lie apart, so
 * that a write past a thing is caught although the arena got its memory in one piece. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define GUARD_BYTES 16
#define HIDE(at, n) ASAN_POISON_MEMORY_REGION((at), (n))
#define SHOW(at, n) ASAN_UNPOISON_MEMORY_REGION((at), (n))
#else
#define GUARD_BYTES 0
#define HIDE(at, n) ((void)(at), (void)(n))
#define SHOW(at, n) ((void)(at), (void)(n))
#endif

enum {
    ALIGN = 16,
    BLOCK_FIRST = 32 * 1024, /* most requests need no second block */
    BLOCK_MAX = 1024 * 1024, /* blocks double up to this */
};

struct block {
    struct block *next;
    size_t size, used; /* of the bytes after this head */
    alignas(ALIGN) char bytes[];
};

struct arena {
    struct block *first, *now; /* `now` is filled; large things have blocks of their own */
    size_t limit, used, next_size;
    size_t reserve_used;
    bool is_exhausted;
    alignas(ALIGN) char reserve[ARENA_RESERVE];
};

static_assert(sizeof(struct block) % ALIGN == 0, "the bytes of a block start aligned");

static struct block *block_open(size_t size)
{
    struct block *b = malloc(sizeof(*b) + size);
    if (!b)
        return NULL;
    b->next = NULL;
    b->size = size;
    b->used = 0;
    HIDE(b->bytes, size);
    return b;
}

static void block_close(struct block *b)
{
    SHOW(b->bytes, b->size);
    free(b);
}

struct arena *arena_open(size_t limit_bytes)
{
    /* The reserve is not touched here: pages that nobody uses cost nothing. */
    struct arena *a = malloc(sizeof(*a));
    if (!a)
        return NULL;
    a->first = a->now = block_open(BLOCK_FIRST);
    if (!a->first) {
        free(a);
        return NULL;
    }
    a->limit = limit_bytes;
    a->used = 0;
    a->next_size = BLOCK_FIRST;
    a->reserve_used = 0;
    a->is_exhausted = false;
    HIDE(a->reserve, ARENA_RESERVE);
    return a;
}

static void close_after_first(struct arena *a)
{
    struct block *b = a->first->next;
    while (b) {
        struct block *next = b->next;
        block_close(b);
        b = next;
    }
    a->first->next = NULL;
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    close_after_first(a);
    block_close(a->first);
    SHOW(a->reserve, ARENA_RESERVE);
    free(a);
}

void arena_reset(struct arena *a)
{
    close_after_first(a);
    a->now = a->first;
    a->first->used = 0;
    HIDE(a->first->bytes, a->first->size);
    a->used = 0;
    a->next_size = BLOCK_FIRST;
    a->reserve_used = 0;
    HIDE(a->reserve, ARENA_RESERVE);
    a->is_exhausted = false;
}

bool arena_is_exhausted(const struct arena *a)
{
    return a->is_exhausted;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

/* A block with room for `need` more bytes; NULL when memory is out. */
static struct block *block_with_room(struct arena *a, size_t need)
{
    if (a->now->size - a->now->used >= need)
        return a->now;
    bool is_large = need > BLOCK_MAX / 4;
    /* At least once, and until it has room: one doubling may not be enough. */
    for (bool is_first = true; !is_large && (is_first || a->next_size < need); is_first = false)
        if (a->next_size < BLOCK_MAX)
            a->next_size *= 2;
    struct block *b = block_open(is_large ? need : a->next_size);
    if (!b)
        return NULL;
    b->next = a->first->next;
    a->first->next = b;
    /* A large thing fills its block; the rest of the present one is still good. */
    if (!is_large)
        a->now = b;
    return b;
}

/* Zeroed bytes within the limit, or NULL. */
static void *give(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t whole = (size + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
    if (whole > a->limit || a->used > a->limit - whole)
        return NULL;
    struct block *b = block_with_room(a, whole + GUARD_BYTES);
    if (!b)
        return NULL;
    assert(b->size - b->used >= whole + GUARD_BYTES);
    char *at = b->bytes + b->used;
    b->used += whole + GUARD_BYTES;
    a->used += whole;
    SHOW(at, size);
    memset(at, 0, size);
    return at;
}

/* A block of its own, whatever the limit. */
static void *beside(struct arena *a, size_t size, size_t whole)
{
    struct block *b = block_open(whole + GUARD_BYTES);

    assert(b);
    b->next = a->first->next;
    a->first->next = b;
    b->used = b->size;
    a->used += whole;
    SHOW(b->bytes, size);
    memset(b->bytes, 0, size);
    return b->bytes;
}

void *arena_bytes_sure(struct arena *a, size_t size)
{
    void *at = give(a, size);
    if (at)
        return at;
    a->is_exhausted = true;
    size_t whole = (size + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
    /* Only things of fixed size come here, and the kernel stops marked work at its next step. A
     * loop that is slow to see it goes on beside the limit; only lack of memory ends all. */
    assert(size <= ARENA_RESERVE);
    if (whole > ARENA_RESERVE - a->reserve_used)
        return beside(a, size, whole);
    char *from_reserve = a->reserve + a->reserve_used;
    a->reserve_used += whole;
    a->used += whole;
    SHOW(from_reserve, size);
    memset(from_reserve, 0, size);
    return from_reserve;
}

void *arena_bytes(struct arena *a, size_t count, size_t size)
{
    size_t all;
    void *at = __builtin_mul_overflow(count, size, &all) ? NULL : give(a, all);
    if (!at)
        a->is_exhausted = true;
    return at;
}
