/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/demo.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tr.h"
#include "cli/play_inner.h"

/* Two regions want the same lorries: the proposal lies there, and nobody has accepted it yet. */
#define DEMO_OPENS "2021-07-15T12:31:00Z"

/* What became of a step. */
static const struct outcome {
    const char *code, *words;
} outcomes[] = {
    { "to_come", N_("to come") },
    { "played", N_("played") },
    { "refused", N_("refused as it should be") },
    { "differs", N_("went otherwise") },
    { "left", N_("not played") },
};

struct demo {
    struct command command; /* our own: its arena is used by whoever plays */
    struct space *space;
    const char *data;
    struct play play;
    json_t *file;
    struct web_demo hooks;
    pthread_mutex_t lock; /* of what follows; held for a look or a note, never while playing */
    bool is_playing, wants_fresh;
    size_t next;
    json_t *rows; /* one a step: {"state", "url", "said", "differs"} */
};

/* ---- filling ---- */

int demo_fill(struct command *c, struct space *s)
{
    struct play p = { .is_quiet = true, .has_visibility = true, .until = DEMO_OPENS };
    struct door *door = door_local(s);
    json_t *file = play_read_demo();
    int code = EXIT_FAULT;

    if (door && file) {
        play_begin(&p, c, door, file);
        code = play_all(&p, s);
        play_finish(&p);
    }
    json_decref(file);
    door_close(door);
    return code == EXIT_NOT_PLAYED ? EXIT_DONE : code;
}

/* ---- rows ---- */

static bool expects_refusal(const json_t *step)
{
    return strcmp(member(json_object_get(step, "expect"), "outcome"), "refused") == 0;
}

/* "/aanvragen/1-99" of the thing that a step is about; "" when there is none. */
static struct text thing_url(struct demo *d, const json_t *step)
{
    const json_t *object = json_object_get(step, "object");
    const struct thing_type *type =
        catalogue_thing(d->play.c->catalogue, text_of(member(object, "type")));
    struct id id = play_ref(&d->play, member(object, "ref"));

    if (!type || id_is_none(id))
        return T("");
    return text_printf(d->play.arena, "/%s/%.*s", type->address,
                       TEXT_FMT(id_text(d->play.arena, id)));
}

static void put_row(struct demo *d, size_t i, const char *state, json_t *said, json_t *differs)
{
    struct text url = thing_url(d, play_step_at(&d->play, i));

    pthread_mutex_lock(&d->lock);
    json_array_set_new(d->rows, i,
                       json_pack("{s:s, s:s%, s:O?, s:O?}", "state", state, "url", url.at, url.len,
                                 "said", said, "differs", differs));
    d->next = d->play.next;
    pthread_mutex_unlock(&d->lock);
}

/* The parts of the report from `from` on, with the words they were made of. */
static json_t *parts_since(const struct play *p, size_t from)
{
    json_t *out = json_array();

    for (size_t i = from; i < json_array_size(p->parts); i++) {
        json_t *part = json_copy(json_array_get(p->parts, i));
        json_object_update(part, json_array_get(p->grounds, i));
        json_array_append_new(out, part);
    }
    return out;
}

/* The row of a step that was just played. */
static void note_step(struct demo *d, size_t i, const struct play *before)
{
    struct play *p = &d->play;
    json_t *parts =
        parts_since(p, json_array_size(p->parts) - (size_t)(p->differences - before->differences) -
                           (size_t)(p->skipped - before->skipped));
    const char *state = p->played == before->played            ? "left"
                        : p->differences > before->differences ? "differs"
                        : expects_refusal(play_step_at(p, i))  ? "refused"
                                                               : "played";

    json_t *said = p->said ? json_deep_copy(json_object_get(p->said, "errors")) : NULL;
    put_row(d, i, state, said, parts);
    json_decref(said);
    json_decref(parts);
}

