/* SPDX-License-Identifier: EUPL-1.2 */
/* What law/README.md wants a check to find true, as far as the files themselves can show it. That
 * guards can hold and can fail is shown by the cases; codes of reference/ by law/check.py. */
#include <string.h>

#include "law/route_prove.h"

struct check {
    struct reader *rd;
    const struct route *r;
};

static const struct fact_rule *declared(const struct route *r, size_t fact)
{
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].fact == fact)
            return &r->facts[i];
    return NULL;
}

static bool has_act(const struct route *r, struct text act)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (text_is(act, r->rows[i].act))
            return true;
    return false;
}

/* Can this fact have this value? Lists of other rooms (purpose, offices) are not known here. */
static bool can_be(const struct route *r, const struct fact_rule *f, struct text value)
{
    bool is_truth = text_is(value, "true") || text_is(value, "false");

    if (f->list[0] == '\0')
        return names_have(&f->values, value);
    if (strcmp(f->list, "yes_no") == 0)
        return is_truth;
    if (strcmp(f->list, "stages") == 0)
        return route_stage_bit(r, value) != 0;
    if (strcmp(f->list, "acts") == 0)
        return has_act(r, value);
    return !is_truth;
}

static void check_leaf(void *ctx, const struct condition *leaf)
{
    struct check *c = ctx;
    const char *name = c->rd->shelf->names[leaf->fact].name;
    const struct fact_rule *f = declared(c->r, leaf->fact);

    if (!f) {
        if (leaf->fact >= KNOWN_FACTS)
            reader_fault(c->rd, "fact %s is not declared", name);
        return;
    }
    for (size_t i = 0; i < leaf->value_count; i++)
        if (!can_be(c->r, f, leaf->values[i]))
            reader_fault(c->rd, "fact %s cannot be %.*s", name, TEXT_FMT(leaf->values[i]));
}

static void check_condition(struct check *c, const struct condition *condition)
{
    condition_each(condition, check_leaf, c);
}

static void check_guards(struct check *c, const struct guards *list)
{
    for (size_t i = 0; i < list->n; i++) {
        check_condition(c, list->at[i].when);
        check_condition(c, list->at[i].rule->holds);
    }
}

static bool has_move(const struct moves *moves, struct text from, struct text to)
{
    for (size_t i = 0; i < moves->n; i++)
        if (text_same(moves->at[i].from, from) && text_same(moves->at[i].to, to))
            return true;
    return false;
}

/* From NEW an act may make the thing and move it at once: through a stage that both know. */
static bool may_move(const struct moves *moves, struct text from, struct text to)
{
    if (has_move(moves, from, to))
        return true;
    if (!text_is(from, "NEW"))
        return false;
    for (size_t i = 0; i < moves->n; i++)
        if (text_same(moves->at[i].from, from) && has_move(moves, moves->at[i].to, to))
            return true;
    return false;
}

/* What must be so when the condition is true, as far as it is plain: tests with one value, and
 * those inside `all`. */
static void assume(const struct condition *c, struct text *values)
{
    if (!c)
        return;
    if (c->kind == CONDITION_FACT && c->value_count == 1)
        values[c->fact] = c->values[0];
    for (size_t i = 0; c->kind == CONDITION_ALL && i < c->part_count; i++)
        assume(&c->parts[i], values);
}

bool row_can_leave(const struct row *row, const struct option *to, struct text stage)
{
    struct text values[FACT_NAMES_MAX];

    for (size_t i = 0; i < FACT_NAMES_MAX; i++)
        values[i] = T("");
    assume(to->when, values);
    values[FACT_STAGE] = stage;
    values[FACT_ACT] = text_of(row->act);
    if (condition_eval(to->when, values) == TRI_FALSE)
        return false;
    for (size_t i = 0; i < row->guards.n; i++) {
        const struct guard *g = &row->guards.at[i];
        if (!g->rule->holds && !g->is_warning && condition_eval(g->when, values) == TRI_TRUE)
            return false;
    }
    return true;
}

