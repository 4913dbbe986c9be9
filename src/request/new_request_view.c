/* SPDX-License-Identifier: EUPL-1.2 */
/* The page of a new request: the form in five sections, the route beside it, the oral minimum
 * marked. */
#include <string.h>

#include "base/hash.h"
#include "base/tr.h"
#include "request/inner.h"
#include "request/views.h"

/* Which field stands in which section, in the order people fill them in. A folded section opens by
 * itself when something stands in it. */
struct section {
    const char *id, *title, *about;
    bool is_folded;
    const char *fields[20];
};

static const struct section draft_sections[] = {
    { "situatie",
      N_("Situation"),
      N_("What is happening, and why you need help."),
      false,
      { "incident", "situation", "own_insufficient", "urgent", "urgency", "planned",
        "found_explosive" } },
    { "effect",
      N_("Effect"),
      N_("What must be reached; who supplies chooses the means."),
      false,
      { "effect", "lines", "purpose", "force_needed" } },
    { "route",
      N_("Route"),
      N_("On which law you ask, and who was asked before."),
      false,
      { "legal_basis", "task_domain", "alternatives", "costs", "subsidiarity", "special_case",
        "why_not_57", "to_region", "plan_clauses", "follows" } },
    { "middelen",
      N_("Means and place"),
      N_("Where, when, and what the unit must know."),
      false,
      { "location", "municipality", "needed_from", "needed_until", "field_lead", "means_hint",
        "quantity", "safety", "armament", "logistics", "media", "classification" } },
    { "ondertekenen",
      N_("Sign"),
      N_("Who can be reached; then save, and send it for signature."),
      false,
      { "contact", "annexes" } },
};

/* At three in the morning: the call, what it must hold, and the rest for who knows it already. */
static const struct section call_sections[] = {
    { "gesprek",
      N_("The call"),
      N_("Whom you called, and when."),
      false,
      { "receiver", "channel", "happened_at" } },
    { "gevraagd",
      N_("What you ask"),
      N_("This is enough to start. The signed form with all other fields follows later."),
      false,
      { "effect", "lines", "location", "municipality", "needed_from", "contact", "purpose",
        "urgent", "urgency", "incident" } },
    { "meer",
      N_("More, if you know it already"),
      N_("You may leave this empty now."),
      true,
      { "legal_basis", "situation", "own_insufficient", "needed_until", "planned",
        "found_explosive", "force_needed", "means_hint", "field_lead", "safety", "task_domain",
        "costs", "classification", "follows" } },
};

/* One form: its action, its sections, and whether it records a call. */
struct sheet {
    const char *action;
    const struct section *sections;
    size_t n;
    bool is_call;
};

static const struct sheet draft_sheet = { "draft_request", draft_sections,
                                          sizeof(draft_sections) / sizeof(draft_sections[0]),
                                          false };
static const struct sheet call_sheet = { "open_oral_request", call_sections,
                                         sizeof(call_sections) / sizeof(call_sections[0]), true };

static const struct fieldset *fields_of(const struct sheet *sheet)
{
    for (size_t i = 0; i < REQUEST_ACTIONS; i++)
        if (strcmp(request_actions[i].name, sheet->action) == 0)
            return &request_actions[i].fields;
    return &request_actions[0].fields;
}

/* Asked by some routes only: shown when this one asks it, or when something stands there. */
static const char *const rare[] = { "subsidiarity", "special_case", "why_not_57", "to_region",
                                    "plan_clauses" };

