/* SPDX-License-Identifier: EUPL-1.2 */
/* law/route_words.h - what the law files say in codes, in words for people.
 *
 * Invariants Every word has both languages. Words made here live in the arena, others for ever or
 *            as long as the route. Sentences are msgids; "" for a code that nobody explained.
 * Used by    route_view.c, flow_groups.c. Any thread: pure. */
#ifndef LAW_ROUTE_WORDS_H
#define LAW_ROUTE_WORDS_H
#include "law/inner.h"

/* "New": the stage of what does not exist yet. */
struct words new_words(void);
/* What a value of a fact means: "grant", "yes", the name of a stage. False: nobody knows. */
bool fact_value_find(const struct route *r, const struct fact_rule *f, struct text value,
                     struct words *out);
/* A condition in words, without a full stop; empty for none. */
struct words condition_words(const struct route *r, const struct condition *c, struct arena *a);
/* What a slot does: "Asks and signs", a msgid; NULL for a slot nobody knows. */
const char *slot_label(struct text slot);
/* The i-th known slot in the order of a request's life; NULL after the last. */
const char *slot_in_order(size_t i);
/* An office of a slot: its name, or what a pattern ("*.minister") stands for. False: unknown. */
bool office_in_words(const struct route *r, struct text office, struct words *out);
/* Who fills a slot, in a few words: its offices when they are at most `max`, else what they are.
 * Offices that act on behalf of another are not named. */
struct words slot_short_words(const struct route *r, const struct slot *s, size_t max,
                              struct arena *a);
/* How the second signature works on this route. */
const char *second_sentence(const struct route *r);
/* What a force regime or a cost regime means. */
const char *regime_sentence(const char *code);
/* The i-th rung of a ladder; NULL after the last. */
const char *ladder_rung(const char *ladder, size_t i);
/* Whether the order of the ladder binds. */
const char *ladder_sentence(const char *ladder);

#endif
