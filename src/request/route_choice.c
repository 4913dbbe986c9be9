/* SPDX-License-Identifier: EUPL-1.2 */
#include "request/route_choice.h"

#include <string.h>

#include "agreement/agreement.h"
#include "base/tr.h"
#include "directory/directory.h"
#include "request/inner.h"
#include "request/neighbours.h"

/* ---- which routes there are, and for whom ---- */

/* Calls `each` for the version in force of every route, in legal order. */
static void routes_in_force(const struct look *look,
                            void (*each)(void *ctx, const struct route *route), void *ctx)
{
    const struct route_shelf *shelf = route_shelf_shared();
    struct text last = T("");

    for (size_t i = 0; i < route_shelf_count(shelf); i++) {
        struct text id = route_id(route_shelf_at(shelf, i));
        const struct route *r;

        if (text_same(id, last))
            continue; /* versions of one route stand together on the shelf */
        last = id;
        r = route_in_force(look->tx, id, look->now);
        if (r)
            each(ctx, r);
    }
}

/* Under art. 39 the chair stands in for the mayors: what holds at the viewer's own place now. */
bool viewer_fills(const struct look *look, const struct route *route, const char *slot)
{
    struct facts facts = { 0 };
    struct office own;
    struct text place;

    if (office_get(look->tx, look->viewer->office, look->now, &own) != OK)
        return false;
    place = directory_region_of(look->tx, own.instance, look->now);
    if (place.len > 0)
        fact_set(
            &facts, "art39",
            text_of(art39_here(look->tx, place,
                               text_same(place, own.instance) ? T("") : own.instance, look->now)));
    return has_code(route_slot(route, slot, &facts, look->arena), own.code);
}

struct picking {
    const struct look *look;
    const struct route *of_defence, *usable, *any;
    int64_t n_usable;
};

static void pick(void *ctx, const struct route *route)
{
    struct picking *p = ctx;
    const struct facts none = { 0 };

    if (!p->any)
        p->any = route;
    if (!viewer_fills(p->look, route, "requester") && !viewer_fills(p->look, route, "preparer"))
        return;
    p->n_usable++;
    if (!p->usable)
        p->usable = route;
    if (!p->of_defence &&
        has_code(route_slot(route, "tester", &none, p->look->arena), T("DOPS.desk")))
        p->of_defence = route;
}

const struct route *choice_route(const struct look *look, const struct new_query *q)
{
    struct picking p = { .look = look };

    if (q->legal_basis.len > 0)
        return route_in_force(look->tx, q->legal_basis, look->now);
    routes_in_force(look, pick, &p);
    return p.of_defence ? p.of_defence : p.usable ? p.usable : p.any;
}

bool choice_is_open(const struct look *look, const struct new_query *q)
{
    struct picking p = { .look = look };

    if (q->legal_basis.len > 0)
        return false;
    routes_in_force(look, pick, &p);
    return p.n_usable != 1 && p.any;
}

/* ---- the choices as people read them ---- */

struct text choice_url(const struct look *look, const struct new_query *q, struct text basis)
{
    struct text url = text_printf(look->arena, "/aanvragen/nieuw%s%.*s",
                                  basis.len > 0 ? "/aanvraag?legal_basis=" : "?", TEXT_FMT(basis));
    const char *amp = basis.len > 0 ? "&" : "";

    if (!id_is_none(q->incident)) {
        url = text_printf(look->arena, "%.*s%sincident=%.*s", TEXT_FMT(url), amp,
                          TEXT_FMT(id_text(look->arena, q->incident)));
        amp = "&";
    }
    if (!id_is_none(q->follows))
        url = text_printf(look->arena, "%.*s%sfollows=%.*s", TEXT_FMT(url), amp,
                          TEXT_FMT(id_text(look->arena, q->follows)));
    return url;
}

/* Where a call on this basis is recorded. */
static struct text call_url(const struct look *look, const struct new_query *q, struct text basis)
{
    struct text url =
        text_printf(look->arena, "/aanvragen/nieuw/mondeling?legal_basis=%.*s", TEXT_FMT(basis));

    if (!id_is_none(q->incident))
        url = text_printf(look->arena, "%.*s&incident=%.*s", TEXT_FMT(url),
                          TEXT_FMT(id_text(look->arena, q->incident)));
    if (!id_is_none(q->follows))
        url = text_printf(look->arena, "%.*s&follows=%.*s", TEXT_FMT(url),
                          TEXT_FMT(id_text(look->arena, q->follows)));
    return url;
}

