/* SPDX-License-Identifier: EUPL-1.2 */
/* Route files: the carried ones are whole; broken ones are refused with a line that says where. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "law/inner.h"

enum { FILES_MAX = 32, MUTANTS = 1500 };

/* The carried files, of which one is replaced. */
struct files {
    struct embedded_file at[FILES_MAX];
    size_t n;
};

static struct files carried(void)
{
    struct files f = { .n = law_files_len };

    assert_true(law_files_len <= FILES_MAX);
    memcpy(f.at, law_files, law_files_len * sizeof(law_files[0]));
    return f;
}

static struct embedded_file *file_of(struct files *f, const char *path)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->at[i].path, path) == 0)
            return &f->at[i];
    fail_msg("%s is not carried", path);
    abort(); /* fail_msg does not return, but does not say so */
}

/* Parses the carried files with `from` in the file replaced by `to`; the line says `words`. */
static void is_refused(const char *path, const char *from, const char *to, const char *words)
{
    struct files f = carried();
    struct embedded_file *file = file_of(&f, path);
    const char *bytes = (const char *)file->bytes, *at = strstr(bytes, from);
    char fault[FAULT_MAX];

    if (!at)
        fail_msg("%s does not hold %s", path, from);
    size_t before = (size_t)(at - bytes), rest = file->len - before - strlen(from);
    char *changed = malloc(file->len + strlen(to) + 1);
    assert_non_null(changed);
    memcpy(changed, bytes, before);
    memcpy(changed + before, to, strlen(to));
    memcpy(changed + before + strlen(to), at + strlen(from), rest);
    file->bytes = (const unsigned char *)changed;
    file->len = before + strlen(to) + rest;
    struct route_shelf *s = route_shelf_parse(f.at, f.n, fault);
    free(changed);
    if (s) {
        route_shelf_close(s);
        fail_msg("%s with %s was taken", path, to);
    }
    if (!strstr(fault, words) || !strstr(fault, path))
        fail_msg("\"%s\" does not name %s and say \"%s\"", fault, path, words);
}

#define ROUTE     "law/WVR51_MIL.json"
#define NEIGHBOUR "law/WVR51_NEIGHBOUR.json"
#define CIVIL     "law/WVR51_CIVIL.json"
#define PW57      "law/PW57_OO.json"
#define MSOB      "law/MSOB.json"
#define MACHINE   "law/request-machine.json"
#define RULES     "law/rules.json"

static void test_the_carried_files_are_whole(void **state)
{
    struct route_shelf *s = route_shelf_open();

    (void)state;
    assert_non_null(s);
    static const char *const order[] = { "WVR51_NEIGHBOUR", "WVR51_CIVIL", "WVR51_MIL", "PW57_OO",
                                         "MSOB" };
    assert_int_equal(route_shelf_count(s), 5);
    for (size_t i = 0; i < 5; i++) /* the legal order: neighbours, other regions, Defence; ... */
        assert_true(text_is(route_id(route_shelf_at(s, i)), order[i]));
    const struct route *r = route_shelf_at(s, 2);
    assert_int_equal(route_number(r), 1);
    assert_true(text_is(route_article(r), "Wvr art. 51 lid 1-3"));
    assert_true(text_is(route_article(route_shelf_at(s, 4)), /* it has no articles to name */
                        "Regeling militaire steunverlening in het openbaar belang, geheel"));
    assert_string_equal(route_force(r), "FORCE_NONE_MIL");
    assert_string_equal(route_cost(r), "COST_FNIK");
    assert_null(route_shelf_at(s, 5));
    route_shelf_close(s);
    route_shelf_close(NULL);
    assert_non_null(route_version(T("WVR51_MIL"), 1));
    assert_null(route_version(T("WVR51_MIL"), 2));
    assert_null(route_version(T("NOTHING"), 1));
}

static void test_every_file_of_the_folder_is_carried(void **state)
{
    char path[512];
    const char *root = getenv("SCHAKEL_SOURCE");
    size_t found = 0;

    (void)state;
    snprintf(path, sizeof(path), "%s/law", root ? root : ".");
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        if (!text_ends(text_of(e->d_name), T(".json")))
            continue;
        struct files f = carried();
        snprintf(path, sizeof(path), "law/%s", e->d_name);
        (void)file_of(&f, path);
        found++;
    }
    closedir(dir);
    assert_true(found >= 3);
}

