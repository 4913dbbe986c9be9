/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/http_guard.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/tr.h"
#include "web/http_input.h"

#define MEND_PROGRAM N_("Send the request again with a program that follows the HTTP standard.")

static const struct http_fault fault_method_syntax = {
    400, "HTTP_METHOD_SYNTAX", N_("The method of the request is not a word."), MEND_PROGRAM
};
const struct http_fault fault_method_unknown = { 405, "HTTP_METHOD_UNKNOWN",
                                                 N_("This method is not supported."),
                                                 N_("Use one of the methods in the field Allow.") };
static const struct http_fault fault_version = { 505, "HTTP_VERSION",
                                                 N_("This version of HTTP is not supported."),
                                                 N_("Use HTTP/1.1.") };
static const struct http_fault fault_hidden = {
    400, "HTTP_HIDDEN_BYTES", N_("The head of the request holds hidden or folded bytes."),
    MEND_PROGRAM
};
static const struct http_fault fault_field_name = {
    400, "HTTP_FIELD_NAME", N_("A header field has a name that is not a word."), MEND_PROGRAM
};
static const struct http_fault fault_field_value = { 400, "HTTP_FIELD_VALUE",
                                                     N_("A header field holds control characters."),
                                                     MEND_PROGRAM };
static const struct http_fault fault_host = { 400, "HTTP_HOST_NOT_ONCE",
                                              N_("The request must name its host exactly once."),
                                              MEND_PROGRAM };
static const struct http_fault fault_host_syntax = {
    400, "HTTP_HOST_SYNTAX", N_("The host of the request is not a host name."), MEND_PROGRAM
};
static const struct http_fault fault_length_twice = {
    400, "HTTP_LENGTH_NOT_ONCE", N_("The request gives its length more than once."), MEND_PROGRAM
};
static const struct http_fault fault_length_syntax = {
    400, "HTTP_LENGTH_SYNTAX", N_("The length of the request is not a number."), MEND_PROGRAM
};
static const struct http_fault fault_length_and_coding = {
    400, "HTTP_LENGTH_AND_CODING", N_("The request gives both a length and a transfer coding."),
    MEND_PROGRAM
};
static const struct http_fault fault_coding = {
    501, "HTTP_TRANSFER_CODING", N_("Only the transfer coding chunked is supported."),
    N_("Send the body whole or in chunks.")
};
static const struct http_fault fault_coding_old = {
    400, "HTTP_CODING_IN_HTTP_1_0", N_("A transfer coding does not exist in HTTP/1.0."),
    N_("Use HTTP/1.1.")
};
static const struct http_fault fault_content_coding = { 415, "HTTP_CONTENT_CODING",
                                                        N_("Compressed requests are not accepted."),
                                                        N_("Send the body without compression.") };
static const struct http_fault fault_expect = {
    417, "HTTP_EXPECT", N_("This expectation cannot be met."),
    N_("Leave out the field Expect, or use 100-continue.")
};
static const struct http_fault fault_uri_long = {
    414, "HTTP_URI_TOO_LONG", N_("The address is longer than 4096 bytes."),
    N_("Use a shorter address or a smaller filter.")
};
static const struct http_fault fault_head_large = {
    431, "HTTP_HEAD_TOO_LARGE", N_("The header fields are too many or too large."),
    N_("Remove the cookies of this site and try again.")
};
const struct http_fault fault_target = { 400, "HTTP_TARGET_SYNTAX",
                                         N_("The address is not well formed."),
                                         N_("Check the address and try again.") };
static const struct http_fault fault_path_escape = {
    400, "HTTP_PATH_ESCAPE", N_("The address holds a broken or forbidden percent escape."),
    N_("Check the address and try again.")
};
static const struct http_fault fault_path_control = { 400, "HTTP_PATH_CONTROL",
                                                      N_("The address holds control characters."),
                                                      N_("Check the address and try again.") };
static const struct http_fault fault_path_dots = {
    400, "HTTP_PATH_DOTS", N_("The address holds . or .. as a part of its path."),
    N_("Check the address and try again.")
};
static const struct http_fault fault_path_text = { 400, "HTTP_PATH_TEXT",
                                                   N_("The address is not valid UTF-8."),
                                                   N_("Check the address and try again.") };
