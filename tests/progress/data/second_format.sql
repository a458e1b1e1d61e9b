-- A database of version 2 as the second format had it: an event, a sync, one of a later moment, and last of all one of a moment before both.
BEGIN TRANSACTION;
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
INSERT INTO "event" VALUES('019cd79e4600-0000-00000000000000aa','2026-03-10T12:00:00.000+00:00','2026-03-10','00000000000000aa','reviewed','card:a/a','{"quality":4}');
INSERT INTO "event" VALUES('019cd80c2300-0000-00000000000000aa','2026-03-10T14:00:00.000+00:00','2026-03-10','00000000000000aa','reviewed','card:a/b','{"quality":4}');
INSERT INTO "event" VALUES('019c3d1f7e00-0000-00000000000000aa','2026-02-08T12:00:00.000+00:00','2026-02-08','00000000000000aa','reviewed','card:a/c','{"quality":4}');
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    event  TEXT NOT NULL
) STRICT;
INSERT INTO "journal" VALUES(1,'019cd79e4600-0000-00000000000000aa');
INSERT INTO "journal" VALUES(2,'019cd80c2300-0000-00000000000000aa');
INSERT INTO "journal" VALUES(3,'019c3d1f7e00-0000-00000000000000aa');
CREATE TABLE local (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "local" VALUES('device','00000000000000aa');
INSERT INTO "local" VALUES('synced','{"folder": "/home/learner/shared", "at": "2026-03-10T12:00:00+00:00", "journal": 1}');
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
    difficulty    REAL               -- 1 to 10
) STRICT, WITHOUT ROWID;
INSERT INTO "memory" VALUES('card:a/a',1,1,250,'2026-03-11',0,1,'2026-03-10','2026-03-10',0,0,0,0,0,NULL,NULL,0,NULL,NULL);
INSERT INTO "memory" VALUES('card:a/b',1,1,250,'2026-03-11',0,1,'2026-03-10','2026-03-10',0,0,0,0,0,NULL,NULL,0,NULL,NULL);
INSERT INTO "memory" VALUES('card:a/c',1,1,250,'2026-02-09',0,1,'2026-02-08','2026-02-08',0,0,0,0,0,NULL,NULL,0,NULL,NULL);
CREATE TABLE workspace (
    item    TEXT PRIMARY KEY,
    file    TEXT NOT NULL,
    starter TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX event_undone ON event (id) WHERE kind = 'undone';
CREATE INDEX event_cause ON event (json_extract(data, '$.cause')) WHERE json_extract(data, '$.cause') IS NOT NULL;
CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only: record a new event'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is append-only: record an event that undoes this one'); END;
CREATE INDEX memory_due ON memory (due, item, buried) WHERE suspended = 0 AND due IS NOT NULL;
CREATE INDEX memory_introduced ON memory (introduced) WHERE introduced IS NOT NULL;
COMMIT;
