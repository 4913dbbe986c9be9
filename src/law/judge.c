/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "law/inner.h"

/* What one judgement works with: the facts laid out by the numbers of the shelf's name table, so
 * that conditions compare values and never names. */
struct bench {
    const struct route *route;
    const struct facts *facts;
    const char *act;
    struct verdict *verdict;
    bool is_open;    /* the act is open in this stage */
    bool is_stopped; /* this judgement refused or asked something */
    struct text values[FACT_NAMES_MAX];
    bool asked[FACT_NAMES_MAX]; /* a fact is asked once, however many rules hang on it */
};

static bool all_filled(const struct facts *f, const struct names *fields)
{
    for (size_t i = 0; i < fields->n; i++)
        if (!fact_field_is_filled(f, fields->at[i]))
            return false;
    return true;
}

static void set(struct bench *b, size_t fact, struct text value)
{
    b->values[fact] = value;
}

static struct text truth(bool v)
{
    return v ? T("true") : T("false");
}

/* The facts that follow from the form, unless the acting room gave them itself. */
static void seat_form(struct bench *b)
{
    const struct route *r = b->route;

    if (!b->facts->knows_fields)
        return;
    if (b->values[FACT_ORAL_COMPLETE].len == 0)
        set(b, FACT_ORAL_COMPLETE, truth(all_filled(b->facts, &r->oral)));
    if (b->values[FACT_FORM_COMPLETE].len == 0)
        set(b, FACT_FORM_COMPLETE, truth(all_filled(b->facts, &r->written)));
    if (b->values[FACT_LADDER_RECORDED].len == 0)
        set(b, FACT_LADDER_RECORDED, truth(all_filled(b->facts, &r->ladder_form)));
}

/* Lays out the facts and adds those that the judge gives: stage, act, purpose_fits and `sets`.
 * Facts that no condition knows have no place in the table and are passed over. */
static void seat(struct bench *b, struct text stage)
{
    const struct route *r = b->route;

    for (size_t i = 0; i < r->shelf->name_count; i++)
        b->values[i] = T("");
    for (size_t i = 0; i < b->facts->n; i++) {
        size_t fact = shelf_fact_find(r->shelf, text_of(b->facts->rows[i].name));
        if (fact != SIZE_MAX)
            set(b, fact, b->facts->rows[i].value);
    }
    set(b, FACT_STAGE, stage.len > 0 ? stage : T("NEW"));
    set(b, FACT_ACT, text_of(b->act));
    if (b->values[FACT_PURPOSE].len > 0)
        set(b, FACT_PURPOSE_FITS, truth(names_have(&r->purposes, b->values[FACT_PURPOSE])));
    if (text_is(b->values[FACT_MANDATED], "true"))
        set(b, FACT_MANDATE, T("in_force"));
    for (size_t i = 0; i < r->set_count; i++)
        set(b, r->sets[i].fact, r->sets[i].value);
    seat_form(b);
}

/* ---- verdicts ---- */

static struct verdict_item *say(struct bench *b, const struct rule *rule, const char *field,
                                enum verdict_kind kind, bool is_warning)
{
    struct verdict_item *item;

    if (is_warning) {
        item = verdict_warn(b->verdict, rule->id, field, rule->why.en, rule->mend.en);
    } else {
        item = verdict_refuse(b->verdict, rule->id, field, rule->why.en, rule->mend.en);
        b->is_stopped = true;
    }
    item->kind = kind;
    verdict_cite(item, rule->cite.len > 0 ? rule->cite : b->route->cite, b->route->version_text);
    return item;
}

/* A rule whose fact is unknown asks, never guesses: one question for each fact that is missing. */
static void ask(struct bench *b, bool *unknown, struct text cite)
{
    const struct route_shelf *s = b->route->shelf;

    /* Whether the purpose fits follows from the purpose: people are asked for that. */
    unknown[FACT_PURPOSE] = unknown[FACT_PURPOSE] || unknown[FACT_PURPOSE_FITS];
    unknown[FACT_PURPOSE_FITS] = false;
    for (size_t i = 0; i < s->name_count; i++) {
        if (!unknown[i])
            continue;
        b->is_stopped = true;
        if (b->asked[i])
            continue;
        b->asked[i] = true;
        struct verdict_item *item =
            verdict_refuse(b->verdict, "FACT_UNKNOWN", s->names[i].name, s->names[i].question,
                           N_("Say whether this is so; the act cannot be judged without it."));
        verdict_cite(item, cite.len > 0 ? cite : b->route->cite, b->route->version_text);
    }
}

