/* SPDX-License-Identifier: EUPL-1.2 */
/* What other rooms ask about offices and mandates, the audience of things, small helps for lists.
 */
#include <assert.h>
#include <string.h>

#include "access/inner.h"
#include "access/statements.h"
#include "base/tr.h"

/* ---- offices ---- */

enum result office_get(struct tx *tx, struct id id, struct instant when, struct office *out)
{
    struct rows *r = tx_query(tx, SQL_OFFICE_AT, VAL(id), VAL(when));

    if (!rows_next(r)) {
        enum result failed = tx_result(tx);
        return failed == OK ? NOT_FOUND : failed;
    }
    *out = (struct office){ .id = rows_id(r, 0),
                            .code = rows_text(r, 1),
                            .org = rows_text(r, 2),
                            .instance = rows_text(r, 3),
                            .title = rows_text(r, 4) };
    rows_close(r);
    return OK;
}

struct id office_find(struct tx *tx, struct text code, struct text instance, struct instant when)
{
    return (struct id){ tx_int(tx, SQL_OFFICE_FIND, 0, VAL(code), VAL(instance), VAL(when)) };
}

bool office_has_role(struct tx *tx, struct id office, struct text role)
{
    return tx_has(tx, SQL_OFFICE_HAS_ROLE, VAL(office), VAL(role));
}

bool office_covers(struct tx *tx, struct id office, struct text area)
{
    return tx_has(tx, SQL_OFFICE_COVERS, VAL(office), VAL(area));
}

bool office_has_area(struct tx *tx, struct id office, struct text area)
{
    return tx_has(tx, SQL_OFFICE_HAS_AREA, VAL(office), VAL(area));
}

bool holder_is(struct tx *tx, struct id office, struct text actor, struct instant when)
{
    return !text_is_empty(actor) && tx_has(tx, SQL_HOLDER_IS, VAL(office), VAL(actor), VAL(when));
}

void json_put_office(struct json *out, const char *name, struct tx *tx, struct id office)
{
    struct rows *r;

    json_name(out, name);
    if (id_is_none(office)) {
        json_none(out);
        return;
    }
    r = tx_query(tx, SQL_OFFICE_ANY, VAL(office));
    if (!rows_next(r)) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_id(out, "id", rows_id(r, 0));
    json_put_text(out, "code", rows_peek(r, 1));
    json_put_text(out, "instance", rows_peek(r, 3));
    json_put_text(out, "title", rows_peek(r, 4));
    json_close(out);
    rows_close(r);
}

enum result access_viewer(struct tx *tx, struct id office, struct instant when, const char *channel,
                          struct viewer *out)
{
    struct office found;
    enum result r = office_get(tx, office, when, &found);

    if (r != OK)
        return r;
    *out = (struct viewer){ .actor =
                                tx_text_values(tx, SQL_HOLDER_NOW, VALUES_(VAL(office), VAL(when))),
                            .office = office,
                            .channel = text_of(channel) };
    return text_is_empty(out->actor) ? NOT_FOUND : OK;
}

/* ---- mandates ---- */

struct id mandate_for(struct tx *tx, struct id office, struct text signs_as, struct text basis,
                      struct text area, struct instant when)
{
    if (text_is_empty(signs_as) || !office_covers(tx, office, area))
        return ID_NONE; /* the deputy of another region holds an office of the same code */
    return (struct id){ tx_int(tx, SQL_MANDATE_FOR, 0, VAL(office), VAL(signs_as), VAL(basis),
                               VAL(area), VAL(when)) };
}

static struct mandate mandate_of(const struct rows *r)
{
    return (struct mandate){ .id = rows_id(r, 0),
                             .giver = rows_id(r, 1),
                             .to_code = rows_text(r, 2),
                             .given_at = rows_instant(r, 3),
                             .until = { (int32_t)rows_int(r, 4) },
                             .until_at = rows_instant(r, 5),
                             .revoked_at = rows_instant(r, 6) };
}

