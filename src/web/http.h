/* SPDX-License-Identifier: EUPL-1.2 */
/* web/http.h - the HTTP server as its callers see it: a request in, an answer out, start and stop.
 *
 * Terms      handler: the caller's function that turns a request into an answer. world: whatever
 *            the caller wants handed to it. fault: why a request was refused at the border, before
 *            or instead of the handler. head: request line and fields, before the body.
 * Invariants 1. A handler sees only requests that passed every row of the guard (http_guard.h); its
 *            path is decoded, UTF-8, without dot segments or control characters.
 *            2. Everything a request holds lives in its arena and ends with the answer.
 *            3. Every answer carries the security headers, X-Request-Id and traceparent; a gzip
 *            answer is never one with a strong ETag, which names exact bytes.
 * Threads    http_server_open, _port, _stop: the owner's thread. Handlers, the fault writer and the
 *            body limit function: any of config.threads worker threads at once, so what they share
 *            through world must be safe for that. One sweeper thread (ours) cuts connections whose
 *            head, body or answer takes too long and beats the hearts of event streams.
 * Uses       libmicrohttpd 0.9.75 (never its form parser), zlib. Used by pages, api, cli serve. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/hash.h"
#include "base/result.h"
#include "base/text.h"

enum {
    HTTP_BODY_BYTES_MAX = 1024 * 1024,         /* API rules: JSON and XML 1 MiB */
    HTTP_BODIES_BYTES_MAX = 256 * 1024 * 1024, /* all bodies at once: a few hundred real uploads */
    HTTP_ANSWER_BYTES_MAX = 64 * 1024 * 1024,  /* the largest export we build in memory */
    HTTP_ANSWER_FIELDS_MAX = 32,               /* ours are about fifteen; a handler adds a few */
    HTTP_REQUEST_ID_BYTES = 16,                /* hexadecimal digits */
    HTTP_TRACEPARENT_BYTES = 55,               /* W3C Trace Context, version 00 */
    HTTP_GZIP_BYTES_MIN = 1024,                /* below this, gzip saves no packet */
};

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_METHOD_COUNT
};
/* For sets of methods. */
#define HTTP_BIT(method) (1u << (method))

/* One header field, or one name and value of a query or form. */
struct http_field {
    struct text name, value;
};

/* What came in. Lives in `arena`, read only, until the answer was sent. */
struct http_request {
    enum http_method method; /* HTTP_HEAD comes as it is: answer as for GET, the body is cut */
    struct text path;        /* decoded and guarded, starts with '/' */
    struct text raw_path;    /* as sent, still percent-encoded */
    struct text query;       /* as sent, without '?'; http_query_read takes it apart */
    const struct http_field *headers;
    size_t header_count;
    struct text body;        /* whole; bytes as sent: kind and UTF-8 are the handler's to check */
    struct text remote;      /* "192.0.2.7", "2001:db8::1" */
    bool is_loopback;        /* the peer is this machine; never true behind a proxy. Who asks may
                              * still be a page of another site: Host and Origin tell */
    struct text request_id;  /* for logs and error pages, made here */
    struct text traceparent; /* the caller's when valid, else made here */
    struct arena *arena;
};

struct sse_hub;
struct sse_reader;

/* What goes out. The server makes it empty, frees it after sending. */
struct http_response {
    int status; /* 200..599; 0 (nobody answered) becomes 500 */
    struct http_field headers[HTTP_ANSWER_FIELDS_MAX];
    size_t header_count;
    struct buf body;   /* an answer built here ... */
    struct text fixed; /* ... or bytes that live as long as the arena or the program */
    struct arena *arena;
    bool is_sse;     /* set by http_answer_events */
    bool must_close; /* say Connection: close */
    struct sse_hub *hub;
    const struct sse_reader *reader;
};

/* Why the border refused: made by the guard or the server, worded for people by the caller. */
struct http_fault {
    int status;       /* 400, 405, 413, 414, 415, 417, 431, 500, 501, 503, 505 */
    const char *code; /* enduring, "HTTP_HOST_NOT_ONCE" */
    const char *why;  /* msgid: what is wrong */
    const char *mend; /* msgid: what the sender can do */
};

struct http_config {
    const char *address;     /* numeric IPv4 or IPv6; NULL is 127.0.0.1 */
    uint16_t port;           /* 0: any free port, see http_server_port */
    int threads;             /* workers; 0: 4 for each core, as handlers wait for durable commits */
    size_t body_bytes_max;   /* 0: HTTP_BODY_BYTES_MAX */
    size_t bodies_bytes_max; /* of all requests together, else 503; 0: HTTP_BODIES_BYTES_MAX */
    int connections_max;     /* 0: 15000 */
    int per_address_max;     /* connections from one address; 0: no limit (behind a proxy) */
    int head_ms_max;         /* a whole head within this, also when it trickles; 0: 10 s */
    int body_ms_max;         /* a whole body within this after its head; 0: 60 s */
    int answer_ms_max;       /* an answer taken by its reader within this; 0: 300 s */
    int stop_ms_max;         /* http_server_stop waits this long for answers under way; 0: 5 s */
    bool is_proxied; /* behind our own proxy: the last X-Forwarded-For is the address, TLS is
                      * its business, Strict-Transport-Security is sent */
    const char *api_version; /* for API-Version on every answer; NULL: none */
    void *world;
    void (*handle)(void *world, const struct http_request *request, struct http_response *answer);
    /* The body limit of a route, for uploads; NULL: body_bytes_max everywhere. */
    size_t (*body_limit)(void *world, enum http_method method, struct text path);
    /* Writes the Problem Details (or page) of a refusal; NULL: a short English one. The request
     * may be half filled: only request_id, arena and headers are sure. */
    void (*refuse)(void *world, const struct http_request *request, const struct http_fault *fault,
                   struct http_response *answer);
    struct sse_hub *hub; /* the hub of all its streams, or NULL: its heart is beaten by the sweeper
                          * and stop ends it. Owner: the caller, who frees it after stop */
};

