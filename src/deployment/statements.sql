-- SPDX-License-Identifier: EUPL-1.2

-- name: DEP_ROW   All columns, in the order of struct deployment.
SELECT id, request_id, number, state, unit, unit_office_id, tasker_office_id, authority_id,
    handed_over_id, report_to, safety_message, force_regime, until_at, tasked_at, acknowledged_at,
    departed_at, arrived_at, ended_at, home_at, end_reason, end_reason_code, rebased_request_id,
    new_task
  FROM deployment WHERE id = $1;
-- name: DEP_NEXT_SERIAL
SELECT coalesce(max(serial), 0) + 1 FROM deployment WHERE request_id = $1;
-- name: DEP_PUT
INSERT INTO deployment (id, request_id, serial, number, state, unit, unit_office_id,
    tasker_office_id, authority_id, report_to, safety_message, force_regime, space, until_at,
    tasked_at, end_reason, new_task)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', '');
-- name: DEP_STATE
UPDATE deployment SET state = $2 WHERE id = $1;
-- name: DEP_ACKNOWLEDGED   The first time counts.
UPDATE deployment SET acknowledged_at = coalesce(acknowledged_at, $2) WHERE id = $1;
-- name: DEP_DEPARTED   Who departs has the order.
UPDATE deployment SET departed_at = $2, acknowledged_at = coalesce(acknowledged_at, $2) WHERE id = $1;
-- name: DEP_UNIT   The office that acts for the unit, once it shows.
UPDATE deployment SET unit_office_id = coalesce(unit_office_id, $2) WHERE id = $1;
-- name: DEP_ARRIVED
UPDATE deployment SET arrived_at = $2, handed_over_id = $3 WHERE id = $1;
-- name: DEP_ENDED
UPDATE deployment SET ended_at = $2, end_reason = $3, end_reason_code = $4 WHERE id = $1;
-- name: DEP_HOME
UPDATE deployment SET home_at = $2 WHERE id = $1;
-- name: DEP_UNTIL
UPDATE deployment SET until_at = $2 WHERE id = $1;
-- name: DEP_REBASED
UPDATE deployment SET new_task = $2, rebased_request_id = $3 WHERE id = $1;
-- name: DEP_OTHERS_OUT   Other deployments of the request that are tasked, on the way or deployed.
SELECT count(*) FROM deployment
  WHERE request_id = $1 AND id <> $2 AND state IN ('TASKED', 'EN_ROUTE', 'DEPLOYED');
-- name: DEP_OTHERS_DEPLOYED   Other deployments of the request that are at work.
SELECT count(*) FROM deployment WHERE request_id = $1 AND id <> $2 AND state = 'DEPLOYED';
-- name: DEP_OTHERS_AWAY   Other deployments of the request that are not home.
SELECT count(*) FROM deployment WHERE request_id = $1 AND id <> $2 AND state <> 'RETURNED_HOME';
-- name: DEP_OTHERS_NOT_HOME   The same, in the order in which they were ordered.
SELECT id FROM deployment WHERE request_id = $1 AND id <> $2 AND state <> 'RETURNED_HOME' ORDER BY serial;
-- name: DEP_OF_REQUEST   In the order in which they were ordered.
SELECT id FROM deployment WHERE request_id = $1 ORDER BY serial;
-- name: DEP_MEANS_PUT
INSERT INTO deployment_means (deployment_id, line, capability_id, quantity) VALUES ($1, $2, $3, $4);
-- name: DEP_MEANS_NEXT
SELECT coalesce(max(line), 0) + 1 FROM deployment_means WHERE deployment_id = $1;
-- name: DEP_MEANS_LINE   The line of a pool (NULL: outside the register).
SELECT line FROM deployment_means WHERE deployment_id = $1 AND capability_id IS $2;
-- postgres:
SELECT line FROM deployment_means WHERE deployment_id = $1 AND capability_id IS NOT DISTINCT FROM $2;
-- name: DEP_MEANS_QUANTITY
SELECT quantity FROM deployment_means WHERE deployment_id = $1 AND line = $2;
-- name: DEP_MEANS_SET
UPDATE deployment_means SET quantity = $3 WHERE deployment_id = $1 AND line = $2;
-- name: DEP_MEANS_OF
SELECT capability_id, quantity FROM deployment_means WHERE deployment_id = $1 ORDER BY line;
-- name: DEP_MEANS_HELD   Deployments of a request that have units of a pool and are not home.
SELECT d.id, m.quantity FROM deployment d
  JOIN deployment_means m ON m.deployment_id = d.id
  WHERE d.request_id = $1 AND d.state <> 'RETURNED_HOME' AND m.capability_id = $2 AND m.quantity > 0
  ORDER BY d.serial;

