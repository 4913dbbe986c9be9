/* SPDX-License-Identifier: EUPL-1.2 */
#include "declared.h"

#include <string.h>

#include "kernel/action.h"
#include "rooms.h"
#include "web/http_input.h"

enum { OUT_BYTES_MAX = 32 * 1024 * 1024 };

/* ---- choosing ---- */

struct choosing {
    enum declared_kind kind;
    struct text name;
    size_t number, seen; /* the one to take when the name is nobody's; SIZE_MAX: by name */
    const struct fieldset *found;
};

static void offer(struct choosing *c, const char *name, const struct fieldset *set)
{
    if (!c->found && (c->number == SIZE_MAX ? text_is(c->name, name) : c->number == c->seen))
        c->found = set;
    c->seen++;
}

static void offer_all(struct choosing *c)
{
    for (size_t i = 0; schakel_catalogue.rooms[i]; i++) {
        const struct room *room = schakel_catalogue.rooms[i];

        for (size_t k = 0; k < room->action_count; k++) {
            const struct action *action = &room->actions[k];

            if (c->kind != DECLARED_QUERY)
                offer(c, action->name,
                      c->kind == DECLARED_ASKED ? &action->fields : &action->settles);
        }
        for (size_t k = 0; k < room->view_count; k++)
            if (c->kind == DECLARED_QUERY)
                offer(c, room->views[k].name, &room->views[k].fields);
    }
}

const struct fieldset *declared_find(enum declared_kind kind, struct text name)
{
    struct choosing c = { .kind = kind, .name = name, .number = SIZE_MAX };
    size_t sum = 0;

    offer_all(&c);
    if (c.found)
        return c.found;
    for (size_t i = 0; i < name.len; i++)
        sum = sum * 31 + (unsigned char)name.at[i];
    c.number = sum % c.seen;
    c.seen = 0;
    offer_all(&c);
    return c.found;
}

/* ---- what holds of every reading ---- */

static void check_words(const struct verdict *v)
{
    must(v->count <= VERDICT_ITEMS_MAX && v->refusals >= (v->count > 0));
    for (size_t i = 0; i < v->count; i++) {
        must(v->items[i].code[0] && v->items[i].why[0] && v->items[i].mend[0]);
        must(text_is_utf8(v->items[i].field));
    }
}

/* What is written is canonical JSON of our kind, and reads back as the same. */
static void check_canonical(const json_t *written)
{
    struct buf out = buf_make(OUT_BYTES_MAX);
    struct json_fault fault;
    json_t *again = NULL;

    must(json_canonical(&out, written) == OK && text_is_utf8(buf_text(&out)));
    if (buf_text(&out).len <= JSON_BODY_BYTES_MAX) {
        must(json_read(buf_text(&out), &again, &fault) == OK && json_equal(again, written));
        json_decref(again);
    }
    buf_free(&out);
}

/* Every group of sealed fields is written apart and put back; `whole` gets all members. */
static void check_sealed(const struct fieldset *set, const void *out, void *again, json_t *whole,
                         struct arena *a)
{
    for (int64_t i = 0; i < set->n; i++) {
        const char *group = set->fields[i].sealed;
        json_t *payload, *same;

        if (!group)
            continue;
        payload = fields_write(set, out, group);
        check_canonical(payload);
        fields_merge(set, payload, again, a);
        same = fields_write(set, again, group);
        must(json_equal(payload, same));
        json_object_update(whole, payload);
        json_decref(payload);
        json_decref(same);
    }
}

static void check_written(const struct fieldset *set, const void *out, struct arena *a)
{
    void *again = arena_bytes_sure(a, set->size + 1);
    struct verdict *verdict = arena_new(a, struct verdict);
    json_t *written = fields_write(set, out, NULL), *same;

    check_canonical(written);
    must(fields_read_stored(set, written, again, a));
    same = fields_write(set, again, NULL);
    must(json_equal(written, same));
    check_sealed(set, out, again, written, a);
    verdict_init(verdict, a);
    fields_read(set, written, again, true, a, verdict);
    must(verdict_is_clear(verdict) || arena_is_exhausted(a));
    json_decref(same);
    json_decref(written);
}