enum result mandate_get(struct tx *tx, struct id id, struct mandate *out)
{
    struct rows *r = tx_query(tx, SQL_MANDATE_GET, VAL(id));

    if (!rows_next(r)) {
        enum result failed = tx_result(tx);
        return failed == OK ? NOT_FOUND : failed;
    }
    *out = mandate_of(r);
    rows_close(r);
    return OK;
}

static void each_text(struct rows *r, void (*each)(void *ctx, struct text t), void *ctx)
{
    while (rows_next(r))
        each(ctx, rows_text(r, 0));
}

void mandate_bases(struct tx *tx, struct id id, void (*each)(void *ctx, struct text basis),
                   void *ctx)
{
    each_text(tx_query(tx, SQL_MANDATE_BASES, VAL(id)), each, ctx);
}

void mandate_areas(struct tx *tx, struct id id, void (*each)(void *ctx, struct text area),
                   void *ctx)
{
    each_text(tx_query(tx, SQL_MANDATE_AREAS, VAL(id)), each, ctx);
}

void mandates_from(struct tx *tx, struct id giver, struct text basis, struct text area,
                   struct instant when, void (*each)(void *ctx, const struct mandate *m), void *ctx)
{
    struct rows *r = tx_query(tx, SQL_MANDATES_FROM, VAL(giver), VAL(basis), VAL(area), VAL(when));

    while (rows_next(r)) {
        struct mandate m = mandate_of(r);

        each(ctx, &m);
    }
}

void offices_of(struct tx *tx, struct text org, struct text instance, struct instant when,
                void (*each)(void *ctx, const struct office *o), void *ctx)
{
    struct rows *r = tx_query(tx, SQL_OFFICES_OF, VAL(org), VAL(instance), VAL(when));

    while (rows_next(r)) {
        struct office o = { .id = rows_id(r, 0),
                            .code = rows_text(r, 1),
                            .org = rows_text(r, 2),
                            .instance = rows_text(r, 3),
                            .title = rows_text(r, 4) };

        each(ctx, &o);
    }
}

/* ---- audience ---- */

enum result audience_add_office(struct tx *tx, struct id thing, struct id office, bool is_holder)
{
    char who[ID_TEXT_MAX];

    if (id_is_none(office))
        return tx_result(tx);
    id_write(office, who);
    return tx_exec(tx, SQL_AUDIENCE_PUT, VAL(thing), VAL("office"), VAL((const char *)who),
                   VAL(is_holder));
}

enum result audience_add_area(struct tx *tx, struct id thing, struct text area)
{
    if (text_is_empty(area))
        return tx_result(tx);
    return tx_exec(tx, SQL_AUDIENCE_PUT, VAL(thing), VAL("area"), VAL(area), VAL(false));
}

enum result audience_add_code(struct tx *tx, struct id thing, struct text code)
{
    if (text_is_empty(code))
        return tx_result(tx);
    return tx_exec(tx, SQL_AUDIENCE_PUT, VAL(thing), VAL("code"), VAL(code), VAL(false));
}

enum result audience_add_org(struct tx *tx, struct id thing, struct text org)
{
    if (text_is_empty(org))
        return tx_result(tx);
    return tx_exec(tx, SQL_AUDIENCE_PUT, VAL(thing), VAL("org"), VAL(org), VAL(false));
}

enum result audience_copy(struct tx *tx, struct id from, struct id to)
{
    return tx_exec(tx, SQL_AUDIENCE_COPY, VAL(from), VAL(to));
}

/* ---- lists and words ---- */

/* Percent-encodes what RFC 3986 does not call unreserved. */
static struct text url_words(struct arena *a, struct text t)
{
    static const char hex[] = "0123456789ABCDEF";
    char *at = arena_array(a, char, t.len * 3 + 1);
    size_t n = 0;

