"""The submission in a notebook, or in a program that is divided into cells."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.errors import SubmissionError, UnknownItem
from studykit.study.cells.answer import Answer, all_cells, answers_in, of_notebook, of_program, told
from studykit.study.cells.cell import Cell
from studykit.study.cells.ipynb import notebook_cells
from studykit.study.cells.percent import percent_cells
from studykit.study.submission import SIZE_LIMIT, Submission, first_lines, is_notebook, known, read_submission


def found_in_cells(
    file: Path, text: str, library: Library, exercise: str | None = None, every: bool = False, tell_others: bool = True
) -> Submission | None:
    """The answer that cells give, parameters as of `submission_of`; None for a program none of whose cells names one."""
    cells = _cells(file, text)
    if not is_notebook(file) and (len(cells) == 1 or not any(cell.exercise for cell in cells)):
        return None
    answers = answers_in(cells)
    meant = library.exercise(exercise) if exercise else _first_of(answers, file, library)
    same = [each for each in answers if each.exercise and _is(meant, each.exercise, library)]
    if answers and not same and not every:
        has = ", ".join(dict.fromkeys(str(each.exercise) for each in answers))
        raise SubmissionError(f"{file}: no cell answers {meant.id}, but {has}. With --all-cells every cell is graded.")
    answer = all_cells(cells) if every or not same else same[-1]
    # Before the magics are looked for, which takes its time in a long text.
    if sum(len(cell.text.encode()) + 2 for cell in answer.cells) > SIZE_LIMIT:
        raise SubmissionError(f"{file}: the cells that answer {meant.id} hold more than 1 MiB. Keep data out of them.")
    graded = of_notebook(answer) if is_notebook(file) else of_program(answer, text)
    notices = ([] if every else _others(file, answers, same, meant, tell_others)) + (
        [told(file, graded.left_out)] if graded.left_out else []
    )
    return Submission(meant, graded.text, file.name, file.absolute(), graded.begins, graded.left_out, tuple(notices))


def exercises_named(file: Path) -> set[str]:
    """The exercises that a notebook answers; none where it cannot be read."""
    try:
        return set(exercises_answered(file, read_submission(file)))
    except SubmissionError:
        return set()


def exercises_answered(file: Path, text: str) -> list[str]:
    """The exercises that the cells of a notebook, or of a program that has some, answer, as they name them, from top to bottom.
    SubmissionError if it is no notebook."""
    return list(dict.fromkeys(str(answer.exercise) for answer in answers_in(_cells(file, text))))


def cells_by_exercise(file: Path, text: str) -> dict[str, str]:
    """The text of the cells that answer each exercise, by the names that they give; of several answers to one, the last. SubmissionError
    as above."""
    return {str(answer.exercise): "\n\n".join(cell.text for cell in answer.cells) for answer in answers_in(_cells(file, text))}


def text_answering(exercise: Exercise, file: Path) -> str:
    """What a notebook answers to an exercise, as it is graded; empty where it cannot be read."""
    try:
        answers = answers_in(_cells(file, read_submission(file)))
    except SubmissionError:
        return ""
    return next((of_notebook(answer).text for answer in reversed(answers) if answer.exercise == exercise.id), "")


def _cells(file: Path, text: str) -> list[Cell]:
    if not is_notebook(file):
        return list(percent_cells(text))
    return notebook_cells(file, text) or _no_answer(file, "it has no cells")


def _first_of(answers: Sequence[Answer], file: Path, library: Library) -> Exercise:
    if not answers:
        _no_answer(file, f"make {first_lines(file, library)} the first line of the one that does")
    return known(file, str(answers[0].exercise), library, answers[0].cells[0].place)


def _no_answer(file: Path, what: str) -> NoReturn:
    raise SubmissionError(f"{file}: no cell answers an exercise: {what}. `studykit next ID --notebook` writes a notebook that has one.")


def _is(exercise: Exercise, name: str, library: Library) -> bool:
    try:
        return library.exercise(name).id == exercise.id
    except UnknownItem:
        return False


def _others(file: Path, answers: Sequence[Answer], same: Sequence[Answer], meant: Exercise, tell_others: bool) -> list[str]:
    """What else is answered, so that nobody takes one grade for another."""
    places = " and ".join(each.cells[0].place for each in same)
    others = ", ".join(dict.fromkeys(str(each.exercise) for each in answers if each not in same))
    twice = [f"{file.name} answers {meant.id} in {places}; the last is graded."] if len(same) > 1 else []
    also = [f"{file.name} also answers {others}: `--exercise ID` grades that. This is {meant.id}."] if others and tell_others else []
    return twice + also
