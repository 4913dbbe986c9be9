/* SPDX-License-Identifier: EUPL-1.2 */
/* schakel completion bash: a script in which the shell finds commands, acts, views, their options
 * and the codes of choices. It holds all words itself, so that pressing Tab starts no program. */
#include <stdio.h>
#include <string.h>

#include "cli/inner.h"

/* ---- which words ---- */

/* An act's name may stand for acts on several kinds of thing: they are told of together. */
static void each_act_named(const struct catalogue *c, const char *name,
                           void (*each)(void *ctx, const struct action *a), void *ctx)
{
    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->action_count; i++)
            if (strcmp((*r)->actions[i].name, name) == 0)
                each(ctx, &(*r)->actions[i]);
}

/* Calls `each` once for every name that acts have, then for views that no act hides. */
static void each_name(const struct catalogue *c,
                      void (*each)(const struct catalogue *c, const char *name,
                                   const struct view *v))
{
    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->action_count; i++)
            if (catalogue_action(c, text_of((*r)->actions[i].name), T("")) == &(*r)->actions[i])
                each(c, (*r)->actions[i].name, NULL);
    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->view_count; i++)
            if (!catalogue_action(c, text_of((*r)->views[i].name), T("")))
                each(c, (*r)->views[i].name, &(*r)->views[i]);
}

static void print_name(const struct catalogue *c, const char *name, const struct view *v)
{
    char typed[64];

    (void)c;
    (void)v;
    name_dashed(name, typed, sizeof(typed));
    printf(" %s", typed);
}

static void print_commands(const struct catalogue *c)
{
    printf("_schakel_commands='");
    for (size_t i = 0; i < command_rows_len; i++)
        printf("%s%s", i ? " " : "", command_rows[i].name);
    each_name(c, print_name);
    printf("'\n\n");
}

/* ---- which options ---- */

static void print_rows(const struct option_row *o)
{
    for (; o && o->name; o++)
        printf(" --%s", o->name);
}

static void print_option(void *ctx, const char *name, const struct field *f)
{
    (void)ctx;
    (void)f;
    printf(" --%s", name);
}

static void print_act_options(void *ctx, const struct action *a)
{
    (void)ctx;
    each_field_option(&a->fields, print_option, NULL);
}

static void print_options_of(const struct catalogue *c, const char *name, const struct view *v)
{
    char typed[64];

    name_dashed(name, typed, sizeof(typed));
    printf("    %s) REPLY='", typed);
    print_rows(v ? options_of_views() : options_of_acts());
    if (v)
        each_field_option(&v->fields, print_option, NULL);
    else
        each_act_named(c, name, print_act_options, NULL);
    printf("' ;;\n");
}

static void print_options(const struct catalogue *c)
{
    printf("_schakel_options() {\n    case $1 in\n");
    for (size_t i = 0; i < command_rows_len; i++) {
        printf("    %s) REPLY='", command_rows[i].name);
        print_rows(command_rows[i].options);
        printf(" --help' ;;\n");
    }
    each_name(c, print_options_of);
    printf("    esac\n}\n\n");
}

/* ---- which values ---- */

static void print_lists(void)
{
    printf("_schakel_list() {\n    case $1 in\n");
    for (size_t i = 0; i < choice_lists_len; i++) {
        printf("    %s) REPLY+='", choice_lists[i].name);
        for (size_t k = 0; k < choice_lists[i].n; k++)
            if (!choice_lists[i].rows[k].is_retired)
                printf(" %s", choice_lists[i].rows[k].code);
        printf("' ;;\n");
    }
    printf("    esac\n}\n\n");
}

/* Any row of a list has the choices of its first: "lines.0.unit" is the pattern lines.*.unit. */
static void print_pattern(const char *typed, const char *option)
{
    printf("    %s,--", typed);
    for (const char *p = option; *p; p++)
        if (strncmp(p, ".0.", 3) == 0) {
            printf(".*.");
            p += 2;
        } else {
            putchar(*p);
        }
    printf(") ");
}

static void print_field_values(void *ctx, const char *name, const struct field *f)
{
    const struct field *one = f->kind == FIELD_LIST && f->flat && f->item ? &f->item->fields[0] : f;

    if (one->kind == FIELD_YESNO) {
        print_pattern(ctx, name);
        printf("REPLY+=' yes no' ;;&\n");
    } else if (one->kind == FIELD_CHOICE && one->choices && choices_find(one->choices)) {
        print_pattern(ctx, name);
        printf("_schakel_list %s ;;&\n", one->choices);
    }
}

static void print_act_values(void *ctx, const struct action *a)
{
    printf("    %s,--on) REPLY+=' %s' ;;&\n", (char *)ctx, a->object);
    each_field_option(&a->fields, print_field_values, ctx);
}

static void print_values_of(const struct catalogue *c, const char *name, const struct view *v)
{
    char typed[64];

    name_dashed(name, typed, sizeof(typed));
    if (v)
        each_field_option(&v->fields, print_field_values, typed);
    else
        each_act_named(c, name, print_act_values, typed);
}

static void print_row_values(const char *command, const struct option_row *o)
{
    for (; o && o->name; o++) {
        if (!o->value)
            continue;
        if (strcmp(o->value, "DIR") == 0) {
            printf("    %s,--%s) REPLY=@folders ;;\n", command, o->name);
        } else if (strcmp(o->name, "space") == 0) {
            printf("    %s,--%s) REPLY=@spaces ;;\n", command, o->name);
        } else if (strcmp(o->value, "FILE") == 0) {
            printf("    %s,--%s) REPLY=@files ;;\n", command, o->name);
        } else if (strchr(o->value, '|')) {
            printf("    %s,--%s) REPLY='", command, o->name);
            for (const char *p = o->value; *p; p++)
                putchar(*p == '|' ? ' ' : *p);
            printf("' ;;\n");
        }
    }
}

