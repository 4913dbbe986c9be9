/* SPDX-License-Identifier: EUPL-1.2 */
/* The canonical body of an entry, written and read. The writer puts the members in their order
 * itself (RFC 8785 section 3.2.3), without building a tree first; the reader takes any JSON, fills
 * the struct, writes it again and accepts only if the same bytes come out. So there is one
 * description of the form, the writer's, and nothing can stand in a body that the struct does not
 * hold. */
#include <assert.h>
#include <string.h>

#include "journal/inner.h"

#define FORMAT "schakel-entry/1"

/* ---- writing ---- */

static void put_text_or_null(struct buf *out, struct text v)
{
    if (v.len == 0)
        buf_add(out, T("null"));
    else
        json_quote(out, v);
}

static void put_id(struct buf *out, struct id v)
{
    char at[ID_TEXT_MAX];

    if (id_is_none(v)) {
        buf_add(out, T("null"));
        return;
    }
    id_write(v, at);
    json_quote(out, text_of(at));
}

static void put_instant(struct buf *out, struct instant v)
{
    char at[INSTANT_TEXT_MAX];

    instant_write(v, at);
    json_quote(out, text_of(at));
}

static void put_hex(struct buf *out, const struct hash *h)
{
    buf_add_byte(out, '"');
    buf_add_hex(out, h->at, HASH_BYTES);
    buf_add_byte(out, '"');
}

static enum result put_json(struct buf *out, const json_t *v, struct text otherwise)
{
    if (v != NULL)
        return json_canonical(out, v);
    buf_add(out, otherwise);
    return OK;
}

static void put_sealed(struct buf *out, const struct journal_entry *e)
{
    buf_add_byte(out, '{');
    for (size_t i = 0; i < e->sealed_count; i++) {
        if (i > 0)
            buf_add_byte(out, ',');
        json_quote(out, e->sealed[i].group);
        buf_add_byte(out, ':');
        put_hex(out, &e->sealed[i].commitment);
    }
    buf_add_byte(out, '}');
}

/* ---- what a valid entry is ---- */

static bool is_name(struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        char c = t.at[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
            return false;
    }
    return t.len > 0;
}

/* Free text: well-formed and without NUL, which no JSON reader of ours takes. */
static bool is_free(struct text t)
{
    return t.len == 0 || (text_is_utf8(t) && memchr(t.at, 0, t.len) == NULL);
}

static bool is_moment(struct instant t)
{
    return t.us >= INSTANT_MIN && t.us < INSTANT_MAX;
}

static bool is_sha256_or_none(struct text t)
{
    struct hash h;

    return t.len == 0 || hash_read(t, &h);
}

static bool is_object_or_none(const json_t *v)
{
    return v == NULL || json_is_object(v);
}

static bool is_list_of_objects_or_none(const json_t *v)
{
    if (v == NULL)
        return true;
    for (size_t i = 0; i < json_array_size(v); i++) {
        if (!json_is_object(json_array_get(v, i)))
            return false;
    }
    return json_is_array(v);
}

/* Groups are in order and none stands twice. */
static bool has_valid_groups(const struct journal_entry *e)
{
    if (e->sealed_count > SEALED_GROUPS_MAX)
        return false;
    for (size_t i = 0; i < e->sealed_count; i++) {
        if (!is_name(e->sealed[i].group))
            return false;
        if (i > 0 && text_order(e->sealed[i - 1].group, e->sealed[i].group) >= 0)
            return false;
    }
    return true;
}

