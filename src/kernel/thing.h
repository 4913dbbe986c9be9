/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/thing.h - what every thing has in common: identity, words, state, version, its entries.
 *
 * Terms      thing: what actions are about: a request, an incident, a deployment, an office… thing
 *            type: declared by its room. touch: an entry that concerns a thing makes its version
 *            one higher and stands in its timeline.
 * Invariants 1. A thing has the id of the entry that made it. 2. version = number of entries that
 *            touched it; it is the thing's ETag. 3. No act about a thing has happened before the
 *            thing's own start (THING_NOT_YET).
 * Uses       store/. Used by every room. In apply: writer or replay; reads: any thread. */
#ifndef KERNEL_THING_H
#define KERNEL_THING_H
#include "kernel/action.h"

struct thing_type {
    const char *name;    /* "request": enduring */
    const char *path;    /* API collection: "requests" */
    const char *address; /* Dutch page: "aanvragen" */
    const char *title;   /* msgid: N_("Request") */
    const char *view;    /* the view that shows one: "request" */
    const char *audience;
};

/* For apply: words people find it by (a reference field's search), and its state ("" if it has
 * none). The kernel made the row of entry->object before apply when the action creates. */
enum result thing_label(struct tx *tx, struct id thing, struct text number, struct text label);
enum result thing_state(struct tx *tx, struct id thing, struct text state);
/* For apply: this entry concerns `thing` too (its request, its deployment). Once per entry. */
enum result thing_touch(struct tx *tx, const struct entry *entry, struct id thing);

struct thing {
    struct id id;
    struct text type, number, label, state;
    int64_t version;
    struct instant started_at; /* happened_at of its first entry */
    struct instant changed_at; /* recorded_at of its last entry */
};
/* NOT_FOUND when there is none. Texts live in the tx's arena. */
enum result thing_get(struct tx *tx, struct id id, struct thing *out) MUST_USE;
struct text thing_state_of(struct tx *tx, struct id id); /* "" when none */
struct text thing_label_of(struct tx *tx, struct id id);
/* {"id","number","label","state","state_words"{code,nl,en}} of a thing as a member; null for none.
 */
void json_put_thing(struct json *out, const char *name, struct tx *tx, struct id id);
/* Things of a type in whose number and label each of the words begins a word, and that the viewer
 * may see: at most `limit` as "items": [{id,number,label,state}] (a reference field's search). */
void json_things_found(struct json *out, const struct look *look, const char *type,
                       struct text words, int64_t limit);
/* True when the viewer of the look may see the thing, by the audience of its type. */
bool look_sees_thing(const struct look *look, const char *type, struct id thing);
/* The newest things of a type whose state is not CLOSED, older than `before` (ID_NONE: from the
 * newest on), at most `limit`, into `out`; how many. */
int64_t things_open(struct tx *tx, const char *type, struct id before, struct id *out,
                    int64_t limit);
/* The thing of this type (NULL: any place, municipality or region) with this number or whole label;
 * none when there is none or more than one. */
struct id thing_find(struct tx *tx, const char *type, struct text words);
/* The same among the things that the viewer of the look sees. */
struct id thing_find_seen(const struct look *look, const char *type, struct text words);
/* Number and label of a thing that the viewer of the look sees; "" for any other, as for none. */
struct text thing_label_seen(const struct look *look, struct id id);
/* Options of a reference field: {value,label,is_selected} rows into the open list, of the things
 * that the viewer sees; at most `limit` of a type, then only the selected one is given and true
 * returned: too many to choose from, search. */
bool things_put_options(struct json *out, const struct look *look, const char *type,
                        struct text selected, int64_t limit);
/* "timeline": the entries that touched a thing, oldest first: position, at, happened, action,
 * title, office label, what was asked (unsealed), what was settled. At most `limit` newest; those
 * about another thing only when the viewer may see that thing too. */
void json_timeline(struct json *out, const struct look *look, struct id thing, int64_t limit);
/* The entry that a number comes from, as a member: {"entry_id", "hash_short", "recorded_at",
 * "happened_at", "done", "office", "object", "source_url"}, where the address leads to the entry in
 * the timeline of its thing; null when there is none, or when the viewer may not see that thing. */
void json_put_source(struct json *out, const char *name, const struct look *look, int64_t position);
/* The address alone; "" when json_put_source would give null. */
struct text entry_address(const struct look *look, int64_t position);

#endif
