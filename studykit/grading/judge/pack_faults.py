"""Tells a fault of the pack from one of the submission: what its author got wrong must not be told to a learner.

A failure that names no line of the submission is in doubt: the probe or the suite itself may have raised it. Then the same test is run with
the pack's own solution; if that ends so as well, the exercise is broken.
"""

import ast
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pytest

from studykit.grading.grade_report import Outcome
from studykit.grading.job import Job
from studykit.grading.judge.failures import ImportFailed, ProbeFailed

SOLUTION = "solution.py"  # beside the suite


class PackBroken(Exception):
    """The pack is at fault; the message says where and how, `FILE:LINE: what`."""


def is_doubtful(error: BaseException) -> bool:
    """Whether a test may have ended so because the suite or a probe is wrong, and not the answer."""
    if isinstance(error, ProbeFailed):
        is_of_a_line = error.line is not None or isinstance(error, ImportFailed)
        return error.outcome is Outcome.FAILED and not is_of_a_line and not error.refused and error.kind != "Forbidden"
    return isinstance(error, Exception) and not isinstance(error, AssertionError)


def told(error: BaseException, item: pytest.Item, job: Job) -> str:
    """Where in the pack an error arose, and what it is."""
    if not isinstance(error, ProbeFailed):
        return f"{in_suite(error, item, job)}: {_what(error)}"
    if error.kind == "MissingProbe":
        return f"{in_suite(error, item, job)}: calls the probe `{error.detail}`, which {Path(job.probes).name} does not define"
    what = " ".join(f"{error.kind.removesuffix(' in the call')}: {error.detail}".split())
    if error.kind == "MissingName":
        what = f"asks the answer for `{error.detail}`, which the solution does not define"
    return f"{job.probes}:{error.probe_line}: {what}" if error.probe_line else f"{in_suite(error, item, job)}: {what}"


def in_suite(error: BaseException, item: pytest.Item, job: Job) -> str:
    """The suite's file with the last line of it that led to an error; the line of the test where none did."""
    line = _last_line(error.__traceback__, job.suite) or (item.reportinfo()[1] or 0) + 1  # pytest counts from 0
    return f"{job.suite}:{line}"


def not_collected(error: BaseException, job: Job) -> str:
    """Where and why a suite could not be imported."""
    cause = error.__cause__ or error
    line = cause.lineno if isinstance(cause, SyntaxError) else _last_line(cause.__traceback__, job.suite)
    return f"{job.suite}{f':{line}' if line else ''}: {_what(cause)}"


def unreadable(file: str, error: OSError) -> PackBroken:
    """A file of the pack that cannot be read."""
    return PackBroken(f"{file}: cannot be read ({error.strerror})")


def setup_failed(reply: object, job: Job) -> PackBroken:
    """What a worker said of the probes, or of a name in `forbids`, before it read a line of the submission."""
    fields = reply if isinstance(reply, dict) else {}
    what = " ".join(str(fields.get("what")).split())
    if (name := fields.get("forbids")) is not None:
        return PackBroken(f"{_forbids_place(str(name), job)}: forbids: '{name}' cannot be found ({what})")
    line = fields.get("line")
    return PackBroken(f"{job.probes}{f':{line}' if line else ''}: {what}")


def died_before(job: Job, failed: ProbeFailed) -> PackBroken:
    """A worker that was lost before it read a line of the submission."""
    return PackBroken(f"{job.probes}: its process ended while it was imported ({failed.message})")


def solution_job(job: Job) -> Job | None:
    """The same job for the pack's own solution; None if there is none."""
    file = job.suite_path.parent / SOLUTION
    try:
        source = file.read_text(encoding="utf-8")
        ast.parse(source)
    except (OSError, ValueError, SyntaxError):
        return None
    return replace(job, source=source, file_name=SOLUTION, capsule="", diagnosis_seconds=0.0)


def _forbids_place(name: str, job: Job) -> str:
    file = Path(job.starter).parent / "exercise.yaml"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return str(file)
    line = next((number for number, text in enumerate(lines, start=1) if name in text), None)
    return f"{file}:{line}" if line else str(file)


def _last_line(traceback: TracebackType | None, file: str) -> int | None:
    found = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == file:
            found = traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def _what(error: BaseException) -> str:
    if (fixture := getattr(error, "argname", None)) is not None:  # pytest's own text of it is a page
        return f"there is no fixture `{fixture}`"
    first = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
