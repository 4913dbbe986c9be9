/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether the file of a space is whole, and fits the program and the machine's clock. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/self_check.h"
#include "journal/journal.h"
#include "law/law.h"

enum { FILE_BYTES = 4200, CLOCK_SLACK_MINUTES = 5 };

static const char cure_copy[] =
    N_("Stop what serves it, keep this file apart, and put the last good copy of {file} in its "
       "place; schakel export still reads the entries before the damage.");

/* What the looks at one space share. */
struct space_check {
    struct self_check *k;
    struct verdict_hole space, file;
    struct space *s;
    int64_t adopted;
    bool is_law_known;
};

static void told(struct space_check *p, const char *code, enum grade grade, const char *about,
                 const char *cure, struct verdict_hole more)
{
    found(p->k, (struct finding){ .code = code,
                                  .grade = grade,
                                  .about = about,
                                  .cure = cure,
                                  .holes = { p->space, p->file, more } });
}

static const struct verdict_hole no_more = { NULL, { "", 0 } };

/* ---- the file ---- */

static void tell_users(struct space_check *p, const struct store_report *r)
{
    if (r->is_served && p->k->will_serve)
        told(p, "space_held", GRADE_FAULT, N_("Another schakel holds the space {space}."),
             N_("Stop it first, or speak to it with --url."), no_more);
    else if (r->is_served)
        told(p, "space_served", GRADE_WELL,
             N_("The space {space} is served by another process; it is only read here"), NULL,
             no_more);
    else if (r->was_unclean)
        told(p, "space_unclean", GRADE_WARNING,
             N_("The space {space} was not closed in order: the machine or the program stopped."),
             N_("Nothing need be done: what was confirmed is kept, and the next start looks "
                "at the file again."),
             no_more);
}

/* False when the tables are left alone anyway: a demo of another version begins anew. */
static bool check_tables(struct space_check *p, const struct store_report *r)
{
    struct arena *a = p->k->c->arena;
    struct verdict_hole other = { "table", text_copy(a, text_of(r->differs)) };
    struct verdict_hole missing = { "table", text_copy(a, text_of(r->missing)) };
    bool is_demo = space_kind_of(text_cstr(a, p->space.value)) == SPACE_DEMO;

    if (r->differs[0] && p->k->will_serve && is_demo) {
        told(p, "space_schema", GRADE_WARNING,
             N_("The demo was made by another version of the program: its tables differ, first "
                "{table}."),
             N_("Nothing need be done: serving begins it anew and keeps the former one beside "
                "it."),
             other);
        return false;
    }
    if (r->differs[0])
        told(p, "space_schema", GRADE_FAULT,
             N_("The tables of the space {space} are those of another version of the program; "
                "the first that differs: {table}."),
             N_("Fill them again from the journal: schakel rebuild --into FILE; then put FILE in "
                "the place of {file}."),
             other);
    else if (r->missing[0])
        told(p, "space_schema", GRADE_WARNING,
             N_("The space {space} lacks the table {table}; it is made, empty, when the space is "
                "opened next."),
             N_("Open it once, then see whether anything belongs in it: schakel rebuild --check"),
             missing);
    else
        told(p, "space_schema", GRADE_WELL, N_("The tables of the space {space} fit the program"),
             NULL, no_more);
    return true;
}

/* False when the rest cannot be looked at. */
static bool check_file(struct space_check *p)
{
    const char *path = text_cstr(p->k->c->arena, p->file.value);
    struct store_report r;
    enum result done;
    struct verdict_hole why;

    if (access(path, F_OK) != 0) {
        told(p, "space_file", GRADE_FAULT, N_("There is no space {space} in this folder."),
             N_("Make it with schakel init, or name another with --space."), no_more);
        return false;
    }
    done = space_look(p->k->c->catalogue, path, &r);
    why = (struct verdict_hole){ "why", text_copy(p->k->c->arena, text_of(r.fault)) };
    tell_users(p, &r);
    if (done == NOT_FOUND)
        told(p, "space_file", GRADE_FAULT, N_("The file {file} cannot be opened: {why}."),
             N_("Give it to the account that serves: chown ACCOUNT {file}"), why);
    else if (done || !r.is_sound)
        told(p, "space_file", GRADE_FAULT, N_("The file {file} is damaged: {why}."), cure_copy,
             why);
    else if (!r.is_ours)
        told(p, "space_file", GRADE_FAULT, N_("The file {file} is not one of this program."),
             N_("Take it out of the folder."), no_more);
    else
        told(p, "space_file", GRADE_WELL, N_("The file of the space {space} is whole"), NULL,
             no_more);
    if (done || !r.is_sound || !r.is_ours)
        return false;
    return check_tables(p, &r);
}

/* ---- the journal ---- */

