"""Reads from a damaged log the events that can still be read, because the newest backup is a day old."""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from studykit.progress.events import Event, LogRow, UnreadableEvent, check_whole, decode

_EVENT = "SELECT id, at, day, device, kind, item, data FROM event"
# The table from both its ends, and each row by the index of ids, for a fault may lie between.
_SCANS = (f"{_EVENT} ORDER BY item, id", f"{_EVENT} ORDER BY item DESC, id DESC")
_IDS = ("SELECT item, id FROM event ORDER BY id", "SELECT item, id FROM event ORDER BY id DESC")

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_FOLDER = ".salvage-"


def salvage(database: Path, whole: Path) -> list[Event]:
    """Return the events that a damaged file still gives, and that agree with themselves; the file is not changed.

    Where its header is lost, that of a `whole` log takes its place.
    """
    for left in database.parent.glob(f"{_FOLDER}*"):
        shutil.rmtree(left, ignore_errors=True)  # of a restore that was killed
    # A copy, because to open a log is to change it: SQLite moves what stands beside it into it.
    with TemporaryDirectory(dir=database.parent, prefix=_FOLDER) as folder:
        copy = Path(folder) / database.name
        for suffix in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{database}{suffix}", f"{copy}{suffix}")
        _mend_header(copy, whole)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.text_factory = lambda text: text.decode(errors="replace")
            found = {row[0]: row for row in _rows(connection)}
    return [event for row in found.values() if (event := _event(row))]


def _mend_header(copy: Path, whole: Path) -> None:
    with whole.open("rb") as source, copy.open("r+b") as target:
        if target.read(len(_MAGIC)) == _MAGIC:
            return
        header = bytearray(source.read(_HEADER_BYTES))
        page_bytes = int.from_bytes(header[16:18], "big") or 1
        header[28:32] = (copy.stat().st_size // page_bytes).to_bytes(4, "big")  # https://sqlite.org/fileformat2.html#the_database_header
        target.seek(0)
        target.write(header)


def _rows(connection: sqlite3.Connection) -> Iterator[LogRow]:
    seen: set[str] = set()
    for scan in _SCANS:
        for row in _readable(connection, scan):
            seen.add(row[0])
            yield row
    for scan in _IDS:
        for key in _readable(connection, scan):
            if key[1] not in seen:
                yield from _readable(connection, f"{_EVENT} WHERE item = ? AND id = ?", key)
                seen.add(key[1])


def _readable(connection: sqlite3.Connection, question: str, values: Iterable[object] = ()) -> Iterator[Any]:
    with suppress(sqlite3.DatabaseError):
        yield from connection.execute(question, tuple(values))


def _event(row: LogRow) -> Event | None:
    try:
        event = decode(row)
        check_whole(event)
    except (UnreadableEvent, ValueError, TypeError):
        return None
    return event
