"""`studykit report`: the learner's numbers as one page for the browser."""

import os
from pathlib import Path
from typing import Annotated

import typer

from studykit.cli.decks import complete_deck, known_decks
from studykit.cli.desk import desk, moment
from studykit.errors import StudykitError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit report --html progress.html")
def report(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to; an earlier report there is replaced, nothing else ever.")] = Path("studykit.html"),
    html: Annotated[bool, typer.Option("--html", help="As a page for the browser; the one form there is.", show_default=False)] = True,
    deck: Annotated[
        list[str] | None,
        typer.Option(help="Only this deck, and the topic of its name; may be repeated.", autocompletion=complete_deck),
    ] = None,
    at: Annotated[str | None, typer.Option(help="As if it were this time (ISO 8601).", metavar="TIME")] = None,
) -> None:
    """Write the numbers of `stats` as one page with charts; it loads nothing from the network."""
    here = desk(ctx)
    today = here.day(moment(at))
    decks = known_decks(here.library, deck or [])
    # Start-up time: the template engine; --help and a wrong call do without.
    from studykit.cli.statistics import statistics
    from studykit.visuals.report.page import MARK, page

    _refuse_a_foreign_file(file, MARK)
    _write(file, page(statistics(here, today, decks)))
    typer.echo(f"Wrote {file}; open it in a browser.")


def _refuse_a_foreign_file(file: Path, mark: str) -> None:
    try:
        with file.open("rb") as opened:
            beginning = opened.read(4096)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StudykitError(f"{file}: cannot be replaced ({error.strerror}). Name another file.") from None
    if mark.encode() not in beginning:
        raise StudykitError(f"{file}: is there already, and no report of studykit. Name another file; nothing was changed.")


def _write(file: Path, text: str) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StudykitError(f"{file}: cannot be written ({error.strerror}). Name a file in a folder of yours.") from None
