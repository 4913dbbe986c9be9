-- SPDX-License-Identifier: EUPL-1.2
-- Which routes are in force, what is owed, who was told, and policy parameters. Rebuilt from the journal.

-- A version of a route that was adopted by an act: the law in force, as this space knows it.
CREATE TABLE law_route (
  id            INTEGER PRIMARY KEY,                                   -- the thing
  route_code    TEXT    NOT NULL CHECK (length(route_code) BETWEEN 3 AND 40), -- "WVR51_MIL"
  route_version INTEGER NOT NULL CHECK (route_version >= 1),           -- of its file
  sha256        TEXT    NOT NULL CHECK (length(sha256) = 64),          -- of route, machine and rules
  valid_from_at INTEGER NOT NULL,                                      -- microseconds UTC, settled
  entry_seq     INTEGER NOT NULL,                                      -- the entry that says so
  UNIQUE (route_code, route_version)
) STRICT;
CREATE INDEX law_route_in_force ON law_route (route_code, valid_from_at, route_version);

-- The present value of each policy parameter that was set by an act; others have their default.
CREATE TABLE policy (
  name          TEXT    PRIMARY KEY CHECK (length(name) BETWEEN 3 AND 60), -- "oral_confirmation_hours"
  value         INTEGER NOT NULL CHECK (value BETWEEN 0 AND 100000),   -- hours or days, by the name
  reason        TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 500), -- why, in words
  set_at        INTEGER NOT NULL,                                      -- microseconds UTC
  entry_seq     INTEGER NOT NULL                                       -- the entry that says so
) STRICT;

-- What law or policy makes due. Overdue is derived when somebody looks.
CREATE TABLE obligation (
  thing_id      INTEGER NOT NULL REFERENCES thing,                     -- about what
  kind          TEXT    NOT NULL CHECK (length(kind) BETWEEN 2 AND 60), -- "CONFIRM_WRITTEN", "WVR39:VR24"
  opened_seq    INTEGER NOT NULL,                                      -- the entry that opened it
  owner_id      INTEGER,                                               -- office that owes it; NULL unknown
  to_id         INTEGER,                                               -- office it is owed to; NULL unknown
  due_at        INTEGER,                                               -- microseconds UTC; NULL no term
  is_statutory  INTEGER NOT NULL CHECK (is_statutory IN (0, 1)),       -- 0: a policy of ours
  cite          TEXT    NOT NULL CHECK (length(cite) <= 200),          -- ground; may be empty
  opened_at     INTEGER NOT NULL,                                      -- microseconds UTC, happened
  closed_seq    INTEGER,                                               -- the entry that met it; NULL open
  closed_at     INTEGER,                                               -- microseconds UTC, happened
  PRIMARY KEY (thing_id, kind, opened_seq),
  CHECK ((closed_seq IS NULL) = (closed_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX obligation_open ON obligation (thing_id, kind) WHERE closed_seq IS NULL;
CREATE INDEX obligation_by_owner ON obligation (owner_id, due_at) WHERE closed_seq IS NULL;
CREATE INDEX obligation_by_due ON obligation (due_at, opened_seq) WHERE closed_seq IS NULL;

-- Who was told about a thing.
CREATE TABLE notice (
  thing_id      INTEGER NOT NULL REFERENCES thing,                     -- about what
  entry_seq     INTEGER NOT NULL,                                      -- the entry that says so
  office_id     INTEGER NOT NULL,                                      -- who was told
  kind          TEXT    NOT NULL CHECK (kind IN ('SENT', 'RECORDED')), -- by the product; by the actor
  office_code   TEXT    NOT NULL CHECK (length(office_code) <= 80),    -- "CDK.commissaris" at that moment
  cite          TEXT    NOT NULL CHECK (length(cite) <= 200),          -- ground; may be empty
  told_at       INTEGER NOT NULL,                                      -- microseconds UTC, happened
  PRIMARY KEY (thing_id, entry_seq, office_id, kind)
) STRICT;
CREATE INDEX notice_by_code ON notice (thing_id, office_code);
