/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: the list of proposals, one of them, and the table of all looks. */
#include "division/views.h"

#include <string.h>

#include "base/tr.h"
#include "capability/pieces.h"
#include "division/statements.h"
#include "request/brief.h"

enum {
    ROWS_MAX = 200,         /* of one list of a proposal: as many as a field takes */
    ALLOCATIONS_SCAN = 500, /* rows read for one page, however few the viewer may see */
    ADDRESS_MAX = 4000,     /* a longer one the door does not take (HTTP_URI_TOO_LONG) */
};

struct allocations_query {
    struct text state;
    struct id after;
};
struct allocation_query {
    struct id id;
};

const struct fieldset ref_region_fields =
    ITEM(ref_item, FIELD(ref_item, id, .label = N_("Safety region"), .table = "region"));
const struct fieldset ref_request_fields =
    ITEM(ref_item, FIELD(ref_item, id, .label = N_("Request"), .table = "request"));

/* ---- shared members ---- */

static struct text url_of(const struct look *look, const char *at, struct id id)
{
    return text_printf(look->arena, "/%s/%.*s", at, TEXT_FMT(id_text(look->arena, id)));
}

void division_put_pool(struct json *out, const char *name, const struct look *look, struct id pool)
{
    struct capability c;

    json_name(out, name);
    if (capability_get(look->tx, pool, &c) != OK) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_id(out, "id", c.id);
    json_put_text(out, "name", c.name);
    json_put_text(out, "unit", c.unit);
    json_put_text(out, "type", c.type);
    json_put_bool(out, "is_military", c.is_military);
    json_put_text(out, "self_url", url_of(look, "capaciteit", c.id));
    json_close(out);
}

void division_put_request(struct json *out, const char *name, const struct look *look,
                          struct id request)
{
    json_name(out, name);
    json_open(out);
    json_request_brief(out, look, request);
    json_close(out);
}

/* The window in which units would be held for the request: its period, from now on. */
struct capability_ask division_ask_of(const struct look *look, struct id request, struct id pool)
{
    struct period period = request_period(look->tx, request);
    struct capability_ask ask = {
        .capability = pool, .from = look->now, .until = period.until, .now = look->now
    };

    if (!instant_is_none(period.from) && period.from.us > look->now.us)
        ask.from = period.from;
    return ask;
}

void division_put_free(struct json *out, const struct look *look, struct id request, struct id pool)
{
    struct capability_ask ask = division_ask_of(look, request, pool);
    struct capability c;

    json_name(out, "free");
    if (capability_get(look->tx, pool, &c) != OK || !capability_shows_amounts(look, &c) ||
        !look_sees_thing(look, "request", request)) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_int(out, "amount", capability_free_of(look->tx, &ask));
    json_put_instant(out, "from_at", ask.from);
    json_put_instant(out, "until_at", ask.until);
    json_close(out);
}

/* ---- one proposal ---- */

static void put_state(struct json *out, struct text state)
{
    static const struct {
        const char *code, *words, *class;
    } states[] = {
        { "PROPOSED", N_("proposed, waits for a decision"), "act" },
        { "ACCEPTED", N_("accepted"), "ok" },
        { "REJECTED", N_("rejected"), "bad" },
    };

    json_put_text(out, "state", state);
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        if (text_is(state, states[i].code)) {
            json_put_words(out, "stage", states[i].code, states[i].words);
            json_put_cstr(out, "stage_class", states[i].class);
        }
    json_put_bool(out, "is_proposed", text_is(state, "PROPOSED"));
    json_put_bool(out, "is_accepted", text_is(state, "ACCEPTED"));
}

/* Whether it deviates: as the decider said, and as the lines are. */
static void put_deviation(struct json *out, const struct rows *r)
{
    struct yesno said = rows_yesno(r, 8), is = rows_yesno(r, 9);

    json_put_bool(out, "says_deviates", said.is == YES);
    json_put_bool(out, "says_same", said.is == NO);
    json_put_bool(out, "is_deviating", is.is == YES);
    json_put_bool(out, "is_as_proposed", is.is == NO);
    json_put_bool(out, "is_said_otherwise",
                  said.is != UNKNOWN && is.is != UNKNOWN && said.is != is.is);
}

