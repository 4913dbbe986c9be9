/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/kernel_internal.h - what the files of kernel/ share. */
#ifndef KERNEL_KERNEL_INTERNAL_H
#define KERNEL_KERNEL_INTERNAL_H
#include <pthread.h>
#include <semaphore.h>

#include "journal/journal.h"
#include "kernel/kernel.h"

/* One act, parsed and judged: what both the commit path and the dry run work on. */
struct judged_step {
    struct entry entry;
    void *fields, *settled;
    enum result result; /* OK or the first kind of refusal */
};

/* Who, when, where in the journal: given to judge_step. */
struct stance {
    const struct space *space;
    struct tx *tx;
    struct arena *arena;
    const struct viewer *by;
    struct text key;
    struct instant now; /* recorded_at */
    struct id id;       /* of the entry to come */
    int64_t position;
    bool is_dry, is_partial;
};
/* R4: parse, object, version, references, authority, guards; the same code for commit and dry run.
 * Refusals go into verdict; the result tells their kind. */
enum result judge_step(const struct stance *at, const struct step *step, struct id object,
                       struct judged_step *out, struct verdict *verdict) MUST_USE;

/* Runs apply and the kernel's own bookkeeping. Used by commit and by replay. */
enum result apply_entry(struct tx *tx, const struct entry *entry, const void *fields,
                        const void *settled, struct text body_sha256, int64_t unit_index,
                        int64_t unit_size) MUST_USE;
/* Decodes a journal entry into what apply wants; FAULT with a log line when it cannot be read. */
enum result entry_decode(const struct catalogue *c, const struct journal_entry *e, struct arena *a,
                         struct entry *entry, void **fields, void **settled) MUST_USE;

/* ---- the writer's queue ---- */
struct job {
    struct job *next;
    const struct unit *unit; /* NULL: local work */
    enum result (*work)(void *ctx, struct tx *tx);
    void *ctx;
    struct arena *arena;
    struct receipt *receipt;
    enum result result;
    sem_t done; /* of this job alone: nobody else is woken for it, and no lock is held meanwhile */
};

struct space {
    struct store *store;
    const struct catalogue *catalogue;
    const struct gate *gate;
    const struct room_sql **sql; /* of all rooms, with the journal's; ends with NULL */
    struct zone *zone;
    char *name, *schema_digest;
    enum space_kind kind;
    int64_t node;
    bool is_scratch, is_looking;

    pthread_mutex_t lock; /* queue, clock */
    pthread_cond_t wake;
    struct job *first, *last;
    bool is_stopping, has_writer;
    pthread_t writer;

    struct instant clock_base; /* set clock: its time.. */
    struct instant clock_set;  /* ..and the machine's when it was set */
    bool clock_runs, is_clock_set;
    struct instant written; /* recorded_at of the last entry: the clock stands nowhere before it */

    pthread_mutex_t listening; /* held while the listener is told, so that it can leave for good */
    void (*seen)(void *ctx, const struct event *e);
    void *seen_ctx;

    struct journal_head head; /* writer only */
    struct hasher *hasher;    /* writer only */
};

/* Runs one unit inside the writer's tx: OK and appended, or refused (the caller undoes the part).
 */
enum result run_unit(struct space *s, struct tx *tx, struct journal_head *head, struct job *job,
                     struct instant now) MUST_USE;
/* The list of room_sql for these rooms, with journal and kernel; malloc'd, ends with NULL. */
const struct room_sql **rooms_sql(const struct catalogue *c);

#endif
