/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a tag may stand in HTML. The states are those of the HTML Living Standard, 13.2.5, as far
 * as hand-written templates use them; what they do not use is refused, not guessed. */
#include "web/page.h"

#include <string.h>
#include <strings.h>

#define FINE                          ((struct page_fault){ NULL, NULL })
#define FAULTY(why_words, mend_words) ((struct page_fault){ (why_words), (mend_words) })

/* Values that this program makes itself and that are markup. Each needs a reason here.
 * icon_svg: one symbol, drawn from our own table of symbols, never from what somebody typed. */
static const char *const trusted[] = { "icon_svg" };

/* Attributes whose value is an address that a browser may follow. */
static const char *const addresses[] = {
    "href",   "src",        "action",   "formaction", "poster",    "data",
    "cite",   "background", "manifest", "ping",       "srcset",    "xlink:href",
    "hx-get", "hx-post",    "hx-put",   "hx-patch",   "hx-delete", "sse-connect",
};
/* Elements that run or embed what their address gives: it must begin with fixed text. */
static const char *const embedding[] = { "script", "iframe", "object", "embed", "base", "frame" };
/* Attributes that are code, style or a document of their own. */
static const char *const closed[] = { "style", "srcdoc", "hx-on", "hx-vals", "hx-headers" };

/* Elements whose content is no HTML, and those whose content is words only. */
static const char *const raw_elements[] = { "script",  "style",    "xmp",      "iframe",
                                            "noembed", "noframes", "plaintext" };
static const char *const word_elements[] = { "title", "textarea" };

static bool is_in(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0)
            return true;
    return false;
}
#define IS_IN(name, list) is_in((name), (list), sizeof(list) / sizeof((list)[0]))

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Adds a byte to a name; names longer than any that matters are cut. */
static void grow_name(char name[static PAGE_NAME_MAX], char c)
{
    size_t n = strlen(name);

    if (n < PAGE_NAME_MAX - 1) {
        name[n] = lower(c);
        name[n + 1] = '\0';
    }
}

static void start_name(char name[static PAGE_NAME_MAX], char c)
{
    name[0] = '\0';
    grow_name(name, c);
}

/* What follows the ">" of a tag. */
static enum page_place content_place(const struct page_html *h)
{
    if (h->is_end)
        return PLACE_TEXT;
    if (IS_IN(h->element, raw_elements))
        return PLACE_RAW;
    return IS_IN(h->element, word_elements) ? PLACE_WORDS : PLACE_TEXT;
}

static void end_tag(struct page_html *h)
{
    h->place = content_place(h);
    h->seen = 0;
    if (h->place == PLACE_TEXT)
        h->element[0] = '\0';
    h->attribute[0] = '\0';
    h->is_end = false;
}

/* Inside script, style, title, textarea: only "</" and the same name end it. */
static void read_closed_content(struct page_html *h, char c)
{
    size_t len = strlen(h->element);

    if (h->seen == len + 2 && (is_blank(c) || c == '/' || c == '>')) {
        h->is_end = true;
        h->seen = 0;
        h->place = PLACE_BETWEEN;
        if (c == '>')
            end_tag(h);
        return;
    }
    if ((h->seen == 0 && c == '<') || (h->seen == 1 && c == '/') ||
        (h->seen >= 2 && h->seen < len + 2 && lower(c) == h->element[h->seen - 2]))
        h->seen++;
    else
        h->seen = c == '<' ? 1 : 0;
}

/* After "<!": a comment, or a declaration such as doctype. */
static void read_declaration(struct page_html *h, char c)
{
    if (c == '-' && h->seen < 2) {
        if (++h->seen == 2) {
            h->place = PLACE_COMMENT;
            h->seen = 0;
        }
    } else if (c == '>') {
        h->place = PLACE_TEXT;
    } else {
        h->seen = 2; /* no comment any more */
    }
}

static void read_comment(struct page_html *h, char c)
{
    if (c == '>' && h->seen >= 2)
        h->place = PLACE_TEXT;
    else
        h->seen = c == '-' ? h->seen + 1 : 0;
}

static void read_tag_open(struct page_html *h, char c)
{
    h->is_end = h->place == PLACE_END_OPEN;
    h->seen = 0;
    if (is_letter(c)) {
        start_name(h->element, c);
        h->attribute[0] = '\0';
        h->place = PLACE_TAG_NAME;
    } else if (c == '/' && !h->is_end) {
        h->place = PLACE_END_OPEN;
    } else if (c == '!' && !h->is_end) {
        h->place = PLACE_DECLARATION;
    } else if (c == '?' || h->is_end) {
        h->seen = 2;
        h->place = c == '>' ? PLACE_TEXT : PLACE_DECLARATION;
    } else {
        h->place = PLACE_TEXT;
    }
}

