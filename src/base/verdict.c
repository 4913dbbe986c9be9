/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/verdict.h"

#include <assert.h>
#include <string.h>

void verdict_init(struct verdict *v, struct arena *a)
{
    /* The items need no zeroing: each is written whole when it is added. */
    v->arena = a;
    v->count = 0;
    v->refusals = 0;
    v->step = 0;
    v->is_aside = false;
}

/* Codes are enduring and go out to other systems: [A-Z0-9_], at least one. */
static bool is_code(const char *code)
{
    return code[0] && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(code);
}

static struct verdict_item *add(struct verdict *v, enum verdict_weight weight,
                                enum verdict_kind kind, const char *code, const char *field,
                                const char *why, const char *mend)
{
    assert(code && why);
    assert(is_code(code));
    if (v->count < VERDICT_ITEMS_MAX)
        v->count++;
    if (weight == VERDICT_REFUSE)
        v->refusals++;
    struct verdict_item *item = &v->items[v->count - 1];
    *item = (struct verdict_item){
        .weight = weight,
        .kind = kind,
        .code = code,
        .field = text_copy(v->arena, text_of(field)),
        .why = why,
        .mend = mend ? mend : "",
        .cite = T(""),
        .cite_version = T(""),
        .step = v->step,
    };
    return item;
}

struct verdict_item *verdict_refuse(struct verdict *v, const char *code, const char *field,
                                    const char *why, const char *mend)
{
    return add(v, VERDICT_REFUSE, BY_RULE, code, field, why, mend);
}

struct verdict_item *verdict_forbid(struct verdict *v, const char *code, const char *field,
                                    const char *why, const char *mend)
{
    return add(v, VERDICT_REFUSE, BY_AUTHORITY, code, field, why, mend);
}

struct verdict_item *verdict_warn(struct verdict *v, const char *code, const char *field,
                                  const char *why, const char *mend)
{
    return add(v, VERDICT_WARN, BY_RULE, code, field, why, mend);
}

void verdict_hole(struct verdict_item *item, struct arena *a, const char *name, struct text value)
{
    for (size_t i = 0; i < item->hole_count; i++) {
        if (strcmp(item->holes[i].name, name) == 0) {
            item->holes[i].value = text_copy(a, value);
            return;
        }
    }
    assert(item->hole_count < VERDICT_HOLES_MAX);
    item->holes[item->hole_count++] =
        (struct verdict_hole){ .name = name, .value = text_copy(a, value) };
}

void verdict_cite(struct verdict_item *item, struct text cite, struct text version)
{
    item->cite = cite;
    item->cite_version = version;
}

bool verdict_is_clear(const struct verdict *v)
{
    return v->refusals == 0;
}

const struct verdict_item *verdict_find(const struct verdict *v, const char *code)
{
    for (size_t i = 0; i < v->count; i++)
        if (strcmp(v->items[i].code, code) == 0)
            return &v->items[i];
    return NULL;
}
