/* SPDX-License-Identifier: EUPL-1.2 */
/* deployment/ - what was ordered under a granted request: unit, authority, movement, reports, end.
 *
 * Terms      deployment: units that serve one request under one order; several may serve the same
 *            request. field authority: the office under whose orders they work; named in the order,
 *            later the one that took over on arrival. home: back at base; only then its units are
 *            free. number: that of the request and a letter, "2021-0143-A". means: what it has of
 *            each pool.
 * Invariants 1. The route decides: every act is judged by request_judge with the facts of the
 *            deployment. 2. Every order names a field authority, a force regime and a safety
 *            message. 3. What a deployment has of a pool is what the ledger of capability/ holds
 *            for it. 4. Moments follow each other: ordered, departed, arrived, ended, home. 5. A
 *            request stands where its deployments together say: deployed at the first arrival,
 *            released at the last release. 6. An order takes what it names from others, then what
 *            is held for its own request, and the rest from what is free, in one act; it occupies
 *            the units from the act, or from the begin of the period while others still have them.
 * Uses       request/, capability/, incident/. Used by settlement/, learning/. Any thread; texts
 *            live in the tx's arena. */
#ifndef DEPLOYMENT_DEPLOYMENT_H
#define DEPLOYMENT_DEPLOYMENT_H
#include "capability/capability.h"

extern const struct room deployment_room;

struct deployment {
    struct id id, request;
    struct text number, state;
    struct text unit;                                      /* who goes, in words */
    struct id unit_office, tasker, authority, handed_over; /* offices; none: not said */
    struct text report_to, safety_message, force_regime;
    struct instant until, tasked_at, acknowledged_at, departed_at, arrived_at, ended_at, home_at;
    struct text end_reason, end_reason_code;
    struct id rebased; /* request for the new task */
    struct text new_task;
};
/* NOT_FOUND when there is none. */
enum result deployment_get(struct tx *tx, struct id id, struct deployment *out) MUST_USE;
/* The office that took over on arrival, else the one named in the order. */
struct id deployment_authority(const struct deployment *d);
/* The office under whose authority it works at a moment, by the route: the chair while art. 39
 * covers the place, the mayor after it ended, else deployment_authority. */
struct id deployment_authority_at(struct tx *tx, const struct deployment *d, struct instant when);
/* ---- units that pass in one act (taken_from), for this room and division/ ---- */
enum { GIVES_MAX = 80 }; /* in one act they come from at most so many holds and deployments */
/* As asked: units that a request has. */
struct taken {
    struct id request, capability;
    int64_t quantity;
};
/* As settled: from the hold of a request, or from a deployment. */
struct given {
    struct id request, deployment; /* one of them */
    struct id capability;          /* none in entries of before: the pool of the act */
    int64_t quantity;
};
extern const struct fieldset taken_fields, given_fields;
/* Where the units of `taken` (struct taken) come from now: of each request its hold first, then its
 * deployments in the order of their orders, `except` left out. Adds to `gives` (struct given). The
 * number of the first row that is not all there, from 1; 0 when all are. */
int64_t deployment_givers(struct tx *tx, const struct list *taken, struct id except,
                          struct instant now, struct list *gives);
/* Adds up to `quantity` of what is held for the request to `gives`: an order consumes its own
 * request's hold. */
void deployment_takes_hold(struct tx *tx, struct id request, struct id capability, int64_t quantity,
                           struct instant now, struct list *gives);
/* `gives` as the ledger asks for them, in the tx's arena. */
void deployment_ask_with(struct tx *tx, struct capability_ask *ask, const struct list *gives);
/* Refuses with CAPACITY_ONCE on `field`: the request of the row has less than that. */
void deployment_refuse_taken(struct tx *tx, const struct entry *entry, const struct taken *row,
                             const char *field, struct verdict *verdict);
/* The units pass: the ledger and what the givers have; touches them. `capability`: of rows that
 * name none. In apply. */
enum result deployment_pass(struct tx *tx, const struct entry *entry, const struct list *gives,
                            struct id capability);

/* Hours that all deployments of the request reported; INT_NONE when none did. */
int64_t deployment_hours(struct tx *tx, struct id request);
/* "deployments": [{id, number, unit, state, self_url}] of a request that the viewer may see. */
void json_deployments_of(struct json *out, const struct look *look, struct id request);

#endif
