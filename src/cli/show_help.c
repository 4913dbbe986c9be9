/* SPDX-License-Identifier: EUPL-1.2 */
/* schakel ACT --help: what it does, and each field as the option that a person types. */
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"

/* What is typed there, in a word or two. */
static const char *kind_words(const struct command *c, const struct field *f)
{
    if (f->unit)
        return tr(c->lang, f->unit);
    switch (f->kind) {
    case FIELD_YESNO:
        return tr(c->lang, N_("yes or no"));
    case FIELD_INT:
    case FIELD_QUANTITY:
        return tr(c->lang, N_("number"));
    case FIELD_MONEY:
        return tr(c->lang, N_("euro"));
    case FIELD_INSTANT:
    case FIELD_PERIOD:
        return tr(c->lang, N_("moment, such as 14-07-2021 22:10 or +2u"));
    case FIELD_DAY:
        return tr(c->lang, N_("day, such as 14-07-2021"));
    case FIELD_CHOICE:
        return tr(c->lang, N_("one of:"));
    case FIELD_REF:
        return tr(c->lang, N_("mark, such as 1-143"));
    case FIELD_TEXT:
    case FIELD_PLACE:
    case FIELD_FILE:
    case FIELD_LIST:
        return "";
    }
    return "";
}

static void show_choices(const struct command *c, const struct field *f)
{
    const struct choice_list *list = f->choices ? choices_find(f->choices) : NULL;

    for (size_t i = 0; list && i < list->n; i++)
        if (!list->rows[i].is_retired)
            printf("      %-24s %s\n", list->rows[i].code,
                   strcmp(c->lang, "nl") == 0 ? list->rows[i].nl : list->rows[i].en);
}

/* Rows of a list are numbered from 0: --lines.0.amount, --lines.1.amount. */
static void show_fields(const struct command *c, const struct fieldset *set, const char *before)
{
    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];
        bool is_rows = f->kind == FIELD_LIST && f->item && !f->flat;
        const char *kind = is_rows ? "" : kind_words(c, f);
        char name[128];

        snprintf(name, sizeof(name), "%s%s", before, f->name);
        for (char *p = name; *p; p++)
            if (*p == '_')
                *p = '-';
        printf("  --%-26s %s%s%s%s\n", name, tr(c->lang, f->label ? f->label : f->name),
               f->optional ? "" : " *", kind[0] ? " · " : "", kind);
        show_choices(c, f);
        if (is_rows && before[0] == '\0') {
            snprintf(name, sizeof(name), "%s.0.", f->name);
            show_fields(c, f->item, name);
        }
    }
}

void show_help(struct command *c, const char *name, const struct action *action,
               const struct fieldset *set)
{
    if (action)
        printf("%s\n\n  schakel %s --as %s%s%s\n\n", tr(c->lang, action->title), name,
               tr(c->lang, N_("OFFICE")), action->creates ? "" : " --id ",
               action->creates ? "" : action->object);
    show_fields(c, set, "");
    if (set->n > 0)
        printf("\n%s\n", tr(c->lang, N_("* must be given")));
}

void show_command(struct command *c, const struct command_row *row)
{
    char option[64];

    printf("%s\n\n  schakel %s %s\n", tr(c->lang, row->about), row->name,
           row->words ? row->words : "");
    if (row->options)
        putchar('\n');
    for (const struct option_row *o = row->options; o && o->name; o++) {
        snprintf(option, sizeof(option), "--%s %s", o->name, o->value ? o->value : "");
        printf("  %-22s %s\n", option, tr(c->lang, o->about));
    }
}
