/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/action.h - actions, views and rooms as tables; entries; who acts and who looks.
 *
 * Terms      action: a declared, validated, authorised, deterministic, journalled step. view: one
 *            JSON document. guard: a rule that may refuse, pure reading. settle: computes what
 *            matters and apply may not (due times, chosen versions, numbers). apply: stores.
 * Invariants R1-R9 of docs/architecture.md. Guards add verdict items and go on. Apply is a pure
 *            function of (tables, entry): no clock, no randomness, no decision; OK or FAULT only.
 *            A field named happened_at sets the entry's valid time (a fact entered later); it may
 *            not lie after the recording (FACT_COMPLETE) nor before the thing's own start.
 * Uses       field.h, store/, journal/. Used by every room. */
#ifndef KERNEL_ACTION_H
#define KERNEL_ACTION_H
#include "base/verdict.h"
#include "kernel/field.h"
#include "store/store.h"

enum { GUARDS_MAX = 8 };

struct space;
struct action;
struct catalogue;
struct gate;

/* Who acts or looks: set by the door after sign-in, checked by access/. */
struct viewer {
    struct text actor;   /* pseudonym of the person; empty: nobody signed in */
    struct id office;    /* the office acted for; none: nobody */
    struct id mandate;   /* the mandate used, or none */
    struct text channel; /* web, api, cli, import, clock */
};

/* One act under way or replayed: what guards, settle and apply may know. */
struct entry {
    struct id id; /* provisional in a dry run */
    int64_t seq;  /* position */
    struct instant recorded_at, happened_at;
    struct viewer by;
    const struct action *action;
    struct id object; /* the thing acted on; when the action creates it: the same as id */
    struct id corrects;
    struct text key;
    const struct zone *zone; /* Europe/Amsterdam: for settle only, never for apply */
    json_t *law;             /* settle adds what it used: entry_uses_law */
    bool is_dry;
};
/* Notes in the entry which version of a route was judged by. For settle. */
void entry_uses_law(const struct entry *entry, struct text route, int64_t version,
                    struct text sha256);

struct action {
    const char *name; /* enduring */
    int64_t version;
    const char *object;    /* thing type it is about */
    const char *posted_to; /* API noun, plural: "decisions"; for creates: NULL (the collection) */
    const char *address;   /* Dutch noun on pages: "besluit" */
    const char *title;     /* msgid of the button: N_("Decide") */
    const char *done;      /* msgid of the receipt: N_("Decided.") */
    const char *may;       /* who, in access/access.h's words: "role:ROLE_TOC", "route", "office" */
    bool creates;          /* makes a new thing of type `object` */
    bool is_aside;   /* possible at many moments and no step forward: withdraw, notify, report */
    bool is_binding; /* the page shows what becomes binding before the button */
    /* The view whose page holds this act's form, at the act's own address; a refused form comes
     * back on it (struct look's `sent`). NULL: the page that fits every act. */
    const char *sheet;
    /* Lays into `input` what its form on this thing begins with, where nobody typed anything yet;
     * members as in an input. NULL: it begins empty. On a read. */
    void (*preset)(const struct look *, struct id object, json_t *input);
    struct fieldset fields;
    struct fieldset settles;
    /* Rules that need no fields (stage, authority): also run to tell "what may I do here?". One
     * may set verdict->is_aside: open, but nothing that waits for this office now. */
    void (*ready[GUARDS_MAX])(const struct entry *, const void *fields, struct tx *,
                              struct verdict *);
    void (*guards[GUARDS_MAX])(const struct entry *, const void *fields, struct tx *,
                               struct verdict *);
    /* After all guards passed; fills the struct of `settles`. May be NULL. */
    enum result (*settle)(const struct entry *, const void *fields, struct tx *, void *settled);
    enum result (*apply)(const struct entry *, const void *fields, const void *settled,
                         struct tx *);
};

/* A form that was refused, for the page that it was sent from: what was typed, what was said. */
struct sent_form {
    const struct action *action;
    struct id object; /* the thing acted on; none when the act creates it */
    const json_t *input;
    const struct verdict *said;
};

/* Who looks at what: given to view functions. */
struct look {
    const struct catalogue *catalogue;
    const struct gate *gate;
    struct tx *tx;
    const struct viewer *viewer;
    struct instant now;
    const char *lang; /* "nl", "en": for words only, never for what is shown */
    const struct zone *zone;
    struct arena *arena;
    const struct sent_form *sent; /* stands in the page's form instead of presets; mostly NULL */
};

struct view {
    const char *name; /* enduring */
    const char *title;
    const char *audience;   /* access/access.h's words: "offices", "parties", "public"… */
    const char *thing;      /* thing type when it shows one (query member 0 is its id); or NULL */
    const char *path;       /* "/requests/{id}" under /api/v1 */
    const char *address;    /* "/aanvragen/{id}"; NULL: no page */
    const char *nav;        /* which of the seven: "werk", "beeld"…; NULL */
    struct fieldset fields; /* its query; names in {} come from the path */
    enum result (*build)(const struct look *, const void *query, struct json *out);
    const char *page; /* template name, "request"; NULL: none */
};

struct room {
    const char *name;
    const struct room_sql *sql;
    const struct action *actions;
    size_t action_count;
    const struct view *views;
    size_t view_count;
    const struct thing_type *things;
    size_t thing_count;
};
#define ROOM_ACTIONS(t) .actions = (t), .action_count = sizeof(t) / sizeof((t)[0])
#define ROOM_VIEWS(t)   .views = (t), .view_count = sizeof(t) / sizeof((t)[0])
#define ROOM_THINGS(t)  .things = (t), .thing_count = sizeof(t) / sizeof((t)[0])

/* The rooms in layer order, ends with NULL: src/rooms.c (a test program gives its own). */
struct catalogue {
    const struct room *const *rooms;
};
const struct action *catalogue_action(const struct catalogue *c, struct text name,
                                      struct text object); /* object empty: the first by name */
const struct view *catalogue_view(const struct catalogue *c, struct text name);
const struct thing_type *catalogue_thing(const struct catalogue *c, struct text name);

#endif
