/* SPDX-License-Identifier: EUPL-1.2 */
/* Law in force, obligations, notices and policy, through the commit path of a small world. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "access/test_offices.h"
#include "law/inner.h"

/* ---- a room with things that owe something ---- */

struct make_promise {
    struct text kind;
    struct text policy;
    struct id owner, to;
    struct yesno by_law;
};
struct settled_promise {
    struct instant due;
};
struct promise_kind {
    struct text kind;
};
struct tell {
    struct id to;
};
struct promise_query {
    struct id id;
};
struct route_at {
    struct text id;
    struct instant at;
};

static enum result settle_make(const struct entry *e, const void *fields, struct tx *tx, void *out)
{
    const struct make_promise *f = fields;
    struct settled_promise *s = out;

    s->due = policy_due(tx, f->policy, e->happened_at);
    return OK;
}

static enum result apply_make(const struct entry *e, const void *fields, const void *settled,
                              struct tx *tx)
{
    const struct make_promise *f = fields;
    const struct settled_promise *s = settled;
    const struct obligation o = { .thing = e->object,
                                  .kind = f->kind,
                                  .owner = f->owner,
                                  .to = f->to,
                                  .due_at = s->due,
                                  .is_statutory = f->by_law.is == YES,
                                  .cite = T("rule 1") };

    thing_label(tx, e->object, T("P1"), f->kind);
    return obligation_open(tx, e, &o);
}

static enum result apply_again(const struct entry *e, const void *fields, const void *settled,
                               struct tx *tx)
{
    const struct promise_kind *f = fields;
    const struct obligation o = { .thing = e->object,
                                  .kind = f->kind,
                                  .owner = ID_NONE,
                                  .due_at = INSTANT_NONE,
                                  .is_statutory = true,
                                  .cite = T("") };

    (void)settled;
    return obligation_open(tx, e, &o);
}

static enum result apply_keep(const struct entry *e, const void *fields, const void *settled,
                              struct tx *tx)
{
    const struct promise_kind *f = fields;

    (void)settled;
    return obligation_close(tx, e, e->object, f->kind);
}

static enum result apply_tell(const struct entry *e, const void *fields, const void *settled,
                              struct tx *tx)
{
    const struct tell *f = fields;

    (void)settled;
    notice_put(tx, e, e->object, f->to, "RECORDED", T("Wvr art. 51 lid 1"));
    return notice_put(tx, e, e->object, f->to, "RECORDED", T("Wvr art. 51 lid 1"));
}

static enum result view_promise(const struct look *look, const void *query, struct json *out)
{
    const struct promise_query *q = query;

    json_flags(out, look->tx, q->id, look->now);
    json_obligations(out, look, q->id);
    json_notices(out, look, q->id);
    json_put_bool(out, "is_told", notice_is_given(look->tx, q->id, T("CDK.commissaris")));
    json_put_bool(out, "is_open", obligation_is_open(look->tx, q->id, T("CONFIRM_WRITTEN")));
    return OK;
}

struct listing {
    const struct look *look;
    struct json *out;
    int64_t most;
};

static bool put_one(void *ctx, const struct obligation_row *row)
{
    struct listing *l = ctx;

    json_open(l->out);
    json_put_obligation(l->out, l->look, row);
    json_put_id(l->out, "owner", row->owner);
    json_put_id(l->out, "to", row->to);
    json_put_id(l->out, "thing", row->thing);
    json_close(l->out);
    return --l->most > 0;
}

/* {"all": every open obligation, "first": the first of them alone, "own": those of the viewer} */
static enum result view_all_owed(const struct look *look, const void *query, struct json *out)
{
    struct listing all = { look, out, 100 }, first = { look, out, 1 }, own = { look, out, 100 };

    (void)query;
    json_name(out, "all");
    json_list(out);
    obligations_each(look->tx, put_one, &all);
    json_list_end(out);
    json_name(out, "first");
    json_list(out);
    obligations_each(look->tx, put_one, &first);
    json_list_end(out);
    json_name(out, "own");
    json_list(out);
    obligations_each_of(look->tx, look->viewer->office, put_one, &own);
    json_list_end(out);
    return OK;
}

static enum result view_law_at(const struct look *look, const void *query, struct json *out)
{
    const struct route_at *q = query;
    const struct route *r = route_in_force(look->tx, q->id, q->at);

    json_put_int(out, "version", r ? route_number(r) : 0);
    json_put_int(out, "hours", policy_int(look->tx, "oral_confirmation_hours"));
    return OK;
}

