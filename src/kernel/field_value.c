/* SPDX-License-Identifier: EUPL-1.2 */
/* One JSON value into one member: type, bounds and words of each kind of field. */
#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/tr.h"
#include "kernel/field_internal.h"

static struct verdict_item *refuse(const struct reader *r, const char *code, struct text pointer,
                                   const char *why, const char *mend)
{
    return verdict_refuse(r->verdict, code, text_cstr(r->arena, pointer), why, mend);
}

static void refuse_number(const struct reader *r, const char *code, struct text pointer,
                          const char *why, const char *mend, int64_t least, int64_t most)
{
    struct verdict_item *item = refuse(r, code, pointer, why, mend);

    verdict_hole(item, r->arena, "least", text_printf(r->arena, "%lld", (long long)least));
    verdict_hole(item, r->arena, "most", text_printf(r->arena, "%lld", (long long)most));
}

static bool want_string(const struct reader *r, const json_t *v, struct text pointer,
                        struct text *out)
{
    if (json_is_string(v)) {
        *out = json_string_text(v);
        return true;
    }
    refuse(r, "FIELD_TYPE", pointer, N_("This must be text."), N_("Send a JSON string."));
    return false;
}

static void read_text(const struct reader *r, const struct field *f, const json_t *v,
                      struct text pointer, struct text *out)
{
    int64_t most = f->max ? f->max : f->lines ? FIELD_LINES_MAX : FIELD_TEXT_MAX;
    struct text t;
    int64_t n;

    if (!want_string(r, v, pointer, &t))
        return;
    t = text_trim(t);
    n = (int64_t)text_count(t);
    if (r->how != READ_STORED) {
        if (text_has_control(t) || (!f->lines && memchr(t.at, '\n', t.len)))
            refuse(r, "FIELD_CONTROL", pointer,
                   N_("There is a line break or control character in this text."),
                   N_("Put it on one line, with ordinary characters."));
        if (n > most || (n < f->min && n > 0))
            refuse_number(r, "FIELD_LENGTH", pointer,
                          N_("This text must have between {least} and {most} characters."),
                          N_("Shorten it, or make it longer."), f->min, most);
        if (n == 0 && !f->optional && r->how == READ_ALL)
            refuse(r, "FIELD_MISSING", pointer, N_("This field is missing."), N_("Fill it in."));
    }
    *out = text_copy(r->arena, t);
}

static void read_int(const struct reader *r, const struct field *f, const json_t *v,
                     struct text pointer, int64_t *out)
{
    bool is_bounded = f->min != 0 || f->max != 0;
    int64_t least = is_bounded ? f->min : -NUMBER_MAX, most = f->max ? f->max : NUMBER_MAX;
    int64_t n;

    if (!json_is_integer(v)) {
        refuse(r, "FIELD_TYPE", pointer, N_("This must be a whole number."),
               N_("Send digits only, without a unit."));
        return;
    }
    n = json_integer_value(v);
    if (r->how != READ_STORED && (n < least || n > most))
        refuse_number(r, "FIELD_RANGE", pointer,
                      N_("This number must lie between {least} and {most}."),
                      N_("Give a number in this range."), least, most);
    else
        *out = n;
}

/* Money and quantities: a string in canonical form, or a whole JSON number. */
static bool number_text(const struct reader *r, const json_t *v, struct text *out)
{
    if (json_is_integer(v)) {
        *out = text_printf(r->arena, "%lld", (long long)json_integer_value(v));
        return true;
    }
    if (!json_is_string(v))
        return false;
    *out = json_string_text(v);
    return true;
}

static void read_money(const struct reader *r, const struct field *f, const json_t *v,
                       struct text pointer, struct money *out)
{
    int64_t most = f->max ? f->max : NUMBER_MAX / 100;
    struct money m;
    struct text t;

    if (!number_text(r, v, &t) || !money_read(t, &m)) {
        refuse(r, "FIELD_TYPE", pointer, N_("This must be an amount in euro."),
               N_("Write 1250 or 1250.50."));
        return;
    }
    if (r->how != READ_STORED && (m.cents < f->min * 100 || m.cents > most * 100))
        refuse_number(r, "FIELD_RANGE", pointer,
                      N_("This amount must lie between {least} and {most} euro."),
                      N_("Give an amount in this range."), f->min, most);
    else
        *out = m;
}

static void read_quantity(const struct reader *r, const struct field *f, const json_t *v,
                          struct text pointer, struct quantity *out)
{
    int64_t most = f->max ? f->max : NUMBER_MAX / 1000;
    struct quantity q;
    struct text t;

