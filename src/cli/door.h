/* SPDX-License-Identifier: EUPL-1.2 */
/* cli/door.h - where a command's acts and looks go: a space in this process, or a server.
 *
 * Terms      answer: what came back, the same shape for both: a receipt, a document, or {"errors":
 *            [{code, field, message, mend, cite}], "warnings": […]}.
 * Invariants 1. Each office that acts has one sign-in of its own (server), made at first use.
 * Uses       libcurl for the server. One thread. Owner: the caller; door_close. */
#ifndef CLI_DOOR_H
#define CLI_DOOR_H
#include "access/access.h"

struct door_answer {
    enum result result;
    int status;  /* as HTTP says */
    json_t *doc; /* owned by the caller; may be NULL on FAULT */
};

struct door {
    struct space *space; /* local; borrowed */
    const struct catalogue *catalogue;
    struct remote *remote; /* server; owned */
    const char *lang;      /* of the words that come back, "nl" or "en" */
};

struct door *door_local(struct space *space);
/* NULL when the url is not http(s)://host[:port]. */
struct door *door_server(const struct catalogue *catalogue, const char *url);
void door_close(struct door *d);
/* "nl" (unless said otherwise) or "en": the language of verdicts and documents. */
void door_speaks(struct door *d, const char *lang);
/* `version` INT_NONE: whatever it is now. `key` NULL: a fresh one. */
struct door_answer door_act(struct door *d, struct id office, const struct action *action,
                            struct id object, const json_t *fields, int64_t version,
                            const char *key);
/* Several actions as one (R8). */
struct door_answer door_unit(struct door *d, struct id office, struct step *steps, size_t n);
struct door_answer door_see(struct door *d, struct id office, const struct view *view,
                            const json_t *query);
struct door_answer door_try(struct door *d, struct id office, const struct action *action,
                            struct id object, const json_t *fields);
enum result door_set_clock(struct door *d, struct instant to) MUST_USE;
/* What time it is there; INSTANT_NONE: no answer. */
struct instant door_now(struct door *d);
/* {"groups": [{"offices": [{id, code, instance, title, …}]}]}: who may act. Without
 * "groups" when that is not told; NULL when there is no answer. Owned by the caller. */
json_t *door_offices(struct door *d);
/* The id of an office by its code, of any instance (a server: by signing in); none when there is
 * none. */
struct id door_office(struct door *d, const char *code);

/* ---- between door.c and remote.c ---- */
void door_fresh_key(char out[33]);
struct door_answer remote_act(struct door *d, struct id office, const struct step *step,
                              const char *key);
struct door_answer remote_unit(struct door *d, struct id office, const struct step *steps, size_t n,
                               const char *key);
struct door_answer remote_try(struct door *d, struct id office, const struct step *step);
struct door_answer remote_see(struct door *d, struct id office, const struct view *view,
                              const json_t *query);
enum result remote_clock(struct door *d, struct instant to) MUST_USE;
struct instant remote_now(struct door *d);
json_t *remote_offices(struct door *d);
struct id remote_office(struct door *d, const char *code);

#endif
