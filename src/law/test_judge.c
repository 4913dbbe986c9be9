/* SPDX-License-Identifier: EUPL-1.2 */
/* The judge against cases that a lawyer can read: src/law/NAME.case.json. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "law/inner.h"

enum { CASES_MAX = 400, CODES_MAX = 64 };

/* What was said in one case, to see afterwards that every guard passed and refused somewhere. */
struct seen {
    const char *act;
    char codes[1024]; /* " CODE CODE " */
    bool is_accepted;
};
struct world_of_cases {
    struct route_shelf *shelf;
    json_t *files[3];
    struct seen seen[CASES_MAX];
    size_t count;
};

static const char *const case_files[] = { "asking", "deciding", "field" };

static json_t *load_cases(const char *name)
{
    char path[512];
    json_error_t error;
    const char *root = getenv("SCHAKEL_SOURCE");

    snprintf(path, sizeof(path), "%s/src/law/%s.case.json", root ? root : ".", name);
    json_t *doc = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!doc)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    return doc;
}

static void set_fact(struct facts *f, const char *name, const json_t *v)
{
    if (json_is_boolean(v))
        fact_set_bool(f, name, json_is_true(v));
    else
        fact_set(f, name, json_string_text(v));
}

static bool has_word(const json_t *list, const char *word)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (text_is(json_string_text(json_array_get(list, i)), word))
            return true;
    return false;
}

struct filling {
    struct facts *facts;
    const json_t *empty;
};

static void fill_field(void *ctx, const char *field)
{
    struct filling *f = ctx;

    fact_field(f->facts, field, !has_word(f->empty, field));
}

static void facts_of(const struct route *r, const json_t *usual, const json_t *c, struct facts *f)
{
    static const char *const needs[] = { "consent_on_behalf_of", "safety_message" };
    struct filling filling = { f, json_object_get(c, "empty") };
    const char *name;
    json_t *v;

    json_object_foreach ((json_t *)(uintptr_t)usual, name, v)
        if (!has_word(json_object_get(c, "unknown"), name))
            set_fact(f, name, v);
    json_object_foreach (json_object_get(c, "facts"), name, v)
        set_fact(f, name, v);
    fact_set(f, "actor_office", json_string_text(json_object_get(c, "office")));
    fact_set(f, "deployment_state", json_string_text(json_object_get(c, "deployment")));
    route_required(r, "written", fill_field, &filling);
    route_required(r, "oral", fill_field, &filling);
    route_required(r, "ladder", fill_field, &filling);
    for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
        fill_field(&filling, needs[i]);
}

/* Compares a set of words with a list of the case, both ways. */
static void same_set(const char *where, const char *what, const json_t *wanted,
                     const char *const *found, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!has_word(wanted, found[i]))
            fail_msg("%s: %s: %s was not expected", where, what, found[i]);
    for (size_t i = 0; i < json_array_size(wanted); i++) {
        bool is_there = false;
        for (size_t j = 0; j < n; j++)
            is_there = is_there || text_is(json_string_text(json_array_get(wanted, i)), found[j]);
        if (!is_there)
            fail_msg("%s: %s: %s is missing", where, what,
                     json_string_value(json_array_get(wanted, i)));
    }
}

static void same_items(const char *where, const json_t *then, const struct verdict *v,
                       struct arena *a, struct seen *seen)
{
    const char *refuses[CODES_MAX], *forbids[CODES_MAX], *warns[CODES_MAX], *asks[CODES_MAX];
    const char *fields[CODES_MAX];
    size_t refused = 0, forbidden = 0, warned = 0, asked = 0, named = 0;

    for (size_t i = 0; i < v->count; i++) {
        const struct verdict_item *item = &v->items[i];
        size_t len = strlen(seen->codes);
        snprintf(seen->codes + len, sizeof(seen->codes) - len, " %s ", item->code);
        assert_true(item->why[0] && item->mend[0] && item->cite_version.len > 0);
        if (strcmp(item->code, "FACT_UNKNOWN") == 0)
            asks[asked++] = text_cstr(a, item->field);
        else if (item->weight == VERDICT_WARN)
            warns[warned++] = item->code;
        else if (item->kind == BY_AUTHORITY)
            forbids[forbidden++] = item->code;
        else
            refuses[refused++] = item->code;
        if (strcmp(item->code, "FACT_UNKNOWN") != 0 && item->field.len > 0)
            fields[named++] = text_cstr(a, item->field);
    }
    same_set(where, "refuses", json_object_get(then, "refuses"), refuses, refused);
    same_set(where, "forbids", json_object_get(then, "forbids"), forbids, forbidden);
    same_set(where, "warns", json_object_get(then, "warns"), warns, warned);
    same_set(where, "asks", json_object_get(then, "asks"), asks, asked);
    if (json_object_get(then, "fields"))
        same_set(where, "fields", json_object_get(then, "fields"), fields, named);
}

