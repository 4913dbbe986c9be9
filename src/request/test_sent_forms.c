/* SPDX-License-Identifier: EUPL-1.2 */
/* A refused form on the page that it was sent from: what was typed stays, each fault stands at its
 * field and on top, what was folded opens. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "capability/capability.h"
#include "directory/directory.h"
#include "incident/incident.h"
#include "request/inner.h"
#include "request/test_flood.h"

static const struct room *const rooms[] = {
    &kernel_room,   &access_room,  &law_room, &directory_room, &agreement_room, &capability_room,
    &incident_room, &request_room, NULL,
};

static const char *const early = "2021-07-01T08:00:00Z";

struct stage {
    struct world *w;
    struct buf words;
    json_t *doc;
};

static int set_up(void **state)
{
    static const char *const routes[] = { "WVR51_NEIGHBOUR", "PW57_OO", "MSOB" };
    static struct stage stage;
    struct world *w = world_open(rooms, &access_gate);
    char fields[64];

    stage = (struct stage){ .w = w, .words = buf_make(1024 * 1024) };
    flood_begin(w);
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        snprintf(fields, sizeof(fields), "{'route':'%s','version':1}", routes[i]);
        flood_must(w, "beheer", early, "adopt_route", routes[i], fields);
    }
    flood_must(w, "beheer", early, "set_neighbours", "VR24", "{'neighbours':['VR23']}");
    *state = &stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *s = *state;

    json_decref(s->doc);
    buf_free(&s->words);
    world_close(s->w);
    return 0;
}

static json_t *input_of(struct arena *a, const char *fields)
{
    char *json = (char *)(uintptr_t)text_cstr(a, text_of(fields));
    struct json_fault fault;
    json_t *input = NULL;

    for (char *at = json; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    assert_int_equal(OK, json_read(text_of(json), &input, &fault));
    return input;
}

/* The page of the act's sheet after these fields were sent and judged; it lives until the next. */
static const json_t *sent(struct stage *s, const char *who, const char *act, const char *object,
                          const char *fields)
{
    struct catalogue all = { rooms };
    struct arena *a = world_arena(s->w);
    struct viewer viewer = { text_printf(a, "p-%s", who), world_id(s->w, who), ID_NONE, T("web") };
    struct verdict *said = arena_new(a, struct verdict), *hidden = arena_new(a, struct verdict);
    const struct action *action = catalogue_action(&all, text_of(act), T("request"));
    struct id thing = object ? world_id(s->w, object) : ID_NONE;
    json_t *input = input_of(a, fields);
    struct step step = {
        .action = action, .object = thing, .input = input, .if_version = INT_NONE
    };
    struct unit unit = {
        .by = viewer, .steps = &step, .n = 1, .key = T(""), .body = T(""), .trace = T("")
    };
    struct sent_form form = { action, thing, input, said };
    struct json_fault fault;
    struct json out;
    int64_t version;

    verdict_init(said, a);
    verdict_init(hidden, a);
    assert_int_equal(REFUSED, space_dry_run(world_space(s->w), &unit, false, a, said));
    buf_clear(&s->words);
    out = json_make(&s->words);
    assert_int_equal(OK,
                     space_see_sent(world_space(s->w), catalogue_view(&all, text_of(action->sheet)),
                                    &form, &viewer, "nl", a, &out, &version, hidden));
    json_decref(s->doc);
    s->doc = NULL;
    assert_int_equal(OK, json_read(buf_text(&s->words), &s->doc, &fault));
    json_decref(input);
    return s->doc;
}

static bool is(const json_t *doc, const char *name)
{
    return json_is_true(json_object_get(doc, name));
}

static const char *word(const json_t *doc, const char *name)
{
    const char *at = json_string_value(json_object_get(doc, name));

    return at ? at : "";
}

static const json_t *row_of(const json_t *list, const char *member, const char *value)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(word(json_array_get(list, i), member), value) == 0)
            return json_array_get(list, i);
    return NULL;
}

static const json_t *field_in(const json_t *doc, const char *name, bool is_kept)
{
    const json_t *sections = json_object_get(doc, "sections"), *found = NULL;

    for (size_t i = 0; i < json_array_size(sections) && !found; i++) {
        const json_t *section = json_array_get(sections, i);

        section = is_kept ? json_object_get(section, "kept") : section;
        found = row_of(json_object_get(section, "fields"), "name", name);
    }
    return found;
}