const struct http_fault fault_body_too_large = {
    413, "HTTP_BODY_TOO_LARGE", N_("The content is larger than this address accepts."),
    N_("Send less at once.")
};
const struct http_fault fault_internal = {
    500, "HTTP_INTERNAL", N_("Something went wrong on the server. Nothing may have been saved."),
    N_("Try again; if it stays, give the administrator the number of this request.")
};
const struct http_fault fault_busy = { 503, "HTTP_BUSY",
                                       N_("The server has no room for more at this moment."),
                                       N_("Try again in a minute.") };

/* RFC 9110 5.6.2: tchar. */
static bool is_token_char(unsigned char c)
{
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return true;
    return c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static bool is_token(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!is_token_char((unsigned char)t.at[i]))
            return false;
    return t.len > 0;
}

/* Field values are visible text, blanks, tabs and bytes above 0x7f (RFC 9110 5.5). */
static bool value_is_clean(struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool name_is(struct text t, const char *name)
{
    return t.len == strlen(name) && strncasecmp(t.at, name, t.len) == 0;
}

static bool is_digits(struct text t, size_t len_max)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
    return t.len > 0 && t.len <= len_max;
}

/* A host is letters, digits, "-._~%!$&'()*+,;=", ":" and brackets: no blanks, slashes or at-signs,
 * so that it cannot be taken for an address inside a redirect. */
static bool host_is_clean(struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c <= 0x20 || c >= 0x7f || strchr("/\\?#@\"<>^`{|}", c))
            return false;
    }
    return t.len > 0 && t.len <= 255;
}

struct seen {
    int hosts, lengths, codings;
    struct text host, length, coding, content_coding, expect;
};

static void see(struct seen *s, const struct http_field *f)
{
    struct text value = text_trim(f->value);

    if (name_is(f->name, "Host")) {
        s->hosts++;
        s->host = value;
    } else if (name_is(f->name, "Content-Length")) {
        s->lengths++;
        s->length = value;
    } else if (name_is(f->name, "Transfer-Encoding")) {
        s->codings++;
        s->coding = value;
    } else if (name_is(f->name, "Content-Encoding")) {
        s->content_coding = value;
    } else if (name_is(f->name, "Expect")) {
        s->expect = value;
    }
}

static struct seen see_all(const struct http_head *head)
{
    struct seen s = {
        .host = T(""), .length = T(""), .coding = T(""), .content_coding = T(""), .expect = T("")
    };

    for (size_t i = 0; i < head->field_count; i++)
        see(&s, &head->fields[i]);
    return s;
}

static const struct http_fault *guard_fields(const struct http_head *head)
{
    size_t bytes = head->method.len + head->raw_uri.len + head->version.len + 4;

    if (head->field_count > GUARD_FIELDS_MAX)
        return &fault_head_large;
    for (size_t i = 0; i < head->field_count; i++) {
        const struct http_field *f = &head->fields[i];
        bytes += f->name.len + f->value.len + 4;
        if (!is_token(f->name))
            return &fault_field_name;
        if (!value_is_clean(f->value))
            return &fault_field_value;
    }
    return bytes > GUARD_HEAD_BYTES_MAX ? &fault_head_large : NULL;
}

static const struct http_fault *guard_body_framing(const struct http_head *head,
                                                   const struct seen *s)
{
    if (s->lengths > 1)
        return &fault_length_twice;
    if (s->lengths > 0 && s->codings > 0)
        return &fault_length_and_coding;
    if (s->lengths == 1 && !is_digits(s->length, 18))
        return &fault_length_syntax;
    if (s->codings > 0 && !text_is(head->version, "HTTP/1.1"))
        return &fault_coding_old;
    if (s->codings > 1 || (s->codings == 1 && !name_is(s->coding, "chunked")))
        return &fault_coding;
    return NULL;
}

const struct http_fault *guard_head(const struct http_head *head)
{
    struct seen s;
    enum http_method method;
    const struct http_fault *fault;

    assert(head->field_count == 0 || head->fields != NULL);
    if (!is_token(head->method))
        return &fault_method_syntax;
    if (head->raw_uri.len > GUARD_URI_BYTES_MAX)
        return &fault_uri_long;
    if (!text_is(head->version, "HTTP/1.1") && !text_is(head->version, "HTTP/1.0"))
        return &fault_version;
    fault = guard_fields(head);
    if (fault)
        return fault;
    if (head->has_hidden_bytes)
        return &fault_hidden;
    s = see_all(head);
    if (s.hosts != 1)
        return &fault_host;
    if (!host_is_clean(s.host))
        return &fault_host_syntax;
    fault = guard_body_framing(head, &s);
    if (fault)
        return fault;
    if (!http_method_read(head->method, &method))
        return &fault_method_unknown;
    if (s.content_coding.len > 0 && !name_is(s.content_coding, "identity"))
        return &fault_content_coding;
    if (s.expect.len > 0 && !name_is(s.expect, "100-continue"))
        return &fault_expect;
    return NULL;
}

