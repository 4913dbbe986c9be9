/* SPDX-License-Identifier: EUPL-1.2 */
/* Ten thousand random acts over four pools under two ceilings: requests are asked, divided over,
 * decided, tasked, replaced, extended, released, recalled and brought home in any order. After
 * every act the ledger is compared with a reckoning that knows nothing of it (test_model.h).
 * SCHAKEL_TEST_SEED plays another order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "deployment/test_field.h"
#include "directory/directory.h"
#include "division/inner.h"
#include "division/test_model.h"
#include "incident/incident.h"
#include "request/request.h"

enum { ACTS = 10000, LOOK_EVERY = 50, PROPOSALS = 6, ACT_DEPLOYMENT = 1000 };

static const struct room *const all_rooms[] = {
    &kernel_room,     &access_room,     &law_room,      &directory_room,
    &agreement_room,  &capability_room, &incident_room, &request_room,
    &deployment_room, &division_room,   NULL,
};

struct proposal {
    struct id id;
    struct m_lines lines, taken;
};
/* How a request stands and what became of its lines, as the test knows it. */
struct known {
    char stage[24];
    bool is_partly;
};
struct play {
    struct world *w;
    struct arena *a;
    struct model m;
    struct known known[LIVE];
    char unit_state[LIVE][DEPLOYMENTS][24];
    struct proposal open[PROPOSALS];
    int proposals;
    struct id pool[POOLS], picture;
    uint64_t random;
    int64_t now, acts, done, fits, not, other, looks;
    bool is_full; /* the last refusal named capacity or a ceiling */
};

/* xorshift64 */
static int64_t draw(struct play *p, int64_t below)
{
    p->random ^= p->random << 13;
    p->random ^= p->random >> 7;
    p->random ^= p->random << 17;
    return (int64_t)(p->random % (uint64_t)below);
}

/* ---- acts ---- */

static json_t *id_json(struct id id)
{
    char words[ID_TEXT_MAX];

    id_write(id, words);
    return json_string(words);
}

static json_t *office_json(struct play *p, const char *handle)
{
    return id_json(world_id(p->w, handle));
}

static json_t *moment_json(int64_t us)
{
    char words[INSTANT_TEXT_MAX];

    instant_write((struct instant){ us }, words);
    return json_string(words);
}

/* One act through the commit path, some seconds after the last one. */
static bool act(struct play *p, const char *who, const char *object, const char *action,
                struct id on, json_t *input, struct id *made)
{
    struct step step = { .action = catalogue_action(space_catalogue(world_space(p->w)),
                                                    text_of(action), text_of(object)),
                         .object = on,
                         .input = input,
                         .if_version = INT_NONE };
    struct unit unit = { .by = { text_printf(p->a, "p-%s", who), world_id(p->w, who), ID_NONE,
                                 T("api") },
                         .steps = &step,
                         .n = 1,
                         .key = T(""),
                         .body = T(""),
                         .trace = T("") };
    struct receipt *r = arena_new(p->a, struct receipt);
    enum result result;

    assert_non_null(step.action);
    assert_int_equal(OK, space_set_clock(world_space(p->w), (struct instant){ p->now }));
    result = space_commit(world_space(p->w), &unit, p->a, r);
    json_decref(input);
    p->acts++;
    p->done += result == OK;
    assert_true(result == OK || result == REFUSED);
    p->is_full = result != OK && (verdict_find(r->verdict, "CAPACITY_ONCE") ||
                                  verdict_find(r->verdict, "CEILING_EXCEEDED"));
    if (result == OK && made)
        *made = r->steps[0].object;
    return result == OK;
}

/* What the reckoning says must be what the ledger says, unless something else refused it. */
static void agree(struct play *p, bool is_done, bool does_fit)
{
    if (!is_done && !p->is_full) {
        p->other++;
        return;
    }
    if (is_done != does_fit)
        fail_msg("act %lld: the ledger says %s, the reckoning %s", (long long)p->acts,
                 is_done ? "it fits" : "it does not fit", does_fit ? "fits" : "does not");
    p->fits += is_done;
    p->not += !is_done;
}

