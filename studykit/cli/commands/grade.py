"""`studykit grade`: judges a file, tells what holds and what does not, and records it."""

import sys
from pathlib import Path
from typing import Annotated

from studykit.cli.declared import Argument, Option, command
from studykit.cli.options import AUTO, Device
from studykit.cli.submit import submit
from studykit.study.desk import Desk


@command(epilog="Example: studykit grade sgd_update.py")
def grade(
    here: Desk,
    file: Annotated[Path, Argument("Your file; its first line says which exercise it answers.", metavar="FILE")],
    device: Device = AUTO,
    seed: Annotated[int | None, Option("Replay the run with this seed.", metavar="N", min=0, max=2**32 - 1)] = None,
    capsule: Annotated[str, Option("Write a script that repeats one call of this test, with its inputs.", metavar="TEST")] = "",
    verbose: Annotated[bool, Option("Show every requirement with all details.", short="-v")] = False,
    json: Annotated[bool, Option("The whole report as an object, and no progress.")] = False,
) -> None:
    """Grade a file with the hidden tests of its exercise. Exit code 0: passed, 1: not passed, 2: wrong call or file, 3: the
    grader failed."""
    sys.exit(submit(here, file, device, seed, capsule, json, verbose))
