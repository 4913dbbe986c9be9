/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts over the API: one action posted to its noun, or a unit of several. */
#include <string.h>

#include "base/tr.h"
#include "web/app_inner.h"

enum { KEY_BYTES_MAX = 128 };

bool body_read(struct ask *ask, json_t **out)
{
    struct text type = http_header(ask->in, "Content-Type");
    struct json_fault fault;
    enum result r;

    *out = NULL;
    if (ask->in->body.len == 0) {
        *out = json_object();
        return true;
    }
    if (http_has_header(ask->in, "Content-Encoding") || !http_type_is(type, "application/json")) {
        problem_one(ask, 415, "BODY_TYPE", "", N_("The body must be JSON, not compressed."),
                    N_("Send Content-Type: application/json."));
        return false;
    }
    r = json_read(ask->in->body, out, &fault);
    if (r == OK && json_is_object(*out))
        return true;
    if (r == OK) {
        json_decref(*out);
        problem_one(ask, 400, "BODY_NO_OBJECT", "", N_("The body must be a JSON object."),
                    N_("Put the fields between braces."));
    } else {
        struct verdict_item *item =
            verdict_refuse(ask->verdict, "BODY_BROKEN", "",
                           N_("The body cannot be read: {what}, line {line}, column {column}."),
                           N_("Send one JSON object in UTF-8, without doubled names."));
        verdict_hole(item, ask->arena, "what", text_of(fault.what));
        verdict_hole(item, ask->arena, "line", text_printf(ask->arena, "%d", fault.line));
        verdict_hole(item, ask->arena, "column", text_printf(ask->arena, "%d", fault.column));
        problem_answer(ask, r == LIMIT && strcmp(fault.what, "too_large") == 0 ? LIMIT : REFUSED);
    }
    *out = NULL;
    return false;
}

bool act_is_key(struct text key)
{
    for (size_t i = 0; i < key.len; i++)
        if (key.at[i] < 0x21 || key.at[i] > 0x7e)
            return false;
    return key.len >= 1 && key.len <= KEY_BYTES_MAX;
}

/* Signed in, with a key. False: answered. */
static bool may_post(struct ask *ask, struct text *key)
{
    *key = http_header(ask->in, "Idempotency-Key");
    if (!ask->is_signed_in) {
        problem_one(ask, 401, "NOT_SIGNED_IN", "", N_("You are not signed in."),
                    N_("Sign in and choose the office you act for."));
        return false;
    }
    if (!act_is_key(*key)) {
        problem_one(
            ask, 400, "KEY_MISSING", "",
            N_("An act needs an Idempotency-Key of 1 to 128 printable characters."),
            N_("Send a new random key with each act, and the same one when you repeat it."));
        return false;
    }
    return true;
}

/* If-Match: "12" or * ; INT_NONE when it may be absent. False: answered. */
static bool take_version(struct ask *ask, const struct action *action, int64_t *version)
{
    struct text match = http_header(ask->in, "If-Match");

    *version = INT_NONE;
    if (action->creates || text_is(match, "*"))
        return true;
    if (match.len == 0) {
        problem_one(ask, 428, "VERSION_MISSING", "",
                    N_("An act on a thing needs the version you saw."),
                    N_("Send its ETag as If-Match."));
        return false;
    }
    if (match.len > 2 && match.at[0] == '"' &&
        text_int64(text_slice(match, 1, match.len - 2), version))
        return true;
    *version = 0; /* no version at all: stale */
    return true;
}

void act_note_refusal(const struct ask *ask, const struct unit *unit, enum result result,
                      const struct verdict *verdict)
{
    size_t at = verdict->count > 0 ? (size_t)verdict->items[0].step : 0;

    if ((result == REFUSED || result == NOT_FOUND) && at < unit->n)
        access_note_refusal(ask->app->space, &unit->by, text_of(unit->steps[at].action->name),
                            unit->steps[at].object, verdict);
}

static void put_receipt(const struct ask *ask, const struct unit *unit, const struct receipt *r,
                        struct json *out)
{
    json_open(out);
    json_put_id(out, "entry", r->steps[r->n - 1].entry);
    json_put_id(out, "object", r->steps[r->n - 1].object);
    json_put_cstr(out, "object_type", unit->steps[r->n - 1].action->object);
    json_put_int(out, "version", r->steps[r->n - 1].version);
    json_put_instant(out, "recorded_at", r->recorded_at);
    json_name(out, "steps");
    json_list(out);
    for (size_t i = 0; i < r->n && i < sizeof(r->steps) / sizeof(r->steps[0]); i++) {
        json_open(out);
        json_put_cstr(out, "action", unit->steps[i].action->name);
        json_put_id(out, "entry", r->steps[i].entry);
        json_put_id(out, "object", r->steps[i].object);
        json_put_int(out, "version", r->steps[i].version);
        json_close(out);
    }
    json_list_end(out);
    problem_items(ask, out);
    json_close(out);
}

static void commit(struct ask *ask, struct unit *unit)
{
    struct receipt *r = arena_new(ask->arena, struct receipt);
    enum result result = space_commit(ask->app->space, unit, ask->arena, r);
    const struct thing_type *type;
    struct json out;

    ask->verdict = r->verdict;
    act_note_refusal(ask, unit, result, r->verdict);
    if (result) {
        problem_answer(ask, result);
        return;
    }
    type = catalogue_thing(ask->app->catalogue, text_of(unit->steps[r->n - 1].action->object));
    http_answer_as(ask->out, 201, "application/json; charset=utf-8");
    if (type)
        http_answer_header(ask->out, "Location",
                           text_printf(ask->arena, "/api/v1/%s/%.*s", type->path,
                                       TEXT_FMT(id_text(ask->arena, r->steps[r->n - 1].object))));
    http_answer_header(ask->out, "ETag",
                       text_printf(ask->arena, "\"%lld\"", (long long)r->steps[r->n - 1].version));
    out = json_make(&ask->out->body);
    put_receipt(ask, unit, r, &out);
    if (json_end(&out))
        problem_answer(ask, LIMIT);
}

