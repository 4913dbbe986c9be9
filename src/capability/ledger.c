/* SPDX-License-Identifier: EUPL-1.2 */
/* The ledger: what is free of a pool in a window. */
#include <stdlib.h>

#include "base/tr.h"
#include "capability/inner.h"
#include "capability/pieces.h"
#include "capability/statements.h"

enum result capability_get(struct tx *tx, struct id id, struct capability *out)
{
    struct rows *r = tx_query(tx, SQL_CAPABILITY_GET, VAL(id));

    if (!rows_next(r))
        return tx_result(tx) ? tx_result(tx) : NOT_FOUND;
    *out = (struct capability){
        .id = rows_id(r, 0),
        .type = rows_text(r, 1),
        .name = rows_text(r, 2),
        .quantity = rows_int(r, 3),
        .unit = rows_text(r, 4),
        .is_military = rows_bool(r, 5),
        .holder_office = rows_id(r, 6),
        .ceiling = rows_id(r, 7),
        .reaction_hours = { rows_int(r, 8) },
        .ended_at = rows_instant(r, 9),
    };
    rows_close(r);
    return OK;
}

/* The window as it is asked: without an end it is open, so that what is taken for as long as the
 * need lasts meets every later commitment; one that ends before it begins is one minute. */
struct instant capability_window_end(const struct capability_ask *ask)
{
    struct instant end = ask->until;

    if (instant_is_none(end))
        return (struct instant){ INSTANT_MAX };
    if (end.us > ask->from.us)
        return end;
    if (!instant_add(ask->from, (struct span){ SPAN_MINUTE }, &end))
        end = (struct instant){ INSTANT_MAX };
    return end;
}

int64_t capability_ready(struct tx *tx, struct id capability)
{
    return tx_int(tx, SQL_CAPABILITY_READY, 0, VAL(capability));
}

/* ---- the use of a window, as steps ---- */

struct step_of_use {
    int64_t at, delta;
};

/* Ends come before beginnings of the same moment. */
static int by_moment(const void *a, const void *b)
{
    const struct step_of_use *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->delta < y->delta ? -1 : x->delta > y->delta;
}

/* Two steps for each use, in order; NULL without memory. */
static struct step_of_use *steps_of(struct tx *tx, const struct uses *uses)
{
    struct step_of_use *steps = arena_array(tx_arena(tx), struct step_of_use, 2 * uses->n + 1);

    for (size_t i = 0; steps && i < uses->n; i++) {
        steps[2 * i] = (struct step_of_use){ uses->rows[i].from.us, uses->rows[i].quantity };
        steps[2 * i + 1] = (struct step_of_use){ uses->rows[i].until.us, -uses->rows[i].quantity };
    }
    if (steps)
        qsort(steps, 2 * uses->n, sizeof(*steps), by_moment);
    return steps;
}

static int64_t most_of(struct tx *tx, const struct uses *uses)
{
    const struct step_of_use *steps = steps_of(tx, uses);
    int64_t used = 0, most = 0;

    if (!steps)
        return INT64_MAX; /* without memory nothing is promised; the unit fails as a whole */
    for (size_t i = 0; i < 2 * uses->n; i++) {
        used += steps[i].delta;
        most = used > most ? used : most;
    }
    return most;
}

int64_t capability_used_at_most(struct tx *tx, const struct capability_ask *ask)
{
    struct uses uses = capability_uses(tx, ask, ID_NONE);

    return most_of(tx, &uses);
}

int64_t capability_used_under(struct tx *tx, const struct capability_ask *ask, struct id ceiling)
{
    struct uses uses = capability_uses(tx, ask, ceiling);

    return most_of(tx, &uses);
}

void capability_stretches(struct tx *tx, const struct capability_ask *ask,
                          void (*each)(void *ctx, struct instant from, struct instant until,
                                       int64_t used),
                          void *ctx)
{
    struct instant end = capability_window_end(ask), at = ask->from;
    struct uses uses = capability_uses(tx, ask, ID_NONE);
    const struct step_of_use *steps = steps_of(tx, &uses);
    int64_t used = 0;

    for (size_t i = 0; steps && i < 2 * uses.n && steps[i].at < end.us; i++) {
        struct instant step = { steps[i].at };

        if (step.us > at.us) {
            each(ctx, at, step, used);
            at = step;
        }
        used += steps[i].delta;
    }
    each(ctx, at, end, used);
}

/* ---- questions ---- */

int64_t capability_free_of(struct tx *tx, const struct capability_ask *ask)
{
    int64_t ready, used;

    if (tx_has(tx, SQL_CAPABILITY_HAS_ENDED, VAL(ask->capability), VAL(capability_window_end(ask))))
        return 0;
    ready = capability_ready(tx, ask->capability);
    used = capability_used_at_most(tx, ask);
    return ready > used ? ready - used : 0;
}

int64_t capability_free(struct tx *tx, struct id capability, struct instant from,
                        struct instant until, struct instant now)
{
    struct capability_ask ask = {
        .capability = capability, .from = from, .until = until, .now = now
    };

    return capability_free_of(tx, &ask);
}

int64_t capability_room_under_ceilings(struct tx *tx, const struct capability_ask *ask)
{
    struct rows *r = tx_query(tx, SQL_CEILINGS_OVER, VAL(ask->capability));
    int64_t least = INT64_MAX;

    while (rows_next(r)) {
        int64_t used = capability_used_under(tx, ask, rows_id(r, 0)), amount = rows_int(r, 1);
        int64_t room = amount > used ? amount - used : 0;

        least = room < least ? room : least;
    }
    return least;
}

