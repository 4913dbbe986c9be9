/* SPDX-License-Identifier: EUPL-1.2 */
/* Goes on with a case where its space stands: the journal's own keys tell which steps were carried
 * out, and the things they made. */
#include <string.h>

#include "cli/play_inner.h"
#include "journal/journal.h"

struct keys {
    struct text prefix; /* "limburg-2021/": keys of this case begin so */
    json_t *carried;    /* key -> id of the thing of that entry */
};

static enum result keep_key(void *ctx, const struct journal_entry *e)
{
    struct keys *k = ctx;
    char id[ID_TEXT_MAX];

    if (!text_starts(e->key, k->prefix))
        return OK;
    id_write(e->object, id);
    json_object_setn_new(k->carried, e->key.at, e->key.len, json_string(id));
    return OK;
}

/* A new reference; NULL after one line on stderr. */
static json_t *keys_of(struct play *p, struct space *s)
{
    struct keys k = { .prefix = text_printf(p->arena, "%s/", p->name), .carried = json_object() };
    struct tx *tx = tx_read(space_store(s), p->arena);
    enum result r = journal_each(tx, 1, keep_key, &k), ended = tx_end(tx);

    if (!r && !ended)
        return k.carried;
    json_decref(k.carried);
    wrong("%s: the journal of this space cannot be read", p->name);
    return NULL;
}

static const char *carried_at(const struct play *p, const json_t *carried, size_t i)
{
    struct text key = play_key(p, i);

    return json_string_value(json_object_getn(carried, key.at, key.len));
}

bool play_is_begun(struct play *p, struct space *s)
{
    json_t *carried = keys_of(p, s);
    bool is_begun = carried && carried_at(p, carried, 0);

    json_decref(carried);
    return is_begun;
}

/* A step that should have been carried out and left no entry leaves its thing unmade. */
static void take_step(struct play *p, size_t i, const char *id)
{
    const json_t *step = play_step_at(p, i);
    const struct action *action = play_action(p, step);
    bool is_refused = strcmp(member(json_object_get(step, "expect"), "outcome"), "refused") == 0;

    if (id && action && action->creates)
        play_made(p, step, id);
    else if (!id && !is_refused && action)
        play_unmade(p, step);
}

bool play_resume(struct play *p, struct space *s, json_t **carried)
{
    json_t *keys = keys_of(p, s);

    if (!keys)
        return false;
    p->goes_on = true;
    p->now = door_now(p->door);
    if (!play_enter(p)) {
        json_decref(keys);
        return false;
    }
    for (size_t i = 0; i < play_count(p); i++)
        if (carried_at(p, keys, i))
            p->next = i + 1;
    for (size_t i = 0; i < p->next; i++)
        take_step(p, i, carried_at(p, keys, i));
    if (carried)
        *carried = json_incref(keys);
    json_decref(keys);
    return true;
}
