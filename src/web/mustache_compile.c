/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/mustache.h"

#include <assert.h>
#include <string.h>

#include "web/mustache_program.h"

void compiler_count_lines(struct compiler *c)
{
    for (; c->counted < c->pos; c->counted++)
        c->line += c->body.at[c->counted] == '\n';
}

void compiler_fail(struct compiler *c, struct text about, const char *why, const char *mend)
{
    uintptr_t from = (uintptr_t)c->body.at, at = (uintptr_t)about.at;
    size_t pos = at >= from && at < from + c->body.len ? at - from : c->pos;
    int line = 1;

    if (c->has_failed)
        return;
    c->has_failed = true;
    for (size_t i = 0; i < pos; i++)
        line += c->body.at[i] == '\n';
    *c->fault = (struct mustache_fault){
        .name = c->name, .line = line, .about = about, .why = why, .mend = mend
    };
}

bool compiler_page_fault(struct compiler *c, struct text about, struct page_fault fault)
{
    if (fault.why == NULL)
        return false;
    compiler_fail(c, about, fault.why, fault.mend);
    return true;
}

/* Makes room for one more node. False, and a failed compile, without memory. */
static bool grow(struct compiler *c)
{
    uint32_t cap = c->cap == 0 ? 64 : c->cap * 2;
    struct node *nodes;

    if (c->count < c->cap)
        return true;
    nodes = arena_array(c->arena, struct node, cap);
    if (nodes == NULL) {
        compiler_fail(c, T(""), "The templates do not fit in memory.", "Raise the arena's limit.");
        return false;
    }
    if (c->count > 0)
        memcpy(nodes, c->nodes, c->count * sizeof(*nodes));
    c->nodes = nodes;
    c->cap = cap;
    return true;
}

struct node *compiler_node(struct compiler *c, enum node_kind kind)
{
    struct node *node;

    if (!grow(c))
        return arena_new(c->arena, struct node);
    node = &c->nodes[c->count++];
    *node = (struct node){ .kind = kind,
                           .next = c->count,
                           .target = NO_TEMPLATE,
                           .line = c->line,
                           .text = T(""),
                           .indent = T("") };
    return node;
}

enum node_kind compiler_inside(const struct compiler *c)
{
    return c->depth == 0 ? NODE_TEXT : c->nodes[c->stack[c->depth - 1].node].kind;
}

struct text compiler_strip(struct text blanks, struct text strip)
{
    size_t n = 0;

    while (n < blanks.len && n < strip.len && blanks.at[n] == strip.at[n])
        n++;
    return text_slice(blanks, n, blanks.len - n);
}

/* Adds fixed text; joins it to the text just before it where nothing stands between. */
static void emit_text(struct compiler *c, struct text t)
{
    struct node *last = c->count > 0 ? &c->nodes[c->count - 1] : NULL;

    if (t.len == 0)
        return;
    if (c->program->mode == MUSTACHE_PAGE &&
        compiler_page_fault(c, text_slice(t, 0, 40), page_html_text(&c->html, t)))
        return;
    if (last != NULL && last->kind == NODE_TEXT && last->text.len > 0 &&
        last->text.at + last->text.len == t.at)
        last->text.len += t.len;
    else
        compiler_node(c, NODE_TEXT)->text = t;
}

void compiler_flush_line(struct compiler *c)
{
    if (!c->is_fresh)
        return;
    c->is_fresh = false;
    compiler_node(c, NODE_LINE);
    emit_text(c, compiler_strip(c->blanks, c->strip));
    c->blanks = T("");
}

/* Fixed text between two tags, line by line. */
static void read_text(struct compiler *c, struct text t)
{
    while (t.len > 0 && !c->has_failed) {
        size_t n = 0;
        const char *end;

        if (c->is_fresh) {
            while (n < t.len && (t.at[n] == ' ' || t.at[n] == '\t'))
                n++;
            c->blanks = text_slice(t, 0, n);
            t = text_slice(t, n, t.len - n);
            if (t.len == 0)
                return;
            compiler_flush_line(c);
        }
        end = memchr(t.at, '\n', t.len);
        n = end == NULL ? t.len : (size_t)(end - t.at) + 1;
        emit_text(c, text_slice(t, 0, n));
        t = text_slice(t, n, t.len - n);
        if (end != NULL) {
            c->is_fresh = true;
            c->blanks = T("");
        }
    }
}

/* Text directly in a parent tag has no meaning: the specification ignores it, a page refuses it. */
static void read_parent_text(struct compiler *c, struct text t)
{
    if (c->program->mode == MUSTACHE_PAGE && !text_is_empty(text_trim(t)))
        compiler_fail(c, text_slice(text_trim(t), 0, 40),
                      "Text directly inside a parent tag is shown nowhere.",
                      "Put it inside a block, or take it out.");
}

void compiler_pass(struct compiler *c, const struct tag *tag)
{
    if (c->is_fresh && tag->is_last) {
        c->pos = tag->after;
        c->blanks = T("");
        return;
    }
    c->pos = tag->end;
}

static bool name_byte(char ch)
{
    return ch != ' ' && ch != '\t' && ch != '\r' && ch != '\n' && ch != '\0';
}

struct name compiler_name(struct compiler *c, struct text spelled)
{
    struct text parts[MUSTACHE_NAME_PARTS_MAX], rest = spelled;
    struct name name = { .count = 0 };
    struct text *kept;