static struct text stage_name(const struct route *r, size_t bit)
{
    return bit == 0 ? T("NEW") : text_of(r->stages[bit - 1].id);
}

/* The moves of one row; adds the stages it leaves and those it reaches. */
static void check_moves(struct check *c, const struct row *row, uint64_t *left, uint64_t *reached)
{
    for (size_t i = 0; i < row->to.n; i++) {
        struct text to = row->to.at[i].name;
        uint64_t to_bit = route_stage_bit(c->r, to);
        if (to_bit <= 1)
            reader_fault(c->rd, "to: %.*s is no stage", TEXT_FMT(to));
        *reached |= to_bit;
        for (size_t s = 0; s <= c->r->stage_count; s++) {
            struct text from = stage_name(c->r, s);
            if (!(row->at & (UINT64_C(1) << s)) || !row_can_leave(row, &row->to.at[i], from))
                continue;
            *left |= UINT64_C(1) << s;
            if (!text_same(from, to) && !may_move(&c->r->moves, from, to))
                reader_fault(c->rd, "%.*s to %.*s is no transition", TEXT_FMT(from), TEXT_FMT(to));
        }
        for (size_t t = 0; t < row->then.n; t++)
            if (!has_move(&c->r->moves, to, row->then.at[t].name))
                reader_fault(c->rd, "then: %.*s to %.*s is no transition", TEXT_FMT(to),
                             TEXT_FMT(row->then.at[t].name));
    }
    for (size_t t = 0; t < row->then.n; t++)
        *reached |= route_stage_bit(c->r, row->then.at[t].name);
    for (size_t i = 0; i < row->to_deployment.n; i++)
        for (size_t s = 0; s < row->at_deployment.n; s++)
            if (!has_move(&c->r->deployment_moves, text_of(row->at_deployment.at[s]),
                          row->to_deployment.at[i].name))
                reader_fault(c->rd, "deployment: %s to %.*s is no transition",
                             row->at_deployment.at[s], TEXT_FMT(row->to_deployment.at[i].name));
}

static void check_options(struct check *c, const struct options *list, bool is_obligations)
{
    for (size_t i = 0; i < list->n; i++) {
        check_condition(c, list->at[i].when);
        if (is_obligations && !route_obligation(c->r, list->at[i].name))
            reader_fault(c->rd, "obligation %.*s is not there", TEXT_FMT(list->at[i].name));
    }
}

static void check_slot_name(struct check *c, struct text slot)
{
    if (!text_starts(slot, T("@field:")) && !route_slot_find(c->r, slot))
        reader_fault(c->rd, "slot %.*s is not under offices", TEXT_FMT(slot));
}

static void check_row(struct check *c, const struct row *row, uint64_t *left, uint64_t *reached)
{
    c->rd->where = row->act;
    check_guards(c, &row->guards);
    check_guards(c, &row->otherwise);
    check_guards(c, &row->wrong_stage);
    check_options(c, &row->to, false);
    check_options(c, &row->then, false);
    check_options(c, &row->to_deployment, false);
    check_options(c, &row->opens, true);
    check_options(c, &row->closes, true);
    for (size_t i = 0; i < row->flagged_by.n; i++)
        if (!route_obligation(c->r, text_of(row->flagged_by.at[i])))
            reader_fault(c->rd, "obligation %s is not there", row->flagged_by.at[i]);
    for (size_t i = 0; i < row->notice_count; i++) {
        check_condition(c, row->notices[i].when);
        check_slot_name(c, row->notices[i].to);
    }
    for (size_t i = 0; i < row->notice_count; i++)
        check_condition(c, row->notices[i].when);
    if ((row->at_deployment.n > 0) != row->is_on_deployment)
        reader_fault(c->rd, "at_deployment belongs to acts on a deployment, and all have it");
    check_moves(c, row, left, reached);
}

