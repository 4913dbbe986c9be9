/* SPDX-License-Identifier: EUPL-1.2 */
/* web/http_sse.h - live events to open pages: one ring, many readers, resume without loss or
 * doubles.
 *
 * Terms      hub: the ring and its readers. position: where a reader stands, as opaque text; it is
 *            an encrypted number, other text each time it is given, so that neither its height nor
 *            its change betrays activity that the reader may not see. reset: an event that says
 *            "you may have missed something, fetch the page again".
 * Invariants 1. A reader gets each event it may see exactly once and in order, from its position
 * on; if the ring no longer holds that stretch, or the position is not ours (after a restart), it
 * gets `reset` first and then what is new.
 *            2. A reader that falls more than queue_max events further behind than it was when it
 *            came is cut; it comes back and resumes or gets `reset`. Nobody waits for it.
 *            3. may_see is asked outside the hub's lock; an event is immutable and lives as long as
 *            the ring or a reader holds it.
 * Threads    sse_publish, sse_position: any thread, never blocks on a reader. may_see and gone of a
 *            reader: worker threads, never two at once for one reader. Locks, in this order: the
 *            answer's (libmicrohttpd), the hub's, the library's list of suspended connections.
 * Source     HTML Living Standard 9.2 (server-sent events).
 * Uses       libmicrohttpd suspend/resume. Used by the bus, pages. */
#ifndef WEB_HTTP_SSE_H
#define WEB_HTTP_SSE_H
#include "web/http.h"

enum {
    SSE_EVENT_BYTES_MAX = 8192, /* one small event an act: pages fetch what changed */
    SSE_POSITION_TEXT_MAX = 33, /* 32 hexadecimal digits, terminated */
};

struct sse_config {
    size_t ring_max;  /* events kept for resume; 0: 4096 */
    size_t queue_max; /* how far a reader may fall behind; 0: 1024; at most ring_max */
    int readers_max;  /* 0: 5000 */
    int heartbeat_ms; /* a comment when nothing was sent for this long; 0: 15 s */
    int retry_ms;     /* what a browser waits before it comes back; 0: 3 s */
};

/* What happened, as published. */
struct sse_event {
    struct text name;     /* "request", [a-z_-]; the browser's event type */
    struct text data;     /* JSON; line ends are sent as several data lines */
    struct text audience; /* what may_see reads: the caller's own words; never sent */
};

/* Who listens. Copied by http_answer_events; `who` stays the caller's until gone is called. */
struct sse_reader {
    void *who;
    bool (*may_see)(void *who, const struct sse_event *event); /* NULL: everything */
    void (*gone)(void *who); /* once, when the stream has ended in whatever way; may be NULL */
    struct text last_id;     /* Last-Event-ID, or the position a page was made at; may be empty */
};

/* NULL only without memory. Owner: the caller; ended by sse_hub_free after http_server_stop. */
struct sse_hub *sse_hub_open(const struct sse_config *config) MUST_USE;
/* Ends all streams and takes no new ones. Called by http_server_stop; twice is fine. */
void sse_hub_end(struct sse_hub *hub);
/* No stream may be left. NULL is fine. */
void sse_hub_free(struct sse_hub *hub);

/* Puts an event in the ring and wakes the readers. LIMIT: larger than SSE_EVENT_BYTES_MAX. REFUSED:
 * a name outside [a-z_-]. The texts are copied. */
enum result sse_publish(struct sse_hub *hub, const struct sse_event *event) MUST_USE;
/* The position now, to put in a page, so that its stream misses nothing that happened since. */
void sse_position(struct sse_hub *hub, char out[SSE_POSITION_TEXT_MAX]);
/* How many streams are open. */
int sse_reader_count(struct sse_hub *hub);

/* ---- for http_server.c ---- */
struct MHD_Connection;
struct MHD_Response;
/* A streaming answer for this connection; NULL: too many readers, or ended (then gone is called).
 * `fd` is the socket to cut when the reader is too slow. */
struct MHD_Response *sse_answer(struct sse_hub *hub, const struct sse_reader *reader,
                                struct MHD_Connection *connection, int fd);
/* Beats hearts that are due and cuts readers that are too far behind. now: monotonic. */
void sse_tick(struct sse_hub *hub, int64_t now_ms);

#endif
