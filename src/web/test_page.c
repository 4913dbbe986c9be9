/* SPDX-License-Identifier: EUPL-1.2 */
/* PAGE mode: what the compiler refuses, how values are written, what a render reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/tr.h"
#include "web/mustache.h"
#include "web/page.h"

/* The words of this test, in place of those of the build; sorted. {gone} is a translator's slip. */
const struct tr_entry tr_table[] = {
    { "Need help", "Hulp \"nú\" nodig", "Need help" },
    { "{n} day", "{n} dag", "{n} day" },
    { "{n} days", "{n} dagen", "{n} days" },
    { "{pool} is held by {office}.", "{office} houdt {pool} vast {gone}.",
      "{pool} is held by {office}." },
};
const size_t tr_table_len = sizeof(tr_table) / sizeof(tr_table[0]);

static int open_zone(void **state)
{
    *state = zone_open("Europe/Amsterdam");
    return *state == NULL ? -1 : 0;
}

static int close_zone(void **state)
{
    zone_close(*state);
    return 0;
}

static struct instant moment(const char *rfc3339)
{
    struct instant t = { 0 };

    assert_true(instant_read(text_of(rfc3339), &t));
    return t;
}

/* A set of "main" and, if not NULL, "part". */
static struct mustache *compile(struct arena *a, const char *body, const char *part,
                                struct mustache_fault *fault)
{
    struct mustache_source set[] = { { T("main"), text_of(body) }, { T("part"), text_of(part) } };

    return mustache_compile(a, set, part == NULL ? 1 : 2, MUSTACHE_PAGE, fault);
}

static void check_refused(const char *body, int line, const char *why)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct mustache_fault fault = { .line = 0 };

    assert_non_null(a);
    if (compile(a, body, "part", &fault) != NULL)
        fail_msg("not refused: %s", body);
    if (strstr(fault.why, why) == NULL || fault.line != line)
        fail_msg("%s: line %d, %s", body, fault.line, fault.why);
    assert_true(text_is(fault.name, "main"));
    assert_true(strlen(fault.mend) > 0);
    arena_close(a);
}

static void check_allowed(const char *body)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct mustache_fault fault = { .line = 0 };

    assert_non_null(a);
    if (compile(a, body, "part", &fault) == NULL)
        fail_msg("%s: %s %s", body, fault.why, fault.mend);
    arena_close(a);
}

/* A page: its template, a partial or NULL, and its document. */
struct page {
    const char *body, *part, *data;
};

/* What a page shows: at 14 July 2021, 22:10 in Amsterdam. */
static void check_shown(const struct zone *zone, const char *lang, struct page page,
                        const char *wanted, struct page_report *report)
{
    struct page_context context = {
        .lang = lang, .zone = zone, .now = moment("2021-07-14T20:10:00Z"), .report = report
    };
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct mustache_fault fault = { .line = 0 };
    struct buf out = buf_make(65536);
    json_t *doc = json_loads(page.data, 0, NULL);
    struct mustache *m;

    assert_non_null(a);
    assert_non_null(doc);
    m = compile(a, page.body, page.part, &fault);
    if (m == NULL)
        fail_msg("%s: %s", page.body, fault.why);
    assert_int_equal(mustache_render(m, "main", doc, &context, &out), OK);
    buf_add_byte(&out, '\0');
    assert_string_equal(buf_text(&out).at, wanted);
    json_decref(doc);
    buf_free(&out);
    arena_close(a);
}

static void check_nl(void **state, const char *body, const char *data, const char *wanted)
{
    struct page_report report = { .first_line = 0 };

    check_shown(*state, "nl", (struct page){ body, NULL, data }, wanted, &report);
    assert_int_equal(report.unknown_keys, 0);
    assert_int_equal(report.odd_values, 0);
}

static void check_en(void **state, const char *body, const char *data, const char *wanted)
{
    check_shown(*state, "en", (struct page){ body, NULL, data }, wanted, NULL);
}

/* ---- where tags may stand ---- */

static void test_unescaped_values_are_refused_except_trusted_ones(void **state)
{
    (void)state;
    check_refused("<p>\n{{{name}}}</p>", 2, "unescaped");
    check_refused("<p>{{& name}}</p>", 1, "unescaped");
    check_refused("<p title=\"{{{icon_svg}}}\"></p>", 1, "unescaped");
    check_allowed("<p>{{{icon_svg}}}</p>");
}

