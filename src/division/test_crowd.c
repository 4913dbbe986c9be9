/* SPDX-License-Identifier: EUPL-1.2 */
/* Scarcity when very many ask: sums count everybody, what is over hides nothing, and what one may
 * not see takes no place in his lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "division/test_divide.h"

#define ASKED "2021-07-14T09:10:00Z"

enum { SHOWN = 20 /* of one region */ };

static const char *handle_of(struct world *w, const char *prefix, int i)
{
    return text_printf(world_arena(w), "%s%d%c", prefix, i, 0).at;
}

/* Many requests of one chair: `prefix`0 and on. */
static void crowd(struct world *w, const char *prefix, int n, const char *who, const char *place)
{
    const char *form =
        text_printf(world_arena(w),
                    "{'legal_basis':'WVR51_MIL','effect':'mensen zijn weg','location':'Maasdal',"
                    "'municipality':'@%s','needed_from':'2021-07-14T12:00:00+02:00',"
                    "'needed_until':'2021-07-15T18:00:00+02:00','contact':'piket',"
                    "'purpose':'disaster','urgent':true,'urgency':'water',"
                    "'lines':[{'effect_kind':'people_moved','amount':10,'unit':'persons'}]}%c",
                    place, 0)
            .at;

    for (int i = 0; i < n; i++) {
        flood_must(w, who, ASKED, "draft_request", handle_of(w, prefix, i), form);
        flood_must(w, who, ASKED, "request_orally", handle_of(w, prefix, i),
                   "{'receiver':'@locc','channel':'phone','urgency':'water','urgent':true}");
    }
}

/* "x,x,x": `n` rows of one shape, the handle in each. */
static struct text rows_of(struct world *w, const char *before, const char *prefix, int from, int n,
                           const char *after)
{
    struct text t = T("");

    for (int i = from; i < from + n; i++)
        t = text_printf(world_arena(w), "%.*s%s%s@%s%d%s", TEXT_FMT(t), i > from ? "," : "", before,
                        prefix, i, after);
    return t;
}

/* One unit of the pool for each of them, decided. */
static void give_each(struct world *w, const char *handle, const char *prefix, int from, int n,
                      const char *pool)
{
    struct text requests = rows_of(w, "'", prefix, from, n, "'");
    struct text lines =
        rows_of(w, "{'request':'", prefix, from, n,
                text_printf(world_arena(w), "','capability':'@%s','quantity':1}%c", pool, 0).at);

    divide_give(
        w, handle, TEN,
        text_printf(world_arena(w),
                    "{'for_requests':[%.*s],'picture_versions':['@P1'],'proposal':[%.*s]}%c",
                    TEXT_FMT(requests), TEXT_FMT(lines), 0)
            .at,
        text_printf(world_arena(w), "{'reason':'past','deviates':false,'lines':[%.*s]}%c",
                    TEXT_FMT(lines), 0)
            .at);
}

static const json_t *region_of(const json_t *doc, const char *code)
{
    const json_t *pool = json_array_get(json_object_get(doc, "pools"), 0), *region;
    size_t i;

    json_array_foreach (json_object_get(pool, "regions"), i, region)
        if (strcmp(world_text(region, "code"), code) == 0)
            return region;
    fail_msg("%s is no column", code);
    return NULL;
}

static void test_sums_count_everybody_and_the_list_says_how_many_more_there_are(void **state)
{
    enum { ALL = 64, HALF = 32 };
    struct world *w = *state;
    const json_t *region;

    crowd(w, "C", ALL, "chair", "valk");
    give_each(w, "V1", "C", 0, HALF, "hands");
    give_each(w, "V2", "C", HALF, HALF, "hands");
    region = region_of(world_see(w, "locc", "scarcity", "{'pool':'@hands'}"), "VR24");
    assert_int_equal(ALL, world_int(region, "held"));
    assert_int_equal(ALL, world_int(region, "count"));
    assert_int_equal(SHOWN, world_int(region, "contenders.length"));
    assert_int_equal(ALL - SHOWN, world_int(region, "more"));
    assert_string_equal("/aanvragen?region=VR24", world_text(region, "requests_url"));
}

