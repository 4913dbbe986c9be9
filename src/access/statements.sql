-- SPDX-License-Identifier: EUPL-1.2

-- name: SPACE_PUT   The space's own card.
INSERT INTO space_card (id, name, kind, about, opened_at) VALUES ($1, $2, $3, $4, $5);
-- name: SPACE_IS_OPEN   Whether the space has its card.
-- scan: one row ever.
SELECT 1 FROM space_card LIMIT 1;
-- name: SPACE_CARD
-- scan: one row ever.
SELECT id, name, kind, about, opened_at FROM space_card ORDER BY id LIMIT 1;

-- name: OFFICE_PUT
INSERT INTO office (id, code, org, instance, title, valid_from_at, valid_until_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: OFFICE_AREA_PUT   The same code twice counts once.
INSERT INTO office_area (office_id, area) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: OFFICE_ROLE_PUT   The same role twice counts once.
INSERT INTO office_role (office_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: OFFICE_END   The office ends; an earlier end stands.
UPDATE office SET valid_until_at = $2
  WHERE id = $1 AND (valid_until_at IS NULL OR valid_until_at > $2);
-- name: OFFICE_AT   The office, if it is valid at the moment.
SELECT id, code, org, instance, title FROM office
  WHERE id = $1 AND valid_from_at <= $2 AND (valid_until_at IS NULL OR valid_until_at > $2);
-- name: OFFICE_HAS_ENDED
SELECT 1 FROM office WHERE id = $1 AND valid_until_at <= $2;
-- name: OFFICE_ANY   The office, valid or not.
SELECT id, code, org, instance, title, valid_from_at, valid_until_at FROM office WHERE id = $1;
-- name: OFFICE_CODE
SELECT code FROM office WHERE id = $1;
-- name: OFFICE_FIND   By code and instance ('' any), valid at the moment; the oldest one.
SELECT id FROM office
  WHERE code = $1 AND ($2 = '' OR instance = $2) AND valid_from_at <= $3
    AND (valid_until_at IS NULL OR valid_until_at > $3)
  ORDER BY id LIMIT 1;
-- name: OFFICE_TITLES   Of all offices with this code that are valid at the moment.
SELECT title FROM office
  WHERE code = $1 AND valid_from_at <= $2 AND (valid_until_at IS NULL OR valid_until_at > $2)
  ORDER BY id;
-- name: OFFICE_DOUBLED   Another office with the same code, instance and title that has not ended.
SELECT id FROM office
  WHERE code = $1 AND instance = $2 AND title = $3
    AND (valid_until_at IS NULL OR valid_until_at > $4)
  ORDER BY id LIMIT 1;
-- name: OFFICE_HAS_ROLE
SELECT 1 FROM office_role WHERE office_id = $1 AND role = $2;
-- name: OFFICE_COVERS   Own area rows, or none at all (the whole country).
SELECT 1 FROM office o
  WHERE o.id = $1
    AND ((o.instance = $2 AND $2 <> '')
      OR EXISTS (SELECT 1 FROM office_area a WHERE a.office_id = o.id AND a.area = $2)
      OR NOT EXISTS (SELECT 1 FROM office_area b WHERE b.office_id = o.id));
-- name: OFFICE_HAS_AREA
SELECT 1 FROM office_area WHERE office_id = $1 AND area = $2;
-- name: OFFICE_AREAS
SELECT area FROM office_area WHERE office_id = $1 ORDER BY area;
-- name: OFFICE_ROLES
SELECT role FROM office_role WHERE office_id = $1 ORDER BY role;
-- name: OFFICE_PAGE   Offices after a key, in order of code and instance.
SELECT id, code, org, instance, title, valid_from_at, valid_until_at FROM office
  WHERE (code, instance, id) > ($1, $2, $3)
  ORDER BY code, instance, id LIMIT $4;
-- name: OFFICE_SEARCH   The same with words in code, instance or title.
-- scan: a search over offices: some hundreds, the directory's size.
SELECT id, code, org, instance, title, valid_from_at, valid_until_at FROM office
  WHERE (code, instance, id) > ($1, $2, $3)
    AND (lower(title) LIKE $5 ESCAPE '!' OR lower(code) LIKE $5 ESCAPE '!'
      OR lower(instance) LIKE $5 ESCAPE '!')
  ORDER BY code, instance, id LIMIT $4;

-- name: HOLDER_PUT
INSERT INTO office_holder (id, office_id, holder, from_at, until_at) VALUES ($1, $2, $3, $4, $5);
-- name: HOLDER_END   Ends what this holder holds of the office at the moment or later.
UPDATE office_holder SET until_at = CASE WHEN from_at > $3 THEN from_at ELSE $3 END
  WHERE office_id = $1 AND holder = $2 AND (until_at IS NULL OR until_at > $3);
-- name: HOLDER_IS   Whether this person holds the office at the moment.
SELECT 1 FROM office_holder
  WHERE office_id = $1 AND holder = $2 AND from_at <= $3 AND (until_at IS NULL OR until_at > $3)
  LIMIT 1;
-- name: HOLDER_OVERLAPS   Whether this person holds the office at some moment of a period (NULL: no end).
SELECT 1 FROM office_holder
  WHERE office_id = $1 AND holder = $2 AND (until_at IS NULL OR until_at > $3)
    AND (from_at < $4 OR $4 IS NULL)
  LIMIT 1;
-- name: HOLDER_NOW   Who holds it at the moment: the last appointed.
SELECT holder FROM office_holder
  WHERE office_id = $1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2)
  ORDER BY id DESC LIMIT 1;
-- name: HOLDERS_OF_OFFICE   The newest of an office's holders.
SELECT holder, from_at, until_at FROM office_holder
  WHERE office_id = $1 ORDER BY id DESC LIMIT 50;
-- name: CODE_EVER_HELD   The oldest office with this code that ever had a holder.
SELECT o.id FROM office o JOIN office_holder h ON h.office_id = o.id
  WHERE o.code = $1 ORDER BY o.id, h.id DESC LIMIT 1;

-- name: MANDATE_PUT
INSERT INTO mandate (id, from_office_id, to_code, given_at, valid_until_on, until_at, revoked_at)
  VALUES ($1, $2, $3, $4, $5, $6, NULL);
-- name: MANDATE_BASIS_PUT
INSERT INTO mandate_basis (mandate_id, basis) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: MANDATE_AREA_PUT
INSERT INTO mandate_area (mandate_id, area) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: MANDATE_REVOKE
UPDATE mandate SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL;
-- name: MANDATE_GIVER
SELECT from_office_id FROM mandate WHERE id = $1;
-- name: MANDATE_IN_FORCE   For the office that uses it, whatever basis and area.
SELECT 1 FROM mandate m JOIN office t ON t.code = m.to_code
  WHERE m.id = $1 AND t.id = $2 AND m.given_at <= $3 AND m.until_at > $3
    AND (m.revoked_at IS NULL OR m.revoked_at > $3);
-- name: MANDATE_IS_OPEN   Neither revoked nor at its end.
SELECT 1 FROM mandate WHERE id = $1 AND revoked_at IS NULL AND until_at > $2;
-- name: MANDATE_FOR   Given to the office's code, by an office that signs as asked, for basis and area.
SELECT m.id FROM office t JOIN mandate m ON m.to_code = t.code
  JOIN office f ON f.id = m.from_office_id
  WHERE t.id = $1 AND ($2 = '' OR f.code = $2) AND m.given_at <= $5 AND m.until_at > $5
    AND (m.revoked_at IS NULL OR m.revoked_at > $5)
    AND f.valid_from_at <= $5 AND (f.valid_until_at IS NULL OR f.valid_until_at > $5)
    AND EXISTS (SELECT 1 FROM mandate_basis b WHERE b.mandate_id = m.id AND b.basis = $3)
    AND (EXISTS (SELECT 1 FROM mandate_area a WHERE a.mandate_id = m.id AND a.area = $4)
      OR (NOT EXISTS (SELECT 1 FROM mandate_area c WHERE c.mandate_id = m.id)
        AND (NOT EXISTS (SELECT 1 FROM office_area d WHERE d.office_id = f.id)
          OR EXISTS (SELECT 1 FROM office_area e WHERE e.office_id = f.id AND e.area = $4))))
  ORDER BY m.id LIMIT 1;
-- name: MANDATE_ON_BASIS   Given to the office's code for the basis, wherever.
SELECT m.id FROM office t JOIN mandate m ON m.to_code = t.code
  WHERE t.id = $1 AND m.given_at <= $3 AND m.until_at > $3
    AND (m.revoked_at IS NULL OR m.revoked_at > $3)
    AND EXISTS (SELECT 1 FROM mandate_basis b WHERE b.mandate_id = m.id AND b.basis = $2)
  ORDER BY m.id LIMIT 1;
-- name: MANDATE_GET
SELECT id, from_office_id, to_code, given_at, valid_until_on, until_at, revoked_at FROM mandate
  WHERE id = $1;
-- name: MANDATES_FROM   In force, for the basis, and for the area or for all of the giver's.
SELECT m.id, m.from_office_id, m.to_code, m.given_at, m.valid_until_on, m.until_at, m.revoked_at
  FROM mandate m
  WHERE m.from_office_id = $1 AND m.given_at <= $4 AND m.until_at > $4
    AND (m.revoked_at IS NULL OR m.revoked_at > $4)
    AND EXISTS (SELECT 1 FROM mandate_basis b WHERE b.mandate_id = m.id AND b.basis = $2)
    AND (EXISTS (SELECT 1 FROM mandate_area a WHERE a.mandate_id = m.id AND a.area = $3)
      OR NOT EXISTS (SELECT 1 FROM mandate_area c WHERE c.mandate_id = m.id))
  ORDER BY m.id LIMIT 50;
-- name: OFFICES_OF   Of one instance, or without one of a kind of organisation.
-- scan: offices are some hundreds.
SELECT id, code, org, instance, title FROM office
  WHERE valid_from_at <= $3 AND (valid_until_at IS NULL OR valid_until_at > $3)
    AND instance = $2 AND ($2 <> '' OR org = $1)
  ORDER BY code, id LIMIT 200;
-- name: MANDATE_BASES
SELECT basis FROM mandate_basis WHERE mandate_id = $1 ORDER BY basis;
-- name: MANDATE_AREAS
SELECT area FROM mandate_area WHERE mandate_id = $1 ORDER BY area;
-- name: MANDATE_PAGE   Newest first, before a key.
SELECT m.id, m.from_office_id, f.title AS from_title, m.to_code, m.given_at, m.valid_until_on,
    m.until_at, m.revoked_at, COALESCE((SELECT t.title FROM office t
      WHERE t.code = m.to_code AND t.instance = f.instance ORDER BY t.id LIMIT 1), m.to_code) AS to_title
  FROM mandate m JOIN office f ON f.id = m.from_office_id
  WHERE m.id < $1 ORDER BY m.id DESC LIMIT $2;
-- name: MANDATES_TO_CODE   What offices of this code may sign with; in force at the moment.
SELECT m.id, m.from_office_id, f.title AS from_title, m.to_code, m.given_at, m.valid_until_on,
    m.until_at
  FROM mandate m JOIN office f ON f.id = m.from_office_id
  WHERE m.to_code = $1 AND m.given_at <= $2 AND m.until_at > $2
    AND (m.revoked_at IS NULL OR m.revoked_at > $2)
  ORDER BY m.id LIMIT 200;
-- name: MANDATES_OF_OFFICE   What this office gave; in force at the moment.
SELECT m.id, m.to_code, m.given_at, m.valid_until_on, m.until_at,
    COALESCE((SELECT t.title FROM office t
      WHERE t.code = m.to_code AND t.instance = f.instance ORDER BY t.id LIMIT 1), m.to_code) AS to_title
  FROM mandate m JOIN office f ON f.id = m.from_office_id
  WHERE m.from_office_id = $1 AND m.given_at <= $2 AND m.until_at > $2
    AND (m.revoked_at IS NULL OR m.revoked_at > $2)
  ORDER BY m.id LIMIT 200;

-- name: AUDIENCE_PUT   Once a holder, always a holder.
INSERT INTO audience (thing_id, kind, who, is_holder) VALUES ($1, $2, $3, $4)
  ON CONFLICT (thing_id, kind, who) DO UPDATE SET is_holder = excluded.is_holder
  WHERE excluded.is_holder > audience.is_holder;
-- name: AUDIENCE_COPY   Whom one thing concerns, another concerns too; holding is not copied.
INSERT INTO audience (thing_id, kind, who, is_holder)
  SELECT $2, kind, who, 0 FROM audience WHERE thing_id = $1
  ON CONFLICT (thing_id, kind, who) DO NOTHING;
-- name: AUDIENCE_HAS   By its id, its organisation or instance, its area, its code or the end of it.
SELECT 1 FROM audience a
  WHERE a.thing_id = $1
    AND ((a.kind = 'office' AND a.who = $2)
      OR (a.kind = 'org' AND (a.who = $3 OR a.who = $4))
      OR (a.kind = 'area' AND (a.who = $4
        OR EXISTS (SELECT 1 FROM office_area o WHERE o.office_id = $5 AND o.area = a.who)))
      OR (a.kind = 'code' AND (a.who = $6 OR a.who = $7)))
  LIMIT 1;
-- name: AUDIENCE_HOLDS   The office holds the thing, by its own row or its organisation's.
SELECT 1 FROM audience a
  WHERE a.thing_id = $1 AND a.is_holder = 1
    AND ((a.kind = 'office' AND a.who = $2) OR (a.kind = 'org' AND (a.who = $3 OR a.who = $4)))
  LIMIT 1;
-- name: OFFICE_READS_PARTIES   The desks that see every thing of the parties.
SELECT 1 FROM office_role
  WHERE office_id = $1
    AND role IN ('ROLE_LOCC', 'ROLE_MINISTER_JENV', 'ROLE_DOPS', 'ROLE_DJZ', 'ROLE_TOC',
      'ROLE_MINISTER_DEF', 'ROLE_EVALUATOR', 'ROLE_AUDITOR')
  LIMIT 1;
-- name: OFFICE_READS_HOLDINGS   Defence's desks, and the auditor.
SELECT 1 FROM office_role
  WHERE office_id = $1
    AND role IN ('ROLE_DOPS', 'ROLE_DJZ', 'ROLE_TOC', 'ROLE_MINISTER_DEF', 'ROLE_AUDITOR')
  LIMIT 1;

-- name: SESSION_PUT
INSERT INTO session (token_sha256, actor, office_id, lang, mode, made_at, seen_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6);
-- name: SESSION_GET   Unless it was not used for too long.
SELECT actor, office_id, lang, mode, seen_at FROM session WHERE token_sha256 = $1 AND seen_at > $2;
-- name: SESSION_SEEN
UPDATE session SET seen_at = $2 WHERE token_sha256 = $1 AND seen_at < $2;
-- name: SESSION_DELETE
DELETE FROM session WHERE token_sha256 = $1;
-- name: SESSION_SWEEP   Those that nobody used for too long.
DELETE FROM session WHERE seen_at <= $1;
-- name: SESSION_SET   Empty: as it was.
UPDATE session SET lang = CASE WHEN $2 = '' THEN lang ELSE $2 END,
    mode = CASE WHEN $3 = '-' THEN '' WHEN $3 = '' THEN mode ELSE $3 END
  WHERE token_sha256 = $1;
-- name: DEMO_OFFICES   Offices that are valid and held, in the order of the list.
-- scan: a demo space holds some hundreds of offices; the list shows them all.
SELECT o.id, o.code, o.org, o.instance, o.title FROM office o
  WHERE o.valid_from_at <= $1 AND (o.valid_until_at IS NULL OR o.valid_until_at > $1)
    AND EXISTS (SELECT 1 FROM office_holder h WHERE h.office_id = o.id AND h.from_at <= $1
      AND (h.until_at IS NULL OR h.until_at > $1))
  ORDER BY o.code, o.instance, o.id LIMIT 1000;

-- name: REFUSAL_LAST   The highest number, 0 for none.
SELECT COALESCE(max(n), 0) FROM refusal;
-- name: REFUSAL_PUT
INSERT INTO refusal (n, refused_at, actor, office_id, channel, action, object_id, codes)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: REFUSAL_SWEEP   Keeps the newest ones.
DELETE FROM refusal WHERE n <= $1;
-- name: REFUSAL_PAGE   Newest first, before a key.
SELECT r.n, r.refused_at, r.actor, r.office_id, o.title AS office, r.channel, r.action, r.object_id,
    r.codes
  FROM refusal r LEFT JOIN office o ON o.id = r.office_id
  WHERE r.n < $1 ORDER BY r.n DESC LIMIT $2;
