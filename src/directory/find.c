/* SPDX-License-Identifier: EUPL-1.2 */
/* What other rooms ask of the directory. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "directory/inner.h"
#include "directory/statements.h"

/* No row: there is none, or reading failed. */
static enum result none_found(struct tx *tx)
{
    enum result r = tx_result(tx);

    return r == OK ? NOT_FOUND : r;
}

enum result directory_region(struct tx *tx, struct text code, struct instant when,
                             struct directory_region *out)
{
    struct rows *r = tx_query(tx, SQL_REGION_AT, VAL(code), VAL(when));

    if (!rows_next(r))
        return none_found(tx);
    *out = (struct directory_region){ .id = rows_id(r, 0),
                                      .code = rows_text(r, 1),
                                      .name = rows_text(r, 2),
                                      .police_unit = rows_text(r, 3),
                                      .army_region = rows_text(r, 4) };
    rows_close(r);
    return OK;
}

static enum result take_place(struct tx *tx, struct rows *r, struct directory_place *out)
{
    if (!rows_next(r))
        return none_found(tx);
    *out = (struct directory_place){ .id = rows_id(r, 0),
                                     .name = rows_text(r, 1),
                                     .kind = rows_text(r, 2),
                                     .region = rows_text(r, 3),
                                     .cbs_code = rows_text(r, 4),
                                     .lat_micro = rows_int(r, 5),
                                     .lon_micro = rows_int(r, 6) };
    rows_close(r);
    return OK;
}

enum result directory_place(struct tx *tx, struct id id, struct directory_place *out)
{
    return take_place(tx, tx_query(tx, SQL_PLACE_ONE, VAL(id)), out);
}

/* By CBS code or id, of any kind, valid at `when`. */
static enum result place_at(struct tx *tx, struct text code_or_id, struct instant when,
                            struct directory_place *out)
{
    struct id id;

    if (id_read(code_or_id, &id))
        return take_place(tx, tx_query(tx, SQL_PLACE_AT, VAL(id), VAL(when)), out);
    return take_place(tx, tx_query(tx, SQL_PLACE_BY_CODE, VAL(code_or_id), VAL(when)), out);
}

enum result directory_municipality(struct tx *tx, struct text code_or_id, struct instant when,
                                   struct directory_place *out)
{
    enum result r = place_at(tx, code_or_id, when, out);

    return r == OK && !text_is(out->kind, "gemeente") ? NOT_FOUND : r;
}

struct text directory_region_of(struct tx *tx, struct text area_or_place, struct instant when)
{
    struct directory_region region;
    struct directory_place place;
    struct text code = area_or_place;
    struct id id;

    if (text_is_empty(area_or_place))
        return T("");
    if (place_at(tx, area_or_place, when, &place) == OK)
        code = place.region;
    else if (id_read(area_or_place, &id))
        code = tx_text(tx, SQL_REGION_CODE, VAL(id));
    return directory_region(tx, code, when, &region) == OK ? region.code : T("");
}

struct text directory_code_of(struct tx *tx, struct text area_or_place)
{
    struct directory_place place;
    struct id id;

    if (!id_read(area_or_place, &id))
        return text_starts(area_or_place, T("geo:")) ? T("") : area_or_place;
    if (directory_place(tx, id, &place) == OK)
        return place.cbs_code;
    return tx_text(tx, SQL_REGION_CODE, VAL(id));
}

bool directory_office_covers(struct tx *tx, struct id office, struct text area_or_place,
                             struct instant when)
{
    struct text code = directory_code_of(tx, area_or_place);
    struct text region = directory_region_of(tx, area_or_place, when);

    return (!text_is_empty(code) && office_covers(tx, office, code)) ||
           (!text_is_empty(region) && office_covers(tx, office, region));
}

struct id directory_mandate_for(struct tx *tx, struct id office, struct text signs_as,
                                struct text basis, struct text area_or_place, struct instant when)
{
    struct text code = directory_code_of(tx, area_or_place);
    struct id found = ID_NONE;

    if (!text_is_empty(code))
        found = mandate_for(tx, office, signs_as, basis, code, when);
    if (id_is_none(found))
        found = mandate_for(tx, office, signs_as, basis,
                            directory_region_of(tx, area_or_place, when), when);
    return found;
}