static void print_rooms(const struct catalogue *c)
{
    printf("    man,--room) REPLY='");
    for (const struct room *const *r = c->rooms; *r; r++)
        if ((*r)->action_count + (*r)->view_count > 0)
            printf(" %s", (*r)->name);
    printf("' ;;\n");
}

/* A flag leaves REPLY empty, so that the next option follows; what nobody can guess is @any. */
static void print_values(const struct catalogue *c)
{
    printf("_schakel_value() {\n    case $1,$2 in\n");
    for (size_t i = 0; i < command_rows_len; i++)
        print_row_values(command_rows[i].name, command_rows[i].options);
    print_rooms(c);
    each_name(c, print_values_of);
    print_row_values("*", options_of_acts());
    for (size_t i = 0; i < command_rows_len; i++)
        for (const struct option_row *o = command_rows[i].options; o && o->name; o++)
            if (!o->value)
                printf("    *,--%s) return ;;\n", o->name);
    for (const struct option_row *o = options_of_acts(); o->name; o++)
        if (!o->value)
            printf("    *,--%s) return ;;\n", o->name);
    printf("    esac\n    [[ -n $REPLY ]] || REPLY=@any\n}\n\n");
}

/* ---- the part that is the same for every program ---- */

static const char words_without_dashes[] = "_schakel_words() {\n"
                                           "    case $1 in\n"
                                           "    play) REPLY=@files ;;\n"
                                           "    law) REPLY=check ;;\n"
                                           "    completion) REPLY=bash ;;\n"
                                           "    man) REPLY=$_schakel_commands ;;\n"
                                           "    *) _schakel_options \"$1\" ;;\n"
                                           "    esac\n"
                                           "}\n\n";

static const char offer[] =
    "# The names of the spaces in the data folder that the line names.\n"
    "_schakel_spaces() {\n"
    "    local data=data i file\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        [[ ${COMP_WORDS[i]} != --data ]] || data=${COMP_WORDS[i + 1]}\n"
    "    done\n"
    "    REPLY='live demo'\n"
    "    for file in \"$data\"/spaces/*.db; do\n"
    "        file=${file##*/}\n"
    "        [[ $file == '*.db' ]] || REPLY+=\" ${file%.db}\"\n"
    "    done\n"
    "}\n\n"
    "# Offers what REPLY holds, as far as it begins as the word does.\n"
    "_schakel_offer() {\n"
    "    [[ $REPLY != @spaces ]] || _schakel_spaces\n"
    "    case $REPLY in\n"
    "    @any) ;;\n"
    "    @folders) compopt -o filenames 2>/dev/null\n"
    "        mapfile -t COMPREPLY < <(compgen -d -- \"$1\") ;;\n"
    "    @files) compopt -o filenames 2>/dev/null\n"
    "        mapfile -t COMPREPLY < <(compgen -f -- \"$1\") ;;\n"
    "    *) mapfile -t COMPREPLY < <(compgen -W \"$REPLY\" -- \"$1\" | sort -u) ;;\n"
    "    esac\n"
    "}\n\n";

static const char main_function[] =
    "_schakel() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} REPLY=''\n"
    "    local prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    COMPREPLY=()\n"
    "    # The shell cuts --option=value into three words.\n"
    "    if [[ $cur == = ]]; then\n"
    "        cur=''\n"
    "    elif [[ $prev == = ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    if ((COMP_CWORD == 1)); then\n"
    "        REPLY=$_schakel_commands\n"
    "        _schakel_offer \"$cur\"\n"
    "        return\n"
    "    fi\n"
    "    if [[ $prev == --* ]]; then\n"
    "        _schakel_value \"$command\" \"$prev\"\n"
    "        if [[ -n $REPLY ]]; then\n"
    "            _schakel_offer \"$cur\"\n"
    "            return\n"
    "        fi\n"
    "    fi\n"
    "    if [[ $cur == -* ]]; then\n"
    "        _schakel_options \"$command\"\n"
    "        # A further row of a list takes what its first row takes.\n"
    "        if [[ $cur =~ ^(--[a-z-]+)\\.([0-9]+)\\. ]]; then\n"
    "            REPLY=${REPLY//\"${BASH_REMATCH[1]}.0.\"/\"${BASH_REMATCH[1]}."
    "${BASH_REMATCH[2]}.\"}\n"
    "        fi\n"
    "    else\n"
    "        _schakel_words \"$command\"\n"
    "    fi\n"
    "    _schakel_offer \"$cur\"\n"
    "}\n\n"
    "complete -F _schakel schakel\n";

int command_completion(struct command *c)
{
    const char *shell = option_word(c);

    if (!shell || strcmp(shell, "bash") != 0)
        return wrong("say schakel completion bash");
    if (!options_all_used(c))
        return EXIT_REFUSED;
    printf("# Completes schakel's words in bash; made by: schakel completion bash\n\n");
    print_commands(c->catalogue);
    print_options(c->catalogue);
    print_lists();
    print_values(c->catalogue);
    fputs(words_without_dashes, stdout);
    fputs(offer, stdout);
    fputs(main_function, stdout);
    return fflush(stdout) == EOF ? EXIT_FAULT : EXIT_DONE;
}