/* Members of the open object; NOT_FOUND when there is none. */
static enum result put_card(struct json *out, const struct look *look, struct id id)
{
    struct rows *r = tx_query(look->tx, SQL_SHOW_ALLOCATION, VAL(id));
    struct id proposer, decider;

    if (!rows_next(r))
        return NOT_FOUND;
    proposer = rows_id(r, 2);
    decider = rows_id(r, 5);
    json_put_id(out, "id", id);
    json_put_text(out, "self_url", url_of(look, "verdelingen", id));
    json_put_text(out, "number", rows_text(r, 0));
    put_state(out, rows_text(r, 1));
    json_put_instant(out, "proposed_at", rows_instant(r, 3));
    json_put_text(out, "runner_up", rows_text(r, 4));
    json_put_instant(out, "decided_at", rows_instant(r, 6));
    json_put_text(out, "reason", rows_text(r, 7));
    put_deviation(out, r);
    rows_close(r);
    json_put_office(out, "proposer", look->tx, proposer);
    json_put_office(out, "decider", look->tx, decider);
    return OK;
}

static size_t ids_of(const struct look *look, const struct statement *st, struct id allocation,
                     struct id out[ROWS_MAX])
{
    struct rows *r = tx_query(look->tx, st, VAL(allocation));
    size_t n = 0;

    while (rows_next(r))
        if (n < ROWS_MAX)
            out[n++] = rows_id(r, 0);
    return n;
}

static void put_requests(struct json *out, const struct look *look, struct id allocation)
{
    struct id *ids = arena_array(look->arena, struct id, ROWS_MAX);
    size_t n = ids ? ids_of(look, SQL_SHOW_REQUESTS, allocation, ids) : 0;

    json_name(out, "requests");
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        json_open(out);
        json_request_brief(out, look, ids[i]);
        json_close(out);
    }
    json_list_end(out);
}

static void put_pictures(struct json *out, const struct look *look, struct id allocation)
{
    struct id *ids = arena_array(look->arena, struct id, ROWS_MAX);
    size_t n = ids ? ids_of(look, SQL_SHOW_PICTURES, allocation, ids) : 0;

    json_name(out, "pictures");
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        struct thing t;

        if (thing_get(look->tx, ids[i], &t) != OK || !look_sees_thing(look, "picture", ids[i]))
            continue;
        json_open(out);
        json_put_text(out, "number", t.number);
        json_put_text(out, "label", t.label);
        json_put_text(out, "self_url", url_of(look, "beelden", ids[i]));
        json_close(out);
    }
    json_list_end(out);
}

struct shown_line {
    struct id request, pool;
    int64_t proposed, accepted;
    bool has_until;
    struct day until;
};

/* What the request still has of this line: held for it, with the entry that holds it. Who holds one
 * pool of the proposal learns nothing of the others, unless it is for a request that he sees. */
static void put_held(struct json *out, const struct look *look, const struct shown_line *l)
{
    struct list holds = capability_holds_of_thing(look->tx, l->request, look->now);
    const struct capability_hold *h = holds.items;
    struct capability c;
    bool is_shown =
        look_sees_thing(look, "request", l->request) ||
        (capability_get(look->tx, l->pool, &c) == OK && capability_shows_amounts(look, &c));

    json_put_bool(out, "is_held_hidden", !is_shown);
    json_name(out, "held");
    json_list(out);
    for (int64_t i = 0; is_shown && i < holds.n; i++) {
        if (!id_same(h[i].capability, l->pool))
            continue;
        json_open(out);
        json_put_int(out, "amount", h[i].quantity);
        json_put_instant(out, "until_at", h[i].until.us >= INSTANT_MAX ? INSTANT_NONE : h[i].until);
        json_put_source(out, "source", look, h[i].position);
        json_close(out);
    }
    json_list_end(out);
}

