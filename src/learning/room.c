/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "learning/inner.h"
#include "learning/statements.h"

static const struct thing_type learning_things[] = {
    { .name = "lesson",
      .path = "lessons",
      .address = "lessen",
      .title = N_("Lesson"),
      .view = "lesson",
      .audience = "offices" },
};

const struct room learning_room = {
    .name = "learning",
    .sql = &learning_sql,
    ROOM_ACTIONS(learning_actions),
    ROOM_VIEWS(learning_views),
    ROOM_THINGS(learning_things),
};
