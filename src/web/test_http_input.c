/* SPDX-License-Identifier: EUPL-1.2 */
/* Queries, forms, cookies, lists, Accept, conditional requests, CSRF masks, gzip and files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "web/http_input.h"

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

static void assert_text(struct text got, const char *want)
{
    if (!text_is(got, want))
        fail_msg("got '%.*s', want '%s'", TEXT_FMT(got), want);
}

static void test_a_query_is_taken_apart(void **state)
{
    struct http_pairs pairs;
    struct text value;

    assert_int_equal(OK, http_query_read(*state, T("a=1&b=x+y%20z&&a=2&c&=d&e=%C3%A9%3D"), &pairs));
    assert_int_equal(6, pairs.n);
    assert_true(http_pairs_find(pairs, "a", &value));
    assert_text(value, "1");
    assert_true(http_pairs_nth(pairs, "a", 1, &value));
    assert_text(value, "2");
    assert_false(http_pairs_nth(pairs, "a", 2, &value));
    assert_true(http_pairs_find(pairs, "b", &value));
    assert_text(value, "x y z");
    assert_true(http_pairs_find(pairs, "c", &value));
    assert_text(value, "");
    assert_true(http_pairs_find(pairs, "e", &value));
    assert_text(value, "\xc3\xa9=");
    assert_int_equal(OK, http_query_read(*state, T(""), &pairs));
    assert_int_equal(0, pairs.n);
}

static void test_a_broken_query_is_refused(void **state)
{
    static const char *const bad[] = { "a=%",   "a=%2",  "a=%zz",    "a=%00",
                                       "%00=a", "a=%ff", "a=%c0%80", "a=1&b=%g0" };
    struct http_pairs pairs;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(REFUSED, http_query_read(*state, text_of(bad[i]), &pairs));
}

static struct text repeat(struct arena *a, const char *piece, size_t n)
{
    size_t len = strlen(piece);
    char *at = arena_array(a, char, len *n + 1);

    assert_non_null(at);
    for (size_t i = 0; i < n; i++)
        memcpy(at + i * len, piece, len);
    return text_at(at, len * n);
}

static void test_a_query_has_limits(void **state)
{
    struct http_pairs pairs;
    struct text query = repeat(*state, "&", INPUT_PAIRS_MAX - 1);

    assert_int_equal(OK, http_query_read(*state, query, &pairs));
    query = repeat(*state, "&", INPUT_PAIRS_MAX);
    assert_int_equal(LIMIT, http_query_read(*state, query, &pairs));
    query = repeat(*state, "n", INPUT_NAME_BYTES_MAX);
    assert_int_equal(OK, http_query_read(*state, query, &pairs));
    query = repeat(*state, "n", INPUT_NAME_BYTES_MAX + 1);
    assert_int_equal(LIMIT, http_query_read(*state, query, &pairs));
    query = repeat(*state, "v", INPUT_VALUE_BYTES_MAX + 2);
    memcpy((char *)(uintptr_t)query.at, "v=", 2);
    assert_int_equal(OK, http_query_read(*state, query, &pairs));
    query = repeat(*state, "v", INPUT_VALUE_BYTES_MAX + 3);
    memcpy((char *)(uintptr_t)query.at, "v=", 2);
    assert_int_equal(LIMIT, http_query_read(*state, query, &pairs));
}

#define MULTI T("multipart/form-data; boundary=XyZ")

static void test_a_multipart_form_gives_pairs_and_files(void **state)
{
    struct http_form form;
    struct text value;
    struct text body = T("--XyZ\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n"
                         "Dijk \xc3\xa9n\r\ndam\r\n"
                         "--XyZ\r\ncontent-disposition: form-data; name=\"f\"; "
                         "filename=\"C:\\\\map\\\\a%22b.txt\"\r\nContent-Type: text/plain\r\n\r\n"
                         "--Xy\r\n--XyQ\0\xff\r\n"
                         "--XyZ\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n"
                         "--XyZ--\r\n");

    assert_int_equal(OK, http_form_read(*state, MULTI, body, &form));
    assert_int_equal(2, form.pairs.n);
    assert_true(http_pairs_find(form.pairs, "title", &value));
    assert_text(value, "Dijk \xc3\xa9n\r\ndam");
    assert_true(http_pairs_find(form.pairs, "empty", &value));
    assert_text(value, "");
    assert_int_equal(1, form.file_count);
    assert_text(form.files[0].field, "f");
    assert_text(form.files[0].filename, "a\"b.txt");
    assert_text(form.files[0].content_type, "text/plain");
    assert_true(text_same(form.files[0].bytes, T("--Xy\r\n--XyQ\0\xff")));
}

static void test_a_form_without_parts_is_empty(void **state)
{
    struct http_form form;

    assert_int_equal(OK, http_form_read(*state, MULTI, T("--XyZ--\r\n"), &form));
    assert_int_equal(0, form.pairs.n);
}

#define PART "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n"

static void test_a_broken_multipart_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "--XyZ",
        "--XyZ\r\n",
        "before\r\n" PART "--XyZ--",
        PART,
        PART "--XyZ",
        PART "--XyZx",
        "--XyZ\r\n\r\nv\r\n--XyZ--",
        "--XyZ\r\nContent-Type: text/plain\r\n\r\nv\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data\r\n\r\nv\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\nv\r\n--XyZ--",
        ("--XyZ\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
         "name=b\r\n\r\nv\r\n--XyZ--"),
        "--XyZ\r\nno colon\r\n\r\nv\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nv\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--XyZ--",
    };
    static const char *const types[] = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"a\r\nb\"",
        ("multipart/form-data; boundary="
         "0123456789012345678901234567890123456789012345678901234567890123456789X"),
    };
    struct http_form form;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (http_form_read(*state, MULTI, text_of(bad[i]), &form) != REFUSED)
            fail_msg("accepted: %s", bad[i]);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        assert_int_equal(REFUSED,
                         http_form_read(*state, text_of(types[i]), T(PART "--XyZ--"), &form));
    assert_int_equal(OK, http_form_read(*state, MULTI, T(PART "--XyZ--"), &form));
    assert_int_equal(NOT_FOUND, http_form_read(*state, T("text/plain"), T("a=1"), &form));
}

static enum result read_parts(struct arena *a, const char *part, size_t n)
{
    struct text parts = repeat(a, part, n);
    struct http_form form;

    return http_form_read(a, MULTI, text_printf(a, "%.*s--XyZ--", TEXT_FMT(parts)), &form);
}

static void test_a_multipart_form_has_limits(void **state)
{
    static const char file[] = "--XyZ\r\nContent-Disposition: form-data; name=\"a\"; "
                               "filename=\"b\"\r\n\r\nv\r\n";
    struct arena *a = *state;
    struct text filler = repeat(a, "x", INPUT_PART_HEAD_BYTES_MAX);
    struct text value = repeat(a, "v", INPUT_VALUE_BYTES_MAX);
    struct http_form form;

    assert_int_equal(OK, read_parts(a, PART, INPUT_PAIRS_MAX - 1));
    assert_int_equal(LIMIT, read_parts(a, PART, INPUT_PAIRS_MAX));
    assert_int_equal(OK, read_parts(a, file, INPUT_FILES_MAX));
    assert_int_equal(LIMIT, read_parts(a, file, INPUT_FILES_MAX + 1));
    assert_int_equal(LIMIT, http_form_read(a, MULTI,
                                           text_printf(a, "--XyZ\r\nX: %.*s\r\n\r\nv\r\n--XyZ--",
                                                       TEXT_FMT(filler)),
                                           &form));
    assert_int_equal(OK, http_form_read(a, MULTI,
                                        text_printf(a,
                                                    "--XyZ\r\nContent-Disposition: form-data; "
                                                    "name=a\r\n\r\n%.*s\r\n--XyZ--",
                                                    TEXT_FMT(value)),
                                        &form));
    assert_int_equal(LIMIT, http_form_read(a, MULTI,
                                           text_printf(a,
                                                       "--XyZ\r\nContent-Disposition: form-data; "
                                                       "name=a\r\n\r\n%.*sv\r\n--XyZ--",
                                                       TEXT_FMT(value)),
                                           &form));
}

static struct http_request request_with(const struct http_field *fields, size_t n)
{
    return (struct http_request){ .method = HTTP_GET, .headers = fields, .header_count = n };
}

static void test_cookies_are_found_by_their_whole_name(void **state)
{
    const struct http_field fields[] = {
        { T("Cookie"), T("xsid=no; sid=yes; sid=later; q=\"in quotes\"; broken") },
        { T("cookie"), T("second=2") },
    };
    struct http_request r = request_with(fields, 2);
    struct text value;

    (void)state;
    assert_true(http_cookie(&r, "sid", &value));
    assert_text(value, "yes");
    assert_true(http_cookie(&r, "q", &value));
    assert_text(value, "in quotes");
    assert_true(http_cookie(&r, "second", &value));
    assert_text(value, "2");
    assert_false(http_cookie(&r, "broken", &value));
    assert_false(http_cookie(&r, "si", &value));
}

static void test_a_list_keeps_quoted_commas_together(void **state)
{
    struct text rest = T(" a, \"b,\\\"c\" ,,d;x=\"1,2\""), item;

    (void)state;
    assert_true(http_list_next(&rest, &item));
    assert_text(item, "a");
    assert_true(http_list_next(&rest, &item));
    assert_text(item, "\"b,\\\"c\"");
    assert_true(http_list_next(&rest, &item));
    assert_text(item, "d;x=\"1,2\"");
    assert_false(http_list_next(&rest, &item));
    assert_true(http_list_has(T("close, X"), "x"));
    assert_false(http_list_has(T("closed"), "close"));
}

static void test_accept_chooses_by_weight_then_by_exactness(void **state)
{
    static const char *const offers[] = { "text/html", "application/json" };

    (void)state;
    assert_int_equal(0, http_accept(T(""), offers, 2));
    assert_int_equal(0, http_accept(T("*/*"), offers, 2));
    assert_int_equal(1, http_accept(T("application/json"), offers, 2));
    assert_int_equal(1, http_accept(T("text/html;q=0.5, application/*"), offers, 2));
    assert_int_equal(1, http_accept(T("*/*, application/json"), offers, 2));
    assert_int_equal(0, http_accept(T("text/html, application/xhtml+xml, */*;q=0.8"), offers, 2));
    assert_int_equal(1, http_accept(T("text/html;q=0, */*"), offers, 2));
    assert_int_equal(-1, http_accept(T("image/png"), offers, 2));
    assert_int_equal(-1, http_accept(T("text/html;q=0, application/json;q=0.000"), offers, 2));
    assert_int_equal(-1, http_accept(T("text/html;q=7"), offers, 2));
    assert_int_equal(-1, http_accept(T("text/htm, text/htmlx, textx/*"), offers, 2));
}

