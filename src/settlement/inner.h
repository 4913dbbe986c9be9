/* SPDX-License-Identifier: EUPL-1.2 */
/* settlement/inner.h - what the files of this room share.
 *
 * Used by    settlement/ only. */
#ifndef SETTLEMENT_INNER_H
#define SETTLEMENT_INNER_H
#include "request/request.h"
#include "settlement/settlement.h"

enum {
    COST_LINES_MAX = 40,
    SETTLEMENT_PAGE = 50,
    SETTLEMENT_SCAN = 1000, /* rows looked at for one page of what the viewer may see */
    SETTLEMENT_REASON_MAX = 2000,
};
#define COST_EURO_MAX INT64_C(1000000000) /* far above any deployment */

struct cost_line {
    struct choice cost_kind;
    struct money amount;
};
/* Of settle_cost and of correct_cost. */
struct settle_cost {
    struct choice regime;
    struct money additional;
    struct list lines; /* struct cost_line */
    struct yesno waived;
    struct text reason;
};
struct settled_cost {
    struct followup follow;
};

/* ---- the regimes (regimes.c) ---- */
/* What a cost regime means for people. Words are msgids. */
struct regime {
    const char *code;    /* of list cost_regime */
    const char *meaning; /* the rule in one or two sentences */
    const char *payer;   /* who pays whom */
    const char *claim;   /* what the receiver may count on; NULL: nothing to add */
    const char *source;  /* where it is read */
    bool is_recalled;    /* not read in a source: to be checked by a jurist */
    bool agrees_first;   /* the cost is agreed before the deployment */
};
/* NULL for a code that this room has no words for. */
const struct regime *regime_find(struct text code);
/* True when the asking office's organisation and one of Defence have an agreement in force at
 * `when`. */
bool cost_is_agreed(struct tx *tx, struct id request, struct instant when);
/* The office that asks; none while nobody did. Of the request's slot "requester". */
struct id cost_asker(struct tx *tx, struct id request, struct instant when);

enum { SETTLEMENT_ACTIONS = 2, SETTLEMENT_VIEWS = 2 };
extern const struct action settlement_actions[SETTLEMENT_ACTIONS];
extern const struct view settlement_views[SETTLEMENT_VIEWS];
#endif
