/* SPDX-License-Identifier: EUPL-1.2 */
/* schakel man: the manual as roff (man(7)), from the same tables as the commands themselves. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"
#include "web/app.h"

enum { PAGE_PATH_BYTES = 4096 };

/* The manual is in English, whatever the reader's language: a manual in another one lies in a
 * folder of its own. */
#define LANG_OF_MAN "en"
/* When the form of these pages last changed. */
#define MANUAL_DATE "2026-11-25"

/* ---- words as roff ---- */

/* One letter of UTF-8; 0 at the end. The words were checked when they were built in. */
static uint32_t next_letter(const char **words)
{
    const unsigned char *p = (const unsigned char *)*words;
    uint32_t letter = p[0];
    size_t more = letter >= 0xF0 ? 3 : letter >= 0xE0 ? 2 : letter >= 0xC0 ? 1 : 0;

    if (letter == 0)
        return 0;
    letter &= more == 3 ? 0x07u : more == 2 ? 0x0Fu : more == 1 ? 0x1Fu : 0x7Fu;
    for (size_t i = 1; i <= more && p[i]; i++)
        letter = letter << 6 | (p[i] & 0x3Fu);
    *words += 1 + more;
    return letter;
}

/* Words that roff prints as they are: no request, no escape, a hyphen that can be copied. */
static void put(FILE *out, const char *words)
{
    uint32_t letter;

    if (words[0] == '.' || words[0] == '\'')
        fputs("\\&", out);
    while ((letter = next_letter(&words)) != 0) {
        if (letter == '\\')
            fputs("\\e", out);
        else if (letter == '-')
            fputs("\\-", out);
        else if (letter == '\n')
            fputc(' ', out);
        else if (letter == '"')
            fputs("\\(dq", out);
        else if (letter < 0x80)
            fputc((int)letter, out);
        else
            fprintf(out, "\\[u%04X]", (unsigned)letter);
    }
}

static void put_words(FILE *out, const char *msgid)
{
    put(out, tr(LANG_OF_MAN, msgid));
    fputc('\n', out);
}

static void put_heading(FILE *out, const char *name, const char *about)
{
    fputs(".\\\" Made by: schakel man\n.TH ", out);
    for (const char *p = name; *p; p++)
        fputc(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p, out);
    fprintf(out, " 1 " MANUAL_DATE " \"schakel " APP_VERSION "\" \"Schakel\"\n.SH NAME\n");
    put(out, name);
    fputs(" \\- ", out);
    put(out, about);
    fputc('\n', out);
}

/* ---- options ---- */

static void put_option(FILE *out, const struct option_row *o)
{
    fputs(".TP\n\\fB\\-\\-", out);
    put(out, o->name);
    fputs("\\fR", out);
    if (o->value) {
        fputs(" \\fI", out);
        put(out, o->value);
        fputs("\\fR", out);
    }
    fputc('\n', out);
    put_words(out, o->about);
}

static void put_options(FILE *out, const struct option_row *o)
{
    for (; o && o->name; o++)
        put_option(out, o);
}

static void put_choices(FILE *out, const struct field *f)
{
    const struct choice_list *list = f->choices ? choices_find(f->choices) : NULL;
    bool is_first = true;

    for (size_t i = 0; list && i < list->n; i++) {
        if (list->rows[i].is_retired)
            continue;
        fputs(is_first ? ".br\nOne of: " : ",\n", out);
        is_first = false;
        put(out, list->rows[i].code);
        fputs(" (", out);
        put(out, list->rows[i].en);
        fputc(')', out);
    }
    if (!is_first)
        fputs(".\n", out);
}

static void put_field(void *ctx, const char *name, const struct field *f)
{
    FILE *out = ctx;

    fputs(".TP\n\\fB\\-\\-", out);
    put(out, name);
    fprintf(out, "\\fR%s\n", f->optional ? "" : " (must be given)");
    put(out, tr(LANG_OF_MAN, f->label ? f->label : f->name));
    fputs(".\n", out);
    if (f->hint) {
        put(out, tr(LANG_OF_MAN, f->hint));
        fputc('\n', out);
    }
    put_choices(out, f);
}

/* ---- pages ---- */

static void put_synopsis(FILE *out, const char *name, const char *rest)
{
    fputs(".SH SYNOPSIS\n\\fBschakel ", out);
    put(out, name);
    fputs("\\fR ", out);
    put(out, rest);
    fputc('\n', out);
}

static void put_see_also(FILE *out)
{
    fputs(".SH SEE ALSO\n\\fBschakel\\fR(1)\n", out);
}

static void command_page(FILE *out, const struct command_row *row)
{
    char name[64], rest[64];

    snprintf(name, sizeof(name), "schakel-%s", row->name);
    snprintf(rest, sizeof(rest), "%s%s[OPTION...]", row->words ? row->words : "",
             row->words ? " " : "");
    put_heading(out, name, tr(LANG_OF_MAN, row->about));
    put_synopsis(out, row->name, row->options ? rest : row->words ? row->words : "");
    if (row->options) {
        fputs(".SH OPTIONS\n", out);
        put_options(out, row->options);
    }
    put_see_also(out);
}

