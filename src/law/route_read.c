/* SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <string.h>

#include "law/reader.h"

static void read_stages(struct reader *rd, const json_t *list, struct route *r)
{
    size_t n = json_array_size(list);
    struct stage *stages = n > 0 && n <= STAGES_MAX ? READ_LIST(rd, struct stage, n) : NULL;

    if (!stages) {
        reader_fault(rd, "stages are a list of 1 to %d", STAGES_MAX);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *from = json_array_get(list, i);
        stages[i].id = read_required(rd, from, "id");
        stages[i].words = read_words(rd, from, NULL);
        r->stages = stages;
        r->stage_count = i;
        if (!reader_failed(rd) && route_stage_bit(r, text_of(stages[i].id)) != 0)
            reader_fault(rd, "stage %s stands twice, or is NEW", stages[i].id);
    }
    r->stage_count = n;
}

static struct moves read_moves(struct reader *rd, const json_t *list)
{
    size_t n = json_array_size(list);
    struct move *at = READ_LIST(rd, struct move, n);

    for (size_t i = 0; at && i < n; i++) {
        struct names pair = read_names(rd, json_array_get(list, i), "a transition");
        if (pair.n != 2) {
            reader_fault(rd, "a transition is a pair");
            return (struct moves){ NULL, 0 };
        }
        at[i] = (struct move){ text_of(pair.at[0]), text_of(pair.at[1]) };
    }
    return (struct moves){ at, at ? n : 0 };
}

static void read_facts(struct reader *rd, const json_t *object, struct route *r)
{
    size_t n = json_object_size(object), i = 0;
    struct fact_rule *facts = READ_LIST(rd, struct fact_rule, n);
    const char *name;
    json_t *from;

    if (!facts)
        return;
    json_object_foreach ((json_t *)(uintptr_t)object, name, from) {
        struct fact_rule *f = &facts[i++];
        const json_t *values = json_object_get(from, "values");
        f->fact = shelf_fact(rd, name);
        f->from = read_string(rd, from, "from");
        f->list = json_is_array(values) ? "" : read_required(rd, from, "values");
        if (json_is_array(values))
            f->values = read_names(rd, values, "values");
        f->changes = json_is_true(json_object_get(from, "changes"));
        f->asked = read_string(rd, from, "asked");
        f->field = read_string(rd, from, "field");
        f->words = read_words(rd, from, NULL);
        if (!f->words.en[0])
            reader_fault(rd, "fact %s has no words", name);
        if (reader_failed(rd))
            return;
        rd->shelf->names[f->fact].question =
            text_cstr(rd->arena, text_printf(rd->arena, "Not yet known: %s", f->words.en));
    }
    r->facts = facts;
    r->fact_count = n;
}

static void read_sets(struct reader *rd, const json_t *object, struct route *r)
{
    size_t n = json_object_size(object), i = 0;
    struct fact_set_rule *sets = READ_LIST(rd, struct fact_set_rule, n);
    const char *name;
    json_t *value;

    if (!sets)
        return;
    json_object_foreach ((json_t *)(uintptr_t)object, name, value) {
        sets[i].fact = shelf_fact(rd, name);
        sets[i++].value = read_value(rd, value);
    }
    r->sets = sets;
    r->set_count = n;
}

static void read_slot(struct reader *rd, const json_t *from, struct slot *slot)
{
    const char *pick = read_required(rd, from, "pick");
    const json_t *list = json_object_get(from, "of");
    size_t n = json_array_size(list);
    struct slot_entry *of = n > 0 ? READ_LIST(rd, struct slot_entry, n) : NULL;

    slot->is_first = strcmp(pick, "first") == 0;
    if (!of || (!slot->is_first && strcmp(pick, "any") != 0)) {
        reader_fault(rd, "a slot has pick any or first, and a list of offices");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *entry = json_array_get(list, i);
        const char *area = read_string(rd, entry, "area");
        of[i].office = text_of(read_required(rd, entry, "office"));
        of[i].when = read_condition(rd, json_object_get(entry, "when"));
        of[i].by_mandate = json_is_true(json_object_get(entry, "mandate"));
        of[i].stands_for = text_of(read_string(rd, entry, "for"));
        of[i].area = strcmp(area, "contains_place") == 0  ? AREA_CONTAINS
                     : strcmp(area, "touches_place") == 0 ? AREA_TOUCHES
                     : strcmp(area, "supplier") == 0      ? AREA_SUPPLIER
                                                          : AREA_COUNTRY;
        if (area[0] && of[i].area == AREA_COUNTRY)
            reader_fault(rd, "area is contains_place, touches_place or supplier, not %s", area);
    }
    slot->of = of;
    slot->n = n;
}

static void read_slots(struct reader *rd, const json_t *object, struct route *r)
{
    size_t n = json_object_size(object), i = 0;
    struct slot *slots = READ_LIST(rd, struct slot, n);
    const char *name;
    json_t *from;

    if (!slots)
        return;
    json_object_foreach ((json_t *)(uintptr_t)object, name, from) {
        slots[i].name = text_cstr(rd->arena, text_of(name));
        rd->where = slots[i].name;
        read_slot(rd, from, &slots[i++]);
    }
    rd->where = "";
    r->slots = slots;
    r->slot_count = n;
}

static void read_due(struct reader *rd, const json_t *due, struct obligation_rule *o)
{
    o->due_with = text_of(read_string(rd, due, "with"));
    o->due_from = text_of(read_string(rd, due, "from"));
    o->policy = text_of(read_string(rd, due, "policy"));
    o->due_at = text_of(read_string(rd, due, "at"));
    o->has_no_term = json_is_true(json_object_get(due, "no_term"));
    int ways = (o->due_with.len > 0) + (o->policy.len > 0) + (o->due_at.len > 0) + o->has_no_term;
    if (ways != 1 || (o->policy.len > 0) != (o->due_from.len > 0))
        reader_fault(rd, "due is one of with, from and policy, at, no_term");
    else if (o->policy.len > 0 && !text_ends(o->policy, T("_hours")) &&
             !text_ends(o->policy, T("_days")))
        reader_fault(rd, "policy %.*s ends neither in _hours nor in _days", TEXT_FMT(o->policy));
}

static void read_obligation(struct reader *rd, const json_t *from, struct obligation_rule *o)
{
    rd->where = "obligations";
    const char *id = read_required(rd, from, "id");
    if (id[0])
        rd->where = id;
    const char *kind = read_required(rd, from, "kind");
    o->id = text_of(id);
    o->owner = text_of(read_required(rd, from, "owner"));
    o->to = text_of(read_required(rd, from, "to"));
    o->cite = read_cite(rd, from);
    o->mark = read_string(rd, from, "mark");
    o->is_statutory = strcmp(kind, "statutory") == 0;
    o->is_flag = json_is_true(json_object_get(from, "flag"));
    o->tell = read_names(rd, json_object_get(from, "tell"), "tell");
    o->blocks = read_names(rd, json_object_get(from, "blocks"), "blocks");
    o->words = read_words(rd, from, NULL);
    read_due(rd, json_object_get(from, "due"), o);
    if (!o->is_statutory && strcmp(kind, "policy") != 0)
        reader_fault(rd, "kind is statutory or policy, not %s", kind);
}

static void read_obligations(struct reader *rd, const json_t *list, struct route *r)
{
    size_t n = json_array_size(list);
    struct obligation_rule *at = READ_LIST(rd, struct obligation_rule, n);

    for (size_t i = 0; at && i < n && !reader_failed(rd); i++)
        read_obligation(rd, json_array_get(list, i), &at[i]);
    rd->where = "";
    r->obligations = at;
    r->obligation_count = reader_failed(rd) ? 0 : n;
}

static void read_policies(struct reader *rd, const json_t *object, struct route *r)
{
    size_t n = json_object_size(object), i = 0;
    struct policy_rule *at = READ_LIST(rd, struct policy_rule, n);
    const char *name;
    json_t *value;

    if (!at)
        return;
    json_object_foreach ((json_t *)(uintptr_t)object, name, value) {
        at[i].name = text_cstr(rd->arena, text_of(name));
        at[i].value = json_integer_value(value);
        if (!json_is_integer(value) || at[i].value < 0 || at[i].value > POLICY_VALUE_MAX)
            reader_fault(rd, "policy %s is no number from 0 to %d", name, POLICY_VALUE_MAX);
        i++;
    }
    r->policies = at;
    r->policy_count = n;
}

static void read_exclusions(struct reader *rd, const json_t *list, struct route *r)
{
    size_t n = json_array_size(list);
    struct exclusion *at = READ_LIST(rd, struct exclusion, n);

    rd->where = "not_if";
    for (size_t i = 0; at && i < n && !reader_failed(rd); i++) {
        const json_t *from = json_array_get(list, i);
        const char *rule = read_required(rd, from, "rule");
        at[i].when = read_condition(rd, json_object_get(from, "when"));
        at[i].go_to = read_string(rd, from, "go_to");
        at[i].rule = shelf_rule(rd->shelf, text_of(rule));
        if (!at[i].rule)
            reader_fault(rd, "rule %s is not in rules.json", rule);
    }
    rd->where = "";
    r->not_if = at;
    r->not_if_count = reader_failed(rd) ? 0 : n;
}

static void read_law(struct reader *rd, const json_t *joined, struct route *r)
{
    const json_t *law = json_object_get(joined, "law"), *valid = json_object_get(joined, "valid");
    const json_t *second = json_object_get(joined, "second");

    r->act_name = read_required(rd, law, "act");
    r->act_short = read_required(rd, law, "short");
    r->bwb = read_string(rd, law, "bwb");
    r->article = read_required(rd, law, "article");
    r->cite = strcmp(r->article, "geheel") == 0 /* a regulation as a whole has no article */
                  ? text_printf(rd->arena, "%s, geheel", r->act_short)
                  : text_printf(rd->arena, "%s art. %s", r->act_short, r->article);
    r->sources = read_names(rd, json_object_get(law, "source"), "source");
    r->title = read_words(rd, joined, "title");
    r->mark = read_string(rd, joined, "mark");
    r->mark_note = read_words(rd, joined, "mark_note");
    r->text = read_words(rd, joined, "text");
    r->valid_from = reader_copy(rd, json_array_get(valid, 0));
    r->valid_until = reader_copy(rd, json_array_get(valid, 1));
    struct day day;
    if (!day_read(text_of(r->valid_from), &day) ||
        (r->valid_until[0] && !day_read(text_of(r->valid_until), &day)))
        reader_fault(rd, "valid is a day, and a day or null");
    r->force = read_required(rd, joined, "force");
    r->cost = read_required(rd, joined, "cost");
    r->ladder = read_string(rd, joined, "ladder");
    r->second_pattern = read_string(rd, second, "pattern");
    r->second_who = read_string(rd, second, "who");
    if (!r->title.en[0])
        reader_fault(rd, "title is missing");
}

