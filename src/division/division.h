/* SPDX-License-Identifier: EUPL-1.2 */
/* division/ - who gets what when there is not enough: proposals, and what people make of them.
 *
 * Terms      allocation: one proposal to divide units of pools over requests, with its number
 *            "V2021-0003"; proposed, then accepted or rejected. line: so many units of one pool for
 *            one request, for its whole period or until a day. taken from: units that pass from
 *            what another request (or the same) has. left without: who gets less than he asked,
 *            and why. deviating: the accepted lines are not the proposed ones.
 * Invariants 1. People decide: nobody accepts without a reason, and the clock never does
 *            (PEOPLE_DECIDE). 2. A proposal names the pictures it rests on (PICTURE_VERSION), holds
 *            nothing, and fits when it is made. 3. What is accepted fits then, all lines together
 *            at every moment (CAPACITY_ONCE, CEILING_EXCEEDED), and is held from then on for its
 *            request (capability/), also before the decision. 4. What was proposed stays on record
 *            beside what was accepted; who said that he deviates and whether he does, both. 5. One
 *            number per node and year, without gaps.
 * Source     rules PEOPLE_DECIDE, CAPACITY_ONCE, PICTURE_VERSION, STATE_ORDER of law/rules.json.
 * Uses       request/, deployment/, capability/, incident/. Used by desk/. Any thread. */
#ifndef DIVISION_DIVISION_H
#define DIVISION_DIVISION_H
#include "kernel/kernel.h"

extern const struct room division_room;

#endif
