-- SPDX-License-Identifier: EUPL-1.2
-- Requests with their form, lines, advice, signatures, checks and decisions. Rebuilt from the journal.

-- The request and its form as it reads now. NULL and '' : nobody filled it in.
CREATE TABLE request (
  id                  INTEGER PRIMARY KEY,                             -- the thing
  number              TEXT    NOT NULL CHECK (length(number) BETWEEN 6 AND 24), -- "2021-0143"
  node                INTEGER NOT NULL CHECK (node BETWEEN 1 AND 32767), -- that issued the number
  year                INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200), -- civil year of the draft
  serial              INTEGER NOT NULL CHECK (serial >= 1),            -- within node and year
  route               TEXT    NOT NULL CHECK (length(route) BETWEEN 2 AND 40), -- "WVR51_MIL"
  route_version       INTEGER NOT NULL CHECK (route_version >= 1),     -- the one it began under
  stage               TEXT    NOT NULL CHECK (length(stage) BETWEEN 2 AND 40), -- of the route
  region              TEXT    NOT NULL CHECK (length(region) <= 40),   -- "VR24"; '' unknown
  municipality_code   TEXT    NOT NULL CHECK (length(municipality_code) <= 40), -- "GM0994"; '' unknown
  drafter_office_id   INTEGER NOT NULL,                                -- office that began it
  requester_office_id INTEGER,                                         -- signed, asked or submitted
  form_version        INTEGER NOT NULL CHECK (form_version >= 1),      -- text of the form, counted
  signed_version      INTEGER CHECK (signed_version <= form_version),  -- text signed last; NULL none
  has_contact         INTEGER NOT NULL CHECK (has_contact IN (0, 1)),  -- the contact itself is sealed
  period_until_at     INTEGER,                                         -- end by extension; NULL none
  created_at          INTEGER NOT NULL,                                -- microseconds UTC, happened
  stage_at            INTEGER NOT NULL,                                -- since when in this stage
  incident_id         INTEGER,                                         -- thing of type incident
  legal_basis         TEXT    CHECK (length(legal_basis) <= 40),       -- as asked; route is the law's
  task_domain         TEXT    CHECK (length(task_domain) <= 40),       -- code
  situation           TEXT    CHECK (length(situation) <= 10000),  -- form: what happens
  effect              TEXT    CHECK (length(effect) <= 2000),          -- what must be reached
  purpose             TEXT    CHECK (length(purpose) <= 40),           -- code
  means_hint          TEXT    CHECK (length(means_hint) <= 2000),      -- a suggestion, never the need
  quantity            TEXT    CHECK (length(quantity) <= 500),  -- form: size in words
  location            TEXT    CHECK (length(location) <= 2000),        -- in words
  municipality        TEXT    CHECK (length(municipality) <= 60),      -- place: id or geo URI
  needed_from_at      INTEGER,                                         -- microseconds UTC
  needed_until_at     INTEGER,                                         -- not included
  own_insufficient    TEXT    CHECK (length(own_insufficient) <= 10000),  -- form: why own means fail
  is_urgent           INTEGER CHECK (is_urgent IN (0, 1)),  -- form: cannot wait for paper; NULL unknown
  urgency             TEXT    CHECK (length(urgency) <= 2000),  -- form: why not
  is_planned          INTEGER CHECK (is_planned IN (0, 1)),  -- form: fixed date or precaution; NULL unknown
  is_found_explosive  INTEGER CHECK (is_found_explosive IN (0, 1)),  -- form: explosive to make safe; NULL unknown
  is_force_needed     INTEGER CHECK (is_force_needed IN (0, 1)),  -- form: arms or force; NULL unknown
  field_lead          TEXT    CHECK (length(field_lead) <= 2000),  -- form: who leads on the spot
  armament            TEXT    CHECK (length(armament) <= 2000),  -- form: in words
  safety              TEXT    CHECK (length(safety) <= 10000),  -- form: dangers, measures
  logistics           TEXT    CHECK (length(logistics) <= 10000),  -- form: food, lodging, transport
  media               TEXT    CHECK (length(media) <= 10000),  -- form: press line
  classification      TEXT    CHECK (length(classification) <= 40),    -- code
  costs               TEXT    CHECK (length(costs) <= 40),             -- code of the cost regime
  subsidiarity        TEXT    CHECK (length(subsidiarity) <= 2000),  -- form: why nobody else can
  special_case        TEXT    CHECK (length(special_case) <= 10000),  -- form: Pw 58, 62
  why_not_57          TEXT    CHECK (length(why_not_57) <= 10000),  -- form: Pw 58
  to_region           TEXT    CHECK (length(to_region) <= 60),         -- place: id of a region
  annexes             TEXT    CHECK (length(annexes) <= 2000),  -- form: in words
  follows_id          INTEGER,                                         -- request that this one follows
  UNIQUE (node, year, serial)
) STRICT;
CREATE INDEX request_by_stage ON request (stage, id);
CREATE INDEX request_by_region ON request (region, id);
CREATE INDEX request_by_incident ON request (incident_id, id);
CREATE INDEX request_by_follows ON request (follows_id, id);

