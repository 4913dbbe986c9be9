/* SPDX-License-Identifier: EUPL-1.2 */
/* The one commit path (R1): judge, settle, journal, apply; and the apply that a replay shares. */
#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "kernel/kernel_internal.h"
#include "kernel/statements.h"

enum {
    RECEIPT_STEPS = sizeof(((struct receipt *)0)->steps) / sizeof(((struct receipt *)0)->steps[0])
};

/* ---- apply: shared with replay ---- */
static enum result put_used_key(struct tx *tx, const struct entry *e, struct text body_sha256,
                                int64_t unit_size)
{
    return tx_exec(tx, SQL_USED_KEY_PUT, VAL(e->by.office.v), VAL(e->key), VAL(body_sha256),
                   VAL(e->seq), VAL(unit_size));
}

enum result apply_entry(struct tx *tx, const struct entry *e, const void *fields,
                        const void *settled, struct text body_sha256, int64_t unit_index,
                        int64_t unit_size)
{
    enum result r;

    if (e->action->creates) {
        tx_exec(tx, SQL_THING_MAKE, VAL(e->object), VAL(e->action->object), VAL(e->happened_at),
                VAL(e->recorded_at), VAL(e->seq));
        tx_exec(tx, SQL_TRACE_PUT, VAL(e->object), VAL(e->seq));
    } else {
        thing_touch(tx, e, e->object);
    }
    if (e->key.len > 0 && unit_index == 0)
        put_used_key(tx, e, body_sha256, unit_size);
    if ((r = tx_result(tx)))
        return r;
    r = e->action->apply(e, fields, settled, tx);
    assert(r == OK || r == FAULT || r == LIMIT); /* apply stores; it does not decide */
    return r ? r : tx_result(tx);
}

/* ---- one step ---- */
struct run {
    struct space *space;
    struct tx *tx;
    struct journal_head *head;
    struct job *job;
    struct hasher *hasher;
    struct text body_sha256;
    struct instant now;
};

static void fill_journal_entry(const struct run *run, const struct judged_step *s, size_t index,
                               struct journal_entry *e)
{
    const struct unit *unit = run->job->unit;
    const struct entry *from = &s->entry;

    *e = (struct journal_entry){
        .id = from->id,
        .space = text_of(run->space->name),
        .position = from->seq,
        .recorded_at = from->recorded_at,
        .happened_at = from->happened_at,
        .actor = from->by.actor,
        .office = from->by.office,
        .mandate = from->by.mandate,
        .channel = from->by.channel,
        .action = text_of(from->action->name),
        .version = from->action->version,
        .object_type = text_of(from->action->object),
        .object = from->object,
        .asked = fields_write(&from->action->fields, s->fields, NULL),
        .settled = fields_write(&from->action->settles, s->settled, NULL),
        .corrects = from->corrects,
        .law = from->law,
        .key = index == 0 ? unit->key : T(""),
        .body_sha256 = index == 0 && unit->key.len > 0 ? run->body_sha256 : T(""),
        .trace = unit->trace,
        .unit_index = (int64_t)index,
        .unit_size = (int64_t)unit->n,
    };
    for (int64_t i = 0; i < from->action->fields.n; i++) {
        const struct field *f = &from->action->fields.fields[i];
        bool is_known = !f->sealed;

        for (size_t k = 0; k < e->sealed_count && !is_known; k++)
            is_known = text_is(e->sealed[k].group, f->sealed);
        if (is_known || !field_given(f, s->fields))
            continue;
        assert(e->sealed_count < SEALED_GROUPS_MAX);
        e->sealed[e->sealed_count].group = text_of(f->sealed);
        e->sealed[e->sealed_count++].payload =
            fields_write(&from->action->fields, s->fields, f->sealed);
    }
}

static void free_journal_entry(struct journal_entry *e)
{
    json_decref((json_t *)(uintptr_t)e->asked);
    json_decref((json_t *)(uintptr_t)e->settled);
    for (size_t i = 0; i < e->sealed_count; i++)
        json_decref((json_t *)(uintptr_t)e->sealed[i].payload);
}

