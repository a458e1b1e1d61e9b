"""Undo and redo in a review: what can be taken back, and where the review stands then."""

from dataclasses import replace
from enum import StrEnum

from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress.events import Event, Kind
from studykit.study.review.agenda import DRILL, MODE
from studykit.study.review.state import State


class Reversal(StrEnum):
    """What an undo took back or a redo brought back, or why it did nothing: the newest event was nothing of a review, or there is none."""

    ANSWER = "answer"
    DRILL = "drill"
    SUSPENSION = "suspension"
    BURIAL = "burial"
    FLAG = "flag"
    FLAG_TAKEN = "flag taken"
    NOT_A_REVIEW = "not a review"
    NOTHING = "nothing"


REVERSALS = {
    Kind.REVIEWED: Reversal.ANSWER,
    Kind.DRILLED: Reversal.DRILL,
    Kind.SUSPENDED: Reversal.SUSPENSION,
    Kind.BURIED: Reversal.BURIAL,
    Kind.FLAGGED: Reversal.FLAG,
    Kind.UNFLAGGED: Reversal.FLAG_TAKEN,
}
FLAGS = (Kind.FLAGGED, Kind.UNFLAGGED)


def is_of_a_review(event: Event, asks: tuple[str, ...]) -> bool:
    """Whether a review that asks items with these prefixes can take an event back."""
    return event.item.startswith(asks) and event.kind in REVERSALS


def restored(before: State, event: Event) -> State:
    """Return the state of this session before an event that is undone; its card is asked even if it is not due."""
    if event.kind in FLAGS or not before.waiting:
        return before  # a drill goes on where it was
    return replace(before, recalled=before.recalled | {event.item})


def before(state: State, event: Event, mode: str) -> State:
    """Return the state in which an event of another session, now undone, has not happened."""
    if event.kind in FLAGS or (event.kind is Kind.DRILLED and event.data.get(MODE) != mode):
        return state
    return state.recalling(event.item) if event.kind is not Kind.DRILLED and mode == DRILL else state.drilling(event.item)


def after(state: State, event: Event, mode: str) -> State:
    """Return the state in which an event of another session has happened again."""
    if event.kind in (Kind.SUSPENDED, Kind.BURIED):
        return state.without(event.item)
    if event.kind in FLAGS or event.data.get(MODE, DRILL) != mode:
        return state
    rest = state if event.kind is Kind.DRILLED else state.without(event.item)
    is_card = not event.item.startswith(HUNT_PREFIX)  # a drill has no hunts
    return replace(rest, drill=state.drill.graded(event.item, event.data["quality"])) if is_card else rest
