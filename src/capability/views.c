/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room. Who may not see exact amounts gets kind, agreed amount and agreed
 * reaction time (READINESS_SECRET), and is told that something is withheld. */
#include <assert.h>

#include "base/tr.h"
#include "capability/inner.h"
#include "capability/statements.h"

struct capabilities_query {
    struct text q, type;
    struct id owner, region, after;
    struct yesno military;
    int64_t within_hours;
};
enum { REGIONS_SHOWN = 40 }; /* there are 25 */

struct no_query {
    struct text q; /* a struct needs a member; nothing is asked */
};

static const struct fieldset sum_items =
    ITEM(sum_item, FIELD(sum_item, code, .label = N_("Kind of capability"), .max = 40));

/* ---- the card that everybody may see ---- */

static void put_type(struct json *out, const char *name, struct text id)
{
    const struct capability_type *type = capability_type_find(id);

    json_name(out, name);
    json_open(out);
    json_put_text(out, "code", id);
    json_put_text(out, "nl", type ? text_of(type->nl) : id);
    json_put_text(out, "en", type ? text_of(type->en) : id);
    json_close(out);
}

/* {"hours_milli", "start", "stop", "practice_milli"} or null: a reaction is a
 * tuple. */
static void put_reaction(struct json *out, int64_t hours_milli, int64_t practice_milli,
                         struct text start, struct text stop)
{
    json_name(out, "reaction");
    if (hours_milli == INT_NONE && practice_milli == INT_NONE) {
        json_none(out);
        return;
    }
    json_open(out);
    if (hours_milli == INT_NONE)
        json_put_cstr(out, "hours_milli", NULL);
    else
        json_put_int(out, "hours_milli", hours_milli);
    json_put_choice(out, "start", "clock_start", start);
    json_put_choice(out, "stop", "clock_stop", stop);
    if (practice_milli == INT_NONE)
        json_put_cstr(out, "practice_milli", NULL);
    else
        json_put_int(out, "practice_milli", practice_milli);
    json_close(out);
}

static void put_url(struct json *out, const struct look *look, const char *name, const char *at,
                    struct id id)
{
    json_put_text(out, name,
                  text_printf(look->arena, "%s/%.*s", at, TEXT_FMT(id_text(look->arena, id))));
}

/* Members of the open object; false when there is none. */
static bool put_card(struct json *out, const struct look *look, struct id id)
{
    struct rows *r = tx_query(look->tx, SQL_CAPABILITY_CARD, VAL(id));
    struct id office, region;

    if (!rows_next(r))
        return false;
    office = rows_id(r, 13);
    region = rows_id(r, 6);
    json_put_id(out, "id", id);
    put_url(out, look, "self_url", "/capaciteit", id);
    put_type(out, "type", rows_text(r, 1));
    json_put_text(out, "name", rows_peek(r, 2));
    json_put_int(out, "quantity", rows_int(r, 3));
    json_put_text(out, "unit", rows_peek(r, 4));
    json_put_text(out, "home", rows_peek(r, 5));
    json_put_choice(out, "guarantee", "guarantee", rows_text(r, 7));
    put_reaction(out, rows_int(r, 8), rows_int(r, 9), rows_text(r, 10), rows_text(r, 11));
    json_put_bool(out, "is_military", rows_bool(r, 12));
    json_put_bool(out, "is_ended", !rows_is_null(r, 15));
    json_put_instant(out, "ended_at", rows_instant(r, 15));
    rows_close(r);
    json_put_thing(out, "region", look->tx, region);
    json_put_office(out, "holder", look->tx, office);
    return true;
}

/* ---- the looks ---- */

static void put_row(struct json *out, const struct look *look, struct id id)
{
    struct capability c;

    if (capability_get(look->tx, id, &c) != OK)
        return;
    json_open(out);
    put_card(out, look, id);
    capability_put_exact(out, look, &c, false);
    json_close(out);
}

/* 1: Defence's, 0: civil, -1: both. */
static int64_t side_of(const struct capabilities_query *q)
{
    return q->military.is == UNKNOWN ? -1 : q->military.is == YES;
}

