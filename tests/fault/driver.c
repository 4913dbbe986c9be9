/* SPDX-License-Identifier: EUPL-1.2 */
/* fault/driver.c - works on a space until it is killed, and checks what a killed one left behind.
 *
 * usage: driver work FILE SEED           eight threads commit units, each with a key; every
 *                                        acknowledged unit is one line on stdout, written at once
 *        driver check FILE [raw] [rebuild]   reads all acknowledged lines on stdin; exit 0 when the
 *                                        space holds what it must, else one line and exit 1
 *        raw: first looks into the file with SQLite alone, before the program opens it: what was
 *        acknowledged stands in the rebuilt tables then, so no replay is needed at start-up.
 * Terms  line: "thread n position entry object version held": the last step of the unit.
 * The rooms are the kernel's boxes: units of one or two acts, a sealed field, settled values. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "journal/journal.h"
#include "kernel/test_room.h"

enum { THREADS = 8, BOX_SIZE = 1000000, LINE_BYTES = 160, ACKS_MAX = 200000 };

static const struct catalogue boxes = { box_rooms };

static enum result open_space(const char *path, struct space **out)
{
    struct space_options o = { .path = path,
                               .name = "proef",
                               .catalogue = &boxes,
                               .node = 1,
                               .readers = 2,
                               .kind = SPACE_LIVE };

    return space_open(&o, out);
}

/* ---- work ---- */

struct worker {
    struct space *space;
    unsigned seed;
    int number;
    struct id box; /* the box of its last "make" */
    int64_t held;
};

/* The unit's request is made from its key alone, so that a check can send it again. */
static json_t *make_input(int thread, int n)
{
    return json_pack("{s:o, s:i, s:o}", "label", json_sprintf("doos %d %d", thread, n), "size",
                     BOX_SIZE, "secret", json_sprintf("geheim %d", n));
}

static enum result commit(struct space *s, struct id box, int thread, unsigned seed, int n,
                          struct arena *a, struct receipt *r)
{
    json_t *make = make_input(thread, n), *fill = json_pack("{s:i}", "amount", 1 + n % 7);
    const struct action *actions = box_room.actions;
    struct step steps[2] = {
        { .action = &actions[0], .input = make, .if_version = INT_NONE },
        { .action = &actions[1], .input = fill, .if_version = INT_NONE, .object_step = 1 },
    };
    struct text key = text_printf(a, "k-%u-%d-%d", seed, thread, n);
    struct unit unit = { .by = { T("proef"), ID_NONE, ID_NONE, T("api") },
                         .steps = steps,
                         .n = 2,
                         .key = key,
                         .body = key,
                         .trace = T("") };
    enum result result;

    if (!id_is_none(box)) { /* one act on the box of before */
        steps[1].object = box;
        steps[1].object_step = 0;
        unit.steps = steps + 1;
        unit.n = 1;
    }
    result = space_commit(s, &unit, a, r);
    json_decref(make);
    json_decref(fill);
    return result;
}

static void say(const struct worker *w, int n, const struct receipt *r)
{
    char line[LINE_BYTES];
    const size_t last = r->n - 1;
    int len = snprintf(line, sizeof(line), "%u %d %d %lld %lld %lld %lld %lld\n", w->seed,
                       w->number, n, (long long)r->position, (long long)r->steps[last].entry.v,
                       (long long)r->steps[last].object.v, (long long)r->steps[last].version,
                       (long long)w->held);

    /* One write of less than PIPE_BUF: whole or not at all. */
    if (write(STDOUT_FILENO, line, (size_t)len) != len)
        exit(1);
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct receipt r;

    for (int n = 0;; n++) {
        bool is_new = n % 3 == 0;

        if (commit(w->space, is_new ? ID_NONE : w->box, w->number, w->seed, n, a, &r) != OK) {
            fprintf(stderr, "unit %d of thread %d failed: %d\n", n, w->number, (int)r.result);
            exit(1);
        }
        w->held = (is_new ? 0 : w->held) + 1 + n % 7;
        if (is_new)
            w->box = r.steps[0].object;
        say(w, n, &r);
        arena_reset(a);
    }
    return NULL;
}

static int work_until_killed(const char *path, unsigned seed)
{
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    struct space *s;

    if (open_space(path, &s) != OK)
        return 1;
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){ s, seed, i, ID_NONE, 0 };
        if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0)
            return 1;
    }
    for (;;)
        pause();
}

/* ---- check ---- */

struct ack {
    unsigned seed;
    int thread, n;
    long long position, entry, object, version, held;
};

static size_t read_acks(struct ack *acks)
{
    char line[LINE_BYTES];
    size_t n = 0;

    while (n < ACKS_MAX && fgets(line, sizeof(line), stdin) != NULL) {
        struct ack *a = &acks[n];

        if (sscanf(line, "%u %d %d %lld %lld %lld %lld %lld", &a->seed, &a->thread, &a->n,
                   &a->position, &a->entry, &a->object, &a->version, &a->held) == 8)
            n++;
    }
    return n;
}

static int bad(const char *what, const struct ack *a)
{
    printf("%s: thread %d unit %d at position %lld\n", what, a->thread, a->n, a->position);
    return 1;
}

