/* SPDX-License-Identifier: EUPL-1.2 */
/* The looks of this room: offices, one office, mandates, who am I, refused attempts, demo sign-in.
 */
#include <assert.h>
#include <string.h>

#include "access/inner.h"
#include "access/statements.h"
#include "base/tr.h"

struct no_query {
    struct text q; /* a struct needs a member; nothing is asked */
};
struct list_query {
    struct text q;
    struct id after;
};
struct thing_query {
    struct id id;
};
struct refusals_query {
    int64_t before;
};

/* The texts of a statement's first column as a list of strings. */
static void put_list(struct json *out, const char *name, struct tx *tx, const struct statement *st,
                     struct id id)
{
    struct rows *r = tx_query(tx, st, VAL(id));

    json_name(out, name);
    json_list(out);
    while (rows_next(r))
        json_text(out, rows_peek(r, 0));
    json_list_end(out);
}

/* "roles": [{"code","nl","en"}] */
static void put_roles(struct json *out, struct tx *tx, struct id office)
{
    struct rows *r = tx_query(tx, SQL_OFFICE_ROLES, VAL(office));

    json_name(out, "roles");
    json_list(out);
    while (rows_next(r)) {
        const struct choice_row *row = choice_find("role", rows_peek(r, 0));

        json_open(out);
        json_put_text(out, "code", rows_peek(r, 0));
        json_put_text(out, "nl", row != NULL ? text_of(row->nl) : rows_peek(r, 0));
        json_put_text(out, "en", row != NULL ? text_of(row->en) : rows_peek(r, 0));
        json_close(out);
    }
    json_list_end(out);
}

/* Mandates with the page of each; the id stands first. */
static void put_mandates(struct json *out, const struct look *look, const char *name,
                         struct rows *r)
{
    json_name(out, name);
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_row_members(out, r);
        json_put_text(out, "self_url",
                      text_printf(look->arena, "/mandaten/%.*s",
                                  TEXT_FMT(id_text(look->arena, rows_id(r, 0)))));
        json_close(out);
    }
    json_list_end(out);
}

/* ---- offices ---- */

/* {"q", "offices": [{id, code, org, instance, title, valid_from_at, valid_until_at, self_url}],
 * "next", "next_url"} in the order of the codes. */
static enum result view_offices(const struct look *look, const void *query, struct json *out)
{
    const struct list_query *q = query;
    struct text code = T(""), instance = T("");
    struct id after = q->after;
    struct rows *r;

    if (!id_is_none(after)) {
        r = tx_query(look->tx, SQL_OFFICE_ANY, VAL(after));
        if (rows_next(r)) {
            code = rows_text(r, 1);
            instance = rows_text(r, 3);
            rows_close(r);
        }
    }
    json_put_text(out, "q", q->q);
    if (text_is_empty(q->q))
        r = tx_query(look->tx, SQL_OFFICE_PAGE, VAL(code), VAL(instance), VAL(after.v),
                     VAL(LIST_PAGE + 1));
    else
        r = tx_query(look->tx, SQL_OFFICE_SEARCH, VAL(code), VAL(instance), VAL(after.v),
                     VAL(LIST_PAGE + 1), VAL(like_words(look->arena, q->q)));
    json_list_page(out, "offices", r, LIST_PAGE, "/ambten", "/ambten", q->q, look->arena);
    json_creates(out, look, "office");
    return OK;
}

static bool may_see_holders(const struct look *look, struct id office)
{
    return id_same(look->viewer->office, office) || look_has_code(look, OFFICE_ADMIN) ||
           look_has_role(look, "ROLE_AUDITOR");
}

/* {"id", "code", "org", "instance", "title", "valid_from_at", "valid_until_at", "is_valid",
 * "areas": [code], "roles": [{code, nl, en}], "mandates": [given, in force], "mandates_to": [to its
 * code, in force], "has_holders_shown", "holders": [{holder, from_at, until_at}], "acts"}. Holders
 * are shown to the office itself, the administrator and the auditor; no timeline, because it would
 * name them to everybody. */
static enum result view_office(const struct look *look, const void *query, struct json *out)
{
    const struct thing_query *q = query;
    struct office o;
    bool is_shown = may_see_holders(look, q->id);
    struct text code;

