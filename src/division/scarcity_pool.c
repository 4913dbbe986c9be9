/* SPDX-License-Identifier: EUPL-1.2 */
/* One pool that several want: its contenders by region, the proposals over it. */
#include <string.h>

#include "base/tr.h"
#include "deployment/deployment.h"
#include "directory/directory.h"
#include "division/inner.h"
#include "division/scarcity.h"
#include "division/statements.h"
#include "request/account.h"
#include "request/brief.h"

enum {
    WINDOW_LEAST_HOURS = 48,
    CONTENDERS_FIRST = 16, /* room to begin with */
    ASKING_PAGE = 200,
    ASKING_PAGES = 50,
};

/* ---- filling ---- */

struct id sheet_request_of(struct tx *tx, struct id what)
{
    struct deployment d;
    struct thing t;

    if (id_is_none(what) || thing_get(tx, what, &t) != OK)
        return ID_NONE;
    if (text_is(t.type, "request"))
        return what;
    if (text_is(t.type, "deployment") && deployment_get(tx, what, &d) == OK)
        return d.request;
    return ID_NONE;
}

/* Doubles the room; false when the arena has no more. */
static bool grow(struct sheet *s, struct arena *a)
{
    size_t room = s->room > 0 ? 2 * s->room : CONTENDERS_FIRST;
    struct contender *them = arena_array(a, struct contender, room);

    if (!them)
        return false;
    if (s->n > 0)
        memcpy(them, s->them, s->n * sizeof(*them));
    s->them = them;
    s->room = room;
    return true;
}

static struct contender *contender_of(struct sheet *s, const struct look *look, struct id request)
{
    for (size_t i = 0; i < s->n; i++)
        if (id_same(s->them[i].request, request))
            return &s->them[i];
    if (id_is_none(request) || (s->n == s->room && !grow(s, look->arena)))
        return NULL;
    s->them[s->n] = (struct contender){ .request = request,
                                        .region = request_region(look->tx, request),
                                        .is_seen = look_sees_thing(look, "request", request) };
    return &s->them[s->n++];
}

static void add_holds(struct sheet *s, const struct look *look)
{
    struct list holds = capability_holds_of_pool(look->tx, s->c.id, look->now);
    const struct capability_hold *h = holds.items;
    struct id *requests = arena_array(look->arena, struct id, (size_t)holds.n + 1);

    s->holds = h;
    s->holds_for = requests;
    s->hold_count = requests ? (size_t)holds.n : 0;
    for (size_t i = 0; i < s->hold_count; i++) {
        struct id request = sheet_request_of(look->tx, h[i].what);
        struct contender *c = contender_of(s, look, request);

        requests[i] = request;
        if (!c)
            continue;
        if (id_same(h[i].what, request))
            c->held += h[i].quantity;
        else
            c->deployed += h[i].quantity;
    }
}

static void add_lines(struct sheet *s, const struct look *look, struct id proposal)
{
    struct capability_add adds[ADDS_MAX];
    size_t n = sheet_adds(s, look, proposal, ID_NONE, adds);

    for (size_t i = 0; i < n; i++) {
        struct contender *c = contender_of(s, look, adds[i].what);

        if (c) {
            c->proposed += adds[i].quantity;
            c->wanted += adds[i].quantity;
            c->said_in = proposal;
        }
    }
}

static void add_left(struct sheet *s, const struct look *look, struct id proposal)
{
    struct rows *r = tx_query(look->tx, SQL_SHOW_LEFT_OF_POOL, VAL(proposal), VAL(s->c.id));

    while (rows_next(r)) {
        struct contender *c = contender_of(s, look, rows_id(r, 0));

        if (!c)
            continue;
        c->shortage += rows_int(r, 1);
        c->wanted += rows_int(r, 1);
        c->why = rows_text(r, 2);
        c->said_in = proposal;
    }
}

