/* SPDX-License-Identifier: EUPL-1.2 */
/* The public Mustache specification, case by case, and the limits of the engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "web/mustache.h"

enum { SET_MAX = 16 };

/* One template set, compiled and rendered; what came of it. */
struct outcome {
    struct arena *arena;
    struct mustache_fault fault;
    struct mustache *program;
    struct buf out;
    enum result result;
};

static void outcome_begin(struct outcome *o)
{
    *o = (struct outcome){ .arena = arena_open(ARENA_LIMIT_DEFAULT), .out = buf_make(1024 * 1024) };
    assert_non_null(o->arena);
}

static void outcome_end(struct outcome *o)
{
    buf_free(&o->out);
    arena_close(o->arena);
}

static void run(struct outcome *o, const struct mustache_source *set, size_t n, const json_t *data)
{
    outcome_begin(o);
    o->program = mustache_compile(o->arena, set, n, MUSTACHE_SPEC, &o->fault);
    o->result = REFUSED;
    if (o->program != NULL)
        o->result = mustache_render(o->program, "main", data, NULL, &o->out);
}

static json_t *read_spec(const char *file)
{
    const char *root = getenv("SCHAKEL_SOURCE"); /* NOLINT(concurrency-mt-unsafe) */
    char path[512];
    json_error_t error;
    json_t *spec;

    (void)snprintf(path, sizeof(path), "%s/tests/mustache-spec/%s", root == NULL ? "." : root,
                   file);
    spec = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (spec == NULL)
        fail_msg("%s: %s", path, error.text);
    return spec;
}

/* Runs one case of the specification; true when the output is the expected one. */
static bool passes(const json_t *test)
{
    struct mustache_source set[SET_MAX] = {
        { T("main"), json_string_text(json_object_get(test, "template")) },
    };
    struct text expected = json_string_text(json_object_get(test, "expected")), got;
    json_t *partials = json_object_get(test, "partials"), *value;
    const char *name;
    struct outcome o;
    size_t n = 1;
    bool same;

    json_object_foreach (partials, name, value) {
        assert_in_range(n, 1, SET_MAX - 1);
        set[n++] = (struct mustache_source){ text_of(name), json_string_text(value) };
    }
    run(&o, set, n, json_object_get(test, "data"));
    got = buf_text(&o.out);
    same = o.result == OK && text_same(got, expected);
    if (!same)
        print_error("%s: wanted [%.*s] got %s [%.*s]%s\n",
                    json_string_value(json_object_get(test, "name")), TEXT_FMT(expected),
                    result_name(o.result), TEXT_FMT(got), o.program == NULL ? o.fault.why : "");
    outcome_end(&o);
    return same;
}

/* Every case of a module passes, and there are as many as the specification has. */
static void check_module(const char *file, size_t wanted)
{
    json_t *spec = read_spec(file), *tests = json_object_get(spec, "tests");
    size_t passed = 0;

    for (size_t i = 0; i < json_array_size(tests); i++)
        passed += passes(json_array_get(tests, i));
    print_message("%s: %zu of %zu cases\n", file, passed, json_array_size(tests));
    assert_int_equal(json_array_size(tests), wanted);
    assert_int_equal(passed, wanted);
    json_decref(spec);
}

static void test_comments_as_the_specification_says(void **state)
{
    (void)state;
    check_module("comments.json", 12);
}

static void test_delimiters_as_the_specification_says(void **state)
{
    (void)state;
    check_module("delimiters.json", 14);
}

static void test_interpolation_as_the_specification_says(void **state)
{
    (void)state;
    check_module("interpolation.json", 42);
}

static void test_inverted_sections_as_the_specification_says(void **state)
{
    (void)state;
    check_module("inverted.json", 22);
}

static void test_partials_as_the_specification_says(void **state)
{
    (void)state;
    check_module("partials.json", 12);
}

static void test_sections_as_the_specification_says(void **state)
{
    (void)state;
    check_module("sections.json", 34);
}

static void test_inheritance_as_the_specification_says(void **state)
{
    (void)state;
    check_module("~inheritance.json", 27);
}

/* ---- beyond the specification ---- */

static void check_text(const char *body, const char *data, const char *wanted)
{
    struct mustache_source set[] = { { T("main"), text_of(body) } };
    json_t *doc = json_loads(data, 0, NULL);
    struct outcome o;

    assert_non_null(doc);
    run(&o, set, 1, doc);
    assert_int_equal(o.result, OK);
    buf_add_byte(&o.out, '\0');
    assert_string_equal(buf_text(&o.out).at, wanted);
    outcome_end(&o);
    json_decref(doc);
}

