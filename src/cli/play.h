/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/play.h - plays a case (schakel-case/1) through a door and compares what happens.
 *
 * Terms      case: a file of steps with what each must give (demo/README.md). difference: what was
 *            seen is not what the case expects. not played: a step or expectation that the player
 *            cannot judge; named and counted, never skipped in silence.
 * Uses       door (inner.h). One thread. */
#ifndef CLI_PLAY_H
#define CLI_PLAY_H
#include "cli/inner.h"

/* Plays the case that the program carries into an empty demo space, quietly. An exit code. */
int play_demo(struct command *c, struct space *s);

#endif
