"""`studykit grade`: judges a file, tells what holds and what does not, and records it."""

import sys
from pathlib import Path
from typing import Annotated

from studykit.cli.complete import complete_exercise
from studykit.cli.declared import Argument, Option, Refused, command
from studykit.cli.options import AUTO, Device, FeedbackName
from studykit.cli.submit import Form, submit
from studykit.grading.feedback_level import Feedback
from studykit.study.desk import Desk
from studykit.study.submission import submission_in


@command(epilog="Example: studykit grade sgd_update.py")
def grade(
    here: Desk,
    file: Annotated[Path, Argument("Your file; its first line says which exercise it answers.", metavar="FILE")],
    exercise: Annotated[
        str | None, Option("topic/slug: what to grade in a notebook that answers several.", completes=complete_exercise)
    ] = None,
    all_cells: Annotated[bool, Option("Grade every cell of a notebook, not only those that answer the exercise.")] = False,
    device: Device = AUTO,
    seed: Annotated[int | None, Option("Replay the run with this seed.", metavar="N", min=0, max=2**32 - 1)] = None,
    capsule: Annotated[str, Option("Write a script that repeats one call of this test, with its inputs.", metavar="TEST")] = "",
    verbose: Annotated[bool, Option("Show every requirement with all details.", short="-v")] = False,
    format: Annotated[Form, Option("What is printed: lines for an editor (FILE:LINE: message), the others for other programs.")] = "text",
    feedback: Annotated[FeedbackName, Option("How much of the hidden tests is told.")] = "full",
    json: Annotated[bool, Option("The whole report as an object, and no progress.")] = False,
) -> None:
    """Grade a file with the hidden tests of its exercise. Exit code 0: passed, 1: not passed, 2: wrong call or file, 3: the
    grader failed."""
    if json and format not in ("text", "json"):
        raise Refused("does not go together with --json.", "--format")
    if capsule and feedback != "full":
        raise Refused("tells what --feedback leaves out.", "--capsule")
    submission = submission_in(file, here.library, exercise, all_cells)
    sys.exit(submit(here, file, submission, device, seed, capsule, "json" if json else format, verbose, Feedback(feedback)))
