"""`list`: a line an item in a pipe, whole ids and a pager in a terminal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from studykit.content.pack import builtin_pack, load_library
from tests.conftest import Ran

Run = Callable[..., Ran]

ALL_EXERCISES = f"{len(load_library([builtin_pack()]).exercises)} exercises"


def test_a_pipe_gets_one_line_an_item_with_tabs_between_its_fields(studykit: Run) -> None:
    lines = studykit("list").out.splitlines()
    assert "new\t\tgradient_descent/numpy_loop\tGradient descent in NumPy" in lines
    assert all(line.count("\t") == 3 for line in studykit("list", "--cards").out.splitlines())


def test_a_search_finds_ids_and_texts_whatever_their_case(studykit: Run) -> None:
    assert "optimizers/sgd_update" in studykit("list", "--search", "SGD").out
    found = studykit("list", "--cards", "--search", "Detach", "--json").json
    assert 0 < len(found) < 100
    nothing = studykit("list", "--search", "no such words")
    assert (nothing.out, nothing.err) == ("", "Nothing matches. `studykit list` without filters shows all.\n")


def on_terminal(home: Path, *arguments: str, columns: int = 60, **environment: str) -> str:
    env = {**os.environ, "STUDYKIT_HOME": str(home), "TERM": "xterm-256color", "NO_COLOR": "1", **environment}
    command = ["-m", "studykit", *arguments]
    child = pexpect.spawn(sys.executable, command, env=env, dimensions=(24, columns), encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    return str(child.before).replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [30, 60, 200])
def test_a_terminal_shows_each_id_in_one_piece(home: Path, columns: int) -> None:
    shown = on_terminal(home, "list", columns=columns, PAGER="cat")
    assert "autoencoders/residual_autoencoder" in shown
    assert ALL_EXERCISES in shown


def test_what_is_longer_than_the_screen_goes_through_the_pager(home: Path) -> None:
    numbered = on_terminal(home, "list", PAGER="nl")
    assert " 40\t" in numbered
    assert " 40\t" not in on_terminal(home, "list", "--topic", "losses", PAGER="nl")


def test_without_a_pager_the_text_is_printed(home: Path) -> None:
    assert ALL_EXERCISES in on_terminal(home, "list", PAGER="no-such-pager")
