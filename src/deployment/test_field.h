/* SPDX-License-Identifier: EUPL-1.2 */
/* deployment/test_field.h - the flood of request/test_flood.h with a unit and its pools, and
 * orders in one line.
 *
 * Terms      handles beside those of the flood: unit (commander), valk2 (Meerssen), mayor2; pools
 *            hands (300 persons) and trucks (30) of clas; incident I1.
 * Used by    tests of deployment/, settlement/, learning/. One thread. */
#ifndef DEPLOYMENT_TEST_FIELD_H
#define DEPLOYMENT_TEST_FIELD_H
#include "request/test_flood.h"

/* All rooms that a deployment needs, kernel first, up to and with deployment/; ends with NULL. */
extern const struct room *const field_rooms[];
/* The world before the water rises, with unit, pools and incident. */
void field_begin(struct world *w);
/* TOC orders `quantity` of pool "hands" under the request, at `when`, authority: the mayor. */
void field_task(struct world *w, const char *handle, const char *request, int quantity,
                const char *when);
/* The unit departs and arrives at these moments, and is handed over to the mayor. */
void field_deploy(struct world *w, const char *handle, const char *depart, const char *arrive);
/* The mayor releases it, the unit comes home. */
void field_home(struct world *w, const char *handle, const char *release, const char *home);
#endif
