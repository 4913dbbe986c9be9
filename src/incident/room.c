/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "incident/inner.h"
#include "incident/statements.h"

/* The picture is shared: it goes to the whole structure and to all who need it (Besluit
 * veiligheidsregio's art. 2.4.1). */
static const struct thing_type incident_things[] = {
    { .name = "incident",
      .path = "incidents",
      .address = "incidenten",
      .title = N_("Incident"),
      .view = "incident",
      .audience = "offices" },
    { .name = "picture",
      .path = "pictures",
      .address = "beelden",
      .title = N_("Picture"),
      .view = "picture_version",
      .audience = "offices" },
};

const struct room incident_room = {
    .name = "incident",
    .sql = &incident_sql,
    ROOM_ACTIONS(incident_actions),
    ROOM_VIEWS(incident_views),
    ROOM_THINGS(incident_things),
};
