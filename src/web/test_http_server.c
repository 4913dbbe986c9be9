/* SPDX-License-Identifier: EUPL-1.2 */
/* The server over real sockets: raw bytes in, its answers out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/http_input.h"
#include "web/http_test_client.h"

enum {
    BODY_MAX = 1000,
    UPLOAD_MAX = 5000,
    BIG_BYTES = 20000,
    TURNS = 300, /* of 20 ms: over before the library's own timeout of 10 s could help */
};

/* What the handlers share with the tests. */
struct world {
    struct http_server *server;
    uint16_t port;
    atomic_int handled;
    int entered[2], release[2]; /* pipes: a handler is inside; let it go on */
    char big[BIG_BYTES];
};

static void echo(const struct http_request *request, struct http_response *answer)
{
    http_answer_as(answer, 200, "text/plain; charset=utf-8");
    buf_printf(&answer->body, "%s path=[%.*s] raw=[%.*s] query=[%.*s] remote=[%.*s] loopback=%d\n",
               http_method_name(request->method), TEXT_FMT(request->path),
               TEXT_FMT(request->raw_path), TEXT_FMT(request->query), TEXT_FMT(request->remote),
               request->is_loopback);
    for (size_t i = 0; i < request->header_count; i++)
        buf_printf(&answer->body, "%.*s=[%.*s]\n", TEXT_FMT(request->headers[i].name),
                   TEXT_FMT(request->headers[i].value));
    buf_printf(&answer->body, "body=%zu\n", request->body.len);
    buf_add(&answer->body, request->body);
}

static void handle(void *cls, const struct http_request *request, struct http_response *answer)
{
    struct world *w = cls;
    char byte;

    atomic_fetch_add(&w->handled, 1);
    if (text_is(request->path, "/big")) {
        http_answer_as(answer, 200, "text/html; charset=utf-8");
        answer->fixed = text_at(w->big, sizeof w->big);
    } else if (text_is(request->path, "/nothing")) {
        (void)answer; /* a handler that forgets to answer */
    } else if (text_is(request->path, "/get-only")) {
        if (!http_answer_methods(request, answer, HTTP_BIT(HTTP_GET)))
            echo(request, answer);
    } else if (text_is(request->path, "/tagged")) {
        http_answer_as(answer, 200, "text/plain; charset=utf-8");
        (void)http_answer_not_modified(request, answer, T("W/\"7\""));
        answer->fixed = T("seven");
    } else if (text_is(request->path, "/waits")) {
        assert_int_equal(1, write(w->entered[1], "x", 1));
        assert_int_equal(1, read(w->release[0], &byte, 1));
        echo(request, answer);
    } else {
        echo(request, answer);
    }
}

static size_t limit_of(void *cls, enum http_method method, struct text path)
{
    (void)cls;
    (void)method;
    return text_is(path, "/upload") ? UPLOAD_MAX : BODY_MAX;
}

static struct http_config plain_config(struct world *w)
{
    return (struct http_config){ .threads = 2,
                                 .world = w,
                                 .handle = handle,
                                 .stop_ms_max = 500,
                                 .body_limit = limit_of,
                                 .api_version = "1.2.3" };
}

static void open_with(struct world *w, const struct http_config *config)
{
    assert_int_equal(OK, http_server_open(config, &w->server));
    w->port = http_server_port(w->server);
    assert_true(w->port > 0);
}

static struct world *new_world(void)
{
    struct world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    memset(w->big, 'b', sizeof w->big);
    assert_int_equal(0, pipe(w->entered));
    assert_int_equal(0, pipe(w->release));
    return w;
}

static void free_world(struct world *w)
{
    http_server_stop(w->server);
    for (int i = 0; i < 2; i++) {
        close(w->entered[i]);
        close(w->release[i]);
    }
    free(w);
}

static int open_world(void **state)
{
    struct world *w = new_world();
    struct http_config config = plain_config(w);

    open_with(w, &config);
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    free_world(*state);
    return 0;
}

/* ---- what is answered ---- */

static void test_a_request_reaches_its_handler_decoded(void **state)
{
    struct world *w = *state;
    struct client c = client_ask(w->port, T("GET /a%20b/%C3%A9?x=1%20&y HTTP/1.1\r\nHost: h\r\n"
                                            "X-One:  two  \r\nX-Empty:\r\n"
                                            "Connection: close\r\n\r\n"));

    assert_int_equal(200, client_status(&c));
    assert_true(client_has(&c, "GET path=[/a b/\xc3\xa9] raw=[/a%20b/%C3%A9] query=[x=1%20&y] "
                               "remote=[127.0.0.1] loopback=1\n"));
    assert_true(client_has(&c, "X-One=[two]\n"));
    assert_true(client_has(&c, "X-Empty=[]\n"));
    assert_true(client_has(&c, "body=0\n"));
    client_close(&c);
}

