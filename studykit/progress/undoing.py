"""Undo and redo: an event cancels another, and nothing is ever deleted."""

from datetime import datetime

from studykit.progress import queries
from studykit.progress.appending import Recorder
from studykit.progress.events import Draft, Event, Kind


def undo(recorder: Recorder, at: datetime) -> Event | None:
    """Cancel the event in effect that a person recorded last on this machine, and what came with it; return it, or None."""
    target = queries.last_step(recorder.connection)
    return target and _cancel(recorder, target, at)


def take_back(recorder: Recorder, event: Event, at: datetime) -> None:
    """Cancel this event and what came with it, unless it was cancelled meanwhile."""
    if event.id not in queries.cancelled_ids(recorder.connection):
        _cancel(recorder, event, at)


def redo(recorder: Recorder, at: datetime) -> Event | None:
    """Take the last undo back, unless something was recorded since; return the event that is in effect again, or None."""
    last = queries.last_undo(recorder.connection)
    if last is None:
        return None
    _cancel(recorder, last, at)
    return queries.event(recorder.connection, last.data["event"])


def _cancel(recorder: Recorder, target: Event, at: datetime) -> Event:
    gone = queries.cancelled_ids(recorder.connection)
    targets = [target, *(event for event in queries.came_with(recorder.connection, target) if event.id not in gone)]
    # A clock that was set back must not put the undo before what it undoes.
    at = max(at, max(event.at for event in targets).astimezone(at.tzinfo))
    recorder.append([Draft(Kind.UNDONE, event.item, {"event": event.id}) for event in targets], at)
    return target
