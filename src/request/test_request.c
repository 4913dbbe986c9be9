/* SPDX-License-Identifier: EUPL-1.2 */
/* A request along its whole route, from the call at night to the decision; every refusal on the
 * way. */
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

static const json_t *see(struct world *w, const char *who, const char *handle)
{
    const json_t *doc =
        world_see(w, who, "request", text_printf(world_arena(w), "{'id':'@%s'}%c", handle, 0).at);

    assert_non_null(doc);
    return doc;
}

static bool has_flag(const json_t *doc, const char *flag)
{
    size_t i;
    const json_t *v;

    json_array_foreach (json_object_get(doc, "flags"), i, v)
        if (strcmp(json_string_value(v), flag) == 0)
            return true;
    return false;
}

static const json_t *act_of(const json_t *doc, const char *name)
{
    size_t i;
    const json_t *v;

    json_array_foreach (json_object_get(doc, "acts"), i, v)
        if (strcmp(json_string_value(json_object_get(v, "name")), name) == 0)
            return v;
    return NULL;
}

/* ---- the whole way ---- */

static void test_a_request_goes_from_the_call_at_night_to_the_decision(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "ORAL");
    assert_string_equal("ORAL", world_state(w, "R1"));
    doc = see(w, "cdk", "R1");
    assert_string_equal("2021-0001", world_text(doc, "number"));
    assert_true(has_flag(doc, "CONFIRM_WRITTEN"));
    assert_false(has_flag(doc, "OVERDUE"));
    assert_int_equal(2, world_int(doc, "obligations.length"));
    assert_int_equal(1, world_int(doc, "calls.length"));
    assert_int_equal(2, world_int(doc, "stage_step"));
    world_close(w);
    w = world_open(rooms, &access_gate);
    *state = w;
    flood_begin(w);
    flood_request(w, "R1", "GRANTED");
    assert_string_equal("GRANTED", world_state(w, "R1"));
    doc = see(w, "chair", "R1");
    assert_int_equal(0, world_int(doc, "flags.length"));
    assert_int_equal(0, world_int(doc, "obligations.length"));
    assert_int_equal(7, world_int(doc, "stage_step"));
    assert_string_equal("met", world_text(doc, "lines.0.account.code"));
    assert_int_equal(10, world_int(doc, "lines.0.granted_amount"));
    assert_string_equal("grant", world_text(doc, "decisions.0.decision"));
    assert_int_equal(1, world_int(doc, "signatures.length"));
    assert_true(world_int(doc, "notices.length") >= 5);
    assert_string_equal("VR.voorzitter chair", world_text(doc, "requester.title"));
    assert_string_equal("Wvr art. 51 lid 1-3", world_text(doc, "basis.article"));
    assert_string_equal("MIN_DEF.minister def", world_text(doc, "basis.decides.title"));
    world_assert_rebuild_equal(w);
}

static void test_an_oral_request_owes_its_form_within_the_policy_hours(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "ORAL");
    doc = see(w, "chair", "R1");
    assert_true(world_has(doc, "obligations.0.due_at"));
    flood_must(w, "dops", "2021-07-14T03:00:00Z", "will_can_may", "R1",
               "{'will':'yes','can':'68 mensen','may':'toets gevraagd'}");
    assert_string_equal("ASSESSING", world_state(w, "R1"));
    flood_must(w, "djz", "2021-07-14T03:10:00Z", "legal_test", "R1",
               "{'result':'lawful','basis':'WVR51_MIL','force_regime':'FORCE_NONE_MIL'}");
    flood_must(w, "def", "2021-07-14T03:20:00Z", "decide", "R1",
               "{'decision':'grant','reason':'ramp'}");
    assert_true(world_has_verdict(w, "CONFIRM_WRITTEN")); /* accepted, with the duty in sight */
    assert_false(has_flag(see(w, "locc", "R1"), "OVERDUE"));
    flood_must(w, "dops", "2021-07-15T02:36:00Z", "notify", "R1", "{'to':'@locc'}");
    assert_true(has_flag(see(w, "locc", "R1"), "OVERDUE")); /* 24 hours after 02:35 UTC */
    flood_must(w, "chair", "2021-07-15T03:00:00Z", "confirm_oral_in_writing", "R1",
               "{'signed_form':true,'office':'VR.voorzitter'}");
    doc = see(w, "locc", "R1");
    assert_false(has_flag(doc, "CONFIRM_WRITTEN"));
    assert_string_equal("GRANTED", world_text(doc, "state"));
    assert_int_equal(REFUSED,
                     world_act(w, "chair", "2021-07-15T04:00:00Z", "confirm_oral_in_writing", "R1",
                               "{'signed_form':true,'office':'VR.voorzitter'}"));
    assert_true(world_has_verdict(w, "NOTHING_TO_CONFIRM")); /* what came is not owed twice */
    world_assert_rebuild_equal(w);
}

