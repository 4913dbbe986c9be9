/* SPDX-License-Identifier: EUPL-1.2 */
/* Every row of the tables of actions, views and things is sound: its names, words, who may, who
 * sees, what it points at, where it is found. The checks take a catalogue, so that each is tried on
 * a bad row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "across.h"
#include "base/tr.h"
#include "kernel/thing.h"

enum { WHERE_BYTES = 160, PLACES_MAX = 2048, PLACE_BYTES = 160 };

/* ---- names and words ---- */

static bool is_name(const char *name)
{
    if (name == NULL || name[0] < 'a' || name[0] > 'z')
        return false;
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789")] == '\0';
}

/* A part of an address: small letters, digits and hyphens. */
static bool is_noun(const char *noun)
{
    return noun != NULL && noun[0] != '\0' &&
           noun[strspn(noun, "abcdefghijklmnopqrstuvwxyz-0123456789")] == '\0';
}

static bool has_dutch(const char *msgid)
{
    for (size_t i = 0; i < tr_table_len; i++)
        if (strcmp(tr_table[i].msgid, msgid) == 0)
            return tr_table[i].nl != NULL && tr_table[i].nl[0] != '\0';
    return false;
}

static void check_words(struct findings *f, const char *where, const char *what, const char *msgid)
{
    if (msgid != NULL && msgid[0] != '\0' && !has_dutch(msgid))
        found(f, "%s: its %s has no Dutch words: %s", where, what, msgid);
}

static void check_title(struct findings *f, const char *where, const char *msgid)
{
    if (msgid == NULL || msgid[0] == '\0')
        found(f, "%s: has no title", where);
    check_words(f, where, "title", msgid);
}

/* ---- fields ---- */

static void check_fields(struct findings *f, const struct catalogue *c, const char *where,
                         const struct fieldset *set, bool is_asked);

static void check_target(struct findings *f, const struct catalogue *c, const char *where,
                         const struct field *field, bool is_asked)
{
    if (field->kind == FIELD_CHOICE &&
        (field->choices == NULL || choices_find(field->choices) == NULL))
        found(f, "%s.%s: there is no list %s", where, field->name,
              field->choices == NULL ? "(none named)" : field->choices);
    if (field->kind == FIELD_REF && field->table == NULL && is_asked)
        found(f, "%s.%s: a reference names no type of thing", where, field->name);
    if (field->table != NULL && catalogue_thing(c, text_of(field->table)) == NULL)
        found(f, "%s.%s: there is no type of thing %s", where, field->name, field->table);
    if (field->kind == FIELD_LIST && (field->item == NULL || field->item->n == 0))
        found(f, "%s.%s: a list of nothing", where, field->name);
    if (field->flat && field->item != NULL && field->item->n != 1)
        found(f, "%s.%s: a flat list has items of one field", where, field->name);
}

static void check_field(struct findings *f, const struct catalogue *c, const char *where,
                        const struct field *field, bool is_asked)
{
    char inner[WHERE_BYTES];

    if (!is_name(field->name))
        found(f, "%s: a field is named %s", where, field->name == NULL ? "(none)" : field->name);
    if (field->min > field->max && field->max != 0)
        found(f, "%s.%s: from %lld to %lld is no range", where, field->name, (long long)field->min,
              (long long)field->max);
    if (is_asked && (field->label == NULL || field->label[0] == '\0'))
        found(f, "%s.%s: has no label", where, field->name);
    snprintf(inner, sizeof(inner), "%s.%s", where, field->name);
    check_words(f, inner, "label", field->label);
    check_words(f, inner, "hint", field->hint);
    check_words(f, inner, "unit", field->unit);
    check_target(f, c, where, field, is_asked);
    if (field->kind == FIELD_LIST && field->item != NULL)
        check_fields(f, c, inner, field->item, is_asked && !field->flat);
}

static void check_fields(struct findings *f, const struct catalogue *c, const char *where,
                         const struct fieldset *set, bool is_asked)
{
    for (int64_t i = 0; i < set->n; i++) {
        check_field(f, c, where, &set->fields[i], is_asked);
        for (int64_t k = 0; k < i; k++)
            if (strcmp(set->fields[i].name, set->fields[k].name) == 0)
                found(f, "%s: two fields are named %s", where, set->fields[i].name);
    }
}

