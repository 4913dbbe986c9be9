/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "kernel/kernel_internal.h"
#include "kernel/statements.h"

/* The thing that a view shows: its query's first member. */
static struct id shown_thing(const struct view *view, const void *query)
{
    if (!view->thing || view->fields.n == 0 || view->fields.fields[0].kind != FIELD_REF)
        return ID_NONE;
    return *(const struct id *)(const void *)((const char *)query + view->fields.fields[0].offset);
}

static enum result not_for_you(struct verdict *v)
{
    verdict_refuse(v, "THING_NOT_FOUND", "",
                   N_("This does not exist, or is not visible to your office."),
                   N_("Check the address, or ask who shared it with you."))
        ->kind = BY_ABSENCE;
    return NOT_FOUND;
}

static enum result build(struct space *s, const struct view *view, const void *query,
                         const struct look *look, struct json *out, int64_t *version,
                         struct verdict *v)
{
    struct id id = shown_thing(view, query);
    struct thing t;
    enum result r;

    *version = 0;
    if (view->thing) {
        r = thing_get(look->tx, id, &t);
        if (r == NOT_FOUND || (!r && !text_is(t.type, view->thing)))
            return not_for_you(v);
        if (r)
            return r;
        *version = t.version;
    }
    if (s->gate && !s->gate->sees(look->tx, look->viewer, view->audience, id, look->now))
        return not_for_you(v);
    json_open(out);
    r = view->build(look, query, out);
    json_close(out);
    if (r == NOT_FOUND)
        return not_for_you(v);
    return r ? r : tx_result(look->tx);
}

static enum result see(struct space *s, const struct view *view, const void *query,
                       struct look *look, struct json *out, int64_t *version, struct verdict *v)
{
    enum result r, ended;

    look->tx = tx_read(s->store, look->arena);
    r = build(s, view, query, look, out, version, v);
    ended = tx_end(look->tx);
    if (!r)
        r = ended;
    if (!r && arena_is_exhausted(look->arena))
        r = LIMIT;
    return r ? r : json_end(out);
}

static struct look look_by(struct space *s, const struct viewer *viewer, const char *lang,
                           struct arena *a)
{
    return (struct look){ .catalogue = s->catalogue,
                          .gate = s->gate,
                          .viewer = viewer,
                          .now = space_now(s),
                          .lang = lang,
                          .zone = s->zone,
                          .arena = a };
}

enum result space_see(struct space *s, const struct view *view, const json_t *input,
                      const struct viewer *viewer, const char *lang, struct arena *a,
                      struct json *out, int64_t *version, struct verdict *verdict)
{
    void *query = arena_bytes_sure(a, view->fields.size ? view->fields.size : 1);
    struct look look = look_by(s, viewer, lang, a);

    *version = 0;
    fields_read(&view->fields, input, query, false, a, verdict);
    if (!verdict_is_clear(verdict))
        return REFUSED;
    return see(s, view, query, &look, out, version, verdict);
}

/* ---- a refused form on its own page ---- */

/* What the view asks, as far as the form holds it. A new reference. */
static json_t *asked_of_form(const struct view *view, const struct sent_form *sent)
{
    json_t *asked = json_object();
    char id[ID_TEXT_MAX];

    for (int64_t i = 0; i < view->fields.n; i++) {
        const char *name = view->fields.fields[i].name;
        json_t *typed = json_object_get(sent->input, name);

        if (view->thing && i == 0) {
            id_write(sent->object, id);
            json_object_set_new(asked, name, json_string(id));
        } else if (typed) {
            json_object_set(asked, name, typed);
        }
    }
    return asked;
}

static void query_of_form(const struct view *view, const struct sent_form *sent, void *query,
                          struct arena *a)
{
    json_t *asked = asked_of_form(view, sent);
    struct verdict odd;

    verdict_init(&odd, a);
    fields_read(&view->fields, asked, query, true, a, &odd);
    for (size_t i = 0; i < odd.count; i++) {
        struct text rest = odd.items[i].field, name = T("");

        text_cut(&rest, '/', &name);
        json_object_del(asked, text_cstr(a, name));
    }
    if (odd.count > 0)
        fields_read(&view->fields, asked, query, true, a, &odd);
    json_decref(asked);
}

enum result space_see_sent(struct space *s, const struct view *view, const struct sent_form *sent,
                           const struct viewer *viewer, const char *lang, struct arena *a,
                           struct json *out, int64_t *version, struct verdict *verdict)
{
    void *query = arena_bytes_sure(a, view->fields.size ? view->fields.size : 1);
    struct look look = look_by(s, viewer, lang, a);

    *version = 0;
    look.sent = sent;
    query_of_form(view, sent, query, a);
    return see(s, view, query, &look, out, version, verdict);
}
