"""Events as plain text by column, and back, each checked before it may join the log."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from studykit.progress.events import Event, UnreadableEvent, check_whole, decode
from studykit.progress.store import Store

COLUMNS = ("id", "at", "day", "device", "kind", "item", "data")


def rows(store: Store) -> Iterator[tuple[str, ...]]:
    """The whole log in the order of its ids, one tuple of texts in the order of COLUMNS an event; read bit by bit."""
    with store.reading() as connection:
        yield from connection.execute(f"SELECT {', '.join(COLUMNS)} FROM event ORDER BY id")


def event_of(texts: Mapping[str, Any]) -> Event:
    """The event of texts by column (`data` may be a dict, too). ValueError says what is wrong with it."""
    missing = [column for column in COLUMNS if texts.get(column) in (None, "")]
    if missing:
        raise ValueError(f"{missing[0]}: missing")
    data = texts["data"] if isinstance(texts["data"], dict) else _object(texts["data"])
    row = tuple(str(texts[column]) for column in COLUMNS[:-1])
    try:
        event = decode((row[0], _moment(row[1]), row[2], row[3], row[4], row[5], json.dumps(data, allow_nan=False)))
    except UnreadableEvent as error:
        raise ValueError(str(error)) from None
    check_whole(event)
    return event


def _object(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValueError(f"data: expected a JSON object, found {text!r}")
    return found


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"at: expected a moment with its zone, found '{text}'")
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
