"""Pictures from the learner's own code: the grader gives their numbers, and a chart is made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from studykit import __version__
from studykit.content.cachefile import read_json, write_json
from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.grading.client.running import Running
from studykit.grading.grade_report import Outcome, Report, place
from studykit.grading.job import Job, job_for
from studykit.installing import install_command
from studykit.study.submission import Submission
from studykit.visuals.chart import Chart
from studykit.visuals.numbers import revived
from studykit.visuals.picture import SEED, Picture, of_exercise

NEEDED = ("plotext", "matplotlib", "plotly", "textual_image")

Numbers = dict[str, Any]


class Grading(Protocol):
    """A grader that has one grade begun while it reads another."""

    def begin(self, *jobs: Job) -> Running: ...

    def finish(self, running: Running) -> Report: ...


@dataclass(frozen=True)
class Drawn:
    """The numbers of one picture: the learner's, if there is an answer, and the solution's. `fails` if they are the same and the answer
    does not pass."""

    picture: Picture
    yours: Numbers | None
    right: Numbers
    fails: bool = False

    def chart(self) -> Chart:
        """The picture of the numbers."""
        return self.picture.chart(self.yours, self.right, self.fails)


def missing_libraries() -> list[str]:
    """What of the extra `plots` is not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def check_libraries() -> None:
    """StudykitError that says what to install, if anything of the extra `plots` is missing."""
    if missing := missing_libraries():
        raise StudykitError(f"Pictures need {', '.join(missing)}: run `{install_command('plots')}`.")


def numbers(found: Picture, exercise: Exercise, answer: Submission | None, grader: Grading, cache: Path) -> Drawn:
    """The learner's numbers, if there is an answer, and the solution's, which are kept. StudykitError where an answer gives nothing to
    draw."""
    # All that there is to grade at once: a machine has two processors at least, and somebody waits.
    own = _recording(found, answer, grader) if answer else None
    verdict = grader.begin(_verdict_job(answer)) if answer else None
    right = _solutions(found, exercise, grader, cache)
    if own is None or verdict is None:
        return Drawn(found, None, right)
    try:
        yours = own()
        return Drawn(found, yours, right, found.matches(yours, right) and not grader.finish(verdict).passed)
    finally:
        verdict.cancel()  # most of the time the picture says enough


def charts(answer: Submission, grader: Grading, cache: Path) -> list[Chart]:
    """Every picture of an answer's exercise, drawn from it beside the solution. StudykitError where it gives nothing to draw."""
    return [numbers(found, answer.exercise, answer, grader, cache).chart() for found in of_exercise(answer.exercise.id)]


def _verdict_job(answer: Submission) -> Job:
    job = job_for(answer.exercise, answer.text, answer.file_name, SEED)
    return replace(job, to_first_failure=True, diagnosis_seconds=0.0)


def _solutions(found: Picture, exercise: Exercise, grader: Grading, cache: Path) -> Numbers:
    """The solution's numbers, from the cache as long as nothing changes that they are made with."""
    solution = Submission(exercise, exercise.solution.read_text(encoding="utf-8"), exercise.solution.name)
    file = cache / "pictures" / f"{found.name}-{exercise.topic}-{exercise.slug}.json"
    key = _key(found.job(exercise, solution.text, solution.file_name))
    kept = read_json(file)
    if isinstance(kept, Mapping) and kept.get("key") == key and isinstance(kept.get("numbers"), dict):
        drawn: Numbers = revived(kept["numbers"])
        return drawn
    fresh = _recording(found, solution, grader)()
    write_json(file, {"key": key, "numbers": fresh})
    return fresh


def _key(job: Job) -> str:
    from importlib.metadata import version  # start-up time: only who draws needs it

    digest = sha256(f"{__version__} {version('torch')} {job.source}".encode())
    folder = Path(job.suite).parent
    for file in sorted([*folder.glob("*.py"), *folder.parents[1].glob("*.py"), Path(job.probes)]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _recording(found: Picture, answer: Submission, grader: Grading) -> Callable[[], Numbers]:
    """Begin to record an answer's numbers; what is returned waits for them."""
    running = grader.begin(replace(found.job(answer.exercise, answer.text, answer.file_name), cells=answer.cells))
    return lambda: _recorded(answer, grader.finish(running))


def _recorded(answer: Submission, report: Report) -> Numbers:
    if report.recorded:
        drawn: Numbers = revived(report.recorded)
        return drawn
    said = report.failure or next(result for result in report.results if result.outcome is not Outcome.PASSED)
    where = f", {place(said)}" if said.line else ""
    name = answer.file_name
    raise StudykitError(f"{name}{where}: there is nothing to draw yet. {said.message} `studykit grade {name}` says more.")
