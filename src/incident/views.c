/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: incidents, one incident, the picture of the country, one picture. */
#include "base/tr.h"
#include "incident/inner.h"
#include "incident/statements.h"

struct incidents_query {
    struct text q;
    struct yesno closed;
    struct id after;
};
struct thing_query {
    struct id id;
};
struct picture_query {
    struct id region;
};

enum { SHOWN_MAX = 50, TILE_SIDE = 100 }; /* units of the tile grid's drawing */

/* ---- pieces ---- */

static void put_url(struct json *out, const struct look *look, const char *name, const char *at,
                    struct id id)
{
    json_name(out, name);
    if (id_is_none(id))
        json_none(out);
    else
        json_text(out, text_printf(look->arena, "%s/%.*s", at, TEXT_FMT(id_text(look->arena, id))));
}

/* "region": code and name of one. */
static void put_region_words(struct json *out, const struct look *look, struct text region)
{
    json_put_text(out, "region", region);
    json_put_text(out, "region_name", directory_name_of(look->tx, region));
}

static void put_grip(struct json *out, struct text grip)
{
    json_put_choice(out, "grip", "grip", grip);
    json_put_int(out, "level", incident_grip_level(grip));
    json_put_bool(out, "is_raised", incident_grip_level(grip) > 0);
}

/* "regions": [{region, region_name, grip, level, is_raised, grip_at}] */
static void put_regions(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = tx_query(look->tx, SQL_INCIDENT_REGIONS, VAL(incident));

    json_name(out, "regions");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        put_region_words(out, look, rows_text(r, 0));
        put_grip(out, rows_text(r, 1));
        json_put_instant(out, "grip_at", rows_instant(r, 2));
        json_close(out);
    }
    json_list_end(out);
}

static void put_places(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = tx_query(look->tx, SQL_INCIDENT_PLACES, VAL(incident));

    json_name(out, "places");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_place(out, "place", look->tx, rows_text(r, 0));
        json_close(out);
    }
    json_list_end(out);
}

static void put_municipalities(struct json *out, const struct look *look, struct id incident,
                               struct text region, int64_t position)
{
    struct rows *r =
        tx_query(look->tx, SQL_ART39_OF_PERIOD, VAL(incident), VAL(region), VAL(position));

    json_name(out, "municipalities");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_text(out, "code", rows_peek(r, 0));
        json_put_text(out, "name", directory_name_of(look->tx, rows_text(r, 0)));
        json_put_bool(out, "is_on", rows_is_null(r, 2));
        json_put_instant(out, "reported_at", rows_instant(r, 3));
        json_close(out);
    }
    json_list_end(out);
}

static void put_consulted(struct json *out, const struct look *look, struct id incident,
                          int64_t position)
{
    struct rows *r = tx_query(look->tx, SQL_ART39_CONSULTED, VAL(incident), VAL(position));

    json_name(out, "consulted");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_office(out, "office", look->tx, rows_id(r, 0));
        json_close(out);
    }
    json_list_end(out);
}

/* "art39": [{region, region_name, from_at, until_at, is_on, urgency, consulted, municipalities}] */
static void put_periods(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = tx_query(look->tx, SQL_ART39_PERIODS, VAL(incident));

    json_name(out, "art39");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        put_region_words(out, look, rows_text(r, 0));
        json_put_instant(out, "from_at", rows_instant(r, 2));
        json_put_instant(out, "until_at", rows_instant(r, 3));
        json_put_bool(out, "is_on", rows_is_null(r, 3));
        json_put_text(out, "urgency", rows_peek(r, 4));
        put_consulted(out, look, incident, rows_int(r, 1));
        put_municipalities(out, look, incident, rows_text(r, 0), rows_int(r, 1));
        json_close(out);
    }
    json_list_end(out);
}

