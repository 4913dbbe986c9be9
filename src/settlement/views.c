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

static void put_lines(struct json *out, const struct look *look, int64_t position)
{
    struct rows *r = tx_query(look->tx, SQL_SETTLEMENT_LINES_OF, VAL(position));

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

/* Members of one settlement, without its braces. */
static void put_one(struct json *out, const struct look *look, const struct rows *r)
{
    json_put_office(out, "office", look->tx, rows_id(r, 1));
    json_put_instant(out, "settled_at", rows_instant(r, 2));
    json_put_choice(out, "regime", "cost_regime", rows_text(r, 3));
    put_cents(out, "additional_cents", r, 4);
    json_put_bool(out, "is_zero", rows_int(r, 4) == 0);
    json_put_bool(out, "is_waived", rows_yesno(r, 5).is == YES);
    put_text_or_none(out, "reason", rows_text(r, 6));
}

/* "settlement": the one that counts, {office, settled_at, regime, additional_cents, is_zero,
 * is_waived, reason, is_correction} or null; "lines" of it; "earlier": those that it corrects. */
static struct text put_settlements(struct json *out, const struct look *look, struct id request)
{
    struct rows *r = tx_query(look->tx, SQL_SETTLEMENTS_OF, VAL(request));
    struct text regime = T("");
    int64_t position = INT_NONE;
    bool has_more;

    json_name(out, "settlement");
    if (!rows_next(r)) {
        json_none(out);
        put_lines(out, look, 0);
        json_put_bool(out, "has_earlier", false);
        json_name(out, "earlier");
        json_list(out);
        json_list_end(out);
        return regime;
    }
    position = rows_int(r, 0);
    regime = rows_text(r, 3);
    json_open(out);
    put_one(out, look, r);
    has_more = rows_next(r);
    json_put_bool(out, "is_correction", has_more);
    json_close(out);
    json_put_bool(out, "has_earlier", has_more);
    json_name(out, "earlier");
    json_list(out);
    while (has_more) {
        json_open(out);
        put_one(out, look, r);
        json_close(out);
        has_more = rows_next(r);
    }
    json_list_end(out);
    put_lines(out, look, position);
    return regime;
}

/* "rules": what the regime means, {regime, meaning, payer, claim, source, is_recalled,
 * agrees_first} or null. */
static void put_rules(struct json *out, const struct look *look, struct text regime)
{
    const struct regime *rule = regime_find(regime);

    json_name(out, "rules");
    if (!rule) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_choice(out, "regime", "cost_regime", regime);
    json_put_cstr(out, "meaning", tr(look->lang, rule->meaning));
    json_put_cstr(out, "payer", tr(look->lang, rule->payer));
    json_put_cstr(out, "claim", rule->claim ? tr(look->lang, rule->claim) : NULL);
    json_put_cstr(out, "source", tr(look->lang, rule->source));
    json_put_bool(out, "is_recalled", rule->is_recalled);
    json_put_bool(out, "agrees_first", rule->agrees_first);
    json_close(out);
}

/* "settlers": [{"title"}], who may settle this request: the offices of the route's slot that are
 * valid now. */
static void put_settlers(struct json *out, const struct look *look, struct id request)
{
    const struct route *route = request_route(look->tx, request);
    const struct facts none = { 0 };
    struct text codes = route ? route_slot(route, "finance", &none, look->arena) : T(""), code;
    struct text region = request_region(look->tx, request);

    json_name(out, "settlers");
    json_list(out);
    while (text_cut(&codes, ',', &code)) {
        struct office o;
        struct id id = office_find(look->tx, code, region, look->now);

        if (id_is_none(id)) {
            id = office_find(look->tx, code, T(""), look->now);
            if (region.len > 0 && !id_is_none(id) && !office_covers(look->tx, id, region))
                continue; /* of another region */
        }
        if (office_get(look->tx, id, look->now, &o) != OK)
            continue;
        json_open(out);
        json_put_text(out, "title", o.title);
        json_close(out);
    }
    json_list_end(out);
}

/* What the settlement rests on: hours, the signed form, the agreement beforehand. */
static void put_grounds(struct json *out, const struct look *look, struct id request)
{
    int64_t hours = deployment_hours(look->tx, request);
    struct period period = request_period(look->tx, request);

    if (hours == INT_NONE)
        json_put_cstr(out, "hours", NULL);
    else
        json_put_int(out, "hours", hours);
    json_put_bool(out, "has_hours", hours != INT_NONE);
    json_put_bool(out, "is_confirmation_owed",
                  obligation_is_open(look->tx, request, T("CONFIRM_WRITTEN")));
    put_settlers(out, look, request);
    json_put_office(out, "asker", look->tx, cost_asker(look->tx, request, look->now));
    json_put_instant(out, "period_from_at", period.from);
    json_put_instant(out, "period_until_at", period.until);
    json_put_bool(
        out, "is_agreed",
        cost_is_agreed(look->tx, request, instant_is_none(period.from) ? look->now : period.from));
}

/* {"request", "request_url", "stage", "article", "basis", "basis_regime", "now_at", "settlers",
 * "hours" (null: not reported), "has_hours", "is_confirmation_owed", "asker", "period_from_at",
 * "period_until_at", "is_agreed", "settlement", "earlier", "lines", "rules", "is_regime_other",
 * "deployments", "acts"}: the money of one request, as a statement that can be printed. */
static enum result view_settlement(const struct look *look, const void *query, struct json *out)
{
    const struct settlement_query *q = query;
    const struct route *route = request_route(look->tx, q->id);
    struct text regime, basis;

    if (!route)
        return NOT_FOUND;
    basis = text_of(route_cost(route));
    json_put_thing(out, "request", look->tx, q->id);
    json_put_text(out, "request_url", request_url(look, q->id));
    json_put_stage(out, "stage", route, request_stage(look->tx, q->id));
    json_put_text(out, "article", route_article(route));
    json_put_route(out, "basis", route);
    json_put_choice(out, "basis_regime", "cost_regime", basis);
    json_put_instant(out, "now_at", look->now);
    put_grounds(out, look, q->id);
    regime = put_settlements(out, look, q->id);
    put_rules(out, look, regime.len > 0 ? regime : basis);
    json_put_bool(out, "is_regime_other", regime.len > 0 && !text_same(regime, basis));
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
