/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/journal_view.h - the view "journal": entries newest first, with their proof.
 *
 * Invariants 1. What an entry is about shows only to who may see that thing; that there is an
 *            entry, and its hash, shows to everybody who may open the journal. 2. The check covers
 *            what the page shows (linear in the page); `schakel verify` checks all.
 * Used by    kernel/room.c. Any thread. */
#ifndef KERNEL_JOURNAL_VIEW_H
#define KERNEL_JOURNAL_VIEW_H
#include "journal/journal.h"
#include "kernel/kernel.h"

struct journal_query {
    int64_t after; /* entries before this position */
};
/* {"entries": […], "proof": {checked, is_sound, bad_position}, "next"} */
enum result view_journal(const struct look *look, const void *query, struct json *out);

#endif
