/* SPDX-License-Identifier: EUPL-1.2 */
/* The law page of a route: everything by which a person can check what the program will and will
 * not let happen: text, who, when, which article, what is owed, and how sure we are of it. */
#include "base/tr.h"
#include "law/inner.h"
#include "law/statements.h"

enum { STAGES_SHOWN_MAX = 5 }; /* more of them are folded */

/* What a slot is, for people. The order is that of a request's life. */
static const struct {
    const char *slot, *label;
} slot_labels[] = {
    { "requester", N_("Asks and signs") },
    { "preparer", N_("Prepares the request") },
    { "adviser", N_("Advises") },
    { "informed", N_("Is told") },
    { "desk", N_("Checks and coordinates") },
    { "first_decider", N_("May refuse beforehand") },
    { "tester", N_("Tests for Defence") },
    { "legal", N_("Tests the law") },
    { "decider", N_("Decides") },
    { "tasker", N_("Tasks and recalls the unit") },
    { "unit", N_("Carries it out") },
    { "authority", N_("Has authority in the field") },
    { "finance", N_("Settles the costs") },
    { "evaluator", N_("Evaluates") },
    { "auditor", N_("Supervises and reads") },
};

/* How sure each rule and term is: the marks of law/README.md. */
static const struct {
    const char *mark, *label;
} mark_labels[] = {
    { "V", N_("seen in a source") },
    { "V~", N_("seen in a source, details recalled") },
    { "I", N_("inferred from a text that was seen") },
    { "R", N_("recalled, not verified") },
    { "R/D", N_("recalled; the figure is a design choice") },
    { "D", N_("a design choice of this program") },
};

/* {"code","nl","en"} of words that the law files carry in both languages. */
static void put_coded(struct json *out, const char *name, const char *code, const struct words *w)
{
    json_name(out, name);
    json_open(out);
    json_put_cstr(out, "code", code);
    json_put_cstr(out, "nl", w->nl);
    json_put_cstr(out, "en", w->en);
    json_close(out);
}

static void put_words(struct json *out, const char *name, const struct words *w)
{
    json_name(out, name);
    json_open(out);
    json_put_cstr(out, "nl", w->nl);
    json_put_cstr(out, "en", w->en);
    json_close(out);
}

static void put_slot_name(struct json *out, const char *name, struct text slot, struct arena *a)
{
    const char *label = NULL;

    for (size_t i = 0; i < sizeof(slot_labels) / sizeof(slot_labels[0]); i++)
        if (text_is(slot, slot_labels[i].slot))
            label = slot_labels[i].label;
    if (text_starts(slot, T("@field:")))
        label = N_("The office named by the actor");
    json_put_words(out, name, text_cstr(a, slot), label ? label : text_cstr(a, slot));
}

/* "V (S03)", "V (S19)/D": the words are those of the first mark, the code says it all. */
static void put_mark(struct json *out, const char *mark)
{
    const char *label = mark;
    struct text first = text_of(mark);

    if (first.len > 1 && (mark[1] == ' ' || mark[1] == '/') && !text_is(first, "R/D"))
        first = text_slice(first, 0, 1);
    for (size_t i = 0; i < sizeof(mark_labels) / sizeof(mark_labels[0]); i++)
        if (text_is(first, mark_labels[i].mark))
            label = mark_labels[i].label;
    json_put_words(out, "mark", mark, label);
}

static void put_act(struct json *out, const char *name, const struct look *look, const char *act)
{
    const struct action *a = catalogue_action(look->catalogue, text_of(act), T("request"));

    if (!a) /* "close" of a request and of an incident bear one name */
        a = catalogue_action(look->catalogue, text_of(act), T("deployment"));
    if (!a)
        a = catalogue_action(look->catalogue, text_of(act), T(""));
    json_put_words(out, name, act, a ? a->title : act);
}

/* "facts": [{fact, values: [{value}]}]: the tests of a condition, each with its values, for
 * people to read. How they hang together (all, any, not) stands in the route file, to which
 * the page links. */
struct fact_list {
    struct json *out;
    const struct route *route;
};

static void put_leaf(void *ctx, const struct condition *leaf)
{
    struct fact_list *list = ctx;

    for (size_t i = 0; i < list->route->fact_count; i++) {
        const struct fact_rule *f = &list->route->facts[i];
        if (f->fact != leaf->fact)
            continue;
        json_open(list->out);
        put_coded(list->out, "fact", list->route->shelf->names[leaf->fact].name, &f->words);
        json_name(list->out, "values");
        json_list(list->out);
        for (size_t v = 0; v < leaf->value_count; v++) {
            json_open(list->out);
            json_name(list->out, "value");
            put_fact_value(list->out, list->route, f, leaf->values[v]);
            json_close(list->out);
        }
        json_list_end(list->out);
        json_close(list->out);
    }
}

