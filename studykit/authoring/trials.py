"""Validates a pack: its files, its cards, and that each suite accepts every right answer and rejects every wrong one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from statistics import median

from studykit.authoring.programs import Program, run_all
from studykit.content.deck import Card, CardKind
from studykit.content.exercise import Exercise
from studykit.content.mistake import mistakes_of
from studykit.content.starter import hand_out
from studykit.grading.client.cold import Gradings
from studykit.grading.grade_report import Outcome, Report, Verdict
from studykit.grading.job import Job, job_for

DIAGNOSIS_SECONDS = 60.0
FIRST_SEED = 0


class Role(StrEnum):
    """What a file of an exercise is there for; it decides whether the suite must accept it."""

    STARTER = "starter"
    SOLUTION = "solution"
    ALSO_RIGHT = "also_right"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Trial:
    """One program to be graded with one seed; `place` says where it stands in its pack."""

    exercise: Exercise
    role: Role
    name: str
    place: str
    source: str
    seed: int

    @property
    def must_pass(self) -> bool:
        """Right answers must pass, starters and mistakes must not."""
        return self.role in (Role.SOLUTION, Role.ALSO_RIGHT)

    @property
    def must_be_diagnosed(self) -> bool:
        """Mistakes, with one seed: other inputs tell no more, since a mistake's numbers are its own with all of them."""
        return self.role is Role.MISTAKE and self.seed == FIRST_SEED


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial with what came of it; `fault` is None where the suite judged as it should."""

    trial: Trial
    report: Report
    fault: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """What the proof of one exercise counted."""

    exercise: str
    tests: int
    also_right: int
    mistakes: int
    rejected: int
    diagnosed: int
    undiagnosed: tuple[str, ...]
    seconds: float


def trials(exercise: Exercise, seeds: int = 1, every: int = 1) -> list[Trial]:
    """Every program of an exercise, once per seed; of the mistakes every `every`th."""
    right = [(Role.SOLUTION, exercise.solution), *((Role.ALSO_RIGHT, file) for file in exercise.also_right)]
    programs = [
        (Role.STARTER, exercise.slug, _place_of(exercise, exercise.starter), hand_out(exercise)),
        *((role, file.stem, _place_of(exercise, file), file.read_text(encoding="utf-8")) for role, file in right),
        *((Role.MISTAKE, mistake.name, mistake.label, mistake.source) for mistake in list(mistakes_of(exercise))[::every]),
    ]
    return [Trial(exercise, *program, seed) for program in programs for seed in range(FIRST_SEED, FIRST_SEED + seeds)]


def attempt_each(grader: Gradings, ones: Sequence[Trial], device: str = "auto", diagnose: bool = True) -> Iterator[Tried]:
    """Grade trials of one exercise by one judge, and hold each verdict, and a mistake's diagnosis, against what its role demands."""
    jobs = [_job(trial, device, diagnose) for trial in ones]
    for trial, report in zip(ones, grader.begin(*jobs).reports(), strict=True):
        yield Tried(trial, report, _fault(trial, report))


def _job(trial: Trial, device: str, diagnose: bool) -> Job:
    # All the time it needs: a grade of a learner has less.
    seconds = DIAGNOSIS_SECONDS if diagnose and trial.must_be_diagnosed else 0.0
    job = job_for(trial.exercise, trial.source, f"{trial.name}.py", trial.seed, device)
    return replace(job, diagnosis_seconds=seconds, to_first_failure=not trial.must_pass and not seconds)


def claims(cards: list[Card]) -> list[Program]:
    """What cards claim, as programs: proofs, and code with what it prints."""
    programs: list[Program] = []
    for card in cards:
        if card.proof:
            programs.append(Program(f"{card.id} proof", card.proof))
        if card.kind is CardKind.PREDICT:
            programs.append(Program(f"{card.id} code", card.code, card.prints))
    return programs


def card_faults(cards: list[Card], tell: Callable[[], None] = lambda: None) -> list[str]:
    """What is wrong with the claims of cards: a proof that fails, or a program that prints something else; `tell` is called after each."""
    by_id = {card.id: card for card in cards}
    faults: list[str] = []
    for name, wrong in run_all(claims(cards)):
        id, _, key = name.rpartition(" ")
        tell()
        if wrong is not None:
            faults.append(f"{_place(by_id[id])}: {key}: {wrong}")
    return faults


def row(name: str, ones: list[Tried]) -> Row:
    """Count the trials of one exercise."""
    solutions = [one for one in ones if one.trial.role is Role.SOLUTION]
    compared = {one.trial.name: one.report.diagnosis for one in ones if one.trial.must_be_diagnosed}
    undiagnosed = {name for name, diagnosis in compared.items() if diagnosis is None}
    mistakes = {one.trial.name for one in ones if one.trial.role is Role.MISTAKE}
    accepted = {one.trial.name for one in ones if one.trial.role is Role.MISTAKE and one.fault is not None}
    return Row(
        name,
        tests=len(solutions[0].report.results),
        also_right=len({one.trial.name for one in ones if one.trial.role is Role.ALSO_RIGHT}),
        mistakes=len(mistakes),
        rejected=len(mistakes - accepted),
        diagnosed=len(compared) - len(undiagnosed),
        undiagnosed=tuple(sorted(undiagnosed)),
        seconds=median(one.report.seconds_tests for one in solutions),
    )


def nothing(name: str) -> Row:
    """The row of an exercise whose suite cannot run."""
    return Row(name, tests=0, also_right=0, mistakes=0, rejected=0, diagnosed=0, undiagnosed=(), seconds=0.0)


def _fault(trial: Trial, report: Report) -> str | None:
    if trial.must_pass and not report.passed:
        return f"{trial.place}: should pass with seed {trial.seed}, but {_first_failure(report)}"
    if not trial.must_pass and report.passed:
        return f"{trial.place}: should fail with seed {trial.seed}, but the suite accepts it"
    if not trial.must_pass and report.verdict is Verdict.INVALID:
        return f"{trial.place}: should import, but {_first_failure(report)}"
    if trial.role is Role.MISTAKE and report.diagnosis is not None and report.diagnosis.mistake != trial.name:
        return f"{trial.place}: is diagnosed as {report.diagnosis.mistake} with seed {trial.seed}; the suite does not tell the two apart"
    return None


def _place_of(exercise: Exercise, file: Path) -> str:
    return file.relative_to(exercise.pack).as_posix()


def _first_failure(report: Report) -> str:
    if report.failure is not None:
        return report.failure.message
    result = next(result for result in report.results if result.outcome is not Outcome.PASSED)
    return f"{result.name} {result.outcome.value.replace('_', ' ')}: {result.message}"


def _place(card: Card) -> str:
    return f"cards/{card.file.name}:{card.line}: card '{card.slug}'"
