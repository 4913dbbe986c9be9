/* SPDX-License-Identifier: EUPL-1.2 */
/* web/http_input.h - takes apart what browsers and programs send: queries, forms, cookies, lists.
 *
 * Terms      pair: one name and value. part: one field of a multipart form; a file when it has a
 *            file name (RFC 7578).
 * Invariants 1. Names and values of pairs are UTF-8 without NUL; the bytes of a file are as sent.
 *            2. Nothing is read beyond the text given; every count and size has a limit here.
 * Threads    any; results live in the caller's arena or in the text given.
 * Used by    pages, api. Fuzzed: fuzz/fuzz_http_query.c, fuzz/fuzz_http_form.c. */
#ifndef WEB_HTTP_INPUT_H
#define WEB_HTTP_INPUT_H
#include "web/http.h"

enum {
    INPUT_PAIRS_MAX = 1000,             /* the largest form (an import's confirm page) has 400 */
    INPUT_NAME_BYTES_MAX = 200,         /* "lines/0/amount" is 14 */
    INPUT_VALUE_BYTES_MAX = 256 * 1024, /* the longest text is a report */
    INPUT_FILES_MAX = 20,               /* attachments at once */
    INPUT_BOUNDARY_BYTES_MAX = 70,      /* RFC 2046 5.1.1 */
    INPUT_PART_HEAD_BYTES_MAX = 2048,   /* fields of one part */
    INPUT_COOKIE_PAIRS_MAX = 50,
};

struct http_pairs {
    const struct http_field *at;
    size_t n;
};

struct http_file {
    struct text field;        /* the form's name for it */
    struct text filename;     /* as sent, last part only: no folders; UTF-8; may be empty */
    struct text content_type; /* as sent; "application/octet-stream" when absent */
    struct text bytes;        /* a slice of the body */
};

struct http_form {
    struct http_pairs pairs;
    const struct http_file *files;
    size_t file_count;
};

/* "a=1&b=x%20y" to pairs; '+' is a blank; an empty piece is skipped. REFUSED: a broken escape, NUL
 * or bad UTF-8. LIMIT: too many or too long. In the arena. */
enum result http_query_read(struct arena *a, struct text query, struct http_pairs *out) MUST_USE;
/* A body of application/x-www-form-urlencoded or multipart/form-data, by its Content-Type.
 * NOT_FOUND: another type (415). REFUSED and LIMIT as above. */
enum result http_form_read(struct arena *a, struct text content_type, struct text body,
                           struct http_form *out) MUST_USE;
/* The value of the first pair of this name; false when there is none, *value the empty text. */
bool http_pairs_find(struct http_pairs pairs, const char *name, struct text *value);
/* The same for the nth (from 0) pair of the name: fields that may be repeated. */
bool http_pairs_nth(struct http_pairs pairs, const char *name, size_t nth, struct text *value);

/* The value of a cookie, quotes removed; false when absent. Of doubled names the first counts. */
bool http_cookie(const struct http_request *request, const char *name, struct text *value);

/* The value of a hexadecimal digit of a percent-escape, -1 when it is none. */
int http_hex_value(char c);

/* The next element of a comma list, blanks removed; commas in quoted strings do not part. */
bool http_list_next(struct text *rest, struct text *item);
/* True when the list has this element, any case: Connection, Vary. */
bool http_list_has(struct text list, const char *item);
/* The value of a parameter: http_param("multipart/form-data; boundary=x", "boundary"), unquoted in
 * the arena; false when absent. */
bool http_param(struct arena *a, struct text header, const char *name, struct text *value);
/* True when the media type before parameters is this one, any case. */
bool http_type_is(struct text content_type, const char *type);
/* Which of n offers an Accept (or Accept-Encoding) field likes best by q, then by how exactly it
 * is named, then by our order; -1 when none is acceptable (406). An empty field takes offer 0. */
int http_accept(struct text accept, const char *const *offers, size_t n);

#endif
