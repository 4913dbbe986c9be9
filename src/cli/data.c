/* SPDX-License-Identifier: EUPL-1.2 */
/* Data folders: spaces/<name>.db, made on first use. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tr.h"
#include "cli/inner.h"
#include "directory/directory.h"
#include "law/law.h"

enum { READERS = 8, PATH_BYTES = 4096 };

/* A demo's story is of July 2021; its journal begins before it: time never goes back there. */
#define DEMO_BEGIN "2021-01-01T00:00:00Z"

static bool make_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* Every route that the program carries comes into force by an act of the administrator. */
static enum result adopt_routes(struct command *c, struct space *s, const struct viewer *by)
{
    const struct action *adopt = catalogue_action(c->catalogue, T("adopt_route"), T(""));
    const struct route *route;
    enum result r = OK;

    for (size_t i = 0; !r && (route = route_shelf_at(route_shelf_shared(), i)); i++) {
        struct text id = route_id(route);
        json_t *input = json_pack("{s:s%, s:I}", "route", id.at, id.len, "version",
                                  (json_int_t)route_number(route));
        struct step step = { .action = adopt, .input = input, .if_version = INT_NONE };
        struct unit unit = {
            .by = *by, .steps = &step, .n = 1, .key = T(""), .body = T(""), .trace = T("")
        };
        struct receipt *receipt = arena_new(c->arena, struct receipt);

        r = space_commit(s, &unit, c->arena, receipt);
        if (r)
            print_verdict(c, receipt->verdict);
        json_decref(input);
    }
    return r;
}

/* The first acts of a space: its card, its administrator, routes in force, reference data. */
static int fill_new(struct command *c, struct space *s)
{
    struct directory_loaded loaded;
    struct instant begin;
    struct viewer admin;
    enum result r = OK;

    if ((space_kind(s) == SPACE_DEMO || (c->begin && space_kind(s) != SPACE_LIVE)) &&
        instant_read(text_of(c->begin ? c->begin : DEMO_BEGIN), &begin))
        r = space_set_clock(s, begin);
    if (!r)
        r = access_administrator(s, c->arena, &admin);
    if (!r)
        r = directory_load_reference(s, &loaded);
    if (!r)
        r = adopt_routes(c, s, &admin);
    return r ? wrong("the space could not be filled (%s); see the lines above", result_name(r))
             : EXIT_DONE;
}

bool space_is_name(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return n > 0 && n <= 40 && name[n] == '\0';
}

enum space_kind space_kind_of(const char *name)
{
    return strcmp(name, "live") == 0   ? SPACE_LIVE
           : strcmp(name, "demo") == 0 ? SPACE_DEMO
                                       : SPACE_EXERCISE;
}

static int open_space(const struct space_options *o, struct space **out)
{
    enum result r = space_open(o, out);

    if (r == CONFLICT)
        return wrong("another schakel holds %s; use --url, or stop it first", o->path);
    if (r == REFUSED)
        return wrong(
            "the tables of %s are those of another version of the program; make them again "
            "from its journal with schakel rebuild --data DIR --space %s --into FILE, and "
            "put FILE in its place",
            o->path, o->name);
    return r ? (wrong("cannot open %s", o->path), EXIT_FAULT) : EXIT_DONE;
}

/* The files of a space: the store keeps some beside it while it is open. */
static void remove_space(const char *path)
{
    static const char *const tails[] = { "", "-wal", "-shm", ".lock" };
    char file[PATH_BYTES + 32];

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        snprintf(file, sizeof(file), "%s%s", path, tails[i]);
        if (unlink(file) && errno != ENOENT)
            wrong("cannot remove %s: %s", file, strerrordesc_np(errno));
    }
}

