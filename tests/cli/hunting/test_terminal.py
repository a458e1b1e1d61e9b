"""`studykit hunt` in a real terminal: each size, each key, stopped, resized, without colors, and among cards."""

import re
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.hunting.now import HuntNow
from tests.cli.hunting.conftest import Screen
from tests.conftest import Ran
from tests.hunt_pack import ID, ITEM, SOLUTION, keys_that_find

ASKED = "Which line is wrong?"
Terminal = Callable[..., Screen]


def qualities(log: Store) -> list[int]:
    return [event.data["quality"] for event in log.events(ITEM) if event.kind is Kind.REVIEWED]


@pytest.mark.parametrize(("lines", "columns"), [(24, 80), (30, 100)])
def test_a_hunt_fits_the_screen_from_its_program_to_its_end(lines: int, columns: int, terminal: Terminal, log: Store, now: HuntNow) -> None:
    line, reason = keys_that_find(now.hunt)
    screen = terminal(lines=lines, columns=columns)
    screen.wait_for(ASKED)
    assert screen.rows[1 if screen.rows[0] == "" else 0].startswith(f"── bug hunt · {ID} ──")
    for number, code in enumerate(now.hunt.program, 1):
        assert f" {number:>2} {code}".rstrip() in screen.rows
    assert "  0 nothing is wrong" in screen.rows
    screen.press(f"{line}\r")
    screen.wait_for("What goes wrong?")
    assert f"✓{int(line):>2} {now.hunt.program[int(line) - 1]}" in screen.rows
    assert all(text.split()[0] in screen.text for text in now.hunt.choices)
    screen.press(reason)
    screen.wait_for("Found at once: recorded, due tomorrow.")
    screen.wait_for("Enter continues · f fix it · u undo · q quit")
    assert max(map(len, screen.rows)) <= columns
    screen.press("\r")
    screen.wait_for("1 bug hunt: 1 found.")
    screen.child.expect(pexpect.EOF)
    assert qualities(log) == [5]


def test_a_long_program_scrolls_around_the_line(terminal: Terminal, now: HuntNow) -> None:
    screen = terminal(lines=12, columns=60)
    screen.wait_for("… ")
    for _ in range(sum(bool(line) for line in now.hunt.program)):
        screen.press("j")
    screen.wait_for(f"{ASKED} {len(now.hunt.program)}")
    assert f"▸{len(now.hunt.program):>2} " in screen.text
    screen.press("j")
    screen.wait_for("▸ 0 nothing is wrong")
    screen.press("k")
    screen.wait_for(f"{ASKED} {len(now.hunt.program)}")


def test_keys_choose_help_and_undo(terminal: Terminal, log: Store, now: HuntNow, warm: None) -> None:
    screen = terminal()
    screen.wait_for(ASKED)
    screen.press("\r")
    screen.wait_for("Choose a line first")
    screen.press("?")
    screen.wait_for("Press any key to go back.")
    screen.press("x")
    screen.wait_for(ASKED)
    screen.press("zz")
    screen.wait_for("z is no key here")
    screen.press("w")
    screen.wait_for("Press any key to go back.")
    screen.press(" ")
    screen.press("99\x7f\x7f1\r")
    screen.wait_for("Line 1 is not it.")
    screen.wait_for("This requirement fails:")
    assert "✗ 1 " in screen.text
    screen.press("g")
    screen.wait_for("Given up: recorded, due tomorrow.")
    screen.press("u")
    screen.wait_for(f"undone {ITEM}: it comes back now")
    screen.wait_for(ASKED)
    assert log.memory(ITEM).reviews == 0  # type: ignore[union-attr]  # the hunt has begun
    screen.press("q")
    screen.child.expect(pexpect.EOF)


