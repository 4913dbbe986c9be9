/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/json.h"

#include "base/values.h"
#include <assert.h>

/* ---- writer ---- */

static_assert(JSON_DEPTH_MAX <= 64, "one bit per level in struct json");

struct json json_make(struct buf *out)
{
    return (struct json){ .out = out };
}

static uint64_t level_bit(const struct json *j)
{
    assert(j->depth > 0 && j->depth <= JSON_DEPTH_MAX);
    return UINT64_C(1) << (j->depth - 1);
}

/* A comma when one is due at this level. */
static void separate(struct json *j)
{
    uint64_t bit = level_bit(j);
    if (j->has_some & bit)
        buf_add_byte(j->out, ',');
    j->has_some |= bit;
}

/* What comes before any value: in a list a comma, in an object the name has stood already. */
static void before_value(struct json *j)
{
    if (j->depth == 0)
        return;
    if (j->is_list & level_bit(j)) {
        assert(!j->named);
        separate(j);
        return;
    }
    assert(j->named);
    j->named = false;
}

static void open_level(struct json *j, bool is_list)
{
    before_value(j);
    assert(j->depth < JSON_DEPTH_MAX);
    j->depth++;
    uint64_t bit = level_bit(j);
    j->has_some &= ~bit;
    j->is_list = is_list ? j->is_list | bit : j->is_list & ~bit;
    buf_add_byte(j->out, is_list ? '[' : '{');
}

static void close_level(struct json *j, bool is_list)
{
    bool was_list = (j->is_list & level_bit(j)) != 0;
    assert(was_list == is_list);
    assert(!j->named);
    j->depth--;
    buf_add_byte(j->out, is_list ? ']' : '}');
}

void json_open(struct json *j)
{
    open_level(j, false);
}

void json_close(struct json *j)
{
    close_level(j, false);
}

void json_list(struct json *j)
{
    open_level(j, true);
}

void json_list_end(struct json *j)
{
    close_level(j, true);
}

void json_name(struct json *j, const char *name)
{
    assert(!(j->is_list & level_bit(j)));
    assert(!j->named);
    separate(j);
    json_quote(j->out, text_of(name));
    buf_add_byte(j->out, ':');
    j->named = true;
}

void json_text(struct json *j, struct text v)
{
    before_value(j);
    json_quote(j->out, v);
}

void json_int(struct json *j, int64_t v)
{
    before_value(j);
    buf_add_int(j->out, v);
}

void json_bool(struct json *j, bool v)
{
    before_value(j);
    buf_add(j->out, v ? T("true") : T("false"));
}

void json_none(struct json *j)
{
    before_value(j);
    buf_add(j->out, T("null"));
}

void json_id(struct json *j, struct id v)
{
    if (id_is_none(v)) {
        json_none(j);
        return;
    }
    char out[ID_TEXT_MAX];
    id_write(v, out);
    json_text(j, text_of(out));
}

void json_instant(struct json *j, struct instant v)
{
    if (instant_is_none(v)) {
        json_none(j);
        return;
    }
    char out[INSTANT_TEXT_MAX];
    instant_write(v, out);
    json_text(j, text_of(out));
}

static int add_dumped(const char *bytes, size_t n, void *data)
{
    struct buf *out = data;
    buf_add(out, text_at(bytes, n));
    return buf_end(out) == OK ? 0 : -1;
}

void json_value(struct json *j, const json_t *v)
{
    before_value(j);
    if (!v) {
        buf_add(j->out, T("null"));
        return;
    }
    int failed = json_dump_callback(v, add_dumped, j->out, JSON_COMPACT | JSON_ENCODE_ANY);
    /* What jansson made it can write, so only memory or the limit of out stops it. */
    if (failed && buf_end(j->out) == OK)
        j->out->result = LIMIT;
}

void json_raw(struct json *j, struct text v)
{
    assert(v.len > 0);
    before_value(j);
    buf_add(j->out, v);
}

void json_put_text(struct json *j, const char *name, struct text v)
{
    json_name(j, name);
    json_text(j, v);
}

void json_put_cstr(struct json *j, const char *name, const char *v)
{
    json_name(j, name);
    if (v)
        json_text(j, text_of(v));
    else
        json_none(j);
}

