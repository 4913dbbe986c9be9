/* SPDX-License-Identifier: EUPL-1.2 */
#include "journal/test_entries.h"

#include <sqlite3.h>

/* ---- the form ---- */

static const char first_body[] =
    "{\"action\":\"request_assistance\",\"actor\":\"p-7f3a\",\"asked\":{\"a\":1,\"b\":[true,null]},"
    "\"body_sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\","
    "\"channel\":\"web\",\"corrects\":null,\"data\":[],\"format\":\"schakel-entry/1\","
    "\"happened_at\":\"2021-07-14T11:39:59.876544Z\",\"id\":\"1-1\",\"key\":\"k-1\",\"law\":[],"
    "\"mandate\":\"1-13\",\"object\":{\"id\":\"1-1\",\"type\":\"request\"},\"office\":\"1-12\","
    "\"position\":1,"
    "\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\","
    "\"recorded_at\":\"2021-07-14T12:10:00Z\",\"sealed\":{},\"settled\":{},\"space\":\"live\","
    "\"trace\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\","
    "\"unit\":{\"index\":0,\"size\":1},\"version\":1}";

static void test_a_body_is_canonical_json_with_all_members_in_order(void **state)
{
    struct journal_head head = { 0 };
    struct journal_entry e = entry_behind(&head);
    struct buf out = buf_make(SIZE_MAX), again = buf_make(SIZE_MAX);
    json_t *asked = json_of("{\"b\":[true,null],\"a\":1}"), *whole;

    (void)state;
    e.asked = asked;
    assert_int_equal(OK, journal_body(&e, &out));
    whole = json_of(first_body);
    assert_int_equal(OK, json_canonical(&again, whole));
    assert_true(text_is(buf_text(&out), first_body));
    assert_true(text_is(buf_text(&again), first_body)); /* the general writer agrees */
    json_decref(whole);
    json_decref(asked);
    buf_free(&out);
    buf_free(&again);
}

static void test_absent_members_are_null(void **state)
{
    struct journal_entry e = { .id = id_make(2, 9),
                               .space = T("oefening"),
                               .position = 1,
                               .recorded_at = { START_US },
                               .happened_at = { START_US },
                               .channel = T("clock"),
                               .action = T("lapse"),
                               .version = 2,
                               .unit_size = 1 };
    struct buf out = buf_make(SIZE_MAX);

    (void)state;
    assert_int_equal(OK, journal_body(&e, &out));
    buf_add_byte(&out, '\0');
    assert_string_equal(
        "{\"action\":\"lapse\",\"actor\":null,\"asked\":{},\"body_sha256\":null,\"channel\":"
        "\"clock\","
        "\"corrects\":null,\"data\":[],\"format\":\"schakel-entry/1\","
        "\"happened_at\":\"2021-07-14T12:10:00Z\",\"id\":\"2-9\",\"key\":null,\"law\":[],"
        "\"mandate\":null,\"object\":null,\"office\":null,\"position\":1,"
        "\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"recorded_at\":\"2021-07-14T12:10:00Z\",\"sealed\":{},\"settled\":{},\"space\":"
        "\"oefening\","
        "\"trace\":null,\"unit\":{\"index\":0,\"size\":1},\"version\":2}",
        out.at);
    buf_free(&out);
}

static enum result parse(const char *body)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct journal_entry e;
    json_t *root;
    enum result r = journal_parse(text_of(body), a, &root, &e);

    json_decref(root);
    arena_close(a);
    return r;
}