static void put_condition(struct json *out, const struct route *r, const struct condition *c)
{
    struct fact_list list = { out, r };

    json_put_bool(out, "has_condition", c != NULL);
    json_name(out, "facts");
    json_list(out);
    condition_each(c, put_leaf, &list);
    json_list_end(out);
}

/* ---- who ---- */

static void put_office(struct json *out, const struct route *r, const struct slot_entry *e,
                       struct arena *a)
{
    const struct words *w = shelf_office(r->shelf, e->office);
    const char *code = text_cstr(a, e->office);

    json_open(out);
    if (w)
        put_coded(out, "office", code, w);
    else
        json_put_words(out, "office", code, N_("the office named as field authority"));
    json_put_bool(out, "is_of_place", e->area == AREA_CONTAINS);
    json_put_bool(out, "is_near_place", e->area == AREA_TOUCHES);
    json_put_bool(out, "is_by_mandate", e->by_mandate);
    put_condition(out, r, e->when);
    json_close(out);
}

/* "slots": [{slot, is_first, offices: [{office, is_of_place, is_near_place, is_by_mandate,
 * has_condition, facts}]}] */
static void put_slots(struct json *out, const struct route *r, struct arena *a)
{
    json_name(out, "slots");
    json_list(out);
    for (size_t l = 0; l < sizeof(slot_labels) / sizeof(slot_labels[0]); l++) {
        const struct slot *s = route_slot_find(r, text_of(slot_labels[l].slot));
        if (!s)
            continue;
        json_open(out);
        put_slot_name(out, "slot", text_of(s->name), a);
        json_put_bool(out, "is_first", s->is_first && s->n > 1);
        json_name(out, "offices");
        json_list(out);
        for (size_t i = 0; i < s->n; i++)
            put_office(out, r, &s->of[i], a);
        json_list_end(out);
        json_close(out);
    }
    json_list_end(out);
}

/* ---- stages and acts ---- */

static void put_stages_of(struct json *out, const struct route *r, uint64_t at)
{
    const struct words new_thing = { N_("New"), tr("nl", N_("New")) };

    json_name(out, "stages");
    json_list(out);
    for (size_t i = 0; i <= r->stage_count; i++) {
        if (!(at & (UINT64_C(1) << i)))
            continue;
        json_open(out);
        if (i == 0)
            put_coded(out, "stage", "NEW", &new_thing);
        else
            put_coded(out, "stage", r->stages[i - 1].id, &r->stages[i - 1].words);
        json_close(out);
    }
    json_list_end(out);
}

static void put_rule(struct json *out, const struct rule *rule, struct arena *a)
{
    json_put_cstr(out, "rule", rule->id);
    json_put_text(out, "cite", rule->cite);
    json_put_bool(out, "has_ground", rule->cite.len > 0);
    json_put_ground(out, "ground", rule->cite, a);
    put_mark(out, rule->mark);
    put_words(out, "why", &rule->why);
    put_words(out, "mend", &rule->mend);
}

static void put_guards(struct json *out, const struct route *r, const char *name,
                       const struct guards *list, struct arena *a)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < list->n; i++) {
        json_open(out);
        put_rule(out, list->at[i].rule, a);
        json_put_bool(out, "is_warning", list->at[i].is_warning);
        put_condition(out, r, list->at[i].when);
        json_close(out);
    }
    json_list_end(out);
}

static void put_options(struct json *out, const struct route *r, const char *name,
                        const struct options *list, bool is_stage)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < list->n; i++) {
        json_open(out);
        if (is_stage)
            json_put_stage(out, "to", r, list->at[i].name);
        else
            json_put_obligation_kind(out, "kind", list->at[i].name);
        put_condition(out, r, list->at[i].when);
        json_close(out);
    }
    json_list_end(out);
}

