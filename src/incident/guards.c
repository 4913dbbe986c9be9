/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules of this room: area, state, art. 39, art. 40, versions of pictures. */
#include "base/tr.h"
#include "incident/acts.h"
#include "incident/inner.h"
#include "incident/statements.h"

/* ---- state and area ---- */

void incident_guard_open(const struct entry *e, const void *fields, struct tx *tx,
                         struct verdict *v)
{
    (void)fields;
    if (!tx_has(tx, SQL_INCIDENT_IS_OPEN, VAL(e->object)))
        rule_refuse(v, "STATE_ORDER", "", BY_RULE);
}

static void refuse_area(struct verdict *v, const char *field)
{
    rule_refuse(v, "OUT_OF_AREA", field, BY_AUTHORITY);
}

/* An office speaks for its own region; the national desks have no area and speak for all. */
static void guard_region(const struct entry *e, struct tx *tx, struct id region, struct verdict *v)
{
    if (!id_is_none(region) &&
        !office_covers(tx, e->by.office, incident_region_code(tx, region, e->recorded_at)))
        refuse_area(v, "region");
}

static bool covers_place(struct tx *tx, struct id office, const struct list *places)
{
    const struct place_item *items = places->items;

    for (int64_t i = 0; i < places->n; i++)
        if (office_covers(tx, office, incident_place_code(tx, items[i].place.words)))
            return true;
    return false;
}

/* An incident may reach into other regions: one of them, or one place, must be the office's own. */
void incident_guard_report_area(const struct entry *e, const void *fields, struct tx *tx,
                                struct verdict *v)
{
    const struct report_incident *f = fields;
    const struct ref_item *regions = f->regions.items;

    for (int64_t i = 0; i < f->regions.n; i++)
        if (office_covers(tx, e->by.office,
                          incident_region_code(tx, regions[i].ref, e->recorded_at)))
            return;
    if (f->regions.n > 0 && !covers_place(tx, e->by.office, &f->places))
        refuse_area(v, "regions");
}

void incident_guard_level_region(const struct entry *e, const void *fields, struct tx *tx,
                                 struct verdict *v)
{
    const struct set_level *f = fields;

    guard_region(e, tx, f->region, v);
}

void incident_guard_situation_region(const struct entry *e, const void *fields, struct tx *tx,
                                     struct verdict *v)
{
    const struct report_situation *f = fields;

    guard_region(e, tx, f->region, v);
}

void incident_guard_picture_region(const struct entry *e, const void *fields, struct tx *tx,
                                   struct verdict *v)
{
    const struct update_picture *f = fields;

    guard_region(e, tx, f->region, v);
}

/* Who closes has the incident in his region, or its place in his municipality. */
void incident_guard_own_incident(const struct entry *e, const void *fields, struct tx *tx,
                                 struct verdict *v)
{
    struct rows *r = tx_query(tx, SQL_INCIDENT_REGIONS, VAL(e->object));
    bool is_own = false;

    (void)fields;
    while (rows_next(r))
        is_own = is_own || office_covers(tx, e->by.office, rows_text(r, 0));
    r = tx_query(tx, SQL_INCIDENT_PLACES, VAL(e->object));
    while (rows_next(r))
        is_own = is_own || office_covers(tx, e->by.office, rows_text(r, 1));
    if (!is_own)
        refuse_area(v, "");
}

/* ---- art. 39 and 40 ---- */

/* Wvr art. 39: the chair consults the regional policy team first, unless it cannot wait. */
void incident_guard_consulted(const struct entry *e, const void *fields, struct tx *tx,
                              struct verdict *v)
{
    const struct declare_wvr39 *f = fields;

    (void)e;
    (void)tx;
    if (f->consulted.n == 0 && text_is_empty(f->urgency))
        rule_refuse(v, "WVR39_CONSULT", "urgency", BY_RULE);
}

void incident_guard_declare_region(const struct entry *e, const void *fields, struct tx *tx,
                                   struct verdict *v)
{
    const struct declare_wvr39 *f = fields;

    guard_region(e, tx, f->region, v);
}

