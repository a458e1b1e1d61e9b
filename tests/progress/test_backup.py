"""Backups: whole, private, once a day, and never at the cost of an older one."""

import os
import resource
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from studykit.errors import ProgressError
from studykit.progress.backup import back_up, copy_whole, events_in, keep_daily
from studykit.progress.events import Draft, Kind
from studykit.progress.snapshots import Reason, backups_in, fault_in, folder_of
from studykit.progress.store import Store

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
ITEM = "card:a/a"

WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from time import sleep
from studykit.progress.events import Kind
from studykit.progress.store import Store
with Store.open(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    while True:
        print(store.record(Kind.HINTED, "card:a/a", datetime.now().astimezone()).id, flush=True)
        sleep(0.002)  # SQLite gives the lock to nobody in turn: without a pause others may never see it free
"""


def test_a_backup_is_whole_private_and_one_file(store):
    store.record(Kind.HINTED, ITEM, NOON)

    made = back_up(store.path, TODAY, Reason.ASKED)

    assert made.path.name == "0001-2026-03-10-asked.db"
    assert made.path.stat().st_mode & 0o077 == 0
    assert list(made.path.parent.iterdir()) == [made.path]
    assert fault_in(made.path, "integrity_check") is None
    with Store.open(made.path) as copy:
        assert copy.events() == store.events()
        assert copy.all_memory() == store.all_memory()


def test_a_day_has_one_backup_and_only_if_the_log_grew(store):
    assert keep_daily(store, TODAY) is None
    store.record(Kind.HINTED, ITEM, NOON)
    assert keep_daily(store, TODAY).number == 1
    store.record(Kind.HINTED, ITEM, NOON)
    assert keep_daily(store, TODAY) is None
    assert keep_daily(store, TOMORROW).number == 2
    assert keep_daily(store, date(2026, 3, 12)) is None


def test_a_backup_made_while_another_process_writes_is_whole(path):
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "ready\n"
        acknowledged = [writer.stdout.readline().strip() for _ in range(20)]
        made = back_up(path, TODAY, Reason.ASKED)
        writer.kill()

    assert fault_in(made.path, "integrity_check") is None
    with Store.open(made.path) as copy:
        assert set(acknowledged) <= {event.id for event in copy.events()}


def test_of_a_damaged_log_no_backup_is_made_and_older_ones_stay(path):
    with Store.open(path) as store:
        store.record_all([Draft(Kind.HINTED, f"exercise:a/{number}") for number in range(300)], NOON)
        older = back_up(path, TODAY, Reason.ASKED)
    with path.open("r+b") as file:
        file.seek(20_000)
        file.write(b"\xff" * 30_000)

    with pytest.raises(ProgressError, match=r"progress\.db: is damaged .*no backup was made, older ones stay. Run `studykit doctor`"):
        back_up(path, TOMORROW, Reason.DAILY)

    assert backups_in(folder_of(path)) == [older]
    assert list(older.path.parent.iterdir()) == [older.path]
    assert events_in(older.path) == 300


def test_what_a_killed_backup_left_is_dropped_a_day_later(store):
    store.record(Kind.HINTED, ITEM, NOON)
    folder = back_up(store.path, TODAY, Reason.ASKED).path.parent
    old, new = folder / ".0009-2026-03-09-daily.db.77", folder / ".0010-2026-03-10-daily.db.78"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    back_up(store.path, TODAY, Reason.ASKED)

    assert new.exists()
    assert not old.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of a file there")
def test_a_full_disk_is_named_and_leaves_nothing_behind(store, tmp_path):
    store.record_all([Draft(Kind.HINTED, f"exercise:a/{number}") for number in range(300)], NOON)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(ProgressError, match=r"copy\.db: could not be written .*Free some space .*your log is as it was"):
            copy_whole(store.path, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert not [path for path in tmp_path.iterdir() if "copy" in path.name]
