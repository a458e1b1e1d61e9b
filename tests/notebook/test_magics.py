"""The magics do what the commands do, in the same log; no code of a graded cell runs in the kernel."""

import json
import re
import sys
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from IPython.core.error import UsageError

from studykit import Study
from studykit.notebook.output import Told
from tests.conftest import Ran, mistaken
from tests.notebook.conftest import SGD, SOLUTION, Shell

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
WRONG = mistaken(SGD, "climbs")


def test_a_cell_gets_the_report_of_a_file(shell: Shell, home: Path) -> None:
    found = shell.run(f"%%grade --seed 7\n{WRONG}").report.as_json()
    expected = Study(home).grade(f"\n{WRONG}", seed=7, record=False).as_json()
    assert {**found, "seconds": None} == {**expected, "seconds": None}
    assert found["diagnosis"][0]["mistake"] == "climbs"


def test_nothing_of_a_cell_runs_in_the_kernel(shell: Shell, tmp_path: Path) -> None:
    shell.run(f"%%grade {SGD}\nopen('trace', 'w').close()\nseen = 1\n%matplotlib inline\n!touch trace\n{SOLUTION}")
    assert not (tmp_path / "trace").exists()
    assert "seen" not in shell.inner.user_ns


def test_a_grade_is_in_the_log_of_the_commands(shell: Shell, studykit: "Ran") -> None:
    assert shell.run(f"%%grade {SGD}\n{SOLUTION}").report.passed
    (row,) = [row for row in json.loads(studykit("list", "--json").out) if row["item"] == f"exercise:{SGD}"]
    assert row["status"] == "passed"


def test_the_line_magic_grades_the_cell_that_ran_last(shell: Shell) -> None:
    shell.run(f"# studykit: {SGD}\n1 / 1")
    shell.run(f"# studykit: {SGD}\n{SOLUTION}")
    shell.run("x = 1")
    graded = shell.run(f"%grade {SGD}")
    assert graded.report.passed
    assert "This is the grade of In [3]." in repr(graded)


def test_what_was_left_out_is_named(shell: Shell) -> None:
    graded = shell.run(f"%%grade {SGD}\n%matplotlib inline\n{SOLUTION}")
    assert graded.report.passed
    assert "Not graded, since only IPython understands it: `%matplotlib inline`" in repr(graded)


def test_a_syntax_error_names_the_line_of_the_cell(shell: Shell) -> None:
    graded = shell.run(f"%%grade {SGD}\nx = 1\ndef f(:\n")
    assert graded.report.verdict == "invalid"
    assert "line 3" in repr(graded)


def test_a_starter_as_it_was_handed_out_is_no_try(shell: Shell, home: Path) -> None:
    shell.run(f"%next {SGD}")
    cell = shell.inner.rl_next_input
    assert cell.startswith(f"%%grade\n# studykit: {SGD}\n")
    assert "nothing to grade yet" in repr(shell.run(cell))


def test_a_task_with_formulas_is_markdown_with_latex_and_plain_in_a_terminal(shell: Shell) -> None:
    task = shell.run(f"%next {SGD}")
    data, _ = shell.inner.display_formatter.format(task)
    assert r"$p \leftarrow p - \mathrm{lr} \cdot \frac{\partial L}{\partial p}$" in data["text/markdown"]
    assert "text/html" not in data
    assert "p ← p − lr · ∂L/∂p" in data["text/plain"]


def test_what_is_wrong_with_a_call_is_one_line(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(shell.error("%grade no/such"), Told)
    assert "no exercise 'no/such'" in capsys.readouterr().out
    assert isinstance(shell.error("%%grade\nx = 1"), Told)
    out = capsys.readouterr().out
    assert out.startswith("studykit: the cell names no exercise.")
    assert "Traceback" not in out
    assert isinstance(shell.error("%grade --device mars"), UsageError)


def test_hints_come_one_by_one_for_the_exercise_at_hand(shell: Shell) -> None:
    assert "No exercise is in progress. `%next` shows one" in str(shell.error("%hint"))
    shell.run(f"%next {SGD}")
    assert repr(shell.run("%hint")).startswith(f"Hint 1 of 5 · {SGD}")
    assert repr(shell.run("%hint")).startswith(f"Hint 2 of 5 · {SGD}")


def test_a_solution_is_for_who_passed_or_gives_up(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"`%solution {SGD} --give-up`" in str(shell.error(f"%solution {SGD}"))
    assert "Given up" in repr(shell.run(f"%solution {SGD} --give-up"))
    shell.run(f"%solution {SGD} --all")
    assert "IPython.core.display.Markdown object" in capsys.readouterr().out


def test_a_picture_is_drawn_from_the_newest_answer(shell: Shell) -> None:
    wrong = mistaken("gradient_descent/forward_and_mse", "forgets_the_bias")
    shell.run(f"%%grade\n{wrong}")
    chart = shell.run("%plot loss_surface")
    assert [panel.title for panel in chart.panels] == ["Yours", "Right"]
    assert "currentColor" in chart._repr_html_()
    assert "%plot loss_surface" in repr(shell.run("%plot"))
    assert "no picture 'losses'" in str(shell.error("%plot losses"))


def test_cards_are_asked_by_input_where_there_are_no_buttons(shell: Shell, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("\n3\n:s\n:u\n\n\n:q\n"))
    closing = repr(shell.run("%review optimizers --new 5"))
    assert "2 reviewed" in closing
    assert Study(home).statistics()["reviews"] == 2


def test_the_first_notebook_runs_in_plain_ipython_without_widgets(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)  # as Python itself notes a package that is not there
    page = nbformat.read(ROOT / "examples" / "first_notebook.ipynb", as_version=4)
    cells = [cell.source for cell in page.cells if cell.cell_type == "code"]
    _, task, failed, hint, passed, picture, _ = (repr(shell.run(cell)) for cell in cells)
    assert "Linear model and mean squared error" in task
    assert "This is a known mistake (sums)" in failed
    assert "Hint 1 of 3" in hint
    assert "Passed: 8 of 8" in passed
    assert "The loss over bias and weight" in picture
    out = capsys.readouterr().out
    assert "Loading PyTorch" not in out  # what changes in place is for front ends that can change it
    assert out.count("due ") == 3


def test_an_unknown_deck_is_told(shell: Shell) -> None:
    assert "no deck 'optimizer'; did you mean optimizers?" in str(shell.error("%review optimizer"))


@pytest.mark.parametrize("name", ["next", "grade", "hint", "solution", "plot", "review"])
def test_the_page_on_notebooks_documents_each_magic_and_option(shell: Shell, name: str) -> None:
    magic = shell.inner.find_line_magic(name)
    assert f"`%{name}" in PAGE
    assert magic.__doc__
    for option in re.findall(r"--[a-z-]+", magic.parser.format_help()):
        assert option in PAGE or option == "--help", option
