/* SPDX-License-Identifier: EUPL-1.2 */
/* Three values: what is not known is neither true nor false. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "law/reader.h"

/* A shelf with nothing but a name table, and a condition read into it. */
struct table {
    struct arena *arena;
    struct route_shelf *shelf;
    struct reader rd;
    char fault[FAULT_MAX];
    struct text values[FACT_NAMES_MAX];
};

static int open_table(void **state)
{
    struct arena *arena = arena_open(ARENA_LIMIT_DEFAULT);
    struct table *t = arena_new(arena, struct table);

    t->arena = arena;
    t->shelf = arena_new(arena, struct route_shelf);
    t->rd = (struct reader){ arena, t->shelf, "law/x.json", "", t->fault };
    for (size_t i = 0; i < FACT_NAMES_MAX; i++)
        t->values[i] = T("");
    *state = t;
    return 0;
}

static int close_table(void **state)
{
    struct table *t = *state;

    arena_close(t->arena);
    return 0;
}

static const struct condition *read_one(struct table *t, const char *json)
{
    json_t *root = NULL;
    struct json_fault fault;

    assert_int_equal(json_read(text_of(json), &root, &fault), OK);
    const struct condition *c = read_condition(&t->rd, root);
    json_decref(root);
    return c;
}

static void is_of(struct table *t, const char *json, enum tri wanted)
{
    const struct condition *c = read_one(t, json);

    assert_string_equal(t->fault, "");
    enum tri found = condition_eval(c, t->values);
    if (found != wanted)
        fail_msg("%s is %d, not %d", json, (int)found, (int)wanted);
}

static void know(struct table *t, const char *fact, const char *value)
{
    t->values[shelf_fact(&t->rd, fact)] = text_of(value);
}

static void test_a_test_of_an_unknown_fact_is_unknown(void **state)
{
    struct table *t = *state;

    is_of(t, "{\"urgent\": [true]}", TRI_UNKNOWN);
    know(t, "urgent", "false");
    is_of(t, "{\"urgent\": [true]}", TRI_FALSE);
    is_of(t, "{\"urgent\": [true, false]}", TRI_TRUE);
    know(t, "purpose", "disaster");
    is_of(t, "{\"purpose\": [\"social\", \"disaster\"]}", TRI_TRUE);
    is_of(t, "{\"purpose\": [\"social\"]}", TRI_FALSE);
    is_of(t, "{\"purpose\": [true]}", TRI_FALSE);
}

static void test_an_absent_condition_is_true(void **state)
{
    struct table *t = *state;

    assert_int_equal(condition_eval(NULL, t->values), TRI_TRUE);
    assert_null(read_condition(&t->rd, NULL));
    is_of(t, "null", TRI_TRUE);
}

/* law/README.md: all nine pairs, each way. */
static void test_all_any_and_not_follow_their_tables(void **state)
{
    struct table *t = *state;
    static const char *const part[] = { "{\"no\":[true]}", "{\"dark\":[true]}",
                                        "{\"yes\":[true]}" };
    char json[128];

    know(t, "no", "false");
    know(t, "yes", "true");
    for (int a = 0; a < 3; a++) {
        snprintf(json, sizeof(json), "{\"not\":%s}", part[a]);
        is_of(t, json, (enum tri)(TRI_TRUE - a));
        for (int b = 0; b < 3; b++) {
            snprintf(json, sizeof(json), "{\"all\":[%s,%s]}", part[a], part[b]);
            is_of(t, json, (enum tri)(a < b ? a : b));
            snprintf(json, sizeof(json), "{\"any\":[%s,%s]}", part[a], part[b]);
            is_of(t, json, (enum tri)(a > b ? a : b));
        }
    }
}

static bool marks(struct table *t, const bool *seen, const char *fact)
{
    return seen[shelf_fact(&t->rd, fact)];
}

static void test_only_facts_that_leave_it_open_are_named(void **state)
{
    struct table *t = *state;
    bool seen[FACT_NAMES_MAX] = { false };

    know(t, "known", "true");
    const struct condition *c = read_one(
        t, "{\"all\":[{\"known\":[true]},{\"any\":[{\"a\":[true]},{\"not\":{\"b\":[true]}}]},"
           "{\"any\":[{\"known\":[true]},{\"c\":[true]}]}]}");
    assert_int_equal(condition_eval(c, t->values), TRI_UNKNOWN);
    condition_unknowns(c, t->values, seen);
    assert_true(marks(t, seen, "a"));
    assert_true(marks(t, seen, "b"));
    assert_false(marks(t, seen, "c")); /* that part is true already */
    assert_false(marks(t, seen, "known"));
}