static const struct verdict *read_once(const struct fieldset *set, const json_t *input,
                                       bool is_partial, struct arena *a)
{
    struct verdict *verdict = arena_new(a, struct verdict);
    void *out = arena_bytes_sure(a, set->size + 1);

    verdict_init(verdict, a);
    fields_read(set, input, out, is_partial, a, verdict);
    check_words(verdict);
    if (verdict_is_clear(verdict) && !arena_is_exhausted(a))
        check_written(set, out, a);
    return verdict;
}

void declared_check(const struct fieldset *set, const json_t *input, struct arena *a)
{
    const struct verdict *whole = read_once(set, input, false, a);
    const struct verdict *part = read_once(set, input, true, a);

    must(part->refusals <= whole->refusals); /* a part asks for less, never for more */
}

/* ---- forms ---- */

static void check_form(const struct fieldset *set, const json_t *input,
                       const struct verdict *verdict, const struct zone *zone, struct arena *a)
{
    struct look look = { .lang = "nl", .zone = zone, .arena = a };
    struct buf buf = buf_make(OUT_BYTES_MAX);
    struct json out = json_make(&buf);
    struct json_fault fault;
    json_t *doc = NULL;

    json_open(&out);
    fields_form_json(set, input, verdict, &look, &out);
    fields_faults_json(set, verdict, &look, &out);
    json_close(&out);
    if (json_end(&out) == OK && buf_text(&buf).len <= JSON_BODY_BYTES_MAX)
        must(json_read(buf_text(&buf), &doc, &fault) == OK);
    json_decref(doc);
    buf_free(&buf);
}

static bool has_unknown(const struct fieldset *set, const json_t *input)
{
    const char *name;
    json_t *v;

    json_object_foreach ((json_t *)(uintptr_t)input, name, v)
        if (!fields_find(set, text_of(name)))
            return true;
    return false;
}

/* The values that were sent for a flat list: a line each. */
static size_t count_lines(struct http_pairs pairs, const struct field *f)
{
    size_t n = 0;

    for (size_t i = 0; i < pairs.n; i++) {
        struct text name = pairs.at[i].name, value = pairs.at[i].value, head = T(""), line;

        text_cut(&name, '.', &head);
        while (text_is(head, f->name) && text_cut(&value, '\n', &line))
            n += text_trim(line).len > 0;
    }
    return n;
}

/* Nothing that was sent is lost in silence: it stands in the input, or the input is refused. */
static void check_kept(const struct fieldset *set, struct http_pairs pairs, const json_t *input)
{
    for (size_t i = 0; i < pairs.n; i++) {
        struct text rest = pairs.at[i].name, head = T("");
        const struct field *f;
        const json_t *v;

        text_cut(&rest, '.', &head);
        f = fields_find(set, head);
        if (text_trim(pairs.at[i].value).len == 0 || has_unknown(set, input))
            continue;
        must(f != NULL);
        v = json_object_get(input, f->name);
        must(v && !json_is_null(v));
        if (f->kind == FIELD_LIST && f->flat)
            must(json_array_size(v) > FIELD_LIST_MAX ||
                 json_array_size(v) == count_lines(pairs, f));
    }
}

void declared_check_pairs(const struct fieldset *set, struct text query, struct arena *a)
{
    static const struct instant now = { INT64_C(1635643800000000) }; /* in the double hour */
    struct verdict *verdict = arena_new(a, struct verdict);
    const struct zone *zone = fuzz_zone();
    struct http_pairs pairs;
    struct form_pair *form;
    json_t *input;

    if (http_query_read(a, query, &pairs) != OK)
        return;
    form = arena_array(a, struct form_pair, pairs.n + 1);
    must(form != NULL);
    for (size_t i = 0; i < pairs.n; i++)
        form[i] = (struct form_pair){ pairs.at[i].name, pairs.at[i].value };
    verdict_init(verdict, a);
    input = fields_from_form(set, form, pairs.n, zone, now, NULL, a, verdict);
    must(json_is_object(input));
    check_words(verdict);
    check_kept(set, pairs, input);
    declared_check(set, input, a);
    fields_read(set, input, arena_bytes_sure(a, set->size + 1), false, a, verdict);
    check_form(set, input, verdict, zone, a);
    json_decref(input);
}
