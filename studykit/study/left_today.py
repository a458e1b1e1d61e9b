"""What a study day still asks, counted at one place for `studykit`, `due`, `review` and `stats`: the same number of the same thing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from studykit.memory.scheduler import EXERCISE_PREFIX, HUNT_PREFIX
from studykit.memory.share import share_out
from studykit.progress.fold import ItemMemory
from studykit.progress.queries import CARD_PREFIX
from studykit.progress.store import Store
from studykit.settings import Settings
from studykit.study.desk import Desk
from studykit.study.phrases import counted
from studykit.study.review.day import asked, due_cards, exercises_today, introduced
from studykit.study.review.hunts import hunts_today

SPREAD_CALL = "studykit review --spread 7"
SAME_CONCEPT, BEYOND_THE_DAY, IN_PROGRESS = "same concept", "day's limit", "exercise in progress"


@dataclass(frozen=True, slots=True)
class LeftToday:
    """What is due, most overdue first, as far as the day asks it, and what waits: cards of a concept asked today, cards, exercises and
    hunts beyond the day's limits, and hunts of an exercise in progress."""

    due: tuple[ItemMemory, ...]
    same_concept: tuple[str, ...]
    beyond: tuple[str, ...]
    exercises_beyond: tuple[str, ...] = ()
    hunts_beyond: tuple[str, ...] = ()
    hunts_in_progress: tuple[str, ...] = ()

    @property
    def waits(self) -> dict[str, str]:
        """The reason for each due item that waits."""
        beyond = (*self.beyond, *self.exercises_beyond, *self.hunts_beyond)
        reasons = {SAME_CONCEPT: self.same_concept, BEYOND_THE_DAY: beyond, IN_PROGRESS: self.hunts_in_progress}
        return {item: reason for reason, items in reasons.items() for item in items}

    def among(self, is_chosen: Callable[[str], bool]) -> "LeftToday":
        """The same of some items."""
        return LeftToday(
            tuple(memory for memory in self.due if is_chosen(memory.item)),
            tuple(filter(is_chosen, self.same_concept)),
            tuple(filter(is_chosen, self.beyond)),
            tuple(filter(is_chosen, self.exercises_beyond)),
            tuple(filter(is_chosen, self.hunts_beyond)),
            tuple(filter(is_chosen, self.hunts_in_progress)),
        )

    @property
    def cards(self) -> int:
        return self._number(CARD_PREFIX)

    @property
    def exercises(self) -> int:
        return self._number(EXERCISE_PREFIX)

    @property
    def hunts(self) -> int:
        return self._number(HUNT_PREFIX)

    def _number(self, prefix: str) -> int:
        return sum(memory.item.startswith(prefix) for memory in self.due)


def left_today(here: Desk, store: Store, today: date) -> LeftToday:
    """Return what is left of a day."""
    had = asked(store, today)
    room = here.settings.reviews_a_day - (len(had) - introduced(store, today, had))
    _, same_concept, beyond = share_out(due_cards(store, here.register.has, today), room, here.register.siblings, set(had))
    _, exercises_beyond = exercises_today(store, here.register.has, today, here.settings.exercises_a_day)
    hunts = hunts_today(store, here.register.has, today, here.settings.hunts_a_day)
    waiting = {*same_concept, *beyond, *exercises_beyond, *hunts.beyond, *hunts.in_progress}
    due = (memory for memory in store.due(today) if here.register.has(memory.item) and memory.item not in waiting)
    return LeftToday(tuple(due), tuple(same_concept), tuple(beyond), tuple(exercises_beyond), hunts.beyond, hunts.in_progress)


def all_waiting_lines(left: LeftToday, settings: Settings) -> Iterator[str]:
    """Say what is due and yet waits, and why."""
    yield from waiting_lines(left.same_concept, left.beyond, settings.reviews_a_day)
    if more := len(left.exercises_beyond):
        yield f"{counted(more, 'exercise')} more due than a day asks (`exercises_a_day: {settings.exercises_a_day}`)."
    if more := len(left.hunts_beyond):
        yield f"{counted(more, 'bug hunt')} more due than a day asks (`hunts_a_day: {settings.hunts_a_day}`)."
    if waiting := len(left.hunts_in_progress):
        yield f"{counted(waiting, 'bug hunt')} wait{'s' if waiting == 1 else ''} until the exercise in progress is passed."


def waiting_lines(same_concept: Sequence[str], beyond: Sequence[str], reviews_a_day: int, spread_call: str = SPREAD_CALL) -> Iterator[str]:
    """Say how many cards are due and yet wait, and why."""
    if waiting := len(same_concept):
        yield f"{counted(waiting, 'card')} wait{'s' if waiting == 1 else ''} for tomorrow: same concept as a card of today."
    if more := len(beyond):
        yield f"{counted(more, 'card')} more due than the {reviews_a_day} of a day: `{spread_call}` spreads them."
