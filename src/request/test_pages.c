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

/* What the form of an act begins with for this office at this moment. */
static json_t *begins(struct world *w, const char *who, const char *when, const char *act,
                      const char *request)
{
    struct viewer viewer = { T("p"), world_id(w, who), ID_NONE, T("web") };
    struct look look = { .viewer = &viewer, .lang = "nl", .arena = world_arena(w) };
    json_t *input = json_object();

    assert_true(instant_read(text_of(when), &look.now));
    look.tx = tx_read(space_store(world_space(w)), world_arena(w));
    for (size_t i = 0; i < REQUEST_ACTIONS; i++)
        if (strcmp(request_actions[i].name, act) == 0)
            request_actions[i].preset(&look, world_id(w, request), input);
    assert_int_equal(OK, tx_end(look.tx));
    return input;
}

static struct id id_in(const json_t *input, const char *member)
{
    struct id id = ID_NONE;

    if (json_is_string(json_object_get(input, member)))
        assert_true(id_read(json_string_text(json_object_get(input, member)), &id));
    return id;
}

static void test_the_forms_of_acts_begin_with_what_is_known(void **state)
{
    static const char *const now = "2021-07-14T02:50:00Z";
    struct world *w = *state;
    json_t *input;

    flood_request(w, "R1", "ORAL");
    input = begins(w, "chair", now, "confirm_oral_in_writing", "R1");
    assert_true(json_is_true(json_object_get(input, "signed_form")));
    assert_string_equal("VR.voorzitter", json_string_value(json_object_get(input, "office")));
    assert_null(json_object_get(input, "mandate")); /* by its own power */
    json_decref(input);
    input = begins(w, "djz", now, "legal_test", "R1");
    assert_string_equal("WVR51_MIL", json_string_value(json_object_get(input, "basis")));
    assert_string_equal("FORCE_NONE_MIL",
                        json_string_value(json_object_get(input, "force_regime")));
    json_decref(input);
    input = begins(w, "chair", now, "notify", "R1");
    assert_true(id_same(world_id(w, "cdk"), id_in(input, "to")));
    json_decref(input);
    flood_must(w, "chair", now, "notify", "R1", "{'to':'@cdk'}");
    input = begins(w, "chair", now, "notify", "R1");
    assert_null(json_object_get(input, "to")); /* told: somebody else is meant now */
    json_decref(input);
}

/* The deputy's form begins with his mandate; the page still says whom the law lets ask. */
static void test_a_signature_under_a_mandate_leaves_the_power_with_its_giver(void **state)
{
    struct world *w = *state;
    const json_t *doc;
    json_t *input;

    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1", flood_form(w, ""));
    flood_must(w, "chair", "2021-07-14T02:20:00Z", "give_mandate", "M1",
               "{'from_office':'@chair','to_office':'VR.plaatsvervangend_voorzitter',"
               "'bases':['WVR51_MIL'],'valid_until':'2021-07-14'}");
    input = begins(w, "deputy", "2021-07-14T02:30:00Z", "sign_request", "R1");
    assert_true(id_same(world_id(w, "M1"), id_in(input, "mandate")));
    json_decref(input);
    input = begins(w, "rmoa", "2021-07-14T02:30:00Z", "sign_request", "R1");
    assert_int_equal(0, json_object_size(input));
    json_decref(input);
    flood_must(w, "deputy", "2021-07-14T02:31:00Z", "sign_request", "R1", "{'mandate':'@M1'}");
    doc = world_see(w, "rmoa", "request", "{'id':'@R1'}");
    assert_string_equal("VR.plaatsvervangend_voorzitter deputy",
                        world_text(doc, "requester.title"));
    assert_string_equal("VR.voorzitter chair", world_text(doc, "basis.asks.title"));
    assert_int_equal(1, world_int(doc, "signers.length"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_a_call_asks_its_minimum_and_folds_the_rest),
        RUN(test_the_forms_of_acts_begin_with_what_is_known),
        RUN(test_a_signature_under_a_mandate_leaves_the_power_with_its_giver),
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
