/* SPDX-License-Identifier: EUPL-1.2 */
/* The bounds of every field of every action, fed to the field (at, inside and just outside) and to
 * the tables of its room: a column with the field's name refuses what the field refuses, and some
 * column takes what the field takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "across.h"
#include "kernel/field.h"

enum { WHERE_BYTES = 160, BOUNDS_MAX = 512, VALUE_BYTES = 64, COLUMNS_MAX = 64 };

static int64_t most_characters(const struct field *f)
{
    return f->max ? f->max : f->lines ? FIELD_LINES_MAX : FIELD_TEXT_MAX;
}

static bool has_range(const struct field *f)
{
    return f->min != 0 || f->max != 0;
}

/* ---- values ---- */

/* n characters of two bytes each: a bound counts characters, never bytes. */
static char *characters(int64_t n)
{
    char *t = malloc((size_t)n * 2 + 1);

    assert_non_null(t);
    for (int64_t i = 0; i < n; i++)
        memcpy(t + 2 * i, "\xc3\xa9", 2);
    t[n * 2] = '\0';
    return t;
}

static json_t *text_value(int64_t n)
{
    char *t = characters(n);
    json_t *v = json_string(t);

    free(t);
    return v;
}

/* `steps` of the smallest unit in words: 1250 cents -> "12.50". */
static json_t *decimal_value(int64_t steps, int64_t per_whole, int digits)
{
    char t[VALUE_BYTES];
    int64_t size = steps < 0 ? -steps : steps;

    snprintf(t, sizeof(t), "%s%lld.%0*lld", steps < 0 ? "-" : "", (long long)(size / per_whole),
             digits, (long long)(size % per_whole));
    return json_string(t);
}

static json_t *list_value(const struct field *f, int64_t n)
{
    json_t *list = json_array();

    for (int64_t i = 0; i < n; i++)
        json_array_append_new(list, f->flat ? json_string("1-1") : json_object());
    return list;
}

/* ---- at the field ---- */

/* True when reading this one field finds a fault of size in it (faults inside a list's rows apart).
 */
static bool is_refused(const struct field *f, json_t *value)
{
    struct field alone = *f;
    struct fieldset set = { &alone, 1, f->offset + 64 };
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct verdict *v = arena_new(a, struct verdict);
    json_t *input = json_pack("{s:o}", f->name, value);
    bool is_bad = false;

    verdict_init(v, a);
    fields_read(&set, input, arena_array(a, char, set.size), false, a, v);
    for (size_t i = 0; i < v->count; i++)
        is_bad = is_bad || (text_is(v->items[i].field, f->name) &&
                            (strcmp(v->items[i].code, "FIELD_RANGE") == 0 ||
                             strcmp(v->items[i].code, "FIELD_LENGTH") == 0 ||
                             strcmp(v->items[i].code, "FIELD_MISSING") == 0));
    json_decref(input);
    arena_close(a);
    return is_bad;
}

static void expect(struct findings *f, const char *where, const struct field *field, json_t *value,
                   bool is_fine, const char *what)
{
    if (is_refused(field, value) == is_fine)
        found(f, "%s: %s is %s", where, what, is_fine ? "refused" : "taken");
}

static void check_text(struct findings *f, const char *where, const struct field *field)
{
    int64_t most = most_characters(field), least = field->min > 1 ? field->min : 1;

    expect(f, where, field, text_value(most), true, "the longest text");
    expect(f, where, field, text_value(most + 1), false, "a text one character too long");
    expect(f, where, field, text_value(least), true, "the shortest text");
    if (field->min > 1)
        expect(f, where, field, text_value(field->min - 1), false,
               "a text one character too short");
    if (!field->optional)
        expect(f, where, field, text_value(0), false, "an empty text");
}

static void check_number(struct findings *f, const char *where, const struct field *field)
{
    int64_t least = has_range(field) ? field->min : -NUMBER_MAX;
    int64_t most = field->max ? field->max : NUMBER_MAX;

    expect(f, where, field, json_integer(least), true, "the least number");
    expect(f, where, field, json_integer(least - 1), false, "the least number less one");
    expect(f, where, field, json_integer(most), true, "the highest number");
    expect(f, where, field, json_integer(most + 1), false, "the highest number and one");
}

static void check_decimal(struct findings *f, const char *where, const struct field *field)
{
    int64_t per_whole = field->kind == FIELD_MONEY ? 100 : 1000;
    int digits = field->kind == FIELD_MONEY ? 2 : 3;
    int64_t least = field->min * per_whole;
    int64_t most = (field->max ? field->max : NUMBER_MAX / per_whole) * per_whole;

    expect(f, where, field, decimal_value(least, per_whole, digits), true, "the least amount");
    expect(f, where, field, decimal_value(least - 1, per_whole, digits), false,
           "an amount a step too small");
    expect(f, where, field, decimal_value(most, per_whole, digits), true, "the highest amount");
    if (field->max) /* beyond the kind's own limit a number has another fault: it is unreadable */
        expect(f, where, field, decimal_value(most + 1, per_whole, digits), false,
               "an amount a step too large");
}

