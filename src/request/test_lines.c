/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines and their account, numbers, limits of the form, and what words alone may do. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "capability/capability.h"
#include "directory/directory.h"
#include "incident/incident.h"
#include "request/account.h"
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

static const json_t *see(struct world *w, const char *handle)
{
    const json_t *doc = world_see(w, "chair", "request",
                                  text_printf(world_arena(w), "{'id':'@%s'}%c", handle, 0).at);

    assert_non_null(doc);
    return doc;
}

static void test_a_part_grant_accounts_for_each_line(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "ASSESSING");
    flood_must(w, "def", "2021-07-14T08:00:00Z", "decide", "R1",
               "{'decision':'partly_grant','reason':'10 km lukt niet in een nacht',"
               "'given':'68 mensen','lines':[{'line':1,'amount':4},{'line':2,'amount':0},"
               "{'line':3,'amount':400}]}");
    doc = see(w, "R1");
    assert_string_equal("PARTLY_GRANTED", world_text(doc, "state"));
    assert_string_equal("partly", world_text(doc, "lines.0.account.code"));
    assert_int_equal(4, world_int(doc, "lines.0.granted_amount"));
    assert_string_equal("refused", world_text(doc, "lines.1.account.code"));
    assert_string_equal("met", world_text(doc, "lines.2.account.code"));
    world_assert_rebuild_equal(w);
}

static void test_a_part_grant_in_words_alone_never_says_zero(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "ASSESSING");
    flood_must(w, "def", "2021-07-14T08:00:00Z", "decide", "R1",
               "{'decision':'partly_grant','reason':'niet alles lukt','given':'68 mensen'}");
    doc = see(w, "R1");
    assert_string_equal("partly", world_text(doc, "lines.0.account.code"));
    assert_true(json_is_false(
        json_object_get(json_array_get(json_object_get(doc, "lines"), 0), "has_granted")));
    world_assert_rebuild_equal(w);
}

static void test_no_line_is_granted_above_what_was_asked_twice_or_in_a_refusal(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "ASSESSING");
    flood_refused(w, "LINE_ABOVE_ASKED", "def", "2021-07-14T08:00:00Z", "decide", "R1",
                  "{'decision':'partly_grant','reason':'x','lines':[{'line':1,'amount':11}]}");
    flood_refused(w, "LINE_UNKNOWN", "def", "2021-07-14T08:00:00Z", "decide", "R1",
                  "{'decision':'partly_grant','reason':'x','lines':[{'line':4,'amount':1}]}");
    flood_refused(w, "LINE_UNKNOWN", "def", "2021-07-14T08:00:00Z", "decide", "R1",
                  "{'decision':'partly_grant','reason':'x',"
                  "'lines':[{'line':1,'amount':1},{'line':1,'amount':2}]}");
    flood_refused(w, "LINES_OF_REFUSAL", "def", "2021-07-14T08:00:00Z", "decide", "R1",
                  "{'decision':'refuse','reason':'x','reason_code':'own_danger',"
                  "'lines':[{'line':1,'amount':0}]}");
    flood_must(w, "def", "2021-07-14T08:00:00Z", "decide", "R1",
               "{'decision':'partly_grant','reason':'x','lines':[{'line':1,'amount':10}]}");
}

/* ---- the account ---- */

/* The parts of a line in one string: "open met partly substituted withdrawn refused". */
static const char *parts(struct world *w, const char *handle, int line)
{
    static const char *const names[] = { "open",        "met",       "partly",
                                         "substituted", "withdrawn", "refused" };
    const json_t *doc = see(w, handle);
    struct text all = T("");

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *path =
            text_printf(world_arena(w), "lines.%d.%s_amount%c", line - 1, names[i], 0).at;

        all = text_printf(world_arena(w), "%.*s%s%lld", TEXT_FMT(all), i ? " " : "",
                          (long long)world_int(doc, path));
    }
    return text_printf(world_arena(w), "%.*s%c", TEXT_FMT(all), 0).at;
}