static bool is_in(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* ---- what the route asks ---- */

struct wanted {
    const char *names[FACT_FIELDS_MAX];
    size_t n;
};

static void want(void *ctx, const char *field)
{
    struct wanted *w = ctx;

    if (w->n < FACT_FIELDS_MAX)
        w->names[w->n++] = field;
}

static const struct route *route_of_query(const struct look *look, const struct new_query *q)
{
    const struct route_shelf *shelf = route_shelf_shared();

    if (q->legal_basis.len > 0)
        return route_in_force(look->tx, q->legal_basis, look->now);
    for (size_t i = 0; i < route_shelf_count(shelf); i++) {
        const struct route *r =
            route_in_force(look->tx, route_id(route_shelf_at(shelf, i)), look->now);
        if (r)
            return r;
    }
    return NULL;
}

/* Set beforehand what the situation decides: the basis, the incident, that it is urgent and now. */
static json_t *preset(const struct look *look, const struct new_query *q, const struct route *route)
{
    json_t *input = json_object();
    struct text basis = route ? route_id(route) : T("");
    char id[ID_TEXT_MAX];

    (void)look;
    json_object_set_new(input, "legal_basis", json_stringn_nocheck(basis.at, basis.len));
    if (text_starts(basis, T("WVR51"))) {
        json_object_set_new(input, "purpose", json_string("disaster"));
        json_object_set_new(input, "task_domain", json_string("rampenbestrijding"));
    }
    if (route && route_cost(route))
        json_object_set_new(input, "costs", json_string(route_cost(route)));
    json_object_set_new(input, "classification", json_string("intern"));
    if (!id_is_none(q->incident)) {
        id_write(q->incident, id);
        json_object_set_new(input, "incident", json_string(id));
        json_object_set_new(input, "planned", json_false());
        json_object_set_new(input, "found_explosive", json_false());
        json_object_set_new(input, "force_needed", json_false());
        json_object_set_new(input, "urgent", json_true());
    }
    if (!id_is_none(q->follows)) {
        id_write(q->follows, id);
        json_object_set_new(input, "follows", json_string(id));
    }
    return input;
}

/* ---- fields as they stand on this page ---- */

/* The rungs as a choice. Words of a draft that the list does not know stay a text, so that a save
 * does not lose them. */
static const struct fieldset *rungs_to_choose(const struct look *look, const json_t *rungs)
{
    struct fieldset *set = arena_new(look->arena, struct fieldset);
    struct field *rows = arena_array(look->arena, struct field, (size_t)form_rung_fields.n);

    for (size_t i = 0; i < json_array_size(rungs); i++)
        if (!choice_find("rung",
                         json_string_text(json_object_get(json_array_get(rungs, i), "rung"))))
            return &form_rung_fields;
    if (!set || !rows)
        return &form_rung_fields;
    memcpy(rows, form_rung_fields.fields, (size_t)form_rung_fields.n * sizeof(*rows));
    for (int64_t i = 0; i < form_rung_fields.n; i++)
        if (strcmp(rows[i].name, "rung") == 0) {
            rows[i].kind = FIELD_CHOICE;
            rows[i].choices = "rung";
        }
    *set = (struct fieldset){ rows, form_rung_fields.n, form_rung_fields.size };
    return set;
}

/* When a field is needed, and after it what the field means. */
static const char *hint_of(const struct look *look, const struct field *f, bool is_call,
                           bool is_oral, bool is_written)
{
    const char *need = NULL;

    if (is_call)
        need = is_oral ? N_("Needed for the call.") : NULL;
    else if (is_oral)
        need = N_("Needed for a call already.");
    else if (is_written)
        need = N_("Needed when you submit in writing.");
    if (!need || !f->hint)
        return need ? need : f->hint;
    return text_cstr(look->arena, text_printf(look->arena, "%s %s", tr(look->lang, need),
                                              tr(look->lang, f->hint)));
}

/* The routes in force by their names, so that nobody has to know a code. */
static void put_routes(const struct look *look, const json_t *input, struct json *out)
{
    const struct route_shelf *shelf = route_shelf_shared();
    struct text now = json_string_text(json_object_get(input, "legal_basis"));
    struct text last = T("");

    json_name(out, "routes");
    json_list(out);
    for (size_t i = 0; i < route_shelf_count(shelf); i++) {
        struct text id = route_id(route_shelf_at(shelf, i));
        const struct route *r = route_in_force(look->tx, id, look->now);

        if (text_same(id, last) || (!r && !text_same(id, now)))
            continue; /* versions of one route stand together on the shelf */
        last = id;
        json_open(out);
        json_put_text(out, "value", id);
        json_put_route(out, "route", r ? r : route_shelf_at(shelf, i));
        json_put_text(out, "article", route_article(r ? r : route_shelf_at(shelf, i)));
        json_put_bool(out, "is_selected", text_same(id, now));
        json_close(out);
    }
    json_list_end(out);
}

static bool has_any(const struct section *section, const json_t *input)
{
    static const char *const always[] = { "legal_basis", "costs",   "classification",
                                          "task_domain", "planned", "found_explosive",
                                          "force_needed" };

    for (size_t i = 0; section->fields[i]; i++)
        if (json_object_get(input, section->fields[i]) &&
            !is_in(always, sizeof(always) / sizeof(always[0]), section->fields[i]))
            return true;
    return false;
}

static void put_section(const struct look *look, const struct sheet *sheet, size_t s,
                        const json_t *input, const struct wanted *oral,
                        const struct wanted *written, struct json *out)
{
    const struct fieldset *all = fields_of(sheet);
    const struct section *section = &sheet->sections[s];
    struct field *rows = arena_array(look->arena, struct field, 20);
    struct fieldset set = { .fields = rows, .n = 0, .size = all->size };

    json_open(out);
    json_put_cstr(out, "section_id", section->id);
    json_put_int(out, "number", (int64_t)s + 1);
    json_put_cstr(out, "section_title", tr(look->lang, section->title));
    json_put_cstr(out, "about", tr(look->lang, section->about));
    json_put_bool(out, "is_folded", section->is_folded);
    json_put_bool(out, "is_open", has_any(section, input));
    json_put_bool(out, "has_routes", is_in(section->fields, 20, "legal_basis"));
    for (size_t i = 0; rows && section->fields[i]; i++) {
        const struct field *f = fields_find(all, text_of(section->fields[i]));
        bool is_oral = is_in(oral->names, oral->n, f->name) || strcmp(f->name, "urgent") == 0;
        bool is_written = is_in(written->names, written->n, f->name);

        if (strcmp(f->name, "legal_basis") == 0 ||
            (is_in(rare, sizeof(rare) / sizeof(rare[0]), f->name) && !is_written &&
             !json_object_get(input, f->name)))
            continue;
        rows[set.n] = *f;
        rows[set.n].hint = hint_of(look, f, sheet->is_call, is_oral, is_written);
        if (f->item == &form_rung_fields)
            rows[set.n].item = rungs_to_choose(look, json_object_get(input, f->name));
        set.n++;
    }
    fields_form_json(&set, input, NULL, look, out);
    json_close(out);
}

static void put_minimum(const struct look *look, const struct wanted *oral, struct json *out)
{
    const struct fieldset *all = &request_actions[0].fields;

    json_name(out, "minimum");
    json_list(out);
    for (size_t i = 0; i < oral->n; i++) {
        const struct field *f = fields_find(all, text_of(oral->names[i]));
        if (!f)
            continue;
        json_open(out);
        json_put_cstr(out, "label", tr(look->lang, f->label));
        json_put_text(out, "field_url", text_printf(look->arena, "#f-%s", f->name));
        json_close(out);
    }
    json_list_end(out);
}

/* Who would be asked and told, if the need lies in the reader's own region. */
static void put_route(const struct look *look, const struct route *route, struct json *out)
{
    struct at_hand here = { .route = route, .region = T(""), .municipality = T("") };
    struct facts facts = { 0 };
    struct office own;

    json_name(out, "basis");
    if (!route) {
        json_none(out);
        return;
    }
    if (office_get(look->tx, look->viewer->office, look->now, &own) == OK)
        here.region = own.instance;
    json_open(out);
    json_put_route(out, "route", route);
    json_put_text(out, "article", route_article(route));
    json_put_int(out, "version", route_number(route));
    put_slot(look, &here, &facts, "asks", "requester", out);
    put_slot(look, &here, &facts, "told", "informed", out);
    put_slot(look, &here, &facts, "decides", "decider", out);
    json_name(out, "authority"); /* it follows from the place */
    json_none(out);
    json_put_choice(out, "force", "force_regime", text_of(route_force(route)));
    json_put_bool(out, "has_no_force", route_gives_no_force(route));
    json_put_choice(out, "costs", "cost_regime", text_of(route_cost(route)));
    json_put_text(out, "law_url",
                  text_printf(look->arena, "/wetten/%.*s", TEXT_FMT(route_id(route))));
    json_close(out);
}

static void put_key(struct json *out)
{
    unsigned char bytes[16];
    struct buf hex = buf_make(64);

    random_bytes(bytes, sizeof(bytes)); /* a form sent twice is one request */
    buf_add_hex(&hex, bytes, sizeof(bytes));
    json_put_text(out, "key", buf_text(&hex));
    buf_free(&hex);
}

/* The sections with their values, the route beside them, what a call needs. */
static void put_form(const struct look *look, const struct sheet *sheet, const struct route *route,
                     const json_t *input, struct json *out)
{
    struct wanted oral = { .n = 0 }, written = { .n = 0 };

    if (route) {
        route_required(route, "oral", want, &oral);
        route_required(route, "written", want, &written);
        route_required(route, "ladder", want, &written);
    }
    put_key(out);
    put_route(look, route, out);
    put_minimum(look, &oral, out);
    json_name(out, "sections");
    json_list(out);
    for (size_t s = 0; s < sheet->n; s++)
        put_section(look, sheet, s, input, &oral, &written, out);
    json_list_end(out);
    put_routes(look, input, out);
    json_put_bool(out, "may_call", look_has_role(look, "ROLE_REQUESTER"));
}

enum result view_new_request(const struct look *look, const void *query, struct json *out)
{
    const struct new_query *q = query;
    const struct route *route = route_of_query(look, q);
    json_t *input = preset(look, q, route);

    json_put_bool(out, "is_edit", false);
    json_put_bool(out, "may_edit", true);
    json_put_text(out, "number", T(""));
    json_put_int(out, "seen_version", 0);
    json_put_text(out, "post_url", T("/aanvragen/nieuw/aanvraag"));
    json_put_text(out, "oral_url", T("/aanvragen/nieuw/mondeling"));
    json_put_text(out, "back_url", T("/aanvragen"));
    put_form(look, &draft_sheet, route, input, out);
    json_decref(input);
    return OK;
}

/* The call of a new request: what a call needs stands open, the rest is folded. Who calls cannot
 * wait, so that is set beforehand. */
enum result view_new_call(const struct look *look, const void *query, struct json *out)
{
    const struct new_query *q = query;
    const struct route *route = route_of_query(look, q);
    json_t *input = preset(look, q, route);

    json_object_set_new(input, "urgent", json_true());
    json_object_set_new(input, "channel", json_string("phone"));
    json_put_text(out, "post_url", T("/aanvragen/nieuw/mondeling"));
    json_put_text(out, "back_url", T("/aanvragen"));
    json_put_text(out, "draft_url", T("/aanvragen/nieuw/aanvraag"));
    put_form(look, &call_sheet, route, input, out);
    json_decref(input);
    return OK;
}

/* The draft in the same form: a save replaces the whole, so the whole stands in it. */
enum result view_edit_request(const struct look *look, const void *query, struct json *out)
{
    const struct request_query *q = query;
    struct entry looking = { .object = q->id };
    struct at_hand h;
    struct thing t;
    json_t *input, *sealed;

    at_hand_take(&h, &looking, NULL, NULL, look->tx);
    if (!h.is_there || !h.route || thing_get(look->tx, q->id, &t) != OK)
        return NOT_FOUND;
    input = fields_write(&form_fields, &h.form, NULL);
    sealed = fields_write(&form_fields, &h.form, "contact");
    json_object_update(input, sealed);
    json_put_bool(out, "is_edit", true);
    json_put_bool(out, "may_edit", text_is(h.stage, "DRAFT") || text_is(h.stage, "RETURNED"));
    json_put_text(out, "number", h.number);
    json_put_int(out, "seen_version", t.version);
    json_put_text(out, "post_url",
                  text_printf(look->arena, "/aanvragen/%.*s/wijziging",
                              TEXT_FMT(id_text(look->arena, q->id))));
    json_put_text(out, "oral_url",
                  text_printf(look->arena, "/aanvragen/%.*s/mondeling",
                              TEXT_FMT(id_text(look->arena, q->id))));
    json_put_text(
        out, "back_url",
        text_printf(look->arena, "/aanvragen/%.*s", TEXT_FMT(id_text(look->arena, q->id))));
    put_form(look, &draft_sheet, h.route, input, out);
    json_decref(sealed);
    json_decref(input);
    return OK;
}