-- The contact of the form, as far as this node may know it.
CREATE TABLE request_contact (
  request_id INTEGER PRIMARY KEY REFERENCES request,  -- whose
  contact    TEXT    NOT NULL CHECK (length(contact) BETWEEN 1 AND 500) -- sealed group "contact"
) STRICT;

-- What must be reached, how much of it, and what became of it: nothing asked is lost.
CREATE TABLE request_line (
  request_id     INTEGER NOT NULL REFERENCES request,  -- whose
  line           INTEGER NOT NULL CHECK (line BETWEEN 1 AND 40),       -- as numbered on the form
  effect_kind    TEXT    CHECK (length(effect_kind) <= 40),            -- code; NULL: means only
  amount         INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000), -- in units
  unit           TEXT    NOT NULL CHECK (length(unit) BETWEEN 1 AND 40), -- code
  granted_amount     INTEGER CHECK (granted_amount >= 0),              -- by the last answer; NULL: not said
  is_other_means     INTEGER NOT NULL CHECK (is_other_means IN (0, 1)), -- accepted by the requester
  open_amount        INTEGER NOT NULL CHECK (open_amount >= 0),        -- nobody has answered this part
  met_amount         INTEGER NOT NULL CHECK (met_amount >= 0),         -- granted as asked
  partly_amount      INTEGER NOT NULL CHECK (partly_amount >= 0),      -- granted, but less than the line
  substituted_amount INTEGER NOT NULL CHECK (substituted_amount >= 0), -- granted with other means
  withdrawn_amount   INTEGER NOT NULL CHECK (withdrawn_amount >= 0),   -- given up by the requester
  refused_amount     INTEGER NOT NULL CHECK (refused_amount >= 0),     -- not granted
  CHECK (amount = open_amount + met_amount + partly_amount + substituted_amount + withdrawn_amount
                  + refused_amount),
  PRIMARY KEY (request_id, line)
) STRICT;

-- The ladder: who was asked before, and with what answer.
CREATE TABLE request_alternative (
  request_id INTEGER NOT NULL REFERENCES request,  -- whose
  rung_no    INTEGER NOT NULL CHECK (rung_no BETWEEN 1 AND 40),        -- as numbered on the form
  rung       TEXT    NOT NULL CHECK (length(rung) BETWEEN 1 AND 200),  -- "adjacent region"
  asked      TEXT    NOT NULL CHECK (length(asked) BETWEEN 1 AND 200), -- whom
  asked_at   INTEGER NOT NULL,                                         -- microseconds UTC
  answer     TEXT    NOT NULL CHECK (length(answer) BETWEEN 1 AND 2000),  -- words
  PRIMARY KEY (request_id, rung_no)
) STRICT;

-- Plans of the agreement room that the request leans on.
CREATE TABLE request_plan (
  request_id INTEGER NOT NULL REFERENCES request,  -- whose
  plan_id    INTEGER NOT NULL,                                         -- thing of type plan
  PRIMARY KEY (request_id, plan_id)
) STRICT;

-- The municipalities that a form names beside the one where it is (Politiewet 2012, art. 11).
CREATE TABLE request_municipality (
  request_id INTEGER NOT NULL REFERENCES request,  -- whose
  place_no   INTEGER NOT NULL CHECK (place_no BETWEEN 1 AND 40),       -- as given
  place      TEXT    NOT NULL CHECK (length(place) BETWEEN 1 AND 60),  -- place: id
  PRIMARY KEY (request_id, place_no)
) STRICT;

-- A call: who asked whom, by which channel.
CREATE TABLE request_call (
  id          INTEGER PRIMARY KEY,                                     -- the entry
  request_id  INTEGER NOT NULL REFERENCES request,  -- whose
  office_id   INTEGER NOT NULL,                                        -- caller
  receiver_id INTEGER NOT NULL,                                        -- office that took the call
  channel     TEXT    NOT NULL CHECK (length(channel) BETWEEN 1 AND 40), -- code
  called_at   INTEGER NOT NULL                                         -- microseconds UTC, happened
) STRICT;
CREATE INDEX request_call_by_request ON request_call (request_id, id);

CREATE TABLE request_advice (
  id         INTEGER PRIMARY KEY,                                      -- the entry
  request_id INTEGER NOT NULL REFERENCES request,  -- whose
  office_id  INTEGER NOT NULL,                                         -- adviser
  advice     TEXT    NOT NULL CHECK (length(advice) BETWEEN 1 AND 10000),  -- words
  given_at   INTEGER NOT NULL                                          -- microseconds UTC
) STRICT;
CREATE INDEX request_advice_by_request ON request_advice (request_id, id);