void json_put_int(struct json *j, const char *name, int64_t v)
{
    json_name(j, name);
    json_int(j, v);
}

void json_put_bool(struct json *j, const char *name, bool v)
{
    json_name(j, name);
    json_bool(j, v);
}

void json_put_id(struct json *j, const char *name, struct id v)
{
    json_name(j, name);
    json_id(j, v);
}

void json_put_instant(struct json *j, const char *name, struct instant v)
{
    json_name(j, name);
    json_instant(j, v);
}

enum result json_end(struct json *j)
{
    assert(j->depth == 0);
    assert(!j->named);
    return buf_end(j->out);
}

/* ---- reader ---- */

/* Fills *fault with the place of byte `at`; columns count characters, from 1. */
static void point_at(struct json_fault *fault, struct text in, size_t at, const char *what)
{
    size_t line = 1, start = 0;
    for (size_t i = 0; i < at && i < in.len; i++) {
        if (in.at[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    fault->line = (int)line;
    fault->column = (int)text_count(text_slice(in, start, at - start)) + 1;
    fault->what = what;
}

/* The position of the bracket that goes too deep, or SIZE_MAX. Looks at brackets outside strings
 * only; whether they match is the parser's business. It runs before jansson, whose own limit is
 * 2048 and whose recursion would follow. */
static size_t too_deep_at(struct text in)
{
    bool in_string = false;
    int depth = 0;
    for (size_t i = 0; i < in.len; i++) {
        char c = in.at[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > JSON_DEPTH_MAX)
                return i;
        } else if (c == ']' || c == '}') {
            depth--;
        }
    }
    return SIZE_MAX;
}

/* The length of the longest well-formed start of `in`, character by character. Only for the place
 * in a refusal, hence slow and plain. */
static size_t utf8_fault_at(struct text in)
{
    size_t at = 0;
    while (at < in.len) {
        size_t n = 1;
        while (n <= 4 && (n > in.len - at || !text_is_utf8(text_slice(in, at, n))))
            n++;
        if (n > 4)
            break;
        at += n;
    }
    return at;
}

static const char *fault_word(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_duplicate_key:
        return "doubled_key";
    case json_error_invalid_utf8:
        return "not_utf8";
    case json_error_stack_overflow:
        return "too_deep";
    case json_error_unknown:
    case json_error_out_of_memory:
    case json_error_cannot_open_file:
    case json_error_invalid_argument:
    case json_error_premature_end_of_input:
    case json_error_end_of_input_expected:
    case json_error_invalid_syntax:
    case json_error_invalid_format:
    case json_error_wrong_type:
    case json_error_null_character:
    case json_error_null_value:
    case json_error_null_byte_in_key:
    case json_error_numeric_overflow:
    case json_error_item_not_found:
    case json_error_index_out_of_range:
        break;
    }
    return "syntax";
}

enum result json_read(struct text in, json_t **out, struct json_fault *fault)
{
    *out = NULL;
    *fault = (struct json_fault){ .line = 1, .column = 1, .what = "syntax" };
    if (in.len > JSON_BODY_BYTES_MAX) {
        fault->what = "too_large";
        return LIMIT;
    }
    if (!text_is_utf8(in)) {
        point_at(fault, in, utf8_fault_at(in), "not_utf8");
        return REFUSED;
    }
    size_t deep = too_deep_at(in);
    if (deep != SIZE_MAX) {
        point_at(fault, in, deep, "too_deep");
        return LIMIT;
    }
    /* Without JSON_ALLOW_NUL an escaped NUL is refused, without JSON_DISABLE_EOF_CHECK trailing
     * text is, and without JSON_DECODE_INT_AS_REAL a whole number beyond 64 bits is: it never
     * turns into a real that has lost its last digits. */
    json_error_t error;
    *out = json_loadb(in.at, in.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (*out)
        return OK;
    if (json_error_code(&error) == json_error_out_of_memory)
        return LIMIT;
    fault->what = fault_word(&error);
    if (error.line > 0) {
        fault->line = error.line;
        fault->column = error.column > 0 ? error.column : 1;
    }
    return REFUSED;
}

struct text json_string_text(const json_t *v)
{
    if (!json_is_string(v))
        return T("");
    return text_at(json_string_value(v), json_string_length(v));
}
