/* SPDX-License-Identifier: EUPL-1.2 */
/* The pictures of a route as numbers for the page, and the same in words. */
#include "base/tr.h"
#include "law/flow.h"
#include "law/route_view.h"
#include "law/route_words.h"

static struct words title_of(void *ctx, const char *act)
{
    const char *title = act_title(ctx, act);

    return (struct words){ .en = tr("en", title), .nl = tr("nl", title) };
}

static void put_words(struct json *out, const char *name, struct words words)
{
    json_name(out, name);
    json_open(out);
    json_put_cstr(out, "nl", words.nl);
    json_put_cstr(out, "en", words.en);
    json_close(out);
}

static void put_boxes(struct json *out, const struct flow *f)
{
    json_name(out, "boxes");
    json_list(out);
    for (size_t i = 0; i < f->box_count; i++) {
        const struct flow_box *box = &f->boxes[i];
        json_open(out);
        json_put_int(out, "x", box->x);
        json_put_int(out, "y", box->y);
        json_put_int(out, "width", box->w);
        json_put_int(out, "height", box->h);
        json_put_text(out, "stage_code", box->stage);
        json_put_bool(out, "is_end", box->is_end);
        json_put_bool(out, "is_elsewhere", box->is_elsewhere);
        json_close(out);
    }
    json_list_end(out);
}

static void put_points(struct json *out, const char *name, const struct flow_point *at, size_t n)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < n; i++) {
        json_open(out);
        json_put_int(out, "x", at[i].x);
        json_put_int(out, "y", at[i].y);
        json_close(out);
    }
    json_list_end(out);
}

static void put_lines(struct json *out, const struct flow *f)
{
    json_name(out, "lines");
    json_list(out);
    for (size_t i = 0; i < f->line_count; i++) {
        json_open(out);
        json_put_int(out, "x1", f->lines[i].x1);
        json_put_int(out, "y1", f->lines[i].y1);
        json_put_int(out, "x2", f->lines[i].x2);
        json_put_int(out, "y2", f->lines[i].y2);
        json_close(out);
    }
    json_list_end(out);
}

static void put_texts(struct json *out, const struct flow *f)
{
    json_name(out, "texts");
    json_list(out);
    for (size_t i = 0; i < f->text_count; i++) {
        json_open(out);
        json_put_int(out, "x", f->texts[i].x);
        json_put_int(out, "y", f->texts[i].y);
        json_put_bool(out, "is_stage", f->texts[i].is_stage);
        json_put_bool(out, "is_act", f->texts[i].is_act);
        put_words(out, "line", f->texts[i].words);
        json_close(out);
    }
    json_list_end(out);
}

static void put_picture(struct json *out, const struct look *look, const struct route *r, size_t i,
                        struct flow *f)
{
    struct flow_titles words = { title_of, (void *)(uintptr_t)look };
    bool is_whole = flow_count(r) == 1;
    const char *title = is_whole ? N_("From need to closing")
                        : i == 0 ? N_("From need to decision")
                                 : N_("From decision to closing");

    (void)flow_draw(r, i, words, look->arena, f);
    json_open(out);
    put_words(out, "picture_title", (struct words){ tr("en", title), tr("nl", title) });
    json_put_int(out, "part", (int64_t)i + 1);
    json_put_int(out, "width", f->width);
    json_put_int(out, "height", f->height);
    put_boxes(out, f);
    put_lines(out, f);
    put_points(out, "dots", f->dots, f->dot_count);
    put_points(out, "heads", f->heads, f->head_count);
    put_texts(out, f);
    json_close(out);
}

/* Which acts lead from this stage to which other; gives how many. */
static void put_moves_from(struct json *out, const struct route *r, const struct flow *f,
                           size_t stage)
{
    json_name(out, "moves");
    json_list(out);
    for (size_t i = 0; i < f->group_count; i++) {
        const struct flow_group *g = &f->groups[i];
        if (!((g->from >> stage) & 1))
            continue;
        json_open(out);
        put_words(out, "act", g->what);
        put_words(out, "who", g->who);
        json_put_stage(out, "to", r, text_of(r->stages[g->to - 1].id));
        json_close(out);
    }
    json_list_end(out);
}

/* "diagram": [{stage, moves: [{act, who, to}]}] in the machine's order: the pictures in words. */
static void put_diagram(struct json *out, const struct look *look, const struct route *r,
                        struct flow *f)
{
    struct flow_titles words = { title_of, (void *)(uintptr_t)look };
    uint64_t used = 1;

    (void)flow_groups(r, ~UINT64_C(0), words, look->arena, f);
    for (size_t i = 0; i < f->group_count; i++)
        used |= UINT64_C(1) << f->groups[i].to;
    json_name(out, "diagram");
    json_list(out);
    for (size_t s = 0; s <= r->stage_count; s++) {
        if (!((used >> s) & 1))
            continue;
        json_open(out);
        if (s == 0)
            put_words(out, "stage", new_words());
        else
            json_put_stage(out, "stage", r, text_of(r->stages[s - 1].id));
        put_moves_from(out, r, f, s);
        json_close(out);
    }
    json_list_end(out);
}

void put_flow(struct json *out, const struct look *look, const struct route *r)
{
    struct flow *f = arena_new(look->arena, struct flow);

    json_name(out, "pictures");
    json_list(out);
    for (size_t i = 0; i < flow_count(r); i++)
        put_picture(out, look, r, i, f);
    json_list_end(out);
    put_diagram(out, look, r, f);
}
