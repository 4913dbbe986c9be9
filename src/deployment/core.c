/* SPDX-License-Identifier: EUPL-1.2 */
/* What every act of this room has in common: at hand, judged by the route, settled, stored. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "deployment/inner.h"
#include "deployment/statements.h"

enum result deployment_get(struct tx *tx, struct id id, struct deployment *out)
{
    struct rows *r = tx_query(tx, SQL_DEP_ROW, VAL(id));

    if (!rows_next(r)) {
        enum result failed = tx_result(tx);

        return failed ? failed : NOT_FOUND;
    }
    *out = (struct deployment){
        .id = rows_id(r, 0),
        .request = rows_id(r, 1),
        .number = rows_text(r, 2),
        .state = rows_text(r, 3),
        .unit = rows_text(r, 4),
        .unit_office = rows_id(r, 5),
        .tasker = rows_id(r, 6),
        .authority = rows_id(r, 7),
        .handed_over = rows_id(r, 8),
        .report_to = rows_text(r, 9),
        .safety_message = rows_text(r, 10),
        .force_regime = rows_text(r, 11),
        .until = rows_instant(r, 12),
        .tasked_at = rows_instant(r, 13),
        .acknowledged_at = rows_instant(r, 14),
        .departed_at = rows_instant(r, 15),
        .arrived_at = rows_instant(r, 16),
        .ended_at = rows_instant(r, 17),
        .home_at = rows_instant(r, 18),
        .end_reason = rows_text(r, 19),
        .end_reason_code = rows_text(r, 20),
        .rebased = rows_id(r, 21),
        .new_task = rows_text(r, 22),
    };
    rows_close(r);
    return OK;
}

struct id deployment_authority(const struct deployment *d)
{
    return id_is_none(d->handed_over) ? d->authority : d->handed_over;
}

struct id deployment_authority_at(struct tx *tx, const struct deployment *d, struct instant when)
{
    struct id named = deployment_authority(d), found;
    struct facts facts = { 0 };
    struct office of_named, of_found;

    fact_set(&facts, "art39", text_of(dep_art39(tx, d->request, d->tasked_at, when)));
    fact_set_bool(&facts, "authority_named", !id_is_none(named));
    if (office_get(tx, named, when, &of_named) != OK)
        of_named.code = T("");
    fact_set(&facts, "named_office", of_named.code);
    found = request_slot_office(tx, d->request, "authority", &facts, when);
    if (id_is_none(found) || office_get(tx, found, when, &of_found) != OK ||
        text_same(of_found.code, of_named.code))
        return named; /* its kind is competent, so the very office named is */
    return found;
}

int64_t deployment_hours(struct tx *tx, struct id request)
{
    return tx_int(tx, SQL_DEP_HOURS_OF_REQUEST, INT_NONE, VAL(request));
}

/* ---- at hand ---- */

static const struct dep_act dep_acts[] = {
    { .name = "task", .tell = tell_task },
    { .name = "acknowledge" },
    { .name = "depart" },
    { .name = "arrive", .tell = tell_arrive },
    { .name = "sitrep" },
    { .name = "extend", .tell = tell_extend },
    { .name = "decide_extension", .tell = tell_answer_extension },
    { .name = "substitute", .tell = tell_substitute },
    { .name = "rebase", .tell = tell_rebase },
    { .name = "recall", .tell = tell_recall },
    { .name = "release" },
    { .name = "return_home" },
};

static const struct dep_act *act_of(const struct action *action)
{
    for (size_t i = 0; i < sizeof(dep_acts) / sizeof(dep_acts[0]); i++)
        if (strcmp(dep_acts[i].name, action->name) == 0)
            return &dep_acts[i];
    return NULL;
}

/* The field that names the deployment of an act on a request. */
static struct id named_deployment(const struct entry *entry, const void *fields)
{
    return strcmp(entry->action->name, "extend") == 0
               ? ((const struct extend *)fields)->deployment
               : ((const struct decide_extension *)fields)->deployment;
}

