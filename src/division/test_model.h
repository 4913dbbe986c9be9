/* SPDX-License-Identifier: EUPL-1.2 */
/* division/test_model.h - capacity reckoned by hand: a small model of who has what until when, to
 * compare the ledger with. It knows no tables and shares no code with capability/.
 *
 * Terms      hold: units kept for a request, for its period or until a day (fixed). chunk: units of
 *            one pool that a deployment got at one moment. take: units that pass from a request,
 *            its holds first (what lasts longest first), then its deployments in their order.
 * Used by    test_interleave.c. Moments are microseconds UTC. */
#ifndef DIVISION_TEST_MODEL_H
#define DIVISION_TEST_MODEL_H
#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"

enum {
    POOLS = 4,
    CEILINGS = 2,
    LIVE = 10,        /* requests at one time */
    DEPLOYMENTS = 10, /* of one request, ever */
    HOLDS = 24,
    CHUNKS = 24,
    GIVEN_MAX = 4, /* rows of taken_from, lines */
};

struct m_hold {
    int pool;
    int64_t quantity, from, until;
    bool is_fixed;
};
struct m_chunk {
    int64_t quantity, from;
};
struct m_deployment {
    struct id id;
    bool is_home;
    int count[POOLS];
    struct m_chunk chunks[POOLS][CHUNKS];
};
struct m_request {
    struct id id;
    bool is_live;
    int64_t from, until;
    int holds, deployments;
    struct m_hold hold[HOLDS];
    struct m_deployment deployment[DEPLOYMENTS];
};
struct model {
    int64_t ready[POOLS], ceiling[CEILINGS];
    bool is_under[CEILINGS][POOLS];
    struct m_request request[LIVE];
};
/* One line of a division, or one row of taken_from (until 0). */
struct m_line {
    int request, pool;
    int64_t quantity, until;
};
struct m_lines {
    struct m_line row[GIVEN_MAX];
    int n;
};

/* In use of a pool at t, as seen from now. */
int64_t model_used(const struct model *m, int pool, int64_t t, int64_t now);
/* The least free of a pool in [from, until); below zero when more is promised than there is. */
int64_t model_free(const struct model *m, int pool, int64_t from, int64_t until, int64_t now);
/* The same under all ceilings over the pool. */
int64_t model_room(const struct model *m, int pool, int64_t from, int64_t until, int64_t now);
/* True when at no moment from now on more is promised than there is, nor above a ceiling. */
bool model_is_sound(const struct model *m, int64_t now);

int64_t model_held(const struct m_request *r, int pool);
int64_t model_has(const struct m_deployment *d, int pool);
/* These change the model when it fits, and tell whether it does; else it stays as it was. */
bool model_divide(struct model *m, const struct m_lines *lines, const struct m_lines *taken,
                  int64_t now, bool is_proposal);
bool model_send(struct model *m, int request, int deployment, int pool, int64_t quantity,
                const struct m_lines *taken, int64_t now);
bool model_extend(struct model *m, int request, int64_t until, int64_t now);

void model_less(struct m_deployment *d, int pool, int64_t quantity, int64_t now);
void model_end_holds(struct m_request *r);
/* Holds until a day that has passed are no more. */
void model_pass(struct model *m, int64_t now);

#endif
