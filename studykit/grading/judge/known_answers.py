"""What mistakes answered before: grades of one exercise with one seed ask each of them the same, again and again."""

import hashlib
import io
import pickle
from collections.abc import Sequence
from typing import Any

import torch

from studykit.grading.job import Job
from studykit.grading.judge.calls import Failed
from studykit.grading.judge.probing import Workers, replayed


class KnownAnswers:
    """Answers by a submission's text and the request, for the grades that share a judge."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, bytes], Any] = {}
        self._digests: dict[bytes, bytes] = {}

    def answer(self, job: Job, workers: Workers, request: bytes, early: Sequence[bytes] = ()) -> Any:
        """What the submission of `job`, which `workers` run, answers to a request: a plain value, or Failed.

        Whoever has to be asked anything is asked the requests of `early` as well, since to start is what takes longest.
        """
        key = self._key(job, request)
        if key not in self._answers:
            self._answers[key] = replayed(workers, request)
            self._ask_early(job, workers, early)
        return self._answers[key]

    def _ask_early(self, job: Job, workers: Workers, early: Sequence[bytes]) -> None:
        for request in early:
            key = self._key(job, request)
            if key not in self._answers:
                answer = self._answers[key] = replayed(workers, request)
                if isinstance(answer, Failed) and not answer.is_error:
                    return  # the process is lost, perhaps after a long wait, and other requests may take as long

    def _key(self, job: Job, request: bytes) -> tuple[str, bytes]:
        if request not in self._digests:
            self._digests[request] = hashlib.sha256(_by_value(pickle.loads(request))).digest()
        return job.source, self._digests[request]


class _ByValue(pickle.Pickler):
    """Writes tensors as their values: torch's own form names the place in memory where they lay."""

    def reducer_override(self, obj: object) -> Any:
        if not isinstance(obj, torch.Tensor):
            return NotImplemented
        values = obj.detach().cpu().clone(memory_format=torch.contiguous_format).flatten().view(torch.uint8).numpy().tobytes()
        return tuple, ([str(obj.dtype), tuple(obj.shape), obj.stride(), obj.requires_grad, values],)


def _by_value(value: Any) -> bytes:
    written = io.BytesIO()
    _ByValue(written).dump(value)
    return written.getvalue()
