/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/app.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"
#include "web/openapi.h"

extern const struct embedded_file asset_files[];
extern const size_t asset_files_len;

static void split_path(struct ask *ask)
{
    struct text rest = text_slice(ask->in->path, 1, ask->in->path.len), part;

    while (ask->part_count < PATH_PARTS_MAX && text_cut(&rest, '/', &part))
        ask->parts[ask->part_count++] = part;
    ask->is_api = ask->part_count >= API_PREFIX_PARTS && text_is(ask->parts[0], "api") &&
                  text_is(ask->parts[1], "v1");
}

static bool answer_static(struct ask *ask)
{
    struct text name;

    if (ask->part_count != 2 || !text_is(ask->parts[0], "static"))
        return false;
    name = text_printf(ask->arena, "assets/%.*s", TEXT_FMT(ask->parts[1]));
    if (http_static(ask->in, ask->out, asset_files, asset_files_len, name))
        problem_one(ask, 404, "PAGE_NOT_FOUND", "", N_("This page does not exist."),
                    N_("Check the address, or start from the menu."));
    return true;
}

static void answer_act(struct ask *ask, const struct action *action, struct id object)
{
    struct text dry;

    if (!ask->is_api) {
        if (http_is_read(ask->in))
            form_show(ask, action, object);
        else
            form_post(ask, action, object);
        return;
    }
    if (http_pairs_find(ask->query, "dryRun", &dry) && text_is(dry, "true"))
        act_try(ask, action, object);
    else
        act_post(ask, action, object);
}

/* GET of a view, GET or POST of an action's form, POST of an action. */
static void answer_tables(struct ask *ask)
{
    json_t *input = json_object();
    const struct view *view = http_is_read(ask->in) ? route_view(ask, input) : NULL;
    const struct action *action = NULL;
    struct id object = ID_NONE;

    if (!view && (!ask->is_api || !http_is_read(ask->in)))
        action = route_action(ask, &object);
    if (view) {
        route_query(ask, &view->fields, input);
        view_answer(ask, view, input);
    } else if (action) {
        answer_act(ask, action, object);
    } else if (ask->is_api && !http_is_read(ask->in) && route_view(ask, input)) {
        problem_one(ask, 405, "METHOD_NOT_ALLOWED", "", N_("This can only be read."),
                    N_("Use GET, or post to one of its collections."));
        http_answer_header(ask->out, "Allow", T("GET, HEAD, OPTIONS"));
    } else {
        problem_one(ask, 404, "PAGE_NOT_FOUND", "", N_("This page does not exist."),
                    N_("Check the address, or start from the menu."));
    }
    json_decref(input);
}

static void answer_root(struct ask *ask)
{
    http_answer_redirect(ask->out, 303, ask->is_signed_in ? T("/werk") : T("/inloggen"));
}

/* The description of the API is open to any program of any site: it holds no data. */
static bool answer_openapi(struct ask *ask)
{
    if (!ask->is_api || ask->part_count != 3 || !text_is(ask->parts[2], "openapi.json"))
        return false;
    if (!http_is_read(ask->in)) {
        problem_one(ask, 405, "METHOD_NOT_ALLOWED", "", N_("This can only be read."),
                    N_("Use GET, or post to one of its collections."));
        http_answer_header(ask->out, "Allow", T("GET, HEAD, OPTIONS"));
        return true;
    }
    http_answer_as(ask->out, 200, "application/json; charset=utf-8");
    http_answer_header(ask->out, "Access-Control-Allow-Origin", T("*"));
    ask->out->fixed = ask->app->openapi;
    return true;
}

static void answer(struct ask *ask)
{
    unsigned allowed = HTTP_BIT(HTTP_GET) | HTTP_BIT(HTTP_HEAD) | HTTP_BIT(HTTP_POST);

    if (ask->is_api)
        allowed |= HTTP_BIT(HTTP_PUT);
    if (http_answer_methods(ask->in, ask->out, allowed)) {
        if (ask->out->status == 405)
            problem_one(ask, 405, "METHOD_NOT_ALLOWED", "", N_("This method is not used here."),
                        N_("Use GET to read and POST to act."));
        return;
    }
    if (http_query_read(ask->arena, ask->in->query, &ask->query)) {
        problem_one(ask, 400, "QUERY_BROKEN", "", N_("The part after the question mark is broken."),
                    N_("Use name=value pairs in UTF-8, percent-encoded."));
        return;
    }
    if (ask->in->path.len == 1)
        answer_root(ask);
    else if (answer_static(ask) || session_answer(ask) || file_answer(ask) || demo_answer(ask) ||
             answer_openapi(ask))
        return;
    else if (ask->part_count == 1 && text_is(ask->parts[0], "events"))
        live_answer(ask);
    else if (ask->is_api && ask->part_count == 3 && text_is(ask->parts[2], "units"))
        act_unit(ask);
    else
        answer_tables(ask);
}

