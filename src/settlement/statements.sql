-- SPDX-License-Identifier: EUPL-1.2

-- name: SETTLEMENT_PUT
INSERT INTO settlement (position, request_id, corrects, office_id, settled_at, regime,
    additional_cents, is_waived, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- name: SETTLEMENT_LINE_PUT
INSERT INTO settlement_line (position, line, cost_kind, amount_cents) VALUES ($1, $2, $3, $4);
-- name: SETTLEMENTS_OF   The newest first: that one counts.
SELECT position, office_id, settled_at, regime, additional_cents, is_waived, reason
  FROM settlement WHERE request_id = $1 ORDER BY position DESC LIMIT 50;
-- name: SETTLEMENT_LAST
SELECT position FROM settlement WHERE request_id = $1 ORDER BY position DESC LIMIT 1;
-- name: SETTLEMENT_LINES_OF
SELECT cost_kind, amount_cents FROM settlement_line WHERE position = $1 ORDER BY line;
-- name: SETTLEMENT_PAGE   Newest first, each request as it stands now.
SELECT position, request_id, settled_at, regime, additional_cents, is_waived FROM settlement s
  WHERE position < $1
    AND NOT EXISTS (SELECT 1 FROM settlement t
      WHERE t.request_id = s.request_id AND t.position > s.position)
  ORDER BY position DESC LIMIT $2;