-- The picture versions that an advice rests on (Besluit veiligheidsregio's, art. 2.4.3).
CREATE TABLE request_advice_picture (
  advice_id  INTEGER NOT NULL REFERENCES request_advice,  -- which advice
  picture_id INTEGER NOT NULL,                                         -- thing of type picture
  PRIMARY KEY (advice_id, picture_id)
) STRICT;

CREATE TABLE request_signature (
  id           INTEGER PRIMARY KEY,                                    -- the entry
  request_id   INTEGER NOT NULL REFERENCES request,  -- whose
  office_id    INTEGER NOT NULL,                                       -- who signed
  signs_as     TEXT    NOT NULL CHECK (length(signs_as) BETWEEN 3 AND 80), -- office code
  mandate_id   INTEGER,                                                -- thing; NULL: own power
  form_version INTEGER NOT NULL CHECK (form_version >= 1),             -- the text signed
  signed_at    INTEGER NOT NULL                                        -- microseconds UTC
) STRICT;
CREATE INDEX request_signature_by_request ON request_signature (request_id, id);

-- The desk's check of form, competence and basis.
CREATE TABLE request_check (
  id                   INTEGER PRIMARY KEY,                            -- the entry
  request_id           INTEGER NOT NULL REFERENCES request,  -- whose
  office_id            INTEGER NOT NULL,  -- the actor's office
  is_form_complete     INTEGER NOT NULL CHECK (is_form_complete IN (0, 1)),  -- desk's finding
  is_competence_ok     INTEGER NOT NULL CHECK (is_competence_ok IN (0, 1)),  -- desk's finding
  is_basis_ok          INTEGER NOT NULL CHECK (is_basis_ok IN (0, 1)),  -- desk's finding
  consent_on_behalf_of TEXT    CHECK (length(consent_on_behalf_of) <= 80), -- organisation: MIN_JENV
  checked_at           INTEGER NOT NULL                                -- microseconds UTC
) STRICT;
CREATE INDEX request_check_by_request ON request_check (request_id, id);

-- Sent back to be mended.
CREATE TABLE request_return (
  id          INTEGER PRIMARY KEY,                                     -- the entry
  request_id  INTEGER NOT NULL REFERENCES request,  -- whose
  reason      TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 10000),  -- words; may be empty
  returned_at INTEGER NOT NULL                                         -- microseconds UTC
) STRICT;
CREATE INDEX request_return_by_request ON request_return (request_id, id);

CREATE TABLE request_return_field (
  return_id INTEGER NOT NULL REFERENCES request_return,  -- which return
  field     TEXT    NOT NULL CHECK (length(field) BETWEEN 1 AND 60),   -- name of a form field
  PRIMARY KEY (return_id, field)
) STRICT;

-- What the desk found among civil suppliers, and how the ladder was walked before Defence.
CREATE TABLE request_search (
  id          INTEGER PRIMARY KEY,                                     -- the entry
  request_id  INTEGER NOT NULL REFERENCES request,  -- whose
  kind        TEXT    NOT NULL CHECK (kind IN ('civil', 'passed')),    -- search, or passed on
  words       TEXT    NOT NULL CHECK (length(words) <= 10000),         -- found, or the ladder
  answer      TEXT    NOT NULL CHECK (length(answer) <= 2000),  -- words
  channel     TEXT    NOT NULL CHECK (length(channel) <= 200),  -- code or words; may be empty
  searched_at INTEGER NOT NULL                                         -- microseconds UTC
) STRICT;
CREATE INDEX request_search_by_request ON request_search (request_id, id);

-- The pools of the register in which a civil search found something.
CREATE TABLE request_search_pool (
  search_id     INTEGER NOT NULL REFERENCES request_search,            -- which search
  request_id    INTEGER NOT NULL REFERENCES request,  -- whose
  capability_id INTEGER NOT NULL,                                      -- the pool
  PRIMARY KEY (search_id, capability_id)
) STRICT;
CREATE INDEX request_search_pool_of ON request_search_pool (request_id, capability_id);

-- Will, can, may: Defence's own test.
CREATE TABLE request_assessment (
  id          INTEGER PRIMARY KEY,                                     -- the entry
  request_id  INTEGER NOT NULL REFERENCES request,  -- whose
  office_id   INTEGER NOT NULL,  -- the actor's office
  will        TEXT    NOT NULL CHECK (length(will) BETWEEN 1 AND 40),  -- code
  can         TEXT    NOT NULL CHECK (length(can) BETWEEN 1 AND 2000),  -- words: what is possible
  may         TEXT    NOT NULL CHECK (length(may) BETWEEN 1 AND 2000),  -- words: what the law allows
  assessed_at INTEGER NOT NULL                                         -- microseconds UTC
) STRICT;
CREATE INDEX request_assessment_by_request ON request_assessment (request_id, id);

