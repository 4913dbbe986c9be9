/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests: from the bytes that libmicrohttpd read, past the guard, to the handler and its answer.
 */
#include <assert.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/log.h"
#include "web/http_input.h"
#include "web/http_peer.h"
#include "web/http_sse.h"

enum {
    DRAIN_BYTES_MAX = 1024 * 1024, /* read and dropped so that a 413 can still be sent */
    TAIL_BYTES = 4,                /* CRLF CRLF after the last field */
};

int64_t peer_now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- peers and exchanges ---- */

/* From its whole head on a request counts as under way. */
static void set_phase(struct peer *p, enum phase phase)
{
    pthread_mutex_lock(&p->server->lock);
    if (!p->exchange->is_counted) {
        p->exchange->is_counted = true;
        p->server->exchanges++;
    }
    p->phase = phase;
    p->since_ms = peer_now_ms();
    pthread_mutex_unlock(&p->server->lock);
}

static struct peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void end_exchange(struct peer *p)
{
    struct exchange *x = p->exchange;

    if (!x)
        return;
    p->exchange = NULL;
    pthread_mutex_lock(&p->server->lock);
    if (x->is_counted)
        p->server->exchanges--;
    p->server->body_bytes -= x->body_counted;
    p->phase = PHASE_HEAD;
    p->since_ms = peer_now_ms();
    if (p->server->is_stopping)
        pthread_cond_broadcast(&p->server->changed);
    pthread_mutex_unlock(&p->server->lock);
    buf_free(&x->body);
    buf_free(&x->packed);
    buf_free(&x->answer.body);
    arena_close(x->arena); /* x itself lives in it */
}

/* The first we hear of a request: its target as it came, before the library decodes anything. */
void *peer_on_target(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct peer *p = peer_of(connection);
    struct arena *arena;
    struct exchange *x;

    (void)cls;
    if (!p)
        return NULL;
    end_exchange(p);
    arena = arena_open(ARENA_LIMIT_DEFAULT);
    if (!arena)
        return NULL;
    x = arena_new(arena, struct exchange);
    x->arena = arena;
    x->wire_uri = uri;
    x->raw_uri = text_copy(arena, text_of(uri));
    x->body = buf_make(0);
    x->packed = buf_make(0);
    x->request = (struct http_request){ .path = T(""),
                                        .raw_path = T(""),
                                        .query = T(""),
                                        .body = T(""),
                                        .remote = T(""),
                                        .request_id = T(""),
                                        .traceparent = T(""),
                                        .arena = arena };
    x->answer.arena = arena;
    x->answer.body = buf_make(HTTP_ANSWER_BYTES_MAX);
    x->answer.fixed = T("");
    p->exchange = x;
    return x;
}

void peer_on_completed(void *cls, struct MHD_Connection *connection, void **request,
                       enum MHD_RequestTerminationCode how)
{
    struct peer *p = peer_of(connection);

    (void)cls;
    (void)how;
    *request = NULL;
    if (p)
        end_exchange(p);
}

void peer_on_connection(void *cls, struct MHD_Connection *connection, void **context,
                        enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = cls;
    struct peer *p = *context;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        p = info ? calloc(1, sizeof *p) : NULL;
        *context = p;
        if (!p)
            return; /* its requests are answered by closing: see peer_on_request */
        p->server = server;
        p->fd = info->connect_fd;
        p->since_ms = peer_now_ms();
        pthread_mutex_lock(&server->lock);
        p->next = server->peers;
        if (p->next)
            p->next->previous = p;
        server->peers = p;
        pthread_mutex_unlock(&server->lock);
    } else if (p) {
        end_exchange(p);
        pthread_mutex_lock(&server->lock);
        if (p->previous)
            p->previous->next = p->next;
        else
            server->peers = p->next;
        if (p->next)
            p->next->previous = p->previous;
        pthread_mutex_unlock(&server->lock);
        free(p);
        *context = NULL;
    }
}

/* ---- reading the head ---- */

struct field_reader {
    struct exchange *x;
    struct http_field *at;
    size_t n;
    const char *expected; /* where the next name lies when no byte was hidden */
    bool has_hidden_bytes;
};

/* The library leaves names and values where they lay in its buffer and turns CRLF into two NULs.
 * So the next name starts two bytes after a value's end; if not, a NUL cut the value short, lines
 * were folded together, or a bare line feed ended a line. */
static enum MHD_Result on_field(void *cls, enum MHD_ValueKind kind, const char *name,
                                size_t name_len, const char *value, size_t value_len)
{
    struct field_reader *r = cls;

    (void)kind;
    if (r->n > GUARD_FIELDS_MAX)
        return MHD_NO; /* one too many is enough to refuse */
    if (name != r->expected || !value || value < name + name_len)
        r->has_hidden_bytes = true;
    r->expected = value ? value + value_len + 2 : name;
    r->at[r->n++] = (struct http_field){
        .name = text_copy(r->x->arena, text_at(name, name_len)),
        .value = text_copy(r->x->arena, text_trim(text_at(value ? value : "", value_len))),
    };
    return MHD_YES;
}

