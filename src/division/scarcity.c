/* SPDX-License-Identifier: EUPL-1.2 */
/* What is scarce now: which pools several requests want, side by side for their regions. */
#include "division/scarcity.h"

#include "base/tr.h"
#include "directory/directory.h"
#include "division/statements.h"
#include "request/account.h"
#include "request/brief.h"

enum {
    POOLS_LOOKED = 200, /* that are looked at for one page */
    POOLS_SHOWN = 12,
    ASKING_MAX = 200,
    ASKED_SHOWN = 12, /* requests of one region */
    OPTIONS_MAX = 60,
    REGIONS_WHEN_NONE_CHOSEN = 4,
};

/* ---- which pools ---- */

static size_t add_pool(struct id *pools, size_t n, struct id pool)
{
    for (size_t i = 0; i < n; i++)
        if (id_same(pools[i], pool))
            return n;
    if (n == POOLS_LOOKED)
        return n;
    pools[n] = pool;
    return n + 1;
}

/* Pools of which something is held, or that an open proposal speaks of. */
static size_t candidates(const struct look *look, struct id pools[POOLS_LOOKED])
{
    size_t n = capability_in_use(look->tx, look->now, pools, POOLS_LOOKED);
    struct rows *r = tx_query(look->tx, SQL_SHOW_OPEN_POOLS, VAL((int64_t)POOLS_LOOKED));

    while (rows_next(r))
        n = add_pool(pools, n, rows_id(r, 0));
    return n;
}

static bool is_wanted(const struct look *look, const struct scarcity_query *q,
                      const struct sheet *s)
{
    if (!id_is_none(q->pool))
        return true;
    if (!text_is_empty(q->type))
        return text_same(s->c.type, q->type);
    return sheet_is_scarce(s, look->tx);
}

static int64_t short_of(const struct sheet *s)
{
    int64_t all = 0;

    for (size_t i = 0; i < s->n; i++)
        all += s->them[i].shortage;
    return all;
}

/* Thousandths of what is ready that are free at the busiest moment. */
static int64_t free_share(const struct sheet *s)
{
    return s->ready <= 0 || s->used >= s->ready ? 0 : (s->ready - s->used) * 1000 / s->ready;
}

static bool is_shorter(const struct sheet *a, const struct sheet *b)
{
    int64_t one = short_of(a), other = short_of(b);

    return one != other ? one > other : free_share(a) < free_share(b);
}

/* Who misses most stands first, then what has least left; those alike keep their order. */
static void sort_sheets(struct sheet *sheets, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && is_shorter(&sheets[k], &sheets[k - 1]); k--) {
            struct sheet s = sheets[k];

            sheets[k] = sheets[k - 1];
            sheets[k - 1] = s;
        }
}

static size_t fill_sheets(const struct look *look, const struct scarcity_query *q,
                          struct sheet *sheets)
{
    struct id *pools = arena_array(look->arena, struct id, POOLS_LOOKED);
    struct list left = sheet_left_requests(look);
    size_t count = 0, n = 0;

    if (!pools)
        return 0;
    if (!id_is_none(q->pool))
        pools[count++] = q->pool;
    else if (!text_is_empty(q->type))
        count = capability_of_type(look->tx, q->type, pools, POOLS_LOOKED);
    else
        count = candidates(look, pools);
    for (size_t i = 0; i < count && n < POOLS_SHOWN; i++)
        if (sheet_fill(&sheets[n], look, pools[i], &left, q->at, q->until) &&
            is_wanted(look, q, &sheets[n]))
            n++;
    sort_sheets(sheets, n);
    return n;
}

/* ---- which regions ---- */

static void add_region(struct region_list *list, struct text code, size_t max)
{
    for (size_t i = 0; i < list->n; i++)
        if (text_same(list->codes[i], code))
            return;
    if (text_is_empty(code) || list->n == max)
        return;
    list->codes[list->n++] = code;
}

