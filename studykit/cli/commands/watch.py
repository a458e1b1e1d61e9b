"""`studykit watch`: grades a file at each save, with the next steps a key away."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.options import AUTO, Device
from studykit.cli.terminal.out import say
from studykit.cli.views.exercise_view import ALL_DONE
from studykit.cli.watching.errands import following
from studykit.cli.watching.in_place import view_for
from studykit.cli.watching.loop import WatchSession
from studykit.cli.watching.view import Draw
from studykit.content.exercise import Exercise
from studykit.study.desk import Desk
from studykit.study.submission import exercise_of, read_submission

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit watch sgd_update.py")
def watch(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="Your file; without it the exercise in progress, or the next one.", metavar="[FILE]")
    ] = None,
    device: Device = AUTO,
) -> None:
    """Grade a file at each save. Keys: h hint, s solution after the pass, p picture, n next, l list, r reset, q quit.

    Each grade is recorded as by `grade`, but for the starter as it was handed out: its failure is shown and not recorded.
    """
    here = desk(ctx)
    found = _given(file.absolute(), here) if file else _in_progress(here) or _next(here)
    if found is None:
        say(ALL_DONE)
        return
    WatchSession(here, view_for(here), device).run(*found)


def _given(file: Path, here: Desk) -> tuple[Path, Exercise, Draw | None]:
    return file, exercise_of(file, read_submission(file), here.library), None


def _in_progress(here: Desk) -> tuple[Path, Exercise, Draw | None] | None:
    """The exercise handed out last whose file is still there."""
    with here.store() as store:
        workspaces = sorted(store.workspaces(), key=lambda workspace: workspace.at, reverse=True)
    for workspace in workspaces:
        if here.library.has(workspace.item) and Path(workspace.file).is_file():
            return Path(workspace.file), here.library.exercise(workspace.item), None
    return None


def _next(here: Desk) -> tuple[Path, Exercise, Draw | None] | None:
    found = following(here)
    return None if found is None else (found.file, found.exercise, found.note)
