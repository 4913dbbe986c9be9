/* SPDX-License-Identifier: EUPL-1.2 */
/* multipart/form-data (RFC 7578, RFC 2046 5.1), read from a whole body without copying files. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "web/http_input.h"

struct form_reader {
    struct arena *arena;
    struct text rest; /* what is still to be read */
    struct text dash; /* "\r\n--boundary" */
    struct http_field *pairs;
    size_t pair_count;
    struct http_file *files;
    size_t file_count;
    size_t room; /* how many parts there can be at most */
};

/* RFC 2046 5.1.1: bchars. */
static bool boundary_is_clean(struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        char c = t.at[i];
        bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_word && (c == '\0' || !strchr("'()+_,-./:=? ", c)))
            return false;
    }
    return t.len > 0 && t.len <= INPUT_BOUNDARY_BYTES_MAX && t.at[t.len - 1] != ' ';
}

static size_t count_boundaries(struct text body, struct text dash)
{
    size_t n = 0, at;

    while ((at = text_find(body, dash)) != SIZE_MAX) {
        n++;
        body = text_slice(body, at + dash.len, SIZE_MAX);
    }
    return n;
}

static struct text last_of_path(struct text name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.at[i - 1] == '/' || name.at[i - 1] == '\\')
            return text_slice(name, i, SIZE_MAX);
    return name;
}

/* Browsers write a quote inside a name as %22 and line ends as %0D%0A (HTML 4.10.21.8). Only these
 * three are turned back: another percent sign is a percent sign. */
static struct text unescape_name(struct arena *a, struct text t)
{
    char *out;
    size_t n = 0;

    if (text_find(t, T("%")) == SIZE_MAX)
        return t;
    out = arena_array(a, char, t.len);
    if (!out)
        return T("");
    for (size_t i = 0; i < t.len; i++) {
        struct text three = text_slice(t, i, 3);
        bool is_quote = text_is(three, "%22");
        if (is_quote || text_is(three, "%0D") || text_is(three, "%0A")) {
            out[n++] = is_quote ? '"' : ' ';
            i += 2;
        } else {
            out[n++] = t.at[i];
        }
    }
    return text_at(out, n);
}

struct part_head {
    struct text name, filename, content_type;
    bool has_name, has_filename;
};

static enum result read_disposition(struct form_reader *r, struct text value,
                                    struct part_head *head)
{
    if (head->has_name || !http_type_is(value, "form-data"))
        return REFUSED;
    head->has_name = http_param(r->arena, value, "name", &head->name);
    head->has_filename = http_param(r->arena, value, "filename", &head->filename);
    head->name = unescape_name(r->arena, head->name);
    head->filename = last_of_path(unescape_name(r->arena, head->filename));
    if (!head->has_name)
        return REFUSED;
    if (head->name.len > INPUT_NAME_BYTES_MAX || head->filename.len > INPUT_NAME_BYTES_MAX)
        return LIMIT;
    if (!text_is_utf8(head->name) || !text_is_utf8(head->filename) ||
        text_has_control(head->name) || text_has_control(head->filename))
        return REFUSED;
    return OK;
}

/* Reads the fields of a part up to the empty line. */
static enum result read_part_head(struct form_reader *r, struct part_head *head)
{
    size_t end = text_find(text_slice(r->rest, 0, INPUT_PART_HEAD_BYTES_MAX), T("\r\n\r\n"));
    struct text lines;

    if (end == SIZE_MAX)
        return r->rest.len > INPUT_PART_HEAD_BYTES_MAX ? LIMIT : REFUSED;
    lines = text_slice(r->rest, 0, end);
    r->rest = text_slice(r->rest, end + 4, SIZE_MAX);
    while (lines.len > 0) {
        size_t eol = text_find(lines, T("\r\n"));
        struct text line = text_slice(lines, 0, eol), name, value;
        size_t colon = text_find(line, T(":"));
        enum result result = OK;
        lines = eol == SIZE_MAX ? T("") : text_slice(lines, eol + 2, SIZE_MAX);
        if (colon == SIZE_MAX || colon == 0)
            return REFUSED;
        name = text_slice(line, 0, colon);
        value = text_trim(text_slice(line, colon + 1, SIZE_MAX));
        if (name.len == 19 && strncasecmp(name.at, "Content-Disposition", 19) == 0)
            result = read_disposition(r, value, head);
        else if (name.len == 12 && strncasecmp(name.at, "Content-Type", 12) == 0)
            head->content_type = value;
        if (result)
            return result;
    }
    return head->has_name ? OK : REFUSED;
}

