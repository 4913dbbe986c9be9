/* SPDX-License-Identifier: EUPL-1.2 */
/* What the door answers beside the tables: described here, next to the files that answer it
 * (app_session.c, app_act.c, app_file.c, app_live.c). */
#include "base/tr.h"
#include "kernel/kernel.h"
#include "web/app_openapi.h"
#include "web/files.h"

static const char *nl(const char *msgid)
{
    return openapi_nl(msgid);
}

static json_t *done(const char *words, json_t *content)
{
    return json_pack("{s:s, s:{s:o, s:o}, s:o}", "description", words, "headers", "API-Version",
                     openapi_ref("headers", "ApiVersion"), "X-Request-Id",
                     openapi_ref("headers", "RequestId"), "content", content);
}

/* An operation with one good answer; takes the references, `body` and `parameters` may be NULL. */
static json_t *operation(const char *name, const char *summary, json_t *parameters, json_t *body,
                         const char *status, json_t *answer, unsigned flags)
{
    json_t *responses = json_pack("{s:o}", status, answer);
    json_t *out =
        json_pack("{s:s, s:[s], s:s}", "operationId", name, "tags", "door", "summary", summary);

    if (parameters)
        json_object_set_new(out, "parameters", parameters);
    if (body)
        json_object_set_new(out, "requestBody",
                            json_pack("{s:b, s:o}", "required", 1, "content", body));
    if (!(flags & NEEDS_SIGN_IN))
        json_object_set_new(out, "security", json_array());
    openapi_refusals(responses, flags);
    json_object_set_new(out, "responses", responses);
    return out;
}

static json_t *words_schema(const char *words)
{
    return json_pack("{s:s, s:s}", "type", "string", "description", words);
}

static void put_sessions(struct openapi *o)
{
    json_t *asked =
        json_pack("{s:s, s:[s], s:{s:o}}", "type", "object", "required", "office", "properties",
                  "office", words_schema(nl(N_("The id or code of an office, such as TOC.desk."))));
    json_t *made =
        json_pack("{s:s, s:[s,s], s:{s:o, s:o}}", "type", "object", "required", "token", "office",
                  "properties", "token", words_schema(nl(N_("Send it as Authorization: Bearer."))),
                  "office", openapi_ref("schemas", "Id"));
    json_t *offices =
        json_pack("{s:s, s:b, s:[s], s:{s:{s:s, s:{s:s, s:b}}}}", "type", "object",
                  "additionalProperties", 1, "required", "groups", "properties", "groups", "type",
                  "array", "items", "type", "object", "additionalProperties", 1);

    openapi_put(o, "/sessions", "get",
                operation("get_sessions", nl(N_("The offices that can be chosen in a demo")), NULL,
                          NULL, "200",
                          done(nl(N_("The offices, in groups.")), openapi_content(offices)), 0));
    openapi_put(o, "/sessions", "post",
                operation("open_session", nl(N_("Take an office in a demo, on this machine")), NULL,
                          openapi_content(asked), "201",
                          done(nl(N_("Signed in.")), openapi_content(made)),
                          HAS_BODY | HAS_JSON | MAY_BE_ABSENT));
}

static json_t *clock_schema(void)
{
    return json_pack("{s:s, s:[s,s], s:{s:{s:s, s:s}, s:o}}", "type", "object", "required", "now",
                     "space", "properties", "now", "type", "string", "format", "date-time", "space",
                     words_schema(nl(N_("The name of the space."))));
}

static void put_clock(struct openapi *o)
{
    json_t *asked = json_pack("{s:s, s:[s], s:{s:{s:s, s:s}}}", "type", "object", "required", "now",
                              "properties", "now", "type", "string", "format", "date-time");

    openapi_put(o, "/clock", "get",
                operation("get_clock", nl(N_("What time it is in this space")), NULL, NULL, "200",
                          done(nl(N_("The moment.")), openapi_content(clock_schema())), 0));
    openapi_put(o, "/clock", "put",
                operation("set_clock",
                          nl(N_("Set the clock of a demo or exercise, on this machine")), NULL,
                          openapi_content(asked), "200",
                          done(nl(N_("The moment.")), openapi_content(clock_schema())),
                          HAS_BODY | HAS_JSON));
}

