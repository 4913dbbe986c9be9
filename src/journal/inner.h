/* SPDX-License-Identifier: EUPL-1.2 */
/* journal/inner.h - what the files of this room share. Used by journal/ only. */
#ifndef JOURNAL_INNER_H
#define JOURNAL_INNER_H
#include "journal/journal.h"

/* SHA-256(0x00 || body) with a hasher at hand. */
struct hash leaf_hash_by(struct hasher *h, struct text body);
/* SHA-256("schakel-sealed/1" || 0x00 || salt || payload): the commitment to a sealed group. */
struct hash sealed_commitment(struct hasher *h, struct text salt, struct text payload);

/* journal_parse with a buffer at hand. Without one (NULL) the form is not compared: for a body whose hash
 * was checked, because only canonical bodies were ever hashed. */
enum result journal_parse_into(struct text body, struct buf *scratch, json_t **root,
                               struct journal_entry *e) MUST_USE;

#endif
