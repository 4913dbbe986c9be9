/* SPDX-License-Identifier: EUPL-1.2 */
/* What a step of a case says, in the fields of our actions: by the kind of each field. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "cli/play_inner.h"

/* ---- acts that have another name or shape here ---- */

static bool is_made(const struct play *p, const json_t *step)
{
    return !id_is_none(play_ref(p, member(json_object_get(step, "object"), "ref")));
}

/* An oral start without a draft and a submission at once make a request: actions of their own. */
const struct action *play_action(const struct play *p, const json_t *step)
{
    const char *act = member(step, "act"), *type = member(json_object_get(step, "object"), "type");
    bool is_request = strcmp(type, "request") == 0;

    if (is_request && strcmp(act, "request_orally") == 0 && !is_made(p, step) &&
        !json_object_get(p->unmade, member(json_object_get(step, "object"), "ref")))
        act = "open_oral_request";
    else if (is_request && strcmp(act, "submit_request") == 0 &&
             json_is_true(json_object_get(json_object_get(step, "fields"), "inline")))
        act = "submit_at_once";
    return catalogue_action(p->c->catalogue, text_of(act), text_of(type));
}

/* Fields of the case that have another name here; an empty name: our action says it by itself. */
static const struct renamed {
    const char *act, *from, *to;
} renamed[] = {
    { "give_mandate", "from_actor", "from_office" },
    { "submit_request", "inline", "" },
};

/* Members of `reaction`, which is three fields here. */
static const struct renamed reaction[] = {
    { "", "hours", "reaction_hours" },
    { "", "clock_start", "clock_start" },
    { "", "clock_stop", "clock_stop" },
};

/* ---- references ---- */

static struct id id_of(const json_t *map, const char *key)
{
    struct id id;

    return id_read(json_string_text(json_object_get(map, key)), &id) ? id : ID_NONE;
}

struct id play_ref(const struct play *p, const char *ref)
{
    return id_of(json_object_get(p->things, ref), "id");
}

struct id play_any_ref(struct play *p, const char *table, const char *word)
{
    struct id id;

    if (strcmp(table, "region") == 0)
        return id_of(p->regions, word);
    if (strcmp(table, "place") == 0)
        return id_of(p->places, word);
    if (strcmp(table, "office") != 0)
        return play_ref(p, word);
    id = id_of(p->actors, word);
    return id_is_none(id) && strchr(word, '.') ? door_office(p->door, word) : id;
}

static json_t *id_json(struct id id)
{
    char words[ID_TEXT_MAX];

    id_write(id, words);
    return json_string(words);
}

/* ---- one value ---- */

/* What could not be said: the first ground stays. */
struct saying {
    struct play *p;
    struct text why; /* msgid is `ground`; this fills its {what} */
    const char *ground;
};

static json_t *cannot(struct saying *s, const char *ground, struct text what)
{
    if (!s->ground) {
        s->ground = ground;
        s->why = text_copy(s->p->arena, what);
    }
    return NULL;
}

static json_t *value_of(struct saying *s, const struct field *f, const json_t *v);

/* Fields for codes are short; others are read by people. */
static bool is_code_field(const struct field *f)
{
    return f->max > 0 && f->max <= 80;
}

/* The words of a thing of the case: its number, else its label, as the watcher reads them. */
static struct text thing_words(struct play *p, const char *ref)
{
    const char *type_name = member(json_object_get(p->things, ref), "type");
    const struct thing_type *type = catalogue_thing(p->c->catalogue, text_of(type_name));
    const struct view *view =
        type && type->view ? catalogue_view(p->c->catalogue, text_of(type->view)) : NULL;
    struct text words = text_of(ref);
    struct door_answer answer;
    json_t *query;

    if (!view)
        return words;
    query = json_pack("{s:o}", view->fields.fields[0].name, id_json(play_ref(p, ref)));
    answer = door_see(p->door, p->watcher, view, query);
    json_decref(query);
    if (member(answer.doc, "number")[0])
        words = text_copy(p->arena, text_of(member(answer.doc, "number")));
    else if (member(answer.doc, "label")[0])
        words = text_copy(p->arena, text_of(member(answer.doc, "label")));
    json_decref(answer.doc);
    return words;
}

