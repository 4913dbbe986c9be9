/* SPDX-License-Identifier: EUPL-1.2 */
/* The reader of TZif files (RFC 8536, version 2 and later) and of the rule in their footer (POSIX
 * TZ, with the extension of RFC 8536 section 3.3.1), which holds for the years beyond the table. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/instant.h"
#include "base/log.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"

enum {
    FILE_BYTES_MAX = 64 * 1024, /* the largest file of tzdata is about 4 KiB */
    TIMES_MAX = 4096,           /* transitions; Amsterdam has 185 */
    KINDS_MAX = 256,            /* an index is one byte */
    VERSION_HEX = 16,
    DAY_SECONDS = 86400,
    OFFSET_MIN = -89999, /* RFC 8536 section 3.2 */
    YEAR_LAST = 9999,    /* of day_of_date */
    OFFSET_MAX = 93599,
    RULE_HOURS_MAX = 167, /* RFC 8536 section 3.3.1 */
};

struct kind {
    int32_t offset; /* seconds east of UTC */
    bool is_summer;
};

/* A day of the year and a time, at which the clock changes. */
struct turn {
    enum { TURN_WEEKDAY, TURN_NO_LEAP, TURN_DAY } form; /* Mm.w.d, Jn, n */
    int32_t month, week, weekday;                       /* weekday 0 Sunday; week 5 is the last */
    int32_t day;
    int32_t seconds; /* after midnight, by the clock in force before the turn */
};

struct rule {
    bool is_there, has_summer;
    struct kind standard, summer;
    struct turn start, end; /* of summer time */
};

struct zone {
    char version[VERSION_HEX + 1];
    size_t time_count, kind_count;
    int64_t times[TIMES_MAX]; /* seconds since 1970, ascending: from here kind_of[i] holds */
    uint8_t kind_of[TIMES_MAX];
    struct kind kinds[KINDS_MAX];
    struct rule rule;
};

/* ---- the footer's rule ---- */

static char peek(const struct text *t)
{
    return t->len > 0 ? t->at[0] : '\0';
}

