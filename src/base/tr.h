/* SPDX-License-Identifier: EUPL-1.2 */
/* base/tr.h - words: English msgids marked N_(), translated at the edge from embedded catalogues.
 *
 * Terms      lang: "nl" or "en". hole: a named place in a sentence, {pool}.
 * Invariants 1. The language belongs to the request; there is no process-wide locale.
 *            2. po/nl.po and po/en.po are complete: the build refuses a missing or fuzzy entry.
 * Used by    web, cli. Any thread; tables are constant data made by the build (tools/embed_po). */
#ifndef BASE_TR_H
#define BASE_TR_H
#include "base/arena.h"
#include "base/text.h"
#include "base/verdict.h"

/* Marks a msgid for the catalogues; gives the string itself. */
#define N_(msgid) msgid

/* The words for msgid in lang; the msgid itself when lang is unknown (tests count such misses). */
const char *tr(const char *lang, const char *msgid);
/* Fills {name} holes of a translated sentence. Unknown holes stay as they are. In the arena. */
struct text tr_fill(struct arena *a, const char *lang, const char *msgid,
                    const struct verdict_hole *holes, size_t n);
/* The plural form for n (nl, en: one and other). */
const char *tr_n(const char *lang, const char *one, const char *other, int64_t n);
/* "nl" or "en" from an Accept-Language header; "nl" when nothing fits. */
const char *tr_choose(struct text accept_language);

/* Made by the build: sorted by msgid. */
struct tr_entry {
    const char *msgid;
    const char *nl;
    const char *en;
};
extern const struct tr_entry tr_table[];
extern const size_t tr_table_len;

#endif