/* A rule about the form names each empty field. False when nothing of the form is to blame. */
static bool say_empty_fields(struct bench *b, const struct guard *g)
{
    bool blamed[FACT_NAMES_MAX] = { false };
    const struct names *lists[3] = { NULL, NULL, NULL };
    /* The oral start has its own short list; every other act wants the written one. */
    bool is_oral = strcmp(b->act, "request_orally") == 0;
    bool is_named = false;

    if (!b->facts->knows_fields || !g->rule->holds)
        return false;
    condition_blames(g->rule->holds, b->values, blamed);
    lists[0] = blamed[FACT_ORAL_COMPLETE] && is_oral ? &b->route->oral : NULL;
    lists[1] = blamed[FACT_FORM_COMPLETE] && !is_oral ? &b->route->written : NULL;
    lists[2] = blamed[FACT_LADDER_RECORDED] ? &b->route->ladder_form : NULL;
    for (size_t l = 0; l < 3; l++) {
        for (size_t i = 0; lists[l] && i < lists[l]->n; i++) {
            if (fact_field_is_filled(b->facts, lists[l]->at[i]))
                continue;
            say(b, g->rule, lists[l]->at[i], BY_RULE, g->is_warning);
            is_named = true;
        }
    }
    return is_named;
}

/* The field that a broken rule hangs on: that of the first test to blame whose fact names one, or
 * has the name of one. */
struct blame {
    const struct bench *bench;
    bool blamed[FACT_NAMES_MAX];
    const char *field;
};

/* What the route says of it; "" when it says nothing. */
static const char *field_of_fact(const struct route *r, size_t fact)
{
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].fact == fact)
            return r->facts[i].field;
    return "";
}

static void blame_leaf(void *ctx, const struct condition *leaf)
{
    struct blame *blame = ctx;
    const struct route *r = blame->bench->route;
    struct text name = text_of(r->shelf->names[leaf->fact].name);

    if (blame->field[0] || !blame->blamed[leaf->fact])
        return;
    blame->field = field_of_fact(r, leaf->fact);
    if (blame->field[0])
        return;
    if (leaf->fact == FACT_PURPOSE_FITS)
        blame->field = "purpose";
    else if (names_have(&r->written, name) || names_have(&r->oral, name))
        blame->field = name.at;
}

static const char *field_to_blame(const struct bench *b, const struct guard *g)
{
    struct blame blame = { .bench = b, .field = "" };

    condition_blames(g->rule->holds, b->values, blame.blamed);
    condition_each(g->rule->holds, blame_leaf, &blame);
    return blame.field;
}

/* One guard. `is_aside`: a list that only says what kind of wrong it is (else, wrong_stage), where
 * an unknown fact is no question of its own. */
static void guard(struct bench *b, const struct guard *g, enum verdict_kind kind, bool is_aside)
{
    enum tri applies = condition_eval(g->when, b->values);
    if (applies == TRI_FALSE)
        return;
    enum tri holds = g->rule->holds ? condition_eval(g->rule->holds, b->values) : TRI_FALSE;
    if (holds == TRI_TRUE)
        return;
    if (applies == TRI_TRUE && holds == TRI_FALSE) {
        if (!say_empty_fields(b, g))
            say(b, g->rule, g->rule->holds ? field_to_blame(b, g) : "", kind, g->is_warning);
        return;
    }
    if (is_aside || g->is_warning || g->passes_unknown)
        return;
    bool unknown[FACT_NAMES_MAX] = { false };
    condition_unknowns(g->when, b->values, unknown);
    condition_unknowns(g->rule->holds, b->values, unknown);
    ask(b, unknown, g->rule->cite);
}

static void guards(struct bench *b, const struct guards *list, enum verdict_kind kind)
{
    for (size_t i = 0; i < list->n; i++)
        guard(b, &list->at[i], kind, false);
}

/* A list that must leave at least one refusal: what else is wrong with the act is not known to it.
 */
static void guards_sure(struct bench *b, const struct guards *list, enum verdict_kind kind,
                        const char *otherwise)
{
    size_t before = b->verdict->refusals;

    for (size_t i = 0; i < list->n; i++)
        guard(b, &list->at[i], kind, true);
    if (b->verdict->refusals == before)
        say(b, shelf_rule(b->route->shelf, text_of(otherwise)), "", kind, false);
}

/* ---- step 2: the row ---- */

static const struct row *row_of(const struct route *r, const char *act, uint64_t stage)
{
    for (size_t i = 0; i < r->row_count; i++)
        if ((r->rows[i].at & stage) && strcmp(r->rows[i].act, act) == 0)
            return &r->rows[i];
    return NULL;
}