static void sort_regions(struct region_list *list)
{
    for (size_t i = 1; i < list->n; i++)
        for (size_t k = i; k > 0 && text_order(list->codes[k - 1], list->codes[k]) > 0; k--) {
            struct text t = list->codes[k];

            list->codes[k] = list->codes[k - 1];
            list->codes[k - 1] = t;
        }
}

/* Those that were chosen; else those whose requests want what is scarce. */
static struct region_list regions_of(const struct look *look, const struct scarcity_query *q,
                                     const struct sheet *sheets, size_t n)
{
    const struct ref_item *chosen = q->regions.items;
    struct region_list list = { .n = 0 };
    struct office own;

    for (int64_t i = 0; i < q->regions.n; i++) {
        struct thing t;

        if (thing_get(look->tx, chosen[i].id, &t) == OK)
            add_region(&list, t.number, REGIONS_MAX);
    }
    if (list.n > 0)
        return list;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sheets[i].n; k++)
            if (sheets[i].them[k].is_seen)
                add_region(&list, sheets[i].them[k].region, REGIONS_WHEN_NONE_CHOSEN);
    if (list.n == 0 && office_get(look->tx, look->viewer->office, look->now, &own) == OK &&
        !id_is_none(thing_find(look->tx, "region", own.instance)))
        add_region(&list, own.instance, 1); /* an office of a region at least sees its own */
    sort_regions(&list);
    return list;
}

/* ---- what is asked ---- */

static void put_asked(struct json *out, const struct look *look, struct text region)
{
    struct id *ids = arena_array(look->arena, struct id, ASKING_MAX);
    size_t n = ids ? requests_asking_seen(look, region, ids, ASKING_MAX) : 0;
    size_t shown = n < ASKED_SHOWN ? n : ASKED_SHOWN;

    json_open(out);
    json_put_text(out, "code", region);
    json_put_text(out, "name", directory_name_of(look->tx, region));
    json_name(out, "requests");
    json_list(out);
    for (size_t i = 0; i < shown; i++) {
        json_open(out);
        json_request_brief(out, look, ids[i]);
        json_request_lines(out, look->tx, ids[i]);
        json_close(out);
    }
    json_list_end(out);
    json_put_int(out, "more", (int64_t)(n - shown));
    json_put_bool(out, "has_more", n > shown);
    json_put_text(out, "requests_url",
                  text_printf(look->arena, "/aanvragen?region=%.*s", TEXT_FMT(region)));
    json_close(out);
}

/* ---- the filter ---- */

static void put_types(struct json *out, const struct scarcity_query *q)
{
    json_name(out, "types");
    json_list(out);
    for (size_t i = 0; i < capability_types_len; i++) {
        json_open(out);
        json_put_cstr(out, "code", capability_types[i].id);
        json_put_cstr(out, "nl", capability_types[i].nl);
        json_put_cstr(out, "en", capability_types[i].en);
        json_put_bool(out, "is_selected", text_is(q->type, capability_types[i].id));
        json_close(out);
    }
    json_list_end(out);
}

static void put_region_fields(struct json *out, const struct look *look,
                              const struct region_list *regions)
{
    size_t fields = regions->n < 2 ? 2 : regions->n;

    json_name(out, "region_fields");
    json_list(out);
    for (size_t i = 0; i < fields; i++) {
        struct id selected =
            i < regions->n ? thing_find(look->tx, "region", regions->codes[i]) : ID_NONE;

        json_open(out);
        json_put_int(out, "number", (int64_t)i + 1);
        json_put_text(out, "field_id", text_printf(look->arena, "regio-%zu", i + 1));
        json_name(out, "options");
        json_list(out);
        things_put_options(out, look, "region", id_text(look->arena, selected), OPTIONS_MAX);
        json_list_end(out);
        json_close(out);
    }
    json_list_end(out);
}