/* The row of a step that was played before this server started. */
static void note_earlier(struct demo *d, size_t i, const json_t *carried)
{
    const json_t *step = play_step_at(&d->play, i);
    struct text key = play_key(&d->play, i);
    bool is_carried = json_object_getn(carried, key.at, key.len) != NULL;
    bool is_act = play_action(&d->play, step) != NULL;
    const char *state = !is_act && !is_carried                ? "left"
                        : is_carried == expects_refusal(step) ? "differs"
                        : is_carried                          ? "played"
                                                              : "refused";

    put_row(d, i, state, NULL, NULL);
}

/* ---- playing ---- */

static bool take_turn(struct demo *d)
{
    bool is_free;

    pthread_mutex_lock(&d->lock);
    is_free = !d->is_playing;
    d->is_playing = true;
    pthread_mutex_unlock(&d->lock);
    return is_free;
}

static void end_turn(struct demo *d)
{
    pthread_mutex_lock(&d->lock);
    d->is_playing = false;
    pthread_mutex_unlock(&d->lock);
}

static enum result play_one(struct demo *d)
{
    struct play before = d->play;

    if (!play_next(&d->play))
        return FAULT;
    note_step(d, before.next, &before);
    return OK;
}

static json_t *hook_cast(void *play)
{
    const struct demo *d = play;
    json_t *out = json_array();
    const json_t *key;
    size_t i;

    json_array_foreach (json_object_get(d->file, "cast"), i, key) {
        const json_t *office = json_object_get(d->play.actors, json_string_value(key));
        if (office)
            json_array_append_new(out, json_deep_copy(office));
    }
    return out;
}

static enum result hook_step(void *play)
{
    struct demo *d = play;
    enum result r = NOT_FOUND;

    if (!take_turn(d))
        return CONFLICT;
    if (play_step_at(&d->play, d->play.next))
        r = play_one(d);
    end_turn(d);
    return r;
}

static enum result hook_until(void *play, struct instant until)
{
    struct demo *d = play;
    const json_t *step;
    enum result r = OK;

    if (!take_turn(d))
        return CONFLICT;
    while (!r && (step = play_step_at(&d->play, d->play.next)) &&
           (instant_is_none(until) || play_moment(step).us <= until.us))
        r = play_one(d);
    if (!r && !instant_is_none(until) && door_now(d->play.door).us < until.us)
        r = door_set_clock(d->play.door, until);
    end_turn(d);
    return r;
}

/* Fills a fresh space beside this one and tells the owner, who puts it in its place. The turn is
 * not given back: nothing is played here any more. */
static enum result hook_restart(void *play)
{
    struct demo *d = play;

    if (!take_turn(d))
        return CONFLICT;
    if (space_fresh(&d->command, d->data, space_name(d->space), SPACE_DEMO)) {
        end_turn(d);
        return FAULT;
    }
    pthread_mutex_lock(&d->lock);
    d->wants_fresh = true;
    pthread_mutex_unlock(&d->lock);
    kill(getpid(), SIGUSR1);
    return OK;
}

bool demo_wants_fresh(struct demo *d)
{
    bool wants;

    pthread_mutex_lock(&d->lock);
    wants = d->wants_fresh;
    pthread_mutex_unlock(&d->lock);
    return wants;
}

/* ---- telling ---- */

static const char *act_words(const struct demo *d, const json_t *step, const char *lang)
{
    const struct action *action =
        catalogue_action(d->play.c->catalogue, text_of(member(step, "act")),
                         text_of(member(json_object_get(step, "object"), "type")));

    return action ? tr(lang, action->title) : member(step, "act");
}

/* What happens, in the words of the case; else the name of the act. */
static const char *step_words(const struct demo *d, const json_t *step, const char *lang)
{
    return member(step, "note")[0] ? member(step, "note") : act_words(d, step, lang);
}

static void tell_head(const struct demo *d, size_t i, const char *lang, struct json *out)
{
    const json_t *step = play_step_at(&d->play, i);
    const json_t *actor =
        json_object_get(json_object_get(d->file, "actors"), member(step, "actor"));

    json_put_int(out, "step_id", (int64_t)i + 1);
    json_put_instant(out, "step_at", play_moment(step));
    json_put_cstr(out, "actor", member(actor, "office_nl"));
    json_put_cstr(out, "what", step_words(d, step, lang));
}

