/* SPDX-License-Identifier: EUPL-1.2 */
/* desk/ - what needs me now: the first page of every office, and who owes what.
 *
 * Terms      mine: things on which this office may take a step forward now (an act that is not
 *            aside). others: open things it follows, that wait for somebody else. owed: what law or
 *            policy makes due, by whom, until when (law/).
 * Invariants 1. Nothing is stored here; the desk is derived when looked at, by the same guards that
 *            judge the act (R4); so is being late. 2. What the office may not see is not counted.
 *            3. What law makes due and what policy does are never in one list.
 * Uses       every domain room by its things; law/ for obligations, population/ for moments that
 *            are to come. Used by web/. */
#ifndef DESK_DESK_H
#define DESK_DESK_H
#include "law/law.h"

extern const struct room desk_room;

#endif
