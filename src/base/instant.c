/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/instant.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/values.h"

enum {
    DAYS_TO_1970 = 719162, /* from 0001-01-01, in the Gregorian calendar drawn through */
    DAYS_OF_400_YEARS = 146097,
    YEAR_MAX = 9999,
};

/* ---- calendar ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01 to the first of January. */
static int64_t days_before_year(int64_t year)
{
    int64_t past = year - 1;
    return past * 365 + floor_div(past, 4) - floor_div(past, 100) + floor_div(past, 400) -
           DAYS_TO_1970;
}

static const int16_t days_before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

/* Days from the first of January to the first of the month; month 13 gives the year's length. */
static int32_t days_before_month(int64_t year, int32_t month)
{
    return days_before[month - 1] + (month > 2 && is_leap(year) ? 1 : 0);
}

bool day_of_date(int32_t year, int32_t month, int32_t day, struct day *out)
{
    if (year < 1 || year > YEAR_MAX || month < 1 || month > 12 || day < 1)
        return false;
    int32_t before = days_before_month(year, month);
    if (day > days_before_month(year, month + 1) - before)
        return false;
    out->n = (int32_t)days_before_year(year) + before + day - 1;
    return true;
}

/* Date and weekday of a day number. */
static struct civil date_of(int64_t n)
{
    /* The guess by the mean year is at most one year off. */
    int64_t year = 1970 + floor_div(n * 400, DAYS_OF_400_YEARS);
    while (days_before_year(year) > n)
        year--;
    while (days_before_year(year + 1) <= n)
        year++;
    int32_t in_year = (int32_t)(n - days_before_year(year)), month = 12;
    while (days_before_month(year, month) > in_year)
        month--;
    return (struct civil){
        .year = (int32_t)year,
        .month = month,
        .day = in_year - days_before_month(year, month) + 1,
        /* 1970-01-01 was a Thursday. */
        .weekday = (int32_t)(n + 3 - 7 * floor_div(n + 3, 7)) + 1,
    };
}

struct civil day_civil(struct day d)
{
    return date_of(d.n);
}

struct civil instant_civil(struct instant t)
{
    int64_t n = floor_div(t.us, SPAN_DAY);
    /* Not t.us - n * SPAN_DAY, which overflows at the far end. */
    int64_t rest = t.us % SPAN_DAY;
    if (rest < 0)
        rest += SPAN_DAY;
    struct civil c = date_of(n);
    c.hour = (int32_t)(rest / SPAN_HOUR);
    c.minute = (int32_t)(rest / SPAN_MINUTE % 60);
    c.second = (int32_t)(rest / SPAN_SECOND % 60);
    c.micro = (int32_t)(rest % SPAN_SECOND);
    return c;
}

struct instant instant_now(void)
{
    struct timespec now;
    int done = clock_gettime(CLOCK_REALTIME, &now);
    assert(done == 0);
    return (struct instant){ now.tv_sec * SPAN_SECOND + now.tv_nsec / 1000 };
}

static bool in_range(int64_t us)
{
    return us >= INSTANT_MIN && us <= INSTANT_MAX;
}

bool instant_add(struct instant a, struct span s, struct instant *out)
{
    int64_t us;
    if (__builtin_add_overflow(a.us, s.us, &us) || !in_range(us))
        return false;
    out->us = us;
    return true;
}

void instant_write(struct instant t, char out[INSTANT_TEXT_MAX])
{
    struct civil c = instant_civil(t);
    int n = snprintf(out, INSTANT_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day,
                     c.hour, c.minute, c.second);
    assert(n > 0 && n < INSTANT_TEXT_MAX);
    size_t left = INSTANT_TEXT_MAX - (size_t)n;
    int m = c.micro ? snprintf(out + n, left, ".%06dZ", c.micro) : snprintf(out + n, left, "Z");
    assert(m > 0 && (size_t)m < left);
}

struct text instant_text(struct arena *a, struct instant t)
{
    char out[INSTANT_TEXT_MAX];
    instant_write(t, out);
    return text_copy(a, text_of(out));
}

