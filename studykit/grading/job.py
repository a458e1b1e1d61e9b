"""One grade to be done, as the client asks for it: plain values, no torch."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studykit.content.exercise import DEVICES, Exercise
from studykit.grading.isolation import ALL_LAYERS

DIAGNOSIS_PATIENCE = 15.0  # seconds of the clock for a second of processor time, on a machine that has much else to do
LONGEST_DIAGNOSIS = 15.0  # seconds of processor time, for suites that compute for seconds
MOST_PUT_OFF = 10.0  # times the limit of a call, where others have the processor: a submission could make itself wait


@dataclass(frozen=True, slots=True)
class Job:
    """A submission and the suite that judges it.

    `source` is the submission's text: it is graded as it was when it was read, and nothing that lies beside it is seen.
    `cells` says which cells of a notebook it was made of, if it was.
    `starter` may be what a mistake beside the suite is an edit of.
    `time_limit` is in seconds a probe call, without those in which it waits for a processor that others use; `memory_limit` is in MiB above
    what the worker starts with.
    `diagnosis_seconds` is what a failed grade may take longer to be explained, ten times what it takes on a machine with nothing else
    to do; 0 explains nothing.
    `most_pairs` is how many pairs of mistakes a failed grade is compared with, 0 for as many as the time allows; a number gives the same
    diagnosis on a slow machine and on a quick one.
    `to_first_failure` is for who wants the verdict alone: the suite ends with the first test that does not pass, and little is explained.
    `capsule` names a test, one call of which is wanted as a script.
    `needs` may hold "scratch", a folder to write to; `layers` are the parts of the sandbox to put on, all but in tests of its parts.
    `device` is "auto" or one of DEVICES; `devices` are those that the exercise works on, the preferred one first.
    """

    exercise: str
    source: str
    file_name: str
    suite: str
    probes: str
    seed: int
    device: str = "auto"
    devices: tuple[str, ...] = DEVICES
    time_limit: float = 10.0
    memory_limit: int = 1024
    forbids: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    layers: tuple[str, ...] = ALL_LAYERS
    diagnosis_seconds: float = 3.0
    most_pairs: int = 0
    capsule: str = ""
    to_first_failure: bool = False
    starter: str = ""
    cells: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the way to the server."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Job":
        """What `as_json` gave."""
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
        return cls(**values)

    @property
    def tests_seconds(self) -> float:
        """How long all calls of the tests may take together; what was not called by then counts as timed out."""
        return max(60.0, 20.0 * self.time_limit)

    @property
    def seconds_at_most(self) -> float:
        """How long the whole grade may take, so that not even the judge can keep anybody waiting forever: the start, the tests with a last
        call that begins at the end of their time, and the diagnosis."""
        last_call = self.time_limit * (1 + MOST_PUT_OFF)
        diagnosis = max(self.diagnosis_seconds, LONGEST_DIAGNOSIS) if self.diagnosis_seconds else 0.0
        return 60.0 + self.tests_seconds + last_call + DIAGNOSIS_PATIENCE * diagnosis

    @property
    def suite_path(self) -> Path:
        """The hidden test file."""
        return Path(self.suite)


def job_for(exercise: Exercise, source: str, file_name: str, seed: int, device: str = "auto") -> Job:
    """What the grader has to do for one submission of an exercise."""
    return Job(
        exercise=exercise.id,
        source=source,
        file_name=file_name,
        suite=str(exercise.suite),
        probes=str(exercise.probes),
        starter=str(exercise.starter),
        seed=seed,
        device=device,
        devices=exercise.devices,
        time_limit=exercise.time_limit,
        memory_limit=exercise.memory_limit,
        forbids=exercise.forbids,
        needs=exercise.needs,
    )
