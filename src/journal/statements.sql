-- SPDX-License-Identifier: EUPL-1.2
-- name: JOURNAL_PUT   Appends one entry.
INSERT INTO journal_entry (position, id, action, object_type, object_id, office_id, recorded_at,
    happened_at, body, hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- name: JOURNAL_READ_BACK   What now stands there, to be hashed again.
SELECT body, hash FROM journal_entry WHERE position = $1;
-- name: JOURNAL_SEALED_PUT   One sealed group of an entry, or the note that it is withheld.
INSERT INTO journal_sealed (position, grp, salt, payload, erased_ground) VALUES ($1, $2, $3, $4, $5);
-- name: JOURNAL_SEALED_OF   The sealed groups of one entry.
SELECT grp, salt, payload, erased_ground FROM journal_sealed WHERE position = $1 ORDER BY grp;
-- name: JOURNAL_SEALED_ERASE   The salt goes too: with it, guesses could be tried on the commitment.
UPDATE journal_sealed SET payload = NULL, salt = NULL, erased_ground = $3
  WHERE position = $1 AND grp = $2;
-- name: JOURNAL_LAST   The head.
-- scan: one row, from the end
SELECT position, hash, recorded_at FROM journal_entry ORDER BY position DESC LIMIT 1;
-- name: JOURNAL_LAST_ID   The highest id in a range: of one node.
SELECT max(id) FROM journal_entry WHERE id BETWEEN $1 AND $2;
-- name: JOURNAL_ONE   One entry.
SELECT position, body, hash FROM journal_entry WHERE position = $1;
-- name: JOURNAL_NEXT   The first entry from a position on.
SELECT position, body, hash FROM journal_entry WHERE position >= $1 ORDER BY position LIMIT 1;
-- name: JOURNAL_BEFORE   Positions, newest first.
SELECT position FROM journal_entry WHERE position < $1 ORDER BY position DESC LIMIT $2;
-- name: JOURNAL_ROWS   Entries in order, with every column, for checks and copies.
SELECT position, id, action, object_type, object_id, office_id, recorded_at, happened_at, body, hash
  FROM journal_entry WHERE position BETWEEN $1 AND $2 ORDER BY position;
-- name: JOURNAL_SEALED_ROWS   All sealed groups, in the order of their entries.
SELECT position, grp, salt, payload, erased_ground FROM journal_sealed
  WHERE position BETWEEN $1 AND $2 ORDER BY position, grp;
