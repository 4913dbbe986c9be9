/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: regions, municipalities, places, organisations, police units, army
 * regions. */
#include <assert.h>

#include "base/tr.h"
#include "directory/inner.h"
#include "directory/statements.h"

struct nothing_asked {
    struct text q; /* a struct needs a member */
};
struct one_asked {
    struct id id;
};
struct page_asked {
    struct text q, region;
    struct id after;
};

static struct text url_of(const struct look *look, const char *address, struct id id)
{
    return text_printf(look->arena, "/%s/%.*s", address, TEXT_FMT(id_text(look->arena, id)));
}

/* Rows with the id first, each with its page. */
static void put_linked(struct json *out, const struct look *look, const char *name, struct rows *r,
                       const char *address)
{
    json_name(out, name);
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_row_members(out, r);
        json_put_text(out, "self_url", url_of(look, address, rows_id(r, 0)));
        json_close(out);
    }
    json_list_end(out);
}

/* ---- regions ---- */

/* {"regions": [{id, code, name, seat, police_unit, army_region, valid_from_at, valid_until_at,
 * municipalities, self_url}]}: all of them */
static enum result view_regions(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    put_linked(out, look, "regions", tx_query(look->tx, SQL_REGIONS, VAL(look->now)), "regios");
    json_creates(out, look, "region");
    return OK;
}

static void put_position(struct json *out, struct arena *a, int64_t lat, int64_t lon)
{
    struct text words = degrees_text(a, lat);

    json_put_cstr(out, "lat", text_is_empty(words) ? NULL : text_cstr(a, words));
    words = degrees_text(a, lon);
    json_put_cstr(out, "lon", text_is_empty(words) ? NULL : text_cstr(a, words));
}

/* {"id", "code", "name", "seat", "police_unit", "valid_from_at", "valid_until_at", "army_region"
 * (now; null: not known), "lat", "lon", "neighbours": [{id, code, name, self_url}], "army_history":
 * [{from_at, army_region}], "municipalities": [{…}], "next", "next_url", "acts", "timeline"} */
static enum result view_region(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;
    struct rows *r = tx_query(look->tx, SQL_REGION_ONE, VAL(q->id), VAL(look->now));
    struct text code;

    if (!rows_next(r))
        return NOT_FOUND;
    code = rows_text(r, 1);
    json_row_members(out, r);
    put_position(out, look->arena, rows_int(r, 8), rows_int(r, 9));
    rows_close(r);
    put_linked(out, look, "neighbours", tx_query(look->tx, SQL_NEIGHBOURS, VAL(q->id), VAL(code)),
               "regios");
    json_rows(out, "army_history", look->tx, SQL_REGION_ARMY_HISTORY, VAL(q->id));
    put_linked(out, look, "municipalities",
               tx_query(look->tx, SQL_PLACE_PAGE_OF_REGION, VAL("gemeente"), VAL(""),
                        VAL((int64_t)0), VAL(400), VAL(code)),
               "plaatsen");
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, 50);
    return OK;
}

/* ---- places ---- */

/* {"q", "region", "region_name", "municipalities": [{id, name, kind, region, cbs_code,
 * valid_from_at, valid_until_at, self_url}], "next", "next_url", "credit"} by name; searched by
 * words or by region. */
static enum result view_municipalities(const struct look *look, const void *query, struct json *out)
{
    const struct page_asked *q = query;
    struct directory_place after = { .name = T("") };
    struct rows *r;

    if (!id_is_none(q->after) && directory_place(look->tx, q->after, &after) != OK)
        return NOT_FOUND;
    json_put_text(out, "q", q->q);
    json_put_text(out, "region", q->region);
    if (!text_is_empty(q->q)) {
        r = tx_query(look->tx, SQL_PLACE_SEARCH, VAL("gemeente"), VAL(after.name), VAL(after.id.v),
                     VAL(DIR_PAGE + 1), VAL(like_words(look->arena, q->q)));
    } else if (!text_is_empty(q->region)) {
        r = tx_query(look->tx, SQL_PLACE_PAGE_OF_REGION, VAL("gemeente"), VAL(after.name),
                     VAL(after.id.v), VAL(400), VAL(q->region));
    } else {
        r = tx_query(look->tx, SQL_PLACE_PAGE, VAL("gemeente"), VAL(after.name), VAL(after.id.v),
                     VAL(DIR_PAGE + 1));
    }
    if (text_is_empty(q->q) && !text_is_empty(q->region)) {
        put_linked(out, look, "municipalities", r, "plaatsen"); /* a region has some dozens */
        json_put_id(out, "next", ID_NONE);
        json_put_cstr(out, "next_url", NULL);
    } else {
        json_list_page(out, "municipalities", r, DIR_PAGE, "/gemeenten", "/plaatsen", q->q,
                       look->arena);
    }
    json_creates(out, look, "place");
    json_put_text(out, "credit", tx_text(look->tx, SQL_SET_CREDIT, VAL("municipalities")));
    return OK;
}

