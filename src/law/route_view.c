/* SPDX-License-Identifier: EUPL-1.2 */
/* The law page of a route: everything by which a person can check what the program will and will
 * not let happen: text, who, when, which article, what is owed, and how sure we are of it. */
#include <string.h>

#include "base/tr.h"
#include "law/route_view.h"
#include "law/route_words.h"
#include "law/statements.h"

enum {
    OFFICES_SHOWN_MAX = 6,     /* of a slot in one line; more are said in a word */
    STAGES_SHOWN_MAX = 5,      /* more of them are folded */
    CONDITION_SHOWN_MAX = 140, /* a longer condition is folded */
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
    const char *label = slot_label(slot);

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
    json_put_bool(out, "is_for_jurist", strpbrk(mark, "IR~") != NULL);
}

const char *act_title(const void *look, const char *act)
{
    const struct catalogue *all = ((const struct look *)look)->catalogue;
    const struct action *a = catalogue_action(all, text_of(act), T("request"));

    if (!a) /* "close" of a request and of an incident bear one name */
        a = catalogue_action(all, text_of(act), T("deployment"));
    if (!a)
        a = catalogue_action(all, text_of(act), T(""));
    return a ? a->title : act;
}

static void put_act(struct json *out, const char *name, const struct look *look, const char *act)
{
    json_put_words(out, name, act, act_title(look, act));
}

/* "has_condition", "condition" in words, "is_long". */
static void put_condition(struct json *out, const struct route *r, const struct condition *c,
                          struct arena *a)
{
    struct words words = condition_words(r, c, a);

    json_put_bool(out, "has_condition", c != NULL);
    json_put_bool(out, "is_long", text_of(words.nl).len > CONDITION_SHOWN_MAX);
    put_words(out, "condition", &words);
}

/* ---- who ---- */

static void put_office(struct json *out, const struct route *r, const struct slot_entry *e,
                       struct arena *a)
{
    struct words w = { "", "" };
    struct words behalf = { "", "" };
    bool is_known = office_in_words(r, e->office, &w);

    json_open(out);
    if (is_known)
        put_coded(out, "office", text_cstr(a, e->office), &w);
    else
        json_put_words(out, "office", text_cstr(a, e->office), text_cstr(a, e->office));
    json_put_bool(out, "is_of_place", e->area == AREA_CONTAINS);
    json_put_bool(out, "is_near_place", e->area == AREA_TOUCHES);
    json_put_bool(out, "is_of_supplier", e->area == AREA_SUPPLIER);
    json_put_bool(out, "is_by_mandate", e->by_mandate);
    json_put_bool(out, "is_on_behalf", office_in_words(r, e->stands_for, &behalf));
    put_words(out, "behalf", &behalf);
    put_condition(out, r, e->when, a);
    json_close(out);
}

/* "slots": [{slot, is_first, offices: [{office, is_of_place, is_near_place, is_of_supplier,
 * is_by_mandate, is_on_behalf, behalf, has_condition, condition}]}] */
static void put_slots(struct json *out, const struct route *r, struct arena *a)
{
    json_name(out, "slots");
    json_list(out);
    for (size_t l = 0; slot_in_order(l); l++) {
        const struct slot *s = route_slot_find(r, text_of(slot_in_order(l)));
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
    const struct words new_thing = new_words();

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
        put_condition(out, r, list->at[i].when, a);
        json_close(out);
    }
    json_list_end(out);
}

/* What is owed, in the words of this very route: another one may owe the same in other words. */
static void put_kind(struct json *out, const struct route *r, struct text id, struct arena *a)
{
    const struct obligation_rule *o = route_obligation(r, id);

    if (o)
        put_coded(out, "kind", text_cstr(a, id), &o->words);
    else
        json_put_obligation_kind(out, "kind", id);
}

