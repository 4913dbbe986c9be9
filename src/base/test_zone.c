/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/instant.h"

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

static void assert_local(const struct world *w, const char *utc, const char *want)
{
    struct civil c = zone_civil(w->z, at(utc));
    char got[64];
    snprintf(got, sizeof(got), "%04d-%02d-%02d %02d:%02d:%02d %+d %d", c.year, c.month, c.day,
             c.hour, c.minute, c.second, c.offset_min, c.weekday);
    assert_string_equal(got, want);
}

static void test_the_clock_of_amsterdam_is_right_past_and_future(void **state)
{
    struct world *w = *state;
    assert_local(w, "2021-07-14T12:10:00Z", "2021-07-14 14:10:00 +120 3");
    assert_local(w, "2021-12-31T23:30:00Z", "2022-01-01 00:30:00 +60 6");
    /* Both sides of both changes of a year in the table. */
    assert_local(w, "2021-03-28T00:59:59Z", "2021-03-28 01:59:59 +60 7");
    assert_local(w, "2021-03-28T01:00:00Z", "2021-03-28 03:00:00 +120 7");
    assert_local(w, "2021-10-31T00:59:59Z", "2021-10-31 02:59:59 +120 7");
    assert_local(w, "2021-10-31T01:00:00Z", "2021-10-31 02:00:00 +60 7");
    /* No summer time between 1946 and 1976. */
    assert_local(w, "1960-07-01T12:00:00Z", "1960-07-01 13:00:00 +60 5");
    /* Beyond every table only the rule in the footer knows. */
    assert_local(w, "2100-03-28T00:59:59Z", "2100-03-28 01:59:59 +60 7");
    assert_local(w, "2100-03-28T01:00:00Z", "2100-03-28 03:00:00 +120 7");
    assert_local(w, "2199-10-27T00:59:59Z", "2199-10-27 02:59:59 +120 7");
    assert_local(w, "2199-10-27T01:00:00Z", "2199-10-27 02:00:00 +60 7");
    assert_local(w, "2199-12-31T23:30:00Z", "2200-01-01 00:30:00 +60 3");
    assert_true(zone_is_summer(w->z, at("2150-07-01T00:00:00Z")));
    assert_false(zone_is_summer(w->z, at("2150-01-01T00:00:00Z")));
}

static void test_the_last_day_of_the_calendar_is_a_day_like_others(void **state)
{
    struct world *w = *state;
    struct civil c = { .year = 9999, .month = 12, .day = 31, .hour = 23, .minute = 59 };
    struct instant a, b;
    assert_int_equal(zone_instant(w->z, &c, &a, &b), LOCAL_ONCE);
    assert_int_equal(a.us, b.us);
    c.year = c.month = c.day = 1;
    assert_int_equal(zone_instant(w->z, &c, &a, &b), LOCAL_ONCE);
    assert_false(zone_is_summer(w->z, (struct instant){ INSTANT_MAX }));
}

static void test_the_civil_day_begins_at_local_midnight(void **state)
{
    struct world *w = *state;
    assert_text(day_text(w->a, zone_day(w->z, at("2021-07-14T21:59:59Z"))), "2021-07-14");
    assert_text(day_text(w->a, zone_day(w->z, at("2021-07-14T22:00:00Z"))), "2021-07-15");
    assert_text(day_text(w->a, zone_day(w->z, at("2021-01-14T22:59:59Z"))), "2021-01-14");
}

static enum local_fit fit(const struct world *w, int32_t year, int32_t month, int32_t day,
                          int32_t hour, int32_t minute, struct instant *first,
                          struct instant *second)
{
    struct civil c = { .year = year, .month = month, .day = day, .hour = hour, .minute = minute };
    return zone_instant(w->z, &c, first, second);
}

static void test_a_local_time_may_occur_once_twice_or_never(void **state)
{
    struct world *w = *state;
    struct instant a, b;
    assert_int_equal(fit(w, 2021, 7, 14, 14, 10, &a, &b), LOCAL_ONCE);
    assert_int_equal(a.us, at("2021-07-14T12:10:00Z").us);
    assert_int_equal(b.us, a.us);
    /* Every minute of the double hour, none beside it; in the table and by the rule. */
    assert_int_equal(fit(w, 2021, 10, 31, 1, 59, &a, &b), LOCAL_ONCE);
    assert_int_equal(fit(w, 2021, 10, 31, 3, 0, &a, &b), LOCAL_ONCE);
    for (int32_t minute = 0; minute < 60; minute++) {
        assert_int_equal(fit(w, 2021, 10, 31, 2, minute, &a, &b), LOCAL_TWICE);
        assert_int_equal(a.us, at("2021-10-31T00:00:00Z").us + minute * SPAN_MINUTE);
        assert_int_equal(b.us - a.us, SPAN_HOUR);
        assert_int_equal(fit(w, 2199, 10, 27, 2, minute, &a, &b), LOCAL_TWICE);
        assert_int_equal(b.us - a.us, SPAN_HOUR);
        assert_int_equal(fit(w, 2021, 3, 28, 2, minute, &a, &b), LOCAL_SKIPPED);
        assert_int_equal(a.us, at("2021-03-28T01:00:00Z").us);
        assert_int_equal(b.us, a.us);
    }
    assert_int_equal(fit(w, 2021, 3, 28, 1, 59, &a, &b), LOCAL_ONCE);
    assert_int_equal(a.us, at("2021-03-28T00:59:00Z").us);
    assert_int_equal(fit(w, 2021, 3, 28, 3, 0, &a, &b), LOCAL_ONCE);
    assert_int_equal(a.us, at("2021-03-28T01:00:00Z").us);
}

