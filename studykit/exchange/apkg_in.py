"""The cards of a package of Anki as cards of ours, in Markdown, each made or named with the reason. Media are named and not taken."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from studykit.authoring.slug import deck_name_of
from studykit.errors import StudykitError
from studykit.exchange import collection, template
from studykit.exchange.anki_past import has_schedule, reviews_of, schedule_of, state_of
from studykit.exchange.anki_sides import NotTaken, raw_of
from studykit.exchange.collection import AnkiCard, Answered, Note
from studykit.exchange.entry import Entry, Past
from studykit.exchange.from_html import markdown
from studykit.exchange.media import media_of
from studykit.exchange.own_note import own_card
from studykit.exchange.parcel import LeftOut, Parcel
from studykit.exchange.recognition import ANKI
from studykit.exchange.unpack import unpack
from studykit.memory.calendar import DAY_BEGINS_AT

LONGEST_TITLE = 40


@dataclass(slots=True)
class _Package:
    """What was read so far of a package."""

    file: Path
    first_day: int
    log: dict[int, list[Answered]]
    rollover_hour: int | None  # None: the schedule stays in Anki
    entries: list[Entry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    media: dict[str, None] = field(default_factory=dict)
    unshown: dict[str, None] = field(default_factory=dict)
    cards: int = 0
    reviews_left: int = 0
    without_reviews: int = 0
    scheduled: int = 0


def read_apkg(file: Path, with_schedule: bool = False, rollover_hour: int = DAY_BEGINS_AT) -> Parcel:
    """The cards of a package, old or new format, with their history and due dates if these are wanted; study days begin at
    `rollover_hour`. StudykitError if it is none, or if a part of it is damaged."""
    with TemporaryDirectory() as folder:
        unpacked = unpack(file, Path(folder))
        try:
            with closing(sqlite3.connect(f"file:{unpacked}?mode=ro", uri=True)) as connection:
                collection.open_collection(connection)
                first_day, log = collection.first_day(connection), collection.answered(connection)
                found = _Package(file, first_day, log, rollover_hour if with_schedule else None)
                for _, cards in groupby(collection.cards(connection), key=lambda card: card.note and card.note.guid):
                    _take(found, list(cards))
        except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            raise StudykitError(f"{file}: its collection is damaged ({error}). Export it from Anki again. Nothing was imported.") from None
    return Parcel(
        tuple(found.entries),
        left_out=tuple(found.left_out),
        media=tuple(found.media),
        remarks=tuple(_remarks(found)),
        anki_cards=found.cards,
    )


def _take(found: _Package, cards: Sequence[AnkiCard]) -> None:
    """The cards of one note."""
    found.cards += len(cards)
    note = cards[0].note
    if note is None:
        found.left_out += [LeftOut(f"card {card.id}", "its note is not in the package") for card in cards]
        return
    found.media.update(dict.fromkeys(name for text in note.fields for name in media_of(text)))
    found.unshown.update(dict.fromkeys(_unshown(note)))
    for card in cards:
        try:
            found.entries.append(_entry(found, note, card, is_alone=len(cards) == 1))
        except NotTaken as reason:
            found.left_out.append(LeftOut(_title(note, card, len(cards)), str(reason)))


def _entry(found: _Package, note: Note, card: AnkiCard, is_alone: bool) -> Entry:
    place = f"{found.file}: note {note.guid}"
    if own := own_card(note):
        return Entry(place, *own, past=_past(found, card))
    # What the cards of a note share makes them one concept, of which a day asks one.
    source = [f"{ANKI}{note.guid}"] if is_alone else [f"{ANKI}{note.guid}#{card.number + 1}", f"{ANKI}{note.guid}"]
    raw = {**raw_of(note, card.number), "tags": list(note.tags), "source": source}
    return Entry(place, deck_name_of(card.deck), raw, _past(found, card))


def _unshown(note: Note) -> Iterator[str]:
    """The fields of a note that hold a text which none of its cards shows."""
    of = note.notetype
    shown = {name for one in of.templates.values() for side in (one.question, one.answer) for name in template.fields_in(side)}
    for name, text in zip(of.fields, note.fields, strict=False):
        if name not in shown and not template.is_empty(text) and not own_card(note):
            yield f"{name} ({of.name})"


def _past(found: _Package, card: AnkiCard) -> tuple[Past, ...]:
    log = found.log.get(card.id, [])
    state = list(state_of(card, log))
    found.scheduled += has_schedule(card, log)
    if found.rollover_hour is None:
        return tuple(state)
    schedule = list(schedule_of(card, log, found.first_day, found.rollover_hour))
    found.reviews_left += sum(line.ease > 0 for line in log) - len(reviews_of(card, log))
    found.without_reviews += bool(schedule) and not reviews_of(card, log) and card.type > 0
    return (*schedule, *state)


def _remarks(found: _Package) -> Iterator[str]:
    if found.rollover_hour is None and found.scheduled:
        yield f"Anki has a history of {_cards(found.scheduled)} here; --with-schedule takes it over, with the due dates."
    if found.unshown:
        yield f"Fields that no card of Anki shows are not taken: {', '.join(found.unshown)}."
    if found.reviews_left:
        yield f"Reviews from before a card was reset in Anki count neither there nor here: {found.reviews_left} left out."
    if found.without_reviews:
        yield f"{_cards(found.without_reviews)} with a due date, but no history in Anki: due on that day, with intervals that begin again."


def _cards(number: int) -> str:
    return "1 card" if number == 1 else f"{number} cards"


def _title(note: Note, card: AnkiCard, of: int) -> str:
    text = " ".join(markdown(note.fields[0]).split()) if note.fields else ""
    text = text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE]}…"
    return f"note {note.guid} ({text!r}{f', card {card.number + 1}' if of > 1 else ''})"
