/* SPDX-License-Identifier: EUPL-1.2 */
/* What a version of a route changed: the parts that are new, gone, or judge otherwise. */
#include <string.h>

#include "base/tr.h"
#include "law/route_view.h"
#include "law/route_words.h"

static bool same_cstr(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_words(const struct words *a, const struct words *b)
{
    return same_cstr(a->en, b->en) && same_cstr(a->nl, b->nl);
}

static bool same_names(const struct names *a, const struct names *b)
{
    for (size_t i = 0; i < a->n && a->n == b->n; i++)
        if (strcmp(a->at[i], b->at[i]) != 0)
            return false;
    return a->n == b->n;
}

/* Conditions nest at most CONDITION_DEPTH_MAX deep. Both routes lie on one shelf, so a fact has one
 * number. */
static bool same_condition(const struct condition *a, const struct condition *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind || a->fact != b->fact || a->value_count != b->value_count ||
        a->part_count != b->part_count)
        return false;
    for (size_t i = 0; i < a->value_count; i++)
        if (!text_same(a->values[i], b->values[i]))
            return false;
    for (size_t i = 0; i < a->part_count; i++)
        if (!same_condition(&a->parts[i], &b->parts[i]))
            return false;
    return true;
}

static bool same_guards(const struct guards *a, const struct guards *b)
{
    for (size_t i = 0; i < a->n && a->n == b->n; i++)
        if (a->at[i].rule != b->at[i].rule || a->at[i].is_warning != b->at[i].is_warning ||
            a->at[i].passes_unknown != b->at[i].passes_unknown ||
            !same_condition(a->at[i].when, b->at[i].when))
            return false;
    return a->n == b->n;
}

static bool same_options(const struct options *a, const struct options *b)
{
    for (size_t i = 0; i < a->n && a->n == b->n; i++)
        if (!text_same(a->at[i].name, b->at[i].name) ||
            !same_condition(a->at[i].when, b->at[i].when))
            return false;
    return a->n == b->n;
}

static bool same_by(const struct row *a, const struct row *b)
{
    for (size_t i = 0; i < a->by_count && a->by_count == b->by_count; i++)
        if (strcmp(a->by[i]->name, b->by[i]->name) != 0)
            return false;
    return a->by_count == b->by_count;
}

static bool same_notices(const struct row *a, const struct row *b)
{
    for (size_t i = 0; i < a->notice_count && a->notice_count == b->notice_count; i++)
        if (!text_same(a->notices[i].to, b->notices[i].to) ||
            a->notices[i].is_sent != b->notices[i].is_sent ||
            !text_same(a->notices[i].cite, b->notices[i].cite) ||
            !same_condition(a->notices[i].when, b->notices[i].when) ||
            !same_words(&a->notices[i].words, &b->notices[i].words))
            return false;
    return a->notice_count == b->notice_count;
}

static bool same_row(const struct row *a, const struct row *b)
{
    return strcmp(a->act, b->act) == 0 && a->at == b->at && same_by(a, b) && same_notices(a, b) &&
           same_names(&a->needs, &b->needs) && same_names(&a->at_deployment, &b->at_deployment) &&
           same_names(&a->flagged_by, &b->flagged_by) && same_guards(&a->guards, &b->guards) &&
           same_guards(&a->otherwise, &b->otherwise) &&
           same_guards(&a->wrong_stage, &b->wrong_stage) && same_options(&a->to, &b->to) &&
           same_options(&a->then, &b->then) && same_options(&a->to_deployment, &b->to_deployment) &&
           same_options(&a->opens, &b->opens) && same_options(&a->closes, &b->closes);
}

static bool same_slot(const struct slot *a, const struct slot *b)
{
    for (size_t i = 0; i < a->n && a->n == b->n; i++)
        if (!text_same(a->of[i].office, b->of[i].office) ||
            !text_same(a->of[i].stands_for, b->of[i].stands_for) ||
            a->of[i].area != b->of[i].area || a->of[i].by_mandate != b->of[i].by_mandate ||
            !same_condition(a->of[i].when, b->of[i].when))
            return false;
    return a->n == b->n && a->is_first == b->is_first;
}

static bool same_obligation(const struct obligation_rule *a, const struct obligation_rule *b)
{
    return text_same(a->owner, b->owner) && text_same(a->to, b->to) &&
           text_same(a->cite, b->cite) && text_same(a->policy, b->policy) &&
           text_same(a->due_from, b->due_from) && text_same(a->due_at, b->due_at) &&
           text_same(a->due_with, b->due_with) && a->is_statutory == b->is_statutory &&
           a->has_no_term == b->has_no_term && same_names(&a->blocks, &b->blocks) &&
           same_words(&a->words, &b->words);
}

struct change_list {
    void (*each)(void *ctx, const char *kind, const char *code, const char *how);
    void *ctx;
};

static void tell(const struct change_list *l, const char *kind, const char *code, bool was, bool is)
{
    l->each(l->ctx, kind, code, !was ? N_("new") : !is ? N_("gone") : N_("changed"));
}

/* Rows of one act count as one: how many it has, and whether each has its equal. */
static size_t rows_of(const struct route *r, const char *act)
{
    size_t n = 0;

    for (size_t i = 0; i < r->row_count; i++)
        n += strcmp(r->rows[i].act, act) == 0;
    return n;
}

