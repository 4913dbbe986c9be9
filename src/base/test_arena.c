/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

struct thing {
    char bytes[100];
};

static void test_memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    assert_non_null(a);
    struct thing *before = NULL;
    /* Enough for several blocks; the second round must not see what the first one wrote. */
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3000; i++) {
            struct thing *t = arena_new(a, struct thing);
            assert_int_equal((uintptr_t)t % 16, 0);
            for (size_t k = 0; k < sizeof(t->bytes); k++)
                assert_int_equal(t->bytes[k], 0);
            memset(t->bytes, 0x5A, sizeof(t->bytes));
            if (before)
                assert_int_equal(before->bytes[99], 0x5A);
            before = t;
        }
        assert_true(arena_used(a) >= 300000);
        arena_reset(a);
        before = NULL;
        assert_int_equal(arena_used(a), 0);
    }
    arena_close(a);
    arena_close(NULL);
}

static void test_beyond_the_limit_small_things_come_from_the_reserve(void **state)
{
    (void)state;
    struct arena *a = arena_open(1000);
    assert_non_null(a);
    assert_non_null(arena_array(a, char, 900));
    assert_false(arena_is_exhausted(a));
    assert_null(arena_array(a, char, 200));
    assert_true(arena_is_exhausted(a));
    for (int i = 0; i < 1000; i++) {
        struct thing *t = arena_new(a, struct thing);
        assert_int_equal(t->bytes[0], 0);
        memset(t->bytes, 1, sizeof(t->bytes));
    }
    arena_reset(a);
    assert_false(arena_is_exhausted(a));
    assert_non_null(arena_array(a, char, 900));
    arena_close(a);
}

static void test_a_loop_that_goes_on_after_the_reserve_does_not_end_the_program(void **state)
{
    struct arena *a = arena_open(1024);
    char *last = NULL;

    (void)state;
    for (int i = 0; i < 40; i++) {
        char *now = arena_bytes_sure(a, ARENA_RESERVE / 8);
        now[0] = now[ARENA_RESERVE / 8 - 1] = 'x';
        assert_ptr_not_equal(last, now);
        last = now;
    }
    assert_true(arena_is_exhausted(a));
    arena_reset(a);
    assert_false(arena_is_exhausted(a));
    arena_close(a);
}

static void test_taking_from_the_reserve_marks_the_arena(void **state)
{
    (void)state;
    struct arena *a = arena_open(0);
    assert_non_null(a);
    struct thing *t = arena_new(a, struct thing);
    assert_int_equal(t->bytes[99], 0);
    assert_true(arena_is_exhausted(a));
    arena_close(a);
}

static void test_a_count_that_overflows_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_open(SIZE_MAX);
    assert_non_null(a);
    /* As input that nobody checked: the compiler must not see the number. */
    volatile size_t n = SIZE_MAX / 50;
    assert_null(arena_array(a, struct thing, n));
    n = SIZE_MAX;
    assert_null(arena_array(a, char, n));
    assert_true(arena_is_exhausted(a));
    arena_close(a);
}

static void test_none_of_something_is_a_valid_pointer(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    assert_non_null(a);
    assert_non_null(arena_array(a, struct thing, 0));
    assert_false(arena_is_exhausted(a));
    arena_close(a);
}

static void test_a_large_array_leaves_room_for_small_things(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    assert_non_null(a);
    char *small = arena_array(a, char, 8);
    char *large = arena_array(a, char, 5 * 1024 * 1024);
    char *next = arena_array(a, char, 8);
    assert_non_null(large);
    assert_int_equal(large[5 * 1024 * 1024 - 1], 0);
    /* Both small ones stand in the first block. */
    assert_true(next > small && next - small < 1024);
    assert_null(arena_array(a, char, 60 * 1024 * 1024));
    arena_close(a);
}

static void test_a_thing_larger_than_the_next_block_gets_a_block_it_fits_in(void **state)
{
    (void)state;
    for (size_t size = 1024; size <= 1024 * 1024; size *= 2) {
        struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
        assert_non_null(a);
        char *at = arena_array(a, char, size);
        assert_non_null(at);
        memset(at, 0x5A, size);
        assert_non_null(arena_array(a, char, 8));
        arena_close(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(test_beyond_the_limit_small_things_come_from_the_reserve),
        cmocka_unit_test(test_a_loop_that_goes_on_after_the_reserve_does_not_end_the_program),
        cmocka_unit_test(test_taking_from_the_reserve_marks_the_arena),
        cmocka_unit_test(test_a_count_that_overflows_is_refused),
        cmocka_unit_test(test_none_of_something_is_a_valid_pointer),
        cmocka_unit_test(test_a_large_array_leaves_room_for_small_things),
        cmocka_unit_test(test_a_thing_larger_than_the_next_block_gets_a_block_it_fits_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
