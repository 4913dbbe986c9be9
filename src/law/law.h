/* SPDX-License-Identifier: EUPL-1.2 */
/* law/ - the pure judge over routes as data, and the register of what the law makes due.
 *
 * Terms      route: one legal basis as data (law/<ID>.json, law/README.md): stages, acts, offices
 *            per slot, guards, obligations. fact: a named value that the acting room gathers; may
 *            be unknown. judge: route x stage x act x facts -> verdicts, next stage, obligations.
 *            obligation: what law or policy makes due, with owner, due time, ground. notice:
 *            somebody was told (SENT by the product, RECORDED: told by the actor himself).
 * Invariants 1. judge reads no tables and no clock. 2. A rule whose fact is unknown asks, never
 *            guesses. 3. Routes in force are adopted by an act with their digest (adopt_route);
 *            open requests keep the version they began under. 4. Overdue is derived when looked at.
 * Uses       kernel/, access/. Used by incident/, request/, deployment/, settlement/. */
#ifndef LAW_LAW_H
#define LAW_LAW_H
#include "access/access.h"

extern const struct room law_room;

/* ---- routes ---- */
struct route;       /* one version, immutable, shared by all threads */
struct route_shelf; /* all route versions the program carries, parsed at start */
/* Parses the embedded law/ files; NULL after one log line naming file and fault. Owner: caller. */
struct route_shelf *route_shelf_open(void);
void route_shelf_close(struct route_shelf *s);
/* The program's shelf, opened once at first use by any thread (pthread_once), never changed. A
 * program whose own law files are broken stops here: an assertion. */
const struct route_shelf *route_shelf_shared(void);
/* How many route versions it carries, and the i-th: by `order`, then id, newest version first. */
size_t route_shelf_count(const struct route_shelf *s);
const struct route *route_shelf_at(const struct route_shelf *s, size_t i);
/* The version adopted and in force at `when` (law_route table); NULL when none. */
const struct route *route_in_force(struct tx *tx, struct text id, struct instant when);
/* Calls `each` with every version that was adopted and the digest it then had. */
void routes_adopted(struct tx *tx,
                    void (*each)(void *ctx, struct text id, int64_t version, struct text sha256),
                    void *ctx);
/* The version an open request began under. */
const struct route *route_version(struct text id, int64_t version);
struct text route_id(const struct route *r);
int64_t route_number(const struct route *r);
/* Digest of route file, machine and rules in this order, as anybody can check:
 * cat law/WVR51_MIL.json law/request-machine.json law/rules.json | sha256sum */
struct text route_sha256(const struct route *r);
struct text route_article(const struct route *r); /* "Wvr art. 51 lid 1-3" */
const char *route_force(const struct route *r);   /* "FORCE_NONE_MIL" */
const char *route_cost(const struct route *r);    /* "COST_FNIK" */
const char *route_ladder(const struct route *r);  /* "LADDER_DISASTER" */
/* How a second office has a say: "agree" (both must say yes), "duty" (complies unless compelling
 * reasons oppose), "informed", "none". */
const char *route_second(const struct route *r);
/* The one purpose that the route carries, "disaster"; "" when it carries several. */
struct text route_purpose(const struct route *r);
/* {"nl","en"}: what the article says, in our own words; null when the file has none. */
void json_put_route_text(struct json *out, const char *name, const struct route *r);
/* {"code","nl","en"} of a stage, of an obligation kind, of the route itself, as a member; words of
 * an obligation kind that no route knows are its code. */
void json_put_stage(struct json *out, const char *name, const struct route *r, struct text stage);
void json_put_obligation_kind(struct json *out, const char *name, struct text kind);
void json_put_route(struct json *out, const char *name, const struct route *r);

/* ---- facts ----
 * Beside the facts that a route declares (law/README.md), the judge knows these of the actor:
 *   actor_office         code of the office he acts in: "VR.voorzitter"
 *   actor_role           "ROLE_REQUESTER"
 *   area_contains_place  true/false: the office's area contains the request's municipality or
 * region area_touches_place   true/false: it shares a municipality with the deployment area
 *                        (actor_area_fits answers for both where they are the same)
 *   area_contains_supplier  true/false: it contains the region that is asked to supply
 *   actor_is_holder      true: it supplies: an office of the organisation that holds the pool of
 *                        the deployment, or of the unit itself
 *   place_known          false while the request has no place: areas are then not judged; whoever
 *                        needs a place asks for it as a field
 *   mandate              none, in_force, not_in_force ("mandated" true is in_force)
 *   actor_is_named       true: his very office is the field authority named on the deployment
 *   named_office         code of that office, for route_slot */
