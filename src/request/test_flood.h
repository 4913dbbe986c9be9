/* SPDX-License-Identifier: EUPL-1.2 */
/* request/test_flood.h - a flood in Limburg for tests: offices, places, law, and requests on the
 * way.
 *
 * Terms      handles: chair, chair23, rmoa, rot, deputy, mayor, cdk, cdk_ge, locc, jenv, dops, djz,
 * def, toc, clas, evaluator, finance, auditor; regions VR24, VR23; places valk (Valkenburg, VR24),
 *            venlo (VR23).
 * Uses       access/test_offices.h. Used by tests of request/ and of later rooms. One thread. */
#ifndef REQUEST_TEST_FLOOD_H
#define REQUEST_TEST_FLOOD_H
#include "access/test_offices.h"

/* All of it, in July 2021, before the water rises. Needs access, law, directory among the rooms. */
void flood_begin(struct world *w);
/* The whole form as fields; `more` is added before the closing brace ("" or ",'x':1"). Lives in the
 * world's arena. */
const char *flood_form(struct world *w, const char *more);
/* Acts and fails the test with the first code when it is refused. */
void flood_must(struct world *w, const char *who, const char *when, const char *action,
                const char *object, const char *fields);
/* Acts and fails the test unless it is refused with this code among the verdicts. */
void flood_refused(struct world *w, const char *code, const char *who, const char *when,
                   const char *action, const char *object, const char *fields);
/* A request from the draft on 14 July 2021, 02:15 UTC, up to this stage: DRAFT, ORAL, SUBMITTED,
 * CHECKED, CIVIL_SEARCH, AT_DEFENCE, ASSESSING or GRANTED (08:00 UTC). */
void flood_request(struct world *w, const char *handle, const char *stage);
#endif
