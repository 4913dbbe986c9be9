/* SPDX-License-Identifier: EUPL-1.2 */
/* The program's own files over HTTP: kept for a year under their hash, else asked again. */
#include <assert.h>
#include <string.h>

#include "web/http.h"

enum { HASH_DIGITS_MIN = 8, HASH_DIGITS = 12, HASH_DIGITS_MAX = 64 };

static const struct {
    const char *suffix, *type;
} types[] = {
    { ".css", "text/css; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".mjs", "text/javascript; charset=utf-8" },
    { ".html", "text/html; charset=utf-8" },
    { ".txt", "text/plain; charset=utf-8" },
    { ".md", "text/plain; charset=utf-8" },
    { ".json", "application/json" },
    { ".geojson", "application/geo+json" },
    { ".webmanifest", "application/manifest+json" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".webp", "image/webp" },
    { ".woff2", "font/woff2" },
    { ".xml", "application/xml" },
    { ".pdf", "application/pdf" },
    { ".csv", "text/csv; charset=utf-8" },
};

const char *http_content_type(struct text path)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_ends(path, text_of(types[i].suffix)))
            return types[i].type;
    return "application/octet-stream";
}

/* The table is sorted bytewise by path (base/embed.h). */
static const struct embedded_file *find(const struct embedded_file *files, size_t n,
                                        struct text path)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_order(text_of(files[middle].path), path);
        if (order == 0)
            return &files[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* "app.0a1b2c3d.css" to "app.css" and its digits; false when no such digits stand there. */
static bool take_digits(struct arena *a, struct text name, struct text *plain, struct text *digits)
{
    size_t last = name.len, before;

    while (last > 0 && name.at[last - 1] != '.' && name.at[last - 1] != '/')
        last--;
    if (last == 0 || name.at[last - 1] != '.')
        return false;
    before = --last; /* the dot of the suffix */
    while (before > 0 && name.at[before - 1] != '.' && name.at[before - 1] != '/')
        before--;
    if (before == 0 || name.at[before - 1] != '.')
        return false;
    *digits = text_slice(name, before, last - before);
    if (digits->len < HASH_DIGITS_MIN || digits->len > HASH_DIGITS_MAX)
        return false;
    *plain = text_printf(a, "%.*s%.*s", (int)(before - 1), name.at, (int)(name.len - last),
                         name.at + last);
    return true;
}

enum result http_static(const struct http_request *request, struct http_response *answer,
                        const struct embedded_file *files, size_t n, struct text name)
{
    const struct embedded_file *file = find(files, n, name);
    struct text plain, digits;
    bool is_for_ever = false;

    if (!file && take_digits(request->arena, name, &plain, &digits)) {
        file = find(files, n, plain);
        is_for_ever = file && text_starts(text_of(file->sha256), digits);
        /* Digits of another version: the file of now, so that an old page still looks right. */
    }
    if (!file)
        return NOT_FOUND;
    http_answer_as(answer, 200, http_content_type(text_of(file->path)));
    http_answer_header(answer, "Cache-Control",
                       is_for_ever ? T("public, max-age=31536000, immutable")
                                   : T("public, no-cache"));
    (void)http_answer_not_modified(request, answer,
                                   text_printf(request->arena, "W/\"%.32s\"", file->sha256));
    answer->fixed = text_at((const char *)file->bytes, file->len); /* of a 304 only the length */
    return OK;
}

struct text http_static_name(struct arena *a, const struct embedded_file *files, size_t n,
                             const char *path)
{
    const struct embedded_file *file = find(files, n, text_of(path));
    const char *dot = strrchr(path, '.');

    if (!file || !dot || strchr(dot, '/'))
        return text_copy(a, text_of(path));
    return text_printf(a, "%.*s.%.*s%s", (int)(dot - path), path, HASH_DIGITS, file->sha256, dot);
}