static void test_a_value_stands_only_in_text_or_a_quoted_attribute(void **state)
{
    (void)state;
    check_allowed("<p class=\"a {{b}}\" id='{{c}}'>{{d}}</p><title>{{e}}</title>");
    check_refused("<p class={{a}}>", 1, "without quotes");
    check_refused("<p class=a{{a}}>", 1, "without quotes");
    check_refused("<p\n{{a}}=\"b\">", 2, "attribute's name");
    check_refused("<p da{{a}}=\"b\">", 1, "attribute's name");
    check_refused("<p a=\"b\"{{a}}>", 1, "attribute's name");
    check_refused("<{{a}}>", 1, "element's name");
    check_refused("</{{a}}>", 1, "element's name");
    check_refused("<h{{a}}>", 1, "element's name");
    check_refused("<!-- {{a}} -->", 1, "comment");
    check_refused("<!-- > -> {{a}} -->", 1, "comment");
    check_allowed("<!-- -- > --->{{a}}");
    check_refused("<!doctype {{a}}>", 1, "comment");
}

static void test_script_and_style_hold_no_tags(void **state)
{
    (void)state;
    check_refused("<script>var a = \"{{a}}\";</script>", 1, "script");
    check_refused("<SCRIPT type=\"module\"> '</p>' {{#a}}x{{/a}}</SCRIPT>", 1, "script");
    check_refused("<style>{{a}}</style>", 1, "script");
    check_refused("<script>{{#_}}Requests{{/_}}</script>", 1, "script");
    check_refused("<script>{{>part}}</script>", 1, "partial");
    check_allowed("<script src=\"/a.js\"></script><p>{{a}}</p>");
    check_allowed("<script>a</SCRIPT>{{a}}");
    check_allowed("<noscript>{{#_}}Requests{{/_}}</noscript>");
    check_allowed("<script>if (a<b) '</scrip>'</script >{{a}}");
}

static void test_attributes_that_are_code_hold_no_tags(void **state)
{
    (void)state;
    check_refused("<p onclick=\"x('{{a}}')\">", 1, "code");
    check_refused("<p OnClick=\"{{a}}\">", 1, "code");
    check_refused("<p style=\"width:{{a}}%\">", 1, "code");
    check_refused("<iframe srcdoc=\"{{a}}\">", 1, "code");
    check_refused("<p hx-on:click=\"{{a}}\">", 1, "code");
    check_refused("<p onclick=\"{{#a}}x{{/a}}\">", 1, "code");
    check_refused("<p onclick=\"{{#_}}Requests{{/_}}\">", 1, "code");
}

static void test_an_address_begins_with_fixed_text_or_a_url_key(void **state)
{
    (void)state;
    check_allowed("<a href=\"/requests/{{id}}\">x</a><a href=\"{{self_url}}\">x</a>");
    check_allowed("<a href='{{url}}'>x</a><img src=\"{{icon.url}}\">");
    check_allowed("<a href=\"{{#a}}{{self_url}}{{/a}}\">x</a>");
    check_refused("<a href=\"{{link}}\">", 1, "address");
    check_refused("<a href=\" {{link}}\">", 1, "address");
    check_refused("<a HREF=\"{{link}}\">", 1, "address");
    check_refused("<form action='{{target}}'>", 1, "address");
    check_refused("<button formaction=\"{{target}}\">", 1, "address");
    check_refused("<a href=\"{{#a}}/x{{/a}}{{link}}\">", 1, "address");
    check_refused("<a href=\"{{self_url}}{{link}}\">", 1, "address");
    check_refused("<script src=\"{{self_url}}\"></script>", 1, "run or embedded");
    check_refused("<iframe src=\"{{self_url}}\"></iframe>", 1, "run or embedded");
    check_refused("<a href=\"/x?{{#_}}Requests{{/_}}\">", 1, "address");
}