static void same_text(const char *where, const json_t *then, const char *key, struct text found)
{
    struct text wanted = json_string_text(json_object_get(then, key));

    if (!text_same(wanted, found))
        fail_msg("%s: %s is \"%.*s\", not \"%.*s\"", where, key, TEXT_FMT(found), TEXT_FMT(wanted));
}

static void same_judged(const char *where, const json_t *then, const struct judged *j,
                        struct arena *a)
{
    const char *opens[JUDGED_OPENS_MAX], *closes[JUDGED_OPENS_MAX], *tells[JUDGED_OPENS_MAX];
    const char *records[JUDGED_OPENS_MAX], *flags[JUDGED_OPENS_MAX];

    same_text(where, then, "next", j->next);
    same_text(where, then, "next_deployment", j->next_deployment);
    for (size_t i = 0; i < JUDGED_OPENS_MAX; i++) {
        opens[i] = text_cstr(a, j->opens[i].kind);
        closes[i] = text_cstr(a, j->closes[i]);
        tells[i] = text_cstr(a, j->tells[i].slot);
        records[i] = text_cstr(a, j->records[i].slot);
        flags[i] = text_cstr(a, j->flagged_by[i]);
    }
    same_set(where, "opens", json_object_get(then, "opens"), opens, j->open_count);
    same_set(where, "closes", json_object_get(then, "closes"), closes, j->close_count);
    same_set(where, "tells", json_object_get(then, "tells"), tells, j->tell_count);
    same_set(where, "records", json_object_get(then, "records"), records, j->record_count);
    same_set(where, "flagged_by", json_object_get(then, "flagged_by"), flags, j->flagged_count);
}

static void play_case(struct world_of_cases *w, const json_t *file, const json_t *c)
{
    const char *where = json_string_value(json_object_get(c, "name"));
    const char *act = json_string_value(json_object_get(c, "act"));
    const struct route *r = route_shelf_at(w->shelf, 0);
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);
    struct facts *f = arena_new(a, struct facts);
    struct judged j;

    assert_non_null(where);
    assert_true(w->count < CASES_MAX);
    verdict_init(v, a);
    facts_of(r, json_object_get(file, "usual"), c, f);
    judge(r, json_string_text(json_object_get(c, "stage")), act, f,
          json_is_true(json_object_get(c, "only_ready")), &j, v);
    struct seen *seen = &w->seen[w->count++];
    seen->act = act;
    seen->is_accepted = verdict_is_clear(v) && !json_object_get(c, "only_ready");
    same_items(where, json_object_get(c, "then"), v, a, seen);
    same_judged(where, json_object_get(c, "then"), &j, a);
    arena_close(a);
}

static void test_every_case_is_judged_as_it_says(void **state)
{
    struct world_of_cases *w = *state;

    for (size_t i = 0; i < 3; i++) {
        const json_t *cases = json_object_get(w->files[i], "cases");
        assert_true(json_array_size(cases) > 0);
        for (size_t n = 0; n < json_array_size(cases); n++)
            play_case(w, w->files[i], json_array_get(cases, n));
    }
}

static bool is_seen(const struct world_of_cases *w, const char *act, const char *rule)
{
    char word[80];

    snprintf(word, sizeof(word), " %s ", rule);
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->seen[i].act, act) == 0 && strstr(w->seen[i].codes, word))
            return true;
    return false;
}

static void all_seen(const struct world_of_cases *w, const struct row *row,
                     const struct guards *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (!is_seen(w, row->act, list->at[i].rule->id))
            fail_msg("no case breaks %s on %s", list->at[i].rule->id, row->act);
}

/* Runs after the cases: style.md wants one case that passes and one that refuses for each guard. */
static void test_each_guard_has_a_case_that_passes_and_one_that_refuses(void **state)
{
    const struct world_of_cases *w = *state;
    const struct route *r = route_shelf_at(w->shelf, 0);

    for (size_t i = 0; i < r->row_count; i++) {
        const struct row *row = &r->rows[i];
        bool is_accepted = row->guards.n == 0 && row->otherwise.n == 0;
        all_seen(w, row, &row->guards);
        all_seen(w, row, &row->otherwise);
        all_seen(w, row, &row->wrong_stage);
        for (size_t c = 0; c < w->count; c++)
            is_accepted =
                is_accepted || (w->seen[c].is_accepted && strcmp(w->seen[c].act, row->act) == 0);
        if (!is_accepted)
            fail_msg("no case lets %s pass", row->act);
    }
}

