/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of this room: the space's first act, offices, holders, mandates. */
#include <assert.h>
#include <string.h>

#include "access/inner.h"
#include "access/statements.h"
#include "base/tr.h"

/* ---- moments of civil days ---- */

struct day day_next(struct day d)
{
    return (struct day){ d.n + 1 };
}

struct instant day_begins(const struct zone *z, struct day d)
{
    /* Noon UTC of the day lies in the same civil day in the Netherlands; from there to midnight. */
    struct civil c = zone_civil(z, (struct instant){ d.n * SPAN_DAY + 12 * SPAN_HOUR });
    struct instant first, second;

    c.hour = c.minute = c.second = c.micro = 0;
    zone_instant(z, &c, &first, &second);
    return first;
}

/* ---- open_space ---- */

static void guard_one_space(const struct entry *entry, const void *fields, struct tx *tx,
                            struct verdict *verdict)
{
    (void)entry;
    (void)fields;
    if (tx_has_values(tx, SQL_SPACE_IS_OPEN, NULL, 0))
        verdict_refuse(verdict, "SPACE_OPEN_ALREADY", "", N_("This space is open already."),
                       N_("Work in it, or make another space."));
}

static void guard_space_kind(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct open_space *f = fields;

    (void)entry;
    (void)tx;
    if (!text_is_empty(f->kind) && !text_is(f->kind, "live") && !text_is(f->kind, "demo") &&
        !text_is(f->kind, "exercise"))
        verdict_refuse(verdict, "SPACE_KIND", "kind", N_("A space is live, a demo or an exercise."),
                       N_("Give live, demo or exercise."));
}

static enum result apply_open_space(const struct entry *entry, const void *fields,
                                    const void *settled, struct tx *tx)
{
    const struct open_space *f = fields;

    (void)settled;
    tx_exec(tx, SQL_SPACE_PUT, VAL(entry->object), VAL(f->name), VAL(f->kind), VAL(f->about),
            VAL(entry->happened_at));
    return thing_label(tx, entry->object, f->name, f->about);
}

/* ---- register_office, end_office ---- */

/* "VR.voorzitter": capitals of the organisation, a point, small letters. */
static bool is_office_code(struct text code)
{
    size_t i = 0;

    while (i < code.len && (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", code.at[i]) != NULL ||
                            (code.at[i] >= '0' && code.at[i] <= '9')))
        i++;
    if (i == 0 || i + 1 >= code.len || code.at[i] != '.')
        return false;
    for (i++; i < code.len; i++)
        if (!((code.at[i] >= 'a' && code.at[i] <= 'z') || code.at[i] == '_' ||
              (code.at[i] >= '0' && code.at[i] <= '9')))
            return false;
    return true;
}

static void refuse_code(struct verdict *verdict, const char *field)
{
    verdict_refuse(verdict, "OFFICE_CODE", field, N_("This is not the code of an office."),
                   N_("Write the organisation, a point and the office, such as VR.voorzitter."));
}

static void guard_office_code(const struct entry *entry, const void *fields, struct tx *tx,
                              struct verdict *verdict)
{
    const struct register_office *f = fields;

    (void)entry;
    (void)tx;
    if (!text_is_empty(f->office) && !is_office_code(f->office))
        refuse_code(verdict, "office");
}

static void guard_office_once(const struct entry *entry, const void *fields, struct tx *tx,
                              struct verdict *verdict)
{
    const struct register_office *f = fields;
    struct text title = text_is_empty(f->title) ? f->office : f->title;

    if (tx_has(tx, SQL_OFFICE_DOUBLED, VAL(f->office), VAL(f->instance), VAL(title),
               VAL(entry->happened_at)))
        verdict_refuse(verdict, "OFFICE_DOUBLED", "office",
                       N_("This office is registered already, with the same title."),
                       N_("Use the office that is there, or give this one another title."));
}

static void guard_office_period(const struct entry *entry, const void *fields, struct tx *tx,
                                struct verdict *verdict)
{
    const struct register_office *f = fields;

    (void)entry;
    (void)tx;
    if (f->valid_until.n != DAY_NONE.n && f->valid_from.n != DAY_NONE.n &&
        f->valid_until.n < f->valid_from.n)
        verdict_refuse(verdict, "PERIOD_REVERSED", "valid_until",
                       N_("The end lies before the beginning."), N_("Give a later end."));
}

static enum result settle_register_office(const struct entry *entry, const void *fields,
                                          struct tx *tx, void *settled)
{
    const struct register_office *f = fields;
    struct settled_office *s = settled;