    if (!json_row(out, look->tx, SQL_OFFICE_ANY, VAL(q->id)))
        return NOT_FOUND;
    json_put_bool(out, "is_valid", office_get(look->tx, q->id, look->now, &o) == OK);
    put_list(out, "areas", look->tx, SQL_OFFICE_AREAS, q->id);
    put_roles(out, look->tx, q->id);
    put_mandates(out, look, "mandates",
                 tx_query(look->tx, SQL_MANDATES_OF_OFFICE, VAL(q->id), VAL(look->now)));
    code = tx_text(look->tx, SQL_OFFICE_CODE, VAL(q->id));
    put_mandates(out, look, "mandates_to",
                 tx_query(look->tx, SQL_MANDATES_TO_CODE, VAL(code), VAL(look->now)));
    json_put_bool(out, "has_holders_shown", is_shown);
    json_rows(out, "holders", look->tx, SQL_HOLDERS_OF_OFFICE, VAL(is_shown ? q->id : ID_NONE));
    json_acts(out, look, q->id, false);
    return OK;
}

/* {"is_signed_in", "actor", "channel", "office": {…}, "areas", "roles", "mandates" (usable now),
 * "given" (in force now)} */
static enum result view_my_office(const struct look *look, const void *query, struct json *out)
{
    struct id office = look->viewer->office;
    struct text code = tx_text(look->tx, SQL_OFFICE_CODE, VAL(office));

    (void)query;
    json_put_text(out, "actor", look->viewer->actor);
    json_put_text(out, "channel", look->viewer->channel);
    json_put_office(out, "office", look->tx, office);
    json_put_text(out, "office_url",
                  text_printf(look->arena, "/ambten/%.*s", TEXT_FMT(id_text(look->arena, office))));
    put_list(out, "areas", look->tx, SQL_OFFICE_AREAS, office);
    put_roles(out, look->tx, office);
    put_mandates(out, look, "mandates",
                 tx_query(look->tx, SQL_MANDATES_TO_CODE, VAL(code), VAL(look->now)));
    put_mandates(out, look, "given",
                 tx_query(look->tx, SQL_MANDATES_OF_OFFICE, VAL(office), VAL(look->now)));
    return OK;
}

/* ---- mandates ---- */

/* {"mandates": [{id, from_office_id, from_title, to_code, given_at, valid_until_on, until_at,
 * revoked_at, to_title, self_url}], "next", "next_url"}, newest first. The page of one stands in
 * agreement/, which knows routes and regions by their names. */
static enum result view_mandates(const struct look *look, const void *query, struct json *out)
{
    const struct list_query *q = query;
    int64_t before = id_is_none(q->after) ? INT64_MAX : q->after.v;
    struct rows *r = tx_query(look->tx, SQL_MANDATE_PAGE, VAL(before), VAL(LIST_PAGE + 1));

    json_list_page(out, "mandates", r, LIST_PAGE, "/mandaten", "/mandaten", T(""), look->arena);
    json_creates(out, look, "mandate");
    return OK;
}

/* ---- the space, refused attempts, demo sign-in ---- */

/* {"id", "name", "kind", "about", "opened_at"} */
static enum result view_space(const struct look *look, const void *query, struct json *out)
{
    (void)query;
    return json_row_values(out, look->tx, SQL_SPACE_CARD, NULL, 0) ? OK : NOT_FOUND;
}

/* {"refusals": [{n, refused_at, actor, office_id, office, channel, action, object_id, codes}],
 * "next", "next_url"}, newest first: for the auditor. */
static enum result view_refusals(const struct look *look, const void *query, struct json *out)
{
    const struct refusals_query *q = query;
    int64_t before = q->before == INT_NONE ? INT64_MAX : q->before, last = 0, n = 0;
    struct rows *r = tx_query(look->tx, SQL_REFUSAL_PAGE, VAL(before), VAL(LIST_PAGE + 1));
    bool has_more = false;

    json_name(out, "refusals");
    json_list(out);
    while (rows_next(r)) {
        if (n++ == LIST_PAGE) {
            has_more = true;
            rows_close(r);
            break;
        }
        last = rows_int(r, 0);
        json_open(out);
        json_row_members(out, r);
        json_close(out);
    }
    json_list_end(out);
    json_name(out, "next_url");
    if (has_more)
        json_text(out, text_printf(look->arena, "/geweigerd?before=%lld", (long long)last));
    else
        json_none(out);
    return OK;
}

