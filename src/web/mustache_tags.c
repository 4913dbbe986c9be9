/* SPDX-License-Identifier: EUPL-1.2 */
/* The tags of a template, one function per sigil; see mustache_program.h for the state. */
#include <assert.h>
#include <string.h>

#include "web/mustache_program.h"

static bool is_page(const struct compiler *c)
{
    return c->program->mode == MUSTACHE_PAGE;
}

/* Finds out whether only blanks stand between the tag and the end of its line. */
static void look_behind_tag(const struct compiler *c, struct tag *tag)
{
    size_t at = tag->end;

    while (at < c->body.len && (c->body.at[at] == ' ' || c->body.at[at] == '\t'))
        at++;
    tag->is_last = true;
    if (at + 1 < c->body.len && c->body.at[at] == '\r' && c->body.at[at + 1] == '\n')
        at += 2;
    else if (at < c->body.len && c->body.at[at] == '\n')
        at++;
    else
        tag->is_last = at == c->body.len;
    tag->after = at;
}

/* Splits the tag at c->pos into sigil and content. False, and a failed compile, if it never ends.
 */
static bool scan_tag(struct compiler *c, struct tag *tag)
{
    struct text rest = text_slice(c->body, c->pos, c->body.len - c->pos);
    struct text end = text_of(c->close);
    char longer[sizeof(c->close) + 1];
    size_t at = strlen(c->open);

    while (at < rest.len && (rest.at[at] == ' ' || rest.at[at] == '\t'))
        at++;
    *tag = (struct tag){ .sigil = 0 };
    if (at < rest.len && strchr("#^/>&!<${=", rest.at[at]) != NULL && rest.at[at] != '\0')
        tag->sigil = rest.at[at++];
    if (tag->sigil == '{' || tag->sigil == '=') {
        longer[0] = tag->sigil == '{' ? '}' : '=';
        memcpy(longer + 1, c->close, strlen(c->close) + 1);
        end = text_of(longer);
    }
    rest = text_slice(rest, at, rest.len - at);
    at = text_find(rest, end);
    if (at == SIZE_MAX) {
        compiler_fail(c, text_slice(rest, 0, 40), "A tag that is never closed.",
                      "Close it with }}.");
        return false;
    }
    tag->content = text_trim(text_slice(rest, 0, at));
    tag->end = (size_t)(rest.at - c->body.at) + at + end.len;
    look_behind_tag(c, tag);
    return true;
}

/* Opens a container at the node that was just made. */
static struct open_tag *push(struct compiler *c, struct text spelled)
{
    struct open_tag *open;

    if (c->depth == MUSTACHE_SECTION_DEPTH_MAX) {
        compiler_fail(c, spelled, "Too many tags are open at once.", "Move a part to a partial.");
        return NULL;
    }
    open = &c->stack[c->depth++];
    *open = (struct open_tag){ .node = c->count - 1,
                               .line = c->nodes[c->count - 1].line,
                               .strip = c->strip,
                               .html = c->html };
    c->nodes[open->node].text = spelled;
    return open;
}

/* What a tag that stays on its line does: its blanks are written, unless it stands alone. */
static void pass_or_flush(struct compiler *c, const struct tag *tag)
{
    if (!(c->is_fresh && tag->is_last) && compiler_inside(c) != NODE_PARENT)
        compiler_flush_line(c);
    compiler_pass(c, tag);
}

static void read_section(struct compiler *c, const struct tag *tag)
{
    struct name name;

    if (compiler_inside(c) == NODE_PARENT) {
        compiler_fail(c, tag->content, "A section directly inside a parent tag.",
                      "Put the section inside a block.");
        return;
    }
    if (is_page(c) && tag->sigil == '#' &&
        (text_is(tag->content, "_") || text_is(tag->content, "_n"))) {
        compiler_flush_line(c);
        compiler_message(c, tag);
        return;
    }
    pass_or_flush(c, tag);
    if (is_page(c) && compiler_page_fault(c, tag->content, page_html_open(&c->html)))
        return;
    name = compiler_name(c, tag->content);
    compiler_node(c, tag->sigil == '#' ? NODE_SECTION : NODE_INVERTED)->name = name;
    if (!c->has_failed)
        (void)push(c, tag->content);
}

