"""The coming days of a learner, played through: what each would ask, and what would be known; the draws come from the caller."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from studykit.memory.forgetting import Forgetting
from studykit.memory.queue import FIRM_QUALITY
from studykit.memory.schedule import NEW, State
from studykit.memory.scheduler import SM2_SCHEDULER

AGAIN, HARD, GOOD, EASY = 1, 3, 4, 5


@dataclass(slots=True)
class CardAhead:
    """A card as the play goes on: its days count from today, which is 0; `state` is that of SM-2, the rest what FSRS expects of memory."""

    last: int
    due: int
    stability: float
    difficulty: float
    state: State = NEW

    @property
    def interval_days(self) -> int:
        return max(1, self.due - self.last)


# The interval after an answer: from the card, as the answer leaves it, the quality, and the days since the review before.
Pace = Callable[[CardAhead, int, int], int]


@dataclass(frozen=True, slots=True)
class Answers:
    """How a learner answers: the shares of Again, Hard, Good and Easy at the first review of a card, and of Hard, Good and Easy where it
    is recalled later."""

    first: tuple[float, ...]
    recalled: tuple[float, ...]

    def at_first(self, luck: float) -> int:
        """Return the quality of a first answer, from a number drawn from 0 to 1."""
        return _drawn(luck, self.first, (AGAIN, HARD, GOOD, EASY))

    def when_recalled(self, luck: float) -> int:
        """Return the quality of a recall, from a number drawn from 0 to 1."""
        return _drawn(luck, self.recalled, (HARD, GOOD, EASY))


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a day may take: cards met before, and new ones, which wait while more is due; `had` is what today has had of both already."""

    reviews: int
    new: int
    had: tuple[int, int] = (0, 0)

    def on(self, day: int) -> tuple[int, int]:
        """Return what is left of both on a day."""
        if day:
            return self.reviews, self.new
        return max(0, self.reviews - self.had[0]), max(0, self.new - self.had[1])


@dataclass(frozen=True, slots=True)
class DayAhead:
    """How many cards met before a day asks, how many new ones, how many drills follow, and how many due cards it leaves waiting."""

    reviews: int
    new: int
    drills: int
    waiting: int


@dataclass(slots=True)
class Outlook:
    """The days from today on; `met` and `known` (expected to be recalled) are the numbers of cards after the days that were marked."""

    days: list[DayAhead] = field(default_factory=list)
    met: dict[int, int] = field(default_factory=dict)
    known: dict[int, float] = field(default_factory=dict)


def under_sm2(card: CardAhead, quality: int, elapsed_days: int) -> int:
    """The pace of SM-2."""
    card.state = SM2_SCHEDULER.advance(card.state, quality, elapsed_days)
    return card.state[1]


def under_fsrs(forgetting: Forgetting, retention: float) -> Pace:
    """Return the pace of FSRS that asks again when recall has fallen to `retention`."""
    return lambda card, quality, elapsed_days: forgetting.interval_days(card.stability, retention)


@dataclass(slots=True)
class Play:
    """A learner with so many cards `unmet`, whose memory is that of `forgetting` and who answers each card in its turn.

    `draw` gives numbers from 0 to 1; the cards are changed.
    """

    cards: list[CardAhead]
    unmet: int
    pace: Pace
    forgetting: Forgetting
    answers: Answers
    draw: Callable[[], float]

    def through(self, days: int, allowance: Allowance, marked: Collection[int]) -> Outlook:
        """Play so many days, today included; where more is due than a day takes, the cards most at risk come first."""
        found = Outlook()
        coming = _by_day(self.cards, days)
        waiting: list[CardAhead] = []
        for day in range(days):
            reviews, new = allowance.on(day)
            due = waiting + coming[day]
            if len(due) > reviews:
                due.sort(key=partial(_safety, day))
            today, waiting = due[:reviews], due[reviews:]
            begun = 0 if waiting else min(new, self.unmet)
            answered = [(card, self._answer(card, day)) for card in today] + [self._begin(day) for _ in range(begun)]
            for card, _ in answered:
                if card.due < days:
                    coming[card.due].append(card)
            found.days.append(DayAhead(len(today), begun, sum(quality < FIRM_QUALITY for _, quality in answered), len(waiting)))
            if day in marked:
                found.met[day] = len(self.cards)
                found.known[day] = self._known(day)
        return found

    def _begin(self, day: int) -> tuple[CardAhead, int]:
        """Meet a new card; return it with the quality of its first answer."""
        quality = self.answers.at_first(self.draw())
        card = CardAhead(day, day, *self.forgetting.first(quality))
        card.due = day + self.pace(card, quality, 0)
        self.cards.append(card)
        self.unmet -= 1
        return card, quality

    def _answer(self, card: CardAhead, day: int) -> int:
        elapsed_days = day - card.last
        recall = self.forgetting.recall(card.stability, elapsed_days)
        quality = self.answers.when_recalled(self.draw()) if self.draw() < recall else AGAIN
        card.stability, card.difficulty = self.forgetting.after(card.stability, card.difficulty, recall, quality)
        card.last, card.due = day, day + self.pace(card, quality, elapsed_days)
        return quality

    def _known(self, day: int) -> float:
        return sum(self.forgetting.recall(card.stability, day - card.last) for card in self.cards)


def _safety(day: int, card: CardAhead) -> float:
    """What to sort cards by, those most at risk first: as `backlog.risk`, in whole days."""
    return (card.last - day) / card.interval_days


def _by_day(cards: Iterable[CardAhead], days: int) -> list[list[CardAhead]]:
    """The cards by the day on which they are asked first: what is overdue today, what was reviewed today tomorrow at the earliest."""
    coming: list[list[CardAhead]] = [[] for _ in range(days)]
    for card in cards:
        first = max(card.due, 0, card.last + 1)
        if first < days:
            coming[first].append(card)
    return coming


def _drawn(luck: float, shares: Sequence[float], qualities: Sequence[int]) -> int:
    for share, quality in zip(shares, qualities, strict=True):
        luck -= share
        if luck < 0:
            return quality
    return qualities[-1]
