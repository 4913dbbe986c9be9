/* SPDX-License-Identifier: EUPL-1.2 */
/* How values are written in pages; the table of formats stands in page.h. */
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "web/page.h"

/* The last part of a dotted key, which is cut off *path; the whole key when it has one part. */
static struct text last_part(struct text *path)
{
    for (size_t i = path->len; i > 0; i--) {
        if (path->at[i - 1] == '.') {
            struct text last = text_slice(*path, i, path->len - i);

            *path = text_slice(*path, 0, i - 1);
            return last;
        }
    }
    struct text all = *path;

    *path = T("");
    return all;
}

/* True when the word is the whole part or its end: "cents" fits "cents" and "paid_cents". */
static bool has_word(struct text part, const char *word)
{
    struct text w = text_of(word);

    if (!text_ends(part, w))
        return false;
    return part.len == w.len || part.at[part.len - w.len - 1] == '_';
}

struct modified {
    const char *word, *modifier;
    enum page_format format;
};

static const struct modified modified[] = {
    { "at", "short", FORMAT_AT_SHORT },     { "at", "time", FORMAT_AT_TIME },
    { "at", "day", FORMAT_AT_DAY },         { "at", "iso", FORMAT_PLAIN },
    { "at", "form", FORMAT_AT_FORM },       { "on", "short", FORMAT_ON_SHORT },
    { "on", "iso", FORMAT_PLAIN },          { "cents", "form", FORMAT_CENTS_FORM },
    { "milli", "form", FORMAT_MILLI_FORM },
};

/* The last words of keys whose numbers are names. */
static const char *const plain[] = { "code", "id", "year", "version", "seq" };
/* Attributes that people read or hear. */
static const char *const spoken[] = {
    "title", "alt", "placeholder", "aria-label", "aria-description", "aria-valuetext"
};

/* Whole numbers stay plain in attributes that programs read, and under keys that name things. */
static enum page_format number_format(struct text part, const struct page_html *h)
{
    bool is_spoken = false;

    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (has_word(part, plain[i]))
            return FORMAT_PLAIN;
    if (h->place != PLACE_DOUBLE && h->place != PLACE_SINGLE)
        return FORMAT_GROUPED;
    for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++)
        is_spoken = is_spoken || strcmp(h->attribute, spoken[i]) == 0;
    return is_spoken ? FORMAT_GROUPED : FORMAT_PLAIN;
}

enum page_format page_format_of(struct text key, const struct page_html *h, bool *modifier)
{
    struct text path = key, last = last_part(&path), before;

    *modifier = path.len > 0;
    if (path.len > 0 && (text_is(last, "raw") || text_is(last, "label")))
        return FORMAT_PLAIN;
    before = path;
    before = last_part(&before);
    for (size_t i = 0; i < sizeof(modified) / sizeof(modified[0]); i++)
        if (path.len > 0 && text_is(last, modified[i].modifier) &&
            has_word(before, modified[i].word))
            return modified[i].format;
    *modifier = false;
    if (text_ends(last, T("_at")) || text_is(last, "at"))
        return FORMAT_AT;
    if (text_ends(last, T("_on")) || text_is(last, "on"))
        return FORMAT_ON;
    if (has_word(last, "cents"))
        return FORMAT_CENTS;
    if (has_word(last, "milli"))
        return FORMAT_MILLI;
    return number_format(last, h);
}

static bool is_dutch(const struct page_context *context)
{
    return context->lang == NULL || strcmp(context->lang, "en") != 0;
}

static const char *lang_of(const struct page_context *context)
{
    return is_dutch(context) ? "nl" : "en";
}

/* The magnitude with a separator between each three digits; 0 as separator: none. */
static struct text grouped(struct arena *a, uint64_t v, char separator)
{
    char out[40];
    size_t at = sizeof(out), digits = 0;

