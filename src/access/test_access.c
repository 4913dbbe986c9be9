/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "access/test_offices.h"

#define T0 "2021-07-13T08:00:00Z"
#define T1 "2021-07-13T09:00:00Z"
#define T2 "2021-07-14T09:00:00Z"

static const struct room *const rooms[] = { &kernel_room, &access_room, NULL };

static int set_up(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    world_first(w, T0);
    world_office(w, T0, "vr24", "VR.voorzitter", "VR24", "['VR24']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    world_office(w, T0, "vice24", "VR.plaatsvervangend_voorzitter", "VR24", "['VR24']", "[]");
    world_office(w, T0, "vice23", "VR.plaatsvervangend_voorzitter", "VR23", "['VR23']", "[]");
    world_office(w, T0, "locc", "LOCC.desk", "", "[]", "['ROLE_LOCC']");
    world_office(w, T0, "toc", "TOC.desk", "", "[]", "['ROLE_TOC']");
    world_office(w, T0, "auditor", "INSPECTIE.toezichthouder", "", "[]", "['ROLE_AUDITOR']");
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world_assert_rebuild_equal(*state);
    world_close(*state);
    return 0;
}

/* What the gate says of an action with these words of `may`, done under this mandate. */
static struct verdict *gate_verdict(struct world *w, const char *who, const char *may,
                                    const char *when, struct id mandate)
{
    struct action action = { .name = "probe", .may = may };
    struct arena *a = world_arena(w);
    struct verdict *v = arena_new(a, struct verdict);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct entry e = { .action = &action };

    verdict_init(v, a);
    assert_true(instant_read(text_of(when), &e.recorded_at));
    e.happened_at = e.recorded_at;
    e.by.channel = T("web");
    e.by.actor = strcmp(who, "-") == 0 ? T("") : text_printf(a, "p-%s", who);
    e.by.office = strcmp(who, "-") == 0 ? ID_NONE : world_id(w, who);
    e.by.mandate = mandate;
    access_gate.may(&e, NULL, tx, v);
    assert_int_equal(OK, tx_end(tx));
    return v;
}

static const char *gate_code_under(struct world *w, const char *who, const char *may,
                                   const char *when, struct id mandate)
{
    struct verdict *v = gate_verdict(w, who, may, when, mandate);

    return v->count > 0 ? v->items[0].code : "";
}

static const char *gate_code(struct world *w, const char *who, const char *may, const char *when)
{
    return gate_code_under(w, who, may, when, ID_NONE);
}

static bool sees(struct world *w, const char *who, const char *audience, struct id thing)
{
    struct arena *a = world_arena(w);
    struct tx *tx = tx_read(space_store(world_space(w)), a);
    struct viewer viewer = { .actor = text_printf(a, "p-%s", who), .channel = T("web") };
    struct instant now;
    bool is_seen;

    viewer.office = strcmp(who, "-") == 0 ? ID_NONE : world_id(w, who);
    assert_true(instant_read(text_of(T1), &now));
    is_seen = access_gate.sees(tx, &viewer, audience, thing, now);
    assert_int_equal(OK, tx_end(tx));
    return is_seen;
}

/* ---- who may ---- */

static void test_words_of_may_admit_whom_they_name_and_nobody_else(void **state)
{
    static const struct {
        const char *may, *who, *code;
    } rows[] = {
        { "anybody", "vr24", "" },
        { "anybody", "klok", "MAY_NOT" },
        { "anybody", "auditor", "AUDITOR_READS" },
        { "anybody", "-", "NOT_SIGNED_IN" },
        { "role:ROLE_TOC", "toc", "" },
        { "role:ROLE_TOC", "locc", "MAY_NOT" },
        { "role:ROLE_AUDITOR", "auditor", "AUDITOR_READS" },
        { "role:ROLE_LOCC|role:ROLE_TOC", "toc", "" },
        { "role:ROLE_LOCC|role:ROLE_TOC", "vr24", "MAY_NOT" },
        { "office:LOCC.desk", "locc", "" },
        { "office:LOCC.desk", "toc", "MAY_NOT" },
        { "clock", "klok", "" },
        { "clock", "locc", "MAY_NOT" },
        { "admin", "beheer", "" },
        { "admin", "vr24", "MAY_NOT" },
        { "admin", "klok", "MAY_NOT" },
        { "route", "vr24", "" },
        { "route", "klok", "MAY_NOT" },
        { "rule:own", "vr24", "" },
        { "rule:own", "klok", "MAY_NOT" },
        { "", "beheer", "MAY_NOT" },
        { "nonsense", "beheer", "MAY_NOT" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(rows[i].code, gate_code(*state, rows[i].who, rows[i].may, T1));
}

static void test_an_office_of_many_places_is_named_by_what_its_titles_share(void **state)
{
    struct world *w = *state;
    struct verdict *many =
        gate_verdict(w, "locc", "office:VR.plaatsvervangend_voorzitter", T1, ID_NONE);
    struct verdict *one = gate_verdict(w, "toc", "office:LOCC.desk", T1, ID_NONE);

    assert_true(text_is(many->items[0].holes[0].value, "VR.plaatsvervangend_voorzitter"));
    assert_true(text_is(one->items[0].holes[0].value, "LOCC.desk locc"));
}

static void test_a_holder_acts_from_his_appointment_until_its_end(void **state)
{
    struct world *w = *state;

    assert_string_equal("OFFICE_NOT_VALID",
                        gate_code(w, "vr24", "anybody", "2021-07-13T07:59:59Z"));
    assert_int_equal(OK, world_act(w, "beheer", T1, "end_holder", "vr24",
                                   "{'holder':'p-vr24','until':'2021-07-14T00:00:00Z'}"));
    assert_string_equal("", gate_code(w, "vr24", "anybody", "2021-07-13T23:59:59Z"));
    assert_string_equal("OFFICE_NOT_HELD", gate_code(w, "vr24", "anybody", "2021-07-14T00:00:00Z"));
    assert_int_equal(
        REFUSED, world_act(w, "vr24", T2, "give_mandate", "M9",
                           "{'from_office':'@vr24','to_office':'ROT.operationeel_leider',"
                           "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-12-31'}"));
    assert_true(world_has_verdict(w, "OFFICE_NOT_HELD"));
    assert_int_equal(OK,
                     world_act(w, "beheer", T2, "appoint_holder", "vr24", "{'holder':'p-vr24'}"));
    assert_string_equal("", gate_code(w, "vr24", "anybody", T2));
}

static void test_an_office_that_ended_acts_no_more(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "beheer", T1, "end_office", "toc", "{}"));
    assert_string_equal("OFFICE_NOT_VALID", gate_code(w, "toc", "anybody", T1));
    assert_int_equal(REFUSED,
                     world_act(w, "beheer", T1, "appoint_holder", "toc", "{'holder':'p-x'}"));
    assert_true(world_has_verdict(w, "OFFICE_ENDED"));
}

static void test_the_auditor_is_refused_a_real_act_and_reads_offices(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, world_act(w, "auditor", T1, "end_office", "toc", "{}"));
    assert_true(world_has_verdict(w, "AUDITOR_READS"));
    assert_non_null(world_see(w, "auditor", "offices", "{}"));
    assert_non_null(world_see(w, "auditor", "refusals", "{}"));
    assert_null(world_see(w, "vr24", "refusals", "{}"));
    assert_null(world_see(w, "-", "offices", "{}"));
}

