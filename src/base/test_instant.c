/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/instant.h"
#include "base/values.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct world {
    struct arena *a;
    struct zone *z;
};

static int open_world(void **state)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    if (!a)
        return -1;
    struct world *w = arena_new(a, struct world);
    w->a = a;
    w->z = zone_open("Europe/Amsterdam");
    *state = w;
    return w->z ? 0 : -1;
}

static int close_world(void **state)
{
    struct world *w = *state;
    zone_close(w->z);
    arena_close(w->a);
    return 0;
}

/* The moment of an RFC 3339 text that is right. */
static struct instant at(const char *rfc3339)
{
    struct instant t = { 0 };
    if (!instant_read(text_of(rfc3339), &t))
        fail_msg("\"%s\" is not read", rfc3339);
    return t;
}

static void assert_text(struct text t, const char *want)
{
    if (!text_is(t, want))
        fail_msg("got \"%.*s\", want \"%s\"", TEXT_FMT(t), want);
}

/* ---- UTC ---- */

static void test_moments_are_written_as_rfc_3339(void **state)
{
    struct world *w = *state;
    assert_text(instant_text(w->a, (struct instant){ 0 }), "1970-01-01T00:00:00Z");
    assert_text(instant_text(w->a, (struct instant){ -1 }), "1969-12-31T23:59:59.999999Z");
    assert_text(instant_text(w->a, (struct instant){ INT64_C(1626264600000000) }),
                "2021-07-14T12:10:00Z");
    assert_text(instant_text(w->a, (struct instant){ INT64_C(1626264600000050) }),
                "2021-07-14T12:10:00.000050Z");
    assert_text(instant_text(w->a, (struct instant){ INSTANT_MIN }), "1900-01-01T00:00:00Z");
    assert_text(instant_text(w->a, (struct instant){ INSTANT_MAX }), "2200-01-01T00:00:00Z");
    /* Whatever a broken caller passes, the buffer is large enough. */
    char out[INSTANT_TEXT_MAX];
    instant_write((struct instant){ INT64_MIN }, out);
    assert_string_equal(out, "-290308-12-21T19:59:05.224192Z");
    instant_write((struct instant){ INT64_MAX }, out);
    assert_string_equal(out, "294247-01-10T04:00:54.775807Z");
}

static void test_rfc_3339_is_read_with_its_offset(void **state)
{
    (void)state;
    assert_int_equal(at("1970-01-01T00:00:00Z").us, 0);
    assert_int_equal(at("2021-07-14T14:10+02:00").us, INT64_C(1626264600000000));
    assert_int_equal(at("2021-07-14T14:10:00.5+02:00").us, INT64_C(1626264600500000));
    assert_int_equal(at("2021-07-14T07:40:00.000001-04:30").us, INT64_C(1626264600000001));
    assert_int_equal(at("2020-02-29T00:00:00Z").us, INT64_C(1582934400000000));
    assert_int_equal(at("2200-01-01T00:00:00Z").us, INSTANT_MAX);
}

static void test_what_is_not_rfc_3339_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2021-07-14",
        "2021-07-14 12:10:00Z",
        "2021-07-14t12:10:00z",
        "2021-07-14T12:10:00",
        "2021-07-14T12:10:00-00:00",
        "2021-07-14T12:10:00+2:00",
        "2021-07-14T12:10:00+24:00",
        "2021-07-14T12:10:00+02:60",
        "2021-07-14T24:00:00Z",
        "2021-07-14T12:60:00Z",
        "2021-07-14T12:10:60Z",
        "2021-07-14T12:10:00.Z",
        "2021-07-14T12:10:00.1234567Z",
        "2021-07-14T12:10.5Z",
        "2021-02-29T00:00:00Z",
        "2021-04-31T00:00:00Z",
        "2021-13-01T00:00:00Z",
        "2021-00-01T00:00:00Z",
        "2021-01-00T00:00:00Z",
        "21-07-14T12:10:00Z",
        "2021-7-14T12:10:00Z",
        "2021-07-14T12:10:00Zx",
        " 2021-07-14T12:10:00Z",
        "1899-12-31T23:59:59Z",
        "2200-01-01T00:00:00.000001Z",
        "2200-01-01T00:00:00-01:00",
    };
    struct instant t = { 7 };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (instant_read(text_of(bad[i]), &t) || t.us != 7)
            fail_msg("\"%s\" taken", bad[i]);
}

