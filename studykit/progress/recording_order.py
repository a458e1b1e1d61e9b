"""The order in which this machine recorded events, and what undo and redo find in it, however much was undone before."""

import heapq
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from studykit.progress.events import Event, Kind, LogRow, decode
from studykit.progress.queries import NO_STEPS, THIS_DEVICE
from studykit.progress.undone import is_undone

STEP, UNDO = "step", "undo"  # what is sought: the event to undo next, or the undo to redo next

# So many events are looked at again at each undo, before it pays to write down that there is nothing among them.
_FEW = 4
_COLUMNS = "SELECT event.id, at, day, event.device, kind, item, data"
_ALONE = "json_extract(data, '$.cause') IS NULL"
# Each row ends with its place in the order of recording: after which id, whether as a latecomer, as which of them.
# What this machine recorded under an earlier device id lies before all that it recorded under today's.
_IN_ORDER = f"""
    {_COLUMNS}, id, 0, 0 FROM event
    WHERE id <= ?1 AND id > max(?2, (SELECT coalesce(max(after), '') FROM journal WHERE after = event))
          AND device = {THIS_DEVICE} AND id NOT IN (SELECT event FROM journal) AND {_ALONE}
    ORDER BY id DESC
"""
_FROM_JOURNAL = f"{_COLUMNS}, after, {{}}, number FROM journal CROSS JOIN event ON event.id = journal.event WHERE {{}} AND {_ALONE}"
_MOVED = f"{_FROM_JOURNAL.format(0, 'after = event AND after <= ?1')} ORDER BY after DESC, number DESC"
# Two questions, for SQLite finds its way to a number only among those of one `after`, of which there may be thousands.
_LATE_THERE = f"{_FROM_JOURNAL.format(1, 'after <> event AND after = ?1 AND number <= ?2')} ORDER BY number DESC"
_LATE_BELOW = f"{_FROM_JOURNAL.format(1, 'after <> event AND after < ?1')} ORDER BY after DESC, number DESC"
_NEWEST_LATE = "SELECT max(after) FROM journal WHERE after <> event AND after <= ?"
_PLACE = "SELECT after, after <> event, number FROM journal WHERE event = ?"
_GAP = "SELECT upper, lower FROM gap WHERE sought = ? AND upper > ? ORDER BY upper LIMIT 1"

_MOST = 2**62
_END = ("\U0010ffff", 1, _MOST)
_Place = tuple[str, int, int]
_Row = tuple[_Place, LogRow]


def last_step(connection: sqlite3.Connection, learns: bool = False) -> Event | None:
    """Return the event in effect that a person on this machine recorded last; neither an undo nor what came with another event.

    `learns`, within a transaction that writes: note what was passed over, so that the next need not look there.
    """
    return _first(connection, STEP, partial(_is_step_in_effect, connection), learns)


def last_undo(connection: sqlite3.Connection, learns: bool = False) -> Event | None:
    """Return the undo to take back next; None if none is left, or if something was recorded since. `learns` as above."""
    found = _first(connection, UNDO, partial(_ends_redo, connection), learns)
    return found if found and found.kind is Kind.UNDONE else None


def open_gaps(connection: sqlite3.Connection, id: str) -> None:
    """Have undo and redo look again at an event that is in effect again, or that was inserted among others."""
    place = _place_of(connection, id)
    if place is None:
        return
    at = _text(place)
    for sought in (STEP, UNDO):
        if gap := _gap_around(connection, sought, place):
            connection.execute("UPDATE gap SET lower = ? WHERE sought = ? AND upper = ?", (at, sought, gap[0]))
            connection.execute("INSERT INTO gap VALUES (?, ?, ?)", (sought, at, gap[1]))


def gap_faults(connection: sqlite3.Connection) -> list[str]:
    """Return the events that undo and redo would wrongly pass over, one line each."""
    faults = []
    for sought, is_sought in ((STEP, _is_step_in_effect), (UNDO, _ends_redo)):
        gaps = connection.execute("SELECT upper, lower FROM gap WHERE sought = ? ORDER BY upper", (sought,)).fetchall()
        uppers, lowers = [upper for upper, _ in gaps], [lower for _, lower in gaps]
        for place, row in _recorded(connection, _END) if gaps else ():
            number = bisect_right(uppers, _text(place))
            if number < len(gaps) and lowers[number] < _text(place) and is_sought(connection, row):
                faults.append(f"event {row[0]}: {'undo' if sought == STEP else 'redo'} would pass it over")
    return faults


