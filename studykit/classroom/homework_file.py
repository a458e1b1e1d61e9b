"""Homework as a file that `studykit import` takes, and a page that says what else to do.

The file holds an event for each card, which makes it due; a card that students have comes no second time, for it is known by its id.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from studykit.classroom.homework import Homework
from studykit.content.deck import Card
from studykit.content.installed import builtin_pack
from studykit.errors import StudykitError
from studykit.exchange.jsonfile import write_json
from studykit.memory.calendar import study_day
from studykit.progress.events import Event, Kind, event_id, log_row, utc_milliseconds
from studykit.study.phrases import counted
from studykit.study.whole_file import write_text, write_whole

SUFFIX = ".json"


def page_of(file: Path) -> Path:
    """The page that is written beside a homework file."""
    return file.with_suffix(".md")


def check(found: Homework, file: Path) -> None:
    """StudykitError if there is nothing to set, or if no homework can have this name."""
    if file.suffix != SUFFIX:
        raise StudykitError(f"{file}: the name must end in {SUFFIX}, for `studykit import` goes by it.")
    if not found.cards and not found.again:
        raise StudykitError("The class needs no homework: everything that was handed in has passed. Nothing was written.")


def write_homework(found: Homework, file: Path, at: datetime, day_begins_at: int) -> None:
    """Write the file and its page, over what stands there; StudykitError if that is not possible, or as of `check`."""
    check(found, file)
    cards = [card for card, _ in found.cards]
    rows = [log_row(event) for event in _events(cards, at, day_begins_at)]
    write_whole(file, lambda draft: _write(draft, cards, rows))
    write_text(page_of(file), "\n".join(_page(found, file)) + "\n")


def _write(draft: Path, cards: list[Card], rows: Sequence[Sequence[str]]) -> None:
    with draft.open("w", encoding="utf-8", newline="") as out:
        write_json(out, list(_copied(cards)), rows)


def _copied(cards: list[Card]) -> Iterator[Card]:
    """The cards that students may lack. Those of the built-in pack they have: a copy would be left out again when studykit is upgraded."""
    own = builtin_pack().resolve()
    yield from (card for card in cards if not card.file.resolve().is_relative_to(own))


def _events(cards: list[Card], at: datetime, day_begins_at: int) -> Iterator[Event]:
    moment, day = utc_milliseconds(at), study_day(at, day_begins_at)
    # Of no machine, and the same for the same homework: to import it twice changes nothing.
    device = sha256(f"homework {moment.isoformat()} {' '.join(card.id for card in cards)}".encode()).hexdigest()[:16]
    for number, card in enumerate(cards):
        yield Event(event_id(moment, number, device), moment, day, device, Kind.NUDGED, card.item, {})


def _page(found: Homework, file: Path) -> Iterator[str]:
    yield "# Homework\n"
    if found.cards:
        yield f"Have these cards asked today: `studykit import {file.name}`, then `studykit review`.\n"
        yield from (f"- `{card.id}`: {_front(card)}" for card, _ in found.cards)
    if found.again:
        yield "\nDo again what you have not passed; `studykit next ID` writes the exercise, `studykit grade FILE` grades it:\n"
        yield from (f"- `studykit next {exercise.id}`: {exercise.title}" for exercise, _ in found.again)
    if found.hunts:
        yield "\nFind the bug in programs of others:\n"
        yield from (f"- `studykit hunt {exercise.id}`: {exercise.title}" for exercise, _ in found.hunts)


def _front(card: Card) -> str:
    return " ".join(card.hidden().split())


def summary(found: Homework) -> str:
    """What is in it, in a sentence."""
    parts = [counted(len(found.cards), "card"), counted(len(found.again), "exercise"), counted(len(found.hunts), "hunt")]
    return ", ".join(part for part in parts if not part.startswith("0 "))
