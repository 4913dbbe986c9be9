/* SPDX-License-Identifier: EUPL-1.2 */
/* What a case presupposes: its places and offices, entered by the administrator's own acts. */
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "cli/play_inner.h"

/* The offices and places of a case exist an hour before its first step. */
#define LEAD (SPAN_HOUR)

/* ---- acts and looks of the administrator ---- */

static json_t *see(struct play *p, const char *name, const char *key, const char *value)
{
    const struct view *view = catalogue_view(p->c->catalogue, text_of(name));
    json_t *query = json_pack("{s:s}", key, value);
    struct door_answer answer = { FAULT, 0, NULL };

    if (view && query)
        answer = door_see(p->door, p->admin, view, query);
    json_decref(query);
    if (answer.result != OK) {
        json_decref(answer.doc);
        return NULL;
    }
    return answer.doc;
}

/* The id of the thing made; none after one line on stderr. */
static struct id made(struct play *p, const char *what, struct door_answer *answer)
{
    struct id id = ID_NONE;

    if (answer->result != OK ||
        !id_read(json_string_text(json_object_get(answer->doc, "object")), &id))
        wrong("%s: %s could not be entered: %.*s", p->name, what,
              TEXT_FMT(play_errors_text(p, answer->doc)));
    json_decref(answer->doc);
    return id;
}

static void keep(json_t *map, const char *key, struct id id)
{
    char words[ID_TEXT_MAX];

    id_write(id, words);
    json_object_set_new(map, key, json_string(words));
}

static void copy_given(json_t *to, const char *name, const json_t *from, const char *member_name)
{
    json_t *v = json_object_get(from, member_name);

    if (v && !json_is_null(v))
        json_object_set(to, name, v);
}

/* ---- places ---- */

static bool find_regions(struct play *p)
{
    json_t *doc = see(p, "regions", "q", "-"), *row;
    size_t i;

    json_array_foreach (json_object_get(doc, "regions"), i, row)
        json_object_set(p->regions, member(row, "code"), json_object_get(row, "id"));
    json_decref(doc);
    if (json_object_size(p->regions) == 0)
        wrong("%s: the regions cannot be read", p->name);
    return json_object_size(p->regions) > 0;
}

/* Rules that the judge there knows; guards in code have a few of their own. */
static void find_rules(struct play *p)
{
    json_t *doc = see(p, "rules", "q", "-"), *row;
    size_t i;

    json_array_foreach (json_object_get(doc, "rules"), i, row)
        json_object_set_new(p->rules, member(row, "rule"), json_true());
    json_decref(doc);
}

/* The id of a row of a list in which `name` has `value`; none. */
static struct id id_in(const json_t *rows, const char *name, const char *value)
{
    struct id id;
    const json_t *row;
    size_t i;

    json_array_foreach (rows, i, row)
        if (strcmp(member(row, name), value) == 0 &&
            id_read(json_string_text(json_object_get(row, "id")), &id))
            return id;
    return ID_NONE;
}

static struct id find_place(struct play *p, const json_t *place)
{
    const char *code = member(place, "cbs_code");
    bool is_municipality = strcmp(member(place, "kind"), "gemeente") == 0 && code[0];
    json_t *doc = is_municipality ? see(p, "municipalities", "q", code)
                                  : see(p, "places", "q", member(place, "name"));
    struct id id = is_municipality
                       ? id_in(json_object_get(doc, "municipalities"), "cbs_code", code)
                       : id_in(json_object_get(doc, "places"), "name", member(place, "name"));

    json_decref(doc);
    return id;
}

static void copy_degrees(json_t *to, const json_t *place, const char *name)
{
    const json_t *v = json_object_get(place, name);
    char words[32];

    if (!json_is_number(v))
        return;
    snprintf(words, sizeof(words), "%.6f", json_number_value(v));
    json_object_set_new(to, name, json_string(words));
}

static struct id enter_place(struct play *p, const char *key, const json_t *place)
{
    const struct action *action =
        catalogue_action(p->c->catalogue, T("register_place"), T("place"));
    struct id id = find_place(p, place);
    struct door_answer answer;
    json_t *input;

    if (!id_is_none(id) || !action)
        return id;
    input = json_object();
    copy_given(input, "name", place, "name");
    copy_given(input, "kind", place, "kind");
    copy_given(input, "region", place, "region");
    copy_given(input, "cbs_code", place, "cbs_code");
    copy_degrees(input, place, "lat");
    copy_degrees(input, place, "lon");
    answer = door_act(p->door, p->admin, action, ID_NONE, input, INT_NONE, NULL);
    json_decref(input);
    return made(p, key, &answer);
}

static bool enter_places(struct play *p)
{
    const char *key;
    json_t *place;

    json_object_foreach (json_object_get(p->file, "places"), key, place) {
        struct id id = enter_place(p, key, place);
        if (id_is_none(id))
            return false;
        keep(p->places, key, id);
    }
    return true;
}

const char *play_place_code(const struct play *p, const char *key)
{
    const json_t *place = json_object_get(json_object_get(p->file, "places"), key);
    const char *code = member(place, "cbs_code");

    return code[0] ? code : key;
}

/* ---- offices ---- */

