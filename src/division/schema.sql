-- SPDX-License-Identifier: EUPL-1.2
-- Proposals to divide scarce means over requests, and what people made of them. Rebuilt from the
-- journal. Moments are microseconds UTC. Stage 'proposed': as advised; 'accepted': as decided.

CREATE TABLE allocation (
  id                INTEGER PRIMARY KEY,                               -- the thing
  number            TEXT    NOT NULL CHECK (length(number) BETWEEN 6 AND 24), -- "V2021-0003"
  node              INTEGER NOT NULL CHECK (node BETWEEN 1 AND 32767), -- that issued the number
  year              INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200), -- civil year of the proposal
  serial            INTEGER NOT NULL CHECK (serial >= 1),              -- within node and year
  state             TEXT    NOT NULL CHECK (state IN ('PROPOSED', 'ACCEPTED', 'REJECTED')), -- of the thing
  office_id         INTEGER NOT NULL,                                  -- who proposed
  proposed_at       INTEGER NOT NULL,                                  -- happened
  runner_up         TEXT    NOT NULL CHECK (length(runner_up) <= 2000), -- the next best, in words; may be ''
  decider_office_id INTEGER,                                           -- who accepted or rejected; NULL: open
  decided_at        INTEGER,                                           -- NULL with it
  reason            TEXT    NOT NULL CHECK (length(reason) <= 2000),   -- of the decision; '' while open
  said_deviates     INTEGER CHECK (said_deviates IN (0, 1)),           -- as the decider said; NULL: not said
  is_deviating      INTEGER CHECK (is_deviating IN (0, 1)),            -- as the lines are; NULL: not accepted
  UNIQUE (node, year, serial)
) STRICT;
CREATE INDEX allocation_by_state ON allocation (state, id);

-- The requests over which it divides.
CREATE TABLE allocation_request (
  allocation_id INTEGER NOT NULL REFERENCES allocation,                -- which allocation
  line          INTEGER NOT NULL CHECK (line >= 1),                    -- as given
  request_id    INTEGER NOT NULL,                                      -- thing of type request
  PRIMARY KEY (allocation_id, line)
) STRICT;
CREATE INDEX allocation_request_by_request ON allocation_request (request_id, allocation_id);

-- The pictures it was made with: later versions do not change what was known.
CREATE TABLE allocation_picture (
  allocation_id INTEGER NOT NULL REFERENCES allocation,                -- which allocation
  line          INTEGER NOT NULL CHECK (line >= 1),                    -- as given
  picture_id    INTEGER NOT NULL,                                      -- thing of type picture
  PRIMARY KEY (allocation_id, line)
) STRICT;

-- Which units go to which request, for how long.
CREATE TABLE allocation_line (
  allocation_id INTEGER NOT NULL REFERENCES allocation,                -- which allocation
  stage         TEXT    NOT NULL CHECK (stage IN ('proposed', 'accepted')), -- advised or decided
  line          INTEGER NOT NULL CHECK (line >= 1),                    -- as given
  request_id    INTEGER NOT NULL,                                      -- thing of type request
  capability_id INTEGER NOT NULL,                                      -- the pool
  quantity      INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000), -- units
  until_on      INTEGER,                                               -- last civil day; NULL: whole period
  from_at       INTEGER NOT NULL,                                      -- held from here, as it was asked
  until_at      INTEGER,                                               -- held until; NULL: no end known
  PRIMARY KEY (allocation_id, stage, line)
) STRICT;
CREATE INDEX allocation_line_by_request ON allocation_line (request_id, allocation_id);
CREATE INDEX allocation_line_by_pool ON allocation_line (capability_id, allocation_id);

-- Units that pass from what another request has: its hold first, then its deployments.
CREATE TABLE allocation_taken (
  allocation_id INTEGER NOT NULL REFERENCES allocation,                -- which allocation
  stage         TEXT    NOT NULL CHECK (stage IN ('proposed', 'accepted')), -- advised or decided
  line          INTEGER NOT NULL CHECK (line >= 1),                    -- as given
  request_id    INTEGER NOT NULL,                                      -- the request that gives
  capability_id INTEGER NOT NULL,                                      -- the pool
  quantity      INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000), -- units
  PRIMARY KEY (allocation_id, stage, line)
) STRICT;
CREATE INDEX allocation_taken_by_request ON allocation_taken (request_id, allocation_id);

-- Who goes without, and why: said in the proposal.
CREATE TABLE allocation_left (
  allocation_id INTEGER NOT NULL REFERENCES allocation,                -- which allocation
  line          INTEGER NOT NULL CHECK (line >= 1),                    -- as given
  request_id    INTEGER NOT NULL,                                      -- thing of type request
  short         INTEGER NOT NULL CHECK (short BETWEEN 0 AND 1000000),  -- units not given
  why           TEXT    NOT NULL CHECK (length(why) BETWEEN 1 AND 2000), -- in words
  PRIMARY KEY (allocation_id, line)
) STRICT;
CREATE INDEX allocation_left_by_request ON allocation_left (request_id, allocation_id);
