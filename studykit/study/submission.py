"""A learner's answer as it is graded, drawn and recorded: a text, and the exercise that its first line names."""

from dataclasses import dataclass
from pathlib import Path

from studykit.content.blank import hand_out_blank
from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.content.starter import exercise_id, is_handed_out
from studykit.errors import SubmissionError, UnknownItem

SIZE_LIMIT = 1 << 20
NOTEBOOK_LIMIT = 1 << 27  # with its pictures
NOTEBOOK = ".ipynb"


@dataclass(frozen=True, slots=True)
class Submission:
    """A text that answers an exercise; `file_name` stands for it in messages, `file` is where it lies, if it was read from a file.

    `cells` says in which of its lines each cell of a notebook begins, and `notices` what a learner should know of how it was read, in
    sentences: `left_out` are the lines that only a notebook understands, with their places. `is_cell`: the text is a cell of a running
    notebook.
    """

    exercise: Exercise
    text: str
    file_name: str
    file: Path | None = None
    cells: tuple[tuple[int, int], ...] = ()
    left_out: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    is_cell: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether it is still a starter as it was handed out in some round, or a blank attempt."""
        return (
            is_handed_out(self.exercise, self.text.lstrip("\n"), in_notebook=bool(self.cells) or self.is_cell)
            or self.text.strip() == hand_out_blank(self.exercise).strip()
        )


def submission_in(file: Path, library: Library, exercise: str | None = None, all_cells: bool = False) -> Submission:
    """The answer in a file. SubmissionError if it cannot be read or names no exercise, UnknownItem if no pack has that exercise.

    In a notebook, or a program with `# %%`, it is made of the cells that answer the exercise, by default the first that one answers;
    with `all_cells` of every cell. `exercise` is the id of the one that is meant, instead of the one that a first line names.
    """
    return submission_of(file, read_submission(file), library, exercise, all_cells)


def submission_of(
    file: Path, text: str, library: Library, exercise: str | None = None, all_cells: bool = False, tell_others: bool = True
) -> Submission:
    """As `submission_in`, of a text that was read already, wherever that was; its name, `file`, says whether it is a notebook. Without
    `tell_others` no notice says what else the cells answer."""
    if is_notebook(file) or "%%" in text:
        from studykit.study.cells.found import found_in_cells  # start-up time: most answers are programs without cells

        if found := found_in_cells(file, text, library, exercise, all_cells, tell_others):
            return found
    answered = library.exercise(exercise) if exercise else exercise_of(file, text, library)
    return Submission(answered, text, file.name, file.absolute())


def submission_from(answer: Path | str, library: Library, exercise: str | None = None, all_cells: bool = False) -> Submission:
    """An answer as a program gives it: a path, or a text, which has more than one line. `exercise` is the id of the one it answers,
    instead of the one that its first line names. Errors as of `submission_in`."""
    if not isinstance(answer, str) or "\n" not in answer:
        return submission_in(Path(answer), library, exercise, all_cells)
    file = Path("answer.py")
    return Submission(library.exercise(exercise) if exercise else exercise_of(file, answer, library), answer, file.name)


def read_submission(file: Path) -> str:
    """The text of a submission. SubmissionError unless it is a regular file of at most 1 MiB in UTF-8; a notebook may be larger."""
    if not file.exists():
        raise SubmissionError(f"{file}: no such file. `studykit next` writes one, `studykit` shows what is in progress.")
    if not file.is_file():
        raise SubmissionError(f"{file}: is no regular file. Give the path of your .py or .ipynb file.")
    try:
        check_size(file, file.stat().st_size)
        return text_of(file, file.read_bytes())
    except OSError as error:
        raise SubmissionError(f"{file}: cannot be read ({error.strerror}).") from None


def size_limit(file: Path) -> int:
    """How many bytes a submission of this name may have."""
    return NOTEBOOK_LIMIT if is_notebook(file) else SIZE_LIMIT


def check_size(file: Path, size: int) -> None:
    """SubmissionError if that is too large for a submission of this name."""
    if size <= size_limit(file):
        return
    if is_notebook(file):
        raise SubmissionError(f"{file}: is larger than 128 MiB. Clear its outputs (Edit, Clear Outputs of All Cells) and save it.")
    raise SubmissionError(f"{file}: is larger than 1 MiB. A submission is one source file; keep data out of it.")


def text_of(file: Path, content: bytes) -> str:
    """The text of a submission's bytes, with \\n at the end of its lines. SubmissionError if they are too many, or not UTF-8."""
    check_size(file, len(content))
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise SubmissionError(f"{file}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None


def exercise_of(file: Path, text: str, library: Library) -> Exercise:
    """The exercise that a submission's first line names."""
    name = exercise_id(text)
    if name is None:
        lines = first_lines(file, library)
        raise SubmissionError(f"{file}: the first line names no exercise. Put this line at the top, as `studykit next` writes it: {lines}.")
    return known(file, name, library)


def first_lines(file: Path, library: Library) -> str:
    """The first line that a file lacks: of the exercises of its name, if there are any."""
    ids = [id for id in library.exercises if id.rpartition("/")[2] == file.stem] or ["topic/slug"]
    return " or ".join(f"`# studykit: {id}`" for id in ids)


def known(file: Path, name: str, library: Library, where: str = "first line") -> Exercise:
    """The exercise that is named somewhere in a file. UnknownItem if no pack has it."""
    try:
        return library.exercise(name)
    except UnknownItem as error:
        raise UnknownItem(f"{file}, {where}: {error}") from None


def is_notebook(file: Path) -> bool:
    """Whether a file is a notebook, by its name."""
    return file.suffix.lower() == NOTEBOOK
