/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of this room's views; the list of requests and the page of a new one. */
#include "request/views.h"

#include <string.h>

#include "base/tr.h"
#include "directory/directory.h"
#include "request/inner.h"
#include "request/stage_bar.h"
#include "request/statements.h"

enum { SCAN_MAX = 2000 }; /* rows read for one page of the list, however few the viewer may see */

struct text stage_class(struct text stage)
{
    static const struct {
        const char *class, *stages;
    } classes[] = {
        { "neutral", ",DRAFT,CLOSED,RETURNED_HOME,SETTLED,EVALUATED," },
        { "act", ",SUBMITTED,CHECKED,CIVIL_SEARCH,AWAIT_CONCUR," },
        { "def", ",AT_DEFENCE,ASSESSING," },
        { "ok", ",GRANTED,TASKED,EN_ROUTE,DEPLOYED,RELEASED," },
        { "wa", ",ORAL,RETURNED,OFFERED,PARTLY_GRANTED,EXTENSION,REBASED," },
        { "bad", ",REFUSED,RECALLED,WITHDRAWN," },
    };
    char needle[48] = ",";

    if (stage.len == 0 || stage.len > sizeof(needle) - 3)
        return T("neutral");
    memcpy(needle + 1, stage.at, stage.len);
    needle[stage.len + 1] = ',';
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        if (strstr(classes[i].stages, needle))
            return text_of(classes[i].class);
    return T("neutral");
}

bool route_gives_no_force(const struct route *route)
{
    return text_starts(text_of(route_force(route)), T("FORCE_NONE"));
}

/* The names of comma-separated codes in the reader's language; the first three, a desk needs no
 * more. */
struct text office_code_names(const struct look *look, struct text codes)
{
    struct text all = T(""), code;
    bool is_english = strcmp(look->lang, "en") == 0;

    for (int n = 0; n < 3 && text_cut(&codes, ',', &code); n++) {
        struct text name = code;

        for (size_t i = 0; i < office_names_len; i++)
            if (text_is(code, office_names[i].code))
                name = text_of(is_english ? office_names[i].en : office_names[i].nl);
        all = all.len == 0 ? name
                           : text_printf(look->arena, "%.*s, %.*s", TEXT_FMT(all), TEXT_FMT(name));
    }
    return all;
}

void put_slot(const struct look *look, const struct at_hand *h, const struct facts *facts,
              const char *name, const char *slot, struct json *out)
{
    struct id office = at_hand_office(h, look->tx, slot, facts, look->now);
    struct text codes = route_slot(h->route, slot, facts, look->arena);
    struct office o;

    json_name(out, name);
    json_open(out);
    json_put_text(out, "codes", codes);
    json_put_text(out, "title",
                  !id_is_none(office) && office_get(look->tx, office, look->now, &o) == OK
                      ? o.title
                      : office_code_names(look, codes));
    json_close(out);
}

/* "flags" as codes, and "flag_words" [{flag}] as people read them. */
void put_flags(const struct look *look, struct id request, struct json *out)
{
    json_flags(out, look->tx, request, look->now);
    json_flag_words(out, look->tx, request, look->now);
}

/* ---- requests ---- */

struct requests_query {
    struct text stage, region;
    struct yesno mine;
    struct id after;
};

struct listed {
    struct id id, drafter, requester;
    struct text number, stage, region, route;
    int64_t version;
    struct instant from, until, since;
    bool is_signed;
};

static struct rows *list_rows(const struct look *look, const struct requests_query *q)
{
    int64_t before = id_is_none(q->after) ? INT64_MAX : q->after.v;

    if (q->stage.len > 0)
        return tx_query(look->tx, SQL_REQUESTS_OF_STAGE, VAL(before), VAL((int64_t)SCAN_MAX),
                        VAL(q->stage));
    if (q->region.len > 0)
        return tx_query(look->tx, SQL_REQUESTS_OF_REGION, VAL(before), VAL((int64_t)SCAN_MAX),
                        VAL(q->region));
    return tx_query(look->tx, SQL_REQUESTS_NEWEST, VAL(before), VAL((int64_t)SCAN_MAX));
}

/* Mine: my office drafted or asked it, or works for its region. */
static bool is_mine(const struct look *look, const struct listed *l)
{
    struct id own = look->viewer->office;
    struct office o;

    if (id_same(l->drafter, own) || id_same(l->requester, own))
        return true;
    return l->region.len > 0 && office_get(look->tx, own, look->now, &o) == OK &&
           text_same(o.instance, l->region);
}

static struct listed listed_of(const struct rows *r)
{
    return (struct listed){
        .id = rows_id(r, 0),
        .number = rows_text(r, 1),
        .stage = rows_text(r, 2),
        .region = rows_text(r, 3),
        .route = rows_text(r, 4),
        .version = rows_int(r, 5),
        .from = rows_instant(r, 6),
        .until = rows_instant(r, 7),
        .since = rows_instant(r, 8),
        .drafter = rows_id(r, 9),
        .requester = rows_id(r, 10),
        .is_signed = rows_bool(r, 11),
    };
}