enum {
    FACTS_MAX = 96,
    FACT_FIELDS_MAX = 64,
    FACT_NUMBERS_MAX = 8,
    FACT_NUMBER_BYTES = 24,
};
struct fact {
    const char *name; /* must outlive the facts: a literal */
    /* coded: "true", "false", "refuse", an amount "68"; unknown facts are absent */
    struct text value;
};
/* {0} knows nothing. Not copied by assignment: numbers point into it. */
struct facts {
    struct fact rows[FACTS_MAX];
    size_t n;
    const char *filled[FACT_FIELDS_MAX]; /* form fields that are filled */
    size_t filled_count;
    bool knows_fields;
    char numbers[FACT_NUMBERS_MAX][FACT_NUMBER_BYTES];
    size_t number_count;
};
void fact_set(struct facts *f, const char *name, struct text value); /* "" is not set */
void fact_set_bool(struct facts *f, const char *name, bool v);
void fact_set_yesno(struct facts *f, const char *name, struct yesno v); /* UNKNOWN is not set */
void fact_set_int(struct facts *f, const char *name, int64_t v);        /* INT_NONE is not set */
struct text fact_get(const struct facts *f, const char *name);          /* "" when unknown */
bool fact_is(const struct facts *f, const char *name, const char *value);
/* Tells of each form field whether it is filled (false is a value and counts; "", null and [] do
 * not). From them the judge derives oral_complete, form_complete and ladder_recorded where these
 * facts are absent, names the empty fields in FIELD_MISSING, and judges a row's `needs`. */
void fact_field(struct facts *f, const char *field, bool is_filled);
bool fact_field_is_filled(const struct facts *f, const char *field);

/* ---- the judge ---- */
enum { JUDGED_OPENS_MAX = 8 };
struct judged {
    struct text next;            /* stage after the act; "" when it stays */
    struct text next_deployment; /* state of the deployment after it; "" when it stays */
    struct {
        struct text kind;   /* "CONFIRM_WRITTEN" */
        struct text owner;  /* slot: "requester" */
        struct text to;     /* slot it is owed to: "desk" */
        struct text policy; /* parameter of its term, "oral_confirmation_hours"; "" for none */
        struct text from;   /* with policy: the moment it runs from, "happened_at", "release_at" */
        struct text at;     /* without: the field that holds the moment, "period_until"; or "" */
        bool is_statutory;
        struct text cite;
    } opens[JUDGED_OPENS_MAX];
    size_t open_count;
    struct text closes[JUDGED_OPENS_MAX];
    size_t close_count;
    struct {
        struct text slot; /* slot to be told: route_slot gives the office codes */
        struct text cite;
    } tells[JUDGED_OPENS_MAX]; /* notices the product sends */
    size_t tell_count;
    struct {
        struct text slot; /* "@field:to": the office named in that field */
        struct text cite;
    } records[JUDGED_OPENS_MAX]; /* notices the actor gave himself */
    size_t record_count;
    struct text flagged_by[JUDGED_OPENS_MAX]; /* open obligations that flag an accepted act */
    size_t flagged_count;
};
/* Judges one act by the steps of law/README.md, "What the judge does". Adds every refusal, question
 * and warning at once. Codes are rule ids; a wrong stage gives STATE_ORDER and its like (by rule),
 * a wrong office the rules of the row's `else` (by authority), a wrong area OUT_OF_AREA, an empty
 * field FIELD_MISSING on that field, an unknown fact FACT_UNKNOWN on that fact: a refusal that
 * asks. only_ready: always, stage and office only (no field facts, nothing moves). `stage` "" is
 * NEW.
 * `*out` is filled whole; what moves and opens only when this judgement refuses nothing.
 * Pure: no tables, no clock, no memory but the verdict's. Texts live as long as the route. */
void judge(const struct route *route, struct text stage, const char *act, const struct facts *facts,
           bool only_ready, struct judged *out, struct verdict *verdict);
/* Office codes competent for a slot under these facts: comma-separated, "@named" where the office
 * named on the tasking is not in the facts; "" when the slot has none. While a fact is unknown, all
 * that may be competent. */
struct text route_slot(const struct route *route, const char *slot, const struct facts *facts,
                       struct arena *a);
/* Calls `each` with the office codes, "*.minister" included, that may open a request on this route
 * wherever it is: those of its audience that have no area of their own. */
void route_audience_codes(const struct route *route, void (*each)(void *ctx, struct text code),
                          void *ctx);
/* True when the route has such a slot. */
bool route_has_slot(const struct route *route, const char *slot);
/* True when the slot is filled by offices of the region that is asked (Wvr art. 51 lid 5). */
bool route_slot_is_of_supplier(const struct route *route, const char *slot);
/* The office on whose behalf this one fills the slot; "" when by its own power, or not at all. */
struct text route_stands_for(const struct route *route, const char *slot, struct text office);
/* Adds rule `id` (law/rules.json: cite, why, mend in both languages) as a refusal on `field`. Used
 * by guards in C so that a rule's words stand once. kind BY_RULE or BY_AUTHORITY. */