static const struct action promise_actions[] = {
    { .name = "make_promise",
      .version = 1,
      .object = "promise",
      .title = "Make",
      .done = "Made.",
      .may = "anybody",
      .creates = true,
      FIELDS(make_promise, FIELD(make_promise, kind, .max = 60),
             FIELD(make_promise, policy, .max = 60, .optional = true),
             FIELD(make_promise, owner, .table = "office", .optional = true),
             FIELD(make_promise, to, .table = "office", .optional = true),
             FIELD(make_promise, by_law, .optional = true)),
      SETTLES(settled_promise, FIELD(settled_promise, due, .label = "Due")),
      .settle = settle_make,
      .apply = apply_make },
    { .name = "make_again",
      .version = 1,
      .object = "promise",
      .posted_to = "repeats",
      .title = "Again",
      .done = "Made.",
      .may = "anybody",
      FIELDS(promise_kind, FIELD(promise_kind, kind, .max = 60)),
      .apply = apply_again },
    { .name = "keep_promise",
      .version = 1,
      .object = "promise",
      .posted_to = "keeps",
      .title = "Keep",
      .done = "Kept.",
      .may = "anybody",
      FIELDS(promise_kind, FIELD(promise_kind, kind, .max = 60)),
      .apply = apply_keep },
    { .name = "tell",
      .version = 1,
      .object = "promise",
      .posted_to = "tells",
      .title = "Tell",
      .done = "Told.",
      .may = "anybody",
      FIELDS(tell, FIELD(tell, to, .table = "office")),
      .apply = apply_tell },
};
static const struct view promise_views[] = {
    { .name = "promise",
      .title = "Promise",
      .audience = "offices",
      .thing = "promise",
      .path = "/promises/{id}",
      FIELDS(promise_query, FIELD(promise_query, id, .table = "promise")),
      .build = view_promise },
    { .name = "all_owed",
      .title = "All",
      .audience = "offices",
      .path = "/all-owed",
      FIELDS(route_at, FIELD(route_at, id, .max = 40, .optional = true)),
      .build = view_all_owed },
    { .name = "law_at",
      .title = "Law",
      .audience = "offices",
      .path = "/law-at",
      FIELDS(route_at, FIELD(route_at, id, .max = 40), FIELD(route_at, at, .label = "At")),
      .build = view_law_at },
};
static const struct thing_type promise_things[] = {
    { .name = "promise",
      .path = "promises",
      .address = "beloften",
      .title = "Promise",
      .view = "promise",
      .audience = "offices" },
};
static const struct room promise_room = { .name = "promise",
                                          ROOM_ACTIONS(promise_actions),
                                          ROOM_VIEWS(promise_views),
                                          ROOM_THINGS(promise_things) };
static const struct room *const rooms[] = { &kernel_room, &access_room, &law_room, &promise_room,
                                            NULL };

#define START "2021-07-01T08:00:00Z"

static int open_world(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    world_first(w, START);
    world_office(w, START, "vr24", "VR.voorzitter", "VR24", "['VR24']", "['ROLE_REQUESTER']");
    world_office(w, START, "cdk", "CDK.commissaris", "CDK_LI", "[]", "['ROLE_CDK']");
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    struct world *w = *state;

    world_assert_rebuild_equal(w);
    world_close(w);
    return 0;
}

static void must(struct world *w, const char *who, const char *when, const char *action,
                 const char *object, const char *fields)
{
    if (world_act(w, who, when, action, object, fields) != OK)
        fail_msg("%s is refused: %s", action, world_verdict_code(w, 0));
}

static void refused(struct world *w, const char *who, const char *when, const char *action,
                    const char *fields, const char *code)
{
    assert_int_equal(world_act(w, who, when, action, "X", fields), REFUSED);
    if (!world_has_verdict(w, code))
        fail_msg("%s is refused for %s, not %s", action, world_verdict_code(w, 0), code);
}

/* ---- routes in force ---- */

static void test_a_route_is_in_force_from_its_day_on_and_not_before(void **state)
{
    struct world *w = *state;
    const char *at = "{'id':'WVR51_MIL','at':'2021-07-09T21:59:59Z'}";

    must(w, "beheer", "2021-07-02T08:00:00Z", "adopt_route", "L1",
         "{'route':'WVR51_MIL','version':1,'valid_from':'2021-07-10'}");
    assert_int_equal(world_int(world_see(w, "vr24", "law_at", at), "version"), 0);
    at = "{'id':'WVR51_MIL','at':'2021-07-09T22:00:00Z'}"; /* midnight in the Netherlands */
    assert_int_equal(world_int(world_see(w, "vr24", "law_at", at), "version"), 1);
    assert_string_equal(world_text(world_see(w, "vr24", "route", "{'id':'@L1'}"), "route.code"),
                        "WVR51_MIL");
}

