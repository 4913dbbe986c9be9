/* SPDX-License-Identifier: EUPL-1.2 */
/* The picture of a route: everything it says is there once, and nothing lies over anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "law/flow.h"
#include "law/route_view.h"
#include "law/route_words.h"

struct laws {
    struct route_shelf *shelf;
    struct arena *arena;
    struct flow *flow;
};

static struct words short_title(void *ctx, const char *act)
{
    (void)ctx;
    return (struct words){ act, act };
}

/* As long as no title is, in one language, and with a word that fits on no line. */
static struct words long_title(void *ctx, const char *act)
{
    (void)ctx;
    (void)act;
    return (struct words){
        "Establish with regard to the whole of the matter what is at hand",
        "Rampenbestrijdingsbijstandsaanvraagbehandelingsprotocol vaststellen en beantwoorden",
    };
}

static const struct flow_titles short_titles = { short_title, NULL };
static const struct flow_titles long_titles = { long_title, NULL };

/* ---- what lies where ---- */

struct area {
    int64_t x, y, w, h;
    const char *what;
};

static size_t areas_of(const struct flow *f, struct area *out)
{
    size_t n = 0;

    for (size_t i = 0; i < f->box_count; i++)
        out[n++] =
            (struct area){ f->boxes[i].x, f->boxes[i].y, f->boxes[i].w, f->boxes[i].h, "a box" };
    for (size_t i = 0; i < f->label_count; i++)
        out[n++] = (struct area){ f->labels[i].x, f->labels[i].y, f->labels[i].w, f->labels[i].h,
                                  f->groups[f->labels[i].group].act };
    return n;
}