struct http_server;

/* Starts listening and serving. OK; CONFLICT: the port is taken by another program; REFUSED: the
 * address is not of this machine, not numeric, or the port is not allowed to us; FAULT: logged.
 * The config is copied. Owner: the caller, who ends it with http_server_stop. */
enum result http_server_open(const struct http_config *config, struct http_server **out) MUST_USE;
/* The port it listens on. */
uint16_t http_server_port(const struct http_server *server);
/* Takes no new connections, ends event streams, waits for answers under way (stop_ms_max), closes
 * the rest and frees the server. NULL is fine. */
void http_server_stop(struct http_server *server);

/* ---- the request ---- */
/* The value of the first field of this name, any case; the empty text when there is none. */
struct text http_header(const struct http_request *request, const char *name);
bool http_has_header(const struct http_request *request, const char *name);
/* "GET" */
const char *http_method_name(enum http_method method);
bool http_method_read(struct text name, enum http_method *out) MUST_USE;
/* True for GET and HEAD. */
bool http_is_read(const struct http_request *request);

/* ---- the answer ---- */
/* Sets a field, replacing one of the same name. Name: a constant. Value: copied. A value with
 * control characters is not set (it would split the answer) and logged. */
void http_answer_header(struct http_response *answer, const char *name, struct text value);
/* The same, but beside others of that name: Set-Cookie, Link. */
void http_answer_header_add(struct http_response *answer, const char *name, struct text value);
/* The value set so far; empty when none. */
struct text http_answer_header_get(const struct http_response *answer, const char *name);
/* Status and Content-Type in one line; the body goes into answer->body or answer->fixed. */
void http_answer_as(struct http_response *answer, int status, const char *content_type);
/* 303 (or another 3xx) with Location. */
void http_answer_redirect(struct http_response *answer, int status, struct text location);
/* Turns the answer into a stream of the hub's events; `reader` is copied (http_sse.h). */
void http_answer_events(struct http_response *answer, struct sse_hub *hub,
                        const struct sse_reader *reader);
/* Settles OPTIONS (204) and methods outside `allowed` (405), both with Allow; HEAD goes with GET.
 * True when the answer is made. For 405 the body is the caller's `refuse`. */
bool http_answer_methods(const struct http_request *request, struct http_response *answer,
                         unsigned allowed);

/* Sets ETag (quoted by the caller: "\"v12\"" or "W/\"…\""). When If-None-Match of a GET or HEAD
 * names it (weak comparison, RFC 9110 13.1.2), makes the answer 304 and returns true. Then the
 * body is not sent; one that is at hand may stay, for its length. */
bool http_answer_not_modified(const struct http_request *request, struct http_response *answer,
                              struct text etag);
/* What If-Match says about this strong ETag (RFC 9110 13.1.1). */
enum http_match { HTTP_MATCH_ABSENT, HTTP_MATCH_SAME, HTTP_MATCH_OTHER };
enum http_match http_if_match(const struct http_request *request, struct text etag);

/* ---- files of the program ---- */
/* Answers with the file called `name`: its path in the table ("app.css"), or that path with the
 * first 8 to 64 digits of its SHA-256 before the suffix ("app.0a1b2c3d.css"). With the digits it
 * may be kept for a year and is immutable; else it is asked again each time (ETag). NOT_FOUND
 * leaves the answer untouched. */
enum result http_static(const struct http_request *request, struct http_response *answer,
                        const struct embedded_file *files, size_t n, struct text name) MUST_USE;
/* The name with 12 digits of the hash, in the arena; the plain path when there is no such file. */
struct text http_static_name(struct arena *a, const struct embedded_file *files, size_t n,
                             const char *path);
/* Content-Type by suffix; "application/octet-stream" when unknown. */
const char *http_content_type(struct text path);

/* ---- CSRF tokens that gzip cannot betray (BREACH) ---- */
enum { CSRF_TEXT_MAX = 129 }; /* pad and masked secret, 64 hexadecimal digits each, terminated */
/* A fresh mask of the secret: other text each time. */
void csrf_mask(const struct hash *secret, char out[CSRF_TEXT_MAX]);
/* The secret of a masked token; false when it is not one. Compare with hash_same or
 * bytes_same_secret. */
bool csrf_unmask(struct text token, struct hash *secret) MUST_USE;

/* Gzips `in` into `out` (RFC 1952). LIMIT or FAULT: leave the answer as it is. */
enum result http_gzip(struct text in, struct buf *out) MUST_USE;
/* True when gzip is accepted, the kind of content shrinks, and it is long enough. */
bool http_gzip_fits(const struct http_request *request, const struct http_response *answer,
                    size_t body_bytes);

#endif
