/* SPDX-License-Identifier: EUPL-1.2 */
/* request/ - a request for assistance: need, route, advice, signature, notice, checks, decision.
 *
 * Terms      request: one need on one legal basis, with lines that say which effect and how much.
 *            route: the law as data that says who may do what at which stage (law/). stage: where
 *            the request stands, the thing's state. form: the fields that the route asks of people.
 *            form version: counts the texts of the form; a signature holds for one of them.
 *            follow-up: what an act brings with it by the route: next stage, obligations, notices.
 * Invariants 1. The route decides: no act moves a request but by the judge of law/. 2. A request
 *            keeps the version of the route it began under. 3. A signature counts only for the form
 *            version it was given on. 4. Each line is accounted for: asked, met, partly,
 *            substituted, refused or withdrawn. 5. One number per node and year, without gaps:
 *            "2021-0143". 6. The contact is sealed: the tables say whether there is one, and a node
 *            without it can still judge.
 * Uses       law/, directory/, incident/ (through neighbours.h). Used by deployment/, settlement/,
 *            learning/. Functions that write: in apply only. */
#ifndef REQUEST_REQUEST_H
#define REQUEST_REQUEST_H
#include "law/law.h"

extern const struct room request_room;

/* ---- what a later room may ask of a request (NONE and "" for one that is not there) ---- */
struct text request_stage(struct tx *tx, struct id request);
/* From needed_from until needed_until, or until the end that an extension gave. */
struct period request_period(struct tx *tx, struct id request);
/* The route in the version that the request began under; NULL when there is no such request. */
const struct route *request_route(struct tx *tx, struct id request);
/* The code of the municipality and of the region, as offices name their areas: "GM0994", "VR24";
 * "" for none. */
struct text request_municipality(struct tx *tx, struct id request);
struct text request_region(struct tx *tx, struct id request);

/* The incident it is about; none when nobody named one. */
struct id request_incident(struct tx *tx, struct id request);

/* ---- the judge, with all that this room knows ---- */
/* Gathers the facts of the request and of the actor, lets those of `extra` win (NULL: none), and
 * judges law act `act`. An item that stands in the verdict already (same code and field) is not
 * said twice, so that a ready guard and a guard may both judge. Names the obligations in
 * `flagged_by` that are open as warnings. `*out` as judge() fills it; only when nothing refuses it
 * moves anything. */
void request_judge(const struct entry *entry, const char *act, struct id request,
                   const struct facts *extra, struct tx *tx, bool only_ready, struct judged *out,
                   struct verdict *verdict);
/* The same facts alone, for route_slot: who is competent. */
void request_facts(const struct entry *entry, struct tx *tx, struct id request, struct facts *out);
/* The office that fills a slot for this request at a moment: the first one found, or none. */
struct id request_slot_office(struct tx *tx, struct id request, const char *slot,
                              const struct facts *facts, struct instant when);

/* ---- what follows from a judgement: settled into the entry, then stored ---- */
struct opened {
    struct text kind, cite;
    struct id owner, to;
    struct instant due_at;
    struct yesno is_statutory;
};
struct told {
    struct id office;
    struct text cite;
};
struct code_of {
    struct text code;
};
struct followup {
    struct text next, next_deployment; /* stage and state after; "" when they stay */
    struct list opens;                 /* struct opened */
    struct list closes;                /* struct code_of */
    struct list tells;                 /* struct told: notices that the product sends */
};
extern const struct fieldset opened_fields, told_fields, code_of_fields;
/* NOLINTBEGIN(bugprone-macro-parentheses): the name of a member is no expression. */
/* Rows for SETTLES(type, …): the follow-up is member `m` of `type`. */
#define FOLLOWUP_FIELDS(type, m)                                                                   \
    FIELD_AS(type, m.next, "next", .label = "", .optional = true),                                 \
        FIELD_AS(type, m.next_deployment, "next_deployment", .label = "", .optional = true),       \
        FIELD_AS(type, m.opens, "opens", .label = "", .item = &opened_fields, .optional = true),   \
        FIELD_AS(type, m.closes, "closes", .label = "", .item = &code_of_fields, .flat = true,     \
                 .optional = true),                                                                \
        FIELD_AS(type, m.tells, "tells", .label = "", .item = &told_fields, .optional = true)
/* NOLINTEND(bugprone-macro-parentheses) */
/* Moments that terms run from or to, where the acting room knows them. */
struct followup_moments {
    struct instant release_at, period_until;
};
/* Fills `out` from a judgement: owners and receivers by slot, due times by policy. In settle. NULL
 * moments: those of the request itself. */
enum result followup_settle(const struct entry *entry, struct tx *tx, struct id request,
                            const struct judged *judged, const struct facts *facts,
                            const struct followup_moments *moments, struct followup *out);
/* Stores it: stage, obligations opened and closed, notices sent. Touches the request when the entry
 * is about another thing. Once per entry. In apply. */
enum result followup_apply(const struct entry *entry, struct tx *tx, struct id request,
                           const struct followup *f);
/* Moves the stage alone; "" leaves it. Touches the request as followup_apply does. In apply. */
enum result request_move(struct tx *tx, const struct entry *entry, struct id request,
                         struct text next);
/* The period now ends later (an extension was granted). In apply. */
enum result request_extend_until(struct tx *tx, struct id request, struct instant until);

/* ---- for other rooms' pages ---- */
/* "stage_bar": [{"step", "words", "is_done", "is_now", "is_skipped"}] of nine cells, and
 * "stage_step": the number of the present one. */
void json_stage_bar(struct json *out, struct tx *tx, struct id request);

#endif