/* Only municipalities of this region, and at least one that is not covered already. */
void incident_guard_municipalities(const struct entry *e, const void *fields, struct tx *tx,
                                   struct verdict *v)
{
    const struct declare_wvr39 *f = fields;
    const struct ref_item *items = f->municipalities.items;
    struct text region = incident_region_code(tx, f->region, e->recorded_at);
    bool is_new = f->municipalities.n == 0;

    if (id_is_none(f->region))
        return;
    for (int64_t i = 0; i < f->municipalities.n; i++) {
        struct text lies_in = incident_region_code(tx, items[i].ref, e->recorded_at);

        if (!text_same(lies_in, region))
            refuse_area(v, text_cstr(tx_arena(tx), text_printf(tx_arena(tx), "municipalities/%lld",
                                                               (long long)i)));
        is_new = is_new || !tx_has(tx, SQL_ART39_ON_HERE, VAL(e->object),
                                   VAL(incident_municipality_code(tx, items[i].ref)));
    }
    if (!is_new)
        verdict_refuse(v, "WVR39_ALREADY", "municipalities",
                       N_("Article 39 is already on for all these municipalities."),
                       N_("Name the municipalities that are to be added."));
}

void incident_guard_end_region(const struct entry *e, const void *fields, struct tx *tx,
                               struct verdict *v)
{
    const struct end_wvr39 *f = fields;

    guard_region(e, tx, f->region, v);
    if (tx_has(tx, SQL_ART39_ANY_ON, VAL(e->object)) && !id_is_none(f->region) &&
        !tx_has(tx, SQL_ART39_ON, VAL(e->object),
                VAL(incident_region_code(tx, f->region, e->recorded_at))))
        rule_refuse(v, "WVR39_SCOPE", "region", BY_RULE);
}

/* Without fields: there is something to end. */
void incident_guard_any_on(const struct entry *e, const void *fields, struct tx *tx,
                           struct verdict *v)
{
    (void)fields;
    if (!tx_has(tx, SQL_ART39_ANY_ON, VAL(e->object)))
        rule_refuse(v, "WVR39_SCOPE", "", BY_RULE);
}

/* A mayor objects to what is decided for his own municipality (Wvr art. 39). */
void incident_guard_mayor_inside(const struct entry *e, const void *fields, struct tx *tx,
                                 struct verdict *v)
{
    struct rows *r = tx_query(tx, SQL_ART39_MUNICIPALITIES, VAL(e->object));
    bool is_inside = false;

    (void)fields;
    while (rows_next(r))
        is_inside = is_inside || office_covers(tx, e->by.office, rows_text(r, 0));
    if (!is_inside)
        rule_refuse(v, "WVR39_SCOPE", "", BY_RULE);
}

void incident_guard_report_owed(const struct entry *e, const void *fields, struct tx *tx,
                                struct verdict *v)
{
    (void)fields;
    if (!tx_has(tx, SQL_ART39_UNREPORTED, VAL(e->object)))
        verdict_refuse(v, "COUNCIL_REPORT_NOT_OWED", "",
                       N_("No report to the councils is owed for this incident."),
                       N_("A report follows when the period of article 39 has ended."));
}

static void warn_not_owed(struct verdict *v, struct tx *tx, const char *field, struct text code)
{
    struct verdict_item *item =
        verdict_warn(v, "WVR40_NOT_OWED", field,
                     N_("Article 39 was not on for {municipality}: no report is owed there."),
                     N_("Check the name, or leave it as it is."));

    verdict_hole(item, tx_arena(tx), "municipality", directory_name_of(tx, code));
}

/* A chair reports to the councils of his own region. The report is owed to those that were under
 * art. 39; another one may get it too, and is told apart. */
void incident_guard_report_municipalities(const struct entry *e, const void *fields, struct tx *tx,
                                          struct verdict *v)
{
    const struct report_to_councils *f = fields;
    const struct ref_item *items = f->municipalities.items;

