-- SPDX-License-Identifier: EUPL-1.2
-- name: INCIDENT_PUT
INSERT INTO incident (id, kind, what, related_id, started_at, closed_at)
  VALUES ($1, $2, $3, $4, $5, NULL);
-- name: INCIDENT_CLOSE
UPDATE incident SET closed_at = $2 WHERE id = $1;
-- name: INCIDENT_GET
SELECT id, kind, what, related_id, started_at, closed_at FROM incident WHERE id = $1;
-- name: INCIDENT_IS_OPEN
SELECT 1 FROM incident WHERE id = $1 AND closed_at IS NULL;
-- name: INCIDENT_PAGE   Newest first; $2 1: open ones only.
SELECT id, kind, what, started_at, closed_at FROM incident
  WHERE id < $1 AND ($2 = 0 OR closed_at IS NULL) AND ($3 = '%' OR lower(what) LIKE $3 ESCAPE '!')
  ORDER BY id DESC LIMIT $4;
-- name: INCIDENTS_RELATED   Those that were reported as going with this one.
SELECT id FROM incident WHERE related_id = $1 ORDER BY id LIMIT $2;
-- name: INCIDENT_REGION_PUT   A region that is there already keeps its level.
INSERT INTO incident_region (incident_id, region, grip, grip_at) VALUES ($1, $2, 'GRIP0', NULL)
  ON CONFLICT (incident_id, region) DO NOTHING;
-- name: GRIP_SET   A level set earlier but entered later does not hide the present one.
UPDATE incident_region SET grip = $3, grip_at = $4
  WHERE incident_id = $1 AND region = $2 AND (grip_at IS NULL OR grip_at <= $4);
-- name: INCIDENT_REGIONS
SELECT region, grip, grip_at FROM incident_region WHERE incident_id = $1 ORDER BY region;
-- name: INCIDENT_HAS_REGION
SELECT 1 FROM incident_region WHERE incident_id = $1 AND region = $2;
-- name: GRIPS_OF_REGION   Of its open incidents.
SELECT r.grip, r.incident_id FROM incident_region r JOIN incident i ON i.id = r.incident_id
  WHERE r.region = $1 AND i.closed_at IS NULL ORDER BY r.incident_id;
-- name: INCIDENT_PLACE_PUT
INSERT INTO incident_place (incident_id, n, place, code) VALUES ($1, $2, $3, $4);
-- name: INCIDENT_PLACES
SELECT place, code FROM incident_place WHERE incident_id = $1 ORDER BY n;
-- name: INCIDENT_OPEN_PLACES   Of the open incidents in a region.
SELECT p.code FROM incident_region r
    JOIN incident i ON i.id = r.incident_id
    JOIN incident_place p ON p.incident_id = r.incident_id
  WHERE r.region = $1 AND i.closed_at IS NULL ORDER BY p.incident_id, p.n;

-- name: ART39_PERIOD_PUT
INSERT INTO art39_period (incident_id, region, position, from_at, until_at, urgency)
  VALUES ($1, $2, $3, $4, NULL, $5);
-- name: ART39_PERIOD_END   Never before its beginning.
UPDATE art39_period SET until_at = CASE WHEN $3 < from_at THEN from_at ELSE $3 END
  WHERE incident_id = $1 AND region = $2 AND until_at IS NULL;
-- name: ART39_PUT
INSERT INTO art39_municipality (municipality, incident_id, position, region, from_at, until_at,
    reported_at)
  VALUES ($1, $2, $3, $4, $5, NULL, NULL);
-- name: ART39_END
UPDATE art39_municipality SET until_at = CASE WHEN $3 < from_at THEN from_at ELSE $3 END
  WHERE incident_id = $1 AND region = $2 AND until_at IS NULL;
-- name: ART39_REPORTED
UPDATE art39_municipality SET reported_at = $3
  WHERE incident_id = $1 AND municipality = $2 AND until_at IS NOT NULL AND reported_at IS NULL;
-- name: ART39_CONSULTED_PUT
INSERT INTO art39_consulted (incident_id, position, office_id) VALUES ($1, $2, $3)
  ON CONFLICT (incident_id, position, office_id) DO NOTHING;
-- name: ART39_ON   In a region, for this incident.
SELECT 1 FROM art39_municipality WHERE incident_id = $1 AND region = $2 AND until_at IS NULL LIMIT 1;
-- name: ART39_ANY_ON   In any region, for this incident.
SELECT 1 FROM art39_municipality WHERE incident_id = $1 AND until_at IS NULL LIMIT 1;
-- name: ART39_ON_HERE   For one municipality, for this incident.
SELECT 1 FROM art39_municipality
  WHERE incident_id = $1 AND municipality = $2 AND until_at IS NULL LIMIT 1;
-- name: ART39_WAS_HERE   On or ended for a municipality, for this incident.
SELECT 1 FROM art39_municipality WHERE incident_id = $1 AND municipality = $2 LIMIT 1;
-- name: ART39_UNREPORTED   Ended without a report to the council.
SELECT 1 FROM art39_municipality
  WHERE incident_id = $1 AND until_at IS NOT NULL AND reported_at IS NULL LIMIT 1;
-- name: ART39_COUNCILS_WAIT   Municipalities whose council waits for the report.
SELECT DISTINCT municipality FROM art39_municipality
  WHERE incident_id = $1 AND until_at IS NOT NULL AND reported_at IS NULL ORDER BY municipality;
