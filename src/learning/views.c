/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: the lessons, one lesson, the evaluation of a request. */
#include <string.h>

#include "base/tr.h"
#include "learning/inner.h"
#include "learning/statements.h"

struct lessons_query {
    struct text state;
    struct id request, incident;
    struct yesno mine;
    struct id after;
};
struct thing_query {
    struct id id;
};

static const struct {
    const char *code, *words;
} states[] = {
    { "RECOMMENDED", N_("Recommended") }, { "ADOPTED", N_("Adopted") },
    { "REJECTED", N_("Turned down") },    { "VERIFIED", N_("Verified") },
    { "CLOSED", N_("Closed") },
};
enum { STATE_COUNT = sizeof(states) / sizeof(states[0]) };

static void put_state(struct json *out, struct text code)
{
    for (size_t i = 0; i < STATE_COUNT; i++)
        if (text_is(code, states[i].code))
            json_put_words(out, "state", states[i].code, states[i].words);
}

static void put_text_or_none(struct json *out, const char *name, struct text t)
{
    json_name(out, name);
    if (text_is_empty(t))
        json_none(out);
    else
        json_text(out, t);
}

/* The request it was learnt from, as far as the viewer may see it; its address goes with it. */
static void put_request(struct json *out, const struct look *look, const char *name,
                        const char *url_name, struct id request)
{
    bool is_seen = !id_is_none(request) && look_sees_thing(look, "request", request);

    json_put_thing(out, name, look->tx, is_seen ? request : ID_NONE);
    json_name(out, url_name);
    if (is_seen)
        json_text(out, text_printf(look->arena, "/aanvragen/%.*s",
                                   TEXT_FMT(id_text(look->arena, request))));
    else
        json_none(out);
}

/* The same of the incident. */
static void put_incident(struct json *out, const struct look *look, const char *name,
                         const char *url_name, struct id incident)
{
    bool is_seen = !id_is_none(incident) && look_sees_thing(look, "incident", incident);

    json_put_thing(out, name, look->tx, is_seen ? incident : ID_NONE);
    json_name(out, url_name);
    if (is_seen)
        json_text(out, text_printf(look->arena, "/incidenten/%.*s",
                                   TEXT_FMT(id_text(look->arena, incident))));
    else
        json_none(out);
}

/* Where all lessons of the incident stand together; null without one. */
static void put_lessons_url(struct json *out, const struct look *look, struct id incident)
{
    json_name(out, "incident_lessons_url");
    if (id_is_none(incident) || !look_sees_thing(look, "incident", incident))
        json_none(out);
    else
        json_text(out, text_printf(look->arena, "/lessen?incident=%.*s",
                                   TEXT_FMT(id_text(look->arena, incident))));
}

/* Where a lesson of this request or incident is recorded. */
static void put_record_url(struct json *out, const struct look *look, const char *field,
                           struct id about)
{
    json_put_text(out, "record_url",
                  id_is_none(about) ? T("/lessen/nieuw/les")
                                    : text_printf(look->arena, "/lessen/nieuw/les?%s=%.*s", field,
                                                  TEXT_FMT(id_text(look->arena, about))));
}

/* "counts": [{"state": {code,nl,en}, "count"}] in the order of the states, and "open_count": those
 * that are neither closed nor turned down. */
static void put_counts(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = id_is_none(incident)
                         ? tx_query_values(look->tx, SQL_LESSON_COUNTS_ALL, NULL, 0)
                         : tx_query(look->tx, SQL_LESSON_COUNTS, VAL(incident));
    int64_t counts[STATE_COUNT] = { 0 }, open = 0;

    while (rows_next(r))
        for (size_t i = 0; i < STATE_COUNT; i++)
            if (text_is(rows_peek(r, 0), states[i].code))
                counts[i] = rows_int(r, 1);
    json_name(out, "counts");
    json_list(out);
    for (size_t i = 0; i < STATE_COUNT; i++) {
        json_open(out);
        json_put_words(out, "state", states[i].code, states[i].words);
        json_put_int(out, "count", counts[i]);
        json_close(out);
        if (strcmp(states[i].code, "CLOSED") != 0 && strcmp(states[i].code, "REJECTED") != 0)
            open += counts[i];
    }
    json_list_end(out);
    json_put_int(out, "open_count", open);
}

