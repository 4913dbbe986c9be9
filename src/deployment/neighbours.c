/* SPDX-License-Identifier: EUPL-1.2 */
/* What this room needs of incident/, in one place. */
#include "deployment/inner.h"
#include "deployment/statements.h"
#include "incident/incident.h"

struct concerned {
    struct tx *tx;
    struct id deployment;
};

static void concern_place(void *ctx, struct text place)
{
    struct concerned *c = ctx;

    audience_add_area(c->tx, c->deployment, place);
}

void dep_concern_places(struct tx *tx, struct id deployment, struct id request)
{
    struct concerned c = { tx, deployment };
    struct text region = request_region(tx, request);

    if (!text_is_empty(region))
        incident_open_places(tx, region, concern_place, &c);
}

const char *dep_art39(struct tx *tx, struct id request, struct instant since, struct instant when)
{
    struct text where = request_municipality(tx, request);

    if (text_is_empty(where))
        where = request_region(tx, request);
    if (text_is_empty(where))
        return "none";
    if (incident_art39_covers(tx, where, when))
        return "on";
    return incident_art39_ended(tx, where, since, when) ? "ended" : "none";
}
