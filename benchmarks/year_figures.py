"""What a simulated year amounts to: the traces it leaves, the figures made of them, and how they read in a table."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from statistics import fmean, median, quantiles

from studykit.content.pack import Library
from studykit.memory.schedule import LOWEST_RECALL, NEW, State
from studykit.memory.scheduler import Scheduler
from studykit.progress.store import Store

SPANS = ((1, 1), (2, 7), (8, 30), (31, 90), (91, 10**9))
LEECH_LAPSES = 8
LONGEST = ("longest_wait_days", "longest_interval_days", "longest_on_due_days", "longest_without_early_days")


@dataclass(frozen=True)
class Asked:
    """A review of a card on a day of the year; late if its interval had passed before."""

    day: int
    quality: int
    is_late: bool


class Trace:
    """What happened, day by day, as the learner saw it."""

    def __init__(self, days: int) -> None:
        self.days = days
        self.asked: dict[str, list[Asked]] = {}
        self.minutes: list[float] = []
        self.redo_minutes = self.redos = 0.0
        self.longest_wait = 0
        self.repeated = self.introduced_twice = 0
        self._waits: Counter[str] = Counter()
        self._day = 0

    def begin_day(self, day: int) -> None:
        self._day = day
        self.minutes.append(0.0)

    def end_day(self, waiting: Sequence[str]) -> None:
        """Note which cards are still due."""
        self._waits = Counter({item: self._waits[item] + 1 for item in waiting})
        self.longest_wait = max(self.longest_wait, *self._waits.values(), 0)

    def review(self, item: str, quality: int, seconds: float, is_late: bool) -> None:
        self.asked.setdefault(item, []).append(Asked(self._day, quality, is_late))
        self.minutes[-1] += seconds / 60

    def drill(self, seconds: float) -> None:
        self.minutes[-1] += seconds / 60

    def exercise(self, item: str, is_redo: bool, minutes: float) -> None:
        self.minutes[-1] += minutes
        if is_redo:
            self.redos += 1
            self.redo_minutes += minutes


@dataclass(frozen=True)
class Figures:
    """The figures of a year, or the means of several; `recalled` and `asked_again` by SPANS."""

    days_studied: float
    exercises_passed: float
    exercises_all: float
    redos_a_day: float
    redo_minutes_a_day: float
    minutes_mean: float
    minutes_p95: float
    cards_met: float
    cards_all: float
    reviews: float
    recalled: tuple[float, ...]
    asked_again: tuple[float, ...]
    longest_wait_days: float
    leeches: float
    leech_share: float
    leech_share_after: float
    suspended: float
    median_interval_days: float
    longest_interval_days: float
    longest_on_due_days: float
    exceeding: float
    exceeding_never_late: float
    longest_without_early_days: float
    exceeding_without_early: float
    repeated: float
    introduced_twice: float


def figures(trace: Trace, store: Store, library: Library) -> Figures:
    """Work out the figures of a year, from its trace and its log."""
    studied = len(trace.minutes)
    memories = {memory.item: memory for memory in store.all_memory() if library.has(memory.item)}
    cards = {item: memory for item, memory in memories.items() if item.startswith("card:") and memory.reviews}
    reviews = sum(map(len, trace.asked.values()))
    lapsing = {item: _leech_reviews(asked) for item, asked in trace.asked.items()}
    leeches = [item for item, after in lapsing.items() if after is not None]
    on_due = {item: _on_due_days(trace.asked.get(item, []), store.scheduler) for item in cards}
    exceeding = [item for item, memory in cards.items() if memory.interval_days > on_due[item]]
    without_early = {item: _without_early(trace.asked.get(item, []), store.scheduler) for item in cards}
    recalled, asked_again = _recall(trace)
    return Figures(
        days_studied=studied,
        exercises_passed=sum(memory.passed for memory in memories.values()),
        exercises_all=len(library.exercises),
        redos_a_day=trace.redos / studied,
        redo_minutes_a_day=trace.redo_minutes / studied,
        minutes_mean=fmean(trace.minutes),
        minutes_p95=quantiles(trace.minutes, n=20, method="inclusive")[-1],
        cards_met=len(trace.asked),
        cards_all=len(library.cards),
        reviews=reviews,
        recalled=recalled,
        asked_again=asked_again,
        longest_wait_days=trace.longest_wait,
        leeches=len(leeches),
        leech_share=sum(len(trace.asked[item]) for item in leeches) / reviews,
        leech_share_after=sum(after or 0 for after in lapsing.values()) / reviews,
        suspended=sum(memory.suspended for memory in memories.values()),
        median_interval_days=median(memory.interval_days for memory in cards.values()),
        longest_interval_days=max(memory.interval_days for memory in cards.values()),
        longest_on_due_days=max(on_due.values()),
        exceeding=len(exceeding),
        exceeding_never_late=sum(not any(review.is_late for review in trace.asked[item]) for item in exceeding),
        longest_without_early_days=max(without_early.values()),
        exceeding_without_early=sum(memory.interval_days > without_early[item] for item, memory in cards.items()),
        repeated=trace.repeated,
        introduced_twice=trace.introduced_twice,
    )


def mean(years: Sequence[Figures]) -> Figures:
    """The mean of each figure; of those that are longest, the longest."""
    found: dict[str, object] = {}
    for field in fields(Figures):
        values = [getattr(year, field.name) for year in years]
        if isinstance(values[0], tuple):
            found[field.name] = tuple(map(fmean, zip(*values, strict=True)))
        else:
            found[field.name] = max(values) if field.name in LONGEST else fmean(values)
    return Figures(**found)  # type: ignore[arg-type]


def _recall(trace: Trace) -> tuple[tuple[float, ...], tuple[float, ...]]:
    recalled, asked = [0.0] * len(SPANS), [0.0] * len(SPANS)
    for reviews in trace.asked.values():
        for before, after in pairwise(reviews):
            for place, (first, last) in enumerate(SPANS):
                if first <= after.day - before.day <= last:
                    asked[place] += 1
                    recalled[place] += after.quality >= LOWEST_RECALL
    return tuple(recalled), tuple(asked)


def _leech_reviews(asked: Sequence[Asked]) -> int | None:
    """How many reviews came after the lapse that made a card a leech; None where none did."""
    lapsed = [place for place, review in enumerate(asked) if place and review.quality < LOWEST_RECALL]
    return len(asked) - lapsed[LEECH_LAPSES - 1] - 1 if len(lapsed) >= LEECH_LAPSES else None


def _on_due_days(asked: Sequence[Asked], scheduler: Scheduler) -> int:
    """The interval that the same answers would have given, each on its due day."""
    state = tuple(NEW)
    for review in asked:
        state = scheduler.advance(state, review.quality, state[1])
    return int(state[1])


def _without_early(asked: Sequence[Asked], scheduler: Scheduler) -> int:
    """The interval that the same answers would have given, if a recall before its day earned nothing and a late one no more than on it."""
    state: State = NEW
    last = 0
    for place, review in enumerate(asked):
        elapsed = review.day - last
        if place and elapsed < state[1] and review.quality >= LOWEST_RECALL:
            state = _held(scheduler, state, review.quality)
            continue
        state, last = scheduler.advance(state, review.quality, min(elapsed, state[1])), review.day
    return int(state[1])


def _held(scheduler: Scheduler, state: State, quality: int) -> State:
    """A hard answer before its day may make a card harder, where the scheduler knows of such days."""
    return scheduler.hold(state, quality) if hasattr(scheduler, "hold") else state


def _share(span: int) -> Callable[[Figures], str]:
    def of(found: Figures) -> str:
        asked = found.asked_again[span]
        return f"{found.recalled[span] / asked:.2f} of {asked:.0f}" if asked else "-"

    return of


ROWS: dict[str, Callable[[Figures], str]] = {
    "days studied": lambda found: f"{found.days_studied:.0f}",
    "exercises passed": lambda found: f"{found.exercises_passed:.0f} of {found.exercises_all:.0f}",
    "re-dos a day": lambda found: f"{found.redos_a_day:.2f}",
    "minutes a day for re-dos": lambda found: f"{found.redo_minutes_a_day:.1f}",
    "minutes a day, mean": lambda found: f"{found.minutes_mean:.1f}",
    "minutes a day, p95": lambda found: f"{found.minutes_p95:.1f}",
    "cards met": lambda found: f"{found.cards_met:.0f} of {found.cards_all:.0f}",
    "reviews": lambda found: f"{found.reviews:.0f}",
    "true retention after 1 day": _share(0),
    "2 to 7 days": _share(1),
    "8 to 30 days": _share(2),
    "31 to 90 days": _share(3),
    "91 days and more": _share(4),
    "longest wait, study days": lambda found: f"{found.longest_wait_days:.0f}",
    "leeches": lambda found: f"{found.leeches:.0f}",
    "their share of reviews": lambda found: f"{100 * found.leech_share:.0f} %",
    "of it after the eighth lapse": lambda found: f"{100 * found.leech_share_after:.0f} %",
    "suspended at the end": lambda found: f"{found.suspended:.0f}",
    "median interval, days": lambda found: f"{found.median_interval_days:.0f}",
    "longest interval, days": lambda found: f"{found.longest_interval_days:.0f}",
    "the same answers on due days": lambda found: f"{found.longest_on_due_days:.0f}",
    "cards whose interval exceeds that": lambda found: f"{found.exceeding:.0f}",
    "of them never asked late": lambda found: f"{found.exceeding_never_late:.0f}",
    "longest if early recalls earn nothing": lambda found: f"{found.longest_without_early_days:.0f}",
    "cards above it, that earned by early recalls": lambda found: f"{found.exceeding_without_early:.0f}",
    "repeats of the other device": lambda found: f"{found.repeated:.0f}",
    "cards introduced twice": lambda found: f"{found.introduced_twice:.0f}",
}
