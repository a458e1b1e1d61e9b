"""Restore: a whole backup takes the place of the log, and what was there before is never gone."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from studykit.errors import DamagedLog, ProgressError
from studykit.progress.backup import back_up
from studykit.progress.database import VERSION
from studykit.progress.events import Draft, Kind
from studykit.progress.replay import compare
from studykit.progress.restore import restore, undo_restore
from studykit.progress.snapshots import Reason, folder_of
from studykit.progress.store import Store
from studykit.progress.sync import sync
from tests.progress.test_backup import WRITER

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
A, B = "card:a/a", "card:a/b"


def record(path, item, count=1):
    with Store.open(path) as store:
        return store.record_all([Draft(Kind.HINTED, item) for _ in range(count)], NOON)


def known(path):
    with Store.open(path) as store:
        assert compare(store) == []
        assert store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        return {memory.item: memory.hints for memory in store.all_memory()}


def overwrite(path, start, length, byte=b"\xff"):
    with path.open("r+b") as file:
        file.seek(start)
        file.write(byte * length)


@pytest.fixture
def backup(path):
    """A backup of a log that knows A alone; the log knows B, too."""
    record(path, A)
    made = back_up(path, TODAY, Reason.ASKED)
    record(path, B)
    return made


def test_a_restore_goes_back_and_keeps_what_was_there(path, backup):
    done = restore(path, backup.path, TODAY)

    assert known(path) == {A: 1}
    assert (done.events, done.left_out, done.salvaged, done.kept.reason) == (1, 1, 0, Reason.BEFORE_RESTORE)
    assert sorted(name.name for name in path.parent.iterdir()) == ["backups", "progress.db", "sync-or-restore.lock"]


def test_a_restore_can_be_undone_and_so_can_the_one_before(path, backup):
    restore(path, backup.path, TODAY)
    record(path, "card:a/c")
    restore(path, backup.path, TODAY)

    undo_restore(path, TODAY)
    assert known(path) == {A: 1, "card:a/c": 1}
    undone = undo_restore(path, TODAY)
    assert known(path) == {A: 1, B: 1}
    with pytest.raises(ProgressError, match="there is no restore to undo"):
        undo_restore(path, TODAY)
    restore(path, undone.kept.path, TODAY)
    assert known(path) == {A: 1, "card:a/c": 1}


def test_an_open_store_goes_on_with_the_restored_log(path, backup):
    with Store.open(path) as other:
        restore(path, backup.path, TODAY)

        assert [memory.item for memory in other.all_memory()] == [A]
        other.record(Kind.HINTED, B, NOON)
    assert known(path) == {A: 1, B: 1}


def test_what_another_process_records_during_restores_is_never_gone(path, backup):
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "ready\n"
        kept = [restore(path, backup.path, TODAY).kept for _ in range(3)]
        writer.kill()
        acknowledged = set(writer.stdout.read().split())
    there = set()
    for file in [path, *(each.path for each in kept)]:
        with Store.open(file) as store:
            there |= {event.id for event in store.events()}

    assert acknowledged <= there
    assert len(acknowledged) > 3


def test_after_a_restore_events_get_ids_that_no_lost_event_had(path, backup, tmp_path):
    with Store.open(path) as store:
        sync(store, tmp_path, NOON)
    restore(path, backup.path, TODAY)
    record(path, "card:a/c")  # the same moment and number as the lost event
    with Store.open(path) as store:
        done = sync(store, tmp_path, NOON)

    assert (done.received, done.faults) == (1, ())
    assert known(path) == {A: 1, B: 1, "card:a/c": 1}


@pytest.mark.parametrize(("start", "length"), [(0, 16), (0, 100), (0, 4096), (40_000, 3_000), (4096, 200_000)])
def test_a_damaged_log_is_put_aside_and_what_can_be_read_of_it_is_saved(path, start, length):
    record(path, A, 200)
    backup = back_up(path, TODAY, Reason.ASKED)
    record(path, B, 200)
    overwrite(path, start, min(length, path.stat().st_size - start))
    damaged = path.read_bytes()
    with pytest.raises(DamagedLog, match=r"is damaged.*newest good backup is number 1, of 2026-03-10: `studykit restore 1` takes it"):
        known(path)

    done = restore(path, backup.path, TODAY)

    assert known(path).get(B, 0) == done.salvaged
    assert known(path)[A] == 200
    assert done.kept.path.read_bytes() == damaged
    if length <= 100:
        assert done.salvaged == 200
    with pytest.raises(ProgressError, match="is damaged, so it is kept but not brought back"):
        undo_restore(path, TODAY)


def test_a_truncated_log_is_recognised_when_it_is_opened(path, backup):
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)

    with pytest.raises(DamagedLog, match="is damaged"):
        Store.open(path)


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["missing", "empty"])
def test_a_log_that_is_gone_is_not_begun_anew_where_there_are_backups(path, backup, lose):
    lose(path)
    with pytest.raises(
        ProgressError, match=r"progress\.db: is missing or empty, but was backed up.*`studykit restore 1` takes it.*from scratch, move"
    ):
        Store.open(path)

    assert restore(path, backup.path, TODAY).kept is None
    assert known(path) == {A: 1}


def test_a_file_that_is_not_whole_is_not_restored(path, backup):
    overwrite(backup.path, 5000, 9000)
    before = known(path)

    with pytest.raises(
        ProgressError, match=r"asked\.db: cannot be restored: .*Choose another: `studykit backup --list`. Nothing was changed"
    ):
        restore(path, backup.path, TODAY)
    assert known(path) == before
    assert len(list(folder_of(path).iterdir())) == 1


def test_a_backup_of_a_newer_studykit_is_not_restored(path, backup):
    with Store.open(backup.path) as store:
        store.connection.execute(f"PRAGMA user_version = {VERSION + 1}")

    with pytest.raises(ProgressError, match="a newer studykit wrote it"):
        restore(path, backup.path, TODAY)
    assert known(path) == {A: 1, B: 1}


def test_a_backup_moves_to_a_machine_that_has_no_log(path, backup, tmp_path):
    other = tmp_path / "other" / "progress.db"

    done = restore(other, backup.path, TODAY)

    assert (done.kept, known(other)) == (None, {A: 1})


def test_a_cache_that_was_wrong_when_it_was_backed_up_is_right_after_the_restore(path, backup):
    with Store.open(backup.path) as store:
        store.connection.execute("UPDATE memory SET hints = 9")

    restore(path, backup.path, TODAY)

    assert known(path) == {A: 1}


KILLED_RESTORE = """
import os, shutil, signal, sqlite3, sys
shutil.copyfile(sys.argv[1], sys.argv[2])
left = sqlite3.connect(sys.argv[2], isolation_level=None)
left.execute("PRAGMA journal_mode = DELETE")
left.execute("PRAGMA cache_size = 1")  # so that pages are written before the transaction ends
left.execute("BEGIN")
left.execute("DROP TRIGGER event_is_never_deleted")
left.execute("DELETE FROM event")
left.execute("DELETE FROM memory")
left.execute("CREATE TABLE filling AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) SELECT i, i * i FROM n")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_restore_left_does_not_get_into_the_next(path, backup):
    record(path, A, count=300)
    larger = back_up(path, TODAY, Reason.ASKED)
    candidate = path.with_name("progress.db.restoring")
    subprocess.run([sys.executable, "-c", KILLED_RESTORE, larger.path, candidate], check=False)
    assert Path(f"{candidate}-journal").stat().st_size > 0

    restore(path, backup.path, TODAY)

    assert known(path) == {A: 1}
    assert not list(path.parent.glob("*restoring*"))
