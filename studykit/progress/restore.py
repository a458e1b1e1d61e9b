"""Puts a backup in the place of the log, so that whatever happens meanwhile, one of the two is there, whole."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from studykit.errors import DamagedLog, ProgressError
from studykit.memory.scheduler import SM2_SCHEDULER, Scheduler
from studykit.progress import queries
from studykit.progress.alone import alone
from studykit.progress.backup import back_up, copy_whole, events_in, sync_folder
from studykit.progress.faults import faults_named, make_folder
from studykit.progress.integrity import count_readable, integrity_faults
from studykit.progress.salvage import salvage
from studykit.progress.snapshots import Backup, Reason, fault_in, folder_of, last_replaced, name_of, next_number
from studykit.progress.store import Store

Open = Callable[[Path], Store]  # under the scheduler of the settings, so that the cache is not folded for another in between
_RESTORING = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    `kept`: where what was there before is kept, None if there was nothing; `left_out`: events that only `kept` has;
    `salvaged`: events of a damaged file that the backup did not have, and that were added to it.
    """

    taken: Path
    events: int
    kept: Backup | None
    left_out: int
    salvaged: int


def restore(
    database: Path, source: Path, day: date, reason: Reason = Reason.BEFORE_RESTORE, scheduler: Scheduler = SM2_SCHEDULER
) -> Restored:
    """Put a copy in the place of the log; ProgressError if the copy is not whole. Safe while other processes use the log."""
    opened = partial(Store.open, scheduler=scheduler)
    if fault := fault_in(source, "integrity_check"):
        raise ProgressError(f"{source}: cannot be restored: {fault}. Choose another: `studykit backup --list`. Nothing was changed.")
    with alone(database), _candidate(database, source, opened) as candidate:
        is_there = _size(database) > 0
        if is_there and not _is_damaged(database, opened):
            kept, left_out = _exchange(database, candidate, day, reason, opened)
            return Restored(source, events_in(candidate), kept, left_out, 0)
        salvaged = _salvaged_into(candidate, database, opened) if is_there else 0
        events = events_in(candidate)
        aside = _put_aside(database, day)
        _move_in(database, candidate, aside)
        return Restored(source, events, aside, 0, salvaged)


def left_out_by(database: Path, source: Path) -> int:
    """How many events of the log a restore of this copy would leave out; 0 where the log cannot be read, for then nothing more is lost."""
    if not _size(database):
        return 0
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("ATTACH ? AS taken", (f"{source.absolute().as_uri()}?mode=ro",))
        count: int = connection.execute("SELECT count(*) FROM main.event WHERE id NOT IN (SELECT id FROM taken.event)").fetchone()[0]
        return count
    return 0


def undo_restore(database: Path, day: date, scheduler: Scheduler = SM2_SCHEDULER) -> Restored:
    """Bring back what the last restore replaced; again for the one before."""
    last = last_replaced(folder_of(database))
    if last is None:
        raise ProgressError(f"{folder_of(database)}: there is no restore to undo.")
    if last.reason is Reason.DAMAGED:
        raise ProgressError(f"{last.path}: what the last restore replaced is damaged, so it is kept but not brought back.")
    restored = restore(database, last.path, day, Reason.BEFORE_UNDO, scheduler)
    with suppress(OSError):  # then the next undo brings the same back
        last.path.rename(last.path.with_name(name_of(last.number, last.day, Reason.TAKEN_BACK)))
    return restored


@contextmanager
def _candidate(database: Path, source: Path, opened: Open) -> Iterator[Path]:
    """A copy of the backup beside the log, brought to the newest format, under a device id of its own."""
    candidate = database.with_name(f"{database.name}{_RESTORING}")
    # Of a process that was killed; no other is at work, for this one is alone.
    for left in (candidate, *_beside(candidate), *candidate.parent.glob(f".{candidate.name}.*")):
        left.unlink(missing_ok=True)
    try:
        copy_whole(source, candidate, is_at_rest=True)
        with opened(candidate) as store:
            store.connection.execute("PRAGMA journal_mode = WAL")
            _begin_anew(store)
        yield candidate
    finally:
        for path in (candidate, *_beside(candidate)):
            path.unlink(missing_ok=True)


