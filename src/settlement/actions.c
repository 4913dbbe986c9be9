/* SPDX-License-Identifier: EUPL-1.2 */
/* The act of this room: settle what a request cost on top. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "settlement/inner.h"
#include "settlement/statements.h"

/* Every line is of a kind that comes on top; no line is none that does not. */
static bool is_additional(const struct settle_cost *f)
{
    const struct cost_line *lines = f->lines.items;

    for (int64_t i = 0; i < f->lines.n; i++)
        if (!text_is_empty(lines[i].cost_kind.code) &&
            !cost_kind_is_additional(lines[i].cost_kind.code))
            return false;
    return true;
}

/* An evaluation closes the duty to evaluate, which every release opens; so the duty tells. */
static void facts_of_cost(const struct entry *entry, const struct settle_cost *f, struct tx *tx,
                          struct facts *facts)
{
    fact_set_bool(facts, "cost_additional", is_additional(f));
    fact_set_bool(facts, "evaluated", !obligation_is_open(tx, entry->object, T("EVALUATE")));
}

static void guard_ready(const struct entry *entry, const void *fields, struct tx *tx,
                        struct verdict *verdict)
{
    struct facts facts = { 0 };
    struct judged judged;

    facts_of_cost(entry, fields, tx, &facts);
    request_judge(entry, "settle_cost", entry->object, &facts, tx, true, &judged, verdict);
}

/* The rule stands at the line that breaks it. */
static void guard_cost(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict)
{
    const struct settle_cost *f = fields;
    struct facts facts = { 0 };
    struct judged judged;
    size_t from = verdict->count;

    facts_of_cost(entry, f, tx, &facts);
    request_judge(entry, "settle_cost", entry->object, &facts, tx, false, &judged, verdict);
    for (size_t i = from; i < verdict->count; i++)
        if (strcmp(verdict->items[i].code, "COST_ADDITIONAL_ONLY") == 0 &&
            verdict->items[i].field.len == 0)
            verdict->items[i].field = T("lines");
}

/* Lines that all have an amount add up to the total (invariant 3). */
static void guard_sum(const struct entry *entry, const void *fields, struct tx *tx,
                      struct verdict *verdict)
{
    const struct settle_cost *f = fields;
    const struct cost_line *lines = f->lines.items;
    struct money sum = { 0 };
    struct verdict_item *item;

    (void)entry;
    (void)tx;
    if (f->lines.n == 0 || f->additional.cents == MONEY_NONE.cents)
        return;
    for (int64_t i = 0; i < f->lines.n; i++)
        if (lines[i].amount.cents == MONEY_NONE.cents || !money_add(sum, lines[i].amount, &sum))
            return; /* some amounts are within the total */
    if (sum.cents == f->additional.cents)
        return;
    item = verdict_refuse(verdict, "COST_SUM", "additional_eur",
                          N_("The lines add up to € {sum}, not to this total."),
                          N_("Mend a line or the total."));
    verdict_hole(item, verdict->arena, "sum", money_text(verdict->arena, sum));
}

static void guard_regime(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict)
{
    const struct settle_cost *f = fields;
    const struct route *route = request_route(tx, entry->object);

    if (route && !text_is_empty(f->regime.code) && !text_is(f->regime.code, route_cost(route)))
        verdict_warn(verdict, "COST_REGIME_OTHER", "regime",
                     N_("This is not the cost regime of the legal basis."),
                     N_("Check the regime, or say in the reason why it differs."));
}

static enum result settle(const struct entry *entry, const void *fields, struct tx *tx,
                          void *settled)
{
    struct settled_cost *s = settled;
    struct verdict *unused = arena_new(tx_arena(tx), struct verdict);
    struct facts facts = { 0 }, *all = arena_new(tx_arena(tx), struct facts);
    struct judged judged;

    verdict_init(unused, tx_arena(tx));
    facts_of_cost(entry, fields, tx, &facts);
    request_judge(entry, "settle_cost", entry->object, &facts, tx, false, &judged, unused);
    request_facts(entry, tx, entry->object, all);
    return followup_settle(entry, tx, entry->object, &judged, all, NULL, &s->follow);
}

static enum result apply(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct settle_cost *f = fields;
    const struct settled_cost *s = settled;
    const struct cost_line *lines = f->lines.items;

    assert(f->additional.cents >= 0); /* pair: the field's bound, CHECK in the table */
    tx_exec(tx, SQL_SETTLEMENT_PUT, VAL(entry->object), VAL(entry->seq), VAL(entry->by.office),
            VAL(entry->happened_at), VAL(f->regime), VAL(f->additional), VAL(f->waived),
            VAL(f->reason));
    for (int64_t i = 0; i < f->lines.n; i++)
        tx_exec(tx, SQL_SETTLEMENT_LINE_PUT, VAL(entry->object), VAL(i + 1),
                VAL(lines[i].cost_kind), VAL(lines[i].amount));
    audience_add_office(tx, entry->object, entry->by.office, false);
    return followup_apply(entry, tx, entry->object, &s->follow);
}

static const struct fieldset line_fields = ITEM(
    cost_line, FIELD(cost_line, cost_kind, .label = N_("Kind of cost"), .choices = "cost_kind"),
    FIELD(cost_line, amount, .label = N_("Amount in euro"), .max = COST_EURO_MAX,
          .optional = true));

const struct action settlement_actions[SETTLEMENT_ACTIONS] = {
    {
        .name = "settle_cost",
        .version = 1,
        .object = "request",
        .posted_to = "settlements",
        .address = "verrekening",
        .title = N_("Settle the cost"),
        .done = N_("The additional cost is settled."),
        .may = "route",
        .is_binding = true,
        FIELDS(settle_cost,
               FIELD(settle_cost, regime, .label = N_("Cost regime"), .choices = "cost_regime"),
               FIELD_AS(settle_cost, additional, "additional_eur",
                        .label = N_("Additional expenditure"),
                        .hint = N_("Only what would not have been paid without this deployment."),
                        .max = COST_EURO_MAX),
               FIELD(settle_cost, lines, .label = N_("Lines"), .item = &line_fields,
                     .max = COST_LINES_MAX, .optional = true),
               FIELD(settle_cost, waived, .label = N_("Waived"),
                     .hint = N_("The amount stands; nobody is asked to pay it."), .optional = true),
               FIELD(settle_cost, reason, .label = N_("Reason"), .lines = true,
                     .max = SETTLEMENT_REASON_MAX, .optional = true)),
        SETTLES(settled_cost, FOLLOWUP_FIELDS(settled_cost, follow)),
        .ready = { guard_ready },
        .guards = { guard_cost, guard_sum, guard_regime },
        .settle = settle,
        .apply = apply,
    },
};