/* The groups of demo sign-in by kind of organisation; what is in none is "others". */
static const struct {
    const char *code, *title, *orgs;
} groups[] = {
    { "regions", N_("Safety regions"), " VR ROT RMOA MELDKAMER GHOR COPI RBT TBZ RAV " },
    { "municipalities", N_("Municipalities and water authorities"), " GEMEENTE GBT WATERSCHAP " },
    { "state", N_("State and provinces"),
      " MIN_JENV NCTV NCC LOCC KCR2 MCCB ICCB DCC CDK VWS RWS RIVM KUSTWACHT " },
    { "defence", N_("Defence"),
      " MIN_DEF CDS DOPS DJZ TOC AC_KL RMC RMC_NOORD RMC_WESTMIDDEN RMC_ZUID RMBA CLAS CZSK CLSK "
      "DOSCO"
      " KMAR EODD CBRN_RE ALLIED_FORCE NATO " },
    { "justice", N_("Police and justice"), " PU KORPSCHEF OM CPG REGIOBURGEMEESTER TEV " },
    { "others", N_("Others"), NULL },
};
enum { GROUP_COUNT = sizeof(groups) / sizeof(groups[0]) };

static size_t group_of(struct arena *a, struct text org)
{
    const char *padded = text_cstr(a, text_printf(a, " %.*s ", TEXT_FMT(org)));

    for (size_t g = 0; g + 1 < GROUP_COUNT; g++)
        if (strstr(groups[g].orgs, padded) != NULL)
            return g;
    return GROUP_COUNT - 1;
}

static void put_demo_office(struct json *out, struct tx *tx, const struct rows *r)
{
    json_open(out);
    json_row_members(out, r);
    put_roles(out, tx, rows_id(r, 0));
    json_close(out);
}

void json_demo_offices(struct json *out, struct tx *tx, struct instant when)
{
    json_name(out, "groups");
    json_list(out);
    for (size_t g = 0; g < GROUP_COUNT; g++) {
        struct rows *r = tx_query(tx, SQL_DEMO_OFFICES, VAL(when));
        bool has_some = false;

        while (rows_next(r)) {
            if (group_of(tx_arena(tx), rows_text(r, 2)) != g ||
                text_is(rows_peek(r, 1), OFFICE_CLOCK))
                continue;
            if (!has_some) {
                json_open(out);
                json_put_words(out, "title", groups[g].code, groups[g].title);
                json_name(out, "offices");
                json_list(out);
            }
            has_some = true;
            put_demo_office(out, tx, r);
        }
        if (has_some) {
            json_list_end(out);
            json_close(out);
        }
    }
    json_list_end(out);
}

/* ---- the table ---- */

const struct view access_views[] = {
    {
        .name = "offices",
        .title = N_("Offices"),
        .audience = "offices",
        .path = "/offices",
        .address = "/ambten",
        FIELDS(list_query, FIELD(list_query, q, .label = N_("Search"), .max = 80, .optional = true),
               FIELD(list_query, after, .label = N_("After"), .table = "office", .optional = true)),
        .build = view_offices,
        .page = "offices",
    },
    {
        .name = "office",
        .title = N_("Office"),
        .audience = "offices",
        .thing = "office",
        .path = "/offices/{id}",
        .address = "/ambten/{id}",
        FIELDS(thing_query, FIELD(thing_query, id, .label = N_("Office"), .table = "office")),
        .build = view_office,
        .page = "office",
    },
    {
        .name = "mandates",
        .title = N_("Mandates"),
        .audience = "offices",
        .path = "/mandates",
        .address = "/mandaten",
        FIELDS(
            list_query, FIELD(list_query, q, .label = N_("Search"), .max = 80, .optional = true),
            FIELD(list_query, after, .label = N_("After"), .table = "mandate", .optional = true)),
        .build = view_mandates,
        .page = "mandates",
    },
    {
        .name = "my_office",
        .title = N_("Who am I"),
        .audience = "self",
        .path = "/my-office",
        .address = "/wie-ben-ik",
        FIELDS(no_query, FIELD(no_query, q, .label = N_("Search"), .max = 80, .optional = true)),
        .build = view_my_office,
        .page = "my_office",
    },
    {
        .name = "space",
        .title = N_("Space"),
        .audience = "public",
        .path = "/space",
        FIELDS(no_query, FIELD(no_query, q, .label = N_("Search"), .max = 80, .optional = true)),
        .build = view_space,
    },
    {
        .name = "refusals",
        .title = N_("Refused attempts"),
        .audience = "auditor",
        .path = "/refusals",
        .address = "/geweigerd",
        FIELDS(refusals_query,
               FIELD(refusals_query, before, .label = N_("Before"), .optional = true)),
        .build = view_refusals,
        .page = "refusals",
    },
};