def _begin_anew(store: Store) -> None:
    with store.writing() as connection:
        # Events recorded after the backup may lie in a shared folder: the next of the same moment must not get their ids.
        connection.execute("UPDATE local SET value = lower(hex(randomblob(8))) WHERE key = 'device'")
        queries.note_scheduler(connection, "")  # who opens it next folds the cache again


def _is_damaged(database: Path, opened: Open) -> bool:
    """Whether a log is to be put aside; one that is locked, or of a newer studykit, is a ProgressError."""
    try:
        with opened(database) as store:
            count_readable(store)
            return bool(integrity_faults(store))
    except DamagedLog:
        return True


def _salvaged_into(candidate: Path, database: Path, opened: Open) -> int:
    with opened(candidate) as store:
        return store.take_in(salvage(database, candidate))


def _put_aside(database: Path, day: date) -> Backup | None:
    """Give what stands in the place of the log a second name among the backups: it is never gone, whenever the power fails."""
    folder = folder_of(database)
    make_folder(folder)
    number = next_number(folder)
    aside = Backup(number, day, Reason.DAMAGED, folder / name_of(number, day, Reason.DAMAGED))
    there = [suffix for suffix in ("", "-wal", "-journal") if _size(Path(f"{database}{suffix}"))]
    try:
        for suffix in there:
            _link(Path(f"{database}{suffix}"), Path(f"{aside.path}{suffix}"))
    except OSError as error:
        raise ProgressError(f"{aside.path}: the damaged file could not be kept ({error.strerror}), so nothing was changed.") from error
    sync_folder(folder)
    return aside if there else None


def _move_in(database: Path, candidate: Path, kept: Backup | None) -> None:
    try:
        for path in _beside(database):  # of the file that is replaced; SQLite would take them for the new one's
            path.unlink(missing_ok=True)
        candidate.replace(database)
    except OSError as error:
        raise ProgressError(f"{database}: cannot be replaced ({error.strerror}); it is kept as {kept and kept.path}.") from error
    sync_folder(database.parent)


def _exchange(database: Path, candidate: Path, day: date, reason: Reason, opened: Open) -> tuple[Backup, int]:
    """Exchange what the tables hold in one transaction, so that a session in another terminal goes on with the restored log."""
    with opened(database) as store, faults_named(database):
        store.connection.execute("ATTACH ? AS taken", (str(candidate),))
        with store.writing() as connection:
            kept = back_up(database, day, reason)  # while nobody can write: it has every event
            left_out = connection.execute("SELECT count(*) FROM main.event WHERE id NOT IN (SELECT id FROM taken.event)").fetchone()[0]
            _exchange_tables(connection)
        return kept, left_out


def _exchange_tables(connection: sqlite3.Connection) -> None:
    tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    made = "SELECT type, name, sql FROM taken.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type <> 'table'"
    for (name,) in connection.execute(tables).fetchall():
        connection.execute(f'DROP TABLE main."{name}"')
    for type, name, sql in connection.execute(made).fetchall():
        connection.execute(sql)
        if type == "table":
            connection.execute(f'INSERT INTO main."{name}" SELECT * FROM taken."{name}"')


def _link(path: Path, other: Path) -> None:
    try:
        os.link(path, other)  # not a copy: what another terminal still writes to the file is kept, too
    except OSError:
        shutil.copyfile(path, other)  # a file system without links, or the backups on another disk


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _beside(database: Path) -> tuple[Path, ...]:
    # SQLite rolls a journal back into whatever bears the name of its database.
    return tuple(Path(f"{database}{suffix}") for suffix in ("-wal", "-shm", "-journal"))
