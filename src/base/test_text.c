/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"

static void assert_text(struct text t, const char *want)
{
    if (!text_is(t, want))
        fail_msg("got \"%.*s\", want \"%s\"", TEXT_FMT(t), want);
}

static void test_a_missing_c_string_is_the_empty_text(void **state)
{
    (void)state;
    struct text t = text_of(NULL);
    assert_non_null(t.at);
    assert_true(text_is_empty(t));
    assert_false(text_is_empty(T("x")));
    assert_non_null(text_at(NULL, 0).at);
}

static void test_texts_compare_by_bytes_and_a_prefix_comes_first(void **state)
{
    (void)state;
    assert_true(text_same(T("abc"), text_at("abcd", 3)));
    assert_false(text_same(T("abc"), T("abd")));
    assert_false(text_is(T("abc"), "ab"));
    assert_true(text_order(T("ab"), T("abc")) < 0);
    assert_true(text_order(T("abc"), T("ab")) > 0);
    assert_int_equal(text_order(T("abc"), T("abc")), 0);
    /* Bytes above 127 come last although char is signed here. */
    assert_true(text_order(T("z"), T("\xC3\xA9")) < 0);
    assert_true(text_starts(T("abc"), T("ab")));
    assert_false(text_starts(T("a"), T("ab")));
    assert_true(text_ends(T("abc"), T("bc")));
    assert_false(text_ends(T("abc"), T("ab")));
}

static void test_a_slice_never_leaves_the_text(void **state)
{
    (void)state;
    assert_text(text_slice(T("abcdef"), 2, 3), "cde");
    assert_text(text_slice(T("abcdef"), 4, 99), "ef");
    assert_text(text_slice(T("abcdef"), 2, SIZE_MAX), "cdef");
    assert_text(text_slice(T("abc"), 3, 1), "");
    assert_text(text_slice(T("abc"), SIZE_MAX, SIZE_MAX), "");
    assert_text(text_trim(T(" \t\r\n a b \n")), "a b");
    assert_text(text_trim(T(" \n ")), "");
}

static void test_cutting_gives_every_part_also_empty_ones(void **state)
{
    (void)state;
    struct text t = T("a,,b,"), head;
    assert_true(text_cut(&t, ',', &head));
    assert_text(head, "a");
    assert_true(text_cut(&t, ',', &head));
    assert_text(head, "");
    assert_true(text_cut(&t, ',', &head));
    assert_text(head, "b");
    assert_false(text_cut(&t, ',', &head));
}

static void test_a_needle_is_found_at_its_first_place(void **state)
{
    (void)state;
    assert_int_equal(text_find(T("banana"), T("n")), 2);
    assert_int_equal(text_find(T("banana"), T("ana")), 1);
    assert_int_equal(text_find(T("banana"), T("")), 0);
    assert_true(text_find(T("banana"), T("x")) == SIZE_MAX);
    assert_true(text_find(T("ban"), T("banana")) == SIZE_MAX);
}

static void test_well_formed_utf8_is_told_from_the_rest(void **state)
{
    (void)state;
    static const char *const good[] = {
        "",
        "plain",
        "caf\xC3\xA9",
        "\xE2\x82\xAC 12",
        "\xED\x9F\xBF",
        "\xEE\x80\x80",
        "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF",
        "a longer line with \xC3\xA9 behind eight bytes",
    };
    static const char *const bad[] = {
        "\x80",     /* a tail alone */
        "\xC0\xAF", /* overlong */
        "\xC1\xBF",
        "\xE0\x9F\xBF",
        "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80",     /* a surrogate */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xC3",
        "\xE2\x82",
        "\xF0\x90\x80",
        "\xC3(",
        "eight bytes and then \xE2\x82(",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (!text_is_utf8(text_of(good[i])))
            fail_msg("good %zu refused", i);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (text_is_utf8(text_of(bad[i])))
            fail_msg("bad %zu taken", i);
}

static void test_characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_count(T("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\x92")), 8);
    assert_int_equal(text_count(T("")), 0);
}

