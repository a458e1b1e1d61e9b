"""What each student is told: a page and a text, with all exercises of this student and nothing of anybody else."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.report.templates import points_of, rendered
from studykit.content.html_block import tag
from studykit.content.pack import Library
from studykit.errors import StudykitError
from studykit.grading.grade_report import Report, Verdict
from studykit.grading.report_html import parts_of
from studykit.study.whole_file import write_text

FOLDER = "feedback"


@dataclass(frozen=True, slots=True)
class Told:
    """One exercise on a student's page: its title, the verdict and points in words, whether it passed, and the report as HTML; `note`
    is what there is to say instead, or with it."""

    exercise: str
    title: str
    verdict: str
    points: str
    passed: bool
    parts: tuple[str, ...] = ()
    note: str = ""


def write_feedback(
    book: Gradebook, library: Library, out: Path, shown: Callable[[Report], Report], markdown: Callable[[Report], str]
) -> None:
    """Write STUDENT.html and STUDENT.md for each student, into the folder `feedback` of `out`; StudykitError if that is not possible.

    `shown` gives what a student may see of a report, `markdown` the text of what is shown."""
    folder = out / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudykitError(f"{folder}: cannot be made a folder ({error.strerror}). Name another one.") from None
    for student, grades in book.by_student():
        write_text(folder / f"{student}.html", page(grades, library, shown))
        write_text(folder / f"{student}.md", markdown_text(grades, library, shown, markdown))


def page(grades: Sequence[Grade], library: Library, shown: Callable[[Report], Report]) -> str:
    """The page of one student, whose grades these are."""
    return rendered(
        "student.html",
        name=grades[0].name,
        student=grades[0].student,
        exercises=[_told(grade, library, shown) for grade in grades],
        points=points_of(sum(grade.points for grade in grades)),
        worth=points_of(sum(grade.worth for grade in grades)),
    )


def markdown_text(grades: Sequence[Grade], library: Library, shown: Callable[[Report], Report], markdown: Callable[[Report], str]) -> str:
    """The same in Markdown."""
    return "\n".join(_lines(grades, library, shown, markdown))


def verdict_in_a_word(grade: Grade) -> str:
    """`passed`, `not yet`, `not handed in`, `cannot be read`, or what stopped the program."""
    words = {"failed": "not yet", "missing": "not handed in", "unreadable": "cannot be graded", "invalid": "does not run"}
    return words.get(grade.verdict, grade.verdict.replace("_", " "))


def _told(grade: Grade, library: Library, shown: Callable[[Report], Report]) -> Told:
    report = shown(grade.report) if grade.report else None
    return Told(
        grade.exercise,
        library.exercise(grade.exercise).title,
        verdict_in_a_word(grade),
        f"{points_of(grade.points)} of {points_of(grade.worth)}",
        grade.verdict == Verdict.PASSED,
        tuple(_parts(report)) if report else (),
        _note(grade),
    )


def _parts(report: Report) -> Iterator[str]:
    if report.results or report.failure:
        yield from parts_of(report, verbose=True)  # nothing collapsed: paper cannot be opened
    else:
        yield tag("p", "head", tag("span", *(("good", "✓ Passed.") if report.passed else ("bad", "✗ Not yet."))))


def _note(grade: Grade) -> str:
    if grade.attempts > 1:
        last = f"You handed in {grade.attempts} answers; the last one counts."
        return f"{grade.problem} {last}" if grade.problem else last
    return grade.problem or ("Nothing was handed in." if grade.verdict == "missing" else "")


def _lines(
    grades: Sequence[Grade], library: Library, shown: Callable[[Report], Report], markdown: Callable[[Report], str]
) -> Iterator[str]:
    yield f"# {_literal(grades[0].name)}\n"
    points = points_of(sum(grade.points for grade in grades))
    yield f"{points} of {points_of(sum(grade.worth for grade in grades))} points\n"
    for grade in grades:
        yield f"## {library.exercise(grade.exercise).title} (`{grade.exercise}`)\n"
        yield f"{verdict_in_a_word(grade).capitalize()}, {points_of(grade.points)} of {points_of(grade.worth)} points\n"
        if note := _note(grade):
            yield f"{_literal(note)}\n"
        if grade.report:
            yield f"{markdown(shown(grade.report)).strip()}\n"


def _literal(words: str) -> str:
    """A text of one line that means nothing to Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(words.split()))
