/* SPDX-License-Identifier: EUPL-1.2 */
/* One field of a row as a schema: its kind, bounds, choices and words. */
#include <string.h>

#include "base/tr.h"
#include "kernel/thing.h"
#include "web/app_openapi.h"

struct text openapi_pascal(struct arena *a, const char *before, const char *name, const char *after)
{
    char *out = arena_array(a, char, strlen(name) + 1);
    bool is_first = true;
    size_t n = 0;

    for (const char *p = name; out && *p; p++) {
        bool is_letter = *p >= 'a' && *p <= 'z';

        if (*p == '_' || *p == '-') {
            is_first = true;
            continue;
        }
        out[n++] = (char)(is_first && is_letter ? *p - ('a' - 'A') : *p);
        is_first = false;
    }
    return text_printf(a, "%s%.*s%s", before, (int)n, out ? out : "", after);
}

/* The codes of a list as a schema of their own, with what each means. */
static json_t *codes_of(const struct openapi *o, const struct choice_list *list)
{
    struct text words = text_of(openapi_nl(N_("One of these codes:")));
    json_t *codes = json_array();

    for (size_t i = 0; i < list->n; i++) {
        if (list->rows[i].is_retired)
            continue;
        json_array_append_new(codes, json_string(list->rows[i].code));
        words = text_printf(o->arena, "%.*s\n- `%s`: %s", TEXT_FMT(words), list->rows[i].code,
                            list->rows[i].nl);
    }
    return json_pack("{s:s, s:s%, s:o}", "type", "string", "description", words.at, words.len,
                     "enum", codes);
}

static json_t *choice_schema(struct openapi *o, const struct field *f)
{
    const struct choice_list *list = f->choices ? choices_find(f->choices) : NULL;
    const char *name;

    if (!list)
        return json_pack("{s:s}", "type", "string");
    name = text_cstr(o->arena, openapi_pascal(o->arena, "", f->choices, "Code"));
    if (!json_object_get(o->schemas, name))
        json_object_set_new(o->schemas, name, codes_of(o, list));
    return json_pack("{s:[o]}", "allOf", openapi_ref("schemas", name));
}

static json_t *text_schema(const struct field *f)
{
    int64_t most = f->max ? f->max : f->lines ? FIELD_LINES_MAX : FIELD_TEXT_MAX;
    json_t *schema = json_pack("{s:s, s:I}", "type", "string", "maxLength", (json_int_t)most);

    if (!f->optional) /* an optional text may be empty, and else has its least length */
        json_object_set_new(schema, "minLength", json_integer(f->min > 1 ? f->min : 1));
    return schema;
}

static json_t *int_schema(const struct field *f)
{
    bool is_bounded = f->min != 0 || f->max != 0;

    return json_pack("{s:s, s:s, s:I, s:I}", "type", "integer", "format", "int64", "minimum",
                     (json_int_t)(is_bounded ? f->min : -NUMBER_MAX), "maximum",
                     (json_int_t)(f->max ? f->max : NUMBER_MAX));
}

/* Money and quantities: a string with decimals, or a whole number. */
static json_t *decimal_schema(const struct field *f, int decimals, int64_t most)
{
    char pattern[64];

    snprintf(pattern, sizeof(pattern), "^%s[0-9]+([.,][0-9]{1,%d})?$", f->min < 0 ? "-?" : "",
             decimals);
    return json_pack("{s:[{s:s, s:s}, {s:s, s:I, s:I}]}", "oneOf", "type", "string", "pattern",
                     pattern, "type", "integer", "minimum", (json_int_t)f->min, "maximum",
                     (json_int_t)(f->max ? f->max : most));
}

static json_t *list_schema(struct openapi *o, const struct field *f)
{
    json_t *items = f->flat ? openapi_field(o, &f->item->fields[0]) : openapi_fields(o, f->item);
    json_t *schema = json_pack("{s:s, s:o, s:I}", "type", "array", "items", items, "maxItems",
                               (json_int_t)(f->max ? f->max : FIELD_LIST_MAX));

    if (f->min > 0)
        json_object_set_new(schema, "minItems", json_integer(f->min));
    return schema;
}

/* A period as a schema of its own, once a field needs it. */
static json_t *period_schema(struct openapi *o)
{
    if (!json_object_get(o->schemas, "Period"))
        json_object_set_new(
            o->schemas, "Period",
            json_pack("{s:s, s:s, s:b, s:{s:{s:s, s:s, s:b}, s:{s:s, s:s, s:b}}}", "type", "object",
                      "description",
                      openapi_nl(N_("From when until when; the end comes after the begin.")),
                      "additionalProperties", 0, "properties", "from", "type", "string", "format",
                      "date-time", "nullable", 1, "until", "type", "string", "format", "date-time",
                      "nullable", 1));
    return json_pack("{s:[o]}", "allOf", openapi_ref("schemas", "Period"));
}

