-- SPDX-License-Identifier: EUPL-1.2
-- What each entry did to the tables, so that a rebuild can name the first entry that differs.
CREATE TABLE effect (
  position INTEGER PRIMARY KEY,                              -- of the entry
  schema   TEXT    NOT NULL,                                 -- digest of all schemas it was applied to
  digest   BLOB    NOT NULL                                  -- SHA-256 over its statements and values
) STRICT;
