/* SPDX-License-Identifier: EUPL-1.2 */
#include "kernel/test_world.h"

#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "journal/journal.h"
#include "kernel/statements.h"

enum { HANDLES_MAX = 512, HANDLE_BYTES = 40 };

struct world {
    struct catalogue catalogue;
    struct space *space;
    struct arena *arena, *last; /* of the world; of the last act */
    struct verdict *verdict;
    struct buf seen;
    json_t *doc;
    enum result result;
    char dir[64], text[2][4096];
    int text_next;
    struct {
        char name[HANDLE_BYTES];
        struct id id;
    } handles[HANDLES_MAX];
    size_t handle_count;
};

struct world *world_open(const struct room *const *rooms, const struct gate *gate)
{
    struct world *w = calloc(1, sizeof(*w));
    char path[96];

    assert_non_null(w);
    w->catalogue.rooms = rooms;
    w->arena = arena_open(ARENA_LIMIT_DEFAULT);
    w->last = arena_open(ARENA_LIMIT_DEFAULT);
    w->seen = buf_make(8 * 1024 * 1024);
    strncpy(w->dir, "/tmp/schakel-world-XXXXXX", sizeof(w->dir) - 1);
    assert_non_null(mkdtemp(w->dir));
    snprintf(path, sizeof(path), "%s/space.db", w->dir);
    struct space_options o = { .path = path,
                               .name = "proef",
                               .catalogue = &w->catalogue,
                               .gate = gate,
                               .node = 1,
                               .readers = 4,
                               .kind = SPACE_DEMO,
                               .is_scratch = true };
    assert_int_equal(OK, space_open(&o, &w->space));
    return w;
}

void world_close(struct world *w)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal", ".lock", ".mark" };
    char path[128];

    space_close(w->space);
    json_decref(w->doc);
    buf_free(&w->seen);
    arena_close(w->last);
    arena_close(w->arena);
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        snprintf(path, sizeof(path), "%s/space.db%s", w->dir, tails[i]);
        unlink(path);
    }
    rmdir(w->dir);
    free(w);
}

struct space *world_space(struct world *w)
{
    return w->space;
}

struct arena *world_arena(struct world *w)
{
    return w->arena;
}

void world_name(struct world *w, const char *handle, struct id id)
{
    for (size_t i = 0; i < w->handle_count; i++)
        if (strcmp(w->handles[i].name, handle) == 0) {
            w->handles[i].id = id;
            return;
        }
    assert_true(w->handle_count < HANDLES_MAX);
    snprintf(w->handles[w->handle_count].name, HANDLE_BYTES, "%s", handle);
    w->handles[w->handle_count++].id = id;
}

static bool known(struct world *w, const char *handle, struct id *id)
{
    for (size_t i = 0; i < w->handle_count; i++)
        if (strcmp(w->handles[i].name, handle) == 0) {
            *id = w->handles[i].id;
            return true;
        }
    return false;
}

struct id world_id(struct world *w, const char *handle)
{
    struct id id = ID_NONE;

    if (!known(w, handle, &id))
        fail_msg("no thing named %s in this world", handle);
    return id;
}

/* "@R1" strings become ids, at any depth. */
static json_t *resolve(struct world *w, json_t *v)
{
    const char *key;
    json_t *member;
    void *next;
    size_t i;

    if (json_is_string(v) && json_string_value(v)[0] == '@') {
        char words[ID_TEXT_MAX];
        id_write(world_id(w, json_string_value(v) + 1), words);
        return json_string(words);
    }
    json_object_foreach_safe(v, next, key, member) json_object_set_new(v, key, resolve(w, member));
    json_array_foreach (v, i, member)
        json_array_set_new(v, i, resolve(w, member));
    return json_incref(v);
}

static json_t *fields_of(struct world *w, const char *fields)
{
    char *text = strdup(fields && fields[0] ? fields : "{}");
    json_error_t error;
    json_t *raw, *out;

    assert_non_null(text);
    for (char *p = text; p && *p; p++)
        if (*p == '\'')
            *p = '"';
    raw = json_loads(text, JSON_DECODE_ANY, &error);
    if (!raw)
        fail_msg("the test's fields are no JSON: %s in %s", error.text, text);
    out = resolve(w, raw);
    json_decref(raw);
    free(text);
    return out;
}

static struct viewer viewer_of(struct world *w, const char *who)
{
    struct viewer v = { T(""), ID_NONE, ID_NONE, T("web") };

    if (strcmp(who, "init") == 0) {
        v.actor = T("init");
        v.channel = T("import");
    } else if (strcmp(who, "-") != 0) {
        v.actor = text_printf(w->last, "p-%s", who);
        if (!known(w, who, &v.office))
            v.office = ID_NONE;
    }
    return v;
}

