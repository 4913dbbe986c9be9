/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pages of a request say to people: words where the tables hold codes, a call that asks no
 * more than a call needs. */
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

static const struct room *const rooms[] = { &kernel_room,    &access_room,    &law_room,
                                            &directory_room, &agreement_room, &capability_room,
                                            &incident_room,  &request_room,   NULL };

static int set_up(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    flood_begin(w);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_close(*state);
    return 0;
}

static const json_t *item(const json_t *doc, const char *list, size_t i)
{
    return json_array_get(json_object_get(doc, list), i);
}

static bool is(const json_t *doc, const char *name)
{
    return json_is_true(json_object_get(doc, name));
}

/* The field of a form and the section it stands in; NULL when there is none. */
static const json_t *field_of(const json_t *doc, const char *name, const json_t **section)
{
    for (size_t s = 0; s < json_array_size(json_object_get(doc, "sections")); s++) {
        *section = item(doc, "sections", s);
        for (size_t i = 0; i < json_array_size(json_object_get(*section, "fields")); i++) {
            const json_t *field = item(*section, "fields", i);
            if (strcmp(json_string_value(json_object_get(field, "name")), name) == 0)
                return field;
        }
    }
    return NULL;
}

static void test_a_call_asks_its_minimum_and_folds_the_rest(void **state)
{
    static const char *const open[] = { "receiver", "channel",     "effect",  "lines", "location",
                                        "purpose",  "needed_from", "contact", "urgent" };
    struct world *w = *state;
    const json_t *section, *doc = world_see(w, "chair", "call_form", "{}");
    char desk[ID_TEXT_MAX];

    assert_non_null(doc);
    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        assert_non_null(field_of(doc, open[i], &section));
        assert_false(is(section, "is_folded"));
    }
    assert_true(is(field_of(doc, "urgent", &section), "is_yes"));
    assert_non_null(field_of(doc, "own_insufficient", &section));
    assert_true(is(section, "is_folded"));
    assert_false(is(section, "is_open"));
    /* The desk of the route takes the call, unless the caller says another. */
    id_write(world_id(w, "locc"), desk);
    assert_string_equal(desk, world_text(field_of(doc, "receiver", &section), "value"));
}

static void test_only_who_may_ask_is_offered_the_call(void **state)
{
    struct world *w = *state;

    assert_true(is(world_see(w, "chair", "new_request", "{}"), "may_call"));
    assert_false(is(world_see(w, "rmoa", "new_request", "{}"), "may_call"));
    assert_false(is(world_see(w, "rmoa", "call_form", "{}"), "may_call"));
}

static void test_the_legal_basis_is_chosen_by_its_name(void **state)
{
    struct world *w = *state;
    const json_t *section, *doc = world_see(w, "rmoa", "new_request", "{}");

    assert_null(field_of(doc, "legal_basis", &section));
    assert_int_equal(1, world_int(doc, "routes.length"));
    assert_true(is(item(doc, "routes", 0), "is_selected"));
    assert_string_equal("WVR51_MIL",
                        json_string_value(json_object_get(item(doc, "routes", 0), "value")));
    assert_string_equal("Militaire bijstand Wet veiligheidsregio's",
                        world_text(item(doc, "routes", 0), "route.nl"));
}

/* The first cell of the first row of "alternatives" on the edit page. */
static const json_t *first_rung(struct world *w)
{
    const json_t *section, *doc = world_see(w, "rmoa", "edit_form", "{'id':'@R1'}");

    return item(item(field_of(doc, "alternatives", &section), "rows", 0), "fields", 0);
}

static void test_rungs_are_chosen_and_words_that_no_list_knows_are_kept(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    assert_true(is(first_rung(w), "is_choice"));
    flood_must(w, "rmoa", "2021-07-14T02:20:00Z", "edit_request", "R1",
               "{'legal_basis':'WVR51_MIL','alternatives':[{'rung':'de buren','asked':'buren',"
               "'at':'2021-07-14T02:30:00+02:00','answer':'nee'}]}");
    assert_true(is(first_rung(w), "is_text"));
    assert_string_equal("de buren", json_string_value(json_object_get(first_rung(w), "value")));
}

static void test_the_file_says_names_where_the_tables_hold_codes(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "GRANTED");
    doc = world_see(w, "chair", "request", "{'id':'@R1'}");
    assert_string_equal("eigen middelen van gemeente en regio",
                        world_text(item(doc, "alternatives", 0), "rung_words.nl"));
    assert_string_equal("Militaire bijstand Wet veiligheidsregio's",
                        world_text(item(doc, "legal_tests", 0), "basis_route.nl"));
    assert_false(is(item(doc, "signatures", 0), "is_for_another"));
    assert_false(is(item(doc, "searches", 0), "is_pass"));
    assert_true(is(item(doc, "searches", 1), "is_pass"));
    assert_false(is(item(doc, "lines", 0), "is_undecided"));
}

static void test_a_request_that_was_submitted_is_not_offered_for_editing(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    assert_true(is(world_see(w, "rmoa", "edit_form", "{'id':'@R1'}"), "may_edit"));
    flood_request(w, "R2", "SUBMITTED");
    assert_false(is(world_see(w, "rmoa", "edit_form", "{'id':'@R2'}"), "may_edit"));
}

static void test_a_legal_test_rests_on_a_basis_that_exists(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "ASSESSING");
    flood_refused(w, "LEGAL_BASIS_UNKNOWN", "djz", "2021-07-14T07:00:00Z", "legal_test", "R1",
                  "{'result':'lawful','basis':'ONZIN','force_regime':'FORCE_NONE_MIL'}");
    flood_must(w, "djz", "2021-07-14T07:00:00Z", "legal_test", "R1",
               "{'result':'lawful','basis':'WVR51_MIL','force_regime':'FORCE_NONE_MIL'}");
}

static void test_a_line_is_undecided_until_somebody_decides(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "SUBMITTED");
    assert_true(
        is(item(world_see(w, "chair", "request", "{'id':'@R1'}"), "lines", 0), "is_undecided"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_a_call_asks_its_minimum_and_folds_the_rest),
        RUN(test_only_who_may_ask_is_offered_the_call),
        RUN(test_the_legal_basis_is_chosen_by_its_name),
        RUN(test_rungs_are_chosen_and_words_that_no_list_knows_are_kept),
        RUN(test_the_file_says_names_where_the_tables_hold_codes),
        RUN(test_a_request_that_was_submitted_is_not_offered_for_editing),
        RUN(test_a_legal_test_rests_on_a_basis_that_exists),
        RUN(test_a_line_is_undecided_until_somebody_decides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