CREATE TABLE request_legal_test (
  id           INTEGER PRIMARY KEY,                                    -- the entry
  request_id   INTEGER NOT NULL REFERENCES request,  -- whose
  office_id    INTEGER NOT NULL,  -- the actor's office
  outcome      TEXT    NOT NULL CHECK (length(outcome) BETWEEN 1 AND 40), -- code: lawful
  basis        TEXT    NOT NULL CHECK (length(basis) BETWEEN 1 AND 40),  -- route that was tested
  force_regime TEXT    NOT NULL CHECK (length(force_regime) BETWEEN 1 AND 40), -- code
  tested_at    INTEGER NOT NULL                                        -- microseconds UTC
) STRICT;
CREATE INDEX request_legal_test_by_request ON request_legal_test (request_id, id);

-- Another means for the same effect, and the answer.
CREATE TABLE request_offer (
  id          INTEGER PRIMARY KEY,                                     -- the entry
  request_id  INTEGER NOT NULL REFERENCES request,  -- whose
  means       TEXT    NOT NULL CHECK (length(means) BETWEEN 1 AND 2000),  -- words
  same_effect TEXT    NOT NULL CHECK (length(same_effect) BETWEEN 1 AND 2000),  -- words
  offered_at  INTEGER NOT NULL,                                        -- microseconds UTC
  is_accepted INTEGER CHECK (is_accepted IN (0, 1)),                   -- NULL: no answer yet
  reason      TEXT    NOT NULL CHECK (length(reason) <= 2000),  -- words; may be empty
  answered_at INTEGER                                                  -- microseconds UTC
) STRICT;
CREATE INDEX request_offer_by_request ON request_offer (request_id, id);

CREATE TABLE request_decision (
  id           INTEGER PRIMARY KEY,                                    -- the entry
  request_id   INTEGER NOT NULL REFERENCES request,  -- whose
  office_id    INTEGER NOT NULL,                                       -- who decided
  mandate_id   INTEGER,                                                -- thing; NULL: own power
  decision     TEXT    NOT NULL CHECK (length(decision) BETWEEN 1 AND 40), -- code
  reason       TEXT    NOT NULL CHECK (length(reason) <= 10000),  -- words; may be empty
  reason_code  TEXT    CHECK (length(reason_code) <= 40),              -- code
  given        TEXT    NOT NULL CHECK (length(given) <= 2000),         -- what is given, in words
  on_behalf_of TEXT    CHECK (length(on_behalf_of) <= 80),             -- organisation
  decided_at   INTEGER NOT NULL                                        -- microseconds UTC
) STRICT;
CREATE INDEX request_decision_by_request ON request_decision (request_id, id);

-- The answer of the second minister (Politiewet 2012, art. 57, 58: in agreement with Defence).
CREATE TABLE request_concurrence (
  id          INTEGER PRIMARY KEY,                                     -- the entry
  request_id  INTEGER NOT NULL REFERENCES request,  -- whose
  office_id   INTEGER NOT NULL,                                        -- who answered
  mandate_id  INTEGER,                                                 -- thing; NULL: own power
  answer      TEXT    NOT NULL CHECK (length(answer) BETWEEN 1 AND 40), -- code: yes, partly, no
  reason      TEXT    NOT NULL CHECK (length(reason) <= 10000),  -- words; may be empty
  answered_at INTEGER NOT NULL                                         -- microseconds UTC
) STRICT;
CREATE INDEX request_concurrence_by_request ON request_concurrence (request_id, id);

-- The signed form after an oral start.
CREATE TABLE request_confirmation (
  id           INTEGER PRIMARY KEY,                                    -- the entry
  request_id   INTEGER NOT NULL REFERENCES request,  -- whose
  office_id    INTEGER NOT NULL,  -- the actor's office
  signs_as     TEXT    NOT NULL CHECK (length(signs_as) BETWEEN 3 AND 80), -- office code
  confirmed_at INTEGER NOT NULL                                        -- microseconds UTC
) STRICT;
CREATE INDEX request_confirmation_by_request ON request_confirmation (request_id, id);

-- Withdrawn, with the reason.
CREATE TABLE request_withdrawal (
  request_id   INTEGER PRIMARY KEY REFERENCES request,  -- whose
  office_id    INTEGER NOT NULL,  -- the actor's office
  reason       TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 10000),  -- words; may be empty
  withdrawn_at INTEGER NOT NULL                                        -- microseconds UTC
) STRICT;