static void put_filter(struct json *out, const struct look *look, const struct scarcity_query *q,
                       const struct region_list *regions)
{
    const struct ref_item *chosen = q->regions.items;

    put_types(out, q);
    put_region_fields(out, look, regions);
    json_name(out, "region_ids"); /* what was chosen, to keep it while something else is asked */
    json_list(out);
    for (int64_t i = 0; i < q->regions.n; i++) {
        json_open(out);
        json_put_id(out, "value", chosen[i].id);
        json_close(out);
    }
    json_list_end(out);
    json_put_text(out, "from_form",
                  instant_is_none(q->at) ? T("") : zone_form(look->zone, look->arena, q->at));
    json_put_text(out, "until_form",
                  instant_is_none(q->until) ? T("") : zone_form(look->zone, look->arena, q->until));
    json_put_bool(out, "is_filtered",
                  !text_is_empty(q->type) || !id_is_none(q->pool) || q->regions.n > 0 ||
                      !instant_is_none(q->at) || !instant_is_none(q->until));
    json_put_bool(out, "is_open",
                  !text_is_empty(q->type) || (id_is_none(q->request) && q->regions.n > 0) ||
                      !instant_is_none(q->at) || !instant_is_none(q->until));
    json_put_bool(out, "is_one_pool", !id_is_none(q->pool));
    json_put_bool(out, "is_of_type", !text_is_empty(q->type));
    json_put_cstr(out, "list_url", "/schaarste");
    json_put_cstr(out, "allocations_url", "/verdelingen");
    json_put_cstr(out, "capabilities_url", "/capaciteit");
}

/* ---- the what-if form of one pool ---- */

struct askers {
    struct id *ids;
    size_t n;
};

static void put_asker(struct json *out, const struct look *look, struct id request,
                      bool is_selected)
{
    struct thing t;

    if (!request_is_asking(look->tx, request) || !look_sees_thing(look, "request", request) ||
        thing_get(look->tx, request, &t) != OK)
        return;
    json_open(out);
    json_put_id(out, "value", request);
    json_put_text(out, "number", t.number);
    json_put_text(out, "label", t.label);
    json_put_text(out, "region", directory_name_of(look->tx, request_region(look->tx, request)));
    json_put_bool(out, "is_selected", is_selected);
    json_close(out);
}

/* Who misses most: what people will ask about first. NULL when nobody does. */
static const struct contender *shortest(const struct sheet *s)
{
    const struct contender *most = NULL;

    for (size_t i = 0; i < s->n; i++)
        if (s->them[i].is_seen && s->them[i].shortage > (most ? most->shortage : 0))
            most = &s->them[i];
    return most;
}

static bool is_contender(const struct sheet *s, struct id request)
{
    for (size_t i = 0; i < s->n; i++)
        if (id_same(s->them[i].request, request))
            return true;
    return false;
}

/* Whoever asks: those that want the pool first, as many as fit; the one that was asked about is
 * always there. */
static void put_askers(struct json *out, const struct look *look, const struct sheet *s,
                       const struct askers *askers, struct id selected)
{
    size_t wanting = s->n < ASKING_MAX ? s->n : ASKING_MAX;
    bool is_there = id_is_none(selected);

    json_name(out, "askers");
    json_list(out);
    for (size_t i = 0; i < wanting; i++) {
        is_there = is_there || id_same(s->them[i].request, selected);
        put_asker(out, look, s->them[i].request, id_same(s->them[i].request, selected));
    }
    for (size_t i = 0; i < askers->n; i++) {
        if (is_contender(s, askers->ids[i]))
            continue;
        is_there = is_there || id_same(askers->ids[i], selected);
        put_asker(out, look, askers->ids[i], id_same(askers->ids[i], selected));
    }
    if (!is_there)
        put_asker(out, look, selected, true);
    json_list_end(out);
}

