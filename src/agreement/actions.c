/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of this room: register and end plans and agreements. */
#include <assert.h>

#include "agreement/inner.h"
#include "agreement/statements.h"
#include "base/tr.h"

/* ---- what other rooms ask ---- */

bool plan_has_clause(struct tx *tx, struct text region, struct text neighbour, struct instant when)
{
    return tx_has(tx, SQL_PLAN_HAS_CLAUSE, VAL(region), VAL(neighbour), VAL(when));
}

struct id plan_with(struct tx *tx, struct text region, struct text neighbour, struct instant when,
                    struct day *until)
{
    struct rows *r = tx_query(tx, SQL_PLAN_WITH, VAL(region), VAL(neighbour), VAL(when));
    struct id found = ID_NONE;

    while (rows_next(r)) {
        found = rows_id(r, 0);
        if (until)
            *until = (struct day){ (int32_t)rows_int(r, 1) };
    }
    return found;
}

bool plan_is_with(struct tx *tx, struct id plan, struct text region, struct text neighbour,
                  struct instant when)
{
    return tx_has(tx, SQL_PLAN_IS_WITH, VAL(plan), VAL(region), VAL(neighbour), VAL(when));
}

bool agreement_is_between(struct tx *tx, struct text party, struct text other, struct instant when)
{
    return tx_has(tx, SQL_AGREEMENT_BETWEEN, VAL(party), VAL(other), VAL(when));
}

/* ---- shared rules ---- */

/* The office acted for is the administrator's, or belongs to the party by its organisation, its
 * instance or an area it states. */
static bool belongs_to(const struct entry *entry, struct tx *tx, struct text party, bool *is_admin)
{
    struct office own;

    *is_admin = false;
    if (office_get(tx, entry->by.office, entry->recorded_at, &own) != OK)
        return false;
    *is_admin = text_is(own.code, OFFICE_ADMIN);
    if (*is_admin || text_same(own.org, party) || text_same(own.instance, party))
        return true;
    return office_has_area(tx, own.id, party);
}

static void judge_last_day(const struct entry *entry, struct verdict *verdict, struct day last)
{
    if (last.n != DAY_NONE.n && last.n < zone_day(entry->zone, entry->happened_at).n)
        verdict_refuse(verdict, "PERIOD_PAST", "valid_until",
                       N_("The last day lies before the day on which this is registered."),
                       N_("Give today or a later day."));
}

static struct verdict_item *warn_code(struct verdict *verdict, const char *code, const char *field,
                                      const char *why, const char *mend, struct text value)
{
    struct verdict_item *item = verdict_warn(verdict, code, field, why, mend);

    verdict_hole(item, verdict->arena, "code", value);
    return item;
}

/* ---- plans ---- */

static void guard_own_region(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct register_plan *f = fields;
    bool is_admin;

    if (!text_is_empty(f->region) && !belongs_to(entry, tx, f->region, &is_admin))
        verdict_forbid(verdict, "OUT_OF_AREA", "region",
                       N_("A region registers its own plans, not those of another."),
                       N_("Choose your own region."));
}

static void guard_plan_regions(const struct entry *entry, const void *fields, struct tx *tx,
                               struct verdict *verdict)
{
    const struct register_plan *f = fields;
    const struct party_item *n = f->neighbour_clause_with.items;
    struct directory_region region;

    if (!text_is_empty(f->region) &&
        directory_region(tx, f->region, entry->happened_at, &region) == NOT_FOUND) {
        struct verdict_item *item = verdict_refuse(
            verdict, "CODE_UNKNOWN", "region", N_("{code} is not known in the directory."),
            N_("Choose a code from the directory, or register it first."));
        verdict_hole(item, verdict->arena, "code", f->region);
    }
    for (int64_t i = 0; i < f->neighbour_clause_with.n; i++) {
        if (directory_region(tx, n[i].code, entry->happened_at, &region) == NOT_FOUND) {
            struct verdict_item *item =
                verdict_refuse(verdict, "CODE_UNKNOWN", "neighbour_clause_with",
                               N_("{code} is not known in the directory."),
                               N_("Choose a code from the directory, or register it first."));
            verdict_hole(item, verdict->arena, "code", n[i].code);
        } else if (!directory_is_adjacent(tx, f->region, n[i].code, entry->happened_at)) {
            struct verdict_item *item = warn_code(
                verdict, "PLAN_NOT_ADJACENT", "neighbour_clause_with",
                N_("{code} does not border on this region: direct help is only for neighbours."),
                N_("Check the region."), n[i].code);
            verdict_cite(item, T("Wvr art. 51 lid 5"), T(""));
        }
    }
}