static void test_the_digest_is_that_of_route_machine_and_rules(void **state)
{
    struct files f = carried();
    const char *const parts[] = { ROUTE, MACHINE, RULES };
    struct hasher *h = hasher_open();
    char hex[HASH_HEX_MAX];

    (void)state;
    hasher_start(h);
    for (size_t i = 0; i < 3; i++)
        hasher_add(h, file_of(&f, parts[i])->bytes, file_of(&f, parts[i])->len);
    struct hash sum = hasher_end(h);
    hasher_close(h);
    hash_hex(&sum, hex);
    assert_true(text_is(route_sha256(route_version(T("WVR51_MIL"), 1)), hex));
}

static void test_a_route_is_joined_with_its_machine(void **state)
{
    const struct route *r = route_version(T("WVR51_MIL"), 1);
    size_t decides = 0, hands_over = 0;

    (void)state;
    for (size_t i = 0; i < r->row_count; i++) {
        decides += strcmp(r->rows[i].act, "decide") == 0;
        hands_over += strcmp(r->rows[i].act, "pass_to_defence") == 0;
    }
    assert_int_equal(decides, 2);    /* the route's rows replace those of the machine */
    assert_int_equal(hands_over, 1); /* taken over from the machine */
    assert_non_null(route_slot_find(r, T("evaluator")));
    assert_non_null(route_slot_find(r, T("requester")));
    assert_null(route_slot_find(r, T("nobody")));
    assert_true(route_obligation(r, T("CDK_NOTICE"))->is_statutory);
    assert_true(route_obligation(r, T("CONFIRM_WRITTEN"))->is_flag);
    assert_true(names_have(&r->written, T("situation")));
    assert_true(names_have(&r->ladder_form, T("alternatives")));
}

static void count_field(void *ctx, const char *field)
{
    size_t *n = ctx;

    assert_true(field[0] != '\0');
    (*n)++;
}

static void test_the_oral_start_wants_less_than_the_written_request(void **state)
{
    const struct route *r = route_version(T("WVR51_MIL"), 1);
    size_t oral = 0, written = 0, ladder = 0;

    (void)state;
    route_required(r, "oral", count_field, &oral);
    route_required(r, "written", count_field, &written);
    route_required(r, "ladder", count_field, &ladder);
    assert_true(oral > 0);
    assert_true(oral < written);
    assert_int_equal(ladder, 1);
}

static void test_references_to_nothing_are_refused(void **state)
{
    (void)state;
    is_refused(ROUTE, "\"WVR51_REQUESTER\"", "\"WVR51_NOBODY\"",
               "WVR51_NOBODY is not in rules.json");
    is_refused(ROUTE, "\"by\": \"desk\"", "\"by\": \"table\"", "slot table is not under offices");
    is_refused(ROUTE, "{\"cdk_told\": [false]}", "{\"cdk_tol\": [false]}",
               "fact cdk_tol is not declared");
    is_refused(ROUTE, "{\"decision\": [\"refuse\"]}", "{\"decision\": [\"refused\"]}",
               "fact decision cannot be refused");
    is_refused(ROUTE, "\"id\": \"CDK_NOTICE\"}]", "\"id\": \"CDK_NOTE\"}]",
               "obligation CDK_NOTE is not there");
    is_refused(ROUTE, "\"extends\": \"request-machine/1\"", "\"extends\": \"request-machine/9\"",
               "extends a machine that is not there");
    is_refused(ROUTE, "\"office\": \"LOCC.desk\"", "\"office\": \"LOCC.chair\"",
               "LOCC.chair is not in reference/offices.json");
    is_refused(ROUTE, "\"due\": {\"with\": \"submit_request\"}", "\"due\": {\"with\": \"submit\"}",
               "submit is no act");
    is_refused(ROUTE, "\"owner\": \"requester\"", "\"owner\": \"asker\"",
               "slot asker is not under offices");
    is_refused(ROUTE, "\"audience\": [\"requester\"", "\"audience\": [\"everybody\"",
               "slot everybody is not under offices");
}

