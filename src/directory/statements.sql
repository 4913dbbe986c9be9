-- SPDX-License-Identifier: EUPL-1.2

-- name: POLICE_UNIT_PUT
INSERT INTO police_unit (id, code, name, kind, valid_from_at, valid_until_at)
  VALUES ($1, $2, $3, $4, $5, $6);
-- name: POLICE_UNIT_OPEN   By code, whatever its beginning, that has not ended at the moment.
SELECT id FROM police_unit WHERE code = $1 AND (valid_until_at IS NULL OR valid_until_at > $2) LIMIT 1;
-- name: POLICE_UNIT_ONE
SELECT id, code, name, kind, valid_from_at, valid_until_at FROM police_unit WHERE id = $1;
-- name: POLICE_UNITS
-- scan: all of them: some dozen.
SELECT u.id, u.code, u.name, u.kind, u.valid_from_at, u.valid_until_at,
    (SELECT count(*) FROM region r WHERE r.police_unit = u.code) AS regions
  FROM police_unit u ORDER BY u.code, u.id LIMIT 200;
-- name: POLICE_UNIT_END
UPDATE police_unit SET valid_until_at = $2 WHERE id = $1;
-- name: POLICE_UNIT_ENDED   Whether it has an end at or before the moment.
SELECT 1 FROM police_unit WHERE id = $1 AND valid_until_at <= $2;
-- name: REGIONS_OF_POLICE_UNIT
SELECT id, code, name FROM region WHERE police_unit = $1 ORDER BY code LIMIT 200;