    if (!number_text(r, v, &t) || !quantity_read(t, &q)) {
        refuse(r, "FIELD_TYPE", pointer, N_("This must be a number, with at most three decimals."),
               N_("Write 3 or 3.1."));
        return;
    }
    if (r->how != READ_STORED && (q.milli < f->min * 1000 || q.milli > most * 1000))
        refuse_number(r, "FIELD_RANGE", pointer,
                      N_("This number must lie between {least} and {most}."),
                      N_("Give a number in this range."), f->min, most);
    else
        *out = q;
}

static bool read_instant(const struct reader *r, const json_t *v, struct text pointer,
                         struct instant *out)
{
    struct instant t;

    if (!json_is_string(v) || !instant_read(json_string_text(v), &t)) {
        refuse(r, "FIELD_TIME", pointer, N_("This must be a moment with its offset."),
               N_("Write 2021-07-14T22:10:00+02:00."));
        return false;
    }
    *out = t;
    return true;
}

static void read_day(const struct reader *r, const json_t *v, struct text pointer, struct day *out)
{
    struct day d;

    if (!json_is_string(v) || !day_read(json_string_text(v), &d))
        refuse(r, "FIELD_TIME", pointer, N_("This must be a date."), N_("Write 2021-07-14."));
    else if (r->how != READ_STORED &&
             (d.n <= INSTANT_MIN / SPAN_DAY || d.n >= INSTANT_MAX / SPAN_DAY))
        refuse(r, "FIELD_RANGE", pointer, N_("This date must lie between 1900 and 2200."),
               N_("Leave it empty when there is no end, or give a date in this range."));
    else
        *out = d; /* its begin and its end are moments (INSTANT_MIN, INSTANT_MAX) */
}

static void read_period(const struct reader *r, const json_t *v, struct text pointer,
                        struct period *out)
{
    const json_t *from = json_object_get(v, "from"), *until = json_object_get(v, "until");
    size_t known = (from ? 1U : 0U) + (until ? 1U : 0U);

    if (!json_is_object(v) || json_object_size(v) != known) {
        refuse(r, "FIELD_TYPE", pointer, N_("This must be a period with from and until."),
               N_("Give both moments."));
        return;
    }
    if (from && !json_is_null(from))
        read_instant(r, from, field_pointer(r->arena, pointer, "from"), &out->from);
    if (until && !json_is_null(until))
        read_instant(r, until, field_pointer(r->arena, pointer, "until"), &out->until);
    if (!instant_is_none(out->from) && !instant_is_none(out->until) &&
        out->until.us <= out->from.us && r->how != READ_STORED)
        refuse(r, "FIELD_RANGE", field_pointer(r->arena, pointer, "until"),
               N_("This period ends before it begins."), N_("Give a later end."));
}

static void read_choice(const struct reader *r, const struct field *f, const json_t *v,
                        struct text pointer, struct choice *out)
{
    const struct choice_row *row;
    struct text t;

    if (!want_string(r, v, pointer, &t))
        return;
    row = choice_find(f->choices, t);
    if (text_is_empty(t) && f->optional)
        return;
    if (r->how != READ_STORED && (!row || row->is_retired)) {
        struct verdict_item *item =
            refuse(r, "FIELD_CHOICE", pointer, N_("{code} is not in the list {list}."),
                   N_("Choose a value from the list."));
        verdict_hole(item, r->arena, "code", t);
        verdict_hole(item, r->arena, "list", text_of(f->choices));
        return;
    }
    out->code = text_copy(r->arena, t);
}

static void read_ref(const struct reader *r, const json_t *v, struct text pointer, struct id *out)
{
    struct text t;

    if (want_string(r, v, pointer, &t) && !id_read(t, out))
        refuse(r, "FIELD_REF", pointer, N_("This is not the mark of a thing."),
               N_("Choose one from the list, or give its id such as 1-143."));
}

/* "geo:50.865300,5.831200": two decimals of degrees, in range (RFC 5870). */
static bool is_geo(struct text t)
{
    struct text rest = text_slice(t, 4, t.len), lat_text;
    struct quantity lat, lon;

    if (!text_starts(t, T("geo:")) || !text_cut(&rest, ',', &lat_text))
        return false;
    for (size_t i = 4; i < t.len; i++)
        if (!memchr("0123456789.,-", t.at[i], 13))
            return false;
    /* Six decimals are more than a quantity holds: judge the range on the first three. */
    struct text lat_short = text_slice(
        lat_text, 0,
        text_find(lat_text, T(".")) == SIZE_MAX ? lat_text.len : text_find(lat_text, T(".")) + 4);
    struct text lon_short = text_slice(
        rest, 0, text_find(rest, T(".")) == SIZE_MAX ? rest.len : text_find(rest, T(".")) + 4);
    if (lat_text.len > 11 || rest.len > 12)
        return false;
    return quantity_read(lat_short, &lat) && quantity_read(lon_short, &lon) &&
           lat.milli >= -90000 && lat.milli <= 90000 && lon.milli >= -180000 && lon.milli <= 180000;
}

