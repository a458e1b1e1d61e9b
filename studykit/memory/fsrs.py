"""FSRS by the `fsrs` package, held to whole study days and without chance, so that a log folds to one schedule only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from studykit.errors import MissingPackage
from studykit.installing import install_command
from studykit.memory.schedule import HIGHEST_QUALITY, LOWEST_RECALL, Schedule, State, Step, wrong_quality

try:
    from fsrs import Card, Rating, Scheduler
    from fsrs import State as Phase
    from fsrs.scheduler import DEFAULT_PARAMETERS
except ModuleNotFoundError as error:
    raise MissingPackage(
        f"scheduler fsrs needs the package `{error.name}`, which is not installed: run `{install_command('fsrs')}`."
    ) from None

RATINGS = (Rating.Again, Rating.Again, Rating.Again, Rating.Hard, Rating.Good, Rating.Easy)
# Only distances between days count; from the first of the calendar, the longest of them still ends within it.
FIRST_DAY = datetime.min.replace(tzinfo=UTC)
# Another machine's last bit of a power may differ; six digits of it do not, and a due date moves with none of them.
DIGITS = 6


@dataclass(frozen=True)
class FSRS:
    """Asks again when recall is expected to have fallen to `retention`; `ease` keeps its first value, which means nothing here.

    Qualities 0 to 2 are Again, 3 Hard, 4 Good, 5 Easy. Without learning steps, so that each review gives at least one day.
    Source: the package `fsrs`, FSRS-6, with its default parameters or those fitted to a log.
    """

    retention: float
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS

    name = "fsrs"

    @cached_property
    def key(self) -> str:
        return f"fsrs {self._scheduler.to_json()}"

    def advance(self, state: State, quality: int, elapsed_days: int) -> State:
        if not 0 <= quality <= HIGHEST_QUALITY:
            raise wrong_quality(quality)
        repetitions, _, ease, stability, difficulty = state
        today = FIRST_DAY + timedelta(days=elapsed_days)
        card, _ = self._scheduler.review_card(_card(stability, difficulty), RATINGS[quality], today)
        assert card.stability is not None
        assert card.difficulty is not None
        repetitions = repetitions + 1 if quality >= LOWEST_RECALL else 1
        return repetitions, (card.due - today).days, ease, round(card.stability, DIGITS), round(card.difficulty, DIGITS)

    def hold(self, state: State, quality: int) -> State:
        repetitions, interval_days, ease, stability, difficulty = state
        harder = self.advance(state, quality, 0)[4]
        assert difficulty is not None
        assert harder is not None
        return repetitions, interval_days, ease, stability, max(difficulty, harder)

    def explain(self, before: Schedule, quality: int, elapsed_days: int) -> Step:
        after = Schedule(*self.advance(before, quality, elapsed_days))
        parts = {
            "retrievability": f"{RATINGS[quality].name}, {self._retrievability_in_words(before, elapsed_days)}",
            "stability": _change("S", before.stability, after.stability),
            "difficulty": _change("D", before.difficulty, after.difficulty),
            "interval": self._interval_in_words(after),
        }
        return Step(quality, before, after, parts)

    def retrievability(self, schedule: Schedule, elapsed_days: int) -> float:
        """Return the chance (0 to 1) that an item is recalled so many days after its last review; 0 before the first."""
        card = _card(schedule.stability, schedule.difficulty)
        return float(self._scheduler.get_card_retrievability(card, FIRST_DAY + timedelta(days=elapsed_days)))

    @cached_property
    def _scheduler(self) -> Scheduler:
        return Scheduler(self.parameters, self.retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)

    @cached_property
    def _days_a_stability(self) -> float:
        """Days until recall has fallen to the retention wanted, as a share of the days until it has fallen to 90 %."""
        decay = -self._scheduler.parameters[20]
        return float((self.retention ** (1 / decay) - 1) / (0.9 ** (1 / decay) - 1))

    def _retrievability_in_words(self, before: Schedule, elapsed_days: int) -> str:
        if before.stability is None:
            return "the first review"
        days = "1 day" if elapsed_days == 1 else f"{elapsed_days} days"
        return f"R({days}) = {self.retrievability(before, elapsed_days):.2f}"

    def _interval_in_words(self, after: Schedule) -> str:
        product = (after.stability or 0.0) * self._days_a_stability
        rounded = f"round({after.stability:.2f} x {self._days_a_stability:.3f})"
        if round(product) < after.interval_days:
            rounded = f"max({after.interval_days}, {rounded})"
        elif round(product) > after.interval_days:
            rounded = f"min({after.interval_days}, {rounded})"
        return f"I = {rounded} = {after.interval_days}"


def _card(stability: float | None, difficulty: float | None) -> Card:
    """A card reviewed on FIRST_DAY, or a new one. With an id and a due day, for without them the package reads the clock."""
    if stability is None:
        return Card(card_id=0, due=FIRST_DAY)
    return Card(card_id=0, state=Phase.Review, stability=stability, difficulty=difficulty, due=FIRST_DAY, last_review=FIRST_DAY)


def _change(letter: str, before: float | None, after: float | None) -> str:
    return f"{letter} = {after:.2f}" if before is None else f"{letter} {before:.2f} -> {after:.2f}"