static const struct row *find_row(struct bench *b, struct text stage)
{
    const struct route *r = b->route;
    const struct row *row = row_of(r, b->act, route_stage_bit(r, stage));

    b->is_open = row != NULL;
    if (!row)
        row = row_of(r, b->act, UINT64_MAX);
    const struct guards *wrong = row && row->has_wrong_stage ? &row->wrong_stage : &r->wrong_stage;
    if (!b->is_open) {
        guards_sure(b, wrong, BY_RULE, "STATE_ORDER");
        return row;
    }
    if (row->at_deployment.n == 0)
        return row;
    struct text state = b->values[FACT_DEPLOYMENT_STATE];
    if (state.len == 0) {
        bool unknown[FACT_NAMES_MAX] = { false };
        unknown[FACT_DEPLOYMENT_STATE] = true;
        ask(b, unknown, T(""));
        b->is_open = false;
    } else if (!names_have(&row->at_deployment, state)) {
        guards_sure(b, wrong, BY_RULE, "STATE_ORDER");
        b->is_open = false;
    }
    return row;
}

/* ---- step 3: the office ---- */

enum fit { FIT_OTHER_OFFICE, FIT_OTHER_AREA, FIT_UNKNOWN, FIT_YES };

/* "*.minister" stands for the minister of any ministry. */
static bool office_is_like(struct text pattern, struct text office)
{
    if (pattern.len > 1 && pattern.at[0] == '*')
        return text_ends(office, text_slice(pattern, 1, pattern.len - 1));
    return text_same(pattern, office);
}

static bool is_office(const struct bench *b, const struct slot_entry *e)
{
    if (text_is(e->office, "@named"))
        return text_is(b->values[FACT_ACTOR_IS_NAMED], "true");
    if (text_is(e->office, "@holder"))
        return text_is(b->values[FACT_ACTOR_IS_HOLDER], "true");
    return office_is_like(e->office, b->values[FACT_ACTOR_OFFICE]);
}

static enum fit area_fit(const struct bench *b, const struct slot_entry *e, bool *unknown)
{
    size_t fact = e->area == AREA_CONTAINS   ? FACT_AREA_CONTAINS
                  : e->area == AREA_SUPPLIER ? FACT_AREA_SUPPLIER
                                             : FACT_AREA_TOUCHES;

    if (e->area == AREA_COUNTRY ||
        (e->area != AREA_SUPPLIER && text_is(b->values[FACT_PLACE_KNOWN], "false")))
        return FIT_YES;
    struct text value = b->values[fact];
    if (value.len == 0 && e->area != AREA_SUPPLIER)
        value = b->values[FACT_AREA_FITS];
    if (value.len == 0) {
        unknown[fact] = true;
        return FIT_UNKNOWN;
    }
    return text_is(value, "true") ? FIT_YES : FIT_OTHER_AREA;
}

static enum fit entry_fit(const struct bench *b, const struct slot_entry *e, bool *unknown)
{
    if (is_office(b, e)) {
        enum fit fit = area_fit(b, e, unknown);
        if (fit != FIT_OTHER_AREA)
            return fit;
    }
    /* A mandate was found for this very slot, area and basis (access/), so it carries both. */
    if (e->by_mandate && text_is(b->values[FACT_MANDATE], "in_force"))
        return FIT_YES;
    return is_office(b, e) ? FIT_OTHER_AREA : FIT_OTHER_OFFICE;
}

/* Of a `first` slot exactly one entry decides: the first whose condition holds. While an earlier
 * one is unknown, any of those may be it: then the actor fits for sure only if he fits all of them.
 */
static enum fit first_fit(const struct bench *b, const struct slot *s, bool *unknown)
{
    enum fit best = FIT_OTHER_OFFICE, worst = FIT_YES;
    bool is_open = false, has_some = false;
    bool open[FACT_NAMES_MAX] = { false };

    for (size_t i = 0; i < s->n; i++) {
        enum tri applies = condition_eval(s->of[i].when, b->values);
        if (applies == TRI_FALSE)
            continue;
        enum fit fit = entry_fit(b, &s->of[i], unknown);
        has_some = true;
        best = fit > best ? fit : best;
        worst = fit < worst ? fit : worst;
        if (applies == TRI_TRUE)
            break;
        is_open = true;
        condition_unknowns(s->of[i].when, b->values, open);
    }
    if (!has_some)
        return FIT_OTHER_OFFICE;
    if (!is_open || best == worst || best < FIT_UNKNOWN)
        return best;
    for (size_t i = 0; i < FACT_NAMES_MAX; i++)
        unknown[i] = unknown[i] || open[i];
    return FIT_UNKNOWN;
}

