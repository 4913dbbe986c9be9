/* SPDX-License-Identifier: EUPL-1.2 */
/* Messages: {{#_}}A sentence with {hole}.{{/_}} and {{#_n}}n|{n} day|{n} days{{/_n}}, PAGE mode. */
#include <string.h>

#include "web/mustache_program.h"

/* The content up to {{/_}} or {{/_n}}; *end is the byte after that tag. */
static bool find_content(struct compiler *c, const struct tag *tag, struct text *content,
                         size_t *end)
{
    struct text rest = text_slice(c->body, tag->end, c->body.len - tag->end);
    size_t at = text_find(rest, text_of(c->open)), close;
    struct text name;

    if (at != SIZE_MAX) {
        struct text inner = text_slice(rest, at + 2, rest.len - at - 2);

        close = text_find(inner, text_of(c->close));
        name = text_trim(text_slice(inner, 0, close == SIZE_MAX ? 0 : close));
        if (text_starts(name, T("/")) &&
            text_same(text_trim(text_slice(name, 1, name.len)), tag->content)) {
            *content = text_slice(rest, 0, at);
            *end = tag->end + at + 2 + close + 2;
            return true;
        }
    }
    compiler_fail(c, tag->content, "A message holds a tag, or has no end tag.",
                  "Write values as {key}, and close it with {{/_}}.");
    return false;
}

/* The msgid: white space collapsed to single blanks, none at the ends, terminated. */
static const char *collapse(struct compiler *c, struct text all)
{
    struct text t = text_trim(all);
    char *out = arena_array(c->arena, char, t.len + 1);
    size_t n = 0;

    if (out == NULL) {
        compiler_fail(c, t, "The templates do not fit in memory.", "Raise the arena's limit.");
        return "";
    }
    for (size_t i = 0; i < t.len; i++) {
        char ch = t.at[i];
        bool is_blank = ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';

        if (ch == '<' || ch == '\0')
            compiler_fail(c, text_slice(t, i, 40), "A message holds markup.",
                          "Put the markup around the message.");
        if (!is_blank)
            out[n++] = ch;
        else if (n > 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    out[n] = '\0';
    if (n == 0)
        compiler_fail(c, all, "A message without words.", "Write the English sentence.");
    return out;
}

static size_t count_braces(const char *msgid)
{
    size_t n = 0;

    for (; *msgid != '\0'; msgid++)
        n += *msgid == '{';
    return n;
}

/* Adds the holes of one msgid; the same hole twice is harmless. */
static void add_holes(struct compiler *c, struct message *message, const char *msgid)
{
    struct text rest = text_of(msgid), head;

    while (!c->has_failed && text_cut(&rest, '{', &head) && rest.len > 0) {
        size_t end = text_find(rest, T("}"));
        struct hole *hole = &message->holes[message->hole_count];
        bool modifier = false;

        if (end == SIZE_MAX) {
            compiler_fail(c, T(""), "A hole of a message is never closed.", "Write {key}.");
            return;
        }
        hole->key = text_slice(rest, 0, end);
        hole->name = compiler_name(c, hole->key);
        hole->format = page_format_of(hole->key, &c->html, &modifier);
        if (modifier && hole->name.count > 0)
            hole->name.count--;
        message->hole_count++;
        rest = text_slice(rest, end + 1, rest.len);
    }
}

/* "key|one|other" */
static void split_plural(struct compiler *c, struct text content, struct message *message,
                         struct text *one)
{
    struct text rest = content, key, other;

    if (!text_cut(&rest, '|', &key) || !text_cut(&rest, '|', one) || text_is_empty(rest) ||
        text_find(rest, T("|")) != SIZE_MAX) {
        compiler_fail(c, content, "A plural needs a key and two sentences.",
                      "Write {{#_n}}key|one|other{{/_n}}.");
        return;
    }
    other = rest;
    message->count_key = text_trim(key);
    message->count = compiler_name(c, message->count_key);
    message->other = collapse(c, other);
}

void compiler_message(struct compiler *c, const struct tag *tag)
{
    struct message *message = arena_new(c->arena, struct message);
    struct text content, one;
    struct node *node;
    size_t end, braces;

    if (!find_content(c, tag, &content, &end) ||
        compiler_page_fault(c, tag->content, page_html_message(&c->html)))
        return;
    one = content;
    if (text_is(tag->content, "_n"))
        split_plural(c, content, message, &one);
    if (c->has_failed)
        return;
    message->one = collapse(c, one);
    braces =
        count_braces(message->one) + (message->other == NULL ? 0 : count_braces(message->other));
    if (braces > MUSTACHE_HOLES_MAX) {
        compiler_fail(c, content, "A message has too many holes.", "Split it into sentences.");
        return;
    }
    message->holes = arena_array(c->arena, struct hole, braces);
    if (message->holes == NULL) {
        compiler_fail(c, content, "The templates do not fit in memory.",
                      "Raise the arena's limit.");
        return;
    }
    add_holes(c, message, message->one);
    if (message->other != NULL)
        add_holes(c, message, message->other);
    node = compiler_node(c, NODE_MESSAGE);
    node->message = message;
    node->text = text_of(message->one);
    c->pos = end;
}
