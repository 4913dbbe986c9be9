/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts that change a thing of the directory: rename, end, assign. */
#include <assert.h>

#include "base/tr.h"
#include "directory/inner.h"
#include "directory/statements.h"

/* What renames and ends a thing of each type, and tells that it has ended. */
static const struct row {
    const char *type;
    const struct statement *rename, *end, *ended;
} rows[] = {
    { "region", SQL_REGION_RENAME, SQL_REGION_END, SQL_REGION_ENDED },
    { "place", SQL_PLACE_RENAME, SQL_PLACE_END, SQL_PLACE_ENDED },
    { "organisation", SQL_ORGANISATION_RENAME, SQL_ORGANISATION_END, SQL_ORGANISATION_ENDED },
    { "police_unit", NULL, SQL_POLICE_UNIT_END, SQL_POLICE_UNIT_ENDED },
    { "army_region", NULL, SQL_ARMY_REGION_END, SQL_ARMY_REGION_ENDED },
};

static const struct row *row_of(const struct entry *entry)
{
    struct text type = text_of(entry->action->object);

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (text_is(type, rows[i].type))
            return &rows[i];
    assert(false && "an act of another room");
    return NULL;
}

/* Ready: what has ended is history. */
GUARD(guard_not_ended)
{
    (void)fields;
    if (tx_has_values(tx, row_of(entry)->ended,
                      VALUES_(VAL(entry->object), VAL(entry->happened_at))))
        verdict_refuse(verdict, "THING_ENDED", "", N_("This has ended."),
                       N_("Register what came in its place."));
}

GUARD(guard_end_ahead)
{
    const struct end_thing *f = fields;

    (void)tx;
    if (!instant_is_none(f->until) && f->until.us < entry->happened_at.us)
        verdict_refuse(verdict, "END_PAST", "until",
                       N_("The end lies before the act that ends it."),
                       N_("Leave the end empty for now, or give a later moment."));
}

APPLY(apply_end)
{
    const struct end_thing *f = fields;
    struct instant until = instant_is_none(f->until) ? entry->happened_at : f->until;

    (void)settled;
    return tx_exec_values(tx, row_of(entry)->end, VALUES_(VAL(entry->object), VAL(until)));
}

APPLY(apply_rename)
{
    const struct rename_thing *f = fields;
    struct thing t;
    enum result r = thing_get(tx, entry->object, &t);

    (void)settled;
    if (r != OK)
        return r == NOT_FOUND ? FAULT : r;
    tx_exec_values(tx, row_of(entry)->rename, VALUES_(VAL(entry->object), VAL(f->name)));
    return thing_label(tx, entry->object, t.number, f->name);
}

static void refuse_code(struct verdict *verdict, const char *field, struct text code)
{
    struct verdict_item *item =
        verdict_refuse(verdict, "CODE_UNKNOWN", field, N_("{code} is not known in the directory."),
                       N_("Choose a code from the directory, or register it first."));

    verdict_hole(item, verdict->arena, "code", code);
}

GUARD(guard_army_region_known)
{
    const struct assign_army_region *f = fields;

    if (!text_is_empty(f->army_region) &&
        !tx_has(tx, SQL_ARMY_REGION_OPEN, VAL(f->army_region), VAL(entry->happened_at)))
        refuse_code(verdict, "army_region", f->army_region);
}

SETTLE(settle_assign_army)
{
    const struct assign_army_region *f = fields;
    struct settled_from *s = settled;

    (void)tx;
    s->from = f->from.n == DAY_NONE.n ? entry->happened_at : day_begins(entry->zone, f->from);
    return OK;
}

APPLY(apply_assign_army)
{
    const struct assign_army_region *f = fields;
    const struct settled_from *s = settled;

    return tx_exec(tx, SQL_REGION_ARMY_PUT, VAL(entry->object), VAL(s->from), VAL(f->army_region));
}

GUARD(guard_police_unit_known)
{
    const struct assign_police_unit *f = fields;

    if (!text_is_empty(f->police_unit) &&
        !tx_has(tx, SQL_POLICE_UNIT_OPEN, VAL(f->police_unit), VAL(entry->happened_at)))
        refuse_code(verdict, "police_unit", f->police_unit);
}

APPLY(apply_assign_police)
{
    const struct assign_police_unit *f = fields;

    (void)settled;
    return tx_exec(tx, SQL_REGION_POLICE, VAL(entry->object), VAL(f->police_unit));
}

GUARD(guard_not_own_neighbour)
{
    const struct set_neighbours *f = fields;
    const struct code_word *n = f->neighbours.items;
    struct text own = tx_text(tx, SQL_REGION_CODE, VAL(entry->object));

    for (int64_t i = 0; i < f->neighbours.n; i++) {
        if (text_same(n[i].code, own))
            verdict_refuse(verdict, "NEIGHBOUR_ITSELF", "neighbours",
                           N_("A region does not border on itself."), N_("Leave it out."));
        else if (!tx_has(tx, SQL_REGION_OPEN, VAL(n[i].code), VAL(entry->happened_at)))
            refuse_code(verdict, "neighbours", n[i].code);
    }
}

/* The region's own statement is replaced; a border that only the other side states stays until it,
 * too, states anew. */
APPLY(apply_set_neighbours)
{
    const struct set_neighbours *f = fields;
    const struct code_word *n = f->neighbours.items;

    (void)settled;
    tx_exec(tx, SQL_NEIGHBOUR_CLEAR, VAL(entry->object));
    for (int64_t i = 0; i < f->neighbours.n; i++)
        tx_exec(tx, SQL_NEIGHBOUR_PUT, VAL(entry->object), VAL(n[i].code));
    return tx_result(tx);
}
