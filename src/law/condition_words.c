/* SPDX-License-Identifier: EUPL-1.2 */
/* A condition as a person reads it: "What is happening: fire or disaster, and not: the task needs
 * arms". Brackets stand where "and" and "or" would run together. */
#include <string.h>

#include "base/buf.h"
#include "base/tr.h"
#include "law/route_words.h"

enum { WORDS_BYTES_MAX = 4096 };

struct writer {
    const struct route *route;
    const char *lang;
    struct buf *out;
};

static void put(const struct writer *w, const char *words)
{
    buf_add_cstr(w->out, words);
}

static void put_tr(const struct writer *w, const char *msgid)
{
    put(w, tr(w->lang, msgid));
}

static const char *in_lang(const struct writer *w, struct words words)
{
    return strcmp(w->lang, "nl") == 0 ? words.nl : words.en;
}

/* Later sentences begin small; a word in capitals stays as it is. */
static void put_begin(const struct writer *w, struct text *t)
{
    bool is_later = w->out->len > 0;
    bool is_word = t->len > 1 && t->at[0] >= 'A' && t->at[0] <= 'Z' &&
                   (t->at[1] == ' ' || (t->at[1] >= 'a' && t->at[1] <= 'z'));

    if (!is_later || !is_word)
        return;
    buf_add_byte(w->out, (char)(t->at[0] - 'A' + 'a'));
    *t = text_slice(*t, 1, t->len);
}

/* The sentence of a fact without its full stop; before values also without what it lists itself:
 * "What is happening: fire, disaster, crisis, or serious fear of one." */
static void put_sentence(const struct writer *w, struct words words, bool is_before_values)
{
    struct text t = text_of(in_lang(w, words));
    size_t colon = text_find(t, T(": ")), semicolon = text_find(t, T("; "));
    size_t end = colon < semicolon ? colon : semicolon;

    if (is_before_values && end != SIZE_MAX)
        t = text_slice(t, 0, end);
    else if (text_ends(t, T(".")))
        t = text_slice(t, 0, t.len - 1);
    put_begin(w, &t);
    buf_add(w->out, t);
}

static void put_not(const struct writer *w)
{
    put_tr(w, w->out->len > 0 ? N_("not:") : N_("Not:"));
    put(w, " ");
}

static void put_values(const struct writer *w, const struct fact_rule *f,
                       const struct condition *leaf)
{
    for (size_t i = 0; i < leaf->value_count; i++) {
        struct words value;
        if (i > 0)
            put(w, i + 1 < leaf->value_count ? ", " : " ");
        if (i > 0 && i + 1 == leaf->value_count) {
            put_tr(w, N_("or"));
            put(w, " ");
        }
        if (f && fact_value_find(w->route, f, leaf->values[i], &value))
            put(w, in_lang(w, value));
        else
            buf_add(w->out, leaf->values[i]);
    }
}

static void put_leaf(const struct writer *w, const struct condition *leaf)
{
    const struct fact_rule *f = NULL;
    bool is_truth = leaf->value_count == 1 &&
                    (text_is(leaf->values[0], "true") || text_is(leaf->values[0], "false"));

    for (size_t i = 0; i < w->route->fact_count; i++)
        if (w->route->facts[i].fact == leaf->fact)
            f = &w->route->facts[i];
    if (is_truth && text_is(leaf->values[0], "false"))
        put_not(w);
    if (f)
        put_sentence(w, f->words, !is_truth);
    else
        put(w, w->route->shelf->names[leaf->fact].name);
    if (is_truth)
        return;
    put(w, ": ");
    put_values(w, f, leaf);
}

/* Conditions nest at most CONDITION_DEPTH_MAX deep. */
static void put_condition_words(const struct writer *w, const struct condition *c, bool is_inner)
{
    bool is_many = (c->kind == CONDITION_ALL || c->kind == CONDITION_ANY) && c->part_count > 1;

    if (c->kind == CONDITION_FACT) {
        put_leaf(w, c);
        return;
    }
    if (c->kind == CONDITION_NOT)
        put_not(w);
    if (is_inner && is_many)
        put(w, "(");
    for (size_t i = 0; i < c->part_count; i++) {
        if (i > 0) {
            put(w, "; ");
            put_tr(w, c->kind == CONDITION_ALL ? N_("and") : N_("or"));
            put(w, " ");
        }
        put_condition_words(w, &c->parts[i], is_many || c->kind == CONDITION_NOT);
    }
    if (is_inner && is_many)
        put(w, ")");
}

static const char *condition_in(const struct route *r, const struct condition *c, const char *lang,
                                struct arena *a)
{
    struct buf out = buf_make(WORDS_BYTES_MAX);
    struct writer w = { r, lang, &out };

    put_condition_words(&w, c, false);
    const char *words = text_cstr(a, buf_text(&out));
    buf_free(&out);
    return words;
}

struct words condition_words(const struct route *r, const struct condition *c, struct arena *a)
{
    if (!c)
        return (struct words){ "", "" };
    return (struct words){ .en = condition_in(r, c, "en", a), .nl = condition_in(r, c, "nl", a) };
}