static void test_any_moment_comes_back_from_its_local_time(void **state)
{
    struct world *w = *state;
    uint64_t seed = 20210714;
    for (int i = 0; i < 50000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int64_t range = INSTANT_MAX - INSTANT_MIN;
        struct instant t = { INSTANT_MIN + (int64_t)(seed >> 1) % range }, a, b;
        /* Half of them around the hours at which clocks change. */
        if (i % 2)
            t.us -= t.us % SPAN_DAY - (int64_t)(seed >> 40) % (4 * SPAN_HOUR / 1000) * 1000;
        struct civil c = zone_civil(w->z, t);
        enum local_fit how = zone_instant(w->z, &c, &a, &b);
        if (how == LOCAL_SKIPPED || (a.us != t.us && b.us != t.us) || a.us > b.us)
            fail_msg("moment %lld of round %d is lost", (long long)t.us, i);
        if ((how == LOCAL_ONCE) != (a.us == b.us))
            fail_msg("moment %lld of round %d is said to occur so often", (long long)t.us, i);
    }
}

static void test_a_missing_or_strange_zone_is_refused(void **state)
{
    (void)state;
    assert_null(zone_open("Europe/Atlantis"));
    assert_null(zone_open("../../../etc/passwd"));
    assert_null(zone_open("/etc/passwd"));
    assert_null(zone_open(""));
    assert_null(zone_open("Europe")); /* a folder */
}

static void test_the_version_is_the_digest_of_the_data(void **state)
{
    struct world *w = *state;
    struct text version = zone_version(w->z);
    assert_int_equal(version.len, 16);
    struct zone *again = zone_open("Europe/Amsterdam"), *other = zone_open("Europe/London");
    assert_non_null(again);
    assert_non_null(other);
    assert_true(text_same(zone_version(again), version));
    assert_false(text_same(zone_version(other), version));
    zone_close(again);
    zone_close(other);
    zone_close(NULL);
}

/* ---- TZif files of our own ---- */

/* Writes a header: six counts of 32 bits behind 20 bytes. */
static void add_header(struct buf *b, char version, uint8_t leap, uint8_t times, uint8_t kinds)
{
    buf_add(b, T("TZif"));
    buf_add_byte(b, version);
    for (int i = 0; i < 15; i++)
        buf_add_byte(b, 0);
    const uint8_t counts[] = { 0, 0, leap, times, kinds, 4 };
    for (size_t i = 0; i < COUNT(counts); i++) {
        buf_add(b, text_at("\0\0\0", 3));
        buf_add_byte(b, (char)counts[i]);
    }
}

/* A file with one kind (UTC+1), no transitions and this footer. */
static struct zone *zone_with_footer(const char *footer)
{
    struct buf b = buf_make(1 << 12);
    add_header(&b, '2', 0, 0, 1);
    buf_add(&b, text_at("\0\0\x0E\x10\0\0CET\0", 10));
    add_header(&b, '2', 0, 0, 1);
    buf_add(&b, text_at("\0\0\x0E\x10\0\0CET\0", 10));
    buf_printf(&b, "\n%s\n", footer);
    struct zone *z = zone_of_bytes(buf_text(&b));
    buf_free(&b);
    return z;
}

