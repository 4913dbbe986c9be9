-- SPDX-License-Identifier: EUPL-1.2
-- Pools, what their holders say of them, what is promised of them, and the ceilings over them.
-- Rebuilt from the journal. Moments are microseconds UTC.

-- An agreed upper bound. A tree: a ceiling lies inside its parent and is never added to it.
CREATE TABLE ceiling (
  id        INTEGER PRIMARY KEY,                                        -- the thing
  name      TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 120),    -- "Totaal gegarandeerd (ICMS)"
  amount    INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000),      -- in the unit of its pools
  parent_id INTEGER REFERENCES ceiling,                                 -- lies inside; NULL: the highest
  source    TEXT    NOT NULL CHECK (length(source) <= 200)              -- where it was agreed; may be ''
) STRICT;
CREATE INDEX ceiling_by_parent ON ceiling (parent_id, id);

-- One pool: heads or means with the same qualifications, holder and place.
CREATE TABLE capability (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  type           TEXT    NOT NULL CHECK (length(type) BETWEEN 2 AND 40), -- reference/capability_types.json
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 120), -- for people, Dutch
  quantity       INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000), -- registered, in `unit`
  unit           TEXT    NOT NULL CHECK (length(unit) BETWEEN 1 AND 60), -- "personen"
  home           TEXT    NOT NULL CHECK (length(home) <= 120),          -- where it stands; may be ''
  region_id      INTEGER,                                               -- region of home; NULL: not said
  guarantee      TEXT,                                                  -- list guarantee; NULL: not said
  reaction_milli INTEGER CHECK (reaction_milli BETWEEN 0 AND 8760000),  -- thousandths of an hour; NULL: not published
  practice_milli INTEGER CHECK (practice_milli BETWEEN 0 AND 8760000),  -- as usual in practice; NULL: not known
  clock_start    TEXT,                                                  -- list clock_start; NULL with reaction
  clock_stop     TEXT,                                                  -- list clock_stop; NULL with reaction
  is_military    INTEGER NOT NULL CHECK (is_military IN (0, 1)),        -- 1: Defence's; its readiness is secret
  office_id      INTEGER NOT NULL,                                      -- the office that holds it
  ceiling_id     INTEGER REFERENCES ceiling,                            -- lies under; NULL: under none
  ended_at       INTEGER                                                -- out of the register; NULL: in use
) STRICT;
CREATE INDEX capability_by_type ON capability (type, id);
CREATE INDEX capability_by_office ON capability (office_id, id);
CREATE INDEX capability_by_ceiling ON capability (ceiling_id, id);
CREATE INDEX capability_by_region ON capability (region_id, id);

-- All ceilings over a pool, at every level: what a hold counts under.
CREATE TABLE capability_under (
  ceiling_id    INTEGER NOT NULL REFERENCES ceiling,                    -- at any level
  capability_id INTEGER NOT NULL REFERENCES capability,                 -- the pool
  PRIMARY KEY (ceiling_id, capability_id)
) STRICT;
CREATE INDEX capability_under_by_pool ON capability_under (capability_id, ceiling_id);

-- What the holder reported. The newest by reported_at counts: a late report hides nothing.
CREATE TABLE readiness_report (
  capability_id  INTEGER NOT NULL REFERENCES capability,                -- the pool
  position       INTEGER NOT NULL,                                      -- the entry that says so
  reported_at    INTEGER NOT NULL,                                      -- when it was true
  quantity_ready INTEGER NOT NULL CHECK (quantity_ready BETWEEN 0 AND 1000000), -- of the pool, in its unit
  personnel      TEXT    NOT NULL CHECK (length(personnel) <= 200),     -- code of list readiness, or words
  materiel       TEXT    NOT NULL CHECK (length(materiel) <= 200),      -- the same
  training       TEXT    NOT NULL CHECK (length(training) <= 200),      -- the same
  commander_view TEXT    NOT NULL,                                      -- list commander_view
  reason         TEXT    NOT NULL CHECK (length(reason) <= 500),        -- of the commander; may be ''
  for_task       TEXT    NOT NULL CHECK (length(for_task) <= 200),      -- readiness is per task; may be ''
  valid_until_at INTEGER,                                               -- stale after it; NULL: not said
  PRIMARY KEY (capability_id, reported_at, position)
) STRICT;

-- Kept by the holder for another task, first to last day inclusive.
CREATE TABLE reservation (
  capability_id INTEGER NOT NULL REFERENCES capability,                 -- the pool
  number        INTEGER NOT NULL CHECK (number >= 1),                   -- 1, 2, 3.. per pool
  quantity      INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000), -- in its unit
  purpose       TEXT    NOT NULL CHECK (length(purpose) BETWEEN 1 AND 200), -- "oefening"
  from_on       INTEGER NOT NULL,                                       -- first civil day
  until_on      INTEGER NOT NULL CHECK (until_on >= from_on),           -- last civil day
  from_at       INTEGER NOT NULL,                                       -- its beginning
  until_at      INTEGER NOT NULL CHECK (until_at >= from_at),           -- not included; earlier when ended
  is_ended      INTEGER NOT NULL CHECK (is_ended IN (0, 1)),            -- 1: ended by an act
  position      INTEGER NOT NULL,                                       -- the entry that made it
  PRIMARY KEY (capability_id, number)
) STRICT;
CREATE INDEX reservation_by_end ON reservation (capability_id, until_at);

-- What occupies units: a deployment; or a request, for which they are held by allocation.
CREATE TABLE capability_hold (
  capability_id INTEGER NOT NULL REFERENCES capability,                 -- the pool
  what_id       INTEGER NOT NULL,                                       -- the deployment, request or other thing
  position      INTEGER NOT NULL,                                       -- the entry that began it
  ends_at       INTEGER NOT NULL CHECK (ends_at = 0 OR ends_at > from_at), -- ends by itself then; 0: when it is freed
  quantity      INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000), -- units, counted once
  from_at       INTEGER NOT NULL,                                       -- from this moment
  until_at      INTEGER NOT NULL CHECK (until_at > from_at),            -- planned end, not included
  freed_at      INTEGER CHECK (freed_at >= from_at),                    -- home again; NULL: not yet
  PRIMARY KEY (capability_id, what_id, position, ends_at),
  CHECK (ends_at IN (0, until_at))
) STRICT;
-- Open holds only: history does not make questions slower.
CREATE INDEX capability_hold_open ON capability_hold (capability_id, what_id) WHERE freed_at IS NULL;
CREATE INDEX capability_hold_begin ON capability_hold (capability_id, from_at) WHERE freed_at IS NULL;
CREATE INDEX capability_hold_of ON capability_hold (what_id, capability_id);
CREATE INDEX capability_hold_freed ON capability_hold (capability_id, freed_at)
  WHERE freed_at IS NOT NULL;
