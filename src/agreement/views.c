/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: plans and agreements. */
#include "agreement/inner.h"
#include "agreement/statements.h"
#include "base/tr.h"

struct page_asked {
    struct text q;
    struct id after;
};
struct nothing_asked {
    struct text q; /* a struct needs a member; nothing is asked */
};

/* [{"code","name"}]: codes of a statement's rows with their names. */
static void put_named(struct json *out, const char *name, struct tx *tx, const struct statement *st,
                      struct id id)
{
    struct rows *r = tx_query(tx, st, VAL(id));

    json_name(out, name);
    json_list(out);
    while (rows_next(r)) {
        struct text code = rows_text(r, 0);

        json_open(out);
        json_put_text(out, "code", code);
        json_put_text(out, "name", directory_name_of(tx, code));
        json_close(out);
    }
    json_list_end(out);
}

static void put_url(struct json *out, const struct look *look, const char *address, struct id id)
{
    json_put_text(out, "self_url",
                  text_printf(look->arena, "%s/%.*s", address, TEXT_FMT(id_text(look->arena, id))));
}

static void put_next(struct json *out, const struct look *look, const char *address, struct id next)
{
    json_put_id(out, "next", next);
    json_name(out, "next_url");
    if (id_is_none(next))
        json_none(out);
    else
        json_text(out, text_printf(look->arena, "%s?after=%.*s", address,
                                   TEXT_FMT(id_text(look->arena, next))));
}

/* ---- plans ---- */

/* Columns of PLAN_ONE and PLAN_PAGE, the kind as words. */
static void put_plan(struct json *out, const struct look *look, const struct rows *r)
{
    struct id id = rows_id(r, 0);
    struct text region = rows_text(r, 1);

    json_put_id(out, "id", id);
    json_put_choice(out, "kind", "plan_kind", rows_text(r, 6));
    json_put_text(out, "region", region);
    json_put_text(out, "region_name", directory_name_of(look->tx, region));
    json_put_instant(out, "from_at", rows_instant(r, 3));
    json_put_text(out, "valid_until_on",
                  day_text(look->arena, (struct day){ (int32_t)rows_int(r, 2) }));
    json_put_instant(out, "ended_at", rows_instant(r, 5));
    json_put_bool(out, "is_in_force",
                  rows_instant(r, 4).us > look->now.us &&
                      (rows_is_null(r, 5) || rows_instant(r, 5).us > look->now.us));
    put_url(out, look, "/plannen", id);
    put_named(out, "neighbours", look->tx, SQL_PLAN_CLAUSES, id);
}

/* {"plans": [{id, kind: {code, nl, en}, region, region_name, from_at, valid_until_on, ended_at,
 * is_in_force, self_url, neighbours: [{code, name}]}], "next", "next_url"}, newest first. */
static enum result view_plans(const struct look *look, const void *query, struct json *out)
{
    const struct page_asked *q = query;
    int64_t before = id_is_none(q->after) ? INT64_MAX : q->after.v;
    struct rows *r = tx_query(look->tx, SQL_PLAN_PAGE, VAL(before), VAL(AGREEMENT_PAGE + 1));
    struct id last = ID_NONE, next = ID_NONE;

    json_name(out, "plans");
    json_list(out);
    for (int64_t n = 0; rows_next(r); n++) {
        if (n == AGREEMENT_PAGE) {
            next = last;
            rows_close(r);
            break;
        }
        last = rows_id(r, 0);
        json_open(out);
        put_plan(out, look, r);
        json_close(out);
    }
    json_list_end(out);
    put_next(out, look, "/plannen", next);
    json_creates(out, look, "plan");
    return OK;
}

/* "answers": does each neighbour's plan name this region too? [{"code", "name", "is_mutual",
 * "plan_url" (null without one)}] */
static void put_answers(struct json *out, const struct look *look, struct id plan,
                        struct text region)
{
    struct rows *r = tx_query(look->tx, SQL_PLAN_CLAUSES, VAL(plan));

    json_name(out, "answers");
    json_list(out);
    while (rows_next(r)) {
        struct text code = rows_text(r, 0);
        struct id theirs = plan_with(look->tx, code, region, look->now, NULL);

        json_open(out);
        json_put_text(out, "code", code);
        json_put_text(out, "name", directory_name_of(look->tx, code));
        json_put_bool(out, "is_mutual", !id_is_none(theirs));
        json_name(out, "plan_url");
        if (id_is_none(theirs))
            json_none(out);
        else
            json_text(out, text_printf(look->arena, "/plannen/%.*s",
                                       TEXT_FMT(id_text(look->arena, theirs))));
        json_close(out);
    }
    json_list_end(out);
}

