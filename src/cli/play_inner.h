/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/play_inner.h - what the files of the player share: one play under way, and its report.
 *
 * Terms      ref: a name of a thing inside the case ("R1"); it stands for an id once the thing is
 *            made. actor: an office of the case, by its key ("vr24_chair"). watcher: the auditor's
 *            office, by which the player looks. part: one row of the report.
 * Invariants 1. Whatever cannot be played or compared becomes a row of the report. 2. The player
 *            acts and looks through its door only: it knows no tables.
 * Used by    play*.c. One thread. */
#ifndef CLI_PLAY_INNER_H
#define CLI_PLAY_INNER_H
#include "cli/play.h"

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
    json_t *things; /* ref -> {"id", "type"} */
    json_t *unmade; /* ref -> the id of the step that should have made it */
    json_t *
        unheld; /* ref of a request -> the id of the allocation step that should have held for it */
    json_t *actors;  /* key -> id of its office */
    json_t *places;  /* key -> id */
    json_t *regions; /* "VR24" -> id */
    json_t *rules;   /* code of each rule that a verdict there may name -> true */

    const json_t *step;    /* under way; NULL before the first and after the last */
    struct instant now;    /* the clock, as last set */
    json_t *parts, *lacks; /* of the report; what the case needs and this program lacks, as words */
    int64_t steps, played, differences, skipped;
};

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
/* True when the case hangs together; else one line on stderr. */
bool play_check_file(const json_t *file, const char *path);
/* The moment of a step; checked before. */
struct instant play_moment(const json_t *step);

/* ---- play_setup.c: places and actors ---- */
/* Enters what the case presupposes, or finds it there. False after one line on stderr. */
bool play_enter(struct play *p);
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
