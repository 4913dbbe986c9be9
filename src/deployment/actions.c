/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of this room's actions: their fields, words, guards. */
#include "base/tr.h"
#include "deployment/inner.h"

const struct fieldset taken_fields =
    ITEM(taken, FIELD(taken, request, .label = N_("From request"), .table = "request"),
         FIELD(taken, capability, .label = N_("Pool"), .table = "capability"),
         FIELD(taken, quantity, .label = N_("Number"), .min = 1, .max = QUANTITY_MAX));
static const struct fieldset figure_fields =
    ITEM(figure, FIELD(figure, name, .label = N_("Figure"), .min = 1, .max = 60),
         FIELD(figure, amount, .label = N_("Amount"), .min = 0, .max = FIGURE_MAX));
static const struct fieldset rebase_line_fields =
    ITEM(rebase_line,
         FIELD(rebase_line, effect_kind, .label = N_("Effect"), .choices = "effect_kind",
               .optional = true),
         FIELD(rebase_line, amount, .label = N_("Amount"), .min = 1, .max = FIGURE_MAX),
         FIELD(rebase_line, unit, .label = N_("Unit"), .choices = "unit", .optional = true));
const struct fieldset given_fields =
    ITEM(given, FIELD(given, deployment, .label = "", .table = "deployment", .optional = true),
         FIELD(given, request, .label = "", .table = "request", .optional = true),
         FIELD(given, capability, .label = "", .table = "capability", .optional = true),
         FIELD(given, quantity, .label = ""));

/* A unit hands itself over to whom the law puts over it where it is, unless the commander says
 * another. */
static void preset_arrive(const struct look *look, struct id object, json_t *input)
{
    struct deployment d;
    struct id to;
    struct text id;

    if (deployment_get(look->tx, object, &d) != OK)
        return;
    to = deployment_authority_at(look->tx, &d, look->now);
    if (id_is_none(to))
        return;
    id = id_text(look->arena, to);
    json_object_set_new(input, "handed_over_to", json_stringn_nocheck(id.at, id.len));
}

/* What all acts settle, and who guards them. */
#define DEP_SETTLES                                                                                \
    SETTLES(                                                                                       \
        settled_deployment, FOLLOWUP_FIELDS(settled_deployment, follow),                           \
        FIELD(settled_deployment, number, .label = "", .optional = true),                          \
        FIELD(settled_deployment, serial, .label = "", .optional = true),                          \
        FIELD(settled_deployment, until, .label = "", .optional = true),                           \
        FIELD(settled_deployment, request_until, .label = "", .optional = true),                   \
        FIELD_AS(settled_deployment, from, "occupied_from", .label = "", .optional = true),        \
        FIELD(settled_deployment, payer, .label = "", .table = "office", .optional = true),        \
        FIELD(settled_deployment, holder, .label = "", .table = "office", .optional = true),       \
        FIELD(settled_deployment, holder_org, .label = "", .optional = true),                      \
        FIELD(settled_deployment, gives, .label = "", .item = &given_fields, .optional = true))
#define DEP_COMMON .version = 1, .may = "route", .ready = { guard_dep_ready }, .settle = settle_dep
#define HAPPENED_ROW(t)                                                                            \
    FIELD(t, happened_at, .label = N_("When it happened"),                                         \
          .hint = N_("Leave empty for now; give the time when you enter it later."),               \
          .optional = true)

