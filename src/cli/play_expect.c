/* SPDX-License-Identifier: EUPL-1.2 */
/* What a step must give, against what is seen after it. */
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "cli/play_inner.h"

/* A clock that somebody lets run has moved on a little since it was set. */
#define CLOCK_SLACK SPAN_MINUTE

/* ---- looking ---- */

/* Where what is hidden or shown by an act stands, when it is not the page of the thing itself. */
static const struct {
    const char *act, *view;
} shown_by[] = {
    { "report_readiness", "readiness_detail" },
    { "reserve_capacity", "commitments" },
};

static const struct view *view_of(const struct play *p, const char *ref)
{
    const char *name = member(json_object_get(p->things, ref), "type");
    const struct thing_type *type = catalogue_thing(p->c->catalogue, text_of(name));

    return type && type->view ? catalogue_view(p->c->catalogue, text_of(type->view)) : NULL;
}

static struct door_answer open_thing(struct play *p, struct id office, const struct view *view,
                                     const char *ref)
{
    char words[ID_TEXT_MAX];
    struct door_answer answer;
    json_t *query;

    id_write(play_ref(p, ref), words);
    query = json_pack("{s:s}", view->fields.fields[0].name, words);
    answer = door_see(p->door, office, view, query);
    json_decref(query);
    return answer;
}

static void look_at(struct play *p, const char *ref, json_t *docs)
{
    const struct view *view = ref && ref[0] ? view_of(p, ref) : NULL;
    struct door_answer answer;

    if (!view || json_object_get(docs, ref) || id_is_none(play_ref(p, ref)))
        return;
    answer = open_thing(p, p->watcher, view, ref);
    if (answer.result == OK)
        json_object_set(docs, ref, answer.doc);
    json_decref(answer.doc);
    /* A deployment's request carries its notices and duties. */
    look_at(p, member(json_object_get(p->things, ref), "request"), docs);
}

json_t *play_look(struct play *p, const json_t *step)
{
    const json_t *expect = json_object_get(step, "expect"), *item;
    json_t *docs = json_object(), *unused;
    const char *ref;
    size_t i;

    look_at(p, member(json_object_get(step, "object"), "ref"), docs);
    look_at(p, member(json_object_get(step, "fields"), "request"), docs);
    look_at(p, member(json_object_get(step, "fields"), "deployment"), docs);
    json_object_foreach (json_object_get(expect, "state"), ref, unused)
        look_at(p, ref, docs);
    json_array_foreach (json_object_get(expect, "unchanged"), i, item)
        look_at(p, json_string_value(item), docs);
    json_array_foreach (json_object_get(expect, "timers"), i, item)
        look_at(p, member(item, "ref"), docs);
    return docs;
}

/* ---- parts of a document ---- */

/* A text, or the code of a word with its code. */
static struct text text_or_code(const json_t *doc, const char *name)
{
    const json_t *v = json_object_get(doc, name);

    return json_string_text(json_is_object(v) ? json_object_get(v, "code") : v);
}

static struct text state_of(const json_t *doc)
{
    struct text state = text_or_code(doc, "state");

    return state.len > 0 ? state : text_or_code(doc, "stage");
}

/* Each entry that concerns a thing makes its version one higher and stands in its timeline. */
static int64_t version_of(const json_t *doc)
{
    const json_t *version = json_object_get(doc, "version");

    return json_is_integer(version) ? (int64_t)json_integer_value(version)
                                    : (int64_t)json_array_size(json_object_get(doc, "timeline"));
}

static bool has_text(const json_t *list, const char *word)
{
    const json_t *v;
    size_t i;

    json_array_foreach (list, i, v)
        if (json_is_string(v) && strcmp(json_string_value(v), word) == 0)
            return true;
    return false;
}

static bool has_flag(const json_t *docs, const char *flag)
{
    const char *ref;
    json_t *doc;

    json_object_foreach ((json_t *)(uintptr_t)docs, ref, doc)
        if (has_text(json_object_get(doc, "flags"), flag))
            return true;
    return false;
}

