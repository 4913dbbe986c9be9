/* SPDX-License-Identifier: EUPL-1.2 */
#include "bare.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "journal/journal.h"
#include "kernel/test_room.h"

enum { CELLS_MAX = 10, SQL_MAX = 4096, FIELD_BYTES = 96 };

/* ---- what each entry wrote ---- */

enum write_kind { ENTRY, SEALED, EFFECT, THING, WORD, BOX, TOUCH, FILL, TRACE, KEY, WRITE_KINDS };

/* The statement of each kind, and the question that gives its values out of the finished file by
 * the entry's position (?1) and thing (?2). */
static const struct {
    const char *write, *ask;
} writes[WRITE_KINDS] = {
    [ENTRY] = { "INSERT INTO journal_entry VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
                "SELECT * FROM journal_entry WHERE position = ?1" },
    [SEALED] = { "INSERT INTO journal_sealed VALUES (?1,?2,?3,?4,?5)",
                 "SELECT * FROM journal_sealed WHERE position = ?1" },
    [EFFECT] = { "INSERT INTO effect VALUES (?1,?2,?3)",
                 "SELECT * FROM effect WHERE position = ?1" },
    [THING] = { "INSERT INTO thing VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
                "SELECT id, type, number, label, state, 1, started_at, started_at, first_position, "
                "first_position FROM thing WHERE id = ?2 AND first_position = ?1" },
    [WORD] = { "INSERT INTO thing_word VALUES (?1,?2,?3)",
               "SELECT w.* FROM thing_word w JOIN thing t ON t.id = w.thing_id "
               "WHERE w.thing_id = ?2 AND t.first_position = ?1" },
    [BOX] = { "INSERT INTO box VALUES (?1,?2,?3,?4,?5)",
              "SELECT box_id, b.label, size, 0, secret FROM box b JOIN thing t ON t.id = box_id "
              "WHERE box_id = ?2 AND first_position = ?1" },
    [TOUCH] = { "UPDATE thing SET version = version + 1, changed_at = ?2, last_position = ?3 "
                "WHERE id = ?1",
                "SELECT t.id, e.recorded_at, e.position FROM thing t, journal_entry e "
                "WHERE t.id = ?2 AND e.position = ?1 AND first_position <> ?1" },
    [FILL] = { "UPDATE box SET held = ?2 WHERE box_id = ?1",
               "SELECT t.id, json_extract(e.body, '$.settled.held') FROM thing t, journal_entry e "
               "WHERE t.id = ?2 AND e.position = ?1 AND first_position <> ?1" },
    [TRACE] = { "INSERT INTO trace VALUES (?1,?2)",
                "SELECT * FROM trace WHERE thing_id = ?2 AND position = ?1" },
    [KEY] = { "INSERT INTO used_key VALUES (?1,?2,?3,?4,?5)",
              "SELECT k.* FROM journal_entry e JOIN used_key k ON k.office_id = 0 "
              "AND k.key = json_extract(e.body, '$.idempotency_key') WHERE e.position = ?1" },
};

struct cell {
    int type; /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_BLOB, SQLITE_NULL */
    int len;
    int64_t i;
    char *bytes;
};
struct op {
    enum write_kind kind;
    int n;
    struct cell cells[CELLS_MAX];
};
struct bare {
    struct op *ops;
    size_t count, room;
    size_t *ends; /* per entry: where its ops end */
    size_t entries;
};

static void must(bool is_fine, const char *what)
{
    if (!is_fine) {
        fprintf(stderr, "bench: %s\n", what);
        exit(1);
    }
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench: %s: %s\n", sqlite3_errmsg(db), sql);
        exit(1);
    }
    return st;
}

static struct cell cell_of(sqlite3_stmt *st, int column)
{
    struct cell c = { .type = sqlite3_column_type(st, column) };

