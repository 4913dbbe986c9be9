-- SPDX-License-Identifier: EUPL-1.2
-- name: EVACUATION_PUT
INSERT INTO evacuation (incident_id, position, office_id, power, by_authority, people, homes, from_at,
    reason, ordered_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- name: EVACUATION_PLACE_PUT   A place named twice stands once.
INSERT INTO evacuation_place (incident_id, position, n, place, code, ended_at, ended_by)
  VALUES ($1, $2, $3, $4, $5, NULL, NULL) ON CONFLICT DO NOTHING;
-- name: EVACUATION_PLACE_END   Every order over the place that was given by then.
UPDATE evacuation_place SET ended_at = $3, ended_by = $4
  WHERE incident_id = $1 AND code = $2 AND ended_at IS NULL
    AND EXISTS (SELECT 1 FROM evacuation e WHERE e.incident_id = evacuation_place.incident_id
                AND e.position = evacuation_place.position AND e.ordered_at <= $3);
-- name: EVACUATION_RUNS_AT   Over this place, ordered by then.
SELECT 1 FROM evacuation_place p
    JOIN evacuation e ON e.incident_id = p.incident_id AND e.position = p.position
  WHERE p.incident_id = $1 AND p.code = $2 AND p.ended_at IS NULL AND e.ordered_at <= $3 LIMIT 1;
-- name: EVACUATION_ANY_RUNS   Of this incident.
SELECT 1 FROM evacuation_place WHERE incident_id = $1 AND ended_at IS NULL LIMIT 1;
-- name: EVACUATION_IS_RUNNING   This order.
SELECT 1 FROM evacuation_place
  WHERE incident_id = $1 AND position = $2 AND ended_at IS NULL LIMIT 1;
-- name: EVACUATIONS_OF   Of an incident, the last one first.
SELECT incident_id, position, office_id, power, by_authority, people, homes, from_at, reason, ordered_at
  FROM evacuation WHERE incident_id = $1 ORDER BY position DESC LIMIT $2;
-- name: EVACUATION_PAGE   The last one first.
SELECT incident_id, position, office_id, power, by_authority, people, homes, from_at, reason, ordered_at
  FROM evacuation WHERE position < $1 ORDER BY position DESC LIMIT $2;
-- name: EVACUATIONS_AHEAD   Running, with a moment still to come; the next one first.
SELECT incident_id, position, office_id, power, by_authority, people, homes, from_at, reason, ordered_at
  FROM evacuation e WHERE e.from_at > $1 AND EXISTS (SELECT 1 FROM evacuation_place p
    WHERE p.incident_id = e.incident_id AND p.position = e.position AND p.ended_at IS NULL)
  ORDER BY e.from_at, e.position LIMIT $2;
-- name: EVACUATION_PLACES
SELECT place, code, ended_at, ended_by FROM evacuation_place
  WHERE incident_id = $1 AND position = $2 ORDER BY n;