struct list sheet_left_requests(const struct look *look)
{
    struct id page[ASKING_PAGE], after = ID_NONE, *left = NULL;
    size_t n = 0, room = 0;

    for (int pages = 0; pages < ASKING_PAGES; pages++) {
        size_t found = requests_asking(look->tx, T(""), after, page, ASKING_PAGE);

        for (size_t i = 0; i < found; i++) {
            after = page[i];
            if (!tx_has(look->tx, SQL_SHOW_WAS_LEFT, VAL(page[i])))
                continue;
            if (n == room) {
                struct id *more = arena_array(look->arena, struct id, room + ASKING_PAGE);

                if (!more)
                    return (struct list){ left, (int64_t)n };
                if (n > 0)
                    memcpy(more, left, n * sizeof(*left));
                left = more;
                room += ASKING_PAGE;
            }
            left[n++] = page[i];
        }
        if (found < ASKING_PAGE)
            break;
    }
    return (struct list){ left, (int64_t)n };
}

/* Who was left without when the pool was divided stays short until he has what he wanted, or asks
 * no more. The newest word about a request counts. */
static void add_left_before(struct sheet *s, const struct look *look, const struct list *left)
{
    const struct id *requests = left->items;

    for (int64_t i = 0; i < left->n; i++) {
        struct rows *r = tx_query(look->tx, SQL_SHOW_LEFT_ACCEPTED, VAL(s->c.id), VAL(requests[i]));
        int64_t lacks, wanted, missing;
        struct contender *c;

        if (!rows_next(r))
            continue;
        lacks = rows_int(r, 0);
        wanted = rows_int(r, 3) + lacks;
        c = contender_of(s, look, requests[i]);
        if (c && id_is_none(c->said_in)) {
            missing = wanted - c->held - c->deployed;
            c->said_in = rows_id(r, 2);
            c->wanted = wanted;
            c->shortage = missing <= 0 ? 0 : missing < lacks ? missing : lacks;
            c->why = rows_text(r, 1);
        }
        rows_close(r);
    }
}

static void add_proposals(struct sheet *s, const struct look *look)
{
    struct rows *r =
        tx_query(look->tx, SQL_SHOW_OPEN_OF_POOL, VAL(s->c.id), VAL((int64_t)PROPOSALS_MAX));
    struct id all[PROPOSALS_MAX];
    size_t n = 0;

    while (rows_next(r))
        if (n < PROPOSALS_MAX)
            all[n++] = rows_id(r, 0);
    for (size_t i = 0; i < n; i++)
        if (look_sees_thing(look, "allocation", all[i]))
            s->proposals[s->proposal_count++] = all[i];
    if (s->proposal_count > 0) { /* the newest speaks; the others are shown on their own */
        add_lines(s, look, s->proposals[0]);
        add_left(s, look, s->proposals[0]);
    }
}

/* From `at` until the end of the last period that is asked for, at least two days. */
static void set_window(struct sheet *s, const struct look *look, struct instant at,
                       struct instant until)
{
    struct capability_ask ask = { .capability = s->c.id, .now = look->now };

    s->from = instant_is_none(at) || at.us < look->now.us ? look->now : at;
    s->until = until;
    if (instant_is_none(until) || until.us <= s->from.us) {
        s->until = (struct instant){ s->from.us + WINDOW_LEAST_HOURS * SPAN_HOUR };
        for (size_t i = 0; i < s->n; i++) {
            struct period p = request_period(look->tx, s->them[i].request);

            if ((s->shows || s->them[i].is_seen) && !instant_is_none(p.until) &&
                p.until.us > s->until.us)
                s->until = p.until;
        }
    }
    ask.from = s->from;
    ask.until = s->until;
    s->busiest = capability_busiest(look->tx, &ask, &s->used);
    s->ready = capability_ready(look->tx, s->c.id);
}