/* ---- who may, who sees ---- */

static bool is_office_code(struct text code)
{
    const char *source = getenv("SCHAKEL_SOURCE");
    char path[512];
    json_t *root, *row;
    size_t i;
    bool is_known = false;

    snprintf(path, sizeof(path), "%s/reference/offices.json", source == NULL ? "." : source);
    root = json_load_file(path, 0, NULL);
    assert_non_null(root);
    json_array_foreach (json_object_get(root, "offices"), i, row)
        is_known = is_known || text_is(code, json_string_value(json_object_get(row, "id")));
    json_decref(root);
    /* The administrator's office is made by the first acts, not by the reference data. */
    return is_known || text_is(code, "BEHEER.beheerder");
}

static bool may_is_known(const struct action *a, struct text word)
{
    if (text_starts(word, T("role:")))
        return choice_find("role", text_slice(word, 5, word.len)) != NULL;
    if (text_starts(word, T("office:")))
        return is_office_code(text_slice(word, 7, word.len));
    /* Here a ready guard decides: without one everybody might. */
    if (text_is(word, "route") || (text_starts(word, T("rule:")) && word.len > 5))
        return a->ready[0] != NULL;
    return text_is(word, "anybody") || text_is(word, "clock") || text_is(word, "admin");
}

static void check_may(struct findings *f, const char *where, const struct action *a)
{
    struct text rest = text_of(a->may == NULL ? "" : a->may), word;

    if (text_is_empty(rest))
        found(f, "%s: nobody may do it", where);
    while (text_cut(&rest, '|', &word))
        if (!text_is_empty(word) && !may_is_known(a, text_trim(word)))
            found(f, "%s: may \"%.*s\" is not known, or no ready guard decides", where,
                  TEXT_FMT(word));
}

static void check_audience(struct findings *f, const char *where, const char *audience)
{
    static const char *const known[] = {
        "public", "offices", "parties", "holder", "auditor", "self"
    };
    struct text rest = text_of(audience == NULL ? "" : audience), word;

    if (text_is_empty(rest))
        found(f, "%s: has no audience", where);
    while (text_cut(&rest, '|', &word)) {
        bool is_known = false;

        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
            is_known = is_known || text_is(text_trim(word), known[i]);
        if (!is_known)
            found(f, "%s: audience \"%.*s\" is not known", where, TEXT_FMT(word));
    }
}

/* ---- where things are found ---- */

/* Places that are taken: "GET /requests/{}", "PAGE /aanvragen/{}". */
struct places {
    char place[PLACES_MAX][PLACE_BYTES];
    size_t n;
};

/* Takes a place; the names between braces do not make it another one. */
static void take(struct findings *f, struct places *p, const char *where, const char *kind,
                 const char *path)
{
    char *place = p->place[p->n];
    size_t len = (size_t)snprintf(place, PLACE_BYTES, "%s ", kind);

    for (const char *at = path; *at != '\0' && len < PLACE_BYTES - 1; at++) {
        place[len++] = *at;
        if (*at == '{')
            at += strcspn(at, "}") - 1;
    }
    place[len] = '\0';
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->place[i], place) == 0) {
            found(f, "%s: %s is taken already", where, place);
            return;
        }
    assert_true(++p->n < PLACES_MAX);
}

static bool page_exists(const struct catalogue *c, const char *page)
{
    const char *source = getenv("SCHAKEL_SOURCE");
    char path[512];

    for (const struct room *const *r = c->rooms; *r != NULL; r++) {
        snprintf(path, sizeof(path), "%s/src/%s/pages/%s.mustache", source == NULL ? "." : source,
                 (*r)->name, page);
        if (access(path, R_OK) == 0)
            return true;
    }
    return false;
}