    (void)tx;
    s->title = text_is_empty(f->title) ? f->office : f->title;
    s->from =
        f->valid_from.n == DAY_NONE.n ? entry->happened_at : day_begins(entry->zone, f->valid_from);
    s->until = f->valid_until.n == DAY_NONE.n ? INSTANT_NONE
                                              : day_begins(entry->zone, day_next(f->valid_until));
    if (!instant_is_none(s->until) && s->until.us < s->from.us)
        s->until = s->from; /* an office entered after its end: never valid */
    return OK;
}

static enum result apply_register_office(const struct entry *entry, const void *fields,
                                         const void *settled, struct tx *tx)
{
    const struct register_office *f = fields;
    const struct settled_office *s = settled;
    const struct code_item *areas = f->area.items;
    const struct role_item *roles = f->roles.items;
    struct text number = f->office;

    tx_exec(tx, SQL_OFFICE_PUT, VAL(entry->object), VAL(f->office), VAL(f->org), VAL(f->instance),
            VAL(s->title), VAL(s->from), VAL(s->until));
    for (int64_t i = 0; i < f->area.n; i++)
        tx_exec(tx, SQL_OFFICE_AREA_PUT, VAL(entry->object), VAL(areas[i].code));
    for (int64_t i = 0; i < f->roles.n; i++)
        tx_exec(tx, SQL_OFFICE_ROLE_PUT, VAL(entry->object), VAL(roles[i].role.code));
    if (!text_is_empty(f->instance))
        number = text_printf(tx_arena(tx), "%.*s %.*s", TEXT_FMT(f->office), TEXT_FMT(f->instance));
    return thing_label(tx, entry->object, number, s->title);
}

/* An office that has ended gets no holder and ends no second time; one that is yet to begin may. */
static void guard_office_open(const struct entry *entry, const void *fields, struct tx *tx,
                              struct verdict *verdict)
{
    (void)fields;
    if (tx_has(tx, SQL_OFFICE_HAS_ENDED, VAL(entry->object), VAL(entry->happened_at)))
        verdict_refuse(verdict, "OFFICE_ENDED", "", N_("This office has ended."),
                       N_("Choose an office that is valid, or register it again."));
}

static enum result apply_end_office(const struct entry *entry, const void *fields,
                                    const void *settled, struct tx *tx)
{
    const struct end_office *f = fields;
    struct instant until = instant_is_none(f->until) ? entry->happened_at : f->until;

    (void)settled;
    return tx_exec(tx, SQL_OFFICE_END, VAL(entry->object), VAL(until));
}

static void guard_end_ahead(const struct entry *entry, const void *fields, struct tx *tx,
                            struct verdict *verdict)
{
    const struct end_office *f = fields;

    (void)tx;
    if (!instant_is_none(f->until) && f->until.us < entry->happened_at.us)
        verdict_refuse(verdict, "END_PAST", "until",
                       N_("An office cannot end before the act that ends it."),
                       N_("Leave the end empty for now, or give a later moment."));
}

/* ---- holders ---- */

static void guard_holder(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict)
{
    const struct appoint_holder *f = fields;
    struct instant from = instant_is_none(f->from) ? entry->happened_at : f->from;

    if (!instant_is_none(f->until) && f->until.us <= from.us)
        verdict_refuse(verdict, "PERIOD_REVERSED", "until",
                       N_("The end lies before the beginning."), N_("Give a later end."));
    if (tx_has(tx, SQL_HOLDER_OVERLAPS, VAL(entry->object), VAL(f->holder), VAL(from),
               VAL(f->until)))
        verdict_refuse(verdict, "HOLDER_ALREADY", "holder",
                       N_("This person holds the office already."),
                       N_("End that first, or appoint somebody else."));
}

static enum result apply_appoint_holder(const struct entry *entry, const void *fields,
                                        const void *settled, struct tx *tx)
{
    const struct appoint_holder *f = fields;
    struct instant from = instant_is_none(f->from) ? entry->happened_at : f->from;

    (void)settled;
    return tx_exec(tx, SQL_HOLDER_PUT, VAL(entry->id), VAL(entry->object), VAL(f->holder),
                   VAL(from), VAL(f->until));
}

static void guard_is_holder(const struct entry *entry, const void *fields, struct tx *tx,
                            struct verdict *verdict)
{
    const struct end_holder *f = fields;
    struct instant until = instant_is_none(f->until) ? entry->happened_at : f->until;

