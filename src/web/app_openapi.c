/* SPDX-License-Identifier: EUPL-1.2 */
/* The OpenAPI description: what it is about, its tags, and an operation for each row. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "kernel/thing.h"
#include "web/app.h"
#include "web/app_openapi.h"

const char *openapi_nl(const char *msgid)
{
    return tr("nl", msgid);
}

json_t *openapi_ref(const char *section, const char *name)
{
    char to[NAME_BYTES * 2];

    snprintf(to, sizeof(to), "#/components/%s/%s", section, name);
    return json_pack("{s:s}", "$ref", to);
}

void openapi_put(struct openapi *o, const char *path, const char *method, json_t *operation)
{
    json_t *item = json_object_get(o->paths, path);

    if (!item) {
        item = json_object();
        json_object_set_new(o->paths, path, item);
    }
    json_object_set_new(item, method, operation);
}

json_t *openapi_content(json_t *schema)
{
    return json_pack("{s:{s:o}}", "application/json", "schema", schema);
}

void openapi_refusals(json_t *responses, unsigned flags)
{
    static const struct {
        unsigned when; /* 0: always */
        const char *status, *name;
    } rows[] = {
        { 0, "400", "Refused" },
        { NEEDS_SIGN_IN, "401", "NotSignedIn" },
        { 0, "403", "MayNot" },
        { MAY_BE_ABSENT, "404", "NotFound" },
        { MAY_CLASH, "409", "Clash" },
        { NEEDS_VERSION | MAY_BE_STALE, "412", "Stale" },
        { HAS_BODY, "413", "TooLarge" },
        { HAS_JSON, "415", "NotJson" },
        { NEEDS_VERSION, "428", "VersionMissing" },
        { 0, "500", "OurFault" },
        { 0, "503", "Busy" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].when == 0 || (rows[i].when & flags))
            json_object_set_new(responses, rows[i].status, openapi_ref("responses", rows[i].name));
}

/* ---- views ---- */

static bool is_in_path(const struct view *v, const char *name)
{
    char hole[NAME_BYTES];

    snprintf(hole, sizeof(hole), "{%s}", name);
    return strstr(v->path, hole) != NULL;
}

/* The view that shows a thing of its type, as its row says. */
static bool shows_its_thing(const struct openapi *o, const struct view *v)
{
    const struct thing_type *t = v->thing ? catalogue_thing(o->catalogue, text_of(v->thing)) : NULL;

    return t && strcmp(t->view, v->name) == 0;
}

static json_t *view_answer_of(const struct openapi *o, const struct view *v)
{
    bool is_paged = fields_find(&v->fields, T("after")) != NULL;
    json_t *headers = json_pack("{s:o, s:o}", "API-Version", openapi_ref("headers", "ApiVersion"),
                                "X-Request-Id", openapi_ref("headers", "RequestId"));

    if (v->thing)
        json_object_set_new(headers, "ETag", openapi_ref("headers", "ETag"));
    if (is_paged)
        json_object_set_new(headers, "Link", openapi_ref("headers", "Link"));
    return json_pack("{s:s, s:o, s:o}", "description", openapi_nl(v->title), "headers", headers,
                     "content",
                     openapi_content(openapi_ref("schemas", is_paged                ? "PagedView"
                                                            : shows_its_thing(o, v) ? "ThingView"
                                                                                    : "View")));
}

static void put_view(struct openapi *o, const struct room *room, const struct view *v)
{
    bool is_public = strcmp(v->audience, "public") == 0;
    json_t *parameters = json_array(), *responses = json_object(), *operation;
    struct text id = text_printf(o->arena, "get_%s", v->name);

    for (int64_t i = 0; i < v->fields.n; i++) {
        const struct field *f = &v->fields.fields[i];

        json_array_append_new(parameters, openapi_parameter(o, f, is_in_path(v, f->name)));
    }
    json_array_append_new(parameters, openapi_ref("parameters", "AcceptLanguage"));
    json_object_set_new(responses, "200", view_answer_of(o, v));
    openapi_refusals(responses, MAY_BE_ABSENT | (is_public ? 0 : NEEDS_SIGN_IN));
    operation = json_pack("{s:s%, s:[s], s:s, s:o, s:o}", "operationId", id.at, id.len, "tags",
                          room->name, "summary", openapi_nl(v->title), "parameters", parameters,
                          "responses", responses);
    if (is_public)
        json_object_set_new(operation, "security", json_array());
    openapi_put(o, v->path, "get", operation);
}

/* ---- actions ---- */

/* The act's name; with its thing where an earlier row has the same name. */
static const char *operation_name(const struct openapi *o, const struct action *a)
{
    return catalogue_action(o->catalogue, text_of(a->name), T("")) == a
               ? a->name
               : text_cstr(o->arena, text_printf(o->arena, "%s_%s", a->name, a->object));
}

static json_t *act_parameters(const struct action *a)
{
    json_t *list = json_array();

    if (!a->creates)
        json_array_append_new(list, openapi_ref("parameters", "ThingId"));
    json_array_append_new(list, openapi_ref("parameters", "DryRun"));
    json_array_append_new(list, openapi_ref("parameters", "IdempotencyKey"));
    if (!a->creates)
        json_array_append_new(list, openapi_ref("parameters", "IfMatch"));
    json_array_append_new(list, openapi_ref("parameters", "AcceptLanguage"));
    return list;
}