static void put_situations(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = tx_query(look->tx, SQL_SITUATIONS_OF, VAL(incident), VAL(SHOWN_MAX));

    json_name(out, "situation_reports");
    json_list(out);
    while (rows_next(r)) {
        struct text region = rows_text(r, 0);

        json_open(out);
        if (text_is_empty(region)) {
            json_put_cstr(out, "region", NULL);
            json_put_cstr(out, "region_name", NULL);
        } else {
            put_region_words(out, look, region);
        }
        json_put_office(out, "office", look->tx, rows_id(r, 1));
        json_put_text(out, "words", rows_peek(r, 2));
        json_put_instant(out, "made_at", rows_instant(r, 3));
        json_close(out);
    }
    json_list_end(out);
}

/* Members of a picture of the row. */
static void put_picture(struct json *out, const struct look *look, const struct rows *r)
{
    json_put_id(out, "id", rows_id(r, 0));
    put_url(out, look, "self_url", "/beelden", rows_id(r, 0));
    put_region_words(out, look, rows_text(r, 1));
    json_put_int(out, "total_version", rows_int(r, 2));
    json_put_int(out, "own_version", rows_int(r, 3));
    json_put_instant(out, "made_at", rows_instant(r, 4));
    json_put_text(out, "words", rows_peek(r, 5));
    json_put_office(out, "office", look->tx, rows_id(r, 6));
}

static void put_pictures(struct json *out, const struct look *look, struct rows *r)
{
    json_name(out, "pictures");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        put_picture(out, look, r);
        json_close(out);
    }
    json_list_end(out);
}

/* Members of one incident of a row (id, kind, what, started_at, closed_at). */
static void put_incident_row(struct json *out, const struct look *look, const struct rows *r)
{
    struct id id = rows_id(r, 0);

    json_open(out);
    json_put_id(out, "id", id);
    put_url(out, look, "self_url", "/incidenten", id);
    json_put_choice(out, "kind", "incident_kind", rows_text(r, 1));
    json_put_text(out, "what", rows_peek(r, 2));
    json_put_instant(out, "started_at", rows_instant(r, 3));
    json_put_instant(out, "closed_at", rows_instant(r, 4));
    json_put_bool(out, "is_open", rows_is_null(r, 4));
    put_regions(out, look, id);
    json_put_bool(out, "is_art39_on", tx_has(look->tx, SQL_ART39_ANY_ON, VAL(id)));
    json_close(out);
}

/* ---- the looks ---- */

/* {"q", "is_open_only", "incidents": [{id, kind, what, started_at, closed_at, is_open, regions,
 * is_art39_on, self_url}], "is_empty", "next", "next_url"}, newest first. */
static enum result view_incidents(const struct look *look, const void *query, struct json *out)
{
    const struct incidents_query *q = query;
    bool is_open_only = q->closed.is != YES, has_more = false;
    int64_t before = id_is_none(q->after) ? INT64_MAX : q->after.v, n = 0;
    struct id last = ID_NONE;
    struct rows *r = tx_query(look->tx, SQL_INCIDENT_PAGE, VAL(before), VAL(is_open_only),
                              VAL(like_words(look->arena, q->q)), VAL(INCIDENT_PAGE + 1));

    json_put_text(out, "q", q->q);
    json_put_bool(out, "is_open_only", is_open_only);
    json_name(out, "incidents");
    json_list(out);
    while (rows_next(r)) {
        if (n++ == INCIDENT_PAGE) {
            has_more = true;
            rows_close(r);
            break;
        }
        last = rows_id(r, 0);
        put_incident_row(out, look, r);
    }
    json_list_end(out);
    json_put_bool(out, "is_empty", n == 0);
    json_put_id(out, "next", has_more ? last : ID_NONE);
    json_name(out, "next_url");
    if (has_more && text_is_empty(q->q))
        json_text(out,
                  text_printf(look->arena, "/incidenten?closed=%s&after=%.*s",
                              is_open_only ? "no" : "yes", TEXT_FMT(id_text(look->arena, last))));
    else
        json_none(out);
    json_creates(out, look, "incident");
    return OK;
}

