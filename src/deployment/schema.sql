-- SPDX-License-Identifier: EUPL-1.2
-- Deployments: what was ordered under a request, under whose authority, and how it went. Rebuilt from
-- the journal. Moments are microseconds UTC.

CREATE TABLE deployment (
  id                 INTEGER PRIMARY KEY,                              -- the thing
  request_id         INTEGER NOT NULL,                                 -- thing of type request
  serial             INTEGER NOT NULL CHECK (serial BETWEEN 1 AND 702), -- within the request; 702 is ZZ
  number             TEXT    NOT NULL CHECK (length(number) BETWEEN 3 AND 40), -- "2021-0143-A"
  state              TEXT    NOT NULL CHECK (state IN ('TASKED', 'EN_ROUTE', 'DEPLOYED', 'RELEASED',
                       'RECALLED', 'RETURNED_HOME')),                  -- of the route's machine
  unit               TEXT    NOT NULL CHECK (length(unit) BETWEEN 1 AND 200), -- who goes, in words
  unit_office_id     INTEGER,                                          -- office of the commander; NULL: not said yet
  tasker_office_id   INTEGER NOT NULL,                                 -- office that gave the order
  authority_id       INTEGER NOT NULL,                                 -- office named as field authority
  handed_over_id     INTEGER,                                          -- office that took over on arrival
  report_to          TEXT    NOT NULL CHECK (length(report_to) <= 500), -- where to report; may be ''
  safety_message     TEXT    NOT NULL CHECK (length(safety_message) BETWEEN 1 AND 10000), -- danger and cover
  force_regime       TEXT    NOT NULL CHECK (length(force_regime) BETWEEN 2 AND 40), -- list force_regime
  space              TEXT    NOT NULL CHECK (length(space) <= 80),     -- exercise that the act named; '' none
  until_at           INTEGER,                                          -- planned end; NULL: the need has none
  tasked_at          INTEGER NOT NULL,                                 -- ordered
  acknowledged_at    INTEGER,                                          -- the unit has it; NULL: not yet
  departed_at        INTEGER CHECK (departed_at >= tasked_at),         -- NULL: not yet
  arrived_at         INTEGER CHECK (arrived_at >= departed_at),        -- NULL: not yet
  ended_at           INTEGER CHECK (ended_at >= tasked_at),            -- released or recalled; NULL: not yet
  home_at            INTEGER CHECK (home_at >= ended_at),              -- NULL: not yet
  end_reason         TEXT    NOT NULL CHECK (length(end_reason) <= 2000), -- of release or recall; '' before
  end_reason_code    TEXT,                                             -- list reason_code, of a recall
  rebased_request_id INTEGER,                                          -- request for the new task; NULL none
  new_task           TEXT    NOT NULL CHECK (length(new_task) <= 2000), -- after a rebase; '' none
  UNIQUE (request_id, serial)
) STRICT;
CREATE INDEX deployment_by_state ON deployment (state, id);

-- What a deployment has of each pool: units, freed when it is home.
CREATE TABLE deployment_means (
  deployment_id INTEGER NOT NULL REFERENCES deployment,                -- which one
  line          INTEGER NOT NULL CHECK (line >= 1),                    -- order in which they came
  capability_id INTEGER,                                               -- pool; NULL: outside the register
  quantity      INTEGER NOT NULL CHECK (quantity BETWEEN 0 AND 1000000), -- units now
  PRIMARY KEY (deployment_id, line)
) STRICT;

-- Offices whose work a deployment is: the key of "mine".
CREATE TABLE deployment_office (
  deployment_id INTEGER NOT NULL REFERENCES deployment,                -- which one
  office_id     INTEGER NOT NULL,                                      -- tasker, authority, holder, unit
  PRIMARY KEY (office_id, deployment_id)
) STRICT;