/* Each {name} of a path is a field of the query. */
static void check_holes(struct findings *f, const char *where, const struct view *v,
                        const char *path)
{
    for (const char *at = path; (at = strchr(at, '{')) != NULL; at++) {
        struct text name = text_at(at + 1, strcspn(at + 1, "}"));

        if (fields_find(&v->fields, name) == NULL)
            found(f, "%s: {%.*s} is no field of its query", where, TEXT_FMT(name));
    }
}

/* True when `path` is NULL, "/base/{..}", or names no thing at all ("/space": there is one). */
static bool stands_under(const char *path, const char *base)
{
    size_t len = base == NULL ? 0 : strlen(base);

    if (path == NULL || strchr(path, '{') == NULL)
        return true;
    return strncmp(path + 1, base == NULL ? "" : base, len) == 0 &&
           strncmp(path + 1 + len, "/{", 2) == 0;
}

/* ---- rows ---- */

static void check_thing(struct findings *f, const struct catalogue *c, struct places *p,
                        const struct thing_type *t)
{
    char where[WHERE_BYTES];
    const struct view *view = t->view == NULL ? NULL : catalogue_view(c, text_of(t->view));

    snprintf(where, sizeof(where), "thing %s", t->name == NULL ? "(no name)" : t->name);
    if (!is_name(t->name))
        found(f, "%s: is no name", where);
    if (!is_noun(t->path) || !is_noun(t->address))
        found(f, "%s: its path or address is no noun", where);
    check_title(f, where, t->title);
    check_audience(f, where, t->audience);
    if (view == NULL)
        found(f, "%s: there is no view %s", where, t->view == NULL ? "(none named)" : t->view);
    else if (view->thing != NULL && strcmp(view->thing, t->name) != 0)
        found(f, "%s: its view %s shows another thing", where, t->view);
    else if (!stands_under(view->path, t->path) || !stands_under(view->address, t->address))
        found(f, "%s: links to one lead to /%s/{id} and /%s/{id}, its view stands elsewhere", where,
              t->path, t->address);
    take(f, p, where, "THING", t->name == NULL ? "" : t->name);
    take(f, p, where, "COLLECTION", t->path == NULL ? "" : t->path);
    take(f, p, where, "PAGES", t->address == NULL ? "" : t->address);
}

static void check_action_place(struct findings *f, struct places *p, const char *where,
                               const struct action *a, const struct thing_type *t)
{
    char path[PLACE_BYTES];

    if (!is_noun(a->address))
        found(f, "%s: has no address on pages", where);
    else {
        snprintf(path, sizeof(path), "/%s/%s/%s", t->address, a->creates ? "nieuw" : "{}",
                 a->address);
        take(f, p, where, "FORM", path);
    }
    if (a->posted_to != NULL ? !is_noun(a->posted_to) : !a->creates)
        found(f, "%s: is posted to nowhere", where);
    else {
        if (a->creates)
            snprintf(path, sizeof(path), "/%s", a->posted_to != NULL ? a->posted_to : t->path);
        else
            snprintf(path, sizeof(path), "/%s/{}/%s", t->path, a->posted_to);
        take(f, p, where, "POST", path);
    }
}

static void check_action(struct findings *f, const struct catalogue *c, struct places *p,
                         const struct action *a)
{
    const struct thing_type *t = a->object == NULL ? NULL : catalogue_thing(c, text_of(a->object));
    char where[WHERE_BYTES];

    snprintf(where, sizeof(where), "action %s of %s", a->name == NULL ? "(no name)" : a->name,
             a->object == NULL ? "(no thing)" : a->object);
    if (!is_name(a->name))
        found(f, "%s: is no name", where);
    if (a->version < 1)
        found(f, "%s: has no version", where);
    if (a->apply == NULL)
        found(f, "%s: changes nothing", where);
    check_title(f, where, a->title);
    check_words(f, where, "receipt", a->done);
    check_may(f, where, a);
    check_fields(f, c, where, &a->fields, true);
    check_fields(f, c, where, &a->settles, false);
    if ((a->settles.n > 0) != (a->settle != NULL))
        found(f, "%s: settles a struct without a function, or the other way round", where);
    take(f, p, "action", a->object == NULL ? "" : a->object, a->name == NULL ? "" : a->name);
    if (t == NULL)
        found(f, "%s: there is no such type of thing", where);
    else
        check_action_place(f, p, where, a, t);
}

