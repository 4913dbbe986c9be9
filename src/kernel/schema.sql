-- SPDX-License-Identifier: EUPL-1.2
-- What every thing has in common. Rebuilt from the journal.
CREATE TABLE thing (
  id             INTEGER PRIMARY KEY,                        -- id of the entry that made it
  type           TEXT    NOT NULL CHECK (type <> ''),        -- "request": a declared thing type
  number         TEXT    NOT NULL,                           -- what people say, "2021-0143"; may be ''
  label          TEXT    NOT NULL,                           -- words it is found by; may be ''
  state          TEXT    NOT NULL,                           -- summary of its life; '' if it has none
  version        INTEGER NOT NULL CHECK (version >= 1),      -- number of entries that touched it: ETag
  started_at     INTEGER NOT NULL,                           -- UTC us: when its first entry happened
  changed_at     INTEGER NOT NULL,                           -- UTC us: when its last entry was recorded
  first_position INTEGER NOT NULL CHECK (first_position > 0), -- position of the entry that made it
  last_position  INTEGER NOT NULL CHECK (last_position >= first_position) -- of the last that touched it
) STRICT;
CREATE INDEX thing_by_type ON thing (type, id);
CREATE INDEX thing_by_label ON thing (type, label);
CREATE INDEX thing_by_number ON thing (type, number);

-- Folded words of numbers and labels, for search by the beginning of a word.
CREATE TABLE thing_word (
  type     TEXT    NOT NULL,                                 -- of the thing
  word     TEXT    NOT NULL CHECK (word <> ''),              -- lower case, without accents
  thing_id INTEGER NOT NULL REFERENCES thing,                -- which thing holds the word
  PRIMARY KEY (type, word, thing_id)
) STRICT;
CREATE INDEX thing_word_of ON thing_word (thing_id);

-- Which entries concern a thing: its timeline.
CREATE TABLE trace (
  thing_id INTEGER NOT NULL REFERENCES thing,                -- the thing
  position INTEGER NOT NULL CHECK (position > 0),            -- the entry's place in the journal
  PRIMARY KEY (thing_id, position)
) STRICT;

-- Idempotency keys that were used, each with what it did.
CREATE TABLE used_key (
  office_id   INTEGER NOT NULL,                              -- who used it; 0: no office
  key         TEXT    NOT NULL CHECK (key <> ''),            -- as sent, 1..128 characters
  body_sha256 TEXT    NOT NULL,                              -- of the request, 64 hexadecimal digits
  position    INTEGER NOT NULL CHECK (position > 0),         -- first entry of the unit
  unit_size   INTEGER NOT NULL CHECK (unit_size >= 1),       -- number of entries of the unit
  PRIMARY KEY (office_id, key)
) STRICT;
