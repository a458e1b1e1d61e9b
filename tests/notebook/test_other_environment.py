"""A kernel of another environment than this one: without PyTorch it says so, without the background server it grades cold."""

import json
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.notebook.conftest import SGD, SOLUTION, executed, html_of, text_of

ROOT = Path(__file__).parents[2]
OF_TORCH = ("torch", "functorch")
Cells = Callable[..., list[Any]]


def other_environment(folder: Path, left_out: tuple[str, ...]) -> Path:
    """A venv that finds studykit and the packages of this environment, but for those whose names begin so; its Python."""
    venv.EnvBuilder(symlinks=True, with_pip=False).create(folder)
    packages = folder / "packages"
    packages.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if entry.suffix != ".pth" and not entry.name.startswith((*left_out, "studykit")):
            (packages / entry.name).symlink_to(entry)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "here.pth").write_text(f"{packages}\n{ROOT}\n")
    return folder / "bin" / "python"


@pytest.fixture
def other_kernel(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[str, ...]], Cells]:
    """Has a kernel of another environment execute cells."""

    def made(left_out: tuple[str, ...]) -> Cells:
        python = other_environment(tmp_path / "other", left_out)
        spec = tmp_path / "jupyter" / "kernels" / "other"
        spec.mkdir(parents=True)
        argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Other", "language": "python"}))
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))

        def execute(*cells: str, **environment: str) -> list[Any]:
            page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
            return executed(page, tmp_path, {"STUDYKIT_HOME": str(home), **environment}, kernel="other")

        return execute

    return made


def test_without_pytorch_it_loads_shows_the_task_and_says_what_is_missing(other_kernel: Callable[[tuple[str, ...]], Cells]) -> None:
    where, _, task, graded = other_kernel(OF_TORCH)(
        "import sys; print(sys.prefix)", "%load_ext studykit", f"%next {SGD}", f"%%grade {SGD}\n{SOLUTION}"
    )
    assert text_of(where).strip().endswith("other")
    assert "SGD" in text_of(task)
    assert text_of(graded).strip().startswith(f"studykit: {text_of(where).strip()} has no PyTorch: run `")
    assert "Traceback" not in text_of(graded)


def test_without_the_background_server_another_environment_grades_cold(
    other_kernel: Callable[[tuple[str, ...]], Cells], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    cells = ("%load_ext studykit", f"%%grade {SGD}\n{SOLUTION}")
    _, graded = other_kernel(())(*cells, XDG_RUNTIME_DIR=str(tmp_path / "file"))
    assert "without the background server" in text_of(graded)
    assert "Passed: 11 of 11" in html_of(graded)
