/* SPDX-License-Identifier: EUPL-1.2 */
/* Live events: one small event an act, to those who may see the thing; pages fetch what changed. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"

enum { HOLDER_BYTES = 4 * 64 + 1, TOKEN_BYTES = 64 };

/* Who listens; ours until the stream ends. */
struct listener {
    struct app *app;
    struct id office;
    char actor[HOLDER_BYTES];
    char token[TOKEN_BYTES]; /* events end with the session */
};

/* The event's audience text is the thing: "request 1-99"; the gate decides as for a page. */
static bool may_see(void *who, const struct sse_event *event)
{
    struct listener *l = who;
    const struct gate *gate = space_gate(l->app->space);
    struct text id_part = event->audience, type_part = T("");
    const struct thing_type *type;
    struct viewer viewer = { text_of(l->actor), l->office, ID_NONE, T("web") };
    struct arena *a;
    struct tx *tx;
    struct id thing;
    bool sees;

    text_cut(&id_part, ' ', &type_part);
    type = catalogue_thing(l->app->catalogue, type_part);
    if (!type || !id_read(id_part, &thing) || !session_lives(l->app->space, text_of(l->token)))
        return false;
    if (!gate)
        return true;
    a = arena_open(ARENA_LIMIT_DEFAULT);
    if (!a)
        return false;
    tx = tx_read(space_store(l->app->space), a);
    sees = gate->sees(tx, &viewer, type->audience, thing, space_now(l->app->space));
    sees = tx_end(tx) == OK && sees;
    arena_close(a);
    return sees;
}

static void gone(void *who)
{
    free(who);
}

void live_answer(struct ask *ask)
{
    struct listener *l;
    struct text position;

    if (!ask->is_signed_in) {
        problem_one(ask, 401, "NOT_SIGNED_IN", "", N_("You are not signed in."),
                    N_("Sign in and choose the office you act for."));
        return;
    }
    l = calloc(1, sizeof(*l));
    if (!l) {
        problem_answer(ask, LIMIT);
        return;
    }
    l->app = ask->app;
    l->office = ask->session.viewer.office;
    snprintf(l->actor, sizeof(l->actor), "%.*s", TEXT_FMT(ask->session.viewer.actor));
    snprintf(l->token, sizeof(l->token), "%.*s", TEXT_FMT(ask->session.token));
    position = http_header(ask->in, "Last-Event-ID");
    if (position.len == 0 && !http_pairs_find(ask->query, "position", &position))
        position = T("");
    http_answer_events(ask->out, ask->app->hub, &(struct sse_reader){ l, may_see, gone, position });
}

static void publish(void *ctx, const struct event *e)
{
    struct app *app = ctx;
    struct buf data = buf_make(SSE_EVENT_BYTES_MAX), audience = buf_make(256);
    struct json out = json_make(&data);
    char id[ID_TEXT_MAX];

    id_write(e->object, id);
    json_open(&out);
    json_put_text(&out, "type", e->object_type);
    json_put_cstr(&out, "id", id);
    json_put_text(&out, "action", e->action);
    json_put_int(&out, "version", e->version);
    json_close(&out);
    buf_printf(&audience, "%.*s %s", TEXT_FMT(e->object_type), id);
    if (json_end(&out) || buf_end(&audience) ||
        sse_publish(app->hub,
                    &(struct sse_event){ T("act"), buf_text(&data), buf_text(&audience) }))
        log_line(LOG_WARN, LOG_HERE, "event_lost", "type=%.*s", TEXT_FMT(e->object_type));
    buf_free(&data);
    buf_free(&audience);
}

void live_listen(struct app *app)
{
    space_listen(app->space, publish, app);
}