    for (int64_t i = 0; i < f->municipalities.n; i++) {
        struct text code = incident_municipality_code(tx, items[i].ref);
        const char *field =
            text_cstr(tx_arena(tx), text_printf(tx_arena(tx), "municipalities/%lld", (long long)i));

        if (id_is_none(items[i].ref))
            continue;
        if (!directory_office_covers(tx, e->by.office, code, e->recorded_at))
            refuse_area(v, field);
        else if (!tx_has(tx, SQL_ART39_WAS_HERE, VAL(e->object), VAL(code)))
            warn_not_owed(v, tx, field, code);
    }
}

/* Wvr art. 40: the report is made in agreement with the mayors; what is not yet agreed is told. */
void incident_guard_agreement(const struct entry *e, const void *fields, struct tx *tx,
                              struct verdict *v)
{
    const struct report_to_councils *f = fields;

    (void)e;
    (void)tx;
    if (f->in_agreement_with_mayors.is == NO)
        verdict_warn(v, "WVR40_AGREEMENT", "in_agreement_with_mayors",
                     N_("The report to the councils is made in agreement with the mayors."),
                     N_("Name the mayors who object, so that the report shows it."));
}

static bool names_office(const struct list *offices, struct id office)
{
    const struct ref_item *items = offices->items;

    for (int64_t i = 0; i < offices->n; i++)
        if (id_same(items[i].ref, office))
            return true;
    return false;
}

/* Wvr art. 40: the report shows the objections that mayors had recorded; one left out is told. */
void incident_guard_objections_named(const struct entry *e, const void *fields, struct tx *tx,
                                     struct verdict *v)
{
    const struct report_to_councils *f = fields;
    struct rows *r = tx_query(tx, SQL_OBJECTIONS_OF, VAL(e->object));

    while (rows_next(r)) {
        struct id mayor = rows_id(r, 0);
        struct verdict_item *item;
        struct office office;

        if (names_office(&f->objections, mayor))
            continue;
        item = verdict_warn(v, "WVR40_OBJECTION", "objections",
                            N_("An objection of {mayor} is on record and is not named."),
                            N_("Name this mayor under the objections, so that the report shows "
                               "it."));
        verdict_hole(item, tx_arena(tx), "mayor",
                     office_get(tx, mayor, e->recorded_at, &office) == OK
                         ? office.title
                         : thing_label_of(tx, mayor));
    }
}

void incident_guard_may_close(const struct entry *e, const void *fields, struct tx *tx,
                              struct verdict *v)
{
    (void)fields;
    if (tx_has(tx, SQL_ART39_ANY_ON, VAL(e->object)))
        verdict_refuse(v, "WVR39_ON", "", N_("Article 39 is still on for this incident."),
                       N_("Let the chair of the safety region end it first."));
    if (tx_has(tx, SQL_ART39_UNREPORTED, VAL(e->object)))
        rule_refuse(v, "WVR40_REPORT", "", BY_RULE);
}

/* ---- pictures ---- */

/* Invariant 2: neither number goes back, and one of them goes up. */
void incident_guard_versions(const struct entry *e, const void *fields, struct tx *tx,
                             struct verdict *v)
{
    const struct update_picture *f = fields;
    struct rows *r =
        tx_query(tx, SQL_PICTURE_HIGHEST, VAL(incident_region_code(tx, f->region, e->recorded_at)));
    int64_t total = 0, own = 0;

    if (rows_next(r)) {
        total = rows_int(r, 0);
        own = rows_int(r, 1);
        rows_close(r);
    }
    if (f->total_version == INT_NONE || f->own_version == INT_NONE)
        return;
    if (f->total_version < total || f->own_version < own ||
        (f->total_version == total && f->own_version == own)) {
        struct verdict_item *item = verdict_refuse(
            v, "PICTURE_NOT_NEWER", f->total_version < total ? "total_version" : "own_version",
            N_("The last picture of this region has total version {total} and own version {own}; "
               "versions only go up."),
            N_("Give higher version numbers."));
        verdict_hole(item, tx_arena(tx), "total",
                     text_printf(tx_arena(tx), "%lld", (long long)total));
        verdict_hole(item, tx_arena(tx), "own", text_printf(tx_arena(tx), "%lld", (long long)own));
    }
}