static void test_every_answer_carries_the_standing_fields(void **state)
{
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /nothing HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /tagged HTTP/1.1\r\nHost: h\r\nIf-None-Match: \"7\"\r\nConnection: close\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n",
    };
    static const int statuses[] = { 200, 500, 304, 400 };
    static const char *const fields[] = {
        "X-Content-Type-Options: nosniff\r\n",
        "X-Frame-Options: DENY\r\n",
        "Referrer-Policy: same-origin\r\n",
        "Permissions-Policy: ",
        "Content-Security-Policy: default-src ",
        "frame-ancestors 'none'",
        "Cache-Control: no-store\r\n",
        "API-Version: 1.2.3\r\n",
        "X-Request-Id: ",
        "traceparent: 00-",
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct client c = client_ask(w->port, text_of(requests[i]));
        assert_int_equal(statuses[i], client_status(&c));
        for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
            if (!client_has(&c, fields[f]))
                fail_msg("%s lacks %s:\n%s", requests[i], fields[f], c.at);
        assert_false(client_has(&c, "unsafe-inline"));
        client_close(&c);
    }
}

static void test_a_valid_traceparent_comes_back_and_a_broken_one_does_not(void **state)
{
    struct world *w = *state;
    struct client c =
        client_ask(w->port, T("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\ntraceparent: "
                              "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n"));

    assert_true(client_has(&c, "\r\ntraceparent: "
                               "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"));
    client_close(&c);
    c = client_ask(w->port, T("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\ntraceparent: "
                              "00-00000000000000000000000000000000-b7ad6b7169203331-01\r\n\r\n"));
    assert_false(client_has(&c, "\r\ntraceparent: 00-00000000000000000000000000000000"));
    assert_true(client_has(&c, "\r\ntraceparent: 00-"));
    client_close(&c);
}