void act_post(struct ask *ask, const struct action *action, struct id object)
{
    struct step step = { .action = action, .object = object };
    struct unit unit = { .by = ask->session.viewer,
                         .steps = &step,
                         .n = 1,
                         .body = ask->in->body,
                         .trace = ask->in->traceparent };
    json_t *input;

    if (!may_post(ask, &unit.key) || !take_version(ask, action, &step.if_version) ||
        !body_read(ask, &input))
        return;
    step.input = input;
    commit(ask, &unit);
    json_decref(input);
}

void act_try(struct ask *ask, const struct action *action, struct id object)
{
    struct step step = { .action = action, .object = object, .if_version = INT_NONE };
    struct unit unit = { .by = ask->session.viewer,
                         .steps = &step,
                         .n = 1,
                         .key = T(""),
                         .body = T(""),
                         .trace = T("") };
    json_t *input;
    struct json out;
    enum result r;

    if (!ask->is_signed_in) {
        problem_one(ask, 401, "NOT_SIGNED_IN", "", N_("You are not signed in."),
                    N_("Sign in and choose the office you act for."));
        return;
    }
    if (!body_read(ask, &input))
        return;
    step.input = input;
    r = space_dry_run(ask->app->space, &unit, false, ask->arena, ask->verdict);
    json_decref(input);
    if (r == FAULT || r == LIMIT || r == NOT_FOUND) {
        problem_answer(ask, r);
        return;
    }
    http_answer_as(ask->out, 200, "application/json; charset=utf-8");
    out = json_make(&ask->out->body);
    json_open(&out);
    json_put_bool(&out, "would_be_done", r == OK);
    problem_items(ask, &out);
    json_close(&out);
    if (json_end(&out))
        problem_answer(ask, LIMIT);
}

/* ---- units ---- */
static bool read_step(struct ask *ask, const json_t *row, size_t index, struct step *step)
{
    struct text action = json_string_text(json_object_get(row, "action"));
    struct text object = json_string_text(json_object_get(row, "object"));
    struct text type = json_string_text(json_object_get(row, "object_type"));
    const json_t *made = json_object_get(row, "object_step");
    const json_t *version = json_object_get(row, "version");
    const char *at = text_cstr(ask->arena, text_printf(ask->arena, "steps/%zu", index));

    *step = (struct step){ .action = catalogue_action(ask->app->catalogue, action, type),
                           .input = json_object_get(row, "fields"),
                           .if_version =
                               json_is_integer(version) ? json_integer_value(version) : INT_NONE };
    if (!step->action) {
        verdict_refuse(ask->verdict, "ACTION_UNKNOWN", at, N_("There is no such act."),
                       N_("Look at the list of acts."));
        return false;
    }
    if (made && (!json_is_integer(made) || json_integer_value(made) < 0 ||
                 json_integer_value(made) > (json_int_t)index)) {
        verdict_refuse(ask->verdict, "STEP_ORDER", at,
                       N_("A step can only act on a thing that an earlier step made."),
                       N_("Give the number of an earlier step, from 1."));
        return false;
    }
    step->object_step = (int)json_integer_value(made);
    /* As If-Match for a single act: the version that was seen, or "*" for whatever it is now. */
    if (object.len > 0 && !json_is_integer(version) && !text_is(json_string_text(version), "*"))
        verdict_refuse(ask->verdict, "VERSION_MISSING",
                       text_cstr(ask->arena, text_printf(ask->arena, "steps/%zu/version", index)),
                       N_("An act on a thing needs the version you saw."),
                       N_("Give the number of its ETag, or \"*\"."));
    if (object.len > 0 && !id_read(object, &step->object))
        verdict_refuse(ask->verdict, "FIELD_REF", at, N_("This is not the mark of a thing."),
                       N_("Choose one from the list, or give its id such as 1-143."));
    return true;
}

void act_unit(struct ask *ask)
{
    struct unit unit = { .by = ask->session.viewer,
                         .body = ask->in->body,
                         .trace = ask->in->traceparent };
    json_t *input;
    const json_t *rows;

    if (ask->in->method != HTTP_POST) {
        problem_one(ask, 405, "METHOD_NOT_ALLOWED", "", N_("This method is not used here."),
                    N_("Use GET to read and POST to act."));
        return;
    }
    if (!may_post(ask, &unit.key) || !body_read(ask, &input))
        return;
    rows = json_object_get(input, "steps");
    unit.n = json_array_size(rows);
    unit.steps = arena_array(ask->arena, struct step, unit.n + 1);
    if (unit.n == 0 || unit.n > UNIT_MAX || !unit.steps)
        verdict_refuse(ask->verdict, "UNIT_SIZE", "steps", N_("A unit holds 1 to 500 acts."),
                       N_("Split it."));
    for (size_t i = 0; verdict_is_clear(ask->verdict) && i < unit.n; i++)
        read_step(ask, json_array_get(rows, i), i, &unit.steps[i]);
    if (verdict_is_clear(ask->verdict))
        commit(ask, &unit);
    else
        problem_answer(ask, REFUSED);
    json_decref(input);
}
