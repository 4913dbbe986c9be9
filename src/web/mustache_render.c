/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "web/mustache_program.h"

enum { INDENT_MAX = 4096, SCRATCH_BYTES = 4 * 1024 * 1024 };

/* A value on the way; the innermost is looked at first. */
struct scope {
    const struct scope *up;
    const json_t *value;
};

/* The arguments of a parent that is being rendered. `up` is further out, and wins. */
struct arguments {
    const struct arguments *up;
    const struct template *template;
    uint32_t parent;
};

struct render {
    const struct mustache *program;
    const struct page_context *context; /* NULL in SPEC mode */
    struct buf *out;
    struct arena *scratch; /* for words of one value; opened when first needed */
    enum result result;
    int64_t steps;
    int depth, partial_depth;
    bool is_due; /* indentation is due before the next output */
    size_t indent_from, indent_len;
    char indent[INDENT_MAX];
};

/* Where a run of nodes stands. */
struct place {
    const struct template *template;
    const struct scope *scope;
    const struct arguments *arguments;
};

struct found {
    const json_t *json; /* NULL when absent, or when a text */
    struct text text;   /* lang */
    bool is_text, is_now, is_known;
};

static void render_nodes(struct render *r, struct place at, uint32_t from, uint32_t to);

/* ---- output ---- */

static void put(struct render *r, struct text t)
{
    if (t.len == 0)
        return;
    if (r->is_due) {
        r->is_due = false;
        buf_add(r->out, text_at(r->indent + r->indent_from, r->indent_len - r->indent_from));
    }
    buf_add(r->out, t);
}

static struct text entity(char ch)
{
    switch (ch) {
    case '&':
        return T("&amp;");
    case '<':
        return T("&lt;");
    case '>':
        return T("&gt;");
    case '"':
        return T("&quot;");
    case '\'':
        return T("&#39;");
    default:
        return T("");
    }
}

static void put_escaped(struct render *r, struct text t)
{
    size_t start = 0;

    for (size_t i = 0; i < t.len; i++) {
        struct text e = entity(t.at[i]);

        if (e.len == 0)
            continue;
        put(r, text_slice(t, start, i - start));
        put(r, e);
        start = i + 1;
    }
    put(r, text_slice(t, start, t.len - start));
}

/* True while the work may go on; counts it. */
static bool step(struct render *r)
{
    if (r->result == OK && (++r->steps > MUSTACHE_STEPS_MAX || r->out->result != OK))
        r->result = LIMIT;
    return r->result == OK;
}

static bool push_indent(struct render *r, struct text indent)
{
    if (indent.len > sizeof(r->indent) - r->indent_len) {
        r->result = LIMIT;
        return false;
    }
    memcpy(r->indent + r->indent_len, indent.at, indent.len);
    r->indent_len += indent.len;
    return true;
}

/* ---- looking up ---- */

static bool find_special(const struct render *r, const struct name *name, struct found *found)
{
    if (r->context == NULL || name->count != 1)
        return false;
    if (text_is(name->parts[0], "lang")) {
        *found =
            (struct found){ .text = text_of(r->context->lang), .is_text = true, .is_known = true };
        return true;
    }
    if (text_is(name->parts[0], "now_at")) {
        *found = (struct found){ .text = T(""), .is_now = true, .is_known = true };
        return true;
    }
    return false;
}

static const json_t *member(const json_t *object, struct text key)
{
    return json_is_object(object) ? json_object_getn(object, key.at, key.len) : NULL;
}

/* The first part is sought outwards, the others only inside what was found. */
static struct found look_up(struct render *r, const struct scope *scope, const struct name *name)
{
    struct found found = { .text = T("") };
    const json_t *value = NULL;

    if (name->count == 0)
        return (struct found){ .json = scope->value, .text = T(""), .is_known = true };
    if (find_special(r, name, &found))
        return found;
    for (; scope != NULL && value == NULL; scope = scope->up) {
        value = member(scope->value, name->parts[0]);
        r->steps++;
    }
    for (uint32_t i = 1; i < name->count && value != NULL; i++) {
        if (json_is_null(value)) { /* nothing inside nothing: known to be absent */
            found.is_known = true;
            return found;
        }
        value = member(value, name->parts[i]);
    }
    found.json = value;
    found.is_known = value != NULL;
    return found;
}

static void report_unknown(const struct render *r, const struct found *found, struct text key,
                           const struct template *template, int line)
{
    if (r->context != NULL && r->context->report != NULL && !found->is_known)
        page_report_note(r->context->report, &r->context->report->unknown_keys, key, template->name,
                         line);
}

static bool is_false(const struct found *found)
{
    const json_t *v = found->json;

    if (found->is_text || found->is_now)
        return false;
    return v == NULL || json_is_null(v) || json_is_false(v) ||
           (json_is_array(v) && json_array_size(v) == 0) ||
           (json_is_string(v) && json_string_length(v) == 0);
}

