/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "division/inner.h"
#include "division/statements.h"
#include "division/views.h"

/* Those who advise and decide, the holders of the pools named, the auditor; a requester sees on his
 * request what is held for it. */
static const struct thing_type division_things[] = {
    { .name = "allocation",
      .path = "allocations",
      .address = "verdelingen",
      .title = N_("Division"),
      .view = "allocation",
      .audience = "parties" },
};

const struct room division_room = {
    .name = "division",
    .sql = &division_sql,
    ROOM_ACTIONS(division_actions),
    ROOM_VIEWS(division_views),
    ROOM_THINGS(division_things),
};