void put_who(const struct look *look, const struct route *route, const char *name, const char *slot,
             struct json *out)
{
    const struct facts none = { 0 };
    struct text codes = T(""), code, all = T("");

    if (route_has_slot(route, slot))
        codes = route_slot(route, slot, &none, look->arena);
    json_name(out, name);
    if (codes.len == 0) {
        json_none(out);
        return;
    }
    while (text_cut(&codes, ',', &code)) {
        struct text words = text_is(code, "*.minister") ? text_of(tr(look->lang, N_("a minister")))
                                                        : office_code_names(look, code);
        all = all.len == 0 ? words
                           : text_printf(look->arena, "%.*s, %.*s", TEXT_FMT(all), TEXT_FMT(words));
    }
    if (route_slot_is_of_supplier(route, slot))
        all = text_printf(look->arena, "%.*s, %s", TEXT_FMT(all),
                          tr(look->lang, N_("of the region that is asked")));
    json_open(out);
    json_put_text(out, "title", all);
    json_close(out);
}

struct needing {
    const struct look *look;
    struct json *out;
};

static void put_need(void *ctx, const char *field)
{
    struct needing *n = ctx;
    const struct field *f = fields_find(&request_actions[0].fields, text_of(field));
    static const char *const shared[] = { "situation",   "effect",          "location",
                                          "needed_from", "needed_until",    "own_insufficient",
                                          "field_lead",  "safety",          "costs",
                                          "contact",     "purpose",         "lines",
                                          "planned",     "found_explosive", "force_needed",
                                          "urgent" };

    if (!f)
        return;
    for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++)
        if (strcmp(shared[i], field) == 0)
            return; /* every route asks it */
    json_open(n->out);
    json_put_cstr(n->out, "label", tr(n->look->lang, f->label));
    json_close(n->out);
}

struct choosing {
    const struct look *look;
    const struct new_query *q;
    const struct route *chosen;
    struct json *out;
};

static void put_choice(void *ctx, const struct route *route)
{
    struct choosing *c = ctx;
    struct needing needs = { c->look, c->out };
    bool may_ask = viewer_fills(c->look, route, "requester");
    bool may_prepare = viewer_fills(c->look, route, "preparer");
    struct json *out = c->out;

    json_open(out);
    json_put_text(out, "value", route_id(route));
    json_put_route(out, "route", route);
    json_put_route_text(out, "text", route);
    json_put_text(out, "article", route_article(route));
    put_who(c->look, route, "asks", "requester", out);
    put_who(c->look, route, "decides", "decider", out);
    put_who(c->look, route, "agrees", "concurrer", out);
    put_who(c->look, route, "told", "informed", out);
    put_who(c->look, route, "also_told", "minister", out);
    put_pattern(out, route, c->look->arena);
    json_put_choice(out, "force", "force_regime", text_of(route_force(route)));
    json_put_bool(out, "has_no_force", route_gives_no_force(route));
    json_put_choice(out, "costs", "cost_regime", text_of(route_cost(route)));
    json_name(out, "needs");
    json_list(out);
    route_required(route, "written", put_need, &needs);
    route_required(route, "ladder", put_need, &needs);
    json_list_end(out);
    json_put_bool(out, "may_ask", may_ask);
    json_put_bool(out, "may_prepare", may_prepare && !may_ask);
    json_put_bool(out, "is_usable", may_ask || may_prepare);
    json_put_bool(out, "is_selected", c->chosen && text_same(route_id(c->chosen), route_id(route)));
    json_put_text(out, "choose_url", choice_url(c->look, c->q, route_id(route)));
    json_put_bool(out, "may_call", may_ask && look_has_role(c->look, "ROLE_REQUESTER"));
    json_put_text(out, "call_url", call_url(c->look, c->q, route_id(route)));
    json_put_text(out, "law_url",
                  text_printf(c->look->arena, "/wetten/%.*s", TEXT_FMT(route_id(route))));
    json_close(out);
}

void put_choices_of_route(const struct look *look, const struct new_query *q,
                          const struct route *chosen, struct json *out)
{
    struct choosing c = { look, q, chosen, out };

    json_name(out, "choices");
    json_list(out);
    routes_in_force(look, put_choice, &c);
    json_list_end(out);
}

/* ---- neighbours and their plans ---- */

struct text own_region(const struct look *look)
{
    struct office own;

    if (office_get(look->tx, look->viewer->office, look->now, &own) != OK || own.instance.len == 0)
        return T("");
    return directory_region_of(look->tx, own.instance, look->now);
}

enum { NEIGHBOURS_MAX = 40 };

