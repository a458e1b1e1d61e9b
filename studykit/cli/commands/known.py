"""`studykit known`: a blank attempt, for who knows an exercise already and would rather show it than be led through it."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.context import desk
from studykit.cli.terminal.out import console
from studykit.cli.views.show import print_json, print_markdown, shown
from studykit.content.blank import FROM_SCRATCH
from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.starter import task
from studykit.study.clock import moment
from studykit.study.next_up import skipped_by
from studykit.study.phrases import named
from studykit.study.status import stages
from studykit.study.workspace import HandedOut, open_blank

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit known optimizers/sgd_update --to work")
def known(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="The exercise you know, as topic/slug.", autocompletion=complete_exercise)],
    to: Annotated[Path | None, typer.Option(help="The folder for the file; default: the one used last.", metavar="DIR")] = None,
    json: Annotated[bool, typer.Option("--json", help="The exercise, its file and what a pass would skip, as an object.")] = False,
) -> None:
    """Test out of an exercise: get its task and signatures only. A pass counts, and `next` skips what it builds on."""
    here = desk(ctx)
    exercise = here.library.exercise(id)
    with here.store() as store:
        skipped = skipped_by(exercise, stages(here.library, store))
        handed_out = open_blank(exercise, store, to.absolute() if to else None, moment(None))
    if json:
        print_json({"exercise": exercise.id, "file": str(handed_out.file), "written": handed_out.written, "skips": skipped})
    else:
        _show(exercise, handed_out, skipped)


def _show(exercise: Exercise, handed_out: HandedOut, skipped: list[str]) -> None:
    out, file = console(), shown(handed_out.file)
    print_markdown(out, task(exercise))
    out.print()
    out.print(f"{'Wrote' if handed_out.written else 'Your attempt goes on in'} {file}", style="bold", markup=False, soft_wrap=True)
    if exercise.kind is ExerciseKind.FIX:
        out.print(FROM_SCRATCH, markup=False)
    out.print(f"Write it, then:  studykit grade {shlex.quote(file)}", markup=False, soft_wrap=True)
    if skipped:
        out.print(f"A pass also lets `studykit next` skip {named(skipped)}.", markup=False)
    if exercise.kind is ExerciseKind.FIX:
        out.print(f"Rather fix a bug?  studykit reset {shlex.quote(file)}", markup=False, soft_wrap=True)
