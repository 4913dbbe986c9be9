/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"
#include "cli/play.h"
#include "web/app.h"

enum { SIGN_INS_SHOWN = 6 };

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
    static const char *const codes[SIGN_INS_SHOWN] = { "VR.voorzitter",    "RMOA.adviseur",
                                                       "LOCC.desk",        "DOPS.desk",
                                                       "MIN_DEF.minister", "TOC.desk" };
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
        printf("  %-18s %.*s\n", codes[i], TEXT_FMT(office.title));
    }
    if (tx_end(tx))
        wrong("the offices could not be read");
}

/* Waits for INT or TERM; both were blocked before any thread was made. */
static void wait_for_end(const sigset_t *ends)
{
    int got;

    while (sigwait(ends, &got) != 0)
        continue;
}

static int serve_space(struct command *c, struct space *s, const struct app_options *o,
                       const sigset_t *ends)
{
    struct app *app;
    enum result r = app_open(o, &app);

    if (r == CONFLICT)
        return wrong("port %u is in use; choose another with --port", o->port);
    if (r == REFUSED)
        return wrong(
            "cannot listen on %s: not an address of this machine, or a port that needs root",
            o->address ? o->address : "127.0.0.1");
    if (r)
        return EXIT_FAULT;
    if (space_kind(s) != SPACE_LIVE)
        space_run_clock(s, true);
    printf("Schakel: http://localhost:%u\n", app_port(app));
    if (space_kind(s) == SPACE_DEMO)
        print_offices(c, s);
    printf("%s\n", tr(c->lang, N_("Stop with Ctrl-C.")));
    fflush(stdout);
    wait_for_end(ends);
    app_close(app);
    return EXIT_DONE;
}

int command_serve(struct command *c)
{
    const char *data = option(c, "data", "data");
    struct app_options o = { .address = option(c, "address", NULL),
                             .is_proxied = option_is(c, "proxied") };
    bool is_empty = option_is(c, "empty");
    struct space *s;
    sigset_t ends;
    int code;

    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is an answer of write, no end */
    if (!port_of(c, &o.port))
        return EXIT_REFUSED;
    c->fill = option_is(c, "demo") && !is_empty ? play_demo : NULL;
    code = space_of(c, true, &s);
    if (code)
        return code;
    o.space = s;
    o.files = text_cstr(c->arena, text_printf(c->arena, "%s/files", data));
    code = serve_space(c, s, &o, &ends);
    space_close(s);
    return code;
}
