/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/http_sse.h"

#include <assert.h>
#include <microhttpd.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/log.h"

enum {
    KEY_BYTES = 16,
    BLOCK_BYTES = 16,
    SSE_BLOCK = 2048,              /* what one call of the library can take; held for each stream */
    SSE_OUT_BYTES_MAX = 64 * 1024, /* formatted and not yet taken: a few events */
};

/* An event in the ring: header and texts in one piece of memory. refs under the hub's lock. */
struct held {
    struct sse_event event;
    int refs;
};

struct stream {
    struct stream *next, *previous;
    struct sse_hub *hub;
    struct MHD_Connection *connection;
    int fd;
    struct sse_reader reader;
    struct buf out;                 /* worker only */
    size_t taken;                   /* worker only: bytes of out already given */
    bool has_begun;                 /* worker only */
    bool is_reset_due;              /* worker only */
    bool is_suspended, is_beat_due; /* hub's lock */
    uint64_t next_seq;              /* hub's lock */
    uint64_t behind_max;            /* set when it joins */
    int64_t sent_ms;                /* hub's lock */
};

struct sse_hub {
    struct sse_config config;
    uint8_t key[KEY_BYTES];
    pthread_mutex_t lock;
    struct held **ring; /* event seq lies at seq % ring_max */
    uint64_t last_seq;  /* 0: none yet */
    struct stream *streams;
    int stream_count;
    bool has_ended;
};

static int64_t monotonic_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- positions: {seq 8 bytes, random 4, "seq?" 4} under AES-128, one block ---- */

static bool cipher_block(const uint8_t *key, const uint8_t in[BLOCK_BYTES], uint8_t *out,
                         bool is_encrypt)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    uint8_t room[BLOCK_BYTES * 2];
    int n = 0;
    bool ok = c && EVP_CipherInit_ex(c, EVP_aes_128_ecb(), NULL, key, NULL, is_encrypt ? 1 : 0) &&
              EVP_CIPHER_CTX_set_padding(c, 0) && EVP_CipherUpdate(c, room, &n, in, BLOCK_BYTES) &&
              n == BLOCK_BYTES;

    EVP_CIPHER_CTX_free(c);
    if (ok)
        memcpy(out, room, BLOCK_BYTES);
    return ok;
}

static void write_position(const struct sse_hub *hub, uint64_t seq, char *out)
{
    const char digits[] = "0123456789abcdef";
    uint8_t plain[BLOCK_BYTES], sealed[BLOCK_BYTES] = { 0 };

    memcpy(plain, &seq, 8);
    random_bytes(plain + 8, 4);
    memcpy(plain + 12, "seq?", 4);
    if (!cipher_block(hub->key, plain, sealed, true))
        log_line(LOG_ERROR, LOG_HERE, "sse_cipher_failed", "block=%d", BLOCK_BYTES);
    for (size_t i = 0; i < BLOCK_BYTES; i++) {
        out[i * 2] = digits[sealed[i] >> 4];
        out[i * 2 + 1] = digits[sealed[i] & 15];
    }
    out[BLOCK_BYTES * 2] = '\0';
}

