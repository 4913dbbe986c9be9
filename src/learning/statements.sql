-- SPDX-License-Identifier: EUPL-1.2

-- name: EVALUATION_PUT
INSERT INTO evaluation (position, request_id, office_id, evaluated_at, is_effect_reached,
    is_time_to_effect_met, findings, went_well, to_improve)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- name: EVALUATIONS_OF   The newest first: that one counts.
SELECT evaluated_at, office_id, is_effect_reached, is_time_to_effect_met, findings, went_well,
    to_improve
  FROM evaluation WHERE request_id = $1 ORDER BY position DESC LIMIT 20;

-- name: LESSON_PUT
INSERT INTO lesson (id, state, request_id, incident_id, phase, observation, recommendation,
    recorder_office_id, owner_office_id, recorded_at, decision_reason, verified_in)
  VALUES ($1, 'RECOMMENDED', $2, $3, $4, $5, $6, $7, $8, $9, '', '');
-- name: LESSON_DECIDE
UPDATE lesson SET state = $2, decided_at = $3, decision_reason = $4 WHERE id = $1;
-- name: LESSON_VERIFIED
UPDATE lesson SET state = 'VERIFIED', verified_at = $2, verified_in = $3, verified_request_id = $4
  WHERE id = $1;
-- name: LESSON_CLOSE
UPDATE lesson SET state = 'CLOSED', closed_at = $2 WHERE id = $1;
-- name: LESSON_OWNER
SELECT owner_office_id FROM lesson WHERE id = $1;
-- name: LESSON_ONE
SELECT id, state, request_id, phase, observation, recommendation, recorder_office_id,
    owner_office_id, recorded_at, decided_at, decision_reason, verified_at, verified_in,
    verified_request_id, closed_at, incident_id
  FROM lesson WHERE id = $1;
-- name: LESSON_PAGE   Newest first.
SELECT id, state, phase, observation, recommendation, owner_office_id, request_id, recorded_at
  FROM lesson WHERE id < $1 ORDER BY id DESC LIMIT $2;
-- name: LESSON_PAGE_STATE
SELECT id, state, phase, observation, recommendation, owner_office_id, request_id, recorded_at
  FROM lesson WHERE state = $3 AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: LESSON_PAGE_OWNER
SELECT id, state, phase, observation, recommendation, owner_office_id, request_id, recorded_at
  FROM lesson
  WHERE owner_office_id = $3 AND ($4 = '' OR state = $4) AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: LESSON_PAGE_REQUEST
SELECT id, state, phase, observation, recommendation, owner_office_id, request_id, recorded_at
  FROM lesson
  WHERE request_id = $3 AND ($4 = '' OR state = $4) AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: LESSON_PAGE_INCIDENT   Of all requests of the incident, and those about the incident alone.
SELECT id, state, phase, observation, recommendation, owner_office_id, request_id, recorded_at
  FROM lesson
  WHERE incident_id = $3 AND ($4 = '' OR state = $4) AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: LESSON_COUNTS   How far the lessons of an incident are.
SELECT state, count(*) FROM lesson WHERE incident_id = $1 GROUP BY state;
-- name: LESSON_COUNTS_ALL
-- scan: lessons are some hundreds.
SELECT state, count(*) FROM lesson GROUP BY state;
