/* SPDX-License-Identifier: EUPL-1.2 */
/* The one list of rooms, in layer order: a room uses those before it. meson.build has the same
 * order. */
#include "rooms.h"

#include "access/access.h"
#include "agreement/agreement.h"
#include "capability/capability.h"
#include "deployment/deployment.h"
#include "desk/desk.h"
#include "directory/directory.h"
#include "division/division.h"
#include "incident/incident.h"
#include "law/law.h"
#include "learning/learning.h"
#include "population/population.h"
#include "request/request.h"
#include "settlement/settlement.h"

static const struct room *const rooms[] = {
    &kernel_room,     &access_room,   &law_room,        &directory_room,  &agreement_room,
    &capability_room, &incident_room, &request_room,    &deployment_room, &division_room,
    &settlement_room, &learning_room, &population_room, &desk_room,       NULL,
};

const struct catalogue schakel_catalogue = { rooms };
