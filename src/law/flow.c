/* SPDX-License-Identifier: EUPL-1.2 */
/* Where boxes, arrows and words of the picture stand. Two columns: the spine at the left, in legal
 * order from top to bottom; refusals, returns and other side ways at the right. Above each box lie
 * the labels of what comes to it, each with its own arrow: straight from the box above, or by a
 * lane beside the columns.
 *
 * Heights are multiples of 8. Stubs and connectors of the two columns stand on different remainders
 * of 8, so that level lines of two groups can never lie on each other. */
#include <string.h>

#include "law/flow.h"
#include "law/route_words.h"

enum {
    STEP = 8,
    COLUMN = 216, /* width of a box, and of the labels above it */
    MARGIN = 8,   /* around the picture, and between lanes and columns */
    LINE = 16,    /* between base lines */
    GAP = 16,     /* between a box and what follows in its column */
    INDENT = 12,  /* of the first arrow from the left side of its box */
    HEAD = 8,     /* height of an arrow's head */
    MANY_SOURCES = 4,
    WORDS_MAX = 5, /* lines of one label, of each kind */
    SPINE_CONNECTOR = 2,
    SIDE_CONNECTOR = 6,
};

struct seat {
    bool is_used, is_spine;
    size_t box;          /* in flow.boxes */
    size_t previous;     /* stage above it in the spine; SIZE_MAX */
    int64_t anchor;      /* a side box: where the last stage that leads to it stands */
    int64_t left, right; /* stubs given out so far */
    size_t arrivals;
};
struct lane {
    size_t group;
    bool is_left;
    int64_t top, bottom;
    int64_t index, x;
    struct {
        int64_t y;
        size_t stage; /* SIZE_MAX: the connector of the group */
    } ends[FLOW_STAGES_MAX + 1];
    size_t end_count;
};
struct desk {
    const struct route *route;
    struct arena *arena;
    struct flow *out;
    uint64_t from; /* stages whose moves are in this picture */
    size_t begin, end;
    struct seat seats[FLOW_STAGES_MAX];
    size_t spine[FLOW_STAGES_MAX], spine_count;
    int64_t connector[FLOW_GROUPS_MAX]; /* y of each group's connector */
    size_t arrow[FLOW_GROUPS_MAX];      /* which arrow of its box it is, from the left */
    struct lane *lanes;                 /* two for each group at most */
    size_t lane_count;
    int64_t lanes_left, lanes_between;
    bool fits;
};

static int64_t up(int64_t v)
{
    return (v + STEP - 1) / STEP * STEP;
}

static struct text stage_id(const struct route *r, size_t stage)
{
    return stage == 0 ? T("NEW") : text_of(r->stages[stage - 1].id);
}

static bool comes_from(const struct flow_group *g, size_t stage)
{
    return (g->from >> stage) & 1;
}

/* ---- which stages, and which of them are the spine ---- */

/* The first stage in which a unit can be tasked; 0 when there is none. */
static size_t first_tasking(const struct route *r)
{
    uint64_t at = 0;

    for (size_t i = 0; i < r->row_count; i++)
        if (names_have(&r->rows[i].at_deployment, T("NEW")))
            at |= r->rows[i].at;
    return at ? (size_t)__builtin_ctzll(at) : 0;
}

static size_t stage_place(const struct route *r, const char *id)
{
    uint64_t bit = route_stage_bit(r, text_of(id));

    return bit ? (size_t)__builtin_ctzll(bit) : r->stage_count;
}

static void find_stages(struct desk *d)
{
    for (size_t i = 0; i < d->out->group_count; i++) {
        const struct flow_group *g = &d->out->groups[i];
        d->seats[g->to].is_used = true;
        d->seats[g->to].arrivals++;
        for (size_t s = 0; s < FLOW_STAGES_MAX; s++)
            if (comes_from(g, s))
                d->seats[s].is_used = true;
    }
}

