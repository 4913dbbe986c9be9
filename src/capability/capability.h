/* SPDX-License-Identifier: EUPL-1.2 */
/* capability/ - what both sides can offer, how ready it is, and what is promised of it.
 *
 * Terms      capability (pool): heads or means with identical qualifications, holder and place.
 *            ready: the amount of the report about the latest moment, else what is registered.
 *            reserved: kept by the holder for another task, from its first to its last day. held:
 *            what a deployment occupies, or what an allocation keeps for a request. free = ready -
 *            reserved - held. to end by itself: a hold that was given until a day.
 *            ceiling: an agreed upper bound over pools; ceilings lie inside one another and are
 *            never added. step: from a moment on, so much is in use.
 * Invariants 1. A unit is counted once: nothing is granted that is not free at every moment of its
 *            window (CAPACITY_ONCE), nor above a ceiling at any level over the pool
 *            (CEILING_EXCEEDED). 2. A hold is open until freed_at; one thing may have several in
 *            one pool, with ends of their own: what lasts longest is given first. What one entry
 *            adds stands together. 3. A hold that is open beyond its planned end counts for as long
 *            as it is open; one that has not reached it counts until then (so `now` is asked: the
 *            moment of the act). One that ends by itself ends then, and no extension moves it. 4. A
 *            report about an earlier moment never hides one about a later moment.
 *            5. What is asked of the ledger grows with the open holds of one pool, or of the
 *            pools under its ceilings; history does not count.
 * Source     rule CAPACITY_ONCE of law/rules.json.
 * Uses       law/. Used by request/, deployment/, division/. Reads: any thread; what changes holds:
 *            in apply. */
#ifndef CAPABILITY_CAPABILITY_H
#define CAPABILITY_CAPABILITY_H
#include "law/law.h"

extern const struct room capability_room;

/* A pool as other rooms need it. Texts live in the tx's arena. */
struct capability {
    struct id id, holder_office, ceiling; /* ceiling: none when under none */
    struct text type;                     /* "SANDBAG_LABOUR": reference/capability_types.json */
    struct text name, unit;
    int64_t quantity; /* registered */
    bool is_military;
    struct quantity reaction_hours; /* QUANTITY_NONE: not published */
    struct instant ended_at;        /* INSTANT_NONE: in use */
};
/* NOT_FOUND when there is none. */
enum result capability_get(struct tx *tx, struct id id, struct capability *out) MUST_USE;

/* Units that pass in the same act from what occupies them now: all of `what` when quantity is
 * CAPABILITY_ALL (a deployment that is asked about itself). */
#define CAPABILITY_ALL INT64_MAX
struct capability_give {
    struct id what;
    int64_t quantity;
    struct id capability; /* none: the pool that is asked about */
};
/* Units that the same act gives to others before: they are counted as held. */
struct capability_add {
    struct id capability, what;
    int64_t quantity;
    struct instant from, until;
};
/* One question to the ledger. The window runs from `from` (the act or the start of the period, the
 * later) to `until` (not included; none: without end; not after `from`: one minute). `now`: the
 * moment of the act. */
struct capability_ask {
    struct id capability;
    int64_t quantity;
    struct instant from, until, now;
    const struct capability_give *gives;
    size_t give_count;
    const struct capability_add *adds;
    size_t add_count;
};
/* The least that is free at any moment of the window, never below 0. `ask->quantity` is not looked
 * at. */
int64_t capability_free_of(struct tx *tx, const struct capability_ask *ask);
int64_t capability_free(struct tx *tx, struct id capability, struct instant from,
                        struct instant until, struct instant now);
/* What still fits under all ceilings over the pool in the window; INT64_MAX when it is under none.
 */
int64_t capability_room_under_ceilings(struct tx *tx, const struct capability_ask *ask);
/* True when `quantity` is free and fits under the ceilings; `except`: a deployment whose own units
 * do not count against it (a substitution, an extension), or none. */
bool capability_fits(struct tx *tx, struct id capability, int64_t quantity, struct instant from,
                     struct instant until, struct instant now, struct id except);
/* For guards: refuses with CAPACITY_ONCE or CEILING_EXCEEDED on `field` unless it fits, and says in
 * numbers what stands in the way as far as the actor may know them. */
void capability_guard_fits(struct tx *tx, const struct entry *entry,
                           const struct capability_ask *ask, const char *field,
                           struct verdict *verdict);
