"""`studykit forecast`: the coming months, played from the learner's own log under each scheduler, so that one can choose.

A play needs to know how cards are forgotten. SM-2 says nothing of it, so that is FSRS's for both; a learner's shares of answers and
seconds come from the log, together with some answers that stand in for it as long as it is short.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from random import Random
from statistics import median
from typing import Any

from studykit.content.pack import Library
from studykit.memory.forgetting import Forgetting
from studykit.memory.outlook import EASY, GOOD, HARD, Allowance, Answers, CardAhead, Outlook, Play, under_fsrs, under_sm2
from studykit.memory.schedule import LOWEST_RECALL
from studykit.memory.scheduler import SM2_SCHEDULER, Scheduler, SchedulerName
from studykit.progress.events import Kind
from studykit.progress.fitted import as_fitted
from studykit.progress.fold import ItemMemory
from studykit.progress.practice import Practice, read_practice
from studykit.progress.refold import fold_log
from studykit.progress.retention import CARD_PREFIX
from studykit.progress.store import Store
from studykit.study.desk import Desk
from studykit.study.review.agenda import reviews_had

RETENTIONS = (0.8, 0.85, 0.9, 0.95)
WEEK = 7
UNTIMED_SECONDS = 8.0
# How people answer where a log does not say it yet: the defaults of fsrs-rs's simulator (open-spaced-repetition/fsrs-rs, src/simulation),
# which count as so many answers of one's own.
FIRST_SHARES = (0.24, 0.094, 0.495, 0.171)
RECALLED_SHARES = (0.224, 0.631, 0.145)
STANDING_IN = 50
SEED = 0  # the same log gives the same forecast


@dataclass(frozen=True, slots=True)
class Way:
    """A scheduler to be played, with its retention if it has one; `is_present`: the learner's own of today."""

    scheduler: str
    retention: float | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class Seconds:
    """What a review and a drill typically take."""

    review: float
    drill: float

    def of(self, reviews: int, drills: int) -> float:
        return reviews * self.review + drills * self.drill


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a play begins: the cards met so far by scheduler and item, how many are unmet, and what is known of the learner."""

    memories: Mapping[str, Mapping[str, ItemMemory]]
    unmet: int
    forgetting: Forgetting
    answers: Answers
    seconds: Seconds
    reviews: int


def forecast_of(here: Desk, today: date, days: int, new: int | None = None, retentions: Sequence[float] = ()) -> dict[str, Any]:
    """Play the days from today on under SM-2, under FSRS at each retention, and under the settings, and return the numbers.

    At most `new` cards are met a day, or as many as the settings say. Nothing is written. MissingPackage without `fsrs`.
    """
    days = min(days, (date.max - today).days + 1)
    settings = here.settings
    new_a_day = settings.new_cards_a_day if new is None else new
    fsrs = here.scheduler_named(SchedulerName.FSRS)  # before the log is opened: its package may be missing
    with here.store() as store:
        beginning = _beginning(store, here.library, fsrs)
        had = (reviews_had(store, today), store.introduced_on(today))
    allowance = Allowance(settings.reviews_a_day, new_a_day, had)
    met = len(beginning.memories[SchedulerName.FSRS])
    ways = _ways(settings.scheduler, settings.fsrs_retention, retentions or RETENTIONS)
    return {
        "day": today.isoformat(),
        "days": days,
        "new_cards_a_day": new_a_day,
        "reviews_a_day": settings.reviews_a_day,
        "reviews_in_log": beginning.reviews,
        "seconds_a_review": round(beginning.seconds.review, 1),
        "cards": {"met": met, "all": met + beginning.unmet},
        "ways": [_played(way, beginning, allowance, today, days) for way in ways],
    }


def _ways(present: str, present_retention: float, retentions: Sequence[float]) -> list[Way]:
    """SM-2, then FSRS by retention, the learner's own among them."""
    own = present_retention if present == SchedulerName.FSRS else None
    wanted = sorted({*retentions} | ({own} if own is not None else set()))
    sm2 = Way(SchedulerName.SM2.value, None, is_present=own is None)
    return [sm2, *(Way(SchedulerName.FSRS.value, retention, retention == own) for retention in wanted)]


def _beginning(store: Store, library: Library, fsrs: Scheduler) -> Beginning:
    present = store.all_memory()
    with store.reading() as connection:
        fsrs = as_fitted(connection, fsrs)
        by_name = {
            each.name: present if each.key == store.scheduler.key else list(map(ItemMemory.from_row, fold_log(connection, each)))
            for each in (SM2_SCHEDULER, fsrs)
        }
    practice = read_practice(store)
    return Beginning(
        {name: _met(memories, library) for name, memories in by_name.items()},
        _unmet(present, library),
        Forgetting.of(fsrs.key),
        _answers(practice),
        _seconds(practice),
        len(practice.reviews),
    )


