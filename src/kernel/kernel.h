/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/kernel.h - spaces, the one commit path, dry runs, looks, live events, rebuild.
 *
 * Terms      space: one journal with its tables, one file; "live", exercises, what-ifs; its own
 *            clock. unit: one to UNIT_MAX actions carried as one: all or nothing, one verdict, one
 *            key. receipt: what the actor may rely on: durable. group commit: the writer puts the
 *            units that wait (at most GROUP_MAX) into one durable commit.
 * Invariants 1. space_commit is the only code that changes rebuilt tables. 2. Nobody is told OK
 *            before the commit is durable and read back. 3. A dry run runs the same parse,
 *            authority and guards on a read snapshot and never waits for the writer. 4. The same
 *            key with the same body gives the first receipt again; with another body REFUSED
 *            (KEY_OTHER_BODY); while the first runs CONFLICT.
 * Uses       journal/, store/. Used by access/ (hooks), doors. space_* any thread. */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H
#include "kernel/action.h"
#include "kernel/thing.h"

enum { UNIT_MAX = 500, GROUP_MAX = 64 };

/* What access/ answers; set once when a space opens, so that the kernel knows no offices. */
struct gate {
    /* Adds a refusal unless this viewer may do this action on this object now. */
    void (*may)(const struct entry *entry, const void *fields, struct tx *tx,
                struct verdict *verdict);
    /* True when the viewer may see the thing (or, with ID_NONE, things of this audience at all). */
    bool (*sees)(struct tx *tx, const struct viewer *viewer, const char *audience, struct id thing,
                 struct instant now);
};

enum space_kind { SPACE_LIVE, SPACE_DEMO, SPACE_EXERCISE };
struct space_options {
    const char *path; /* the space's file */
    const char *name; /* "live" */
    const struct catalogue *catalogue;
    const struct gate *gate; /* NULL: everybody may and sees (tests of the kernel itself) */
    int64_t node;            /* 1..32767 */
    int readers;             /* read connections kept, 1..64 */
    enum space_kind kind;
    /* only reads, beside the process that serves the space: every act is a FAULT */
    bool is_looking;
    bool is_scratch; /* goes away after use: need not outlive a power cut */
};
/* Opens the file and starts the writer thread. Owner: the caller, who ends it with space_close
 * (finishes what waits). CONFLICT: another process holds it. REFUSED: its tables are those of
 * another version of the program (store.h). */
enum result space_open(const struct space_options *options, struct space **out) MUST_USE;
void space_close(struct space *s);
/* Looks at a space's file without opening the space, as store_look does. */
enum result space_look(const struct catalogue *c, const char *path,
                       struct store_report *r) MUST_USE;
const struct catalogue *space_catalogue(const struct space *s);
const struct gate *space_gate(const struct space *s);
struct store *space_store(struct space *s);
const struct zone *space_zone(const struct space *s);
const char *space_name(const struct space *s);
enum space_kind space_kind(const struct space *s);

/* The space's clock. Live: the machine's. Demo and exercise: may be set, to any moment from the
 * last entry's on; a moment before it sets it there. */
struct instant space_now(const struct space *s);
enum result space_set_clock(struct space *s, struct instant to) MUST_USE; /* REFUSED when live */
/* A set clock stands still (plays, tests) unless it is let run (a demo that people look at). */
void space_run_clock(struct space *s, bool runs);