static void handle(void *world, const struct http_request *in, struct http_response *out)
{
    struct ask *ask = arena_new(in->arena, struct ask);

    *ask = (struct ask){ .app = world, .in = in, .out = out, .arena = in->arena };
    ask->verdict = arena_new(in->arena, struct verdict);
    verdict_init(ask->verdict, in->arena);
    ask->now = space_now(ask->app->space);
    split_path(ask);
    session_take(ask);
    if (guard_answer(ask))
        answer(ask);
    if (ask->is_api) {
        http_answer_header(out, "Content-Language", text_of(ask->lang));
        http_answer_header(out, "Cache-Control", T("no-store"));
    }
}

struct look look_of(const struct ask *ask, struct tx *tx)
{
    return (struct look){
        .catalogue = ask->app->catalogue,
        .gate = space_gate(ask->app->space),
        .tx = tx,
        .viewer = &ask->session.viewer,
        .now = ask->now,
        .lang = ask->lang,
        .zone = space_zone(ask->app->space),
        .arena = ask->arena,
    };
}

static enum result start(struct app *app, const struct app_options *o)
{
    struct http_config config = {
        .address = o->address,
        .port = o->port,
        .threads = o->threads,
        .is_proxied = o->is_proxied,
        .api_version = APP_VERSION,
        .world = app,
        .handle = handle,
        .body_limit = file_body_limit,
        .refuse = problem_refuse,
        .hub = app->hub,
    };

    return http_server_open(&config, &app->server);
}

/* The API's description is made once, in an arena that goes away. */
static enum result describe(struct app *app)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text words;
    enum result r;

    if (!a)
        return LOG_FAULT("no_memory", "what=openapi");
    r = openapi_text(app->catalogue, false, a, &words);
    if (!r)
        app->openapi = text_copy(app->pages_arena, words);
    arena_close(a);
    return r;
}

enum result app_open(const struct app_options *o, struct app **out)
{
    struct app *app = calloc(1, sizeof(*app));
    struct sse_config live = { 0 };
    struct mustache_fault fault;
    enum result r = OK;

    *out = NULL;
    if (!app)
        return LOG_FAULT("no_memory", "what=app");
    app->space = o->space;
    app->catalogue = space_catalogue(o->space);
    app->is_proxied = o->is_proxied;
    app->files = o->files;
    app->demo = space_kind(o->space) == SPACE_DEMO ? o->demo : NULL;
    app->hub = sse_hub_open(&live);
    app->pages_arena = arena_open(ARENA_LIMIT_DEFAULT);
    if (!app->hub || !app->pages_arena)
        r = LOG_FAULT("no_memory", "what=app");
    if (!r && !(app->pages = pages_compile(app->pages_arena, &fault)))
        r = LOG_FAULT("page_wrong", "why=%.*s",
                      TEXT_FMT(mustache_fault_text(app->pages_arena, &fault)));
    if (!r)
        r = describe(app);
    if (!r)
        r = start(app, o);
    if (r) {
        app_close(app);
        return r;
    }
    live_listen(app);
    *out = app;
    return OK;
}

void app_close(struct app *app)
{
    if (!app)
        return;
    space_listen(app->space, NULL, NULL);
    http_server_stop(app->server);
    sse_hub_free(app->hub);
    arena_close(app->pages_arena);
    free(app);
}

uint16_t app_port(const struct app *app)
{
    return http_server_port(app->server);
}

bool app_pages_compile(void)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct mustache_fault fault;
    bool is_fine = a && pages_compile(a, &fault);

    if (a && !is_fine)
        log_line(LOG_ERROR, LOG_HERE, "page_wrong", "why=%.*s",
                 TEXT_FMT(mustache_fault_text(a, &fault)));
    arena_close(a);
    return is_fine;
}