/* A value of a query string: what RFC 3986 does not call unreserved becomes %XX. */
static void add_escaped(struct buf *b, struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        char c = t.at[i];

        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
            c == '-' || c == '.' || c == '_' || c == '~') {
            buf_add_byte(b, c);
        } else {
            buf_add_byte(b, '%');
            buf_add_hex(b, &c, 1);
        }
    }
}

/* "next" and "next_url": the same filter, after the last row shown; null at the end. */
static void put_next(struct json *out, const struct look *look, const struct capabilities_query *q,
                     struct id last)
{
    struct buf *b = tx_scratch(look->tx, 0);

    json_put_id(out, "next", last);
    json_name(out, "next_url");
    if (id_is_none(last)) {
        json_none(out);
        return;
    }
    buf_add_cstr(b, "/capaciteit?q=");
    add_escaped(b, q->q);
    buf_add_cstr(b, "&type=");
    add_escaped(b, q->type);
    if (q->military.is != UNKNOWN)
        buf_add_cstr(b, q->military.is == YES ? "&military=ja" : "&military=nee");
    if (q->within_hours != INT_NONE)
        buf_printf(b, "&within_hours=%lld", (long long)q->within_hours);
    buf_printf(b, "&owner=%.*s&region=%.*s&after=%.*s", TEXT_FMT(id_text(look->arena, q->owner)),
               TEXT_FMT(id_text(look->arena, q->region)), TEXT_FMT(id_text(look->arena, last)));
    json_text(out, buf_text(b));
}

/* {"q", "type", "capabilities": [{card…, is_shown, exact | withheld}], "next", "next_url",
 * "types": [{code, nl, en, is_selected}]}: the filter's list of kinds comes along. */
static enum result view_capabilities(const struct look *look, const void *query, struct json *out)
{
    const struct capabilities_query *q = query;
    struct id ids[CAPABILITY_PAGE + 1];
    int n = 0;
    struct rows *r =
        tx_query(look->tx, SQL_CAPABILITY_PAGE_IDS, VAL(q->after.v), VAL(q->type), VAL(q->owner.v),
                 VAL(q->region.v), VAL(like_words(look->arena, q->q)), VAL(CAPABILITY_PAGE + 1),
                 VAL(side_of(q)), VAL(q->within_hours == INT_NONE ? 0 : q->within_hours * 1000));

    while (rows_next(r) && n <= CAPABILITY_PAGE)
        ids[n++] = rows_id(r, 0);
    json_put_text(out, "q", q->q);
    json_put_text(out, "type", q->type);
    json_put_bool(out, "is_both", q->military.is == UNKNOWN);
    json_put_bool(out, "is_only_military", q->military.is == YES);
    json_put_bool(out, "is_only_civil", q->military.is == NO);
    json_name(out, "within_hours");
    if (q->within_hours == INT_NONE)
        json_none(out);
    else
        json_int(out, q->within_hours);
    json_name(out, "regions");
    json_list(out);
    things_put_options(out, look, "region", id_text(look->arena, q->region), REGIONS_SHOWN);
    json_list_end(out);
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
    json_name(out, "capabilities");
    json_list(out);
    for (int i = 0; i < n && i < CAPABILITY_PAGE; i++)
        put_row(out, look, ids[i]);
    json_list_end(out);
    json_put_bool(out, "is_empty", n == 0);
    json_put_bool(out, "is_filtered",
                  !text_is_empty(q->q) || !text_is_empty(q->type) || !id_is_none(q->owner) ||
                      !id_is_none(q->region));
    json_put_cstr(out, "list_url", "/capaciteit");
    json_put_cstr(out, "ceilings_url", "/plafonds");
    json_put_cstr(out, "scarcity_url", "/schaarste");
    json_put_cstr(out, "catalogue_url", "/catalogus");
    json_creates(out, look, "capability");
    put_next(out, look, q, n > CAPABILITY_PAGE ? ids[CAPABILITY_PAGE - 1] : ID_NONE);
    return OK;
}

/* "ceilings": those over it, the smallest first. */
static void put_ceilings(struct json *out, const struct look *look, struct id id)
{
    struct rows *r = tx_query(look->tx, SQL_CEILINGS_OVER_NAMED, VAL(id));

    json_name(out, "ceilings");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_row_members(out, r);
        put_url(out, look, "self_url", "/plafonds", rows_id(r, 0));
        json_close(out);
    }
    json_list_end(out);
}

