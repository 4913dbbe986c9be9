/* SPDX-License-Identifier: EUPL-1.2 */
/* division/views.h - the looks of this room: proposals, and what is scarce.
 *
 * Terms      contender: a request that has units of a pool, or for which an open proposal gives or
 *            refuses some. part: one piece of a sum, with the entry that it comes from.
 * Invariants 1. What a page shows is in the document: no page computes. 2. Every sum stands with
 *            its parts, and they add up. 3. Amounts of a pool show to who may know them
 *            (capability/pieces.h), requests to who may open them; another one is "another
 *            request", with its amount alone.
 * Used by    division/ only. Any thread. */
#ifndef DIVISION_VIEWS_H
#define DIVISION_VIEWS_H
#include "capability/capability.h"
#include "kernel/kernel.h"

enum { DIVISION_VIEWS = 4, ALLOCATIONS_PAGE = 50, ALLOCATION_TIMELINE = 100 };
extern const struct view division_views[DIVISION_VIEWS];

struct ref_item {
    struct id id;
};
extern const struct fieldset ref_region_fields, ref_request_fields;

/* scarcity.c */
struct scarcity_query {
    struct text type; /* kind of capability */
    struct id pool;
    struct list regions; /* of ref_item */
    struct instant at, until;
    struct id request; /* what if this one asked `amount` of the pool */
    int64_t amount;
    struct id proposal; /* counted as if it were accepted; none: as it is now */
};
enum result division_view_scarcity(const struct look *look, const void *query, struct json *out);

/* proposal.c: the page on which a proposal is made by hand */
struct new_allocation_query {
    struct list requests; /* of ref_item */
    struct id pool;
};
enum result division_view_new(const struct look *look, const void *query, struct json *out);

/* Shared members. "<name>": {id, name, unit, type, self_url} of a pool; null for none. */
void division_put_pool(struct json *out, const char *name, const struct look *look, struct id pool);
/* "<name>": what json_request_brief gives. */
void division_put_request(struct json *out, const char *name, const struct look *look,
                          struct id request);
/* The window in which units would be held for the request: its period, from now on. */
struct capability_ask division_ask_of(const struct look *look, struct id request, struct id pool);
/* "free": {"amount", "from_at", "until_at"} of the pool in the period of the request from now on;
 * null when the viewer may not know it. */
void division_put_free(struct json *out, const struct look *look, struct id request,
                       struct id pool);

#endif
