/* SPDX-License-Identifier: EUPL-1.2 */
/* base/text.h - a slice of UTF-8 text: not terminated, not owned, never NULL.
 *
 * Terms      text: bytes that live somewhere else (an arena, a request body, a constant).
 * Invariants 1. `at` is never NULL; the empty text is T("").
 *            2. text that came in from outside was checked with text_is_utf8 at the door.
 * Used by    everything. Any thread. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

struct arena;

struct text {
    const char *at;
    size_t len;
};

/* A text from a string literal. */
#define T(literal) ((struct text){ .at = ("" literal), .len = sizeof(literal) - 1 })
/* The same as an initializer, for const tables: C allows no compound literal there. */
#define TEXT_INIT(literal)                                                                         \
    {                                                                                              \
        .at = ("" literal), .len = sizeof(literal) - 1                                             \
    }
/* For printf: printf("%.*s", TEXT_FMT(t)). */
#define TEXT_FMT(t) (int)(t).len, (t).at

/* A text over a C string; NULL gives the empty text. Lives as long as the string. */
struct text text_of(const char *cstr);
/* A text over `len` bytes. Lives as long as they do. */
struct text text_at(const char *at, size_t len);
/* True when both have the same bytes. */
bool text_same(struct text a, struct text b);
/* True when `t` has the same bytes as the C string. */
bool text_is(struct text t, const char *cstr);
/* Bytewise order: below 0, 0 or above 0, as memcmp; a prefix comes first. */
int text_order(struct text a, struct text b);
bool text_is_empty(struct text t);
bool text_starts(struct text t, struct text prefix);
bool text_ends(struct text t, struct text suffix);
/* The slice from byte `from`, at most `len` bytes long; clipped to t. */
struct text text_slice(struct text t, size_t from, size_t len);
/* Without ASCII white space (space, tab, CR, LF) at both ends. */
struct text text_trim(struct text t);
/* Cuts `t` at the first byte `sep`: returns what stands before it and leaves the rest in *t.
 * Without a `sep` returns all and leaves the empty text. Returns false when *t was empty before. */
bool text_cut(struct text *t, char sep, struct text *head);
/* The position of the first `needle`, or SIZE_MAX. Linear for one-byte needles, memmem else. */
size_t text_find(struct text t, struct text needle);
/* True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, <= U+10FFFF). */
bool text_is_utf8(struct text t);
/* Number of code points of well-formed UTF-8. */
size_t text_count(struct text t);
/* True when t holds a control character (U+0000..U+001F without tab, CR and LF; U+007F..U+009F). */
bool text_has_control(struct text t);
/* Decimal int64 with optional '-'. Blanks, a leading '+', superfluous zeros ("007", "-0"), anything
 * else and overflow give false, *out untouched. */
bool text_int64(struct text t, int64_t *out) MUST_USE;
/* The three below give the empty text when the arena is at its limit; it is marked exhausted then.
 * A terminated copy in the arena, for the edge of a library. */
const char *text_cstr(struct arena *a, struct text t);
/* A copy in the arena. */
struct text text_copy(struct arena *a, struct text t);
/* printf into the arena. Never for SQL, JSON or HTML. */
struct text text_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