/* The entry into the journal, its effect into the tables, the effect's digest beside it. */
static enum result write_step(const struct run *run, struct judged_step *s, size_t index)
{
    struct journal_entry e;
    struct hash effect;
    enum result r;

    s->entry.key = index == 0 ? run->job->unit->key : T("");
    fill_journal_entry(run, s, index, &e);
    r = journal_append(run->tx, run->head, &e);
    free_journal_entry(&e);
    if (r)
        return r;
    hasher_start(run->hasher);
    tx_set_effect(run->tx, run->hasher);
    r = apply_entry(run->tx, &s->entry, s->fields, s->settled, run->body_sha256, (int64_t)index,
                    (int64_t)run->job->unit->n);
    tx_set_effect(run->tx, NULL);
    effect = hasher_end(run->hasher);
    if (r)
        return r;
    const char *schema = run->space->schema_digest;
    return tx_exec(run->tx, SQL_EFFECT_PUT, VAL(s->entry.seq), VAL(schema), value_hash(&effect));
}

/* Settle may read the tables and the route; it does not refuse. Its values are part of the entry.
 */
static enum result settle(const struct run *run, struct judged_step *s)
{
    if (!s->entry.action->settle)
        return OK;
    return s->entry.action->settle(&s->entry, s->fields, run->tx, s->settled);
}

static void note_step(const struct run *run, const struct judged_step *s, size_t index)
{
    struct receipt *receipt = run->job->receipt;

    receipt->n = run->job->unit->n;
    receipt->position = s->entry.seq;
    receipt->recorded_at = s->entry.recorded_at;
    if (index >= RECEIPT_STEPS)
        return;
    receipt->steps[index].entry = s->entry.id;
    receipt->steps[index].object = s->entry.object;
    receipt->steps[index].version =
        tx_int(run->tx, SQL_TRACE_VERSION_AT, 0, VAL(s->entry.object), VAL(s->entry.seq));
}

static enum result run_step(const struct run *run, size_t index, struct id *made)
{
    const struct step *step = &run->job->unit->steps[index];
    struct id object = step->object_step > 0 ? made[step->object_step - 1] : step->object;
    struct stance at = {
        .space = run->space,
        .tx = run->tx,
        .arena = run->job->arena,
        .by = &run->job->unit->by,
        .key = run->job->unit->key,
        .now = run->now,
        .id = id_make(run->space->node, run->head->counter + 1),
        .position = run->head->position + 1,
    };
    struct judged_step s;
    enum result r;

    run->job->receipt->verdict->step = (int)index;
    r = judge_step(&at, step, object, &s, run->job->receipt->verdict);
    if (!r)
        r = settle(run, &s);
    if (!r)
        r = write_step(run, &s, index);
    if (!r) {
        made[index] = s.entry.object;
        note_step(run, &s, index);
    }
    json_decref(s.entry.law);
    return r;
}

/* ---- keys ---- */
/* What the key stands for: the bytes of the request and what they were sent to. */
static struct text body_digest(const struct run *run, struct arena *a)
{
    const struct unit *unit = run->job->unit;
    char *hex = arena_bytes_sure(a, HASH_HEX_MAX);
    struct hash digest;

    hasher_start(run->hasher);
    hasher_add(run->hasher, unit->body.at, unit->body.len);
    for (size_t i = 0; i < unit->n; i++) {
        char id[ID_TEXT_MAX];
        id_write(unit->steps[i].object, id);
        hasher_add(run->hasher, unit->steps[i].action->name,
                   strlen(unit->steps[i].action->name) + 1);
        hasher_add(run->hasher, id, strlen(id) + 1);
    }
    digest = hasher_end(run->hasher);
    hash_hex(&digest, hex);
    return text_of(hex);
}

static enum result repeat_receipt(const struct run *run, int64_t position, int64_t unit_size)
{
    struct receipt *receipt = run->job->receipt;

