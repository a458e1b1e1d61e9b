"""`studykit plot`: draws a picture from the learner's own code, or from the solution."""

from pathlib import Path
from typing import Annotated, Any

from studykit.cli.declared import Argument, Option, command
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.errors import StudykitError
from studykit.study.desk import Desk


def _complete(incomplete: str) -> list[str]:
    from studykit.visuals.picture import names

    return [name for name in names() if name.startswith(incomplete)]


@command(epilog="Example: studykit plot descent_path numpy_loop.py --html path.html")
def plot(
    here: Desk,
    name: Annotated[str | None, Argument("The picture; without it, a list of all.", completes=_complete)] = None,
    file: Annotated[Path | None, Argument("The file to draw; without it yours, else the solution.", metavar="FILE")] = None,
    out: Annotated[Path | None, Option("Write it as .png or .svg.", metavar="FILE")] = None,
    html: Annotated[Path | None, Option("Write it as an interactive page.", metavar="FILE")] = None,
    dark: Annotated[bool, Option("With a dark background.")] = False,
    text: Annotated[bool, Option("With characters, even if the terminal shows images.")] = False,
    json: Annotated[bool, Option("The list, or the values that are drawn, as JSON.")] = False,
) -> None:
    """Draw a picture from your own code. By default it is shown in the terminal."""
    if name is None:
        _list(here, json)
        return
    from studykit.visuals.picture import picture  # start-up time: the list of commands does without

    found = picture(name)
    _check_targets(out, html)
    if not json:
        from studykit.study.drawing import check_libraries

        check_libraries()
    drawn = _numbers(here, found, file)
    if json:
        print_json({"picture": name, "yours": drawn.yours, "right": drawn.right})
        return
    chart = drawn.chart()
    theme = "dark" if dark else "light"
    if out or html:
        from studykit.study.saving import save, save_page  # start-up time: most pictures stay in the terminal
    if out:
        save(chart, out, theme)
        say(f"Wrote {out}.")
    if html:
        save_page(chart, html)
        say(f"Wrote {html}; open it in a browser.")
    if not out and not html:
        from studykit.cli.views.chart_view import show_chart

        show_chart(chart, theme, text)


def _list(here: Desk, as_json: bool) -> None:
    from studykit.visuals.picture import Picture, names

    pictures = [Picture(name) for name in names()]
    if as_json:
        print_json([{"picture": each.name, "title": each.title, "exercises": list(each.exercises)} for each in pictures])
        return
    width = max(len(each.name) for each in pictures)
    for each in pictures:
        say(f"{each.name:<{width}}  {each.title}")
    say("\n`studykit plot NAME` draws your own code, or the solution's before you have any.")


def _numbers(here: Desk, found: Any, file: Path | None) -> Any:
    """The learner's numbers, if there is a file, and the solution's."""
    from studykit.study.drawing import numbers
    from studykit.study.grades import open_grader
    from studykit.study.submission import submission_in

    own = None if file else _own(here, found)
    drawn = file or own
    answer = submission_in(drawn, here.library) if drawn else None
    if own and answer and answer.is_untouched:
        here.notice(f"{own.name} is still the starter as it was written, so this is the solution's picture.")
        answer = None
    for told in answer.notices if answer else ():
        here.notice(told)
    exercise = answer.exercise if answer else here.library.exercise(found.exercises[0])
    with open_grader(here) as grader:
        return numbers(found, exercise, answer, grader, here.cache)


def _own(here: Desk, found: Any) -> Path | None:
    """The learner's file of the picture's exercise: of the current one, if the picture has several."""
    from studykit.study.workspace import newest_file_of

    with here.store() as store:
        return newest_file_of([here.library.exercise(id) for id in found.exercises if here.library.has(f"exercise:{id}")], store)


def _check_targets(out: Path | None, html: Path | None) -> None:
    """Before any work is done or anything written."""
    if out is None and html is None:
        return
    from studykit.study.saving import IMAGES, check_page  # start-up time, as above

    if out is not None and out.suffix not in IMAGES:
        raise StudykitError(f"{out}: a picture ends in .png or .svg.")
    if html is not None:
        check_page(html)
