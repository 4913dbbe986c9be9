/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: the list, one deployment, and both for a phone in the field. */
#include <string.h>

#include "base/tr.h"
#include "deployment/statements.h"
#include "deployment/views.h"

struct list_query {
    struct id request;
    struct text state;
    struct yesno mine;
    struct id after;
};
struct tasks_query {
    struct id after;
};

static const char *const states[] = { "TASKED",   "EN_ROUTE", "DEPLOYED",
                                      "RELEASED", "RECALLED", "RETURNED_HOME" };

/* Lists go back from here: the newest when nothing is given. */
static struct id after_or_newest(struct id after)
{
    struct id newest = { INT64_MAX };

    return id_is_none(after) ? newest : after;
}

static struct rows *query_list(const struct look *look, const struct list_query *q,
                               struct id before)
{
    struct id own = look->viewer->office;

    if (q->mine.is == YES)
        return tx_query(look->tx, SQL_DEP_PAGE_MINE, VAL(before), VAL(DEP_SCAN), VAL(own),
                        VAL(q->state));
    if (!id_is_none(q->request))
        return tx_query(look->tx, SQL_DEP_PAGE_REQUEST, VAL(before), VAL(DEP_SCAN), VAL(q->request),
                        VAL(q->state));
    if (!text_is_empty(q->state))
        return tx_query(look->tx, SQL_DEP_PAGE_STATE, VAL(before), VAL(DEP_SCAN), VAL(q->state));
    return tx_query(look->tx, SQL_DEP_PAGE, VAL(before), VAL(DEP_SCAN));
}

/* Rows that the viewer may see, at most a page of them. Returns where the next page begins, or
 * none. */
static struct id put_seen_rows(struct json *out, const struct look *look, struct rows *r,
                               struct id *ids)
{
    struct id next = ID_NONE, last = ID_NONE;
    size_t n = 0, looked = 0;

    while (rows_next(r)) { /* the ids first: another statement may use the connection meanwhile */
        struct id id = rows_id(r, 0);

        looked++;
        if (n == DEP_PAGE) {
            next = last;
            rows_close(r);
            break;
        }
        last = id;
        if (look_sees_thing(look, "deployment", id))
            ids[n++] = id;
    }
    if (looked == DEP_SCAN && id_is_none(next))
        next = last;
    json_name(out, "deployments");
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        struct deployment d;

        if (deployment_get(look->tx, ids[i], &d) != OK)
            continue;
        json_open(out);
        put_dep_card(out, look, &d);
        json_close(out);
    }
    json_list_end(out);
    return next;
}

static void put_next_url(struct json *out, const struct look *look, const struct list_query *q,
                         const char *address, struct id next)
{
    struct text url;

    json_put_id(out, "next", next);
    json_name(out, "next_url");
    if (id_is_none(next)) {
        json_none(out);
        return;
    }
    url = text_printf(look->arena, "/%s?after=%.*s", address, TEXT_FMT(id_text(look->arena, next)));
    if (q && !text_is_empty(q->state))
        url = text_printf(look->arena, "%.*s&state=%.*s", TEXT_FMT(url), TEXT_FMT(q->state));
    if (q && q->mine.is == YES)
        url = text_printf(look->arena, "%.*s&mine=true", TEXT_FMT(url));
    if (q && !id_is_none(q->request))
        url = text_printf(look->arena, "%.*s&request=%.*s", TEXT_FMT(url),
                          TEXT_FMT(id_text(look->arena, q->request)));
    json_text(out, url);
}

/* "states": every state with its words, for the filter; "is_mine", "has_filter". */
static void put_filter(struct json *out, const struct look *look, const struct list_query *q)
{
    /* The machine's words: the same in every route. */
    const struct route *words = route_shelf_at(route_shelf_shared(), 0);

    json_put_bool(out, "is_mine", q->mine.is == YES);
    json_put_bool(out, "has_filter",
                  q->mine.is == YES || !text_is_empty(q->state) || !id_is_none(q->request));
    json_put_thing(out, "of_request", look->tx,
                   !id_is_none(q->request) && look_sees_thing(look, "request", q->request)
                       ? q->request
                       : ID_NONE);
    json_name(out, "states");
    json_list(out);
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        json_open(out);
        json_put_cstr(out, "code", states[i]);
        json_put_stage(out, "words", words, text_of(states[i]));
        json_put_bool(out, "is_selected", text_is(q->state, states[i]));
        json_close(out);
    }
    json_list_end(out);
}

/* {"is_mine", "has_filter", "of_request", "states", "deployments": [card], "next", "next_url"},
 * newest first; only what the viewer may see. */
