/* SPDX-License-Identifier: EUPL-1.2 */
/* Fuzzes the template engine: the first half of the input is a template, the rest its document. The
 * template can call a second one that holds it, and both modes run. */
#include "base/json.h"
#include "fuzz.h"
#include "web/mustache.h"
#include "web/page.h"

enum { OUT_MAX = 1 << 20, ARENA_MAX = 16 * 1024 * 1024 };

static void render_once(struct text body, const json_t *doc, enum mustache_mode mode)
{
    struct mustache_source set[] = {
        { T("main"), body },
        { T("p"), T("<p title=\"{{a}}\">\n  {{$a}}\n  {{>main}}\n  {{/a}}\n</p>\n") },
    };
    struct page_report report = { .first_line = 0 };
    struct page_context context = { .lang = "nl", .report = &report };
    struct arena *a = arena_open(ARENA_MAX);
    struct mustache_fault fault = { .line = 0 };
    struct buf out = buf_make(OUT_MAX);
    struct mustache *m;

    if (a == NULL)
        return;
    m = mustache_compile(a, set, 2, mode, &fault);
    if (m == NULL && (fault.why == NULL || fault.mend == NULL || fault.line < 1))
        abort(); /* a refusal that says nothing */
    context.zone = fuzz_zone();
    if (m != NULL) {
        enum result r = mustache_render(m, "main", doc, &context, &out);

        if (r != OK && r != LIMIT)
            abort();
        if (r == OK && mode == MUSTACHE_PAGE && !text_is_utf8(buf_text(&out)) && text_is_utf8(body))
            abort(); /* a character was cut in two */
    }
    buf_free(&out);
    arena_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text all = text_at((const char *)data, size);
    struct text body = text_slice(all, 0, size / 2);
    struct text rest = text_slice(all, size / 2, size - size / 2);
    struct json_fault fault;
    json_t *doc = NULL;

    if (json_read(rest, &doc, &fault) != OK)
        doc = NULL;
    render_once(body, doc, MUSTACHE_SPEC);
    render_once(body, doc, MUSTACHE_PAGE);
    json_decref(doc);
    return 0;
}
