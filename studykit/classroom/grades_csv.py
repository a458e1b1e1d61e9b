"""The gradebook as CSV, for spreadsheets and the import of a learning platform."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.study.whole_file import write_whole

COLUMNS = (
    "student",
    "name",
    "exercise",
    "verdict",
    "requirements_passed",
    "requirements",
    "points",
    "worth",
    "diagnosis",
    "seconds",
    "seed",
    "attempts",
    "place",
    "problem",
)
# With one of these at its beginning, a spreadsheet takes a text for a formula (OWASP, CSV injection); the last four are full-width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_grades(book: Gradebook, file: Path) -> None:
    """Write a row for each student and exercise, in the order of the gradebook; StudykitError if that is not possible."""
    write_whole(file, lambda draft: _write(book, draft))


def _write(book: Gradebook, draft: Path) -> None:
    with draft.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(map(list, map(_cells, book.grades)))


def _cells(grade: Grade) -> Iterator[str]:
    report = grade.report
    yield from (_inert(grade.student), _inert(grade.name), grade.exercise, grade.verdict)
    yield from (str(grade.held), str(grade.requirements)) if report else ("", "")
    yield from (_number(grade.points), _number(grade.worth))
    yield ";".join(diagnosis.mistake for diagnosis in report.diagnoses) if report else ""
    yield from (f"{report.seconds_total:.3f}", str(report.seed)) if report else ("", "")
    yield from (str(grade.attempts), _inert(grade.place), _inert(grade.problem))


def _number(value: float) -> str:
    """Points as a person writes them: at most 4 digits after the point, and none that say nothing."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _inert(text: str) -> str:
    """A cell of one line that is no formula."""
    guard = "'" if text.startswith(FORMULA) else ""
    return guard + " ".join(re.split(r"[\r\n]+", text))