/* An office of the same code, place and title is the same office. */
static struct id find_office(struct play *p, const char *code, const char *instance,
                             const char *title)
{
    json_t *doc = see(p, "offices", "q", code), *row;
    struct id id = ID_NONE, found;
    size_t i;

    json_array_foreach (json_object_get(doc, "offices"), i, row)
        if (strcmp(member(row, "code"), code) == 0 &&
            strcmp(member(row, "instance"), instance) == 0 &&
            (!title[0] || strcmp(member(row, "title"), title) == 0) &&
            id_read(json_string_text(json_object_get(row, "id")), &found))
            id = found;
    json_decref(doc);
    return id;
}

static json_t *office_input(const struct play *p, const json_t *actor, const char *code,
                            const char *instance)
{
    json_t *input = json_pack("{s:s}", "office", code), *area = json_array();
    const char *org = member(actor, "org");
    const json_t *key;
    size_t i;

    json_object_set_new(input, "org",
                        org[0] ? json_string(org) : json_stringn(code, strcspn(code, ".")));
    if (instance[0])
        json_object_set_new(input, "instance", json_string(instance));
    copy_given(input, "title", actor, "office_nl");
    copy_given(input, "roles", actor, "roles");
    json_array_foreach (json_object_get(actor, "area"), i, key)
        json_array_append_new(area, json_string(play_place_code(p, json_string_value(key))));
    json_object_set_new(input, "area", area);
    return input;
}

/* The office and its holder, as one unit; the holder is a pseudonym made of the actor's key. */
static struct id enter_office(struct play *p, const char *key, const json_t *actor)
{
    const char *code = member(actor, "office");
    const char *instance = play_place_code(p, member(actor, "instance"));
    struct id id = strcmp(code, OFFICE_CLOCK) == 0 || strcmp(code, OFFICE_ADMIN) == 0
                       ? door_office(p->door, code)
                       : find_office(p, code, instance, member(actor, "office_nl"));
    struct step steps[2] = {
        { .action = catalogue_action(p->c->catalogue, T("register_office"), T("office")),
          .if_version = INT_NONE },
        { .action = catalogue_action(p->c->catalogue, T("appoint_holder"), T("office")),
          .object_step = 1,
          .if_version = INT_NONE },
    };
    struct door_answer answer;
    json_t *office, *holder;

    if (!id_is_none(id))
        return id;
    office = office_input(p, actor, code, instance);
    holder = json_pack("{s:s+}", "holder", "houder-", key);
    steps[0].input = office;
    steps[1].input = holder;
    answer = door_unit(p->door, p->admin, steps, 2);
    json_decref(office);
    json_decref(holder);
    return made(p, key, &answer);
}

static bool has_role(const json_t *actor, const char *role)
{
    const json_t *r;
    size_t i;

    json_array_foreach (json_object_get(actor, "roles"), i, r)
        if (strcmp(json_string_value(r) ? json_string_value(r) : "", role) == 0)
            return true;
    return false;
}

static bool enter_actors(struct play *p)
{
    const char *key;
    json_t *actor;

    json_object_foreach (json_object_get(p->file, "actors"), key, actor) {
        struct id id = enter_office(p, key, actor);
        if (id_is_none(id))
            return false;
        keep(p->actors, key, id);
        if (has_role(actor, "ROLE_AUDITOR"))
            p->watcher = id;
    }
    if (!id_is_none(p->watcher))
        return true;
    json_t *auditor = json_pack("{s:s, s:s, s:s, s:[s], s:[]}", "org", "INSPECTIE", "office",
                                "INSPECTIE.toezichthouder", "office_nl", "toezichthouder", "roles",
                                "ROLE_AUDITOR", "area");
    p->watcher = enter_office(p, "auditor", auditor);
    json_decref(auditor);
    return !id_is_none(p->watcher);
}

/* ---- the whole ---- */

static const json_t *first_step(const struct play *p)
{
    const json_t *given = json_array_get(json_object_get(p->file, "given"), 0);

    return given ? given : json_array_get(json_object_get(p->file, "steps"), 0);
}

const char *play_begin_at(struct play *p)
{
    struct instant at;

    if (!instant_add(play_moment(first_step(p)), (struct span){ -SPAN_DAY }, &at))
        at = play_moment(first_step(p));
    return text_cstr(p->arena, instant_text(p->arena, at));
}

/* Time never goes back in a journal: the case must begin after what the space holds. */
static bool begin_clock(struct play *p)
{
    struct instant now = door_now(p->door), first = play_moment(first_step(p));
    char words[INSTANT_TEXT_MAX];

    if (instant_is_none(now)) {
        wrong("%s: no answer about the clock; is a server running there?", p->name);
        return false;
    }
    if (now.us > first.us) {
        instant_write(now, words);
        wrong("%s begins at %s, but this space has come to %s already; play it in a new space",
              p->name, member(first_step(p), "at"), words);
        return false;
    }
    if (now.us < first.us - LEAD)
        now.us = first.us - LEAD;
    p->now = now;
    if (door_set_clock(p->door, now) != OK) {
        wrong("%s: the clock cannot be set; only demo and exercise spaces on this machine allow it",
              p->name);
        return false;
    }
    return true;
}

bool play_enter(struct play *p)
{
    if (!p->goes_on && !begin_clock(p))
        return false;
    p->admin = door_office(p->door, OFFICE_ADMIN);
    if (id_is_none(p->admin)) {
        wrong("%s: the administrator cannot sign in there", p->name);
        return false;
    }
    find_rules(p);
    return find_regions(p) && enter_places(p) && enter_actors(p);
}
