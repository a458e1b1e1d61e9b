"""`studykit rename`: another id, or another deck, for a card of one's own, which keeps its history."""

from typing import Annotated

import typer

from studykit.cli.complete import complete_item
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json, shown
from studykit.errors import UnknownItem
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.phrases import when
from studykit.study.schedules import schedule_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit rename mine/q1 mine/capital-of-france")
def rename(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(help="deck/slug of a card in a deck of your own.", autocompletion=complete_item)],
    new: Annotated[str, typer.Argument(help="Its new deck/slug, or the new slug alone.")],
    json: Annotated[bool, typer.Option("--json", help="The card and its schedule as an object.")] = False,
) -> None:
    """Rename or move a card of your own; it keeps its history. Also for a card that was renamed by hand."""
    from studykit.authoring.rename import rename as rename_card  # start-up time: Tab needs none of it

    here = desk(ctx)
    _check_known(here, old)
    card = rename_card(here.library, here.home / "cards", old, new)
    library = here.read_library()
    with here.store(packs=False) as store:
        store.learn_names(library.former, library.has)
        memory = store.memory(card.item)
    if json:
        print_json({"item": card.item, "aliases": list(card.aliases), "file": str(card.file), "schedule": schedule_json(memory)})
        return
    due = f"; due {when(memory.due, here.day(moment(None)))}" if memory and memory.due else ""
    reviews = memory.reviews if memory else 0
    kept = f"with its {'1 review' if reviews == 1 else f'{reviews} reviews'}{due}" if reviews else f"not reviewed yet{due}"
    say(f"{card.aliases[-1]} is {card.id} now, {kept}. It stands in {shown(card.file)}.")


def _check_known(here: Desk, old: str) -> None:
    """A card that is not here now must have a history: else its id is a typing error, which the library tells."""
    name = old.removeprefix("card:")
    if name not in here.library.cards:
        with here.store() as store:
            if store.events(f"card:{name}"):
                return
        try:
            here.library.item(old)
        except UnknownItem:
            here.library.card(name)