    if (text_is(spelled, "."))
        return name;
    if (spelled.len == 0 || text_ends(spelled, T(".")))
        compiler_fail(c, spelled, "A tag without a name.", "Name a key of the document.");
    for (size_t i = 0; i < spelled.len; i++)
        if (!name_byte(spelled.at[i]))
            compiler_fail(c, spelled, "A blank inside a tag's name.", "Take it out.");
    while (text_cut(&rest, '.', &parts[name.count])) {
        if (text_is_empty(parts[name.count]) || ++name.count == MUSTACHE_NAME_PARTS_MAX)
            break;
    }
    if (rest.len > 0)
        compiler_fail(c, spelled, "A name with an empty or with too many parts.",
                      "Write at most eight keys with one dot between them.");
    kept = arena_array(c->arena, struct text, name.count);
    if (kept == NULL || c->has_failed) {
        compiler_fail(c, spelled, "The templates do not fit in memory.",
                      "Raise the arena's limit.");
        return (struct name){ .count = 0 };
    }
    memcpy(kept, parts, name.count * sizeof(*kept));
    name.parts = kept;
    return name;
}

static void start_template(struct compiler *c, const struct mustache_source *source)
{
    c->name = source->name;
    c->body = source->body;
    c->pos = c->counted = 0;
    c->line = 1;
    memcpy(c->open, "{{", 3);
    memcpy(c->close, "}}", 3);
    c->nodes = NULL;
    c->count = c->cap = 0;
    c->depth = 0;
    c->is_fresh = true;
    c->blanks = c->strip = T("");
    c->html = (struct page_html){ .place = PLACE_TEXT };
}

static void compile_template(struct compiler *c, const struct mustache_source *source,
                             struct template *out)
{
    start_template(c, source);
    if (source->body.len > MUSTACHE_BODY_BYTES_MAX)
        compiler_fail(c, T(""), "The template is too large.", "Split it into partials.");
    while (!c->has_failed && c->pos < c->body.len) {
        struct text rest = text_slice(c->body, c->pos, c->body.len - c->pos);
        size_t at = text_find(rest, text_of(c->open));
        struct text fixed = at == SIZE_MAX ? rest : text_slice(rest, 0, at);

        if (compiler_inside(c) == NODE_PARENT)
            read_parent_text(c, fixed);
        else
            read_text(c, fixed);
        c->pos += fixed.len;
        if (at != SIZE_MAX && !c->has_failed)
            compiler_tag(c);
    }
    if (!c->has_failed && c->depth > 0) {
        const struct open_tag *open = &c->stack[c->depth - 1];

        compiler_fail(c, c->nodes[open->node].text, "A tag is still open at the end.",
                      "Close it with {{/name}}.");
        c->fault->line = open->line;
    }
    if (!c->has_failed && c->program->mode == MUSTACHE_PAGE)
        (void)compiler_page_fault(c, T(""), page_html_end(&c->html));
    out->nodes = c->nodes;
    out->count = c->count;
}

int32_t mustache_number(const struct mustache *m, struct text name)
{
    for (size_t i = 0; i < m->count; i++)
        if (text_same(m->templates[i].name, name))
            return (int32_t)i;
    return NO_TEMPLATE;
}

/* Two templates of one name would make partials ambiguous. */
static bool set_names(struct compiler *c, const struct mustache_source *set, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        c->name = set[i].name;
        if (mustache_number(c->program, set[i].name) != NO_TEMPLATE) {
            compiler_fail(c, set[i].name, "Two templates have this name.", "Rename one.");
            return false;
        }
        c->program->templates[i].name = set[i].name;
        c->program->count = i + 1;
    }
    return true;
}

struct mustache *mustache_compile(struct arena *a, const struct mustache_source *set, size_t n,
                                  enum mustache_mode mode, struct mustache_fault *fault)
{
    struct compiler *c = arena_new(a, struct compiler);
    struct mustache *m = arena_new(a, struct mustache);

    assert(fault != NULL);
    m->mode = mode;
    *c = (struct compiler){
        .arena = a, .program = m, .fault = fault, .name = T(""), .body = T(""), .line = 1
    };
    if (n <= MUSTACHE_TEMPLATES_MAX)
        m->templates = arena_array(a, struct template, n);
    if (m->templates == NULL) {
        compiler_fail(c, T(""), "The templates do not fit in memory.", "Raise the arena's limit.");
        return NULL;
    }
    if (!set_names(c, set, n))
        return NULL;
    for (size_t i = 0; i < n && !c->has_failed; i++)
        compile_template(c, &set[i], &m->templates[i]);
    return c->has_failed ? NULL : m;
}

struct text mustache_fault_text(struct arena *a, const struct mustache_fault *fault)
{
    return text_printf(a, "%.*s:%d: %s %s%s%.*s%s", TEXT_FMT(fault->name), fault->line, fault->why,
                       fault->mend, fault->about.len > 0 ? " (" : "", TEXT_FMT(fault->about),
                       fault->about.len > 0 ? ")" : "");
}

bool mustache_has(const struct mustache *m, const char *name)
{
    return mustache_number(m, text_of(name)) != NO_TEMPLATE;
}

void mustache_each_message(const struct mustache *m,
                           void (*visit)(void *to, struct text name, int line, const char *msgid,
                                         const char *other),
                           void *to)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct template *t = &m->templates[i];

        for (uint32_t k = 0; k < t->count; k++)
            if (t->nodes[k].kind == NODE_MESSAGE)
                visit(to, t->name, t->nodes[k].line, t->nodes[k].message->one,
                      t->nodes[k].message->other);
    }
}
