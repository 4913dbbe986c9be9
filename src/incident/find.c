/* SPDX-License-Identifier: EUPL-1.2 */
/* What other rooms ask of incidents, art. 39 and pictures. */
#include "incident/inner.h"
#include "incident/statements.h"

bool incident_art39_ended(struct tx *tx, struct text municipality_or_region, struct instant since,
                          struct instant when)
{
    return tx_has(tx, SQL_ART39_ENDED_BETWEEN, VAL(municipality_or_region), VAL(since), VAL(when));
}

bool incident_art39_covers(struct tx *tx, struct text municipality_or_region, struct instant when)
{
    return tx_has(tx, SQL_ART39_REGION_OF, VAL(municipality_or_region), VAL(when)) ||
           tx_has(tx, SQL_ART39_IN_REGION, VAL(municipality_or_region), VAL(when));
}

void incident_open_places(struct tx *tx, struct text region,
                          void (*each)(void *ctx, struct text place), void *ctx)
{
    struct rows *r = tx_query(tx, SQL_INCIDENT_OPEN_PLACES, VAL(region));

    while (rows_next(r))
        each(ctx, rows_text(r, 0));
}

bool incident_is_in(struct tx *tx, struct id incident, struct text region)
{
    return tx_has(tx, SQL_INCIDENT_HAS_REGION, VAL(incident), VAL(region));
}

static bool read_picture(struct rows *r, struct incident_picture *out)
{
    if (!rows_next(r))
        return false;
    *out = (struct incident_picture){ .id = rows_id(r, 0),
                                      .region = rows_text(r, 1),
                                      .total_version = rows_int(r, 2),
                                      .own_version = rows_int(r, 3),
                                      .made_at = rows_instant(r, 4) };
    rows_close(r);
    return true;
}

bool incident_picture_versions(struct tx *tx, struct text region, struct instant when,
                               struct incident_picture *out)
{
    return read_picture(tx_query(tx, SQL_PICTURE_NEWEST, VAL(region), VAL(when)), out);
}

bool incident_picture_get(struct tx *tx, struct id id, struct incident_picture *out)
{
    return read_picture(tx_query(tx, SQL_PICTURE_GET, VAL(id)), out);
}

int64_t incident_grip_of(struct tx *tx, struct text region)
{
    struct rows *r = tx_query(tx, SQL_GRIPS_OF_REGION, VAL(region));
    int64_t highest = 0;

    while (rows_next(r)) {
        int64_t level = incident_grip_level(rows_peek(r, 0));

        highest = level > highest ? level : highest;
    }
    return highest;
}

/* ---- what forms begin with ---- */

static json_t *text_value(struct text t)
{
    return json_stringn_nocheck(t.at, t.len);
}

void incident_preset_region(const struct look *look, struct id object, json_t *input)
{
    struct directory_region region;
    struct text code;
    struct office own;

    (void)object;
    if (office_get(look->tx, look->viewer->office, look->now, &own) != OK || own.instance.len == 0)
        return;
    code = directory_region_of(look->tx, own.instance, look->now);
    if (code.len > 0 && directory_region(look->tx, code, look->now, &region) == OK)
        json_object_set_new(input, "region", text_value(id_text(look->arena, region.id)));
}

void incident_preset_councils(const struct look *look, struct id object, json_t *input)
{
    struct rows *r = tx_query(look->tx, SQL_ART39_COUNCILS_WAIT, VAL(object));
    json_t *names = json_array();

    while (rows_next(r))
        json_array_append_new(names, text_value(directory_name_of(look->tx, rows_text(r, 0))));
    json_object_set_new(input, "municipalities", names);
}
