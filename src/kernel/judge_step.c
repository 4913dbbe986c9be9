/* SPDX-License-Identifier: EUPL-1.2 */
/* Parse, object, references, authority, guards: one code for commit path and dry run (R4). */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "kernel/kernel_internal.h"

static struct verdict_item *refuse_as(struct verdict *v, enum verdict_kind kind, const char *code,
                                      const char *field, const char *why, const char *mend)
{
    struct verdict_item *item = verdict_refuse(v, code, field, why, mend);

    item->kind = kind;
    return item;
}

/* Sees the thing, by the audience of its type. */
static bool is_visible(const struct stance *at, const struct thing *t)
{
    const struct thing_type *type = catalogue_thing(at->space->catalogue, t->type);

    if (!at->space->gate || !type)
        return true;
    return at->space->gate->sees(at->tx, at->by, type->audience, t->id, at->now);
}

/* The thing acted on: there, of the right type, seen, and in the version that the actor saw. */
static enum result find_object(const struct stance *at, const struct step *step, struct id object,
                               struct thing *t, struct verdict *v)
{
    enum result r = thing_get(at->tx, object, t);

    if (r && r != NOT_FOUND)
        return r;
    if (r || !text_is(t->type, step->action->object) || !is_visible(at, t)) {
        refuse_as(v, BY_ABSENCE, "THING_NOT_FOUND", "",
                  N_("This does not exist, or is not visible to your office."),
                  N_("Check the address, or ask who shared it with you."));
        return NOT_FOUND;
    }
    if (step->if_version != INT_NONE && step->if_version != t->version) {
        struct verdict_item *item =
            refuse_as(v, BY_VERSION, "VERSION_STALE", "",
                      N_("Somebody else changed this after you opened it."),
                      N_("Look at what changed, then decide again. Your text is kept."));
        verdict_hole(item, at->arena, "version",
                     text_printf(at->arena, "%lld", (long long)t->version));
        return CONFLICT;
    }
    return OK;
}

struct ref_check {
    const struct stance *at;
    struct verdict *verdict;
};

/* A thing that is hidden answers as one that does not exist, and guards never meet it: what they
 * would say about it (its stage, its amounts) is not for this viewer. */
static bool check_ref(void *ctx, const struct field *f, struct text pointer, struct id id)
{
    const struct ref_check *c = ctx;
    struct thing t;
    bool is_there = thing_get(c->at->tx, id, &t) == OK;
    bool fits = f->kind == FIELD_PLACE ? text_is(t.type, "place") || text_is(t.type, "region")
                                       : f->table && text_is(t.type, f->table);
    struct verdict_item *item;

    if (is_there && fits && is_visible(c->at, &t))
        return true;
    item = refuse_as(c->verdict, BY_RULE, "REF_NOT_FOUND", text_cstr(c->at->arena, pointer),
                     N_("{id} is not known here, or is something else."),
                     N_("Choose one from the list."));
    verdict_hole(item, c->at->arena, "id", id_text(c->at->arena, id));
    return false;
}

/* A field named happened_at sets the valid time; it must fit between the thing's start and now. */
static void take_happened(const struct stance *at, const struct step *step, const struct thing *t,
                          struct judged_step *out, struct verdict *v)
{
    const struct field *f = fields_find(&step->action->fields, T("happened_at"));
    struct entry *e = &out->entry;

    e->happened_at = at->now;
    if (f && field_given(f, out->fields))
        e->happened_at =
            *(const struct instant *)(const void *)((const char *)out->fields + f->offset);
    if (e->happened_at.us > at->now.us)
        verdict_cite(verdict_refuse(v, "FACT_COMPLETE", "happened_at",
                                    N_("This moment lies after the moment of recording."),
                                    N_("Give the time at which it really happened.")),
                     T("G14"), T("")); /* the rule of the same id in law/rules.json */
    if (t && e->happened_at.us < t->started_at.us)
        verdict_refuse(v, "THING_NOT_YET", "happened_at",
                       N_("At that moment this did not exist yet."), N_("Give a later moment."));
}

