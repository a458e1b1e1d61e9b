"""A disk that is full, as a small tmpfs: one clear message from each command that writes, and nothing of before is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studykit.content.pack import builtin_pack

CARD, OTHER = "card:optimizers/descent-direction", "card:optimizers/step-size"

SCRIPT = """
mount -t tmpfs -o size=1200k tmpfs full && export STUDYKIT_HOME=$PWD/full/home
{studykit} answer {card} 4 || exit 9
head -c 1300k /dev/zero > full/fill 2> /dev/null
{command} > out 2> err; echo $? > code
rm -f full/fill
{studykit} due --at 2100-01-01 > due && {python} -c "{whole}"
"""
# As `doctor` does, which takes two seconds to ask for devices besides.
WHOLE = "import os, pathlib; from studykit.progress.integrity import integrity_faults; \
from studykit.progress.replay import compare; from studykit.progress.store import Store; \
log = Store.open(pathlib.Path(os.environ['STUDYKIT_HOME']) / 'progress.db'); assert not compare(log) and not integrity_faults(log)"


def in_a_namespace(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ)


PROGRAM = """
import studykit
from studykit.errors import NotRecorded
try:
    studykit.Study(home="full/home").grade("answer.py")
except NotRecorded as error:
    print(error.report.verdict)
"""
RIGHT = (builtin_pack() / "solutions/optimizers/sgd_update/solution.py").read_text()


@pytest.mark.parametrize(
    "arguments", [f"answer {OTHER} 4", "undo", "backup", "sync full", "export full/all.json"], ids=lambda arguments: arguments.split()[0]
)
def test_a_full_disk_ends_in_one_message_and_loses_nothing(tmp_path: Path, arguments: str) -> None:
    out, error = on_a_full_disk(arguments, tmp_path)
    assert out == ""
    assert len(error.splitlines()) == 1


def test_a_full_disk_takes_no_verdict_from_its_learner(tmp_path: Path) -> None:
    (tmp_path / "answer.py").write_text(f"# studykit: optimizers/sgd_update\n{RIGHT}")
    out, error = on_a_full_disk("grade answer.py", tmp_path)
    assert "Passed: " in out
    assert len(error.splitlines()) == 1


def test_a_full_disk_takes_no_verdict_from_a_program(tmp_path: Path) -> None:
    if in_a_namespace("mount -t tmpfs tmpfs /mnt", tmp_path).returncode:
        pytest.skip("no user may mount a tmpfs of their own here")
    (tmp_path / "full").mkdir()
    (tmp_path / "answer.py").write_text(f"# studykit: optimizers/sgd_update\n{RIGHT}")
    (tmp_path / "program.py").write_text(PROGRAM)
    fill = "mount -t tmpfs -o size=1200k tmpfs full && head -c 1300k /dev/zero > full/fill 2> /dev/null"
    done = in_a_namespace(f"{fill}; {sys.executable} program.py", tmp_path)
    assert done.stdout == "passed\n", done.stderr


def on_a_full_disk(arguments: str, folder: Path) -> tuple[str, str]:
    """What a command says on stdout and stderr; it ends with exit code 2, a word on the disk, and all that was recorded before."""
    if in_a_namespace("mount -t tmpfs tmpfs /mnt", folder).returncode:
        pytest.skip("no user may mount a tmpfs of their own here")
    (folder / "full").mkdir()
    studykit = f"{sys.executable} -m studykit"
    script = SCRIPT.format(studykit=studykit, python=sys.executable, whole=WHOLE, card=CARD, command=f"{studykit} {arguments}")
    done = in_a_namespace(script, folder)
    assert done.returncode == 0, done.stderr
    error = (folder / "err").read_text()
    assert (folder / "code").read_text() == "2\n"
    assert "full" in error
    assert CARD in (folder / "due").read_text()
    return (folder / "out").read_text(), error