static void test_the_door_of_the_first_acts_is_shut_once_there_is_an_administrator(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, world_act(w, "init", T1, "register_office", "X1",
                                        "{'office':'VR.voorzitter','org':'VR'}"));
    assert_true(world_has_verdict(w, "NOT_SIGNED_IN"));
    assert_int_equal(REFUSED,
                     world_act(w, "beheer", T1, "open_space", "X2", "{'name':'b','kind':'demo'}"));
    assert_true(world_has_verdict(w, "SPACE_OPEN_ALREADY"));
}

static void test_an_office_needs_a_code_and_is_registered_once(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "register_office", "X1",
                                        "{'office':'voorzitter','org':'VR'}"));
    assert_true(world_has_verdict(w, "OFFICE_CODE"));
    assert_int_equal(REFUSED,
                     world_act(w, "beheer", T1, "register_office", "X2",
                               "{'office':'LOCC.desk','org':'LOCC','title':'LOCC.desk locc'}"));
    assert_true(world_has_verdict(w, "OFFICE_DOUBLED"));
    assert_int_equal(REFUSED,
                     world_act(w, "beheer", T1, "appoint_holder", "locc", "{'holder':'p-locc'}"));
    assert_true(world_has_verdict(w, "HOLDER_ALREADY"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "end_holder", "locc", "{'holder':'p-x'}"));
    assert_true(world_has_verdict(w, "HOLDER_NOT"));
}

