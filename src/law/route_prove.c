/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "law/route_prove.h"

enum {
    TRIED_FACTS_MAX = 8,      /* one guard and its rule read at most five */
    TRIED_VALUES_MAX = 64,    /* of one fact */
    TRIALS_MAX = 1000 * 1000, /* beyond this a condition is no rule that a person can follow */
};

/* Nobody's value: what a coded fact is when it is none of those that the condition names. */
static const char none_of_them[] = "\x01";

/* ---- trying all values of what a condition reads ---- */

struct trial {
    struct reader *rd;
    const struct route *r;
    const struct row *row; /* NULL: no act */
    uint64_t stages;       /* that the fact stage may be */
    size_t facts[TRIED_FACTS_MAX];
    struct text values[TRIED_FACTS_MAX][TRIED_VALUES_MAX];
    size_t counts[TRIED_FACTS_MAX];
    size_t n;
    struct text now[FACT_NAMES_MAX];
};

static void add_value(struct trial *t, size_t i, struct text value)
{
    for (size_t v = 0; v < t->counts[i]; v++)
        if (text_same(t->values[i][v], value))
            return;
    if (t->counts[i] < TRIED_VALUES_MAX)
        t->values[i][t->counts[i]++] = value;
    else
        reader_fault(t->rd, "a fact has more than %d values to try", TRIED_VALUES_MAX);
}

static const struct fact_rule *fact_rule_of(const struct route *r, size_t fact)
{
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].fact == fact)
            return &r->facts[i];
    return NULL;
}

static bool is_set_by_route(const struct trial *t, size_t i)
{
    for (size_t s = 0; s < t->r->set_count; s++)
        if (t->r->sets[s].fact == t->facts[i])
            return true;
    return false;
}

static void add_stages(struct trial *t, size_t i)
{
    for (size_t s = 0; s <= t->r->stage_count; s++)
        if ((t->stages >> s) & 1)
            add_value(t, i, s == 0 ? T("NEW") : text_of(t->r->stages[s - 1].id));
}

/* What a fact may be; for lists of other rooms what the condition names, and one thing more. */
static void add_values(struct trial *t, size_t i, const struct condition *leaf)
{
    const struct fact_rule *f = fact_rule_of(t->r, t->facts[i]);

    if (is_set_by_route(t, i)) {
        for (size_t s = 0; s < t->r->set_count; s++)
            if (t->r->sets[s].fact == t->facts[i])
                add_value(t, i, t->r->sets[s].value);
    } else if (t->facts[i] == FACT_STAGE) {
        add_stages(t, i);
    } else if (t->facts[i] == FACT_ACT && t->row) {
        add_value(t, i, text_of(t->row->act));
    } else if (!f || strcmp(f->list, "yes_no") == 0) {
        add_value(t, i, T("true"));
        add_value(t, i, T("false"));
    } else if (f->list[0] == '\0') {
        for (size_t v = 0; v < f->values.n; v++)
            add_value(t, i, text_of(f->values.at[v]));
    } else {
        for (size_t v = 0; v < leaf->value_count; v++)
            add_value(t, i, leaf->values[v]);
        add_value(t, i, text_of(none_of_them));
    }
}

static void add_leaf(void *ctx, const struct condition *leaf)
{
    struct trial *t = ctx;
    size_t i = 0;

    while (i < t->n && t->facts[i] != leaf->fact)
        i++;
    if (i == TRIED_FACTS_MAX) {
        reader_fault(t->rd, "a condition reads more than %d facts", TRIED_FACTS_MAX);
        return;
    }
    if (i == t->n) {
        t->facts[t->n++] = leaf->fact;
        t->counts[i] = 0;
    }
    add_values(t, i, leaf);
}

static void begin(struct trial *t, struct reader *rd, const struct route *r, const struct row *row,
                  uint64_t stages)
{
    t->rd = rd;
    t->r = r;
    t->row = row;
    t->stages = stages;
    t->n = 0;
    for (size_t i = 0; i < FACT_NAMES_MAX; i++)
        t->now[i] = T("");
}

/* Calls `each` with every choice of values until it says true; false when it never does. */
static bool any_choice(struct trial *t, bool (*each)(void *ctx, const struct text *values),
                       void *ctx)
{
    size_t at[TRIED_FACTS_MAX] = { 0 };
    size_t trials = 0, i = 0;

    while (i < t->n || t->n == 0) {
        for (size_t f = 0; f < t->n; f++)
            t->now[t->facts[f]] = t->values[f][at[f]];
        if (each(ctx, t->now))
            return true;
        if (++trials == TRIALS_MAX) {
            reader_fault(t->rd, "a condition has more than %d cases", TRIALS_MAX);
            return true;
        }
        for (i = 0; i < t->n && ++at[i] == t->counts[i]; i++)
            at[i] = 0;
        if (t->n == 0)
            break;
    }
    return false;
}

/* ---- guards ---- */

