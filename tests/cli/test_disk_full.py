"""A disk that is full, as a small tmpfs: one clear message from each command that writes, and nothing of before is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CARD, OTHER = "card:optimisers/descent-direction", "card:optimisers/step-size"

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


@pytest.mark.parametrize(
    "arguments", [f"answer {OTHER} 4", "undo", "backup", "sync full", "export full/all.json"], ids=lambda arguments: arguments.split()[0]
)
def test_a_full_disk_ends_in_one_message_and_loses_nothing(tmp_path: Path, arguments: str) -> None:
    if in_a_namespace("mount -t tmpfs tmpfs /mnt", tmp_path).returncode:
        pytest.skip("no user may mount a tmpfs of their own here")
    (tmp_path / "full").mkdir()
    studykit = f"{sys.executable} -m studykit"
    done = in_a_namespace(
        SCRIPT.format(studykit=studykit, python=sys.executable, whole=WHOLE, card=CARD, command=f"{studykit} {arguments}"), tmp_path
    )
    assert done.returncode == 0, done.stderr
    error = (tmp_path / "err").read_text()
    assert (tmp_path / "code").read_text() == "2\n"
    assert len(error.splitlines()) == 1
    assert "full" in error
    assert CARD in (tmp_path / "due").read_text()
