"""Notebooks executed by a real kernel: each kind of exercise, an endless loop, an interrupt, and the example."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from studykit import Study
from studykit.content.pack import builtin_pack
from tests.conftest import mistaken, wait_until
from tests.notebook.conftest import SGD, SOLUTION, Cells, KernelSession, executed, html_of, kernel_session, text_of

ROOT = Path(__file__).parents[2]
LOAD = "%load_ext studykit"
KINDS = {SGD: "climbs", "optimizers/zero_grad": None}


def answers(exercise: str) -> tuple[str, str]:
    """A wrong and a right answer."""
    name = KINDS[exercise] or sorted(_mistakes(exercise))[0]
    return f"{mistaken(exercise, name)}\n# a try of mine\n", f"# studykit: {exercise}\n" + (
        builtin_pack() / "solutions" / exercise / "solution.py"
    ).read_text()


def _mistakes(exercise: str) -> list[str]:
    from studykit.content.mistake import mistakes_of
    from studykit.content.pack import load_library

    return [mistake.name for mistake in mistakes_of(load_library([builtin_pack()]).exercise(exercise))]


@pytest.fixture
def kernel(tmp_path: Path, home: Path) -> Iterator[KernelSession]:
    with kernel_session(tmp_path, home) as session:
        yield session


@pytest.mark.parametrize("exercise", KINDS)
def test_both_kinds_fail_and_pass_as_by_the_api(exercise: str, notebook: Cells, home: Path) -> None:
    wrong, right = answers(exercise)
    show = "import json\nprint(json.dumps(_.report.as_json()))"
    _, failed, failed_json, plain, passed, passed_json = notebook(
        LOAD, f"%%grade --seed 3\n{wrong}", show, right, f"%grade {exercise} --seed 3", show
    )
    for cell, answer in ((failed_json, f"\n{wrong}"), (passed_json, right)):
        found = json.loads(text_of(cell))
        assert {**found, "seconds": 0} == {**Study(home).grade(answer, seed=3, record=False).as_json(), "seconds": 0}
    assert "studykit-bad" in html_of(failed)
    assert "Passed:" in html_of(passed)
    assert plain.outputs == []


def test_what_is_shown_meanwhile_gives_way_to_the_report_and_notices_stay(
    tmp_path: Path, home: Path, notebook: Cells, kernel: KernelSession
) -> None:
    meanwhile: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        if message["msg_type"] in ("display_data", "update_display_data"):
            meanwhile.append(message["content"]["data"]["text/plain"])

    wrong = answers(SGD)[0]
    kernel.run(LOAD)
    kernel.run(f"%%grade\n{wrong}", hear)
    assert meanwhile[0] == "Loading PyTorch …"
    assert "requirements hold. Comparing with the known mistakes" in meanwhile[-1]
    (tmp_path / "file").touch()
    no_server = {"XDG_RUNTIME_DIR": str(tmp_path / "file")}
    _, failed, both = notebook(LOAD, f"%%grade\n{wrong}", f"# studykit: {SGD}\nprint('mine')\n%grade", **no_server)
    assert [output.output_type for output in failed.outputs] == ["stream", "execute_result"]
    assert failed.outputs[0].text.count("without the background server") == 1
    assert both.outputs[0].text == "mine\n"  # a cell with more in it keeps that


def test_an_endless_loop_is_stopped_and_nothing_runs_here(notebook: Cells) -> None:
    _, looped, after = notebook(LOAD, f"%%grade {SGD}\ntrace = 1\nwhile True:\n    pass\n", "print('trace' in globals())")
    assert "timed out" in text_of(looped).lower()
    assert text_of(after).strip() == "False"


def test_without_the_background_server_it_works_cold(notebook: Cells, home: Path) -> None:
    home.mkdir()
    (home / "settings.yaml").write_text("server_idle_minutes: 0\n")
    _, passed = notebook(LOAD, f"%%grade {SGD}\n{SOLUTION}")
    assert "Passed: 11 of 11" in text_of(passed)


def test_a_pass_shows_its_picture_below_the_verdict(notebook: Cells) -> None:
    exercise = "gradient_descent/forward_and_mse"
    solution = (builtin_pack() / "solutions" / exercise / "solution.py").read_text()
    _, passed = notebook(LOAD, f"%%grade {exercise}\n{solution}")
    assert [output.output_type for output in passed.outputs] == ["execute_result", "display_data"]
    assert "<svg" in passed.outputs[1].data["text/html"]


def test_without_ipywidgets_cards_are_asked_by_input_and_the_extra_is_named(notebook: Cells) -> None:
    hidden = "import sys\nsys.modules['ipywidgets'] = None"
    _, _, asked = notebook(LOAD, hidden, "%review optimizers --new 1")
    assert "buttons need ipywidgets: run `pip install" in text_of(asked)
    assert "takes no input" in text_of(asked)  # nobody sits at this notebook


@pytest.mark.parametrize("thread", ["main", "subshell"])
def test_a_button_answers_a_card_whichever_thread_hears_of_it(thread: str, kernel: KernelSession, home: Path) -> None:
    kernel.run(LOAD)
    kernel.run("%review optimizers --new 2")
    if thread == "subshell" and not kernel.has_subshells:
        pytest.skip("this kernel has no subshells")
    subshell = kernel.new_subshell() if thread == "subshell" else None
    kernel.press("Show answer", subshell)
    kernel.press("Good", subshell)
    wait_until(lambda: Study(home).statistics()["reviews"] == 1)


def test_an_interrupt_ends_the_grade_with_one_line(kernel: KernelSession) -> None:
    said: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        if message["msg_type"] == "stream" and "without the background server" in message["content"]["text"]:
            kernel.manager.interrupt_kernel()
        if message["msg_type"] == "error":
            said.extend(message["content"]["traceback"])

    kernel.run(LOAD)
    # Without a place for the server, the kernel says that it grades without: then the grade is under way.
    kernel.run("import os\nopen('file', 'w').close()\nos.environ['XDG_RUNTIME_DIR'] = os.path.abspath('file')")
    kernel.run(f"%%grade {SGD}\nwhile True:\n    pass\n", hear)
    assert said == ["studykit: stopped."]


def test_the_example_runs_from_the_task_to_three_cards(tmp_path: Path, home: Path) -> None:
    page = nbformat.read(ROOT / "examples" / "first_notebook.ipynb", as_version=4)
    nbformat.validate(page)
    assert all(not cell.get("outputs") for cell in page.cells)
    _, task, failed, hint, passed, picture, cards = executed(page, tmp_path, {"STUDYKIT_HOME": str(home)})
    assert "Linear model and mean squared error" in html_of(task)
    assert "This is a known mistake (sums)" in html_of(failed)
    assert "Hint 1 of 3" in html_of(hint)
    assert "Passed: 8 of 8" in html_of(passed)
    assert "<svg" in html_of(picture)
    assert text_of(cards).count("due ") == 3
