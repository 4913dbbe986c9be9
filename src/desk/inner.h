/* SPDX-License-Identifier: EUPL-1.2 */
/* desk/inner.h - what the files of this room share.
 *
 * Used by    desk/ only. */
#ifndef DESK_INNER_H
#define DESK_INNER_H
#include "desk/desk.h"

enum {
    ACTS_BYTES_MAX = 65536, /* a thing's acts as JSON */
    SKIP_MAX = 5000,        /* rows of earlier pages: further on, the filter has to narrow */
};

/* Which open obligations. {0}: all that the viewer may see. */
struct owed_filter {
    bool is_mine, is_others;      /* of the viewer's own office; of any other */
    bool is_statutory, is_policy; /* one of them only */
    bool is_late;                 /* past its term only */
    struct text region;           /* "VR24": about something there, or owed by an office of it */
    int64_t skip;                 /* those that earlier pages showed */
};
struct owed_count {
    int64_t statutory, policy;   /* shown */
    int64_t found, late, beyond; /* counted with those before and after; beyond: after these */
    bool is_cut;                 /* there are more than were counted */
};

/* owed.c */
/* `name`: [{thing, thing_url, owner, to, is_mine, act (null, or {title, url}: by which the viewer's
 * office meets it now), and the members of json_put_obligation}], the most urgent first, at most
 * `limit`; up to `ahead` more are counted. Acts are judged for those shown only. */
struct owed_count desk_put_owed(struct json *out, const char *name, const struct look *look,
                                const struct owed_filter *filter, int64_t limit, int64_t ahead);
/* The acts that the viewer may do on the thing now, as JSON. A new reference, never NULL. */
json_t *desk_acts(const struct look *look, struct id thing);

struct obligations_query {
    struct yesno mine, statutory, late; /* not given: both */
    struct id region;
    int64_t after; /* rows of earlier pages; INT_NONE: none */
};
/* The look of the page of obligations: see owed.c. */
enum result desk_view_obligations(const struct look *look, const void *query, struct json *out);

#endif
