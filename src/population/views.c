/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: all orders, and those of one incident. */
#include "base/tr.h"
#include "population/inner.h"
#include "population/statements.h"

enum {
    SHOWN_MAX = 200,
    REGIONS_SHOWN = 60,
    ACTS_BYTES_MAX = 65536, /* an incident's acts as JSON */
};

struct evacuations_query {
    struct yesno ended;
    struct id region;
    int64_t before;
};
struct incident_query {
    struct id id;
};

/* ---- one order ---- */

static struct text incident_url(const struct look *look, struct id incident)
{
    return text_printf(look->arena, "/incidenten/%.*s", TEXT_FMT(id_text(look->arena, incident)));
}

static void put_places(struct json *out, const struct look *look, struct id incident,
                       int64_t position)
{
    struct rows *r = tx_query(look->tx, SQL_EVACUATION_PLACES, VAL(incident), VAL(position));

    json_name(out, "places");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_place(out, "place", look->tx, rows_text(r, 0));
        json_put_bool(out, "is_running", rows_is_null(r, 2));
        json_put_instant(out, "ended_at", rows_instant(r, 2));
        json_put_office(out, "ended_by", look->tx, rows_id(r, 3));
        json_close(out);
    }
    json_list_end(out);
}

static void put_power(struct json *out, struct text power)
{
    if (text_is(power, "WVR39"))
        json_put_words(out, "power", "WVR39", N_("chair of the safety region, article 39"));
    else
        json_put_words(out, "power", "MAYOR", N_("mayor, Wvr articles 4 and 5"));
}

/* A row of EVACUATIONS_OF and its like. */
static void put_order(struct json *out, const struct look *look, const struct rows *r)
{
    struct id incident = rows_id(r, 0);
    int64_t position = rows_int(r, 1);
    struct text url = incident_url(look, incident);

    json_open(out);
    json_put_thing(out, "incident", look->tx, incident);
    json_put_text(out, "incident_url", url);
    json_put_text(out, "self_url", text_printf(look->arena, "%.*s/verplaatsing", TEXT_FMT(url)));
    json_put_office(out, "office", look->tx, rows_id(r, 2));
    put_power(out, rows_text(r, 3));
    json_put_text(out, "by_authority", rows_peek(r, 4));
    json_put_int(out, "people", rows_int(r, 5));
    json_name(out, "homes");
    if (rows_is_null(r, 6))
        json_none(out);
    else
        json_int(out, rows_int(r, 6));
    json_put_bool(out, "has_homes", !rows_is_null(r, 6));
    json_put_instant(out, "from_at", rows_instant(r, 7));
    json_put_bool(out, "is_ahead", rows_instant(r, 7).us > look->now.us);
    json_put_text(out, "reason", rows_peek(r, 8));
    json_put_instant(out, "ordered_at", rows_instant(r, 9));
    json_put_bool(out, "is_running",
                  tx_has(look->tx, SQL_EVACUATION_IS_RUNNING, VAL(incident), VAL(position)));
    put_places(out, look, incident, position);
    json_close(out);
}

/* True when one of the order's places lies in the region, or in the area of the office. */
static bool touches(const struct look *look, struct id incident, int64_t position,
                    struct text region, struct id office)
{
    struct rows *r = tx_query(look->tx, SQL_EVACUATION_PLACES, VAL(incident), VAL(position));
    bool is_touched = false;

    while (rows_next(r)) {
        struct text code = rows_text(r, 1);

        is_touched =
            is_touched ||
            (id_is_none(office) ? text_same(directory_region_of(look->tx, code, look->now), region)
                                : directory_office_covers(look->tx, office, code, look->now));
    }
    return is_touched;
}

void json_evacuations_ahead(struct json *out, const struct look *look, int64_t limit)
{
    struct rows *r =
        tx_query(look->tx, SQL_EVACUATIONS_AHEAD, VAL(look->now), VAL(POPULATION_SCAN));
    int64_t n = 0;

    json_name(out, "evacuations_ahead");
    json_list(out);
    while (n < limit && rows_next(r)) {
        struct id incident = rows_id(r, 0);

        if (id_is_none(look->viewer->office) || !look_sees_thing(look, "incident", incident) ||
            !touches(look, incident, rows_int(r, 1), T(""), look->viewer->office))
            continue;
        put_order(out, look, r);
        n++;
    }
    if (n == limit)
        rows_close(r);
    json_list_end(out);
    json_put_bool(out, "has_evacuations_ahead", n > 0);
}

/* ---- the looks ---- */

/* {"evacuations": [order], "is_list", "is_running_only", "is_empty", "regions" (options),
 * "next_url"}, the last one first; only of incidents that the viewer may see. */
