/* SPDX-License-Identifier: EUPL-1.2 */
/* Enters the program's reference files by acts: one unit a file, once. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "directory/inner.h"
#include "directory/statements.h"

enum { LOAD_ARENA_BYTES = 32 * 1024 * 1024 };

/* One file under way: its steps and their inputs, which this file owns. */
struct load {
    struct space *space;
    struct arena *arena;
    struct viewer by;
    struct step steps[UNIT_MAX];
    json_t *inputs[UNIT_MAX];
    size_t n;
    bool is_full;
};

/* Takes over the reference to `input`. */
static void add(struct load *l, const char *action, json_t *input)
{
    const struct action *a = catalogue_action(space_catalogue(l->space), text_of(action), T(""));

    assert(a != NULL);
    if (l->n == UNIT_MAX || input == NULL) {
        l->is_full = true;
        json_decref(input);
        return;
    }
    l->inputs[l->n] = input;
    l->steps[l->n] = (struct step){ .action = a, .input = input, .if_version = INT_NONE };
    l->n++;
}

/* Copies a member under another name when it is there. */
static void copy(json_t *to, const char *name, const json_t *row, const char *member)
{
    json_t *v = json_object_get(row, member);

    if (v != NULL && !json_is_null(v))
        json_object_set(to, name, v);
}

/* Degrees are numbers in the file and text in the act: no floating point in a journal. */
static void copy_degrees(json_t *to, const char *name, const json_t *row)
{
    char words[32];
    json_t *v = json_object_get(row, name);

    if (!json_is_number(v))
        return;
    snprintf(words, sizeof(words), "%.6f", json_number_value(v));
    json_object_set_new(to, name, json_string(words));
}

static json_t *row_begin(const json_t *row)
{
    json_t *to = json_object();

    copy(to, "valid_from", row, "valid_from");
    copy(to, "valid_until", row, "valid_until");
    return to;
}

static void add_police_unit(struct load *l, const json_t *row)
{
    json_t *to = row_begin(row), *org = row_begin(row);

    copy(to, "code", row, "id");
    copy(to, "name", row, "name");
    copy(to, "kind", row, "kind");
    add(l, "register_police_unit", to);
    json_object_set_new(org, "org", json_string("PU"));
    copy(org, "instance", row, "id");
    copy(org, "name", row, "name");
    json_object_set_new(org, "sector", json_string("civil"));
    add(l, "register_organisation", org);
}

static void add_army_region(struct load *l, const json_t *row)
{
    json_t *to = row_begin(row);

    copy(to, "code", row, "id");
    copy(to, "name", row, "nl");
    copy(to, "brigade", row, "brigade");
    copy(to, "seat", row, "seat");
    add(l, "register_army_region", to);
}

static void add_region(struct load *l, const json_t *row)
{
    json_t *to = row_begin(row), *org = row_begin(row);
    struct text name = text_printf(l->arena, "Veiligheidsregio %s",
                                   json_string_value(json_object_get(row, "name")));

    copy(to, "code", row, "id");
    copy(to, "name", row, "name");
    copy(to, "seat", row, "seat");
    copy_degrees(to, "lat", row);
    copy_degrees(to, "lon", row);
    copy(to, "police_unit", row, "police_unit");
    copy(to, "army_region", row, "army_region");
    copy(to, "army_region_from", row, "army_region_from");
    copy(to, "neighbours", row, "neighbours");
    add(l, "register_region", to);
    json_object_set_new(org, "org", json_string("VR"));
    copy(org, "instance", row, "id");
    json_object_set_new(org, "name", json_stringn(name.at, name.len));
    json_object_set_new(org, "sector", json_string("civil"));
    add(l, "register_organisation", org);
}

static void add_municipality(struct load *l, const json_t *row)
{
    json_t *to = row_begin(row);

    json_object_set_new(to, "kind", json_string("gemeente"));
    copy(to, "name", row, "name");
    copy(to, "region", row, "region");
    copy(to, "cbs_code", row, "id");
    add(l, "register_place", to);
}

/* Of kinds with many, each one is entered where it is known: regions, police units, municipalities.
 */
