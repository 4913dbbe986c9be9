/* SPDX-License-Identifier: EUPL-1.2 */
/* base/json.h - JSON out by a streaming writer, in by jansson with limits, canonical by RFC 8785.
 *
 * Terms      canonical: RFC 8785 (JCS), the form that is hashed; only whole numbers within
 *            +-(2^53-1) occur in it, so no number is ever formatted as floating point.
 * Invariants 1. The writer keeps its first error (json_end) and asserts that members have names and
 *            lists have none. 2. Text is escaped by construction. 3. Parsing refuses doubled keys,
 *            NUL, bad UTF-8, depth over JSON_DEPTH_MAX and trailing text.
 * Used by    views (writer), fields and journal (reader, canonical). One thread at a time. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/result.h"
#include "base/text.h"

enum {
    JSON_DEPTH_MAX = 64,               /* API rules: nesting 64 */
    JSON_BODY_BYTES_MAX = 1024 * 1024, /* API rules: 1 MiB */
};

/* ---- writer ---- */
struct json {
    struct buf *out;
    uint64_t is_list;  /* bit per level */
    uint64_t has_some; /* bit per level: a comma is due */
    int depth;
    bool named; /* a member name stands, its value is due */
};

/* A writer into `out`, which the caller owns. */
struct json json_make(struct buf *out);
/* json_open starts an object, json_list a list. (json_object and json_null are Jansson's names.) */
void json_open(struct json *j);
void json_close(struct json *j);
void json_list(struct json *j);
void json_list_end(struct json *j);
/* The name of the next member. */
void json_name(struct json *j, const char *name);
void json_text(struct json *j, struct text v);
void json_int(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_none(struct json *j);
void json_id(struct json *j, struct id v);           /* "1-143"; null for none */
void json_instant(struct json *j, struct instant v); /* RFC 3339 UTC; null for none */
void json_value(struct json *j, const json_t *v);    /* a parsed value, as it is */
void json_raw(struct json *j, struct text v);        /* JSON text that this program made */
/* Name and value in one line, for the many. */
void json_put_text(struct json *j, const char *name, struct text v);
void json_put_cstr(struct json *j, const char *name, const char *v); /* NULL gives null */
void json_put_int(struct json *j, const char *name, int64_t v);
void json_put_bool(struct json *j, const char *name, bool v);
void json_put_id(struct json *j, const char *name, struct id v);
void json_put_instant(struct json *j, const char *name, struct instant v);
/* The first error; asserts that everything opened was closed. */
enum result json_end(struct json *j) MUST_USE;

/* ---- reader ---- */
struct json_fault {
    int line, column;
    const char *what; /* "too_deep", "too_large", "not_utf8", "doubled_key", "syntax" */
};
/* Parses one whole value. REFUSED fills *fault; LIMIT when too large or too deep. Owner: the
 * caller, who calls json_decref. */
enum result json_read(struct text in, json_t **out, struct json_fault *fault) MUST_USE;

/* The text of a string value; T("") when v is NULL or no string. Lives as long as v. */
struct text json_string_text(const json_t *v);

/* ---- canonical ---- */
/* Appends v as a JSON string with the fewest escapes (RFC 8785 section 3.2.2.2): quotes and
 * backslash, \b \t \n \f \r, other control bytes as \u001f. Also what the writer uses. */
void json_quote(struct buf *out, struct text v);
/* Appends the RFC 8785 form of v. REFUSED when it holds a real or a number beyond +-(2^53-1);
 * LIMIT when it is deeper than JSON_DEPTH_MAX, out is full or memory is out. After an error part
 * of it stands in out. Owner of v: the caller. */
enum result json_canonical(struct buf *out, const json_t *v) MUST_USE;

#endif
