/* SPDX-License-Identifier: EUPL-1.2 */
/* The server as a whole: its socket, libmicrohttpd's workers, the sweeper of slow ones, its end. */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "web/http_peer.h"
#include "web/http_sse.h"

enum {
    BACKLOG = 1024,
    IDLE_SECONDS = 10, /* the library's own timeout: no byte either way for so long */
    THREADS_MAX = 64,
    SWEEP_MS_MIN = 10,
    SWEEP_MS_MAX = 1000,
};

/* ---- the sweeper ---- */

static int limit_of_phase(const struct http_config *config, enum phase phase)
{
    switch (phase) {
    case PHASE_HEAD:
        return config->head_ms_max;
    case PHASE_BODY:
        return config->body_ms_max;
    case PHASE_ANSWER:
        return config->answer_ms_max;
    case PHASE_HANDLE: /* ours to be quick about */
    case PHASE_STREAM: /* the hub cuts slow readers */
    default:
        return 0;
    }
}

/* Lock held. */
static void cut_slow(struct http_server *server, int64_t now_ms)
{
    for (struct peer *p = server->peers; p; p = p->next) {
        int limit = limit_of_phase(&server->config, p->phase);
        if (limit > 0 && now_ms - p->since_ms >= limit)
            shutdown(p->fd, SHUT_RDWR); /* the library sees the end and closes; twice is harmless */
    }
}

static int sweep_ms(const struct http_config *config)
{
    int ms = config->head_ms_max / 8;

    return ms < SWEEP_MS_MIN ? SWEEP_MS_MIN : ms > SWEEP_MS_MAX ? SWEEP_MS_MAX : ms;
}

static struct timespec after_ms(int ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static void *sweep(void *cls)
{
    struct http_server *server = cls;

    pthread_mutex_lock(&server->lock);
    while (!server->is_stopping) {
        struct timespec until = after_ms(sweep_ms(&server->config));
        int64_t now_ms = peer_now_ms();
        cut_slow(server, now_ms);
        if (server->config.hub) {
            pthread_mutex_unlock(&server->lock);
            sse_tick(server->config.hub, now_ms);
            pthread_mutex_lock(&server->lock);
        }
        while (!server->is_stopping &&
               pthread_cond_timedwait(&server->changed, &server->lock, &until) != ETIMEDOUT)
            continue;
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

/* ---- start and stop ---- */

static enum result bind_result(int error, const char *address, uint16_t port)
{
    if (error == EADDRINUSE)
        return CONFLICT; /* the caller says it in one line */
    if (error == EACCES || error == EADDRNOTAVAIL || error == EAFNOSUPPORT)
        return REFUSED;
    return LOG_FAULT("listen_failed", "address=%s port=%d errno=%d", address, port, error);
}

static uint16_t port_of(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at = { 0 };
    socklen_t len = sizeof at;

    if (getsockname(fd, &at.any, &len) != 0)
        return 0;
    return ntohs(at.any.sa_family == AF_INET6 ? at.v6.sin6_port : at.v4.sin_port);
}

/* The socket is ours and not the library's, because it tells too little about a busy port. */
static enum result start_listening(struct http_server *server, bool *is_v6)
{
    struct addrinfo want = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    char port[8];
    int one = 1;
    enum result result = OK;

    snprintf(port, sizeof port, "%u", server->config.port);
    if (getaddrinfo(server->address, port, &want, &found) != 0)
        return REFUSED;
    *is_v6 = found->ai_family == AF_INET6;
    server->listen_fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (server->listen_fd < 0 ||
        setsockopt(server->listen_fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(server->listen_fd, found->ai_addr, found->ai_addrlen) != 0 ||
        listen(server->listen_fd, BACKLOG) != 0)
        result = bind_result(errno, server->address, server->config.port);
    freeaddrinfo(found);
    server->port = result == OK ? port_of(server->listen_fd) : 0;
    return result;
}

/* Strictness 0, because at 1 the library (0.9.75) itself answers a missing Host, in its own words
 * and with the head sent twice, and drops a blank before a colon without an answer. Our guard
 * refuses both, and all else that strictness covers; chunks are read the same way at both. */
static enum result start_daemon(struct http_server *server, bool is_v6)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;

    if (is_v6)
        flags |= MHD_USE_IPv6;
    server->daemon = MHD_start_daemon(
        flags, server->port, NULL, NULL, peer_on_request, server, MHD_OPTION_LISTEN_SOCKET,
        server->listen_fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)server->config.threads,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->config.connections_max,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)server->config.per_address_max,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)POOL_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_URI_LOG_CALLBACK,
        peer_on_target, server, MHD_OPTION_UNESCAPE_CALLBACK, peer_keep_escapes, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, peer_on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        peer_on_connection, server, MHD_OPTION_END);
    if (!server->daemon)
        return LOG_FAULT("http_start_failed", "threads=%d", server->config.threads);
    return OK;
}