/* A list that is cut begins with who goes short, then with who would get something. */
static void urgent_first(struct sheet *s, struct arena *a)
{
    struct contender *sorted = arena_array(a, struct contender, s->n + 1);
    size_t n = 0;

    if (s->n <= CONTENDERS_SHOWN || !sorted)
        return;
    for (int rank = 0; rank < 3; rank++)
        for (size_t i = 0; i < s->n; i++) {
            const struct contender *c = &s->them[i];

            if (rank == (c->shortage > 0 ? 0 : c->proposed > 0 ? 1 : 2))
                sorted[n++] = *c;
        }
    s->them = sorted;
    s->room = s->n;
}

bool sheet_fill(struct sheet *s, const struct look *look, struct id pool, const struct list *left,
                struct instant at, struct instant until)
{
    *s = (struct sheet){ .n = 0 };
    if (!grow(s, look->arena) || capability_get(look->tx, pool, &s->c) != OK)
        return false;
    s->shows = capability_shows_amounts(look, &s->c);
    add_holds(s, look);
    add_proposals(s, look);
    add_left_before(s, look, left);
    urgent_first(s, look->arena);
    set_window(s, look, at, until);
    return true;
}

bool sheet_is_scarce(const struct sheet *s, struct tx *tx)
{
    size_t asking = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (!s->shows && !s->them[i].is_seen)
            continue; /* that a pool is wanted tells as much as an amount */
        if (s->them[i].shortage > 0)
            return true;
        asking += asking < 2 && request_is_asking(tx, s->them[i].request);
    }
    return asking > 1 || (s->shows && s->used > s->ready);
}

size_t sheet_adds(const struct sheet *s, const struct look *look, struct id proposal,
                  struct id except, struct capability_add *out)
{
    struct rows *r = tx_query(look->tx, SQL_SHOW_LINES_OF_POOL, VAL(proposal), VAL(s->c.id));
    size_t n = 0;

    while (rows_next(r)) {
        struct id request = rows_id(r, 0);

        if (n == ADDS_MAX || id_same(request, except))
            continue;
        out[n] = (struct capability_add){ .capability = s->c.id,
                                          .what = request,
                                          .quantity = rows_int(r, 1),
                                          .from = rows_instant(r, 2),
                                          .until = { INSTANT_MAX } };
        if (!rows_is_null(r, 3))
            out[n].until = rows_instant(r, 3);
        n++;
    }
    return n;
}

/* ---- regions ---- */

/* What one request has of the pool, hold by hold. */
static void put_holds_of(struct json *out, const struct look *look, const struct sheet *s,
                         struct id request)
{
    const struct capability_hold *h = s->holds;

    json_name(out, "holds");
    json_list(out);
    for (size_t i = 0; i < s->hold_count; i++) {
        struct thing t;

        if (!id_same(s->holds_for[i], request) || thing_get(look->tx, h[i].what, &t) != OK)
            continue;
        json_open(out);
        json_put_int(out, "amount", h[i].quantity);
        json_put_bool(out, "is_deployed", !id_same(h[i].what, request));
        json_put_text(out, "name", t.number);
        json_put_instant(out, "from_at", h[i].from);
        json_put_bool(out, "is_later", h[i].from.us > look->now.us);
        json_put_instant(out, "until_at", h[i].until.us >= INSTANT_MAX ? INSTANT_NONE : h[i].until);
        json_put_source(out, "source", look, h[i].position);
        json_close(out);
    }
    json_list_end(out);
}