static void put_line(struct json *out, const struct look *look, const struct shown_line *l,
                     bool is_decided)
{
    json_open(out);
    division_put_request(out, "request", look, l->request);
    division_put_pool(out, "pool", look, l->pool);
    json_put_int(out, "proposed", l->proposed);
    json_put_bool(out, "has_accepted", is_decided);
    json_put_int(out, "accepted", l->accepted);
    json_put_bool(out, "is_other", is_decided && l->accepted != l->proposed);
    if (l->has_until)
        json_put_text(out, "until_on", day_text(look->arena, l->until));
    else
        json_put_cstr(out, "until_on", NULL);
    division_put_free(out, look, l->request, l->pool);
    put_held(out, look, l);
    json_close(out);
}

/* "rows": what is given to whom, advised and decided side by side, with what is free and held now.
 */
static void put_lines(struct json *out, const struct look *look, struct id allocation,
                      bool is_decided)
{
    struct shown_line *lines = arena_array(look->arena, struct shown_line, ROWS_MAX);
    struct rows *r = tx_query(look->tx, SQL_SHOW_LINES, VAL(allocation));
    size_t n = 0;

    while (rows_next(r))
        if (lines && n < ROWS_MAX)
            lines[n++] = (struct shown_line){
                .request = rows_id(r, 0),
                .pool = rows_id(r, 1),
                .proposed = rows_int(r, 2),
                .accepted = rows_int(r, 3),
                .has_until = !rows_is_null(r, 4),
                .until = { rows_is_null(r, 4) ? 0 : (int32_t)rows_int(r, 4) },
            };
    json_name(out, "rows");
    json_list(out);
    for (size_t i = 0; i < n; i++)
        put_line(out, look, &lines[i], is_decided);
    json_list_end(out);
}

static void put_taken(struct json *out, const struct look *look, struct id allocation)
{
    struct rows *r = tx_query(look->tx, SQL_SHOW_TAKEN, VAL(allocation));

    json_name(out, "taken");
    json_list(out);
    while (rows_next(r)) {
        bool is_decided = text_is(rows_peek(r, 0), "accepted");
        struct id request = rows_id(r, 1), pool = rows_id(r, 2);

        json_open(out);
        json_put_bool(out, "is_decided", is_decided);
        json_put_int(out, "amount", rows_int(r, 3));
        division_put_request(out, "request", look, request);
        division_put_pool(out, "pool", look, pool);
        json_close(out);
    }
    json_list_end(out);
}

static void put_left(struct json *out, const struct look *look, struct id allocation)
{
    struct rows *r = tx_query(look->tx, SQL_SHOW_LEFT, VAL(allocation));

    json_name(out, "left");
    json_list(out);
    while (rows_next(r)) {
        struct id request = rows_id(r, 0);
        bool is_seen;

        json_open(out);
        json_put_int(out, "short", rows_int(r, 1));
        is_seen = look_sees_thing(look, "request", request);
        json_put_text(out, "why", is_seen ? rows_text(r, 2) : T(""));
        division_put_request(out, "request", look, request);
        json_close(out);
    }
    json_list_end(out);
}

/* True when this viewer may accept it now, whatever the lines. */
static bool may_accept(const struct look *look, const struct action *action, struct id allocation)
{
    struct entry entry = { .by = *look->viewer,
                           .action = action,
                           .object = allocation,
                           .recorded_at = look->now,
                           .happened_at = look->now,
                           .zone = look->zone,
                           .is_dry = true };
    struct verdict *v = arena_new(look->arena, struct verdict);
    void *fields = arena_bytes(look->arena, action->fields.size, 1);

    if (!v || !fields)
        return false;
    verdict_init(v, look->arena);
    fields_clear(&action->fields, fields);
    if (look->gate)
        look->gate->may(&entry, fields, look->tx, v);
    for (size_t i = 0; i < GUARDS_MAX && action->ready[i]; i++)
        action->ready[i](&entry, fields, look->tx, v);
    return verdict_is_clear(v);
}

static struct text with_row(const struct look *look, struct text url, const char *list, size_t i,
                            struct id request, struct id pool, int64_t quantity)
{
    return text_printf(look->arena,
                       "%.*s&%s.%zu.request=%.*s&%s.%zu.capability=%.*s&%s.%zu.quantity=%lld",
                       TEXT_FMT(url), list, i, TEXT_FMT(id_text(look->arena, request)), list, i,
                       TEXT_FMT(id_text(look->arena, pool)), list, i, (long long)quantity);
}