static void put_options(struct json *out, const struct route *r, const char *name,
                        const struct options *list, bool is_stage, struct arena *a)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < list->n; i++) {
        json_open(out);
        if (is_stage)
            json_put_stage(out, "to", r, list->at[i].name);
        else
            put_kind(out, r, list->at[i].name, a);
        put_condition(out, r, list->at[i].when, a);
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
    put_options(out, r, "moves", &row->to, true, look->arena);
    put_options(out, r, "opens", &row->opens, false, look->arena);
    put_options(out, r, "closes", &row->closes, false, look->arena);
    json_name(out, "tells");
    json_list(out);
    for (size_t i = 0; i < row->notice_count; i++) {
        json_open(out);
        put_slot_name(out, "slot", row->notices[i].to, look->arena);
        put_words(out, "what", &row->notices[i].words);
        json_put_bool(out, "is_sent", row->notices[i].is_sent);
        json_put_text(out, "cite", row->notices[i].cite);
        put_condition(out, r, row->notices[i].when, look->arena);
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
    json_put_bool(out, "is_without_term", o->has_no_term);
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
        put_kind(out, r, o->id, look->arena);
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

static bool owes_by_law(const struct route *r)
{
    for (size_t i = 0; i < r->obligation_count; i++)
        if (r->obligations[i].is_statutory)
            return true;
    return false;
}

/* ---- the page ---- */

/* What the file must hold in the end, and how a deployment ends, by the ids of the route. */
static const struct {
    const char *id, *label;
} named[] = {
    { "form", N_("the signed form") },
    { "advice", N_("the advice") },
    { "legal_test", N_("the legal test") },
    { "decision", N_("the decision with its reasons") },
    { "concurrence", N_("the answer of the second minister") },
    { "tasking", N_("the tasking") },
    { "release", N_("the release") },
    { "cost", N_("the costs") },
    { "notices", N_("the notices with their time") },
    { "plan_clauses", N_("the clauses of both plans") },
    { "hours", N_("hours worked") },
    { "means", N_("means used") },
    { "handover", N_("the hand-over of authority") },
    { "effect", N_("the effect is reached") },
    { "period", N_("the period is over") },
    { "released", N_("the authority in the field releases the unit") },
    { "recalled", N_("the supplier recalls the unit") },
};

/* [{words}] */
static void put_named(struct json *out, const char *name, const struct names *list)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < list->n; i++) {
        const char *label = list->at[i];
        for (size_t k = 0; k < sizeof(named) / sizeof(named[0]); k++)
            if (strcmp(list->at[i], named[k].id) == 0)
                label = named[k].label;
        json_open(out);
        json_put_words(out, "item", list->at[i], label);
        json_close(out);
    }
    json_list_end(out);
}

/* The article in our own words. */
static void put_text(struct json *out, const struct route *r)
{
    bool has_text = r->text.nl && r->text.nl[0];

    json_put_bool(out, "has_text", has_text);
    put_words(out, "restated", has_text ? &r->text : &(struct words){ "", "" });
}

static void put_sentence(struct json *out, const char *name, const char *msgid)
{
    put_words(out, name, &(struct words){ tr("en", msgid), tr("nl", msgid) });
}

static void put_regimes(struct json *out, const struct route *r)
{
    json_put_choice(out, "force", "force_regime", text_of(r->force));
    put_sentence(out, "force_meaning", regime_sentence(r->force));
    json_put_choice(out, "cost", "cost_regime", text_of(r->cost));
    put_sentence(out, "cost_meaning", regime_sentence(r->cost));
    json_put_text(out, "second_code", text_of(r->second_pattern));
    put_sentence(out, "second_meaning", second_sentence(r));
}

/* Whom one asks first, in order, whether that binds, and the grounds that must be chosen. */
static void put_ladder(struct json *out, const struct route *r)
{
    static const char *const grounds[] = {
        N_("the body cannot do it itself, nor have it done"),
        N_("the body cannot do it in time"),
        N_("the body cannot do it adequately"),
    };
    bool has_grounds = names_have(&r->written, T("subsidiarity"));

    json_put_choice(out, "ladder", "ladder", text_of(r->ladder));
    put_sentence(out, "ladder_meaning", ladder_sentence(r->ladder));
    json_put_bool(out, "is_ladder_recorded", r->ladder_form.n > 0);
    json_name(out, "rungs");
    json_list(out);
    for (size_t i = 0; ladder_rung(r->ladder, i); i++) {
        json_open(out);
        put_sentence(out, "rung", ladder_rung(r->ladder, i));
        json_close(out);
    }
    json_list_end(out);
    json_put_bool(out, "has_grounds", has_grounds);
    json_name(out, "grounds");
    json_list(out);
    for (size_t i = 0; has_grounds && i < sizeof(grounds) / sizeof(grounds[0]); i++) {
        json_open(out);
        put_sentence(out, "choice", grounds[i]);
        json_close(out);
    }
    json_list_end(out);
}

