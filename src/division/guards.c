/* SPDX-License-Identifier: EUPL-1.2 */
/* What an allocation must be: made by people, on pictures, for open requests, of units that are
 * there. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "division/inner.h"
#include "division/statements.h"

static bool is_act(const struct entry *entry, const char *name)
{
    return strcmp(entry->action->name, name) == 0;
}

bool division_draws(const struct entry *entry, const void *fields, const struct list **lines,
                    const struct list **taken, const char **lines_name)
{
    const struct propose_allocation *p = fields;
    const struct accept_allocation *a = fields;
    bool is_proposal = is_act(entry, "propose_allocation");

    if (!is_proposal && !is_act(entry, "accept_allocation"))
        return false;
    *lines = is_proposal ? &p->proposal : &a->lines;
    *taken = is_proposal ? &p->taken_from : &a->taken_from;
    *lines_name = is_proposal ? "proposal" : "lines";
    return true;
}

static const char *field_of(struct verdict *v, const char *list, int64_t row, const char *member)
{
    return text_cstr(v->arena, text_printf(v->arena, "%s/%lld/%s", list, (long long)row, member));
}

/* ---- who decides ---- */

void division_guard_people(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict)
{
    struct office o;

    (void)fields;
    if (office_get(tx, entry->by.office, entry->recorded_at, &o) == OK &&
        text_is(o.code, OFFICE_CLOCK))
        rule_refuse(verdict, "PEOPLE_DECIDE", "", BY_AUTHORITY);
}

void division_guard_proposed(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    (void)fields;
    if (!text_is(thing_state_of(tx, entry->object), "PROPOSED"))
        rule_refuse(verdict, "STATE_ORDER", "", BY_RULE);
}

static bool is_of_defence(struct tx *tx, struct id pool)
{
    struct capability c;

    return !id_is_none(pool) && capability_get(tx, pool, &c) == OK && c.is_military;
}

static void forbid_of_defence(struct verdict *verdict, const char *field)
{
    verdict_forbid(
        verdict, "ALLOCATION_OF_DEFENCE", field,
        N_("A pool of Defence is among the lines: the operations desks of Defence decide."),
        N_("Ask DOPS or TOC, or make a proposal with civil pools alone."));
}

/* The national desk decides over civil pools only: those proposed, and those it would accept. */
void division_guard_civil(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict)
{
    const struct list *lines, *taken;
    const struct alloc_line *rows;
    const char *name;
    struct rows *r;

    if (!office_has_role(tx, entry->by.office, T("ROLE_LOCC")) ||
        office_has_role(tx, entry->by.office, T("ROLE_TOC")) ||
        office_has_role(tx, entry->by.office, T("ROLE_DOPS")))
        return;
    r = tx_query(tx, SQL_ALLOCATION_LINES, VAL(entry->object), VAL("proposed"));
    while (rows_next(r))
        if (is_of_defence(tx, rows_id(r, 1))) {
            rows_close(r);
            forbid_of_defence(verdict, "");
            return;
        }
    if (!division_draws(entry, fields, &lines, &taken, &name))
        return;
    rows = lines->items;
    for (int64_t i = 0; i < lines->n; i++)
        if (is_of_defence(tx, rows[i].capability))
            forbid_of_defence(verdict, field_of(verdict, name, i, "capability"));
}

void division_guard_reason(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict)
{
    const struct accept_allocation *f = fields;

    (void)entry;
    (void)tx;
    if (text_is_empty(text_trim(f->reason)))
        rule_refuse(verdict, "PEOPLE_DECIDE", "reason", BY_RULE);
}

/* ---- what it rests on ---- */

void division_guard_pictures(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct propose_allocation *f = fields;

    (void)entry;
    (void)tx;
    if (f->picture_versions.n == 0)
        rule_refuse(verdict, "PICTURE_VERSION", "picture_versions", BY_RULE);
}

static bool is_among(const struct list *refs, struct id id)
{
    const struct ref_row *rows = refs->items;

    for (int64_t i = 0; i < refs->n; i++)
        if (id_same(rows[i].id, id))
            return true;
    return false;
}

/* Each request once, and every line of one of them: nobody is given something unasked. That nothing
 * is free is advice too, once it says who goes without. */
