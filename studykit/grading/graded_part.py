"""One exercise of what a student handed in, as the forms of other programs show it: they list also what could not be graded."""

from dataclasses import dataclass

from studykit.grading.grade_report import Outcome, Report


@dataclass(frozen=True, slots=True)
class GradedPart:
    """`report` is None where nothing could be graded, for the reason `problem`. `worth` is what the exercise counts at most, `notes` are
    sentences on how it was read."""

    exercise: str
    report: Report | None
    problem: str = ""
    worth: float = 1.0
    student: str = ""
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The share of the requirements that hold, of `worth`."""
        if self.report is None or not self.report.results:
            return 0.0
        held = sum(result.outcome is Outcome.PASSED for result in self.report.results)
        return self.worth * held / len(self.report.results)
