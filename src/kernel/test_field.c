/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/action.h"

struct line {
    struct choice effect_kind;
    int64_t amount;
};
struct name {
    struct text name;
};
struct sample {
    struct text words, story;
    int64_t count;
    struct quantity length;
    struct money price;
    struct instant needed_from;
    struct day on;
    struct period stay;
    struct choice purpose;
    struct id request;
    struct place where;
    struct yesno urgent;
    struct list lines, names;
};
static const struct fieldset line_fields =
    ITEM(line, FIELD(line, effect_kind, .choices = "effect_kind", .optional = true),
         FIELD(line, amount, .min = 1, .max = 100000));
static const struct fieldset name_fields = ITEM(name, FIELD(name, name, .max = 10));
static const struct fieldset sample_fields =
    ITEM(sample, FIELD(sample, words, .max = 10, .min = 2),
         FIELD(sample, story, .lines = true, .optional = true),
         FIELD(sample, count, .min = 1, .max = 100, .optional = true),
         FIELD(sample, length, .max = 50, .optional = true), FIELD(sample, price, .optional = true),
         FIELD(sample, needed_from, .optional = true), FIELD(sample, on, .optional = true),
         FIELD(sample, stay, .optional = true),
         FIELD(sample, purpose, .choices = "purpose", .optional = true),
         FIELD(sample, request, .table = "request", .optional = true),
         FIELD(sample, where, .optional = true), FIELD(sample, urgent, .optional = true),
         FIELD(sample, lines, .item = &line_fields, .max = 3, .optional = true),
         FIELD(sample, names, .item = &name_fields, .flat = true, .optional = true));

struct bench {
    struct arena *arena;
    struct verdict verdict;
    struct sample sample;
};

static int set_up(void **state)
{
    static struct bench b;

    b.arena = arena_open(ARENA_LIMIT_DEFAULT);
    verdict_init(&b.verdict, b.arena);
    *state = &b;
    return b.arena ? 0 : 1;
}

static int tear_down(void **state)
{
    arena_close(((struct bench *)*state)->arena);
    return 0;
}

static void read_json(struct bench *b, const char *text)
{
    json_t *v = json_loads(text, 0, NULL);

    assert_non_null(v);
    verdict_init(&b->verdict, b->arena);
    fields_read(&sample_fields, v, &b->sample, false, b->arena, &b->verdict);
    json_decref(v);
}

static void assert_refused(struct bench *b, const char *text, const char *code, const char *field)
{
    read_json(b, text);
    if (b->verdict.refusals != 1 || strcmp(b->verdict.items[0].code, code) != 0 ||
        !text_is(b->verdict.items[0].field, field))
        fail_msg("%s: wanted %s at %s, got %zu: %s at %.*s", text, code, field, b->verdict.refusals,
                 b->verdict.count ? b->verdict.items[0].code : "-",
                 b->verdict.count ? (int)b->verdict.items[0].field.len : 0,
                 b->verdict.count ? b->verdict.items[0].field.at : "");
}

static void test_what_was_read_is_written_back_the_same(void **state)
{
    struct bench *b = *state;
    const char *text =
        "{\"words\":\"dijk\",\"story\":\"a\\nb\",\"count\":7,\"length\":\"3.1\","
        "\"price\":\"1250.50\",\"needed_from\":\"2021-07-14T16:00:00Z\","
        "\"on\":\"2021-07-14\",\"stay\":{\"from\":\"2021-07-14T16:00:00Z\"},"
        "\"purpose\":\"disaster\",\"request\":\"1-143\",\"where\":\"geo:50.865,5.832\","
        "\"urgent\":false,\"lines\":[{\"effect_kind\":\"bank_held\",\"amount\":10},"
        "{\"amount\":2}],\"names\":[\"een\",\"twee\"]}";
    json_t *asked = json_loads(text, 0, NULL), *back;

    read_json(b, text);
    assert_int_equal(0, b->verdict.refusals);
    back = fields_write(&sample_fields, &b->sample, NULL);
    assert_true(json_equal(asked, back));
    assert_int_equal(3100, b->sample.length.milli);
    assert_int_equal(125050, b->sample.price.cents);
    assert_int_equal(NO, b->sample.urgent.is);
    json_decref(asked);
    json_decref(back);
}