bool capability_fits(struct tx *tx, struct id capability, int64_t quantity, struct instant from,
                     struct instant until, struct instant now, struct id except)
{
    struct capability_give own = { .what = except, .quantity = CAPABILITY_ALL };
    struct capability_ask ask = { .capability = capability,
                                  .quantity = quantity,
                                  .from = from,
                                  .until = until,
                                  .now = now,
                                  .gives = &own,
                                  .give_count = id_is_none(except) ? 0 : 1 };

    return quantity <= capability_free_of(tx, &ask) &&
           quantity <= capability_room_under_ceilings(tx, &ask);
}

void capability_guard_fits(struct tx *tx, const struct entry *entry,
                           const struct capability_ask *ask, const char *field,
                           struct verdict *verdict)
{
    if (ask->quantity == INT_NONE || id_is_none(ask->capability))
        return; /* a missing field is told elsewhere */
    if (ask->quantity > capability_free_of(tx, ask))
        capability_explain(tx, entry, ask, rule_refuse(verdict, "CAPACITY_ONCE", field, BY_RULE),
                           verdict->arena);
    if (ask->quantity > capability_room_under_ceilings(tx, ask))
        verdict_refuse(
            verdict, "CEILING_EXCEEDED", field,
            N_("With this, more is in use than an agreed ceiling over this pool allows."),
            N_("Take less, or have something under the same ceiling freed first."));
}

/* ---- who stands in the way ---- */

enum { NAMED_MAX = 6 }; /* more numbers than this are no explanation */

struct in_the_way {
    struct id what[NAMED_MAX];
    int64_t quantity[NAMED_MAX];
    size_t n;
    int64_t other; /* reserved, or of whom this reader knows nothing */
};

/* The first moment of the window at which most is in use. */
static int64_t worst_moment(struct tx *tx, const struct uses *uses, int64_t from)
{
    const struct step_of_use *steps = steps_of(tx, uses);
    int64_t used = 0, most = 0, at = from;

    for (size_t i = 0; steps && i < 2 * uses->n; i++) {
        used += steps[i].delta;
        if (used > most) {
            most = used;
            at = steps[i].at;
        }
    }
    return at;
}

static void add_in_the_way(struct in_the_way *w, const struct look *reader, const struct use *u)
{
    struct id what = u->what;

    for (size_t i = 0; i < w->n; i++)
        if (id_same(w->what[i], what)) {
            w->quantity[i] += u->quantity;
            return;
        }
    if (id_is_none(what) || w->n == NAMED_MAX || !look_sees(reader, "parties", what)) {
        w->other += u->quantity;
        return;
    }
    w->what[w->n] = what;
    w->quantity[w->n++] = u->quantity;
}

/* "2021-0001-A: 8, 2021-0006: 12". */
static struct text words_of(struct tx *tx, struct arena *a, const struct in_the_way *w)
{
    struct text words = T("");

    for (size_t i = 0; i < w->n; i++) {
        struct thing t;
        struct text name = T("?");

        if (thing_get(tx, w->what[i], &t) == OK)
            name = text_is_empty(t.number) ? t.label : t.number;
        words = text_printf(a, "%.*s%s%.*s: %lld", TEXT_FMT(words), words.len > 0 ? ", " : "",
                            TEXT_FMT(name), (long long)w->quantity[i]);
    }
    return words;
}

static void put_number(struct verdict_item *item, struct arena *a, const char *name, int64_t n)
{
    verdict_hole(item, a, name, text_printf(a, "%lld", (long long)n));
}

static const char *sentence_for(const struct in_the_way *w)
{
    if (w->n > 0 && w->other > 0)
        return N_("{asked} asked, {free} free in this period. In use: {held}; reserved or in use "
                  "elsewhere: {other}.");
    if (w->n > 0)
        return N_("{asked} asked, {free} free in this period. In use: {held}.");
    if (w->other > 0)
        return N_("{asked} asked, {free} free in this period. Reserved or in use elsewhere: "
                  "{other}.");
    return N_("{asked} asked, {free} free in this period.");
}

void capability_explain(struct tx *tx, const struct entry *entry, const struct capability_ask *ask,
                        struct verdict_item *item, struct arena *a)
{
    struct look reader = { .tx = tx, .viewer = &entry->by, .now = entry->recorded_at, .arena = a };
    struct uses uses = capability_uses(tx, ask, ID_NONE);
    struct in_the_way w = { .n = 0 };
    struct capability c;
    int64_t at;

    if (capability_get(tx, ask->capability, &c) != OK || !capability_shows_amounts(&reader, &c))
        return; /* the rule's own words say that it does not fit, and no number */
    at = worst_moment(tx, &uses, ask->from.us);
    for (size_t i = 0; i < uses.n; i++)
        if (uses.rows[i].from.us <= at && at < uses.rows[i].until.us && uses.rows[i].quantity > 0)
            add_in_the_way(&w, &reader, &uses.rows[i]);
    item->why = sentence_for(&w);
    put_number(item, a, "asked", ask->quantity);
    put_number(item, a, "free", capability_free_of(tx, ask));
    if (w.n > 0)
        verdict_hole(item, a, "held", words_of(tx, a, &w));
    if (w.other > 0)
        put_number(item, a, "other", w.other);
}
