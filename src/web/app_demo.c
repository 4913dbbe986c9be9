/* SPDX-License-Identifier: EUPL-1.2 */
/* Playing a demo on: the strip on each page, the list of all steps, and the buttons. Only where who
 * serves the space handed the play in, and only from this machine, as with signing in there. */
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"

void demo_put_strip(struct ask *ask, struct json *out)
{
    const struct web_demo *demo = ask->app->demo;

    json_name(out, "demo");
    if (!demo) {
        json_none(out);
        return;
    }
    json_open(out);
    demo->tell(demo->play, ask->lang, false, out);
    json_close(out);
}

/* ---- who to be ---- */

/* Takes the office out of the group that it stands in; a new reference, NULL when it is in none. */
static json_t *take_office(const json_t *groups, const char *id)
{
    json_t *group, *offices, *office;
    size_t g, i;

    json_array_foreach (groups, g, group) {
        offices = json_object_get(group, "offices");
        json_array_foreach (offices, i, office)
            if (text_is(json_string_text(json_object_get(office, "id")), id)) {
                json_incref(office);
                json_array_remove(offices, i);
                return office;
            }
    }
    return NULL;
}

static void drop_empty_groups(json_t *groups)
{
    for (size_t g = json_array_size(groups); g > 0; g--)
        if (json_array_size(json_object_get(json_array_get(groups, g - 1), "offices")) == 0)
            json_array_remove(groups, g - 1);
}

void demo_put_cast(struct ask *ask, json_t *doc)
{
    const struct web_demo *demo = ask->app->demo;
    json_t *groups = json_object_get(doc, "groups"), *group, *first = json_array();
    json_t *cast = demo ? demo->cast(demo->play) : json_array();
    const json_t *id;
    size_t i;

    json_array_foreach (groups, i, group)
        json_object_set_new(group, "is_open", json_false());
    json_array_foreach (cast, i, id)
        json_array_append_new(first, take_office(groups, json_string_value(id)));
    drop_empty_groups(groups);
    if (json_array_size(first) > 0)
        json_array_insert_new(groups, 0,
                              json_pack("{s:{s:s, s:s, s:s}, s:b, s:O}", "title", "code", "cast",
                                        "nl", tr("nl", N_("In this demo")), "en",
                                        tr("en", N_("In this demo")), "is_open", 1, "offices",
                                        first));
    json_decref(first);
    json_decref(cast);
}

/* ---- the steps ---- */

static void show_steps(struct ask *ask)
{
    const struct web_demo *demo = ask->app->demo;
    struct buf buf = buf_make(PAGE_BYTES_MAX);
    struct json out = json_make(&buf);
    struct json_fault fault;
    json_t *doc;

    json_open(&out);
    demo->tell(demo->play, ask->lang, true, &out);
    json_close(&out);
    if (json_end(&out) || json_read(buf_text(&buf), &doc, &fault)) {
        problem_answer(ask, FAULT);
    } else {
        page_show(ask, 200, "demo", tr(ask->lang, N_("The demo, step by step")), doc);
        json_decref(doc);
    }
    buf_free(&buf);
}

/* The old door closes in a moment: the page asks again by itself when the new one is open. */
static void show_again(struct ask *ask)
{
    json_t *doc = json_object();

    page_show(ask, 200, "demo_again", tr(ask->lang, N_("The demo begins again")), doc);
    http_answer_header(ask->out, "Refresh", T("3; url=/inloggen?naar=/werk"));
    ask->out->must_close = true;
    json_decref(doc);
}

static void say_result(struct ask *ask, enum result r, struct http_pairs pairs)
{
    struct text to;

    if (r == CONFLICT) {
        problem_one(ask, 409, "DEMO_BUSY", "", N_("The demo is being played on at this moment."),
                    N_("Wait a moment, then look where it stands."));
        return;
    }
    if (r && r != NOT_FOUND) {
        problem_answer(ask, r);
        return;
    }
    if (!http_pairs_find(pairs, "naar", &to) || !is_own_address(to))
        to = T("/demo");
    http_answer_redirect(ask->out, 303, to);
}

static void play_until(struct ask *ask, struct http_pairs pairs)
{
    const struct web_demo *demo = ask->app->demo;
    struct instant until = INSTANT_NONE;
    struct text words;

    if (!http_pairs_find(pairs, "tot", &words) ||
        (!text_is(words, "eind") && !instant_read(words, &until))) {
        problem_one(ask, 400, "FIELD_TIME", "tot", N_("This must be a moment with its offset."),
                    N_("Write 2021-07-14T22:10:00+02:00."));
        return;
    }
    say_result(ask, demo->until(demo->play, until), pairs);
}

static void begin_again(struct ask *ask, struct http_pairs pairs)
{
    const struct web_demo *demo = ask->app->demo;
    enum result r = demo->restart(demo->play);

    if (r)
        say_result(ask, r, pairs);
    else
        show_again(ask);
}

static void act(struct ask *ask, struct text what)
{
    const struct web_demo *demo = ask->app->demo;
    struct http_form form;

    if (!ask->in->is_loopback) {
        problem_one(ask, 403, "DEMO_ONLY", "", N_("A demo is played on from its own machine only."),
                    N_("Open it there."));
        return;
    }
    if (!form_read(ask, &form))
        return;
    if (text_is(what, "stap"))
        say_result(ask, demo->step(demo->play), form.pairs);
    else if (text_is(what, "tot"))
        play_until(ask, form.pairs);
    else
        begin_again(ask, form.pairs);
}

bool demo_answer(struct ask *ask)
{
    bool is_read = http_is_read(ask->in);
    struct text what = ask->part_count == 2 ? ask->parts[1] : T("");

    if (!ask->app->demo || ask->is_api || ask->part_count == 0 || ask->part_count > 2 ||
        !text_is(ask->parts[0], "demo"))
        return false;
    if (is_read && ask->part_count == 1)
        show_steps(ask);
    else if (!is_read &&
             (text_is(what, "stap") || text_is(what, "tot") || text_is(what, "opnieuw")))
        act(ask, what);
    else
        return false;
    return true;
}
