"""Appends events to the log under ids that sort by time, and keeps the cache of their items in line."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studykit.errors import ProgressError
from studykit.memory.calendar import study_day
from studykit.memory.scheduler import Scheduler
from studykit.progress import queries
from studykit.progress.events import (
    CAUSE,
    HIGHEST_SEQUENCE,
    Draft,
    Event,
    check_data,
    event_id,
    id_prefix,
    sequence_of,
    utc_milliseconds,
)
from studykit.progress.names import names
from studykit.progress.openings import with_hunts
from studykit.progress.recording_order import open_gaps
from studykit.progress.refold import refold_item
from studykit.progress.undone import take_note


@dataclass(frozen=True, slots=True)
class Recorder:
    """Under which id, day and scheduler a machine records into a database; its methods belong inside one of its transactions."""

    connection: sqlite3.Connection
    path: Path
    device: str
    rollover_hour: int
    scheduler: Scheduler

    def append(self, drafts: Sequence[Draft], at: datetime) -> list[Event]:
        """Append events of one moment; those after the first came with it, and are undone with it."""
        recorded: list[Event] = []
        for draft in drafts:
            recorded.append(self._append(_with_cause(draft, recorded[0]) if recorded else draft, at))
        self.refold(event.item for event in recorded)
        return recorded

    def take_in(self, events: Iterable[Event]) -> int:
        """Add events that were recorded elsewhere, and return how many were new; those whose ids are here stay."""
        new = []
        for event in events:
            if queries.log_row_of(self.connection, event.id) is None:
                self._insert(event)
                open_gaps(self.connection, event.id)  # what this machine recorded may come back to a log that had lost it
                new.append(event)
        self.refold(event.item for event in new)
        return len(new)

    def refold(self, items: Iterable[str]) -> None:
        """Bring the cache of some items in line with the log."""
        if queries.scheduler_key(self.connection) != self.scheduler.key:
            # Another process switched since this one opened; who opens next folds all again.
            queries.note_scheduler(self.connection, "")
        known = names(self.connection)
        for item in dict.fromkeys(map(known.now, with_hunts(list(items)))):
            refold_item(self.connection, item, self.scheduler, known)

    def _append(self, draft: Draft, at: datetime) -> Event:
        check_data(draft.kind, draft.data)
        moment = utc_milliseconds(at)
        newest = queries.newest_id(self.connection)
        last_id = queries.last_id_of(self.connection, moment) if newest >= id_prefix(moment) else None
        sequence = 0 if last_id is None else sequence_of(last_id) + 1
        if sequence > HIGHEST_SEQUENCE:
            raise ProgressError(f"{self.path}: {at.isoformat()} has {sequence} events, and ids for no more. Record at another moment.")
        day = study_day(at, self.rollover_hour)
        event = Event(event_id(moment, sequence, self.device), moment, day, self.device, draft.kind, draft.item, draft.data)
        self._insert(event)
        if event.id < newest:
            queries.note_in_journal(self.connection, event, newest)
        return event

    def _insert(self, event: Event) -> None:
        queries.insert_event(self.connection, event)
        for again in take_note(self.connection, event):
            open_gaps(self.connection, again)


def _with_cause(draft: Draft, first: Event) -> Draft:
    return draft if CAUSE in draft.data else Draft(draft.kind, draft.item, {**draft.data, CAUSE: first.id})