static void put_contender(struct json *out, const struct look *look, const struct sheet *s,
                          const struct contender *c)
{
    json_open(out);
    json_request_brief(out, look, c->request);
    json_put_int(out, "held", c->held);
    json_put_int(out, "deployed", c->deployed);
    json_put_int(out, "proposed", c->proposed);
    json_put_bool(out, "is_proposed", c->proposed > 0);
    json_put_int(out, "short", c->shortage);
    json_put_bool(out, "is_short", c->shortage > 0);
    json_put_text(out, "proposal_url",
                  !look_sees_thing(look, "allocation", c->said_in)
                      ? T("#")
                      : text_printf(look->arena, "/verdelingen/%.*s",
                                    TEXT_FMT(id_text(look->arena, c->said_in))));
    json_put_int(out, "wanted", c->wanted);
    /* The words of a division are for who may open it: they may speak of another's need. */
    json_put_text(out, "why",
                  c->is_seen && look_sees_thing(look, "allocation", c->said_in) ? c->why : T(""));
    if (c->is_seen) {
        json_request_lines(out, look->tx, c->request);
        put_holds_of(out, look, s, c->request);
    } else {
        json_put_cstr(out, "lines", NULL);
        json_put_cstr(out, "holds", NULL);
    }
    json_close(out);
}

static bool is_among(const struct region_list *regions, struct text code)
{
    for (size_t i = 0; i < regions->n; i++)
        if (text_same(regions->codes[i], code))
            return true;
    return false;
}

/* One column: `code` NULL for all that stands in no column of its own. */
static void put_region(struct json *out, const struct look *look, const struct sheet *s,
                       const struct region_list *regions, const struct text *code)
{
    int64_t held = 0, deployed = 0, proposed = 0, shortage = 0, n = 0;

    json_open(out);
    json_put_text(out, "code", code ? *code : T(""));
    json_put_text(out, "name", code ? directory_name_of(look->tx, *code) : T(""));
    json_put_bool(out, "is_elsewhere", !code);
    json_name(out, "contenders");
    json_list(out);
    for (size_t i = 0; i < s->n; i++) {
        const struct contender *c = &s->them[i];

        if ((!s->shows && !c->is_seen) || (code ? !c->is_seen || !text_same(c->region, *code)
                                                : c->is_seen && is_among(regions, c->region)))
            continue;
        if (n < CONTENDERS_SHOWN)
            put_contender(out, look, s, c);
        held += c->held;
        deployed += c->deployed;
        proposed += c->proposed;
        shortage += c->shortage;
        n++;
    }
    json_list_end(out);
    json_put_int(out, "count", n);
    json_put_int(out, "more", n > CONTENDERS_SHOWN ? n - CONTENDERS_SHOWN : 0);
    json_put_bool(out, "has_more", n > CONTENDERS_SHOWN);
    json_put_text(out, "requests_url",
                  code ? text_printf(look->arena, "/aanvragen?region=%.*s", TEXT_FMT(*code))
                       : T("/aanvragen"));
    json_put_int(out, "held", held);
    json_put_int(out, "deployed", deployed);
    json_put_int(out, "proposed", proposed);
    json_put_int(out, "short", shortage);
    json_put_bool(out, "is_short", shortage > 0);
    json_close(out);
}

static bool has_elsewhere(const struct sheet *s, const struct region_list *regions)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->them[i].is_seen ? !is_among(regions, s->them[i].region) : s->shows)
            return true;
    return false;
}

static void put_regions(struct json *out, const struct look *look, const struct sheet *s,
                        const struct region_list *regions)
{
    bool has_any = false;

    for (size_t i = 0; i < s->n; i++)
        has_any = has_any || s->shows || s->them[i].is_seen;
    json_put_bool(out, "has_regions", has_any);
    json_name(out, "regions");
    json_list(out);
    for (size_t i = 0; i < regions->n; i++)
        put_region(out, look, s, regions, &regions->codes[i]);
    if (has_elsewhere(s, regions))
        put_region(out, look, s, regions, NULL);
    json_list_end(out);
}

/* ---- proposals ---- */

static void put_proposal(struct json *out, const struct look *look, const struct sheet *s,
                         struct id id)
{
    struct capability_add *adds = arena_array(look->arena, struct capability_add, ADDS_MAX);
    struct capability_ask ask = {
        .capability = s->c.id, .from = s->from, .until = s->until, .now = look->now, .adds = adds
    };
    struct thing t;
    int64_t given = 0;

