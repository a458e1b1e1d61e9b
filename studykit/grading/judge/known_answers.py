"""Answers of mistakes that were computed before: a proof of a pack asks each mistake the same for every other, with the same seed."""

import hashlib
import io
import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from studykit.grading.job import Job
from studykit.grading.judge.calls import Failed
from studykit.grading.judge.probing import Workers, replayed


class KnownAnswers:
    """A folder of answers, by a submission's text, the device and the request; without a folder nothing is known and nothing kept.

    `early` are the requests that tell most mistakes from a submission: whoever has to be asked anything is asked these as well, since to
    start is what takes longest.
    """

    def __init__(self, folder: str, early: Sequence[bytes]) -> None:
        self._folder = Path(folder) if folder else None
        self._early = early
        self._digests: dict[bytes, bytes] = {}

    def answer(self, job: Job, workers: Workers, request: bytes) -> Any:
        """What the submission of `job`, which `workers` run, answers to a request: a plain value, or Failed."""
        if self._folder is None:
            return replayed(workers, request)
        file = self._file(self._folder, job, request)
        if not file.exists():
            _keep(file, replayed(workers, request))
            self._ask_early(self._folder, job, workers)
        return pickle.loads(file.read_bytes())

    @property
    def is_off(self) -> bool:
        """Whether each answer has to be computed."""
        return self._folder is None

    def _ask_early(self, folder: Path, job: Job, workers: Workers) -> None:
        for request in self._early:
            file = self._file(folder, job, request)
            if not file.exists():
                answer = replayed(workers, request)
                _keep(file, answer)
                if isinstance(answer, Failed) and not answer.is_error:
                    return  # the process is lost, perhaps after a long wait, and other requests may take as long

    def _file(self, folder: Path, job: Job, request: bytes) -> Path:
        if request not in self._digests:
            self._digests[request] = hashlib.sha256(_by_value(pickle.loads(request))).digest()
        key = hashlib.sha256(f"{job.exercise}\0{job.device}\0{job.source}\0".encode() + self._digests[request]).hexdigest()
        return folder / f"{key}.pickle"


class _ByValue(pickle.Pickler):
    """Writes tensors as their values: torch's own form names the place in memory where they lay, and takes longer to read."""

    def reducer_override(self, obj: object) -> Any:
        if not isinstance(obj, torch.Tensor):
            return NotImplemented
        values = obj.detach().cpu().clone(memory_format=torch.contiguous_format).flatten().view(torch.uint8).numpy().tobytes()
        return _tensor, (obj.dtype, tuple(obj.shape), obj.stride(), obj.requires_grad, values)


def _tensor(dtype: torch.dtype, shape: tuple[int, ...], stride: tuple[int, ...], requires_grad: bool, values: bytes) -> torch.Tensor:
    """A tensor of these values; the rest of what was written only tells requests apart."""
    return torch.frombuffer(bytearray(values), dtype=dtype).reshape(shape) if values else torch.empty(shape, dtype=dtype)


def _by_value(value: Any) -> bytes:
    written = io.BytesIO()
    _ByValue(written).dump(value)
    return written.getvalue()


def _keep(file: Path, answer: Any) -> None:
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_bytes(_by_value(answer))
    draft.replace(file)