/* Facts of the deployment as it stands, the other deployments of its request, and art. 39. */
static void facts_of_deployment(struct dep_hand *h, const struct entry *entry, struct tx *tx)
{
    struct facts *f = &h->facts;
    struct instant since = h->is_there ? h->d.tasked_at : entry->happened_at;

    fact_set(f, "deployment_state", h->is_there ? h->d.state : T("NEW"));
    fact_set_bool(f, "last_out",
                  tx_int(tx, SQL_DEP_OTHERS_OUT, 0, VAL(h->request), VAL(h->d.id.v)) == 0);
    fact_set_bool(f, "last_home",
                  tx_int(tx, SQL_DEP_OTHERS_AWAY, 0, VAL(h->request), VAL(h->d.id.v)) == 0);
    fact_set(f, "art39", text_of(dep_art39(tx, h->request, since, entry->recorded_at)));
}

/* Two offices of one and the same organisation: a kind of organisation has several instances. */
static bool is_of_same_house(struct tx *tx, struct id one, const struct office *other,
                             struct instant when)
{
    struct office o;

    return id_same(one, other->id) ||
           (office_get(tx, one, when, &o) == OK && text_same(o.org, other->org) &&
            text_same(o.instance, other->instance));
}

/* Whether the actor's own house supplies the units: the holder of a pool of the deployment (or of
 * the order's), or the office that acts for the unit. */
static void facts_of_supplier(struct dep_hand *h, const struct entry *entry, const void *fields,
                              struct tx *tx)
{
    struct id ordered =
        entry->action->creates ? ((const struct task *)fields)->capability : ID_NONE;
    bool is_holder =
        h->is_there && !id_is_none(h->d.unit_office) && id_same(h->d.unit_office, entry->by.office);
    struct capability c;
    struct office actor;
    struct rows *r;

    if (office_get(tx, entry->by.office, entry->recorded_at, &actor) != OK)
        return;
    if (!id_is_none(ordered) && capability_get(tx, ordered, &c) == OK)
        is_holder = is_of_same_house(tx, c.holder_office, &actor, entry->recorded_at);
    r = tx_query(tx, SQL_DEP_MEANS_OF, VAL(h->d.id.v));
    while (rows_next(r))
        if (!is_holder && !id_is_none(rows_id(r, 0)) && capability_get(tx, rows_id(r, 0), &c) == OK)
            is_holder = is_of_same_house(tx, c.holder_office, &actor, entry->recorded_at);
    fact_set_bool(&h->facts, "actor_is_holder", is_holder);
}

/* Who holds the authority: named on the tasking, or later at the hand-over. */
static void facts_of_authority(struct dep_hand *h, const struct entry *entry, struct tx *tx)
{
    struct office o;

    fact_set_bool(&h->facts, "authority_named", !id_is_none(h->authority));
    fact_set_bool(&h->facts, "actor_is_named",
                  !id_is_none(h->authority) && id_same(h->authority, entry->by.office));
    if (!id_is_none(h->authority) && office_get(tx, h->authority, entry->recorded_at, &o) == OK)
        fact_set(&h->facts, "named_office", o.code);
}

/* The moment lies before that of recording, and somebody said it by some channel (G14). A moment
 * that the kernel refused already is not refused twice. */
static void facts_of_moment(struct dep_hand *h, const struct entry *entry,
                            const struct verdict *verdict)
{
    bool is_ordered = entry->happened_at.us <= entry->recorded_at.us && entry->by.actor.len > 0 &&
                      entry->by.channel.len > 0;

    fact_set_bool(&h->facts, "times_ordered",
                  is_ordered || (verdict && verdict_find(verdict, "FACT_COMPLETE")));
}

void dep_hand_take(struct dep_hand *h, const struct entry *entry, const void *fields, struct tx *tx)
{
    struct id id = entry->object;

    memset(h, 0, sizeof(*h));
    if (entry->action->creates) {
        h->request = ((const struct task *)fields)->request;
        return;
    }
    if (strcmp(entry->action->object, "request") == 0) {
        h->request = entry->object;
        id = named_deployment(entry, fields);
    }
    h->is_there = !id_is_none(id) && deployment_get(tx, id, &h->d) == OK;
    if (!h->is_there)
        return;
    if (id_is_none(h->request))
        h->request = h->d.request;
    h->authority = deployment_authority(&h->d);
}

/* ---- judging ---- */

/* A rule about an amount or an office stands at the field that can mend it. */
static void put_field(struct verdict *v, size_t from, const char *code, const char *field)
{
    for (size_t i = from; i < v->count; i++)
        if (strcmp(v->items[i].code, code) == 0 && v->items[i].field.len == 0)
            v->items[i].field = text_of(field);
}

