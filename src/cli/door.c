/* SPDX-License-Identifier: EUPL-1.2 */
/* The local door: acts and looks in a space of this process. */
#include "cli/door.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/tr.h"

void door_fresh_key(char out[33])
{
    unsigned char bytes[16];

    random_bytes(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static void put_items(const struct door *d, struct arena *a, const struct verdict *v, json_t *doc)
{
    json_t *errors = json_array(), *warnings = json_array();

    for (size_t i = 0; i < v->count; i++) {
        const struct verdict_item *item = &v->items[i];
        struct text why = tr_fill(a, d->lang, item->why, item->holes, item->hole_count);
        struct text mend = tr_fill(a, d->lang, item->mend, item->holes, item->hole_count);
        json_t *row =
            json_pack("{s:s, s:s%, s:s%, s:s%}", "code", item->code, "message", why.at, why.len,
                      "mend", mend.at, mend.len, "cite", item->cite.at, item->cite.len);

        if (item->field.len)
            json_object_set_new(row, "field", json_stringn(item->field.at, item->field.len));
        json_array_append_new(item->weight == VERDICT_REFUSE ? errors : warnings, row);
    }
    json_object_set_new(doc, "errors", errors);
    json_object_set_new(doc, "warnings", warnings);
}

static json_t *id_value(struct id id)
{
    char words[ID_TEXT_MAX];

    id_write(id, words);
    return json_string(words);
}

static struct door_answer receipt_answer(const struct door *d, struct arena *a, enum result r,
                                         const struct receipt *receipt)
{
    struct door_answer out = { r, r == OK ? 201 : 400, json_object() };
    json_t *steps = json_array();

    put_items(d, a, receipt->verdict, out.doc);
    for (size_t i = 0; r == OK && i < receipt->n && i < 64; i++) {
        json_t *row = json_object();
        json_object_set_new(row, "object", id_value(receipt->steps[i].object));
        json_object_set_new(row, "version", json_integer(receipt->steps[i].version));
        json_array_append_new(steps, row);
        if (i + 1 == receipt->n) {
            json_object_set_new(out.doc, "entry", id_value(receipt->steps[i].entry));
            json_object_set_new(out.doc, "object", id_value(receipt->steps[i].object));
            json_object_set_new(out.doc, "version", json_integer(receipt->steps[i].version));
        }
    }
    json_object_set_new(out.doc, "steps", steps);
    return out;
}

/* Who acts: the office's present holder, as a sign-in would find him. */
static enum result viewer_of(struct door *d, struct id office, struct arena *a,
                             struct viewer *viewer)
{
    struct tx *tx = tx_read(space_store(d->space), a);
    enum result r = NOT_FOUND, ended;

    *viewer = (struct viewer){ T(""), ID_NONE, ID_NONE, T("cli") };
    if (!id_is_none(office))
        r = access_viewer(tx, office, space_now(d->space), "cli", viewer);
    ended = tx_end(tx);
    return ended ? ended : r == NOT_FOUND ? OK : r; /* nobody: the gate says so in words */
}

static struct door_answer local_unit(struct door *d, struct id office, struct step *steps, size_t n,
                                     const char *key)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct receipt *receipt = arena_new(a, struct receipt);
    struct unit unit = {
        .steps = steps, .n = n, .key = text_of(key), .body = T(""), .trace = T("")
    };
    struct door_answer out = { FAULT, 500, NULL };

    if (viewer_of(d, office, a, &unit.by) == OK)
        out = receipt_answer(d, a, space_commit(d->space, &unit, a, receipt), receipt);
    arena_close(a);
    return out;
}

static struct door_answer local_try(struct door *d, struct id office, struct step *step)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);
    struct unit unit = { .steps = step, .n = 1, .key = T(""), .body = T(""), .trace = T("") };
    struct door_answer out = { FAULT, 500, NULL };

    verdict_init(v, a);
    if (viewer_of(d, office, a, &unit.by) == OK) {
        out.result = space_dry_run(d->space, &unit, false, a, v);
        out.status = out.result ? 400 : 200;
        out.doc = json_object();
        put_items(d, a, v, out.doc);
    }
    arena_close(a);
    return out;
}

