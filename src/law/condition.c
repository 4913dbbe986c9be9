/* SPDX-License-Identifier: EUPL-1.2 */
#include "law/inner.h"

/* law/README.md, "Condition": a test of an unknown fact is unknown; `all` is false if one is false,
 * else unknown if one is unknown; `any` the other way round; `not` keeps unknown. So `all` is the
 * least of its parts and `any` the greatest, in the order false, unknown, true. */

static enum tri leaf_eval(const struct condition *c, const struct text *values)
{
    struct text value = values[c->fact];

    if (value.len == 0)
        return TRI_UNKNOWN;
    for (size_t i = 0; i < c->value_count; i++)
        if (text_same(c->values[i], value))
            return TRI_TRUE;
    return TRI_FALSE;
}

enum tri condition_eval(const struct condition *c, const struct text *values)
{
    if (!c)
        return TRI_TRUE;
    switch (c->kind) {
    case CONDITION_FACT:
        return leaf_eval(c, values);
    case CONDITION_NOT:
        return (enum tri)(TRI_TRUE - condition_eval(&c->parts[0], values));
    case CONDITION_ALL:
    case CONDITION_ANY:
        break;
    }
    bool is_all = c->kind == CONDITION_ALL;
    enum tri found = is_all ? TRI_TRUE : TRI_FALSE;
    for (size_t i = 0; i < c->part_count; i++) {
        enum tri part = condition_eval(&c->parts[i], values);
        if (is_all ? part < found : part > found)
            found = part;
    }
    return found;
}

/* Marks the facts of those parts that have the value `wanted`; below a `not` the value turns. */
static void mark(const struct condition *c, const struct text *values, enum tri wanted, bool *seen)
{
    if (!c || condition_eval(c, values) != wanted)
        return;
    if (c->kind == CONDITION_FACT) {
        seen[c->fact] = true;
        return;
    }
    enum tri inner = c->kind == CONDITION_NOT ? (enum tri)(TRI_TRUE - wanted) : wanted;
    for (size_t i = 0; i < c->part_count; i++)
        mark(&c->parts[i], values, inner, seen);
}

void condition_unknowns(const struct condition *c, const struct text *values, bool *seen)
{
    mark(c, values, TRI_UNKNOWN, seen);
}

void condition_blames(const struct condition *c, const struct text *values, bool *seen)
{
    mark(c, values, TRI_FALSE, seen);
}

void condition_each(const struct condition *c,
                    void (*each)(void *ctx, const struct condition *leaf), void *ctx)
{
    if (!c)
        return;
    if (c->kind == CONDITION_FACT)
        each(ctx, c);
    for (size_t i = 0; i < c->part_count; i++)
        condition_each(&c->parts[i], each, ctx);
}