static struct text words_of(struct saying *s, const struct field *f, const char *word)
{
    const json_t *place = json_object_get(json_object_get(s->p->file, "places"), word);
    const json_t *actor = json_object_get(json_object_get(s->p->file, "actors"), word);

    if (place)
        return text_of(is_code_field(f) ? play_place_code(s->p, word) : member(place, "name"));
    if (actor)
        return text_of(member(actor, is_code_field(f) ? "office" : "office_nl"));
    if (!id_is_none(play_ref(s->p, word)))
        return thing_words(s->p, word);
    return text_of(word);
}

/* Text takes text, whole numbers, and lists of both joined by semicolons. */
static bool add_words(struct saying *s, const struct field *f, const json_t *v, struct text *out)
{
    struct text more;
    size_t i;
    const json_t *item;

    if (json_is_string(v)) {
        more = words_of(s, f, json_string_value(v));
    } else if (json_is_integer(v)) {
        more = text_printf(s->p->arena, "%lld", (long long)json_integer_value(v));
    } else if (json_is_array(v)) {
        json_array_foreach (v, i, item)
            if (!add_words(s, f, item, out))
                return false;
        return true;
    } else {
        return false;
    }
    *out = out->len == 0 ? more
                         : text_printf(s->p->arena, "%.*s; %.*s", TEXT_FMT(*out), TEXT_FMT(more));
    return true;
}

static json_t *text_value(struct saying *s, const struct field *f, const json_t *v)
{
    struct text words = T("");

    if (!add_words(s, f, v, &words))
        return cannot(s, N_("the field {what} takes text here"), text_of(f->name));
    return json_stringn(words.at, words.len);
}

/* Decimals are text in our journals: "%.3f" for quantities, "%.2f" for euro, without idle zeros. */
static json_t *decimal_value(struct saying *s, const struct field *f, const json_t *v)
{
    char words[64];
    size_t n;

    if (json_is_integer(v) || json_is_string(v))
        return json_deep_copy(v);
    if (!json_is_real(v))
        return cannot(s, N_("the field {what} takes a number here"), text_of(f->name));
    n = (size_t)snprintf(words, sizeof(words), f->kind == FIELD_MONEY ? "%.2f" : "%.3f",
                         json_real_value(v));
    if (n >= sizeof(words)) /* 1e300: no amount of ours has so many digits */
        return cannot(s, N_("the field {what} takes a number here"), text_of(f->name));
    while (f->kind != FIELD_MONEY && n > 1 && words[n - 1] == '0')
        words[--n] = '\0';
    if (n > 1 && words[n - 1] == '.')
        words[--n] = '\0';
    return json_string(words);
}

static json_t *whole_value(struct saying *s, const struct field *f, const json_t *v)
{
    double real = json_number_value(v);

    if (json_is_integer(v))
        return json_deep_copy(v);
    if (json_is_real(v) && real == trunc(real) && fabs(real) < 1e15)
        return json_integer((json_int_t)real);
    return cannot(s, N_("the field {what} takes a whole number here"), text_of(f->name));
}

static json_t *day_value(struct saying *s, const struct field *f, const json_t *v)
{
    struct text words = json_string_text(v);

    if (words.len < 10)
        return cannot(s, N_("the field {what} takes a day here"), text_of(f->name));
    return json_stringn(words.at, 10);
}

static json_t *period_value(struct saying *s, const struct field *f, const json_t *v)
{
    struct text rest = json_string_text(v), from;

    if (json_is_object(v))
        return json_deep_copy(v);
    if (!text_cut(&rest, '/', &from) || rest.len == 0)
        return cannot(s, N_("the field {what} takes a period here"), text_of(f->name));
    return json_pack("{s:s%, s:s%}", "from", from.at, from.len, "until", rest.at, rest.len);
}

static json_t *yesno_value(struct saying *s, const struct field *f, const json_t *v)
{
    struct text words = json_string_text(v);

    if (json_is_boolean(v))
        return json_deep_copy(v);
    if (text_is(words, "yes") || text_is(words, "no"))
        return json_boolean(text_is(words, "yes"));
    return cannot(s, N_("the field {what} takes yes or no here"), text_of(f->name));
}

