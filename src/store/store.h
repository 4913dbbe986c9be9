/* SPDX-License-Identifier: EUPL-1.2 */
/* store/store.h - one small interface over the database of a space: transactions, statements, rows.
 *
 * Terms      store: one database (a SQLite file). tx: one transaction on one connection.
 *            statement: SQL text with a name, from a room's statements.sql (made by the build).
 *            rebuilt table: made by a room's schema.sql, filled again from the journal.
 *            kept table: made by local.sql; a rebuild leaves it alone and no dump shows it.
 * Invariants 1. SQLite: WAL, synchronous=FULL, foreign keys on, strict tables. 2. One write tx at a
 *            time per store (one writer); read txs see one snapshot each. 3. A tx keeps its first
 *            error: after it every call does nothing; tx_end tells. 4. Parameters $1.. are bound by
 *            name. 5. Rows point into the statement until the next rows_next: copy to keep
 *            (rows_text copies into the tx's arena, so its result lives as long as the arena).
 * Uses       base/. Used by journal/, kernel/ and every room. A tx belongs to one thread. */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/result.h"
#include "base/values.h"

/* ---- what the build makes of a room's SQL (tools/embed_sql.py) ---- */
struct statement {
    const char *name;     /* "READINESS_PUT" */
    const char *sql;      /* for both engines */
    const char *postgres; /* only where they must differ, else NULL */
    const char *scan;     /* why a full scan is fine, else NULL */
};
struct room_sql {
    const char *room;
    const char *schema;                        /* rebuilt tables, may be empty */
    const char *local;                         /* kept tables, may be empty */
    const struct statement *const *statements; /* ends with NULL */
    size_t count;
};

/* ---- values ---- */
enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };
struct value {
    enum value_kind kind;
    int64_t i;
    struct text t; /* text or blob bytes; must live until the call returns */
};

struct value value_int(int64_t v); /* INT_NONE gives NULL */
struct value value_plain_int(int v);
struct value value_bool(bool v);
struct value value_text(struct text v); /* "" stays "": use value_text_or_null for NULL */
struct value value_cstr(const char *v); /* NULL gives NULL */
struct value value_id(struct id v);     /* ID_NONE gives NULL */
struct value value_instant(struct instant v);
struct value value_day(struct day v);
struct value value_money(struct money v);
struct value value_quantity(struct quantity v);
struct value value_yesno(struct yesno v);       /* NULL, 0, 1 */
struct value value_choice(struct choice v);     /* empty gives NULL */
struct value value_place(struct place v);       /* empty gives NULL */
struct value value_file(struct file_ref v);     /* empty gives NULL */
struct value value_hash(const struct hash *v);  /* 32 bytes */
struct value value_text_or_null(struct text v); /* "" gives NULL */
struct value value_blob(struct text v);
#define VAL(x)                                                                                     \
    _Generic((x), int64_t: value_int, int: value_plain_int, bool: value_bool,                      \
             struct text: value_text, const char *: value_cstr, char *: value_cstr,                \
             struct id: value_id, struct instant: value_instant, struct day: value_day,            \
             struct money: value_money, struct quantity: value_quantity,                           \
             struct yesno: value_yesno, struct choice: value_choice, struct place: value_place,    \
             struct file_ref: value_file)(x)

/* ---- store ---- */
struct store;
struct tx;

struct store_options {
    const char *path;                    /* file; its folder exists */
    const struct room_sql *const *rooms; /* in layer order, ends with NULL */
    int readers;                         /* read connections kept, 1..64 */
    bool is_looking; /* a second process that only reads beside the writer: takes no lock, makes
                        nothing */
    bool is_scratch; /* a rebuild's or test's file: synchronous off, never for live data */
};
/* Opens or creates the file and makes missing tables (schema and local of all rooms). CONFLICT when
 * another process holds it for writing (flock on <path>.lock). REFUSED when its tables are those of
 * another version of the program: nothing was changed, and they can be made again from the journal
 * (looking opens it). FAULT is logged. Owner: the caller,
 * who ends it with store_close. After an unclean end it runs a quick integrity check. */
