/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages, the look and the page script as they stand in the program: they compile, a form shows
 * all kinds of fields, colours can be read, nothing is unstyled, all is small. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/embed.h"
#include "base/hash.h"
#include "base/json.h"
#include "web/app_inner.h"

extern const struct embedded_file page_files[];
extern const size_t page_files_len;
extern const struct embedded_file asset_files[];
extern const size_t asset_files_len;

enum { CSS_BYTES_MAX = 22 * 1024, JS_BYTES_MAX = 25 * 1024, TOKEN_BYTES_MAX = 32 };

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(ARENA_LIMIT_DEFAULT);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct text asset(const char *path)
{
    for (size_t i = 0; i < asset_files_len; i++)
        if (strcmp(asset_files[i].path, path) == 0)
            return text_at((const char *)asset_files[i].bytes, asset_files[i].len);
    fail_msg("there is no %s", path);
    return T("");
}

static struct text after(struct text all, const char *mark)
{
    size_t at = text_find(all, text_of(mark));

    if (at == SIZE_MAX)
        fail_msg("there is no \"%s\"", mark);
    return text_slice(all, at + strlen(mark), all.len - at - strlen(mark));
}

static struct text text_until(struct text all, const char *mark)
{
    size_t at = text_find(all, text_of(mark));

    return at == SIZE_MAX ? all : text_slice(all, 0, at);
}

static void test_all_pages_of_all_rooms_compile(void **state)
{
    (void)state;
    assert_true(app_pages_compile());
}

/* ---- one document of each kind of page, as the web door makes it ---- */
#define FRAME_OF(demo)                                                                             \
    "\"frame\":{\"title\":\"Werk\",\"lang\":\"nl\",\"is_dutch\":true,\"is_english\":false,"        \
    "\"mode\":\"auto\",\"is_night\":false,\"space\":\"oefening <1>\",\"is_demo\":false,"           \
    "\"demo\":" demo ",\"is_exercise\":true,\"is_signed_in\":true,"                                \
    "\"clock_at\":\"2021-07-14T22:10:00+02:00\","                                                  \
    "\"here_url\":\"/werk\",\"return_url\":\"/opdracht/"                                           \
    "1-7\",\"position\":\"0a\",\"nav\":[{\"name\":\"werk\",\"label\":\"Werk\","                    \
    "\"url\":\"/werk\",\"is_current\":true}],\"more\":[],\"office\":{\"id\":\"1-5\",\"code\":"     \
    "\"LOCC.desk\",\"title\":\"desk LOCC\",\"instance\":null},\"csrf\":\"c5rf\",\"css_url\":"      \
    "\"/static/app.css\",\"js_url\":\"/static/app.js\",\"font_url\":\"/static/f.woff2\","          \
    "\"icon_url\":\"/static/icon.svg\",\"receipt\":null}"
#define FRAME FRAME_OF("null")

static const char *const kinds[] = { "text",  "lines",  "number", "decimal", "moment",
                                     "day",   "period", "choice", "ref",     "place",
                                     "yesno", "file",   "list" };

/* A field of a form as kernel/field_form.c writes it; what its kind adds stands in `more`. */
static struct text field_of(const char *kind, const char *more)
{
    struct text out = text_printf(
        arena,
        "{\"name\":\"a_%s\",\"input_id\":\"f-a_%s\",\"label\":\"Label %s\",\"hint\":null,"
        "\"unit\":null,\"is_flat\":false,\"is_required\":true,\"value\":\"<b>\",\"error\":{\"why\":"
        "\"Leeg.\","
        "\"mend\":\"Vul in.\",\"cite\":\"\",\"is_warning\":false}%s",
        kind, kind, kind, more);

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        out = text_printf(arena, "%.*s,\"is_%s\":%s", TEXT_FMT(out), kinds[i],
                          strcmp(kinds[i], kind) == 0 ? "true" : "false");
    return text_printf(arena, "%.*s}", TEXT_FMT(out));
}

