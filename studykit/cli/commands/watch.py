"""`studykit watch`: grades a file at each save, with the next steps a key away."""

from pathlib import Path
from typing import Annotated

from studykit.cli.complete import complete_exercise
from studykit.cli.declared import Argument, Option, Refused, command
from studykit.cli.options import AUTO, Device
from studykit.cli.terminal.out import say
from studykit.cli.views.exercise_view import ALL_DONE
from studykit.cli.watching.errands import following
from studykit.cli.watching.in_place import view_for
from studykit.cli.watching.loop import WatchSession
from studykit.cli.watching.view import Draw
from studykit.content.exercise import Exercise
from studykit.study.desk import Desk
from studykit.study.submission import submission_in


@command(epilog="Example: studykit watch sgd_update.py")
def watch(
    here: Desk,
    file: Annotated[Path | None, Argument("Your file; without it the exercise in progress, or the next one.", metavar="FILE")] = None,
    exercise: Annotated[
        str | None, Option("topic/slug: what to grade in a notebook that answers several.", completes=complete_exercise)
    ] = None,
    device: Device = AUTO,
) -> None:
    """Grade a file at every save. Keys: h hint, s solution after the pass, p picture, n next, b back, l list, e edit, v review, r reset,
    q quit.

    Of a notebook that answers several exercises, the one whose cells were changed last is graded, or the one that --exercise names.

    Each grade is recorded as by `grade`, but for the starter as it was handed out: its failure is shown and not recorded.
    """
    if exercise and file is None:
        raise Refused("goes with FILE.", "--exercise")
    found = _given(file.absolute(), exercise, here) if file else _in_progress(here) or _next(here)
    if found is None:
        say(ALL_DONE)
        return
    WatchSession(here, view_for(here), device).run(*found, is_named=exercise is not None)


def _given(file: Path, exercise: str | None, here: Desk) -> tuple[Path, Exercise, Draw | None]:
    return file, submission_in(file, here.library, exercise).exercise, None


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
