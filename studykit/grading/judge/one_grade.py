"""One submission under the suite: its workers and results, and what is said when its tests are done."""

import time
from collections.abc import Callable
from typing import Any

import torch

from studykit.grading.job import Job
from studykit.grading.judge.capsule import script
from studykit.grading.judge.diagnosis import diagnose
from studykit.grading.judge.failures import ImportFailed
from studykit.grading.judge.known_answers import KnownAnswers
from studykit.grading.judge.probing import Workers
from studykit.grading.judge.results import Results

Send = Callable[[dict[str, Any]], None]


class OneGrade:
    """A job with the workers that run its submission; `send` takes the events for the client."""

    def __init__(self, job: Job, device: torch.device, workers: Workers, send: Send) -> None:
        self.job = job
        self.device = device
        self.workers = workers
        self._send = send
        self.results = Results(job, workers, send)
        self._started = time.monotonic()
        self._import_failed: ImportFailed | None = None

    def is_imported(self) -> bool:
        """Wait until the submission is imported; False if it cannot be, and then no test is run."""
        try:
            self.workers.ready()
        except ImportFailed as failed:
            self._import_failed = failed
            return False
        return True

    def conclude(self, new_workers: Callable[[Job], Workers], known: KnownAnswers | None) -> None:
        """Tell what is left to tell, with a diagnosis where a test failed; `known` is shared by grades that ask the same mistakes."""
        seconds = time.monotonic() - self._started
        if (failed := self._import_failed) is not None:
            invalid = {"verdict": failed.verdict.value, "message": failed.message, "line": failed.line}
            self.results.tell({"event": "invalid", **invalid, "printed": self.workers.printed})
        else:
            self.results.tell_forbidden()
            self._diagnose(seconds, new_workers, known)
        if self.job.capsule:
            text = script(self.job, self.results.of(self.job.capsule), self.workers.calls, f"capsule_{self.job.capsule}.py")
            self._send({"event": "capsule", "text": text})  # whole: a text of ours, and longer than what is shown of others
        self.workers.close()
        self.results.tell({"event": "finished", "device": self.device.type, "seconds": seconds})

    def begin(self) -> None:
        """Start the clock of this grade, if other grades came before it."""
        self._started = time.monotonic()

    def _diagnose(self, seconds: float, new_workers: Callable[[Job], Workers], known: KnownAnswers | None) -> None:
        # A suite that trains for seconds may take as long again to be compared.
        allowed = max(self.job.diagnosis_seconds, 2 * seconds) if self.job.diagnosis_seconds else 0.0
        match = diagnose(self.job, self.workers, self.results.failed, new_workers, allowed, known)
        if match is not None:
            self.results.tell({"event": "diagnosis", "mistake": match.name, "says": match.says, "cards": match.cards})
