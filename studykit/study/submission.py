"""A learner's answer as it is graded, drawn and recorded: a text, and the exercise that its first line names."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from studykit.content.blank import hand_out_blank
from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.content.starter import exercise_id, is_handed_out
from studykit.errors import SubmissionError, UnknownItem

SIZE_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Submission:
    """A text that answers an exercise; `file_name` stands for it in messages, `file` is where it lies, if it was read from a file."""

    exercise: Exercise
    text: str
    file_name: str
    file: Path | None = None

    @property
    def is_untouched(self) -> bool:
        """Whether it is still a starter as it was handed out in some round, or a blank attempt."""
        return is_handed_out(self.exercise, self.text) or self.text.strip() == hand_out_blank(self.exercise).strip()


def submission_in(file: Path, library: Library) -> Submission:
    """The answer in a file. SubmissionError if it cannot be read or names no exercise, UnknownItem if no pack has that exercise."""
    text = read_submission(file)
    return Submission(exercise_of(file, text, library), text, file.name, file.absolute())


def submission_from(answer: Path | str, library: Library, exercise: str | None = None) -> Submission:
    """An answer as a program gives it: a path, or a text, which has more than one line. `exercise` is the id of the one it answers,
    instead of the one that its first line names. Errors as of `submission_in`."""
    is_text = isinstance(answer, str) and "\n" in answer
    file = Path("answer.py" if is_text else answer)
    text = str(answer) if is_text else read_submission(file)
    found = library.exercise(exercise) if exercise else exercise_of(file, text, library)
    return Submission(found, text, file.name, None if is_text else file.absolute())


def read_submission(file: Path) -> str:
    """The text of a submission. SubmissionError unless it is a regular file of at most 1 MiB in UTF-8."""
    if not file.exists():
        raise SubmissionError(f"{file}: no such file. `studykit next` writes one, `studykit` shows what is in progress.")
    if not file.is_file():
        raise SubmissionError(f"{file}: is no regular file. Give the path of your .py file.")
    if file.suffix.lower() == ".ipynb":
        raise SubmissionError(
            f"{file}: is a notebook, and a .py file is graded. Export it (File, Save and Export Notebook As, Executable Script, or "
            f"`jupyter nbconvert --to script {shlex.quote(str(file))}`), make `# studykit: topic/slug` its first line, and grade "
            f"{file.with_suffix('.py')}."
        )
    try:
        if file.stat().st_size > SIZE_LIMIT:
            raise SubmissionError(f"{file}: is larger than 1 MiB. A submission is one source file; keep data out of it.")
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SubmissionError(f"{file}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    except OSError as error:
        raise SubmissionError(f"{file}: cannot be read ({error.strerror}).") from None


def exercise_of(file: Path, text: str, library: Library) -> Exercise:
    """The exercise that a submission's first line names."""
    name = exercise_id(text)
    if name is None:
        ids = [id for id in library.exercises if id.rpartition("/")[2] == file.stem] or ["topic/slug"]
        lines = " or ".join(f"`# studykit: {id}`" for id in ids)
        raise SubmissionError(f"{file}: the first line names no exercise. Put this line at the top, as `studykit next` writes it: {lines}.")
    try:
        return library.exercise(name)
    except UnknownItem as error:
        raise UnknownItem(f"{file}, first line: {error}") from None
