"""`studykit hint`: one hint at a time, each recorded, from a nudge to nearly the answer."""

from typing import Annotated

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.context import desk
from studykit.cli.terminal.out import console
from studykit.cli.views.exercise_view import show_hint
from studykit.cli.views.show import print_json
from studykit.study.clock import moment
from studykit.study.hints import take_hint
from studykit.study.workspace import exercise_named

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit hint")
def hint(
    ctx: typer.Context,
    id: Annotated[
        str | None, typer.Argument(help="topic/slug or your file; without it the exercise in progress.", autocompletion=complete_exercise)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The hint as an object.")] = False,
) -> None:
    """Show the next hint. A pass with hints counts as quality 3; hints seen before can be had again by scrolling up."""
    here = desk(ctx)
    with here.store() as store:
        exercise = exercise_named(id, here.library, store)
        taken = take_hint(exercise, store, moment(None))
    if json:
        print_json({"exercise": exercise.id, "hint": taken.number, "of": taken.count, "text": "\n".join(taken.texts)})
    else:
        show_hint(console(), exercise, taken)