static void test_if_none_match_compares_weakly(void **state)
{
    struct http_field field = { T("If-None-Match"), T("\"a,b\", W/\"v2\"") };
    struct http_request r = request_with(&field, 1);
    struct http_response answer = { .status = 200, .arena = *state };

    assert_false(http_answer_not_modified(&r, &answer, T("\"v3\"")));
    assert_int_equal(200, answer.status);
    assert_true(http_answer_not_modified(&r, &answer, T("\"v2\"")));
    assert_int_equal(304, answer.status);
    assert_text(http_answer_header_get(&answer, "etag"), "\"v2\"");
    answer.status = 200;
    field.value = T("*");
    assert_true(http_answer_not_modified(&r, &answer, T("\"v3\"")));
    answer.status = 200;
    r.method = HTTP_POST;
    assert_false(http_answer_not_modified(&r, &answer, T("\"v2\"")));
    assert_int_equal(200, answer.status);
}

static void test_if_match_compares_strongly(void **state)
{
    struct http_field field = { T("If-Match"), T("\"v1\", W/\"v2\"") };
    struct http_request r = request_with(&field, 1);

    (void)state;
    assert_int_equal(HTTP_MATCH_SAME, http_if_match(&r, T("\"v1\"")));
    assert_int_equal(HTTP_MATCH_OTHER, http_if_match(&r, T("\"v2\"")));
    assert_int_equal(HTTP_MATCH_OTHER, http_if_match(&r, T("W/\"v2\"")));
    field.value = T("*");
    assert_int_equal(HTTP_MATCH_SAME, http_if_match(&r, T("\"v9\"")));
    r.header_count = 0;
    assert_int_equal(HTTP_MATCH_ABSENT, http_if_match(&r, T("\"v1\"")));
}

