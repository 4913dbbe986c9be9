/* SPDX-License-Identifier: EUPL-1.2 */
/* RFC 8785, the JSON Canonicalization Scheme: one text for one value, so that it can be hashed. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* Where the walk stands in one list or object. */
struct frame {
    const json_t *v;
    const char **keys; /* of an object, sorted; NULL for a list or an empty object */
    size_t n, i;
};

/* The walk keeps its own stack, because input must not steer our recursion. */
struct walk {
    struct buf *out;
    struct frame at[JSON_DEPTH_MAX];
    size_t depth;
};

void json_quote(struct buf *out, struct text v)
{
    buf_add_byte(out, '"');
    size_t plain = 0; /* start of the run that needs no escape */
    for (size_t i = 0; i < v.len; i++) {
        unsigned char c = (unsigned char)v.at[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(out, text_slice(v, plain, i - plain));
        plain = i + 1;
        const char *at = memchr("\"\"\\\\\bb\tt\nn\ff\rr", c, 14);
        buf_add_byte(out, '\\');
        if (at) {
            /* Pairs of byte and letter; '"' and '\\' stand for themselves. */
            buf_add_byte(out, at[1]);
        } else {
            buf_add(out, T("u00"));
            buf_add_hex(out, &c, 1);
        }
    }
    buf_add(out, text_slice(v, plain, SIZE_MAX));
    buf_add_byte(out, '"');
}

/* The rank of a byte of UTF-8 when texts are ordered by UTF-16 code units (section 3.2.3). Only
 * characters above U+FFFF (F0..F4) differ: as surrogates they come before U+E000..U+FFFF (EE, EF),
 * which bytewise they follow. Lead bytes of those kinds occur nowhere else in UTF-8. */
static int utf16_rank(unsigned char c)
{
    return c == 0xEE || c == 0xEF ? c + 0x10 : c;
}

static int order_keys(const void *a, const void *b)
{
    const unsigned char *x = *(const unsigned char *const *)a;
    const unsigned char *y = *(const unsigned char *const *)b;
    while (*x && *x == *y) {
        x++;
        y++;
    }
    return utf16_rank(*x) - utf16_rank(*y);
}

/* The names of an object in order; NULL without memory or members. Owner: the frame. */
static const char **sorted_keys(const json_t *v, size_t n)
{
    if (n == 0)
        return NULL;
    const char **keys = calloc(n, sizeof(*keys));
    if (!keys)
        return NULL;
    size_t i = 0;
    /* Jansson's iterators want a value they may change; nothing is changed. */
    json_t *object = (json_t *)(uintptr_t)v;
    for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it)) {
        assert(i < n);
        keys[i++] = json_object_iter_key(it);
    }
    qsort(keys, n, sizeof(*keys), order_keys);
    return keys;
}

static enum result enter(struct walk *w, const json_t *v)
{
    if (w->depth == JSON_DEPTH_MAX)
        return LIMIT;
    struct frame f = { .v = v };
    if (json_is_array(v)) {
        f.n = json_array_size(v);
        buf_add_byte(w->out, '[');
    } else {
        f.n = json_object_size(v);
        f.keys = sorted_keys(v, f.n);
        if (f.n > 0 && !f.keys)
            return LIMIT;
        buf_add_byte(w->out, '{');
    }
    w->at[w->depth++] = f;
    return OK;
}

static enum result one_value(struct walk *w, const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        return enter(w, v);
    case JSON_STRING:
        json_quote(w->out, json_string_text(v));
        return OK;
    case JSON_INTEGER: {
        json_int_t n = json_integer_value(v);
        if (n > NUMBER_MAX || n < -NUMBER_MAX)
            return REFUSED;
        buf_add_int(w->out, n);
        return OK;
    }
    case JSON_REAL:
        return REFUSED;
    case JSON_TRUE:
        buf_add(w->out, T("true"));
        return OK;
    case JSON_FALSE:
        buf_add(w->out, T("false"));
        return OK;
    case JSON_NULL:
        buf_add(w->out, T("null"));
        return OK;
    }
    return REFUSED;
}

static void leave(struct walk *w)
{
    struct frame *f = &w->at[--w->depth];
    free(f->keys);
}

/* The next member or element of the innermost frame, or its end. */
static enum result step(struct walk *w)
{
    struct frame *f = &w->at[w->depth - 1];
    bool is_list = json_is_array(f->v);
    if (f->i == f->n) {
        buf_add_byte(w->out, is_list ? ']' : '}');
        leave(w);
        return OK;
    }
    if (f->i > 0)
        buf_add_byte(w->out, ',');
    size_t i = f->i++;
    if (is_list)
        return one_value(w, json_array_get(f->v, i));
    json_quote(w->out, text_of(f->keys[i]));
    buf_add_byte(w->out, ':');
    return one_value(w, json_object_get(f->v, f->keys[i]));
}

enum result json_canonical(struct buf *out, const json_t *v)
{
    struct walk w = { .out = out };
    if (!v)
        return REFUSED;
    enum result r = one_value(&w, v);
    while (r == OK && w.depth > 0)
        r = step(&w);
    while (w.depth > 0)
        leave(&w);
    return r ? r : buf_end(out);
}