def _met(memories: Sequence[ItemMemory], library: Library) -> dict[str, ItemMemory]:
    """The cards that come back: met, in a pack, and not suspended."""
    return {memory.item: memory for memory in memories if _is_card(memory, library) and memory.reviews and not memory.suspended}


def _unmet(memories: Sequence[ItemMemory], library: Library) -> int:
    gone = sum(_is_card(memory, library) and (memory.reviews > 0 or memory.suspended) for memory in memories)
    return len(library.cards) - gone


def _is_card(memory: ItemMemory, library: Library) -> bool:
    return memory.item.startswith(CARD_PREFIX) and library.has(memory.item)


def _answers(practice: Practice) -> Answers:
    first = [max(review.quality, LOWEST_RECALL - 1) for review in practice.reviews if review.days_since is None]
    recalled = [review.quality for review in practice.reviews if review.days_since and review.quality >= LOWEST_RECALL]
    return Answers(
        _shares(first, (LOWEST_RECALL - 1, HARD, GOOD, EASY), FIRST_SHARES), _shares(recalled, (HARD, GOOD, EASY), RECALLED_SHARES)
    )


def _shares(qualities: Sequence[int], kinds: Sequence[int], usual: Sequence[float]) -> tuple[float, ...]:
    all_answers = len(qualities) + STANDING_IN
    return tuple((qualities.count(kind) + STANDING_IN * share) / all_answers for kind, share in zip(kinds, usual, strict=True))


def _seconds(practice: Practice) -> Seconds:
    timed = [review.seconds for review in practice.reviews if review.seconds]
    drilled = [attempt.seconds for attempt in practice.attempts if attempt.kind == Kind.DRILLED and attempt.seconds]
    review = median(timed) if timed else UNTIMED_SECONDS
    return Seconds(review, median(drilled) if drilled else review)


def _played(way: Way, beginning: Beginning, allowance: Allowance, today: date, days: int) -> dict[str, Any]:
    pace = under_sm2 if way.retention is None else under_fsrs(beginning.forgetting, way.retention)
    cards = list(_cards(way, beginning, today))
    play = Play(cards, beginning.unmet, pace, beginning.forgetting, beginning.answers, Random(SEED).random)
    months = _months(today, days)
    weeks = [range(first, min(first + WEEK, days)) for first in range(0, days, WEEK)]
    found = play.through(days, allowance, {span[-1] for span in (*months.values(), *weeks)})
    whole_weeks = [week for week in weeks if len(week) == WEEK] or weeks
    return {
        "scheduler": way.scheduler,
        "retention": way.retention,
        "in_use": way.is_present,
        **_span(found, range(days), beginning.seconds),
        "busiest_week_minutes_a_day": max(_minutes(found, week, beginning.seconds) for week in whole_weeks),
        "most_waiting": max(day.waiting for day in found.days),
        "weeks": [_span(found, week, beginning.seconds) for week in weeks],
        "months": [{"month": month, **_span(found, span, beginning.seconds)} for month, span in months.items()],
    }


def _cards(way: Way, beginning: Beginning, today: date) -> Iterator[CardAhead]:
    """The cards met so far, as FSRS remembers them, with the due day that this way gives them."""
    for item, known in beginning.memories[SchedulerName.FSRS].items():
        memory = beginning.memories[way.scheduler][item]
        if known.counted is None or known.stability is None or known.difficulty is None or memory.due is None:
            continue
        last = min(0, (known.counted - today).days)  # a clock may have been ahead
        card = CardAhead(last, (memory.due - today).days, known.stability, known.difficulty, memory.schedule)
        if not way.is_present and way.retention is not None:  # a log is folded at one retention only; stability depends on none
            card.due = last + beginning.forgetting.interval_days(card.stability, way.retention)
        yield card


def _span(found: Outlook, span: range, seconds: Seconds) -> dict[str, Any]:
    """The numbers of some days in a row; cards as they stand after the last of them."""
    among = found.days[span.start : span.stop]
    return {
        "days": len(span),
        "reviews_a_day": round(sum(day.reviews + day.new for day in among) / len(span), 1),
        "minutes_a_day": _minutes(found, span, seconds),
        "cards_met": found.met[span[-1]],
        "cards_known": round(found.known[span[-1]]),
    }


def _minutes(found: Outlook, span: range, seconds: Seconds) -> float:
    among = found.days[span.start : span.stop]
    return round(sum(seconds.of(day.reviews + day.new, day.drills) for day in among) / len(span) / 60, 1)


def _months(today: date, days: int) -> dict[str, range]:
    """The days of each month of the calendar, counted from today."""
    months = groupby(range(days), key=lambda day: (today + timedelta(days=day)).strftime("%Y-%m"))
    spans = {month: list(among) for month, among in months}
    return {month: range(span[0], span[-1] + 1) for month, span in spans.items()}