static void check_view(struct findings *f, const struct catalogue *c, struct places *p,
                       const struct view *v)
{
    char where[WHERE_BYTES];

    snprintf(where, sizeof(where), "view %s", v->name == NULL ? "(no name)" : v->name);
    if (!is_name(v->name))
        found(f, "%s: is no name", where);
    if (v->build == NULL)
        found(f, "%s: builds nothing", where);
    check_title(f, where, v->title);
    check_audience(f, where, v->audience);
    check_fields(f, c, where, &v->fields, false);
    take(f, p, where, "VIEW", v->name == NULL ? "" : v->name);
    if (v->thing != NULL && catalogue_thing(c, text_of(v->thing)) == NULL)
        found(f, "%s: there is no type of thing %s", where, v->thing);
    if (v->thing != NULL && (v->fields.n == 0 || v->fields.fields[0].kind != FIELD_REF))
        found(f, "%s: shows a thing, and its first field is not the thing's id", where);
    if (v->path == NULL || v->path[0] != '/')
        found(f, "%s: has no path", where);
    else {
        check_holes(f, where, v, v->path);
        take(f, p, where, "GET", v->path);
    }
    if ((v->address == NULL) != (v->page == NULL))
        found(f, "%s: has an address without a page, or a page without an address", where);
    if (v->address != NULL) {
        check_holes(f, where, v, v->address);
        take(f, p, where, "PAGE", v->address);
    }
    if (v->page != NULL && !page_exists(c, v->page))
        found(f, "%s: there is no pages/%s.mustache", where, v->page);
}

static void check_catalogue(struct findings *f, const struct catalogue *c)
{
    struct places *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    for (const struct room *const *r = c->rooms; *r != NULL; r++) {
        for (size_t i = 0; i < (*r)->thing_count; i++)
            check_thing(f, c, p, &(*r)->things[i]);
        for (size_t i = 0; i < (*r)->action_count; i++)
            check_action(f, c, p, &(*r)->actions[i]);
        for (size_t i = 0; i < (*r)->view_count; i++)
            check_view(f, c, p, &(*r)->views[i]);
    }
    free(p);
}

static void test_every_row_of_every_room_is_sound(void **state)
{
    struct findings f = { 0 };

    (void)state;
    check_catalogue(&f, &schakel_catalogue);
    found_none(&f);
}

/* ---- the checks see bad rows ---- */

struct probe {
    struct text words;
    struct choice choice;
    struct id ref;
};

static enum result nothing(const struct entry *e, const void *fields, const void *settled,
                           struct tx *tx)
{
    (void)e, (void)fields, (void)settled, (void)tx;
    return OK;
}

static enum result empty(const struct look *look, const void *query, struct json *out)
{
    (void)look, (void)query, (void)out;
    return OK;
}

/* A sound room of one thing, one action, one view; a test spoils one member of a copy. */
struct probe_room {
    struct field fields[3];
    struct action action;
    struct view view;
    struct thing_type thing;
    struct room room;
    const struct room *rooms[2];
    struct catalogue catalogue;
};

static const char *const words_with_dutch = "Search";

static void probe_make(struct probe_room *p)
{
    *p = (struct probe_room){
        .fields = { FIELD(probe, words, .label = words_with_dutch, .max = 10),
                    FIELD(probe, choice, .label = words_with_dutch, .choices = "role"),
                    FIELD(probe, ref, .label = words_with_dutch, .table = "probe") },
        .action = { .name = "try",
                    .version = 1,
                    .object = "probe",
                    .posted_to = "tries",
                    .address = "poging",
                    .title = words_with_dutch,
                    .may = "role:ROLE_LOCC|admin",
                    .apply = nothing },
        .view = { .name = "probe",
                  .title = words_with_dutch,
                  .audience = "parties|self",
                  .thing = "probe",
                  .path = "/probes/{ref}",
                  .build = empty },
        .thing = { "probe", "probes", "proeven", words_with_dutch, "probe", "offices" },
        .room = { .name = "probe", .action_count = 1, .view_count = 1, .thing_count = 1 },
    };
    p->action.fields = (struct fieldset){ p->fields, 3, sizeof(struct probe) };
    p->view.fields = (struct fieldset){ &p->fields[2], 1, sizeof(struct probe) };
    p->room.actions = &p->action;
    p->room.views = &p->view;
    p->room.things = &p->thing;
    p->rooms[0] = &p->room;
    p->catalogue.rooms = p->rooms;
}

