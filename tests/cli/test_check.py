"""`check` proves what it is told to prove, and shows how far it is."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from tests.conftest import Ran

Run = Callable[..., Ran]
SGD = "optimisers/sgd_update"


def test_check_proves_the_named_exercise_and_deck_alone(studykit: Run) -> None:
    checked = studykit("check", "--only", SGD, "--deck", "losses", "--json").json

    (row,) = checked["exercises"]
    assert checked["well"] is True
    assert (row["exercise"], row["rejected"], row["diagnosed"] + len(row["undiagnosed"])) == (SGD, row["mistakes"], row["mistakes"])


def test_a_deck_alone_grades_no_exercise(studykit: Run) -> None:
    ran = studykit("check", "--deck", "losses")

    assert ran.code == 0
    assert ran.out.startswith("Exercises: 0. Cards: ")


def test_a_deck_that_is_not_there_is_named(studykit: Run) -> None:
    ran = studykit("check", "--deck", "lossses")

    assert ran.code == 2
    assert ran.err.startswith("studykit: no deck 'lossses' in this pack; it has ")


def test_a_terminal_sees_how_far_the_proof_is() -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "studykit", "check", "--only", SGD]
    child = subprocess.Popen(command, stdout=follower, stderr=follower, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"})
    os.close(follower)
    shown = b""
    while True:
        try:
            shown += os.read(leader, 4096)
        except OSError:  # the child has closed its end
            break
    os.close(leader)

    assert child.wait() == 0
    assert f"Proving {SGD}".encode() in shown
    assert b"Exercises: 1." in shown


def test_a_proof_that_is_stopped_has_told_what_it_found() -> None:
    command = [sys.executable, "-m", "studykit", "check", "--only", SGD, *["--only", "data/feature_scaling"] * 20]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    first = child.stdout.readline()
    child.send_signal(signal.SIGINT)
    started = time.monotonic()
    child.communicate()

    assert first.split()[1] == SGD
    assert child.returncode == 130
    assert time.monotonic() - started < 10
