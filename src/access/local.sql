-- SPDX-License-Identifier: EUPL-1.2
-- Kept by a rebuild and in no dump: sessions are not history, refused attempts are the auditor's.

CREATE TABLE session (
  token_sha256 BLOB    PRIMARY KEY CHECK (length(token_sha256) = 32),  -- of the cookie's token
  actor        TEXT    NOT NULL CHECK (length(actor) BETWEEN 1 AND 64), -- pseudonym
  office_id    INTEGER NOT NULL,                                       -- acts as this office
  lang         TEXT    NOT NULL CHECK (lang IN ('nl', 'en')),          -- language of the pages
  mode         TEXT    NOT NULL CHECK (mode IN ('', 'day', 'night')),  -- '' as the machine has it
  made_at      INTEGER NOT NULL,                                       -- microseconds UTC, machine's clock
  seen_at      INTEGER NOT NULL                                        -- last use, to five minutes
) STRICT;
CREATE INDEX session_by_seen ON session (seen_at);

CREATE TABLE refusal (
  n          INTEGER PRIMARY KEY,                                      -- 1, 2, 3..
  refused_at INTEGER NOT NULL,                                         -- microseconds UTC, space's clock
  actor      TEXT    NOT NULL,                                         -- pseudonym; '' nobody
  office_id  INTEGER,                                                  -- NULL: nobody signed in
  channel    TEXT    NOT NULL,                                         -- web, api, cli...
  action     TEXT    NOT NULL CHECK (length(action) <= 64),            -- name of the action
  object_id  INTEGER,                                                  -- the thing; NULL: a new one
  codes      TEXT    NOT NULL CHECK (length(codes) <= 1000)            -- verdict codes, comma between
) STRICT;
