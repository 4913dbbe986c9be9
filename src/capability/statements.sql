-- SPDX-License-Identifier: EUPL-1.2
-- name: CAPABILITY_PUT   A new pool.
INSERT INTO capability (id, type, name, quantity, unit, home, region_id, guarantee, reaction_milli,
    practice_milli, clock_start, clock_stop, is_military, office_id, ceiling_id, ended_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL);
-- name: CAPABILITY_CHANGE   What is given replaces; what is not stays.
UPDATE capability SET name = coalesce($2, name), quantity = coalesce($3, quantity),
    home = coalesce($4, home), guarantee = coalesce($5, guarantee),
    reaction_milli = coalesce($6, reaction_milli), practice_milli = coalesce($7, practice_milli),
    clock_start = coalesce($8, clock_start), clock_stop = coalesce($9, clock_stop),
    ceiling_id = coalesce($10, ceiling_id), region_id = coalesce($11, region_id)
  WHERE id = $1;
-- name: CAPABILITY_END
UPDATE capability SET ended_at = $2 WHERE id = $1;
-- name: CAPABILITY_GET   For other rooms.
SELECT id, type, name, quantity, unit, is_military, office_id, ceiling_id, reaction_milli, ended_at
  FROM capability WHERE id = $1;
-- name: CAPABILITY_HOLDER
SELECT office_id FROM capability WHERE id = $1;
-- name: CAPABILITY_QUANTITY
SELECT quantity FROM capability WHERE id = $1;
-- name: CAPABILITY_HAS_ENDED   Before the end of a window.
SELECT 1 FROM capability WHERE id = $1 AND ended_at < $2;
-- name: CAPABILITY_READY   Of the report about the latest moment, else what is registered.
SELECT coalesce((SELECT r.quantity_ready FROM readiness_report r WHERE r.capability_id = c.id
                   ORDER BY r.reported_at DESC, r.position DESC LIMIT 1), c.quantity)
  FROM capability c WHERE c.id = $1;

-- name: UNDER_DROP
DELETE FROM capability_under WHERE capability_id = $1;
-- name: UNDER_PUT
INSERT INTO capability_under (ceiling_id, capability_id) VALUES ($1, $2);
-- name: CEILINGS_OVER   All ceilings over a pool with their amounts.
SELECT u.ceiling_id, c.amount FROM capability_under u JOIN ceiling c ON c.id = u.ceiling_id
  WHERE u.capability_id = $1 ORDER BY u.ceiling_id;
-- name: CEILING_PUT
INSERT INTO ceiling (id, name, amount, parent_id, source) VALUES ($1, $2, $3, $4, $5);
-- name: CEILING_PARENT
SELECT parent_id FROM ceiling WHERE id = $1;
-- name: CEILING_AMOUNT
SELECT amount FROM ceiling WHERE id = $1;
-- name: CEILING_GET
SELECT id, name, amount, parent_id, source FROM ceiling WHERE id = $1;
-- name: CEILINGS_INSIDE   Those directly inside one; 0: the highest.
SELECT id, name, amount, parent_id, source FROM ceiling WHERE parent_id = $1 ORDER BY id;
-- name: CEILINGS_TOP
SELECT id, name, amount, parent_id, source FROM ceiling WHERE parent_id IS NULL ORDER BY id;
-- name: CEILING_POOLS   The pools directly under one.
SELECT id, name, quantity, unit FROM capability WHERE ceiling_id = $1 AND ended_at IS NULL ORDER BY id;