const struct action deployment_actions[DEPLOYMENT_ACTIONS] = {
    {
        .name = "task",
        .object = "deployment",
        .address = "opdracht",
        .title = N_("Give the order"),
        .done = N_("The order is given."),
        DEP_COMMON,
        .creates = true,
        .is_binding = true,
        FIELDS(task, FIELD(task, request, .label = N_("Request"), .table = "request"),
               FIELD(task, unit, .label = N_("Unit"),
                     .hint = N_("Who goes: the unit or team, in words."), .min = 1, .max = 200),
               FIELD(task, capability, .label = N_("Pool"),
                     .hint = N_("Leave empty for means outside the register."),
                     .table = "capability", .optional = true),
               FIELD(task, quantity, .label = N_("Number"), .min = 1, .max = QUANTITY_MAX),
               FIELD(task, field_authority, .label = N_("Field authority"),
                     .hint = N_("Under whose orders the unit works on the spot."),
                     .table = "office"),
               FIELD(task, report_to, .label = N_("Report to"),
                     .hint = N_("Place and function where the unit reports."), .optional = true),
               FIELD(task, safety_message, .label = N_("Danger and protection"),
                     .hint = N_("What can hurt people there, and what they wear or avoid."),
                     .lines = true, .min = 1),
               FIELD(task, force_regime, .label = N_("Use of force"), .choices = "force_regime"),
               FIELD(task, unit_office, .label = N_("Office of the commander"), .table = "office",
                     .optional = true),
               FIELD(task, space, .label = N_("Exercise"),
                     .hint = N_("Only when this order belongs to an exercise."), .max = 80,
                     .optional = true),
               FIELD(task, taken_from, .label = N_("Taken from other requests"),
                     .item = &taken_fields, .max = 20, .optional = true),
               HAPPENED_ROW(task)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_task_capacity, guard_space_named, guard_serial },
        .apply = apply_task,
    },
    {
        .name = "acknowledge",
        .object = "deployment",
        .posted_to = "acknowledgements",
        .address = "bevestiging",
        .title = N_("Confirm the order"),
        .done = N_("The order is confirmed."),
        DEP_COMMON,
        FIELDS(field_step, HAPPENED_ROW(field_step)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_dep_order },
        .apply = apply_acknowledge,
    },
    {
        .name = "depart",
        .object = "deployment",
        .posted_to = "departures",
        .address = "vertrek",
        .title = N_("Report departure"),
        .done = N_("The unit is on the way."),
        DEP_COMMON,
        FIELDS(field_step, HAPPENED_ROW(field_step)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_dep_order },
        .apply = apply_depart,
    },
    {
        .name = "arrive",
        .object = "deployment",
        .posted_to = "arrivals",
        .address = "aankomst",
        .title = N_("Report arrival"),
        .done = N_("The unit has arrived and is handed over."),
        DEP_COMMON,
        .preset = preset_arrive,
        FIELDS(arrive,
               FIELD(arrive, handed_over_to, .label = N_("Handed over to"),
                     .hint = N_("The field authority that takes over."), .table = "office"),
               FIELD(arrive, field_authority_reachable, .label = N_("Field authority reachable"),
                     .hint = N_("Without a reachable field authority nobody starts.")),
               HAPPENED_ROW(arrive)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_dep_order },
        .apply = apply_arrive,
    },
    {
        .name = "sitrep",
        .is_aside = true,
        .object = "deployment",
        .posted_to = "reports",
        .address = "melding",
        .title = N_("Send a report"),
        .done = N_("The report is received."),
        DEP_COMMON,
        FIELDS(sitrep, FIELD(sitrep, text, .label = N_("Report"), .lines = true, .optional = true),
               FIELD(sitrep, problem, .label = N_("There is a problem"),
                     .hint = N_("The deployment is marked in red until a later report."),
                     .optional = true),
               FIELD(sitrep, task, .label = N_("What the unit does"), .lines = true, .max = 2000,
                     .optional = true),
               FIELD(sitrep, people, .label = N_("People at work"), .unit = N_("persons"),
                     .max = FIGURE_MAX, .optional = true),
               FIELD(sitrep, injured, .label = N_("Own people hurt"), .unit = N_("persons"),
                     .max = FIGURE_MAX, .optional = true),
               FIELD(sitrep, hours, .label = N_("Hours worked"), .unit = N_("hours"),
                     .max = FIGURE_MAX, .optional = true),
               FIELD(sitrep, patients, .label = N_("Patients moved or treated"),
                     .unit = N_("persons"), .max = FIGURE_MAX, .optional = true),
               FIELD(sitrep, beds, .label = N_("Beds open"), .unit = N_("beds"), .max = FIGURE_MAX,
                     .optional = true),
               FIELD(sitrep, booster, .label = N_("People giving vaccinations"),
                     .unit = N_("persons"), .max = FIGURE_MAX, .optional = true),
               FIELD(sitrep, test, .label = N_("People testing"), .unit = N_("persons"),
                     .max = FIGURE_MAX, .optional = true),
               FIELD(sitrep, standby, .label = N_("People standing by"), .unit = N_("persons"),
                     .max = FIGURE_MAX, .optional = true),
               FIELD(sitrep, figures, .label = N_("Other figures"), .item = &figure_fields,
                     .max = 40, .optional = true),
               HAPPENED_ROW(sitrep)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_report_says },
        .apply = apply_sitrep,
    },
    {
        .name = "extend",
        .is_aside = true,
        .object = "request",
        .posted_to = "extensions",
        .address = "verlenging",
        .title = N_("Ask for an extension"),
        .done = N_("The extension is asked."),
        DEP_COMMON,
        FIELDS(extend, FIELD(extend, deployment, .label = N_("Deployment"), .table = "deployment"),
               FIELD(extend, until, .label = N_("Until")),
               FIELD(extend, reason, .label = N_("Reason"), .lines = true, .min = 1,
                     .max = DEP_REASON_MAX)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_extension },
        .apply = apply_extend,
    },
    {
        .name = "decide_extension",
        .object = "request",
        .posted_to = "extension-decisions",
        .address = "verlengingsbesluit",
        .title = N_("Answer the extension"),
        .done = N_("The extension is answered."),
        DEP_COMMON,
        .is_binding = true,
        FIELDS(
            decide_extension,
            FIELD(decide_extension, deployment, .label = N_("Deployment"), .table = "deployment"),
            FIELD(decide_extension, decision, .label = N_("Answer"),
                  .choices = "extension_decision"),
            FIELD(decide_extension, until, .label = N_("Until"),
                  .hint = N_("Needed unless you refuse."), .optional = true),
            FIELD(decide_extension, more, .label = N_("Promised besides"),
                  .hint = N_("A promise; it holds nothing until it is ordered."),
                  .max = QUANTITY_MAX, .optional = true),
            FIELD(decide_extension, reason, .label = N_("Reason"),
                  .hint = N_("Needed when you refuse or give less."), .lines = true,
                  .max = DEP_REASON_MAX, .optional = true)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_extension_answer },
        .apply = apply_decide_extension,
    },
    {
        .name = "substitute",
        .is_aside = true,
        .object = "deployment",
        .posted_to = "substitutions",
        .address = "vervanging",
        .title = N_("Replace unit or means"),
        .done = N_("The unit or means are replaced."),
        DEP_COMMON,
        FIELDS(substitute,
               FIELD(substitute, out, .label = N_("Goes out"),
                     .hint = N_("What the deployment has of this pool now."), .max = QUANTITY_MAX),
               FIELD(substitute, into, .label = N_("Replaced by"), .min = 1, .max = 500),
               FIELD(substitute, capability, .label = N_("Pool"), .table = "capability",
                     .optional = true),
               FIELD(substitute, quantity, .label = N_("Number after it"), .max = QUANTITY_MAX),
               FIELD(substitute, reason, .label = N_("Reason"), .lines = true, .min = 1,
                     .max = DEP_REASON_MAX),
               FIELD(substitute, taken_from, .label = N_("Taken from other requests"),
                     .item = &taken_fields, .max = 20, .optional = true)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_substitute },
        .apply = apply_substitute,
    },
    {
        .name = "rebase",
        .is_aside = true,
        .object = "deployment",
        .posted_to = "rebases",
        .address = "andere-grondslag",
        .title = N_("The task has changed"),
        .done = N_("The changed task is on record."),
        DEP_COMMON,
        .is_binding = true,
        FIELDS(
            rebase,
            FIELD(rebase, new_task, .label = N_("New task"), .lines = true, .min = 1, .max = 2000),
            FIELD(rebase, purpose, .label = N_("Purpose of the new task"), .choices = "purpose"),
            FIELD(rebase, lines, .label = N_("What must be reached, and how much"),
                  .item = &rebase_line_fields, .min = 1, .max = 40),
            FIELD(rebase, force_needed, .label = N_("Force needed"),
                  .hint = N_("The task needs arms or the use of force.")),
            FIELD(rebase, new_request, .label = N_("New request"),
                  .hint = N_("The request on its own basis; draft it first."), .table = "request",
                  .optional = true)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_new_request },
        .apply = apply_rebase,
    },
    {
        .name = "recall",
        .is_aside = true,
        .object = "deployment",
        .posted_to = "recalls",
        .address = "terugtrekking",
        .title = N_("Recall the unit"),
        .done = N_("The unit is recalled."),
        DEP_COMMON,
        .is_binding = true,
        FIELDS(recall,
               FIELD(recall, reason, .label = N_("Reason"), .lines = true, .min = 1,
                     .max = DEP_REASON_MAX),
               FIELD(recall, reason_code, .label = N_("Kind of reason"), .choices = "reason_code"),
               HAPPENED_ROW(recall)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_dep_order },
        .apply = apply_recall,
    },
    {
        .name = "release",
        .is_aside = true,
        .object = "deployment",
        .posted_to = "releases",
        .address = "vrijgave",
        .title = N_("Release the unit"),
        .done = N_("The unit is released."),
        DEP_COMMON,
        .is_binding = true,
        FIELDS(release,
               FIELD(release, reason, .label = N_("Reason"), .lines = true, .min = 1,
                     .max = DEP_REASON_MAX),
               HAPPENED_ROW(release)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_dep_order },
        .apply = apply_release,
    },
    {
        .name = "return_home",
        .object = "deployment",
        .posted_to = "returns",
        .address = "terugkeer",
        .title = N_("Report back home"),
        .done = N_("The unit is home; its means are free."),
        DEP_COMMON,
        FIELDS(field_step, HAPPENED_ROW(field_step)),
        DEP_SETTLES,
        .guards = { guard_dep, guard_dep_order },
        .apply = apply_return_home,
    },
};