/* The form of acceptance with the proposed lines filled in: what is left to say is the reason. */
static struct text as_proposed(const struct look *look, const struct action *action,
                               struct id allocation)
{
    struct text url = text_printf(look->arena, "/verdelingen/%.*s/%s?deviates=nee",
                                  TEXT_FMT(id_text(look->arena, allocation)), action->address);
    struct rows *r = tx_query(look->tx, SQL_ALLOCATION_LINES, VAL(allocation), VAL("proposed"));
    size_t n = 0;

    while (rows_next(r)) {
        url = with_row(look, url, "lines", n, rows_id(r, 0), rows_id(r, 1), rows_int(r, 2));
        if (!rows_is_null(r, 3))
            url = text_printf(
                look->arena, "%.*s&lines.%zu.until=%.*s", TEXT_FMT(url), n,
                TEXT_FMT(day_text(look->arena, (struct day){ (int32_t)rows_int(r, 3) })));
        n++;
    }
    r = tx_query(look->tx, SQL_ALLOCATION_TAKEN, VAL(allocation), VAL("proposed"));
    for (n = 0; rows_next(r); n++)
        url = with_row(look, url, "taken_from", n, rows_id(r, 0), rows_id(r, 1), rows_int(r, 2));
    return url;
}

static void put_as_proposed(struct json *out, const struct look *look, struct id allocation)
{
    const struct action *action =
        catalogue_action(look->catalogue, T("accept_allocation"), T("allocation"));

    struct text url = action && may_accept(look, action, allocation)
                          ? as_proposed(look, action, allocation)
                          : T("");

    json_name(out, "as_proposed_url");
    if (text_is_empty(url) || url.len > ADDRESS_MAX)
        json_none(out);
    else
        json_text(out, url);
}

static enum result view_allocation(const struct look *look, const void *query, struct json *out)
{
    const struct allocation_query *q = query;
    enum result r = put_card(out, look, q->id);
    struct text state = thing_state_of(look->tx, q->id);

    if (r)
        return r;
    json_put_cstr(out, "list_url", "/verdelingen");
    json_put_cstr(out, "scarcity_url", "/schaarste");
    put_requests(out, look, q->id);
    put_pictures(out, look, q->id);
    put_lines(out, look, q->id, text_is(state, "ACCEPTED"));
    put_taken(out, look, q->id);
    put_left(out, look, q->id);
    put_as_proposed(out, look, q->id);
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, ALLOCATION_TIMELINE);
    return OK;
}

/* ---- the list ---- */

static void put_row(struct json *out, const struct look *look, struct id id)
{
    json_open(out);
    put_card(out, look, id);
    put_requests(out, look, id);
    put_left(out, look, id);
    json_close(out);
}

static bool is_state(struct text t)
{
    return text_is_empty(t) || text_is(t, "PROPOSED") || text_is(t, "ACCEPTED") ||
           text_is(t, "REJECTED");
}

static void put_next(struct json *out, const struct look *look, struct text state, struct id next)
{
    json_put_id(out, "next", next);
    json_name(out, "next_url");
    if (id_is_none(next))
        json_none(out);
    else
        json_text(out, text_printf(look->arena, "/verdelingen?after=%.*s&state=%.*s",
                                   TEXT_FMT(id_text(look->arena, next)), TEXT_FMT(state)));
}

static enum result view_allocations(const struct look *look, const void *query, struct json *out)
{
    const struct allocations_query *q = query;
    struct id before = { id_is_none(q->after) ? INT64_MAX : q->after.v };
    struct id *ids = arena_array(look->arena, struct id, ALLOCATIONS_SCAN);
    struct id next = ID_NONE, last = ID_NONE;
    struct rows *r;
    size_t n = 0, shown = 0;

