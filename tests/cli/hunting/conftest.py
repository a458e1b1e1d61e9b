"""A small pack to hunt in, a state folder in which its exercise was passed, and `studykit hunt` behind a pipe or in a terminal."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pexpect
import pyte
import pytest

from studykit.grading.client.background import start_and_wait
from studykit.progress.store import Store
from studykit.study.hunting.now import HuntNow, HuntShelf
from tests.conftest import Ran
from tests.hunt_pack import ITEM, hunt_pack, library_with, passed

NOW = datetime.now().astimezone()


class Screen:
    """A child in a terminal, and what stands on its screen."""

    def __init__(self, child: pexpect.spawn, lines: int, columns: int) -> None:
        self.child = child
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)

    @property
    def rows(self) -> list[str]:
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    def wait_for(self, text: str, seconds: float = 60) -> str:
        """What stands there once it says this."""
        while text not in self.text:
            self._stream.feed(self.child.read_nonblocking(4096, timeout=seconds))
        return self.text

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def resize(self, lines: int, columns: int) -> None:
        self._screen.resize(lines, columns)
        self.child.setwinsize(lines, columns)


@pytest.fixture(scope="session")
def warm() -> None:
    """The background server, running: a hunt waits half a minute for a requirement that fails, and a start may take longer."""
    start_and_wait(600)


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hunt_pack(tmp_path_factory.mktemp("hunts") / "pack")


@pytest.fixture(scope="session")
def used_home(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log in which the exercise was passed, and the packs in their cache."""
    folder = tmp_path_factory.mktemp("used") / "home"
    folder.mkdir()
    with Store.open(folder / "progress.db") as store:
        passed(store, NOW - timedelta(days=1))
    call = [sys.executable, "-m", "studykit", "--pack", str(pack), "due"]
    subprocess.run(call, env={**os.environ, "STUDYKIT_HOME": str(folder)}, capture_output=True, check=True)
    return folder


@pytest.fixture
def home(tmp_path: Path, used_home: Path) -> Path:
    return Path(shutil.copytree(used_home, tmp_path / "home"))


@pytest.fixture
def log(home: Path) -> Iterator[Store]:
    """The event log that commands write."""
    with Store.open(home / "progress.db") as store:
        yield store


@pytest.fixture
def now(log: Store, pack: Path) -> HuntNow:
    """The hunt that a command shows now."""
    return HuntShelf(log, library_with(pack)).now(ITEM)


@pytest.fixture
def hunt(studykit: Callable[..., Ran], pack: Path) -> Callable[..., Ran]:
    """`studykit hunt ARGS` in this process, with no keys."""
    return lambda *args: studykit("--pack", pack, "hunt", *args)


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES", "VISUAL", "EDITOR")}
    return {**kept, "STUDYKIT_HOME": str(home), "TERM": "xterm-256color", "PYTHONUTF8": "1"}


@pytest.fixture
def piped(pack: Path, environment: dict[str, str], tmp_path: Path) -> Callable[..., str]:
    """A command with these lines on stdin; what it printed, after an exit code of 0."""

    def run(keys: str, *call: str) -> str:
        words = [sys.executable, "-m", "studykit", "--pack", str(pack), *(call or ("hunt",))]
        done = subprocess.run(
            words, input=keys, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


@pytest.fixture
def terminal(pack: Path, environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Screen]]:
    """A command in a real terminal, or in a shell there."""
    children: list[pexpect.spawn] = []

    def start(*call: str, lines: int = 24, columns: int = 80, shell: bool = False, **variables: str) -> Screen:
        words = [sys.executable, "-m", "studykit", "--pack", str(pack), *(call or ("hunt",))]
        program, *arguments = ["bash", "--norc", "--noprofile", "-i"] if shell else words
        env = {**environment, **variables}
        child = pexpect.spawn(program, arguments, env=env, cwd=str(tmp_path), dimensions=(lines, columns), encoding="utf-8", timeout=60)
        children.append(child)
        if shell:
            child.sendline(shlex.join(words))
        return Screen(child, lines, columns)

    yield start
    for child in children:
        child.close(force=True)