static void test_head_gives_the_length_and_no_body(void **state)
{
    struct world *w = *state;
    struct client c =
        client_ask(w->port, T("HEAD /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));

    assert_int_equal(200, client_status(&c));
    assert_true(client_has(&c, "Content-Length: 20000\r\n"));
    assert_string_equal("\r\n\r\n", c.at + c.len - 4);
    client_close(&c);
}

static void test_not_modified_gives_the_length_and_no_body_and_keeps_the_connection(void **state)
{
    struct world *w = *state;
    struct client c =
        client_ask(w->port, T("GET /tagged HTTP/1.1\r\nHost: h\r\nIf-None-Match: W/\"7\"\r\n\r\n"
                              "GET /tagged HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));

    assert_int_equal(304, client_status(&c));
    assert_true(client_has(&c, "ETag: W/\"7\"\r\n"));
    assert_non_null(strstr(c.at, "Content-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\n"));
    assert_string_equal("\r\n\r\nseven", c.at + c.len - 9);
    client_close(&c);
}

static void test_options_tells_what_is_allowed_and_405_too(void **state)
{
    struct world *w = *state;
    struct client c = client_ask(
        w->port, T("OPTIONS /get-only HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));

    assert_int_equal(204, client_status(&c));
    assert_true(client_has(&c, "Allow: GET, HEAD, OPTIONS\r\n"));
    client_close(&c);
    c = client_ask(w->port, T("DELETE /get-only HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    assert_int_equal(405, client_status(&c));
    assert_true(client_has(&c, "Allow: GET, HEAD, OPTIONS\r\n"));
    assert_true(client_has(&c, "application/problem+json"));
    client_close(&c);
    c = client_ask(w->port, T("OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    assert_int_equal(204, client_status(&c));
    assert_true(client_has(&c, "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n"));
    client_close(&c);
    c = client_ask(w->port, T("GET * HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_int_equal(400, client_status(&c));
    client_close(&c);
}

static void test_a_handler_that_forgets_to_answer_gives_500_without_internals(void **state)
{
    struct world *w = *state;
    struct client c =
        client_ask(w->port, T("GET /nothing HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));

    assert_int_equal(500, client_status(&c));
    assert_true(client_has(&c, "HTTP_INTERNAL"));
    assert_true(client_has(&c, "\"request_id\":\""));
    client_close(&c);
}

static void test_a_large_page_is_gzipped_when_asked(void **state)
{
    struct world *w = *state;
    struct client c = client_ask(w->port, T("GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                                            "Accept-Encoding: gzip\r\n\r\n"));

    assert_int_equal(200, client_status(&c));
    assert_true(client_has(&c, "Content-Encoding: gzip\r\n"));
    assert_true(client_has(&c, "Vary: Accept-Encoding\r\n"));
    assert_true(client_has(&c, "\r\n\r\n\x1f\x8b"));
    assert_true(c.len < BIG_BYTES / 4);
    client_close(&c);
    c = client_ask(w->port, T("GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    assert_false(client_has(&c, "Content-Encoding"));
    assert_true(c.len > BIG_BYTES);
    client_close(&c);
}

static void test_requests_on_one_connection_are_answered_in_order(void **state)
{
    struct world *w = *state;
    struct client c =
        client_ask(w->port, T("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                              "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                              "POST /3 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "2\r\nde\r\n1\r\nf\r\n0\r\n\r\n"
                              "GET /4 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    const char *one = strstr(c.at, "path=[/1]"), *two = strstr(c.at, "path=[/2]");
    const char *three = strstr(c.at, "path=[/3]"), *four = strstr(c.at, "path=[/4]");

    assert_true(one && two && three && four);
    assert_true(one < two && two < three && three < four);
    assert_non_null(strstr(one, "body=3\nabc"));
    assert_non_null(strstr(three, "body=3\ndef"));
    client_close(&c);
}

/* ---- what is refused ---- */

struct row {
    const char *what;
    struct text bytes;
    int status;
    const char *code; /* NULL: libmicrohttpd refuses it before we see it, in its own words */
};

#define ROW(what_, bytes_, status_, code_)                                                         \
    {                                                                                              \
        what_, { bytes_, sizeof(bytes_) - 1 }, status_, code_                                      \
    }

static const struct row rows[] = {
    ROW("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "HTTP_HOST_NOT_ONCE"),
    ROW("no host", "GET / HTTP/1.1\r\nX: a\r\n\r\n", 400, "HTTP_HOST_NOT_ONCE"),
    ROW("blank before the colon", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\na", 400,
        "HTTP_FIELD_NAME"),
    ROW("blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "HTTP_TARGET_SYNTAX"),
    ROW("blanks around the target", "GET  /  HTTP/1.1\r\nHost: a\r\n\r\n", 400, NULL),
    ROW("no host in HTTP/1.0", "GET / HTTP/1.0\r\nX: a\r\n\r\n", 400, "HTTP_HOST_NOT_ONCE"),
    ROW("no field at all", "GET / HTTP/1.0\r\n\r\n", 400, "HTTP_HOST_NOT_ONCE"),
    ROW("two lengths",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
        "Content-Length: 2\r\n\r\nab",
        400, "HTTP_LENGTH_NOT_ONCE"),
    ROW("signed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na", 400, NULL),
    ROW("listed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na", 400, NULL),
    ROW("length and coding",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        "Content-Length: 5\r\n\r\n0\r\n\r\n",
        400, "HTTP_LENGTH_AND_CODING"),
    ROW("coding and length",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400, "HTTP_LENGTH_AND_CODING"),
    ROW("other coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nx", 501,
        "HTTP_TRANSFER_CODING"),
    ROW("control byte in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n", 400,
        "HTTP_FIELD_VALUE"),
    ROW("name that is no token", "GET / HTTP/1.1\r\nHost: a\r\nX(: a\r\n\r\n", 400,
        "HTTP_FIELD_NAME"),
    ROW("NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\nY: c\r\n\r\n", 400,
        "HTTP_HIDDEN_BYTES"),
    ROW("NUL in the last value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400,
        "HTTP_HIDDEN_BYTES"),
    ROW("NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "HTTP_HIDDEN_BYTES"),
    ROW("folded field", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\nY: c\r\n\r\n", 400,
        "HTTP_HIDDEN_BYTES"),
    ROW("empty field name", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\nY: c\r\n\r\n", 400,
        "HTTP_HIDDEN_BYTES"),
    ROW("bare line feeds", "GET / HTTP/1.1\nHost: a\nX: b\n\n", 400, "HTTP_HIDDEN_BYTES"),
    ROW("encoded NUL", "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "HTTP_PATH_CONTROL"),
    ROW("encoded slash", "GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n", 400, "HTTP_PATH_ESCAPE"),
    ROW("dot segment", "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "HTTP_PATH_DOTS"),
    ROW("encoded dot segment", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n", 400,
        "HTTP_PATH_DOTS"),
    ROW("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "HTTP_METHOD_UNKNOWN"),
    ROW("method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "HTTP_METHOD_SYNTAX"),
    ROW("version", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505, NULL),
    ROW("compressed body",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\n"
        "Content-Length: 1\r\n\r\na",
        415, "HTTP_CONTENT_CODING"),
    ROW("expectation", "POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417, "HTTP_EXPECT"),
    ROW("no colon", "GET / HTTP/1.1\r\nHost: a\r\nfoo\r\n\r\n", 400, NULL),
};

static void test_each_ambiguous_request_is_refused_and_the_connection_closed(void **state)
{
    struct world *w = *state;
    int handled = atomic_load(&w->handled);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        struct client c = client_ask(w->port, row->bytes);
        if (client_status(&c) != row->status)
            fail_msg("%s: %d instead of %d: %s", row->what, client_status(&c), row->status, c.at);
        if (row->code && (!client_has(&c, row->code) ||
                          !client_has(&c, "Content-Type: application/problem+json\r\n") ||
                          !client_has(&c, "Connection: close\r\n")))
            fail_msg("%s: %s", row->what, c.at);
        if (row->code && strstr(c.at + 1, "HTTP/1.1 ")) /* the rest is no second request */
            fail_msg("%s: a second answer: %s", row->what, c.at);
        client_close(&c);
    }
    assert_int_equal(handled, atomic_load(&w->handled));
}

static void ask_long(struct world *w, size_t uri, size_t fields, size_t field_bytes, int status)
{
    struct buf b = buf_make(1 << 20);
    struct client c;

    buf_add(&b, T("GET /"));
    for (size_t i = 1; i < uri; i++)
        buf_add_byte(&b, 'u');
    buf_add(&b, T(" HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"));
    for (size_t i = 0; i < fields; i++) {
        buf_add(&b, T("X: "));
        for (size_t k = 0; k < field_bytes; k++)
            buf_add_byte(&b, 'v');
        buf_add(&b, T("\r\n"));
    }
    buf_add(&b, T("\r\n"));
    c = client_ask(w->port, buf_text(&b));
    if (client_status(&c) != status)
        fail_msg("uri %zu fields %zu of %zu: %d instead of %d: %s", uri, fields, field_bytes,
                 client_status(&c), status, c.at);
    client_close(&c);
    buf_free(&b);
}

static void test_heads_are_refused_above_their_limits(void **state)
{
    struct world *w = *state;

    ask_long(w, 4096, 0, 0, 200);
    ask_long(w, 4097, 0, 0, 414);
    ask_long(w, 60000, 0, 0, 414);
    ask_long(w, 1, 62, 1, 200);
    ask_long(w, 1, 63, 1, 431);
    ask_long(w, 1, 1, 8100, 200);
    ask_long(w, 1, 1, 8200, 431);
    ask_long(w, 1, 1, 60000, 431);
    ask_long(w, 1, 3000, 1, 431);
}

static struct client post(struct world *w, const char *path, size_t n, bool is_chunked)
{
    struct buf b = buf_make(8 << 20);
    struct client c;

    buf_printf(&b, "POST %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n", path);
    if (is_chunked)
        buf_printf(&b, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", n);
    else
        buf_printf(&b, "Content-Length: %zu\r\n\r\n", n);
    for (size_t i = 0; i < n; i++)
        buf_add_byte(&b, 'p');
    if (is_chunked)
        buf_add(&b, T("\r\n0\r\n\r\n"));
    assert_int_equal(OK, buf_end(&b));
    c = client_ask(w->port, buf_text(&b));
    buf_free(&b);
    return c;
}

static void assert_post(struct world *w, const char *path, size_t n, int status)
{
    for (int is_chunked = 0; is_chunked < 2; is_chunked++) {
        struct client c = post(w, path, n, is_chunked);
        assert_int_equal(status, client_status(&c));
        client_close(&c);
    }
}

static void test_a_body_is_refused_above_the_limit_of_its_route(void **state)
{
    struct world *w = *state;
    struct client c;

    assert_post(w, "/", BODY_MAX, 200);
    assert_post(w, "/", BODY_MAX + 1, 413);
    assert_post(w, "/upload", UPLOAD_MAX, 200);
    assert_post(w, "/upload", UPLOAD_MAX + 1, 413);
    c = post(w, "/", 4 << 20, true); /* beyond what is read and dropped: cut */
    assert_true(client_status(&c) == 0 || client_status(&c) == 413);
    client_close(&c);
}

static void test_all_bodies_together_have_a_limit_and_give_their_room_back(void **state)
{
    struct world *w = new_world();
    struct http_config config = plain_config(w);

    (void)state;
    config.bodies_bytes_max = 500;
    open_with(w, &config);
    for (int i = 0; i < 4; i++) {
        assert_post(w, "/", 500, 200);
        assert_post(w, "/", 501, 503);
    }
    free_world(w);
}

static void test_a_proxy_is_believed_about_the_last_address_only(void **state)
{
    struct world *w = new_world();
    struct http_config config = plain_config(w);
    struct client c;

    (void)state;
    config.is_proxied = true;
    open_with(w, &config);
    c = client_ask(w->port, T("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                              "X-Forwarded-For: 127.0.0.1, 192.0.2.7\r\n\r\n"));
    assert_true(client_has(&c, "remote=[192.0.2.7] loopback=0\n"));
    assert_true(client_has(&c, "Strict-Transport-Security: max-age=31536000\r\n"));
    client_close(&c);
    free_world(w);
}

/* ---- time ---- */

/* Trickles bytes until the server closes, or `turns` are over. True when it closed. */
static bool trickle(struct client *c, struct text piece, int turns)
{
    for (int i = 0; i < turns && client_poll(c); i++) {
        struct pollfd p = { .fd = c->fd, .events = POLLIN };
        if (!client_send(c, piece))
            return true;
        poll(&p, 1, 20);
    }
    return c->has_ended;
}

static void test_a_head_that_trickles_is_cut(void **state)
{
    struct world *w = new_world();
    struct http_config config = plain_config(w);
    struct client c;

    (void)state;
    config.head_ms_max = 100;
    open_with(w, &config);
    c = client_open(w->port);
    assert_true(client_send(&c, T("GET / HTTP/1.1\r\nHost: h\r\nX: ")));
    assert_true(trickle(&c, T("y"), TURNS));
    assert_int_equal(0, atomic_load(&w->handled));
    client_close(&c);
    c = client_open(w->port); /* also when nothing is sent at all */
    assert_true(trickle(&c, T(""), TURNS));
    assert_int_equal(0, c.len);
    client_close(&c);
    free_world(w);
}

static void test_a_body_that_trickles_is_cut(void **state)
{
    struct world *w = new_world();
    struct http_config config = plain_config(w);
    struct client c;

    (void)state;
    config.body_ms_max = 100;
    config.head_ms_max = 200;
    open_with(w, &config);
    c = client_open(w->port);
    assert_true(client_send(&c, T("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n")));
    assert_true(trickle(&c, T("y"), TURNS));
    assert_int_equal(0, atomic_load(&w->handled));
    client_close(&c);
    free_world(w);
}

/* ---- start and stop ---- */

static void test_a_busy_port_is_told_apart(void **state)
{
    struct world *w = *state;
    struct http_config config = plain_config(w);
    struct http_server *second;

    config.port = w->port;
    assert_int_equal(CONFLICT, http_server_open(&config, &second));
    assert_null(second);
    config.address = "not-numeric.example";
    assert_int_equal(REFUSED, http_server_open(&config, &second));
    config.address = "192.0.2.1"; /* TEST-NET-1: never ours */
    assert_int_equal(REFUSED, http_server_open(&config, &second));
    http_server_stop(NULL);
}

static void *stop(void *cls)
{
    struct world *w = cls;

    http_server_stop(w->server);
    return NULL;
}

static void test_stop_lets_an_answer_under_way_finish(void **state)
{
    struct world *w = new_world();
    struct http_config config = plain_config(w);
    struct client c, idle;
    pthread_t stopper;
    char byte;

    (void)state;
    open_with(w, &config);
    idle = client_open(w->port);
    c = client_open(w->port);
    assert_true(client_send(&c, T("GET /waits HTTP/1.1\r\nHost: h\r\n\r\n")));
    assert_int_equal(1, read(w->entered[0], &byte, 1));
    assert_int_equal(0, pthread_create(&stopper, NULL, stop, w));
    assert_int_equal(1, write(w->release[1], "x", 1));
    client_drain(&c);
    assert_int_equal(200, client_status(&c));
    assert_true(client_has(&c, "path=[/waits]"));
    assert_int_equal(0, pthread_join(stopper, NULL));
    client_drain(&idle);
    assert_int_equal(0, idle.len);
    client_close(&c);
    client_close(&idle);
    w->server = NULL;
    free_world(w);
}

/* ---- hostile and busy ---- */

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void assert_serves(struct world *w)
{
    struct client c =
        client_ask(w->port, T("GET /still HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));

    assert_int_equal(200, client_status(&c));
    client_close(&c);
}

static void test_random_bytes_do_not_hurt_the_server(void **state)
{
    static const char *const pieces[] = { "GET ",
                                          "/",
                                          " HTTP/1.1",
                                          "\r\n",
                                          "Host: h",
                                          ": ",
                                          "\r",
                                          "\n",
                                          "%",
                                          "Content-Length: ",
                                          "9",
                                          "chunked",
                                          "Transfer-Encoding: ",
                                          "\r\n\r\n",
                                          "POST ",
                                          "?" };
    struct world *w = *state;
    uint64_t seed = 20261124;

    print_message("seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < 400; i++) {
        struct client c = client_open(w->port);
        struct buf b = buf_make(4096);
        for (uint64_t n = next_random(&seed) % 40; n > 0; n--) {
            if (next_random(&seed) % 3 == 0)
                buf_add_byte(&b, (char)next_random(&seed));
            else
                buf_add_cstr(&b, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        }
        client_send(&c, buf_text(&b));
        (void)client_poll(&c);
        client_close(&c);
        buf_free(&b);
    }
    assert_serves(w);
}

static void test_a_request_broken_off_at_any_byte_leaves_nothing_behind(void **state)
{
    struct world *w = *state;
    struct text whole = T("POST /upload?q=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde");

    for (size_t n = 0; n <= whole.len; n++) {
        struct client c = client_open(w->port);
        assert_true(client_send(&c, text_slice(whole, 0, n)));
        client_close(&c);
    }
    assert_serves(w); /* the sanitizer tells at stop what was left */
}

static void *ask_many(void *cls)
{
    struct world *w = cls;
    intptr_t good = 0;

    for (int i = 0; i < 40; i++) {
        struct client c = client_ask(w->port, T("GET /big HTTP/1.1\r\nHost: h\r\n\r\n"
                                                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2"
                                                "\r\nConnection: close\r\n\r\nab"));
        good += client_has(&c, "body=2\nab");
        client_close(&c);
    }
    return (void *)good; /* a number, not an address */
}

static void test_many_clients_at_once_are_all_answered(void **state)
{
    struct world *w = *state;
    pthread_t askers[6];

    for (size_t i = 0; i < 6; i++)
        assert_int_equal(0, pthread_create(&askers[i], NULL, ask_many, w));
    for (size_t i = 0; i < 6; i++) {
        void *good = NULL;
        assert_int_equal(0, pthread_join(askers[i], &good));
        assert_int_equal(40, (intptr_t)good);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_request_reaches_its_handler_decoded),
        cmocka_unit_test(test_every_answer_carries_the_standing_fields),
        cmocka_unit_test(test_a_valid_traceparent_comes_back_and_a_broken_one_does_not),
        cmocka_unit_test(test_head_gives_the_length_and_no_body),
        cmocka_unit_test(test_not_modified_gives_the_length_and_no_body_and_keeps_the_connection),
        cmocka_unit_test(test_options_tells_what_is_allowed_and_405_too),
        cmocka_unit_test(test_a_handler_that_forgets_to_answer_gives_500_without_internals),
        cmocka_unit_test(test_a_large_page_is_gzipped_when_asked),
        cmocka_unit_test(test_requests_on_one_connection_are_answered_in_order),
        cmocka_unit_test(test_each_ambiguous_request_is_refused_and_the_connection_closed),
        cmocka_unit_test(test_heads_are_refused_above_their_limits),
        cmocka_unit_test(test_a_body_is_refused_above_the_limit_of_its_route),
        cmocka_unit_test(test_all_bodies_together_have_a_limit_and_give_their_room_back),
        cmocka_unit_test(test_a_proxy_is_believed_about_the_last_address_only),
        cmocka_unit_test(test_a_head_that_trickles_is_cut),
        cmocka_unit_test(test_a_body_that_trickles_is_cut),
        cmocka_unit_test(test_a_busy_port_is_told_apart),
        cmocka_unit_test(test_stop_lets_an_answer_under_way_finish),
        cmocka_unit_test(test_random_bytes_do_not_hurt_the_server),
        cmocka_unit_test(test_a_request_broken_off_at_any_byte_leaves_nothing_behind),
        cmocka_unit_test(test_many_clients_at_once_are_all_answered),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
