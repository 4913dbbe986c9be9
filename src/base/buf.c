/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/buf.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 256 };

struct buf buf_make(size_t max)
{
    return (struct buf){ .at = NULL, .max = max, .result = OK };
}

void buf_free(struct buf *b)
{
    free(b->at);
    *b = buf_make(b->max);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->result = OK;
}

/* Makes room for n more bytes; false, with the error kept, when there is none. */
static bool grow(struct buf *b, size_t n)
{
    if (b->result)
        return false;
    if (n <= b->cap - b->len)
        return true;
    if (b->len > b->max || n > b->max - b->len) {
        b->result = LIMIT;
        return false;
    }
    size_t need = b->len + n;
    size_t cap = b->cap ? b->cap : FIRST_BYTES;
    while (cap < need)
        cap = cap > b->max / 2 ? b->max : cap * 2;
    if (cap > b->max)
        cap = b->max;
    char *at = realloc(b->at, cap);
    if (!at) {
        b->result = LIMIT;
        return false;
    }
    b->at = at;
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, struct text t)
{
    if (t.len == 0 || !grow(b, t.len))
        return;
    memcpy(b->at + b->len, t.at, t.len);
    b->len += t.len;
}

void buf_add_cstr(struct buf *b, const char *cstr)
{
    buf_add(b, text_of(cstr));
}

void buf_add_byte(struct buf *b, char c)
{
    if (!grow(b, 1))
        return;
    b->at[b->len++] = c;
}

void buf_add_int(struct buf *b, int64_t v)
{
    char digits[24]; /* 20 for the longest, with its sign */
    int n = snprintf(digits, sizeof(digits), "%" PRId64, v);
    assert(n > 0 && (size_t)n < sizeof(digits));
    buf_add(b, text_at(digits, (size_t)n));
}

void buf_add_hex(struct buf *b, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    if (n > SIZE_MAX / 2) {
        b->result = b->result ? b->result : LIMIT;
        return;
    }
    if (n == 0 || !grow(b, 2 * n))
        return;
    for (size_t i = 0; i < n; i++) {
        b->at[b->len++] = "0123456789abcdef"[p[i] >> 4];
        b->at[b->len++] = "0123456789abcdef"[p[i] & 15];
    }
}

void buf_printf(struct buf *b, const char *format, ...)
{
    if (b->result)
        return;
    char small[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    assert(n >= 0);
    size_t len = (size_t)n;
    if (len < sizeof(small)) {
        buf_add(b, text_at(small, len));
        return;
    }
    /* vsnprintf needs a byte for its terminator, which must not count against max: a copy. */
    char *large = malloc(len + 1);
    if (!large) {
        b->result = LIMIT;
        return;
    }
    va_start(args, format);
    int again = vsnprintf(large, len + 1, format, args);
    va_end(args);
    assert(again == n);
    buf_add(b, text_at(large, len));
    free(large);
}

struct text buf_text(const struct buf *b)
{
    return b->len ? text_at(b->at, b->len) : T("");
}

enum result buf_end(const struct buf *b)
{
    return b->result;
}
