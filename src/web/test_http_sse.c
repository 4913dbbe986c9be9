/* SPDX-License-Identifier: EUPL-1.2 */
/* Live events over real sockets: resume, audience, heartbeat, slow readers, the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/http_input.h"
#include "web/http_sse.h"
#include "web/http_test_client.h"

enum { RING = 64, QUEUE = 32, MANY = 200, ID_DIGITS = 32, PUBLISHED_MAX = 20000 };

struct world {
    struct http_server *server;
    struct sse_hub *hub;
    uint16_t port;
    atomic_int gone;
};

static bool may_see_public(void *who, const struct sse_event *event)
{
    assert_non_null(who);
    return text_is(event->audience, "public");
}

static void count_gone(void *who)
{
    struct world *w = who;

    atomic_fetch_add(&w->gone, 1);
}

static void handle(void *cls, const struct http_request *request, struct http_response *answer)
{
    struct world *w = cls;
    struct sse_reader reader = { .who = w,
                                 .gone = count_gone,
                                 .last_id = http_header(request, "Last-Event-ID") };

    if (text_is(request->path, "/public"))
        reader.may_see = may_see_public;
    if (text_is(request->path, "/page"))
        http_answer_as(answer, 200, "text/plain");
    else
        http_answer_events(answer, w->hub, &reader);
}

static struct world *open_with(const struct sse_config *config)
{
    struct world *w = calloc(1, sizeof *w);
    struct http_config http = { .threads = 2, .handle = handle, .stop_ms_max = 500 };

    assert_non_null(w);
    w->hub = sse_hub_open(config);
    assert_non_null(w->hub);
    http.world = w;
    http.hub = w->hub;
    http.head_ms_max = 200; /* also: a stream is not a head and is not cut */
    assert_int_equal(OK, http_server_open(&http, &w->server));
    w->port = http_server_port(w->server);
    return w;
}

static void close_world(struct world *w)
{
    http_server_stop(w->server);
    assert_int_equal(0, sse_reader_count(w->hub));
    sse_hub_free(w->hub);
    free(w);
}

static int open_plain(void **state)
{
    struct sse_config config = { .ring_max = RING, .queue_max = QUEUE, .readers_max = 50 };

    *state = open_with(&config);
    return 0;
}

static int close_plain(void **state)
{
    close_world(*state);
    return 0;
}

static void publish(struct world *w, const char *data, const char *audience)
{
    struct sse_event event = { .name = T("request"),
                               .data = text_of(data),
                               .audience = text_of(audience) };

    assert_int_equal(OK, sse_publish(w->hub, &event));
}

/* A stream that has begun: what is published from now on reaches it. */
static struct client listen_at(struct world *w, const char *path, struct text last_id)
{
    struct client c = client_open(w->port);
    char request[300];

    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: h\r\n%s%.*s%s\r\n", path,
             last_id.len ? "Last-Event-ID: " : "", TEXT_FMT(last_id), last_id.len ? "\r\n" : "");
    assert_true(client_send(&c, text_of(request)));
    assert_true(client_wait(&c, 0, "retry: "));
    assert_true(client_wait(&c, 0, "id: "));
    assert_true(client_wait(&c, (size_t)(strstr(c.at, "id: ") - c.at), "\n\n"));
    return c;
}

/* The last id a client received in a whole event, as a browser keeps it. What came after that
 * event is forgotten, as a browser does when the stream breaks. */
static struct text last_id_of(struct client *c)
{
    const char *at = NULL;

    while (c->len >= 2 && memcmp(c->at + c->len - 2, "\n\n", 2) != 0)
        c->at[--c->len] = '\0';
    for (const char *next = c->at; (next = strstr(next, "id: ")) != NULL; next += 4)
        at = next + 4;
    assert_non_null(at);
    return text_at(at, ID_DIGITS);
}

static size_t count(const struct client *c, const char *needle)
{
    size_t n = 0;

    for (const char *at = c->at; (at = strstr(at, needle)) != NULL; at++)
        n++;
    return n;
}

