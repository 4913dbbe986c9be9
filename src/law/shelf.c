/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "law/reader.h"

enum { SHELF_BYTES_MAX = 32 * 1024 * 1024 }; /* a route takes about 100 KiB */

static const char *const fact_question = N_("A fact that this rule needs is not known yet.");
static const char *const area_question =
    N_("It is not known yet whether the place lies in the area of your office.");

static const char *const supplier_question =
    N_("It is not known yet which region is asked to help.");

/* In the order of enum known_fact. */
static const char *const known_facts[KNOWN_FACTS] = {
    "stage",
    "act",
    "actor_office",
    "actor_role",
    "actor_is_named",
    "mandate",
    "mandated",
    "place_known",
    "area_contains_place",
    "area_touches_place",
    "area_contains_supplier",
    "actor_area_fits",
    "actor_is_holder",
    "named_office",
    "purpose",
    "purpose_fits",
    "deployment_state",
    "oral_complete",
    "form_complete",
    "ladder_recorded",
};

/* ---- the name table ---- */

size_t shelf_fact(struct reader *rd, const char *name)
{
    struct route_shelf *s = rd->shelf;

    for (size_t i = 0; i < s->name_count; i++)
        if (strcmp(s->names[i].name, name) == 0)
            return i;
    if (s->name_count == FACT_NAMES_MAX) {
        reader_fault(rd, "there are more than %d facts", FACT_NAMES_MAX);
        return 0;
    }
    s->names[s->name_count].name = text_cstr(rd->arena, text_of(name));
    s->names[s->name_count].question = fact_question;
    return s->name_count++;
}

size_t shelf_fact_find(const struct route_shelf *s, struct text name)
{
    size_t low = 0, high = s->name_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_order(name, text_of(s->names[s->order[middle]].name));
        if (order == 0)
            return s->order[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return SIZE_MAX;
}

/* Insertion sort: a few dozen names, once. */
static void sort_names(struct route_shelf *s)
{
    for (size_t i = 0; i < s->name_count; i++) {
        size_t at = i;
        while (at > 0 && strcmp(s->names[s->order[at - 1]].name, s->names[i].name) > 0) {
            s->order[at] = s->order[at - 1];
            at--;
        }
        s->order[at] = (uint16_t)i;
    }
}

/* ---- joining ---- */

/* machine[key] with route[key] over it. */
static void join_object(json_t *joined, const json_t *route, const json_t *machine, const char *key)
{
    json_t *both = json_object();

    json_object_update(both, json_object_get(machine, key));
    json_object_update(both, json_object_get(route, key));
    json_object_set_new(joined, key, both);
}

static bool has_entry(const json_t *list, const char *key, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_equal(json_object_get(json_array_get(list, i), key), value))
            return true;
    return false;
}

/* Acts of the machine that the route says it does not have. */
static bool is_left_out(const json_t *route, const json_t *entry)
{
    const json_t *list = json_object_get(route, "without");

    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_equal(json_array_get(list, i), json_object_get(entry, "act")))
            return true;
    return false;
}

/* The machine's entries whose `key` the route neither uses nor leaves out, then the route's. */
static void join_list(json_t *joined, const json_t *route, const json_t *machine, const char *name,
                      const char *key)
{
    json_t *both = json_array();
    json_t *of_machine = json_object_get(machine, name), *of_route = json_object_get(route, name);

    for (size_t i = 0; i < json_array_size(of_machine); i++) {
        json_t *entry = json_array_get(of_machine, i);
        if (!has_entry(of_route, key, json_object_get(entry, key)) && !is_left_out(route, entry))
            json_array_append(both, entry);
    }
    json_array_extend(both, of_route);
    json_object_set_new(joined, name, both);
}

static void join_form(json_t *joined, const json_t *route, const json_t *machine)
{
    static const char *const lists[] = { "oral", "written", "ladder" };
    const json_t *of_machine = json_object_get(machine, "form");
    const json_t *of_route = json_object_get(route, "form");
    json_t *form = json_object();

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        json_t *both = json_array();
        json_array_extend(both, json_object_get(of_machine, lists[i]));
        json_array_extend(both, json_object_get(of_route, lists[i]));
        json_object_set_new(form, lists[i], both);
    }
    json_object_set_new(joined, "form", form);
}

json_t *route_join(const json_t *route, const json_t *machine)
{
    json_t *joined = json_object();

    json_object_update(joined, (json_t *)(uintptr_t)machine);
    json_object_update(joined, (json_t *)(uintptr_t)route);
    join_object(joined, route, machine, "facts");
    join_object(joined, route, machine, "offices");
    join_object(joined, route, machine, "policy");
    join_list(joined, route, machine, "acts", "act");
    join_list(joined, route, machine, "obligations", "id");
    join_form(joined, route, machine);
    return joined;
}

