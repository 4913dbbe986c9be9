/* SPDX-License-Identifier: EUPL-1.2 */
/* Targets, queries, cookies, lists and Accept: the first byte chooses which reader gets the rest.
 * Built with clang -fsanitize=fuzzer,address,undefined. */

#include "fuzz.h"
#include "web/http_guard.h"
#include "web/http_input.h"

static void try_target(struct arena *a, struct text in)
{
    struct text raw, path, query;

    if (guard_target(a, in, &raw, &path, &query))
        return;
    must(text_is_utf8(path) && !text_has_control(path));
    must(text_is(path, "*") || text_starts(path, T("/")));
    must(text_find(path, T("/../")) == SIZE_MAX && text_find(path, T("/./")) == SIZE_MAX);
    must(!text_ends(path, T("/..")) && !text_ends(path, T("/.")));
    must(path.len <= raw.len || text_is(path, "/"));
}

static void try_query(struct arena *a, struct text in)
{
    struct http_pairs pairs;

    if (http_query_read(a, in, &pairs))
        return;
    must(pairs.n <= INPUT_PAIRS_MAX);
    for (size_t i = 0; i < pairs.n; i++) {
        must(text_is_utf8(pairs.at[i].name) && text_is_utf8(pairs.at[i].value));
        must(pairs.at[i].name.len <= INPUT_NAME_BYTES_MAX);
        must(text_find(pairs.at[i].value, text_at("", 1)) == SIZE_MAX);
    }
}

static void try_lists(struct arena *a, struct text in)
{
    static const char *const offers[] = { "text/html", "application/json", "gzip" };
    const struct http_field field = { T("Cookie"), in };
    struct http_request request = { .headers = &field, .header_count = 1, .arena = a };
    struct text value, rest = in;
    size_t items = 0;
    int choice = http_accept(in, offers, 3);

    must(choice >= -1 && choice < 3);
    while (http_list_next(&rest, &value))
        must(value.len > 0 && ++items <= in.len);
    if (http_cookie(&request, "sid", &value))
        must(value.len < in.len);
    if (http_param(a, in, "q", &value))
        must(value.len < in.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text in;

    if (!a || n == 0) {
        arena_close(a);
        return 0;
    }
    in = text_at((const char *)bytes + 1, n - 1);
    if (bytes[0] % 3 == 0)
        try_target(a, in);
    else if (bytes[0] % 3 == 1)
        try_query(a, in);
    else
        try_lists(a, in);
    arena_close(a);
    return 0;
}
