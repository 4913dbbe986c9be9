/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/ - the command line: serve, keep, check, play; and every act and view from their tables.
 *
 * Terms      data folder: holds spaces/<name>.db, one file a space. door: where a command's acts
 *            go: a data folder on this machine, or a server (--url). as: the office a command acts
 *            for.
 * Invariants 1. Exit codes: 0 done, 1 fault, 2 wrong use or refused (verdict on stderr), 3 `play`
 *            could not play a part. 2. Results on stdout, everything else on stderr.
 * Uses       web/, all rooms by their tables. One thread. */
#ifndef CLI_CLI_H
#define CLI_CLI_H
#include "kernel/kernel.h"

enum { EXIT_DONE = 0, EXIT_FAULT = 1, EXIT_REFUSED = 2, EXIT_NOT_PLAYED = 3 };

/* Runs the command and returns its exit code. */
int cli_main(const struct catalogue *catalogue, int argc, char **argv);

#endif
