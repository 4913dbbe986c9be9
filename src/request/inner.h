/* SPDX-License-Identifier: EUPL-1.2 */
/* request/inner.h - what the files of this room share: the form, a request at hand, the acts.
 *
 * Terms      at hand: one request with its form and all facts, as an act meets it.
 * Invariants 1. Every action that carries form fields begins with struct request_form, so that a
 *            field of the action is a field of the form when it lies within it.
 * Used by    request/ only. Writer, replay or any reader, as the caller. */
#ifndef REQUEST_INNER_H
#define REQUEST_INNER_H
#include "request/request.h"

enum {
    LINES_MAX = 40, /* the largest request of the cases has 4 lines */
    RUNGS_MAX = 40,
    PLANS_MAX = 10,
    PICTURES_MAX = 10,
    MUNICIPALITIES_MAX = 40, /* the largest region has 29 */
    SUPPLIERS_MAX = 20,
    POOLS_MAX = 20,
    AMOUNT_MAX = 1000000000,
    LIST_PAGE = 50, /* rows on a page of the list */
    TIMELINE_MAX = 200,
    LABEL_MAX = 160, /* of the effect, as the request's name */
};

/* ---- the form: law/request-machine.json, "form"; fields of the published cases ---- */
struct form_line {
    struct choice effect_kind; /* none: the words name means only */
    int64_t amount;
    struct choice unit;
};
struct form_rung {
    struct text rung, asked;
    struct instant at;
    struct text answer;
};
struct ref_of {
    struct id id;
};
struct request_form {
    struct id incident;
    struct text legal_basis;
    struct choice task_domain;
    struct text situation, effect;
    struct choice purpose;
    struct text means_hint, quantity, location;
    struct place municipality;
    struct instant needed_from, needed_until;
    struct text own_insufficient;
    struct yesno urgent;
    struct text urgency;
    struct yesno planned, found_explosive, force_needed;
    struct text field_lead, armament, safety, logistics, media;
    struct choice classification, costs;
    struct text subsidiarity, special_case, why_not_57;
    struct place to_region;
    struct text annexes;
    struct id follows;
    struct text contact; /* sealed */
    struct list lines, alternatives, plan_clauses, municipalities;
};
/* The whole form: what a draft holds. */
extern const struct fieldset form_fields;
extern const struct fieldset form_line_fields, form_rung_fields, plan_ref_fields,
    picture_ref_fields, code_list_fields, granted_line_fields, place_list_fields, pool_ref_fields;

/* Sets all to none. */
void form_clear(struct request_form *form);
/* Lays the given fields of an action over the form; true when one of them was given. */
bool form_take(struct request_form *form, const struct fieldset *set, const void *fields);
/* Stores and reads the form's columns, lines, rungs, plans, contact. */
enum result form_store(struct tx *tx, struct id request, const struct request_form *form);
void form_load(struct tx *tx, struct id request, struct request_form *form);
/* True when some line names an effect kind. */
bool form_names_effect(const struct request_form *form);
/* True when the effect says means and amounts and nothing else: "200 soldiers". */
bool effect_says_means(struct text effect);
/* True when the reason of this code carries a refusal (reference/codes.json, "compelling"). */
bool reason_is_compelling(struct text code);
/* Names of office codes (reference/offices.json), for a slot that no registered office fills. */
struct office_name {
    const char *code, *nl, *en;
};
extern const struct office_name office_names[];
extern const size_t office_names_len;

/* ---- a request at hand ---- */
struct at_hand {
    struct id id;  /* none: the act makes it */
    bool is_there; /* false: new, or no such request */
    struct text number, stage, region, municipality;
    struct text supplier; /* code of the region that is asked to help; "" for none */
    struct id drafter, requester;
    int64_t form_version, signed_version;
    bool has_contact;
    struct instant period_until;
    const struct route *route; /* NULL: no such basis in force */
    struct request_form form;
    bool is_changed; /* the act changes the text of the form */
};
struct request_act;
/* The request without its form; ID_NONE: a new one. */
void at_hand_find(struct at_hand *h, struct tx *tx, struct id request);
/* The request as the act would leave its form. `act` NULL: as it stands. */
void at_hand_take(struct at_hand *h, const struct entry *entry, const struct request_act *act,
                  const void *fields, struct tx *tx);