    if (c.type == SQLITE_INTEGER)
        c.i = sqlite3_column_int64(st, column);
    if (c.type != SQLITE_TEXT && c.type != SQLITE_BLOB)
        return c;
    c.len = sqlite3_column_bytes(st, column);
    c.bytes = malloc((size_t)c.len + 1);
    must(c.bytes != NULL, "no memory");
    memcpy(c.bytes, sqlite3_column_blob(st, column), (size_t)c.len);
    return c;
}

static void add_ops(struct bare *b, sqlite3_stmt *ask, enum write_kind kind, int64_t position,
                    int64_t thing)
{
    sqlite3_bind_int64(ask, 1, position);
    if (sqlite3_bind_parameter_count(ask) > 1)
        sqlite3_bind_int64(ask, 2, thing);
    while (sqlite3_step(ask) == SQLITE_ROW) {
        struct op *op;

        if (b->count == b->room) {
            b->room = b->room == 0 ? 1024 : b->room * 2;
            b->ops = realloc(b->ops, b->room * sizeof(*b->ops));
            must(b->ops != NULL, "no memory");
        }
        op = &b->ops[b->count++];
        *op = (struct op){ .kind = kind, .n = sqlite3_column_count(ask) };
        for (int i = 0; i < op->n; i++)
            op->cells[i] = cell_of(ask, i);
    }
    sqlite3_reset(ask);
}

struct bare *bare_load(const char *path)
{
    struct bare *b = calloc(1, sizeof(*b));
    sqlite3 *db = NULL;
    sqlite3_stmt *entries, *ask[WRITE_KINDS];
    size_t room = 0;

    must(b != NULL && sqlite3_open(path, &db) == SQLITE_OK, "the space's file cannot be read");
    entries = prepared(db, "SELECT position, object_id FROM journal_entry ORDER BY position");
    for (int k = 0; k < WRITE_KINDS; k++)
        ask[k] = prepared(db, writes[k].ask);
    while (sqlite3_step(entries) == SQLITE_ROW) {
        for (int k = 0; k < WRITE_KINDS; k++)
            add_ops(b, ask[k], (enum write_kind)k, sqlite3_column_int64(entries, 0),
                    sqlite3_column_int64(entries, 1));
        if (b->entries == room) {
            room = room == 0 ? 1024 : room * 2;
            b->ends = realloc(b->ends, room * sizeof(*b->ends));
            must(b->ends != NULL, "no memory");
        }
        b->ends[b->entries++] = b->count;
    }
    sqlite3_finalize(entries);
    for (int k = 0; k < WRITE_KINDS; k++)
        sqlite3_finalize(ask[k]);
    sqlite3_close(db);
    return b;
}

void bare_free(struct bare *b)
{
    for (size_t i = 0; i < b->count; i++)
        for (int k = 0; k < b->ops[i].n; k++)
            free(b->ops[i].cells[k].bytes);
    free(b->ops);
    free(b->ends);
    free(b);
}

/* ---- writing it again ---- */

/* A fresh file with the schemas and the settings of the store's writer. */
static sqlite3 *fresh(const char *path, bool is_durable)
{
    const struct room_sql *const rooms[] = { &journal_sql, kernel_room.sql, box_room.sql };
    sqlite3 *db = NULL;

    must(sqlite3_open_v2(path, &db,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                         NULL) == SQLITE_OK,
         "no fresh file");
    sqlite3_wal_autocheckpoint(db, 10000);
    must(sqlite3_exec(db,
                      is_durable ? "PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL"
                                 : "PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL",
                      NULL, NULL, NULL) == SQLITE_OK,
         "pragma");
    must(sqlite3_exec(db,
                      "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
                      "PRAGMA cell_size_check=ON; PRAGMA cache_size=-16384; BEGIN",
                      NULL, NULL, NULL) == SQLITE_OK,
         "pragma");
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        must(sqlite3_exec(db, rooms[i]->schema, NULL, NULL, NULL) == SQLITE_OK, "schema");
        must(sqlite3_exec(db, rooms[i]->local, NULL, NULL, NULL) == SQLITE_OK, "schema");
    }
    must(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "schema");
    return db;
}