void division_guard_requests(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct propose_allocation *f = fields;
    const struct ref_row *refs = f->for_requests.items;
    const struct alloc_line *rows = f->proposal.items;

    (void)entry;
    (void)tx;
    for (int64_t i = 0; i < f->for_requests.n; i++) {
        struct list before = { f->for_requests.items, i };

        if (!id_is_none(refs[i].id) && is_among(&before, refs[i].id))
            verdict_refuse(
                verdict, "ALLOCATION_REQUEST_TWICE",
                text_cstr(verdict->arena,
                          text_printf(verdict->arena, "for_requests/%lld", (long long)i)),
                N_("This request is named twice."), N_("Name each request once."));
    }
    for (int64_t i = 0; i < f->proposal.n; i++)
        if (!id_is_none(rows[i].request) && !is_among(&f->for_requests, rows[i].request))
            verdict_refuse(verdict, "ALLOCATION_OTHER_REQUEST",
                           field_of(verdict, "proposal", i, "request"),
                           N_("This line is for a request that the proposal does not name."),
                           N_("Name the request above, or give the units to one that is named."));
    if (f->proposal.n == 0 && f->left_without.n == 0)
        verdict_refuse(verdict, "ALLOCATION_EMPTY", "proposal",
                       N_("The proposal gives nothing and leaves nobody without."),
                       N_("Give units to a request, or say who goes without and why."));
}

/* ---- lines ---- */

/* A request that is not asked yet, or is over, gets nothing. */
static bool is_open_for_units(struct text stage)
{
    static const char *const closed[] = { "DRAFT",         "REFUSED", "WITHDRAWN", "RELEASED",
                                          "RECALLED",      "SETTLED", "EVALUATED", "CLOSED",
                                          "RETURNED_HOME", "" };

    for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
        if (text_is(stage, closed[i]))
            return false;
    return true;
}

struct line_window division_window(struct tx *tx, const struct entry *entry,
                                   const struct alloc_line *line)
{
    struct period p = request_period(tx, line->request);
    struct line_window w = { entry->recorded_at, p.until, { NO } };

    if (!instant_is_none(p.from) && p.from.us > w.from.us)
        w.from = p.from;
    if (line->until.n != DAY_NONE.n) {
        w.until = day_begins(entry->zone, day_next(line->until));
        w.ends_by_itself.is = YES;
    }
    return w;
}

void division_guard_lines(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict)
{
    const struct list *lines, *taken;
    const struct alloc_line *rows;
    const char *name;

    if (!division_draws(entry, fields, &lines, &taken, &name))
        return;
    rows = lines->items;
    for (int64_t i = 0; i < lines->n; i++) {
        struct line_window w;

        if (id_is_none(rows[i].request))
            continue; /* the row's own field says that it is missing */
        if (!is_open_for_units(request_stage(tx, rows[i].request)))
            rule_refuse(verdict, "STATE_ORDER", field_of(verdict, name, i, "request"), BY_RULE);
        w = division_window(tx, entry, &rows[i]);
        if (w.ends_by_itself.is == YES && w.until.us <= w.from.us)
            verdict_refuse(verdict, "ALLOCATION_UNTIL_PAST", field_of(verdict, name, i, "until"),
                           N_("The last day lies before the units would be held."),
                           N_("Give a later day, or leave it empty for the whole period."));
    }
}

/* ---- units ---- */

static void guard_taken(const struct entry *entry, const struct list *taken, struct tx *tx,
                        struct list *gives, struct verdict *verdict)
{
    const struct taken *rows = taken->items;

    for (int64_t i = 0; i < taken->n; i++) {
        struct list one = { (void *)(uintptr_t)&rows[i], 1 };

        if (deployment_givers(tx, &one, ID_NONE, entry->recorded_at, gives) > 0)
            deployment_refuse_taken(tx, entry, &rows[i],
                                    field_of(verdict, "taken_from", i, "quantity"), verdict);
    }
}

/* All lines together, in their order: what one gets the next does not find free. */
void division_guard_fits(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict)
{
    const struct list *lines, *taken;
    const struct alloc_line *rows;
    struct list gives = { NULL, 0 };
    struct capability_add *adds;
    struct capability_ask ask;
    const char *name;

    if (!division_draws(entry, fields, &lines, &taken, &name))
        return;
    rows = lines->items;
    adds = arena_array(tx_arena(tx), struct capability_add, (size_t)lines->n + 1);
    guard_taken(entry, taken, tx, &gives, verdict);
    ask = (struct capability_ask){ .now = entry->recorded_at, .adds = adds };
    deployment_ask_with(tx, &ask, &gives);
    for (int64_t i = 0; adds && i < lines->n; i++) {
        struct line_window w;
        size_t before = verdict->refusals;

        if (id_is_none(rows[i].request) || id_is_none(rows[i].capability) ||
            rows[i].quantity == INT_NONE)
            continue;
        w = division_window(tx, entry, &rows[i]);
        ask.capability = rows[i].capability;
        ask.quantity = rows[i].quantity;
        ask.from = w.from;
        ask.until = w.until;
        capability_guard_fits(tx, entry, &ask, field_of(verdict, name, i, "quantity"), verdict);
        if (verdict->refusals == before)
            adds[ask.add_count++] = (struct capability_add){ .capability = rows[i].capability,
                                                             .what = rows[i].request,
                                                             .quantity = rows[i].quantity,
                                                             .from = w.from,
                                                             .until = w.until };
    }
}
