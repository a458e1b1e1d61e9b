"""What a probe call was asked and what came of it, kept so that a diagnosis can ask others the same."""

from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Call:
    """One probe call of a test: the request, to be made again, and the answer, a plain value or Failed."""

    test: str
    request: bytes
    answer: Any