/* One action of a unit. */
struct step {
    const struct action *action;
    struct id object;    /* none when it creates, or when object_step says whose */
    int object_step;     /* 1..: the thing made by that earlier step of the unit; 0: none */
    const json_t *input; /* borrowed; may be NULL for {} */
    int64_t if_version;  /* If-Match: the version the actor saw; INT_NONE: not asked */
    struct id corrects;
};
struct unit {
    struct viewer by;
    struct step *steps;
    size_t n;
    struct text key;  /* idempotency key, may be empty */
    struct text body; /* the request's bytes, for the key */
    struct text trace;
};
struct receipt {
    enum result result;
    struct verdict *verdict; /* in the caller's arena: refusals, or warnings beside OK */
    struct {
        struct id entry, object;
        int64_t version; /* of the object after it */
    } steps[UNIT_MAX];
    size_t n;
    int64_t position; /* of the last entry */
    bool is_repeat;   /* answered from the key */
    struct instant recorded_at;
};
/* Carries the unit through the commit path and waits. Any thread. `r` is filled. */
enum result space_commit(struct space *s, const struct unit *unit, struct arena *a,
                         struct receipt *r) MUST_USE;
/* Runs `work` in a write transaction on the writer thread, outside the journal: for kept tables
 * only (sessions, refused attempts). Waits; OK means durable. Any thread but the writer's. */
enum result space_local(struct space *s, enum result (*work)(void *ctx, struct tx *tx),
                        void *ctx) MUST_USE;
/* What space_commit would say of the unit, without writing; is_partial: missing fields are no
 * fault. Judging ends at the first step that needs a thing which an earlier step would make. */
enum result space_dry_run(struct space *s, const struct unit *unit, bool is_partial,
                          struct arena *a, struct verdict *verdict) MUST_USE;

/* Builds a view's document. Checks audience first (NOT_FOUND when not for this viewer). `input` is
 * the query object. REFUSED fills verdict. *version: of the thing shown, or the position. */
enum result space_see(struct space *s, const struct view *view, const json_t *input,
                      const struct viewer *viewer, const char *lang, struct arena *a,
                      struct json *out, int64_t *version, struct verdict *verdict) MUST_USE;
/* The same with a refused form in it (the view is its action's `sheet`): the query is filled from
 * the form by name, and its thing is the act's; what cannot be read is left out there, since the
 * form shows it with its fault. */
enum result space_see_sent(struct space *s, const struct view *view, const struct sent_form *sent,
                           const struct viewer *viewer, const char *lang, struct arena *a,
                           struct json *out, int64_t *version, struct verdict *verdict) MUST_USE;

/* Acts on a thing that this viewer may do now ("acts": [{name,title,is_binding,may,url,api,
 * code,why,cite}]), by the ready guards and the gate; with is_all also those refused and why. */
void json_acts(struct json *out, const struct look *look, struct id thing, bool is_all);

/* The same for acts that begin something new ("new_acts"): no thing is needed first. */
void json_acts_new(struct json *out, const struct look *look);

/* ---- live ---- */
struct event {
    int64_t position; /* never shown as it is */
    struct id entry, object;
    struct text object_type, action;
    int64_t version;
};
/* Calls `seen` on the writer's thread after each durable commit; must be quick and may not listen
 * or commit itself. One listener; after space_listen(s, NULL, NULL) the last call has ended. */
void space_listen(struct space *s, void (*seen)(void *ctx, const struct event *e), void *ctx);

/* ---- rebuild ---- */
struct rebuild_report {
    int64_t entries;
    bool is_equal;
    char table[64];         /* the first table that differs, "" if none */
    int64_t first_position; /* the first entry whose effect differs, 0 if none or unknown */
    struct text difference; /* words, in the arena */
};
/* Replays the journal into a fresh scratch file and compares every rebuilt table with the live one.
 */
enum result space_rebuild_check(struct space *s, struct arena *a,
                                struct rebuild_report *r) MUST_USE;
/* Fills a fresh file from the journal (an upgrade, a repair): writes to `path`. */
enum result space_rebuild_into(struct space *s, const char *path) MUST_USE;
/* A new space's file from this one's journal up to T (recorded), without sealed payloads:
 * directory, law and things, no secrets. Open it with space_open under its own name, never as live.
 * CONFLICT: the file exists. The entries keep their bytes, so that both journals share one provable
 * beginning. */
enum result space_fork(struct space *s, struct instant until, const char *path) MUST_USE;

extern const struct room kernel_room;

#endif