static void test_a_line_is_open_until_somebody_answers_it(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "ASSESSING");
    assert_string_equal("10 0 0 0 0 0", parts(w, "R1", 1));
    assert_string_equal("asked", world_text(see(w, "R1"), "lines.0.account.code"));
    flood_must(w, "def", "2021-07-14T08:00:00Z", "decide", "R1",
               "{'decision':'grant','reason':'ja'}");
    assert_string_equal("0 10 0 0 0 0", parts(w, "R1", 1));
    assert_string_equal("met", world_text(see(w, "R1"), "lines.0.account.code"));
    world_assert_rebuild_equal(w);
}

static void test_a_part_grant_refuses_the_rest_of_each_line_it_names(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "ASSESSING");
    flood_must(w, "def", "2021-07-14T08:00:00Z", "decide", "R1",
               "{'decision':'partly_grant','reason':'x','lines':[{'line':1,'amount':4},"
               "{'line':2,'amount':0}]}");
    assert_string_equal("0 0 4 0 0 6", parts(w, "R1", 1));
    doc = see(w, "R1");
    assert_int_equal(world_int(doc, "lines.1.amount"), world_int(doc, "lines.1.refused_amount"));
    /* Line 3 is not named: granted in part, and nobody said how much. */
    assert_int_equal(world_int(doc, "lines.2.amount"), world_int(doc, "lines.2.partly_amount"));
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(doc, "lines"), 2), "is_unsaid")));
    assert_false(world_has(doc, "lines.2.parts.1"));
    assert_string_equal("refused", world_text(doc, "lines.0.parts.1.part.code"));
    world_assert_rebuild_equal(w);
}

static void test_a_withdrawal_takes_what_is_not_refused(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "ASSESSING");
    flood_must(w, "def", "2021-07-14T08:00:00Z", "decide", "R1",
               "{'decision':'partly_grant','reason':'x','lines':[{'line':1,'amount':4}]}");
    flood_must(w, "chair", "2021-07-14T09:00:00Z", "withdraw", "R1", "{'reason':'water zakt'}");
    assert_string_equal("0 0 0 0 4 6", parts(w, "R1", 1));
    assert_string_equal("withdrawn", world_text(see(w, "R1"), "lines.0.account.code"));
    assert_string_equal("withdrawn", world_text(see(w, "R1"), "lines.2.account.code"));
    world_assert_rebuild_equal(w);
}

static void test_other_means_accepted_and_then_granted_are_a_substitute(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "ASSESSING");
    flood_must(w, "dops", "2021-07-14T07:20:00Z", "offer_alternative", "R1",
               "{'means':'handen, geen boten','same_effect':'zelfde effect'}");
    flood_must(w, "chair", "2021-07-14T07:35:00Z", "answer_offer", "R1", "{'accept':true}");
    assert_string_equal("10 0 0 0 0 0", parts(w, "R1", 1));
    flood_must(w, "def", "2021-07-14T08:00:00Z", "decide", "R1",
               "{'decision':'partly_grant','reason':'x','lines':[{'line':1,'amount':7}]}");
    assert_string_equal("0 0 0 7 0 3", parts(w, "R1", 1));
    assert_string_equal("substituted", world_text(see(w, "R1"), "lines.0.account.code"));
    world_assert_rebuild_equal(w);
}

static void test_a_refusal_refuses_all_even_what_other_means_were_offered_for(void **state)
{
    struct line_account l = account_new(25);

    (void)state;
    l.is_other_means = true;
    l = account_answered(l, ANSWER_REFUSED, INT_NONE);
    assert_int_equal(25, l.refused);
    assert_string_equal("refused", account_code(&l));
    l = account_withdrawn(l);
    assert_int_equal(25, l.refused);
    assert_string_equal("refused", account_code(&l));
}

/* The next of a fixed sequence of numbers, so that every run tries the same. */
static int64_t next_number(uint64_t *seed, int64_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((*seed >> 33) % (uint64_t)below);
}

static struct line_account any_act(struct line_account l, uint64_t *seed)
{
    static const enum account_answer answers[] = { ANSWER_MET, ANSWER_PARTLY, ANSWER_REFUSED };

    switch (next_number(seed, 4)) {
    case 0:
        l.is_other_means = true;
        return l;
    case 1:
        return account_withdrawn(l);
    default:
        return account_answered(l, answers[next_number(seed, 3)],
                                next_number(seed, 3) == 0 ? INT_NONE
                                                          : next_number(seed, l.asked + 2));
    }
}