-- Reports from the field.
CREATE TABLE deployment_report (
  position      INTEGER PRIMARY KEY,                                   -- of the entry
  deployment_id INTEGER NOT NULL REFERENCES deployment,                -- which one
  office_id     INTEGER NOT NULL,                                      -- who reported
  happened_at   INTEGER NOT NULL,                                      -- when it was so
  recorded_at   INTEGER NOT NULL CHECK (recorded_at >= happened_at),   -- when it was entered
  text          TEXT    NOT NULL CHECK (length(text) <= 10000),        -- in words; may be ''
  task          TEXT    NOT NULL CHECK (length(task) <= 2000),         -- what is being done; may be ''
  people        INTEGER CHECK (people BETWEEN 0 AND 1000000000),       -- persons at work
  injured       INTEGER CHECK (injured BETWEEN 0 AND 1000000000),      -- own persons hurt
  hours         INTEGER CHECK (hours BETWEEN 0 AND 1000000000),        -- hours worked by the unit
  patients      INTEGER CHECK (patients BETWEEN 0 AND 1000000000),     -- moved or treated
  beds          INTEGER CHECK (beds BETWEEN 0 AND 1000000000),         -- beds open
  booster       INTEGER CHECK (booster BETWEEN 0 AND 1000000000),      -- persons giving vaccinations
  test          INTEGER CHECK (test BETWEEN 0 AND 1000000000),         -- persons testing
  standby       INTEGER CHECK (standby BETWEEN 0 AND 1000000000),      -- persons standing by
  has_problem   INTEGER NOT NULL CHECK (has_problem IN (0, 1))         -- the unit asks for attention
) STRICT;
CREATE INDEX deployment_report_of ON deployment_report (deployment_id, happened_at, position);

-- Figures of a report that have no column of their own.
CREATE TABLE deployment_figure (
  position INTEGER NOT NULL REFERENCES deployment_report,              -- which report
  line     INTEGER NOT NULL CHECK (line >= 1),                         -- as given
  name     TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 60),     -- "m3_per_hour"
  amount   INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 1000000000),   -- in the unit that the name says
  PRIMARY KEY (position, line)
) STRICT;

-- Other unit or means for the same task.
CREATE TABLE deployment_substitution (
  position      INTEGER PRIMARY KEY,                                   -- of the entry
  deployment_id INTEGER NOT NULL REFERENCES deployment,                -- which one
  capability_id INTEGER,                                               -- pool; NULL: outside the register
  happened_at   INTEGER NOT NULL,                                      -- when they were replaced
  out_quantity  INTEGER NOT NULL CHECK (out_quantity BETWEEN 0 AND 1000000), -- units before
  quantity      INTEGER NOT NULL CHECK (quantity BETWEEN 0 AND 1000000), -- units after
  into_words    TEXT    NOT NULL CHECK (length(into_words) BETWEEN 1 AND 500), -- by what or whom
  reason        TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000) -- why
) STRICT;
CREATE INDEX deployment_substitution_of ON deployment_substitution (deployment_id, position);

-- A longer period asked for one deployment, and the answer.
CREATE TABLE deployment_extension (
  position        INTEGER PRIMARY KEY,                                 -- of the entry that asked
  deployment_id   INTEGER NOT NULL REFERENCES deployment,              -- which one
  office_id       INTEGER NOT NULL,                                    -- who asked
  asked_at        INTEGER NOT NULL,                                    -- when
  asked_until_at  INTEGER NOT NULL,                                    -- wished end
  reason          TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000), -- why longer
  decision        TEXT,                                                -- list decision; NULL: no answer yet
  decided_at      INTEGER CHECK (decided_at >= asked_at),              -- when answered; NULL: no answer yet
  given_until_at  INTEGER,                                             -- end given; NULL when refused
  more            INTEGER CHECK (more BETWEEN 0 AND 1000000),          -- units promised besides; they hold nothing
  decision_reason TEXT    NOT NULL CHECK (length(decision_reason) <= 2000) -- '' before, or when none was owed
) STRICT;
CREATE INDEX deployment_extension_of ON deployment_extension (deployment_id, position);

-- What a changed task has to reach.
CREATE TABLE deployment_rebase_line (
  deployment_id INTEGER NOT NULL REFERENCES deployment,                -- which one
  line          INTEGER NOT NULL CHECK (line >= 1),                    -- as given
  effect_kind   TEXT,                                                  -- list effect_kind; NULL: means only
  amount        INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000), -- in `unit`
  unit          TEXT CHECK (length(unit) <= 40),                       -- list unit; NULL: not said
  PRIMARY KEY (deployment_id, line)
) STRICT;
