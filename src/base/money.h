/* SPDX-License-Identifier: EUPL-1.2 */
/* base/money.h - euro in whole cents, and decimal quantities in thousandths. No floating point.
 *
 * Invariants 1. |cents| and |milli| stay within 2^53-1, so that canonical JSON holds them exactly.
 * Used by    fields, settlement, request lines. Any thread. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H
#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"
#include "base/text.h"

#define NUMBER_MAX INT64_C(9007199254740991) /* 2^53 - 1 */

struct money {
    int64_t cents;
};
/* A decimal amount with at most three decimals: 3,1 km is 3100. */
struct quantity {
    int64_t milli;
};

/* a + b; false on overflow or outside +-NUMBER_MAX, *out untouched. */
bool money_add(struct money a, struct money b, struct money *out) MUST_USE;
/* Reads "1250", "1250.5", "1250,50", "1.250,50" (nl grouping) as euro; at most two decimals. */
bool money_read(struct text t, struct money *out) MUST_USE;
/* Reads "3", "3.1" or "3,125": at most three decimals, a sign allowed. */
bool quantity_read(struct text t, struct quantity *out) MUST_USE;
/* Canonical text for JSON and entries: "1250.50", always two decimals; "3.1", no trailing zeros. */
struct text money_text(struct arena *a, struct money m);
struct text quantity_text(struct arena *a, struct quantity q);

#endif
