"""What can happen while a file is watched; each thread tells its events to one queue, which the main thread alone reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studykit.grading.grade_report import Report, Result


@dataclass(frozen=True, slots=True)
class Saved:
    """The file, or its name, was written, moved or deleted."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """A while has passed without a message about the file: time to look for what no message told."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key, as `reviewing.keys` names it."""

    key: str


@dataclass(frozen=True, slots=True)
class Resized:
    """The terminal has another size."""


@dataclass(frozen=True, slots=True)
class Quit:
    """q, Ctrl-C, Ctrl-D, or SIGTERM."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something the learner should know that is no fault of theirs."""

    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of the file, `number` of which was asked for; or the error that kept them from being drawn."""

    number: int
    pictures: Callable[[Any], None] | Exception


@dataclass(frozen=True, slots=True)
class Progressed:
    """A test of an attempt ended; `latest` is None when the tests are known and none has run. `number` names the attempt."""

    number: int
    results: tuple[Result, ...]
    latest: Result | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An attempt has its report."""

    number: int
    report: Report


@dataclass(frozen=True, slots=True)
class Failed:
    """An attempt ended without a report; an error that is no StudykitError is a bug, for the main thread to raise."""

    number: int
    error: Exception


Event = Saved | Ticked | Pressed | Resized | Quit | Noticed | Progressed | Judged | Failed | Drawn
Tell = Callable[[Event], Any]
