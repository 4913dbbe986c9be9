/* SPDX-License-Identifier: EUPL-1.2 */
/* Spaces and their writer thread: units wait in a queue; the writer takes what waits (GROUP_MAX at
 * most), runs each in its own part of one transaction, commits once, then tells everybody. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/tr.h"
#include "kernel/kernel_internal.h"
#include "kernel/statements.h"

const struct room_sql **rooms_sql(const struct catalogue *c)
{
    const struct room_sql **list;
    size_t n = 0, k = 0;

    while (c->rooms[n])
        n++;
    list = calloc(n + 3, sizeof(*list));
    if (!list)
        return NULL;
    list[k++] = &journal_sql;
    list[k++] = &kernel_sql;
    for (size_t i = 0; i < n; i++)
        if (c->rooms[i]->sql && c->rooms[i]->sql != &kernel_sql)
            list[k++] = c->rooms[i]->sql;
    return list;
}

enum result space_look(const struct catalogue *c, const char *path, struct store_report *r)
{
    const struct room_sql **list = rooms_sql(c);
    enum result done;

    if (!list)
        return LOG_FAULT("no_memory", "rooms=%d", 1);
    done = store_look(path, list, r);
    free(list);
    return done;
}

/* One digest over all schemas: effects are compared only between equal ones. */
static char *digest_of_schemas(const struct room_sql *const *list)
{
    struct hasher *h = hasher_open();
    char *hex = malloc(HASH_HEX_MAX);
    struct hash digest;

    if (!h || !hex) {
        hasher_close(h);
        free(hex);
        return NULL;
    }
    hasher_start(h);
    for (; *list; list++)
        hasher_add(h, (*list)->schema, strlen((*list)->schema));
    digest = hasher_end(h);
    hasher_close(h);
    hash_hex(&digest, hex);
    return hex;
}

static struct job *take_all(struct space *s)
{
    struct job *batch;

    pthread_mutex_lock(&s->lock);
    while (!s->first && !s->is_stopping)
        pthread_cond_wait(&s->wake, &s->lock);
    batch = s->first;
    struct job *end = batch;
    for (int n = 1; end && end->next && n < GROUP_MAX; n++)
        end = end->next;
    if (end) {
        s->first = end->next;
        if (!s->first)
            s->last = NULL;
        end->next = NULL;
    }
    pthread_mutex_unlock(&s->lock);
    return batch;
}

static void run_job(struct space *s, struct tx *tx, struct job *job, struct journal_head *head)
{
    struct journal_head before = *head;

    tx_set_arena(tx, job->arena);
    tx_part(tx);
    if (job->unit)
        job->result = run_unit(s, tx, head, job, space_now(s));
    else
        job->result = job->work(job->ctx, tx);
    if (job->result == OK && arena_is_exhausted(job->arena))
        job->result = LIMIT;
    if (job->result == OK && tx_result(tx) == OK) {
        tx_part_keep(tx);
        return;
    }
    if (job->result == OK)
        job->result = tx_result(tx);
    tx_part_undo(tx);
    *head = before;
}

static void tell_listener(struct space *s, const struct job *job)
{
    const struct receipt *r = job->receipt;
    struct event e;

    if (!job->unit || job->result != OK)
        return;
    assert(r); /* a unit's owner asks for a receipt: space_commit */
    if (r->is_repeat)
        return;
    pthread_mutex_lock(&s->listening);
    for (size_t i = 0; s->seen && i < r->n; i++) {
        const struct action *action = job->unit->steps[i].action;
        e = (struct event){
            .position = r->position - (int64_t)(r->n - 1 - i),
            .entry = r->steps[i].entry,
            .object = r->steps[i].object,
            .object_type = text_of(action->object),
            .action = text_of(action->name),
            .version = r->steps[i].version,
        };
        s->seen(s->seen_ctx, &e);
    }
    pthread_mutex_unlock(&s->listening);
}

static void finish_batch(struct space *s, struct job *batch, enum result committed)
{
    for (struct job *job = batch; job; job = job->next) {
        if (committed != OK && job->result == OK)
            job->result = committed;
        if (job->receipt)
            job->receipt->result = job->result;
        tell_listener(s, job);
    }
    for (struct job *job = batch, *next; job; job = next) {
        next = job->next; /* its owner may be gone once it is told */
        sem_post(&job->done);
    }
}

