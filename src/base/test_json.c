/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/values.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void assert_buf(const struct buf *b, const char *want)
{
    struct text got = buf_text(b);
    if (!text_is(got, want))
        fail_msg("got  %.*s\nwant %s", TEXT_FMT(got), want);
}

/* Parses what must parse. */
static json_t *parsed(struct text in)
{
    json_t *v = NULL;
    struct json_fault fault;
    if (json_read(in, &v, &fault) != OK)
        fail_msg("%.*s: %s at %d:%d", TEXT_FMT(in), fault.what, fault.line, fault.column);
    return v;
}

/* ---- writer ---- */

static void test_commas_and_names_stand_where_they_must(void **state)
{
    (void)state;
    struct buf b = buf_make(1 << 16);
    struct json j = json_make(&b);
    json_open(&j);
    json_put_text(&j, "name", T("Zuid-6"));
    json_put_cstr(&j, "note", NULL);
    json_put_cstr(&j, "word", "w");
    json_put_int(&j, "n", -12);
    json_put_bool(&j, "is_ready", true);
    json_put_id(&j, "id", id_make(1, 143));
    json_put_id(&j, "parent", ID_NONE);
    json_put_instant(&j, "at", (struct instant){ INT64_C(1626264600000000) });
    json_put_instant(&j, "until", INSTANT_NONE);
    json_name(&j, "list");
    json_list(&j);
    json_int(&j, 1);
    json_list(&j);
    json_list_end(&j);
    json_open(&j);
    json_close(&j);
    json_bool(&j, false);
    json_none(&j);
    json_raw(&j, T("{\"a\":1}"));
    json_list_end(&j);
    json_put_int(&j, "last", 0);
    json_close(&j);
    assert_int_equal(json_end(&j), OK);
    assert_buf(&b, "{\"name\":\"Zuid-6\",\"note\":null,\"word\":\"w\",\"n\":-12,\"is_ready\":true,"
                   "\"id\":\"1-143\",\"parent\":null,\"at\":\"2021-07-14T12:10:00Z\","
                   "\"until\":null,\"list\":[1,[],{},false,null,{\"a\":1}],\"last\":0}");
    buf_free(&b);
}

static void test_any_text_is_escaped_and_reads_back(void **state)
{
    (void)state;
    struct buf b = buf_make(1 << 16);
    struct json j = json_make(&b);
    struct text nasty = T("\"\\/\b\f\n\r\t\x01\x1F\x7F \xE2\x80\xA8 \xF0\x9F\x9A\x92 </script>");
    json_text(&j, nasty);
    assert_int_equal(json_end(&j), OK);
    assert_buf(&b, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F \xE2\x80\xA8 \xF0\x9F\x9A\x92 "
                   "</script>\"");
    json_t *v = parsed(buf_text(&b));
    assert_true(text_same(json_string_text(v), nasty));
    json_decref(v);
    buf_clear(&b);
    json_quote(&b, text_at("a\0b", 3));
    assert_buf(&b, "\"a\\u0000b\"");
    buf_free(&b);
}

static void test_a_parsed_value_is_passed_on_as_it_is(void **state)
{
    (void)state;
    const char *in = "{\"b\":[1,-2.5,\"\\u00e9\",null],\"a\":{\"x\":true}}";
    json_t *v = parsed(text_of(in));
    struct buf b = buf_make(1 << 16);
    struct json j = json_make(&b);
    json_list(&j);
    json_value(&j, v);
    json_value(&j, NULL);
    json_list_end(&j);
    assert_int_equal(json_end(&j), OK);
    assert_buf(&b, "[{\"b\":[1,-2.5,\"\xC3\xA9\",null],\"a\":{\"x\":true}},null]");
    buf_free(&b);
    json_decref(v);
}

static void test_a_full_buffer_is_told_once_at_the_end(void **state)
{
    (void)state;
    json_t *v = parsed(T("[1,2,3,4,5,6,7,8]"));
    struct buf b = buf_make(12);
    struct json j = json_make(&b);
    json_list(&j);
    json_value(&j, v);
    json_text(&j, T("more"));
    json_list_end(&j);
    assert_int_equal(json_end(&j), LIMIT);
    assert_true(buf_text(&b).len <= 12);
    buf_free(&b);
    json_decref(v);
}

static void test_the_writer_reaches_the_same_depth_as_the_reader(void **state)
{
    (void)state;
    struct buf b = buf_make(1 << 16);
    struct json j = json_make(&b);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_list(&j);
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        json_list_end(&j);
        if (i < JSON_DEPTH_MAX - 1)
            json_int(&j, i);
    }
    assert_int_equal(json_end(&j), OK);
    json_decref(parsed(buf_text(&b)));
    buf_free(&b);
}

/* ---- reader ---- */