static bool take(struct text *t, char c)
{
    if (peek(t) != c)
        return false;
    *t = text_slice(*t, 1, SIZE_MAX);
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* One to three digits, low..high. */
static bool take_number(struct text *t, int32_t low, int32_t high, int32_t *out)
{
    int32_t v = 0, n = 0;
    while (n < 3 && is_digit(peek(t))) {
        v = v * 10 + (peek(t) - '0');
        *t = text_slice(*t, 1, SIZE_MAX);
        n++;
    }
    if (n == 0 || v < low || v > high)
        return false;
    *out = v;
    return true;
}

/* An abbreviation, "CET" or "<+0330>". Its letters are not kept: people read words, not letters. */
static bool take_abbreviation(struct text *t)
{
    size_t n = 0;
    if (take(t, '<')) {
        while (peek(t) != '\0' && peek(t) != '>') {
            *t = text_slice(*t, 1, SIZE_MAX);
            n++;
        }
        return take(t, '>') && n >= 3;
    }
    while (is_letter(peek(t))) {
        *t = text_slice(*t, 1, SIZE_MAX);
        n++;
    }
    return n >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_clock(struct text *t, int32_t hours_max, int32_t *out)
{
    bool minus = peek(t) == '-';
    if (minus || peek(t) == '+')
        *t = text_slice(*t, 1, SIZE_MAX);
    int32_t h, m = 0, s = 0;
    if (!take_number(t, 0, hours_max, &h))
        return false;
    if (take(t, ':')) {
        if (!take_number(t, 0, 59, &m))
            return false;
        if (take(t, ':') && !take_number(t, 0, 59, &s))
            return false;
    }
    int32_t v = h * 3600 + m * 60 + s;
    *out = minus ? -v : v;
    return true;
}

/* ",M3.5.0/2", ",J60", ",59/-1". */
static bool take_turn(struct text *t, struct turn *out)
{
    *out = (struct turn){ .seconds = 2 * 3600 };
    if (!take(t, ','))
        return false;
    if (take(t, 'M')) {
        out->form = TURN_WEEKDAY;
        if (!take_number(t, 1, 12, &out->month) || !take(t, '.') ||
            !take_number(t, 1, 5, &out->week) || !take(t, '.') ||
            !take_number(t, 0, 6, &out->weekday))
            return false;
    } else if (take(t, 'J')) {
        out->form = TURN_NO_LEAP;
        if (!take_number(t, 1, 365, &out->day))
            return false;
    } else {
        out->form = TURN_DAY;
        if (!take_number(t, 0, 365, &out->day))
            return false;
    }
    return !take(t, '/') || take_clock(t, RULE_HOURS_MAX, &out->seconds);
}

/* "CET-1CEST,M3.5.0,M10.5.0/3". The empty text is no rule: the last kind of the table stays. POSIX
 * counts offsets west of Greenwich, we count east. */
static bool read_rule(struct text t, struct rule *out)
{
    *out = (struct rule){ .is_there = t.len > 0 };
    if (t.len == 0)
        return true;
    int32_t west;
    if (!take_abbreviation(&t) || !take_clock(&t, 24, &west))
        return false;
    out->standard = (struct kind){ .offset = -west };
    if (t.len == 0)
        return true;
    if (!take_abbreviation(&t))
        return false;
    out->has_summer = true;
    out->summer = (struct kind){ .offset = out->standard.offset + 3600, .is_summer = true };
    if (peek(&t) != ',') {
        if (!take_clock(&t, 24, &west))
            return false;
        out->summer.offset = -west;
    }
    return take_turn(&t, &out->start) && take_turn(&t, &out->end) && t.len == 0;
}

/* Days since 1970 of a date that exists. */
static int64_t day_number(int32_t year, int32_t month, int32_t day)
{
    struct day d = { 0 };
    bool exists = day_of_date(year, month, day, &d);
    assert(exists);
    return d.n;
}

/* The moment of a turn in a year, in seconds of the local clock before it. */
static int64_t turn_local(const struct turn *t, int32_t year)
{
    int64_t first = day_number(year, 1, 1), day;
    switch (t->form) {
    case TURN_WEEKDAY: {
        int64_t month = day_number(year, t->month, 1);
        int64_t next =
            t->month == 12 ? day_number(year, 12, 31) + 1 : day_number(year, t->month + 1, 1);
        int32_t weekday = day_civil((struct day){ (int32_t)month }).weekday % 7;
        day = month + (t->weekday - weekday + 7) % 7 + (t->week - 1) * 7;
        if (day >= next)
            day -= 7;
        break;
    }
    case TURN_NO_LEAP: {
        bool is_leap = day_number(year, 3, 1) - first == 60;
        day = first + t->day - 1 + (is_leap && t->day >= 60 ? 1 : 0);
        break;
    }
    case TURN_DAY:
        day = first + t->day;
        break;
    default:
        __builtin_unreachable();
    }
    return day * DAY_SECONDS + t->seconds;
}

static struct kind kind_by_rule(const struct rule *r, int64_t s)
{
    if (!r->has_summer)
        return r->standard;
    struct instant local = { (s + r->standard.offset) * SPAN_SECOND };
    int32_t year = instant_civil(local).year;
    /* A day before the first year and a day after the last are asked about too: no turn is near. */
    year = year < 1 ? 1 : year > YEAR_LAST ? YEAR_LAST : year;
    int64_t start = turn_local(&r->start, year) - r->standard.offset;
    int64_t end = turn_local(&r->end, year) - r->summer.offset;
    bool inside = start < end ? s >= start && s < end : s >= start || s < end;
    return inside ? r->summer : r->standard;
}

/* ---- the file ---- */

struct reader {
    struct text rest;
    bool is_short; /* stays true: the caller looks once */
};

static struct text bytes(struct reader *r, size_t n)
{
    if (n > r->rest.len) {
        r->is_short = true;
        r->rest = T("");
        return T("");
    }
    struct text taken = text_at(r->rest.at, n);
    r->rest = text_slice(r->rest, n, SIZE_MAX);
    return taken;
}

/* n bytes, the most significant first; 0 when the file ends before. */
static uint64_t big_endian(struct reader *r, size_t n)
{
    struct text t = bytes(r, n);
    uint64_t v = 0;
    for (size_t i = 0; i < t.len; i++)
        v = v << 8 | (unsigned char)t.at[i];
    return v;
}

struct counts {
    size_t is_utc, is_std, leap, time, kind, letters;
};

static bool read_header(struct reader *r, struct counts *c)
{
    struct text magic = bytes(r, 4), version = bytes(r, 1);
    (void)bytes(r, 15);
    c->is_utc = (size_t)big_endian(r, 4);
    c->is_std = (size_t)big_endian(r, 4);
    c->leap = (size_t)big_endian(r, 4);
    c->time = (size_t)big_endian(r, 4);
    c->kind = (size_t)big_endian(r, 4);
    c->letters = (size_t)big_endian(r, 4);
    /* Version 1 has 32-bit times and no footer; tzdata has not made it since 2005. */
    return !r->is_short && text_is(magic, "TZif") && version.at[0] >= '2';
}

/* The bytes of a data block with times of `width` bytes. Each count has 32 bits, so that the sum
 * fits in 64. */
static size_t block_bytes(const struct counts *c, size_t width)
{
    return c->time * (width + 1) + c->kind * 6 + c->letters + c->leap * (width + 4) + c->is_std +
           c->is_utc;
}

static bool read_table(struct zone *z, struct reader *r, const struct counts *c)
{
    for (size_t i = 0; i < c->time; i++) {
        z->times[i] = (int64_t)big_endian(r, 8);
        if (i > 0 && z->times[i] <= z->times[i - 1])
            return false;
    }
    for (size_t i = 0; i < c->time; i++) {
        z->kind_of[i] = (uint8_t)big_endian(r, 1);
        if (z->kind_of[i] >= c->kind)
            return false;
    }
    for (size_t i = 0; i < c->kind; i++) {
        int32_t offset = (int32_t)(uint32_t)big_endian(r, 4);
        uint64_t is_summer = big_endian(r, 1);
        (void)big_endian(r, 1); /* where its abbreviation stands */
        if (offset < OFFSET_MIN || offset > OFFSET_MAX || is_summer > 1)
            return false;
        z->kinds[i] = (struct kind){ .offset = offset, .is_summer = is_summer == 1 };
    }
    z->time_count = c->time;
    z->kind_count = c->kind;
    return !r->is_short;
}

static bool read_file(struct zone *z, struct text file)
{
    struct reader r = { .rest = file };
    struct counts c;
    if (!read_header(&r, &c))
        return false;
    (void)bytes(&r, block_bytes(&c, 4));
    if (!read_header(&r, &c))
        return false;
    /* Files with leap seconds ("right/") count another time than ours. */
    if (c.time > TIMES_MAX || c.kind < 1 || c.kind > KINDS_MAX || c.leap != 0)
        return false;
    struct reader table = { .rest = bytes(&r, block_bytes(&c, 8)) };
    if (r.is_short || !read_table(z, &table, &c))
        return false;
    struct text footer = r.rest;
    if (!take(&footer, '\n'))
        return false;
    size_t end = text_find(footer, T("\n"));
    return end != SIZE_MAX && read_rule(text_slice(footer, 0, end), &z->rule);
}

struct zone *zone_of_bytes(struct text file)
{
    struct zone *z = calloc(1, sizeof(*z));
    if (!z)
        return NULL;
    if (!read_file(z, file)) {
        free(z);
        return NULL;
    }
    char hex[HASH_HEX_MAX];
    struct hash h = hash_of(file);
    hash_hex(&h, hex);
    memcpy(z->version, hex, VERSION_HEX);
    return z;
}

/* The name of a zone comes from the settings: it may not lead out of the folder. */
static bool is_zone_name(const char *name)
{
    const char *fine = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    return name[0] && name[0] != '/' && strspn(name, fine) == strlen(name);
}

/* The file's length, or 0 when it cannot be read or is larger than `size`. */
static size_t read_whole(const char *path, char *out, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    size_t len = 0;
    for (;;) {
        ssize_t n = read(fd, out + len, size - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || len + (size_t)n == size) {
            len = n == 0 ? len : 0;
            break;
        }
        len += (size_t)n;
    }
    close(fd);
    return len;
}

struct zone *zone_open(const char *name)
{
    char path[256] = ZONE_FOLDER;
    size_t folder = strlen(ZONE_FOLDER);
    if (!is_zone_name(name) || strlen(name) >= sizeof(path) - folder) {
        log_line(LOG_ERROR, LOG_HERE, "zone_name_bad", "len=%zu", strlen(name));
        return NULL;
    }
    memcpy(path + folder, name, strlen(name) + 1);
    char *file = malloc(FILE_BYTES_MAX);
    if (!file)
        return NULL;
    size_t len = read_whole(path, file, FILE_BYTES_MAX);
    struct zone *z = len > 0 ? zone_of_bytes(text_at(file, len)) : NULL;
    free(file);
    if (!z)
        log_line(LOG_ERROR, LOG_HERE, len > 0 ? "zone_damaged" : "zone_missing", "file=%s", path);
    return z;
}

void zone_close(struct zone *z)
{
    free(z);
}

struct text zone_version(const struct zone *z)
{
    return text_of(z->version);
}

/* ---- the way between ---- */

static int64_t floor_seconds(struct instant t)
{
    return t.us / SPAN_SECOND - (t.us % SPAN_SECOND < 0 ? 1 : 0);
}

/* What the clock shows at s, in seconds since 1970. */
static struct kind kind_at(const struct zone *z, int64_t s)
{
    if (z->time_count == 0)
        return z->rule.is_there ? kind_by_rule(&z->rule, s) : z->kinds[0];
    /* RFC 8536 section 3.2: kind 0 holds before the first transition. */
    if (s < z->times[0])
        return z->kinds[0];
    if (s >= z->times[z->time_count - 1] && z->rule.is_there)
        return kind_by_rule(&z->rule, s);
    size_t low = 0, high = z->time_count; /* times[low] <= s < times[high] */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (z->times[middle] <= s)
            low = middle;
        else
            high = middle;
    }
    return z->kinds[z->kind_of[low]];
}

struct civil zone_civil(const struct zone *z, struct instant t)
{
    int32_t offset = kind_at(z, floor_seconds(t)).offset;
    struct civil c = instant_civil((struct instant){ t.us + offset * SPAN_SECOND });
    c.offset_min = offset / 60;
    return c;
}

bool zone_is_summer(const struct zone *z, struct instant t)
{
    return kind_at(z, floor_seconds(t)).is_summer;
}

struct day zone_day(const struct zone *z, struct instant t)
{
    struct civil c = zone_civil(z, t);
    return (struct day){ (int32_t)day_number(c.year, c.month, c.day) };
}

/* The first second in (low, high] at which the clock has another offset than at low. */
static int64_t change_between(const struct zone *z, int64_t low, int64_t high)
{
    int32_t before = kind_at(z, low).offset;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (kind_at(z, middle).offset == before)
            low = middle;
        else
            high = middle;
    }
    return high;
}

enum local_fit zone_instant(const struct zone *z, const struct civil *c, struct instant *first,
                            struct instant *second)
{
    int64_t local = day_number(c->year, c->month, c->day) * DAY_SECONDS + c->hour * 3600 +
                    c->minute * 60 + c->second;
    /* No offset reaches a day, and no two changes lie within two days of each other: the offsets a
     * day before and a day after are the only ones that can be in force. */
    int64_t low = local - DAY_SECONDS, high = local + DAY_SECONDS;
    int32_t before = kind_at(z, low).offset, after = kind_at(z, high).offset;
    int64_t by_before = local - before, by_after = local - after;
    bool fits_before = kind_at(z, by_before).offset == before;
    bool fits_after = kind_at(z, by_after).offset == after;
    if (!fits_before && !fits_after) {
        int64_t end = change_between(z, low, high);
        first->us = second->us = end * SPAN_SECOND;
        return LOCAL_SKIPPED;
    }
    first->us = (fits_before ? by_before : by_after) * SPAN_SECOND + c->micro;
    second->us = (fits_after ? by_after : by_before) * SPAN_SECOND + c->micro;
    return first->us == second->us ? LOCAL_ONCE : LOCAL_TWICE;
}
