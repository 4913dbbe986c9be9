/* SPDX-License-Identifier: EUPL-1.2 */
/* access/test_offices.h - offices in a test world: the first acts, and an office with its holder
 * in one line.
 *
 * Terms      "beheer": handle of the administrator, made by world_first. The holder of office
 *            handle H is the pseudonym "p-H", as test_world.h signs in.
 * Used by    test_*.c of this room and of every room below. One thread. */
#ifndef ACCESS_TEST_OFFICES_H
#define ACCESS_TEST_OFFICES_H
#include "access/access.h"
#include "kernel/test_world.h"

/* The first acts of a space: its card (handle "space"), the administrator "beheer", the clock
 * "klok". */
void world_first(struct world *w, const char *when);
/* Registers an office and appoints its holder: world_office(w, when, "vr24", "VR.voorzitter",
 * "VR24",
 * "['VR24']", "['ROLE_REQUESTER','ROLE_FIELD_AUTH']"). Fails the test when refused. */
void world_office(struct world *w, const char *when, const char *handle, const char *code,
                  const char *instance, const char *area, const char *roles);

#endif
