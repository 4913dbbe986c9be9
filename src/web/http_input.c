/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/http_input.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

int http_hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool same_any_case(struct text t, const char *word)
{
    return t.len == strlen(word) && strncasecmp(t.at, word, t.len) == 0;
}

/* ---- queries and simple forms ---- */

static enum result decode(struct arena *a, struct text raw, size_t max, struct text *out)
{
    char *bytes;
    size_t n = 0;

    if (raw.len > max * 3)
        return LIMIT;
    bytes = arena_array(a, char, raw.len + 1);
    if (!bytes)
        return LIMIT;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = raw.len - i > 2 ? http_hex_value(raw.at[i + 1]) : -1;
            int low = raw.len - i > 2 ? http_hex_value(raw.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return REFUSED;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return REFUSED;
        bytes[n++] = c;
    }
    *out = text_at(bytes, n);
    if (n > max)
        return LIMIT;
    return text_is_utf8(*out) ? OK : REFUSED;
}

static size_t count_byte(struct text t, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < t.len; i++)
        n += t.at[i] == c;
    return n;
}

enum result http_query_read(struct arena *a, struct text query, struct http_pairs *out)
{
    size_t room = count_byte(query, '&') + 1;
    struct http_field *pairs;
    struct text rest = query, piece;
    size_t n = 0;

    *out = (struct http_pairs){ 0 };
    if (room > INPUT_PAIRS_MAX)
        return LIMIT;
    pairs = arena_array(a, struct http_field, room);
    if (!pairs)
        return LIMIT;
    while (text_cut(&rest, '&', &piece)) {
        struct text value = piece, name = T("");
        enum result r;
        if (!text_cut(&value, '=', &name))
            continue; /* "a&&b": nothing between */
        r = decode(a, name, INPUT_NAME_BYTES_MAX, &pairs[n].name);
        if (!r)
            r = decode(a, value, INPUT_VALUE_BYTES_MAX, &pairs[n].value);
        if (r)
            return r;
        n++;
    }
    assert(n <= room);
    *out = (struct http_pairs){ .at = pairs, .n = n };
    return OK;
}

bool http_pairs_nth(struct http_pairs pairs, const char *name, size_t nth, struct text *value)
{
    *value = T("");
    for (size_t i = 0; i < pairs.n; i++) {
        if (!text_is(pairs.at[i].name, name))
            continue;
        if (nth-- == 0) {
            *value = pairs.at[i].value;
            return true;
        }
    }
    return false;
}

bool http_pairs_find(struct http_pairs pairs, const char *name, struct text *value)
{
    return http_pairs_nth(pairs, name, 0, value);
}

/* ---- lists and parameters ---- */

/* Cuts at `sep`, but not inside a quoted string. False when *rest was empty. */
static bool cut_quoted(struct text *rest, char sep, struct text *head)
{
    bool is_quoted = false;
    size_t i = 0;

    if (rest->len == 0)
        return false;
    for (; i < rest->len; i++) {
        char c = rest->at[i];
        if (is_quoted && c == '\\' && i + 1 < rest->len)
            i++;
        else if (c == '"')
            is_quoted = !is_quoted;
        else if (c == sep && !is_quoted)
            break;
    }
    *head = text_slice(*rest, 0, i);
    *rest = i < rest->len ? text_slice(*rest, i + 1, SIZE_MAX) : T("");
    return true;
}

bool http_list_next(struct text *rest, struct text *item)
{
    while (cut_quoted(rest, ',', item)) {
        *item = text_trim(*item);
        if (item->len > 0)
            return true;
    }
    *item = T("");
    return false;
}

bool http_list_has(struct text list, const char *item)
{
    struct text one;

    while (http_list_next(&list, &one))
        if (same_any_case(one, item))
            return true;
    return false;
}

static struct text media_type(struct text header)
{
    struct text type = T("");

    (void)cut_quoted(&header, ';', &type);
    return text_trim(type);
}

bool http_type_is(struct text content_type, const char *type)
{
    return same_any_case(media_type(content_type), type);
}

/* Takes quotes and backslashes off a quoted string; other text stays as it is. */
static struct text unquote(struct arena *a, struct text t)
{
    char *out;
    size_t n = 0;

