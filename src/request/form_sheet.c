/* SPDX-License-Identifier: EUPL-1.2 */
#include "request/form_sheet.h"

#include <string.h>

#include "base/hash.h"
#include "base/tr.h"
#include "directory/directory.h"
#include "request/inner.h"
#include "request/neighbours.h"

/* Sections hold the fields in the order people fill them in. */
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
      { "location", "municipality", "municipalities", "needed_from", "needed_until", "field_lead",
        "means_hint", "quantity", "safety", "armament", "logistics", "media", "classification" } },
    { "ondertekenen",
      N_("Sign"),
      N_("Who can be reached; then save, and send it for signature."),
      false,
      { "contact", "annexes", "office", "mandate" } },
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

#define SECTIONS(t) .sections = (t), .n = sizeof(t) / sizeof((t)[0])
const struct sheet draft_sheet = { .action = "draft_request", SECTIONS(draft_sections) };
const struct sheet call_sheet = { .action = "open_oral_request",
                                  .is_call = true,
                                  SECTIONS(call_sections) };
const struct sheet submit_sheet = { .action = "submit_at_once",
                                    .is_at_once = true,
                                    .ends = N_("Who can be reached, and as whom you sign."),
                                    SECTIONS(draft_sections) };

static const struct fieldset *fields_of(const struct sheet *sheet)
{
    for (size_t i = 0; i < REQUEST_ACTIONS; i++)
        if (strcmp(request_actions[i].name, sheet->action) == 0)
            return &request_actions[i].fields;
    return &request_actions[0].fields;
}

/* Asked by some routes only: shown when this one asks it. What stands in one that this route does
 * not ask is folded away under it, and kept. */
static const char *const rare[] = {
    "subsidiarity", "special_case", "why_not_57",   "to_region",
    "plan_clauses", "armament",     "alternatives", "municipalities"
};

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

/* ---- fields as they stand on this page ---- */

static bool is_of_list(const char *list, struct text value)
{
    return value.len == 0 || choice_find(list, value);
}

const char *form_list_of(const struct field *f, const struct request_form *form)
{
    return strcmp(f->name, "subsidiarity") == 0 && is_of_list("subsidiarity", form->subsidiarity)
               ? "subsidiarity"
               : NULL;
}

/* One page with its form, as its parts need it. */
struct page {
    const struct look *look;
    const struct sheet *sheet;
    const struct route *route;
    const json_t *input;
    const struct verdict *said; /* of the form that comes back; NULL: nothing yet */
    struct wanted oral, written;
    bool has_neighbours; /* they are shown in the place of to_region and plan_clauses */
    bool is_one_form;    /* one form per municipality */
};

/* The rungs as a choice. Words of a draft that the list does not know stay a text, so that a save
 * does not lose them. */
