/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "deployment/inner.h"
#include "deployment/statements.h"

static const struct thing_type deployment_things[] = {
    { .name = "deployment",
      .path = "deployments",
      .address = "inzetten",
      .title = N_("Deployment"),
      .view = "deployment",
      .audience = "parties" },
};

const struct room deployment_room = {
    .name = "deployment",
    .sql = &deployment_sql,
    ROOM_ACTIONS(deployment_actions),
    ROOM_VIEWS(deployment_views),
    ROOM_THINGS(deployment_things),
};