/* An act under its heading: how it is called, and its fields. */
static void put_act(FILE *out, const struct action *a)
{
    char name[64];

    name_dashed(a->name, name, sizeof(name));
    fputs("\\fBschakel ", out);
    put(out, name);
    fputs("\\fR \\-\\-as \\fIOFFICE\\fR", out);
    if (!a->creates) {
        fputs(" \\-\\-id \\fI", out);
        put(out, a->object);
        fputs("\\fR", out);
    }
    fputs(" \\-\\-on ", out);
    put(out, a->object);
    fputc('\n', out);
    each_field_option(&a->fields, put_field, out);
}

static void act_page(FILE *out, const struct action *a, const char *typed)
{
    char name[80];

    snprintf(name, sizeof(name), "schakel-%s", typed);
    put_heading(out, name, tr(LANG_OF_MAN, a->title));
    fputs(".SH SYNOPSIS\n", out);
    put_act(out, a);
    fputs(".SH OPTIONS\n", out);
    put_options(out, options_of_acts());
    put_see_also(out);
}

static void view_page(FILE *out, const struct view *v, const char *typed)
{
    char name[80];

    snprintf(name, sizeof(name), "schakel-%s", typed);
    put_heading(out, name, tr(LANG_OF_MAN, v->title));
    put_synopsis(out, typed, "[OPTION...]");
    fputs(".SH OPTIONS\n", out);
    each_field_option(&v->fields, put_field, out);
    put_options(out, options_of_views());
    put_see_also(out);
}

/* All acts and views of one room, each under its own heading. */
static void room_page(FILE *out, const struct room *r)
{
    char name[80];

    snprintf(name, sizeof(name), "schakel-acts-%s", r->name);
    put_heading(out, name, "acts and views, each with its fields as options");
    fputs(".SH DESCRIPTION\nWhat every act and view takes besides stands in \\fBschakel\\fR(1).\n",
          out);
    if (r->action_count > 0)
        fputs(".SH ACTS\n", out);
    for (size_t i = 0; i < r->action_count; i++) {
        fputs(".SS ", out);
        put_words(out, r->actions[i].title);
        put_act(out, &r->actions[i]);
    }
    if (r->view_count > 0)
        fputs(".SH VIEWS\n", out);
    for (size_t i = 0; i < r->view_count; i++) {
        char typed[64];

        name_dashed(r->views[i].name, typed, sizeof(typed));
        fputs(".SS ", out);
        put_words(out, r->views[i].title);
        fputs("\\fBschakel ", out);
        put(out, typed);
        fputs("\\fR [OPTION...]\n", out);
        each_field_option(&r->views[i].fields, put_field, out);
    }
    put_see_also(out);
}

/* ---- schakel(1) ---- */

static void put_row(FILE *out, const char *name, const char *about)
{
    char typed[64];

    name_dashed(name, typed, sizeof(typed));
    fputs(".TP\n\\fB", out);
    put(out, typed);
    fputs("\\fR\n", out);
    put_words(out, about);
}

static void put_catalogue(FILE *out, const struct catalogue *c)
{
    for (const struct room *const *r = c->rooms; *r; r++) {
        if ((*r)->action_count == 0)
            continue;
        fprintf(out, ".SS \"Acts of %s\"\n", (*r)->name);
        for (size_t i = 0; i < (*r)->action_count; i++)
            put_row(out, (*r)->actions[i].name, (*r)->actions[i].title);
    }
    fputs(".SH VIEWS\n", out);
    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->view_count; i++)
            put_row(out, (*r)->views[i].name, (*r)->views[i].title);
}

static const char ending[] =
    ".SH EXIT STATUS\n"
    ".TP\n\\fB0\\fR\nDone.\n"
    ".TP\n\\fB1\\fR\nA fault: of the machine, of the data, or no answer from a server.\n"
    ".TP\n\\fB2\\fR\nWrong use, or refused; one line on standard error says why.\n"
    ".TP\n\\fB3\\fR\n\\fBplay\\fR could not play a part of its case.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBLANG\\fR\nDutch words where it begins with \\(dqnl\\(dq, else English.\n"
    ".SH FILES\n"
    ".TP\n\\fIdata/spaces/NAME.db\\fR\nOne space: its journal and its tables.\n"
    ".TP\n\\fIdata/files\\fR\nThe files that people added.\n"
    ".SH EXAMPLES\n"
    ".nf\n"
    "schakel serve \\-\\-demo\n"
    "schakel check \\-\\-data /srv/schakel\n"
    "schakel requests \\-\\-url http://localhost:8080 \\-\\-as LOCC.desk\n"
    ".fi\n";

