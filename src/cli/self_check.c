/* SPDX-License-Identifier: EUPL-1.2 */
/* schakel check, and the check before serving: runs all looks and tells what they found. */
#include "cli/self_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SPACE_PATH_BYTES = 4200 };

static json_t *words_of(struct self_check *k, const char *msgid, const struct finding *f, size_t n)
{
    struct text nl = tr_fill(k->c->arena, "nl", msgid, f->holes, n);
    struct text en = tr_fill(k->c->arena, "en", msgid, f->holes, n);

    return json_pack("{s:s%, s:s%}", "nl", nl.at, nl.len, "en", en.at, en.len);
}

static void add_row(struct self_check *k, const struct finding *f, size_t n)
{
    static const char *const grades[] = { "well", "warning", "fault" };
    json_t *row = json_pack("{s:s, s:s, s:o}", "code", f->code, "grade", grades[f->grade], "about",
                            words_of(k, f->about, f, n));

    if (f->cure)
        json_object_set_new(row, "cure", words_of(k, f->cure, f, n));
    json_array_append_new(k->rows, row);
}

static void print_finding(struct self_check *k, const struct finding *f, size_t n)
{
    static const char *const grades[] = { N_("well"), N_("warning"), N_("FAULT") };
    const char *lang = k->c->lang;

    printf("%-8s %.*s\n", tr(lang, grades[f->grade]),
           TEXT_FMT(tr_fill(k->c->arena, lang, f->about, f->holes, n)));
    if (f->cure)
        printf("         %.*s\n", TEXT_FMT(tr_fill(k->c->arena, lang, f->cure, f->holes, n)));
}

void found(struct self_check *k, struct finding f)
{
    size_t n = 0;

    while (n < FINDING_HOLES_MAX && f.holes[n].name)
        n++;
    k->faults += f.grade == GRADE_FAULT;
    k->warnings += f.grade == GRADE_WARNING;
    if (k->rows)
        add_row(k, &f, n);
    else
        print_finding(k, &f, n);
}

struct text check_number(struct self_check *k, int64_t n)
{
    return text_printf(k->c->arena, "%lld", (long long)n);
}

/* The last lines, and the exit code. */
static int tell_end(struct self_check *k)
{
    const char *lang = k->c->lang;

    if (k->rows) {
        json_t *doc = json_pack("{s:b, s:i, s:i, s:O}", "is_well", k->faults == 0, "faults",
                                k->faults, "warnings", k->warnings, "checks", k->rows);
        char *words = json_dumps(doc, JSON_INDENT(2));

        puts(words ? words : "{}");
        free(words);
        json_decref(doc);
        json_decref(k->rows);
    } else if (k->faults == 0) {
        printf("\n%s\n", tr(lang, N_("All is well.")));
    } else {
        printf("\n%s\n", tr_n(lang, N_("There is a fault; its cure stands below it."),
                              N_("There are faults; the cure stands below each."), k->faults));
    }
    return k->faults ? EXIT_FAULT : EXIT_DONE;
}

static bool number_of(struct command *c, const char *name, int64_t most, int64_t *out)
{
    const char *words = option(c, name, NULL);

    if (!words)
        return true;
    if (text_int64(text_of(words), out) && *out >= (strcmp(name, "last") == 0) && *out <= most)
        return true;
    wrong("--%s is a number, not \"%s\"", name, words);
    return false;
}

int command_check(struct command *c)
{
    struct self_check k = { .c = c, .last = CHECK_LAST_DEFAULT };
    const char *address = option(c, "address", NULL), *space;
    int64_t port = INT_NONE;
    bool is_json = option_is(c, "json"), is_demo = option_is(c, "demo");

    k.data = option(c, "data", "data");
    space = option(c, "space", is_demo ? "demo" : NULL);
    if (!number_of(c, "port", UINT16_MAX, &port) || !number_of(c, "last", INT32_MAX, &k.last) ||
        !options_all_used(c))
        return EXIT_REFUSED;
    if (space && !space_is_name(space))
        return wrong("--space is lower-case letters, digits and dashes, not \"%s\"", space);
    k.rows = is_json ? json_array() : NULL;
    check_machine(&k);
    if (port != INT_NONE)
        check_port(&k, address, (uint16_t)port);
    if (check_folder(&k)) {
        if (space)
            check_space(&k, space);
        else
            check_spaces(&k);
    }
    return tell_end(&k);
}

int serve_check(struct command *c, const char *data, const char *space, const char *address,
                uint16_t port)
{
    struct self_check k = { .c = c, .data = data, .last = CHECK_LAST_DEFAULT, .will_serve = true };
    char path[SPACE_PATH_BYTES];
    struct stat st;
    bool is_there;
    int code;

    snprintf(path, sizeof(path), "%s/spaces/%s.db", data, space);
    is_there = stat(path, &st) == 0;
    check_machine(&k);
    check_port(&k, address, port);
    if (check_folder(&k) && is_there)
        check_space(&k, space);
    code = tell_end(&k);
    if (code)
        return code;
    if (!is_there)
        printf("%s: %s\n", tr(c->lang, N_("Would make the space")), path);
    printf("%s: %s, http://%s:%u\n", tr(c->lang, N_("Would serve")), path,
           address ? address : "127.0.0.1", port);
    return EXIT_DONE;
}
