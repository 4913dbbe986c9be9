/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/play_inner.h - plays a case (schakel-case/1) through a door and compares what happens: one
 * play under way, and its report.
 *
 * Terms      case: a file of steps with what each must give (demo/README.md). difference: what was
 *            seen is not what the case expects. not played: a step or expectation that the player
 *            cannot judge; named and counted, never skipped in silence. ref: a name of a thing
 *            inside the case ("R1"); it stands for an id once the thing is made. actor: an office
 *            of the case, by its key ("vr24_chair"). watcher: the auditor's office, by which the
 *            player looks. part: one row of the report.
 * Invariants 1. Whatever cannot be played or compared becomes a row of the report. 2. The player
 *            acts and looks through its door only: it knows no tables.
 * Used by    play*.c, demo.c. One thread at a time. */
#ifndef CLI_PLAY_INNER_H
#define CLI_PLAY_INNER_H
#include "cli/inner.h"

struct play {
    struct command *c;
    struct arena *arena;
    struct door *door;
    const json_t *file;     /* the case; borrowed */
    const char *name;       /* its id */
    const char *until;      /* RFC 3339, or NULL: to the end */
    bool is_quiet, is_json; /* quiet: only what went wrong, on stderr */
    bool has_visibility;    /* compares visible_to and hidden_from */

    struct id admin, watcher;
    json_t *things;   /* ref -> {"id", "type"} */
    json_t *unplayed; /* "act ref" and "act" -> the id of the step that should have been played */
    json_t *unmade;   /* ref -> the id of the step that should have made it */
    json_t *
        unheld; /* ref of a request -> the id of the allocation step that should have held for it */
    json_t *actors;  /* key -> id of its office */
    json_t *places;  /* key -> id */
    json_t *regions; /* "VR24" -> id */
    json_t *rules;   /* code of each rule that a verdict there may name -> true */

    size_t next;        /* the step to be played, counted over `given` and `steps` */
    bool goes_on;       /* the space held the beginning already; its clock may run */
    const json_t *step; /* under way; NULL before the first and after the last */
    json_t *said;       /* what the door answered to the last step; NULL: it was not asked */
    struct instant now; /* the clock, as last set or read */
    /* of the report; beside each part its {"msgid", "about"}, for words in another language; what
     * the case needs and this program lacks, as words */
    json_t *parts, *grounds, *lacks;
    int64_t steps, played, differences, skipped;
};

/* ---- play.c: one play ---- */
/* Ends with play_finish. `file` and `door` are borrowed; the door may come later. */
void play_begin(struct play *p, struct command *c, struct door *door, const json_t *file);
void play_finish(struct play *p);
size_t play_count(const struct play *p);
/* The step at this place; NULL behind the last. */
const json_t *play_step_at(const struct play *p, size_t i);
/* What the step's act is known by in a journal: the idempotency key, made of case and step. */
struct text play_key(const struct play *p, size_t i);
/* Plays the step at `next` and goes on to the one after it. False: the clock cannot be set there.
 */
bool play_next(struct play *p);
/* All steps up to `until`. False as above. */
bool play_until(struct play *p);
/* The whole case through the door of `p`, from where the space stands, with its report. `s` NULL:
 * the space is a server's; only its keeper can rebuild it. An exit code. */
int play_all(struct play *p, struct space *s);
/* The ref of a step stands for this thing from now on. */
void play_made(struct play *p, const json_t *step, const char *id);
/* A step that was not played leaves its thing unmade: what needs it is not played either. */
void play_unmade(struct play *p, const json_t *step);

/* ---- play_on.c: going on ---- */
/* True when the journal of this space holds the first step of the case. */
bool play_is_begun(struct play *p, struct space *s);
/* Finds where the space stands: which steps were carried out and which thing each ref is, by the
 * keys in the journal; places and offices as in play_enter. `next` is then the step after the last
 * that left an entry. False after one line on stderr. `carried` (may be NULL): key -> id of the
 * thing, a new reference. */
bool play_resume(struct play *p, struct space *s, json_t **carried);

/* ---- play.c: the report ---- */
/* A difference: `what` is a msgid ("state"), `about` a ref, a code or "". Texts are copied. */
void play_differs(struct play *p, const char *what, struct text about, struct text expected,
                  struct text seen);
/* What was not played, and why: a msgid with an optional {what}. */
void play_skips(struct play *p, const char *why, struct text what);
/* The strings of an error answer: "RULE field (cite), …"; "-" when there are none. In the arena. */
struct text play_errors_text(struct play *p, const json_t *doc);

/* ---- play_file.c: the file ---- */
/* Reads and checks a case. On a fault one line on stderr names member and ground, NULL. A new
 * reference. */
json_t *play_read_file(const char *path);
/* The case that the program carries. A new reference; NULL after one line on stderr. */
json_t *play_read_demo(void);
/* True when the case hangs together; else one line on stderr. */
bool play_check_file(const json_t *file, const char *path);
/* The moment of a step; checked before. */
struct instant play_moment(const json_t *step);

/* ---- play_setup.c: places and actors ---- */
/* Enters what the case presupposes, or finds it there. False after one line on stderr. */
bool play_enter(struct play *p);
/* The day before the case: a new space for it begins then. RFC 3339, in the arena. */
const char *play_begin_at(struct play *p);
/* The code by which a place of the case is known to offices: its CBS code, else its key. */
const char *play_place_code(const struct play *p, const char *key);

/* ---- play_fields.c: what a step says, in the fields of our action ---- */
/* The action that a step means; NULL when the program has none. */
const struct action *play_action(const struct play *p, const json_t *step);
/* The input of the action; NULL when a part of it cannot be said here, after play_skips. A new
 * reference. */
json_t *play_fields(struct play *p, const struct action *action, const json_t *step);
/* The id of a ref; none when it was not made. */
struct id play_ref(const struct play *p, const char *ref);
/* The same for a reference of any kind: actor, place, region or ref; none. */
struct id play_any_ref(struct play *p, const char *table, const char *word);

/* ---- play_expect.c: what must be seen ---- */
/* The documents of all things that the step's expectations name, by ref, as the watcher sees them
 * now. A new reference. */
json_t *play_look(struct play *p, const json_t *step);
/* Compares; `answer` NULL for a step that only sets the clock. */
void play_compare(struct play *p, const json_t *step, const struct door_answer *answer,
                  const json_t *before);

static inline const char *member(const json_t *v, const char *name)
{
    const char *s = json_string_value(json_object_get(v, name));

    return s ? s : "";
}

#endif
