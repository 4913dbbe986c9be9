/* SPDX-License-Identifier: EUPL-1.2 */
/* One view as JSON for programs, as a page for people. */
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"

static void need_sign_in(struct ask *ask)
{
    if (!ask->is_api && http_is_read(ask->in)) {
        http_answer_redirect(
            ask->out, 303,
            text_printf(ask->arena, "/inloggen?naar=%.*s", TEXT_FMT(ask->in->raw_path)));
        return;
    }
    problem_one(ask, 401, "NOT_SIGNED_IN", "", N_("You are not signed in."),
                N_("Sign in and choose the office you act for."));
}

/* Paging: a view says where the next page begins in "next"; the link keeps the other parameters. */
static struct text next_query(struct ask *ask, const json_t *doc)
{
    struct text next = json_string_text(json_object_get(doc, "next")), out = T("?");

    if (next.len == 0)
        return T("");
    for (size_t i = 0; i < ask->query.n; i++)
        if (!text_is(ask->query.at[i].name, "after") && !text_is(ask->query.at[i].name, "klaar"))
            out = text_printf(ask->arena, "%.*s%.*s=%.*s&", TEXT_FMT(out),
                              TEXT_FMT(ask->query.at[i].name), TEXT_FMT(ask->query.at[i].value));
    return text_printf(ask->arena, "%.*safter=%.*s", TEXT_FMT(out), TEXT_FMT(next));
}

static void show_page(struct ask *ask, int status, const struct view *view, struct text json,
                      int64_t version)
{
    struct json_fault fault;
    struct text query;
    json_t *doc;

    if (json_read(json, &doc, &fault)) {
        log_line(LOG_ERROR, LOG_HERE, "view_broken", "view=%s what=%s column=%d", view->name,
                 fault.what, fault.column);
        problem_answer(ask, FAULT);
        return;
    }
    ask->nav = view->nav;
    query = next_query(ask, doc);
    if (query.len > 0)
        json_object_set_new(doc, "next_url",
                            json_stringn(text_printf(ask->arena, "%.*s%.*s",
                                                     TEXT_FMT(ask->in->raw_path), TEXT_FMT(query))
                                             .at,
                                         ask->in->raw_path.len + query.len));
    else
        json_object_set_new(doc, "next_url", json_null());
    json_object_set_new(doc, "version", json_integer(version));
    page_show(ask, status, view->page, tr(ask->lang, view->title), doc);
    json_decref(doc);
}

static void show_json(struct ask *ask, const struct view *view, struct text json, int64_t version)
{
    struct json_fault fault;
    struct text query = T("");
    json_t *doc = NULL;

    if (view->thing)
        http_answer_header(ask->out, "ETag",
                           text_printf(ask->arena, "\"%lld\"", (long long)version));
    else if (text_find(json, T("\"next\":\"")) != SIZE_MAX && json_read(json, &doc, &fault) == OK)
        query = next_query(ask, doc);
    json_decref(doc);
    if (query.len > 0)
        http_answer_header(ask->out, "Link",
                           text_printf(ask->arena, "<%.*s%.*s>; rel=\"next\"",
                                       TEXT_FMT(ask->in->raw_path), TEXT_FMT(query)));
    http_answer_as(ask->out, 200, "application/json; charset=utf-8");
    buf_add(&ask->out->body, json);
}

void view_answer(struct ask *ask, const struct view *view, json_t *input)
{
    struct buf buf = buf_make(HTTP_ANSWER_BYTES_MAX);
    struct json out = json_make(&buf);
    int64_t version;
    enum result r = REFUSED;

    if (!ask->is_signed_in && strcmp(view->audience, "public") != 0) {
        need_sign_in(ask);
        return;
    }
    if (verdict_is_clear(ask->verdict))
        r = space_see(ask->app->space, view, input, &ask->session.viewer, ask->lang, ask->arena,
                      &out, &version, ask->verdict);
    if (r)
        problem_answer(ask, r);
    else if (ask->is_api)
        show_json(ask, view, buf_text(&buf), version);
    else
        show_page(ask, 200, view, buf_text(&buf), version);
    buf_free(&buf);
}

bool view_show_sent(struct ask *ask, int status, const struct view *view,
                    const struct sent_form *sent)
{
    struct buf buf = buf_make(PAGE_BYTES_MAX);
    struct json out = json_make(&buf);
    struct verdict hidden;
    int64_t version;
    enum result r;

    verdict_init(&hidden, ask->arena);
    r = space_see_sent(ask->app->space, view, sent, &ask->session.viewer, ask->lang, ask->arena,
                       &out, &version, &hidden);
    if (!r)
        show_page(ask, status, view, buf_text(&buf), version);
    else
        log_line(LOG_WARN, LOG_HERE, "sheet_not_shown", "view=%s result=%s", view->name,
                 result_name(r));
    buf_free(&buf);
    return r == OK;
}
