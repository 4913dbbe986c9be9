/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/inner.h"
#include "access/statements.h"
#include "base/tr.h"

static const struct thing_type access_things[] = {
    { .name = "space",
      .path = "spaces",
      .address = "ruimten",
      .title = N_("Space"),
      .view = "space",
      .audience = "public" },
    { .name = "office",
      .path = "offices",
      .address = "ambten",
      .title = N_("Office"),
      .view = "office",
      .audience = "offices" },
    { .name = "mandate",
      .path = "mandates",
      .address = "mandaten",
      .title = N_("Mandate"),
      .view = "mandate",
      .audience = "offices" },
};

const struct room access_room = {
    .name = "access",
    .sql = &access_sql,
    ROOM_ACTIONS(access_actions),
    ROOM_VIEWS(access_views),
    ROOM_THINGS(access_things),
};
