"""`studykit import`: cards and history from a file of another program, or of another machine."""

from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.cli.context import desk
from studykit.cli.decks import complete_deck
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.exchange import taking
from studykit.exchange.files import read
from studykit.exchange.parcel import Entry, Parcel, cards_of
from studykit.study.desk import Desk
from studykit.study.phrases import named

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("import", epilog="Example: studykit import deck.apkg")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A .csv or .json as `export` writes it, or an .apkg of Anki.")],
    deck: Annotated[str | None, typer.Option(help="Put all cards into this deck.", metavar="NAME", autocompletion=complete_deck)] = None,
    update: Annotated[bool, typer.Option("--update", help="Cards of your own that differ become those of FILE.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was taken in, as an object.")] = False,
) -> None:
    """Take cards into decks of your own, and events into the log. A file with a fault changes nothing."""
    here = desk(ctx)
    parcel = read(file)
    entries = tuple(Entry(entry.place, deck, entry.raw) for entry in parcel.entries) if deck else parcel.entries
    cards = cards_of(entries, here.home / "cards", here.library.cards)
    taken = taking.sort_out(cards, here.library.cards, here.home / "cards", update)
    taking.write(taken)
    new_events = _events(here, parcel)
    if json:
        print_json(_as_json(parcel, taken, new_events))
    else:
        _show(file, parcel, taken, new_events)


def _events(here: Desk, parcel: Parcel) -> int:
    if not parcel.events:
        return 0
    with here.store() as store:
        return store.take_in(parcel.events)


def _as_json(parcel: Parcel, taken: taking.Taken, new_events: int) -> dict[str, Any]:
    groups = {"added": taken.added, "same": taken.same, "updated": taken.updated, "kept": taken.kept}
    return {
        "cards": {**{name: len(group) for name, group in groups.items()}, "left_out": len(parcel.left_out)},
        "events": {"added": new_events, "same": len(parcel.events) - new_events},
        "media_left_out": len(parcel.media),
        "differing": [card.id for card in taken.kept],
    }


def _show(file: Path, parcel: Parcel, taken: taking.Taken, new_events: int) -> None:
    counted = [(len(taken.added), "new"), (len(taken.updated), "replaced"), (len(taken.same), "here already")]
    told = [f"{number} {what}" for number, what in counted if number]
    if told:
        say(f"Cards of {file}: {', '.join(told)}.")
    if taken.added:
        say(f"They are yours: {', '.join(str(deck) for deck in dict.fromkeys(card.file for card in taken.added))}")
    if parcel.events:
        say(f"Events of {file}: {new_events} new, {len(parcel.events) - new_events} here already.")
    _note("differ from yours, which stay; --update replaces those in your own decks", [card.id for card in taken.kept])
    _note("were left out", parcel.left_out)
    _note("media are not taken, for cards are text", parcel.media)


def _note(what: str, names: Any) -> None:
    if names:
        say(f"{len(names)} {what}: {named(names)}", err=True)