static struct text form_document(void)
{
    static const char *const more[] = {
        "",
        "",
        "",
        "",
        "",
        "",
        ",\"from\":\"14-07-2021 22:10\",\"until\":\"\"",
        ",\"options\":[{\"value\":\"x\",\"label\":\"Keus\",\"is_selected\":true}]",
        ",\"thing_type\":\"office\",\"options\":[],\"is_long\":true,\"shown\":\"desk\"",
        ",\"shown\":\"Meerssen\"",
        ",\"is_yes\":false,\"is_no\":true",
        "",
        NULL,
    };
    struct text fields = T("");

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct text row = field_of("number", "");
        const char *own =
            more[i] ? more[i]
                    : text_cstr(arena,
                                text_printf(arena, ",\"rows\":[{\"number\":1,\"fields\":[%.*s]}]",
                                            TEXT_FMT(row)));
        fields = text_printf(arena, "%.*s%s%.*s", TEXT_FMT(fields), i ? "," : "",
                             TEXT_FMT(field_of(kinds[i], own)));
    }
    return text_printf(
        arena,
        "{" FRAME ",\"action\":\"decide\",\"title\":\"Besluiten\",\"is_binding\":true,"
        "\"is_new\":false,\"post_url\":\"/aanvragen/1-9/besluit\",\"about\":{\"id\":\"1-9\","
        "\"number\":\"2021-0143\",\"label\":\"Kade\",\"state\":\"X\"},\"seen_version\":7,"
        "\"return_url\":\"\",\"back_url\":\"/aanvragen/"
        "1-9\",\"key\":\"5ec\",\"errors\":[{\"code\":\"X\","
        "\"is_warning\":false,\"why\":\"Leeg.\",\"mend\":\"Vul in.\",\"cite\":\"\",\"label\":"
        "\"Label\",\"field_url\":\"#f-a_text\"}],\"has_errors\":true,\"is_refused\":true,\"has_"
        "files\":true,"
        "\"fields\":[%.*s]}",
        TEXT_FMT(fields));
}

/* Renders with all findings of the render as failures. */
static struct text shown(const char *page, struct text document)
{
    struct page_report report = { 0 };
    struct mustache_fault fault;
    struct mustache *m = pages_compile(arena, &fault);
    struct zone *zone = zone_open("Europe/Amsterdam");
    struct page_context context = { "nl", zone, { 0 }, &report };
    struct buf out = buf_make(PAGE_BYTES_MAX);
    struct json_fault json;
    struct text words;
    json_t *doc;

    assert_non_null(m);
    assert_non_null(zone);
    assert_true(instant_read(T("2021-07-14T22:10:00+02:00"), &context.now));
    assert_int_equal(OK, json_read(document, &doc, &json));
    assert_int_equal(OK, mustache_render(m, page, doc, &context, &out));
    if (report.unknown_keys + report.refused_addresses + report.odd_values > 0)
        fail_msg("%s in %s, line %d", report.first, report.first_in, report.first_line);
    words = text_copy(arena, buf_text(&out));
    buf_free(&out);
    json_decref(doc);
    zone_close(zone);
    return words;
}

static void assert_has(struct text page, const char *words)
{
    if (text_find(page, text_of(words)) == SIZE_MAX)
        fail_msg("the page has no %s", words);
}

static void test_a_form_has_a_control_for_every_kind_of_field(void **state)
{
    struct text page = shown("form", form_document());

    (void)state;
    assert_has(page, "name=\"a_text\" value=\"&lt;b&gt;\"");
    assert_has(page, "<textarea class=\"sk-input\" id=\"f-a_lines\"");
    assert_has(page, "inputmode=\"numeric\" id=\"f-a_number\"");
    assert_has(page, "inputmode=\"decimal\" id=\"f-a_decimal\"");
    assert_has(page, "id=\"f-a_moment\"");
    assert_has(page, "id=\"f-a_day\"");
    assert_has(page, "name=\"a_period.from\" value=\"14-07-2021 22:10\"");
    assert_has(page, "name=\"a_period.until\"");
    assert_has(page, "<option value=\"x\" selected>Keus</option>");
    assert_has(page, "data-find=\"office\"");
    assert_has(page, "name=\"a_place\" value=\"Meerssen\"");
    assert_has(page, "value=\"nee\" aria-describedby=\"f-a_yesno-err\" checked");
    assert_has(page, "type=\"file\" id=\"f-a_file\" name=\"_file.a_file\"");
    assert_has(page, " enctype=\"multipart/form-data\">");
    assert_has(page, "<fieldset class=\"sk-field sk-list\" id=\"f-a_list\"");
}