static void read_stage(struct play *p, struct tx *tx, int r)
{
    struct m_request *q = &p->m.request[r];
    static const char *const over[] = { "REFUSED", "WITHDRAWN", "RELEASED", "RECALLED",
                                        "RETURNED_HOME" };
    bool is_over = false, is_out = false;

    strncpy(p->known[r].stage, text_cstr(p->a, thing_state_of(tx, q->id)),
            sizeof(p->known[r].stage) - 1);
    for (size_t i = 0; i < sizeof(over) / sizeof(over[0]); i++)
        is_over = is_over || strcmp(p->known[r].stage, over[i]) == 0;
    for (int d = 0; d < q->deployments; d++) {
        strncpy(p->unit_state[r][d], text_cstr(p->a, thing_state_of(tx, q->deployment[d].id)),
                sizeof(p->unit_state[r][d]) - 1);
        is_out = is_out || !q->deployment[d].is_home;
    }
    if (is_over)
        model_end_holds(q);
    q->is_live = !is_over || is_out;
}

/* ---- comparing ---- */

static void compare(struct play *p, struct tx *tx, int pool, int64_t from, int64_t until)
{
    struct capability_ask ask = {
        .capability = p->pool[pool], .from = { from }, .until = { until }, .now = { p->now }
    };

    assert_int_equal(model_free(&p->m, pool, from, until, p->now), capability_free_of(tx, &ask));
    assert_int_equal(model_room(&p->m, pool, from, until, p->now),
                     capability_room_under_ceilings(tx, &ask));
}

static const struct statement lines_that_do_not_add_up = {
    .name = "TEST_LINES",
    .sql = "SELECT count(*) FROM request_line WHERE open_amount < 0 OR met_amount < 0"
           " OR partly_amount < 0 OR substituted_amount < 0 OR withdrawn_amount < 0"
           " OR refused_amount < 0 OR amount <> open_amount + met_amount + partly_amount"
           " + substituted_amount + withdrawn_amount + refused_amount",
    .scan = "a test",
};
static const struct statement lines_in_one_part = {
    .name = "TEST_LINES_PART",
    .sql = "SELECT count(*) FROM request_line WHERE request_id = $1 AND amount <> CASE $2"
           " WHEN 'open' THEN open_amount WHEN 'met' THEN met_amount"
           " WHEN 'refused' THEN refused_amount WHEN 'withdrawn' THEN withdrawn_amount"
           " ELSE amount END",
    .scan = "a test",
};

/* Where the whole of each line must be, by how the request stands. */
static const char *part_of(const struct known *k)
{
    if (strcmp(k->stage, "ASSESSING") == 0)
        return "open";
    if (strcmp(k->stage, "REFUSED") == 0)
        return "refused";
    if (strcmp(k->stage, "WITHDRAWN") == 0)
        return k->is_partly ? "" : "withdrawn"; /* what was refused stays refused */
    return k->is_partly ? "" : "met";
}

static void assert_lines_are_accounted_for(struct play *p, struct tx *tx)
{
    assert_int_equal(0, tx_int_values(tx, &lines_that_do_not_add_up, -1, NULL, 0));
    for (int r = 0; r < LIVE; r++)
        if (p->m.request[r].is_live)
            assert_int_equal(0, tx_int(tx, &lines_in_one_part, -1, VAL(p->m.request[r].id),
                                       VAL(part_of(&p->known[r]))));
}

static void look(struct play *p)
{
    struct tx *tx = tx_read(space_store(world_space(p->w)), p->a);

    model_pass(&p->m, p->now);
    for (int r = 0; r < LIVE; r++)
        if (p->m.request[r].is_live)
            read_stage(p, tx, r);
    if (!model_is_sound(&p->m, p->now))
        fail_msg("act %lld: more is promised than there is", (long long)p->acts);
    for (int i = 0; i < POOLS; i++)
        compare(p, tx, i, p->now, INSTANT_MAX);
    if (p->acts >= p->looks * LOOK_EVERY) {
        p->looks++;
        assert_lines_are_accounted_for(p, tx);
        for (int i = 0; i < 3 * POOLS; i++) {
            int64_t from = p->now + draw(p, 48) * SPAN_HOUR;

            compare(p, tx, i % POOLS, from, from + (1 + draw(p, 40)) * SPAN_HOUR);
        }
    }
    assert_int_equal(OK, tx_end(tx));
}