/* A demo of another version of the program is kept under another name, and begins anew. */
static int set_aside(const char *path)
{
    static const char *const tails[] = { "", "-wal", "-shm" };
    char from[PATH_BYTES + 8], to[PATH_BYTES + 16];

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        snprintf(from, sizeof(from), "%s%s", path, tails[i]);
        snprintf(to, sizeof(to), "%s.earlier%s", path, tails[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            return wrong("cannot name %s: %s", to, strerrordesc_np(errno));
    }
    return EXIT_DONE;
}

static bool is_of_another_version(const struct space_options *o)
{
    struct space *s;
    enum result r = space_open(o, &s);

    if (r == OK)
        space_close(s);
    return r == REFUSED;
}

static int fill_draft(struct command *c, const struct space_options *o)
{
    struct space *s;
    int code = open_space(o, &s);

    if (code)
        return code;
    code = fill_new(c, s);
    if (!code && c->fill)
        code = c->fill(c, s);
    space_close(s);
    return code;
}

/* Fills a draft at `draft`; one process at a time makes it. */
static int fill_beside(struct command *c, const struct space_options *o, const char *draft)
{
    struct space_options as_draft = *o;
    char turn[PATH_BYTES + 8];
    int code, fd;

    snprintf(turn, sizeof(turn), "%s.turn", o->path);
    fd = open(turn, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) {
        code = wrong("another schakel makes %s now, or its folder cannot be written", o->path);
    } else {
        remove_space(draft);
        as_draft.path = draft;
        code = fill_draft(c, &as_draft);
        if (code)
            remove_space(draft);
        unlink(turn);
    }
    if (fd >= 0)
        close(fd);
    return code;
}

static int name_draft(const char *draft, const char *path)
{
    int code = EXIT_DONE;

    if (rename(draft, path) != 0)
        code = wrong("cannot name %s: %s", path, strerrordesc_np(errno));
    remove_space(draft);
    return code;
}

/* A space is filled under another name and gets its own when it is whole: killed half-way, the next
 * start begins again. */
static int make_space(struct command *c, const struct space_options *o)
{
    char draft[PATH_BYTES + 8];
    int code;

    snprintf(draft, sizeof(draft), "%s.new", o->path);
    code = fill_beside(c, o, draft);
    return code ? code : name_draft(draft, o->path);
}

static struct space_options options_of(struct command *c, const char *path, const char *name,
                                       enum space_kind kind)
{
    return (struct space_options){ .path = path,
                                   .name = text_cstr(c->arena, text_of(name)),
                                   .catalogue = c->catalogue,
                                   .gate = &access_gate,
                                   .node = 1,
                                   .readers = READERS,
                                   .kind = kind,
                                   .is_looking = c->is_looking,
                                   .is_scratch = c->is_scratch };
}

/* The paths of a space and of the fresh one beside it. */
static void fresh_paths(const char *data, const char *name, char path[PATH_BYTES],
                        char fresh[PATH_BYTES + 8])
{
    snprintf(path, PATH_BYTES, "%s/spaces/%s.db", data, name);
    snprintf(fresh, PATH_BYTES + 8, "%s.fresh", path);
}

int space_fresh(struct command *c, const char *data, const char *name, enum space_kind kind)
{
    char path[PATH_BYTES], fresh[PATH_BYTES + 8];
    struct space_options o;

    fresh_paths(data, name, path, fresh);
    o = options_of(c, path, name, kind);
    return fill_beside(c, &o, fresh);
}

int space_take_fresh(struct command *c, const char *data, const char *name, enum space_kind kind,
                     struct space **out)
{
    char path[PATH_BYTES], fresh[PATH_BYTES + 8];
    struct space_options o;
    int code;

    fresh_paths(data, name, path, fresh);
    remove_space(path);
    code = name_draft(fresh, path);
    o = options_of(c, path, name, kind);
    return code ? code : open_space(&o, out);
}

int space_in(struct command *c, const char *data, const char *name, enum space_kind kind,
             bool is_new_fine, struct space **out)
{
    char path[PATH_BYTES];
    struct stat st;
    bool is_new;
    int code;

    *out = NULL;
    if (!space_is_name(name))
        return wrong("--space is lower-case letters, digits and dashes, not \"%s\"", name);
    if (snprintf(path, sizeof(path), "%s/spaces", data) >= (int)sizeof(path) - 64)
        return wrong("the path of the data folder is too long");
    if (is_new_fine && (!make_folder(data) || !make_folder(path)))
        return wrong("cannot make the folder %s: %s", path, strerrordesc_np(errno));
    snprintf(path + strlen(path), 64, "/%s.db", name);
    is_new = stat(path, &st) != 0;
    if (is_new && !is_new_fine)
        return wrong("there is no space %s in %s; make it with schakel init --data %s%s%s", name,
                     data, data,
                     kind == SPACE_LIVE   ? ""
                     : kind == SPACE_DEMO ? " --demo"
                                          : " --space ",
                     kind == SPACE_EXERCISE ? name : "");
    struct space_options o = options_of(c, path, name, kind);
    if (!is_new && is_new_fine && kind == SPACE_DEMO && is_of_another_version(&o)) {
        printf(
            "%s %s.earlier\n",
            tr(c->lang, N_("The demo was made by another version of the program and begins anew; "
                           "the former one is kept:")),
            path);
        code = set_aside(path);
        if (code)
            return code;
        is_new = true;
    }
    code = is_new ? make_space(c, &o) : EXIT_DONE;
    return code ? code : open_space(&o, out);
}

int space_of(struct command *c, bool is_new_fine, struct space **out)
{
    const char *data = option(c, "data", "data");
    bool is_demo = option_is(c, "demo");
    const char *name = option(c, "space", is_demo ? "demo" : "live");

    if (!options_all_used(c))
        return EXIT_REFUSED;
    return space_in(c, data, name, space_kind_of(name), is_new_fine, out);
}