static bool over(const struct area *a, const struct area *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static void nothing_lies_over_anything(const char *where, const struct flow *f)
{
    struct area at[FLOW_STAGES_MAX + FLOW_GROUPS_MAX];
    size_t n = areas_of(f, at);

    assert_true(f->box_count > 2 && f->label_count == f->group_count);
    for (size_t i = 0; i < n; i++) {
        if (at[i].x < 0 || at[i].y < 0 || at[i].x + at[i].w > f->width ||
            at[i].y + at[i].h > f->height)
            fail_msg("%s: %s lies outside the picture", where, at[i].what);
        for (size_t j = 0; j < i; j++)
            if (over(&at[i], &at[j]))
                fail_msg("%s: %s lies over %s", where, at[i].what, at[j].what);
        for (size_t l = 0; l < f->line_count; l++) {
            const struct flow_line *line = &f->lines[l];
            struct area thin = { line->x1, line->y1, line->x2 - line->x1, line->y2 - line->y1, "" };
            /* A line has no width: inside means past the border on both sides. */
            bool is_in = thin.x < at[i].x + at[i].w && thin.x + thin.w > at[i].x &&
                         thin.y < at[i].y + at[i].h && thin.y + thin.h > at[i].y;
            if (is_in)
                fail_msg("%s: a line of %s runs through %s", where, f->groups[line->group].act,
                         at[i].what);
        }
    }
}

static bool on_each_other(const struct flow_line *a, const struct flow_line *b)
{
    bool is_a_level = a->y1 == a->y2, is_b_level = b->y1 == b->y2;

    if (is_a_level != is_b_level)
        return false;
    if (is_a_level)
        return a->y1 == b->y1 && a->x1 < b->x2 && b->x1 < a->x2;
    return a->x1 == b->x1 && a->y1 < b->y2 && b->y1 < a->y2;
}

static void lines_of_two_moves_stay_apart(const char *where, const struct flow *f)
{
    for (size_t i = 0; i < f->line_count; i++) {
        const struct flow_line *a = &f->lines[i];
        assert_true((a->x1 == a->x2 && a->y1 <= a->y2) || (a->y1 == a->y2 && a->x1 <= a->x2));
        for (size_t j = 0; j < i; j++)
            if (f->lines[j].group != a->group && on_each_other(a, &f->lines[j]))
                fail_msg("%s: lines of %s (to %zu) and %s (to %zu) lie on each other", where,
                         f->groups[a->group].act, f->groups[a->group].to,
                         f->groups[f->lines[j].group].act, f->groups[f->lines[j].group].to);
    }
}

static void words_fit(const char *where, const struct flow *f)
{
    for (size_t i = 0; i < f->text_count; i++) {
        const struct flow_text *t = &f->texts[i];
        bool is_strong = t->is_stage || t->is_act;
        if (flow_text_width(text_of(t->words.nl), is_strong) > t->w ||
            flow_text_width(text_of(t->words.en), is_strong) > t->w)
            fail_msg("%s: \"%s\" does not fit", where, t->words.nl);
        assert_true(t->x + t->w <= f->width && t->y <= f->height);
    }
}

/* ---- arrows ---- */

static bool touches(const struct flow_line *a, const struct flow_line *b)
{
    return a->x1 <= b->x2 && b->x1 <= a->x2 && a->y1 <= b->y2 && b->y1 <= a->y2;
}

static bool touches_box(const struct flow_line *l, const struct flow_box *b)
{
    return l->x1 <= b->x + b->w && l->x2 >= b->x && l->y1 <= b->y + b->h && l->y2 >= b->y;
}

static const struct flow_box *box_of(const struct flow *f, const struct route *r, size_t stage)
{
    struct text id = stage == 0 ? T("NEW") : text_of(r->stages[stage - 1].id);

    for (size_t i = 0; i < f->box_count; i++)
        if (text_same(f->boxes[i].stage, id))
            return &f->boxes[i];
    fail_msg("%.*s has no box", TEXT_FMT(id));
    abort(); /* fail_msg does not return, but does not say so */
}

/* All lines of a group hang together, begin at each of its stages and end above the one it leads
 * to, with a head there. */
static void arrow_is_whole(const char *where, const struct route *r, const struct flow *f, size_t g)
{
    const struct flow_box *to = box_of(f, r, f->groups[g].to);
    bool is_in[FLOW_LINES_MAX] = { false };
    bool has_head = false, grows = true;
    size_t last = SIZE_MAX;

    for (size_t i = 0; i < f->line_count; i++)
        for (size_t h = 0; h < f->head_count && f->lines[i].group == g; h++)
            if (f->heads[h].x == f->lines[i].x1 && f->heads[h].y == to->y &&
                f->lines[i].x1 == f->lines[i].x2 && f->lines[i].y2 + 8 == to->y) {
                has_head = true;
                last = i;
            }
    if (!has_head)
        fail_msg("%s: %s does not arrive", where, f->groups[g].act);
    is_in[last] = true;
    while (grows) {
        grows = false;
        for (size_t i = 0; i < f->line_count; i++)
            for (size_t j = 0; j < f->line_count && f->lines[i].group == g && !is_in[i]; j++)
                if (is_in[j] && touches(&f->lines[i], &f->lines[j]))
                    is_in[i] = grows = true;
    }
    for (size_t s = 0; s < FLOW_STAGES_MAX; s++) {
        bool begins = !((f->groups[g].from >> s) & 1);
        for (size_t i = 0; i < f->line_count && !begins; i++)
            begins = is_in[i] && touches_box(&f->lines[i], box_of(f, r, s));
        if (!begins)
            fail_msg("%s: %s does not begin at stage %zu", where, f->groups[g].act, s);
    }
}

static void look_at(struct laws *laws, const struct route *r, struct flow_titles titles)
{
    char where[80];

    for (size_t i = 0; i < flow_count(r); i++) {
        snprintf(where, sizeof(where), "%s, picture %zu", r->id, i + 1);
        assert_true(flow_draw(r, i, titles, laws->arena, laws->flow));
        nothing_lies_over_anything(where, laws->flow);
        lines_of_two_moves_stay_apart(where, laws->flow);
        words_fit(where, laws->flow);
        assert_int_equal(laws->flow->head_count, laws->flow->group_count);
        for (size_t g = 0; g < laws->flow->group_count; g++)
            arrow_is_whole(where, r, laws->flow, g);
    }
}

static void test_every_carried_route_is_drawn_without_overlap(void **state)
{
    struct laws *laws = *state;

    for (size_t i = 0; i < route_shelf_count(laws->shelf); i++)
        look_at(laws, route_shelf_at(laws->shelf, i), short_titles);
}

static void test_titles_longer_than_a_line_are_wrapped_and_still_fit(void **state)
{
    struct laws *laws = *state;

    for (size_t i = 0; i < route_shelf_count(laws->shelf); i++)
        look_at(laws, route_shelf_at(laws->shelf, i), long_titles);
}

static bool has_move(const struct flow *f, const char *act, size_t to, size_t from)
{
    for (size_t g = 0; g < f->group_count; g++)
        if (f->groups[g].to == to && strcmp(f->groups[g].act, act) == 0 &&
            ((f->groups[g].from >> from) & 1))
            return true;
    return false;
}

static size_t stage_of(const struct route *r, struct text id)
{
    return (size_t)__builtin_ctzll(route_stage_bit(r, id));
}

/* A row's move from a stage that the pictures show is in exactly one of them. */
static void test_every_move_of_the_rows_is_in_one_picture(void **state)
{
    struct laws *laws = *state;
    struct flow *other = arena_new(laws->arena, struct flow);
    size_t moves = 0;

    for (size_t i = 0; i < route_shelf_count(laws->shelf); i++) {
        const struct route *r = route_shelf_at(laws->shelf, i);
        assert_int_equal(flow_count(r), 2);
        assert_true(flow_draw(r, 0, short_titles, laws->arena, laws->flow));
        assert_true(flow_draw(r, 1, short_titles, laws->arena, other));
        for (size_t n = 0; n < r->row_count; n++) {
            const struct row *row = &r->rows[n];
            for (size_t t = 0; t < row->to.n; t++)
                for (size_t s = 0; s <= r->stage_count; s++) {
                    struct text stage = s == 0 ? T("NEW") : text_of(r->stages[s - 1].id);
                    size_t to = stage_of(r, row->to.at[t].name);
                    if (!((row->at >> s) & 1) || s == to ||
                        !row_can_leave(row, &row->to.at[t], stage))
                        continue;
                    bool is_first = has_move(laws->flow, row->act, to, s);
                    bool is_second = has_move(other, row->act, to, s);
                    bool is_reached = s == 0;
                    for (size_t g = 0; g < laws->flow->group_count; g++)
                        is_reached = is_reached || laws->flow->groups[g].to == s;
                    for (size_t g = 0; g < other->group_count; g++)
                        is_reached = is_reached || other->groups[g].to == s;
                    if ((int)is_first + (int)is_second != (int)is_reached)
                        fail_msg("%s: %s from %.*s to %.*s is in %d pictures", r->id, row->act,
                                 TEXT_FMT(stage), TEXT_FMT(row->to.at[t].name),
                                 (int)is_first + (int)is_second);
                    moves += is_reached;
                }
        }
    }
    assert_true(moves > 40 * route_shelf_count(laws->shelf));
}

static void test_wrapping_loses_no_letter_and_passes_no_border(void **state)
{
    static const char *const texts[] = { "", "a", "Wacht op overeenstemming met de tweede minister",
                                         "Geneeskundigehulpverleningsorganisatie",
                                         "één één één één één één één één één" };
    struct text lines[16];

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        for (int64_t width = 20; width < 300; width += 7) {
            struct text whole = text_of(texts[i]);
            size_t n = flow_wrap(whole, width, true, lines, 16), at = 0;
            for (size_t l = 0; l < n; l++) {
                assert_true(text_is_utf8(lines[l]));
                assert_true(flow_text_width(lines[l], true) <= width);
                while (at < whole.len && whole.at[at] == ' ')
                    at++;
                assert_true(text_same(text_slice(whole, at, lines[l].len), lines[l]));
                at += lines[l].len;
            }
            assert_true(n == 16 || at == whole.len);
        }
}

/* ---- conditions in words ---- */

/* Words, never a bare code or a truth value of the program. */
static void is_said(struct laws *laws, const struct route *r, const struct condition *c)
{
    struct words words = condition_words(r, c, laws->arena);

    if (!c)
        return;
    if (!words.nl[0] || strchr(words.nl, '_') || strchr(words.en, '_') ||
        strstr(words.nl, "true") || strstr(words.nl, "false") ||
        text_ends(text_of(words.nl), T(".")))
        fail_msg("%s: \"%s\" / \"%s\"", r->id, words.nl, words.en);
}

static void test_every_condition_is_said_in_words(void **state)
{
    struct laws *laws = *state;

    for (size_t i = 0; i < route_shelf_count(laws->shelf); i++) {
        const struct route *r = route_shelf_at(laws->shelf, i);
        is_said(laws, r, r->fits);
        for (size_t n = 0; n < r->not_if_count; n++)
            is_said(laws, r, r->not_if[n].when);
        for (size_t s = 0; s < r->slot_count; s++)
            for (size_t e = 0; e < r->slots[s].n; e++)
                is_said(laws, r, r->slots[s].of[e].when);
        for (size_t n = 0; n < r->row_count; n++) {
            for (size_t g = 0; g < r->rows[n].guards.n; g++)
                is_said(laws, r, r->rows[n].guards.at[g].when);
            for (size_t t = 0; t < r->rows[n].to.n; t++)
                is_said(laws, r, r->rows[n].to.at[t].when);
        }
    }
}

static const struct route *route_called(const struct laws *laws, const char *id)
{
    for (size_t i = 0; i < route_shelf_count(laws->shelf); i++)
        if (text_is(route_id(route_shelf_at(laws->shelf, i)), id))
            return route_shelf_at(laws->shelf, i);
    fail_msg("%s is not carried", id);
    abort(); /* fail_msg does not return, but does not say so */
}

static void test_a_condition_reads_as_a_sentence(void **state)
{
    struct laws *laws = *state;
    const struct route *pw = route_called(laws, "PW57_OO");
    const struct route *wvr = route_called(laws, "WVR51_MIL");
    const struct slot *asks = route_slot_find(pw, T("requester"));

    assert_string_equal(condition_words(pw, asks->of[0].when, laws->arena).en,
                        "Not: art. 39 situation for the place: in force");
    assert_string_equal(condition_words(wvr, wvr->fits, laws->arena).en,
                        "What is happening: fire, disaster, crisis or serious fear; "
                        "and military assistance is wanted");
    assert_string_equal(condition_words(wvr, NULL, laws->arena).nl, "");
}

static void test_who_is_said_in_few_words(void **state)
{
    struct laws *laws = *state;
    const struct route *pw = route_called(laws, "PW57_OO");
    const struct route *near = route_called(laws, "WVR51_NEIGHBOUR");
    const struct route *civil = route_called(laws, "WVR51_CIVIL");
    struct arena *a = laws->arena;

    assert_string_equal(slot_short_words(pw, route_slot_find(pw, T("requester")), 2, a).nl,
                        "burgemeester of voorzitter veiligheidsregio");
    assert_string_equal(slot_short_words(near, route_slot_find(near, T("decider")), 2, a).nl,
                        "voorzitter veiligheidsregio, van de gevraagde regio");
    /* Who consents on the Minister's behalf is not another minister. */
    assert_string_equal(slot_short_words(civil, route_slot_find(civil, T("decider")), 2, a).nl,
                        "Minister van Justitie en Veiligheid");
    assert_string_equal(slot_short_words(pw, route_slot_find(pw, T("adviser")), 2, a).nl,
                        "de adviseurs");
}

/* ---- what a new version changed ---- */

struct told {
    char words[512];
};

static void tell(void *ctx, const char *kind, const char *code, const char *how)
{
    struct told *t = ctx;
    size_t len = strlen(t->words);

    snprintf(t->words + len, sizeof(t->words) - len, "%s %s %s; ", kind, code, how);
}

/* `text` with its first `from` made `to`. Owner: the caller. */
static char *changed(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    size_t size = strlen(text) + strlen(to) + 1;
    char *out = malloc(size);

    assert_non_null(out);
    if (!at)
        fail_msg("the route does not hold %s", from);
    snprintf(out, size, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return out;
}

/* What the page says of a second version of WVR51_MIL in which `from` became `to`. */
static void version_says(const char *from, const char *to, const char *words)
{
    struct embedded_file files[32];
    char fault[FAULT_MAX];
    struct told told = { "" };
    size_t n = law_files_len;
    const char *bytes = NULL;

    assert_true(n < 32);
    memcpy(files, law_files, n * sizeof(files[0]));
    for (size_t i = 0; i < n; i++)
        if (strcmp(files[i].path, "law/WVR51_MIL.json") == 0)
            bytes = (const char *)files[i].bytes;
    assert_non_null(bytes);
    char *once = changed(bytes, "\"version\": 1", "\"version\": 2");
    char *text = changed(once, from, to);
    files[n] = (struct embedded_file){ .path = "law/WVR51_MIL-2.json",
                                       .bytes = (const unsigned char *)text,
                                       .len = strlen(text) };
    struct route_shelf *s = route_shelf_parse(files, n + 1, fault);
    free(once);
    free(text);
    if (!s)
        fail_msg("%s", fault);
    for (size_t i = 0; i + 1 < s->route_count; i++)
        if (strcmp(s->routes[i].id, "WVR51_MIL") == 0 && s->routes[i].version == 2)
            route_changes(&s->routes[i + 1], &s->routes[i], tell, &told);
    route_shelf_close(s);
    assert_string_equal(told.words, words);
}

static void test_a_new_version_says_what_it_changed(void **state)
{
    (void)state;
    version_says("\"order\": 30", "\"order\": 30", "");
    version_says("2010-10-01", "2022-01-01", "Valid valid changed; ");
    version_says("51 lid 1-3", "51 lid 1-4", "Article article changed; ");
    version_says("{\"office\": \"DOPS.desk\"}", "{\"office\": \"TOC.desk\"}",
                 "Who tester changed; ");
    version_says("\"rule\": \"WVR51_REFUSAL_COMPELLING\", \"when\": {\"decision\": [\"refuse\"]}",
                 "\"rule\": \"WVR51_REFUSAL_COMPELLING\", \"when\": {\"decision\": [\"grant\"]}",
                 "An act decide changed; ");
    version_says("{\"act\": \"sign_request\"",
                 "{\"act\": \"legal_test\", \"at\": [\"ASSESSING\"], "
                 "\"by\": \"legal\"}, {\"act\": \"sign_request\"",
                 "An act legal_test changed; ");
    version_says("\"with\": \"submit_request\"", "\"with\": \"desk_check\"",
                 "A duty CDK_NOTICE changed; ");
    version_says("\"COST_FNIK\"", "\"COST_MSOB\"",
                 "Force, costs, order of asking or second signature regimes changed; ");
}

static int open_laws(void **state)
{
    struct laws *laws = calloc(1, sizeof(*laws));
    char fault[FAULT_MAX];

    assert_non_null(laws);
    laws->shelf = route_shelf_parse(law_files, law_files_len, fault);
    if (!laws->shelf)
        fail_msg("%s", fault);
    laws->arena = arena_open(ARENA_LIMIT_DEFAULT);
    assert_non_null(laws->arena);
    laws->flow = arena_new(laws->arena, struct flow);
    *state = laws;
    return 0;
}

static int close_laws(void **state)
{
    struct laws *laws = *state;

    arena_close(laws->arena);
    route_shelf_close(laws->shelf);
    free(laws);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_carried_route_is_drawn_without_overlap),
        cmocka_unit_test(test_titles_longer_than_a_line_are_wrapped_and_still_fit),
        cmocka_unit_test(test_every_move_of_the_rows_is_in_one_picture),
        cmocka_unit_test(test_wrapping_loses_no_letter_and_passes_no_border),
        cmocka_unit_test(test_every_condition_is_said_in_words),
        cmocka_unit_test(test_a_condition_reads_as_a_sentence),
        cmocka_unit_test(test_who_is_said_in_few_words),
        cmocka_unit_test(test_a_new_version_says_what_it_changed),
    };

    return cmocka_run_group_tests(tests, open_laws, close_laws);
}
