/* SPDX-License-Identifier: EUPL-1.2 */
/* capability/pieces.h - what makes up a number of the register, for pages that compare and explain.
 *
 * Terms      piece: one thing that has units of a pool: a deployment, a request for which they are
 *            held, or the holder's own reservation. busiest: the moment of a window at which most
 *            is in use; what is free there is free throughout.
 * Invariants 1. At one moment the pieces add up to what the ledger counts as in use. 2. Every piece
 *            names the entry that began it. 3. Amounts are shown only to who may know them.
 * Uses       capability.h. Used by request/, division/. Any thread; texts live in the tx arena. */
#ifndef CAPABILITY_PIECES_H
#define CAPABILITY_PIECES_H
#include "capability/capability.h"

enum { PIECES_MAX = 200 }; /* of one pool at one moment */

struct capability_piece {
    struct id what;      /* deployment or request; none: a reservation of the holder */
    int64_t number;      /* of the reservation; 0 when it is none */
    struct text purpose; /* of the reservation */
    int64_t quantity, position;
    struct instant from, until; /* until: INSTANT_NONE when no end is known */
    bool is_late;               /* planned end has passed, not home yet */
};
/* In use at `at` as seen from `now`, the largest first: at most `max` into `out`; how many. */
size_t capability_pieces(struct tx *tx, struct id capability, struct instant at, struct instant now,
                         struct capability_piece *out, size_t max);
/* The first moment of the window at which most is in use; *used: how much. */
struct instant capability_busiest(struct tx *tx, const struct capability_ask *ask, int64_t *used);

/* The amount that counts as ready, and the entry that says so. */
struct capability_stand {
    int64_t quantity, position;              /* position 0: nothing reported, what is registered */
    struct instant reported_at, valid_until; /* none: not reported, not said */
};
void capability_stand(struct tx *tx, struct id capability, struct capability_stand *out);
/* True when this viewer may know amounts of the pool (ready, held, free): who sees it exactly, and
 * the national coordination desk, which divides what is scarce. Readiness itself stays secret. */
bool capability_shows_amounts(const struct look *look, const struct capability *c);
/* Pools of which something is held now, at most `max`; how many. */
size_t capability_in_use(struct tx *tx, struct instant now, struct id *out, size_t max);
/* Pools of a kind that are in the register, at most `max`; how many. */
size_t capability_of_type(struct tx *tx, struct text type, struct id *out, size_t max);

/* "has_held" and "held": [{pool, pool_url, unit, quantity, from_at, until_at, is_late, source}]:
 * what is held for a request, with the entry (its allocation) that holds it. The caller judges who
 * may see it. */
void json_held_for(struct json *out, const struct look *look, struct id request);

#endif
