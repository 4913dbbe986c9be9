/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "store/store.h"

static struct value null_value(void)
{
    return (struct value){ .kind = VALUE_NULL };
}

static struct value int_value(int64_t v)
{
    return (struct value){ .kind = VALUE_INT, .i = v };
}

struct value value_int(int64_t v)
{
    return v == INT_NONE ? null_value() : int_value(v);
}

struct value value_plain_int(int v)
{
    return int_value(v);
}

struct value value_bool(bool v)
{
    return int_value(v ? 1 : 0);
}

struct value value_text(struct text v)
{
    return (struct value){ .kind = VALUE_TEXT, .t = v };
}

struct value value_cstr(const char *v)
{
    return v == NULL ? null_value() : value_text(text_of(v));
}

struct value value_text_or_null(struct text v)
{
    return v.len == 0 ? null_value() : value_text(v);
}

struct value value_blob(struct text v)
{
    return (struct value){ .kind = VALUE_BLOB, .t = v };
}

struct value value_hash(const struct hash *v)
{
    return value_blob(text_at((const char *)v->at, HASH_BYTES));
}

struct value value_id(struct id v)
{
    return id_is_none(v) ? null_value() : int_value(v.v);
}

struct value value_instant(struct instant v)
{
    return instant_is_none(v) ? null_value() : int_value(v.us);
}

struct value value_day(struct day v)
{
    return v.n == INT32_MIN ? null_value() : int_value(v.n);
}

struct value value_money(struct money v)
{
    return v.cents == INT64_MIN ? null_value() : int_value(v.cents);
}

struct value value_quantity(struct quantity v)
{
    return v.milli == INT64_MIN ? null_value() : int_value(v.milli);
}

struct value value_yesno(struct yesno v)
{
    switch (v.is) {
    case NO:
        return int_value(0);
    case YES:
        return int_value(1);
    case UNKNOWN:
    default:
        return null_value();
    }
}

struct value value_choice(struct choice v)
{
    return value_text_or_null(v.code);
}

struct value value_place(struct place v)
{
    return value_text_or_null(v.words);
}

struct value value_file(struct file_ref v)
{
    return value_text_or_null(v.sha256);
}
