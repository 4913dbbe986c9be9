/* SPDX-License-Identifier: EUPL-1.2 */
/* Replay: the tables again from the journal, in a file of their own; compared, or kept (R2). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "kernel/kernel_internal.h"
#include "kernel/statements.h"

struct replay {
    struct space *space;
    struct tx *to;       /* the fresh tables */
    struct tx *live;     /* effects to compare with; NULL: do not compare */
    struct arena *arena; /* of one entry */
    struct hasher *hasher;
    struct text body_sha256;
    int64_t entries, first_bad;
};

static void compare_effect(struct replay *p, int64_t position, const struct hash *digest)
{
    struct rows *r = tx_query(p->live, SQL_EFFECT_GET, VAL(position));
    bool differs;

    if (!rows_next(r)) {
        if (!p->first_bad)
            p->first_bad = position; /* no effect on record: it was removed */
        return;
    }
    /* Effects of another schema version do not compare: they say nothing. */
    differs = text_is(rows_peek(r, 0), p->space->schema_digest) &&
              (rows_peek(r, 1).len != HASH_BYTES ||
               memcmp(rows_peek(r, 1).at, digest->at, HASH_BYTES) != 0);
    rows_close(r);
    if (differs && !p->first_bad)
        p->first_bad = position;
}

static enum result replay_entry(void *ctx, const struct journal_entry *e)
{
    struct replay *p = ctx;
    struct entry entry;
    void *fields, *settled;
    struct hash digest;
    enum result r;

    arena_reset(p->arena);
    tx_set_arena(p->to, p->arena);
    r = entry_decode(p->space->catalogue, e, p->arena, &entry, &fields, &settled);
    if (r)
        return r;
    hasher_start(p->hasher);
    tx_set_effect(p->to, p->hasher);
    r = apply_entry(p->to, &entry, fields, settled, e->body_sha256, e->unit_index, e->unit_size);
    tx_set_effect(p->to, NULL);
    digest = hasher_end(p->hasher);
    if (r)
        return LOG_FAULT("replay_failed", "position=%lld action=%.*s", (long long)e->position,
                         TEXT_FMT(e->action));
    if (p->live)
        compare_effect(p, e->position, &digest);
    else
        tx_exec(p->to, SQL_EFFECT_PUT, VAL(e->position), VAL((const char *)p->space->schema_digest),
                value_hash(&digest));
    p->entries++;
    return tx_result(p->to);
}

/* Replays what `from` shows into `to`. */
static enum result replay(struct replay *p, struct tx *from)
{
    enum result r;

    p->arena = arena_open(ARENA_LIMIT_DEFAULT);
    p->hasher = hasher_open();
    r = p->arena && p->hasher ? journal_each(from, 1, replay_entry, p) : FAULT;
    hasher_close(p->hasher);
    return r;
}

static enum result open_fresh(const struct space *s, const char *path, bool is_scratch,
                              struct store **out)
{
    struct store_options o = {
        .path = path, .rooms = s->sql, .readers = 1, .is_scratch = is_scratch
    };

    return store_open(&o, out);
}

/* ---- comparing ---- */
enum { TABLES_MAX = 256 };

struct digests {
    struct {
        char table[64];
        struct hash digest;
    } row[TABLES_MAX];
    size_t n;
};

static void note_digest(void *ctx, const char *table, const struct hash *digest, int64_t rows)
{
    struct digests *d = ctx;

    (void)rows;
    if (d->n == TABLES_MAX)
        return;
    snprintf(d->row[d->n].table, sizeof(d->row[0].table), "%s", table);
    d->row[d->n++].digest = *digest;
}

static enum result compare_tables(const struct space *s, struct tx *live, struct tx *fresh,
                                  struct arena *a, struct rebuild_report *report)
{
    struct digests *left = arena_new(a, struct digests), *right = arena_new(a, struct digests);
    enum result r = store_digest(live, s->sql, note_digest, left);