static void test_moves_that_the_machine_does_not_know_are_refused(void **state)
{
    (void)state;
    is_refused(ROUTE, "\"stage\": \"CHECKED\"}", "\"stage\": \"GRANTED\"}",
               "SUBMITTED to GRANTED is no transition");
    is_refused(ROUTE, "\"stage\": \"CHECKED\"}", "\"stage\": \"TESTED\"}", "TESTED is no stage");
    is_refused(ROUTE, "\"at\": [\"SUBMITTED\"]", "\"at\": [\"SENT\"]",
               "stage SENT is not under stages");
    is_refused(ROUTE, "\"at\": [\"CHECKED\", \"CIVIL_SEARCH\"]",
               "\"at\": [\"CHECKED\", \"ASSESSING\"]", "two rows of decide share a stage");
}

static void test_where_one_office_decides_a_second_one_is_refused(void **state)
{
    (void)state;
    is_refused(ROUTE, "\"decider\": {\"pick\": \"first\", \"of\": [",
               "\"decider\": {\"pick\": \"any\", \"of\": [{\"office\": \"TOC.desk\"}, ",
               "decide: more than one office may be competent");
    is_refused(PW57, "\"concurrer\": {\"pick\": \"first\", \"of\": [",
               "\"concurrer\": {\"pick\": \"any\", \"of\": [{\"office\": \"TOC.desk\"}, ",
               "concur: more than one office may be competent");
    is_refused(CIVIL, "{\"office\": \"LOCC.desk\", \"for\": \"MIN_JENV.minister\"}",
               "{\"office\": \"LOCC.desk\"}", "decide: more than one office may be competent");
    is_refused(NEIGHBOUR, "\"for\": \"ROT.operationeel_leider\", ", "",
               "task: more than one office may be competent");
    is_refused(ROUTE, "\"tasker\": {\"pick\": \"first\", \"of\": [",
               "\"tasker\": {\"pick\": \"any\", \"of\": [{\"office\": \"LOCC.desk\"}, ",
               "more than one office may be competent");
    is_refused(PW57, "\"authority\": {\"pick\": \"first\"", "\"authority\": {\"pick\": \"any\"",
               "release: more than one office may be competent");
}

static void test_an_act_that_nobody_may_do_for_some_facts_is_refused(void **state)
{
    (void)state;
    is_refused(MSOB, "{\"office\": \"@named\"}",
               "{\"office\": \"@named\", \"when\": {\"authority_named\": [true]}}",
               "slot authority is empty for some facts");
    is_refused(PW57, "\"when\": {\"not\": {\"art39\": [\"on\"]}}",
               "\"when\": {\"art39\": [\"ended\"]}", "slot requester is empty for some facts");
}

static void test_a_guard_that_never_refuses_or_never_passes_is_refused(void **state)
{
    (void)state;
    is_refused(ROUTE, "\"when\": {\"decision\": [\"refuse\"]}",
               "\"when\": {\"all\": [{\"decision\": [\"refuse\"]}, {\"decision\": [\"grant\"]}]}",
               "WVR51_REFUSAL_COMPELLING can never refuse");
    is_refused(
        PW57,
        "{\"rule\": \"PW_TWO_MINISTERS\", \"when\": {\"decision\": [\"grant\", \"partly_grant\"]}}",
        "\"PW_TWO_MINISTERS\"", "decide: PW_TWO_MINISTERS can never pass");
    is_refused(MSOB, "\"sets\": {\"basis_gives_force\": false}",
               "\"sets\": {\"basis_gives_force\": false, \"subsidiarity_named\": true}",
               "submit_request: MSOB_SUBSIDIARITY can never refuse");
    is_refused(NEIGHBOUR, "\"sets\": {\"basis_gives_force\": false}",
               "\"sets\": {\"basis_gives_force\": false, \"is_adjacent\": false}",
               "submit_request: WVR51_5_ADJACENT can never pass");
    is_refused(ROUTE, "\"sets\": {\"basis_gives_force\": false}",
               "\"sets\": {\"basis_gives_force\": false, \"cdk_told\": true}",
               "submit_request: WVR51_CDK_NOTICE can never refuse");
    is_refused(PW57, "{\"rule\": \"DECISION_FIRST\", \"when\": {\"stage\": [\"DRAFT\"",
               "{\"rule\": \"DECISION_FIRST\", \"when\": {\"not\": {\"stage\": [\"NEW\"]}}}, "
               "{\"rule\": \"DECISION_FIRST\", \"when\": {\"stage\": [\"GRANTED\"]}}, "
               "{\"rule\": \"DECISION_FIRST\", \"when\": {\"stage\": [\"DRAFT\"",
               "task: DECISION_FIRST can never refuse");
}

