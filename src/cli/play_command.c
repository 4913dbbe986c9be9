/* SPDX-License-Identifier: EUPL-1.2 */
/* schakel play: in a space that goes away afterwards, in a data folder, or at a server. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tr.h"
#include "cli/play_inner.h"

/* What a space leaves behind in its folder, and the folder. */
static void remove_scratch(const char *folder)
{
    static const char *const leaves[] = { "/spaces/demo.db", "/spaces/demo.db-wal",
                                          "/spaces/demo.db-shm", "/spaces/demo.db.lock" };
    char path[4096 + 32];

    for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", folder, leaves[i]);
        if (unlink(path) && errno != ENOENT)
            wrong("cannot remove %s", path);
    }
    snprintf(path, sizeof(path), "%s/spaces", folder);
    if (rmdir(path) || rmdir(folder))
        wrong("cannot remove the folder %s", folder);
}

/* A new demo space in a folder of its own, which goes away afterwards. */
static int play_in_scratch(struct play *p, const char *begin_at)
{
    const char *tmp = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): before any thread */
    char folder[4096];
    struct space *s;
    int code;

    if (snprintf(folder, sizeof(folder), "%s/schakel-play-XXXXXX", tmp && tmp[0] ? tmp : "/tmp") >=
            (int)sizeof(folder) ||
        !mkdtemp(folder))
        return wrong("cannot make a folder in %s", tmp ? tmp : "/tmp");
    p->c->begin = begin_at;
    p->c->is_scratch = true;
    code = space_in(p->c, folder, "demo", SPACE_DEMO, true, &s);
    if (!code) {
        p->door = door_local(s);
        code = play_all(p, s);
        door_close(p->door);
        space_close(s);
    }
    remove_scratch(folder);
    return code;
}

static int play_in_folder(struct play *p, const char *data, const char *name, const char *begin_at)
{
    struct space *s;
    int code;

    if (strcmp(name, "live") == 0)
        return wrong("a case is not played in the live space; name another with --space");
    p->c->begin = begin_at;
    code = space_in(p->c, data, name, strcmp(name, "demo") == 0 ? SPACE_DEMO : SPACE_EXERCISE, true,
                    &s);
    if (code)
        return code;
    p->door = door_local(s);
    code = play_all(p, s);
    door_close(p->door);
    space_close(s);
    return code;
}

static int play_at_server(struct play *p, const char *url)
{
    int code;

    p->door = door_server(p->c->catalogue, url);
    if (!p->door)
        return wrong("--http is http://host:port, not \"%s\"", url);
    code = play_all(p, NULL);
    door_close(p->door);
    return code;
}

static int print_usage(const struct command *c)
{
    printf(
        "schakel play FILE|demo [--until T] [--visibility on|off] [--json]\n"
        "schakel play FILE|demo --data DIR [--space NAME]\n"
        "schakel play FILE|demo --http http://HOST:PORT\n\n%s\n%s\n",
        tr(c->lang, N_("\"demo\" is the case that the program carries. In a folder the play goes "
                       "on where the space stands.")),
        tr(c->lang,
           N_("Ends with 0: as expected; 1: differences; 2: wrong use or a broken file; 3: "
              "a part could not be played.")));
    return EXIT_DONE;
}

int command_play(struct command *c)
{
    struct play p = { .is_json = option_is(c, "json"), .until = option(c, "until", NULL) };
    const char *http = option(c, "http", NULL), *data = option(c, "data", NULL);
    const char *space = option(c, "space", "demo"), *sight = option(c, "visibility", "on");
    const char *path = option_word(c);
    struct instant until;
    json_t *file;
    int code;

    if (option_is(c, "help"))
        return print_usage(c);
    if (!path)
        return wrong("say which case: schakel play FILE");
    if (!options_all_used(c))
        return EXIT_REFUSED;
    if (p.until && !instant_read(text_of(p.until), &until))
        return wrong("--until is a moment such as 2021-07-15T09:00:00Z, not \"%s\"", p.until);
    if (strcmp(sight, "on") != 0 && strcmp(sight, "off") != 0)
        return wrong("--visibility is on or off");
    p.has_visibility = strcmp(sight, "on") == 0;
    file = strcmp(path, "demo") == 0 ? play_read_demo() : play_read_file(path);
    if (!file)
        return EXIT_REFUSED;
    play_begin(&p, c, NULL, file);
    code = http   ? play_at_server(&p, http)
           : data ? play_in_folder(&p, data, space, play_begin_at(&p))
                  : play_in_scratch(&p, play_begin_at(&p));
    play_finish(&p);
    json_decref(file);
    return code;
}
