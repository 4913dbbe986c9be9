/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of this room: propose, accept, reject; what they settle and store. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "division/inner.h"
#include "division/statements.h"

/* ---- settle ---- */

static enum result settle_windows(const struct entry *entry, const struct list *lines,
                                  struct tx *tx, struct settled_allocation *s)
{
    const struct alloc_line *rows = lines->items;
    struct line_window *windows =
        arena_array(tx_arena(tx), struct line_window, (size_t)lines->n + 1);

    if (!windows)
        return LIMIT;
    for (int64_t i = 0; i < lines->n; i++)
        windows[i] = division_window(tx, entry, &rows[i]);
    s->windows = (struct list){ windows, lines->n };
    return OK;
}

static enum result settle_propose(const struct entry *entry, const void *fields, struct tx *tx,
                                  void *settled)
{
    const struct propose_allocation *f = fields;
    struct settled_allocation *s = settled;
    int64_t node = id_node(entry->id);

    s->year = zone_civil(entry->zone, entry->happened_at).year;
    s->serial = tx_int(tx, SQL_ALLOCATION_NEXT_SERIAL, 1, VAL(node), VAL(s->year));
    s->number = node == 1 ? text_printf(tx_arena(tx), "V%04lld-%04lld", (long long)s->year,
                                        (long long)s->serial)
                          : text_printf(tx_arena(tx), "V%04lld-%lld-%04lld", (long long)s->year,
                                        (long long)node, (long long)s->serial);
    return settle_windows(entry, &f->proposal, tx, s);
}

/* What all lines of the accepted list (or of the proposal) give to one request of one pool until
 * one day, together: several lines may say it in parts. */
static int64_t sum_in(const struct list *lines, const struct alloc_line *like)
{
    const struct alloc_line *rows = lines->items;
    int64_t sum = 0;

    for (int64_t i = 0; i < lines->n; i++)
        if (id_same(rows[i].request, like->request) &&
            id_same(rows[i].capability, like->capability) && rows[i].until.n == like->until.n)
            sum += rows[i].quantity;
    return sum;
}

static bool same_lines(const struct list *one, const struct list *other)
{
    const struct alloc_line *rows = one->items;

    for (int64_t i = 0; i < one->n; i++)
        if (sum_in(one, &rows[i]) != sum_in(other, &rows[i]))
            return false;
    return true;
}

/* What is taken from others, as lines: the same comparison serves. */
static struct list as_lines(struct arena *a, const struct list *taken)
{
    const struct taken *rows = taken->items;
    struct alloc_line *lines = arena_array(a, struct alloc_line, (size_t)taken->n + 1);

    for (int64_t i = 0; lines && i < taken->n; i++)
        lines[i] =
            (struct alloc_line){ rows[i].request, rows[i].capability, rows[i].quantity, DAY_NONE };
    return (struct list){ lines, lines ? taken->n : 0 };
}

/* As it was proposed; `with_until`: the statement has the last day in its fourth column. */
static struct list proposed(struct tx *tx, struct id allocation, const struct statement *st,
                            bool with_until)
{
    struct alloc_line *lines = arena_array(tx_arena(tx), struct alloc_line, ALLOCATION_LINES_MAX);
    struct rows *r = tx_query(tx, st, VAL(allocation), VAL("proposed"));
    int64_t n = 0;

    while (rows_next(r)) {
        struct day until = DAY_NONE;

        if (!lines || n == ALLOCATION_LINES_MAX)
            continue;
        if (with_until && !rows_is_null(r, 3))
            until.n = (int32_t)rows_int(r, 3);
        lines[n++] = (struct alloc_line){ rows_id(r, 0), rows_id(r, 1), rows_int(r, 2), until };
    }
    return (struct list){ lines, n };
}

static bool is_deviating(struct tx *tx, struct id allocation, const struct accept_allocation *f)
{
    struct list lines = proposed(tx, allocation, SQL_ALLOCATION_LINES, true);
    struct list taken = proposed(tx, allocation, SQL_ALLOCATION_TAKEN, false);
    struct list taken_now = as_lines(tx_arena(tx), &f->taken_from);

    return !same_lines(&lines, &f->lines) || !same_lines(&f->lines, &lines) ||
           !same_lines(&taken, &taken_now) || !same_lines(&taken_now, &taken);
}

static enum result settle_accept(const struct entry *entry, const void *fields, struct tx *tx,
                                 void *settled)
{
    const struct accept_allocation *f = fields;
    struct settled_allocation *s = settled;

    deployment_givers(tx, &f->taken_from, ID_NONE, entry->recorded_at, &s->gives);
    s->is_deviating.is = is_deviating(tx, entry->object, f) ? YES : NO;
    return settle_windows(entry, &f->lines, tx, s);
}