static void check_list(struct findings *f, const char *where, const struct field *field)
{
    int64_t most = field->max ? field->max : FIELD_LIST_MAX;

    expect(f, where, field, list_value(field, most), true, "the longest list");
    expect(f, where, field, list_value(field, most + 1), false, "a list one row too long");
    expect(f, where, field, list_value(field, field->min), true, "the shortest list");
    if (field->min > 0)
        expect(f, where, field, list_value(field, field->min - 1), false,
               "a list one row too short");
}

static void check_field(struct findings *f, const char *where, const struct field *field)
{
    if (field->kind == FIELD_TEXT)
        check_text(f, where, field);
    else if (field->kind == FIELD_INT)
        check_number(f, where, field);
    else if (field->kind == FIELD_MONEY || field->kind == FIELD_QUANTITY)
        check_decimal(f, where, field);
    else if (field->kind == FIELD_LIST)
        check_list(f, where, field);
}

/* Calls `each` for every field of the room's actions, those of list rows included. */
static void each_field(const struct fieldset *set, const char *where,
                       void (*each)(void *ctx, const char *where, const struct field *field),
                       void *ctx)
{
    char inner[2 * WHERE_BYTES];

    for (int64_t i = 0; i < set->n; i++) {
        const struct field *field = &set->fields[i];

        snprintf(inner, sizeof(inner), "%s.%s", where, field->name);
        each(ctx, inner, field);
        if (field->kind == FIELD_LIST)
            each_field(field->item, inner, each, ctx);
    }
}

static void each_field_of(const struct room *room,
                          void (*each)(void *ctx, const char *where, const struct field *field),
                          void *ctx)
{
    for (size_t i = 0; i < room->action_count; i++)
        each_field(&room->actions[i].fields, room->actions[i].name, each, ctx);
}

static void check_each(void *ctx, const char *where, const struct field *field)
{
    check_field(ctx, where, field);
}

static void test_every_field_refuses_what_lies_outside_its_bounds(void **state)
{
    struct findings f = { 0 };

    (void)state;
    for (const struct room *const *r = schakel_catalogue.rooms; *r != NULL; r++)
        each_field_of(*r, check_each, &f);
    found_none(&f);
}

/* ---- at the table ---- */

/* What the actions of a room take under one name: a column of that name must take it somewhere, and
 * nothing beyond it anywhere. */
struct bound {
    const char *name;
    enum field_kind kind;
    int64_t min,
        max; /* the widest; in steps of the column: characters, units, cents, thousandths */
    const char *column_tail;
};
struct bounds {
    struct bound rows[BOUNDS_MAX];
    size_t n;
};

/* Numbers without a declared range are held by no table either. */
static bool bound_of(const struct field *f, struct bound *out)
{
    int64_t scale = f->kind == FIELD_MONEY ? 100 : f->kind == FIELD_QUANTITY ? 1000 : 1;

    *out = (struct bound){ .name = f->name,
                           .kind = f->kind,
                           .min = f->min * scale,
                           .max = f->max * scale,
                           .column_tail = "" };
    if (f->kind == FIELD_TEXT)
        out->max = most_characters(f);
    else if (f->kind == FIELD_MONEY)
        out->column_tail = "_cents";
    else if (f->kind == FIELD_QUANTITY)
        out->column_tail = "_milli";
    else if (f->kind != FIELD_INT)
        return false;
    return out->max != 0;
}

static bool same_column(const struct bound *a, const struct bound *b)
{
    return strcmp(a->name, b->name) == 0 && a->kind == b->kind;
}

static void note_bound(void *ctx, const char *where, const struct field *field)
{
    struct bounds *b = ctx;
    struct bound one;

    (void)where;
    if (!bound_of(field, &one))
        return;
    for (size_t i = 0; i < b->n; i++)
        if (same_column(&b->rows[i], &one) && b->rows[i].min == one.min &&
            b->rows[i].max == one.max)
            return;
    assert_true(b->n < BOUNDS_MAX);
    b->rows[b->n++] = one;
}

/* The room's tables with every NOT NULL and table option taken away (the translation for PostgreSQL
 * drops the options), so that one column can be filled alone and only its CHECKs speak: those over
 * several columns are NULL then, which passes. */