/* A plan as in the list, with "answers", "acts" and "timeline". */
static enum result view_plan(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;
    struct rows *r = tx_query(look->tx, SQL_PLAN_ONE, VAL(q->id));
    struct text region;

    if (!rows_next(r))
        return NOT_FOUND;
    put_plan(out, look, r);
    region = rows_text(r, 1);
    rows_close(r);
    put_answers(out, look, q->id, region);
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, 50);
    return OK;
}

/* The form of a plan: what the neighbours' plans say already stands beside each of them. */
struct plan_form {
    const struct look *look;
    struct json *out;
    struct text region;
};

static void put_neighbour(void *ctx, const struct directory_region *n)
{
    struct plan_form *f = ctx;
    const struct look *look = f->look;

    json_open(f->out);
    json_put_text(f->out, "value", n->code);
    json_put_text(f->out, "name", n->name);
    json_put_bool(f->out, "has_theirs", plan_has_clause(look->tx, n->code, f->region, look->now));
    json_put_bool(f->out, "is_checked", plan_has_clause(look->tx, f->region, n->code, look->now));
    json_close(f->out);
}

static void put_kinds(const struct look *look, struct json *out)
{
    const struct choice_list *list = choices_find("plan_kind");

    json_name(out, "kinds");
    json_list(out);
    for (size_t i = 0; list && i < list->n; i++) {
        if (list->rows[i].is_retired)
            continue;
        json_open(out);
        json_put_cstr(out, "value", list->rows[i].code);
        json_put_cstr(out, "label",
                      text_is(text_of(look->lang), "en") ? list->rows[i].en : list->rows[i].nl);
        json_close(out);
    }
    json_list_end(out);
}

/* {"key", "post_url", "back_url", "region", "region_name", "has_region", "kinds": [{value, label}],
 * "neighbours": [{value, name, has_theirs, is_checked}]} of the viewer's own region. */
static enum result view_plan_form(const struct look *look, const void *query, struct json *out)
{
    struct plan_form f = { look, out, T("") };
    struct office own;

    (void)query;
    if (office_get(look->tx, look->viewer->office, look->now, &own) == OK && own.instance.len > 0)
        f.region = directory_region_of(look->tx, own.instance, look->now);
    json_form_key(out);
    json_put_text(out, "post_url", T("/plannen/nieuw/plan"));
    json_put_text(out, "back_url", T("/plannen"));
    json_put_text(out, "region", f.region);
    json_put_bool(out, "has_region", f.region.len > 0);
    json_put_text(out, "region_name",
                  f.region.len > 0 ? directory_name_of(look->tx, f.region) : T(""));
    put_kinds(look, out);
    json_name(out, "neighbours");
    json_list(out);
    if (f.region.len > 0)
        directory_neighbours(look->tx, f.region, look->now, put_neighbour, &f);
    json_list_end(out);
    return OK;
}

/* ---- agreements ---- */

/* {"agreements": [{id, what, amount_milli, reaction_hours, from_at, valid_until_on, until_at,
 * review_on, ended_at, unit, unit_words, is_in_force, is_review_due, self_url, parties: [{code,
 * name}]}], "next", "next_url"}, newest
 * first; only those the reader may see. A page may be short when many before it are not for this
 * reader. */
static enum result view_agreements(const struct look *look, const void *query, struct json *out)
{
    const struct page_asked *q = query;
    int64_t before = id_is_none(q->after) ? INT64_MAX : q->after.v;
    struct rows *r = tx_query(look->tx, SQL_AGREEMENT_PAGE, VAL(before), VAL(AGREEMENT_READ_MAX));
    struct id last = ID_NONE, next = ID_NONE;
    int64_t shown = 0, read = 0;

    json_name(out, "agreements");
    json_list(out);
    while (rows_next(r)) {
        struct id id = rows_id(r, 0);

        if (shown == AGREEMENT_PAGE) {
            next = last;
            rows_close(r);
            break;
        }
        last = id;
        if (++read == AGREEMENT_READ_MAX)
            next = id;
        if (!look_sees(look, "parties", id))
            continue;
        shown++;
        json_open(out);
        json_row_members(out, r);
        json_put_choice(out, "unit_words", "unit", rows_text(r, 9));
        json_put_bool(out, "is_in_force",
                      rows_instant(r, 6).us > look->now.us &&
                          (rows_is_null(r, 8) || rows_instant(r, 8).us > look->now.us));
        json_put_bool(out, "is_review_due",
                      !rows_is_null(r, 7) && rows_is_null(r, 8) &&
                          rows_int(r, 7) <= zone_day(look->zone, look->now).n);
        put_url(out, look, "/afspraken", id);
        put_named(out, "parties", look->tx, SQL_AGREEMENT_PARTIES, id);
        json_close(out);
    }
    json_list_end(out);
    put_next(out, look, "/afspraken", next);
    json_creates(out, look, "agreement");
    return OK;
}

