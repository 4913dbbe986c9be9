/* SPDX-License-Identifier: EUPL-1.2 */
#include "population/inner.h"
#include "population/statements.h"

const struct room population_room = {
    .name = "population",
    .sql = &population_sql,
    ROOM_ACTIONS(population_actions),
    ROOM_VIEWS(population_views),
};
