/* SPDX-License-Identifier: EUPL-1.2 */
/* law/inner.h - what the files of this room share: a route as structs, conditions, the shelf.
 *
 * Terms      joined: a route file together with the machine that it extends (law/README.md). name
 *            table: all fact names of a shelf, numbered, so that a condition compares values only.
 *            tri: the three values of a condition.
 * Invariants 1. Everything here is made once by route_shelf_parse and never changed after. 2. Texts
 *            and pointers live as long as the shelf; C strings end with NUL. 3. Conditions nest at
 *            most CONDITION_DEPTH_MAX deep, so walking them by recursion is bounded.
 * Used by    law/ only. Any thread, after the shelf was opened. */
#ifndef LAW_INNER_H
#define LAW_INNER_H
#include "base/embed.h"
#include "law/law.h"

enum {
    CONDITION_DEPTH_MAX = 8,
    FACT_NAMES_MAX = 192, /* the machine and one route have 45 */
    STAGES_MAX = 62,      /* a row's stages are a mask of 64 bits: NEW and these */
    ROW_SLOTS_MAX = 8,
    ROUTES_MAX = 64, /* about 20 routes in a few versions */
    FAULT_MAX = 240,
    POLICY_VALUE_MAX = 100000, /* hours: eleven years */
};

enum tri { TRI_FALSE, TRI_UNKNOWN, TRI_TRUE };

/* The facts that the judge itself knows about come first in the name table. */
enum known_fact {
    FACT_STAGE,
    FACT_ACT,
    FACT_ACTOR_OFFICE,
    FACT_ACTOR_ROLE,
    FACT_ACTOR_IS_NAMED,
    FACT_MANDATE,
    FACT_MANDATED,
    FACT_PLACE_KNOWN,
    FACT_AREA_CONTAINS,
    FACT_AREA_TOUCHES,
    FACT_AREA_SUPPLIER,
    FACT_AREA_FITS,
    FACT_ACTOR_IS_HOLDER,
    FACT_NAMED_OFFICE,
    FACT_PURPOSE,
    FACT_PURPOSE_FITS,
    FACT_DEPLOYMENT_STATE,
    FACT_ORAL_COMPLETE,
    FACT_FORM_COMPLETE,
    FACT_LADDER_RECORDED,
    KNOWN_FACTS,
};

struct words {
    const char *en; /* msgid */
    const char *nl;
};

enum condition_kind { CONDITION_FACT, CONDITION_ALL, CONDITION_ANY, CONDITION_NOT };
struct condition {
    enum condition_kind kind;
    size_t fact;               /* CONDITION_FACT: place in the name table */
    const struct text *values; /* "true", "false" or codes */
    size_t value_count;
    const struct condition *parts; /* CONDITION_NOT has one */
    size_t part_count;
};

struct rule {
    const char *id;
    /* stable short form; "" when no law is in it; as msgid: the ground in words */
    struct text cite;
    const char *mark;
    struct words why, mend;
    const struct condition *holds; /* NULL: broken whenever its guard applies */
};

struct guard {
    const struct rule *rule;
    const struct condition *when; /* NULL: always */
    bool is_warning;
    bool passes_unknown;
};
struct guards {
    const struct guard *at;
    size_t n;
};

/* Stages, obligations: what a row chooses, each under a condition. */
struct option {
    const struct condition *when;
    struct text name;
};
struct options {
    const struct option *at;
    size_t n;
};
struct names {
    const char *const *at;
    size_t n;
};

enum area_rule { AREA_COUNTRY, AREA_CONTAINS, AREA_TOUCHES, AREA_SUPPLIER };
struct slot_entry {
    /* "@named": the field authority named on the tasking; "@holder": an office of the
     * organisation that supplies; "*.minister": every office whose code ends so */
    struct text office;
    struct text stands_for; /* the office on whose behalf it acts; "" its own */
    enum area_rule area;
    const struct condition *when;
    bool by_mandate;
};
struct slot {
    const char *name;
    bool is_first; /* only the first entry whose condition holds */
    const struct slot_entry *of;
    size_t n;
};

struct notice_rule {
    const struct condition *when; /* NULL: always */
    struct text to, cite;
    bool is_sent; /* else recorded: the actor told it himself */
    struct words words;
};

struct row {
    const char *act;
    bool is_on_deployment;
    uint64_t at; /* bit 0: NEW; bit i + 1: stage i */
    const struct slot *by[ROW_SLOTS_MAX];
    size_t by_count;
    struct names needs, at_deployment, flagged_by;
    struct guards guards, otherwise, wrong_stage;
    bool has_otherwise, has_wrong_stage;
    struct options to, then, to_deployment, opens, closes;
    const struct notice_rule *notices;
    size_t notice_count;
    const char *note;
};

struct obligation_rule {
    struct text id, owner, to, cite, policy, due_from, due_at, due_with;
    bool is_statutory, is_flag;
    bool has_no_term; /* the law makes it due and names no term */
    const char *mark;
    struct names tell, blocks;
    struct words words;
};

