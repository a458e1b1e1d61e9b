-- Everything studykit remembers. `event` is the truth; `memory` is its fold, kept so that "what is due" needs no replay.

-- Kept by item, for what is read whole is an item's history: its fold at each answer, and every item's at a rebuild.
CREATE TABLE event (
    id     TEXT NOT NULL UNIQUE,  -- UTC milliseconds, sequence number, device: sorts by time, never collides between machines
    at     TEXT NOT NULL,     -- ISO 8601, UTC
    day    TEXT NOT NULL,     -- the study day on which it happened, ISO 8601
    device TEXT NOT NULL,
    kind   TEXT NOT NULL,
    item   TEXT NOT NULL,
    data   TEXT NOT NULL CHECK (json_valid(data)),
    PRIMARY KEY (item, id)
) STRICT, WITHOUT ROWID;

-- Small, because few events are undone, and read before every question about "events in effect".
CREATE INDEX event_undone ON event (id) WHERE kind = 'undone';
CREATE INDEX event_undoing ON event (json_extract(data, '$.event')) WHERE kind = 'undone';
CREATE INDEX event_cause ON event (json_extract(data, '$.cause')) WHERE json_extract(data, '$.cause') IS NOT NULL;

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
    nudged        TEXT,
    buried        TEXT,              -- the day on which it is not asked
    flagged       INTEGER NOT NULL DEFAULT 0,
    stability     REAL,              -- days, as FSRS has it; NULL under SM-2, as is the next
    difficulty    REAL,              -- 1 to 10
    counted       TEXT,              -- the day of the last review from which the interval counts
    scheduled     TEXT               -- its own day; a nudge moves `due` alone
) STRICT, WITHOUT ROWID;

-- The index alone answers "next due, most overdue first, then by name".
CREATE INDEX memory_due ON memory (due, item, buried) WHERE suspended = 0 AND due IS NOT NULL;
CREATE INDEX memory_introduced ON memory (introduced) WHERE introduced IS NOT NULL;

-- For undo and redo: what this machine recorded, where that does not show in the log. An event of this device that is not here
-- was recorded in the order of the ids; here are those that were not (`answer --at`, a clock set back), and what this machine
-- recorded under an earlier device id. `after` is the newest id of the log when it was recorded, its own included.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    event  TEXT NOT NULL UNIQUE,
    after  TEXT NOT NULL
) STRICT;
CREATE INDEX journal_late ON journal (after) WHERE after <> event;
CREATE INDEX journal_moved ON journal (after) WHERE after = event;

-- A cache of the log, as `memory` is: each event undone, with the number of undos in effect that name it.
CREATE TABLE undone (
    event TEXT PRIMARY KEY,
    times INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Where in the order of recording nothing is left to undo (`sought` is step) or redo (undo): between two places, without them. Noted
-- as it is found, so that a hundredth undo in a row looks no further than a first one; a row that lacks costs time alone.
CREATE TABLE gap (
    sought TEXT NOT NULL,
    upper  TEXT NOT NULL,
    lower  TEXT NOT NULL,
    PRIMARY KEY (sought, upper)
) STRICT, WITHOUT ROWID;

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

INSERT INTO local VALUES ('device', lower(hex(randomblob(8))));
