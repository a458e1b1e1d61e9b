"""What all tests share: a state folder of their own, and the command line as a child process."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
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
from studykit.grading.client.cold import Grader
from studykit.grading.job import job_for


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


def started_grader() -> Grader:
    """A grader whose server has imported all it needs: it has graded something."""
    grader = Grader()
    exercise = Exercise("optimisers", "sgd_update", "", ExerciseKind.IMPLEMENT, 1, (), (), (), (), builtin_pack())
    grader.grade(job_for(exercise, "def sgd_update(params, lr): pass", "answer.py", seed=1, device="cpu"))
    return grader


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_works() -> None:
    """A shell starts what runs in its background with Ctrl-C ignored, and children would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The background server of the tests: in a folder of their own, so that it is not the learner's, and ended with them."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(prefix="sk") as folder:  # short: a socket's path has 108 bytes
        patch.setenv("XDG_RUNTIME_DIR", folder)
        yield
        stop(everyone=True)


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
