/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "capability/inner.h"
#include "capability/statements.h"

static const struct thing_type capability_things[] = {
    { .name = "capability",
      .path = "capabilities",
      .address = "capaciteit",
      .title = N_("Capability"),
      .view = "capability",
      .audience = "offices" },
    { .name = "ceiling",
      .path = "ceilings",
      .address = "plafonds",
      .title = N_("Ceiling"),
      .view = "ceiling",
      .audience = "offices" },
};

const struct room capability_room = {
    .name = "capability",
    .sql = &capability_sql,
    ROOM_ACTIONS(capability_actions),
    ROOM_VIEWS(capability_views),
    ROOM_THINGS(capability_things),
};
