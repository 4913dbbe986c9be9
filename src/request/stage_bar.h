/* SPDX-License-Identifier: EUPL-1.2 */
/* request/stage_bar.h - whose turn it is at each stage.
 *
 * Terms      turn: the slot of the route that is next, and the act it is next for. Words for people
 *            only: who may act is for the judge.
 * Used by    request/ only. Any thread. */
#ifndef REQUEST_STAGE_BAR_H
#define REQUEST_STAGE_BAR_H
#include "base/text.h"

struct turn {
    const char *stage;
    int cell;          /* 1..9 of the stage bar */
    const char *slot;  /* NULL: nobody, the file is closed */
    const char *act;   /* name of the action, of this room or a later one */
    const char *words; /* msgid */
};
/* NULL for a stage that this room does not know. A draft whose text is signed waits to be sent. */
const struct turn *turn_of(struct text stage, bool is_signed);
#endif