static void test_each_fault_names_its_field(void **state)
{
    struct bench *b = *state;

    assert_refused(b, "{}", "FIELD_MISSING", "words");
    assert_refused(b, "{\"words\":\"ab\",\"colour\":1}", "FIELD_UNKNOWN", "colour");
    assert_refused(b, "{\"words\":\"ab\",\"colour\":null}", "FIELD_UNKNOWN", "colour");
    assert_refused(b, "{\"words\":7}", "FIELD_TYPE", "words");
    assert_refused(b, "{\"words\":\"a\\nb\"}", "FIELD_CONTROL", "words");
    assert_refused(b, "{\"words\":\"ab\",\"count\":1.5}", "FIELD_TYPE", "count");
    assert_refused(b, "{\"words\":\"ab\",\"length\":\"3.1234\"}", "FIELD_TYPE", "length");
    assert_refused(b, "{\"words\":\"ab\",\"needed_from\":\"2021-07-14T16:00\"}", "FIELD_TIME",
                   "needed_from");
    assert_refused(b, "{\"words\":\"ab\",\"on\":\"2021-02-30\"}", "FIELD_TIME", "on");
    assert_refused(b, "{\"words\":\"ab\",\"on\":\"9999-12-31\"}", "FIELD_RANGE", "on");
    assert_refused(b, "{\"words\":\"ab\",\"on\":\"2200-01-01\"}", "FIELD_RANGE", "on");
    assert_refused(b, "{\"words\":\"ab\",\"on\":\"1900-01-01\"}", "FIELD_RANGE", "on");
    assert_refused(b, "{\"words\":\"ab\",\"purpose\":\"war\"}", "FIELD_CHOICE", "purpose");
    assert_refused(b, "{\"words\":\"ab\",\"request\":\"143\"}", "FIELD_REF", "request");
    assert_refused(b, "{\"words\":\"ab\",\"where\":\"somewhere\"}", "FIELD_PLACE", "where");
    assert_refused(b, "{\"words\":\"ab\",\"where\":\"geo:95.0,5.0\"}", "FIELD_PLACE", "where");
    assert_refused(b, "{\"words\":\"ab\",\"urgent\":\"yes\"}", "FIELD_TYPE", "urgent");
    assert_refused(b, "{\"words\":\"ab\",\"lines\":[{\"amount\":0}]}", "FIELD_RANGE",
                   "lines/0/amount");
    assert_refused(b, "{\"words\":\"ab\",\"lines\":[{\"amount\":1},{\"amount\":2,\"x\":1}]}",
                   "FIELD_UNKNOWN", "lines/1/x");
    assert_refused(b,
                   "{\"words\":\"ab\",\"stay\":{\"from\":\"2021-07-14T16:00:00Z\","
                   "\"until\":\"2021-07-14T15:00:00Z\"}}",
                   "FIELD_RANGE", "stay/until");
}

static void test_bounds_hold_at_their_edges(void **state)
{
    struct bench *b = *state;

    read_json(b, "{\"words\":\"1234567890\",\"count\":100,\"lines\":[{\"amount\":1},{\"amount\":1},"
                 "{\"amount\":100000}]}");
    assert_int_equal(0, b->verdict.refusals);
    assert_refused(b, "{\"words\":\"12345678901\"}", "FIELD_LENGTH", "words");
    assert_refused(b, "{\"words\":\"1\"}", "FIELD_LENGTH", "words");
    assert_refused(b, "{\"words\":\"ab\",\"count\":101}", "FIELD_RANGE", "count");
    assert_refused(b, "{\"words\":\"ab\",\"count\":0}", "FIELD_RANGE", "count");
    assert_refused(b,
                   "{\"words\":\"ab\",\"lines\":[{\"amount\":1},{\"amount\":1},{\"amount\":1},"
                   "{\"amount\":1}]}",
                   "FIELD_LENGTH", "lines");
}

static json_t *from_form(struct bench *b, const struct form_pair *pairs, size_t n)
{
    struct zone *zone = zone_open("Europe/Amsterdam");
    struct instant now;
    json_t *out;

    assert_true(instant_read(T("2021-10-30T10:00:00Z"), &now));
    verdict_init(&b->verdict, b->arena);
    out = fields_from_form(&sample_fields, pairs, n, zone, now, NULL, b->arena, &b->verdict);
    zone_close(zone);
    return out;
}

static void test_a_form_becomes_the_same_object(void **state)
{
    struct bench *b = *state;
    const struct form_pair pairs[] = {
        { T("words"), T("dijk") },
        { T("count"), T("7") },
        { T("needed_from"), T("30-10-2021 22:10") },
        { T("on"), T("14-07-2021") },
        { T("urgent"), T("nee") },
        { T("story"), T("") },
        { T("lines.4.amount"), T("3") },
        { T("lines.0.effect_kind"), T("bank_held") },
        { T("lines.0.amount"), T("10") },
        { T("names"), T("een\ntwee") },
        { T("names"), T("drie") },
    };
    json_t *got = from_form(b, pairs, sizeof(pairs) / sizeof(pairs[0]));
    json_t *want =
        json_loads("{\"words\":\"dijk\",\"count\":7,"
                   "\"needed_from\":\"2021-10-30T20:10:00Z\",\"on\":\"2021-07-14\","
                   "\"urgent\":false,\"lines\":[{\"effect_kind\":\"bank_held\","
                   "\"amount\":10},{\"amount\":3}],\"names\":[\"een\",\"twee\",\"drie\"]}",
                   0, NULL);

    assert_int_equal(0, b->verdict.refusals);
    assert_true(json_equal(want, got));
    json_decref(want);
    json_decref(got);
}