static void test_only_what_is_carried_is_adopted_and_only_once(void **state)
{
    struct world *w = *state;
    const char *when = "2021-07-02T08:00:00Z";
    char fields[160];

    refused(w, "beheer", when, "adopt_route", "{'route':'WVR51_MIL','version':7}", "ROUTE_UNKNOWN");
    refused(w, "beheer", when, "adopt_route", "{'route':'WVR99','version':1}", "ROUTE_UNKNOWN");
    snprintf(fields, sizeof(fields), "{'route':'WVR51_MIL','version':1,'sha256':'%064d'}", 7);
    refused(w, "beheer", when, "adopt_route", fields, "ROUTE_DIGEST");
    refused(w, "vr24", when, "adopt_route", "{'route':'WVR51_MIL','version':1}", "MAY_NOT");
    snprintf(fields, sizeof(fields), "{'route':'WVR51_MIL','version':1,'sha256':'%.*s'}",
             TEXT_FMT(route_sha256(route_version(T("WVR51_MIL"), 1))));
    must(w, "beheer", when, "adopt_route", "L1", fields);
    refused(w, "beheer", when, "adopt_route", fields, "ROUTE_ADOPTED");
}

/* Wherever the page names what a fact may be, it does so in words, not by a bare code. */
static void assert_words_for_values(const json_t *part)
{
    const json_t *inner, *value;
    const char *key;
    size_t i;

    json_array_foreach (part, i, inner)
        assert_words_for_values(inner);
    if (!json_is_object(part))
        return;
    json_array_foreach (json_object_get(part, "values"), i, value)
        assert_string_not_equal(world_text(value, "value.code"), world_text(value, "value.nl"));
    json_object_foreach ((json_t *)(uintptr_t)part, key, inner)
        assert_words_for_values(inner);
}

static bool has_stage(const json_t *doc, const char *stage)
{
    const json_t *row;
    size_t i;

    json_array_foreach (json_object_get(doc, "diagram"), i, row)
        if (text_is(json_string_text(json_object_get(json_object_get(row, "stage"), "code")),
                    stage))
            return true;
    return false;
}

static bool lists_route(const json_t *doc, const char *url)
{
    const json_t *row;
    size_t i;

    json_array_foreach (json_object_get(doc, "routes"), i, row)
        if (strcmp(world_text(row, "self_url"), url) == 0)
            return true;
    return false;
}

static void test_the_law_page_shows_who_when_and_why(void **state)
{
    struct world *w = *state;
    const json_t *d;

    must(w, "beheer", "2021-07-02T08:00:00Z", "adopt_route", "L1",
         "{'route':'WVR51_MIL','version':1}");
    d = world_see(w, "vr24", "routes", "{}");
    assert_int_equal(world_int(d, "routes.length"), route_shelf_count(route_shelf_shared()));
    assert_true(lists_route(d, "/wetten/WVR51_MIL"));
    assert_false(lists_route(d, "/wetten/WVR99"));
    assert_int_equal(world_int(d, "creates.length"), 0);
    d = world_see(w, "beheer", "routes", "{}");
    assert_string_equal(world_text(d, "creates.0.name"), "adopt_route");
    assert_string_equal(world_text(d, "policy_acts.creates.0.name"), "set_policy");
    d = world_see(w, "vr24", "route", "{'id':'WVR51_MIL'}");
    assert_string_equal(world_text(d, "article"), "Wvr art. 51 lid 1-3");
    assert_string_equal(world_text(d, "slots.0.offices.0.office.code"), "VR.voorzitter");
    assert_string_equal(world_text(d, "sha256"), world_text(d, "adopted_sha256"));
    assert_string_equal(world_text(d, "statutory.0.kind.code"), "CDK_NOTICE");
    assert_string_equal(world_text(d, "policies.0.policy"), "oral_confirmation_hours");
    assert_int_equal(world_int(d, "policies.0.due_after"), 24);
    /* In the words of this route: buurbijstand owes the same notice in other words. */
    assert_string_equal(world_text(d, "statutory.0.kind.en"),
                        "Tell the King's Commissioner, at the latest when the request is "
                        "submitted.");
    assert_true(has_stage(d, "DRAFT"));
    assert_true(world_int(d, "acts.length") > 20);
    assert_words_for_values(json_object_get(d, "slots"));
    assert_words_for_values(json_object_get(d, "acts"));
    d = world_see(w, "vr24", "rules", "{}");
    assert_true(world_int(d, "rules.length") > 40);
    assert_string_equal(world_text(d, "rules.0.rule"), "AUDITOR_READS"); /* by code */
    assert_null(world_see(w, "vr24", "route", "{'id':'WVR99'}"));
    assert_int_equal(world_result(w), NOT_FOUND);
    assert_null(world_see(w, "vr24", "route", "{'id':'@vr24'}")); /* a thing, but no adoption */
}

