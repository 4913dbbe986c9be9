/* SPDX-License-Identifier: EUPL-1.2 */
/* store/inner.h - what the files of this room share about connections, transactions and rows.
 *
 * Terms      prepared: one compiled statement of one connection. open: rows are being read from it.
 * Invariants 1. A connection serves one tx at a time, of one thread. 2. A prepared statement stays
 *            with its connection until the store closes. 3. A statement that is asked again while
 *            its rows are open gets a further prepared one, chained behind the first.
 * Used by    store/ only. */
#ifndef STORE_INNER_H
#define STORE_INNER_H
#include <pthread.h>
#include <sqlite3.h>

#include "store/store.h"

enum {
    STATEMENT_VALUES_MAX = 128, /* the widest table has about 60 columns */
    READERS_MAX = 64,
    BUSY_WAIT_MS = 10000,        /* only a checkpoint or a backup can hold us up */
    WAL_CHECKPOINT_PAGES = 10000 /* 40 MiB: measured 1.3 times 1000 pages at batches of 8 to 64 */
};

enum column_kind {
    COLUMN_PLAIN,
    COLUMN_ID,
    COLUMN_AT,
    COLUMN_ON,
    COLUMN_YES,
    COLUMN_JSON,
};
/* How json_rows writes a column; found out once per prepared statement. */
struct column {
    enum column_kind kind;
    char *name; /* the member's name */
};

struct prepared;
struct rows {
    struct tx *tx;             /* NULL once closed */
    struct prepared *prepared; /* NULL: there is nothing to read */
    struct rows *next_open;
};

struct prepared {
    const struct statement *statement;
    sqlite3_stmt *sqlite;
    struct prepared *next_same; /* invariant 3 */
    struct rows rows;
    bool is_open;
    int values;                      /* highest $n in the text */
    int place[STATEMENT_VALUES_MAX]; /* SQLite's number of $1, $2.. */
    struct column *columns;          /* column_count of them, made when first needed */
    int column_count;
};

struct tx {
    struct connection *connection;
    struct arena *arena;
    struct hasher *effect; /* NULL: not hashed */
    enum result result;
    enum result before_part;
    bool is_active, is_write, in_part, is_lost; /* lost: SQLite itself rolled all back */
    int64_t changed;
    struct rows *open;
    struct rows none; /* what a query gives when the tx has failed */
};

struct connection {
    struct store *store;
    sqlite3 *sqlite;
    struct prepared **slots; /* open addressing, keyed by the statement's address */
    size_t slot_count, used;
    struct connection *next_free;
    struct buf scratch[TX_SCRATCHES];
    struct hasher *hasher;
    struct tx tx;
};

struct store {
    char *path;
    const struct room_sql *const *rooms;
    bool is_looking; /* no writer: the file belongs to another process */
    bool is_scratch;
    int lock; /* descriptor of <path>.lock */
    struct connection writer;
    struct connection readers[READERS_MAX];
    int reader_count;
    struct connection *free_readers;
    pthread_mutex_t pool_lock; /* guards free_readers; never held over I/O */
    pthread_cond_t pool_freed;
};

/* ---- sqlite.c ---- */
enum result connection_open(struct connection *c, struct store *s, bool is_writer) MUST_USE;
void connection_close(struct connection *c);
/* A prepared statement that is not open; NULL after a logged fault. */
struct prepared *connection_prepare(struct connection *c, const struct statement *st);
/* A fault of SQLite, logged with the statement's name; made the tx's error. */
enum result tx_sqlite_fault(struct tx *tx, const char *where, const char *name);

/* ---- rows.c ---- */
void tx_close_rows(struct tx *tx);

/* ---- schema.c ---- */
/* Makes what is missing of the schemas of s->rooms. */
enum result schema_apply(struct store *s) MUST_USE;
/* Fills in whose file it is, and what of `rooms` differs or is missing. */
enum result schema_look(sqlite3 *db, const struct room_sql *const *rooms,
                        struct store_report *r) MUST_USE;
/* The rebuilt tables of `rooms`: names in the arena, in the order of their making. */
struct table_list {
    char **names;
    size_t n;
};
enum result schema_tables(const struct room_sql *const *rooms, struct arena *a,
                          struct table_list *out) MUST_USE;
#endif
