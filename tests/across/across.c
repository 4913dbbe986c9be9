/* SPDX-License-Identifier: EUPL-1.2 */
#include "across.h"

#include <stdio.h>

#include "journal/journal.h"

void across_sql(const struct room_sql *rooms[ACROSS_ROOMS_MAX])
{
    size_t n = 0;

    rooms[n++] = &journal_sql;
    for (size_t i = 0; schakel_catalogue.rooms[i] != NULL; i++) {
        assert_true(n < ACROSS_ROOMS_MAX - 1);
        if (schakel_catalogue.rooms[i]->sql != NULL)
            rooms[n++] = schakel_catalogue.rooms[i]->sql;
    }
    rooms[n] = NULL;
}

static void run(sqlite3 *db, const char *sql, const char *room)
{
    char *why = NULL;

    if (sql != NULL && sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("the tables of %s cannot be made: %s", room, why == NULL ? "" : why);
    sqlite3_free(why);
}

sqlite3 *across_database(void)
{
    const struct room_sql *rooms[ACROSS_ROOMS_MAX];
    sqlite3 *db = NULL;

    across_sql(rooms);
    assert_int_equal(SQLITE_OK, sqlite3_open(":memory:", &db));
    for (size_t i = 0; rooms[i] != NULL; i++) {
        run(db, rooms[i]->schema, rooms[i]->room);
        run(db, rooms[i]->local, rooms[i]->room);
    }
    return db;
}

void found(struct findings *f, const char *format, ...)
{
    char line[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (!f->is_quiet)
        print_error("  %s\n", line);
    f->count++;
}

void found_none(const struct findings *f)
{
    if (f->count > 0)
        fail_msg("%zu found; the lines above name them", f->count);
}