static void test_only_facts_that_make_it_false_are_blamed(void **state)
{
    struct table *t = *state;
    bool seen[FACT_NAMES_MAX] = { false };

    know(t, "good", "true");
    know(t, "bad", "false");
    const struct condition *c = read_one(
        t, "{\"all\":[{\"good\":[true]},{\"any\":[{\"bad\":[true]},{\"not\":{\"good\":[true]}}]},"
           "{\"dark\":[true]}]}");
    assert_int_equal(condition_eval(c, t->values), TRI_FALSE);
    condition_blames(c, t->values, seen);
    assert_true(marks(t, seen, "bad"));
    assert_true(marks(t, seen, "good")); /* below the `not` */
    assert_false(marks(t, seen, "dark"));
}

static void is_refused(struct table *t, const char *json, const char *words)
{
    t->fault[0] = '\0';
    (void)read_one(t, json);
    if (!strstr(t->fault, words))
        fail_msg("%s gives \"%s\", without \"%s\"", json, t->fault, words);
}

static void test_a_condition_that_is_none_is_refused(void **state)
{
    struct table *t = *state;

    is_refused(t, "{}", "exactly one key");
    is_refused(t, "{\"a\":[true],\"b\":[true]}", "exactly one key");
    is_refused(t, "[]", "exactly one key");
    is_refused(t, "true", "exactly one key");
    is_refused(t, "{\"a\":true}", "list of values");
    is_refused(t, "{\"a\":[]}", "list of values");
    is_refused(t, "{\"a\":[3]}", "code, true or false");
    is_refused(t, "{\"a\":[\"\"]}", "code, true or false");
    is_refused(t, "{\"all\":{}}", "list of conditions");
    is_refused(t, "{\"any\":[]}", "list of conditions");
    is_refused(t, "{\"not\":[]}", "exactly one key");
    is_refused(
        t,
        "{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"a\":[true]}"
        "}}}}}}}}",
        "too deep");
}

static void test_facts_are_set_once_and_read_back(void **state)
{
    struct facts f = { .n = 0 };

    (void)state;
    fact_set(&f, "purpose", T(""));
    fact_set_yesno(&f, "urgent", (struct yesno){ UNKNOWN });
    fact_set_int(&f, "amount", INT_NONE);
    assert_int_equal(f.n, 0); /* unknown facts are absent */
    fact_set_yesno(&f, "urgent", (struct yesno){ YES });
    fact_set_bool(&f, "signed", false);
    fact_set_int(&f, "amount", 68);
    fact_set(&f, "purpose", T("disaster"));
    fact_set(&f, "purpose", T("social"));
    assert_int_equal(f.n, 4);
    assert_true(fact_is(&f, "urgent", "true"));
    assert_true(fact_is(&f, "signed", "false"));
    assert_true(fact_is(&f, "amount", "68"));
    assert_true(fact_is(&f, "purpose", "social"));
    assert_false(fact_is(&f, "nothing", ""));
    fact_field(&f, "effect", true);
    fact_field(&f, "effect", true);
    fact_field(&f, "costs", false);
    assert_int_equal(f.filled_count, 1);
    assert_true(fact_field_is_filled(&f, "effect"));
    assert_false(fact_field_is_filled(&f, "costs"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_test_of_an_unknown_fact_is_unknown, open_table,
                                        close_table),
        cmocka_unit_test_setup_teardown(test_an_absent_condition_is_true, open_table, close_table),
        cmocka_unit_test_setup_teardown(test_all_any_and_not_follow_their_tables, open_table,
                                        close_table),
        cmocka_unit_test_setup_teardown(test_only_facts_that_leave_it_open_are_named, open_table,
                                        close_table),
        cmocka_unit_test_setup_teardown(test_only_facts_that_make_it_false_are_blamed, open_table,
                                        close_table),
        cmocka_unit_test_setup_teardown(test_a_condition_that_is_none_is_refused, open_table,
                                        close_table),
        cmocka_unit_test(test_facts_are_set_once_and_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
