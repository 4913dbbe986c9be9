/* SPDX-License-Identifier: EUPL-1.2 */
#include "kernel/kernel.h"

const struct action *catalogue_action(const struct catalogue *c, struct text name,
                                      struct text object)
{
    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->action_count; i++) {
            const struct action *a = &(*r)->actions[i];
            if (text_is(name, a->name) && (text_is_empty(object) || text_is(object, a->object)))
                return a;
        }
    return NULL;
}

const struct view *catalogue_view(const struct catalogue *c, struct text name)
{
    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->view_count; i++)
            if (text_is(name, (*r)->views[i].name))
                return &(*r)->views[i];
    return NULL;
}

const struct thing_type *catalogue_thing(const struct catalogue *c, struct text name)
{
    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->thing_count; i++)
            if (text_is(name, (*r)->things[i].name))
                return &(*r)->things[i];
    return NULL;
}
