/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/tr.h"
#include "desk/inner.h"
#include "population/population.h"

enum {
    OPEN_MAX = 100,    /* of each kind: more is no list to work from */
    PAGE_THINGS = 100, /* looked at in one go */
    PAGES_MAX = 20,    /* an office sees a few of what is open in the country, not none of it */
    OWED_MAX = 30,     /* the page of obligations has the rest */
    OTHERS_OWED_MAX = 10,
    AHEAD_MAX = 10, /* moments to come */
};

struct no_query {
    struct text q; /* a struct needs a member; nothing is asked */
};

/* Types of things, in the order in which they matter at night. */
static const char *const kinds[] = { "allocation", "request", "deployment", "incident", "lesson" };
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

struct desk_row {
    struct id id;
    const char *kind;
    json_t *acts; /* those that are a step forward; owned */
};

/* The acts that this office may do now and that move the thing on. */
static json_t *forward_acts(const struct look *look, struct id id)
{
    json_t *all = desk_acts(look, id), *acts = json_array(), *act;
    size_t i;

    json_array_foreach (all, i, act)
        if (!json_is_true(json_object_get(act, "is_aside")))
            json_array_append(acts, act);
    json_decref(all);
    return acts;
}

static void put_row(struct json *out, const struct look *look, const struct desk_row *row)
{
    const struct thing_type *type = catalogue_thing(look->catalogue, text_of(row->kind));
    struct thing t;

    if (thing_get(look->tx, row->id, &t))
        return;
    json_open(out);
    json_put_id(out, "id", row->id);
    json_put_cstr(out, "kind", row->kind);
    json_put_cstr(out, "kind_title", tr(look->lang, type ? type->title : ""));
    json_put_text(out, "number", t.number);
    json_put_text(out, "label", t.label);
    json_put_choice(out, "state", "state", t.state);
    json_put_instant(out, "changed_at", t.changed_at);
    json_put_text(out, "self_url",
                  text_printf(look->arena, "/%s/%.*s", type ? type->address : "",
                              TEXT_FMT(id_text(look->arena, row->id))));
    json_flag_words(out, look->tx, row->id, look->now);
    json_name(out, "acts");
    json_value(out, row->acts);
    json_close(out);
}

/* A division that is decided is never closed, and asks nothing of anybody any more. */
static bool is_decided(const struct look *look, const char *kind, struct id id)
{
    return strcmp(kind, "allocation") == 0 && !text_is(thing_state_of(look->tx, id), "PROPOSED");
}

/* Adds the open things of a kind that this office sees, newest first; true when there are more. */
static bool gather_kind(const struct look *look, const char *kind, struct desk_row *rows, size_t *n)
{
    struct id found[PAGE_THINGS], before = ID_NONE;
    size_t most = *n + OPEN_MAX;

    for (int page = 0; page < PAGES_MAX; page++) {
        int64_t m = things_open(look->tx, kind, before, found, PAGE_THINGS);

        for (int64_t i = 0; i < m; i++) {
            before = found[i];
            if (is_decided(look, kind, found[i]) || !look_sees_thing(look, kind, found[i]))
                continue;
            if (*n == most)
                return true;
            rows[(*n)++] = (struct desk_row){ found[i], kind, forward_acts(look, found[i]) };
        }
        if (m < PAGE_THINGS)
            return false;
    }
    return true;
}

static size_t gather(const struct look *look, struct desk_row *rows, bool *is_cut)
{
    size_t n = 0;

    *is_cut = false;
    for (size_t k = 0; k < KINDS; k++)
        if (catalogue_thing(look->catalogue, text_of(kinds[k])) &&
            gather_kind(look, kinds[k], rows, &n))
            *is_cut = true;
    return n;
}

static void put_rows(struct json *out, const char *name, const struct look *look,
                     const struct desk_row *rows, size_t n, bool is_mine)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < n; i++)
        if ((json_array_size(rows[i].acts) > 0) == is_mine)
            put_row(out, look, &rows[i]);
    json_list_end(out);
}

/* What my office owes, what others owe in what I may see, and the moments that are to come. */
static void put_owed(struct json *out, const struct look *look)
{
    const struct owed_filter mine = { .is_mine = true }, others = { .is_others = true };
    struct owed_count n = desk_put_owed(out, "obligations", look, &mine, OWED_MAX, 0);

    json_put_bool(out, "has_statutory", n.statutory > 0);
    json_put_bool(out, "has_policy", n.policy > 0);
    json_put_bool(out, "has_obligations", n.statutory + n.policy > 0);
    n = desk_put_owed(out, "others_obligations", look, &others, OTHERS_OWED_MAX, 0);
    json_put_bool(out, "others_have_statutory", n.statutory > 0);
    json_put_bool(out, "others_have_policy", n.policy > 0);
    json_put_bool(out, "others_have_obligations", n.statutory + n.policy > 0);
    json_put_cstr(out, "obligations_url", "/verplichtingen");
    if (catalogue_view(look->catalogue, T("evacuations")))
        json_evacuations_ahead(out, look, AHEAD_MAX);
    else
        json_put_bool(out, "has_evacuations_ahead", false);
}

/* {"mine": [row], "others": [row], "mine_count", "total_count", "is_cut",
 * "new_acts": [{title,url}], "obligations", "others_obligations" (rows of desk_put_owed),
 * "evacuations_ahead"}; row: {id, kind, kind_title, number, label, state, changed_at, self_url,
 * flag_words, acts}. */
static enum result view_desk(const struct look *look, const void *query, struct json *out)
{
    struct desk_row *rows = arena_array(look->arena, struct desk_row, OPEN_MAX * KINDS);
    size_t n, mine = 0;
    bool is_cut;

    (void)query;
    if (!rows)
        return LIMIT;
    n = gather(look, rows, &is_cut);
    json_put_bool(out, "is_cut", is_cut);
    for (size_t i = 0; i < n; i++)
        mine += json_array_size(rows[i].acts) > 0;
    json_put_int(out, "mine_count", (int64_t)mine);
    json_put_int(out, "total_count", (int64_t)n);
    put_rows(out, "mine", look, rows, n, true);
    put_rows(out, "others", look, rows, n, false);
    json_put_bool(out, "has_mine", mine > 0);
    json_put_bool(out, "has_others", mine < n);
    json_acts_new(out, look);
    put_owed(out, look);
    for (size_t i = 0; i < n; i++)
        json_decref(rows[i].acts);
    return OK;
}

static const struct view views[] = {
    {
        .name = "desk",
        .title = N_("Work"),
        .audience = "self",
        .path = "/desk",
        .address = "/werk",
        .nav = "werk",
        FIELDS(no_query, FIELD(no_query, q, .label = "", .max = 1, .optional = true)),
        .build = view_desk,
        .page = "desk",
    },
    {
        .name = "obligations",
        .title = N_("Obligations"),
        .audience = "offices",
        .path = "/obligations",
        .address = "/verplichtingen",
        .nav = "werk",
        FIELDS(obligations_query,
               FIELD(obligations_query, mine, .label = N_("Of my office"), .optional = true),
               FIELD(obligations_query, statutory, .label = N_("By law"), .optional = true),
               FIELD(obligations_query, late, .label = N_("Late only"), .optional = true),
               FIELD(obligations_query, region, .label = N_("Safety region"), .table = "region",
                     .optional = true),
               FIELD(obligations_query, after, .label = N_("After"), .max = SKIP_MAX,
                     .optional = true)),
        .build = desk_view_obligations,
        .page = "obligations",
    },
};

const struct room desk_room = {
    .name = "desk",
    ROOM_VIEWS(views),
};
