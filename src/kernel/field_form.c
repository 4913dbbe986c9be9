/* SPDX-License-Identifier: EUPL-1.2 */
/* Forms: pairs of a form or command line into an input object, and an input object into a form. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "kernel/field_internal.h"
#include "kernel/thing.h"

struct form {
    const struct zone *zone;
    struct instant now;
    const struct look *look; /* NULL: names are not looked up */
    struct arena *arena;
    struct verdict *verdict;
};

static json_t *text_value(struct text t)
{
    return json_stringn_nocheck(t.at, t.len);
}

static json_t *yes_value(struct text t)
{
    static const char *const yes[] = { "ja", "yes", "true", "on", "1" };
    static const char *const no[] = { "nee", "no", "false", "off", "0" };

    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        if (text_is(t, yes[i]))
            return json_true();
        if (text_is(t, no[i]))
            return json_false();
    }
    return text_value(t);
}

static void refuse_time(const struct form *f, struct text pointer, enum local_read how)
{
    const char *field = text_cstr(f->arena, pointer);

    if (how == READ_TWICE)
        verdict_refuse(f->verdict, "FIELD_TIME_TWICE", field,
                       N_("This time occurs twice, because the clock goes back."),
                       N_("Add (zomertijd) or (wintertijd)."));
    else if (how == READ_SKIPPED)
        verdict_refuse(f->verdict, "FIELD_TIME_SKIPPED", field,
                       N_("This time does not exist, because the clock goes forward."),
                       N_("Give a time before or after the change."));
    else
        verdict_refuse(f->verdict, "FIELD_TIME", field, N_("This is not a moment."),
                       N_("Write 14-07-2021 22:10, or nu, +2u, morgen 06:30."));
}

static json_t *time_value(const struct form *f, struct text pointer, struct text t)
{
    char words[INSTANT_TEXT_MAX];
    struct instant at;
    enum local_read how = zone_read_typed(f->zone, t, f->now, &at);

    if (how != READ_OK) {
        refuse_time(f, pointer, how);
        return text_value(t);
    }
    instant_write(at, words);
    return json_string(words);
}

/* "14-07-2021" as people type it; ISO passes through. */
static json_t *day_value(const struct form *f, struct text t)
{
    struct text d = t.len == 10 && t.at[2] == '-' && t.at[5] == '-'
                        ? text_printf(f->arena, "%.4s-%.2s-%.2s", t.at + 6, t.at + 3, t.at)
                        : t;

    return text_value(d);
}

/* A thing typed by its number or whole label; an id passes through. */
static json_t *ref_value(const struct form *f, const char *type, struct text t)
{
    struct id id;

    if (f->look && !id_read(t, &id)) {
        id = thing_find_seen(f->look, type, t);
        if (!id_is_none(id))
            return text_value(id_text(f->arena, id));
    }
    return text_value(t);
}

static json_t *form_value(const struct form *f, const struct field *field, struct text pointer,
                          struct text t)
{
    struct text digits = t;
    int64_t n;

    switch (field->kind) {
    case FIELD_INT:
        return text_int64(digits, &n) ? json_integer(n) : text_value(t);
    case FIELD_INSTANT:
        return time_value(f, pointer, t);
    case FIELD_DAY:
        return day_value(f, t);
    case FIELD_YESNO:
        return yes_value(t);
    case FIELD_REF:
        return ref_value(f, field->table, t);
    case FIELD_PLACE:
        return text_starts(t, T("geo:")) ? text_value(t) : ref_value(f, NULL, t);
    case FIELD_TEXT:
    case FIELD_QUANTITY:
    case FIELD_MONEY:
    case FIELD_PERIOD:
    case FIELD_CHOICE:
    case FIELD_FILE:
    case FIELD_LIST:
        return text_value(t);
    }
    __builtin_unreachable();
}

/* ---- pairs into an object ---- */
static void refuse_doubled(const struct form *f, struct text pointer)
{
    verdict_refuse(f->verdict, "FIELD_DOUBLED", text_cstr(f->arena, pointer),
                   N_("This field was sent twice."), N_("Send it once."));
}

static void put_once(const struct form *f, json_t *into, const char *name, struct text pointer,
                     json_t *value)
{
    if (json_object_get(into, name)) {
        refuse_doubled(f, pointer);
        json_decref(value);
        return;
    }
    json_object_set_new(into, name, value);
}