/* What stands in a good body, and what stands there instead. */
static const struct {
    const char *from, *to;
} body_changes[] = {
    { "{\"action\"", " {\"action\"" }, /* blanks before, inside, after */
    { ",\"actor\"", ", \"actor\"" },
    { "\"version\":1}", "\"version\":1}\n" },
    { "\"a\":1,\"b\"", "\"b\":[true,null],\"a\":1,\"c\"" }, /* not in order */
    { "\"a\":1,", "\"a\":1,\"a\":1," },                     /* twice */
    { "\"a\":1", "\"a\":1.0" },                             /* a real */
    { "\"a\":1", "\"a\":1e0" },
    { "\"a\":1", "\"a\":9007199254740992" }, /* not exact everywhere */
    { "p-7f3a", "p-7f3\\u0061" },            /* an escape that need not be */
    { "p-7f3a", "p\\/7f3a" },
    { "\"p-7f3a\"", "\"\"" }, /* absent is null */
    { "\"p-7f3a\"", "7" },
    { "e3b0c4", "E3B0C4" },              /* hexadecimal is lower case */
    { "12:10:00Z", "12:10:00.000000Z" }, /* one way to write a moment */
    { "12:10:00Z", "14:10:00+02:00" },
    { "12:10:00Z", "12:10Z" },
    { "2021-07-14T12", "2021-02-30T12" },
    { "\"1-12\"", "\"01-12\"" }, /* one way to write an id */
    { "\"1-12\"", "112" },
    { "\"id\":\"1-1\",\"key\"", "\"id\":null,\"key\"" },
    { "\"position\":1", "\"position\":0" },
    { "\"position\":1", "\"position\":-1" },
    { "\"position\":1", "\"position\":\"1\"" },
    { "\"size\":1", "\"size\":0" },
    { "\"index\":0", "\"index\":1" },
    { "\"version\":1", "\"version\":0" },
    { "\"action\":\"request", "\"action\":\"Request" },
    { "\"format\":\"schakel-entry/1\"", "\"format\":\"schakel-entry/2\"" },
    { "\"sealed\":{}", "\"sealed\":{\"a\":\"00\"}" },
    { "\"sealed\":{}", "\"sealed\":[]" },
    { "\"law\":[]", "\"law\":{}" },
    { "\"law\":[]", "\"law\":[1]" },
    { "\"law\":[]", "\"law\":null" },
    { "\"asked\":{", "\"asked\":[{" },
    { "\"space\":\"live\"", "\"space\":null" },
    { "\"space\":\"live\"", "\"space\":\"live\",\"speed\":1" }, /* a member of nobody's */
    { "\"trace\":\"00-", "\"tracé\":\"00-" },
    { "\"corrects\":null,", "" }, /* a missing member */
    { "}", "" },
};

static void test_anything_but_the_canonical_form_is_refused(void **state)
{
    (void)state;
    assert_int_equal(OK, parse(first_body));
    for (size_t i = 0; i < sizeof body_changes / sizeof body_changes[0]; i++) {
        const char *at = strstr(first_body, body_changes[i].from);
        char changed[2048];

        assert_non_null(at);
        snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - first_body), first_body,
                 body_changes[i].to, at + strlen(body_changes[i].from));
        if (parse(changed) != REFUSED)
            fail_msg("taken: %s", changed);
    }
    assert_int_equal(REFUSED, parse(""));
    assert_int_equal(REFUSED, parse("null"));
    assert_int_equal(REFUSED, parse("[]"));
}

/* ---- appending ---- */

static void test_an_entry_comes_back_as_it_was_written(void **state)
{
    struct world *w = *state;
    struct journal_entry e;
    struct tx *tx;
    json_t *root;

    append_many(w, 6);
    tx = tx_read(w->store, w->arena);
    assert_int_equal(OK, journal_get(tx, 6, &root, &e));
    assert_int_equal(6, e.position);
    assert_true(id_same(id_make(1, 6), e.id));
    assert_int_equal(START_US + 5 * SPAN_MINUTE, e.recorded_at.us);
    assert_int_equal(START_US - 25 * SPAN_MINUTE - 123456, e.happened_at.us);
    assert_true(text_is(e.space, "live"));
    assert_true(text_is(e.actor, "p-7f3a"));
    assert_true(text_is(e.action, "request_assistance"));
    assert_true(text_is(e.object_type, "request"));
    assert_true(id_same(id_make(1, 12), e.office));
    assert_true(id_same(id_make(1, 13), e.mandate));
    assert_true(id_is_none(e.corrects));
    assert_int_equal(12, json_integer_value(json_object_get(e.asked, "amount")));
    assert_true(text_is(json_string_text(json_object_get(e.settled, "number")), "2021-0143"));
    assert_int_equal(1, json_array_size(e.law));
    assert_int_equal(2, e.sealed_count);
    assert_true(text_is(e.sealed[0].group, "contact")); /* in order, whatever the order given */
    assert_true(
        text_is(json_string_text(json_object_get(e.sealed[0].payload, "name")), "J. Jansen"));
    assert_true(text_is(e.sealed[1].group, "medical"));
    assert_int_equal(3, json_array_size(json_object_get(e.sealed[1].payload, "beds")));
    json_decref(root);
    assert_int_equal(NOT_FOUND, journal_get(tx, 7, &root, &e));
    assert_null(root);
    assert_int_equal(OK, tx_end(tx));
}

