/* SPDX-License-Identifier: EUPL-1.2 */
/* law/flow.h - the picture of a route: stages as boxes, moves as arrows, drawn from its rows.
 *
 * Terms      flow: one picture; a route has one up to the first tasking and one from there on.
 *            group: what one act by the same offices does to come to one stage, from one or more
 *            stages; it has one label, above the stage it comes to. spine: the stages of the
 *            longest way from begin to end in legal order, in the left column; the others stand in
 *            the right one. lane: the upright line of a group beside a column.
 * Invariants 1. Units are CSS pixels; x and y grow to the right and down. 2. No box or label lies
 *            over another, no line runs through a box or a label, and lines of two groups never lie
 *            on each other, only across (test_flow.c looks at every carried route). 3. Words are
 *            wrapped for both languages, so that the picture is one for both.
 * Used by    route_view.c, test_flow.c. Any thread: pure. */
#ifndef LAW_FLOW_H
#define LAW_FLOW_H
#include "law/inner.h"

enum {
    FLOW_STAGES_MAX = STAGES_MAX + 1, /* with NEW */
    FLOW_GROUPS_MAX = 96,
    FLOW_LINES_MAX = 640,
    FLOW_TEXTS_MAX = 640,
    FLOW_DOTS_MAX = 320,
};

struct flow_box {
    int64_t x, y, w, h;
    struct text stage; /* "NEW", "DRAFT" */
    bool is_end;       /* nothing leaves it in this picture */
    bool is_elsewhere; /* nothing comes to it in this picture, though it is no beginning */
    bool is_spine;
};
struct flow_label {
    int64_t x, y, w, h;
    size_t group;
};
struct flow_line {
    int64_t x1, y1, x2, y2;
    size_t group;
};
struct flow_point {
    int64_t x, y;
};
struct flow_text {
    int64_t x, y, w; /* left end of the base line; room there is */
    struct words words;
    bool is_stage, is_act; /* else: who */
};
struct flow_group {
    const char *act;
    size_t to;     /* 0: NEW; i + 1: stage i */
    uint64_t from; /* mask of stages, as row.at */
    struct words what, who;
};
struct flow {
    int64_t width, height;
    struct flow_box boxes[FLOW_STAGES_MAX];
    struct flow_label labels[FLOW_GROUPS_MAX];
    struct flow_line lines[FLOW_LINES_MAX];
    struct flow_text texts[FLOW_TEXTS_MAX];
    struct flow_point dots[FLOW_DOTS_MAX], heads[FLOW_GROUPS_MAX];
    struct flow_group groups[FLOW_GROUPS_MAX];
    size_t box_count, label_count, line_count, text_count, dot_count, head_count, group_count;
};

/* The words of an act, for people; they live as long as the flow. */
struct flow_titles {
    struct words (*of)(void *ctx, const char *act);
    void *ctx;
};
/* How many pictures the route has: 2, or 1 when no act of it tasks a unit. */
size_t flow_count(const struct route *r);
/* Draws the i-th picture into *out (filled whole); what does not fit in its limits is left out, and
 * false returned. Words lie in the arena or in the route. */
bool flow_draw(const struct route *r, size_t i, struct flow_titles titles, struct arena *a,
               struct flow *out);
/* The groups alone: which act of whom leads from where to where. */
bool flow_groups(const struct route *r, uint64_t from, struct flow_titles titles, struct arena *a,
                 struct flow *out);
/* Room that a text takes, estimated to the wide side, in pixels. */
int64_t flow_text_width(struct text t, bool is_strong);
/* Breaks a text into lines that fit in `width`; gives their number, at most `max`. */
size_t flow_wrap(struct text t, int64_t width, bool is_strong, struct text *lines, size_t max);

#endif
