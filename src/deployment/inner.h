/* SPDX-License-Identifier: EUPL-1.2 */
/* deployment/inner.h - what the files of this room share: fields of the acts, facts, one judge for
 * all.
 *
 * Terms      at hand: the deployment, its request and the facts, as an act meets them.
 * Used by    deployment/ only. Writer, replay or any reader, as the caller. */
#ifndef DEPLOYMENT_INNER_H
#define DEPLOYMENT_INNER_H
#include "capability/capability.h"
#include "deployment/deployment.h"
#include "request/request.h"

enum {
    QUANTITY_MAX = 1000000, /* units; the largest pool of the catalogue has some thousands */
    SERIALS_MAX = 702,      /* A .. ZZ */
    FIGURE_MAX = 1000000000,
    DEP_PAGE = 50,
    DEP_SCAN = 1000, /* rows looked at for one page of what the viewer may see */
    DEP_REPORTS = 100,
    DEP_TIMELINE = 200,
    DEP_REASON_MAX = 2000,
};

/* ---- fields of the acts (names of the published cases) ---- */
struct task {
    struct id request;
    struct text unit;
    struct id capability;
    int64_t quantity;
    struct id field_authority;
    struct text report_to, safety_message;
    struct choice force_regime;
    struct id unit_office;
    struct text space;
    struct list taken_from;
    struct instant happened_at;
};
struct field_step { /* acknowledge, depart, return_home */
    struct instant happened_at;
};
struct arrive {
    struct id handed_over_to;
    struct yesno field_authority_reachable;
    struct instant happened_at;
};
struct figure {
    struct text name;
    int64_t amount;
};
struct sitrep {
    struct text text, task;
    int64_t people, injured, hours, patients, beds, booster, test, standby;
    struct list figures;
    struct yesno problem;
    struct instant happened_at;
};
struct extend {
    struct id deployment;
    struct instant until;
    struct text reason;
};
struct decide_extension {
    struct id deployment;
    struct choice decision;
    struct instant until;
    int64_t more;
    struct text reason;
};
struct substitute {
    int64_t out;
    struct text into;
    struct id capability;
    int64_t quantity;
    struct text reason;
    struct list taken_from;
};
struct rebase_line {
    struct choice effect_kind;
    int64_t amount;
    struct choice unit;
};
struct rebase {
    struct text new_task;
    struct choice purpose;
    struct list lines;
    struct yesno force_needed;
    struct id new_request;
};
struct recall {
    struct text reason;
    struct choice reason_code;
    struct instant happened_at;
};
struct release {
    struct text reason;
    struct instant happened_at;
};

/* ---- what every act settles ---- */
struct settled_deployment {
    struct followup follow;
    struct text number;
    int64_t serial;
    struct instant until, request_until;
    struct instant from;    /* the units are occupied from then on; none: from the act */
    struct id payer;        /* office that settles the cost later */
    struct id holder;       /* office of the pool */
    struct text holder_org; /* its house: the instance, or the organisation */
    struct list gives;      /* struct given */
};

/* ---- at hand ---- */
struct dep_hand {
    struct id request;
    bool is_there; /* there is a deployment */
    struct deployment d;
    struct id authority;       /* under whose orders, as the act leaves it */
    struct facts facts;        /* of the deployment and the act; request/ adds its own */
    struct capability_ask ask; /* what it asks of the ledger; capability none: nothing */
};
struct dep_act {
    const char *name;
    /* Adds the facts that the fields of the act tell; NULL: none. */
    void (*tell)(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict);
};
void dep_hand_take(struct dep_hand *h, const struct entry *entry, const void *fields,
                   struct tx *tx);
/* One ready guard and one guard for all acts of this room. */
void guard_dep_ready(const struct entry *entry, const void *fields, struct tx *tx,
                     struct verdict *verdict);
void guard_dep(const struct entry *entry, const void *fields, struct tx *tx,
               struct verdict *verdict);
/* A moment in the field lies after the one before it (invariant 4). */
void guard_dep_order(const struct entry *entry, const void *fields, struct tx *tx,
                     struct verdict *verdict);