static void point_to_fields(const struct entry *entry, const void *fields, struct verdict *v,
                            size_t from)
{
    put_field(v, from, "CAPACITY_ONCE", "quantity");
    if (strcmp(entry->action->name, "task") == 0) {
        put_field(v, from, "FIELD_AUTHORITY_NAMED", "field_authority");
        put_field(v, from, "FORCE_BY_BASIS", "force_regime");
    }
    if (strcmp(entry->action->name, "arrive") == 0)
        put_field(v, from, "FIELD_AUTHORITY_NAMED", "field_authority_reachable");
    if (strcmp(entry->action->name, "rebase") == 0) {
        put_field(v, from, "FORCE_BY_BASIS", "force_needed");
        put_field(v, from, "TASK_CHANGED", "new_request");
    }
    if (strcmp(entry->action->name, "recall") == 0) {
        put_field(v, from, "COST_NEVER_BLOCKS", "reason_code");
        if (!text_is_empty(((const struct recall *)fields)->reason)) /* so the list is what lacks */
            put_field(v, from, "REASON_REQUIRED", "reason_code");
    }
    put_field(v, from, "REASON_REQUIRED", "reason");
}

/* The judge knows that it does not fit; the ledger says by how much and why. */
static void explain_capacity(const struct entry *entry, const struct dep_hand *h, struct tx *tx,
                             struct verdict *v, size_t from)
{
    for (size_t i = from; i < v->count && !id_is_none(h->ask.capability); i++)
        if (strcmp(v->items[i].code, "CAPACITY_ONCE") == 0 &&
            text_is(v->items[i].field, "quantity"))
            capability_explain(tx, entry, &h->ask, &v->items[i], v->arena);
}

static void judge_dep(const struct entry *entry, const void *fields, struct tx *tx, bool only_ready,
                      struct dep_hand *h, struct judged *judged, struct verdict *verdict)
{
    const struct dep_act *act = act_of(entry->action);
    size_t from = verdict->count;

    assert(act);
    *judged = (struct judged){ .next = T(""), .next_deployment = T("") };
    dep_hand_take(h, entry, fields, tx);
    if (id_is_none(h->request))
        return; /* the field says that it is missing */
    facts_of_deployment(h, entry, tx);
    facts_of_supplier(h, entry, fields, tx);
    facts_of_moment(h, entry, verdict);
    if (act->tell && !only_ready)
        act->tell(entry, fields, tx, h, verdict);
    facts_of_authority(h, entry, tx);
    if (strcmp(act->name, "arrive") == 0 && !only_ready &&
        ((const struct arrive *)fields)->field_authority_reachable.is != YES)
        fact_set_bool(&h->facts, "authority_named",
                      false); /* named is not enough: reachable (G10) */
    request_judge(entry, act->name, h->request, &h->facts, tx, only_ready, judged, verdict);
    if (only_ready)
        return;
    point_to_fields(entry, fields, verdict, from);
    explain_capacity(entry, h, tx, verdict, from);
}

void guard_dep_ready(const struct entry *entry, const void *fields, struct tx *tx,
                     struct verdict *verdict)
{
    struct dep_hand h;
    struct judged judged;

    judge_dep(entry, fields, tx, true, &h, &judged, verdict);
    /* Another unit may be ordered for months; only what was just granted waits for its order. */
    if (entry->action->creates && !text_is(request_stage(tx, h.request), "GRANTED") &&
        !text_is(request_stage(tx, h.request), "PARTLY_GRANTED"))
        verdict->is_aside = true;
}

void guard_dep(const struct entry *entry, const void *fields, struct tx *tx,
               struct verdict *verdict)
{
    struct dep_hand h;
    struct judged judged;

    judge_dep(entry, fields, tx, false, &h, &judged, verdict);
}

/* The last step before this one in the field. */
static struct instant step_before(const struct deployment *d, const char *act)
{
    if (strcmp(act, "arrive") == 0)
        return d->departed_at;
    if (strcmp(act, "return_home") == 0)
        return d->ended_at;
    if (strcmp(act, "release") == 0 || strcmp(act, "recall") == 0)
        return instant_is_none(d->arrived_at) ? d->tasked_at : d->arrived_at;
    return d->tasked_at;
}

void guard_dep_order(const struct entry *entry, const void *fields, struct tx *tx,
                     struct verdict *verdict)
{
    struct dep_hand h;
    struct instant before;

