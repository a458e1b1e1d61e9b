"""A study day as the log has it: what was asked, how much of the day's ration is left, and what is due; the packs stay closed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from studykit.content.register import Register
from studykit.memory.backlog import BROUGHT_TODAY, risk
from studykit.memory.scheduler import EXERCISE_PREFIX
from studykit.memory.share import LONGEST_WAIT_DAYS, DueCard, share_out
from studykit.progress import study_day
from studykit.progress.events import Event, Kind
from studykit.progress.fold import in_effect
from studykit.progress.queries import CARD_PREFIX
from studykit.progress.store import Store
from studykit.settings import Settings
from studykit.study.review.hunts import hunts_today


def left_to_do(store: Store, register: Register, today: date, settings: Settings) -> int:
    """Return how many cards and hunts a review without new ones would still ask, and how many exercises the day asks."""
    had = asked(store, today)
    room = settings.reviews_a_day - (len(had) - introduced(store, today, had))
    cards, _, _ = share_out(due_cards(store, register.has, today), room, register.siblings, set(had))
    exercises, _ = exercises_today(store, register.has, today, settings.exercises_a_day)
    return len(cards) + len(exercises) + len(hunts_today(store, register.has, today, settings.hunts_a_day).items)


def exercises_today(store: Store, is_known: Callable[[str], bool], today: date, a_day: int) -> tuple[list[str], list[str]]:
    """Return the known exercises that are due, those that missed hunts made due first, then the most overdue: those that the day still
    asks, and those beyond its limit."""
    found = [memory for memory in store.due(today, EXERCISE_PREFIX) if is_known(memory.item)]
    if not found:
        return [], []
    due = [memory.item for memory in sorted(found, key=lambda memory: not memory.is_brought)]
    with store.reading() as connection:
        room = max(0, a_day - study_day.exercises_redone(connection, today))
    return due[:room], due[room:]


def due_cards(store: Store, is_known: Callable[[str], bool], today: date) -> Iterator[DueCard]:
    """Return the known cards that are due."""
    with store.reading() as connection:
        rows = [row for row in study_day.due_cards(connection, today) if is_known(row.item)]
        studied = study_day.days_of_review(connection, today, LONGEST_WAIT_DAYS) if rows else []
    has_waited_from = studied[-1] if len(studied) == LONGEST_WAIT_DAYS else date.min
    for row in rows:
        at_risk = BROUGHT_TODAY if row.nudged == today else risk(row.counted, row.interval_days, today)
        deck = row.item.removeprefix(CARD_PREFIX).partition("/")[0]
        yield DueCard(row.item, deck, row.due, at_risk, has_waited=row.due <= has_waited_from)


def asked(store: Store, today: date) -> set[str]:
    """Return the cards that had a review, which a drill is not."""
    return {event.item for event in repetitions(store, today) if event.kind is Kind.REVIEWED}


def introduced(store: Store, today: date, asked: Iterable[str]) -> int:
    """Return how many new cards the day has had; those that a failed test brought are not of the day's ration."""
    return store.introduced_on(today) - sum(_came_by_a_nudge(store, item, today) for item in asked)


def repetitions(store: Store, day: date) -> list[Event]:
    """Return the reviews and drills in effect."""
    with store.reading() as connection:
        return study_day.repetitions_on(connection, day)


def _came_by_a_nudge(store: Store, item: str, today: date) -> bool:
    memory = store.memory(item)
    if memory is None or memory.introduced != today or memory.nudged is None:
        return False
    kinds = [event.kind for event in in_effect(store.events(item))]
    return Kind.NUDGED in kinds[: kinds.index(Kind.REVIEWED)]