static bool has_same_row(const struct route *r, const struct row *row)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (same_row(&r->rows[i], row))
            return true;
    return false;
}

static bool is_act_same(const struct route *before, const struct route *now, const char *act)
{
    for (size_t i = 0; i < now->row_count; i++)
        if (strcmp(now->rows[i].act, act) == 0 && !has_same_row(before, &now->rows[i]))
            return false;
    return rows_of(before, act) == rows_of(now, act);
}

static bool is_first_row(const struct route *r, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (strcmp(r->rows[i].act, r->rows[row].act) == 0)
            return false;
    return true;
}

static void change_acts(const struct route *before, const struct route *now,
                        const struct change_list *l)
{
    for (size_t i = 0; i < now->row_count; i++)
        if (is_first_row(now, i) && !is_act_same(before, now, now->rows[i].act))
            tell(l, N_("An act"), now->rows[i].act, rows_of(before, now->rows[i].act) > 0, true);
    for (size_t i = 0; i < before->row_count; i++)
        if (is_first_row(before, i) && rows_of(now, before->rows[i].act) == 0)
            tell(l, N_("An act"), before->rows[i].act, true, false);
}

static void change_slots(const struct route *before, const struct route *now,
                         const struct change_list *l)
{
    for (size_t i = 0; i < now->slot_count; i++) {
        const struct slot *was = route_slot_find(before, text_of(now->slots[i].name));
        if (!was || !same_slot(was, &now->slots[i]))
            tell(l, N_("Who"), now->slots[i].name, was != NULL, true);
    }
    for (size_t i = 0; i < before->slot_count; i++)
        if (!route_slot_find(now, text_of(before->slots[i].name)))
            tell(l, N_("Who"), before->slots[i].name, true, false);
}

static void change_obligations(const struct route *before, const struct route *now,
                               const struct change_list *l)
{
    for (size_t i = 0; i < now->obligation_count; i++) {
        const struct obligation_rule *was = route_obligation(before, now->obligations[i].id);
        if (!was || !same_obligation(was, &now->obligations[i]))
            tell(l, N_("A duty"), now->obligations[i].id.at, was != NULL, true);
    }
    for (size_t i = 0; i < before->obligation_count; i++)
        if (!route_obligation(now, before->obligations[i].id))
            tell(l, N_("A duty"), before->obligations[i].id.at, true, false);
}

void route_changes(const struct route *before, const struct route *now,
                   void (*each)(void *ctx, const char *kind, const char *code, const char *how),
                   void *ctx)
{
    struct change_list l = { each, ctx };

    if (!text_same(before->cite, now->cite) || !same_cstr(before->bwb, now->bwb))
        tell(&l, N_("Article"), "article", true, true);
    if (!same_cstr(before->valid_from, now->valid_from) ||
        !same_cstr(before->valid_until, now->valid_until))
        tell(&l, N_("Valid"), "valid", true, true);
    if (!same_words(&before->text, &now->text))
        tell(&l, N_("What the article says"), "text", true, true);
    if (!same_condition(before->fits, now->fits) || !same_names(&before->purposes, &now->purposes))
        tell(&l, N_("When it fits"), "fits", true, true);
    if (!same_cstr(before->force, now->force) || !same_cstr(before->cost, now->cost) ||
        !same_cstr(before->ladder, now->ladder) ||
        !same_cstr(before->second_pattern, now->second_pattern))
        tell(&l, N_("Force, costs, order of asking or second signature"), "regimes", true, true);
    if (!same_names(&before->oral, &now->oral) || !same_names(&before->written, &now->written))
        tell(&l, N_("The form"), "form", true, true);
    change_slots(before, now, &l);
    change_acts(before, now, &l);
    change_obligations(before, now, &l);
}

/* ---- for the page ---- */

struct change_writer {
    struct json *out;
    const struct look *look;
};

static void put_name(const struct change_writer *w, const char *kind, const char *code)
{
    const char *label = "";

    if (strcmp(kind, "Who") == 0)
        label = slot_label(text_of(code));
    else if (strcmp(kind, "An act") == 0)
        label = act_title(w->look, code);
    if (strcmp(kind, "A duty") == 0)
        json_put_obligation_kind(w->out, "name", text_of(code));
    else
        json_put_words(w->out, "name", code, label ? label : code);
}

static void put_change(void *ctx, const char *kind, const char *code, const char *how)
{
    struct change_writer *w = ctx;

    json_open(w->out);
    json_put_words(w->out, "kind", kind, kind);
    json_put_words(w->out, "how", how, how);
    put_name(w, kind, code);
    json_close(w->out);
}

void put_changes(struct json *out, const struct look *look, const struct route *r)
{
    const struct route *before = NULL;
    struct change_writer w = { out, look };

    for (size_t i = 0; i < r->shelf->route_count; i++) {
        const struct route *other = &r->shelf->routes[i];
        if (strcmp(other->id, r->id) == 0 && other->version < r->version &&
            (!before || other->version > before->version))
            before = other;
    }
    json_put_bool(out, "has_former", before != NULL);
    json_put_int(out, "former_version", before ? before->version : 0);
    json_name(out, "changes");
    json_list(out);
    if (before)
        route_changes(before, r, put_change, &w);
    json_list_end(out);
}