static void test_a_stage_without_a_way_to_the_end_is_refused(void **state)
{
    (void)state;
    is_refused(MACHINE, "\"at\": [\"EVALUATED\", \"REFUSED\", \"WITHDRAWN\"]",
               "\"at\": [\"EVALUATED\", \"WITHDRAWN\"]", "nothing leaves stage REFUSED");
    /* Units are asked to stay for ever: nothing but an extension leaves the stage. */
    is_refused(MSOB, "\"acts\": [",
               "\"without\": [\"rebase\"], \"acts\": ["
               "{\"act\": \"release\", \"on\": \"deployment\", \"at\": [\"DEPLOYED\"], "
               "\"at_deployment\": [\"DEPLOYED\"], \"by\": \"authority\", "
               "\"to_deployment\": \"RELEASED\"}, "
               "{\"act\": \"recall\", \"on\": \"deployment\", \"at\": [\"DEPLOYED\"], "
               "\"at_deployment\": [\"DEPLOYED\"], \"by\": \"tasker\", "
               "\"to_deployment\": \"RECALLED\"}, ",
               "from stage EN_ROUTE there is no way to CLOSED");
    is_refused(MSOB, "\"policy\": {}",
               "\"policy\": {}, \"without\": [\"pass_to_defence\", \"will_can_may\"]",
               "no way leads to a tasking");
}

static void test_nobody_is_deployed_without_the_decisions_of_the_basis(void **state)
{
    (void)state;
    /* The first minister alone grants. */
    is_refused(PW57, "\"stage\": \"AWAIT_CONCUR\"}", "\"stage\": \"GRANTED\"}",
               "a unit can be tasked without the act concur");
    is_refused(PW57,
               "\"concurrer\": {\"pick\": \"first\", \"of\": [{\"office\": \"MIN_DEF.minister\"",
               "\"concurrer\": {\"pick\": \"first\", \"of\": [{\"office\": \"MIN_JENV.minister\"",
               "MIN_JENV.minister would agree with itself");
    is_refused(PW57,
               "\"concurrer\": {\"pick\": \"first\", \"of\": [{\"office\": \"MIN_DEF.minister\"",
               "\"concurrer\": {\"pick\": \"first\", \"of\": [{\"office\": \"VWS.minister\"",
               "concur is of VWS.minister, not of MIN_DEF");
    /* What the desk finds is delivered. */
    is_refused(CIVIL, "{\"act\": \"decide\", \"at\": [\"CIVIL_SEARCH\"]",
               "{\"act\": \"find\", \"at\": [\"CIVIL_SEARCH\"]",
               "a unit can be tasked without the act decide");
    is_refused(CIVIL,
               "{\"rule\": \"WVR51_REFUSAL_COMPELLING\", \"when\": {\"decision\": [\"refuse\"]}}, ",
               "", "decide can refuse without a compelling reason, though there is a duty");
    is_refused(MACHINE, "\"by\": \"unit\", \"guards\": [\"FIELD_AUTHORITY_NAMED\"]",
               "\"by\": \"unit\"", "arrive lets a unit work without an authority in the field");
}

static void test_words_out_of_the_vocabulary_are_refused(void **state)
{
    (void)state;
    is_refused(ROUTE, "\"level\": \"warn\"", "\"level\": \"shout\"", "level is refuse or warn");
    is_refused(ROUTE, "\"unknown\": \"pass\"", "\"unknown\": \"guess\"", "unknown is ask or pass");
    is_refused(ROUTE, "\"area\": \"contains_place\"", "\"area\": \"near\"",
               "area is contains_place");
    is_refused(ROUTE, "\"kind\": \"statutory\"", "\"kind\": \"custom\"",
               "kind is statutory or policy");
    is_refused(ROUTE, "\"kind\": \"SENT\"", "\"kind\": \"SHOUTED\"",
               "a notice is SENT or RECORDED");
    is_refused(ROUTE, "\"version\": 1", "\"version\": \"1\"", "version is no number");
    is_refused(ROUTE, "\"valid\": [\"2010-10-01\"", "\"valid\": [\"2010-13-01\"", "valid is a day");
    is_refused(MACHINE, "\"evaluation_days\": 90", "\"evaluation_days\": -1",
               "policy evaluation_days");
    is_refused(RULES, "\"id\": \"STATE_ORDER\"", "\"id\": \"STATE_ORDERED\"",
               "STATE_ORDER is missing");
    is_refused(RULES, "\"id\": \"STATE_ORDER\"", "\"id\": \"state order\"", "capitals, digits");
    is_refused(RULES, "\"id\": \"STATE_ORDER\"", "\"id\": \"OUT_OF_AREA\"", "stands twice");
    is_refused(RULES, "\"why\": {\"en\":", "\"why\": {\"xx\":", "lacks one of its languages");
}