static void test_sections_hold_whole_elements_or_attributes(void **state)
{
    (void)state;
    check_allowed("<option value=\"a\"{{#b}} selected{{/b}}>x</option>");
    check_allowed("<tr{{#late}} class=\"late\"{{/late}}><td>{{a}}</td></tr>");
    check_allowed("<input disabled{{#a}} required{{/a}}{{^a}} hidden{{/a}} name=\"x\">");
    check_allowed("<p class=\"a{{#b}} b{{/b}}\">{{#c}}<b>{{d}}</b>{{/c}}</p>");
    check_refused("{{#a}}<p{{/a}}>", 1, "different places");
    check_refused("<p {{#a}}class=\"{{/a}}b\">", 1, "different places");
    check_refused("<p class=\"{{#a}}\">{{/a}}", 1, "different places");
    check_refused("<p class={{#a}}b{{/a}}>", 1, "without quotes");
    check_refused("<di{{#a}}v{{/a}}>", 1, "nothing between");
    check_refused("<p cla{{#a}} b{{/a}}ss=\"x\">", 1, "nothing between");
    check_refused("<p {{#a}}class{{/a}}=\"x\">", 1, "nothing between");
}

static void test_html_that_is_left_open_is_refused(void **state)
{
    (void)state;
    check_refused("<p class=\"", 1, "ends inside");
    check_refused("<p a=\"b\"c=\"d\">", 1, "nothing between");
    check_refused("<p a=\"b\" \"c\">", 1, "quote");
    check_refused("<p class=\"a>\n<p class=\"b\">{{c}}", 2, "nothing between");
    check_refused("<script>", 1, "ends inside");
}

static void test_partials_and_parents_must_exist_and_stand_in_text(void **state)
{
    (void)state;
    check_refused("<p>\n\n{{>gone}}</p>", 3, "no template");
    check_refused("{{<gone}}{{/gone}}", 1, "no template");
    check_refused("<p class=\"{{>part}}\">", 1, "partial");
    check_refused("<p {{$a}}{{/a}}>", 1, "block");
    check_refused("{{<part}}text{{/part}}", 1, "shown nowhere");
    check_refused("{{<part}}{{a}}{{/part}}", 1, "shown nowhere");
    check_refused("{{<part}}{{$a}}<p class=\"{{/a}}{{/part}}", 1, "different places");
    check_refused("<b title=\"{{<part}}{{/part}}\">", 1, "partial");
    check_allowed("{{<part}}\n{{$a}}\n<p>{{b}}</p>\n{{/a}}\n{{! why }}\n{{/part}}");
    check_allowed("<title>{{$title}}Schakel{{/title}}</title>");
}

static void test_delimiters_stay_as_they_are(void **state)
{
    (void)state;
    check_refused("{{=<% %>=}}", 1, "delimiters");
}

static void test_messages_are_whole_sentences_without_markup(void **state)
{
    (void)state;
    check_refused("{{#_}}a <b>b</b>{{/_}}", 1, "markup");
    check_refused("{{#_}}a {{b}}{{/_}}", 1, "holds a tag");
    check_refused("\n{{#_}}a", 2, "holds a tag");
    check_refused("{{#_}} \n {{/_}}", 1, "without words");
    check_refused("{{#_}}a {b{{/_}}", 1, "never closed");
    check_refused("{{#_}}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{{/_}}", 1, "too many");
    check_refused("{{#_n}}n|one{{/_n}}", 1, "plural");
    check_refused("{{#_n}}n|one|two|three{{/_n}}", 1, "plural");
    check_refused("<p class={{#_}}a{{/_}}>", 1, "without quotes");
}

/* ---- how values are written ---- */

static void test_moments_are_written_in_local_words(void **state)
{
    const char *data = "{\"due_at\": \"2021-07-14T20:10:00Z\", \"old_at\": "
                       "\"2019-01-02T03:04:05Z\", \"null_at\": null}";

    check_nl(state, "{{due_at}}", data, "wo 14 juli 2021 22:10");
    check_en(state, "{{due_at}}", data, "Wed 14 July 2021 22:10");
    check_nl(state, "{{due_at.short}}", data, "wo 14 juli 22:10");
    check_en(state, "{{due_at.short}}", data, "Wed 14 July 22:10");
    check_nl(state, "{{old_at.short}}", data, "wo 2 januari 2019 04:04");
    check_nl(state, "{{due_at.time}}", data, "22:10");
    check_nl(state, "{{due_at.day}}", data, "14 juli 2021");
    check_nl(state, "{{due_at.form}}", data, "14-07-2021 22:10");
    check_nl(state, "<time datetime=\"{{due_at.iso}}\">{{due_at.time}}</time>", data,
             "<time datetime=\"2021-07-14T20:10:00Z\">22:10</time>");
    check_nl(state, "[{{null_at}}{{null_at.short}}]", data, "[]");
    check_refused("<time datetime=\"{{due_at}}\">", 1, "words for people");
}

