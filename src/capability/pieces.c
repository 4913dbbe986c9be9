/* SPDX-License-Identifier: EUPL-1.2 */
/* What makes up a number: pieces of a pool at a moment, what is held for one request. */
#include "capability/pieces.h"

#include "capability/inner.h"
#include "capability/statements.h"

static struct instant end_or_none(struct instant until)
{
    return until.us >= INSTANT_MAX ? INSTANT_NONE : until;
}

size_t capability_pieces(struct tx *tx, struct id capability, struct instant at, struct instant now,
                         struct capability_piece *out, size_t max)
{
    struct rows *r =
        tx_query(tx, SQL_PIECES_AT, VAL(capability), VAL(at), VAL(now), VAL((int64_t)max));
    size_t n = 0;

    while (rows_next(r))
        if (n < max)
            out[n++] = (struct capability_piece){
                .what = rows_id(r, 0),
                .number = rows_int(r, 1),
                .purpose = rows_text(r, 2),
                .quantity = rows_int(r, 3),
                .from = rows_instant(r, 4),
                .until = end_or_none(rows_instant(r, 5)),
                .is_late = rows_bool(r, 6),
                .position = rows_int(r, 7),
            };
    return n;
}

struct busiest {
    struct instant at;
    int64_t used;
};

static void busier(void *ctx, struct instant from, struct instant until, int64_t used)
{
    struct busiest *b = ctx;

    (void)until;
    if (used > b->used)
        *b = (struct busiest){ from, used };
}

struct instant capability_busiest(struct tx *tx, const struct capability_ask *ask, int64_t *used)
{
    struct busiest b = { ask->from, 0 };

    capability_stretches(tx, ask, busier, &b);
    *used = b.used;
    return b.at;
}

void capability_stand(struct tx *tx, struct id capability, struct capability_stand *out)
{
    struct rows *r = tx_query(tx, SQL_READINESS_SOURCE, VAL(capability));

    *out = (struct capability_stand){ .reported_at = INSTANT_NONE, .valid_until = INSTANT_NONE };
    if (!rows_next(r)) {
        out->quantity = capability_ready(tx, capability);
        return;
    }
    *out = (struct capability_stand){ .quantity = rows_int(r, 0),
                                      .reported_at = rows_instant(r, 1),
                                      .valid_until = rows_instant(r, 2),
                                      .position = rows_int(r, 3) };
    rows_close(r);
}

bool capability_shows_amounts(const struct look *look, const struct capability *c)
{
    return capability_shows_exactly(look, c) || look_has_role(look, "ROLE_LOCC");
}

size_t capability_in_use(struct tx *tx, struct instant now, struct id *out, size_t max)
{
    struct rows *r = tx_query(tx, SQL_POOLS_IN_USE, VAL((int64_t)max), VAL(now));
    size_t n = 0;

    while (rows_next(r))
        if (n < max)
            out[n++] = rows_id(r, 0);
    return n;
}

size_t capability_of_type(struct tx *tx, struct text type, struct id *out, size_t max)
{
    struct rows *r = tx_query(tx, SQL_CAPABILITY_PAGE_IDS, VAL(0), VAL(type), VAL(0), VAL(0),
                              VAL("%"), VAL((int64_t)max), VAL(-1), VAL(0));
    size_t n = 0;

    while (rows_next(r))
        if (n < max)
            out[n++] = rows_id(r, 0);
    return n;
}

static void put_held(struct json *out, const struct look *look, const struct capability_hold *h)
{
    struct capability c;

    if (capability_get(look->tx, h->capability, &c) != OK)
        return;
    json_open(out);
    json_put_text(out, "pool", c.name);
    json_put_text(
        out, "pool_url",
        text_printf(look->arena, "/capaciteit/%.*s", TEXT_FMT(id_text(look->arena, c.id))));
    json_put_text(out, "unit", c.unit);
    json_put_int(out, "quantity", h->quantity);
    json_put_instant(out, "from_at", h->from);
    json_put_instant(out, "until_at", end_or_none(h->until));
    json_put_bool(out, "is_late", h->until.us <= look->now.us);
    json_put_source(out, "source", look, h->position);
    json_close(out);
}

void json_held_for(struct json *out, const struct look *look, struct id request)
{
    struct list holds = capability_holds_of_thing(look->tx, request, look->now);
    const struct capability_hold *h = holds.items;

    json_put_bool(out, "has_held", holds.n > 0);
    json_name(out, "held");
    json_list(out);
    for (int64_t i = 0; i < holds.n; i++)
        put_held(out, look, &h[i]);
    json_list_end(out);
}
