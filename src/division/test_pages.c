/* SPDX-License-Identifier: EUPL-1.2 */
/* What the looks of this room show: sums that add up, numbers that lead to their entries, and
 * nothing to who may not know it. Two regions want the same lorries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "deployment/test_field.h"
#include "directory/directory.h"
#include "division/inner.h"
#include "division/views.h"
#include "incident/incident.h"
#include "request/request.h"

static const struct room *const division_rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &division_room,   NULL,
};

#define NOON "2021-07-15T10:00:00Z"
#define ASK  "2021-07-15T12:30:00Z" /* the proposal */
#define NOW  "2021-07-15T12:31:00Z" /* half past two in Limburg */

static void ask(struct world *w, const char *handle, const char *who, const char *place,
                const char *from, const char *until)
{
    const char *form =
        text_printf(world_arena(w),
                    "{'legal_basis':'WVR51_MIL','effect':'mensen langs de Maas zijn weg',"
                    "'location':'Maasdal','municipality':'@%s','needed_from':'%s',"
                    "'needed_until':'%s','contact':'piket','purpose':'disaster','urgent':true,"
                    "'urgency':'water','lines':[{'effect_kind':'people_moved','amount':1000,"
                    "'unit':'persons'}]}%c",
                    place, from, until, 0)
            .at;

    flood_must(w, who, NOON, "draft_request", handle, form);
    flood_must(w, who, NOON, "request_orally", handle,
               "{'receiver':'@locc','channel':'phone','urgency':'water','urgent':true}");
}

/* 37 lorries; 8 are held for R1 (VR24); V2 proposes 12 for R6 (VR23) and 17 for R7 (VR24), who
 * goes 8 short. */
