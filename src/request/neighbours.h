/* SPDX-License-Identifier: EUPL-1.2 */
/* request/neighbours.h - what this room needs of directory/ and incident/, in one place.
 *
 * Used by    request/ only. Any thread. */
#ifndef REQUEST_NEIGHBOURS_H
#define REQUEST_NEIGHBOURS_H
#include "kernel/kernel.h"

/* The code by which offices name this place as their area: "GM0994" or, of a region, "VR24"; "" for
 * a point or none. */
struct text area_of_place(struct tx *tx, struct place place);
/* The code of the region in which it lies, "VR24"; "" when unknown. */
struct text region_of_place(struct tx *tx, struct place place);
/* "on" while art. 39 covers the municipality (without one: any of the region) at that moment; else
 * "none". */
const char *art39_here(struct tx *tx, struct text region, struct text municipality,
                       struct instant when);
/* True when the office's area holds one of the places of open incidents in the region. */
bool office_touches_incident(struct tx *tx, struct id office, struct text region);
#endif
