/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal as people read it: a page of entries, each hashed again and checked against the next.
 */
#include "kernel/journal_view.h"

#include "base/tr.h"

enum { PAGE_ENTRIES = 50 };

/* What the page says of its entries: how many were hashed again, and the first place that is bad.
 */
struct page_proof {
    int64_t checked, bad;
    struct hash prev; /* what the entry shown before (one later) says the next one's hash is */
    bool has_prev;
};

/* The entry's own hash was checked when it was read; here it is its place in the chain. */
static void check_link(struct page_proof *p, const struct journal_entry *e)
{
    if (p->has_prev && !hash_same(&p->prev, &e->hash) && p->bad == 0)
        p->bad = e->position;
    p->checked++;
    p->prev = e->prev;
    p->has_prev = true;
}

/* Whether the viewer may see what the entry is about; the entry's place and hash show anyway. */
static void put_row(struct json *out, const struct look *look, const struct journal_entry *e)
{
    const struct action *action = catalogue_action(look->catalogue, e->action, e->object_type);
    bool sees = look_sees_thing(look, text_cstr(look->arena, e->object_type), e->object);
    char hex[HASH_HEX_MAX];

    hash_hex(&e->hash, hex);
    json_open(out);
    json_put_int(out, "position", e->position);
    json_put_instant(out, "recorded_at", e->recorded_at);
    json_put_instant(out, "happened_at", e->happened_at);
    json_put_bool(out, "is_withheld", !sees);
    json_put_thing(out, "office", look->tx, sees ? e->office : ID_NONE);
    json_put_cstr(out, "title", sees && action ? tr(look->lang, action->title) : NULL);
    json_put_thing(out, "object", look->tx, sees ? e->object : ID_NONE);
    json_put_text(out, "object_type", sees ? e->object_type : T(""));
    json_put_text(out, "channel", e->channel);
    json_put_cstr(out, "hash", hex);
    json_put_text(out, "hash_short", text_slice(text_of(hex), 0, 12));
    json_close(out);
}

static void put_page(struct json *out, const struct look *look, const int64_t *positions, size_t n,
                     struct page_proof *proof)
{
    json_name(out, "entries");
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        struct journal_entry e;
        json_t *root;

        if (journal_get(look->tx, positions[i], &root, &e)) {
            proof->bad = positions[i]; /* it cannot be read, or is not what was hashed */
            proof->has_prev = false;
            continue;
        }
        check_link(proof, &e);
        put_row(out, look, &e);
        json_decref(root);
    }
    json_list_end(out);
}

enum result view_journal(const struct look *look, const void *query, struct json *out)
{
    const struct journal_query *q = query;
    int64_t before = q->after == INT_NONE ? INT64_MAX : q->after;
    int64_t positions[PAGE_ENTRIES + 1];
    size_t n = journal_before(look->tx, before, positions, PAGE_ENTRIES + 1);
    struct page_proof proof = { 0 };

    put_page(out, look, positions, n > PAGE_ENTRIES ? PAGE_ENTRIES : n, &proof);
    json_name(out, "proof");
    json_open(out);
    json_put_int(out, "checked", proof.checked);
    json_put_bool(out, "is_sound", proof.bad == 0);
    json_put_int(out, "bad_position", proof.bad);
    json_close(out);
    json_name(out, "next");
    if (n > PAGE_ENTRIES)
        json_text(out, text_printf(look->arena, "%lld", (long long)positions[PAGE_ENTRIES - 1]));
    else
        json_none(out);
    return OK;
}
