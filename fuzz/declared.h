/* SPDX-License-Identifier: EUPL-1.2 */
/* fuzz/declared.h - every fieldset that the rooms declare, and what reading it promises.
 *
 * Terms      kind: whose fields: of actions (as asked, as settled) or of views (their queries).
 * Invariants 1. A fieldset is chosen by name, so that an input keeps its meaning when rooms grow; a
 *            name that nobody has chooses one all the same.
 * Used by    fuzz_field, fuzz_form, fuzz_query. */
#ifndef FUZZ_DECLARED_H
#define FUZZ_DECLARED_H
#include "fuzz.h"
#include "kernel/field.h"

enum declared_kind { DECLARED_ASKED, DECLARED_SETTLED, DECLARED_QUERY };

const struct fieldset *declared_find(enum declared_kind kind, struct text name);
/* Reads `input` whole and in part. Each refusal has words; what is clear is written, read back as
 * the journal does, and written the same. `input` may be NULL. */
void declared_check(const struct fieldset *set, const json_t *input, struct arena *a);
/* The pairs of a form or query into an input object, which is then checked, and shown in a form. */
void declared_check_pairs(const struct fieldset *set, struct text query, struct arena *a);

#endif
