/* SPDX-License-Identifier: EUPL-1.2 */
/* settlement/ - what a deployment cost on top of what would have been paid anyway, and who bears
 * it.
 *
 * Terms      additional expenditure: necessary, directly related, would not have been made
 *            otherwise, not in Defence's own budget; only this is settled. regime: the cost rules
 *            of the legal basis. waived: the amount stands, nobody is asked to pay it. correction:
 *            a later settlement of the same request; the last one counts, the earlier stay.
 * Invariants 1. No kind of cost that is paid anyway (salaries, depreciation, exercise) is settled.
 *            2. Money never blocks help: it is judged only after the units are home. 3. Lines that
 *            all have an amount add up to the total. 4. An oral request is settled only once it is
 *            confirmed in writing. 5. A request is settled once; what is wrong is corrected with a
 *            reason, by an office that may settle, and moves no stage.
 * Source     rules COST_ADDITIONAL_ONLY, COST_NEVER_BLOCKS and ORAL_THEN_WRITTEN of law/rules.json;
 *            the regimes with their sources in regimes.c.
 * Uses       request/, deployment/, agreement/. Any thread. */
#ifndef SETTLEMENT_SETTLEMENT_H
#define SETTLEMENT_SETTLEMENT_H
#include "kernel/kernel.h"

extern const struct room settlement_room;

/* True for a kind of cost (list cost_kind) that comes on top; made by the build from
 * reference/codes.json. False for one that nobody knows. */
bool cost_kind_is_additional(struct text code);

#endif
