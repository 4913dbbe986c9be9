/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/tr.h"
#include "kernel/kernel_internal.h"
#include "kernel/statements.h"

/* Files that the act named: their label and where they can be read. */
static void put_files(struct json *out, const struct look *look, const struct action *action,
                      const json_t *asked)
{
    json_name(out, "files");
    json_list(out);
    for (int64_t i = 0; action && i < action->fields.n; i++) {
        const struct field *f = &action->fields.fields[i];
        struct text sha256 = json_string_text(json_object_get(asked, f->name));

        if (f->kind != FIELD_FILE || text_is_empty(sha256))
            continue;
        json_open(out);
        json_put_cstr(out, "label", tr(look->lang, f->label));
        json_put_text(out, "sha256", sha256);
        json_put_text(out, "file_url",
                      text_printf(look->arena, "/bestanden/%.*s", TEXT_FMT(sha256)));
        json_close(out);
    }
    json_list_end(out);
}

static void put_entry(struct json *out, const struct look *look, const struct journal_entry *e)
{
    const struct action *action = catalogue_action(look->catalogue, e->action, e->object_type);

    json_open(out);
    json_put_id(out, "entry_id", e->id);
    json_put_int(out, "position", e->position);
    json_put_instant(out, "recorded_at", e->recorded_at);
    json_put_instant(out, "happened_at", e->happened_at);
    json_put_bool(out, "is_late", e->recorded_at.us - e->happened_at.us > 5 * SPAN_MINUTE);
    json_put_text(
        out, "late_by",
        span_show(look->arena, (struct span){ e->recorded_at.us - e->happened_at.us }, look->lang));
    json_put_text(out, "action", e->action);
    json_put_cstr(out, "title", tr(look->lang, action ? action->title : ""));
    json_put_cstr(out, "done",
                  tr(look->lang, action && action->done ? action->done
                                 : action               ? action->title
                                                        : ""));
    json_put_thing(out, "office", look->tx, e->office);
    json_put_thing(out, "object", look->tx, e->object);
    json_put_text(out, "object_type", e->object_type);
    json_put_text(out, "channel", e->channel);
    json_name(out, "asked");
    json_value(out, e->asked);
    json_name(out, "settled");
    json_value(out, e->settled);
    json_name(out, "law");
    json_value(out, e->law);
    json_put_bool(out, "has_sealed", e->sealed_count > 0);
    put_files(out, look, action, e->asked);
    json_close(out);
}

void json_timeline(struct json *out, const struct look *look, struct id thing, int64_t limit)
{
    struct rows *r = tx_query(look->tx, SQL_TRACE_OF, VAL(thing), VAL(limit));
    int64_t *positions = arena_array(look->arena, int64_t, (size_t)limit);
    int64_t n = 0;

    while (positions && rows_next(r) && n < limit)
        positions[n++] = rows_int(r, 0);
    if (n == limit)
        rows_close(r);
    json_name(out, "timeline");
    json_list(out);
    while (n-- > 0) {
        struct journal_entry e;
        json_t *root;

        if (journal_get(look->tx, positions[n], &root, &e))
            break; /* the tx keeps the fault */
        /* An act about a request stands on its incident's timeline too, which more people see. */
        if (id_same(e.object, thing) ||
            look_sees_thing(look, text_cstr(look->arena, e.object_type), e.object))
            put_entry(out, look, &e);
        json_decref(root);
    }
    json_list_end(out);
}

static struct text address_of(const struct look *look, const struct journal_entry *e)
{
    const struct thing_type *type = catalogue_thing(look->catalogue, e->object_type);

    if (!type)
        return T("#");
    return text_printf(look->arena, "/%s/%.*s#vermelding-%.*s", type->address,
                       TEXT_FMT(id_text(look->arena, e->object)),
                       TEXT_FMT(id_text(look->arena, e->id)));
}

static void put_source(struct json *out, const struct look *look, const struct journal_entry *e)
{
    const struct action *action = catalogue_action(look->catalogue, e->action, e->object_type);
    char hex[HASH_HEX_MAX];

    hash_hex(&e->hash, hex);
    json_open(out);
    json_put_id(out, "entry_id", e->id);
    json_put_text(out, "hash_short", text_slice(text_of(hex), 0, 12));
    json_put_instant(out, "recorded_at", e->recorded_at);
    json_put_instant(out, "happened_at", e->happened_at);
    json_put_cstr(out, "done",
                  tr(look->lang, action && action->done ? action->done
                                 : action               ? action->title
                                                        : ""));
    json_put_thing(out, "office", look->tx, e->office);
    json_put_thing(out, "object", look->tx, e->object);
    json_put_text(out, "source_url", address_of(look, e));
    json_close(out);
}

/* False: no such entry, or not for this viewer. The caller decrefs *root unless it is NULL. */
static bool get_seen(const struct look *look, int64_t position, json_t **root,
                     struct journal_entry *e)
{
    *root = NULL;
    return position > 0 && journal_get(look->tx, position, root, e) == OK &&
           look_sees_thing(look, text_cstr(look->arena, e->object_type), e->object);
}

void json_put_source(struct json *out, const char *name, const struct look *look, int64_t position)
{
    struct journal_entry e;
    json_t *root;

    json_name(out, name);
    if (get_seen(look, position, &root, &e))
        put_source(out, look, &e);
    else
        json_none(out);
    json_decref(root);
}

struct text entry_address(const struct look *look, int64_t position)
{
    struct journal_entry e;
    json_t *root;
    struct text address = get_seen(look, position, &root, &e) ? address_of(look, &e) : T("");

    json_decref(root);
    return address;
}
