"""Grades as root and as an ordinary user, each through a real grader in a process of that user."""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from studykit.grading.worker.sandbox import kernel

ORDINARY = 65534
NEW_MOUNTS = 0x20000
BIND_ALL = 4096 | 16384
PRIVATE_ALL = 16384 | 1 << 18
REPOSITORY = Path(__file__).parents[4]


def become_ordinary() -> None:
    """Give up root. Where Python lies in a private folder of root's, that folder is opened first, in a mount namespace of its own."""
    kernel.unshare(NEW_MOUNTS)
    kernel.mount("none", "/", None, PRIVATE_ALL)
    for path in {Path(sys.base_prefix), Path(sys.prefix), REPOSITORY}:
        for parent in reversed(path.parents):
            if not parent.stat().st_mode & 0o001:
                open_up(parent, path)
    os.setgroups([])
    os.setgid(ORDINARY)
    os.setuid(ORDINARY)


def open_up(private: Path, needed: Path) -> None:
    """Replace a private folder by an open one that holds nothing but `needed`."""
    aside = tempfile.mkdtemp()
    kernel.mount(str(needed), aside, None, BIND_ALL)
    kernel.mount("none", str(private), "tmpfs", 0, "mode=0755")
    needed.mkdir(parents=True)
    kernel.mount(aside, str(needed), None, BIND_ALL)


def can_become_ordinary() -> bool:
    try:
        subprocess.run([sys.executable, "-c", ""], preexec_fn=become_ordinary, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


@pytest.fixture(scope="session", params=["root", "ordinary"])
def user(request: pytest.FixtureRequest) -> str:
    """Whom the grader runs as."""
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("the tests do not run as root")
    if request.param == "ordinary" and os.geteuid() == 0 and not can_become_ordinary():
        pytest.skip("root cannot open its folders to another user here")
    return str(request.param)


@pytest.fixture(scope="session")
def own_folder(user: str) -> Iterator[Path]:
    """Home and temporary folder of that user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@pytest.fixture(scope="session")
def as_user(user: str, own_folder: Path) -> Callable[..., "subprocess.Popen[str]"]:
    """Starts a command as that user, in the folder of its own."""

    def start(command: Sequence[str]) -> "subprocess.Popen[str]":
        env = {**os.environ, "HOME": str(own_folder), "TMPDIR": str(own_folder), "TORCH_TOKEN": "hunter2", "PYTHONPATH": str(REPOSITORY)}
        drop = become_ordinary if user == "ordinary" and os.geteuid() == 0 else None
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=own_folder, env=env, preexec_fn=drop)

    return start


@pytest.fixture(scope="session")
def grade(as_user: Callable[..., "subprocess.Popen[str]"]) -> Iterator[Callable[..., dict[str, Any]]]:
    """Grades a source text as an answer to the SGD exercise; keyword arguments replace fields of the job. Gives the JSON."""
    with as_user([sys.executable, str(Path(__file__).with_name("grade_lines.py"))]) as child:
        assert child.stdin
        assert child.stdout

        def ask(source: str, **changes: object) -> dict[str, Any]:
            child.stdin.write(json.dumps({"source": source, **changes}) + "\n")
            child.stdin.flush()
            answer: dict[str, Any] = json.loads(child.stdout.readline())
            return answer

        yield ask
        child.stdin.close()


def answer(body: str) -> str:
    """A submission whose function does this."""
    return f"import ctypes, os, socket, sys, torch\nfrom pathlib import Path\n\ndef run():\n{textwrap.indent(body, '    ')}\n"


@pytest.fixture(scope="session")
def does(grade: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Grades a function with this body by a suite of one test, which fails; gives its result with what was printed."""
    suite = Path(__file__).parent / "one_test"
    fixed = {"suite": str(suite / "suite.py"), "probes": str(suite / "probes.py"), "forbids": []}

    def first(body: str, **changes: object) -> dict[str, Any]:
        result: dict[str, Any] = grade(answer(body), **fixed, **changes)["tests"][0]
        return result

    return first