static void test_every_sequence_of_answers_adds_up_to_what_was_asked(void **state)
{
    uint64_t seed = 20210714;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct line_account l = account_new(1 + next_number(&seed, 40));

        for (int64_t acts = 1 + next_number(&seed, 8); acts > 0; acts--) {
            int64_t was_refused = l.refused;
            struct line_account after = any_act(l, &seed);

            assert_true(after.open >= 0 && after.met >= 0 && after.partly >= 0 &&
                        after.substituted >= 0 && after.withdrawn >= 0 && after.refused >= 0);
            assert_int_equal(after.asked, after.open + after.met + after.partly +
                                              after.substituted + after.withdrawn + after.refused);
            assert_true(after.open <= l.open);
            assert_true(after.withdrawn >= l.withdrawn);
            if (after.withdrawn > l.withdrawn)
                assert_int_equal(was_refused, after.refused);
            if (!after.is_other_means)
                assert_int_equal(0, after.substituted);
            l = after;
        }
    }
}

static void test_numbers_follow_each_other_within_the_civil_year(void **state)
{
    struct world *w = *state;

    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1",
               "{'legal_basis':'WVR51_MIL'}");
    flood_refused(w, "PURPOSE_OF_BASIS", "rmoa", "2021-07-14T02:16:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR51_MIL','purpose':'public_order'}");
    flood_must(w, "rmoa", "2021-12-31T22:59:59Z", "draft_request", "R2",
               "{'legal_basis':'WVR51_MIL'}");
    /* 23:00 UTC on the last day of December is the first hour of the year in the Netherlands. */
    flood_must(w, "rmoa", "2021-12-31T23:00:00Z", "draft_request", "R3",
               "{'legal_basis':'WVR51_MIL'}");
    assert_string_equal("2021-0001", world_text(see(w, "R1"), "number"));
    assert_string_equal("2021-0002", world_text(see(w, "R2"), "number"));
    assert_string_equal("2022-0001", world_text(see(w, "R3"), "number"));
    world_assert_rebuild_equal(w);
}

static const char *form_with_lines(struct world *w, int n)
{
    struct text all = T("");

    for (int i = 0; i < n; i++)
        all =
            text_printf(world_arena(w), "%.*s%s{'effect_kind':'bank_held','amount':1,'unit':'km'}",
                        TEXT_FMT(all), i ? "," : "");
    return text_printf(world_arena(w), "{'legal_basis':'WVR51_MIL','lines':[%.*s]}%c",
                       TEXT_FMT(all), 0)
        .at;
}

static void test_a_form_takes_forty_lines_and_no_more(void **state)
{
    struct world *w = *state;

    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1",
               form_with_lines(w, LINES_MAX));
    assert_int_equal(LINES_MAX, world_int(see(w, "R1"), "lines.length"));
    assert_int_equal(REFUSED, world_act(w, "rmoa", "2021-07-14T02:16:00Z", "draft_request", "X1",
                                        form_with_lines(w, LINES_MAX + 1)));
    assert_int_equal(REFUSED,
                     world_act(w, "rmoa", "2021-07-14T02:16:00Z", "draft_request", "X1",
                               "{'legal_basis':'WVR51_MIL','lines':[{'effect_kind':'bank_held',"
                               "'amount':0,'unit':'km'}]}"));
    world_assert_rebuild_equal(w);
}

static void test_an_edit_replaces_the_form_but_never_empties_the_sealed_contact(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_request(w, "R1", "DRAFT");
    flood_must(w, "rmoa", "2021-07-14T02:20:00Z", "edit_request", "R1",
               "{'legal_basis':'WVR51_MIL','effect':'de kade houdt','municipality':'@valk'}");
    doc = see(w, "R1");
    assert_string_equal("de kade houdt", world_text(doc, "label"));
    assert_int_equal(0, world_int(doc, "lines.length"));
    assert_int_equal(0, world_int(doc, "alternatives.length"));
    assert_string_equal("piket crisisorganisatie, dag en nacht", world_text(doc, "contact"));
    assert_false(world_has(doc, "form.situation"));
    world_assert_rebuild_equal(w);
}

