-- A database of version 1 as studykit 0.1 made it, with a review and its undo. Everything studykit remembers. `event` is the truth; `memory` is its fold, kept so that "what is due" needs no replay.

CREATE TABLE event (
    id     TEXT PRIMARY KEY,  -- UTC milliseconds, sequence number, device: sorts by time, never collides between machines
    at     TEXT NOT NULL,     -- ISO 8601, UTC
    day    TEXT NOT NULL,     -- the study day on which it happened, ISO 8601
    device TEXT NOT NULL,
    kind   TEXT NOT NULL,
    item   TEXT NOT NULL,
    data   TEXT NOT NULL CHECK (json_valid(data))
) STRICT, WITHOUT ROWID;

CREATE INDEX event_of_item ON event (item, id);
-- Small, because few events are undone, and read before every question about "events in effect".
CREATE INDEX event_undone ON event (id) WHERE kind = 'undone';

CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only: record a new event'); END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only: record an event that undoes this one'); END;

-- The columns stand in the order of fold.ItemMemory.
CREATE TABLE memory (
    item          TEXT PRIMARY KEY,
    repetitions   INTEGER NOT NULL,
    interval_days INTEGER NOT NULL,
    ease          INTEGER NOT NULL,  -- hundredths
    due           TEXT,
    lapses        INTEGER NOT NULL,
    reviews       INTEGER NOT NULL,
    introduced    TEXT,
    last          TEXT,
    suspended     INTEGER NOT NULL,
    passed        INTEGER NOT NULL,
    tries         INTEGER NOT NULL,
    hints         INTEGER NOT NULL,
    given_up      INTEGER NOT NULL,
    nudged        TEXT
) STRICT, WITHOUT ROWID;

-- WITHOUT ROWID puts the item behind each entry, so the index alone answers "next due, most overdue first, then by name".
CREATE INDEX memory_due ON memory (due) WHERE suspended = 0 AND due IS NOT NULL;
CREATE INDEX memory_introduced ON memory (introduced) WHERE introduced IS NOT NULL;

-- Where this machine handed out an exercise; `starter` is the SHA-256 of what was written.
CREATE TABLE workspace (
    item    TEXT PRIMARY KEY,
    file    TEXT NOT NULL,
    starter TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE local (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO local VALUES ('device', '0123456789abcdef');
INSERT INTO event VALUES
    ('019cd7675780-0000-0123456789abcdef', '2026-03-10T12:00:00.000+00:00', '2026-03-10', '0123456789abcdef', 'reviewed',
     'card:optimizers/descent-direction', '{"quality":4}'),
    ('019cd7675780-0001-0123456789abcdef', '2026-03-10T12:00:00.000+00:00', '2026-03-10', '0123456789abcdef', 'undone',
     'card:optimizers/descent-direction', '{"event":"019cd7675780-0000-0123456789abcdef"}');
