/* SPDX-License-Identifier: EUPL-1.2 */
/* web/files.h - files that people add to acts, kept by the SHA-256 of their content.
 *
 * Terms      shelf: a folder; a file lies at <first two digits>/<64 digits>. The journal holds the
 *            digest, never the bytes.
 * Invariants 1. A file is written whole, synced and only then named: who has its digest can read
 *            it. 2. The same content is one file. 3. Content is never served as something to run:
 *            it is always a download (Content-Disposition: attachment), with nosniff. 4. Who may
 *            see a file: who may see a document that names its digest. The digest itself is
 *            unguessable; a reader is signed in.
 * Used by    web/. Any thread. */
#ifndef WEB_FILES_H
#define WEB_FILES_H
#include "base/hash.h"
#include "base/result.h"
#include "base/text.h"

enum { FILE_BYTES_MAX = 20 * 1024 * 1024 }; /* a plan with its maps; larger ones are split */

/* Puts the bytes on the shelf; *digest is their SHA-256. LIMIT: empty, or over FILE_BYTES_MAX.
 * FAULT is logged. */
enum result file_put(const char *shelf, struct text bytes, struct hash *digest) MUST_USE;
/* Reads a file whole into the arena and checks its digest; NOT_FOUND; FAULT when it was changed. */
enum result file_get(const char *shelf, const struct hash *digest, struct arena *a,
                     struct text *bytes) MUST_USE;

#endif