-- name: ART39_MUNICIPALITIES   Those of an incident, on or ended.
SELECT DISTINCT municipality FROM art39_municipality WHERE incident_id = $1 ORDER BY municipality;
-- name: ART39_MUNICIPALITIES_ON   Those of a region now, for this incident.
SELECT municipality FROM art39_municipality
  WHERE incident_id = $1 AND region = $2 AND until_at IS NULL ORDER BY municipality;
-- name: ART39_REGION_OF   Whose chair holds the powers for a municipality at a moment.
SELECT region FROM art39_municipality
  WHERE municipality = $1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2)
  ORDER BY from_at, incident_id LIMIT 1;
-- name: ART39_HERE_AT   Whose chair holds the powers for a municipality at a moment, since when.
SELECT region, from_at, incident_id FROM art39_municipality
  WHERE municipality = $1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2)
  ORDER BY from_at, incident_id LIMIT 1;
-- name: ART39_ENDED_HERE   When art. 39 of this incident ended last for a municipality, and its report.
SELECT until_at, reported_at FROM art39_municipality
  WHERE incident_id = $1 AND municipality = $2 AND until_at IS NOT NULL
  ORDER BY until_at DESC, position DESC LIMIT 1;
-- name: INCIDENT_MUNICIPALITIES   Those that it names or that were under art. 39 in it.
SELECT code FROM incident_place WHERE incident_id = $1
  UNION SELECT municipality FROM art39_municipality WHERE incident_id = $1 ORDER BY 1;
-- name: ART39_IN_REGION   For any municipality of a region at a moment.
SELECT 1 FROM art39_municipality
  WHERE region = $1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2) LIMIT 1;
-- name: ART39_PERIODS
SELECT region, position, from_at, until_at, urgency FROM art39_period
  WHERE incident_id = $1 ORDER BY from_at, position;
-- name: ART39_OF_PERIOD
SELECT municipality, from_at, until_at, reported_at FROM art39_municipality
  WHERE incident_id = $1 AND region = $2 AND position = $3 ORDER BY municipality;
-- name: ART39_CONSULTED
SELECT office_id FROM art39_consulted WHERE incident_id = $1 AND position = $2 ORDER BY office_id;
-- name: OBJECTION_PUT
INSERT INTO objection (incident_id, position, office_id, words, made_at) VALUES ($1, $2, $3, $4, $5);
-- name: OBJECTIONS_OF
SELECT office_id, words, made_at FROM objection WHERE incident_id = $1 ORDER BY position;
-- name: COUNCIL_REPORT_PUT
INSERT INTO council_report (incident_id, position, reported_at, is_in_agreement)
  VALUES ($1, $2, $3, $4);
-- name: COUNCIL_REPORTS_OF
SELECT position, reported_at, is_in_agreement FROM council_report
  WHERE incident_id = $1 ORDER BY position;
-- name: COUNCIL_OBJECTION_PUT
INSERT INTO council_report_objection (incident_id, position, office_id) VALUES ($1, $2, $3)
  ON CONFLICT (incident_id, position, office_id) DO NOTHING;
-- name: COUNCIL_OBJECTIONS_OF   Of one report.
SELECT office_id FROM council_report_objection
  WHERE incident_id = $1 AND position = $2 ORDER BY office_id;
-- name: COUNCIL_MUNICIPALITY_PUT
INSERT INTO council_report_municipality (incident_id, position, municipality) VALUES ($1, $2, $3)
  ON CONFLICT (incident_id, position, municipality) DO NOTHING;
-- name: COUNCIL_MUNICIPALITIES_OF   Of one report.
SELECT municipality FROM council_report_municipality
  WHERE incident_id = $1 AND position = $2 ORDER BY municipality;
-- name: SITUATION_PUT
INSERT INTO situation_report (incident_id, position, region, office_id, words, made_at)
  VALUES ($1, $2, $3, $4, $5, $6);
-- name: SITUATIONS_OF   Newest first.
SELECT region, office_id, words, made_at FROM situation_report
  WHERE incident_id = $1 ORDER BY position DESC LIMIT $2;

-- name: PICTURE_PUT
INSERT INTO picture (id, region, incident_id, total_version, own_version, words, office_id, made_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: PICTURE_GET
SELECT id, region, total_version, own_version, made_at, words, office_id, incident_id
  FROM picture WHERE id = $1;
-- name: PICTURE_NEWEST   Of a region at a moment.
SELECT id, region, total_version, own_version, made_at, words, office_id, incident_id
  FROM picture WHERE region = $1 AND made_at <= $2 ORDER BY made_at DESC, id DESC LIMIT 1;
-- name: PICTURE_HIGHEST   The highest version numbers of a region so far; 0 when there is none.
SELECT coalesce(max(total_version), 0), coalesce(max(own_version), 0)
  FROM picture WHERE region = $1;
-- name: PICTURES_OF   Of an incident, newest first.
SELECT id, region, total_version, own_version, made_at, words, office_id, incident_id
  FROM picture WHERE incident_id = $1 ORDER BY id DESC LIMIT $2;
-- name: PICTURES_OF_REGION   Newest first.
SELECT id, region, total_version, own_version, made_at, words, office_id, incident_id
  FROM picture WHERE region = $1 ORDER BY made_at DESC, id DESC LIMIT $2;
-- name: ART39_ENDED_BETWEEN   Art. 39 ended in this time for a municipality, or for one of a region.
SELECT 1 FROM art39_municipality
  WHERE (municipality = $1 OR region = $1) AND until_at > $2 AND until_at <= $3 LIMIT 1;
