/* SPDX-License-Identifier: EUPL-1.2 */
/* What a step of a case says, in the fields of an action. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "cli/play_inner.h"

struct measured {
    struct quantity length;
    struct money price;
};
static const struct action measure = {
    .name = "measure",
    FIELDS(measured, FIELD(measured, length, .optional = true),
           FIELD(measured, price, .optional = true)),
};

/* The input for one step whose fields are this JSON; NULL when it was skipped. */
static json_t *said(const char *fields, int64_t *skipped)
{
    struct command command = { .lang = "nl" };
    struct play p = { .is_json = true };
    json_t *file = json_object(), *step = json_pack("{s:o}", "fields", json_loads(fields, 0, NULL));
    json_t *input;

    assert_non_null(step);
    play_begin(&p, &command, NULL, file);
    input = play_fields(&p, &measure, step);
    *skipped = p.skipped;
    play_finish(&p);
    json_decref(step);
    json_decref(file);
    return input;
}

static void test_decimals_become_text_without_idle_zeros(void **state)
{
    int64_t skipped;
    json_t *input = said("{\"length\": 1.500, \"price\": 12.5}", &skipped);

    (void)state;
    assert_int_equal(0, skipped);
    assert_string_equal("1.5", json_string_value(json_object_get(input, "length")));
    assert_string_equal("12.50", json_string_value(json_object_get(input, "price")));
    json_decref(input);
}

static void test_a_number_of_300_digits_is_skipped_and_named(void **state)
{
    static const char *const fields[] = { "{\"length\": 1e300}", "{\"length\": -1e60}",
                                          "{\"price\": 1e300}" };

    (void)state;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        int64_t skipped;

        assert_null(said(fields[i], &skipped));
        assert_int_equal(1, skipped);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decimals_become_text_without_idle_zeros),
        cmocka_unit_test(test_a_number_of_300_digits_is_skipped_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
