/* SPDX-License-Identifier: EUPL-1.2 */
/* What follows from a judgement, and the functions that later rooms call. */
#include <assert.h>
#include <string.h>

#include "capability/capability.h"
#include "request/inner.h"
#include "request/statements.h"

const struct fieldset opened_fields = ITEM(
    opened, FIELD(opened, kind, .label = ""), FIELD(opened, cite, .label = "", .optional = true),
    FIELD(opened, owner, .label = "", .table = "office", .optional = true),
    FIELD(opened, to, .label = "", .table = "office", .optional = true),
    FIELD(opened, due_at, .label = "", .optional = true), FIELD(opened, is_statutory, .label = ""));
const struct fieldset told_fields = ITEM(told, FIELD(told, office, .label = "", .table = "office"),
                                         FIELD(told, cite, .label = "", .optional = true));
const struct fieldset code_of_fields = ITEM(code_of, FIELD(code_of, code, .label = ""));

/* ---- who fills a slot ---- */

/* The office with this code that is competent here: of the region, of the municipality, or one
 * whose area holds the place. "@named" and "*.minister" are no code of an office. */
static struct id office_here(const struct at_hand *h, struct tx *tx, struct text code,
                             struct instant when)
{
    struct id id = ID_NONE;

    if (code.at[0] == '@' || code.at[0] == '*')
        return ID_NONE;
    if (h->region.len > 0)
        id = office_find(tx, code, h->region, when);
    if (id_is_none(id) && h->municipality.len > 0)
        id = office_find(tx, code, h->municipality, when);
    if (!id_is_none(id))
        return id;
    id = office_find(tx, code, T(""), when);
    if (id_is_none(id) || (h->region.len == 0 && h->municipality.len == 0) ||
        (h->region.len > 0 && office_covers(tx, id, h->region)) ||
        (h->municipality.len > 0 && office_covers(tx, id, h->municipality)))
        return id;
    return ID_NONE;
}

struct id at_hand_office(const struct at_hand *h, struct tx *tx, const char *slot,
                         const struct facts *facts, struct instant when)
{
    struct text codes, code;
    struct id found = ID_NONE;

    if (text_is(text_of(slot), "requester") && !id_is_none(h->requester))
        return h->requester;
    codes = route_slot(h->route, slot, facts, tx_arena(tx));
    while (id_is_none(found) && text_cut(&codes, ',', &code))
        found = route_slot_is_of_supplier(h->route, slot) ? office_find(tx, code, h->supplier, when)
                                                          : office_here(h, tx, code, when);
    return found;
}

/* ---- settle ---- */

/* The offices that hold the pools which the civil search named: they are to supply. */
static int64_t suppliers_of(const struct at_hand *h, struct tx *tx, struct id *out)
{
    struct rows *r = tx_query(tx, SQL_REQUEST_POOLS_FOUND, VAL(h->id));
    struct capability c;
    int64_t n = 0;

    while (rows_next(r))
        if (n < SUPPLIERS_MAX && capability_get(tx, rows_id(r, 0), &c) == OK)
            out[n++] = c.holder_office;
    return n;
}

/* Told once, by the first ground, however many slots an office fills. */
static void tell_once(struct told *tells, int64_t *told, struct id office, struct text cite)
{
    for (int64_t i = 0; i < *told; i++)
        if (id_same(tells[i].office, office))
            return;
    if (!id_is_none(office) && *told < JUDGED_OPENS_MAX + SUPPLIERS_MAX)
        tells[(*told)++] = (struct told){ .office = office, .cite = cite };
}

static int64_t settle_tells(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                            const struct judged *j, const struct facts *facts, struct told *tells)
{
    struct arena *a = tx_arena(tx);
    struct id suppliers[SUPPLIERS_MAX];
    int64_t told = 0;

    for (size_t i = 0; i < j->tell_count; i++) {
        const char *slot = text_cstr(a, j->tells[i].slot);
        int64_t n = strcmp(slot, "supplier") == 0 ? suppliers_of(h, tx, suppliers) : 0;

        for (int64_t k = 0; k < n; k++)
            tell_once(tells, &told, suppliers[k], j->tells[i].cite);
        tell_once(tells, &told, at_hand_office(h, tx, slot, facts, entry->recorded_at),
                  j->tells[i].cite);
    }
    return told;
}

