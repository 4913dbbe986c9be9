/* SPDX-License-Identifier: EUPL-1.2 */
/* Plays a case step by step through a door and reports what was not as it should be. */
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "cli/play_inner.h"
#include "journal/journal.h"
#include "law/law.h"

/* ---- the report ---- */

static const char *step_id(const struct play *p)
{
    return p->step ? member(p->step, "id") : "-";
}

static void keep_part(struct play *p, const char *kind, struct text what, struct text expected,
                      struct text seen, const char *msgid, struct text about)
{
    json_array_append_new(p->grounds,
                          json_pack("{s:s, s:s%}", "msgid", msgid, "about", about.at, about.len));
    json_array_append_new(p->parts, json_pack("{s:s, s:s, s:s, s:s%, s:s%, s:s%}", "kind", kind,
                                              "case", p->name, "step", step_id(p), "what", what.at,
                                              what.len, "expected", expected.at, expected.len,
                                              "seen", seen.at, seen.len));
}

/* Results on stdout; a quiet play (the demo's filling) tells its faults on stderr. */
static void say(const struct play *p, struct text line)
{
    if (!p->is_json)
        fprintf(p->is_quiet ? stderr : stdout, "%s %s: %.*s\n", p->name, step_id(p),
                TEXT_FMT(line));
}

void play_differs(struct play *p, const char *what, struct text about, struct text expected,
                  struct text seen)
{
    struct text words = text_printf(p->arena, "%s%s%.*s", tr(p->c->lang, what),
                                    about.len ? " " : "", TEXT_FMT(about));
    struct verdict_hole holes[] = { { "what", words }, { "expected", expected }, { "seen", seen } };

    p->differences++;
    keep_part(p, "difference", words, expected, seen, what, about);
    say(p, tr_fill(p->arena, p->c->lang, N_("{what}: expected {expected}, seen {seen}"), holes, 3));
}

void play_skips(struct play *p, const char *why, struct text what)
{
    struct verdict_hole fill = { "what", what };
    struct text ground = tr_fill(p->arena, p->c->lang, why, &fill, 1);
    struct verdict_hole holes[] = {
        { "act", text_printf(p->arena, "%s:%s", member(p->step, "act"),
                             member(json_object_get(p->step, "object"), "type")) },
        { "why", ground },
    };

    p->skipped++;
    keep_part(p, "not_played", ground, T(""), T(""), why, what);
    say(p, tr_fill(p->arena, p->c->lang, N_("not played: {act}: {why}"), holes, 2));
}

struct text play_errors_text(struct play *p, const json_t *doc)
{
    struct text out = T("");
    const json_t *item;
    size_t i;

    json_array_foreach (json_object_get(doc, "errors"), i, item)
        out = text_printf(p->arena, "%.*s%s%s%s%s%s%s%s", TEXT_FMT(out), out.len ? ", " : "",
                          member(item, "code"), member(item, "field")[0] ? " " : "",
                          member(item, "field"), member(item, "cite")[0] ? " (" : "",
                          member(item, "cite"), member(item, "cite")[0] ? ")" : "");
    return out.len ? out : T("-");
}

/* ---- one step ---- */

/* An allocation that was not played holds nothing: who takes units over from it finds none. */
static void note_unheld(struct play *p, const json_t *step)
{
    const json_t *line;
    size_t i;

    if (strcmp(member(step, "act"), "accept_allocation") != 0)
        return;
    json_array_foreach (json_object_get(json_object_get(step, "fields"), "lines"), i, line)
        json_object_set(p->unheld, member(line, "request"), json_object_get(step, "id"));
}

/* Acts that rest on another one: on the same thing, or (with this field) on any. */
static const struct {
    const char *act, *field, *on;
} rests[] = {
    { "order_evacuation", "article", "activate_article" },
    { "return_population", NULL, "order_evacuation" },
};

static const char *act_on(const struct play *p, const char *act, const char *ref)
{
    return text_cstr(p->arena, text_printf(p->arena, "%s %s", act, ref));
}

static void note_unplayed(struct play *p, const json_t *step)
{
    const char *act = member(step, "act"), *ref = member(json_object_get(step, "object"), "ref");

    json_object_set(p->unplayed, act, json_object_get(step, "id"));
    json_object_set(p->unplayed, act_on(p, act, ref), json_object_get(step, "id"));
}