static void test_the_head_is_found_again(void **state)
{
    struct world *w = *state;
    struct journal_head head, other;
    struct journal_report report;
    struct tx *tx = tx_read(w->store, w->arena);

    assert_int_equal(OK, journal_read_head(tx, 1, &head));
    assert_int_equal(0, head.position);
    assert_int_equal(0, head.counter);
    assert_int_equal(OK, tx_end(tx));
    append_many(w, 4);
    append_many(w, 3);
    store_close(w->store);
    w->store = open_store(w->path);
    tx = tx_read(w->store, w->arena);
    assert_int_equal(OK, journal_read_head(tx, 1, &head));
    assert_int_equal(7, head.position);
    assert_int_equal(7, head.counter);
    assert_int_equal(START_US + 6 * SPAN_MINUTE, head.recorded_at.us);
    assert_int_equal(OK, journal_read_head(tx, 32767, &other)); /* another node made none */
    assert_int_equal(7, other.position);
    assert_int_equal(0, other.counter);
    assert_int_equal(OK, tx_end(tx));
    report = verify(w->store, w->arena);
    assert_true(hash_same(&head.hash, &report.head));
    assert_int_equal(7, report.entries);
}

/* Appends one entry whose `asked` is given, and drops it again. */
static enum result try_asked(struct world *w, const json_t *asked)
{
    struct tx *tx = tx_write(w->store, w->arena);
    struct journal_head head, before;
    struct journal_entry e;
    enum result r;

    assert_int_equal(OK, journal_read_head(tx, 1, &head));
    before = head;
    e = entry_behind(&head);
    e.asked = asked;
    r = journal_append(tx, &head, &e);
    assert_int_equal(r, tx_result(tx)); /* sticky */
    assert_int_equal(before.position + (r == OK), head.position);
    tx_abandon(tx);
    return r;
}

static enum result try_length(struct world *w, size_t n)
{
    char *note = malloc(n + 1);
    json_t *asked;
    enum result r;

    assert_non_null(note);
    memset(note, 'x', n);
    note[n] = '\0';
    asked = json_pack("{s:s}", "a", note);
    r = try_asked(w, asked);
    json_decref(asked);
    free(note);
    return r;
}

static void test_an_entry_of_64_kib_is_the_largest(void **state)
{
    struct world *w = *state;
    struct journal_head head = { 0 };
    struct journal_entry e = entry_behind(&head);
    struct buf out = buf_make(SIZE_MAX);
    json_t *asked = json_of("{\"a\":\"\"}");
    size_t room;

    e.asked = asked;
    assert_int_equal(OK, journal_body(&e, &out));
    room = ENTRY_BYTES_MAX - out.len;
    assert_int_equal(OK, try_length(w, room));
    assert_int_equal(LIMIT, try_length(w, room + 1));
    json_decref(asked);
    buf_free(&out);
}

static void test_an_entry_that_could_not_be_read_again_is_not_written(void **state)
{
    struct world *w = *state;

    for (int depth = 61; depth < 66; depth++) {
        json_t *v = json_object();

        for (int i = 1; i < depth; i++)
            v = json_pack("{s:o}", "a", v);
        /* The entry itself is one level. */
        assert_int_equal(depth + 1 <= JSON_DEPTH_MAX ? OK : LIMIT, try_asked(w, v));
        json_decref(v);
    }
    {
        json_t *real = json_pack("{s:f}", "a", 1.5);

        assert_int_equal(REFUSED, try_asked(w, real));
        json_decref(real);
    }
}

