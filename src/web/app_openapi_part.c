/* SPDX-License-Identifier: EUPL-1.2 */
/* The shared parts of the OpenAPI description: heads, parameters, answers, schemas of the door. */
#include "base/tr.h"
#include "web/app_openapi.h"

static const char *nl(const char *msgid)
{
    return openapi_nl(msgid);
}

/* ---- heads and parameters ---- */

static json_t *head(const char *words, json_t *schema)
{
    return json_pack("{s:s, s:o}", "description", words, "schema", schema);
}

static json_t *string_schema(void)
{
    return json_pack("{s:s}", "type", "string");
}

static json_t *headers_of(void)
{
    json_t *all = json_object();

    json_object_set_new(
        all, "ApiVersion",
        head(nl(N_("The whole version of this API, in each answer.")), string_schema()));
    json_object_set_new(all, "RequestId",
                        head(nl(N_("The name of this request in the log.")), string_schema()));
    json_object_set_new(
        all, "ETag",
        head(nl(N_("The version of the thing, quoted: the next If-Match.")), string_schema()));
    json_object_set_new(
        all, "Link",
        head(nl(N_("The next page, rel=\"next\"; absent on the last page.")), string_schema()));
    json_object_set_new(all, "Location",
                        head(nl(N_("Where the thing can be read.")),
                             json_pack("{s:s, s:s}", "type", "string", "format", "uri-reference")));
    json_object_set_new(all, "RetryAfter",
                        head(nl(N_("After how many seconds to try again.")),
                             json_pack("{s:s, s:i}", "type", "integer", "minimum", 0)));
    return all;
}

static json_t *parameter(const char *name, const char *in, bool is_required, const char *words,
                         json_t *schema)
{
    return json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", name, "in", in, "required", is_required,
                     "description", words, "schema", schema);
}

static json_t *parameters_of(void)
{
    json_t *all = json_object();

    json_object_set_new(all, "ThingId",
                        parameter("id", "path", true,
                                  nl(N_("The id of the thing that is acted on.")),
                                  openapi_ref("schemas", "Id")));
    json_object_set_new(
        all, "DryRun",
        parameter("dryRun", "query", false,
                  nl(N_("With true nothing is written: the answer says what would be "
                        "refused. No key and no version are looked at.")),
                  json_pack("{s:s}", "type", "boolean")));
    json_object_set_new(
        all, "IdempotencyKey",
        parameter("Idempotency-Key", "header", true,
                  nl(N_("Yours, new for each act. The same key with the same body gives the first "
                        "receipt again; with another body it is refused.")),
                  json_pack("{s:s, s:i, s:i, s:s}", "type", "string", "minLength", 1, "maxLength",
                            128, "pattern", "^[!-~]+$")));
    json_object_set_new(
        all, "IfMatch",
        parameter("If-Match", "header", true,
                  nl(N_("The ETag that you saw; * acts on whatever stands there now.")),
                  json_pack("{s:s, s:s}", "type", "string", "pattern", "^(\\*|\"[0-9]+\")$")));
    json_object_set_new(all, "AcceptLanguage",
                        parameter("Accept-Language", "header", false,
                                  nl(N_("The language of messages and labels: nl or en.")),
                                  string_schema()));
    return all;
}

/* ---- schemas ---- */

static json_t *pattern_of(const char *words, const char *pattern)
{
    return json_pack("{s:s, s:s, s:s}", "type", "string", "description", words, "pattern", pattern);
}

static json_t *item_schema(void)
{
    return json_pack(
        "{s:s, s:[s,s,s,s,s,s,s], s:{s:{s:s, s:s}, s:{s:s, s:b, s:s}, s:{s:s, s:s}, s:{s:s, s:s},"
        " s:{s:s, s:b, s:s}, s:{s:s, s:s}, s:{s:s, s:s}}}",
        "type", "object", "required", "code", "field", "message", "mend", "cite", "law", "step",
        "properties", "code", "type", "string", "description",
        nl(N_("Enduring name of the finding.")), "field", "type", "string", "nullable", 1,
        "description", nl(N_("The field as JSON Pointer; null when it is about the whole.")),
        "message", "type", "string", "description", nl(N_("Why.")), "mend", "type", "string",
        "description", nl(N_("How it can be mended.")), "cite", "type", "string", "nullable", 1,
        "description", nl(N_("The article it rests on.")), "law", "type", "string", "description",
        nl(N_("The route and version that judged; empty when none did.")), "step", "type",
        "integer", "description", nl(N_("Which act of a unit, from 0.")));
}