static json_t *act_responses(const struct action *a)
{
    json_t *responses = json_pack("{s:o, s:o}", "200", openapi_ref("responses", "Tried"), "201",
                                  openapi_ref("responses", "Done"));

    openapi_refusals(responses, NEEDS_SIGN_IN | HAS_BODY | HAS_JSON | MAY_CLASH | MAY_BE_ABSENT |
                                    (a->creates ? 0 : NEEDS_VERSION));
    return responses;
}

static void put_action(struct openapi *o, const struct room *room, const struct action *a)
{
    const struct thing_type *t = catalogue_thing(o->catalogue, text_of(a->object));
    const char *name = operation_name(o, a);
    const char *schema = text_cstr(o->arena, openapi_pascal(o->arena, "", name, "Fields"));
    struct text path, words;
    bool needs_body;
    json_t *fields;

    if (!t)
        return;
    path = a->creates ? text_printf(o->arena, "/%s", a->posted_to ? a->posted_to : t->path)
                      : text_printf(o->arena, "/%s/{id}/%s", t->path, a->posted_to);
    words = text_printf(o->arena, "%s: %s (`%s`).%s%s", openapi_nl(N_("On")), openapi_nl(t->title),
                        a->object, a->is_binding ? " " : "",
                        a->is_binding ? openapi_nl(N_("What is done here is binding.")) : "");
    fields = openapi_fields(o, &a->fields);
    needs_body = json_object_get(fields, "required") != NULL;
    json_object_set_new(o->schemas, schema, fields);
    openapi_put(
        o, text_cstr(o->arena, path), "post",
        json_pack("{s:s, s:[s], s:s, s:s%, s:o, s:{s:b, s:o}, s:o}", "operationId", name, "tags",
                  room->name, "summary", openapi_nl(a->title), "description", words.at, words.len,
                  "parameters", act_parameters(a), "requestBody", "required", needs_body, "content",
                  openapi_content(openapi_ref("schemas", schema)), "responses", act_responses(a)));
}

/* ---- the document ---- */

/* What a room is about: the titles of its things, or else of its views. */
static struct text words_of_room(const struct openapi *o, const struct room *room)
{
    struct text words = T("");

    for (size_t i = 0; i < room->thing_count; i++)
        words = text_printf(o->arena, "%.*s%s%s", TEXT_FMT(words), words.len ? ", " : "",
                            openapi_nl(room->things[i].title));
    for (size_t i = 0; room->thing_count == 0 && i < room->view_count; i++)
        words = text_printf(o->arena, "%.*s%s%s", TEXT_FMT(words), words.len ? ", " : "",
                            openapi_nl(room->views[i].title));
    return words;
}

static json_t *tags_of(const struct openapi *o)
{
    json_t *tags = json_array();

    for (const struct room *const *r = o->catalogue->rooms; *r; r++) {
        struct text words = words_of_room(o, *r);

        if ((*r)->action_count + (*r)->view_count > 0)
            json_array_append_new(tags, json_pack("{s:s, s:s%}", "name", (*r)->name, "description",
                                                  words.at, words.len));
    }
    json_array_append_new(tags, json_pack("{s:s, s:s}", "name", "door", "description",
                                          openapi_nl(N_("Sign-in, clock, files, units of acts, "
                                                        "live events"))));
    return tags;
}

static json_t *info_of(void)
{
    return json_pack(
        "{s:s, s:s, s:s, s:{s:s, s:s, s:s}, s:{s:s, s:s}}", "title", "Schakel", "version",
        APP_VERSION, "description",
        openapi_nl(N_("Requests for assistance between civil authorities and the armed forces, "
                      "from first call to lesson learned. Names are English, as partners abroad "
                      "read them too; the description of each field gives the Dutch term. Leaving "
                      "a field out and sending null are the same. An answer may hold more members "
                      "than stand here.")),
        "contact", "name", "Schakel", "url", "https://schakel.example/", "email",
        "dev@schakel.example", "license", "name", "EUPL-1.2", "url",
        "https://spdx.org/licenses/EUPL-1.2.html");
}

static json_t *document_of(struct openapi *o)
{
    json_t *paths = json_object(), *schemas = json_object(), *tags = tags_of(o), *parts;

    o->paths = paths;
    o->schemas = schemas;
    openapi_door(o);
    for (const struct room *const *r = o->catalogue->rooms; *r; r++) {
        for (size_t i = 0; i < (*r)->view_count; i++)
            if ((*r)->views[i].path)
                put_view(o, *r, &(*r)->views[i]);
        for (size_t i = 0; i < (*r)->action_count; i++)
            put_action(o, *r, &(*r)->actions[i]);
    }
    parts = openapi_components(o);
    json_object_set_new(parts, "schemas", schemas);
    return json_pack("{s:s, s:o, s:[{s:s, s:s}], s:[{s:[]}], s:o, s:o, s:o}", "openapi", "3.0.3",
                     "info", info_of(), "servers", "url", "/api/v1", "description",
                     openapi_nl(N_("This server")), "security", "bearer", "tags", tags, "paths",
                     paths, "components", parts);
}

enum result openapi_text(const struct catalogue *c, bool is_indented, struct arena *a,
                         struct text *out)
{
    struct openapi o = { .catalogue = c, .arena = a };
    json_t *doc = document_of(&o);
    char *words = json_dumps(doc, is_indented ? JSON_INDENT(1) : JSON_COMPACT);

    json_decref(doc);
    if (!words)
        return LOG_FAULT("no_memory", "what=openapi");
    *out = text_printf(a, "%s\n", words);
    free(words);
    return arena_is_exhausted(a) ? LOG_FAULT("no_memory", "what=openapi") : OK;
}