static struct instant due_of(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                             const struct judged *j, size_t i, const struct followup_moments *m)
{
    struct instant until =
        m && !instant_is_none(m->period_until) ? m->period_until : h->period_until;
    struct instant from = entry->happened_at;

    if (j->opens[i].policy.len > 0) {
        if (text_is(j->opens[i].from, "release_at") && m && !instant_is_none(m->release_at))
            from = m->release_at;
        return policy_due(tx, j->opens[i].policy, from);
    }
    if (!text_is(j->opens[i].at, "period_until"))
        return INSTANT_NONE;
    return instant_is_none(until) ? h->form.needed_until : until;
}

enum result at_hand_followup(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                             const struct judged *j, const struct facts *facts,
                             const struct followup_moments *m, struct followup *out)
{
    struct arena *a = tx_arena(tx);
    struct opened *opens = arena_array(a, struct opened, JUDGED_OPENS_MAX);
    struct code_of *closes = arena_array(a, struct code_of, JUDGED_OPENS_MAX);
    struct told *tells = arena_array(a, struct told, JUDGED_OPENS_MAX + SUPPLIERS_MAX);

    *out = (struct followup){ .next = j->next, .next_deployment = j->next_deployment };
    if (!opens || !closes || !tells)
        return LIMIT;
    for (size_t i = 0; i < j->open_count; i++)
        opens[i] = (struct opened){
            .kind = j->opens[i].kind,
            .cite = j->opens[i].cite,
            .owner =
                at_hand_office(h, tx, text_cstr(a, j->opens[i].owner), facts, entry->recorded_at),
            .to = at_hand_office(h, tx, text_cstr(a, j->opens[i].to), facts, entry->recorded_at),
            .due_at = due_of(h, entry, tx, j, i, m),
            .is_statutory = { j->opens[i].is_statutory ? YES : NO },
        };
    for (size_t i = 0; i < j->close_count; i++)
        closes[i].code = j->closes[i];
    out->opens = (struct list){ opens, (int64_t)j->open_count };
    out->closes = (struct list){ closes, (int64_t)j->close_count };
    out->tells = (struct list){ tells, settle_tells(h, entry, tx, j, facts, tells) };
    return tx_result(tx);
}

/* A request of another room's act. */
static void take(struct at_hand *h, const struct entry *entry, struct tx *tx, struct id request)
{
    struct entry about = *entry;

    about.object = request;
    at_hand_take(h, &about, NULL, NULL, tx);
}

enum result followup_settle(const struct entry *entry, struct tx *tx, struct id request,
                            const struct judged *judged, const struct facts *facts,
                            const struct followup_moments *moments, struct followup *out)
{
    struct at_hand h;

    take(&h, entry, tx, request);
    assert(h.route);
    entry_uses_law(entry, route_id(h.route), route_number(h.route), route_sha256(h.route));
    return at_hand_followup(&h, entry, tx, judged, facts, moments, out);
}

/* ---- apply ---- */

/* What is left of a hold is free once nothing more will be tasked. */
static bool ends_holds(struct text stage)
{
    return text_is(stage, "REFUSED") || text_is(stage, "WITHDRAWN") || text_is(stage, "RELEASED") ||
           text_is(stage, "RECALLED");
}

static void store_stage(const struct entry *entry, struct tx *tx, struct id request,
                        struct text next)
{
    if (next.len == 0)
        return;
    tx_exec(tx, SQL_REQUEST_STAGE, VAL(request), VAL(next), VAL(entry->happened_at));
    thing_state(tx, request, next);
    if (ends_holds(next))
        capability_hold_end(tx, entry, request, entry->happened_at);
}