static int open_world(void **state)
{
    struct world *w = world_open(division_rooms, &access_gate);

    field_begin(w);
    flood_must(w, "clas", "2021-07-01T08:00:00Z", "register_capability", "lorries",
               "{'capability_type':'EVAC_TRANSPORT','quantity':40,'unit':'vrachtautos'}");
    flood_must(w, "clas", "2021-07-15T06:00:00Z", "report_readiness", "lorries",
               "{'quantity_ready':37,'personnel':'ready','materiel':'ready','training':'ready',"
               "'commander_view':'deployable'}");
    flood_must(w, "rot", "2021-07-13T22:00:00Z", "update_picture", "P1",
               "{'region':'@VR24','total_version':1,'own_version':1,'text':'Maas stijgt'}");
    ask(w, "R1", "chair", "valk", "2021-07-15T12:00:00+02:00", "2021-07-19T20:00:00+02:00");
    flood_must(w, "locc", NOON, "propose_allocation", "V1",
               "{'for_requests':['@R1'],'picture_versions':['@P1'],"
               "'proposal':[{'request':'@R1','capability':'@lorries','quantity':8}]}");
    flood_must(w, "toc", NOON, "accept_allocation", "V1",
               "{'reason':'past','deviates':false,"
               "'lines':[{'request':'@R1','capability':'@lorries','quantity':8}]}");
    ask(w, "R6", "chair23", "venlo", "2021-07-15T20:00:00+02:00", "2021-07-19T20:00:00+02:00");
    ask(w, "R7", "chair", "valk", "2021-07-15T18:00:00+02:00", "2021-07-16T20:00:00+02:00");
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

static void propose(struct world *w)
{
    flood_must(w, "locc", ASK, "propose_allocation", "V2",
               "{'for_requests':['@R6','@R7'],'picture_versions':['@P1'],"
               "'proposal':[{'request':'@R6','capability':'@lorries','quantity':12},"
               "{'request':'@R7','capability':'@lorries','quantity':17}],"
               "'runner_up':'R7 alle 29, R6 geen',"
               "'left_without':[{'request':'@R7','short':8,'why':'8 staan voor R1'}]}");
}

static const json_t *see(struct world *w, const char *who, const char *query)
{
    const json_t *doc = world_see(w, who, "scarcity", query);

    assert_non_null(doc);
    return doc;
}

/* The amounts of a sum together. */
static int64_t added(const json_t *amounts)
{
    const json_t *sum = json_object_get(amounts, "sum"), *part;
    int64_t all = 0;
    size_t i;

    json_array_foreach ((json_t *)(uintptr_t)sum, i, part)
        all += json_integer_value(json_object_get(part, "amount"));
    return all;
}

static bool is_true(const json_t *doc, const char *name)
{
    return json_is_true(json_object_get(doc, name));
}

static bool says(const json_t *doc, const char *words)
{
    char *all = json_dumps(doc, 0);
    bool found;

    assert_non_null(all);
    found = strstr(all, words) != NULL;
    free(all);
    return found;
}

static const json_t *first(const json_t *doc, const char *list)
{
    const json_t *item = json_array_get(json_object_get(doc, list), 0);

    assert_non_null(item);
    return item;
}

/* Every number of the list leads to an address of this house, and names its entry. */
static void assert_sources(const json_t *parts)
{
    const json_t *part;
    size_t i;

    json_array_foreach ((json_t *)(uintptr_t)parts, i, part) {
        const json_t *source = json_object_get(part, "source");

        assert_int_equal('/', world_text(part, "part_url")[0]);
        if (is_true(part, "is_proposed"))
            continue;
        assert_true(json_is_object(source));
        assert_non_null(strstr(world_text(source, "source_url"), "#vermelding-"));
        assert_true(strlen(world_text(source, "entry_id")) > 2);
        assert_true(json_is_object(json_object_get(source, "office")));
    }
}

static void test_two_regions_stand_side_by_side_with_what_they_have_get_and_miss(void **state)
{
    struct world *w = *state;
    const json_t *doc, *pool, *south;

    propose(w);
    doc = see(w, "locc", "{}");
    assert_int_equal(1, world_int(doc, "pools.length"));
    pool = first(doc, "pools");
    assert_int_equal(8, world_int(pool, "short"));
    assert_int_equal(2, world_int(pool, "regions.length"));
    assert_string_equal("VR23", world_text(pool, "regions.0.code"));
    assert_int_equal(12, world_int(pool, "regions.0.proposed"));
    assert_int_equal(0, world_int(pool, "regions.0.held"));
    south = json_array_get(json_object_get(pool, "regions"), 1);
    assert_int_equal(8, world_int(south, "held"));
    assert_int_equal(17, world_int(south, "proposed"));
    assert_int_equal(8, world_int(south, "short"));
    assert_string_equal("8 staan voor R1", world_text(south, "contenders.1.why"));
    assert_int_equal(25, world_int(south, "contenders.1.wanted"));
    assert_int_equal(1000, world_int(south, "contenders.1.lines.0.open_amount"));
    assert_int_equal(2, world_int(doc, "asked.length"));
}

static void test_every_sum_stands_with_parts_that_add_up_and_lead_to_entries(void **state)
{
    struct world *w = *state;
    const json_t *doc, *pool, *amounts;

    propose(w);
    doc = see(w, "locc", "{}");
    pool = first(doc, "pools");
    amounts = json_object_get(pool, "amounts");
    assert_int_equal(37, world_int(amounts, "ready"));
    assert_int_equal(29, world_int(amounts, "free"));
    assert_int_equal(37, added(amounts));
    assert_sources(json_object_get(pool, "parts"));
    assert_int_equal(37, world_int(pool, "stand.amount"));
    assert_non_null(strstr(world_text(pool, "stand.source.source_url"), "/capaciteit/"));
    amounts = json_object_get(first(pool, "proposals"), "amounts");
    assert_int_equal(0, world_int(amounts, "free"));
    assert_int_equal(37, added(amounts));
    assert_sources(json_object_get(first(pool, "proposals"), "parts"));
}

static void test_what_is_accepted_is_held_and_a_tasking_is_deployed(void **state)
{
    struct world *w = *state;
    const json_t *doc, *pool;

    propose(w);
    flood_must(w, "toc", NOW, "accept_allocation", "V2",
               "{'reason':'17 nu, de 8 van R1 om zes uur','deviates':true,"
               "'lines':[{'request':'@R6','capability':'@lorries','quantity':12},"
               "{'request':'@R7','capability':'@lorries','quantity':17}]}");
    doc = see(w, "toc", "{}");
    pool = first(doc, "pools");
    assert_int_equal(0, world_int(pool, "amounts.free"));
    assert_int_equal(37, world_int(pool, "held"));
    assert_int_equal(37, added(json_object_get(pool, "amounts")));
    assert_int_equal(0, world_int(pool, "proposals.length"));
    assert_sources(json_object_get(pool, "parts"));
    assert_int_equal(25, world_int(pool, "regions.1.held"));
    /* R7 wanted 25 and has 17: it stays 8 short. */
    assert_int_equal(8, world_int(pool, "short"));
    assert_int_equal(8, world_int(pool, "regions.1.short"));
    assert_int_equal(0, world_int(pool, "regions.0.short"));
    assert_string_equal("8 staan voor R1", world_text(pool, "regions.1.contenders.1.why"));
    flood_must(w, "chair", NOW, "withdraw", "R7", "{'reason':'bussen rijden toch'}");
    pool = first(see(w, "toc", "{'pool':'@lorries'}"), "pools");
    assert_int_equal(0, world_int(pool, "short"));
    assert_int_equal(17, world_int(pool, "amounts.free"));
}

static void test_a_decision_that_gives_all_leaves_no_shortage(void **state)
{
    struct world *w = *state;
    const json_t *pool;

    propose(w); /* 17 for R7, and 8 short */
    flood_must(w, "toc", NOW, "accept_allocation", "V2",
               "{'reason':'eerst de mensen','deviates':true,"
               "'lines':[{'request':'@R7','capability':'@lorries','quantity':25}]}");
    pool = first(see(w, "toc", "{'pool':'@lorries'}"), "pools");
    assert_int_equal(33, world_int(pool, "held"));
    assert_int_equal(0, world_int(pool, "short"));
}

static void test_more_in_use_than_is_ready_is_said_and_still_adds_up(void **state)
{
    struct world *w = *state;
    const json_t *pool;

    flood_must(w, "clas", NOW, "report_readiness", "lorries",
               "{'quantity_ready':5,'personnel':'ready','materiel':'not_ready','training':'ready',"
               "'commander_view':'deployable'}");
    pool = first(see(w, "locc", "{}"), "pools"); /* 8 are held, 5 are left: that is scarce */
    assert_true(is_true(json_object_get(pool, "amounts"), "is_over"));
    assert_int_equal(3, world_int(pool, "amounts.over"));
    assert_int_equal(8, world_int(pool, "amounts.used"));
    assert_int_equal(8, added(json_object_get(pool, "amounts")));
    assert_int_equal(0, world_int(pool, "amounts.free"));
}

static void test_what_the_holder_keeps_is_a_part_of_the_sum(void **state)
{
    struct world *w = *state;
    const json_t *doc, *pool;

    propose(w);
    flood_must(w, "clas", NOW, "reserve_capacity", "lorries",
               "{'quantity':3,'for':'oefening','from':'2021-07-17','until':'2021-07-18'}");
    doc = see(w, "locc", "{}");
    pool = first(doc, "pools");
    assert_int_equal(3, world_int(pool, "reserved"));
    assert_int_equal(26, world_int(pool, "amounts.free"));
    assert_int_equal(37, added(json_object_get(pool, "amounts")));
    assert_false(is_true(pool, "is_busiest_now"));
    assert_sources(json_object_get(pool, "parts"));
    /* In a window that ends before the exercise it is no part. */
    pool = first(see(w, "locc", "{'until':'2021-07-16T12:00:00+02:00'}"), "pools");
    assert_int_equal(0, world_int(pool, "reserved"));
    assert_int_equal(29, world_int(pool, "amounts.free"));
}

static void test_what_if_says_in_numbers_what_accepting_would_say(void **state)
{
    struct world *w = *state;
    const json_t *doc, *answer;

    propose(w);
    doc = see(w, "locc", "{'pool':'@lorries','request':'@R7','amount':25,'proposal':'@V2'}");
    answer = json_object_get(first(doc, "pools"), "what_if");
    assert_false(is_true(answer, "is_granted"));
    assert_string_equal("CAPACITY_ONCE", world_text(answer, "verdict.0.code"));
    assert_int_equal(25, world_int(answer, "asked"));
    assert_int_equal(17, world_int(answer, "amounts.free"));
    assert_int_equal(37, added(json_object_get(answer, "amounts")));
    assert_int_equal(12, world_int(answer, "proposed"));
    assert_int_equal(8, world_int(answer, "held"));
    flood_refused(w, "CAPACITY_ONCE", "toc", NOW, "accept_allocation", "V2",
                  "{'reason':'beide geheel','deviates':true,"
                  "'lines':[{'request':'@R6','capability':'@lorries','quantity':12},"
                  "{'request':'@R7','capability':'@lorries','quantity':25}]}");
    /* Without the proposal there is room. */
    doc = see(w, "locc", "{'pool':'@lorries','request':'@R7','amount':25}");
    answer = json_object_get(first(doc, "pools"), "what_if");
    assert_true(is_true(answer, "is_granted"));
    assert_int_equal(29, world_int(answer, "amounts.free"));
    assert_int_equal(0, world_int(answer, "verdict.length"));
    world_assert_rebuild_equal(w);
}

static void test_a_region_learns_no_readiness_and_nothing_of_another_request(void **state)
{
    struct world *w = *state;
    const json_t *doc, *pool;
    char *words;

    propose(w);
    doc = see(w, "chair23", "{'pool':'@lorries'}");
    pool = first(doc, "pools");
    assert_true(is_true(pool, "is_withheld"));
    assert_int_equal(40, world_int(pool, "registered"));
    assert_true(json_is_null(json_object_get(pool, "stand")));
    assert_true(json_is_null(json_object_get(pool, "amounts")));
    assert_int_equal(0, world_int(pool, "parts.length"));
    words = json_dumps(doc, JSON_COMPACT);
    assert_null(strstr(words, "2021-0001"));
    assert_null(strstr(words, "8 staan voor R1"));
    free(words);
    /* No answer to "what if": asking for one more each time would tell what is free. */
    doc = see(w, "chair23", "{'pool':'@lorries','request':'@R6','amount':30}");
    assert_true(json_is_null(json_object_get(first(doc, "pools"), "what_if")));
}

static void test_that_a_pool_is_scarce_is_told_only_to_who_may_know_its_amounts(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    propose(w);
    doc = see(w, "chair23", "{}");
    assert_true(is_true(doc, "is_empty"));
    assert_false(is_true(doc, "sees_all"));
    /* What his own region asks he sees all the same. */
    assert_int_equal(1, world_int(doc, "asked.length"));
    assert_string_equal("2021-0002", world_text(doc, "asked.0.requests.0.number"));
    doc = see(w, "toc", "{}");
    assert_false(is_true(doc, "is_empty"));
    assert_true(is_true(doc, "sees_all"));
}

static void test_the_holder_sees_another_request_as_an_amount(void **state)
{
    struct world *w = *state;
    const json_t *doc, *pool, *sum;

    doc = see(w, "clas", "{'pool':'@lorries'}");
    pool = first(doc, "pools");
    assert_int_equal(37, world_int(pool, "amounts.ready"));
    sum = json_object_get(pool, "amounts");
    assert_int_equal(37, added(sum));
    assert_true(is_true(first(pool, "parts"), "is_hidden"));
    assert_string_equal("", world_text(pool, "parts.0.name"));
    assert_true(json_is_null(json_object_get(first(pool, "parts"), "request")));
    assert_true(json_is_null(json_object_get(first(pool, "parts"), "source")));
    assert_int_equal(8, world_int(pool, "parts.0.amount"));
}

static void test_a_quiet_day_shows_nothing_scarce_but_any_kind_on_asking(void **state)
{
    struct world *w = *state;

    /* R1 alone holds; R6 and R7 want nothing of the pool yet. */
    assert_true(is_true(see(w, "locc", "{}"), "is_empty"));
    assert_int_equal(2, world_int(see(w, "locc", "{'type':'EVAC_TRANSPORT'}"), "pools.length"));
    assert_int_equal(37, world_int(see(w, "locc", "{'pool':'@lorries'}"), "pools.0.amounts.ready"));
}

static void test_chosen_regions_are_the_columns_and_others_stand_elsewhere(void **state)
{
    struct world *w = *state;
    const json_t *doc, *pool;

    propose(w);
    doc = see(w, "locc", "{'regions':['@VR23']}");
    pool = first(doc, "pools");
    assert_int_equal(2, world_int(pool, "regions.length"));
    assert_string_equal("VR23", world_text(pool, "regions.0.code"));
    assert_true(is_true(json_array_get(json_object_get(pool, "regions"), 1), "is_elsewhere"));
    assert_int_equal(8, world_int(pool, "regions.1.held"));
}

/* ---- proposals ---- */

static void test_a_proposal_shows_who_gets_what_and_what_is_free_beside_it(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    propose(w);
    doc = world_see(w, "toc", "allocation", "{'id':'@V2'}");
    assert_non_null(doc);
    assert_string_equal("PROPOSED", world_text(doc, "state"));
    assert_int_equal(2, world_int(doc, "rows.length"));
    assert_int_equal(12, world_int(doc, "rows.0.proposed"));
    assert_int_equal(29, world_int(doc, "rows.0.free.amount"));
    assert_int_equal(8, world_int(doc, "left.0.short"));
    assert_int_equal(1, world_int(doc, "pictures.length"));
    assert_string_equal("R7 alle 29, R6 geen", world_text(doc, "runner_up"));
    assert_non_null(strstr(world_text(doc, "as_proposed_url"), "lines.1.quantity=17"));
    doc = world_see(w, "locc", "allocation", "{'id':'@V2'}");
    /* A pool of Defence: the national desk proposes, and does not decide. */
    assert_true(json_is_null(json_object_get(doc, "as_proposed_url")));
    assert_null(world_see(w, "chair23", "allocation", "{'id':'@V2'}"));
}

static void propose_lines(struct world *w, const char *handle, int count)
{
    struct text lines = T("");

    for (int i = 0; i < count; i++)
        lines = text_printf(world_arena(w),
                            "%.*s%s{'request':'@R6','capability':'@hands','quantity':1}",
                            TEXT_FMT(lines), i > 0 ? "," : "");
    flood_must(w, "locc", ASK, "propose_allocation", handle,
               text_printf(world_arena(w),
                           "{'for_requests':['@R6'],'picture_versions':['@P1'],"
                           "'proposal':[%.*s]}%c",
                           TEXT_FMT(lines), 0)
                   .at);
}

/* The form itself stays open to it; a link that the door does not take leads nowhere. */
static void test_a_proposal_of_very_many_lines_has_no_link_that_the_door_refuses(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    flood_must(w, "clas", "2021-07-15T12:29:00Z", "register_capability", "hands",
               "{'capability_type':'SANDBAG_LABOUR','quantity':300,'unit':'personen'}");
    propose_lines(w, "V2", 20);
    doc = world_see(w, "toc", "allocation", "{'id':'@V2'}");
    assert_non_null(strstr(world_text(doc, "as_proposed_url"), "lines.19.quantity=1"));
    propose_lines(w, "V3", 100);
    doc = world_see(w, "toc", "allocation", "{'id':'@V3'}");
    assert_true(json_is_null(json_object_get(doc, "as_proposed_url")));
}

static void test_a_decision_shows_who_why_and_whether_it_deviates(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    propose(w);
    flood_must(w, "toc", NOW, "accept_allocation", "V2",
               "{'reason':'eerst R6','deviates':false,"
               "'lines':[{'request':'@R6','capability':'@lorries','quantity':10},"
               "{'request':'@R7','capability':'@lorries','quantity':17}]}");
    doc = world_see(w, "locc", "allocation", "{'id':'@V2'}");
    assert_string_equal("eerst R6", world_text(doc, "reason"));
    assert_true(is_true(doc, "is_deviating"));
    assert_true(is_true(doc, "is_said_otherwise"));
    assert_true(is_true(doc, "says_same"));
    assert_int_equal(10, world_int(doc, "rows.0.accepted"));
    assert_true(is_true(json_array_get(json_object_get(doc, "rows"), 0), "is_other"));
    assert_int_equal(10, world_int(doc, "rows.0.held.0.amount"));
    assert_non_null(strstr(world_text(doc, "rows.0.held.0.source.source_url"), "/verdelingen/"));
    assert_true(json_is_null(json_object_get(doc, "as_proposed_url")));
    assert_int_equal(2, world_int(doc, "timeline.length"));
}

static void test_the_holder_of_one_pool_learns_nothing_of_the_other_pools(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    world_office(w, "2021-07-01T07:00:00Z", "board", "WATERSCHAP.dijkgraaf", "WS_LIMB",
                 "['WS_LIMB']", "['ROLE_HOLDER']");
    flood_must(w, "board", "2021-07-15T12:29:00Z", "register_capability", "pumps",
               "{'capability_type':'HEAVY_ENG','quantity':5,'unit':'pompen','is_military':false}");
    flood_must(w, "locc", ASK, "propose_allocation", "V2",
               "{'for_requests':['@R6','@R7'],'picture_versions':['@P1'],"
               "'proposal':[{'request':'@R6','capability':'@lorries','quantity':12},"
               "{'request':'@R7','capability':'@pumps','quantity':2}]}");
    flood_must(w, "toc", NOW, "accept_allocation", "V2",
               "{'reason':'past','lines':[{'request':'@R6','capability':'@lorries','quantity':12},"
               "{'request':'@R7','capability':'@pumps','quantity':2}]}");
    doc = world_see(w, "locc", "allocation", "{'id':'@V2'}");
    assert_int_equal(12, world_int(doc, "rows.0.held.0.amount"));
    doc = world_see(w, "board", "allocation", "{'id':'@V2'}");
    assert_non_null(doc);
    assert_int_equal(2, world_int(doc, "rows.length"));
    assert_int_equal(0, world_int(doc, "rows.0.held.length"));
    assert_true(is_true(json_array_get(json_object_get(doc, "rows"), 0), "is_held_hidden"));
    assert_int_equal(2, world_int(doc, "rows.1.held.0.amount"));
    assert_true(
        json_is_null(json_object_get(json_array_get(json_object_get(doc, "rows"), 0), "free")));
}

/* What became of his request is his to know; the words of a division that he may not open are not.
 */
static void test_who_goes_short_learns_the_amount_and_not_the_words_of_the_division(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    propose(w);
    flood_must(w, "toc", NOW, "accept_allocation", "V2",
               "{'reason':'past','lines':[{'request':'@R6','capability':'@lorries','quantity':12},"
               "{'request':'@R7','capability':'@lorries','quantity':17}]}");
    assert_null(world_see(w, "chair", "allocation", "{'id':'@V2'}"));
    doc = see(w, "chair", "{'pool':'@lorries'}");
    assert_int_equal(8, world_int(doc, "pools.0.short"));
    assert_false(says(doc, "8 staan voor R1"));
    doc = see(w, "locc", "{'pool':'@lorries'}");
    assert_true(says(doc, "8 staan voor R1"));
}

static void test_the_list_shows_open_proposals_and_only_to_who_may_see_them(void **state)
{
    struct world *w = *state;
    const json_t *doc;

    propose(w);
    doc = world_see(w, "locc", "allocations", "{}");
    assert_int_equal(2, world_int(doc, "allocations.length"));
    assert_string_equal("V2021-0002", world_text(doc, "allocations.0.number"));
    doc = world_see(w, "locc", "allocations", "{'state':'PROPOSED'}");
    assert_int_equal(1, world_int(doc, "allocations.length"));
    assert_null(world_see(w, "locc", "allocations", "{'state':'X'}"));
    doc = world_see(w, "chair23", "allocations", "{}");
    assert_int_equal(0, world_int(doc, "allocations.length"));
}

static void test_a_proposal_by_hand_begins_with_its_requests_and_what_is_free(void **state)
{
    struct world *w = *state;
    const json_t *doc =
        world_see(w, "locc", "new_allocation", "{'requests':['@R6','@R7'],'pool':'@lorries'}");

    assert_non_null(doc);
    assert_int_equal(2, world_int(doc, "free_rows.length"));
    assert_int_equal(29, world_int(doc, "free_rows.0.free.amount"));
    assert_string_equal("/verdelingen/nieuw/voorstel", world_text(doc, "post_url"));
    assert_true(world_int(doc, "fields.length") > 3);
}

static void test_a_request_shows_what_is_held_for_it(void **state)
{
    struct world *w = *state;
    const json_t *doc = world_see(w, "chair", "request", "{'id':'@R1'}");

    assert_int_equal(8, world_int(doc, "held.0.quantity"));
    assert_true(is_true(doc, "has_held"));
    doc = world_see(w, "locc", "request", "{'id':'@R1'}");
    assert_non_null(strstr(world_text(doc, "held.0.source.source_url"), "/verdelingen/"));
    assert_false(is_true(world_see(w, "locc", "request", "{'id':'@R6'}"), "has_held"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define RUN(t) cmocka_unit_test_setup_teardown(t, open_world, close_world)
        RUN(test_two_regions_stand_side_by_side_with_what_they_have_get_and_miss),
        RUN(test_every_sum_stands_with_parts_that_add_up_and_lead_to_entries),
        RUN(test_what_is_accepted_is_held_and_a_tasking_is_deployed),
        RUN(test_a_decision_that_gives_all_leaves_no_shortage),
        RUN(test_more_in_use_than_is_ready_is_said_and_still_adds_up),
        RUN(test_what_the_holder_keeps_is_a_part_of_the_sum),
        RUN(test_what_if_says_in_numbers_what_accepting_would_say),
        RUN(test_a_region_learns_no_readiness_and_nothing_of_another_request),
        RUN(test_that_a_pool_is_scarce_is_told_only_to_who_may_know_its_amounts),
        RUN(test_the_holder_sees_another_request_as_an_amount),
        RUN(test_a_quiet_day_shows_nothing_scarce_but_any_kind_on_asking),
        RUN(test_chosen_regions_are_the_columns_and_others_stand_elsewhere),
        RUN(test_a_proposal_shows_who_gets_what_and_what_is_free_beside_it),
        RUN(test_a_proposal_of_very_many_lines_has_no_link_that_the_door_refuses),
        RUN(test_a_decision_shows_who_why_and_whether_it_deviates),
        RUN(test_the_holder_of_one_pool_learns_nothing_of_the_other_pools),
        RUN(test_who_goes_short_learns_the_amount_and_not_the_words_of_the_division),
        RUN(test_the_list_shows_open_proposals_and_only_to_who_may_see_them),
        RUN(test_a_proposal_by_hand_begins_with_its_requests_and_what_is_free),
        RUN(test_a_request_shows_what_is_held_for_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
