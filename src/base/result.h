/* SPDX-License-Identifier: EUPL-1.2 */
/* base/result.h - the outcomes of a call: values for code, never words for people.
 *
 * Terms      REFUSED: a rule, an authority or a field says no; there is at least one verdict item.
 *            NOT_FOUND: no such thing, or not for this reader where existence is secret. CONFLICT:
 *            somebody else was first (stale version, key still running). LIMIT: a size, rate or
 *            time limit. FAULT: ours or the machine's; logged where it arose.
 * Used by    everything. Any thread. */
#ifndef BASE_RESULT_H
#define BASE_RESULT_H

enum result { OK = 0, REFUSED, NOT_FOUND, CONFLICT, LIMIT, FAULT };

/* A result that nobody reads is a fault nobody sees. */
#define MUST_USE __attribute__((warn_unused_result))

/* The name of a result, for logs and test messages: "OK", "REFUSED", … */
const char *result_name(enum result r);

#endif
