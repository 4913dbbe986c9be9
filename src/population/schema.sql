-- SPDX-License-Identifier: EUPL-1.2
-- Orders by which people leave places, and their end. Rebuilt from the journal.
-- Moments are microseconds UTC.

CREATE TABLE evacuation (
  incident_id  INTEGER NOT NULL,                                       -- thing of type incident
  position     INTEGER NOT NULL UNIQUE,                                -- the entry that orders
  office_id    INTEGER NOT NULL,                                       -- who ordered
  power        TEXT    NOT NULL CHECK (power IN ('MAYOR', 'WVR39')),   -- under which power
  by_authority TEXT    NOT NULL CHECK (length(by_authority) <= 200),   -- the same as told; may be ''
  people       INTEGER NOT NULL CHECK (people BETWEEN 1 AND 20000000), -- as told
  homes        INTEGER CHECK (homes BETWEEN 0 AND 20000000),           -- as told; NULL: not told
  from_at      INTEGER NOT NULL,                                       -- from when people must leave
  reason       TEXT    NOT NULL CHECK (length(reason) <= 2000),        -- may be ''
  ordered_at   INTEGER NOT NULL,                                       -- when it was ordered
  PRIMARY KEY (incident_id, position)
) STRICT;
CREATE INDEX evacuation_by_from ON evacuation (from_at, position);

-- The places of an order; each is returned to for itself.
CREATE TABLE evacuation_place (
  incident_id INTEGER NOT NULL,                                        -- of the order
  position    INTEGER NOT NULL,                                        -- of the order
  n           INTEGER NOT NULL CHECK (n >= 1),                         -- in the order given
  place       TEXT    NOT NULL CHECK (length(place) BETWEEN 1 AND 80), -- id or point, as given
  code        TEXT    NOT NULL CHECK (length(code) BETWEEN 1 AND 80),  -- CBS code; else as given
  ended_at    INTEGER,                                                 -- people may return; NULL: not yet
  ended_by    INTEGER,                                                 -- office that ended it; NULL: not yet
  PRIMARY KEY (incident_id, position, n),
  FOREIGN KEY (incident_id, position) REFERENCES evacuation (incident_id, position),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX evacuation_place_once ON evacuation_place (incident_id, position, code);
CREATE INDEX evacuation_place_running ON evacuation_place (incident_id, code) WHERE ended_at IS NULL;
