"""The one door to the log: it records an event and the memory it leads to together, or not at all."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from studykit.errors import ProgressError
from studykit.memory.calendar import study_day
from studykit.progress import queries
from studykit.progress.counts import Counts, counts
from studykit.progress.events import CAUSE, HIGHEST_SEQUENCE, Draft, Event, Kind, check_data, event_id, sequence_of, utc_milliseconds
from studykit.progress.faults import faults_named, make_folder
from studykit.progress.fold import ItemMemory, fold
from studykit.progress.queries import Workspace

VERSION = 2


class Store:
    """An open database. Every method may raise ProgressError, which names the file and the next step.

    `connection` is public for what is outside the hot path, as backup and export are.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, rollover_hour: int, device: str) -> None:
        self.connection = connection
        self.path = path
        self.rollover_hour = rollover_hour
        self.device = device

    @classmethod
    def open(cls, path: Path, rollover_hour: int = 4, patience_seconds: float = 10.0) -> Self:
        """Open a database, or create it and its folder; wait `patience_seconds` for other programs that write to it."""
        make_folder(path.parent)
        with faults_named(path):
            # Autocommit: the transactions of this package are the ones it writes out.
            connection = sqlite3.connect(path, timeout=patience_seconds, isolation_level=None)
            try:
                return cls(connection, path, rollover_hour, _prepare(connection, path))
            except BaseException:
                connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give several questions one and the same state of the database, whatever others write meanwhile."""
        with self._transaction("BEGIN"):
            yield self.connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Make several changes one: all of them are on the disk at the end, or none is."""
        with self._transaction("BEGIN IMMEDIATE"):
            yield self.connection

    def record(self, kind: Kind, item: str, at: datetime, data: Mapping[str, Any] | None = None) -> Event:
        """Append an event of the aware moment `at`, whose clock decides the study day; on return it survives a power loss."""
        return self.record_all([Draft(kind, item, data or {})], at)[0]

    def record_all(self, drafts: Sequence[Draft], at: datetime) -> list[Event]:
        """Append events of one moment in one transaction; those after the first came with it, and are undone with it."""
        with self.writing():
            recorded: list[Event] = []
            for draft in drafts:
                recorded.append(self._append(_with_cause(draft, recorded[0]) if recorded else draft, at))
            self._refold(recorded)
            return recorded

    def undo(self, at: datetime) -> Event | None:
        """Cancel the event in effect that a person recorded last on this machine, and what came with it; return it, or None."""
        with self.writing() as connection:
            target = queries.last_step(connection)
            return target and self._cancel(target, at)

    def take_back(self, event: Event, at: datetime) -> None:
        """Cancel this event and what came with it, unless it was cancelled meanwhile."""
        with self.writing() as connection:
            if event.id not in queries.cancelled_ids(connection):
                self._cancel(event, at)

    def redo(self, at: datetime) -> Event | None:
        """Take the last undo back, unless something was recorded since; return the event that is in effect again, or None."""
        with self.writing() as connection:
            undo = queries.last_undo(connection)
            if undo is None:
                return None
            self._cancel(undo, at)
            return queries.event(connection, undo.data["event"])

    def _cancel(self, target: Event, at: datetime) -> Event:
        targets = [target, *queries.came_with(self.connection, target)]
        # A clock that was set back must not put the undo before what it undoes.
        at = max(at, max(event.at for event in targets).astimezone(at.tzinfo))
        drafts = [Draft(Kind.UNDONE, event.item, {"event": event.id}) for event in targets]
        first = self._append(drafts[0], at)
        self._refold([first, *(self._append(_with_cause(draft, first), at) for draft in drafts[1:])])
        return target

    def memory(self, item: str) -> ItemMemory | None:
        """Return what is known of an item; None if nothing ever happened to it."""
        with faults_named(self.path):
            return queries.memory(self.connection, item)

    def all_memory(self) -> list[ItemMemory]:
        """Return what is known of every item, ordered by item."""
        with faults_named(self.path):
            return queries.all_memory(self.connection)

    def due(self, day: date, prefix: str = "", limit: int | None = None) -> list[ItemMemory]:
        """Return the items due on a day that are not suspended and begin with a prefix, most overdue first, then by item."""
        with faults_named(self.path):
            return queries.due(self.connection, day, prefix, limit)

    def due_items(self, day: date, prefix: str = "") -> list[tuple[str, date]]:
        """Return `due` as pairs of item and due day, several times as fast: what a review needs to put a backlog in order."""
        with faults_named(self.path):
            return queries.due_items(self.connection, day, prefix)

    def introduced_on(self, day: date) -> int:
        """Return how many cards had their first review on a day."""
        with faults_named(self.path):
            return queries.introduced_on(self.connection, day)

    def events(self, item: str | None = None) -> list[Event]:
        """Return the events of an item, or of all, in the order of their ids, those undone included."""
        with faults_named(self.path):
            return queries.events(self.connection, item)

    def reviewed_on(self, day: date) -> list[Event]:
        """Return the reviews in effect of a study day, from which a drill can go on."""
        with self.reading() as connection:
            return queries.reviewed_on(connection, day)

    def counts(self, today: date) -> Counts:
        """Return what the events in effect add up to."""
        with self.reading() as connection:
            return counts(connection, today)

    def hand_out(self, item: str, file: Path, starter_sha256: str, at: datetime) -> None:
        """Remember where an exercise was handed out on this machine, in place of any earlier file."""
        with faults_named(self.path):
            queries.hand_out(self.connection, Workspace(item, str(file), starter_sha256, utc_milliseconds(at)))

    def put_away(self, item: str) -> None:
        """Forget where an exercise was handed out on this machine; its file stays."""
        with faults_named(self.path):
            queries.put_away(self.connection, item)

    def handed_out(self, item: str) -> Workspace | None:
        """Return where an exercise was handed out on this machine."""
        return next((workspace for workspace in self.workspaces() if workspace.item == item), None)

    def workspaces(self) -> list[Workspace]:
        """Return every exercise handed out on this machine, ordered by item."""
        with faults_named(self.path):
            return queries.workspaces(self.connection)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with faults_named(self.path):
            self.connection.execute(begin)
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                self.connection.rollback()
                raise

    def _append(self, draft: Draft, at: datetime) -> Event:
        check_data(draft.kind, draft.data)
        moment = utc_milliseconds(at)
        last_id = queries.last_id_of(self.connection, moment)
        sequence = 0 if last_id is None else sequence_of(last_id) + 1
        if sequence > HIGHEST_SEQUENCE:
            raise ProgressError(f"{self.path}: {at.isoformat()} has {sequence} events, and ids for no more. Record at another moment.")
        day = study_day(at, self.rollover_hour)
        event = Event(event_id(moment, sequence, self.device), moment, day, self.device, draft.kind, draft.item, draft.data)
        queries.insert_event(self.connection, event)
        queries.note_in_journal(self.connection, event)
        return event

    def _refold(self, recorded: Sequence[Event]) -> None:
        for item in dict.fromkeys(event.item for event in recorded):
            memory = fold(item, queries.events(self.connection, item))
            if memory is None:
                queries.drop_memory(self.connection, item)
            else:
                queries.put_memory(self.connection, [memory])


def _prepare(connection: sqlite3.Connection, path: Path) -> str:
    connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise ProgressError(f"{path}: a newer studykit wrote it (format {version}; this one reads up to {VERSION}). Upgrade studykit.")
    if version < VERSION:
        # Only now: it imports sqlite-utils, which costs 0.2 s of start-up.
        from studykit.progress.migrate import migrate

        migrate(connection, path)
    device: str = connection.execute("SELECT value FROM local WHERE key = 'device'").fetchone()[0]
    return device


def _with_cause(draft: Draft, first: Event) -> Draft:
    return draft if CAUSE in draft.data else Draft(draft.kind, draft.item, {**draft.data, CAUSE: first.id})
