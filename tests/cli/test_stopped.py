"""Ctrl-C at whatever moment: one line and exit code 130."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("interrupt", ["raise KeyboardInterrupt", "exec('raise KeyboardInterrupt')", "raise SystemExit(130)"])
def test_the_exit_code_is_130_wherever_it_interrupts(interrupt: str, tmp_path: Path) -> None:
    program = f"from studykit.cli import app\n\ndef run(arguments):\n    {interrupt}\n\napp._run = run\napp.main()\n"
    (tmp_path / "program.py").write_text(program)
    done = subprocess.run([sys.executable, "-m", "program"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "\nstudykit: stopped.\n")