static void tell_outcome(const struct demo *d, size_t i, struct json *out)
{
    const char *state = member(json_array_get(d->rows, i), "state");

    for (size_t k = 0; k < sizeof(outcomes) / sizeof(outcomes[0]); k++)
        if (strcmp(outcomes[k].code, state) == 0)
            json_put_words(out, "outcome", state, outcomes[k].words);
    json_put_bool(out, "is_to_come", strcmp(state, "to_come") == 0);
    json_put_bool(out, "is_refused", strcmp(state, "refused") == 0);
    json_put_bool(out, "is_otherwise", strcmp(state, "differs") == 0);
}

/* "state R1: expected GRANTED, seen DRAFT", in the language of who looks. */
static void tell_difference(struct demo *d, const json_t *part, const char *lang, struct json *out)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    const char *about = member(part, "about");
    struct verdict_hole what = { "what", text_of(about) };
    struct text ground = tr_fill(a, lang, member(part, "msgid"), &what, 1);

    (void)d;
    if (strcmp(member(part, "kind"), "difference") == 0) {
        struct verdict_hole holes[] = {
            { "what", text_printf(a, "%.*s%s%s", TEXT_FMT(ground), about[0] ? " " : "", about) },
            { "expected", text_of(member(part, "expected")) },
            { "seen", text_of(member(part, "seen")) },
        };
        ground = tr_fill(a, lang, N_("{what}: expected {expected}, seen {seen}"), holes, 3);
    }
    json_text(out, ground);
    arena_close(a);
}

static void tell_said(const json_t *said, struct json *out)
{
    const json_t *item;
    size_t i;

    json_name(out, "said");
    json_list(out);
    json_array_foreach (said, i, item) {
        json_open(out);
        json_put_cstr(out, "code", member(item, "code"));
        json_put_cstr(out, "message", member(item, "message"));
        json_put_cstr(out, "mend", member(item, "mend"));
        json_put_cstr(out, "cite", member(item, "cite"));
        json_close(out);
    }
    json_list_end(out);
}

static const char *source_words(const struct demo *d, const char *id)
{
    const json_t *source;
    size_t i;

    json_array_foreach (json_object_get(d->file, "sources"), i, source)
        if (strcmp(member(source, "id"), id) == 0)
            return member(source, "what");
    return "";
}

static void tell_sources(const struct demo *d, const json_t *step, struct json *out)
{
    const json_t *id;
    size_t i;

    json_name(out, "sources");
    json_list(out);
    json_array_foreach (json_object_get(step, "source"), i, id) {
        json_open(out);
        json_put_cstr(out, "name", json_string_value(id));
        json_put_cstr(out, "words", source_words(d, json_string_value(id)));
        json_close(out);
    }
    json_list_end(out);
}

static void tell_step(struct demo *d, size_t i, const char *lang, struct json *out)
{
    const json_t *step = play_step_at(&d->play, i), *row = json_array_get(d->rows, i), *part;
    const json_t *expect = json_object_get(step, "expect");
    size_t k;

    json_open(out);
    tell_head(d, i, lang, out);
    tell_outcome(d, i, out);
    json_put_bool(out, "is_next", i == d->next);
    json_put_cstr(out, "act", act_words(d, step, lang));
    json_put_cstr(out, "thing", member(json_object_get(step, "object"), "ref"));
    json_put_cstr(out, "thing_url", member(row, "url")[0] ? member(row, "url") : NULL);
    json_put_bool(out, "is_invented", json_is_true(json_object_get(step, "invented")));
    json_put_bool(out, "is_refusal", expects_refusal(step));
    json_put_cstr(out, "rule", member(expect, "rule"));
    json_put_cstr(out, "cite", member(expect, "cite"));
    tell_sources(d, step, out);
    json_put_bool(out, "has_said", json_array_size(json_object_get(row, "said")) > 0);
    tell_said(json_object_get(row, "said"), out);
    json_name(out, "differs");
    json_list(out);
    json_array_foreach (json_object_get(row, "differs"), k, part)
        tell_difference(d, part, lang, out);
    json_list_end(out);
    json_close(out);
}

