"""What every command finds on its desk: the state folder, the settings, the packs, the log, and the time."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.content.pack import Library, builtin_pack, installed_packs, load_library
from studykit.errors import PackError, ProgressError
from studykit.memory.calendar import study_day
from studykit.settings import Settings, home, read_settings

if TYPE_CHECKING:
    import typer

    from studykit.memory.scheduler import Scheduler
    from studykit.progress.store import Store

NOON = time(12)
COMPLETING = "_STUDYKIT_COMPLETE"  # what the shell sets while it asks what to offer for Tab
MOST_FAULTS = 10
SECONDS_UNTOLD = 1.0


class Desk:
    """Opened lazily, so that a command pays for what it uses. `extra_packs` come from `--pack`."""

    def __init__(self, extra_packs: tuple[Path, ...] = ()) -> None:
        self._extra_packs = extra_packs

    @cached_property
    def home(self) -> Path:
        """The state folder."""
        return home()

    @cached_property
    def settings(self) -> Settings:
        """The learner's settings."""
        return read_settings(self.home)

    @cached_property
    def packs(self) -> list[Path]:
        """The folders of all packs: the one that comes along, installed ones, and those given with `--pack`."""
        for pack in self._extra_packs:
            if not pack.is_dir():
                raise PackError([f"--pack {pack}: no such folder."])
        return [builtin_pack(), *installed_packs(self.cache), *self._extra_packs]

    @cached_property
    def library(self) -> Library:
        """All exercises and cards; what a fault leaves out of the personal decks is told on stderr."""
        found = load_library(self.packs, self.cache, self.home)
        if COMPLETING not in os.environ:  # nothing is told in the middle of typing
            _tell(found.left_out)
        return found

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
    def store(self) -> "Iterator[Store]":
        """The event log, opened; created at its first use."""
        from studykit.progress.store import Store  # start-up time: `grade` first asks the grader

        with Store.open(self.database, self.settings.day_begins_at, scheduler=self.scheduler, refolding=_told_if_slow) as store:
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

    def _keep_daily(self, store: "Store") -> None:
        from studykit.progress.backup import keep_daily  # start-up time: only after something was recorded

        try:
            keep_daily(store, self.day(moment(None)))
        except ProgressError as error:
            print(f"studykit: what you did is recorded, but today's backup failed: {error}", file=sys.stderr)

    def day(self, at: datetime) -> date:
        """The study day of a moment."""
        return study_day(at, self.settings.day_begins_at)


@contextmanager
def _told_if_slow() -> Iterator[None]:
    """Says why a command keeps its learner waiting when another scheduler has all schedules worked out anew."""
    from threading import Timer  # start-up time: only after another scheduler was chosen

    told = Timer(SECONDS_UNTOLD, lambda: print("studykit: another scheduler: working out all schedules anew ...", file=sys.stderr))
    told.start()
    try:
        yield
    finally:
        told.cancel()


def _tell(left_out: tuple[str, ...]) -> None:
    for fault in left_out[:MOST_FAULTS]:
        print(f"studykit: left out: {fault}", file=sys.stderr)
    if len(left_out) > MOST_FAULTS:
        print(f"studykit: left out: {len(left_out) - MOST_FAULTS} more faults in your own decks", file=sys.stderr)


def desk(ctx: "typer.Context") -> Desk:
    """The desk that the top command laid out."""
    found = ctx.find_object(Desk)
    assert found is not None
    return found


def moment(at: str | None) -> datetime:
    """The moment of `--at`, or now. ISO 8601; without a zone it is local time, a date alone means its noon."""
    if at is None:
        return datetime.now().astimezone()
    try:
        given = datetime.combine(date.fromisoformat(at), NOON) if len(at) <= len("2026-01-01") else datetime.fromisoformat(at)
        return given if given.tzinfo else given.astimezone()
    except (ValueError, OverflowError, OSError):
        import typer  # start-up time: `grade` does without it

        raise typer.BadParameter(f"{at!r} is no ISO 8601 time, such as 2026-11-21 or 2026-11-21T18:30.", param_hint="--at") from None
