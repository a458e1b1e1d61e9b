"""Which exercise of a watched file is graded: the only one, the one that was named, or the one whose cells were changed last."""

from dataclasses import replace
from pathlib import Path

from studykit.content.pack import Library
from studykit.errors import UnknownItem
from studykit.study.submission import Submission, is_notebook, read_submission, submission_of


class Which:
    """Remembers the cells of a file from save to save; `exercise` is the id of the one to begin with, or to keep to if it `is_named`."""

    def __init__(self, exercise: str, is_named: bool = False) -> None:
        self._exercise, self._is_named = exercise, is_named
        self._before: dict[str, str] = {}
        self._told = ""

    def submission_in(self, file: Path, library: Library) -> Submission:
        """The answer to grade, its notices with the sentence that says which it is, where a file has several. Errors as of
        `submission_in`."""
        text = read_submission(file)
        if self._is_named:
            return submission_of(file, text, library, self._exercise, tell_others=False)
        answers = _answers(file, text, library)
        if len(answers) < 2:
            return submission_of(file, text, library)
        self._follow(answers)
        submission = submission_of(file, text, library, self._exercise, tell_others=False)
        return replace(submission, notices=(*self._says(file, list(answers)), *submission.notices))

    def _follow(self, answers: dict[str, str]) -> None:
        changed = [id for id, cells in answers.items() if self._before and self._before.get(id) != cells]
        self._before = answers
        if changed and self._exercise not in changed:
            self._exercise = changed[-1]
        elif self._exercise not in answers:
            self._exercise = next(iter(answers))

    def _says(self, file: Path, ids: list[str]) -> list[str]:
        if self._told == self._exercise:
            return []
        is_first, self._told = not self._told, self._exercise
        if not is_first:
            return [f"Now {self._exercise}, whose cells were changed last."]
        several, how = f"{', '.join(ids[:-1])} and {ids[-1]}", "the one whose cells were changed last is graded"
        return [f"{file.name} answers {several}: {how}. Now {self._exercise}; `--exercise ID` names one."]


def _answers(file: Path, text: str, library: Library) -> dict[str, str]:
    """The text of the cells that answer each exercise, from top to bottom."""
    if not is_notebook(file) and "%%" not in text:
        return {}
    from studykit.study.cells.found import cells_by_exercise  # start-up time: most answers are programs without cells

    return {_id(name, library): cells for name, cells in cells_by_exercise(file, text).items()}


def _id(name: str, library: Library) -> str:
    try:
        return library.exercise(name).id
    except UnknownItem:
        return name  # told when it is graded
