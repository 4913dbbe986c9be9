/* SPDX-License-Identifier: EUPL-1.2 */
/* division/test_play.h - random acts over requests, divisions and deployments, each done both by
 * the program and by the reckoning of test_model.h, which must agree on what fits.
 *
 * Terms      which: a deployment as one number, request * PLAY_DEPLOYMENT + its own. stages: those
 *            that will do, " ASSESSING GRANTED ".
 * Used by    test_interleave.c. One thread. */
#ifndef DIVISION_TEST_PLAY_H
#define DIVISION_TEST_PLAY_H
#include "deployment/test_field.h"
#include "division/test_model.h"

enum { PROPOSALS = 6, PLAY_DEPLOYMENT = 1000 };

struct proposal {
    struct id id;
    struct m_lines lines, taken;
};
/* How a request stands and what became of its lines, as the test knows it. */
struct known {
    char stage[24];
    bool is_partly;
};
struct play {
    struct world *w;
    struct arena *a;
    struct model m;
    struct known known[LIVE];
    char unit_state[LIVE][DEPLOYMENTS][24];
    struct proposal open[PROPOSALS];
    int proposals;
    struct id pool[POOLS], picture;
    uint64_t random;
    int64_t now, acts, done, fits, not, other, looks;
    bool is_full; /* the last refusal named capacity or a ceiling */
};

#define ASKED   " ASSESSING "
#define TAKES   " GRANTED PARTLY_GRANTED TASKED EN_ROUTE DEPLOYED "
#define DIVIDES " ASSESSING GRANTED PARTLY_GRANTED TASKED EN_ROUTE DEPLOYED "

int64_t play_draw(struct play *p, int64_t below);
/* A request at one of these stages, -1 when there is none; a deployment in this state, likewise. */
int play_any_request(struct play *p, const char *stages);
int play_any_deployment(struct play *p, const char *state);

/* A request: asked and assessed; answered (0 refused, 1 in part, else granted); given up. */
void play_ask(struct play *p);
void play_decide(struct play *p, int request, int64_t how);
void play_withdraw(struct play *p, int request);
/* A division of units, over requests that stand open. */
void play_propose(struct play *p);
void play_accept(struct play *p);
void play_reject(struct play *p);
/* Deployments. A longer stay is granted when it fits only: an answer that takes what is promised to
 * others is no more than warned of. */
void play_task(struct play *p);
void play_substitute(struct play *p, int which);
void play_extend(struct play *p, int which);
void play_depart(struct play *p, int which);
void play_arrive(struct play *p, int which);
void play_release(struct play *p, int which);
void play_recall(struct play *p, int which);
void play_home(struct play *p, int which);

#endif