static void run_batch(struct space *s, struct job *batch)
{
    struct journal_head head = s->head;
    struct tx *tx = tx_write(s->store, batch->arena);
    enum result committed;

    if (tx_result(tx) == OK)
        for (struct job *job = batch; job; job = job->next)
            run_job(s, tx, job, &head);
    else
        for (struct job *job = batch; job; job = job->next)
            job->result = tx_result(tx);
    committed = tx_end(tx);
    if (committed == OK) {
        s->head = head;
        pthread_mutex_lock(&s->lock);
        s->written = head.recorded_at;
        pthread_mutex_unlock(&s->lock);
    }
    finish_batch(s, batch, committed);
}

static void *writer_main(void *arg)
{
    struct space *s = arg;
    struct job *batch;

    while ((batch = take_all(s)))
        run_batch(s, batch);
    return NULL;
}

static void enqueue_and_wait(struct space *s, struct job *job)
{
    if (s->is_looking) {
        job->result = LOG_FAULT("space_is_only_read", "space=%s", s->name);
        return;
    }
    sem_init(&job->done, 0, 0);
    pthread_mutex_lock(&s->lock);
    assert(!s->is_stopping);
    if (s->last)
        s->last->next = job;
    else
        s->first = job;
    s->last = job;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    while (sem_wait(&job->done)) /* a signal ends the wait early */
        continue;
    sem_destroy(&job->done);
}

static bool same_key(const struct unit *a, const struct unit *b)
{
    return a && b && a->key.len > 0 && text_same(a->key, b->key) &&
           id_same(a->by.office, b->by.office);
}

/* Invariant 4: the same key waits already. What the writer holds is found by used_key. */
static bool key_waits(struct space *s, const struct unit *unit)
{
    bool waits = false;

    pthread_mutex_lock(&s->lock);
    for (struct job *job = s->first; job && !waits; job = job->next)
        waits = same_key(job->unit, unit);
    pthread_mutex_unlock(&s->lock);
    return waits;
}

enum result space_commit(struct space *s, const struct unit *unit, struct arena *a,
                         struct receipt *r)
{
    struct job job = { .unit = unit, .arena = a, .receipt = r };

    *r = (struct receipt){ .verdict = arena_new(a, struct verdict) };
    verdict_init(r->verdict, a);
    if (unit->n == 0 || unit->n > UNIT_MAX) {
        verdict_refuse(r->verdict, "UNIT_SIZE", "", N_("A unit holds 1 to 500 acts."),
                       N_("Split it."));
        return r->result = REFUSED;
    }
    if (unit->key.len > 0 && key_waits(s, unit)) {
        verdict_refuse(r->verdict, "KEY_RUNNING", "", N_("The same act is being carried out now."),
                       N_("Wait a moment, then look at its result."))
            ->kind = BY_VERSION;
        return r->result = CONFLICT;
    }
    enqueue_and_wait(s, &job);
    return job.result;
}

enum result space_local(struct space *s, enum result (*work)(void *ctx, struct tx *tx), void *ctx)
{
    struct job job = { .work = work, .ctx = ctx, .arena = arena_open(ARENA_LIMIT_DEFAULT) };

    if (!job.arena)
        return FAULT;
    enqueue_and_wait(s, &job);
    arena_close(job.arena);
    return job.result;
}

/* ---- clock ---- */
struct instant space_now(const struct space *s)
{
    struct space *open = (struct space *)(uintptr_t)s; /* the lock is the only thing touched */
    struct instant now = instant_now(), out = now;

    pthread_mutex_lock(&open->lock);
    if (s->is_clock_set)
        out.us = s->clock_base.us + (s->clock_runs ? now.us - s->clock_set.us : 0);
    pthread_mutex_unlock(&open->lock);
    return out;
}