/* ---- what may be chosen ---- */

static bool stands(const struct play *p, int r, const char *stages)
{
    char one[32] = " ";

    strncat(one, p->known[r].stage, 24);
    strcat(one, " ");
    return p->m.request[r].is_live && strstr(stages, one);
}

#define ASKED   " ASSESSING "
#define TAKES   " GRANTED PARTLY_GRANTED TASKED EN_ROUTE DEPLOYED "
#define DIVIDES " ASSESSING GRANTED PARTLY_GRANTED TASKED EN_ROUTE DEPLOYED "

static int any_request(struct play *p, const char *stages)
{
    int first = (int)draw(p, LIVE);

    for (int i = 0; i < LIVE; i++)
        if (stands(p, (first + i) % LIVE, stages))
            return (first + i) % LIVE;
    return -1;
}

/* A deployment that stands so: request and number as one, or -1. */
static int any_deployment(struct play *p, const char *state)
{
    int first = (int)draw(p, LIVE);

    for (int i = 0; i < LIVE; i++) {
        int r = (first + i) % LIVE;

        for (int d = 0; p->m.request[r].is_live && d < p->m.request[r].deployments; d++)
            if (!p->m.request[r].deployment[d].is_home && strcmp(p->unit_state[r][d], state) == 0)
                return r * ACT_DEPLOYMENT + d;
    }
    return -1;
}

static int64_t some_units(struct play *p, int pool)
{
    return 1 + draw(p, pool == 0 ? 90 : pool == 1 ? 14 : 2);
}

/* ---- a request ---- */

static json_t *form_of(struct play *p, int64_t from, int64_t until)
{
    char *text = strdup(flood_form(p->w, ""));
    json_t *form;

    for (char *c = text; c && *c; c++)
        *c = *c == '\'' ? '"' : *c;
    form = json_loads(text, 0, NULL);
    free(text);
    assert_non_null(form);
    json_object_set_new(form, "municipality", office_json(p, "valk"));
    json_object_set_new(form, "needed_from", moment_json(from));
    json_object_set_new(form, "needed_until", moment_json(until));
    return form;
}

static void ask(struct play *p)
{
    struct m_request new = { .is_live = true };
    int r = 0;

    while (r < LIVE && p->m.request[r].is_live)
        r++;
    if (r == LIVE)
        return;
    new.from = p->now + (draw(p, 20) - 4) * SPAN_HOUR + 7 * SPAN_MINUTE;
    new.until = (new.from > p->now ? new.from : p->now) + (6 + draw(p, 40)) * SPAN_HOUR;
    assert_true(act(p, "rmoa", "request", "draft_request", ID_NONE, form_of(p, new.from, new.until),
                    &new.id));
    assert_true(act(p, "chair", "request", "request_orally", new.id,
                    json_pack("{s:o,s:s,s:s,s:b}", "receiver", office_json(p, "locc"), "channel",
                              "phone", "urgency", "water", "urgent", 1),
                    NULL));
    assert_true(act(p, "dops", "request", "will_can_may", new.id,
                    json_pack("{s:s,s:s,s:s}", "will", "yes", "can", "wat past", "may", "ja"),
                    NULL));
    p->m.request[r] = new;
    p->known[r] = (struct known){ .stage = "ASSESSING" };
}

static void decide(struct play *p, int r, int64_t how)
{
    const struct m_request *q = &p->m.request[r];
    json_t *f = json_pack("{s:s,s:s,s:s}", "decision",
                          how == 0   ? "refuse"
                          : how == 1 ? "partly_grant"
                                     : "grant",
                          "reason", "zoals getoetst", "given", "wat past");

    if (how == 0)
        json_object_set_new(f, "reason_code", json_string("first_main_task"));
    if (how == 1)
        json_object_set_new(f, "lines",
                            json_pack("[{s:i,s:I}]", "line", 1, "amount", (json_int_t)draw(p, 11)));
    if (act(p, "def", "request", "decide", q->id, f, NULL))
        p->known[r].is_partly = how == 1;
}

