"""A year of study: simulated learners on the real store, review session, day's plan and choice of the next exercise.

    python benchmarks/year.py [--learner NAME] [--scheduler sm2|fsrs] [--seeds 5] [--days 365] [--devices 1|2] [--jobs 1] [--json FILE]

What a change of policy does shows when this runs on the commits before and after it. The settings are the defaults but for the scheduler;
nothing is graded, a grade is recorded as the event that it leads to. The learners, their memory and their times: simulated_learner.py.

"A day" means a day on which the learner studied. Numbers are means over the seeds, "longest" is the longest of all. A card waits while it
is due at the end of a study day. A leech is a card with 8 lapses or more at the end; its share is that of its reviews among all. "On due
days" is what the scheduler gives for the same answers, each on the day that the one before it led to; under FSRS a late answer rightly
earns more than that, so that cards never asked late are counted apart. SM-2 looks at no date, so for it the row after these tells more:
what the answers give if a recall before its day, as after a nudge or on a second device, earns nothing. With two devices, each day's study
goes to the first (60 %) or the second, and a sync through a folder comes every week; the same year on one device is played as well.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table
from simulated_learner import (
    AGAIN,
    CARD_SECONDS,
    DRILL_SECONDS,
    FIRST_MINUTES,
    FIRST_TRY_MINUTES,
    FORGOTTEN_SECONDS,
    LEARNERS,
    REDO_MINUTES,
    REDO_TRY_MINUTES,
    SLOT_EVERY,
    CardInMind,
    ExerciseInMind,
)
from year_figures import ROWS, Figures, Trace, figures, mean

from studykit.content.exercise import Exercise
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.memory.scheduler import Scheduler
from studykit.progress.events import PASSED, Draft, Kind
from studykit.progress.queries import Passed
from studykit.progress.store import Store
from studykit.progress.sync import sync
from studykit.study.desk import Desk
from studykit.study.next_up import next_up
from studykit.study.review.agenda import Scope
from studykit.study.review.question import Question
from studykit.study.review.session import ReviewSession

BEGIN = datetime(2026, 1, 1, 18, tzinfo=UTC)
FIRST_DEVICE = 0.6  # the share of days on the first of two
SYNC_EVERY = 7  # days
SHARED_MEMORY = Path("/dev/shm")  # a disk in memory: nothing here is to survive
SCHEDULERS = ("sm2", "fsrs")
OTHER_VERDICT = "failed"


class Clock:
    """Time that passes as study takes it."""

    def __init__(self) -> None:
        self.at = BEGIN

    def __call__(self) -> datetime:
        return self.at

    def begin(self, day: int) -> None:
        self.at = BEGIN + timedelta(days=day)

    def spend(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class SimulatedDesk(Desk):
    """A learner's desk whose packs were read before, and whose day is that of a clock of its own."""

    def __init__(self, folder: Path, packs: Library, clock: Clock) -> None:
        super().__init__(folder=folder)
        self.__dict__["library"] = packs
        self._clock = clock

    @property
    def today(self) -> date:
        return self.day(self._clock())


class Device:
    """A machine with a log of its own, held open."""

    def __init__(self, folder: Path, number: int, scheduler: str, clock: Clock, until: ExitStack) -> None:
        folder.mkdir()
        (folder / "settings.yaml").write_text(f"scheduler: {scheduler}\n")
        self.desk = SimulatedDesk(folder, library(), clock)
        # Nothing in a new log has a former name; to look for one would be half of the time.
        self.store: Store = until.enter_context(self.desk.store(packs=False))
        self.store.connection.execute("PRAGMA synchronous = OFF")
        _keep_results(self.store.scheduler)
        # Its id is drawn when a log is made; what depends on it must not differ from run to run.
        self.store.device = f"{number:016x}"
        self.store.connection.execute("UPDATE local SET value = ? WHERE key = 'device'", (self.store.device,))


