/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts that make a thing of the directory: their rules and what they store. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "directory/inner.h"
#include "directory/statements.h"

/* ---- validity ---- */

static enum result settle_days(const struct entry *entry, struct day from, struct day until,
                               struct settled_period *s)
{
    s->from = from.n == DAY_NONE.n ? INSTANT_NONE : day_begins(entry->zone, from);
    s->until = until.n == DAY_NONE.n ? INSTANT_NONE : day_begins(entry->zone, day_next(until));
    return OK;
}

static void refuse_reversed(struct verdict *verdict, struct day from, struct day until)
{
    if (from.n != DAY_NONE.n && until.n != DAY_NONE.n && until.n < from.n)
        verdict_refuse(verdict, "PERIOD_REVERSED", "valid_until",
                       N_("The end lies before the beginning."), N_("Give a later end."));
}

static void refuse_doubled(struct verdict *verdict, const char *field, struct text code)
{
    struct verdict_item *item =
        verdict_refuse(verdict, "CODE_DOUBLED", field, N_("{code} is registered already."),
                       N_("Use the one that is there, or end it first."));

    verdict_hole(item, verdict->arena, "code", code);
}

static void refuse_unknown(struct verdict *verdict, const char *field, struct text code)
{
    struct verdict_item *item =
        verdict_refuse(verdict, "CODE_UNKNOWN", field, N_("{code} is not known in the directory."),
                       N_("Choose a code from the directory, or register it first."));

    verdict_hole(item, verdict->arena, "code", code);
}

/* ---- police units ---- */

GUARD(guard_police_unit_once)
{
    const struct register_police_unit *f = fields;

    if (tx_has(tx, SQL_POLICE_UNIT_OPEN, VAL(f->code), VAL(entry->happened_at)))
        refuse_doubled(verdict, "code", f->code);
    if (!text_is_empty(f->kind) && !text_is(f->kind, "regional") && !text_is(f->kind, "national"))
        verdict_refuse(verdict, "POLICE_UNIT_KIND", "kind",
                       N_("A police unit is regional or national."),
                       N_("Give regional or national."));
}

GUARD(guard_police_unit_period)
{
    const struct register_police_unit *f = fields;

    (void)entry;
    (void)tx;
    refuse_reversed(verdict, f->valid_from, f->valid_until);
}

SETTLE(settle_police_unit)
{
    const struct register_police_unit *f = fields;

    (void)tx;
    return settle_days(entry, f->valid_from, f->valid_until, settled);
}

APPLY(apply_police_unit)
{
    const struct register_police_unit *f = fields;
    const struct settled_period *s = settled;

    tx_exec(tx, SQL_POLICE_UNIT_PUT, VAL(entry->object), VAL(f->code), VAL(f->name), VAL(f->kind),
            VAL(s->from), VAL(s->until));
    return thing_label(tx, entry->object, f->code, f->name);
}

/* ---- army regions ---- */

GUARD(guard_army_region_once)
{
    const struct register_army_region *f = fields;

    if (tx_has(tx, SQL_ARMY_REGION_OPEN, VAL(f->code), VAL(entry->happened_at)))
        refuse_doubled(verdict, "code", f->code);
}

GUARD(guard_army_region_period)
{
    const struct register_army_region *f = fields;

    (void)entry;
    (void)tx;
    refuse_reversed(verdict, f->valid_from, f->valid_until);
}

SETTLE(settle_army_region)
{
    const struct register_army_region *f = fields;

    (void)tx;
    return settle_days(entry, f->valid_from, f->valid_until, settled);
}

APPLY(apply_army_region)
{
    const struct register_army_region *f = fields;
    const struct settled_period *s = settled;

    tx_exec(tx, SQL_ARMY_REGION_PUT, VAL(entry->object), VAL(f->code), VAL(f->name),
            VAL(f->brigade), VAL(f->seat), VAL(s->from), VAL(s->until));
    return thing_label(tx, entry->object, f->code, f->name);
}

/* ---- positions ---- */

bool degrees_read(struct text t, int64_t most, int64_t *micro)
{
    struct text whole = T(""), part = t;
    bool is_below = text_starts(t, T("-"));
    int64_t n = 0, fraction = 0;

    if (!text_cut(&part, '.', &whole))
        return false;
    if (!text_is(whole, "-0") && !text_int64(whole, &n)) /* "-0.5": text_int64 refuses its "-0" */
        return false;
    if (part.len > 6 || (part.len == 0 && text_find(t, T(".")) != SIZE_MAX) || n < -360 || n > 360)
        return false;
    for (size_t i = 0; i < 6; i++) {
        if (i < part.len && (part.at[i] < '0' || part.at[i] > '9'))
            return false;
        fraction = fraction * 10 + (i < part.len ? part.at[i] - '0' : 0);
    }
    n = n * 1000000 + (is_below ? -fraction : fraction);
    if (n < -most || n > most)
        return false;
    *micro = n;
    return true;
}

