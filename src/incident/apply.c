/* SPDX-License-Identifier: EUPL-1.2 */
/* What the acts store: pure functions of the tables and the entry. */
#include <assert.h>

#include "incident/acts.h"
#include "incident/inner.h"
#include "incident/statements.h"

/* ---- report, level ---- */

static enum result put_region(struct tx *tx, struct id incident, struct text region)
{
    if (text_is_empty(region))
        return tx_result(tx);
    tx_exec(tx, SQL_INCIDENT_REGION_PUT, VAL(incident), VAL(region));
    return audience_add_area(tx, incident, region);
}

enum result incident_apply_report_incident(const struct entry *e, const void *fields,
                                           const void *settled, struct tx *tx)
{
    const struct report_incident *f = fields;
    const struct ref_item *regions = f->regions.items;
    const struct place_item *places = f->places.items;

    (void)settled;
    thing_label(tx, e->object, T(""), f->what);
    thing_state(tx, e->object, T("OPEN"));
    tx_exec(tx, SQL_INCIDENT_PUT, VAL(e->object), VAL(f->kind.code), VAL(f->what), VAL(f->related),
            VAL(e->happened_at));
    audience_add_office(tx, e->object, e->by.office, true);
    for (int64_t i = 0; i < f->regions.n; i++)
        put_region(tx, e->object, incident_region_code(tx, regions[i].ref, e->recorded_at));
    for (int64_t i = 0; i < f->places.n; i++) {
        struct text code = incident_place_code(tx, places[i].place.words);

        tx_exec(tx, SQL_INCIDENT_PLACE_PUT, VAL(e->object), VAL(i + 1), VAL(places[i].place.words),
                VAL(code));
        audience_add_area(tx, e->object, text_starts(code, T("geo:")) ? T("") : code);
    }
    if (!id_is_none(f->related))
        thing_touch(tx, e, f->related);
    return tx_result(tx);
}

/* An incident spreads: a region that was not in it comes in with its level. */
enum result incident_apply_set_level(const struct entry *e, const void *fields, const void *settled,
                                     struct tx *tx)
{
    const struct set_level *f = fields;
    struct text region = incident_region_code(tx, f->region, e->recorded_at);

    (void)settled;
    put_region(tx, e->object, region);
    return tx_exec(tx, SQL_GRIP_SET, VAL(e->object), VAL(region), VAL(f->grip.code),
                   VAL(e->happened_at));
}

/* ---- art. 39 ---- */

static struct text flag_of(struct tx *tx, struct text region)
{
    return text_printf(tx_arena(tx), "WVR39:%.*s", TEXT_FMT(region));
}

static enum result tell(struct tx *tx, const struct entry *e, struct id office, struct text cite)
{
    if (id_is_none(office))
        return tx_result(tx); /* no such office is in this space */
    return notice_put(tx, e, e->object, office, "SENT", cite);
}

static void put_municipality(struct tx *tx, const struct entry *e, struct text region,
                             struct text code)
{
    if (tx_has(tx, SQL_ART39_ON_HERE, VAL(e->object), VAL(code)))
        return;
    tx_exec(tx, SQL_ART39_PUT, VAL(code), VAL(e->object), VAL(e->seq), VAL(region),
            VAL(e->happened_at));
    audience_add_area(tx, e->object, code);
    tell(tx, e, incident_mayor_of(tx, code, e->recorded_at), T("Wvr art. 39"));
}

enum result incident_apply_declare(const struct entry *e, const void *fields, const void *settled,
                                   struct tx *tx)
{
    const struct declare_wvr39 *f = fields;
    const struct ref_item *municipalities = f->municipalities.items;
    const struct ref_item *consulted = f->consulted.items;
    struct text region = incident_region_code(tx, f->region, e->recorded_at);
    struct obligation on = { .thing = e->object,
                             .kind = flag_of(tx, region),
                             .owner = e->by.office,
                             .due_at = INSTANT_NONE,
                             .is_statutory = true,
                             .cite = T("Wvr art. 39") };

    (void)settled;
    put_region(tx, e->object, region);
    tx_exec(tx, SQL_ART39_PERIOD_PUT, VAL(e->object), VAL(region), VAL(e->seq), VAL(e->happened_at),
            VAL(f->urgency));
    for (int64_t i = 0; i < f->municipalities.n; i++)
        put_municipality(tx, e, region, incident_municipality_code(tx, municipalities[i].ref));
    for (int64_t i = 0; i < f->consulted.n; i++)
        tx_exec(tx, SQL_ART39_CONSULTED_PUT, VAL(e->object), VAL(e->seq), VAL(consulted[i].ref));
    tell(tx, e, incident_commissioner_of(tx, region, e->recorded_at), T("Wvr art. 39-42"));
    return obligation_open(tx, e, &on);
}