static void test_days_are_written_in_words(void **state)
{
    const char *data = "{\"valid_on\": \"2021-07-01\", \"old_on\": \"2019-03-31\"}";

    check_nl(state, "{{valid_on}}", data, "1 juli 2021");
    check_en(state, "{{valid_on}}", data, "1 July 2021");
    check_nl(state, "{{valid_on.short}} {{old_on.short}}", data, "1 juli 31 maart 2019");
    check_nl(state, "{{valid_on.iso}}", data, "2021-07-01");
}

static void test_money_is_written_by_language(void **state)
{
    const char *data = "{\"paid_cents\": 125050, \"back_cents\": -5, \"cents\": 123456789012}";

    check_nl(state, "{{paid_cents}}|{{back_cents}}|{{cents}}", data,
             "€ 1.250,50|€ -0,05|€ 1.234.567.890,12");
    check_en(state, "{{paid_cents}}|{{back_cents}}|{{cents}}", data,
             "€1,250.50|-€0.05|€1,234,567,890.12");
    check_nl(state, "{{paid_cents.form}}|{{paid_cents.raw}}", data, "1250,50|125050");
    check_en(state, "{{paid_cents.form}}", data, "1250.50");
}

static void test_quantities_are_written_by_language(void **state)
{
    const char *data = "{\"a_milli\": 3100, \"b_milli\": 1003125, \"c_milli\": -50, "
                       "\"d_milli\": 2000}";

    check_nl(state, "{{a_milli}}|{{b_milli}}|{{c_milli}}|{{d_milli}}", data,
             "3,1|1.003,125|-0,05|2");
    check_en(state, "{{a_milli}}|{{b_milli}}|{{c_milli}}", data, "3.1|1,003.125|-0.05");
    check_nl(state, "{{b_milli.form}}", data, "1003,125");
}

static void test_whole_numbers_are_grouped_where_people_read(void **state)
{
    const char *data = "{\"n\": 1250, \"neg\": -1234567, \"year\": 2021, \"area_code\": 1234, "
                       "\"small\": 999}";

    check_nl(state, "{{n}} {{neg}} {{small}}", data, "1.250 -1.234.567 999");
    check_en(state, "{{n}} {{neg}}", data, "1,250 -1,234,567");
    check_nl(state, "{{n.raw}} {{year}} {{area_code}}", data, "1250 2021 1234");
    check_nl(state, "<input value=\"{{n}}\" title=\"{{n}}\">", data,
             "<input value=\"1250\" title=\"1.250\">");
}

static void test_a_label_shows_the_language_of_the_reader(void **state)
{
    const char *data = "{\"kind\": {\"code\": \"FLOOD\", \"nl\": \"Hoogwater\", "
                       "\"en\": \"High water\"}, \"name\": \"Jan\"}";

    check_nl(state, "{{kind.label}} {{kind}} {{kind.code}} {{name.label}}", data,
             "Hoogwater Hoogwater FLOOD Jan");
    check_en(state, "{{kind.label}}", data, "High water");
    check_nl(state, "{{#kind}}<i class=\"{{code}}\">{{nl}}</i>{{/kind}}", data,
             "<i class=\"FLOOD\">Hoogwater</i>");
}

static void test_language_and_now_come_from_the_context(void **state)
{
    check_nl(state, "<html lang=\"{{lang}}\">{{now_at.short}} {{now_at.iso}}",
             "{\"lang\": \"xx\", \"now_at\": \"1999-01-01T00:00:00Z\"}",
             "<html lang=\"nl\">wo 14 juli 22:10 2021-07-14T20:10:00Z");
}

static void test_values_are_escaped_in_text_attributes_and_messages(void **state)
{
    const char *data = "{\"a\": \"<'&\\\">\", \"icon_svg\": \"<svg/>\"}";

    check_nl(state, "{{a}}<p title=\"{{a}}\">{{#_}}So {a}.{{/_}}{{{icon_svg}}}", data,
             "&lt;&#39;&amp;&quot;&gt;<p title=\"&lt;&#39;&amp;&quot;&gt;\">"
             "So &lt;&#39;&amp;&quot;&gt;.<svg/>");
}