/* The named moments of the case that still lie ahead. */
static void tell_moments(const struct demo *d, const char *lang, struct json *out)
{
    const json_t *step = play_step_at(&d->play, d->next), *moment;
    struct instant at;
    size_t i;

    json_name(out, "moments");
    json_list(out);
    json_array_foreach (json_object_get(d->file, "moments"), i, moment) {
        if (!step || !instant_read(text_of(member(moment, "at")), &at) ||
            at.us < play_moment(step).us)
            continue;
        json_open(out);
        json_put_instant(out, "moment_at", at);
        json_put_cstr(out, "name", member(moment, strcmp(lang, "en") == 0 ? "en" : "nl"));
        json_close(out);
    }
    json_list_end(out);
}

static void tell_counts(const struct demo *d, struct json *out)
{
    int64_t otherwise = 0;
    const json_t *row;
    size_t i;

    json_array_foreach (d->rows, i, row)
        otherwise += strcmp(member(row, "state"), "differs") == 0;
    json_put_int(out, "done", (int64_t)d->next);
    json_put_int(out, "count", (int64_t)play_count(&d->play));
    json_put_int(out, "otherwise", otherwise);
}

static void tell_one(struct demo *d, const char *name, size_t i, const char *lang, struct json *out)
{
    json_name(out, name);
    if (!play_step_at(&d->play, i)) {
        json_none(out);
        return;
    }
    json_open(out);
    tell_head(d, i, lang, out);
    tell_outcome(d, i, out);
    json_close(out);
}

static void hook_tell(void *play, const char *lang, bool has_steps, struct json *out)
{
    struct demo *d = play;

    pthread_mutex_lock(&d->lock);
    tell_one(d, "next", d->next, lang, out);
    tell_one(d, "last", d->next > 0 ? d->next - 1 : SIZE_MAX, lang, out);
    tell_counts(d, out);
    tell_moments(d, lang, out);
    if (has_steps) {
        json_name(out, "steps");
        json_list(out);
        for (size_t i = 0; i < play_count(&d->play); i++)
            tell_step(d, i, lang, out);
        json_list_end(out);
    }
    pthread_mutex_unlock(&d->lock);
}

/* ---- open and close ---- */

static bool take_up(struct demo *d, struct space *s)
{
    json_t *carried = NULL;
    struct instant opens;

    if (!play_is_begun(&d->play, s) || !play_resume(&d->play, s, &carried))
        return false;
    for (size_t i = 0; i < play_count(&d->play); i++)
        json_array_append_new(d->rows, json_pack("{s:s}", "state", "to_come"));
    for (size_t i = 0; i < d->play.next; i++)
        note_earlier(d, i, carried);
    json_decref(carried);
    if (instant_read(T(DEMO_OPENS), &opens) && space_now(s).us < opens.us &&
        space_set_clock(s, opens))
        return false;
    return true;
}

struct demo *demo_open(struct command *c, struct space *s, const char *data)
{
    struct demo *d = calloc(1, sizeof(*d));
    struct door *door = door_local(s);

    if (!d || !door || !(d->file = play_read_demo())) {
        free(d);
        door_close(door);
        return NULL;
    }
    d->command = *c;
    d->command.arena = arena_open(ARENA_LIMIT_DEFAULT);
    d->command.fill = demo_fill;
    d->space = s;
    d->data = data;
    d->play = (struct play){ .is_quiet = true, .is_json = true, .has_visibility = true };
    d->hooks = (struct web_demo){ d, hook_tell, hook_cast, hook_step, hook_until, hook_restart };
    d->rows = json_array();
    pthread_mutex_init(&d->lock, NULL);
    play_begin(&d->play, &d->command, door, d->file);
    if (!d->command.arena || !take_up(d, s)) {
        demo_close(d);
        return NULL;
    }
    return d;
}

void demo_close(struct demo *d)
{
    if (!d)
        return;
    door_close(d->play.door);
    play_finish(&d->play);
    json_decref(d->rows);
    json_decref(d->file);
    arena_close(d->command.arena);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

const struct web_demo *demo_hooks(const struct demo *d)
{
    return d ? &d->hooks : NULL;
}
