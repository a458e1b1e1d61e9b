"""`studykit plot`: draws a picture of the notes from the learner's own code, or from the solution."""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from studykit.cli.desk import Desk, desk
from studykit.cli.show import is_unicode, print_json
from studykit.content.exercise import Exercise
from studykit.errors import StudykitError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

IMAGES = (".png", ".svg")
NEEDED = ("plotext", "matplotlib", "plotly")


def _complete(incomplete: str) -> list[str]:
    from studykit.visuals.picture import names

    return [name for name in names() if name.startswith(incomplete)]


@app.command(epilog="Example: studykit plot descent_path numpy_loop.py --html path.html")
def plot(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The picture; without it, a list of all.", autocompletion=_complete)] = None,
    file: Annotated[
        Path | None, typer.Argument(help="Your answer, from which it is drawn; without it the solution's.", metavar="[FILE]")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write it as .png or .svg.", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as a page to turn, slide and step through.", metavar="FILE")] = None,
    dark: Annotated[bool, typer.Option("--dark", help="On a dark ground (with --out).")] = False,
    json: Annotated[bool, typer.Option("--json", help="The list, or the numbers that are drawn, as JSON.")] = False,
) -> None:
    """Draw a picture from your own code. Without options it appears in the terminal."""
    here = desk(ctx)
    if name is None:
        _list(here, json)
        return
    from studykit.visuals.picture import picture  # start-up time: the list of commands does without

    found = picture(name)
    _check_target(out)
    if not json:
        _check_libraries()
    yours, right = _numbers(here, found, file)
    if json:
        print_json({"picture": name, "yours": yours, "right": right})
        return
    chart = found.chart(yours, right)
    if out:
        _write_image(chart, out, "dark" if dark else "light")
    if html:
        from studykit.visuals.page import GENERATOR, page

        _refuse_a_foreign_file(html, GENERATOR)
        _write(html, page(chart))
    if not out and not html:
        from studykit.visuals.terminal import in_terminal

        colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        typer.echo(in_terminal(chart, min(shutil.get_terminal_size().columns, 160), colours) if is_unicode() else chart.title)


def _list(here: Desk, as_json: bool) -> None:
    from studykit.visuals.picture import Picture, names

    pictures = [Picture(name) for name in names()]
    if as_json:
        print_json([{"picture": each.name, "title": each.title, "exercises": list(each.exercises)} for each in pictures])
        return
    width = max(len(each.name) for each in pictures)
    for each in pictures:
        typer.echo(f"{each.name:<{width}}  {each.title}")
    typer.echo("\nstudykit plot NAME draws the solution's, studykit plot NAME FILE yours.")


def _numbers(here: Desk, found: Any, file: Path | None) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The learner's numbers, if there is a file, and the solution's."""
    from studykit.cli.submit import open_grader
    from studykit.cli.workspace import exercise_of, read_submission

    if file is None:
        exercise, text = here.library.exercise(found.exercises[0]), None
    else:
        text = read_submission(file)
        exercise = exercise_of(file, text, here.library)
    solution = exercise.solution.read_text(encoding="utf-8")
    jobs = [found.job(exercise, text, file.name)] if file is not None and text is not None else []
    jobs.append(found.job(exercise, solution, exercise.solution.name))
    with open_grader(here) as grader:
        reports = [_recorded(grader.grade(job), exercise, job.file_name) for job in jobs]
    return (reports[0] if text is not None else None), reports[-1]


def _recorded(report: Any, exercise: Exercise, file_name: str) -> dict[str, Any]:
    from studykit.visuals.numbers import revived

    if report.recorded:
        numbers: dict[str, Any] = revived(report.recorded)
        return numbers
    said = report.failure or next(result for result in report.results if result.outcome.value != "passed")
    where = f", line {said.line}" if said.line else ""
    raise StudykitError(f"{file_name}{where}: there is nothing to draw yet. {said.message} `studykit grade {file_name}` says more.")


def _check_target(out: Path | None) -> None:
    if out is not None and out.suffix not in IMAGES:
        raise StudykitError(f"{out}: a picture ends in .png or .svg.")


def _check_libraries() -> None:
    from importlib.util import find_spec

    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise StudykitError(f"Pictures need {', '.join(missing)}: pip install 'studykit[plots]'.")


def _write_image(chart: Any, out: Path, theme: str) -> None:
    from studykit.visuals.image import write_image

    draft = out.with_name(f".{os.getpid()}.{out.name}")
    try:
        write_image(chart, draft, theme)
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StudykitError(f"{out}: cannot be written ({error.strerror}). Name a file in a folder of yours.") from None
    typer.echo(f"Wrote {out}.")


def _refuse_a_foreign_file(file: Path, mark: str) -> None:
    try:
        beginning = file.read_bytes()[:4096] if file.exists() else mark.encode()
    except OSError as error:
        raise StudykitError(f"{file}: cannot be replaced ({error.strerror}). Name another file.") from None
    if mark.encode() not in beginning:
        raise StudykitError(f"{file}: is there already, and no picture of studykit. Name another file; nothing was changed.")


def _write(file: Path, text: str) -> None:
    draft = file.with_name(f".{os.getpid()}.{file.name}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StudykitError(f"{file}: cannot be written ({error.strerror}). Name a file in a folder of yours.") from None
    typer.echo(f"Wrote {file}; open it in a browser.")