    if (until.us < entry->happened_at.us)
        verdict_refuse(verdict, "END_PAST", "until",
                       N_("Holding an office cannot end before the act that ends it."),
                       N_("Leave the end empty for now, or give a later moment."));
    else if (!tx_has(tx, SQL_HOLDER_OVERLAPS, VAL(entry->object), VAL(f->holder), VAL(until),
                     VAL(INSTANT_NONE)))
        verdict_refuse(verdict, "HOLDER_NOT", "holder", N_("This person does not hold the office."),
                       N_("Choose one of its holders."));
}

static enum result apply_end_holder(const struct entry *entry, const void *fields,
                                    const void *settled, struct tx *tx)
{
    const struct end_holder *f = fields;
    struct instant until = instant_is_none(f->until) ? entry->happened_at : f->until;

    (void)settled;
    return tx_exec(tx, SQL_HOLDER_END, VAL(entry->object), VAL(f->holder), VAL(until));
}

/* ---- mandates ---- */

/* A mandate comes from the office itself: nobody gives away the power of another. */
static void guard_own_office(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct give_mandate *f = fields;
    struct office own;

    if (!id_is_none(f->from_office) && !id_same(f->from_office, entry->by.office))
        verdict_forbid(verdict, "MANDATE_OWN_OFFICE", "from_office",
                       N_("Only the office itself may give a mandate for its own signature."),
                       N_("Give it as that office, or ask that office."));
    if (text_is_empty(f->to_office))
        return; /* the field says that it is missing */
    if (!is_office_code(f->to_office))
        refuse_code(verdict, "to_office");
    else if (office_get(tx, entry->by.office, entry->recorded_at, &own) == OK &&
             text_same(own.code, f->to_office))
        verdict_refuse(verdict, "MANDATE_TO_SELF", "to_office",
                       N_("An office needs no mandate from itself."), N_("Choose another office."));
}

static void guard_mandate_ahead(const struct entry *entry, const void *fields, struct tx *tx,
                                struct verdict *verdict)
{
    const struct give_mandate *f = fields;

    (void)tx;
    if (f->valid_until.n != DAY_NONE.n &&
        f->valid_until.n < zone_day(entry->zone, entry->happened_at).n)
        verdict_refuse(verdict, "MANDATE_PAST", "valid_until",
                       N_("A mandate must hold for some time after it is given."),
                       N_("Give today or a later day."));
}

/* No mandate on a mandate: what the giver itself may sign only by mandate, it cannot hand on. */
static void guard_not_on_mandate(const struct entry *entry, const void *fields, struct tx *tx,
                                 struct verdict *verdict)
{
    const struct give_mandate *f = fields;
    const struct code_item *bases = f->bases.items, *areas = f->area.items;
    bool is_on_mandate = !id_is_none(entry->by.mandate);

    for (int64_t b = 0; b < f->bases.n && !is_on_mandate && f->area.n == 0; b++)
        is_on_mandate = tx_has(tx, SQL_MANDATE_ON_BASIS, VAL(entry->by.office), VAL(bases[b].code),
                               VAL(entry->recorded_at));
    for (int64_t b = 0; b < f->bases.n && !is_on_mandate; b++)
        for (int64_t i = 0; i < f->area.n && !is_on_mandate; i++)
            is_on_mandate = tx_has(tx, SQL_MANDATE_FOR, VAL(entry->by.office), VAL(""),
                                   VAL(bases[b].code), VAL(areas[i].code), VAL(entry->recorded_at));
    if (is_on_mandate)
        verdict_forbid(verdict, "MANDATE_ON_MANDATE", "bases",
                       N_("What an office may sign only under a mandate, it cannot hand on."),
                       N_("Ask the office that gave the mandate."));
}

static void guard_mandate_area(const struct entry *entry, const void *fields, struct tx *tx,
                               struct verdict *verdict)
{
    const struct give_mandate *f = fields;
    const struct code_item *areas = f->area.items;

    for (int64_t i = 0; i < f->area.n; i++) {
        if (!office_covers(tx, entry->by.office, areas[i].code)) {
            struct verdict_item *item =
                verdict_refuse(verdict, "MANDATE_OUT_OF_AREA", "area",
                               N_("Your office is not competent for {area}."),
                               N_("Give only areas for which your own office is competent."));
            verdict_hole(item, verdict->arena, "area", areas[i].code);
        }
    }
}

static enum result settle_give_mandate(const struct entry *entry, const void *fields, struct tx *tx,
                                       void *settled)
{
    const struct give_mandate *f = fields;
    struct settled_mandate *s = settled;

    (void)tx;
    s->until = day_begins(entry->zone, day_next(f->valid_until));
    return OK;
}

/* A mandate goes by the title of who signs under it; by the office's code while there is none. */
static struct text title_of_signer(struct tx *tx, const struct give_mandate *f, struct instant when)
{
    struct office giver, signer;
    struct id to;