struct neighbour {
    struct id id;
    struct text code, name;
    struct id own, theirs; /* plans; none: no clause */
    struct day own_until, theirs_until;
};
struct neighbours {
    const struct look *look;
    struct text region;
    struct neighbour rows[NEIGHBOURS_MAX];
    size_t n;
};

static void add_neighbour(void *ctx, const struct directory_region *region)
{
    struct neighbours *all = ctx;
    struct neighbour *row = &all->rows[all->n];
    const struct look *look = all->look;

    if (all->n == NEIGHBOURS_MAX)
        return; /* more than there are regions */
    *row = (struct neighbour){ .id = region->id, .code = region->code, .name = region->name };
    row->own = plan_with(look->tx, all->region, region->code, look->now, &row->own_until);
    row->theirs = plan_with(look->tx, region->code, all->region, look->now, &row->theirs_until);
    all->n++;
}

static bool is_listed(const json_t *list, struct text id)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (text_same(json_string_text(json_array_get(list, i)), id))
            return true;
    return false;
}

static void put_plan(const struct look *look, struct id plan, const char *words, struct text name,
                     bool is_checked, struct json *out)
{
    json_open(out);
    json_put_id(out, "value", plan);
    json_put_text(out, "label",
                  text_printf(look->arena, "%s %.*s", tr(look->lang, words), TEXT_FMT(name)));
    json_put_text(out, "plan_url",
                  text_printf(look->arena, "/plannen/%.*s", TEXT_FMT(id_text(look->arena, plan))));
    json_put_bool(out, "is_checked", is_checked);
    json_close(out);
}

/* The own plan once, though it names several neighbours; then theirs; then what else was filled in,
 * so that a save does not lose it. */
static void put_plans(const struct neighbours *all, const json_t *given,
                      const struct neighbour *only, struct json *out)
{
    const struct look *look = all->look;
    json_t *shown = json_array();

    json_name(out, "plans");
    json_list(out);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < all->n; i++) {
            const struct neighbour *row = &all->rows[i];
            struct id plan = side == 0 ? row->own : row->theirs;
            struct text id = id_text(look->arena, plan);

            if (id_is_none(plan) || is_listed(shown, id))
                continue;
            json_array_append_new(shown, json_stringn_nocheck(id.at, id.len));
            put_plan(look, plan, side == 0 ? N_("Plan of the own region,") : N_("Plan of"),
                     side == 0 ? directory_name_of(look->tx, all->region) : row->name,
                     is_listed(given, id) || (json_array_size(given) == 0 &&
                                              (row == only || (only && id_same(plan, only->own)))),
                     out);
        }
    for (size_t i = 0; i < json_array_size(given); i++) {
        struct id plan;

        if (is_listed(shown, json_string_text(json_array_get(given, i))) ||
            !id_read(json_string_text(json_array_get(given, i)), &plan))
            continue;
        put_plan(look, plan, N_("Plan of"), thing_label_of(look->tx, plan), true, out);
    }
    json_list_end(out);
    json_decref(shown);
}

bool put_neighbours(const struct look *look, struct text region, const json_t *input,
                    struct json *out)
{
    struct neighbours *all = arena_new(look->arena, struct neighbours);
    struct text asked = json_string_text(json_object_get(input, "to_region"));
    const struct neighbour *only = NULL;
    size_t n_both = 0;

    if (!all || region.len == 0) {
        json_put_bool(out, "has_neighbours", false);
        return false;
    }
    *all = (struct neighbours){ .look = look, .region = region };
    directory_neighbours(look->tx, region, look->now, add_neighbour, all);
    asked = asked.len > 0 ? directory_region_of(look->tx, asked, look->now) : asked;
    for (size_t i = 0; i < all->n; i++)
        if (!id_is_none(all->rows[i].own) && !id_is_none(all->rows[i].theirs)) {
            only = n_both == 0 ? &all->rows[i] : NULL;
            n_both++;
        }
    only = asked.len > 0 || look->sent ? NULL : only; /* what was typed is not chosen anew */
    json_put_bool(out, "has_neighbours", all->n > 0);
    json_put_bool(out, "has_both", n_both > 0);
    json_put_text(out, "own_name", directory_name_of(look->tx, region));
    json_name(out, "neighbours");
    json_list(out);
    for (size_t i = 0; i < all->n; i++) {
        const struct neighbour *row = &all->rows[i];
        bool has_own = !id_is_none(row->own), has_theirs = !id_is_none(row->theirs);

        json_open(out);
        json_put_id(out, "value", row->id);
        json_put_text(out, "code", row->code);
        json_put_text(out, "name", row->name);
        json_put_bool(out, "is_selected", text_same(asked, row->code) || row == only);
        json_put_bool(out, "is_both", has_own && has_theirs);
        json_put_bool(out, "lacks_own", !has_own && has_theirs);
        json_put_bool(out, "lacks_theirs", has_own && !has_theirs);
        json_put_bool(out, "lacks_both", !has_own && !has_theirs);
        json_close(out);
    }
    json_list_end(out);
    put_plans(all, json_object_get(input, "plan_clauses"), only, out);
    return all->n > 0;
}

