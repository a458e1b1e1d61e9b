"""Runs the proofs and programs of cards, each in a process of its own, so that none can lean on what another left behind.

As a program it reads a JSON array of [id, code, expected output or null] on stdin and writes one JSON line for each.
"""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from studykit.errors import GraderError

SECONDS = 20  # of processor time, so that a busy machine fails no proof
LONGEST_WAIT = 300  # seconds, for a program that sleeps
CODE_FILE = "<card>"
TOO_LONG = {
    signal.SIGPROF: f"took more than {SECONDS} s of processor time",
    signal.SIGALRM: f"did not end in {LONGEST_WAIT} s",
}

PRELUDE = """
import io, math, random, warnings
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

def raises(error, call, match=""):
    try:
        call()
    except error as caught:
        return match in str(caught)
    return False

torch.manual_seed(0)
np.random.seed(0)
random.seed(0)
"""


@dataclass(frozen=True, slots=True)
class Program:
    """Code of a card; `prints` is what a predict card says it prints, None for a proof, which must only hold."""

    id: str
    code: str
    prints: str | None = None


def run_all(programs: list[Program]) -> Iterator[tuple[str, str | None]]:
    """Run the programs in order; give (id, what is wrong) for each, with None where all is well. GraderError if torch is not there."""
    if not programs:
        return
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "studykit.authoring.programs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONOPTIMIZE": ""},  # proofs are asserts
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process:
        process.stdin.write(json.dumps([[program.id, program.code, program.prints] for program in programs]))
        process.stdin.close()
        for line in process.stdout:
            id, wrong = json.loads(line)
            yield id, wrong
        errors = process.stderr.read()
    if process.returncode:
        raise GraderError(f"The proofs could not be run: {errors.strip()[-500:]}")


def main() -> None:
    """Serve `run_all`: as many children at once as there are processors, told of in order."""
    exec(PRELUDE, {})  # the imports, once, before the forks
    from studykit.grading.worker.worker import warm_torch

    warm_torch()
    running: deque[tuple[str, int, int]] = deque()
    for id, code, prints in json.load(sys.stdin):
        running.append((id, *_started(code, prints)))
        if len(running) >= (os.cpu_count() or 1):
            _tell(*running.popleft())
    while running:
        _tell(*running.popleft())


def _started(code: str, prints: str | None) -> tuple[int, int]:
    """A child that runs the code: its pid, and where it says what is wrong."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        wrong = _run(code, prints)
        os.write(theirs, json.dumps(wrong).encode()[:60_000])
        os._exit(0)
    os.close(theirs)
    return pid, ours


def _tell(id: str, pid: int, answer: int) -> None:
    sys.stdout.write(json.dumps([id, _said(pid, answer)]) + "\n")
    sys.stdout.flush()


def _said(pid: int, answer: int) -> str | None:
    with os.fdopen(answer, "rb") as opened:
        text = opened.read()
    status = os.waitpid(pid, 0)[1]
    if not text:
        return TOO_LONG.get(signal.Signals(os.WTERMSIG(status)), "crashed Python") if os.WIFSIGNALED(status) else "crashed Python"
    wrong = json.loads(text)
    return wrong if wrong is None else str(wrong)


def _run(code: str, prints: str | None) -> str | None:
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(LONGEST_WAIT)
    names: dict[str, object] = {"__name__": "card"}
    printed = io.StringIO()
    try:
        exec(PRELUDE, names)
        with contextlib.redirect_stdout(printed):
            exec(compile(code, CODE_FILE, "exec", dont_inherit=True), names)
    except BaseException as error:  # noqa: BLE001 - whatever the card's code does is this card's fault
        return _describe(error, code)
    if prints is not None and printed.getvalue().strip() != prints.strip():
        return f"prints {printed.getvalue().strip()!r}, not {prints.strip()!r}"
    return None


def _describe(error: BaseException, code: str) -> str:
    numbers = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == CODE_FILE]
    lines = code.splitlines()
    place = f" in line {numbers[0]}: {lines[(numbers[0] or 1) - 1].strip()}" if numbers else ""
    return f"{type(error).__name__}{f' ({error})' if str(error) else ''}{place}"


if __name__ == "__main__":
    main()