/* ---- what the form of acceptance begins with: the proposal ---- */

static json_t *text_json(struct text t)
{
    return json_stringn(t.at, t.len);
}

static void preset_accept(const struct look *look, struct id object, json_t *input)
{
    struct list lines = proposed(look->tx, object, SQL_ALLOCATION_LINES, true);
    struct list taken = proposed(look->tx, object, SQL_ALLOCATION_TAKEN, false);
    const struct list *const lists[] = { &lines, &taken };
    static const char *const names[] = { "lines", "taken_from" };

    json_object_set_new(input, "deviates", json_false());
    for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++) {
        const struct alloc_line *rows = lists[l]->items;
        json_t *all = json_array();

        for (int64_t i = 0; i < lists[l]->n; i++) {
            json_t *row = json_object();

            json_object_set_new(row, "request", text_json(id_text(look->arena, rows[i].request)));
            json_object_set_new(row, "capability",
                                text_json(id_text(look->arena, rows[i].capability)));
            json_object_set_new(row, "quantity", json_integer((json_int_t)rows[i].quantity));
            if (rows[i].until.n != DAY_NONE.n)
                json_object_set_new(row, "until", text_json(day_text(look->arena, rows[i].until)));
            json_array_append_new(all, row);
        }
        json_object_set_new(input, names[l], all);
    }
}

/* ---- apply ---- */

static void store_lines(struct tx *tx, const struct entry *entry, const char *stage,
                        const struct list *lines, const struct list *windows)
{
    const struct alloc_line *rows = lines->items;
    const struct line_window *w = windows->items;

    assert(windows->n == lines->n); /* pair: settle_windows */
    for (int64_t i = 0; i < lines->n; i++) {
        struct capability c;

        tx_exec(tx, SQL_ALLOCATION_LINE_PUT, VAL(entry->object), VAL(stage), VAL(i + 1),
                VAL(rows[i].request), VAL(rows[i].capability), VAL(rows[i].quantity),
                VAL(rows[i].until), VAL(w[i].from), VAL(w[i].until));
        thing_touch(tx, entry, rows[i].request);
        thing_touch(tx, entry, rows[i].capability);
        if (capability_get(tx, rows[i].capability, &c) == OK)
            audience_add_office(tx, entry->object, c.holder_office, false);
    }
}

static void store_taken(struct tx *tx, const struct entry *entry, const char *stage,
                        const struct list *taken)
{
    const struct taken *rows = taken->items;

    for (int64_t i = 0; i < taken->n; i++) {
        tx_exec(tx, SQL_ALLOCATION_TAKEN_PUT, VAL(entry->object), VAL(stage), VAL(i + 1),
                VAL(rows[i].request), VAL(rows[i].capability), VAL(rows[i].quantity));
        thing_touch(tx, entry, rows[i].request);
        thing_touch(tx, entry, rows[i].capability);
    }
}

/* The pools it divides, each once: what people know it by beside its number. */
static struct text label_of(struct tx *tx, const struct list *lines)
{
    const struct alloc_line *rows = lines->items;
    struct text label = T("");

    for (int64_t i = 0; i < lines->n && label.len < 100; i++) {
        struct capability c;
        bool is_new = true;

        for (int64_t k = 0; k < i; k++)
            is_new = is_new && !id_same(rows[k].capability, rows[i].capability);
        if (is_new && capability_get(tx, rows[i].capability, &c) == OK)
            label = text_printf(tx_arena(tx), "%.*s%s%.*s", TEXT_FMT(label),
                                label.len > 0 ? ", " : "", TEXT_FMT(c.name));
    }
    return label;
}

static enum result apply_propose(const struct entry *entry, const void *fields, const void *settled,
                                 struct tx *tx)
{
    const struct propose_allocation *f = fields;
    const struct settled_allocation *s = settled;
    const struct ref_row *requests = f->for_requests.items, *pictures = f->picture_versions.items;
    const struct left_row *left = f->left_without.items;
    struct id id = entry->object;