struct stage {
    const char *id;
    struct words words;
};
struct move {
    struct text from, to;
};
struct moves {
    const struct move *at;
    size_t n;
};

struct fact_rule {
    size_t fact;
    const char *from;
    struct names values; /* empty unless listed */
    const char *list;    /* "yes_no", "stages", a list of codes; "" when listed */
    bool changes;
    const char *asked;
    const char *field; /* of the form, by which a person mends it; "" the one of its own name */
    struct words words;
};
struct fact_set_rule {
    size_t fact;
    struct text value;
};
struct policy_rule {
    const char *name;
    int64_t value;
};
struct exclusion {
    const struct condition *when;
    const struct rule *rule;
    const char *go_to;
};

struct route {
    const struct route_shelf *shelf;
    const char *id, *extends, *mark;
    int64_t version, order;
    struct text version_text; /* "WVR51_MIL/1" */
    char sha256[HASH_HEX_MAX];
    const char *valid_from, *valid_until; /* dates, "" when open */
    const char *act_name, *act_short, *bwb, *article;
    struct text cite; /* "Wvr art. 51 lid 1-3" */
    struct words title, mark_note;
    struct words text; /* what the article says, in our own words; empty when the file has none */
    const char *force, *cost, *ladder, *second_pattern, *second_who;
    const struct condition *fits;
    const struct exclusion *not_if;
    size_t not_if_count;
    struct names purposes, audience, oral, written, ladder_form, documents, records, ends, sources;
    const struct stage *stages;
    size_t stage_count;
    struct moves moves, deployment_moves;
    const struct fact_rule *facts;
    size_t fact_count;
    const struct fact_set_rule *sets;
    size_t set_count;
    const struct slot *slots;
    size_t slot_count;
    struct guards always, wrong_stage, otherwise; /* of `always` and `defaults` */
    const struct obligation_rule *obligations;
    size_t obligation_count;
    const struct row *rows;
    size_t row_count;
    const struct policy_rule *policies;
    size_t policy_count;
};

struct fact_name {
    const char *name;
    const char *question; /* msgid "Not yet known: …", made by tools/embed_po.py too */
};
/* reference/offices.json: names of office codes. */
struct office_kind {
    const char *code;
    struct words words;
};
struct route_shelf {
    struct arena *arena;
    const struct office_kind *offices; /* empty when the file is not among those parsed */
    size_t office_count;
    const struct rule *rules; /* sorted by id */
    size_t rule_count;
    struct route routes[ROUTES_MAX];
    size_t route_count;
    struct policy_rule policies[64]; /* of law/policy.json and of the machines */
    size_t policy_count;
    struct fact_name names[FACT_NAMES_MAX];
    size_t name_count;
    uint16_t order[FACT_NAMES_MAX]; /* places of `names`, sorted by name */
};

/* The embedded law/ folder, made by the build. */
extern const struct embedded_file law_files[];
extern const size_t law_files_len;

/* Parses the files; NULL with one line in `fault` (FAULT_MAX bytes). Owner: the caller. */
struct route_shelf *route_shelf_parse(const struct embedded_file *files, size_t n, char *fault);
/* The place of a name in the table, SIZE_MAX when it has none. */
size_t shelf_fact_find(const struct route_shelf *s, struct text name);
const struct rule *shelf_rule(const struct route_shelf *s, struct text id);
/* The names of an office code, NULL when it is not known. */
const struct words *shelf_office(const struct route_shelf *s, struct text code);

/* ---- looking ---- */
const struct slot *route_slot_find(const struct route *r, struct text name);
const struct obligation_rule *route_obligation(const struct route *r, struct text id);
/* The mask bit of a stage ("" and "NEW" are NEW), 0 when the route has none such. */
uint64_t route_stage_bit(const struct route *r, struct text stage);
/* Can this entry of `to` move the row from `stage`? Not when its condition excludes the stage, or
 * when a guard without `holds` shuts the act in just that situation. */
bool row_can_leave(const struct row *row, const struct option *to, struct text stage);
bool names_have(const struct names *n, struct text name);

/* The default of a policy parameter; false when nobody declares it. */
bool policy_default(struct text name, int64_t *value);

extern const struct action law_actions[2];
extern const struct view law_views[5];
/* "route": the page of one route (route_view.c). */
struct route_query {
    struct text id; /* "WVR51_MIL", or the thing that adopted a version: "1-5" */
};
enum result view_route(const struct look *look, const void *query, struct json *out);
/* "rules": what each code of a verdict says. */
enum result view_rules(const struct look *look, const void *query, struct json *out);

/* values[i]: value of the i-th fact name, "" when unknown. */
enum tri condition_eval(const struct condition *c, const struct text *values);
/* Marks in `seen` (FACT_NAMES_MAX) the unknown facts that leave an unknown condition open. */
void condition_unknowns(const struct condition *c, const struct text *values, bool *seen);
/* Marks the facts because of which a false condition is false. */
void condition_blames(const struct condition *c, const struct text *values, bool *seen);
/* Calls `each` for every test of a fact. */
void condition_each(const struct condition *c,
                    void (*each)(void *ctx, const struct condition *leaf), void *ctx);

#endif
