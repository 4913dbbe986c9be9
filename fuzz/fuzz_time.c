/* SPDX-License-Identifier: EUPL-1.2 */
/* Typed values: the first line is the moment of typing, the rest is read as a Dutch time, a day, an
 * amount, a quantity, an id; what was read is written and reads back as the same. */
#include "base/id.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/values.h"
#include "fuzz.h"

/* Before, the Dutch clock went back without summer time being in it, which no word tells apart. */
#define SUMMER_TIME_SINCE (INT64_C(252460800) * SPAN_SECOND) /* 1978-01-01 */

static bool is_moment(struct instant t)
{
    return t.us >= INSTANT_MIN && t.us < INSTANT_MAX;
}

/* What is shown in a field, or to people, reads back as the same minute. */
static void check_shown(const struct zone *z, struct instant t, struct instant now, struct arena *a)
{
    struct instant minute, again;
    struct civil c = zone_civil(z, t);

    minute.us = t.us - c.second * SPAN_SECOND - c.micro;
    if (t.us < SUMMER_TIME_SINCE)
        return;
    must(zone_read_typed(z, zone_form(z, a, t), now, &again) == READ_OK && again.us == minute.us);
    must(zone_read_typed(z, zone_show(z, a, t, "nl"), now, &again) == READ_OK);
    must(again.us == minute.us);
}

static void try_time(const struct zone *z, struct text typed, struct instant now, struct arena *a)
{
    static const int64_t untouched = INT64_C(-7);
    struct instant t = { untouched };
    enum local_read how = zone_read_typed(z, typed, now, &t);

    if (how == READ_NOT_A_TIME) {
        must(t.us == untouched);
        return;
    }
    must(is_moment(t));
    must(zone_civil(z, t).month >= 1 && zone_civil(z, t).month <= 12);
    if (how == READ_OK)
        check_shown(z, t, now, a);
}

static void try_values(struct text in, struct arena *a)
{
    struct quantity q, q_again;
    struct money m, m_again;
    struct instant t, t_again;
    struct day d, d_again;
    char words[ID_TEXT_MAX];
    struct id id, id_again;

    if (instant_read(in, &t))
        must(is_moment(t) && instant_read(instant_text(a, t), &t_again) && t.us == t_again.us);
    if (day_read(in, &d))
        must(day_read(day_text(a, d), &d_again) && d.n == d_again.n);
    if (money_read(in, &m))
        must(money_read(money_text(a, m), &m_again) && m.cents == m_again.cents);
    if (quantity_read(in, &q))
        must(quantity_read(quantity_text(a, q), &q_again) && q.milli == q_again.milli);
    if (id_read(in, &id)) {
        id_write(id, words);
        must(!id_is_none(id) && id_read(text_of(words), &id_again) && id.v == id_again.v);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    const struct zone *z = fuzz_zone();
    struct text rest = text_at((const char *)bytes, n), line;
    struct instant now;

    if (a && text_cut(&rest, '\n', &line)) {
        if (!instant_read(line, &now))
            now = (struct instant){ INT64_C(1635643800000000) }; /* in the double hour */
        try_time(z, rest, now, a);
        try_values(rest, a);
    }
    arena_close(a);
    return 0;
}