static void test_validity_of_an_office_ends_with_its_last_civil_day(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "beheer", T1, "register_office", "cdk",
                                   "{'office':'CDK.commissaris','org':'CDK','instance':'Limburg',"
                                   "'area':['VR23','VR24'],'valid_from':'2021-07-01',"
                                   "'valid_until':'2021-07-31'}"));
    assert_int_equal(OK, world_act(w, "beheer", T1, "appoint_holder", "cdk",
                                   "{'holder':'p-cdk','from':'2021-07-01T00:00:00Z'}"));
    assert_string_equal("", gate_code(w, "cdk", "anybody", "2021-07-31T21:59:59Z"));
    assert_string_equal("OFFICE_NOT_VALID", gate_code(w, "cdk", "anybody", "2021-07-31T22:00:00Z"));
}

static void test_a_person_may_hold_an_office_again_in_another_period(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, world_act(w, "beheer", T1, "appoint_holder", "locc",
                                   "{'holder':'p-x','from':'2021-07-20T00:00:00Z',"
                                   "'until':'2021-07-21T00:00:00Z'}"));
    assert_int_equal(OK, world_act(w, "beheer", T1, "appoint_holder", "locc",
                                   "{'holder':'p-x','from':'2021-07-18T00:00:00Z',"
                                   "'until':'2021-07-20T00:00:00Z'}"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "appoint_holder", "locc",
                                        "{'holder':'p-x','from':'2021-07-18T00:00:00Z',"
                                        "'until':'2021-07-18T01:00:00Z'}"));
    assert_true(world_has_verdict(w, "HOLDER_ALREADY"));
    assert_int_equal(REFUSED, world_act(w, "beheer", T1, "appoint_holder", "locc",
                                        "{'holder':'p-y','from':'2021-07-18T00:00:00Z',"
                                        "'until':'2021-07-18T00:00:00Z'}"));
    assert_true(world_has_verdict(w, "PERIOD_REVERSED"));
}

static void test_before_there_is_an_administrator_only_the_first_acts_are_open(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    (void)state;
    assert_int_equal(REFUSED,
                     world_act(w, "-", T0, "open_space", "X1", "{'name':'a','kind':'demo'}"));
    assert_true(world_has_verdict(w, "NOT_SIGNED_IN"));
    assert_int_equal(REFUSED,
                     world_act(w, "init", T0, "open_space", "X2", "{'name':'a','kind':'b'}"));
    assert_true(world_has_verdict(w, "SPACE_KIND"));
    assert_int_equal(OK, world_act(w, "init", T0, "register_office", "o",
                                   "{'office':'BEHEER.beheerder','org':'BEHEER'}"));
    assert_int_equal(REFUSED, world_act(w, "init", T0, "end_office", "o", "{}"));
    assert_true(world_has_verdict(w, "NOT_SIGNED_IN"));
    assert_null(world_see(w, "-", "offices", "{}"));
    world_assert_rebuild_equal(w);
    world_close(w);
}

static void test_offices_are_found_by_code_instance_and_moment(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    struct instant now, before;
    struct office o;

    assert_true(instant_read(T(T1), &now));
    assert_true(instant_read(T("2021-07-13T07:00:00Z"), &before));
    assert_true(id_same(world_id(w, "vice23"),
                        office_find(tx, T("VR.plaatsvervangend_voorzitter"), T("VR23"), now)));
    assert_true(id_same(world_id(w, "vice24"),
                        office_find(tx, T("VR.plaatsvervangend_voorzitter"), T(""), now)));
    assert_true(id_is_none(office_find(tx, T("VR.voorzitter"), T("VR23"), now)));
    assert_true(id_is_none(office_find(tx, T("VR.voorzitter"), T("VR24"), before)));
    assert_int_equal(NOT_FOUND, office_get(tx, world_id(w, "vr24"), before, &o));
    assert_int_equal(OK, office_get(tx, world_id(w, "vr24"), now, &o));
    assert_true(text_is(o.org, "VR"));
    assert_true(office_covers(tx, o.id, T("VR24")));
    assert_false(office_covers(tx, o.id, T("VR23")));
    assert_true(office_covers(tx, world_id(w, "locc"), T("VR23"))); /* the whole country */
    assert_false(office_has_area(tx, world_id(w, "locc"), T("VR23")));
    assert_false(office_covers(tx, ID_NONE, T("VR24")));
    assert_int_equal(OK, tx_end(tx));
}

