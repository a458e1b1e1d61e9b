"""What `studykit doctor` says of one thing that it looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `well` is False where something needs fixing."""

    name: str
    well: bool
    says: str
