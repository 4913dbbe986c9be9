/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/text.h"

enum { LINE_MAX_BYTES = 2048 }; /* below PIPE_BUF (4096), so that a line stays whole in a pipe */

/* The one thing of the process that changes outside a space: written once at start, read by any
 * thread, hence atomic. */
static atomic_int level_shown = LOG_INFO;

struct line {
    char at[LINE_MAX_BYTES];
    size_t len;
};

void log_set_level(enum log_level level)
{
    atomic_store_explicit(&level_shown, (int)level, memory_order_relaxed);
}

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_ERROR:
        return "error";
    case LOG_WARN:
        return "warn";
    case LOG_INFO:
        return "info";
    case LOG_DEBUG:
        return "debug";
    }
    return "error";
}

/* One byte is kept for the newline; what does not fit is cut off. */
static void add_byte(struct line *l, char c)
{
    if (l->len < sizeof(l->at) - 1)
        l->at[l->len++] = c;
}

static void add(struct line *l, struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        add_byte(l, t.at[i]);
}

/* The length of "key=" at the start of t, or 0. */
static size_t key_len(struct text t)
{
    size_t n = 0;
    while (n < t.len && ((t.at[n] >= 'a' && t.at[n] <= 'z') || t.at[n] == '_' ||
                         (n > 0 && t.at[n] >= '0' && t.at[n] <= '9')))
        n++;
    return n > 0 && n < t.len && t.at[n] == '=' ? n + 1 : 0;
}

/* The length of the value at the start of t: up to the blank before the next key. */
static size_t value_len(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] == ' ' && key_len(text_slice(t, i + 1, SIZE_MAX)) > 0)
            return i;
    return t.len;
}

static bool needs_quotes(struct text v)
{
    for (size_t i = 0; i < v.len; i++) {
        unsigned char c = (unsigned char)v.at[i];
        if (c <= ' ' || c == 0x7F || c == '"' || c == '\\')
            return true;
    }
    return false;
}

static void add_value(struct line *l, struct text v)
{
    /* A caller that quoted by itself wrote "...": that part stands. */
    bool is_quoted = v.len >= 2 && v.at[0] == '"' && v.at[v.len - 1] == '"';
    if (is_quoted)
        v = text_slice(v, 1, v.len - 2);
    if (!is_quoted && !needs_quotes(v)) {
        add(l, v);
        return;
    }
    add_byte(l, '"');
    for (size_t i = 0; i < v.len; i++) {
        unsigned char c = (unsigned char)v.at[i];
        if (c < ' ' || c == 0x7F) {
            /* A line break in a value would make a second, forged line. */
            add_byte(l, '?');
            continue;
        }
        if (c == '"' || c == '\\')
            add_byte(l, '\\');
        add_byte(l, (char)c);
    }
    add_byte(l, '"');
}

static void add_pairs(struct line *l, struct text pairs)
{
    while (pairs.len > 0) {
        size_t key = key_len(pairs);
        size_t value = value_len(text_slice(pairs, key, SIZE_MAX));
        add_byte(l, ' ');
        add(l, text_slice(pairs, 0, key));
        add_value(l, text_slice(pairs, key, value));
        pairs = text_slice(pairs, key + value + 1, SIZE_MAX);
    }
}

/* "store/sqlite.c:120": without what stands before the rooms. */
static struct text place(const char *where)
{
    struct text t = text_of(where);
    for (size_t at = text_find(t, T("src/")); at != SIZE_MAX; at = text_find(t, T("src/")))
        t = text_slice(t, at + 4, SIZE_MAX);
    return t;
}

void log_line(enum log_level level, const char *where, const char *event, const char *format, ...)
{
    if ((int)level > atomic_load_explicit(&level_shown, memory_order_relaxed))
        return;
    /* Callers log what they found with errno in hand; it must survive. */
    int saved = errno;
    char when[INSTANT_TEXT_MAX], pairs[LINE_MAX_BYTES];
    instant_write(instant_now(), when);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(pairs, sizeof(pairs), format, args);
    va_end(args);
    size_t pairs_len = n < 0 ? 0 : (size_t)n;
    if (pairs_len >= sizeof(pairs))
        pairs_len = sizeof(pairs) - 1;

    struct line l = { .len = 0 };
    add(&l, text_of(when));
    add_byte(&l, ' ');
    add(&l, text_of(level_name(level)));
    add_byte(&l, ' ');
    add(&l, place(where));
    add_byte(&l, ' ');
    add(&l, text_of(event));
    add_pairs(&l, text_trim(text_at(pairs, pairs_len)));
    l.at[l.len++] = '\n';
    /* There is nowhere to report that the log itself cannot be written. */
    ssize_t written = write(STDERR_FILENO, l.at, l.len);
    (void)written;
    errno = saved;
}