static json_t *ref_value(struct saying *s, const struct field *f, const json_t *v)
{
    const char *word = json_string_value(v);
    struct id id;

    if (!word)
        return cannot(s, N_("the field {what} takes one reference here"), text_of(f->name));
    id = play_any_ref(s->p, f->table ? f->table : "", word);
    return id_is_none(id) ? cannot(s, N_("{what} was not made"), text_of(word)) : id_json(id);
}

static json_t *place_value(struct saying *s, const struct field *f, const json_t *v)
{
    const char *word = json_string_value(v);
    struct id id = word ? id_of(s->p->places, word) : ID_NONE;

    if (word && id_is_none(id))
        id = id_of(s->p->regions, word);
    if (word && id_is_none(id) && strncmp(word, "geo:", 4) == 0)
        return json_string(word);
    return id_is_none(id) ? cannot(s, N_("the field {what} takes a place here"), text_of(f->name))
                          : id_json(id);
}

/* ---- objects and lists ---- */

/* Every member of `from` under its own name; false when one cannot be said. */
static bool take_members(struct saying *s, const struct fieldset *set, const json_t *from,
                         json_t *to)
{
    const char *name;
    json_t *v, *said;

    json_object_foreach ((json_t *)(uintptr_t)from, name, v) {
        const struct field *f = fields_find(set, text_of(name));

        if (json_is_null(v))
            continue; /* unknown: left open */
        if (!f) {
            cannot(s, N_("there is no field {what} here"), text_of(name));
            return false;
        }
        said = value_of(s, f, v);
        if (!said)
            return false;
        json_object_set_new(to, name, said);
    }
    return true;
}

/* {"fuel": 5000} for a list whose rows have a kind and an amount. */
static json_t *rows_of_object(struct saying *s, const struct field *f, const json_t *v)
{
    const struct field *kind = &f->item->fields[0], *amount = &f->item->fields[1];
    json_t *rows = json_array(), *value, *said;
    const char *name;

    json_object_foreach ((json_t *)(uintptr_t)v, name, value) {
        json_t *row = json_pack("{s:s}", kind->name, name);
        json_array_append_new(rows, row);
        if (json_is_null(value))
            continue;
        said = value_of(s, amount, value);
        if (!said) {
            json_decref(rows);
            return NULL;
        }
        json_object_set_new(row, amount->name, said);
    }
    return rows;
}

static json_t *row_of(struct saying *s, const struct field *f, const json_t *v)
{
    json_t *row;

    if (f->flat)
        return value_of(s, &f->item->fields[0], v);
    if (!json_is_object(v))
        return cannot(s, N_("the field {what} takes rows here"), text_of(f->name));
    row = json_object();
    if (take_members(s, f->item, v, row))
        return row;
    json_decref(row);
    return NULL;
}