/* The act that this step rests on and that was not played; "". */
static const char *unplayed_ground(const struct play *p, const json_t *step)
{
    const char *act = member(step, "act"), *ref = member(json_object_get(step, "object"), "ref");

    if (strcmp(member(json_object_get(step, "expect"), "outcome"), "refused") == 0)
        return "";
    for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
        const char *field = rests[i].field;
        if (strcmp(rests[i].act, act) == 0 &&
            (!field || json_object_get(json_object_get(step, "fields"), field)) &&
            json_object_get(p->unplayed, field ? rests[i].on : act_on(p, rests[i].on, ref)))
            return rests[i].on;
    }
    return "";
}

void play_unmade(struct play *p, const json_t *step)
{
    const char *ref = member(json_object_get(step, "object"), "ref");

    if (id_is_none(play_ref(p, ref)))
        json_object_set(p->unmade, ref, json_object_get(step, "id"));
    note_unheld(p, step);
    if (strcmp(member(json_object_get(step, "expect"), "outcome"), "refused") != 0)
        note_unplayed(p, step);
}

void play_made(struct play *p, const json_t *step, const char *id)
{
    const json_t *object = json_object_get(step, "object");
    const char *request = member(json_object_get(step, "fields"), "request");

    json_object_set_new(
        p->things, member(object, "ref"),
        json_pack("{s:s, s:s, s:s}", "id", id, "type", member(object, "type"), "request", request));
    json_object_del(p->unmade, member(object, "ref"));
}

static bool has_basis(const char *basis)
{
    const struct route *route;

    for (size_t i = 0; (route = route_shelf_at(route_shelf_shared(), i)); i++)
        if (text_is(route_id(route), basis))
            return true;
    return false;
}

/* The request of which a hold is taken over that was not made; "". */
static const char *unheld_giver(const struct play *p, const json_t *step)
{
    const json_t *row;
    size_t i;

    json_array_foreach (json_object_get(json_object_get(step, "fields"), "taken_from"), i, row)
        if (json_object_get(p->unheld, member(row, "request")))
            return member(row, "request");
    return "";
}

/* The action of a step that can be played; NULL after play_skips. */
static const struct action *playable(struct play *p, const json_t *step)
{
    const struct action *action = play_action(p, step);
    const char *ref = member(json_object_get(step, "object"), "ref");
    const char *basis = member(json_object_get(step, "fields"), "legal_basis");
    const char *rule = member(json_object_get(step, "expect"), "rule");

    if (!action)
        play_skips(p, N_("this program has no such act"), T(""));
    else if (basis[0] && !has_basis(basis))
        play_skips(p, N_("no route for the legal basis {what}"), text_of(basis));
    else if (!action->creates && id_is_none(play_ref(p, ref)))
        play_skips(p, N_("{what} was not made"), text_of(ref));
    else if (rule[0] && !json_object_get(p->rules, rule))
        play_skips(p, N_("this program has no rule {what}"), text_of(rule));
    else if (unplayed_ground(p, step)[0])
        play_skips(p, N_("it rests on {what}, which was not played"),
                   text_of(unplayed_ground(p, step)));
    else if (unheld_giver(p, step)[0])
        play_skips(p, N_("the hold of {what} was not made"), text_of(unheld_giver(p, step)));
    else
        return action;
    return NULL;
}

static void act(struct play *p, const json_t *step, const struct action *action)
{
    struct id object =
        action->creates ? ID_NONE : play_ref(p, member(json_object_get(step, "object"), "ref"));
    struct id office = play_any_ref(p, "office", member(step, "actor"));
    json_t *fields = play_fields(p, action, step), *before;
    struct door_answer answer;
    struct text key;

    if (!fields) {
        play_unmade(p, step);
        return;
    }
    before = play_look(p, step);
    key = play_key(p, p->next);
    answer = door_act(p->door, office, action, object, fields, INT_NONE,
                      key.len > 0 ? text_cstr(p->arena, key) : NULL);
    p->played++;
    p->said = answer.doc;
    if (answer.result == OK && action->creates)
        play_made(p, step, member(answer.doc, "object"));
    play_compare(p, step, &answer, before);
    json_decref(before);
    json_decref(fields);
}

