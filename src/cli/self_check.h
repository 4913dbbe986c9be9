/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/self_check.h - what `schakel check` and `serve -n` look at, and how they tell it.
 *
 * Terms      finding: one thing that was looked at: well, to be known (warning), or a fault. cure:
 *            what the keeper of the machine does about it.
 * Invariants 1. Nothing is changed: what another process serves is read beside it. 2. Every warning
 *            and fault has a cure. 3. Codes are enduring: watchers of machines go by them. */
#ifndef CLI_SELF_CHECK_H
#define CLI_SELF_CHECK_H
#include "base/tr.h"
#include "cli/inner.h"

enum grade { GRADE_WELL, GRADE_WARNING, GRADE_FAULT };
enum { FINDING_HOLES_MAX = 4, CHECK_LAST_DEFAULT = 1000 };

struct finding {
    const char *code; /* "disk_space" */
    enum grade grade;
    const char *about;                            /* msgid with holes */
    const char *cure;                             /* msgid with the same holes; NULL when well */
    struct verdict_hole holes[FINDING_HOLES_MAX]; /* ends at a NULL name */
};

struct self_check {
    struct command *c;
    const char *data;
    json_t *rows; /* NULL: lines for people */
    int64_t last; /* entries of each journal to check */
    int faults, warnings;
    bool will_serve; /* as `serve -n`: what may be made is no fault, what is held is one */
};

void found(struct self_check *k, struct finding f);
/* A number as the words of a hole. */
struct text check_number(struct self_check *k, int64_t n);

/* Time zone, words, engine, open files, the law that the program carries. */
void check_machine(struct self_check *k);
/* The data folder: there, writable, room to write, a file system that keeps what it promises. False
 * when there is no looking into it. */
bool check_folder(struct self_check *k);
/* The port is free, at this address (NULL: 127.0.0.1). */
void check_port(struct self_check *k, const char *address, uint16_t port);
/* One space's file. */
void check_space(struct self_check *k, const char *name);
/* All spaces of the folder. */
void check_spaces(struct self_check *k);
/* serve -n: checks for one space and says what would be served. The exit code. */
int serve_check(struct command *c, const char *data, const char *space, const char *address,
                uint16_t port);

#endif
