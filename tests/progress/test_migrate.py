"""The schema protects the log, and a database that is not ours is left as it is."""

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import pytest

from studykit.errors import ProgressError
from studykit.progress.database import VERSION
from studykit.progress.events import Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store
from studykit.progress.sync import last_sync

OLD_FORMATS = [(1, "first_format.sql"), (2, "second_format.sql")]


def test_a_new_database_is_at_the_newest_version_in_wal_mode_and_survives_a_power_loss(path):
    with Store.open(path) as store:
        names = ("user_version", "journal_mode", "synchronous")
        version, mode, synchronous = (store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)

    assert (version, mode, synchronous) == (VERSION, "wal", 2)


def test_an_empty_file_becomes_a_database(path):
    path.parent.mkdir()
    path.touch()

    with Store.open(path) as store:
        assert store.events() == []


def test_creating_waits_for_another_process_that_is_at_it(tmp_path):
    path = tmp_path / "progress.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(0.2, other.rollback)
    release.start()

    with Store.open(path) as store:
        assert store.events() == []
    release.join()
    other.close()


def test_creating_waits_no_longer_than_it_was_told(tmp_path):
    path = tmp_path / "progress.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(ProgressError, match="another program holds it locked"):
        Store.open(path, patience_seconds=0.05)
    other.close()


def test_a_database_of_a_newer_studykit_is_refused(path):
    with Store.open(path) as store:
        store.connection.execute(f"PRAGMA user_version = {VERSION + 1}")

    with pytest.raises(
        ProgressError,
        match=rf"^{re.escape(str(path))}: a newer studykit wrote it \(format {VERSION + 1}; this one reads up to {VERSION}\). Upgrade",
    ):
        Store.open(path)


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "progress.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(ProgressError, match=r"progress\.db: is a SQLite database of another program. Move it aside, or set STUDYKIT_HOME"):
        Store.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("change", ["UPDATE event SET day = '2020-01-01'", "DELETE FROM event"])
def test_the_log_cannot_be_rewritten(store, change):
    event = store.record(Kind.HINTED, "exercise:autograd/step", datetime(2026, 3, 10, tzinfo=UTC))

    with pytest.raises(sqlite3.IntegrityError, match="the log is append-only"):
        store.connection.execute(change)
    assert store.events() == [event]


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("SELECT * FROM memory WHERE suspended = 0 AND due <= '2026-03-10' ORDER BY due, item LIMIT 1", "memory_due"),
        ("SELECT count(*) FROM memory WHERE introduced = '2026-03-10'", "memory_introduced"),
        ("SELECT * FROM event WHERE item = 'card:a/b' ORDER BY id", "PRIMARY KEY"),
        ("SELECT id FROM event WHERE kind = 'undone' ORDER BY id DESC", "event_undone"),
    ],
)
def test_the_questions_of_each_start_are_answered_from_an_index_alone(store, question, index):
    plan = [row[3] for row in store.connection.execute(f"EXPLAIN QUERY PLAN {question}")]

    assert len(plan) == 1
    assert index in plan[0]


def old_database(path, version, name):
    path.parent.mkdir()
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))
    old.execute(f"PRAGMA user_version = {version}")
    old.close()


@pytest.mark.parametrize(("version", "name"), OLD_FORMATS)
def test_a_database_of_an_old_format_becomes_what_a_new_one_is(path, tmp_path, version, name):
    old_database(path, version, name)

    with Store.open(path) as migrated, Store.open(tmp_path / "new.db") as new:
        schemas = [store.connection.execute("SELECT type, name FROM sqlite_schema ORDER BY 1, 2").fetchall() for store in (migrated, new)]
        columns = [
            [
                store.connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
                for table in ("memory", "journal")
            ]
            for store in (migrated, new)
        ]
        assert compare(migrated) == []
        assert len(migrated.events()) == version + 1
    assert schemas[0] == schemas[1]
    assert columns[0] == columns[1]


def test_an_undo_of_the_first_format_can_be_redone(path):
    old_database(path, *OLD_FORMATS[0])

    with Store.open(path) as store:
        assert [event.kind for event in store.events()] == [Kind.REVIEWED, Kind.UNDONE]
        assert store.redo(datetime.now(UTC)).item == "card:optimizers/descent-direction"


def test_the_second_formats_order_of_recording_and_last_sync_are_kept(path):
    old_database(path, *OLD_FORMATS[1])
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)

    with Store.open(path) as store:
        assert last_sync(store).recorded_since == 2
        store.record(Kind.REVIEWED, "card:a/d", noon.replace(hour=20), {"quality": 4})
        store.record(Kind.REVIEWED, "card:a/e", noon.replace(hour=13), {"quality": 4})
        assert last_sync(store).recorded_since == 4
        assert [store.undo(noon).item[-1] for _ in range(5)] == ["e", "d", "c", "b", "a"]
