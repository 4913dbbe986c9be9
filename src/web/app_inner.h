/* SPDX-License-Identifier: EUPL-1.2 */
/* web/app_inner.h - what the files of the web door share: one request under way. */
#ifndef WEB_APP_INNER_H
#define WEB_APP_INNER_H
#include "web/app.h"
#include "web/http.h"
#include "web/http_input.h"
#include "web/http_sse.h"
#include "web/mustache.h"
#include "web/page.h"

enum {
    PATH_PARTS_MAX = 8,
    PAGE_BYTES_MAX = 4 * 1024 * 1024, /* the longest list page is under 300 KiB */
    API_PREFIX_PARTS = 2,             /* api, v1 */
};

struct app {
    struct space *space;
    const struct catalogue *catalogue;
    struct http_server *server;
    struct sse_hub *hub;
    struct arena *pages_arena;
    struct mustache *pages;
    struct text openapi; /* the description of the API, in the pages' arena */
    const char *files;   /* the shelf's folder; NULL: no files */
    bool is_proxied;
    const struct web_demo *demo; /* NULL: nothing is played here */
};

/* One request under way; lives in its arena. */
struct ask {
    struct app *app;
    const struct http_request *in;
    struct http_response *out;
    struct arena *arena;
    struct session session;
    bool is_signed_in, is_api;
    const char *lang;
    struct instant now;
    struct text parts[PATH_PARTS_MAX]; /* of the path, without slashes */
    size_t part_count;
    struct http_pairs query, form_pairs; /* of the address; of the form that was posted */
    struct verdict *verdict;             /* what is wrong, gathered for the answer */
    const char *nav;                     /* which of the seven the page belongs to; NULL */
};

/* ---- app_route.c ---- */
/* The view whose path (API) or address (page) fits; its path values as members of *input. */
const struct view *route_view(const struct ask *ask, json_t *input);
/* The action of a POST or form: *object is the thing's id, ID_NONE when the action creates. */
const struct action *route_action(const struct ask *ask, struct id *object);
/* Adds the query string's pairs to the input object by the view's fields. */
void route_query(const struct ask *ask, const struct fieldset *set, json_t *input);

/* ---- app_page.c ---- */
struct mustache *pages_compile(struct arena *a, struct mustache_fault *fault);
/* Renders a template with the document (borrowed) and the frame around it. */
void page_show(struct ask *ask, int status, const char *name, const char *title, json_t *doc);
/* A new reference with what every page shows around its main part. */
json_t *frame_make(struct ask *ask, const char *title);
/* Text of an address: /aanvragen/1-99. In the arena. */
struct text page_address_of(const struct ask *ask, struct id thing);

/* ---- app_problem.c ---- */
/* Answers with Problem Details (API) or an error page: from ask->verdict and the result. */
void problem_answer(struct ask *ask, enum result result);
/* The same with a status and one finding of the door's own. */
void problem_one(struct ask *ask, int status, const char *code, const char *field, const char *why,
                 const char *mend);
int problem_status(enum result result, const struct verdict *v);
/* {"code","field","message","mend","cite"} rows of the verdict as "errors" and "warnings". */
void problem_items(const struct ask *ask, struct json *out);
void problem_refuse(void *world, const struct http_request *request, const struct http_fault *fault,
                    struct http_response *answer);

/* ---- app_guard.c ---- */
/* False, and answered, for what another site made this browser send: a host name that is not this
 * machine's while offices can be chosen without a password, or a foreign Origin of an act. */
bool guard_answer(struct ask *ask);
/* Browsers say where a post comes from; without Origin (old ones, curl) the form's token decides.
 */
bool is_same_origin(const struct ask *ask);
/* An address of this site to go on to: "/werk"; never another host's. */
bool is_own_address(struct text to);

/* ---- app_view.c, app_act.c, app_form.c, app_session.c, app_live.c ---- */
void view_answer(struct ask *ask, const struct view *view, json_t *input);
/* The view's page with a refused form in it. False: it cannot be shown, and nothing is answered. */
bool view_show_sent(struct ask *ask, int status, const struct view *view,
                    const struct sent_form *sent);
/* Where the form came from, if it said so ("_terug"): a page of ours; "" when it did not. */
struct text return_address(const struct ask *ask);
void act_post(struct ask *ask, const struct action *action, struct id object);
void act_unit(struct ask *ask);
/* What may be an idempotency key: 1 to 128 printable characters. */
bool act_is_key(struct text key);
/* Keeps a refused attempt for the auditor. */
void act_note_refusal(const struct ask *ask, const struct unit *unit, enum result result,
                      const struct verdict *verdict);
/* What pages and forms ask the kernel with, inside a tx. */
struct look look_of(const struct ask *ask, struct tx *tx);
/* A dry run over the API: all verdicts, nothing written. */
void act_try(struct ask *ask, const struct action *action, struct id object);
void form_show(struct ask *ask, const struct action *action, struct id object);
void form_post(struct ask *ask, const struct action *action, struct id object);
/* True when the request was one of the session's own: sign-in, sign-out, preference, API session.
 */
bool session_answer(struct ask *ask);
void session_take(struct ask *ask);
/* A form's fields, checked: body type and CSRF token. False: answered. */
bool form_read(struct ask *ask, struct http_form *form);
/* A JSON body, checked. False: answered. */
bool body_read(struct ask *ask, json_t **out);
/* The stream of live events for who asks; live_listen lets the space tell of every act, once. */
void live_answer(struct ask *ask);
void live_listen(struct app *app);

/* ---- app_demo.c ---- */
/* True when the request was about playing a demo on (/demo), and answered. */
bool demo_answer(struct ask *ask);
/* Puts the offices that matter most in the play before all groups of the sign-in page. */
void demo_put_cast(struct ask *ask, json_t *doc);
/* "demo": what the strip of a demo shows; null elsewhere. */
void demo_put_strip(struct ask *ask, struct json *out);

/* ---- app_file.c ---- */
/* POST /api/v1/files, GET of one. True when answered. */
bool file_answer(struct ask *ask);
size_t file_body_limit(void *world, enum http_method method, struct text path);
/* Puts bytes on the shelf; false: a refusal stands in the verdict. */
bool file_keep(struct ask *ask, struct text bytes, const char *field, struct text *sha256);
/* Keeps the files of a form ("_file.<field>") and adds their digests to the pairs, which have room
 * for them; how many pairs there are now. */
size_t file_pairs(struct ask *ask, const struct fieldset *set, const struct http_form *form,
                  struct form_pair *pairs, size_t n);

#endif