static sqlite3 *loose_tables(const char *schema)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    char *loose = arena_array(a, char, strlen(schema) * 2 + 1), *why = NULL;
    const char *start = text_cstr(a, store_schema_for_postgres(a, schema));
    sqlite3 *db = NULL;
    size_t n = 0;

    assert_non_null(loose);
    for (const char *at = start; *at != '\0';) {
        if (strncasecmp(at, "NOT NULL", 8) == 0 &&
            (at - start < 3 || strncasecmp(at - 3, "IS ", 3) != 0))
            at += 8;
        else
            loose[n++] = *at++;
    }
    loose[n] = '\0';
    assert_int_equal(SQLITE_OK, sqlite3_open(":memory:", &db));
    if (sqlite3_exec(db, loose, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("the tables cannot be loosened: %s", why);
    arena_close(a);
    return db;
}

/* True when the column refuses this value: a number of steps, or a text of so many characters. */
static bool column_refuses(sqlite3 *db, const char *table, const char *column, bool is_text,
                           int64_t value)
{
    char *sql = sqlite3_mprintf("INSERT INTO \"%w\" (\"%w\") VALUES (?1)", table, column);
    char *words = is_text ? characters(value) : NULL;
    sqlite3_stmt *st = NULL;
    int code;

    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "BEGIN", NULL, NULL, NULL));
    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db, sql, -1, &st, NULL));
    if (is_text)
        sqlite3_bind_text(st, 1, words, -1, SQLITE_STATIC);
    else
        sqlite3_bind_int64(st, 1, value);
    code = sqlite3_step(st);
    sqlite3_finalize(st);
    if (code != SQLITE_DONE && sqlite3_extended_errcode(db) != SQLITE_CONSTRAINT_CHECK)
        fail_msg("%s.%s cannot be tried: %s", table, column, sqlite3_errmsg(db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL));
    free(words);
    sqlite3_free(sql);
    return code != SQLITE_DONE;
}

/* Where a column has a field's name by accident, or another rule than its CHECK holds the value. */
static const struct {
    const char *room, *name, *why;
    bool is_column_another; /* the column is not the field's at all */
} exceptions[] = {
    { "access", "kind", "the guard of open_space knows the closed list that the table holds",
      true },
    { "access", "code",
      "area and basis codes stand in columns of these names; office.code is another", true },
    { "request", "amount", "a granted amount of 0 stands in granted_amount", false },
    { "directory", "army_region", "a guard refuses a code that no army region has", false },
};

static bool is_excepted(const char *room, const struct bound *b, bool for_column)
{
    for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
        if (strcmp(exceptions[i].room, room) == 0 && strcmp(exceptions[i].name, b->name) == 0 &&
            (!for_column || exceptions[i].is_column_another))
            return true;
    return false;
}

struct column {
    char table[64], name[64];
};

/* The room's columns that bear the name and have the type of this field. */
static size_t columns_of(sqlite3 *db, const struct bound *b, struct column out[COLUMNS_MAX])
{
    static const char *const sql =
        "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c "
        "WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' "
        "AND c.name = ?1 || ?2 AND c.type = ?3 ORDER BY 1";
    sqlite3_stmt *st = NULL;
    size_t n = 0;

    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db, sql, -1, &st, NULL));
    sqlite3_bind_text(st, 1, b->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 2, b->column_tail, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 3, b->kind == FIELD_TEXT ? "TEXT" : "BIGINT", -1, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW) {
        assert_true(n < COLUMNS_MAX);
        snprintf(out[n].table, sizeof(out[n].table), "%s",
                 (const char *)sqlite3_column_text(st, 0));
        snprintf(out[n].name, sizeof(out[n].name), "%s", (const char *)sqlite3_column_text(st, 1));
        n++;
    }
    sqlite3_finalize(st);
    return n;
}

/* True when the column refuses what lies just beyond this bound. */
static bool column_holds(sqlite3 *db, const struct column *c, const struct bound *b)
{
    bool is_text = b->kind == FIELD_TEXT;

    if (!column_refuses(db, c->table, c->name, is_text, b->max + 1))
        return false;
    return (is_text && b->min <= 1) || column_refuses(db, c->table, c->name, is_text, b->min - 1);
}

static bool column_takes(sqlite3 *db, const struct column *c, const struct bound *b)
{
    bool is_text = b->kind == FIELD_TEXT;
    int64_t least = is_text && b->min < 1 ? 1 : b->min;

    return !column_refuses(db, c->table, c->name, is_text, b->max) &&
           !column_refuses(db, c->table, c->name, is_text, least);
}