/* ---- policy ---- */

static void test_a_parameter_counts_from_the_act_that_set_it(void **state)
{
    struct world *w = *state;
    const char *at = "{'id':'WVR51_MIL','at':'2021-07-10T00:00:00Z'}";
    const json_t *d;

    assert_int_equal(world_int(world_see(w, "vr24", "law_at", at), "hours"), 24);
    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours'}");
    must(w, "beheer", "2021-07-02T09:00:00Z", "set_policy", "B1",
         "{'name':'oral_confirmation_hours','value':48,'reason':'high water'}");
    assert_int_equal(world_int(world_see(w, "vr24", "law_at", at), "hours"), 48);
    d = world_see(w, "vr24", "policy", "{'id':'@B1'}");
    assert_int_equal(world_int(d, "value"), 48);
    assert_int_equal(world_int(d, "default_value"), 24);
    must(w, "vr24", "2021-07-02T10:00:00Z", "make_promise", "P2",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours'}");
    /* What was opened before keeps its term. */
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_string_equal(world_text(d, "obligations.0.due_at"), "2021-07-03T08:00:00Z");
    d = world_see(w, "vr24", "promise", "{'id':'@P2'}");
    assert_string_equal(world_text(d, "obligations.0.due_at"), "2021-07-04T10:00:00Z");
    refused(w, "beheer", "2021-07-02T11:00:00Z", "set_policy",
            "{'name':'good_mood_hours','value':4,'reason':'none'}", "POLICY_UNKNOWN");
    refused(w, "beheer", "2021-07-02T11:00:00Z", "set_policy",
            "{'name':'oral_confirmation_hours','value':100001,'reason':'none'}", "FIELD_RANGE");
    refused(w, "vr24", "2021-07-02T11:00:00Z", "set_policy",
            "{'name':'oral_confirmation_hours','value':4,'reason':'none'}", "MAY_NOT");
}

/* ---- obligations ---- */

static void test_overdue_is_seen_without_any_act(void **state)
{
    struct world *w = *state;
    const json_t *d;

    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours','owner':'@vr24'}");
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_int_equal(world_int(d, "flags.length"), 1);
    assert_string_equal(world_text(d, "flags.0"), "CONFIRM_WRITTEN");
    assert_int_equal(
        OK, space_set_clock(world_space(w), (struct instant){ INT64_C(1625299200000000) }));
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}"); /* 08:00, the very moment: still in time */
    assert_int_equal(world_int(d, "flags.length"), 1);
    assert_int_equal(
        OK, space_set_clock(world_space(w), (struct instant){ INT64_C(1625299200000001) }));
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_int_equal(world_int(d, "flags.length"), 2);
    assert_string_equal(world_text(d, "flags.1"), "OVERDUE");
    must(w, "vr24", "2021-07-03T09:00:00Z", "keep_promise", "P1", "{'kind':'CONFIRM_WRITTEN'}");
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_int_equal(world_int(d, "flags.length"), 0);
    assert_int_equal(world_int(d, "obligations.length"), 0);
}

static void test_what_a_route_shows_on_desks_only_is_no_flag(void **state)
{
    struct world *w = *state;
    const json_t *d;

    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'EVALUATE','policy':'oral_confirmation_hours','owner':'@vr24'}");
    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P2", "{'kind':'WVR39:VR24'}");
    must(w, "vr24", "2021-07-12T08:00:00Z", "keep_promise", "P2", "{'kind':'NOTHING'}");
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_int_equal(world_int(d, "flags.length"), 0); /* overdue, but on the desk only */
    assert_int_equal(world_int(d, "obligations.length"), 1);
    d = world_see(w, "vr24", "promise", "{'id':'@P2'}");
    assert_string_equal(world_text(d, "flags.0"), "WVR39:VR24");
}

