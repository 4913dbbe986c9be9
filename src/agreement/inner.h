/* SPDX-License-Identifier: EUPL-1.2 */
/* agreement/inner.h - fields of the acts and the tables of this room.
 *
 * Used by    agreement/ and its tests only. */
#ifndef AGREEMENT_INNER_H
#define AGREEMENT_INNER_H
#include "agreement/agreement.h"

enum {
    PARTY_MAX = 40,   /* "RMC_WESTMIDDEN" */
    PARTIES_MAX = 30, /* all regions and a few more */
    NEIGHBOURS_MAX = 20,
    REACTION_MAX = 8760,      /* hours: a year */
    AGREEMENT_PAGE = 50,      /* rows on a page */
    AGREEMENT_READ_MAX = 500, /* rows read for a page when most are not for the reader */
    AGREEMENT_ACTIONS = 4,
    AGREEMENT_VIEWS = 7,
};

struct party_item {
    struct text code;
};
struct register_plan {
    struct choice kind;
    struct text region;
    struct list neighbour_clause_with;
    struct day valid_until;
};
struct register_agreement {
    struct list between;
    struct text what;
    struct quantity quantity;
    struct choice unit;
    int64_t reaction_hours;
    struct choice clock_start, clock_stop;
    struct text conditions;
    struct day valid_until, review_at;
};
struct end_agreed {
    struct text reason;
};
struct settled_until {
    struct instant until; /* the end of the last civil day */
};

struct one_asked {
    struct id id;
};
/* The page of a mandate and the form of a new one (mandates.c). */
enum result view_mandate(const struct look *look, const void *query, struct json *out);
enum result view_mandate_form(const struct look *look, const void *query, struct json *out);
/* "key": an idempotency key for a form. */
void json_form_key(struct json *out);

extern const struct action agreement_actions[AGREEMENT_ACTIONS];
extern const struct view agreement_views[AGREEMENT_VIEWS];

#endif