enum result space_set_clock(struct space *s, struct instant to)
{
    if (s->kind == SPACE_LIVE || to.us < INSTANT_MIN || to.us > INSTANT_MAX)
        return REFUSED;
    pthread_mutex_lock(&s->lock);
    s->clock_base = to.us < s->written.us ? s->written : to;
    s->clock_set = instant_now();
    s->is_clock_set = true;
    pthread_mutex_unlock(&s->lock);
    return OK;
}

void space_run_clock(struct space *s, bool runs)
{
    struct instant now = space_now(s);

    pthread_mutex_lock(&s->lock);
    if (s->is_clock_set) {
        s->clock_base = now;
        s->clock_set = instant_now();
    }
    s->clock_runs = runs;
    pthread_mutex_unlock(&s->lock);
}

/* ---- open and close ---- */
static enum result read_head(struct space *s)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx;
    enum result r, ended;

    if (!a)
        return FAULT;
    tx = tx_read(s->store, a);
    r = journal_read_head(tx, s->node, &s->head);
    ended = tx_end(tx);
    arena_close(a);
    s->written = s->head.recorded_at;
    /* A demo goes on where its story stands. */
    if (!r && s->kind != SPACE_LIVE && s->head.position > 0)
        r = space_set_clock(s, s->head.recorded_at);
    return r ? r : ended;
}

static enum result open_parts(struct space *s, const struct space_options *o)
{
    struct store_options so = { .path = o->path,
                                .rooms = s->sql,
                                .readers = o->readers,
                                .is_looking = o->is_looking,
                                .is_scratch = o->is_scratch };
    enum result r;

    s->hasher = hasher_open();
    if (!s->sql || !s->name || !s->hasher || !(s->schema_digest = digest_of_schemas(s->sql)))
        return LOG_FAULT("no_memory", "what=space");
    if (!(s->zone = zone_open("Europe/Amsterdam")))
        return FAULT;
    if ((r = store_open(&so, &s->store)))
        return r;
    if ((r = read_head(s)))
        return r;
    if (s->is_looking)
        return OK;
    if (pthread_create(&s->writer, NULL, writer_main, s))
        return LOG_FAULT("no_thread", "space=%s", o->name);
    s->has_writer = true;
    return OK;
}

enum result space_open(const struct space_options *o, struct space **out)
{
    struct space *s = calloc(1, sizeof(*s));
    enum result r;

    *out = NULL;
    if (!s)
        return LOG_FAULT("no_memory", "what=space");
    s->catalogue = o->catalogue;
    s->gate = o->gate;
    s->kind = o->kind;
    s->node = o->node;
    s->is_scratch = o->is_scratch;
    s->is_looking = o->is_looking;
    s->name = strdup(o->name);
    s->sql = rooms_sql(o->catalogue);
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->listening, NULL);
    pthread_cond_init(&s->wake, NULL);
    r = open_parts(s, o);
    if (r) {
        space_close(s);
        return r;
    }
    *out = s;
    return OK;
}

void space_close(struct space *s)
{
    if (!s)
        return;
    if (s->has_writer) {
        pthread_mutex_lock(&s->lock);
        s->is_stopping = true;
        pthread_cond_signal(&s->wake);
        pthread_mutex_unlock(&s->lock);
        pthread_join(s->writer, NULL);
    }
    if (s->store)
        store_close(s->store);
    if (s->zone)
        zone_close(s->zone);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->listening);
    pthread_mutex_destroy(&s->lock);
    hasher_close(s->hasher);
    free(s->sql);
    free(s->schema_digest);
    free(s->name);
    free(s);
}

void space_listen(struct space *s, void (*seen)(void *ctx, const struct event *e), void *ctx)
{
    pthread_mutex_lock(&s->listening);
    s->seen = seen;
    s->seen_ctx = ctx;
    pthread_mutex_unlock(&s->listening);
}

const struct catalogue *space_catalogue(const struct space *s)
{
    return s->catalogue;
}

const struct gate *space_gate(const struct space *s)
{
    return s->gate;
}

struct store *space_store(struct space *s)
{
    return s->store;
}

const struct zone *space_zone(const struct space *s)
{
    return s->zone;
}

const char *space_name(const struct space *s)
{
    return s->name;
}

enum space_kind space_kind(const struct space *s)
{
    return s->kind;
}
