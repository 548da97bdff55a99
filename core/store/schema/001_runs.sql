-- SPDX-License-Identifier: Apache-2.0
-- Times are microseconds since 1970 (UTC). A value that is not a number is NULL.
PRAGMA application_id = 0x54414D5A; -- "TAMZ"

CREATE TABLE runs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: it names the run's folder
    name          TEXT    NOT NULL,
    run_group     TEXT    NOT NULL DEFAULT '',
    state         TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'stopping',
                                                    'finished', 'cancelled', 'failed', 'interrupted')),
    message       TEXT    NOT NULL DEFAULT '',
    folder        TEXT    NOT NULL DEFAULT '',
    tags          TEXT    NOT NULL DEFAULT '',
    notes         TEXT    NOT NULL DEFAULT '',
    is_archived   INTEGER NOT NULL DEFAULT 0 CHECK (is_archived IN (0, 1)),
    parent        INTEGER REFERENCES runs (id) ON DELETE SET NULL,
    created_at    INTEGER NOT NULL,
    started_at    INTEGER,
    ended_at      INTEGER,
    step          INTEGER NOT NULL DEFAULT 0,
    total_steps   INTEGER NOT NULL DEFAULT 0,
    sparkline     BLOB    NOT NULL DEFAULT x'', -- doubles in the machine's order, so that the list reads no points
    -- The process that runs it or has it in its queue; all NULL when nobody does.
    owner_pid     INTEGER,
    owner_started INTEGER, -- clock ticks after the machine's start: a pid is used again, this pair is not
    owner_boot    TEXT,
    owner_host    TEXT,
    heartbeat_at  INTEGER,
    events_end    INTEGER NOT NULL DEFAULT 0, -- byte up to which events.jsonl is in the tables below
    recipe        TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX runs_by_folder ON runs (folder);
CREATE INDEX runs_by_parent ON runs (parent);

CREATE TABLE series (
    id            INTEGER PRIMARY KEY,
    run_id        INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name          TEXT    NOT NULL,
    split         TEXT    NOT NULL,
    token_class   TEXT    NOT NULL,
    reference_set TEXT    NOT NULL,
    points        INTEGER NOT NULL DEFAULT 0,
    last_step     INTEGER NOT NULL DEFAULT -1,
    last_value    REAL,
    UNIQUE (run_id, name, split, token_class, reference_set)
) STRICT;

CREATE TABLE points (
    series_id     INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    step          INTEGER NOT NULL,
    epoch         REAL,
    tokens        INTEGER NOT NULL,
    seconds       REAL,
    value         REAL,
    count         INTEGER NOT NULL,
    PRIMARY KEY (series_id, step)
) STRICT, WITHOUT ROWID;

-- Marks, log lines and state changes; position is the byte of the line in events.jsonl.
CREATE TABLE events (
    run_id        INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    time          INTEGER NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('mark', 'log', 'state')),
    detail        TEXT    NOT NULL, -- kind of mark, level of the line, or name of the state
    step          INTEGER NOT NULL DEFAULT 0,
    text          TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
