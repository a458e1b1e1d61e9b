"""`studykit class gradescope`: makes the autograder that Gradescope runs for each submission."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json, shown
from studykit.grading.feedback_level import Feedback

MADE = "Wrote {file}. Upload it in Gradescope under Configure Autograder, and set the assignment's autograder points to {points:g}."


def gradescope(
    ctx: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="topic/slug of what is to be answered.", autocompletion=complete_exercise)
    ],
    out: Annotated[Path, typer.Option(help="The zip to write.", metavar="FILE")],
    feedback: Annotated[Feedback, typer.Option(help="How much of the hidden tests students are told.")] = Feedback.FULL,
    points: Annotated[
        float | None, typer.Option(help="What all of it counts; 1 for each exercise if not given.", metavar="N", min=0)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same inputs for everybody.", metavar="N", min=0, max=2**32 - 1)] = None,
    wheel: Annotated[Path | None, typer.Option(help="Install this studykit instead of that of PyPI.", metavar="FILE")] = None,
    json: Annotated[bool, typer.Option("--json", help="The zip and what is in it, as an object.")] = False,
) -> None:
    """Make the zip that Gradescope grades submissions with."""
    from studykit.classroom.autograder import Autograder, packs_of, write_autograder  # start-up time: Tab needs none of it

    library = desk(ctx).library
    exercises = tuple(dict.fromkeys(library.exercise(id) for id in ids))
    names = write_autograder(Autograder(exercises, feedback, points, seed, wheel, packs_of(exercises, library)), out)
    worth = len(exercises) if points is None else points
    if json:
        print_json({"file": str(out), "exercises": [exercise.id for exercise in exercises], "points": worth, "holds": names})
    else:
        say(MADE.format(file=shown(out), points=worth))