/* One row of the table: who may do it, in which stages, what is judged, what follows. */
static void put_row(struct json *out, const struct look *look, const struct route *r,
                    const struct row *row)
{
    json_open(out);
    put_act(out, "act", look, row->act);
    json_put_bool(out, "is_on_deployment", row->is_on_deployment);
    json_put_int(out, "stage_count", __builtin_popcountll(row->at));
    json_put_bool(out, "is_in_many", __builtin_popcountll(row->at) > STAGES_SHOWN_MAX);
    put_stages_of(out, r, row->at);
    json_name(out, "by");
    json_list(out);
    for (size_t i = 0; i < row->by_count; i++) {
        json_open(out);
        put_slot_name(out, "slot", text_of(row->by[i]->name), look->arena);
        json_close(out);
    }
    json_list_end(out);
    put_guards(out, r, "guards", &row->guards, look->arena);
    put_guards(out, r, "otherwise", row->has_otherwise ? &row->otherwise : &r->otherwise,
               look->arena);
    put_options(out, r, "moves", &row->to, true);
    put_options(out, r, "opens", &row->opens, false);
    put_options(out, r, "closes", &row->closes, false);
    json_name(out, "tells");
    json_list(out);
    for (size_t i = 0; i < row->notice_count; i++) {
        json_open(out);
        put_slot_name(out, "slot", row->notices[i].to, look->arena);
        put_words(out, "what", &row->notices[i].words);
        json_put_bool(out, "is_sent", row->notices[i].is_sent);
        json_put_text(out, "cite", row->notices[i].cite);
        json_close(out);
    }
    json_list_end(out);
    json_close(out);
}

static void put_acts(struct json *out, const struct look *look, const struct route *r)
{
    json_name(out, "acts");
    json_list(out);
    for (size_t i = 0; i < r->row_count; i++)
        put_row(out, look, r, &r->rows[i]);
    json_list_end(out);
}

/* Which acts lead from this stage to which other. */
static void put_moves_from(struct json *out, const struct look *look, const struct route *r,
                           struct text stage)
{
    uint64_t bit = route_stage_bit(r, stage);

    for (size_t i = 0; i < r->row_count; i++) {
        const struct row *row = &r->rows[i];
        for (size_t t = 0; (row->at & bit) && t < row->to.n; t++) {
            struct text to = row->to.at[t].name;
            if (text_same(to, stage) || !row_can_leave(row, &row->to.at[t], stage))
                continue;
            json_open(out);
            put_act(out, "act", look, row->act);
            json_put_stage(out, "to", r, to);
            json_close(out);
        }
    }
}

/* "diagram": [{stage, moves: [{act, to}], is_end}] in the machine's order: a picture in words,
 * which a screen reader reads as well as an eye. Stages that this route never reaches are left out.
 */
static void put_diagram(struct json *out, const struct look *look, const struct route *r)
{
    uint64_t used = 0;

    for (size_t i = 0; i < r->row_count; i++)
        for (size_t t = 0; t < r->rows[i].to.n; t++)
            used |= route_stage_bit(r, r->rows[i].to.at[t].name);
    json_name(out, "diagram");
    json_list(out);
    for (size_t i = 0; i < r->stage_count; i++) {
        if (!(used & (UINT64_C(2) << i)))
            continue;
        json_open(out);
        json_put_stage(out, "stage", r, text_of(r->stages[i].id));
        json_put_bool(out, "is_end", text_is(text_of(r->stages[i].id), "CLOSED"));
        json_name(out, "moves");
        json_list(out);
        put_moves_from(out, look, r, text_of(r->stages[i].id));
        json_list_end(out);
        json_close(out);
    }
    json_list_end(out);
}

/* ---- what is owed ---- */

static void put_due(struct json *out, const struct look *look, const struct obligation_rule *o)
{
    const char *name = text_cstr(look->arena, o->policy);

    json_put_bool(out, "is_due_with_act", o->due_with.len > 0);
    if (o->due_with.len > 0)
        put_act(out, "due_with", look, text_cstr(look->arena, o->due_with));
    json_put_bool(out, "is_due_after", o->policy.len > 0);
    json_put_bool(out, "is_in_days", text_ends(o->policy, T("_days")));
    json_put_int(out, "due_after", o->policy.len > 0 ? policy_int(look->tx, name) : 0);
    json_put_text(out, "policy", o->policy);
    json_put_bool(out, "is_due_at_period_end", text_is(o->due_at, "period_until"));
}

/* Statutory terms and our own parameters stand apart. */
static void put_obligations(struct json *out, const struct look *look, const struct route *r,
                            const char *name, bool is_statutory)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < r->obligation_count; i++) {
        const struct obligation_rule *o = &r->obligations[i];
        if (o->is_statutory != is_statutory)
            continue;
        json_open(out);
        json_put_obligation_kind(out, "kind", o->id);
        put_slot_name(out, "owner", o->owner, look->arena);
        put_slot_name(out, "to", o->to, look->arena);
        json_put_text(out, "cite", o->cite);
        json_put_ground(out, "ground", o->cite, look->arena);
        put_mark(out, o->mark);
        put_due(out, look, o);
        json_close(out);
    }
    json_list_end(out);
}

/* ---- the page ---- */