/* {card…, "ceilings": [{id, name, amount}], is_shown, exact | withheld, "acts", "timeline"}: the
 * timeline tells amounts, so it comes with exact only. */
static enum result view_capability(const struct look *look, const void *query, struct json *out)
{
    const struct capability_query *q = query;
    struct capability c;

    if (capability_get(look->tx, q->id, &c) != OK || !put_card(out, look, q->id))
        return NOT_FOUND;
    json_put_cstr(out, "list_url", "/capaciteit");
    json_put_text(
        out, "scarcity_url",
        text_printf(look->arena, "/schaarste?pool=%.*s", TEXT_FMT(id_text(look->arena, q->id))));
    json_put_text(out, "reports_url",
                  text_printf(look->arena, "/capaciteit/%.*s/meldingen",
                              TEXT_FMT(id_text(look->arena, q->id))));
    put_ceilings(out, look, q->id);
    capability_put_exact(out, look, &c, true);
    json_acts(out, look, q->id, false);
    if (capability_shows_exactly(look, &c))
        json_timeline(out, look, q->id, 50);
    else
        json_put_cstr(out, "timeline", NULL);
    return OK;
}

/* {"id", "name", "reports": [newest first]}: audience holder. */
static enum result view_readiness_detail(const struct look *look, const void *query,
                                         struct json *out)
{
    const struct capability_query *q = query;
    struct rows *r;

    if (!put_card(out, look, q->id))
        return NOT_FOUND;
    json_name(out, "reports");
    json_list(out);
    r = tx_query(look->tx, SQL_READINESS_REPORTS, VAL(q->id), VAL(CAPABILITY_PAGE));
    while (rows_next(r)) {
        json_open(out);
        capability_put_report(out, look, r);
        json_close(out);
    }
    json_list_end(out);
    return OK;
}

/* {card…, "ready", "holds", "reservations"}: what is promised of it, and until when; audience
 * holder. */
static enum result view_commitments(const struct look *look, const void *query, struct json *out)
{
    const struct capability_query *q = query;

    if (!put_card(out, look, q->id))
        return NOT_FOUND;
    json_put_int(out, "ready", capability_ready(look->tx, q->id));
    capability_put_commitments(out, look, q->id);
    return OK;
}

static void put_int_or_null(struct json *out, const char *name, int64_t v)
{
    json_name(out, name);
    if (v == INT_NONE)
        json_none(out);
    else
        json_int(out, v);
}

static void put_kind(struct json *out, const struct look *look, const struct capability_type *t)
{
    json_open(out);
    json_put_cstr(out, "code", t->id);
    json_put_cstr(out, "nl", t->nl);
    json_put_cstr(out, "en", t->en);
    json_put_cstr(out, "owner", t->owner);
    json_put_choice(out, "category", "capability_category", text_of(t->category));
    json_put_choice(out, "guarantee", "guarantee", text_of(t->guarantee));
    put_int_or_null(out, "quantity", t->typical);
    json_put_cstr(out, "unit", t->unit);
    put_reaction(out, t->reaction_milli_hours, INT_NONE, text_of(t->clock_start),
                 text_of(t->clock_stop));
    json_put_bool(out, "is_upper_bound", t->is_upper_bound);
    json_put_cstr(out, "routes", t->routes);
    json_put_cstr(out, "source", t->source);
    json_name(out, "inside");
    if (t->inside) {
        const struct capability_type *outer = capability_type_find(text_of(t->inside));

        json_open(out);
        json_put_cstr(out, "code", outer->id);
        json_put_cstr(out, "nl", outer->nl);
        json_put_cstr(out, "en", outer->en);
        json_close(out);
    } else {
        json_none(out);
    }
    json_put_int(out, "pools", tx_int(look->tx, SQL_POOLS_OF_TYPE, 0, VAL(text_of(t->id))));
    json_put_text(out, "pools_url", text_printf(look->arena, "/capaciteit?type=%s", t->id));
    json_close(out);
}

/* {"types": [{code, nl, en, owner, category, guarantee, quantity, unit, reaction, inside,
 * pools…}]}: kind, agreed amount and agreed reaction time as published; never readiness. */
