/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "law/reader.h"

void reader_fault(struct reader *rd, const char *format, ...)
{
    va_list args;

    if (reader_failed(rd))
        return;
    int n =
        snprintf(rd->fault, FAULT_MAX, "%s: %s%s", rd->file, rd->where, rd->where[0] ? ": " : "");
    if (n < 0 || n >= FAULT_MAX)
        return;
    va_start(args, format);
    (void)vsnprintf(rd->fault + n, FAULT_MAX - (size_t)n, format, args);
    va_end(args);
}

bool reader_failed(const struct reader *rd)
{
    return rd->fault[0] != '\0';
}

void *reader_list(struct reader *rd, size_t n, size_t size)
{
    void *list = arena_bytes(rd->arena, n, size);

    if (!list)
        reader_fault(rd, "is too large");
    return list;
}

const char *reader_copy(struct reader *rd, const json_t *string)
{
    return text_cstr(rd->arena, json_string_text(string));
}

const char *read_string(struct reader *rd, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);

    if (!v || json_is_null(v))
        return "";
    if (!json_is_string(v)) {
        reader_fault(rd, "%s is no text", key);
        return "";
    }
    return reader_copy(rd, v);
}

const char *read_required(struct reader *rd, const json_t *object, const char *key)
{
    const char *s = read_string(rd, object, key);

    if (!s[0])
        reader_fault(rd, "%s is missing", key);
    return s;
}

struct words read_words(struct reader *rd, const json_t *object, const char *key)
{
    const json_t *from = key ? json_object_get(object, key) : object;
    struct words w = { read_string(rd, from, "en"), read_string(rd, from, "nl") };

    if (!w.en[0] != !w.nl[0])
        reader_fault(rd, "%s lacks one of its languages", key ? key : "en, nl");
    return w;
}

struct text read_cite(struct reader *rd, const json_t *object)
{
    const char *cite = read_string(rd, object, "cite");

    return strcmp(cite, "-") == 0 ? T("") : text_of(cite);
}

struct names read_names(struct reader *rd, const json_t *list, const char *what)
{
    struct names none = { NULL, 0 };

    if (!list || json_is_null(list))
        return none;
    size_t n = json_array_size(list);
    const char **at = json_is_array(list) ? READ_LIST(rd, const char *, n) : NULL;
    if (!at) {
        reader_fault(rd, "%s is no list", what);
        return none;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *v = json_array_get(list, i);
        if (!json_is_string(v) || json_string_length(v) == 0) {
            reader_fault(rd, "%s holds something that is no text", what);
            return none;
        }
        at[i] = reader_copy(rd, v);
    }
    return (struct names){ at, n };
}

struct text read_value(struct reader *rd, const json_t *v)
{
    if (json_is_boolean(v))
        return json_is_true(v) ? T("true") : T("false");
    if (!json_is_string(v) || json_string_length(v) == 0) {
        reader_fault(rd, "a value is a code, true or false");
        return T("");
    }
    return text_of(reader_copy(rd, v));
}

static void read_leaf(struct reader *rd, const char *name, const json_t *list, struct condition *c)
{
    size_t n = json_array_size(list);
    struct text *values = n > 0 ? READ_LIST(rd, struct text, n) : NULL;

    if (!values) {
        reader_fault(rd, "the test of %s needs a list of values", name);
        return;
    }
    for (size_t i = 0; i < n; i++)
        values[i] = read_value(rd, json_array_get(list, i));
    c->kind = CONDITION_FACT;
    c->fact = shelf_fact(rd, name);
    c->values = values;
    c->value_count = n;
}

static void read_condition_into(struct reader *rd, const json_t *value, int depth,
                                struct condition *c);

static void read_parts(struct reader *rd, const json_t *list, int depth, struct condition *c)
{
    bool is_one = c->kind == CONDITION_NOT;
    size_t n = is_one ? 1 : json_array_size(list);
    struct condition *parts = n > 0 ? READ_LIST(rd, struct condition, n) : NULL;

    if (!parts) {
        reader_fault(rd, "all and any need a list of conditions");
        return;
    }
    c->parts = parts;
    for (size_t i = 0; i < n && !reader_failed(rd); i++)
        read_condition_into(rd, is_one ? list : json_array_get(list, i), depth + 1, &parts[i]);
    c->part_count = reader_failed(rd) ? 0 : n;
}

static void read_condition_into(struct reader *rd, const json_t *value, int depth,
                                struct condition *c)
{
    if (depth >= CONDITION_DEPTH_MAX) {
        reader_fault(rd, "a condition is nested too deep");
        return;
    }
    if (json_object_size(value) != 1) {
        reader_fault(rd, "a condition is an object with exactly one key");
        return;
    }
    void *only = json_object_iter((json_t *)(uintptr_t)value);
    const char *key = json_object_iter_key(only);
    const json_t *inner = json_object_iter_value(only);
    if (strcmp(key, "all") != 0 && strcmp(key, "any") != 0 && strcmp(key, "not") != 0) {
        read_leaf(rd, key, inner, c);
        return;
    }
    c->kind = key[0] == 'n'             ? CONDITION_NOT
              : strcmp(key, "all") == 0 ? CONDITION_ALL
                                        : CONDITION_ANY;
    read_parts(rd, inner, depth, c);
}

const struct condition *read_condition(struct reader *rd, const json_t *value)
{
    if (!value || json_is_null(value))
        return NULL;
    struct condition *c = arena_new(rd->arena, struct condition);
    read_condition_into(rd, value, 0, c);
    return c;
}

/* ---- choices ---- */

/* How many entries a choice has: a string or an object stands for a list with that one entry. */
size_t choice_size(const json_t *v)
{
    if (!v || json_is_null(v))
        return 0;
    return json_is_array(v) ? json_array_size(v) : 1;
}

const json_t *choice_at(const json_t *v, size_t i)
{
    return json_is_array(v) ? json_array_get(v, i) : v;
}

static void read_guard(struct reader *rd, const json_t *entry, struct guard *g)
{
    const char *level = "", *unknown = "";
    const char *id =
        json_is_string(entry) ? reader_copy(rd, entry) : read_required(rd, entry, "rule");

    if (json_is_object(entry)) {
        g->when = read_condition(rd, json_object_get(entry, "when"));
        level = read_string(rd, entry, "level");
        unknown = read_string(rd, entry, "unknown");
    }
    if (strcmp(level, "") != 0 && strcmp(level, "refuse") != 0 && strcmp(level, "warn") != 0)
        reader_fault(rd, "level is refuse or warn, not %s", level);
    if (strcmp(unknown, "") != 0 && strcmp(unknown, "ask") != 0 && strcmp(unknown, "pass") != 0)
        reader_fault(rd, "unknown is ask or pass, not %s", unknown);
    g->is_warning = strcmp(level, "warn") == 0;
    g->passes_unknown = strcmp(unknown, "pass") == 0;
    g->rule = shelf_rule(rd->shelf, text_of(id));
    if (!g->rule)
        reader_fault(rd, "rule %s is not in rules.json", id);
}

struct guards read_guards(struct reader *rd, const json_t *v)
{
    size_t n = choice_size(v);
    struct guard *at = READ_LIST(rd, struct guard, n);

    for (size_t i = 0; at && i < n && !reader_failed(rd); i++)
        read_guard(rd, choice_at(v, i), &at[i]);
    return (struct guards){ at, reader_failed(rd) ? 0 : n };
}