static void test_every_form_of_the_footer_rule_is_understood(void **state)
{
    (void)state;
    static const struct {
        const char *footer, *utc;
        int32_t offset_min;
    } cases[] = {
        { "", "2021-07-14T12:00:00Z", 60 }, /* no rule: the kind of the table */
        { "EST5", "2021-07-14T12:00:00Z", -300 },
        { "<+0330>-3:30", "2021-07-14T12:00:00Z", 210 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", "2021-07-14T12:00:00Z", 120 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", "2021-03-28T00:59:59Z", 60 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", "2021-03-28T01:00:00Z", 120 },
        /* The south: summer runs over New Year. */
        { "AEST-10AEDT,M10.1.0,M4.1.0/3", "2021-01-01T00:00:00Z", 660 },
        { "AEST-10AEDT,M10.1.0,M4.1.0/3", "2021-07-01T00:00:00Z", 600 },
        { "AEST-10AEDT,M10.1.0,M4.1.0/3", "2021-10-02T15:59:59Z", 600 },
        { "AEST-10AEDT,M10.1.0,M4.1.0/3", "2021-10-02T16:00:00Z", 660 },
        /* Day 60 without 29 February is 1 March, in each year. */
        { "AAA0BBB,J60/0,J300/0", "2020-02-29T23:59:59Z", 0 },
        { "AAA0BBB,J60/0,J300/0", "2020-03-01T00:00:00Z", 60 },
        { "AAA0BBB,J60/0,J300/0", "2021-03-01T00:00:00Z", 60 },
        /* Day 59 from 0 is 29 February where there is one. */
        { "AAA0BBB,59/0,300/0", "2020-02-28T23:59:59Z", 0 },
        { "AAA0BBB,59/0,300/0", "2020-02-29T00:00:00Z", 60 },
        /* Its own summer offset, and times before midnight and beyond the day (RFC 8536). */
        { "<-02>2<-01>0:30,M3.5.0/-1,M10.5.0/49", "2021-03-28T00:59:59Z", -120 },
        { "<-02>2<-01>0:30,M3.5.0/-1,M10.5.0/49", "2021-03-28T01:00:00Z", -30 },
        { "<-02>2<-01>0:30,M3.5.0/-1,M10.5.0/49", "2021-11-02T01:29:59Z", -30 },
        { "<-02>2<-01>0:30,M3.5.0/-1,M10.5.0/49", "2021-11-02T01:30:00Z", -120 },
        { "AAA0BBB,M12.5.5/0,M2.2.1/0", "2021-12-30T23:59:59Z", 0 },
        { "AAA0BBB,M12.5.5/0,M2.2.1/0", "2021-12-31T00:00:00Z", 60 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct zone *z = zone_with_footer(cases[i].footer);
        if (!z)
            fail_msg("\"%s\" refused", cases[i].footer);
        int32_t got = zone_civil(z, at(cases[i].utc)).offset_min;
        zone_close(z);
        if (got != cases[i].offset_min)
            fail_msg("%s at %s: %d", cases[i].footer, cases[i].utc, got);
    }
}

static void test_a_faulty_footer_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "CET",
        "C-1",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "CET-25",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,J0,J5",
        "CET-1CEST,366,1",
        "CET-1CEST,M3.5.0/168,M10.5.0",
        "<CET-1",
        "CET-1CEST,M3.5.0,M10.5.0x",
        "CET-1:60",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct zone *z = zone_with_footer(bad[i]);
        if (z)
            fail_msg("\"%s\" taken", bad[i]);
    }
}

static void test_a_damaged_file_is_refused_at_every_length(void **state)
{
    (void)state;
    struct buf b = buf_make(1 << 12);
    add_header(&b, '2', 0, 0, 1);
    buf_add(&b, text_at("\0\0\x0E\x10\0\0CET\0", 10));
    size_t second = b.len;
    add_header(&b, '2', 0, 2, 2);
    size_t times = b.len;
    buf_add(&b, text_at("\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\x09\x01\x00", 18));
    buf_add(&b, text_at("\0\0\x0E\x10\0\0\0\0\x1C\x20\x01\0CET\0", 16));
    buf_add(&b, T("\nCET-1\n"));
    struct text whole = buf_text(&b);
    struct zone *z = zone_of_bytes(whole);
    assert_non_null(z);
    /* Kind 0 before the first transition, then as the table says, then the rule. */
    assert_int_equal(zone_civil(z, (struct instant){ 4 * SPAN_SECOND }).offset_min, 60);
    assert_int_equal(zone_civil(z, (struct instant){ 5 * SPAN_SECOND }).offset_min, 120);
    assert_int_equal(zone_civil(z, (struct instant){ 9 * SPAN_SECOND - 1 }).offset_min, 120);
    assert_int_equal(zone_civil(z, (struct instant){ 9 * SPAN_SECOND }).offset_min, 60);
    zone_close(z);
    for (size_t len = 0; len < whole.len; len++)
        assert_null(zone_of_bytes(text_slice(whole, 0, len)));
    /* One byte each: magic, version, leap seconds, order of times, kind, summer flag. */
    static const struct {
        size_t place;
        char value;
    } spoiled[] = { { 0, 'X' }, { 4, '1' }, { 31, 1 }, { 51, 9 }, { 61, 2 }, { 66, 2 } };
    for (size_t i = 0; i < COUNT(spoiled); i++) {
        size_t place = spoiled[i].place + (i < 3 ? second : times - 44);
        char before = b.at[place];
        b.at[place] = spoiled[i].value;
        z = zone_of_bytes(whole);
        b.at[place] = before;
        if (z)
            fail_msg("fault %zu taken", i);
    }
    buf_free(&b);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_the_clock_of_amsterdam_is_right_past_and_future),
        IN_WORLD(test_the_last_day_of_the_calendar_is_a_day_like_others),
        IN_WORLD(test_the_civil_day_begins_at_local_midnight),
        IN_WORLD(test_a_local_time_may_occur_once_twice_or_never),
        IN_WORLD(test_any_moment_comes_back_from_its_local_time),
        IN_WORLD(test_a_missing_or_strange_zone_is_refused),
        IN_WORLD(test_the_version_is_the_digest_of_the_data),
        IN_WORLD(test_every_form_of_the_footer_rule_is_understood),
        IN_WORLD(test_a_faulty_footer_is_refused),
        IN_WORLD(test_a_damaged_file_is_refused_at_every_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