    dep_hand_take(&h, entry, fields, tx);
    if (!h.is_there)
        return;
    before = step_before(&h.d, entry->action->name);
    if (!instant_is_none(before) && entry->happened_at.us < before.us)
        verdict_refuse(verdict, "STEP_BEFORE_LAST", "happened_at",
                       N_("This lies before the last step of the deployment."),
                       N_("Give the moment at which it really happened, after that step."));
}

/* ---- settling ---- */

struct text dep_letters(struct arena *a, int64_t serial)
{
    char one = (char)('A' + (serial - 1) % 26);

    assert(serial >= 1 && serial <= SERIALS_MAX);
    if (serial <= 26)
        return text_printf(a, "%c", one);
    return text_printf(a, "%c%c", (char)('A' + (serial - 27) / 26), one);
}

/* Who holds the pool follows what becomes of its units, and so do its commanders: those of his own
 * house, not of every organisation of that kind. */
static void settle_holder(const struct entry *entry, struct id pool, struct tx *tx,
                          struct settled_deployment *s)
{
    struct capability c;
    struct office o;

    if (id_is_none(pool) || capability_get(tx, pool, &c) != OK)
        return;
    s->holder = c.holder_office;
    if (office_get(tx, c.holder_office, entry->recorded_at, &o) == OK)
        s->holder_org = o.instance.len > 0 ? o.instance : o.org;
}

static void settle_task(const struct entry *entry, const struct task *f, struct tx *tx,
                        struct settled_deployment *s)
{
    struct period p = request_period(tx, f->request);
    struct facts none = { 0 };
    struct thing t;

    s->serial = tx_int(tx, SQL_DEP_NEXT_SERIAL, 1, VAL(f->request));
    if (thing_get(tx, f->request, &t) == OK)
        s->number = text_printf(tx_arena(tx), "%.*s-%.*s", TEXT_FMT(t.number),
                                TEXT_FMT(dep_letters(tx_arena(tx), s->serial)));
    s->until = p.until;
    s->payer = request_slot_office(tx, f->request, "finance", &none, entry->recorded_at);
    settle_holder(entry, f->capability, tx, s);
}

/* An answer that gives a longer period; the request's own end moves with the latest one. */
static void settle_answer(const struct decide_extension *f, const struct dep_hand *h, struct tx *tx,
                          struct settled_deployment *s)
{
    struct period p = request_period(tx, h->request);

    if (text_is(f->decision.code, "refuse") || instant_is_none(f->until))
        return;
    s->until = f->until;
    if (instant_is_none(p.until) || f->until.us > p.until.us)
        s->request_until = f->until;
}

/* The notice and the duty go to the very office named on the deployment, where its kind is
 * competent. */
static void name_authority(const struct dep_hand *h, const struct entry *entry, struct tx *tx,
                           struct followup *f)
{
    struct opened *opens = f->opens.items;
    struct told *tells = f->tells.items;
    struct office named, found;

    if (id_is_none(h->authority) || office_get(tx, h->authority, entry->recorded_at, &named) != OK)
        return;
    for (int64_t i = 0; i < f->tells.n; i++)
        if (office_get(tx, tells[i].office, entry->recorded_at, &found) == OK &&
            text_same(found.code, named.code))
            tells[i].office = named.id;
    for (int64_t i = 0; i < f->opens.n; i++)
        if (office_get(tx, opens[i].owner, entry->recorded_at, &found) == OK &&
            text_same(found.code, named.code))
            opens[i].owner = named.id;
}

/* A slot of which nobody was found by its code: the named office itself. */
static bool tells_office(const struct followup *f, struct id office)
{
    const struct told *tells = f->tells.items;

    for (int64_t i = 0; i < f->tells.n; i++)
        if (id_same(tells[i].office, office))
            return true;
    return false;
}

static enum result add_named_tell(const struct dep_hand *h, const struct judged *j, struct tx *tx,
                                  struct followup *f)
{
    struct told *tells;

    if (id_is_none(h->authority) || fact_is(&h->facts, "art39", "on") ||
        tells_office(f, h->authority))
        return OK;
    for (size_t i = 0; i < j->tell_count; i++) {
        if (!text_is(j->tells[i].slot, "authority"))
            continue;
        tells = arena_array(tx_arena(tx), struct told, (size_t)f->tells.n + 1);
        if (!tells)
            return LIMIT;
        for (int64_t k = 0; k < f->tells.n; k++)
            tells[k] = ((const struct told *)f->tells.items)[k];
        tells[f->tells.n] = (struct told){ .office = h->authority, .cite = j->tells[i].cite };
        f->tells = (struct list){ tells, f->tells.n + 1 };
        return OK;
    }
    return OK;
}

