"""What Anki knows of a card's past, as events: its reviews, its due date, and whether it is suspended or buried."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from studykit.exchange.collection import AnkiCard, Answered
from studykit.exchange.entry import Past
from studykit.memory.calendar import study_day
from studykit.progress.events import Kind

QUALITIES = {1: 1, 2: 3, 3: 4, 4: 5}  # Again, Hard, Good, Easy
CRAMMED, SET_BY_HAND = 3, 4  # kinds of a line of Anki's log
REVIEW = 2  # a card's type: it has an interval in days
SUSPENDED, BURIED = -1, (-2, -3)  # a card's queue
MOST_SECONDS = 3600
FIRST_DAY_OF_THE_LOG = date(1970, 1, 2)


def state_of(card: AnkiCard, log: Sequence[Answered]) -> Iterator[Past]:
    """That a card is suspended, if it is: at the moment of its last answer, so that every export of it gives the same event."""
    if card.queue == SUSPENDED:
        yield Past(_last_moment(card, log), Kind.SUSPENDED, sequence=2)


def schedule_of(card: AnkiCard, log: Sequence[Answered], first_day: int, rollover_hour: int) -> Iterator[Past]:
    """The reviews of a card since it was last reset, the day on which it is due in Anki, and whether it is buried today."""
    reviews = reviews_of(card, log)
    yield from _reviews(reviews, rollover_hour)
    if card.type == REVIEW and (due := _due(card, first_day)):
        at = _last_moment(card, log) if reviews else _began(due, card.ivl)
        if not reviews:
            # Anki has an interval and lost the review that led to it, which was so many days before.
            yield Past(at, Kind.REVIEWED, {"quality": QUALITIES[3], "from": "anki"})
        yield Past(at, Kind.POSTPONED, {"due": due.isoformat(), "from": "anki"}, sequence=1)
    if card.queue in BURIED:
        yield Past(_moment(card.mod * 1000), Kind.BURIED, sequence=3)


def has_schedule(card: AnkiCard, log: Sequence[Answered]) -> bool:
    """Whether there is something that `schedule_of` would take over."""
    return bool(reviews_of(card, log)) or card.type == REVIEW


def reviews_of(card: AnkiCard, log: Iterable[Answered]) -> list[Answered]:
    """The answers that count: those since the card was reset, none if it is new."""
    found: list[Answered] = []
    for line in log:
        if line.kind == SET_BY_HAND and line.factor == 0:
            found = []
        elif line.ease in QUALITIES and line.id > 0:
            found.append(line)
    return found if card.type else []


def _reviews(lines: Iterable[Answered], rollover_hour: int) -> Iterator[Past]:
    # A day's first answer is the review; what Anki asks again on that day is a drill, as here.
    for _, day in groupby(lines, key=lambda line: study_day(_moment(line.id), rollover_hour)):
        is_first = True
        for line in day:
            seconds = min(MOST_SECONDS, round(max(line.milliseconds, 0) / 1000, 1))
            is_review = is_first and line.kind != CRAMMED
            data = {"quality": QUALITIES[line.ease], "seconds": seconds, "from": "anki"}
            yield Past(_moment(line.id), Kind.REVIEWED if is_review else Kind.DRILLED, data)
            is_first = is_first and not is_review


def _due(card: AnkiCard, first_day: int) -> date | None:
    try:
        return datetime.fromtimestamp(first_day).astimezone().date() + timedelta(days=card.due)
    except (OverflowError, ValueError, OSError):
        return None  # a day that no calendar has


def _last_moment(card: AnkiCard, log: Sequence[Answered]) -> datetime:
    return _moment(max([card.id, *(line.id for line in log)]))


def _moment(milliseconds: int) -> datetime:
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=max(milliseconds, 0))).astimezone()


def _began(due: date, interval_days: int) -> datetime:
    """Noon of the day on which an interval began."""
    day = date.fromordinal(max(due.toordinal() - max(interval_days, 1), FIRST_DAY_OF_THE_LOG.toordinal()))
    return datetime(day.year, day.month, day.day, 12).astimezone()