def _first(connection: sqlite3.Connection, sought: str, is_sought: Callable[[LogRow], bool], learns: bool) -> Event | None:
    passed: list[_Place] = []
    found: _Row | None = None
    for place, row in _newest_first(connection, sought):
        if is_sought(row):
            found = place, row
            break
        passed.append(place)
    if learns and len(passed) > _FEW:
        _note_gap(connection, sought, f"{_text(passed[0])}~", _text(found[0]) if found else "")
    return decode(found[1]) if found else None


def _note_gap(connection: sqlite3.Connection, sought: str, upper: str, lower: str) -> None:
    connection.execute("DELETE FROM gap WHERE sought = ? AND upper > ? AND upper <= ?", (sought, lower, upper))
    connection.execute("INSERT INTO gap VALUES (?, ?, ?)", (sought, upper, lower))


def _newest_first(connection: sqlite3.Connection, sought: str) -> Iterator[_Row]:
    """What this machine recorded, newest first, without where nothing of what is sought was found before."""
    begin: _Place | None = _END
    while begin:
        start, begin = begin, None
        for place, row in _recorded(connection, start):
            yield place, row
            if gap := _gap_around(connection, sought, place):
                begin = _place(gap[1]) if gap[1] else None
                break


def _recorded(connection: sqlite3.Connection, begin: _Place) -> Iterator[_Row]:
    """What this machine recorded, newest first, from a place on, without what came with another event."""
    after, is_late, number = begin
    rows = heapq.merge(
        _in_order(connection, after),
        connection.execute(_MOVED, (after,)),
        chain(connection.execute(_LATE_THERE, (after, number if is_late else 0)), connection.execute(_LATE_BELOW, (after,))),
        key=lambda row: row[-3:],
        reverse=True,
    )
    return ((row[-3:], row[:-3]) for row in rows if row[0] and row[-3:] <= begin)


def _in_order(connection: sqlite3.Connection, after: str) -> Iterator[tuple[Any, ...]]:
    """What was recorded in the order of the ids."""
    (late,) = connection.execute(_NEWEST_LATE, (after,)).fetchone()
    if late is not None:
        yield from connection.execute(_IN_ORDER, (after, late))
        # A place without an event: what other machines recorded is looked through only after the latecomers behind it.
        yield (*[""] * 7, late, 0, _MOST)
    yield from connection.execute(_IN_ORDER, (late or after, ""))


def _is_step_in_effect(connection: sqlite3.Connection, row: LogRow) -> bool:
    return row[4] not in NO_STEPS and not is_undone(connection, row[0])


def _ends_redo(connection: sqlite3.Connection, row: LogRow) -> bool:
    """Whether an event is an undo that can be taken back, or anything recorded after which nothing can."""
    if row[4] != Kind.UNDONE:
        return row[4] not in NO_STEPS
    return not is_undone(connection, row[0]) and not _is_redo(connection, row)


def _is_redo(connection: sqlite3.Connection, undo: LogRow) -> bool:
    row = connection.execute("SELECT kind FROM event WHERE id = json_extract(?, '$.event')", (undo[-1],)).fetchone()
    return bool(row) and row[0] == Kind.UNDONE


def _place_of(connection: sqlite3.Connection, id: str) -> _Place | None:
    """The place of an event; None if another machine recorded it."""
    noted: _Place | None = connection.execute(_PLACE, (id,)).fetchone()
    if noted is not None:
        return noted
    is_ours = connection.execute(f"SELECT 1 FROM event WHERE id = ? AND device = {THIS_DEVICE}", (id,)).fetchone()
    return (id, 0, 0) if is_ours else None


def _gap_around(connection: sqlite3.Connection, sought: str, place: _Place) -> tuple[str, str] | None:
    """Between which places, as texts, a place lies where nothing of what is sought was found."""
    gap: tuple[str, str] | None = connection.execute(_GAP, (sought, _text(place))).fetchone()
    return gap if gap and gap[1] < _text(place) else None


def _text(place: _Place) -> str:
    """A place as a text that sorts as places do."""
    after, is_late, number = place
    return f"{after} {is_late} {number:019}"


def _place(text: str) -> _Place:
    after, is_late, number = text.rsplit(" ", 2)
    return after, int(is_late), int(number)