/* Between attributes, or just after a name. */
static struct page_fault read_between(struct page_html *h, char c)
{
    if (is_blank(c)) {
        h->place = h->place == PLACE_NAME || h->place == PLACE_AFTER_NAME ? PLACE_AFTER_NAME
                                                                          : PLACE_BETWEEN;
    } else if (c == '>') {
        end_tag(h);
    } else if (c == '/') {
        h->place = PLACE_BETWEEN;
    } else if (h->place == PLACE_TIGHT) {
        return FAULTY("Two attributes with nothing between them.", "Put a space between them.");
    } else if (c == '=') {
        if (h->place == PLACE_BETWEEN)
            return FAULTY("A value without an attribute's name.", "Name the attribute.");
        h->place = PLACE_BEFORE_VALUE;
        h->has_started = false;
    } else if (c == '"' || c == '\'' || c == '<') {
        return FAULTY("A quote or < where an attribute's name belongs.",
                      "Close the tag and quote the value.");
    } else {
        if (h->place == PLACE_NAME)
            grow_name(h->attribute, c);
        else
            start_name(h->attribute, c);
        h->place = PLACE_NAME;
    }
    return FINE;
}

static void read_value(struct page_html *h, char c)
{
    if (h->place == PLACE_BEFORE_VALUE) {
        if (c == '"')
            h->place = PLACE_DOUBLE;
        else if (c == '\'')
            h->place = PLACE_SINGLE;
        else if (c == '>')
            end_tag(h);
        else if (!is_blank(c))
            h->place = PLACE_UNQUOTED;
    } else if (h->place == PLACE_UNQUOTED) {
        if (is_blank(c))
            h->place = PLACE_BETWEEN;
        else if (c == '>')
            end_tag(h);
    } else if ((h->place == PLACE_DOUBLE && c == '"') || (h->place == PLACE_SINGLE && c == '\'')) {
        h->place = PLACE_TIGHT;
    } else if (!is_blank(c)) {
        h->has_started = true;
    }
}

static struct page_fault read_byte(struct page_html *h, char c)
{
    switch (h->place) {
    case PLACE_TEXT:
        if (c == '<')
            h->place = PLACE_TAG_OPEN;
        break;
    case PLACE_TAG_OPEN:
    case PLACE_END_OPEN:
        read_tag_open(h, c);
        break;
    case PLACE_TAG_NAME:
        if (is_blank(c) || c == '/')
            h->place = PLACE_BETWEEN;
        else if (c == '>')
            end_tag(h);
        else
            grow_name(h->element, c);
        break;
    case PLACE_BETWEEN:
    case PLACE_TIGHT:
    case PLACE_NAME:
    case PLACE_AFTER_NAME:
        return read_between(h, c);
    case PLACE_BEFORE_VALUE:
    case PLACE_DOUBLE:
    case PLACE_SINGLE:
    case PLACE_UNQUOTED:
        read_value(h, c);
        break;
    case PLACE_DECLARATION:
        read_declaration(h, c);
        break;
    case PLACE_COMMENT:
        read_comment(h, c);
        break;
    case PLACE_RAW:
    case PLACE_WORDS:
        read_closed_content(h, c);
        break;
    }
    return FINE;
}

struct page_fault page_html_text(struct page_html *h, struct text fixed)
{
    for (size_t i = 0; i < fixed.len; i++) {
        struct page_fault fault = read_byte(h, fixed.at[i]);

        if (fault.why != NULL)
            return fault;
    }
    return FINE;
}

static bool in_quotes(const struct page_html *h)
{
    return h->place == PLACE_DOUBLE || h->place == PLACE_SINGLE;
}

/* The places where nothing but fixed text may stand. */
static struct page_fault refuse_place(const struct page_html *h)
{
    switch (h->place) {
    case PLACE_TAG_OPEN:
    case PLACE_END_OPEN:
    case PLACE_TAG_NAME:
        return FAULTY("A tag inside an element's name.", "Write the element's name out.");
    case PLACE_BETWEEN:
    case PLACE_TIGHT:
    case PLACE_NAME:
    case PLACE_AFTER_NAME:
        return FAULTY("A tag where an attribute's name belongs.",
                      "Write the attribute out, inside a section if it is optional.");
    case PLACE_BEFORE_VALUE:
    case PLACE_UNQUOTED:
        return FAULTY("A tag in a value without quotes.", "Put the value in double quotes.");
    case PLACE_DECLARATION:
    case PLACE_COMMENT:
        return FAULTY("A tag inside an HTML comment or declaration.", "Use {{! a comment }}.");
    case PLACE_RAW:
        return FAULTY("A tag inside script or style.",
                      "Put the value in a data- attribute and read it from there.");
    case PLACE_TEXT:
    case PLACE_WORDS:
    case PLACE_DOUBLE:
    case PLACE_SINGLE:
        break;
    }
    return FINE;
}