static json_t *bare_schema(struct openapi *o, const struct field *f)
{
    switch (f->kind) {
    case FIELD_TEXT:
        return text_schema(f);
    case FIELD_INT:
        return int_schema(f);
    case FIELD_QUANTITY:
        return decimal_schema(f, 3, NUMBER_MAX / 1000);
    case FIELD_MONEY:
        return decimal_schema(f, 2, NUMBER_MAX / 100);
    case FIELD_INSTANT:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date-time");
    case FIELD_DAY:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date");
    case FIELD_PERIOD:
        return period_schema(o);
    case FIELD_CHOICE:
        return choice_schema(o, f);
    case FIELD_REF:
        return json_pack("{s:[o]}", "allOf", openapi_ref("schemas", "Id"));
    case FIELD_PLACE:
        return json_pack("{s:[o]}", "allOf", openapi_ref("schemas", "Place"));
    case FIELD_YESNO:
        return json_pack("{s:s}", "type", "boolean");
    case FIELD_FILE:
        return json_pack("{s:[o]}", "allOf", openapi_ref("schemas", "FileDigest"));
    case FIELD_LIST:
        return list_schema(o, f);
    }
    __builtin_unreachable();
}

/* A schema may have words beside a reference only in allOf; a parameter has its own place. */
static json_t *unwrapped(json_t *schema)
{
    json_t *only = json_array_get(json_object_get(schema, "allOf"), 0);

    if (!only)
        return schema;
    json_incref(only);
    json_decref(schema);
    return only;
}

/* One more sentence behind the others. */
static struct text with(const struct openapi *o, struct text words, const char *sentence)
{
    size_t len = strlen(sentence);
    bool has_end = len > 0 && strchr(".?:", sentence[len - 1]) != NULL;

    return text_printf(o->arena, "%.*s%s%s%s", TEXT_FMT(words), words.len ? " " : "", sentence,
                       has_end ? "" : ".");
}

/* Label, hint, unit and the thing that is meant, as sentences. */
static struct text words_of(const struct openapi *o, const struct field *f)
{
    const struct thing_type *t =
        f->kind == FIELD_REF && f->table ? catalogue_thing(o->catalogue, text_of(f->table)) : NULL;
    struct text words = with(o, T(""), f->label && f->label[0] ? openapi_nl(f->label) : f->name);

    if (f->hint && f->hint[0])
        words = with(o, words, openapi_nl(f->hint));
    if (f->unit && f->unit[0])
        words = text_printf(o->arena, "%.*s %s: %s.", TEXT_FMT(words), openapi_nl(N_("Unit")),
                            openapi_nl(f->unit));
    if (t)
        words = text_printf(o->arena, "%.*s %s: %s.", TEXT_FMT(words),
                            openapi_nl(N_("The id of a thing")), openapi_nl(t->title));
    return words;
}

json_t *openapi_field(struct openapi *o, const struct field *f)
{
    json_t *schema = bare_schema(o, f);
    struct text words = words_of(o, f);

    json_object_set_new(schema, "description", json_stringn(words.at, words.len));
    return schema;
}

json_t *openapi_fields(struct openapi *o, const struct fieldset *set)
{
    json_t *properties = json_object(), *required = json_array(), *schema;

    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];

        json_object_set_new(properties, f->name, openapi_field(o, f));
        if (!f->optional)
            json_array_append_new(required, json_string(f->name));
    }
    schema = json_pack("{s:s, s:b, s:o}", "type", "object", "additionalProperties", 0, "properties",
                       properties);
    if (json_array_size(required) > 0)
        json_object_set(schema, "required", required);
    json_decref(required);
    return schema;
}

/* page_size becomes pageSize, as the door reads it. */
static const char *camel(const struct openapi *o, const char *name)
{
    char *out = arena_bytes_sure(o->arena, strlen(name) + 1);
    size_t n = 0;

    for (const char *p = name; *p; p++)
        if (p[0] == '_' && p[1] >= 'a' && p[1] <= 'z')
            out[n++] = (char)(*++p - ('a' - 'A'));
        else
            out[n++] = *p;
    out[n] = '\0';
    return out;
}

json_t *openapi_parameter(struct openapi *o, const struct field *f, bool is_path)
{
    json_t *schema = unwrapped(bare_schema(o, f));
    struct text words = words_of(o, f);

    return json_pack("{s:s, s:s, s:b, s:s%, s:o}", "name", is_path ? f->name : camel(o, f->name),
                     "in", is_path ? "path" : "query", "required", is_path || !f->optional,
                     "description", words.at, words.len, "schema", schema);
}
