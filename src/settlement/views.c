/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: what one request cost, and what was settled last. */
#include <string.h>

#include "base/tr.h"
#include "deployment/deployment.h"
#include "settlement/inner.h"
#include "settlement/statements.h"

struct settlement_query {
    struct id id;
};
struct settlements_query {
    int64_t before;
};

static void put_text_or_none(struct json *out, const char *name, struct text t)
{
    json_name(out, name);
    if (text_is_empty(t))
        json_none(out);
    else
        json_text(out, t);
}

static void put_cents(struct json *out, const char *name, const struct rows *r, int column)
{
    json_name(out, name);
    if (rows_is_null(r, column))
        json_none(out);
    else
        json_int(out, rows_int(r, column));
}

static struct text request_url(const struct look *look, struct id request)
{
    return text_printf(look->arena, "/aanvragen/%.*s", TEXT_FMT(id_text(look->arena, request)));
}

/* "settlement": {office, settled_at, regime, additional_cents, is_waived, reason} or null. */
static void put_settlement(struct json *out, const struct look *look, struct id request)
{
    struct rows *r = tx_query(look->tx, SQL_SETTLEMENT_OF, VAL(request));

    json_name(out, "settlement");
    if (!rows_next(r)) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_office(out, "office", look->tx, rows_id(r, 0));
    json_put_instant(out, "settled_at", rows_instant(r, 1));
    json_put_choice(out, "regime", "cost_regime", rows_text(r, 2));
    put_cents(out, "additional_cents", r, 3);
    json_put_bool(out, "is_waived", rows_yesno(r, 4).is == YES);
    put_text_or_none(out, "reason", rows_text(r, 5));
    json_close(out);
    rows_close(r);
}

static void put_lines(struct json *out, const struct look *look, struct id request)
{
    struct rows *r = tx_query(look->tx, SQL_SETTLEMENT_LINES_OF, VAL(request));

    json_name(out, "lines");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_choice(out, "cost_kind", "cost_kind", rows_text(r, 0));
        put_cents(out, "amount_cents", r, 1);
        json_close(out);
    }
    json_list_end(out);
}

/* {"request", "request_url", "stage", "basis_regime", "hours" (null: not reported), "has_hours",
 * "is_confirmation_owed", "settlement", "lines", "deployments", "acts"}: the money of one request.
 */
static enum result view_settlement(const struct look *look, const void *query, struct json *out)
{
    const struct settlement_query *q = query;
    const struct route *route = request_route(look->tx, q->id);

    int64_t hours;

    if (!route)
        return NOT_FOUND;
    hours = deployment_hours(look->tx, q->id);
    json_put_thing(out, "request", look->tx, q->id);
    json_put_text(out, "request_url", request_url(look, q->id));
    json_put_stage(out, "stage", route, request_stage(look->tx, q->id));
    json_put_choice(out, "basis_regime", "cost_regime", text_of(route_cost(route)));
    if (hours == INT_NONE)
        json_put_cstr(out, "hours", NULL);
    else
        json_put_int(out, "hours", hours);
    json_put_bool(out, "has_hours", hours != INT_NONE);
    json_put_bool(out, "is_confirmation_owed",
                  obligation_is_open(look->tx, q->id, T("CONFIRM_WRITTEN")));
    put_settlement(out, look, q->id);
    put_lines(out, look, q->id);
    json_deployments_of(out, look, q->id);
    json_acts(out, look, q->id, false);
    return OK;
}

static void put_row(struct json *out, const struct look *look, const struct rows *r)
{
    struct id request = rows_id(r, 1);

    json_open(out);
    json_put_thing(out, "request", look->tx, request);
    json_put_text(out, "self_url",
                  text_printf(look->arena, "%.*s/kosten", TEXT_FMT(request_url(look, request))));
    json_put_instant(out, "settled_at", rows_instant(r, 2));
    json_put_choice(out, "regime", "cost_regime", rows_text(r, 3));
    put_cents(out, "additional_cents", r, 4);
    json_put_bool(out, "is_waived", rows_yesno(r, 5).is == YES);
    json_close(out);
}

/* {"settlements": [{request, self_url, settled_at, regime, additional_cents, is_waived}],
 * "next_url"}, newest first; only of requests that the viewer may see. */
static enum result view_settlements(const struct look *look, const void *query, struct json *out)
{
    const struct settlements_query *q = query;
    int64_t before = q->before == INT_NONE ? INT64_MAX : q->before, last = 0, looked = 0, n = 0;
    struct rows *r = tx_query(look->tx, SQL_SETTLEMENT_PAGE, VAL(before), VAL(SETTLEMENT_SCAN));
    bool has_more = false;

    json_name(out, "settlements");
    json_list(out);
    while (rows_next(r)) {
        looked++;
        if (n == SETTLEMENT_PAGE) {
            has_more = true;
            rows_close(r);
            break;
        }
        last = rows_int(r, 0);
        if (!look_sees_thing(look, "request", rows_id(r, 1)))
            continue;
        put_row(out, look, r);
        n++;
    }
    json_list_end(out);
    json_name(out, "next_url");
    if (has_more || looked == SETTLEMENT_SCAN)
        json_text(out, text_printf(look->arena, "/verrekeningen?before=%lld", (long long)last));
    else
        json_none(out);
    return OK;
}

const struct view settlement_views[SETTLEMENT_VIEWS] = {
    {
        .name = "settlement",
        .title = N_("Cost of a request"),
        .audience = "parties",
        .thing = "request",
        .path = "/requests/{id}/settlement",
        .address = "/aanvragen/{id}/kosten",
        .nav = "aanvragen",
        FIELDS(settlement_query,
               FIELD(settlement_query, id, .label = N_("Request"), .table = "request")),
        .build = view_settlement,
        .page = "settlement",
    },
    {
        .name = "settlements",
        .title = N_("Settled cost"),
        .audience = "offices",
        .path = "/settlements",
        .address = "/verrekeningen",
        .nav = "aanvragen",
        FIELDS(settlements_query,
               FIELD(settlements_query, before, .label = N_("Before"), .optional = true)),
        .build = view_settlements,
        .page = "settlements",
    },
};