static void test_layouts_take_blocks_of_a_page(void **state)
{
    check_shown(
        *state, "nl",
        (struct page){ "{{<part}}{{$title}}Dijk{{/title}}{{$main}}<p>{{a}}</p>{{/main}}{{/part}}",
                       "<title>{{$title}}Schakel{{/title}}</title><main>{{$main}}{{/main}}</main>"
                       "{{$foot}}voet{{/foot}}",
                       "{\"a\": \"x\"}" },
        "<title>Dijk</title><main><p>x</p></main>voet", NULL);
}

/* ---- addresses ---- */

static const char *const bad_addresses[] = {
    "javascript:alert(1)", "//host/x", "/\\\\host", "http://x", " /x", "/\\t/x",
    "data:text/html,x",    "HTTPS://x"
};
static const char *const good_addresses[] = { "/requests/1-2?a=b", "https://example.org/", "#top" };

static void test_only_safe_addresses_reach_a_link(void **state)
{
    char data[128], wanted[128];

    for (size_t i = 0; i < sizeof(bad_addresses) / sizeof(bad_addresses[0]); i++) {
        struct page_report report = { .first_line = 0 };

        (void)snprintf(data, sizeof(data), "{\"self_url\": \"%s\"}", bad_addresses[i]);
        check_shown(*state, "nl", (struct page){ "<a href=\"{{self_url}}\">x</a>", NULL, data },
                    "<a href=\"#\">x</a>", &report);
        assert_int_equal(report.refused_addresses, 1);
        assert_string_equal(report.first, "self_url");
    }
    for (size_t i = 0; i < sizeof(good_addresses) / sizeof(good_addresses[0]); i++) {
        struct page_report report = { .first_line = 0 };

        (void)snprintf(data, sizeof(data), "{\"self_url\": \"%s\"}", good_addresses[i]);
        (void)snprintf(wanted, sizeof(wanted), "<a href=\"%s\">x</a>", good_addresses[i]);
        check_shown(*state, "nl", (struct page){ "<a href=\"{{self_url}}\">x</a>", NULL, data },
                    wanted, &report);
        assert_int_equal(report.refused_addresses, 0);
    }
}

/* ---- reports ---- */

static void test_a_key_that_the_document_lacks_is_reported(void **state)
{
    struct page_report report = { .first_line = 0 };

    check_shown(*state, "nl",
                (struct page){ "{{a}}{{n.x}}\n{{o.gone}}{{#no}}{{/no}}{{^nor}}{{/nor}}"
                               "{{#_}}{hole}.{{/_}}{{#_n}}count|a|b{{/_n}}",
                               NULL, "{\"a\": 1, \"n\": null, \"o\": {}}" },
                "1\n.b", &report);
    assert_int_equal(report.unknown_keys, 5);
    assert_string_equal(report.first, "o.gone");
    assert_string_equal(report.first_in, "main");
    assert_int_equal(report.first_line, 2);
}

static void test_a_key_further_out_is_known(void **state)
{
    check_nl(state, "{{#list}}{{name}}{{a.b}} {{/list}}",
             "{\"a\": {\"b\": \"x\"}, \"list\": [{\"name\": \"1\"}, {\"name\": null}]}", "1x x ");
}

static void test_a_value_that_does_not_fit_its_key_is_reported(void **state)
{
    struct page_report report = { .first_line = 0 };

    check_shown(
        *state, "nl",
        (struct page){ "[{{list}}{{object}}{{x_at}}{{y_on}}]", NULL,
                       "{\"list\": [1], \"object\": {\"a\": 1}, \"x_at\": \"soon\", \"y_on\": 5}" },
        "[soon5]", &report);
    assert_int_equal(report.odd_values, 4);
    assert_string_equal(report.first, "list");
}

/* ---- messages ---- */

static void test_a_message_collapses_its_blanks_and_fills_its_holes(void **state)
{
    check_en(state, "{{#_}}\n  The pool {pool} is\n  held at {b.c} since {due_at.time}. {{/_}}",
             "{\"pool\": \"A & B\", \"b\": {\"c\": 1250}, \"due_at\": \"2021-07-14T20:10:00Z\"}",
             "The pool A &amp; B is held at 1,250 since 22:10.");
}