struct text degrees_text(struct arena *a, int64_t micro)
{
    int64_t size;

    if (micro == INT_NONE)
        return T("");
    size = micro < 0 ? -micro : micro;
    return text_printf(a, "%s%lld.%06lld", micro < 0 ? "-" : "", (long long)(size / 1000000),
                       (long long)(size % 1000000));
}

static void judge_position(struct verdict *verdict, struct text lat, struct text lon)
{
    int64_t micro;

    if (!text_is_empty(lat) && !degrees_read(lat, LAT_MOST, &micro))
        verdict_refuse(verdict, "POSITION", "lat", N_("This is no latitude."),
                       N_("Give degrees with a point, such as 50.865."));
    if (!text_is_empty(lon) && !degrees_read(lon, LON_MOST, &micro))
        verdict_refuse(verdict, "POSITION", "lon", N_("This is no longitude."),
                       N_("Give degrees with a point, such as 5.831."));
    if (text_is_empty(lat) != text_is_empty(lon))
        verdict_refuse(verdict, "POSITION_HALF", text_is_empty(lat) ? "lat" : "lon",
                       N_("A position has a latitude and a longitude."),
                       N_("Give both, or neither."));
}

/* None for what is empty; guards have refused what cannot be read. */
static int64_t micro_of(struct text degrees, int64_t most)
{
    int64_t micro = INT_NONE;

    if (!text_is_empty(degrees) && !degrees_read(degrees, most, &micro))
        return INT_NONE;
    return micro;
}

/* ---- regions ---- */

GUARD(guard_region_once)
{
    const struct register_region *f = fields;

    if (tx_has(tx, SQL_REGION_OPEN, VAL(f->code), VAL(entry->happened_at)))
        refuse_doubled(verdict, "code", f->code);
}

/* Its police unit and army region are known; it does not border on itself. */
GUARD(guard_region_belongs)
{
    const struct register_region *f = fields;
    const struct code_word *n = f->neighbours.items;

    if (!text_is_empty(f->police_unit) &&
        !tx_has(tx, SQL_POLICE_UNIT_OPEN, VAL(f->police_unit), VAL(entry->happened_at)))
        refuse_unknown(verdict, "police_unit", f->police_unit);
    if (!text_is_empty(f->army_region) &&
        !tx_has(tx, SQL_ARMY_REGION_OPEN, VAL(f->army_region), VAL(entry->happened_at)))
        refuse_unknown(verdict, "army_region", f->army_region);
    for (int64_t i = 0; i < f->neighbours.n; i++)
        if (text_same(n[i].code, f->code))
            verdict_refuse(verdict, "NEIGHBOUR_ITSELF", "neighbours",
                           N_("A region does not border on itself."), N_("Leave it out."));
}

GUARD(guard_region_position)
{
    const struct register_region *f = fields;

    (void)entry;
    (void)tx;
    judge_position(verdict, f->lat, f->lon);
}

GUARD(guard_region_period)
{
    const struct register_region *f = fields;

    (void)entry;
    (void)tx;
    refuse_reversed(verdict, f->valid_from, f->valid_until);
}

SETTLE(settle_region)
{
    const struct register_region *f = fields;
    struct settled_region *s = settled;
    struct settled_period p;

    (void)tx;
    settle_days(entry, f->valid_from, f->valid_until, &p);
    s->from = p.from;
    s->until = p.until;
    s->army_region_from = INSTANT_NONE;
    if (!text_is_empty(f->army_region))
        s->army_region_from = f->army_region_from.n == DAY_NONE.n
                                  ? entry->happened_at
                                  : day_begins(entry->zone, f->army_region_from);
    return OK;
}

APPLY(apply_region)
{
    const struct register_region *f = fields;
    const struct settled_region *s = settled;
    const struct code_word *n = f->neighbours.items;

    tx_exec(tx, SQL_REGION_PUT, VAL(entry->object), VAL(f->code), VAL(f->name), VAL(f->seat),
            VAL(micro_of(f->lat, LAT_MOST)), VAL(micro_of(f->lon, LON_MOST)), VAL(f->police_unit),
            VAL(s->from), VAL(s->until));
    if (!text_is_empty(f->army_region))
        tx_exec(tx, SQL_REGION_ARMY_PUT, VAL(entry->object), VAL(s->army_region_from),
                VAL(f->army_region));
    for (int64_t i = 0; i < f->neighbours.n; i++)
        tx_exec(tx, SQL_NEIGHBOUR_PUT, VAL(entry->object), VAL(n[i].code));
    return thing_label(tx, entry->object, f->code, f->name);
}