static void test_means_in_the_words_warn_and_only_lines_without_effect_refuse(void **state)
{
    struct world *w = *state;

    assert_true(effect_says_means(T("200 militairen met vrachtauto's")));
    assert_true(effect_says_means(T("boats")));
    assert_false(effect_says_means(T("10 km oever blijft staan")));
    assert_false(effect_says_means(T("")));
    flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", "R1",
               "{'legal_basis':'WVR51_MIL','effect':'200 militairen','municipality':'@valk',"
               "'lines':[{'amount':200,'unit':'persons'}]}");
    assert_true(world_has_verdict(w, "EFFECT_SAYS_MEANS"));
    flood_must(w, "chair", "2021-07-14T02:16:00Z", "sign_request", "R1", "{}");
    flood_refused(w, "EFFECT_NOT_MEANS", "chair", "2021-07-14T02:17:00Z", "submit_request", "R1",
                  "{}");
    flood_refused(w, "FIELD_MISSING", "chair", "2021-07-14T02:17:00Z", "submit_request", "R1",
                  "{'lines':[{'effect_kind':'bank_held','amount':2,'unit':'km'}]}");
    assert_false(world_has_verdict(w, "EFFECT_NOT_MEANS"));
}

static void test_the_list_pages_by_key_and_counts_only_what_is_seen(void **state)
{
    struct world *w = *state;
    const json_t *doc;
    char handle[8] = "R00";

    for (int i = 0; i < LIST_PAGE + 3; i++) {
        handle[1] = (char)('0' + i / 10);
        handle[2] = (char)('0' + i % 10);
        flood_must(w, "rmoa", "2021-07-14T02:15:00Z", "draft_request", handle,
                   "{'legal_basis':'WVR51_MIL'}");
    }
    doc = world_see(w, "locc", "requests", "{}");
    assert_int_equal(LIST_PAGE, world_int(doc, "count"));
    assert_string_equal("2021-0053", world_text(doc, "requests.0.number"));
    doc = world_see(w, "locc", "requests",
                    text_printf(world_arena(w), "{'after':'%s'}%c", world_text(doc, "next"), 0).at);
    assert_int_equal(3, world_int(doc, "count"));
    assert_string_equal("2021-0003", world_text(doc, "requests.0.number"));
    assert_false(world_has(doc, "next"));
    doc = world_see(w, "chair23", "requests", "{}");
    assert_int_equal(0, world_int(doc, "count"));
    assert_false(world_has(doc, "next"));
}

static void test_a_request_follows_only_one_that_its_drafter_may_see(void **state)
{
    struct world *w = *state;

    flood_request(w, "R1", "DRAFT");
    flood_refused(w, "REF_NOT_FOUND", "chair23", "2021-07-14T03:00:00Z", "draft_request", "X1",
                  "{'legal_basis':'WVR51_MIL','follows':'@R1','municipality':'@venlo'}");
    assert_int_equal(OK, world_act(w, "chair", "2021-07-14T03:00:00Z", "draft_request", "R2",
                                   "{'legal_basis':'WVR51_MIL','follows':'@R1'}"));
    assert_true(world_has(see(w, "R2"), "follows.number"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
        RUN(test_a_part_grant_accounts_for_each_line),
        RUN(test_a_part_grant_in_words_alone_never_says_zero),
        RUN(test_no_line_is_granted_above_what_was_asked_twice_or_in_a_refusal),
        RUN(test_a_line_is_open_until_somebody_answers_it),
        RUN(test_a_part_grant_refuses_the_rest_of_each_line_it_names),
        RUN(test_a_withdrawal_takes_what_is_not_refused),
        RUN(test_other_means_accepted_and_then_granted_are_a_substitute),
        RUN(test_a_refusal_refuses_all_even_what_other_means_were_offered_for),
        RUN(test_every_sequence_of_answers_adds_up_to_what_was_asked),
        RUN(test_numbers_follow_each_other_within_the_civil_year),
        RUN(test_a_form_takes_forty_lines_and_no_more),
        RUN(test_an_edit_replaces_the_form_but_never_empties_the_sealed_contact),
        RUN(test_the_list_pages_by_key_and_counts_only_what_is_seen),
        RUN(test_a_request_follows_only_one_that_its_drafter_may_see),
        RUN(test_means_in_the_words_warn_and_only_lines_without_effect_refuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
