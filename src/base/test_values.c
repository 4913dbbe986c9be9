/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "base/money.h"
#include "base/result.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static int open_arena(void **state)
{
    *state = arena_open(ARENA_LIMIT_DEFAULT);
    return *state ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static void test_an_id_is_written_and_read_back(void **state)
{
    struct arena *a = *state;
    struct id id = id_make(1, 143), again = ID_NONE;
    assert_true(text_is(id_text(a, id), "1-143"));
    assert_true(id_read(T("1-143"), &again));
    assert_true(id_same(id, again));
    id = id_make(32767, (INT64_C(1) << 48) - 1);
    assert_true(id.v > 0);
    assert_true(text_is(id_text(a, id), "32767-281474976710655"));
    assert_true(id_read(id_text(a, id), &again));
    assert_int_equal(id_node(again), 32767);
    assert_int_equal(id_counter(again), (INT64_C(1) << 48) - 1);
    assert_false(id_same(id, ID_NONE));
}

static void test_no_id_is_the_empty_text(void **state)
{
    char out[ID_TEXT_MAX] = "x";
    assert_true(id_is_none(ID_NONE));
    id_write(ID_NONE, out);
    assert_string_equal(out, "");
    assert_true(text_is_empty(id_text(*state, ID_NONE)));
}

static void test_what_is_no_id_is_not_read(void **state)
{
    (void)state;
    static const char *const bad[] = { "",     "1",    "1-",    "-1",   "0-1",
                                       "1-0",  "01-1", "1-01",  "1--1", "32768-1",
                                       " 1-1", "1-1 ", "1-1-1", "a-1",  "1-281474976710656",
                                       "+1-1", "-1-1" };
    struct id id = id_make(7, 7);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (id_read(text_of(bad[i]), &id) || id.v != id_make(7, 7).v)
            fail_msg("\"%s\" taken", bad[i]);
}

static void test_amounts_are_read_as_people_here_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int64_t cents;
    } good[] = {
        { "1250", 125000 },
        { "1250.5", 125050 },
        { "1250,50", 125050 },
        { "1.250,50", 125050 },
        { "1.250", 125000 },
        { "12.250.000", 1225000000 },
        { "0", 0 },
        { "0,05", 5 },
        { "-12.50", -1250 },
        { "1.250.000,5", 125000050 },
        { "90071992547409.91", 9007199254740991 },
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        struct money m = { -1 };
        if (!money_read(text_of(good[i].typed), &m) || m.cents != good[i].cents)
            fail_msg("\"%s\" gives %lld", good[i].typed, (long long)m.cents);
    }
}

static void test_doubtful_amounts_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "-",
        "1,250",
        "1250,505",
        "1250.505",
        "1.25.0",
        "12.50,00",
        ".50",
        ",50",
        "5.",
        "5,",
        "1 250",
        "5 \xE2\x82\xAC",
        "1e3",
        "0.250",
        "1.2500,00",
        "+5",
        "--5",
        "1,2,3",
        "1..250",
        ".250",
        "90071992547409.92",
        "99999999999999999999",
        "1.250.",
        "999.999.999.999.999.999.999.999.999,00",
    };
    struct money m = { 77 };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (money_read(text_of(bad[i]), &m) || m.cents != 77)
            fail_msg("\"%s\" taken as %lld", bad[i], (long long)m.cents);
}

static void test_amounts_add_up_within_exact_json_numbers(void **state)
{
    (void)state;
    struct money sum = { 5 };
    assert_true(money_add((struct money){ 100 }, (struct money){ -250 }, &sum));
    assert_int_equal(sum.cents, -150);
    assert_true(money_add((struct money){ NUMBER_MAX }, (struct money){ 0 }, &sum));
    sum.cents = 5;
    assert_false(money_add((struct money){ NUMBER_MAX }, (struct money){ 1 }, &sum));
    assert_false(money_add((struct money){ -NUMBER_MAX }, (struct money){ -1 }, &sum));
    assert_false(money_add((struct money){ INT64_MAX }, (struct money){ INT64_MAX }, &sum));
    assert_int_equal(sum.cents, 5);
}

static void test_quantities_keep_three_decimals(void **state)
{
    struct arena *a = *state;
    static const struct {
        const char *typed;
        int64_t milli;
        const char *text;
    } good[] = {
        { "3", 3000, "3" },
        { "3.1", 3100, "3.1" },
        { "3,125", 3125, "3.125" },
        { "-0,005", -5, "-0.005" },
        { "+2.50", 2500, "2.5" },
        { "1.250", 1250, "1.25" },
        { "0", 0, "0" },
        { "100", 100000, "100" },
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        struct quantity q = { -1 };
        if (!quantity_read(text_of(good[i].typed), &q) || q.milli != good[i].milli)
            fail_msg("\"%s\" gives %lld", good[i].typed, (long long)q.milli);
        assert_true(text_is(quantity_text(a, q), good[i].text));
    }
    static const char *const bad[] = {
        "",     "-",   "3,1255",           "3.", ".5", "1.2.3", "1,2,3", "1.250,5",
        "3 km", "+-3", "9007199254740.992"
    };
    struct quantity q = { 77 };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (quantity_read(text_of(bad[i]), &q) || q.milli != 77)
            fail_msg("\"%s\" taken", bad[i]);
}

