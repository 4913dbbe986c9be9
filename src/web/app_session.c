/* SPDX-License-Identifier: EUPL-1.2 */
/* Who asks: cookie or bearer token; demo sign-in and -out, language and mode; the demo's clock. */
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"

#define COOKIE "schakel"

void session_take(struct ask *ask)
{
    struct text bearer = http_header(ask->in, "Authorization"), token;
    struct text lang;

    ask->lang = tr_choose(http_header(ask->in, "Accept-Language"));
    if (text_starts(bearer, T("Bearer ")))
        token = text_trim(text_slice(bearer, 7, bearer.len));
    else if (!http_cookie(ask->in, COOKIE, &token))
        return;
    if (session_find(ask->app->space, token, ask->arena, &ask->session) != OK)
        return;
    ask->is_signed_in = true;
    ask->session.viewer.channel = ask->is_api ? T("api") : T("web");
    lang = ask->session.lang;
    /* A program says its language with each request; a person chose it once. */
    if (!ask->is_api && text_is(lang, "en"))
        ask->lang = "en";
    else if (!ask->is_api && text_is(lang, "nl"))
        ask->lang = "nl";
}

static void set_cookie(struct ask *ask, struct text token, bool ends)
{
    http_answer_header_add(ask->out, "Set-Cookie",
                           text_printf(ask->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s",
                                       COOKIE, TEXT_FMT(token),
                                       ask->app->is_proxied ? "; Secure" : "",
                                       ends ? "; Max-Age=0" : ""));
}

/* ---- pages ---- */
/* A browser that still carries a session of ours, which is over: after eight idle hours, or because
 * the demo began again. */
static bool has_lost_session(const struct ask *ask)
{
    struct text token;

    return !ask->is_signed_in && http_cookie(ask->in, COOKIE, &token) && token.len > 0;
}

static void show_sign_in(struct ask *ask, int status)
{
    struct buf buf = buf_make(PAGE_BYTES_MAX);
    struct json out = json_make(&buf);
    struct tx *tx = tx_read(space_store(ask->app->space), ask->arena);
    struct json_fault fault;
    struct text to;
    json_t *doc;

    if (!http_pairs_find(ask->query, "naar", &to) || !is_own_address(to))
        to = T("/werk");
    json_open(&out);
    json_put_text(&out, "to", to);
    json_put_bool(&out, "is_demo", space_kind(ask->app->space) != SPACE_LIVE);
    json_put_bool(&out, "is_over", has_lost_session(ask));
    problem_items(ask, &out);
    json_demo_offices(&out, tx, ask->now);
    json_close(&out);
    if (tx_end(tx) || json_end(&out) || json_read(buf_text(&buf), &doc, &fault)) {
        problem_answer(ask, FAULT);
    } else {
        demo_put_cast(ask, doc);
        page_show(ask, status, "sign_in", tr(ask->lang, N_("Sign in")), doc);
        json_decref(doc);
    }
    buf_free(&buf);
}

static void sign_in(struct ask *ask)
{
    struct http_form form;
    struct session session;
    struct text words, to;
    struct id office;
    enum result r = REFUSED;

    if (!form_read(ask, &form))
        return;
    if (!http_pairs_find(form.pairs, "office", &words) || !id_read(words, &office))
        verdict_refuse(ask->verdict, "FIELD_MISSING", "office", N_("No office was chosen."),
                       N_("Choose the office you act for."));
    else
        r = session_open_demo(ask->app->space, office, ask->in->is_loopback, ask->arena, &session,
                              ask->verdict);
    if (r == REFUSED || r == NOT_FOUND) {
        show_sign_in(ask, problem_status(REFUSED, ask->verdict));
        return;
    }
    if (!r) /* the language the sign-in page was read in stays */
        r = session_set(ask->app->space, session.token, text_of(ask->lang), T(""));
    if (r) {
        problem_answer(ask, r);
        return;
    }
    if (ask->is_signed_in && session_end(ask->app->space, ask->session.token) == FAULT)
        log_line(LOG_WARN, LOG_HERE, "old_session_stays", "office=%lld",
                 (long long)ask->session.viewer.office.v);
    set_cookie(ask, session.token, false);
    if (!http_pairs_find(form.pairs, "naar", &to) || !is_own_address(to))
        to = T("/werk");
    http_answer_redirect(ask->out, 303, to);
}

static void sign_out(struct ask *ask)
{
    struct http_form form;

    if (!form_read(ask, &form))
        return;
    if (ask->is_signed_in && session_end(ask->app->space, ask->session.token) == FAULT) {
        problem_answer(ask, FAULT);
        return;
    }
    set_cookie(ask, T(""), true);
    http_answer_redirect(ask->out, 303, T("/inloggen"));
}

