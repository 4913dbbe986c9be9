/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "kernel/field_internal.h"

static void *member(void *base, const struct field *f)
{
    return (char *)base + f->offset;
}

static const void *member_const(const void *base, const struct field *f)
{
    return (const char *)base + f->offset;
}

struct text field_pointer(struct arena *a, struct text prefix, const char *name)
{
    return prefix.len == 0 ? text_of(name) : text_printf(a, "%.*s/%s", TEXT_FMT(prefix), name);
}

void field_set_none(const struct field *f, void *at)
{
    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_PLACE:
    case FIELD_CHOICE:
    case FIELD_FILE:
        *(struct text *)at = T(""); /* all four are structs of one text */
        break;
    case FIELD_INT:
    case FIELD_QUANTITY:
    case FIELD_MONEY:
    case FIELD_INSTANT:
        *(int64_t *)at = INT_NONE;
        break;
    case FIELD_DAY:
        *(struct day *)at = DAY_NONE;
        break;
    case FIELD_PERIOD:
        *(struct period *)at = (struct period){ INSTANT_NONE, INSTANT_NONE };
        break;
    case FIELD_REF:
        *(struct id *)at = ID_NONE;
        break;
    case FIELD_YESNO:
        *(struct yesno *)at = (struct yesno){ UNKNOWN };
        break;
    case FIELD_LIST:
        *(struct list *)at = (struct list){ NULL, 0 };
        break;
    }
}

void fields_clear(const struct fieldset *set, void *out)
{
    for (int64_t i = 0; i < set->n; i++)
        field_set_none(&set->fields[i], member(out, &set->fields[i]));
}

bool field_given(const struct field *f, const void *in)
{
    const void *at = member_const(in, f);

    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_PLACE:
    case FIELD_CHOICE:
    case FIELD_FILE:
        return ((const struct text *)at)->len > 0;
    case FIELD_INT:
    case FIELD_QUANTITY:
    case FIELD_MONEY:
    case FIELD_INSTANT:
        return *(const int64_t *)at != INT_NONE;
    case FIELD_DAY:
        return ((const struct day *)at)->n != INT32_MIN;
    case FIELD_PERIOD:
        return !instant_is_none(((const struct period *)at)->from) ||
               !instant_is_none(((const struct period *)at)->until);
    case FIELD_REF:
        return !id_is_none(*(const struct id *)at);
    case FIELD_YESNO:
        return ((const struct yesno *)at)->is != UNKNOWN;
    case FIELD_LIST:
        return ((const struct list *)at)->n > 0;
    }
    __builtin_unreachable();
}

const struct field *fields_find(const struct fieldset *set, struct text name)
{
    for (int64_t i = 0; i < set->n; i++)
        if (text_is(name, set->fields[i].name))
            return &set->fields[i];
    return NULL;
}

/* Invariant 2: what nobody declared is a fault, also when it is null. */
static void refuse_unknown(const struct reader *r, const struct fieldset *set, const json_t *input,
                           struct text prefix)
{
    const char *key;
    json_t *value;

    json_object_foreach ((json_t *)input, key, value) {
        if (fields_find(set, text_of(key)))
            continue;
        struct text pointer = field_pointer(r->arena, prefix, key);
        struct verdict_item *item = verdict_refuse(
            r->verdict, "FIELD_UNKNOWN", text_cstr(r->arena, pointer),
            N_("There is no field {field} here."), N_("Leave it out, or check its spelling."));
        verdict_hole(item, r->arena, "field", pointer);
    }
}

void fields_read_object(const struct reader *r, const struct fieldset *set, const json_t *input,
                        struct text prefix, void *out)
{
    fields_clear(set, out);
    if (!json_is_object(input)) {
        if (input && r->how != READ_STORED)
            verdict_refuse(r->verdict, "FIELD_TYPE", text_cstr(r->arena, prefix),
                           N_("This must be an object with named fields."),
                           N_("Send a JSON object."));
        if (input)
            return;
    }
    if (input && r->how != READ_STORED)
        refuse_unknown(r, set, input, prefix);
    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];
        const json_t *v = input ? json_object_get(input, f->name) : NULL;
        struct text pointer = field_pointer(r->arena, prefix, f->name);

        if (v && !json_is_null(v))
            field_read_value(r, f, v, pointer, member(out, f));
        else if (!f->optional && r->how == READ_ALL)
            verdict_refuse(r->verdict, "FIELD_MISSING", text_cstr(r->arena, pointer),
                           N_("This field is missing."), N_("Fill it in."));
    }
}

void fields_read(const struct fieldset *set, const json_t *input, void *out, bool is_partial,
                 struct arena *a, struct verdict *verdict)
{
    struct reader r = { is_partial ? READ_PART : READ_ALL, a, verdict };

    fields_read_object(&r, set, input, T(""), out);
}

bool fields_read_stored(const struct fieldset *set, const json_t *stored, void *out,
                        struct arena *a)
{
    struct verdict *verdict = arena_new(a, struct verdict);
    struct reader r = { READ_STORED, a, verdict };

    verdict_init(verdict, a);
    fields_read_object(&r, set, stored, T(""), out);
    return verdict_is_clear(verdict);
}

void fields_merge(const struct fieldset *set, const json_t *payload, void *out, struct arena *a)
{
    struct verdict *verdict = arena_new(a, struct verdict);
    struct reader r = { READ_STORED, a, verdict };

    verdict_init(verdict, a);
    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];
        const json_t *v = json_object_get(payload, f->name);

        if (v && !json_is_null(v))
            field_read_value(&r, f, v, text_of(f->name), member(out, f));
    }
}