/* Each acknowledged unit against journal and tables, by SQLite alone. */
static int check_rows(sqlite3 *db, const struct ack *acks, size_t n)
{
    static const char *const sql =
        "SELECT (SELECT id FROM journal_entry WHERE position = ?1), t.version, b.held, "
        "(SELECT count(*) FROM trace WHERE thing_id = t.id) "
        "FROM thing t JOIN box b ON b.box_id = t.id WHERE t.id = ?2";
    sqlite3_stmt *st = NULL;
    int wrong = 0;

    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        return n == 0 ? 0 : bad(sqlite3_errmsg(db), &acks[0]); /* killed before there were tables */
    for (size_t i = 0; i < n && !wrong; i++) {
        const struct ack *a = &acks[i];

        sqlite3_bind_int64(st, 1, a->position);
        sqlite3_bind_int64(st, 2, a->object);
        if (sqlite3_step(st) != SQLITE_ROW)
            wrong = bad("an acknowledged box is gone", a);
        else if (sqlite3_column_int64(st, 0) != a->entry)
            wrong = bad("an acknowledged entry is gone", a);
        else if (sqlite3_column_int64(st, 1) < a->version || sqlite3_column_int64(st, 2) < a->held)
            wrong = bad("an acknowledged effect is gone", a);
        else if (sqlite3_column_int64(st, 1) != sqlite3_column_int64(st, 3))
            wrong = bad("a version and its trace differ", a);
        sqlite3_reset(st);
    }
    sqlite3_finalize(st);
    return wrong;
}

static int check_file(const char *path, const struct ack *acks, size_t n)
{
    sqlite3 *db = NULL;
    int wrong = 1;

    if (sqlite3_open(path, &db) == SQLITE_OK)
        wrong = check_rows(db, acks, n);
    sqlite3_close(db);
    return wrong;
}

/* Units are whole: their entries stand together, none is missing. */
struct wholeness {
    int64_t next, size;
};

static enum result see_entry(void *ctx, const struct journal_entry *e)
{
    struct wholeness *w = ctx;

    if (e->unit_index != w->next || (w->next > 0 && e->unit_size != w->size))
        return CONFLICT;
    w->size = e->unit_size;
    w->next = e->unit_index + 1 == e->unit_size ? 0 : e->unit_index + 1;
    return OK;
}

static int check_journal(struct space *s, struct arena *a)
{
    struct journal_report report;
    struct wholeness w = { 0 };
    struct tx *tx = tx_read(space_store(s), a);
    int wrong = 0;

    if (journal_verify(tx, &report) != OK || report.bad_position != 0) {
        printf("the journal does not verify: %s at %lld\n", report.what,
               (long long)report.bad_position);
        wrong = 1;
    } else if (journal_each(tx, 1, see_entry, &w) != OK || w.next != 0) {
        printf("a unit is not whole\n");
        wrong = 1;
    }
    if (tx_end(tx) != OK)
        wrong = 1;
    return wrong;
}

/* The last acknowledged unit of each thread, sent again: the same receipt, nothing done twice. */
static int check_keys(struct space *s, struct arena *a, const struct ack *acks, size_t n)
{
    bool is_seen[THREADS] = { false };
    struct receipt r;

    for (size_t i = n; i-- > 0;) {
        const struct ack *k = &acks[i];
        struct id box = k->n % 3 == 0 ? ID_NONE : (struct id){ k->object };

        if (is_seen[k->thread])
            continue;
        is_seen[k->thread] = true;
        if (commit(s, box, k->thread, k->seed, k->n, a, &r) != OK || !r.is_repeat ||
            r.position != k->position)
            return bad("the key does not give the same receipt", k);
    }
    return 0;
}

static int check_rebuild(struct space *s, struct arena *a)
{
    struct rebuild_report report;

    if (space_rebuild_check(s, a, &report) == OK && report.is_equal)
        return 0;
    printf("rebuilt tables differ: %s, entry %lld, %.*s\n", report.table,
           (long long)report.first_position, TEXT_FMT(report.difference));
    return 1;
}

static int check(const char *path, bool is_raw, bool with_rebuild)
{
    struct ack *acks = calloc(ACKS_MAX, sizeof(*acks));
    size_t n = acks == NULL ? 0 : read_acks(acks);
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct space *s;
    int wrong = acks == NULL || (is_raw && check_file(path, acks, n));

    if (!wrong && open_space(path, &s) != OK) {
        printf("the space does not open\n");
        wrong = 1;
    } else if (!wrong) {
        wrong = check_file(path, acks, n) || check_journal(s, a) || check_keys(s, a, acks, n) ||
                (with_rebuild && check_rebuild(s, a));
        space_close(s);
    }
    arena_close(a);
    free(acks);
    return wrong;
}

int main(int argc, char **argv)
{
    bool is_raw = false, with_rebuild = false;

    for (int i = 3; i < argc; i++) {
        is_raw = is_raw || strcmp(argv[i], "raw") == 0;
        with_rebuild = with_rebuild || strcmp(argv[i], "rebuild") == 0;
    }
    if (argc == 4 && strcmp(argv[1], "work") == 0)
        return work_until_killed(argv[2], (unsigned)strtoul(argv[3], NULL, 10));
    if (argc >= 3 && strcmp(argv[1], "check") == 0)
        return check(argv[2], is_raw, with_rebuild);
    fprintf(stderr, "usage: driver work FILE SEED | driver check FILE [raw] [rebuild]\n");
    return 2;
}
