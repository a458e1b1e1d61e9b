"""`studykit solution`: the reference answer, after a pass or when it is given up."""

from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.context import desk
from studykit.cli.terminal.out import console, say
from studykit.cli.views.exercise_view import show_solution
from studykit.cli.views.show import print_json
from studykit.content.exercise import Exercise
from studykit.study.clock import moment
from studykit.study.phrases import when
from studykit.study.schedules import schedule_json
from studykit.study.solutions import reveal
from studykit.study.workspace import exercise_named

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit solution optimizers/sgd_update")
def solution(
    ctx: typer.Context,
    id: Annotated[
        str | None, typer.Argument(help="topic/slug or your file; without it the exercise in progress.", autocompletion=complete_exercise)
    ] = None,
    give_up: Annotated[bool, typer.Option("--give-up", help="Show it before you pass; the exercise comes back in a week.")] = False,
    all_ways: Annotated[bool, typer.Option("--all", help="Also show further right answers.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The solutions as an object.")] = False,
) -> None:
    """Show the solution, after a pass or when you give up."""
    here, now = desk(ctx), moment(None)
    today = here.day(now)
    with here.store() as store:
        exercise = exercise_named(id, here.library, store)
        given_up = reveal(exercise, store, now, today, give_up)
        memory = store.memory(exercise.item)
    others = exercise.also_right if all_ways or json else ()
    if json:
        print_json(_as_json(exercise, others, schedule_json(memory)))
        return
    show_solution(console(), exercise, others)
    if given_up and memory and memory.due:
        say(f"Given up; {exercise.id} comes back {when(memory.due, today)}.")


def _as_json(exercise: Exercise, others: tuple[Path, ...], schedule: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "exercise": exercise.id,
        "solution": exercise.solution.read_text(encoding="utf-8"),
        "also_right": {file.stem: file.read_text(encoding="utf-8") for file in others},
        "schedule": schedule,
    }