/* ---- mandates ---- */

static struct id mandate_at(struct world *w, const char *who, const char *basis, const char *area,
                            const char *when)
{
    struct tx *tx = tx_read(space_store(world_space(w)), world_arena(w));
    struct instant at;
    struct id id;

    assert_true(instant_read(text_of(when), &at));
    id = mandate_for(tx, world_id(w, who), T("VR.voorzitter"), text_of(basis), text_of(area), at);
    assert_int_equal(OK, tx_end(tx));
    return id;
}

static enum result give(struct world *w, const char *who, const char *handle, const char *fields)
{
    return world_act(w, who, T1, "give_mandate", handle, fields);
}

static void test_a_mandate_holds_for_its_basis_area_and_days(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, give(w, "vr24", "M1",
                              "{'from_office':'@vr24','to_office':'VR.plaatsvervangend_voorzitter',"
                              "'bases':['WVR51_MIL','WVR51_CIVIL'],'area':['VR24'],"
                              "'valid_until':'2021-12-31'}"));
    assert_true(id_same(world_id(w, "M1"), mandate_at(w, "vice24", "WVR51_MIL", "VR24", T1)));
    assert_true(id_is_none(mandate_at(w, "vice24", "WVR51_MIL", "VR24", T0)));
    assert_true(id_is_none(mandate_at(w, "vice24", "MSOB", "VR24", T1)));
    assert_true(id_is_none(mandate_at(w, "vice24", "WVR51_MIL", "VR23", T1)));
    assert_true(id_is_none(mandate_at(w, "vice23", "WVR51_MIL", "VR24", T1)));
    /* The last day ends at midnight in the Netherlands: 23:00 UTC in winter. */
    assert_false(id_is_none(mandate_at(w, "vice24", "WVR51_MIL", "VR24", "2021-12-31T22:59:59Z")));
    assert_true(id_is_none(mandate_at(w, "vice24", "WVR51_MIL", "VR24", "2021-12-31T23:00:00Z")));
}

static void test_a_revoked_mandate_holds_no_more(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, give(w, "vr24", "M1",
                              "{'from_office':'@vr24','to_office':'VR.plaatsvervangend_voorzitter',"
                              "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-12-31'}"));
    assert_int_equal(REFUSED, world_act(w, "locc", T1, "revoke_mandate", "M1", "{}"));
    assert_true(world_has_verdict(w, "MANDATE_OWN_OFFICE"));
    assert_int_equal(OK, world_act(w, "vr24", T2, "revoke_mandate", "M1", "{'reason':'terug'}"));
    assert_false(id_is_none(mandate_at(w, "vice24", "WVR51_MIL", "VR24", T1)));
    assert_true(id_is_none(mandate_at(w, "vice24", "WVR51_MIL", "VR24", T2)));
    assert_int_equal(REFUSED, world_act(w, "vr24", T2, "revoke_mandate", "M1", "{}"));
    assert_true(world_has_verdict(w, "MANDATE_ENDED"));
}

static void test_nobody_acts_under_a_mandate_that_is_not_his_or_holds_no_more(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, give(w, "vr24", "M1",
                              "{'from_office':'@vr24','to_office':'VR.plaatsvervangend_voorzitter',"
                              "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-12-31'}"));
    assert_string_equal("", gate_code_under(w, "vice24", "anybody", T1, world_id(w, "M1")));
    assert_string_equal("MANDATE_NOT_VALID",
                        gate_code_under(w, "toc", "anybody", T1, world_id(w, "M1")));
    assert_int_equal(OK, world_act(w, "vr24", T2, "revoke_mandate", "M1", "{}"));
    assert_string_equal("MANDATE_NOT_VALID",
                        gate_code_under(w, "vice24", "anybody", T2, world_id(w, "M1")));
}

