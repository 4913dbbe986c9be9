/* SPDX-License-Identifier: EUPL-1.2 */
/* A term is settled in the act that makes it due: a policy that changes later moves no earlier
 * term, in the tables nor in their rebuild. */
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

/* When the written confirmation of an oral request is due. */
static const char *confirmation_due(struct world *w, const char *handle)
{
    const json_t *doc = world_see(w, "chair", "request",
                                  text_printf(world_arena(w), "{'id':'@%s'}%c", handle, 0).at);
    const json_t *row;
    size_t i;

    assert_non_null(doc);
    json_array_foreach (json_object_get(doc, "obligations"), i, row)
        if (strcmp(world_text(row, "kind.code"), "CONFIRM_WRITTEN") == 0)
            return text_cstr(world_arena(w), text_of(world_text(row, "due_at")));
    fail_msg("%s owes no written confirmation", handle);
    return "";
}

static void test_a_policy_that_changes_later_moves_no_term_that_runs(void **state)
{
    struct world *w = *state;
    const char *before;

    flood_request(w, "R1", "ORAL");
    before = confirmation_due(w, "R1");
    assert_string_equal("2021-07-15T02:35:00Z", before); /* 24 hours after the call */
    flood_must(w, "beheer", "2021-07-14T02:45:00Z", "set_policy", "P1",
               "{'name':'oral_confirmation_hours','value':2,'reason':'proef'}");
    assert_string_equal(before, confirmation_due(w, "R1"));
    flood_must(w, "chair", "2021-07-14T02:50:00Z", "open_oral_request", "R2",
               flood_form(w, ",'receiver':'@locc','channel':'phone',"
                             "'happened_at':'2021-07-14T04:45:00+02:00'"));
    assert_string_equal("2021-07-14T04:45:00Z", confirmation_due(w, "R2"));
    world_assert_rebuild_equal(w);
    assert_string_equal(before, confirmation_due(w, "R1"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_a_policy_that_changes_later_moves_no_term_that_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
