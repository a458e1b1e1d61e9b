"""What came of a class, for who teaches it: who stands where, what was not understood, which answers are alike, what to set next."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean
from urllib.parse import quote

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.homework import Homework
from studykit.classroom.likeness import Likeness
from studykit.classroom.misconceptions import Findings, Weak
from studykit.classroom.report.templates import rendered, script
from studykit.content.pack import Library

MOST_REQUIREMENTS = 5  # of an exercise
MOST_MISCONCEPTIONS = 20
# By verdict: how a cell of the table looks, and what its sign is.
SIGNS = {"passed": ("good", "✓"), "missing": ("faint", "–")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One exercise of one student: how it looks, what it says, what its tooltip says, and by what it is sorted."""

    css: str
    says: str
    tip: str
    rank: float


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of the class: how many passed, did not, could not be judged, and handed in nothing."""

    exercise: str
    title: str
    passed: int
    failed: int
    unjudged: int
    missing: int


@dataclass(frozen=True, slots=True)
class Row:
    """One student."""

    student: str
    name: str
    feedback: str
    cells: tuple[Cell, ...]
    points: float


def page(book: Gradebook, library: Library, findings: Findings, likeness: Likeness, homework: Homework) -> str:
    """The page as one file."""
    rows = [_row(student, grades) for student, grades in book.by_student()]
    return rendered(
        "class.html",
        script=script("class.js"),
        titles={id: library.exercise(id).title for id in book.exercises},
        exercises=[_line(id, library, book) for id in book.exercises],
        rows=rows,
        worth=sum(grade.worth for grade in book.grades) / max(len(rows), 1),
        mean=fmean(row.points for row in rows) if rows else 0.0,
        passed_all=sum(all(cell.css == "good" for cell in row.cells) for row in rows),
        handed_in=sum(grade.attempts > 0 for grade in book.grades),
        findings=findings,
        misconceptions=findings.misconceptions[:MOST_MISCONCEPTIONS],
        requirements=list(_by_exercise(book, findings)),
        cards=library.cards,
        likeness=likeness,
        people=_people(rows),
        homework=homework,
        seed=book.seed,
        problems=[grade for grade in book.grades if grade.problem],
        left_out=book.left_out,
    )


def _row(student: str, grades: tuple[Grade, ...]) -> Row:
    cells = tuple(map(_cell, grades))
    return Row(student, grades[0].name, f"feedback/{quote(student)}.html", cells, sum(grade.points for grade in grades))


def _cell(grade: Grade) -> Cell:
    css, sign = SIGNS.get(grade.verdict, ("bad", "✗"))
    says = f"{grade.held}/{grade.requirements}" if grade.verdict == "failed" else sign
    fraction = grade.held / grade.requirements if grade.requirements else 0.0
    mistakes = ", ".join(diagnosis.mistake for diagnosis in grade.report.diagnoses) if grade.report else ""
    tip = " · ".join(filter(None, (grade.verdict.replace("_", " "), mistakes, grade.problem)))
    return Cell(css, says, tip, fraction if grade.report else -1.0)


def _line(id: str, library: Library, book: Gradebook) -> Line:
    verdicts = Counter(grade.verdict for grade in book.grades if grade.exercise == id)
    passed, failed, missing = verdicts["passed"], verdicts["failed"], verdicts["missing"]
    return Line(id, library.exercise(id).title, passed, failed, verdicts.total() - passed - failed - missing, missing)


def _by_exercise(book: Gradebook, findings: Findings) -> Iterator[tuple[str, list[Weak]]]:
    for id in book.exercises:
        if found := [weak for weak in findings.requirements if weak.exercise == id]:
            yield id, found[:MOST_REQUIREMENTS]


def _people(rows: list[Row]) -> dict[str, str]:
    """What to call each student: the name, with the id where two have it."""
    names = Counter(row.name for row in rows)
    return {row.student: row.name if names[row.name] == 1 else f"{row.name} ({row.student})" for row in rows}
