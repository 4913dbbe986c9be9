-- SPDX-License-Identifier: EUPL-1.2
-- What requests cost on top: the settlement and what corrects it. Rebuilt from the journal. Money
-- in whole cents. The last row of a request counts; the earlier ones stay to be read.

CREATE TABLE settlement (
  position         INTEGER PRIMARY KEY,                                -- of the entry
  request_id       INTEGER NOT NULL,                                   -- thing of type request
  corrects         INTEGER REFERENCES settlement,                      -- position of what it mends; NULL: the first
  office_id        INTEGER NOT NULL,                                   -- who settled
  settled_at       INTEGER NOT NULL,                                   -- microseconds UTC
  regime           TEXT    NOT NULL CHECK (length(regime) BETWEEN 2 AND 40), -- list cost_regime
  additional_cents INTEGER NOT NULL CHECK (additional_cents BETWEEN 0 AND 100000000000), -- total on top
  is_waived        INTEGER CHECK (is_waived IN (0, 1)),                -- nobody is asked to pay; NULL: not said
  reason           TEXT    NOT NULL CHECK (length(reason) <= 2000)     -- may be ''
) STRICT;
CREATE INDEX settlement_of ON settlement (request_id, position);

CREATE TABLE settlement_line (
  position     INTEGER NOT NULL REFERENCES settlement,                 -- of which settlement
  line         INTEGER NOT NULL CHECK (line >= 1),                     -- as given
  cost_kind    TEXT    NOT NULL CHECK (length(cost_kind) BETWEEN 2 AND 40), -- list cost_kind
  amount_cents INTEGER CHECK (amount_cents BETWEEN 0 AND 100000000000), -- NULL: within the total
  PRIMARY KEY (position, line)
) STRICT;
