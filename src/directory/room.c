/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "directory/inner.h"
#include "directory/statements.h"

#define TYPE(as, at, page_at, words)                                                               \
    {                                                                                              \
        .name = (as), .path = (at), .address = (page_at), .title = (words), .view = (as),          \
        .audience = "offices"                                                                      \
    }

static const struct thing_type directory_things[] = {
    TYPE("organisation", "organisations", "organisaties", N_("Organisation")),
    TYPE("region", "regions", "regios", N_("Region")),
    TYPE("place", "places", "plaatsen", N_("Place")),
    TYPE("police_unit", "police-units", "politie-eenheden", N_("Police unit")),
    TYPE("army_region", "army-regions", "legerregios", N_("Army region")),
    TYPE("reference_set", "reference-sets", "referentie", N_("Reference file")),
};

const struct room directory_room = {
    .name = "directory",
    .sql = &directory_sql,
    ROOM_ACTIONS(directory_actions),
    ROOM_VIEWS(directory_views),
    ROOM_THINGS(directory_things),
};