/* The longest way from `begin` to `end` that only goes on in legal order. */
static void find_spine(struct desk *d)
{
    size_t length[FLOW_STAGES_MAX] = { 0 }, before[FLOW_STAGES_MAX] = { 0 };

    length[d->begin] = 1;
    for (size_t to = d->begin + 1; to <= d->end; to++) {
        for (size_t g = 0; g < d->out->group_count; g++)
            for (size_t s = d->begin; s < to && d->out->groups[g].to == to; s++)
                if (comes_from(&d->out->groups[g], s) && length[s] > 0 &&
                    length[s] + 1 > length[to]) {
                    length[to] = length[s] + 1;
                    before[to] = s;
                }
    }
    d->spine_count = length[d->end];
    for (size_t n = length[d->end], s = d->end; n > 0; n--) {
        d->spine[n - 1] = s;
        d->seats[s].is_spine = true;
        d->seats[s].previous = n > 1 ? before[s] : SIZE_MAX;
        s = n > 1 ? before[s] : s;
    }
}

/* A move down the spine from the box just above needs no lane. */
static bool is_straight(const struct desk *d, const struct flow_group *g, size_t from)
{
    return d->seats[g->to].is_spine && d->seats[g->to].previous == from;
}

static bool is_by_left(const struct desk *d, const struct flow_group *g, size_t from)
{
    return d->seats[g->to].is_spine && d->seats[from].is_spine;
}

/* ---- heights ---- */

static void add_text(struct desk *d, struct flow_text t)
{
    if (d->out->text_count == FLOW_TEXTS_MAX) {
        d->fits = false;
        return;
    }
    d->out->texts[d->out->text_count++] = t;
}

/* Writes words in lines below each other; both languages take the lines of the longer one. */
static int64_t write_words(struct desk *d, struct words words, struct flow_text at)
{
    struct text nl[WORDS_MAX], en[WORDS_MAX];
    bool is_strong = at.is_stage || at.is_act;
    size_t n = flow_wrap(text_of(words.nl), at.w, is_strong, nl, WORDS_MAX);
    size_t m = flow_wrap(text_of(words.en), at.w, is_strong, en, WORDS_MAX);

    for (size_t i = 0; i < n || i < m; i++) {
        at.words = (struct words){ .nl = i < n ? text_cstr(d->arena, nl[i]) : "",
                                   .en = i < m ? text_cstr(d->arena, en[i]) : "" };
        add_text(d, at);
        at.y += LINE;
    }
    return at.y;
}

/* The labels of what comes to a stage, below `top`; gives where they end. x is that of the column,
 * and moved later with it. */
static int64_t put_arrivals(struct desk *d, size_t stage, int64_t top)
{
    const struct seat *p = &d->seats[stage];
    int64_t indent = INDENT + (int64_t)p->arrivals * STEP;
    int64_t level = p->is_spine ? SPINE_CONNECTOR : SIDE_CONNECTOR;
    size_t arrow = 0;

    for (size_t i = 0; i < d->out->group_count; i++) {
        const struct flow_group *g = &d->out->groups[i];
        if (g->to != stage)
            continue;
        struct flow_label *label = &d->out->labels[d->out->label_count++];
        struct flow_text at = {
            .x = indent, .y = top + level + 4 + LINE - 3, .w = COLUMN - indent, .is_act = true
        };
        *label = (struct flow_label){
            .x = indent, .y = top + level + 4, .w = COLUMN - indent, .group = i
        };
        at.y = write_words(d, g->what, at);
        at.is_act = false;
        at.y = write_words(d, g->who, at);
        label->h = at.y - LINE + 3 - label->y;
        d->connector[i] = top + level;
        d->arrow[i] = arrow++;
        top = up(label->y + label->h + 2);
    }
    return arrow > 0 ? top + HEAD : top;
}

static int64_t count_stubs(const struct desk *d, size_t stage, bool is_left_side)
{
    int64_t n = 0;

    for (size_t i = 0; i < d->out->group_count; i++) {
        const struct flow_group *g = &d->out->groups[i];
        if (!comes_from(g, stage) || is_straight(d, g, stage))
            continue;
        bool goes_left = is_by_left(d, g, stage) || !d->seats[stage].is_spine;
        n += goes_left == is_left_side;
    }
    return n;
}