static void read_place(const struct reader *r, const json_t *v, struct text pointer,
                       struct place *out)
{
    struct id id;
    struct text t;

    if (!want_string(r, v, pointer, &t))
        return;
    if (id_read(t, &id) || is_geo(t) || r->how == READ_STORED)
        out->words = text_copy(r->arena, t);
    else if (t.len > 0)
        refuse(r, "FIELD_PLACE", pointer, N_("This is not a place that is known here."),
               N_("Choose a place from the list, or give a point as geo:50.8653,5.8312."));
}

static void read_file(const struct reader *r, const json_t *v, struct text pointer,
                      struct file_ref *out)
{
    struct hash h;
    struct text t;

    if (!want_string(r, v, pointer, &t))
        return;
    if (hash_read(t, &h))
        out->sha256 = text_copy(r->arena, t);
    else
        refuse(r, "FIELD_FILE", pointer, N_("This is not the SHA-256 of a file."),
               N_("Send the file first, then name its 64 hexadecimal digits."));
}

static void read_list(const struct reader *r, const struct field *f, const json_t *v,
                      struct text pointer, struct list *out)
{
    int64_t most = f->max ? f->max : FIELD_LIST_MAX, n = (int64_t)json_array_size(v);
    char *items;

    if (!json_is_array(v)) {
        refuse(r, "FIELD_TYPE", pointer, N_("This must be a list."), N_("Send a JSON list."));
        return;
    }
    if (r->how != READ_STORED && (n > most || (n < f->min && r->how == READ_ALL))) {
        refuse_number(r, "FIELD_LENGTH", pointer,
                      N_("This list must have between {least} and {most} rows."),
                      N_("Add or remove rows."), f->min, most);
        return;
    }
    items = arena_array(r->arena, char, (size_t)n * f->item->size);
    if (!items) {
        refuse(r, "FIELD_LENGTH", pointer, N_("This list is too long."), N_("Remove rows."));
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        char *item = items + (size_t)i * f->item->size;
        struct text at = text_printf(r->arena, "%.*s/%lld", TEXT_FMT(pointer), (long long)i);
        const json_t *row = json_array_get(v, (size_t)i);

        if (f->flat) {
            fields_clear(f->item, item);
            field_read_value(r, &f->item->fields[0], row, at, item + f->item->fields[0].offset);
        } else {
            fields_read_object(r, f->item, row, at, item);
        }
    }
    *out = (struct list){ items, n };
}

void field_read_value(const struct reader *r, const struct field *f, const json_t *v,
                      struct text pointer, void *at)
{
    switch (f->kind) {
    case FIELD_TEXT:
        read_text(r, f, v, pointer, at);
        break;
    case FIELD_INT:
        read_int(r, f, v, pointer, at);
        break;
    case FIELD_QUANTITY:
        read_quantity(r, f, v, pointer, at);
        break;
    case FIELD_MONEY:
        read_money(r, f, v, pointer, at);
        break;
    case FIELD_INSTANT:
        read_instant(r, v, pointer, at);
        break;
    case FIELD_DAY:
        read_day(r, v, pointer, at);
        break;
    case FIELD_PERIOD:
        read_period(r, v, pointer, at);
        break;
    case FIELD_CHOICE:
        read_choice(r, f, v, pointer, at);
        break;
    case FIELD_REF:
        read_ref(r, v, pointer, at);
        break;
    case FIELD_PLACE:
        read_place(r, v, pointer, at);
        break;
    case FIELD_YESNO:
        if (json_is_boolean(v))
            *(struct yesno *)at = (struct yesno){ json_is_true(v) ? YES : NO };
        else
            refuse(r, "FIELD_TYPE", pointer, N_("This must be yes or no."),
                   N_("Send true or false."));
        break;
    case FIELD_FILE:
        read_file(r, v, pointer, at);
        break;
    case FIELD_LIST:
        read_list(r, f, v, pointer, at);
        break;
    }
}