/* A row of the list: columns in the order of LESSON_PAGE. */
static void put_lesson_row(struct json *out, const struct look *look, const struct rows *r)
{
    struct id id = rows_id(r, 0);

    json_open(out);
    json_put_id(out, "id", id);
    put_state(out, rows_text(r, 1));
    json_put_choice(out, "phase", "phase", rows_text(r, 2));
    json_put_text(out, "observation", rows_text(r, 3));
    json_put_text(out, "recommendation", rows_text(r, 4));
    json_put_office(out, "owner", look->tx, rows_id(r, 5));
    put_request(out, look, "request", "request_url", rows_id(r, 6));
    json_put_instant(out, "recorded_at", rows_instant(r, 7));
    json_put_text(out, "self_url",
                  text_printf(look->arena, "/lessen/%.*s", TEXT_FMT(id_text(look->arena, id))));
    json_close(out);
}

/* Lists go back from here: the newest when nothing is given. */
static struct id after_or_newest(struct id after)
{
    struct id newest = { INT64_MAX };

    return id_is_none(after) ? newest : after;
}

static struct rows *query_lessons(const struct look *look, const struct lessons_query *q)
{
    bool is_hidden =
        (!id_is_none(q->incident) && !look_sees_thing(look, "incident", q->incident)) ||
        (!id_is_none(q->request) && !look_sees_thing(look, "request", q->request));
    struct id before = { is_hidden ? 0 : after_or_newest(q->after).v };
    int64_t limit = LESSON_PAGE + 1;

    if (!id_is_none(q->incident))
        return tx_query(look->tx, SQL_LESSON_PAGE_INCIDENT, VAL(before), VAL(limit),
                        VAL(q->incident), VAL(q->state));
    if (!id_is_none(q->request))
        return tx_query(look->tx, SQL_LESSON_PAGE_REQUEST, VAL(before), VAL(limit), VAL(q->request),
                        VAL(q->state));
    if (q->mine.is == YES)
        return tx_query(look->tx, SQL_LESSON_PAGE_OWNER, VAL(before), VAL(limit),
                        VAL(look->viewer->office), VAL(q->state));
    if (!text_is_empty(q->state))
        return tx_query(look->tx, SQL_LESSON_PAGE_STATE, VAL(before), VAL(limit), VAL(q->state));
    return tx_query(look->tx, SQL_LESSON_PAGE, VAL(before), VAL(limit));
}

static void put_next_url(struct json *out, const struct look *look, const struct lessons_query *q,
                         struct id next)
{
    struct text url;

    json_put_id(out, "next", next);
    json_name(out, "next_url");
    if (id_is_none(next)) {
        json_none(out);
        return;
    }
    url = text_printf(look->arena, "/lessen?after=%.*s", TEXT_FMT(id_text(look->arena, next)));
    if (!text_is_empty(q->state))
        url = text_printf(look->arena, "%.*s&state=%.*s", TEXT_FMT(url), TEXT_FMT(q->state));
    if (q->mine.is == YES)
        url = text_printf(look->arena, "%.*s&mine=true", TEXT_FMT(url));
    if (!id_is_none(q->request))
        url = text_printf(look->arena, "%.*s&request=%.*s", TEXT_FMT(url),
                          TEXT_FMT(id_text(look->arena, q->request)));
    if (!id_is_none(q->incident))
        url = text_printf(look->arena, "%.*s&incident=%.*s", TEXT_FMT(url),
                          TEXT_FMT(id_text(look->arena, q->incident)));
    json_text(out, url);
}

static void put_filter(struct json *out, const struct look *look, const struct lessons_query *q)
{
    json_put_bool(out, "is_mine", q->mine.is == YES);
    json_put_bool(out, "has_filter",
                  q->mine.is == YES || !text_is_empty(q->state) || !id_is_none(q->request) ||
                      !id_is_none(q->incident));
    put_request(out, look, "of_request", "of_request_url", q->request);
    put_incident(out, look, "of_incident", "of_incident_url", q->incident);
    json_name(out, "states");
    json_list(out);
    for (size_t i = 0; i < STATE_COUNT; i++) {
        json_open(out);
        json_put_cstr(out, "code", states[i].code);
        json_put_words(out, "words", states[i].code, states[i].words);
        json_put_bool(out, "is_selected", text_is(q->state, states[i].code));
        json_close(out);
    }
    json_list_end(out);
}

