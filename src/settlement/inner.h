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

enum { SETTLEMENT_ACTIONS = 1, SETTLEMENT_VIEWS = 2 };
extern const struct action settlement_actions[SETTLEMENT_ACTIONS];
extern const struct view settlement_views[SETTLEMENT_VIEWS];
#endif