/* A flat list may come as several pairs of one name, or as lines of one text. */
static void put_flat(const struct form *f, const struct field *field, json_t *into,
                     struct text pointer, struct text value)
{
    json_t *list = json_object_get(into, field->name);
    struct text line;

    if (!list) {
        list = json_array();
        json_object_set_new(into, field->name, list);
    }
    while (text_cut(&value, '\n', &line)) {
        line = text_trim(line);
        if (line.len > 0 && json_array_size(list) <= FIELD_LIST_MAX) /* one too many is refused */
            json_array_append_new(list, form_value(f, &field->item->fields[0], pointer, line));
    }
}

static void put_period(const struct form *f, const struct field *field, json_t *into,
                       struct text pointer, struct text part, struct text value)
{
    json_t *period = json_object_get(into, field->name);
    bool is_from = text_is(part, "from");

    if (!period) {
        period = json_object();
        json_object_set_new(into, field->name, period);
    }
    if (is_from || text_is(part, "until"))
        put_once(f, period, is_from ? "from" : "until", pointer, time_value(f, pointer, value));
    else
        json_object_set_new(period, "?", json_null()); /* the reader refuses it */
}

/* "lines.3.amount": row 3 of the list; rows are packed later (pack_lists). */
static void put_row(const struct form *f, const struct field *field, json_t *into,
                    struct text pointer, struct text rest, struct text value)
{
    json_t *rows = json_object_get(into, field->name), *row;
    struct text index, name = rest;
    const struct field *item;
    int64_t n;

    if (!text_cut(&name, '.', &index) || !text_int64(index, &n) || n < 0 || n >= FIELD_LIST_MAX) {
        /* The reader refuses it: no field has a slash in its name. */
        pointer = rest.len > 0 ? pointer : text_printf(f->arena, "%.*s/?", TEXT_FMT(pointer));
        json_object_set_new(into, text_cstr(f->arena, pointer), json_null());
        return;
    }
    if (!rows) {
        rows = json_object();
        json_object_set_new(into, field->name, rows);
    }
    row = json_object_get(rows, text_cstr(f->arena, index));
    if (!row) {
        row = json_object();
        json_object_set_new(rows, text_cstr(f->arena, index), row);
    }
    item = fields_find(field->item, name);
    if (item && item->kind == FIELD_LIST && item->flat)
        put_flat(f, item, row, pointer, value);
    else
        put_once(f, row, text_cstr(f->arena, name), pointer,
                 item ? form_value(f, item, pointer, value) : json_null());
}

/* Rows by index into a list without gaps. */
static void pack_lists(const struct fieldset *set, json_t *into)
{
    for (int64_t i = 0; i < set->n; i++) {
        json_t *rows = json_object_get(into, set->fields[i].name), *list;
        char index[16];

        if (set->fields[i].kind != FIELD_LIST || !json_is_object(rows))
            continue;
        list = json_array();
        for (int n = 0; n < FIELD_LIST_MAX; n++) {
            snprintf(index, sizeof(index), "%d", n);
            json_t *row = json_object_get(rows, index);
            if (row)
                json_array_append(list, row);
        }
        json_object_set_new(into, set->fields[i].name, list);
    }
}

json_t *fields_from_form(const struct fieldset *set, const struct form_pair *pairs, size_t n,
                         const struct zone *zone, struct instant now, const struct look *look,
                         struct arena *a, struct verdict *verdict)
{
    struct form f = { zone, now, look, a, verdict };
    json_t *out = json_object();

    for (size_t i = 0; i < n; i++) {
        struct text rest = pairs[i].name, head = T(""), value = text_trim(pairs[i].value);
        struct text pointer = text_copy(a, pairs[i].name);
        const struct field *field;

        if (value.len == 0)
            continue;
        for (size_t k = 0; k < pointer.len; k++)
            if (pointer.at[k] == '.')
                ((char *)(uintptr_t)pointer.at)[k] = '/';
        text_cut(&rest, '.', &head);
        field = fields_find(set, head);
        if (!field || (rest.len > 0 && field->kind != FIELD_LIST && field->kind != FIELD_PERIOD))
            json_object_set_new(out, text_cstr(a, pairs[i].name), json_null());
        else if (field->kind == FIELD_LIST && field->flat)
            put_flat(&f, field, out, pointer, value);
        else if (field->kind == FIELD_LIST)
            put_row(&f, field, out, pointer, rest, value);
        else if (field->kind == FIELD_PERIOD)
            put_period(&f, field, out, pointer, rest, value);
        else
            put_once(&f, out, field->name, pointer, form_value(&f, field, pointer, value));
    }
    pack_lists(set, out);
    return out;
}

