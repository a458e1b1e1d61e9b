"""What bug hunts cost in a year, and what they save: three learners, who find all bugs, half of them, and none.

    python benchmarks/year_of_hunts.py [--scheduler sm2|fsrs] [--seeds 1] [--days 365] [--jobs 1]

They study every day, as the learner `diligent` of year.py does, on the real store and with the settings as they come: cards, an exercise
every other day, then the day's hunts. A hunt takes two minutes, and is found at once or given up; a grade that fails is not diagnosed.
Minutes are means over the days. A rewriting is a pass of an exercise that was passed before; from the day on which missed hunts made it due
it takes some days, since new exercises and old ones take turns.
"""

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from statistics import fmean, median

from rich.console import Console
from rich.table import Table
from year import SCHEDULERS, Device, Year, library
from year_figures import Trace

from studykit.content.exercise import Exercise
from studykit.content.hunted import mistakes_to_hunt
from studykit.memory.hunting import AT_ONCE, GIVEN_UP
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.events import Kind
from studykit.study.hunt_choice import next_mistake
from studykit.study.hunt_effects import hunt_drafts
from studykit.study.review.agenda import scope_of, todays_hunts

HUNT_SECONDS = 120.0
FINDERS = {"finds all": 1.0, "finds half": 0.5, "finds none": 0.0}


class HuntTrace(Trace):
    """What a year of hunts leaves beside the trace of a year."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.exercise_minutes = self.hunts = 0.0
        self.waited: list[int] = []
        self.rewritten: Counter[str] = Counter()
        self.made_due: dict[str, int] = {}
        self.all_made_due = 0

    def exercise(self, item: str, is_redo: bool, minutes: float) -> None:
        super().exercise(item, is_redo, minutes)
        self.exercise_minutes += minutes
        self.rewritten[item] += is_redo
        if (since := self.made_due.pop(item, None)) is not None:
            self.waited.append(self._day - since)

    def hunt(self, made_due: Sequence[str]) -> None:
        self.hunts += 1
        self.minutes[-1] += HUNT_SECONDS / 60
        self.all_made_due += len(made_due)
        self.made_due |= dict.fromkeys(made_due, self._day)


@dataclass(frozen=True)
class Costs:
    """What a year cost, or the mean of several; minutes are a day's."""

    cards: float
    hunts: float
    exercises: float
    hunts_done: float
    hunts_waiting: float
    passed: float
    rewritings: float
    most_rewritings: float
    made_due: float
    waited_days: float


class HuntingYear(Year):
    """A year of one who finds this share of the bugs."""

    def __init__(self, finder: str, scheduler: str, seed: int, days: int) -> None:
        super().__init__("diligent", scheduler, seed, days, devices=1)
        self._share, self._luck = FINDERS[finder], Random(f"{seed} hunts")
        self._trace: HuntTrace = HuntTrace(days)
        self._waiting = 0

    def costs(self) -> Costs:
        """Play the year."""
        played, trace = self.play(), self._trace
        days = len(trace.minutes)
        hunt_minutes = trace.hunts * HUNT_SECONDS / 60
        return Costs(
            cards=(sum(trace.minutes) - hunt_minutes - trace.exercise_minutes) / days,
            hunts=hunt_minutes / days,
            exercises=trace.exercise_minutes / days,
            hunts_done=trace.hunts,
            hunts_waiting=self._waiting,
            passed=played.exercises_passed,
            rewritings=trace.redos / max(1.0, played.exercises_passed),
            most_rewritings=max(trace.rewritten.values(), default=0),
            made_due=trace.all_made_due,
            waited_days=median(trace.waited or [0]),
        )

    def _study_on(self, day: int, device: Device, has_slot: bool) -> None:
        super()._study_on(day, device, has_slot)
        found = todays_hunts(device.store, library(), device.desk.today, scope_of(device.desk.settings))
        for item in found.items:
            self._hunt(item, device)
        self._waiting = len(found.beyond)

    def _hunt(self, item: str, device: Device) -> None:
        self._clock.spend(HUNT_SECONDS)
        mistakes = _mistakes(library().exercises[item.removeprefix(HUNT_PREFIX)])
        quality = AT_ONCE if self._luck.random() < self._share else GIVEN_UP
        data = {"quality": quality, "seconds": HUNT_SECONDS, "mistake": next_mistake(device.store, item, mistakes)}
        drafts = hunt_drafts(device.store, item, data, self._clock())
        device.store.record_all(drafts, self._clock())
        self._trace.hunt([draft.item for draft in drafts if draft.kind is Kind.NUDGED])


@cache
def _mistakes(exercise: Exercise) -> list[str]:
    return list(mistakes_to_hunt(exercise))


def costs_of(finder: str, scheduler: str, seeds: int, days: int) -> Costs:
    """The mean of so many years; of the most rewritings the most."""
    years = [HuntingYear(finder, scheduler, seed, days).costs() for seed in range(seeds)]
    means = {name: fmean(getattr(year, name) for year in years) for name in Costs.__dataclass_fields__}
    return Costs(**means | {"most_rewritings": max(year.most_rewritings for year in years)})


ROWS = {
    "minutes a day: cards": "{0.cards:.1f}",
    "minutes a day: hunts": "{0.hunts:.1f}",
    "minutes a day: exercises": "{0.exercises:.1f}",
    "hunts done": "{0.hunts_done:.0f}",
    "hunts beyond the last day's limit": "{0.hunts_waiting:.0f}",
    "exercises passed": "{0.passed:.0f}",
    "rewritings an exercise, mean": "{0.rewritings:.2f}",
    "rewritings an exercise, most": "{0.most_rewritings:.0f}",
    "made due by missed hunts": "{0.made_due:.0f}",
    "days from there to rewriting, median": "{0.waited_days:.0f}",
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheduler", choices=SCHEDULERS, default="sm2")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--jobs", type=int, default=1, help="learners that are played at the same time")
    options = parser.parse_args()
    play = partial(costs_of, scheduler=options.scheduler, seeds=options.seeds, days=options.days)
    with ProcessPoolExecutor(options.jobs) as pool:
        columns = list(pool.map(play, FINDERS))
    table = Table("", *FINDERS, title=f"{options.days} days, {options.seeds} seeds, {options.scheduler}")
    for label, of in ROWS.items():
        table.add_row(label, *(of.format(found) for found in columns))
    Console(width=None if os.isatty(1) else 90).print(table)


if __name__ == "__main__":
    main()
