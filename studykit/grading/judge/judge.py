"""The process that runs a hidden suite with pytest; it never imports the submission and alone holds the verdict channel."""

import contextlib
import importlib
import os
import socket
import sys
import time
import warnings
from collections.abc import Sequence
from functools import partial

import pytest
import torch

from studykit.grading import frames
from studykit.grading.job import Job
from studykit.grading.judge.known_answers import KnownAnswers
from studykit.grading.judge.messages.difference import explained
from studykit.grading.judge.one_grade import OneGrade
from studykit.grading.judge.pack_faults import PackBroken
from studykit.grading.judge.probing import Workers
from studykit.grading.judge.suite import Suite

# The suite must not depend on what is installed or configured around it; and each plugin costs a millisecond or more in every grade.
_UNUSED_PLUGINS = (
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "terminal",
    "threadexception",
    "unittest",
    "unraisableexception",
    "warnings",
)
READ_SECONDS = 60.0  # a client sends its jobs at once
_IMPORTED_LATE = ("helpconfig", "skipping")


class DeviceError(Exception):
    """The device that was asked for cannot be used."""


def main(client: socket.socket, control: socket.socket) -> None:
    """Judge the jobs that arrive from `client`, all of one suite, and write each event to it as a frame of JSON."""
    jobs = [Job.from_json(fields) for fields in frames.receive_json(client, time.monotonic() + READ_SECONDS)]
    frames.send_json(control, {"do": "allow", "seconds": sum(job.seconds_at_most for job in jobs)})
    try:
        device = choose_device(jobs[0])
    except DeviceError as error:
        frames.send_json(client, {"event": "refused", "message": str(error)})
        return

    def new_workers(job: Job) -> Workers:
        return Workers(job, device, control)

    known = KnownAnswers() if len(jobs) > 1 else None
    grades = [OneGrade(job, device, new_workers(job), partial(frames.send_json, client)) for job in jobs]
    try:
        grades[0].workers.prepare_ahead()
        grades[0].workers.start_ahead()  # it imports the submission while pytest collects the suite
    except PackBroken as error:
        frames.send_json(client, {"event": "broken", "message": str(error)})
        return
    untold = partial(OneGrade, device=device, send=lambda event: None)
    suite = Suite(grades, lambda grade: grade.conclude(new_workers, known), lambda job: untold(job, workers=new_workers(job)))
    status = run_suite(jobs, suite)
    suite.close()
    if (broken := suite.why_broken(status)) is not None:
        frames.send_json(client, {"event": "broken", "message": broken})


def import_plugins() -> None:
    """Import the parts of pytest that it would itself import at the start of each grade; a version without one of them does as well."""
    for name in _IMPORTED_LATE:
        with contextlib.suppress(ImportError):
            importlib.import_module(f"_pytest.{name}")


def choose_device(job: Job) -> torch.device:
    """The device for a job: "auto" takes CUDA only where the exercise prefers it and a GPU is there."""
    wanted = job.device
    if wanted == "auto":
        wanted = "cuda" if job.devices[:1] == ("cuda",) and torch.cuda.is_available() else "cpu"
    if wanted not in job.devices:
        raise DeviceError(f"{job.exercise} does not run on {wanted}; use --device {job.devices[0]}.")
    if wanted == "cuda" and not torch.cuda.is_available():
        raise DeviceError("No CUDA device is available here; use --device cpu.")
    return torch.device(wanted, 0) if wanted == "cuda" else torch.device(wanted)


def run_suite(jobs: Sequence[Job], suite: Suite) -> int:
    """Run the file of the jobs' suite with pytest, configured by nothing but this; pytest's exit code."""
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS="")
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True  # the suite's folder may be read-only, and belongs to git
    file = jobs[0].suite_path
    folder = file.parent
    # Without confcutdir pytest would look through every folder above the suite's, entry by entry: half of a quick grade.
    options = ["--noconftest", "--import-mode=importlib", "-c", os.devnull, f"--rootdir={folder}", f"--confcutdir={folder}"]
    for name in _UNUSED_PLUGINS:
        options += ["-p", f"no:{name}"]
    if all(job.to_first_failure for job in jobs):
        options.append("--assert=plain")  # nobody reads what was compared
    with explained():
        return int(pytest.main([*options, str(file)], plugins=[suite, suite.fixtures]))
