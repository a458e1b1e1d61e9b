"""One submission under the suite: its workers and results, and what is said when its tests are done."""

import time
from collections.abc import Callable
from typing import Any

import torch

from studykit.grading.job import LONGEST_DIAGNOSIS, Job
from studykit.grading.judge.budget import used_by
from studykit.grading.judge.capsule import script
from studykit.grading.judge.diagnosis import diagnose
from studykit.grading.judge.failures import ImportFailed
from studykit.grading.judge.known_answers import KnownAnswers
from studykit.grading.judge.probing import Workers
from studykit.grading.judge.results import Results

SUITES_COMPARED = 10  # a diagnosis may take as much processor time as this many runs of the suite

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
        self._used = time.process_time()
        self._import_failed: ImportFailed | None = None

    def is_imported(self) -> bool:
        """Wait until the submission is imported; False if it cannot be, and then no test is run. Raises PackBroken."""
        try:
            self.workers.ready()
        except ImportFailed as failed:
            self._import_failed = failed
            return False
        self.workers.begin()
        return True

    def conclude(self, new_workers: Callable[[Job], Workers], known: KnownAnswers | None) -> None:
        """Tell what is left to tell, with a diagnosis where a test failed; `known` is shared by grades that ask the same mistakes."""
        seconds = time.monotonic() - self._started
        if (failed := self._import_failed) is not None:
            invalid = {"verdict": failed.verdict.value, "message": failed.message, "line": failed.line}
            self.results.tell({"event": "invalid", **invalid, "printed": self.workers.printed})
        else:
            self.results.tell_forbidden()
            self.results.tell({"event": "judged", "device": self.device.type, "seconds": seconds})
            self._diagnose(new_workers, known)
        if self.job.capsule:
            text = script(self.job, self.results.of(self.job.capsule), self.workers.calls, f"capsule_{self.job.capsule}.py")
            self._send({"event": "capsule", "text": text})  # whole: a text of ours, and longer than what is shown of others
        self.workers.close()
        self.results.tell({"event": "finished", "device": self.device.type, "seconds": seconds})

    def begin(self) -> None:
        """Start the clock of this grade, if other grades came before it."""
        self._started = time.monotonic()
        self._used = time.process_time()

    def _diagnose(self, new_workers: Callable[[Job], Workers], known: KnownAnswers | None) -> None:
        # A suite that computes for seconds may take some times as long again to be compared; a submission that wastes time may not.
        used = time.process_time() - self._used + (used_by(self.workers.pid) if self.workers.pid else 0.0)
        allowed = max(self.job.diagnosis_seconds, min(SUITES_COMPARED * used, LONGEST_DIAGNOSIS)) if self.job.diagnosis_seconds else 0.0
        explanation = diagnose(self.job, self.workers, self.results.failed, new_workers, allowed, known)
        for found in explanation.found:
            mistake = found.mistake
            told = {"mistake": mistake.name, "says": mistake.says, "cards": mistake.cards}
            self.results.tell({"event": "diagnosis", **told, "function": found.function, "is_partial": found.is_partial})
        if not explanation.is_complete:
            self.results.tell({"event": "cut_off"})
