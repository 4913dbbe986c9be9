/* SPDX-License-Identifier: EUPL-1.2 */
#include "division/test_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "request/request.h"

/* xorshift64 */
int64_t play_draw(struct play *p, int64_t below)
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

/* ---- what may be chosen ---- */

static bool stands(const struct play *p, int r, const char *stages)
{
    char one[32];

    snprintf(one, sizeof(one), " %s ", p->known[r].stage);
    return p->m.request[r].is_live && strstr(stages, one);
}

int play_any_request(struct play *p, const char *stages)
{
    int first = (int)play_draw(p, LIVE);

    for (int i = 0; i < LIVE; i++)
        if (stands(p, (first + i) % LIVE, stages))
            return (first + i) % LIVE;
    return -1;
}

int play_any_deployment(struct play *p, const char *state)
{
    int first = (int)play_draw(p, LIVE);

    for (int i = 0; i < LIVE; i++) {
        int r = (first + i) % LIVE;

        for (int d = 0; p->m.request[r].is_live && d < p->m.request[r].deployments; d++)
            if (!p->m.request[r].deployment[d].is_home && strcmp(p->unit_state[r][d], state) == 0)
                return r * PLAY_DEPLOYMENT + d;
    }
    return -1;
}

static int64_t some_units(struct play *p, int pool)
{
    return 1 + play_draw(p, pool == 0 ? 90 : pool == 1 ? 14 : 2);
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

void play_ask(struct play *p)
{
    struct m_request new = { .is_live = true };
    int r = 0;

    while (r < LIVE && p->m.request[r].is_live)
        r++;
    if (r == LIVE)
        return;
    new.from = p->now + (play_draw(p, 20) - 4) * SPAN_HOUR + 7 * SPAN_MINUTE;
    new.until = (new.from > p->now ? new.from : p->now) + (6 + play_draw(p, 40)) * SPAN_HOUR;
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

void play_decide(struct play *p, int r, int64_t how)
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
        json_object_set_new(
            f, "lines",
            json_pack("[{s:i,s:I}]", "line", 1, "amount", (json_int_t)play_draw(p, 11)));
    if (act(p, "def", "request", "decide", q->id, f, NULL))
        p->known[r].is_partly = how == 1;
}

void play_withdraw(struct play *p, int r)
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

    if (play_draw(p, 3) > 0)
        return 0;
    for (int64_t more = play_draw(p, 2); more >= 0; more--)
        d = day_next(d);
    return day_begins(space_zone(world_space(p->w)), d).us;
}

static struct m_lines some_lines(struct play *p)
{
    struct m_lines lines = { .n = 0 };
    int64_t n = 1 + play_draw(p, 3);

    while (lines.n < n) {
        int r = play_any_request(p, DIVIDES), pool = (int)play_draw(p, POOLS);

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
    int first = (int)play_draw(p, LIVE);

    if (play_draw(p, 3) > 0)
        return taken;
    for (int i = 0; i < LIVE && taken.n == 0; i++) {
        const struct m_request *q = &p->m.request[(first + i) % LIVE];
        int64_t has = q->is_live ? model_held(q, pool) : 0;

        for (int d = 0; q->is_live && d < q->deployments; d++)
            has += model_has(&q->deployment[d], pool);
        if (has > 0)
            taken.row[taken.n++] =
                (struct m_line){ (first + i) % LIVE, pool,
                                 1 + play_draw(p, has + (play_draw(p, 5) == 0)), 0 };
    }
    return taken;
}

void play_propose(struct play *p)
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
void play_accept(struct play *p)
{
    int i = (int)play_draw(p, p->proposals);
    struct proposal *o = &p->open[i];
    bool is_done, does_fit, is_open = true, deviates = play_draw(p, 3) == 0;
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

void play_reject(struct play *p)
{
    int i = (int)play_draw(p, p->proposals);

    assert_true(act(p, "dops", "allocation", "reject_allocation", p->open[i].id,
                    json_pack("{s:s}", "reason", "te weinig over"), NULL));
    p->open[i] = p->open[--p->proposals];
}

/* ---- deployments ---- */

void play_task(struct play *p)
{
    int r = play_any_request(p, TAKES), pool = (int)play_draw(p, POOLS);
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

void play_substitute(struct play *p, int which)
{
    int r = which / PLAY_DEPLOYMENT, d = which % PLAY_DEPLOYMENT, pool = (int)play_draw(p, POOLS);
    struct model before = p->m;
    struct m_deployment *unit = &p->m.request[r].deployment[d];
    int64_t out = model_has(unit, pool);
    int64_t quantity = play_draw(p, 2) ? out + some_units(p, pool) : play_draw(p, out + 1);
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

void play_extend(struct play *p, int which)
{
    int r = which / PLAY_DEPLOYMENT, d = which % PLAY_DEPLOYMENT;
    struct m_request *q = &p->m.request[r];
    int64_t until = q->until + (1 + play_draw(p, 12)) * SPAN_HOUR;
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
    int r = which / PLAY_DEPLOYMENT, d = which % PLAY_DEPLOYMENT;

    return act(p, who, "deployment", action, p->m.request[r].deployment[d].id, f, NULL);
}

void play_depart(struct play *p, int which)
{
    field(p, which, "unit", "depart", json_object());
}

void play_arrive(struct play *p, int which)
{
    field(p, which, "unit", "arrive",
          json_pack("{s:o,s:b}", "handed_over_to", office_json(p, "mayor"),
                    "field_authority_reachable", 1));
}

void play_release(struct play *p, int which)
{
    field(p, which, "mayor", "release", json_pack("{s:s}", "reason", "klaar"));
}

void play_recall(struct play *p, int which)
{
    field(p, which, "toc", "recall",
          json_pack("{s:s,s:s}", "reason", "elders nodig", "reason_code", "own_danger"));
}

void play_home(struct play *p, int which)
{
    int r = which / PLAY_DEPLOYMENT, d = which % PLAY_DEPLOYMENT;
    struct m_deployment *unit = &p->m.request[r].deployment[d];

    if (!field(p, which, "unit", "return_home", json_object()))
        return;
    unit->is_home = true;
    memset(unit->count, 0, sizeof(unit->count));
}