static void read_form(struct reader *rd, const json_t *joined, struct route *r)
{
    const json_t *form = json_object_get(joined, "form");

    r->oral = read_names(rd, json_object_get(form, "oral"), "form.oral");
    r->written = read_names(rd, json_object_get(form, "written"), "form.written");
    r->ladder_form = read_names(rd, json_object_get(form, "ladder"), "form.ladder");
    r->purposes = read_names(rd, json_object_get(joined, "purposes"), "purposes");
    r->audience = read_names(rd, json_object_get(joined, "audience"), "audience");
    r->documents = read_names(rd, json_object_get(joined, "documents"), "documents");
    r->records = read_names(rd, json_object_get(joined, "records"), "records");
    r->ends = read_names(rd, json_object_get(joined, "ends"), "ends");
}

void read_route(struct reader *rd, const json_t *joined, struct route *r)
{
    const json_t *defaults = json_object_get(joined, "defaults");

    rd->where = "";
    r->id = read_required(rd, joined, "id");
    r->extends = read_string(rd, joined, "extends");
    r->version = json_integer_value(json_object_get(joined, "version"));
    r->order = json_integer_value(json_object_get(joined, "order"));
    if (r->version < 1 || r->version > 1000000)
        reader_fault(rd, "version is no number from 1");
    r->version_text = text_printf(rd->arena, "%s/%" PRId64, r->id, r->version);
    read_law(rd, joined, r);
    read_facts(rd, json_object_get(joined, "facts"), r);
    read_sets(rd, json_object_get(joined, "sets"), r);
    r->fits = read_condition(rd, json_object_get(joined, "fits"));
    read_exclusions(rd, json_object_get(joined, "not_if"), r);
    read_form(rd, joined, r);
    read_stages(rd, json_object_get(joined, "stages"), r);
    r->moves = read_moves(rd, json_object_get(joined, "transitions"));
    r->deployment_moves = read_moves(rd, json_object_get(joined, "deployment_transitions"));
    read_slots(rd, json_object_get(joined, "offices"), r);
    r->always = read_guards(rd, json_object_get(joined, "always"));
    r->wrong_stage = read_guards(rd, json_object_get(defaults, "wrong_stage"));
    r->otherwise = read_guards(rd, json_object_get(defaults, "else"));
    read_obligations(rd, json_object_get(joined, "obligations"), r);
    read_policies(rd, json_object_get(joined, "policy"), r);
    if (!reader_failed(rd))
        read_rows(rd, json_object_get(joined, "acts"), r);
}
