/* SPDX-License-Identifier: EUPL-1.2 */
/* incident/ - what is happening where: incidents, GRIP per region, art. 39 periods, pictures.
 *
 * Terms      GRIP: a label of coordination per region, 0 to 5; it moves no powers. art. 39
 *            period: from the chair's declaration to its end the chair of the safety region holds
 *            the mayors' powers for the municipalities named (Wvr art. 39). council report: owed
 *            to the councils afterwards (Wvr art. 40). picture: what a team knows, with the version
 *            of the total picture and of its own (Besluit veiligheidsregio's art. 2.4). situation
 *            report: a message.
 * Invariants 1. Art. 39 covers a municipality from the moment it was declared until it ended, and
 *            only those named. 2. Versions of a region's pictures go up. 3. An incident closes only
 *            after the periods have ended and every council has its report. 4. Regions and
 *            municipalities are kept by code ("VR24", "GM0994"), as offices' areas are. Flags
 *            WVR39:<region>, COUNCIL_REPORT_OWED (obligations of law/).
 * Uses       law/, directory/. Used by request/, deployment/. Functions: any thread. */
#ifndef INCIDENT_INCIDENT_H
#define INCIDENT_INCIDENT_H
#include "law/law.h"

extern const struct room incident_room;

/* True when art. 39 is on at `when` for the municipality ("GM0994"), or for any municipality of the
 * region ("VR24"). */
bool incident_art39_covers(struct tx *tx, struct text municipality_or_region, struct instant when);
/* True when a period of art. 39 over the municipality, or over one of the region, ended after
 * `since` and not after `when`. */
bool incident_art39_ended(struct tx *tx, struct text municipality_or_region, struct instant since,
                          struct instant when);

/* Calls `each` for each place of the open incidents in a region: a CBS code where the place has
 * one, else the words of the place field. Texts live in the tx's arena. */
void incident_open_places(struct tx *tx, struct text region,
                          void (*each)(void *ctx, struct text place), void *ctx);

/* True when the incident is in the region, or reached it. */
bool incident_is_in(struct tx *tx, struct id incident, struct text region);

struct incident_picture {
    struct id id; /* the thing (type picture) */
    struct text region;
    int64_t total_version, own_version;
    struct instant made_at;
};
/* The newest picture of a region made at or before `when`; false when there is none. */
bool incident_picture_versions(struct tx *tx, struct text region, struct instant when,
                               struct incident_picture *out);
/* The picture of this id; false when there is none. */
bool incident_picture_get(struct tx *tx, struct id id, struct incident_picture *out);
/* The GRIP level of a region over its open incidents, 0 to 5. */
int64_t incident_grip_of(struct tx *tx, struct text region);
/* The King's Commissioner whose area holds the region, in office at `when`; none. */
struct id incident_commissioner_of(struct tx *tx, struct text region, struct instant when);

#endif
