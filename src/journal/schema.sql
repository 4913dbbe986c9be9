-- SPDX-License-Identifier: EUPL-1.2
-- The truth itself: neither rebuilt nor kept. docs/journal-format.md describes every member.

-- One act each. The columns beside the body repeat it, so that SQL can find entries by them; verify
-- compares them with the body.
CREATE TABLE journal_entry (
  position    INTEGER PRIMARY KEY CHECK (position > 0),      -- 1, 2, 3.. in this space, without gaps
  id          INTEGER NOT NULL UNIQUE,                       -- node << 48 | counter
  action      TEXT    NOT NULL CHECK (action <> ''),         -- "decide"
  object_type TEXT,                                          -- "request"; NULL: about no thing
  object_id   INTEGER,                                       -- the thing; NULL: about no thing
  office_id   INTEGER,                                       -- in whose name; NULL: nobody's
  recorded_at INTEGER NOT NULL,                              -- UTC us: when it was written, never back
  happened_at INTEGER NOT NULL,                              -- UTC us: when it was true
  body        TEXT    NOT NULL,                              -- canonical JSON (RFC 8785), <= 64 KiB
  hash        BLOB    NOT NULL CHECK (length(hash) = 32)     -- SHA-256(0x00 || body)
) STRICT;
CREATE INDEX journal_entry_by_time ON journal_entry (recorded_at);

-- The sealed groups of fields: the entry holds only a commitment to each.
CREATE TABLE journal_sealed (
  position      INTEGER NOT NULL REFERENCES journal_entry,   -- the entry
  grp           TEXT    NOT NULL CHECK (grp <> ''),          -- name of the group, "contact"
  salt          BLOB CHECK (length(salt) = 32),              -- random; NULL when payload is
  payload       TEXT,                                        -- canonical JSON; NULL: withheld or erased
  erased_ground TEXT,                                        -- why it is not here; NULL while it is
  PRIMARY KEY (position, grp),
  CHECK ((payload IS NULL) = (salt IS NULL)),
  CHECK ((payload IS NULL) = (erased_ground IS NOT NULL))
) STRICT, WITHOUT ROWID;