static size_t probe_count(struct probe_room *p)
{
    struct findings f = { .is_quiet = true };

    check_catalogue(&f, &p->catalogue);
    return f.count;
}

#define SPOILED(member, value)                                                                     \
    do {                                                                                           \
        struct probe_room spoiled;                                                                 \
        probe_make(&spoiled);                                                                      \
        spoiled.member = (value);                                                                  \
        if (probe_count(&spoiled) == 0)                                                            \
            fail_msg("not seen: " #member " = " #value);                                           \
    } while (0)

static void test_the_checks_see_each_kind_of_bad_row(void **state)
{
    struct probe_room sound;

    (void)state;
    probe_make(&sound);
    assert_int_equal(0, probe_count(&sound));
    SPOILED(action.name, "Try");
    SPOILED(action.version, 0);
    SPOILED(action.object, "nowhere");
    SPOILED(action.posted_to, NULL);
    SPOILED(action.address, NULL);
    SPOILED(action.title, "Words that nobody translated");
    SPOILED(action.done, "Words that nobody translated");
    SPOILED(action.may, "");
    SPOILED(action.may, "role:ROLE_NOBODY");
    SPOILED(action.may, "office:NOWHERE.desk");
    SPOILED(action.may, "route"); /* no guard judges it */
    SPOILED(action.may, "admin|friends");
    SPOILED(action.apply, NULL);
    SPOILED(fields[0].label, NULL);
    SPOILED(fields[0].label, "Words that nobody translated");
    SPOILED(fields[0].hint, "Words that nobody translated");
    SPOILED(fields[0].name, "choice");
    SPOILED(fields[0].min, 11);
    SPOILED(fields[1].choices, "no_such_list");
    SPOILED(fields[2].table, "nothing");
}

static void test_the_checks_see_bad_views_and_things(void **state)
{
    (void)state;
    SPOILED(view.audience, NULL);
    SPOILED(view.audience, "friends");
    SPOILED(view.path, "/probes/{other}");
    SPOILED(view.page, "no_such_page");
    SPOILED(view.address, "/proeven/{ref}"); /* no page stands there */
    SPOILED(view.thing, "nothing");
    SPOILED(view.build, NULL);
    SPOILED(thing.audience, "");
    SPOILED(thing.view, "nothing");
    SPOILED(thing.path, "Probes");
    SPOILED(thing.path, "others"); /* its view stands under another path */
}

static void test_two_rows_of_one_place_are_seen(void **state)
{
    struct probe_room p;
    struct action twice[2];
    struct view views[2];

    (void)state;
    probe_make(&p);
    twice[0] = twice[1] = p.action;
    twice[1].name = "try_again"; /* another name, the same place */
    p.room.actions = twice;
    p.room.action_count = 2;
    assert_int_equal(2, probe_count(&p)); /* its form and its post */
    twice[1] = p.action;
    twice[1].posted_to = "others";
    twice[1].address = "anders";
    assert_int_equal(1, probe_count(&p)); /* its name */
    probe_make(&p);
    views[0] = views[1] = p.view;
    views[1].name = "other";
    p.room.views = views;
    p.room.view_count = 2;
    assert_int_equal(1, probe_count(&p)); /* its path */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_rows_of_one_place_are_seen),
        cmocka_unit_test(test_every_row_of_every_room_is_sound),
        cmocka_unit_test(test_the_checks_see_each_kind_of_bad_row),
        cmocka_unit_test(test_the_checks_see_bad_views_and_things),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