static json_t *step_schema(void)
{
    return json_pack(
        "{s:s, s:[s], s:{s:o, s:o, s:{s:[o], s:s}, s:{s:s, s:i, s:s}, s:{s:[{s:s}, {s:s, s:[s]}],"
        " s:s}, s:{s:s, s:b, s:s}}}",
        "type", "object", "required", "action", "properties", "action",
        words_schema(nl(N_("The name of an act: its operationId, without its thing."))),
        "object_type", words_schema(nl(N_("Where the name of an act is used for several things."))),
        "object", "allOf", openapi_ref("schemas", "Id"), "description",
        nl(N_("The thing that is acted on.")), "object_step", "type", "integer", "minimum", 0,
        "description", nl(N_("The earlier step, from 1, whose thing is acted on.")), "version",
        "oneOf", "type", "integer", "type", "string", "enum", "*", "description",
        nl(N_("The version that you saw, or *; with object only.")), "fields", "type", "object",
        "additionalProperties", 1, "description", nl(N_("The fields of the act.")));
}

static void put_units(struct openapi *o)
{
    json_t *asked = json_pack("{s:s, s:[s], s:{s:{s:s, s:i, s:i, s:o}}}", "type", "object",
                              "required", "steps", "properties", "steps", "type", "array",
                              "minItems", 1, "maxItems", UNIT_MAX, "items", step_schema());
    json_t *parameters = json_pack("[o, o]", openapi_ref("parameters", "IdempotencyKey"),
                                   openapi_ref("parameters", "AcceptLanguage"));

    openapi_put(
        o, "/units", "post",
        operation("act_as_unit", nl(N_("Several acts, all or none")), parameters,
                  openapi_content(asked), "201", openapi_ref("responses", "Done"),
                  NEEDS_SIGN_IN | HAS_BODY | HAS_JSON | MAY_BE_ABSENT | MAY_CLASH | MAY_BE_STALE));
}

static json_t *bytes_content(void)
{
    return json_pack("{s:{s:{s:s, s:s}}}", "application/octet-stream", "schema", "type", "string",
                     "format", "binary");
}

static void put_files(struct openapi *o)
{
    json_t *kept =
        json_pack("{s:s, s:[s,s], s:{s:o, s:{s:s, s:i, s:i}}}", "type", "object", "required",
                  "sha256", "bytes", "properties", "sha256", openapi_ref("schemas", "FileDigest"),
                  "bytes", "type", "integer", "minimum", 1, "maximum", FILE_BYTES_MAX);
    json_t *answer = done(nl(N_("Kept.")), openapi_content(kept));
    json_t *which = json_pack("[{s:s, s:s, s:b, s:s, s:o}]", "name", "sha256", "in", "path",
                              "required", 1, "description", nl(N_("The SHA-256 of the file.")),
                              "schema", openapi_ref("schemas", "FileDigest"));

    json_object_set_new(json_object_get(answer, "headers"), "Location",
                        openapi_ref("headers", "Location"));
    openapi_put(o, "/files", "post",
                operation("add_file", nl(N_("Keep a file, to be named in an act")), NULL,
                          bytes_content(), "201", answer, NEEDS_SIGN_IN | HAS_BODY));
    openapi_put(o, "/files/{sha256}", "get",
                operation("get_file", nl(N_("The bytes of a file")), which, NULL, "200",
                          done(nl(N_("The bytes.")), bytes_content()),
                          NEEDS_SIGN_IN | MAY_BE_ABSENT));
}

/* The stream stands outside /api/v1: it is the one that pages follow too. */
static void put_events(struct openapi *o)
{
    json_t *stream = json_pack("{s:{s:{s:s}}}", "text/event-stream", "schema", "type", "string");
    json_t *parameters =
        json_pack("[{s:s, s:s, s:s, s:{s:s}}, {s:s, s:s, s:s, s:{s:s}}]", "name", "position", "in",
                  "query", "description", nl(N_("Resume after the event with this id.")), "schema",
                  "type", "string", "name", "Last-Event-ID", "in", "header", "description",
                  nl(N_("Resume after the event with this id.")), "schema", "type", "string");
    json_t *events = operation(
        "get_events", nl(N_("Live events: one for each act on a thing that this office may see")),
        parameters, NULL, "200",
        done(nl(N_("Server-sent events: act with type, id, action and version; reset when what was "
                   "missed is no longer kept.")),
             stream),
        NEEDS_SIGN_IN);

    openapi_put(o, "/events", "get", events);
    json_object_set_new(json_object_get(o->paths, "/events"), "servers",
                        json_pack("[{s:s, s:s}]", "url", "/", "description",
                                  nl(N_("This server, outside the version"))));
}

void openapi_door(struct openapi *o)
{
    json_t *itself = json_pack("{s:s, s:b}", "type", "object", "additionalProperties", 1);

    put_sessions(o);
    put_clock(o);
    put_units(o);
    put_files(o);
    put_events(o);
    openapi_put(o, "/openapi.json", "get",
                operation("get_openapi", nl(N_("This description")), NULL, NULL, "200",
                          done(nl(N_("OpenAPI 3.0.3.")), openapi_content(itself)), 0));
}