static void bind(sqlite3_stmt *st, int place, const struct cell *c)
{
    switch (c->type) {
    case SQLITE_INTEGER:
        sqlite3_bind_int64(st, place, c->i);
        break;
    case SQLITE_TEXT:
        sqlite3_bind_text(st, place, c->bytes, c->len, SQLITE_STATIC);
        break;
    case SQLITE_BLOB:
        sqlite3_bind_blob(st, place, c->bytes, c->len, SQLITE_STATIC);
        break;
    default:
        sqlite3_bind_null(st, place);
    }
}

static void write_entry(const struct bare *b, sqlite3_stmt *const *st, size_t entry)
{
    for (size_t i = entry == 0 ? 0 : b->ends[entry - 1]; i < b->ends[entry]; i++) {
        const struct op *op = &b->ops[i];

        for (int k = 0; k < op->n; k++)
            bind(st[op->kind], k + 1, &op->cells[k]);
        must(sqlite3_step(st[op->kind]) == SQLITE_DONE, "a row is refused");
        sqlite3_reset(st[op->kind]);
    }
}

double bare_writes(const struct bare *b, const char *path, const int *batches, size_t n,
                   bool is_durable)
{
    sqlite3 *db = fresh(path, is_durable);
    sqlite3_stmt *st[WRITE_KINDS], *begin = prepared(db, "BEGIN IMMEDIATE"),
                                   *commit = prepared(db, "COMMIT");
    int all = (int)b->entries;
    size_t at = 0;
    double start;
    bool with_end = batches == NULL;

    for (int k = 0; k < WRITE_KINDS; k++)
        st[k] = prepared(db, writes[k].write);
    if (with_end) {
        batches = &all;
        n = 1;
    }
    start = bench_seconds();
    for (size_t i = 0; i < n && at < b->entries; i++) {
        sqlite3_step(begin);
        sqlite3_reset(begin);
        for (int k = 0; k < batches[i] && at < b->entries; k++)
            write_entry(b, st, at++);
        must(sqlite3_step(commit) == SQLITE_DONE, "commit");
        sqlite3_reset(commit);
    }
    if (!with_end)
        start = bench_seconds() - start;
    must(at == b->entries, "the batches do not hold all entries");
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    for (int k = 0; k < WRITE_KINDS; k++)
        sqlite3_finalize(st[k]);
    sqlite3_close(db);
    return with_end ? bench_seconds() - start : start;
}

double bare_rows(const char *from, const char *path)
{
    static const char *const tables[] = { "journal_entry", "journal_sealed", "effect",   "thing",
                                          "thing_word",    "trace",          "used_key", "box" };
    sqlite3 *db = fresh(path, true), *source = NULL;
    double start, spent = 0;

    must(sqlite3_open(from, &source) == SQLITE_OK, "the space's file cannot be read");
    must(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK, "begin");
    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
        char sql[SQL_MAX];
        sqlite3_stmt *read, *write;
        struct bare rows = { 0 };
        size_t len;

        snprintf(sql, sizeof(sql), "SELECT * FROM %s WHERE ?1 IS NOT NULL ORDER BY rowid",
                 tables[t]);
        if (strcmp(tables[t], "journal_sealed") == 0)
            snprintf(sql, sizeof(sql), "SELECT * FROM journal_sealed WHERE ?1 IS NOT NULL");
        read = prepared(source, sql);
        len = (size_t)snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (", tables[t]);
        for (int i = 0; i < sqlite3_column_count(read); i++)
            len += (size_t)snprintf(sql + len, sizeof(sql) - len, "%s?%d", i > 0 ? "," : "", i + 1);
        snprintf(sql + len, sizeof(sql) - len, ")");
        write = prepared(db, sql);
        add_ops(&rows, read, ENTRY, 0, 0);
        start = bench_seconds(); /* reading them first is not counted */
        for (size_t i = 0; i < rows.count; i++) {
            for (int k = 0; k < rows.ops[i].n; k++)
                bind(write, k + 1, &rows.ops[i].cells[k]);
            must(sqlite3_step(write) == SQLITE_DONE, "a row is refused");
            sqlite3_reset(write);
        }
        spent += bench_seconds() - start;
        sqlite3_finalize(read);
        sqlite3_finalize(write);
        for (size_t i = 0; i < rows.count; i++)
            for (int k = 0; k < rows.ops[i].n; k++)
                free(rows.ops[i].cells[k].bytes);
        free(rows.ops);
    }
    start = bench_seconds();
    must(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "commit");
    sqlite3_close(db);
    spent += bench_seconds() - start;
    sqlite3_close(source);
    return spent;
}