static struct words stage_words(const struct desk *d, size_t stage)
{
    return stage == 0 ? new_words() : d->route->stages[stage - 1].words;
}

static bool has_way_out(const struct desk *d, size_t stage)
{
    for (size_t i = 0; i < d->out->group_count; i++)
        if (comes_from(&d->out->groups[i], stage))
            return true;
    return false;
}

/* The box of a stage at `y`; gives where it ends. */
static int64_t put_box(struct desk *d, size_t stage, int64_t y)
{
    struct seat *p = &d->seats[stage];
    struct flow_text at = {
        .x = INDENT, .y = y + LINE + 5, .w = COLUMN - 2 * INDENT, .is_stage = true
    };
    int64_t left = count_stubs(d, stage, true), right = count_stubs(d, stage, false);
    int64_t text = write_words(d, stage_words(d, stage), at) - y - 5;
    int64_t stubs = STEP * ((left > right ? left : right) + 1);
    struct flow_box *box = &d->out->boxes[d->out->box_count];

    p->box = d->out->box_count++;
    *box = (struct flow_box){
        .x = 0,
        .y = y,
        .w = COLUMN,
        .h = up(text > stubs ? text : stubs),
        .stage = stage_id(d->route, stage),
        .is_end = !has_way_out(d, stage),
        .is_elsewhere = p->arrivals == 0 && stage != 0,
        .is_spine = p->is_spine,
    };
    return y + box->h;
}

static int64_t stack_spine(struct desk *d)
{
    int64_t y = MARGIN;

    for (size_t i = 0; i < d->spine_count; i++) {
        if (d->seats[d->spine[i]].arrivals > 0)
            y = put_arrivals(d, d->spine[i], y + STEP);
        y = put_box(d, d->spine[i], y);
    }
    return y;
}

/* Beside the last stage of the spine that leads to it; where many lead to it, beside the first, so
 * that it does not stand below all others. */
static void find_anchor(struct desk *d, size_t stage)
{
    uint64_t from = 0;
    size_t beside = SIZE_MAX, n = 0;

    for (size_t i = 0; i < d->out->group_count; i++)
        from |= d->out->groups[i].to == stage ? d->out->groups[i].from : 0;
    for (size_t i = 0; i < d->spine_count; i++)
        n += (from >> d->spine[i]) & 1;
    for (size_t i = 0; i < d->spine_count; i++)
        if (((from >> d->spine[i]) & 1) && (beside == SIZE_MAX || n < MANY_SOURCES))
            beside = d->spine[i];
    d->seats[stage].anchor = -1;
    if (beside != SIZE_MAX) {
        const struct flow_box *box = &d->out->boxes[d->seats[beside].box];
        d->seats[stage].anchor = box->y + box->h; /* below its stubs */
    }
}

/* The next side box: the highest anchor, in legal order. SIZE_MAX when all stand. */
static size_t next_side(const struct desk *d, const bool *done)
{
    size_t best = SIZE_MAX;

    for (size_t s = 0; s < FLOW_STAGES_MAX; s++)
        if (d->seats[s].is_used && !d->seats[s].is_spine && !done[s] &&
            (best == SIZE_MAX || d->seats[s].anchor < d->seats[best].anchor))
            best = s;
    return best;
}

static int64_t stack_sides(struct desk *d)
{
    bool done[FLOW_STAGES_MAX] = { false };
    int64_t y = MARGIN;

    for (size_t s = 0; s < FLOW_STAGES_MAX; s++)
        if (d->seats[s].is_used && !d->seats[s].is_spine)
            find_anchor(d, s);
    for (size_t s = next_side(d, done); s != SIZE_MAX; s = next_side(d, done)) {
        y = d->seats[s].anchor > y ? d->seats[s].anchor : y;
        y = put_box(d, s, put_arrivals(d, s, y)) + GAP;
        done[s] = true;
    }
    return y;
}

/* ---- lanes ---- */

static int64_t stub_level(struct desk *d, size_t stage, bool is_left)
{
    struct seat *p = &d->seats[stage];
    const struct flow_box *box = &d->out->boxes[p->box];

    if (!p->is_spine)
        return box->y + STEP / 2 + STEP * p->left++;
    return box->y + STEP * (is_left ? ++p->left : ++p->right);
}