static void put_head(struct json *out, const struct look *look, const struct rows *r)
{
    json_put_id(out, "id", rows_id(r, 0));
    put_url(out, look, "self_url", "/incidenten", rows_id(r, 0));
    json_put_choice(out, "kind", "incident_kind", rows_text(r, 1));
    json_put_text(out, "what", rows_peek(r, 2));
    json_put_thing(out, "related", look->tx, rows_id(r, 3));
    put_url(out, look, "related_url", "/incidenten", rows_id(r, 3));
    json_put_instant(out, "started_at", rows_instant(r, 4));
    json_put_instant(out, "closed_at", rows_instant(r, 5));
    json_put_bool(out, "is_open", rows_is_null(r, 5));
    json_put_text(out, "state", rows_is_null(r, 5) ? T("OPEN") : T("CLOSED"));
}

/* {"id", "kind", "what", "related", "started_at", "closed_at", "is_open", "state", "regions",
 * "places", "art39", "is_art39_on", "powers", "objections", "council_reports", "related_incidents",
 * "pictures", "situation_reports", "requests_url", "evacuations_url", "flags", "obligations",
 * "notices", "acts", "timeline"} */
static enum result view_incident(const struct look *look, const void *query, struct json *out)
{
    const struct thing_query *q = query;
    struct rows *r = tx_query(look->tx, SQL_INCIDENT_GET, VAL(q->id));
    struct id related;

    if (!rows_next(r))
        return NOT_FOUND;
    put_head(out, look, r);
    related = rows_id(r, 3);
    rows_close(r);
    put_regions(out, look, q->id);
    put_places(out, look, q->id);
    put_periods(out, look, q->id);
    json_put_bool(out, "is_art39_on", tx_has(look->tx, SQL_ART39_ANY_ON, VAL(q->id)));
    incident_put_powers(out, look, q->id);
    incident_put_objections(out, look, q->id);
    incident_put_reports(out, look, q->id);
    incident_put_related(out, look, q->id, related);
    put_pictures(out, look, tx_query(look->tx, SQL_PICTURES_OF, VAL(q->id), VAL(SHOWN_MAX)));
    put_situations(out, look, q->id);
    json_put_cstr(out, "list_url", "/incidenten");
    json_put_text(out, "requests_url",
                  text_printf(look->arena, "/aanvragen?incident=%.*s",
                              TEXT_FMT(id_text(look->arena, q->id))));
    json_put_text(out, "evacuations_url",
                  text_printf(look->arena, "/incidenten/%.*s/verplaatsing",
                              TEXT_FMT(id_text(look->arena, q->id))));
    json_put_bool(out, "is_council_report_owed",
                  tx_has(look->tx, SQL_ART39_UNREPORTED, VAL(q->id)));
    json_flags(out, look->tx, q->id, look->now);
    json_obligations(out, look, q->id);
    json_notices(out, look, q->id);
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, 100);
    return OK;
}

/* One tile: position in units of the drawing, name, level, newest picture. */
static void put_tile(struct json *out, const struct look *look, const struct region_tile *t)
{
    struct text region = text_of(t->region);
    int64_t level = incident_grip_of(look->tx, region);
    char grip[8] = "GRIP0";
    struct rows *r;

    grip[4] = (char)('0' + level);
    json_open(out);
    put_region_words(out, look, region);
    json_put_cstr(out, "short_name", t->short_name);
    json_put_int(out, "column", t->column);
    json_put_int(out, "row", t->row);
    json_put_int(out, "x", (t->column - 1) * TILE_SIDE);
    json_put_int(out, "y", (t->row - 1) * TILE_SIDE);
    put_grip(out, text_of(grip));
    json_put_bool(out, "is_high", level >= 4);
    json_put_cstr(out, "tile_ink",
                  level == 0   ? "gi0"
                  : level == 4 ? "gi4"
                  : level == 5 ? "gi5"
                               : "gi");
    json_put_bool(out, "is_art39_on", incident_art39_covers(look->tx, region, look->now));
    r = tx_query(look->tx, SQL_PICTURE_NEWEST, VAL(region), VAL(look->now));
    json_name(out, "picture");
    if (rows_next(r)) {
        json_open(out);
        put_picture(out, look, r);
        json_close(out);
        rows_close(r);
    } else {
        json_none(out);
    }
    json_close(out);
}

/* {"tiles": [25 regions], "raised": how many at GRIP 1 or higher, "incidents": [open ones],
 * "is_calm"}: the country at a glance; every tile is also a row of the list. */