/* Language and day or night, kept with the session; back to where the person was. */
static void set_preference(struct ask *ask)
{
    struct text lang, mode, to;
    struct http_form form;
    enum result r;

    if (!form_read(ask, &form))
        return;
    if (!http_pairs_find(form.pairs, "taal", &lang))
        lang = T("");
    if (!http_pairs_find(form.pairs, "weergave", &mode))
        mode = T("");
    if (!http_pairs_find(form.pairs, "naar", &to) || !is_own_address(to))
        to = T("/werk");
    r = ask->is_signed_in ? session_set(ask->app->space, ask->session.token, lang, mode) : REFUSED;
    if (r)
        problem_answer(ask, r);
    else
        http_answer_redirect(ask->out, 303, to);
}

/* ---- the API's session, and the demo's clock ---- */
/* A program that signs in first knows codes of offices, no ids: "BEHEER.beheerder" is the first of
 * them. */
static bool named_office(const struct ask *ask, struct text words, struct id *office)
{
    struct tx *tx;

    if (id_read(words, office))
        return true;
    if (words.len == 0)
        return false;
    tx = tx_read(space_store(ask->app->space), ask->arena);
    *office = office_find(tx, words, T(""), ask->now);
    return tx_end(tx) == OK && !id_is_none(*office);
}

static void api_session(struct ask *ask)
{
    struct session session;
    struct id office;
    struct json out;
    enum result r = REFUSED;
    json_t *input;

    if (!body_read(ask, &input))
        return;
    if (!named_office(ask, json_string_text(json_object_get(input, "office")), &office))
        verdict_refuse(ask->verdict, "FIELD_MISSING", "office", N_("No office was chosen."),
                       N_("Choose the office you act for."));
    else
        r = session_open_program(ask->app->space, office, ask->in->is_loopback, ask->arena,
                                 &session, ask->verdict);
    json_decref(input);
    if (r) {
        problem_answer(ask, r);
        return;
    }
    http_answer_as(ask->out, 201, "application/json; charset=utf-8");
    out = json_make(&ask->out->body);
    json_open(&out);
    json_put_text(&out, "token", session.token);
    json_put_id(&out, "office", session.viewer.office);
    json_close(&out);
    if (json_end(&out))
        problem_answer(ask, LIMIT);
}

/* GET: the offices that demo sign-in offers, as the page shows them; nothing outside a demo. */
static void api_offices(struct ask *ask)
{
    struct tx *tx;
    struct json out;

    if (space_kind(ask->app->space) == SPACE_LIVE || !ask->in->is_loopback) {
        problem_one(ask, 403, "DEMO_ONLY", "", N_("Offices can be chosen freely in a demo only."),
                    N_("Sign in through your organisation."));
        return;
    }
    tx = tx_read(space_store(ask->app->space), ask->arena);
    http_answer_as(ask->out, 200, "application/json; charset=utf-8");
    out = json_make(&ask->out->body);
    json_open(&out);
    json_demo_offices(&out, tx, ask->now);
    json_close(&out);
    if (tx_end(tx) || json_end(&out))
        problem_answer(ask, FAULT);
}

/* GET: what time it is here. PUT {"now": …}: a demo's or exercise's clock is set, on this machine.
 */
static void api_clock(struct ask *ask)
{
    struct instant to;
    struct json out;
    json_t *input;

    if (ask->in->method == HTTP_PUT) {
        if (!body_read(ask, &input))
            return;
        bool is_moment = instant_read(json_string_text(json_object_get(input, "now")), &to);
        json_decref(input);
        if (!is_moment) {
            problem_one(ask, 400, "FIELD_TIME", "now", N_("This must be a moment with its offset."),
                        N_("Write 2021-07-14T22:10:00+02:00."));
            return;
        }
        if (!ask->in->is_loopback || space_set_clock(ask->app->space, to)) {
            problem_one(ask, 403, "DEMO_ONLY", "",
                        N_("The clock can only be set in a demo or exercise, on this machine."),
                        N_("Start a demo space."));
            return;
        }
    }
    http_answer_as(ask->out, 200, "application/json; charset=utf-8");
    out = json_make(&ask->out->body);
    json_open(&out);
    json_put_instant(&out, "now", space_now(ask->app->space));
    json_put_cstr(&out, "space", space_name(ask->app->space));
    json_close(&out);
    if (json_end(&out))
        problem_answer(ask, LIMIT);
}

static bool answer_page(struct ask *ask)
{
    bool is_read = http_is_read(ask->in);
    struct text page = ask->parts[0];

    if (ask->part_count != 1)
        return false;
    if (text_is(page, "inloggen")) {
        if (is_read)
            show_sign_in(ask, 200);
        else
            sign_in(ask);
    } else if (text_is(page, "uitloggen") && !is_read) {
        sign_out(ask);
    } else if (text_is(page, "voorkeur") && !is_read) {
        set_preference(ask);
    } else {
        return false;
    }
    return true;
}

bool session_answer(struct ask *ask)
{
    if (!ask->is_api)
        return answer_page(ask);
    if (ask->part_count != 3)
        return false;
    if (text_is(ask->parts[2], "sessions") && ask->in->method == HTTP_POST)
        api_session(ask);
    else if (text_is(ask->parts[2], "sessions") && http_is_read(ask->in))
        api_offices(ask);
    else if (text_is(ask->parts[2], "clock") && ask->in->method != HTTP_POST)
        api_clock(ask);
    else
        return false;
    return true;
}