enum result request_move(struct tx *tx, const struct entry *entry, struct id request,
                         struct text next)
{
    store_stage(entry, tx, request, next);
    if (!id_same(entry->object, request))
        thing_touch(tx, entry, request);
    return tx_result(tx);
}

enum result followup_apply(const struct entry *entry, struct tx *tx, struct id request,
                           const struct followup *f)
{
    const struct opened *opens = f->opens.items;
    const struct code_of *closes = f->closes.items;
    const struct told *tells = f->tells.items;

    for (int64_t i = 0; i < f->closes.n; i++)
        obligation_close(tx, entry, request, closes[i].code);
    for (int64_t i = 0; i < f->opens.n; i++)
        obligation_open(tx, entry,
                        &(struct obligation){ .thing = request,
                                              .kind = opens[i].kind,
                                              .owner = opens[i].owner,
                                              .to = opens[i].to,
                                              .due_at = opens[i].due_at,
                                              .is_statutory = opens[i].is_statutory.is == YES,
                                              .cite = opens[i].cite });
    for (int64_t i = 0; i < f->tells.n; i++) {
        notice_put(tx, entry, request, tells[i].office, "SENT", tells[i].cite);
        audience_add_office(tx, request, tells[i].office, false); /* who is told may open it */
    }
    return request_move(tx, entry, request, f->next);
}

enum result request_extend_until(struct tx *tx, struct id request, struct instant until)
{
    return tx_exec(tx, SQL_REQUEST_UNTIL, VAL(request), VAL(until));
}

/* ---- the judge for other rooms ---- */

static void facts_join(struct facts *to, const struct facts *extra)
{
    for (size_t i = 0; extra && i < extra->n; i++)
        fact_set(to, extra->rows[i].name, extra->rows[i].value);
    for (size_t i = 0; extra && i < extra->filled_count; i++)
        fact_field(to, extra->filled[i], true);
}

void request_facts(const struct entry *entry, struct tx *tx, struct id request, struct facts *out)
{
    struct at_hand h;

    take(&h, entry, tx, request);
    *out = (struct facts){ 0 };
    at_hand_facts(&h, entry, tx, "", out);
    fact_set(out, "stage", h.stage);
}

void request_judge(const struct entry *entry, const char *act, struct id request,
                   const struct facts *extra, struct tx *tx, bool only_ready, struct judged *out,
                   struct verdict *verdict)
{
    struct at_hand h;
    struct facts facts = { 0 };

    take(&h, entry, tx, request);
    at_hand_facts(&h, entry, tx, act, &facts);
    facts_join(&facts, extra);
    at_hand_judge(&h, act, &facts, only_ready, tx, out, verdict);
}

struct id request_slot_office(struct tx *tx, struct id request, const char *slot,
                              const struct facts *facts, struct instant when)
{
    struct entry none = { .object = request, .recorded_at = when, .happened_at = when };
    struct at_hand h;

    at_hand_take(&h, &none, NULL, NULL, tx);
    return h.route ? at_hand_office(&h, tx, slot, facts, when) : ID_NONE;
}

/* ---- what a request is ---- */

struct text request_stage(struct tx *tx, struct id request)
{
    return thing_state_of(tx, request);
}

struct period request_period(struct tx *tx, struct id request)
{
    struct at_hand h;

    at_hand_find(&h, tx, request);
    form_load(tx, request, &h.form);
    return (struct period){ h.form.needed_from, instant_is_none(h.period_until)
                                                    ? h.form.needed_until
                                                    : h.period_until };
}

const struct route *request_route(struct tx *tx, struct id request)
{
    struct at_hand h;

    at_hand_find(&h, tx, request);
    return h.route;
}

struct text request_municipality(struct tx *tx, struct id request)
{
    struct at_hand h;

    at_hand_find(&h, tx, request);
    return h.municipality;
}

struct text request_region(struct tx *tx, struct id request)
{
    struct at_hand h;

    at_hand_find(&h, tx, request);
    return h.region;
}