static enum fit any_fit(const struct bench *b, const struct slot *s, bool *unknown)
{
    enum fit best = FIT_OTHER_OFFICE;

    for (size_t i = 0; i < s->n; i++) {
        enum tri applies = condition_eval(s->of[i].when, b->values);
        if (applies == TRI_FALSE)
            continue;
        enum fit fit = entry_fit(b, &s->of[i], unknown);
        if (applies == TRI_UNKNOWN && fit >= FIT_UNKNOWN) {
            fit = FIT_UNKNOWN;
            condition_unknowns(s->of[i].when, b->values, unknown);
        }
        best = fit > best ? fit : best;
    }
    return best;
}

static void judge_office(struct bench *b, const struct row *row)
{
    enum fit best = FIT_OTHER_OFFICE;
    bool unknown[FACT_NAMES_MAX] = { false };

    for (size_t i = 0; i < row->by_count && best != FIT_YES; i++) {
        const struct slot *s = row->by[i];
        enum fit fit = s->is_first ? first_fit(b, s, unknown) : any_fit(b, s, unknown);
        best = fit > best ? fit : best;
    }
    switch (best) {
    case FIT_YES:
        return;
    case FIT_UNKNOWN:
        ask(b, unknown, T(""));
        return;
    case FIT_OTHER_AREA:
        say(b, shelf_rule(b->route->shelf, T("OUT_OF_AREA")), "", BY_AUTHORITY, false);
        /* In the field an office of another area is also simply not the one in charge there. */
        for (size_t i = 0; row->is_on_deployment && i < row->otherwise.n; i++)
            guard(b, &row->otherwise.at[i], BY_AUTHORITY, true);
        return;
    case FIT_OTHER_OFFICE:
        guards_sure(b, row->has_otherwise ? &row->otherwise : &b->route->otherwise, BY_AUTHORITY,
                    "ROLE_FORBIDDEN");
        return;
    }
}

/* ---- step 4: needs ---- */

static void judge_needs(struct bench *b, const struct row *row)
{
    const struct rule *rule = shelf_rule(b->route->shelf, T("FIELD_MISSING"));

    for (size_t i = 0; i < row->needs.n; i++)
        if (!fact_field_is_filled(b->facts, row->needs.at[i]))
            say(b, rule, row->needs.at[i], BY_RULE, false);
}

/* ---- step 6: what follows ---- */

static struct text choose(const struct options *list, const struct text *values)
{
    for (size_t i = 0; i < list->n; i++)
        if (condition_eval(list->at[i].when, values) == TRI_TRUE)
            return list->at[i].name;
    return T("");
}

static void follow_obligations(struct bench *b, const struct row *row, struct judged *out)
{
    for (size_t i = 0; i < row->opens.n; i++) {
        if (condition_eval(row->opens.at[i].when, b->values) != TRI_TRUE)
            continue;
        const struct obligation_rule *o = route_obligation(b->route, row->opens.at[i].name);
        out->opens[out->open_count].kind = o->id;
        out->opens[out->open_count].owner = o->owner;
        out->opens[out->open_count].to = o->to;
        out->opens[out->open_count].policy = o->policy;
        out->opens[out->open_count].from = o->due_from;
        out->opens[out->open_count].at = o->due_at;
        out->opens[out->open_count].is_statutory = o->is_statutory;
        out->opens[out->open_count].cite = o->cite;
        out->open_count++;
    }
    for (size_t i = 0; i < row->closes.n; i++)
        if (condition_eval(row->closes.at[i].when, b->values) == TRI_TRUE)
            out->closes[out->close_count++] = row->closes.at[i].name;
    for (size_t i = 0; i < row->flagged_by.n; i++)
        out->flagged_by[out->flagged_count++] = text_of(row->flagged_by.at[i]);
}

static void follow(struct bench *b, const struct row *row, struct judged *out)
{
    follow_obligations(b, row, out); /* they are judged in the stage before the act */
    for (size_t i = 0; i < row->notice_count; i++) {
        const struct notice_rule *n = &row->notices[i];
        if (condition_eval(n->when, b->values) != TRI_TRUE)
            continue;
        if (n->is_sent) {
            out->tells[out->tell_count].slot = n->to;
            out->tells[out->tell_count++].cite = n->cite;
        } else {
            out->records[out->record_count].slot = n->to;
            out->records[out->record_count++].cite = n->cite;
        }
    }
    out->next_deployment = choose(&row->to_deployment, b->values);
    out->next = choose(&row->to, b->values);
    if (out->next.len > 0)
        set(b, FACT_STAGE, out->next);
    struct text then = choose(&row->then, b->values);
    if (then.len > 0)
        out->next = then;
}

