/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

/* FIPS 180-4 examples: one block, and the message of 56 bytes that needs two. */
#define ABC_HEX   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define TWO       "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
#define TWO_HEX   "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
#define EMPTY_HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void assert_hash(struct hash h, const char *want)
{
    char hex[HASH_HEX_MAX];
    hash_hex(&h, hex);
    assert_string_equal(hex, want);
}

static void test_the_examples_of_the_standard_hash_right(void **state)
{
    (void)state;
    assert_hash(hash_of(T("abc")), ABC_HEX);
    assert_hash(hash_of(T(TWO)), TWO_HEX);
    assert_hash(hash_of(T("")), EMPTY_HEX);
}

static void test_one_hasher_serves_many_messages_in_pieces(void **state)
{
    (void)state;
    struct hasher *h = hasher_open();
    assert_non_null(h);
    for (int i = 0; i < 3; i++) {
        hasher_start(h);
        hasher_add(h, "a", 1);
        hasher_add(h, "", 0);
        hasher_add(h, "bc", 2);
        assert_hash(hasher_end(h), ABC_HEX);
        hasher_start(h);
        for (size_t k = 0; k < strlen(TWO); k++)
            hasher_add(h, &TWO[k], 1);
        assert_hash(hasher_end(h), TWO_HEX);
    }
    hasher_close(h);
    hasher_close(NULL);
}

static void test_a_written_hash_reads_back_and_nothing_else_does(void **state)
{
    (void)state;
    struct hash h = hash_of(T("abc")), again = { { 0 } };
    assert_true(hash_read(T(ABC_HEX), &again));
    assert_true(hash_same(&h, &again));
    static const char *const bad[] = {
        "",
        "ba78",
        ABC_HEX "0",
        "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a ",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (hash_read(text_of(bad[i]), &again) || !hash_same(&h, &again))
            fail_msg("\"%s\" taken", bad[i]);
    h.at[31] ^= 1;
    assert_false(hash_same(&h, &again));
}

static void test_random_bytes_do_not_repeat(void **state)
{
    (void)state;
    unsigned char a[33] = { 0 }, b[33] = { 0 };
    random_bytes(a, 32);
    random_bytes(b, 32);
    assert_memory_not_equal(a, b, 32);
    /* No more than asked for. */
    assert_int_equal(a[32], 0);
}

static void test_secrets_compare_to_the_last_byte(void **state)
{
    (void)state;
    assert_true(bytes_same_secret("token-1", "token-1", 7));
    assert_false(bytes_same_secret("token-1", "token-2", 7));
    assert_true(bytes_same_secret("token-1", "token-2", 6));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_examples_of_the_standard_hash_right),
        cmocka_unit_test(test_one_hasher_serves_many_messages_in_pieces),
        cmocka_unit_test(test_a_written_hash_reads_back_and_nothing_else_does),
        cmocka_unit_test(test_random_bytes_do_not_repeat),
        cmocka_unit_test(test_secrets_compare_to_the_last_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