    if (office_get(tx, f->from_office, when, &giver) != OK)
        return f->to_office;
    to = office_find(tx, f->to_office, giver.instance, when);
    return !id_is_none(to) && office_get(tx, to, when, &signer) == OK ? signer.title : f->to_office;
}

static enum result apply_give_mandate(const struct entry *entry, const void *fields,
                                      const void *settled, struct tx *tx)
{
    const struct give_mandate *f = fields;
    const struct settled_mandate *s = settled;
    const struct code_item *bases = f->bases.items, *areas = f->area.items;

    assert(s->until.us > entry->happened_at.us); /* pair: guard_mandate_ahead, CHECK in the table */
    tx_exec(tx, SQL_MANDATE_PUT, VAL(entry->object), VAL(f->from_office), VAL(f->to_office),
            VAL(entry->happened_at), VAL(f->valid_until), VAL(s->until));
    for (int64_t i = 0; i < f->bases.n; i++)
        tx_exec(tx, SQL_MANDATE_BASIS_PUT, VAL(entry->object), VAL(bases[i].code));
    for (int64_t i = 0; i < f->area.n; i++)
        tx_exec(tx, SQL_MANDATE_AREA_PUT, VAL(entry->object), VAL(areas[i].code));
    thing_touch(tx, entry, f->from_office);
    return thing_label(tx, entry->object, T(""), title_of_signer(tx, f, entry->happened_at));
}

/* The giver takes it back; the administrator may for an office that has nobody. */
static void guard_revoker(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict)
{
    struct id giver = { tx_int(tx, SQL_MANDATE_GIVER, 0, VAL(entry->object)) };
    struct office own;

    (void)fields;
    if (id_same(giver, entry->by.office))
        return;
    if (office_get(tx, entry->by.office, entry->recorded_at, &own) == OK &&
        text_is(own.code, OFFICE_ADMIN))
        return;
    verdict_forbid(verdict, "MANDATE_OWN_OFFICE", "",
                   N_("Only the office that gave a mandate may take it back."),
                   N_("Ask that office, or the administrator."));
}

static void guard_mandate_open(const struct entry *entry, const void *fields, struct tx *tx,
                               struct verdict *verdict)
{
    (void)fields;
    if (!tx_has(tx, SQL_MANDATE_IS_OPEN, VAL(entry->object), VAL(entry->happened_at)))
        verdict_refuse(verdict, "MANDATE_ENDED", "",
                       N_("This mandate has been revoked or has come to its end."),
                       N_("Give a new mandate if one is needed."));
}

static enum result apply_revoke_mandate(const struct entry *entry, const void *fields,
                                        const void *settled, struct tx *tx)
{
    (void)fields;
    (void)settled;
    return tx_exec(tx, SQL_MANDATE_REVOKE, VAL(entry->object), VAL(entry->happened_at));
}

/* ---- the table ---- */

static const struct fieldset code_fields =
    ITEM(code_item, FIELD(code_item, code, .label = N_("Code"), .max = INSTANCE_MAX));
static const struct fieldset role_fields =
    ITEM(role_item, FIELD(role_item, role, .label = N_("Role"), .choices = "role"));

