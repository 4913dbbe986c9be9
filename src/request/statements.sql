-- SPDX-License-Identifier: EUPL-1.2
-- Every statement of this room, by name.
-- name: REQUEST_ROW   The request without its form.
SELECT number, route, route_version, stage, region, municipality_code, drafter_office_id,
    requester_office_id, form_version, signed_version, has_contact, period_until_at
  FROM request WHERE id = $1;
-- name: REQUEST_FORM   The form's columns, in the order of form_fields.
SELECT incident_id, legal_basis, task_domain, situation, effect, purpose, means_hint, quantity,
    location, municipality, needed_from_at, needed_until_at, own_insufficient, is_urgent, urgency,
    is_planned, is_found_explosive, is_force_needed, field_lead, armament, safety, logistics, media,
    classification, costs, subsidiarity, special_case, why_not_57, to_region, annexes, follows_id
  FROM request WHERE id = $1;
-- name: REQUEST_NEXT_SERIAL   Invariant 5: numbers follow each other within node and year.
SELECT coalesce(max(serial), 0) + 1 FROM request WHERE node = $1 AND year = $2;
-- name: REQUEST_PUT   A new request with an empty form.
INSERT INTO request (id, number, node, year, serial, route, route_version, stage, region,
    municipality_code, drafter_office_id, form_version, has_contact, created_at, stage_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9, 1, 0, $10, $10);
-- name: REQUEST_FORM_PUT   The form, in the order of form_fields.
UPDATE request SET incident_id = $2, legal_basis = $3, task_domain = $4, situation = $5, effect = $6,
    purpose = $7, means_hint = $8, quantity = $9, location = $10, municipality = $11,
    needed_from_at = $12, needed_until_at = $13, own_insufficient = $14, is_urgent = $15,
    urgency = $16, is_planned = $17, is_found_explosive = $18, is_force_needed = $19,
    field_lead = $20, armament = $21, safety = $22, logistics = $23, media = $24,
    classification = $25, costs = $26, subsidiarity = $27, special_case = $28, why_not_57 = $29,
    to_region = $30, annexes = $31, follows_id = $32
  WHERE id = $1;
-- name: REQUEST_TEXT_CHANGED   The next text of the form: older signatures no longer hold.
UPDATE request SET form_version = form_version + 1 WHERE id = $1;
-- name: REQUEST_PLACED   Codes of the place, settled; whether there is a contact.
UPDATE request SET region = $2, municipality_code = $3, has_contact = $4 WHERE id = $1;
-- name: REQUEST_ROUTED   Another basis, while it is a draft.
UPDATE request SET route = $2, route_version = $3 WHERE id = $1;
-- name: REQUEST_STAGE
UPDATE request SET stage = $2, stage_at = $3 WHERE id = $1;
-- name: REQUEST_REQUESTER
UPDATE request SET requester_office_id = $2 WHERE id = $1;
-- name: REQUEST_SIGNED
UPDATE request SET signed_version = form_version WHERE id = $1;
-- name: REQUEST_UNTIL
UPDATE request SET period_until_at = $2 WHERE id = $1;
-- name: REQUEST_CONTACT_DROP
DELETE FROM request_contact WHERE request_id = $1;
-- name: REQUEST_CONTACT_PUT
INSERT INTO request_contact (request_id, contact) VALUES ($1, $2);
-- name: REQUEST_CONTACT_OF
SELECT contact FROM request_contact WHERE request_id = $1;
-- name: REQUEST_LINES_DROP
DELETE FROM request_line WHERE request_id = $1;
-- name: REQUEST_LINE_PUT   Nobody has answered it yet.
INSERT INTO request_line (request_id, line, effect_kind, amount, unit, is_other_means, open_amount,
    met_amount, partly_amount, substituted_amount, withdrawn_amount, refused_amount)
  VALUES ($1, $2, $3, $4, $5, 0, $4, 0, 0, 0, 0, 0);
-- name: REQUEST_LINES_OF
SELECT line, effect_kind, amount, unit, granted_amount, is_other_means, open_amount, met_amount,
    partly_amount, substituted_amount, withdrawn_amount, refused_amount
  FROM request_line WHERE request_id = $1 ORDER BY line;
-- name: REQUEST_LINE_ACCOUNT   What became of one line.
UPDATE request_line SET granted_amount = $3, is_other_means = $4, open_amount = $5, met_amount = $6,
    partly_amount = $7, substituted_amount = $8, withdrawn_amount = $9, refused_amount = $10
  WHERE request_id = $1 AND line = $2;
-- name: REQUEST_LINES_OTHER_MEANS   What is granted from now on is a substitute.
UPDATE request_line SET is_other_means = 1 WHERE request_id = $1;
-- name: REQUEST_LINE_AMOUNT
SELECT amount FROM request_line WHERE request_id = $1 AND line = $2;
-- name: REQUEST_RUNGS_DROP
DELETE FROM request_alternative WHERE request_id = $1;
-- name: REQUEST_RUNG_PUT
INSERT INTO request_alternative (request_id, rung_no, rung, asked, asked_at, answer)
  VALUES ($1, $2, $3, $4, $5, $6);
