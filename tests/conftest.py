"""What all tests share: a state folder of their own, and the command line as a child process."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from studykit.cli.app import main
from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.mistake import mistake_named
from studykit.content.pack import builtin_pack
from studykit.grading.client.background import stop

IS_CI = "CI" in os.environ
# They tell what came of one class, whose grades take half a minute.
REPORTS_OF_A_CLASS = {
    f"tests/classroom/test_{name}.py" for name in ("class_page", "feedback", "grades_csv", "homework", "likeness", "misconceptions")
}
RUNTIME = pytest.StashKey[TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """One background server for all processes of the run, in a folder of their own, so that it is not the learner's."""
    if not hasattr(config, "workerinput"):  # a worker of xdist inherits the folder
        folder = config.stash[RUNTIME] = TemporaryDirectory(prefix="sk")  # short: a socket's path has 108 bytes
        os.environ["XDG_RUNTIME_DIR"] = folder.name


def pytest_unconfigure(config: pytest.Config) -> None:
    if (folder := config.stash.get(RUNTIME, None)) is not None:
        stop(everyone=True)
        folder.cleanup()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share a costly fixture go to one process: those of a file, and those of the sandbox that run as one user."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFixtures(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            if file.startswith("tests/pack/") and file != "tests/pack/test_hunts.py":
                return nodeid
            if file in REPORTS_OF_A_CLASS:
                return "the reports of a class"
            if file.startswith("tests/grading/worker/sandbox/") and (user := re.search(r"\[(root|ordinary)", test)):
                return f"sandbox as {user[1]}"
            return file

    return ByFixtures(config, log)


def examples(count: int) -> int:
    """How many examples hypothesis draws: all of them at the author's, a third where each minute counts."""
    return max(5, count // 3) if IS_CI else count


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def mistaken(exercise: str, name: str) -> str:
    """The program of a mistake of the built-in pack, with the first line that names its exercise."""
    found = Exercise(*exercise.split("/"), "", ExerciseKind.FIX, 1, (), (), (), (), builtin_pack())
    return f"# studykit: {exercise}\n{mistake_named(found, name).source}"


def wait_until(holds: Callable[[], object], seconds: float = 120) -> None:
    """Wait for what must come true; how long that takes is the machine's affair, and no test's."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_works() -> None:
    """A shell starts what runs in its background with Ctrl-C ignored, and children would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The state folder of one test."""
    return tmp_path / "home"


@pytest.fixture
def studykit_process(tmp_path: Path, home: Path) -> Callable[..., Ran]:
    """Runs `studykit ARGS` in `tmp_path` as a child process, and gives its exit code and output."""

    def run(*args: object, **environment: str) -> Ran:
        env = {**os.environ, "STUDYKIT_HOME": str(home), "COLUMNS": "100", **environment}
        command = [sys.executable, "-m", "studykit", *map(str, args)]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def studykit(tmp_path: Path, home: Path, studykit_process: Callable[..., Ran]) -> Callable[..., Ran]:
    """Runs `studykit ARGS` in `tmp_path` and gives its exit code and output. It runs within this process, which takes a tenth of the time
    of a process of its own; what only shows there is asked through `studykit_process`."""

    def run(*args: object, **environment: str) -> Ran:
        if any(name.startswith("PYTHON") for name in environment):  # Python reads these when it starts
            return studykit_process(*args, **environment)
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with pytest.MonkeyPatch.context() as patch, chdir(tmp_path), Path(os.devnull).open() as nothing:
            patch.setattr(sys, "argv", ["studykit", *map(str, args)])
            for name, stream in (("stdin", nothing), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            for name, value in {"STUDYKIT_HOME": str(home), "COLUMNS": "100", **environment}.items():
                patch.setenv(name, value)
            code = _exit_code()
        return Ran(code, *(_text(stream) for stream in (out, err)))

    return run


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
