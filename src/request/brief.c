/* SPDX-License-Identifier: EUPL-1.2 */
/* A request in a few words, and which requests ask now. */
#include "request/brief.h"

#include "directory/directory.h"
#include "request/inner.h"
#include "request/statements.h"
#include "request/views.h"

bool json_request_brief(struct json *out, const struct look *look, struct id request)
{
    struct text region = request_region(look->tx, request);
    struct text stage = request_stage(look->tx, request);
    struct period period = request_period(look->tx, request);
    struct thing t;

    if (!look_sees_thing(look, "request", request) || thing_get(look->tx, request, &t) != OK) {
        json_put_bool(out, "is_hidden", true);
        return false;
    }
    json_put_bool(out, "is_hidden", false);
    json_put_id(out, "id", request);
    json_put_text(out, "number", t.number);
    json_put_text(out, "label", t.label);
    json_put_stage(out, "stage", request_route(look->tx, request), stage);
    json_put_text(out, "stage_class", stage_class(stage));
    json_put_text(out, "region", region);
    json_put_text(out, "region_name", directory_name_of(look->tx, region));
    json_put_instant(out, "from_at", period.from);
    json_put_instant(out, "until_at", period.until);
    json_put_text(
        out, "self_url",
        text_printf(look->arena, "/aanvragen/%.*s", TEXT_FMT(id_text(look->arena, request))));
    return true;
}

enum { ASKING_PAGE = 200 };

size_t requests_asking(struct tx *tx, struct text region, struct id after, struct id *out,
                       size_t max)
{
    struct rows *r =
        tx_query(tx, SQL_REQUESTS_ASKING, VAL(region), VAL((int64_t)max), VAL(after.v));
    size_t n = 0;

    while (rows_next(r))
        if (n < max)
            out[n++] = rows_id(r, 0);
    return n;
}

size_t requests_asking_seen(const struct look *look, struct text region, struct id *out, size_t max)
{
    struct id page[ASKING_PAGE], after = ID_NONE;
    size_t n = 0;

    for (size_t looked = 0; looked < ASKING_LOOKED; looked += ASKING_PAGE) {
        size_t found = requests_asking(look->tx, region, after, page, ASKING_PAGE);

        for (size_t i = 0; i < found; i++) {
            after = page[i];
            if (!look_sees_thing(look, "request", page[i]))
                continue;
            if (n == max)
                return n;
            out[n++] = page[i];
        }
        if (found < ASKING_PAGE)
            break;
    }
    return n;
}

bool request_is_asking(struct tx *tx, struct id request)
{
    return tx_has(tx, SQL_REQUEST_IS_ASKING, VAL(request));
}
