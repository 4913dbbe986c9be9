/* SPDX-License-Identifier: EUPL-1.2 */
/* capability/inner.h - what the files of this room share.
 *
 * Used by    capability/ and its tests only. */
#ifndef CAPABILITY_INNER_H
#define CAPABILITY_INNER_H
#include "capability/capability.h"

enum {
    CAPABILITY_ACTIONS = 7,
    CAPABILITY_VIEWS = 8,
    CAPABILITY_PAGE = 50,       /* rows of a list */
    AMOUNT_MOST = 1000000,      /* a million heads: more than the armed forces ever had */
    CEILING_DEPTH_MAX = 8,      /* two levels are known; more than eight is a mistake */
    READINESS_STALE_HOURS = 24, /* shown as old after this */
    STAIRCASE_HOURS = 48,
};

extern const struct action capability_actions[CAPABILITY_ACTIONS];
extern const struct view capability_views[CAPABILITY_VIEWS];

/* Queries that several looks share. */
struct capability_query {
    struct id id; /* a capability or a ceiling */
};
struct sum_query {
    struct list of; /* of sum_item */
};
struct sum_item {
    struct text code; /* a kind of capability */
};
/* ceiling_views.c */
enum result capability_view_ceilings(const struct look *look, const void *query, struct json *out);
enum result capability_view_ceiling(const struct look *look, const void *query, struct json *out);
enum result capability_view_ceiling_sum(const struct look *look, const void *query,
                                        struct json *out);

/* The most in use (held and reserved) at any moment of the window, what is given left out. */
int64_t capability_used_at_most(struct tx *tx, const struct capability_ask *ask);
/* The same of all pools under a ceiling: reservations are no use of it. */
int64_t capability_used_under(struct tx *tx, const struct capability_ask *ask, struct id ceiling);
/* Calls `each` for every stretch of the window with the amount in use there, in order. */
void capability_stretches(struct tx *tx, const struct capability_ask *ask,
                          void (*each)(void *ctx, struct instant from, struct instant until,
                                       int64_t used),
                          void *ctx);
/* holds.c: open holds as the ledger counts them: quantity without what is given, additions of the
 * act behind them; reservations have no what. */
struct use {
    struct id what;
    int64_t quantity;
    struct instant from, until; /* within the window */
};
struct uses {
    struct use *rows;
    size_t n;
};
/* The window's end as it is counted. */
struct instant capability_window_end(const struct capability_ask *ask);
/* What is in use of the pool, or (ceiling given) under the ceiling, in the window. */
struct uses capability_uses(struct tx *tx, const struct capability_ask *ask, struct id ceiling);

/* exact.c: members of the open object. One report of a row of READINESS_REPORTS; "holds" and
 * "reservations"; "is_shown" with "exact" or "withheld" (is_whole: with the commitments). */
void capability_put_report(struct json *out, const struct look *look, const struct rows *r);
void capability_put_commitments(struct json *out, const struct look *look, struct id id);
void capability_put_exact(struct json *out, const struct look *look, const struct capability *c,
                          bool is_whole);

#endif