/* ---- an object into a form ---- */
enum { REF_OPTIONS_MAX = 60, ROWS_SPARE = 1, ROWS_LEAST = 3 };

struct show {
    const struct verdict *verdict;
    const struct look *look;
    const char *lang;
    const struct zone *zone;
    struct arena *arena;
    struct json *out;
};

/* A fault of a field stands at it; a row of a flat list has no place of its own. */
static bool is_about(struct text about, struct text pointer, bool is_flat)
{
    return text_same(about, pointer) || (is_flat && text_starts(about, pointer) &&
                                         about.len > pointer.len && about.at[pointer.len] == '/');
}

static void put_error(const struct show *s, struct text pointer, bool is_flat)
{
    for (size_t i = 0; s->verdict && i < s->verdict->count; i++) {
        const struct verdict_item *item = &s->verdict->items[i];

        if (!is_about(item->field, pointer, is_flat))
            continue;
        json_name(s->out, "error");
        json_open(s->out);
        json_put_text(s->out, "why",
                      tr_fill(s->arena, s->lang, item->why, item->holes, item->hole_count));
        json_put_text(s->out, "mend",
                      tr_fill(s->arena, s->lang, item->mend, item->holes, item->hole_count));
        json_put_cstr(s->out, "cite", tr(s->lang, text_cstr(s->arena, item->cite)));
        json_put_bool(s->out, "is_warning", item->weight == VERDICT_WARN);
        json_close(s->out);
        return;
    }
    json_name(s->out, "error");
    json_none(s->out);
}

/* What stands in the control: a stored moment in its typed form, other values as they are. */
static struct text shown_value(const struct show *s, const struct field *f, const json_t *v)
{
    struct instant t;

    if (json_is_string(v) && f->kind == FIELD_INSTANT && instant_read(json_string_text(v), &t))
        return zone_form(s->zone, s->arena, t);
    if (json_is_string(v))
        return json_string_text(v);
    if (json_is_integer(v))
        return text_printf(s->arena, "%lld", (long long)json_integer_value(v));
    return T("");
}

static void put_choices(const struct show *s, const struct field *f, const json_t *v)
{
    const struct choice_list *list = choices_find(f->choices);
    struct text now = json_string_text(v);

    json_name(s->out, "options");
    json_list(s->out);
    for (size_t i = 0; list && i < list->n; i++) {
        const struct choice_row *row = &list->rows[i];

        if (row->is_retired)
            continue;
        json_open(s->out);
        json_put_cstr(s->out, "value", row->code);
        json_put_cstr(s->out, "label", strcmp(s->lang, "en") == 0 ? row->en : row->nl);
        json_put_bool(s->out, "is_selected", text_is(now, row->code));
        json_close(s->out);
    }
    json_list_end(s->out);
}

/* The words of a thing that was chosen; what the viewer may not see stays as it was typed. */
static struct text shown_thing(const struct show *s, struct text now)
{
    struct text label = T("");
    struct id id;

    if (s->look->tx && id_read(now, &id))
        label = thing_label_seen(s->look, id);
    return text_is_empty(label) ? now : label;
}

/* A short list of things becomes a choice; a long one is searched (is_long). */
static void put_things(const struct show *s, const struct field *f, const json_t *v)
{
    struct text now = json_string_text(v);

    json_put_cstr(s->out, "thing_type", f->table);
    json_name(s->out, "options");
    json_list(s->out);
    bool is_long =
        s->look->tx && things_put_options(s->out, s->look, f->table, now, REF_OPTIONS_MAX);
    json_list_end(s->out);
    json_put_bool(s->out, "is_long", is_long);
    json_put_text(s->out, "shown", shown_thing(s, now));
}

static void put_form_fields(const struct show *s, const struct fieldset *set, const json_t *input,
                            struct text prefix, struct text name_prefix);

static void put_rows(const struct show *s, const struct field *f, const json_t *v,
                     struct text pointer, struct text name)
{
    int64_t most = f->max ? f->max : FIELD_LIST_MAX;
    int64_t n = (int64_t)json_array_size(v) + ROWS_SPARE;

