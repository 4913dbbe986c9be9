/* SPDX-License-Identifier: EUPL-1.2 */
/* division/scarcity.h - one pool as several requests want it: who has what, what is free, what if.
 *
 * Terms      sheet: one pool with its contenders and the open proposals over it. part: units that
 *            one thing has of the pool at the busiest moment of a window, or that a proposal would
 *            give it.
 * Used by    scarcity.c, scarcity_pool.c, scarcity_parts.c, what_if.c. Any thread; lives in the
 *            look's arena. */
#ifndef DIVISION_SCARCITY_H
#define DIVISION_SCARCITY_H
#include "capability/pieces.h"
#include "division/views.h"

enum {
    CONTENDERS_SHOWN = 20, /* of one region; sums count them all */
    PROPOSALS_MAX = 5,
    ADDS_MAX = 100, /* as many as a proposal has lines */
    PARTS_MAX = PIECES_MAX + ADDS_MAX,
    REGIONS_MAX = 8,
    BAR_UNITS = 960, /* of the drawing */
};

struct contender {
    struct id request;
    struct text region; /* "VR24"; "" unknown */
    int64_t held, deployed, proposed, shortage, wanted;
    struct text why;   /* of the shortage, in the words of who proposed */
    struct id said_in; /* the proposal that speaks of it */
    bool is_seen;      /* the viewer may open the request */
};
struct sheet {
    struct capability c;
    bool shows;             /* amounts to this viewer */
    struct contender *them; /* everyone, however many */
    size_t n, room;
    const struct capability_hold *holds; /* of the pool now */
    const struct id *holds_for;          /* the request of each; none: of no request */
    size_t hold_count;
    struct id proposals[PROPOSALS_MAX]; /* open ones that the viewer sees, the newest first */
    size_t proposal_count;
    struct instant from, until, busiest;
    int64_t ready, used;
};
struct region_list {
    struct text codes[REGIONS_MAX];
    size_t n;
};

/* The requests that ask now and that an accepted division left without. */
struct list sheet_left_requests(const struct look *look);
/* Fills a sheet; false when there is no such pool. `left`: of sheet_left_requests. `at`, `until`:
 * none for now, and for the end of the last period that is asked for. */
bool sheet_fill(struct sheet *s, const struct look *look, struct id pool, const struct list *left,
                struct instant at, struct instant until);
/* The request that units serve: itself, or that of a deployment; none for anything else. */
struct id sheet_request_of(struct tx *tx, struct id what);
/* True when somebody goes without, or more than one request that asks wants it, or more is in use
 * than is ready. */
bool sheet_is_scarce(const struct sheet *s, struct tx *tx);
/* The lines of an open proposal over this pool, but those for `except`: at most ADDS_MAX. */
size_t sheet_adds(const struct sheet *s, const struct look *look, struct id proposal,
                  struct id except, struct capability_add *out);
/* Members of the open object. */
void sheet_put(struct json *out, const struct look *look, const struct sheet *s,
               const struct region_list *regions);

/* "parts", "sum", "bar", "ready", "used", "free", "over": what the pool consists of in the window
 * of the ask, its additions counted (those of `proposal`). What the viewer may not know is null. */
void sheet_put_parts(struct json *out, const struct look *look, const struct sheet *s,
                     const struct capability_ask *ask, struct id proposal);

/* what_if.c: "what_if": the same judgement as at accepting, with its numbers; null when nothing is
 * asked. */
void sheet_put_what_if(struct json *out, const struct look *look, const struct sheet *s,
                       const struct scarcity_query *q);

#endif
