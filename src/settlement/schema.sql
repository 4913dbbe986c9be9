-- SPDX-License-Identifier: EUPL-1.2
-- What requests cost on top, once. Rebuilt from the journal. Money in whole cents.

CREATE TABLE settlement (
  request_id       INTEGER PRIMARY KEY,                                -- thing of type request
  position         INTEGER NOT NULL UNIQUE,                            -- of the entry
  office_id        INTEGER NOT NULL,                                   -- who settled
  settled_at       INTEGER NOT NULL,                                   -- microseconds UTC
  regime           TEXT    NOT NULL CHECK (length(regime) BETWEEN 2 AND 40), -- list cost_regime
  additional_cents INTEGER NOT NULL CHECK (additional_cents BETWEEN 0 AND 100000000000), -- total on top
  is_waived        INTEGER CHECK (is_waived IN (0, 1)),                -- nobody is asked to pay; NULL: not said
  reason           TEXT    NOT NULL CHECK (length(reason) <= 2000)     -- may be ''
) STRICT;

CREATE TABLE settlement_line (
  request_id   INTEGER NOT NULL REFERENCES settlement,                 -- of which request
  line         INTEGER NOT NULL CHECK (line >= 1),                     -- as given
  cost_kind    TEXT    NOT NULL CHECK (length(cost_kind) BETWEEN 2 AND 40), -- list cost_kind
  amount_cents INTEGER CHECK (amount_cents BETWEEN 0 AND 100000000000), -- NULL: within the total
  PRIMARY KEY (request_id, line)
) STRICT;
