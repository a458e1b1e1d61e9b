"""Answers of mistakes that were computed before: a proof of a pack asks each mistake the same for every other, with the same seed."""

import hashlib
import io
import os
import pickle
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from studykit.grading.job import Job
from studykit.grading.probing import Failed, Workers, replayed


class KnownAnswers:
    """A folder of answers, by a submission's text, the device and the request; without a folder nothing is known and nothing kept.

    `requests` are all that a diagnosis may ask: whoever has to be asked one of them is asked all, since to start is what takes longest.
    """

    def __init__(self, folder: str, requests: Sequence[bytes]) -> None:
        self._folder = Path(folder) if folder else None
        self._requests = requests

    def answer(self, job: Job, workers: Workers, request: bytes) -> Any:
        """What the submission of `job`, which `workers` run, answers to a request: a plain value, or Failed."""
        if self._folder is None:
            return replayed(workers, request)
        file = self._file(self._folder, job, request)
        if not file.exists():
            self._ask_all(self._folder, job, workers)
        if not file.exists():
            _keep(file, replayed(workers, request))
        return pickle.loads(file.read_bytes())

    @property
    def is_off(self) -> bool:
        """Whether each answer has to be computed."""
        return self._folder is None

    def _ask_all(self, folder: Path, job: Job, workers: Workers) -> None:
        for request in self._requests:
            answer = replayed(workers, request)
            _keep(self._file(folder, job, request), answer)
            if isinstance(answer, Failed) and not answer.is_error:
                return  # the process is lost, perhaps after a long wait, and others may take as long

    def _file(self, folder: Path, job: Job, request: bytes) -> Path:
        key = hashlib.sha256(f"{job.exercise}\0{job.device}\0{job.source}\0".encode() + self._digests[request]).hexdigest()
        return folder / f"{key}.pickle"

    @cached_property
    def _digests(self) -> dict[bytes, bytes]:
        return {request: _digest(request) for request in self._requests}


class _ByValue(pickle.Pickler):
    """Writes tensors as their values: torch's own form names the place in memory where they lay."""

    def reducer_override(self, obj: object) -> Any:
        if not isinstance(obj, torch.Tensor):
            return NotImplemented
        form = f"{obj.dtype} {tuple(obj.shape)} {obj.stride()} {obj.requires_grad}"
        return str, (form, obj.detach().cpu().clone(memory_format=torch.contiguous_format).flatten().view(torch.uint8).numpy().tobytes())


def _digest(request: bytes) -> bytes:
    written = io.BytesIO()
    _ByValue(written).dump(pickle.loads(request))
    return hashlib.sha256(written.getvalue()).digest()


def _keep(file: Path, answer: Any) -> None:
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_bytes(pickle.dumps(answer))
    draft.replace(file)