/* Steps may share a moment; a clock that runs is past it by then, and is left alone. */
static bool set_clock(struct play *p, const json_t *step)
{
    struct instant at = play_moment(step);

    if (p->goes_on)
        p->now = door_now(p->door);
    if (at.us <= p->now.us)
        return true;
    if (door_set_clock(p->door, at) != OK) {
        wrong("%s %s: the clock cannot be set to %s", p->name, member(step, "id"),
              member(step, "at"));
        return false;
    }
    p->now = at;
    return true;
}

static bool play_step(struct play *p, const json_t *step)
{
    const struct action *action;
    json_t *before;

    p->steps++;
    p->step = step;
    json_decref(p->said);
    p->said = NULL;
    if (!set_clock(p, step))
        return false;
    if (strcmp(member(step, "act"), "clock") == 0) {
        if (id_is_none(play_ref(p, member(json_object_get(step, "object"), "ref")))) {
            play_skips(p, N_("{what} was not made"),
                       text_of(member(json_object_get(step, "object"), "ref")));
            return true;
        }
        before = play_look(p, step);
        p->played++;
        play_compare(p, step, NULL, before);
        json_decref(before);
        return true;
    }
    action = playable(p, step);
    if (action)
        act(p, step, action);
    else
        play_unmade(p, step);
    return true;
}

/* ---- what the case needs ---- */

static void say_lack(struct play *p, const char *msgid, const char *what)
{
    struct verdict_hole hole = { "what", text_of(what) };
    struct text line = tr_fill(p->arena, p->c->lang, msgid, &hole, 1);

    json_array_append_new(p->lacks, json_stringn(line.at, line.len));
    if (!p->is_quiet && !p->is_json)
        printf("%s: %.*s\n", p->name, TEXT_FMT(line));
}

/* Acts that are no action here but are played all the same. */
static bool is_played_otherwise(struct text act, struct text type)
{
    return text_is(act, "clock") || (text_is(act, "request_orally") && text_is(type, "request"));
}

static bool has_room(const struct play *p, const char *name)
{
    for (const struct room *const *r = p->c->catalogue->rooms; *r; r++)
        if (strcmp((*r)->name, name) == 0)
            return true;
    return false;
}

/* Says before the first step what this program lacks; each step that needs it is counted below. */
static void compare_needs(struct play *p)
{
    const json_t *needs = json_object_get(p->file, "needs"), *item;
    size_t i;

    json_array_foreach (json_object_get(needs, "acts"), i, item) {
        struct text type = json_string_text(item), act_name = T("");
        text_cut(&type, ':', &act_name);
        if (!is_played_otherwise(act_name, type) &&
            !catalogue_action(p->c->catalogue, act_name, type))
            say_lack(p, N_("needs the act {what}, which this program does not have"),
                     json_string_value(item));
    }
    json_array_foreach (json_object_get(needs, "bases"), i, item)
        if (!has_basis(json_string_value(item) ? json_string_value(item) : ""))
            say_lack(p, N_("needs the legal basis {what}, for which there is no route"),
                     json_string_value(item));
    json_array_foreach (json_object_get(needs, "rooms"), i, item)
        if (!has_room(p, json_string_value(item) ? json_string_value(item) : ""))
            say_lack(p, N_("needs the room {what}, which this program does not have"),
                     json_string_value(item));
}

/* ---- the whole case ---- */

static bool is_past_end(const struct play *p, const json_t *step)
{
    struct instant until;

    return p->until && instant_read(text_of(p->until), &until) && play_moment(step).us > until.us;
}

static const json_t *list_of(const struct play *p, const char *name)
{
    return json_object_get(p->file, name);
}

size_t play_count(const struct play *p)
{
    return json_array_size(list_of(p, "given")) + json_array_size(list_of(p, "steps"));
}

const json_t *play_step_at(const struct play *p, size_t i)
{
    size_t given = json_array_size(list_of(p, "given"));

    return i < given ? json_array_get(list_of(p, "given"), i)
                     : json_array_get(list_of(p, "steps"), i - given);
}

