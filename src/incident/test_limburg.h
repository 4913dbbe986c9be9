/* SPDX-License-Identifier: EUPL-1.2 */
/* incident/test_limburg.h - two safety regions with their chairs and mayors, and an incident.
 *
 * Terms      handles: regions VR23, VR24; municipalities VALK, MEER, SITT (VR24), VENLO (VR23);
 *            offices chair, chair23, mk, rot, valk, meer, venlo, cdk, locc; incident I.
 * Uses       access/test_offices.h. Used by tests of this room. One thread. */
#ifndef INCIDENT_TEST_LIMBURG_H
#define INCIDENT_TEST_LIMBURG_H
#include "access/test_offices.h"

#define T0 "2021-07-01T06:00:00Z"
#define T1 "2021-07-13T19:30:00Z"

#define REPORT                                                                                     \
    "{'kind':'flood','regions':['@VR24'],'places':['@VALK','@MEER'],'what':'Geul en Gulp "         \
    "stijgen'}"
#define DECLARE(list)                                                                              \
    "{'region':'@VR24','municipalities':[" list "],'urgency':'de golf passeert te snel'}"

/* cmocka's set up and tear down of one test: the state is the world. */
int limburg_set_up(void **state);
int limburg_tear_down(void **state);
/* The incident I is reported at T1; declared: art. 39 is on for VALK and MEER from 15 July, 08:45
 * UTC. */
void limburg_reported(struct world *w);
void limburg_declared(struct world *w);

#endif