static void read_value(struct compiler *c, const struct tag *tag)
{
    bool is_raw = tag->sigil == '&' || tag->sigil == '{', modifier = false, is_address = false;
    enum page_format format = FORMAT_PLAIN;
    struct name name;
    struct node *node;

    c->pos = tag->end;
    if (compiler_inside(c) == NODE_PARENT) {
        if (is_page(c))
            compiler_fail(c, tag->content, "A value directly inside a parent tag is shown nowhere.",
                          "Put it inside a block.");
        return;
    }
    compiler_flush_line(c);
    name = compiler_name(c, tag->content);
    if (is_page(c)) {
        if (is_raw && (!page_is_trusted(tag->content) || c->html.place != PLACE_TEXT))
            compiler_fail(c, tag->content, "A page writes no unescaped values.",
                          "Write {{key}}; trusted keys, in text only, are listed in web/page.c.");
        if (compiler_page_fault(c, tag->content,
                                page_html_value(&c->html, tag->content, &is_address)))
            return;
        format = page_format_of(tag->content, &c->html, &modifier);
        if (modifier)
            name.count--;
    }
    node = compiler_node(c, NODE_VALUE);
    node->name = name;
    node->text = tag->content;
    node->is_raw = is_raw;
    node->is_address = is_address;
    node->format = format;
}

/* The target of {{>name}} or {{<name}}. In a page it must exist and stand in text. */
static int32_t read_target(struct compiler *c, const struct tag *tag)
{
    int32_t target = mustache_number(c->program, tag->content);

    if (compiler_inside(c) == NODE_PARENT)
        compiler_fail(c, tag->content, "A partial directly inside a parent tag.",
                      "Put it inside a block.");
    if (!is_page(c))
        return target;
    if (target == NO_TEMPLATE)
        compiler_fail(c, tag->content, "There is no template of this name.",
                      "Correct the name, or add the template to the set.");
    (void)compiler_page_fault(c, tag->content, page_html_partial(&c->html, false));
    return target;
}

static void read_partial(struct compiler *c, const struct tag *tag)
{
    int32_t target = read_target(c, tag);
    bool is_standalone = c->is_fresh && tag->is_last;
    struct text indent = is_standalone ? compiler_strip(c->blanks, c->strip) : T("");
    struct node *node;

    pass_or_flush(c, tag);
    node = compiler_node(c, NODE_PARTIAL);
    node->target = target;
    node->text = tag->content;
    node->indent = indent;
    node->is_standalone = is_standalone;
}

/* Whether a parent stands alone on its line is known at its end only, so its blanks are written now
 * and taken back then. */
static void read_parent(struct compiler *c, const struct tag *tag)
{
    int32_t target = read_target(c, tag);
    bool was_first = c->is_fresh;
    struct open_tag *open;
    uint32_t before = c->count;

    compiler_flush_line(c); /* a line, and its blanks if there are any */
    compiler_node(c, NODE_PARENT)->target = target;
    if (c->has_failed)
        return;
    open = push(c, tag->content);
    if (open == NULL)
        return;
    open->was_first = was_first;
    open->blank_node = open->node == before + 2 ? open->node - 1 : 0;
    c->pos = tag->end;
}

/* The indentation of a block whose opening tag ends its line: that of the first line of its
 * content; without content, that of the tag. */
static struct text block_indent(const struct compiler *c, size_t at, struct text own, bool is_first)
{
    struct text open = text_of(c->open);

    while (at < c->body.len) {
        size_t start = at, end;
        struct text rest, blanks;

        while (at < c->body.len && (c->body.at[at] == ' ' || c->body.at[at] == '\t'))
            at++;
        blanks = text_slice(c->body, start, at - start);
        if (at < c->body.len && (c->body.at[at] == '\n' || c->body.at[at] == '\r')) {
            at++;
            continue;
        }
        rest = text_slice(c->body, at, c->body.len - at);
        end = open.len;
        while (end < rest.len && (rest.at[end] == ' ' || rest.at[end] == '\t'))
            end++;
        if (text_starts(rest, open) && end < rest.len && rest.at[end] == '/' && is_first)
            return own;
        return blanks;
    }
    return own;
}

static void read_block(struct compiler *c, const struct tag *tag)
{
    bool in_parent = compiler_inside(c) == NODE_PARENT, is_first = c->is_fresh && !in_parent;
    struct text outer = c->strip, strip = c->strip;
    bool takes_line = tag->is_last && (in_parent || is_first);
    struct open_tag *open;
    struct node *node;

    if (is_page(c) && !in_parent &&
        compiler_page_fault(c, tag->content, page_html_partial(&c->html, true)))
        return;
    if (takes_line)
        strip = block_indent(c, tag->after, c->blanks, is_first);
    else if (is_first)
        strip = c->blanks;
    if (is_first)
        compiler_node(c, NODE_LINE);
    node = compiler_node(c, NODE_BLOCK);
    node->indent = compiler_strip(strip, outer);
    if (!takes_line && !is_first)
        node->indent = T("");
    if (tag->content.len == 0)
        compiler_fail(c, tag->content, "A block without a name.", "Name it.");
    if (c->has_failed)
        return;
    open = push(c, tag->content);
    if (open == NULL)
        return;
    open->strip = outer;
    c->strip = strip;
    c->is_fresh = takes_line;
    c->blanks = T("");
    c->pos = takes_line ? tag->after : tag->end;
    if (in_parent) /* an argument is text wherever its parent puts it */
        c->html = (struct page_html){ .place = PLACE_TEXT };
}