static void test_a_form_sends_its_token_key_and_version_and_links_its_errors(void **state)
{
    struct text page = shown("form", form_document());

    (void)state;
    assert_has(page, "name=\"_csrf\" value=\"c5rf\"");
    assert_has(page, "name=\"_key\" value=\"5ec\"");
    assert_has(page, "name=\"_version\" value=\"7\"");
    assert_has(page, "<a href=\"#f-a_text\">Label</a>");
    assert_has(page, "action=\"/aanvragen/1-9/besluit\"");
    assert_has(page, "sk-binding");
}

static void test_a_page_of_its_own_shows_what_was_said_and_where_it_came_from(void **state)
{
    struct text page = shown(
        "new_call",
        T("{" FRAME ",\"back_url\":\"/aanvragen\",\"draft_url\":\"/aanvragen/nieuw/aanvraag\","
          "\"post_url\":\"/aanvragen/nieuw/mondeling\",\"key\":\"5ec\",\"may_call\":true,"
          "\"has_form\":true,\"basis\":null,\"sections\":[],\"has_errors\":true,"
          "\"is_refused\":true,\"errors\":[{\"code\":\"X\",\"is_warning\":false,"
          "\"why\":\"Leeg.\",\"mend\":\"Vul in.\",\"cite\":\"\",\"label\":\"Waar\","
          "\"field_url\":\"#f-location\"}]}"));

    (void)state;
    assert_has(page, "id=\"sk-summary\" role=\"alert\" tabindex=\"-1\"");
    assert_has(page, "<a href=\"#f-location\">Waar</a>");
    assert_has(page, "name=\"_key\" value=\"5ec\"");
    assert_has(page, "name=\"_terug\" value=\"/opdracht/1-7\"");
}

static void test_an_exercise_says_so_on_every_page(void **state)
{
    struct text page =
        shown("problem", T("{" FRAME ",\"title\":\"Niet gevonden\",\"status\":404,\"detail\":\"Weg."
                           "\",\"request_id\":\"7f3a\",\"errors\":[],\"warnings\":[]}"));

    (void)state;
    assert_has(page, "sk-banner--exercise");
    assert_has(page, "oefening &lt;1&gt;");
    assert_has(page, "404 \u00b7 7f3a");
}

static void test_sign_in_posts_the_chosen_office_and_where_to_go(void **state)
{
    struct text page = shown(
        "sign_in",
        T("{" FRAME
          ",\"to\":\"/journaal\",\"is_demo\":true,\"is_over\":false,\"errors\":[],\"warnings\":[],"
          "\"groups\":[{\"is_open\":true,\"title\":{\"code\":\"A\",\"nl\":\"Rijk\",\"en\":"
          "\"State\"},"
          "\"offices\":[{\"id\":\"1-5\",\"code\":\"LOCC.desk\",\"org\":\"LOCC\",\"instance\":"
          "\"\",\"title\":\"desk LOCC\",\"roles\":[{\"code\":\"R\",\"nl\":\"desk\",\"en\":"
          "\"desk\"}]}]}]}"));

    (void)state;
    assert_has(page, "<summary>Rijk</summary>");
    assert_has(page, "<button name=\"office\" value=\"1-5\">");
    assert_has(page, "name=\"naar\" value=\"/journaal\"");
}

/* ---- a demo that can be played on ---- */
#define STEP                                                                                       \
    "\"step_id\":113,\"step_at\":\"2021-07-15T12:33:00Z\",\"actor\":\"TOC\",\"what\":\"Wil "       \
    "alles.\","                                                                                    \
    "\"outcome\":{\"code\":\"refused\",\"nl\":\"geweigerd\",\"en\":\"refused\"},"                  \
    "\"is_to_come\":false,\"is_refused\":true,\"is_otherwise\":false"
#define PLAY                                                                                       \
    "\"next\":{" STEP "},\"last\":{" STEP "},\"done\":112,\"count\":221,\"otherwise\":0,"          \
    "\"moments\":[{\"moment_at\":\"2021-07-16T11:20:00Z\",\"name\":\"dijkdoorbraak\"}]"

static void test_the_strip_of_a_demo_tells_what_comes_and_plays_it_with_a_token(void **state)
{
    struct text page =
        shown("problem",
              T("{" FRAME_OF(
                  "{" PLAY "}") ",\"title\":\"Weg\",\"status\":404,\"detail\":"
                                "\"Weg.\",\"request_id\":\"7f3a\",\"errors\":[],\"warnings\":[]}"));

    (void)state;
    assert_has(page, "15 juli 14:33</time> <strong>Wil alles.</strong> <span>(TOC)</span>");
    assert_has(page, "action=\"/demo/stap\"><input type=\"hidden\" name=\"_csrf\" value=\"c5rf\">");
    assert_has(page, "<option value=\"2021-07-16T11:20:00Z\">");
    assert_has(page, "<option value=\"eind\">");
    assert_has(page, "href=\"/demo#stap-113\"");
    assert_has(page, "action=\"/demo/opnieuw\"");
}