class Year:
    """One learner's year under one scheduler; `play` it once."""

    def __init__(self, learner: str, scheduler: str, seed: int, days: int, devices: int) -> None:
        self._habits, self._seed, self._days = LEARNERS[learner], seed, days
        self._scheduler, self._devices_number = scheduler, devices
        self._clock, self._trace = Clock(), Trace(days)
        self._cards: dict[str, CardInMind] = {}
        self._exercises: dict[str, ExerciseInMind] = {}

    def play(self) -> Figures:
        place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        with tempfile.TemporaryDirectory(dir=place) as name, ExitStack() as until:
            folder, shared = Path(name), Path(name) / "shared"
            shared.mkdir()
            self._devices = [
                Device(folder / str(number), number, self._scheduler, self._clock, until) for number in range(1, self._devices_number + 1)
            ]
            self._study(shared)
            return figures(self._trace, self._devices[0].store, library())

    def _study(self, shared: Path) -> None:
        studied, where = 0, Random(f"{self._seed} devices")
        days = set(self._habits.study_days(self._seed, self._days))
        for day in range(self._days):
            self._clock.begin(day)
            device = self._devices[0 if where.random() < FIRST_DEVICE else -1]
            if day in days:
                studied += 1
                self._study_on(day, device, has_slot=studied % SLOT_EVERY == 0)
            if len(self._devices) > 1 and (day % SYNC_EVERY == SYNC_EVERY - 1 or day == self._days - 1):
                for each in (*self._devices, self._devices[0]):
                    sync(each.store, shared, self._clock())

    def _study_on(self, day: int, device: Device, has_slot: bool) -> None:
        self._trace.begin_day(day)
        if has_slot and (up := next_up(device.desk, device.store)):
            self._do(up.exercise, day, device)
        self._review(day, device)
        self._trace.end_day([item for item, _ in device.store.due_items(device.desk.today, "card:")])

    def _do(self, exercise: Exercise, day: int, device: Device) -> None:
        """One exercise until it passes, with the nudges of each failed try."""
        mind = self._exercises.setdefault(exercise.item, ExerciseInMind(self._seed, exercise.item, exercise.difficulty, exercise.cards))
        is_redo = mind.is_redo
        minutes, a_try = (REDO_MINUTES, REDO_TRY_MINUTES) if is_redo else (FIRST_MINUTES, FIRST_TRY_MINUTES)
        device.store.hand_out(exercise.item, device.desk.home / "file.py", "", self._clock())
        tries = mind.tries(day)
        for cards in tries:
            self._grade(device, exercise, OTHER_VERDICT, cards)
        self._grade(device, exercise, PASSED, [])
        device.store.put_away(exercise.item, Passed(exercise.item, str(device.desk.home / "file.py"), "", self._clock()))
        self._trace.exercise(exercise.item, is_redo, minutes + len(tries) * a_try)

    def _grade(self, device: Device, exercise: Exercise, verdict: str, cards: Sequence[str]) -> None:
        self._clock.spend(60)
        nudges = [Draft(Kind.NUDGED, f"card:{card}") for card in cards]
        data = {"verdict": verdict, "seed": 1, "device": "cpu", "failed": []}
        device.store.record_all([Draft(Kind.GRADED, exercise.item, data), *nudges], self._clock())

    def _review(self, day: int, device: Device) -> None:
        settings = device.desk.settings
        scope = Scope(settings.new_cards_a_day, reviews_a_day=settings.reviews_a_day)
        session = ReviewSession(device.store, library(), scope, self._clock)
        limit, spent = 60 * (self._habits.card_minutes or 24 * 60), 0.0
        while spent < limit and (question := session.question()) is not None:
            spent += self._answer(session, question, day, device)

    def _answer(self, session: ReviewSession, question: Question, day: int, device: Device) -> float:
        item = question.card.item
        mind = self._cards.get(item)
        if mind is None:
            mind = self._cards[item] = CardInMind(self._seed, item, self._habits)
        quality = mind.answer(day)
        if question.is_drill:
            seconds = DRILL_SECONDS
        else:
            seconds = CARD_SECONDS + (FORGOTTEN_SECONDS if quality == AGAIN else 0.0)
            self._trace.review(item, quality, seconds, _is_late(question, device.desk.today))
            self._compare(question, day, device)
        self._clock.spend(seconds)
        session.answer(question, quality, seconds)
        if question.is_drill:
            self._trace.drill(seconds)
        return seconds

    def _compare(self, question: Question, day: int, device: Device) -> None:
        """Count what another device would not have asked now."""
        for other in self._devices:
            theirs = other.store.memory(question.card.item) if other is not device else None
            if theirs is None or theirs.last is None or theirs.due is None:
                continue
            if question.is_new or question.memory is None or question.memory.last is None:
                self._trace.introduced_twice += 1
            elif theirs.last > question.memory.last and theirs.due > device.desk.today:
                self._trace.repeated += 1