static void withdraw(struct play *p, int r)
{
    act(p, "chair", "request", "withdraw", p->m.request[r].id,
        json_pack("{s:s}", "reason", "water zakt"), NULL);
}

/* ---- a division ---- */

static json_t *lines_json(struct play *p, const struct m_lines *lines)
{
    json_t *list = json_array();

    for (int i = 0; i < lines->n; i++) {
        const struct m_line *l = &lines->row[i];
        json_t *row =
            json_pack("{s:o,s:o,s:I}", "request", id_json(p->m.request[l->request].id),
                      "capability", id_json(p->pool[l->pool]), "quantity", (json_int_t)l->quantity);

        if (l->until > 0) { /* its end is the midnight after the last day */
            struct day d =
                zone_day(space_zone(world_space(p->w)), (struct instant){ l->until - 1 });

            json_object_set_new(row, "until", json_string(text_cstr(p->a, day_text(p->a, d))));
        }
        json_array_append_new(list, row);
    }
    return list;
}

/* The end of some day from the begin of the period on, or 0 for the whole period. */
static int64_t some_day(struct play *p, int r)
{
    int64_t begin = p->m.request[r].from > p->now ? p->m.request[r].from : p->now;
    struct day d = zone_day(space_zone(world_space(p->w)), (struct instant){ begin });

    if (draw(p, 3) > 0)
        return 0;
    for (int64_t more = draw(p, 2); more >= 0; more--)
        d = day_next(d);
    return day_begins(space_zone(world_space(p->w)), d).us;
}

static struct m_lines some_lines(struct play *p)
{
    struct m_lines lines = { .n = 0 };
    int64_t n = 1 + draw(p, 3);

    while (lines.n < n) {
        int r = any_request(p, DIVIDES), pool = (int)draw(p, POOLS);

        if (r < 0)
            break;
        lines.row[lines.n++] = (struct m_line){ r, pool, some_units(p, pool), some_day(p, r) };
    }
    return lines;
}

/* Mostly what is there, now and then one more than that. */
static struct m_lines some_taken(struct play *p, int pool)
{
    struct m_lines taken = { .n = 0 };
    int first = (int)draw(p, LIVE);

    if (draw(p, 3) > 0)
        return taken;
    for (int i = 0; i < LIVE && taken.n == 0; i++) {
        const struct m_request *q = &p->m.request[(first + i) % LIVE];
        int64_t has = q->is_live ? model_held(q, pool) : 0;

        for (int d = 0; q->is_live && d < q->deployments; d++)
            has += model_has(&q->deployment[d], pool);
        if (has > 0)
            taken.row[taken.n++] = (struct m_line){ (first + i) % LIVE, pool,
                                                    1 + draw(p, has + (draw(p, 5) == 0)), 0 };
    }
    return taken;
}

static void propose(struct play *p)
{
    struct proposal new = { .lines = some_lines(p) };
    json_t *for_requests = json_array();
    bool does_fit;

    if (p->proposals == PROPOSALS || new.lines.n == 0) {
        json_decref(for_requests);
        return;
    }
    new.taken = some_taken(p, new.lines.row[0].pool);
    for (int i = 0; i < new.lines.n; i++) {
        bool is_new = true;

        for (int k = 0; k < i; k++)
            is_new = is_new && new.lines.row[k].request != new.lines.row[i].request;
        if (is_new)
            json_array_append_new(for_requests, id_json(p->m.request[new.lines.row[i].request].id));
    }
    does_fit = model_divide(&p->m, &new.lines, &new.taken, p->now, true);
    if (act(p, "locc", "allocation", "propose_allocation", ID_NONE,
            json_pack("{s:o,s:[o],s:o,s:o}", "for_requests", for_requests, "picture_versions",
                      id_json(p->picture), "proposal", lines_json(p, &new.lines), "taken_from",
                      lines_json(p, &new.taken)),
            &new.id)) {
        agree(p, true, does_fit);
        p->open[p->proposals++] = new;
    } else {
        agree(p, false, does_fit);
    }
}