static void test_an_event_reaches_a_reader_with_its_name_and_lines(void **state)
{
    struct world *w = *state;
    struct client c = listen_at(w, "/all", T(""));

    assert_true(client_has(&c, "Content-Type: text/event-stream\r\n"));
    assert_true(client_has(&c, "Cache-Control: no-store\r\n"));
    assert_true(client_has(&c, "X-Content-Type-Options: nosniff\r\n"));
    assert_false(client_has(&c, "Content-Encoding"));
    publish(w, "one\ntwo\r\nthree", "public");
    assert_true(client_wait(&c, 0, "event: request\ndata: one\ndata: two\ndata: three\n\n"));
    client_close(&c);
}

static void test_a_reader_gets_only_what_it_may_see(void **state)
{
    struct world *w = *state;
    struct client all = listen_at(w, "/all", T(""));
    struct client some = listen_at(w, "/public", T(""));

    publish(w, "hidden-one", "secret");
    publish(w, "open-one", "public");
    assert_true(client_wait(&some, 0, "data: open-one\n"));
    assert_false(client_has(&some, "hidden-one"));
    assert_false(client_has(&some, "secret"));
    assert_true(client_wait(&all, 0, "data: open-one\n"));
    assert_true(client_has(&all, "data: hidden-one\n"));
    client_close(&all);
    client_close(&some);
}

static void test_a_reader_that_comes_back_misses_nothing_and_gets_nothing_twice(void **state)
{
    struct world *w = *state;
    struct client c = listen_at(w, "/all", T("")), back;

    publish(w, "e1", "public");
    publish(w, "e2", "public");
    assert_true(client_wait(&c, 0, "data: e2\n\n"));
    publish(w, "e3", "public"); /* may or may not have arrived before it broke off */
    back = listen_at(w, "/all", last_id_of(&c));
    publish(w, "e4", "public");
    assert_true(client_wait(&back, 0, "data: e4\n\n"));
    for (int i = 1; i <= 4; i++) {
        char line[32];
        snprintf(line, sizeof line, "data: e%d\n", i);
        assert_int_equal(1, count(&c, line) + count(&back, line));
    }
    assert_int_equal(0, count(&back, "event: reset\n"));
    client_close(&c);
    client_close(&back);
}

static void test_a_page_made_before_its_stream_misses_nothing(void **state)
{
    struct world *w = *state;
    char position[SSE_POSITION_TEXT_MAX];
    struct client c;

    sse_position(w->hub, position);
    publish(w, "between", "public");
    c = listen_at(w, "/all", text_of(position));
    assert_true(client_wait(&c, 0, "data: between\n\n"));
    client_close(&c);
}

static void test_a_stream_that_broke_before_its_first_event_resumes(void **state)
{
    struct world *w = *state;
    struct client c = listen_at(w, "/all", T("")), back;

    publish(w, "unseen", "public");
    /* The id of the beginning, not of the event. */
    back = listen_at(w, "/all", text_at(strstr(c.at, "id: ") + 4, ID_DIGITS));
    assert_true(client_wait(&back, 0, "data: unseen\n\n"));
    client_close(&c);
    client_close(&back);
}

static void test_a_position_the_ring_has_lost_gives_a_reset(void **state)
{
    struct world *w = *state;
    char held[SSE_POSITION_TEXT_MAX], lost[SSE_POSITION_TEXT_MAX];
    struct client c;

    sse_position(w->hub, lost);
    publish(w, "first", "public");
    sse_position(w->hub, held);
    for (int i = 0; i < RING - 1; i++)
        publish(w, "filler", "public");
    publish(w, "last", "public");
    c = listen_at(w, "/all", text_of(held)); /* exactly at the edge: all of the ring */
    assert_true(client_wait(&c, 0, "data: last\n\n"));
    assert_int_equal(RING - 1, count(&c, "data: filler\n"));
    assert_int_equal(0, count(&c, "event: reset\n"));
    client_close(&c);
    c = listen_at(w, "/all", text_of(lost));
    publish(w, "after", "public");
    assert_true(client_wait(&c, 0, "data: after\n\n"));
    assert_int_equal(1, count(&c, "event: reset\ndata: {}\n"));
    assert_int_equal(0, count(&c, "data: last\n"));
    client_close(&c);
}