static void test_a_value_that_would_split_the_answer_is_not_set(void **state)
{
    struct http_response answer = { .arena = *state };

    http_answer_header(&answer, "Location", T("/a\r\nSet-Cookie: x=1"));
    assert_int_equal(0, answer.header_count);
    http_answer_header(&answer, "Location", T("/a"));
    http_answer_header(&answer, "location", T("/b"));
    assert_int_equal(1, answer.header_count);
    assert_text(http_answer_header_get(&answer, "Location"), "/b");
    http_answer_header_add(&answer, "Set-Cookie", T("a=1"));
    http_answer_header_add(&answer, "Set-Cookie", T("b=1"));
    assert_int_equal(3, answer.header_count);
}

static void test_a_csrf_mask_differs_each_time_and_unmasks_to_the_secret(void **state)
{
    struct hash secret = hash_of(T("secret")), got;
    char one[CSRF_TEXT_MAX], two[CSRF_TEXT_MAX];

    (void)state;
    csrf_mask(&secret, one);
    csrf_mask(&secret, two);
    assert_string_not_equal(one, two);
    assert_true(csrf_unmask(text_of(one), &got));
    assert_true(hash_same(&secret, &got));
    assert_true(csrf_unmask(text_of(two), &got));
    assert_true(hash_same(&secret, &got));
    one[3] = one[3] == 'a' ? 'b' : 'a';
    assert_true(csrf_unmask(text_of(one), &got));
    assert_false(hash_same(&secret, &got));
    assert_false(csrf_unmask(T("abc"), &got));
    two[5] = 'x';
    assert_false(csrf_unmask(text_of(two), &got));
}

