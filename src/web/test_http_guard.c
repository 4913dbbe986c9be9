/* SPDX-License-Identifier: EUPL-1.2 */
/* The guard's rows, pure: one head that passes, and each rule broken once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "web/http_guard.h"

enum { FIELDS = 70 };

struct builder {
    struct http_field fields[FIELDS];
    struct http_head head;
};

static void add(struct builder *b, struct text name, struct text value)
{
    assert_true(b->head.field_count < FIELDS);
    b->fields[b->head.field_count++] = (struct http_field){ .name = name, .value = value };
}

static void begin(struct builder *b)
{
    *b = (struct builder){
        .head = { .method = T("POST"), .raw_uri = T("/x?y=1"), .version = T("HTTP/1.1") }
    };
    b->head.fields = b->fields;
    add(b, T("Host"), T("schakel.example:8080"));
}

static void expect(const struct builder *b, int status, const char *code)
{
    const struct http_fault *fault = guard_head(&b->head);

    assert_non_null(fault);
    assert_string_equal(code, fault->code);
    assert_int_equal(status, fault->status);
    assert_true(strlen(fault->why) > 0 && strlen(fault->mend) > 0);
}

static void expect_field(const char *name, const char *value, int status, const char *code)
{
    struct builder b;

    begin(&b);
    add(&b, text_of(name), text_of(value));
    expect(&b, status, code);
}

static void test_a_plain_head_passes(void **state)
{
    struct builder b;

    (void)state;
    begin(&b);
    add(&b, T("Content-Length"), T("12"));
    add(&b, T("Accept"), T("text/html\t; caf\xc3\xa9"));
    add(&b, T("Expect"), T("100-continue"));
    assert_null(guard_head(&b.head));
    assert_int_equal(12, guard_content_length(&b.head));
    begin(&b);
    add(&b, T("transfer-encoding"), T("CHUNKED"));
    assert_null(guard_head(&b.head));
    assert_int_equal(0, guard_content_length(&b.head));
}

static void test_host_must_stand_exactly_once(void **state)
{
    struct builder b;

    (void)state;
    begin(&b);
    b.head.field_count = 0;
    expect(&b, 400, "HTTP_HOST_NOT_ONCE");
    expect_field("hOST", "schakel.example:8080", 400, "HTTP_HOST_NOT_ONCE");
}

static void test_a_host_that_is_no_host_is_refused(void **state)
{
    static const char *const hosts[] = { "", "a/b", "a b", "u@h", "h?x", "h#x", "caf\xc3\xa9" };
    struct builder b;

    (void)state;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        begin(&b);
        b.fields[0].value = text_of(hosts[i]);
        expect(&b, 400, "HTTP_HOST_SYNTAX");
    }
    begin(&b);
    b.fields[0].value = T("[::1]:8080");
    assert_null(guard_head(&b.head));
}

static void test_a_length_may_stand_only_once_also_when_equal(void **state)
{
    struct builder b;

    (void)state;
    begin(&b);
    add(&b, T("Content-Length"), T("5"));
    add(&b, T("Content-Length"), T("5"));
    expect(&b, 400, "HTTP_LENGTH_NOT_ONCE");
}

static void test_a_length_is_digits_only(void **state)
{
    static const char *const lengths[] = { "",    "-1",  "+1",  "1,1",
                                           "0x1", "1 1", "1e3", "1234567890123456789" };

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        expect_field("Content-Length", lengths[i], 400, "HTTP_LENGTH_SYNTAX");
}

static void test_a_length_never_stands_beside_a_coding(void **state)
{
    struct builder b;

    (void)state;
    begin(&b);
    add(&b, T("Transfer-Encoding"), T("chunked"));
    add(&b, T("Content-Length"), T("5"));
    expect(&b, 400, "HTTP_LENGTH_AND_CODING");
}

static void test_only_chunked_is_a_coding(void **state)
{
    struct builder b;

    (void)state;
    expect_field("Transfer-Encoding", "gzip", 501, "HTTP_TRANSFER_CODING");
    expect_field("Transfer-Encoding", "gzip, chunked", 501, "HTTP_TRANSFER_CODING");
    expect_field("Transfer-Encoding", "chunked, chunked", 501, "HTTP_TRANSFER_CODING");
    expect_field("Transfer-Encoding", "", 501, "HTTP_TRANSFER_CODING");
    begin(&b);
    add(&b, T("Transfer-Encoding"), T("chunked"));
    add(&b, T("Transfer-Encoding"), T("chunked"));
    expect(&b, 501, "HTTP_TRANSFER_CODING");
    begin(&b);
    b.head.version = T("HTTP/1.0");
    add(&b, T("Transfer-Encoding"), T("chunked"));
    expect(&b, 400, "HTTP_CODING_IN_HTTP_1_0");
}

static void test_a_field_name_is_a_token(void **state)
{
    (void)state;
    expect_field("Content-Length ", "5", 400, "HTTP_FIELD_NAME");
    expect_field("", "x", 400, "HTTP_FIELD_NAME");
    expect_field("X(Y)", "x", 400, "HTTP_FIELD_NAME");
    expect_field("X\x01", "x", 400, "HTTP_FIELD_NAME");
    expect_field("caf\xc3\xa9", "x", 400, "HTTP_FIELD_NAME");
}

static void test_a_field_value_has_no_control_bytes(void **state)
{
    struct builder b;

    (void)state;
    for (char c = 0; c < 0x20; c++) {
        char value[4] = { 'a', c, 'b', 0 };
        begin(&b);
        add(&b, T("X"), text_at(value, 3));
        if (c == '\t')
            assert_null(guard_head(&b.head));
        else
            expect(&b, 400, "HTTP_FIELD_VALUE");
    }
    expect_field("X", "a\x7f", 400, "HTTP_FIELD_VALUE");
}

static void test_hidden_bytes_are_refused(void **state)
{
    struct builder b;

    (void)state;
    begin(&b);
    b.head.has_hidden_bytes = true;
    expect(&b, 400, "HTTP_HIDDEN_BYTES");
}

static void test_the_method_is_in_the_list(void **state)
{
    struct builder b;

    (void)state;
    begin(&b);
    b.head.method = T("TRACE");
    expect(&b, 405, "HTTP_METHOD_UNKNOWN");
    b.head.method = T("get");
    expect(&b, 405, "HTTP_METHOD_UNKNOWN");
    b.head.method = T("GE T");
    expect(&b, 400, "HTTP_METHOD_SYNTAX");
    b.head.method = T("");
    expect(&b, 400, "HTTP_METHOD_SYNTAX");
}

static void test_the_version_is_1_0_or_1_1(void **state)
{
    static const char *const versions[] = { "HTTP/9.9", "http/1.1", "", "HTTP/2.0", "HTTP/1.1 " };
    struct builder b;

    (void)state;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        begin(&b);
        b.head.version = text_of(versions[i]);
        expect(&b, 505, "HTTP_VERSION");
    }
}

static void test_compressed_requests_and_strange_expectations_are_refused(void **state)
{
    (void)state;
    expect_field("Content-Encoding", "gzip", 415, "HTTP_CONTENT_CODING");
    expect_field("Expect", "the-unexpected", 417, "HTTP_EXPECT");
}

static char long_text[GUARD_HEAD_BYTES_MAX * 2];

static void test_sizes_are_refused_one_above_their_limit(void **state)
{
    struct builder b;

    (void)state;
    memset(long_text, 'a', sizeof long_text);
    begin(&b);
    b.head.raw_uri = text_at(long_text, GUARD_URI_BYTES_MAX);
    assert_null(guard_head(&b.head));
    b.head.raw_uri.len++;
    expect(&b, 414, "HTTP_URI_TOO_LONG");
    begin(&b);
    while (b.head.field_count < GUARD_FIELDS_MAX)
        add(&b, T("X"), T("y"));
    assert_null(guard_head(&b.head));
    add(&b, T("X"), T("y"));
    expect(&b, 431, "HTTP_HEAD_TOO_LARGE");
    begin(&b); /* 4+6+8+4, Host 4+20+4, X 1+n+4 */
    add(&b, T("X"), text_at(long_text, GUARD_HEAD_BYTES_MAX - 22 - 28 - 5));
    assert_null(guard_head(&b.head));
    b.fields[1].value.len++;
    expect(&b, 431, "HTTP_HEAD_TOO_LARGE");
}