static void test_at_its_end_a_demo_can_only_begin_again(void **state)
{
    struct text page =
        shown("demo_again", T("{" FRAME_OF("{\"next\":null,\"last\":null,\"done\":0,\"count\":0,"
                                           "\"otherwise\":0,\"moments\":[]}") "}"));

    (void)state;
    assert_has(page, "action=\"/demo/opnieuw\"");
    assert_int_equal(SIZE_MAX, text_find(page, T("action=\"/demo/stap\"")));
}

static void test_a_step_shows_its_verdict_its_article_and_what_differed(void **state)
{
    struct text page =
        shown("demo", T("{" FRAME "," PLAY ",\"steps\":[{" STEP
                        ",\"is_next\":true,\"act\":\"accept_allocation\",\"thing\":\"A2\","
                        "\"thing_url\":\"/voorstellen/1-9\",\"is_invented\":true,"
                        "\"is_refusal\":true,\"rule\":\"CAPACITY_ONCE\",\"cite\":\"regel\","
                        "\"sources\":[{\"name\":\"F3\",\"words\":\"krant\"}],\"has_said\":true,"
                        "\"said\":[{\"code\":"
                        "\"CAPACITY_ONCE\",\"message\":\"Te veel.\",\"mend\":\"Vraag minder.\","
                        "\"cite\":\"regel\"}],\"differs\":[\"staat A2\"]}]}"));

    (void)state;
    assert_has(page, "<li id=\"stap-113\"");
    assert_has(page, "aria-current=\"step\"");
    assert_has(page, "<a href=\"/voorstellen/1-9\">A2</a>");
    assert_has(page, "CAPACITY_ONCE · regel");
    assert_has(page, "Te veel. Vraag minder.");
    assert_has(page, "<p class=\"sk-step-differs\">staat A2</p>");
    assert_has(page, "<abbr title=\"krant\">F3</abbr>");
}

/* ---- the look ---- */
static double channel(struct text hex, size_t i)
{
    size_t step = hex.len == 6 ? 2 : 1;
    unsigned v = 0;

    for (size_t k = 0; k < step; k++) {
        char c = hex.at[i * step + k];
        v = v * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    double s = (step == 1 ? v * 17 : v) / 255.0;
    return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4);
}

/* The relative luminance of WCAG 2. */
static double luminance(struct text block, const char *token)
{
    char mark[TOKEN_BYTES_MAX];
    struct text hex;

    snprintf(mark, sizeof(mark), "--%s: #", token);
    hex = text_until(after(block, mark), ";");
    assert_true(hex.len == 6 || hex.len == 3);
    return 0.2126 * channel(hex, 0) + 0.7152 * channel(hex, 1) + 0.0722 * channel(hex, 2);
}

static void assert_contrast(struct text block, const char *on, const char *of, double least)
{
    double a = luminance(block, on), b = luminance(block, of);
    double ratio = (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);

    if (ratio < least)
        fail_msg("%s on %s has contrast %.2f, not %.1f", of, on, ratio, least);
}