static void put_law(struct json *out, const struct look *look, const struct route *r)
{
    json_put_route(out, "route", r);
    json_put_int(out, "version", r->version);
    json_put_int(out, "route_version", r->version); /* a page knows "version" as that of a thing */
    json_put_text(out, "article", r->cite);
    json_put_cstr(out, "act_name", r->act_name);
    json_put_cstr(out, "bwb_code", r->bwb);
    json_put_text(out, "law_url",
                  text_printf(look->arena, "https://wetten.overheid.nl/%s", r->bwb));
    json_put_text(out, "valid_from_on", text_of(r->valid_from));
    json_put_text(out, "valid_until_on", text_of(r->valid_until));
    json_put_bool(out, "has_end", r->valid_until[0] != '\0');
    put_mark(out, r->mark);
    put_words(out, "mark_note", &r->mark_note);
    json_put_choice(out, "force", "force_regime", text_of(r->force));
    json_put_choice(out, "cost", "cost_regime", text_of(r->cost));
    json_put_choice(out, "ladder", "ladder", text_of(r->ladder));
    json_name(out, "purposes");
    json_list(out);
    for (size_t i = 0; i < r->purposes.n; i++) {
        json_open(out);
        json_put_choice(out, "purpose", "purpose", text_of(r->purposes.at[i]));
        json_close(out);
    }
    json_list_end(out);
    json_name(out, "sources");
    json_list(out);
    for (size_t i = 0; i < r->sources.n; i++)
        json_text(out, text_of(r->sources.at[i]));
    json_list_end(out);
}

/* Which version is in force, when this one was adopted, and by which digest. */
static void put_adoption(struct json *out, const struct look *look, const struct route *r)
{
    const struct route *now = route_in_force(look->tx, route_id(r), look->now);
    struct rows *row = tx_query(look->tx, SQL_LAW_ROUTE_ADOPTED, VAL(route_id(r)), VAL(r->version));
    bool is_adopted = rows_next(row);

    json_put_bool(out, "is_adopted", is_adopted);
    json_put_text(out, "adopted_sha256", is_adopted ? rows_text(row, 1) : T(""));
    json_put_instant(out, "in_force_from_at", is_adopted ? rows_instant(row, 2) : INSTANT_NONE);
    json_put_bool(out, "is_as_adopted",
                  is_adopted && text_same(rows_peek(row, 1), route_sha256(r)));
    if (is_adopted)
        rows_close(row);
    json_put_text(out, "sha256", route_sha256(r));
    json_put_bool(out, "is_in_force", now == r);
    json_put_bool(out, "has_version_in_force", now != NULL);
    json_put_int(out, "in_force_version", now ? now->version : 0);
}

/* By code the version in force, else the newest; by the thing of an adoption that very version. */
static const struct route *asked_route(const struct look *look, struct text asked)
{
    const struct route_shelf *s = route_shelf_shared();
    const struct route *found = NULL;
    struct id id;

    if (id_read(asked, &id)) {
        struct rows *row = tx_query(look->tx, SQL_LAW_ROUTE_OF_THING, VAL(id));
        if (rows_next(row)) {
            found = route_version(rows_text(row, 0), rows_int(row, 1));
            rows_close(row);
        }
        return found;
    }
    found = route_in_force(look->tx, asked, look->now);
    for (size_t i = 0; !found && i < s->route_count; i++)
        if (text_is(asked, s->routes[i].id))
            found = &s->routes[i];
    return found;
}

enum result view_route(const struct look *look, const void *query, struct json *out)
{
    const struct route_query *q = query;
    const struct route *r = asked_route(look, q->id);

    if (!r)
        return NOT_FOUND;
    put_law(out, look, r);
    put_adoption(out, look, r);
    put_slots(out, r, look->arena);
    put_diagram(out, look, r);
    put_acts(out, look, r);
    put_obligations(out, look, r, "statutory", true);
    put_obligations(out, look, r, "policies", false);
    json_name(out, "not_if");
    json_list(out);
    for (size_t i = 0; i < r->not_if_count; i++) {
        json_open(out);
        put_rule(out, r->not_if[i].rule, look->arena);
        put_condition(out, r, r->not_if[i].when);
        json_close(out);
    }
    json_list_end(out);
    json_name(out, "fits");
    json_open(out);
    put_condition(out, r, r->fits);
    json_close(out);
    return OK;
}

/* {"rules": [{rule, cite, has_ground, ground, mark, why, mend}]}: every rule that a verdict may
 * name, by its code: what a refusal said can be looked up afterwards. */
enum result view_rules(const struct look *look, const void *query, struct json *out)
{
    const struct route_shelf *s = route_shelf_shared();

    (void)query;
    json_name(out, "rules");
    json_list(out);
    for (size_t i = 0; i < s->rule_count; i++) {
        json_open(out);
        put_rule(out, &s->rules[i], look->arena);
        json_close(out);
    }
    json_list_end(out);
    return OK;
}