static void test_what_is_no_json_is_refused_with_its_line(void **state)
{
    (void)state;
    is_refused(ROUTE, "\"id\": \"WVR51_MIL\",", "\"id\": \"WVR51_MIL\"", "line 4");
    is_refused(ROUTE, "\"order\": 30", "\"order\": 30, \"order\": 31", "doubled_key");
    is_refused(RULES, "{\n", "[{\n", "syntax");
}

static void test_without_rules_there_is_no_law(void **state)
{
    struct files f = carried();
    char fault[FAULT_MAX];

    (void)state;
    assert_null(route_shelf_parse(f.at, 0, fault));
    assert_non_null(strstr(fault, "rules.json: is missing"));
    for (size_t i = 0; i < f.n; i++)
        if (strcmp(f.at[i].path, MACHINE) == 0)
            f.at[i] = f.at[--f.n];
    assert_null(route_shelf_parse(f.at, f.n, fault));
    assert_non_null(strstr(fault, "extends a machine"));
}

/* A small generator of its own, so that a seed gives the same mutants everywhere. */
static uint32_t next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Single bytes changed, pieces dropped and doubled: refused with a line, or taken; never a crash.
 */
static void test_mutated_bytes_never_crash(void **state)
{
    static const char *const paths[] = { ROUTE, MACHINE, RULES };
    static const char bytes[] = "{}[]\",:0tfn\\x";
    uint32_t seed = 51;
    size_t refused = 0;

    (void)state;
    for (int i = 0; i < MUTANTS; i++) {
        struct files f = carried();
        struct embedded_file *file = file_of(&f, paths[next(&seed) % 3]);
        char fault[FAULT_MAX];
        unsigned char *copy = malloc(file->len + 1);
        assert_non_null(copy);
        memcpy(copy, file->bytes, file->len + 1);
        size_t at = next(&seed) % file->len, len = next(&seed) % 40;
        if (i % 3 == 0)
            copy[at] = (unsigned char)bytes[next(&seed) % (sizeof(bytes) - 1)];
        else if (i % 3 == 1)
            file->len = at;
        else if (at + len < file->len)
            memset(copy + at, ' ', len);
        file->bytes = copy;
        struct route_shelf *s = route_shelf_parse(f.at, f.n, fault);
        refused += s == NULL;
        assert_int_equal(s == NULL, fault[0] != '\0');
        route_shelf_close(s);
        free(copy);
    }
    if (refused < MUTANTS / 2)
        fail_msg("seed 51: only %zu of %d mutants were refused", refused, MUTANTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_carried_files_are_whole),
        cmocka_unit_test(test_every_file_of_the_folder_is_carried),
        cmocka_unit_test(test_the_digest_is_that_of_route_machine_and_rules),
        cmocka_unit_test(test_a_route_is_joined_with_its_machine),
        cmocka_unit_test(test_the_oral_start_wants_less_than_the_written_request),
        cmocka_unit_test(test_references_to_nothing_are_refused),
        cmocka_unit_test(test_moves_that_the_machine_does_not_know_are_refused),
        cmocka_unit_test(test_where_one_office_decides_a_second_one_is_refused),
        cmocka_unit_test(test_an_act_that_nobody_may_do_for_some_facts_is_refused),
        cmocka_unit_test(test_a_guard_that_never_refuses_or_never_passes_is_refused),
        cmocka_unit_test(test_a_stage_without_a_way_to_the_end_is_refused),
        cmocka_unit_test(test_nobody_is_deployed_without_the_decisions_of_the_basis),
        cmocka_unit_test(test_words_out_of_the_vocabulary_are_refused),
        cmocka_unit_test(test_what_is_no_json_is_refused_with_its_line),
        cmocka_unit_test(test_without_rules_there_is_no_law),
        cmocka_unit_test(test_mutated_bytes_never_crash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
