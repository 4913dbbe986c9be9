-- SPDX-License-Identifier: EUPL-1.2

-- name: PLAN_PUT
INSERT INTO plan (id, kind, region, from_at, valid_until_on, until_at, ended_at)
  VALUES ($1, $2, $3, $4, $5, $6, NULL);
-- name: PLAN_CLAUSE_PUT   The same neighbour twice counts once.
INSERT INTO plan_clause (plan_id, neighbour) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: PLAN_END
UPDATE plan SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL;
-- name: PLAN_IS_OPEN
SELECT 1 FROM plan WHERE id = $1 AND ended_at IS NULL AND until_at > $2;
-- name: PLAN_REGION
SELECT region FROM plan WHERE id = $1;
-- name: PLAN_HAS_CLAUSE   In the newest plan in force of each kind.
SELECT 1 FROM plan p JOIN plan_clause c ON c.plan_id = p.id
  WHERE p.region = $1 AND c.neighbour = $2 AND p.from_at <= $3 AND p.until_at > $3
    AND (p.ended_at IS NULL OR p.ended_at > $3)
    AND NOT EXISTS (SELECT 1 FROM plan q
      WHERE q.region = p.region AND q.kind = p.kind AND q.id > p.id AND q.from_at <= $3
        AND q.until_at > $3 AND (q.ended_at IS NULL OR q.ended_at > $3))
  LIMIT 1;
-- name: PLAN_WITH   As PLAN_HAS_CLAUSE: which plan it is, and until when.
SELECT p.id, p.valid_until_on FROM plan p JOIN plan_clause c ON c.plan_id = p.id
  WHERE p.region = $1 AND c.neighbour = $2 AND p.from_at <= $3 AND p.until_at > $3
    AND (p.ended_at IS NULL OR p.ended_at > $3)
    AND NOT EXISTS (SELECT 1 FROM plan q
      WHERE q.region = p.region AND q.kind = p.kind AND q.id > p.id AND q.from_at <= $3
        AND q.until_at > $3 AND (q.ended_at IS NULL OR q.ended_at > $3))
  ORDER BY p.id DESC LIMIT 1;
-- name: PLAN_IS_WITH   This plan of the region is in force and has a clause with the neighbour.
SELECT 1 FROM plan p JOIN plan_clause c ON c.plan_id = p.id
  WHERE p.id = $1 AND p.region = $2 AND c.neighbour = $3 AND p.from_at <= $4 AND p.until_at > $4
    AND (p.ended_at IS NULL OR p.ended_at > $4)
  LIMIT 1;
-- name: PLAN_ONE
SELECT id, region, valid_until_on, from_at, until_at, ended_at, kind FROM plan WHERE id = $1;
-- name: PLAN_CLAUSES
SELECT neighbour FROM plan_clause WHERE plan_id = $1 ORDER BY neighbour;
-- name: PLAN_PAGE   Newest first, before a key.
SELECT id, region, valid_until_on, from_at, until_at, ended_at, kind FROM plan
  WHERE id < $1 ORDER BY id DESC LIMIT $2;

-- name: AGREEMENT_PUT
INSERT INTO agreement (id, what, amount_milli, unit, reaction_hours, clock_start, clock_stop,
    conditions, from_at, valid_until_on, until_at, review_on, ended_at, end_reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, '');
-- name: AGREEMENT_PARTY_PUT
INSERT INTO agreement_party (agreement_id, party) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: AGREEMENT_END
UPDATE agreement SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL;
-- name: AGREEMENT_IS_OPEN
SELECT 1 FROM agreement WHERE id = $1 AND ended_at IS NULL AND until_at > $2;
-- name: AGREEMENT_BETWEEN
SELECT 1 FROM agreement_party a JOIN agreement_party b ON b.agreement_id = a.agreement_id
  JOIN agreement g ON g.id = a.agreement_id
  WHERE a.party = $1 AND b.party = $2 AND g.from_at <= $3 AND g.until_at > $3
    AND (g.ended_at IS NULL OR g.ended_at > $3)
  LIMIT 1;
-- name: AGREEMENT_ONE
SELECT id, what, amount_milli, reaction_hours, conditions, from_at, valid_until_on, until_at, review_on,
    ended_at, end_reason, unit, clock_start, clock_stop
  FROM agreement WHERE id = $1;
-- name: AGREEMENT_PARTIES
SELECT party FROM agreement_party WHERE agreement_id = $1 ORDER BY party;
-- name: AGREEMENT_PAGE   Newest first, before a key.
SELECT id, what, amount_milli, reaction_hours, from_at, valid_until_on, until_at, review_on, ended_at,
    unit
  FROM agreement WHERE id < $1 ORDER BY id DESC LIMIT $2;
