"""`studykit report`: the learner's numbers as one page for the browser."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studykit.cli.context import desk
from studykit.cli.decks import complete_deck, known_decks
from studykit.cli.terminal.out import say
from studykit.errors import StudykitError
from studykit.installing import install_command
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.own_answers import own_answers
from studykit.study.whole_file import refuse_a_foreign_file, write_text
from studykit.visuals.pictures import pictures_of

if TYPE_CHECKING:
    from studykit.visuals.chart import Chart

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit report --html progress.html")
def report(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to write it; only an earlier report is overwritten.")] = Path("studykit.html"),
    html: Annotated[bool, typer.Option("--html", help="As a web page (the only format).", show_default=False)] = True,
    deck: Annotated[
        list[str] | None,
        typer.Option(help="Only this deck, and the topic of its name; may be repeated.", metavar="DECK", autocompletion=complete_deck),
    ] = None,
    pictures: Annotated[bool, typer.Option(help="Include pictures of your own passed answers.")] = True,
    at: Annotated[str | None, typer.Option(help="Pretend the current time is TIME (ISO 8601).", metavar="TIME")] = None,
) -> None:
    """Write your statistics as a web page with charts. It loads nothing from the network."""
    here = desk(ctx)
    today = here.day(moment(at))
    decks = known_decks(here.library, deck or [])
    # Start-up time: the template engine; --help and a wrong call do without.
    from studykit.study.statistics import statistics
    from studykit.visuals.report.report_page import MARK, page

    refuse_a_foreign_file(file, MARK, "report")
    write_text(file, page(statistics(here, today, decks), _drawn(here, decks) if pictures else ()))
    say(f"Wrote {file}; open it in a browser.")


def _drawn(here: Desk, decks: Sequence[str]) -> "list[tuple[str, Chart]]":
    """The pictures of the learner's own passed answers, each with its exercise's title; what cannot be drawn is told and left out."""
    answers = [(exercise, text) for exercise, text in own_answers(here) if pictures_of(exercise.id)]
    chosen = [(exercise, text) for exercise, text in answers if not decks or exercise.topic in decks]
    if not chosen:
        return []
    from studykit.study.drawing import charts, missing_libraries  # start-up time, and only who has pictures needs it
    from studykit.study.grades import open_grader
    from studykit.study.submission import Submission

    if missing := missing_libraries():
        say(f"Without the pictures of your code, which need {', '.join(missing)}: run `{install_command('plots')}`.", err=True)
        return []
    found: list[tuple[str, Chart]] = []
    with open_grader(here) as grader:
        for exercise, text in chosen:
            try:
                found += [
                    (exercise.title, chart) for chart in charts(Submission(exercise, text, f"{exercise.slug}.py"), grader, here.cache)
                ]
            except StudykitError as error:
                say(f"studykit: left out of the report: {error}", err=True)
    return found