const struct action access_actions[] = {
    {
        .name = "open_space",
        .version = 1,
        .object = "space",
        .address = "ruimte",
        .title = N_("Open the space"),
        .done = N_("The space is open."),
        .may = "admin",
        .creates = true,
        FIELDS(open_space, FIELD(open_space, name, .label = N_("Name"), .max = 80),
               FIELD(open_space, kind, .label = N_("Kind"), .hint = N_("live, demo or exercise"),
                     .max = 20),
               FIELD(open_space, about, .label = N_("About"), .optional = true)),
        .guards = { guard_one_space, guard_space_kind },
        .apply = apply_open_space,
    },
    {
        .name = "register_office",
        .version = 1,
        .object = "office",
        .address = "ambt",
        .title = N_("Register an office"),
        .done = N_("The office is registered."),
        .may = "admin",
        .creates = true,
        FIELDS(
            register_office,
            FIELD(register_office, office, .label = N_("Code of the office"),
                  .hint = N_("Organisation and office, such as VR.voorzitter"), .min = 3,
                  .max = CODE_MAX),
            FIELD(register_office, org, .label = N_("Kind of organisation"), .max = 40),
            FIELD(register_office, instance, .label = N_("Which one"),
                  .hint = N_("VR24, GM0994; empty when there is only one"), .max = INSTANCE_MAX,
                  .optional = true),
            FIELD(register_office, title, .label = N_("Title"), .max = TITLE_MAX, .optional = true),
            FIELD(register_office, area, .label = N_("Area"),
                  .hint = N_("Codes of regions or municipalities; empty for the whole country"),
                  .item = &code_fields, .flat = true, .max = AREAS_MAX, .optional = true),
            FIELD(register_office, roles, .label = N_("Roles"), .item = &role_fields, .flat = true,
                  .max = ROLES_MAX, .optional = true),
            FIELD(register_office, valid_from, .label = N_("Valid from"), .optional = true),
            FIELD(register_office, valid_until, .label = N_("Valid up to and including"),
                  .optional = true)),
        SETTLES(settled_office, FIELD(settled_office, from, .label = N_("From")),
                FIELD(settled_office, until, .label = N_("Until"), .optional = true),
                FIELD(settled_office, title, .label = N_("Title"), .max = TITLE_MAX)),
        .guards = { guard_office_code, guard_office_period, guard_office_once },
        .settle = settle_register_office,
        .apply = apply_register_office,
    },
    {
        .name = "appoint_holder",
        .version = 1,
        .object = "office",
        .posted_to = "holders",
        .address = "houder",
        .title = N_("Appoint a holder"),
        .done = N_("The holder is appointed."),
        .may = "admin",
        FIELDS(appoint_holder,
               FIELD(appoint_holder, holder, .label = N_("Pseudonym of the holder"),
                     .hint = N_("Never a name"), .max = HOLDER_MAX),
               FIELD(appoint_holder, from, .label = N_("From"), .optional = true),
               FIELD(appoint_holder, until, .label = N_("Until"), .optional = true)),
        .ready = { guard_office_open },
        .guards = { guard_holder },
        .apply = apply_appoint_holder,
    },
    {
        .name = "end_holder",
        .version = 1,
        .object = "office",
        .posted_to = "holder-endings",
        .address = "einde-houder",
        .title = N_("End a holder"),
        .done = N_("The holder has been ended."),
        .may = "admin",
        FIELDS(end_holder,
               FIELD(end_holder, holder, .label = N_("Pseudonym of the holder"), .max = HOLDER_MAX),
               FIELD(end_holder, until, .label = N_("Until"), .optional = true)),
        .guards = { guard_is_holder },
        .apply = apply_end_holder,
    },
    {
        .name = "end_office",
        .version = 1,
        .object = "office",
        .posted_to = "endings",
        .address = "opheffing",
        .title = N_("End the office"),
        .done = N_("The office has been ended."),
        .may = "admin",
        .is_binding = true,
        FIELDS(end_office, FIELD(end_office, until, .label = N_("Until"), .optional = true)),
        .ready = { guard_office_open },
        .guards = { guard_end_ahead },
        .apply = apply_end_office,
    },
    {
        .name = "give_mandate",
        .version = 1,
        .object = "mandate",
        .address = "mandaat",
        .title = N_("Give a mandate"),
        .done = N_("The mandate is given."),
        .may = "anybody",
        .creates = true,
        .is_binding = true,
        FIELDS(give_mandate,
               FIELD(give_mandate, from_office, .label = N_("From office"), .table = "office"),
               FIELD(give_mandate, to_office, .label = N_("To office (code)"), .min = 3,
                     .max = CODE_MAX),
               FIELD(give_mandate, bases, .label = N_("Legal bases"), .item = &code_fields,
                     .flat = true, .min = 1, .max = BASES_MAX),
               FIELD(give_mandate, area, .label = N_("Area"),
                     .hint = N_("Codes of regions or municipalities"), .item = &code_fields,
                     .flat = true, .max = AREAS_MAX, .optional = true),
               FIELD(give_mandate, valid_until, .label = N_("Valid up to and including"))),
        SETTLES(settled_mandate, FIELD(settled_mandate, until, .label = N_("Until"))),
        .ready = { guard_own_office },
        .guards = { guard_mandate_ahead, guard_not_on_mandate, guard_mandate_area },
        .settle = settle_give_mandate,
        .apply = apply_give_mandate,
    },
    {
        .name = "revoke_mandate",
        .version = 1,
        .object = "mandate",
        .posted_to = "revocations",
        .address = "intrekking",
        .title = N_("Revoke the mandate"),
        .done = N_("The mandate is revoked."),
        .may = "anybody",
        .is_binding = true,
        FIELDS(revoke_mandate,
               FIELD(revoke_mandate, reason, .label = N_("Reason"), .optional = true)),
        .ready = { guard_revoker, guard_mandate_open },
        .apply = apply_revoke_mandate,
    },
};