static void test_adding_stays_within_the_calendar_of_the_program(void **state)
{
    (void)state;
    struct instant t = { 0 };
    assert_true(instant_add(at("2021-07-14T12:10:00Z"), (struct span){ SPAN_DAY }, &t));
    assert_int_equal(t.us, at("2021-07-15T12:10:00Z").us);
    t.us = 7;
    assert_false(instant_add((struct instant){ INSTANT_MAX }, (struct span){ 1 }, &t));
    assert_false(instant_add((struct instant){ INSTANT_MIN }, (struct span){ -1 }, &t));
    assert_false(instant_add((struct instant){ INT64_MAX }, (struct span){ INT64_MAX }, &t));
    assert_int_equal(t.us, 7);
}

static void test_every_day_of_four_centuries_has_its_date(void **state)
{
    struct world *w = *state;
    /* Counted by hand from a known day, through leap years, 1900 (none) and 2000 (one). */
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = 1800, month = 1, day = 1, weekday = 3; /* Wednesday 1 January 1800 */
    for (int32_t n = -62091; n < 84006; n++) {        /* up to 2200-01-01 */
        struct civil c = day_civil((struct day){ n });
        struct day back = { 0 };
        if (c.year != year || c.month != month || c.day != day || c.weekday != weekday)
            fail_msg("day %d: %d-%d-%d weekday %d", n, c.year, c.month, c.day, c.weekday);
        if (!day_of_date(year, month, day, &back) || back.n != n)
            fail_msg("%d-%d-%d is not day %d", year, month, day, n);
        int leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        weekday = weekday % 7 + 1;
        if (++day > lengths[month - 1] + leap) {
            day = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
    assert_int_equal(year, 2200);
    struct day d = { 0 };
    assert_true(day_read(T("2021-07-14"), &d));
    assert_int_equal(d.n, 18822);
    assert_text(day_text(w->a, d), "2021-07-14");
    assert_text(day_show(w->a, d, "nl"), "14 juli 2021");
    assert_text(day_show(w->a, d, "en"), "14 July 2021");
    assert_text(day_show(w->a, DAY_NONE, "nl"), "");
    assert_false(day_read(T("2021-02-29"), &d));
    assert_false(day_read(T("2021-07-14 "), &d));
    assert_false(day_read(T("0000-01-01"), &d));
    assert_false(day_read(T("14-07-2021"), &d));
    assert_int_equal(d.n, 18822);
}

/* ---- typed and shown ---- */

static void test_what_people_type_is_read(void **state)
{
    struct world *w = *state;
    struct instant now = at("2021-07-14T12:10:30Z"); /* Wednesday 14:10:30 */
    static const struct {
        const char *typed, *utc;
    } cases[] = {
        { "14-07-2021 22:10", "2021-07-14T20:10:00Z" },
        { "1-7-2021 9:05", "2021-07-01T07:05:00Z" },
        { "14-07-2021 22.10", "2021-07-14T20:10:00Z" },
        { "14-07-2021  22:10:30", "2021-07-14T20:10:30Z" },
        { "2021-07-14 22:10", "2021-07-14T20:10:00Z" },
        { "2021-07-14T22:10", "2021-07-14T20:10:00Z" },
        { "  2021-01-14 22:10\t", "2021-01-14T21:10:00Z" },
        { "2021-07-14T22:10:00Z", "2021-07-14T22:10:00Z" },
        { "2021-07-14T22:10+01:00", "2021-07-14T21:10:00Z" },
        { "14-07-2021 22:10 +02:00", "2021-07-14T20:10:00Z" },
        { "wo 14 juli 2021 22:10", "2021-07-14T20:10:00Z" },
        { "Wed 14 July 2021 22:10", "2021-07-14T20:10:00Z" },
        { "woensdag 14 jul. 2021 22:10", "2021-07-14T20:10:00Z" },
        { "1 mrt 2021 00:00", "2021-02-28T23:00:00Z" },
        { "14-07-2021 22:10 (zomertijd)", "2021-07-14T20:10:00Z" },
        { "14-01-2021 22:10 (Wintertijd)", "2021-01-14T21:10:00Z" },
        { "nu", "2021-07-14T12:10:30Z" },
        { "Now", "2021-07-14T12:10:30Z" },
        { "+2u", "2021-07-14T14:10:30Z" },
        { "+2 uur", "2021-07-14T14:10:30Z" },
        { "+3h", "2021-07-14T15:10:30Z" },
        { "+30m", "2021-07-14T12:40:30Z" },
        { "+90 min", "2021-07-14T13:40:30Z" },
        { "+1d", "2021-07-15T12:10:30Z" },
        { "vandaag 14:00", "2021-07-14T12:00:00Z" },
        { "morgen 6", "2021-07-15T04:00:00Z" },
        { "gisteren 22:10", "2021-07-13T20:10:00Z" },
        { "today", "2021-07-13T22:00:00Z" },
        { "tomorrow 06:30", "2021-07-15T04:30:00Z" },
        { "Yesterday 6", "2021-07-13T04:00:00Z" },
        /* The double hour with a word or an offset. */
        { "31-10-2021 02:30 (zomertijd)", "2021-10-31T00:30:00Z" },
        { "31-10-2021 02:30 (wintertijd)", "2021-10-31T01:30:00Z" },
        { "31 October 2021 02:30 (winter time)", "2021-10-31T01:30:00Z" },
        { "31 October 2021 02:30 (summer time)", "2021-10-31T00:30:00Z" },
        { "31-10-2021 02:30+02:00", "2021-10-31T00:30:00Z" },
        { "2021-10-31 02:30 +01:00", "2021-10-31T01:30:00Z" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct instant t = { 7 };
        enum local_read r = zone_read_typed(w->z, text_of(cases[i].typed), now, &t);
        if (r != READ_OK || t.us != at(cases[i].utc).us)
            fail_msg("\"%s\": %d, %lld", cases[i].typed, r, (long long)t.us);
    }
}

static void test_what_is_doubtful_is_not_guessed(void **state)
{
    struct world *w = *state;
    struct instant now = at("2021-07-14T12:10:30Z");
    static const char *const bad[] = {
        "",
        "x",
        "14-07-2021",
        "14-07-2021 22",
        "07/14/2021 22:10",
        "14/07/2021 22:10",
        "31-02-2021 10:00",
        "14-13-2021 10:00",
        "14-07-21 22:10",
        "14-07-2021 24:00",
        "14-07-2021 22:60",
        "14-07-2021 22:1",
        "14-07-202122:10",
        "do 14 juli 2021 22:10",
        "14 jux 2021 22:10",
        "14-07-2021 22:10 (wintertijd)",
        "14-01-2021 22:10 (zomertijd)",
        "14-07-2021 22:10 (herfst)",
        "14-07-2021 22:10 (zomertijd",
        "14-07-2021 22:10 x",
        "+2",
        "+u",
        "+2x",
        "+2u x",
        "+12345m",
        "-2u",
        "morgen6",
        "morgen 25",
        "overmorgen 6",
        "14:00",
        "31-12-1899 10:00",
        "01-01-2201 10:00",
        "14-07-2021 22:10 (",
        "2021-07-14T22:10 +2",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct instant t = { 7 };
        enum local_read r = zone_read_typed(w->z, text_of(bad[i]), now, &t);
        if (r != READ_NOT_A_TIME || t.us != 7)
            fail_msg("\"%s\" taken: %d, %lld", bad[i], r, (long long)t.us);
    }
    assert_int_equal(zone_read_typed(w->z, T("\0nu"), now, &now), READ_NOT_A_TIME);
}

static void test_the_double_hour_is_asked_and_the_gap_is_told(void **state)
{
    struct world *w = *state;
    struct instant now = at("2021-10-30T00:30:00Z"), t = { 0 };
    assert_int_equal(zone_read_typed(w->z, T("31-10-2021 02:30"), now, &t), READ_TWICE);
    assert_int_equal(t.us, at("2021-10-31T00:30:00Z").us);
    assert_int_equal(zone_read_typed(w->z, T("+1d"), now, &t), READ_TWICE);
    /* A day keeps the clock time although this one has 25 hours. */
    now = at("2021-10-30T12:00:00Z");
    assert_int_equal(zone_read_typed(w->z, T("+1d"), now, &t), READ_OK);
    assert_int_equal(t.us, at("2021-10-31T13:00:00Z").us);
    assert_int_equal(zone_read_typed(w->z, T("28-03-2021 02:30"), now, &t), READ_SKIPPED);
    assert_int_equal(t.us, at("2021-03-28T01:00:00Z").us);
}

static void test_moments_are_shown_in_the_readers_words(void **state)
{
    struct world *w = *state;
    struct instant t = at("2021-07-14T20:10:59Z");
    assert_text(zone_show(w->z, w->a, t, "nl"), "wo 14 juli 2021 22:10");
    assert_text(zone_show(w->z, w->a, t, "en"), "Wed 14 July 2021 22:10");
    assert_text(zone_show_time(w->z, w->a, t), "22:10");
    assert_text(zone_form(w->z, w->a, t), "14-07-2021 22:10");
    t = at("2021-10-31T01:30:00Z");
    assert_text(zone_show(w->z, w->a, t, "nl"), "zo 31 oktober 2021 02:30 (wintertijd)");
    assert_text(zone_show(w->z, w->a, t, "en"), "Sun 31 October 2021 02:30 (winter time)");
    assert_text(zone_form(w->z, w->a, t), "31-10-2021 02:30 (wintertijd)");
    t = at("2021-10-31T00:30:00Z");
    assert_text(zone_show(w->z, w->a, t, "nl"), "zo 31 oktober 2021 02:30 (zomertijd)");
    assert_text(zone_show(w->z, w->a, INSTANT_NONE, "nl"), "");
    assert_text(zone_form(w->z, w->a, INSTANT_NONE), "");
    assert_text(zone_show_time(w->z, w->a, INSTANT_NONE), "");
}

static void test_what_is_shown_reads_back_as_the_same_minute(void **state)
{
    struct world *w = *state;
    /* Half hours through the whole of 2021 and of 2150: both changes, both double hours. */
    static const char *const years[] = { "2021-01-01T00:00:00Z", "2150-01-01T00:00:00Z" };
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    assert_non_null(a);
    for (size_t y = 0; y < COUNT(years); y++) {
        struct instant t = at(years[y]), back = { 0 };
        for (int i = 0; i < 366 * 48; i++, t.us += 30 * SPAN_MINUTE) {
            arena_reset(a);
            struct text shown[] = { zone_form(w->z, a, t), zone_show(w->z, a, t, "nl"),
                                    zone_show(w->z, a, t, "en") };
            for (size_t k = 0; k < COUNT(shown); k++)
                if (zone_read_typed(w->z, shown[k], at(years[0]), &back) != READ_OK ||
                    back.us != t.us)
                    fail_msg("\"%.*s\" is not read back", TEXT_FMT(shown[k]));
        }
    }
    arena_close(a);
}

static void test_lengths_of_time_are_told_in_two_units(void **state)
{
    struct world *w = *state;
    static const struct {
        int64_t us;
        const char *nl, *en;
    } cases[] = {
        { 0, "0 s", "0 s" },
        { 45 * SPAN_SECOND, "45 s", "45 s" },
        { 12 * SPAN_MINUTE + 59 * SPAN_SECOND, "12 min", "12 min" },
        { SPAN_HOUR, "1 u", "1 h" },
        { 80 * SPAN_MINUTE, "1 u 20", "1 h 20" },
        { 65 * SPAN_MINUTE, "1 u 05", "1 h 05" },
        { 24 * SPAN_HOUR - 1, "23 u 59", "23 h 59" },
        { 76 * SPAN_HOUR, "3 d 4 u", "3 d 4 h" },
        { 48 * SPAN_HOUR + SPAN_MINUTE, "2 d", "2 d" },
        { -12 * SPAN_MINUTE, "-12 min", "-12 min" },
        { -1, "0 s", "0 s" },
        { INT64_MIN, "-106751991 d 4 u", "-106751991 d 4 h" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_text(span_show(w->a, (struct span){ cases[i].us }, "nl"), cases[i].nl);
        assert_text(span_show(w->a, (struct span){ cases[i].us }, "en"), cases[i].en);
    }
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_moments_are_written_as_rfc_3339),
        IN_WORLD(test_rfc_3339_is_read_with_its_offset),
        IN_WORLD(test_what_is_not_rfc_3339_is_refused),
        IN_WORLD(test_adding_stays_within_the_calendar_of_the_program),
        IN_WORLD(test_every_day_of_four_centuries_has_its_date),
        IN_WORLD(test_what_people_type_is_read),
        IN_WORLD(test_what_is_doubtful_is_not_guessed),
        IN_WORLD(test_the_double_hour_is_asked_and_the_gap_is_told),
        IN_WORLD(test_moments_are_shown_in_the_readers_words),
        IN_WORLD(test_what_is_shown_reads_back_as_the_same_minute),
        IN_WORLD(test_lengths_of_time_are_told_in_two_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
