/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/test_world.h - a small world for tests: a scratch space, offices, acts and looks in one
 * line.
 *
 * Terms      world: a demo space in a temporary folder with the rooms of the test program, a clock
 *            that each act sets. handle: a short name for a thing made in the test ("R1").
 * Used by    test_*.c of rooms. One thread unless a test starts more. */
#ifndef KERNEL_TEST_WORLD_H
#define KERNEL_TEST_WORLD_H
#include "kernel/kernel.h"

struct world;
/* Rooms end with NULL; `gate` may be NULL: everybody may. Owner: caller; world_close removes files.
 */
struct world *world_open(const struct room *const *rooms, const struct gate *gate);
void world_close(struct world *w);
struct space *world_space(struct world *w);
struct arena *world_arena(struct world *w);
/* Remembers an id under a handle, and gives it back (asserts that it exists). */
void world_name(struct world *w, const char *handle, struct id id);
struct id world_id(struct world *w, const char *handle);

/* Acts as `who` (handle of an office; "-" for nobody) at `when` (RFC 3339) on `object` (a handle;
 * for a creating action: the new handle) with fields as JSON in which "@handle" strings are
 * replaced by ids: world_act(w, "toc", "2021-07-14T12:30:00Z", "task", "D1",
 * "{'request':'@R1','quantity':68}")
 * - single quotes may stand for double ones. */
enum result world_act(struct world *w, const char *who, const char *when, const char *action,
                      const char *object, const char *fields);
/* Code of the n-th verdict item of the last act, "" beyond. True when some item has this code. */
const char *world_verdict_code(struct world *w, int n);
bool world_has_verdict(struct world *w, const char *code);
/* The first item with this code of the last act, until the next act; NULL when there is none. */
const struct verdict_item *world_verdict(struct world *w, const char *code);
/* Looks as `who` at a view: world_see(w, "locc", "request", "{'id':'@R1'}") gives the document,
 * which lives until the next world_see; NULL when refused (world_result tells). */
const json_t *world_see(struct world *w, const char *who, const char *view, const char *query);
enum result world_result(struct world *w);
/* A member by path: "lines.0.amount", "lines.length"; asserts that it is there. */
int64_t world_int(const json_t *doc, const char *path);
const char *world_text(const json_t *doc, const char *path);
bool world_has(const json_t *doc, const char *path);
/* State of a thing by handle. */
const char *world_state(struct world *w, const char *handle);
/* Fails the test unless rebuild equals live and the journal verifies. */
void world_assert_rebuild_equal(struct world *w);

#endif