/* As proposed, or with other lines; what it names may be over by now. */
static void accept(struct play *p)
{
    int i = (int)draw(p, p->proposals);
    struct proposal *o = &p->open[i];
    bool is_done, does_fit, is_open = true, deviates = draw(p, 3) == 0;
    struct model before = p->m;

    if (deviates) {
        o->lines = some_lines(p);
        o->taken = some_taken(p, o->lines.n > 0 ? o->lines.row[0].pool : 0);
    }
    for (int k = 0; k < o->lines.n; k++) /* a slot may have another request by now, or none */
        is_open = is_open && stands(p, o->lines.row[k].request, DIVIDES);
    does_fit = model_divide(&p->m, &o->lines, &o->taken, p->now, false);
    is_done =
        act(p, "toc", "allocation", "accept_allocation", o->id,
            json_pack("{s:s,s:b,s:o,s:o}", "reason", "past bij de nood", "deviates", deviates,
                      "lines", lines_json(p, &o->lines), "taken_from", lines_json(p, &o->taken)),
            NULL);
    if (is_open)
        agree(p, is_done, does_fit);
    else
        assert_false(is_done);
    if (is_done)
        *o = p->open[--p->proposals];
    else
        p->m = before;
}

static void reject(struct play *p)
{
    int i = (int)draw(p, p->proposals);

    assert_true(act(p, "dops", "allocation", "reject_allocation", p->open[i].id,
                    json_pack("{s:s}", "reason", "te weinig over"), NULL));
    p->open[i] = p->open[--p->proposals];
}

/* ---- deployments ---- */

static void task(struct play *p)
{
    int r = any_request(p, TAKES), pool = (int)draw(p, POOLS);
    struct model before = p->m;
    struct m_request *q;
    struct m_lines taken;
    int64_t quantity;
    bool is_done, does_fit;

    if (r < 0 || p->m.request[r].deployments == DEPLOYMENTS)
        return;
    q = &p->m.request[r];
    taken = some_taken(p, pool);
    quantity = some_units(p, pool);
    q->deployment[q->deployments++] = (struct m_deployment){ .is_home = false };
    does_fit = model_send(&p->m, r, q->deployments - 1, pool, quantity, &taken, p->now);
    is_done = act(p, "toc", "deployment", "task", ID_NONE,
                  json_pack("{s:o,s:s,s:o,s:I,s:o,s:s,s:s,s:o}", "request", id_json(q->id), "unit",
                            "ploeg", "capability", id_json(p->pool[pool]), "quantity",
                            (json_int_t)quantity, "field_authority", office_json(p, "mayor"),
                            "safety_message", "stroming", "force_regime", "FORCE_NONE_MIL",
                            "taken_from", lines_json(p, &taken)),
                  &q->deployment[q->deployments - 1].id);
    agree(p, is_done, does_fit);
    if (!is_done)
        p->m = before;
}

static void substitute(struct play *p, int which)
{
    int r = which / ACT_DEPLOYMENT, d = which % ACT_DEPLOYMENT, pool = (int)draw(p, POOLS);
    struct model before = p->m;
    struct m_deployment *unit = &p->m.request[r].deployment[d];
    int64_t out = model_has(unit, pool);
    int64_t quantity = draw(p, 2) ? out + some_units(p, pool) : draw(p, out + 1);
    struct m_lines taken = { .n = 0 };
    bool is_done, does_fit = true;

    if (quantity > out) {
        taken = some_taken(p, pool);
        does_fit = model_send(&p->m, r, d, pool, quantity - out, &taken, p->now);
    } else {
        model_less(unit, pool, out - quantity, p->now);
    }
    is_done = act(p, "toc", "deployment", "substitute", unit->id,
                  json_pack("{s:I,s:s,s:o,s:I,s:s,s:o}", "out", (json_int_t)out, "into",
                            "een andere ploeg", "capability", id_json(p->pool[pool]), "quantity",
                            (json_int_t)quantity, "reason", "aflossing", "taken_from",
                            lines_json(p, &taken)),
                  NULL);
    agree(p, is_done, does_fit);
    if (!is_done)
        p->m = before;
}

/* Asked, and granted when it fits: a longer stay that does not is refused here, because an answer
 * that takes what is promised to others is only warned of. */
