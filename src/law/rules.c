/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "law/reader.h"

static int by_id(const void *a, const void *b)
{
    const struct rule *x = a, *y = b;

    return strcmp(x->id, y->id);
}

/* Codes of verdicts are [A-Z0-9_] (base/verdict.h), and so are rule ids. */
static bool is_code(const char *id)
{
    return id[0] && strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(id);
}

static void read_rule(struct reader *rd, const json_t *from, struct rule *rule)
{
    rule->id = read_required(rd, from, "id");
    rd->where = rule->id;
    if (!reader_failed(rd) && !is_code(rule->id))
        reader_fault(rd, "an id is capitals, digits and _");
    rule->cite = read_cite(rd, from);
    rule->mark = read_string(rd, from, "mark");
    rule->why = read_words(rd, from, "why");
    rule->mend = read_words(rd, from, "mend");
    if (!reader_failed(rd) && (!rule->why.en[0] || !rule->mend.en[0]))
        reader_fault(rd, "a rule has why and mend");
    rule->holds = read_condition(rd, json_object_get(from, "holds"));
}

void read_rules(struct reader *rd, const json_t *root)
{
    const json_t *list = json_object_get(root, "rules");
    size_t n = json_array_size(list);
    struct rule *rules = arena_array(rd->arena, struct rule, n);

    if (!json_is_array(list) || !rules) {
        reader_fault(rd, "rules is no list");
        return;
    }
    for (size_t i = 0; i < n && !reader_failed(rd); i++)
        read_rule(rd, json_array_get(list, i), &rules[i]);
    if (reader_failed(rd))
        return;
    rd->where = "";
    qsort(rules, n, sizeof(*rules), by_id);
    for (size_t i = 1; i < n; i++)
        if (strcmp(rules[i - 1].id, rules[i].id) == 0)
            reader_fault(rd, "rule %s stands twice", rules[i].id);
    rd->shelf->rules = rules;
    rd->shelf->rule_count = n;
}

const struct rule *shelf_rule(const struct route_shelf *s, struct text id)
{
    size_t low = 0, high = s->rule_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_order(id, text_of(s->rules[middle].id));
        if (order == 0)
            return &s->rules[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

struct verdict_item *rule_refuse(struct verdict *v, const char *id, const char *field,
                                 enum verdict_kind kind)
{
    const struct rule *rule = shelf_rule(route_shelf_shared(), text_of(id));

    assert(rule); /* a guard names a rule that law/rules.json does not have */
    struct verdict_item *item = verdict_refuse(v, rule->id, field, rule->why.en, rule->mend.en);
    item->kind = kind;
    verdict_cite(item, rule->cite, T(""));
    return item;
}