    assert(s->serial >= 1);
    tx_exec(tx, SQL_ALLOCATION_PUT, VAL(id), VAL(s->number), VAL(id_node(entry->id)), VAL(s->year),
            VAL(s->serial), VAL(entry->by.office), VAL(entry->happened_at), VAL(f->runner_up));
    for (int64_t i = 0; i < f->for_requests.n; i++) {
        tx_exec(tx, SQL_ALLOCATION_REQUEST_PUT, VAL(id), VAL(i + 1), VAL(requests[i].id));
        thing_touch(tx, entry, requests[i].id);
    }
    for (int64_t i = 0; i < f->picture_versions.n; i++)
        tx_exec(tx, SQL_ALLOCATION_PICTURE_PUT, VAL(id), VAL(i + 1), VAL(pictures[i].id));
    for (int64_t i = 0; i < f->left_without.n; i++) {
        tx_exec(tx, SQL_ALLOCATION_LEFT_PUT, VAL(id), VAL(i + 1), VAL(left[i].request),
                VAL(left[i].lacks), VAL(left[i].why));
        thing_touch(tx, entry, left[i].request);
    }
    store_lines(tx, entry, "proposed", &f->proposal, &s->windows);
    store_taken(tx, entry, "proposed", &f->taken_from);
    audience_add_office(tx, id, entry->by.office, false);
    /* The clock sees what it may not accept: its attempt is refused by the rule, not as unknown. */
    audience_add_office(tx, id, office_find(tx, T(OFFICE_CLOCK), T(""), entry->recorded_at), false);
    thing_label(tx, id, s->number, label_of(tx, &f->proposal));
    return thing_state(tx, id, T("PROPOSED"));
}

static void touch_requests(struct tx *tx, const struct entry *entry)
{
    struct rows *r = tx_query(tx, SQL_ALLOCATION_REQUESTS, VAL(entry->object));

    while (rows_next(r))
        thing_touch(tx, entry, rows_id(r, 0));
}

static enum result store_decision(struct tx *tx, const struct entry *entry, const char *state,
                                  struct text reason, struct yesno said, struct yesno is)
{
    tx_exec(tx, SQL_ALLOCATION_DECIDED, VAL(entry->object), VAL(state), VAL(entry->by.office),
            VAL(entry->happened_at), VAL(reason), VAL(said), VAL(is));
    audience_add_office(tx, entry->object, entry->by.office, false);
    touch_requests(tx, entry);
    return thing_state(tx, entry->object, text_of(state));
}

static enum result apply_accept(const struct entry *entry, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct accept_allocation *f = fields;
    const struct settled_allocation *s = settled;
    const struct alloc_line *rows = f->lines.items;
    const struct line_window *w = s->windows.items;

    store_lines(tx, entry, "accepted", &f->lines, &s->windows);
    store_taken(tx, entry, "accepted", &f->taken_from);
    deployment_pass(tx, entry, &s->gives, ID_NONE);
    for (int64_t i = 0; i < f->lines.n; i++)
        capability_hold_add(tx, entry, rows[i].capability, rows[i].request, rows[i].quantity,
                            w[i].from, w[i].until, w[i].ends_by_itself.is == YES);
    return store_decision(tx, entry, "ACCEPTED", f->reason, f->deviates, s->is_deviating);
}

static enum result apply_reject(const struct entry *entry, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct reject_allocation *f = fields;

    (void)settled;
    return store_decision(tx, entry, "REJECTED", f->reason, (struct yesno){ UNKNOWN },
                          (struct yesno){ UNKNOWN });
}

/* ---- the table ---- */

static const struct fieldset request_refs =
    ITEM(ref_row, FIELD_AS(ref_row, id, "request", .label = N_("Request"), .table = "request"));
static const struct fieldset picture_refs =
    ITEM(ref_row, FIELD_AS(ref_row, id, "picture", .label = N_("Picture"), .table = "picture"));
static const struct fieldset alloc_line_fields = ITEM(
    alloc_line, FIELD(alloc_line, request, .label = N_("For request"), .table = "request"),
    FIELD(alloc_line, capability, .label = N_("Capability"), .table = "capability"),
    FIELD(alloc_line, quantity, .label = N_("Number"), .min = 1, .max = ALLOCATION_QUANTITY_MAX),
    FIELD(alloc_line, until, .label = N_("Until and including"),
          .hint = N_("Leave empty for the whole period of the request."), .optional = true));
static const struct fieldset left_fields = ITEM(
    left_row, FIELD(left_row, request, .label = N_("Request"), .table = "request"),
    FIELD_AS(left_row, lacks, "short", .label = N_("Short by"), .max = ALLOCATION_QUANTITY_MAX),
    FIELD(left_row, why, .label = N_("Why"), .min = 1, .max = ALLOCATION_WORDS_MAX));
static const struct fieldset window_fields =
    ITEM(line_window, FIELD(line_window, from, .label = ""),
         FIELD(line_window, until, .label = "", .optional = true),
         FIELD(line_window, ends_by_itself, .label = ""));

