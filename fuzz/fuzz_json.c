/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON as it comes in: what is taken is written canonically and by the writer, and reads back as
 * the same. */
#include "base/json.h"

#include "fuzz.h"

enum { OUT_BYTES_MAX = 16 * 1024 * 1024 };

static int depth_of(const json_t *v)
{
    int deepest = 0, here;
    const char *name;
    json_t *part;
    size_t i;

    json_array_foreach (v, i, part) {
        here = depth_of(part);
        deepest = here > deepest ? here : deepest;
    }
    json_object_foreach ((json_t *)(uintptr_t)v, name, part) {
        must(text_is_utf8(text_of(name)));
        here = depth_of(part);
        deepest = here > deepest ? here : deepest;
    }
    return json_is_array(v) || json_is_object(v) ? deepest + 1 : 0;
}

/* The canonical form is a fixed point: read again, it is written as the same bytes. */
static void try_canonical(const json_t *v)
{
    struct buf out = buf_make(OUT_BYTES_MAX), twice = buf_make(OUT_BYTES_MAX);
    enum result r = json_canonical(&out, v);
    struct json_fault fault;
    json_t *again = NULL;

    must(r == OK || r == REFUSED); /* what was read is never too deep to be written */
    if (r == OK && buf_text(&out).len <= JSON_BODY_BYTES_MAX) {
        must(json_read(buf_text(&out), &again, &fault) == OK && json_equal(v, again));
        must(json_canonical(&twice, again) == OK && text_same(buf_text(&out), buf_text(&twice)));
    }
    json_decref(again);
    buf_free(&out);
    buf_free(&twice);
}

static void try_writer(const json_t *v)
{
    struct buf out = buf_make(OUT_BYTES_MAX), tight = buf_make(16);
    struct json writer = json_make(&out), small = json_make(&tight);
    struct json_fault fault;
    json_t *again = NULL;

    json_value(&writer, v);
    must(json_end(&writer) == OK);
    if (buf_text(&out).len <= JSON_BODY_BYTES_MAX)
        must(json_read(buf_text(&out), &again, &fault) == OK && json_equal(v, again));
    json_value(&small, v);
    must((json_end(&small) == OK) == (buf_text(&out).len <= 16));
    json_decref(again);
    buf_free(&out);
    buf_free(&tight);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct text in = text_at((const char *)bytes, n);
    struct json_fault fault;
    json_t *v = NULL;
    enum result r = json_read(in, &v, &fault);

    must((r == OK) == (v != NULL));
    if (r != OK) {
        must(r == REFUSED || r == LIMIT);
        must(fault.line >= 1 && fault.column >= 1 && fault.what[0]);
        return 0;
    }
    must(n <= JSON_BODY_BYTES_MAX && text_is_utf8(in) && depth_of(v) <= JSON_DEPTH_MAX);
    try_canonical(v);
    try_writer(v);
    json_decref(v);
    return 0;
}
