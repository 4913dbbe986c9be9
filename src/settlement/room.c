/* SPDX-License-Identifier: EUPL-1.2 */
#include "settlement/inner.h"
#include "settlement/statements.h"

const struct room settlement_room = {
    .name = "settlement",
    .sql = &settlement_sql,
    ROOM_ACTIONS(settlement_actions),
    ROOM_VIEWS(settlement_views),
};
