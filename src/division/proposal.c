/* SPDX-License-Identifier: EUPL-1.2 */
/* The page on which a proposal is made by hand: the form of propose_allocation, and beside it what
 * is free of each pool in the period of each request. */
#include "base/hash.h"
#include "base/tr.h"
#include "capability/pieces.h"
#include "division/inner.h"
#include "division/statements.h"
#include "division/views.h"
#include "request/brief.h"

static void set_id(json_t *into, const struct look *look, const char *name, struct id id)
{
    struct text words = id_text(look->arena, id);

    json_object_set_new(into, name, json_stringn_nocheck(words.at, words.len));
}

/* What is known already: the requests, one row each, with the pool. */
static json_t *preset(const struct look *look, const struct new_allocation_query *q)
{
    const struct ref_item *refs = q->requests.items;
    json_t *input = json_object(), *requests = json_array(), *rows = json_array();

    for (int64_t i = 0; i < q->requests.n; i++) {
        struct text id = id_text(look->arena, refs[i].id);
        json_t *row = json_object();

        if (!look_sees_thing(look, "request", refs[i].id)) {
            json_decref(row);
            continue;
        }
        json_array_append_new(requests, json_stringn_nocheck(id.at, id.len));
        set_id(row, look, "request", refs[i].id);
        if (!id_is_none(q->pool))
            set_id(row, look, "capability", q->pool);
        json_array_append_new(rows, row);
    }
    json_object_set_new(input, "for_requests", requests);
    json_object_set_new(input, "proposal", rows);
    return input;
}

/* "free_rows": each request in question, with what is free of the pool in its period. */
static void put_free_rows(struct json *out, const struct look *look,
                          const struct new_allocation_query *q)
{
    const struct ref_item *refs = q->requests.items;

    json_name(out, "free_rows");
    json_list(out);
    for (int64_t i = 0; i < q->requests.n && !id_is_none(q->pool); i++) {
        if (!look_sees_thing(look, "request", refs[i].id))
            continue;
        json_open(out);
        division_put_request(out, "request", look, refs[i].id);
        division_put_pool(out, "pool", look, q->pool);
        division_put_free(out, look, refs[i].id, q->pool);
        json_close(out);
    }
    json_list_end(out);
}

static void put_key(struct json *out)
{
    unsigned char bytes[16];
    struct buf hex = buf_make(64);

    random_bytes(bytes, sizeof(bytes)); /* a form sent twice is one proposal */
    buf_add_hex(&hex, bytes, sizeof(bytes));
    json_put_text(out, "key", buf_text(&hex));
    buf_free(&hex);
}

enum result division_view_new(const struct look *look, const void *query, struct json *out)
{
    const struct new_allocation_query *q = query;
    const struct action *action =
        catalogue_action(look->catalogue, T("propose_allocation"), T("allocation"));
    json_t *input;

    if (!action)
        return NOT_FOUND;
    input = preset(look, q);
    put_key(out);
    json_put_text(out, "post_url",
                  text_printf(look->arena, "/verdelingen/nieuw/%s", action->address));
    json_put_cstr(out, "back_url", "/schaarste");
    json_put_cstr(out, "act_title", tr(look->lang, action->title));
    fields_form_json(&action->fields, input, NULL, look, out);
    put_free_rows(out, look, q);
    division_put_pool(out, "pool", look, q->pool);
    json_decref(input);
    return OK;
}