static void check_fault(const char *body, int line, const char *about)
{
    struct mustache_source set[] = { { T("main"), text_of(body) } };
    struct outcome o;

    run(&o, set, 1, NULL);
    assert_null(o.program);
    assert_true(text_is(o.fault.name, "main"));
    assert_int_equal(o.fault.line, line);
    assert_true(text_is(o.fault.about, about));
    assert_non_null(o.fault.why);
    assert_non_null(o.fault.mend);
    outcome_end(&o);
}

static void test_a_single_quote_is_escaped_too(void **state)
{
    (void)state;
    check_text("{{a}}", "{\"a\": \"<a href='x'>&\\\"\"}", "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
}

static void test_the_empty_text_is_false_and_zero_is_a_value(void **state)
{
    (void)state;
    check_text("{{#a}}a{{/a}}{{^a}}no{{/a}} {{#n}}{{n}}{{/n}}", "{\"a\": \"\", \"n\": 0}", "no 0");
}

static void test_a_fault_names_template_line_and_tag(void **state)
{
    (void)state;
    check_fault("a\nb {{#x}}\nc\n", 2, "x");
    check_fault("a\n\n  {{/x}}", 3, "x");
    check_fault("{{#a}}\n{{#b}}\n{{/a}}", 3, "a");
    check_fault("\n{{a b}}", 2, "a b");
    check_fault("{{a..b}}", 1, "a..b");
    check_fault("{{}}", 1, "");
    check_fault("x\n{{=a=}}", 2, "a");
    check_fault("x\n{{{name}}", 2, "name}}");
}

static void test_a_fault_reads_as_one_line(void **state)
{
    struct mustache_source set[] = { { T("home"), T("a\n{{/x}}") } };
    struct outcome o;

    (void)state;
    run(&o, set, 1, NULL);
    assert_null(o.program);
    assert_true(text_is(mustache_fault_text(o.arena, &o.fault),
                        "home:2: An end tag that closes nothing here. Close the tags in the "
                        "opposite order of opening. (x)"));
    outcome_end(&o);
}

static void test_two_templates_of_one_name_are_refused(void **state)
{
    struct mustache_source set[] = { { T("main"), T("a") }, { T("main"), T("b") } };
    struct outcome o;

    (void)state;
    run(&o, set, 2, NULL);
    assert_null(o.program);
    outcome_end(&o);
}

static void test_an_unknown_template_is_not_found(void **state)
{
    struct mustache_source set[] = { { T("other"), T("a") } };
    struct outcome o;

    (void)state;
    run(&o, set, 1, NULL);
    assert_int_equal(o.result, NOT_FOUND);
    assert_true(mustache_has(o.program, "other"));
    assert_false(mustache_has(o.program, "main"));
    outcome_end(&o);
}

static void check_limit(const struct mustache_source *set, size_t n, const char *data)
{
    json_t *doc = json_loads(data, 0, NULL);
    struct outcome o;

    assert_non_null(doc);
    run(&o, set, n, doc);
    assert_non_null(o.program);
    assert_int_equal(o.result, LIMIT);
    outcome_end(&o);
    json_decref(doc);
}

static void test_a_partial_without_end_meets_its_limit(void **state)
{
    struct mustache_source self[] = { { T("main"), T("a{{>main}}{{>main}}") } };
    struct mustache_source pair[] = { { T("main"), T("{{<b}}{{$x}}{{/x}}{{/b}}") },
                                      { T("b"), T("{{$y}}{{<main}}{{/main}}{{/y}}") } };

    (void)state;
    check_limit(self, 1, "{}");
    check_limit(pair, 2, "{}");
}

static void test_an_argument_that_names_itself_ends(void **state)
{
    struct mustache_source set[] = {
        { T("main"), T("{{<p}}{{$a}}x{{$a}}y{{/a}}{{/a}}{{/p}}") },
        { T("p"), T("{{$a}}d{{/a}}") },
    };
    struct outcome o;

    (void)state;
    run(&o, set, 2, NULL);
    assert_int_equal(o.result, OK);
    assert_true(text_is(buf_text(&o.out), "xy"));
    outcome_end(&o);
}

/* Each template calls the next twice: 2^40 steps without one byte of output. */
static void test_doubling_partials_meet_the_limit_of_steps(void **state)
{
    struct mustache_source set[40];
    char names[40][8], bodies[40][32];

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "%s%zu", i == 0 ? "main" : "t", i);
        (void)snprintf(bodies[i], sizeof(bodies[i]), "{{>t%zu}}{{>t%zu}}", i + 1, i + 1);
        set[i] =
            (struct mustache_source){ text_of(i == 0 ? "main" : names[i]), text_of(bodies[i]) };
    }
    check_limit(set, 40, "{}");
}

static void test_nested_lists_meet_the_limit_of_steps(void **state)
{
    struct mustache_source set[] = { { T("main"), T("") } };
    struct buf body = buf_make(4096), data = buf_make(4096);

    (void)state;
    for (int i = 0; i < 20; i++)
        buf_add_cstr(&body, "{{#a}}");
    for (int i = 0; i < 20; i++)
        buf_add_cstr(&body, "{{/a}}");
    buf_add_cstr(&data, "{\"a\":[1,2,3,4,5,6,7,8]}");
    buf_add_byte(&data, '\0');
    set[0].body = buf_text(&body);
    check_limit(set, 1, buf_text(&data).at);
    buf_free(&body);
    buf_free(&data);
}