static void target(const char *uri, int status, const char *code)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text raw, path, query;
    const struct http_fault *fault = guard_target(a, text_of(uri), &raw, &path, &query);

    assert_non_null(fault);
    assert_string_equal(code, fault->code);
    assert_int_equal(status, fault->status);
    arena_close(a);
}

static void target_is(const char *uri, const char *want_path, const char *want_query)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text raw, path, query;

    assert_null(guard_target(a, text_of(uri), &raw, &path, &query));
    assert_true(text_is(path, want_path));
    assert_true(text_is(query, want_query));
    arena_close(a);
}

static void test_a_target_is_decoded_once(void **state)
{
    (void)state;
    target_is("/", "/", "");
    target_is("/a%20b/%C3%A9?x=%2F&y", "/a b/\xc3\xa9", "x=%2F&y");
    target_is("/%2525", "/%25", "");
    target_is("/a/", "/a/", "");
    target_is("/...", "/...", "");
    target_is("/.well-known/x", "/.well-known/x", "");
    target_is("http://elsewhere.example/a?b", "/a", "b");
    target_is("http://elsewhere.example", "/", "");
    target_is("*", "*", "");
}

static void test_a_bad_target_is_refused(void **state)
{
    (void)state;
    target("", 400, "HTTP_TARGET_SYNTAX");
    target("a", 400, "HTTP_TARGET_SYNTAX");
    target("host:443", 400, "HTTP_TARGET_SYNTAX");
    target("/a#b", 400, "HTTP_TARGET_SYNTAX");
    target("/a b", 400, "HTTP_TARGET_SYNTAX");
    target("/a\\b", 400, "HTTP_TARGET_SYNTAX");
    target("/caf\xc3\xa9", 400, "HTTP_TARGET_SYNTAX");
    target("/%", 400, "HTTP_PATH_ESCAPE");
    target("/%2", 400, "HTTP_PATH_ESCAPE");
    target("/%zz", 400, "HTTP_PATH_ESCAPE");
    target("/a%2fb", 400, "HTTP_PATH_ESCAPE");
    target("/a%2Fb", 400, "HTTP_PATH_ESCAPE");
    target("/a%5cb", 400, "HTTP_PATH_ESCAPE");
    target("/a%00b", 400, "HTTP_PATH_CONTROL");
    target("/a%0d%0ab", 400, "HTTP_PATH_CONTROL");
    target("/a%7f", 400, "HTTP_PATH_CONTROL");
    target("/a\x01", 400, "HTTP_PATH_CONTROL");
    target("/a?b\x01", 400, "HTTP_PATH_CONTROL");
    target("/%ff", 400, "HTTP_PATH_TEXT");
    target("/%c0%af", 400, "HTTP_PATH_TEXT");
}

