/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of this room, on an incident: order that people leave, let them return. */
#include <assert.h>

#include "base/tr.h"
#include "population/inner.h"
#include "population/statements.h"

static enum result settle_order(const struct entry *e, const void *fields, struct tx *tx,
                                void *settled)
{
    struct settled_order *s = settled;

    (void)fields;
    s->power = population_power_of(tx, e->by.office, e->recorded_at);
    return OK;
}

/* Who else must know: of a mayor's act the chair of the region, of a chair's act the mayor. */
static enum result tell(struct tx *tx, const struct entry *e, struct text power, struct text code)
{
    struct id other;

    if (text_is(power, "WVR39"))
        other = office_find(tx, T("GEMEENTE.burgemeester"), code, e->recorded_at);
    else
        other = office_find(tx, T("VR.voorzitter"), directory_region_of(tx, code, e->recorded_at),
                            e->recorded_at);
    if (id_is_none(other))
        return tx_result(tx);
    return notice_put(tx, e, e->object, other, "SENT", T("Population movement"));
}

static enum result apply_order(const struct entry *e, const void *fields, const void *settled,
                               struct tx *tx)
{
    const struct order_evacuation *f = fields;
    const struct settled_order *s = settled;
    const struct evacuated_place *items = f->places.items;

    assert(f->people >= 1); /* pair: range of the field at the door, CHECK in the table */
    tx_exec(tx, SQL_EVACUATION_PUT, VAL(e->object), VAL(e->seq), VAL(e->by.office), VAL(s->power),
            VAL(f->by_authority), VAL(f->people), VAL(f->homes), VAL(f->from_time), VAL(f->reason),
            VAL(e->happened_at));
    for (int64_t i = 0; i < f->places.n; i++) {
        struct text code = population_place_code(tx, items[i].place.words);

        tx_exec(tx, SQL_EVACUATION_PLACE_PUT, VAL(e->object), VAL(e->seq), VAL(i + 1),
                VAL(items[i].place.words), VAL(code));
        directory_audience_add(tx, e->object, items[i].place.words, e->recorded_at);
        tell(tx, e, s->power, code);
    }
    return tx_result(tx);
}

static enum result apply_return(const struct entry *e, const void *fields, const void *settled,
                                struct tx *tx)
{
    const struct return_population *f = fields;
    const struct evacuated_place *items = f->places.items;
    struct text power = population_power_of(tx, e->by.office, e->recorded_at);

    (void)settled;
    for (int64_t i = 0; i < f->places.n; i++) {
        struct text code = population_place_code(tx, items[i].place.words);

        tx_exec(tx, SQL_EVACUATION_PLACE_END, VAL(e->object), VAL(code), VAL(e->happened_at),
                VAL(e->by.office));
        tell(tx, e, power, code);
    }
    return tx_result(tx);
}

static const struct fieldset place_items =
    ITEM(evacuated_place, FIELD(evacuated_place, place, .label = N_("Municipality")));

/* They stand on the page of every incident in force, so they are no step that waits for anybody. */
const struct action population_actions[POPULATION_ACTIONS] = {
    {
        .name = "order_evacuation",
        .is_aside = true,
        .version = 1,
        .object = "incident",
        .posted_to = "evacuation-orders",
        .address = "evacuatieopdracht",
        .title = N_("Order people to leave"),
        .done = N_("The order to leave is given."),
        .may = "rule:POPULATION",
        .is_binding = true,
        FIELDS(order_evacuation,
               FIELD(order_evacuation, places, .label = N_("Municipalities"),
                     .hint = N_("Write their names. Say streets or districts under the reason."),
                     .item = &place_items, .flat = true, .min = 1, .max = POPULATION_PLACES_MAX),
               FIELD(order_evacuation, people, .label = N_("People"), .unit = N_("persons"),
                     .hint = N_("As well as you know it now."), .min = 1,
                     .max = POPULATION_PEOPLE_MAX),
               FIELD(order_evacuation, homes, .label = N_("Homes"),
                     .hint = N_("Leave it empty when you do not know."), .min = 0,
                     .max = POPULATION_PEOPLE_MAX, .optional = true),
               FIELD(order_evacuation, from_time, .label = N_("From when"),
                     .hint = N_("The moment from which people must leave.")),
               FIELD(order_evacuation, reason, .label = N_("Reason"), .lines = true,
                     .max = POPULATION_REASON_MAX, .optional = true),
               FIELD(order_evacuation, by_authority, .label = N_("Power in words"),
                     .hint = N_("For instance the emergency ordinance you rest on."),
                     .max = POPULATION_WORDS_MAX, .optional = true),
               FIELD(order_evacuation, article, .label = N_("Article of emergency law"),
                     .hint = N_("Only with an activated article, such as WVB 2b. Otherwise leave "
                                "it empty."),
                     .max = POPULATION_WORDS_MAX, .optional = true)),
        SETTLES(settled_order, FIELD(settled_order, power, .max = 20)),
        .ready = { population_guard_open, population_guard_authority },
        .guards = { population_guard_article, population_guard_order_places,
                    population_guard_twice },
        .settle = settle_order,
        .apply = apply_order,
    },
    {
        .name = "return_population",
        .is_aside = true,
        .version = 1,
        .object = "incident",
        .posted_to = "population-returns",
        .address = "terugkeer",
        .title = N_("Let people return"),
        .done = N_("People may return."),
        .may = "rule:POPULATION",
        .is_binding = true,
        FIELDS(return_population,
               FIELD(return_population, places, .label = N_("Municipalities"),
                     .hint = N_("Every order over these ends."), .item = &place_items, .flat = true,
                     .min = 1, .max = POPULATION_PLACES_MAX),
               FIELD(return_population, happened_at, .label = N_("Happened at"),
                     .hint = N_("Only when it was earlier than now."), .optional = true)),
        .ready = { population_guard_running, population_guard_authority },
        .guards = { population_guard_return_places },
        .apply = apply_return,
    },
};
