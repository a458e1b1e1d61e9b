"""Each way in which a file can refuse has its own message, and none of them leaves half an event behind."""

import random
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from studykit.errors import ProgressError
from studykit.progress.events import Draft, Kind
from studykit.progress.replay import compare
from studykit.progress.store import Store

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
ITEM = "exercise:autograd/step"

AS_ORDINARY_USER = """
import os, sys
from datetime import datetime
from pathlib import Path
from studykit.errors import ProgressError
from studykit.progress import migrate
from studykit.progress.events import Kind
from studykit.progress.store import Store
if os.getuid() == 0:
    os.setuid(65534)
try:
    with Store.open(Path(sys.argv[1])) as store:
        store.record(Kind.HINTED, "exercise:autograd/step", datetime.now().astimezone())
except ProgressError as error:
    print(error)
"""

ON_A_SMALL_DISK = """
import resource, sys
from datetime import datetime
from pathlib import Path
from studykit.errors import ProgressError
from studykit.progress.events import Kind
from studykit.progress.store import Store
with Store.open(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for number in range(1000):
            store.record(Kind.REVIEWED, f"card:a/{number}", datetime.now().astimezone(), {"quality": 4, "typed": "x" * 5000})
            print(number)
    except ProgressError as error:
        print(error)
"""


def lines_of(script, path):
    return subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.fixture
def folder():
    """A folder that another user can reach, which pytest's own are not."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions work differently there")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "message"),
    [
        (0o444, 0o777, "cannot be written. Allow writing"),
        (0o444, 0o555, "cannot be written. Allow writing"),
        (0o000, 0o555, "cannot be opened. Check"),
    ],
    ids=["read-only file", "read-only folder", "unreadable file"],
)
def test_a_file_without_permission_is_named(folder, file_mode, folder_mode, message):
    path = folder / "progress.db"
    Store.open(path).close()
    path.chmod(file_mode)
    folder.chmod(folder_mode)

    assert lines_of(AS_ORDINARY_USER, path)[0].startswith(f"{path}: {message}")


def test_a_folder_that_cannot_be_created_is_named(folder):
    (folder / "file").touch()

    with pytest.raises(ProgressError, match=rf"^{folder}/file/studykit: cannot be created \(Not a directory\). Set STUDYKIT_HOME"):
        Store.open(folder / "file" / "studykit" / "progress.db")


def test_a_folder_in_place_of_the_file_is_named(tmp_path):
    with pytest.raises(ProgressError, match=rf"^{tmp_path}: cannot be opened. Check"):
        Store.open(tmp_path)


def test_a_full_disk_stops_before_half_an_event(path):
    with Store.open(path) as store:
        store.record(Kind.HINTED, ITEM, NOON)
        store.connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(ProgressError, match=r"progress\.db: the disk is full; nothing was recorded. Free some space and repeat"):
            store.record(Kind.HINTED, ITEM, NOON, {"text": "x" * 50_000})

        assert len(store.events()) == store.memory(ITEM).hints == 1
        store.connection.execute("PRAGMA max_page_count = 100000")
        store.record(Kind.HINTED, ITEM, NOON, {"text": "x" * 50_000})

    assert len(Store.open(path).events()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of a file there")
def test_a_disk_that_refuses_to_write_loses_no_acknowledged_answer(path):
    *acknowledged, message = lines_of(ON_A_SMALL_DISK, path)

    assert message.startswith(f"{path}: the disk refused to read or write (full, or failing?)")
    with Store.open(path) as store:
        assert len(store.events()) == len(acknowledged) > 5
        assert compare(store) == []


def test_a_file_that_another_program_holds_locked_is_named(path):
    Store.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with (
        Store.open(path, patience_seconds=0.05) as store,
        pytest.raises(ProgressError, match=r"progress\.db: another program holds it locked. Close that program"),
    ):
        store.record(Kind.HINTED, ITEM, NOON)
    other.close()


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_named_and_kept(tmp_path, content):
    path = tmp_path / "progress.db"
    path.write_bytes(content)

    with pytest.raises(
        ProgressError, match=r"progress\.db: is damaged, or no studykit log. Move it aside to start from scratch.*nothing was deleted"
    ):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_damaged_page_is_named(path):
    with Store.open(path) as store:
        store.record_all([Draft(Kind.HINTED, f"exercise:a/{number}") for number in range(200)], NOON)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 2))

    with Store.open(path) as store, pytest.raises(ProgressError, match=r"progress\.db: is damaged"):
        compare(store)


def spoil(content, chance):
    """Flip a bit, cut the end off, or write nonsense over a stretch; the header is hit as often as the rest."""
    spoilt = bytearray(content)
    start = chance.choice([chance.randrange(100), chance.randrange(len(content))])
    kind = chance.choice(["bit", "bit", "cut", "stretch"])
    if kind == "bit":
        spoilt[start] ^= 1 << chance.randrange(8)
    elif kind == "stretch":
        spoilt[start : start + 500] = chance.randbytes(len(spoilt[start : start + 500]))
    return bytes(spoilt[:start] if kind == "cut" else spoilt)


def test_whatever_is_damaged_each_question_is_answered_or_ends_in_a_message(path):
    with Store.open(path) as store:
        for number in range(60):
            store.record(Kind.REVIEWED, f"card:a/{number % 13}", NOON, {"quality": number % 6})
        store.undo(NOON)
    whole, chance, messages = path.read_bytes(), random.Random(20260310), set()
    questions = [compare, Store.all_memory, Store.events, lambda store: store.due(TODAY), lambda store: store.undo(NOON)]
    for _ in range(60):
        for question in questions:
            path.write_bytes(spoil(whole, chance))
            try:
                with Store.open(path) as store:
                    store.connection.execute("PRAGMA synchronous = OFF")
                    question(store)
            except ProgressError as error:
                messages.add(str(error).removeprefix(f"{path}: ")[:20])
            path.with_name(f"{path.name}-wal").unlink(missing_ok=True)

    assert "is damaged, or no st" in messages


def test_what_sqlite_reports_otherwise_is_passed_on_with_the_file(path, store):
    store.connection.execute("DROP TABLE workspace")

    with pytest.raises(ProgressError, match=r"progress\.db: no such table: workspace. Run `studykit doctor`"):
        store.workspaces()


def test_the_use_of_a_closed_store_is_a_bug_and_keeps_its_traceback(path):
    store = Store.open(path)
    store.close()

    with pytest.raises(sqlite3.ProgrammingError):
        store.all_memory()
