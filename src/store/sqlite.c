/* SPDX-License-Identifier: EUPL-1.2 */
/* Connections with their prepared statements, and the transactions on them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/inner.h"

enum { SLOTS_FIRST = 256 };

static const struct statement begin_read = { .name = "begin_read", .sql = "BEGIN" };
static const struct statement begin_write = { .name = "begin_write", .sql = "BEGIN IMMEDIATE" };
/* BEGIN alone takes no snapshot; the first read does. */
static const struct statement take_snapshot = { .name = "take_snapshot",
                                                .sql = "SELECT rowid FROM sqlite_schema LIMIT 1" };
static const struct statement commit = { .name = "commit", .sql = "COMMIT" };
static const struct statement rollback = { .name = "rollback", .sql = "ROLLBACK" };
static const struct statement part_begin = { .name = "part_begin", .sql = "SAVEPOINT part" };
static const struct statement part_keep = { .name = "part_keep", .sql = "RELEASE part" };
static const struct statement part_undo = { .name = "part_undo", .sql = "ROLLBACK TO part" };

/* ---- connections ---- */

static enum result set_up(struct connection *c, const char *sql)
{
    char *why = NULL;
    enum result r = OK;

    if (sqlite3_exec(c->sqlite, sql, NULL, NULL, &why) != SQLITE_OK)
        r = LOG_FAULT("set_up_failed", "code=%d what=\"%s\"", sqlite3_extended_errcode(c->sqlite),
                      why == NULL ? "" : why);
    sqlite3_free(why);
    return r;
}