static struct page_fault refuse_attribute(const struct page_html *h)
{
    if (!in_quotes(h))
        return FINE;
    if (strncmp(h->attribute, "on", 2) == 0 || strncmp(h->attribute, "hx-on", 5) == 0 ||
        IS_IN(h->attribute, closed))
        return FAULTY("A tag in an attribute that is code, style or a document.",
                      "Put the value in a data- attribute, or use a class.");
    return FINE;
}

static bool ends_in_url(struct text key)
{
    return text_is(key, "url") || text_ends(key, T("_url")) || text_ends(key, T(".url"));
}

struct page_fault page_html_value(struct page_html *h, struct text key, bool *is_address)
{
    struct page_fault fault = refuse_place(h);

    *is_address = false;
    h->seen = 0; /* a value never completes "</title" */
    if (fault.why == NULL)
        fault = refuse_attribute(h);
    if (fault.why != NULL || !in_quotes(h))
        return fault;
    if (IS_IN(h->attribute, addresses) && !h->has_started) {
        if (IS_IN(h->element, embedding))
            return FAULTY("The address of something that is run or embedded comes from a value.",
                          "Begin the address with fixed text.");
        if (strcmp(h->attribute, "srcset") == 0 || !ends_in_url(key))
            return FAULTY("An address begins with a value.",
                          "Begin it with fixed text, or use a key that ends in _url.");
        *is_address = true;
    }
    if (strcmp(h->attribute, "datetime") == 0 && text_ends(key, T("_at")))
        return FAULTY("A datetime attribute holds words for people.", "Write {{x_at.iso}}.");
    return FINE;
}

struct page_fault page_html_message(struct page_html *h)
{
    struct page_fault fault = refuse_place(h);

    h->seen = 0;
    if (fault.why == NULL)
        fault = refuse_attribute(h);
    if (fault.why == NULL && in_quotes(h) && IS_IN(h->attribute, addresses))
        return FAULTY("Words for people inside an address.", "Move the message to the text.");
    return fault;
}

struct page_fault page_html_partial(const struct page_html *h, bool is_block)
{
    if (h->place == PLACE_TEXT || (is_block && h->place == PLACE_WORDS))
        return FINE;
    return FAULTY("A partial, parent or block inside an HTML tag, script or comment.",
                  "Put the whole element into the partial.");
}

struct page_fault page_html_open(struct page_html *h)
{
    struct page_fault fault;

    h->seen = 0;
    if (h->place == PLACE_TAG_NAME || h->place == PLACE_NAME)
        h->place = PLACE_TIGHT; /* what follows must begin with a blank */
    else if (h->place == PLACE_AFTER_NAME)
        h->place = PLACE_BETWEEN;
    if (h->place == PLACE_BETWEEN || h->place == PLACE_TIGHT)
        return FINE;
    fault = refuse_place(h);
    return fault.why != NULL ? fault : refuse_attribute(h);
}

struct page_fault page_html_close(struct page_html *h, const struct page_html *open)
{
    bool in_tag = open->place == PLACE_BETWEEN || open->place == PLACE_TIGHT;
    bool is_same = h->place == open->place;

    if (in_tag)
        is_same = h->place == PLACE_BETWEEN || h->place == PLACE_TIGHT || h->place == PLACE_NAME ||
                  h->place == PLACE_AFTER_NAME;
    if (is_same && open->place != PLACE_TEXT)
        is_same = strcmp(h->element, open->element) == 0 && h->is_end == open->is_end &&
                  (in_tag || strcmp(h->attribute, open->attribute) == 0);
    if (!is_same)
        return FAULTY("A section or block that begins and ends at different places of the HTML.",
                      "Put whole elements or whole attributes in it.");
    if (in_tag)
        h->place = open->place == PLACE_TIGHT || h->place == PLACE_TIGHT || h->place == PLACE_NAME
                       ? PLACE_TIGHT
                       : PLACE_BETWEEN;
    h->has_started = open->has_started; /* the section may be empty */
    h->seen = 0;
    return FINE;
}

struct page_fault page_html_end(const struct page_html *h)
{
    if (h->place == PLACE_TEXT)
        return FINE;
    return FAULTY("The template ends inside an HTML tag, script or comment.",
                  "Close it in the same template.");
}

bool page_is_trusted(struct text key)
{
    for (size_t i = 0; i < sizeof(trusted) / sizeof(trusted[0]); i++)
        if (text_is(key, trusted[i]))
            return true;
    return false;
}