static void tell_journal(struct space_check *p, const struct journal_report *r)
{
    struct arena *a = p->k->c->arena;

    if (r->bad_position)
        found(p->k, (struct finding){
                        .code = "journal",
                        .grade = GRADE_FAULT,
                        .about = N_(
                            "The journal of the space {space} does not hold at entry {n}: {what}."),
                        .cure = cure_copy,
                        .holes = { p->space,
                                   p->file,
                                   { "n", check_number(p->k, r->bad_position) },
                                   { "what", text_copy(a, text_of(r->what)) } } });
    else
        told(p, "journal", GRADE_WELL,
             N_("The journal of the space {space} holds; entries checked, up to the last: {n}"),
             NULL, (struct verdict_hole){ "n", check_number(p->k, r->entries) });
}

/* A live space never writes before its last entry: a clock that is behind would stop it. */
static void check_clock(struct space_check *p, struct instant last)
{
    struct instant now = instant_now(), most;
    struct verdict_hole behind;

    if (space_kind(p->s) != SPACE_LIVE)
        return;
    if (!instant_add(now, (struct span){ CLOCK_SLACK_MINUTES * SPAN_MINUTE }, &most))
        most = now;
    behind = (struct verdict_hole){
        "behind", span_show(p->k->c->arena,
                            (struct span){ last.us > now.us ? last.us - now.us : 0 }, p->k->c->lang)
    };
    if (last.us > most.us)
        told(p, "clock", GRADE_FAULT,
             N_("The clock of the machine is {behind} behind the last entry of {space}."),
             N_("Set it right: timedatectl set-ntp true"), behind);
    else
        told(p, "clock", GRADE_WELL, N_("The clock is not behind the last entry of {space}"), NULL,
             no_more);
}

/* ---- the law ---- */

static void check_route(void *ctx, struct text id, int64_t version, struct text sha256)
{
    struct space_check *p = ctx;
    const struct route *route = route_version(id, version);
    struct text name = text_printf(p->k->c->arena, "%.*s %lld", TEXT_FMT(id), (long long)version);

    p->adopted++;
    if (route && text_same(route_sha256(route), sha256))
        return;
    p->is_law_known = false;
    told(p, "law_adopted", GRADE_FAULT,
         route ? N_("The route {route} in the program is not the one that {space} adopted.")
               : N_("{space} adopted the route {route}, which this program does not carry."),
         N_("Use the program that this space was served with, or a later one."),
         (struct verdict_hole){ "route", name });
}

static void check_adopted(struct space_check *p, struct tx *tx)
{
    p->is_law_known = true;
    routes_adopted(tx, check_route, p);
    if (p->adopted == 0)
        told(p, "law_adopted", GRADE_WARNING, N_("No route is in force in the space {space}."),
             N_("Adopt one: schakel adopt-route --help"), no_more);
    else if (p->is_law_known)
        told(p, "law_adopted", GRADE_WELL,
             N_("The routes in force in {space} are those of the program; versions: {n}"), NULL,
             (struct verdict_hole){ "n", check_number(p->k, p->adopted) });
}

/* ---- all of one ---- */

static enum result look_inside(struct space_check *p)
{
    struct tx *tx = tx_read(space_store(p->s), p->k->c->arena);
    struct journal_report report;
    struct journal_head head = { 0 };
    enum result r = journal_verify_last(tx, p->k->last, &report), ended;

    if (r == OK)
        tell_journal(p, &report);
    if (r == OK && report.bad_position == 0)
        r = journal_read_head(tx, 1, &head);
    if (r == OK && report.bad_position == 0) {
        check_clock(p, head.recorded_at);
        check_adopted(p, tx);
    }
    ended = tx_end(tx);
    return r ? r : ended;
}

void check_space(struct self_check *k, const char *name)
{
    struct space_check p = { .k = k,
                             .space = { "space", text_copy(k->c->arena, text_of(name)) },
                             .file = { "file", text_printf(k->c->arena, "%s/spaces/%s.db", k->data,
                                                           name) } };
    bool was_looking = k->c->is_looking;

    if (!check_file(&p))
        return;
    k->c->is_looking = true;
    if (space_in(k->c, k->data, name, space_kind_of(name), false, &p.s) != EXIT_DONE ||
        look_inside(&p) != OK)
        told(&p, "journal", GRADE_FAULT, N_("The journal of the space {space} cannot be read."),
             cure_copy, no_more);
    k->c->is_looking = was_looking;
    space_close(p.s);
}

/* "live.db": a space, and no draft or lock. */
static int is_space_file(const struct dirent *e)
{
    size_t n = strlen(e->d_name);

    return n > 3 && strcmp(e->d_name + n - 3, ".db") == 0;
}

void check_spaces(struct self_check *k)
{
    struct dirent **files = NULL;
    char folder[FILE_BYTES];
    int n;

    snprintf(folder, sizeof(folder), "%s/spaces", k->data);
    n = scandir(folder, &files, is_space_file, alphasort);
    for (int i = 0; i < n; i++) {
        size_t len = strlen(files[i]->d_name);

        check_space(k, text_cstr(k->c->arena, text_at(files[i]->d_name, len - 3)));
        free(files[i]);
    }
    free(files);
    if (n <= 0)
        found(k, (struct finding){ .code = "spaces",
                                   .grade = GRADE_FAULT,
                                   .about = N_("There is no space in {data}."),
                                   .cure = N_("Make one: schakel init --data {data}"),
                                   .holes = { { "data", text_of(k->data) } } });
}
