/* SPDX-License-Identifier: EUPL-1.2 */
/* The document of one deployment, in parts. */
#include <string.h>

#include "base/tr.h"
#include "deployment/statements.h"
#include "deployment/views.h"

void put_text_or_null(struct json *out, const char *name, struct text t)
{
    json_name(out, name);
    if (text_is_empty(t))
        json_none(out);
    else
        json_text(out, t);
}

static void put_url(struct json *out, const struct look *look, const char *name,
                    const char *address, struct id id)
{
    json_name(out, name);
    if (id_is_none(id))
        json_none(out);
    else
        json_text(
            out, text_printf(look->arena, "/%s/%.*s", address, TEXT_FMT(id_text(look->arena, id))));
}

/* A thing that the viewer may see; null else. */
static void put_seen(struct json *out, const struct look *look, const char *name, const char *type,
                     struct id id)
{
    json_put_thing(out, name, look->tx,
                   !id_is_none(id) && look_sees_thing(look, type, id) ? id : ID_NONE);
}

static void put_force(struct json *out, struct text regime)
{
    json_put_choice(out, "force", "force_regime", regime);
    json_put_bool(out, "has_no_force", text_starts(regime, T("FORCE_NONE")));
}

/* "authority": who holds it now; "named_authority": who was named, when that is another; else null.
 * An order that has ended keeps the authority that was named. */
static void put_authority(struct json *out, const struct look *look, const struct deployment *d)
{
    struct id named = deployment_authority(d);
    struct id now =
        instant_is_none(d->ended_at) ? deployment_authority_at(look->tx, d, look->now) : named;

    json_put_office(out, "authority", look->tx, now);
    json_put_office(out, "named_authority", look->tx, id_same(now, named) ? ID_NONE : named);
}

void put_dep_card(struct json *out, const struct look *look, const struct deployment *d)
{
    json_put_id(out, "id", d->id);
    json_put_text(out, "number", d->number);
    json_put_text(out, "unit", d->unit);
    json_put_stage(out, "state", request_route(look->tx, d->request), d->state);
    put_seen(out, look, "request", "request", d->request);
    put_url(out, look, "request_url", "aanvragen", d->request);
    put_authority(out, look, d);
    put_force(out, d->force_regime);
    json_put_instant(out, "until_at", d->until);
    json_put_instant(out, "tasked_at", d->tasked_at);
    json_put_bool(out, "is_over_time",
                  instant_is_none(d->ended_at) && !instant_is_none(d->until) &&
                      d->until.us < look->now.us);
    json_put_bool(out, "has_problem", tx_int(look->tx, SQL_DEP_HAS_PROBLEM, 0, VAL(d->id)) == 1);
    put_url(out, look, "self_url", "inzetten", d->id);
    put_url(out, look, "phone_url", "opdracht", d->id);
}

/* ---- means ---- */

static void put_means(struct json *out, const struct look *look, struct id deployment)
{
    struct rows *r = tx_query(look->tx, SQL_DEP_MEANS_OF, VAL(deployment));

    json_name(out, "means");
    json_list(out);
    while (rows_next(r)) {
        struct id pool = rows_id(r, 0);
        int64_t quantity = rows_int(r, 1);
        struct capability c;

        json_open(out);
        json_put_int(out, "quantity", quantity);
        if (!id_is_none(pool) && capability_get(look->tx, pool, &c) == OK) {
            json_put_text(out, "name", c.name);
            json_put_text(out, "unit", c.unit);
        } else {
            put_text_or_null(out, "name", T(""));
            put_text_or_null(out, "unit", T(""));
        }
        put_url(out, look, "url", "capaciteit", pool);
        json_close(out);
    }
    json_list_end(out);
}

/* ---- reports ---- */

/* Columns of a report that are figures, in the order of DEP_REPORTS_OF from `people` on. */
static const char *const figure_words[] = {
    N_("People at work"), N_("Own people hurt"),
    N_("Hours worked"),   N_("Patients moved or treated"),
    N_("Beds open"),      N_("People giving vaccinations"),
    N_("People testing"), N_("People standing by"),
};
enum { FIGURE_FIRST = 6, FIGURE_COUNT = sizeof(figure_words) / sizeof(figure_words[0]) };

static void put_figure(struct json *out, const char *name, const char *label, int64_t amount)
{
    json_open(out);
    json_put_cstr(out, "name", name);
    json_put_cstr(out, "label", label);
    json_put_int(out, "amount", amount);
    json_close(out);
}

