/* SPDX-License-Identifier: EUPL-1.2 */
/* "What may I do here?": the acts on a thing, by the gate and the guards that need no fields. */
#include <string.h>

#include "base/tr.h"
#include "kernel/kernel_internal.h"

struct acts {
    struct json *out;
    const struct look *look;
    const struct thing *thing; /* NULL: acts that begin something new */
    bool is_all;
    struct arena *scratch; /* of one act's judging: a desk judges thousands, none is kept */
    struct arena *kept;    /* the look's own, meanwhile */
};

/* Everything that guards read and say goes into the scratch until it is given back. */
static bool take_scratch(struct acts *x)
{
    x->scratch = arena_open(ARENA_LIMIT_DEFAULT);
    if (!x->scratch) {
        tx_fail(x->look->tx, LIMIT);
        return false;
    }
    x->kept = tx_arena(x->look->tx);
    tx_set_arena(x->look->tx, x->scratch);
    return true;
}

static void give_scratch(struct acts *x)
{
    tx_set_arena(x->look->tx, x->kept);
    arena_close(x->scratch);
}

/* A creating action belongs to a thing when its first reference field names the thing's type. */
static const struct field *link_field(const struct action *action, struct text type)
{
    for (int64_t i = 0; i < action->fields.n; i++) {
        const struct field *f = &action->fields.fields[i];
        if (f->kind == FIELD_REF)
            return text_is(type, f->table) ? f : NULL;
    }
    return NULL;
}

/* Where the form of a creating act stands that needs no thing first. */
static void put_new_address(const struct acts *x, const struct action *action)
{
    const struct thing_type *of = catalogue_thing(x->look->catalogue, text_of(action->object));

    if (!of)
        return;
    json_put_text(x->out, "url",
                  text_printf(x->scratch, "/%s/nieuw/%s", of->address, action->address));
    json_put_text(
        x->out, "api",
        text_printf(x->scratch, "/api/v1/%s", action->posted_to ? action->posted_to : of->path));
}

static void put_address(const struct acts *x, const struct action *action, const struct field *link)
{
    const struct thing_type *of = catalogue_thing(x->look->catalogue, text_of(action->object));
    struct arena *a = x->scratch;
    struct text id = id_text(a, x->thing->id);

    if (!of)
        return;
    if (link) {
        json_put_text(x->out, "url",
                      text_printf(a, "/%s/nieuw/%s?%s=%.*s", of->address, action->address,
                                  link->name, TEXT_FMT(id)));
        json_put_text(
            x->out, "api",
            text_printf(a, "/api/v1/%s", action->posted_to ? action->posted_to : of->path));
    } else {
        json_put_text(x->out, "url",
                      text_printf(a, "/%s/%.*s/%s", of->address, TEXT_FMT(id), action->address));
        json_put_text(
            x->out, "api",
            text_printf(a, "/api/v1/%s/%.*s/%s", of->path, TEXT_FMT(id), action->posted_to));
    }
}

static void put_act(const struct acts *x, const struct action *action, const struct field *link,
                    const struct verdict *v)
{
    bool may = verdict_is_clear(v);

    if (!may && !x->is_all)
        return;
    json_open(x->out);
    json_put_cstr(x->out, "name", action->name);
    json_put_cstr(x->out, "title", tr(x->look->lang, action->title));
    json_put_bool(x->out, "is_binding", action->is_binding);
    json_put_bool(x->out, "is_aside", action->is_aside || v->is_aside);
    json_put_bool(x->out, "may", may);
    if (x->thing)
        put_address(x, action, link);
    else
        put_new_address(x, action);
    if (!may) {
        const struct verdict_item *item = &v->items[0];
        json_put_cstr(x->out, "code", item->code);
        json_put_text(x->out, "why",
                      tr_fill(x->scratch, x->look->lang, item->why, item->holes, item->hole_count));
        json_put_cstr(x->out, "cite", tr(x->look->lang, text_cstr(x->scratch, item->cite)));
    }
    json_close(x->out);
}

static void judge_act(const struct acts *x, const struct action *action, const struct field *link)
{
    struct arena *a = x->scratch;
    struct verdict *v = arena_new(a, struct verdict);
    void *fields = arena_bytes_sure(a, action->fields.size ? action->fields.size : 1);
    struct entry e = {
        .id = id_make(1, 1),
        .seq = 1,
        .recorded_at = x->look->now,
        .happened_at = x->look->now,
        .by = *x->look->viewer,
        .action = action,
        .object = link || !x->thing ? id_make(1, 1) : x->thing->id,
        .key = T(""),
        .zone = x->look->zone,
        .is_dry = true,
    };

    verdict_init(v, a);
    fields_clear(&action->fields, fields);
    if (link)
        *(struct id *)(void *)((char *)fields + link->offset) = x->thing->id;
    if (x->look->gate)
        x->look->gate->may(&e, fields, x->look->tx, v);
    for (int i = 0; i < GUARDS_MAX && action->ready[i]; i++)
        action->ready[i](&e, fields, x->look->tx, v);
    put_act(x, action, link, v);
    if (arena_is_exhausted(a))
        tx_fail(x->look->tx, LIMIT);
    arena_reset(a);
}

/* Steps forward first, then what they bring into being, then what is aside. */
static int order_of(const struct action *action)
{
    return action->is_aside ? 2 : action->creates ? 1 : 0;
}

enum { ORDERS = 3 };

static void judge_acts_of(struct acts *x, int order)
{
    for (const struct room *const *r = x->look->catalogue->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->action_count; i++) {
            const struct action *action = &(*r)->actions[i];
            const struct field *link = action->creates ? link_field(action, x->thing->type) : NULL;

            if (order_of(action) == order &&
                (link || (!action->creates && text_is(x->thing->type, action->object))))
                judge_act(x, action, link);
        }
}

void json_acts(struct json *out, const struct look *look, struct id thing, bool is_all)
{
    struct thing t;
    struct acts x = { .out = out, .look = look, .thing = &t, .is_all = is_all };

    json_name(out, "acts");
    json_list(out);
    if (!thing_get(look->tx, thing, &t) && take_scratch(&x)) {
        for (int order = 0; order < ORDERS; order++)
            judge_acts_of(&x, order);
        give_scratch(&x);
    }
    json_list_end(out);
}

void json_acts_new(struct json *out, const struct look *look)
{
    struct acts x = { .out = out, .look = look };

    json_name(out, "new_acts");
    json_list(out);
    if (take_scratch(&x)) {
        for (const struct room *const *r = look->catalogue->rooms; *r; r++)
            for (size_t i = 0; i < (*r)->action_count; i++) {
                const struct action *action = &(*r)->actions[i];
                bool needs_thing = action->fields.n > 0 &&
                                   action->fields.fields[0].kind == FIELD_REF &&
                                   !action->fields.fields[0].optional;

                if (action->creates && action->address && !needs_thing)
                    judge_act(&x, action, NULL);
            }
        give_scratch(&x);
    }
    json_list_end(out);
}
