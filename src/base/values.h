/* SPDX-License-Identifier: EUPL-1.2 */
/* base/values.h - the small values that fields carry beside text, number, moment and id.
 *
 * Terms      none: the value nobody gave. Absent is unknown: ask, do not guess.
 * Invariants 1. Each kind has one "none" and a function that tells it: text T(""), id ID_NONE,
 *            int64_t INT_NONE, instant INSTANT_NONE, day DAY_NONE, money MONEY_NONE, quantity
 *            QUANTITY_NONE, yesno UNKNOWN, choice and place and file by empty text.
 *            2. none is stored as NULL.
 * Used by    store (VAL), kernel (fields), rooms. Any thread. */
#ifndef BASE_VALUES_H
#define BASE_VALUES_H
#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/text.h"

#define INT_NONE      INT64_MIN
#define INSTANT_NONE  ((struct instant){ INT64_MIN })
#define DAY_NONE      ((struct day){ INT32_MIN })
#define MONEY_NONE    ((struct money){ INT64_MIN })
#define QUANTITY_NONE ((struct quantity){ INT64_MIN })

/* Three-valued: a fact may be true, false or unknown. */
enum yes { UNKNOWN = 0, NO = 1, YES = 2 };
struct yesno {
    enum yes is;
};
/* A code of a closed list (reference/codes.json); empty for none. */
struct choice {
    struct text code;
};
/* From a moment until a moment (not included); either may be none. */
struct period {
    struct instant from, until;
};
/* Where: the id of a place, municipality or region ("1-34"), or a point as a geo URI (RFC 5870)
 * with six decimals, "geo:50.865300,5.831200". Kept as that text; empty for none. */
struct place {
    struct text words;
};
/* A file by the SHA-256 of its content, 64 hexadecimal digits; empty for none. */
struct file_ref {
    struct text sha256;
};
/* `n` items of the field's item struct, in the arena. */
struct list {
    void *items;
    int64_t n;
};

static inline bool instant_is_none(struct instant t)
{
    return t.us == INT64_MIN;
}

#endif
