/* SPDX-License-Identifier: EUPL-1.2 */
/* learning/ - was the effect reached, and what do we do better next time.
 *
 * Terms      evaluation: what came of a request, on record from its release on; it does not wait
 *            for the money. lesson: an observation with a recommendation and an owner. verified:
 *            seen to work in a later exercise or deployment; only then a lesson closes. States of a
 *            lesson: RECOMMENDED, ADOPTED, REJECTED, VERIFIED, CLOSED.
 * Invariants 1. A lesson closes only when verified (LESSON_VERIFY). 2. Only the owner adopts or
 *            rejects. 3. A request moves to EVALUATED only once its money is settled; an evaluation
 *            made before stands on its own until then.
 * Uses       request/, deployment/. Any thread. */
#ifndef LEARNING_LEARNING_H
#define LEARNING_LEARNING_H
#include "kernel/kernel.h"

extern const struct room learning_room;

#endif