static void test_what_the_disk_changed_is_noticed_before_done(void **state)
{
    static const struct statement spoil = {
        .name = "spoil",
        .sql = "CREATE TEMP TRIGGER spoil AFTER INSERT ON journal_entry BEGIN UPDATE journal_entry "
               "SET body = replace(body, 'live', 'Live') WHERE position = new.position; END"
    };
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);
    struct journal_head head = { 0 };
    struct journal_entry e = entry_behind(&head);

    assert_int_equal(OK, tx_exec0(tx, &spoil));
    assert_int_equal(FAULT, journal_append(tx, &head, &e));
    assert_int_equal(0, head.position);
    assert_int_equal(FAULT, tx_end(tx));
    assert_int_equal(0, verify(w->store, w->arena).entries);
}

/* ---- reading all ---- */

struct seen {
    struct tx *part; /* when set, each call opens a part of it and undoes it */
    int64_t last, stop_at;
    int payloads;
};

static enum result see(void *ctx, const struct journal_entry *e)
{
    struct seen *s = ctx;

    if (s->part != NULL) {
        tx_part(s->part);
        tx_part_undo(s->part);
    }
    s->last = e->position;
    for (size_t i = 0; i < e->sealed_count; i++)
        s->payloads += e->sealed[i].payload != NULL;
    return e->position == s->stop_at ? CONFLICT : OK;
}

static void test_entries_are_read_in_order_from_anywhere(void **state)
{
    struct world *w = *state;
    struct seen all = { 0 }, some = { .stop_at = 5 }, none = { 0 };
    struct tx *tx;

    append_many(w, 12);
    tx = tx_write(w->store, w->arena);
    all.part = tx;
    assert_int_equal(OK, journal_each(tx, 1, see, &all));
    assert_int_equal(12, all.last);
    assert_int_equal(6, all.payloads);
    assert_int_equal(CONFLICT, journal_each(tx, 3, see, &some));
    assert_int_equal(5, some.last);
    assert_int_equal(OK, journal_each(tx, 13, see, &none));
    assert_int_equal(0, none.last);
    tx_abandon(tx);
}

static void test_a_gap_or_a_changed_body_stops_the_reading(void **state)
{
    static const struct statement spoil[] = {
        { .name = "drop", .sql = "DELETE FROM journal_entry WHERE position = 4" },
        { .name = "body",
          .sql = "UPDATE journal_entry SET body = replace(body, '12', '13') "
                 "WHERE position = 4" },
        { .name = "hash",
          .sql = "UPDATE journal_entry SET hash = zeroblob(32) WHERE position = 4" },
    };
    struct world *w = *state;

    append_many(w, 6);
    for (size_t i = 0; i < 3; i++) {
        struct tx *tx = tx_write(w->store, w->arena);
        struct seen seen = { 0 };

        assert_int_equal(OK, tx_exec0(tx, &spoil[i]));
        assert_int_equal(1, tx_changed(tx));
        assert_int_equal(FAULT, journal_each(tx, 1, see, &seen));
        assert_int_equal(3, seen.last);
        tx_abandon(tx);
    }
}

/* Writes the body of e again: it must have the hash that stands beside e. */
static enum result write_again(void *ctx, const struct journal_entry *e)
{
    struct buf out = buf_make(SIZE_MAX);
    struct hash made;

    assert_int_equal(OK, journal_body(e, &out));
    made = leaf_hash(buf_text(&out));
    assert_true(hash_same(&made, &e->hash));
    *(int64_t *)ctx += 1;
    buf_free(&out);
    return OK;
}