static void clear(struct judged *out)
{
    *out = (struct judged){ .next = T(""), .next_deployment = T("") };
    for (size_t i = 0; i < JUDGED_OPENS_MAX; i++) {
        out->opens[i].kind = out->opens[i].owner = out->opens[i].policy = T("");
        out->opens[i].to = T("");
        out->opens[i].from = out->opens[i].at = out->opens[i].cite = T("");
        out->tells[i].slot = out->tells[i].cite = T("");
        out->records[i].slot = out->records[i].cite = T("");
        out->closes[i] = out->flagged_by[i] = T("");
    }
}

void judge(const struct route *route, struct text stage, const char *act, const struct facts *facts,
           bool only_ready, struct judged *out, struct verdict *verdict)
{
    assert(route && act && facts && out && verdict);
    struct bench b = { .route = route, .facts = facts, .act = act, .verdict = verdict };

    clear(out);
    seat(&b, stage);
    guards(&b, &route->always, BY_AUTHORITY);
    const struct row *row = find_row(&b, stage);
    if (!row)
        return; /* the route does not know the act: STATE_ORDER was said */
    judge_office(&b, row);
    if (only_ready)
        return;
    judge_needs(&b, row);
    guards(&b, &row->guards, BY_RULE);
    if (b.is_open && !b.is_stopped)
        follow(&b, row, out);
}

/* ---- who is competent, for people and for notices ---- */

static void add_office(struct text *list, struct text office, struct arena *a)
{
    struct text rest = *list, one;

    while (text_cut(&rest, ',', &one))
        if (text_same(one, office))
            return;
    *list =
        list->len == 0 ? office : text_printf(a, "%.*s,%.*s", TEXT_FMT(*list), TEXT_FMT(office));
}

struct text route_slot(const struct route *route, const char *slot, const struct facts *facts,
                       struct arena *a)
{
    const struct slot *s = route_slot_find(route, text_of(slot));
    struct bench b = { .route = route, .facts = facts, .act = "" };
    struct text list = T("");

    if (!s)
        return list;
    seat(&b, fact_get(facts, "stage"));
    for (size_t i = 0; i < s->n; i++) {
        enum tri applies = condition_eval(s->of[i].when, b.values);
        if (applies == TRI_FALSE)
            continue;
        struct text office = s->of[i].office;
        if (text_is(office, "@named") && b.values[FACT_NAMED_OFFICE].len > 0)
            office = b.values[FACT_NAMED_OFFICE];
        add_office(&list, office, a);
        if (s->is_first && applies == TRI_TRUE)
            break;
    }
    return list;
}

/* Who prepares, advises, supplies or is deployed becomes a party by an act; the others must be able
 * to find a request before they act on it. */
static bool is_open_to(const struct route *r, const char *slot)
{
    static const char *const by_act[] = { "preparer",  "adviser",  "unit",
                                          "authority", "supplier", "finance" };

    for (size_t i = 0; i < sizeof(by_act) / sizeof(by_act[0]); i++)
        if (strcmp(by_act[i], slot) == 0)
            return false;
    return names_have(&r->audience, text_of(slot));
}

void route_audience_codes(const struct route *route, void (*each)(void *ctx, struct text code),
                          void *ctx)
{
    for (size_t i = 0; i < route->slot_count; i++) {
        const struct slot *s = &route->slots[i];

        for (size_t k = 0; k < s->n && is_open_to(route, s->name); k++)
            if (s->of[k].area == AREA_COUNTRY && s->of[k].office.at[0] != '@')
                each(ctx, s->of[k].office);
    }
}

bool route_has_slot(const struct route *route, const char *slot)
{
    return route_slot_find(route, text_of(slot)) != NULL;
}

bool route_slot_is_of_supplier(const struct route *route, const char *slot)
{
    const struct slot *s = route_slot_find(route, text_of(slot));

    return s && s->n > 0 && s->of[0].area == AREA_SUPPLIER;
}

struct text route_stands_for(const struct route *route, const char *slot, struct text office)
{
    const struct slot *s = route_slot_find(route, text_of(slot));

    for (size_t i = 0; s && i < s->n; i++)
        if (text_same(s->of[i].office, office))
            return s->of[i].stands_for;
    return T("");
}