static void test_a_call_without_a_draft_opens_the_request(void **state)
{
    struct world *w = *state;

    flood_must(
        w, "chair", "2021-07-14T02:40:00Z", "open_oral_request", "R2",
        "{'legal_basis':'WVR51_MIL','effect':'de kade in Meerssen houdt','purpose':'disaster',"
        "'location':'Meerssen','municipality':'@valk','contact':'piket regio',"
        "'needed_from':'2021-07-14T06:00:00Z','urgent':true,'found_explosive':false,"
        "'lines':[{'effect_kind':'bank_held','amount':2,'unit':'km'}],"
        "'receiver':'@locc','channel':'phone','happened_at':'2021-07-14T02:35:00Z'}");
    assert_string_equal("ORAL", world_state(w, "R2"));
    assert_true(has_flag(see(w, "chair", "R2"), "CONFIRM_WRITTEN"));
    flood_refused(w, "FIELD_MISSING", "chair", "2021-07-14T02:45:00Z", "open_oral_request", "X1",
                  "{'legal_basis':'WVR51_MIL','effect':'de kade houdt','purpose':'disaster',"
                  "'location':'Meerssen','municipality':'@valk','urgent':true,"
                  "'found_explosive':false,'receiver':'@locc','channel':'phone'}");
    world_assert_rebuild_equal(w);
}

/* ---- drafting and signing ---- */

static void test_an_advice_without_picture_versions_is_refused(void **state)
{
    struct world *w = *state;

    flood_must(w, "rot", "2021-07-14T01:50:00Z", "update_picture", "PIC1",
               "{'region':'@VR24','total_version':1,'own_version':1,'text':'Geul stijgt snel'}");
    flood_request(w, "R1", "DRAFT");
    flood_refused(w, "PICTURE_VERSION", "rmoa", "2021-07-14T02:20:00Z", "advise", "R1",
                  "{'advice':'vraag nu','picture_versions':[]}");
    flood_must(w, "rmoa", "2021-07-14T02:22:00Z", "advise", "R1",
               "{'advice':'vraag handen en vervoer','picture_versions':['@PIC1']}");
    assert_string_equal("VR24 1/1",
                        world_text(see(w, "chair", "R1"), "advice.0.pictures.0.number"));
    flood_refused(w, "ROLE_FORBIDDEN", "mayor", "2021-07-14T02:23:00Z", "advise", "R1",
                  "{'advice':'doe het','picture_versions':['@PIC1']}");
    world_assert_rebuild_equal(w);
}

static void test_who_prepares_cannot_sign_and_a_mayor_cannot_ask(void **state)
{
    struct world *w = *state;

    flood_refused(w, "WVR51_REQUESTER", "mayor", "2021-07-14T01:50:00Z", "submit_at_once", "X1",
                  flood_form(w, ""));
    flood_request(w, "R1", "DRAFT");
    flood_refused(w, "PREPARER_CANNOT_SIGN", "rmoa", "2021-07-14T05:00:00Z", "sign_request", "R1",
                  "{'office':'RMOA.adviseur'}");
    flood_refused(w, "WVR51_REQUESTER", "mayor", "2021-07-14T05:00:00Z", "submit_request", "R1",
                  "{}");
    flood_refused(w, "OUT_OF_AREA", "rmoa", "2021-07-14T05:01:00Z", "draft_request", "X2",
                  "{'legal_basis':'WVR51_MIL','municipality':'@venlo'}");
    flood_refused(w, "ROLE_FORBIDDEN", "mayor", "2021-07-14T05:02:00Z", "draft_request", "X2",
                  flood_form(w, ""));
    flood_refused(w, "AUDITOR_READS", "auditor", "2021-07-14T05:03:00Z", "sign_request", "R1",
                  "{}");
}

