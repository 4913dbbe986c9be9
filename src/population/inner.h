/* SPDX-License-Identifier: EUPL-1.2 */
/* population/inner.h - what the files of this room share.
 *
 * Used by    population/ and its tests only. */
#ifndef POPULATION_INNER_H
#define POPULATION_INNER_H
#include "directory/directory.h"
#include "incident/incident.h"
#include "population/population.h"

enum {
    POPULATION_ACTIONS = 2,
    POPULATION_VIEWS = 2,
    POPULATION_PLACES_MAX = 100,
    POPULATION_PEOPLE_MAX = 20000000, /* more than live in the country */
    POPULATION_REASON_MAX = 2000,
    POPULATION_WORDS_MAX = 200,
    POPULATION_PAGE = 50,
    POPULATION_SCAN = 1000, /* rows looked at for one page of what is asked for */
};

extern const struct action population_actions[POPULATION_ACTIONS];
extern const struct view population_views[POPULATION_VIEWS];

/* One value of a flat list of places. */
struct evacuated_place {
    struct place place;
};
struct order_evacuation {
    struct list places; /* struct evacuated_place */
    int64_t people, homes;
    struct instant from_time;
    struct text by_authority, article, reason;
};
struct settled_order {
    struct text power; /* "MAYOR", "WVR39" */
};
struct return_population {
    struct list places; /* struct evacuated_place */
    struct instant happened_at;
};

/* guards.c */
#define GUARD(name)                                                                                \
    void name(const struct entry *e, const void *fields, struct tx *tx, struct verdict *v)
GUARD(population_guard_open);
GUARD(population_guard_running);
GUARD(population_guard_authority);
GUARD(population_guard_article);
GUARD(population_guard_order_places);
GUARD(population_guard_return_places);
GUARD(population_guard_twice);
#undef GUARD
/* The code of a place field where it has one ("GM0994"), else its words. */
struct text population_place_code(struct tx *tx, struct text words);
/* Under which power the office orders: "WVR39" for a chair, "MAYOR" for a mayor, "" for others. */
struct text population_power_of(struct tx *tx, struct id office, struct instant when);

#endif