static void test_a_replay_sees_every_member_of_every_entry(void **state)
{
    static const struct text keys[] = { { "say \"k\"", 7 },   { "a\\b", 3 }, { "\n", 1 },
                                        { "caf\xC3\xA9", 5 }, { "null", 4 }, { "", 0 } };
    struct world *w = *state;
    struct journal_head head;
    struct tx *tx;
    int64_t n = 0;

    append_many(w, 12);
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, journal_read_head(tx, 1, &head));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct journal_entry e = entry_behind(&head);
        json_t *asked = json_of("{\"a\":\"}]\\\"{[\",\"b\":[[\"\\\\\"]]}");

        e.asked = asked;
        e.key = keys[i];
        e.corrects = id_make(1, 2);
        e.object_type = i % 2 ? T("request") : T("");
        e.object = ID_NONE;
        e.unit_index = 1;
        e.unit_size = 3;
        assert_int_equal(OK, journal_append(tx, &head, &e));
        json_decref(asked);
    }
    assert_int_equal(OK, journal_each(tx, 1, write_again, &n));
    assert_int_equal(18, n);
    tx_abandon(tx);
}

/* ---- erasing and copying ---- */

static bool file_holds(const char *path, const char *words)
{
    FILE *f = fopen(path, "rb");
    char *all;
    size_t n;
    bool has;

    assert_non_null(f);
    assert_int_equal(0, fseek(f, 0, SEEK_END));
    n = (size_t)ftell(f);
    rewind(f);
    all = malloc(n);
    assert_non_null(all);
    assert_int_equal(n, fread(all, 1, n, f));
    fclose(f);
    has = memmem(all, n, words, strlen(words)) != NULL;
    free(all);
    return has;
}

static void test_an_erased_payload_is_gone_and_the_chain_stands(void **state)
{
    struct world *w = *state;
    struct journal_report before, after;
    struct journal_entry e;
    struct tx *tx;
    json_t *root;

    append_many(w, 6);
    before = verify(w->store, w->arena);
    store_close(w->store);
    assert_true(file_holds(w->path, "J. Jansen"));
    w->store = open_store(w->path);
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, journal_erase_sealed(tx, 6, T("contact"), T("AVG art. 17")));
    assert_int_equal(NOT_FOUND, journal_erase_sealed(tx, 6, T("nothing"), T("AVG art. 17")));
    assert_int_equal(NOT_FOUND, journal_erase_sealed(tx, 99, T("contact"), T("AVG art. 17")));
    assert_int_equal(OK, journal_get(tx, 6, &root, &e));
    assert_null(e.sealed[0].payload);
    assert_non_null(e.sealed[1].payload);
    json_decref(root);
    assert_int_equal(OK, tx_end(tx));
    after = verify(w->store, w->arena);
    assert_int_equal(0, after.bad_position);
    assert_true(hash_same(&before.head, &after.head));
    assert_true(hash_same(&before.root, &after.root));
    store_close(w->store);
    assert_false(file_holds(w->path, "J. Jansen"));
    w->store = open_store(w->path);
}

struct lines {
    struct buf all;
    int n;
};

static enum result keep_line(void *ctx, struct text line)
{
    struct lines *l = ctx;

    buf_add(&l->all, line);
    buf_add_byte(&l->all, '\n');
    l->n++;
    return OK;
}

static void test_an_export_holds_what_an_outside_reader_needs(void **state)
{
    struct world *w = *state;
    struct lines lines = { .all = buf_make(SIZE_MAX) };
    struct text rest, line;
    struct tx *tx;
    int64_t position = 3;

    append_many(w, 7);
    tx = tx_write(w->store, w->arena);
    assert_int_equal(OK, journal_erase_sealed(tx, 6, T("contact"), T("AVG art. 17")));
    assert_int_equal(OK, journal_export(tx, 3, 6, keep_line, &lines));
    assert_int_equal(OK, tx_end(tx));
    assert_int_equal(4, lines.n);
    for (rest = buf_text(&lines.all); text_cut(&rest, '\n', &line); position++) {
        json_t *doc = json_of(text_cstr(w->arena, line)), *sealed = json_object_get(doc, "sealed");
        struct buf body = buf_make(SIZE_MAX);
        struct hash made, said;

        assert_int_equal(position, json_integer_value(json_object_get(doc, "position")));
        assert_int_equal(OK, json_canonical(&body, json_object_get(doc, "entry")));
        made = leaf_hash(buf_text(&body));
        assert_true(hash_read(json_string_text(json_object_get(doc, "hash")), &said));
        assert_true(hash_same(&made, &said));
        assert_int_equal(position == 3 ? 1 : position == 6 ? 2 : 0, json_array_size(sealed));
        if (position == 6) {
            json_t *erased = json_array_get(sealed, 0), *kept = json_array_get(sealed, 1);

            assert_true(json_is_null(json_object_get(erased, "salt")));
            assert_true(json_is_null(json_object_get(erased, "payload")));
            assert_true(
                text_is(json_string_text(json_object_get(erased, "ground")), "AVG art. 17"));
            assert_int_equal(64, json_string_length(json_object_get(kept, "salt")));
            assert_true(json_is_object(json_object_get(kept, "payload")));
        }
        buf_free(&body);
        json_decref(doc);
    }
    assert_int_equal(7, position);
    buf_free(&lines.all);
}

