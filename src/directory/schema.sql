-- SPDX-License-Identifier: EUPL-1.2
-- Organisations, regions, police units, army regions, places. Rebuilt from the journal.
-- Validity: microseconds UTC; NULL: open or not known; until is not included.

CREATE TABLE police_unit (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  code           TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 40),   -- "PU10"
  name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),  -- Dutch
  kind           TEXT NOT NULL CHECK (kind IN ('regional', 'national')), -- of one area, or of all
  valid_from_at  INTEGER,                                               -- UTC us
  valid_until_at INTEGER                                                -- UTC us
) STRICT;
CREATE INDEX police_unit_by_code ON police_unit (code, id);

CREATE TABLE army_region (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  code           TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 40),   -- "RMC_ZUID"
  name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),  -- Dutch
  brigade        TEXT NOT NULL CHECK (length(brigade) <= 200),          -- whose deputy commands; may be ''
  seat           TEXT NOT NULL CHECK (length(seat) <= 200),             -- town; may be ''
  valid_from_at  INTEGER,                                               -- UTC us
  valid_until_at INTEGER                                                -- UTC us
) STRICT;
CREATE INDEX army_region_by_code ON army_region (code, id);

CREATE TABLE region (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  code           TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 40),   -- "VR24"
  name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),  -- "Limburg-Zuid"
  seat           TEXT NOT NULL CHECK (length(seat) <= 200),             -- town; may be ''
  lat_micro      INTEGER CHECK (lat_micro BETWEEN -90000000 AND 90000000),   -- of the seat, 1e-6 degree
  lon_micro      INTEGER CHECK (lon_micro BETWEEN -180000000 AND 180000000), -- of the seat, 1e-6 degree
  police_unit    TEXT NOT NULL CHECK (length(police_unit) <= 40),       -- "PU10"; may be ''
  valid_from_at  INTEGER,                                               -- UTC us
  valid_until_at INTEGER                                                -- UTC us
) STRICT;
CREATE INDEX region_by_code ON region (code, id);
CREATE INDEX region_by_police_unit ON region (police_unit, code);

-- Which army region a region belongs to, from a moment on; before the first row it is not known.
CREATE TABLE region_army (
  region_id   INTEGER NOT NULL REFERENCES region,                       -- which region
  from_at     INTEGER NOT NULL,                                         -- UTC us
  army_region TEXT    NOT NULL CHECK (length(army_region) BETWEEN 2 AND 40), -- "RMC_ZUID"
  PRIMARY KEY (region_id, from_at)
) STRICT;
CREATE INDEX region_army_by_code ON region_army (army_region, region_id);

-- A border, as one of both regions states it; it holds both ways.
CREATE TABLE region_neighbour (
  region_id INTEGER NOT NULL REFERENCES region,                         -- who states it
  neighbour TEXT    NOT NULL CHECK (length(neighbour) BETWEEN 2 AND 40), -- code, "VR23"
  PRIMARY KEY (region_id, neighbour)
) STRICT;

CREATE TABLE place (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),  -- for people
  kind           TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),   -- list place_kind: "gemeente"
  region         TEXT NOT NULL CHECK (length(region) BETWEEN 2 AND 40), -- code of the region it lies in
  cbs_code       TEXT NOT NULL CHECK (length(cbs_code) <= 10),          -- "GM0994"; '' for what has none
  lat_micro      INTEGER CHECK (lat_micro BETWEEN -90000000 AND 90000000),   -- WGS 84, 1e-6 degree
  lon_micro      INTEGER CHECK (lon_micro BETWEEN -180000000 AND 180000000), -- WGS 84, 1e-6 degree
  valid_from_at  INTEGER,                                               -- UTC us
  valid_until_at INTEGER,                                               -- UTC us
  CHECK ((lat_micro IS NULL) = (lon_micro IS NULL))
) STRICT;
CREATE INDEX place_by_code ON place (cbs_code, id);
CREATE INDEX place_by_kind ON place (kind, name, id);
CREATE INDEX place_by_region ON place (region, kind, name, id);

CREATE TABLE organisation (
  id             INTEGER PRIMARY KEY,                                   -- the thing
  org            TEXT NOT NULL CHECK (length(org) BETWEEN 1 AND 40),    -- kind: "VR"
  instance       TEXT NOT NULL CHECK (length(instance) <= 40),          -- "VR24"; '' the only one
  name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),  -- Dutch
  sector         TEXT NOT NULL CHECK (length(sector) <= 40),            -- "civil", "military"...; may be ''
  about          TEXT NOT NULL CHECK (length(about) <= 500),            -- what it does; may be ''
  valid_from_at  INTEGER,                                               -- UTC us
  valid_until_at INTEGER                                                -- UTC us
) STRICT;
CREATE INDEX organisation_by_kind ON organisation (org, instance, id);

-- Files of reference/ that were entered.
CREATE TABLE reference_set (
  id         INTEGER PRIMARY KEY,                                       -- the thing
  name       TEXT    NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 80), -- "regions"
  version    INTEGER NOT NULL CHECK (version BETWEEN 1 AND 1000000),    -- of the file
  sha256     TEXT    NOT NULL CHECK (length(sha256) = 64),              -- of its bytes, hexadecimal
  row_count  INTEGER NOT NULL CHECK (row_count >= 0),                        -- entered with it
  credit     TEXT    NOT NULL CHECK (length(credit) <= 200),            -- to be printed; may be ''
  adopted_at INTEGER NOT NULL                                           -- UTC us
) STRICT;
