/* SPDX-License-Identifier: EUPL-1.2 */
#include "division/test_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* ---- who has what at a moment ---- */

static bool counts(int64_t from, int64_t until, bool is_fixed, int64_t t, int64_t now)
{
    return t >= from && (t < until || (!is_fixed && until <= now));
}

static int64_t used_by(const struct m_request *r, int pool, int64_t t, int64_t now)
{
    int64_t sum = 0;

    for (int h = 0; h < r->holds; h++)
        if (r->hold[h].pool == pool &&
            counts(r->hold[h].from, r->hold[h].until, r->hold[h].is_fixed, t, now))
            sum += r->hold[h].quantity;
    for (int d = 0; d < r->deployments; d++)
        for (int c = 0; c < r->deployment[d].count[pool]; c++)
            if (counts(r->deployment[d].chunks[pool][c].from, r->until, false, t, now))
                sum += r->deployment[d].chunks[pool][c].quantity;
    return sum;
}

int64_t model_used(const struct model *m, int pool, int64_t t, int64_t now)
{
    int64_t sum = 0;

    for (int r = 0; r < LIVE; r++)
        if (m->request[r].is_live)
            sum += used_by(&m->request[r], pool, t, now);
    return sum;
}

static int64_t under_at(const struct model *m, int ceiling, int64_t t, int64_t now)
{
    int64_t sum = 0;

    for (int p = 0; p < POOLS; p++)
        sum += m->is_under[ceiling][p] ? model_used(m, p, t, now) : 0;
    return sum;
}

/* ---- over a window: use grows only where something begins ---- */

struct window {
    const struct model *m;
    int64_t from, until, now;
    int pool, ceiling; /* one of them, the other -1 */
    int64_t most;
};

static void look_at(struct window *w, int64_t t)
{
    int64_t used;

    if (t != w->from && (t < w->from || t >= w->until))
        return;
    used =
        w->pool >= 0 ? model_used(w->m, w->pool, t, w->now) : under_at(w->m, w->ceiling, t, w->now);
    w->most = used > w->most ? used : w->most;
}

static bool matters(const struct window *w, int pool)
{
    return w->pool >= 0 ? pool == w->pool : w->m->is_under[w->ceiling][pool];
}

static void look_at_begins(struct window *w, const struct m_request *r)
{
    for (int h = 0; h < r->holds; h++)
        if (matters(w, r->hold[h].pool))
            look_at(w, r->hold[h].from);
    for (int d = 0; d < r->deployments; d++)
        for (int p = 0; p < POOLS; p++)
            for (int c = 0; matters(w, p) && c < r->deployment[d].count[p]; c++)
                look_at(w, r->deployment[d].chunks[p][c].from);
}

static int64_t most_in(struct window *w)
{
    look_at(w, w->from);
    for (int r = 0; r < LIVE; r++)
        if (w->m->request[r].is_live)
            look_at_begins(w, &w->m->request[r]);
    return w->most;
}

int64_t model_free(const struct model *m, int pool, int64_t from, int64_t until, int64_t now)
{
    struct window w = { m, from, until, now, pool, -1, 0 };

    return m->ready[pool] - most_in(&w);
}

int64_t model_room(const struct model *m, int pool, int64_t from, int64_t until, int64_t now)
{
    int64_t least = INT64_MAX;

    for (int c = 0; c < CEILINGS; c++) {
        struct window w = { m, from, until, now, -1, c, 0 };
        int64_t room;

        if (!m->is_under[c][pool])
            continue;
        room = m->ceiling[c] - most_in(&w);
        least = room < least ? room : least;
    }
    return least;
}

bool model_is_sound(const struct model *m, int64_t now)
{
    for (int p = 0; p < POOLS; p++)
        if (model_free(m, p, now, INT64_MAX, now) < 0 || model_room(m, p, now, INT64_MAX, now) < 0)
            return false;
    return true;
}

/* ---- changes ---- */

int64_t model_held(const struct m_request *r, int pool)
{
    int64_t sum = 0;

    for (int h = 0; h < r->holds; h++)
        sum += r->hold[h].pool == pool ? r->hold[h].quantity : 0;
    return sum;
}

int64_t model_has(const struct m_deployment *d, int pool)
{
    int64_t sum = 0;

    for (int c = 0; c < d->count[pool]; c++)
        sum += d->chunks[pool][c].quantity;
    return sum;
}

static void drop_hold(struct m_request *r, int h)
{
    r->hold[h] = r->hold[--r->holds];
}

/* What lasts longest first; what is left to take. */
static int64_t take_held(struct m_request *r, int pool, int64_t quantity)
{
    while (quantity > 0) {
        int last = -1;
        int64_t part;

        for (int h = 0; h < r->holds; h++)
            if (r->hold[h].pool == pool && (last < 0 || r->hold[h].until > r->hold[last].until))
                last = h;
        if (last < 0)
            return quantity;
        part = r->hold[last].quantity < quantity ? r->hold[last].quantity : quantity;
        quantity -= part;
        r->hold[last].quantity -= part;
        if (r->hold[last].quantity == 0)
            drop_hold(r, last);
    }
    return 0;
}