bool entry_is_valid(const struct journal_entry *e)
{
    if (id_is_none(e->id) || e->position < 1 || e->position > NUMBER_MAX)
        return false;
    if (!is_moment(e->recorded_at) || !is_moment(e->happened_at))
        return false;
    if (!is_free(e->space) || !is_free(e->actor) || !is_free(e->key) || !is_free(e->trace))
        return false;
    if (e->space.len == 0 || !is_name(e->channel) || !is_name(e->action))
        return false;
    if (e->version < 1 || e->version > NUMBER_MAX)
        return false;
    if (e->object_type.len > 0 ? !is_name(e->object_type) : !id_is_none(e->object))
        return false;
    if (!is_object_or_none(e->asked) || !is_object_or_none(e->settled))
        return false;
    if (!is_list_of_objects_or_none(e->law) || !is_list_of_objects_or_none(e->data))
        return false;
    if (!is_sha256_or_none(e->body_sha256) || !has_valid_groups(e))
        return false;
    return e->unit_index >= 0 && e->unit_index < e->unit_size && e->unit_size <= NUMBER_MAX;
}

/* ---- the body ---- */

static enum result put_first_half(struct buf *out, const struct journal_entry *e)
{
    enum result r;

    buf_add(out, T("{\"action\":"));
    json_quote(out, e->action);
    buf_add(out, T(",\"actor\":"));
    put_text_or_null(out, e->actor);
    buf_add(out, T(",\"asked\":"));
    r = put_json(out, e->asked, T("{}"));
    buf_add(out, T(",\"body_sha256\":"));
    put_text_or_null(out, e->body_sha256);
    buf_add(out, T(",\"channel\":"));
    json_quote(out, e->channel);
    buf_add(out, T(",\"corrects\":"));
    put_id(out, e->corrects);
    buf_add(out, T(",\"data\":"));
    if (r == OK)
        r = put_json(out, e->data, T("[]"));
    buf_add(out, T(",\"format\":\"" FORMAT "\",\"happened_at\":"));
    put_instant(out, e->happened_at);
    buf_add(out, T(",\"id\":"));
    put_id(out, e->id);
    buf_add(out, T(",\"key\":"));
    put_text_or_null(out, e->key);
    buf_add(out, T(",\"law\":"));
    if (r == OK)
        r = put_json(out, e->law, T("[]"));
    return r;
}

static enum result put_second_half(struct buf *out, const struct journal_entry *e)
{
    enum result r;

    buf_add(out, T(",\"mandate\":"));
    put_id(out, e->mandate);
    buf_add(out, T(",\"object\":"));
    if (e->object_type.len == 0) {
        buf_add(out, T("null"));
    } else {
        buf_add(out, T("{\"id\":"));
        put_id(out, e->object);
        buf_add(out, T(",\"type\":"));
        json_quote(out, e->object_type);
        buf_add_byte(out, '}');
    }
    buf_add(out, T(",\"office\":"));
    put_id(out, e->office);
    buf_add(out, T(",\"position\":"));
    buf_add_int(out, e->position);
    buf_add(out, T(",\"prev\":"));
    put_hex(out, &e->prev);
    buf_add(out, T(",\"recorded_at\":"));
    put_instant(out, e->recorded_at);
    buf_add(out, T(",\"sealed\":"));
    put_sealed(out, e);
    buf_add(out, T(",\"settled\":"));
    r = put_json(out, e->settled, T("{}"));
    buf_add(out, T(",\"space\":"));
    json_quote(out, e->space);
    buf_add(out, T(",\"trace\":"));
    put_text_or_null(out, e->trace);
    buf_add(out, T(",\"unit\":{\"index\":"));
    buf_add_int(out, e->unit_index);
    buf_add(out, T(",\"size\":"));
    buf_add_int(out, e->unit_size);
    buf_add(out, T("},\"version\":"));
    buf_add_int(out, e->version);
    buf_add_byte(out, '}');
    return r;
}

enum result journal_body(const struct journal_entry *e, struct buf *out)
{
    enum result r;

    if (!entry_is_valid(e))
        return REFUSED;
    r = put_first_half(out, e);
    if (r == OK)
        r = put_second_half(out, e);
    return r == OK ? buf_end(out) : r;
}

/* ---- reading ---- */

/* Members that are missing or of another kind read as none; the comparison at the end finds them.
 */