static void assert_readable(struct text block)
{
    static const char *const pairs[][2] = {
        { "sf", "ink" },    { "sf", "ink2" },   { "sf", "ink3" },  { "sf", "act" },
        { "sf", "ok" },     { "sf", "wa" },     { "sf", "bad" },   { "sf", "ex" },
        { "sf", "def" },    { "bg", "ink3" },   { "bg", "act" },   { "sf2", "ink2" },
        { "sf2", "ink3" },  { "acts", "ink3" }, { "acts", "act" }, { "act", "acti" },
        { "acth", "acti" }, { "oks", "ok" },    { "was", "wa" },   { "bads", "bad" },
        { "exs", "ex" },    { "defs", "def" },  { "exb", "exi" },  { "g0", "gi0" },
        { "g1", "gi" },     { "g2", "gi" },     { "g3", "gi" },    { "g4", "gi4" },
        { "g5", "gi5" },
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        assert_contrast(block, pairs[i][0], pairs[i][1], 4.5);
    assert_contrast(block, "sf", "ls", 3.0);
    assert_contrast(block, "fo", "fi", 3.0);
}

static void test_every_colour_of_words_has_enough_contrast_by_day_and_by_night(void **state)
{
    struct text css = asset("assets/app.css");

    (void)state;
    assert_readable(text_until(after(css, ":root {"), "}"));
    assert_readable(text_until(after(css, "html[data-mode=\"night\"] {"), "}"));
}

/* The words of a block without blanks: the two nights are the same, whoever chose them. */
static struct text packed(struct text block)
{
    char *out = arena_array(arena, char, block.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < block.len; i++)
        if (block.at[i] != ' ' && block.at[i] != '\n')
            out[n++] = block.at[i];
    return text_at(out, n);
}

static void test_night_looks_the_same_whether_chosen_or_from_the_system(void **state)
{
    struct text css = asset("assets/app.css");
    struct text chosen = text_until(after(css, "html[data-mode=\"night\"] {"), "}");
    struct text by_system =
        text_until(after(css, "html:not([data-mode=\"day\"]):not([data-mode=\"night\"]) {"), "}");

    (void)state;
    assert_true(text_same(packed(chosen), packed(by_system)));
}

static void test_the_look_names_the_letter_by_its_digits(void **state)
{
    struct text name =
        http_static_name(arena, asset_files, asset_files_len, "assets/source-sans-3.woff2");

    (void)state;
    /* Else a page would fetch the letter twice: once for the preload, once for the look. */
    assert_has(asset("assets/app.css"),
               text_cstr(arena, text_printf(arena, "\"/static/%.*s\"",
                                            TEXT_FMT(text_slice(name, 7, name.len - 7)))));
}

/* A class of ours in a template is written out and styled; classes with a value in them are not
 * asked. */
static void check_class(struct text css, const char *path, struct text class)
{
    if (!text_starts(class, T("sk-")) || text_find(class, T("{")) != SIZE_MAX)
        return;
    if (text_find(css, text_printf(arena, ".%.*s", TEXT_FMT(class))) == SIZE_MAX)
        fail_msg("%s: nothing in app.css styles %.*s", path, TEXT_FMT(class));
}

static void test_every_class_of_the_pages_is_styled(void **state)
{
    struct text css = asset("assets/app.css");

    (void)state;
    for (size_t i = 0; i < page_files_len; i++) {
        struct text rest = text_at((const char *)page_files[i].bytes, page_files[i].len);
        size_t at;

        while ((at = text_find(rest, T(" class=\""))) != SIZE_MAX) {
            struct text names, name;
            rest = text_slice(rest, at + 8, rest.len - at - 8);
            names = text_until(rest, "\"");
            if (text_find(names, T("{")) != SIZE_MAX)
                names = text_until(names, "{");
            while (text_cut(&names, ' ', &name))
                check_class(css, page_files[i].path, name);
        }
    }
}

static size_t compressed(struct text all)
{
    uLongf n = compressBound(all.len);
    unsigned char *out = arena_array(arena, unsigned char, n);

    assert_int_equal(Z_OK, compress2(out, &n, (const unsigned char *)all.at, all.len, 9));
    return n;
}

static void test_the_look_and_the_script_stay_within_the_budget(void **state)
{
    (void)state;
    assert_in_range(compressed(asset("assets/app.css")), 1000, CSS_BYTES_MAX);
    assert_in_range(compressed(asset("assets/app.js")), 1000, JS_BYTES_MAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_all_pages_of_all_rooms_compile),
        TEST(test_a_form_has_a_control_for_every_kind_of_field),
        TEST(test_a_page_of_its_own_shows_what_was_said_and_where_it_came_from),
        TEST(test_a_form_sends_its_token_key_and_version_and_links_its_errors),
        TEST(test_an_exercise_says_so_on_every_page),
        TEST(test_sign_in_posts_the_chosen_office_and_where_to_go),
        TEST(test_the_strip_of_a_demo_tells_what_comes_and_plays_it_with_a_token),
        TEST(test_at_its_end_a_demo_can_only_begin_again),
        TEST(test_a_step_shows_its_verdict_its_article_and_what_differed),
        TEST(test_every_colour_of_words_has_enough_contrast_by_day_and_by_night),
        TEST(test_night_looks_the_same_whether_chosen_or_from_the_system),
        TEST(test_the_look_names_the_letter_by_its_digits),
        TEST(test_every_class_of_the_pages_is_styled),
        TEST(test_the_look_and_the_script_stay_within_the_budget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