/* ---- values ---- */

/* A value as the specification writes it. */
static void put_plain(struct render *r, const json_t *v, bool is_raw)
{
    char number[64];

    if (json_is_string(v)) {
        struct text t = text_at(json_string_value(v), json_string_length(v));

        if (is_raw)
            put(r, t);
        else
            put_escaped(r, t);
        return;
    }
    number[0] = '\0';
    if (json_is_integer(v)) {
        (void)snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    } else if (json_is_real(v)) {
        (void)snprintf(number, sizeof(number), "%.15g", json_real_value(v));
        if (strtod(number, NULL) < json_real_value(v) || strtod(number, NULL) > json_real_value(v))
            (void)snprintf(number, sizeof(number), "%.17g", json_real_value(v));
    } else if (json_is_boolean(v)) {
        (void)snprintf(number, sizeof(number), "%s", json_is_true(v) ? "true" : "false");
    }
    put(r, text_of(number));
}

/* The scratch arena, emptied; NULL, and LIMIT, without memory. */
static struct arena *scratch(struct render *r)
{
    if (r->scratch == NULL)
        r->scratch = arena_open(SCRATCH_BYTES);
    else
        arena_reset(r->scratch);
    if (r->scratch == NULL)
        r->result = LIMIT;
    return r->scratch;
}

/* A value as a page writes it. */
static void put_words(struct render *r, const struct node *spot, const struct template *template,
                      const struct found *found, enum page_format format)
{
    struct page_report *report = r->context->report;
    struct arena *a = scratch(r);
    bool is_odd = false;
    struct text words = found->text;

    if (a == NULL)
        return;
    if (found->is_now)
        words = page_words_at(r->context, a, format, r->context->now);
    else if (!found->is_text)
        words = page_words(r->context, a, format, found->json, &is_odd);
    if (is_odd && report != NULL)
        page_report_note(report, &report->odd_values, spot->text, template->name, spot->line);
    if (spot->is_address && words.len > 0 && !page_is_safe_address(words)) {
        if (report != NULL)
            page_report_note(report, &report->refused_addresses, spot->text, template->name,
                             spot->line);
        words = T("#");
    }
    if (spot->is_raw)
        put(r, words);
    else
        put_escaped(r, words);
}

static void render_value(struct render *r, struct place at, const struct node *node)
{
    struct found found = look_up(r, at.scope, &node->name);

    report_unknown(r, &found, node->text, at.template, node->line);
    if (r->context == NULL)
        put_plain(r, found.json, node->is_raw);
    else
        put_words(r, node, at.template, &found, node->format);
}

/* ---- messages ---- */

static const struct hole *find_hole(const struct message *message, struct text key)
{
    for (uint32_t i = 0; i < message->hole_count; i++)
        if (text_same(message->holes[i].key, key))
            return &message->holes[i];
    return NULL;
}

static int64_t plural_count(struct render *r, struct place at, const struct node *node)
{
    const struct message *message = node->message;
    struct found found = look_up(r, at.scope, &message->count);

    report_unknown(r, &found, message->count_key, at.template, node->line);
    return json_is_integer(found.json) ? json_integer_value(found.json) : 0;
}

/* The translated sentence, its holes filled. A hole that the msgid does not have stays as it is. */
static void render_message(struct render *r, struct place at, const struct node *node)
{
    const struct message *message = node->message;
    const char *words;
    struct text rest;

    assert(r->context != NULL); /* messages are compiled in PAGE mode only */
    if (message->other == NULL)
        words = tr(r->context->lang, message->one);
    else
        words = tr_n(r->context->lang, message->one, message->other, plural_count(r, at, node));
    rest = text_of(words);

    while (rest.len > 0 && step(r)) {
        size_t start = text_find(rest, T("{")), end;
        const struct hole *hole = NULL;

        put_escaped(r, text_slice(rest, 0, start == SIZE_MAX ? rest.len : start));
        if (start == SIZE_MAX)
            return;
        rest = text_slice(rest, start, rest.len - start);
        end = text_find(rest, T("}"));
        if (end != SIZE_MAX)
            hole = find_hole(message, text_slice(rest, 1, end - 1));
        if (hole == NULL) {
            put(r, T("{"));
            rest = text_slice(rest, 1, rest.len - 1);
            continue;
        }
        struct found found = look_up(r, at.scope, &hole->name);

        report_unknown(r, &found, hole->key, at.template, node->line);
        put_words(r, node, at.template, &found, hole->format);
        rest = text_slice(rest, end + 1, rest.len - end - 1);
    }
}

/* ---- sections, partials, parents, blocks ---- */

