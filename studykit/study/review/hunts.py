"""The day's bug hunts: which ones it asks, and which wait, beyond its limit or until their exercise is finished; the packs stay closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress import study_day
from studykit.progress.openings import exercise_of
from studykit.progress.store import Store


@dataclass(frozen=True, slots=True)
class HuntsToday:
    """The due hunts: those that the day asks, in order, those beyond its limit, and those whose exercise is in progress, whose solution
    they would give away."""

    items: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    in_progress: tuple[str, ...] = ()


def hunts_today(store: Store, is_known: Callable[[str], bool], today: date, a_day: int) -> HuntsToday:
    """Return the known hunts that are due: first those of a mistake that the learner made, then the most overdue."""
    due = [memory for memory in store.due(today, HUNT_PREFIX) if is_known(memory.item)]
    if not due:
        return HuntsToday()
    at_work = {workspace.item for workspace in store.workspaces()}
    in_progress = tuple(memory.item for memory in due if exercise_of(memory.item) in at_work)
    order = sorted(due, key=lambda memory: not memory.is_brought)
    items = [memory.item for memory in order if memory.item not in in_progress]
    with store.reading() as connection:
        room = max(0, a_day - study_day.hunts_done(connection, today))
    return HuntsToday(tuple(items[:room]), tuple(items[room:]), in_progress)