-- name: ARMY_REGION_PUT
INSERT INTO army_region (id, code, name, brigade, seat, valid_from_at, valid_until_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: ARMY_REGION_OPEN
SELECT id FROM army_region WHERE code = $1 AND (valid_until_at IS NULL OR valid_until_at > $2) LIMIT 1;
-- name: ARMY_REGION_ONE
SELECT id, code, name, brigade, seat, valid_from_at, valid_until_at FROM army_region WHERE id = $1;
-- name: ARMY_REGIONS
-- scan: all of them: a handful.
SELECT id, code, name, brigade, seat, valid_from_at, valid_until_at FROM army_region
  ORDER BY code, id LIMIT 200;
-- name: ARMY_REGION_END
UPDATE army_region SET valid_until_at = $2 WHERE id = $1;
-- name: ARMY_REGION_ENDED
SELECT 1 FROM army_region WHERE id = $1 AND valid_until_at <= $2;
-- name: REGIONS_OF_ARMY_REGION   Regions that belong to it at the moment.
SELECT r.id, r.code, r.name FROM region_army a JOIN region r ON r.id = a.region_id
  WHERE a.army_region = $1
    AND a.from_at = (SELECT max(b.from_at) FROM region_army b
      WHERE b.region_id = a.region_id AND b.from_at <= $2)
  ORDER BY r.code LIMIT 200;

-- name: REGION_PUT
INSERT INTO region (id, code, name, seat, lat_micro, lon_micro, police_unit, valid_from_at,
    valid_until_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- name: REGION_AT   By code, valid at the moment, with its army region then.
SELECT r.id, r.code, r.name, r.police_unit,
    (SELECT a.army_region FROM region_army a WHERE a.region_id = r.id AND a.from_at <= $2
      ORDER BY a.from_at DESC LIMIT 1) AS army_region
  FROM region r
  WHERE r.code = $1 AND (r.valid_from_at IS NULL OR r.valid_from_at <= $2)
    AND (r.valid_until_at IS NULL OR r.valid_until_at > $2)
  ORDER BY r.id DESC LIMIT 1;
-- name: REGION_OPEN
SELECT id FROM region WHERE code = $1 AND (valid_until_at IS NULL OR valid_until_at > $2) LIMIT 1;
-- name: REGION_CODE
SELECT code FROM region WHERE id = $1;
-- name: REGION_ONE
SELECT r.id, r.code, r.name, r.seat, r.police_unit, r.valid_from_at, r.valid_until_at,
    (SELECT a.army_region FROM region_army a WHERE a.region_id = r.id AND a.from_at <= $2
      ORDER BY a.from_at DESC LIMIT 1) AS army_region,
    r.lat_micro, r.lon_micro
  FROM region r WHERE r.id = $1;
-- name: REGIONS   With what they belong to at the moment.
-- scan: all of them: some dozens.
SELECT r.id, r.code, r.name, r.seat, r.police_unit,
    (SELECT a.army_region FROM region_army a WHERE a.region_id = r.id AND a.from_at <= $1
      ORDER BY a.from_at DESC LIMIT 1) AS army_region,
    r.valid_from_at, r.valid_until_at,
    (SELECT count(*) FROM place p WHERE p.region = r.code AND p.kind = 'gemeente') AS municipalities
  FROM region r ORDER BY r.code, r.id LIMIT 200;
-- name: REGION_RENAME
UPDATE region SET name = $2 WHERE id = $1;
-- name: REGION_POLICE
UPDATE region SET police_unit = $2 WHERE id = $1;
-- name: REGION_END
UPDATE region SET valid_until_at = $2 WHERE id = $1;
-- name: REGION_ENDED
SELECT 1 FROM region WHERE id = $1 AND valid_until_at <= $2;
-- name: REGION_ARMY_PUT   The last word for the same moment counts.
INSERT INTO region_army (region_id, from_at, army_region) VALUES ($1, $2, $3)
  ON CONFLICT (region_id, from_at) DO UPDATE SET army_region = excluded.army_region;
-- name: REGION_ARMY_HISTORY
SELECT from_at, army_region FROM region_army WHERE region_id = $1 ORDER BY from_at DESC LIMIT 50;
-- name: NEIGHBOUR_PUT
INSERT INTO region_neighbour (region_id, neighbour) VALUES ($1, $2)
  ON CONFLICT (region_id, neighbour) DO NOTHING;
-- name: NEIGHBOUR_CLEAR
DELETE FROM region_neighbour WHERE region_id = $1;
-- name: NEIGHBOUR_IS   One of both regions states the border.
SELECT 1 FROM region_neighbour WHERE (region_id = $1 AND neighbour = $4)
  OR (region_id = $3 AND neighbour = $2) LIMIT 1;
-- name: NEIGHBOURS   Stated by either side.
-- scan: regions are some dozens.
SELECT r.id, r.code, r.name FROM region r
  WHERE r.id <> $1
    AND (EXISTS (SELECT 1 FROM region_neighbour n WHERE n.region_id = $1 AND n.neighbour = r.code)
      OR EXISTS (SELECT 1 FROM region_neighbour m WHERE m.region_id = r.id AND m.neighbour = $2))
  ORDER BY r.code LIMIT 200;

-- name: PLACE_PUT
INSERT INTO place (id, name, kind, region, cbs_code, lat_micro, lon_micro, valid_from_at,
    valid_until_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- name: PLACE_ONE
SELECT id, name, kind, region, cbs_code, lat_micro, lon_micro, valid_from_at, valid_until_at
  FROM place WHERE id = $1;
-- name: PLACE_BY_CODE   By CBS code, valid at the moment.
SELECT id, name, kind, region, cbs_code, lat_micro, lon_micro FROM place
  WHERE cbs_code = $1 AND cbs_code <> '' AND (valid_from_at IS NULL OR valid_from_at <= $2)
    AND (valid_until_at IS NULL OR valid_until_at > $2)
  ORDER BY id DESC LIMIT 1;
-- name: PLACE_AT   By id, valid at the moment.
SELECT id, name, kind, region, cbs_code, lat_micro, lon_micro FROM place
  WHERE id = $1 AND (valid_from_at IS NULL OR valid_from_at <= $2)
    AND (valid_until_at IS NULL OR valid_until_at > $2);
-- name: PLACE_OPEN   By CBS code, that has not ended at the moment.
SELECT id FROM place
  WHERE cbs_code = $1 AND cbs_code <> '' AND (valid_until_at IS NULL OR valid_until_at > $2) LIMIT 1;
-- name: PLACE_NAME_BY_CODE   The last one with this code, valid or not.
SELECT name FROM place WHERE cbs_code = $1 AND cbs_code <> '' ORDER BY id DESC LIMIT 1;
-- name: REGION_NAME_BY_CODE
SELECT name FROM region WHERE code = $1 ORDER BY id DESC LIMIT 1;
-- name: PLACE_PAGE   Places of a kind after a key, by name.
SELECT id, name, kind, region, cbs_code, valid_from_at, valid_until_at FROM place
  WHERE kind = $1 AND (name, id) > ($2, $3) ORDER BY name, id LIMIT $4;
-- name: PLACE_PAGE_OF_REGION   The same within a region.
SELECT id, name, kind, region, cbs_code, valid_from_at, valid_until_at FROM place
  WHERE region = $5 AND kind = $1 AND (name, id) > ($2, $3) ORDER BY name, id LIMIT $4;
-- name: PLACE_SEARCH   Places of a kind with words in name or code.
SELECT id, name, kind, region, cbs_code, valid_from_at, valid_until_at FROM place
  WHERE kind = $1 AND (name, id) > ($2, $3)
    AND (lower(name) LIKE $5 ESCAPE '!' OR lower(cbs_code) LIKE $5 ESCAPE '!')
  ORDER BY name, id LIMIT $4;
-- name: PLACE_OTHERS   Places that are no municipality, newest first, before a key.
SELECT id, name, kind, region, cbs_code, valid_from_at, valid_until_at FROM place
  WHERE id < $1 AND kind <> 'gemeente' ORDER BY id DESC LIMIT $2;
-- name: PLACE_RENAME
UPDATE place SET name = $2 WHERE id = $1;
-- name: PLACE_END
UPDATE place SET valid_until_at = $2 WHERE id = $1;
-- name: PLACE_ENDED
SELECT 1 FROM place WHERE id = $1 AND valid_until_at <= $2;

-- name: ORGANISATION_PUT
INSERT INTO organisation (id, org, instance, name, sector, about, valid_from_at, valid_until_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: ORGANISATION_AT
SELECT id FROM organisation
  WHERE org = $1 AND instance = $2 AND (valid_from_at IS NULL OR valid_from_at <= $3)
    AND (valid_until_at IS NULL OR valid_until_at > $3)
  ORDER BY id DESC LIMIT 1;
-- name: ORGANISATION_OPEN
SELECT id FROM organisation
  WHERE org = $1 AND instance = $2 AND (valid_until_at IS NULL OR valid_until_at > $3) LIMIT 1;
-- name: ORGANISATION_ONE
SELECT id, org, instance, name, sector, about, valid_from_at, valid_until_at FROM organisation
  WHERE id = $1;
-- name: ORGANISATION_PAGE
SELECT id, org, instance, name, sector, valid_from_at, valid_until_at FROM organisation
  WHERE (org, instance, id) > ($1, $2, $3) ORDER BY org, instance, id LIMIT $4;
-- name: ORGANISATION_SEARCH
-- scan: a search over organisations: some hundreds, the directory's size.
SELECT id, org, instance, name, sector, valid_from_at, valid_until_at FROM organisation
  WHERE (org, instance, id) > ($1, $2, $3)
    AND (lower(name) LIKE $5 ESCAPE '!' OR lower(org) LIKE $5 ESCAPE '!'
      OR lower(instance) LIKE $5 ESCAPE '!')
  ORDER BY org, instance, id LIMIT $4;
-- name: ORGANISATION_RENAME
UPDATE organisation SET name = $2 WHERE id = $1;
-- name: ORGANISATION_END
UPDATE organisation SET valid_until_at = $2 WHERE id = $1;
-- name: ORGANISATION_ENDED
SELECT 1 FROM organisation WHERE id = $1 AND valid_until_at <= $2;

-- name: SET_PUT
INSERT INTO reference_set (id, name, version, sha256, row_count, credit, adopted_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: SET_SHA256   The digest a file had when it was entered.
SELECT sha256 FROM reference_set WHERE name = $1;
-- name: SETS
-- scan: one row per file of reference/: a handful.
SELECT id, name, version, sha256, row_count, credit, adopted_at FROM reference_set ORDER BY id LIMIT 200;
-- name: SET_ONE
SELECT id, name, version, sha256, row_count, credit, adopted_at FROM reference_set WHERE id = $1;
-- name: SET_CREDIT
SELECT credit FROM reference_set WHERE name = $1;
