/* SPDX-License-Identifier: EUPL-1.2 */
/* web/mustache.h - Mustache templates: compiled once as a set, rendered from JSON documents.
 *
 * Terms      program: the compiled set, immutable. SPEC mode: the public Mustache specification,
 *            core modules and template inheritance, nothing else. PAGE mode: the same language with
 *            the rules and formatters of web/page.h, for everything that people see.
 *            fault: why a set was refused, for the maker of the template; English only.
 * Invariants 1. Values are escaped (& < > " ') unless the template says otherwise, and in PAGE mode
 *            it may not, but for the trusted keys of page.h. 2. Work is bounded: nesting, partials
 *            and steps have limits; beyond them a render ends with LIMIT.
 *            3. False for a section: absent, null, false, the empty list and the empty text. Zero
 *            is a value: a section on it is shown.
 * Uses       page (rules, formatters), jansson. Used by the pages of all rooms. Compile at start
 *            on one thread; any thread may render. */
#ifndef WEB_MUSTACHE_H
#define WEB_MUSTACHE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/result.h"
#include "base/text.h"

enum {
    MUSTACHE_SECTION_DEPTH_MAX = 64, /* tags open at once in one template */
    MUSTACHE_PARTIAL_DEPTH_MAX = 64, /* partials and parents inside each other while rendering */
    MUSTACHE_RENDER_DEPTH_MAX = 256, /* sections, blocks and partials together */
    MUSTACHE_NAME_PARTS_MAX = 8,     /* a.b.c: the deepest document has 5 */
    MUSTACHE_HOLES_MAX = 16,         /* in one message, both plural forms together */
    MUSTACHE_STEPS_MAX = 5000000,    /* the largest page takes about 50,000 */
    MUSTACHE_TEMPLATES_MAX = 4096,
    MUSTACHE_BODY_BYTES_MAX = 1024 * 1024,
};

enum mustache_mode { MUSTACHE_SPEC, MUSTACHE_PAGE };

/* One template. Name and body must live as long as the program: slices of them are its text. */
struct mustache_source {
    struct text name;
    struct text body;
};

/* Why a set does not compile. */
struct mustache_fault {
    struct text name;  /* the template */
    int line;          /* from 1 */
    struct text about; /* the tag or key, a slice of the body; may be empty */
    const char *why;   /* one sentence */
    const char *mend;  /* one sentence: what the maker does about it */
};

struct mustache; /* the program */
struct page_context;

/* Compiles n templates; partials and parents are resolved by name within the set. In SPEC mode an
 * unknown partial is empty, in PAGE mode a fault. NULL when refused: *fault says why.
 * Owner: the arena. */
struct mustache *mustache_compile(struct arena *a, const struct mustache_source *set, size_t n,
                                  enum mustache_mode mode, struct mustache_fault *fault) MUST_USE;
/* "home:12: why mend (about)": a fault in one line, in the arena. */
struct text mustache_fault_text(struct arena *a, const struct mustache_fault *fault);
/* True when the program has a template of this name. */
bool mustache_has(const struct mustache *m, const char *name);
/* Renders a template into *out. `data` is the document; `context` may be NULL in SPEC mode only.
 * NOT_FOUND: no such template. LIMIT: too deep, too many steps, or *out is full; what stands in
 * *out then is of no use. */
enum result mustache_render(const struct mustache *m, const char *name, const json_t *data,
                            const struct page_context *context, struct buf *out) MUST_USE;
/* Calls `visit` for every message of the set in order: `other` is NULL but for plurals. For the
 * test that every message has its Dutch. */
void mustache_each_message(const struct mustache *m,
                           void (*visit)(void *to, struct text name, int line, const char *msgid,
                                         const char *other),
                           void *to);

#endif
