/* SPDX-License-Identifier: EUPL-1.2 */
/* The standing part of every answer: security fields, names for tracing, faults in words, gzip. */
#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "web/http_input.h"
#include "web/http_wire.h"

/* Set unless the handler chose otherwise. Referrer-Policy is same-origin and not no-referrer,
 * because browsers send `Origin: null` with the latter, and Origin guards the forms. */
static const struct {
    const char *name, *value;
} standing[] = {
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { "Referrer-Policy", "same-origin" },
    { "Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
                            "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
                            "usb=()" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Cache-Control", "no-store" },
};

#define CSP_PAGE                                                                                   \
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "                 \
    "frame-ancestors 'none'"
#define CSP_DATA "default-src 'none'; frame-ancestors 'none'"

static void set_if_absent(struct http_response *answer, const char *name, struct text value)
{
    if (text_is_empty(http_answer_header_get(answer, name)))
        http_answer_header(answer, name, value);
}

/* Data is never a document of ours: it may load nothing at all. */
static bool is_data(struct text content_type)
{
    return http_type_is(content_type, "application/json") ||
           http_type_is(content_type, "application/problem+json") ||
           http_type_is(content_type, "application/geo+json") ||
           http_type_is(content_type, "application/merge-patch+json");
}

static void put_standing(const struct http_config *config, const struct http_request *request,
                         struct http_response *answer)
{
    struct text type = http_answer_header_get(answer, "Content-Type");

    for (size_t i = 0; i < sizeof standing / sizeof *standing; i++)
        set_if_absent(answer, standing[i].name, text_of(standing[i].value));
    set_if_absent(answer, "Content-Security-Policy", is_data(type) ? T(CSP_DATA) : T(CSP_PAGE));
    if (config->is_proxied)
        set_if_absent(answer, "Strict-Transport-Security", T("max-age=31536000"));
    if (config->api_version)
        set_if_absent(answer, "API-Version", text_of(config->api_version));
    http_answer_header(answer, "X-Request-Id", request->request_id);
    http_answer_header(answer, "traceparent", request->traceparent);
    if (answer->must_close)
        http_answer_header(answer, "Connection", T("close"));
}

static void plain_problem(const struct http_request *request, const struct http_fault *fault,
                          struct http_response *answer)
{
    struct json j = json_make(&answer->body);

    json_open(&j);
    json_put_cstr(&j, "type", "about:blank");
    json_put_int(&j, "status", fault->status);
    json_put_cstr(&j, "title", fault->why);
    json_put_cstr(&j, "detail", fault->mend);
    json_put_cstr(&j, "code", fault->code);
    json_put_text(&j, "request_id", request->request_id);
    json_close(&j);
    if (json_end(&j))
        buf_clear(&answer->body);
    http_answer_as(answer, fault->status, "application/problem+json");
    http_answer_header(answer, "Content-Language", T("en"));
}

void wire_refuse(const struct http_config *config, const struct http_request *request,
                 const struct http_fault *fault, struct http_response *answer)
{
    struct text allow = http_answer_header_get(answer, "Allow");

    buf_clear(&answer->body);
    answer->fixed = T("");
    answer->is_sse = false;
    answer->header_count = 0;
    answer->status = fault->status;
    if (!text_is_empty(allow))
        http_answer_header(answer, "Allow", allow);
    if (config->refuse)
        config->refuse(config->world, request, fault, answer);
    if (!config->refuse || buf_end(&answer->body) != OK)
        plain_problem(request, fault, answer);
    answer->status = fault->status;
    if (fault->status == 503)
        set_if_absent(answer, "Retry-After", T("60"));
}

/* With a 304 the library sends the length of these bytes and not the bytes: as the length must be
 * that of the 200 (RFC 9110 8.6), a handler that has them at hand leaves them in the answer. One
 * that has not gives a length of 0, which browsers and nginx overlook. */
static bool may_have_body(int status)
{
    return status >= 200 && status != 204;
}

struct text wire_finish(const struct http_config *config, const struct http_request *request,
                        struct http_response *answer, struct buf *packed)
{
    struct text bytes;

    if (answer->status < 200 || answer->status > 599 || buf_end(&answer->body) != OK) {
        log_line(LOG_ERROR, LOG_HERE, "answer_unusable", "request=%.*s status=%d body=%s",
                 TEXT_FMT(request->request_id), answer->status,
                 result_name(buf_end(&answer->body)));
        wire_refuse(config, request, &fault_internal, answer);
    }
    if (answer->status == 405 && answer->body.len == 0 && answer->fixed.len == 0)
        wire_refuse(config, request, &fault_method_unknown, answer);
    bytes = answer->body.len > 0 ? buf_text(&answer->body) : answer->fixed;
    if (!may_have_body(answer->status))
        bytes = T("");
    if (bytes.len > 0)
        set_if_absent(answer, "Content-Type", T("text/plain; charset=utf-8"));
    put_standing(config, request, answer);
    if (bytes.len >= HTTP_GZIP_BYTES_MIN)
        http_answer_header_add(answer, "Vary", T("Accept-Encoding"));
    if (http_gzip_fits(request, answer, bytes.len)) {
        *packed = buf_make(HTTP_ANSWER_BYTES_MAX);
        if (http_gzip(bytes, packed) == OK && packed->len < bytes.len) {
            http_answer_header(answer, "Content-Encoding", T("gzip"));
            return buf_text(packed);
        }
    }
    return bytes;
}

static bool is_lower_hex(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!((t.at[i] >= '0' && t.at[i] <= '9') || (t.at[i] >= 'a' && t.at[i] <= 'f')))
            return false;
    return true;
}

static bool is_zero(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] != '0')
            return false;
    return true;
}

/* W3C Trace Context 3.2: 00-<trace 32>-<parent 16>-<flags 2>, neither of the first two zero. */
static bool is_traceparent(struct text t)
{
    if (t.len != HTTP_TRACEPARENT_BYTES || !text_starts(t, T("00-")) || t.at[35] != '-' ||
        t.at[52] != '-')
        return false;
    return is_lower_hex(text_slice(t, 3, 32)) && is_lower_hex(text_slice(t, 36, 16)) &&
           is_lower_hex(text_slice(t, 53, 2)) && !is_zero(text_slice(t, 3, 32)) &&
           !is_zero(text_slice(t, 36, 16));
}

void wire_name(struct http_request *request)
{
    struct hash random;
    char hex[HASH_HEX_MAX];
    struct text given = http_header(request, "traceparent");

    random_bytes(random.at, HASH_BYTES);
    hash_hex(&random, hex);
    if (text_is_empty(request->request_id))
        request->request_id = text_copy(request->arena, text_at(hex, HTTP_REQUEST_ID_BYTES));
    if (is_traceparent(given))
        request->traceparent = text_copy(request->arena, given);
    else
        request->traceparent = text_printf(request->arena, "00-%.32s-%.16s-00", hex + 16, hex + 48);
}
