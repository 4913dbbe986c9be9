/* SPDX-License-Identifier: EUPL-1.2 */
#include "request/neighbours.h"

#include "directory/directory.h"
#include "incident/incident.h"

/* Places are found whether they are valid now or not: what was drafted keeps its place. */
struct text area_of_place(struct tx *tx, struct place place)
{
    struct id id;

    return id_read(place.words, &id) ? directory_code_of(tx, place.words) : T("");
}

struct text region_of_place(struct tx *tx, struct place place)
{
    struct directory_place p;
    struct thing t;
    struct id id;

    if (!id_read(place.words, &id))
        return T("");
    if (directory_place(tx, id, &p) == OK)
        return p.region;
    return thing_get(tx, id, &t) == OK && text_is(t.type, "region") ? t.number : T("");
}

const char *art39_here(struct tx *tx, struct text region, struct text municipality,
                       struct instant when)
{
    struct text where = municipality.len > 0 ? municipality : region;

    return where.len > 0 && incident_art39_covers(tx, where, when) ? "on" : "none";
}

struct touching {
    struct tx *tx;
    struct id office;
    bool is_found;
};

static void touch(void *ctx, struct text place)
{
    struct touching *t = ctx;

    t->is_found = t->is_found || office_covers(t->tx, t->office, place);
}

bool office_touches_incident(struct tx *tx, struct id office, struct text region)
{
    struct touching t = { tx, office, false };

    if (region.len > 0)
        incident_open_places(tx, region, touch, &t);
    return t.is_found;
}
