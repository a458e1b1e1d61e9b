"""Cards and history together as one JSON object, for programs, and to carry everything elsewhere."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from studykit.authoring.slug import deck_name_of
from studykit.authoring.write import values_of
from studykit.content.deck import Card
from studykit.errors import StudykitError
from studykit.exchange.entry import Entry
from studykit.exchange.history import COLUMNS, event_of
from studykit.exchange.parcel import Parcel, refuse
from studykit.progress.events import Event

FORMAT = 1
KEYS = ("studykit", "cards", "events")


def write_json(out: TextIO, cards: Iterable[Card], rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Writes `{"studykit": 1, "cards": […], "events": […]}`, one card or event a line, bit by bit. Returns the numbers of both."""
    out.write(f'{{"studykit": {FORMAT},\n"cards": [')
    written_cards = _write_lines(out, (json.dumps({"deck": card.deck, **values_of(card)}, ensure_ascii=False) for card in cards))
    out.write('\n],\n"events": [')
    # In ASCII: what a learner typed may not be valid Unicode.
    written_events = _write_lines(out, (json.dumps({**dict(zip(COLUMNS, row, strict=True)), "data": json.loads(row[-1])}) for row in rows))
    out.write("\n]}\n")
    return written_cards, written_events


def read_json(file: Path, text: str) -> Parcel:
    """The cards and events of a JSON file; a bare list holds cards. StudykitError names the line, or the number of each faulty part."""
    whole = _parsed(file, text)
    if isinstance(whole, list):
        whole = {"cards": whole}
    if not isinstance(whole, dict) or not {"cards", "events"} & whole.keys():
        raise StudykitError(f'{file}: expected an object with "cards" or "events", or a list of cards. Nothing was imported.')
    refuse([f'{file}: unknown key "{key}"; known are {", ".join(KEYS)}' for key in whole if key not in KEYS])
    if (version := whole.get("studykit", FORMAT)) != FORMAT:
        raise StudykitError(f"{file}: written in format {version!r}; this studykit reads {FORMAT}. Upgrade studykit. Nothing was imported.")
    faults: list[str] = []
    entries = tuple(_entries(file, _list(file, whole, "cards", faults), faults))
    events = tuple(_events(file, _list(file, whole, "events", faults), faults))
    refuse(faults)
    return Parcel(entries, events)


def _write_lines(out: TextIO, lines: Iterable[str]) -> int:
    number = 0
    for number, line in enumerate(lines, start=1):
        out.write(f"{',' if number > 1 else ''}\n{line}")
    return number


def _parsed(file: Path, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise StudykitError(f"{file}:{error.lineno}:{error.colno}: JSON: {error.msg}. Nothing was imported.") from None
    except (ValueError, RecursionError) as error:
        raise StudykitError(f"{file}: JSON: {error}. Nothing was imported.") from None


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")


def _list(file: Path, whole: dict[str, Any], key: str, faults: list[str]) -> list[Any]:
    found = whole.get(key, [])
    if isinstance(found, list):
        return found
    faults.append(f"{file}: {key}: expected a list")
    return []


def _entries(file: Path, cards: list[Any], faults: list[str]) -> Iterable[Entry]:
    deck = deck_name_of(file.stem)
    for number, raw in enumerate(cards):
        place = f"{file}: cards[{number}]"
        if not isinstance(raw, dict):
            faults.append(f"{place}: expected an object")
            continue
        rest = {key: value for key, value in raw.items() if key != "deck"}
        yield Entry(f"{place} ({raw['id']})" if isinstance(raw.get("id"), str) else place, str(raw.get("deck") or deck), rest)


def _events(file: Path, events: list[Any], faults: list[str]) -> Iterable[Event]:
    for number, raw in enumerate(events):
        try:
            yield event_of(raw if isinstance(raw, dict) else {})
        except ValueError as error:
            faults.append(f"{file}: events[{number}]: {error}")