static void run_guards(const struct action *action, const struct judged_step *s, struct tx *tx,
                       struct verdict *v)
{
    for (int i = 0; i < GUARDS_MAX && action->ready[i]; i++)
        action->ready[i](&s->entry, s->fields, tx, v);
    for (int i = 0; i < GUARDS_MAX && action->guards[i]; i++)
        action->guards[i](&s->entry, s->fields, tx, v);
}

static enum result refusal_kind(const struct verdict *v)
{
    for (size_t i = 0; i < v->count; i++)
        if (v->items[i].weight == VERDICT_REFUSE && v->items[i].kind == BY_VERSION)
            return CONFLICT;
    return v->refusals > 0 ? REFUSED : OK;
}

static void fill_entry(const struct stance *at, const struct step *step, struct id object,
                       struct entry *e)
{
    *e = (struct entry){
        .id = at->id,
        .seq = at->position,
        .recorded_at = at->now,
        .happened_at = at->now,
        .by = *at->by,
        .action = step->action,
        .object = step->action->creates ? at->id : object,
        .corrects = step->corrects,
        .key = at->key,
        .zone = at->space->zone,
        .law = json_array(),
        .is_dry = at->is_dry,
    };
}

enum result judge_step(const struct stance *at, const struct step *step, struct id object,
                       struct judged_step *out, struct verdict *v)
{
    const struct action *action = step->action;
    struct ref_check refs = { at, v };
    struct thing t;
    enum result r;

    fill_entry(at, step, object, &out->entry);
    out->fields = arena_bytes_sure(at->arena, action->fields.size ? action->fields.size : 1);
    out->settled = arena_bytes_sure(at->arena, action->settles.size ? action->settles.size : 1);
    fields_read(&action->fields, step->input, out->fields, at->is_partial, at->arena, v);
    fields_clear(&action->settles, out->settled);
    if (!action->creates && (r = find_object(at, step, object, &t, v)))
        return out->result = r;
    take_happened(at, step, action->creates ? NULL : &t, out, v);
    fields_check_refs(&action->fields, out->fields, at->arena, check_ref, &refs);
    if (at->space->gate)
        at->space->gate->may(&out->entry, out->fields, at->tx, v);
    /* Guards judge what is well-formed; a dry run while typing judges what is there. A guard never
     * meets a field of the wrong type, because what could not be read is none. */
    run_guards(action, out, at->tx, v);
    if ((r = tx_result(at->tx)))
        return out->result = r;
    return out->result = refusal_kind(v);
}

void entry_uses_law(const struct entry *entry, struct text route, int64_t version,
                    struct text sha256)
{
    json_t *row;

    if (!entry->law)
        return;
    row = json_object();
    json_object_set_new(row, "route", json_stringn_nocheck(route.at, route.len));
    json_object_set_new(row, "version", json_integer(version));
    json_object_set_new(row, "sha256", json_stringn_nocheck(sha256.at, sha256.len));
    json_array_append_new(entry->law, row);
}

enum result space_dry_run(struct space *s, const struct unit *unit, bool is_partial,
                          struct arena *a, struct verdict *verdict)
{
    struct tx *tx = tx_read(s->store, a);
    enum result worst = OK, ended;
    struct instant now = space_now(s);

    for (size_t i = 0; i < unit->n && worst != FAULT && worst != LIMIT; i++) {
        struct stance at = { .space = s,
                             .tx = tx,
                             .arena = a,
                             .by = &unit->by,
                             .key = unit->key,
                             .now = now,
                             .id = id_make(s->node, 1),
                             .position = 1,
                             .is_dry = true,
                             .is_partial = is_partial };
        struct judged_step step;
        enum result r;

        if (unit->steps[i].object_step > 0)
            break; /* it needs the thing that an earlier step would make */
        verdict->step = (int)i;
        r = judge_step(&at, &unit->steps[i], unit->steps[i].object, &step, verdict);
        json_decref(step.entry.law);
        if (r && !worst)
            worst = r;
        if (arena_is_exhausted(a))
            worst = LIMIT; /* what was judged last may rest on texts that were cut */
    }
    ended = tx_end(tx);
    return worst ? worst : ended;
}
