/* SPDX-License-Identifier: EUPL-1.2 */
/* bench/bare.h - the reference: SQLite alone writing the rows that the program wrote, and boxes to
 * work on.
 *
 * Terms      bare: prepared statements, bound values, the same schema, pages, synchronous level and
 *            batches; no journal, no judging, no checking. op: one insert or update with its
 * values. writes: the ops of each entry in order, as the commit path made them (an update stays an
 *            update). rows: one insert per row that stands at the end, table by table.
 * Used by    bench_*.c. One thread unless said. */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H
#include "kernel/kernel.h"

struct bare; /* ops in memory; never freed before the end */

/* Reads what the program wrote into the space's file (which is closed). */
struct bare *bare_load(const char *path);
void bare_free(struct bare *b);
/* Writes the ops of all entries into a fresh file at `path`, batch by batch: batches[i] entries per
 * transaction. NULL: all in one, and the seconds then hold the file's closing too, which moves the
 * WAL into it. Durable: synchronous=FULL, else OFF. Seconds. */
double bare_writes(const struct bare *b, const char *path, const int *batches, size_t n,
                   bool is_durable);
/* Inserts the rows of all tables of `from` into a fresh file at `path` in one transaction. Seconds.
 */
double bare_rows(const char *from, const char *path);

double bench_seconds(void); /* monotonic */
/* A folder for the run's files beside the working folder's disk: in $TMPDIR or /tmp. Ends the
 * program when there is none. */
void bench_folder(char path[64]);
void bench_remove(const char *folder, const char *name); /* the file with all that SQLite adds */
/* The highest: of the round that other work of the machine disturbed least. */
double bench_best(const double *values, size_t n);
double bench_median(double *values, size_t n); /* sorts them */

/* A space of boxes in folder/name; is_scratch as in struct space_options. */
struct space *bench_space(const char *folder, const char *name, bool is_scratch);
/* `acts` durable acts by `producers` threads: of each four one makes a box, three fill it, each
 * with a key of its own. Seconds. */
double bench_produce(struct space *s, int producers, int acts);

#endif