static enum result keep_file(struct form_reader *r, const struct part_head *head, struct text bytes)
{
    if (r->file_count == INPUT_FILES_MAX)
        return LIMIT;
    if (text_has_control(head->content_type) || !text_is_utf8(head->content_type))
        return REFUSED;
    r->files[r->file_count++] = (struct http_file){
        .field = head->name,
        .filename = head->filename,
        .content_type = head->content_type.len ? head->content_type : T("application/octet-stream"),
        .bytes = bytes,
    };
    return OK;
}

static enum result keep_pair(struct form_reader *r, const struct part_head *head, struct text value)
{
    if (value.len > INPUT_VALUE_BYTES_MAX)
        return LIMIT;
    if (!text_is_utf8(value) || (value.len > 0 && memchr(value.at, '\0', value.len)))
        return REFUSED;
    r->pairs[r->pair_count++] = (struct http_field){ .name = head->name, .value = value };
    return OK;
}

/* One part: head, content, the next boundary. */
static enum result read_part(struct form_reader *r)
{
    struct part_head head = { .name = T(""), .filename = T(""), .content_type = T("") };
    enum result result = read_part_head(r, &head);
    struct text content;
    size_t end;

    if (result)
        return result;
    end = text_find(r->rest, r->dash);
    if (end == SIZE_MAX)
        return REFUSED; /* cut off: the last boundary is missing */
    content = text_slice(r->rest, 0, end);
    r->rest = text_slice(r->rest, end + r->dash.len, SIZE_MAX);
    assert(r->pair_count + r->file_count < r->room);
    return head.has_filename ? keep_file(r, &head, content) : keep_pair(r, &head, content);
}

/* After a boundary stands "--" (the end) or a line end (another part). */
static enum result read_parts(struct form_reader *r)
{
    for (;;) {
        enum result result;
        if (text_starts(r->rest, T("--")))
            return OK;
        while (r->rest.len > 0 && (r->rest.at[0] == ' ' || r->rest.at[0] == '\t'))
            r->rest = text_slice(r->rest, 1, SIZE_MAX);
        if (!text_starts(r->rest, T("\r\n")))
            return REFUSED;
        r->rest = text_slice(r->rest, 2, SIZE_MAX);
        result = read_part(r);
        if (result)
            return result;
    }
}

static enum result read_multipart(struct arena *a, struct text content_type, struct text body,
                                  struct http_form *out)
{
    struct form_reader r = { .arena = a };
    struct text boundary;
    enum result result;

    if (!http_param(a, content_type, "boundary", &boundary) || !boundary_is_clean(boundary))
        return REFUSED;
    r.dash = text_printf(a, "\r\n--%.*s", TEXT_FMT(boundary));
    if (!text_starts(body, text_slice(r.dash, 2, SIZE_MAX)))
        return REFUSED; /* no preamble: no browser sends one, and it could hide things */
    r.rest = text_slice(body, r.dash.len - 2, SIZE_MAX);
    r.room = count_boundaries(body, r.dash) + 1;
    if (r.room > INPUT_PAIRS_MAX)
        return LIMIT;
    r.pairs = arena_array(a, struct http_field, r.room);
    r.files = arena_array(a, struct http_file, INPUT_FILES_MAX);
    if (!r.pairs || !r.files)
        return LIMIT;
    result = read_parts(&r);
    if (result)
        return result;
    out->pairs = (struct http_pairs){ .at = r.pairs, .n = r.pair_count };
    out->files = r.files;
    out->file_count = r.file_count;
    return OK;
}

enum result http_form_read(struct arena *a, struct text content_type, struct text body,
                           struct http_form *out)
{
    *out = (struct http_form){ 0 };
    if (http_type_is(content_type, "application/x-www-form-urlencoded"))
        return http_query_read(a, body, &out->pairs);
    if (http_type_is(content_type, "multipart/form-data"))
        return read_multipart(a, content_type, body, out);
    return NOT_FOUND;
}