/* A duty about the end of the work stays while another deployment of the request is at work, or
 * waits for the answer to its own extension. */
static void keep_duties(const struct dep_hand *h, const struct entry *entry, struct tx *tx,
                        struct followup *f)
{
    bool others = tx_int(tx, SQL_DEP_OTHERS_DEPLOYED, 0, VAL(h->request), VAL(h->d.id.v)) > 0;
    bool own = h->is_there && tx_has(tx, SQL_DEP_EXTENSION_OPEN, VAL(h->d.id));
    struct code_of *closes = f->closes.items;
    int64_t kept = 0;

    for (int64_t i = 0; i < f->closes.n; i++) {
        bool is_end = text_is(closes[i].code, "END_OR_EXTEND");
        bool is_answer = text_is(closes[i].code, "ANSWER_EXTENSION");
        bool is_release = strcmp(entry->action->name, "release") == 0;

        if ((is_end && others) || (is_answer && is_release && !own))
            continue;
        closes[kept++] = closes[i];
    }
    f->closes.n = kept;
}

static void settle_own(const struct entry *entry, const void *fields, const struct dep_hand *h,
                       struct tx *tx, struct settled_deployment *s)
{
    const char *act = entry->action->name;
    struct capability_ask ask;

    if (entry->action->creates) {
        settle_task(entry, fields, tx, s);
        if (dep_asks_task(tx, entry, fields, &ask, &s->gives))
            s->from = dep_occupies_from(tx, entry, &ask);
    } else if (strcmp(act, "decide_extension") == 0) {
        settle_answer(fields, h, tx, s);
    } else if (strcmp(act, "substitute") == 0) {
        if (dep_asks_substitute(tx, entry, fields, &h->d, &ask, &s->gives))
            s->from = dep_occupies_from(tx, entry, &ask);
        s->until = dep_occupied_until(tx, &h->d, entry->recorded_at);
        settle_holder(entry, ((const struct substitute *)fields)->capability, tx, s);
    }
}

enum result settle_dep(const struct entry *entry, const void *fields, struct tx *tx, void *settled)
{
    struct settled_deployment *s = settled;
    struct verdict *unused = arena_new(tx_arena(tx), struct verdict);
    struct facts *all = arena_new(tx_arena(tx), struct facts);
    struct followup_moments m = { entry->happened_at, INSTANT_NONE };
    struct dep_hand h;
    struct judged judged;
    enum result r;

    verdict_init(unused, tx_arena(tx));
    judge_dep(entry, fields, tx, false, &h, &judged, unused);
    s->until = h.is_there ? h.d.until : INSTANT_NONE;
    settle_own(entry, fields, &h, tx, s);
    m.period_until = s->until;
    request_facts(entry, tx, h.request, all);
    for (size_t i = 0; i < h.facts.n; i++)
        fact_set(all, h.facts.rows[i].name, h.facts.rows[i].value);
    r = followup_settle(entry, tx, h.request, &judged, all, &m, &s->follow);
    if (r)
        return r;
    name_authority(&h, entry, tx, &s->follow);
    keep_duties(&h, entry, tx, &s->follow);
    return add_named_tell(&h, &judged, tx, &s->follow);
}

/* ---- storing ---- */

enum result apply_dep_common(const struct entry *entry, const struct settled_deployment *s,
                             struct id deployment, struct tx *tx)
{
    struct deployment d;

    if (deployment_get(tx, deployment, &d) != OK)
        return tx_fail(tx, FAULT);
    if (s->follow.next_deployment.len > 0) {
        tx_exec(tx, SQL_DEP_STATE, VAL(deployment), VAL(s->follow.next_deployment));
        thing_state(tx, deployment, s->follow.next_deployment);
    }
    if (!id_same(entry->object, deployment))
        thing_touch(tx, entry, deployment);
    return followup_apply(entry, tx, d.request, &s->follow);
}

void dep_concern(struct tx *tx, struct id deployment, struct id request, struct id office)
{
    if (id_is_none(office))
        return;
    tx_exec(tx, SQL_DEP_OFFICE_PUT, VAL(deployment), VAL(office));
    audience_add_office(tx, deployment, office, false);
    audience_add_office(tx, request, office, false);
}
