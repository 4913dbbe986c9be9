/* SPDX-License-Identifier: EUPL-1.2 */
/* What only the holder and Defence's desks see of a pool: readiness, free amount, commitments. */
#include "base/tr.h"
#include "capability/inner.h"
#include "capability/statements.h"

bool capability_shows_exactly(const struct look *look, const struct capability *c)
{
    return look_sees(look, "holder", c->id) ||
           (!c->is_military && look_has_role(look, "ROLE_LOCC"));
}

/* {"code","nl","en"} of list readiness; words of the commander's own stay as they are. */
static void put_part(struct json *out, const char *name, struct text words)
{
    json_put_choice(out, name, "readiness", words);
}

void capability_put_report(struct json *out, const struct look *look, const struct rows *r)
{
    struct instant reported = rows_instant(r, 7), valid = rows_instant(r, 8);
    int64_t age = look->now.us - reported.us;
    bool is_over = !instant_is_none(valid) && valid.us <= look->now.us;

    json_put_int(out, "quantity_ready", rows_int(r, 0));
    put_part(out, "personnel", rows_text(r, 1));
    put_part(out, "materiel", rows_text(r, 2));
    put_part(out, "training", rows_text(r, 3));
    json_put_choice(out, "commander_view", "commander_view", rows_text(r, 4));
    json_put_text(out, "reason", rows_peek(r, 5));
    json_put_text(out, "for_task", rows_peek(r, 6));
    json_put_instant(out, "reported_at", reported);
    json_put_instant(out, "valid_until_at", valid);
    json_put_bool(out, "is_stale", is_over || age > READINESS_STALE_HOURS * SPAN_HOUR);
    json_put_text(out, "age", span_show(look->arena, (struct span){ age }, look->lang));
}

/* "readiness": the newest report, or null when nobody reported yet. */
static void put_readiness(struct json *out, const struct look *look, struct id id)
{
    struct rows *r = tx_query(look->tx, SQL_READINESS_NEWEST, VAL(id));

    json_name(out, "readiness");
    if (!rows_next(r)) {
        json_none(out);
        return;
    }
    json_open(out);
    capability_put_report(out, look, r);
    json_close(out);
    rows_close(r);
}

/* Of the availability bar: 48 hours, 20 units each; from the bottom what is in use. */
enum { BAR_WIDTH = 960, BAR_HEIGHT = 80 };

static int64_t on_bar(const struct capability_ask *ask, struct instant t)
{
    int64_t whole = ask->until.us - ask->from.us, part = t.us - ask->from.us;

    if (part <= 0)
        return 0;
    return part >= whole ? BAR_WIDTH : part / (whole / BAR_WIDTH);
}

struct staircase {
    struct json *out;
    const struct capability_ask *ask;
    int64_t ready;
};

static void put_step(void *ctx, struct instant from, struct instant until, int64_t used)
{
    const struct staircase *s = ctx;
    int64_t begin = on_bar(s->ask, from), height = used <= 0 ? 0 : BAR_HEIGHT;

    if (used > 0 && used < s->ready)
        height = used * BAR_HEIGHT / s->ready;

    json_open(s->out);
    json_put_instant(s->out, "from_at", from);
    json_put_instant(s->out, "until_at", until);
    json_put_int(s->out, "used", used);
    json_put_int(s->out, "free", s->ready > used ? s->ready - used : 0);
    json_put_int(s->out, "bar_begin", begin);
    json_put_int(s->out, "bar_width", on_bar(s->ask, until) - begin);
    json_put_int(s->out, "used_height", height);
    json_put_int(s->out, "free_height", BAR_HEIGHT - height);
    json_close(s->out);
}

/* "staircase": the free amount over the next 48 hours, as steps. */
static void put_staircase(struct json *out, const struct look *look, struct id id)
{
    struct capability_ask ask = { .capability = id, .from = look->now, .now = look->now };
    struct staircase s = { out, &ask, capability_ready(look->tx, id) };

    ask.until = (struct instant){ look->now.us + STAIRCASE_HOURS * SPAN_HOUR };
    json_name(out, "staircase");
    json_list(out);
    capability_stretches(look->tx, &ask, put_step, &s);
    json_list_end(out);
}

static void put_hold(struct json *out, const struct look *look, const struct rows *r)
{
    struct id what = rows_id(r, 1);
    struct thing t;

    json_open(out);
    json_put_int(out, "quantity", rows_int(r, 2));
    json_put_instant(out, "from_at", rows_instant(r, 3));
    json_put_instant(out, "until_at",
                     rows_int(r, 4) >= INSTANT_MAX ? INSTANT_NONE : rows_instant(r, 4));
    json_put_bool(out, "is_late", rows_bool(r, 5));
    json_put_source(out, "source", look, rows_int(r, 6));
    if (thing_get(look->tx, what, &t) == OK &&
        look_sees_thing(look, text_cstr(look->arena, t.type), what)) {
        const struct thing_type *type = catalogue_thing(look->catalogue, t.type);

        json_put_thing(out, "what", look->tx, what);
        json_put_text(out, "what_url",
                      type ? text_printf(look->arena, "/%s/%.*s", type->address,
                                         TEXT_FMT(id_text(look->arena, what)))
                           : T("#"));
    } else {
        json_put_cstr(out, "what", NULL);
        json_put_cstr(out, "what_url", NULL);
    }
    json_close(out);
}

/* "holds": what occupies units of it now or later; "reservations": what its holder keeps. */
void capability_put_commitments(struct json *out, const struct look *look, struct id id)
{
    struct instant far = { INSTANT_MAX };
    struct rows *r =
        tx_query(look->tx, SQL_PIECES_OF_POOL, VAL(id), VAL(look->now), VAL(far), VAL(look->now));

    json_name(out, "holds");
    json_list(out);
    while (rows_next(r))
        if (!rows_is_null(r, 1))
            put_hold(out, look, r);
    json_list_end(out);
    json_rows(out, "reservations", look->tx, SQL_RESERVATIONS_OF, VAL(id), VAL(look->now),
              VAL(CAPABILITY_PAGE));
}

static void put_withheld(struct json *out)
{
    json_name(out, "withheld");
    json_open(out);
    json_put_cstr(out, "code", "READINESS_SECRET");
    json_put_words(out, "words", "withheld", N_("Not visible to your office."));
    json_put_words(out, "ground", "ground",
                   N_("Readiness is operationally sensitive: it is shown to the holder and to the "
                      "desks of Defence."));
    json_close(out);
}

/* "exact": {"ready", "free_now", "readiness"…} or null, with "withheld" the other way round. */
void capability_put_exact(struct json *out, const struct look *look, const struct capability *c,
                          bool is_whole)
{
    bool is_shown = capability_shows_exactly(look, c);

    json_put_bool(out, "is_shown", is_shown);
    if (!is_shown) {
        put_withheld(out);
        json_put_cstr(out, "exact", NULL);
        return;
    }
    json_put_cstr(out, "withheld", NULL);
    json_name(out, "exact");
    json_open(out);
    json_put_int(out, "ready", capability_ready(look->tx, c->id));
    json_put_int(out, "free_now",
                 capability_free(look->tx, c->id, look->now, look->now, look->now));
    put_readiness(out, look, c->id);
    put_staircase(out, look, c->id);
    if (is_whole)
        capability_put_commitments(out, look, c->id);
    json_close(out);
}
