"""`studykit check`: proves a pack, for those who write one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from studykit.cli.desk import desk
from studykit.cli.show import console, mark, named, print_json
from studykit.content.check import Row, card_faults, claims, rows, trials, try_all
from studykit.content.check_mutants import MutantRow, Outcome, all_mutants, mutant_faults, mutant_rows, try_mutants
from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.content.validate import faults as pack_faults
from studykit.errors import PackError, UnknownItem

T = TypeVar("T")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit check")
def check(
    ctx: typer.Context,
    pack: Annotated[Path | None, typer.Argument(help="The folder of a pack; the one that comes along by default.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this exercise (topic/slug); again for more.", metavar="ID")] = None,
    deck: Annotated[list[str] | None, typer.Option(help="Only the cards of this deck; again for more.", metavar="DECK")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="With how many seeds each file is graded.")] = 1,
    mutants: Annotated[bool, typer.Option("--mutants", help="Change each solution in small ways; the suites must notice.")] = False,
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
    tested: list[Outcome] = []
    cards: list[Card] = []
    if not found:
        library = _own_part(load_library([*others, folder], desk(ctx).cache), folder)
        exercises, cards = _chosen(library, only, deck)
        to_try = [trial for exercise in exercises for trial in trials(exercise, range(seeds))]
        to_reject = all_mutants(exercises) if mutants else []
        with _progress(json, len(claims(cards)) + len(to_try) + len(to_reject)) as tell:
            found += card_faults(cards, lambda: tell("cards"))
            tried = [_told(one, tell, one.trial.exercise.id) for one in try_all(to_try)]
            tested = [_told(one, tell, f"mutants of {one.exercise.id}") for one in try_mutants(to_reject)]
        found += [one.fault for one in tried if one.fault is not None] + mutant_faults(tested)
        table = rows(tried)
    by_exercise = {row.exercise: row for row in mutant_rows(tested)}
    if json:
        print_json({"pack": str(folder), "well": not found, "faults": found, **_counts(cards, table, by_exercise)})
    else:
        _show(found, cards, table, by_exercise)
    raise typer.Exit(1 if found else 0)


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


def _told(one: T, tell: Callable[[str], None], what: str) -> T:
    tell(what)
    return one


@contextmanager
def _progress(silent: bool, total: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal; what it gives is called after each of `total` steps."""
    out = console()
    if silent or not out.is_terminal:
        yield lambda what: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("Loading PyTorch", total=total)
        yield lambda what: progress.update(task, advance=1, description=f"Proving {what}")


def _counts(cards: list[Card], table: list[Row], mutants: dict[str, MutantRow]) -> dict[str, Any]:
    return {
        "exercises": [asdict(row) | _mutants_json(mutants.get(row.exercise)) for row in table],
        "cards": {"all": len(cards), "proved": sum(bool(card.proof) or bool(card.prints) for card in cards)},
    }


def _mutants_json(row: MutantRow | None) -> dict[str, Any]:
    return {} if row is None else {"mutants": row.mutants, "mutants_rejected": row.rejected, "survivors": list(row.survivors)}


def _show(found: list[str], cards: list[Card], table: list[Row], mutants: dict[str, MutantRow]) -> None:
    for row in table:
        other = mutants.get(row.exercise)
        killed = f"  {other.rejected:>3} of {other.mutants:>3} mutants rejected" if other else ""
        typer.echo(
            f"{mark(row.rejected == row.mistakes)} {row.exercise:<36} {row.tests:>3} tests  {row.also_right:>2} also right"
            f"  {row.rejected:>2} of {row.mistakes:>2} mistakes rejected, {row.diagnosed:>2} diagnosed{killed}  {row.seconds:.2f} s"
        )
        if row.undiagnosed:
            typer.echo(f"  not diagnosed: {named(row.undiagnosed)}")
    for fault in found:
        typer.echo(f"{mark(False)} {fault}")
    if mutants:
        every, rejected = sum(row.mutants for row in mutants.values()), sum(row.rejected for row in mutants.values())
        typer.echo(f"{rejected} of {every} mutants rejected ({rejected / max(1, every):.1%})")
    counts = _counts(cards, table, {})["cards"]
    typer.echo(f"Exercises: {len(table)}. Cards: {counts['all']} ({counts['proved']} proved). Faults: {len(found)}.")