-- name: READINESS_PUT
INSERT INTO readiness_report (capability_id, position, reported_at, quantity_ready, personnel, materiel,
    training, commander_view, reason, for_task, valid_until_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
-- name: READINESS_NEWEST
SELECT quantity_ready, personnel, materiel, training, commander_view, reason, for_task, reported_at,
    valid_until_at
  FROM readiness_report WHERE capability_id = $1 ORDER BY reported_at DESC, position DESC LIMIT 1;
-- name: READINESS_REPORTS
SELECT quantity_ready, personnel, materiel, training, commander_view, reason, for_task, reported_at,
    valid_until_at
  FROM readiness_report WHERE capability_id = $1 ORDER BY reported_at DESC, position DESC LIMIT $2;

-- name: RESERVATION_NEXT   The number of the next one.
SELECT coalesce(max(number), 0) + 1 FROM reservation WHERE capability_id = $1;
-- name: RESERVATION_PUT
INSERT INTO reservation (capability_id, number, quantity, purpose, from_on, until_on, from_at, until_at,
    is_ended)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0);
-- name: RESERVATION_END   From $3 on; one that had not begun never was.
UPDATE reservation SET is_ended = 1,
    until_at = CASE WHEN $3 < from_at THEN from_at WHEN $3 < until_at THEN $3 ELSE until_at END
  WHERE capability_id = $1 AND number = $2;
-- name: RESERVATION_OPEN   It is there, not ended and not over.
SELECT 1 FROM reservation
  WHERE capability_id = $1 AND number = $2 AND is_ended = 0 AND until_at > $3;
-- name: RESERVATIONS_OF   Those that are not over, first the earliest.
SELECT number, quantity, purpose, from_on, until_on, from_at, until_at, is_ended
  FROM reservation WHERE capability_id = $1 AND until_at > $2 AND is_ended = 0
  ORDER BY from_at, number LIMIT $3;

-- name: HOLD_PUT
INSERT INTO capability_hold (capability_id, what_id, position, quantity, from_at, until_at, freed_at)
  VALUES ($1, $2, $3, $4, $5, $6, NULL);
-- name: HOLD_OPEN   What one thing occupies of a pool now.
SELECT quantity, from_at, until_at, position FROM capability_hold
  WHERE capability_id = $1 AND what_id = $2 AND freed_at IS NULL;
-- name: POOLS_OF   The pools of which one thing occupies something now.
SELECT capability_id FROM capability_hold WHERE what_id = $1 AND freed_at IS NULL
  ORDER BY capability_id;
-- name: HOLD_FREE   From $3 on; never before it began.
UPDATE capability_hold SET freed_at = CASE WHEN $3 < from_at THEN from_at ELSE $3 END
  WHERE capability_id = $1 AND what_id = $2 AND freed_at IS NULL;
-- name: HOLDS_FREE   All of one thing.
UPDATE capability_hold SET freed_at = CASE WHEN $2 < from_at THEN from_at ELSE $2 END
  WHERE what_id = $1 AND freed_at IS NULL;
-- name: HOLDS_EXTEND   A new planned end; never before it began.
UPDATE capability_hold SET until_at = $2
  WHERE what_id = $1 AND freed_at IS NULL AND from_at < $2;
-- name: HOLD_ANY_OPEN
SELECT 1 FROM capability_hold WHERE capability_id = $1 AND freed_at IS NULL LIMIT 1;
-- name: STEPS_OF_POOL   Where the use of a pool steps up or down in [$2, $3), seen from $4: holds that
-- are late count as long as they are open. Ends come before beginnings of the same moment.
SELECT at, delta, what_id FROM (
    SELECT CASE WHEN h.from_at < $2 THEN $2 ELSE h.from_at END AS at, h.quantity AS delta, h.what_id
      FROM capability_hold h
      WHERE h.capability_id = $1 AND h.freed_at IS NULL AND h.from_at < $3
        AND (h.until_at > $2 OR h.until_at <= $4)
    UNION ALL
    SELECT h.until_at, -h.quantity, h.what_id
      FROM capability_hold h
      WHERE h.capability_id = $1 AND h.freed_at IS NULL AND h.from_at < $3
        AND h.until_at > $2 AND h.until_at < $3 AND h.until_at > $4
    UNION ALL
    SELECT CASE WHEN r.from_at < $2 THEN $2 ELSE r.from_at END, r.quantity, 0
      FROM reservation r
      WHERE r.capability_id = $1 AND r.from_at < $3 AND r.until_at > $2 AND r.until_at > r.from_at
    UNION ALL
    SELECT r.until_at, -r.quantity, 0
      FROM reservation r
      WHERE r.capability_id = $1 AND r.until_at > $2 AND r.until_at < $3 AND r.until_at > r.from_at
  ) AS step
  ORDER BY at, delta;
