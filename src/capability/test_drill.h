/* SPDX-License-Identifier: EUPL-1.2 */
/* capability/test_drill.h - a room of drills that occupy units, so that the ledger can be tested
 * alone.
 *
 * Terms      drill: stands for a deployment: takes units of a pool, changes, extends, comes home.
 * Used by    test_ledger.c, test_capability.c. One thread, or several through the space. */
#ifndef CAPABILITY_TEST_DRILL_H
#define CAPABILITY_TEST_DRILL_H
#include "kernel/kernel.h"

extern const struct room drill_room;
/* kernel, access, law, directory, capability and the drills. */
extern const struct room *const drill_rooms[];

#endif