/* The same numbers on a refusal CAPACITY_ONCE that another room found. */
void capability_explain(struct tx *tx, const struct entry *entry, const struct capability_ask *ask,
                        struct verdict_item *item, struct arena *a);

/* What is open of a pool (or of one thing) at `now`, first what lasts longest; the list lives in
 * the tx's arena. Who may see it is the caller's to judge. */
struct capability_hold {
    struct id capability, what;
    int64_t position; /* of the entry that began it */
    int64_t quantity;
    struct instant from, until; /* INSTANT_MAX: no end known */
    bool ends_by_itself;
};
struct list capability_holds_of_pool(struct tx *tx, struct id capability, struct instant now);
struct list capability_holds_of_thing(struct tx *tx, struct id what, struct instant now);
/* What a thing has of a pool now; 0 when nothing. A request: what is held for it. */
int64_t capability_held_for(struct tx *tx, struct id capability, struct id what,
                            struct instant now);
/* What a deployment occupies of the capability now; 0 when nothing. */
int64_t capability_occupied_by(struct tx *tx, struct id capability, struct id deployment);
/* Ready now: the newest report's amount, else what is registered; 0 for an unknown pool. Secret. */
int64_t capability_ready(struct tx *tx, struct id capability);
/* True when this viewer may see exact amounts: the holder, Defence's desks and the auditor; of
 * civil pools also the national coordination desk, which searches them. */
bool capability_shows_exactly(const struct look *look, const struct capability *c);

/* ---- for apply ---- */
/* `deployment` (any thing) occupies `quantity` more from `from`; planned until `until` (none:
 * open). */
enum result capability_occupy(struct tx *tx, const struct entry *entry, struct id capability,
                              struct id deployment, int64_t quantity, struct instant from,
                              struct instant until);
/* From `at` on it occupies `quantity` of this capability; 0 frees it. What is more has the end of
 * what it has already. */
enum result capability_occupy_change(struct tx *tx, const struct entry *entry, struct id capability,
                                     struct id deployment, int64_t quantity, struct instant at);
/* `quantity` more are kept for the request from `from` until `until`; ends_by_itself: then they are
 * free again, whatever becomes of the period. */
enum result capability_hold_add(struct tx *tx, const struct entry *entry, struct id capability,
                                struct id request, int64_t quantity, struct instant from,
                                struct instant until, bool ends_by_itself);
/* `quantity` of what the thing has of the pool passes to others at `at`. It must have them. */
enum result capability_take(struct tx *tx, const struct entry *entry, struct id capability,
                            struct id what, int64_t quantity, struct instant at);
/* All that it occupies is now planned until `until`, but for what ends by itself. */
enum result capability_extend(struct tx *tx, const struct entry *entry, struct id deployment,
                              struct instant until);
/* The request is asked for another period: what is held for it is held from `from` until `until`
 * (none: open), but for what ends by itself. Without a begin all stays. */
enum result capability_hold_move(struct tx *tx, const struct entry *entry, struct id request,
                                 struct instant from, struct instant until);
/* All that it occupies is free from `at` on. */
enum result capability_free_at_home(struct tx *tx, const struct entry *entry, struct id deployment,
                                    struct instant at);
/* The request is over: whatever it still holds by allocation is free from `at` on. Its deployments
 * keep their units until they are home. Nothing held is fine. */
enum result capability_hold_end(struct tx *tx, const struct entry *entry, struct id request,
                                struct instant at);

/* ---- kinds of capability, made by the build from reference/capability_types.json ---- */
struct capability_type {
    const char *id, *nl, *en; /* "SANDBAG_LABOUR" */
    const char *owner, *category, *guarantee;
    int64_t typical;                      /* agreed amount; INT_NONE: not published */
    const char *unit;                     /* NULL with it */
    int64_t reaction_milli_hours;         /* INT_NONE: not published */
    const char *clock_start, *clock_stop; /* NULL with it */
    bool is_upper_bound;
    const char *routes; /* "WVR51_MIL MSOB" */
    const char *inside; /* drawn from the same people as that kind; NULL */
    const char *source;
};
extern const struct capability_type capability_types[];
extern const size_t capability_types_len;
/* The kind of this code, or NULL. */
const struct capability_type *capability_type_find(struct text id);

#endif
