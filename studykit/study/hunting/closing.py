"""What is said after the last bug hunt: how they went, what the day still asks, and when the next one comes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from studykit.memory.hunting import FOUND
from studykit.memory.schedule import LOWEST_RECALL
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.store import Store
from studykit.study.desk import Desk
from studykit.study.phrases import counted, when
from studykit.study.review.agenda import scope_of, todays_hunts
from studykit.study.review.session import ReviewSession
from studykit.study.review.state import Given


def closing_lines(here: Desk, store: Store, session: ReviewSession, named: str | None) -> Iterator[str]:
    """The lines at the end of `studykit hunt`; `named` is the hunt that was asked for by its id, if one was."""
    if hunts := [given for given in session.state.given if given.item.startswith(HUNT_PREFIX)]:
        yield f"{tally(hunts)}."
    left = todays_hunts(store, here.library, session.today, scope_of(here.settings))
    if left.items:
        yield f"{counted(len(left.items), 'bug hunt')} to go today: `studykit hunt`."
    elif not hunts and not named:
        yield "No bug hunts now."
    if left.beyond:
        yield f"{counted(len(left.beyond), 'bug hunt')} more due than a day asks (`hunts_a_day: {here.settings.hunts_a_day}`)."
    if left.in_progress:
        waits = "s" if len(left.in_progress) == 1 else ""
        yield f"{counted(len(left.in_progress), 'bug hunt')} wait{waits} until the exercise in progress is passed."
    if not left.items and not left.beyond:
        yield _what_comes(store, here, session.today)


def tally(hunts: Sequence[Given]) -> str:
    """`3 bug hunts: 2 found, 1 missed`."""
    kinds = Counter(_kind(given.quality) for given in hunts)
    told = ", ".join(f"{kinds[kind]} {kind}" for kind in ("found", "found with help", "missed") if kinds[kind])
    return f"{counted(len(hunts), 'bug hunt')}: {told}"


def _kind(quality: int) -> str:
    if quality < LOWEST_RECALL:
        return "missed"
    return "found" if quality >= FOUND else "found with help"


def _what_comes(store: Store, here: Desk, today: date) -> str:
    known = (memory for memory in store.all_memory() if memory.item.startswith(HUNT_PREFIX) and here.library.has(memory.item))
    days = [memory.due for memory in known if memory.due and memory.due > today and not memory.suspended]
    if not days:
        return "The bug hunts of an exercise begin the day after you pass it."
    return f"Next due {when(min(days), today)}: {counted(days.count(min(days)), 'bug hunt')}."
