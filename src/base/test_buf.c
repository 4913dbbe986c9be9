/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void test_appends_stand_one_after_the_other(void **state)
{
    (void)state;
    struct buf b = buf_make(1 << 20);
    assert_non_null(buf_text(&b).at);
    assert_int_equal(buf_text(&b).len, 0);
    buf_add(&b, T("a"));
    buf_add_cstr(&b, "bc");
    buf_add_byte(&b, '-');
    buf_add_int(&b, INT64_MIN);
    buf_add_hex(&b, "\x00\xAF", 2);
    buf_printf(&b, "%s%03d", "|", 7);
    assert_true(text_is(buf_text(&b), "abc--922337203685477580800af|007"));
    assert_int_equal(buf_end(&b), OK);
    buf_free(&b);
}

static void test_it_grows_and_holds_exactly_its_maximum(void **state)
{
    (void)state;
    struct buf b = buf_make(1000);
    for (int i = 0; i < 100; i++)
        buf_add(&b, T("0123456789"));
    assert_int_equal(buf_end(&b), OK);
    assert_int_equal(buf_text(&b).len, 1000);
    assert_true(b.cap <= 1000);
    buf_add_byte(&b, 'x');
    assert_int_equal(buf_end(&b), LIMIT);
    assert_int_equal(buf_text(&b).len, 1000);
    buf_free(&b);
}

static void test_after_a_failure_nothing_is_appended(void **state)
{
    (void)state;
    struct buf b = buf_make(10);
    buf_add(&b, T("01234567"));
    buf_add(&b, T("abc"));
    assert_int_equal(buf_end(&b), LIMIT);
    /* These would fit, but a text with a hole in it is worse than none. */
    buf_add_byte(&b, 'x');
    buf_add_int(&b, 1);
    buf_printf(&b, "y");
    buf_add_hex(&b, "z", 1);
    assert_true(text_is(buf_text(&b), "01234567"));
    buf_clear(&b);
    assert_int_equal(buf_end(&b), OK);
    buf_printf(&b, "%s", "0123456789");
    assert_int_equal(buf_end(&b), OK);
    assert_true(text_is(buf_text(&b), "0123456789"));
    buf_free(&b);
}

static void test_a_long_printf_is_whole(void **state)
{
    (void)state;
    struct buf b = buf_make(700);
    buf_printf(&b, "%0699d|", 3);
    assert_int_equal(buf_end(&b), OK);
    assert_int_equal(buf_text(&b).len, 700);
    assert_true(text_ends(buf_text(&b), T("03|")));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_appends_stand_one_after_the_other),
        cmocka_unit_test(test_it_grows_and_holds_exactly_its_maximum),
        cmocka_unit_test(test_after_a_failure_nothing_is_appended),
        cmocka_unit_test(test_a_long_printf_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