enum result store_open(const struct store_options *options, struct store **out) MUST_USE;
void store_close(struct store *s);
const char *store_path(const struct store *s);
/* A consistent copy into a new file (SQLite backup). Any thread. */
enum result store_backup(struct store *s, const char *path) MUST_USE;

/* What a look at a store's file from outside found. */
struct store_report {
    bool is_served;   /* another process writes to it now */
    bool was_unclean; /* nobody does, and the last one did not come to its end */
    bool is_sound;    /* its pages fit together; the rest below is only known when they do */
    bool is_ours;     /* a file of this program */
    char fault[200];  /* the engine's words when it is not sound, in English */
    char differs[80]; /* the first table or index that stands there in another form; "" */
    char missing[80]; /* the first that does not stand there, and is made by store_open; "" */
};
/* Looks beside the process that writes to it, if one does, and changes nothing. NOT_FOUND: it
 * cannot be opened (fault says why). */
enum result store_look(const char *path, const struct room_sql *const *rooms,
                       struct store_report *r) MUST_USE;
/* The engine at run time: its version, and the first needed part that it lacks; NULL: nothing. */
const char *store_engine_version(void);
const char *store_engine_lacks(void);

/* A read snapshot on a pooled connection; waits for a free one. Results live in `a`. Any thread. */
struct tx *tx_read(struct store *s, struct arena *a);
/* The write transaction (BEGIN IMMEDIATE). Writer thread only. */
struct tx *tx_write(struct store *s, struct arena *a);
/* Commits a write tx unless an error stands (then rolls back), releases a read tx. The first error.
 */
enum result tx_end(struct tx *tx) MUST_USE;
/* Rolls back and ends. */
void tx_abandon(struct tx *tx);
/* One level of part inside a write tx: everything since is kept (tx_part_keep) or undone
 * (tx_part_undo; clears the sticky error too). */
void tx_part(struct tx *tx);
void tx_part_keep(struct tx *tx);
void tx_part_undo(struct tx *tx);
/* The first error so far, OK if none. */
enum result tx_result(const struct tx *tx) MUST_USE;
/* Makes `r` the tx's error unless one stands; returns the standing one. */
enum result tx_fail(struct tx *tx, enum result r);
struct arena *tx_arena(const struct tx *tx);
/* Where the results of this tx live from now on (a writer's next job). */
void tx_set_arena(struct tx *tx, struct arena *a);
/* A buffer (emptied; which: 0 or 1) and a hasher of the tx's connection, so that frequent work
 * needs no memory of its own. For use within one call of a lower room: anybody else may take them
 * next. */
enum { TX_SCRATCHES = 2, TX_SCRATCH_BYTES_MAX = 1024 * 1024 };
struct buf *tx_scratch(struct tx *tx, size_t which) __attribute__((returns_nonnull));
struct hasher *tx_hasher(struct tx *tx) __attribute__((returns_nonnull));
/* While set, every tx_exec adds (name, values, rows changed) to `h`: the effect of an apply. */
void tx_set_effect(struct tx *tx, struct hasher *h);

/* ---- statements ---- */
#define VALUES_(...)                                                                               \
    (const struct value[]){ __VA_ARGS__ },                                                         \
        sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value)
/* A change. Returns the tx's standing error or OK. A broken constraint is a FAULT (logged): guards
 * refuse before. Usage: tx_exec(tx, SQL_X, VAL(a), VAL(b)); without values: tx_exec0. */
enum result tx_exec_values(struct tx *tx, const struct statement *st, const struct value *v,
                           size_t n);
#define tx_exec(tx, st, ...) tx_exec_values((tx), (st), VALUES_(__VA_ARGS__))
#define tx_exec0(tx, st)     tx_exec_values((tx), (st), NULL, 0)
/* Rows changed by the last tx_exec. */
int64_t tx_changed(const struct tx *tx);

struct rows;
/* A query; never NULL. Read with rows_next until false (which frees it), or rows_close early. */
struct rows *tx_query_values(struct tx *tx, const struct statement *st, const struct value *v,
                             size_t n) __attribute__((returns_nonnull));