static void test_a_fork_has_the_same_chain_without_sealed_payloads(void **state)
{
    struct world *w = *state;
    struct store *fork = open_store(w->other);
    struct journal_report whole, part;
    struct seen seen = { 0 };
    struct tx *to, *from;

    append_many(w, 9);
    from = tx_read(w->store, w->arena);
    to = tx_write(fork, w->arena);
    assert_int_equal(OK, journal_copy(to, from, 6, false));
    assert_int_equal(OK, tx_end(to));
    assert_int_equal(OK, tx_end(from));
    part = verify(fork, w->arena);
    whole = verify(w->store, w->arena);
    assert_int_equal(6, part.entries);
    assert_int_equal(0, part.bad_position);
    assert_int_equal(9, whole.entries);
    to = tx_read(fork, w->arena);
    assert_int_equal(OK, journal_each(to, 1, see, &seen));
    assert_int_equal(OK, tx_end(to));
    assert_int_equal(6, seen.last);
    assert_int_equal(0, seen.payloads);
    store_close(fork);
}

static void test_a_whole_copy_keeps_payloads_and_erasures(void **state)
{
    struct world *w = *state;
    struct store *copy = open_store(w->other);
    struct journal_report one, two;
    struct seen seen = { 0 };
    struct tx *to, *from;

    append_many(w, 6);
    from = tx_write(w->store, w->arena);
    assert_int_equal(OK, journal_erase_sealed(from, 6, T("medical"), T("AVG art. 17")));
    to = tx_write(copy, w->arena);
    assert_int_equal(OK, journal_copy(to, from, INT64_MAX, true));
    assert_int_equal(OK, tx_end(to));
    assert_int_equal(OK, tx_end(from));
    one = verify(w->store, w->arena);
    two = verify(copy, w->arena);
    assert_int_equal(6, two.entries);
    assert_int_equal(0, two.bad_position);
    assert_true(hash_same(&one.root, &two.root));
    to = tx_read(copy, w->arena);
    assert_int_equal(OK, journal_each(to, 1, see, &seen));
    assert_int_equal(OK, tx_end(to));
    assert_int_equal(2, seen.payloads);
    store_close(copy);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_body_is_canonical_json_with_all_members_in_order),
        cmocka_unit_test(test_absent_members_are_null),
        cmocka_unit_test(test_anything_but_the_canonical_form_is_refused),
        TEST(test_an_entry_comes_back_as_it_was_written),
        TEST(test_the_head_is_found_again),
        TEST(test_an_entry_of_64_kib_is_the_largest),
        TEST(test_an_entry_that_could_not_be_read_again_is_not_written),
        TEST(test_what_the_disk_changed_is_noticed_before_done),
        TEST(test_entries_are_read_in_order_from_anywhere),
        TEST(test_a_gap_or_a_changed_body_stops_the_reading),
        TEST(test_a_replay_sees_every_member_of_every_entry),
        TEST(test_an_erased_payload_is_gone_and_the_chain_stands),
        TEST(test_an_export_holds_what_an_outside_reader_needs),
        TEST(test_a_whole_copy_keeps_payloads_and_erasures),
        TEST(test_a_fork_has_the_same_chain_without_sealed_payloads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