static enum result view_deployments(const struct look *look, const void *query, struct json *out)
{
    const struct list_query *q = query;
    struct id before = after_or_newest(q->after);
    struct id *ids = arena_array(look->arena, struct id, DEP_PAGE);

    if (!ids)
        return LIMIT;
    put_filter(out, look, q);
    put_next_url(out, look, q, "inzetten",
                 put_seen_rows(out, look, query_list(look, q, before), ids));
    return OK;
}

/* The whole of one deployment, its acts and its timeline. */
static enum result view_deployment(const struct look *look, const void *query, struct json *out)
{
    const struct dep_query *q = query;
    struct deployment d;
    enum result r = deployment_get(look->tx, q->id, &d);

    if (r)
        return r;
    json_put_bool(out, "is_phone", false);
    put_dep_whole(out, look, &d);
    put_dep_next(out, look, &d, false);
    json_acts(out, look, d.id, false);
    json_timeline(out, look, d.id, DEP_TIMELINE);
    return OK;
}

/* What the viewer's own office has in the field and is not home yet. */
static enum result view_field_tasks(const struct look *look, const void *query, struct json *out)
{
    const struct tasks_query *q = query;
    struct id before = after_or_newest(q->after);
    struct id *ids = arena_array(look->arena, struct id, DEP_PAGE);
    struct rows *r = tx_query(look->tx, SQL_DEP_PAGE_MINE_OPEN, VAL(before), VAL(DEP_SCAN),
                              VAL(look->viewer->office));

    if (!ids)
        return LIMIT;
    put_next_url(out, look, NULL, "opdracht", put_seen_rows(out, look, r, ids));
    return OK;
}

/* One order on a phone: next report, authority, force, danger, what was reported. */
static enum result view_field_task(const struct look *look, const void *query, struct json *out)
{
    const struct dep_query *q = query;
    struct deployment d;
    enum result r = deployment_get(look->tx, q->id, &d);

    if (r)
        return r;
    json_put_bool(out, "is_phone", true);
    put_dep_whole(out, look, &d);
    put_dep_next(out, look, &d, true);
    return OK;
}

void json_deployments_of(struct json *out, const struct look *look, struct id request)
{
    struct id *ids = arena_array(look->arena, struct id, DEP_PAGE);
    struct rows *r = tx_query(look->tx, SQL_DEP_OF_REQUEST, VAL(request));

    if (!ids) {
        rows_close(r);
        json_name(out, "deployments");
        json_list(out);
        json_list_end(out);
        return;
    }
    put_seen_rows(out, look, r, ids);
}

const struct view deployment_views[DEPLOYMENT_VIEWS] = {
    {
        .name = "deployments",
        .title = N_("Deployments"),
        .audience = "offices",
        .path = "/deployments",
        .address = "/inzetten",
        .nav = "aanvragen",
        FIELDS(list_query,
               FIELD(list_query, request, .label = N_("Request"), .table = "request",
                     .optional = true),
               FIELD(list_query, state, .label = N_("State"), .max = 40, .optional = true),
               FIELD(list_query, mine, .label = N_("Only mine"), .optional = true),
               FIELD(list_query, after, .label = N_("After"), .table = "deployment",
                     .optional = true)),
        .build = view_deployments,
        .page = "deployments",
    },
    {
        .name = "deployment",
        .title = N_("Deployment"),
        .audience = "parties",
        .thing = "deployment",
        .path = "/deployments/{id}",
        .address = "/inzetten/{id}",
        .nav = "aanvragen",
        FIELDS(dep_query, FIELD(dep_query, id, .label = N_("Deployment"), .table = "deployment")),
        .build = view_deployment,
        .page = "deployment",
    },
    {
        .name = "field_tasks",
        .title = N_("Orders of your unit"),
        .audience = "self",
        .path = "/field-tasks",
        .address = "/opdracht",
        .nav = "werk",
        FIELDS(tasks_query, FIELD(tasks_query, after, .label = N_("After"), .table = "deployment",
                                  .optional = true)),
        .build = view_field_tasks,
        .page = "field_tasks",
    },
    {
        .name = "field_task",
        .title = N_("Order"),
        .audience = "parties",
        .thing = "deployment",
        .path = "/field-tasks/{id}",
        .address = "/opdracht/{id}",
        .nav = "werk",
        FIELDS(dep_query, FIELD(dep_query, id, .label = N_("Deployment"), .table = "deployment")),
        .build = view_field_task,
        .page = "field_task",
    },
};