-- name: REQUEST_RUNGS_OF
SELECT rung, asked, asked_at, answer FROM request_alternative WHERE request_id = $1 ORDER BY rung_no;
-- name: REQUEST_PLANS_DROP
DELETE FROM request_plan WHERE request_id = $1;
-- name: REQUEST_PLAN_PUT
INSERT INTO request_plan (request_id, plan_id) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: REQUEST_PLANS_OF
SELECT plan_id FROM request_plan WHERE request_id = $1 ORDER BY plan_id;
-- name: REQUEST_PLACES_DROP
DELETE FROM request_municipality WHERE request_id = $1;
-- name: REQUEST_PLACE_PUT
INSERT INTO request_municipality (request_id, place_no, place) VALUES ($1, $2, $3);
-- name: REQUEST_PLACES_OF
SELECT place FROM request_municipality WHERE request_id = $1 ORDER BY place_no;
-- name: REQUEST_POOL_PUT
INSERT INTO request_search_pool (search_id, request_id, capability_id) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING;
-- name: REQUEST_POOLS_FOUND   The pools that any search of this request named.
SELECT DISTINCT capability_id FROM request_search_pool WHERE request_id = $1 ORDER BY capability_id;
-- name: REQUEST_CONCURRENCE_PUT
INSERT INTO request_concurrence (id, request_id, office_id, mandate_id, answer, reason, answered_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: REQUEST_CONCURRENCES_OF
SELECT id, office_id, mandate_id, answer, reason, answered_at FROM request_concurrence
  WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_CALL_PUT
INSERT INTO request_call (id, request_id, office_id, receiver_id, channel, called_at)
  VALUES ($1, $2, $3, $4, $5, $6);
-- name: REQUEST_CALLS_OF
SELECT id, office_id, receiver_id, channel, called_at FROM request_call
  WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_ADVICE_PUT
INSERT INTO request_advice (id, request_id, office_id, advice, given_at) VALUES ($1, $2, $3, $4, $5);
-- name: REQUEST_ADVICE_OF
SELECT id, office_id, advice, given_at FROM request_advice WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_ADVICE_PICTURE_PUT
INSERT INTO request_advice_picture (advice_id, picture_id) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: REQUEST_ADVICE_PICTURES_OF
SELECT picture_id FROM request_advice_picture WHERE advice_id = $1 ORDER BY picture_id;
-- name: REQUEST_SIGNATURE_PUT   On the text as it now reads.
INSERT INTO request_signature (id, request_id, office_id, signs_as, mandate_id, form_version, signed_at)
  VALUES ($1, $2, $3, $4, $5, (SELECT r.form_version FROM request r WHERE r.id = $2), $6);
-- name: REQUEST_SIGNATURES_OF
SELECT s.id, s.office_id, s.signs_as, s.mandate_id, s.signed_at,
    CASE WHEN s.form_version = r.form_version THEN 1 ELSE 0 END AS is_present
  FROM request_signature s JOIN request r ON r.id = s.request_id
  WHERE s.request_id = $1 ORDER BY s.id;
-- name: REQUEST_CHECK_PUT
INSERT INTO request_check (id, request_id, office_id, is_form_complete, is_competence_ok, is_basis_ok,
    consent_on_behalf_of, checked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: REQUEST_CHECKS_OF
SELECT id, office_id, is_form_complete, is_competence_ok, is_basis_ok, consent_on_behalf_of, checked_at
  FROM request_check WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_RETURN_PUT
INSERT INTO request_return (id, request_id, reason, returned_at) VALUES ($1, $2, $3, $4);
-- name: REQUEST_RETURN_FIELD_PUT
INSERT INTO request_return_field (return_id, field) VALUES ($1, $2) ON CONFLICT DO NOTHING;
-- name: REQUEST_RETURNS_OF
SELECT id, reason, returned_at FROM request_return WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_RETURN_FIELDS_OF
SELECT field FROM request_return_field WHERE return_id = $1 ORDER BY field;
-- name: REQUEST_SEARCH_PUT
INSERT INTO request_search (id, request_id, kind, words, answer, channel, searched_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: REQUEST_SEARCHES_OF
SELECT id, kind, words, answer, channel, searched_at FROM request_search
  WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_ASSESSMENT_PUT
INSERT INTO request_assessment (id, request_id, office_id, will, can, may, assessed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: REQUEST_ASSESSMENTS_OF
SELECT id, office_id, will, can, may, assessed_at FROM request_assessment
  WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_LEGAL_TEST_PUT
INSERT INTO request_legal_test (id, request_id, office_id, outcome, basis, force_regime, tested_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: REQUEST_LEGAL_TESTS_OF
SELECT id, office_id, outcome, basis, force_regime, tested_at FROM request_legal_test
  WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_LEGAL_TEST_IS_DONE
SELECT 1 FROM request_legal_test WHERE request_id = $1 LIMIT 1;
-- name: REQUEST_OFFER_PUT
INSERT INTO request_offer (id, request_id, means, same_effect, offered_at, reason)
  VALUES ($1, $2, $3, $4, $5, '');
-- name: REQUEST_OFFER_ANSWER   The offer that still waits.
UPDATE request_offer SET is_accepted = $2, reason = $3, answered_at = $4
  WHERE request_id = $1 AND is_accepted IS NULL;
-- name: REQUEST_OFFERS_OF
SELECT id, means, same_effect, offered_at, is_accepted, reason, answered_at FROM request_offer
  WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_DECISION_PUT
INSERT INTO request_decision (id, request_id, office_id, mandate_id, decision, reason, reason_code, given,
    on_behalf_of, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- name: REQUEST_DECISIONS_OF
SELECT id, office_id, mandate_id, decision, reason, reason_code, given, on_behalf_of, decided_at
  FROM request_decision WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_CONFIRMATION_PUT
INSERT INTO request_confirmation (id, request_id, office_id, signs_as, confirmed_at)
  VALUES ($1, $2, $3, $4, $5);
-- name: REQUEST_CONFIRMATIONS_OF
SELECT id, office_id, signs_as, confirmed_at FROM request_confirmation
  WHERE request_id = $1 ORDER BY id;
-- name: REQUEST_WITHDRAWAL_PUT
INSERT INTO request_withdrawal (request_id, office_id, reason, withdrawn_at) VALUES ($1, $2, $3, $4);
-- name: REQUEST_WITHDRAWAL_OF
SELECT office_id, reason, withdrawn_at FROM request_withdrawal WHERE request_id = $1;
-- name: REQUEST_FOLLOWED_BY   Requests that were asked anew after this one.
SELECT id FROM request WHERE follows_id = $1 ORDER BY id;
-- name: REQUEST_STAGE_MARKS   What the request went through, for the stage bar.
SELECT stage,
    CASE WHEN EXISTS (SELECT 1 FROM request_check c WHERE c.request_id = r.id) THEN 1 ELSE 0 END AS has_check,
    CASE WHEN EXISTS (SELECT 1 FROM request_search s WHERE s.request_id = r.id AND s.kind = 'civil') THEN 1 ELSE 0 END AS has_search,
    CASE WHEN EXISTS (SELECT 1 FROM request_assessment a WHERE a.request_id = r.id) THEN 1 ELSE 0 END AS has_assessment,
    CASE WHEN EXISTS (SELECT 1 FROM request_decision d WHERE d.request_id = r.id) THEN 1 ELSE 0 END AS has_decision
  FROM request r WHERE r.id = $1;
-- name: REQUEST_MOMENTS
SELECT created_at, stage_at, period_until_at FROM request WHERE id = $1;
-- name: REQUESTS_NEWEST   One page of the list, before an id.
SELECT id, number, stage, region, route, route_version, needed_from_at, needed_until_at, stage_at,
    drafter_office_id, requester_office_id,
    CASE WHEN signed_version = form_version THEN 1 ELSE 0 END AS is_signed
  FROM request WHERE id < $1 ORDER BY id DESC LIMIT $2;
-- name: REQUESTS_OF_STAGE
SELECT id, number, stage, region, route, route_version, needed_from_at, needed_until_at, stage_at,
    drafter_office_id, requester_office_id,
    CASE WHEN signed_version = form_version THEN 1 ELSE 0 END AS is_signed
  FROM request WHERE stage = $3 AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: REQUESTS_OF_REGION
SELECT id, number, stage, region, route, route_version, needed_from_at, needed_until_at, stage_at,
    drafter_office_id, requester_office_id,
    CASE WHEN signed_version = form_version THEN 1 ELSE 0 END AS is_signed
  FROM request WHERE region = $3 AND id < $1 ORDER BY id DESC LIMIT $2;
-- name: REQUESTS_ASKING   Sent or made by phone, and not ended: of one region, or all (''), after one.
SELECT id FROM request WHERE stage IN ('ORAL', 'SUBMITTED', 'CHECKED', 'CIVIL_SEARCH', 'AT_DEFENCE', 'ASSESSING', 'OFFERED',
      'AWAIT_CONCUR', 'GRANTED', 'PARTLY_GRANTED', 'TASKED', 'EN_ROUTE', 'DEPLOYED', 'EXTENSION',
      'REBASED')
    AND ($1 = '' OR region = $1) AND id > $3 ORDER BY id LIMIT $2;
-- name: REQUEST_IS_ASKING
SELECT 1 FROM request WHERE id = $1 AND stage IN ('ORAL', 'SUBMITTED', 'CHECKED', 'CIVIL_SEARCH', 'AT_DEFENCE', 'ASSESSING', 'OFFERED',
      'AWAIT_CONCUR', 'GRANTED', 'PARTLY_GRANTED', 'TASKED', 'EN_ROUTE', 'DEPLOYED', 'EXTENSION',
      'REBASED');
