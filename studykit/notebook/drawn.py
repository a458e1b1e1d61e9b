"""Pictures in a notebook: of the latest cell that answers their exercise, and after a pass."""

from collections.abc import Sequence

from studykit.content.html_block import block, tag, text
from studykit.errors import StudykitError
from studykit.notebook.answer_cell import latest_answer
from studykit.notebook.output import Output, notice
from studykit.study.desk import Desk
from studykit.study.drawing import check_libraries, missing_libraries, numbers
from studykit.study.grades import open_grader
from studykit.study.submission import Submission, submission_in
from studykit.study.workspace import newest_file_of
from studykit.visuals.chart import Chart
from studykit.visuals.picture import Picture, names, of_exercise, picture


def drawing(here: Desk, name: str, cells: Sequence[str]) -> Chart:
    """A picture by name. StudykitError where it cannot be drawn."""
    found = picture(name)
    check_libraries()
    answer = _answer(here, found, cells)
    if answer and answer.is_untouched:
        notice("the answer is still the starter as it was handed out, so this is the solution's picture.")
        answer = None
    exercise = answer.exercise if answer else here.library.exercise(found.exercises[0])
    with open_grader(here) as grader:
        return numbers(found, exercise, answer, grader, here.cache).chart()


def picture_after(here: Desk, answer: Submission) -> Chart | None:
    """The first picture of an answer that passed; None if there is none, or nobody waits for it."""
    found = of_exercise(answer.exercise.id)
    if not found or missing_libraries():
        return None
    try:
        with open_grader(here) as grader:
            return numbers(found[0], answer.exercise, answer, grader, here.cache).chart()
    except (StudykitError, KeyboardInterrupt):
        return None  # the verdict stands, and `%plot` says why


def list_of_pictures() -> Output:
    """Every picture, and how to draw one."""
    pictures = [Picture(name) for name in names()]
    rows = "".join(tag("li", "", f"<code>%plot {text(each.name)}</code> {text(each.title)}") for each in pictures)
    return Output(block(tag("ul", "", rows)), "\n".join(f"%plot {each.name:<20} {each.title}" for each in pictures))


def _answer(here: Desk, found: Picture, cells: Sequence[str]) -> Submission | None:
    """The learner's: in the session's newest cell, or in their file."""
    known = [id for id in found.exercises if here.library.has(f"exercise:{id}")]
    answers = [answer for id in known if (answer := _in_a_cell(here, id, cells))]
    if answers:
        return max(answers, key=lambda pair: pair[0])[1]
    with here.store() as store:
        file = newest_file_of([here.library.exercise(id) for id in known], store)
    return submission_in(file, here.library) if file else None


def _in_a_cell(here: Desk, id: str, cells: Sequence[str]) -> tuple[int, Submission] | None:
    try:
        found = latest_answer(cells, here.library, id)
    except StudykitError:
        return None
    return found.number or 0, found.submission