static void put_listed(const struct look *look, const struct listed *l, struct json *out)
{
    const struct route *route = route_version(l->route, l->version);
    const struct turn *turn = turn_of(l->stage, l->is_signed);
    struct thing t;

    json_open(out);
    json_put_id(out, "id", l->id);
    json_put_text(out, "number", l->number);
    json_put_text(out, "label", thing_get(look->tx, l->id, &t) == OK ? t.label : T(""));
    json_put_text(
        out, "self_url",
        text_printf(look->arena, "/aanvragen/%.*s", TEXT_FMT(id_text(look->arena, l->id))));
    json_put_text(out, "state", l->stage);
    json_put_stage(out, "stage", route, l->stage);
    json_put_text(out, "stage_class", stage_class(l->stage));
    json_put_route(out, "route", route);
    json_put_text(out, "article", route_article(route));
    json_put_text(out, "region", l->region);
    json_put_text(out, "region_name", directory_name_of(look->tx, l->region));
    json_put_instant(out, "needed_from_at", l->from);
    json_put_instant(out, "needed_until_at", l->until);
    json_put_instant(out, "stage_at", l->since);
    json_put_words(out, "next_act", turn && turn->act ? turn->act : "none",
                   turn && turn->words ? turn->words : N_("Nothing: the file is closed."));
    put_flags(look, l->id, out);
    json_close(out);
}

static bool is_listed(const struct look *look, const struct requests_query *q,
                      const struct listed *l)
{
    if (q->stage.len > 0 && !text_same(q->stage, l->stage))
        return false;
    if (q->region.len > 0 && !text_same(q->region, l->region))
        return false;
    if (q->mine.is == YES && !is_mine(look, l))
        return false;
    return look_sees(look, "parties", l->id) && route_version(l->route, l->version) != NULL;
}

static void put_next_page(const struct look *look, const struct requests_query *q, struct id last,
                          bool has_more, struct json *out)
{
    json_put_id(out, "next", has_more ? last : ID_NONE);
    json_name(out, "next_url");
    if (!has_more) {
        json_none(out);
        return;
    }
    json_text(out,
              text_printf(look->arena, "/aanvragen?after=%.*s%s%.*s%s%.*s%s",
                          TEXT_FMT(id_text(look->arena, last)), q->stage.len > 0 ? "&stage=" : "",
                          TEXT_FMT(q->stage), q->region.len > 0 ? "&region=" : "",
                          TEXT_FMT(q->region), q->mine.is == YES ? "&mine=ja" : ""));
}

static bool is_code(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!(t.at[i] == '_' || (t.at[i] >= '0' && t.at[i] <= '9') ||
              (t.at[i] >= 'A' && t.at[i] <= 'Z')))
            return false;
    return true;
}

/* The stages of the first route in force, as choices of the filter. */
static void put_stage_filter(const struct look *look, const struct requests_query *q,
                             struct json *out)
{
    static const char *const open[] = {
        "DRAFT",      "ORAL",      "SUBMITTED", "RETURNED", "CHECKED",        "CIVIL_SEARCH",
        "AT_DEFENCE", "ASSESSING", "OFFERED",   "GRANTED",  "PARTLY_GRANTED", "TASKED",
        "EN_ROUTE",   "DEPLOYED",  "EXTENSION", "RELEASED", "RETURNED_HOME",  "SETTLED",
        "EVALUATED",  "REFUSED",   "WITHDRAWN", "CLOSED"
    };
    const struct route_shelf *shelf = route_shelf_shared();

    (void)look;
    json_name(out, "stages");
    json_list(out);
    for (size_t i = 0; route_shelf_count(shelf) > 0 && i < sizeof(open) / sizeof(open[0]); i++) {
        json_open(out);
        json_put_stage(out, "stage", route_shelf_at(shelf, 0), text_of(open[i]));
        json_put_cstr(out, "value", open[i]);
        json_put_bool(out, "is_selected", text_is(q->stage, open[i]));
        json_close(out);
    }
    json_list_end(out);
}

static enum result view_requests(const struct look *look, const void *query, struct json *out)
{
    const struct requests_query *q = query;
    struct listed *found = arena_array(look->arena, struct listed, LIST_PAGE);
    struct id last = ID_NONE;
    bool has_more = false;
    int64_t n = 0, scanned = 0;
    struct rows *r;

