/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening, closing and copying a store. The lock file tells two things: the flock on it, that a
 * process writes; the word "open" in it, that the last one did not come to its end. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"
#include "store/inner.h"

/* Takes the lock and says whether the last writer ended without store_close. */
static enum result take_lock(struct store *s, bool *was_unclean)
{
    size_t size = strlen(s->path) + sizeof ".lock";
    char *path = malloc(size), first = 0;
    int code;

    if (path == NULL)
        return LOG_FAULT("no_memory", "size=%zu", size);
    snprintf(path, size, "%s.lock", s->path);
    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    code = errno;
    free(path);
    if (s->lock < 0)
        return LOG_FAULT("lock_open_failed", "errno=%d", code);
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
        code = errno;
        close(s->lock);
        s->lock = -1;
        if (code == EWOULDBLOCK)
            return CONFLICT;
        return LOG_FAULT("lock_failed", "errno=%d", code);
    }
    *was_unclean = pread(s->lock, &first, 1, 0) == 1;
    if (pwrite(s->lock, "open\n", 5, 0) != 5 || (!s->is_scratch && fdatasync(s->lock) != 0))
        return LOG_FAULT("lock_write_failed", "errno=%d", errno);
    return OK;
}

static void give_lock(struct store *s, bool is_clean)
{
    if (s->lock < 0)
        return;
    if (is_clean && ftruncate(s->lock, 0) != 0)
        log_line(LOG_WARN, LOG_HERE, "lock_truncate_failed", "errno=%d", errno);
    close(s->lock);
    s->lock = -1;
}

/* After a crash: SQLite has recovered by now; this looks whether the pages fit together. */
static enum result check_integrity(struct connection *c)
{
    sqlite3_stmt *st = NULL;
    bool is_ok = false;

    log_line(LOG_INFO, LOG_HERE, "unclean_end_found", "check=quick");
    if (sqlite3_prepare_v2(c->sqlite, "PRAGMA quick_check(1)", -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW)
        is_ok = strcmp((const char *)sqlite3_column_text(st, 0), "ok") == 0;
    sqlite3_finalize(st);
    if (is_ok)
        return OK;
    return LOG_FAULT("integrity_check_failed", "code=%d", sqlite3_extended_errcode(c->sqlite));
}

static enum result open_writer(struct store *s)
{
    bool was_unclean = false;
    enum result r = take_lock(s, &was_unclean);

    if (r == OK)
        r = connection_open(&s->writer, s, true);
    if (r == OK && was_unclean)
        r = check_integrity(&s->writer);
    return r == OK ? schema_apply(s) : r;
}

static enum result open_all(struct store *s, int readers)
{
    enum result r = s->is_looking ? OK : open_writer(s);

    for (int i = 0; i < readers && r == OK; i++) {
        s->reader_count = i + 1;
        r = connection_open(&s->readers[i], s, false);
        s->readers[i].next_free = s->free_readers;
        s->free_readers = &s->readers[i];
    }
    return r;
}

static void close_all(struct store *s, bool is_clean)
{
    for (int i = 0; i < s->reader_count; i++)
        connection_close(&s->readers[i]);
    connection_close(&s->writer); /* the last one: SQLite moves the WAL into the file */
    give_lock(s, is_clean);
    pthread_cond_destroy(&s->pool_freed);
    pthread_mutex_destroy(&s->pool_lock);
    free(s->path);
    free(s);
}

/* SQLite counts all its memory under one lock of the whole process unless told otherwise, and
 * nobody reads the count: without it a replay takes a sixth less time, and threads do not wait for
 * each other there. It must be said before SQLite starts; where a test has started it, the count
 * stays. */
static void set_process(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static pthread_once_t process_once = PTHREAD_ONCE_INIT;

enum result store_open(const struct store_options *options, struct store **out)
{
    struct store *s = calloc(1, sizeof *s);
    enum result r;

    (void)pthread_once(&process_once, set_process);
    assert(options->readers >= 1);
    assert(options->readers <= READERS_MAX);
    *out = NULL;
    if (s == NULL)
        return LOG_FAULT("no_memory", "size=%zu", sizeof *s);
    s->path = strdup(options->path);
    s->rooms = options->rooms;
    s->is_scratch = options->is_scratch;
    s->is_looking = options->is_looking;
    s->lock = -1;
    pthread_mutex_init(&s->pool_lock, NULL);
    pthread_cond_init(&s->pool_freed, NULL);
    if (s->path == NULL)
        r = LOG_FAULT("no_memory", "size=%zu", strlen(options->path));
    else
        r = open_all(s, options->readers);
    if (r != OK) {
        close_all(s, false); /* the mark stays: the next opening looks again */
        return r;
    }
    *out = s;
    return OK;
}

void store_close(struct store *s)
{
    if (s != NULL)
        close_all(s, true);
}

const char *store_path(const struct store *s)
{
    return s->path;
}

/* Makes the file, refusing one that is there: a copy never hides another. */
static enum result make_new_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int code = errno;

    if (fd < 0 && code == EEXIST)
        return CONFLICT;
    if (fd < 0)
        return LOG_FAULT("backup_open_failed", "errno=%d", code);
    close(fd);
    return OK;
}

enum result store_backup(struct store *s, const char *path)
{
    sqlite3 *from = NULL, *to = NULL;
    sqlite3_backup *copy = NULL;
    int code = SQLITE_ERROR;
    enum result r = make_new_file(path);

    if (r != OK)
        return r;
    if (sqlite3_open_v2(s->path, &from, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(from, BUSY_WAIT_MS);
        copy = sqlite3_backup_init(to, "main", from, "main");
    }
    if (copy != NULL) {
        code = sqlite3_backup_step(copy, -1); /* one step: one snapshot */
        if (sqlite3_backup_finish(copy) != SQLITE_OK && code == SQLITE_DONE)
            code = SQLITE_ERROR;
    }
    if (sqlite3_close(to) != SQLITE_OK)
        code = SQLITE_ERROR;
    sqlite3_close(from);
    if (code == SQLITE_DONE)
        return OK;
    unlink(path);
    return LOG_FAULT("backup_failed", "code=%d", code);
}
