"""Copies of the database: what they are called, whether one is whole, and which of them to keep."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

FOLDER = "backups"
DAYS, WEEKS, MONTHS = 7, 4, 12
NEWEST = 5  # kept whatever their days: someone who tries things out makes several in one

_NAME = re.compile(r"(\d{4,})-(\d{4}-\d\d-\d\d)-([a-z-]+)\.db")


class Reason(StrEnum):
    """Why a copy was made."""

    DAILY = "daily"
    ASKED = "asked"
    BEFORE_RESTORE = "before-restore"
    BEFORE_UNDO = "before-undo"
    TAKEN_BACK = "taken-back"  # was made before a restore that is undone by now
    DAMAGED = "damaged"  # no copy, but the file itself, put aside


OF_A_DAY = (Reason.DAILY, Reason.ASKED)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the folder of backups. `number` counts them, for a clock may be set back; `day` is a study day."""

    number: int
    day: date
    reason: Reason
    path: Path


def folder_of(database: Path) -> Path:
    """Return where the backups of a database lie."""
    return database.parent / FOLDER


def name_of(number: int, day: date, reason: Reason) -> str:
    """Return the file name of a backup, such as 0007-2026-11-22-daily.db."""
    return f"{number:04d}-{day}-{reason}.db"


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups in a folder, which need not exist, in the order in which they were made."""
    try:
        found = [backup for path in folder.iterdir() if (backup := _from_name(path))]
    except OSError:
        return []
    return sorted(found, key=lambda backup: (backup.number, backup.day, backup.reason))


def is_backed_up(folder: Path, day: date) -> bool:
    """Whether there is a backup of a study day."""
    return any(backup.day == day and backup.reason in OF_A_DAY for backup in backups_in(folder))


def next_number(folder: Path) -> int:
    """Return the number of the next backup."""
    return max((backup.number for backup in backups_in(folder)), default=0) + 1


def last_replaced(folder: Path) -> Backup | None:
    """Return what the last restore that stands has replaced: a copy, or a damaged file."""
    replaced = [backup for backup in backups_in(folder) if backup.reason in (Reason.BEFORE_RESTORE, Reason.DAMAGED)]
    return replaced[-1] if replaced else None


def newest_whole(folder: Path) -> Backup | None:
    """Return the newest backup that is whole; what a restore put aside comes last, for the learner left it."""
    offered = [backup for backup in backups_in(folder) if backup.reason is not Reason.DAMAGED]
    offered.sort(key=lambda backup: (backup.reason in OF_A_DAY, backup.number), reverse=True)
    return next((backup for backup in offered if fault_in(backup.path) is None), None)


def superfluous(backups: Iterable[Backup]) -> list[Backup]:
    """Return the backups to drop: all but the newest five, and the last of each of 7 days, 4 weeks and 12 months.

    What a restore put aside is never dropped: it may be the only place of an answer.
    """
    thinned = [backup for backup in backups if backup.reason in OF_A_DAY]
    newest_first = sorted(thinned, key=lambda backup: backup.number, reverse=True)
    kept = {backup.path for backup in newest_first[:NEWEST]}
    for limit, form in ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        last_of: dict[str, Path] = {}
        for backup in newest_first:
            last_of.setdefault(backup.day.strftime(form), backup.path)
        kept |= set(list(last_of.values())[:limit])
    return [backup for backup in newest_first if backup.path not in kept]


def fault_in(path: Path, check: str = "quick_check") -> str | None:
    """Return what is wrong with a file that should be a whole studykit log; None if nothing is. It is not changed.

    `integrity_check` also holds each index against its table.
    """
    try:
        with closing(read_only(path)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] < 1:
                return "it is no studykit log"
            said = [row[0] for row in connection.execute(f"PRAGMA {check}(3)")]
            connection.execute("SELECT count(*) FROM (SELECT id, at, day, device, kind, item, data FROM event LIMIT 1)")
    except sqlite3.Error as error:
        return str(error)
    return None if said == ["ok"] else "; ".join(" ".join(line.split()) for line in said)


def read_only(path: Path) -> sqlite3.Connection:
    """Open a database that is not to be changed."""
    # Without a file beside it, it is complete in itself, and can be read where nothing can be written.
    alone = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True, isolation_level=None)


def _from_name(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    try:
        return Backup(int(match[1]), date.fromisoformat(match[2]), Reason(match[3]), path) if match else None
    except ValueError:
        return None
