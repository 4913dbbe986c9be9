/* SPDX-License-Identifier: EUPL-1.2 */
/* population/ - movement of population (verplaatsing van bevolking): who ordered it, and its end.
 *
 * Terms      order: people must leave places of an incident from a moment on. power: what it rests
 *            on: MAYOR (Wvr art. 4-5) or WVR39 (the chair while art. 39 is on there). running: at
 *            least one of its places is not yet returned to. ahead: its moment has not come.
 * Invariants 1. Only the mayor of every place orders and ends, and where art. 39 is on only the
 *            chair of the safety region (WVR39_SCOPE, OUT_OF_AREA). 2. The armed forces never do
 *            (HNS_CIVIL_AUTHORITY). 3. Emergency law gives no power here: no article can be
 *            activated by this program (EMERGENCY_ARTICLE_ACTIVE). 4. A return ends every order on
 *            the place that was given by then. 5. Figures are those that were given; what was not
 *            given is not known, never 0.
 * Source     Wvr art. 4, 5, 39; Wet verplaatsing bevolking art. 2. Rules of law/rules.json.
 * Uses       incident/, directory/, law/. Used by desk/. Functions: any thread. */
#ifndef POPULATION_POPULATION_H
#define POPULATION_POPULATION_H
#include "kernel/kernel.h"

extern const struct room population_room;

/* "evacuations_ahead": [order] running orders whose moment is still to come, in the area of the
 * viewer's office, the next one first, at most `limit`; and "has_evacuations_ahead". An order is
 * {incident, incident_url, self_url, places, people, homes, has_homes, from_at, is_ahead, office,
 * power, by_authority, reason, ordered_at, is_running}. */
void json_evacuations_ahead(struct json *out, const struct look *look, int64_t limit);

#endif
