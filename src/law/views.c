/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: the list of laws, what my office owes, the policy parameters; and its
 * row. */
#include "base/tr.h"
#include "law/route_view.h"
#include "law/statements.h"

enum {
    OWED_MAX = 200, /* a desk shows so many; more than that is no list to work from */
    POLICY_TIMELINE_MAX = 50,
};

struct no_query {
    struct text q; /* a struct needs a member; nothing is asked */
};

/* ---- routes ---- */

/* Is there a version in force now, and which? */
static void put_in_force(struct json *out, const struct look *look, const struct route *r)
{
    const struct route *now = route_in_force(look->tx, route_id(r), look->now);

    json_put_bool(out, "is_in_force", now == r);
    json_put_bool(out, "has_version_in_force", now != NULL);
    json_put_int(out, "in_force_version", now ? now->version : 0);
}

/* The members of one parameter: what counts now, and what would count if nobody had set it. */
static void put_policy(struct json *out, const struct look *look, struct text name)
{
    struct rows *row = tx_query(look->tx, SQL_POLICY_ROW, VAL(name));
    bool is_set = rows_next(row);
    int64_t otherwise = 0;

    (void)policy_default(name, &otherwise);
    json_put_text(out, "name", name);
    json_put_int(out, "value", is_set ? rows_int(row, 0) : otherwise);
    json_put_int(out, "default_value", otherwise);
    json_put_bool(out, "is_in_days", text_ends(name, T("_days")));
    json_put_bool(out, "is_in_hours", text_ends(name, T("_hours")));
    json_put_bool(out, "is_set", is_set);
    json_put_text(out, "reason", is_set ? rows_text(row, 1) : T(""));
    json_put_instant(out, "set_at", is_set ? rows_instant(row, 2) : INSTANT_NONE);
    if (is_set)
        rows_close(row);
}

/* {"routes": [{route, version, article, valid_from_on, valid_until_on, mark, is_in_force,
 * has_version_in_force, in_force_version, asks, decides, has_second, agrees, fits, self_url}],
 * "policies": [{name, value, default_value,
 * is_in_days, is_in_hours, is_set, reason, set_at}]} in legal order. */
static enum result view_routes(const struct look *look, const void *query, struct json *out)
{
    const struct route_shelf *s = route_shelf_shared();

    (void)query;
    json_name(out, "routes");
    json_list(out);
    for (size_t i = 0; i < route_shelf_count(s); i++) {
        const struct route *r = route_shelf_at(s, i);
        json_open(out);
        json_put_route(out, "route", r);
        json_put_int(out, "version", r->version);
        json_put_text(out, "article", route_article(r));
        json_put_text(out, "valid_from_on", text_of(r->valid_from));
        json_put_text(out, "valid_until_on", text_of(r->valid_until));
        json_put_cstr(out, "mark", r->mark);
        put_in_force(out, look, r);
        put_route_line(out, look, r);
        json_put_text(out, "self_url", text_printf(look->arena, "/wetten/%s", r->id));
        json_close(out);
    }
    json_list_end(out);
    json_name(out, "policies");
    json_list(out);
    for (size_t i = 0; i < s->policy_count; i++) {
        json_open(out);
        put_policy(out, look, text_of(s->policies[i].name));
        json_close(out);
    }
    json_list_end(out);
    json_creates(out, look, "law_route");
    json_name(out, "policy_acts");
    json_open(out);
    json_creates(out, look, "policy");
    json_close(out);
    return OK;
}

/* ---- my_obligations ---- */

/* {"obligations": [{thing, thing_url, kind, due_at, has_term, is_overdue, is_soon, is_statutory,
 * cite, ground, opened_at}], "has_obligations", "has_statutory", "has_policy", "count"}: what the
 * viewer's own office owes. */
static enum result view_my_obligations(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    json_obligations_owed(out, look, OWED_MAX);
    return OK;
}

/* ---- policy ---- */

struct policy_query {
    struct id id;
};

/* {"name", "value", "default_value", "is_set", "reason", "set_at", "timeline"}: the parameter that
 * an act set, as it stands now. */
static enum result view_policy(const struct look *look, const void *query, struct json *out)
{
    const struct policy_query *q = query;
    struct thing t;
    enum result r = thing_get(look->tx, q->id, &t);

    if (r)
        return r;
    put_policy(out, look, t.number);
    json_timeline(out, look, q->id, POLICY_TIMELINE_MAX);
    return OK;
}

const struct view law_views[5] = {
    {
        .name = "routes",
        .title = N_("Laws"),
        .audience = "offices",
        .path = "/routes",
        .address = "/wetten",
        .nav = "meer",
        FIELDS(no_query, FIELD(no_query, q, .label = N_("Search"), .optional = true)),
        .build = view_routes,
        .page = "routes",
    },
    {
        .name = "route",
        .title = N_("Law"),
        .audience = "offices",
        .path = "/routes/{id}",
        .address = "/wetten/{id}",
        FIELDS(route_query, FIELD(route_query, id, .label = N_("Route"), .max = 40)),
        .build = view_route,
        .page = "route",
    },
    {
        .name = "rules",
        .title = N_("Rules"),
        .audience = "offices",
        .path = "/rules",
        .address = "/regels",
        FIELDS(no_query, FIELD(no_query, q, .label = N_("Search"), .optional = true)),
        .build = view_rules,
        .page = "rules",
    },
    {
        .name = "my_obligations",
        .title = N_("What my office owes"),
        .audience = "self",
        .path = "/my-obligations",
        .address = "/werk/verplichtingen",
        FIELDS(no_query, FIELD(no_query, q, .label = N_("Search"), .optional = true)),
        .build = view_my_obligations,
        .page = "my_obligations",
    },
    {
        .name = "policy",
        .title = N_("Policy parameter"),
        .audience = "offices",
        .thing = "policy",
        .path = "/policies/{id}",
        .address = "/beleid/{id}",
        FIELDS(policy_query,
               FIELD(policy_query, id, .label = N_("Policy parameter"), .table = "policy")),
        .build = view_policy,
        .page = "policy",
    },
};

static const struct thing_type law_things[] = {
    { .name = "law_route",
      .path = "routes",
      .address = "wetten",
      .title = N_("Law"),
      .view = "route",
      .audience = "offices" },
    { .name = "policy",
      .path = "policies",
      .address = "beleid",
      .title = N_("Policy parameter"),
      .view = "policy",
      .audience = "offices" },
};

const struct room law_room = {
    .name = "law",
    .sql = &law_sql,
    ROOM_ACTIONS(law_actions),
    ROOM_VIEWS(law_views),
    ROOM_THINGS(law_things),
};