static void end_lane(struct lane *lane, int64_t y, size_t stage)
{
    if (lane->end_count == 0)
        lane->top = lane->bottom = y;
    lane->top = y < lane->top ? y : lane->top;
    lane->bottom = y > lane->bottom ? y : lane->bottom;
    lane->ends[lane->end_count].y = y;
    lane->ends[lane->end_count++].stage = stage;
}

static void find_lane(struct desk *d, size_t group, bool is_left)
{
    const struct flow_group *g = &d->out->groups[group];
    struct lane *lane = &d->lanes[d->lane_count];

    *lane = (struct lane){ .group = group, .is_left = is_left };
    for (size_t s = 0; s < FLOW_STAGES_MAX; s++)
        if (comes_from(g, s) && !is_straight(d, g, s) && is_by_left(d, g, s) == is_left)
            end_lane(lane, stub_level(d, s, is_left), s);
    if (lane->end_count == 0)
        return;
    end_lane(lane, d->connector[group], SIZE_MAX);
    d->lane_count++;
}

static bool lanes_meet(const struct lane *a, const struct lane *b)
{
    return a->is_left == b->is_left && a->top <= b->bottom + STEP && b->top <= a->bottom + STEP;
}

/* Shorter lanes lie nearer to the boxes they leave. */
static void give_lanes(struct desk *d)
{
    for (size_t i = 1; i < d->lane_count; i++)
        for (size_t j = i; j > 0 && d->lanes[j].bottom - d->lanes[j].top <
                                        d->lanes[j - 1].bottom - d->lanes[j - 1].top;
             j--) {
            struct lane swap = d->lanes[j];
            d->lanes[j] = d->lanes[j - 1];
            d->lanes[j - 1] = swap;
        }
    for (size_t i = 0; i < d->lane_count; i++) {
        struct lane *lane = &d->lanes[i];
        int64_t *count = lane->is_left ? &d->lanes_left : &d->lanes_between;
        for (size_t j = 0; j < i; j++)
            if (lanes_meet(lane, &d->lanes[j]) && d->lanes[j].index == lane->index) {
                lane->index++;
                j = SIZE_MAX; /* look at all again */
            }
        *count = lane->index + 1 > *count ? lane->index + 1 : *count;
    }
}

static void find_lanes(struct desk *d)
{
    d->lanes = arena_array(d->arena, struct lane, 2 * d->out->group_count);
    if (!d->lanes) {
        d->fits = false;
        return;
    }
    for (size_t g = 0; g < d->out->group_count; g++) {
        find_lane(d, g, true);
        find_lane(d, g, false);
    }
    give_lanes(d);
}

/* ---- lines ---- */

static void add_line(struct desk *d, size_t group, int64_t x1, int64_t y1, int64_t x2, int64_t y2)
{
    if (d->out->line_count == FLOW_LINES_MAX) {
        d->fits = false;
        return;
    }
    d->out->lines[d->out->line_count++] = (struct flow_line){ x1, y1, x2, y2, group };
}

static void add_dot(struct desk *d, int64_t x, int64_t y)
{
    if (d->out->dot_count == FLOW_DOTS_MAX) {
        d->fits = false;
        return;
    }
    d->out->dots[d->out->dot_count++] = (struct flow_point){ x, y };
}

static int64_t arrow_x(const struct desk *d, size_t group)
{
    const struct flow_box *box = &d->out->boxes[d->seats[d->out->groups[group].to].box];

    return box->x + INDENT + STEP * (int64_t)d->arrow[group];
}

static void draw_lane(struct desk *d, const struct lane *lane)
{
    add_line(d, lane->group, lane->x, lane->top, lane->x, lane->bottom);
    for (size_t i = 0; i < lane->end_count; i++) {
        int64_t y = lane->ends[i].y, x = arrow_x(d, lane->group);
        if (lane->ends[i].stage != SIZE_MAX) {
            const struct flow_box *box = &d->out->boxes[d->seats[lane->ends[i].stage].box];
            x = lane->x < box->x ? box->x : box->x + box->w;
        }
        add_line(d, lane->group, lane->x < x ? lane->x : x, y, lane->x < x ? x : lane->x, y);
        if (y > lane->top && y < lane->bottom)
            add_dot(d, lane->x, y);
    }
}

