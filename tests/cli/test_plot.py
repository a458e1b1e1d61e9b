"""`plot`: lists pictures, draws the solution's or the learner's, in each form, and says what is wrong in one line."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Ran, mistaken

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
LOOP = "gradient_descent/numpy_loop"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "loop.py"
    written.write_text(mistaken(LOOP, "moves_w_with_bs_gradient"))
    return written


def test_plot_alone_lists_the_pictures_with_a_line_each(studykit: Run) -> None:
    listed = studykit("plot", "--json").json

    assert [entry["picture"] for entry in listed][:2] == ["fitted_line", "loss_surface"]
    assert all(entry["title"] in studykit("plot").out for entry in listed)


def test_a_picture_of_the_solution_and_of_a_file_differ(studykit: Run, file: Path) -> None:
    assert "── your path" not in studykit("plot", "descent_path").out
    drawn = studykit("plot", "descent_path", file)

    assert drawn.code == 0
    assert "── the right path  ── your path" in drawn.out
    assert max(map(len, drawn.out.splitlines())) <= 100


def test_a_picture_goes_into_files(studykit: Run, file: Path, tmp_path: Path) -> None:
    ran = studykit("plot", "descent_path", file, "--out", "p.svg", "--html", "p.html", "--dark")

    assert ran.out == "Wrote p.svg.\nWrote p.html; open it in a browser.\n"
    assert "<svg" in (tmp_path / "p.svg").read_text()
    assert "your path" in (tmp_path / "p.html").read_text()


def test_the_numbers_come_as_json(studykit: Run, file: Path) -> None:
    numbers = studykit("plot", "descent_path", file, "--json").json

    assert len(numbers["yours"]["path"]) == len(numbers["right"]["path"]) == 201


def test_a_page_replaces_no_file_that_is_no_picture(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "precious.html").write_text("<p>mine</p>")
    ran = studykit("plot", "learning_rates", "--out", "p.png", "--html", "precious.html")

    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "p.png").exists()
    assert "precious.html: already exists, and no picture of studykit" in ran.err
    assert (tmp_path / "precious.html").read_text() == "<p>mine</p>"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["loss_surfce"], "no picture 'loss_surfce' (did you mean loss_surface?)"),
        (["loss_surface", "loop.py"], f"loss_surface is drawn from gradient_descent/forward_and_mse; loop.py answers {LOOP}."),
        (["loss_surface", "--out", "p.gif"], "p.gif: a picture ends in .png or .svg."),
        (["loss_surface", "--out", "no/where/p.png"], "no/where/p.png: cannot be written (No such file or directory)."),
        (["loss_surface", "absent.py"], "absent.py: no such file."),
    ],
)
def test_what_is_wrong_is_said_in_one_line(studykit: Run, file: Path, arguments: list[str], said: str) -> None:
    ran = studykit("plot", *arguments)

    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1


def test_code_that_fails_is_named_by_its_line(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "loop.py").write_text(f"# studykit: {LOOP}\ndef train(x, y, b, w, lr, n_epochs):\n    return b / nothing, w\n")
    ran = studykit("plot", "descent_path", "loop.py")

    assert ran.code == 2
    assert ran.err.startswith("studykit: loop.py, line 3: there is nothing to draw yet. NameError: name 'nothing' is not defined")


def drawn_on_a_terminal(home: Path, answer: str, knows_kitty: bool, *options: str) -> str:
    """What `plot` writes to a terminal that answers the question for its device attributes with `answer`, and perhaps Kitty's."""
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    env |= {"STUDYKIT_HOME": str(home), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    command = ["-m", "studykit", "plot", "learning_rates", *options]
    child = pexpect.spawn(sys.executable, command, env=env, dimensions=(40, 100), encoding="utf-8", echo=False)
    wrote = ""
    questions = [r"\x1b\[c", r"\x1b_Gi=(\d+),[^\x1b]*a=q[^\x1b]*\x1b\\", pexpect.EOF]
    while (asked := child.expect(questions, timeout=120)) < 2:
        wrote += child.before
        if asked == 0:
            child.send(answer)
        elif knows_kitty:
            child.send(f"\x1b_Gi={child.match[1]};OK\x1b\\")
    child.close()
    assert child.exitstatus == 0
    return wrote + child.before


SIXELS, KITTY, CHARACTERS = "\x1bP", "\x1b_G", "──"
WITH_SIXELS, WITHOUT = "\x1b[?62;4;22c", "\x1b[?62;22c"


@pytest.mark.parametrize(
    ("answer", "knows_kitty", "options", "shown"),
    [
        (WITH_SIXELS, False, [], SIXELS),
        (WITH_SIXELS, False, ["--text"], CHARACTERS),
        (WITHOUT, True, [], KITTY),
        (WITHOUT, False, [], CHARACTERS),
    ],
)
def test_a_terminal_shows_an_image_if_it_can(home: Path, answer: str, knows_kitty: bool, options: list[str], shown: str) -> None:
    wrote = drawn_on_a_terminal(home, answer, knows_kitty, *options)
    assert [form for form in (SIXELS, KITTY, CHARACTERS) if form in wrote] == [shown]


def test_a_mistake_that_the_picture_cannot_show_is_not_given_the_lessons_title(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(mistaken("gradient_descent/numpy_loop", "starts_at_zero"))
    shown = " ".join(studykit("plot", "fitted_line", "a.py").out.split())
    assert shown.startswith(
        "This picture looks the same with your code and with the reference; the failing requirement is about something else"
    )


def test_the_numbers_of_the_solution_are_kept_until_what_makes_them_changes(studykit: Run, home: Path) -> None:
    first = studykit("plot", "fitted_line", "--json").json
    (file,) = (home / "cache/pictures").iterdir()
    assert file.name == "fitted_line-gradient_descent-numpy_loop.json"
    kept = json.loads(file.read_text())
    assert kept["numbers"] == first["right"]
    kept["numbers"]["parameters"] = [1.0, 2.0]
    file.write_text(json.dumps(kept))
    assert studykit("plot", "fitted_line", "--json").json["right"]["parameters"] == [1.0, 2.0]
    file.write_text(json.dumps({**kept, "key": "another"}))
    assert studykit("plot", "fitted_line", "--json").json == first
