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
    is_ended, position)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9);
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

-- name: HOLD_PUT   What one entry adds for one thing stands together, apart for each end of its own.
INSERT INTO capability_hold (capability_id, what_id, position, ends_at, quantity, from_at, until_at,
    freed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)
  ON CONFLICT (capability_id, what_id, position, ends_at) DO UPDATE SET
    quantity = capability_hold.quantity + excluded.quantity,
    from_at = CASE WHEN excluded.from_at < capability_hold.from_at THEN excluded.from_at
                   ELSE capability_hold.from_at END,
    until_at = CASE WHEN excluded.until_at > capability_hold.until_at THEN excluded.until_at
                    ELSE capability_hold.until_at END;
-- name: HOLD_SET   What this entry itself began becomes less.
UPDATE capability_hold SET quantity = $5
  WHERE capability_id = $1 AND what_id = $2 AND position = $3 AND ends_at = $4;
-- name: HOLD_DROP   What this entry itself began and gave away never was.
DELETE FROM capability_hold
  WHERE capability_id = $1 AND what_id = $2 AND position = $3 AND ends_at = $4;
-- name: HOLD_FREE   From $5 on; never before it began.
UPDATE capability_hold SET freed_at = CASE WHEN $5 < from_at THEN from_at ELSE $5 END
  WHERE capability_id = $1 AND what_id = $2 AND position = $3 AND ends_at = $4;
-- name: HOLDS_FREE   All of one thing; one that ended by itself was free then.
UPDATE capability_hold SET freed_at = CASE WHEN $2 < from_at THEN from_at
    WHEN ends_at > 0 AND ends_at < $2 THEN ends_at ELSE $2 END
  WHERE what_id = $1 AND freed_at IS NULL;
-- name: HOLDS_EXTEND   A new planned end; never before it began. One that ends by itself stays.
UPDATE capability_hold SET until_at = $2
  WHERE what_id = $1 AND freed_at IS NULL AND ends_at = 0 AND from_at < $2;
-- name: HOLDS_MOVE   A new begin and planned end. One that ends by itself stays.
UPDATE capability_hold SET from_at = $2, until_at = $3
  WHERE what_id = $1 AND freed_at IS NULL AND ends_at = 0;
-- name: HOLD_ANY_OPEN   Something still occupies units of the pool at $2.
SELECT 1 FROM capability_hold
  WHERE capability_id = $1 AND freed_at IS NULL AND (ends_at = 0 OR ends_at > $2) LIMIT 1;
-- name: POOLS_OF   The pools of which one thing occupies something now.
SELECT DISTINCT capability_id FROM capability_hold WHERE what_id = $1 AND freed_at IS NULL
  ORDER BY capability_id;
-- name: HOLDS_OF_POOL   All that is open at $2; first what lasts longest: that is given first.
SELECT capability_id, what_id, position, ends_at, quantity, from_at, until_at FROM capability_hold
  WHERE capability_id = $1 AND freed_at IS NULL AND (ends_at = 0 OR ends_at > $2)
  ORDER BY until_at DESC, position DESC, ends_at;
-- name: HOLDS_FOR   The same of one thing in one pool.
SELECT capability_id, what_id, position, ends_at, quantity, from_at, until_at FROM capability_hold
  WHERE capability_id = $1 AND what_id = $2 AND freed_at IS NULL AND (ends_at = 0 OR ends_at > $3)
  ORDER BY until_at DESC, position DESC, ends_at;
-- name: HOLDS_OF_THING   The same of one thing in all pools.
SELECT capability_id, what_id, position, ends_at, quantity, from_at, until_at FROM capability_hold
  WHERE what_id = $1 AND freed_at IS NULL AND (ends_at = 0 OR ends_at > $2)
  ORDER BY capability_id, until_at DESC, position DESC, ends_at;
-- name: HOLDS_UNDER_CEILING   The same of all pools under a ceiling.
SELECT h.capability_id, h.what_id, h.position, h.ends_at, h.quantity, h.from_at, h.until_at
  FROM capability_under u JOIN capability_hold h ON h.capability_id = u.capability_id
  WHERE u.ceiling_id = $1 AND h.freed_at IS NULL AND (h.ends_at = 0 OR h.ends_at > $2)
  ORDER BY h.until_at DESC, h.position DESC, h.ends_at, h.capability_id;
-- name: UNDER_HAS   The pool lies under the ceiling.
SELECT 1 FROM capability_under WHERE ceiling_id = $1 AND capability_id = $2;
-- name: RESERVATIONS_IN   That touch [$2, $3).
SELECT quantity, from_at, until_at FROM reservation
  WHERE capability_id = $1 AND from_at < $3 AND until_at > $2 AND until_at > from_at;
-- name: PIECES_OF_POOL   Holds and reservations that touch [$2, $3), for the availability bar.
SELECT what, what_id, quantity, from_at, until_at, is_late, position FROM (
    SELECT 'hold' AS what, h.what_id, h.quantity, h.from_at, h.until_at,
           CASE WHEN h.until_at <= $4 THEN 1 ELSE 0 END AS is_late, h.position
      FROM capability_hold h
      WHERE h.capability_id = $1 AND h.freed_at IS NULL AND h.from_at < $3
        AND (h.until_at > $2 OR h.until_at <= $4) AND (h.ends_at = 0 OR h.ends_at > $4)
    UNION ALL
    SELECT 'reservation', NULL, r.quantity, r.from_at, r.until_at, 0, r.position
      FROM reservation r
      WHERE r.capability_id = $1 AND r.from_at < $3 AND r.until_at > $2 AND r.until_at > r.from_at
  ) AS piece
  ORDER BY from_at, until_at, what_id;

-- name: PIECES_AT   What is in use at $2, seen from $3, with the entry that began it; the largest first.
SELECT what_id, number, purpose, quantity, from_at, until_at, is_late, position FROM (
    SELECT h.what_id, 0 AS number, '' AS purpose, h.quantity, h.from_at, h.until_at,
           CASE WHEN h.until_at <= $3 THEN 1 ELSE 0 END AS is_late, h.position
      FROM capability_hold h
      WHERE h.capability_id = $1 AND h.freed_at IS NULL AND h.from_at <= $2
        AND (h.until_at > $2 OR h.until_at <= $3) AND (h.ends_at = 0 OR h.ends_at > $3)
    UNION ALL
    SELECT 0, r.number, r.purpose, r.quantity, r.from_at, r.until_at, 0, r.position
      FROM reservation r
      WHERE r.capability_id = $1 AND r.from_at <= $2 AND r.until_at > $2 AND r.until_at > r.from_at
  ) AS piece
  ORDER BY quantity DESC, position LIMIT $4;
-- name: POOLS_IN_USE   Pools of which something is held at $2.
-- scan: open holds only; the index leaves history out.
SELECT DISTINCT capability_id FROM capability_hold
  WHERE freed_at IS NULL AND (ends_at = 0 OR ends_at > $2) ORDER BY capability_id LIMIT $1;
-- name: READINESS_SOURCE   The report that counts, with its entry.
SELECT quantity_ready, reported_at, valid_until_at, position FROM readiness_report
  WHERE capability_id = $1 ORDER BY reported_at DESC, position DESC LIMIT 1;

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