static void close_parent(struct compiler *c, const struct tag *tag, const struct open_tag *open)
{
    bool takes_line = tag->is_last && (open->was_first || open->line != c->line);
    struct node *node = &c->nodes[open->node];

    c->is_fresh = takes_line;
    c->blanks = T("");
    c->pos = takes_line ? tag->after : tag->end;
    if (!takes_line || !open->was_first)
        return;
    node->is_standalone = true;
    if (open->blank_node != 0) {
        node->indent = c->nodes[open->blank_node].text;
        c->nodes[open->blank_node].text = T("");
    }
}

static void close_block(struct compiler *c, const struct tag *tag, const struct open_tag *open,
                        bool in_parent)
{
    c->strip = open->strip;
    if (in_parent) {
        c->is_fresh = false;
        c->pos = tag->end;
    } else {
        compiler_pass(c, tag);
    }
    c->blanks = T("");
}

static void read_end(struct compiler *c, const struct tag *tag)
{
    const struct open_tag *open = c->depth == 0 ? NULL : &c->stack[c->depth - 1];
    enum node_kind kind;
    bool in_parent;

    if (open == NULL || !text_same(c->nodes[open->node].text, tag->content)) {
        compiler_fail(c, tag->content, "An end tag that closes nothing here.",
                      "Close the tags in the opposite order of opening.");
        return;
    }
    kind = c->nodes[open->node].kind;
    in_parent = c->depth > 1 && c->nodes[c->stack[c->depth - 2].node].kind == NODE_PARENT;
    /* Blanks before an end tag belong to the content, unless the tag stands alone. */
    if (kind != NODE_PARENT && !in_parent && !(c->is_fresh && tag->is_last))
        compiler_flush_line(c);
    if (is_page(c) && kind != NODE_PARENT) {
        struct page_html start = open->html;

        if (in_parent)
            start = (struct page_html){ .place = PLACE_TEXT };
        if (compiler_page_fault(c, tag->content, page_html_close(&c->html, &start)))
            return;
        if (in_parent)
            c->html = open->html;
    }
    c->nodes[open->node].next = c->count;
    c->depth--;
    if (kind == NODE_PARENT)
        close_parent(c, tag, open);
    else if (kind == NODE_BLOCK)
        close_block(c, tag, open, in_parent);
    else
        compiler_pass(c, tag);
}

static bool set_delimiter(char out[static 16], struct text t)
{
    if (t.len == 0 || t.len >= 16 || memchr(t.at, '=', t.len) != NULL)
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] == ' ' || t.at[i] == '\t' || t.at[i] == '\n' || t.at[i] == '\0')
            return false;
    memcpy(out, t.at, t.len);
    out[t.len] = '\0';
    return true;
}

static void read_delimiters(struct compiler *c, const struct tag *tag)
{
    struct text closing = tag->content, opening;
    size_t at = 0;

    if (is_page(c)) {
        compiler_fail(c, tag->content, "A page does not change the delimiters.",
                      "Write {{ and }}.");
        return;
    }
    while (at < closing.len && closing.at[at] != ' ' && closing.at[at] != '\t' &&
           closing.at[at] != '\n')
        at++;
    opening = text_slice(closing, 0, at);
    closing = text_trim(text_slice(closing, at, closing.len - at));
    pass_or_flush(c, tag);
    if (!set_delimiter(c->open, opening) || !set_delimiter(c->close, closing))
        compiler_fail(c, tag->content, "These are no two delimiters.",
                      "Write {{=<% %>=}}: no blanks, no =, at most 15 bytes each.");
}

void compiler_tag(struct compiler *c)
{
    struct tag tag;

    compiler_count_lines(c);
    if (!scan_tag(c, &tag))
        return;
    switch (tag.sigil) {
    case '!':
        pass_or_flush(c, &tag);
        break;
    case '=':
        read_delimiters(c, &tag);
        break;
    case '#':
    case '^':
        read_section(c, &tag);
        break;
    case '/':
        read_end(c, &tag);
        break;
    case '>':
        read_partial(c, &tag);
        break;
    case '<':
        read_parent(c, &tag);
        break;
    case '$':
        read_block(c, &tag);
        break;
    default:
        read_value(c, &tag);
        break;
    }
}