static bool refuses(void *ctx, const struct text *values)
{
    const struct guard *g = ctx;

    return condition_eval(g->when, values) == TRI_TRUE &&
           (!g->rule->holds || condition_eval(g->rule->holds, values) == TRI_FALSE);
}

static bool passes(void *ctx, const struct text *values)
{
    const struct guard *g = ctx;

    return condition_eval(g->when, values) == TRI_FALSE ||
           (g->rule->holds && condition_eval(g->rule->holds, values) == TRI_TRUE);
}

/* `must_pass`: guards of an act; those that say what kind of wrong it is need not. */
static void prove_guards(struct reader *rd, const struct route *r, const struct row *row,
                         const struct guards *list, uint64_t stages, bool must_pass)
{
    for (size_t i = 0; i < list->n && !reader_failed(rd); i++) {
        struct guard g = list->at[i];
        struct trial t;
        begin(&t, rd, r, row, stages);
        condition_each(g.when, add_leaf, &t);
        condition_each(g.rule->holds, add_leaf, &t);
        if (!any_choice(&t, refuses, &g))
            reader_fault(rd, "%s can never refuse", g.rule->id);
        if (must_pass && !any_choice(&t, passes, &g))
            reader_fault(rd, "%s can never pass", g.rule->id);
    }
}

/* ---- who ---- */

struct text slot_entry_decides_for(const struct slot_entry *e)
{
    return e->stands_for.len > 0 ? e->stands_for : e->office;
}

bool act_wants_one_office(const char *act)
{
    static const char *const acts[] = { "decide", "concur", "task", "release", "recall" };

    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
        if (strcmp(act, acts[i]) == 0)
            return true;
    return false;
}

static bool is_empty(void *ctx, const struct text *values)
{
    const struct slot *s = ctx;

    for (size_t i = 0; i < s->n; i++)
        if (condition_eval(s->of[i].when, values) != TRI_FALSE)
            return false;
    return true;
}

/* Two entries that decide for different offices and both apply. */
static bool is_doubled(void *ctx, const struct text *values)
{
    const struct slot *s = ctx;
    struct text first = T("");

    for (size_t i = 0; i < s->n; i++) {
        struct text office = slot_entry_decides_for(&s->of[i]);
        if (condition_eval(s->of[i].when, values) != TRI_TRUE)
            continue;
        if (first.len > 0 && !text_same(first, office))
            return true;
        first = office;
    }
    return false;
}

/* Whatever the facts are, somebody may do it; where one office decides, no second one. */
static void prove_slot(struct reader *rd, const struct route *r, const struct row *row,
                       const struct slot *slot)
{
    struct slot s = *slot;
    struct trial t;

    begin(&t, rd, r, row, row->at);
    for (size_t i = 0; i < s.n; i++)
        condition_each(s.of[i].when, add_leaf, &t);
    if (any_choice(&t, is_empty, &s))
        reader_fault(rd, "slot %s is empty for some facts", s.name);
    if (act_wants_one_office(row->act) && !s.is_first && any_choice(&t, is_doubled, &s))
        reader_fault(rd, "more than one office may be competent");
}

static void prove_rows(struct reader *rd, const struct route *r)
{
    const uint64_t all = (UINT64_C(2) << r->stage_count) - 1;

    for (size_t i = 0; i < r->row_count && !reader_failed(rd); i++) {
        const struct row *row = &r->rows[i];
        rd->where = row->act;
        prove_guards(rd, r, row, &row->guards, row->at, true);
        prove_guards(rd, r, row, &row->otherwise, row->at, false);
        prove_guards(rd, r, row, &row->wrong_stage, all & ~row->at, false);
        for (size_t s = 0; s < row->by_count && !reader_failed(rd); s++)
            prove_slot(rd, r, row, row->by[s]);
        if (act_wants_one_office(row->act) && row->by_count > 1)
            reader_fault(rd, "more than one office may be competent");
    }
    rd->where = "";
}

/* ---- ways ---- */

static struct text stage_id(const struct route *r, size_t stage)
{
    return stage == 0 ? T("NEW") : text_of(r->stages[stage - 1].id);
}

/* Stages that a row leads to from one of `from`. */
static uint64_t led_to(const struct route *r, const struct row *row, uint64_t from)
{
    uint64_t to = 0;

    for (size_t t = 0; t < row->to.n; t++)
        for (size_t s = 0; s <= r->stage_count; s++)
            if (((row->at & from) >> s) & 1 && row_can_leave(row, &row->to.at[t], stage_id(r, s)))
                to |= route_stage_bit(r, row->to.at[t].name);
    for (size_t t = 0; t < row->then.n && to; t++)
        to |= route_stage_bit(r, row->then.at[t].name);
    return to;
}

