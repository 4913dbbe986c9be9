/* SPDX-License-Identifier: EUPL-1.2 */
/* Gzip of whole answers, where it saves something and betrays nothing. */
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/log.h"
#include "web/http_input.h"

enum {
    GZIP_LEVEL = 5,        /* level 6 costs half as much again for about 1 % */
    GZIP_WINDOW = 15 + 16, /* 32 KiB and the gzip wrapper */
    GZIP_PIECE = 16 * 1024,
};

/* Kinds of content that shrink; pictures and fonts are packed already. */
static bool shrinks(struct text content_type)
{
    const char *const types[] = { "application/json",     "application/javascript",
                                  "application/xml",      "image/svg+xml",
                                  "application/geo+json", "application/problem+json" };

    if (text_starts(content_type, T("text/")))
        return !http_type_is(content_type, "text/event-stream");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (http_type_is(content_type, types[i]))
            return true;
    return false;
}

bool http_gzip_fits(const struct http_request *request, const struct http_response *answer,
                    size_t body_bytes)
{
    const char *const offers[] = { "gzip" };
    struct text etag = http_answer_header_get(answer, "ETag");
    struct text accepted = http_header(request, "Accept-Encoding");

    if (answer->is_sse || body_bytes < HTTP_GZIP_BYTES_MIN || text_is_empty(accepted))
        return false;
    if (answer->status == 204 || answer->status == 206 || answer->status == 304)
        return false;
    if (!text_is_empty(http_answer_header_get(answer, "Content-Encoding")))
        return false;
    if (!text_is_empty(etag) && !text_starts(etag, T("W/")))
        return false; /* a strong ETag names exact bytes */
    return shrinks(http_answer_header_get(answer, "Content-Type")) &&
           http_accept(accepted, offers, 1) == 0;
}

enum result http_gzip(struct text in, struct buf *out)
{
    z_stream z = { 0 };
    char piece[GZIP_PIECE];
    int state = Z_OK;

    if (in.len > UINT32_MAX)
        return LIMIT;
    if (deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return LOG_FAULT("gzip_no_memory", "bytes=%zu", in.len);
    z.next_in = (const Bytef *)in.at;
    z.avail_in = (uInt)in.len;
    while (state == Z_OK) {
        z.next_out = (Bytef *)piece;
        z.avail_out = sizeof piece;
        state = deflate(&z, Z_FINISH);
        buf_add(out, text_at(piece, sizeof piece - z.avail_out));
    }
    deflateEnd(&z);
    if (state != Z_STREAM_END)
        return LOG_FAULT("gzip_failed", "state=%d", state);
    return buf_end(out);
}