    if (at == NULL)
        return T("");
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
            c == '-' || c == '.' || c == '_' || c == '~') {
            at[n++] = (char)c;
        } else {
            at[n++] = '%';
            at[n++] = hex[c >> 4];
            at[n++] = hex[c & 15];
        }
    }
    return text_at(at, n);
}

void json_list_page(struct json *out, const char *name, struct rows *rows, int64_t most,
                    const char *list, const char *thing, struct text q, struct arena *a)
{
    struct id last = ID_NONE;
    bool has_more = false;

    json_name(out, name);
    json_list(out);
    for (int64_t n = 0; rows_next(rows); n++) {
        if (n == most) {
            has_more = true;
            rows_close(rows);
            break;
        }
        last = rows_id(rows, 0);
        json_open(out);
        json_row_members(out, rows);
        json_put_text(out, "self_url",
                      text_printf(a, "%s/%.*s", thing, TEXT_FMT(id_text(a, last))));
        json_close(out);
    }
    json_list_end(out);
    json_put_id(out, "next", has_more ? last : ID_NONE);
    json_name(out, "next_url");
    if (!has_more)
        json_none(out);
    else if (text_is_empty(q))
        json_text(out, text_printf(a, "%s?after=%.*s", list, TEXT_FMT(id_text(a, last))));
    else
        json_text(out, text_printf(a, "%s?q=%.*s&after=%.*s", list, TEXT_FMT(url_words(a, q)),
                                   TEXT_FMT(id_text(a, last))));
}

/* True when the gate admits the viewer to this creating act. */
static bool may_create(const struct look *look, const struct action *action)
{
    struct verdict *v = arena_new(look->arena, struct verdict);
    struct entry e = {
        .id = id_make(1, 1),
        .seq = 1,
        .recorded_at = look->now,
        .happened_at = look->now,
        .by = *look->viewer,
        .action = action,
        .object = id_make(1, 1),
        .key = T(""),
        .zone = look->zone,
        .is_dry = true,
    };

    verdict_init(v, look->arena);
    if (look->gate != NULL)
        look->gate->may(&e, NULL, look->tx, v);
    return verdict_is_clear(v);
}

void json_creates(struct json *out, const struct look *look, const char *type)
{
    const struct thing_type *of = catalogue_thing(look->catalogue, text_of(type));
    struct arena *a = look->arena;

    assert(of != NULL);
    json_name(out, "creates");
    json_list(out);
    for (const struct room *const *r = look->catalogue->rooms; *r != NULL; r++)
        for (size_t i = 0; i < (*r)->action_count; i++) {
            const struct action *action = &(*r)->actions[i];

            if (!action->creates || strcmp(action->object, type) != 0 || !may_create(look, action))
                continue;
            json_open(out);
            json_put_cstr(out, "name", action->name);
            json_put_cstr(out, "title", tr(look->lang, action->title));
            json_put_text(out, "url", text_printf(a, "/%s/nieuw/%s", of->address, action->address));
            json_put_text(out, "api", text_printf(a, "/api/v1/%s", of->path));
            json_close(out);
        }
    json_list_end(out);
}

struct text like_words(struct arena *a, struct text words)
{
    char *at = arena_array(a, char, words.len * 2 + 3);
    size_t n = 0;

    if (at == NULL || text_is_empty(words))
        return T("%");
    at[n++] = '%';
    for (size_t i = 0; i < words.len; i++) {
        char c = words.at[i];
        if (c == '%' || c == '_' || c == '!')
            at[n++] = '!';
        at[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    at[n++] = '%';
    return text_at(at, n);
}

void json_put_words(struct json *out, const char *name, const char *code, const char *msgid)
{
    json_name(out, name);
    json_open(out);
    json_put_cstr(out, "code", code);
    json_put_cstr(out, "nl", tr("nl", msgid));
    json_put_cstr(out, "en", tr("en", msgid));
    json_close(out);
}
