"""The page for teachers: its zip is made, and the steps of its workflow that grade do what it says."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import studykit as package
from tests.conftest import Ran, mistaken

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")
SGD = "optimizers/sgd_update"


@pytest.fixture
def workflow() -> Any:
    return yaml.safe_load(re.search(r"```yaml file=\.github/\S+\n(.*?)```", PAGE, re.DOTALL)[1])


def run_steps(workflow: Any, folder: Path) -> tuple[list[int], str]:
    """Run the steps that grade, each as GitHub does, and give their exit codes and the run's summary."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    given = {"GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "GITHUB_RUN_NUMBER": "12", "STUDYKIT_HOME": str(folder / "home")}
    env = {**os.environ, **workflow["env"], **given, "PATH": path}
    steps = [step["run"] for step in workflow["jobs"]["grade"]["steps"] if "studykit grade" in step.get("run", "")]
    codes = [subprocess.run(["bash", "-e", "-c", step], cwd=folder, env=env, check=False).returncode for step in steps]
    return codes, (folder / "summary.md").read_text()


def test_a_wrong_answer_fails_the_run_and_says_why(workflow: Any, tmp_path: Path) -> None:
    (tmp_path / "sgd_update.py").write_text(mistaken(SGD, "climbs"))
    codes, summary = run_steps(workflow, tmp_path)
    assert codes == [0, 1]
    assert "known mistake (climbs)" in summary
    assert "seed 12" in summary
    assert "<failure" in (tmp_path / "junit.xml").read_text()


def test_a_right_answer_passes(workflow: Any, tmp_path: Path) -> None:
    (tmp_path / "sgd_update.py").write_text(f"# studykit: {SGD}\n{(ROOT / 'solutions' / SGD / 'solution.py').read_text()}")
    codes, summary = run_steps(workflow, tmp_path)
    assert (codes, summary.splitlines()[0]) == ([0, 0], f"## ✓ {SGD}: Passed: 11 of 11 requirements hold.")


def test_the_workflow_installs_this_version(workflow: Any) -> None:
    install = next(step["run"] for step in workflow["jobs"]["grade"]["steps"] if step.get("name") == "Install studykit")
    assert f"studykit=={package.__version__}\n" in install


def test_the_zip_of_the_page_is_made(studykit: Callable[..., Ran], tmp_path: Path) -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith("$ studykit class gradescope"))
    ran = studykit(*shlex.split(line)[2:])
    assert (ran.code, (tmp_path / "autograder.zip").exists()) == (0, True)