static void test_a_mandate_lets_the_deputy_sign_and_no_longer_than_it_holds(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    flood_refused(w, "MANDATE_REQUIRED", "deputy", "2021-07-14T05:00:00Z", "sign_request", "R1",
                  "{'office':'VR.voorzitter'}");
    flood_must(w, "chair", "2021-07-14T05:01:00Z", "give_mandate", "M1",
               "{'from_office':'@chair','to_office':'VR.plaatsvervangend_voorzitter',"
               "'bases':['WVR51_MIL'],'area':['VR24'],'valid_until':'2021-07-14'}");
    flood_must(w, "deputy", "2021-07-14T05:02:00Z", "sign_request", "R1",
               "{'office':'VR.voorzitter','mandate':'@M1'}");
    assert_string_equal("VR.voorzitter",
                        world_text(see(w, "chair", "R1"), "signatures.0.signs_as"));
    flood_refused(w, "SIGNS_AS_OTHER", "deputy", "2021-07-14T05:03:00Z", "sign_request", "R1",
                  "{'office':'MIN_DEF.minister','mandate':'@M1'}");
    flood_refused(w, "SIGNS_AS_OTHER", "chair", "2021-07-14T05:03:00Z", "sign_request", "R1",
                  "{'office':'MIN_DEF.minister'}");
    flood_refused(w, "MANDATE_REQUIRED", "deputy", "2021-07-15T05:02:00Z", "sign_request", "R1",
                  "{'office':'VR.voorzitter','mandate':'@M1'}");
    world_assert_rebuild_equal(w);
}

static void test_a_signature_holds_only_for_the_text_that_was_signed(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    flood_must(w, "chair", "2021-07-14T05:00:00Z", "notify", "R1", "{'to':'@cdk'}");
    flood_refused(w, "SIGNED_FIRST", "chair", "2021-07-14T05:01:00Z", "submit_request", "R1", "{}");
    assert_string_equal("sign_request", world_text(see(w, "chair", "R1"), "next.what.code"));
    flood_must(w, "chair", "2021-07-14T05:02:00Z", "sign_request", "R1",
               "{'office':'VR.voorzitter'}");
    assert_string_equal("submit_request", world_text(see(w, "chair", "R1"), "next.what.code"));
    flood_must(w, "rmoa", "2021-07-14T05:03:00Z", "edit_request", "R1",
               flood_form(w, ",'annexes':'kaart'"));
    assert_string_equal("sign_request", world_text(see(w, "chair", "R1"), "next.what.code"));
    assert_false(json_is_true(json_object_get(see(w, "chair", "R1"), "is_signed")));
    flood_refused(w, "SIGNED_FIRST", "chair", "2021-07-14T05:04:00Z", "submit_request", "R1", "{}");
    /* The competent office may change the text as it submits it, and so signs the new one. */
    flood_must(w, "chair", "2021-07-14T05:05:00Z", "submit_request", "R1",
               "{'field_lead':'officier van dienst brandweer'}");
    assert_string_equal("SUBMITTED", world_state(w, "R1"));
    assert_true(json_is_true(json_object_get(see(w, "chair", "R1"), "is_signed")));
    assert_int_equal(2, world_int(see(w, "chair", "R1"), "signatures.length"));
    flood_refused(w, "DUPLICATE_SUBMIT", "chair", "2021-07-14T05:06:00Z", "submit_request", "R1",
                  "{}");
    world_assert_rebuild_equal(w);
}