/* ---- the run's surroundings ---- */

double bench_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void bench_folder(char path[64])
{
    const char *base = getenv("TMPDIR");

    snprintf(path, 64, "%s/schakel-bench-XXXXXX",
             base != NULL && strlen(base) < 40 ? base : "/tmp");
    must(mkdtemp(path) != NULL, "no folder for the files of this run");
}

void bench_remove(const char *folder, const char *name)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal", ".lock" };
    char path[160];

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s%s", folder, name, tails[i]);
        unlink(path);
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

double bench_best(const double *values, size_t n)
{
    double best = values[0];

    for (size_t i = 1; i < n; i++)
        best = values[i] > best ? values[i] : best;
    return best;
}

double bench_median(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), by_size);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* ---- boxes ---- */

static const struct catalogue boxes = { box_rooms };

struct space *bench_space(const char *folder, const char *name, bool is_scratch)
{
    char path[160];
    struct space *s = NULL;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    struct space_options o = { .path = path,
                               .name = "live",
                               .catalogue = &boxes,
                               .node = 1,
                               .readers = 2,
                               .kind = SPACE_LIVE,
                               .is_scratch = is_scratch };
    must(space_open(&o, &s) == OK, "the space does not open");
    return s;
}

struct producer {
    struct space *space;
    int number, acts;
};

static void *produce(void *arg)
{
    const struct producer *p = arg;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct id box = ID_NONE;
    struct receipt r;

    for (int n = 0; n < p->acts; n++) {
        bool is_new = n % 4 == 0;
        char body[FIELD_BYTES], key[FIELD_BYTES];
        json_t *input;

        if (is_new)
            snprintf(body, sizeof(body), "{\"label\":\"zandzakken dijkvak %d %d\",\"size\":100000}",
                     p->number, n);
        else
            snprintf(body, sizeof(body), "{\"amount\":%d}", 1 + n % 9);
        snprintf(key, sizeof(key), "5f0c9d1e-%04d-4000-8000-%012d", p->number, n);
        input = json_loads(body, 0, NULL);
        struct step step = { .action = &box_room.actions[is_new ? 0 : 1],
                             .object = is_new ? ID_NONE : box,
                             .input = input,
                             .if_version = INT_NONE };
        struct unit unit = { .by = { T("p-4711"), ID_NONE, ID_NONE, T("api") },
                             .steps = &step,
                             .n = 1,
                             .key = text_of(key),
                             .body = text_of(body),
                             .trace = T("") };
        must(space_commit(p->space, &unit, a, &r) == OK, "an act is refused");
        box = r.steps[0].object;
        json_decref(input);
        arena_reset(a);
    }
    arena_close(a);
    return NULL;
}

double bench_produce(struct space *s, int producers, int acts)
{
    pthread_t *threads = calloc((size_t)producers, sizeof(*threads));
    struct producer *p = calloc((size_t)producers, sizeof(*p));
    double start = bench_seconds();

    must(threads != NULL && p != NULL, "no memory");
    for (int i = 0; i < producers; i++) {
        p[i] = (struct producer){ s, i, acts / producers };
        must(pthread_create(&threads[i], NULL, produce, &p[i]) == 0, "no thread");
    }
    for (int i = 0; i < producers; i++)
        pthread_join(threads[i], NULL);
    start = bench_seconds() - start;
    free(threads);
    free(p);
    return start;
}