#define tx_query(tx, st, ...) tx_query_values((tx), (st), VALUES_(__VA_ARGS__))
#define tx_query0(tx, st)     tx_query_values((tx), (st), NULL, 0)
bool rows_next(struct rows *r);
void rows_close(struct rows *r);
int rows_count(const struct rows *r); /* columns */
const char *rows_name(const struct rows *r, int column);
bool rows_is_null(const struct rows *r, int column);
int64_t rows_int(const struct rows *r, int column);      /* NULL gives INT_NONE */
struct text rows_text(const struct rows *r, int column); /* a copy in the arena; NULL gives "" */
struct text rows_peek(const struct rows *r,
                      int column); /* text or blob, until the next rows_next */
struct id rows_id(const struct rows *r, int column);
struct instant rows_instant(const struct rows *r, int column);
bool rows_bool(const struct rows *r, int column);
struct yesno rows_yesno(const struct rows *r, int column);

/* The first column of the first row: number, text (copy in the arena), whether there is a row. */
int64_t tx_int_values(struct tx *tx, const struct statement *st, int64_t otherwise,
                      const struct value *v, size_t n);
struct text tx_text_values(struct tx *tx, const struct statement *st, const struct value *v,
                           size_t n);
bool tx_has_values(struct tx *tx, const struct statement *st, const struct value *v, size_t n);
#define tx_int(tx, st, otherwise, ...) tx_int_values((tx), (st), (otherwise), VALUES_(__VA_ARGS__))
#define tx_text(tx, st, ...)           tx_text_values((tx), (st), VALUES_(__VA_ARGS__))
#define tx_has(tx, st, ...)            tx_has_values((tx), (st), VALUES_(__VA_ARGS__))

/* ---- rows as JSON ----
 * Columns by name: "id" and *_id -> "1-143" or null; *_at -> RFC 3339; *_on -> "2021-07-14";
 * is_*, has_*, may_* -> true/false/null; *_json -> the JSON text as it is, under the name without
 * _json; other INTEGER -> number; TEXT -> string; NULL -> null. */
/* {"name": [ {row}, ... ]} : one member holding a list. Returns the number of rows. */
int64_t json_rows_values(struct json *out, const char *name, struct tx *tx,
                         const struct statement *st, const struct value *v, size_t n);
#define json_rows(out, name, tx, st, ...)                                                          \
    json_rows_values((out), (name), (tx), (st), VALUES_(__VA_ARGS__))
#define json_rows0(out, name, tx, st) json_rows_values((out), (name), (tx), (st), NULL, 0)
/* The columns of the present row as members of the object that is open in `out`. */
void json_row_members(struct json *out, const struct rows *r);
/* The first row's columns as members of the open object; false when there is no row. */
bool json_row_values(struct json *out, struct tx *tx, const struct statement *st,
                     const struct value *v, size_t n);
#define json_row(out, tx, st, ...) json_row_values((out), (tx), (st), VALUES_(__VA_ARGS__))

/* ---- whole tables ---- */
/* Calls `seen` for every rebuilt table in name order with the SHA-256 of its canonical dump (rows
 * by primary key; column names, types and values). Stops at the first error. */
enum result store_digest(struct tx *tx, const struct room_sql *const *rooms,
                         void (*seen)(void *ctx, const char *table, const struct hash *digest,
                                      int64_t rows),
                         void *ctx) MUST_USE;
/* The first row that differs between the same table of two stores, as words "column = x / y". */
struct text store_first_difference(struct tx *left, struct tx *right, const char *table,
                                   struct arena *a);
/* Empties every rebuilt table of `rooms` (a rebuild beside uses a fresh file instead). */
enum result store_clear_rebuilt(struct tx *tx, const struct room_sql *const *rooms) MUST_USE;

/* ---- both engines ---- */
/* schema.sql for PostgreSQL: STRICT dropped, INTEGER to BIGINT, BLOB to BYTEA. In the arena. */
struct text store_schema_for_postgres(struct arena *a, const char *schema);

#endif
