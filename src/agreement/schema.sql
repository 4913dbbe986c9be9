-- SPDX-License-Identifier: EUPL-1.2
-- Plans of regions and agreements between parties. Rebuilt from the journal.

CREATE TABLE plan (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  kind           TEXT    NOT NULL CHECK (length(kind) BETWEEN 1 AND 40), -- list plan_kind
  region         TEXT    NOT NULL CHECK (length(region) BETWEEN 2 AND 40), -- whose plan: "VR24"
  from_at        INTEGER NOT NULL,                                      -- UTC us: when it was registered
  valid_until_on INTEGER NOT NULL,                                      -- last civil day in force
  until_at       INTEGER NOT NULL CHECK (until_at > from_at),           -- UTC us: end of that day, settled
  ended_at       INTEGER                                                -- UTC us; NULL: not ended
) STRICT;
CREATE INDEX plan_by_region ON plan (region, kind, id);

-- Direct help between the plan's region and a neighbour.
CREATE TABLE plan_clause (
  plan_id   INTEGER NOT NULL REFERENCES plan,                           -- in which plan
  neighbour TEXT    NOT NULL CHECK (length(neighbour) BETWEEN 2 AND 40), -- code of a region
  PRIMARY KEY (plan_id, neighbour)
) STRICT;

CREATE TABLE agreement (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  what           TEXT    NOT NULL CHECK (length(what) BETWEEN 1 AND 500), -- what is given, in words
  amount_milli   INTEGER NOT NULL CHECK (amount_milli > 0),             -- how much, thousandths
  unit           TEXT    NOT NULL,                                      -- list unit; '' in the words
  reaction_hours INTEGER NOT NULL CHECK (reaction_hours BETWEEN 0 AND 8760), -- hours
  clock_start    TEXT    NOT NULL,                                      -- list clock_start; may be ''
  clock_stop     TEXT    NOT NULL,                                      -- list clock_stop; may be ''
  conditions     TEXT    NOT NULL CHECK (length(conditions) <= 2000),   -- in words; may be ''
  from_at        INTEGER NOT NULL,                                      -- UTC us: when it was registered
  valid_until_on INTEGER NOT NULL,                                      -- last civil day in force
  until_at       INTEGER NOT NULL CHECK (until_at > from_at),           -- UTC us: end of that day, settled
  review_on      INTEGER,                                               -- civil day; NULL: none agreed
  ended_at       INTEGER,                                               -- UTC us; NULL: not ended
  end_reason     TEXT    NOT NULL                                       -- why it ended; '' while it has not
) STRICT;

CREATE TABLE agreement_party (
  agreement_id INTEGER NOT NULL REFERENCES agreement,                   -- of which agreement
  party        TEXT    NOT NULL CHECK (length(party) BETWEEN 1 AND 40), -- "VR19", "RMC_ZUID"
  PRIMARY KEY (agreement_id, party)
) STRICT;
CREATE INDEX agreement_party_by_party ON agreement_party (party, agreement_id);