static enum result view_picture(const struct look *look, const void *query, struct json *out)
{
    struct rows *r;
    int64_t raised = 0, n = 0;

    (void)query;
    json_name(out, "tiles");
    json_list(out);
    for (size_t i = 0; i < incident_tile_count(); i++) {
        const struct region_tile *t = incident_tile_at(i);

        raised += incident_grip_of(look->tx, text_of(t->region)) > 0;
        put_tile(out, look, t);
    }
    json_list_end(out);
    json_put_int(out, "raised", raised);
    json_put_bool(out, "is_calm", raised == 0);
    json_name(out, "incidents");
    json_list(out);
    r = tx_query(look->tx, SQL_INCIDENT_PAGE, VAL(INT64_MAX), VAL(true), VAL("%"), VAL(SHOWN_MAX));
    while (rows_next(r)) {
        put_incident_row(out, look, r);
        n++;
    }
    json_list_end(out);
    json_put_bool(out, "has_no_incidents", n == 0);
    json_put_cstr(out, "incidents_url", "/incidenten");
    json_creates(out, look, "incident");
    return OK;
}

/* {picture…, "incident", "incident_url", "is_latest", "earlier": [the region's pictures],
 * "timeline"} */
static enum result view_picture_version(const struct look *look, const void *query,
                                        struct json *out)
{
    const struct thing_query *q = query;
    struct rows *r = tx_query(look->tx, SQL_PICTURE_GET, VAL(q->id));
    struct incident_picture newest;
    struct text region;
    struct id incident;

    if (!rows_next(r))
        return NOT_FOUND;
    put_picture(out, look, r);
    json_put_text(out, "state", thing_state_of(look->tx, q->id));
    region = rows_text(r, 1);
    incident = rows_id(r, 7);
    rows_close(r);
    json_put_thing(out, "incident", look->tx, incident);
    put_url(out, look, "incident_url", "/incidenten", incident);
    json_put_bool(out, "is_latest",
                  incident_picture_versions(look->tx, region, look->now, &newest) &&
                      id_same(newest.id, q->id));
    put_pictures(out, look,
                 tx_query(look->tx, SQL_PICTURES_OF_REGION, VAL(region), VAL(SHOWN_MAX)));
    json_put_cstr(out, "list_url", "/beeld");
    json_timeline(out, look, q->id, SHOWN_MAX);
    return OK;
}

const struct view incident_views[INCIDENT_VIEWS] = {
    {
        .name = "incidents",
        .title = N_("Incidents"),
        .audience = "offices",
        .path = "/incidents",
        .address = "/incidenten",
        .nav = "beeld",
        FIELDS(incidents_query,
               FIELD(incidents_query, q, .label = N_("Search"), .max = 80, .optional = true),
               FIELD(incidents_query, closed, .label = N_("Closed ones too"), .optional = true),
               FIELD(incidents_query, after, .label = N_("After"), .table = "incident",
                     .optional = true)),
        .build = view_incidents,
        .page = "incidents",
    },
    {
        .name = "incident",
        .title = N_("Incident"),
        .audience = "offices",
        .thing = "incident",
        .path = "/incidents/{id}",
        .address = "/incidenten/{id}",
        .nav = "beeld",
        FIELDS(thing_query, FIELD(thing_query, id, .label = N_("Incident"), .table = "incident")),
        .build = view_incident,
        .page = "incident",
    },
    {
        .name = "picture",
        .title = N_("Picture"),
        .audience = "offices",
        .path = "/picture",
        .address = "/beeld",
        .nav = "beeld",
        FIELDS(picture_query, FIELD(picture_query, region, .label = N_("Safety region"),
                                    .table = "region", .optional = true)),
        .build = view_picture,
        .page = "picture",
    },
    {
        .name = "picture_version",
        .title = N_("Picture of a region"),
        .audience = "offices",
        .thing = "picture",
        .path = "/pictures/{id}",
        .address = "/beelden/{id}",
        .nav = "beeld",
        FIELDS(thing_query, FIELD(thing_query, id, .label = N_("Picture"), .table = "picture")),
        .build = view_picture_version,
        .page = "picture_version",
    },
};