/* ---- the files ---- */

/* The parsed file, an object; NULL after a fault. A new reference. */
static json_t *parse(struct reader *rd, const struct embedded_file *file)
{
    json_t *root = NULL;
    struct json_fault fault;

    rd->file = file->path;
    rd->where = "";
    if (json_read(text_at((const char *)file->bytes, file->len), &root, &fault) != OK) {
        reader_fault(rd, "line %d, column %d: %s", fault.line, fault.column, fault.what);
        return NULL;
    }
    if (json_is_object(root))
        return root;
    reader_fault(rd, "is no object");
    json_decref(root);
    return NULL;
}

/* Every file by itself: what a route extends is found by the machine's id. */
struct parsed {
    const struct embedded_file *file;
    json_t *root;
};

static bool has_format(const json_t *root, const char *format)
{
    return text_is(json_string_text(json_object_get(root, "format")), format);
}

static const struct parsed *machine_of(const struct parsed *all, size_t n, const json_t *route)
{
    const json_t *extends = json_object_get(route, "extends");

    for (size_t i = 0; i < n; i++)
        if (json_is_string(extends) && json_equal(json_object_get(all[i].root, "id"), extends))
            return &all[i];
    return NULL;
}

/* law.h, route_sha256: the bytes of route, machine and rules, one after the other. */
static void digest(struct route *r, const struct embedded_file *const parts[3])
{
    struct hasher *h = hasher_open();

    assert(h);
    hasher_start(h);
    for (size_t i = 0; i < 3; i++)
        if (parts[i])
            hasher_add(h, parts[i]->bytes, parts[i]->len);
    struct hash sum = hasher_end(h);
    hash_hex(&sum, r->sha256);
    hasher_close(h);
}

static void add_policies(struct reader *rd, const struct policy_rule *rules, size_t n)
{
    struct route_shelf *s = rd->shelf;
    const size_t max = sizeof(s->policies) / sizeof(s->policies[0]);

    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < s->policy_count && strcmp(s->policies[at].name, rules[i].name) != 0)
            at++;
        if (at < s->policy_count)
            continue; /* law/policy.json comes first and wins */
        if (s->policy_count == max) {
            reader_fault(rd, "there are more than %zu policy parameters", max);
            return;
        }
        s->policies[s->policy_count++] = rules[i];
    }
}

static void add_route(struct reader *rd, const struct parsed *all, size_t n,
                      const struct parsed *route, const struct embedded_file *rules)
{
    const struct parsed *machine = machine_of(all, n, route->root);
    struct route_shelf *s = rd->shelf;

    rd->file = route->file->path;
    rd->where = "";
    if (!machine) {
        reader_fault(rd, "extends a machine that is not there");
        return;
    }
    if (s->route_count == ROUTES_MAX) {
        reader_fault(rd, "there are more than %d routes", ROUTES_MAX);
        return;
    }
    /* What is wrong may stand in either file: the line names both. */
    rd->file = text_cstr(
        rd->arena, text_printf(rd->arena, "%s with %s", route->file->path, machine->file->path));
    struct route *r = &s->routes[s->route_count];
    json_t *joined = route_join(route->root, machine->root);
    r->shelf = s;
    read_route(rd, joined, r);
    json_decref(joined);
    digest(r, (const struct embedded_file *[]){ route->file, machine->file, rules });
    if (!reader_failed(rd))
        route_check(rd, r);
    for (size_t i = 0; i < s->route_count && !reader_failed(rd); i++)
        if (text_same(s->routes[i].version_text, r->version_text))
            reader_fault(rd, "%s stands twice", r->id);
    add_policies(rd, r->policies, r->policy_count);
    s->route_count++;
}

static int by_order(const void *a, const void *b)
{
    const struct route *x = a, *y = b;

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    int ids = strcmp(x->id, y->id);
    return ids != 0 ? ids : x->version > y->version ? -1 : x->version < y->version;
}

static void read_policy_file(struct reader *rd, const json_t *root)
{
    const char *name;
    json_t *value;

    json_object_foreach ((json_t *)(uintptr_t)root, name, value) {
        struct policy_rule one = { text_cstr(rd->arena, text_of(name)), json_integer_value(value) };
        if (json_is_integer(value))
            add_policies(rd, &one, 1);
    }
}

