"""Which cell answers an exercise, and the part of it that is graded: Python, with the lines of the cell kept in their places."""

from collections.abc import Sequence
from dataclasses import dataclass

from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.content.starter import exercise_id
from studykit.errors import SubmissionError, UnknownItem
from studykit.study.cells.magics import without_magics
from studykit.study.submission import Submission

NAME = "cell"  # in messages, where a file's name would stand
GRADE = "%%grade"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is graded of a cell, and the lines of it that are not, as they stand there. `number` is the cell's in the session."""

    submission: Submission
    left_out: tuple[str, ...] = ()
    number: int | None = None


def answer_of(body: str, library: Library, id: str | None) -> Answer:
    """The answer in the body of a `%%grade` cell. SubmissionError if neither `id` nor its first line names an exercise, UnknownItem if no
    pack has it."""
    named = id or exercise_id(body)
    if named is None:
        raise SubmissionError(
            "the cell names no exercise. Write `%%grade topic/slug`, or begin the cell below `%%grade` with `# studykit: topic/slug`."
        )
    # The line of the magic counts where the front end numbers the lines.
    return _answer(library.exercise(named), f"\n{body}")


def latest_answer(cells: Sequence[str], library: Library, id: str | None) -> Answer:
    """The newest of the session's cells that names the exercise `id`, or any, by its `%%grade` or in its first line. SubmissionError if
    there is none."""
    wanted = library.exercise(id) if id else None
    for number in range(len(cells) - 1, -1, -1):
        named = _named(cells[number])
        if named is None or (wanted is not None and not _means(named, wanted, library)):
            continue
        return _answer(library.exercise(named), _below_the_magic(cells[number]), number)
    line = f"`# studykit: {wanted.id if wanted else 'topic/slug'}`"
    raise SubmissionError(
        f"no cell that was run in this session begins with {line}. Run the cell with your answer, then this one; or put `{GRADE}` above it."
    )


def _named(cell: str) -> str | None:
    """The exercise that a cell names, as it is typed there."""
    first, _, _ = cell.partition("\n")
    words = [word for word in first.removeprefix(GRADE).split() if "/" in word] if first.startswith(GRADE) else []
    return words[0] if words else exercise_id(_below_the_magic(cell))


def _means(named: str, wanted: Exercise, library: Library) -> bool:
    try:
        return library.exercise(named) == wanted
    except UnknownItem:
        return False


def _below_the_magic(cell: str) -> str:
    """The cell with an empty line in the place of its `%%grade`."""
    first, _, rest = cell.partition("\n")
    return f"\n{rest}" if first.startswith(GRADE) else cell


def _answer(exercise: Exercise, cell: str, number: int | None = None) -> Answer:
    text, left_out = without_magics(cell)
    return Answer(Submission(exercise, text, NAME, is_cell=True), tuple(each.code for each in left_out), number)
