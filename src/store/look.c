/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking at a store's file from outside, and at the engine that reads it: changes nothing. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"
#include "store/inner.h"

enum {
    ENGINE_LEAST = 3037000, /* STRICT tables */
    LOCK_PATH_BYTES = 4200,
};

const char *store_engine_version(void)
{
    return sqlite3_libversion();
}

/* Parts that a build of SQLite may leave out and that a space cannot do without. */
const char *store_engine_lacks(void)
{
    static const char *const parts[] = { "OMIT_WAL", "OMIT_FOREIGN_KEY", "OMIT_JSON", "OMIT_CTE",
                                         "OMIT_UPSERT" };

    if (sqlite3_libversion_number() < ENGINE_LEAST)
        return "STRICT";
    if (sqlite3_threadsafe() == 0)
        return "THREADSAFE";
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (sqlite3_compileoption_used(parts[i]) != 0)
            return parts[i] + strlen("OMIT_");
    return NULL;
}

/* The lock is asked for together with other lookers and given back at once. */
static void look_at_lock(const char *path, struct store_report *r)
{
    char lock[LOCK_PATH_BYTES], first = 0;
    int fd;

    if (snprintf(lock, sizeof(lock), "%s.lock", path) >= (int)sizeof(lock))
        return;
    fd = open(lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return; /* none: nobody ever wrote here, or wrote and took it away */
    if (flock(fd, LOCK_SH | LOCK_NB) != 0)
        r->is_served = errno == EWOULDBLOCK;
    else
        r->was_unclean = pread(fd, &first, 1, 0) == 1;
    close(fd);
}

static void look_at_pages(sqlite3 *db, struct store_report *r)
{
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW) {
        const char *words = (const char *)sqlite3_column_text(st, 0);

        r->is_sound = words != NULL && strcmp(words, "ok") == 0;
        snprintf(r->fault, sizeof(r->fault), "%s", r->is_sound || words == NULL ? "" : words);
    } else {
        snprintf(r->fault, sizeof(r->fault), "%s", sqlite3_errmsg(db));
    }
    sqlite3_finalize(st);
    for (char *p = r->fault; *p; p++) /* one line */
        if (*p == '\n')
            *p = ' ';
}

enum result store_look(const char *path, const struct room_sql *const *rooms,
                       struct store_report *r)
{
    sqlite3 *db = NULL;
    enum result done = OK;

    *r = (struct store_report){ 0 };
    look_at_lock(path, r);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        snprintf(r->fault, sizeof(r->fault), "%s", db == NULL ? "" : sqlite3_errmsg(db));
        sqlite3_close(db);
        return NOT_FOUND;
    }
    sqlite3_busy_timeout(db, BUSY_WAIT_MS);
    (void)sqlite3_exec(db, "PRAGMA query_only=ON; PRAGMA cell_size_check=ON", NULL, NULL, NULL);
    look_at_pages(db, r);
    if (r->is_sound)
        done = schema_look(db, rooms, r);
    sqlite3_close(db);
    return done;
}