struct text day_text(struct arena *a, struct day d)
{
    struct civil c = day_civil(d);
    return text_printf(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

/* ---- reading, by small steps that each take something off the front ---- */

static char peek(const struct text *t)
{
    return t->len > 0 ? t->at[0] : '\0';
}

static bool take(struct text *t, char c)
{
    if (t->len == 0 || t->at[0] != c)
        return false;
    *t = text_slice(*t, 1, SIZE_MAX);
    return true;
}

static bool take_blanks(struct text *t)
{
    size_t before = t->len;
    while (take(t, ' ') || take(t, '\t'))
        ;
    return t->len < before;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number of `least` to `most` digits, no digit behind it. */
static bool take_number(struct text *t, size_t least, size_t most, int32_t *out)
{
    int32_t v = 0;
    size_t n = 0;
    for (; n < t->len && is_digit(t->at[n]); n++) {
        if (n == most)
            return false;
        v = v * 10 + (t->at[n] - '0');
    }
    if (n < least || n == 0)
        return false;
    *t = text_slice(*t, n, SIZE_MAX);
    *out = v;
    return true;
}

static bool take_iso_date(struct text *t, struct civil *c)
{
    return take_number(t, 4, 4, &c->year) && take(t, '-') && take_number(t, 2, 2, &c->month) &&
           take(t, '-') && take_number(t, 2, 2, &c->day);
}

/* "+02:00", in minutes. */
static bool take_offset(struct text *t, int32_t *out)
{
    bool minus = peek(t) == '-';
    int32_t h, m;
    if (!take(t, '+') && !take(t, '-'))
        return false;
    if (!take_number(t, 2, 2, &h) || !take(t, ':') || !take_number(t, 2, 2, &m))
        return false;
    if (h > 23 || m > 59)
        return false;
    *out = minus ? -(h * 60 + m) : h * 60 + m;
    return true;
}

/* ".5" to ".123456" behind the seconds; nothing is zero. */
static bool take_decimals(struct text *t, int32_t *micro)
{
    *micro = 0;
    if (!take(t, '.'))
        return true;
    size_t before = t->len;
    if (!take_number(t, 1, 6, micro))
        return false;
    for (size_t n = before - t->len; n < 6; n++)
        *micro *= 10;
    return true;
}

/* The moment of a date and time at a known offset, when both exist and lie in range. */
static bool at_offset(const struct civil *c, int32_t offset_min, struct instant *out)
{
    struct day d;
    if (!day_of_date(c->year, c->month, c->day, &d) || c->hour > 23 || c->minute > 59 ||
        c->second > 59)
        return false;
    int64_t us = d.n * SPAN_DAY + c->hour * SPAN_HOUR + (c->minute - offset_min) * SPAN_MINUTE +
                 c->second * SPAN_SECOND + c->micro;
    if (!in_range(us))
        return false;
    out->us = us;
    return true;
}

bool instant_read(struct text t, struct instant *out)
{
    struct civil c = { 0 };
    int32_t offset = 0;
    if (!take_iso_date(&t, &c) || !take(&t, 'T') || !take_number(&t, 2, 2, &c.hour) ||
        !take(&t, ':') || !take_number(&t, 2, 2, &c.minute))
        return false;
    if (take(&t, ':') && !(take_number(&t, 2, 2, &c.second) && take_decimals(&t, &c.micro)))
        return false;
    if (!take(&t, 'Z')) {
        /* RFC 3339 section 4.3: -00:00 says that the local time is unknown. We need to know. */
        bool minus = peek(&t) == '-';
        if (!take_offset(&t, &offset) || (minus && offset == 0))
            return false;
    }
    return t.len == 0 && at_offset(&c, offset, out);
}

bool day_read(struct text t, struct day *out)
{
    struct civil c = { 0 };
    return take_iso_date(&t, &c) && t.len == 0 && day_of_date(c.year, c.month, c.day, out);
}

/* ---- words ---- */

static const char *const month_nl[] = { "januari",   "februari", "maart",    "april",
                                        "mei",       "juni",     "juli",     "augustus",
                                        "september", "oktober",  "november", "december" };
static const char *const month_en[] = { "January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December" };
/* As people shorten them; "mrt" is the one that is no beginning of its month. */
static const char *const month_short_nl[] = { "jan", "feb", "mrt", "apr", "mei", "jun",
                                              "jul", "aug", "sep", "okt", "nov", "dec" };
static const char *const month_short_en[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                              "jul", "aug", "sep", "oct", "nov", "dec" };
static const char *const weekday_nl[] = { "ma", "di", "wo", "do", "vr", "za", "zo" };
static const char *const weekday_en[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const weekday_long_nl[] = { "maandag", "dinsdag",  "woensdag", "donderdag",
                                               "vrijdag", "zaterdag", "zondag" };
static const char *const weekday_long_en[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday" };
/* Yesterday, today, tomorrow. */
static const char *const day_word_nl[] = { "gisteren", "vandaag", "morgen" };
static const char *const day_word_en[] = { "yesterday", "today", "tomorrow" };
/* Units behind "+2". */
static const char *const hour_nl[] = { "u", "uur", "uren" };
static const char *const hour_en[] = { "h", "hour", "hours" };
static const char *const minute_nl[] = { "m", "min", "minuut", "minuten" };
static const char *const minute_en[] = { "m", "min", "minute", "minutes" };
static const char *const days_nl[] = { "d", "dag", "dagen" };
static const char *const days_en[] = { "d", "day", "days" };

static bool is_english(const char *lang)
{
    return lang && strcmp(lang, "en") == 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(struct text t, const char *word)
{
    struct text w = text_of(word);
    if (t.len != w.len)
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (lower(t.at[i]) != lower(w.at[i]))
            return false;
    return true;
}

/* Letters at the front; the empty text when there are none. */
static struct text take_word(struct text *t)
{
    size_t n = 0;
    while (n < t->len && lower(t->at[n]) >= 'a' && lower(t->at[n]) <= 'z')
        n++;
    struct text word = text_slice(*t, 0, n);
    *t = text_slice(*t, n, SIZE_MAX);
    return word;
}

/* The place of a word in either of two lists, from 1; 0 when it is in neither. */
static int32_t place_in(struct text word, const char *const *one, const char *const *other,
                        int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (is_word(word, one[i]) || is_word(word, other[i]))
            return i + 1;
    return 0;
}

/* ---- typed times ---- */

enum which { WHICH_UNSAID, WHICH_SUMMER, WHICH_WINTER, WHICH_OFFSET };

struct typed {
    struct civil c; /* weekday 0: not said */
    enum which which;
    int32_t offset_min;
};

/* Behind the day of the month: "-07-2021" or " juli 2021". */
static bool take_month_year(struct text *t, struct civil *c)
{
    if (take(t, '-'))
        return take_number(t, 1, 2, &c->month) && take(t, '-') && take_number(t, 4, 4, &c->year);
    if (!take_blanks(t))
        return false;
    struct text word = take_word(t);
    (void)take(t, '.');
    c->month = place_in(word, month_nl, month_en, 12);
    if (c->month == 0)
        c->month = place_in(word, month_short_nl, month_short_en, 12);
    return c->month > 0 && take_blanks(t) && take_number(t, 4, 4, &c->year);
}

/* A date with or without its weekday. Only day-month-year and year-month-day are read: a slash
 * would leave open which of the two comes first. */
static bool take_date(struct text *t, struct civil *c)
{
    if (!is_digit(peek(t))) {
        struct text word = take_word(t);
        (void)take(t, '.');
        c->weekday = place_in(word, weekday_nl, weekday_en, 7);
        if (c->weekday == 0)
            c->weekday = place_in(word, weekday_long_nl, weekday_long_en, 7);
        if (c->weekday == 0 || !take_blanks(t))
            return false;
    }
    struct text iso = *t;
    if (take_iso_date(&iso, c)) {
        *t = iso;
    } else if (!take_number(t, 1, 2, &c->day) || !take_month_year(t, c)) {
        return false;
    }
    struct day d;
    if (!day_of_date(c->year, c->month, c->day, &d))
        return false;
    return c->weekday == 0 || c->weekday == day_civil(d).weekday;
}

/* "22:10", "22.10", "22:10:30"; "6" only where a day word stands before it. */
static bool take_clock(struct text *t, struct civil *c, bool hour_alone)
{
    if (!take_number(t, 1, 2, &c->hour) || c->hour > 23)
        return false;
    if (!take(t, ':') && !take(t, '.'))
        return hour_alone;
    if (!take_number(t, 2, 2, &c->minute) || c->minute > 59)
        return false;
    return !take(t, ':') || (take_number(t, 2, 2, &c->second) && c->second <= 59);
}

/* What may follow: which of the double hour, or an offset. */
static bool take_which(struct text *t, struct typed *typed)
{
    (void)take_blanks(t);
    if (t->len == 0)
        return true;
    if (!take(t, '(')) {
        typed->which = WHICH_OFFSET;
        return take_offset(t, &typed->offset_min) && t->len == 0;
    }
    struct text word;
    if (!text_ends(*t, T(")")) || !text_cut(t, ')', &word) || t->len > 0)
        return false;
    if (is_word(word, "zomertijd") || is_word(word, "summer time"))
        typed->which = WHICH_SUMMER;
    else if (is_word(word, "wintertijd") || is_word(word, "winter time"))
        typed->which = WHICH_WINTER;
    return typed->which != WHICH_UNSAID;
}

/* The moment of what was typed. */
static enum local_read settle(const struct zone *z, const struct typed *typed, struct instant *out)
{
    if (typed->which == WHICH_OFFSET)
        return at_offset(&typed->c, typed->offset_min, out) ? READ_OK : READ_NOT_A_TIME;
    struct instant first, second;
    enum local_fit fit = zone_instant(z, &typed->c, &first, &second);
    if (!in_range(first.us) || !in_range(second.us))
        return READ_NOT_A_TIME;
    enum local_read read = READ_OK;
    if (fit == LOCAL_SKIPPED) {
        read = READ_SKIPPED;
    } else if (typed->which != WHICH_UNSAID) {
        bool summer = typed->which == WHICH_SUMMER;
        if (zone_is_summer(z, first) != summer)
            first = second;
        if (zone_is_summer(z, first) != summer)
            return READ_NOT_A_TIME;
    } else if (fit == LOCAL_TWICE) {
        read = READ_TWICE;
    }
    *out = first;
    return read;
}

/* Puts the date of c so many days later. */
static bool move_days(struct civil *c, int32_t days)
{
    struct day d;
    if (!day_of_date(c->year, c->month, c->day, &d))
        return false;
    struct civil moved = day_civil((struct day){ d.n + days });
    c->year = moved.year;
    c->month = moved.month;
    c->day = moved.day;
    return moved.year >= 1 && moved.year <= YEAR_MAX;
}

/* "+2u", "+30 min", "+1d". Hours and minutes pass; days keep the time that the clock shows. */
static enum local_read read_later(const struct zone *z, struct text t, struct instant now,
                                  struct instant *out)
{
    int32_t n;
    if (!take(&t, '+') || !take_number(&t, 1, 4, &n))
        return READ_NOT_A_TIME;
    (void)take_blanks(&t);
    struct text unit = take_word(&t);
    if (t.len > 0)
        return READ_NOT_A_TIME;
    int64_t us = 0;
    if (place_in(unit, hour_nl, hour_en, 3)) {
        us = n * SPAN_HOUR;
    } else if (place_in(unit, minute_nl, minute_en, 4)) {
        us = n * SPAN_MINUTE;
    } else if (place_in(unit, days_nl, days_en, 3)) {
        struct typed typed = { .c = zone_civil(z, now) };
        return move_days(&typed.c, n) ? settle(z, &typed, out) : READ_NOT_A_TIME;
    } else {
        return READ_NOT_A_TIME;
    }
    return instant_add(now, (struct span){ us }, out) ? READ_OK : READ_NOT_A_TIME;
}

enum local_read zone_read_typed(const struct zone *z, struct text t, struct instant now,
                                struct instant *out)
{
    t = text_trim(t);
    if (is_word(t, "nu") || is_word(t, "now")) {
        *out = now;
        return READ_OK;
    }
    if (peek(&t) == '+')
        return read_later(z, t, now, out);
    if (instant_read(t, out))
        return READ_OK;
    struct typed typed = { 0 };
    struct text rest = t;
    int32_t word = place_in(take_word(&rest), day_word_nl, day_word_en, 3);
    if (word > 0) {
        struct civil today = zone_civil(z, now);
        typed.c = (struct civil){ .year = today.year, .month = today.month, .day = today.day };
        if (!move_days(&typed.c, word - 2))
            return READ_NOT_A_TIME;
        if (rest.len > 0 && !(take_blanks(&rest) && take_clock(&rest, &typed.c, true)))
            return READ_NOT_A_TIME;
    } else {
        rest = t;
        if (!take_date(&rest, &typed.c) || !(take(&rest, 'T') || take_blanks(&rest)) ||
            !take_clock(&rest, &typed.c, false))
            return READ_NOT_A_TIME;
    }
    return take_which(&rest, &typed) ? settle(z, &typed, out) : READ_NOT_A_TIME;
}

/* ---- showing ---- */

/* " (zomertijd)" or " (wintertijd)" in the double hour, else "". */
static const char *which_word(const struct zone *z, struct instant t, const struct civil *c,
                              bool english)
{
    struct instant first, second;
    if (zone_instant(z, c, &first, &second) != LOCAL_TWICE)
        return "";
    if (zone_is_summer(z, t))
        return english ? " (summer time)" : " (zomertijd)";
    return english ? " (winter time)" : " (wintertijd)";
}

struct text zone_show(const struct zone *z, struct arena *a, struct instant t, const char *lang)
{
    if (instant_is_none(t))
        return T("");
    struct civil c = zone_civil(z, t);
    bool english = is_english(lang);
    return text_printf(a, "%s %d %s %d %02d:%02d%s",
                       (english ? weekday_en : weekday_nl)[c.weekday - 1], c.day,
                       (english ? month_en : month_nl)[c.month - 1], c.year, c.hour, c.minute,
                       which_word(z, t, &c, english));
}

struct text zone_show_time(const struct zone *z, struct arena *a, struct instant t)
{
    if (instant_is_none(t))
        return T("");
    struct civil c = zone_civil(z, t);
    return text_printf(a, "%02d:%02d", c.hour, c.minute);
}

struct text day_show(struct arena *a, struct day d, const char *lang)
{
    if (d.n == DAY_NONE.n)
        return T("");
    struct civil c = day_civil(d);
    return text_printf(a, "%d %s %d", c.day, (is_english(lang) ? month_en : month_nl)[c.month - 1],
                       c.year);
}

struct text zone_form(const struct zone *z, struct arena *a, struct instant t)
{
    if (instant_is_none(t))
        return T("");
    struct civil c = zone_civil(z, t);
    return text_printf(a, "%02d-%02d-%04d %02d:%02d%s", c.day, c.month, c.year, c.hour, c.minute,
                       which_word(z, t, &c, false));
}

struct text span_show(struct arena *a, struct span s, const char *lang)
{
    const char *sign = s.us < 0 ? "-" : "", *hour = is_english(lang) ? "h" : "u";
    uint64_t us = s.us < 0 ? 0 - (uint64_t)s.us : (uint64_t)s.us;
    uint64_t seconds = us / (uint64_t)SPAN_SECOND, minutes = seconds / 60, hours = minutes / 60;
    uint64_t days = hours / 24;
    if (minutes == 0)
        return text_printf(a, "%s%" PRIu64 " s", seconds ? sign : "", seconds);
    if (hours == 0)
        return text_printf(a, "%s%" PRIu64 " min", sign, minutes);
    if (days == 0 && minutes % 60 == 0)
        return text_printf(a, "%s%" PRIu64 " %s", sign, hours, hour);
    if (days == 0)
        return text_printf(a, "%s%" PRIu64 " %s %02" PRIu64, sign, hours, hour, minutes % 60);
    if (hours % 24 == 0)
        return text_printf(a, "%s%" PRIu64 " d", sign, days);
    return text_printf(a, "%s%" PRIu64 " d %" PRIu64 " %s", sign, days, hours % 24, hour);
}