/* {"places": [{…}], "next", "next_url"}: water authorities, points, objects; newest first. */
static enum result view_places(const struct look *look, const void *query, struct json *out)
{
    const struct page_asked *q = query;
    int64_t before = id_is_none(q->after) ? INT64_MAX : q->after.v;

    json_list_page(out, "places",
                   tx_query(look->tx, SQL_PLACE_OTHERS, VAL(before), VAL(DIR_PAGE + 1)), DIR_PAGE,
                   "/plaatsen", "/plaatsen", T(""), look->arena);
    json_creates(out, look, "place");
    return OK;
}

/* {"id", "name", "kind": {code, nl, en}, "region", "region_name", "region_url", "cbs_code", "lat",
 * "lon", "valid_from_at", "valid_until_at", "acts", "timeline"} */
static enum result view_place(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;
    struct directory_region region;
    struct directory_place p;
    struct rows *r;

    if (directory_place(look->tx, q->id, &p) != OK)
        return NOT_FOUND;
    json_put_id(out, "id", p.id);
    json_put_text(out, "name", p.name);
    json_put_choice(out, "kind", "place_kind", p.kind);
    json_put_text(out, "region", p.region);
    json_put_text(out, "region_name", directory_name_of(look->tx, p.region));
    if (directory_region(look->tx, p.region, look->now, &region) == OK)
        json_put_text(out, "region_url", url_of(look, "regios", region.id));
    else
        json_put_cstr(out, "region_url", NULL);
    json_put_text(out, "cbs_code", p.cbs_code);
    put_position(out, look->arena, p.lat_micro, p.lon_micro);
    r = tx_query(look->tx, SQL_PLACE_ONE, VAL(q->id));
    if (rows_next(r)) {
        json_put_instant(out, "valid_from_at", rows_instant(r, 7));
        json_put_instant(out, "valid_until_at", rows_instant(r, 8));
        rows_close(r);
    }
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, 50);
    return OK;
}

/* ---- organisations ---- */

/* {"q", "organisations": [{id, org, instance, name, sector, valid_from_at, valid_until_at,
 * self_url}], "next", "next_url"} in the order of the codes. */
static enum result view_organisations(const struct look *look, const void *query, struct json *out)
{
    const struct page_asked *q = query;
    struct text org = T(""), instance = T("");
    struct rows *r;

    if (!id_is_none(q->after)) {
        r = tx_query(look->tx, SQL_ORGANISATION_ONE, VAL(q->after));
        if (!rows_next(r))
            return NOT_FOUND;
        org = rows_text(r, 1);
        instance = rows_text(r, 2);
        rows_close(r);
    }
    json_put_text(out, "q", q->q);
    if (text_is_empty(q->q))
        r = tx_query(look->tx, SQL_ORGANISATION_PAGE, VAL(org), VAL(instance), VAL(q->after.v),
                     VAL(DIR_PAGE + 1));
    else
        r = tx_query(look->tx, SQL_ORGANISATION_SEARCH, VAL(org), VAL(instance), VAL(q->after.v),
                     VAL(DIR_PAGE + 1), VAL(like_words(look->arena, q->q)));
    json_list_page(out, "organisations", r, DIR_PAGE, "/organisaties", "/organisaties", q->q,
                   look->arena);
    json_creates(out, look, "organisation");
    return OK;
}

/* The row of the thing, then "acts" and "timeline". */
static enum result put_one(const struct look *look, const struct statement *st, struct id id,
                           struct json *out)
{
    if (!json_row_values(out, look->tx, st, VALUES_(VAL(id))))
        return NOT_FOUND;
    json_acts(out, look, id, false);
    json_timeline(out, look, id, 50);
    return OK;
}

/* {"id", "org", "instance", "name", "sector", "about", "valid_from_at", "valid_until_at", "acts",
 * "timeline"} */
static enum result view_organisation(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;

    return put_one(look, SQL_ORGANISATION_ONE, q->id, out);
}

/* ---- police units, army regions, reference sets ---- */

/* {"police_units": [{id, code, name, kind, valid_from_at, valid_until_at, regions, self_url}]} */
static enum result view_police_units(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    put_linked(out, look, "police_units", tx_query0(look->tx, SQL_POLICE_UNITS),
               "politie-eenheden");
    json_creates(out, look, "police_unit");
    return OK;
}

/* {"id", "code", "name", "kind", …, "regions": [{id, code, name, self_url}], "acts", "timeline"} */
static enum result view_police_unit(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;
    struct thing t;

    if (thing_get(look->tx, q->id, &t) != OK)
        return NOT_FOUND;
    put_linked(out, look, "regions", tx_query(look->tx, SQL_REGIONS_OF_POLICE_UNIT, VAL(t.number)),
               "regios");
    return put_one(look, SQL_POLICE_UNIT_ONE, q->id, out);
}