static void test_a_desk_sees_its_own_with_the_most_urgent_first(void **state)
{
    struct world *w = *state;
    const json_t *d;

    must(w, "cdk", "2021-07-02T08:00:00Z", "make_promise", "P0", "{'kind':'VISIT','owner':'@cdk'}");
    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'CDK_NOTICE','owner':'@vr24'}");
    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P2",
         "{'kind':'EVALUATE','policy':'evaluation_days','owner':'@vr24'}");
    must(w, "vr24", "2021-07-04T08:00:00Z", "make_promise", "P3",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours','owner':'@vr24'}");
    d = world_see(w, "vr24", "my_obligations", "{}");
    assert_int_equal(world_int(d, "count"), 3);
    assert_int_equal(world_int(d, "obligations.length"), 3);
    assert_string_equal(world_text(d, "obligations.0.kind.code"), "CONFIRM_WRITTEN");
    assert_string_equal(world_text(d, "obligations.1.kind.code"), "EVALUATE");
    assert_string_equal(world_text(d, "obligations.1.due_at"),
                        "2021-09-30T08:00:00Z"); /* 90 days */
    assert_string_equal(world_text(d, "obligations.2.kind.code"), "CDK_NOTICE");
    d = world_see(w, "cdk", "my_obligations", "{}");
    assert_int_equal(world_int(d, "count"), 1);
}

static void test_what_all_owe_is_listed_by_urgency_with_to_whom(void **state)
{
    struct world *w = *state;
    char cdk[ID_TEXT_MAX];
    const json_t *d;

    id_write(world_id(w, "cdk"), cdk);
    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'CDK_NOTICE','owner':'@vr24','to':'@cdk','by_law':true}");
    must(w, "vr24", "2021-07-02T09:00:00Z", "make_promise", "P2",
         "{'kind':'EVALUATE','policy':'evaluation_days','owner':'@cdk'}");
    must(w, "vr24", "2021-07-02T10:00:00Z", "make_promise", "P3",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours'}");
    d = world_see(w, "cdk", "all_owed", "{}");
    assert_int_equal(world_int(d, "all.length"), 3);
    assert_int_equal(world_int(d, "first.length"), 1);
    assert_string_equal(world_text(d, "all.0.kind.code"), "CONFIRM_WRITTEN");
    assert_string_equal(world_text(d, "all.1.kind.code"), "EVALUATE");
    assert_string_equal(world_text(d, "all.2.kind.code"), "CDK_NOTICE");
    assert_string_equal(world_text(d, "all.2.to"), cdk);
    assert_int_equal(world_int(d, "own.length"), 1);
    assert_string_equal(world_text(d, "own.0.kind.code"), "EVALUATE");
    assert_string_equal(world_text(d, "own.0.owner"), cdk);
    d = world_see(w, "vr24", "all_owed", "{}");
    assert_int_equal(world_int(d, "own.length"), 1);
    assert_string_equal(world_text(d, "own.0.kind.code"), "CDK_NOTICE"); /* without a term too */
    assert_string_equal(world_text(d, "own.0.to"), cdk);
    d = world_see(w, "cdk", "all_owed", "{}");
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(d, "all"), 2), "is_statutory")));
    must(w, "vr24", "2021-07-02T11:00:00Z", "keep_promise", "P1", "{'kind':'CDK_NOTICE'}");
    d = world_see(w, "cdk", "all_owed", "{}");
    assert_int_equal(world_int(d, "all.length"), 2);
    d = world_see(w, "vr24", "my_obligations", "{}");
    assert_false(json_is_true(json_object_get(d, "has_obligations")));
    d = world_see(w, "cdk", "my_obligations", "{}");
    assert_true(json_is_true(json_object_get(d, "has_policy")));
    assert_false(json_is_true(json_object_get(d, "has_statutory")));
}

static bool first_is(struct world *w, const char *now, const char *member)
{
    struct instant at;
    const json_t *d;

    assert_true(instant_read(text_of(now), &at));
    assert_int_equal(OK, space_set_clock(world_space(w), at));
    d = world_see(w, "cdk", "all_owed", "{}");
    return json_is_true(json_object_get(json_array_get(json_object_get(d, "all"), 0), member));
}