    if (!adds || thing_get(look->tx, id, &t) != OK)
        return;
    ask.add_count = sheet_adds(s, look, id, ID_NONE, adds);
    for (size_t i = 0; i < ask.add_count; i++)
        given += adds[i].quantity;
    json_open(out);
    json_put_id(out, "id", id);
    json_put_text(out, "number", t.number);
    json_put_text(
        out, "self_url",
        text_printf(look->arena, "/verdelingen/%.*s", TEXT_FMT(id_text(look->arena, id))));
    json_put_instant(out, "proposed_at", t.started_at);
    json_put_int(out, "given", given);
    sheet_put_parts(out, look, s, &ask, id);
    json_close(out);
}

/* ---- the whole ---- */

static void put_ready(struct json *out, const struct look *look, const struct sheet *s)
{
    struct capability_stand stand;

    json_put_int(out, "registered", s->c.quantity);
    if (!s->shows) {
        json_put_cstr(out, "stand", NULL);
        return;
    }
    capability_stand(look->tx, s->c.id, &stand);
    json_name(out, "stand");
    json_open(out);
    json_put_int(out, "amount", stand.quantity);
    json_put_bool(out, "is_reported", stand.position > 0);
    json_put_instant(out, "reported_at", stand.reported_at);
    json_put_source(out, "source", look, stand.position);
    json_close(out);
}

static void put_short(struct json *out, const struct sheet *s)
{
    int64_t shortage = 0;

    for (size_t i = 0; i < s->n; i++)
        shortage += s->shows || s->them[i].is_seen ? s->them[i].shortage : 0;
    json_put_int(out, "short", shortage);
    json_put_bool(out, "is_short", shortage > 0);
}

/* Whoever misses something, or has nothing of it yet. */
static bool is_to_be_served(const struct look *look, const struct contender *c)
{
    return c->is_seen && (c->shortage > 0 || c->held + c->deployed == 0) &&
           request_is_asking(look->tx, c->request);
}

/* The page of a new proposal, begun for the requests that it would serve. */
static void put_propose_url(struct json *out, const struct look *look, const struct sheet *s)
{
    struct text url = text_printf(look->arena, "/verdelingen/nieuw?pool=%.*s",
                                  TEXT_FMT(id_text(look->arena, s->c.id)));

    for (size_t i = 0, n = 0; i < s->n && n < ALLOCATION_REQUESTS_MAX; i++)
        if (is_to_be_served(look, &s->them[i]) && ++n)
            url = text_printf(look->arena, "%.*s&requests=%.*s", TEXT_FMT(url),
                              TEXT_FMT(id_text(look->arena, s->them[i].request)));
    json_put_text(out, "propose_url", url);
}

void sheet_put(struct json *out, const struct look *look, const struct sheet *s,
               const struct region_list *regions)
{
    struct capability_ask ask = {
        .capability = s->c.id, .from = s->from, .until = s->until, .now = look->now
    };
    int64_t room = capability_room_under_ceilings(look->tx, &ask);

    division_put_pool(out, "pool", look, s->c.id);
    json_put_office(out, "holder", look->tx, s->c.holder_office);
    json_put_bool(out, "is_withheld", !s->shows);
    put_ready(out, look, s);
    put_short(out, s);
    json_put_instant(out, "from_at", s->from);
    json_put_instant(out, "until_at", s->until);
    sheet_put_parts(out, look, s, &ask, ID_NONE);
    json_put_bool(out, "is_under_ceiling",
                  s->shows && room != INT64_MAX && room < s->ready - s->used);
    json_put_int(out, "ceiling_room", s->shows && room != INT64_MAX ? room : 0);
    put_regions(out, look, s, regions);
    json_name(out, "proposals");
    json_list(out);
    for (size_t i = 0; i < s->proposal_count; i++)
        put_proposal(out, look, s, s->proposals[i]);
    json_list_end(out);
    put_propose_url(out, look, s);
}
