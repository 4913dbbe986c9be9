/* SPDX-License-Identifier: EUPL-1.2 */
/* The judge against cases that a lawyer can read: src/law/NAME.case.json, each for one route. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "law/inner.h"

enum { CASES_MAX = 1200, CODES_MAX = 64, FILES_MAX = 40 };

/* What was said in one case, to see afterwards that every guard passed and refused somewhere. */
struct seen {
    const struct route *route;
    const char *act;
    char codes[1024]; /* " CODE CODE " */
    bool is_accepted;
};
struct world_of_cases {
    struct route_shelf *shelf;
    json_t *files[FILES_MAX];
    size_t file_count;
    struct seen seen[CASES_MAX];
    size_t count;
};

static json_t *load_cases(const char *name)
{
    char path[512];
    json_error_t error;
    const char *root = getenv("SCHAKEL_SOURCE");

    snprintf(path, sizeof(path), "%s/src/law/%s", root ? root : ".", name);
    json_t *doc = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!doc)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    return doc;
}

/* The route that a file of cases is about. */
static const struct route *route_of(const struct world_of_cases *w, const json_t *file)
{
    struct text id = json_string_text(json_object_get(file, "route"));
    int64_t version = json_integer_value(json_object_get(file, "version"));

    for (size_t i = 0; i < route_shelf_count(w->shelf); i++) {
        const struct route *r = route_shelf_at(w->shelf, i);
        if (text_same(route_id(r), id) && route_number(r) == version)
            return r;
    }
    fail_msg("there is no route %.*s version %d", TEXT_FMT(id), (int)version);
    abort(); /* fail_msg does not return, but does not say so */
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
    const struct route *r = route_of(w, file);
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);
    struct facts *f = arena_new(a, struct facts);
    struct judged j;

    assert_non_null(where);
    where = text_cstr(a, text_printf(a, "%s: %s", r->id, where));
    assert_true(w->count < CASES_MAX);
    verdict_init(v, a);
    facts_of(r, json_object_get(file, "usual"), c, f);
    judge(r, json_string_text(json_object_get(c, "stage")), act, f,
          json_is_true(json_object_get(c, "only_ready")), &j, v);
    struct seen *seen = &w->seen[w->count++];
    seen->route = r;
    seen->act = act;
    seen->is_accepted = verdict_is_clear(v) && !json_object_get(c, "only_ready");
    same_items(where, json_object_get(c, "then"), v, a, seen);
    same_judged(where, json_object_get(c, "then"), &j, a);
    arena_close(a);
}

static void test_every_case_is_judged_as_it_says(void **state)
{
    struct world_of_cases *w = *state;

    for (size_t i = 0; i < w->file_count; i++) {
        const json_t *cases = json_object_get(w->files[i], "cases");
        assert_true(json_array_size(cases) > 0);
        for (size_t n = 0; n < json_array_size(cases); n++)
            play_case(w, w->files[i], json_array_get(cases, n));
    }
}

static bool is_seen(const struct world_of_cases *w, const struct route *r, const char *act,
                    const char *rule)
{
    char word[80];

    snprintf(word, sizeof(word), " %s ", rule);
    for (size_t i = 0; i < w->count; i++)
        if (w->seen[i].route == r && strcmp(w->seen[i].act, act) == 0 &&
            strstr(w->seen[i].codes, word))
            return true;
    return false;
}

struct office_test {
    const struct row *row;
    bool is_never_wrong;
};

static void find_office(void *ctx, const struct condition *leaf)
{
    struct office_test *t = ctx;

    for (size_t i = 0; leaf->fact == FACT_ACTOR_OFFICE && i < t->row->by_count; i++)
        for (size_t e = 0; e < t->row->by[i]->n && !t->row->by[i]->is_first; e++)
            if (leaf->value_count == 1 && !t->row->by[i]->of[e].when &&
                text_same(leaf->values[0], t->row->by[i]->of[e].office))
                t->is_never_wrong = true;
}

/* What is said of a wrong office is never said of one that is always right, or wrong by its area
 * only: so with a mayor who may ask for an extension because he is the requester. */
static bool is_never_said(const struct row *row, const struct guards *list, size_t i)
{
    struct office_test t = { row, false };

    if (list != &row->otherwise || row->is_on_deployment)
        return false;
    condition_each(list->at[i].when, find_office, &t);
    return t.is_never_wrong;
}

/* Gives how many guards no case breaks, each named. */
static size_t not_seen(const struct world_of_cases *w, const struct route *r, const struct row *row,
                       const struct guards *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        if (!is_seen(w, r, row->act, list->at[i].rule->id) && !is_never_said(row, list, i)) {
            print_error("%s: no case breaks %s on %s\n", r->id, list->at[i].rule->id, row->act);
            n++;
        }
    return n;
}

