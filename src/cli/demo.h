/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/demo.h - the demo space: filled by the case that the program carries, played on by visitors.
 *
 * Terms      row: what became of one step of the case: to come, played, refused as it should be,
 *            different (somebody acted in between), left (not played).
 * Invariants 1. One play at a time; whoever asks meanwhile hears CONFLICT at once, and looking
 *            never waits for a play. 2. What was played is known by the journal's keys: a server
 *            that starts again goes on where the space stands.
 * Uses       play_inner.h, web/app.h. Owner: serve; the hooks any thread. */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H
#include "cli/inner.h"
#include "web/app.h"

struct demo;

/* Plays the case that the program carries into an empty demo space, quietly, up to the moment at
 * which the demo opens. An exit code. */
int demo_fill(struct command *c, struct space *s);
/* The play of a space that demo_fill filled; NULL when the space holds another story. `data` is the
 * folder in which a fresh space is made. Owner: the caller, who ends it with demo_close after the
 * web door and before the space. */
struct demo *demo_open(struct command *c, struct space *s, const char *data);
void demo_close(struct demo *d);
/* The hooks for the web door; live as long as the demo. */
const struct web_demo *demo_hooks(const struct demo *d);
/* True when a visitor asked to begin again: a fresh space is filled beside this one. */
bool demo_wants_fresh(struct demo *d);

#endif