    receipt->is_repeat = true;
    receipt->n = (size_t)unit_size;
    receipt->position = position + unit_size - 1;
    for (int64_t i = 0; i < unit_size && i < RECEIPT_STEPS; i++) {
        struct journal_entry e;
        json_t *root;
        enum result r = journal_get(run->tx, position + i, &root, &e);

        if (r)
            return r;
        receipt->recorded_at = e.recorded_at;
        receipt->steps[i].entry = e.id;
        receipt->steps[i].object = e.object;
        receipt->steps[i].version =
            tx_int(run->tx, SQL_TRACE_VERSION_AT, 0, VAL(e.object), VAL(e.position));
        json_decref(root);
    }
    return OK;
}

/* Invariant 4. True when the key was used: *r is the answer. */
static bool answer_from_key(const struct run *run, enum result *r)
{
    const struct unit *unit = run->job->unit;
    struct rows *rows;
    bool is_used;

    if (unit->key.len == 0)
        return false;
    rows = tx_query(run->tx, SQL_USED_KEY_GET, VAL(unit->by.office.v), VAL(unit->key));
    is_used = rows_next(rows);
    if (!is_used)
        return false;
    bool is_same = text_same(rows_peek(rows, 0), run->body_sha256);
    int64_t position = rows_int(rows, 1), size = rows_int(rows, 2);
    rows_close(rows);
    if (is_same) {
        *r = repeat_receipt(run, position, size);
        return true;
    }
    verdict_refuse(run->job->receipt->verdict, "KEY_OTHER_BODY", "",
                   N_("This idempotency key was used before, with another request."),
                   N_("Send the same request again, or use a new key."));
    *r = REFUSED;
    return true;
}

enum result run_unit(struct space *s, struct tx *tx, struct journal_head *head, struct job *job,
                     struct instant now)
{
    struct run run = { s, tx, head, job, s->hasher, T(""), now };
    struct id *made = arena_array(job->arena, struct id, job->unit->n);
    enum result r = OK;

    if (!made)
        return LIMIT;
    if (run.now.us < head->recorded_at.us)
        run.now = head->recorded_at; /* journal invariant 3, also when the machine's clock steps */
    run.body_sha256 = job->unit->key.len > 0 ? body_digest(&run, job->arena) : T("");
    if (answer_from_key(&run, &r))
        return r;
    for (size_t i = 0; i < job->unit->n && !r; i++) {
        r = run_step(&run, i, made);
        if (arena_is_exhausted(job->arena))
            r = LIMIT;
    }
    return r;
}

/* ---- decode: from the journal back to what apply wants ---- */
enum result entry_decode(const struct catalogue *c, const struct journal_entry *e, struct arena *a,
                         struct entry *entry, void **fields, void **settled)
{
    const struct action *action = catalogue_action(c, e->action, e->object_type);
    bool is_read;

    if (!action || action->version != e->version)
        return LOG_FAULT("unknown_action", "position=%lld action=%.*s version=%lld",
                         (long long)e->position, TEXT_FMT(e->action), (long long)e->version);
    *entry = (struct entry){
        .id = e->id,
        .seq = e->position,
        .recorded_at = e->recorded_at,
        .happened_at = e->happened_at,
        .by = { e->actor, e->office, e->mandate, e->channel },
        .action = action,
        .object = e->object,
        .corrects = e->corrects,
        .key = e->key,
    };
    *fields = arena_bytes_sure(a, action->fields.size ? action->fields.size : 1);
    *settled = arena_bytes_sure(a, action->settles.size ? action->settles.size : 1);
    is_read = fields_read_stored(&action->fields, e->asked, *fields, a) &&
              fields_read_stored(&action->settles, e->settled, *settled, a);
    if (!is_read)
        return LOG_FAULT("unreadable_entry", "position=%lld", (long long)e->position);
    for (size_t i = 0; i < e->sealed_count; i++)
        if (e->sealed[i].payload)
            fields_merge(&action->fields, e->sealed[i].payload, *fields, a);
    return OK;
}
