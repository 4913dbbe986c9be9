/* SPDX-License-Identifier: EUPL-1.2 */
/* web/http_peer.h - connections and requests under way, shared by the two halves of the server.
 *
 * Terms      peer: a connection from accept to close. exchange: a request from its request line
 *            until its answer was sent.
 * Invariants 1. Both belong to one worker thread, except phase, since_ms, is_counted and the list
 * of peers, which the sweeper reads: they are under server.lock.
 *            2. The library tells us that a connection is closed before it closes the socket, so a
 *            socket found in the list, under the lock, is still that connection's.
 * Used by    http_server.c (start, stop, sweeper), http_exchange.c (requests). */
#ifndef WEB_HTTP_PEER_H
#define WEB_HTTP_PEER_H
#include <microhttpd.h>
#include <pthread.h>

#include "web/http_wire.h"

enum {
    POOL_BYTES = 24 * 1024, /* half is the read buffer: a head within our limit never moves */
};
_Static_assert(POOL_BYTES / 2 > GUARD_HEAD_BYTES_MAX + 1024, "a head fits the first read buffer");

enum phase { PHASE_HEAD, PHASE_BODY, PHASE_HANDLE, PHASE_ANSWER, PHASE_STREAM };

struct exchange {
    struct arena *arena;
    const char *wire_uri; /* where the target lies in the library's buffer */
    struct text raw_uri;  /* our copy of it */
    struct http_request request;
    struct http_response answer;
    struct buf body, packed;
    size_t body_max, drained;
    size_t body_counted; /* of server.body_bytes */
    const struct http_fault *body_fault;
    bool has_head, is_answered;
    bool is_counted; /* server's lock: stop waits for it */
};

struct peer {
    struct peer *next, *previous;
    struct http_server *server;
    struct exchange *exchange;
    int fd;
    enum phase phase;
    int64_t since_ms;
};

struct http_server {
    struct http_config config;
    char address[64];
    struct MHD_Daemon *daemon;
    int listen_fd;
    uint16_t port;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* stopping began, or an exchange ended while stopping */
    struct peer *peers;
    int exchanges;     /* requests whose head is whole, until answered; streams not counted */
    size_t body_bytes; /* of all exchanges together */
    bool is_stopping;
    pthread_t sweeper;
};

int64_t peer_now_ms(void); /* monotonic */

/* What the library calls; cls is the server. */
void *peer_on_target(void *cls, const char *uri, struct MHD_Connection *connection);
void peer_on_completed(void *cls, struct MHD_Connection *connection, void **request,
                       enum MHD_RequestTerminationCode how);
void peer_on_connection(void *cls, struct MHD_Connection *connection, void **context,
                        enum MHD_ConnectionNotificationCode what);
enum MHD_Result peer_on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_len, void **request);
size_t peer_keep_escapes(void *cls, struct MHD_Connection *connection, char *text);

#endif