    do {
        if (digits > 0 && digits % 3 == 0 && separator != '\0')
            out[--at] = separator;
        out[--at] = (char)('0' + v % 10);
        v /= 10;
        digits++;
    } while (v > 0);
    return text_copy(a, text_at(out + at, sizeof(out) - at));
}

static uint64_t magnitude(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

static struct text whole_words(const struct page_context *context, struct arena *a, int64_t v)
{
    struct text digits = grouped(a, magnitude(v), is_dutch(context) ? '.' : ',');

    return text_printf(a, "%s%.*s", v < 0 ? "-" : "", TEXT_FMT(digits));
}

/* nl "€ 1.250,50" and "€ -1.250,50"; en "€1,250.50" and "-€1,250.50"; in a form "1250,50". */
static struct text cents_words(const struct page_context *context, struct arena *a, int64_t v,
                               bool in_form)
{
    bool nl = is_dutch(context);
    uint64_t m = magnitude(v);
    struct text euros = grouped(a, m / 100, in_form ? '\0' : nl ? '.' : ',');
    const char *sign = v < 0 ? "-" : "";
    char point = nl ? ',' : '.';
    unsigned rest = (unsigned)(m % 100);

    if (in_form)
        return text_printf(a, "%s%.*s%c%02u", sign, TEXT_FMT(euros), point, rest);
    if (nl)
        return text_printf(a, "\u20ac %s%.*s%c%02u", sign, TEXT_FMT(euros), point, rest);
    return text_printf(a, "%s\u20ac%.*s%c%02u", sign, TEXT_FMT(euros), point, rest);
}

/* At most three decimals, none that are zero at the end. */
static struct text milli_words(const struct page_context *context, struct arena *a, int64_t v,
                               bool in_form)
{
    bool nl = is_dutch(context);
    uint64_t m = magnitude(v);
    struct text whole = grouped(a, m / 1000, in_form ? '\0' : nl ? '.' : ',');
    char decimals[16];
    size_t n = 4;

    (void)snprintf(decimals, sizeof(decimals), "%c%03u", nl ? ',' : '.', (unsigned)(m % 1000));
    while (n > 1 && decimals[n - 1] == '0')
        n--;
    return text_printf(a, "%s%.*s%.*s", v < 0 ? "-" : "", TEXT_FMT(whole), n > 1 ? (int)n : 0,
                       decimals);
}

/* Takes " 2021" out of words for a day or moment: what a reader of this year needs not. */
static struct text without_year(struct arena *a, struct text words, int32_t year)
{
    struct text spelled = text_printf(a, " %04d", year);
    size_t at = text_find(words, spelled);

    if (at == SIZE_MAX)
        return words;
    return text_printf(a, "%.*s%.*s", (int)at, words.at, (int)(words.len - at - spelled.len),
                       words.at + at + spelled.len);
}

static int32_t year_now(const struct page_context *context)
{
    return zone_civil(context->zone, context->now).year;
}

struct text page_words_at(const struct page_context *context, struct arena *a,
                          enum page_format format, struct instant at)
{
    int32_t year;

    if (format == FORMAT_PLAIN || context->zone == NULL)
        return instant_text(a, at);
    if (format == FORMAT_AT_TIME)
        return zone_show_time(context->zone, a, at);
    if (format == FORMAT_AT_FORM)
        return zone_form(context->zone, a, at);
    if (format == FORMAT_AT_DAY)
        return day_show(a, zone_day(context->zone, at), lang_of(context));
    year = zone_civil(context->zone, at).year;
    if (format == FORMAT_AT_SHORT && year == year_now(context))
        return without_year(a, zone_show(context->zone, a, at, lang_of(context)), year);
    return zone_show(context->zone, a, at, lang_of(context));
}

static struct text day_words(const struct page_context *context, struct arena *a,
                             enum page_format format, struct text t, bool *is_odd)
{
    struct text words;
    struct day day;
    int64_t year;

    if (!day_read(t, &day)) {
        *is_odd = true;
        return t;
    }
    words = day_show(a, day, lang_of(context));
    if (format == FORMAT_ON_SHORT && context->zone != NULL &&
        text_int64(text_slice(t, 0, 4), &year) && year == year_now(context))
        return without_year(a, words, (int32_t)year);
    return words;
}

static struct text string_words(const struct page_context *context, struct arena *a,
                                enum page_format format, struct text t, bool *is_odd)
{
    struct instant at;

    switch (format) {
    case FORMAT_AT:
    case FORMAT_AT_SHORT:
    case FORMAT_AT_TIME:
    case FORMAT_AT_DAY:
    case FORMAT_AT_FORM:
        if (t.len > 0 && instant_read(t, &at))
            return page_words_at(context, a, format, at);
        *is_odd = t.len > 0;
        return t;
    case FORMAT_ON:
    case FORMAT_ON_SHORT:
        return t.len == 0 ? t : day_words(context, a, format, t, is_odd);
    case FORMAT_PLAIN:
    case FORMAT_GROUPED:
    case FORMAT_CENTS:
    case FORMAT_CENTS_FORM:
    case FORMAT_MILLI:
    case FORMAT_MILLI_FORM:
        break;
    }
    return t;
}

static struct text integer_words(const struct page_context *context, struct arena *a,
                                 enum page_format format, int64_t v, bool *is_odd)
{
    switch (format) {
    case FORMAT_CENTS:
    case FORMAT_CENTS_FORM:
        return cents_words(context, a, v, format == FORMAT_CENTS_FORM);
    case FORMAT_MILLI:
    case FORMAT_MILLI_FORM:
        return milli_words(context, a, v, format == FORMAT_MILLI_FORM);
    case FORMAT_GROUPED:
        return whole_words(context, a, v);
    case FORMAT_AT:
    case FORMAT_AT_SHORT:
    case FORMAT_AT_TIME:
    case FORMAT_AT_DAY:
    case FORMAT_AT_FORM:
    case FORMAT_ON:
    case FORMAT_ON_SHORT:
        *is_odd = true;
        break;
    case FORMAT_PLAIN:
        break;
    }
    return text_printf(a, "%lld", (long long)v);
}

static struct text json_text_of(const json_t *v)
{
    return text_at(json_string_value(v), json_string_length(v));
}

struct text page_words(const struct page_context *context, struct arena *a, enum page_format format,
                       const json_t *value, bool *is_odd)
{
    const json_t *label = json_object_get(value, lang_of(context));

    if (json_is_string(label))
        return json_text_of(label);
    if (json_is_string(value))
        return string_words(context, a, format, json_text_of(value), is_odd);
    if (json_is_integer(value))
        return integer_words(context, a, format, json_integer_value(value), is_odd);
    if (json_is_real(value))
        return text_printf(a, "%.15g", json_real_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? T("true") : T("false");
    *is_odd = value != NULL && !json_is_null(value); /* a list or an object is no text */
    return T("");
}

bool page_is_safe_address(struct text value)
{
    if (text_has_control(value) || text_find(value, T("\t")) != SIZE_MAX ||
        text_find(value, T("\n")) != SIZE_MAX || text_find(value, T("\r")) != SIZE_MAX)
        return false; /* browsers drop them: "/\t/host" is "//host" */
    if (text_starts(value, T("//")) || text_starts(value, T("/\\")))
        return false; /* another host without saying so */
    return text_starts(value, T("/")) || text_starts(value, T("https://")) ||
           text_starts(value, T("#"));
}

void page_report_note(struct page_report *report, size_t *count, struct text key,
                      struct text template_name, int line)
{
    if (report == NULL)
        return;
    if (report->first_line == 0) {
        (void)snprintf(report->first, sizeof(report->first), "%.*s", TEXT_FMT(key));
        (void)snprintf(report->first_in, sizeof(report->first_in), "%.*s", TEXT_FMT(template_name));
        report->first_line = line;
    }
    (*count)++;
}