static bool has_fault(const json_t *field)
{
    return json_is_object(json_object_get(field, "error"));
}

static const json_t *section_of(const json_t *doc, const char *id)
{
    return row_of(json_object_get(doc, "sections"), "section_id", id);
}

/* ---- tests ---- */

static void test_the_page_of_each_form_stands_at_the_address_of_its_act(void **state)
{
    struct catalogue all = { rooms };
    int n = 0;

    (void)state;
    for (size_t i = 0; i < REQUEST_ACTIONS; i++) {
        const struct action *act = &request_actions[i];
        const struct view *view = act->sheet ? catalogue_view(&all, text_of(act->sheet)) : NULL;
        char address[80];

        if (!act->sheet)
            continue;
        n++;
        snprintf(address, sizeof(address), "/aanvragen/%s/%s", act->creates ? "nieuw" : "{id}",
                 act->address);
        assert_non_null(view);
        assert_non_null(view->page);
        assert_string_equal(address, view->address);
    }
    assert_int_equal(4, n);
}

static void test_a_refused_call_keeps_what_was_typed_and_says_each_fault(void **state)
{
    const json_t *doc = sent(*state, "chair", "open_oral_request", NULL,
                             "{'legal_basis':'WVR51_MIL','location':'Kade','urgent':false}");
    const json_t *fault = row_of(json_object_get(doc, "errors"), "field_url", "#f-effect");

    assert_int_equal(3, world_int(doc, "sections.length"));
    assert_true(is(doc, "has_errors"));
    assert_true(is(doc, "is_refused"));
    assert_non_null(fault);
    assert_true(strlen(word(fault, "label")) > 0);
    assert_true(has_fault(field_in(doc, "effect", false)));
    assert_false(has_fault(field_in(doc, "location", false)));
    assert_string_equal("Kade", word(field_in(doc, "location", false), "value"));
    assert_true(is(field_in(doc, "urgent", false), "is_no")); /* as typed, not as preset */
    assert_true(has_fault(field_in(doc, "receiver", false)));
    doc = world_see(((struct stage *)*state)->w, "chair", "call_form", "{}");
    assert_false(is(doc, "has_errors"));
    assert_false(has_fault(field_in(doc, "effect", false)));
}

static void test_a_folded_section_opens_for_a_fault_in_it(void **state)
{
    const json_t *doc =
        sent(*state, "chair", "open_oral_request", NULL, "{'legal_basis':'WVR51_MIL'}");

    assert_false(is(section_of(doc, "meer"), "is_open"));
    doc = sent(*state, "chair", "open_oral_request", NULL,
               "{'legal_basis':'WVR51_MIL','classification':'onbekend'}");
    assert_true(is(section_of(doc, "meer"), "is_open"));
    assert_true(has_fault(field_in(doc, "classification", false)));
}

static void test_what_has_no_place_on_the_page_of_a_call_is_kept_under_it(void **state)
{
    const json_t *doc = sent(*state, "chair", "open_oral_request", NULL,
                             "{'legal_basis':'WVR51_MIL','logistics':'eigen keuken'}");

    assert_string_equal("eigen keuken", word(field_in(doc, "logistics", true), "value"));
    assert_false(is(section_of(doc, "meer"), "is_kept_open"));
    assert_true(is(section_of(doc, "meer"), "is_open"));
    doc = sent(*state, "chair", "open_oral_request", NULL,
               "{'legal_basis':'WVR51_MIL','logistics':7}");
    assert_true(has_fault(field_in(doc, "logistics", true)));
    assert_true(is(section_of(doc, "meer"), "is_kept_open"));
    assert_true(is(section_of(doc, "meer"), "is_open"));
}

static void test_an_unreadable_part_of_the_query_does_not_hide_the_page(void **state)
{
    const json_t *doc =
        sent(*state, "chair", "draft_request", NULL,
             "{'legal_basis':'WVR51_MIL','incident':'de dijk','situation':'hoog water'}");

    assert_int_equal(5, world_int(doc, "sections.length"));
    assert_true(has_fault(field_in(doc, "incident", false)));
    assert_string_equal("hoog water", word(field_in(doc, "situation", false), "value"));
}

