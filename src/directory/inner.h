/* SPDX-License-Identifier: EUPL-1.2 */
/* directory/inner.h - what the files of this room share: its fields of the acts, its functions, its
 * tables.
 *
 * Used by    directory/ and its tests only. */
#ifndef DIRECTORY_INNER_H
#define DIRECTORY_INNER_H
#include "base/embed.h"
#include "directory/directory.h"

enum {
    DIR_CODE_MAX = 40,
    DIR_NAME_MAX = 200,
    DEGREES_MAX = 12,    /* "-179.123456" */
    NEIGHBOURS_MAX = 20, /* the most is 6 today */
    DIR_PAGE = 50,
    DIRECTORY_ACTIONS = 17,
    DIRECTORY_VIEWS = 14,
};
#define LAT_MOST INT64_C(90000000)
#define LON_MOST INT64_C(180000000)

/* ---- fields of the acts ---- */
struct code_word {
    struct text code;
};
struct register_police_unit {
    struct text code, name, kind;
    struct day valid_from, valid_until;
};
struct register_army_region {
    struct text code, name, brigade, seat;
    struct day valid_from, valid_until;
};
struct register_region {
    struct text code, name, seat, lat, lon, police_unit, army_region;
    struct day army_region_from;
    struct list neighbours;
    struct day valid_from, valid_until;
};
struct register_place {
    struct text name;
    struct choice kind;
    struct text region, cbs_code, lat, lon;
    struct day valid_from, valid_until;
};
struct register_organisation {
    struct text org, instance, name, sector, about;
    struct day valid_from, valid_until;
};
struct adopt_reference {
    struct text name;
    int64_t version;
    struct text sha256;
    int64_t rows;
    struct text credit;
};
struct rename_thing {
    struct text name;
};
struct end_thing {
    struct instant until;
};
struct assign_army_region {
    struct text army_region;
    struct day from;
};
struct assign_police_unit {
    struct text police_unit;
};
struct set_neighbours {
    struct list neighbours;
};
/* Validity as an act settles it: UTC, or none. */
struct settled_period {
    struct instant from, until;
};
struct settled_region {
    struct instant from, until, army_region_from;
};
struct settled_from {
    struct instant from;
};

/* ---- guards, settle and apply, for the table in actions.c ---- */
#define GUARD(name)                                                                                \
    void name(const struct entry *entry, const void *fields, struct tx *tx, struct verdict *verdict)
#define SETTLE(name)                                                                               \
    enum result name(const struct entry *entry, const void *fields, struct tx *tx, void *settled)
#define APPLY(name)                                                                                \
    enum result name(const struct entry *entry, const void *fields, const void *settled,           \
                     struct tx *tx)
GUARD(guard_police_unit_once);
GUARD(guard_army_region_once);
GUARD(guard_region_once);
GUARD(guard_region_belongs);
GUARD(guard_place_once);
GUARD(guard_place_region);
GUARD(guard_place_position);
GUARD(guard_region_position);
GUARD(guard_organisation_once);
GUARD(guard_police_unit_period);
GUARD(guard_army_region_period);
GUARD(guard_region_period);
GUARD(guard_place_period);
GUARD(guard_organisation_period);
GUARD(guard_set_once);
SETTLE(settle_police_unit);
SETTLE(settle_army_region);
SETTLE(settle_region);
SETTLE(settle_place);
SETTLE(settle_organisation);
APPLY(apply_police_unit);
APPLY(apply_army_region);
APPLY(apply_region);
APPLY(apply_place);
APPLY(apply_organisation);
APPLY(apply_adopt_reference);
GUARD(guard_not_ended);
GUARD(guard_end_ahead);
GUARD(guard_police_unit_known);
GUARD(guard_army_region_known);
GUARD(guard_not_own_neighbour);
SETTLE(settle_assign_army);
APPLY(apply_rename);
APPLY(apply_end);
APPLY(apply_assign_army);
APPLY(apply_assign_police);
APPLY(apply_set_neighbours);

extern const struct action directory_actions[DIRECTORY_ACTIONS];
extern const struct view directory_views[DIRECTORY_VIEWS];
/* Files of reference/, made by the build. */
extern const struct embedded_file directory_reference[];
extern const size_t directory_reference_len;

#endif