def test_the_program_can_be_had_as_a_file_to_fix(
    terminal: Terminal, studykit: Callable[..., Ran], tmp_path: Path, pack: Path, log: Store, now: HuntNow
) -> None:
    screen = terminal()
    screen.wait_for(ASKED)
    screen.press("g")
    screen.wait_for("f fix it")
    screen.press("f")
    screen.wait_for("Wrote totals.py")
    text = (tmp_path / "totals.py").read_text()
    assert text.startswith(f'# studykit: {ID}\n"""Totals\n')
    assert text.rstrip().endswith(now.hunt.program[-1])
    screen.press("f")
    screen.wait_for("Your work goes on in totals.py")
    screen.press("q")
    screen.child.expect(pexpect.EOF)
    # As it was written it is nobody's try.
    grades = log.events(f"exercise:{ID}")
    assert studykit("--pack", pack, "grade", "totals.py").code == 1
    assert log.events(f"exercise:{ID}") == grades
    (tmp_path / "totals.py").write_text(f"# studykit: {ID}\n{SOLUTION}")
    assert studykit("--pack", pack, "grade", "totals.py").code == 0


def test_ctrl_c_ends_it_and_records_nothing(terminal: Terminal, log: Store, now: HuntNow) -> None:
    screen = terminal()
    screen.wait_for(ASKED)
    screen.press("\x03")
    screen.wait_for("1 bug hunt to go today")
    screen.child.expect(pexpect.EOF)
    screen.child.wait()
    assert (screen.child.exitstatus, qualities(log)) == (0, [])


def test_after_ctrl_z_and_fg_the_page_stands_there_again(terminal: Terminal, now: HuntNow) -> None:
    screen = terminal(shell=True, PS1="$ ")
    screen.wait_for(ASKED)
    screen.press("3")
    screen.wait_for(f"{ASKED} 3")
    screen.press("\x1a")
    screen.wait_for("Stopped")
    screen.press("clear; fg\r")
    screen.wait_for(f"{ASKED} 3")
    assert re.search(r"^──", screen.text, re.MULTILINE)
    screen.press("q")
    screen.wait_for("to go today")


def test_another_size_draws_it_anew(terminal: Terminal, now: HuntNow) -> None:
    screen = terminal(lines=30, columns=100)
    screen.wait_for(ASKED)
    screen.resize(14, 50)
    screen.press("j")
    screen.wait_for(f"{ASKED} 1")
    assert max(map(len, screen.rows)) <= 50
    assert sum("bug hunt ·" in row for row in screen.rows) == 1
    assert screen.rows[0].startswith("──")


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}])
def test_without_colors_or_unicode_marks_tell_the_same(variables: dict[str, str], terminal: Terminal, now: HuntNow) -> None:
    screen = terminal(**variables)
    screen.wait_for(ASKED)
    screen.press("j1\r")
    screen.wait_for("Line 1 is not it.")
    is_ascii = "LC_ALL" in variables
    assert f"{'x' if is_ascii else '✗'} 1 " in screen.text
    assert f"{'--' if is_ascii else '──'} bug hunt" in screen.text
    assert "?????" not in screen.text


def test_a_terminal_without_a_cursor_takes_lines(terminal: Terminal, log: Store, now: HuntNow) -> None:
    line, reason = keys_that_find(now.hunt)
    screen = terminal(TERM="dumb")
    screen.wait_for("give up; ?: help)")
    screen.press(f"{line}\r")
    screen.wait_for("What goes wrong?")
    screen.press(f"{reason}\r")
    screen.wait_for("Enter continues")
    screen.press("q\r")
    screen.child.expect(pexpect.EOF)
    assert qualities(log) == [5]


def test_a_review_asks_hunts_among_its_cards_and_undo_crosses_them(terminal: Terminal, log: Store, now: HuntNow) -> None:
    screen = terminal("review", "--new", "1")
    screen.wait_for("shows the answer")
    screen.press(" 3")
    screen.wait_for("2 of 2 · bug hunt")
    screen.wait_for(ASKED)
    screen.press("g")
    screen.wait_for("Given up: recorded")
    screen.press("u")
    screen.wait_for(f"undone {ITEM}")
    screen.wait_for(ASKED)
    screen.press("u")
    screen.wait_for("shows the answer")
    screen.press("q")
    screen.wait_for("0 reviewed, 2 to go")
    screen.child.expect(pexpect.EOF)
    assert qualities(log) == [1]
    assert log.memory(ITEM).reviews == 0  # type: ignore[union-attr]  # the hunt has begun
