/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal of tests/journal/sample.jsonl: published once and never changed, because entries
 * never are. Whatever this program becomes, it must read these lines and find the same head and
 * root. With SCHAKEL_WRITE_SAMPLE=<file> the program writes such a journal instead (for a new
 * format). */
#include "journal/test_entries.h"

#include <sqlite3.h>

#include "journal/statements.h"

#define SAMPLE_HEAD "53fa9d753c2ba02de64bf4477f1fa82cf5da9726b9eef6ed85d686745c0f96f2"
#define SAMPLE_ROOT "26d13739fda49fcd0838cf1306c412de8e2c73edc88c97c1f4ba7aee9d271c92"
enum { SAMPLE_ENTRIES = 9 };

/* ---- writing a sample ---- */

/* Every kind of member is there at least once; texts that are hard to write canonically too. */
static void append_sample(struct tx *tx, struct journal_head *head, int i)
{
    static const char *const asked[SAMPLE_ENTRIES] = {
        "{}",
        "{\"purpose\":\"dijkbewaking\",\"amount\":12,\"cents\":-9007199254740991}",
        "{\"caf\xC3\xA9\":1,\"cafe\":2,\"\xF0\x9F\x98\x80\":3,\"\xEF\xAC\xB3\":4,\"\":5}",
        "{\"note\":\"\\u0001 \\b\\t\\n\\f\\r \\\" \\\\ / \x7F \xE2\x80\xA8\"}",
        "{\"deep\":[[[[{\"a\":[true,false,null,[],{}]}]]]]}",
        "{\"step\":1}",
        "{\"step\":2}",
        "{\"amount\":13}",
        "{\"reason\":\"term has passed\"}",
    };
    struct journal_entry e = entry_behind(head);
    json_t *root = json_of(asked[i]), *settled = json_of("{\"number\":\"2021-0143\"}");
    json_t *law = json_of("[{\"route\":\"WVR51_MIL\",\"version\":1,\"sha256\":\"ab\"}]");
    json_t *data = json_of("[{\"set\":\"regions\",\"sha256\":\"cd\"}]");
    json_t *contact = json_of("{\"name\":\"J. Jansen\",\"phone\":\"+31 6 12345678\"}");
    json_t *medical = json_of("{\"beds\":[4,5],\"note\":\"\xC3\xA9\xC3\xA9n \\\"zaal\\\"\"}");

    e.asked = root;
    if (i == 0 || i == 8) { /* nobody's act: no actor, no office, no thing */
        e.actor = e.key = e.body_sha256 = e.trace = e.object_type = T("");
        e.office = e.mandate = e.object = ID_NONE;
        e.channel = i == 0 ? T("cli") : T("clock");
        e.action = i == 0 ? T("found_space") : T("lapse");
    } else {
        e.settled = settled;
        e.law = law;
        e.data = data;
    }
    e.unit_index = i == 6;
    e.unit_size = i == 5 || i == 6 ? 2 : 1;
    e.corrects = i == 7 ? id_make(1, 2) : ID_NONE;
    e.sealed_count = i == 1 ? 2 : i == 3 ? 1 : 0;
    e.sealed[0] = (struct journal_sealed){ .group = T("medical"), .payload = medical };
    e.sealed[1] = (struct journal_sealed){ .group = T("contact"), .payload = contact };
    assert_int_equal(OK, journal_append(tx, head, &e));
    json_decref(root);
    json_decref(settled);
    json_decref(law);
    json_decref(data);
    json_decref(contact);
    json_decref(medical);
}

static enum result write_line(void *ctx, struct text line)
{
    fprintf(ctx, "%.*s\n", TEXT_FMT(line));
    return OK;
}

static void write_a_sample(void **state)
{
    struct world *w = *state;
    FILE *out = fopen(getenv("SCHAKEL_WRITE_SAMPLE"), "wb");
    struct tx *tx = tx_write(w->store, w->arena);
    struct journal_head head = { 0 };

    assert_non_null(out);
    for (int i = 0; i < SAMPLE_ENTRIES; i++)
        append_sample(tx, &head, i);
    assert_int_equal(OK, journal_erase_sealed(tx, 4, T("medical"), T("AVG art. 17")));
    assert_int_equal(OK, journal_export(tx, 1, INT64_MAX, write_line, out));
    assert_int_equal(OK, tx_end(tx));
    assert_int_equal(0, fclose(out));
}

/* ---- reading it ---- */

static struct text bytes_of_hex(struct arena *a, const json_t *v)
{
    struct hash *h = arena_new(a, struct hash);