/* ---- writing ---- */
static json_t *write_text(struct text t)
{
    return json_stringn_nocheck(t.at, t.len);
}

static json_t *write_id(struct id id)
{
    char words[ID_TEXT_MAX];

    id_write(id, words);
    return json_string(words);
}

static json_t *write_instant(struct instant t)
{
    char words[INSTANT_TEXT_MAX];

    instant_write(t, words);
    return json_string(words);
}

static json_t *write_list(const struct field *f, const struct list *list)
{
    json_t *out = json_array();

    for (int64_t i = 0; i < list->n; i++) {
        const char *item = (const char *)list->items + (size_t)i * f->item->size;
        json_t *v = fields_write(f->item, item, NULL);

        if (f->flat) {
            json_t *only = json_incref(json_object_get(v, f->item->fields[0].name));
            json_decref(v);
            v = only;
        }
        json_array_append_new(out, v);
    }
    return out;
}

/* Short texts made by base/ need an arena; a small one on the way is enough. */
static json_t *write_number_text(const struct field *f, const void *at)
{
    struct arena *a = arena_open(4096);
    struct text t;
    json_t *out;

    if (!a)
        return NULL;
    if (f->kind == FIELD_MONEY)
        t = money_text(a, *(const struct money *)at);
    else if (f->kind == FIELD_QUANTITY)
        t = quantity_text(a, *(const struct quantity *)at);
    else
        t = day_text(a, *(const struct day *)at);
    out = write_text(t);
    arena_close(a);
    return out;
}

static json_t *write_value(const struct field *f, const void *at)
{
    const struct period *p = at;
    json_t *out;

    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_PLACE:
    case FIELD_CHOICE:
    case FIELD_FILE:
        return write_text(*(const struct text *)at);
    case FIELD_INT:
        return json_integer(*(const int64_t *)at);
    case FIELD_QUANTITY:
    case FIELD_MONEY:
    case FIELD_DAY:
        return write_number_text(f, at);
    case FIELD_INSTANT:
        return write_instant(*(const struct instant *)at);
    case FIELD_PERIOD:
        out = json_object();
        if (!instant_is_none(p->from))
            json_object_set_new(out, "from", write_instant(p->from));
        if (!instant_is_none(p->until))
            json_object_set_new(out, "until", write_instant(p->until));
        return out;
    case FIELD_REF:
        return write_id(*(const struct id *)at);
    case FIELD_YESNO:
        return json_boolean(((const struct yesno *)at)->is == YES);
    case FIELD_LIST:
        return write_list(f, at);
    }
    __builtin_unreachable();
}

json_t *fields_write(const struct fieldset *set, const void *in, const char *group)
{
    json_t *out = json_object();

    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];
        bool is_of_group = group ? f->sealed && strcmp(group, f->sealed) == 0 : !f->sealed;

        if (is_of_group && field_given(f, in))
            json_object_set_new(out, f->name, write_value(f, member_const(in, f)));
    }
    return out;
}

/* ---- references ---- */
struct ref_walk {
    struct arena *arena;
    bool (*fits)(void *ctx, const struct field *f, struct text pointer, struct id id);
    void *ctx;
};

static void walk_refs(const struct ref_walk *w, const struct fieldset *set, void *in,
                      struct text prefix)
{
    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];
        void *at = member(in, f);
        struct text pointer = field_pointer(w->arena, prefix, f->name);
        struct id id = ID_NONE;

        if (f->kind == FIELD_REF)
            id = *(const struct id *)at;
        else if (f->kind == FIELD_PLACE && !id_read(((const struct place *)at)->words, &id))
            id = ID_NONE; /* a point */
        if (!id_is_none(id) && !w->fits(w->ctx, f, pointer, id))
            field_set_none(f, at);
        if (f->kind != FIELD_LIST)
            continue;
        const struct list *list = at;
        for (int64_t k = 0; k < list->n; k++)
            walk_refs(w, f->item, (char *)(uintptr_t)list->items + (size_t)k * f->item->size,
                      text_printf(w->arena, "%.*s/%lld", TEXT_FMT(pointer), (long long)k));
    }
}

void fields_check_refs(const struct fieldset *set, void *in, struct arena *a,
                       bool (*fits)(void *ctx, const struct field *f, struct text pointer,
                                    struct id id),
                       void *ctx)
{
    struct ref_walk w = { a, fits, ctx };

    walk_refs(&w, set, in, T(""));
}

/* ---- closed lists ---- */
const struct choice_list *choices_find(const char *name)
{
    for (size_t i = 0; i < choice_lists_len; i++)
        if (strcmp(choice_lists[i].name, name) == 0)
            return &choice_lists[i];
    return NULL;
}

const struct choice_row *choice_find(const char *list, struct text code)
{
    const struct choice_list *l = choices_find(list);

    for (size_t i = 0; l && i < l->n; i++)
        if (text_is(code, l->rows[i].code))
            return &l->rows[i];
    return NULL;
}

void json_put_choice(struct json *out, const char *name, const char *list, struct text code)
{
    const struct choice_row *row = choice_find(list, code);

    json_name(out, name);
    if (text_is_empty(code)) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_text(out, "code", code);
    json_put_text(out, "nl", row ? text_of(row->nl) : code);
    json_put_text(out, "en", row ? text_of(row->en) : code);
    json_close(out);
}
