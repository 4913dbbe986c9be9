/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether the machine is one on which the program can keep its promises. */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cli/self_check.h"
#include "law/law.h"

#define ABOUT_ZONE N_("Time zone data: Europe/Amsterdam, digest {version}")

enum {
    FILES_NEEDED = 256, /* readers, log, listener, a few visitors */
    FILES_WANTED = 4096,
    SPACE_NEEDED_MIB = 64, /* a write-ahead log at its largest, and a rebuild of a small space */
    SPACE_WANTED_MIB = 1024,
    TRY_BYTES = 4096,
    TRY_PATH_BYTES = 4200,
};

/* The time zone: there, and it knows summer time as the Netherlands have it. */
static void check_zone(struct self_check *k)
{
    struct zone *zone = zone_open("Europe/Amsterdam");
    struct instant summer;

    if (zone && instant_read(T("2021-07-14T12:00:00Z"), &summer) &&
        zone_civil(zone, summer).offset_min == 120)
        found(k, (struct finding){
                     .code = "time_zone",
                     .about = ABOUT_ZONE,
                     .holes = { { "version", text_printf(k->c->arena, "%.*s",
                                                         TEXT_FMT(zone_version(zone))) } } });
    else
        found(k, (struct finding){
                     .code = "time_zone",
                     .grade = GRADE_FAULT,
                     .about = N_("The time zone data of Europe/Amsterdam is missing or damaged."),
                     .cure = N_("Install it: apt-get install --reinstall tzdata") });
    zone_close(zone);
}

/* The words are in the program; the terminal must be able to show them. */
static void check_words(struct self_check *k)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    const char *locale = NULL;

    for (size_t i = 0; i < 3 && (!locale || !locale[0]); i++)
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): read before there is a second thread */
        locale = getenv(names[i]);
    if (locale && (strcasestr(locale, "UTF-8") || strcasestr(locale, "UTF8")))
        found(k, (struct finding){ .code = "words",
                                   .about = N_("Words: {n} sentences in two languages; the "
                                               "terminal shows UTF-8"),
                                   .holes = { { "n", check_number(k, (int64_t)tr_table_len) } } });
    else
        found(k, (struct finding){
                     .code = "words",
                     .grade = GRADE_WARNING,
                     .about = N_("The terminal is not set to UTF-8 (LANG is \"{lang}\"): some "
                                 "letters may look wrong in it. Pages are not touched by this."),
                     .cure = N_("Set it, for example: export LANG=C.UTF-8"),
                     .holes = { { "lang", text_of(locale ? locale : "") } } });
}

static void check_engine(struct self_check *k)
{
    const char *lacks = store_engine_lacks();
    struct verdict_hole version = { "version", text_of(store_engine_version()) };

    if (!lacks)
        found(k, (struct finding){ .code = "sqlite",
                                   .about = N_("SQLite {version} has all that is needed"),
                                   .holes = { version } });
    else
        found(k, (struct finding){ .code = "sqlite",
                                   .grade = GRADE_FAULT,
                                   .about = N_("SQLite {version} lacks {part}."),
                                   .cure = N_("Install libsqlite3-0 of Debian 12 or later, and "
                                              "take other builds of it out of LD_LIBRARY_PATH."),
                                   .holes = { version, { "part", text_of(lacks) } } });
}

static void check_files_limit(struct self_check *k)
{
    struct rlimit limit = { 0, 0 };
    struct verdict_hole n;
    int64_t most;

    (void)getrlimit(RLIMIT_NOFILE, &limit);
    most = limit.rlim_cur > INT32_MAX ? INT32_MAX : (int64_t)limit.rlim_cur;
    n = (struct verdict_hole){ "n", check_number(k, most) };
    if (most >= FILES_WANTED)
        found(k, (struct finding){ .code = "open_files",
                                   .about = N_("Open files: at most {n}"),
                                   .holes = { n } });
    else
        found(k, (struct finding){
                     .code = "open_files",
                     .grade = most < FILES_NEEDED ? GRADE_FAULT : GRADE_WARNING,
                     .about = N_("At most {n} files may be open at once: each visitor needs one."),
                     .cure = N_("Raise it: ulimit -n 16384, or LimitNOFILE=16384 in the service."),
                     .holes = { n } });
}