static enum result start_sweeper(struct http_server *server)
{
    pthread_condattr_t attributes;
    int failed;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    failed =
        pthread_mutex_init(&server->lock, NULL) | pthread_cond_init(&server->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    if (!failed)
        failed = pthread_create(&server->sweeper, NULL, sweep, server);
    return failed ? LOG_FAULT("sweeper_failed", "errno=%d", failed) : OK;
}

static void stop_sweeper(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    server->is_stopping = true;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->sweeper, NULL);
}

static int or_default(int value, int preset)
{
    return value > 0 ? value : preset;
}

static void fill_config(struct http_server *server, const struct http_config *config)
{
    struct http_config *c = &server->config;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    *c = *config;
    snprintf(server->address, sizeof server->address, "%s",
             config->address ? config->address : "127.0.0.1");
    c->address = server->address;
    c->threads = or_default(c->threads, cores > 0 && cores < THREADS_MAX ? (int)cores * 4 : 4);
    if (c->threads > THREADS_MAX)
        c->threads = THREADS_MAX;
    c->body_bytes_max = c->body_bytes_max ? c->body_bytes_max : HTTP_BODY_BYTES_MAX;
    c->bodies_bytes_max = c->bodies_bytes_max ? c->bodies_bytes_max : HTTP_BODIES_BYTES_MAX;
    c->connections_max = or_default(c->connections_max, 15000);
    c->head_ms_max = or_default(c->head_ms_max, 10 * 1000);
    c->body_ms_max = or_default(c->body_ms_max, 60 * 1000);
    c->answer_ms_max = or_default(c->answer_ms_max, 300 * 1000);
    c->stop_ms_max = or_default(c->stop_ms_max, 5 * 1000);
}

enum result http_server_open(const struct http_config *config, struct http_server **out)
{
    struct http_server *server = calloc(1, sizeof *server);
    bool is_v6 = false;
    enum result result;

    assert(config->handle);
    *out = NULL;
    if (!server)
        return LOG_FAULT("http_no_memory", "bytes=%zu", sizeof *server);
    fill_config(server, config);
    server->listen_fd = -1;
    result = start_listening(server, &is_v6);
    if (result)
        goto out_close;
    result = start_sweeper(server);
    if (result)
        goto out_close;
    result = start_daemon(server, is_v6);
    if (result == OK) {
        *out = server;
        return OK;
    }
    stop_sweeper(server);
out_close:
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    free(server);
    return result;
}

uint16_t http_server_port(const struct http_server *server)
{
    return server->port;
}

static void wait_for_answers(struct http_server *server)
{
    struct timespec until = after_ms(server->config.stop_ms_max);

    pthread_mutex_lock(&server->lock);
    while (server->exchanges > 0 &&
           pthread_cond_timedwait(&server->changed, &server->lock, &until) != ETIMEDOUT)
        continue;
    if (server->exchanges > 0)
        log_line(LOG_WARN, LOG_HERE, "answers_cut_at_stop", "count=%d", server->exchanges);
    pthread_mutex_unlock(&server->lock);
}

void http_server_stop(struct http_server *server)
{
    MHD_socket listening;

    if (!server)
        return;
    listening = MHD_quiesce_daemon(server->daemon);
    stop_sweeper(server);
    if (server->config.hub)
        sse_hub_end(server->config.hub);
    wait_for_answers(server);
    MHD_stop_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    assert(!server->peers);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
    free(server);
}