enum result incident_apply_end(const struct entry *e, const void *fields, const void *settled,
                               struct tx *tx)
{
    const struct end_wvr39 *f = fields;
    struct text region = incident_region_code(tx, f->region, e->recorded_at);
    struct obligation owed = { .thing = e->object,
                               .kind = T("COUNCIL_REPORT_OWED"),
                               .owner = e->by.office,
                               .due_at = INSTANT_NONE,
                               .is_statutory = true,
                               .cite = T("Wvr art. 40") };
    struct rows *r = tx_query(tx, SQL_ART39_MUNICIPALITIES_ON, VAL(e->object), VAL(region));

    (void)settled;
    while (rows_next(r))
        tell(tx, e, incident_mayor_of(tx, rows_text(r, 0), e->recorded_at), T("Wvr art. 39 lid 6"));
    tx_exec(tx, SQL_ART39_PERIOD_END, VAL(e->object), VAL(region), VAL(e->happened_at));
    tx_exec(tx, SQL_ART39_END, VAL(e->object), VAL(region), VAL(e->happened_at));
    tell(tx, e, incident_commissioner_of(tx, region, e->recorded_at), T("Wvr art. 39 lid 6"));
    obligation_close(tx, e, e->object, flag_of(tx, region));
    return obligation_open(tx, e, &owed); /* the statutes give no term */
}

enum result incident_apply_objection(const struct entry *e, const void *fields, const void *settled,
                                     struct tx *tx)
{
    const struct record_objection *f = fields;

    (void)settled;
    return tx_exec(tx, SQL_OBJECTION_PUT, VAL(e->object), VAL(e->seq), VAL(e->by.office),
                   VAL(f->text), VAL(e->happened_at));
}

/* Each council is told for itself; the flag falls when all of them are. */
enum result incident_apply_councils(const struct entry *e, const void *fields, const void *settled,
                                    struct tx *tx)
{
    const struct report_to_councils *f = fields;
    const struct ref_item *municipalities = f->municipalities.items;
    const struct ref_item *objections = f->objections.items;

    (void)settled;
    tx_exec(tx, SQL_COUNCIL_REPORT_PUT, VAL(e->object), VAL(e->seq), VAL(e->happened_at),
            VAL(f->in_agreement_with_mayors.is == YES));
    for (int64_t i = 0; i < f->municipalities.n; i++) {
        struct text code = incident_municipality_code(tx, municipalities[i].ref);

        tx_exec(tx, SQL_COUNCIL_MUNICIPALITY_PUT, VAL(e->object), VAL(e->seq), VAL(code));
        tx_exec(tx, SQL_ART39_REPORTED, VAL(e->object), VAL(code), VAL(e->happened_at));
    }
    for (int64_t i = 0; i < f->objections.n; i++)
        tx_exec(tx, SQL_COUNCIL_OBJECTION_PUT, VAL(e->object), VAL(e->seq), VAL(objections[i].ref));
    if (tx_has(tx, SQL_ART39_UNREPORTED, VAL(e->object)))
        return tx_result(tx);
    return obligation_close(tx, e, e->object, T("COUNCIL_REPORT_OWED"));
}

/* ---- pictures, messages, close ---- */

enum result incident_apply_picture(const struct entry *e, const void *fields, const void *settled,
                                   struct tx *tx)
{
    const struct update_picture *f = fields;
    struct text region = incident_region_code(tx, f->region, e->recorded_at);

    (void)settled;
    assert(f->own_version >= 1); /* pair: range of the field at the door, CHECK in the table */
    thing_label(tx, e->object,
                text_printf(tx_arena(tx), "%.*s %lld/%lld", TEXT_FMT(region),
                            (long long)f->total_version, (long long)f->own_version),
                directory_name_of(tx, region));
    thing_state(tx, e->object, T("CURRENT"));
    audience_add_area(tx, e->object, region);
    if (!id_is_none(f->incident))
        thing_touch(tx, e, f->incident);
    return tx_exec(tx, SQL_PICTURE_PUT, VAL(e->object), VAL(region), VAL(f->incident),
                   VAL(f->total_version), VAL(f->own_version), VAL(f->text), VAL(e->by.office),
                   VAL(e->happened_at));
}

enum result incident_apply_situation(const struct entry *e, const void *fields, const void *settled,
                                     struct tx *tx)
{
    const struct report_situation *f = fields;

    (void)settled;
    return tx_exec(tx, SQL_SITUATION_PUT, VAL(e->object), VAL(e->seq),
                   VAL(incident_region_code(tx, f->region, e->recorded_at)), VAL(e->by.office),
                   VAL(f->text), VAL(e->happened_at));
}

enum result incident_apply_close(const struct entry *e, const void *fields, const void *settled,
                                 struct tx *tx)
{
    (void)fields;
    (void)settled;
    thing_state(tx, e->object, T("CLOSED"));
    return tx_exec(tx, SQL_INCIDENT_CLOSE, VAL(e->object), VAL(e->happened_at));
}