static void test_submitting_needs_the_notice_about_this_very_request(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "ORAL");
    flood_must(w, "chair", "2021-07-14T05:10:00Z", "sign_request", "R1",
               "{'office':'VR.voorzitter'}");
    flood_refused(w, "WVR51_CDK_NOTICE", "chair", "2021-07-14T05:12:00Z", "submit_request", "R1",
                  "{}");
    flood_refused(w, "FACT_COMPLETE", "chair", "2021-07-14T05:13:00Z", "notify", "R1",
                  "{'to':'@cdk','happened_at':'2021-07-14T06:00:00Z'}");
    /* The commissioner of another province is not the one to be told: the duty stays. */
    flood_must(w, "chair", "2021-07-14T05:14:00Z", "notify", "R1", "{'to':'@cdk_ge'}");
    assert_int_equal(2, world_int(see(w, "chair", "R1"), "obligations.length"));
    flood_must(w, "chair", "2021-07-14T05:18:00Z", "notify", "R1", "{'to':'@cdk'}");
    flood_must(w, "chair", "2021-07-14T05:20:00Z", "submit_request", "R1", "{}");
    assert_int_equal(0, world_int(see(w, "chair", "R1"), "flags.length"));
    world_assert_rebuild_equal(w);
}

static void test_an_oral_start_needs_urgency_and_a_call_that_has_been(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    flood_refused(w, "NOT_URGENT_NO_ORAL", "chair", "2021-07-14T02:40:00Z", "request_orally", "R1",
                  "{'receiver':'@locc','channel':'phone','urgency':'','urgent':false}");
    flood_refused(w, "FACT_COMPLETE", "chair", "2021-07-14T02:41:00Z", "request_orally", "R1",
                  "{'receiver':'@locc','channel':'phone','urgency':'x','urgent':true,"
                  "'happened_at':'2021-07-14T03:41:00Z'}");
    assert_string_equal("DRAFT", world_state(w, "R1"));
}

/* ---- what a draft may hold ---- */

static void test_what_is_no_request_is_told_so_at_the_draft(void **state)
{
    struct world *w = *state;

    flood_refused(w, "SOCIAL_REDIRECT", "rmoa", "2021-07-14T02:15:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR51_MIL','purpose':'social'}");
    flood_refused(w, "KMAR_OWN_TASK", "rmoa", "2021-07-14T02:15:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR51_MIL','purpose':'own_task'}");
    flood_refused(w, "EOD_NO_REQUEST", "rmoa", "2021-07-14T02:15:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR51_MIL','found_explosive':true}");
    flood_refused(w, "PURPOSE_OF_BASIS", "rmoa", "2021-07-14T02:15:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR51_MIL','purpose':'public_order'}");
    flood_refused(w, "LEGAL_BASIS_UNKNOWN", "rmoa", "2021-07-14T02:15:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR99'}");
    flood_refused(w, "PERIOD_REVERSED", "rmoa", "2021-07-14T02:15:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR51_MIL','needed_from':'2021-07-15T10:00:00Z',"
                  "'needed_until':'2021-07-15T09:00:00Z'}");
    flood_must(w, "rmoa", "2021-07-14T02:16:00Z", "draft_request", "R1",
               "{'legal_basis':'WVR51_MIL'}"); /* a draft may lack anything */
    flood_must(w, "chair", "2021-07-14T02:17:00Z", "sign_request", "R1",
               "{'office':'VR.voorzitter'}");
    flood_refused(w, "FIELD_MISSING", "chair", "2021-07-14T02:18:00Z", "submit_request", "R1",
                  "{}");
    assert_true(world_has_verdict(w, "LADDER_RECORDED"));
    assert_true(world_has_verdict(w, "EFFECT_NOT_MEANS"));
}

static void test_force_is_not_asked_on_a_basis_that_gives_none(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    flood_must(w, "rmoa", "2021-07-14T02:20:00Z", "edit_request", "R1", flood_form(w, ""));
    flood_must(w, "chair", "2021-07-14T02:30:00Z", "sign_request", "R1", "{}");
    flood_must(w, "chair", "2021-07-14T02:31:00Z", "notify", "R1", "{'to':'@cdk'}");
    flood_refused(w, "FORCE_BY_BASIS", "chair", "2021-07-14T02:32:00Z", "submit_request", "R1",
                  "{'force_needed':true}");
    flood_must(w, "chair", "2021-07-14T02:33:00Z", "submit_request", "R1", "{}");
}

/* ---- desk and Defence ---- */