static void test_sections_nest_64_deep_and_no_deeper(void **state)
{
    struct mustache_source set[] = { { T("main"), T("") } };

    (void)state;
    for (int depth = 64; depth <= 65; depth++) {
        struct buf body = buf_make(4096);
        struct outcome o;

        for (int i = 0; i < depth; i++)
            buf_add_cstr(&body, "{{#a}}");
        for (int i = 0; i < depth; i++)
            buf_add_cstr(&body, "{{/a}}");
        set[0].body = buf_text(&body);
        run(&o, set, 1, NULL);
        assert_int_equal(o.program != NULL, depth == 64);
        outcome_end(&o);
        buf_free(&body);
    }
}

static void check_pair(const char *body, const char *partial, const char *inner, const char *wanted)
{
    struct mustache_source set[] = { { T("main"), text_of(body) },
                                     { T("p"), text_of(partial) },
                                     { T("inner"), text_of(inner) } };
    struct outcome o;

    run(&o, set, 3, NULL);
    assert_int_equal(o.result, OK);
    buf_add_byte(&o.out, '\0');
    assert_string_equal(buf_text(&o.out).at, wanted);
    outcome_end(&o);
}

static void test_a_partial_within_a_line_is_not_indented(void **state)
{
    (void)state;
    check_pair("  {{>p}}\n", "a {{>inner}}\n{{>inner}}.\n", "1\n2", "  a 1\n2\n  1\n2.\n");
}

static void test_the_end_of_a_parent_takes_its_line_with_it(void **state)
{
    (void)state;
    check_pair("x {{<p}}\n{{/p}}\ny", "P", "", "x Py");
    check_pair("x {{<p}}{{/p}}\ny", "P", "", "x P\ny");
}

static void test_an_empty_block_is_indented_as_its_tag(void **state)
{
    (void)state;
    check_pair("{{<p}}{{$b}}\none\n{{/b}}{{/p}}", "  {{$b}}\n{{/b}}\n", "", "  one\n");
}

static void test_lines_after_a_block_keep_their_indentation(void **state)
{
    (void)state;
    check_pair("{{>p}}", "{{$b}}\n  d\n{{/b}}\n  after\n", "", "  d\n  after\n");
}

static void test_a_full_buffer_ends_the_render(void **state)
{
    struct mustache_source set[] = { { T("main"), T("{{a}}{{a}}") } };
    json_t *doc = json_loads("{\"a\": \"0123456789\"}", 0, NULL);
    struct outcome o;

    (void)state;
    run(&o, set, 1, doc);
    assert_int_equal(o.result, OK);
    buf_free(&o.out);
    o.out = buf_make(15);
    assert_int_equal(mustache_render(o.program, "main", doc, NULL, &o.out), LIMIT);
    outcome_end(&o);
    json_decref(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comments_as_the_specification_says),
        cmocka_unit_test(test_delimiters_as_the_specification_says),
        cmocka_unit_test(test_interpolation_as_the_specification_says),
        cmocka_unit_test(test_inverted_sections_as_the_specification_says),
        cmocka_unit_test(test_partials_as_the_specification_says),
        cmocka_unit_test(test_sections_as_the_specification_says),
        cmocka_unit_test(test_inheritance_as_the_specification_says),
        cmocka_unit_test(test_a_single_quote_is_escaped_too),
        cmocka_unit_test(test_the_empty_text_is_false_and_zero_is_a_value),
        cmocka_unit_test(test_a_fault_names_template_line_and_tag),
        cmocka_unit_test(test_a_fault_reads_as_one_line),
        cmocka_unit_test(test_two_templates_of_one_name_are_refused),
        cmocka_unit_test(test_an_unknown_template_is_not_found),
        cmocka_unit_test(test_a_partial_without_end_meets_its_limit),
        cmocka_unit_test(test_an_argument_that_names_itself_ends),
        cmocka_unit_test(test_doubling_partials_meet_the_limit_of_steps),
        cmocka_unit_test(test_nested_lists_meet_the_limit_of_steps),
        cmocka_unit_test(test_sections_nest_64_deep_and_no_deeper),
        cmocka_unit_test(test_a_partial_within_a_line_is_not_indented),
        cmocka_unit_test(test_the_end_of_a_parent_takes_its_line_with_it),
        cmocka_unit_test(test_an_empty_block_is_indented_as_its_tag),
        cmocka_unit_test(test_lines_after_a_block_keep_their_indentation),
        cmocka_unit_test(test_a_full_buffer_ends_the_render),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