static void test_dot_segments_are_refused_in_any_dress(void **state)
{
    (void)state;
    target("/..", 400, "HTTP_PATH_DOTS");
    target("/.", 400, "HTTP_PATH_DOTS");
    target("/a/../b", 400, "HTTP_PATH_DOTS");
    target("/a/./b", 400, "HTTP_PATH_DOTS");
    target("/a/%2e%2e/b", 400, "HTTP_PATH_DOTS");
    target("/a/.%2E", 400, "HTTP_PATH_DOTS");
    target("/a/b/..", 400, "HTTP_PATH_DOTS");
}

static void test_a_path_has_a_limited_number_of_segments(void **state)
{
    char path[2 * GUARD_PATH_SEGMENTS_MAX + 3];

    (void)state;
    for (size_t i = 0; i < GUARD_PATH_SEGMENTS_MAX + 1; i++)
        memcpy(path + 2 * i, "/a", 3);
    target(path, 414, "HTTP_URI_TOO_LONG");
    path[2 * GUARD_PATH_SEGMENTS_MAX] = '\0';
    target_is(path, path, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_plain_head_passes),
        cmocka_unit_test(test_host_must_stand_exactly_once),
        cmocka_unit_test(test_a_host_that_is_no_host_is_refused),
        cmocka_unit_test(test_a_length_may_stand_only_once_also_when_equal),
        cmocka_unit_test(test_a_length_is_digits_only),
        cmocka_unit_test(test_a_length_never_stands_beside_a_coding),
        cmocka_unit_test(test_only_chunked_is_a_coding),
        cmocka_unit_test(test_a_field_name_is_a_token),
        cmocka_unit_test(test_a_field_value_has_no_control_bytes),
        cmocka_unit_test(test_hidden_bytes_are_refused),
        cmocka_unit_test(test_the_method_is_in_the_list),
        cmocka_unit_test(test_the_version_is_1_0_or_1_1),
        cmocka_unit_test(test_compressed_requests_and_strange_expectations_are_refused),
        cmocka_unit_test(test_sizes_are_refused_one_above_their_limit),
        cmocka_unit_test(test_a_target_is_decoded_once),
        cmocka_unit_test(test_a_bad_target_is_refused),
        cmocka_unit_test(test_dot_segments_are_refused_in_any_dress),
        cmocka_unit_test(test_a_path_has_a_limited_number_of_segments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
