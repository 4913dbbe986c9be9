/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "cli/demo.h"
#include "cli/self_check.h"

enum { SIGN_INS_SHOWN = 6 };

/* An empty demo waits for whatever case is played into it: its journal begins before any of them.
 */
#define EMPTY_BEGIN "2000-01-01T00:00:00Z"

static bool port_of(struct command *c, uint16_t *port)
{
    int64_t n;

    if (!text_int64(text_of(option(c, "port", "8080")), &n) || n < 0 || n > 65535) {
        wrong("--port is a number from 0 to 65535");
        return false;
    }
    *port = (uint16_t)n;
    return true;
}

static void print_offices(struct command *c, struct space *s)
{
    static const char *const codes[SIGN_INS_SHOWN] = { "LOCC.desk",        "TOC.desk",
                                                       "DOPS.desk",        "VR.voorzitter",
                                                       "MIN_DEF.minister", "KMAR.operatiecentrum" };
    struct tx *tx = tx_read(space_store(s), c->arena);
    bool has_some = false;

    for (size_t i = 0; i < SIGN_INS_SHOWN; i++) {
        struct office office;
        struct id id = office_find(tx, text_of(codes[i]), T(""), space_now(s));
        if (id_is_none(id) || office_get(tx, id, space_now(s), &office) != OK)
            continue;
        if (!has_some)
            printf("%s\n", tr(c->lang, N_("Sign in as, among others (no password in the demo):")));
        has_some = true;
        printf("  %-20s %.*s\n", codes[i], TEXT_FMT(office.title));
    }
    if (tx_end(tx))
        wrong("the offices could not be read");
}

/* Waits for INT or TERM, or for the demo that wants to begin again (USR1): false. All were blocked
 * before any thread was made. */
static bool is_end(const sigset_t *ends, struct demo *demo)
{
    int got;

    for (;;) {
        if (sigwait(ends, &got) != 0)
            continue;
        if (got != SIGUSR1)
            return true;
        if (demo && demo_wants_fresh(demo))
            return false;
    }
}

static void print_start(struct command *c, struct space *s, const struct app *app)
{
    printf("Schakel: http://localhost:%u\n", app_port(app));
    if (space_kind(s) == SPACE_DEMO)
        print_offices(c, s);
    printf("%s\n", tr(c->lang, N_("Stop with Ctrl-C.")));
    fflush(stdout);
}

static int opened(const struct app_options *o, struct app **app)
{
    enum result r = app_open(o, app);

    if (r == CONFLICT)
        return wrong("port %u is in use; choose another with --port", o->port);
    if (r == REFUSED)
        return wrong(
            "cannot listen on %s: not an address of this machine, or a port that needs root",
            o->address ? o->address : "127.0.0.1");
    return r ? EXIT_FAULT : EXIT_DONE;
}

/* Serves until the end, or until the demo wants a fresh space (*again). */
static int serve_space(struct command *c, struct app_options *o, struct demo *demo,
                       const sigset_t *ends, bool *again)
{
    bool is_first = !*again;
    struct app *app;
    int code;

    o->demo = demo_hooks(demo);
    code = opened(o, &app);
    if (code)
        return code;
    if (space_kind(o->space) != SPACE_LIVE)
        space_run_clock(o->space, true);
    o->port = app_port(app); /* 0 was any; a demo that begins again stays where it is */
    if (is_first)
        print_start(c, o->space, app);
    *again = !is_end(ends, demo);
    app_close(app);
    return EXIT_DONE;
}

/* One space after another: a demo may begin again. */
static int serve_all(struct command *c, struct app_options *o, const char *data, bool is_demo,
                     const sigset_t *ends)
{
    bool again = false;
    int code;

    do {
        struct demo *demo = is_demo ? demo_open(c, o->space, data) : NULL;
        const char *name = text_cstr(c->arena, text_of(space_name(o->space)));
        enum space_kind kind = space_kind(o->space);

        code = serve_space(c, o, demo, ends, &again);
        demo_close(demo);
        space_close(o->space);
        if (!code && again)
            code = space_take_fresh(c, data, name, kind, &o->space);
    } while (!code && again);
    return code;
}

/* serve -n: the same options, no space opened for writing, nothing listened on. */
static int check_only(struct command *c, const char *data, const struct app_options *o)
{
    const char *name = option(c, "space", option_is(c, "demo") ? "demo" : "live");

    if (!options_all_used(c))
        return EXIT_REFUSED;
    if (!space_is_name(name))
        return wrong("--space is lower-case letters, digits and dashes, not \"%s\"", name);
    return serve_check(c, data, name, o->address, o->port);
}

int command_serve(struct command *c)
{
    const char *data = option(c, "data", "data");
    struct app_options o = { .address = option(c, "address", NULL),
                             .is_proxied = option_is(c, "proxied") };
    bool is_empty = option_is(c, "empty");
    sigset_t ends;
    int code;

    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is an answer of write, no end */
    if (!port_of(c, &o.port))
        return EXIT_REFUSED;
    if (option_is(c, "dry-run"))
        return check_only(c, data, &o);
    c->fill = option_is(c, "demo") && !is_empty ? demo_fill : NULL;
    c->begin = is_empty ? EMPTY_BEGIN : NULL;
    code = space_of(c, true, &o.space);
    if (code)
        return code;
    o.files = text_cstr(c->arena, text_printf(c->arena, "%s/files", data));
    return serve_all(c, &o, data, c->fill && space_kind(o.space) == SPACE_DEMO, &ends);
}