    assert_true(hash_read(json_string_text(v), h)); /* salts are as long as hashes */
    return text_at((const char *)h->at, HASH_BYTES);
}

static void put_sealed_rows(struct tx *tx, int64_t position, const json_t *sealed)
{
    for (size_t i = 0; i < json_array_size(sealed); i++) {
        const json_t *s = json_array_get(sealed, i), *payload = json_object_get(s, "payload");
        struct buf out = buf_make(SIZE_MAX);
        bool is_there = !json_is_null(payload);

        if (is_there)
            assert_int_equal(OK, json_canonical(&out, payload));
        assert_int_equal(
            OK,
            tx_exec(tx, SQL_JOURNAL_SEALED_PUT, VAL(position),
                    VAL(json_string_text(json_object_get(s, "group"))),
                    is_there ? value_blob(bytes_of_hex(tx_arena(tx), json_object_get(s, "salt")))
                             : value_cstr(NULL),
                    is_there ? value_text(buf_text(&out)) : value_cstr(NULL),
                    value_text_or_null(json_string_text(json_object_get(s, "ground")))));
        buf_free(&out);
    }
}

/* Stores one line of an export as it is. */
static void put_line(struct tx *tx, struct text line)
{
    struct text start = T("{\"entry\":"), end = T(",\"hash\":\"");
    json_t *doc = json_of(text_cstr(tx_arena(tx), line)), *root;
    struct text body = text_slice(line, start.len, text_find(line, end) - start.len);
    struct journal_entry e;

    assert_int_equal(OK, journal_parse(body, tx_arena(tx), &root, &e));
    assert_int_equal(OK,
                     tx_exec(tx, SQL_JOURNAL_PUT, VAL(e.position), VAL(e.id), VAL(e.action),
                             value_text_or_null(e.object_type), VAL(e.object), VAL(e.office),
                             VAL(e.recorded_at), VAL(e.happened_at), VAL(body),
                             value_blob(bytes_of_hex(tx_arena(tx), json_object_get(doc, "hash")))));
    put_sealed_rows(tx, e.position, json_object_get(doc, "sealed"));
    json_decref(root);
    json_decref(doc);
}

static struct text read_sample(struct world *w)
{
    const char *source = getenv("SCHAKEL_SOURCE");
    const char *path = text_cstr(w->arena, text_printf(w->arena, "%s/tests/journal/sample.jsonl",
                                                       source == NULL ? "." : source));
    FILE *in = fopen(path, "rb");
    char *all = arena_array(w->arena, char, 64 * 1024);
    size_t n;

    assert_non_null(in);
    assert_non_null(all);
    n = fread(all, 1, 64 * 1024, in);
    assert_in_range(n, 1, 64 * 1024 - 1);
    fclose(in);
    return text_at(all, n);
}

struct lines {
    struct buf all;
};

static enum result keep_line(void *ctx, struct text line)
{
    struct lines *l = ctx;

    buf_add(&l->all, line);
    buf_add_byte(&l->all, '\n');
    return OK;
}

static void test_the_published_sample_reads_as_ever(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);
    struct text rest = read_sample(w), line;
    struct journal_report report;
    char hex[HASH_HEX_MAX];

    while (text_cut(&rest, '\n', &line))
        put_line(tx, line);
    assert_int_equal(OK, tx_end(tx));
    report = verify(w->store, w->arena);
    assert_int_equal(0, report.bad_position);
    assert_int_equal(SAMPLE_ENTRIES, report.entries);
    hash_hex(&report.head, hex);
    assert_string_equal(SAMPLE_HEAD, hex);
    hash_hex(&report.root, hex);
    assert_string_equal(SAMPLE_ROOT, hex);
}

static void test_an_export_of_the_sample_is_the_sample(void **state)
{
    struct world *w = *state;
    struct tx *tx = tx_write(w->store, w->arena);
    struct text sample = read_sample(w), rest = sample, line;
    struct lines lines = { .all = buf_make(SIZE_MAX) };

    while (text_cut(&rest, '\n', &line))
        put_line(tx, line);
    assert_int_equal(OK, journal_export(tx, 1, INT64_MAX, keep_line, &lines));
    assert_int_equal(OK, tx_end(tx));
    assert_true(text_same(sample, buf_text(&lines.all)));
    buf_free(&lines.all);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_open, world_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_published_sample_reads_as_ever),
        TEST(test_an_export_of_the_sample_is_the_sample),
    };
    const struct CMUnitTest writing[] = { TEST(write_a_sample) };

    if (getenv("SCHAKEL_WRITE_SAMPLE") != NULL)
        return cmocka_run_group_tests(writing, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
