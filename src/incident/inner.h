/* SPDX-License-Identifier: EUPL-1.2 */
/* incident/inner.h - what the files of this room share.
 *
 * Used by    incident/ and its tests only. */
#ifndef INCIDENT_INNER_H
#define INCIDENT_INNER_H
#include "directory/directory.h"
#include "incident/incident.h"

enum {
    INCIDENT_ACTIONS = 9,
    INCIDENT_VIEWS = 4,
    INCIDENT_PAGE = 50,
    INCIDENT_REGIONS_MAX = 25, /* all of them */
    INCIDENT_PLACES_MAX = 100,
    VERSION_MOST = 1000000,
};

extern const struct action incident_actions[INCIDENT_ACTIONS];
extern const struct view incident_views[INCIDENT_VIEWS];

/* One value of a flat list of references or places. */
struct ref_item {
    struct id ref;
};
struct place_item {
    struct place place;
};

/* place.c */
/* The code of a region's id ("VR24"); "" when unknown then. */
struct text incident_region_code(struct tx *tx, struct id region, struct instant when);
/* The CBS code of a municipality's id, else its id as text. */
struct text incident_municipality_code(struct tx *tx, struct id municipality);
/* The CBS code of a place field's words where it has one, else the words. */
struct text incident_place_code(struct tx *tx, struct text words);
/* The mayor of a municipality, in office at `when`; none. */
struct id incident_mayor_of(struct tx *tx, struct text municipality, struct instant when);
/* What the form of an act begins with (struct action, preset): the viewer's own region; the
 * municipalities whose councils wait for the report. Reader. */
void incident_preset_region(const struct look *look, struct id object, json_t *input);
void incident_preset_councils(const struct look *look, struct id object, json_t *input);
/* A region's tile: ui, column and row of the grid (6 by 8) and a short name; NULL for one we do not
 * draw. */
struct region_tile {
    const char *region, *short_name, *province;
    int column, row;
};
const struct region_tile *incident_tile_at(size_t i);
size_t incident_tile_count(void);
/* powers.c */
/* "powers": [{code, name, is_chair, office, since_at, cite, ground, ended_at, is_report_owed,
 * reported_at}] of each municipality that the incident names or that was under art. 39 in it: who
 * holds the mayor's powers there now; and "has_powers". */
void incident_put_powers(struct json *out, const struct look *look, struct id incident);
/* "objections": [{office, words, made_at}] */
void incident_put_objections(struct json *out, const struct look *look, struct id incident);
/* "council_reports": [{reported_at, is_in_agreement, municipalities: [{name}],
 * named_objections: [{office}]}] */
void incident_put_reports(struct json *out, const struct look *look, struct id incident);
/* "related_incidents": [{id, label, is_open, self_url}]: the one it was reported as going with,
 * and those that were reported as going with it; and "has_related". */
void incident_put_related(struct json *out, const struct look *look, struct id incident,
                          struct id related);

/* 0..5 of a code of list grip ("GRIP4"); 0 for any other. */
int64_t incident_grip_level(struct text grip);

#endif
