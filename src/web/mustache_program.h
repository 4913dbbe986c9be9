/* SPDX-License-Identifier: EUPL-1.2 */
/* web/mustache_program.h - the compiled form of templates, shared by compiler and renderer only.
 *
 * Terms      node: one step of a template. Nodes of a template lie in one row, a container before
 *            its content; `next` is the row number after all its content.
 * Invariants 1. next is greater than the node's own number and at most the template's count.
 *            2. NODE_LINE stands before the first output of each line, so that the indentation of a
 *            standalone partial or block can be written there, and nowhere inside values.
 * Used by    mustache_compile, mustache_tags, mustache_message, mustache_render. Immutable after
 *            compiling. */
#ifndef WEB_MUSTACHE_PROGRAM_H
#define WEB_MUSTACHE_PROGRAM_H
#include <stdint.h>

#include "web/mustache.h"
#include "web/page.h"

enum node_kind {
    NODE_TEXT,     /* text */
    NODE_LINE,     /* a line begins */
    NODE_VALUE,    /* name, format; escaped unless is_raw */
    NODE_SECTION,  /* name; content up to next */
    NODE_INVERTED, /* name; content up to next */
    NODE_PARTIAL,  /* target, indent */
    NODE_PARENT,   /* target, indent; content: blocks only */
    NODE_BLOCK,    /* text is its name, indent; content: the default, or the argument in a parent */
    NODE_MESSAGE,  /* message */
};

enum { NO_TEMPLATE = -1 };

/* A dotted name; count 0 is ".". */
struct name {
    const struct text *parts;
    uint32_t count;
};

struct hole {
    struct text key; /* as spelled between the braces */
    struct name name;
    enum page_format format;
};

struct message {
    const char *one;   /* the msgid */
    const char *other; /* the msgid of the plural; NULL without one */
    struct text count_key;
    struct name count; /* plural: the key that decides */
    struct hole *holes;
    uint32_t hole_count;
};

struct node {
    enum node_kind kind;
    uint32_t next;
    int32_t target;
    int line;
    bool is_raw;
    bool is_address;
    bool is_standalone; /* partial, parent: alone on its line, so indent counts */
    enum page_format format;
    struct text text;
    struct text indent;
    struct name name;
    const struct message *message;
};

struct template
{
    struct text name;
    struct node *nodes;
    uint32_t count;
};

struct mustache {
    enum mustache_mode mode;
    struct template *templates;
    size_t count;
};

/* The number of the template of this name, or NO_TEMPLATE. */
int32_t mustache_number(const struct mustache *m, struct text name);

/* ---- the compiler's state, one template at a time ---- */
struct open_tag {
    uint32_t node;
    uint32_t blank_node; /* parent: the node of the blanks before it, 0 for none */
    int line;
    bool was_first;    /* parent: only blanks before it on its line */
    struct text strip; /* of the surroundings */
    struct page_html html;
};

struct compiler {
    struct arena *arena;
    struct mustache *program;
    struct mustache_fault *fault;
    bool has_failed;
    struct text name, body;
    size_t pos;     /* next byte of body */
    size_t counted; /* bytes whose line ends are in `line` */
    int line;       /* of the tag at hand */
    char open[16], close[16];
    struct node *nodes;
    uint32_t count, cap;
    struct open_tag stack[MUSTACHE_SECTION_DEPTH_MAX];
    int depth;
    bool is_fresh;      /* only blanks so far on this line */
    struct text blanks; /* those blanks */
    struct text strip;  /* indentation that lines lose: that of the block around */
    struct page_html html;
};

struct tag {
    char sigil;          /* 0 for a plain value */
    struct text content; /* trimmed */
    size_t end;          /* byte after the tag */
    size_t after;        /* byte after the line end that follows the tag, if is_last */
    bool is_last;        /* only blanks between the tag and the end of its line */
};

/* Notes the first fault. */
void compiler_fail(struct compiler *c, struct text about, const char *why, const char *mend);
/* Keeps c->line true for c->pos; each byte is looked at once. */
void compiler_count_lines(struct compiler *c);
/* A page fault at this tag, if any. True when there was one. */
bool compiler_page_fault(struct compiler *c, struct text about, struct page_fault fault);
/* A new node; never NULL (after a failure a spare one that nobody reads). */
struct node *compiler_node(struct compiler *c, enum node_kind kind);
/* Writes out the blanks at the start of the line, if that is due. */
void compiler_flush_line(struct compiler *c);
/* The blanks without the indentation that the surrounding block loses. */
struct text compiler_strip(struct text blanks, struct text strip);
/* Reads "a.b.c" or ".". */
struct name compiler_name(struct compiler *c, struct text spelled);
/* Goes on after the tag; a standalone tag takes its whole line with it. */
void compiler_pass(struct compiler *c, const struct tag *tag);
/* The kind of the innermost open tag, or NODE_TEXT when none is open. */
enum node_kind compiler_inside(const struct compiler *c);
/* Reads one tag that begins at c->pos. mustache_tags.c. */
void compiler_tag(struct compiler *c);
/* Reads a message after its opening tag, up to and with its end tag. mustache_message.c. */
void compiler_message(struct compiler *c, const struct tag *tag);

#endif
