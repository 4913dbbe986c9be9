/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of this room's actions: their fields, words, guards. */
#include "base/tr.h"
#include "request/inner.h"

/* ---- rows that several actions share ---- */

/* What must be reached: the lines, by effect kind, and the codes that the route judges. */
#define CODED_ROWS(t)                                                                              \
    FIELD_AS(t, form.purpose, "purpose", .label = N_("Purpose"), .choices = "purpose",             \
             .hint = N_("What the need is for; the legal basis must carry it."),                   \
             .optional = true),                                                                    \
        FIELD_AS(t, form.lines, "lines", .label = N_("The effect in figures"),                     \
                 .hint = N_("At least one line: an effect, an amount and its unit."),              \
                 .item = &form_line_fields, .max = LINES_MAX, .optional = true),                   \
        FIELD_AS(t, form.urgent, "urgent", .label = N_("Urgent"),                                  \
                 .hint = N_("The start cannot wait for paper."), .optional = true),                \
        FIELD_AS(t, form.urgency, "urgency", .label = N_("Why it cannot wait"), .lines = true,     \
                 .max = 2000, .optional = true),                                                   \
        FIELD_AS(t, form.planned, "planned", .label = N_("Planned"),                               \
                 .hint = N_("For a fixed date or as a precaution, with no incident now."),         \
                 .optional = true),                                                                \
        FIELD_AS(t, form.found_explosive, "found_explosive", .label = N_("Found explosive"),       \
                 .hint = N_("A found explosive has to be made safe."), .optional = true),          \
        FIELD_AS(t, form.force_needed, "force_needed", .label = N_("Force needed"),                \
                 .hint = N_("The task needs arms or the use of force."), .optional = true)

#define SITUATION_ROWS(t)                                                                          \
    FIELD_AS(t, form.incident, "incident", .label = N_("Incident"), .table = "incident",           \
             .optional = true),                                                                    \
        FIELD_AS(t, form.situation, "situation", .label = N_("Situation"),                         \
                 .hint = N_("What is happening, and what is expected."), .lines = true,            \
                 .optional = true),                                                                \
        FIELD_AS(t, form.effect, "effect", .label = N_("What has to be reached"),                  \
                 .hint = N_("The effect, not the means: 10 km of dike holds until Thursday."),     \
                 .lines = true, .max = 2000, .optional = true)

#define PLACE_ROWS(t)                                                                              \
    FIELD_AS(t, form.location, "location", .label = N_("Where"),                                   \
             .hint = N_("Place, address or area; and where to report."), .lines = true,            \
             .max = 2000, .optional = true),                                                       \
        FIELD_AS(t, form.municipality, "municipality", .label = N_("Municipality"),                \
                 .optional = true),                                                                \
        FIELD_AS(t, form.needed_from, "needed_from", .label = N_("Needed from"),                   \
                 .optional = true),                                                                \
        FIELD_AS(t, form.needed_until, "needed_until", .label = N_("Needed until"),                \
                 .optional = true)

#define MEANS_ROWS(t)                                                                              \
    FIELD_AS(t, form.task_domain, "task_domain", .label = N_("Field of work"),                     \
             .choices = "task_domain", .optional = true),                                          \
        FIELD_AS(t, form.means_hint, "means_hint", .label = N_("Suggestion for the means"),        \
                 .hint = N_("Advice only; who supplies chooses the means."), .lines = true,        \
                 .max = 2000, .optional = true),                                                   \
        FIELD_AS(t, form.quantity, "quantity", .label = N_("Size, in words"), .optional = true),   \
        FIELD_AS(t, form.own_insufficient, "own_insufficient",                                     \
                 .label = N_("Why own means are not enough"), .lines = true, .optional = true),    \
        FIELD_AS(t, form.alternatives, "alternatives", .label = N_("Who was asked before"),        \
                 .hint = N_("Each rung: who, when, with what answer."), .item = &form_rung_fields, \
                 .max = RUNGS_MAX, .optional = true),                                              \
        FIELD_AS(t, form.field_lead, "field_lead", .label = N_("Lead on the spot"), .lines = true, \
                 .max = 2000, .optional = true),                                                   \
        FIELD_AS(t, form.armament, "armament", .label = N_("Armament and use of force"),           \
                 .lines = true, .max = 2000, .optional = true),                                    \
        FIELD_AS(t, form.safety, "safety", .label = N_("Safety"), .lines = true,                   \
                 .optional = true),                                                                \
        FIELD_AS(t, form.logistics, "logistics", .label = N_("Food, lodging, transport"),          \
                 .lines = true, .optional = true),                                                 \
        FIELD_AS(t, form.media, "media", .label = N_("Press and public"), .lines = true,           \
                 .optional = true),                                                                \
        FIELD_AS(t, form.classification, "classification", .label = N_("Classification"),          \
                 .choices = "classification", .optional = true),                                   \
        FIELD_AS(t, form.costs, "costs", .label = N_("Who pays, by which rule"),                   \
                 .choices = "cost_regime", .optional = true),                                      \
        FIELD_AS(t, form.contact, "contact", .label = N_("Contact, day and night"),                \
                 .hint = N_("A desk or duty number, no name of a person."), .sealed = "contact",   \
                 .optional = true)

