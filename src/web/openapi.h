/* SPDX-License-Identifier: EUPL-1.2 */
/* web/openapi.h - the OpenAPI 3.0.3 description of /api/v1, made from the rows of the catalogue.
 *
 * Terms      operation: one view (GET), one action (POST), or what the door itself answers.
 * Invariants 1. Nothing about a view, an action or a field is written here: it follows from its
 *            row. 2. The same catalogue gives the same bytes. 3. Words are Dutch, names English.
 * Uses       kernel/. Used by the web door, which serves it, and `schakel openapi`. Any thread. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H
#include "kernel/action.h"

/* The description as JSON text in the arena, one line with a line end; FAULT when memory ran out.
 * is_indented: for people and for docs/openapi.json. */
enum result openapi_text(const struct catalogue *c, bool is_indented, struct arena *a,
                         struct text *out) MUST_USE;

#endif
