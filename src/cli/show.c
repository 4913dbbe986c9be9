/* SPDX-License-Identifier: EUPL-1.2 */
/* A document for people at a terminal: "key: value" lines, rows of a list on one line where they
 * fit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"

enum {
    ROW_BYTES = 100, /* a row of a list that is longer gets a line for each value */
    SHOW_DEPTH = 12, /* no view nests deeper; what does is left to --json */
};

struct shower {
    struct arena *a;
    struct zone *zone;
    const char *lang;
};

static void show_members(const struct shower *s, const json_t *object, int depth);

/* Addresses of pages, drawings and what a form had chosen say nothing at a terminal. */
static bool is_for_pages(const char *key)
{
    static const char *const exact[] = { "url",         "api",         "address",    "class",
                                         "stage_class", "is_selected", "bar_begin",  "bar_width",
                                         "used_height", "free_height", "is_binding", "is_aside",
                                         "settled" };
    size_t len = strlen(key);

    for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
        if (strcmp(key, exact[i]) == 0)
            return true;
    return (len > 4 && strcmp(key + len - 4, "_url") == 0) ||
           (len > 6 && strcmp(key + len - 6, "_class") == 0);
}

/* A code beside its words: the words are enough. */
static bool is_said_by_stage(const json_t *object, const char *key)
{
    return strcmp(key, "state") == 0 && json_is_string(json_object_get(object, "state")) &&
           json_object_get(object, "stage");
}

/* What a page's filter can be set to: an option of the command says it. */
static bool is_filter(const json_t *v)
{
    return json_object_get(json_array_get(v, 0), "is_selected") != NULL;
}

static bool is_nothing(const json_t *v)
{
    return json_is_null(v) || (json_is_string(v) && json_string_length(v) == 0) ||
           (json_is_array(v) && json_array_size(v) == 0) || is_filter(v) ||
           (json_is_object(v) && json_object_size(v) == 0);
}

static const char *word_of(const json_t *object, const char *key)
{
    const char *word = json_string_value(json_object_get(object, key));

    return word ? word : "";
}

/* What one value says on one line; an empty text when it takes more. */
static struct text one_value(const struct shower *s, const json_t *v)
{
    struct instant at;

    if (json_is_boolean(v))
        return text_of(tr(s->lang, json_is_true(v) ? N_("yes") : N_("no")));
    if (json_is_integer(v))
        return text_printf(s->a, "%lld", (long long)json_integer_value(v));
    if (json_is_string(v)) {
        if (instant_read(json_string_text(v), &at))
            return zone_show(s->zone, s->a, at, s->lang);
        return json_string_text(v);
    }
    if (!json_is_object(v))
        return T("");
    if (json_object_get(v, "nl") && json_object_get(v, "en")) /* a code with its words */
        return text_of(word_of(v, strcmp(s->lang, "nl") == 0 ? "nl" : "en"));
    if (json_object_get(v, "id") && json_object_size(v) <= 6) { /* a thing or an office */
        const char *name = word_of(v, "label")[0] ? word_of(v, "label") : word_of(v, "title");
        const char *number = word_of(v, "number")[0] ? word_of(v, "number") : word_of(v, "name");

        if (!name[0] && !number[0])
            return T("");
        return text_trim(text_printf(s->a, "%s%s%s (%s)", number, number[0] && name[0] ? " " : "",
                                     name, word_of(v, "id")));
    }
    return T("");
}

static struct text label_of(const struct shower *s, const char *key)
{
    char *label = (char *)(uintptr_t)text_cstr(s->a, text_of(key));

    for (char *p = label; *p; p++)
        if (*p == '_')
            *p = ' ';
    return text_of(label);
}

static void indent(int depth)
{
    printf("%*s", depth * 2, "");
}

/* Lines of a text stay lines, under their label. */
static void show_words(struct text words, int depth)
{
    struct text line;

    if (text_find(words, T("\n")) == SIZE_MAX) {
        printf(" %.*s\n", TEXT_FMT(words));
        return;
    }
    putchar('\n');
    while (text_cut(&words, '\n', &line)) {
        indent(depth + 1);
        printf("%.*s\n", TEXT_FMT(line));
    }
}

/* "key: value; key: value" when it fits in a row; false when it does not. */
static bool row_of(const struct shower *s, const json_t *object, struct text *out)
{
    struct text row = T(""), value;
    const char *key;
    json_t *v;

    json_object_foreach ((json_t *)(uintptr_t)object, key, v) {
        if (is_for_pages(key) || is_nothing(v) || json_is_false(v) || is_said_by_stage(object, key))
            continue;
        value = one_value(s, v);
        if (value.len == 0 || row.len + value.len > ROW_BYTES ||
            text_find(value, T("\n")) != SIZE_MAX)
            return false;
        row = strcmp(key, "id") == 0
                  ? text_printf(s->a, "%.*s%s%.*s", TEXT_FMT(row), row.len ? "; " : "",
                                TEXT_FMT(value))
                  : text_printf(s->a, "%.*s%s%.*s: %.*s", TEXT_FMT(row), row.len ? "; " : "",
                                TEXT_FMT(label_of(s, key)), TEXT_FMT(value));
    }
    *out = row;
    return row.len <= ROW_BYTES;
}

static void show_rows(const struct shower *s, const json_t *list, int depth)
{
    const json_t *item;
    struct text row;
    size_t i;

    json_array_foreach (list, i, item) {
        indent(depth);
        row = one_value(s, item);
        if (row.len > 0 || (json_is_object(item) && row_of(s, item, &row))) {
            printf("- %.*s\n", TEXT_FMT(row));
            continue;
        }
        printf("- %s\n", word_of(item, "id"));
        if (json_is_object(item))
            show_members(s, item, depth + 1);
    }
}

static void show_members(const struct shower *s, const json_t *object, int depth)
{
    const char *key;
    json_t *v;

    if (depth > SHOW_DEPTH)
        return;
    json_object_foreach ((json_t *)(uintptr_t)object, key, v) {
        struct text value;

        if (is_for_pages(key) || is_nothing(v) || is_said_by_stage(object, key) ||
            (depth > 0 && strcmp(key, "id") == 0))
            continue;
        indent(depth);
        printf("%.*s:", TEXT_FMT(label_of(s, key)));
        value = one_value(s, v);
        if (value.len > 0) {
            show_words(value, depth);
            continue;
        }
        putchar('\n');
        if (json_is_array(v))
            show_rows(s, v, depth + 1);
        else
            show_members(s, v, depth + 1);
    }
}

void show_document(struct command *c, const json_t *doc)
{
    struct shower s = { c->arena, zone_open("Europe/Amsterdam"), c->lang };

    if (s.zone)
        show_members(&s, doc, 0);
    zone_close(s.zone);
}
