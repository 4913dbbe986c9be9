/* SPDX-License-Identifier: EUPL-1.2 */
/* HTTP heads: a request line and fields, a line each, through the request guard; what passes is
 * read by all that look at a head: language, cookie, If-Match, If-None-Match, Accept, gzip. */
#include <string.h>

#include "base/tr.h"
#include "fuzz.h"
#include "web/http_guard.h"
#include "web/http_input.h"

enum { FIELDS_MAX = GUARD_FIELDS_MAX + 6 };

/* As the library hands it over: the value without blanks around it. */
static void read_head(struct text in, struct http_head *head, struct http_field *fields)
{
    struct text line, name;

    *head =
        (struct http_head){ .fields = fields, .method = T(""), .raw_uri = T(""), .version = T("") };
    if (text_cut(&in, '\n', &line)) {
        text_cut(&line, ' ', &head->method);
        text_cut(&line, ' ', &head->raw_uri);
        head->version = text_trim(line);
    }
    while (head->field_count < FIELDS_MAX && text_cut(&in, '\n', &line)) {
        if (line.len == 0 || (line.len == 1 && line.at[0] == '\r'))
            break;
        head->has_hidden_bytes |= line.at[0] == ' ' || line.at[0] == '\t'; /* folded */
        text_cut(&line, ':', &name);
        fields[head->field_count++] = (struct http_field){ name, text_trim(line) };
    }
}

static void check_fault(const struct http_fault *fault)
{
    must(fault->status >= 400 && fault->status < 600);
    must(fault->code[0] && fault->why[0] && fault->mend[0]);
}

/* How often a field stands there, and that nothing in it can end a line. */
static size_t count(const struct http_head *head, const char *name)
{
    size_t n = 0;

    for (size_t i = 0; i < head->field_count; i++) {
        struct text value = head->fields[i].value, at = head->fields[i].name;

        must(at.len > 0 && text_find(at, T(" ")) == SIZE_MAX);
        must(text_find(value, T("\r")) == SIZE_MAX && text_find(value, T("\n")) == SIZE_MAX);
        must(value.len == 0 || memchr(value.at, 0, value.len) == NULL);
        n += at.len == strlen(name) && strncasecmp(at.at, name, at.len) == 0;
    }
    return n;
}

static void check_head(const struct http_head *head)
{
    size_t lengths = count(head, "Content-Length"), codings = count(head, "Transfer-Encoding");

    must(head->field_count <= GUARD_FIELDS_MAX && !head->has_hidden_bytes);
    must(head->raw_uri.len <= GUARD_URI_BYTES_MAX && count(head, "Host") == 1);
    must(lengths + codings <= 1); /* one way to tell where the body ends */
    must(lengths == 1 || guard_content_length(head) == 0);
    must(guard_content_length(head) < UINT64_C(1000000000000000000));
}

static void check_path(struct text path)
{
    must(text_is_utf8(path) && !text_has_control(path));
    must(text_is(path, "*") || text_starts(path, T("/")));
    must(text_find(path, T("/../")) == SIZE_MAX && text_find(path, T("/./")) == SIZE_MAX);
}

static void try_readers(const struct http_request *request)
{
    static const char *const offers[] = { "text/html", "application/json" };
    struct http_response answer = { .arena = request->arena };
    const char *lang = tr_choose(http_header(request, "Accept-Language"));
    struct text value;

    must(strcmp(lang, "nl") == 0 || strcmp(lang, "en") == 0);
    if (http_cookie(request, "sid", &value))
        must(text_find(value, T(";")) == SIZE_MAX);
    must(http_accept(http_header(request, "Accept"), offers, 2) < 2);
    must((http_if_match(request, T("\"12\"")) == HTTP_MATCH_ABSENT) ==
         !http_has_header(request, "If-Match"));
    must(!http_has_header(request, "If-None-Match")
             ? !http_answer_not_modified(request, &answer, T("\"12\""))
             : answer.status == 0);
    if (http_answer_not_modified(request, &answer, T("\"12\"")))
        must(answer.status == 304 && http_is_read(request));
    answer.header_count = 0;
    http_answer_as(&answer, 200, "text/html; charset=utf-8");
    if (http_gzip_fits(request, &answer, 1 << 20))
        must(http_has_header(request, "Accept-Encoding"));
    buf_free(&answer.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct http_field fields[FIELDS_MAX];
    struct http_request request = { .arena = a };
    const struct http_fault *fault;
    struct http_head head;

    if (!a)
        return 0;
    read_head(text_at((const char *)bytes, n), &head, fields);
    fault = guard_head(&head);
    must(fault == guard_head(&head));
    if (!fault) {
        check_head(&head);
        must(http_method_read(head.method, &request.method));
        fault = guard_target(a, head.raw_uri, &request.raw_path, &request.path, &request.query);
    }
    if (fault) {
        check_fault(fault);
    } else {
        check_path(request.path);
        request.headers = fields;
        request.header_count = head.field_count;
        try_readers(&request);
    }
    arena_close(a);
    return 0;
}
