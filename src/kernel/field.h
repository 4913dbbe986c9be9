/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/field.h - fields: declared once as rows that point at struct members; read, checked,
 * written.
 *
 * Terms      field: one named value of an action or of a view's query. fieldset: the fields of one
 *            struct. input: one JSON object, whatever the door (a form or command line is turned
 *            into it first: fields_from_form). given: a field that is present and not null.
 * Invariants 1. A field's kind follows from the C type of its member. 2. Unknown and doubled names
 *            are errors. 3. What is absent is "none" (base/values.h). 4. Bounds: .min/.max are the
 *            range of numbers, of lengths in characters for text, of items for lists; the same
 *            bounds stand as CHECK in the table. 5. fields_write of what fields_read read gives the
 *            same canonical JSON (the journal's `asked`).
 * Uses       base/, store/ (looking up a reference that was typed by name). Used by actions, views,
 *            web forms, cli, OpenAPI. Any thread. */
#ifndef KERNEL_FIELD_H
#define KERNEL_FIELD_H
#include "base/arena.h"
#include "base/json.h"
#include "base/values.h"
#include "base/verdict.h"
#include "store/store.h"

enum field_kind {
    FIELD_TEXT,     /* string; .lines for long text */
    FIELD_INT,      /* whole number */
    FIELD_QUANTITY, /* decimal, JSON string "3.1" or number */
    FIELD_MONEY,    /* euro, JSON string "1250.50" or whole number */
    FIELD_INSTANT,  /* RFC 3339 with offset; forms: typed local time */
    FIELD_DAY,
    FIELD_PERIOD, /* {"from": instant, "until": instant} */
    FIELD_CHOICE, /* a code of .choices */
    FIELD_REF,    /* the id of a thing of type .table */
    FIELD_PLACE,
    FIELD_YESNO,
    FIELD_FILE,
    FIELD_LIST, /* of .item (a struct with its own fields, or a single-member struct: see .flat) */
};

struct fieldset;
struct look;

struct field {
    const char *name; /* enduring: [a-z][a-z0-9_]* */
    enum field_kind kind;
    size_t offset;
    const char *label;           /* msgid, N_("…") */
    const char *hint;            /* msgid or NULL */
    const char *unit;            /* msgid or NULL: "persons", "%" */
    const char *choices;         /* FIELD_CHOICE: name of the list in reference/codes.json */
    const char *table;           /* FIELD_REF: thing type; "office", "request"… */
    const char *sealed;          /* group that is kept apart ("contact"), or NULL */
    const struct fieldset *item; /* FIELD_LIST */
    int64_t min, max;            /* see invariant 4; 0,0: the kind's own limits */
    bool optional;
    bool judged; /* optional to read, but a rule asks for it: no form calls it optional */
    bool lines;  /* long text */
    bool flat;   /* FIELD_LIST of single values: the item struct has one field, JSON ["a","b"] */
};

struct fieldset {
    const struct field *fields;
    int64_t n;
    size_t size; /* of the struct */
};

/* text without .max: one line; with .lines: FIELD_LINES_MAX */
enum {
    FIELD_TEXT_MAX = 500,
    FIELD_LINES_MAX = 10000,
    FIELD_LIST_MAX = 200,
};

#define FIELD_KIND_(m)                                                                             \
    _Generic((m), struct text                                                                      \
             : FIELD_TEXT, int64_t                                                                 \
             : FIELD_INT, struct quantity                                                          \
             : FIELD_QUANTITY, struct money                                                        \
             : FIELD_MONEY, struct instant                                                         \
             : FIELD_INSTANT, struct day                                                           \
             : FIELD_DAY, struct period                                                            \
             : FIELD_PERIOD, struct choice                                                         \
             : FIELD_CHOICE, struct id                                                             \
             : FIELD_REF, struct place                                                             \
             : FIELD_PLACE, struct yesno                                                           \
             : FIELD_YESNO, struct file_ref                                                        \
             : FIELD_FILE, struct list                                                             \
             : FIELD_LIST)
/* One row: FIELD(report_readiness, ready_pct, .label = N_("Ready"), .unit = "%", .max = 100). */
#define FIELD(type, member, ...)                                                                   \
    {                                                                                              \
        .name = #member, .kind = FIELD_KIND_(((struct type *)0)->member),                          \
        .offset = offsetof(struct type, member), __VA_ARGS__                                       \
    }
/* The same with another name than the member's (C keywords: `for`). */
#define FIELD_AS(type, member, as, ...)                                                            \
    {                                                                                              \
        .name = as, .kind = FIELD_KIND_(((struct type *)0)->member),                               \
        .offset = offsetof(struct type, member), __VA_ARGS__                                       \
    }
#define FIELDSET_(type, rows)                                                                      \
    {                                                                                              \
        .fields = (rows), .n = (int64_t)(sizeof(rows) / sizeof(struct field)),                     \
        .size = sizeof(struct type)                                                                \
    }
/* In an action or view row: FIELDS(report_readiness, FIELD(...), FIELD(...)) sets .fields. */
#define FIELDS(type, ...) .fields = FIELDSET_(type, ((const struct field[]){ __VA_ARGS__ }))
/* In an action row: SETTLES(settled_decide, FIELD(...)) sets .settles: what settle computes. */
#define SETTLES(type, ...) .settles = FIELDSET_(type, ((const struct field[]){ __VA_ARGS__ }))
/* A fieldset for list items: static const struct fieldset line_fields = ITEM(line, FIELD(...)…); */
#define ITEM(type, ...) FIELDSET_(type, ((const struct field[]){ __VA_ARGS__ }))

/* Reads `input` into `out` (a struct of set->size in the arena's care, set to none first). Each
 * fault is one refusal: code FIELD_UNKNOWN, FIELD_MISSING, FIELD_TYPE, FIELD_RANGE, FIELD_LENGTH,
 * FIELD_CHOICE, FIELD_TIME, FIELD_CONTROL…, with the field's JSON Pointer. `prefix` is put before
 * field names ("" at the top). is_partial: missing required fields are no fault (drafts, dry runs).
 */
void fields_read(const struct fieldset *set, const json_t *input, void *out, bool is_partial,
                 struct arena *a, struct verdict *verdict);
/* The canonical object of the struct: only given fields, those of `group` (NULL: the unsealed
 * ones). A new reference. */
json_t *fields_write(const struct fieldset *set, const void *in, const char *group);
/* Copies sealed payloads' members into the struct (replay). Unknown members are ignored. */
void fields_merge(const struct fieldset *set, const json_t *payload, void *out, struct arena *a);
/* Sets all members to none. */
void fields_clear(const struct fieldset *set, void *out);
/* Reads what a journal entry holds: no bounds are judged again. False: not readable (a fault). */
bool fields_read_stored(const struct fieldset *set, const json_t *stored, void *out,
                        struct arena *a);
/* Asks `fits` about every given reference and place, with its JSON Pointer and the type it must
 * have; what does not fit is none afterwards, so that nobody judges or speaks by it. */
void fields_check_refs(const struct fieldset *set, void *in, struct arena *a,
                       bool (*fits)(void *ctx, const struct field *f, struct text pointer,
                                    struct id id),
                       void *ctx);
bool field_given(const struct field *f, const void *in);
const struct field *fields_find(const struct fieldset *set, struct text name);

/* One name and value of a form or a command line. */
struct form_pair {
    struct text name, value;
};
/* Turns pairs into an input object by the kinds of `set`: "lines.0.amount=3", "period.from=…",
 * yes/no words, local times in `zone` at `now`, empty values are left out (a form sends all).
 * Doubled names: FIELD_DOUBLED. The double hour without a word which: FIELD_TIME_TWICE (asks
 * which). A flat list may repeat its name or come as lines of one text. A reference or place may be
 * typed by its number or whole label: that of a thing which the viewer of `look` sees (NULL: ids
 * only). A new reference. */
json_t *fields_from_form(const struct fieldset *set, const struct form_pair *pairs, size_t n,
                         const struct zone *zone, struct instant now, const struct look *look,
                         struct arena *a, struct verdict *verdict);
/* The form as a document for the page ("fields": [{name,label,hint,kind flags,value,errors..}]):
 * labels and choices in the look's language; values from `input` (what was typed, kept) in form
 * shape; things to choose from as far as its viewer sees them (none without a tx). */
void fields_form_json(const struct fieldset *set, const json_t *input,
                      const struct verdict *verdict, const struct look *look, struct json *out);
/* All that was said of a form (NULL: nothing), with where it stands: "errors" [{"code",
 * "is_warning", "why", "mend", "cite", "label", "field_url"}], the last two null for the act as a
 * whole; "has_errors", "is_refused". `set` are the fields of the act. */
void fields_faults_json(const struct fieldset *set, const struct verdict *verdict,
                        const struct look *look, struct json *out);
/* One field's fault for a control that a page makes itself: {"name", "input_id", "error"}. */
void field_fault_json(const char *name, const struct verdict *verdict, const struct look *look,
                      struct json *out);
/* True when something was said of this field or of what stands in it. */
bool field_has_fault(const char *name, const struct verdict *verdict);

/* ---- closed lists, made by the build from reference/codes.json ---- */
struct choice_row {
    const char *code, *nl, *en;
    bool is_retired;
};
struct choice_list {
    const char *name;
    const struct choice_row *rows;
    size_t n;
};
extern const struct choice_list choice_lists[];
extern const size_t choice_lists_len;
const struct choice_list *choices_find(const char *name);
/* The row of a code, or NULL. */
const struct choice_row *choice_find(const char *list, struct text code);
/* {"code","nl","en"} as a member; null for none. */
void json_put_choice(struct json *out, const char *name, const char *list, struct text code);

#endif
