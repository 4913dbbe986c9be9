/* SPDX-License-Identifier: EUPL-1.2 */
/* web/http_guard.h - refuses requests that two programs could read in two ways, or that are too
 * big.
 *
 * Terms      head: what libmicrohttpd saw of request line and fields. seam: the bytes between two
 *            fields as they lay in the buffer; more than one CRLF there means that bytes were cut
 *            off unseen (a NUL, a folded line, an empty name).
 * Invariants 1. Pure: no state, no I/O; the same head gives the same fault.
 *            2. The first broken row is named; after any fault the connection is closed.
 * Source     RFC 9110, RFC 9112 (sections 3, 5, 6.3, 11); the library's tested weak spots.
 * Used by    http_server.c. Any thread. */
#ifndef WEB_HTTP_GUARD_H
#define WEB_HTTP_GUARD_H
#include "web/http.h"

enum {
    GUARD_URI_BYTES_MAX = 4096,  /* the longest filter of a list is below 1 KiB */
    GUARD_HEAD_BYTES_MAX = 8192, /* names, values and 4 bytes a field; fits the first read buffer */
    GUARD_FIELDS_MAX = 64,       /* browsers send about 20 */
    GUARD_PATH_SEGMENTS_MAX = 32, /* ours have at most 8 */
};

struct http_head {
    struct text method, raw_uri, version;
    const struct http_field *fields;
    size_t field_count;
    bool has_hidden_bytes; /* a seam did not hold */
};

/* Every row but the path. NULL: the head is unambiguous and within limits. Else a constant. */
const struct http_fault *guard_head(const struct http_head *head);
/* Splits and decodes the target (origin form, or absolute form whose host is ignored; "*" gives
 * path "*"). Path and query stay in raw or the arena. NULL or a constant fault. */
const struct http_fault *guard_target(struct arena *a, struct text raw_uri, struct text *raw_path,
                                      struct text *path, struct text *query);
/* The body's announced length, when there is exactly one Content-Length; else 0. */
uint64_t guard_content_length(const struct http_head *head);

/* Faults that the server finds itself. */
extern const struct http_fault fault_body_too_large, fault_method_unknown, fault_target,
    fault_internal, fault_busy;

#endif
