/* SPDX-License-Identifier: EUPL-1.2 */
/* Every rule of law/rules.json is broken somewhere in this project's own tests: in the cases of the
 * judge (src/ROOM/NAME.case.json), in the demo's play (demo/limburg-2021.json), or by name in a
 * test program. Prints which rule is broken where. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "across.h"
#include "base/text.h"

enum { RULES_MAX = 200, PATH_BYTES = 512, DEPTH_MAX = 6, FILE_BYTES_MAX = 4 * 1024 * 1024 };

/* Rules that nothing can refuse with yet, and why. Whoever makes it possible takes the line out: a
 * rule that is broken somewhere may not stand here. */
static const struct {
    const char *rule, *why;
} later[] = {
    { "ORAL_NOT_ALLOWED", "every route carried so far knows an oral start" },
    { "CEILING_NOT_ADDED", "no act adds ceilings; the view of the ceilings names the rule" },
    { "NEED_TO_KNOW", "comes with the readers of restricted cases" },
};

struct rule_seen {
    const char *id;
    size_t in_cases, in_demo, in_tests;
    char first[PATH_BYTES]; /* where it is broken first: a case by its name, else a file */
};
struct coverage {
    json_t *rules, *demo;
    struct rule_seen seen[RULES_MAX];
    size_t n;
    size_t case_files, test_files;
};

static void in_project(const char *path, char *out)
{
    const char *root = getenv("SCHAKEL_SOURCE");
    int n = snprintf(out, PATH_BYTES, "%s/%s", root ? root : ".", path);

    assert_true(n > 0 && n < PATH_BYTES);
}

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *doc = json_load_file(path, 0, &error);

    if (!doc)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    return doc;
}

static void note_first(struct rule_seen *s, const char *path, const char *name)
{
    const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;

    if (s->first[0] == '\0')
        (void)snprintf(s->first, sizeof(s->first), "%s%s%s", file, name ? ": " : "",
                       name ? name : "");
}

static struct rule_seen *seen_of(struct coverage *c, const char *id)
{
    for (size_t i = 0; id && i < c->n; i++)
        if (strcmp(c->seen[i].id, id) == 0)
            return &c->seen[i];
    return NULL;
}

/* ---- the cases of the judge ---- */

static void read_case_file(struct coverage *c, const char *path)
{
    static const char *const lists[] = { "refuses", "forbids", "warns" };
    json_t *doc = load(path), *cases = json_object_get(doc, "cases");

    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *one = json_array_get(cases, i), *then = json_object_get(one, "then");
        for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++) {
            const json_t *list = json_object_get(then, lists[l]);
            for (size_t r = 0; r < json_array_size(list); r++) {
                struct rule_seen *s = seen_of(c, json_string_value(json_array_get(list, r)));
                if (s) {
                    note_first(s, path, json_string_value(json_object_get(one, "name")));
                    s->in_cases++;
                }
            }
        }
    }
    json_decref(doc);
    c->case_files++;
}

/* ---- the demo's play ---- */

static void read_steps(struct coverage *c, const json_t *steps)
{
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i), *expect = json_object_get(step, "expect");
        struct rule_seen *s = seen_of(c, json_string_value(json_object_get(expect, "rule")));
        if (s) {
            note_first(s, "demo", json_string_value(json_object_get(step, "note")));
            s->in_demo++;
        }
    }
}

/* ---- test programs ---- */

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, FILE_BYTES_MAX + 1);

    assert_non_null(file);
    assert_non_null(text);
    size_t n = fread(text, 1, FILE_BYTES_MAX, file);
    assert_true(n < FILE_BYTES_MAX);
    fclose(file);
    return text;
}

/* Does the statement say that something was refused? Names of such calls end so in every room. */
static bool says_refused(struct text statement)
{
    bool is_verdict = text_find(statement, T("has_verdict(")) != SIZE_MAX &&
                      text_find(statement, T("assert_true(")) != SIZE_MAX;

    return is_verdict || text_find(statement, T("refused(")) != SIZE_MAX ||
           text_find(statement, T("verdict_code(")) != SIZE_MAX;
}

/* Names the statement this rule, as a string of its own? */
static bool names_rule(struct text statement, const char *id)
{
    char quoted[80];
    int n = snprintf(quoted, sizeof(quoted), "\"%s\"", id);
    size_t at = text_find(statement, text_at(quoted, (size_t)n));

    return at != SIZE_MAX && (at == 0 || statement.at[at - 1] != '\\');
}

static void read_test_file(struct coverage *c, const char *path)
{
    char *text = read_text(path);
    struct text rest = text_of(text), statement;

    while (text_cut(&rest, ';', &statement)) {
        if (!says_refused(statement))
            continue;
        for (size_t i = 0; i < c->n; i++)
            if (names_rule(statement, c->seen[i].id)) {
                note_first(&c->seen[i], path, NULL);
                c->seen[i].in_tests++;
            }
    }
    free(text);
    c->test_files++;
}

/* ---- the tree ---- */

