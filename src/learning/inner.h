/* SPDX-License-Identifier: EUPL-1.2 */
/* learning/inner.h - what the files of this room share.
 *
 * Used by    learning/ only. */
#ifndef LEARNING_INNER_H
#define LEARNING_INNER_H
#include "learning/learning.h"
#include "request/request.h"

enum {
    LESSON_TEXT_MAX = 4000,
    LESSON_LABEL_MAX = 120,
    LESSON_PAGE = 50,
    LESSONS_OF_REQUEST = 50,
    EVALUATION_TEXT_MAX = 10000,
};

struct evaluate {
    struct yesno effect_reached, time_to_effect_met;
    struct text findings, went_well, to_improve;
};
struct settled_evaluation {
    struct followup follow;
};
struct record_lesson {
    struct id request, incident;
    struct choice phase;
    struct text observation, recommendation;
    struct id owner;
};
struct settled_lesson {
    struct text label;
    struct id incident; /* the one named, else that of the request */
};
struct decide_lesson {
    struct choice decision;
    struct text reason;
};
struct verify_lesson {
    struct text in;
    struct id request;
};

enum { LEARNING_ACTIONS = 5, LEARNING_VIEWS = 3 };
extern const struct action learning_actions[LEARNING_ACTIONS];
extern const struct view learning_views[LEARNING_VIEWS];

/* Evaluation of a request (evaluation.c). */
void guard_evaluate_ready(const struct entry *entry, const void *fields, struct tx *tx,
                          struct verdict *verdict);
void guard_evaluate(const struct entry *entry, const void *fields, struct tx *tx,
                    struct verdict *verdict);
void guard_evaluation_says(const struct entry *entry, const void *fields, struct tx *tx,
                           struct verdict *verdict);
enum result settle_evaluate(const struct entry *entry, const void *fields, struct tx *tx,
                            void *settled);
enum result apply_evaluate(const struct entry *entry, const void *fields, const void *settled,
                           struct tx *tx);
#endif