static void extend(struct play *p, int which)
{
    int r = which / ACT_DEPLOYMENT, d = which % ACT_DEPLOYMENT;
    struct m_request *q = &p->m.request[r];
    int64_t until = q->until + (1 + draw(p, 12)) * SPAN_HOUR;
    struct model before = p->m;
    bool is_granted;
    json_t *f;

    if (!stands(p, r, " DEPLOYED "))
        return;
    assert_true(act(p, "chair", "request", "extend", q->id,
                    json_pack("{s:o,s:o,s:s}", "deployment", id_json(q->deployment[d].id), "until",
                              moment_json(until), "reason", "golf"),
                    NULL));
    is_granted = model_extend(&p->m, r, until, p->now);
    f = json_pack("{s:o,s:s,s:s}", "deployment", id_json(q->deployment[d].id), "decision",
                  is_granted ? "grant" : "refuse", "reason", "zoals gevraagd");
    if (is_granted)
        json_object_set_new(f, "until", moment_json(until));
    else
        p->m = before;
    assert_true(act(p, "def", "request", "decide_extension", q->id, f, NULL));
}

static bool field(struct play *p, int which, const char *who, const char *action, json_t *f)
{
    int r = which / ACT_DEPLOYMENT, d = which % ACT_DEPLOYMENT;

    return act(p, who, "deployment", action, p->m.request[r].deployment[d].id, f, NULL);
}

static void arrive(struct play *p, int which)
{
    field(p, which, "unit", "arrive",
          json_pack("{s:o,s:b}", "handed_over_to", office_json(p, "mayor"),
                    "field_authority_reachable", 1));
}

static void release(struct play *p, int which)
{
    field(p, which, "mayor", "release", json_pack("{s:s}", "reason", "klaar"));
}

static void recall(struct play *p, int which)
{
    field(p, which, "toc", "recall",
          json_pack("{s:s,s:s}", "reason", "elders nodig", "reason_code", "own_danger"));
}

static void go_home(struct play *p, int which)
{
    int r = which / ACT_DEPLOYMENT, d = which % ACT_DEPLOYMENT;
    struct m_deployment *unit = &p->m.request[r].deployment[d];

    if (!field(p, which, "unit", "return_home", json_object()))
        return;
    unit->is_home = true;
    memset(unit->count, 0, sizeof(unit->count));
}

/* ---- one act after the other ---- */

/* Nothing outstays its period here: what is late is promised twice by nobody's act. */
static bool tidy(struct play *p)
{
    for (int r = 0; r < LIVE; r++) {
        struct m_request *q = &p->m.request[r];

        if (!q->is_live || q->until - p->now > 2 * SPAN_HOUR)
            continue;
        for (int d = 0; d < q->deployments; d++) {
            int which = r * ACT_DEPLOYMENT + d;
            const char *state = p->unit_state[r][d];

            if (q->deployment[d].is_home)
                continue;
            if (strcmp(state, "EN_ROUTE") == 0)
                arrive(p, which);
            else if (strcmp(state, "DEPLOYED") == 0)
                release(p, which);
            else if (strcmp(state, "TASKED") == 0)
                recall(p, which);
            else
                go_home(p, which);
            return true;
        }
        withdraw(p, r);
        return true;
    }
    return false;
}

static void in_the_field(struct play *p)
{
    static const struct {
        const char *state;
        void (*act)(struct play *p, int which);
    } ways[] = {
        { "TASKED", substitute },   { "TASKED", recall },    { "EN_ROUTE", arrive },
        { "EN_ROUTE", substitute }, { "DEPLOYED", extend },  { "DEPLOYED", substitute },
        { "DEPLOYED", release },    { "DEPLOYED", recall },  { "RELEASED", go_home },
        { "RECALLED", go_home },    { "EN_ROUTE", arrive },  { "DEPLOYED", substitute },
        { "TASKED", substitute },   { "RELEASED", go_home },
    };
    size_t way = (size_t)draw(p, (int64_t)(sizeof(ways) / sizeof(ways[0])) + 3);
    int which;

    if (way >= sizeof(ways) / sizeof(ways[0])) {
        which = any_deployment(p, "TASKED");
        if (which >= 0)
            field(p, which, "unit", "depart", json_object());
        return;
    }
    which = any_deployment(p, ways[way].state);
    if (which >= 0)
        ways[way].act(p, which);
}

