-- SPDX-License-Identifier: EUPL-1.2
-- Evaluations of requests, and lessons. Rebuilt from the journal. Moments are microseconds UTC.

CREATE TABLE evaluation (
  position              INTEGER PRIMARY KEY,                           -- of the entry
  request_id            INTEGER NOT NULL,                              -- thing of type request
  office_id             INTEGER NOT NULL,                              -- who evaluated
  evaluated_at          INTEGER NOT NULL,                              -- when
  is_effect_reached     INTEGER CHECK (is_effect_reached IN (0, 1)),   -- NULL: not judged
  is_time_to_effect_met INTEGER CHECK (is_time_to_effect_met IN (0, 1)), -- NULL: not judged
  findings              TEXT    NOT NULL CHECK (length(findings) <= 10000), -- may be ''
  went_well             TEXT    NOT NULL CHECK (length(went_well) <= 10000), -- may be ''
  to_improve            TEXT    NOT NULL CHECK (length(to_improve) <= 10000) -- may be ''
) STRICT;
CREATE INDEX evaluation_of ON evaluation (request_id, position);

CREATE TABLE lesson (
  id                  INTEGER PRIMARY KEY,                             -- the thing
  state               TEXT    NOT NULL CHECK (state IN ('RECOMMENDED', 'ADOPTED', 'REJECTED',
                        'VERIFIED', 'CLOSED')),                        -- see learning.h
  request_id          INTEGER,                                         -- learnt from; NULL: elsewhere
  incident_id         INTEGER,                                         -- it is about; NULL: none known
  phase               TEXT,                                            -- list phase; NULL: not said
  observation         TEXT    NOT NULL CHECK (length(observation) BETWEEN 1 AND 4000), -- what was seen
  recommendation      TEXT    NOT NULL CHECK (length(recommendation) BETWEEN 1 AND 4000), -- what should change
  recorder_office_id  INTEGER NOT NULL,                                -- who observed
  owner_office_id     INTEGER NOT NULL,                                -- who has to do it
  recorded_at         INTEGER NOT NULL,                                -- when
  decided_at          INTEGER,                                         -- adopted or rejected; NULL: not yet
  decision_reason     TEXT    NOT NULL CHECK (length(decision_reason) <= 4000), -- '' before
  verified_at         INTEGER,                                         -- NULL: not yet
  verified_in         TEXT    NOT NULL CHECK (length(verified_in) <= 500), -- exercise or deployment; '' before
  verified_request_id INTEGER,                                         -- request in which it was seen; NULL none
  closed_at           INTEGER CHECK (closed_at IS NULL OR verified_at IS NOT NULL) -- NULL: open
) STRICT;
CREATE INDEX lesson_by_state ON lesson (state, id);
CREATE INDEX lesson_by_request ON lesson (request_id, id);
CREATE INDEX lesson_by_incident ON lesson (incident_id, id);
CREATE INDEX lesson_by_owner ON lesson (owner_office_id, id);
