"""`studykit new`: for authors, a card or a whole exercise to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.command_group import CommandGroup
from studykit.cli.context import desk
from studykit.cli.decks import complete_deck
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json, shown
from studykit.content.deck import CardKind

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Create a card or an exercise of your own.",
    epilog="Example: studykit new card mine",
)

ADDED = "Added {id} to {file}, line {line}. Edit it as you like, its history stays; `studykit rename` changes the id."


@app.command("card", epilog='Example: studykit new card mine --front "Where does a gradient point?" --back Uphill.')
def card(
    ctx: typer.Context,
    deck: Annotated[
        str, typer.Argument(help="The deck in your own cards/; made if it is not there.", autocompletion=complete_deck)
    ] = "mine",
    front: Annotated[str, typer.Option(help="The question, in Markdown; asked for if not given.", metavar="TEXT")] = "",
    back: Annotated[str, typer.Option(help="The answer, or for other kinds a remark on it.", metavar="TEXT")] = "",
    kind: Annotated[CardKind, typer.Option(help="What is asked of you.")] = CardKind.BASIC,
    answer: Annotated[list[str] | None, typer.Option(help="typed, choice: what is right; may be repeated.", metavar="TEXT")] = None,
    choice: Annotated[list[str] | None, typer.Option(help="choice: what is wrong; may be repeated.", metavar="TEXT")] = None,
    code: Annotated[str, typer.Option(help="Python that is shown with the question.", metavar="TEXT")] = "",
    prints: Annotated[str, typer.Option(help="predict: what the code prints.", metavar="TEXT")] = "",
    tags: Annotated[str, typer.Option(help="Tags, with commas between.", metavar="A,B")] = "",
    id: Annotated[str, typer.Option(help="Small letters, digits, hyphens; from the front if not given.", metavar="SLUG")] = "",
    edit: Annotated[bool, typer.Option("--edit", help="Write it in $VISUAL or $EDITOR, or else in nano or vi.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What was added, as an object.")] = False,
) -> None:
    """Add a card to a deck of your own; its file keeps its comments and layout."""
    from studykit.cli.commands import new_card  # start-up time: Tab needs none of it

    given = {
        "id": id,
        "kind": kind.value,
        "front": front,
        "back": back,
        "answer": list(answer or ()),
        "choices": list(choice or ()),
        "code": code,
        "prints": prints,
        "tags": [tag for word in tags.split(",") if (tag := word.strip())],
    }
    here = desk(ctx)
    added = new_card.by_editor(here, deck, given) if edit else [new_card.by_answers(here, deck, given)]
    cards = [{"item": card.item, "file": str(card.file), "line": card.line} for card in added]
    if json:
        print_json({"cards": cards})
        return
    for card in added:
        say(ADDED.format(id=card.id, file=shown(card.file), line=card.line))


@app.command("exercise", epilog="Example: studykit new exercise tensors/row_means --pack my_pack")
def exercise(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="TOPIC/SLUG", help="Two Python names; files, function and curriculum follow them.")],
    pack: Annotated[Path, typer.Option(help="The pack's folder; made if it is not there.", metavar="DIR")],
    json: Annotated[bool, typer.Option("--json", help="The files written, as an object.")] = False,
) -> None:
    """Start an exercise: a tiny valid one, with a TODO at each place to change."""
    from studykit.authoring.scaffold import scaffold  # start-up time, as above

    written = scaffold(id, pack, desk(ctx).library)
    if json:
        print_json({"exercise": id, "pack": str(pack), "files": [str(file) for file in written]})
        return
    for file in written:
        say(f"Wrote {shown(file)}")
    say(f"\nEach TODO says what to change. Validate it at any time:  studykit check {shown(pack)} --only {id}")
