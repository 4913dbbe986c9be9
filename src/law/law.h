/* SPDX-License-Identifier: EUPL-1.2 */
/* law/ - the pure judge over routes as data, and the register of what the law makes due.
 *
 * Terms      route: one legal basis as data (law/<ID>.json, law/README.md): stages, acts, offices per
 *            slot, guards, obligations. fact: a named value that the acting room gathers; may be
 *            unknown. judge: route x stage x act x facts -> verdicts, next stage, obligations.
 *            obligation: what law or policy makes due, with owner, due time, ground. notice: somebody
 *            was told (SENT by the product, RECORDED: told by the actor himself).
 * Invariants 1. judge reads no tables and no clock. 2. A rule whose fact is unknown asks, never
 *            guesses. 3. Routes in force are adopted by an act with their digest (adopt_route); open
 *            requests keep the version they began under. 4. Overdue is derived when looked at.
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
/* The program's shelf, opened once at first use by any thread (pthread_once), never changed. */
const struct route_shelf *route_shelf_shared(void);
/* The version adopted and in force at `when` (law_route table); NULL when none. */
const struct route *route_in_force(struct tx *tx, struct text id, struct instant when);
/* The version an open request began under. */
const struct route *route_version(struct text id, int64_t version);
struct text route_id(const struct route *r);
int64_t route_number(const struct route *r);
struct text route_sha256(const struct route *r);
struct text route_article(const struct route *r); /* "Wvr art. 51 lid 1-3" */
const char *route_force(const struct route *r);   /* "FORCE_NONE_MIL" */
const char *route_cost(const struct route *r);    /* "COST_FNIK" */

/* ---- facts ---- */
enum { FACTS_MAX = 96 };
struct fact {
    const char *name;
    struct text value; /* coded: "true", "false", "refuse", an amount "68"; unknown facts are absent */
};
struct facts {
    struct fact rows[FACTS_MAX];
    size_t n;
};
void fact_set(struct facts *f, const char *name, struct text value); /* "" is not set */
void fact_set_bool(struct facts *f, const char *name, bool v);
void fact_set_yesno(struct facts *f, const char *name, struct yesno v); /* UNKNOWN is not set */
void fact_set_int(struct facts *f, const char *name, int64_t v);
struct text fact_get(const struct facts *f, const char *name); /* "" when unknown */
bool fact_is(const struct facts *f, const char *name, const char *value);

/* ---- the judge ---- */
enum { JUDGED_OPENS_MAX = 8 };
struct judged {
    struct text next; /* stage after the act; "" when it stays */
    struct {
        struct text kind;   /* "CONFIRM_WRITTEN" */
        struct text owner;  /* slot or office code: "requester" */
        struct text policy; /* policy parameter of its term, "" for none */
        bool is_statutory;
        struct text cite;
    } opens[JUDGED_OPENS_MAX];
    size_t open_count;
    struct text closes[JUDGED_OPENS_MAX];
    size_t close_count;
    struct {
        struct text slot; /* slot or office code to be told */
        struct text cite;
    } tells[JUDGED_OPENS_MAX]; /* notices the product sends */
    size_t tell_count;
};
/* Judges one act. Adds refusals: STATE_ORDER (act not open in this stage), the slot's rule (wrong
 * office: forbid, with the route's article) and every guard of the act that refuses. Facts about the
 * actor: "actor_office" (code), "actor_area_fits" (true/false for the slot's area rule), "mandated"
 * (true when a mandate covers), "actor_role". only_ready: stage and office only (no field facts).
 * Pure. Texts live as long as the route. */
void judge(const struct route *route, struct text stage, const char *act, const struct facts *facts,
           bool only_ready, struct judged *out, struct verdict *verdict);
/* Office codes competent for a slot under these facts ("requester", "authority"…): comma-separated. */
struct text route_slot(const struct route *route, const char *slot, const struct facts *facts,
                       struct arena *a);
/* Adds rule `id` (law/rules.json: cite, why, mend in both languages) as a refusal on `field`. Used by
 * guards in C so that a rule's words stand once. kind BY_RULE or BY_AUTHORITY. */
struct verdict_item *rule_refuse(struct verdict *v, const char *id, const char *field,
                                 enum verdict_kind kind);
/* Form fields the route wants filled: `how` "oral" or "written"; calls each with the field's name. */
void route_required(const struct route *route, const char *how,
                    void (*each)(void *ctx, const char *field), void *ctx);

/* ---- obligations and notices (for apply of rooms; texts copied into tables) ---- */
struct obligation {
    struct id thing;
    struct text kind;      /* "CONFIRM_WRITTEN", "WVR39:VR24" */
    struct id owner;       /* office; none: unknown yet */
    struct instant due_at; /* INSTANT_NONE: no term */
    bool is_statutory;
    struct text cite;
};
enum result obligation_open(struct tx *tx, const struct entry *entry, const struct obligation *o);
enum result obligation_close(struct tx *tx, const struct entry *entry, struct id thing,
                             struct text kind);
bool obligation_is_open(struct tx *tx, struct id thing, struct text kind);
/* "flags": ["CONFIRM_WRITTEN", …] open on the thing; with "OVERDUE" derived at `now`. */
void json_flags(struct json *out, struct tx *tx, struct id thing, struct instant now);
/* "obligations": [{kind, owner, due_at, is_statutory, is_overdue, cite}] open on the thing. */
void json_obligations(struct json *out, const struct look *look, struct id thing);
enum result notice_put(struct tx *tx, const struct entry *entry, struct id thing, struct id office,
                       const char *kind /* SENT, RECORDED */, struct text cite);
/* True when a notice to an office with this code about the thing is recorded or sent. */
bool notice_is_given(struct tx *tx, struct id thing, struct text office_code);
/* "notices": [{to, kind, at, cite}] of the thing. */
void json_notices(struct json *out, const struct look *look, struct id thing);
/* A policy parameter (journalled by set_policy), or the default of law/policy.json. */
int64_t policy_int(struct tx *tx, const char *name);

#endif
