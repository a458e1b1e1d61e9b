"""What an event is: one line of the log, its name, and the data that each kind must carry."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from studykit.errors import ProgressError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HIGHEST_SEQUENCE = 0xFFFF
PASSED = "passed"
INVALID = "invalid"

LogRow = tuple[str, str, str, str, str, str, str]  # id, at, day, device, kind, item, data: each as text

_DEVICE = re.compile(r"[0-9a-f]{16}")
_SEQUENCE = re.compile(r"[0-9a-f]{4}")
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)
_DAY_MILLISECONDS = 24 * 60 * 60 * 1000


class Kind(StrEnum):
    """What happened. `drilled` is a repetition that no schedule counts: the day's drill, and cramming. `fitted` is of a scheduler."""

    REVIEWED = "reviewed"
    GRADED = "graded"
    HINTED = "hinted"
    REVEALED = "revealed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    NUDGED = "nudged"
    BURIED = "buried"
    POSTPONED = "postponed"
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"
    DRILLED = "drilled"
    FITTED = "fitted"
    UNDONE = "undone"


CARRIED = {Kind.REVIEWED: "quality", Kind.GRADED: "verdict", Kind.POSTPONED: "due"}
MISTAKE, MISTAKES = "mistake", "mistakes"  # of a hunt: the name of what it showed; of a grade: those that it was diagnosed as
CHOSEN = "chosen"  # of a hunt: the names of the mistakes whose explanations were given for its own
CARDS = "cards"  # of a hunt: the ids of those that name the idea of what it showed
REASON = "reason"  # why an event came that no person asked for
CAUSE = "cause"  # in the data: the id of the event that this one came with, and with which it is undone


class UnreadableEvent(Exception):
    """A row of the log that another hand has changed; whoever knows the file turns this into a ProgressError."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log; `at` is UTC in milliseconds, `day` the study day on the clock of the person."""

    id: str
    at: datetime
    day: date
    device: str
    kind: Kind
    item: str
    data: Mapping[str, Any]

    @property
    def value(self) -> Any:
        """What the fold reads of the data: a review's quality, a grade's verdict, the day to which it was postponed; else None."""
        return self.data[CARRIED[self.kind]] if self.kind in CARRIED else None


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is still to be recorded, which gives it its id, moment, day and device."""

    kind: Kind
    item: str
    data: Mapping[str, Any] = field(default_factory=dict)


def utc_milliseconds(at: datetime) -> datetime:
    """Return an aware moment as the log keeps it: in UTC, cut to milliseconds; one before 1970 is a ProgressError."""
    milliseconds = (at - EPOCH) // timedelta(milliseconds=1)
    if milliseconds < 0:
        raise ProgressError(f"{at.isoformat()} lies before 1970, where the log begins. Give a later moment.")
    return EPOCH + timedelta(milliseconds=milliseconds)


def id_prefix(at: datetime) -> str:
    """Return what the ids of a moment's events begin with: its UTC milliseconds, 12 hexadecimal digits, and a dash."""
    return f"{(at - EPOCH) // timedelta(milliseconds=1):012x}-"


def id_span(day: date) -> tuple[str, str]:
    """Return bounds of the ids of a study day's events, wide enough for every zone and hour at which a day may begin."""
    midnight = (day.toordinal() - EPOCH.toordinal()) * _DAY_MILLISECONDS
    return f"{max(0, midnight - _DAY_MILLISECONDS):012x}-", f"{max(0, midnight + 3 * _DAY_MILLISECONDS):012x}-"


def event_id(at: datetime, sequence: int, device: str) -> str:
    """Return the id of the event number `sequence` (from 0) of a moment; ids sort by time and differ between devices."""
    return f"{id_prefix(at)}{sequence:04x}-{device}"


def sequence_of(id: str) -> int:
    """Return the number of an event within its millisecond."""
    return int(id[13:17], 16)


def check_data(kind: Kind, data: Mapping[str, Any]) -> None:
    """Raise ValueError unless the data hold what the fold reads: reviewed a quality, graded a verdict, postponed a day, undone an event,
    fitted the parameters."""
    if kind is Kind.REVIEWED and (type(data.get("quality")) is not int or not 0 <= data["quality"] <= 5):
        raise ValueError(f"a review needs a quality of 0 to 5, not {data.get('quality')!r}")
    if kind is Kind.GRADED and not isinstance(data.get("verdict"), str):
        raise ValueError(f"a grade needs a verdict, not {data.get('verdict')!r}")
    if kind is Kind.POSTPONED:
        date.fromisoformat(str(data.get("due")))
    if kind is Kind.UNDONE and not isinstance(data.get("event"), str):
        raise ValueError(f"an undo needs the id of an event, not {data.get('event')!r}")
    if kind is Kind.FITTED:
        from studykit.memory.parameters import check_parameters  # start-up time: few logs have a fit

        check_parameters(data.get("parameters"))


def check_whole(event: Event) -> None:
    """Raise ValueError unless an event from elsewhere agrees with itself: its id with moment and device, its day with the moment."""
    if not _DEVICE.fullmatch(event.device) or not _SEQUENCE.fullmatch(event.id[13:17]):
        raise ValueError(f"id {event.id!r} and device {event.device!r} are not as studykit writes them")
    if event.at.tzinfo is None or event.at != utc_milliseconds(event.at):
        raise ValueError(f"moment {event.at.isoformat()} is not in UTC and milliseconds")
    if event.id != event_id(event.at, sequence_of(event.id), event.device):
        raise ValueError(f"id {event.id!r} is not that of moment {event.at.isoformat()} and device {event.device!r}")
    earliest, latest = id_span(event.day)
    if not earliest <= event.id < latest:
        raise ValueError(f"day {event.day} is far from moment {event.at.isoformat()}")
    if not event.item or not event.item.isprintable():
        raise ValueError(f"item {event.item!r} is no id")


def encode(data: Mapping[str, Any]) -> str:
    """Return the data as one line of JSON, in ASCII, since what a learner typed may not be valid Unicode."""
    return _ENCODER.encode(dict(data))


def log_row(event: Event) -> LogRow:
    """Return an event as the log keeps it."""
    at = event.at.isoformat(timespec="milliseconds")
    return event.id, at, event.day.isoformat(), event.device, event.kind.value, event.item, encode(event.data)


def decode(row: LogRow) -> Event:
    """Return the event of a row (id, at, day, device, kind, item, data), or raise UnreadableEvent."""
    id, at, day, device, kind, item, data = row
    try:
        event = Event(id, datetime.fromisoformat(at), date.fromisoformat(day), device, Kind(kind), item, json.loads(data))
        check_data(event.kind, event.data)
    except (AttributeError, ValueError) as error:
        raise UnreadableEvent(f"event {id} of {item}: {error}") from error
    return event
