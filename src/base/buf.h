/* SPDX-License-Identifier: EUPL-1.2 */
/* base/buf.h - a growing, bounded row of bytes that keeps its first error.
 *
 * Invariants 1. After a failure every append does nothing; the caller reads buf_end once.
 *            2. Never holds more than `max` bytes.
 * Used by    the JSON writer, pages, journal encoding. One thread at a time. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "base/text.h"

struct buf {
    char *at;
    size_t len, cap, max;
    enum result result; /* OK, or LIMIT once max was passed or memory was out */
};

/* An empty buffer of at most max bytes. Nothing is allocated yet. buf_free ends it. */
struct buf buf_make(size_t max);
void buf_free(struct buf *b);
/* Empties it, keeps its memory, clears the error. */
void buf_clear(struct buf *b);
void buf_add(struct buf *b, struct text t);
void buf_add_cstr(struct buf *b, const char *cstr);
void buf_add_byte(struct buf *b, char c);
void buf_add_int(struct buf *b, int64_t v);
/* Lower-case hexadecimal of n bytes. */
void buf_add_hex(struct buf *b, const void *bytes, size_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What stands in it so far; valid until the next append, clear or free. */
struct text buf_text(const struct buf *b);
/* The first error. */
enum result buf_end(const struct buf *b) MUST_USE;

#endif