static void test_the_desk_sends_back_and_the_requester_mends(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "SUBMITTED");
    flood_refused(w, "ROLE_FORBIDDEN", "chair", "2021-07-14T05:30:00Z", "desk_check", "R1",
                  "{'form_complete':true,'competence_ok':true,'basis_ok':true,"
                  "'consent_on_behalf_of':'MIN_JENV'}");
    flood_refused(w, "FIELD_MISSING", "locc", "2021-07-14T05:31:00Z", "desk_check", "R1",
                  "{'form_complete':true,'competence_ok':true,'basis_ok':true}");
    flood_must(w, "locc", "2021-07-14T05:32:00Z", "desk_check", "R1",
               "{'form_complete':false,'competence_ok':true,'basis_ok':true,"
               "'consent_on_behalf_of':'MIN_JENV'}");
    assert_string_equal("SUBMITTED", world_state(w, "R1"));
    flood_must(w, "locc", "2021-07-14T05:33:00Z", "return_request", "R1",
               "{'reason':'wie heeft de leiding ter plaatse?','fields':['field_lead']}");
    doc = see(w, "chair", "R1");
    assert_string_equal("RETURNED", world_text(doc, "state"));
    assert_string_equal("field_lead", world_text(doc, "returns.0.fields.0.name"));
    flood_must(w, "chair", "2021-07-14T05:40:00Z", "submit_request", "R1",
               "{'field_lead':'officier van dienst'}");
    assert_string_equal("SUBMITTED", world_state(w, "R1"));
    flood_refused(w, "STATE_ORDER", "dops", "2021-07-14T05:41:00Z", "will_can_may", "R1",
                  "{'will':'yes','can':'x','may':'x'}");
    world_assert_rebuild_equal(w);
}

static void test_an_offer_is_accepted_or_ends_the_request(void **state)
{
    struct world *w = *state;
    static const char *const offer = "{'means':'handen en vrachtauto s, geen boten',"
                                     "'same_effect':'mensen gaan weg voor het water komt'}";

    flood_request(w, "R1", "ASSESSING");
    flood_must(w, "dops", "2021-07-14T07:20:00Z", "offer_alternative", "R1", offer);
    flood_refused(w, "ROLE_FORBIDDEN", "rmoa", "2021-07-14T07:30:00Z", "answer_offer", "R1",
                  "{'accept':true}");
    flood_must(w, "chair", "2021-07-14T07:35:00Z", "answer_offer", "R1",
               "{'accept':true,'reason':'zelfde effect'}");
    assert_string_equal("ASSESSING", world_state(w, "R1"));
    assert_string_equal("substituted", world_text(see(w, "chair", "R1"), "lines.0.account.code"));
    flood_must(w, "dops", "2021-07-14T07:40:00Z", "offer_alternative", "R1", offer);
    flood_must(w, "chair", "2021-07-14T07:45:00Z", "answer_offer", "R1", "{'accept':false}");
    assert_string_equal("WITHDRAWN", world_state(w, "R1"));
    assert_string_equal("withdrawn", world_text(see(w, "chair", "R1"), "lines.0.account.code"));
    world_assert_rebuild_equal(w);
}

static void test_only_a_compelling_reason_refuses(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "ASSESSING");
    flood_refused(w, "WVR51_REFUSAL_COMPELLING", "def", "2021-07-14T07:50:00Z", "decide", "R1",
                  "{'decision':'refuse','reason':'geen budget','reason_code':'money'}");
    flood_refused(w, "REASON_REQUIRED", "def", "2021-07-14T07:50:00Z", "decide", "R1",
                  "{'decision':'refuse','reason_code':'own_danger'}");
    flood_refused(w, "ROLE_FORBIDDEN", "dops", "2021-07-14T07:51:00Z", "decide", "R1",
                  "{'decision':'grant','reason':'ja'}");
    flood_refused(w, "STATE_ORDER", "def", "2021-07-14T07:52:00Z", "decide", "R1",
                  "{'decision':'agree_in_principle','reason':'ja'}");
    flood_must(w, "def", "2021-07-14T07:55:00Z", "decide", "R1",
               "{'decision':'refuse','reason':'eigen gebied bedreigd','reason_code':'own_danger'}");
    assert_true(world_has_verdict(w, "LEGAL_TEST_FIRST")); /* a warning: no legal test on record */
    doc = see(w, "chair", "R1");
    assert_string_equal("REFUSED", world_text(doc, "state"));
    assert_string_equal("refused", world_text(doc, "lines.2.account.code"));
    flood_must(w, "chair", "2021-07-14T09:00:00Z", "close", "R1", "{}");
    assert_string_equal("CLOSED", world_state(w, "R1"));
    assert_int_equal(0, world_int(see(w, "chair", "R1"), "acts.length"));
    world_assert_rebuild_equal(w);
}

