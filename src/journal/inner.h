/* SPDX-License-Identifier: EUPL-1.2 */
/* journal/inner.h - what the files of this room share. Used by journal/ only. */
#ifndef JOURNAL_INNER_H
#define JOURNAL_INNER_H
#include "journal/journal.h"

/* SHA-256(0x00 || body) with a hasher at hand. */
struct hash leaf_hash_by(struct hasher *h, struct text body);
/* SHA-256("schakel-sealed/1" || 0x00 || salt || payload): the commitment to a sealed group. */
struct hash sealed_commitment(struct hasher *h, struct text salt, struct text payload);

/* True when every member is one that an entry may have. */
bool entry_is_valid(const struct journal_entry *e);
/* journal_parse with a buffer at hand (ENTRY_BYTES_MAX). */
enum result journal_parse_into(struct text body, struct buf *scratch, json_t **root,
                               struct journal_entry *e) MUST_USE;
/* Reads a body whose hash was checked; e's texts point into it, its JSON into *root, an object that
 * holds only that. False (and *root NULL) when it gives up: then journal_parse_into decides. */
bool journal_scan(struct text body, json_t **root, struct journal_entry *e) MUST_USE;

#endif
