"""`studykit check`: proves a pack, for those who write one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.cli.desk import desk
from studykit.cli.show import console, mark, print_json
from studykit.content.check import Row, Tried, card_faults, rows, trials, try_all
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.content.validate import faults as pack_faults
from studykit.errors import PackError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit check")
def check(
    ctx: typer.Context,
    pack: Annotated[Path | None, typer.Argument(help="The folder of a pack; the one that comes along by default.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this exercise (topic/slug); again for more.", metavar="ID")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="With how many seeds each file is graded.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="All counts and faults as an object.")] = False,
) -> None:
    """Prove a pack: starters fail, solutions and also_right pass, mistakes fail, proofs hold. Exit code 0 if so, 1 if not."""
    folder = pack or builtin_pack()
    if not folder.is_dir():
        raise PackError([f"{folder}: no such folder. Give the folder that holds exercises/, solutions/ and cards/."])
    # A pack may build on the exercises and cards of the one that comes along.
    others = [] if folder.resolve() == builtin_pack().resolve() else [builtin_pack()]
    found = pack_faults(folder, others)
    table: list[Row] = []
    library: Library | None = None
    if not found:
        library = _own_part(load_library([*others, folder], desk(ctx).cache), folder)
        with _progress(json) as tell:
            if not only:
                found += card_faults(list(library.cards.values()), lambda: tell("cards"))
            tried = _exercises(library, only, seeds, tell)
        found += [one.fault for one in tried if one.fault is not None]
        table = rows(tried)
    if json:
        print_json({"pack": str(folder), "well": not found, "faults": found, **_counts(library, table)})
    else:
        _show(found, library, table)
    raise typer.Exit(1 if found else 0)


def _own_part(library: Library, folder: Path) -> Library:
    place = folder.absolute()
    exercises = {name: exercise for name, exercise in library.exercises.items() if exercise.pack == place}
    cards = {name: card for name, card in library.cards.items() if card.file.is_relative_to(place)}
    return replace(library, exercises=exercises, cards=cards)


def _exercises(library: Library, only: list[str] | None, seeds: int, tell: Any) -> list[Tried]:
    chosen = [library.exercise(name) for name in only] if only else list(library.exercises.values())
    to_try = [trial for exercise in chosen for trial in trials(exercise, range(seeds))]
    tried = []
    for one in try_all(to_try):
        tell(one.trial.exercise.id)
        tried.append(one)
    return tried


@contextmanager
def _progress(silent: bool) -> Iterator[Any]:
    out = console()
    if silent or not out.is_terminal:
        yield lambda what: None
        return
    with out.status("Loading PyTorch …") as status:
        yield lambda what: status.update(f"Proving {what} …")


def _counts(library: Library | None, table: list[Row]) -> dict[str, Any]:
    cards = list(library.cards.values()) if library else []
    return {
        "exercises": [asdict(row) for row in table],
        "cards": {"all": len(cards), "proved": sum(bool(card.proof) or bool(card.prints) for card in cards)},
    }


def _show(found: list[str], library: Library | None, table: list[Row]) -> None:
    for row in table:
        typer.echo(
            f"{mark(row.rejected == row.mistakes)} {row.exercise:<36} {row.tests:>3} tests  {row.also_right:>2} also right"
            f"  {row.rejected:>2} of {row.mistakes:>2} mistakes rejected, {row.diagnosed:>2} diagnosed  {row.seconds:.2f} s"
        )
    for fault in found:
        typer.echo(f"{mark(False)} {fault}")
    counts = _counts(library, table)["cards"]
    typer.echo(f"{len(table)} exercises, {counts['all']} cards ({counts['proved']} proved), {len(found)} faults")