    if (t.len < 2 || t.at[0] != '"' || t.at[t.len - 1] != '"')
        return t;
    out = arena_array(a, char, t.len);
    if (!out)
        return T("");
    for (size_t i = 1; i + 1 < t.len; i++) {
        if (t.at[i] == '\\' && i + 2 < t.len)
            i++;
        out[n++] = t.at[i];
    }
    return text_at(out, n);
}

bool http_param(struct arena *a, struct text header, const char *name, struct text *value)
{
    struct text rest = header, piece = T(""), key;

    *value = T("");
    (void)cut_quoted(&rest, ';', &piece); /* the type itself */
    while (cut_quoted(&rest, ';', &piece)) {
        size_t equals = text_find(piece, T("="));
        if (equals == SIZE_MAX)
            continue;
        key = text_trim(text_slice(piece, 0, equals));
        if (!same_any_case(key, name))
            continue;
        *value = unquote(a, text_trim(text_slice(piece, equals + 1, SIZE_MAX)));
        return true;
    }
    return false;
}

/* The weight of an element in thousandths: "q=0.8" is 800; 1000 without; -1 when malformed. */
static int quality(struct text item)
{
    struct text rest = item, piece = T("");

    (void)cut_quoted(&rest, ';', &piece);
    while (cut_quoted(&rest, ';', &piece)) {
        int q = 0, scale = 100;
        piece = text_trim(piece);
        if (piece.len < 3 || strncasecmp(piece.at, "q=", 2) != 0)
            continue;
        piece = text_slice(piece, 2, SIZE_MAX);
        if ((piece.at[0] != '0' && piece.at[0] != '1') || piece.len > 5 ||
            (piece.len > 1 && piece.at[1] != '.'))
            return -1;
        q = (piece.at[0] - '0') * 1000;
        for (size_t i = 2; i < piece.len; i++, scale /= 10) {
            if (piece.at[i] < '0' || piece.at[i] > '9')
                return -1;
            q += (piece.at[i] - '0') * scale;
        }
        return q > 1000 ? -1 : q;
    }
    return 1000;
}

/* How exactly a range names an offer: 0 not, 1 by star, 2 by type and star, 3 by name. */
static int exactness(struct text range, const char *offer)
{
    const char *slash = strchr(offer, '/');

    if (same_any_case(range, offer))
        return 3;
    if (text_is(range, "*") || text_is(range, "*/*"))
        return 1;
    if (slash && text_ends(range, T("/*"))) {
        size_t len = (size_t)(slash - offer) + 1;
        if (range.len == len + 1 && strncasecmp(range.at, offer, len) == 0)
            return 2;
    }
    return 0;
}

int http_accept(struct text accept, const char *const *offers, size_t n)
{
    int best = -1, best_score = 0;

    if (text_trim(accept).len == 0)
        return n > 0 ? 0 : -1;
    for (size_t i = 0; i < n; i++) {
        struct text rest = accept, item;
        int exact = 0, q = 0, score;
        while (http_list_next(&rest, &item)) {
            int e = exactness(media_type(item), offers[i]);
            int weight = quality(item);
            if (weight >= 0 && e > exact) {
                exact = e;
                q = weight;
            }
        }
        score = q * 4 + exact;
        if (exact > 0 && q > 0 && score > best_score) {
            best_score = score;
            best = (int)i;
        }
    }
    return best;
}

/* ---- cookies ---- */

bool http_cookie(const struct http_request *request, const char *name, struct text *value)
{
    size_t n = 0;

    *value = T("");
    for (size_t i = 0; i < request->header_count; i++) {
        struct text rest = request->headers[i].value, piece;
        if (!same_any_case(request->headers[i].name, "Cookie"))
            continue;
        while (n < INPUT_COOKIE_PAIRS_MAX && text_cut(&rest, ';', &piece)) {
            size_t equals = text_find(piece, T("="));
            n++;
            if (equals == SIZE_MAX || !text_is(text_trim(text_slice(piece, 0, equals)), name))
                continue;
            *value = text_trim(text_slice(piece, equals + 1, SIZE_MAX));
            if (value->len >= 2 && value->at[0] == '"' && value->at[value->len - 1] == '"')
                *value = text_slice(*value, 1, value->len - 2);
            return true;
        }
    }
    return false;
}