static void test_slots_name_the_competent_office(void **state)
{
    const struct world_of_cases *w = *state;
    const struct route *r = route_shelf_at(w->shelf, 0);
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct facts none = { .n = 0 }, on = { .n = 0 }, named = { .n = 0 };

    assert_true(text_is(route_slot(r, "requester", &none, a), "VR.voorzitter"));
    assert_true(text_is(route_slot(r, "nobody", &none, a), ""));
    fact_set(&on, "art39", T("on"));
    assert_true(text_is(route_slot(r, "authority", &on, a), "VR.voorzitter"));
    fact_set(&named, "art39", T("none"));
    fact_set_bool(&named, "authority_named", true);
    assert_true(text_is(route_slot(r, "authority", &named, a), "@named"));
    fact_set(&named, "named_office", T("WATERSCHAP.dijkgraaf"));
    assert_true(text_is(route_slot(r, "authority", &named, a), "WATERSCHAP.dijkgraaf"));
    /* Nothing is known: each of them may be the one. */
    assert_true(text_is(route_slot(r, "authority", &none, a),
                        "VR.voorzitter,GEMEENTE.burgemeester,@named"));
    arena_close(a);
}

static void test_a_rule_of_another_room_has_its_words_from_the_same_place(void **state)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);

    (void)state;
    verdict_init(v, a);
    const struct verdict_item *item = rule_refuse(v, "WVR39_CONSULT", "consulted", BY_AUTHORITY);
    assert_string_equal(item->code, "WVR39_CONSULT");
    assert_int_equal(item->kind, BY_AUTHORITY);
    assert_true(text_is(item->cite, "Wvr art. 39"));
    assert_true(text_is(item->field, "consulted"));
    assert_true(item->why[0] && item->mend[0]);
    assert_false(verdict_is_clear(v));
    arena_close(a);
}

static void test_the_term_of_an_obligation_names_its_parameter_and_its_start(void **state)
{
    const struct world_of_cases *w = *state;
    const json_t *file = w->files[0];
    const json_t *cases = json_object_get(file, "cases");
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);
    struct facts *f = arena_new(a, struct facts);
    const struct route *r = route_shelf_at(w->shelf, 0);
    struct judged j = { .open_count = 0 };

    verdict_init(v, a);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *c = json_array_get(cases, i);
        if (!text_is(json_string_text(json_object_get(c, "name")),
                     "the chair asks by phone at night"))
            continue;
        facts_of(r, json_object_get(file, "usual"), c, f);
        judge(r, T("NEW"), "request_orally", f, false, &j, v);
    }
    assert_int_equal(j.open_count, 1);
    assert_true(text_is(j.opens[0].owner, "requester"));
    assert_true(text_is(j.opens[0].policy, "oral_confirmation_hours"));
    assert_true(text_is(j.opens[0].from, "happened_at"));
    assert_false(j.opens[0].is_statutory);
    arena_close(a);
}

static int open_cases(void **state)
{
    struct world_of_cases *w = calloc(1, sizeof(*w));
    char fault[FAULT_MAX];

    assert_non_null(w);
    w->shelf = route_shelf_parse(law_files, law_files_len, fault);
    if (!w->shelf)
        fail_msg("%s", fault);
    for (size_t i = 0; i < 3; i++)
        w->files[i] = load_cases(case_files[i]);
    *state = w;
    return 0;
}

static int close_cases(void **state)
{
    struct world_of_cases *w = *state;

    for (size_t i = 0; i < 3; i++)
        json_decref(w->files[i]);
    route_shelf_close(w->shelf);
    free(w);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_case_is_judged_as_it_says),
        cmocka_unit_test(test_each_guard_has_a_case_that_passes_and_one_that_refuses),
        cmocka_unit_test(test_slots_name_the_competent_office),
        cmocka_unit_test(test_a_rule_of_another_room_has_its_words_from_the_same_place),
        cmocka_unit_test(test_the_term_of_an_obligation_names_its_parameter_and_its_start),
    };

    return cmocka_run_group_tests(tests, open_cases, close_cases);
}