    if (!ids)
        return LIMIT;
    if (!is_state(q->state))
        return NOT_FOUND;
    r = text_is_empty(q->state)
            ? tx_query(look->tx, SQL_SHOW_ALLOCATIONS, VAL(before), VAL((int64_t)ALLOCATIONS_SCAN))
            : tx_query(look->tx, SQL_SHOW_ALLOCATIONS_OF_STATE, VAL(before),
                       VAL((int64_t)ALLOCATIONS_SCAN), VAL(q->state));
    while (rows_next(r))
        if (n < ALLOCATIONS_SCAN)
            ids[n++] = rows_id(r, 0);
    json_name(out, "allocations");
    json_list(out);
    for (size_t i = 0; i < n && id_is_none(next); i++) {
        if (!look_sees_thing(look, "allocation", ids[i]))
            continue;
        if (shown == ALLOCATIONS_PAGE) {
            next = last;
            continue;
        }
        last = ids[i];
        shown++;
        put_row(out, look, ids[i]);
    }
    json_list_end(out);
    json_put_bool(out, "is_all", text_is_empty(q->state));
    json_put_bool(out, "is_proposed", text_is(q->state, "PROPOSED"));
    json_put_bool(out, "is_accepted", text_is(q->state, "ACCEPTED"));
    put_next(out, look, q->state, n == ALLOCATIONS_SCAN && id_is_none(next) ? ids[n - 1] : next);
    json_put_cstr(out, "list_url", "/verdelingen");
    json_put_cstr(out, "scarcity_url", "/schaarste");
    json_creates(out, look, "allocation");
    return OK;
}

/* ---- the table ---- */

const struct view division_views[DIVISION_VIEWS] = {
    {
        .name = "allocations",
        .title = N_("Proposals to divide"),
        .audience = "offices",
        .path = "/allocations",
        .address = "/verdelingen",
        .nav = "meer",
        FIELDS(allocations_query,
               FIELD(allocations_query, state, .label = N_("State"), .max = 20, .optional = true),
               FIELD(allocations_query, after, .label = N_("After"), .table = "allocation",
                     .optional = true)),
        .build = view_allocations,
        .page = "allocations",
    },
    {
        .name = "allocation",
        .title = N_("Proposal to divide"),
        .audience = "parties",
        .thing = "allocation",
        .path = "/allocations/{id}",
        .address = "/verdelingen/{id}",
        .nav = "capaciteit",
        FIELDS(allocation_query,
               FIELD(allocation_query, id, .label = N_("Proposal"), .table = "allocation")),
        .build = view_allocation,
        .page = "allocation",
    },
    {
        .name = "scarcity",
        .title = N_("Scarcity"),
        .audience = "offices",
        .path = "/scarcity",
        .address = "/schaarste",
        .nav = "meer",
        FIELDS(scarcity_query,
               FIELD(scarcity_query, type, .label = N_("Kind of capability"), .max = 40,
                     .optional = true),
               FIELD(scarcity_query, pool, .label = N_("Capability"), .table = "capability",
                     .optional = true),
               FIELD(scarcity_query, regions, .label = N_("Safety regions"),
                     .item = &ref_region_fields, .flat = true, .max = 8, .optional = true),
               FIELD(scarcity_query, at, .label = N_("From"), .optional = true),
               FIELD(scarcity_query, until, .label = N_("Until"), .optional = true),
               FIELD(scarcity_query, request, .label = N_("What if this request"),
                     .table = "request", .optional = true),
               FIELD(scarcity_query, amount, .label = N_("asked this amount"), .min = 1,
                     .max = 1000000, .optional = true),
               FIELD(scarcity_query, proposal, .label = N_("and this proposal counts"),
                     .table = "allocation", .optional = true)),
        .build = division_view_scarcity,
        .page = "scarcity",
    },
    {
        .name = "new_allocation",
        .title = N_("New proposal to divide"),
        .audience = "offices",
        .path = "/new-allocation",
        .address = "/verdelingen/nieuw",
        .nav = "capaciteit",
        FIELDS(new_allocation_query,
               FIELD(new_allocation_query, requests, .label = N_("Requests"),
                     .item = &ref_request_fields, .flat = true, .max = 20, .optional = true),
               FIELD(new_allocation_query, pool, .label = N_("Capability"), .table = "capability",
                     .optional = true)),
        .build = division_view_new,
        .page = "new_allocation",
    },
};
