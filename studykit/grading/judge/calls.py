"""What a probe call was asked and what came of it, kept so that a diagnosis can ask others the same."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch

from studykit.grading.grade_report import Outcome


@dataclass(frozen=True, slots=True)
class Failed:
    """How a call failed: an exception of this kind, or without a kind the loss of the process."""

    outcome: Outcome
    kind: str
    detail: str

    @property
    def is_error(self) -> bool:
        """Whether it was an exception, which another file may raise alike."""
        return bool(self.kind)


class NotKept:
    """Stands for an answer that was too large to be kept."""


NOT_KEPT: Final = NotKept()


@dataclass(frozen=True, slots=True)
class Call:
    """One probe call of a test: the probe, the request, to be made again, the answer, a plain value, Failed or NOT_KEPT, the names of the
    submission that it used, and the digest of a plain value, which is the same for the same value to the bit."""

    test: str
    probe: str
    request: bytes
    answer: Any
    used: tuple[str, ...] = ()
    digest: bytes = b""


def size_of(answer: Any) -> int:
    """About how many bytes an answer takes."""
    if isinstance(answer, torch.Tensor):
        return answer.numel() * answer.element_size()
    if isinstance(answer, np.ndarray):
        return answer.nbytes
    if isinstance(answer, str):
        return len(answer)
    if isinstance(answer, dict):
        return 100 + sum(map(size_of, answer.values()))
    return 100 + sum(map(size_of, answer)) if isinstance(answer, (list, tuple)) else 32
