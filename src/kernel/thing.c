/* SPDX-License-Identifier: EUPL-1.2 */
#include "kernel/thing.h"

#include "kernel/kernel.h"

#include <string.h>

#include "base/tr.h"
#include "kernel/statements.h"

enum {
    WORDS_MAX = 24, /* of one label: more do not help to find it */
    WORD_BYTES_MAX = 40,
    NUMBER_WORDS_MAX = 4, /* "RMOA.adviseur VR24" has two */
    LOOKED_AT = 20, /* things looked at for each one shown: the rest may be hidden or fit less */
};

/* Latin letters with accents to their base letter, as far as Dutch place names need it. */
static const struct {
    const char *accented;
    char base;
} folds[] = {
    { "á", 'a' }, { "à", 'a' }, { "â", 'a' }, { "ä", 'a' }, { "é", 'e' }, { "è", 'e' },
    { "ê", 'e' }, { "ë", 'e' }, { "í", 'i' }, { "ï", 'i' }, { "î", 'i' }, { "ó", 'o' },
    { "ô", 'o' }, { "ö", 'o' }, { "ú", 'u' }, { "û", 'u' }, { "ü", 'u' }, { "ç", 'c' },
    { "ñ", 'n' }, { "Á", 'a' }, { "Â", 'a' }, { "É", 'e' }, { "Ë", 'e' }, { "Ï", 'i' },
    { "Ö", 'o' }, { "Ú", 'u' }, { "Û", 'u' }, { "Ü", 'u' },
};

/* Lower case without accents; other characters end a word. In the arena. */
static struct text fold(struct arena *a, struct text t)
{
    char *out = arena_array(a, char, t.len + 1);
    size_t n = 0;

    if (!out)
        return T("");
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        char put = ' ';

        if (c >= 'A' && c <= 'Z')
            put = (char)(c + ('a' - 'A'));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            put = (char)c;
        for (size_t k = 0; c >= 0x80 && k < sizeof(folds) / sizeof(folds[0]); k++)
            if (text_starts(text_slice(t, i, 2), text_of(folds[k].accented))) {
                put = folds[k].base;
                i++;
                break;
            }
        out[n++] = put;
    }
    return text_at(out, n);
}

static enum result put_words(struct tx *tx, struct id thing, struct text type, struct text words)
{
    struct text rest = fold(tx_arena(tx), words), word;

    for (int n = 0; n < WORDS_MAX && text_cut(&rest, ' ', &word);) {
        if (word.len == 0)
            continue;
        word = text_slice(word, 0, WORD_BYTES_MAX);
        tx_exec(tx, SQL_THING_WORD_PUT, VAL(type), VAL(word), VAL(thing));
        n++;
    }
    return tx_result(tx);
}

enum result thing_label(struct tx *tx, struct id thing, struct text number, struct text label)
{
    struct thing t;
    enum result r = thing_get(tx, thing, &t);

    if (r)
        return tx_fail(tx, FAULT);
    tx_exec(tx, SQL_THING_LABEL, VAL(thing), VAL(number), VAL(label));
    tx_exec(tx, SQL_THING_WORDS_DROP, VAL(thing));
    put_words(tx, thing, t.type, number);
    return put_words(tx, thing, t.type, label);
}

enum result thing_state(struct tx *tx, struct id thing, struct text state)
{
    return tx_exec(tx, SQL_THING_STATE, VAL(thing), VAL(state));
}

enum result thing_touch(struct tx *tx, const struct entry *entry, struct id thing)
{
    tx_exec(tx, SQL_THING_TOUCH, VAL(thing), VAL(entry->recorded_at), VAL(entry->seq));
    return tx_exec(tx, SQL_TRACE_PUT, VAL(thing), VAL(entry->seq));
}

enum result thing_get(struct tx *tx, struct id id, struct thing *out)
{
    struct rows *r = tx_query(tx, SQL_THING_GET, VAL(id));

