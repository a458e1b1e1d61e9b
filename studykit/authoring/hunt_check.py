"""Which mistakes serve as bug hunts and why the others do not, for their author; and the grading that makes the choices fair."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studykit.content.exercise import Exercise
from studykit.content.fault import place_of
from studykit.content.hunt import OTHERS, RIGHT, Hunts
from studykit.content.hunt_program import Code, parts_of
from studykit.content.hunt_rules import too_large
from studykit.content.hunt_task import asks_of
from studykit.content.mistake import code_of, mistakes_of
from studykit.content.owners import owners
from studykit.content.rejections import FILE_NAME, graded_now, is_up_to_date, rejections_text
from studykit.content.source import Source
from studykit.content.tidy import tidied
from studykit.errors import PackError
from studykit.grading.client.cold import Gradings
from studykit.grading.grade_report import Outcome, Report
from studykit.grading.job import job_for

AT_ONCE = 16  # mistakes graded by one judge


@dataclass(frozen=True, slots=True)
class HuntRow:
    """What of an exercise serves as a hunt: how many mistakes and right answers do, why others do not, and what its author must change."""

    exercise: str
    mistakes: int
    serving: int
    without_bug: int
    unserved: dict[str, str]
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """An object in `exercises` of `check --hunts --json`."""
        return {
            "exercise": self.exercise,
            "mistakes": self.mistakes,
            "hunts": self.serving,
            "without_bug": self.without_bug,
            "unserved": self.unserved,
        }


def hunt_row(exercise: Exercise) -> HuntRow:
    """Count the hunts of an exercise; nothing is graded."""
    try:
        hunts = Hunts(exercise)
        names = hunts.names
    except PackError as error:
        return HuntRow(exercise.id, 0, 0, 0, {}, tuple(error.faults))
    serving = sum(not name.startswith(RIGHT) for name in names)
    return HuntRow(
        exercise.id,
        mistakes=serving + len(hunts.unserved),
        serving=serving,
        without_bug=len(names) - serving,
        unserved=hunts.unserved,
        faults=tuple(_faults(exercise, serving)),
    )


def unknown_parts(exercise: Exercise, solution: Source) -> list[str]:
    """The functions that `hunt:` names and the solution has not."""
    known = set(owners(tidied(solution.halves()[1])))
    named = [name for part in asks_of(exercise) for name in part.split()] if isinstance(exercise.hunt, dict) else []
    return [name for name in dict.fromkeys(named) if not any(owner == name or owner.startswith(f"{name}.") for owner in known)]


def record_rejections(exercise: Exercise, grader: Gradings, tell: Callable[[], None] = lambda: None) -> None:
    """Grade each mistake with its whole suite, and write down which tests reject it; `tell` is called after each. GraderError if the
    grader fails."""
    mistakes = mistakes_of(exercise)
    jobs = [replace(job_for(exercise, each.source, f"{each.name}.py", 0), diagnosis_seconds=0.0) for each in mistakes]
    reports: list[Report] = []
    for start in range(0, len(jobs), AT_ONCE):
        for report in grader.begin(*jobs[start : start + AT_ONCE]).reports():
            reports.append(report)
            tell()
    tests = max(([result.name for result in report.results] for report in reports), key=len, default=[])
    failed = {mistake.name: _failed(report, tests) for mistake, report in zip(mistakes, reports, strict=True)}
    text = rejections_text(tests, failed, graded_now(exercise, mistakes))
    (exercise.solution_folder / FILE_NAME).write_text(text, encoding="utf-8")


def _failed(report: Report, tests: Sequence[str]) -> frozenset[str]:
    """The tests that a program fails; one that cannot be imported passes none."""
    passed = {result.name for result in report.results if result.outcome is Outcome.PASSED}
    return frozenset(tests) - passed


def _faults(exercise: Exercise, serving: int) -> Iterator[str]:
    mistakes = mistakes_of(exercise)
    if not is_up_to_date(exercise, mistakes):
        file = (exercise.solution_folder / FILE_NAME).relative_to(exercise.pack).as_posix()
        yield f"{file}: not of this suite and these mistakes; run `studykit check --hunts --record --only {exercise.id}`"
    if not serving and len(mistakes) > OTHERS and _has_a_short_program(exercise):
        yield f"{place_of(exercise)}: no mistake serves as a hunt; `studykit check --hunts --only {exercise.id}` says why"


def _has_a_short_program(exercise: Exercise) -> bool:
    code = Code.of(code_of(exercise.solution, exercise.solution_folder))
    return any(not too_large(seen) for seen in parts_of(code, asks_of(exercise)))