static void check_overlap(struct check *c)
{
    for (size_t i = 0; i < c->r->row_count; i++)
        for (size_t j = 0; j < i; j++)
            if ((c->r->rows[i].at & c->r->rows[j].at) &&
                strcmp(c->r->rows[i].act, c->r->rows[j].act) == 0)
                reader_fault(c->rd, "two rows of %s share a stage", c->r->rows[i].act);
}

static void check_obligations(struct check *c)
{
    const struct route *r = c->r;

    for (size_t i = 0; i < r->obligation_count; i++) {
        const struct obligation_rule *o = &r->obligations[i];
        bool has_policy = o->policy.len == 0;
        c->rd->where = text_cstr(c->rd->arena, o->id);
        check_slot_name(c, o->owner);
        check_slot_name(c, o->to);
        for (size_t t = 0; t < o->tell.n; t++)
            check_slot_name(c, text_of(o->tell.at[t]));
        for (size_t b = 0; b < o->blocks.n; b++)
            if (!has_act(r, text_of(o->blocks.at[b])))
                reader_fault(c->rd, "blocks: %s is no act", o->blocks.at[b]);
        if (o->due_with.len > 0 && !has_act(r, o->due_with))
            reader_fault(c->rd, "due: %.*s is no act", TEXT_FMT(o->due_with));
        for (size_t p = 0; p < r->policy_count; p++)
            has_policy = has_policy || text_is(o->policy, r->policies[p].name);
        if (!has_policy)
            reader_fault(c->rd, "policy %.*s is not declared", TEXT_FMT(o->policy));
    }
    c->rd->where = "";
}

static void check_slot(struct check *c, const struct slot *slot)
{
    for (size_t i = 0; i < slot->n; i++) {
        struct text office = slot->of[i].office;
        check_condition(c, slot->of[i].when);
        if (c->rd->shelf->office_count > 0 && office.at[0] != '@' && office.at[0] != '*' &&
            !shelf_office(c->rd->shelf, office))
            reader_fault(c->rd, "slot %s: office %.*s is not in reference/offices.json", slot->name,
                         TEXT_FMT(office));
    }
}

static void check_parts(struct check *c)
{
    const struct route *r = c->r;

    check_condition(c, r->fits);
    for (size_t i = 0; i < r->not_if_count; i++)
        check_condition(c, r->not_if[i].when);
    check_guards(c, &r->always);
    check_guards(c, &r->wrong_stage);
    check_guards(c, &r->otherwise);
    for (size_t i = 0; i < r->slot_count; i++)
        check_slot(c, &r->slots[i]);
    for (size_t i = 0; i < r->set_count; i++)
        if (!declared(r, r->sets[i].fact))
            reader_fault(c->rd, "sets: fact %s is not declared",
                         c->rd->shelf->names[r->sets[i].fact].name);
    for (size_t i = 0; i < r->audience.n; i++)
        check_slot_name(c, text_of(r->audience.at[i]));
    for (size_t i = 0; i < r->moves.n; i++)
        if (!route_stage_bit(r, r->moves.at[i].from) || route_stage_bit(r, r->moves.at[i].to) <= 1)
            reader_fault(c->rd, "transitions: %.*s to %.*s names no stage",
                         TEXT_FMT(r->moves.at[i].from), TEXT_FMT(r->moves.at[i].to));
}

void route_check(struct reader *rd, const struct route *r)
{
    struct check c = { .rd = rd, .r = r };
    uint64_t left = 0, reached = 0;

    rd->where = "";
    check_parts(&c);
    check_overlap(&c);
    for (size_t i = 0; i < r->row_count && !reader_failed(rd); i++)
        check_row(&c, &r->rows[i], &left, &reached);
    rd->where = "";
    check_obligations(&c);
    for (size_t i = 0; i < r->stage_count; i++) {
        uint64_t bit = UINT64_C(2) << i;
        if ((reached & bit) && !(left & bit) && strcmp(r->stages[i].id, "CLOSED") != 0)
            reader_fault(rd, "nothing leaves stage %s", r->stages[i].id);
    }
    if (!reader_failed(rd))
        route_prove(rd, r);
}