static struct door_answer local_see(struct door *d, struct id office, const struct view *view,
                                    const json_t *query)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);
    struct buf buf = buf_make(64 * 1024 * 1024);
    struct json json = json_make(&buf);
    struct door_answer out = { FAULT, 500, NULL };
    struct json_fault fault;
    struct viewer viewer;
    int64_t version;

    verdict_init(v, a);
    if (viewer_of(d, office, a, &viewer) == OK)
        out.result = space_see(d->space, view, query, &viewer, d->lang, a, &json, &version, v);
    if (out.result == OK && json_read(buf_text(&buf), &out.doc, &fault))
        out.result = FAULT;
    else if (out.result && (out.doc = json_object()))
        put_items(d, a, v, out.doc);
    out.status = out.result == OK ? 200 : out.result == NOT_FOUND ? 404 : 400;
    buf_free(&buf);
    arena_close(a);
    return out;
}

struct door *door_local(struct space *space)
{
    struct door *d = calloc(1, sizeof(*d));

    if (d) {
        d->space = space;
        d->lang = "nl";
        d->catalogue = space_catalogue(space);
    }
    return d;
}

/* ---- either way ---- */
struct door_answer door_act(struct door *d, struct id office, const struct action *action,
                            struct id object, const json_t *fields, int64_t version,
                            const char *key)
{
    struct step step = {
        .action = action, .object = object, .input = fields, .if_version = version
    };
    char fresh[33];

    if (!key) {
        door_fresh_key(fresh);
        key = fresh;
    }
    return d->space ? local_unit(d, office, &step, 1, key) : remote_act(d, office, &step, key);
}

struct door_answer door_unit(struct door *d, struct id office, struct step *steps, size_t n)
{
    char key[33];

    door_fresh_key(key);
    return d->space ? local_unit(d, office, steps, n, key) : remote_unit(d, office, steps, n, key);
}

struct door_answer door_try(struct door *d, struct id office, const struct action *action,
                            struct id object, const json_t *fields)
{
    struct step step = {
        .action = action, .object = object, .input = fields, .if_version = INT_NONE
    };

    return d->space ? local_try(d, office, &step) : remote_try(d, office, &step);
}

struct door_answer door_see(struct door *d, struct id office, const struct view *view,
                            const json_t *query)
{
    return d->space ? local_see(d, office, view, query) : remote_see(d, office, view, query);
}

enum result door_set_clock(struct door *d, struct instant to)
{
    return d->space ? space_set_clock(d->space, to) : remote_clock(d, to);
}

struct instant door_now(struct door *d)
{
    return d->space ? space_now(d->space) : remote_now(d);
}

json_t *door_offices(struct door *d)
{
    struct buf buf = buf_make(64 * 1024 * 1024);
    struct json json = json_make(&buf);
    struct json_fault fault;
    struct arena *a;
    struct tx *tx;
    json_t *doc = NULL;

    if (!d->space)
        return remote_offices(d);
    a = arena_open(ARENA_LIMIT_DEFAULT);
    tx = tx_read(space_store(d->space), a);
    json_open(&json);
    json_demo_offices(&json, tx, space_now(d->space));
    json_close(&json);
    if (tx_end(tx) || json_end(&json) || json_read(buf_text(&buf), &doc, &fault))
        doc = NULL;
    buf_free(&buf);
    arena_close(a);
    return doc;
}

struct id door_office(struct door *d, const char *code)
{
    struct arena *a;
    struct tx *tx;
    struct id id;

    if (!d->space)
        return remote_office(d, code);
    a = arena_open(ARENA_LIMIT_DEFAULT);
    tx = tx_read(space_store(d->space), a);
    id = office_find(tx, text_of(code), T(""), space_now(d->space));
    if (tx_end(tx))
        id = ID_NONE;
    arena_close(a);
    return id;
}