/* ---- what is said beforehand ---- */

static const struct {
    const char *ladder, *rule;
} ladders[] = {
    { "LADDER_DISASTER",
      N_("Own means first, then a neighbouring region, other regions through the Minister, other "
         "ministries, Defence. It is an order of address, not a ban on asking Defence early.") },
    { "LADDER_POLICE",
      N_("The own unit first, then other police units (56), the Marechaussee (57), and other armed "
         "forces in special cases (58).") },
    { "LADDER_PUBLIC",
      N_("Own means first, then the market, then other public bodies; Defence when none of them "
         "can, in time and adequately.") },
};

static void find_municipality(void *ctx, const char *field)
{
    bool *found = ctx;

    *found = *found || strcmp(field, "municipality") == 0;
}

static void find_any(void *ctx, const char *field)
{
    bool *found = ctx;

    (void)field;
    *found = true;
}

void put_route_rules(const struct look *look, const struct route *route, struct json *out)
{
    bool is_one_form = false, has_ladder = false;
    const char *rule = NULL;

    if (route) {
        route_required(route, "written", find_municipality, &is_one_form);
        route_required(route, "ladder", find_any, &has_ladder);
    }
    for (size_t i = 0; has_ladder && i < sizeof(ladders) / sizeof(ladders[0]); i++)
        if (strcmp(route_ladder(route), ladders[i].ladder) == 0)
            rule = tr(look->lang, ladders[i].rule);
    json_put_bool(out, "is_one_form", is_one_form);
    json_put_bool(out, "is_cost_first", route && strcmp(route_cost(route), "COST_MSOB") == 0);
    json_put_cstr(out, "ladder_rule", rule);
}

/* ---- set beforehand ---- */

void preset_by_route(const struct route *route, json_t *input)
{
    static const struct {
        const char *purpose, *domain;
    } domains[] = {
        { "disaster", "rampenbestrijding" },
        { "public_order", "openbare orde" },
        { "criminal_law", "strafrechtelijke handhaving" },
        { "public_interest", "openbaar belang" },
    };
    struct text id = route_id(route), purpose = route_purpose(route);

    json_object_set_new(input, "legal_basis", json_stringn_nocheck(id.at, id.len));
    if (purpose.len > 0)
        json_object_set_new(input, "purpose", json_stringn_nocheck(purpose.at, purpose.len));
    for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++)
        if (text_is(purpose, domains[i].purpose))
            json_object_set_new(input, "task_domain", json_string(domains[i].domain));
    json_object_set_new(input, "costs", json_string(route_cost(route)));
}

bool preset_from(const struct look *look, struct id follows, const struct route *route,
                 json_t *input)
{
    struct entry looking = { .object = follows };
    struct at_hand h;
    json_t *old, *sealed;
    static const char *const own[] = { "follows",   "purpose",      "task_domain", "costs",
                                       "to_region", "plan_clauses", "legal_basis" };
    static const char *const places[] = { "municipality", "municipalities", "location" };
    char id[ID_TEXT_MAX];
    bool is_same;

    if (!look_sees(look, "parties", follows))
        return false;
    at_hand_take(&h, &looking, NULL, NULL, look->tx);
    if (!h.is_there || !h.route)
        return false;
    is_same = route && text_same(route_id(h.route), route_id(route));
    old = fields_write(&form_fields, &h.form, NULL);
    sealed = fields_write(&form_fields, &h.form, "contact");
    json_object_update(old, sealed);
    for (size_t i = 0; !is_same && i < sizeof(own) / sizeof(own[0]); i++)
        json_object_del(old, own[i]);
    for (size_t i = 0; is_same && i < sizeof(places) / sizeof(places[0]); i++)
        json_object_del(old, places[i]);
    json_object_update(input, old);
    id_write(follows, id);
    json_object_set_new(input, "follows", json_string(id));
    json_decref(sealed);
    json_decref(old);
    return true;
}
