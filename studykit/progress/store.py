"""The one door to the log: it records an event and the memory it leads to together, or not at all."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from studykit.errors import ProgressError
from studykit.memory.calendar import study_day
from studykit.memory.scheduler import SM2_SCHEDULER, Scheduler
from studykit.progress import queries
from studykit.progress.events import (
    CAUSE,
    HIGHEST_SEQUENCE,
    Draft,
    Event,
    Kind,
    check_data,
    event_id,
    id_prefix,
    sequence_of,
    utc_milliseconds,
)
from studykit.progress.faults import faults_named, make_folder, refuse_to_begin_anew
from studykit.progress.fold import ItemMemory
from studykit.progress.place import device_of
from studykit.progress.queries import Workspace
from studykit.progress.refold import refold, refold_item

VERSION = 3


class Store:
    """An open database. Every method may raise ProgressError, which names the file and the next step.

    `connection` is public for what is outside the hot path, as backup and export are.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, rollover_hour: int, device: str, scheduler: Scheduler) -> None:
        self.connection = connection
        self.path = path
        self.rollover_hour = rollover_hour
        self.device = device
        self.scheduler = scheduler

    @classmethod
    def open(
        cls,
        path: Path,
        rollover_hour: int = 4,
        patience_seconds: float = 10.0,
        scheduler: Scheduler = SM2_SCHEDULER,
        refolding: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> Self:
        """Open a database, or create it and its folder; wait `patience_seconds` for other programs that write to it.

        A cache that another scheduler left is folded anew, within `refolding`: of a long history that takes seconds.
        """
        make_folder(path.parent)
        with faults_named(path):
            # Autocommit: the transactions of this package are the ones it writes out.
            connection = sqlite3.connect(path, timeout=patience_seconds, isolation_level=None)
            try:
                store = cls(connection, path, rollover_hour, _prepare(connection, path), scheduler)
                if queries.scheduler_key(connection) != scheduler.key:
                    with refolding():
                        store._switch()
                return store
            except BaseException:
                connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Give several questions one and the same state of the database, whatever others write meanwhile."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """Make several changes one: all of them are on the disk at the end, or none is."""
        return self._transaction("BEGIN IMMEDIATE")

    def record(self, kind: Kind, item: str, at: datetime, data: Mapping[str, Any] | None = None) -> Event:
        """Append an event of the aware moment `at`, whose clock decides the study day; on return it survives a power loss."""
        return self.record_all([Draft(kind, item, data or {})], at)[0]

    def record_all(self, drafts: Sequence[Draft], at: datetime) -> list[Event]:
        """Append events of one moment in one transaction; those after the first came with it, and are undone with it."""
        with self.writing():
            recorded: list[Event] = []
            for draft in drafts:
                recorded.append(self._append(_with_cause(draft, recorded[0]) if recorded else draft, at))
            self.refold(event.item for event in recorded)
            return recorded

    def take_in(self, events: Iterable[Event]) -> int:
        """Add events that were recorded elsewhere, in one transaction, and return how many were new; those whose ids are here stay."""
        with self.writing() as connection:
            new = [event for event in events if queries.add_event(connection, event)]
            self.refold(event.item for event in new)
            return len(new)

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
        gone = queries.cancelled_ids(self.connection)
        targets = [target, *(event for event in queries.came_with(self.connection, target) if event.id not in gone)]
        # A clock that was set back must not put the undo before what it undoes.
        at = max(at, max(event.at for event in targets).astimezone(at.tzinfo))
        drafts = [Draft(Kind.UNDONE, event.item, {"event": event.id}) for event in targets]
        first = self._append(drafts[0], at)
        rest = [self._append(_with_cause(draft, first), at) for draft in drafts[1:]]
        self.refold(event.item for event in [first, *rest])
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

    def due_items(self, day: date, prefix: str = "", limit: int | None = None) -> list[tuple[str, date]]:
        """Return `due` as pairs of item and due day, several times as fast: what a review needs to put a backlog in order."""
        with faults_named(self.path):
            return queries.due_items(self.connection, day, prefix, limit)

    def introduced_on(self, day: date) -> int:
        """Return how many cards had their first review on a day."""
        with faults_named(self.path):
            return queries.introduced_on(self.connection, day)

    def events(self, item: str | None = None) -> list[Event]:
        """Return the events of an item, or of all, in the order of their ids, those undone included."""
        with faults_named(self.path):
            return queries.events(self.connection, item)

    def came_with(self, event: Event) -> list[Event]:
        """Return the events that came with an event and share its undo, as nudges with a grade, those undone included."""
        with faults_named(self.path):
            return queries.came_with(self.connection, event)

    def reviewed_on(self, day: date) -> list[Event]:
        """Return the reviews in effect of a study day, from which a drill can go on."""
        with self.reading() as connection:
            return queries.reviewed_on(connection, day)

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
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            self.connection.execute(begin)
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            with faults_named(self.path):
                self.connection.rollback()
                raise

    def _append(self, draft: Draft, at: datetime) -> Event:
        check_data(draft.kind, draft.data)
        moment = utc_milliseconds(at)
        newest = queries.newest_id(self.connection)
        last_id = queries.last_id_of(self.connection, moment) if newest >= id_prefix(moment) else None
        sequence = 0 if last_id is None else sequence_of(last_id) + 1
        if sequence > HIGHEST_SEQUENCE:
            raise ProgressError(f"{self.path}: {at.isoformat()} has {sequence} events, and ids for no more. Record at another moment.")
        day = study_day(at, self.rollover_hour)
        event = Event(event_id(moment, sequence, self.device), moment, day, self.device, draft.kind, draft.item, draft.data)
        queries.insert_event(self.connection, event)
        if event.id < newest:
            queries.note_in_journal(self.connection, event, newest)
        return event

    def refold(self, items: Iterable[str]) -> None:
        """Bring the cache of some items in line with the log, within `writing`."""
        if queries.scheduler_key(self.connection) != self.scheduler.key:
            # Another process switched since this one opened; who opens next folds all anew.
            queries.note_scheduler(self.connection, "")
        for item in dict.fromkeys(items):
            refold_item(self.connection, item, self.scheduler)

    def _switch(self) -> None:
        with self.writing() as connection:
            if queries.scheduler_key(connection) != self.scheduler.key:
                refold(connection, self.scheduler)


def _prepare(connection: sqlite3.Connection, path: Path) -> str:
    connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise ProgressError(f"{path}: a newer studykit wrote it (format {version}; this one reads up to {VERSION}). Upgrade studykit.")
    if version == 0:
        refuse_to_begin_anew(connection, path)
    if version < VERSION:
        # Only now: it imports sqlite-utils, which costs 0.2 s of start-up.
        from studykit.progress.migrate import migrate

        migrate(connection, path)
    return device_of(connection, path)


def _with_cause(draft: Draft, first: Event) -> Draft:
    return draft if CAUSE in draft.data else Draft(draft.kind, draft.item, {**draft.data, CAUSE: first.id})
