/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/tr.h"

/* A catalogue of our own, so that the test does not change with the words of the program; the
 * linker takes it instead of the one in the library. */
const struct tr_entry tr_table[] = {
    { "Add", "Voeg toe", "Add" },
    { "Incomplete", "", NULL },
    { "{n} pool", "{n} eenheid", "{n} pool" },
    { "{n} pools", "{n} eenheden", "{n} pools" },
    { "{pool} is held by {office}.", "{office} houdt {pool} vast.", "{pool} is held by {office}." },
};
const size_t tr_table_len = sizeof(tr_table) / sizeof(tr_table[0]);

static void test_words_follow_the_language_of_the_request(void **state)
{
    (void)state;
    assert_string_equal(tr("nl", "Add"), "Voeg toe");
    assert_string_equal(tr("en", "Add"), "Add");
    for (size_t i = 2; i < tr_table_len; i++)
        assert_string_equal(tr("nl", tr_table[i].msgid), tr_table[i].nl);
    assert_string_equal(N_("Add"), "Add");
}

static void test_without_a_translation_the_msgid_stands(void **state)
{
    (void)state;
    assert_string_equal(tr("de", "Add"), "Add");
    assert_string_equal(tr(NULL, "Add"), "Add");
    assert_string_equal(tr("nl", "Unknown"), "Unknown");
    assert_string_equal(tr("nl", ""), "");
    assert_string_equal(tr("nl", "\xC3\xA9"), "\xC3\xA9");
    assert_string_equal(tr("nl", "Incomplete"), "Incomplete");
    assert_string_equal(tr("en", "Incomplete"), "Incomplete");
}

static void test_holes_are_filled_in_the_order_of_the_language(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    assert_non_null(a);
    const char *held = "{pool} is held by {office}.";
    struct verdict_hole holes[] = { { "pool", T("Zuid-6 {office}") }, { "office", T("RCC") } };
    assert_true(text_is(tr_fill(a, "nl", held, holes, 2), "RCC houdt Zuid-6 {office} vast."));
    assert_true(text_is(tr_fill(a, "en", held, holes, 2), "Zuid-6 {office} is held by RCC."));
    /* A hole without a value stays, so that its absence is seen. */
    assert_true(text_is(tr_fill(a, "en", held, holes + 1, 1), "{pool} is held by RCC."));
    assert_true(text_is(tr_fill(a, "en", held, NULL, 0), "{pool} is held by {office}."));
    assert_true(text_is(tr_fill(a, "en", "{ {office {x} }", holes, 2), "{ {office {x} }"));
    struct verdict_hole empty[] = { { "office", T("") } };
    assert_true(text_is(tr_fill(a, "en", "{office}", empty, 1), ""));
    arena_close(a);
}

static void test_one_and_other_have_their_own_words(void **state)
{
    (void)state;
    assert_string_equal(tr_n("nl", "{n} pool", "{n} pools", 1), "{n} eenheid");
    assert_string_equal(tr_n("nl", "{n} pool", "{n} pools", 0), "{n} eenheden");
    assert_string_equal(tr_n("en", "{n} pool", "{n} pools", 2), "{n} pools");
}

static void test_the_language_of_the_reader_is_chosen(void **state)
{
    (void)state;
    static const struct {
        const char *header, *lang;
    } cases[] = {
        { "", "nl" },
        { "nl", "nl" },
        { "en-GB,en;q=0.9", "en" },
        { "EN", "en" },
        { "de, fr;q=0.5", "nl" },
        { "nl-BE,nl;q=0.9,en;q=0.8", "nl" },
        { "en;q=0.8, nl;q=0.9", "nl" },
        { "de, en;q=0.5, nl;q=0.4", "en" },
        { "en, nl", "en" },
        { "nl, en", "nl" },
        { "*", "nl" },
        { "nl;q=0, *", "en" },
        { "en;q=0", "nl" },
        { "*;q=0.1, en;q=0.5", "en" },
        { "en;q=rubbish, nl;q=0.1", "nl" },
        { "english", "nl" },
        { "en;level=1;q=0.7, nl;q=0.600", "en" },
        { ",,;q=1,", "nl" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (strcmp(tr_choose(text_of(cases[i].header)), cases[i].lang) != 0)
            fail_msg("\"%s\" does not give %s", cases[i].header, cases[i].lang);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_follow_the_language_of_the_request),
        cmocka_unit_test(test_without_a_translation_the_msgid_stands),
        cmocka_unit_test(test_holes_are_filled_in_the_order_of_the_language),
        cmocka_unit_test(test_one_and_other_have_their_own_words),
        cmocka_unit_test(test_the_language_of_the_reader_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
