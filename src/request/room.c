/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "request/inner.h"
#include "request/statements.h"

static const struct thing_type request_things[] = {
    { .name = "request",
      .path = "requests",
      .address = "aanvragen",
      .title = N_("Request"),
      .view = "request",
      .audience = "parties" },
};

const struct room request_room = {
    .name = "request",
    .sql = &request_sql,
    ROOM_ACTIONS(request_actions),
    ROOM_VIEWS(request_views),
    ROOM_THINGS(request_things),
};
