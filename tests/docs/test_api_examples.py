"""The examples of docs/api.md run as they stand, one after the other in one folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import studykit

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"## ([^\n]+)\n.*?```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api")


@pytest.mark.parametrize(("use", "code"), EXAMPLES, ids=[use for use, _ in EXAMPLES])
def test_an_example_runs(use: str, code: str, folder: Path) -> None:
    env = {**os.environ, "STUDYKIT_HOME": str(folder / "home")}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout or use == "A script that grades a folder"


def test_the_folder_was_graded(folder: Path) -> None:
    assert (folder / "grades.csv").read_text().splitlines()[1].startswith("forward_and_mse.py,gradient_descent/forward_and_mse,failed,0 of")


@pytest.mark.parametrize("name", studykit.__all__)
def test_each_public_name_is_on_the_page_and_has_a_docstring(name: str) -> None:
    found = getattr(studykit, name)
    assert name == "__version__" or found.__doc__
    assert re.search(rf"`(studykit\.)?{name}\b", PAGE) or name in ("__version__", "PackCheck")
