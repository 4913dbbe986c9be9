/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

enum { PRINTF_SHORT = 256 }; /* nearly all messages are shorter; longer ones are made twice */

struct text text_of(const char *cstr)
{
    return cstr ? text_at(cstr, strlen(cstr)) : T("");
}

struct text text_at(const char *at, size_t len)
{
    assert(at || len == 0);
    return at ? (struct text){ .at = at, .len = len } : T("");
}

bool text_same(struct text a, struct text b)
{
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

bool text_is(struct text t, const char *cstr)
{
    return text_same(t, text_of(cstr));
}

int text_order(struct text a, struct text b)
{
    int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool text_is_empty(struct text t)
{
    return t.len == 0;
}

bool text_starts(struct text t, struct text prefix)
{
    return t.len >= prefix.len && memcmp(t.at, prefix.at, prefix.len) == 0;
}

bool text_ends(struct text t, struct text suffix)
{
    return t.len >= suffix.len && memcmp(t.at + (t.len - suffix.len), suffix.at, suffix.len) == 0;
}

struct text text_slice(struct text t, size_t from, size_t len)
{
    if (from >= t.len)
        return T("");
    size_t rest = t.len - from;
    return text_at(t.at + from, len < rest ? len : rest);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text text_trim(struct text t)
{
    while (t.len > 0 && is_blank(t.at[0])) {
        t.at++;
        t.len--;
    }
    while (t.len > 0 && is_blank(t.at[t.len - 1]))
        t.len--;
    return t;
}

bool text_cut(struct text *t, char sep, struct text *head)
{
    if (t->len == 0)
        return false;
    const char *found = memchr(t->at, sep, t->len);
    if (!found) {
        *head = *t;
        *t = T("");
        return true;
    }
    size_t n = (size_t)(found - t->at);
    struct text whole = *t;
    *head = text_at(whole.at, n);
    *t = text_slice(whole, n + 1, SIZE_MAX);
    return true;
}

size_t text_find(struct text t, struct text needle)
{
    if (needle.len == 0)
        return 0;
    if (needle.len > t.len)
        return SIZE_MAX;
    const char *found = needle.len == 1 ? memchr(t.at, needle.at[0], t.len)
                                        : memmem(t.at, t.len, needle.at, needle.len);
    return found ? (size_t)(found - t.at) : SIZE_MAX;
}

static bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* The length of the well-formed sequence that starts at p, of which `left` bytes are there; 0 when
 * it is not well formed. The ranges of the second byte are those of RFC 3629 section 4: they keep
 * out overlong forms, surrogates and what lies above U+10FFFF. */
static size_t utf8_step(const unsigned char *p, size_t left)
{
    unsigned char c = p[0];
    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    size_t n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (left < n)
        return 0;
    unsigned char low = 0x80, high = 0xBF;
    if (c == 0xE0)
        low = 0xA0;
    else if (c == 0xED)
        high = 0x9F;
    else if (c == 0xF0)
        low = 0x90;
    else if (c == 0xF4)
        high = 0x8F;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if (!is_tail(p[i]))
            return 0;
    return n;
}

bool text_is_utf8(struct text t)
{
    const unsigned char *p = (const unsigned char *)t.at;
    size_t i = 0;
    while (i < t.len) {
        /* Nearly all of our text is ASCII: eight bytes at once without a high bit. */
        uint64_t eight;
        if (t.len - i >= sizeof(eight)) {
            memcpy(&eight, p + i, sizeof(eight));
            if (!(eight & UINT64_C(0x8080808080808080))) {
                i += sizeof(eight);
                continue;
            }
        }
        size_t n = utf8_step(p + i, t.len - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t text_count(struct text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.len; i++)
        if (!is_tail((unsigned char)t.at[i]))
            n++;
    return n;
}

bool text_has_control(struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c < 0x20 && c != '\t' && c != '\r' && c != '\n')
            return true;
        if (c == 0x7F)
            return true;
        /* U+0080..U+009F, the C1 controls, are C2 80..C2 9F in UTF-8. */
        if (c == 0xC2 && i + 1 < t.len && (unsigned char)t.at[i + 1] < 0xA0)
            return true;
    }
    return false;
}

bool text_int64(struct text t, int64_t *out)
{
    bool minus = text_starts(t, T("-"));
    struct text digits = text_slice(t, minus ? 1 : 0, SIZE_MAX);
    if (digits.len == 0)
        return false;
    if (digits.at[0] == '0' && (digits.len > 1 || minus))
        return false;
    /* Counted downwards, because INT64_MIN has no positive twin. */
    int64_t v = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        if (c < '0' || c > '9')
            return false;
        if (__builtin_mul_overflow(v, INT64_C(10), &v) ||
            __builtin_sub_overflow(v, (int64_t)(c - '0'), &v))
            return false;
    }
    if (!minus && __builtin_sub_overflow(INT64_C(0), v, &v))
        return false;
    *out = v;
    return true;
}

/* A copy with one byte more that is 0; NULL when the arena is at its limit. */
static char *copy_terminated(struct arena *a, struct text t)
{
    if (t.len == SIZE_MAX)
        return NULL;
    char *copy = arena_array(a, char, t.len + 1);
    if (copy)
        memcpy(copy, t.at, t.len); /* the arena zeroed the last byte */
    return copy;
}

const char *text_cstr(struct arena *a, struct text t)
{
    const char *copy = copy_terminated(a, t);
    return copy ? copy : "";
}

struct text text_copy(struct arena *a, struct text t)
{
    if (t.len == 0)
        return T("");
    char *copy = arena_array(a, char, t.len);
    if (!copy)
        return T("");
    memcpy(copy, t.at, t.len);
    return text_at(copy, t.len);
}

struct text text_printf(struct arena *a, const char *format, ...)
{
    char small[PRINTF_SHORT];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    assert(n >= 0);
    size_t len = (size_t)n;
    if (len < sizeof(small))
        return text_copy(a, text_at(small, len));
    char *large = arena_array(a, char, len + 1);
    if (!large)
        return T("");
    va_start(args, format);
    int again = vsnprintf(large, len + 1, format, args);
    va_end(args);
    assert(again == n);
    return text_at(large, len);
}