static bool read_position(const struct sse_hub *hub, struct text t, uint64_t *seq)
{
    uint8_t sealed[BLOCK_BYTES] = { 0 }, plain[BLOCK_BYTES];

    if (t.len != BLOCK_BYTES * 2)
        return false;
    for (size_t i = 0; i < t.len; i++) {
        char c = t.at[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        sealed[i / 2] = (uint8_t)(sealed[i / 2] << 4 | v);
    }
    if (!cipher_block(hub->key, sealed, plain, false) || memcmp(plain + 12, "seq?", 4) != 0)
        return false;
    memcpy(seq, plain, 8);
    return true;
}

/* ---- the hub ---- */

struct sse_hub *sse_hub_open(const struct sse_config *config)
{
    struct sse_hub *hub = calloc(1, sizeof *hub);

    if (!hub)
        return NULL;
    hub->config = *config;
    hub->config.ring_max = config->ring_max ? config->ring_max : 4096;
    hub->config.queue_max = config->queue_max ? config->queue_max : 1024;
    if (hub->config.queue_max > hub->config.ring_max)
        hub->config.queue_max = hub->config.ring_max;
    hub->config.readers_max = config->readers_max ? config->readers_max : 5000;
    hub->config.heartbeat_ms = config->heartbeat_ms ? config->heartbeat_ms : 15000;
    hub->config.retry_ms = config->retry_ms ? config->retry_ms : 3000;
    hub->ring = calloc(hub->config.ring_max, sizeof(struct held *));
    if (!hub->ring || pthread_mutex_init(&hub->lock, NULL) != 0) {
        free(hub->ring);
        free(hub);
        return NULL;
    }
    random_bytes(hub->key, sizeof hub->key);
    return hub;
}

/* Hub's lock held. */
static void let_go(struct held *h)
{
    if (h && --h->refs == 0)
        free(h);
}

void sse_hub_free(struct sse_hub *hub)
{
    if (!hub)
        return;
    assert(hub->stream_count == 0);
    for (size_t i = 0; i < hub->config.ring_max; i++)
        let_go(hub->ring[i]);
    pthread_mutex_destroy(&hub->lock);
    free(hub->ring);
    free(hub);
}

/* Hub's lock held, which keeps the stream and its connection alive: the library frees the answer,
 * and with it the stream (which needs the lock), before it forgets the connection. */
static void wake(struct stream *s)
{
    if (!s->is_suspended)
        return;
    s->is_suspended = false;
    MHD_resume_connection(s->connection);
}

void sse_hub_end(struct sse_hub *hub)
{
    pthread_mutex_lock(&hub->lock);
    hub->has_ended = true;
    for (struct stream *s = hub->streams; s; s = s->next)
        wake(s);
    pthread_mutex_unlock(&hub->lock);
}

static struct text place(char **at, struct text t)
{
    struct text copy = { .at = *at, .len = t.len };

    if (t.len > 0)
        memcpy(*at, t.at, t.len);
    *at += t.len;
    return copy;
}

static struct held *hold(const struct sse_event *event)
{
    size_t bytes = event->name.len + event->data.len + event->audience.len;
    struct held *h = malloc(sizeof *h + bytes + 1);
    char *at;

    if (!h)
        return NULL;
    at = (char *)(h + 1);
    h->refs = 1;
    h->event.name = place(&at, event->name);
    h->event.data = place(&at, event->data);
    h->event.audience = place(&at, event->audience);
    return h;
}

static bool name_is_clean(struct text name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!((name.at[i] >= 'a' && name.at[i] <= 'z') || name.at[i] == '_' || name.at[i] == '-'))
            return false;
    return name.len > 0 && name.len <= 64;
}

enum result sse_publish(struct sse_hub *hub, const struct sse_event *event)
{
    struct held *h;
    size_t slot;

    if (!name_is_clean(event->name))
        return REFUSED;
    if (event->data.len + event->audience.len > SSE_EVENT_BYTES_MAX)
        return LIMIT;
    h = hold(event);
    if (!h)
        return LOG_FAULT("sse_no_memory", "bytes=%zu", event->data.len);
    pthread_mutex_lock(&hub->lock);
    hub->last_seq++;
    slot = hub->last_seq % hub->config.ring_max;
    let_go(hub->ring[slot]);
    hub->ring[slot] = h;
    for (struct stream *s = hub->streams; s; s = s->next)
        wake(s);
    pthread_mutex_unlock(&hub->lock);
    return OK;
}

void sse_position(struct sse_hub *hub, char out[SSE_POSITION_TEXT_MAX])
{
    uint64_t seq;

    pthread_mutex_lock(&hub->lock);
    seq = hub->last_seq;
    pthread_mutex_unlock(&hub->lock);
    write_position(hub, seq, out);
}

int sse_reader_count(struct sse_hub *hub)
{
    int n;

    pthread_mutex_lock(&hub->lock);
    n = hub->stream_count;
    pthread_mutex_unlock(&hub->lock);
    return n;
}

static uint64_t oldest_seq(const struct sse_hub *hub)
{
    return hub->last_seq > hub->config.ring_max ? hub->last_seq - hub->config.ring_max + 1 : 1;
}

/* Hub's lock held. What a reader had to catch up with when it came is not held against it. */
static bool is_too_slow(const struct stream *s)
{
    return s->next_seq < oldest_seq(s->hub) || s->hub->last_seq + 1 - s->next_seq > s->behind_max;
}