static void test_the_first_minister_may_refuse_and_nothing_else(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "CHECKED");
    flood_refused(w, "STATE_ORDER", "jenv", "2021-07-14T05:50:00Z", "decide", "R1",
                  "{'decision':'grant','reason':'ja'}");
    flood_must(w, "jenv", "2021-07-14T05:51:00Z", "decide", "R1",
               "{'decision':'refuse','reason':'komt te laat','reason_code':'arrives_too_late'}");
    assert_string_equal("REFUSED", world_state(w, "R1"));
}

static void test_a_request_is_withdrawn_with_a_reason_and_its_duties_end(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "ORAL");
    flood_refused(w, "FIELD_MISSING", "chair", "2021-07-14T03:00:00Z", "withdraw", "R1", "{}");
    flood_must(w, "chair", "2021-07-14T03:01:00Z", "withdraw", "R1", "{'reason':'water zakt'}");
    doc = see(w, "locc", "R1");
    assert_string_equal("WITHDRAWN", world_text(doc, "state"));
    assert_int_equal(0, world_int(doc, "obligations.length"));
    flood_must(w, "rmoa", "2021-07-14T04:00:00Z", "draft_request", "R2",
               flood_form(w, ",'follows':'@R1'"));
    assert_string_equal("2021-0002", world_text(see(w, "chair", "R1"), "followed_by.0.number"));
    assert_string_equal("2021-0001", world_text(see(w, "chair", "R2"), "follows.number"));
    world_assert_rebuild_equal(w);
}

/* ---- who sees what, and whose turn it is ---- */

static void test_a_request_is_seen_by_its_parties_only(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    assert_non_null(world_see(w, "mayor", "request", "{'id':'@R1'}"));
    assert_non_null(world_see(w, "dops", "request", "{'id':'@R1'}"));
    assert_non_null(world_see(w, "auditor", "request", "{'id':'@R1'}"));
    assert_null(world_see(w, "chair23", "request", "{'id':'@R1'}"));
    assert_null(world_see(w, "clas", "request", "{'id':'@R1'}"));
    assert_int_equal(NOT_FOUND, world_result(w));
    assert_int_equal(1, world_int(world_see(w, "chair", "requests", "{}"), "count"));
    assert_int_equal(0, world_int(world_see(w, "chair23", "requests", "{}"), "count"));
    assert_int_equal(1, world_int(world_see(w, "locc", "requests", "{'region':'VR24'}"), "count"));
    assert_int_equal(0, world_int(world_see(w, "locc", "requests", "{'region':'VR23'}"), "count"));
    assert_int_equal(0, world_int(world_see(w, "locc", "requests", "{'stage':'ORAL'}"), "count"));
    assert_int_equal(1, world_int(world_see(w, "rmoa", "requests", "{'mine':true}"), "count"));
    assert_int_equal(0, world_int(world_see(w, "locc", "requests", "{'mine':true}"), "count"));
}

static void test_the_parties_of_the_incident_see_its_request(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "chair", "2021-07-13T19:30:00Z", "report_incident", "I1",
               "{'kind':'flood','regions':['@VR24','@VR23'],'places':['@valk','@venlo'],"
               "'what':'Maas en Geul stijgen'}");
    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1",
               flood_form(w, ",'incident':'@I1'"));
    doc = see(w, "chair23", "R1");
    assert_string_equal("Maas en Geul stijgen", world_text(doc, "incident.label"));
    flood_must(w, "chair", "2021-07-14T02:30:00Z", "declare_wvr39", "I1",
               "{'region':'@VR24','municipalities':['@valk'],'urgency':'geen tijd voor het RBT'}");
    assert_string_equal("VR.voorzitter chair",
                        world_text(see(w, "chair", "R1"), "basis.authority.title"));
    world_assert_rebuild_equal(w);
}

