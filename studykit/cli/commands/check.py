"""`studykit check`: validates a pack, for its authors."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from studykit.authoring.hunt_check import hunt_row, record_rejections
from studykit.authoring.pack_check import Selection, own_part, packs_beside
from studykit.authoring.pack_check import check as check_pack
from studykit.authoring.requirements import mark_faults
from studykit.authoring.requirements import requirements as table
from studykit.cli.context import desk
from studykit.cli.terminal.out import console, say
from studykit.cli.views.check_view import CheckView, Progress, show_requirements
from studykit.cli.views.hunt_check_view import show_hunts
from studykit.cli.views.show import print_json
from studykit.content.exercise import Exercise
from studykit.content.mistake import mistake_named, mistakes_of
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.content.source import read_source
from studykit.content.starter import task
from studykit.errors import StudykitError
from studykit.study.desk import Desk
from studykit.study.grades import open_grader

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit check")
def check(
    ctx: typer.Context,
    pack: Annotated[Path | None, typer.Argument(help="The folder of a pack; by default the built-in pack.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this exercise (topic/slug); may be repeated.", metavar="ID")] = None,
    deck: Annotated[list[str] | None, typer.Option(help="Only the cards of this deck; may be repeated.", metavar="DECK")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="Number of seeds each file is graded with.")] = 1,
    every: Annotated[int, typer.Option(min=1, metavar="N", help="Grade only every Nth mistake.")] = 1,
    mutants: Annotated[bool, typer.Option("--mutants", help="Mutate each solution; the suites must reject the mutants.")] = False,
    show: Annotated[str | None, typer.Option(help="Print the program of this mistake and exit.", metavar="ID/NAME")] = None,
    requirements: Annotated[str | None, typer.Option(help="Print which tests check each sentence of a task.", metavar="ID")] = None,
    hunts: Annotated[bool, typer.Option("--hunts", help="Print which mistakes serve as bug hunts, and why others do not.")] = False,
    record: Annotated[bool, typer.Option("--record", help="With --hunts: grade the mistakes first, as fair choices need.")] = False,
    json: Annotated[bool, typer.Option("--json", help="All counts and faults as an object.")] = False,
) -> None:
    """Validate a pack. Starters and mistakes must fail, solutions and also_right pass, and proofs hold. Exit code 1 if not."""
    here = desk(ctx)
    folder, cache = pack or builtin_pack(), here.cache
    if show:
        say(_program(load_library([*packs_beside(folder), folder], cache), show), end="")
        return
    if requirements:
        raise typer.Exit(_requirements(load_library([*packs_beside(folder), folder], cache).exercise(requirements), json))
    if record and not hunts:
        raise StudykitError("--record goes with --hunts: studykit check --hunts --record")
    if hunts:
        raise typer.Exit(_hunts(here, folder, only or [], record, json))
    chosen = Selection(only or (), deck or (), seeds, mutants, every)
    if json:
        found = check_pack(folder, chosen, Progress(), cache, open_grader=lambda: open_grader(here))
        print_json({"pack": str(folder), **found.as_json()})
    else:
        view = CheckView(console())
        with view.showing():
            found = check_pack(folder, chosen, view, cache, lambda: open_grader(here))
        view.sum_up(found)
    raise typer.Exit(0 if found.well else 1)


def _requirements(exercise: Exercise, json: bool) -> int:
    """Print the table of an exercise's sentences; the exit code."""
    suite = read_source(exercise.suite, exercise.suite.relative_to(exercise.pack).as_posix())
    found = table(task(exercise), suite)
    faults = list(mark_faults(task(exercise), suite, exercise.forbids))
    if json:
        print_json({"exercise": exercise.id, "requirements": [asdict(each) for each in found], "faults": faults})
    else:
        show_requirements(console(), found, faults)
    return 1 if faults or not all(each.is_settled for each in found) else 0


def _hunts(here: Desk, folder: Path, only: list[str], record: bool, json: bool) -> int:
    """Print which mistakes serve as hunts; the exit code."""
    library = own_part(load_library([*packs_beside(folder), folder], here.cache), folder)
    exercises = [library.exercise(name) for name in only] or list(library.exercises.values())
    if record:
        _record(here, exercises)
    rows = [hunt_row(exercise) for exercise in exercises]
    faults = [fault for row in rows for fault in row.faults]
    if json:
        print_json({"pack": str(folder), "well": not faults, "faults": faults, "exercises": [row.as_json() for row in rows]})
    else:
        show_hunts(console(), rows, with_reasons=bool(only))
    return 1 if faults else 0


def _record(here: Desk, exercises: list[Exercise]) -> None:
    told = Progress()
    told.begin(sum(len(mistakes_of(exercise)) for exercise in exercises))
    with open_grader(here) as grader:
        for exercise in exercises:
            record_rejections(exercise, grader, partial(told.step, exercise.id))


def _program(library: Library, mistake: str) -> str:
    id, _, name = mistake.rpartition("/")
    return mistake_named(library.exercise(id), name).source
