/* SPDX-License-Identifier: EUPL-1.2 */
/* schema.sql for the other engine: words are exchanged, comments and quoted text stay. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "store/store.h"

enum { SCHEMA_BYTES_MAX = 1024 * 1024 };

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool same_word(struct text t, const char *word)
{
    return t.len == strlen(word) && strncasecmp(t.at, word, t.len) == 0;
}

/* The length of the quoted text or comment that starts at `at`; 0 when none does. */
static size_t skipped(const char *at)
{
    const char *end;

    if (at[0] == '-' && at[1] == '-') {
        end = strchr(at, '\n');
        return end == NULL ? strlen(at) : (size_t)(end - at);
    }
    if (at[0] == '/' && at[1] == '*') {
        end = strstr(at + 2, "*/");
        return end == NULL ? strlen(at) : (size_t)(end + 2 - at);
    }
    if (at[0] == '\'' || at[0] == '"') {
        /* A doubled quote ends one text and starts the next: the same bytes come out. */
        end = strchr(at + 1, at[0]);
        return end == NULL ? strlen(at) : (size_t)(end + 1 - at);
    }
    return 0;
}

static size_t blanks(const char *at)
{
    return strspn(at, " \t\r\n");
}

/* The length of a table option of SQLite's own at `at` (a whole word), 0 when it is none. */
static size_t option_length(const char *at, struct text word)
{
    const char *next = at + word.len + blanks(at + word.len);

    if (same_word(word, "STRICT"))
        return word.len;
    if (same_word(word, "WITHOUT") && strncasecmp(next, "ROWID", 5) == 0 && !is_word(next[5]))
        return (size_t)(next + 5 - at);
    return 0;
}

/* Takes the blanks, and with them a comma that led to a dropped option, from the end. */
static void drop_comma(struct buf *out)
{
    while (out->len > 0 && strchr(" \t\r\n", out->at[out->len - 1]) != NULL)
        out->len--;
    if (out->len > 0 && out->at[out->len - 1] == ',')
        out->len--;
}

static const char *put_word(struct buf *out, const char *at, int depth)
{
    struct text word = { .at = at };
    size_t option;

    while (is_word(at[word.len]))
        word.len++;
    option = depth == 0 ? option_length(at, word) : 0;
    if (option > 0) {
        const char *after = at + option + blanks(at + option);

        drop_comma(out);
        /* "STRICT, WITHOUT ROWID": the comma between them goes with the first. */
        return *after == ',' ? after + 1 : at + option;
    }
    if (same_word(word, "INTEGER"))
        buf_add_cstr(out, "BIGINT");
    else if (same_word(word, "BLOB"))
        buf_add_cstr(out, "BYTEA");
    else
        buf_add(out, word);
    return at + word.len;
}

struct text store_schema_for_postgres(struct arena *a, const char *schema)
{
    struct buf out = buf_make(SCHEMA_BYTES_MAX);
    struct text result = T("");
    int depth = 0;

    for (const char *at = schema; *at != '\0';) {
        size_t n = skipped(at);

        if (n > 0) {
            buf_add(&out, text_at(at, n));
            at += n;
        } else if (is_word(*at)) {
            at = put_word(&out, at, depth);
        } else {
            depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
            buf_add_byte(&out, *at++);
        }
    }
    if (buf_end(&out) == OK)
        result = text_copy(a, buf_text(&out));
    buf_free(&out);
    return result;
}
