/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"

#include <string.h>

static const struct tr_entry *find(const char *msgid)
{
    size_t low = 0, high = tr_table_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, tr_table[middle].msgid);
        if (order == 0)
            return &tr_table[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *tr(const char *lang, const char *msgid)
{
    const struct tr_entry *e = find(msgid);
    if (!e || !lang)
        return msgid;
    const char *words = msgid;
    if (strcmp(lang, "nl") == 0)
        words = e->nl;
    else if (strcmp(lang, "en") == 0)
        words = e->en;
    return words && words[0] ? words : msgid;
}

/* The hole that starts at sentence.at[at], which is '{': its name and its length with both braces;
 * 0 when no name in braces stands there. */
static size_t hole_at(struct text sentence, size_t at, struct text *name)
{
    struct text rest = text_slice(sentence, at + 1, SIZE_MAX);
    size_t end = text_find(rest, T("}"));
    if (end == SIZE_MAX)
        return 0;
    *name = text_slice(rest, 0, end);
    return end + 2;
}

static const struct verdict_hole *hole_named(const struct verdict_hole *holes, size_t n,
                                             struct text name)
{
    for (size_t i = 0; i < n; i++)
        if (text_is(name, holes[i].name))
            return &holes[i];
    return NULL;
}

/* Walks the sentence once; with out NULL it only counts. Gives the length of the filled one. */
static size_t fill(struct text sentence, const struct verdict_hole *holes, size_t n, char *out)
{
    size_t len = 0, i = 0;
    while (i < sentence.len) {
        struct text piece = text_slice(sentence, i, 1), name;
        size_t step = 1;
        size_t hole_len = sentence.at[i] == '{' ? hole_at(sentence, i, &name) : 0;
        const struct verdict_hole *hole = hole_len ? hole_named(holes, n, name) : NULL;
        if (hole) {
            piece = hole->value;
            step = hole_len;
        }
        if (out && piece.len > 0)
            memcpy(out + len, piece.at, piece.len);
        len += piece.len;
        i += step;
    }
    return len;
}

struct text tr_fill(struct arena *a, const char *lang, const char *msgid,
                    const struct verdict_hole *holes, size_t n)
{
    struct text sentence = text_of(tr(lang, msgid));
    /* The words are constant data: without holes there is nothing to copy. */
    if (n == 0)
        return sentence;
    size_t len = fill(sentence, holes, n, NULL);
    char *out = arena_array(a, char, len);
    if (!out)
        return T("");
    fill(sentence, holes, n, out);
    return text_at(out, len);
}

const char *tr_n(const char *lang, const char *one, const char *other, int64_t n)
{
    return tr(lang, n == 1 ? one : other);
}

/* A weight of RFC 9110 section 12.4.2 in thousandths: "0.8" is 800; -1 when it is not one. */
static int quality(struct text t)
{
    if (t.len == 0 || t.len > 5 || (t.at[0] != '0' && t.at[0] != '1'))
        return -1;
    if (t.len > 1 && t.at[1] != '.')
        return -1;
    int v = (t.at[0] - '0') * 1000, place = 100;
    for (size_t i = 2; i < t.len; i++, place /= 10) {
        if (t.at[i] < '0' || t.at[i] > '9')
            return -1;
        v += (t.at[i] - '0') * place;
    }
    return v <= 1000 ? v : -1;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* True for "nl" and "nl-BE" when asked for n, l. */
static bool has_primary(struct text range, const char *two)
{
    return range.len >= 2 && lower(range.at[0]) == two[0] && lower(range.at[1]) == two[1] &&
           (range.len == 2 || range.at[2] == '-');
}

/* The weight of one element "nl-NL;q=0.8", 1000 without q, 0 when it cannot be read. */
static int element_quality(struct text params)
{
    struct text p;
    while (text_cut(&params, ';', &p)) {
        p = text_trim(p);
        if (text_starts(p, T("q=")) || text_starts(p, T("Q="))) {
            int q = quality(text_slice(p, 2, SIZE_MAX));
            return q < 0 ? 0 : q;
        }
    }
    return 1000;
}

const char *tr_choose(struct text accept_language)
{
    /* -1: not named. Of equal weights the one named first wins, then Dutch. */
    int nl = -1, en = -1, any = -1;
    bool en_first = false;
    struct text element, range;
    while (text_cut(&accept_language, ',', &element)) {
        if (!text_cut(&element, ';', &range))
            continue;
        range = text_trim(range);
        int q = element_quality(element);
        if (has_primary(range, "nl")) {
            nl = q > nl ? q : nl;
        } else if (has_primary(range, "en")) {
            en_first = en_first || nl < 0;
            en = q > en ? q : en;
        } else if (text_is(range, "*")) {
            any = q;
        }
    }
    nl = nl < 0 ? any : nl;
    en = en < 0 ? any : en;
    if (en > 0 && (en > nl || (en == nl && en_first)))
        return "en";
    return "nl";
}
