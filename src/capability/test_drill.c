/* SPDX-License-Identifier: EUPL-1.2 */
#include "capability/test_drill.h"

#include "capability/inner.h"
#include "directory/directory.h"

struct start_drill {
    struct id pool;
    int64_t quantity;
    struct instant from, until;
    struct id taken_from; /* another drill that gives units of this pool */
    int64_t taken;
};
struct swap_units {
    struct id pool;
    int64_t quantity; /* after the act */
};
struct extend_drill {
    struct instant until;
};
struct come_home {
    struct instant happened_at;
};

static const struct statement drill_put = {
    .name = "DRILL_PUT",
    .sql = "INSERT INTO drill (id, until_at) VALUES ($1, $2)",
};
static const struct statement drill_until = {
    .name = "DRILL_UNTIL",
    .sql = "SELECT until_at FROM drill WHERE id = $1",
};
static const struct statement drill_extend = {
    .name = "DRILL_EXTEND",
    .sql = "UPDATE drill SET until_at = $2 WHERE id = $1",
};
static const struct statement *const all[] = { &drill_put, &drill_until, &drill_extend, NULL };
static const struct room_sql drill_sql = {
    .room = "drill",
    .schema = "CREATE TABLE drill (\n"
              "  id INTEGER PRIMARY KEY, -- the thing\n"
              "  until_at INTEGER -- planned end\n"
              ") STRICT;\n",
    .local = "",
    .statements = all,
    .count = 3,
};

static struct instant later(struct instant a, struct instant b)
{
    return instant_is_none(a) || a.us < b.us ? b : a;
}

static void guard_start(const struct entry *e, const void *fields, struct tx *tx, struct verdict *v)
{
    const struct start_drill *f = fields;
    struct capability_give give = { f->taken_from, f->taken };
    struct capability_ask ask = { .capability = f->pool,
                                  .quantity = f->quantity,
                                  .from = later(f->from, e->recorded_at),
                                  .until = f->until,
                                  .now = e->recorded_at,
                                  .gives = &give,
                                  .give_count = id_is_none(f->taken_from) ? 0 : 1 };

    capability_guard_fits(tx, e, &ask, "quantity", v);
}

static enum result apply_start(const struct entry *e, const void *fields, const void *settled,
                               struct tx *tx)
{
    const struct start_drill *f = fields;

    (void)settled;
    tx_exec(tx, &drill_put, VAL(e->object), VAL(f->until));
    if (!id_is_none(f->taken_from))
        capability_occupy_change(tx, e, f->pool, f->taken_from,
                                 capability_occupied_by(tx, f->pool, f->taken_from) - f->taken,
                                 e->happened_at);
    return capability_occupy(tx, e, f->pool, e->object, f->quantity, later(f->from, e->happened_at),
                             f->until);
}

static struct instant end_of_drill(struct tx *tx, struct id drill)
{
    return (struct instant){ tx_int(tx, &drill_until, INT_NONE, VAL(drill)) };
}

static void guard_swap(const struct entry *e, const void *fields, struct tx *tx, struct verdict *v)
{
    const struct swap_units *f = fields;
    struct capability_give own = { .what = e->object, .quantity = CAPABILITY_ALL };
    struct capability_ask ask = { .capability = f->pool,
                                  .quantity = f->quantity,
                                  .from = e->recorded_at,
                                  .until = end_of_drill(tx, e->object),
                                  .now = e->recorded_at,
                                  .gives = &own,
                                  .give_count = 1 };

    if (f->quantity > capability_occupied_by(tx, f->pool, e->object))
        capability_guard_fits(tx, e, &ask, "quantity", v);
}

static enum result apply_swap(const struct entry *e, const void *fields, const void *settled,
                              struct tx *tx)
{
    const struct swap_units *f = fields;

    (void)settled;
    if (capability_occupied_by(tx, f->pool, e->object) == 0)
        return f->quantity == 0 ? OK
                                : capability_occupy(tx, e, f->pool, e->object, f->quantity,
                                                    e->happened_at, end_of_drill(tx, e->object));
    return capability_occupy_change(tx, e, f->pool, e->object, f->quantity, e->happened_at);
}

static enum result apply_extend(const struct entry *e, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct extend_drill *f = fields;

    (void)settled;
    tx_exec(tx, &drill_extend, VAL(e->object), VAL(f->until));
    return capability_extend(tx, e, e->object, f->until);
}

static enum result apply_home(const struct entry *e, const void *fields, const void *settled,
                              struct tx *tx)
{
    (void)fields;
    (void)settled;
    return capability_free_at_home(tx, e, e->object, e->happened_at);
}

static const struct action actions[] = {
    {
        .name = "start_drill",
        .version = 1,
        .object = "drill",
        .title = "Start",
        .may = "anybody",
        .creates = true,
        FIELDS(start_drill, FIELD(start_drill, pool, .label = "Pool", .table = "capability"),
               FIELD(start_drill, quantity, .label = "Quantity", .min = 1, .max = AMOUNT_MOST),
               FIELD(start_drill, from, .label = "From", .optional = true),
               FIELD(start_drill, until, .label = "Until", .optional = true),
               FIELD(start_drill, taken_from, .label = "Taken from", .table = "drill",
                     .optional = true),
               FIELD(start_drill, taken, .label = "Taken", .max = AMOUNT_MOST, .optional = true)),
        .guards = { guard_start },
        .apply = apply_start,
    },
    {
        .name = "swap_units",
        .version = 1,
        .object = "drill",
        .posted_to = "swaps",
        .title = "Swap",
        .may = "anybody",
        FIELDS(swap_units, FIELD(swap_units, pool, .label = "Pool", .table = "capability"),
               FIELD(swap_units, quantity, .label = "Quantity", .max = AMOUNT_MOST)),
        .guards = { guard_swap },
        .apply = apply_swap,
    },
    {
        .name = "extend_drill",
        .version = 1,
        .object = "drill",
        .posted_to = "extensions",
        .title = "Extend",
        .may = "anybody",
        FIELDS(extend_drill, FIELD(extend_drill, until, .label = "Until")),
        .apply = apply_extend,
    },
    {
        .name = "come_home",
        .version = 1,
        .object = "drill",
        .posted_to = "returns",
        .title = "Home",
        .may = "anybody",
        FIELDS(come_home, FIELD(come_home, happened_at, .label = "Happened", .optional = true)),
        .apply = apply_home,
    },
};

static const struct thing_type things[] = {
    { .name = "drill",
      .path = "drills",
      .address = "oefeningen",
      .title = "Drill",
      .audience = "offices" },
};

const struct room drill_room = {
    .name = "drill",
    .sql = &drill_sql,
    ROOM_ACTIONS(actions),
    ROOM_THINGS(things),
};
const struct room *const drill_rooms[] = {
    &kernel_room, &access_room, &law_room, &directory_room, &capability_room, &drill_room, NULL
};
