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
 *            released at the last release.
 * Uses       request/, capability/, incident/. Used by settlement/, learning/. Any thread; texts
 *            live in the tx's arena. */
#ifndef DEPLOYMENT_DEPLOYMENT_H
#define DEPLOYMENT_DEPLOYMENT_H
#include "kernel/kernel.h"

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
/* Hours that all deployments of the request reported; INT_NONE when none did. */
int64_t deployment_hours(struct tx *tx, struct id request);
/* "deployments": [{id, number, unit, state, self_url}] of a request that the viewer may see. */
void json_deployments_of(struct json *out, const struct look *look, struct id request);

#endif
