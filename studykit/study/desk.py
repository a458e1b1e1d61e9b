"""What every door opens onto: the state folder, the settings, the packs and the log."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.errors import PackError, ProgressError
from studykit.memory.calendar import study_day
from studykit.settings import Settings, home, read_settings
from studykit.study.clock import moment

if TYPE_CHECKING:
    from studykit.content.installed import InstalledPack
    from studykit.content.pack import Library
    from studykit.content.register import Register
    from studykit.memory.scheduler import Scheduler
    from studykit.progress.store import Store

MOST_FAULTS = 10
SECONDS_UNTOLD = 1.0


def silent(text: str) -> None:
    """Tells nobody."""


class Desk:
    """Opened lazily, so that each door pays for what it uses.

    `packs` are folders beside the built-in pack and the installed ones; `folder` holds all state, by default that of the settings.
    `notice` is told, in a sentence, what a learner should know that is no error: a card left out, a grade that takes longer.
    """

    def __init__(self, packs: Sequence[Path] = (), folder: Path | None = None, notice: Callable[[str], None] = silent) -> None:
        self._extra_packs = tuple(packs)
        self._folder = folder
        self.notice = notice
        self._has_told = False
        self.is_prompt = False  # a shell prompt asks all day: it tells what is left out only when that is found

    @cached_property
    def home(self) -> Path:
        """The state folder."""
        return self._folder or home()

    @cached_property
    def settings(self) -> Settings:
        """The learner's settings."""
        return read_settings(self.home)

    @cached_property
    def packs(self) -> list[Path]:
        """The folders of the packs that must be sound: the built-in one and those given with `--pack`."""
        for pack in self._extra_packs:
            if not pack.is_dir():
                raise PackError([f"--pack {pack}: no such folder."])
        from studykit.content.installed import builtin_pack  # start-up time: often nothing is due, and no pack is asked

        return [builtin_pack(), *self._extra_packs]

    @cached_property
    def installed(self) -> list["InstalledPack"]:
        """The packs of other distributions, but those in whose place one was given with `--pack`."""
        from studykit.content.installed import installed_packs  # start-up time, as above

        return [pack for pack in installed_packs(self.cache) if not any(map(pack.is_named, self._extra_packs))]

    @cached_property
    def library(self) -> "Library":
        """All exercises and cards; what a fault leaves out of the personal decks, and which installed packs, is told to `notice`."""
        found = self.read_library()
        self._tell(found.broken, found.left_out)
        return found

    def read_library(self) -> "Library":
        """The library as it is now, which may have changed since `library` was read; nothing is told."""
        from studykit.content.pack import load_library  # start-up time: the commands that show no card do without

        return load_library(self.packs, self.cache, self.home, self.installed)

    @cached_property
    def register(self) -> "Register":
        """Which items there are, told as by `library`, which is read only if a file of the packs has changed."""
        from studykit.content.register import keep_register, kept_register, register_of, state_of  # start-up time, as above

        state = state_of(self.packs, self.home, self.installed)
        found = kept_register(self.cache, state)
        if found is None:
            found = register_of(self.library)
            keep_register(self.cache, state, found)
        elif not self.is_prompt:
            self._tell(found.broken, found.left_out)
        return found

    def _tell(self, broken: Sequence[str], left_out: Sequence[str]) -> None:
        if self._has_told:
            return
        self._has_told = True
        for line in broken:
            self.notice(line)
        for fault in left_out[:MOST_FAULTS]:
            self.notice(f"left out: {fault}")
        if len(left_out) > MOST_FAULTS:
            self.notice(f"left out: {len(left_out) - MOST_FAULTS} more faults in your own decks")

    @property
    def scheduler(self) -> "Scheduler":
        """The scheduler that the settings name."""
        return self.scheduler_named(self.settings.scheduler)

    def scheduler_named(self, name: str) -> "Scheduler":
        """The scheduler `sm2` or `fsrs`, the latter with the retention of the settings."""
        from studykit.memory.scheduler import choose_scheduler  # start-up time: as the store, which needs it

        return choose_scheduler(name, self.settings.fsrs_retention)

    @property
    def cache(self) -> Path:
        """Where what can be made again is kept."""
        return self.home / "cache"

    @property
    def database(self) -> Path:
        """The event log's file."""
        return self.home / "progress.db"

    @contextmanager
    def store(self, packs: bool = True) -> "Iterator[Store]":
        """The event log, opened; created at its first use. Without `packs`, they are not read for the names that items had before:
        `learn_names` is to follow before an item of the log is looked up in them."""
        from studykit.progress.store import Store  # start-up time: `grade` first asks the grader

        with Store.open(self.database, self.settings.day_begins_at, scheduler=self.scheduler, refolding=self._told_if_slow) as store:
            if packs:
                self.learn_names(store)
            before = store.connection.total_changes
            is_sound = True
            try:
                yield store
            except ProgressError:
                is_sound = False  # a file that refuses gives no backup, and one message is enough
                raise
            finally:
                if is_sound and store.connection.total_changes > before:
                    self._keep_daily(store)

    def learn_names(self, store: "Store") -> None:
        """Have what was recorded under former names of items count for those of today; where the packs cannot be read, names stay as they
        were, and who needs the packs is told why."""
        try:
            register = self.register
        except PackError:
            return
        store.learn_names(register.former, register.has)

    def _keep_daily(self, store: "Store") -> None:
        from studykit.progress.backup import keep_daily  # start-up time: only after something was recorded

        try:
            keep_daily(store, self.today)
        except ProgressError as error:
            self.notice(f"what you did is recorded, but today's backup failed: {error}")

    def day(self, at: datetime) -> date:
        """The study day of a moment."""
        return study_day(at, self.settings.day_begins_at)

    @property
    def today(self) -> date:
        """The study day of now."""
        return self.day(moment(None))

    @contextmanager
    def _told_if_slow(self) -> Iterator[None]:
        """Says why a call keeps its learner waiting when another scheduler has all schedules worked out again."""
        from threading import Timer  # start-up time: only after another scheduler was chosen

        told = Timer(SECONDS_UNTOLD, lambda: self.notice("another scheduler: working out all schedules again ..."))
        told.start()
        try:
            yield
        finally:
            told.cancel()
