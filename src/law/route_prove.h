/* SPDX-License-Identifier: EUPL-1.2 */
/* law/route_prove.h - what must hold for every way through a route, found by trying all of them.
 *
 * Terms      proof: the state is the stage and the few facts that one condition reads, so that all
 *            of them can be tried.
 * Invariants Reports the first thing that does not hold (law/README.md, "What a check must find
 *            true"): every guard can pass and can refuse; whoever decides, agrees, tasks, releases
 *            or recalls is there whatever the facts are, and is one; every stage that can be
 *            reached has a way to the end; no unit is tasked without the decisions that the basis
 *            wants, and none works without an authority in the field.
 * Used by    route_check.c. One thread. */
#ifndef LAW_ROUTE_PROVE_H
#define LAW_ROUTE_PROVE_H
#include "law/reader.h"

void route_prove(struct reader *rd, const struct route *r);
/* For whom an entry of a slot decides: for itself, or for the office on whose behalf it acts. */
struct text slot_entry_decides_for(const struct slot_entry *e);
/* Acts for which exactly one office decides. */
bool act_wants_one_office(const char *act);

#endif