-- name: STEPS_UNDER_CEILING   The same for all pools under a ceiling; reservations are no use of it.
SELECT at, delta, what_id, capability_id FROM (
    SELECT CASE WHEN h.from_at < $2 THEN $2 ELSE h.from_at END AS at, h.quantity AS delta, h.what_id,
           h.capability_id
      FROM capability_under u JOIN capability_hold h ON h.capability_id = u.capability_id
      WHERE u.ceiling_id = $1 AND h.freed_at IS NULL AND h.from_at < $3
        AND (h.until_at > $2 OR h.until_at <= $4)
    UNION ALL
    SELECT h.until_at, -h.quantity, h.what_id, h.capability_id
      FROM capability_under u JOIN capability_hold h ON h.capability_id = u.capability_id
      WHERE u.ceiling_id = $1 AND h.freed_at IS NULL AND h.from_at < $3
        AND h.until_at > $2 AND h.until_at < $3 AND h.until_at > $4
  ) AS step
  ORDER BY at, delta;
-- name: PIECES_OF_POOL   Holds and reservations that touch [$2, $3), for the availability bar.
SELECT what, what_id, quantity, from_at, until_at, is_late FROM (
    SELECT 'hold' AS what, h.what_id, h.quantity, h.from_at, h.until_at,
           CASE WHEN h.until_at <= $4 THEN 1 ELSE 0 END AS is_late
      FROM capability_hold h
      WHERE h.capability_id = $1 AND h.freed_at IS NULL AND h.from_at < $3
        AND (h.until_at > $2 OR h.until_at <= $4)
    UNION ALL
    SELECT 'reservation', NULL, r.quantity, r.from_at, r.until_at, 0
      FROM reservation r
      WHERE r.capability_id = $1 AND r.from_at < $3 AND r.until_at > $2 AND r.until_at > r.from_at
  ) AS piece
  ORDER BY from_at, until_at, what_id;

-- name: CAPABILITY_PAGE_IDS   In use, filtered by kind, holder, region, words of the name, side ($7 -1:
-- both) and agreed reaction time at most ($8 thousandths of an hour; 0: any).
SELECT id FROM capability
  WHERE id > $1 AND ended_at IS NULL AND ($2 = '' OR type = $2) AND ($3 = 0 OR office_id = $3)
    AND ($4 = 0 OR region_id = $4) AND ($5 = '%' OR lower(name) LIKE $5 ESCAPE '!')
    AND ($7 < 0 OR is_military = $7) AND ($8 = 0 OR reaction_milli <= $8)
  ORDER BY id LIMIT $6;
-- name: CAPABILITY_CARD   What everybody may see.
SELECT id, type, name, quantity, unit, home, region_id, guarantee, reaction_milli, practice_milli,
    clock_start, clock_stop, is_military, office_id, ceiling_id, ended_at
  FROM capability WHERE id = $1;
-- name: CEILINGS_OVER_NAMED   The ceilings over a pool, the smallest first.
SELECT c.id, c.name, c.amount FROM capability_under u JOIN ceiling c ON c.id = u.ceiling_id
  WHERE u.capability_id = $1 ORDER BY c.amount, c.id;
-- name: POOLS_OF_TYPE   How many pools of a kind are in the register.
SELECT count(*) FROM capability WHERE type = $1 AND ended_at IS NULL;