static bool has_any_flag(const json_t *docs)
{
    const char *ref;
    json_t *doc;

    json_object_foreach ((json_t *)(uintptr_t)docs, ref, doc)
        if (json_array_size(json_object_get(doc, "flags")) > 0)
            return true;
    return false;
}

static struct text list_text(struct play *p, const json_t *list)
{
    struct text out = T("");
    const json_t *v;
    size_t i;

    json_array_foreach (list, i, v)
        out = text_printf(p->arena, "%.*s%s%s", TEXT_FMT(out), out.len ? ", " : "",
                          json_is_string(v) ? json_string_value(v) : "?");
    return out.len ? out : T("-");
}

static struct text flags_text(struct play *p, const json_t *docs)
{
    struct text out = T("");
    const char *ref;
    json_t *doc;

    json_object_foreach ((json_t *)(uintptr_t)docs, ref, doc)
        out = text_printf(p->arena, "%.*s%s%s: %.*s", TEXT_FMT(out), out.len ? "; " : "", ref,
                          TEXT_FMT(list_text(p, json_object_get(doc, "flags"))));
    return out.len ? out : T("-");
}

/* ---- outcome ---- */

/* Our code for a rule of the cases, where it is another word. */
static const struct {
    const char *ours, *rule;
} same_rules[] = {
    { "MAY_NOT", "ROLE_FORBIDDEN" },
};

static bool is_rule(const char *code, const char *rule)
{
    for (size_t i = 0; i < sizeof(same_rules) / sizeof(same_rules[0]); i++)
        if (strcmp(same_rules[i].ours, code) == 0 && strcmp(same_rules[i].rule, rule) == 0)
            return true;
    return strcmp(code, rule) == 0;
}

static void compare_refusal(struct play *p, const json_t *expect, const json_t *doc)
{
    const char *rule = member(expect, "rule"), *cite = member(expect, "cite");
    const json_t *errors = json_object_get(doc, "errors"), *item;
    bool has_rule = false, has_cite = false;
    size_t i;

    json_array_foreach (errors, i, item)
        if (is_rule(member(item, "code"), rule)) {
            has_rule = true;
            has_cite = has_cite || strstr(member(item, "cite"), cite);
        }
    if (!has_rule)
        play_differs(p, N_("rule"), T(""), text_of(rule), play_errors_text(p, doc));
    else if (!has_cite)
        play_differs(p, N_("article of rule"), text_of(rule), text_of(cite),
                     play_errors_text(p, doc));
}

/* True when the outcome is the one expected, so that its effects can be compared. */
static bool compare_outcome(struct play *p, const json_t *expect, const struct door_answer *answer,
                            const json_t *after)
{
    const char *outcome = member(expect, "outcome");
    bool is_refused = strcmp(outcome, "refused") == 0;

    if (answer && answer->result == FAULT) {
        play_differs(p, N_("outcome"), T(""), text_of(outcome), T("FAULT"));
        return false;
    }
    if (answer && (answer->result != OK) != is_refused) {
        play_differs(p, N_("outcome"), T(""), text_of(outcome),
                     answer->result == OK ? T("accepted") : play_errors_text(p, answer->doc));
        return false;
    }
    if (is_refused && answer)
        compare_refusal(p, expect, answer->doc);
    if (strcmp(outcome, "accepted_flagged") == 0 && !has_any_flag(after) &&
        (!answer || json_array_size(json_object_get(answer->doc, "warnings")) == 0))
        play_differs(p, N_("open duty"), T(""), T("accepted_flagged"), flags_text(p, after));
    return true;
}

/* ---- what is there afterwards ---- */

static bool has_same_flags(const json_t *was, const json_t *is)
{
    const json_t *before = json_object_get(was, "flags"), *after = json_object_get(is, "flags");

    return (!before && !after) || json_equal(before, after);
}