void sse_tick(struct sse_hub *hub, int64_t now_ms)
{
    pthread_mutex_lock(&hub->lock);
    for (struct stream *s = hub->streams; s; s = s->next) {
        if (!s->is_suspended && is_too_slow(s))
            shutdown(s->fd, SHUT_RDWR); /* Invariant 2 */
        if (s->is_suspended && now_ms - s->sent_ms >= hub->config.heartbeat_ms) {
            s->is_beat_due = true;
            wake(s);
        }
    }
    pthread_mutex_unlock(&hub->lock);
}

/* ---- one stream; everything below runs on the worker of its connection ---- */

static void put_id(struct stream *s, uint64_t seq)
{
    char id[SSE_POSITION_TEXT_MAX];

    write_position(s->hub, seq, id);
    buf_add(&s->out, T("id: "));
    buf_add_cstr(&s->out, id);
    buf_add_byte(&s->out, '\n');
}

/* A carriage return ends a line for a browser too. */
static void put_data(struct buf *out, struct text data)
{
    buf_add(out, T("data: "));
    for (size_t i = 0; i < data.len; i++) {
        bool is_pair = data.at[i] == '\r' && i + 1 < data.len && data.at[i + 1] == '\n';
        if (data.at[i] == '\n' || data.at[i] == '\r')
            buf_add(out, T("\ndata: "));
        else
            buf_add_byte(out, data.at[i]);
        i += is_pair;
    }
    buf_add_byte(out, '\n');
}

static void put_event(struct stream *s, const struct sse_event *event, uint64_t seq)
{
    put_id(s, seq);
    buf_add(&s->out, T("event: "));
    buf_add(&s->out, event->name);
    buf_add_byte(&s->out, '\n');
    put_data(&s->out, event->data);
    buf_add_byte(&s->out, '\n');
}

/* The first bytes: how long to wait before coming back, and where the stream starts, so that also
 * a stream that broke before its first event resumes there. */
static void put_beginning(struct stream *s, uint64_t from_seq)
{
    buf_printf(&s->out, "retry: %d\n", s->hub->config.retry_ms);
    put_id(s, from_seq);
    if (s->is_reset_due)
        buf_add(&s->out, T("event: reset\ndata: {}\n"));
    buf_add_byte(&s->out, '\n');
    s->is_reset_due = false;
    s->has_begun = true;
}

/* What the worker does next, decided under the lock. */
enum turn { TURN_EVENT, TURN_BEAT, TURN_SEND, TURN_WAIT, TURN_END, TURN_CUT };

static enum turn next_turn(struct stream *s, struct held **event, uint64_t *seq)
{
    struct sse_hub *hub = s->hub;
    enum turn turn;

    pthread_mutex_lock(&hub->lock);
    *seq = s->next_seq;
    if (hub->has_ended) {
        turn = TURN_END;
    } else if (is_too_slow(s)) {
        turn = TURN_CUT;
    } else if (s->next_seq <= hub->last_seq) {
        assert(s->next_seq >= oldest_seq(hub));
        *event = hub->ring[s->next_seq % hub->config.ring_max];
        (*event)->refs++;
        s->next_seq++;
        turn = TURN_EVENT;
    } else if (s->is_beat_due) {
        s->is_beat_due = false;
        turn = TURN_BEAT;
    } else if (s->out.len > s->taken) {
        turn = TURN_SEND;
    } else {
        s->is_suspended = true;
        MHD_suspend_connection(s->connection);
        turn = TURN_WAIT;
    }
    pthread_mutex_unlock(&hub->lock);
    return turn;
}

static void see_event(struct stream *s, struct held *h, uint64_t seq)
{
    if (!s->reader.may_see || s->reader.may_see(s->reader.who, &h->event))
        put_event(s, &h->event, seq);
    pthread_mutex_lock(&s->hub->lock);
    let_go(h);
    pthread_mutex_unlock(&s->hub->lock);
}

