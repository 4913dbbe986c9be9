/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "kernel/journal_view.h"
#include "kernel/statements.h"

enum { FOUND_MAX = 20 };

struct search_query {
    struct text type, q;
};

/* {"items": [{id, number, label, state}]}: things whose words begin so; the newest without words.
 * What the viewer may not see is left out. */
static enum result view_search(const struct look *look, const void *query, struct json *out)
{
    const struct search_query *q = query;
    const char *type = text_cstr(look->arena, q->type);

    if (!catalogue_thing(look->catalogue, q->type))
        return NOT_FOUND;
    json_things_found(out, look, type, q->q, FOUND_MAX);
    return OK;
}

static const struct view views[] = {
    {
        .name = "search",
        .title = N_("Search"),
        .audience = "offices",
        .path = "/things",
        FIELDS(search_query, FIELD(search_query, type, .label = N_("Kind"), .max = 40),
               FIELD(search_query, q, .label = N_("Words"), .max = 100, .optional = true)),
        .build = view_search,
    },
    {
        .name = "journal",
        .title = N_("Journal"),
        .audience = "offices",
        .path = "/journal",
        .address = "/journaal",
        .nav = "journaal",
        FIELDS(journal_query, FIELD(journal_query, after, .label = N_("Before entry"), .min = 1,
                                    .max = NUMBER_MAX, .optional = true)),
        .build = view_journal,
        .page = "journal",
    },
};

const struct room kernel_room = {
    .name = "kernel",
    .sql = &kernel_sql,
    ROOM_VIEWS(views),
};