/* The last piece of a group: down to its box, from the box above it or from where lanes come in. */
static void draw_arrow(struct desk *d, size_t group)
{
    const struct flow_group *g = &d->out->groups[group];
    const struct seat *p = &d->seats[g->to];
    const struct flow_box *box = &d->out->boxes[p->box];
    int64_t x = arrow_x(d, group), top = d->connector[group];
    bool is_from_above = p->previous != SIZE_MAX && p->is_spine && comes_from(g, p->previous);
    size_t ways = 0;

    for (size_t i = 0; i < d->lane_count; i++)
        ways += d->lanes[i].group == group;
    if (is_from_above) {
        const struct flow_box *above = &d->out->boxes[d->seats[p->previous].box];
        top = above->y + above->h;
    }
    if (ways + is_from_above > 1)
        add_dot(d, x, d->connector[group]);
    add_line(d, group, x, top, x, box->y - HEAD);
    d->out->heads[d->out->head_count++] = (struct flow_point){ x, box->y };
}

/* ---- the whole ---- */

/* Boxes, labels and words were put at the left of their column; now the columns move. */
static void move_columns(struct desk *d)
{
    int64_t left = 2 * MARGIN + d->lanes_left * STEP;
    int64_t right = left + COLUMN + 2 * MARGIN + d->lanes_between * STEP;
    struct flow *out = d->out;

    for (size_t i = 0; i < out->box_count; i++)
        out->boxes[i].x += out->boxes[i].is_spine ? left : right;
    for (size_t i = 0; i < out->label_count; i++)
        out->labels[i].x += d->seats[out->groups[out->labels[i].group].to].is_spine ? left : right;
    for (size_t i = 0; i < d->lane_count; i++) {
        struct lane *lane = &d->lanes[i];
        lane->x = lane->is_left ? left - MARGIN - lane->index * STEP
                                : left + COLUMN + MARGIN + lane->index * STEP;
    }
    out->width = right + COLUMN + MARGIN;
}

static void move_texts(struct desk *d, size_t first_side, int64_t left, int64_t right)
{
    for (size_t i = 0; i < d->out->text_count; i++)
        d->out->texts[i].x += i < first_side ? left : right;
}

size_t flow_count(const struct route *r)
{
    return first_tasking(r) > 0 ? 2 : 1;
}

bool flow_draw(const struct route *r, size_t i, struct flow_titles titles, struct arena *a,
               struct flow *out)
{
    struct desk *d = arena_new(a, struct desk);
    size_t tasking = first_tasking(r), closed = stage_place(r, "CLOSED");
    uint64_t before = (UINT64_C(1) << tasking) - 1;

    *out = (struct flow){ 0 };
    *d = (struct desk){ .route = r, .arena = a, .out = out };
    d->from = tasking == 0 ? ~UINT64_C(0) : i == 0 ? before : ~before;
    d->begin = i == 0 ? 0 : tasking;
    d->end = i == 0 && tasking > 0 ? tasking : closed;
    d->fits = flow_groups(r, d->from, titles, a, out);
    find_stages(d);
    find_spine(d);
    int64_t bottom = stack_spine(d);
    size_t first_side = out->text_count;
    int64_t side_bottom = stack_sides(d);
    find_lanes(d);
    move_columns(d);
    int64_t left = 2 * MARGIN + d->lanes_left * STEP;
    move_texts(d, first_side, left, left + COLUMN + 2 * MARGIN + d->lanes_between * STEP);
    for (size_t l = 0; l < d->lane_count; l++)
        draw_lane(d, &d->lanes[l]);
    for (size_t g = 0; g < out->group_count; g++)
        draw_arrow(d, g);
    out->height = (bottom > side_bottom ? bottom : side_bottom) + MARGIN;
    return d->fits;
}