static void test_amounts_are_written_with_two_decimals(void **state)
{
    struct arena *a = *state;
    assert_true(text_is(money_text(a, (struct money){ 125050 }), "1250.50"));
    assert_true(text_is(money_text(a, (struct money){ 5 }), "0.05"));
    assert_true(text_is(money_text(a, (struct money){ 0 }), "0.00"));
    assert_true(text_is(money_text(a, (struct money){ -5 }), "-0.05"));
}

static void test_every_result_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(result_name(OK), "OK");
    assert_string_equal(result_name(REFUSED), "REFUSED");
    assert_string_equal(result_name(NOT_FOUND), "NOT_FOUND");
    assert_string_equal(result_name(CONFLICT), "CONFLICT");
    assert_string_equal(result_name(LIMIT), "LIMIT");
    assert_string_equal(result_name(FAULT), "FAULT");
}

/* What log_line writes while stderr is a pipe; without the time at its start. */
struct captured {
    char at[4096];
    int pipe[2], saved;
};

static void capture_start(struct captured *c)
{
    assert_int_equal(pipe(c->pipe), 0);
    c->saved = dup(STDERR_FILENO);
    assert_true(c->saved >= 0);
    assert_true(dup2(c->pipe[1], STDERR_FILENO) >= 0);
    close(c->pipe[1]);
}

static const char *capture_end(struct captured *c)
{
    assert_true(dup2(c->saved, STDERR_FILENO) >= 0);
    close(c->saved);
    ssize_t n = read(c->pipe[0], c->at, sizeof(c->at) - 1);
    close(c->pipe[0]);
    assert_true(n >= 0);
    c->at[n] = '\0';
    const char *blank = strchr(c->at, ' ');
    return blank ? blank + 1 : "";
}

static void test_a_log_line_quotes_blanks_and_keeps_to_one_line(void **state)
{
    (void)state;
    struct captured c;
    capture_start(&c);
    log_line(LOG_ERROR, "../src/store/sqlite.c:120", "commit_failed", "code=%d path=%s note=%s", 13,
             "/a b/c", "x\n2021 error forged \"y\"");
    assert_string_equal(capture_end(&c),
                        "error store/sqlite.c:120 commit_failed code=13 "
                        "path=\"/a b/c\" note=\"x?2021 error forged \\\"y\\\"\"\n");
    /* The time stands first, as in the journal. */
    assert_int_equal(c.at[4], '-');
    assert_int_equal(c.at[10], 'T');
}

static void test_lines_above_the_level_are_dropped(void **state)
{
    (void)state;
    struct captured c;
    capture_start(&c);
    log_line(LOG_DEBUG, LOG_HERE, "hidden", "n=%d", 1);
    log_set_level(LOG_DEBUG);
    log_line(LOG_DEBUG, "a.c:1", "shown", "n=%d", 2);
    log_set_level(LOG_INFO);
    assert_string_equal(capture_end(&c), "debug a.c:1 shown n=2\n");
}

static void test_a_long_log_line_is_cut_but_ends(void **state)
{
    (void)state;
    struct captured c;
    capture_start(&c);
    log_line(LOG_WARN, "a.c:1", "long", "n=%03000d", 1);
    const char *line = capture_end(&c);
    assert_true(strlen(line) > 1000 && strlen(line) < 4000);
    assert_int_equal(line[strlen(line) - 1], '\n');
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_id_is_written_and_read_back),
        cmocka_unit_test(test_no_id_is_the_empty_text),
        cmocka_unit_test(test_what_is_no_id_is_not_read),
        cmocka_unit_test(test_amounts_are_read_as_people_here_write_them),
        cmocka_unit_test(test_doubtful_amounts_are_refused),
        cmocka_unit_test(test_amounts_add_up_within_exact_json_numbers),
        cmocka_unit_test(test_quantities_keep_three_decimals),
        cmocka_unit_test(test_amounts_are_written_with_two_decimals),
        cmocka_unit_test(test_every_result_has_its_name),
        cmocka_unit_test(test_a_log_line_quotes_blanks_and_keeps_to_one_line),
        cmocka_unit_test(test_lines_above_the_level_are_dropped),
        cmocka_unit_test(test_a_long_log_line_is_cut_but_ends),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