static void compare_unchanged(struct play *p, const json_t *expect, const json_t *before,
                              const json_t *after)
{
    const json_t *item;
    size_t i;

    json_array_foreach (json_object_get(expect, "unchanged"), i, item) {
        const char *ref = json_string_value(item);
        const json_t *was = json_object_get(before, ref), *is = json_object_get(after, ref);

        if (!was && !is)
            continue; /* it did not come into being */
        if (!was || !is || !text_same(state_of(was), state_of(is)) ||
            version_of(was) != version_of(is) || !has_same_flags(was, is))
            play_differs(p, N_("unchanged"), text_of(ref),
                         text_printf(p->arena, "%.*s/%lld", TEXT_FMT(state_of(was)),
                                     (long long)version_of(was)),
                         text_printf(p->arena, "%.*s/%lld", TEXT_FMT(state_of(is)),
                                     (long long)version_of(is)));
    }
}

static void compare_states(struct play *p, const json_t *expect, const json_t *after)
{
    const char *ref;
    json_t *state;

    json_object_foreach (json_object_get(expect, "state"), ref, state) {
        const json_t *doc = json_object_get(after, ref);
        struct text wanted = json_string_text(state), seen = state_of(doc);

        if (!doc && json_object_get(p->unmade, ref))
            play_skips(p, N_("{what} was not made"), text_of(ref));
        else if (!text_same(seen, wanted))
            play_differs(p, N_("state"), text_of(ref), wanted, seen.len ? seen : T("-"));
    }
}

/* How many notices of this kind an office has on the things looked at. */
static size_t notices(const json_t *docs, const char *office, const char *kind)
{
    const char *ref;
    size_t n = 0, i;
    json_t *doc;
    const json_t *row;

    json_object_foreach ((json_t *)(uintptr_t)docs, ref, doc)
        json_array_foreach (json_object_get(doc, "notices"), i, row)
            n += strcmp(member(json_object_get(row, "to"), "id"), office) == 0 &&
                 strcmp(member(row, "kind"), kind) == 0;
    return n;
}

static bool owes(const json_t *docs, const char *office)
{
    const char *ref;
    const json_t *row;
    json_t *doc;
    size_t i;

    json_object_foreach ((json_t *)(uintptr_t)docs, ref, doc)
        json_array_foreach (json_object_get(doc, "obligations"), i, row)
            if (strcmp(member(json_object_get(row, "owner"), "id"), office) == 0 ||
                strcmp(member(json_object_get(row, "to"), "id"), office) == 0)
                return true;
    return false;
}

static struct text notices_text(struct play *p, const json_t *docs)
{
    struct text out = T("");
    const char *ref;
    const json_t *row;
    json_t *doc;
    size_t i;

    json_object_foreach ((json_t *)(uintptr_t)docs, ref, doc)
        json_array_foreach (json_object_get(doc, "notices"), i, row)
            out = text_printf(p->arena, "%.*s%s%s %s", TEXT_FMT(out), out.len ? ", " : "",
                              member(json_object_get(row, "to"), "number"), member(row, "kind"));
    return out.len ? out : T("-");
}

/* The words in `cite` of a notice are the case's own: who is told, and how, is compared. */
static void compare_notices(struct play *p, const json_t *expect, const json_t *before,
                            const json_t *after)
{
    const json_t *item;
    size_t i;

    json_array_foreach (json_object_get(expect, "notices"), i, item) {
        const char *to = member(item, "to"), *kind = member(item, "kind");
        const char *office = member(p->actors, to);
        bool is_there = strcmp(kind, "OWED") == 0
                            ? owes(after, office)
                            : notices(after, office, kind) > notices(before, office, kind);

        if (!is_there)
            play_differs(p, N_("notice"), text_of(to), text_of(kind), notices_text(p, after));
    }
}

static void compare_flags(struct play *p, const json_t *expect, const json_t *after)
{
    const json_t *flags = json_object_get(expect, "flags"), *item;
    size_t i;

    json_array_foreach (json_object_get(flags, "add"), i, item)
        if (!has_flag(after, json_string_value(item)))
            play_differs(p, N_("flag"), json_string_text(item), T("add"), flags_text(p, after));
    json_array_foreach (json_object_get(flags, "clear"), i, item)
        if (has_flag(after, json_string_value(item)))
            play_differs(p, N_("flag"), json_string_text(item), T("clear"), flags_text(p, after));
}