static void test_a_position_that_is_not_ours_gives_a_reset(void **state)
{
    static const char *const ids[] = { "0", "7", "0123456789abcdef0123456789abcdef",
                                       "0123456789ABCDEF0123456789abcdef" };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct client c = listen_at(w, "/all", text_of(ids[i]));
        publish(w, "new", "public");
        assert_true(client_wait(&c, 0, "data: new\n\n"));
        assert_int_equal(1, count(&c, "event: reset\n"));
        assert_int_equal(1, count(&c, "data: new\n"));
        client_close(&c);
    }
}

static void test_positions_do_not_betray_whether_anything_happened(void **state)
{
    struct world *w = *state;
    char one[SSE_POSITION_TEXT_MAX], two[SSE_POSITION_TEXT_MAX];

    sse_position(w->hub, one);
    sse_position(w->hub, two);
    assert_string_not_equal(one, two);
}

static void test_bad_events_are_not_published(void **state)
{
    static char large[SSE_EVENT_BYTES_MAX + 1];
    struct world *w = *state;
    struct sse_event event = { .name = T("a\nb"), .data = T("x"), .audience = T("") };

    assert_int_equal(REFUSED, sse_publish(w->hub, &event));
    event.name = T("");
    assert_int_equal(REFUSED, sse_publish(w->hub, &event));
    event.name = T("big");
    memset(large, 'x', sizeof large);
    event.data = text_at(large, SSE_EVENT_BYTES_MAX + 1);
    assert_int_equal(LIMIT, sse_publish(w->hub, &event));
    event.data.len--;
    assert_int_equal(OK, sse_publish(w->hub, &event));
}