-- name: DEP_OFFICE_PUT   The same office twice counts once.
INSERT INTO deployment_office (deployment_id, office_id) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: DEP_REPORT_PUT
INSERT INTO deployment_report (position, deployment_id, office_id, happened_at, recorded_at, text,
    task, people, injured, hours, patients, beds, booster, test, standby, has_problem)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);
-- name: DEP_FIGURE_PUT
INSERT INTO deployment_figure (position, line, name, amount) VALUES ($1, $2, $3, $4);
-- name: DEP_REPORTS_OF   The newest first.
SELECT position, happened_at, recorded_at, office_id, text, task, people, injured, hours, patients,
    beds, booster, test, standby, has_problem
  FROM deployment_report WHERE deployment_id = $1 ORDER BY happened_at DESC, position DESC LIMIT $2;
-- name: DEP_HAS_PROBLEM   Whether the newest report asks for attention.
SELECT has_problem FROM deployment_report
  WHERE deployment_id = $1 ORDER BY happened_at DESC, position DESC LIMIT 1;
-- name: DEP_FIGURES_OF
SELECT name, amount FROM deployment_figure WHERE position = $1 ORDER BY line;
-- name: DEP_HOURS_OF_REQUEST   Hours that the units of a request reported; NULL when none did.
SELECT sum(r.hours) FROM deployment d
  JOIN deployment_report r ON r.deployment_id = d.id WHERE d.request_id = $1;

-- name: DEP_SUBSTITUTION_PUT
INSERT INTO deployment_substitution (position, deployment_id, capability_id, happened_at,
    out_quantity, quantity, into_words, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: DEP_SUBSTITUTIONS_OF
SELECT happened_at, capability_id, out_quantity, quantity, into_words, reason
  FROM deployment_substitution WHERE deployment_id = $1 ORDER BY position;

-- name: DEP_EXTENSION_PUT
INSERT INTO deployment_extension (position, deployment_id, office_id, asked_at, asked_until_at,
    reason, decision_reason)
  VALUES ($1, $2, $3, $4, $5, $6, '');
-- name: DEP_EXTENSION_OPEN   The one that waits for an answer.
SELECT position FROM deployment_extension
  WHERE deployment_id = $1 AND decision IS NULL ORDER BY position LIMIT 1;
-- name: DEP_EXTENSION_DECIDE
UPDATE deployment_extension SET decision = $2, decided_at = $3, given_until_at = $4, more = $5,
    decision_reason = $6
  WHERE position = $1;
-- name: DEP_EXTENSIONS_OF
SELECT asked_at, office_id, asked_until_at, reason, decision, decided_at, given_until_at, more,
    decision_reason
  FROM deployment_extension WHERE deployment_id = $1 ORDER BY position;

-- name: DEP_REBASE_LINES_DROP
DELETE FROM deployment_rebase_line WHERE deployment_id = $1;
-- name: DEP_REBASE_LINE_PUT
INSERT INTO deployment_rebase_line (deployment_id, line, effect_kind, amount, unit)
  VALUES ($1, $2, $3, $4, $5);
-- name: DEP_REBASE_LINES_OF
SELECT effect_kind, amount, unit FROM deployment_rebase_line WHERE deployment_id = $1 ORDER BY line;

-- name: DEP_PAGE   Newest first.
SELECT id FROM deployment WHERE id < $1 ORDER BY id DESC LIMIT $2;
-- name: DEP_PAGE_STATE
SELECT id FROM deployment WHERE state = $3 AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: DEP_PAGE_REQUEST
SELECT id FROM deployment
  WHERE request_id = $3 AND ($4 = '' OR state = $4) AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: DEP_PAGE_MINE
SELECT d.id FROM deployment_office o JOIN deployment d ON d.id = o.deployment_id
  WHERE o.office_id = $3 AND o.deployment_id < $1 AND ($4 = '' OR d.state = $4)
  ORDER BY o.deployment_id DESC LIMIT $2;
-- name: DEP_PAGE_MINE_OPEN   What is not home yet.
SELECT d.id FROM deployment_office o JOIN deployment d ON d.id = o.deployment_id
  WHERE o.office_id = $3 AND o.deployment_id < $1 AND d.state <> 'RETURNED_HOME'
  ORDER BY o.deployment_id DESC LIMIT $2;

