/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"
#include "web/openapi.h"

int wrong(const char *format, ...)
{
    va_list args;

    fputs("schakel: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return EXIT_REFUSED;
}

static struct option_given *find(struct command *c, const char *name)
{
    for (size_t i = 0; i < c->n; i++)
        if (text_is(c->options[i].name, name))
            return &c->options[i];
    return NULL;
}

const char *option(struct command *c, const char *name, const char *otherwise)
{
    struct option_given *o = find(c, name);

    if (!o)
        return otherwise;
    o->is_used = true;
    return text_cstr(c->arena, o->value);
}

bool option_is(struct command *c, const char *name)
{
    struct option_given *o = find(c, name);

    if (o)
        o->is_used = true;
    return o != NULL;
}

const char *option_word(struct command *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->options[i].name.len == 0 && !c->options[i].is_used) {
            c->options[i].is_used = true;
            return text_cstr(c->arena, c->options[i].value);
        }
    return NULL;
}

bool options_all_used(struct command *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (!c->options[i].is_used) {
            if (c->options[i].name.len > 0)
                wrong("there is no option --%.*s here; see schakel help",
                      TEXT_FMT(c->options[i].name));
            else
                wrong("\"%.*s\" is one word too many; see schakel help",
                      TEXT_FMT(c->options[i].value));
            return false;
        }
    return true;
}

static int read_options(struct command *c, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        struct text word = text_of(argv[i]);
        struct option_given *o = &c->options[c->n];

        if (c->n == OPTIONS_MAX)
            return wrong("more than %d options", OPTIONS_MAX);
        if (!text_is_utf8(word))
            return wrong("word %d is not UTF-8", i);
        c->n++;
        if (text_is(word, "-n")) {
            *o = (struct option_given){ T("dry-run"), T(""), false };
            continue;
        }
        if (!text_starts(word, T("--"))) {
            *o = (struct option_given){ T(""), word, false };
            continue;
        }
        o->value = text_slice(word, 2, word.len);
        if (text_find(o->value, T("=")) != SIZE_MAX) {
            text_cut(&o->value, '=', &o->name);
            continue;
        }
        o->name = o->value;
        o->value = T("");
        if (option_is_flag(o->name))
            continue;
        if (i + 1 == argc)
            return wrong("--%.*s needs a value", TEXT_FMT(o->name));
        o->value = text_of(argv[++i]);
        if (!text_is_utf8(o->value))
            return wrong("the value of --%.*s is not UTF-8", TEXT_FMT(o->name));
    }
    return EXIT_DONE;
}

/* LANG decides the words, as for every program of the machine. */
static const char *language(void)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): read once, before there is a second thread */
    const char *lang = getenv("LANG");

    return lang && strncmp(lang, "nl", 2) == 0 ? "nl" : "en";
}

static int dispatch(struct command *c, const char *name)
{
    const struct command_row *row = command_find(name);

    if (row && row->run != command_play && option_is(c, "help")) {
        show_command(c, row);
        return EXIT_DONE;
    }
    return row ? row->run(c) : command_table(c, name);
}

int cli_main(const struct catalogue *catalogue, int argc, char **argv)
{
    struct command c = { .catalogue = catalogue,
                         .arena = arena_open(ARENA_LIMIT_DEFAULT),
                         .lang = language() };
    int code;

    if (!c.arena)
        return EXIT_FAULT;
    code = read_options(&c, argc, argv);
    if (code == EXIT_DONE)
        code = argc < 2 ? command_help(&c) : dispatch(&c, argv[1]);
    arena_close(c.arena);
    return code;
}

int command_help(struct command *c)
{
    char name[64];

    printf("schakel %s\n\n",
           tr(c->lang, N_("runs civil-military cooperation: who asks, decides, acts")));
    for (size_t i = 0; i < command_rows_len; i++)
        printf("  %-10s %s\n", command_rows[i].name, tr(c->lang, command_rows[i].about));
    printf("\n%s\n  --as OFFICE --data DIR | --url URL  --dry-run --json --key KEY\n\n",
           tr(c->lang, N_("Acts, each with its fields as options (schakel ACT --help):")));
    for (const struct room *const *r = c->catalogue->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->action_count; i++) {
            name_dashed((*r)->actions[i].name, name, sizeof(name));
            printf("  %-28s %-14s %s\n", name, (*r)->actions[i].object,
                   tr(c->lang, (*r)->actions[i].title));
        }
    printf("\n%s\n", tr(c->lang, N_("Views:")));
    for (const struct room *const *r = c->catalogue->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->view_count; i++) {
            name_dashed((*r)->views[i].name, name, sizeof(name));
            printf("  %-28s %s\n", name, tr(c->lang, (*r)->views[i].title));
        }
    return EXIT_DONE;
}

/* A row for each act; with --json {"acts": [{action, object, path, address, creates}]}, for
 * programs that drive the API. */
int command_acts(struct command *c)
{
    json_t *rows = json_array();
    bool is_json = option_is(c, "json");
    char *words;

    if (!options_all_used(c)) {
        json_decref(rows);
        return EXIT_REFUSED;
    }
    for (const struct room *const *r = c->catalogue->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->action_count; i++) {
            const struct action *a = &(*r)->actions[i];
            const struct thing_type *t = catalogue_thing(c->catalogue, text_of(a->object));
            char path[160], address[160];

            if (!t)
                continue;
            if (a->creates)
                snprintf(path, sizeof(path), "/api/v1/%s", a->posted_to ? a->posted_to : t->path);
            else
                snprintf(path, sizeof(path), "/api/v1/%s/{id}/%s", t->path, a->posted_to);
            snprintf(address, sizeof(address), "/%s/%s/%s", t->address,
                     a->creates ? "nieuw" : "{id}", a->address ? a->address : "");
            if (!is_json)
                printf("%-24s %-14s %-50s %s\n", a->name, a->object, path, address);
            json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s, s:b}", "action", a->name,
                                                  "object", a->object, "path", path, "address",
                                                  address, "creates", (int)a->creates));
        }
    json_t *doc = json_pack("{s:o}", "acts", rows);
    words = json_dumps(doc, JSON_INDENT(1));
    if (is_json)
        puts(words ? words : "{}");
    free(words);
    json_decref(doc);
    return words ? EXIT_DONE : EXIT_FAULT;
}

int command_openapi(struct command *c)
{
    struct text words;

    if (!options_all_used(c))
        return EXIT_REFUSED;
    if (openapi_text(c->catalogue, true, c->arena, &words))
        return EXIT_FAULT;
    printf("%.*s", TEXT_FMT(words));
    return EXIT_DONE;
}

void print_verdict(struct command *c, const struct verdict *v)
{
    for (size_t i = 0; i < v->count; i++) {
        const struct verdict_item *item = &v->items[i];

        fprintf(stderr, "%s %s%s%.*s: %.*s %.*s",
                tr(c->lang, item->weight == VERDICT_WARN ? N_("warning") : N_("refused")),
                item->code, item->field.len ? " " : "", TEXT_FMT(item->field),
                TEXT_FMT(tr_fill(c->arena, c->lang, item->why, item->holes, item->hole_count)),
                TEXT_FMT(tr_fill(c->arena, c->lang, item->mend, item->holes, item->hole_count)));
        if (item->cite.len)
            fprintf(stderr, " (%.*s)", TEXT_FMT(item->cite));
        fputc('\n', stderr);
    }
}