static void test_the_page_says_whose_turn_it_is_and_what_the_reader_may_do(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "SUBMITTED");
    doc = see(w, "locc", "R1");
    assert_true(json_is_true(json_object_get(json_object_get(doc, "next"), "is_yours")));
    assert_string_equal("desk_check", world_text(doc, "next.what.code"));
    assert_non_null(act_of(doc, "desk_check"));
    assert_non_null(act_of(doc, "return_request"));
    assert_null(act_of(doc, "decide"));
    doc = see(w, "chair", "R1");
    assert_false(json_is_true(json_object_get(json_object_get(doc, "next"), "is_yours")));
    assert_string_equal("LOCC.desk locc", world_text(doc, "next.who.title"));
    assert_null(act_of(doc, "desk_check"));
    assert_non_null(act_of(doc, "withdraw"));
}

static void test_the_form_of_a_new_request_marks_what_a_call_needs(void **state)
{
    struct world *w = *state;
    const json_t *doc = world_see(w, "rmoa", "new_request", "{}");

    assert_non_null(doc);
    assert_int_equal(5, world_int(doc, "sections.length"));
    assert_int_equal(6, world_int(doc, "minimum.length"));
    assert_string_equal("VR.voorzitter chair", world_text(doc, "basis.asks.title"));
}

static const char *value_among(const json_t *fields, const char *name)
{
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        if (strcmp(json_string_value(json_object_get(field, "name")), name) == 0)
            return json_string_value(json_object_get(field, "value"));
    }
    return NULL;
}

/* As shown, or as kept where the route does not ask it. */
static const char *value_in(const json_t *doc, const char *name)
{
    const json_t *sections = json_object_get(doc, "sections");
    const char *found = NULL;

    for (size_t s = 0; !found && s < json_array_size(sections); s++) {
        const json_t *section = json_array_get(sections, s);

        found = value_among(json_object_get(section, "fields"), name);
        if (!found)
            found = value_among(json_object_get(json_object_get(section, "kept"), "fields"), name);
    }
    return found ? found : "no such field";
}

static void test_the_edit_form_holds_all_of_the_draft_so_that_a_save_loses_nothing(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "DRAFT");
    doc = world_see(w, "rmoa", "edit_form", "{'id':'@R1'}");
    assert_non_null(doc);
    assert_string_equal("geen", value_in(doc, "armament"));
    assert_string_equal("piket crisisorganisatie, dag en nacht", value_in(doc, "contact"));
    assert_string_equal("14-07-2021 12:00", value_in(doc, "needed_from"));
    assert_null(world_see(w, "chair23", "edit_form", "{'id':'@R1'}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_a_request_goes_from_the_call_at_night_to_the_decision),
        RUN(test_an_oral_request_owes_its_form_within_the_policy_hours),
        RUN(test_a_call_without_a_draft_opens_the_request),
        RUN(test_an_advice_without_picture_versions_is_refused),
        RUN(test_who_prepares_cannot_sign_and_a_mayor_cannot_ask),
        RUN(test_a_mandate_lets_the_deputy_sign_and_no_longer_than_it_holds),
        RUN(test_a_signature_holds_only_for_the_text_that_was_signed),
        RUN(test_submitting_needs_the_notice_about_this_very_request),
        RUN(test_an_oral_start_needs_urgency_and_a_call_that_has_been),
        RUN(test_what_is_no_request_is_told_so_at_the_draft),
        RUN(test_force_is_not_asked_on_a_basis_that_gives_none),
        RUN(test_the_desk_sends_back_and_the_requester_mends),
        RUN(test_an_offer_is_accepted_or_ends_the_request),
        RUN(test_only_a_compelling_reason_refuses),
        RUN(test_the_first_minister_may_refuse_and_nothing_else),
        RUN(test_a_request_is_withdrawn_with_a_reason_and_its_duties_end),
        RUN(test_a_request_is_seen_by_its_parties_only),
        RUN(test_the_parties_of_the_incident_see_its_request),
        RUN(test_the_page_says_whose_turn_it_is_and_what_the_reader_may_do),
        RUN(test_the_form_of_a_new_request_marks_what_a_call_needs),
        RUN(test_the_edit_form_holds_all_of_the_draft_so_that_a_save_loses_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