static void test_a_plural_follows_its_key(void **state)
{
    const char *body = "{{#_n}} n | {n} such thing | {n} such things {{/_n}}";

    check_en(state, body, "{\"n\": 1}", "1 such thing");
    check_en(state, body, "{\"n\": 0}", "0 such things");
    check_en(state, body, "{\"n\": 1250}", "1,250 such things");
}

static void test_messages_read_in_the_language_of_the_reader(void **state)
{
    const char *body = "{{#_}}{pool} is held by {office}.{{/_}}";
    const char *data = "{\"pool\": \"<A>\", \"office\": \"Zuid\", \"gone\": \"x\"}";

    check_nl(state, body, data, "Zuid houdt &lt;A&gt; vast {gone}.");
    check_en(state, body, data, "&lt;A&gt; is held by Zuid.");
    check_nl(state, "<p title=\"{{#_}} Need\n help {{/_}}\">", "{}",
             "<p title=\"Hulp &quot;nú&quot; nodig\">");
}

static void test_plurals_read_in_the_language_of_the_reader(void **state)
{
    const char *body = "{{#_n}}n|{n} day|{n} days{{/_n}}";

    check_nl(state, body, "{\"n\": 1}", "1 dag");
    check_nl(state, body, "{\"n\": 2000}", "2.000 dagen");
}

static void count_message(void *to, struct text name, int line, const char *msgid,
                          const char *other)
{
    int *count = to;

    (*count)++;
    assert_true(text_is(name, "main"));
    assert_int_equal(line, *count);
    assert_string_equal(msgid, *count == 1 ? "One" : "{n} day");
    if (*count == 2)
        assert_string_equal(other, "{n} days");
    else
        assert_null(other);
}

static void test_all_messages_can_be_listed(void **state)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct mustache_fault fault;
    struct mustache *m;
    int count = 0;

    (void)state;
    m = compile(a, "{{#_}}One{{/_}}\n{{#_n}}n|{n} day|{n} days{{/_n}}", NULL, &fault);
    assert_non_null(m);
    mustache_each_message(m, count_message, &count);
    assert_int_equal(count, 2);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unescaped_values_are_refused_except_trusted_ones),
        cmocka_unit_test(test_a_value_stands_only_in_text_or_a_quoted_attribute),
        cmocka_unit_test(test_script_and_style_hold_no_tags),
        cmocka_unit_test(test_attributes_that_are_code_hold_no_tags),
        cmocka_unit_test(test_an_address_begins_with_fixed_text_or_a_url_key),
        cmocka_unit_test(test_sections_hold_whole_elements_or_attributes),
        cmocka_unit_test(test_html_that_is_left_open_is_refused),
        cmocka_unit_test(test_partials_and_parents_must_exist_and_stand_in_text),
        cmocka_unit_test(test_delimiters_stay_as_they_are),
        cmocka_unit_test(test_messages_are_whole_sentences_without_markup),
        cmocka_unit_test(test_moments_are_written_in_local_words),
        cmocka_unit_test(test_days_are_written_in_words),
        cmocka_unit_test(test_money_is_written_by_language),
        cmocka_unit_test(test_quantities_are_written_by_language),
        cmocka_unit_test(test_whole_numbers_are_grouped_where_people_read),
        cmocka_unit_test(test_a_label_shows_the_language_of_the_reader),
        cmocka_unit_test(test_language_and_now_come_from_the_context),
        cmocka_unit_test(test_values_are_escaped_in_text_attributes_and_messages),
        cmocka_unit_test(test_layouts_take_blocks_of_a_page),
        cmocka_unit_test(test_only_safe_addresses_reach_a_link),
        cmocka_unit_test(test_a_key_that_the_document_lacks_is_reported),
        cmocka_unit_test(test_a_key_further_out_is_known),
        cmocka_unit_test(test_a_value_that_does_not_fit_its_key_is_reported),
        cmocka_unit_test(test_a_message_collapses_its_blanks_and_fills_its_holes),
        cmocka_unit_test(test_a_plural_follows_its_key),
        cmocka_unit_test(test_messages_read_in_the_language_of_the_reader),
        cmocka_unit_test(test_plurals_read_in_the_language_of_the_reader),
        cmocka_unit_test(test_all_messages_can_be_listed),
    };

    return cmocka_run_group_tests(tests, open_zone, close_zone);
}