static void test_the_double_hour_is_asked_never_guessed(void **state)
{
    struct bench *b = *state;
    const struct form_pair twice = { T("needed_from"), T("31-10-2021 02:30") };
    const struct form_pair said = { T("needed_from"), T("31-10-2021 02:30 (wintertijd)") };
    json_t *got = from_form(b, &twice, 1);

    assert_int_equal(1, b->verdict.refusals);
    assert_string_equal("FIELD_TIME_TWICE", b->verdict.items[0].code);
    json_decref(got);
    got = from_form(b, &said, 1);
    assert_int_equal(0, b->verdict.refusals);
    assert_string_equal("2021-10-31T01:30:00Z",
                        json_string_value(json_object_get(got, "needed_from")));
    json_decref(got);
}

static void test_a_field_sent_twice_is_a_fault(void **state)
{
    struct bench *b = *state;
    const struct form_pair pairs[] = { { T("words"), T("een") }, { T("words"), T("twee") } };

    json_decref(from_form(b, pairs, 2));
    assert_int_equal(1, b->verdict.refusals);
    assert_string_equal("FIELD_DOUBLED", b->verdict.items[0].code);
}

/* The form is read and then judged, as a door does it. */
static void assert_form_refused(struct bench *b, const struct form_pair *pairs, size_t n,
                                const char *code, const char *field)
{
    json_t *got = from_form(b, pairs, n);

    fields_read(&sample_fields, got, &b->sample, true, b->arena, &b->verdict);
    assert_int_equal(1, b->verdict.refusals);
    assert_string_equal(code, b->verdict.items[0].code);
    assert_true(text_is(b->verdict.items[0].field, field));
    json_decref(got);
}

static void test_what_a_form_cannot_mean_is_refused_not_left_out(void **state)
{
    struct bench *b = *state;
    const struct form_pair no_row[] = { { T("lines"), T("1") }, { T("lines.0.amount"), T("2") } };
    const struct form_pair no_index = { T("lines.x.amount"), T("2") };
    const struct form_pair part_of_text = { T("words.from"), T("dijk") };
    const struct form_pair no_name[] = { { T("names"), T("een") }, { T(""), T("twee") } };
    struct form_pair many[FIELD_LIST_MAX + 1];

    assert_form_refused(b, no_row, 1, "FIELD_UNKNOWN", "lines/?");
    assert_form_refused(b, no_row, 2, "FIELD_UNKNOWN", "lines/?");
    assert_int_equal(1, b->sample.lines.n); /* and the row that is one was read */
    assert_form_refused(b, &no_index, 1, "FIELD_UNKNOWN", "lines/x/amount");
    assert_form_refused(b, &part_of_text, 1, "FIELD_UNKNOWN", "words.from");
    assert_form_refused(b, no_name, 2, "FIELD_UNKNOWN", "");
    assert_int_equal(1, b->sample.names.n);
    for (size_t i = 0; i < FIELD_LIST_MAX + 1; i++)
        many[i] = (struct form_pair){ T("names"), T("een") };
    assert_form_refused(b, many, FIELD_LIST_MAX + 1, "FIELD_LENGTH", "names");
    json_decref(from_form(b, many, FIELD_LIST_MAX));
    assert_int_equal(0, b->verdict.refusals);
}

static void test_a_form_shows_what_was_typed_and_what_is_wrong(void **state)
{
    struct bench *b = *state;
    struct zone *zone = zone_open("Europe/Amsterdam");
    struct buf buf = buf_make(1024 * 1024);
    struct json out = json_make(&buf);
    struct look look = { .lang = "nl", .zone = zone, .arena = b->arena };
    json_t *v = json_loads("{\"words\":\"x\",\"needed_from\":\"2021-07-14T16:00:00Z\"}", 0, NULL);
    struct json_fault fault;
    json_t *doc;

    verdict_init(&b->verdict, b->arena);
    fields_read(&sample_fields, v, &b->sample, false, b->arena, &b->verdict);
    json_open(&out);
    fields_form_json(&sample_fields, v, &b->verdict, &look, &out);
    json_close(&out);
    assert_int_equal(OK, json_end(&out));
    assert_int_equal(OK, json_read(buf_text(&buf), &doc, &fault));
    json_t *fields = json_object_get(doc, "fields"), *words = json_array_get(fields, 0);
    assert_string_equal("x", json_string_value(json_object_get(words, "value")));
    assert_true(json_is_object(json_object_get(words, "error")));
    json_t *moment = json_array_get(fields, 5);
    assert_string_equal("14-07-2021 18:00", json_string_value(json_object_get(moment, "value")));
    json_decref(doc);
    json_decref(v);
    buf_free(&buf);
    zone_close(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_read_is_written_back_the_same),
        cmocka_unit_test(test_each_fault_names_its_field),
        cmocka_unit_test(test_bounds_hold_at_their_edges),
        cmocka_unit_test(test_a_form_becomes_the_same_object),
        cmocka_unit_test(test_the_double_hour_is_asked_never_guessed),
        cmocka_unit_test(test_a_field_sent_twice_is_a_fault),
        cmocka_unit_test(test_what_a_form_cannot_mean_is_refused_not_left_out),
        cmocka_unit_test(test_a_form_shows_what_was_typed_and_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
