/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may order that people leave a place, and end it: the mayor, or the chair under art. 39. */
#include "base/tr.h"
#include "population/inner.h"
#include "population/statements.h"

/* Under military command: none of them holds authority over people on public ground. */
static const char *const military[] = { "CDS",   "DOPS",     "DJZ",         "TOC",
                                        "AC_KL", "RMC",      "RMC_NOORD",   "RMC_WESTMIDDEN",
                                        "RMOA",  "RMC_ZUID", "RMBA",        "CLAS",
                                        "CZSK",  "CLSK",     "DOSCO",       "KMAR",
                                        "EODD",  "CBRN_RE",  "ALLIED_FORCE" };

static bool is_mayor(const struct office *o)
{
    return text_is(o->code, "GEMEENTE.burgemeester");
}

static bool is_chair(const struct office *o)
{
    return text_is(o->code, "VR.voorzitter");
}

static bool is_military(const struct office *o)
{
    for (size_t i = 0; i < sizeof(military) / sizeof(military[0]); i++)
        if (text_is(o->org, military[i]))
            return true;
    return false;
}

struct text population_power_of(struct tx *tx, struct id office, struct instant when)
{
    struct office own;

    if (office_get(tx, office, when, &own) != OK)
        return T("");
    return is_chair(&own) ? T("WVR39") : is_mayor(&own) ? T("MAYOR") : T("");
}

struct text population_place_code(struct tx *tx, struct text words)
{
    struct text code = directory_code_of(tx, words);

    return text_is_empty(code) ? words : code;
}

void population_guard_open(const struct entry *e, const void *fields, struct tx *tx,
                           struct verdict *v)
{
    (void)fields;
    if (text_is(thing_state_of(tx, e->object), "CLOSED"))
        rule_refuse(v, "STATE_ORDER", "", BY_RULE);
}

/* The rule of order, in the words of a return. */
static void refuse_return(struct verdict *v, const char *field)
{
    struct verdict_item *item = rule_refuse(v, "STATE_ORDER", field, BY_RULE);

    item->why = N_("No order to leave runs for this place.");
    item->mend = N_("Choose a place where an order runs; the list stands under the evacuations.");
}

/* A return may come after the incident was closed: people are still away then. */
void population_guard_running(const struct entry *e, const void *fields, struct tx *tx,
                              struct verdict *v)
{
    (void)fields;
    if (!tx_has(tx, SQL_EVACUATION_ANY_RUNS, VAL(e->object)))
        refuse_return(v, "");
}

/* Art. 39 is on for any of the chair's region, or for the mayor's own municipality. */
static bool is_art39_on(struct tx *tx, const struct office *own, struct instant when)
{
    return !text_is_empty(own->instance) && incident_art39_covers(tx, own->instance, when);
}

/* Without fields: may this office order or end at all now? */
void population_guard_authority(const struct entry *e, const void *fields, struct tx *tx,
                                struct verdict *v)
{
    struct office own;

    (void)fields;
    if (office_get(tx, e->by.office, e->recorded_at, &own) != OK)
        return; /* the gate says why */
    if (is_mayor(&own) || is_chair(&own)) {
        if (is_art39_on(tx, &own, e->recorded_at) == is_mayor(&own))
            rule_refuse(v, "WVR39_SCOPE", "", BY_AUTHORITY);
    } else if (text_is(own.code, "CDK.commissaris")) {
        rule_refuse(v, "EMERGENCY_ARTICLE_ACTIVE", "", BY_AUTHORITY);
    } else if (is_military(&own)) {
        rule_refuse(v, "HNS_CIVIL_AUTHORITY", "", BY_AUTHORITY);
    } else {
        rule_refuse(v, "AUTHORITY_WRONG", "", BY_AUTHORITY);
    }
}

/* Emergency law: no article is active, because no act of this program activates one. */
void population_guard_article(const struct entry *e, const void *fields, struct tx *tx,
                              struct verdict *v)
{
    const struct order_evacuation *f = fields;

    (void)e;
    (void)tx;
    if (!text_is_empty(f->article) && !verdict_find(v, "EMERGENCY_ARTICLE_ACTIVE"))
        rule_refuse(v, "EMERGENCY_ARTICLE_ACTIVE", "article", BY_AUTHORITY);
}

static const char *field_of(struct tx *tx, int64_t i)
{
    return text_cstr(tx_arena(tx), text_printf(tx_arena(tx), "places/%lld", (long long)i));
}

/* Is art. 39 on for this place? It covers municipalities, each by its name, and no other place. */
static bool is_covered(struct tx *tx, struct text words, struct instant when)
{
    struct directory_place p;

    return directory_municipality(tx, words, when, &p) == OK &&
           incident_art39_covers(tx, population_place_code(tx, words), when);
}

static void guard_places(const struct entry *e, const struct list *places, struct tx *tx,
                         struct verdict *v)
{
    const struct evacuated_place *items = places->items;
    struct office own;

    if (office_get(tx, e->by.office, e->recorded_at, &own) != OK ||
        (!is_mayor(&own) && !is_chair(&own)))
        return; /* refused already */
    for (int64_t i = 0; i < places->n; i++) {
        struct text words = items[i].place.words;

        if (text_is_empty(words))
            continue;
        if (!directory_office_covers(tx, own.id, words, e->recorded_at))
            rule_refuse(v, "OUT_OF_AREA", field_of(tx, i), BY_AUTHORITY);
        else if (is_covered(tx, words, e->recorded_at) == is_mayor(&own) &&
                 is_art39_on(tx, &own, e->recorded_at) == is_chair(&own))
            rule_refuse(v, "WVR39_SCOPE", field_of(tx, i), BY_AUTHORITY);
    }
}

void population_guard_order_places(const struct entry *e, const void *fields, struct tx *tx,
                                   struct verdict *v)
{
    guard_places(e, &((const struct order_evacuation *)fields)->places, tx, v);
}

void population_guard_return_places(const struct entry *e, const void *fields, struct tx *tx,
                                    struct verdict *v)
{
    const struct return_population *f = fields;
    const struct evacuated_place *items = f->places.items;

    guard_places(e, &f->places, tx, v);
    if (!tx_has(tx, SQL_EVACUATION_ANY_RUNS, VAL(e->object)))
        return; /* refused already, for the whole incident */
    for (int64_t i = 0; i < f->places.n; i++)
        if (!text_is_empty(items[i].place.words) &&
            !tx_has(tx, SQL_EVACUATION_RUNS_AT, VAL(e->object),
                    VAL(population_place_code(tx, items[i].place.words)), VAL(e->happened_at)))
            refuse_return(v, field_of(tx, i));
}

/* A second order over the same place may be meant (more streets); it is told. */
void population_guard_twice(const struct entry *e, const void *fields, struct tx *tx,
                            struct verdict *v)
{
    const struct order_evacuation *f = fields;
    const struct evacuated_place *items = f->places.items;

    for (int64_t i = 0; i < f->places.n; i++)
        if (!text_is_empty(items[i].place.words) &&
            tx_has(tx, SQL_EVACUATION_RUNS_AT, VAL(e->object),
                   VAL(population_place_code(tx, items[i].place.words)), VAL(e->happened_at)))
            verdict_warn(v, "EVACUATION_RUNS", field_of(tx, i),
                         N_("An order for this place is already running."),
                         N_("Give the figures of this order only; the earlier one stays."));
}