static void main_page(FILE *out, const struct catalogue *c)
{
    put_heading(out, "schakel",
                tr(LANG_OF_MAN, N_("runs civil-military cooperation: who asks, decides, acts")));
    fputs(".SH SYNOPSIS\n\\fBschakel\\fR \\fICOMMAND\\fR [OPTION...]\n.br\n"
          "\\fBschakel\\fR \\fIACT\\fR \\-\\-as \\fIOFFICE\\fR [\\-\\-id \\fIMARK\\fR] "
          "[FIELD...]\n.br\n\\fBschakel\\fR \\fIVIEW\\fR [\\-\\-as \\fIOFFICE\\fR] [FIELD...]\n"
          ".SH DESCRIPTION\nSchakel carries requests for help from the first call to the lesson "
          "learned.\nEvery act and view of its pages is also a command.\n.SH COMMANDS\n",
          out);
    for (size_t i = 0; i < command_rows_len; i++)
        put_row(out, command_rows[i].name, command_rows[i].about);
    fputs(".SH OPTIONS\nThese go with every act; views know those that make sense there.\n", out);
    put_options(out, options_of_acts());
    fputs(".SH ACTS\nThe fields of an act are its options: see \\fBschakel\\fR \\fIACT\\fR "
          "\\-\\-help, or the page of its part,\nsuch as \\fBschakel\\-acts\\-request\\fR(1).\n",
          out);
    put_catalogue(out, c);
    fputs(ending, out);
}

/* ---- the command ---- */

static const struct room *room_named(const struct catalogue *c, const char *name)
{
    for (const struct room *const *r = c->rooms; *r; r++)
        if (strcmp((*r)->name, name) == 0 && (*r)->action_count + (*r)->view_count > 0)
            return *r;
    return NULL;
}

/* Writes a page that begins with `name` into the folder; `what` is a command or a room. */
static int write_page(struct command *c, const char *into, const char *name,
                      const struct command_row *row, const struct room *room)
{
    char path[PAGE_PATH_BYTES];
    FILE *out;
    bool is_whole;

    if (snprintf(path, sizeof(path), "%s/%s.1", into, name) >= (int)sizeof(path))
        return wrong("the path of the folder is too long");
    out = fopen(path, "we");
    if (!out)
        return wrong("cannot write %s: %s", path, strerrordesc_np(errno));
    if (row)
        command_page(out, row);
    else if (room)
        room_page(out, room);
    else
        main_page(out, c->catalogue);
    is_whole = !ferror(out);
    if (fclose(out) != 0 || !is_whole)
        return wrong("cannot write %s: %s", path, strerrordesc_np(errno));
    return EXIT_DONE;
}

static int write_all(struct command *c, const char *into)
{
    int code = write_page(c, into, "schakel", NULL, NULL);
    char name[80];

    for (size_t i = 0; !code && i < command_rows_len; i++) {
        snprintf(name, sizeof(name), "schakel-%s", command_rows[i].name);
        code = write_page(c, into, name, &command_rows[i], NULL);
    }
    for (const struct room *const *r = c->catalogue->rooms; !code && *r; r++) {
        if ((*r)->action_count + (*r)->view_count == 0)
            continue;
        snprintf(name, sizeof(name), "schakel-acts-%s", (*r)->name);
        code = write_page(c, into, name, NULL, *r);
    }
    return code;
}

static int print_page(struct command *c, const char *name)
{
    char *under = (char *)(uintptr_t)text_cstr(c->arena, text_of(name));
    const struct command_row *row = command_find(name);
    const struct action *a;
    const struct view *v;

    for (char *p = under; *p; p++)
        if (*p == '-')
            *p = '_';
    a = catalogue_action(c->catalogue, text_of(under), T(""));
    v = catalogue_view(c->catalogue, text_of(under));
    if (!row && !a && !v)
        return wrong("there is no command, act or view \"%s\"; see schakel help", name);
    if (row)
        command_page(stdout, row);
    else if (a)
        act_page(stdout, a, name);
    else
        view_page(stdout, v, name);
    return EXIT_DONE;
}

int command_man(struct command *c)
{
    const char *room = option(c, "room", NULL), *into = option(c, "into", NULL);
    const char *name = option_word(c);
    const struct room *r = room ? room_named(c->catalogue, room) : NULL;
    int code = EXIT_DONE;

    if (!options_all_used(c))
        return EXIT_REFUSED;
    if ((room != NULL) + (into != NULL) + (name != NULL) > 1)
        return wrong("say one of: a command, --room, --into");
    if (room && !r)
        return wrong("there is no part \"%s\" with acts or views", room);
    if (into)
        return write_all(c, into);
    if (name)
        code = print_page(c, name);
    else if (r)
        room_page(stdout, r);
    else
        main_page(stdout, c->catalogue);
    return code ? code : fflush(stdout) == EOF ? EXIT_FAULT : EXIT_DONE;
}
