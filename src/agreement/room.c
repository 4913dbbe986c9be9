/* SPDX-License-Identifier: EUPL-1.2 */
#include "agreement/inner.h"
#include "agreement/statements.h"
#include "base/tr.h"

static const struct thing_type agreement_things[] = {
    { .name = "plan",
      .path = "plans",
      .address = "plannen",
      .title = N_("Plan"),
      .view = "plan",
      .audience = "offices" },
    { .name = "agreement",
      .path = "agreements",
      .address = "afspraken",
      .title = N_("Agreement"),
      .view = "agreement",
      .audience = "parties" },
};

const struct room agreement_room = {
    .name = "agreement",
    .sql = &agreement_sql,
    ROOM_ACTIONS(agreement_actions),
    ROOM_VIEWS(agreement_views),
    ROOM_THINGS(agreement_things),
};