/* After the last field come CRLF CRLF, now four NULs. An empty name ends the head for the library
 * while fields follow: then other bytes stand there. */
static bool ends_cleanly(const struct field_reader *r)
{
    const char tail[TAIL_BYTES] = { 0 };

    return r->n > 0 && memcmp(r->expected - 2, tail, TAIL_BYTES) == 0;
}

static struct http_head read_head(struct exchange *x, struct MHD_Connection *connection,
                                  const char *method, const char *version)
{
    struct field_reader r = { .x = x };
    struct http_head head = { .method = text_of(method),
                              .raw_uri = x->raw_uri,
                              .version = text_of(version) };

    r.at = arena_array(x->arena, struct http_field, GUARD_FIELDS_MAX + 2);
    if (!r.at) {
        head.has_hidden_bytes = true;
        return head;
    }
    /* "GET /x HTTP/1.1": target, blank, version, CRLF, first name. */
    r.expected = x->wire_uri + x->raw_uri.len + 1 + head.version.len + 2;
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_field, &r);
    head.fields = r.at;
    head.field_count = r.n;
    head.has_hidden_bytes =
        r.has_hidden_bytes || (r.n > 0 && r.n <= GUARD_FIELDS_MAX && !ends_cleanly(&r));
    return head;
}

static void read_remote(const struct http_config *config, struct http_request *request,
                        struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char host[NI_MAXHOST] = "";
    struct text forwarded, one;

    if (info && info->client_addr) {
        socklen_t len = info->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                                 : sizeof(struct sockaddr_in);
        if (getnameinfo(info->client_addr, len, host, sizeof host, NULL, 0, NI_NUMERICHOST) != 0)
            host[0] = '\0';
    }
    request->remote = text_copy(request->arena, text_of(host));
    request->is_loopback = strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
                           strncmp(host, "::ffff:127.", 11) == 0;
    if (!config->is_proxied)
        return;
    /* The proxy adds the address it saw at the end; what stands before may be invented. */
    request->is_loopback = false;
    forwarded = http_header(request, "X-Forwarded-For");
    while (http_list_next(&forwarded, &one))
        if (one.len < 64)
            request->remote = one;
}

static size_t body_limit(const struct http_config *config, const struct http_request *request)
{
    if (config->body_limit)
        return config->body_limit(config->world, request->method, request->path);
    return config->body_bytes_max;
}

/* Fills the request from the head. NULL, or why it is refused. */
static const struct http_fault *take_head(struct http_server *server, struct exchange *x,
                                          struct MHD_Connection *connection, const char *method,
                                          const char *version)
{
    struct http_request *request = &x->request;
    struct http_head head = read_head(x, connection, method, version);
    const struct http_fault *fault;

    request->headers = head.fields;
    request->header_count = head.field_count;
    wire_name(request);
    read_remote(&server->config, request, connection);
    if (!http_method_read(head.method, &request->method))
        request->method = HTTP_GET; /* not seen by a handler: guard_head refuses it */
    fault = guard_head(&head);
    if (!fault)
        fault =
            guard_target(x->arena, x->raw_uri, &request->raw_path, &request->path, &request->query);
    if (!fault && text_is(request->path, "*") && request->method != HTTP_OPTIONS)
        fault = &fault_target;
    if (fault)
        return fault;
    x->body_max = body_limit(&server->config, request);
    if (guard_content_length(&head) > x->body_max)
        return &fault_body_too_large;
    x->body = buf_make(x->body_max);
    return NULL;
}

/* ---- answering ---- */

static struct MHD_Response *make_response(struct http_server *server, struct peer *p,
                                          struct MHD_Connection *connection)
{
    struct exchange *x = p->exchange;
    struct text bytes;

    if (x->answer.is_sse && x->request.method != HTTP_HEAD) {
        struct MHD_Response *stream;
        assert(x->answer.hub == server->config.hub); /* stop must be able to end it */
        stream = sse_answer(x->answer.hub, x->answer.reader, connection, p->fd);
        if (stream) {
            (void)wire_finish(&server->config, &x->request, &x->answer, &x->packed);
            return stream;
        }
        wire_refuse(&server->config, &x->request, &fault_busy, &x->answer);
    } else if (x->answer.is_sse && x->answer.reader->gone) {
        x->answer.reader->gone(x->answer.reader->who);
    }
    bytes = wire_finish(&server->config, &x->request, &x->answer, &x->packed);
    /* The bytes live in the exchange or the program, both until after the answer was sent. */
    return MHD_create_response_from_buffer(bytes.len, (void *)(uintptr_t)bytes.at,
                                           MHD_RESPMEM_PERSISTENT);
}