static void guard_plan_ahead(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct register_plan *f = fields;

    (void)tx;
    judge_last_day(entry, verdict, f->valid_until);
}

static enum result settle_plan(const struct entry *entry, const void *fields, struct tx *tx,
                               void *settled)
{
    const struct register_plan *f = fields;
    struct settled_until *s = settled;

    (void)tx;
    s->until = day_begins(entry->zone, day_next(f->valid_until));
    return OK;
}

static enum result apply_plan(const struct entry *entry, const void *fields, const void *settled,
                              struct tx *tx)
{
    const struct register_plan *f = fields;
    const struct settled_until *s = settled;
    const struct party_item *n = f->neighbour_clause_with.items;

    assert(s->until.us > entry->happened_at.us); /* pair: guard_plan_ahead, CHECK in the table */
    tx_exec(tx, SQL_PLAN_PUT, VAL(entry->object), VAL(f->kind), VAL(f->region),
            VAL(entry->happened_at), VAL(f->valid_until), VAL(s->until));
    for (int64_t i = 0; i < f->neighbour_clause_with.n; i++)
        tx_exec(tx, SQL_PLAN_CLAUSE_PUT, VAL(entry->object), VAL(n[i].code));
    return thing_label(tx, entry->object, f->region, directory_name_of(tx, f->region));
}

static void guard_end_own_plan(const struct entry *entry, const void *fields, struct tx *tx,
                               struct verdict *verdict)
{
    struct text region = tx_text(tx, SQL_PLAN_REGION, VAL(entry->object));
    bool is_admin;

    (void)fields;
    if (!belongs_to(entry, tx, region, &is_admin))
        verdict_forbid(verdict, "OUT_OF_AREA", "",
                       N_("A region ends its own plans, not those of another."),
                       N_("Ask that region."));
    if (!tx_has(tx, SQL_PLAN_IS_OPEN, VAL(entry->object), VAL(entry->happened_at)))
        verdict_refuse(verdict, "THING_ENDED", "", N_("This has ended."),
                       N_("Register what came in its place."));
}

static enum result apply_end_plan(const struct entry *entry, const void *fields,
                                  const void *settled, struct tx *tx)
{
    (void)fields;
    (void)settled;
    return tx_exec(tx, SQL_PLAN_END, VAL(entry->object), VAL(entry->happened_at));
}

/* ---- agreements ---- */

static void refuse_stranger(struct verdict *verdict)
{
    verdict_forbid(verdict, "AGREEMENT_PARTY", "",
                   N_("Only a party to an agreement may register or end it."),
                   N_("Ask one of the parties."));
}

/* Two different parties at least, your own office among them. */
static void guard_parties(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict)
{
    const struct register_agreement *f = fields;
    const struct party_item *p = f->between.items;
    bool is_party = false, is_admin = false, has_two = false;
    struct directory_region region;

    for (int64_t i = 0; i < f->between.n; i++) {
        is_party = belongs_to(entry, tx, p[i].code, &is_admin) || is_party;
        has_two = has_two || !text_same(p[i].code, p[0].code);
        if (directory_region(tx, p[i].code, entry->happened_at, &region) == NOT_FOUND &&
            id_is_none(directory_organisation(tx, p[i].code, T(""), entry->happened_at)))
            warn_code(verdict, "PARTY_UNKNOWN", "between",
                      N_("{code} is not known in the directory."), N_("Check the code."),
                      p[i].code);
    }
    if (f->between.n > 0 && !has_two)
        verdict_refuse(verdict, "AGREEMENT_TWO", "between",
                       N_("An agreement has at least two parties."), N_("Name the other party."));
    if (f->between.n > 0 && !is_party)
        refuse_stranger(verdict);
}