enum result settle_dep(const struct entry *entry, const void *fields, struct tx *tx, void *settled);
/* "A" .. "Z", "AA" .. "ZZ" for 1 .. SERIALS_MAX. */
struct text dep_letters(struct arena *a, int64_t serial);
/* What follows for the request and the deployment's state. */
enum result apply_dep_common(const struct entry *entry, const struct settled_deployment *s,
                             struct id deployment, struct tx *tx);
/* The office becomes party to the deployment and its request. */
void dep_concern(struct tx *tx, struct id deployment, struct id request, struct id office);

/* ---- capacity (capacity.c) ---- */
/* What the act asks of the ledger and where it comes from; false when it asks nothing. */
bool dep_asks_task(struct tx *tx, const struct entry *entry, const struct task *f,
                   struct capability_ask *ask, struct list *gives);
bool dep_asks_substitute(struct tx *tx, const struct entry *entry, const struct substitute *f,
                         const struct deployment *d, struct capability_ask *ask,
                         struct list *gives);
struct instant dep_occupied_until(struct tx *tx, const struct deployment *d, struct instant now);
/* From when the units are occupied: from the act when they are free at once, else from the begin of
 * the period. */
struct instant dep_occupies_from(struct tx *tx, const struct entry *entry,
                                 const struct capability_ask *ask);
void guard_task_capacity(const struct entry *entry, const void *fields, struct tx *tx,
                         struct verdict *verdict);
void guard_substitute(const struct entry *entry, const void *fields, struct tx *tx,
                      struct verdict *verdict);
int64_t dep_means(struct tx *tx, struct id deployment, struct id capability);
/* ---- what incident/ tells (neighbours.c) ---- */
/* The places of the region's open incidents see the deployment: units work where the incident is,
 * and a mayor there has authority over them. In apply. */
void dep_concern_places(struct tx *tx, struct id deployment, struct id request);
/* "on", "ended" (since `since`) or "none" for the place of the request at `when`. */
const char *dep_art39(struct tx *tx, struct id request, struct instant since, struct instant when);

/* ---- facts of single acts ---- */
void tell_task(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
               const struct verdict *verdict);
void tell_arrive(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict);
void tell_extend(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict);
void tell_answer_extension(const struct entry *entry, const void *fields, struct tx *tx,
                           struct dep_hand *h, const struct verdict *verdict);
void tell_substitute(const struct entry *entry, const void *fields, struct tx *tx,
                     struct dep_hand *h, const struct verdict *verdict);
void tell_rebase(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict);
void tell_recall(const struct entry *entry, const void *fields, struct tx *tx, struct dep_hand *h,
                 const struct verdict *verdict);

/* ---- guards and applies of single acts ---- */
void guard_serial(const struct entry *entry, const void *fields, struct tx *tx,
                  struct verdict *verdict);
void guard_space_named(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict);
void guard_report_says(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict);
void guard_extension(const struct entry *entry, const void *fields, struct tx *tx,
                     struct verdict *verdict);
void guard_extension_answer(const struct entry *entry, const void *fields, struct tx *tx,
                            struct verdict *verdict);
void guard_new_request(const struct entry *entry, const void *fields, struct tx *tx,
                       struct verdict *verdict);
enum result apply_task(const struct entry *entry, const void *fields, const void *settled,
                       struct tx *tx);
enum result apply_acknowledge(const struct entry *entry, const void *fields, const void *settled,
                              struct tx *tx);
enum result apply_depart(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_arrive(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_sitrep(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_return_home(const struct entry *entry, const void *fields, const void *settled,
                              struct tx *tx);
enum result apply_extend(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_decide_extension(const struct entry *entry, const void *fields,
                                   const void *settled, struct tx *tx);
enum result apply_substitute(const struct entry *entry, const void *fields, const void *settled,
                             struct tx *tx);
enum result apply_rebase(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_recall(const struct entry *entry, const void *fields, const void *settled,
                         struct tx *tx);
enum result apply_release(const struct entry *entry, const void *fields, const void *settled,
                          struct tx *tx);

enum { DEPLOYMENT_ACTIONS = 12, DEPLOYMENT_VIEWS = 4 };
extern const struct action deployment_actions[DEPLOYMENT_ACTIONS];
extern const struct view deployment_views[DEPLOYMENT_VIEWS];

#endif
