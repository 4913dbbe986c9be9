/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/inner.h - what the commands share. */
#ifndef CLI_INNER_H
#define CLI_INNER_H
#include "access/access.h"
#include "cli/cli.h"
#include "cli/door.h"

enum { OPTIONS_MAX = 128 };

/* "--name value" or "--name=value"; a word without dashes has an empty name. */
struct option_given {
    struct text name, value;
    bool is_used;
};
struct command {
    const struct catalogue *catalogue;
    struct arena *arena;
    struct option_given options[OPTIONS_MAX];
    size_t n;
    const char *lang;
    /* when the journal of a new demo or exercise space begins; NULL: the demo's */
    const char *begin;
    /* a space that goes away when the command ends: need not outlive a power cut */
    bool is_scratch;
    /* what a new space gets besides; NULL: nothing */
    int (*fill)(struct command *c, struct space *s);
    bool is_looking; /* verify, rebuild --check, export: beside the process that serves the space */
};

/* One option of a command; `value` NULL: a flag, "DIR" or "FILE": a path, "a|b": one of these. */
struct option_row {
    const char *name, *value;
    const char *about; /* msgid */
};
struct command_row {
    const char *name;
    int (*run)(struct command *c);
    const char *about;                /* msgid */
    const struct option_row *options; /* ends with a NULL name; NULL: none */
    const char *words;                /* what follows without dashes: "FILE|demo"; NULL */
};
extern const struct command_row command_rows[];
extern const size_t command_rows_len;
/* NULL when there is no such command. */
const struct command_row *command_find(const char *name);
/* What every act, every view takes beside its fields. */
const struct option_row *options_of_acts(void);
const struct option_row *options_of_views(void);
/* True when an option of this name takes no value. */
bool option_is_flag(struct text name);
/* "report_readiness" as it is typed: "report-readiness". */
void name_dashed(const char *name, char *out, size_t size);
/* Calls `each` with the options that set the fields: "amount", "lines.0.unit", "period.from". */
void each_field_option(const struct fieldset *set,
                       void (*each)(void *ctx, const char *name, const struct field *f), void *ctx);

/* The value of an option, marked as used; `otherwise` when it is absent. */
const char *option(struct command *c, const char *name, const char *otherwise);
/* True when the option stands there, with or without a value. */
bool option_is(struct command *c, const char *name);
/* The first plain word that was not used yet; NULL. */
const char *option_word(struct command *c);
/* Exit 2 with one line when an option was not used: a typing error must not pass in silence. */
bool options_all_used(struct command *c);
/* One line on stderr, with the way out; returns EXIT_REFUSED. */
int wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Opens the space of --data (default ./data) and --space (default live, demo with --demo); makes
 * the folder and the space's first acts when new. Prints why not. */
int space_of(struct command *c, bool is_new_fine, struct space **out);
/* The space "name" of a folder. */
int space_in(struct command *c, const char *data, const char *name, enum space_kind kind,
             bool is_new_fine, struct space **out);
/* What a space of this name is, and whether a space may have it. */
enum space_kind space_kind_of(const char *name);
bool space_is_name(const char *name);
/* Fills a fresh space beside the one of this name, which may be open: c->fill says with what. */
int space_fresh(struct command *c, const char *data, const char *name, enum space_kind kind);
/* Puts the fresh one in the place of the old one, which must be closed and is lost; opens it. */
int space_take_fresh(struct command *c, const char *data, const char *name, enum space_kind kind,
                     struct space **out);
/* A document for people on stdout; --json prints it as it is. */
void show_document(struct command *c, const json_t *doc);
/* What an act or view (`action` NULL) is called and takes, for ACT --help. */
void show_help(struct command *c, const char *name, const struct action *action,
               const struct fieldset *set);
/* What a command is for and its options, for COMMAND --help. */
void show_command(struct command *c, const struct command_row *row);
void print_verdict(struct command *c, const struct verdict *v);

int command_serve(struct command *c);
int command_init(struct command *c);
int command_verify(struct command *c);
int command_rebuild(struct command *c);
int command_export(struct command *c);
int command_play(struct command *c);
int command_law(struct command *c);
/* An act or a view by its name with dashes: schakel report-readiness --id 1-9 --as 1-12 … */
int command_table(struct command *c, const char *name);
int command_acts(struct command *c);
int command_check(struct command *c);
int command_completion(struct command *c);
int command_man(struct command *c);
int command_openapi(struct command *c);
int command_help(struct command *c);

#endif