uint64_t guard_content_length(const struct http_head *head)
{
    struct seen s = see_all(head);
    uint64_t n = 0;

    if (s.lengths != 1 || !is_digits(s.length, 18))
        return 0;
    for (size_t i = 0; i < s.length.len; i++)
        n = n * 10 + (uint64_t)(s.length.at[i] - '0');
    return n;
}

/* Decodes the path. An encoded slash or backslash is refused: a proxy in front may read it as a
 * border between segments while we do not, or the other way round. */
static const struct http_fault *decode_path(struct arena *a, struct text raw, struct text *path)
{
    char *out = arena_array(a, char, raw.len + 1);
    size_t n = 0;

    if (!out)
        return &fault_internal;
    for (size_t i = 0; i < raw.len; i++) {
        int c = (unsigned char)raw.at[i];
        if (c == '%') {
            int high = i + 2 < raw.len ? http_hex_value(raw.at[i + 1]) : -1;
            int low = i + 2 < raw.len ? http_hex_value(raw.at[i + 2]) : -1;
            if (i + 2 >= raw.len || high < 0 || low < 0)
                return &fault_path_escape;
            c = high * 16 + low;
            if (c == '/' || c == '\\')
                return &fault_path_escape;
            i += 2;
        } else if (c == '\\' || c == ' ' || c == '"' || c == '<' || c == '>' || c >= 0x80) {
            return &fault_target;
        }
        if (c < 0x20 || c == 0x7f)
            return &fault_path_control;
        out[n++] = (char)c;
    }
    *path = text_at(out, n);
    return NULL;
}

static const struct http_fault *guard_segments(struct text path)
{
    struct text rest = text_slice(path, 1, SIZE_MAX);
    struct text segment;
    size_t n = 0;

    while (text_cut(&rest, '/', &segment)) {
        if (text_is(segment, ".") || text_is(segment, ".."))
            return &fault_path_dots;
        if (++n > GUARD_PATH_SEGMENTS_MAX)
            return &fault_uri_long;
    }
    return NULL;
}

/* "http://host/path" to "/path": the absolute form must be understood (RFC 9112 3.2.2). */
static struct text origin_form(struct text raw)
{
    size_t skip = 0, slash;

    if (raw.len >= 7 && strncasecmp(raw.at, "http://", 7) == 0)
        skip = 7;
    else if (raw.len >= 8 && strncasecmp(raw.at, "https://", 8) == 0)
        skip = 8;
    if (skip == 0)
        return raw;
    raw = text_slice(raw, skip, SIZE_MAX);
    slash = text_find(raw, T("/"));
    return slash == SIZE_MAX ? T("/") : text_slice(raw, slash, SIZE_MAX);
}

const struct http_fault *guard_target(struct arena *a, struct text raw_uri, struct text *raw_path,
                                      struct text *path, struct text *query)
{
    const struct http_fault *fault;
    struct text raw = origin_form(raw_uri);
    size_t mark;

    *raw_path = *path = *query = T("");
    if (raw_uri.len > GUARD_URI_BYTES_MAX)
        return &fault_uri_long;
    if (text_is(raw, "*")) {
        *raw_path = *path = raw;
        return NULL;
    }
    if (raw.len == 0 || raw.at[0] != '/' || text_find(raw, T("#")) != SIZE_MAX)
        return &fault_target;
    mark = text_find(raw, T("?"));
    *raw_path = text_slice(raw, 0, mark);
    if (mark != SIZE_MAX)
        *query = text_slice(raw, mark + 1, SIZE_MAX);
    for (size_t i = 0; i < query->len; i++)
        if ((unsigned char)query->at[i] <= 0x20 || (unsigned char)query->at[i] >= 0x7f)
            return &fault_path_control;
    fault = decode_path(a, *raw_path, path);
    if (fault)
        return fault;
    if (!text_is_utf8(*path))
        return &fault_path_text;
    return guard_segments(*path);
}
