/* SPDX-License-Identifier: EUPL-1.2 */
/* directory/ - who and where: organisations, regions, police units, army regions, places.
 *
 * Terms      region: a safety region, "VR24"; regions merge, so their number is data. place: a
 *            municipality (kind gemeente, CBS code "GM0994"), a water authority, a point, an
 *            object. police unit: "PU10". army region: the area of a regional military commander,
 *            "RMC_ZUID"; it changes over time, an unknown past is told as unknown. neighbours:
 *            regions with a common border. organisation: one of a kind ("VR" of "VR24"). reference
 *            set: a file of reference/ that was entered, with its digest.
 * Invariants 1. A code stands once among what is valid at the same moment. 2. A place lies in one
 *            region that was known when it was entered. 3. Nothing is deleted: it ends. Validity
 *            none means open or not known. 4. Neighbours hold both ways. 5. Reference files enter
 *            by acts, once; a newer file changes nothing by itself.
 * Uses       access/. Used by agreement/, capability/, incident/, request/, deployment/, cli/.
 *            Functions with a tx: any thread. Texts live in the tx's arena. */
#ifndef DIRECTORY_DIRECTORY_H
#define DIRECTORY_DIRECTORY_H
#include "access/access.h"

extern const struct room directory_room;

struct directory_region {
    struct id id;
    struct text code, name;  /* "VR24", "Limburg-Zuid" */
    struct text police_unit; /* "PU10"; may be empty */
    struct text army_region; /* "RMC_ZUID" at the moment asked for; empty: not known then */
};
struct directory_place {
    struct id id;
    struct text name, kind;       /* "Valkenburg aan de Geul"; a code of list place_kind */
    struct text region;           /* "VR24" */
    struct text cbs_code;         /* "GM0994"; empty for what has none */
    int64_t lat_micro, lon_micro; /* millionths of a degree (WGS 84); INT_NONE: not known */
};

/* The region code of a region code, a region's or place's id ("1-34"), or a municipality's CBS
 * code; "" when unknown or not valid at `when` (a point "geo:…" is unknown: ask). */
struct text directory_region_of(struct tx *tx, struct text area_or_place, struct instant when);
/* True when both are regions with a common border, valid at `when`. A region is not its own
 * neighbour. */
bool directory_is_adjacent(struct tx *tx, struct text region, struct text other,
                           struct instant when);
/* Calls `each` for every region that borders on this one at `when`, in the order of their codes.
 * Texts live in the tx's arena. */
void directory_neighbours(struct tx *tx, struct text region, struct instant when,
                          void (*each)(void *ctx, const struct directory_region *neighbour),
                          void *ctx);
/* By code; NOT_FOUND when there is none valid at `when`. */
enum result directory_region(struct tx *tx, struct text code, struct instant when,
                             struct directory_region *out) MUST_USE;
/* By id, whether valid now or not; NOT_FOUND. */
enum result directory_place(struct tx *tx, struct id id, struct directory_place *out) MUST_USE;
/* A municipality by CBS code or id ("GM0994", "1-412"); NOT_FOUND when none is valid at `when`. */
enum result directory_municipality(struct tx *tx, struct text code_or_id, struct instant when,
                                   struct directory_place *out) MUST_USE;
/* The code of a place field: "GM0994" or "VR24" of an id, a code as it is; "" for a point, a place
 * without a code or anything unknown. */
struct text directory_code_of(struct tx *tx, struct text area_or_place);
/* True when the office is competent for the place: for its code or for the region it lies in. */
bool directory_office_covers(struct tx *tx, struct id office, struct text area_or_place,
                             struct instant when);
/* A mandate as mandate_for of access/ finds it, for the place's code or the region it lies in;
 * none. */
struct id directory_mandate_for(struct tx *tx, struct id office, struct text signs_as,
                                struct text basis, struct text area_or_place, struct instant when);
/* For apply: `thing` concerns the offices of the place's code and of the region it lies in. */
enum result directory_audience_add(struct tx *tx, struct id thing, struct text area_or_place,
                                   struct instant when);
/* Words for people: name of a place, municipality or region by id, CBS code or region code; a point
 * or anything unknown gives the words themselves. */
struct text directory_name_of(struct tx *tx, struct text area_or_place);
/* {"words","name","id","kind","region","cbs_code","lat","lon"} of a place field as a member; null
 * for none. lat and lon are text in degrees, "50.865300", or null. */
void json_put_place(struct json *out, const char *name, struct tx *tx, struct text words);
/* The organisation of this kind and instance ("" the only one), valid at `when`; none. */
struct id directory_organisation(struct tx *tx, struct text org, struct text instance,
                                 struct instant when);

/* What directory_load_reference did. */
struct directory_loaded {
    int64_t sets, rows; /* entered now */
    int64_t newer;      /* files that differ from what was entered before: left to an act */
};
/* Enters the program's reference files by the administrator's acts, one unit a file: police units,
 * army regions, regions, municipalities, organisations (those that are one of a kind; safety
 * regions and police units each). Idempotent. REFUSED: an administrator's rule stands in the way
 * (logged). */
enum result directory_load_reference(struct space *s, struct directory_loaded *out) MUST_USE;

/* "50.865" to millionths of a degree within +-most degrees; at most six decimals. */
bool degrees_read(struct text t, int64_t most, int64_t *micro) MUST_USE;
/* "50.865000" in the arena; "" for INT_NONE. */
struct text degrees_text(struct arena *a, int64_t micro);

#endif
