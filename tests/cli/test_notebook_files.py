"""A learner's way through an exercise in a notebook: what a program can do, with the same verdicts and the same log."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from studykit import Study
from tests.conftest import Ran, mistaken
from tests.notebook_files import replace_in_notebook, write_notebook

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
SGD = "optimizers/sgd_update"
FIX = "optimizers/zero_grad"
NOT_YET = "    raise NotImplementedError  # TODO: one step of gradient descent"
RIGHT = "    with torch.no_grad():\n        for p in params:\n            if p.grad is not None:\n                p -= lr * p.grad"
WRONG = RIGHT.replace("-=", "+=")


@pytest.fixture
def notebook(studykit: Run, tmp_path: Path) -> Path:
    assert studykit("next", SGD, "--notebook").code == 0
    return tmp_path / "sgd_update.ipynb"


def test_next_writes_a_notebook_and_goes_on_in_it(studykit: Run, notebook: Path) -> None:
    nbformat.validate(nbformat.read(notebook, as_version=nbformat.NO_CONVERT))
    replace_in_notebook(notebook, NOT_YET, WRONG)
    before = notebook.read_bytes()
    for again in (studykit("next", SGD, "--notebook"), studykit("next", SGD)):
        assert "Your work goes on in sgd_update.ipynb" in again.out
    assert notebook.read_bytes() == before


def test_without_ipython_a_notebook_is_written_and_the_extra_named(studykit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "needs an extra" not in studykit("next", FIX, "--notebook").err
    monkeypatch.setitem(sys.modules, "IPython", None)  # as Python itself notes a package that is not there
    ran = studykit("next", SGD, "--notebook", "--json")
    assert ran.json["written"]
    assert "`%grade` in a notebook needs an extra: run `pip install " in ran.err
    assert "[notebook]'`. `studykit grade` does without." in ran.err


def test_no_command_on_a_notebook_loads_more_than_json(studykit_process: Run, tmp_path: Path) -> None:
    ran = studykit_process("next", SGD, "--notebook", PYTHONPROFILEIMPORTTIME="1")
    again = studykit_process("grade", "sgd_update.ipynb", PYTHONPROFILEIMPORTTIME="1")
    for imported in (ran.err, again.err):
        assert "studykit.content.starter" in imported
        assert not re.search(r"\b(IPython|nbformat|nbclient|jupyter_core)\b", imported)


def test_a_notebook_of_that_name_is_left_alone(studykit: Run, tmp_path: Path) -> None:
    write_notebook(tmp_path / "sgd_update.ipynb", "precious = 1")
    assert studykit("next", SGD, "--notebook", "--json").json["file"] == str(tmp_path / "sgd_update_2.ipynb")


def test_a_notebook_can_follow_a_program_which_stays(studykit: Run, tmp_path: Path) -> None:
    studykit("next", SGD)
    program = (tmp_path / "sgd_update.py").read_text()
    assert studykit("next", SGD, "--notebook", "--json").json["file"] == str(tmp_path / "sgd_update.ipynb")
    assert (tmp_path / "sgd_update.py").read_text() == program
    assert studykit("--json").json["in_progress"][0]["file"] == str(tmp_path / "sgd_update.ipynb")


def test_an_untouched_notebook_is_no_try(studykit: Run, notebook: Path) -> None:
    ran = studykit("grade", notebook.name)
    assert ran.code == 1
    assert ran.out == (
        "sgd_update.ipynb is still the starter as it was written, so there is nothing to grade yet. If you changed it, save it first.\n"
    )
    assert studykit("stats", "--json").json["reviews"] == 0


@pytest.mark.parametrize(("body", "code"), [(WRONG, 1), (RIGHT, 0)], ids=["failed", "passed"])
def test_a_notebook_is_graded_as_the_same_code_in_a_program(
    studykit: Run, notebook: Path, tmp_path: Path, home: Path, body: str, code: int
) -> None:
    replace_in_notebook(notebook, NOT_YET, body)
    source = next(cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.id == "answer")
    (tmp_path / "a.py").write_text(source)
    (tmp_path / "b.py").write_text(source.replace("\n\n", "\n\n# %%\n"))
    ran = studykit("grade", notebook.name, "--seed", 1, "--json")
    assert (ran.code, ran.err) == (code, "")
    reports = [ran.json, *(studykit("grade", name, "--seed", 1, "--json").json for name in ("a.py", "b.py"))]
    reports.append(Study(home=home).grade(notebook, seed=1).as_json())
    for report in reports:
        assert (report["tests"], report["diagnosis"], report["verdict"]) == tuple(
            reports[0][key] for key in ("tests", "diagnosis", "verdict")
        )
    assert (reports[0]["verdict"] == "passed") == (code == 0)


def test_a_bug_hunt_is_handed_out_and_graded_in_a_notebook(studykit: Run, tmp_path: Path) -> None:
    assert studykit("next", FIX, "--notebook").code == 0
    notebook = tmp_path / "zero_grad.ipynb"
    assert "still the starter" in studykit("grade", notebook.name).out
    found = nbformat.read(notebook, as_version=4)
    found.cells[2].source = f"# studykit: {FIX}\n{(ROOT / 'solutions' / FIX / 'solution.py').read_text()}"
    nbformat.write(found, notebook)
    assert studykit("grade", notebook.name).code == 0


def test_what_fails_is_shown_with_its_cell(studykit: Run, tmp_path: Path) -> None:
    first = f"# studykit: {SGD}\n%matplotlib inline\nimport torch\n\ndef step(p):\n    p.nothing"
    write_notebook(tmp_path / "a.ipynb", "#: # Mine", first, "def sgd_update(params, lr):\n    for p in params:\n        step(p)")
    ran = studykit("grade", "a.ipynb")
    assert "object has no attribute 'nothing' (cell 2, line 6)" in " ".join(ran.out.split())
    assert "cell 2, line 6 p.nothing" in ran.out
    assert ran.err == "studykit: a.ipynb: graded without what only a notebook understands: `%matplotlib inline` (cell 2, line 2).\n"
    report = studykit("grade", "a.ipynb", "--json").json
    assert (report["tests"][0]["cell"], report["tests"][0]["line"]) == (2, 6)


def test_a_syntax_error_names_its_cell(studykit: Run, tmp_path: Path) -> None:
    write_notebook(tmp_path / "a.ipynb", f"# studykit: {SGD}\nimport torch", "def sgd_update(params, lr)\n    pass")
    report = studykit("grade", "a.ipynb", "--json").json
    assert (report["verdict"], report["cell"], report["line"]) == ("invalid", 2, 1)
    assert report["message"] == "SyntaxError: expected ':' in cell 2, line 1: def sgd_update(params, lr)"


def test_an_endless_loop_in_a_cell_is_ended_and_named(studykit: Run, tmp_path: Path) -> None:
    write_notebook(tmp_path / "a.ipynb", "#: text", f"# studykit: {SGD}\nx = 1\nwhile True:\n    x += 1")
    report = studykit("grade", "a.ipynb", "--json").json
    assert report["verdict"] == "timed_out"
    assert report["cell"] == 2
    assert "in cell 2, line " in report["message"]


def test_one_of_several_exercises_is_graded_by_name(studykit: Run, tmp_path: Path) -> None:
    mse = (ROOT / "solutions/gradient_descent/mse_gradient/solution.py").read_text()
    write_notebook(tmp_path / "a.ipynb", mistaken(SGD, "climbs"), f"# studykit: gradient_descent/mse_gradient\n{mse}")
    first, second = studykit("grade", "a.ipynb"), studykit("grade", "a.ipynb", "--exercise", "mse_gradient")
    assert (first.code, second.code) == (1, 0)
    assert "also answers gradient_descent/mse_gradient: `--exercise ID` grades that" in first.err


def test_all_cells_are_graded_on_demand(studykit: Run, tmp_path: Path) -> None:
    write_notebook(tmp_path / "a.ipynb", "import torch", f"# studykit: {SGD}\ndef sgd_update(params, lr):\n{RIGHT}")
    assert studykit("grade", "a.ipynb").code == 1
    assert studykit("grade", "a.ipynb", "--all-cells").code == 0


def test_a_file_that_is_no_notebook_is_a_wrong_file(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{")
    for command in ("grade", "watch", "reset", "hint"):
        ran = studykit(command, "a.ipynb")
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert "is no notebook, or was cut off" in ran.err


def test_hint_reset_and_solution_take_the_notebook(studykit: Run, notebook: Path) -> None:
    starter = notebook.read_bytes()
    replace_in_notebook(notebook, NOT_YET, WRONG)
    work = notebook.read_bytes()
    assert studykit("hint", notebook.name, "--json").json["exercise"] == SGD
    assert studykit("reset", notebook.name, "--json").json["backup"] == f"{notebook}.bak"
    assert notebook.read_bytes() == starter
    assert Path(f"{notebook}.bak").read_bytes() == work
    assert studykit("solution", notebook.name, "--give-up").code == 0


def test_a_notebook_that_was_moved_is_found_and_not_its_checkpoint(studykit: Run, notebook: Path, tmp_path: Path) -> None:
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "sgd_update-checkpoint.ipynb").write_bytes(notebook.read_bytes())
    (tmp_path / "mine").mkdir()
    notebook.rename(tmp_path / "mine" / "optimizer.ipynb")
    (tmp_path / "broken.ipynb").write_text("{")
    assert studykit("next", SGD, "--json").json["file"] == str(tmp_path / "mine" / "optimizer.ipynb")


def test_a_notebook_that_passed_makes_room_for_the_next_round(studykit: Run, tmp_path: Path) -> None:
    notebook = tmp_path / "sgd_update.ipynb"
    for body in (RIGHT, RIGHT.replace("lr * p.grad", "p.grad * lr")):
        assert studykit("next", SGD, "--notebook", "--json").json["file"] == str(notebook)
        replace_in_notebook(notebook, NOT_YET, body)
        assert studykit("grade", notebook.name).code == 0
    assert (tmp_path / "sgd_update.ipynb.bak").exists()


def test_a_picture_is_drawn_from_a_notebook(studykit: Run, tmp_path: Path) -> None:
    source = (ROOT / "solutions/gradient_descent/numpy_loop/solution.py").read_text()
    write_notebook(tmp_path / "a.ipynb", f"# studykit: gradient_descent/numpy_loop\n{source}")
    assert studykit("plot", "descent_path", "a.ipynb", "--json").json["yours"]
    write_notebook(tmp_path / "b.ipynb", f"# studykit: gradient_descent/numpy_loop\n{source}", "1 / 0")
    assert "b.ipynb, cell 2, line 1: there is nothing to draw yet." in studykit("plot", "descent_path", "b.ipynb").err


def test_a_program_hands_out_and_grades_notebooks_too(home: Path, tmp_path: Path) -> None:
    told: list[str] = []
    study = Study(home=home, notice=told.append)
    notebook = study.hand_out(SGD, tmp_path, notebook=True)
    replace_in_notebook(notebook, NOT_YET, f"{RIGHT}\n%time 1")
    assert study.grade(notebook).passed
    assert "`%time 1` (cell 3, line 10)" in told[0]
    assert study.grade(notebook, all_cells=True, record=False).passed
