/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/money.h"

#include <inttypes.h>

#include "base/arena.h"

static bool in_range(int64_t v)
{
    return v >= -NUMBER_MAX && v <= NUMBER_MAX;
}

bool money_add(struct money a, struct money b, struct money *out)
{
    int64_t sum;
    if (__builtin_add_overflow(a.cents, b.cents, &sum) || !in_range(sum))
        return false;
    out->cents = sum;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Appends the digits of t to *v; false on anything else or on overflow. */
static bool add_digits(struct text t, int64_t *v)
{
    for (size_t i = 0; i < t.len; i++) {
        if (!is_digit(t.at[i]))
            return false;
        if (__builtin_mul_overflow(*v, INT64_C(10), v) ||
            __builtin_add_overflow(*v, (int64_t)(t.at[i] - '0'), v))
            return false;
    }
    return true;
}

/* Whole digits and decimals as one number with `places` decimals. */
static bool join(struct text whole, struct text decimals, size_t places, int64_t *out)
{
    int64_t v = 0;
    if (whole.len == 0 || decimals.len > places)
        return false;
    if (!add_digits(whole, &v) || !add_digits(decimals, &v))
        return false;
    for (size_t i = decimals.len; i < places; i++)
        if (__builtin_mul_overflow(v, INT64_C(10), &v))
            return false;
    if (!in_range(v))
        return false;
    *out = v;
    return true;
}

/* Splits at the last '.' or ','; false when nothing stands behind it. */
static bool split(struct text t, char sep, struct text *whole, struct text *decimals)
{
    *whole = t;
    *decimals = T("");
    for (size_t i = t.len; i-- > 0;) {
        if (t.at[i] != sep)
            continue;
        *whole = text_slice(t, 0, i);
        *decimals = text_slice(t, i + 1, SIZE_MAX);
        return decimals->len > 0;
    }
    return true;
}

enum { GROUPED_MAX = 24 }; /* digits that can matter, with room for leading zeros */

/* Takes the points out of "1.250.000": a first group of one to three digits, not "0", then groups
 * of exactly three. Writes the digits to `out` and gives how many; 0 when it is not grouped so. */
static size_t ungroup(struct text t, char out[GROUPED_MAX])
{
    size_t n = 0, in_group = 0, groups = 0;
    if (t.len == 0 || t.at[0] == '0')
        return 0;
    for (size_t i = 0; i < t.len; i++) {
        if (t.at[i] == '.') {
            if (in_group == 0 || in_group > 3 || (groups > 0 && in_group != 3))
                return 0;
            groups++;
            in_group = 0;
        } else {
            if (!is_digit(t.at[i]) || n == GROUPED_MAX)
                return 0;
            out[n++] = t.at[i];
            in_group++;
        }
    }
    return groups > 0 && in_group == 3 ? n : 0;
}

bool money_read(struct text t, struct money *out)
{
    bool minus = text_starts(t, T("-"));
    struct text rest = text_slice(t, minus ? 1 : 0, SIZE_MAX);
    struct text whole, decimals;
    char grouped[GROUPED_MAX];
    int64_t v;
    if (!split(rest, ',', &whole, &decimals))
        return false;
    /* "1.250" is grouping, as people here write: three decimals are no amount of money. */
    size_t n = ungroup(whole, grouped);
    if (n > 0) {
        whole = text_at(grouped, n);
    } else if (decimals.len == 0 && !split(rest, '.', &whole, &decimals)) {
        return false;
    }
    if (!join(whole, decimals, 2, &v))
        return false;
    out->cents = minus ? -v : v;
    return true;
}

bool quantity_read(struct text t, struct quantity *out)
{
    bool minus = text_starts(t, T("-"));
    bool sign = minus || text_starts(t, T("+"));
    struct text rest = text_slice(t, sign ? 1 : 0, SIZE_MAX);
    char sep = text_find(rest, T(",")) == SIZE_MAX ? '.' : ',';
    struct text whole, decimals;
    int64_t v;
    if (!split(rest, sep, &whole, &decimals) || !join(whole, decimals, 3, &v))
        return false;
    out->milli = minus ? -v : v;
    return true;
}

/* |v| without the trap of INT64_MIN. */
static uint64_t size_of(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

struct text money_text(struct arena *a, struct money m)
{
    uint64_t cents = size_of(m.cents);
    return text_printf(a, "%s%" PRIu64 ".%02" PRIu64, m.cents < 0 ? "-" : "", cents / 100,
                       cents % 100);
}

struct text quantity_text(struct arena *a, struct quantity q)
{
    uint64_t milli = size_of(q.milli);
    const char *sign = q.milli < 0 ? "-" : "";
    uint64_t whole = milli / 1000, part = milli % 1000;
    if (part == 0)
        return text_printf(a, "%s%" PRIu64, sign, whole);
    int places = 3;
    while (part % 10 == 0) {
        part /= 10;
        places--;
    }
    return text_printf(a, "%s%" PRIu64 ".%0*" PRIu64, sign, whole, places, part);
}
