"""Which mistake the next hunt of an exercise shows, by what the log says of its hunts and grades."""

from collections.abc import Callable, Sequence

from studykit.memory.hunting import Made, Met, next_hunt
from studykit.progress.events import MISTAKE, MISTAKES, Event, Kind
from studykit.progress.fold import in_effect
from studykit.progress.openings import exercise_of
from studykit.progress.store import Store

UNTOLD = "?"  # a hunt recorded by a script, which does not say of which mistake; no mistake has this name


def next_mistake(store: Store, hunt: str, names: Sequence[str], serves: Callable[[str], bool] = lambda _: True) -> str:
    """Return which of these mistakes the hunt item shows now, of those that serve, or NO_BUG."""
    exercise = store.now_called(exercise_of(hunt))
    hunts = in_effect(store.events(hunt))
    met = [Met(event.data.get(MISTAKE, UNTOLD), event.data["quality"], event.id) for event in hunts if event.kind is Kind.REVIEWED]
    made = [*_made(in_effect(store.events(exercise))), *_brought(hunts)]
    return next_hunt(exercise.partition(":")[2], names, met, made, serves)


def _made(grades: Sequence[Event]) -> list[Made]:
    """The mistakes that were made in grades of the exercise itself."""
    return [Made(name, event.id) for event in grades if event.kind is Kind.GRADED for name in event.data.get(MISTAKES, ())]


def _brought(hunts: Sequence[Event]) -> list[Made]:
    """Those of the idea of a mistake that was made in another exercise."""
    return [Made(event.data[MISTAKE], event.id) for event in hunts if event.kind is Kind.NUDGED and MISTAKE in event.data]
