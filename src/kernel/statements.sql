-- SPDX-License-Identifier: EUPL-1.2
-- name: THING_MAKE   A new thing; its words and state come with thing_label and thing_state.
INSERT INTO thing (id, type, number, label, state, version, started_at, changed_at, first_position,
                   last_position)
  VALUES ($1, $2, '', '', '', 1, $3, $4, $5, $5);
-- name: THING_TOUCH   Once per entry: the position tells whether it was touched already.
UPDATE thing SET version = version + 1, changed_at = $2, last_position = $3
  WHERE id = $1 AND last_position < $3;
-- name: THING_LABEL
UPDATE thing SET number = $2, label = $3 WHERE id = $1;
-- name: THING_STATE
UPDATE thing SET state = $2 WHERE id = $1;
-- name: THING_GET
SELECT id, type, number, label, state, version, started_at, changed_at FROM thing WHERE id = $1;
-- name: THING_STATE_OF
SELECT state FROM thing WHERE id = $1;
-- name: THING_LABEL_OF
SELECT CASE WHEN number = '' THEN label WHEN label = '' THEN number
            ELSE number || ' ' || label END FROM thing WHERE id = $1;
-- name: THING_BY_NAME   At most two: one is a find, two are a doubt.
SELECT id FROM thing WHERE type = $1 AND (label = $2 OR number = $2) LIMIT 2;
-- name: THING_PLACE_BY_NAME   A place field may name a place, municipality or region.
SELECT id FROM thing WHERE type IN ('place', 'region') AND (label = $1 OR number = $1) LIMIT 2;
-- name: THING_OPTIONS
SELECT id, number, label FROM thing WHERE type = $1 ORDER BY label, id LIMIT $2;
-- name: THING_WORDS_DROP
DELETE FROM thing_word WHERE thing_id = $1;
-- name: THING_WORD_PUT
INSERT INTO thing_word (type, word, thing_id) VALUES ($1, $2, $3)
  ON CONFLICT (type, word, thing_id) DO NOTHING;
-- name: THING_SEARCH   By the beginning of a word: $2 <= word < $3.
SELECT DISTINCT t.id, t.number, t.label, t.state FROM thing_word w JOIN thing t ON t.id = w.thing_id
  WHERE w.type = $1 AND w.word >= $2 AND w.word < $3 ORDER BY t.id LIMIT $4;
-- name: THING_NEWEST
SELECT id, number, label, state FROM thing WHERE type = $1 ORDER BY id DESC LIMIT $2;
-- name: TRACE_PUT
INSERT INTO trace (thing_id, position) VALUES ($1, $2) ON CONFLICT (thing_id, position) DO NOTHING;
-- name: TRACE_OF   The newest first; the page turns them round.
SELECT position FROM trace WHERE thing_id = $1 ORDER BY position DESC LIMIT $2;
-- name: TRACE_VERSION_AT   The version of a thing after an entry.
SELECT count(*) FROM trace WHERE thing_id = $1 AND position <= $2;
-- name: USED_KEY_GET
SELECT body_sha256, position, unit_size FROM used_key WHERE office_id = $1 AND key = $2;
-- name: USED_KEY_PUT
INSERT INTO used_key (office_id, key, body_sha256, position, unit_size) VALUES ($1, $2, $3, $4, $5);
-- name: EFFECT_PUT
INSERT INTO effect (position, schema, digest) VALUES ($1, $2, $3);
-- name: EFFECT_GET
SELECT schema, digest FROM effect WHERE position = $1;
-- name: THINGS_OPEN   Newest first; what is closed is left out.
SELECT id FROM thing WHERE type = $1 AND state <> 'CLOSED' AND id < $2 ORDER BY id DESC LIMIT $3;