static void test_faulty_text_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        struct text in;
        const char *what;
        int line, column; /* 0: not looked at */
    } cases[] = {
        { TEXT_INIT(""), "syntax", 1, 0 },
        { TEXT_INIT("{\"a\":1,}"), "syntax", 1, 0 },
        { TEXT_INIT("{\"a\":1} x"), "syntax", 1, 0 },
        { TEXT_INIT("[1][2]"), "syntax", 1, 0 },
        { TEXT_INIT("{\n \"a\":1,\n \"a\":2\n}"), "doubled_key", 3, 0 },
        { TEXT_INIT("{\"a\":{\"b\":1,\"b\":1}}"), "doubled_key", 1, 0 },
        { TEXT_INIT("[\"\\u0000\"]"), "syntax", 1, 0 },
        { TEXT_INIT("{\"\\u0000\":1}"), "syntax", 1, 0 },
        { TEXT_INIT("[1]\0"), "syntax", 1, 0 },
        { TEXT_INIT("[\"a\0b\"]"), "syntax", 1, 0 },
        { TEXT_INIT("[\"a\nb\"]"), "syntax", 0, 0 },
        { TEXT_INIT("[\"\\ud800\"]"), "syntax", 1, 0 },
        { TEXT_INIT("[99999999999999999999]"), "syntax", 1, 0 },
        { TEXT_INIT("[1e999]"), "syntax", 1, 0 },
        { TEXT_INIT("[01]"), "syntax", 1, 0 },
        { TEXT_INIT("[+1]"), "syntax", 1, 0 },
        { TEXT_INIT("[NaN]"), "syntax", 1, 0 },
        { TEXT_INIT("['a']"), "syntax", 1, 0 },
        { TEXT_INIT("\xEF\xBB\xBF[1]"), "syntax", 1, 0 },
        { TEXT_INIT("[\"\xC3\xA9\",\n\"\xC3\xA9\xFF\"]"), "not_utf8", 2, 3 },
        { TEXT_INIT("\xC0\x80"), "not_utf8", 1, 1 },
        { TEXT_INIT("\xF0\x9F\x9A\x92\xFF"), "not_utf8", 1, 2 },
        { TEXT_INIT("[\"abc\xE2\x82"), "not_utf8", 1, 6 },
        { TEXT_INIT("[\"\xED\xA0\x80\xC3\xA9\"]"), "not_utf8", 1, 3 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *v = NULL;
        struct json_fault f = { 0 };
        enum result r = json_read(cases[i].in, &v, &f);
        if (r != REFUSED || v || strcmp(f.what, cases[i].what) != 0)
            fail_msg("case %zu: %s, %s", i, result_name(r), f.what);
        if ((cases[i].line && f.line != cases[i].line) ||
            (cases[i].column && f.column != cases[i].column))
            fail_msg("case %zu: at %d:%d", i, f.line, f.column);
    }
}

static void test_sound_text_is_read(void **state)
{
    (void)state;
    static const char *const good[] = { "0",
                                        "\"a\"",
                                        "null",
                                        " [ ] ",
                                        "{}",
                                        "[-0, 1.5, 1e2]",
                                        "{\"\":1}",
                                        "[\"\\ud83d\\ude92\"]",
                                        "[9223372036854775807]" };
    for (size_t i = 0; i < COUNT(good); i++)
        json_decref(parsed(text_of(good[i])));
    json_t *v = parsed(T("{\"a\":\"x\",\"n\":1}"));
    assert_true(text_is(json_string_text(json_object_get(v, "a")), "x"));
    assert_true(text_is(json_string_text(json_object_get(v, "n")), ""));
    assert_true(text_is(json_string_text(NULL), ""));
    json_decref(v);
}

static void test_depth_and_size_have_their_limits(void **state)
{
    (void)state;
    struct buf b = buf_make(4 << 20);
    struct json_fault f;
    json_t *v = NULL;
    for (int depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        buf_clear(&b);
        for (int i = 0; i < depth; i++)
            buf_add_byte(&b, '[');
        for (int i = 0; i < depth; i++)
            buf_add_byte(&b, ']');
        enum result r = json_read(buf_text(&b), &v, &f);
        assert_int_equal(r, depth > JSON_DEPTH_MAX ? LIMIT : OK);
        json_decref(v);
    }
    assert_string_equal(f.what, "too_deep");
    assert_int_equal(f.column, JSON_DEPTH_MAX + 1);
    /* Brackets inside a text are not depth, also behind an escaped quote. */
    buf_clear(&b);
    buf_add(&b, T("[\"\\\"\\\\"));
    for (int i = 0; i < 500; i++)
        buf_add_byte(&b, '[');
    buf_add(&b, T("\"]"));
    json_decref(parsed(buf_text(&b)));

    for (size_t extra = 0; extra <= 1; extra++) {
        buf_clear(&b);
        buf_add_byte(&b, '"');
        for (size_t i = 0; i < JSON_BODY_BYTES_MAX - 2 + extra; i++)
            buf_add_byte(&b, 'x');
        buf_add_byte(&b, '"');
        assert_int_equal(json_read(buf_text(&b), &v, &f), extra ? LIMIT : OK);
        json_decref(v);
    }
    assert_string_equal(f.what, "too_large");
    assert_null(v);
    buf_free(&b);
}

