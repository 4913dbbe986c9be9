/* SPDX-License-Identifier: EUPL-1.2 */
/* base/embed.h - files that the program carries in itself: pages, styles, fonts, routes.
 *
 * Terms      path: the file's place in the project ("law/wvr51_mil.json"), '/' between its parts.
 * Invariants 1. A table is sorted bytewise by path and no path stands twice (tools/embed_files.py).
 *            2. bytes[len] is a NUL that len does not count: a text file can be read as a C string.
 * Used by    law, web, cli. Any thread; the tables are constant data made by the build. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H
#include <stddef.h>

struct embedded_file {
    const char *path;
    const unsigned char *bytes;
    size_t len;
    const char *sha256; /* of bytes, 64 lower-case hexadecimal digits */
};

/* A table named x by the build is declared by the room that asks for it:
 * extern const struct embedded_file x[]; extern const size_t x_len; */

#endif