/* {"is_mine", "has_filter", "of_request", "of_incident", "states", "counts", "open_count",
 * "record_url", "lessons": [row], "next", "next_url"}, newest first. A lesson names an incident or
 * a request only to who may see it, so a list of one that the reader may not see is empty. */
static enum result view_lessons(const struct look *look, const void *query, struct json *out)
{
    const struct lessons_query *q = query;
    struct rows *r;
    struct id last = ID_NONE, next = ID_NONE;
    int64_t n = 0;

    put_filter(out, look, q);
    put_counts(out, look, look_sees_thing(look, "incident", q->incident) ? q->incident : ID_NONE);
    put_record_url(out, look, id_is_none(q->incident) ? "request" : "incident",
                   id_is_none(q->incident) ? q->request : q->incident);
    r = query_lessons(look, q);
    json_name(out, "lessons");
    json_list(out);
    while (rows_next(r)) {
        if (n++ == LESSON_PAGE) {
            next = last;
            rows_close(r);
            break;
        }
        last = rows_id(r, 0);
        put_lesson_row(out, look, r);
    }
    json_list_end(out);
    put_next_url(out, look, q, next);
    return OK;
}

/* "steps": the way of a lesson, [{"words", "is_done", "is_now"}]; and whose turn it is. */
static void put_steps(struct json *out, struct text state)
{
    static const struct {
        const char *code, *words;
    } way[] = {
        { "RECOMMENDED", N_("Recommended") },
        { "ADOPTED", N_("Adopted") },
        { "VERIFIED", N_("Verified") },
        { "CLOSED", N_("Closed") },
    };
    size_t now = 0;

    for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++)
        if (text_is(state, way[i].code))
            now = i;
    json_name(out, "steps");
    json_list(out);
    for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++) {
        json_open(out);
        json_put_words(out, "words", way[i].code, way[i].words);
        json_put_bool(out, "is_done", i < now || (i == now && text_is(state, "CLOSED")));
        json_put_bool(out, "is_now", i == now && !text_is(state, "CLOSED"));
        json_close(out);
    }
    json_list_end(out);
    json_put_bool(out, "is_rejected", text_is(state, "REJECTED"));
    json_put_bool(out, "waits_for_owner", text_is(state, "RECOMMENDED"));
    json_put_bool(out, "waits_for_proof", text_is(state, "ADOPTED"));
    json_put_bool(out, "waits_for_close", text_is(state, "VERIFIED"));
}

/* The whole of one lesson, its acts and its timeline. */
static enum result view_lesson(const struct look *look, const void *query, struct json *out)
{
    const struct thing_query *q = query;
    struct rows *r = tx_query(look->tx, SQL_LESSON_ONE, VAL(q->id));
    struct text state;
    struct id incident;

    if (!rows_next(r))
        return tx_result(look->tx) ? tx_result(look->tx) : NOT_FOUND;
    json_put_id(out, "id", rows_id(r, 0));
    json_put_text(out, "name", thing_label_of(look->tx, q->id));
    state = rows_text(r, 1);
    put_state(out, state);
    put_steps(out, state);
    put_request(out, look, "request", "request_url", rows_id(r, 2));
    json_put_choice(out, "phase", "phase", rows_text(r, 3));
    json_put_text(out, "observation", rows_text(r, 4));
    json_put_text(out, "recommendation", rows_text(r, 5));
    json_put_office(out, "recorder", look->tx, rows_id(r, 6));
    json_put_office(out, "owner", look->tx, rows_id(r, 7));
    json_put_instant(out, "recorded_at", rows_instant(r, 8));
    json_put_instant(out, "decided_at", rows_instant(r, 9));
    put_text_or_none(out, "decision_reason", rows_text(r, 10));
    json_put_instant(out, "verified_at", rows_instant(r, 11));
    put_text_or_none(out, "verified_in", rows_text(r, 12));
    put_request(out, look, "verified_request", "verified_request_url", rows_id(r, 13));
    json_put_instant(out, "closed_at", rows_instant(r, 14));
    incident = rows_id(r, 15);
    rows_close(r);
    put_incident(out, look, "incident", "incident_url", incident);
    put_lessons_url(out, look, incident);
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, 100);
    return OK;
}

