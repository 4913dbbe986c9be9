/* SPDX-License-Identifier: EUPL-1.2 */
/* What handlers use to read a request's fields and to make their answer. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "web/http_input.h"
#include "web/http_sse.h"
#include "web/http_wire.h"

static const char *const method_names[] = { "GET",   "HEAD",   "POST",   "PUT",
                                            "PATCH", "DELETE", "OPTIONS" };
_Static_assert(sizeof method_names / sizeof *method_names == HTTP_METHOD_COUNT,
               "each method has its name");

const char *http_method_name(enum http_method method)
{
    assert(method < HTTP_METHOD_COUNT);
    return method_names[method];
}

bool http_method_read(struct text name, enum http_method *out)
{
    for (unsigned i = 0; i < HTTP_METHOD_COUNT; i++) {
        if (text_is(name, method_names[i])) {
            *out = (enum http_method)i;
            return true;
        }
    }
    return false;
}

bool http_is_read(const struct http_request *request)
{
    return request->method == HTTP_GET || request->method == HTTP_HEAD;
}

static bool same_name(struct text t, const char *name)
{
    return t.len == strlen(name) && strncasecmp(t.at, name, t.len) == 0;
}

bool http_has_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (same_name(request->headers[i].name, name))
            return true;
    return false;
}

struct text http_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (same_name(request->headers[i].name, name))
            return request->headers[i].value;
    return T("");
}

struct text http_answer_header_get(const struct http_response *answer, const char *name)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (same_name(answer->headers[i].name, name))
            return answer->headers[i].value;
    return T("");
}

void http_answer_header_add(struct http_response *answer, const char *name, struct text value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            log_line(LOG_WARN, LOG_HERE, "answer_field_dropped", "name=%s", name);
            return;
        }
    }
    assert(answer->header_count < HTTP_ANSWER_FIELDS_MAX);
    answer->headers[answer->header_count++] = (struct http_field){
        .name = text_of(name),
        .value = text_copy(answer->arena, value),
    };
}

void http_answer_header(struct http_response *answer, const char *name, struct text value)
{
    size_t kept = 0;

    for (size_t i = 0; i < answer->header_count; i++)
        if (!same_name(answer->headers[i].name, name))
            answer->headers[kept++] = answer->headers[i];
    answer->header_count = kept;
    http_answer_header_add(answer, name, value);
}

void http_answer_as(struct http_response *answer, int status, const char *content_type)
{
    answer->status = status;
    http_answer_header(answer, "Content-Type", text_of(content_type));
}

void http_answer_redirect(struct http_response *answer, int status, struct text location)
{
    assert(status >= 300 && status < 400);
    answer->status = status;
    http_answer_header(answer, "Location", location);
}

void http_answer_events(struct http_response *answer, struct sse_hub *hub,
                        const struct sse_reader *reader)
{
    struct sse_reader *copy = arena_new(answer->arena, struct sse_reader);

    *copy = *reader;
    copy->last_id = text_copy(answer->arena, reader->last_id);
    http_answer_as(answer, 200, "text/event-stream");
    http_answer_header(answer, "Cache-Control", T("no-store"));
    http_answer_header(answer, "X-Accel-Buffering", T("no")); /* nginx: do not hold it back */
    answer->is_sse = true;
    answer->hub = hub;
    answer->reader = copy;
}

void wire_allow(struct http_response *answer, unsigned allowed)
{
    struct buf list = buf_make(128);

    if (allowed & HTTP_BIT(HTTP_GET))
        allowed |= HTTP_BIT(HTTP_HEAD);
    allowed |= HTTP_BIT(HTTP_OPTIONS);
    for (unsigned i = 0; i < HTTP_METHOD_COUNT; i++) {
        if (!(allowed & HTTP_BIT(i)))
            continue;
        buf_add_cstr(&list, list.len > 0 ? ", " : "");
        buf_add_cstr(&list, method_names[i]);
    }
    http_answer_header(answer, "Allow", buf_text(&list));
    buf_free(&list);
}

bool http_answer_methods(const struct http_request *request, struct http_response *answer,
                         unsigned allowed)
{
    unsigned wanted = HTTP_BIT(request->method);

    if (request->method == HTTP_HEAD)
        wanted = HTTP_BIT(HTTP_GET) | HTTP_BIT(HTTP_HEAD);
    if (wanted & allowed)
        return false;
    wire_allow(answer, allowed);
    /* A 405 without a body is filled in by the server through config.refuse. */
    answer->status = request->method == HTTP_OPTIONS ? 204 : 405;
    return true;
}

static struct text opaque_tag(struct text etag)
{
    return text_starts(etag, T("W/")) ? text_slice(etag, 2, SIZE_MAX) : etag;
}

bool http_answer_not_modified(const struct http_request *request, struct http_response *answer,
                              struct text etag)
{
    struct text one;

    http_answer_header(answer, "ETag", etag);
    if (!http_is_read(request))
        return false;
    for (size_t i = 0; i < request->header_count; i++) {
        struct text rest = request->headers[i].value;
        if (!same_name(request->headers[i].name, "If-None-Match"))
            continue;
        while (http_list_next(&rest, &one)) {
            if (text_is(one, "*") || text_same(opaque_tag(one), opaque_tag(etag))) {
                answer->status = 304;
                return true;
            }
        }
    }
    return false;
}

enum http_match http_if_match(const struct http_request *request, struct text etag)
{
    enum http_match match = HTTP_MATCH_ABSENT;
    struct text one;

    for (size_t i = 0; i < request->header_count; i++) {
        struct text rest = request->headers[i].value;
        if (!same_name(request->headers[i].name, "If-Match"))
            continue;
        match = HTTP_MATCH_OTHER;
        while (http_list_next(&rest, &one))
            if (text_is(one, "*") || (text_same(one, etag) && !text_starts(one, T("W/"))))
                return HTTP_MATCH_SAME;
    }
    return match;
}

void csrf_mask(const struct hash *secret, char out[CSRF_TEXT_MAX])
{
    struct hash pad = { 0 }, masked;

    random_bytes(pad.at, HASH_BYTES);
    for (size_t i = 0; i < HASH_BYTES; i++)
        masked.at[i] = (uint8_t)(secret->at[i] ^ pad.at[i]);
    hash_hex(&pad, out);
    hash_hex(&masked, out + HASH_BYTES * 2);
}

bool csrf_unmask(struct text token, struct hash *secret)
{
    struct hash pad, masked;

    if (token.len != CSRF_TEXT_MAX - 1 || !hash_read(text_slice(token, 0, HASH_BYTES * 2), &pad) ||
        !hash_read(text_slice(token, HASH_BYTES * 2, SIZE_MAX), &masked))
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++)
        secret->at[i] = (uint8_t)(masked.at[i] ^ pad.at[i]);
    return true;
}