static enum result view_evacuations(const struct look *look, const void *query, struct json *out)
{
    const struct evacuations_query *q = query;
    int64_t before = q->before == INT_NONE ? INT64_MAX : q->before, last = 0, looked = 0, n = 0;
    bool is_running_only = q->ended.is != YES, has_more = false;
    struct text region =
        id_is_none(q->region)
            ? T("")
            : directory_region_of(look->tx, id_text(look->arena, q->region), look->now);
    struct rows *r = tx_query(look->tx, SQL_EVACUATION_PAGE, VAL(before), VAL(POPULATION_SCAN));

    json_name(out, "evacuations");
    json_list(out);
    while (rows_next(r)) {
        struct id incident = rows_id(r, 0);

        looked++;
        if (n == POPULATION_PAGE) {
            has_more = true;
            rows_close(r);
            break;
        }
        last = rows_int(r, 1);
        if (!look_sees_thing(look, "incident", incident) ||
            (is_running_only &&
             !tx_has(look->tx, SQL_EVACUATION_IS_RUNNING, VAL(incident), VAL(last))) ||
            (!id_is_none(q->region) && !touches(look, incident, last, region, ID_NONE)))
            continue;
        put_order(out, look, r);
        n++;
    }
    json_list_end(out);
    json_put_bool(out, "is_list", true);
    json_put_bool(out, "is_running_only", is_running_only);
    json_put_bool(out, "is_empty", n == 0);
    json_name(out, "regions");
    json_list(out);
    things_put_options(out, look, "region", id_text(look->arena, q->region), REGIONS_SHOWN);
    json_list_end(out);
    json_name(out, "next_url");
    if (has_more || looked == POPULATION_SCAN)
        json_text(
            out,
            text_printf(look->arena, "/verplaatsing?ended=%s%s%.*s&before=%lld",
                        is_running_only ? "no" : "yes", id_is_none(q->region) ? "" : "&region=",
                        TEXT_FMT(id_is_none(q->region) ? T("") : id_text(look->arena, q->region)),
                        (long long)last));
    else
        json_none(out);
    return OK;
}

/* "acts": those of this room on the incident, with why not for who may not. */
static void put_acts(struct json *out, const struct look *look, struct id incident)
{
    struct buf buf = buf_make(ACTS_BYTES_MAX);
    struct json all = json_make(&buf);
    struct json_fault fault;
    json_t *doc = NULL, *act;
    size_t i;

    json_open(&all);
    json_acts(&all, look, incident, true);
    json_close(&all);
    json_name(out, "acts");
    json_list(out);
    if (json_end(&all) == OK && json_read(buf_text(&buf), &doc, &fault) == OK)
        json_array_foreach (json_object_get(doc, "acts"), i, act)
            for (size_t a = 0; a < POPULATION_ACTIONS; a++)
                if (text_is(json_string_text(json_object_get(act, "name")),
                            population_actions[a].name))
                    json_value(out, act);
    json_list_end(out);
    json_decref(doc);
    buf_free(&buf);
}

/* {"incident", "incident_url", "evacuations": [order], "is_empty", "acts"}: the orders of one
 * incident, the last one first. */
static enum result view_incident_evacuations(const struct look *look, const void *query,
                                             struct json *out)
{
    const struct incident_query *q = query;
    struct rows *r = tx_query(look->tx, SQL_EVACUATIONS_OF, VAL(q->id), VAL(SHOWN_MAX));
    int64_t n = 0;

    json_put_thing(out, "incident", look->tx, q->id);
    json_put_text(out, "incident_url", incident_url(look, q->id));
    json_name(out, "evacuations");
    json_list(out);
    while (rows_next(r)) {
        put_order(out, look, r);
        n++;
    }
    json_list_end(out);
    json_put_bool(out, "is_list", false);
    json_put_bool(out, "is_empty", n == 0);
    json_put_cstr(out, "list_url", "/verplaatsing");
    put_acts(out, look, q->id);
    return OK;
}

const struct view population_views[POPULATION_VIEWS] = {
    {
        .name = "evacuations",
        .title = N_("Population movement"),
        .audience = "offices",
        .path = "/evacuations",
        .address = "/verplaatsing",
        .nav = "meer",
        FIELDS(
            evacuations_query,
            FIELD(evacuations_query, ended, .label = N_("Those that ended too"), .optional = true),
            FIELD(evacuations_query, region, .label = N_("Safety region"), .table = "region",
                  .optional = true),
            FIELD(evacuations_query, before, .label = N_("Before"), .optional = true)),
        .build = view_evacuations,
        .page = "evacuations",
    },
    {
        .name = "incident_evacuations",
        .title = N_("Population movement in an incident"),
        .audience = "offices",
        .thing = "incident",
        .path = "/incidents/{id}/evacuations",
        .address = "/incidenten/{id}/verplaatsing",
        .nav = "beeld",
        FIELDS(incident_query,
               FIELD(incident_query, id, .label = N_("Incident"), .table = "incident")),
        .build = view_incident_evacuations,
        .page = "incident_evacuations",
    },
};