/* All stages that can be reached when nobody does this act; with "" all that can be reached. */
static uint64_t reached_without(const struct route *r, const char *act)
{
    uint64_t reached = 1, before = 0;

    while (reached != before) {
        before = reached;
        for (size_t i = 0; i < r->row_count; i++)
            if (strcmp(r->rows[i].act, act) != 0)
                reached |= led_to(r, &r->rows[i], reached);
    }
    return reached;
}

/* All stages from which the end can be reached. */
static uint64_t saved(const struct route *r)
{
    uint64_t good = route_stage_bit(r, T("CLOSED")), before = 0;

    while (good != before) {
        before = good;
        for (size_t i = 0; i < r->row_count; i++)
            for (size_t s = 0; s <= r->stage_count; s++)
                if (led_to(r, &r->rows[i], UINT64_C(1) << s) & good)
                    good |= UINT64_C(1) << s;
    }
    return good;
}

static uint64_t tasking_stages(const struct route *r)
{
    uint64_t at = 0;

    for (size_t i = 0; i < r->row_count; i++)
        if (names_have(&r->rows[i].at_deployment, T("NEW")))
            at |= r->rows[i].at;
    return at;
}

static void prove_ways(struct reader *rd, const struct route *r)
{
    uint64_t reached = reached_without(r, ""), lost = reached & ~saved(r);

    for (size_t s = 0; s <= r->stage_count; s++)
        if ((lost >> s) & 1)
            reader_fault(rd, "from stage %.*s there is no way to CLOSED", TEXT_FMT(stage_id(r, s)));
    if (tasking_stages(r) && !(reached & tasking_stages(r)))
        reader_fault(rd, "no way leads to a tasking");
}

/* ---- decisions before deployment ---- */

static const struct row *row_of(const struct route *r, const char *act)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (strcmp(r->rows[i].act, act) == 0)
            return &r->rows[i];
    return NULL;
}

static void prove_needed(struct reader *rd, const struct route *r, const char *act)
{
    if (reached_without(r, act) & tasking_stages(r))
        reader_fault(rd, "a unit can be tasked without the act %s", act);
}

/* Both ministers must say yes: the second is another office than the first, of the ministry that
 * the route names. */
static void prove_second(struct reader *rd, const struct route *r)
{
    const struct row *decide = row_of(r, "decide"), *concur = row_of(r, "concur");

    if (strcmp(r->second_pattern, "agree") != 0)
        return;
    prove_needed(rd, r, "concur");
    if (!decide || !concur)
        return;
    struct text first = slot_entry_decides_for(&decide->by[0]->of[0]);
    struct text second = slot_entry_decides_for(&concur->by[0]->of[0]);
    if (text_same(first, second))
        reader_fault(rd, "%.*s would agree with itself", TEXT_FMT(first));
    if (!text_starts(second, text_of(r->second_who)))
        reader_fault(rd, "concur is of %.*s, not of %s", TEXT_FMT(second), r->second_who);
}

static void find_compelling(void *ctx, const struct condition *leaf)
{
    struct trial *t = ctx;

    if (leaf->fact == shelf_fact(t->rd, "reason_compelling"))
        t->n++;
}

/* Who has a duty to comply refuses for a compelling reason only. */
static void prove_duty(struct reader *rd, const struct route *r)
{
    for (size_t i = 0; i < r->row_count && strcmp(r->second_pattern, "duty") == 0; i++) {
        const struct row *row = &r->rows[i];
        struct trial t;
        bool can_refuse = false;
        begin(&t, rd, r, row, 0);
        for (size_t o = 0; o < row->to.n; o++)
            can_refuse = can_refuse || text_is(row->to.at[o].name, "REFUSED");
        for (size_t g = 0; g < row->guards.n; g++)
            if (!row->guards.at[g].is_warning)
                condition_each(row->guards.at[g].rule->holds, find_compelling, &t);
        if (can_refuse && t.n == 0)
            reader_fault(rd, "%s can refuse without a compelling reason, though there is a duty",
                         row->act);
    }
}

static void prove_authority(struct reader *rd, const struct route *r)
{
    for (size_t i = 0; i < r->row_count; i++) {
        const struct row *row = &r->rows[i];
        bool is_named = false, begins_work = false;
        for (size_t t = 0; t < row->to_deployment.n; t++)
            begins_work = begins_work || text_is(row->to_deployment.at[t].name, "DEPLOYED");
        for (size_t g = 0; g < row->guards.n; g++)
            is_named =
                is_named || (strcmp(row->guards.at[g].rule->id, "FIELD_AUTHORITY_NAMED") == 0 &&
                             !row->guards.at[g].is_warning && !row->guards.at[g].when);
        if (begins_work && !is_named)
            reader_fault(rd, "%s lets a unit work without an authority in the field", row->act);
    }
}

void route_prove(struct reader *rd, const struct route *r)
{
    prove_rows(rd, r);
    if (reader_failed(rd))
        return;
    prove_ways(rd, r);
    prove_needed(rd, r, "decide");
    prove_second(rd, r);
    prove_duty(rd, r);
    prove_authority(rd, r);
}
