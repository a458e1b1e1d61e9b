"""Every error a learner or an author can meet, in one small tree, so that the command line catches one class."""

from typing import Any


class StudykitError(Exception):
    """What went wrong, where, and what to do next, in one line a learner understands. Exit code 2."""

    exit_code = 2


class PackError(StudykitError):
    """A pack breaks the format. `faults` holds one line a fault, each naming file and key."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class UnknownItem(StudykitError):
    """An id that no exercise or card of the packs has."""


class SubmissionError(StudykitError):
    """The learner's file cannot be graded: it is missing, too large, no regular file, or names no exercise."""


class ProgressError(StudykitError):
    """The event log cannot be read or written: damaged, locked, read-only, or the disk is full."""


class NotRecorded(ProgressError):
    """A grade that could not be put into the log, for a reason that is the `__cause__`; `report` is the grade all the same."""

    def __init__(self, message: str, report: object) -> None:
        super().__init__(message)
        self.report: Any = report


class DamagedLog(ProgressError):
    """The event log is there, but what it holds cannot be read: `restore` takes a backup in its place."""


class SettingsError(StudykitError):
    """settings.yaml holds an unknown key or a value that does not fit."""


class MissingPackage(StudykitError):
    """A package that only some need, and that this call needs, is not installed."""


class TooFewReviews(StudykitError):
    """The log has too few reviews to fit a scheduler to them. Exit code 1."""

    exit_code = 1


class FitFailed(StudykitError):
    """The process that fits a scheduler ended without an answer. Exit code 3."""

    exit_code = 3


class ClassError(StudykitError):
    """A class cannot be graded as asked: nothing to read, a cluster that does not answer, a machine with other exercises."""


class GraderError(StudykitError):
    """The grader itself failed; the submission was not judged. Exit code 3."""

    exit_code = 3


class BrokenExercise(GraderError):
    """The pack's suite, probes or exercise.yaml is at fault; `fault` says where and how, `FILE:LINE: what`."""

    def __init__(self, message: str, fault: str) -> None:
        super().__init__(message)
        self.fault = fault