/* ---- places ---- */

GUARD(guard_place_once)
{
    const struct register_place *f = fields;

    if (!text_is_empty(f->cbs_code) &&
        tx_has(tx, SQL_PLACE_OPEN, VAL(f->cbs_code), VAL(entry->happened_at)))
        refuse_doubled(verdict, "cbs_code", f->cbs_code);
}

/* Invariant 2. */
GUARD(guard_place_region)
{
    const struct register_place *f = fields;

    if (!text_is_empty(f->region) &&
        !tx_has(tx, SQL_REGION_OPEN, VAL(f->region), VAL(entry->happened_at)))
        refuse_unknown(verdict, "region", f->region);
}

GUARD(guard_place_position)
{
    const struct register_place *f = fields;

    (void)entry;
    (void)tx;
    judge_position(verdict, f->lat, f->lon);
}

GUARD(guard_place_period)
{
    const struct register_place *f = fields;

    (void)entry;
    (void)tx;
    refuse_reversed(verdict, f->valid_from, f->valid_until);
}

SETTLE(settle_place)
{
    const struct register_place *f = fields;

    (void)tx;
    return settle_days(entry, f->valid_from, f->valid_until, settled);
}

APPLY(apply_place)
{
    const struct register_place *f = fields;
    const struct settled_period *s = settled;

    tx_exec(tx, SQL_PLACE_PUT, VAL(entry->object), VAL(f->name), VAL(f->kind.code), VAL(f->region),
            VAL(f->cbs_code), VAL(micro_of(f->lat, LAT_MOST)), VAL(micro_of(f->lon, LON_MOST)),
            VAL(s->from), VAL(s->until));
    return thing_label(tx, entry->object, f->cbs_code, f->name);
}

/* ---- organisations ---- */

GUARD(guard_organisation_once)
{
    const struct register_organisation *f = fields;

    if (tx_has(tx, SQL_ORGANISATION_OPEN, VAL(f->org), VAL(f->instance), VAL(entry->happened_at)))
        refuse_doubled(verdict, "org",
                       text_is_empty(f->instance)
                           ? f->org
                           : text_printf(verdict->arena, "%.*s %.*s", TEXT_FMT(f->org),
                                         TEXT_FMT(f->instance)));
}

GUARD(guard_organisation_period)
{
    const struct register_organisation *f = fields;

    (void)entry;
    (void)tx;
    refuse_reversed(verdict, f->valid_from, f->valid_until);
}

SETTLE(settle_organisation)
{
    const struct register_organisation *f = fields;

    (void)tx;
    return settle_days(entry, f->valid_from, f->valid_until, settled);
}

APPLY(apply_organisation)
{
    const struct register_organisation *f = fields;
    const struct settled_period *s = settled;
    struct text number = f->org;
    struct text name = text_is_empty(f->name) ? f->org : f->name;

    if (!text_is_empty(f->instance))
        number = text_printf(tx_arena(tx), "%.*s %.*s", TEXT_FMT(f->org), TEXT_FMT(f->instance));
    tx_exec(tx, SQL_ORGANISATION_PUT, VAL(entry->object), VAL(f->org), VAL(f->instance), VAL(name),
            VAL(f->sector), VAL(f->about), VAL(s->from), VAL(s->until));
    return thing_label(tx, entry->object, number, name);
}

/* ---- reference sets ---- */

GUARD(guard_set_once)
{
    const struct adopt_reference *f = fields;
    struct hash unused;

    (void)entry;
    if (!text_is_empty(tx_text(tx, SQL_SET_SHA256, VAL(f->name))))
        refuse_doubled(verdict, "name", f->name);
    if (!text_is_empty(f->sha256) && !hash_read(f->sha256, &unused))
        verdict_refuse(verdict, "DIGEST", "sha256", N_("This is no SHA-256."),
                       N_("Give 64 hexadecimal digits, small letters."));
}

APPLY(apply_adopt_reference)
{
    const struct adopt_reference *f = fields;

    (void)settled;
    tx_exec(tx, SQL_SET_PUT, VAL(entry->object), VAL(f->name), VAL(f->version), VAL(f->sha256),
            VAL(f->rows), VAL(f->credit), VAL(entry->happened_at));
    return thing_label(tx, entry->object, T(""), f->name);
}