static void check_law(struct self_check *k)
{
    struct route_shelf *shelf = route_shelf_open();

    if (shelf)
        found(k, (struct finding){
                     .code = "law",
                     .about = N_("Law: {n} versions of routes, all readable"),
                     .holes = { { "n", check_number(k, (int64_t)route_shelf_count(shelf)) } } });
    else
        found(k, (struct finding){ .code = "law",
                                   .grade = GRADE_FAULT,
                                   .about = N_("The law files in the program cannot be read."),
                                   .cure = N_("Build or install the program again; schakel law "
                                              "check names the file.") });
    route_shelf_close(shelf);
}

void check_machine(struct self_check *k)
{
    check_zone(k);
    check_words(k);
    check_engine(k);
    check_files_limit(k);
    check_law(k);
}

/* ---- the port ---- */

/* 0 when it can be listened on, else errno; EINVAL: no such address. */
static int try_port(const char *address, uint16_t port)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM };
    struct addrinfo *at = NULL;
    char service[8];
    int fd, code = 0, yes = 1;

    snprintf(service, sizeof(service), "%u", port);
    if (getaddrinfo(address ? address : "127.0.0.1", service, &hints, &at) != 0)
        return EINVAL;
    fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
        bind(fd, at->ai_addr, at->ai_addrlen) != 0 || listen(fd, 1) != 0)
        code = errno;
    if (fd >= 0)
        close(fd);
    freeaddrinfo(at);
    return code;
}

void check_port(struct self_check *k, const char *address, uint16_t port)
{
    struct finding f = { .code = "port",
                         .about = N_("The port {port} is free at {address}"),
                         .holes = { { "port", check_number(k, port) },
                                    { "address", text_of(address ? address : "127.0.0.1") } } };
    int code = try_port(address, port);

    f.grade = code ? GRADE_FAULT : GRADE_WELL;
    if (code == EADDRINUSE) {
        f.about = N_("The port {port} at {address} is in use.");
        f.cure = N_("Choose another with --port, or stop what listens there: ss -ltnp shows it.");
    } else if (code == EACCES) {
        f.about = N_("The port {port} needs root.");
        f.cure = N_("Choose one from 1024 on, and put a proxy in front.");
    } else if (code) {
        f.about = N_("Nobody can listen on {address}: it is not an address of this machine.");
        f.cure = N_("Give one of those that ip address shows, or leave --address out.");
    }
    found(k, f);
}

/* ---- the data folder ---- */

static void check_disk(struct self_check *k)
{
    struct statvfs v;
    int64_t mib = 0;
    struct finding f = { .code = "disk_space", .about = N_("Free on the disk: {mib} MiB") };

    if (statvfs(k->data, &v) == 0)
        mib = (int64_t)(((uint64_t)v.f_bavail * v.f_frsize) >> 20);
    f.holes[0] = (struct verdict_hole){ "mib", check_number(k, mib) };
    if (mib < SPACE_WANTED_MIB) {
        f.grade = mib < SPACE_NEEDED_MIB ? GRADE_FAULT : GRADE_WARNING;
        f.about = N_("Only {mib} MiB is free on the disk of the data folder.");
        f.cure = N_("Make room, or put the data folder on a larger disk: 1 GiB is a good start.");
    }
    found(k, f);
}

/* A file system that is known not to keep what fsync or locks promise. */
static void check_file_system(struct self_check *k)
{
    struct statfs v;
    struct finding f = { .code = "file_system",
                         .about = N_("The file system keeps what is written, as far as it tells") };
    uint32_t type = statfs(k->data, &v) == 0 ? (uint32_t)v.f_type : 0;

    if (type == TMPFS_MAGIC || type == RAMFS_MAGIC) {
        f.grade = GRADE_WARNING;
        f.about = N_("The data folder lies in memory: it is lost when the machine stops.");
        f.cure = N_("Put it on a disk, such as /srv/schakel. For a try-out this is fine.");
    } else if (type == OVERLAYFS_SUPER_MAGIC) {
        f.grade = GRADE_WARNING;
        f.about = N_("The data folder lies in the layers of a container: it goes away with it.");
        f.cure = N_("Put it on a volume of the container. For a try-out this is fine.");
    } else if (type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == SMB2_SUPER_MAGIC ||
               type == CIFS_SUPER_MAGIC || type == V9FS_MAGIC || type == AFS_SUPER_MAGIC) {
        f.grade = GRADE_FAULT;
        f.about = N_("The data folder lies on a network disk, where locks and writes are not "
                     "as safe as a journal needs.");
        f.cure = N_("Put it on a disk of this machine: ext4, xfs or btrfs.");
    } else if (type == FUSE_SUPER_MAGIC) {
        f.grade = GRADE_WARNING;
        f.about = N_("The data folder lies on a file system that a program makes (FUSE): nobody "
                     "can tell whether it keeps what is written.");
        f.cure = N_("Put it on a disk of this machine: ext4, xfs or btrfs.");
    }
    found(k, f);
}

