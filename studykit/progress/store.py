"""The one door to the log: it records an event and the memory it leads to together, or not at all."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from studykit.memory.calendar import DAY_BEGINS_AT
from studykit.memory.scheduler import SM2_SCHEDULER, Scheduler
from studykit.progress import queries
from studykit.progress.database import Database, prepare
from studykit.progress.events import Draft, Event, Kind, utc_milliseconds
from studykit.progress.faults import faults_named, make_folder
from studykit.progress.fold import ItemMemory
from studykit.progress.names import names
from studykit.progress.openings import opened_on
from studykit.progress.queries import Passed, Workspace

if TYPE_CHECKING:
    from studykit.progress.appending import Recorder

CLOCKS_DIFFER = timedelta(hours=1)  # at most, between machines whose clocks are right


class Store(Database):
    """An open log: what happened, and what is known of each item because of it, under a scheduler with the parameters that the log has."""

    def __init__(self, connection: sqlite3.Connection, path: Path, rollover_hour: int, device: str, scheduler: Scheduler) -> None:
        super().__init__(connection, path)
        self.rollover_hour = rollover_hour
        self.device = device
        self.scheduler = scheduler

    @classmethod
    def open(
        cls,
        path: Path,
        rollover_hour: int = DAY_BEGINS_AT,
        patience_seconds: float = 10.0,
        scheduler: Scheduler = SM2_SCHEDULER,
        refolding: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> Self:
        """Open a database, or create it and its folder; wait `patience_seconds` for other programs that write to it.

        A cache that another scheduler left, or other parameters, is folded again, within `refolding`: of a long history that takes seconds.
        """
        make_folder(path.parent)
        with faults_named(path):
            # Autocommit: the transactions of this package are the ones it writes out.
            connection = sqlite3.connect(path, timeout=patience_seconds, isolation_level=None)
            try:
                store = cls(connection, path, rollover_hour, prepare(connection, path), scheduler)
                store.scheduler = _as_fitted(connection, scheduler)
                if queries.scheduler_key(connection) != store.scheduler.key:
                    with refolding():
                        store._switch()
                return store
            except BaseException:
                connection.close()
                raise

    def record(self, kind: Kind, item: str, at: datetime, data: Mapping[str, Any] | None = None) -> Event:
        """Append an event of the aware moment `at`, whose clock decides the study day; on return it survives a power loss."""
        return self.record_all([Draft(kind, item, data or {})], at)[0]

    def record_all(self, drafts: Sequence[Draft], at: datetime) -> list[Event]:
        """Append events of one moment in one transaction; those after the first came with it, and are undone with it."""
        with self._recording():
            return self._recorder.append(drafts, at)

    def take_in(self, events: Iterable[Event]) -> int:
        """Add events that were recorded elsewhere, in one transaction, and return how many were new; those whose ids are here stay."""
        with self._recording():
            return self._recorder.take_in(events)

    def undo(self, at: datetime) -> Event | None:
        """As `undoing.undo`, in one transaction."""
        from studykit.progress import undoing  # start-up time: as the recorder

        with self._recording():
            return undoing.undo(self._recorder, at)

    def take_back(self, event: Event, at: datetime) -> None:
        """As `undoing.take_back`, in one transaction."""
        from studykit.progress import undoing  # start-up time: as the recorder

        with self._recording():
            undoing.take_back(self._recorder, event, at)

    def redo(self, at: datetime) -> Event | None:
        """As `undoing.redo`, in one transaction."""
        from studykit.progress import undoing  # start-up time: as the recorder

        with self._recording():
            return undoing.redo(self._recorder, at)

    def in_the_future(self, now: datetime) -> list[Event]:
        """Return the events in effect that a clock recorded which was ahead: those more than an hour after the aware moment `now`."""
        with faults_named(self.path):
            return queries.later_steps(self.connection, now + CLOCKS_DIFFER)

    def refold(self, items: Iterable[str]) -> None:
        """Bring the cache of some items in line with the log, within `writing`."""
        self._recorder.refold(items)

    def memory(self, item: str) -> ItemMemory | None:
        """Return what is known of an item, by its name of today or a former one; None if nothing ever happened to it."""
        with faults_named(self.path):
            found = queries.memory(self.connection, item)
            if found is None and (now := self.now_called(item)) != item:
                found = queries.memory(self.connection, now)
            return found

    def now_called(self, item: str) -> str:
        """Return the name of today of an item."""
        with faults_named(self.path):
            return names(self.connection).now(item)

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

    def under(self, scheduler: Scheduler) -> Scheduler:
        """Return a scheduler with the parameters that the log has for it."""
        with faults_named(self.path):
            return _as_fitted(self.connection, scheduler)

    def learn_names(self, former: Mapping[str, str], has: Callable[[str], bool]) -> None:
        """As `renaming.learn_names`, which is imported only where something is new: what is noted already needs no transaction."""
        with faults_named(self.path):
            if names(self.connection).renamed == former and not any(map(has, former)):
                return
        from studykit.progress.renaming import learn_names  # start-up time: names change seldom

        with self.writing() as connection:
            learn_names(connection, former, has, self.scheduler)

    def events(self, item: str | None = None) -> list[Event]:
        """Return the events of an item under all its names, or of all items, in the order of their ids, those undone included."""
        with faults_named(self.path):
            if item is None:
                return queries.events(self.connection)
            known = names(self.connection)
            return queries.events(self.connection, known.all_of(known.now(item)))

    def opened_on(self, item: str) -> date | None:
        """Return the study day of the pass that began a hunt, by its name of today or a former one; None for another item, or before it."""
        with faults_named(self.path):
            known = names(self.connection)
            return opened_on(self.connection, known.now(item), known)

    def came_with(self, event: Event) -> list[Event]:
        """Return the events that came with an event and share its undo, as nudges with a grade, those undone included."""
        with faults_named(self.path):
            return queries.came_with(self.connection, event)

    def reviewed_on(self, day: date) -> list[Event]:
        """Return the reviews in effect of a study day, from which a drill can go on."""
        with self.reading() as connection:
            return queries.reviewed_on(connection, day)

    def hand_out(self, item: str, file: Path, starter_sha256: str, at: datetime) -> None:
        """Remember where an exercise was handed out on this machine, instead of any earlier file."""
        with faults_named(self.path):
            queries.hand_out(self.connection, Workspace(item, str(file), starter_sha256, utc_milliseconds(at)))

    def put_away(self, item: str, passed: Passed | None = None) -> None:
        """Forget where an exercise was handed out on this machine, and remember the file that passed; files stay as they are."""
        with self.writing() as connection:
            queries.put_away(connection, item, passed)

    def passed_files(self) -> list[Passed]:
        """Return the files on this machine that passed, one an exercise, the last one last."""
        with faults_named(self.path):
            return sorted(queries.passed(self.connection), key=lambda passed: passed.at)

    @property
    def work_folder(self) -> Path | None:
        """The folder into which exercises are written on this machine; None before the first one."""
        with faults_named(self.path):
            folder = queries.noted_locally(self.connection, "work_folder")
        return Path(folder) if folder else None

    def work_in(self, folder: Path) -> None:
        """Remember the folder into which exercises are written."""
        with faults_named(self.path):
            queries.note_locally(self.connection, "work_folder", str(folder))

    def handed_out(self, item: str) -> Workspace | None:
        """Return where an exercise was handed out on this machine."""
        return next((workspace for workspace in self.workspaces() if workspace.item == item), None)

    def workspaces(self) -> list[Workspace]:
        """Return every exercise handed out on this machine, ordered by item."""
        with faults_named(self.path):
            return queries.workspaces(self.connection)

    def worked_on(self) -> list[str]:
        """Return the exercises that passed on this machine, and then those in progress, the current one last."""
        at_work = sorted(self.workspaces(), key=lambda workspace: workspace.at)
        return [*(passed.item for passed in self.passed_files()), *(workspace.item for workspace in at_work)]

    @property
    def _recorder(self) -> "Recorder":
        from studykit.progress.appending import Recorder  # start-up time: only what is written needs it

        return Recorder(self.connection, self.path, self.device, self.rollover_hour, self.scheduler)

    @contextmanager
    def _recording(self) -> Iterator[sqlite3.Connection]:
        """A transaction that begins and ends with scheduler and cache under the parameters that the log has, whoever recorded a fit."""
        before = self.scheduler
        try:
            with self.writing() as connection:
                self._follow_fit(connection)
                yield connection
                self._follow_fit(connection)
        except BaseException:
            self.scheduler = before
            raise

    def _follow_fit(self, connection: sqlite3.Connection) -> None:
        fitted = _as_fitted(connection, self.scheduler)
        if fitted != self.scheduler:
            self.scheduler = fitted
            self._fold_again(connection)

    def _switch(self) -> None:
        with self.writing() as connection:
            self.scheduler = _as_fitted(connection, self.scheduler)
            self._fold_again(connection)

    def _fold_again(self, connection: sqlite3.Connection) -> None:
        if queries.scheduler_key(connection) != self.scheduler.key:
            from studykit.progress.refold import refold  # start-up time: only after another scheduler was chosen, or a fit

            refold(connection, self.scheduler)


def _as_fitted(connection: sqlite3.Connection, scheduler: Scheduler) -> Scheduler:
    if scheduler.name == SM2_SCHEDULER.name:
        return scheduler
    from studykit.progress.fitted import as_fitted  # start-up time: SM-2 has no parameters

    return as_fitted(connection, scheduler)
