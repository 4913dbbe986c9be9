/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"

enum { FILE_PATH_MAX = 4096 };

static bool file_path(const char *shelf, const struct hash *digest, char out[FILE_PATH_MAX])
{
    char hex[HASH_HEX_MAX];

    hash_hex(digest, hex);
    return snprintf(out, FILE_PATH_MAX, "%s/%.2s/%s", shelf, hex, hex) < FILE_PATH_MAX;
}

static enum result write_all(int fd, struct text bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.at, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return LOG_FAULT("file_write_failed", "errno=%d", errno);
        bytes = text_slice(bytes, (size_t)n, bytes.len);
    }
    return fsync(fd) == 0 ? OK : LOG_FAULT("file_sync_failed", "errno=%d", errno);
}

/* Invariant 1: a name of its own until the bytes are safe. */
static enum result write_whole(const char *folder, const char *path, struct text bytes)
{
    char draft[FILE_PATH_MAX];
    enum result r;
    int fd;

    if (snprintf(draft, sizeof(draft), "%s/draft-XXXXXX", folder) >= (int)sizeof(draft))
        return LOG_FAULT("file_path_too_long", "folder=%s", folder);
    fd = mkstemp(draft);
    if (fd < 0)
        return LOG_FAULT("file_open_failed", "errno=%d", errno);
    r = write_all(fd, bytes);
    close(fd);
    if (!r && rename(draft, path) != 0)
        r = LOG_FAULT("file_rename_failed", "errno=%d", errno);
    if (r)
        unlink(draft);
    return r;
}

static bool make_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

enum result file_put(const char *shelf, struct text bytes, struct hash *digest)
{
    char path[FILE_PATH_MAX], folder[FILE_PATH_MAX];

    if (bytes.len == 0 || bytes.len > FILE_BYTES_MAX)
        return LIMIT;
    *digest = hash_of(bytes);
    if (!file_path(shelf, digest, path))
        return LOG_FAULT("file_path_too_long", "shelf=%s", shelf);
    if (access(path, F_OK) == 0)
        return OK; /* invariant 2 */
    snprintf(folder, sizeof(folder), "%.*s", (int)(text_of(path).len - (HASH_HEX_MAX - 1) - 1),
             path);
    if (!make_folder(shelf) || !make_folder(folder))
        return LOG_FAULT("file_folder_failed", "errno=%d", errno);
    return write_whole(folder, path, bytes);
}

enum result file_get(const char *shelf, const struct hash *digest, struct arena *a,
                     struct text *bytes)
{
    char path[FILE_PATH_MAX];
    struct stat st;
    enum result r = OK;
    char *at = NULL;
    size_t have = 0;
    int fd;

    if (!file_path(shelf, digest, path) || (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        return NOT_FOUND;
    if (fstat(fd, &st) != 0 || st.st_size > FILE_BYTES_MAX)
        r = LOG_FAULT("file_unreadable", "errno=%d", errno);
    else if (!(at = arena_array(a, char, (size_t)st.st_size + 1)))
        r = LIMIT;
    while (!r && have < (size_t)st.st_size) {
        ssize_t n = read(fd, at + have, (size_t)st.st_size - have);
        if (n <= 0 && !(n < 0 && errno == EINTR))
            r = LOG_FAULT("file_unreadable", "errno=%d", errno);
        have += n > 0 ? (size_t)n : 0;
    }
    close(fd);
    if (r)
        return r;
    *bytes = text_at(at, have);
    struct hash now = hash_of(*bytes);
    return hash_same(&now, digest) ? OK : LOG_FAULT("file_changed", "path=%s", path);
}