/* {"id", "what", "amount_milli", "reaction_hours", "conditions", "from_at", "valid_until_on",
 * "until_at", "review_on", "ended_at", "end_reason", "unit", "clock_start", "clock_stop" (codes),
 * "unit_words", "start_words", "stop_words": {code, nl, en} or null, "is_in_force", "parties":
 * [{code, name}], "acts", "timeline"} */
static enum result view_agreement(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;
    struct rows *r = tx_query(look->tx, SQL_AGREEMENT_ONE, VAL(q->id));

    if (!rows_next(r))
        return NOT_FOUND;
    json_row_members(out, r);
    json_put_choice(out, "unit_words", "unit", rows_text(r, 11));
    json_put_choice(out, "start_words", "clock_start", rows_text(r, 12));
    json_put_choice(out, "stop_words", "clock_stop", rows_text(r, 13));
    rows_close(r);
    json_put_bool(out, "is_in_force",
                  tx_has(look->tx, SQL_AGREEMENT_IS_OPEN, VAL(q->id), VAL(look->now)));
    put_named(out, "parties", look->tx, SQL_AGREEMENT_PARTIES, q->id);
    json_acts(out, look, q->id, false);
    json_timeline(out, look, q->id, 50);
    return OK;
}

/* ---- the table ---- */

const struct view agreement_views[] = {
    {
        .name = "agreements",
        .title = N_("Agreements"),
        .audience = "offices",
        .path = "/agreements",
        .address = "/afspraken",
        .nav = "afspraken",
        FIELDS(
            page_asked, FIELD(page_asked, q, .label = N_("Search"), .max = 80, .optional = true),
            FIELD(page_asked, after, .label = N_("After"), .table = "agreement", .optional = true)),
        .build = view_agreements,
        .page = "agreements",
    },
    {
        .name = "agreement",
        .title = N_("Agreement"),
        .audience = "parties",
        .thing = "agreement",
        .path = "/agreements/{id}",
        .address = "/afspraken/{id}",
        FIELDS(one_asked, FIELD(one_asked, id, .label = N_("Agreement"), .table = "agreement")),
        .build = view_agreement,
        .page = "agreement",
    },
    {
        .name = "plans",
        .title = N_("Plans"),
        .audience = "offices",
        .path = "/plans",
        .address = "/plannen",
        FIELDS(page_asked, FIELD(page_asked, q, .label = N_("Search"), .max = 80, .optional = true),
               FIELD(page_asked, after, .label = N_("After"), .table = "plan", .optional = true)),
        .build = view_plans,
        .page = "plans",
    },
    {
        .name = "plan",
        .title = N_("Plan"),
        .audience = "offices",
        .thing = "plan",
        .path = "/plans/{id}",
        .address = "/plannen/{id}",
        FIELDS(one_asked, FIELD(one_asked, id, .label = N_("Plan"), .table = "plan")),
        .build = view_plan,
        .page = "plan",
    },
    {
        /* In the place of the plain form of register_plan: the own region and its neighbours. */
        .name = "plan_form",
        .title = N_("Register a plan"),
        .audience = "offices",
        .path = "/plan-forms",
        .address = "/plannen/nieuw/plan",
        FIELDS(nothing_asked,
               FIELD(nothing_asked, q, .label = N_("Search"), .max = 80, .optional = true)),
        .build = view_plan_form,
        .page = "plan_form",
    },
    {
        .name = "mandate",
        .title = N_("Mandate"),
        .audience = "offices",
        .thing = "mandate",
        .path = "/mandates/{id}",
        .address = "/mandaten/{id}",
        FIELDS(one_asked, FIELD(one_asked, id, .label = N_("Mandate"), .table = "mandate")),
        .build = view_mandate,
        .page = "mandate",
    },
    {
        /* In the place of the plain form of give_mandate: with what this office can give. */
        .name = "mandate_form",
        .title = N_("Give a mandate"),
        .audience = "offices",
        .path = "/mandate-forms",
        .address = "/mandaten/nieuw/mandaat",
        FIELDS(nothing_asked,
               FIELD(nothing_asked, q, .label = N_("Search"), .max = 80, .optional = true)),
        .build = view_mandate_form,
        .page = "mandate_form",
    },
};
