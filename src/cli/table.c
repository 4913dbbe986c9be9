/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts and views as commands, from the same tables as the pages and the API. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"

/* Where the command goes: a server or a data folder, which is closed with the door. */
struct way {
    struct door *door;
    struct space *space;
};

static int way_open(struct command *c, struct way *w)
{
    const char *url = option(c, "url", NULL);
    const char *data = option(c, "data", "data");
    bool is_demo = option_is(c, "demo");
    const char *name = option(c, "space", is_demo ? "demo" : "live");
    int code;

    *w = (struct way){ 0 };
    if (url) {
        w->door = door_server(c->catalogue, url);
        return w->door ? EXIT_DONE : wrong("--url is http://host:port, not \"%s\"", url);
    }
    code = space_in(c, data, name, space_kind_of(name), false, &w->space);
    if (!code)
        w->door = door_local(w->space);
    return code;
}

static void way_close(struct way *w)
{
    door_close(w->door);
    space_close(w->space);
}

/* Options into pairs: --ready-pct 40 is the field ready_pct; --lines.0.amount 3 a row's. */
static size_t pairs_of(struct command *c, struct form_pair *pairs)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++) {
        struct option_given *o = &c->options[i];
        char *name;

        if (o->is_used || o->name.len == 0)
            continue;
        o->is_used = true;
        name = (char *)(uintptr_t)text_cstr(c->arena, o->name);
        for (char *p = name; *p; p++)
            if (*p == '-')
                *p = '_';
        pairs[n++] = (struct form_pair){ text_of(name), o->value };
    }
    return n;
}

static json_t *input_of(struct command *c, const struct fieldset *set, struct verdict *v)
{
    struct form_pair *pairs = arena_array(c->arena, struct form_pair, OPTIONS_MAX);
    struct zone *zone = zone_open("Europe/Amsterdam");
    json_t *input = NULL;

    if (zone && pairs)
        input = fields_from_form(set, pairs, pairs_of(c, pairs), zone, instant_now(), NULL,
                                 c->arena, v);
    zone_close(zone);
    return input;
}

static void print_document(const json_t *doc)
{
    char *words = json_dumps(doc, JSON_INDENT(2) | JSON_PRESERVE_ORDER);

    puts(words ? words : "null");
    free(words);
}

/* "/lines/0/unit" as the option that a person types: " --lines.0.unit". */
static struct text option_of(struct command *c, const json_t *field)
{
    char *words;

    if (!json_is_string(field) || json_string_length(field) == 0)
        return T("");
    words = (char *)(uintptr_t)text_cstr(c->arena, json_string_text(field));
    for (char *p = words; *p; p++)
        *p = *p == '_' ? '-' : *p == '/' && p != words ? '.' : *p;
    return text_printf(c->arena, " --%s", words[0] == '/' ? words + 1 : words);
}

static void print_problem(struct command *c, const json_t *doc)
{
    static const char *const lists[] = { "errors", "warnings" };

    for (size_t k = 0; k < 2; k++) {
        const json_t *list = json_object_get(doc, lists[k]), *item;
        size_t i;

        json_array_foreach (list, i, item) {
            struct text where = option_of(c, json_object_get(item, "field"));
            struct text cite = json_string_text(json_object_get(item, "cite"));

            fprintf(stderr, "%s %s%.*s: %s %s%s%.*s%s\n",
                    tr(c->lang, k ? N_("warning") : N_("refused")),
                    json_string_value(json_object_get(item, "code")), TEXT_FMT(where),
                    json_string_value(json_object_get(item, "message")),
                    json_string_value(json_object_get(item, "mend")), cite.len ? " (" : "",
                    TEXT_FMT(cite), cite.len ? ")" : "");
        }
    }
}

static int exit_of(enum result r)
{
    return r == OK ? EXIT_DONE : r == FAULT ? EXIT_FAULT : EXIT_REFUSED;
}

static int finish(struct command *c, struct door_answer *answer, bool is_json, bool is_dry)
{
    print_problem(c, answer->doc);
    if (answer->result == OK && is_json)
        print_document(answer->doc);
    else if (answer->result == OK && json_object_get(answer->doc, "entry"))
        printf("%s\n", json_string_value(json_object_get(answer->doc, "object")));
    else if (answer->result == OK && is_dry)
        puts(tr(c->lang, N_("This can be done.")));
    else if (answer->result == OK)
        show_document(c, answer->doc);
    if (answer->result == FAULT && answer->status > 0) /* without a status the door told why */
        wrong("no answer (status %d)", answer->status);
    else if (answer->result != OK && answer->result != FAULT &&
             !json_object_get(answer->doc, "errors"))
        wrong("refused (%s)", result_name(answer->result));
    json_decref(answer->doc);
    return exit_of(answer->result);
}

