"""What a worker said to a request, not read yet."""

import hashlib
import marshal
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from studykit.grading.judge.failures import ProbeFailed


@dataclass(frozen=True, eq=False)
class Reply:
    """Header and body of the worker's answer, or why it was lost."""

    fields: dict[str, Any] = field(default_factory=dict)
    body: bytes = b""
    lost: ProbeFailed | None = None

    @property
    def is_value(self) -> bool:
        """Whether the probe returned, and raised nothing."""
        return self.lost is None and "error" not in self.fields

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The names of the submission that the probe used."""
        found = self.fields.get("used")
        return tuple(name[:100] for name in found[:50] if isinstance(name, str)) if isinstance(found, list) else ()

    @cached_property
    def digest(self) -> bytes:
        """The same for the same value to the bit."""
        shape = marshal.dumps(self.fields.get("value"), 2)  # of that version equal values are equal bytes
        return hashlib.sha256(len(shape).to_bytes(8) + shape + self.body).digest()