    n = n < ROWS_LEAST ? ROWS_LEAST : n;
    n = n > most ? most : n;
    json_name(s->out, "rows");
    json_list(s->out);
    for (int64_t i = 0; i < n; i++) {
        json_open(s->out);
        json_put_int(s->out, "number", i + 1);
        put_form_fields(s, f->item, json_array_get(v, (size_t)i),
                        text_printf(s->arena, "%.*s/%lld", TEXT_FMT(pointer), (long long)i),
                        text_printf(s->arena, "%.*s.%lld.", TEXT_FMT(name), (long long)i));
        json_close(s->out);
    }
    json_list_end(s->out);
}

/* A flat list is one text with a line per value: things by their words, not by their marks. */
static struct text flat_lines(const struct show *s, const struct field *f, const json_t *v)
{
    enum field_kind kind = f->item->fields[0].kind;
    struct text all = T(""), line;

    for (size_t i = 0; i < json_array_size(v); i++) {
        line = json_string_text(json_array_get(v, i));
        if (kind == FIELD_REF || kind == FIELD_PLACE)
            line = shown_thing(s, line);
        all = text_printf(s->arena, "%.*s%s%.*s", TEXT_FMT(all), i ? "\n" : "", TEXT_FMT(line));
    }
    return all;
}

static void put_kind(const struct show *s, const struct field *f)
{
    bool is_flat = f->kind == FIELD_LIST && f->flat;

    json_put_bool(s->out, "is_text", f->kind == FIELD_TEXT && !f->lines);
    json_put_bool(s->out, "is_file", f->kind == FIELD_FILE);
    json_put_bool(s->out, "is_lines", f->lines || is_flat);
    json_put_bool(s->out, "is_flat", is_flat);
    json_put_bool(s->out, "is_number", f->kind == FIELD_INT);
    json_put_bool(s->out, "is_decimal", f->kind == FIELD_QUANTITY || f->kind == FIELD_MONEY);
    json_put_bool(s->out, "is_moment", f->kind == FIELD_INSTANT);
    json_put_bool(s->out, "is_day", f->kind == FIELD_DAY);
    json_put_bool(s->out, "is_period", f->kind == FIELD_PERIOD);
    json_put_bool(s->out, "is_choice", f->kind == FIELD_CHOICE);
    json_put_bool(s->out, "is_ref", f->kind == FIELD_REF);
    json_put_bool(s->out, "is_place", f->kind == FIELD_PLACE);
    json_put_bool(s->out, "is_yesno", f->kind == FIELD_YESNO);
    json_put_bool(s->out, "is_list", f->kind == FIELD_LIST && !f->flat);
}

static void put_form_value(const struct show *s, const struct field *f, const json_t *v,
                           struct text pointer, struct text name)
{
    struct text now = json_string_text(v);

    if (f->kind == FIELD_CHOICE)
        put_choices(s, f, v);
    if (f->kind == FIELD_REF)
        put_things(s, f, v);
    if (f->kind == FIELD_PLACE)
        json_put_text(s->out, "shown", shown_thing(s, now));
    if (f->kind == FIELD_YESNO) {
        json_put_bool(s->out, "is_yes", json_is_true(v));
        json_put_bool(s->out, "is_no", json_is_false(v));
    }
    if (f->kind == FIELD_PERIOD) {
        struct field moment = { .kind = FIELD_INSTANT };
        json_put_text(s->out, "from", shown_value(s, &moment, json_object_get(v, "from")));
        json_put_text(s->out, "until", shown_value(s, &moment, json_object_get(v, "until")));
    }
    if (f->kind == FIELD_LIST && !f->flat)
        put_rows(s, f, v, pointer, name);
    json_put_text(s->out, "value",
                  f->kind == FIELD_LIST && f->flat ? flat_lines(s, f, v) : shown_value(s, f, v));
}

