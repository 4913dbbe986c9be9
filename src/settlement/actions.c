/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of this room: settle what a request cost on top, and correct it. */
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

/* Lets item `at` stand at the first line of a kind that is paid anyway, with its like at each other
 * one. */
static void name_lines(const struct settle_cost *f, struct verdict *verdict, size_t at)
{
    const struct cost_line *lines = f->lines.items;
    struct verdict_item rule = verdict->items[at];
    bool is_first = true;

    for (int64_t i = 0; i < f->lines.n; i++) {
        struct text field;
        struct verdict_item *item;

        if (text_is_empty(lines[i].cost_kind.code) ||
            cost_kind_is_additional(lines[i].cost_kind.code))
            continue;
        field = text_printf(verdict->arena, "lines/%lld/cost_kind", (long long)i);
        if (is_first) {
            verdict->items[at].field = field;
            is_first = false;
            continue;
        }
        item = verdict_refuse(verdict, rule.code, text_cstr(verdict->arena, field), rule.why,
                              rule.mend);
        verdict_cite(item, rule.cite, rule.cite_version);
    }
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

/* The rule stands at each line that breaks it, so that people see which one to take out. */
static void guard_cost(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict)
{
    const struct settle_cost *f = fields;
    struct facts facts = { 0 };
    struct judged judged;
    size_t from = verdict->count, till;

    facts_of_cost(entry, f, tx, &facts);
    request_judge(entry, "settle_cost", entry->object, &facts, tx, false, &judged, verdict);
    till = verdict->count;
    for (size_t i = from; i < till; i++)
        if (strcmp(verdict->items[i].code, "COST_ADDITIONAL_ONLY") == 0 &&
            verdict->items[i].field.len == 0)
            name_lines(f, verdict, i);
}

/* The office fills the route's slot "finance" here: it could have settled in the first place. */
static void guard_correctable(const struct entry *entry, const void *fields, struct tx *tx,
                              struct verdict *verdict)
{
    const struct route *route = request_route(tx, entry->object);
    struct facts facts = { 0 };
    struct text codes, code;
    bool is_finance = false;

    (void)fields;
    if (tx_int(tx, SQL_SETTLEMENT_LAST, INT_NONE, VAL(entry->object)) == INT_NONE)
        verdict_refuse(verdict, "NOTHING_TO_CORRECT", "",
                       N_("The cost of this request is not settled yet."),
                       N_("Settle the cost first."));
    request_facts(entry, tx, entry->object, &facts);
    codes = route ? route_slot(route, "finance", &facts, tx_arena(tx)) : T("");
    while (text_cut(&codes, ',', &code))
        is_finance = is_finance || text_same(code, fact_get(&facts, "actor_office"));
    if (!is_finance) {
        rule_refuse(verdict, "ROLE_FORBIDDEN", "", BY_AUTHORITY);
        return;
    }
    if (fact_is(&facts, "area_contains_place", "false"))
        rule_refuse(verdict, "OUT_OF_AREA", "", BY_AUTHORITY);
}

/* A correction is held to what a settlement is held to, and says why. */
static void guard_correction(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct settle_cost *f = fields;

    (void)entry;
    (void)tx;
    if (!is_additional(f)) {
        rule_refuse(verdict, "COST_ADDITIONAL_ONLY", "", BY_RULE);
        name_lines(f, verdict, verdict->count - 1);
    }
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
    const struct regime *told = regime_find(f->regime.code);
    struct period period = request_period(tx, entry->object);

    if (route && !text_is_empty(f->regime.code) && !text_is(f->regime.code, route_cost(route)))
        verdict_warn(verdict, "COST_REGIME_OTHER", "regime",
                     N_("This is not the cost regime of the legal basis."),
                     N_("Check the regime, or say in the reason why it differs."));
    if (told && told->agrees_first &&
        !cost_is_agreed(tx, entry->object,
                        instant_is_none(period.from) ? entry->happened_at : period.from))
        verdict_warn(verdict, "COST_AGREEMENT_NONE", "regime",
                     N_("Under this regime the cost is agreed before the deployment; no agreement "
                        "is on record."),
                     N_("Register the agreement, or say in the reason what was agreed."));
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

/* Row and lines of a settlement; `corrects`: the position of what it mends, INT_NONE for the first.
 */
static void store(const struct entry *entry, const struct settle_cost *f, int64_t corrects,
                  struct tx *tx)
{
    const struct cost_line *lines = f->lines.items;

    assert(f->additional.cents >= 0); /* pair: the field's bound, CHECK in the table */
    tx_exec(tx, SQL_SETTLEMENT_PUT, VAL(entry->seq), VAL(entry->object), VAL(corrects),
            VAL(entry->by.office), VAL(entry->happened_at), VAL(f->regime), VAL(f->additional),
            VAL(f->waived), VAL(f->reason));
    for (int64_t i = 0; i < f->lines.n; i++)
        tx_exec(tx, SQL_SETTLEMENT_LINE_PUT, VAL(entry->seq), VAL(i + 1), VAL(lines[i].cost_kind),
                VAL(lines[i].amount));
    audience_add_office(tx, entry->object, entry->by.office, false);
}

static enum result apply(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx)
{
    const struct settled_cost *s = settled;

    store(entry, fields, INT_NONE, tx);
    return followup_apply(entry, tx, entry->object, &s->follow);
}

static enum result apply_correction(const struct entry *entry, const void *fields,
                                    const void *settled, struct tx *tx)
{
    (void)settled;
    store(entry, fields, tx_int(tx, SQL_SETTLEMENT_LAST, INT_NONE, VAL(entry->object)), tx);
    return tx_result(tx);
}

static const struct fieldset line_fields = ITEM(
    cost_line, FIELD(cost_line, cost_kind, .label = N_("Kind of cost"), .choices = "cost_kind"),
    FIELD(cost_line, amount, .label = N_("Amount in euro"), .max = COST_EURO_MAX,
          .optional = true));

#define COST_FIELDS(...)                                                                           \
    FIELD(settle_cost, regime, .label = N_("Cost regime"),                                         \
          .hint = N_("That of the legal basis; another is warned of."), .choices = "cost_regime"), \
        FIELD_AS(settle_cost, additional, "additional_eur", .label = N_("Additional expenditure"), \
                 .hint = N_("Only what would not have been paid without this deployment."),        \
                 .max = COST_EURO_MAX),                                                            \
        FIELD(settle_cost, lines, .label = N_("Lines"), .item = &line_fields,                      \
              .max = COST_LINES_MAX, .optional = true),                                            \
        FIELD(settle_cost, waived, .label = N_("Waived"),                                          \
              .hint = N_("The amount stands; nobody is asked to pay it."), .optional = true),      \
        FIELD(settle_cost, reason, .label = N_("Reason"), .lines = true,                           \
              .max = SETTLEMENT_REASON_MAX, __VA_ARGS__)

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
        FIELDS(settle_cost, COST_FIELDS(.optional = true)),
        SETTLES(settled_cost, FOLLOWUP_FIELDS(settled_cost, follow)),
        .ready = { guard_ready },
        .guards = { guard_cost, guard_sum, guard_regime },
        .settle = settle,
        .apply = apply,
    },
    {
        .name = "correct_cost",
        .version = 1,
        .object = "request",
        .posted_to = "cost-corrections",
        .address = "verrekening-herstel",
        .title = N_("Correct the settlement"),
        .done = N_("The settlement is corrected; the earlier one stays to be read."),
        .may = "rule:COST_FINANCE",
        .is_binding = true,
        .is_aside = true, /* nobody waits for a correction */
        FIELDS(settle_cost, COST_FIELDS(.min = 1)),
        .ready = { guard_correctable },
        .guards = { guard_correction, guard_sum, guard_regime },
        .apply = apply_correction,
    },
};
#undef COST_FIELDS
