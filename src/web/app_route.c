/* SPDX-License-Identifier: EUPL-1.2 */
/* From an address to a row of the tables. */
#include <string.h>

#include "web/app_inner.h"

/* "/requests/{id}" against the parts from `from` on; {name} values into *input (may be NULL). */
static bool path_fits(const struct ask *ask, size_t from, const char *pattern, json_t *input)
{
    struct text rest = text_slice(text_of(pattern), 1, strlen(pattern)), part;
    size_t i = from;

    for (; text_cut(&rest, '/', &part); i++) {
        if (i >= ask->part_count)
            return false;
        if (!text_starts(part, T("{")) && !text_same(part, ask->parts[i]))
            return false;
    }
    if (i != ask->part_count || !input)
        return i == ask->part_count;
    rest = text_slice(text_of(pattern), 1, strlen(pattern));
    for (i = from; text_cut(&rest, '/', &part); i++)
        if (text_starts(part, T("{"))) {
            const char *name = text_cstr(ask->arena, text_slice(part, 1, part.len - 2));
            json_object_set_new(input, name, json_stringn(ask->parts[i].at, ask->parts[i].len));
        }
    return true;
}

const struct view *route_view(const struct ask *ask, json_t *input)
{
    size_t from = ask->is_api ? API_PREFIX_PARTS : 0;
    const struct view *loose = NULL;

    for (const struct room *const *r = ask->app->catalogue->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->view_count; i++) {
            const struct view *v = &(*r)->views[i];
            const char *pattern = ask->is_api ? v->path : v->address;

            if (!pattern || !path_fits(ask, from, pattern, NULL))
                continue;
            if (!strchr(pattern, '{')) {
                path_fits(ask, from, pattern, input);
                return v; /* a fixed path wins over one with a hole: /aanvragen/nieuw */
            }
            loose = loose ? loose : v;
        }
    if (loose)
        path_fits(ask, from, ask->is_api ? loose->path : loose->address, input);
    return loose;
}

static bool noun_is(const char *noun, struct text part)
{
    return noun && text_is(part, noun);
}

/* API: /requests (creates), /oral-requests (creates, its own noun), /requests/1-9/decisions.
 * Pages: /aanvragen/nieuw/aanvraag (creates), /aanvragen/1-9/besluit. */
static bool action_fits(const struct ask *ask, const struct action *a, const struct thing_type *t,
                        struct id *object)
{
    size_t from = ask->is_api ? API_PREFIX_PARTS : 0, n = ask->part_count - from;
    const struct text *part = ask->parts + from;
    const char *base = ask->is_api ? t->path : t->address;
    const char *noun = ask->is_api ? a->posted_to : a->address;

    *object = ID_NONE;
    if (a->creates && ask->is_api)
        return n == 1 && noun_is(noun ? noun : base, part[0]);
    if (n != 3 || !noun_is(base, part[0]) || !noun_is(noun, part[2]))
        return false;
    return a->creates ? text_is(part[1], "nieuw") : id_read(part[1], object);
}

const struct action *route_action(const struct ask *ask, struct id *object)
{
    if (ask->part_count < (ask->is_api ? API_PREFIX_PARTS + 1 : 3))
        return NULL;
    for (const struct room *const *r = ask->app->catalogue->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->action_count; i++) {
            const struct action *a = &(*r)->actions[i];
            const struct thing_type *t = catalogue_thing(ask->app->catalogue, text_of(a->object));

            if (t && action_fits(ask, a, t, object))
                return a;
        }
    return NULL;
}

/* pageSize to page_size: query keys are camelCase (NL GOV rules), fields snake_case. */
static struct text snake(struct arena *a, struct text camel)
{
    char *out = arena_array(a, char, camel.len * 2 + 1);
    size_t n = 0;

    for (size_t i = 0; out && i < camel.len; i++) {
        char c = camel.at[i];
        if (c >= 'A' && c <= 'Z') {
            out[n++] = '_';
            c = (char)(c + ('a' - 'A'));
        }
        out[n++] = c;
    }
    return out ? text_at(out, n) : T("");
}

/* Our own parameters that no view declares; a page may hold a form that leads back elsewhere. */
static bool is_own(const struct ask *ask, struct text name)
{
    return text_is(name, "klaar") || text_is(name, "taal") ||
           (!ask->is_api && text_is(name, "_terug"));
}

void route_query(const struct ask *ask, const struct fieldset *set, json_t *input)
{
    struct form_pair *pairs = arena_array(ask->arena, struct form_pair, ask->query.n + 1);
    const char *key;
    json_t *value, *read;
    size_t n = 0;

    for (size_t i = 0; pairs && i < ask->query.n; i++)
        if (!is_own(ask, ask->query.at[i].name))
            pairs[n++] = (struct form_pair){ snake(ask->arena, ask->query.at[i].name),
                                             ask->query.at[i].value };
    read = fields_from_form(set, pairs, n, space_zone(ask->app->space), ask->now, NULL, ask->arena,
                            ask->verdict);
    json_object_foreach (read, key, value)
        if (!json_object_get(input, key))
            json_object_set(input, key, value);
    json_decref(read);
}