static void note_answer(struct http_server *server, struct peer *p, bool is_stream)
{
    pthread_mutex_lock(&server->lock);
    p->phase = is_stream ? PHASE_STREAM : PHASE_ANSWER;
    p->since_ms = peer_now_ms();
    if (is_stream) {
        server->exchanges--; /* stop does not wait for streams: it ends them */
        p->exchange->is_counted = false;
        if (server->is_stopping)
            pthread_cond_broadcast(&server->changed);
    }
    pthread_mutex_unlock(&server->lock);
}

static enum MHD_Result answer(struct http_server *server, struct peer *p,
                              struct MHD_Connection *connection)
{
    struct exchange *x = p->exchange;
    struct MHD_Response *response;
    enum MHD_Result queued;
    bool is_stopping;

    x->is_answered = true;
    pthread_mutex_lock(&server->lock);
    is_stopping = server->is_stopping;
    pthread_mutex_unlock(&server->lock);
    x->answer.must_close = x->answer.must_close || is_stopping;
    response = make_response(server, p, connection);
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < x->answer.header_count; i++) {
        const struct http_field *f = &x->answer.headers[i];
        const char *value = text_cstr(x->arena, f->value);
        if (value[0] != '\0' && MHD_add_response_header(response, f->name.at, value) != MHD_YES)
            log_line(LOG_ERROR, LOG_HERE, "answer_field_refused", "name=%s", f->name.at);
    }
    note_answer(server, p, x->answer.is_sse && x->request.method != HTTP_HEAD);
    queued = MHD_queue_response(connection, (unsigned)x->answer.status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result refuse(struct http_server *server, struct peer *p,
                              struct MHD_Connection *connection, const struct http_fault *fault)
{
    struct exchange *x = p->exchange;

    log_line(LOG_INFO, LOG_HERE, "request_refused", "request=%.*s code=%s status=%d",
             TEXT_FMT(x->request.request_id), fault->code, fault->status);
    if (fault->status == 405)
        wire_allow(&x->answer, (1u << HTTP_METHOD_COUNT) - 1);
    wire_refuse(&server->config, &x->request, fault, &x->answer);
    x->answer.must_close = true;
    return answer(server, p, connection);
}

/* NULL: there is room for so many bytes more, and they are counted. */
static const struct http_fault *make_room(struct http_server *server, struct exchange *x,
                                          size_t len)
{
    const struct http_fault *fault = NULL;

    if (x->body.len + len > x->body_max)
        return &fault_body_too_large;
    pthread_mutex_lock(&server->lock);
    if (server->body_bytes + len > server->config.bodies_bytes_max) {
        fault = &fault_busy;
    } else {
        server->body_bytes += len;
        x->body_counted += len;
    }
    pthread_mutex_unlock(&server->lock);
    return fault;
}

/* Keeps a piece of the body. Too much is read on for a while, because an answer can only be queued
 * before or after the body, and then the connection is dropped. */
static enum MHD_Result take_body(struct http_server *server, struct exchange *x, const char *bytes,
                                 size_t len)
{
    if (x->is_answered)
        return MHD_YES;
    if (!x->body_fault)
        x->body_fault = make_room(server, x, len);
    if (!x->body_fault) {
        buf_add(&x->body, text_at(bytes, len));
        if (buf_end(&x->body) != OK)
            x->body_fault = &fault_busy; /* no memory */
        return MHD_YES;
    }
    x->drained += len;
    return x->drained <= DRAIN_BYTES_MAX ? MHD_YES : MHD_NO;
}

static enum MHD_Result handle(struct http_server *server, struct peer *p,
                              struct MHD_Connection *connection)
{
    struct exchange *x = p->exchange;

    if (x->body_fault)
        return refuse(server, p, connection, x->body_fault);
    x->request.body = buf_text(&x->body);
    set_phase(p, PHASE_HANDLE);
    if (text_is(x->request.path, "*")) { /* OPTIONS *: the server as a whole */
        wire_allow(&x->answer, (1u << HTTP_METHOD_COUNT) - 1);
        x->answer.status = 204;
    } else {
        server->config.handle(server->config.world, &x->request, &x->answer);
    }
    return answer(server, p, connection);
}

enum MHD_Result peer_on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_len, void **request)
{
    struct http_server *server = cls;
    struct peer *p = peer_of(connection);
    struct exchange *x = p ? p->exchange : NULL;
    const struct http_fault *fault;

    (void)url; /* decoded by the library; ours comes from the raw target */
    (void)request;
    if (!x)
        return MHD_NO; /* no memory: close */
    if (!x->has_head) {
        x->has_head = true;
        set_phase(p, PHASE_BODY);
        fault = take_head(server, x, connection, method, version);
        return fault ? refuse(server, p, connection, fault) : MHD_YES;
    }
    if (*upload_len > 0) {
        enum MHD_Result kept = take_body(server, x, upload, *upload_len);
        *upload_len = 0;
        return kept;
    }
    return x->is_answered ? MHD_YES : handle(server, p, connection);
}

/* The library's own decoding is switched off: it would cut the path at %00. */
size_t peer_keep_escapes(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}
