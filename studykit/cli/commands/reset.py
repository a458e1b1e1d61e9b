"""`studykit reset`: starts an exercise again, with a backup of what was written."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json, shown
from studykit.study.clock import moment
from studykit.study.workspace import exercise_named, file_to_reset, is_file_name, start_again

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit reset optimizers/sgd_update")
def reset(
    ctx: typer.Context,
    id: Annotated[
        str | None, typer.Argument(help="topic/slug or your file; without it the exercise in progress.", autocompletion=complete_exercise)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The file and its backup as an object.")] = False,
) -> None:
    """Restore the starter. Your work is kept beside it as a .bak file."""
    here = desk(ctx)
    with here.store() as store:
        exercise = exercise_named(id, here.library, store)
        file = Path(id).absolute() if id and is_file_name(id) else file_to_reset(exercise, store)
        backup = start_again(exercise, store, file, moment(None))
    if json:
        print_json({"exercise": exercise.id, "file": str(file), "backup": str(backup) if backup else None})
    else:
        say(f"{shown(file)} is the starter again" + (f"; your work is kept in {shown(backup)}." if backup else "."))