static void put_form_fields(const struct show *s, const struct fieldset *set, const json_t *input,
                            struct text prefix, struct text name_prefix)
{
    json_name(s->out, "fields");
    json_list(s->out);
    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];
        struct text pointer = field_pointer(s->arena, prefix, f->name);
        struct text name = text_printf(s->arena, "%.*s%s", TEXT_FMT(name_prefix), f->name);

        json_open(s->out);
        json_put_text(s->out, "name", name);
        json_put_text(s->out, "input_id", text_printf(s->arena, "f-%.*s", TEXT_FMT(name)));
        json_put_cstr(s->out, "label", tr(s->lang, f->label ? f->label : f->name));
        json_put_cstr(s->out, "hint", f->hint ? tr(s->lang, f->hint) : NULL);
        json_put_cstr(s->out, "unit", f->unit ? tr(s->lang, f->unit) : NULL);
        json_put_bool(s->out, "is_required", !f->optional || f->judged);
        put_kind(s, f);
        put_form_value(s, f, input ? json_object_get(input, f->name) : NULL, pointer, name);
        put_error(s, pointer, f->kind == FIELD_LIST && f->flat);
        json_close(s->out);
    }
    json_list_end(s->out);
}

void fields_form_json(const struct fieldset *set, const json_t *input,
                      const struct verdict *verdict, const struct look *look, struct json *out)
{
    struct show s = { verdict, look, look->lang, look->zone, look->arena, out };

    put_form_fields(&s, set, input, T(""), T(""));
}

/* ---- what was said of a form ---- */

bool field_has_fault(const char *name, const struct verdict *verdict)
{
    for (size_t i = 0; verdict && i < verdict->count; i++)
        if (is_about(verdict->items[i].field, text_of(name), true))
            return true;
    return false;
}

void field_fault_json(const char *name, const struct verdict *verdict, const struct look *look,
                      struct json *out)
{
    struct show s = { verdict, look, look->lang, look->zone, look->arena, out };

    json_open(out);
    json_put_cstr(out, "name", name);
    json_put_text(out, "input_id", text_printf(look->arena, "f-%s", name));
    put_error(&s, text_of(name), true);
    json_close(out);
}

/* Where a fault stands: "label" in words ("Regels 2 · Hoeveel") and "field_url" of its control;
 * both null for the act as a whole. `pointer` is "lines/1/amount". */
static void put_place(const struct look *look, const struct fieldset *set, struct text pointer,
                      struct json *out)
{
    struct text label = T(""), control = T("#f-"), part;

    while (set && text_cut(&pointer, '/', &part)) {
        const struct field *f = fields_find(set, part);
        struct text row;
        int64_t n;

        if (!f)
            break;
        label = text_printf(look->arena, "%.*s%s%s", TEXT_FMT(label), label.len > 0 ? " · " : "",
                            tr(look->lang, f->label ? f->label : f->name));
        control = text_printf(look->arena, "%.*s%s", TEXT_FMT(control), f->name);
        set = f->kind == FIELD_LIST && !f->flat ? f->item : NULL;
        if (!set || !text_cut(&pointer, '/', &row) || !text_int64(row, &n) || pointer.len == 0)
            break;
        label = text_printf(look->arena, "%.*s %lld", TEXT_FMT(label), (long long)n + 1);
        control = text_printf(look->arena, "%.*s.%lld.", TEXT_FMT(control), (long long)n);
    }
    json_name(out, "label");
    if (label.len > 0)
        json_text(out, label);
    else
        json_none(out);
    json_name(out, "field_url");
    if (label.len > 0)
        json_text(out, control);
    else
        json_none(out);
}

void fields_faults_json(const struct fieldset *set, const struct verdict *verdict,
                        const struct look *look, struct json *out)
{
    struct arena *a = look->arena;

    json_name(out, "errors");
    json_list(out);
    for (size_t i = 0; verdict && i < verdict->count; i++) {
        const struct verdict_item *item = &verdict->items[i];

        json_open(out);
        json_put_cstr(out, "code", item->code);
        json_put_bool(out, "is_warning", item->weight == VERDICT_WARN);
        json_put_text(out, "why", tr_fill(a, look->lang, item->why, item->holes, item->hole_count));
        json_put_text(out, "mend",
                      tr_fill(a, look->lang, item->mend, item->holes, item->hole_count));
        json_put_cstr(out, "cite", tr(look->lang, text_cstr(a, item->cite)));
        put_place(look, set, item->field, out);
        json_close(out);
    }
    json_list_end(out);
    json_put_bool(out, "has_errors", verdict && verdict->count > 0);
    json_put_bool(out, "is_refused", verdict && !verdict_is_clear(verdict));
}
