"""The process that runs a hidden suite with pytest; it never imports the submission and alone holds the verdict channel."""

import contextlib
import importlib
import os
import socket
import sys
import time

import pytest
import torch

from studykit.grading import frames
from studykit.grading.job import Job
from studykit.grading.judge.capsule import script
from studykit.grading.judge.diagnosis import diagnose
from studykit.grading.judge.messages.difference import explained
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
)
_IMPORTED_LATE = ("helpconfig", "skipping", "warnings")


class DeviceError(Exception):
    """The device that was asked for cannot be used."""


def main(client: socket.socket, control: socket.socket) -> None:
    """Judge the job that arrives on `control`, and write each event to `client` as a frame of JSON."""
    job = Job.from_json(frames.receive_json(control))
    try:
        device = choose_device(job)
    except DeviceError as error:
        frames.send_json(client, {"event": "refused", "message": str(error)})
        return
    workers = Workers(job, device, control)
    workers.start_ahead()  # it imports the submission while pytest collects the suite
    suite = Suite(job, device, workers, lambda event: frames.send_json(client, event))
    started = time.monotonic()
    status = run_suite(job, suite)
    seconds = time.monotonic() - started
    if suite.finished(status):
        # A suite that trains for seconds may take as long again to be compared.
        allowed = max(job.diagnosis_seconds, 2 * seconds) if job.diagnosis_seconds else 0.0
        match = diagnose(job, workers, suite.failed, lambda mistake: Workers(mistake, device, control), allowed)
        if match is not None:
            frames.send_json(client, {"event": "diagnosis", "mistake": match.name, "says": match.says, "cards": match.cards})
        if job.capsule:
            text = script(job, suite.result(job.capsule), workers.calls, f"capsule_{job.capsule}.py")
            frames.send_json(client, {"event": "capsule", "text": text})
        frames.send_json(client, {"event": "finished", "device": device.type, "seconds": seconds})


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


def run_suite(job: Job, suite: Suite) -> int:
    """Run the suite's file with pytest, configured by nothing but this; pytest's exit code."""
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS="")
    sys.dont_write_bytecode = True  # the suite's folder may be read-only, and belongs to git
    folder = job.suite_path.parent
    # Without confcutdir pytest would look through every folder above the suite's, entry by entry: half of a quick grade.
    options = ["--noconftest", "--import-mode=importlib", "-c", os.devnull, f"--rootdir={folder}", f"--confcutdir={folder}", "-W", "ignore"]
    for name in _UNUSED_PLUGINS:
        options += ["-p", f"no:{name}"]
    if job.to_first_failure:
        options += ["-x", "--assert=plain"]
    with explained():
        return int(pytest.main([*options, job.suite], plugins=[suite, suite.fixtures]))
