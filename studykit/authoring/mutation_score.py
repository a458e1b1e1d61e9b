"""Counts how many small wrong changes of the solutions the suites notice, and who has to account for those they do not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studykit.authoring.mutants import Mutant, mutants
from studykit.content.exercise import Exercise
from studykit.content.yamlfile import plain, read_yaml
from studykit.errors import StudykitError
from studykit.grading.client.cold import Gradings
from studykit.grading.job import Job, job_for
from studykit.installing import install_command

SEEDS = (0, 1)  # a change that passes with one seed and not with another is noticed
LEAST_OF_AN_EXERCISE = 0.80
LEAST_OF_A_PACK = 0.95
_ASKS_FOR_GRADIENTS = ("backward", "grad", "optim")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mutant of an exercise's solution, and whether the suite rejects it."""

    mutant: Mutant
    rejected: bool


@dataclass(frozen=True, slots=True)
class MutantRow:
    """What the suite of one exercise notices: `survivors` are the names of the mutants that it accepts."""

    exercise: str
    mutants: int
    rejected: int
    survivors: tuple[str, ...]

    @property
    def share(self) -> float:
        """The rejected share, 1 where there was nothing to mutate."""
        return self.rejected / self.mutants if self.mutants else 1.0


def mutants_of(exercise: Exercise) -> list[Mutant]:
    """Every mutant of the exercise's solution. StudykitError without cosmic-ray."""
    solution = exercise.solution.read_text(encoding="utf-8")
    asked = solution + exercise.probes.read_text(encoding="utf-8")
    try:
        return mutants(solution, any(word in asked for word in _ASKS_FOR_GRADIENTS))
    except ImportError:
        raise StudykitError(f"--mutants needs cosmic-ray: run `{install_command('authors')}`.") from None


def try_mutants(grader: Gradings, exercise: Exercise, mutants: Sequence[Mutant]) -> Iterator[Outcome]:
    """Grade mutants of one exercise by one judge, with each seed those that survived the seeds before."""
    left = list(mutants)
    for seed in SEEDS:
        tested, left = left, []
        for mutant, report in zip(tested, grader.begin(*(_job(exercise, mutant, seed) for mutant in tested)).reports(), strict=True):
            if report.passed:
                left.append(mutant)
            else:
                yield Outcome(mutant, rejected=True)
        if not left:
            return
    yield from (Outcome(mutant, rejected=False) for mutant in left)


def mutant_row(exercise: str, tested: list[Outcome]) -> MutantRow:
    """Count the mutants of one exercise."""
    survivors = tuple(one.mutant.name for one in tested if not one.rejected)
    return MutantRow(exercise, len(tested), len(tested) - len(survivors), survivors)


def exercise_faults(exercise: Exercise, row: MutantRow) -> list[str]:
    """What is wrong with one: survivors that nobody accounts for, accounts of mutants that are rejected, a share that is too low."""
    accounted = equivalents(exercise)
    place = equivalents_file(exercise).relative_to(exercise.pack)
    faults = [
        f"{place}: the suite accepts `{name}`; test it, or say here why it is right" for name in row.survivors if name not in accounted
    ]
    faults += [f"{place}: `{name}` is no surviving mutant any more; remove it" for name in accounted if name not in row.survivors]
    if row.share < LEAST_OF_AN_EXERCISE:
        faults.append(f"{row.exercise}: rejects {row.rejected} of {row.mutants} mutants, less than {LEAST_OF_AN_EXERCISE:.0%}")
    return faults


def share_faults(rows: Iterable[MutantRow]) -> list[str]:
    """What is wrong with all of them together: a share that is too low."""
    counted = list(rows)
    every, rejected = sum(row.mutants for row in counted), sum(row.rejected for row in counted)
    if rejected < LEAST_OF_A_PACK * every:
        return [f"all suites together reject {rejected} of {every} mutants, less than {LEAST_OF_A_PACK:.0%}"]
    return []


def equivalents_file(exercise: Exercise) -> Path:
    """Where an author says why a mutant is no mistake."""
    return exercise.solution_folder / "equivalent.yaml"


def equivalents(exercise: Exercise) -> dict[str, str]:
    """Mutants that are right, with the reason, by name; {} where the file is missing. StudykitError if it holds something else."""
    file = equivalents_file(exercise)
    if not file.exists():
        return {}
    faults: list[str] = []
    node = read_yaml(file, str(file.relative_to(exercise.pack)))
    found = plain(node, faults, file.name) if node else {}
    if faults or not isinstance(found, dict) or not all(isinstance(text, str) and text.strip() for pair in found.items() for text in pair):
        raise StudykitError(f'{file}: should hold lines `"the mutant\'s name": the reason why it is right`. {" ".join(faults)}'.rstrip())
    return found


def _job(exercise: Exercise, mutant: Mutant, seed: int) -> Job:
    job = job_for(exercise, mutant.source, exercise.solution.name, seed)
    return replace(job, diagnosis_seconds=0.0, to_first_failure=True)