static enum result view_catalogue(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    json_name(out, "types");
    json_list(out);
    for (size_t i = 0; i < capability_types_len; i++)
        put_kind(out, look, &capability_types[i]);
    json_list_end(out);
    return OK;
}

/* ---- the table ---- */

const struct view capability_views[CAPABILITY_VIEWS] = {
    {
        .name = "capabilities",
        .title = N_("Capabilities"),
        .audience = "offices",
        .path = "/capabilities",
        .address = "/capaciteit",
        .nav = "capaciteit",
        FIELDS(capabilities_query,
               FIELD(capabilities_query, q, .label = N_("Search"), .max = 80, .optional = true),
               FIELD(capabilities_query, type, .label = N_("Kind of capability"), .max = 40,
                     .optional = true),
               FIELD(capabilities_query, owner, .label = N_("Holder"), .table = "office",
                     .optional = true),
               FIELD(capabilities_query, region, .label = N_("Safety region"), .table = "region",
                     .optional = true),
               FIELD(capabilities_query, military, .label = N_("Belongs to Defence"),
                     .optional = true),
               FIELD(capabilities_query, within_hours, .label = N_("Within hours"), .min = 1,
                     .max = 8760, .optional = true),
               FIELD(capabilities_query, after, .label = N_("After"), .table = "capability",
                     .optional = true)),
        .build = view_capabilities,
        .page = "capabilities",
    },
    {
        .name = "capability",
        .title = N_("Capability"),
        .audience = "offices",
        .thing = "capability",
        .path = "/capabilities/{id}",
        .address = "/capaciteit/{id}",
        .nav = "capaciteit",
        FIELDS(capability_query,
               FIELD(capability_query, id, .label = N_("Capability"), .table = "capability")),
        .build = view_capability,
        .page = "capability",
    },
    {
        .name = "readiness_detail",
        .title = N_("Readiness reports"),
        .audience = "holder",
        .thing = "capability",
        .path = "/capabilities/{id}/readiness-reports",
        .address = "/capaciteit/{id}/meldingen",
        .nav = "capaciteit",
        FIELDS(capability_query,
               FIELD(capability_query, id, .label = N_("Capability"), .table = "capability")),
        .build = view_readiness_detail,
        .page = "readiness_detail",
    },
    {
        .name = "commitments",
        .title = N_("Commitments"),
        .audience = "holder",
        .thing = "capability",
        .path = "/capabilities/{id}/commitments",
        FIELDS(capability_query,
               FIELD(capability_query, id, .label = N_("Capability"), .table = "capability")),
        .build = view_commitments,
    },
    {
        .name = "catalogue",
        .title = N_("Catalogue of capabilities"),
        .audience = "offices",
        .path = "/capability-types",
        .address = "/catalogus",
        .nav = "meer",
        FIELDS(no_query, FIELD(no_query, q, .label = N_("Search"), .max = 80, .optional = true)),
        .build = view_catalogue,
        .page = "catalogue",
    },
    {
        .name = "ceilings",
        .title = N_("Ceilings"),
        .audience = "offices",
        .path = "/ceilings",
        .address = "/plafonds",
        .nav = "meer",
        FIELDS(no_query, FIELD(no_query, q, .label = N_("Search"), .max = 80, .optional = true)),
        .build = capability_view_ceilings,
        .page = "ceilings",
    },
    {
        .name = "ceiling",
        .title = N_("Ceiling"),
        .audience = "offices",
        .thing = "ceiling",
        .path = "/ceilings/{id}",
        .address = "/plafonds/{id}",
        .nav = "capaciteit",
        FIELDS(capability_query,
               FIELD(capability_query, id, .label = N_("Ceiling"), .table = "ceiling")),
        .build = capability_view_ceiling,
        .page = "ceiling",
    },
    {
        .name = "ceiling_sum",
        .title = N_("Ceilings together"),
        .audience = "offices",
        .path = "/ceiling-sum",
        FIELDS(sum_query, FIELD(sum_query, of, .label = N_("Kinds of capability"),
                                .item = &sum_items, .flat = true, .min = 1, .max = 20)),
        .build = capability_view_ceiling_sum,
    },
};