static void walk(struct coverage *c, const char *folder, int depth)
{
    DIR *dir = opendir(folder);

    assert_non_null(dir);
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        char path[PATH_BYTES];
        int n = snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
        struct text name = text_of(e->d_name);
        if (e->d_name[0] == '.' || n <= 0 || n >= PATH_BYTES)
            continue;
        if (e->d_type == DT_DIR && depth < DEPTH_MAX)
            walk(c, path, depth + 1);
        else if (text_ends(name, T(".case.json")))
            read_case_file(c, path);
        else if (text_starts(name, T("test_")) && text_ends(name, T(".c")))
            read_test_file(c, path);
    }
    closedir(dir);
}

static const char *ground_of_later(const char *id)
{
    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
        if (strcmp(later[i].rule, id) == 0)
            return later[i].why;
    return NULL;
}

static void print_table(const struct coverage *c)
{
    print_message("%-26s %6s %6s %6s  %s\n", "rule", "cases", "demo", "tests", "first");
    for (size_t i = 0; i < c->n; i++) {
        const struct rule_seen *s = &c->seen[i];
        const char *why = ground_of_later(s->id);
        print_message("%-26s %6zu %6zu %6zu  %s%s\n", s->id, s->in_cases, s->in_demo, s->in_tests,
                      why ? "later: " : "", why ? why : s->first);
    }
}

static void test_every_rule_is_broken_in_a_case_of_our_own(void **state)
{
    const struct coverage *c = *state;
    struct findings f = { 0 };

    print_table(c);
    for (size_t i = 0; i < c->n; i++) {
        const struct rule_seen *s = &c->seen[i];
        bool is_broken = s->in_cases + s->in_demo + s->in_tests > 0;
        if (!is_broken && !ground_of_later(s->id))
            found(&f, "no case of our own breaks %s", s->id);
        if (is_broken && ground_of_later(s->id))
            found(&f, "%s is broken somewhere: take it out of the list of later rules", s->id);
    }
    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
        bool is_rule = false;
        for (size_t r = 0; r < c->n; r++)
            is_rule = is_rule || strcmp(c->seen[r].id, later[i].rule) == 0;
        if (!is_rule)
            found(&f, "%s is no rule", later[i].rule);
    }
    found_none(&f);
}

/* What this test looks at is really there. */
static void test_the_cases_the_demo_and_the_tests_were_read(void **state)
{
    const struct coverage *c = *state;
    size_t cases = 0, demo = 0, tests = 0;

    for (size_t i = 0; i < c->n; i++) {
        cases += c->seen[i].in_cases;
        demo += c->seen[i].in_demo;
        tests += c->seen[i].in_tests;
    }
    assert_true(c->n > 40 && c->case_files >= 15 && c->test_files > 40);
    assert_true(cases > 300 && demo >= 10 && tests > 50);
}

static void test_only_a_statement_that_refuses_counts(void **state)
{
    (void)state;
    assert_true(says_refused(T("flood_refused(w, \"mayor\", \"STATE_ORDER\")")));
    assert_true(says_refused(T("assert_true(world_has_verdict(w, \"STATE_ORDER\"))")));
    assert_false(says_refused(T("assert_false(world_has_verdict(w, \"STATE_ORDER\"))")));
    assert_false(says_refused(T("is_refusal = \"STATE_ORDER\"")));
    assert_true(names_rule(T("refused(\"STATE_ORDER\")"), "STATE_ORDER"));
    assert_false(names_rule(T("refused(\"STATE_ORDERS\")"), "STATE_ORDER"));
    assert_false(names_rule(T("refused(\"{\\\"STATE_ORDER\\\"}\")"), "STATE_ORDER"));
}

static int open_coverage(void **state)
{
    struct coverage *c = calloc(1, sizeof(*c));
    char path[PATH_BYTES];

    assert_non_null(c);
    in_project("law/rules.json", path);
    c->rules = load(path);
    const json_t *rules = json_object_get(c->rules, "rules");
    assert_true(json_array_size(rules) <= RULES_MAX);
    for (size_t i = 0; i < json_array_size(rules); i++)
        c->seen[c->n++].id = json_string_value(json_object_get(json_array_get(rules, i), "id"));
    in_project("demo/limburg-2021.json", path);
    c->demo = load(path);
    read_steps(c, json_object_get(c->demo, "given"));
    read_steps(c, json_object_get(c->demo, "steps"));
    in_project("src", path);
    walk(c, path, 0);
    in_project("tests", path);
    walk(c, path, 0);
    *state = c;
    return 0;
}

static int close_coverage(void **state)
{
    struct coverage *c = *state;

    json_decref(c->rules);
    json_decref(c->demo);
    free(c);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_rule_is_broken_in_a_case_of_our_own),
        cmocka_unit_test(test_the_cases_the_demo_and_the_tests_were_read),
        cmocka_unit_test(test_only_a_statement_that_refuses_counts),
    };

    return cmocka_run_group_tests(tests, open_coverage, close_coverage);
}
