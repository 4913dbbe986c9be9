/* SPDX-License-Identifier: EUPL-1.2 */
/* web/page.h - what a template may do in a page: where values may stand, and how they are written.
 *
 * Terms      context: language, zone and moment of one render. report: what a render met that a
 *            test must not let pass. place: the point in the HTML where a tag stands.
 *            format: how a value is written, decided by the last word of its key:
 *   x_at        RFC 3339 text     "wo 14 juli 2021 22:10"; .short without the year when it is this
 *                                 year's; .time "22:10"; .day "14 juli 2021"; .iso as it is (for
 *                                 datetime); .form as typed in a field
 *   x_on        "2021-07-14"      "14 juli 2021"; .short without this year; .iso as it is
 *   x_cents     whole cents       nl "€ 1.250,50", en "€1,250.50"; .form "1250,50" / "1250.50"
 *   x_milli     thousandths       nl "1.003,1", en "1,003.1"; .form without grouping
 *   integer     any other key     grouped in text and in title, alt, placeholder and aria-label;
 *                                 plain in every other attribute and under code, id, year, version,
 *                                 seq (alone or as last word)
 *   x.raw       any value         plain
 *   x.label     {"nl", "en", ...} the text in the language; so does x itself
 *            The keys lang and now_at come from the context, whatever the document holds.
 *   {{#_}}{n} is late.{{/_}}      a message: whole, translated, white space collapsed, {holes}
 *                                 filled from the document, all escaped; no markup, no tags inside
 *   {{#_n}}n|{n} day|{n} days{{/_n}}  a message with a plural, by the integer under the key n
 * Invariants 1. A value stands only in text or in a quoted attribute; never in a tag's or
 *            attribute's name, in script, style, a comment, or in on*, style, srcdoc.
 *            2. An address (href, src, action ...) begins with fixed text or with a key that ends
 *            in "url", whose value begins with "/" (not "//"), "https://" or "#"; another value is
 *            replaced by "#" and reported. 3. A section leaves the HTML where it found it.
 * Source     HTML Living Standard, 13.2.5 (tokenization), reduced to the states that templates use.
 * Uses       base. Used by mustache. Any thread. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H
#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/instant.h"
#include "base/text.h"

enum { PAGE_NAME_MAX = 32, PAGE_REPORT_KEY_MAX = 128 };

/* What a render met. Zeroed by the caller, filled by the render. */
struct page_report {
    size_t unknown_keys;                /* absent from the document (null is known) */
    size_t refused_addresses;           /* replaced by "#" */
    size_t odd_values;                  /* a list or object shown as text, an x_at that is none */
    char first[PAGE_REPORT_KEY_MAX];    /* the first such key, as the template spells it */
    char first_in[PAGE_REPORT_KEY_MAX]; /* its template */
    int first_line;                     /* its line there */
};

struct page_context {
    const char *lang;           /* "nl" or "en" */
    const struct zone *zone;    /* Europe/Amsterdam */
    struct instant now;         /* the clock of the space */
    struct page_report *report; /* may be NULL */
};

/* ---- where a tag may stand: used by the compiler, one per template ---- */
enum page_place {
    PLACE_TEXT,
    PLACE_TAG_OPEN,
    PLACE_END_OPEN,
    PLACE_TAG_NAME,
    PLACE_BETWEEN,
    PLACE_TIGHT,
    PLACE_NAME,
    PLACE_AFTER_NAME,
    PLACE_BEFORE_VALUE,
    PLACE_DOUBLE,
    PLACE_SINGLE,
    PLACE_UNQUOTED,
    PLACE_DECLARATION,
    PLACE_COMMENT,
    PLACE_RAW,
    PLACE_WORDS,
};

/* Where the HTML stands. {0} is the start: text. */
struct page_html {
    enum page_place place;
    bool is_end;      /* inside an end tag */
    bool has_started; /* the attribute's value has fixed text other than blanks */
    size_t seen;      /* how far "</name" or "-->" has been read */
    char element[PAGE_NAME_MAX];
    char attribute[PAGE_NAME_MAX];
};

/* What is wrong; why is NULL when nothing is. */
struct page_fault {
    const char *why;
    const char *mend;
};

/* Reads fixed text of a template. */
struct page_fault page_html_text(struct page_html *h, struct text fixed);
/* May a value of this key stand here? Sets *is_address when the value must be a safe address. */
struct page_fault page_html_value(struct page_html *h, struct text key, bool *is_address);
/* May a message stand here? */
struct page_fault page_html_message(struct page_html *h);
/* May a partial, parent or block stand here? */
struct page_fault page_html_partial(const struct page_html *h, bool is_block);
/* A section begins: readies *h, so that a copy of it can be compared at the end. */
struct page_fault page_html_open(struct page_html *h);
/* The section that began at *open ends. */
struct page_fault page_html_close(struct page_html *h, const struct page_html *open);
/* The template ends. */
struct page_fault page_html_end(const struct page_html *h);
/* True when the key may be written unescaped: its text is made by this program. */
bool page_is_trusted(struct text key);

/* ---- how a value is written ---- */
enum page_format {
    FORMAT_PLAIN,
    FORMAT_GROUPED,
    FORMAT_AT,
    FORMAT_AT_SHORT,
    FORMAT_AT_TIME,
    FORMAT_AT_DAY,
    FORMAT_AT_FORM,
    FORMAT_ON,
    FORMAT_ON_SHORT,
    FORMAT_CENTS,
    FORMAT_CENTS_FORM,
    FORMAT_MILLI,
    FORMAT_MILLI_FORM,
};

/* The format of a dotted key at this place. Sets *modifier when its last part is one (".short")
 * and no part of the path. */
enum page_format page_format_of(struct text key, const struct page_html *h, bool *modifier);
/* The words for a value, unescaped, in the arena or in the value. Sets *is_odd when the value does
 * not fit its key. */
struct text page_words(const struct page_context *context, struct arena *a, enum page_format format,
                       const json_t *value, bool *is_odd);
/* The same for a moment. */
struct text page_words_at(const struct page_context *context, struct arena *a,
                          enum page_format format, struct instant at);
/* True when the value may stand as an address (invariant 2). */
bool page_is_safe_address(struct text value);
/* Notes the first finding and counts it in *count; report may be NULL. */
void page_report_note(struct page_report *report, size_t *count, struct text key,
                      struct text template_name, int line);

#endif
