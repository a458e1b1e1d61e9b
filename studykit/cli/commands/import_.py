"""`studykit import`: cards and history from a file of another program, or of another machine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.cli.context import desk
from studykit.cli.decks import complete_deck
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.content.pack import Library
from studykit.exchange import taking
from studykit.exchange.entry import Entry, events_of
from studykit.exchange.files import read
from studykit.exchange.parcel import LeftOut, Made, Parcel, made
from studykit.progress.events import Event
from studykit.study.desk import Desk
from studykit.study.phrases import named

MOST_REMARKS = 10

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("import", epilog="Example: studykit import deck.apkg --with-schedule")
def import_(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="A .csv or .json as `export` writes it, a .csv, .tsv or .txt of two columns, an .apkg of Anki.")
    ],
    deck: Annotated[str | None, typer.Option(help="Put all cards into this deck.", metavar="NAME", autocompletion=complete_deck)] = None,
    update: Annotated[bool, typer.Option("--update", help="Overwrite your own cards that differ from FILE.")] = False,
    with_schedule: Annotated[bool, typer.Option("--with-schedule", help="Also import due dates and history from Anki.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was imported, as an object.")] = False,
) -> None:
    """Import cards and history. A file with an error changes nothing."""
    here = desk(ctx)
    parcel = read(file, with_schedule, here.settings.day_begins_at)
    entries = [replace(entry, deck=deck) for entry in parcel.entries] if deck else parcel.entries
    found = made([_of_today(entry, here.library) for entry in entries], here.home / "cards", here.library.cards)
    taken = taking.sort_out(found.cards, here.library.cards, here.home / "cards", update)
    events = [*parcel.events, *_past(here, found)]
    taking.write(taken)
    counts = Counts(len(events), _record(here, events))
    if json:
        print_json(_as_json(parcel, found, taken, counts))
    else:
        _show(file, parcel, found, taken, counts)


def _of_today(entry: Entry, library: Library) -> Entry:
    """An entry under the id that its card has now, where the file is older than that."""
    id = f"{entry.deck}/{entry.raw.get('id')}"
    if id in library.cards or (item := library.former.get(f"card:{id}")) is None:
        return entry
    card = library.card(item)
    return replace(entry, deck=card.deck, raw={**entry.raw, "id": card.slug})


@dataclass(frozen=True)
class Counts:
    """Events that the file has, and those that are new of them."""

    given: int
    new: int


def _past(here: Desk, found: Made) -> Iterator[Event]:
    for card, entry in zip(found.cards, found.entries, strict=True):
        # Under the first of its names, so that the same events have the same ids after it was renamed.
        first = f"card:{card.aliases[0]}" if card.aliases else card.item
        yield from events_of(first, entry.past, here.settings.day_begins_at)


def _record(here: Desk, events: Sequence[Event]) -> int:
    if not events:
        return 0
    with here.store() as store:
        return store.take_in(events)


def _as_json(parcel: Parcel, found: Made, taken: taking.Taken, counts: Counts) -> dict[str, Any]:
    groups = {"added": taken.added, "same": taken.same, "updated": taken.updated, "kept": taken.kept}
    of_anki = {} if parcel.anki_cards is None else {"anki": {"cards": parcel.anki_cards, "made": len(found.cards)}}
    return {
        "cards": {**{name: len(group) for name, group in groups.items()}, "left_out": len(parcel.left_out)},
        "events": {"added": counts.new, "same": counts.given - counts.new},
        "media_left_out": len(parcel.media),
        "differing": [card.id for card in taken.kept],
        "left_out": [{"name": one.name, "why": one.why} for one in parcel.left_out],
        "remarks": [*parcel.remarks, *found.remarks],
        **of_anki,
    }


def _show(file: Path, parcel: Parcel, found: Made, taken: taking.Taken, counts: Counts) -> None:
    if parcel.anki_cards is not None:
        say(f"Anki has {_cards(parcel.anki_cards)} here; {len(found.cards)} made.")
    counted = [(len(taken.added), "new"), (len(taken.updated), "replaced"), (len(taken.same), "here already")]
    told = [f"{number} {what}" for number, what in counted if number]
    if told:
        say(f"Cards of {file}: {', '.join(told)}.")
    if taken.added:
        say(f"They are yours: {', '.join(str(deck) for deck in dict.fromkeys(card.file for card in taken.added))}")
    if counts.given:
        say(f"Events of {file}: {counts.new} new, {counts.given - counts.new} here already.")
    for remark in (*parcel.remarks, *found.remarks[:MOST_REMARKS]):
        say(remark, err=True)
    if len(found.remarks) > MOST_REMARKS:
        say(f"and {len(found.remarks) - MOST_REMARKS} more such rows; --json lists all.", err=True)
    _note("differ from yours, which stay; --update replaces those in your own decks", [card.id for card in taken.kept])
    for why, names in _by_reason(parcel.left_out).items():
        _note(f"were left out, for {why}", names)
    _note("media are not taken, for cards are text", parcel.media)


def _by_reason(left_out: Iterable[LeftOut]) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for one in left_out:
        reasons.setdefault(one.why, []).append(one.name)
    return reasons


def _cards(number: int) -> str:
    return "1 card" if number == 1 else f"{number} cards"


def _note(what: str, names: Sequence[str]) -> None:
    if names:
        say(f"{len(names)} {what}: {named(names)}", err=True)