#define SETTLES_ALLOCATION                                                                         \
    SETTLES(                                                                                       \
        settled_allocation, FIELD(settled_allocation, number, .label = "", .optional = true),      \
        FIELD(settled_allocation, year, .label = "", .optional = true),                            \
        FIELD(settled_allocation, serial, .label = "", .optional = true),                          \
        FIELD(settled_allocation, windows, .label = "", .item = &window_fields, .optional = true), \
        FIELD(settled_allocation, gives, .label = "", .item = &given_fields, .optional = true),    \
        FIELD(settled_allocation, is_deviating, .label = "", .optional = true))
#define TAKEN(type)                                                                                \
    FIELD(type, taken_from, .label = N_("Taken from other requests"),                              \
          .hint = N_("What passes to these lines: first what is held, then what is deployed."),    \
          .item = &taken_fields, .max = 20, .optional = true)
#define DESKS "role:ROLE_TOC|role:ROLE_DOPS|role:ROLE_LOCC"

const struct action division_actions[DIVISION_ACTIONS] = {
    {
        .name = "propose_allocation",
        .version = 1,
        .object = "allocation",
        .address = "voorstel",
        .title = N_("Propose a division"),
        .done = N_("The proposal is made. It holds nothing until somebody accepts it."),
        .may = DESKS,
        .creates = true,
        FIELDS(propose_allocation,
               FIELD(propose_allocation, for_requests, .label = N_("For these requests"),
                     .item = &request_refs, .flat = true, .min = 1, .max = ALLOCATION_REQUESTS_MAX),
               FIELD(propose_allocation, picture_versions, .label = N_("Pictures it rests on"),
                     .hint = N_("The number of each picture, such as VR24 2/2."),
                     .item = &picture_refs, .flat = true, .max = ALLOCATION_PICTURES_MAX,
                     .optional = true),
               FIELD(propose_allocation, proposal, .label = N_("Who gets what"),
                     .item = &alloc_line_fields, .max = ALLOCATION_LINES_MAX),
               TAKEN(propose_allocation),
               FIELD(propose_allocation, runner_up, .label = N_("The next best"),
                     .hint = N_("Which division came second, in one sentence."), .lines = true,
                     .max = ALLOCATION_WORDS_MAX, .optional = true),
               FIELD(propose_allocation, left_without, .label = N_("Who goes without"),
                     .hint = N_("Who gets less than he asked, how much less, and why."),
                     .item = &left_fields, .max = ALLOCATION_REQUESTS_MAX, .optional = true)),
        SETTLES_ALLOCATION,
        .ready = { division_guard_people },
        .guards = { division_guard_pictures, division_guard_requests, division_guard_lines,
                    division_guard_fits },
        .settle = settle_propose,
        .apply = apply_propose,
    },
    {
        .name = "accept_allocation",
        .version = 1,
        .object = "allocation",
        .posted_to = "acceptances",
        .address = "aanvaarding",
        .title = N_("Accept the division"),
        .done = N_("The division is accepted; the units are held."),
        .may = DESKS,
        .is_binding = true,
        .preset = preset_accept,
        FIELDS(accept_allocation,
               FIELD(accept_allocation, reason, .label = N_("Reason"),
                     .hint =
                         N_("Always needed: why this division, also when you follow the proposal."),
                     .lines = true, .max = ALLOCATION_WORDS_MAX, .optional = true, .judged = true),
               FIELD(accept_allocation, deviates, .label = N_("I deviate from the proposal"),
                     .optional = true),
               FIELD(accept_allocation, lines, .label = N_("Who gets what"),
                     .item = &alloc_line_fields, .max = ALLOCATION_LINES_MAX),
               TAKEN(accept_allocation)),
        SETTLES_ALLOCATION,
        .ready = { division_guard_people, division_guard_proposed, division_guard_civil },
        .guards = { division_guard_reason, division_guard_lines, division_guard_fits },
        .settle = settle_accept,
        .apply = apply_accept,
    },
    {
        .name = "reject_allocation",
        .version = 1,
        .object = "allocation",
        .posted_to = "rejections",
        .address = "afwijzing",
        .title = N_("Reject the division"),
        .done = N_("The proposal is rejected; nothing is held."),
        .may = DESKS,
        .is_binding = true,
        FIELDS(reject_allocation, FIELD(reject_allocation, reason, .label = N_("Reason"),
                                        .lines = true, .min = 1, .max = ALLOCATION_WORDS_MAX)),
        .ready = { division_guard_people, division_guard_proposed, division_guard_civil },
        .apply = apply_reject,
    },
};