/* Asked by some routes only. */
#define ROUTE_ROWS(t)                                                                              \
    FIELD_AS(t, form.subsidiarity, "subsidiarity", .label = N_("Why nobody else can do it"),       \
             .lines = true, .max = 2000, .optional = true),                                        \
        FIELD_AS(t, form.special_case, "special_case",                                             \
                 .label = N_("What makes this case special"), .lines = true, .optional = true),    \
        FIELD_AS(t, form.why_not_57, "why_not_57",                                                 \
                 .label = N_("Why help of the Marechaussee is not enough"), .lines = true,         \
                 .optional = true),                                                                \
        FIELD_AS(t, form.to_region, "to_region", .label = N_("Region asked"), .optional = true),   \
        FIELD_AS(t, form.plan_clauses, "plan_clauses", .label = N_("Plans that provide for it"),   \
                 .item = &plan_ref_fields, .flat = true, .max = PLANS_MAX, .optional = true),      \
        FIELD_AS(t, form.municipalities, "municipalities", .label = N_("Municipalities named"),    \
                 .hint =                                                                           \
                     N_("Police assistance: one form per municipality, unless art. 39 is on."),    \
                 .item = &place_list_fields, .flat = true, .max = MUNICIPALITIES_MAX,              \
                 .optional = true),                                                                \
        FIELD_AS(t, form.annexes, "annexes", .label = N_("Annexes"), .lines = true, .max = 2000,   \
                 .optional = true),                                                                \
        FIELD_AS(t, form.follows, "follows", .label = N_("Follows request"), .table = "request",   \
                 .hint = N_("When the task changes, a new request follows the old one."),          \
                 .optional = true)

#define BASIS_ROW(t)                                                                               \
    FIELD_AS(t, form.legal_basis, "legal_basis", .label = N_("Legal basis"), .max = 40)
#define FORM_ROWS(t) SITUATION_ROWS(t), CODED_ROWS(t), PLACE_ROWS(t), MEANS_ROWS(t), ROUTE_ROWS(t)

#define CALL_ROWS                                                                                  \
    FIELD(open_oral_request, receiver, .label = N_("Who took the call"), .table = "office"),       \
        FIELD(open_oral_request, channel, .label = N_("Channel"), .choices = "channel"),           \
        FIELD(open_oral_request, happened_at, .label = N_("Time of the call"),                     \
              .hint = N_("Only when it was earlier than now."), .optional = true)
#define SIGN_ROWS(t)                                                                               \
    FIELD(t, office, .label = N_("Signed as"), .max = 80,                                          \
          .hint = N_("Empty: your own office. Otherwise its code, such as VR.voorzitter."),        \
          .optional = true),                                                                       \
        FIELD(t, mandate, .label = N_("Mandate"), .table = "mandate", .optional = true)

#define SETTLES_REQUEST                                                                            \
    SETTLES(settled_request, FOLLOWUP_FIELDS(settled_request, follow),                             \
            FIELD(settled_request, number, .label = "", .optional = true),                         \
            FIELD(settled_request, route, .label = "", .optional = true),                          \
            FIELD(settled_request, region, .label = "", .optional = true),                         \
            FIELD(settled_request, municipality, .label = "", .optional = true),                   \
            FIELD(settled_request, label, .label = "", .optional = true),                          \
            FIELD(settled_request, year, .label = "", .optional = true),                           \
            FIELD(settled_request, serial, .label = "", .optional = true),                         \
            FIELD(settled_request, route_version, .label = "", .optional = true),                  \
            FIELD(settled_request, requester, .label = "", .table = "office", .optional = true),   \
            FIELD(settled_request, signs_as, .label = "", .optional = true),                       \
            FIELD(settled_request, mandate, .label = "", .table = "mandate", .optional = true),    \
            FIELD(settled_request, record_cite, .label = "", .optional = true),                    \
            FIELD(settled_request, has_contact, .label = "", .optional = true))