static struct text text_of_member(const json_t *root, const char *name)
{
    return json_string_text(json_object_get(root, name));
}

static struct id id_of_member(const json_t *root, const char *name)
{
    struct id id = ID_NONE;

    return id_read(text_of_member(root, name), &id) ? id : ID_NONE;
}

static struct instant instant_of_member(const json_t *root, const char *name)
{
    struct instant t = INSTANT_NONE;

    return instant_read(text_of_member(root, name), &t) ? t : INSTANT_NONE;
}

static int64_t int_of_member(const json_t *root, const char *name)
{
    return json_integer_value(json_object_get(root, name));
}

static bool read_sealed(const json_t *root, struct journal_entry *e)
{
    json_t *sealed = json_object_get(root, "sealed");
    const char *group;
    json_t *hex;

    if (json_object_size(sealed) > SEALED_GROUPS_MAX)
        return false;
    json_object_foreach (sealed, group, hex) {
        struct journal_sealed *s = &e->sealed[e->sealed_count++];

        s->group = text_of(group);
        if (!hash_read(json_string_text(hex), &s->commitment))
            return false;
    }
    return true;
}

static bool read_members(const json_t *root, struct journal_entry *e)
{
    const json_t *object = json_object_get(root, "object"), *unit = json_object_get(root, "unit");

    e->id = id_of_member(root, "id");
    e->space = text_of_member(root, "space");
    e->position = int_of_member(root, "position");
    e->recorded_at = instant_of_member(root, "recorded_at");
    e->happened_at = instant_of_member(root, "happened_at");
    e->actor = text_of_member(root, "actor");
    e->office = id_of_member(root, "office");
    e->mandate = id_of_member(root, "mandate");
    e->channel = text_of_member(root, "channel");
    e->action = text_of_member(root, "action");
    e->version = int_of_member(root, "version");
    e->object_type = text_of_member(object, "type");
    e->object = id_of_member(object, "id");
    e->asked = json_object_get(root, "asked");
    e->settled = json_object_get(root, "settled");
    e->corrects = id_of_member(root, "corrects");
    e->law = json_object_get(root, "law");
    e->data = json_object_get(root, "data");
    e->key = text_of_member(root, "key");
    e->body_sha256 = text_of_member(root, "body_sha256");
    e->trace = text_of_member(root, "trace");
    e->unit_index = int_of_member(unit, "index");
    e->unit_size = int_of_member(unit, "size");
    return read_sealed(root, e) && hash_read(text_of_member(root, "prev"), &e->prev);
}

enum result journal_parse_into(struct text body, struct buf *scratch, json_t **root,
                               struct journal_entry *e)
{
    struct json_fault fault;

    *e = (struct journal_entry){ 0 };
    *root = NULL;
    if (body.len > ENTRY_BYTES_MAX || json_read(body, root, &fault) != OK)
        return REFUSED;
    buf_clear(scratch);
    if (read_members(*root, e) && journal_body(e, scratch) == OK &&
        text_same(buf_text(scratch), body))
        return OK;
    json_decref(*root);
    *root = NULL;
    return REFUSED;
}

enum result journal_parse(struct text body, struct arena *a, json_t **root, struct journal_entry *e)
{
    struct buf scratch = buf_make(ENTRY_BYTES_MAX);
    enum result r = journal_parse_into(body, &scratch, root, e);

    (void)a; /* all texts point into the tree; the arena is for a reader that copies */
    buf_free(&scratch);
    return r;
}

/* ---- sealed groups ---- */

struct hash sealed_commitment(struct hasher *h, struct text salt, struct text payload)
{
    static const char kind[] = "schakel-sealed/1"; /* its NUL is the 0x00 of the formula */

    assert(salt.len == SALT_BYTES);
    hasher_start(h);
    hasher_add(h, kind, sizeof kind);
    hasher_add(h, salt.at, salt.len);
    hasher_add(h, payload.at, payload.len);
    return hasher_end(h);
}