static void add_organisation(struct load *l, const json_t *row)
{
    json_t *to;

    if (json_is_true(json_object_get(row, "many")))
        return;
    to = row_begin(row);
    copy(to, "org", row, "id");
    copy(to, "name", row, "nl");
    copy(to, "sector", row, "sector");
    copy(to, "about", json_object_get(row, "role"), "nl");
    add(l, "register_organisation", to);
}

static const struct set {
    const char *name;
    void (*add)(struct load *l, const json_t *row);
} sets[] = {
    { "police_units", add_police_unit },
    { "army_regions", add_army_region },
    { "regions", add_region },
    { "municipalities", add_municipality },
    { "organisations", add_organisation },
};

static const struct embedded_file *file_of(const char *name)
{
    char path[96];

    snprintf(path, sizeof(path), "reference/%s.json", name);
    for (size_t i = 0; i < directory_reference_len; i++)
        if (strcmp(directory_reference[i].path, path) == 0)
            return &directory_reference[i];
    assert(false && "a reference file that the build left out");
    return NULL;
}

static void add_rows(struct load *l, const struct set *set, const struct embedded_file *file,
                     const json_t *root)
{
    const json_t *rows = json_object_get(root, set->name);
    json_t *adopt = json_pack("{s:s, s:s, s:i}", "name", set->name, "sha256", file->sha256, "rows",
                              (int)json_array_size(rows));

    copy(adopt, "version", root, "version");
    copy(adopt, "credit", root, "credit");
    add(l, "adopt_reference", adopt);
    for (size_t i = 0; i < json_array_size(rows); i++)
        set->add(l, json_array_get(rows, i));
}

static enum result commit(struct load *l, const struct set *set, const struct embedded_file *file)
{
    struct receipt *receipt = arena_new(l->arena, struct receipt);
    struct unit unit = { .by = l->by,
                         .steps = l->steps,
                         .n = l->n,
                         .key =
                             text_printf(l->arena, "reference:%s:%.16s", set->name, file->sha256),
                         .body = text_at((const char *)file->bytes, file->len),
                         .trace = T("") };
    enum result r = l->is_full ? LIMIT : space_commit(l->space, &unit, l->arena, receipt);

    if (r == REFUSED && receipt->verdict != NULL && receipt->verdict->count > 0)
        log_line(LOG_ERROR, LOG_HERE, "reference_refused", "set=%s code=%s step=%d field=%.*s",
                 set->name, receipt->verdict->items[0].code, receipt->verdict->items[0].step,
                 TEXT_FMT(receipt->verdict->items[0].field));
    return r;
}

static enum result load_set(struct load *l, const struct set *set, struct directory_loaded *out)
{
    const struct embedded_file *file = file_of(set->name);
    struct tx *tx = tx_read(space_store(l->space), l->arena);
    struct text known = tx_text(tx, SQL_SET_SHA256, VAL(set->name));
    struct json_fault fault;
    json_t *root;
    enum result r = tx_end(tx);

    if (r != OK || !text_is_empty(known)) {
        out->newer += r == OK && !text_is(known, file->sha256) ? 1 : 0;
        return r; /* invariant 5: entered before; a newer file waits for an act */
    }
    r = json_read(text_at((const char *)file->bytes, file->len), &root, &fault);
    if (r != OK)
        return LOG_FAULT("reference_unreadable", "set=%s line=%d", set->name, fault.line);
    l->n = 0;
    l->is_full = false;
    add_rows(l, set, file, root);
    r = commit(l, set, file);
    if (r == OK) {
        out->sets++;
        out->rows += (int64_t)l->n - 1;
    }
    for (size_t i = 0; i < l->n; i++)
        json_decref(l->inputs[i]);
    json_decref(root);
    return r;
}

enum result directory_load_reference(struct space *s, struct directory_loaded *out)
{
    struct arena *arena = arena_open(LOAD_ARENA_BYTES);
    struct load *l;
    enum result r;

    *out = (struct directory_loaded){ 0 };
    if (arena == NULL)
        return FAULT;
    l = arena_new(arena, struct load);
    l->space = s;
    l->arena = arena;
    r = access_administrator(s, arena, &l->by);
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]) && r == OK; i++)
        r = load_set(l, &sets[i], out);
    arena_close(arena);
    return r;
}
