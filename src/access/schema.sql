-- SPDX-License-Identifier: EUPL-1.2
-- Offices, their holders, mandates and who is concerned by a thing. Rebuilt from the journal.

-- The card of the space itself: one row, made by the first act.
CREATE TABLE space_card (
  id        INTEGER PRIMARY KEY,                                       -- the thing (type space)
  name      TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),    -- for people: "demo Limburg"
  kind      TEXT    NOT NULL CHECK (kind IN ('live', 'demo', 'exercise')), -- what kind of space it is
  about     TEXT    NOT NULL CHECK (length(about) <= 500),             -- what it is for; may be empty
  opened_at INTEGER NOT NULL                                           -- microseconds UTC
) STRICT;

-- A seat with power. Persons come and go (office_holder); acts are the office's.
CREATE TABLE office (
  id             INTEGER PRIMARY KEY,                                  -- the thing
  code           TEXT    NOT NULL CHECK (length(code) BETWEEN 3 AND 80), -- "VR.voorzitter"
  org            TEXT    NOT NULL CHECK (length(org) BETWEEN 1 AND 40),  -- kind: "VR"
  instance       TEXT    NOT NULL CHECK (length(instance) <= 40),      -- "VR24"; '' the only one
  title          TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200), -- for people, Dutch
  valid_from_at  INTEGER NOT NULL,                                     -- microseconds UTC
  valid_until_at INTEGER,                                              -- not included; NULL open
  CHECK (valid_until_at IS NULL OR valid_until_at >= valid_from_at)
) STRICT;
CREATE INDEX office_by_code ON office (code, instance, id);

-- Where the office is competent: codes of regions or municipalities. No rows: the whole country.
CREATE TABLE office_area (
  office_id INTEGER NOT NULL REFERENCES office,                        -- whose area
  area      TEXT    NOT NULL CHECK (length(area) BETWEEN 1 AND 40),    -- "VR24", "GM0994"
  PRIMARY KEY (office_id, area)
) STRICT;
CREATE INDEX office_area_by_area ON office_area (area, office_id);

-- What the office is in the procedures: ROLE_REQUESTER, ROLE_LOCC...
CREATE TABLE office_role (
  office_id INTEGER NOT NULL REFERENCES office,                        -- whose role
  role      TEXT    NOT NULL CHECK (length(role) BETWEEN 6 AND 40),    -- "ROLE_TOC"
  PRIMARY KEY (office_id, role)
) STRICT;
CREATE INDEX office_role_by_role ON office_role (role, office_id);

-- Who holds the office, from until: a pseudonym, never a name.
CREATE TABLE office_holder (
  id        INTEGER PRIMARY KEY,                                       -- the entry that appointed
  office_id INTEGER NOT NULL REFERENCES office,                        -- what is held
  holder    TEXT    NOT NULL CHECK (length(holder) BETWEEN 1 AND 64),  -- pseudonym
  from_at   INTEGER NOT NULL,                                          -- microseconds UTC
  until_at  INTEGER,                                                   -- not included; NULL open
  CHECK (until_at IS NULL OR until_at >= from_at)
) STRICT;
CREATE INDEX office_holder_by_office ON office_holder (office_id, holder, from_at);
CREATE INDEX office_holder_by_holder ON office_holder (holder, office_id);

-- A mandate: holders of offices with to_code may sign as the giving office.
CREATE TABLE mandate (
  id             INTEGER PRIMARY KEY,                                  -- the thing
  from_office_id INTEGER NOT NULL REFERENCES office,                   -- whose signature it is
  to_code        TEXT    NOT NULL CHECK (length(to_code) BETWEEN 3 AND 80), -- who may use it: "ROT.operationeel_leider"
  given_at       INTEGER NOT NULL,                                     -- microseconds UTC
  valid_until_on INTEGER NOT NULL,                                     -- last civil day in force
  until_at       INTEGER NOT NULL CHECK (until_at > given_at),         -- end of that day, settled
  revoked_at     INTEGER                                               -- NULL: not revoked
) STRICT;
CREATE INDEX mandate_by_code ON mandate (to_code, id);
CREATE INDEX mandate_by_office ON mandate (from_office_id, id);

CREATE TABLE mandate_basis (
  mandate_id INTEGER NOT NULL REFERENCES mandate,                      -- of which mandate
  basis      TEXT    NOT NULL CHECK (length(basis) BETWEEN 1 AND 40),  -- route: "WVR51_MIL"
  PRIMARY KEY (mandate_id, basis)
) STRICT;

-- Where the mandate holds. No rows: wherever the giving office is competent.
CREATE TABLE mandate_area (
  mandate_id INTEGER NOT NULL REFERENCES mandate,                      -- of which mandate
  area       TEXT    NOT NULL CHECK (length(area) BETWEEN 1 AND 40),   -- "VR24", "GM0994"
  PRIMARY KEY (mandate_id, area)
) STRICT;

-- Whom a thing concerns: an office, every office of an area, every office of an organisation.
CREATE TABLE audience (
  thing_id  INTEGER NOT NULL,                                          -- any thing
  kind      TEXT    NOT NULL CHECK (kind IN ('office', 'area', 'org', 'code')), -- what `who` is
  who       TEXT    NOT NULL CHECK (length(who) BETWEEN 1 AND 80),     -- "1-12", "VR24", "LOCC", "*.minister"
  is_holder INTEGER NOT NULL CHECK (is_holder IN (0, 1)),              -- 1: the office holds it
  PRIMARY KEY (thing_id, kind, who)
) STRICT;
CREATE INDEX audience_by_who ON audience (kind, who, thing_id);
