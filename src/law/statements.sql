-- SPDX-License-Identifier: EUPL-1.2

-- name: LAW_ROUTE_PUT   A version of a route is adopted.
INSERT INTO law_route (id, route_code, route_version, sha256, valid_from_at, entry_seq)
  VALUES ($1, $2, $3, $4, $5, $6);
-- name: LAW_ROUTE_IN_FORCE   The version in force at a moment: the one that began last.
SELECT route_version FROM law_route WHERE route_code = $1 AND valid_from_at <= $2
  ORDER BY valid_from_at DESC, route_version DESC LIMIT 1;
-- name: LAW_ROUTE_ADOPTED   One version, if it was adopted.
SELECT id, sha256, valid_from_at FROM law_route WHERE route_code = $1 AND route_version = $2;
-- name: LAW_ROUTES_ADOPTED   Every version, for a check of them all.
-- scan: a row for each version of each route, some dozens
SELECT route_code, route_version, sha256 FROM law_route ORDER BY route_code, route_version;
-- name: LAW_ROUTE_OF_THING   The route that an adoption is about.
SELECT route_code, route_version FROM law_route WHERE id = $1;

-- name: POLICY_PUT   The newest word counts.
INSERT INTO policy (name, value, reason, set_at, entry_seq) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, reason = excluded.reason,
    set_at = excluded.set_at, entry_seq = excluded.entry_seq;
-- name: POLICY_VALUE
SELECT value FROM policy WHERE name = $1;
-- name: POLICY_ROW
SELECT value, reason, set_at FROM policy WHERE name = $1;

-- name: OBLIGATION_OPEN   What is open already gets the new owner, term and ground.
INSERT INTO obligation (thing_id, kind, opened_seq, owner_id, due_at, is_statutory, cite, opened_at,
    to_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (thing_id, kind) WHERE closed_seq IS NULL DO UPDATE SET owner_id = excluded.owner_id,
    to_id = excluded.to_id, due_at = excluded.due_at, is_statutory = excluded.is_statutory, cite = excluded.cite;
-- name: OBLIGATION_CLOSE
UPDATE obligation SET closed_seq = $3, closed_at = $4
  WHERE thing_id = $1 AND kind = $2 AND closed_seq IS NULL;
-- name: OBLIGATION_IS_OPEN
SELECT 1 FROM obligation WHERE thing_id = $1 AND kind = $2 AND closed_seq IS NULL;
-- name: OBLIGATIONS_OF_THING   Open ones, the most urgent first.
SELECT kind, owner_id, due_at, is_statutory, cite, opened_at, to_id FROM obligation
  WHERE thing_id = $1 AND closed_seq IS NULL ORDER BY due_at IS NULL, due_at, kind;
-- name: OBLIGATIONS_WITH_TERM   Open ones of all offices, the most urgent first.
SELECT kind, thing_id, due_at, is_statutory, cite, opened_at, owner_id, to_id FROM obligation
  WHERE closed_seq IS NULL AND due_at IS NOT NULL ORDER BY due_at, opened_seq, thing_id, kind;
-- name: OBLIGATIONS_OPEN_ENDED   Open ones of all offices without a term, the oldest first.
SELECT kind, thing_id, due_at, is_statutory, cite, opened_at, owner_id, to_id FROM obligation
  WHERE closed_seq IS NULL AND due_at IS NULL ORDER BY due_at, opened_seq, thing_id, kind;
-- name: OBLIGATIONS_OF_OFFICE   Open ones with a term, the most urgent first.
SELECT kind, thing_id, due_at, is_statutory, cite, opened_at, owner_id, to_id FROM obligation
  WHERE owner_id = $1 AND closed_seq IS NULL AND due_at IS NOT NULL
  ORDER BY due_at, thing_id, kind LIMIT $2;
-- name: OBLIGATIONS_OF_OFFICE_OPEN_ENDED   Open ones without a term, the oldest first.
SELECT kind, thing_id, due_at, is_statutory, cite, opened_at, owner_id, to_id FROM obligation
  WHERE owner_id = $1 AND closed_seq IS NULL AND due_at IS NULL
  ORDER BY thing_id, kind LIMIT $2;

-- name: NOTICE_PUT   Told twice in one act is told once.
INSERT INTO notice (thing_id, entry_seq, office_id, kind, office_code, cite, told_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING;
-- name: NOTICE_IS_GIVEN
SELECT 1 FROM notice WHERE thing_id = $1 AND office_code = $2 LIMIT 1;
-- name: NOTICES_OF_THING   In the order in which they were told.
SELECT office_id, kind, told_at, cite FROM notice WHERE thing_id = $1
  ORDER BY told_at, entry_seq, office_id;
