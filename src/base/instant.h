/* SPDX-License-Identifier: EUPL-1.2 */
/* base/instant.h - moments in UTC, civil days in the Netherlands, and the way between them.
 *
 * Terms      instant: microseconds since 1970-01-01T00:00Z. day: civil date in Europe/Amsterdam,
 *            days since 1970-01-01. span: a length of time. zone: rules read from the system's
 *            TZif file (RFC 8536) by our own reader; its version travels in the journal.
 * Invariants 1. Stored and computed in UTC; local only when read from or shown to people.
 *            2. A local time that occurs twice (autumn) is never guessed: the caller asks which.
 * Used by    everything. Any thread; a zone is immutable once opened. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/result.h"
#include "base/text.h"

struct instant {
    int64_t us;
};
struct day {
    int32_t n;
};
struct span {
    int64_t us;
};

#define SPAN_SECOND INT64_C(1000000)
#define SPAN_MINUTE (60 * SPAN_SECOND)
#define SPAN_HOUR   (60 * SPAN_MINUTE)
#define SPAN_DAY    (24 * SPAN_HOUR)
/* Moments outside these are refused at the door: 1900-01-01 and 2200-01-01 in UTC. */
#define INSTANT_MIN INT64_C(-2208988800000000)
#define INSTANT_MAX INT64_C(7258118400000000)

/* Broken-down local time. */
struct civil {
    int32_t year, month, day, hour, minute, second;
    int32_t micro;      /* 0..999999 */
    int32_t offset_min; /* east of UTC */
    int32_t weekday;    /* 1 Monday .. 7 Sunday (ISO 8601) */
};

struct zone;

/* Now, from the system clock. Only the clock of a space and the log may call this. */
struct instant instant_now(void);
/* a + s; false on overflow or outside INSTANT_MIN..MAX. */
bool instant_add(struct instant a, struct span s, struct instant *out) MUST_USE;

/* "2021-07-14T12:10:00Z"; with ".123456" only when there are microseconds. In the arena. */
struct text instant_text(struct arena *a, struct instant t);
enum { INSTANT_TEXT_MAX = 32 };
/* The same into a caller's buffer, terminated. */
void instant_write(struct instant t, char out[INSTANT_TEXT_MAX]);
/* RFC 3339 with 'T' and an offset or 'Z' (never -00:00); seconds optional; up to 6 decimals. */
bool instant_read(struct text t, struct instant *out) MUST_USE;
/* "2021-07-14"; read and written. Real calendar days only. */
bool day_read(struct text t, struct day *out) MUST_USE;
struct text day_text(struct arena *a, struct day d);
/* The day of a date of the Gregorian calendar; false when there is no such date (years 1..9999). */
bool day_of_date(int32_t year, int32_t month, int32_t day, struct day *out) MUST_USE;
/* The date of a day, at midnight with offset 0. */
struct civil day_civil(struct day d);
/* The time of t in UTC. */
struct civil instant_civil(struct instant t);

/* Reads /usr/share/zoneinfo/<name>; NULL and a log line when missing or damaged. Owner: caller. */
struct zone *zone_open(const char *name) MUST_USE;
/* The same from the bytes of a TZif file; NULL when damaged or without memory. */
struct zone *zone_of_bytes(struct text bytes) MUST_USE;
void zone_close(struct zone *z);
/* The data's digest: first 16 hex digits of its SHA-256; lives as long as the zone. */
struct text zone_version(const struct zone *z);
/* Local time at t. */
struct civil zone_civil(const struct zone *z, struct instant t);
/* True when summer time is in force at t. */
bool zone_is_summer(const struct zone *z, struct instant t);
/* The civil day in the zone at t. */
struct day zone_day(const struct zone *z, struct instant t);

/* How a typed local time stands to the clock change. */
enum local_fit { LOCAL_ONCE, LOCAL_TWICE, LOCAL_SKIPPED };
/* The moment(s) of a local time: fills first (and second when it occurs twice; else equal).
 * LOCAL_SKIPPED (spring gap): both are the moment the gap ends. offset_min and weekday of c are
 * ignored; its date must exist (an assertion), its year lie in 1..9999. */
enum local_fit zone_instant(const struct zone *z, const struct civil *c, struct instant *first,
                            struct instant *second);
/* Reads what people type: "14-07-2021 22:10", "2021-07-14 22:10", "2021-07-14T22:10", as shown
 * ("wo 14 juli 2021 22:10"), with an optional " (zomertijd)" / " (wintertijd)" / " (summer time)" /
 * " (winter time)" or "+02:00" / "+01:00" for the double hour, RFC 3339, "nu" / "now", "+2u",
 * "+30m", "+1d", "vandaag 14:00", "morgen 6", "gisteren 22:10", "today", "tomorrow 06:30". Seconds
 * may follow; 22.10 is 22:10. A day word alone is its first moment; "+1d" keeps the clock time.
 * READ_TWICE: the double hour without a word which; *out is the first of both. READ_SKIPPED: *out
 * is the end of the gap. READ_NOT_A_TIME: *out untouched; also a weekday or a word for summer or
 * winter time that does not fit the date, and what lies outside INSTANT_MIN..MAX. */
enum local_read { READ_OK, READ_NOT_A_TIME, READ_TWICE, READ_SKIPPED };
enum local_read zone_read_typed(const struct zone *z, struct text t, struct instant now,
                                struct instant *out) MUST_USE;
/* For people: nl "wo 14 juli 2021 22:10", en "Wed 14 July 2021 22:10"; any other lang is taken for
 * nl, and none (base/values.h) gives the empty text, here and below. In the arena. In the double
 * hour it is said which: "zo 31 oktober 2021 02:30 (wintertijd)", en "(winter time)". */
struct text zone_show(const struct zone *z, struct arena *a, struct instant t, const char *lang);
/* For people: "22:10". */
struct text zone_show_time(const struct zone *z, struct arena *a, struct instant t);
/* For people: nl "14 juli 2021", en "14 July 2021". */
struct text day_show(struct arena *a, struct day d, const char *lang);
/* As typed into a form: "14-07-2021 22:10", with " (zomertijd)"/" (wintertijd)" in the double
 * hour, so that what is shown in a field reads back as the same minute. */
struct text zone_form(const struct zone *z, struct arena *a, struct instant t);
/* A length of time in words: nl "1 u 20", "3 d 4 u", "12 min", "45 s"; en "1 h 20". The two largest
 * units, cut off below; "-12 min" when negative. */
struct text span_show(struct arena *a, struct span s, const char *lang);

#endif
