/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/verdict.h"

/* Each test has an arena and an empty verdict in it. */
static int open_verdict(void **state)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    if (!a)
        return -1;
    struct verdict *v = arena_new(a, struct verdict);
    verdict_init(v, a);
    *state = v;
    return 0;
}

static int close_verdict(void **state)
{
    struct verdict *v = *state;
    arena_close(v->arena);
    return 0;
}

static void test_a_warning_does_not_stop_and_a_refusal_does(void **state)
{
    struct verdict *v = *state;
    assert_true(verdict_is_clear(v));
    struct verdict_item *warning = verdict_warn(v, "LATE", "due", "It is late.", "Hurry.");
    assert_int_equal(warning->weight, VERDICT_WARN);
    assert_true(verdict_is_clear(v));
    verdict_refuse(v, "WVR51_REQUESTER", "requester", "Not you.", "Ask the chair.");
    assert_false(verdict_is_clear(v));
    assert_int_equal(v->count, 2);
    assert_int_equal(v->refusals, 1);
}

static void test_items_keep_their_order_kind_and_step(void **state)
{
    struct verdict *v = *state;
    verdict_refuse(v, "A", "lines/0/amount", "a", "b");
    v->step = 3;
    verdict_forbid(v, "B", NULL, "a", NULL);
    assert_string_equal(v->items[0].code, "A");
    assert_true(text_is(v->items[0].field, "lines/0/amount"));
    assert_int_equal(v->items[0].kind, BY_RULE);
    assert_int_equal(v->items[0].step, 0);
    assert_string_equal(v->items[1].code, "B");
    assert_true(text_is_empty(v->items[1].field));
    assert_int_equal(v->items[1].kind, BY_AUTHORITY);
    assert_int_equal(v->items[1].weight, VERDICT_REFUSE);
    assert_int_equal(v->items[1].step, 3);
    assert_string_equal(v->items[1].mend, "");
}

static void test_field_and_holes_are_copied(void **state)
{
    struct verdict *v = *state;
    char field[] = "pool", value[] = "Zuid-6";
    struct verdict_item *item = verdict_refuse(v, "HELD", field, "{pool} is held.", "");
    verdict_hole(item, v->arena, "pool", text_of(value));
    verdict_hole(item, v->arena, "office", T("RCC"));
    memset(field, 'x', 4);
    memset(value, 'x', 6);
    assert_true(text_is(item->field, "pool"));
    assert_int_equal(item->hole_count, 2);
    assert_string_equal(item->holes[0].name, "pool");
    assert_true(text_is(item->holes[0].value, "Zuid-6"));
    verdict_hole(item, v->arena, "pool", T("Zuid-7"));
    assert_int_equal(item->hole_count, 2);
    assert_true(text_is(item->holes[0].value, "Zuid-7"));
}

static void test_the_article_stands_with_the_item(void **state)
{
    struct verdict *v = *state;
    struct verdict_item *item = verdict_refuse(v, "A", "", "a", "");
    assert_true(text_is_empty(item->cite));
    verdict_cite(item, T("Wvr art. 51 lid 1"), T("WVR51_MIL/1"));
    assert_true(text_is(item->cite, "Wvr art. 51 lid 1"));
    assert_true(text_is(item->cite_version, "WVR51_MIL/1"));
}

static void test_beyond_its_size_refusals_still_count(void **state)
{
    struct verdict *v = *state;
    for (int i = 0; i < VERDICT_ITEMS_MAX + 50; i++)
        assert_non_null(verdict_refuse(v, "FIRST", "", "a", ""));
    struct verdict_item *last = verdict_refuse(v, "LAST", "", "a", "");
    assert_int_equal(v->count, VERDICT_ITEMS_MAX);
    assert_int_equal(v->refusals, VERDICT_ITEMS_MAX + 51);
    assert_ptr_equal(last, &v->items[VERDICT_ITEMS_MAX - 1]);
}

static void test_an_item_is_found_by_its_code(void **state)
{
    struct verdict *v = *state;
    verdict_warn(v, "A", "x", "a", "");
    verdict_warn(v, "B", "y", "a", "");
    verdict_warn(v, "B", "z", "a", "");
    const struct verdict_item *found = verdict_find(v, "B");
    assert_non_null(found);
    assert_true(text_is(found->field, "y"));
    assert_null(verdict_find(v, "C"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_warning_does_not_stop_and_a_refusal_does,
                                        open_verdict, close_verdict),
        cmocka_unit_test_setup_teardown(test_items_keep_their_order_kind_and_step, open_verdict,
                                        close_verdict),
        cmocka_unit_test_setup_teardown(test_field_and_holes_are_copied, open_verdict,
                                        close_verdict),
        cmocka_unit_test_setup_teardown(test_the_article_stands_with_the_item, open_verdict,
                                        close_verdict),
        cmocka_unit_test_setup_teardown(test_beyond_its_size_refusals_still_count, open_verdict,
                                        close_verdict),
        cmocka_unit_test_setup_teardown(test_an_item_is_found_by_its_code, open_verdict,
                                        close_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