static void put_figures(struct json *out, const struct look *look, const struct rows *r,
                        int64_t position)
{
    struct rows *more = tx_query(look->tx, SQL_DEP_FIGURES_OF, VAL(position));

    json_name(out, "figures");
    json_list(out);
    for (int i = 0; i < FIGURE_COUNT; i++)
        if (!rows_is_null(r, FIGURE_FIRST + i))
            put_figure(out, rows_name(r, FIGURE_FIRST + i), tr(look->lang, figure_words[i]),
                       rows_int(r, FIGURE_FIRST + i));
    while (rows_next(more)) {
        const char *name = text_cstr(look->arena, rows_text(more, 0));
        put_figure(out, name, name, rows_int(more, 1));
    }
    json_list_end(out);
}

static void put_reports(struct json *out, const struct look *look, struct id deployment)
{
    struct rows *r = tx_query(look->tx, SQL_DEP_REPORTS_OF, VAL(deployment), VAL(DEP_REPORTS));

    json_name(out, "reports");
    json_list(out);
    while (rows_next(r)) {
        struct instant happened = rows_instant(r, 1), recorded = rows_instant(r, 2);

        json_open(out);
        json_put_instant(out, "happened_at", happened);
        json_put_instant(out, "recorded_at", recorded);
        json_put_bool(out, "is_late", recorded.us - happened.us > 5 * SPAN_MINUTE);
        json_put_text(
            out, "late_by",
            span_show(look->arena, (struct span){ recorded.us - happened.us }, look->lang));
        json_put_office(out, "office", look->tx, rows_id(r, 3));
        put_text_or_null(out, "text", rows_text(r, 4));
        put_text_or_null(out, "task", rows_text(r, 5));
        put_figures(out, look, r, rows_int(r, 0));
        json_put_bool(out, "has_problem", rows_bool(r, 14));
        json_close(out);
    }
    json_list_end(out);
}

/* ---- changes ---- */

static void put_pool_name(struct json *out, const struct look *look, struct id pool)
{
    struct capability c;

    put_text_or_null(out, "name",
                     !id_is_none(pool) && capability_get(look->tx, pool, &c) == OK ? c.name
                                                                                   : T(""));
}

static void put_substitutions(struct json *out, const struct look *look, struct id deployment)
{
    struct rows *r = tx_query(look->tx, SQL_DEP_SUBSTITUTIONS_OF, VAL(deployment));

    json_name(out, "substitutions");
    json_list(out);
    while (rows_next(r)) {
        struct id pool = rows_id(r, 1);

        json_open(out);
        json_put_instant(out, "happened_at", rows_instant(r, 0));
        json_put_int(out, "out", rows_int(r, 2));
        json_put_int(out, "quantity", rows_int(r, 3));
        json_put_text(out, "into", rows_text(r, 4));
        json_put_text(out, "reason", rows_text(r, 5));
        put_pool_name(out, look, pool);
        json_close(out);
    }
    json_list_end(out);
}

static void put_extensions(struct json *out, const struct look *look, struct id deployment)
{
    struct rows *r = tx_query(look->tx, SQL_DEP_EXTENSIONS_OF, VAL(deployment));

    json_name(out, "extensions");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_instant(out, "asked_at", rows_instant(r, 0));
        json_put_office(out, "office", look->tx, rows_id(r, 1));
        json_put_instant(out, "asked_until_at", rows_instant(r, 2));
        json_put_text(out, "reason", rows_text(r, 3));
        json_put_choice(out, "decision", "extension_decision", rows_text(r, 4));
        json_put_instant(out, "decided_at", rows_instant(r, 5));
        json_put_instant(out, "given_until_at", rows_instant(r, 6));
        json_name(out, "more");
        if (rows_is_null(r, 7))
            json_none(out);
        else
            json_int(out, rows_int(r, 7));
        put_text_or_null(out, "decision_reason", rows_text(r, 8));
        json_close(out);
    }
    json_list_end(out);
}

static void put_new_task(struct json *out, const struct look *look, const struct deployment *d)
{
    struct rows *r = tx_query(look->tx, SQL_DEP_REBASE_LINES_OF, VAL(d->id));

    put_text_or_null(out, "new_task", d->new_task);
    put_seen(out, look, "new_request", "request", d->rebased);
    put_url(out, look, "new_request_url", "aanvragen", d->rebased);
    json_name(out, "new_lines");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_choice(out, "effect_kind", "effect_kind", rows_text(r, 0));
        json_put_int(out, "amount", rows_int(r, 1));
        json_put_choice(out, "unit", "unit", rows_text(r, 2));
        json_close(out);
    }
    json_list_end(out);
}