    *out = (struct thing){
        .id = ID_NONE, .type = T(""), .number = T(""), .label = T(""), .state = T("")
    };
    if (!rows_next(r))
        return tx_result(tx) ? tx_result(tx) : NOT_FOUND;
    *out = (struct thing){
        .id = rows_id(r, 0),
        .type = rows_text(r, 1),
        .number = rows_text(r, 2),
        .label = rows_text(r, 3),
        .state = rows_text(r, 4),
        .version = rows_int(r, 5),
        .started_at = rows_instant(r, 6),
        .changed_at = rows_instant(r, 7),
    };
    rows_close(r);
    return OK;
}

struct text thing_state_of(struct tx *tx, struct id id)
{
    return tx_text(tx, SQL_THING_STATE_OF, VAL(id));
}

struct text thing_label_of(struct tx *tx, struct id id)
{
    return tx_text(tx, SQL_THING_LABEL_OF, VAL(id));
}

void json_put_thing(struct json *out, const char *name, struct tx *tx, struct id id)
{
    struct thing t;

    json_name(out, name);
    if (id_is_none(id) || thing_get(tx, id, &t)) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_id(out, "id", id);
    json_put_text(out, "number", t.number);
    json_put_text(out, "label", t.label);
    json_put_text(out, "state", t.state);
    json_put_choice(out, "state_words", "state", t.state);
    json_close(out);
}

int64_t things_open(struct tx *tx, const char *type, struct id before, struct id *out,
                    int64_t limit)
{
    struct rows *r = tx_query(tx, SQL_THINGS_OPEN, VAL(type),
                              VAL(id_is_none(before) ? INT64_MAX : before.v), VAL(limit));
    int64_t n = 0;

    while (rows_next(r))
        out[n++] = rows_id(r, 0);
    return n;
}

/* True when every word of `words` (folded) begins some word of the label. */
static bool holds_all(struct arena *a, struct text number, struct text label, struct text words)
{
    struct text hay =
        text_printf(a, " %.*s %.*s", TEXT_FMT(fold(a, number)), TEXT_FMT(fold(a, label)));
    struct text word;

    while (text_cut(&words, ' ', &word))
        if (word.len > 0 && text_find(hay, text_printf(a, " %.*s", TEXT_FMT(word))) == SIZE_MAX)
            return false;
    return true;
}

bool look_sees_thing(const struct look *look, const char *type, struct id thing)
{
    const struct thing_type *t = catalogue_thing(look->catalogue, text_of(type));

    return !look->gate || !t ||
           look->gate->sees(look->tx, look->viewer, t->audience, thing, look->now);
}

static bool put_found(struct json *out, const struct look *look, const char *type,
                      const struct rows *r)
{
    if (!look_sees_thing(look, type, rows_id(r, 0)))
        return false;
    json_open(out);
    json_row_members(out, r);
    json_close(out);
    return true;
}

void json_things_found(struct json *out, const struct look *look, const char *type,
                       struct text words, int64_t limit)
{
    struct arena *a = look->arena;
    struct text folded = text_trim(fold(a, words)), rest = folded, first = T("");
    struct rows *r;
    int64_t n = 0;

    text_cut(&rest, ' ', &first);
    json_name(out, "items");
    json_list(out);
    if (first.len == 0) {
        r = tx_query(look->tx, SQL_THING_NEWEST, VAL(type), VAL(limit * LOOKED_AT));
    } else {
        struct text beyond = text_printf(a, "%.*s\x7f", TEXT_FMT(first));
        r = tx_query(look->tx, SQL_THING_SEARCH, VAL(type), VAL(first), VAL(beyond),
                     VAL(limit * LOOKED_AT));
    }
    while (n < limit && rows_next(r))
        if (holds_all(a, rows_text(r, 1), rows_text(r, 2), folded) &&
            put_found(out, look, type, r) && ++n == limit)
            rows_close(r);
    json_list_end(out);
}