static size_t missing_of(const struct world_of_cases *w, const struct route *r,
                         const struct row *row)
{
    bool is_accepted = row->guards.n == 0 && row->otherwise.n == 0;
    size_t n = not_seen(w, r, row, &row->guards) + not_seen(w, r, row, &row->otherwise) +
               not_seen(w, r, row, &row->wrong_stage);

    for (size_t c = 0; c < w->count; c++)
        is_accepted = is_accepted || (w->seen[c].route == r && w->seen[c].is_accepted &&
                                      strcmp(w->seen[c].act, row->act) == 0);
    if (is_accepted)
        return n;
    print_error("%s: no case lets %s pass\n", r->id, row->act);
    return n + 1;
}

/* Runs after the cases: style.md wants one case that passes and one that refuses for each guard,
 * and every route has its own. */
static void test_each_guard_has_a_case_that_passes_and_one_that_refuses(void **state)
{
    const struct world_of_cases *w = *state;
    size_t missing = 0;

    for (size_t r = 0; r < route_shelf_count(w->shelf); r++) {
        const struct route *route = route_shelf_at(w->shelf, r);
        for (size_t i = 0; i < route->row_count; i++)
            missing += missing_of(w, route, &route->rows[i]);
    }
    assert_int_equal(missing, 0);
}

/* The carried version of a route. */
static const struct route *carried(const struct world_of_cases *w, const char *id)
{
    for (size_t i = 0; i < route_shelf_count(w->shelf); i++)
        if (text_is(route_id(route_shelf_at(w->shelf, i)), id))
            return route_shelf_at(w->shelf, i);
    fail_msg("%s is not carried", id);
    abort(); /* fail_msg does not return, but does not say so */
}

static void test_slots_name_the_competent_office(void **state)
{
    const struct world_of_cases *w = *state;
    const struct route *r = carried(w, "WVR51_MIL");
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

static void test_a_broken_rule_is_said_at_the_field_that_mends_it(void **state)
{
    static const struct {
        const char *route, *fact, *value, *rule, *field;
    } rows[] = {
        { "WVR51_NEIGHBOUR", "is_adjacent", "false", "WVR51_5_ADJACENT", "to_region" },
        { "WVR51_NEIGHBOUR", "plans_agree", "false", "WVR51_5_PRECONDITIONS", "plan_clauses" },
        { "WVR51_NEIGHBOUR", "urgent", "false", "WVR51_5_PRECONDITIONS", "urgent" },
        { "PW57_OO", "one_municipality", "false", "PW_ONE_FORM", "municipalities" },
        { "MSOB", "subsidiarity_named", "false", "MSOB_SUBSIDIARITY", "subsidiarity" },
        { "MSOB", "purpose", "disaster", "MSOB_NOT_WVR_PW", "purpose" },
    };
    const struct world_of_cases *w = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
        struct verdict *v = arena_new(a, struct verdict);
        struct facts f = { .n = 0 };
        struct judged j;
        bool is_said = false;

        verdict_init(v, a);
        fact_set(&f, rows[i].fact, text_of(rows[i].value));
        judge(carried(w, rows[i].route), T("DRAFT"), "submit_request", &f, false, &j, v);
        for (size_t k = 0; k < v->count; k++)
            is_said = is_said || (strcmp(v->items[k].code, rows[i].rule) == 0 &&
                                  text_is(v->items[k].field, rows[i].field));
        if (!is_said)
            fail_msg("%s does not name %s", rows[i].rule, rows[i].field);
        arena_close(a);
    }
}

static void test_the_term_of_an_obligation_names_its_parameter_and_its_start(void **state)
{
    const struct world_of_cases *w = *state;
    json_t *file = load_cases("asking.case.json");
    const json_t *cases = json_object_get(file, "cases");
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);
    struct facts *f = arena_new(a, struct facts);
    const struct route *r = carried(w, "WVR51_MIL");
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
    json_decref(file);
    arena_close(a);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every file of cases in the folder, by name. */
static void load_all(struct world_of_cases *w)
{
    char path[512], *names[FILES_MAX];
    const char *root = getenv("SCHAKEL_SOURCE");

    snprintf(path, sizeof(path), "%s/src/law", root ? root : ".");
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        if (!text_ends(text_of(e->d_name), T(".case.json")))
            continue;
        assert_true(w->file_count < FILES_MAX);
        names[w->file_count++] = strdup(e->d_name);
    }
    closedir(dir);
    assert_true(w->file_count > 0);
    qsort(names, w->file_count, sizeof(names[0]), by_name);
    for (size_t i = 0; i < w->file_count; i++) {
        w->files[i] = load_cases(names[i]);
        free(names[i]);
    }
}

static int open_cases(void **state)
{
    struct world_of_cases *w = calloc(1, sizeof(*w));
    char fault[FAULT_MAX];

    assert_non_null(w);
    w->shelf = route_shelf_parse(law_files, law_files_len, fault);
    if (!w->shelf)
        fail_msg("%s", fault);
    load_all(w);
    *state = w;
    return 0;
}

static int close_cases(void **state)
{
    struct world_of_cases *w = *state;

    for (size_t i = 0; i < w->file_count; i++)
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
        cmocka_unit_test(test_a_broken_rule_is_said_at_the_field_that_mends_it),
        cmocka_unit_test(test_the_term_of_an_obligation_names_its_parameter_and_its_start),
    };

    return cmocka_run_group_tests(tests, open_cases, close_cases);
}