    if (!found)
        return LIMIT;
    if (!is_code(q->stage) || !is_code(q->region))
        return NOT_FOUND; /* no stage and no region is spelled so */
    r = list_rows(look, q);
    while (!has_more && rows_next(r)) {
        struct listed l = listed_of(r);

        scanned++;
        if (n == LIST_PAGE || scanned == SCAN_MAX) {
            has_more = true;
            rows_close(r);
        } else {
            last = l.id;
            if (is_listed(look, q, &l))
                found[n++] = l;
        }
    }
    json_name(out, "requests");
    json_list(out);
    for (int64_t i = 0; i < n; i++)
        put_listed(look, &found[i], out);
    json_list_end(out);
    put_next_page(look, q, last, has_more, out);
    json_put_int(out, "count", n);
    json_put_text(out, "stage", q->stage);
    json_put_text(out, "region", q->region);
    json_put_bool(out, "is_mine", q->mine.is == YES);
    json_put_bool(out, "has_filter", q->stage.len > 0 || q->region.len > 0 || q->mine.is == YES);
    json_put_text(out, "list_url", T("/aanvragen"));
    json_put_text(out, "new_url", T("/aanvragen/nieuw"));
    json_put_bool(out, "may_draft",
                  look_has_role(look, "ROLE_PREPARER") || look_has_role(look, "ROLE_REQUESTER"));
    put_stage_filter(look, q, out);
    return OK;
}

#define NEW_QUERY                                                                                  \
    FIELDS(new_query,                                                                              \
           FIELD(new_query, legal_basis, .label = N_("Legal basis"), .max = 40, .optional = true), \
           FIELD(new_query, incident, .label = N_("Incident"), .table = "incident",                \
                 .optional = true),                                                                \
           FIELD(new_query, follows, .label = N_("Follows request"), .table = "request",           \
                 .optional = true),                                                                \
           FIELD(new_query, municipality, .label = N_("Municipality"), .optional = true))

const struct view request_views[REQUEST_VIEWS] = {
    {
        .name = "requests",
        .title = N_("Requests"),
        .audience = "offices", /* each row asks for its own parties */
        .path = "/requests",
        .address = "/aanvragen",
        .nav = "aanvragen",
        FIELDS(requests_query,
               FIELD(requests_query, stage, .label = N_("Stage"), .max = 40, .optional = true),
               FIELD(requests_query, region, .label = N_("Region"), .max = 40, .optional = true),
               FIELD(requests_query, mine, .label = N_("Only of my office"), .optional = true),
               FIELD(requests_query, after, .label = N_("After"), .table = "request",
                     .optional = true)),
        .build = view_requests,
        .page = "requests",
    },
    {
        .name = "request",
        .title = N_("Request"),
        .audience = "parties",
        .thing = "request",
        .path = "/requests/{id}",
        .address = "/aanvragen/{id}",
        .nav = "aanvragen",
        FIELDS(request_query, FIELD(request_query, id, .label = N_("Request"), .table = "request")),
        .build = view_request,
        .page = "request",
    },
    {
        .name = "new_request",
        .title = N_("New request"),
        .audience = "offices",
        .path = "/request-forms",
        .address = "/aanvragen/nieuw",
        .nav = "aanvragen",
        NEW_QUERY,
        .build = view_choose_route,
        .page = "new_request",
    },
    {
        /* In the place of the plain form of draft_request: the same fields, in sections. */
        .name = "draft_form",
        .title = N_("New request"),
        .audience = "offices",
        .path = "/draft-forms",
        .address = "/aanvragen/nieuw/aanvraag",
        NEW_QUERY,
        .build = view_new_request,
        .page = "new_request",
    },
    {
        /* In the place of the plain form of open_oral_request: what a call needs comes first. */
        .name = "call_form",
        .title = N_("Record a request made by phone"),
        .audience = "offices",
        .path = "/call-forms",
        .address = "/aanvragen/nieuw/mondeling",
        NEW_QUERY,
        .build = view_new_call,
        .page = "new_call",
    },
    {
        /* In the place of the plain form of submit_at_once: the draft's sections, signed. */
        .name = "submit_form",
        .title = N_("Draft, sign and submit at once"),
        .audience = "offices",
        .path = "/submit-forms",
        .address = "/aanvragen/nieuw/ineens",
        NEW_QUERY,
        .build = view_submit_at_once,
        .page = "new_request",
    },
    {
        /* In the place of the plain form of edit_request: with all that stands in the draft. */
        .name = "edit_form",
        .title = N_("Edit the draft"),
        .audience = "parties",
        .thing = "request",
        .path = "/requests/{id}/edit-form",
        .address = "/aanvragen/{id}/wijziging",
        FIELDS(request_query, FIELD(request_query, id, .label = N_("Request"), .table = "request")),
        .build = view_edit_request,
        .page = "new_request",
    },
    {
        .name = "request_file",
        .title = N_("File of the request"),
        .audience = "parties",
        .thing = "request",
        .path = "/requests/{id}/file",
        .address = "/aanvragen/{id}/dossier",
        .nav = "aanvragen",
        FIELDS(request_query, FIELD(request_query, id, .label = N_("Request"), .table = "request")),
        .build = view_request,
        .page = "request_file",
    },
};
