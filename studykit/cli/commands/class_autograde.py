"""`studykit class autograde`: what the autograder of `class gradescope` calls for each submission."""

import json as json_format
import traceback
from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import shown
from studykit.grading.feedback_level import Feedback


def autograde(
    ctx: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="topic/slug of what is to be answered.", autocompletion=complete_exercise)
    ],
    submission: Annotated[Path, typer.Option(help="The folder with what was handed in.", metavar="DIR")],
    out: Annotated[Path, typer.Option(help="Where the results go, in Gradescope's format.", metavar="FILE")],
    feedback: Annotated[Feedback, typer.Option(help="How much of the hidden tests is told.")] = Feedback.FULL,
    points: Annotated[
        float | None, typer.Option(help="What all of it counts; 1 for each exercise if not given.", metavar="N", min=0)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Replay the run with this seed.", metavar="N", min=0, max=2**32 - 1)] = None,
) -> None:
    """Grade one submission for Gradescope, and record nothing. Exit code 0 if the results are written, whatever they are."""
    from studykit.classroom.autograding import Assignment, autograded, failed  # start-up time: Tab needs none of it
    from studykit.study.whole_file import write_text

    try:
        results = autograded(desk(ctx), Assignment(tuple(ids), feedback, points, seed), submission)
    except Exception:  # noqa: BLE001 - a bug of ours must not leave a student without results; instructors see its traceback
        traceback.print_exc()
        results = failed()
    write_text(out, json_format.dumps(results, indent=2) + "\n")
    say(f"Wrote {shown(out)}")
