/* SPDX-License-Identifier: EUPL-1.2 */
/* From the rows of a route to the arrows of its picture, and words into lines. */
#include <string.h>

#include "base/tr.h"
#include "law/flow.h"
#include "law/route_words.h"

/* ---- words into lines ---- */

/* Widths in thousandths of the letter's size, each class by its widest letter. */
static int64_t letter_width(unsigned char c)
{
    if (c >= 0x80 && c < 0xc0)
        return 0; /* a further byte of the same letter */
    if (c != '\0' && strchr("ijl.,:;'()|!/I ", c))
        return 290;
    if (c != '\0' && strchr("ftr-", c))
        return 365;
    if (c != '\0' && strchr("mwMW", c))
        return 850;
    return c >= 'A' && c <= 'Z' ? 660 : 565;
}

int64_t flow_text_width(struct text t, bool is_strong)
{
    int64_t sum = 0;

    for (size_t i = 0; i < t.len; i++)
        sum += letter_width((unsigned char)t.at[i]);
    return (sum * (is_strong ? 14 : 13) + 999) / 1000;
}

/* How many bytes of a word without a blank fit; at least one letter. */
static size_t word_part(struct text t, int64_t width, bool is_strong)
{
    size_t n = 1;

    while (n < t.len && flow_text_width(text_slice(t, 0, n + 1), is_strong) <= width)
        n++;
    while (n < t.len && ((unsigned char)t.at[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* The first line of a text: up to the last blank that fits. */
static size_t line_length(struct text t, int64_t width, bool is_strong)
{
    size_t end = 0;

    for (size_t i = 1; i <= t.len; i++)
        if ((i == t.len || t.at[i] == ' ') &&
            flow_text_width(text_slice(t, 0, i), is_strong) <= width)
            end = i;
    return end > 0 ? end : word_part(t, width, is_strong);
}

size_t flow_wrap(struct text t, int64_t width, bool is_strong, struct text *lines, size_t max)
{
    size_t n = 0;

    t = text_trim(t);
    while (t.len > 0 && n < max) {
        size_t len = line_length(t, width, is_strong);
        lines[n++] = text_slice(t, 0, len);
        t = text_trim(text_slice(t, len, t.len));
    }
    return n;
}

/* ---- groups ---- */

static struct words joined(struct words a, const char *between, struct words b, struct arena *arena)
{
    if (!a.en[0] || !b.en[0])
        return a.en[0] ? a : b;
    return (struct words){
        text_cstr(arena, text_printf(arena, "%s%s%s", a.en, between, b.en)),
        text_cstr(arena, text_printf(arena, "%s%s%s", a.nl, between, b.nl)),
    };
}

/* The first test of a condition that people see: not the stage, nor how many units are out. */
struct first_test {
    const struct route *route;
    const struct condition *leaf;
};

static void take_first(void *ctx, const struct condition *leaf)
{
    struct first_test *first = ctx;

    if (!first->leaf && leaf->fact != FACT_STAGE && leaf->fact != FACT_DEPLOYMENT_STATE)
        first->leaf = leaf;
}

static bool is_truth(const struct condition *leaf)
{
    return text_is(leaf->values[0], "true") || text_is(leaf->values[0], "false");
}

/* "besluiten: toekennen": what must be chosen for this move, when the act can lead elsewhere. */
static struct words chosen(const struct route *r, const struct row *row, const struct option *to,
                           struct arena *a)
{
    struct first_test first = { r, NULL };
    struct words all = { "", "" };

    condition_each(to->when, take_first, &first);
    if (!first.leaf || (row->to.n < 2 && is_truth(first.leaf)))
        return all;
    for (size_t i = 0; i < r->fact_count; i++)
        for (size_t v = 0; r->facts[i].fact == first.leaf->fact && v < first.leaf->value_count;
             v++) {
            struct words one;
            if (fact_value_find(r, &r->facts[i], first.leaf->values[v], &one))
                all = joined(all, ", ", one, a);
        }
    return all;
}

static struct words who(const struct route *r, const struct row *row, struct arena *a)
{
    struct words all = { "", "" };

    for (size_t i = 0; i < row->by_count; i++)
        all = joined(all, ", ", slot_short_words(r, row->by[i], 2, a), a);
    return all;
}

static bool same_words(struct words a, struct words b)
{
    return strcmp(a.en, b.en) == 0 && strcmp(a.nl, b.nl) == 0;
}

static bool add_move(struct flow *out, const struct flow_group *move)
{
    if (move->from == 0)
        return true;
    for (size_t i = 0; i < out->group_count; i++) {
        struct flow_group *g = &out->groups[i];
        if (g->to != move->to || strcmp(g->act, move->act) != 0 ||
            !same_words(g->what, move->what) || !same_words(g->who, move->who))
            continue;
        g->from |= move->from;
        return true;
    }
    if (out->group_count == FLOW_GROUPS_MAX)
        return false;
    out->groups[out->group_count++] = *move;
    return true;
}

static size_t stage_index(const struct route *r, struct text stage)
{
    uint64_t bit = route_stage_bit(r, stage);

    return bit == 0 ? 0 : (size_t)__builtin_ctzll(bit);
}

/* From which of its stages a row can make this move. */
static uint64_t sources(const struct route *r, const struct row *row, const struct option *to)
{
    uint64_t from = 0;

    for (size_t s = 0; s <= r->stage_count; s++) {
        struct text stage = s == 0 ? T("NEW") : text_of(r->stages[s - 1].id);
        if ((row->at & (UINT64_C(1) << s)) && !text_same(stage, to->name) &&
            row_can_leave(row, to, stage))
            from |= UINT64_C(1) << s;
    }
    return from;
}

static bool add_moves_of(const struct route *r, const struct row *row, struct words title,
                         struct arena *a, struct flow *out)
{
    bool fits = true;

    for (size_t t = 0; t < row->to.n; t++) {
        struct flow_group move = {
            .act = row->act,
            .to = stage_index(r, row->to.at[t].name),
            .from = sources(r, row, &row->to.at[t]),
            .who = who(r, row, a),
        };
        move.what = joined(title, ": ", chosen(r, row, &row->to.at[t], a), a);
        fits = add_move(out, &move) && fits;
        for (size_t n = 0; n < row->then.n; n++) {
            struct words when = condition_words(r, row->then.at[n].when, a);
            struct words only = { tr("en", N_("if:")), tr("nl", N_("if:")) };
            move.to = stage_index(r, row->then.at[n].name);
            move.what = when.en[0] ? joined(title, ", ", joined(only, " ", when, a), a) : title;
            fits = add_move(out, &move) && fits;
        }
    }
    return fits;
}

/* Stages that no way from the beginning comes to have no arrows; nor have groups outside `from`. */
static void prune(struct flow *out, uint64_t from)
{
    uint64_t reached = 1, before = 0;
    size_t kept = 0;

    while (reached != before) {
        before = reached;
        for (size_t i = 0; i < out->group_count; i++)
            if (out->groups[i].from & reached)
                reached |= UINT64_C(1) << out->groups[i].to;
    }
    for (size_t i = 0; i < out->group_count; i++) {
        out->groups[i].from &= reached & from;
        if (out->groups[i].from)
            out->groups[kept++] = out->groups[i];
    }
    out->group_count = kept;
}

bool flow_groups(const struct route *r, uint64_t from, struct flow_titles titles, struct arena *a,
                 struct flow *out)
{
    bool fits = true;

    out->group_count = 0;
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].to.n > 0)
            fits =
                add_moves_of(r, &r->rows[i], titles.of(titles.ctx, r->rows[i].act), a, out) && fits;
    prune(out, from);
    return fits;
}