/* 120: the API takes keys of at most 128 characters. The place keeps doubled step ids apart. */
struct text play_key(const struct play *p, size_t i)
{
    struct text key =
        text_printf(p->arena, "%s/%s/%zu", p->name, member(play_step_at(p, i), "id"), i);

    return key.len <= 120 ? key : T("");
}

bool play_next(struct play *p)
{
    const json_t *step = play_step_at(p, p->next);

    if (!step || !play_step(p, step))
        return false;
    p->next++;
    return true;
}

bool play_until(struct play *p)
{
    const json_t *step;

    while ((step = play_step_at(p, p->next)) && !is_past_end(p, step))
        if (!play_next(p))
            return false;
    return true;
}

/* Rebuilt tables equal the live ones, and the chain of the journal holds. */
static void check_space(struct play *p, struct space *s)
{
    struct rebuild_report rebuilt;
    struct journal_report report;
    struct tx *tx;
    enum result r, ended;

    p->step = NULL;
    r = space_rebuild_check(s, p->arena, &rebuilt);
    if (r || !rebuilt.is_equal)
        play_differs(p, N_("rebuilt tables"), r ? T("") : text_of(rebuilt.table), T("="),
                     r ? text_of(result_name(r)) : rebuilt.difference);
    tx = tx_read(space_store(s), p->arena);
    r = journal_verify(tx, &report);
    ended = tx_end(tx);
    if (r || ended || report.bad_position)
        play_differs(p, N_("proof of the journal"), T(""), T("="),
                     text_of(r || ended ? "FAULT" : report.what));
}

static void print_end(const struct play *p)
{
    struct verdict_hole holes[] = {
        { "steps", text_printf(p->arena, "%lld", (long long)p->steps) },
        { "played", text_printf(p->arena, "%lld", (long long)p->played) },
        { "differences", text_printf(p->arena, "%lld", (long long)p->differences) },
        { "skipped", text_printf(p->arena, "%lld", (long long)p->skipped) },
    };
    json_t *doc;

    if (p->is_json) {
        doc = json_pack("{s:s, s:I, s:I, s:I, s:I, s:O, s:O}", "case", p->name, "steps",
                        (json_int_t)p->steps, "played", (json_int_t)p->played, "differences",
                        (json_int_t)p->differences, "not_played", (json_int_t)p->skipped, "lacks",
                        p->lacks, "parts", p->parts);
        json_dumpf(doc, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
        putchar('\n');
        json_decref(doc);
    } else if (!p->is_quiet) {
        printf("%s: %.*s\n", p->name,
               TEXT_FMT(tr_fill(p->arena, p->c->lang,
                                N_("{steps} steps, {played} played, {differences} differences, "
                                   "{skipped} not played"),
                                holes, 4)));
    }
}

void play_begin(struct play *p, struct command *c, struct door *door, const json_t *file)
{
    p->c = c;
    p->arena = arena_open(ARENA_LIMIT_DEFAULT);
    p->door = door;
    p->file = file;
    p->name = member(file, "id");
    p->things = json_object();
    p->unplayed = json_object();
    p->unmade = json_object();
    p->actors = json_object();
    p->places = json_object();
    p->regions = json_object();
    p->rules = json_object();
    p->unheld = json_object();
    p->parts = json_array();
    p->grounds = json_array();
    p->lacks = json_array();
}

void play_finish(struct play *p)
{
    json_decref(p->things);
    json_decref(p->unplayed);
    json_decref(p->unmade);
    json_decref(p->actors);
    json_decref(p->places);
    json_decref(p->regions);
    json_decref(p->rules);
    json_decref(p->unheld);
    json_decref(p->said);
    json_decref(p->parts);
    json_decref(p->grounds);
    json_decref(p->lacks);
    arena_close(p->arena);
}

int play_all(struct play *p, struct space *s)
{
    bool is_through;

    compare_needs(p);
    is_through = s && play_is_begun(p, s) ? play_resume(p, s, NULL) : play_enter(p);
    is_through = is_through && play_until(p);
    if (is_through && s)
        check_space(p, s);
    if (is_through)
        print_end(p);
    return !is_through || p->differences > 0 ? EXIT_FAULT
           : p->skipped > 0                  ? EXIT_NOT_PLAYED
                                             : EXIT_DONE;
}