static const struct fieldset *rungs_to_choose(const struct look *look, const json_t *rungs)
{
    struct fieldset *set = arena_new(look->arena, struct fieldset);
    struct field *rows = arena_array(look->arena, struct field, (size_t)form_rung_fields.n);

    for (size_t i = 0; i < json_array_size(rungs); i++)
        if (!is_of_list("rung",
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

/* Fields that are shown in a way of their own on this page. */
static bool is_elsewhere(const struct page *page, const char *name)
{
    return strcmp(name, "legal_basis") == 0 ||
           (page->has_neighbours &&
            (strcmp(name, "to_region") == 0 || strcmp(name, "plan_clauses") == 0));
}

static bool is_asked(const struct page *page, const char *name)
{
    if (!is_in(rare, sizeof(rare) / sizeof(rare[0]), name))
        return true;
    /* Who may name one municipality may name more under art. 39. */
    if (strcmp(name, "municipalities") == 0)
        name = "municipality";
    return is_in(page->written.names, page->written.n, name);
}

static struct field field_here(const struct page *page, const struct field *f)
{
    bool is_oral = is_in(page->oral.names, page->oral.n, f->name) || strcmp(f->name, "urgent") == 0;
    const json_t *value = json_object_get(page->input, f->name);
    struct field row = *f;

    bool is_written = is_in(page->written.names, page->written.n, f->name);
    bool is_at_once = page->sheet->is_at_once; /* all that any stage asks is asked now */

    row.hint = hint_of(page->look, f, page->sheet->is_call, is_oral && !is_at_once,
                       is_written || (is_oral && is_at_once));
    if (f->item == &form_rung_fields)
        row.item = rungs_to_choose(page->look, value);
    if (strcmp(f->name, "subsidiarity") == 0 &&
        is_of_list("subsidiarity", json_string_text(value))) {
        row.hint = N_("Choose which of the three it is; say more under why own means fall short.");
        row.kind = FIELD_CHOICE;
        row.choices = "subsidiarity";
        row.lines = false;
    }
    return row;
}

/* What was found wrong stands open, whether the route asks it or not. */
static bool is_open_field(const struct page *page, const char *name)
{
    return is_asked(page, name) || field_has_fault(name, page->said);
}

static bool is_in_no_section(const struct sheet *sheet, const char *name)
{
    for (size_t s = 0; s < sheet->n; s++)
        if (is_in(sheet->sections[s].fields, SECTION_FIELDS, name))
            return false;
    return true;
}

/* What was typed on another page of the same request and has no place on this one: it stands under
 * the last section, so that nothing is lost. */
static bool is_left_over(const struct page *page, const struct section *section, const char *name)
{
    const struct sheet *sheet = page->sheet;

    return page->said && section == &sheet->sections[sheet->n - 1] &&
           is_in_no_section(sheet, name) &&
           (json_object_get(page->input, name) || field_has_fault(name, page->said));
}

/* The fields of the section: those that the route asks. */
static void put_fields(const struct page *page, const struct section *section, struct json *out)
{
    const struct fieldset *all = fields_of(page->sheet);
    struct field *rows = arena_array(page->look->arena, struct field, SECTION_FIELDS);
    struct fieldset set = { .fields = rows, .n = 0, .size = all->size };

    for (size_t i = 0; rows && i < SECTION_FIELDS && section->fields[i]; i++) {
        const struct field *f = fields_find(all, text_of(section->fields[i]));

        if (f && !is_elsewhere(page, f->name) && is_open_field(page, f->name))
            rows[set.n++] = field_here(page, f);
    }
    fields_form_json(&set, page->input, page->said, page->look, out);
}

/* "kept": what the route does not ask but is filled in; "has_kept", "is_kept_open". */
static void put_kept(const struct page *page, const struct section *section, struct json *out)
{
    const struct fieldset *all = fields_of(page->sheet);
    struct field *rows = arena_array(page->look->arena, struct field, (size_t)all->n);
    struct fieldset set = { .fields = rows, .n = 0, .size = all->size };
    bool is_open = false;

    for (int64_t i = 0; rows && i < all->n; i++) {
        const char *name = all->fields[i].name;
        bool is_kept = is_in(section->fields, SECTION_FIELDS, name) && !is_open_field(page, name) &&
                       json_object_get(page->input, name);

        if (is_elsewhere(page, name) || (!is_kept && !is_left_over(page, section, name)))
            continue;
        is_open = is_open || field_has_fault(name, page->said);
        rows[set.n++] = field_here(page, &all->fields[i]);
    }
    json_name(out, "kept");
    json_open(out);
    fields_form_json(&set, page->input, page->said, page->look, out);
    json_close(out);
    json_put_bool(out, "has_kept", set.n > 0);
    json_put_bool(out, "is_kept_open", is_open);
}

/* A folded section with a fault in it, or with what has no place elsewhere, stands open. */
static bool must_open(const struct page *page, const struct section *section, bool has_neighbours)
{
    const struct fieldset *all = fields_of(page->sheet);

    for (int64_t i = 0; page->said && i < all->n; i++) {
        const char *name = all->fields[i].name;
        bool is_here = is_in(section->fields, SECTION_FIELDS, name) ||
                       (has_neighbours && is_elsewhere(page, name));

        if ((is_here && field_has_fault(name, page->said)) ||
            (is_left_over(page, section, name) && !is_elsewhere(page, name)))
            return true;
    }
    return false;
}

static void put_section(const struct page *page, size_t s, struct json *out)
{
    const struct section *section = &page->sheet->sections[s];
    bool has_route = is_in(section->fields, SECTION_FIELDS, "legal_basis");
    bool has_place = is_in(section->fields, SECTION_FIELDS, "municipality");
    bool is_last = s + 1 == page->sheet->n;
    const char *about = is_last && page->sheet->ends ? page->sheet->ends : section->about;

    json_open(out);
    json_put_cstr(out, "section_id", section->id);
    json_put_int(out, "number", (int64_t)s + 1);
    json_put_cstr(out, "section_title", tr(page->look->lang, section->title));
    json_put_cstr(out, "about", tr(page->look->lang, about));
    json_put_bool(out, "is_folded", section->is_folded);
    json_put_bool(out, "is_open",
                  has_any(section, page->input) ||
                      must_open(page, section, has_route && page->has_neighbours));
    json_put_bool(out, "has_routes", has_route);
    json_put_bool(out, "is_of_neighbours", has_route && page->has_neighbours);
    json_put_bool(out, "is_of_place", has_place && page->is_one_form);
    json_put_bool(out, "is_of_ladder",
                  is_in(section->fields, SECTION_FIELDS, "alternatives") &&
                      is_asked(page, "alternatives"));
    put_kept(page, section, out);
    put_fields(page, section, out);
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

/* Art. 39 at the reader's own place: a mayor's municipality, else anywhere in the region. */
static void here_facts(const struct look *look, struct at_hand *here, struct facts *facts)
{
    struct text region = directory_region_of(look->tx, here->region, look->now);

    if (region.len == 0)
        return;
    if (!text_same(region, here->region))
        here->municipality = here->region;
    here->region = region;
    fact_set(facts, "art39", text_of(art39_here(look->tx, region, here->municipality, look->now)));
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
    here_facts(look, &here, &facts);
    json_open(out);
    json_put_route(out, "route", route);
    json_put_text(out, "article", route_article(route));
    json_put_int(out, "version", route_number(route));
    put_slot(look, &here, &facts, "asks", "requester", out);
    put_slot(look, &here, &facts, "told", "informed", out);
    put_who(look, route, "also_told", "minister", out);
    if (route_slot_is_of_supplier(route, "decider"))
        put_who(look, route, "decides", "decider", out); /* not chosen yet */
    else
        put_slot(look, &here, &facts, "decides", "decider", out);
    put_pattern(out, route, look->arena);
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

static bool asks(const struct page *page, const char *field)
{
    return is_in(page->written.names, page->written.n, field);
}

/* What was said of the form, and of the fields that this page shows in a way of their own. */
static void put_said(const struct page *page, struct json *out)
{
    fields_faults_json(fields_of(page->sheet), page->said, page->look, out);
    json_name(out, "at_legal_basis");
    field_fault_json("legal_basis", page->said, page->look, out);
    json_name(out, "at_to_region");
    field_fault_json("to_region", page->said, page->look, out);
    json_name(out, "at_plan_clauses");
    field_fault_json("plan_clauses", page->said, page->look, out);
}

void put_form(const struct look *look, const struct sheet *sheet, const struct route *route,
              struct text region, const json_t *input, struct json *out)
{
    struct page page = { .look = look,
                         .sheet = sheet,
                         .route = route,
                         .input = input,
                         .said = look->sent ? look->sent->said : NULL };
    bool may_call =
        route && look_has_role(look, "ROLE_REQUESTER") && viewer_fills(look, route, "requester");

    if (route) {
        route_required(route, "oral", want, &page.oral);
        route_required(route, "written", want, &page.written);
        route_required(route, "ladder", want, &page.written);
    }
    page.is_one_form = asks(&page, "municipality");
    page.has_neighbours = asks(&page, "to_region") && put_neighbours(look, region, input, out);
    put_key(out);
    put_said(&page, out);
    put_route(look, route, out);
    put_route_rules(look, route, out);
    put_minimum(look, &page.oral, out);
    json_name(out, "sections");
    json_list(out);
    for (size_t s = 0; s < sheet->n; s++)
        put_section(&page, s, out);
    json_list_end(out);
    put_routes(look, input, out);
    json_put_bool(out, "is_at_once", sheet->is_at_once);
    json_put_bool(out, "may_call", may_call);
    json_put_bool(out, "has_form", may_call || look->sent); /* what was typed is never taken away */
}