static void test_the_basis_chosen_on_an_edit_decides_what_comes_back(void **state)
{
    struct stage *s = *state;
    const json_t *doc;

    flood_must(s->w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1", flood_form(s->w, ""));
    doc = sent(s, "rmoa", "edit_request", "R1",
               "{'legal_basis':'PW57_OO','effect':'straten dicht','needed_from':'ooit'}");
    assert_true(is(doc, "is_edit"));
    assert_int_equal(1, world_int(doc, "seen_version"));
    assert_string_equal("PW57_OO", world_text(doc, "basis.route.code"));
    assert_true(is(row_of(json_object_get(doc, "routes"), "value", "PW57_OO"), "is_selected"));
    assert_non_null(field_in(doc, "armament", false));
    assert_string_equal("straten dicht", word(field_in(doc, "effect", false), "value"));
    assert_string_equal("", word(field_in(doc, "location", false), "value")); /* it was emptied */
    assert_true(has_fault(field_in(doc, "needed_from", false)));
}

static void test_a_form_submitted_at_once_has_its_sections_its_choice_and_who_signs(void **state)
{
    const json_t *doc = sent(*state, "chair", "submit_at_once", NULL,
                             "{'legal_basis':'MSOB','subsidiarity':'not_in_time'}"),
                 *field = field_in(doc, "subsidiarity", false);

    assert_int_equal(5, world_int(doc, "sections.length"));
    assert_true(is(doc, "is_at_once"));
    assert_true(is(field, "is_choice"));
    assert_true(
        is(row_of(json_object_get(field, "options"), "value", "not_in_time"), "is_selected"));
    assert_non_null(field_in(doc, "office", false));
    doc = world_see(((struct stage *)*state)->w, "chair", "draft_form", "{}");
    assert_null(field_in(doc, "office", false));
}

static void test_a_neighbour_is_not_chosen_anew_and_its_fault_stands_at_the_choice(void **state)
{
    static const char *const plans[][3] = { { "chair", "CP24", "VR24" },
                                            { "chair23", "CP23", "VR23" } };
    struct stage *s = *state;
    const json_t *doc;
    char fields[200];

    for (size_t i = 0; i < 2; i++) {
        snprintf(fields, sizeof(fields),
                 "{'kind':'regional_crisis_plan','region':'%s','neighbour_clause_with':['%s'],"
                 "'valid_until':'2023-12-31'}",
                 plans[i][2], plans[1 - i][2]);
        flood_must(s->w, plans[i][0], early, "register_plan", plans[i][1], fields);
    }
    doc = world_see(s->w, "chair", "draft_form", "{'legal_basis':'WVR51_NEIGHBOUR'}");
    assert_true(is(row_of(json_object_get(doc, "neighbours"), "code", "VR23"), "is_selected"));
    assert_false(has_fault(json_object_get(doc, "at_to_region")));
    doc = sent(s, "chair", "submit_at_once", NULL, "{'legal_basis':'WVR51_NEIGHBOUR'}");
    assert_true(is(doc, "has_neighbours"));
    assert_false(is(row_of(json_object_get(doc, "neighbours"), "code", "VR23"), "is_selected"));
    assert_true(has_fault(json_object_get(doc, "at_to_region")));
    assert_non_null(row_of(json_object_get(doc, "errors"), "field_url", "#f-to_region"));
}

static void test_who_may_not_call_does_not_lose_what_was_typed(void **state)
{
    const json_t *doc = sent(*state, "mayor", "open_oral_request", NULL,
                             "{'legal_basis':'WVR51_MIL','effect':'de kade houdt'}");

    assert_false(is(doc, "may_call"));
    assert_true(is(doc, "has_form"));
    assert_string_equal("de kade houdt", word(field_in(doc, "effect", false), "value"));
    doc =
        world_see(((struct stage *)*state)->w, "mayor", "call_form", "{'legal_basis':'WVR51_MIL'}");
    assert_false(is(doc, "has_form"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_the_page_of_each_form_stands_at_the_address_of_its_act),
        RUN(test_a_refused_call_keeps_what_was_typed_and_says_each_fault),
        RUN(test_a_folded_section_opens_for_a_fault_in_it),
        RUN(test_what_has_no_place_on_the_page_of_a_call_is_kept_under_it),
        RUN(test_an_unreadable_part_of_the_query_does_not_hide_the_page),
        RUN(test_the_basis_chosen_on_an_edit_decides_what_comes_back),
        RUN(test_a_form_submitted_at_once_has_its_sections_its_choice_and_who_signs),
        RUN(test_a_neighbour_is_not_chosen_anew_and_its_fault_stands_at_the_choice),
        RUN(test_who_may_not_call_does_not_lose_what_was_typed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
