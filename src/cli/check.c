/* SPDX-License-Identifier: EUPL-1.2 */
/* init, verify, rebuild, export, law check: what keeps a data folder honest. */
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"
#include "journal/journal.h"
#include "law/law.h"

int command_init(struct command *c)
{
    struct space *s;
    int code = space_of(c, true, &s);

    if (code)
        return code;
    printf("%s\n", tr(c->lang, N_("The space is ready.")));
    space_close(s);
    return EXIT_DONE;
}

/* Beside the process that serves it, if one does. */
static int look_at_space(struct command *c, struct space **s)
{
    c->is_looking = true;
    return space_of(c, false, s);
}

int command_verify(struct command *c)
{
    struct journal_report report;
    char head[HASH_HEX_MAX], root[HASH_HEX_MAX];
    struct space *s;
    struct tx *tx;
    enum result r, ended;
    int code = look_at_space(c, &s);

    if (code)
        return code;
    tx = tx_read(space_store(s), c->arena);
    r = journal_verify(tx, &report);
    ended = tx_end(tx);
    space_close(s);
    if (r || ended)
        return EXIT_FAULT;
    if (report.bad_position) {
        fprintf(stderr, "%s %lld: %s\n", tr(c->lang, N_("The proof does not hold from entry")),
                (long long)report.bad_position, report.what);
        return EXIT_FAULT;
    }
    hash_hex(&report.head, head);
    hash_hex(&report.root, root);
    printf("%s: %lld\nhead %s\nroot %s\n", tr(c->lang, N_("The proof holds. Entries")),
           (long long)report.entries, head, root);
    return EXIT_DONE;
}

static int check_rebuild(struct command *c, struct space *s)
{
    struct rebuild_report report;

    if (space_rebuild_check(s, c->arena, &report))
        return EXIT_FAULT;
    if (report.is_equal) {
        printf("%s: %lld\n", tr(c->lang, N_("Rebuilt tables equal the live ones. Entries")),
               (long long)report.entries);
        return EXIT_DONE;
    }
    fprintf(stderr, "%s: %s (%lld) %.*s\n", tr(c->lang, N_("Rebuilt tables differ")), report.table,
            (long long)report.first_position, TEXT_FMT(report.difference));
    return EXIT_FAULT;
}

/* Without --check: a fresh file beside the old one, for the keeper to put in its place. */
static int write_rebuild(struct command *c, struct space *s, const char *path)
{
    enum result r = space_rebuild_into(s, path);

    if (r == CONFLICT)
        return wrong("%s exists already; name a new file with --into", path);
    if (r)
        return EXIT_FAULT;
    printf("%s %s\n", tr(c->lang, N_("Rebuilt into")), path);
    return EXIT_DONE;
}

int command_rebuild(struct command *c)
{
    bool is_check = option_is(c, "check");
    const char *into = option(c, "into", NULL);
    struct space *s;
    int code;

    if (!is_check && !into)
        return wrong("rebuild needs --check, or --into FILE");
    code = look_at_space(c, &s);
    if (code)
        return code;
    code = is_check ? check_rebuild(c, s) : write_rebuild(c, s, into);
    space_close(s);
    return code;
}

static enum result print_line(void *ctx, struct text json)
{
    (void)ctx;
    if (fwrite(json.at, 1, json.len, stdout) != json.len)
        return FAULT;
    return json.len > 0 && json.at[json.len - 1] == '\n' ? OK
           : fputc('\n', stdout) == EOF                  ? FAULT
                                                         : OK;
}

int command_export(struct command *c)
{
    struct space *s;
    struct tx *tx;
    enum result r, ended;
    int code = look_at_space(c, &s);

    if (code)
        return code;
    tx = tx_read(space_store(s), c->arena);
    r = journal_export(tx, 1, INT64_MAX, print_line, NULL);
    ended = tx_end(tx);
    space_close(s);
    return r || ended || fflush(stdout) == EOF ? EXIT_FAULT : EXIT_DONE;
}

int command_law(struct command *c)
{
    const char *what = option_word(c);

    if (!what || strcmp(what, "check") != 0)
        return wrong("say schakel law check");
    if (!options_all_used(c))
        return EXIT_REFUSED;
    if (!route_shelf_shared())
        return EXIT_FAULT;
    printf("%s\n", tr(c->lang, N_("Every route reads, and hangs together.")));
    return EXIT_DONE;
}