static void one_act(struct play *p)
{
    int64_t what = draw(p, 100);
    int r = what < 30 ? any_request(p, what < 24 ? ASKED : " ASSESSING GRANTED TASKED ") : -1;

    if (tidy(p))
        return;
    if (what < 12)
        ask(p);
    else if (what < 24 && r >= 0)
        decide(p, r, draw(p, 6));
    else if (what < 25 && r >= 0)
        withdraw(p, r);
    else if (what < 36)
        propose(p);
    else if (what < 48 && p->proposals > 0)
        accept(p);
    else if (what < 51 && p->proposals > 0)
        reject(p);
    else if (what < 66)
        task(p);
    else
        in_the_field(p);
}

/* ---- the world ---- */

static void begin(struct play *p)
{
    static const char *const when = "2021-07-13T18:00:00Z";
    static const struct {
        const char *handle, *fields;
        int64_t ready;
    } pools[POOLS] = {
        { "hands", "{'ceiling':'@under'}", 220 },
        { "lorries",
          "{'capability_type':'TRANSPORT_LOG','quantity':37,'unit':'vrachtautos',"
          "'ceiling':'@under'}",
          37 },
        { "ambulances",
          "{'capability_type':'AMBULANCE_PLT','quantity':4,'unit':'ambulances',"
          "'ceiling':'@total'}",
          4 },
        { "platoons", "{'capability_type':'KMAR_PLT','quantity':3,'unit':'pelotons'}", 3 },
    };
    struct instant at;

    field_begin(p->w);
    flood_must(p->w, "toc", when, "register_ceiling", "total", "{'name':'totaal','amount':243}");
    flood_must(p->w, "toc", when, "register_ceiling", "under",
               "{'name':'rampen','amount':241,'parent':'@total'}");
    flood_must(p->w, "clas", when, "report_readiness", "hands",
               "{'quantity_ready':220,'personnel':'green','materiel':'green','training':'green',"
               "'commander_view':'deployable'}");
    for (int i = 0; i < POOLS; i++) {
        flood_must(p->w, "clas", when, i == 0 ? "change_capability" : "register_capability",
                   pools[i].handle, pools[i].fields);
        p->pool[i] = world_id(p->w, pools[i].handle);
        p->m.ready[i] = pools[i].ready;
        p->m.is_under[0][i] = i < 3;
        p->m.is_under[1][i] = i < 2;
    }
    p->m.ceiling[0] = 243;
    p->m.ceiling[1] = 241;
    flood_must(p->w, "rot", "2021-07-13T19:00:00Z", "update_picture", "P1",
               "{'region':'@VR24','total_version':1,'own_version':1,'text':'Geul stijgt'}");
    p->picture = world_id(p->w, "P1");
    assert_true(instant_read(T("2021-07-13T20:30:00Z"), &at));
    p->now = at.us;
}

static uint64_t seed(void)
{
    const char *given = getenv("SCHAKEL_TEST_SEED");
    uint64_t n = given ? strtoull(given, NULL, 10) : 0;

    return n ? n : UINT64_C(20210714);
}

static void test_ten_thousand_acts_in_any_order_keep_every_unit_counted_once(void **state)
{
    struct play *p = calloc(1, sizeof(*p));

    (void)state;
    assert_non_null(p);
    p->w = world_open(all_rooms, &access_gate);
    p->a = arena_open(ARENA_LIMIT_DEFAULT);
    p->random = seed();
    print_message("seed %llu\n", (unsigned long long)p->random);
    begin(p);
    while (p->acts < ACTS) {
        arena_reset(p->a);
        p->now += (10 + draw(p, 50)) * SPAN_SECOND;
        one_act(p);
        look(p);
    }
    print_message("%lld acts done, %lld fitted, %lld did not, %lld refused otherwise\n",
                  (long long)p->done, (long long)p->fits, (long long)p->not, (long long)p->other);
    assert_true(p->fits > ACTS / 10);
    assert_true(p->not > ACTS / 50);
    world_assert_rebuild_equal(p->w);
    arena_close(p->a);
    world_close(p->w);
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ten_thousand_acts_in_any_order_keep_every_unit_counted_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