static void compare_timers(struct play *p, const json_t *expect, const json_t *after)
{
    const json_t *item, *row;
    size_t i, k;

    if (p->now.us - play_moment(p->step).us >= CLOCK_SLACK) {
        /* Somebody let the clock run past this step: its terms run from when it was done. */
        if (json_array_size(json_object_get(expect, "timers")) > 0)
            play_skips(p, N_("not compared: {what}"), T("timers"));
        return;
    }
    json_array_foreach (json_object_get(expect, "timers"), i, item) {
        const json_t *duties =
            json_object_get(json_object_get(after, member(item, "ref")), "obligations");
        struct instant wanted, due;
        struct text seen = T("");
        bool is_there = false;

        if (!instant_read(text_of(member(item, "due_at")), &wanted))
            continue;
        json_array_foreach (duties, k, row) {
            if (!instant_read(text_of(member(row, "due_at")), &due))
                continue;
            is_there = is_there || (due.us >= wanted.us && due.us - wanted.us < CLOCK_SLACK);
            seen = text_printf(p->arena, "%.*s%s%s %.*s", TEXT_FMT(seen), seen.len ? ", " : "",
                               member(row, "due_at"), TEXT_FMT(text_or_code(row, "kind")));
        }
        if (!is_there)
            play_differs(p, N_("timer"), text_of(member(item, "name")),
                         text_of(member(item, "due_at")), seen.len ? seen : T("-"));
    }
}

/* ---- who sees it ---- */

static const struct view *shown_view(struct play *p, const json_t *step, const char *ref)
{
    for (size_t i = 0; i < sizeof(shown_by) / sizeof(shown_by[0]); i++)
        if (strcmp(shown_by[i].act, member(step, "act")) == 0)
            return catalogue_view(p->c->catalogue, text_of(shown_by[i].view));
    return view_of(p, ref);
}

static void compare_sight(struct play *p, const json_t *step, const char *list, bool is_seen)
{
    const char *ref = member(json_object_get(step, "object"), "ref");
    const json_t *keys = json_object_get(json_object_get(step, "expect"), list), *key;
    const struct view *view = shown_view(p, step, ref);
    size_t i;

    if (json_array_size(keys) == 0 || id_is_none(play_ref(p, ref)))
        return;
    if (!p->has_visibility || !view) {
        play_skips(p, N_("who sees it is not compared: {what}"), text_of(list));
        return;
    }
    json_array_foreach (keys, i, key) {
        struct id office = play_any_ref(p, "office", json_string_value(key));
        struct door_answer answer = open_thing(p, office, view, ref);

        if ((answer.result == OK) != is_seen)
            play_differs(p, is_seen ? N_("visible to") : N_("hidden from"), json_string_text(key),
                         text_of(ref),
                         answer.result == OK ? T("visible") : play_errors_text(p, answer.doc));
        json_decref(answer.doc);
    }
}

static void compare_not_yet(struct play *p, const json_t *expect)
{
    static const char *const names[] = { "via", "contains", "omits" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (json_array_size(json_object_get(expect, names[i])) > 0)
            play_skips(p, N_("not compared: {what}"), text_of(names[i]));
}

void play_compare(struct play *p, const json_t *step, const struct door_answer *answer,
                  const json_t *before)
{
    const json_t *expect = json_object_get(step, "expect");
    json_t *after = play_look(p, step);

    if (compare_outcome(p, expect, answer, after)) {
        compare_states(p, expect, after);
        compare_notices(p, expect, before, after);
        compare_flags(p, expect, after);
        compare_timers(p, expect, after);
        compare_sight(p, step, "visible_to", true);
        compare_sight(p, step, "hidden_from", false);
        compare_not_yet(p, expect);
    }
    compare_unchanged(p, expect, before, after);
    json_decref(after);
}