struct verdict_item *rule_refuse(struct verdict *v, const char *id, const char *field,
                                 enum verdict_kind kind);
/* A ground as people read it: "ground": {"code","nl","en"} as a member. `cite` is the stable short
 * form that verdicts, obligations and notices carry ("ORAL_RULE"); as a msgid it has words in the
 * catalogues (tools/embed_po.py), so an edge may also say tr(lang, cite). */
void json_put_ground(struct json *out, const char *name, struct text cite, struct arena *a);
/* Form fields the route wants filled: `how` "oral", "written" or "ladder"; calls each with the
 * name. */
void route_required(const struct route *route, const char *how,
                    void (*each)(void *ctx, const char *field), void *ctx);

/* ---- obligations and notices (for apply of rooms; texts copied into tables) ---- */
struct obligation {
    struct id thing;
    struct text kind;      /* "CONFIRM_WRITTEN", "WVR39:VR24" */
    struct id owner;       /* office; none: unknown yet */
    struct id to;          /* office it is owed to; none: unknown, or nobody in particular */
    struct instant due_at; /* INSTANT_NONE: no term */
    bool is_statutory;
    struct text cite;
};
/* Opens it; one that is open already gets the new owner, term and ground. */
enum result obligation_open(struct tx *tx, const struct entry *entry, const struct obligation *o);
/* Closes it; none open is fine. */
enum result obligation_close(struct tx *tx, const struct entry *entry, struct id thing,
                             struct text kind);
bool obligation_is_open(struct tx *tx, struct id thing, struct text kind);
/* "flags": ["CONFIRM_WRITTEN", …] open on the thing; with "OVERDUE" derived at `now`. */
void json_flags(struct json *out, struct tx *tx, struct id thing, struct instant now);
/* The same for people: "flag_words": [{flag: {code,nl,en}}]. */
void json_flag_words(struct json *out, struct tx *tx, struct id thing, struct instant now);
/* One open obligation as lists show it. Texts live in the tx's arena. */
struct obligation_row {
    struct id thing, owner, to; /* owner none: unknown yet; to none: nobody in particular */
    struct text kind, cite;
    struct instant due_at, opened_at; /* due_at none: no term */
    bool is_statutory;
};
/* Calls `each` for every open obligation until it returns false: those with a term first, the
 * earliest term first; then those without, the oldest first. */
void obligations_each(struct tx *tx, bool (*each)(void *ctx, const struct obligation_row *row),
                      void *ctx);
/* The same for what one office owes: what others owe costs nothing. */
void obligations_each_of(struct tx *tx, struct id office,
                         bool (*each)(void *ctx, const struct obligation_row *row), void *ctx);
/* True when the act meets obligations of this kind on some route: what a desk offers beside it. To
 * withdraw closes them too, but meets none. */
bool obligation_is_met_by(struct text kind, struct text act);
bool obligation_is_overdue(const struct obligation_row *row, struct instant now);
/* The members {kind, due_at, has_term, is_overdue, is_soon, soon_at, is_statutory, cite, ground,
 * opened_at} of one. Soon: the last hour, or the last quarter of its term. */
void json_put_obligation(struct json *out, const struct look *look,
                         const struct obligation_row *row);
/* "obligations": [{kind, owner, to, due_at, is_statutory, has_term, is_overdue, cite, ground}] open
 * on the thing. */
void json_obligations(struct json *out, const struct look *look, struct id thing);
/* "obligations": [{thing, thing_url, kind, due_at, has_term, is_overdue, is_statutory, cite,
 * ground, opened_at}] that the viewer's own office owes, those with a term first, at most `limit`
 * of each; and "has_obligations", "has_statutory", "has_policy", "count". */
void json_obligations_owed(struct json *out, const struct look *look, int64_t limit);
enum result notice_put(struct tx *tx, const struct entry *entry, struct id thing, struct id office,
                       const char *kind /* SENT, RECORDED */, struct text cite);
/* True when a notice to an office with this code about the thing is recorded or sent. */
bool notice_is_given(struct tx *tx, struct id thing, struct text office_code);
/* "notices": [{to, kind, is_recorded, told_at, cite, ground}] of the thing. */
void json_notices(struct json *out, const struct look *look, struct id thing);
/* A policy parameter (journalled by set_policy), or the default of law/policy.json or of the
 * routes' `policy`; 0 and an error line for a name that nobody declares. */
int64_t policy_int(struct tx *tx, const char *name);
/* from + the parameter, whose name ends in _hours or _days (of 24 hours). INSTANT_NONE when
 * `policy` is
 * "" or `from` is none. For settle: the due time is written into the entry. */
struct instant policy_due(struct tx *tx, struct text policy, struct instant from);

#endif