enum result directory_audience_add(struct tx *tx, struct id thing, struct text area_or_place,
                                   struct instant when)
{
    audience_add_area(tx, thing, directory_code_of(tx, area_or_place));
    return audience_add_area(tx, thing, directory_region_of(tx, area_or_place, when));
}

bool directory_is_adjacent(struct tx *tx, struct text region, struct text other,
                           struct instant when)
{
    struct directory_region one, two;

    if (text_same(region, other) || directory_region(tx, region, when, &one) != OK ||
        directory_region(tx, other, when, &two) != OK)
        return false;
    return tx_has(tx, SQL_NEIGHBOUR_IS, VAL(one.id), VAL(one.code), VAL(two.id), VAL(two.code));
}

void directory_neighbours(struct tx *tx, struct text region, struct instant when,
                          void (*each)(void *ctx, const struct directory_region *neighbour),
                          void *ctx)
{
    struct directory_region own, other;
    struct rows *r;

    if (directory_region(tx, region, when, &own) != OK)
        return;
    r = tx_query(tx, SQL_NEIGHBOURS, VAL(own.id), VAL(own.code));
    while (rows_next(r))
        if (directory_region(tx, rows_text(r, 1), when, &other) == OK &&
            id_same(other.id, rows_id(r, 0)))
            each(ctx, &other);
}

struct id directory_organisation(struct tx *tx, struct text org, struct text instance,
                                 struct instant when)
{
    return (struct id){ tx_int(tx, SQL_ORGANISATION_AT, 0, VAL(org), VAL(instance), VAL(when)) };
}

struct text directory_name_of(struct tx *tx, struct text area_or_place)
{
    struct text name = T("");
    struct thing t;
    struct id id;

    if (id_read(area_or_place, &id)) {
        if (thing_get(tx, id, &t) == OK)
            name = t.label;
    } else if (!text_is_empty(area_or_place)) {
        name = tx_text(tx, SQL_REGION_NAME_BY_CODE, VAL(area_or_place));
        if (text_is_empty(name))
            name = tx_text(tx, SQL_PLACE_NAME_BY_CODE, VAL(area_or_place));
    }
    return text_is_empty(name) ? text_copy(tx_arena(tx), area_or_place) : name;
}

static void put_degrees(struct json *out, const char *name, struct arena *a, int64_t micro)
{
    json_name(out, name);
    if (micro == INT_NONE)
        json_none(out);
    else
        json_text(out, degrees_text(a, micro));
}

/* "geo:50.865300,5.831200" in its two halves; false for anything else. */
static bool point_of(struct text words, struct text *lat, struct text *lon)
{
    struct text rest = text_slice(words, 4, words.len);

    if (!text_starts(words, T("geo:")) || !text_cut(&rest, ',', lat))
        return false;
    *lon = rest;
    return true;
}

void json_put_place(struct json *out, const char *name, struct tx *tx, struct text words)
{
    struct arena *a = tx_arena(tx);
    struct directory_place p = { .kind = T(""),
                                 .region = T(""),
                                 .cbs_code = T(""),
                                 .lat_micro = INT_NONE,
                                 .lon_micro = INT_NONE };
    struct text lat, lon;
    struct id id = ID_NONE;

    json_name(out, name);
    if (text_is_empty(words)) {
        json_none(out);
        return;
    }
    if (point_of(words, &lat, &lon)) {
        p.kind = T("point");
        if (!degrees_read(lat, LAT_MOST, &p.lat_micro) ||
            !degrees_read(lon, LON_MOST, &p.lon_micro))
            p.lat_micro = p.lon_micro = INT_NONE;
    } else if (id_read(words, &id) && directory_place(tx, id, &p) != OK) {
        struct rows *r = tx_query(tx, SQL_REGION_ONE, VAL(id), VAL((int64_t)0));
        if (rows_next(r)) {
            p.kind = T("region");
            p.region = rows_text(r, 1);
            p.lat_micro = rows_int(r, 8);
            p.lon_micro = rows_int(r, 9);
            rows_close(r);
        }
    }
    json_open(out);
    json_put_text(out, "words", words);
    json_put_text(out, "name", directory_name_of(tx, words));
    json_put_id(out, "id", id);
    json_put_text(out, "kind", p.kind);
    json_put_text(out, "region", p.region);
    json_put_text(out, "cbs_code", p.cbs_code);
    put_degrees(out, "lat", a, p.lat_micro);
    put_degrees(out, "lon", a, p.lon_micro);
    json_close(out);
}
