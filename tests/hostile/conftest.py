"""A bench for each kind of user: the hostile submissions are graded as root, where the tests run as root, and as an ordinary user."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

NOBODY = 65534
KINDS = ["root", "user"]

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session", params=KINDS)
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Grades `source` as an answer to `exercise` and gives what the bench saw."""
    if request.param == "root" and os.getuid() != 0:
        pytest.skip("needs root")
    folder = Path(tempfile.mkdtemp(prefix="studykit-hostile-", dir="/tmp"))  # pytest's own folder is closed to other users
    folder.chmod(0o755)
    arguments = [str(NOBODY)] if os.getuid() == 0 and request.param == "user" else []
    command = [sys.executable, str(Path(__file__).with_name("bench.py")), str(folder), *arguments]
    bench = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ask(source: str, exercise: str = "optimizers/sgd_update", **limits: Any) -> dict[str, Any]:
        assert bench.stdin
        assert bench.stdout
        try:
            bench.stdin.write(json.dumps({"source": source, "exercise": exercise, **limits}) + "\n")
            bench.stdin.flush()
            return json.loads(bench.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            _, errors = bench.communicate()
            return pytest.fail(f"the bench is gone:\n{errors[-3000:]}")

    yield ask
    bench.communicate()
    shutil.rmtree(folder, ignore_errors=True)
