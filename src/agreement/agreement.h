/* SPDX-License-Identifier: EUPL-1.2 */
/* agreement/ - what was agreed beforehand: plans of regions with their clauses, agreements between
 * parties.
 *
 * Terms      plan: a crisis or disaster plan of a region. clause: in it, that a neighbour is helped
 * and helps directly (the ground of Wvr art. 51 lid 5). agreement: who gives what to whom, how
 *            fast, until when, on which conditions. party: a region ("VR19") or an organisation
 *            ("RMC_ZUID"). in force: given, not at its last day's end, not ended.
 * Invariants 1. Of one region and kind the newest plan in force counts; an older one is history. 2.
 * A plan is registered by its own region or the administrator; an agreement by one of its parties
 * or the administrator. 3. An agreement has at least two parties. 4. Nothing is deleted: it ends.
 *            5. Mandates are kept by access/; their page stands here, because it names legal bases
 *            and areas by their words.
 * Uses       access/, law/, directory/. Used by request/ (clauses), capability/. Functions: any
 *            thread.
 */
#ifndef AGREEMENT_AGREEMENT_H
#define AGREEMENT_AGREEMENT_H
#include "directory/directory.h"

extern const struct room agreement_room;

/* True when the plan of `region` that counts at `when` has a clause with `neighbour` (codes,
 * "VR24"). Art. 51 lid 5 asks it of both regions: ask twice. */
bool plan_has_clause(struct tx *tx, struct text region, struct text neighbour, struct instant when);
/* A plan that counts at `when`, is one of `region` and has a clause with `neighbour`: its id, and
 * its last day in `*until` (may be NULL); none. */
struct id plan_with(struct tx *tx, struct text region, struct text neighbour, struct instant when,
                    struct day *until);
/* True when this very plan is one of `region`, counts at `when`, and has a clause with
 * `neighbour`. */
bool plan_is_with(struct tx *tx, struct id plan, struct text region, struct text neighbour,
                  struct instant when);
/* True when an agreement between both parties (codes) is in force at `when`. */
bool agreement_is_between(struct tx *tx, struct text party, struct text other, struct instant when);

#endif
