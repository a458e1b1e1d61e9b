"""What came of a class: a grade for each student and exercise, in the order of the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from studykit.grading.grade_report import Outcome, Report
from studykit.grading.graded_part import GradedPart


@dataclass(frozen=True, slots=True)
class Grade:
    """One exercise of one student. `report` is None where nothing could be graded, for the reason `problem`; `place` is where the
    submission stood. `worth` is what the exercise counts at most. `is_owed`: the grader failed, and the next start grades it again."""

    student: str
    name: str
    exercise: str
    report: Report | None
    problem: str = ""
    attempts: int = 0
    worth: float = 1.0
    place: str = ""
    is_owed: bool = False

    @property
    def requirements(self) -> int:
        """How many requirements the suite has; 0 where nothing was graded."""
        return len(self.report.results) if self.report else 0

    @property
    def held(self) -> int:
        """How many of them hold."""
        return sum(result.outcome is Outcome.PASSED for result in self.report.results) if self.report else 0

    @property
    def part(self) -> GradedPart:
        """The same as other programs' forms take it."""
        return GradedPart(self.exercise, self.report, self.problem, self.worth, self.student)

    @property
    def points(self) -> float:
        """The share of the requirements that hold, of `worth`."""
        return self.part.points

    @property
    def verdict(self) -> str:
        """The verdict of the report, or `missing` (nothing handed in) or `unreadable` (it cannot be graded)."""
        if self.report is not None:
            return self.report.verdict.value
        return "unreadable" if self.attempts else "missing"


@dataclass(frozen=True, slots=True)
class Gradebook:
    """All grades: by student, in each by exercise. `left_out` is what belongs to no student."""

    exercises: tuple[str, ...]
    grades: tuple[Grade, ...]
    seed: int
    left_out: tuple[str, ...] = ()

    def by_student(self) -> Iterator[tuple[str, tuple[Grade, ...]]]:
        """The id of each student with the grades of this student."""
        for student, grades in groupby(self.grades, key=lambda grade: grade.student):
            yield student, tuple(grades)