/* ---- the evaluation of a request ---- */

static void put_answer(struct json *out, const char *yes, const char *no, struct yesno v)
{
    json_put_bool(out, yes, v.is == YES);
    json_put_bool(out, no, v.is == NO);
}

static void put_evaluations(struct json *out, const struct look *look, struct id request)
{
    struct rows *r = tx_query(look->tx, SQL_EVALUATIONS_OF, VAL(request));

    json_name(out, "evaluations");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_instant(out, "evaluated_at", rows_instant(r, 0));
        json_put_office(out, "office", look->tx, rows_id(r, 1));
        put_answer(out, "is_effect_reached", "is_effect_missed", rows_yesno(r, 2));
        put_answer(out, "is_in_time", "is_too_late", rows_yesno(r, 3));
        put_text_or_none(out, "findings", rows_text(r, 4));
        put_text_or_none(out, "went_well", rows_text(r, 5));
        put_text_or_none(out, "to_improve", rows_text(r, 6));
        json_close(out);
    }
    json_list_end(out);
}

/* {"request", "request_url", "stage", "is_before_money", "evaluations": newest first, "lessons",
 * "acts"}. */
static enum result view_evaluation(const struct look *look, const void *query, struct json *out)
{
    const struct thing_query *q = query;
    const struct route *route = request_route(look->tx, q->id);
    struct text stage = request_stage(look->tx, q->id);
    struct rows *r;

    if (!route)
        return NOT_FOUND;
    put_request(out, look, "request", "request_url", q->id);
    json_put_stage(out, "stage", route, stage);
    json_put_bool(out, "is_before_money",
                  text_is(stage, "RELEASED") || text_is(stage, "RECALLED") ||
                      text_is(stage, "RETURNED_HOME"));
    put_evaluations(out, look, q->id);
    put_record_url(out, look, "request", q->id);
    put_lessons_url(out, look, request_incident(look->tx, q->id));
    r = tx_query(look->tx, SQL_LESSON_PAGE_REQUEST, VAL(INT64_MAX), VAL(LESSONS_OF_REQUEST),
                 VAL(q->id), VAL(""));
    json_name(out, "lessons");
    json_list(out);
    while (rows_next(r))
        put_lesson_row(out, look, r);
    json_list_end(out);
    json_acts(out, look, q->id, false);
    return OK;
}

const struct view learning_views[LEARNING_VIEWS] = {
    {
        .name = "lessons",
        .title = N_("Lessons"),
        .audience = "offices",
        .path = "/lessons",
        .address = "/lessen",
        .nav = "leren",
        FIELDS(
            lessons_query,
            FIELD(lessons_query, state, .label = N_("State"), .max = 40, .optional = true),
            FIELD(lessons_query, request, .label = N_("Request"), .table = "request",
                  .optional = true),
            FIELD(lessons_query, incident, .label = N_("Incident"), .table = "incident",
                  .optional = true),
            FIELD(lessons_query, mine, .label = N_("Only mine"), .optional = true),
            FIELD(lessons_query, after, .label = N_("After"), .table = "lesson", .optional = true)),
        .build = view_lessons,
        .page = "lessons",
    },
    {
        .name = "lesson",
        .title = N_("Lesson"),
        .audience = "offices",
        .thing = "lesson",
        .path = "/lessons/{id}",
        .address = "/lessen/{id}",
        .nav = "leren",
        FIELDS(thing_query, FIELD(thing_query, id, .label = N_("Lesson"), .table = "lesson")),
        .build = view_lesson,
        .page = "lesson",
    },
    {
        .name = "evaluation",
        .title = N_("Evaluation of a request"),
        .audience = "parties",
        .thing = "request",
        .path = "/requests/{id}/evaluation",
        .address = "/aanvragen/{id}/leren",
        .nav = "leren",
        FIELDS(thing_query, FIELD(thing_query, id, .label = N_("Request"), .table = "request")),
        .build = view_evaluation,
        .page = "evaluation",
    },
};
