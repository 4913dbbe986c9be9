/* SPDX-License-Identifier: EUPL-1.2 */
/* base/verdict.h - what is wrong or worth a look, for people: code, field, ground and mend.
 *
 * Terms      item: one finding. refuse: stops the act. warn: does not. ground: the article or rule
 *            it rests on. mend: what the reader can do about it.
 * Invariants 1. A code is enduring: [A-Z0-9_]. 2. `why` and `mend` are msgids of po/, translated
 *            at the edge; values for their holes ({pool}) travel beside. 3. Items keep their order.
 * Uses       arena (items live in it). One thread at a time. */
#ifndef BASE_VERDICT_H
#define BASE_VERDICT_H
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

enum { VERDICT_ITEMS_MAX = 100, VERDICT_HOLES_MAX = 4 };

enum verdict_weight { VERDICT_WARN, VERDICT_REFUSE };
/* Which answer a refusal gives at the doors: rule 400, authority 403, absence 404, stale 412 … */
enum verdict_kind { BY_RULE, BY_AUTHORITY, BY_ABSENCE, BY_VERSION, BY_LIMIT };

struct verdict_hole {
    const char *name; /* "pool" for {pool} */
    struct text value;
};

struct verdict_item {
    enum verdict_weight weight;
    enum verdict_kind kind;
    const char *code;  /* "WVR51_REQUESTER" */
    struct text field; /* JSON Pointer without its slash: "lines/0/amount"; empty: the whole act */
    const char *why;   /* msgid */
    const char *mend;  /* msgid */
    struct text cite;  /* "Wvr art. 51 lid 1"; empty when no law is in it */
    struct text cite_version; /* route and version in force, "WVR51_MIL/1"; may be empty */
    struct verdict_hole holes[VERDICT_HOLES_MAX];
    size_t hole_count;
    int step; /* which action of a unit, from 0 */
};

struct verdict {
    struct arena *arena;
    struct verdict_item items[VERDICT_ITEMS_MAX];
    size_t count;
    size_t refusals;
    int step; /* set by the kernel; copied into each item */
    /* Set by a rule that needs no fields: the act is open, but no step forward at this moment. */
    bool is_aside;
};

/* An empty verdict whose texts live in `a`. */
void verdict_init(struct verdict *v, struct arena *a);
/* Adds a refusal by rule and returns it, so that cite and holes can be set. Never NULL: beyond
 * VERDICT_ITEMS_MAX the last one is overwritten (refusals still counts). `field` is copied. */
struct verdict_item *verdict_refuse(struct verdict *v, const char *code, const char *field,
                                    const char *why, const char *mend);
/* The same for lack of authority (403). */
struct verdict_item *verdict_forbid(struct verdict *v, const char *code, const char *field,
                                    const char *why, const char *mend);
/* A warning: shown, does not stop. */
struct verdict_item *verdict_warn(struct verdict *v, const char *code, const char *field,
                                  const char *why, const char *mend);
/* Fills a hole of the item; the value is copied into `a`. */
void verdict_hole(struct verdict_item *item, struct arena *a, const char *name, struct text value);
/* Sets the article; the text must outlive the verdict (constants, route data, arena). */
void verdict_cite(struct verdict_item *item, struct text cite, struct text version);
bool verdict_is_clear(const struct verdict *v);
/* The first item with this code, or NULL. */
const struct verdict_item *verdict_find(const struct verdict *v, const char *code);

#endif
