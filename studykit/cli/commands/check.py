"""`studykit check`: proves a pack, for those who write one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.authoring.lint import faults as pack_faults
from studykit.authoring.mutation_score import share_faults
from studykit.authoring.trials import card_faults, claims
from studykit.authoring.validation import Plan, plans, prove
from studykit.cli.context import desk
from studykit.cli.views.check_view import Findings
from studykit.cli.views.show import console, print_json
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.mistake import mistake_named
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.errors import PackError, UnknownItem

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit check")
def check(
    ctx: typer.Context,
    pack: Annotated[Path | None, typer.Argument(help="The folder of a pack; the one that comes along by default.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this exercise (topic/slug); again for more.", metavar="ID")] = None,
    deck: Annotated[list[str] | None, typer.Option(help="Only the cards of this deck; again for more.", metavar="DECK")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="With how many seeds each file is graded.")] = 1,
    mutants: Annotated[bool, typer.Option("--mutants", help="Change each solution in small ways; the suites must notice.")] = False,
    show: Annotated[str | None, typer.Option(help="Print the program of this mistake, and nothing else.", metavar="ID/NAME")] = None,
    json: Annotated[bool, typer.Option("--json", help="All counts and faults as an object.")] = False,
) -> None:
    """Prove a pack: starters fail, solutions and also_right pass, mistakes fail, proofs hold. Exit code 0 if so, 1 if not."""
    folder = pack or builtin_pack()
    if not folder.is_dir():
        raise PackError([f"{folder}: no such folder. Give the folder that holds exercises/, solutions/ and cards/."])
    # A pack may build on the exercises and cards of the one that comes along.
    others = [] if folder.resolve() == builtin_pack().resolve() else [builtin_pack()]
    if show:
        typer.echo(_program(load_library([*others, folder], desk(ctx).cache), show), nl=False)
        return
    found = Findings(out=None if json else console())
    found.add_faults(pack_faults(folder, others))
    if not found.faults:
        library = _own_part(load_library([*others, folder], desk(ctx).cache), folder)
        exercises, found.cards = _chosen(library, only, deck)
        _prove(found, plans(exercises, seeds, mutants))
    if json:
        print_json({"pack": str(folder), **found.as_json()})
    found.sum_up()
    raise typer.Exit(1 if found.faults else 0)


def _program(library: Library, mistake: str) -> str:
    id, _, name = mistake.rpartition("/")
    return mistake_named(library.exercise(id), name).source


def _prove(found: Findings, planned: list[Plan]) -> None:
    """Run the claims of the cards, then the exercises."""
    with _progress(found.out, len(claims(found.cards)) + sum(plan.steps for plan in planned)) as tell:
        found.add_faults(card_faults(found.cards, lambda: tell("cards")))
        for proof in prove(planned, tell):
            found.add(proof)
    if found.mutants:
        found.add_faults(share_faults(found.mutants))


def _own_part(library: Library, folder: Path) -> Library:
    place = folder.absolute()
    exercises = {name: exercise for name, exercise in library.exercises.items() if exercise.pack == place}
    cards = {name: card for name, card in library.cards.items() if card.file.is_relative_to(place)}
    return replace(library, exercises=exercises, cards=cards)


def _chosen(library: Library, only: list[str] | None, decks: list[str] | None) -> tuple[list[Exercise], list[Card]]:
    """The exercises and cards to prove: those that are named, or all where nothing is."""
    if not only and not decks:
        return list(library.exercises.values()), list(library.cards.values())
    known = sorted({card.deck for card in library.cards.values()})
    for name in decks or ():
        if name not in known:
            raise UnknownItem(f"no deck '{name}' in this pack; it has {', '.join(known)}")
    return [library.exercise(name) for name in only or ()], [card for card in library.cards.values() if card.deck in (decks or ())]


@contextmanager
def _progress(out: Any, total: int) -> Iterator[Callable[[str], None]]:
    """A bar, where `out` is a terminal; what it gives is called after each of `total` steps."""
    if out is None or not out.is_terminal:
        yield lambda what: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("Loading PyTorch", total=total)
        yield lambda what: progress.update(task, advance=1, description=f"Proving {what}")