/* {"army_regions": [{id, code, name, brigade, seat, valid_from_at, valid_until_at, self_url}]} */
static enum result view_army_regions(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    put_linked(out, look, "army_regions", tx_query0(look->tx, SQL_ARMY_REGIONS), "legerregios");
    json_creates(out, look, "army_region");
    return OK;
}

/* {"id", "code", "name", "brigade", "seat", …, "regions": [at the moment], "acts", "timeline"} */
static enum result view_army_region(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;
    struct thing t;

    if (thing_get(look->tx, q->id, &t) != OK)
        return NOT_FOUND;
    put_linked(out, look, "regions",
               tx_query(look->tx, SQL_REGIONS_OF_ARMY_REGION, VAL(t.number), VAL(look->now)),
               "regios");
    return put_one(look, SQL_ARMY_REGION_ONE, q->id, out);
}

/* {"sets": [{id, name, version, sha256, row_count, credit, adopted_at, self_url}]} */
static enum result view_reference_sets(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    put_linked(out, look, "sets", tx_query0(look->tx, SQL_SETS), "referentie");
    return OK;
}

static enum result view_reference_set(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;

    return put_one(look, SQL_SET_ONE, q->id, out);
}

/* {"regions", "municipalities", "places", "organisations", "police_units", "army_regions",
 * "offices", "mandates", "reference": address of each}: the door of the directory. */
static enum result view_directory(const struct look *look, const void *query, struct json *out)
{
    (void)look;
    (void)query;
    json_put_cstr(out, "regions_url", "/regios");
    json_put_cstr(out, "municipalities_url", "/gemeenten");
    json_put_cstr(out, "places_url", "/plaatsen");
    json_put_cstr(out, "organisations_url", "/organisaties");
    json_put_cstr(out, "police_units_url", "/politie-eenheden");
    json_put_cstr(out, "army_regions_url", "/legerregios");
    json_put_cstr(out, "offices_url", "/ambten");
    json_put_cstr(out, "mandates_url", "/mandaten");
    json_put_cstr(out, "reference_url", "/referentie");
    return OK;
}

/* ---- the table ---- */

#define NOTHING                                                                                    \
    FIELDS(nothing_asked,                                                                          \
           FIELD(nothing_asked, q, .label = N_("Search"), .max = 80, .optional = true))
#define ONE(type, words) FIELDS(one_asked, FIELD(one_asked, id, .label = (words), .table = (type)))
#define PAGE(type)                                                                                 \
    FIELDS(                                                                                        \
        page_asked, FIELD(page_asked, q, .label = N_("Search"), .max = 80, .optional = true),      \
        FIELD(page_asked, region, .label = N_("Region"), .max = DIR_CODE_MAX, .optional = true),   \
        FIELD(page_asked, after, .label = N_("After"), .table = (type), .optional = true))
#define ROW(as, words, at, page_at, see)                                                           \
    .name = (as), .title = (words), .audience = "offices", .path = (at), .address = (page_at),     \
    .build = (see), .page = (as)

const struct view directory_views[] = {
    { ROW("directory", N_("Directory"), "/directory", "/adresboek", view_directory), .nav = "meer",
      NOTHING },
    { ROW("regions", N_("Regions"), "/regions", "/regios", view_regions), NOTHING },
    { ROW("region", N_("Region"), "/regions/{id}", "/regios/{id}", view_region), .thing = "region",
      ONE("region", N_("Region")) },
    { ROW("municipalities", N_("Municipalities"), "/municipalities", "/gemeenten",
          view_municipalities),
      PAGE("place") },
    { ROW("places", N_("Places"), "/places", "/plaatsen", view_places), PAGE("place") },
    { ROW("place", N_("Place"), "/places/{id}", "/plaatsen/{id}", view_place), .thing = "place",
      ONE("place", N_("Place")) },
    { ROW("organisations", N_("Organisations"), "/organisations", "/organisaties",
          view_organisations),
      PAGE("organisation") },
    { ROW("organisation", N_("Organisation"), "/organisations/{id}", "/organisaties/{id}",
          view_organisation),
      .thing = "organisation", ONE("organisation", N_("Organisation")) },
    { ROW("police_units", N_("Police units"), "/police-units", "/politie-eenheden",
          view_police_units),
      NOTHING },
    { ROW("police_unit", N_("Police unit"), "/police-units/{id}", "/politie-eenheden/{id}",
          view_police_unit),
      .thing = "police_unit", ONE("police_unit", N_("Police unit")) },
    { ROW("army_regions", N_("Army regions"), "/army-regions", "/legerregios", view_army_regions),
      NOTHING },
    { ROW("army_region", N_("Army region"), "/army-regions/{id}", "/legerregios/{id}",
          view_army_region),
      .thing = "army_region", ONE("army_region", N_("Army region")) },
    { ROW("reference_sets", N_("Reference data"), "/reference-sets", "/referentie",
          view_reference_sets),
      NOTHING },
    { ROW("reference_set", N_("Reference file"), "/reference-sets/{id}", "/referentie/{id}",
          view_reference_set),
      .thing = "reference_set", ONE("reference_set", N_("Reference file")) },
};
