"""`studykit export`: cards and history to a file that other programs read."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.decks import complete_deck, known_decks
from studykit.cli.terminal.consent import ask_before
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.content.deck import Card
from studykit.errors import StudykitError
from studykit.exchange.files import Format, format_of, whole
from studykit.study.desk import Desk
from studykit.study.phrases import counted

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit export cards.csv --deck optimizers")
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=".csv: cards, or history; .json: both; .apkg: cards for Anki.")],
    deck: Annotated[
        list[str] | None, typer.Option(help="Only this deck; may be repeated.", metavar="DECK", autocompletion=complete_deck)
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cards with this tag; may be repeated.", metavar="TAG")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only your own decks.")] = False,
    history: Annotated[bool, typer.Option("--history", help="The history instead of the cards (.csv, .json).")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", "--force", help="Do not ask, even if FILE already exists.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was written, as an object.")] = False,
) -> None:
    """Export cards and history to FILE, in the format of its suffix."""
    here, format = desk(ctx), format_of(file)
    chosen = _chosen(here, deck or [], tag or [], mine)
    if history and (deck or tag or mine or format is Format.APKG):
        raise StudykitError("--history is the whole log, in .csv or .json; leave out --deck, --tag and --mine.")
    if file.is_file():
        ask_before(f"{file}: already exists", "overwrite it", yes)
    with whole(file) as part:
        cards, events = _write(here, part, format, [] if history else chosen, with_events=history or not (deck or tag or mine))
    if json:
        print_json({"file": str(file), "cards": cards, "events": events})
    else:
        say(f"Wrote {file}: {counted(cards, 'card')}, {counted(events, 'event')}.")


def _chosen(here: Desk, decks: list[str], tags: list[str], mine: bool) -> list[Card]:
    known_decks(here.library, decks)
    own = (here.home / "cards").resolve()
    found = [
        card
        for card in here.library.cards.values()
        if (not decks or card.deck in decks) and (not tags or set(tags) & set(card.tags)) and (not mine or card.file.parent == own)
    ]
    if not found and (decks or tags or mine):
        raise StudykitError("No card is in this scope, so nothing was written. `studykit list --cards` shows all.")
    return found


def _write(here: Desk, part: Path, format: Format, cards: list[Card], with_events: bool) -> tuple[int, int]:
    if format is Format.APKG:
        from studykit.exchange.apkg_out import write_apkg  # start-up time: a library that only Anki's format needs

        return write_apkg(part, cards), 0
    from studykit.exchange.csvfile import write_cards, write_history  # start-up time, as above
    from studykit.exchange.history import rows
    from studykit.exchange.jsonfile import write_json

    with here.store() as store, part.open("w", encoding="utf-8", newline="") as out:
        if format is Format.JSON:
            return write_json(out, cards, rows(store) if with_events else ())
        return (write_cards(out, cards), 0) if cards else (0, write_history(out, rows(store)))
