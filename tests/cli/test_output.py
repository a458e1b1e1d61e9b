"""An output that takes nothing: a full disk is one message, a closed stream is no error, and a pipe that ends early says nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def in_a_shell(line: str, folder: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "STUDYKIT_HOME": str(home), "STUDYKIT": f"{sys.executable} -m studykit"}
    return subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["list", "due --json", "stats", "--help", "--version"])
def test_a_full_disk_is_one_message(command: str, tmp_path: Path, home: Path) -> None:
    ran = in_a_shell(f"$STUDYKIT {command} > /dev/full", tmp_path, home)
    assert ran.returncode == 2
    assert ran.stderr == "studykit: the output cannot be written (No space left on device).\n"


def test_a_closed_output_is_no_error_and_reaches_no_other_file(tmp_path: Path, home: Path) -> None:
    card = "card:optimizers/descent-direction"
    ran = in_a_shell(f"$STUDYKIT answer {card} 4 >&- <&- && $STUDYKIT list >&- && $STUDYKIT why {card}", tmp_path, home)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"{card} is due tomorrow" in ran.stdout


def test_a_closed_error_output_keeps_the_exit_code(tmp_path: Path, home: Path) -> None:
    ran = in_a_shell("$STUDYKIT grade nowhere.py 2>&-", tmp_path, home)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "")


@pytest.mark.parametrize("command", ["list --cards", "due --json"])
def test_a_pipe_that_ends_early_is_no_message(command: str, tmp_path: Path, home: Path) -> None:
    ran = in_a_shell(f"$STUDYKIT {command} | true", tmp_path, home)
    assert ran.stderr == ""
