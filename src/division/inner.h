/* SPDX-License-Identifier: EUPL-1.2 */
/* division/inner.h - fields of the acts and what their files share.
 *
 * Terms      draw: what one act would take from the pools: its lines as asked of the ledger, and
 *            what is taken from others for them.
 * Used by    division/ only. */
#ifndef DIVISION_INNER_H
#define DIVISION_INNER_H
#include "deployment/deployment.h"
#include "division/division.h"
#include "request/request.h"

enum {
    ALLOCATION_LINES_MAX = 100,
    ALLOCATION_REQUESTS_MAX = 50,
    ALLOCATION_PICTURES_MAX = 50,
    ALLOCATION_QUANTITY_MAX = 1000000,
    ALLOCATION_WORDS_MAX = 2000,
    DIVISION_ACTIONS = 3,
};

struct ref_row { /* of flat lists */
    struct id id;
};
struct alloc_line {
    struct id request, capability;
    int64_t quantity;
    struct day until; /* last day; none: the whole period of the request */
};
struct left_row {
    struct id request;
    int64_t lacks;
    struct text why;
};
struct propose_allocation {
    struct list for_requests, picture_versions; /* ref_row */
    struct list proposal;                       /* alloc_line */
    struct list taken_from;                     /* struct taken */
    struct text runner_up;
    struct list left_without; /* left_row */
};
struct accept_allocation {
    struct text reason;
    struct yesno deviates;
    struct list lines, taken_from;
};
struct reject_allocation {
    struct text reason;
};

/* ---- settled ---- */
struct line_window { /* of the line with the same number */
    struct instant from, until;
    struct yesno ends_by_itself;
};
struct settled_allocation {
    struct text number;
    int64_t year, serial;
    struct list windows; /* line_window */
    struct list gives;   /* struct given */
    struct yesno is_deviating;
};

/* The window of a line: from the act or the begin of the period, the later, to the end of the
 * period or of the last day. */
struct line_window division_window(struct tx *tx, const struct entry *entry,
                                   const struct alloc_line *line);
/* True when this act draws from pools: its lines and what they take; names their fields. */
bool division_draws(const struct entry *entry, const void *fields, const struct list **lines,
                    const struct list **taken, const char **lines_name);

void division_guard_people(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict);
void division_guard_proposed(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict);
void division_guard_civil(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict);
void division_guard_reason(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict);
void division_guard_pictures(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict);
void division_guard_requests(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict);
void division_guard_lines(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict);
void division_guard_fits(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict);

extern const struct action division_actions[DIVISION_ACTIONS];

#endif
