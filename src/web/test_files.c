/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "web/files.h"

struct shelf {
    char folder[64], inner[80], path[160];
    struct arena *arena;
};

static int set_up(void **state)
{
    struct shelf *s = calloc(1, sizeof(*s));

    assert_non_null(s);
    snprintf(s->folder, sizeof(s->folder), "/tmp/schakel-files-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    s->arena = arena_open(ARENA_LIMIT_DEFAULT);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    struct shelf *s = *state;

    unlink(s->path);
    rmdir(s->inner);
    rmdir(s->folder);
    arena_close(s->arena);
    free(s);
    return 0;
}

static void note_path(struct shelf *s, const struct hash *digest)
{
    char hex[HASH_HEX_MAX];

    hash_hex(digest, hex);
    snprintf(s->inner, sizeof(s->inner), "%s/%.2s", s->folder, hex);
    snprintf(s->path, sizeof(s->path), "%s/%s", s->inner, hex);
}

static void test_the_same_content_is_one_file_and_reads_back(void **state)
{
    struct shelf *s = *state;
    struct hash first, second;
    struct text bytes;

    assert_int_equal(OK, file_put(s->folder, T("plan"), &first));
    assert_int_equal(OK, file_put(s->folder, T("plan"), &second));
    note_path(s, &first);
    assert_true(hash_same(&first, &second));
    assert_int_equal(OK, file_get(s->folder, &first, s->arena, &bytes));
    assert_true(text_is(bytes, "plan"));
}

static void test_a_changed_file_is_never_served(void **state)
{
    struct shelf *s = *state;
    struct hash digest;
    struct text bytes;
    FILE *f;

    assert_int_equal(OK, file_put(s->folder, T("plan"), &digest));
    note_path(s, &digest);
    f = fopen(s->path, "w");
    assert_non_null(f);
    fputs("plam", f);
    fclose(f);
    assert_int_equal(FAULT, file_get(s->folder, &digest, s->arena, &bytes));
}

static void test_sizes_hold_at_their_edges(void **state)
{
    struct shelf *s = *state;
    struct text most = text_at(calloc(1, FILE_BYTES_MAX + 1), FILE_BYTES_MAX);
    struct hash digest;
    struct text bytes;

    assert_int_equal(LIMIT, file_put(s->folder, T(""), &digest));
    assert_int_equal(LIMIT, file_put(s->folder, text_at(most.at, most.len + 1), &digest));
    assert_int_equal(OK, file_put(s->folder, most, &digest));
    note_path(s, &digest);
    assert_int_equal(OK, file_get(s->folder, &digest, s->arena, &bytes));
    assert_int_equal(FILE_BYTES_MAX, bytes.len);
    free((void *)(uintptr_t)most.at);
}

static void test_what_is_not_there_is_not_found(void **state)
{
    struct shelf *s = *state;
    struct hash digest = hash_of(T("nothing"));
    struct text bytes;

    note_path(s, &digest);
    assert_int_equal(NOT_FOUND, file_get(s->folder, &digest, s->arena, &bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_same_content_is_one_file_and_reads_back, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_changed_file_is_never_served, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sizes_hold_at_their_edges, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_not_there_is_not_found, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