enum result world_act(struct world *w, const char *who, const char *when, const char *action,
                      const char *object, const char *fields)
{
    struct id id = ID_NONE;
    struct thing t = { .type = T("") };
    struct instant at;
    struct receipt r;

    arena_reset(w->last);
    if (known(w, object, &id)) {
        struct tx *tx = tx_read(space_store(w->space), w->last);
        if (thing_get(tx, id, &t))
            t.type = T("");
        assert_int_equal(OK, tx_end(tx));
    }
    const struct action *a = catalogue_action(&w->catalogue, text_of(action), t.type);
    if (!a)
        a = catalogue_action(&w->catalogue, text_of(action), T(""));
    if (!a) {
        fail_msg("no action named %s", action);
        return FAULT;
    }
    assert_true(instant_read(text_of(when), &at));
    assert_int_equal(OK, space_set_clock(w->space, at));
    json_t *input = fields_of(w, fields);
    struct step step = {
        .action = a, .object = a->creates ? ID_NONE : id, .input = input, .if_version = INT_NONE
    };
    struct unit unit = {
        .by = viewer_of(w, who), .steps = &step, .n = 1, .key = T(""), .body = T(""), .trace = T("")
    };
    w->result = space_commit(w->space, &unit, w->last, &r);
    w->verdict = r.verdict;
    if (w->result == OK && a->creates)
        world_name(w, object, r.steps[0].object);
    json_decref(input);
    return w->result;
}

const char *world_verdict_code(struct world *w, int n)
{
    if (!w->verdict || n < 0 || (size_t)n >= w->verdict->count)
        return "";
    return w->verdict->items[n].code;
}

bool world_has_verdict(struct world *w, const char *code)
{
    return w->verdict && verdict_find(w->verdict, code);
}

const struct verdict_item *world_verdict(struct world *w, const char *code)
{
    return w->verdict ? verdict_find(w->verdict, code) : NULL;
}

const json_t *world_see(struct world *w, const char *who, const char *view, const char *query)
{
    const struct view *v = catalogue_view(&w->catalogue, text_of(view));
    struct json_fault fault;
    struct viewer viewer;
    struct json out;
    int64_t version;

    if (!v) {
        fail_msg("no view named %s", view);
        return NULL;
    }
    arena_reset(w->last);
    viewer = viewer_of(w, who);
    w->verdict = arena_new(w->last, struct verdict);
    verdict_init(w->verdict, w->last);
    buf_clear(&w->seen);
    out = json_make(&w->seen);
    json_decref(w->doc);
    w->doc = NULL;
    json_t *input = fields_of(w, query);
    w->result = space_see(w->space, v, input, &viewer, "nl", w->last, &out, &version, w->verdict);
    json_decref(input);
    if (w->result)
        return NULL;
    if (json_read(buf_text(&w->seen), &w->doc, &fault))
        fail_msg("view %s is no JSON: %s at %d: %.*s", view, fault.what, fault.column,
                 TEXT_FMT(buf_text(&w->seen)));
    return w->doc;
}

enum result world_result(struct world *w)
{
    return w->result;
}

static const json_t *walk(const json_t *doc, const char *path, bool *is_length)
{
    struct text rest = text_of(path), part;
    int64_t n;

    *is_length = false;
    while (doc && text_cut(&rest, '.', &part)) {
        char key[64];

        snprintf(key, sizeof(key), "%.*s", TEXT_FMT(part));
        if (json_is_array(doc) && text_is(part, "length")) {
            *is_length = true;
            return doc;
        }
        if (json_is_array(doc))
            doc = text_int64(part, &n) ? json_array_get(doc, (size_t)n) : NULL;
        else
            doc = json_object_get(doc, key);
    }
    return doc;
}

int64_t world_int(const json_t *doc, const char *path)
{
    bool is_length;
    const json_t *v = walk(doc, path, &is_length);

    if (is_length)
        return (int64_t)json_array_size(v);
    if (json_is_boolean(v))
        return json_is_true(v);
    if (!json_is_integer(v))
        fail_msg("%s is no number in the document", path);
    return json_integer_value(v);
}

const char *world_text(const json_t *doc, const char *path)
{
    bool is_length;
    const json_t *v = walk(doc, path, &is_length);

    if (!json_is_string(v))
        fail_msg("%s is no text in the document", path);
    return json_string_value(v);
}

bool world_has(const json_t *doc, const char *path)
{
    bool is_length;
    const json_t *v = walk(doc, path, &is_length);

    return v && !json_is_null(v);
}

const char *world_state(struct world *w, const char *handle)
{
    struct tx *tx = tx_read(space_store(w->space), w->last);
    struct text state = thing_state_of(tx, world_id(w, handle));

    assert_int_equal(OK, tx_end(tx));
    w->text_next = !w->text_next;
    snprintf(w->text[w->text_next], sizeof(w->text[0]), "%.*s", TEXT_FMT(state));
    return w->text[w->text_next];
}

void world_assert_rebuild_equal(struct world *w)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct journal_report verified;
    struct rebuild_report report;
    struct tx *tx;

    assert_int_equal(OK, space_rebuild_check(w->space, a, &report));
    if (!report.is_equal)
        fail_msg("rebuilt tables differ: %s (first entry %lld) %.*s", report.table,
                 (long long)report.first_position, TEXT_FMT(report.difference));
    tx = tx_read(space_store(w->space), a);
    assert_int_equal(OK, journal_verify(tx, &verified));
    assert_int_equal(OK, tx_end(tx));
    if (verified.bad_position)
        fail_msg("the journal does not verify: %s at %lld", verified.what,
                 (long long)verified.bad_position);
    arena_close(a);
}