struct id thing_find(struct tx *tx, const char *type, struct text words)
{
    struct rows *r = type ? tx_query(tx, SQL_THING_BY_NAME, VAL(type), VAL(words))
                          : tx_query(tx, SQL_THING_PLACE_BY_NAME, VAL(words));
    struct id found = ID_NONE;
    int n = 0;

    while (rows_next(r)) {
        found = rows_id(r, 0);
        n++;
    }
    return n == 1 ? found : ID_NONE;
}

/* By the audience of the thing's own type, whatever type was hoped for. */
static bool sees(const struct look *look, struct id id)
{
    struct thing t;

    return thing_get(look->tx, id, &t) == OK &&
           look_sees_thing(look, text_cstr(look->arena, t.type), id);
}

/* The one thing of this number or label that the viewer sees. */
static struct id find_one(const struct look *look, const char *type, struct text words)
{
    struct rows *r = type ? tx_query(look->tx, SQL_THING_BY_NAME, VAL(type), VAL(words))
                          : tx_query(look->tx, SQL_THING_PLACE_BY_NAME, VAL(words));
    struct id found = ID_NONE, one;
    int n = 0;

    while (rows_next(r)) {
        one = rows_id(r, 0);
        if (!sees(look, one))
            continue;
        found = one;
        n++;
    }
    return n == 1 ? found : ID_NONE;
}

/* Words as a form shows a thing, "VR24 Limburg-Zuid": its number, a space, its label. A form that
 * comes back refused holds them, and is sent again as it stands. */
struct id thing_find_seen(const struct look *look, const char *type, struct text words)
{
    struct id found = find_one(look, type, words);
    int spaces = 0;

    for (size_t i = 1; id_is_none(found) && i < words.len && spaces < NUMBER_WORDS_MAX; i++) {
        if (words.at[i] != ' ')
            continue;
        spaces++;
        found = find_one(look, type, text_slice(words, 0, i));
        if (!id_is_none(found) && !text_same(thing_label_of(look->tx, found), words))
            found = ID_NONE;
    }
    return found;
}

struct text thing_label_seen(const struct look *look, struct id id)
{
    return sees(look, id) ? thing_label_of(look->tx, id) : T("");
}

static void put_option(struct json *out, struct id id, struct text label, bool is_selected)
{
    json_open(out);
    json_put_id(out, "value", id);
    json_put_text(out, "label", label);
    json_put_bool(out, "is_selected", is_selected);
    json_close(out);
}

bool things_put_options(struct json *out, const struct look *look, const char *type,
                        struct text selected, int64_t limit)
{
    struct tx *tx = look->tx;
    struct {
        struct id id;
        struct text label;
    } *found = arena_bytes(tx_arena(tx), (size_t)limit + 1, sizeof(*found));
    struct rows *r = tx_query(tx, SQL_THING_OPTIONS, VAL(type), VAL(limit + 1));
    struct id now = ID_NONE;
    int64_t n = 0;

    while (rows_next(r) && found && n <= limit) {
        struct text number = rows_text(r, 1), label = rows_text(r, 2);
        found[n].id = rows_id(r, 0);
        /* People say "2021-0143"; codes such as "VR.voorzitter" are for programs. */
        bool is_said = number.len > 0 && number.at[0] >= '0' && number.at[0] <= '9';
        found[n++].label =
            label.len == 0 ? number
            : text_same(number, label) || !is_said
                ? label
                : text_printf(tx_arena(tx), "%.*s %.*s", TEXT_FMT(number), TEXT_FMT(label));
    }
    if (id_read(selected, &now) && n > limit)
        put_option(out, now, thing_label_seen(look, now), true);
    for (int64_t i = 0; found && n <= limit && i < n; i++)
        if (look_sees_thing(look, type, found[i].id))
            put_option(out, found[i].id, found[i].label, id_same(found[i].id, now));
    return n > limit;
}