/* ---- canonical ---- */

static void assert_canonical(struct text in, const char *want)
{
    struct buf b = buf_make(1 << 20);
    json_t *v = parsed(in);
    assert_int_equal(json_canonical(&b, v), OK);
    assert_buf(&b, want);
    json_decref(v);
    buf_free(&b);
}

static void test_names_are_sorted_by_utf16_code_units(void **state)
{
    (void)state;
    /* RFC 8785 section 3.2.3, with its expected order. */
    assert_canonical(T("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\","
                       "\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
                       "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                       "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}"),
                     "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
                     "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\","
                     "\"\xE2\x82\xAC\":\"Euro Sign\",\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
                     "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
    assert_canonical(T("{\"ab\":1,\"a\":2,\"\":3,\"B\":4,\"\\ue000\":5,\"\\udbff\\udfff\":6,"
                       "\"\\ud7ff\":7}"),
                     "{\"\":3,\"B\":4,\"a\":2,\"ab\":1,\"\xED\x9F\xBF\":7,"
                     "\"\xF4\x8F\xBF\xBF\":6,\"\xEE\x80\x80\":5}");
}

static void test_the_canonical_form_has_no_blanks_and_few_escapes(void **state)
{
    (void)state;
    assert_canonical(T(" { \"b\" : [ 1 , { } , [ ] , { \"z\" : null , \"a\" : [ true ] } ] ,"
                       " \"a\" : false } "),
                     "{\"a\":false,\"b\":[1,{},[],{\"a\":[true],\"z\":null}]}");
    /* The text of RFC 8785 section 3.2.2. */
    assert_canonical(T("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\""),
                     "\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    assert_canonical(T("[\"\\u2028\\u007f\"]"), "[\"\xE2\x80\xA8\x7F\"]");
}

static void test_the_same_value_has_one_canonical_text(void **state)
{
    (void)state;
    const char *one = "{\"x\":{\"k\":[1,2],\"j\":\"\xC3\xA9\"},\"w\":0}";
    assert_canonical(text_of(one), "{\"w\":0,\"x\":{\"j\":\"\xC3\xA9\",\"k\":[1,2]}}");
    assert_canonical(T("{\"w\":-0,\"x\":{\"j\":\"\\u00E9\",\"k\":[1, 2]}}"),
                     "{\"w\":0,\"x\":{\"j\":\"\xC3\xA9\",\"k\":[1,2]}}");
}

static void test_numbers_that_are_not_exact_everywhere_are_refused(void **state)
{
    (void)state;
    assert_canonical(T("[9007199254740991,-9007199254740991]"),
                     "[9007199254740991,-9007199254740991]");
    static const char *const bad[] = { "[9007199254740992]", "[-9007199254740992]", "[1.0]",
                                       "{\"a\":[{\"b\":1e2}]}", "0.5" };
    struct buf b = buf_make(1 << 16);
    for (size_t i = 0; i < COUNT(bad); i++) {
        json_t *v = parsed(text_of(bad[i]));
        if (json_canonical(&b, v) != REFUSED)
            fail_msg("%s taken", bad[i]);
        json_decref(v);
    }
    assert_int_equal(json_canonical(&b, NULL), REFUSED);
    buf_free(&b);
}

static void test_the_canonical_form_has_limits_of_its_own(void **state)
{
    (void)state;
    json_t *deep = json_array();
    for (int i = 0; i < JSON_DEPTH_MAX; i++) {
        json_t *outer = json_array();
        json_array_append_new(outer, deep);
        deep = outer;
    }
    struct buf b = buf_make(1 << 16);
    assert_int_equal(json_canonical(&b, deep), LIMIT);
    buf_clear(&b);
    assert_int_equal(json_canonical(&b, json_array_get(deep, 0)), OK);
    json_decref(deep);
    buf_free(&b);

    json_t *v = parsed(T("{\"name\":\"value\"}"));
    b = buf_make(8);
    assert_int_equal(json_canonical(&b, v), LIMIT);
    json_decref(v);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commas_and_names_stand_where_they_must),
        cmocka_unit_test(test_any_text_is_escaped_and_reads_back),
        cmocka_unit_test(test_a_parsed_value_is_passed_on_as_it_is),
        cmocka_unit_test(test_a_full_buffer_is_told_once_at_the_end),
        cmocka_unit_test(test_the_writer_reaches_the_same_depth_as_the_reader),
        cmocka_unit_test(test_faulty_text_is_refused_with_its_place),
        cmocka_unit_test(test_sound_text_is_read),
        cmocka_unit_test(test_depth_and_size_have_their_limits),
        cmocka_unit_test(test_names_are_sorted_by_utf16_code_units),
        cmocka_unit_test(test_the_canonical_form_has_no_blanks_and_few_escapes),
        cmocka_unit_test(test_the_same_value_has_one_canonical_text),
        cmocka_unit_test(test_numbers_that_are_not_exact_everywhere_are_refused),
        cmocka_unit_test(test_the_canonical_form_has_limits_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