static void test_control_characters_are_seen_but_line_breaks_are_fine(void **state)
{
    (void)state;
    assert_false(text_has_control(T("a\tb\r\nc \xC3\xA9 \xC2\xA0")));
    assert_true(text_has_control(T("a\x01")));
    assert_true(text_has_control(T("a\x1B[0m")));
    assert_true(text_has_control(T("a\x7F")));
    assert_true(text_has_control(T("a\0b")));
    assert_true(text_has_control(T("a\xC2\x85")));
}

static void test_numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    int64_t v = 5;
    assert_true(text_int64(T("0"), &v));
    assert_int_equal(v, 0);
    assert_true(text_int64(T("-42"), &v));
    assert_int_equal(v, -42);
    assert_true(text_int64(T("9223372036854775807"), &v));
    assert_true(v == INT64_MAX);
    assert_true(text_int64(T("-9223372036854775808"), &v));
    assert_true(v == INT64_MIN);
    static const char *const bad[] = { "",
                                       "-",
                                       "+1",
                                       " 1",
                                       "1 ",
                                       "007",
                                       "-0",
                                       "1.0",
                                       "0x1",
                                       "1e3",
                                       "--1",
                                       "9223372036854775808",
                                       "-9223372036854775809",
                                       "99999999999999999999" };
    v = 7;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (text_int64(text_of(bad[i]), &v) || v != 7)
            fail_msg("\"%s\" taken", bad[i]);
}

static void test_copies_live_in_the_arena(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    assert_non_null(a);
    char source[] = "water";
    struct text copy = text_copy(a, text_of(source));
    const char *cstr = text_cstr(a, text_at(source, 3));
    source[0] = 'W';
    assert_text(copy, "water");
    assert_string_equal(cstr, "wat");
    assert_text(text_printf(a, "%d boats for %s", 3, "Valkenburg"), "3 boats for Valkenburg");
    struct text lng = text_printf(a, "%0400d|", 7);
    assert_int_equal(lng.len, 401);
    assert_true(text_ends(lng, T("07|")));
    arena_close(a);
}

static void test_a_full_arena_gives_empty_texts_and_is_marked(void **state)
{
    (void)state;
    struct arena *a = arena_open(64);
    assert_non_null(a);
    char large[600];
    memset(large, 'x', sizeof(large));
    assert_text(text_copy(a, text_at(large, sizeof(large))), "");
    assert_true(arena_is_exhausted(a));
    assert_string_equal(text_cstr(a, text_at(large, sizeof(large))), "");
    assert_text(text_printf(a, "%0600d", 1), "");
    arena_close(a);
}

static void test_a_const_table_may_hold_texts(void **state)
{
    (void)state;
    static const struct text table[] = { TEXT_INIT("one"), TEXT_INIT("three") };
    assert_int_equal(table[0].len, 3);
    assert_text(table[1], "three");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_missing_c_string_is_the_empty_text),
        cmocka_unit_test(test_texts_compare_by_bytes_and_a_prefix_comes_first),
        cmocka_unit_test(test_a_slice_never_leaves_the_text),
        cmocka_unit_test(test_cutting_gives_every_part_also_empty_ones),
        cmocka_unit_test(test_a_needle_is_found_at_its_first_place),
        cmocka_unit_test(test_well_formed_utf8_is_told_from_the_rest),
        cmocka_unit_test(test_characters_are_counted_not_bytes),
        cmocka_unit_test(test_control_characters_are_seen_but_line_breaks_are_fine),
        cmocka_unit_test(test_numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(test_copies_live_in_the_arena),
        cmocka_unit_test(test_a_full_arena_gives_empty_texts_and_is_marked),
        cmocka_unit_test(test_a_const_table_may_hold_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
