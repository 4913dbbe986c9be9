/* SPDX-License-Identifier: EUPL-1.2 */
#include "kernel/test_room.h"

#include <assert.h>

#include "base/tr.h"

static const struct statement box_put = {
    .name = "BOX_PUT",
    .sql = "INSERT INTO box (box_id, label, size, held, secret) VALUES ($1, $2, $3, 0, $4)",
};
static const struct statement box_fill = {
    .name = "BOX_FILL",
    .sql = "UPDATE box SET held = $2 WHERE box_id = $1",
};
static const struct statement box_get = {
    .name = "BOX_GET",
    .sql = "SELECT box_id, label, size, held, secret FROM box WHERE box_id = $1",
};
static const struct statement box_free = {
    .name = "BOX_FREE",
    .sql = "SELECT size - held FROM box WHERE box_id = $1",
};
static const struct statement box_held = {
    .name = "BOX_HELD",
    .sql = "SELECT held FROM box WHERE box_id = $1",
};
static const struct statement *const all[] = { &box_put,  &box_fill, &box_get,
                                               &box_free, &box_held, NULL };
static const struct room_sql box_sql = {
    .room = "box",
    .schema = "CREATE TABLE box (\n"
              "  box_id INTEGER PRIMARY KEY REFERENCES thing, -- the thing\n"
              "  label TEXT NOT NULL, -- words\n"
              "  size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 1000000), -- at most this many\n"
              "  held INTEGER NOT NULL CHECK (held BETWEEN 0 AND size), -- now\n"
              "  secret TEXT -- sealed\n"
              ") STRICT;\n",
    .local = "",
    .statements = all,
    .count = 5,
};

static enum result apply_make(const struct entry *e, const void *fields, const void *settled,
                              struct tx *tx)
{
    const struct make_box *f = fields;

    (void)settled;
    thing_label(tx, e->object, T(""), f->label);
    thing_state(tx, e->object, T("OPEN"));
    return tx_exec(tx, &box_put, VAL(e->object), VAL(f->label), VAL(f->size),
                   value_text_or_null(f->secret));
}

static void guard_fits(const struct entry *e, const void *fields, struct tx *tx, struct verdict *v)
{
    const struct fill_box *f = fields;

    if (f->amount != INT_NONE && f->amount > tx_int(tx, &box_free, 0, VAL(e->object)))
        verdict_refuse(v, "BOX_FULL", "amount", "The box is full.", "Take less.");
}

/* Speaks about another box than the one acted on. */
static void guard_like(const struct entry *e, const void *fields, struct tx *tx, struct verdict *v)
{
    const struct fill_box *f = fields;

    (void)e;
    if (!id_is_none(f->like) && tx_int(tx, &box_free, 0, VAL(f->like)) == 0)
        verdict_refuse(v, "BOX_LIKE_FULL", "like", "That box is full.", "Name another one.");
}

static enum result settle_fill(const struct entry *e, const void *fields, struct tx *tx,
                               void *settled)
{
    const struct fill_box *f = fields;
    struct settled_fill *s = settled;

    s->held = tx_int(tx, &box_held, 0, VAL(e->object)) + f->amount;
    return OK;
}

static enum result apply_fill(const struct entry *e, const void *fields, const void *settled,
                              struct tx *tx)
{
    const struct settled_fill *s = settled;
    const struct fill_box *f = fields;

    if (!id_is_none(f->like))
        thing_touch(tx, e, f->like);
    return tx_exec(tx, &box_fill, VAL(e->object), VAL(s->held));
}

static const struct action actions[] = {
    {
        .name = "make_box",
        .version = 1,
        .object = "box",
        .address = "doos",
        .title = "Make a box",
        .may = "anybody",
        .creates = true,
        FIELDS(make_box, FIELD(make_box, label, .label = "Label", .max = 40),
               FIELD(make_box, size, .label = "Size", .min = 1, .max = 1000000),
               FIELD(make_box, secret, .label = "Secret", .sealed = "secret", .optional = true),
               FIELD(make_box, happened_at, .label = "Happened", .optional = true)),
        .apply = apply_make,
    },
    {
        .name = "fill_box",
        .version = 1,
        .object = "box",
        .posted_to = "fillings",
        .address = "vulling",
        .title = "Fill the box",
        .may = "anybody",
        FIELDS(fill_box, FIELD(fill_box, amount, .label = "Amount", .min = -1000, .max = 1000),
               FIELD(fill_box, like, .label = "Like", .table = "box", .optional = true),
               FIELD(fill_box, happened_at, .label = "Happened", .optional = true)),
        SETTLES(settled_fill, FIELD(settled_fill, held)),
        .guards = { guard_fits, guard_like },
        .settle = settle_fill,
        .apply = apply_fill,
    },
};

struct box_query {
    struct id id;
};

static enum result view_box(const struct look *look, const void *query, struct json *out)
{
    const struct box_query *q = query;

    if (!json_row(out, look->tx, &box_get, VAL(q->id)))
        return NOT_FOUND;
    json_acts(out, look, q->id, true);
    json_timeline(out, look, q->id, 100);
    return OK;
}

static const struct view views[] = {
    {
        .name = "box",
        .title = "A box",
        .audience = "offices",
        .thing = "box",
        .path = "/boxes/{id}",
        .address = "/dozen/{id}",
        FIELDS(box_query, FIELD(box_query, id, .table = "box")),
        .build = view_box,
    },
};

static const struct thing_type things[] = {
    { "box", "boxes", "dozen", "Box", "box", "offices" },
};

const struct room box_room = {
    .name = "box",
    .sql = &box_sql,
    ROOM_ACTIONS(actions),
    ROOM_VIEWS(views),
    ROOM_THINGS(things),
};
const struct room *const box_rooms[] = { &kernel_room, &box_room, NULL };