static void test_only_the_office_itself_gives_a_mandate_and_only_for_its_own_area(void **state)
{
    struct world *w = *state;

    assert_int_equal(REFUSED,
                     give(w, "vice24", "X1",
                          "{'from_office':'@vr24','to_office':'ROT.operationeel_leider',"
                          "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-12-31'}"));
    assert_true(world_has_verdict(w, "MANDATE_OWN_OFFICE"));
    assert_int_equal(REFUSED,
                     give(w, "vr24", "X2",
                          "{'from_office':'@vr24','to_office':'ROT.operationeel_leider',"
                          "'bases':['WVR51_MIL'],'area':['VR23'],'valid_until':'2021-12-31'}"));
    assert_true(world_has_verdict(w, "MANDATE_OUT_OF_AREA"));
    assert_int_equal(REFUSED,
                     give(w, "vr24", "X3",
                          "{'from_office':'@vr24','to_office':'VR.voorzitter',"
                          "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-07-12'}"));
    assert_true(world_has_verdict(w, "MANDATE_TO_SELF"));
    assert_true(world_has_verdict(w, "MANDATE_PAST"));
}

static void test_there_is_no_mandate_on_a_mandate(void **state)
{
    struct world *w = *state;

    assert_int_equal(OK, give(w, "vr24", "M1",
                              "{'from_office':'@vr24','to_office':'VR.plaatsvervangend_voorzitter',"
                              "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-12-31'}"));
    assert_int_equal(REFUSED,
                     give(w, "vice24", "X1",
                          "{'from_office':'@vice24','to_office':'ROT.operationeel_leider',"
                          "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-12-31'}"));
    assert_true(world_has_verdict(w, "MANDATE_ON_MANDATE"));
    assert_int_equal(REFUSED, give(w, "vice24", "X2",
                                   "{'from_office':'@vice24','to_office':'ROT.operationeel_leider',"
                                   "'bases':['WVR51_MIL'],'area':[],'valid_until':'2021-12-31'}"));
    assert_true(world_has_verdict(w, "MANDATE_ON_MANDATE"));
    assert_int_equal(OK, give(w, "vice24", "M2",
                              "{'from_office':'@vice24','to_office':'ROT.operationeel_leider',"
                              "'bases':['MSOB'],'area':['VR24'],'valid_until':'2021-12-31'}"));
}

/* ---- who sees ---- */

static enum result mark(void *ctx, struct tx *tx)
{
    struct world *w = ctx;
    struct id thing = world_id(w, "space");

    audience_add_area(tx, thing, T("VR24"));
    audience_add_office(tx, thing, world_id(w, "vr24"), true);
    audience_add_office(tx, thing, world_id(w, "vr24"), false); /* holding stays */
    audience_copy(tx, thing, world_id(w, "beheer"));
    return tx_result(tx);
}

static enum result unmark(void *ctx, struct tx *tx)
{
    static const struct statement clear = { .name = "clear", .sql = "DELETE FROM audience" };

    (void)ctx;
    return tx_exec0(tx, &clear);
}

static void test_parties_see_a_thing_and_others_do_not(void **state)
{
    struct world *w = *state;
    struct id thing = world_id(w, "space"), copy = world_id(w, "beheer");

    /* Outside the journal, for this test: no act of this room concerns a thing of others. */
    assert_int_equal(OK, space_local(world_space(w), mark, w));
    assert_true(sees(w, "vr24", "parties", thing));
    assert_true(sees(w, "vice24", "parties", thing));
    assert_false(sees(w, "vice23", "parties", thing));
    assert_true(sees(w, "locc", "parties", thing));
    assert_true(sees(w, "toc", "parties", thing));
    assert_true(sees(w, "auditor", "parties", thing));
    assert_false(sees(w, "-", "parties", thing));
    assert_false(sees(w, "klok", "parties", thing));
    assert_true(sees(w, "vr24", "holder", thing));
    assert_false(sees(w, "vice24", "holder", thing));
    assert_false(sees(w, "locc", "holder", thing));
    assert_true(sees(w, "toc", "holder", thing));
    assert_true(sees(w, "vice24", "parties", copy));
    assert_false(sees(w, "vr24", "holder", copy)); /* holding is not copied */
    assert_true(sees(w, "-", "public", thing));
    assert_true(sees(w, "vice23", "offices", thing));
    assert_false(sees(w, "vice23", "auditor", thing));
    assert_true(sees(w, "beheer", "auditor", thing));
    assert_true(sees(w, "vice23", "parties|offices", thing));
    assert_int_equal(OK, space_local(world_space(w), unmark, NULL));
}

