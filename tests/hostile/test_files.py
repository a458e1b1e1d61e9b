"""What lies beside a submission, or what a submission is on the disk, has no part in its verdict."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studykit.content.pack import builtin_pack
from tests.conftest import Ran

RIGHT = "# studykit: optimizers/sgd_update\n" + (builtin_pack() / "solutions/optimizers/sgd_update/solution.py").read_text()
WRONG = "# studykit: optimizers/sgd_update\ndef sgd_update(params, lr):\n    pass\n"

# Written where a neighbor of the submission is run: in the command, the server, the judge or the worker.
TELLS = "import os, sys\nopen({seen!r}, 'a').write(__name__ + ' ' + ' '.join(sys.argv) + '\\n')\nraise ImportError(__name__)\n"

NEIGHBORS = [
    "conftest",
    "pytest",
    "torch",
    "numpy",
    "safetensors",
    "json",
    "random",
    "probes",
    "test_sgd_update",
    "studykit",
    "sitecustomize",
]

COLD = f"""
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.cold import Grader
from studykit.grading.job import job_for
exercise = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
with Grader() as grader:
    print(grader.grade(job_for(exercise, {RIGHT!r}, "answer.py", seed=7, device="cpu")).verdict.value)
"""


@pytest.fixture
def grade(tmp_path: Path, home: Path) -> Callable[..., Ran]:
    """Runs the installed `studykit grade FILE` in the folder of the file, as a learner does."""
    program = Path(sys.executable).with_name("studykit")
    if not program.exists():
        pytest.skip("studykit is not installed as a command here")

    def run(file: Path, **more: Any) -> Ran:
        env = {**os.environ, "STUDYKIT_HOME": str(home)}
        command = [str(program), "grade", str(file), "--json"]
        done = subprocess.run(command, cwd=file.parent, env=env, capture_output=True, text=True, check=False, timeout=120, **more)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def test_modules_beside_it_are_run_by_nobody(grade, folder: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    for name in NEIGHBORS:
        (folder / f"{name}.py").write_text(TELLS.format(seen=str(seen)))
    (folder / "sgd_update.py").write_text(RIGHT)
    ran = grade(folder / "sgd_update.py")
    assert not seen.exists(), seen.read_text()
    assert ran.code == 0, ran.err


def test_modules_beside_it_are_run_by_nobody_where_the_server_starts_cold(folder: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    for name in NEIGHBORS:
        (folder / f"{name}.py").write_text(TELLS.format(seen=str(seen)))
    done = subprocess.run([sys.executable, "-P", "-c", COLD], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert not seen.exists(), seen.read_text()
    assert done.stdout.strip() == "passed", done.stderr


def test_a_pytest_beside_it_judges_nothing(grade, folder: Path) -> None:
    (folder / "torch.py").write_text("raise SystemExit(0)\n")
    (folder / "conftest.py").write_text("def pytest_runtest_call(item): item.obj = lambda *a, **k: None\n")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (folder / "answer.py").write_text(WRONG)
    assert grade(folder / "answer.py").code == 1


def test_a_link_is_graded_by_its_text_and_stays_a_link(grade, folder: Path) -> None:
    (folder / "elsewhere.py").write_text(WRONG)
    (folder / "answer.py").symlink_to(folder / "elsewhere.py")
    assert grade(folder / "answer.py").code == 1
    assert (folder / "answer.py").is_symlink()


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path)])
def test_what_is_no_file_is_refused_at_once(grade, folder: Path, make) -> None:
    make(folder / "answer.py")
    ran = grade(folder / "answer.py")
    assert ran.code == 2
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("content", [b"# studykit: optimizers/sgd_update\n" + b"#" * (1 << 20), b"\xff\xfe\x00", b""])
def test_what_is_no_source_is_refused_at_once(grade, folder: Path, content: bytes) -> None:
    (folder / "answer.py").write_bytes(content)
    ran = grade(folder / "answer.py")
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_a_file_name_of_terminal_commands_is_shown_without_them(grade, folder: Path) -> None:
    file = folder / "\x1b[2J(.*)+.py"
    file.write_text(WRONG.replace("pass", "while params: 1 / 0"))
    ran = grade(file)
    assert ran.code == 1
    assert "\x1b" not in ran.out + ran.err
    assert {test["outcome"] for test in ran.json["tests"] if test["name"] != "forbids"} == {"failed"}