def _is_late(question: Question, today: date) -> bool:
    memory = question.memory
    return memory is not None and memory.last is not None and (today - memory.last).days > memory.interval_days


def _keep_results(scheduler: Scheduler) -> None:
    """Each answer folds its card from the beginning, which FSRS would work out again: a quarter of its year."""
    if hasattr(scheduler, "__dict__"):
        scheduler.__dict__["advance"] = lru_cache(maxsize=200_000)(scheduler.advance)


@cache
def library() -> Library:
    """The built-in pack, read once a process."""
    return load_library([builtin_pack()])


def one_year(what: tuple[str, str, int], days: int, devices: int) -> Figures:
    """Play a year: of a learner, under a scheduler, with a seed."""
    return Year(*what, days, devices).play()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learner", choices=LEARNERS)
    parser.add_argument("--scheduler", choices=SCHEDULERS)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--devices", type=int, choices=(1, 2), default=1)
    parser.add_argument("--jobs", type=int, default=1, help="years that are played at the same time")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    learners = [options.learner] if options.learner else list(LEARNERS)
    schedulers = [options.scheduler] if options.scheduler else list(SCHEDULERS)
    pairs = [(learner, scheduler) for learner in learners for scheduler in schedulers]
    years = [(*pair, seed) for pair in pairs for seed in range(options.seeds)]
    columns: dict[str, list[Figures]] = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        for devices in range(1, options.devices + 1):
            played = told(years, pool.map(partial(one_year, days=options.days, devices=devices), years))
            for place, pair in enumerate(pairs):
                name = " ".join(pair) + (f" {devices} devices" if devices > 1 else "")
                columns[name] = played[place * options.seeds : (place + 1) * options.seeds]
    show({name: mean(found) for name, found in columns.items()}, f"{options.days} days, {options.seeds} seeds")
    if options.json:
        options.json.write_text(json.dumps({name: [asdict(each) for each in found] for name, found in columns.items()}, indent=2) + "\n")


def told(years: Sequence[tuple[str, str, int]], played: Iterator[Figures]) -> list[Figures]:
    """Say which year is done: all of them take minutes."""
    found = []
    for year, figures_of_it in zip(years, played, strict=True):
        print(*year, "played", file=sys.stderr, flush=True)
        found.append(figures_of_it)
    return found


def show(columns: dict[str, Figures], title: str) -> None:
    """Print a row for each figure."""
    table = Table(title=title)
    table.add_column("", no_wrap=True)
    for name in columns:
        table.add_column("\n".join(name.split(maxsplit=2)), justify="right", no_wrap=True)
    for label, of in ROWS.items():
        table.add_row(label, *(of(found) for found in columns.values()))
    # In a pipe the whole table, whose rows a narrow terminal would fold.
    Console(width=None if os.isatty(1) else 46 + 20 * len(columns)).print(table)


if __name__ == "__main__":
    main()