static void test_gzip_gives_back_the_same_bytes(void **state)
{
    struct text in = repeat(*state, "Noodzakelijke bijstand. ", 5000);
    struct buf out = buf_make(1 << 20);
    char *back = arena_array(*state, char, in.len);
    z_stream z = { 0 };

    assert_non_null(back);
    assert_int_equal(OK, http_gzip(in, &out));
    assert_true(out.len < in.len / 10);
    assert_int_equal(Z_OK, inflateInit2(&z, 15 + 16));
    z.next_in = (Bytef *)out.at;
    z.avail_in = (uInt)out.len;
    z.next_out = (Bytef *)back;
    z.avail_out = (uInt)in.len;
    assert_int_equal(Z_STREAM_END, inflate(&z, Z_FINISH));
    assert_true(text_same(in, text_at(back, in.len)));
    inflateEnd(&z);
    buf_free(&out);
}

static void test_gzip_is_kept_from_strong_tags_streams_and_small_answers(void **state)
{
    struct http_field field = { T("Accept-Encoding"), T("br, gzip;q=0.5") };
    struct http_request r = request_with(&field, 1);
    struct http_response answer = { .arena = *state };

    http_answer_as(&answer, 200, "text/html; charset=utf-8");
    assert_true(http_gzip_fits(&r, &answer, HTTP_GZIP_BYTES_MIN));
    assert_false(http_gzip_fits(&r, &answer, HTTP_GZIP_BYTES_MIN - 1));
    http_answer_header(&answer, "ETag", T("\"v1\""));
    assert_false(http_gzip_fits(&r, &answer, 5000));
    http_answer_header(&answer, "ETag", T("W/\"v1\""));
    assert_true(http_gzip_fits(&r, &answer, 5000));
    http_answer_as(&answer, 200, "image/png");
    assert_false(http_gzip_fits(&r, &answer, 5000));
    http_answer_as(&answer, 200, "text/event-stream");
    assert_false(http_gzip_fits(&r, &answer, 5000));
    http_answer_as(&answer, 200, "application/json");
    field.value = T("gzip;q=0");
    assert_false(http_gzip_fits(&r, &answer, 5000));
}