/* What every action of this room has alike. */
#define BY_ROUTE(apply_function)                                                                   \
    .version = 1, .object = "request", .may = "route", .ready = { guard_route_ready },             \
    .settle = settle_request, .apply = (apply_function), SETTLES_REQUEST

const struct action request_actions[REQUEST_ACTIONS] = {
    {
        .name = "draft_request",
        .is_aside = true,
        .address = "aanvraag",
        .title = N_("Draft a request"),
        .done = N_("The draft is saved."),
        .creates = true,
        .sheet = "draft_form",
        .guards = { guard_form, guard_route },
        BY_ROUTE(apply_move),
        FIELDS(draft_request, BASIS_ROW(draft_request), FORM_ROWS(draft_request)),
    },
    {
        .name = "edit_request",
        .is_aside = true,
        .posted_to = "edits",
        .address = "wijziging",
        .title = N_("Edit the draft"),
        .done = N_("The draft is saved."),
        .sheet = "edit_form",
        .guards = { guard_form, guard_route },
        BY_ROUTE(apply_move),
        FIELDS(draft_request, BASIS_ROW(draft_request), FORM_ROWS(draft_request)),
    },
    {
        .name = "open_oral_request",
        .is_aside = true,
        .posted_to = "oral-requests",
        .address = "mondeling",
        .title = N_("Record a request made by phone"),
        .done = N_("Recorded as asked by phone. The signed form is now owed."),
        .creates = true,
        .is_binding = true,
        .sheet = "call_form",
        .guards = { guard_form, guard_route },
        BY_ROUTE(apply_open_oral),
        FIELDS(open_oral_request, BASIS_ROW(open_oral_request), FORM_ROWS(open_oral_request),
               CALL_ROWS),
    },
    {
        .name = "request_orally",
        .posted_to = "calls",
        .address = "mondeling",
        .title = N_("Ask by phone now"),
        .done = N_("Recorded as asked by phone. The signed form is now owed."),
        .is_binding = true,
        .guards = { guard_route },
        BY_ROUTE(apply_open_oral),
        FIELDS(open_oral_request, CALL_ROWS, CODED_ROWS(open_oral_request)),
    },
    {
        .name = "submit_at_once",
        .is_aside = true,
        .posted_to = "direct-submissions",
        .address = "ineens",
        .title = N_("Draft, sign and submit at once"),
        .done = N_("Submitted."),
        .creates = true,
        .is_binding = true,
        .sheet = "submit_form",
        .preset = preset_sign,
        .guards = { guard_form, guard_signs_as, guard_route },
        BY_ROUTE(apply_move),
        FIELDS(submit_request, BASIS_ROW(submit_request), FORM_ROWS(submit_request),
               SIGN_ROWS(submit_request)),
    },
    {
        .name = "advise",
        .is_aside = true,
        .posted_to = "advice",
        .address = "advies",
        .title = N_("Give advice"),
        .done = N_("The advice is recorded."),
        .guards = { guard_route },
        BY_ROUTE(apply_advise),
        FIELDS(advise, FIELD(advise, advice, .label = N_("Advice"), .lines = true),
               FIELD(advise, picture_versions, .label = N_("Pictures it rests on"),
                     .hint = N_("The number of each picture, such as VR24 2/2."),
                     .item = &picture_ref_fields, .flat = true, .max = PICTURES_MAX,
                     .optional = true)),
    },
    {
        .name = "notify",
        .is_aside = true,
        .posted_to = "notices",
        .address = "kennisgeving",
        .title = N_("Record a notice you gave"),
        .done = N_("The notice is recorded."),
        .preset = preset_notify,
        .guards = { guard_route },
        BY_ROUTE(apply_notify),
        FIELDS(
            notify, FIELD(notify, to, .label = N_("To whom"), .table = "office"),
            FIELD(notify, about, .label = N_("What about"), .optional = true),
            FIELD(notify, channel, .label = N_("Channel"), .choices = "channel", .optional = true),
            FIELD(notify, happened_at, .label = N_("When"), .optional = true)),
    },
    {
        .name = "sign_request",
        .posted_to = "signatures",
        .address = "ondertekening",
        .title = N_("Sign"),
        .done = N_("Signed."),
        .is_binding = true,
        .preset = preset_sign,
        .guards = { guard_signs_as, guard_route },
        BY_ROUTE(apply_move),
        FIELDS(sign_request, SIGN_ROWS(sign_request)),
    },
    {
        .name = "submit_request",
        .posted_to = "submissions",
        .address = "indiening",
        .title = N_("Submit"),
        .done = N_("Submitted."),
        .is_binding = true,
        .preset = preset_sign,
        .guards = { guard_form, guard_signs_as, guard_route },
        BY_ROUTE(apply_move),
        FIELDS(submit_request, SIGN_ROWS(submit_request), FORM_ROWS(submit_request)),
    },
    {
        .name = "confirm_oral_in_writing",
        .posted_to = "confirmations",
        .address = "bevestiging",
        .title = N_("Send the signed form"),
        .done = N_("The signed form is received."),
        .is_binding = true,
        .preset = preset_confirm,
        .guards = { guard_signs_as, guard_route },
        BY_ROUTE(apply_confirm),
        FIELDS(confirm_oral,
               FIELD(confirm_oral, signed_form, .label = N_("The signed form has been sent")),
               FIELD(confirm_oral, signed_file, .label = N_("The signed form"), .optional = true),
               FIELD(confirm_oral, office, .label = N_("Signed as"), .max = 80,
                     .hint = N_("Code of the office, such as VR.voorzitter.")),
               FIELD(confirm_oral, mandate, .label = N_("Mandate"), .table = "mandate",
                     .optional = true)),
    },
    {
        .name = "desk_check",
        .posted_to = "checks",
        .address = "controle",
        .title = N_("Check the request"),
        .done = N_("The check is recorded."),
        .guards = { guard_route },
        BY_ROUTE(apply_check),
        FIELDS(desk_check, FIELD(desk_check, form_complete, .label = N_("The form is complete")),
               FIELD(desk_check, competence_ok, .label = N_("The office that asks is competent")),
               FIELD(desk_check, basis_ok, .label = N_("The legal basis fits")),
               FIELD(desk_check, consent_on_behalf_of, .label = N_("Consents on behalf of"),
                     .hint = N_(
                         "Code of the organisation, such as MIN_JENV. This route may ask for it."),
                     .max = 80, .optional = true)),
    },
    {
        .name = "return_request",
        .posted_to = "returns",
        .address = "teruglegging",
        .title = N_("Send back"),
        .done = N_("Sent back to the requester."),
        .guards = { guard_route },
        BY_ROUTE(apply_return),
        FIELDS(return_request,
               FIELD(return_request, reason, .label = N_("What to mend, and why"), .lines = true),
               FIELD(return_request, fields, .label = N_("Fields to mend"),
                     .hint = N_("Their names on the form, such as needed_from."),
                     .item = &code_list_fields, .flat = true, .max = 40)),
    },
    {
        .name = "civil_search",
        .posted_to = "searches",
        .address = "uitvraag",
        .title = N_("Record the civil search"),
        .done = N_("The search is recorded."),
        .guards = { guard_route },
        BY_ROUTE(apply_search),
        FIELDS(civil_search,
               FIELD(civil_search, found, .label = N_("What was found"), .lines = true,
                     .optional = true),
               FIELD(civil_search, answer, .label = N_("Answer"), .lines = true, .max = 2000,
                     .optional = true),
               FIELD(civil_search, pools, .label = N_("Found in the register"),
                     .hint = N_("The pools; their holders are told when the request is granted."),
                     .item = &pool_ref_fields, .flat = true, .max = POOLS_MAX, .optional = true),
               FIELD(civil_search, channel, .label = N_("Channel"), .max = 200, .optional = true)),
    },
    {
        .name = "pass_to_defence",
        .posted_to = "passes",
        .address = "doorzetting",
        .title = N_("Pass to Defence"),
        .done = N_("Passed to Defence."),
        .guards = { guard_route },
        BY_ROUTE(apply_pass),
        FIELDS(pass_to_defence, FIELD(pass_to_defence, ladder,
                                      .label = N_("How the ladder was walked"), .lines = true)),
    },
    {
        .name = "will_can_may",
        .posted_to = "assessments",
        .address = "toets",
        .title = N_("Record will, can, may"),
        .done = N_("The test is recorded."),
        .guards = { guard_route },
        BY_ROUTE(apply_assess),
        FIELDS(will_can_may, FIELD(will_can_may, will, .label = N_("Will"), .choices = "will"),
               FIELD(will_can_may, can, .label = N_("Can"), .lines = true, .max = 2000),
               FIELD(will_can_may, may, .label = N_("May"), .lines = true, .max = 2000)),
    },
    {
        .name = "legal_test",
        .posted_to = "legal-tests",
        .address = "juridische-toets",
        .title = N_("Record the legal test"),
        .done = N_("The legal test is recorded."),
        .preset = preset_legal_test,
        .guards = { guard_tested_basis, guard_route },
        BY_ROUTE(apply_legal_test),
        FIELDS(legal_test,
               FIELD(legal_test, result, .label = N_("Outcome"), .choices = "legal_result"),
               FIELD(legal_test, basis, .label = N_("Legal basis"), .max = 40,
                     .hint = N_("Code of the basis, such as WVR51_MIL.")),
               FIELD(legal_test, force_regime, .label = N_("Use of force"),
                     .choices = "force_regime")),
    },
    {
        .name = "offer_alternative",
        .posted_to = "offers",
        .address = "aanbod",
        .title = N_("Offer another means"),
        .done = N_("The offer is with the requester."),
        .guards = { guard_route },
        BY_ROUTE(apply_offer),
        FIELDS(offer_alternative,
               FIELD(offer_alternative, means, .label = N_("Means offered"), .lines = true,
                     .max = 2000),
               FIELD(offer_alternative, same_effect, .label = N_("How it reaches the same effect"),
                     .lines = true, .max = 2000)),
    },
    {
        .name = "answer_offer",
        .posted_to = "offer-answers",
        .address = "antwoord",
        .title = N_("Answer the offer"),
        .done = N_("The answer is recorded."),
        .is_binding = true,
        .guards = { guard_route },
        BY_ROUTE(apply_answer),
        FIELDS(answer_offer,
               FIELD(answer_offer, accept, .label = N_("You accept the offer"),
                     .hint = N_("Who declines and keeps the need, asks anew: this request ends.")),
               FIELD(answer_offer, reason, .label = N_("Reason"), .lines = true, .max = 2000,
                     .optional = true)),
    },
    {
        .name = "decide",
        .posted_to = "decisions",
        .address = "besluit",
        .title = N_("Decide"),
        .done = N_("The decision is recorded and sent to the requester."),
        .is_binding = true,
        .guards = { guard_granted_lines, guard_route },
        BY_ROUTE(apply_decide),
        FIELDS(
            decide, FIELD(decide, decision, .label = N_("Decision"), .choices = "decision"),
            FIELD(decide, reason, .label = N_("Reason"), .lines = true, .optional = true),
            FIELD(decide, reason_code, .label = N_("Reason from the list"),
                  .hint = N_("A refusal needs a compelling reason."), .choices = "reason_code",
                  .optional = true),
            FIELD(decide, given, .label = N_("What is given, until when"), .lines = true,
                  .max = 2000, .optional = true),
            FIELD(decide, on_behalf_of, .label = N_("On behalf of"), .max = 80, .optional = true),
            FIELD(decide, lines, .label = N_("Granted on each line"), .item = &granted_line_fields,
                  .max = LINES_MAX, .optional = true)),
    },
    {
        .name = "concur",
        .posted_to = "concurrences",
        .address = "overeenstemming",
        .title = N_("Answer as second minister"),
        .done = N_("The answer is recorded and sent."),
        .is_binding = true,
        .guards = { guard_granted_lines, guard_route },
        BY_ROUTE(apply_concur),
        FIELDS(concur, FIELD(concur, concur, .label = N_("Do you agree"), .choices = "concur"),
               FIELD(concur, reason, .label = N_("Reason"), .lines = true, .optional = true),
               FIELD(concur, lines, .label = N_("Granted on each line"),
                     .hint = N_("Only when you agree in part."), .item = &granted_line_fields,
                     .max = LINES_MAX, .optional = true)),
    },
    {
        .name = "withdraw",
        .is_aside = true,
        .posted_to = "withdrawals",
        .address = "intrekking",
        .title = N_("Withdraw"),
        .done = N_("The request is withdrawn."),
        .is_binding = true,
        .guards = { guard_route },
        BY_ROUTE(apply_withdraw),
        FIELDS(withdraw, FIELD(withdraw, reason, .label = N_("Reason"), .lines = true)),
    },
    {
        .name = "close",
        .posted_to = "closings",
        .address = "sluiting",
        .title = N_("Close the file"),
        .done = N_("The file is closed."),
        .guards = { guard_route },
        BY_ROUTE(apply_move),
    },
};
