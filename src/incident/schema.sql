-- SPDX-License-Identifier: EUPL-1.2
-- Incidents, GRIP per region, art. 39 periods, objections, reports, pictures. Rebuilt from the journal.
-- Moments are microseconds UTC; regions are codes ("VR24"), municipalities CBS codes ("GM0994").

CREATE TABLE incident (
  id         INTEGER PRIMARY KEY,                                       -- the thing
  kind       TEXT    NOT NULL CHECK (kind <> ''),                       -- list incident_kind
  what       TEXT    NOT NULL CHECK (length(what) BETWEEN 1 AND 500),   -- in words
  related_id INTEGER REFERENCES incident,                               -- another it goes with; NULL
  started_at INTEGER NOT NULL,                                          -- when it happened
  closed_at  INTEGER                                                    -- NULL: open
) STRICT;
CREATE INDEX incident_by_related ON incident (related_id, id);

-- Where, with the level of coordination there.
CREATE TABLE incident_region (
  incident_id INTEGER NOT NULL REFERENCES incident,                     -- the incident
  region      TEXT    NOT NULL CHECK (length(region) BETWEEN 2 AND 40), -- "VR24"
  grip        TEXT    NOT NULL CHECK (grip IN ('GRIP0', 'GRIP1', 'GRIP2', 'GRIP3', 'GRIP4', 'GRIP5')), -- list grip
  grip_at     INTEGER,                                                  -- since when; NULL: never set
  PRIMARY KEY (incident_id, region)
) STRICT;
CREATE INDEX incident_region_by_region ON incident_region (region, incident_id);

CREATE TABLE incident_place (
  incident_id INTEGER NOT NULL REFERENCES incident,                     -- the incident
  n           INTEGER NOT NULL CHECK (n >= 1),                          -- in the order given
  place       TEXT    NOT NULL CHECK (length(place) BETWEEN 1 AND 80),  -- id or point, as given
  code        TEXT    NOT NULL CHECK (length(code) <= 80),              -- CBS code; else as given
  PRIMARY KEY (incident_id, n)
) STRICT;

-- One declaration of art. 39 by the chair of a region.
CREATE TABLE art39_period (
  incident_id INTEGER NOT NULL REFERENCES incident,                     -- the incident
  region      TEXT    NOT NULL CHECK (length(region) BETWEEN 2 AND 40), -- whose chair
  position    INTEGER NOT NULL,                                         -- the entry that declares
  from_at     INTEGER NOT NULL,                                         -- declared
  until_at    INTEGER CHECK (until_at >= from_at),                      -- ended; NULL: on
  urgency     TEXT    NOT NULL CHECK (length(urgency) <= 500),          -- why it could not wait; may be ''
  PRIMARY KEY (incident_id, region, position)
) STRICT;

-- The municipalities whose mayors' powers the chair holds in a period.
CREATE TABLE art39_municipality (
  municipality TEXT    NOT NULL CHECK (length(municipality) BETWEEN 2 AND 40), -- CBS code
  incident_id  INTEGER NOT NULL REFERENCES incident,                    -- the incident
  position     INTEGER NOT NULL,                                        -- the entry that declares
  region       TEXT    NOT NULL CHECK (length(region) BETWEEN 2 AND 40), -- whose chair
  from_at      INTEGER NOT NULL,                                        -- declared
  until_at     INTEGER CHECK (until_at >= from_at),                     -- ended; NULL: on
  reported_at  INTEGER,                                                 -- report to its council; NULL: not yet
  PRIMARY KEY (municipality, incident_id, position)
) STRICT;
CREATE INDEX art39_municipality_by_region ON art39_municipality (region, from_at);
CREATE INDEX art39_municipality_by_incident ON art39_municipality (incident_id, region, municipality);

CREATE TABLE art39_consulted (
  incident_id INTEGER NOT NULL REFERENCES incident,                     -- the incident
  position    INTEGER NOT NULL,                                         -- the entry that declares
  office_id   INTEGER NOT NULL,                                         -- whom the chair consulted
  PRIMARY KEY (incident_id, position, office_id)
) STRICT;

-- A mayor has an objection recorded (Wvr art. 39).
CREATE TABLE objection (
  incident_id INTEGER NOT NULL REFERENCES incident,                     -- the incident
  position    INTEGER NOT NULL,                                         -- the entry
  office_id   INTEGER NOT NULL,                                         -- the mayor's office
  words       TEXT    NOT NULL CHECK (length(words) BETWEEN 1 AND 2000), -- what he objects to
  made_at     INTEGER NOT NULL,                                         -- when
  PRIMARY KEY (incident_id, position)
) STRICT;

-- The written report to the councils (Wvr art. 40).
CREATE TABLE council_report (
  incident_id  INTEGER NOT NULL REFERENCES incident,                    -- the incident
  position     INTEGER NOT NULL,                                        -- the entry
  reported_at  INTEGER NOT NULL,                                        -- when it was sent
  is_in_agreement INTEGER NOT NULL CHECK (is_in_agreement IN (0, 1)),   -- with the mayors
  PRIMARY KEY (incident_id, position)
) STRICT;

-- The mayors whose objections the report names (Wvr art. 40).
CREATE TABLE council_report_objection (
  incident_id  INTEGER NOT NULL,                                        -- of the report
  position     INTEGER NOT NULL,                                        -- of the report
  office_id    INTEGER NOT NULL,                                        -- the mayor's office
  PRIMARY KEY (incident_id, position, office_id),
  FOREIGN KEY (incident_id, position) REFERENCES council_report (incident_id, position)
) STRICT;

-- The councils that received the report; also one that had an earlier one.
CREATE TABLE council_report_municipality (
  incident_id  INTEGER NOT NULL,                                        -- of the report
  position     INTEGER NOT NULL,                                        -- of the report
  municipality TEXT    NOT NULL CHECK (length(municipality) BETWEEN 2 AND 40), -- CBS code
  PRIMARY KEY (incident_id, position, municipality),
  FOREIGN KEY (incident_id, position) REFERENCES council_report (incident_id, position)
) STRICT;

CREATE TABLE situation_report (
  incident_id INTEGER NOT NULL REFERENCES incident,                     -- the incident
  position    INTEGER NOT NULL,                                         -- the entry
  region      TEXT    NOT NULL CHECK (length(region) <= 40),            -- about which region; '' all
  office_id   INTEGER,                                                  -- who reports
  words       TEXT    NOT NULL CHECK (length(words) BETWEEN 1 AND 10000), -- the message
  made_at     INTEGER NOT NULL,                                         -- when it was true
  PRIMARY KEY (incident_id, position)
) STRICT;

-- What a team knows. Every version stays: a decision names the ones it rests on.
CREATE TABLE picture (
  id            INTEGER PRIMARY KEY,                                    -- the thing
  region        TEXT    NOT NULL CHECK (length(region) BETWEEN 2 AND 40), -- whose picture
  incident_id   INTEGER REFERENCES incident,                            -- of which incident; NULL: not said
  total_version INTEGER NOT NULL CHECK (total_version BETWEEN 1 AND 1000000), -- of the total picture
  own_version   INTEGER NOT NULL CHECK (own_version BETWEEN 1 AND 1000000), -- of the team's own
  words         TEXT    NOT NULL CHECK (length(words) BETWEEN 1 AND 10000), -- what is seen and expected
  office_id     INTEGER,                                                -- who made it
  made_at       INTEGER NOT NULL                                        -- when it was true
) STRICT;
CREATE INDEX picture_by_region ON picture (region, made_at, id);
CREATE INDEX picture_by_incident ON picture (incident_id, id);