static void guard_agreement_amount(const struct entry *entry, const void *fields, struct tx *tx,
                                   struct verdict *verdict)
{
    const struct register_agreement *f = fields;

    (void)entry;
    (void)tx;
    if (f->quantity.milli != QUANTITY_NONE.milli && f->quantity.milli <= 0)
        verdict_refuse(verdict, "AMOUNT", "quantity", N_("The amount must be above zero."),
                       N_("Say how much is given."));
}

static void guard_agreement_days(const struct entry *entry, const void *fields, struct tx *tx,
                                 struct verdict *verdict)
{
    const struct register_agreement *f = fields;

    (void)tx;
    judge_last_day(entry, verdict, f->valid_until);
    if (f->review_at.n != DAY_NONE.n && f->valid_until.n != DAY_NONE.n &&
        f->review_at.n > f->valid_until.n)
        verdict_refuse(verdict, "REVIEW_LATE", "review_at",
                       N_("The review lies after the end of the agreement."),
                       N_("Give an earlier day."));
}

static enum result settle_agreement(const struct entry *entry, const void *fields, struct tx *tx,
                                    void *settled)
{
    const struct register_agreement *f = fields;
    struct settled_until *s = settled;

    (void)tx;
    s->until = day_begins(entry->zone, day_next(f->valid_until));
    return OK;
}

static enum result apply_agreement(const struct entry *entry, const void *fields,
                                   const void *settled, struct tx *tx)
{
    const struct register_agreement *f = fields;
    const struct settled_until *s = settled;
    const struct party_item *p = f->between.items;

    assert(s->until.us >
           entry->happened_at.us); /* pair: guard_agreement_days, CHECK in the table */
    tx_exec(tx, SQL_AGREEMENT_PUT, VAL(entry->object), VAL(f->what), VAL(f->quantity),
            value_text(f->unit.code), VAL(f->reaction_hours), value_text(f->clock_start.code),
            value_text(f->clock_stop.code), VAL(f->conditions), VAL(entry->happened_at),
            VAL(f->valid_until), VAL(s->until), VAL(f->review_at));
    for (int64_t i = 0; i < f->between.n; i++) {
        tx_exec(tx, SQL_AGREEMENT_PARTY_PUT, VAL(entry->object), VAL(p[i].code));
        audience_add_area(tx, entry->object, p[i].code);
        audience_add_org(tx, entry->object, p[i].code);
    }
    audience_add_office(tx, entry->object, entry->by.office, false);
    return thing_label(tx, entry->object, T(""), f->what);
}

static void guard_end_own(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict)
{
    struct rows *r = tx_query(tx, SQL_AGREEMENT_PARTIES, VAL(entry->object));
    bool is_party = false, is_admin = false;

    (void)fields;
    while (rows_next(r))
        is_party = belongs_to(entry, tx, rows_text(r, 0), &is_admin) || is_party;
    if (!is_party)
        refuse_stranger(verdict);
    if (!tx_has(tx, SQL_AGREEMENT_IS_OPEN, VAL(entry->object), VAL(entry->happened_at)))
        verdict_refuse(verdict, "THING_ENDED", "", N_("This has ended."),
                       N_("Register what came in its place."));
}

static enum result apply_end_agreement(const struct entry *entry, const void *fields,
                                       const void *settled, struct tx *tx)
{
    const struct end_agreed *f = fields;

    (void)settled;
    return tx_exec(tx, SQL_AGREEMENT_END, VAL(entry->object), VAL(entry->happened_at),
                   VAL(f->reason));
}

/* ---- the table ---- */

