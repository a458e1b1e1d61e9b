"""Sync without a server: each device appends its events to a file of its own in a shared folder, and takes in all the others' files."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from studykit.errors import ProgressError
from studykit.progress import queries
from studykit.progress.alone import alone
from studykit.progress.events import Event
from studykit.progress.known_devices import DEVICES, LAST_SYNC, devices_in_use
from studykit.progress.shared_file import SUFFIX, Contents, append_shared, read_shared
from studykit.progress.store import Store


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did. `waiting`: files whose end is still to come; `faults`: lines and files that were left out, one text each."""

    folder: Path
    sent: int
    received: int
    devices: int
    waiting: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastSync:
    """When and where this machine synced last, and how many events it recorded since."""

    folder: Path
    at: datetime
    recorded_since: int


def sync(store: Store, folder: Path, at: datetime) -> Synced:
    """Take in the events that the folder's files have, then append to this device's file those that none of them has.

    So the folder has every event of the log afterwards, those received elsewhere included: a stick or two folders pass them on. Nothing
    is deleted, and the result depends neither on the order in which files arrive nor on how much of them is there.
    """
    if folder.is_file():
        raise ProgressError(f"{folder}: is a file. Name the folder that your machines share.")
    if not folder.is_dir():
        raise ProgressError(f"{folder}: no such folder. Is the stick in, the share mounted? Create the folder if it is a new one.")
    with alone(store.path):
        files = _read_all(store, folder)
        own = folder / f"{store.device}{SUFFIX}"
        new, clashes = _united(files)
        received = store.take_in(new)
        sent = _send(store, own, files)
        _note(store, folder, at)
    faults = [fault for contents in files.values() for fault in contents.faults] + clashes
    waiting = tuple(str(path) for path, contents in files.items() if contents.is_waiting and path != own)
    devices = {contents.device for contents in files.values() if contents.device} | ({store.device} if sent else set())
    return Synced(folder, sent, received, len(devices), waiting, tuple(faults))


def last_sync(store: Store) -> LastSync | None:
    """Return what this machine remembers of its last sync."""
    with store.reading() as connection:
        noted = queries.noted_locally(connection, LAST_SYNC)
        if noted is None:
            return None
        last = json.loads(noted)
        since = queries.count_recorded_since(connection, last["newest"], last["journal"])
    return LastSync(Path(last["folder"]), datetime.fromisoformat(last["at"]), since)


def _read_all(store: Store, folder: Path) -> dict[Path, Contents]:
    """Every file of the folder, conflict copies of Syncthing and others included: to read an event twice changes nothing."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith("."))
    except OSError as error:
        raise ProgressError(f"{folder}: cannot be read ({error.strerror}). Allow reading it, and sync again.") from error
    with store.reading() as connection:
        return {path: read_shared(path, partial(queries.log_row_of, connection)) for path in paths if path.is_file()}


def _united(files: dict[Path, Contents]) -> tuple[list[Event], list[str]]:
    """The events that are new, each once, and what is wrong where two files have different events of one id."""
    found: dict[str, Event] = {}
    clashes = []
    for path, contents in files.items():
        for event in contents.new:
            if found.setdefault(event.id, event) != event:
                clashes.append(f"{path}: another file has a different event of the id {event.id}, which was taken.")
    return list(found.values()), clashes


def _send(store: Store, own: Path, files: dict[Path, Contents]) -> int:
    contents = files.get(own, Contents())
    if not contents.is_ours:
        return 0  # its fault is told; to write behind a header that nobody reads would lose what is written
    with store.reading() as connection:
        there = set[str]().union(*(each.ids for each in files.values()))
        missing = (row for row in queries.log_rows(connection) if row[0] not in there)
        first = next(missing, None)
        return append_shared(own, store.device, contents.complete, chain([first], missing)) if first else 0


def _note(store: Store, folder: Path, at: datetime) -> None:
    with store.writing() as connection:
        noted = {
            "folder": str(folder.absolute()),
            "at": at.isoformat(timespec="seconds"),
            "newest": queries.newest_id(connection),
            "journal": queries.newest_in_journal(connection),
            DEVICES: devices_in_use(connection, store.device, at),
        }
        queries.note_locally(connection, LAST_SYNC, json.dumps(noted))
