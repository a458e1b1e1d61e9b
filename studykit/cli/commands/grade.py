"""`studykit grade`: judges a file, tells what holds and what does not, and records it."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.options import AUTO, Device
from studykit.cli.submit import submit

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit grade sgd_update.py")
def grade(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Your file; its first line says which exercise it answers.", metavar="FILE")],
    device: Device = AUTO,
    seed: Annotated[int | None, typer.Option(help="Replay the run with this seed.", min=0, max=2**32 - 1)] = None,
    capsule: Annotated[
        str, typer.Option(help="Write a script that makes one call of this test again, with its inputs.", metavar="TEST")
    ] = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every requirement with all details.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The whole report as an object, and no progress.")] = False,
) -> None:
    """Grade a file by the exercise's hidden tests. Exit code 0 passed, 1 not passed, 2 the file or call is wrong, 3 the grader failed."""
    raise typer.Exit(submit(desk(ctx), file, device, seed, capsule, json, verbose))