/* What came last goes first: that is what a deployment gives. */
void model_less(struct m_deployment *d, int pool, int64_t quantity, int64_t now)
{
    while (quantity > 0 && d->count[pool] > 0) {
        struct m_chunk *c = &d->chunks[pool][d->count[pool] - 1];
        int64_t part = c->quantity < quantity ? c->quantity : quantity;

        quantity -= part;
        c->quantity -= part;
        c->from = c->from < now ? now : c->from;
        if (c->quantity == 0)
            d->count[pool]--;
    }
    assert_int_equal(0, quantity);
}

static int64_t take_from(struct m_request *r, int except, int pool, int64_t quantity, int64_t now)
{
    quantity = take_held(r, pool, quantity);
    for (int d = 0; d < r->deployments; d++) {
        int64_t has = model_has(&r->deployment[d], pool);
        int64_t part = has < quantity ? has : quantity;

        if (d == except)
            continue;
        model_less(&r->deployment[d], pool, part, now);
        quantity -= part;
    }
    return quantity;
}

static bool take_all(struct model *m, const struct m_lines *taken, int request, int deployment,
                     int64_t now)
{
    for (int i = 0; i < taken->n; i++) {
        const struct m_line *row = &taken->row[i];

        if (take_from(&m->request[row->request], row->request == request ? deployment : -1,
                      row->pool, row->quantity, now) > 0)
            return false;
    }
    return true;
}

static bool fits(const struct model *m, int pool, int64_t quantity, int64_t from, int64_t until,
                 int64_t now)
{
    return quantity <= model_free(m, pool, from, until, now) &&
           quantity <= model_room(m, pool, from, until, now);
}

static void keep(struct m_request *r, const struct m_line *line, int64_t from)
{
    struct m_hold new = { line->pool, line->quantity, from,
                          line->until > 0 ? line->until : r->until, line->until > 0 };

    for (int h = 0; h < r->holds; h++)
        if (r->hold[h].pool == new.pool && r->hold[h].is_fixed == new.is_fixed &&
            r->hold[h].until == new.until) {
            r->hold[h].quantity += new.quantity; /* both have begun, or begin with the period */
            return;
        }
    assert_true(r->holds < HOLDS);
    r->hold[r->holds++] = new;
}

bool model_divide(struct model *m, const struct m_lines *lines, const struct m_lines *taken,
                  int64_t now, bool is_proposal)
{
    struct model after = *m;

    if (!take_all(&after, taken, -1, -1, now))
        return false;
    for (int i = 0; i < lines->n; i++) {
        const struct m_line *line = &lines->row[i];
        struct m_request *r = &after.request[line->request];
        int64_t from = r->from > now ? r->from : now;

        if (!fits(&after, line->pool, line->quantity, from,
                  line->until > 0 ? line->until : r->until, now))
            return false;
        keep(r, line, from);
    }
    if (!is_proposal)
        *m = after;
    return true;
}

bool model_send(struct model *m, int request, int deployment, int pool, int64_t quantity,
                const struct m_lines *taken, int64_t now)
{
    struct model after = *m;
    struct m_request *r = &after.request[request];
    struct m_deployment *d = &r->deployment[deployment];
    int64_t from = r->from > now ? r->from : now, held;

    if (!take_all(&after, taken, request, deployment, now))
        return false;
    held = model_held(r, pool);
    take_held(r, pool, held < quantity ? held : quantity);
    if (!fits(&after, pool, quantity, from, r->until, now))
        return false;
    if (fits(&after, pool, quantity, now, r->until, now))
        from = now; /* free at once: the units are occupied from the order on */
    assert_true(d->count[pool] < CHUNKS);
    d->chunks[pool][d->count[pool]++] = (struct m_chunk){ quantity, from };
    *m = after;
    return true;
}

bool model_extend(struct model *m, int request, int64_t until, int64_t now)
{
    struct model after = *m;
    struct m_request *r = &after.request[request];

    for (int h = 0; h < r->holds; h++)
        if (!r->hold[h].is_fixed)
            r->hold[h].until = until;
    r->until = until;
    if (!model_is_sound(&after, now))
        return false;
    *m = after;
    return true;
}

void model_end_holds(struct m_request *r)
{
    r->holds = 0;
}

void model_pass(struct model *m, int64_t now)
{
    for (int i = 0; i < LIVE; i++)
        for (int h = m->request[i].holds - 1; h >= 0; h--)
            if (m->request[i].hold[h].is_fixed && m->request[i].hold[h].until <= now)
                drop_hold(&m->request[i], h);
}
