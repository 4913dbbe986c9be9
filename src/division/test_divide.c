/* SPDX-License-Identifier: EUPL-1.2 */
#include "division/test_divide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "capability/capability.h"
#include "deployment/deployment.h"
#include "directory/directory.h"
#include "division/division.h"
#include "incident/incident.h"
#include "request/request.h"

static const struct room *const division_rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &division_room,   NULL,
};

/* The form of test_flood.h with another period. */
static const char *form_for(struct world *w, const char *from, const char *until)
{
    struct text t = text_of(flood_form(w, ""));
    const char *cut = strstr(t.at, "'needed_from'"), *rest = strstr(t.at, "'own_insufficient'");

    assert_true(cut && rest);
    return text_printf(world_arena(w), "%.*s'needed_from':'%s','needed_until':'%s',%s%c",
                       (int)(cut - t.at), t.at, from, until, rest, 0)
        .at;
}

void divide_ask_for(struct world *w, const char *handle, const char *when, const char *from,
                    const char *until)
{
    flood_must(w, "rmoa", when, "draft_request", handle, form_for(w, from, until));
    flood_must(w, "chair", when, "request_orally", handle,
               "{'receiver':'@locc','channel':'phone','urgency':'water','urgent':true}");
}

void divide_ask(struct world *w, const char *handle, const char *when, bool is_granted)
{
    divide_ask_for(w, handle, when, "2021-07-14T12:00:00+02:00", "2021-07-15T18:00:00+02:00");
    flood_must(w, "dops", when, "will_can_may", handle,
               "{'will':'yes','can':'wagens van CLAS','may':'toets gevraagd'}");
    flood_must(w, "djz", when, "legal_test", handle,
               "{'result':'lawful','basis':'WVR51_MIL','force_regime':'FORCE_NONE_MIL'}");
    if (is_granted)
        flood_must(w, "def", when, "decide", handle,
                   "{'decision':'grant','reason':'ramp','given':'wat past'}");
}

int divide_open(void **state)
{
    struct world *w = world_open(division_rooms, &access_gate);

    field_begin(w);
    world_office(w, "2021-07-01T08:00:00Z", "water", "WATERSCHAP.dijkgraaf", "WRL", "[]",
                 "['ROLE_HOLDER']");
    flood_must(w, "water", "2021-07-01T08:00:00Z", "register_capability", "boats",
               "{'capability_type':'WTS','quantity':6,'unit':'boten'}");
    flood_must(w, "rot", "2021-07-13T22:00:00Z", "update_picture", "P1",
               "{'region':'@VR24','total_version':1,'own_version':1,'text':'Geul stijgt'}");
    flood_request(w, "R1", "GRANTED");
    divide_ask(w, "R2", "2021-07-14T08:00:00Z", true);
    *state = w;
    return 0;
}

int divide_close(void **state)
{
    world_close(*state);
    return 0;
}

int64_t divide_free(struct world *w, const char *of, const char *from, const char *until,
                    const char *now)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct instant f, u, n;
    int64_t free;

    assert_true(instant_read(text_of(from), &f));
    assert_true(instant_read(text_of(until), &u));
    assert_true(instant_read(text_of(now), &n));
    free = capability_free(tx, world_id(w, of), f, u, n);
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return free;
}

int64_t divide_free_at(struct world *w, const char *of, const char *when)
{
    return divide_free(w, of, when, when, when);
}

int64_t divide_held(struct world *w, const char *of, const char *what, const char *now)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct instant n;
    int64_t held;

    assert_true(instant_read(text_of(now), &n));
    held = capability_held_for(tx, world_id(w, of), world_id(w, what), n);
    assert_int_equal(OK, tx_end(tx));
    arena_close(a);
    return held;
}

void divide_give(struct world *w, const char *handle, const char *when, const char *proposal,
                 const char *accept)
{
    flood_must(w, "locc", when, "propose_allocation", handle, proposal);
    flood_must(w, "toc", when, "accept_allocation", handle, accept);
}

void divide_assert_field(struct world *w, const char *code, const char *field)
{
    const struct verdict_item *item = world_verdict(w, code);

    assert_non_null(item);
    assert_true(text_is(item->field, field));
}

void divide_assert_hole(struct world *w, const char *code, const char *name, const char *value)
{
    const struct verdict_item *item = world_verdict(w, code);

    assert_non_null(item);
    for (size_t i = 0; i < item->hole_count; i++)
        if (strcmp(item->holes[i].name, name) == 0) {
            assert_string_equal(value, text_cstr(world_arena(w), item->holes[i].value));
            return;
        }
    fail_msg("no {%s} in %s", name, item->why);
}

void divide_deploy(struct world *w, const char *handle, const char *depart, const char *arrive)
{
    flood_must(w, "unit", depart, "depart", handle, "{}");
    flood_must(w, "unit", arrive, "arrive", handle,
               "{'handed_over_to':'@mayor','field_authority_reachable':true}");
}