static const struct fieldset party_fields =
    ITEM(party_item, FIELD(party_item, code, .label = N_("Code"), .max = PARTY_MAX));

const struct action agreement_actions[] = {
    {
        .name = "register_plan",
        .version = 1,
        .object = "plan",
        .address = "plan",
        .title = N_("Register a plan"),
        .done = N_("The plan is registered."),
        .may = "office:VR.voorzitter|admin",
        .creates = true,
        FIELDS(register_plan,
               FIELD(register_plan, kind, .label = N_("Kind"), .choices = "plan_kind"),
               FIELD(register_plan, region, .label = N_("Region"), .hint = N_("Code, such as VR24"),
                     .min = 2, .max = PARTY_MAX),
               FIELD(register_plan, neighbour_clause_with, .label = N_("Clause with neighbours"),
                     .hint = N_("Regions that help each other directly"), .item = &party_fields,
                     .flat = true, .max = NEIGHBOURS_MAX, .optional = true),
               FIELD(register_plan, valid_until, .label = N_("Valid up to and including"))),
        SETTLES(settled_until, FIELD(settled_until, until, .label = N_("Until"))),
        .guards = { guard_own_region, guard_plan_regions, guard_plan_ahead },
        .settle = settle_plan,
        .apply = apply_plan,
    },
    {
        .name = "end_plan",
        .version = 1,
        .object = "plan",
        .posted_to = "endings",
        .address = "einde",
        .title = N_("End the plan"),
        .done = N_("The plan has been ended."),
        .may = "office:VR.voorzitter|admin",
        .is_binding = true,
        FIELDS(end_agreed, FIELD(end_agreed, reason, .label = N_("Reason"), .optional = true)),
        .ready = { guard_end_own_plan },
        .apply = apply_end_plan,
    },
    {
        .name = "register_agreement",
        .version = 1,
        .object = "agreement",
        .address = "afspraak",
        .title = N_("Register an agreement"),
        .done = N_("The agreement is registered."),
        .may = "anybody",
        .creates = true,
        .is_binding = true,
        FIELDS(
            register_agreement,
            FIELD(register_agreement, between, .label = N_("Between"),
                  .hint = N_(
                      "Codes of organisations or regions, two or more, such as VR24 and RMC_ZUID"),
                  .item = &party_fields, .flat = true, .min = 2, .max = PARTIES_MAX),
            FIELD(register_agreement, what, .label = N_("What is given"), .max = 500),
            FIELD(register_agreement, quantity, .label = N_("Amount")),
            FIELD(register_agreement, unit, .label = N_("Unit"), .choices = "unit",
                  .optional = true),
            FIELD(register_agreement, reaction_hours, .label = N_("Reaction time"),
                  .unit = N_("hours"), .min = 0, .max = REACTION_MAX),
            FIELD(register_agreement, clock_start, .label = N_("Counts from"),
                  .choices = "clock_start", .optional = true),
            FIELD(register_agreement, clock_stop, .label = N_("Counts until"),
                  .choices = "clock_stop", .optional = true),
            FIELD(register_agreement, conditions, .label = N_("Conditions"), .lines = true,
                  .max = 2000, .optional = true),
            FIELD(register_agreement, valid_until, .label = N_("Valid up to and including")),
            FIELD(register_agreement, review_at, .label = N_("Review on"), .optional = true)),
        SETTLES(settled_until, FIELD(settled_until, until, .label = N_("Until"))),
        .guards = { guard_parties, guard_agreement_amount, guard_agreement_days },
        .settle = settle_agreement,
        .apply = apply_agreement,
    },
    {
        .name = "end_agreement",
        .version = 1,
        .object = "agreement",
        .posted_to = "endings",
        .address = "einde",
        .title = N_("End the agreement"),
        .done = N_("The agreement has been ended."),
        .may = "anybody",
        .is_binding = true,
        FIELDS(end_agreed, FIELD(end_agreed, reason, .label = N_("Reason"), .optional = true)),
        .ready = { guard_end_own },
        .apply = apply_end_agreement,
    },
};
