"""Undo and redo: an event cancels another, and nothing is ever deleted."""

from datetime import datetime

from studykit.progress import queries, recording_order
from studykit.progress.appending import Recorder
from studykit.progress.events import Draft, Event, Kind
from studykit.progress.undone import is_undone


def undo(recorder: Recorder, at: datetime) -> Event | None:
    """Cancel the event in effect that a person recorded last on this machine, and what came with it; return it, or None."""
    target = recording_order.last_step(recorder.connection, learns=True)
    return target and _cancel(recorder, target, at)


def take_back(recorder: Recorder, event: Event, at: datetime) -> None:
    """Cancel this event and what came with it, unless it was cancelled meanwhile."""
    if not is_undone(recorder.connection, event.id):
        _cancel(recorder, event, at)
        recording_order.last_step(recorder.connection, learns=True)  # who takes back by name looked for it where nothing can be written


def redo(recorder: Recorder, at: datetime) -> Event | None:
    """Take the last undo back, unless something was recorded since; return the event that is in effect again, or None."""
    last = recording_order.last_undo(recorder.connection, learns=True)
    if last is None:
        return None
    _cancel(recorder, last, at)
    return queries.event(recorder.connection, last.data["event"])


def _cancel(recorder: Recorder, target: Event, at: datetime) -> Event:
    connection = recorder.connection
    targets = [target, *(event for event in queries.came_with(connection, target) if not is_undone(connection, event.id))]
    # A clock that was set back must not put the undo before what it undoes.
    at = max(at, max(event.at for event in targets).astimezone(at.tzinfo))
    recorder.append([Draft(Kind.UNDONE, event.item, {"event": event.id}) for event in targets], at)
    return target