static void read_offices(struct reader *rd, const json_t *root)
{
    const json_t *list = json_object_get(root, "offices");
    size_t n = json_array_size(list);
    struct office_kind *offices = READ_LIST(rd, struct office_kind, n);

    for (size_t i = 0; offices && i < n; i++) {
        offices[i].code = read_required(rd, json_array_get(list, i), "id");
        offices[i].words = read_words(rd, json_array_get(list, i), NULL);
    }
    rd->shelf->offices = offices;
    rd->shelf->office_count = offices ? n : 0;
}

const struct words *shelf_office(const struct route_shelf *s, struct text code)
{
    for (size_t i = 0; i < s->office_count; i++)
        if (text_is(code, s->offices[i].code))
            return &s->offices[i].words;
    return NULL;
}

/* Reads the parsed files into the shelf: rules first, then what rests on them. */
static void fill(struct reader *rd, const struct parsed *all, size_t n)
{
    const struct parsed *rules = NULL;

    for (size_t i = 0; i < n; i++) {
        rd->file = all[i].file->path;
        if (has_format(all[i].root, "schakel-rules/1"))
            rules = &all[i];
        else if (strcmp(all[i].file->path, "law/policy.json") == 0)
            read_policy_file(rd, json_object_get(all[i].root, "policy"));
        else if (strcmp(all[i].file->path, "reference/offices.json") == 0)
            read_offices(rd, all[i].root);
    }
    rd->file = "law/rules.json";
    if (!rules) {
        reader_fault(rd, "is missing");
        return;
    }
    rd->file = rules->file->path;
    read_rules(rd, rules->root);
    static const char *const own[] = { "STATE_ORDER", "ROLE_FORBIDDEN", "OUT_OF_AREA",
                                       "FIELD_MISSING" };
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (!shelf_rule(rd->shelf, text_of(own[i])))
            reader_fault(rd, "rule %s is missing, which the judge itself gives", own[i]);
    for (size_t i = 0; i < n && !reader_failed(rd); i++)
        if (has_format(all[i].root, "schakel-route/1") && json_object_get(all[i].root, "extends"))
            add_route(rd, all, n, &all[i], rules->file);
}

struct route_shelf *route_shelf_parse(const struct embedded_file *files, size_t n, char *fault)
{
    struct arena *arena = arena_open(SHELF_BYTES_MAX);
    assert(arena);
    struct route_shelf *s = arena_new(arena, struct route_shelf);
    struct reader rd = { .arena = arena, .shelf = s, .file = "law/", .where = "", .fault = fault };
    struct parsed *all = arena_array(arena, struct parsed, n);

    assert(all);
    fault[0] = '\0';
    s->arena = arena;
    for (size_t i = 0; i < KNOWN_FACTS; i++)
        (void)shelf_fact(&rd, known_facts[i]);
    s->names[FACT_AREA_CONTAINS].question = area_question;
    s->names[FACT_AREA_TOUCHES].question = area_question;
    s->names[FACT_AREA_SUPPLIER].question = supplier_question;
    for (size_t i = 0; i < n; i++)
        all[i] = (struct parsed){ &files[i], parse(&rd, &files[i]) };
    if (!reader_failed(&rd))
        fill(&rd, all, n);
    for (size_t i = 0; i < n; i++)
        json_decref(all[i].root);
    if (!reader_failed(&rd) && arena_is_exhausted(arena))
        reader_fault(&rd, "the files are too large");
    if (reader_failed(&rd)) {
        arena_close(arena);
        return NULL;
    }
    sort_names(s);
    qsort(s->routes, s->route_count, sizeof(s->routes[0]), by_order);
    return s;
}

struct route_shelf *route_shelf_open(void)
{
    char fault[FAULT_MAX];
    struct route_shelf *s = route_shelf_parse(law_files, law_files_len, fault);

    if (!s)
        log_line(LOG_ERROR, LOG_HERE, "law_unreadable", "fault=\"%s\"", fault);
    return s;
}

void route_shelf_close(struct route_shelf *s)
{
    if (s)
        arena_close(s->arena);
}

/* The one thing of this room that is made while the program runs: the parsed form of constant data,
 * set once under pthread_once and never changed after. */
static pthread_once_t shared_once = PTHREAD_ONCE_INIT;
static struct route_shelf *shared;

static void close_shared(void)
{
    route_shelf_close(shared);
    shared = NULL;
}

static void open_shared(void)
{
    shared = route_shelf_open();
    assert(shared); /* the program's own law files; test_route reads the same */
    (void)atexit(close_shared);
}

const struct route_shelf *route_shelf_shared(void)
{
    (void)pthread_once(&shared_once, open_shared);
    return shared;
}