void put_dep_whole(struct json *out, const struct look *look, const struct deployment *d)
{
    struct thing t;

    put_dep_card(out, look, d);
    put_text_or_null(out, "effect", thing_get(look->tx, d->request, &t) == OK ? t.label : T(""));
    json_put_office(out, "tasker", look->tx, d->tasker);
    json_put_office(out, "unit_office", look->tx, d->unit_office);
    json_put_bool(out, "is_handed_over", !id_is_none(d->handed_over));
    put_text_or_null(out, "report_to", d->report_to);
    json_put_text(out, "safety_message", d->safety_message);
    json_put_instant(out, "acknowledged_at", d->acknowledged_at);
    json_put_instant(out, "departed_at", d->departed_at);
    json_put_instant(out, "arrived_at", d->arrived_at);
    json_put_instant(out, "ended_at", d->ended_at);
    json_put_instant(out, "home_at", d->home_at);
    json_put_bool(out, "is_recalled",
                  text_is(d->state, "RECALLED") || !text_is_empty(d->end_reason_code));
    put_text_or_null(out, "end_reason", d->end_reason);
    json_put_choice(out, "end_reason_kind", "reason_code", d->end_reason_code);
    put_new_task(out, look, d);
    put_means(out, look, d->id);
    put_reports(out, look, d->id);
    put_substitutions(out, look, d->id);
    put_extensions(out, look, d->id);
}

/* ---- what comes next ---- */

/* The act that the field owes next, by state; a report while at work. */
static const char *next_act(const struct deployment *d)
{
    if (text_is(d->state, "TASKED"))
        return instant_is_none(d->acknowledged_at) ? "acknowledge" : "depart";
    if (text_is(d->state, "EN_ROUTE"))
        return "arrive";
    if (text_is(d->state, "DEPLOYED"))
        return "sitrep";
    if (text_is(d->state, "RELEASED") || text_is(d->state, "RECALLED"))
        return "return_home";
    return NULL;
}

/* Whether this viewer may do it now, by the same gate and ready guards as a commit (R4). */
static bool may_do(const struct look *look, const struct action *action, struct id id)
{
    struct verdict *v = arena_new(look->arena, struct verdict);
    void *fields = arena_bytes_sure(look->arena, action->fields.size);
    struct entry e = {
        .id = id,
        .seq = 1,
        .recorded_at = look->now,
        .happened_at = look->now,
        .by = *look->viewer,
        .action = action,
        .object = id,
        .key = T(""),
        .zone = look->zone,
        .is_dry = true,
    };

    verdict_init(v, look->arena);
    fields_clear(&action->fields, fields);
    if (look->gate)
        look->gate->may(&e, fields, look->tx, v);
    for (int i = 0; i < GUARDS_MAX && action->ready[i]; i++)
        action->ready[i](&e, fields, look->tx, v);
    return verdict_is_clear(v);
}

static const struct action *field_action(const char *name)
{
    for (size_t i = 0; i < DEPLOYMENT_ACTIONS; i++)
        if (strcmp(deployment_actions[i].name, name) == 0)
            return &deployment_actions[i];
    return NULL;
}

/* From the phone's page a form leads back to it, not to the whole file ("_terug" in a form). */
static struct text act_url(const struct look *look, const struct action *action, struct id id,
                           bool is_phone, const char *filled)
{
    struct text mark = id_text(look->arena, id);

    if (!is_phone)
        return text_printf(look->arena, "/inzetten/%.*s/%s?%s", TEXT_FMT(mark), action->address,
                           filled);
    return text_printf(look->arena, "/inzetten/%.*s/%s?_terug=/opdracht/%.*s&%s", TEXT_FMT(mark),
                       action->address, TEXT_FMT(mark), filled);
}

void put_dep_next(struct json *out, const struct look *look, const struct deployment *d,
                  bool is_phone)
{
    const char *name = next_act(d);
    const struct action *action = name ? field_action(name) : NULL;
    const struct action *report = field_action("sitrep");
    bool may = action && may_do(look, action, d->id);
    bool may_report = report && may_do(look, report, d->id);

    json_name(out, "next");
    if (may) {
        json_open(out);
        json_put_cstr(out, "name", action->name);
        json_put_cstr(out, "title", tr(look->lang, action->title));
        json_put_bool(out, "is_report", action == report);
        json_put_text(out, "url", act_url(look, action, d->id, is_phone, ""));
        json_close(out);
    } else {
        json_none(out);
    }
    json_put_cstr(out, "waits_for", may || !action ? NULL : tr(look->lang, action->title));
    json_name(out, "problem_url");
    if (may_report)
        json_text(out, act_url(look, report, d->id, is_phone, "problem=true"));
    else
        json_none(out);
}
