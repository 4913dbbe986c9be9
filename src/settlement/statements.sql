-- SPDX-License-Identifier: EUPL-1.2

-- name: SETTLEMENT_PUT
INSERT INTO settlement (request_id, position, office_id, settled_at, regime, additional_cents,
    is_waived, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: SETTLEMENT_LINE_PUT
INSERT INTO settlement_line (request_id, line, cost_kind, amount_cents) VALUES ($1, $2, $3, $4);
-- name: SETTLEMENT_OF
SELECT office_id, settled_at, regime, additional_cents, is_waived, reason FROM settlement
  WHERE request_id = $1;
-- name: SETTLEMENT_LINES_OF
SELECT cost_kind, amount_cents FROM settlement_line WHERE request_id = $1 ORDER BY line;
-- name: SETTLEMENT_PAGE   Newest first.
SELECT position, request_id, settled_at, regime, additional_cents, is_waived FROM settlement
  WHERE position < $1 ORDER BY position DESC LIMIT $2;