enum result connection_open(struct connection *c, struct store *s, bool is_writer)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    enum result r;

    c->store = s;
    c->tx.connection = c;
    if (sqlite3_open_v2(s->path, &c->sqlite, is_writer ? flags | SQLITE_OPEN_CREATE : flags,
                        NULL) != SQLITE_OK)
        return LOG_FAULT("open_failed", "code=%d",
                         c->sqlite == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode(c->sqlite));
    sqlite3_extended_result_codes(c->sqlite, 1);
    sqlite3_busy_timeout(c->sqlite, BUSY_WAIT_MS);
    sqlite3_db_config(c->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(c->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_wal_autocheckpoint(c->sqlite, WAL_CHECKPOINT_PAGES);
    /* secure_delete: what is erased by law is overwritten, not only forgotten. */
    r = set_up(c, "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
                  "PRAGMA cell_size_check=ON");
    if (r == OK)
        r = set_up(c, s->is_scratch ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
    /* 16 MiB for the writer and 2 MiB a reader; the system's cache of files has the rest. With 64
     * and 8 a space of 10,000 requests held 106 MB instead of 51 and was not measurably faster. */
    if (r == OK)
        r = is_writer ? set_up(c, "PRAGMA journal_mode=WAL; PRAGMA cache_size=-16384")
                      : set_up(c, "PRAGMA query_only=ON; PRAGMA cache_size=-2048");
    if (r == OK) {
        c->slots = calloc(SLOTS_FIRST, sizeof(struct prepared *));
        c->slot_count = SLOTS_FIRST;
        c->hasher = hasher_open();
        for (size_t i = 0; i < TX_SCRATCHES; i++)
            c->scratch[i] = buf_make(TX_SCRATCH_BYTES_MAX);
        if (c->slots == NULL || c->hasher == NULL)
            r = LOG_FAULT("no_memory", "size=%d", SLOTS_FIRST);
    }
    return r;
}

static void prepared_free(struct prepared *p)
{
    while (p != NULL) {
        struct prepared *next = p->next_same;

        for (int i = 0; i < p->column_count; i++)
            free(p->columns[i].name);
        free(p->columns);
        sqlite3_finalize(p->sqlite);
        free(p);
        p = next;
    }
}

void connection_close(struct connection *c)
{
    assert(!c->tx.is_active);
    for (size_t i = 0; i < c->slot_count && c->slots != NULL; i++)
        prepared_free(c->slots[i]);
    free(c->slots);
    c->slots = NULL;
    for (size_t i = 0; i < TX_SCRATCHES; i++)
        buf_free(&c->scratch[i]);
    hasher_close(c->hasher);
    c->hasher = NULL;
    if (c->sqlite != NULL && sqlite3_close(c->sqlite) != SQLITE_OK)
        log_line(LOG_ERROR, LOG_HERE, "close_failed", "code=%d", sqlite3_errcode(c->sqlite));
    c->sqlite = NULL;
}

/* The slot of st: holds it, or is where it belongs. */
static size_t slot_of(struct prepared *const *slots, size_t count, const struct statement *st)
{
    size_t i = (size_t)((((uintptr_t)st >> 4) * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (count - 1);

    while (slots[i] != NULL && slots[i]->statement != st)
        i = (i + 1) & (count - 1);
    return i;
}

static bool slots_grow(struct connection *c)
{
    size_t count = c->slot_count * 2;
    struct prepared **slots = calloc(count, sizeof(struct prepared *));

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < c->slot_count; i++) {
        if (c->slots[i] != NULL)
            slots[slot_of(slots, count, c->slots[i]->statement)] = c->slots[i];
    }
    free(c->slots);
    c->slots = slots;
    c->slot_count = count;
    return true;
}

/* Fills p->place from the names "$1", "$2" that SQLite numbers in the order of their first use. */
static enum result find_places(struct prepared *p)
{
    int n = sqlite3_bind_parameter_count(p->sqlite);

    for (int i = 1; i <= n; i++) {
        const char *name = sqlite3_bind_parameter_name(p->sqlite, i);
        int64_t number = 0;

        if (name == NULL || name[0] != '$' || !text_int64(text_of(name + 1), &number) ||
            number < 1 || number > STATEMENT_VALUES_MAX)
            return LOG_FAULT("statement_parameter", "name=%s parameter=%s", p->statement->name,
                             name == NULL ? "?" : name);
        p->place[number - 1] = i;
        if (number > p->values)
            p->values = (int)number;
    }
    if (p->values != n)
        return LOG_FAULT("statement_parameters_have_gaps", "name=%s highest=%d count=%d",
                         p->statement->name, p->values, n);
    return OK;
}

static struct prepared *compile(struct connection *c, const struct statement *st)
{
    struct prepared *p = calloc(1, sizeof *p);
    const char *tail = NULL;

    if (p == NULL) {
        log_line(LOG_ERROR, LOG_HERE, "no_memory", "name=%s", st->name);
        return NULL;
    }
    p->statement = st;
    p->rows.prepared = p;
    if (sqlite3_prepare_v3(c->sqlite, st->sql, -1, SQLITE_PREPARE_PERSISTENT, &p->sqlite, &tail) !=
            SQLITE_OK ||
        p->sqlite == NULL) {
        log_line(LOG_ERROR, LOG_HERE, "prepare_failed", "name=%s what=\"%s\"", st->name,
                 sqlite3_errmsg(c->sqlite));
    } else if (!text_is_empty(text_trim(text_of(tail)))) {
        log_line(LOG_ERROR, LOG_HERE, "statement_is_two", "name=%s", st->name);
    } else if (find_places(p) == OK) {
        return p;
    }
    prepared_free(p);
    return NULL;
}

struct prepared *connection_prepare(struct connection *c, const struct statement *st)
{
    size_t i = slot_of(c->slots, c->slot_count, st);
    struct prepared *first = c->slots[i], *p = first;

    while (p != NULL && p->is_open)
        p = p->next_same;
    if (p != NULL)
        return p;
    p = compile(c, st);
    if (p == NULL)
        return NULL;
    if (first != NULL) {
        p->next_same = first->next_same;
        first->next_same = p;
        return p;
    }
    c->slots[i] = p;
    c->used++;
    if (c->used * 4 > c->slot_count * 3 && !slots_grow(c))
        log_line(LOG_WARN, LOG_HERE, "statement_cache_is_full", "statements=%zu", c->used);
    assert(c->used < c->slot_count);
    return p;
}

/* ---- transactions ---- */

enum result tx_sqlite_fault(struct tx *tx, const char *where, const char *name)
{
    sqlite3 *db = tx->connection->sqlite;

    log_line(LOG_ERROR, where, "statement_failed", "name=%s code=%d what=\"%s\"", name,
             sqlite3_extended_errcode(db), sqlite3_errmsg(db));
    /* A full disk or a read fault makes SQLite roll back by itself: no part can be saved then. */
    if (tx->is_write && sqlite3_get_autocommit(db) != 0)
        tx->is_lost = true;
    return tx_fail(tx, FAULT);
}

/* Runs one of the statements above, whatever the tx's error. */
static enum result control(struct tx *tx, const struct statement *st)
{
    struct prepared *p = connection_prepare(tx->connection, st);
    int code;

    if (p == NULL)
        return tx_fail(tx, FAULT);
    code = sqlite3_step(p->sqlite);
    if (code != SQLITE_DONE && code != SQLITE_ROW) {
        enum result r = tx_sqlite_fault(tx, LOG_HERE, st->name);

        sqlite3_reset(p->sqlite);
        return r;
    }
    sqlite3_reset(p->sqlite);
    return OK;
}

static struct tx *tx_start(struct connection *c, struct arena *a, bool is_write)
{
    struct tx *tx = &c->tx;

    assert(!tx->is_active);
    *tx = (struct tx){ .connection = c, .arena = a, .is_active = true, .is_write = is_write };
    if (is_write) {
        (void)control(tx, &begin_write); /* kept in tx->result */
    } else if (control(tx, &begin_read) == OK) {
        (void)control(tx, &take_snapshot);
    }
    return tx;
}

struct tx *tx_read(struct store *s, struct arena *a)
{
    struct connection *c;

    pthread_mutex_lock(&s->pool_lock);
    while (s->free_readers == NULL)
        pthread_cond_wait(&s->pool_freed, &s->pool_lock);
    c = s->free_readers;
    s->free_readers = c->next_free;
    pthread_mutex_unlock(&s->pool_lock);
    return tx_start(c, a, false);
}

struct tx *tx_write(struct store *s, struct arena *a)
{
    return tx_start(&s->writer, a, true);
}

/* Ends the SQLite transaction and gives a reader's connection back. */
static enum result finish(struct tx *tx, bool is_kept)
{
    struct store *s = tx->connection->store;
    enum result r;

    assert(tx->is_active);
    tx_close_rows(tx);
    if (is_kept && tx->result == OK)
        (void)control(tx, &commit);
    if (sqlite3_get_autocommit(tx->connection->sqlite) == 0)
        (void)control(tx, &rollback);
    r = tx->result;
    tx->is_active = false;
    if (!tx->is_write) {
        pthread_mutex_lock(&s->pool_lock);
        tx->connection->next_free = s->free_readers;
        s->free_readers = tx->connection;
        pthread_cond_signal(&s->pool_freed);
        pthread_mutex_unlock(&s->pool_lock);
    }
    return r;
}

enum result tx_end(struct tx *tx)
{
    return finish(tx, true);
}

void tx_abandon(struct tx *tx)
{
    (void)finish(tx, false);
}

void tx_part(struct tx *tx)
{
    assert(tx->is_write);
    assert(!tx->in_part);
    tx->in_part = true;
    tx->before_part = tx->result;
    if (tx->result == OK)
        tx->before_part = control(tx, &part_begin);
}

void tx_part_keep(struct tx *tx)
{
    assert(tx->in_part);
    tx->in_part = false;
    if (tx->result == OK)
        (void)control(tx, &part_keep);
}

void tx_part_undo(struct tx *tx)
{
    assert(tx->in_part);
    tx_close_rows(tx);
    tx->in_part = false;
    if (tx->before_part != OK || tx->is_lost)
        return;
    tx->result = OK;
    if (control(tx, &part_undo) == OK)
        (void)control(tx, &part_keep);
}

enum result tx_result(const struct tx *tx)
{
    return tx->result;
}

enum result tx_fail(struct tx *tx, enum result r)
{
    if (tx->result == OK)
        tx->result = r;
    return tx->result;
}

struct arena *tx_arena(const struct tx *tx)
{
    return tx->arena;
}

void tx_set_arena(struct tx *tx, struct arena *a)
{
    tx->arena = a;
}

struct buf *tx_scratch(struct tx *tx, size_t which)
{
    assert(which < TX_SCRATCHES);
    buf_clear(&tx->connection->scratch[which]);
    return &tx->connection->scratch[which];
}

struct hasher *tx_hasher(struct tx *tx)
{
    return tx->connection->hasher;
}

void tx_set_effect(struct tx *tx, struct hasher *h)
{
    tx->effect = h;
}

int64_t tx_changed(const struct tx *tx)
{
    return tx->changed;
}