/* Facts of the request and of the actor, not of the act. */
void at_hand_facts(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                   const char *law_act, struct facts *out);
struct id at_hand_office(const struct at_hand *h, struct tx *tx, const char *slot,
                         const struct facts *facts, struct instant when);
/* judge() with the rules of request_judge about doubles and flags. */
void at_hand_judge(const struct at_hand *h, const char *law_act, const struct facts *facts,
                   bool only_ready, struct tx *tx, struct judged *out, struct verdict *verdict);
enum result at_hand_followup(const struct at_hand *h, const struct entry *entry, struct tx *tx,
                             const struct judged *judged, const struct facts *facts,
                             const struct followup_moments *moments, struct followup *out);

/* ---- the acts of this room: what the shared guards and settle need to know of each ---- */
struct request_act {
    const char *name; /* of the action */
    const char *law;  /* of the law: edit_request is a draft_request */
    /* Adds the facts that the act's own fields tell; NULL: none. */
    void (*tell)(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
    bool has_form; /* its struct begins with request_form */
    bool replaces; /* the whole form: what is not given is emptied */
    bool signs;    /* the act itself is a signature on the text it leaves */
};
extern const struct request_act request_acts[];
const struct request_act *request_act_of(const struct action *action);

/* What every act of this room settles. */
struct settled_request {
    struct followup follow;
    struct text number, route, region, municipality, label;
    int64_t year, serial, route_version;
    struct id requester;     /* who asks, from this act on; none: as it was */
    struct text signs_as;    /* the office signed for; "" when the act signs nothing */
    struct id mandate;       /* the mandate used, or none */
    struct text record_cite; /* ground of the notice that the actor gave himself */
    struct yesno has_contact;
};

/* One ready guard and one guard for all: stage and office; then all facts. */
void guard_route_ready(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict);
void guard_route(const struct entry *entry, const void *fields, struct tx *tx,
                 struct verdict *verdict);
/* Of acts that carry the form: the period runs forward; an effect in words of means alone is warned
 * of. */
void guard_form(const struct entry *entry, const void *fields, struct tx *tx,
                struct verdict *verdict);
/* A signature names the office that the signer holds, or whose mandate he uses. */
void guard_signs_as(const struct entry *entry, const void *fields, struct tx *tx,
                    struct verdict *verdict);
enum result settle_request(const struct entry *entry, const void *fields, struct tx *tx,
                           void *settled);
/* Stores the form, the signature, the follow-up: what all acts have in common. */
enum result apply_common(const struct entry *entry, const void *fields,
                         const struct settled_request *s, struct tx *tx);

/* ---- fields of the other acts ---- */
struct draft_request {
    struct request_form form;
};
struct open_oral_request {
    struct request_form form;
    struct id receiver;
    struct choice channel;
    struct instant happened_at;
};
struct submit_request {
    struct request_form form;
    struct text office;
    struct id mandate;
};
struct advise {
    struct text advice;
    struct list picture_versions;
};
struct notify {
    struct id to;
    struct text about;
    struct choice channel;
    struct instant happened_at;
};
struct sign_request {
    struct text office;
    struct id mandate;
};
struct confirm_oral {
    struct file_ref signed_file; /* the signed form as a file; may be none */
    struct yesno signed_form;
    struct text office;
    struct id mandate;
};
struct desk_check {
    struct yesno form_complete, competence_ok, basis_ok;
    struct text consent_on_behalf_of;
};
struct return_request {
    struct text reason;
    struct list fields;
};
struct civil_search {
    struct text found, answer, channel;
    struct list pools; /* of ref_of: where it was found in the register */
};
struct pass_to_defence {
    struct text ladder;
};
struct will_can_may {
    struct choice will;
    struct text can, may;
};
struct legal_test {
    struct choice result;
    struct text basis;
    struct choice force_regime;
};
struct offer_alternative {
    struct text means, same_effect;
};
struct answer_offer {
    struct yesno accept;
    struct text reason;
};
struct granted_line {
    int64_t line, amount;
};
struct decide {
    struct choice decision;
    struct text reason;
    struct choice reason_code;
    struct text given, on_behalf_of;
    struct list lines;
};
struct concur {
    struct choice concur;
    struct text reason;
    struct list lines; /* of granted_line: what "partly" means */
};
struct withdraw {
    struct text reason;
};
struct place_ref {
    struct place place;
};

/* Facts that the fields of an act tell. */
void tell_call(const struct entry *entry, const void *fields, const struct at_hand *h,
               struct tx *tx, struct facts *f);
void tell_submit(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
void tell_submit_new(const struct entry *entry, const void *fields, const struct at_hand *h,
                     struct tx *tx, struct facts *f);
void tell_advise(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
void tell_notify(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
void tell_sign(const struct entry *entry, const void *fields, const struct at_hand *h,
               struct tx *tx, struct facts *f);
void tell_confirm(const struct entry *entry, const void *fields, const struct at_hand *h,
                  struct tx *tx, struct facts *f);
void tell_check(const struct entry *entry, const void *fields, const struct at_hand *h,
                struct tx *tx, struct facts *f);
void tell_return(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
void tell_answer(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
void tell_decide(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
void tell_concur(const struct entry *entry, const void *fields, const struct at_hand *h,
                 struct tx *tx, struct facts *f);
void tell_withdraw(const struct entry *entry, const void *fields, const struct at_hand *h,
                   struct tx *tx, struct facts *f);

/* Apply functions. apply_move: nothing beside what all acts have in common. */
enum result apply_open_oral(const struct entry *entry, const void *fields, const void *settled,
                            struct tx *tx);
enum result apply_notify(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_advise(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_confirm(const struct entry *entry, const void *fields, const void *settled,
                          struct tx *tx);
enum result apply_check(const struct entry *entry, const void *fields, const void *settled,
                        struct tx *tx);
enum result apply_return(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_search(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_pass(const struct entry *entry, const void *fields, const void *settled,
                       struct tx *tx);
enum result apply_assess(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_legal_test(const struct entry *entry, const void *fields, const void *settled,
                             struct tx *tx);
enum result apply_offer(const struct entry *entry, const void *fields, const void *settled,
                        struct tx *tx);
enum result apply_answer(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_decide(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_concur(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_withdraw(const struct entry *entry, const void *fields, const void *settled,
                           struct tx *tx);
enum result apply_move(const struct entry *entry, const void *fields, const void *settled,
                       struct tx *tx);
/* A legal test rests on the basis of the request, or on another route that is in force. */
void guard_tested_basis(const struct entry *entry, const void *fields, struct tx *tx,
                        struct verdict *verdict);
/* A line may be granted only if the request has it, once, and not above what was asked. */
void guard_granted_lines(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict);

/* What the form of an act begins with (struct action, preset): the mandate under which the viewer
 * may sign; his own office; the basis of the request; the office that the law wants told and that
 * nobody told yet. Reader. */
void preset_sign(const struct look *look, struct id object, json_t *input);
void preset_confirm(const struct look *look, struct id object, json_t *input);
void preset_legal_test(const struct look *look, struct id object, json_t *input);
void preset_notify(const struct look *look, struct id object, json_t *input);

enum { REQUEST_ACTIONS = 22, REQUEST_VIEWS = 8 };
extern const struct action request_actions[REQUEST_ACTIONS];
extern const struct view request_views[REQUEST_VIEWS];
#endif