/* 24 hours from 8 o'clock: the last quarter begins at 2 at night. */
static void test_a_term_is_near_in_its_last_quarter_and_then_late(void **state)
{
    struct world *w = *state;

    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours'}");
    assert_false(first_is(w, "2021-07-03T01:59:59Z", "is_soon"));
    assert_true(first_is(w, "2021-07-03T02:00:00Z", "is_soon"));
    assert_true(first_is(w, "2021-07-03T08:00:00Z", "is_soon"));
    assert_false(first_is(w, "2021-07-03T08:00:00Z", "is_overdue"));
    assert_true(first_is(w, "2021-07-03T08:00:01Z", "is_overdue"));
    assert_false(first_is(w, "2021-07-03T08:00:01Z", "is_soon"));
}

/* A short term is near in its last hour, however small a part that is. */
static void test_the_last_hour_is_near_whatever_the_term(void **state)
{
    struct world *w = *state;

    must(w, "beheer", "2021-07-02T07:00:00Z", "set_policy", "B1",
         "{'name':'oral_confirmation_hours','value':2,'reason':'test'}");
    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours'}");
    assert_false(first_is(w, "2021-07-02T08:59:59Z", "is_soon"));
    assert_true(first_is(w, "2021-07-02T09:00:00Z", "is_soon"));
}

static void test_the_routes_say_which_act_meets_what(void **state)
{
    (void)state;
    assert_true(obligation_is_met_by(T("CONFIRM_WRITTEN"), T("confirm_oral_in_writing")));
    assert_true(obligation_is_met_by(T("CDK_NOTICE"), T("notify")));
    assert_false(obligation_is_met_by(T("CONFIRM_WRITTEN"), T("withdraw")));
    assert_false(obligation_is_met_by(T("WVR39:VR24"), T("end_wvr39"))); /* of no route */
}

static void test_what_is_open_already_gets_the_new_term_and_may_open_again_later(void **state)
{
    struct world *w = *state;
    const json_t *d;

    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1",
         "{'kind':'CONFIRM_WRITTEN','policy':'oral_confirmation_hours'}");
    must(w, "vr24", "2021-07-02T09:00:00Z", "make_again", "P1", "{'kind':'CONFIRM_WRITTEN'}");
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_int_equal(world_int(d, "obligations.length"), 1);
    assert_true(json_is_null(
        json_object_get(json_array_get(json_object_get(d, "obligations"), 0), "due_at")));
    must(w, "vr24", "2021-07-02T10:00:00Z", "keep_promise", "P1", "{'kind':'CONFIRM_WRITTEN'}");
    must(w, "vr24", "2021-07-02T11:00:00Z", "make_again", "P1", "{'kind':'CONFIRM_WRITTEN'}");
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_true(json_is_true(json_object_get(d, "is_open")));
}

static void test_a_notice_is_on_record_by_the_code_of_the_office(void **state)
{
    struct world *w = *state;
    const json_t *d;

    must(w, "vr24", "2021-07-02T08:00:00Z", "make_promise", "P1", "{'kind':'CDK_NOTICE'}");
    must(w, "vr24", "2021-07-02T08:30:00Z", "tell", "P1", "{'to':'@vr24'}");
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_true(json_is_false(json_object_get(d, "is_told")));
    must(w, "vr24", "2021-07-02T09:00:00Z", "tell", "P1", "{'to':'@cdk'}");
    d = world_see(w, "vr24", "promise", "{'id':'@P1'}");
    assert_true(json_is_true(json_object_get(d, "is_told")));
    assert_int_equal(world_int(d, "notices.length"), 2); /* each told twice in one act */
    assert_string_equal(world_text(d, "notices.1.told_at"), "2021-07-02T09:00:00Z");
}

#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(test_a_route_is_in_force_from_its_day_on_and_not_before),
        IN_A_WORLD(test_only_what_is_carried_is_adopted_and_only_once),
        IN_A_WORLD(test_the_law_page_shows_who_when_and_why),
        IN_A_WORLD(test_a_parameter_counts_from_the_act_that_set_it),
        IN_A_WORLD(test_overdue_is_seen_without_any_act),
        IN_A_WORLD(test_what_a_route_shows_on_desks_only_is_no_flag),
        IN_A_WORLD(test_a_desk_sees_its_own_with_the_most_urgent_first),
        IN_A_WORLD(test_what_all_owe_is_listed_by_urgency_with_to_whom),
        IN_A_WORLD(test_a_term_is_near_in_its_last_quarter_and_then_late),
        IN_A_WORLD(test_the_last_hour_is_near_whatever_the_term),
        cmocka_unit_test(test_the_routes_say_which_act_meets_what),
        IN_A_WORLD(test_what_is_open_already_gets_the_new_term_and_may_open_again_later),
        IN_A_WORLD(test_a_notice_is_on_record_by_the_code_of_the_office),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