static void test_head_of_a_stream_ends_at_once(void **state)
{
    struct world *w = *state;
    struct client c =
        client_ask(w->port, T("HEAD /all HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));

    assert_int_equal(200, client_status(&c));
    assert_true(client_has(&c, "text/event-stream"));
    client_close(&c);
}

static void test_a_quiet_stream_has_a_heartbeat_with_a_fresh_position(void **state)
{
    struct sse_config config = { .heartbeat_ms = 30 };
    struct world *w = open_with(&config);
    struct client c = listen_at(w, "/public", T("")), back;
    size_t from;

    (void)state;
    publish(w, "hidden", "secret");
    assert_true(client_wait(&c, 0, ": beat\nid: "));
    from = c.len;
    assert_true(client_wait(&c, from, ": beat\nid: "));
    assert_true(client_wait(&c, from, "\n\n"));
    back = listen_at(w, "/public", last_id_of(&c));
    publish(w, "open", "public");
    assert_true(client_wait(&back, 0, "data: open\n"));
    assert_int_equal(0, count(&back, "event: reset\n"));
    client_close(&c);
    client_close(&back);
    close_world(w);
}

static void test_one_reader_too_many_is_told_to_wait(void **state)
{
    struct sse_config config = { .readers_max = 1 };
    struct world *w = open_with(&config);
    struct client one = listen_at(w, "/all", T(""));
    struct client two =
        client_ask(w->port, T("GET /all HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));

    (void)state;
    assert_int_equal(503, client_status(&two));
    assert_true(client_has(&two, "Retry-After: 60\r\n"));
    assert_int_equal(1, atomic_load(&w->gone));
    client_close(&one);
    client_close(&two);
    close_world(w);
}

/* It never reads: its socket fills, it falls behind, it is cut, and nobody else waits for it. */
static void test_a_slow_reader_is_cut_and_others_go_on(void **state)
{
    struct sse_config config = { .ring_max = 4096, .queue_max = QUEUE };
    struct world *w = open_with(&config);
    struct client slow = listen_at(w, "/all", T(""));
    static char data[SSE_EVENT_BYTES_MAX - 100];
    int published = 0;

    (void)state;
    memset(data, 'd', sizeof data - 1);
    while (sse_reader_count(w->hub) > 0 && published < PUBLISHED_MAX) {
        publish(w, data, "public");
        published++;
        /* A page asked in between gives the workers their turn and must not wait. */
        struct client page =
            client_ask(w->port, T("GET /page HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
        assert_int_equal(200, client_status(&page));
        client_close(&page);
    }
    assert_int_equal(0, sse_reader_count(w->hub));
    assert_true(published > QUEUE);
    assert_int_equal(1, atomic_load(&w->gone));
    client_close(&slow);
    close_world(w);
}

static void test_stop_ends_streams_at_once(void **state)
{
    struct sse_config config = { 0 };
    struct world *w = open_with(&config);
    struct client c = listen_at(w, "/all", T(""));

    (void)state;
    http_server_stop(w->server);
    client_drain(&c);
    assert_int_equal(1, atomic_load(&w->gone));
    client_close(&c);
    assert_int_equal(0, sse_reader_count(w->hub));
    sse_hub_free(w->hub);
    free(w);
}

static void *publish_many(void *cls)
{
    char data[32];

    for (int i = 0; i < MANY; i++) {
        snprintf(data, sizeof data, "n%d.", i);
        publish(cls, data, i % 2 ? "public" : "secret");
    }
    return NULL;
}

static void test_events_of_several_threads_all_arrive_once(void **state)
{
    struct sse_config config = { .ring_max = 4 * MANY, .queue_max = 4 * MANY };
    struct world *w = open_with(&config);
    struct client all = listen_at(w, "/all", T("")), some = listen_at(w, "/public", T(""));
    pthread_t threads[2];

    (void)state;
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(0, pthread_create(&threads[i], NULL, publish_many, w));
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(0, pthread_join(threads[i], NULL));
    publish(w, "the end", "public");
    assert_true(client_wait(&all, 0, "data: the end\n"));
    assert_true(client_wait(&some, 0, "data: the end\n"));
    for (int i = 0; i < MANY; i++) {
        char line[40];
        snprintf(line, sizeof line, "data: n%d.\n", i);
        assert_int_equal(2, count(&all, line));
        assert_int_equal(i % 2 ? 2 : 0, count(&some, line));
    }
    client_close(&all);
    client_close(&some);
    close_world(w);
}

static void *ask_and_listen(void *cls)
{
    struct world *w = cls;
    bool is_open = true;

    for (int i = 0; i < 1000 && is_open; i++) {
        struct client c = client_open(w->port);
        is_open =
            !c.has_ended && client_send(&c, i % 2 ? T("GET /all HTTP/1.1\r\nHost: h\r\n\r\n")
                                                  : T("GET /page HTTP/1.1\r\nHost: h\r\n\r\n"));
        if (is_open)
            (void)client_wait(&c, 0, "\r\n\r\n");
        client_close(&c);
    }
    return NULL;
}

static void test_the_server_can_be_stopped_while_many_ask_and_listen(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        struct sse_config config = { .heartbeat_ms = 1 };
        struct world *w = open_with(&config);
        pthread_t threads[4];
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(0, pthread_create(&threads[i], NULL, ask_and_listen, w));
        for (int i = 0; i < 40 * round; i++)
            publish(w, "x", "public");
        http_server_stop(w->server);
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(0, pthread_join(threads[i], NULL));
        assert_int_equal(0, sse_reader_count(w->hub));
        sse_hub_free(w->hub);
        free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_event_reaches_a_reader_with_its_name_and_lines),
        cmocka_unit_test(test_a_reader_gets_only_what_it_may_see),
        cmocka_unit_test(test_a_reader_that_comes_back_misses_nothing_and_gets_nothing_twice),
        cmocka_unit_test(test_a_page_made_before_its_stream_misses_nothing),
        cmocka_unit_test(test_a_stream_that_broke_before_its_first_event_resumes),
        cmocka_unit_test(test_a_position_the_ring_has_lost_gives_a_reset),
        cmocka_unit_test(test_a_position_that_is_not_ours_gives_a_reset),
        cmocka_unit_test(test_positions_do_not_betray_whether_anything_happened),
        cmocka_unit_test(test_bad_events_are_not_published),
        cmocka_unit_test(test_head_of_a_stream_ends_at_once),
        cmocka_unit_test(test_a_quiet_stream_has_a_heartbeat_with_a_fresh_position),
        cmocka_unit_test(test_one_reader_too_many_is_told_to_wait),
        cmocka_unit_test(test_a_slow_reader_is_cut_and_others_go_on),
        cmocka_unit_test(test_stop_ends_streams_at_once),
        cmocka_unit_test(test_events_of_several_threads_all_arrive_once),
        cmocka_unit_test(test_the_server_can_be_stopped_while_many_ask_and_listen),
    };
    return cmocka_run_group_tests(tests, open_plain, close_plain);
}