static json_t *items_of(void)
{
    return json_pack("{s:s, s:o}", "type", "array", "items", openapi_ref("schemas", "Finding"));
}

static json_t *problem_schema(void)
{
    return json_pack(
        "{s:s, s:s, s:[s,s,s,s,s,s,s,s], s:{s:{s:s, s:s}, s:{s:s}, s:{s:s, s:i, s:i}, s:{s:s},"
        " s:{s:s}, s:{s:s}, s:o, s:o}}",
        "type", "object", "description",
        nl(N_("What was refused, and all grounds at once (RFC 9457).")), "required", "type",
        "title", "status", "detail", "instance", "request_id", "errors", "warnings", "properties",
        "type", "type", "string", "format", "uri-reference", "title", "type", "string", "status",
        "type", "integer", "minimum", 400, "maximum", 599, "detail", "type", "string", "instance",
        "type", "string", "request_id", "type", "string", "errors", items_of(), "warnings",
        items_of());
}

static json_t *receipt_schema(void)
{
    json_t *step = json_pack("{s:s, s:[s,s,s,s], s:{s:{s:s}, s:o, s:o, s:{s:s}}}", "type", "object",
                             "required", "action", "entry", "object", "version", "properties",
                             "action", "type", "string", "entry", openapi_ref("schemas", "Id"),
                             "object", openapi_ref("schemas", "Id"), "version", "type", "integer");

    return json_pack(
        "{s:s, s:s, s:[s,s,s,s,s,s,s,s], s:{s:o, s:o, s:{s:s}, s:{s:s, s:s}, s:{s:s, s:s},"
        " s:{s:s, s:o}, s:o, s:o}}",
        "type", "object", "description",
        nl(N_("What was done and where it stands in the journal.")), "required", "entry", "object",
        "object_type", "version", "recorded_at", "steps", "errors", "warnings", "properties",
        "entry", openapi_ref("schemas", "Id"), "object", openapi_ref("schemas", "Id"),
        "object_type", "type", "string", "version", "type", "integer", "description",
        nl(N_("The next If-Match.")), "recorded_at", "type", "string", "format", "date-time",
        "steps", "type", "array", "items", step, "errors", items_of(), "warnings", items_of());
}

static json_t *trial_schema(void)
{
    return json_pack("{s:s, s:[s,s,s], s:{s:{s:s}, s:o, s:o}}", "type", "object", "required",
                     "would_be_done", "errors", "warnings", "properties", "would_be_done", "type",
                     "boolean", "errors", items_of(), "warnings", items_of());
}

static json_t *view_schemas(json_t *all)
{
    json_object_set_new(all, "View",
                        json_pack("{s:s, s:s, s:b}", "type", "object", "description",
                                  nl(N_("What the page of this name shows.")),
                                  "additionalProperties", 1));
    json_object_set_new(all, "ThingView",
                        json_pack("{s:s, s:s, s:b, s:[s], s:{s:{s:s}}}", "type", "object",
                                  "description", nl(N_("One thing, with what its page shows.")),
                                  "additionalProperties", 1, "required", "id", "properties", "id",
                                  "type", "string"));
    json_object_set_new(
        all, "PagedView",
        json_pack("{s:s, s:s, s:b, s:[s], s:{s:{s:s, s:b, s:s}}}", "type", "object", "description",
                  nl(N_("A page of a list.")), "additionalProperties", 1, "required", "next",
                  "properties", "next", "type", "string", "nullable", 1, "description",
                  nl(N_("What to send as after for the next page; null on the last."))));
    return all;
}

