-- SPDX-License-Identifier: EUPL-1.2

-- name: ALLOCATION_NEXT_SERIAL   Numbers follow each other within node and year.
SELECT coalesce(max(serial), 0) + 1 FROM allocation WHERE node = $1 AND year = $2;
-- name: ALLOCATION_PUT   A new proposal.
INSERT INTO allocation (id, number, node, year, serial, state, office_id, proposed_at, runner_up,
    reason)
  VALUES ($1, $2, $3, $4, $5, 'PROPOSED', $6, $7, $8, '');
-- name: ALLOCATION_DECIDED   Accepted or rejected.
UPDATE allocation SET state = $2, decider_office_id = $3, decided_at = $4, reason = $5,
    said_deviates = $6, is_deviating = $7
  WHERE id = $1;
-- name: ALLOCATION_REQUEST_PUT
INSERT INTO allocation_request (allocation_id, line, request_id) VALUES ($1, $2, $3);
-- name: ALLOCATION_PICTURE_PUT
INSERT INTO allocation_picture (allocation_id, line, picture_id) VALUES ($1, $2, $3);
-- name: ALLOCATION_LINE_PUT
INSERT INTO allocation_line (allocation_id, stage, line, request_id, capability_id, quantity,
    until_on, from_at, until_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- name: ALLOCATION_TAKEN_PUT
INSERT INTO allocation_taken (allocation_id, stage, line, request_id, capability_id, quantity)
  VALUES ($1, $2, $3, $4, $5, $6);
-- name: ALLOCATION_LEFT_PUT
INSERT INTO allocation_left (allocation_id, line, request_id, short, why)
  VALUES ($1, $2, $3, $4, $5);
-- name: ALLOCATION_LINES   As proposed or as accepted.
SELECT request_id, capability_id, quantity, until_on, from_at, until_at FROM allocation_line
  WHERE allocation_id = $1 AND stage = $2 ORDER BY line;
-- name: ALLOCATION_TAKEN   As proposed or as accepted.
SELECT request_id, capability_id, quantity FROM allocation_taken
  WHERE allocation_id = $1 AND stage = $2 ORDER BY line;
-- name: ALLOCATION_REQUESTS   Over which it divides.
SELECT request_id FROM allocation_request WHERE allocation_id = $1 ORDER BY line;

-- name: SHOW_ALLOCATION   For the looks of this room, as all that begin with SHOW.
SELECT number, state, office_id, proposed_at, runner_up, decider_office_id, decided_at, reason,
    said_deviates, is_deviating
  FROM allocation WHERE id = $1;
-- name: SHOW_ALLOCATIONS   The newest first.
SELECT id FROM allocation WHERE id < $1 ORDER BY id DESC LIMIT $2;
-- name: SHOW_ALLOCATIONS_OF_STATE
SELECT id FROM allocation WHERE state = $3 AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: SHOW_REQUESTS   Over which it divides.
SELECT request_id FROM allocation_request WHERE allocation_id = $1 ORDER BY line;
-- name: SHOW_PICTURES   Which it rests on.
SELECT picture_id FROM allocation_picture WHERE allocation_id = $1 ORDER BY line;
-- name: SHOW_LINES   Advised and decided, side by side, in the order of the proposal.
SELECT request_id, capability_id,
    sum(CASE WHEN stage = 'proposed' THEN quantity ELSE 0 END) AS proposed,
    sum(CASE WHEN stage = 'accepted' THEN quantity ELSE 0 END) AS accepted,
    max(until_on) AS until_on
  FROM allocation_line WHERE allocation_id = $1
  GROUP BY request_id, capability_id ORDER BY min(CASE WHEN stage = 'proposed' THEN line ELSE 1000 + line END);
-- name: SHOW_TAKEN
SELECT stage, request_id, capability_id, quantity FROM allocation_taken
  WHERE allocation_id = $1 ORDER BY stage DESC, line;
-- name: SHOW_LEFT
SELECT request_id, short, why FROM allocation_left WHERE allocation_id = $1 ORDER BY line;
-- name: SHOW_OPEN_POOLS   Pools that an open proposal speaks of.
SELECT DISTINCT l.capability_id FROM allocation a JOIN allocation_line l ON l.allocation_id = a.id
  WHERE a.state = 'PROPOSED' ORDER BY l.capability_id LIMIT $1;
-- name: SHOW_OPEN_OF_POOL   Open proposals that give units of a pool, the newest first.
SELECT DISTINCT a.id FROM allocation_line l JOIN allocation a ON a.id = l.allocation_id
  WHERE l.capability_id = $1 AND a.state = 'PROPOSED' ORDER BY a.id DESC LIMIT $2;
-- name: SHOW_LINES_OF_POOL   What a proposal gives of one pool, and when it would be held.
SELECT request_id, quantity, from_at, until_at FROM allocation_line
  WHERE allocation_id = $1 AND stage = 'proposed' AND capability_id = $2 ORDER BY line;
-- name: SHOW_WAS_LEFT   Was a request left without in a division that was accepted?
SELECT 1 FROM allocation_left f WHERE f.request_id = $1
    AND EXISTS (SELECT 1 FROM allocation a WHERE a.id = f.allocation_id AND a.state = 'ACCEPTED')
  LIMIT 1;
-- name: SHOW_LEFT_ACCEPTED   How much a request was left without when units of a pool were last divided, and
-- what that was reckoned from: the lines of the proposal, which a decision may leave. From the request on: divisions over others cost nothing.
SELECT f.short, f.why, f.allocation_id,
    (SELECT coalesce(sum(g.quantity), 0) FROM allocation_line g
       WHERE g.allocation_id = f.allocation_id AND g.stage = 'proposed'
         AND g.request_id = f.request_id AND g.capability_id = $1) AS given
  FROM allocation_left f
  WHERE f.request_id = $2
    AND EXISTS (SELECT 1 FROM allocation a WHERE a.id = f.allocation_id AND a.state = 'ACCEPTED')
    AND EXISTS (SELECT 1 FROM allocation_line l WHERE l.allocation_id = f.allocation_id
                  AND l.stage = 'accepted' AND l.capability_id = $1)
    AND (EXISTS (SELECT 1 FROM allocation_line o WHERE o.allocation_id = f.allocation_id
                   AND o.stage = 'accepted' AND o.request_id = f.request_id AND o.capability_id = $1)
      OR NOT EXISTS (SELECT 1 FROM allocation_line n WHERE n.allocation_id = f.allocation_id
                       AND n.stage = 'accepted' AND n.request_id = f.request_id))
  ORDER BY f.allocation_id DESC, f.line LIMIT 1;
-- name: SHOW_LEFT_OF_POOL   Who goes without: those that want this pool, and those that get nothing.
SELECT f.request_id, f.short, f.why FROM allocation_left f
  WHERE f.allocation_id = $1
    AND (EXISTS (SELECT 1 FROM allocation_line l WHERE l.allocation_id = f.allocation_id
                   AND l.stage = 'proposed' AND l.request_id = f.request_id AND l.capability_id = $2)
      OR NOT EXISTS (SELECT 1 FROM allocation_line l WHERE l.allocation_id = f.allocation_id
                       AND l.stage = 'proposed' AND l.request_id = f.request_id))
  ORDER BY f.line;
