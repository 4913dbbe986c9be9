/* SPDX-License-Identifier: EUPL-1.2 */
/* web/http_wire.h - what the files of the server share and nobody else needs.
 *
 * Used by    http_exchange.c, http_finish.c, http_answer.c. Worker threads. */
#ifndef WEB_HTTP_WIRE_H
#define WEB_HTTP_WIRE_H
#include "web/http_guard.h"

/* Sets Allow; HEAD comes with GET, OPTIONS always. */
void wire_allow(struct http_response *answer, unsigned allowed);
/* Makes the answer of a fault through config.refuse, or a short Problem Details (RFC 9457). */
void wire_refuse(const struct http_config *config, const struct http_request *request,
                 const struct http_fault *fault, struct http_response *answer);
/* Completes an answer: mends a missing status, words an empty 405, adds the standing fields and
 * gzips into *packed (an empty buffer) when that fits. Returns the bytes to send. */
struct text wire_finish(const struct http_config *config, const struct http_request *request,
                        struct http_response *answer, struct buf *packed);
/* request_id and traceparent: the caller's when well formed, else fresh. In the arena. */
void wire_name(struct http_request *request);

#endif