/* The door's own schemas go before those of the fields. */
static void put_schemas(json_t *all)
{
    json_object_set_new(
        all, "Id",
        pattern_of(nl(N_("Node and counter, such as 1-143.")), "^[1-9][0-9]*-[1-9][0-9]*$"));
    json_object_set_new(all, "Place",
                        pattern_of(nl(N_("The id of a place, municipality or region, or a point: "
                                         "geo:50.8653,5.8312.")),
                                   "^([1-9][0-9]*-[1-9][0-9]*|geo:-?[0-9.]+,-?[0-9.]+)$"));
    json_object_set_new(
        all, "FileDigest",
        pattern_of(nl(N_("The SHA-256 of a file that was sent before.")), "^[0-9a-f]{64}$"));
    json_object_set_new(all, "Finding", item_schema());
    json_object_set_new(all, "Problem", problem_schema());
    json_object_set_new(all, "Receipt", receipt_schema());
    json_object_set_new(all, "Trial", trial_schema());
    view_schemas(all);
}

/* ---- answers ---- */

static json_t *answer_headers(void)
{
    return json_pack("{s:o, s:o}", "API-Version", openapi_ref("headers", "ApiVersion"),
                     "X-Request-Id", openapi_ref("headers", "RequestId"));
}

static json_t *refusal(const char *words, bool is_busy)
{
    json_t *headers = answer_headers();

    if (is_busy)
        json_object_set_new(headers, "Retry-After", openapi_ref("headers", "RetryAfter"));
    return json_pack("{s:s, s:o, s:{s:{s:o}}}", "description", words, "headers", headers, "content",
                     "application/problem+json", "schema", openapi_ref("schemas", "Problem"));
}

static json_t *responses_of(void)
{
    json_t *all = json_object(), *headers = answer_headers();

    json_object_set_new(
        all, "Tried",
        json_pack("{s:s, s:o, s:o}", "description",
                  nl(N_("Of a dry run: whether it would be done, nothing is written.")), "headers",
                  answer_headers(), "content", openapi_content(openapi_ref("schemas", "Trial"))));
    json_object_set_new(headers, "Location", openapi_ref("headers", "Location"));
    json_object_set_new(headers, "ETag", openapi_ref("headers", "ETag"));
    json_object_set_new(all, "Done",
                        json_pack("{s:s, s:o, s:o}", "description", nl(N_("Done: the receipt.")),
                                  "headers", headers, "content",
                                  openapi_content(openapi_ref("schemas", "Receipt"))));
    json_object_set_new(all, "Refused",
                        refusal(nl(N_("Refused by a rule, or not to be read.")), false));
    json_object_set_new(all, "NotSignedIn", refusal(nl(N_("Not signed in.")), false));
    json_object_set_new(all, "MayNot", refusal(nl(N_("This office may not.")), false));
    json_object_set_new(all, "NotFound", refusal(nl(N_("Not there, or not for you.")), false));
    json_object_set_new(all, "Clash", refusal(nl(N_("The same key is still running.")), false));
    json_object_set_new(all, "Stale",
                        refusal(nl(N_("Somebody else was first: the version is stale.")), false));
    json_object_set_new(all, "TooLarge", refusal(nl(N_("The body is too large.")), false));
    json_object_set_new(all, "NotJson", refusal(nl(N_("The body is not JSON.")), false));
    json_object_set_new(all, "VersionMissing", refusal(nl(N_("If-Match is missing.")), false));
    json_object_set_new(all, "OurFault",
                        refusal(nl(N_("Our fault; the request id finds it in the log.")), false));
    json_object_set_new(all, "Busy", refusal(nl(N_("Too busy now; try again.")), true));
    return all;
}

json_t *openapi_components(struct openapi *o)
{
    put_schemas(o->schemas);
    return json_pack("{s:{s:{s:s, s:s, s:s}}, s:o, s:o, s:o}", "securitySchemes", "bearer", "type",
                     "http", "scheme", "bearer", "description",
                     nl(N_("The token of POST /sessions.")), "headers", headers_of(), "parameters",
                     parameters_of(), "responses", responses_of());
}