static void render_section(struct render *r, struct place at, const struct node *node,
                           uint32_t from)
{
    struct found found = look_up(r, at.scope, &node->name);
    struct scope scope = { .up = at.scope, .value = found.json };

    report_unknown(r, &found, node->text, at.template, node->line);
    if (is_false(&found) != (node->kind == NODE_INVERTED))
        return;
    if (node->kind == NODE_INVERTED || found.json == NULL) {
        render_nodes(r, at, from, node->next);
        return;
    }
    at.scope = &scope;
    if (!json_is_array(found.json)) {
        render_nodes(r, at, from, node->next);
        return;
    }
    for (size_t i = 0; i < json_array_size(found.json) && step(r); i++) {
        scope.value = json_array_get(found.json, i);
        render_nodes(r, at, from, node->next);
    }
}

/* A standalone partial is indented like its tag; within a line it is written as it is. */
static void render_target(struct render *r, struct place at, const struct node *node)
{
    size_t from = r->indent_from, len = r->indent_len;

    if (node->target == NO_TEMPLATE)
        return;
    if (r->partial_depth == MUSTACHE_PARTIAL_DEPTH_MAX) {
        r->result = LIMIT;
        return;
    }
    if (!node->is_standalone) {
        if (r->is_due && len > from)
            buf_add(r->out, text_at(r->indent + from, len - from));
        r->is_due = false;
        r->indent_from = len;
    } else if (!push_indent(r, node->indent)) {
        return;
    }
    r->partial_depth++;
    at.template = &r->program->templates[node->target];
    render_nodes(r, at, 0, at.template->count);
    r->partial_depth--;
    r->indent_from = from;
    r->indent_len = len;
}

/* The argument for a block of this name in one parent, or 0. */
static uint32_t find_argument(struct render *r, const struct arguments *arguments, struct text name)
{
    const struct node *nodes = arguments->template->nodes;
    uint32_t end = nodes[arguments->parent].next;

    for (uint32_t i = arguments->parent + 1; i < end; i = nodes[i].next) {
        r->steps++;
        if (nodes[i].kind == NODE_BLOCK && text_same(nodes[i].text, name))
            return i;
    }
    return 0;
}

/* The outermost argument of this name wins, so that the page at hand overrides its layouts. It is
 * rendered with the arguments around its own parent only: so none can hold itself. */
static void render_block(struct render *r, struct place at, const struct node *node, uint32_t from)
{
    size_t len = r->indent_len;
    uint32_t to = node->next;
    struct place inner = at;

    for (const struct arguments *a = at.arguments; a != NULL; a = a->up) {
        uint32_t argument = find_argument(r, a, node->text);

        if (argument == 0)
            continue;
        inner.template = a->template;
        inner.arguments = a->up;
        from = argument + 1;
        to = a->template->nodes[argument].next;
    }
    if (!push_indent(r, node->indent))
        return;
    render_nodes(r, inner, from, to);
    r->indent_len = len;
}

static void render_node(struct render *r, struct place at, uint32_t i)
{
    const struct node *node = &at.template->nodes[i];
    struct arguments arguments = { at.arguments, at.template, i };

    switch (node->kind) {
    case NODE_TEXT:
        put(r, node->text);
        break;
    case NODE_LINE:
        r->is_due = true;
        break;
    case NODE_VALUE:
        render_value(r, at, node);
        break;
    case NODE_SECTION:
    case NODE_INVERTED:
        render_section(r, at, node, i + 1);
        break;
    case NODE_PARTIAL:
        render_target(r, at, node);
        break;
    case NODE_PARENT:
        at.arguments = &arguments;
        render_target(r, at, node);
        break;
    case NODE_BLOCK:
        render_block(r, at, node, i + 1);
        break;
    case NODE_MESSAGE:
        render_message(r, at, node);
        break;
    }
}

static void render_nodes(struct render *r, struct place at, uint32_t from, uint32_t to)
{
    const struct node *nodes = at.template->nodes;

    if (r->depth == MUSTACHE_RENDER_DEPTH_MAX) {
        r->result = LIMIT;
        return;
    }
    r->depth++;
    for (uint32_t i = from; i < to && step(r); i = nodes[i].next)
        render_node(r, at, i);
    r->depth--;
}

enum result mustache_render(const struct mustache *m, const char *name, const json_t *data,
                            const struct page_context *context, struct buf *out)
{
    struct render r;
    struct scope scope = { .up = NULL, .value = data };
    int32_t number = mustache_number(m, text_of(name));
    struct place at = { .scope = &scope };

    assert(m->mode == MUSTACHE_SPEC || context != NULL);
    if (number == NO_TEMPLATE)
        return NOT_FOUND;
    at.template = &m->templates[number];
    r.program = m;
    r.context = m->mode == MUSTACHE_PAGE ? context : NULL;
    r.out = out;
    r.scratch = NULL;
    r.result = OK;
    r.steps = 0;
    r.depth = r.partial_depth = 0;
    r.is_due = false;
    r.indent_from = r.indent_len = 0;
    render_nodes(&r, at, 0, at.template->count);
    arena_close(r.scratch);
    return r.result != OK ? r.result : buf_end(out);
}