/* Each column of the name against all bounds of the name; told once, at the name's first bound. */
static void check_columns(struct findings *f, sqlite3 *db, const struct bounds *b, size_t first,
                          const struct column *columns, size_t n)
{
    for (size_t k = 0; k < first; k++)
        if (same_column(&b->rows[k], &b->rows[first]))
            return;
    for (size_t i = 0; i < n; i++) {
        bool is_held = false;

        for (size_t k = first; k < b->n && !is_held; k++)
            is_held = same_column(&b->rows[k], &b->rows[first]) &&
                      column_holds(db, &columns[i], &b->rows[k]);
        if (!is_held)
            found(f, "%s.%s takes what no field gives: the field has %lld to %lld",
                  columns[i].table, columns[i].name, (long long)b->rows[first].min,
                  (long long)b->rows[first].max);
    }
}

static void check_bound(struct findings *f, const char *room, sqlite3 *db, const struct bounds *b,
                        size_t at)
{
    const struct bound *bound = &b->rows[at];
    struct column columns[COLUMNS_MAX];
    size_t n = columns_of(db, bound, columns);
    bool is_taken = n == 0 || is_excepted(room, bound, false);

    for (size_t i = 0; i < n && !is_taken; i++)
        is_taken = column_takes(db, &columns[i], bound);
    if (!is_taken)
        found(f, "%s: a field gives %s from %lld to %lld, and no column takes both ends", room,
              bound->name, (long long)bound->min, (long long)bound->max);
    if (!is_excepted(room, bound, true))
        check_columns(f, db, b, at, columns, n);
}

static void check_room(struct findings *f, const struct room *room)
{
    struct bounds *b = calloc(1, sizeof(*b));
    sqlite3 *db;

    assert_non_null(b);
    if (room->sql != NULL) {
        db = loose_tables(room->sql->schema);
        each_field_of(room, note_bound, b);
        for (size_t i = 0; i < b->n; i++)
            check_bound(f, room->name, db, b, i);
        sqlite3_close(db);
    }
    free(b);
}

static void test_the_tables_hold_the_same_bounds(void **state)
{
    struct findings f = { 0 };

    (void)state;
    for (const struct room *const *r = schakel_catalogue.rooms; *r != NULL; r++)
        check_room(&f, *r);
    found_none(&f);
}

/* ---- the checks see what is wrong ---- */

struct probe {
    struct text note;
    int64_t share;
};

static size_t findings_of(const char *schema)
{
    static const struct field fields[] = { FIELD(probe, note, .max = 30),
                                           FIELD(probe, share, .min = 1, .max = 100) };
    const struct action action = { .name = "probe", .fields = { fields, 2, sizeof(struct probe) } };
    const struct room_sql sql = { .room = "probe", .schema = schema };
    const struct room room = {
        .name = "probe", .sql = &sql, .actions = &action, .action_count = 1
    };
    struct findings f = { .is_quiet = true };

    check_room(&f, &room);
    return f.count;
}

static void test_a_missing_wide_or_narrow_check_is_seen(void **state)
{
    (void)state;
    assert_int_equal(0, findings_of("CREATE TABLE p (id INTEGER PRIMARY KEY, note TEXT NOT NULL "
                                    "CHECK (length(note) <= 30), "
                                    "share INTEGER NOT NULL CHECK (share BETWEEN 1 AND 100)) "
                                    "STRICT, WITHOUT ROWID;"));
    /* no CHECK on either */
    assert_int_equal(2, findings_of("CREATE TABLE p (note TEXT NOT NULL, share INTEGER NOT NULL) "
                                    "STRICT;"));
    assert_int_equal(1,
                     findings_of("CREATE TABLE p (note TEXT CHECK (length(note) <= 31)) STRICT;"));
    assert_int_equal(1,
                     findings_of("CREATE TABLE p (note TEXT CHECK (length(note) <= 29)) STRICT;"));
    /* bytes instead of characters: sixty bytes are thirty characters */
    assert_int_equal(1, findings_of("CREATE TABLE p (note TEXT CHECK (length(CAST(note AS BLOB)) "
                                    "<= 30)) STRICT;"));
    assert_int_equal(1, findings_of("CREATE TABLE p (share INTEGER CHECK (share <= 100)) STRICT;"));
    assert_int_equal(0, findings_of("CREATE TABLE p (other TEXT) STRICT;"));
}

static void test_a_field_that_lets_too_much_through_is_seen(void **state)
{
    const struct field narrow = FIELD(probe, note, .max = 30);
    struct findings f = { .is_quiet = true };

    (void)state;
    check_field(&f, "probe", &narrow);
    assert_int_equal(0, f.count);
    expect(&f, "probe", &narrow, text_value(30), false, "a text of the bound");
    expect(&f, "probe", &narrow, text_value(31), true, "a text beyond it");
    assert_int_equal(2, f.count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_refuses_what_lies_outside_its_bounds),
        cmocka_unit_test(test_the_tables_hold_the_same_bounds),
        cmocka_unit_test(test_a_missing_wide_or_narrow_check_is_seen),
        cmocka_unit_test(test_a_field_that_lets_too_much_through_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