static json_t *list_value(struct saying *s, const struct field *f, const json_t *v)
{
    size_t n = json_is_array(v) ? json_array_size(v) : 1;
    json_t *rows, *row;

    if (json_is_object(v) && !f->flat && f->item->n >= 2)
        return rows_of_object(s, f, v);
    rows = json_array();
    for (size_t i = 0; i < n; i++) {
        row = row_of(s, f, json_is_array(v) ? json_array_get(v, i) : v);
        if (!row) {
            json_decref(rows);
            return NULL;
        }
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *value_of(struct saying *s, const struct field *f, const json_t *v)
{
    switch (f->kind) {
    case FIELD_TEXT:
        return text_value(s, f, v);
    case FIELD_INT:
        return whole_value(s, f, v);
    case FIELD_QUANTITY:
    case FIELD_MONEY:
        return decimal_value(s, f, v);
    case FIELD_INSTANT:
    case FIELD_CHOICE:
        return json_deep_copy(v); /* as it is: what does not fit, the action refuses */
    case FIELD_DAY:
        return day_value(s, f, v);
    case FIELD_PERIOD:
        return period_value(s, f, v);
    case FIELD_REF:
        return ref_value(s, f, v);
    case FIELD_PLACE:
        return place_value(s, f, v);
    case FIELD_YESNO:
        return yesno_value(s, f, v);
    case FIELD_FILE:
        return cannot(s, N_("the field {what} takes a file here"), text_of(f->name));
    case FIELD_LIST:
        return list_value(s, f, v);
    }
    return NULL;
}

/* ---- the whole step ---- */

/* Null, and empty text or lists, where we have no such field: nothing was said with it. */
static bool says_nothing(const json_t *v)
{
    return json_is_null(v) || (json_is_string(v) && json_string_length(v) == 0) ||
           (json_is_array(v) && json_array_size(v) == 0) ||
           (json_is_object(v) && json_object_size(v) == 0);
}

static const char *name_here(const char *act, const char *name)
{
    for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++)
        if (strcmp(renamed[i].act, act) == 0 && strcmp(renamed[i].from, name) == 0)
            return renamed[i].to;
    return name;
}

static bool take_field(struct saying *s, const struct action *action, const char *name,
                       const json_t *v, json_t *to)
{
    const struct field *f = fields_find(&action->fields, text_of(name));
    json_t *said;

    if (json_is_null(v) || (!f && says_nothing(v)))
        return true;
    if (!f) {
        cannot(s, N_("there is no field {what} here"), text_of(name));
        return false;
    }
    said = value_of(s, f, v);
    if (!said)
        return false;
    json_object_set_new(to, name, said);
    return true;
}

/* {"hours": 24, "clock_start": …} for an action that has these as fields of its own. */
static bool take_reaction(struct saying *s, const struct action *action, const json_t *v,
                          json_t *to)
{
    for (size_t i = 0; i < sizeof(reaction) / sizeof(reaction[0]); i++) {
        const json_t *part = json_object_get(v, reaction[i].from);
        if (part && !take_field(s, action, reaction[i].to, part, to))
            return false;
    }
    return true;
}

/* ---- what a case says in words only ---- */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/* "K_BOATS" stands in "8 groups of K_BOATS", not in "K_BOATS_2". */
static bool names_word(struct text words, const char *word)
{
    size_t n = strlen(word), at;

    while (n > 0 && (at = text_find(words, text_of(word))) != SIZE_MAX) {
        bool begins = at == 0 || !is_word_byte(words.at[at - 1]);
        bool ends = at + n == words.len || !is_word_byte(words.at[at + n]);

        if (begins && ends)
            return true;
        words = text_slice(words, at + n, words.len);
    }
    return false;
}

static bool step_names(const json_t *step, const char *ref)
{
    const char *name;
    json_t *v;

    json_object_foreach (json_object_get(step, "fields"), name, v)
        if (json_is_string(v) && names_word(json_string_text(v), ref))
            return true;
    return false;
}

static bool is_pools_field(const struct field *f)
{
    return f->kind == FIELD_LIST && f->flat && f->item->fields[0].kind == FIELD_REF &&
           strcmp(f->item->fields[0].table, "capability") == 0;
}

/* Our actions take the pools that a step is about as references; a case may name them in its words
 * ("found": "K_BOATS: 8 groups"). */
static void take_named_pools(struct play *p, const struct action *action, const json_t *step,
                             json_t *to)
{
    for (int64_t i = 0; i < action->fields.n; i++) {
        const struct field *f = &action->fields.fields[i];
        json_t *thing, *pools;
        const char *ref;

        if (!is_pools_field(f) || json_object_get(to, f->name))
            continue;
        pools = json_array();
        json_object_foreach (p->things, ref, thing)
            if (strcmp(member(thing, "type"), "capability") == 0 && step_names(step, ref))
                json_array_append(pools, json_object_get(thing, "id"));
        if (json_array_size(pools) > 0)
            json_object_set(to, f->name, pools);
        json_decref(pools);
    }
}

json_t *play_fields(struct play *p, const struct action *action, const json_t *step)
{
    struct saying s = { .p = p, .why = T("") };
    json_t *to = json_object(), *v;
    bool is_said = true;
    const char *name;

    json_object_foreach (json_object_get(step, "fields"), name, v) {
        const char *here = name_here(member(step, "act"), name);

        if (!is_said || here[0] == '\0')
            continue;
        if (strcmp(name, "reaction") == 0 && json_is_object(v) &&
            fields_find(&action->fields, T("reaction_hours")))
            is_said = take_reaction(&s, action, v, to);
        else
            is_said = take_field(&s, action, here, v, to);
    }
    if (is_said) {
        take_named_pools(p, action, step, to);
        return to;
    }
    json_decref(to);
    play_skips(p, s.ground ? s.ground : N_("the field {what} cannot be said here"), s.why);
    return NULL;
}