    if (!r)
        r = store_digest(fresh, s->sql, note_digest, right);
    if (r)
        return r;
    report->is_equal = left->n == right->n && left->n < TABLES_MAX;
    for (size_t i = 0; report->is_equal && i < left->n; i++)
        if (!hash_same(&left->row[i].digest, &right->row[i].digest)) {
            report->is_equal = false;
            snprintf(report->table, sizeof(report->table), "%s", left->row[i].table);
            report->difference = store_first_difference(live, fresh, report->table, a);
        }
    return OK;
}

static void scratch_path(char out[64])
{
    snprintf(out, 64, "/tmp/schakel-rebuild-%ld-XXXXXX", (long)getpid());
    int fd = mkstemp(out);
    if (fd >= 0)
        close(fd);
    unlink(out);
}

static void remove_store(const char *path)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal", ".lock", ".mark" };
    char name[128];

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", path, tails[i]);
        unlink(name);
    }
}

static enum result check_in(struct space *s, struct store *scratch, struct arena *a,
                            struct rebuild_report *report)
{
    struct tx *live = tx_read(s->store, a), *fresh = tx_write(scratch, a);
    struct replay p = { .space = s, .to = fresh, .live = live };
    enum result r = replay(&p, live), ended;

    report->entries = p.entries;
    report->first_position = p.first_bad;
    tx_set_arena(fresh, a);
    arena_close(p.arena);
    if (!r)
        r = compare_tables(s, live, fresh, a, report);
    if (!r && report->first_position)
        report->is_equal = false;
    tx_abandon(fresh);
    ended = tx_end(live);
    return r ? r : ended;
}

enum result space_rebuild_check(struct space *s, struct arena *a, struct rebuild_report *report)
{
    struct store *scratch = NULL;
    char path[64];
    enum result r;

    *report = (struct rebuild_report){ .difference = T("") };
    scratch_path(path);
    r = open_fresh(s, path, true, &scratch);
    if (!r)
        r = check_in(s, scratch, a, report);
    if (scratch)
        store_close(scratch);
    remove_store(path);
    return r;
}

/* ---- a new file from the journal ---- */
static enum result fill(struct space *s, struct store *target, int64_t until, bool with_sealed)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *live, *fresh;
    struct replay p = { .space = s };
    enum result r, ended;

    if (!a)
        return FAULT;
    live = tx_read(s->store, a);
    fresh = tx_write(target, a);
    p.to = fresh;
    r = journal_copy(fresh, live, until, with_sealed);
    if (!r)
        r = replay(&p, fresh);
    tx_set_arena(fresh, a);
    arena_close(p.arena);
    if (r)
        tx_abandon(fresh);
    else
        r = tx_end(fresh);
    ended = tx_end(live);
    arena_close(a);
    return r ? r : ended;
}

static enum result make_file(struct space *s, const char *path, int64_t until, bool with_sealed)
{
    struct store *target = NULL;
    enum result r;

    if (access(path, F_OK) == 0)
        return CONFLICT;
    r = open_fresh(s, path, false, &target);
    if (!r)
        r = fill(s, target, until, with_sealed);
    if (target)
        store_close(target);
    if (r)
        remove_store(path);
    return r;
}

enum result space_rebuild_into(struct space *s, const char *path)
{
    return make_file(s, path, INT64_MAX, true);
}

struct find_until {
    struct instant until;
    int64_t position;
};

static enum result note_position(void *ctx, const struct journal_entry *e)
{
    struct find_until *f = ctx;

    if (e->recorded_at.us > f->until.us)
        return CONFLICT; /* beyond T: stop here */
    f->position = e->position;
    return OK;
}

enum result space_fork(struct space *s, struct instant until, const char *path)
{
    struct find_until f = { until, 0 };
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx;
    enum result r, ended;

    if (!a)
        return FAULT;
    tx = tx_read(s->store, a);
    r = journal_each(tx, 1, note_position, &f);
    ended = tx_end(tx);
    arena_close(a);
    if ((r && r != CONFLICT) || ended)
        return r && r != CONFLICT ? r : ended;
    return make_file(s, path, f.position, false);
}