static void put_ask_form(struct json *out, const struct look *look, const struct sheet *s,
                         const struct askers *askers, const struct scarcity_query *q)
{
    const struct contender *most = shortest(s);
    bool is_asked = id_same(q->pool, s->c.id) && q->amount != INT_NONE;
    struct id request = is_asked ? q->request : most ? most->request : ID_NONE;
    int64_t amount = is_asked             ? q->amount
                     : !most              ? 0
                     : most->proposed > 0 ? most->wanted
                                          : most->shortage;

    put_askers(out, look, s, askers, request);
    json_put_bool(out, "has_amount", amount > 0);
    json_put_int(out, "amount", amount);
    json_name(out, "proposal_options");
    json_list(out);
    for (size_t i = 0; i < s->proposal_count; i++) {
        struct thing t;

        if (thing_get(look->tx, s->proposals[i], &t) != OK)
            continue;
        json_open(out);
        json_put_id(out, "value", s->proposals[i]);
        json_put_text(out, "number", t.number);
        /* Nothing asked yet: the newest counts, because that is what people talk about. */
        json_put_bool(out, "is_selected",
                      is_asked ? id_same(q->proposal, s->proposals[i]) : i == 0);
        json_close(out);
    }
    json_list_end(out);
}

/* A proposal counts only while it is open and seen; a request only when it is seen. Who may not
 * know amounts gets no answer: by asking for one more each time he would learn them. */
static struct scarcity_query judged(const struct look *look, const struct sheet *s,
                                    const struct scarcity_query *q)
{
    struct scarcity_query j = *q;
    bool is_there = false;

    for (size_t i = 0; i < s->proposal_count; i++)
        is_there = is_there || id_same(s->proposals[i], q->proposal);
    if (!is_there)
        j.proposal = ID_NONE;
    if (!s->shows || !id_same(q->pool, s->c.id) || id_is_none(q->request) ||
        !look_sees_thing(look, "request", q->request))
        j.request = ID_NONE;
    return j;
}

/* ---- the whole ---- */

static void put_pool(struct json *out, const struct look *look, const struct sheet *s,
                     const struct region_list *regions, const struct askers *askers,
                     const struct scarcity_query *q)
{
    struct scarcity_query j = judged(look, s, q);

    json_open(out);
    sheet_put(out, look, s, regions);
    put_ask_form(out, look, s, askers, q);
    sheet_put_what_if(out, look, s, &j);
    json_close(out);
}

/* The desks that divide, and who checks them. */
static bool sees_all(const struct look *look)
{
    static const char *const roles[] = { "ROLE_LOCC", "ROLE_DOPS", "ROLE_TOC", "ROLE_AUDITOR" };

    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
        if (look_has_role(look, roles[i]))
            return true;
    return false;
}

enum result division_view_scarcity(const struct look *look, const void *query, struct json *out)
{
    const struct scarcity_query *q = query;
    struct sheet *sheets = arena_array(look->arena, struct sheet, POOLS_SHOWN);
    struct askers askers = { .ids = arena_array(look->arena, struct id, ASKING_MAX) };
    struct region_list regions;
    size_t n;

    if (!sheets || !askers.ids)
        return LIMIT;
    n = fill_sheets(look, q, sheets);
    if (n > 0)
        askers.n = requests_asking_seen(look, T(""), askers.ids, ASKING_MAX);
    regions = regions_of(look, q, sheets, n);
    put_filter(out, look, q, &regions);
    json_put_bool(out, "may_propose", look_has_role(look, "ROLE_LOCC"));
    json_name(out, "pools");
    json_list(out);
    for (size_t i = 0; i < n; i++)
        put_pool(out, look, &sheets[i], &regions, &askers, q);
    json_list_end(out);
    json_put_bool(out, "is_empty", n == 0);
    /* Who sees no amounts is not told that nothing is scarce, only that he sees nothing of it. */
    json_put_bool(out, "sees_all", sees_all(look));
    json_name(out, "asked");
    json_list(out);
    for (size_t i = 0; i < regions.n; i++)
        put_asked(out, look, regions.codes[i]);
    json_list_end(out);
    return OK;
}
