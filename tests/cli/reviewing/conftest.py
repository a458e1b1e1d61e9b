"""A small pack of our own, a state folder, and `studykit review` as a child process behind a pipe or a terminal."""

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from studykit.progress.store import Store
from tests.review_packs import DAY, concept_pack, review_pack


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return review_pack(tmp_path_factory.mktemp("pack") / "pack")


@pytest.fixture(scope="session")
def used_home(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with an empty log and the packs in its cache, which halves the time of every test."""
    folder = tmp_path_factory.mktemp("used") / "home"
    call = [sys.executable, "-m", "studykit", "--pack", str(pack), "due"]
    subprocess.run(call, env={**os.environ, "STUDYKIT_HOME": str(folder)}, capture_output=True, check=True)
    return folder


@pytest.fixture
def home(tmp_path: Path, used_home: Path) -> Path:
    return Path(shutil.copytree(used_home, tmp_path / "home"))


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    return {**kept, "STUDYKIT_HOME": str(home), "TERM": "xterm-256color", "PYTHONUTF8": "1"}


@pytest.fixture
def command(pack: Path) -> Callable[..., list[str]]:
    def built(*options: str, deck: str = "trial-basics", at: str = DAY, pack: Path = pack) -> list[str]:
        return [sys.executable, "-m", "studykit", "--pack", str(pack), "review", "--deck", deck, "--at", at, *options]

    return built


@pytest.fixture
def piped(command: Callable[..., list[str]], environment: dict[str, str]) -> Callable[..., str]:
    """`studykit review` with these lines on stdin; returns what it printed, after an exit code of 0."""

    def run(keys: str, *options: str, **where: str) -> str:
        call = command(*options, **where)
        done = subprocess.run(call, input=keys, env=environment, capture_output=True, encoding="utf-8", timeout=30, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


@pytest.fixture
def terminal(command: Callable[..., list[str]], environment: dict[str, str], pack: Path) -> Iterator[Callable[..., pexpect.spawn]]:
    """`studykit review` in a real terminal of these columns, or in a shell there."""
    children: list[pexpect.spawn] = []

    def start(
        *options: str, columns: int = 80, deck: str = "trial-basics", pack: Path = pack, shell: bool = False, **variables: str
    ) -> pexpect.spawn:
        call = command(*options, deck=deck, pack=pack)
        program, *arguments = ["bash", "--norc", "--noprofile", "-i"] if shell else call
        size = (50, columns)
        child = pexpect.spawn(program, arguments, env={**environment, **variables}, dimensions=size, encoding="utf-8", timeout=15)
        child.logfile_read = io.StringIO()
        children.append(child)
        if shell:
            child.sendline(shlex.join(call))
        return child

    yield start
    for child in children:
        child.close(force=True)


@pytest.fixture
def log(home: Path) -> Iterator[Store]:
    """The event log that the child processes write."""
    with Store.open(home / "progress.db") as store:
        yield store


@pytest.fixture
def kin_pack(tmp_path: Path) -> Path:
    """A pack of one's own to edit."""
    return concept_pack(tmp_path / "kin")