/* What each mark means. */
static void put_marks(struct json *out)
{
    json_name(out, "marks");
    json_list(out);
    for (size_t i = 0; i < sizeof(mark_labels) / sizeof(mark_labels[0]); i++) {
        json_open(out);
        put_mark(out, mark_labels[i].mark);
        json_close(out);
    }
    json_list_end(out);
}

static void put_law(struct json *out, const struct look *look, const struct route *r)
{
    json_put_route(out, "route", r);
    json_put_int(out, "version", r->version);
    json_put_int(out, "route_version", r->version); /* a page knows "version" as that of a thing */
    json_put_text(out, "article", r->cite);
    json_put_cstr(out, "act_name", r->act_name);
    json_put_cstr(out, "bwb_code", r->bwb);
    json_put_bool(out, "has_law_text", r->bwb[0] != '\0');
    json_put_text(out, "law_url",
                  text_printf(look->arena, "https://wetten.overheid.nl/%s", r->bwb));
    json_put_text(out, "valid_from_on", text_of(r->valid_from));
    json_put_text(out, "valid_until_on", text_of(r->valid_until));
    json_put_bool(out, "has_end", r->valid_until[0] != '\0');
    put_mark(out, r->mark);
    put_words(out, "mark_note", &r->mark_note);
    put_text(out, r);
    put_regimes(out, r);
    put_ladder(out, r);
    json_name(out, "purposes");
    json_list(out);
    for (size_t i = 0; i < r->purposes.n; i++) {
        json_open(out);
        json_put_choice(out, "purpose", "purpose", text_of(r->purposes.at[i]));
        json_close(out);
    }
    json_list_end(out);
    put_named(out, "documents", &r->documents);
    put_named(out, "records", &r->records);
    put_named(out, "ends", &r->ends);
    put_marks(out);
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

/* Where to go instead: a law that the program carries, or only its code. */
static void put_go_to(struct json *out, const struct route *r, const char *go_to, struct arena *a)
{
    const struct route *other = NULL;

    for (size_t i = 0; i < r->shelf->route_count; i++)
        if (strcmp(r->shelf->routes[i].id, go_to) == 0)
            other = &r->shelf->routes[i];
    json_put_bool(out, "has_go_to", other != NULL);
    json_put_text(out, "go_to_url", text_printf(a, "/wetten/%s", go_to));
    if (other)
        put_words(out, "go_to", &other->title);
}

enum result view_route(const struct look *look, const void *query, struct json *out)
{
    const struct route_query *q = query;
    const struct route *r = asked_route(look, q->id);

    if (!r)
        return NOT_FOUND;
    put_law(out, look, r);
    put_adoption(out, look, r);
    put_changes(out, look, r);
    put_slots(out, r, look->arena);
    put_flow(out, look, r);
    put_acts(out, look, r);
    json_put_bool(out, "has_statutory", owes_by_law(r));
    put_obligations(out, look, r, "statutory", true);
    put_obligations(out, look, r, "policies", false);
    json_put_bool(out, "has_not_if", r->not_if_count > 0);
    json_name(out, "not_if");
    json_list(out);
    for (size_t i = 0; i < r->not_if_count; i++) {
        json_open(out);
        put_rule(out, r->not_if[i].rule, look->arena);
        put_condition(out, r, r->not_if[i].when, look->arena);
        put_go_to(out, r, r->not_if[i].go_to, look->arena);
        json_close(out);
    }
    json_list_end(out);
    json_name(out, "fits");
    json_open(out);
    put_condition(out, r, r->fits, look->arena);
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

/* Who fills a slot, in a few words; empty when the route has no such slot. */
static struct words who_of(const struct route *r, const char *slot, struct arena *a)
{
    const struct slot *s = route_slot_find(r, text_of(slot));

    return s ? slot_short_words(r, s, OFFICES_SHOWN_MAX, a) : (struct words){ "", "" };
}

void put_route_line(struct json *out, const struct look *look, const struct route *r)
{
    struct words asks = who_of(r, "requester", look->arena);
    struct words decides = who_of(r, "decider", look->arena);
    struct words agrees = who_of(r, "concurrer", look->arena);
    struct words fits = condition_words(r, r->fits, look->arena);

    put_words(out, "asks", &asks);
    put_words(out, "decides", &decides);
    json_put_bool(out, "has_second", agrees.nl[0] != '\0');
    put_words(out, "agrees", &agrees);
    put_words(out, "fits", &fits);
}
