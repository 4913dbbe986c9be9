/* SPDX-License-Identifier: EUPL-1.2 */
/* across/across.h - what the tests across rooms share: the rooms' SQL, and a list of all that is
 * wrong.
 *
 * Terms      finding: one line about one row that is not as it must be. A test collects them and
 * fails once, so that all are seen together. Used by    tests/across/test_*.c. One thread. */
#ifndef ACROSS_ACROSS_H
#define ACROSS_ACROSS_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "rooms.h"

enum { ACROSS_ROOMS_MAX = 64 };

/* The SQL of the journal and of every room, in layer order; ends with NULL. */
void across_sql(const struct room_sql *rooms[ACROSS_ROOMS_MAX]);
/* An empty database in memory with every table of every room. Owner: the caller, sqlite3_close. */
sqlite3 *across_database(void);

/* Findings of the running test: one line each, counted, and printed unless quiet. */
struct findings {
    size_t count;
    bool is_quiet; /* for tests of a check itself: only counted */
};
void found(struct findings *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Fails the test when there are any. */
void found_none(const struct findings *f);

#endif