static bool id_of(struct command *c, const char *name, struct id *out)
{
    const char *words = option(c, name, NULL);

    *out = ID_NONE;
    if (!words || id_read(text_of(words), out))
        return true;
    wrong("--%s is the mark of a thing, such as 1-143", name);
    return false;
}

/* --as takes a mark ("1-12") or a code, with its instance where there are several: "LOCC.desk",
 * "VR.voorzitter/VR24". */
static int office_of(struct command *c, struct door *d, const char *words, struct id *out)
{
    struct text code = text_of(words ? words : ""), instance = T(""), found = T("");
    const json_t *group, *office;
    size_t i, k, n = 0;
    bool is_told;
    json_t *doc;

    *out = ID_NONE;
    if (!words || id_read(code, out))
        return EXIT_DONE;
    if (text_find(code, T("/")) != SIZE_MAX) {
        text_cut(&code, '/', &found);
        instance = code;
        code = found;
    }
    doc = door_offices(d);
    json_array_foreach (json_object_get(doc, "groups"), i, group)
        json_array_foreach (json_object_get(group, "offices"), k, office) {
            struct text its = json_string_text(json_object_get(office, "instance"));

            if (!text_same(json_string_text(json_object_get(office, "code")), code) ||
                (instance.len > 0 && !text_same(its, instance)) ||
                !id_read(json_string_text(json_object_get(office, "id")), out))
                continue;
            found = text_printf(c->arena, "%.*s", TEXT_FMT(its));
            n++;
        }
    is_told = json_object_get(doc, "groups") != NULL;
    json_decref(doc);
    if (n == 1)
        return EXIT_DONE;
    *out = ID_NONE;
    if (!doc)
        return EXIT_FAULT; /* the door told why */
    if (!is_told)
        return wrong("offices cannot be looked up there; give the mark of yours with --as");
    if (n == 0)
        return wrong("nobody holds an office \"%s\"; see schakel offices", words);
    return wrong("%zu offices are %s; say which, such as --as %s/%.*s", n, words, words,
                 TEXT_FMT(found));
}

struct asked {
    const struct action *action;
    const struct view *view;
    const char *as; /* mark or code of the office; NULL: nobody */
    struct id object;
    const char *key;
    bool is_json, is_dry;
    json_t *input;
};

static int carry_out(struct command *c, const struct asked *q)
{
    struct door_answer answer;
    struct id office;
    struct way w;
    int code = way_open(c, &w);

    if (code)
        return code;
    door_speaks(w.door, c->lang);
    code = office_of(c, w.door, q->as, &office);
    if (code) {
        way_close(&w);
        return code;
    }
    if (q->view)
        answer = door_see(w.door, office, q->view, q->input);
    else if (q->is_dry)
        answer = door_try(w.door, office, q->action, q->object, q->input);
    else
        answer = door_act(w.door, office, q->action, q->object, q->input, INT_NONE, q->key);
    code = finish(c, &answer, q->is_json, q->is_dry);
    way_close(&w);
    return code;
}

/* The options of a way are read before the fields take what is left. */
static void keep_way_options(struct command *c)
{
    static const char *const names[] = { "url", "data", "demo", "space" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        option_is(c, names[i]);
}

int command_table(struct command *c, const char *name)
{
    char *under = (char *)(uintptr_t)text_cstr(c->arena, text_of(name));
    struct verdict *v = arena_new(c->arena, struct verdict);
    struct asked q = { 0 };
    int code;

    for (char *p = under; *p; p++)
        if (*p == '-')
            *p = '_';
    q.action = catalogue_action(c->catalogue, text_of(under), text_of(option(c, "on", "")));
    q.view = q.action ? NULL : catalogue_view(c->catalogue, text_of(under));
    if (!q.action && !q.view)
        return wrong("there is no command, act or view \"%s\"; see schakel help", name);
    const struct fieldset *set = q.action ? &q.action->fields : &q.view->fields;
    if (option_is(c, "help")) {
        show_help(c, name, q.action, set);
        return EXIT_DONE;
    }
    q.key = option(c, "key", NULL);
    q.is_json = option_is(c, "json");
    q.is_dry = option_is(c, "dry-run");
    q.as = option(c, "as", NULL);
    if (q.action && !id_of(c, "id", &q.object))
        return EXIT_REFUSED;
    if (q.action && !q.action->creates && id_is_none(q.object))
        return wrong("--id names the %s to act on", q.action->object);
    verdict_init(v, c->arena);
    keep_way_options(c);
    q.input = input_of(c, set, v);
    if (!verdict_is_clear(v))
        print_verdict(c, v);
    code = !q.input               ? EXIT_FAULT
           : !verdict_is_clear(v) ? EXIT_REFUSED
           : !options_all_used(c) ? EXIT_REFUSED
                                  : carry_out(c, &q);
    json_decref(q.input);
    return code;
}