static void test_offices_are_listed_searched_and_shown(void **state)
{
    struct world *w = *state;
    const json_t *doc = world_see(w, "vr24", "offices", "{}");

    assert_int_equal(8, world_int(doc, "offices.length"));
    assert_string_equal("BEHEER.beheerder", world_text(doc, "offices.0.code"));
    assert_false(world_has(doc, "next_url"));
    doc = world_see(w, "vr24", "offices", "{'q':'plaatsvervangend'}");
    assert_int_equal(2, world_int(doc, "offices.length"));
    assert_string_equal("VR23", world_text(doc, "offices.0.instance"));
    doc = world_see(w, "vr24", "offices", "{'q':'%'}");
    assert_int_equal(0, world_int(doc, "offices.length"));
    doc = world_see(w, "vr24", "office", "{'id':'@vr24'}");
    assert_string_equal("VR24", world_text(doc, "areas.0"));
    assert_string_equal("ROLE_FIELD_AUTH", world_text(doc, "roles.0.code"));
    assert_int_equal(1, world_int(doc, "holders.length"));
    assert_string_equal("give_mandate", world_text(doc, "acts.0.name"));
    doc = world_see(w, "locc", "office", "{'id':'@vr24'}");
    assert_int_equal(0, world_int(doc, "holders.length"));
    assert_int_equal(0,
                     world_int(doc, "acts.length")); /* only the office itself gives its mandate */
    doc = world_see(w, "beheer", "offices", "{}");
    assert_string_equal("/ambten/nieuw/ambt", world_text(doc, "creates.0.url"));
    assert_int_equal(0, world_int(world_see(w, "locc", "offices", "{}"), "creates.length"));
    doc = world_see(w, "toc", "my_office", "{}");
    assert_string_equal("TOC.desk", world_text(doc, "office.code"));
}

static void test_a_long_list_of_offices_is_paged_without_gap_or_double(void **state)
{
    struct world *w = *state;
    char code[64], query[64] = "{}";
    int64_t seen = 0;
    int pages = 0;

    for (int i = 0; i < 110; i++) {
        snprintf(code, sizeof(code), "{'office':'ZZ.ambt_%d','org':'ZZ'}", i);
        assert_int_equal(OK, world_act(w, "beheer", T1, "register_office", "Z", code));
    }
    for (;;) {
        const json_t *doc = world_see(w, "vr24", "offices", query);
        seen += world_int(doc, "offices.length");
        pages++;
        if (!world_has(doc, "next"))
            break;
        snprintf(query, sizeof(query), "{'after':'%s'}", world_text(doc, "next"));
    }
    assert_int_equal(118, seen);
    assert_int_equal(3, pages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_words_of_may_admit_whom_they_name_and_nobody_else),
        TEST(test_an_office_of_many_places_is_named_by_what_its_titles_share),
        TEST(test_a_holder_acts_from_his_appointment_until_its_end),
        TEST(test_an_office_that_ended_acts_no_more),
        TEST(test_the_auditor_is_refused_a_real_act_and_reads_offices),
        TEST(test_the_door_of_the_first_acts_is_shut_once_there_is_an_administrator),
        TEST(test_an_office_needs_a_code_and_is_registered_once),
        TEST(test_validity_of_an_office_ends_with_its_last_civil_day),
        TEST(test_a_person_may_hold_an_office_again_in_another_period),
        cmocka_unit_test(test_before_there_is_an_administrator_only_the_first_acts_are_open),
        TEST(test_offices_are_found_by_code_instance_and_moment),
        TEST(test_a_mandate_holds_for_its_basis_area_and_days),
        TEST(test_a_revoked_mandate_holds_no_more),
        TEST(test_nobody_acts_under_a_mandate_that_is_not_his_or_holds_no_more),
        TEST(test_only_the_office_itself_gives_a_mandate_and_only_for_its_own_area),
        TEST(test_there_is_no_mandate_on_a_mandate),
        TEST(test_parties_see_a_thing_and_others_do_not),
        TEST(test_offices_are_listed_searched_and_shown),
        TEST(test_a_long_list_of_offices_is_paged_without_gap_or_double),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