static const struct embedded_file files[] = {
    { "assets/app.css", (const unsigned char *)"body{}", 6,
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
    { "assets/x", (const unsigned char *)"x", 1,
      "ffffffffffffffff0123456789abcdef0123456789abcdef0123456789abcdef" },
};

static int static_status(struct arena *a, const char *name, struct http_response *answer)
{
    struct http_request r = { .method = HTTP_GET, .arena = a };

    *answer = (struct http_response){ .arena = a, .fixed = T("") };
    return http_static(&r, answer, files, 2, text_of(name)) == OK ? answer->status : 0;
}

static void test_a_file_is_immutable_only_under_its_own_hash(void **state)
{
    struct http_response answer;
    struct text name = http_static_name(*state, files, 2, "assets/app.css");

    assert_text(name, "assets/app.0123456789ab.css");
    assert_int_equal(200, static_status(*state, text_cstr(*state, name), &answer));
    assert_text(http_answer_header_get(&answer, "Cache-Control"),
                "public, max-age=31536000, immutable");
    assert_text(http_answer_header_get(&answer, "Content-Type"), "text/css; charset=utf-8");
    assert_text(answer.fixed, "body{}");
    assert_int_equal(200, static_status(*state, "assets/app.css", &answer));
    assert_text(http_answer_header_get(&answer, "Cache-Control"), "public, no-cache");
    assert_int_equal(200, static_status(*state, "assets/app.aaaaaaaaaaaa.css", &answer));
    assert_text(http_answer_header_get(&answer, "Cache-Control"), "public, no-cache");
    assert_int_equal(200, static_status(*state, "assets/x", &answer));
    assert_int_equal(0, static_status(*state, "assets/app.0123456.css", &answer));
    assert_int_equal(0, static_status(*state, "assets/none.css", &answer));
    assert_int_equal(0, static_status(*state, "", &answer));
    assert_int_equal(0, static_status(*state, ".", &answer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_query_is_taken_apart),
        cmocka_unit_test(test_a_broken_query_is_refused),
        cmocka_unit_test(test_a_query_has_limits),
        cmocka_unit_test(test_a_multipart_form_gives_pairs_and_files),
        cmocka_unit_test(test_a_form_without_parts_is_empty),
        cmocka_unit_test(test_a_broken_multipart_form_is_refused),
        cmocka_unit_test(test_a_multipart_form_has_limits),
        cmocka_unit_test(test_cookies_are_found_by_their_whole_name),
        cmocka_unit_test(test_a_list_keeps_quoted_commas_together),
        cmocka_unit_test(test_accept_chooses_by_weight_then_by_exactness),
        cmocka_unit_test(test_if_none_match_compares_weakly),
        cmocka_unit_test(test_if_match_compares_strongly),
        cmocka_unit_test(test_a_value_that_would_split_the_answer_is_not_set),
        cmocka_unit_test(test_a_csrf_mask_differs_each_time_and_unmasks_to_the_secret),
        cmocka_unit_test(test_gzip_gives_back_the_same_bytes),
        cmocka_unit_test(test_gzip_is_kept_from_strong_tags_streams_and_small_answers),
        cmocka_unit_test(test_a_file_is_immutable_only_under_its_own_hash),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
