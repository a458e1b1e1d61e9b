"""A card as a file of another program has it, with what happened to it there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from studykit.memory.calendar import study_day
from studykit.progress.events import Event, Kind, event_id, utc_milliseconds


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened to a card elsewhere; `sequence` orders those of one moment. `at` is on the clock of the person."""

    at: datetime
    kind: Kind
    data: Mapping[str, Any] = field(default_factory=dict)
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A card as a file has it: text and lists by key. `place` stands for it in messages, as `cards.csv:12` does."""

    place: str
    deck: str
    raw: Mapping[str, Any]
    past: Sequence[Past] = ()


def events_of(item: str, past: Sequence[Past], rollover_hour: int) -> Iterator[Event]:
    """What happened to an item elsewhere as events of the log, under the same ids at each import."""
    device = sha256(f"past of {item}".encode()).hexdigest()[:16]  # one for each item: two may have been answered in one millisecond
    for one in past:
        at = utc_milliseconds(one.at)
        yield Event(event_id(at, one.sequence, device), at, study_day(one.at, rollover_hour), device, one.kind, item, one.data)