/* Fills s->out. False: nothing to give now, *end says what the library is told. */
static bool fill(struct stream *s, ssize_t *end)
{
    for (;;) {
        struct held *event = NULL;
        uint64_t seq = 0;
        enum turn turn = next_turn(s, &event, &seq);

        *end = 0;
        if (turn == TURN_END || turn == TURN_CUT) {
            *end = turn == TURN_END ? MHD_CONTENT_READER_END_OF_STREAM
                                    : MHD_CONTENT_READER_END_WITH_ERROR;
            return false;
        }
        if (turn == TURN_WAIT)
            return false;
        if (turn == TURN_EVENT)
            see_event(s, event, seq);
        if (turn == TURN_BEAT) {
            /* A fresh position in each beat: a reader that sees little stays up to date. */
            buf_add(&s->out, T(": beat\n"));
            put_id(s, seq - 1);
            buf_add_byte(&s->out, '\n');
        }
        if (turn == TURN_BEAT || turn == TURN_SEND || s->out.len >= SSE_BLOCK)
            return true;
    }
}

static ssize_t read_stream(void *cls, uint64_t position, char *to, size_t max)
{
    struct stream *s = cls;
    ssize_t end = 0;
    size_t n;

    (void)position;
    if (s->taken == s->out.len) {
        buf_clear(&s->out);
        s->taken = 0;
        if (!s->has_begun) {
            uint64_t from;
            pthread_mutex_lock(&s->hub->lock);
            from = s->next_seq - 1;
            pthread_mutex_unlock(&s->hub->lock);
            put_beginning(s, from);
        } else if (!fill(s, &end)) {
            return end;
        }
        if (buf_end(&s->out))
            return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    n = s->out.len - s->taken < max ? s->out.len - s->taken : max;
    memcpy(to, s->out.at + s->taken, n);
    s->taken += n;
    pthread_mutex_lock(&s->hub->lock);
    s->sent_ms = monotonic_ms();
    pthread_mutex_unlock(&s->hub->lock);
    return (ssize_t)n;
}

static void free_stream(void *cls)
{
    struct stream *s = cls;
    struct sse_hub *hub = s->hub;

    pthread_mutex_lock(&hub->lock);
    if (s->previous)
        s->previous->next = s->next;
    else
        hub->streams = s->next;
    if (s->next)
        s->next->previous = s->previous;
    hub->stream_count--;
    pthread_mutex_unlock(&hub->lock);
    if (s->reader.gone)
        s->reader.gone(s->reader.who);
    buf_free(&s->out);
    free(s);
}

/* Invariant 1: from its position on, or reset. Hub's lock held. */
static void take_position(struct stream *s, struct text last_id)
{
    struct sse_hub *hub = s->hub;
    uint64_t seq = 0;

    s->next_seq = hub->last_seq + 1;
    if (text_is_empty(last_id))
        return;
    if (!read_position(hub, last_id, &seq) || seq > hub->last_seq || seq + 1 < oldest_seq(hub))
        s->is_reset_due = true;
    else
        s->next_seq = seq + 1;
}

static bool join(struct stream *s, struct text last_id)
{
    struct sse_hub *hub = s->hub;
    bool ok;

    pthread_mutex_lock(&hub->lock);
    ok = !hub->has_ended && hub->stream_count < hub->config.readers_max;
    if (ok) {
        take_position(s, last_id);
        s->behind_max = hub->config.queue_max + (hub->last_seq + 1 - s->next_seq);
        s->next = hub->streams;
        if (s->next)
            s->next->previous = s;
        hub->streams = s;
        hub->stream_count++;
    }
    pthread_mutex_unlock(&hub->lock);
    return ok;
}

struct MHD_Response *sse_answer(struct sse_hub *hub, const struct sse_reader *reader,
                                struct MHD_Connection *connection, int fd)
{
    struct stream *s = calloc(1, sizeof *s);
    struct MHD_Response *answer;

    if (s) {
        s->hub = hub;
        s->reader = *reader;
        s->reader.last_id = T("");
        s->connection = connection;
        s->fd = fd;
        s->sent_ms = monotonic_ms();
        s->out = buf_make(SSE_OUT_BYTES_MAX);
    }
    if (!s || !join(s, reader->last_id)) {
        free(s);
        if (reader->gone)
            reader->gone(reader->who);
        return NULL;
    }
    answer =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, SSE_BLOCK, read_stream, s, free_stream);
    if (!answer)
        free_stream(s);
    return answer;
}