/* Writes, syncs and takes away a file without a lasting name. 0, else errno. */
static int try_write(const char *folder)
{
    char bytes[TRY_BYTES], path[TRY_PATH_BYTES];
    int code = 0, fd;

    memset(bytes, 's', sizeof(bytes));
    if (snprintf(path, sizeof(path), "%s/.check-XXXXXX", folder) >= (int)sizeof(path))
        return ENAMETOOLONG;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return errno;
    if (unlink(path) != 0 || write(fd, bytes, sizeof(bytes)) != (ssize_t)sizeof(bytes) ||
        fsync(fd) != 0)
        code = errno ? errno : ENOSPC;
    close(fd);
    return code;
}

static void check_writing(struct self_check *k, const char *folder)
{
    int code = try_write(folder);
    struct finding f = { .code = "data_writable",
                         .about = N_("The folder {data} can be written and synced"),
                         .holes = { { "data", text_copy(k->c->arena, text_of(folder)) },
                                    { "why", text_of(code ? strerrordesc_np(code) : "") } } };

    if (code) {
        f.grade = GRADE_FAULT;
        f.about = N_("The folder {data} cannot be written ({why}).");
        f.cure = N_("Give it to the account that serves: chown -R ACCOUNT {data}; and look "
                    "whether the disk is full or mounted read-only.");
    }
    found(k, f);
}

static void check_privacy(struct self_check *k, const struct stat *st)
{
    struct verdict_hole data = { "data", text_of(k->data) };

    if ((st->st_mode & 07) == 0)
        return;
    found(k, (struct finding){ .code = "data_private",
                               .grade = GRADE_WARNING,
                               .about = N_("Every account of this machine can look into {data}."),
                               .cure = N_("Close it: chmod 700 {data}"),
                               .holes = { data } });
}

/* True when a folder of this path can be made: the one that it will lie in can be written. */
static bool may_be_made(const char *path)
{
    struct text parent = text_of(path);
    char copy[TRY_PATH_BYTES];

    while (parent.len > 1 && parent.at[parent.len - 1] == '/')
        parent.len--;
    while (parent.len > 0 && parent.at[parent.len - 1] != '/')
        parent.len--;
    if (parent.len == 0)
        return access(".", W_OK | X_OK) == 0;
    snprintf(copy, sizeof(copy), "%.*s", TEXT_FMT(parent));
    return access(copy, W_OK | X_OK) == 0;
}

bool check_folder(struct self_check *k)
{
    struct finding f = { .code = "data_folder", .holes = { { "data", text_of(k->data) } } };
    char spaces[TRY_PATH_BYTES];
    struct stat st;

    if (stat(k->data, &st) != 0 || !S_ISDIR(st.st_mode)) {
        bool is_made = k->will_serve && errno == ENOENT && may_be_made(k->data);

        f.grade = is_made ? GRADE_WELL : GRADE_FAULT;
        f.about = is_made ? N_("The data folder {data} is not there yet and can be made")
                          : N_("There is no data folder {data}.");
        f.cure = is_made ? NULL
                         : N_("Make it: schakel init --data {data}; or name another with --data.");
        found(k, f);
        return false;
    }
    check_writing(k, k->data);
    snprintf(spaces, sizeof(spaces), "%s/spaces", k->data);
    if (stat(spaces, &(struct stat){ 0 }) == 0)
        check_writing(k, spaces);
    check_privacy(k, &st);
    check_disk(k);
    check_file_system(k);
    return true;
}