static void test_who_goes_short_stands_first_among_very_many(void **state)
{
    enum { ALL = 40 };
    struct world *w = *state;
    const json_t *region;

    crowd(w, "C", ALL, "chair", "valk");
    give_each(w, "V1", "C", 0, ALL, "hands");
    divide_give(w, "V2", TEN,
                "{'for_requests':['@R1','@R2'],'picture_versions':['@P1'],"
                "'proposal':[{'request':'@R1','capability':'@hands','quantity':1}],"
                "'left_without':[{'request':'@R2','short':9,'why':'later'}]}",
                "{'reason':'past','deviates':false,"
                "'lines':[{'request':'@R1','capability':'@hands','quantity':1}]}");
    region = region_of(world_see(w, "locc", "scarcity", "{'pool':'@hands'}"), "VR24");
    assert_int_equal(9, world_int(region, "short"));
    assert_int_equal(9, world_int(region, "contenders.0.short"));
}

/* Newer shortages of requests that ask no more do not hide an older one. */
static void test_an_old_shortage_stays_while_many_newer_ones_are_over(void **state)
{
    enum { ALL = 64, HALF = 32 };
    struct world *w = *state;

    crowd(w, "C", ALL, "chair", "valk");
    divide_give(w, "V1", TEN,
                "{'for_requests':['@R1','@R2'],'picture_versions':['@P1'],"
                "'proposal':[{'request':'@R1','capability':'@hands','quantity':1}],"
                "'left_without':[{'request':'@R2','short':9,'why':'later'}]}",
                "{'reason':'past','deviates':false,"
                "'lines':[{'request':'@R1','capability':'@hands','quantity':1}]}");
    for (int half = 0; half < 2; half++) {
        struct text left =
            rows_of(w, "{'request':'", "C", half * HALF, HALF, "','short':3,'why':'niets vrij'}");

        divide_give(w, half ? "V3" : "V2", TEN,
                    text_printf(world_arena(w),
                                "{'for_requests':['@R1'],'picture_versions':['@P1'],"
                                "'proposal':[{'request':'@R1','capability':'@hands','quantity':1}],"
                                "'left_without':[%.*s]}%c",
                                TEXT_FMT(left), 0)
                        .at,
                    "{'reason':'past','deviates':false,"
                    "'lines':[{'request':'@R1','capability':'@hands','quantity':1}]}");
    }
    assert_int_equal(9 + 3 * ALL, world_int(world_see(w, "locc", "scarcity", "{'pool':'@hands'}"),
                                            "pools.0.short"));
    for (int i = 0; i < ALL; i++)
        flood_must(w, "chair", LATER, "withdraw", handle_of(w, "C", i), "{'reason':'niet nodig'}");
    assert_int_equal(
        9, world_int(world_see(w, "locc", "scarcity", "{'pool':'@hands'}"), "pools.0.short"));
}

static void test_what_one_may_not_see_takes_no_place_among_who_asks(void **state)
{
    enum { OTHERS = 200 /* as many as one list takes */ };
    struct world *w = *state;
    const json_t *doc;

    crowd(w, "C", OTHERS, "chair", "valk");
    crowd(w, "D", 1, "chair23", "venlo");
    doc = world_see(w, "chair23", "scarcity", "{'pool':'@hands'}");
    assert_int_equal(1, world_int(doc, "pools.0.askers.length"));
    assert_int_equal(1, world_int(doc, "asked.0.requests.length"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_A_CROWD(name) cmocka_unit_test_setup_teardown(name, divide_open, divide_close)
        IN_A_CROWD(test_sums_count_everybody_and_the_list_says_how_many_more_there_are),
        IN_A_CROWD(test_who_goes_short_stands_first_among_very_many),
        IN_A_CROWD(test_an_old_shortage_stays_while_many_newer_ones_are_over),
        IN_A_CROWD(test_what_one_may_not_see_takes_no_place_among_who_asks),
    };

    return cmocka_run_group_tests_name("division/crowd", tests, NULL, NULL);
}
