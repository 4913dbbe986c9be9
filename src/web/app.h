/* SPDX-License-Identifier: EUPL-1.2 */
/* web/app.h - the web door: pages and API over all actions and views of a space, made from their
 * tables.
 *
 * Terms      page: HTML for people, Dutch addresses from the rows (`address`). api: JSON under
 *            /api/v1 (`path`, `posted_to`). form: the page of one action, made from its fields.
 *            receipt: the green line after an act.
 * Invariants 1. One URL per thing and language-free: the language is the session's, else
 *            Accept-Language. 2. Every state-changing page request carries a CSRF token and an
 *            idempotency key; every API POST an Idempotency-Key; an act on a thing its version. 3.
 *            What a person typed is shown again after any refusal.
 * Uses       kernel/, access/, the HTTP server, Mustache. Owner's thread: open, close. */
#ifndef WEB_APP_H
#define WEB_APP_H
#include "access/access.h"

struct app;

/* A demo that can be played on: functions of who serves it, called by any thread. None waits for a
 * play under way but the one that plays. */
struct web_demo {
    void *play;
    /* Members of an open object: "next" and "last" step (null: none), "moments" that lie ahead,
     * counts; with has_steps all "steps" with what became of each. */
    void (*tell)(void *play, const char *lang, bool has_steps, struct json *out);
    /* The ids of the offices that matter most, in the order in which to offer them: a new list. */
    json_t *(*cast)(void *play);
    /* Plays the next step; NOT_FOUND: there is none, CONFLICT: somebody plays now. */
    enum result (*step)(void *play);
    /* Plays the steps up to this moment, and the clock goes there; none: to the end. */
    enum result (*until)(void *play, struct instant until);
    /* Makes a fresh demo; after OK the door closes soon and opens with it, without any session. */
    enum result (*restart)(void *play);
};

struct app_options {
    struct space *space;
    const char *address; /* NULL: 127.0.0.1 */
    uint16_t port;       /* 0: any */
    int threads;         /* 0: the server's own choice */
    const char *files;   /* folder for files that people add; NULL: none are taken */
    bool is_proxied;
    const struct web_demo *demo; /* NULL: nothing is played here */
};
/* Compiles all pages (FAULT with one log line naming page and line when one is wrong), starts to
 * serve. CONFLICT: the port is taken. Owner: the caller, who ends it with app_close before the
 * space. */
enum result app_open(const struct app_options *options, struct app **out) MUST_USE;
void app_close(struct app *app);
uint16_t app_port(const struct app *app);
/* Compiles all pages of the program; false with one log line. For the tests of pages. */
bool app_pages_compile(void);

#define APP_VERSION "0.1.0"

#endif
